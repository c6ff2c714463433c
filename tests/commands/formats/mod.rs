//! The forms in which rows come out: to the byte where they are data, as they read where they are not.

use crate::common::{Row, Sandbox};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

/// A text as a cell that any reader of CSV takes as it is.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A register with obstacles of these titles.
#[track_caller]
fn with_titles<T: AsRef<str>>(titles: &[T]) -> Sandbox {
    with_rows(
        "title,ministry",
        &titles.iter().map(|title| format!("{},OCW", quoted(title.as_ref()))).collect::<Vec<_>>(),
    )
}

/// A register with obstacles of these rows.
#[track_caller]
fn with_rows<T: AsRef<str>>(columns: &str, rows: &[T]) -> Sandbox {
    let sandbox = Sandbox::new();
    fill(&sandbox, columns, rows);
    sandbox
}

/// Brings in obstacles of these rows.
#[track_caller]
fn fill<T: AsRef<str>>(sandbox: &Sandbox, columns: &str, rows: &[T]) {
    let mut text = columns.to_owned();
    for row in rows {
        text.push('\n');
        text.push_str(row.as_ref());
    }
    sandbox.write("given.csv", text);
    sandbox.run("import obstacles given.csv").ok();
}

/// What a command line, written as one, puts out.
#[track_caller]
fn out(sandbox: &Sandbox, line: &str) -> String {
    sandbox.run(line).ok()
}

/// The names of the files at a desk.
fn files(sandbox: &Sandbox) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(sandbox.path("."))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

// CSV

#[test]
fn csv_is_exact_to_the_byte() {
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
        out(&sandbox, "list --columns number,title,question,handler,received --format csv"),
        "number,title,question,handler,received\r\n\
         B-001,\" Zij zei: \"\"ja, mag\"\" \",\"één\r\ntwee\n\",,2018-05-12\r\n\
         B-002,  spaties  ,=1+1,,\r\n\
         B-003,a;b,\ttab,,\r\n\
         B-004,'s-Hertogenbosch – €,\"regel\rretour\",,\r\n"
    );
    // A row of nothing but an empty cell is not a blank line.
    assert_eq!(out(&sandbox, "list --columns handler --limit 1 --format csv"), "handler\r\n\"\"\r\n");
}

#[test]
fn csv_excel_is_exact_to_the_byte() {
    let cases = [
        ("=1+1", "'=1+1"),
        ("+31 70", "'+31 70"),
        ("-5", "'-5"),
        ("@som", "'@som"),
        ("\ttab", "'\ttab"),
        ("\rretour", "\"'\rretour\""),
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
        out(&sandbox, "list --columns number,title,region --format csv-excel"),
        format!("\u{feff}number;title;region\r\n{}", rows.concat())
    );
}

#[test]
fn a_fraction_has_the_mark_that_its_reader_expects() {
    // Answered after one and after two days: a day and a half in the middle.
    let sandbox = with_rows(
        "title,ministry,received,answered",
        &["A,OCW,2018-05-01,2018-05-02", "B,OCW,2018-05-01,2018-05-03"],
    );
    for (format, told) in [
        ("csv", "until_event,obstacles,median_days,p90_days\r\nanswered,2,1.5,2\r\n"),
        ("csv-excel", "\u{feff}until_event;obstacles;median_days;p90_days\r\nanswered;2;1,5;2\r\n"),
        ("jsonl", "{\"until_event\":\"answered\",\"obstacles\":2,\"median_days\":1.5,\"p90_days\":2}\n"),
    ] {
        assert_eq!(out(&sandbox, &format!("report turnaround --format {format}")), told);
    }
    assert!(out(&sandbox, "report turnaround").contains(" 1.5 "));
    assert!(sandbox.run_in_dutch("report turnaround").ok().contains(" 1,5 "));
}

/// Takes obstacles out in a format, into another register, and out again; tells what both hold as CSV.
#[track_caller]
fn there_and_back(sandbox: &Sandbox, format: &str) -> (String, String) {
    let exported = out(sandbox, &format!("export obstacles --format {format}"));
    let other = Sandbox::new();
    other.write("list.csv", &exported);
    out(&other, "import obstacles list.csv");
    assert!(
        out(&other, &format!("export obstacles --format {format}")) == exported,
        "another {format} comes out"
    );
    (out(sandbox, "export obstacles"), out(&other, "export obstacles"))
}

#[test]
fn hostile_titles_come_back_from_either_csv_as_they_were() {
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
    assert_eq!(stored.iter().map(|row| row["title"].as_str()).collect::<Vec<_>>(), titles);
    for format in ["csv", "csv-excel"] {
        let (before, after) = there_and_back(&sandbox, format);
        assert_eq!(before, after, "{format}");
    }
}

/// Any text but the NUL that no text may hold, and more often than chance would have it what CSV, Excel and
/// a terminal trip over.
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
    fn any_text_comes_back_from_either_csv_as_it_was(texts in proptest::collection::vec(any_text(), 60)) {
        // A title holds more than blanks: it gets a letter at its end. A text of blanks is nothing.
        let rows: Vec<String> =
            texts.iter().map(|text| format!("{},OCW,{}", quoted(&format!("{text}z")), quoted(text))).collect();
        let sandbox = with_rows("title,ministry,question", &rows);
        let stored = sandbox.rows("list --columns title,question");
        prop_assert_eq!(stored.len(), texts.len());
        for (row, text) in stored.iter().zip(&texts) {
            prop_assert_eq!(&row["title"], &format!("{text}z"));
            prop_assert_eq!(&row["question"], if text.trim().is_empty() { "" } else { text });
        }
        for format in ["csv", "csv-excel"] {
            let (before, after) = there_and_back(&sandbox, format);
            prop_assert_eq!(before, after);
        }
    }
}

// JSON

#[test]
fn json_is_an_array_of_objects_and_jsonl_an_object_a_line() {
    let sandbox = with_rows(
        "title,ministry,question,received",
        &["\"a \"\"b\"\"\\ é\u{1b}\",OCW,\"één\r\ntwee\",2018-05-12", "Twee,VWS,,"],
    );
    let first = "{\"number\":\"B-001\",\"title\":\"a \\\"b\\\"\\\\ é\\u001b\",\"question\":\"één\\r\\ntwee\",\"handler\":null,\"received\":\"2018-05-12\"}";
    let second =
        "{\"number\":\"B-002\",\"title\":\"Twee\",\"question\":null,\"handler\":null,\"received\":null}";
    let line = "list --columns number,title,question,handler,received --format";
    assert_eq!(out(&sandbox, &format!("{line} json")), format!("[\n {first},\n {second}\n]\n"));
    assert_eq!(out(&sandbox, &format!("{line} jsonl")), format!("{first}\n{second}\n"));
}

#[test]
fn nothing_is_an_empty_array_no_line_or_a_heading() {
    let sandbox = Sandbox::new();
    for (format, told) in [
        ("json", "[]\n"),
        ("jsonl", ""),
        ("csv", "number,title\r\n"),
        ("csv-excel", "\u{feff}number;title\r\n"),
        ("table", ""),
    ] {
        let result = sandbox.run(format!("list --columns number,title --format {format}"));
        assert_eq!(
            (result.code, result.stdout.as_str(), result.stderr.as_str()),
            (0, told, "Nothing found\n")
        );
    }
}

/// A row of JSON as that of CSV: nothing is an empty cell, and an empty text is nothing.
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
        // Reasons, in groups: by the names of these here, whatever their order is.
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
fn json_and_csv_hold_the_same_values_under_the_same_names() {
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
        let json: Value = serde_json::from_str(&out(&sandbox, &format!("{command} --format json"))).unwrap();
        let lines: Vec<Value> = out(&sandbox, &format!("{command} --format jsonl"))
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
    // The obstacles and the contacts alone: 70 of 30 attributes and 529 of 8.
    assert!(cells > 70 * 30 + 529 * 8, "only {cells} values were compared");
}

// Languages

#[test]
fn data_is_the_same_in_every_language() {
    let sandbox = Sandbox::demo();
    for command in [
        "export obstacles",
        "export contacts",
        "report totals",
        "report ministries",
        "count --by status",
        "reconcile",
    ] {
        for format in ["csv", "csv-excel", "json", "jsonl"] {
            let line = format!("{command} --format {format}");
            let english = out(&sandbox, &line);
            assert!(english.len() > 20, "{line}: {english}");
            assert_eq!(sandbox.run_in_dutch(&line).ok(), english, "{line}");
        }
    }
}

#[test]
fn the_labels_of_a_table_are_in_the_readers_language() {
    let sandbox = Sandbox::new();
    sandbox.run("care-domain add wijk --nl 'zorg in de wijk' --en 'care at home'").ok();
    fill(
        &sandbox,
        "title,ministry,care_domain,status,resolution,received",
        &["Een vraag,OCW,wijk,solved,within-rules,2018-05-12", "Nog een,VWS,,,,"],
    );
    let line = "list --columns number,title,ministry,care-domain,status,resolution,received";
    assert_eq!(
        out(&sandbox, line),
        "\
number  title      ministry  care domain   status     resolution        received
B-001   Een vraag  OCW       care at home  solved     within the rules  2018-05-12
B-002   Nog een    VWS                     collected
"
    );
    let dutch = sandbox.run_in_dutch(line);
    assert_eq!(dutch.stderr, "2 rijen\n");
    assert_eq!(
        dutch.stdout,
        "\
nummer  titel      ministerie  zorgdomein       status     oplossing         ontvangen
B-001   Een vraag  OCW         zorg in de wijk  opgelost   binnen de regels  2018-05-12
B-002   Nog een    VWS                          opgehaald
"
    );
    assert_eq!(sandbox.run(format!("{line} --lang nl")).ok(), dutch.stdout);
}

// Files

#[test]
fn the_ending_of_a_file_picks_its_format() {
    let sandbox = with_titles(&["Één", "Twee"]);
    for (name, format) in [
        ("list.csv", "csv"),
        ("list.CSV", "csv"),
        ("list.json", "json"),
        ("list.jsonl", "jsonl"),
        ("list.ndjson", "jsonl"),
        ("list.txt", "table"),
    ] {
        for command in ["list", "export obstacles"] {
            let result = sandbox.run(format!("{command} -o {name}"));
            assert_eq!(result.stdout, "");
            assert_eq!(result.notices(), format!("2 rows\n{name} was written\n"));
            assert_eq!(
                sandbox.read(name),
                out(&sandbox, &format!("{command} --format {format}")),
                "{command} -o {name}"
            );
        }
    }
    // What is asked for goes before what the ending says.
    out(&sandbox, "list --format csv-excel -o list.csv");
    assert_eq!(sandbox.read("list.csv"), out(&sandbox, "list --format csv-excel"));
    out(&sandbox, "list --format csv -o list.dat");
    assert_eq!(sandbox.read("list.dat"), out(&sandbox, "list --format csv"));
    assert_eq!(out(&sandbox, "list --format csv -o -"), out(&sandbox, "list --format csv"));
}

#[test]
fn an_ending_that_names_no_format_is_refused() {
    let sandbox = with_titles(&["Een"]);
    let before = files(&sandbox);
    for name in ["list.dat", "list", ".csv", "csv"] {
        assert_eq!(
            sandbox.run(format!("list -o {name}")).fails(2),
            format!(
                "ruimte: the ending of {name} does not say which format; choose .txt, .csv, .json, .jsonl, .ods, .xlsx, .html or give --format\n"
            )
        );
    }
    assert_eq!(
        sandbox.run_in_dutch("export obstacles -o list.dat").fails(2),
        "ruimte: aan de extensie van list.dat is de bestandsvorm niet te zien; kies .txt, .csv, .json, .jsonl, .ods, .xlsx, .html of geef --format\n"
    );
    assert_eq!(files(&sandbox), before);
}

#[test]
fn a_file_that_cannot_be_made_is_told_with_the_reason() {
    let sandbox = with_titles(&["Een"]);
    fs::create_dir(sandbox.path("folder.csv")).unwrap();
    let folder = "it is a folder, or a file stands where a folder should be";
    for (name, why) in [
        ("nowhere/list.csv", "the folder does not exist; make it first"),
        ("given.csv/list.csv", folder),
        ("folder.csv", folder),
    ] {
        assert_eq!(
            sandbox.run(format!("list -o {name}")).fails(73),
            format!("ruimte: {name} cannot be made: {why}\n")
        );
    }
    assert_eq!(
        sandbox.run_in_dutch("list -o nowhere/list.csv").fails(73),
        "ruimte: nowhere/list.csv kan niet worden gemaakt: de map bestaat niet; maak haar eerst\n"
    );
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_to_write_takes_no_file() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = with_titles(&["Een"]);
    let folder = sandbox.path("locked");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    // An administrator may write everywhere, and then the file is there.
    let may_write = fs::write(folder.join("probe"), "").is_ok();
    let result = sandbox.run("list --format csv -o locked/list.csv");
    if may_write {
        assert_eq!((result.code, result.stderr.as_str()), (0, "1 row\nlocked/list.csv was written\n"));
        assert_eq!(sandbox.read("locked/list.csv"), out(&sandbox, "list --format csv"));
    } else {
        assert_eq!(result.fails(73), "ruimte: locked/list.csv cannot be made: permission is lacking\n");
    }
}

#[test]
fn a_file_that_is_there_is_replaced_whole_or_left_as_it_is() {
    let sandbox = with_titles(&["Een"]);
    let old = "oud\n".repeat(10_000);
    sandbox.write("list.csv", &old);
    let before = files(&sandbox);
    for (line, code) in [
        ("list --ministry BZK -o list.csv", 2),
        ("list --columns nope -o list.csv", 2),
        ("list --sort nope -o list.csv", 2),
        ("list --since 31-02-2018 -o list.csv", 2),
        ("show B-099 -o list.csv", 66),
        ("show B-001 F-01 -o list.csv", 66),
        ("export people -o list.csv", 2),
        ("report nope -o list.csv", 2),
        ("reconcile nope -o list.csv", 66),
        ("--register weg.db list -o list.csv", 66),
    ] {
        sandbox.run(line).fails(code);
        assert!(sandbox.read("list.csv") == old, "{line}: the file changed");
    }
    out(&sandbox, "list --columns number,title -o list.csv");
    assert_eq!(sandbox.read("list.csv"), "number,title\r\nB-001,Een\r\n");
    assert_eq!(files(&sandbox), before, "something was left lying about");
}

#[test]
fn the_register_is_not_replaced_by_a_list_of_what_is_in_it() {
    let sandbox = with_titles(&["Een"]);
    let before = sandbox.register_bytes();
    for name in ["register.db", "./register.db"] {
        assert_eq!(
            sandbox.run(format!("list --format csv -o {name}")).fails(73),
            format!("ruimte: {name} is the register itself; choose another name\n")
        );
        assert!(sandbox.register_bytes() == before, "the register changed");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_is_replaced_stays_as_private_and_where_it_was() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let sandbox = with_titles(&["Een"]);
    sandbox.write("private.csv", "oud");
    fs::set_permissions(sandbox.path("private.csv"), fs::Permissions::from_mode(0o600)).unwrap();
    symlink("private.csv", sandbox.path("link.csv")).unwrap();
    out(&sandbox, "list --columns title -o link.csv");
    assert!(sandbox.path("link.csv").is_symlink());
    assert_eq!(sandbox.read("private.csv"), "title\r\nEen\r\n");
    let mode = fs::metadata(sandbox.path("private.csv")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

// Tables in a pipe

#[test]
fn in_a_pipe_a_table_is_neither_styled_nor_wrapped() {
    let long = "Mag een student ".repeat(30);
    let long = long.trim();
    let sandbox = with_titles(&[long, "漢字 é"]);
    let mut command = sandbox.command("list --columns title,number");
    command.env("COLUMNS", "40").env("CLICOLOR_FORCE", "1").env("TERM", "xterm-256color");
    let stdout = crate::common::execute(command).ok();
    // The longest title takes 479 columns; two more stand between columns. Each of 漢字 takes two.
    assert_eq!(
        stdout,
        format!(
            "title{}number\n{long}  B-001\n漢字 é{}B-002\n",
            " ".repeat(479 - 5 + 2),
            " ".repeat(479 - 6 + 2)
        )
    );
}

#[test]
fn stored_control_characters_show_in_a_table_and_are_exact_in_data() {
    let title = "a\u{1b}[31mrood\u{7}\u{9b}1m\u{202e}\u{feff}\tb\r\nc\rd\u{7f}";
    let sandbox = with_rows("title,ministry,question", &[format!("{0},OCW,{0}", quoted(title))]);
    let shown = "a<U+001B>[31mrood<U+0007><U+009B>1m<U+202E><U+FEFF> b ⏎ c<U+000D>d<U+007F>";
    let pad = " ".repeat(shown.chars().count() - "title".len());
    assert_eq!(out(&sandbox, "list --columns title,number"), format!("title{pad}  number\n{shown}  B-001\n"));
    assert_eq!(
        out(&sandbox, "list --columns title,number --format csv"),
        format!("title,number\r\n\"{title}\",B-001\r\n")
    );
    let json: Value = serde_json::from_str(&out(&sandbox, "list --format json")).unwrap();
    assert_eq!(json[0]["title"], title);
    // In a card and in what is told beside the data nothing acts either.
    let acts = |text: &str| text.chars().any(|character| character.is_control() && character != '\n');
    let card = out(&sandbox, "show B-001");
    assert!(!acts(&card) && card.contains("<U+001B>[31mrood<U+0007>"), "{card}");
    let told = sandbox.run(format!("log '{title}' --ministry OCW")).notices();
    assert!(!acts(&told) && told.contains("<U+001B>[31mrood<U+0007>"), "{told}");
    let refused = sandbox.run(format!("list --ministry '{title}'")).fails(2);
    assert!(!acts(&refused) && refused.contains("<U+001B>[31mrood<U+0007>"), "{refused}");
}

// Columns, order, limit

/// Five obstacles, of which two without a day and two of the same day.
fn five() -> Sandbox {
    with_rows(
        "title,ministry,status,resolution,received,region",
        &[
            "Bever,OCW,solved,within-rules,2018-05-02,10",
            "Aap,VWS,,,,2",
            "Das,OCW,in-analysis,,2018-05-01,1",
            "Eland,SZW,,,2018-05-02,",
            "Cavia,OCW,,,,2",
        ],
    )
}

#[test]
fn columns_come_in_the_order_asked_for_by_either_name() {
    let sandbox = five();
    assert_eq!(
        out(&sandbox, "list --columns received,number,care-domain,CARE_DOMAIN --limit 2 --format csv"),
        "received,number,care_domain\r\n2018-05-02,B-001,\r\n,B-002,\r\n"
    );
    assert_eq!(
        out(&sandbox, "ministry list --columns code,en --format csv"),
        "code,en\r\nOCW,\"Education, Culture and Science\"\r\nSZW,Social Affairs and Employment\r\nVWS,\"Health, Welfare and Sport\"\r\n"
    );
}

#[test]
fn a_list_is_sorted_as_asked_with_what_is_not_known_last() {
    let sandbox = five();
    for (sort, order) in [
        ("received", "Das Bever Eland Aap Cavia"),
        ("-received", "Bever Eland Das Aap Cavia"),
        ("title", "Aap Bever Cavia Das Eland"),
        ("-title", "Eland Das Cavia Bever Aap"),
        ("number", "Bever Aap Das Eland Cavia"),
        ("-number", "Cavia Eland Das Aap Bever"),
        // In the order of the work, not of the alphabet.
        ("status", "Aap Eland Cavia Das Bever"),
        ("-status", "Bever Das Aap Eland Cavia"),
        ("resolution", "Bever Aap Das Eland Cavia"),
        ("-resolution", "Bever Aap Das Eland Cavia"),
    ] {
        let rows = sandbox.rows(format!("list --columns title --sort {sort}"));
        let titles: Vec<&str> = rows.iter().map(|row| row["title"].as_str()).collect();
        assert_eq!(titles.join(" "), order, "--sort {sort}");
    }
    // Numbers go by what they count: P-09 before P-10, and 9 before 10.
    let rows = Sandbox::demo().rows("figure list --columns value --sort -value --limit 3");
    assert_eq!(rows.iter().map(|row| row["value"].as_str()).collect::<Vec<_>>(), ["307", "213", "70"]);
}

#[test]
fn regions_are_sorted_by_their_number() {
    let rows = five().rows("list --columns title --sort region");
    let titles: Vec<&str> = rows.iter().map(|row| row["title"].as_str()).collect();
    assert_eq!(titles.join(" "), "Das Aap Cavia Bever Eland");
}

#[test]
fn what_a_limit_leaves_out_is_told_with_the_way_to_the_rest() {
    let sandbox = five();
    let more =
        |count| format!("Rows shown: {count}; there are more: give a higher --limit, or leave it out\n");
    for (limit, told) in [
        ("0", more(0)),
        ("2", more(2)),
        ("4", more(4)),
        ("5", "5 rows\n".to_owned()),
        ("6", "5 rows\n".to_owned()),
        ("18446744073709551615", "5 rows\n".to_owned()),
    ] {
        let shown = limit.parse::<usize>().unwrap_or(usize::MAX).min(5);
        for format in ["table", "csv", "jsonl"] {
            let result = sandbox.run(format!("list --limit {limit} --format {format}"));
            assert_eq!(result.stderr, told, "--limit {limit}");
            let heading = usize::from(format != "jsonl" && (shown > 0 || format == "csv"));
            assert_eq!(result.ok().lines().count(), shown + heading, "--limit {limit} --format {format}");
        }
    }
    assert_eq!(
        sandbox.run_in_dutch("list --limit 2").notices(),
        "Rijen getoond: 2; er zijn er meer: geef een hogere --limit, of laat die weg\n"
    );
}

#[test]
fn a_limit_that_is_no_number_is_told_with_its_option() {
    let sandbox = Sandbox::new();
    for limit in ["x", "1.5"] {
        assert_eq!(
            sandbox.run(format!("list --limit {limit}")).fails(2),
            format!("ruimte: '{limit}' is not possible for --limit; see: ruimte list --help\n")
        );
    }
    let told = sandbox.run("list --limit ''").fails(2);
    assert!(told.contains("--limit"), "{told}");
}

#[test]
fn an_unknown_format_or_column_is_told_with_those_that_there_are() {
    let sandbox = Sandbox::new();
    for command in ["list", "export obstacles", "report totals", "contact list"] {
        assert_eq!(
            sandbox.run(format!("{command} --format xml")).fails(2),
            "ruimte: 'xml' is not possible for --format; choose from: table, csv, csv-excel, json, jsonl, ods, xlsx, html\n"
        );
    }
    assert_eq!(
        sandbox.run_in_dutch("list --format xml").fails(2),
        "ruimte: 'xml' is geen geldige waarde voor --format; kies uit: table, csv, csv-excel, json, jsonl, ods, xlsx, html\n"
    );
    let factsheet = "number, title, summary, body, url, published, provenance, provenance_note, void";
    for option in ["--columns=number,colour", "--sort=colour", "--sort=-colour"] {
        assert_eq!(
            sandbox.run(format!("factsheet list {option}")).fails(2),
            format!("ruimte: there is no attribute 'colour'; choose from: {factsheet}\n")
        );
    }
    assert_eq!(
        sandbox.run_in_dutch("factsheet list --columns kleur").fails(2),
        format!("ruimte: het gegeven 'kleur' bestaat niet; kies uit: {factsheet}\n")
    );
}
