//! Files that `import` rejects: each bad row is reported with its line, and nothing is imported.

use super::{KINDS, NO_BZK, READ, import_error, import_error_of, import_text};
use crate::common::Sandbox;

#[test]
fn one_bad_row_rejects_the_whole_file() {
    let sandbox = Sandbox::new();
    import_text(&sandbox, "obstacles", "title,ministry\nEerste,OCW\n", "").ok();
    let rows = sandbox.rows("export obstacles");
    let message = import_error_of(
        &sandbox,
        "obstacles",
        "number,title,ministry\nB-002,Nieuw,VWS\nB-001,Anders,OCW\nB-003,Fout,BZK\nB-004,Goed,SZW\n",
        "--update",
    );
    assert_eq!(
        message,
        format!(
            "{READ}ruimte: list.csv, line 4, column ministry, value 'BZK': {NO_BZK}\n\
             ruimte: list.csv: 1 error; nothing was imported\n"
        )
    );
    assert_eq!(sandbox.rows("export obstacles"), rows);
}

#[test]
fn bad_rows_are_reported_together_up_to_twenty() {
    // Bad and good rows alternate, so that the bad rows are on lines 2, 4, 6, …
    let file = |bad: usize| format!("title,ministry\n{}", "Fout,BZK\nGoed,OCW\n".repeat(bad));
    let message = |bad: usize| -> String {
        let line = |at| format!("ruimte: list.csv, line {}, column ministry, value 'BZK': {NO_BZK}\n", 2 * at);
        (1..=bad).map(line).collect()
    };
    let end = |text: &str| format!("ruimte: list.csv: {text}; nothing was imported\n");
    for (bad, shown, last) in [
        (2, 2, "2 errors"),
        (20, 20, "20 errors"),
        (21, 20, "more than 20 errors, the first 20 are shown above"),
        (500, 20, "more than 20 errors, the first 20 are shown above"),
    ] {
        assert_eq!(import_error(file(bad)), format!("{READ}{}{}", message(shown), end(last)), "{bad} bad rows");
    }
}

#[test]
fn values_that_the_register_rejects_are_explained_with_their_line() {
    const COLUMNS: &str =
        "number,title,ministry,status,resolution,closed_as,duplicate_of,received,answered,solved,closed";
    const BOTH: &str = "a resolution goes with the status 'solved', and only with it: give both or neither";
    const CLOSED_AS: &str =
        "'closed_as' (referred, withdrawn or duplicate) goes with the status 'closed', and only with it";
    const ORIGINAL: &str = "a duplicate names its original in 'duplicate_of', and only a duplicate does";
    let cases = [
        ("1,A,OCW,solved,,,,,,,", "resolution", "", BOTH),
        ("1,A,OCW,,within-rules,,,,,,", "resolution", "within-rules", BOTH),
        ("1,A,OCW,closed,within-rules,referred,,,,,", "resolution", "within-rules", BOTH),
        ("1,A,OCW,,,,,,,1-6-2018,", "solved", "1-6-2018", "the day it was solved goes with the status 'solved'"),
        (
            "1,A,OCW,solved,within-rules,,,2018-05-02,,2018-05-01,",
            "solved",
            "2018-05-01",
            "the day it was solved is before the day it was received",
        ),
        (
            "1,A,OCW,,,,,2018-05-02,2018-05-01,,",
            "answered",
            "2018-05-01",
            "the day it was answered is before the day it was received",
        ),
        (
            "1,A,OCW,closed,,referred,,2018-05-02,,,2018-05-01",
            "closed",
            "2018-05-01",
            "the day it was closed is before the day it was received",
        ),
        ("1,A,OCW,closed,,,,,,,", "closed_as", "", CLOSED_AS),
        ("1,A,OCW,,,withdrawn,,,,,", "closed_as", "withdrawn", CLOSED_AS),
        ("1,A,OCW,,,,,,,,2018-05-01", "closed", "2018-05-01", "the day it was closed goes with the status 'closed'"),
        ("1,A,OCW,closed,,duplicate,,,,,", "duplicate_of", "", ORIGINAL),
        ("1,A,OCW,closed,,referred,B-001,,,,", "duplicate_of", "B-001", ORIGINAL),
        ("1,A,OCW,closed,,duplicate,B-001,,,,", "duplicate_of", "B-001", "an obstacle cannot be a duplicate of itself"),
        (
            "1,A,OCW,busy,,,,,,,",
            "status",
            "busy",
            "'busy' is not a valid value for status; choose from: collected, in-analysis, solved, closed",
        ),
        ("x,A,OCW,,,,,,,,", "number", "x", "'x' is not a number; write for instance B-012"),
    ];
    for (row, column, value, why) in cases {
        assert_eq!(
            import_error(format!("{COLUMNS}\n{row}\n")),
            format!(
                "{READ}ruimte: list.csv, line 2, column {column}, value '{value}': {why}\n\
                 ruimte: list.csv: 1 error; nothing was imported\n"
            ),
            "{row}"
        );
    }
}

#[test]
fn bad_values_of_other_kinds_of_record_are_reported_alike() {
    let cases = [
        (
            "contacts",
            "kind,date,obstacles\nvisit,2018-05-01,B-001\n",
            "column kind, value 'visit': 'visit' is not a valid value for kind; choose from: meeting, call, email",
        ),
        (
            "contacts",
            "kind,date,obstacles\ncall,2018-05-01,B-001; B-099\n",
            "column obstacles, value 'B-001; B-099': there is no B-099 in this register; see: ruimte list",
        ),
        (
            "publications",
            "code,nl,en,since,until\np,p,p,2018-12-31,2018-01-01\n",
            "column until, value '2018-01-01': the last day of the period is before the first",
        ),
        (
            "figures",
            "publication,measure,value\nzorgpact-2018,collected,-1\n",
            "column value, value '-1': '-1' is not a count; write a whole number of 0 or more",
        ),
        (
            "figures",
            "publication,measure,value\nzorgpact,collected,1\n",
            "column publication, value 'zorgpact': 'zorgpact' is not in the list of publications; choose from: zorgpact-2018, zorgpact-web; or add one with: ruimte publication add CODE --nl NAME --en NAME",
        ),
        (
            "obstacles",
            "title,ministry,laws\nA,OCW,BWBR123\n",
            "column laws, value 'BWBR123': 'BWBR123' is not a law or rule; write for instance 'Wet BIG art. 35 lid 1', 'art. 7.2.8 WEB', 'Cao VVT' or, for a rule of an institution's own such as a handbook, 'own rule: stagereglement'",
        ),
        (
            "factsheets",
            "title,summary\nA,a\0b\n",
            "column summary, value 'a<U+0000>b': a text may not contain a NUL character; remove it",
        ),
        ("ministries", "code,nl,en\nBZK,,Interior\n", "column nl, value '': a value is missing"),
    ];
    for (kind, file, message) in cases {
        let message = if message.starts_with("column") { format!(", {message}") } else { format!(": {message}") };
        assert_eq!(
            import_error_of(&Sandbox::demo(), kind, file, ""),
            format!("{READ}ruimte: list.csv, line 2{message}\nruimte: list.csv: 1 error; nothing was imported\n")
        );
    }
}

#[test]
fn a_missing_resolution_is_reported_even_without_a_column_for_it() {
    assert_eq!(
        import_error("title,ministry,status\nA,OCW,solved\n"),
        format!(
            "{READ}ruimte: list.csv, line 2: a resolution goes with the status 'solved', and only with it: give both or neither\n\
             ruimte: list.csv: 1 error; nothing was imported\n"
        )
    );
}

#[test]
fn an_empty_required_value_is_reported() {
    assert_eq!(
        import_error("title,ministry\n,OCW\n\"  \",OCW\nA,\n"),
        format!(
            "{READ}ruimte: list.csv, line 2, column title, value '': a value is missing\n\
             ruimte: list.csv, line 3, column title, value '  ': a value is missing\n\
             ruimte: list.csv, line 4, column ministry, value '': a value is missing\n\
             ruimte: list.csv: 3 errors; nothing was imported\n"
        )
    );
}

#[test]
fn a_row_with_a_value_beyond_the_columns_is_rejected() {
    assert_eq!(
        import_error("title,ministry,question\nB,OCW,x\nC,OCW,x,y\nD,OCW,,,,z,,\n"),
        format!(
            "{READ}ruimte: list.csv, line 3: 3 values expected, found: 4\n\
             ruimte: list.csv, line 4: 3 values expected, found: 6\n\
             ruimte: list.csv: 2 errors; nothing was imported\n"
        )
    );
}

#[test]
fn the_line_of_a_bad_row_includes_line_ends_inside_earlier_cells() {
    assert_eq!(
        import_error("title,ministry,question\nA,OCW,\"x\n\ny\"\n\"B\nB\",BZK,\nC,OCW,,x\n"),
        format!(
            "{READ}ruimte: list.csv, line 5, column ministry, value 'BZK': {NO_BZK}\n\
             ruimte: list.csv, line 7: 3 values expected, found: 4\n\
             ruimte: list.csv: 2 errors; nothing was imported\n"
        )
    );
}

#[test]
fn the_line_of_a_bad_row_is_correct_with_windows_line_ends() {
    assert_eq!(
        import_error("title,ministry,question\r\nA,OCW,\"x\r\n\r\ny\"\r\n\"B\r\nB\",BZK,\r\nC,OCW,,x\r\n"),
        format!(
            "{READ}ruimte: list.csv, line 5, column ministry, value 'BZK': {NO_BZK}\n\
             ruimte: list.csv, line 7: 3 values expected, found: 4\n\
             ruimte: list.csv: 2 errors; nothing was imported\n"
        )
    );
}

#[test]
fn the_line_of_a_bad_row_includes_earlier_blank_lines() {
    assert_eq!(
        import_error("title,ministry\nA,OCW\n\n\nB,BZK\n"),
        format!(
            "{READ}ruimte: list.csv, line 5, column ministry, value 'BZK': {NO_BZK}\n\
             ruimte: list.csv: 1 error; nothing was imported\n"
        )
    );
}

#[test]
fn an_unusable_header_is_rejected() {
    const VALID: &str = "number, title, question, analysis, answer, ministry, involved, region, initiative, care_domain, theme, nature, status, resolution, reason, rule_change, duplicate_of, file_number, handler, received, due, answered, solved, closed, laws, factsheets, schemes, provenance, provenance_note, closed_as, precedents, publishable, accepted, void";
    const MAPPING: &str = "or let --suggest-mapping write a mapping in which you choose columns and values";
    let cases = [
        ("title,ministry,minister\nA,OCW,x\n", format!("unknown column: 'minister'; choose from: {VALID}; {MAPPING}")),
        ("title,ministry, title \nA,OCW,B\n", "the column 'title' appears twice".to_owned()),
        (
            "title,subject,ministry\nA,A,OCW\n",
            "the columns 'title' and 'subject' are both title; skip one with a mapping (--suggest-mapping)".to_owned(),
        ),
        ("title,question\nA,B\n", "a column is missing: ministry".to_owned()),
        ("number,question\n1,B\n", "a column is missing: title, ministry".to_owned()),
    ];
    for (file, why) in cases {
        assert_eq!(import_error(file), format!("{READ}ruimte: list.csv, line 1: {why}\n"), "{file}");
    }
}

#[test]
fn an_empty_file_is_rejected() {
    for file in ["", "\n", "\r\n\r\n", "\u{feff}"] {
        assert_eq!(
            import_error(file),
            "ruimte: list.csv: the file is empty; its first line should name the columns\n",
            "{file:?}"
        );
    }
}

#[test]
fn an_unclosed_quote_is_rejected_on_the_line_where_it_opens() {
    for (file, line) in [
        ("title,ministry\nA,OCW\n\"B,OCW\nC,OCW\n", 3),
        ("title,ministry\nA,\"OCW", 2),
        ("title,\"ministry\nA,OCW\n", 1),
        ("title,ministry\n\"A\nA\",OCW\nB,\"OCW\n", 4),
    ] {
        let message = import_error(file);
        let message = message.lines().last().unwrap();
        assert_eq!(
            message,
            format!(
                "ruimte: list.csv, line {line}: a quotation mark is not closed, or something follows it; double a quotation mark within a value"
            ),
            "{file}"
        );
    }
}

#[test]
fn an_unclosed_quote_does_not_merge_two_rows() {
    // The quote before B is never closed. The quote before C must not close it, because `B,OCW⏎C` would then be read as
    // one title.
    let message = import_error("title,ministry\nA,OCW\n\"B,OCW\n\"C\",OCW\n");
    assert!(message.starts_with(&format!("{READ}ruimte: list.csv, line 3")), "{message}");
}

#[test]
fn a_missing_file_or_a_folder_is_rejected() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path("folder")).unwrap();
    assert_eq!(
        sandbox.run("import obstacles lijst.csv").fails(66),
        "ruimte: lijst.csv cannot be used: the folder or file does not exist\n"
    );
    assert_eq!(
        sandbox.run("import obstacles folder").fails(66),
        "ruimte: folder cannot be used: it is a folder, or there is a file where a folder should be\n"
    );
}

#[test]
fn an_unknown_kind_of_record_is_rejected_with_the_known_ones() {
    let mut kinds: Vec<&str> = KINDS.to_vec();
    kinds.insert(9, "persons");
    kinds.extend(["snapshots", "views", "reply-templates"]);
    assert_eq!(
        Sandbox::new().run("import people list.csv").fails(2),
        format!("ruimte: 'people' is not a kind of record; choose from: {}\n", kinds.join(", "))
    );
}

#[test]
fn an_import_reports_in_dutch_to_dutch_readers() {
    const READ: &str = "lijst.csv gelezen als UTF-8, gescheiden door ','\n";
    let import = |file: &str, more: &str| {
        let sandbox = Sandbox::new();
        sandbox.write("lijst.csv", file);
        sandbox.run_in_dutch(format!("import obstacles lijst.csv {more}"))
    };
    assert_eq!(
        import("title,ministry,status,resolution\nA,OCW,opgelost,binnen de regels\n", "").notices(),
        format!(
            "{READ}1 toegevoegd, 0 gewijzigd, 0 ongewijzigd\n\
             Zonder dag van ontvangst: 1; zij tellen in geen periode mee\n\
             Opgelost zonder dag van oplossing: 1; als opgelost tellen zij in geen periode mee\n"
        )
    );
    assert_eq!(
        import("title,ministry,received\nA,OCW,vandaag\n", "--dry-run").notices(),
        format!("{READ}Proef: 1 toe te voegen, 0 te wijzigen, 0 ongewijzigd; er is niets vastgelegd\n")
    );
    assert_eq!(
        import(
            "title,ministry,status,received,solved\nA,BZK,,,\nB,OCW,solved,31-02-2018,\nC,OCW,solved,,\nD,OCW,,,,x\n",
            ""
        )
        .fails(65),
        format!(
            "{READ}ruimte: lijst.csv, regel 2, kolom ministry, waarde 'BZK': 'BZK' staat niet in de lijst van ministeries; kies uit: OCW, SZW, VWS; of voeg er een toe met: ruimte ministry add CODE --nl NAAM --en NAAM\n\
             ruimte: lijst.csv, regel 3, kolom received, waarde '31-02-2018': de datum 31-02-2018 bestaat niet; schrijf bijvoorbeeld 2018-05-12 of 12-5-2018\n\
             ruimte: lijst.csv, regel 4: een oplossing hoort bij de status 'solved' (opgelost), en alleen daarbij: geef allebei of geen van beide\n\
             ruimte: lijst.csv, regel 5: 5 waarden verwacht, gevonden: 6\n\
             ruimte: lijst.csv: 4 fouten; er is niets ingelezen\n"
        )
    );
    for (file, message) in [
        ("title\nA\n", "regel 1: er ontbreekt een kolom: ministry"),
        ("title,ministry,title\n", "regel 1: de kolom 'title' staat er twee keer"),
        (
            "title,ministry\n\"A,OCW\n",
            "regel 2: een aanhalingsteken wordt niet gesloten, of er staat nog iets achter; zet een aanhalingsteken in een waarde dubbel",
        ),
    ] {
        assert_eq!(import(file, "").fails(65), format!("{READ}ruimte: lijst.csv, {message}\n"));
    }
    assert_eq!(
        import("", "").fails(65),
        "ruimte: lijst.csv: het bestand is leeg; de eerste regel hoort de namen van de kolommen te geven\n"
    );
    assert_eq!(
        Sandbox::new().run_in_dutch("import obstacles weg.csv").fails(66),
        "ruimte: weg.csv is niet te gebruiken: de map of het bestand bestaat niet\n"
    );
}
