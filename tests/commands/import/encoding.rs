//! Detection of a file's encoding, separator and line ends.

use super::{NO_BZK, READ, column, import_error, import_text};
use crate::common::{Row, Sandbox};

fn utf_16(text: &str, of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(of).collect()
}

/// Encodes a text as Windows-1252. In these tests, only `€` and `–` differ from Latin-1.
fn windows_1252(text: &str) -> Vec<u8> {
    let byte = |character| match character {
        '€' => 0x80,
        '–' => 0x96,
        other => u8::try_from(other).unwrap(),
    };
    text.chars().map(byte).collect()
}

#[test]
fn encoding_and_separator_are_detected_and_reported() {
    let title = "Één stage – à € 5, of; twee";
    for (separator, told_separator) in [(",", "','"), (";", "';'"), ("\t", "tab")] {
        let text = format!("number{separator}title{separator}ministry\r\n1{separator}\"{title}\"{separator}OCW\r\n");
        let marked = format!("\u{feff}{text}");
        let cases = [
            ("UTF-8", text.clone().into_bytes()),
            ("UTF-8", marked.clone().into_bytes()),
            ("UTF-16LE", utf_16(&marked, u16::to_le_bytes)),
            ("UTF-16BE", utf_16(&marked, u16::to_be_bytes)),
            ("UTF-16LE", utf_16(&text, u16::to_le_bytes)),
            ("UTF-16BE", utf_16(&text, u16::to_be_bytes)),
            ("windows-1252", windows_1252(&text)),
        ];
        for (encoding, bytes) in cases {
            let sandbox = Sandbox::new();
            assert_eq!(
                import_text(&sandbox, "obstacles", &bytes, "").notices(),
                format!(
                    "list.csv read as {encoding}, separated by {told_separator}\n\
                     1 added, 0 changed, 0 unchanged\n\
                     Without a day of receipt: 1; they are not counted in any period\n"
                ),
                "{bytes:?}"
            );
            assert_eq!(column(&sandbox, "title"), [title], "{encoding} {bytes:?}");
        }
    }
}

#[test]
fn a_non_ascii_character_far_into_a_file_determines_its_encoding() {
    // Buffers often end at a multiple of 4096 bytes. Here, that offset is between the two bytes that encode `é` in
    // UTF-8.
    for at in [4096_usize, 65_536, 98_304] {
        let head = "title,ministry,question\nA,OCW,";
        let filler = "x".repeat(at - head.len() - 1);
        let sandbox = Sandbox::new();
        import_text(&sandbox, "obstacles", format!("{head}{filler}é\n"), "").ok();
        assert_eq!(column(&sandbox, "question"), [format!("{filler}é")]);
        let sandbox = Sandbox::new();
        let message = import_text(&sandbox, "obstacles", windows_1252(&format!("{head}{filler}é\n")), "").notices();
        assert!(message.starts_with("list.csv read as windows-1252"), "{message}");
        assert_eq!(column(&sandbox, "question"), [format!("{filler}é")]);
    }
}

#[test]
fn utf_16_without_a_byte_order_mark_is_recognised_for_any_letters() {
    // In UTF-16, the upper byte of an ASCII character is zero, but in Ā (U+0100) the lower byte is zero. A zero byte
    // alone therefore does not show the byte order.
    for of in [u16::to_le_bytes, u16::to_be_bytes] {
        let sandbox = Sandbox::new();
        let result = import_text(&sandbox, "obstacles", utf_16("title,ministry\nĀda,OCW\n", of), "");
        result.ok();
        assert_eq!(column(&sandbox, "title"), ["Āda"]);
    }
}

#[test]
fn invalid_text_is_rejected_and_not_stored_as_something_else() {
    assert_eq!(
        import_error(b"\xef\xbb\xbftitle,ministry\nEen caf\xe9,OCW\n"),
        "ruimte: list.csv: the file is marked as UTF-8, but has bytes that are not; save the file as UTF-8\n"
    );
    // The file contains an unpaired UTF-16 surrogate, which is invalid.
    let mut file = utf_16("\u{feff}title,ministry\nA,OCW\n", u16::to_le_bytes);
    file.extend([0x00, 0xd8]);
    file.extend(utf_16(",OCW\n", u16::to_le_bytes));
    assert_eq!(
        import_error(file),
        "list.csv read as UTF-16LE, separated by ','\n\
         ruimte: list.csv, line 3, column title: there are bytes that are not UTF-16LE; save the file as UTF-8\n\
         ruimte: list.csv: 1 error; nothing was imported\n"
    );
}

#[test]
fn the_header_determines_the_separator_whatever_the_cells_contain() {
    for file in [
        "title;ministry\n\"a,b,c,d\te\tf\tg\";OCW\n",
        "title\tministry\na,b,c,d;e;f;g\tOCW\n",
        "\n\n\"title\";\"ministry\"\na,b,c,d;OCW\n",
        " title , ministry \na;b;c;d,OCW\n",
    ] {
        let sandbox = Sandbox::new();
        import_text(&sandbox, "obstacles", file, "").ok();
        let titles = column(&sandbox, "title");
        assert!(titles.len() == 1 && titles[0].contains('b') && titles[0].contains('d'), "{file}: {titles:?}");
    }
    // A separator that yields known column names takes precedence over a separator that occurs more often.
    let message = import_error("title;ministry;\"in, het, kort\"\nA;OCW;x\n");
    assert!(
        message.starts_with(
            "list.csv read as UTF-8, separated by ';'\nruimte: list.csv, line 1: unknown column: 'in, het, kort'"
        ),
        "{message}"
    );
}

#[test]
fn the_last_line_needs_no_line_end_and_blank_rows_are_skipped() {
    let sandbox = Sandbox::new();
    let message = import_text(&sandbox, "factsheets", "title,url\n\nA,\n,\n \nB,b", "").notices();
    assert_eq!(message, format!("{READ}2 added, 0 changed, 0 unchanged\n"));
    assert_eq!(
        sandbox.rows("factsheet list --columns title,url"),
        [
            Row::from([("title".to_owned(), "A".to_owned()), ("url".to_owned(), String::new())]),
            Row::from([("title".to_owned(), "B".to_owned()), ("url".to_owned(), "b".to_owned())]),
        ]
    );
}

#[test]
fn standard_input_is_a_file_too() {
    let sandbox = Sandbox::new();
    let result =
        sandbox.run_with_input("import obstacles -", windows_1252("title;ministry;received\nÉén;OCW;12-5-2018\n"));
    assert_eq!(result.notices(), "- read as windows-1252, separated by ';'\n1 added, 0 changed, 0 unchanged\n");
    assert_eq!(column(&sandbox, "title"), ["Één"]);
    let refused = sandbox.run_with_input("import obstacles -", "title,ministry\nA,BZK\n").fails(65);
    assert_eq!(
        refused,
        format!(
            "- read as UTF-8, separated by ','\n\
             ruimte: -, line 2, column ministry, value 'BZK': {NO_BZK}\n\
             ruimte: -: 1 error; nothing was imported\n"
        )
    );
}

/// Imports a list that must be refused, and returns the message.
fn refused(bytes: &[u8]) -> String {
    let sandbox = Sandbox::new();
    sandbox.write("list.csv", bytes);
    let before = sandbox.register_bytes();
    let message = sandbox.run("import obstacles list.csv").fails(65);
    assert!(sandbox.register_bytes() == before);
    message.lines().last().unwrap().to_owned()
}

#[test]
fn a_utf8_list_with_a_damaged_character_is_refused_with_its_line() {
    let mut list = "title,ministry\nCafé één,OCW\n".as_bytes().to_vec();
    list.extend(b"Kost \xe2\x82,OCW\n");
    assert_eq!(
        refused(&list),
        "ruimte: list.csv, line 3: the file is UTF-8, but here is a byte that is not; correct the text, or save the list \
         as UTF-8 again"
    );
}

#[test]
fn a_list_that_is_half_utf8_and_half_windows_1252_is_refused_with_its_line() {
    let mut list = "title,ministry\nCafé één,OCW\nBé,OCW\n".as_bytes().to_vec();
    list.extend(windows_1252("Café twéé – één,OCW\nCé,OCW\n"));
    assert_eq!(
        refused(&list),
        "ruimte: list.csv, line 4: the file is UTF-8, but here is a byte that is not; correct the text, or save the list \
         as UTF-8 again"
    );
}

#[test]
fn a_list_in_an_encoding_of_dos_is_refused_with_its_line() {
    // In code page 850, byte 0x81 is ü. Windows-1252 has no such byte.
    assert_eq!(
        refused(b"title,ministry\nD\x81sseldorf,OCW\n"),
        "ruimte: list.csv, line 2: the characters cannot be read as UTF-8 or Windows-1252; save the list as UTF-8"
    );
}

#[test]
fn a_list_in_windows_1252_is_read_with_its_accents() {
    let sandbox = Sandbox::new();
    sandbox.write("list.csv", b"title;ministry\nCaf\xe9 \x80 5 \xe9\xe9n;OCW\n");
    sandbox.run("import obstacles list.csv").ok();
    assert_eq!(sandbox.rows("list --columns title")[0]["title"], "Café € 5 één");
}
