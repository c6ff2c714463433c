//! Commands accept texts that contain personal data. A notice says where the data is, and shows it masked.

use crate::common::Sandbox;

#[test]
fn personal_data_in_a_new_obstacle_is_reported_by_attribute() {
    let sandbox = Sandbox::new();
    let log = "log 'Vraag van jan.jansen@voorbeeld.nl' --ministry OCW --question 'Beste Jan Jansen,\nBel 06-12345678 of 06-12345678, bsn 123456782, NL91 ABNA 0417 1643 00.\nGroet, Piet'";
    let result = sandbox.run(log);
    assert_eq!(result.stdout, "B-001\n");
    assert_eq!(
        result.stderr,
        "Note: title: e-mail address j…@v….nl; remove it now, or later with 'ruimte redact'\n\
         Note: question: name J… J…, telephone number 06-…, citizen service number 12…, …; remove it now, or later with 'ruimte redact'\n\
         B-001 recorded: Vraag van j…@v….nl\n"
    );
    assert_eq!(sandbox.rows("show 1")[0]["question"].lines().next(), Some("Beste Jan Jansen,"));
}

#[test]
fn personal_data_in_a_change_is_reported_in_the_language_of_the_user() {
    let sandbox = Sandbox::new();
    sandbox.run("log Een --ministry OCW").ok();
    for (command, notice, done) in [
        ("edit 1 --question 'Stort op NL91ABNA0417164300'", "vraag: rekeningnummer NL91…", "B-001 gewijzigd"),
        ("analyse 1 --analysis 'Gebeld met 020-1234567'", "analyse: telefoonnummer 02-…", "B-001 is in analyse"),
        (
            "classify 1 within-rules --because 'Mag al' --answer 'Beste mevrouw De Vries,\nDat mag.'",
            "antwoord: naam D… V…",
            "B-001 is opgelost: binnen de regels",
        ),
        ("edit 1 --title '10000008'", "titel: burgerservicenummer 10…", "B-001 gewijzigd"),
    ] {
        assert_eq!(
            sandbox.run_in_dutch(command).notices(),
            format!("Let op: {notice}; haal het nu weg, of verwijder het later met 'ruimte redact'\n{done}\n"),
            "{command}"
        );
    }
}

#[test]
fn personal_data_is_recognised_as_a_reader_sees_it() {
    let sandbox = Sandbox::new();
    for (text, notice) in [
        ("Bel 06\u{200b}12345678", "telephone number 06-…"),
        ("Bel 06-1234\u{ad}5678", "telephone number 06-…"),
        ("Bel ０６-１２３４５６７８", "telephone number 06-…"),
        ("Mail jan＠voorbeeld.nl", "e-mail address j…@v….nl"),
        ("Mail jan&#64;voorbeeld.nl", "e-mail address j…@v….nl"),
        ("Mail jan\\@voorbeeld.nl", "e-mail address j…@v….nl"),
        ("Stort op NL91-ABNA-0417-1643-00", "bank account number NL91…"),
        ("Zij heeft bsn 123-456-782", "citizen service number 12…"),
    ] {
        let notices = sandbox.run(["log", "Een", "--ministry", "OCW", "--question", text]).notices();
        let expected = format!("Note: question: {notice}; remove it now, or later with 'ruimte redact'\n");
        assert!(notices.contains(&expected), "{text}: {notices}");
    }
    let numbers = (1..=8).map(|number| format!("B-00{number}")).collect::<Vec<_>>().join(" ");
    sandbox.run(format!("redact {numbers} --found --because x -q")).ok();
    let questions: Vec<String> =
        sandbox.rows("list --columns question --sort number").into_iter().map(|row| row["question"].clone()).collect();
    assert_eq!(
        questions,
        [
            "Bel [verwijderd]",
            "Bel [verwijderd]",
            "Bel [verwijderd]",
            "Mail [verwijderd]",
            "Mail [verwijderd]",
            "Mail [verwijderd]",
            "Stort op [verwijderd]",
            "Zij heeft bsn [verwijderd]"
        ]
    );
}

#[test]
fn attributes_that_are_not_published_may_hold_personal_data() {
    let sandbox = Sandbox::new();
    assert_eq!(
        sandbox.run("log Een --ministry OCW --file-number 0612345678 --handler 'Jan Jansen'").notices(),
        "B-001 recorded: Een\n"
    );
    assert_eq!(sandbox.run("contact call 1 --note 'Bel 06-12345678'").notices(), "C-001 recorded: B-001\n");
}

#[test]
fn an_import_reports_how_many_cells_hold_personal_data_and_the_first_of_them() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "list.csv",
        "number,title,ministry,question\n\
         1,Een,OCW,Bel 06-12345678\n\
         2,Twee,OCW,Geen\n\
         3,a@b.nl,OCW,Mail c@d.nl\n\
         4,Vier,OCW,Mail e@f.nl\n",
    );
    let notice = "Note: cells that seem to contain personal data: 4. \
                  list.csv, line 2, column question: telephone number 06-…; \
                  list.csv, line 4, column title: e-mail address a…@b….nl; \
                  list.csv, line 4, column question: e-mail address c…@d….nl\n";
    let notices = sandbox.run("import obstacles list.csv --dry-run").notices();
    assert!(notices.ends_with(notice), "{notices}");
    let notices = sandbox.run("import obstacles list.csv").notices();
    assert!(notices.ends_with(notice), "{notices}");
    let notices = sandbox.run("import obstacles list.csv --update").notices();
    assert!(notices.ends_with("0 added, 0 changed, 4 unchanged\n"), "{notices}");
}
