//! Hostile delimited files: huge headers and lines, unclosed quotes, odd line ends, and invalid encodings.

use super::{LITTLE, import_error, import_within, imported, with_memory_limit};
use crate::common::{Sandbox, execute};
use std::io::Write;

const READ: &str = "list.csv read as UTF-8, separated by ','\n";
const COLUMNS: &str = "number, title, question, analysis, answer, ministry, involved, region, initiative, care_domain, theme, nature, status, resolution, reason, rule_change, duplicate_of, file_number, handler, received, due, answered, solved, closed, laws, factsheets, schemes, provenance, provenance_note, closed_as, precedents, publishable, accepted, void; or let --suggest-mapping write a mapping in which you choose columns and values";
const UNCLOSED: &str =
    "a quotation mark is not closed, or something follows it; double a quotation mark within a value";

fn utf_16(text: &str, of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(of).collect()
}

#[test]
fn a_file_of_byte_order_marks_is_empty() {
    const EMPTY: &str = "ruimte: list.csv: the file is empty; its first line should name the columns\n";
    for bytes in [
        &b"\xff\xfe"[..],
        b"\xfe\xff",
        b"\xef\xbb\xbf\r\n\r\n",
        b",,,,,,,,",
        b";;;;\r\n;;;;\r\n;;;;",
        b"\t\t\t\r\t\t\t\r",
        b"  , ,\n , , \n",
        b"\"\",\"\"\n\"\",\"\"\n",
        b"\r\r\r\r",
        b"\n\r\n\r",
        b" ",
    ] {
        assert_eq!(import_error("list.csv", bytes, LITTLE), EMPTY, "{bytes:?}");
    }
}

#[test]
fn a_binary_header_is_reported_in_a_readable_line() {
    let output =
        |names: &str| format!("{READ}ruimte: list.csv, line 1: unknown column: {names}; choose from: {COLUMNS}\n");
    for (bytes, names) in [
        ([b"t".to_vec(), vec![0; 39]].concat(), format!("'t{}'", "<U+0000>".repeat(39))),
        (b"\x1b[2Jtitle,\x07ministry\n".to_vec(), "'<U+001B>[2Jtitle', '<U+0007>ministry'".to_owned()),
        (
            "\u{202e}title,\u{2066}ministry\u{2069},title\u{200f}\n".as_bytes().to_vec(),
            "'<U+202E>title', '<U+2066>ministry<U+2069>', 'title<U+200F>'".to_owned(),
        ),
        (b"ti\0tle,ministry\n".to_vec(), "'ti<U+0000>tle'".to_owned()),
    ] {
        assert_eq!(import_error("list.csv", &bytes, LITTLE), output(&names), "{bytes:?}");
    }
}

#[test]
fn only_a_few_of_many_unknown_columns_are_reported() {
    let heading: Vec<String> = (1..=16_384).map(|at| format!("k{at}")).collect();
    let names: Vec<String> = (1..=20).map(|at| format!("'k{at}'")).collect();
    assert_eq!(
        import_error("list.csv", format!("{}\n{}\n", heading.join(","), "x,".repeat(16_383)), LITTLE),
        format!("{READ}ruimte: list.csv, line 1: unknown column: {}, …; choose from: {COLUMNS}\n", names.join(", "))
    );
}

#[test]
fn more_columns_than_a_spreadsheet_has_are_refused() {
    const WHY: &str = "there are more than 16384 columns; remove those that hold no attribute";
    let (most, more) = (",".repeat(16_382), ",".repeat(16_383));
    assert_eq!(imported(format!("title,ministry{most}\nA,OCW{most}\n")).1, ["A"]);
    assert_eq!(
        import_error("list.csv", format!("title,ministry{more}\n"), LITTLE),
        format!("ruimte: list.csv, line 1: {WHY}\n")
    );
    // Put the long row beyond the first 64 kB, because the program reads those bytes together with the heading.
    let rows = "A,OCW\n".repeat(20_000);
    assert_eq!(
        import_error("list.csv", format!("title,ministry\n{rows}B,OCW{}\n", ",".repeat(1_000_000)), LITTLE),
        format!("{READ}ruimte: list.csv, line 20002: {WHY}\n")
    );
}

#[test]
fn only_the_start_of_a_huge_header_is_reported() {
    assert_eq!(
        import_error("list.csv", format!("title,{}\n", "x".repeat(8 << 20)), LITTLE),
        format!("{READ}ruimte: list.csv, line 1: unknown column: '{}…'; choose from: {COLUMNS}\n", "x".repeat(60))
    );
}

#[test]
fn a_very_long_line_is_imported_or_reported_by_its_start() {
    let long = "x".repeat(100_000);
    let (read, titles) = imported(format!("title,ministry,question,analysis\nA,OCW,{long},{long}\n"));
    assert_eq!((read.as_str(), titles), (READ.trim_end(), vec!["A".to_owned()]));
    assert_eq!(
        import_error("list.csv", format!("title,ministry,received\nA,OCW,{long}\n"), LITTLE),
        format!(
            "{READ}ruimte: list.csv, line 2, column received, value '{short}…': received: 100000 characters, and at most 1000 fit; shorten the text\n\
             ruimte: list.csv: 1 error; nothing was imported\n",
            short = "x".repeat(60)
        )
    );
}

#[test]
fn an_unclosed_quote_in_a_long_list_is_reported_with_its_line() {
    let rows = "A,OCW\n".repeat(500_000);
    assert_eq!(
        import_error("list.csv", format!("title,ministry\nA,OCW\n\"{rows}"), LITTLE),
        format!("{READ}ruimte: list.csv, line 3: {UNCLOSED}\n")
    );
}

#[test]
fn twenty_of_a_hundred_thousand_bad_rows_are_reported() {
    let output = import_error("list.csv", format!("title,ministry\n{}", "x,x\n".repeat(100_000)), LITTLE);
    assert_eq!(output.lines().count(), 22, "{output}");
    assert_eq!(
        output.lines().last(),
        Some("ruimte: list.csv: more than 20 errors, the first 20 are shown above; nothing was imported")
    );
}

#[test]
fn lines_may_end_in_any_way_even_within_one_file() {
    let all = ["A", "B", "C", "D"].map(str::to_owned).to_vec();
    for text in [
        "title,ministry\rA,OCW\rB,OCW\rC,OCW\rD,OCW\r",
        "title,ministry\rA,OCW\nB,OCW\r\nC,OCW\n\rD,OCW",
        "title,ministry\r\n\r\r\n\nA,OCW\n\n\nB,OCW\r\r\rC,OCW\n\r\n\rD,OCW\r\n",
    ] {
        assert_eq!(imported(text), (READ.trim_end().to_owned(), all.clone()), "{text:?}");
    }
    // A line end inside quotes is part of the value, and becomes a space in a title.
    let (_, titles) = imported("title,ministry\r\n\"A\rB\nC\r\nD\",OCW\r\n");
    assert_eq!(titles, ["A B C D"]);
}

#[test]
fn a_quote_inside_an_unquoted_value_is_part_of_the_value() {
    let (_, titles) = imported("title,ministry\nDe \"stage\",OCW\n5\" breed,OCW\n'A',OCW\n A \"B,OCW\n");
    assert_eq!(titles, ["De \"stage\"", "5\" breed", "'A'", " A \"B"]);
}

#[test]
fn formulas_and_bidirectional_text_are_stored_unchanged_and_shown_safely() {
    let titles = [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "@SUM(A1)",
        "+31 6",
        "-1",
        "\u{202e}gnp.exe",
        "a\u{2066}b\u{2069}",
        "\u{200f}A",
        "\u{feff}A",
    ];
    let rows = titles.map(|title| format!("\"{title}\",OCW\n")).concat();
    let sandbox = Sandbox::new();
    import_within(&sandbox, "list.csv", format!("title,ministry\n{rows}").as_bytes(), LITTLE).ok();
    let stored = sandbox.rows("list --columns title");
    assert_eq!(stored.iter().map(|row| row["title"].as_str()).collect::<Vec<_>>(), titles);
    let table = sandbox.run("list --columns title").ok();
    assert!(table.contains("<U+202E>gnp.exe") && !table.contains('\u{202e}'), "{table}");
    // Error messages show bidirectional control characters as visible text.
    assert_eq!(
        import_error("list.csv", "title,ministry\nA,\u{202e}SWV\n", LITTLE),
        format!(
            "{READ}ruimte: list.csv, line 2, column ministry, value '<U+202E>SWV': '<U+202E>SWV' is not in the list of ministries; choose from: OCW, SZW, VWS; or add one with: ruimte ministry add CODE --nl NAME --en NAME\n\
             ruimte: list.csv: 1 error; nothing was imported\n"
        )
    );
}

#[test]
fn half_a_character_at_the_end_of_utf_16_is_rejected() {
    for (mark, of, name) in
        [("\u{feff}", u16::to_le_bytes as fn(u16) -> [u8; 2], "UTF-16LE"), ("", u16::to_be_bytes, "UTF-16BE")]
    {
        let mut bytes = utf_16(&format!("{mark}title,ministry\nA,OCW"), of);
        bytes.push(0);
        assert_eq!(
            import_error("list.csv", bytes, LITTLE),
            format!(
                "list.csv read as {name}, separated by ','\n\
                 ruimte: list.csv, line 2, column ministry: there are bytes that are not {name}; save the file as UTF-8\n\
                 ruimte: list.csv: 1 error; nothing was imported\n"
            )
        );
    }
}

#[test]
fn every_byte_of_windows_1252_is_decoded_to_its_character() {
    let mut bytes = b"title,ministry\n\"".to_vec();
    // Windows-1252 leaves five bytes undefined. A list with one of them is refused.
    bytes.extend((0x80..=0xff).filter(|byte| ![0x81, 0x8d, 0x8f, 0x90, 0x9d].contains(byte)).collect::<Vec<u8>>());
    bytes.extend(b"\",OCW\n");
    let (read, titles) = imported(bytes);
    assert_eq!(read, "list.csv read as windows-1252, separated by ','");
    assert_eq!(titles[0].chars().count(), 123);
    assert!(titles[0].starts_with("€‚ƒ„") && titles[0].ends_with("üýþÿ") && !titles[0].contains('\u{fffd}'));
}

#[test]
#[ignore = "long: a file of a hundred megabytes"]
fn a_field_of_a_hundred_megabytes_is_handled_within_a_gigabyte_of_memory() {
    let sandbox = Sandbox::new();
    let file = std::fs::File::create(sandbox.path("list.csv")).unwrap();
    let mut file = std::io::BufWriter::new(file);
    file.write_all(b"title,ministry,question\nA,OCW,\"").unwrap();
    for _ in 0..100 {
        file.write_all(&vec![b'x'; 1_000_000]).unwrap();
    }
    file.write_all(b"\"\n").unwrap();
    file.into_inner().unwrap();
    let before = sandbox.register_bytes();
    let output = execute(with_memory_limit(&sandbox, 1_500_000, "import obstacles list.csv"));
    assert!([0, 65].contains(&output.code), "{output:?}");
    if output.code == 65 {
        assert!(sandbox.register_bytes() == before);
    }
}
