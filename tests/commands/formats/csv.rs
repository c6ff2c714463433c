//! The formats `csv` and `csv-excel`.

use super::{stdout_of, with_rows, with_titles};
use crate::common::{Sandbox, csv_cell, on_one_line};
use proptest::prelude::*;

#[test]
fn csv_matches_byte_for_byte() {
    let sandbox = with_rows(
        "title,ministry,question,received",
        &[
            "\" Zij zei: \"\"ja, mag\"\" \",OCW,\"één\r\ntwee\n\",12-5-2018",
            "  spaties  ,VWS,\"=1+1\",",
            "\"a;b\",SZW,\"\ttab\",",
            "'s-Hertogenbosch – €,OCW,\"regel\rretour\",",
        ],
    );
    assert_eq!(
        stdout_of(&sandbox, "list --columns number,title,question,handler,received --format csv"),
        "number,title,question,handler,received\r\n\
         B-001,\" Zij zei: \"\"ja, mag\"\" \",\"één\r\ntwee\n\",,2018-05-12\r\n\
         B-002,  spaties  ,=1+1,,\r\n\
         B-003,a;b,\ttab,,\r\n\
         B-004,'s-Hertogenbosch – €,\"regel\rretour\",,\r\n"
    );
    // A row with a single empty cell is written as `""`, because programs that read CSV skip a blank line.
    assert_eq!(stdout_of(&sandbox, "list --columns handler --limit 1 --format csv"), "handler\r\n\"\"\r\n");
}

#[test]
fn csv_excel_matches_byte_for_byte() {
    let cases = [
        ("=1+1", "'=1+1"),
        ("+31 70", "'+31 70"),
        ("-5", "'-5"),
        ("@som", "'@som"),
        ("\ttab", "'\ttab"),
        ("'=1", "''=1"),
        ("''@", "'''@"),
        ("=\"a\";b", "\"'=\"\"a\"\";b\""),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("'", "'"),
        ("5% - 6", "5% - 6"),
        (" =1", " =1"),
        ("a;b", "\"a;b\""),
        ("a,b", "a,b"),
        ("één €", "één €"),
    ];
    let sandbox = with_titles(&cases.map(|(title, _)| title));
    let rows: Vec<String> =
        cases.iter().enumerate().map(|(at, (_, cell))| format!("B-{:03};{cell};\r\n", at + 1)).collect();
    assert_eq!(
        stdout_of(&sandbox, "list --columns number,title,region --format csv-excel"),
        format!("\u{feff}number;title;region\r\n{}", rows.concat())
    );
}

#[test]
fn a_fraction_has_the_decimal_mark_that_its_reader_expects() {
    // One obstacle was answered after one day and the other after two days, so the median is 1.5 days.
    let sandbox =
        with_rows("title,ministry,received,answered", &["A,OCW,2018-05-01,2018-05-02", "B,OCW,2018-05-01,2018-05-03"]);
    for (format, message) in [
        ("csv", "until_event,obstacles,median_days,p90_days\r\nanswered,2,1.5,2\r\n"),
        ("csv-excel", "\u{feff}until_event;obstacles;median_days;p90_days\r\nanswered;2;1,5;2\r\n"),
        ("jsonl", "{\"until_event\":\"answered\",\"obstacles\":2,\"median_days\":1.5,\"p90_days\":2}\n"),
    ] {
        assert_eq!(stdout_of(&sandbox, &format!("report turnaround --format {format}")), message);
    }
    assert!(stdout_of(&sandbox, "report turnaround").contains(" 1.5 "));
    assert!(sandbox.run_in_dutch("report turnaround").ok().contains(" 1,5 "));
}

/// Exports obstacles and imports them into another register. Returns the obstacles of both registers as CSV.
#[track_caller]
fn round_trip(sandbox: &Sandbox, format: &str) -> (String, String) {
    let exported = stdout_of(sandbox, &format!("export obstacles --format {format}"));
    let other = Sandbox::new();
    other.write("list.csv", &exported);
    stdout_of(&other, "import obstacles list.csv");
    assert!(
        stdout_of(&other, &format!("export obstacles --format {format}")) == exported,
        "another {format} comes out"
    );
    (stdout_of(sandbox, "export obstacles"), stdout_of(&other, "export obstacles"))
}

#[test]
fn hostile_titles_survive_a_round_trip_through_either_csv() {
    let titles = [
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@x",
        "\t=1",
        "\r=1",
        "\n=1",
        "'=1",
        "''''-1",
        "'s-Hertogenbosch",
        "'",
        "\"",
        "\"\"\";\",\"",
        ";,\t;",
        "  =1  ",
        "\u{feff}=1",
        "\u{1b}[31mrood\u{1b}[0m",
        "\u{1}\u{7f}\u{9b}",
        "\u{202e}txet",
        "e\u{301}é",
        "👩🏽‍⚕️ 漢字",
        "\u{ffff}\u{10ffff}",
        "regel\r\n\r\nregel\n\nregel\r",
        "NULL",
        "0030326",
    ];
    let sandbox = with_titles(&titles);
    let stored = sandbox.rows("list --columns title");
    assert_eq!(stored.iter().map(|row| row["title"].clone()).collect::<Vec<_>>(), titles.map(on_one_line));
    for format in ["csv", "csv-excel"] {
        let (before, after) = round_trip(&sandbox, format);
        assert_eq!(before, after, "{format}");
    }
}

/// Any text without NUL. Characters that are special in CSV, Excel or a terminal occur more often than others.
fn any_text() -> impl Strategy<Value = String> {
    let hostile: Vec<char> = "'=+-@\t\r\n\";, \u{feff}\u{1b}\u{85}\u{a0}a".chars().collect();
    let character = prop_oneof![
        3 => proptest::sample::select(hostile),
        1 => any::<char>().prop_filter("no NUL", |character| *character != '\0'),
    ];
    proptest::collection::vec(character, 0..12).prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_survives_both_kinds_of_csv(texts in proptest::collection::vec(any_text(), 60)) {
        // Add "z" to each title, because a title must not be blank.
        let rows: Vec<String> =
            texts.iter().map(|text| format!("{},OCW,{}", csv_cell(&format!("{text}z")), csv_cell(text))).collect();
        let sandbox = with_rows("title,ministry,question", &rows);
        let stored = sandbox.rows("list --columns title,question");
        prop_assert_eq!(stored.len(), texts.len());
        for (row, text) in stored.iter().zip(&texts) {
            prop_assert_eq!(&row["title"], &on_one_line(&format!("{text}z")));
            prop_assert_eq!(&row["question"], if text.trim().is_empty() { "" } else { text });
        }
        for format in ["csv", "csv-excel"] {
            let (before, after) = round_trip(&sandbox, format);
            prop_assert_eq!(before, after);
        }
    }
}
