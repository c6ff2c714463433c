//! Tables, and the options that select, sort and limit the rows and columns of any format.

use super::{import_rows, stdout_of, with_rows, with_titles};
use crate::common::{Sandbox, csv_cell};
use serde_json::Value;

#[test]
fn the_labels_of_a_table_are_in_the_readers_language() {
    let sandbox = Sandbox::new();
    sandbox.run("care-domain add wijk --nl 'zorg in de wijk' --en 'care at home'").ok();
    import_rows(
        &sandbox,
        "title,ministry,care_domain,status,resolution,received",
        &["Een vraag,OCW,wijk,solved,within-rules,2018-05-12", "Nog een,VWS,,,,"],
    );
    let line = "list --columns number,title,ministry,care-domain,status,resolution,received";
    assert_eq!(
        stdout_of(&sandbox, line),
        "\
number  title      ministry  care domain   status     resolution        received
B-001   Een vraag  OCW       care at home  solved     within the rules  2018-05-12
B-002   Nog een    VWS                     collected
"
    );
    let dutch = sandbox.run_in_dutch(line);
    assert_eq!(dutch.stderr, "2 rijen\n");
    assert_eq!(
        dutch.stdout,
        "\
nummer  titel      ministerie  zorgdomein       status     oplossing         ontvangen
B-001   Een vraag  OCW         zorg in de wijk  opgelost   binnen de regels  2018-05-12
B-002   Nog een    VWS                          opgehaald
"
    );
    assert_eq!(sandbox.run(format!("{line} --lang nl")).ok(), dutch.stdout);
}

#[test]
fn a_piped_table_is_neither_styled_nor_wrapped() {
    let long = "Mag een student ".repeat(30);
    let long = long.trim();
    let sandbox = with_titles(&[long, "漢字 é"]);
    let mut command = sandbox.command("list --columns title,number");
    command.env("COLUMNS", "40").env("CLICOLOR_FORCE", "1").env("TERM", "xterm-256color");
    let stdout = crate::common::execute(command).ok();
    // The title column is as wide as the longest title (479 characters), and is followed by two spaces. Each character
    // of 漢字 takes two terminal columns.
    assert_eq!(
        stdout,
        format!("title{}number\n{long}  B-001\n漢字 é{}B-002\n", " ".repeat(479 - 5 + 2), " ".repeat(479 - 6 + 2))
    );
}

#[test]
fn stored_control_characters_are_visible_in_a_table_and_exact_in_data() {
    let title = "a\u{1b}[31mrood\u{7}\u{9b}1m\u{202e}\u{feff}\tb\r\nc\rd\u{7f}";
    let sandbox = with_rows("title,ministry,question", &[format!("{0},OCW,{0}", csv_cell(title))]);
    let shown = "a<U+001B>[31mrood<U+0007><U+009B>1m<U+202E><U+FEFF> b ⏎ c<U+000D>d<U+007F>";
    let pad = " ".repeat(shown.chars().count() - "question".len());
    assert_eq!(
        stdout_of(&sandbox, "list --columns question,number"),
        format!("question{pad}  number\n{shown}  B-001\n")
    );
    assert_eq!(
        stdout_of(&sandbox, "list --columns question,number --format csv"),
        format!("question,number\r\n\"{title}\",B-001\r\n")
    );
    let json: Value = serde_json::from_str(&stdout_of(&sandbox, "list --columns question --format json")).unwrap();
    assert_eq!(json[0]["question"], title);
    // `show`, notices and errors also replace control characters with visible text.
    let acts = |text: &str| text.chars().any(|character| character.is_control() && character != '\n');
    let card = stdout_of(&sandbox, "show B-001");
    assert!(!acts(&card) && card.contains("<U+001B>[31mrood<U+0007>"), "{card}");
    let message = sandbox.run(format!("log '{title}' --ministry OCW")).notices();
    assert!(!acts(&message) && message.contains("<U+001B>[31mrood<U+0007>"), "{message}");
    let refused = sandbox.run(format!("list --ministry '{title}'")).fails(2);
    assert!(!acts(&refused) && refused.contains("<U+001B>[31mrood<U+0007>"), "{refused}");
}

/// Five obstacles: two without a date, two with the same date, and one with another date.
fn five_obstacles() -> Sandbox {
    with_rows(
        "title,ministry,status,resolution,received,region",
        &[
            "Bever,OCW,solved,within-rules,2018-05-02,10",
            "Aap,VWS,,,,2",
            "Das,OCW,in-analysis,,2018-05-01,1",
            "Eland,SZW,,,2018-05-02,",
            "Cavia,OCW,,,,2",
        ],
    )
}

#[test]
fn columns_have_the_requested_order_and_accept_either_name() {
    let sandbox = five_obstacles();
    assert_eq!(
        stdout_of(&sandbox, "list --columns received,number,care-domain,CARE_DOMAIN --limit 2 --format csv"),
        "received,number,care_domain\r\n2018-05-02,B-001,\r\n,B-002,\r\n"
    );
    assert_eq!(
        stdout_of(&sandbox, "ministry list --columns code,en --format csv"),
        "code,en\r\nOCW,\"Education, Culture and Science\"\r\nSZW,Social Affairs and Employment\r\nVWS,\"Health, Welfare and Sport\"\r\n"
    );
}

#[test]
fn a_list_is_sorted_as_requested_with_empty_values_last() {
    let sandbox = five_obstacles();
    for (sort, order) in [
        ("received", "Das Bever Eland Aap Cavia"),
        // On equal days, the last recorded comes first.
        ("-received", "Eland Bever Das Cavia Aap"),
        ("title", "Aap Bever Cavia Das Eland"),
        ("-title", "Eland Das Cavia Bever Aap"),
        ("number", "Bever Aap Das Eland Cavia"),
        ("-number", "Cavia Eland Das Aap Bever"),
        // Statuses are sorted in the order of the workflow, not alphabetically.
        ("status", "Aap Eland Cavia Das Bever"),
        ("-status", "Bever Das Aap Eland Cavia"),
        ("resolution", "Bever Aap Das Eland Cavia"),
        ("-resolution", "Bever Aap Das Eland Cavia"),
    ] {
        let rows = sandbox.rows(format!("list --columns title --sort {sort}"));
        let titles: Vec<&str> = rows.iter().map(|row| row["title"].as_str()).collect();
        assert_eq!(titles.join(" "), order, "--sort {sort}");
    }
    // Figures are sorted as numbers, not as text: in descending order, 213 comes before 70.
    let rows = Sandbox::demo().rows("figure list --columns value --sort -value --limit 3");
    assert_eq!(rows.iter().map(|row| row["value"].as_str()).collect::<Vec<_>>(), ["307", "213", "70"]);
}

#[test]
fn regions_are_sorted_by_their_number() {
    let rows = five_obstacles().rows("list --columns title --sort region");
    let titles: Vec<&str> = rows.iter().map(|row| row["title"].as_str()).collect();
    assert_eq!(titles.join(" "), "Das Aap Cavia Bever Eland");
}

#[test]
fn a_limit_reports_the_omitted_rows_and_how_to_see_them() {
    let sandbox = five_obstacles();
    let more = |count| format!("Rows shown: {count}; there are more: give a higher --limit, or leave it out\n");
    for (limit, message) in [
        ("0", more(0)),
        ("2", more(2)),
        ("4", more(4)),
        ("5", "5 rows\n".to_owned()),
        ("6", "5 rows\n".to_owned()),
        ("18446744073709551615", "5 rows\n".to_owned()),
    ] {
        let shown = limit.parse::<usize>().unwrap_or(usize::MAX).min(5);
        for format in ["table", "csv", "jsonl"] {
            let result = sandbox.run(format!("list --limit {limit} --format {format}"));
            assert_eq!(result.stderr, message, "--limit {limit}");
            let heading = usize::from(format != "jsonl" && (shown > 0 || format == "csv"));
            assert_eq!(result.ok().lines().count(), shown + heading, "--limit {limit} --format {format}");
        }
    }
    assert_eq!(
        sandbox.run_in_dutch("list --limit 2").notices(),
        "Rijen getoond: 2; er zijn er meer: geef een hogere --limit, of laat die weg\n"
    );
}

#[test]
fn a_limit_that_is_not_a_number_is_rejected_with_its_option() {
    let sandbox = Sandbox::new();
    for limit in ["x", "1.5"] {
        assert_eq!(
            sandbox.run(format!("list --limit {limit}")).fails(2),
            format!("ruimte: '{limit}' is not a valid value for --limit; see: ruimte list --help\n")
        );
    }
    let message = sandbox.run("list --limit ''").fails(2);
    assert!(message.contains("--limit"), "{message}");
}

#[test]
fn an_unknown_format_or_column_is_rejected_with_the_known_ones() {
    let sandbox = Sandbox::new();
    for command in ["list", "export obstacles", "report totals", "contact list"] {
        assert_eq!(
            sandbox.run(format!("{command} --format xml")).fails(2),
            "ruimte: 'xml' is not a valid value for --format; choose from: table, csv, csv-excel, json, jsonl, ods, xlsx, html\n"
        );
    }
    assert_eq!(
        sandbox.run_in_dutch("list --format xml").fails(2),
        "ruimte: 'xml' is geen geldige waarde voor --format; kies uit: table, csv, csv-excel, json, jsonl, ods, xlsx, html\n"
    );
    let factsheet = "number, title, summary, body, url, published, provenance, provenance_note, accepted, void";
    for option in ["--columns=number,colour", "--sort=colour", "--sort=-colour"] {
        assert_eq!(
            sandbox.run(format!("factsheet list {option}")).fails(2),
            format!("ruimte: there is no attribute 'colour'; choose from: {factsheet}\n")
        );
    }
    assert_eq!(
        sandbox.run_in_dutch("factsheet list --columns kleur").fails(2),
        format!("ruimte: het gegeven 'kleur' bestaat niet; kies uit: {factsheet}\n")
    );
}
