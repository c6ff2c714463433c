//! JSON output, and the equivalence of all data formats in every language.

use super::{stdout_of, with_rows};
use crate::common::{Row, Sandbox};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn json_is_an_array_of_objects_and_jsonl_has_an_object_per_line() {
    let sandbox = with_rows(
        "title,ministry,question,received",
        &["\"a \"\"b\"\"\\ é\u{1b}\",OCW,\"één\r\ntwee\",2018-05-12", "Twee,VWS,,"],
    );
    let first = "{\"number\":\"B-001\",\"title\":\"a \\\"b\\\"\\\\ é\\u001b\",\"question\":\"één\\r\\ntwee\",\"handler\":null,\"received\":\"2018-05-12\"}";
    let second = "{\"number\":\"B-002\",\"title\":\"Twee\",\"question\":null,\"handler\":null,\"received\":null}";
    let line = "list --columns number,title,question,handler,received --format";
    assert_eq!(stdout_of(&sandbox, &format!("{line} json")), format!("[\n {first},\n {second}\n]\n"));
    assert_eq!(stdout_of(&sandbox, &format!("{line} jsonl")), format!("{first}\n{second}\n"));
}

#[test]
fn an_empty_result_is_an_empty_array_or_no_lines_or_a_header() {
    let sandbox = Sandbox::new();
    for (format, message) in [
        ("json", "[]\n"),
        ("jsonl", ""),
        ("csv", "number,title\r\n"),
        ("csv-excel", "\u{feff}number;title\r\n"),
        ("table", ""),
    ] {
        let result = sandbox.run(format!("list --columns number,title --format {format}"));
        assert_eq!((result.code, result.stdout.as_str(), result.stderr.as_str()), (0, message, "Nothing found\n"));
    }
}

/// Converts a JSON row to the CSV row with the same values; null becomes an empty cell.
fn as_row(value: &Value) -> Row {
    let cell = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => {
            assert!(!text.is_empty(), "an empty text");
            text.clone()
        }
        Value::Number(number) => match number.as_i64() {
            Some(number) => number.to_string(),
            None => number.as_f64().unwrap().to_string(),
        },
        // In JSON, the reasons for a search result form an object with one key per kind. The order does not matter.
        Value::Object(groups) => {
            let group = |(name, values): (&String, &Value)| {
                let values: Vec<&str> =
                    values.as_array().unwrap().iter().map(|value| value.as_str().unwrap()).collect();
                format!("{name}: {}", values.join(", "))
            };
            groups.iter().map(group).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("; ")
        }
        other => panic!("neither text nor number: {other}"),
    };
    value.as_object().unwrap().iter().map(|(key, value)| (key.clone(), cell(value))).collect()
}

#[test]
fn json_and_csv_have_the_same_values_and_names() {
    let sandbox = Sandbox::demo();
    let mut commands: Vec<String> = "obstacles factsheets schemes contacts ministries regions care-domains themes natures laws synonyms publications figures"
        .split(' ')
        .map(|kind| format!("export {kind}"))
        .collect();
    commands.extend(
        "totals ministries resolutions factsheets contacts turnaround laws gaps unused overdue"
            .split(' ')
            .map(|report| format!("report {report}")),
    );
    commands.extend(
        [
            "list --status solved",
            "search stage",
            "search --limit 100 stage contract medicatie",
            "similar B-001",
            "similar stage",
            "show B-001",
            "show C-001 C-002",
            "contact list",
            "law list",
        ]
        .map(str::to_owned),
    );
    commands.extend(["count", "count --by ministry,status", "reconcile"].map(str::to_owned));
    let mut cells = 0;
    for command in &commands {
        let json: Value = serde_json::from_str(&stdout_of(&sandbox, &format!("{command} --format json"))).unwrap();
        let lines: Vec<Value> = stdout_of(&sandbox, &format!("{command} --format jsonl"))
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(json.as_array().unwrap(), &lines, "{command}");
        let rows: Vec<Row> = lines.iter().map(as_row).collect();
        let mut wanted = sandbox.rows(command);
        for why in wanted.iter_mut().filter_map(|row| row.get_mut("why")) {
            *why = why.split("; ").collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("; ");
        }
        assert_eq!(rows, wanted, "{command}");
        cells += rows.iter().map(Row::len).sum::<usize>();
    }
    // The obstacles (70 rows, 30 attributes) and the contacts (529 rows, 8 attributes) alone have this many cells.
    assert!(cells > 70 * 30 + 529 * 8, "only {cells} values were compared");
}

#[test]
fn data_is_the_same_in_every_language() {
    let sandbox = Sandbox::demo();
    for command in
        ["export obstacles", "export contacts", "report totals", "report ministries", "count --by status", "reconcile"]
    {
        for format in ["csv", "csv-excel", "json", "jsonl"] {
            let line = format!("{command} --format {format}");
            let english = stdout_of(&sandbox, &line);
            assert!(english.len() > 20, "{line}: {english}");
            assert_eq!(sandbox.run_in_dutch(&line).ok(), english, "{line}");
        }
    }
}
