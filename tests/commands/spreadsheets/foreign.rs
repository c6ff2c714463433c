//! Importing workbooks that were made by other programs, and how the cells are interpreted.

use super::Put::{Day, Formula, Nothing, Number, Text, Truth};
use super::{ENDINGS, Made, Put, Sandbox, column, import_error, make};

#[test]
fn cells_are_read_by_their_type() {
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
            Formula("dossier 13"),
            Nothing,
        ],
    ];
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("list.{ending}");
        make(&sandbox, &name, &[Made("Lijst", (0, 0), rows)]);
        assert_eq!(
            sandbox.run(format!("import obstacles {name}")).notices(),
            format!(
                "{name}: sheet 'Lijst' read\n3 added, 0 changed, 0 unchanged\n\
                 Note: days more than a hundred years ago: 1\n"
            )
        );
        let columns = "number,title,ministry,region,received,due,publishable,file_number,question";
        assert_eq!(
            sandbox.run(format!("list --columns {columns} --format csv")).ok(),
            format!(
                "{columns}\r\n\
                 B-007,0030326,OCW,12,2018-05-12,2018-06-01,yes,20180001234,1.5\r\n\
                 B-009,-5,VWS,3,1900-03-01,,no,0012,2018-05-12 13:45:30\r\n\
                 B-010,yes,VWS,,2020-02-29,,yes,dossier 13,\r\n"
            ),
            "{ending}"
        );
    }
}

#[test]
fn a_count_is_read_from_a_number() {
    let heading: &[Put] = &[Text("publication"), Text("measure"), Text("relation"), Text("value"), Text("quote")];
    let row = |value| [Text("zorgpact-2018"), Text("calls"), Text("at-least"), value, Text("=1+1")];
    let (good, bad) = (row(Number(307.0)), row(Number(1.5)));
    for ending in ENDINGS {
        let sandbox = Sandbox::demo();
        let name = format!("list.{ending}");
        make(&sandbox, &name, &[Made("Goed", (0, 0), &[heading, &good]), Made("Fout", (0, 0), &[heading, &bad])]);
        sandbox.run(format!("import figures {name}")).ok();
        let last = sandbox.rows("export figures").pop().unwrap();
        assert_eq!((last["value"].as_str(), last["quote"].as_str()), ("307", "=1+1"));
        assert_eq!(
            import_error(&sandbox, &format!("figures {name} --sheet Fout"), 65),
            format!(
                "{name}: sheet 'Fout' read\n\
                 ruimte: {name}, sheet 'Fout', cell D2 (value), value '1.5': '1.5' is not a count; write a whole number of 0 or more\n\
                 ruimte: {name}: 1 error; nothing was imported\n"
            )
        );
    }
}

#[test]
fn columns_are_matched_by_name_or_by_title_in_either_language() {
    let rows: &[&[Put]] = &[
        &[Text(" Titel "), Text("MINISTRY"), Text("zorgdomein"), Text("File number"), Text("received")],
        &[Text("Aap"), Text("OCW"), Text("ggz"), Text("12"), Day("2018-05-12")],
    ];
    let double: &[&[Put]] = &[&[Text("Titel"), Text("ministry"), Text("title")]];
    let unknown: &[&[Put]] = &[&[Text("Titel"), Text("Kleur"), Text("ministry")]];
    let nameless: &[&[Put]] = &[&[Text("Titel"), Nothing, Text("ministry")], &[Text("A"), Text("x"), Text("OCW")]];
    let lacking: &[&[Put]] = &[&[Nothing], &[Text("vraag")], &[Text("A")]];
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("list.{ending}");
        make(
            &sandbox,
            &name,
            &[
                Made("Goed", (0, 0), rows),
                Made("Dubbel", (0, 0), double),
                Made("Onbekend", (2, 3), unknown),
                Made("Naamloos", (0, 0), nameless),
                Made("Te weinig", (1, 1), lacking),
            ],
        );
        sandbox.run(format!("import obstacles {name}")).ok();
        let columns = "title,ministry,care_domain,file_number,received";
        assert_eq!(
            sandbox.run(format!("list --columns {columns} --format csv")).ok(),
            format!("{columns}\r\nAap,OCW,ggz,12,2018-05-12\r\n")
        );
        for (sheet, row, why) in [
            (
                "Dubbel",
                1,
                "the columns 'Titel' and 'title' are both title; skip one with a mapping (--suggest-mapping)",
            ),
            ("Te weinig", 3, "a column is missing: title, ministry"),
        ] {
            assert_eq!(
                import_error(&sandbox, &format!("obstacles {name} --sheet '{sheet}'"), 65),
                format!("{name}: sheet '{sheet}' read\nruimte: {name}, sheet '{sheet}', row {row}: {why}\n")
            );
        }
        assert_eq!(
            import_error(&sandbox, &format!("obstacles {name} --sheet Naamloos"), 65),
            format!(
                "{name}: sheet 'Naamloos' read\n\
                 ruimte: {name}, sheet 'Naamloos', row 2: column 2 has values but no name; name it in the header, or \
                 empty it\n\
                 ruimte: {name}: 1 error; nothing was imported\n"
            )
        );
        let message = import_error(&sandbox, &format!("obstacles {name} --sheet Onbekend"), 65);
        let begin = format!(
            "{name}: sheet 'Onbekend' read\n\
             ruimte: {name}, sheet 'Onbekend', row 4: unknown column: 'Kleur'; choose from: number, title,"
        );
        assert!(message.starts_with(&begin), "{message}");
    }
}

#[test]
fn a_table_may_start_anywhere_and_blank_rows_and_columns_are_skipped() {
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
            let sandbox = Sandbox::new();
            let name = format!("list.{ending}");
            make(&sandbox, &name, &[Made("Lijst", place, rows)]);
            assert_eq!(
                sandbox.run(format!("import obstacles {name}")).notices(),
                format!(
                    "{name}: sheet 'Lijst' read\n2 added, 0 changed, 0 unchanged\n\
                     Without a day of receipt: 1; they are not counted in any period\n"
                )
            );
            assert_eq!(column(&sandbox, "title"), ["Aap", "Bever"]);
            assert_eq!(column(&sandbox, "received"), ["2018-05-12", ""]);
        }
    }
}

#[test]
fn a_header_without_rows_imports_nothing() {
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("list.{ending}");
        make(&sandbox, &name, &[Made("Lijst", (0, 0), &[&[Text("title"), Text("ministry")]])]);
        assert_eq!(
            sandbox.run(format!("import obstacles {name}")).notices(),
            format!("{name}: sheet 'Lijst' read\n0 added, 0 changed, 0 unchanged\n")
        );
    }
}

#[test]
fn an_update_from_a_workbook_changes_and_clears_values() {
    let rows: &[&[Put]] = &[
        &[Text("nummer"), Text("regio"), Text("antwoord uiterlijk")],
        &[Text("B-001"), Number(12.0), Nothing],
        &[Number(2.0), Nothing, Day("2019-02-01")],
    ];
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("list.{ending}");
        sandbox.write("given.csv", "title,ministry,region,due\nA,OCW,1,2018-01-01\nB,VWS,2,2018-01-02\n");
        sandbox.run("import obstacles given.csv").ok();
        make(&sandbox, &name, &[Made("Lijst", (0, 0), rows)]);
        let before = sandbox.register_bytes();
        let dry = sandbox.run(format!("import obstacles {name} --update --dry-run")).notices();
        assert!(sandbox.register_bytes() == before, "a dry run changed the register");
        assert_eq!(
            dry,
            format!("{name}: sheet 'Lijst' read\nDry run: 0 to add, 2 to change, 0 unchanged; nothing was recorded\n")
        );
        sandbox.run(format!("import obstacles {name} --update")).ok();
        assert_eq!(column(&sandbox, "region"), ["12", ""]);
        assert_eq!(column(&sandbox, "due"), ["", "2019-02-01"]);
    }
}

#[test]
fn a_name_is_one_person_in_a_workbook() {
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let row = |name| [Text("Vraag"), Text("OCW"), Text(name)];
        let rows = [
            [Text("title"), Text("ministry"), Text("handler")],
            row("Loket Één"),
            row("Loket E\u{301}e\u{301}n"),
            row("Loket\u{a0}Één"),
            row("Loket  Één"),
            row("LOKET ÉÉN"),
        ];
        let rows: Vec<&[Put]> = rows.iter().map(<[Put; 3]>::as_slice).collect();
        let name = format!("list.{ending}");
        make(&sandbox, &name, &[Made("Blad1", (0, 0), &rows)]);
        sandbox.run(format!("import obstacles {name}")).ok();
        let handlers = sandbox.rows("person list").into_iter().filter(|row| row["name"].contains("oket"));
        assert_eq!(handlers.map(|row| row["name"].clone()).collect::<Vec<_>>(), ["Loket Één"], "{ending}");
    }
}
