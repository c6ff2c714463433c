//! Imports lists with the irregularities that spreadsheets, other programs and editors cause.

use super::{READ, column, import_error, import_text};
use crate::common::{Sandbox, execute};

/// Imports a list of obstacles, and returns the notices and the titles.
#[track_caller]
fn imported(text: impl AsRef<[u8]>) -> (String, Vec<String>) {
    let sandbox = Sandbox::new();
    let notices = import_text(&sandbox, "obstacles", text, "").notices();
    (notices, column(&sandbox, "title"))
}

#[test]
fn a_first_line_may_declare_the_separator() {
    for (line, separator, shown) in [
        ("sep=;", ";", "';'"),
        ("sep=,", ",", "','"),
        ("sep=\t", "\t", "tab"),
        ("sep=\\t", "\t", "tab"),
        ("SEP=|", "|", "'|'"),
        ("\"sep=;\"", ";", "';'"),
    ] {
        for (mark, line_end) in [("", "\r\n"), ("\u{feff}", "\n")] {
            let list = format!("{mark}{line}{line_end}title{separator}ministry{line_end}Een{separator}OCW{line_end}");
            let (notices, titles) = imported(&list);
            assert_eq!(titles, ["Een"], "{list:?}");
            assert!(notices.starts_with(&format!("list.csv read as UTF-8, separated by {shown}\n")), "{notices}");
        }
    }
    // The `sep=` declaration counts as a line, so the heading is line 2.
    assert_eq!(
        import_error("sep=,\ntitle,ministry,x\nA,OCW,\n").lines().nth(1).unwrap().split(';').next(),
        Some("ruimte: list.csv, line 2: unknown column: 'x'")
    );
    let message = import_error("sep=,\ntitle,ministry\n,OCW\n");
    assert_eq!(
        message,
        format!(
            "{READ}ruimte: list.csv, line 3, column title, value '': a value is missing\n\
             ruimte: list.csv: 1 error; nothing was imported\n"
        )
    );
}

#[test]
fn empty_columns_at_the_end_are_skipped() {
    for list in [
        "title;ministry;;\r\nEen;OCW;;\r\nTwee;OCW; ;\r\n",
        "title;ministry\r\nEen;OCW;;;;\r\nTwee;OCW\r\n;;;\r\n",
        "title,ministry,,,\nEen,OCW\nTwee,OCW,,\n",
        "title\tministry\t\t\nEen\tOCW\t\t\nTwee\tOCW\n",
    ] {
        assert_eq!(imported(list).1, ["Een", "Twee"], "{list:?}");
    }
    assert_eq!(
        import_error("title,ministry,\nEen,OCW,x\n"),
        format!(
            "{READ}ruimte: list.csv, line 2: 2 values expected, found: 3\n\
             ruimte: list.csv: 1 error; nothing was imported\n"
        )
    );
}

#[test]
fn cells_that_a_spreadsheet_left_out_at_the_end_of_a_row_are_empty() {
    let sandbox = Sandbox::new();
    import_text(&sandbox, "obstacles", "title;ministry;region;question\r\nEen;OCW;3;v\r\nTwee;OCW\r\n", "").ok();
    assert_eq!(column(&sandbox, "region"), ["3", ""]);
    import_text(&sandbox, "obstacles", "number;region;question\r\nB-001;3\r\nB-002;12\r\n", "--update").ok();
    assert_eq!(column(&sandbox, "question"), ["", ""]);
    assert_eq!(column(&sandbox, "region"), ["3", "12"]);
    // A row must not leave out a required value.
    assert_eq!(
        import_error("title,ministry\nEen\n"),
        format!(
            "{READ}ruimte: list.csv, line 2, column ministry, value '': a value is missing\n\
             ruimte: list.csv: 1 error; nothing was imported\n"
        )
    );
}

#[test]
fn days_in_the_future_are_remarked_upon_once() {
    let sandbox = Sandbox::new();
    let list =
        "title,ministry,received,due\nA,OCW,2999-01-01,2999-02-01\nB,OCW,2999-01-02,\nC,OCW,2018-01-01,2999-01-01\n";
    for (more, done) in [
        ("--dry-run", "Dry run: 3 to add, 0 to change, 0 unchanged; nothing was recorded"),
        ("", "3 added, 0 changed, 0 unchanged"),
    ] {
        assert_eq!(
            import_text(&sandbox, "obstacles", list, more).notices(),
            format!("{READ}{done}\nNote: days in the future: 2\n")
        );
    }
    sandbox.run("edit 1 --answered 2999-01-03").ok();
    let result = sandbox.run("edit 3 --received 2999-01-01 --answered 2999-01-02 --due 2999-01-03");
    assert_eq!(result.notices(), "Note: 2999-01-01, 2999-01-02 are in the future\nB-003 changed\n");
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_text() {
    let utf_16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    for bytes in ["\u{feff}Mag dit?\n".as_bytes().to_vec(), utf_16("\u{feff}Mag dit?\r\n")] {
        let sandbox = Sandbox::new();
        sandbox.run("log A --ministry OCW").ok();
        sandbox.run_with_input("edit 1 --question -", &bytes).ok();
        assert_eq!(column(&sandbox, "question"), ["Mag dit?"]);
        assert_eq!(sandbox.run_with_input("log - --ministry OCW", &bytes).ok(), "B-002\n");
        assert_eq!(column(&sandbox, "title"), ["A", "Mag dit?"]);
    }
}

#[test]
fn a_receipt_is_read_from_a_file_with_a_byte_order_mark() {
    let sandbox = Sandbox::new();
    let receipt = sandbox.run("count").receipt.unwrap();
    for bytes in [
        format!("\u{feff}{receipt}\r\n").into_bytes(),
        format!("\u{feff}{receipt}\r\n").encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ] {
        sandbox.write("receipt.txt", &bytes);
        assert_eq!(sandbox.run("receipt receipt.txt").code, 0);
        assert_eq!(sandbox.run_with_input("receipt -", &bytes).code, 0);
    }
}

#[cfg(unix)]
#[test]
fn a_byte_order_mark_from_the_editor_is_no_part_of_the_text() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new();
    sandbox.run("log A --ministry OCW").ok();
    let editor = sandbox.write("editor.sh", "#!/bin/sh\nprintf '\\357\\273\\277Mag dit?\\n' > \"$1\"\n");
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = sandbox.command("edit 1 --edit");
    command.env("EDITOR", &editor);
    execute(command).ok();
    assert_eq!(column(&sandbox, "question"), ["Mag dit?"]);
}
