//! Recognising workbooks, and choosing the sheet to import.

use super::Put::Text;
use super::{ENDINGS, Made, Put, Sandbox, column, import_error, make, with_texts};
use std::fs;

/// The notice after importing obstacles that have no date of receipt.
fn undated(added: usize) -> String {
    format!(
        "{added} added, 0 changed, 0 unchanged\nWithout a day of receipt: {added}; they are not counted in any period\n"
    )
}

/// A workbook of three sheets. Each sheet has one obstacle with its own title. The second sheet is named "3", so "3"
/// could mean the second or the third sheet.
fn three_sheets(sandbox: &Sandbox, name: &str) {
    let heading: &[Put] = &[Text("title"), Text("ministry")];
    make(
        sandbox,
        name,
        &[
            Made("Lijst", (0, 0), &[heading, &[Text("Aap"), Text("OCW")]]),
            Made("3", (0, 0), &[heading, &[Text("Bever"), Text("OCW")]]),
            Made("Nog één", (0, 0), &[heading, &[Text("Cavia"), Text("OCW")]]),
        ],
    );
}

#[test]
fn the_first_sheet_is_read_or_the_one_given_by_name_or_number() {
    for ending in ENDINGS {
        for (asked, sheet, title) in [
            ("", "Lijst", "Aap"),
            ("--sheet Lijst", "Lijst", "Aap"),
            ("--sheet ' lijst '", "Lijst", "Aap"),
            ("--sheet 1", "Lijst", "Aap"),
            ("--sheet 2", "3", "Bever"),
            // `--sheet 3` selects the sheet named "3" rather than the third sheet, because names take precedence.
            ("--sheet 3", "3", "Bever"),
            ("--sheet 'Nog één'", "Nog één", "Cavia"),
        ] {
            let sandbox = Sandbox::new();
            let name = format!("list.{ending}");
            three_sheets(&sandbox, &name);
            let message = sandbox.run(format!("import obstacles {name} {asked}")).notices();
            assert_eq!(message, format!("{name}: sheet '{sheet}' read\n{}", undated(1)), "{asked:?}");
            assert_eq!(column(&sandbox, "title"), [title], "{asked:?}");
        }
    }
}

#[test]
fn an_unknown_sheet_is_rejected_with_the_known_ones() {
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("list.{ending}");
        three_sheets(&sandbox, &name);
        for asked in ["Blad1", "0", "4", "-1", "1.0"] {
            assert_eq!(
                import_error(&sandbox, &format!("obstacles {name} --sheet={asked}"), 2),
                format!("ruimte: {name} has no sheet '{asked}'; choose from: Lijst, 3, Nog één\n")
            );
        }
        assert_eq!(
            sandbox.run_in_dutch(format!("import obstacles {name} --sheet Blad1")).fails(2),
            format!("ruimte: {name} heeft geen blad 'Blad1'; kies uit: Lijst, 3, Nog één\n")
        );
    }
}

#[test]
fn a_sheet_option_for_a_file_without_sheets_is_rejected() {
    let sandbox = Sandbox::new();
    sandbox.write("list.csv", "title,ministry\nAap,OCW\n");
    assert_eq!(
        import_error(&sandbox, "obstacles list.csv --sheet 1", 2),
        "ruimte: list.csv is not a workbook and has no sheets; leave --sheet out\n"
    );
    assert_eq!(
        sandbox.run_in_dutch("import obstacles list.csv --sheet Lijst").fails(2),
        "ruimte: list.csv is geen werkmap en heeft geen bladen; laat --sheet weg\n"
    );
}

#[test]
fn a_workbook_is_recognized_by_content_and_not_by_name() {
    let sandbox = Sandbox::new();
    for (ending, title) in ENDINGS.into_iter().zip(["Aap", "Cavia"]) {
        make(
            &sandbox,
            &format!("list.{ending}"),
            &[Made("Blad", (0, 0), &[&[Text("title"), Text("ministry")], &[Text(title), Text("OCW")]])],
        );
        fs::copy(sandbox.path(&format!("list.{ending}")), sandbox.path("list.csv")).unwrap();
        assert_eq!(
            sandbox.run("import obstacles list.csv").notices(),
            format!("list.csv: sheet 'Blad' read\n{}", undated(1))
        );
        let bytes = fs::read(sandbox.path("list.csv")).unwrap();
        assert_eq!(
            sandbox.run_with_input("import obstacles - --sheet blad --skip-duplicates", bytes).notices(),
            format!(
                "-: sheet 'Blad' read\n0 added, 0 changed, 0 unchanged\n\
                 Skipped, because they are in the register already: 1 ({})\n",
                if title == "Aap" { "B-001" } else { "B-002" }
            )
        );
    }
    sandbox.write("list.xlsx", "title,ministry\nBever,OCW\n");
    assert_eq!(
        sandbox.run("import obstacles list.xlsx").notices(),
        format!("list.xlsx read as UTF-8, separated by ','\n{}", undated(1))
    );
    assert_eq!(column(&sandbox, "title"), ["Aap", "Cavia", "Bever"]);
}

#[test]
fn a_file_that_is_not_a_workbook_is_rejected() {
    let sandbox = with_texts(&["Een"]);
    for ending in ENDINGS {
        sandbox.run(["list", "-o", &format!("whole.{ending}")]).ok();
    }
    let whole = |ending: &str| fs::read(sandbox.path(&format!("whole.{ending}"))).unwrap();
    let half = |ending: &str| whole(ending)[..whole(ending).len() / 2].to_vec();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("brief.txt", zip::write::SimpleFileOptions::default()).unwrap();
    let other = zip.finish().unwrap().into_inner();
    for (what, bytes) in [
        ("half of ods", half("ods")),
        ("half of xlsx", half("xlsx")),
        ("another zip file", other),
        ("the beginning of a zip file", b"PK\x03\x04".to_vec()),
    ] {
        sandbox.write("list.xlsx", bytes);
        assert_eq!(
            import_error(&sandbox, "obstacles list.xlsx", 65),
            "ruimte: list.xlsx is not a workbook that can be read; save it again as ods or xlsx, or as CSV\n",
            "{what}"
        );
    }
    assert_eq!(
        sandbox.run_in_dutch("import obstacles list.xlsx").fails(65),
        "ruimte: list.xlsx is geen werkmap die te lezen is; sla de werkmap opnieuw op als ods of xlsx, of als CSV\n"
    );
}

#[test]
fn a_binary_workbook_is_rejected_with_a_hint_on_the_format_to_save() {
    let sandbox = with_texts(&["Een"]);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("xl/workbook.bin", zip::write::SimpleFileOptions::default()).unwrap();
    let binary = zip.finish().unwrap().into_inner();
    let old = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), vec![0x55; 5_000]].concat();
    for (name, bytes) in [("list.xls", old), ("list.xlsb", binary)] {
        sandbox.write(name, bytes);
        assert_eq!(
            import_error(&sandbox, &format!("obstacles {name}"), 65),
            format!(
                "ruimte: {name} is a workbook in an old or binary format (xls or xlsb), or is locked with a password; \
                 save it without a password as ods or xlsx, or as CSV\n"
            )
        );
        assert_eq!(
            sandbox.run_in_dutch(format!("import obstacles {name}")).fails(65),
            format!(
                "ruimte: {name} is een werkmap in een oude of binaire vorm (xls of xlsb), of is met een wachtwoord \
                 vergrendeld; sla de werkmap zonder wachtwoord op als ods of xlsx, of als CSV\n"
            )
        );
    }
}

#[test]
fn an_empty_sheet_is_rejected() {
    let blanks: &[&[Put]] = &[&[Text("  "), Text(" ")], &[Text(" ")]];
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("list.{ending}");
        make(&sandbox, &name, &[Made("Leeg", (0, 0), &[]), Made("Blanco", (1, 1), blanks)]);
        for sheet in ["Leeg", "Blanco"] {
            assert_eq!(
                import_error(&sandbox, &format!("obstacles {name} --sheet '{sheet}'"), 65),
                format!("ruimte: {name}: the file is empty; its first line should name the columns\n")
            );
        }
    }
}
