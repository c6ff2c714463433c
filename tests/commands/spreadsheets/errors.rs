//! Errors in workbooks: each bad cell is reported with its sheet and cell reference, and nothing is imported.

use super::Put::{Day, Nothing, Number, Text, Wrong};
use super::{ENDINGS, Made, Put, Sandbox, import_error, make};

const NO_BZK: &str = "'BZK' is not in the list of ministries; choose from: OCW, SZW, VWS; or add one with: ruimte ministry add CODE --nl NAME --en NAME";

/// A table to import. Its first and last rows are valid; the rows in between are blank or have bad cells.
const BAD: &[&[Put]] = &[
    &[Text("title"), Text("ministry"), Text("received"), Text("solved")],
    &[Text("Goed"), Text("OCW"), Day("2018-05-12")],
    &[Text("A"), Text("BZK"), Text("31-02-2018")],
    &[],
    &[Nothing, Text("OCW"), Number(43_232.0)],
    &[Text("B"), Text("OCW"), Day("2018-05-12T13:45:00"), Text("13:45")],
    &[Text("C"), Text("OCW"), Nothing, Nothing, Text("te veel")],
    &[Text("D"), Nothing, Nothing, Day("2018-05-12")],
    &[Text("Ook goed"), Text("SZW")],
];

#[test]
fn a_bad_value_is_reported_with_its_cell_and_nothing_is_imported() {
    for ending in ENDINGS {
        let name = format!("list.{ending}");
        // Each case starts the table in another cell: A1 or Y10. It lists the letters of the columns and the number of
        // the first row.
        for (place, [title, ministry, received, solved], first) in
            [((0, 0), ["A", "B", "C", "D"], 1), ((24, 9), ["Y", "Z", "AA", "AB"], 10)]
        {
            let sandbox = Sandbox::new();
            make(&sandbox, &name, &[Made("Blad één", place, BAD)]);
            let at = |row: usize| format!("ruimte: {name}, sheet 'Blad één', row {}", first + row);
            let cell =
                |column: &str, row: usize| format!("ruimte: {name}, sheet 'Blad één', cell {column}{}", first + row);
            let wanted = [
                format!("{name}: sheet 'Blad één' read"),
                format!("{} (ministry), value 'BZK': {NO_BZK}", cell(ministry, 2)),
                format!(
                    "{} (received), value '31-02-2018': there is no date 31-02-2018; write for instance 2018-05-12 or 12-5-2018",
                    cell(received, 2)
                ),
                format!("{} (title), value '': a value is missing", cell(title, 4)),
                format!(
                    "{} (received), value '43232': '43232' is not a date; write the year in four digits, as in 2018-05-12 or 12-5-2018, or today",
                    cell(received, 4)
                ),
                format!(
                    "{} (solved), value '13:45': '13:45' is not a date; write the year in four digits, as in 2018-05-12 or 12-5-2018, or today",
                    cell(solved, 5)
                ),
                format!("{}: 4 values expected, found: 5", at(6)),
                format!("{} (ministry), value '': a value is missing", cell(ministry, 7)),
                format!("ruimte: {name}: 7 errors; nothing was imported"),
            ];
            let message = import_error(&sandbox, &format!("obstacles {name}"), 65);
            assert_eq!(message.lines().collect::<Vec<_>>(), wanted, "{ending}");
        }
    }
}

#[test]
fn a_violated_rule_between_values_is_reported_with_its_cell() {
    let rows: &[&[Put]] = &[
        &[Text("number"), Text("title"), Text("ministry"), Text("received"), Text("answered"), Text("duplicate_of")],
        &[Number(1.0), Text("A"), Text("OCW"), Day("2018-05-12"), Day("2018-05-11"), Nothing],
        &[Number(1.0), Text("B"), Text("OCW"), Nothing, Nothing, Nothing],
    ];
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("list.{ending}");
        make(&sandbox, &name, &[Made("Lijst", (1, 1), rows)]);
        assert_eq!(
            import_error(&sandbox, &format!("obstacles {name}"), 65),
            format!(
                "{name}: sheet 'Lijst' read\n\
                 ruimte: {name}, sheet 'Lijst', cell F3 (answered), value '2018-05-11': the day it was answered is before the day it was received\n\
                 ruimte: {name}, sheet 'Lijst', cell B4 (number), value '1': B-001 appears twice in this file\n\
                 ruimte: {name}: 2 errors; nothing was imported\n"
            )
        );
    }
}

#[test]
fn a_spreadsheet_error_is_reported_with_its_cell() {
    let rows: &[&[Put]] = &[
        &[Text("title"), Text("ministry"), Text("question")],
        &[Text("A"), Text("OCW"), Wrong("#N/A")],
        &[Text("B"), Wrong("#DIV/0!"), Text("x")],
    ];
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("list.{ending}");
        make(&sandbox, &name, &[Made("Lijst", (0, 0), rows)]);
        assert_eq!(
            import_error(&sandbox, &format!("obstacles {name}"), 65),
            format!(
                "{name}: sheet 'Lijst' read\n\
                 ruimte: {name}, sheet 'Lijst', cell C2 (question): the cell contains the error #N/A; fix it in the spreadsheet\n\
                 ruimte: {name}, sheet 'Lijst', cell B3 (ministry): the cell contains the error #DIV/0!; fix it in the spreadsheet\n\
                 ruimte: {name}: 2 errors; nothing was imported\n"
            )
        );
    }
}

#[test]
fn an_ods_error_is_recognised_by_its_type_and_text_that_looks_like_one_is_text() {
    let sandbox = Sandbox::new();
    let rows: &[&[Put]] = &[
        &[Text("title"), Text("ministry"), Text("question"), Text("reason")],
        &[Text("#N/A"), Text("OCW"), Wrong("#N/B")],
        &[],
        &[Text("#DIV/0!"), Text("SZW"), Text("Err:502"), Wrong("Err:502")],
    ];
    let other: &[&[Put]] = &[&[Text("title"), Text("ministry")], &[Text("Fout"), Wrong("#N/B")]];
    make(&sandbox, "list.ods", &[Made("Lijst", (2, 3), rows), Made("Ander", (0, 0), other)]);
    assert_eq!(
        import_error(&sandbox, "obstacles list.ods", 65),
        "list.ods: sheet 'Lijst' read\n\
         ruimte: list.ods, sheet 'Lijst', cell E5 (question): the cell contains the error #N/B; fix it in the spreadsheet\n\
         ruimte: list.ods, sheet 'Lijst', cell F7 (reason): the cell contains the error Err:502; fix it in the spreadsheet\n\
         ruimte: list.ods: 2 errors; nothing was imported\n"
    );
    assert_eq!(
        import_error(&sandbox, "obstacles list.ods --sheet Ander", 65),
        "list.ods: sheet 'Ander' read\n\
         ruimte: list.ods, sheet 'Ander', cell B2 (ministry): the cell contains the error #N/B; fix it in the spreadsheet\n\
         ruimte: list.ods: 1 error; nothing was imported\n"
    );
    let rows: &[&[Put]] =
        &[&[Text("title"), Text("ministry"), Text("question")], &[Text("#N/A"), Text("OCW"), Text("#DIV/0!")]];
    make(&sandbox, "texts.ods", &[Made("Ander", (0, 0), other), Made("Lijst", (0, 0), rows)]);
    sandbox.run("import obstacles texts.ods --sheet Lijst").ok();
    let row = &sandbox.rows("list")[0];
    assert_eq!((row["title"].as_str(), row["question"].as_str()), ("#N/A", "#DIV/0!"));
}

#[test]
fn bad_cells_are_reported_in_dutch_to_dutch_readers() {
    let rows: &[&[Put]] = &[
        &[Text("titel"), Text("ministerie"), Text("ontvangen")],
        &[Nothing, Text("OCW"), Text("31-02-2018")],
        &[Text("A"), Text("OCW"), Nothing, Text("x")],
    ];
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("lijst.{ending}");
        make(&sandbox, &name, &[Made("Blad", (0, 0), rows)]);
        assert_eq!(
            sandbox.run_in_dutch(format!("import obstacles {name}")).fails(65),
            format!(
                "{name}: blad 'Blad' gelezen\n\
                 ruimte: {name}, blad 'Blad', cel A2 (titel), waarde '': een waarde ontbreekt\n\
                 ruimte: {name}, blad 'Blad', cel C2 (ontvangen), waarde '31-02-2018': de datum 31-02-2018 bestaat niet; schrijf bijvoorbeeld 2018-05-12 of 12-5-2018\n\
                 ruimte: {name}, blad 'Blad', rij 3: 3 waarden verwacht, gevonden: 4\n\
                 ruimte: {name}: 3 fouten; er is niets ingelezen\n"
            )
        );
    }
}

#[test]
fn a_value_next_to_the_table_is_reported_on_either_side() {
    let heading: &[Put] = &[Nothing, Text("title"), Text("ministry")];
    let left: &[&[Put]] = &[heading, &[Nothing, Text("A"), Text("OCW")], &[Text("x"), Text("B"), Text("OCW")]];
    let right: &[&[Put]] =
        &[heading, &[Nothing, Text("A"), Text("OCW")], &[Nothing, Text("B"), Text("OCW"), Text("x")]];
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("list.{ending}");
        make(&sandbox, &name, &[Made("Links", (0, 0), left), Made("Rechts", (0, 0), right)]);
        for sheet in ["Links", "Rechts"] {
            assert_eq!(
                import_error(&sandbox, &format!("obstacles {name} --sheet '{sheet}'"), 65),
                format!(
                    "{name}: sheet '{sheet}' read\n\
                     ruimte: {name}, sheet '{sheet}', row 3: 2 values expected, found: 3\n\
                     ruimte: {name}: 1 error; nothing was imported\n"
                )
            );
        }
    }
}
