//! Importing records that already exist, with and without `--update`.

use super::{READ, column, import_error_of, import_text};
use crate::common::Sandbox;

#[test]
fn importing_the_same_file_again_changes_nothing() {
    let sandbox = Sandbox::demo();
    for (kind, count) in [("obstacles", 70), ("contacts", 529), ("factsheets", 11), ("figures", 15), ("laws", 35)] {
        sandbox.run(format!("export {kind} -o list.csv")).ok();
        let before = sandbox.register_bytes();
        for more in ["", "--update"] {
            assert_eq!(
                sandbox.run(format!("import {kind} list.csv {more}")).notices(),
                format!("{READ}0 added, 0 changed, {count} unchanged\n")
            );
        }
        assert!(sandbox.register_bytes() == before, "{kind}: the register changed");
    }
}

#[test]
fn an_existing_record_changes_only_with_update() {
    let sandbox = Sandbox::new();
    import_text(&sandbox, "obstacles", "title,ministry,region\nEen,OCW,1\nTwee,VWS,2\n", "").ok();
    let file = "number,title,ministry\n1,Anders,OCW\n2,Twee,VWS\n3,Drie,SZW\n";
    assert_eq!(
        import_error_of(&sandbox, "obstacles", file, ""),
        format!(
            "{READ}ruimte: list.csv, line 2: B-001 already exists and differs; change it with --update\n\
             ruimte: list.csv: 1 error; nothing was imported\n"
        )
    );
    let before = sandbox.register_bytes();
    assert_eq!(
        import_text(&sandbox, "obstacles", file, "--update --dry-run").notices(),
        format!(
            "{READ}Dry run: 1 to add, 1 to change, 1 unchanged; nothing was recorded\n\
             Without a day of receipt: 1; they are not counted in any period\n"
        )
    );
    assert!(sandbox.register_bytes() == before, "a dry run changed the register");
    assert_eq!(
        import_text(&sandbox, "obstacles", file, "--update").notices(),
        format!(
            "{READ}1 added, 1 changed, 1 unchanged\n\
             Without a day of receipt: 1; they are not counted in any period\n"
        )
    );
    assert_eq!(column(&sandbox, "title"), ["Anders", "Twee", "Drie"]);
    assert_eq!(column(&sandbox, "region"), ["1", "2", ""]);
}

#[test]
fn a_dry_run_rejects_what_an_import_rejects() {
    let sandbox = Sandbox::new();
    let file = "title,ministry\nA,OCW\nB,BZK\n";
    assert_eq!(
        import_error_of(&sandbox, "obstacles", file, "--dry-run"),
        import_error_of(&sandbox, "obstacles", file, "")
    );
}

#[test]
fn an_update_clears_empty_cells_and_keeps_missing_columns() {
    let sandbox = Sandbox::new();
    sandbox.run("factsheet add Een").ok();
    sandbox.run("factsheet add Twee").ok();
    import_text(
        &sandbox,
        "obstacles",
        "number,title,question,analysis,ministry,involved,region,handler,received,laws,factsheets\n\
         1,Rijbewijs,Een tractor,Ja,OCW,VWS; SZW,12,mbo,2018-05-12,BWBR0007625 art. 1; BWBR0007625 art. 2,F-01; F-02\n",
        "",
    )
    .ok();
    // In an update, the title and the ministry may be omitted.
    assert_eq!(
        import_text(
            &sandbox,
            "obstacles",
            "number,question,involved,region,received,laws,factsheets\nB-001,Een heftruck,VWS,,,BWBR0007625 art. 2,\n",
            "--update"
        )
        .notices(),
        format!("{READ}0 added, 1 changed, 0 unchanged\n")
    );
    let columns = "number,title,question,analysis,ministry,involved,region,handler,received,laws,factsheets";
    assert_eq!(
        sandbox.run(format!("list --columns {columns} --format csv")).ok(),
        format!("{columns}\r\nB-001,Rijbewijs,Een heftruck,Ja,OCW,VWS,,mbo,,BWBR0007625 art. 2,\r\n")
    );
    assert_eq!(sandbox.rows("search heftruck").len(), 1);
    assert_eq!(sandbox.rows("search tractor").len(), 0);
    assert_eq!(
        import_error_of(&sandbox, "obstacles", "number,title\nB-001,\n", "--update"),
        format!(
            "{READ}ruimte: list.csv, line 2, column title, value '': a value is missing\n\
             ruimte: list.csv: 1 error; nothing was imported\n"
        )
    );
}

#[test]
fn imported_records_can_be_found_by_their_words() {
    let sandbox = Sandbox::new();
    import_text(&sandbox, "obstacles", "title,ministry,answer\nA,OCW,Medicatie delen\nB,OCW,Iets anders\n", "").ok();
    let found = sandbox.rows("search médicatie DELEN");
    assert_eq!(found.iter().map(|row| row["number"].as_str()).collect::<Vec<_>>(), ["B-001"]);
}

#[test]
fn a_person_given_by_number_is_linked_by_a_list_with_changes_and_reported_otherwise() {
    let sandbox = Sandbox::new();
    sandbox.run("log Vraag --ministry OCW -q --actor Beheer").ok();
    sandbox.run("contact call 1 --person 'Z. Geheim' --on 2018-01-02 -q --actor Beheer").ok();
    sandbox.run("person add 'A. Ander' -q --actor Beheer").ok();
    let number = |name: &str| {
        let rows = sandbox.rows("person list");
        rows.iter().find(|row| row["name"] == name).unwrap()["number"].clone()
    };
    let other = number("A. Ander");
    let persons = || sandbox.rows("export contacts --with-persons")[0]["persons"].clone();
    import_text(&sandbox, "contacts", format!("number,persons\nC-001,{other}\n"), "--update").ok();
    assert_eq!(persons(), "A. Ander");
    let unknown = import_text(&sandbox, "contacts", "number,persons\nC-001,N-99\n", "--update").fails(65);
    assert!(unknown.contains("list.csv, line 2, column persons, value 'N-99'"), "{unknown}");
    assert_eq!(persons(), "A. Ander");
    // Without `--update`, an import ignores numbers of persons. The list may come from another register, in which the
    // same number belongs to another person.
    let list = format!("kind,date,obstacles,persons\ncall,2018-01-03,B-001,{other}\n");
    let notices = import_text(&sandbox, "contacts", &list, "").notices();
    assert!(notices.contains("Persons with a number in place of a name were left out: 1"), "{notices}");
}
