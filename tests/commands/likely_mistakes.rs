//! Likely mistakes: the program warns about them or rejects them before they do harm.

use crate::common::Sandbox;

const READ: &str = "list.csv read as UTF-8, separated by ','\n";

#[test]
fn obstacles_cannot_be_duplicates_of_each_other() {
    let sandbox = Sandbox::new();
    for title in ["Een", "Twee", "Drie"] {
        sandbox.run(format!("log '{title}' --ministry OCW")).ok();
    }
    let close = |number: &str, of: &str| {
        sandbox.run(format!("close {number} --as duplicate --of {of} --because 'Dezelfde vraag'"))
    };
    close("1", "2").ok();
    close("2", "3").ok();
    let before = sandbox.register_bytes();
    assert_eq!(
        close("3", "1").fails(65),
        "ruimte: B-001, B-002, B-003: duplicates of each other, so that none of them counts; leave one open as the original\n"
    );
    assert!(sandbox.register_bytes() == before);
    sandbox.write(
        "list.csv",
        "number,title,ministry,status,closed_as,duplicate_of\n11,A,OCW,closed,duplicate,12\n12,B,OCW,closed,duplicate,11\n",
    );
    assert_eq!(
        sandbox.run("import obstacles list.csv").fails(65),
        format!(
            "{READ}ruimte: B-011, B-012: duplicates of each other, so that none of them counts; leave one open as the original\n"
        )
    );
}

#[test]
fn a_future_date_is_remarked_upon() {
    let sandbox = Sandbox::new();
    let result = sandbox.run("log Titel --ministry OCW --received 2999-01-01 --due 2999-02-01");
    assert_eq!(result.stdout, "B-001\n");
    assert_eq!(result.stderr, "Note: 2999-01-01 is in the future\nB-001 recorded: Titel\n");
    sandbox.run("log 'Nog een' --ministry OCW --received 2018-01-01").ok();
    let result = sandbox.run("classify 2 within-rules --because Ruimte --on 2998-01-01");
    assert!(result.notices().ends_with("Note: 2998-01-01 is in the future\nB-002 is solved: within the rules\n"));
}

#[test]
fn references_to_a_void_record_are_reported() {
    let sandbox = Sandbox::new();
    sandbox.run("factsheet add Stagecontracten").ok();
    sandbox.run("log Een --ministry OCW --factsheet F-01").ok();
    sandbox.run("log Twee --ministry OCW").ok();
    sandbox.run("close 2 --as duplicate --of 1 --because 'Dezelfde vraag'").ok();
    assert_eq!(
        sandbox.run("void F-01 --because Fout").notices(),
        "F-01 is void and counted nowhere\nNote: still referred to by B-001\n"
    );
    assert_eq!(
        sandbox.run("void B-001 --because Fout").notices(),
        "B-001 is void and counted nowhere\nNote: still referred to by B-002\n"
    );
}

#[test]
fn an_export_with_a_void_factsheet_imports_unchanged() {
    let sandbox = Sandbox::new();
    sandbox.run("factsheet add Stagecontracten").ok();
    sandbox.run("log Een --ministry OCW --factsheet F-01").ok();
    sandbox.run("void F-01 --because Fout").ok();
    sandbox.run("export obstacles -o list.csv").ok();
    let left = format!("{READ}0 added, 0 changed, 1 unchanged\n");
    assert_eq!(sandbox.run("import obstacles list.csv").notices(), left);
    assert_eq!(sandbox.run("import obstacles list.csv --update").notices(), left);
    let kept = sandbox.run("list --with-void --columns factsheets --format csv").ok();
    assert_eq!(kept, "factsheets\r\nF-01\r\n");
}

#[test]
fn every_bad_value_of_a_row_is_reported_at_once() {
    let sandbox = Sandbox::new();
    sandbox.write("list.csv", "title,ministry,received,status,region\nA,FIN,31-2-2026,nieuw,99\n");
    assert_eq!(
        sandbox.run("import obstacles list.csv").fails(65),
        format!(
            "{READ}\
             ruimte: list.csv, line 2, column ministry, value 'FIN': 'FIN' is not in the list of ministries; choose from: OCW, SZW, VWS; or add one with: ruimte ministry add CODE --nl NAME --en NAME\n\
             ruimte: list.csv, line 2, column received, value '31-2-2026': there is no date 31-2-2026; write for instance 2018-05-12 or 12-5-2018\n\
             ruimte: list.csv, line 2, column status, value 'nieuw': 'nieuw' is not a valid value for status; choose from: collected, in-analysis, solved, closed\n\
             ruimte: list.csv, line 2, column region, value '99': '99' is not in the list of regions; choose from: 9 (Haaglanden en Nieuwe Waterweg Noord), 1 (Zorgpact Noord), 2 (Kennemerland, Amstelland en Meerlanden), …; or add one with: ruimte region add CODE --nl NAME --en NAME\n\
             ruimte: list.csv: 4 errors; nothing was imported\n"
        )
    );
}

#[test]
fn a_number_that_occurs_twice_in_a_file_is_rejected() {
    let sandbox = Sandbox::new();
    sandbox.write("list.csv", "number,title,ministry\nB-001,A,OCW\nb1,B,OCW\n");
    assert_eq!(
        sandbox.run("import obstacles list.csv --update").fails(65),
        format!(
            "{READ}ruimte: list.csv, line 3, column number, value 'b1': B-001 appears twice in this file\n\
             ruimte: list.csv: 1 error; nothing was imported\n"
        )
    );
}

#[test]
fn an_update_needs_the_number_of_each_record() {
    let sandbox = Sandbox::new();
    sandbox.write("list.csv", "title,ministry\nA,OCW\n");
    assert_eq!(
        sandbox.run("import obstacles list.csv --update").fails(65),
        format!(
            "{READ}ruimte: list.csv, line 1: the column 'number' is missing, which says which record is changed; --update needs it\n"
        )
    );
}

#[test]
fn a_column_may_have_the_name_that_readers_see() {
    let sandbox = Sandbox::new();
    sandbox.write("list.csv", "Titel,ministerie,opmerking\nA,OCW,x\n");
    let message = sandbox.run("import obstacles list.csv").fails(65);
    let refused = format!("{READ}ruimte: list.csv, line 1: unknown column: 'opmerking'; choose from: ");
    assert!(message.starts_with(&refused), "{message}");
    sandbox.write("list.csv", "Titel,MINISTERIE,wet- en regelgeving,care domain\nA,OCW,BWBR0007625,ggz\n");
    sandbox.run("import obstacles list.csv").ok();
    let row = &sandbox.rows("list --columns title,ministry,laws,care_domain")[0];
    let values: Vec<&str> = row.values().map(String::as_str).collect();
    assert_eq!(values, ["ggz", "BWBR0007625", "OCW", "A"]);
}

#[test]
fn a_file_that_is_not_a_workbook_is_rejected() {
    let sandbox = Sandbox::new();
    sandbox.write("list.xlsx", b"PK\x03\x04\x14\0\x06\0");
    assert_eq!(
        sandbox.run_in_dutch("import obstacles list.xlsx").fails(65),
        "ruimte: list.xlsx is geen werkmap die te lezen is; sla de werkmap opnieuw op als ods of xlsx, of als CSV\n"
    );
}

#[test]
fn columns_can_be_named_as_readers_see_them() {
    let sandbox = Sandbox::new();
    sandbox.run("log Titel --ministry OCW --received 2018-01-01").ok();
    assert_eq!(
        sandbox.run_in_dutch("list --columns nummer,ontvangen --sort -ontvangen").ok(),
        "nummer  ontvangen\nB-001   2018-01-01\n"
    );
    assert_eq!(
        sandbox.run_in_dutch("count --by ministerie").ok(),
        "ministerie  als trekker  vermeldingen\nOCW                   1             1\nTotaal                1             1\n"
    );
}

#[test]
fn completions_include_reports_kinds_and_columns() {
    let script = Sandbox::empty().run("completions bash").ok();
    for known in
        ["totals overview quarter ministries", "ministries regions care-domains", "within-rules regional-approach"]
    {
        assert!(script.contains(known), "{known}");
    }
}
