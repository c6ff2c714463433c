//! The export format `csv-excel` puts an apostrophe before a text that looks like a formula. An import removes these
//! apostrophes, even if a spreadsheet has saved the list in another format.

use crate::common::Sandbox;

const TITLES: [&str; 9] = ["=1+1", "+31 6", "-5", "@x", "'=1+1", "''-5", "'s-Hertogenbosch", "'t Loo", "'"];

fn register() -> Sandbox {
    let sandbox = Sandbox::new();
    for title in TITLES {
        sandbox.run(["log", "--ministry=OCW", "--received=2018-01-10", "--", title]).ok();
    }
    sandbox
}

#[track_caller]
fn assert_comes_back(name: &str, bytes: impl AsRef<[u8]>) {
    let sandbox = Sandbox::new();
    sandbox.write(name, bytes);
    sandbox.run(format!("import obstacles {name}")).ok();
    let rows = sandbox.rows("list --columns title");
    assert_eq!(rows.iter().map(|row| row["title"].as_str()).collect::<Vec<_>>(), TITLES, "{name}");
}

/// The rows as a spreadsheet saves them in a CSV file with this separator.
fn separated(rows: &[[String; 2]], separator: char) -> String {
    let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let lines = rows.iter().map(|[title, ministry]| format!("{}{separator}{}\r\n", cell(title), cell(ministry)));
    lines.collect::<Vec<_>>().concat()
}

#[test]
fn every_title_comes_back_however_the_list_is_saved_again() {
    let sandbox = register();
    for format in ["csv", "csv-excel"] {
        let text = sandbox.run(format!("list --columns title,ministry --format {format}")).ok();
        let comma = if format == "csv" { text.clone() } else { text.trim_start_matches('\u{feff}').replace(';', ",") };
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(comma.as_bytes());
        let rows: Vec<[String; 2]> =
            reader.records().map(Result::unwrap).map(|row| [row[0].to_owned(), row[1].to_owned()]).collect();
        assert_comes_back("list.csv", &text);
        assert_comes_back("list.csv", separated(&rows, ','));
        assert_comes_back("list.csv", separated(&rows, ';'));
        let unicode_text = format!("\u{feff}{}", separated(&rows, '\t'));
        assert_comes_back("list.txt", unicode_text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (row, cells) in (0..).zip(&rows) {
            sheet.write_string(row, 0, &cells[0]).unwrap();
            sheet.write_string(row, 1, &cells[1]).unwrap();
        }
        assert_comes_back("list.xlsx", book.save_to_buffer().unwrap());
    }
    for ending in ["ods", "xlsx"] {
        sandbox.run(format!("list --columns title,ministry -o list.{ending}")).ok();
        assert_comes_back(&format!("list.{ending}"), std::fs::read(sandbox.path(&format!("list.{ending}"))).unwrap());
    }
}
