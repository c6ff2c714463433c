//! Compares every cell of a workbook with the same value in CSV, and checks the type of the cell.

use super::columns::{Column, Kind, LISTS, varied_register, written_lists};
use super::{ENDINGS, LANGUAGES, Sandbox, day, first_sheet, run_in_language, sheets, text, with_texts};
use crate::common::{Row, rows_of};
use calamine::Data;
use std::collections::BTreeMap;

/// Asserts that a cell has the right type and the same value as in CSV. A translated text ([`Kind::Words`]) is not
/// compared with CSV, which is in English. That text must occur in `message`, the output in the terminal.
#[track_caller]
fn is_the_same(cell: &Data, value: &str, column: &Column, message: &str, place: &str) {
    let is_so = match (column.kind, cell) {
        _ if value.is_empty() => *cell == Data::Empty,
        (Kind::Text, cell) => *cell == Data::String(value.to_owned()),
        (Kind::Day, cell) => day(cell).as_deref() == Some(value),
        (Kind::Number, cell) => *cell == Data::Float(value.parse().unwrap()),
        (Kind::Words, Data::String(words)) => message.contains(words),
        (Kind::Words, _) => false,
    };
    assert!(is_so, "{place}, {}: {cell:?} for {value:?}", column.name);
}

#[track_caller]
fn as_csv(sandbox: &Sandbox, line: &str) -> Vec<Vec<String>> {
    let text = sandbox.run(format!("{line} --format csv")).ok();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn every_cell_has_the_value_of_csv_with_its_type() {
    let sandbox = varied_register();
    let mut compared: BTreeMap<Option<Kind>, usize> = BTreeMap::new();
    let mut files = 0;
    for list in LISTS {
        let columns: Vec<&Column> = list.columns().collect();
        let rows = as_csv(&sandbox, list.line);
        assert_eq!(rows[0], columns.iter().map(|column| column.name).collect::<Vec<_>>(), "{}", list.line);
        assert!(rows.len() > 1, "{}: nothing to compare", list.line);
        let message = LANGUAGES.map(|(language, _)| run_in_language(&sandbox, language, list.line).ok());
        for written in written_lists().iter().filter(|written| written.list.line == list.line) {
            let (place, at, book) = (written.place(), written.language, &written.book);
            files += 1;
            assert_eq!(book.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), LANGUAGES[at].1, "{place}");
            let cells = &book[0].1;
            assert_eq!(
                cells[0].iter().map(text).collect::<Vec<_>>(),
                columns.iter().map(|column| column.titles[at]).collect::<Vec<_>>(),
                "{place}"
            );
            assert_eq!(cells.len(), rows.len() + list.totals, "{place}: so many rows");
            for (number, (cells, row)) in cells.iter().zip(&rows).enumerate().skip(1) {
                assert_eq!((cells.len(), row.len()), (columns.len(), columns.len()), "{place}");
                for ((cell, value), column) in cells.iter().zip(row).zip(&columns) {
                    is_the_same(cell, value, column, &message[at], &format!("{place}, row {}", number + 1));
                    *compared.entry((!value.is_empty()).then_some(column.kind)).or_default() += 1;
                }
            }
        }
    }
    assert_eq!(files, 4 * LISTS.len());
    // Check that the test compared enough cells of each type. Every list was compared in four files. Each of the 530
    // contacts has at least one empty cell, one text and one date. The journal has many numbers. Each of the 15 figures
    // has a translated text.
    for (kind, least) in [
        (None, 4 * 530),
        (Some(Kind::Text), 4 * 530),
        (Some(Kind::Day), 4 * 530),
        (Some(Kind::Number), 4 * 1000),
        (Some(Kind::Words), 4 * 15),
    ] {
        assert!(compared[&kind] >= least, "of {kind:?} only {} were compared", compared[&kind]);
    }
}

/// The obstacles that reports count: those that are not void.
fn counted(sandbox: &Sandbox) -> Vec<Row> {
    let rows = rows_of(&sandbox.run("export obstacles").ok());
    assert!(rows.iter().all(|row| row["number"] != "B-073"), "what is void was exported");
    rows
}

/// The number of obstacles that satisfy a predicate, as `f64`, because cells contain floats.
fn how_many(rows: &[Row], is_so: impl Fn(&Row) -> bool) -> f64 {
    let count = rows.iter().filter(|row| is_so(row)).count();
    f64::from(u32::try_from(count).unwrap())
}

#[test]
fn totals_are_below_the_rows_and_count_each_obstacle_once() {
    let sandbox = varied_register();
    let rows = counted(&sandbox);
    let all = how_many(&rows, |_| true);
    let involved: f64 = rows
        .iter()
        .map(|row| row["involved"].split("; ").filter(|code| !code.is_empty()).count())
        .map(|count| f64::from(u32::try_from(count).unwrap()))
        .sum();
    let ministries = [
        all,
        involved,
        all + involved,
        how_many(&rows, |row| row["resolution"] == "within-rules"),
        how_many(&rows, |row| row["resolution"] == "regional-approach"),
        how_many(&rows, |row| row["status"] == "collected" || row["status"] == "in-analysis"),
        how_many(&rows, |row| row["status"] == "closed"),
    ]
    .map(Data::Float);
    let count = [Data::Empty, Data::Float(all), Data::Float(all + involved)];
    for (line, totals) in [("report ministries", &ministries[..]), ("count --by ministry,status", &count[..])] {
        for ending in ENDINGS {
            for (language, word) in [("nl", "Totaal"), ("en", "Total")] {
                let name = format!("list.{ending}");
                let command = format!("{line} -o {name}");
                assert_eq!(run_in_language(&sandbox, language, &command).code, 0);
                let last = first_sheet(&sandbox.path(&name)).pop().unwrap();
                assert_eq!(last[0], Data::String(word.to_owned()), "{line}, {ending}");
                assert_eq!(last[1..], *totals, "{line}, {ending}");
            }
        }
    }
}

#[test]
fn a_fraction_is_a_number_in_either_language() {
    // One obstacle was answered after one day and the other after two days, so the median is 1.5 days.
    let sandbox = Sandbox::new();
    sandbox.write(
        "given.csv",
        "title,ministry,received,answered\nA,OCW,2018-05-01,2018-05-02\nB,OCW,2018-05-01,2018-05-03\n",
    );
    sandbox.run("import obstacles given.csv").ok();
    for ending in ENDINGS {
        for (language, _) in LANGUAGES {
            let name = format!("list.{ending}");
            assert_eq!(run_in_language(&sandbox, language, &format!("report turnaround -o {name}")).code, 0);
            assert_eq!(
                first_sheet(&sandbox.path(&name))[1..],
                [[Data::String("answered".to_owned()), Data::Float(2.0), Data::Float(1.5), Data::Float(2.0)]],
                "{language}, {ending}"
            );
        }
    }
}

#[test]
fn an_empty_list_has_a_header_and_its_notes() {
    let sandbox = Sandbox::new();
    for ending in ENDINGS {
        for (at, (language, names)) in LANGUAGES.iter().enumerate() {
            let name = format!("list.{ending}");
            let message = run_in_language(&sandbox, language, &format!("list --columns number,received -o {name}"));
            assert_eq!(message.code, 0);
            let book = sheets(&sandbox.path(&name));
            assert_eq!(book.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), names);
            let titles = [["nummer", "ontvangen"], ["number", "received"]][at];
            assert_eq!(book[0].1, [titles.map(|title| Data::String(title.to_owned()))]);
            assert!(text(&book[1].1[1][1]).starts_with("ruimte:2 register="));
        }
    }
}

#[test]
fn a_piped_sheet_equals_a_sheet_in_a_file() {
    let sandbox = with_texts(&["Een", "=1+1"]);
    for ending in ENDINGS {
        let name = format!("file.{ending}");
        sandbox.run(format!("list -o {name}")).ok();
        let output = sandbox.command(format!("list --format {ending}")).output().unwrap();
        assert!(output.status.success());
        let piped = sandbox.write(&format!("piped.{ending}"), &output.stdout);
        let file = sheets(&sandbox.path(&name));
        assert_eq!(file[0].1.len(), 3);
        assert_eq!(sheets(&piped), file, "{ending}");
    }
}

#[test]
fn a_day_before_1900_is_text_in_xlsx_and_a_date_in_ods() {
    let sandbox = Sandbox::new();
    sandbox.write("given.csv", "title,ministry,received\nA,OCW,1899-12-31\nB,OCW,1900-03-01\nC,OCW,9999-12-31\n");
    sandbox.run("import obstacles given.csv").ok();
    let first = |ending: &str| -> Vec<Data> {
        let name = format!("list.{ending}");
        sandbox.run(format!("list --columns received -o {name}")).ok();
        first_sheet(&sandbox.path(&name)).into_iter().skip(1).flatten().collect()
    };
    let days = |cells: &[Data]| cells.iter().map(|cell| day(cell).unwrap()).collect::<Vec<_>>();
    assert_eq!(days(&first("ods")), ["1899-12-31", "1900-03-01", "9999-12-31"]);
    let xlsx = first("xlsx");
    assert_eq!(xlsx[0], Data::String("1899-12-31".to_owned()));
    assert_eq!(days(&xlsx[1..]), ["1900-03-01", "9999-12-31"]);
    // LibreOffice shows 1899-12-30 for a date cell with the number 0, which often results from an empty cell. The
    // program therefore writes this day as text.
    sandbox.run("edit B-001 --received 1899-12-30").ok();
    assert_eq!(first("ods")[0], Data::String("1899-12-30".to_owned()));
}
