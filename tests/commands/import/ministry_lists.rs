//! Lists as ministries keep them: titles above the header, totals below the table, empty or unusually named columns.

use super::{READ, column, import_error, import_text};
use crate::common::Sandbox;

#[test]
fn titles_above_the_header_and_a_total_below_are_skipped_with_a_notice() {
    let sandbox = Sandbox::new();
    let list = "\
Overzicht belemmeringen;;
Stand: 31 december 2018; bron: mbo;

Onderwerp;Departement;Ontvangen op
Stagecontract;OCW;12-3-2018
;;
Injecties;VWS;13-3-2018
Totaal;2;
";
    assert_eq!(
        import_text(&sandbox, "obstacles", list, "").notices(),
        "list.csv read as UTF-8, separated by ';'\n\
         list.csv, line 4: this is the header; rows skipped above it: 2\n\
         list.csv, line 8: skipped, because it is a total\n\
         2 added, 0 changed, 0 unchanged\n"
    );
    assert_eq!(column(&sandbox, "title"), ["Stagecontract", "Injecties"]);
    assert_eq!(column(&sandbox, "received"), ["2018-03-12", "2018-03-13"]);
    sandbox.write("lijst.csv", list);
    assert_eq!(
        sandbox.run_in_dutch("import obstacles lijst.csv --skip-duplicates").notices(),
        "lijst.csv gelezen als UTF-8, gescheiden door ';'\n\
         lijst.csv, regel 4: dit is de kop; rijen die daarboven zijn overgeslagen: 2\n\
         lijst.csv, regel 8: overgeslagen, want het is een totaal\n\
         0 toegevoegd, 0 gewijzigd, 0 ongewijzigd\n\
         Overgeslagen, want al in het register: 2 (B-001; B-002)\n"
    );
}

#[test]
fn a_total_that_is_not_the_last_row_is_a_row() {
    assert_eq!(
        import_error("title,ministry\nA,OCW\nTotaal,1\nB,OCW\n"),
        format!(
            "{READ}ruimte: list.csv, line 3, column ministry, value '1': '1' is not in the list of ministries; choose \
             from: OCW, SZW, VWS; or add one with: ruimte ministry add CODE --nl NAME --en NAME\n\
             ruimte: list.csv: 1 error; nothing was imported\n"
        )
    );
}

#[test]
fn the_last_obstacle_of_a_list_is_no_total_if_its_title_says_more() {
    for title in ["Grand café mag geen dagbesteding geven", "Totaal verbod op fixatie", "Total ban"] {
        let sandbox = Sandbox::new();
        let list = format!("title,ministry,received\nA,VWS,2020-01-01\n{title},,2021-03-04\n");
        sandbox.write("mapping.toml", "[defaults]\nministry = \"VWS\"\n");
        import_text(&sandbox, "obstacles", list, "--mapping mapping.toml").ok();
        assert_eq!(column(&sandbox, "title"), ["A", title]);
    }
}

#[test]
fn the_header_is_found_in_row_30_and_no_further() {
    let list = |rows: usize| format!("{}title,ministry\nA,OCW\n", "remark\n".repeat(rows));
    let sandbox = Sandbox::new();
    import_text(&sandbox, "obstacles", list(29), "").ok();
    assert_eq!(column(&sandbox, "title"), ["A"]);
    let message = import_error(list(30));
    assert!(message.starts_with(&format!("{READ}ruimte: list.csv, line 1: unknown column: 'remark'; ")), "{message}");
}

#[test]
fn empty_columns_without_a_title_are_skipped_wherever_they_are() {
    let sandbox = Sandbox::new();
    import_text(&sandbox, "obstacles", ";;Titel;;Ministerie\n;;A;;OCW\n; ;B\t;;VWS\n", "").ok();
    assert_eq!(column(&sandbox, "ministry"), ["OCW", "VWS"]);
    assert_eq!(
        import_error("title,,ministry\nA,x,OCW\n"),
        format!(
            "{READ}ruimte: list.csv, line 2: column 2 has values but no name; name it in the header, or empty it\n\
             ruimte: list.csv: 1 error; nothing was imported\n"
        )
    );
}

#[test]
fn columns_are_known_by_other_usual_words() {
    for (title, name, value) in [
        ("Onderwerp", "title", "A"),
        ("SUBJECT:", "title", "A"),
        ("Vraagstelling", "question", "Mag dit?"),
        ("Opgelost  op", "solved", "2018-05-12"),
        ("Datum\nontvangst", "received", "2018-05-12"),
        ("Behandeld door", "handler", "Loket Noord"),
        ("Trekker", "ministry", "VWS"),
        ("Stand van zaken", "status", "in-analysis"),
        ("Dossiernummer", "file_number", "0012"),
        ("Kenmerk", "file_number", "0012"),
        ("Wet- of regelgeving", "laws", "cao: Cao VVT"),
        ("Wet- en regelgeving", "laws", "cao: Cao VVT"),
    ] {
        let sandbox = Sandbox::new();
        let mut cells = vec![("title", "A"), ("ministry", "VWS")];
        cells.retain(|(other, _)| *other != name);
        if name == "solved" {
            cells.extend([("status", "solved"), ("resolution", "within-rules")]);
        }
        cells.push((title, value));
        let line = |part: fn(&(&'static str, &'static str)) -> &'static str| {
            cells.iter().map(|cell| format!("\"{}\"", part(cell))).collect::<Vec<_>>().join(",")
        };
        let list = format!("{}\n{}\n", line(|cell| cell.0), line(|cell| cell.1));
        import_text(&sandbox, "obstacles", list, "").ok();
        assert_eq!(column(&sandbox, name), [value], "{title}");
    }
}

#[test]
fn a_running_number_is_not_a_number_of_the_register() {
    assert_eq!(
        import_error("Nummer,Titel,Ministerie\n1,A,OCW\n"),
        format!(
            "{READ}ruimte: list.csv, line 2, column Nummer, value '1': '1' is a running number; a number of this register \
             has a letter, as in B-012; skip the column with a mapping (--suggest-mapping)\n\
             ruimte: list.csv: 1 error; nothing was imported\n"
        )
    );
    let sandbox = Sandbox::new();
    import_text(&sandbox, "obstacles", "Nummer,Titel,Ministerie\nB-007,A,OCW\n", "").ok();
    assert_eq!(column(&sandbox, "number"), ["B-007"]);
}

#[test]
fn a_status_may_say_how_an_obstacle_was_solved_or_closed() {
    let sandbox = Sandbox::new();
    import_text(
        &sandbox,
        "obstacles",
        "title,ministry,status\nA,OCW,Doorverwezen\nB,OCW,binnen de regels\nC,OCW,withdrawn\n",
        "",
    )
    .ok();
    assert_eq!(column(&sandbox, "status"), ["closed", "solved", "closed"]);
    assert_eq!(column(&sandbox, "resolution"), ["", "within-rules", ""]);
    assert_eq!(column(&sandbox, "closed_as"), ["referred", "", "withdrawn"]);
}
