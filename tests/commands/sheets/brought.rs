//! Workbooks that somebody else made, brought in: which sheet, what its cells are, and what is told of a bad one.

use super::Put::{Day, Formula, Nothing, Number, Text, Truth, Wrong};
use super::{Desk, ENDINGS, Made, Put, make, with_texts};
use std::fs;

/// What is said of a ministry that there is not.
const NO_BZK: &str = "'BZK' is not in the list of ministries; choose from: OCW, SZW, VWS; or add one with: ruimte ministry add CODE --nl NAME --en NAME";

/// What is said after an import of obstacles without a day of receipt.
fn undated(added: usize) -> String {
    format!(
        "{added} added, 0 changed, 0 left as they were\nWithout a day of receipt: {added}; they count in no period\n"
    )
}

/// The values of one column of the obstacles.
#[track_caller]
fn column(desk: &Desk, name: &str) -> Vec<String> {
    desk.rows(["list", "--columns", name]).into_iter().map(|mut row| row.remove(name).unwrap()).collect()
}

/// What is told when a workbook cannot be taken in; the register stays as it is, to the byte.
#[track_caller]
fn refused(desk: &Desk, words: &[&str], code: i32) -> String {
    let before = desk.register();
    let told = desk.run(["import"].iter().chain(words)).fails(code);
    assert!(desk.register() == before, "the register changed, though it told: {told}");
    told
}

// Which sheet

/// A workbook of three sheets, each with an obstacle of another title. The second is called as the third is counted.
fn three(desk: &Desk, name: &str) {
    let heading: &[Put] = &[Text("title"), Text("ministry")];
    make(
        desk,
        name,
        &[
            Made("Lijst", (0, 0), &[heading, &[Text("Aap"), Text("OCW")]]),
            Made("3", (0, 0), &[heading, &[Text("Bever"), Text("OCW")]]),
            Made("Nog één", (0, 0), &[heading, &[Text("Cavia"), Text("OCW")]]),
        ],
    );
}

#[test]
fn the_first_sheet_is_read_or_the_one_asked_for_by_name_or_number() {
    for ending in ENDINGS {
        let desk = Desk::new();
        let name = format!("list.{ending}");
        three(&desk, &name);
        for (asked, sheet) in [
            (&[][..], "Lijst"),
            (&["--sheet", "Lijst"], "Lijst"),
            (&["--sheet", " lijst "], "Lijst"),
            (&["--sheet", "1"], "Lijst"),
            (&["--sheet", "2"], "3"),
            // A name goes before a number.
            (&["--sheet", "3"], "3"),
            (&["--sheet", "Nog één"], "Nog één"),
        ] {
            let told = desk.run(["import", "obstacles", &name].iter().chain(asked)).remarks();
            assert_eq!(told, format!("{name}: sheet '{sheet}' read\n{}", undated(1)), "{asked:?}");
        }
        assert_eq!(column(&desk, "title"), ["Aap", "Aap", "Aap", "Aap", "Bever", "Bever", "Cavia"]);
    }
}

#[test]
fn a_sheet_that_there_is_not_is_told_with_those_that_there_are() {
    for ending in ENDINGS {
        let desk = Desk::new();
        let name = format!("list.{ending}");
        three(&desk, &name);
        for asked in ["Blad1", "0", "4", "-1", "1.0"] {
            assert_eq!(
                refused(&desk, &["obstacles", &name, &format!("--sheet={asked}")], 2),
                format!("ruimte: {name} has no sheet '{asked}'; choose from: Lijst, 3, Nog één\n")
            );
        }
        assert_eq!(
            desk.in_dutch(["import", "obstacles", &name, "--sheet", "Blad1"]).fails(2),
            format!("ruimte: {name} heeft geen blad 'Blad1'; kies uit: Lijst, 3, Nog één\n")
        );
    }
}

#[test]
fn a_sheet_asked_of_a_file_that_has_none_is_refused() {
    let desk = Desk::new();
    desk.file("list.csv", "title,ministry\nAap,OCW\n");
    assert_eq!(
        refused(&desk, &["obstacles", "list.csv", "--sheet", "1"], 2),
        "ruimte: list.csv is no workbook and has no sheets; leave --sheet out\n"
    );
    assert_eq!(
        desk.in_dutch(["import", "obstacles", "list.csv", "--sheet", "Lijst"]).fails(2),
        "ruimte: list.csv is geen werkmap en heeft geen bladen; laat --sheet weg\n"
    );
}

#[test]
fn a_workbook_is_known_by_what_is_in_it_and_not_by_its_name() {
    let desk = Desk::new();
    for ending in ENDINGS {
        make(
            &desk,
            &format!("list.{ending}"),
            &[Made("Blad", (0, 0), &[&[Text("title"), Text("ministry")], &[Text("Aap"), Text("OCW")]])],
        );
        fs::copy(desk.path(&format!("list.{ending}")), desk.path("list.csv")).unwrap();
        assert_eq!(
            desk.run(["import", "obstacles", "list.csv"]).remarks(),
            format!("list.csv: sheet 'Blad' read\n{}", undated(1))
        );
        let bytes = fs::read(desk.path("list.csv")).unwrap();
        assert_eq!(
            desk.run_with_input(["import", "obstacles", "-", "--sheet", "blad"], bytes).remarks(),
            format!("-: sheet 'Blad' read\n{}", undated(1))
        );
    }
    desk.file("list.xlsx", "title,ministry\nBever,OCW\n");
    assert_eq!(
        desk.run(["import", "obstacles", "list.xlsx"]).remarks(),
        format!("list.xlsx read as UTF-8, separated by ','\n{}", undated(1))
    );
    assert_eq!(column(&desk, "title"), ["Aap", "Aap", "Aap", "Aap", "Bever"]);
}

#[test]
fn what_is_no_workbook_is_refused() {
    let desk = with_texts(&["Een"]);
    for ending in ENDINGS {
        desk.run(["list", "-o", &format!("whole.{ending}")]).ok();
    }
    let whole = |ending: &str| fs::read(desk.path(&format!("whole.{ending}"))).unwrap();
    let half = |ending: &str| whole(ending)[..whole(ending).len() / 2].to_vec();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("brief.txt", zip::write::SimpleFileOptions::default()).unwrap();
    let other = zip.finish().unwrap().into_inner();
    for (what, bytes) in [
        ("half of ods", half("ods")),
        ("half of xlsx", half("xlsx")),
        ("another zip file", other),
        ("the beginning of a zip file", b"PK\x03\x04".to_vec()),
        ("the beginning of a file of before 2007", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec()),
        ("what is no file of before 2007", [b"\xd0\xcf\x11\xe0".to_vec(), vec![0x55; 5_000]].concat()),
    ] {
        desk.file("list.xlsx", bytes);
        assert_eq!(
            refused(&desk, &["obstacles", "list.xlsx"], 65),
            "ruimte: list.xlsx is not a workbook that can be read; save it anew as ods or xlsx, or as CSV\n",
            "{what}"
        );
    }
    assert_eq!(
        desk.in_dutch(["import", "obstacles", "list.xlsx"]).fails(65),
        "ruimte: list.xlsx is geen werkmap die te lezen is; sla haar opnieuw op als ods of xlsx, of als CSV\n"
    );
}

#[test]
fn an_empty_sheet_is_refused() {
    let blanks: &[&[Put]] = &[&[Text("  "), Text(" ")], &[Text(" ")]];
    for ending in ENDINGS {
        let desk = Desk::new();
        let name = format!("list.{ending}");
        make(&desk, &name, &[Made("Leeg", (0, 0), &[]), Made("Blanco", (1, 1), blanks)]);
        for sheet in ["Leeg", "Blanco"] {
            assert_eq!(
                refused(&desk, &["obstacles", &name, "--sheet", sheet], 65),
                format!("ruimte: {name}: the file is empty; its first line should name the columns\n")
            );
        }
    }
}

// What the cells are

#[test]
fn cells_are_read_as_what_they_are_typed_as() {
    let rows: &[&[Put]] = &[
        &[
            Text("number"),
            Text("title"),
            Text("ministry"),
            Text("region"),
            Text("received"),
            Text("due"),
            Text("publishable"),
            Text("file_number"),
            Text("question"),
        ],
        &[
            Number(7.0),
            Text("0030326"),
            Text("OCW"),
            Number(12.0),
            Day("2018-05-12"),
            Text("1-6-2018"),
            Truth(true),
            Number(20_180_001_234.0),
            Number(1.5),
        ],
        &[
            Text("B-009"),
            Number(-5.0),
            Formula("VWS"),
            Text("3"),
            Day("1900-03-01"),
            Nothing,
            Truth(false),
            Text("0012"),
            Day("2018-05-12T13:45:30"),
        ],
        &[
            Number(10.0),
            Truth(true),
            Text("vws"),
            Nothing,
            Day("2020-02-29T00:00:00"),
            Nothing,
            Text("ja"),
            Formula("0013"),
            Nothing,
        ],
    ];
    for ending in ENDINGS {
        let desk = Desk::new();
        let name = format!("list.{ending}");
        make(&desk, &name, &[Made("Lijst", (0, 0), rows)]);
        assert_eq!(
            desk.run(["import", "obstacles", &name]).remarks(),
            format!("{name}: sheet 'Lijst' read\n3 added, 0 changed, 0 left as they were\n")
        );
        let columns = "number,title,ministry,region,received,due,publishable,file_number,question";
        assert_eq!(
            desk.run(["list", "--columns", columns, "--format", "csv"]).ok(),
            format!(
                "{columns}\r\n\
                 B-007,0030326,OCW,12,2018-05-12,2018-06-01,yes,20180001234,1.5\r\n\
                 B-009,-5,VWS,3,1900-03-01,,no,0012,2018-05-12 13:45:30\r\n\
                 B-010,yes,VWS,,2020-02-29,,yes,0013,\r\n"
            ),
            "{ending}"
        );
    }
}

#[test]
fn a_count_is_read_from_a_number() {
    let heading: &[Put] =
        &[Text("publication"), Text("measure"), Text("relation"), Text("value"), Text("quote")];
    let row = |value| [Text("zorgpact-2018"), Text("calls"), Text("at-least"), value, Text("=1+1")];
    let (good, bad) = (row(Number(307.0)), row(Number(1.5)));
    for ending in ENDINGS {
        let desk = Desk::demo();
        let name = format!("list.{ending}");
        make(
            &desk,
            &name,
            &[Made("Goed", (0, 0), &[heading, &good]), Made("Fout", (0, 0), &[heading, &bad])],
        );
        desk.run(["import", "figures", &name]).ok();
        let last = desk.rows(["export", "figures"]).pop().unwrap();
        assert_eq!((last["value"].as_str(), last["quote"].as_str()), ("307", "=1+1"));
        assert_eq!(
            refused(&desk, &["figures", &name, "--sheet", "Fout"], 65),
            format!(
                "{name}: sheet 'Fout' read\n\
                 ruimte: {name}, sheet 'Fout', cell D2 (value), value '1.5': '1.5' is not a count; write a whole number of 0 or more\n\
                 ruimte: {name}: 1 error; nothing was imported\n"
            )
        );
    }
}

#[test]
fn columns_go_by_their_names_or_by_the_titles_of_either_language() {
    let rows: &[&[Put]] = &[
        &[Text(" Titel "), Text("MINISTRY"), Text("zorgdomein"), Text("File number"), Text("received")],
        &[Text("Aap"), Text("OCW"), Text("ggz"), Text("12"), Day("2018-05-12")],
    ];
    let double: &[&[Put]] = &[&[Text("Titel"), Text("ministry"), Text("title")]];
    let unknown: &[&[Put]] = &[&[Text("Titel"), Text("Kleur"), Text("ministry")]];
    let nameless: &[&[Put]] =
        &[&[Text("Titel"), Nothing, Text("ministry")], &[Text("A"), Text("x"), Text("OCW")]];
    let lacking: &[&[Put]] = &[&[Nothing], &[Text("vraag")], &[Text("A")]];
    for ending in ENDINGS {
        let desk = Desk::new();
        let name = format!("list.{ending}");
        make(
            &desk,
            &name,
            &[
                Made("Goed", (0, 0), rows),
                Made("Dubbel", (0, 0), double),
                Made("Onbekend", (2, 3), unknown),
                Made("Naamloos", (0, 0), nameless),
                Made("Te weinig", (1, 1), lacking),
            ],
        );
        desk.run(["import", "obstacles", &name]).ok();
        let columns = "title,ministry,care_domain,file_number,received";
        assert_eq!(
            desk.run(["list", "--columns", columns, "--format", "csv"]).ok(),
            format!("{columns}\r\nAap,OCW,ggz,12,2018-05-12\r\n")
        );
        for (sheet, row, why) in [
            ("Dubbel", 1, "the column 'title' is there twice"),
            ("Naamloos", 1, "column 2 has no name"),
            ("Te weinig", 3, "a column is missing: title, ministry"),
        ] {
            assert_eq!(
                refused(&desk, &["obstacles", &name, "--sheet", sheet], 65),
                format!("{name}: sheet '{sheet}' read\nruimte: {name}, sheet '{sheet}', row {row}: {why}\n")
            );
        }
        let told = refused(&desk, &["obstacles", &name, "--sheet", "Onbekend"], 65);
        let begin = format!(
            "{name}: sheet 'Onbekend' read\n\
             ruimte: {name}, sheet 'Onbekend', row 4: not known as a column: 'Kleur'; choose from: number, title,"
        );
        assert!(told.starts_with(&begin), "{told}");
    }
}

#[test]
fn a_table_may_begin_anywhere_and_blank_rows_and_columns_are_none() {
    let rows: &[&[Put]] = &[
        &[Text("title"), Text("ministry"), Text("received"), Text(" ")],
        &[],
        &[Text(" "), Nothing, Text("  ")],
        &[Text("Aap"), Text("OCW"), Day("2018-05-12")],
        &[],
        &[],
        &[Text("Bever"), Text("VWS"), Nothing, Text(" ")],
        &[Text(" "), Text(" ")],
    ];
    for ending in ENDINGS {
        for place in [(0, 0), (2, 4), (25, 0), (0, 30)] {
            let desk = Desk::new();
            let name = format!("list.{ending}");
            make(&desk, &name, &[Made("Lijst", place, rows)]);
            assert_eq!(
                desk.run(["import", "obstacles", &name]).remarks(),
                format!(
                    "{name}: sheet 'Lijst' read\n2 added, 0 changed, 0 left as they were\n\
                     Without a day of receipt: 1; they count in no period\n"
                )
            );
            assert_eq!(column(&desk, "title"), ["Aap", "Bever"]);
            assert_eq!(column(&desk, "received"), ["2018-05-12", ""]);
        }
    }
}

#[test]
fn a_heading_alone_brings_in_nothing() {
    for ending in ENDINGS {
        let desk = Desk::new();
        let name = format!("list.{ending}");
        make(&desk, &name, &[Made("Lijst", (0, 0), &[&[Text("title"), Text("ministry")]])]);
        assert_eq!(
            desk.run(["import", "obstacles", &name]).remarks(),
            format!("{name}: sheet 'Lijst' read\n0 added, 0 changed, 0 left as they were\n")
        );
    }
}

// What is told

/// A list with a good row first and last, and bad cells between, the row below a blank one among them.
const BAD: &[&[Put]] = &[
    &[Text("title"), Text("ministry"), Text("received"), Text("solved")],
    &[Text("Goed"), Text("OCW"), Day("2018-05-12")],
    &[Text("A"), Text("BZK"), Text("31-02-2018")],
    &[],
    &[Nothing, Text("OCW"), Number(43_232.0)],
    &[Text("B"), Text("OCW"), Day("2018-05-12T13:45:00")],
    &[Text("C"), Text("OCW"), Nothing, Nothing, Text("te veel")],
    &[Text("D"), Nothing, Nothing, Day("2018-05-12")],
    &[Text("Ook goed"), Text("SZW")],
];

#[test]
fn a_bad_value_is_told_with_its_sheet_and_cell_and_nothing_is_imported() {
    for ending in ENDINGS {
        let name = format!("list.{ending}");
        // The columns and the rows of the bad cells, by where the table begins.
        for (place, [title, ministry, received, _], first) in
            [((0, 0), ["A", "B", "C", "D"], 1), ((24, 9), ["Y", "Z", "AA", "AB"], 10)]
        {
            let desk = Desk::new();
            make(&desk, &name, &[Made("Blad één", place, BAD)]);
            let at = |row: usize| format!("ruimte: {name}, sheet 'Blad één', row {}", first + row);
            let cell = |column: &str, row: usize| {
                format!("ruimte: {name}, sheet 'Blad één', cell {column}{}", first + row)
            };
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
                    "{} (received), value '2018-05-12 13:45:00': '2018-05-12 13:45:00' is not a date; write the year in four digits, as in 2018-05-12 or 12-5-2018, or today",
                    cell(received, 5)
                ),
                format!("{}: 4 values expected, found: 5", at(6)),
                format!("{} (ministry), value '': a value is missing", cell(ministry, 7)),
                format!("ruimte: {name}: 7 errors; nothing was imported"),
            ];
            let told = refused(&desk, &["obstacles", &name], 65);
            assert_eq!(told.lines().collect::<Vec<_>>(), wanted, "{ending}");
        }
    }
}

#[test]
fn a_rule_between_values_is_told_with_its_cell_too() {
    let rows: &[&[Put]] = &[
        &[
            Text("number"),
            Text("title"),
            Text("ministry"),
            Text("received"),
            Text("answered"),
            Text("duplicate_of"),
        ],
        &[Number(1.0), Text("A"), Text("OCW"), Day("2018-05-12"), Day("2018-05-11"), Nothing],
        &[Number(1.0), Text("B"), Text("OCW"), Nothing, Nothing, Nothing],
    ];
    for ending in ENDINGS {
        let desk = Desk::new();
        let name = format!("list.{ending}");
        make(&desk, &name, &[Made("Lijst", (1, 1), rows)]);
        assert_eq!(
            refused(&desk, &["obstacles", &name], 65),
            format!(
                "{name}: sheet 'Lijst' read\n\
                 ruimte: {name}, sheet 'Lijst', cell F3 (answered), value '2018-05-11': the day of the answer lies before the day of receipt\n\
                 ruimte: {name}, sheet 'Lijst', cell B4 (number), value '1': B-001 is there twice in this file\n\
                 ruimte: {name}: 2 errors; nothing was imported\n"
            )
        );
    }
}

#[test]
fn an_error_of_the_spreadsheet_is_told_with_its_cell() {
    let rows: &[&[Put]] = &[
        &[Text("title"), Text("ministry"), Text("question")],
        &[Text("A"), Text("OCW"), Wrong("#N/A")],
        &[Text("B"), Wrong("#DIV/0!"), Text("x")],
    ];
    for ending in ENDINGS {
        let desk = Desk::new();
        let name = format!("list.{ending}");
        make(&desk, &name, &[Made("Lijst", (0, 0), rows)]);
        assert_eq!(
            refused(&desk, &["obstacles", &name], 65),
            format!(
                "{name}: sheet 'Lijst' read\n\
                 ruimte: {name}, sheet 'Lijst', cell C2 (question): the cell holds the error #N/A; mend it in the spreadsheet\n\
                 ruimte: {name}, sheet 'Lijst', cell B3 (ministry): the cell holds the error #DIV/0!; mend it in the spreadsheet\n\
                 ruimte: {name}: 2 errors; nothing was imported\n"
            )
        );
    }
}

#[test]
fn a_text_that_reads_as_an_error_of_a_spreadsheet_is_a_text() {
    for ending in ENDINGS {
        let desk = Desk::new();
        let name = format!("list.{ending}");
        make(
            &desk,
            &name,
            &[Made("Lijst", (0, 0), &[&[Text("title"), Text("ministry")], &[Text("#N/A"), Text("OCW")]])],
        );
        desk.run(["import", "obstacles", &name]).ok();
        assert_eq!(column(&desk, "title"), ["#N/A"], "{ending}");
    }
}

#[test]
fn bad_cells_are_told_in_dutch_to_who_reads_dutch() {
    let rows: &[&[Put]] = &[
        &[Text("titel"), Text("ministerie"), Text("ontvangen")],
        &[Nothing, Text("OCW"), Text("31-02-2018")],
        &[Text("A"), Text("OCW"), Nothing, Text("x")],
    ];
    for ending in ENDINGS {
        let desk = Desk::new();
        let name = format!("lijst.{ending}");
        make(&desk, &name, &[Made("Blad", (0, 0), rows)]);
        assert_eq!(
            desk.in_dutch(["import", "obstacles", &name]).fails(65),
            format!(
                "{name}: blad 'Blad' gelezen\n\
                 ruimte: {name}, blad 'Blad', cel A2 (title), waarde '': er ontbreekt een waarde\n\
                 ruimte: {name}, blad 'Blad', cel C2 (received), waarde '31-02-2018': de datum 31-02-2018 bestaat niet; schrijf bijvoorbeeld 2018-05-12 of 12-5-2018\n\
                 ruimte: {name}, blad 'Blad', rij 3: 3 waarden verwacht, gevonden: 4\n\
                 ruimte: {name}: 3 fouten; er is niets ingelezen\n"
            )
        );
    }
}

#[test]
fn an_update_from_a_workbook_changes_and_empties() {
    let rows: &[&[Put]] = &[
        &[Text("nummer"), Text("regio"), Text("antwoord uiterlijk")],
        &[Text("B-001"), Number(12.0), Nothing],
        &[Number(2.0), Nothing, Day("2019-02-01")],
    ];
    for ending in ENDINGS {
        let desk = Desk::new();
        let name = format!("list.{ending}");
        desk.file("given.csv", "title,ministry,region,due\nA,OCW,1,2018-01-01\nB,VWS,2,2018-01-02\n");
        desk.run(["import", "obstacles", "given.csv"]).ok();
        make(&desk, &name, &[Made("Lijst", (0, 0), rows)]);
        let before = desk.register();
        let dry = desk.run(["import", "obstacles", &name, "--update", "--dry-run"]).remarks();
        assert!(desk.register() == before, "a dry run changed the register");
        assert_eq!(
            dry,
            format!(
                "{name}: sheet 'Lijst' read\nDry run: 0 to add, 2 to change, 0 left as they are; nothing was recorded\n"
            )
        );
        desk.run(["import", "obstacles", &name, "--update"]).ok();
        assert_eq!(column(&desk, "region"), ["12", ""]);
        assert_eq!(column(&desk, "due"), ["", "2019-02-01"]);
    }
}
