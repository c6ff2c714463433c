//! Each value of a sheet against the same value of CSV, typed as what it is.

use super::lists::{Column, Kind, LISTS, busy};
use super::{Desk, ENDINGS, LANGUAGES, day, first_sheet, sheets, text, told_in, with_texts};
use crate::desk::{Row, rows_of};
use calamine::Data;

/// Makes sure that a cell holds a value of CSV, typed as what it is.
#[track_caller]
fn is_the_same(cell: &Data, value: &str, column: &Column, place: &str) {
    let is_so = match column.kind {
        _ if value.is_empty() => *cell == Data::Empty,
        Kind::Text => *cell == Data::String(value.to_owned()),
        Kind::Day => day(cell).as_deref() == Some(value),
        Kind::Number => *cell == Data::Float(value.parse().unwrap()),
    };
    assert!(is_so, "{place}, {}: {cell:?} for {value:?}", column.name);
}

#[test]
fn every_value_of_a_sheet_is_that_of_csv_typed_as_what_it_is() {
    let desk = busy();
    let (mut texts, mut days, mut numbers, mut nothing) = (0, 0, 0, 0);
    for list in LISTS {
        let columns: Vec<&Column> = list.columns().collect();
        let csv = desk.run(format!("{} --format csv", list.line).split(' ')).ok();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
        let mut rows: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        let header = rows.remove(0);
        assert_eq!(header, columns.iter().map(|column| column.name).collect::<Vec<_>>(), "{}", list.line);
        assert!(!rows.is_empty(), "{}: nothing to compare", list.line);
        for ending in ENDINGS {
            for (at, (language, names)) in LANGUAGES.iter().enumerate() {
                let place = format!("{} in {ending}, {language}", list.line);
                let name = format!("list.{ending}");
                let words: Vec<&str> = list.line.split(' ').chain(["-o", &name]).collect();
                assert_eq!(told_in(&desk, language, &words).ok(), "", "{place}");
                let book = sheets(&desk.path(&name));
                assert_eq!(book.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), names, "{place}");
                let cells = &book[0].1;
                let titles: Vec<&str> = cells[0].iter().map(text).collect();
                assert_eq!(
                    titles,
                    columns.iter().map(|column| column.titles[at]).collect::<Vec<_>>(),
                    "{place}"
                );
                assert_eq!(cells.len(), 1 + rows.len() + list.totals, "{place}: so many rows");
                for (number, (cells, row)) in cells[1..].iter().zip(&rows).enumerate() {
                    assert_eq!((cells.len(), row.len()), (columns.len(), columns.len()), "{place}");
                    for ((cell, value), column) in cells.iter().zip(row).zip(&columns) {
                        is_the_same(cell, value, column, &format!("{place}, row {}", number + 2));
                        *match column.kind {
                            _ if value.is_empty() => &mut nothing,
                            Kind::Text => &mut texts,
                            Kind::Day => &mut days,
                            Kind::Number => &mut numbers,
                        } += 1;
                    }
                }
            }
        }
    }
    // By the contacts alone: 530 in four files, with a number, a kind, and a day.
    assert!(texts > 4 * 530 * 2, "{texts} texts");
    assert!(days > 4 * 530, "{days} days");
    assert!(numbers > 4 * 530, "{numbers} numbers");
    assert!(nothing > 4 * 530, "{nothing} empty cells");
}

/// The obstacles that count: not void.
fn counted(desk: &Desk) -> Vec<Row> {
    let rows = rows_of(&desk.run(["export", "obstacles"]).ok());
    assert!(rows.iter().all(|row| row["number"] != "B-073"), "what is void was exported");
    rows
}

/// So many obstacles are so.
fn how_many(rows: &[Row], is_so: impl Fn(&Row) -> bool) -> f64 {
    let count = rows.iter().filter(|row| is_so(row)).count();
    f64::from(u32::try_from(count).unwrap())
}

#[test]
fn totals_stand_below_the_rows_and_count_each_obstacle_once() {
    let desk = busy();
    let rows = counted(&desk);
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
    for (line, totals) in [("report ministries", &ministries[..]), ("count --by ministry,status", &count[..])]
    {
        for ending in ENDINGS {
            for (language, word) in [("nl", "Totaal"), ("en", "Total")] {
                let name = format!("list.{ending}");
                let words: Vec<&str> = line.split(' ').chain(["-o", &name]).collect();
                assert_eq!(told_in(&desk, language, &words).code, 0);
                let last = first_sheet(&desk.path(&name)).pop().unwrap();
                assert_eq!(last[0], Data::String(word.to_owned()), "{line}, {ending}");
                assert_eq!(last[1..], *totals, "{line}, {ending}");
            }
        }
    }
}

#[test]
fn a_fraction_is_a_number_in_either_language() {
    // Answered after one and after two days: a day and a half in the middle.
    let desk = Desk::new();
    desk.file(
        "given.csv",
        "title,ministry,received,answered\nA,OCW,2018-05-01,2018-05-02\nB,OCW,2018-05-01,2018-05-03\n",
    );
    desk.run(["import", "obstacles", "given.csv"]).ok();
    for ending in ENDINGS {
        for (language, _) in LANGUAGES {
            let name = format!("list.{ending}");
            assert_eq!(told_in(&desk, language, &["report", "turnaround", "-o", &name]).code, 0);
            assert_eq!(
                first_sheet(&desk.path(&name))[1..],
                [[Data::String("answered".to_owned()), Data::Float(2.0), Data::Float(1.5), Data::Float(2.0)]],
                "{language}, {ending}"
            );
        }
    }
}

#[test]
fn a_list_of_nothing_is_a_heading_and_its_notes() {
    let desk = Desk::new();
    for ending in ENDINGS {
        for (at, (language, names)) in LANGUAGES.iter().enumerate() {
            let name = format!("list.{ending}");
            let told = told_in(&desk, language, &["list", "--columns", "number,received", "-o", &name]);
            assert_eq!(told.code, 0);
            let book = sheets(&desk.path(&name));
            assert_eq!(book.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), names);
            let titles = [["nummer", "ontvangen"], ["number", "received"]][at];
            assert_eq!(book[0].1, [titles.map(|title| Data::String(title.to_owned()))]);
            assert!(text(&book[1].1[1][1]).starts_with("ruimte:1 register="));
        }
    }
}

#[test]
fn a_sheet_in_a_pipe_is_the_sheet_in_a_file() {
    let desk = with_texts(&["Een", "=1+1"]);
    for ending in ENDINGS {
        let name = format!("file.{ending}");
        desk.run(["list", "-o", &name]).ok();
        let output = desk.command(["list", "--format", ending]).output().unwrap();
        assert!(output.status.success());
        let piped = desk.file(&format!("piped.{ending}"), &output.stdout);
        let file = sheets(&desk.path(&name));
        assert_eq!(file[0].1.len(), 3);
        assert_eq!(sheets(&piped), file, "{ending}");
    }
}

#[test]
fn a_day_before_the_calendar_of_excel_is_a_text_there_and_a_day_in_ods() {
    let desk = Desk::new();
    desk.file("given.csv", "title,ministry,received\nA,OCW,1899-12-31\nB,OCW,1900-03-01\nC,OCW,9999-12-31\n");
    desk.run(["import", "obstacles", "given.csv"]).ok();
    let first = |ending: &str| -> Vec<Data> {
        let name = format!("list.{ending}");
        desk.run(["list", "--columns", "received", "-o", &name]).ok();
        first_sheet(&desk.path(&name)).into_iter().skip(1).flatten().collect()
    };
    let days = |cells: &[Data]| cells.iter().map(|cell| day(cell).unwrap()).collect::<Vec<_>>();
    assert_eq!(days(&first("ods")), ["1899-12-31", "1900-03-01", "9999-12-31"]);
    let xlsx = first("xlsx");
    assert_eq!(xlsx[0], Data::String("1899-12-31".to_owned()));
    assert_eq!(days(&xlsx[1..]), ["1900-03-01", "9999-12-31"]);
}
