//! Receipts. Every command that counts prints a receipt. The receipt is the same in every format and language, and the
//! count can be repeated from the receipt alone.

use super::{FIGURE, PUBLICATION, noon_zones, run_all, run_raw, story, value};
use crate::common::{Sandbox, in_first_format, quote, receipt_fields};

/// Every command that prints a receipt. The arguments refer to records of the register `story` and to publication `p`.
const COUNTING: &[&str] = &[
    "count",
    "count --by status",
    "count --by ministry,handler,year",
    "count --by factsheet --ministry OCW --ministry VWS --status open",
    "count --overdue --with-void --no-factsheet",
    "report totals",
    "report ministries",
    "report resolutions",
    "report factsheets",
    "report contacts",
    "report turnaround",
    "report laws",
    "report gaps",
    "report unused",
    "report overdue",
    "report totals --since 2018-01-01 --until 31-12-2018 --lead OCW",
    "reconcile",
    "reconcile p --explain",
];

/// The register `story` with the further records that reports need.
pub(super) fn countable_story() -> Sandbox {
    let sandbox = story();
    run_all(
        &sandbox,
        &[
            PUBLICATION,
            FIGURE,
            "figure add --publication p --measure open --relation at-least --value 1",
            "edit 3 --law 'BWBR0007625 art. 7.2.8' --due 2018-02-02 --handler 'H. Behandelaar'",
        ],
    );
    sandbox
}

#[track_caller]
pub(super) fn receipt(sandbox: &Sandbox, arguments: &str) -> String {
    let result = sandbox.run(arguments);
    result.receipt.unwrap_or_else(|| panic!("{arguments:?}: {}", result.stderr))
}

const SAME: &str = "Same: after entry";
const DIFFERENT: &str = "Different: after entry";

/// Repeats the count that a receipt describes. Returns the exit code and the output.
pub(super) fn repeat(sandbox: &Sandbox, receipt: &str) -> (i32, String) {
    let result = sandbox.run(format!("receipt {}", quote(receipt)));
    (result.code, result.stdout + &result.stderr)
}

#[track_caller]
pub(super) fn assert_same(sandbox: &Sandbox, receipt: &str) {
    let (code, message) = repeat(sandbox, receipt);
    assert!(code == 0 && message.starts_with(SAME), "{message}\n{receipt}");
    assert_eq!(message.lines().count(), 1, "{message}");
}

#[track_caller]
pub(super) fn assert_different(sandbox: &Sandbox, receipt: &str) {
    let (code, message) = repeat(sandbox, receipt);
    assert!(code == 1 && message.starts_with(DIFFERENT), "{message}\n{receipt}");
}

#[test]
fn every_count_has_the_same_receipt_in_every_format_and_language() {
    let sandbox = countable_story();
    let head: String =
        value(&sandbox, "SELECT lower(substr(hex(hash), 1, 32)) FROM journal ORDER BY number DESC LIMIT 1");
    let entry: i64 = value(&sandbox, "SELECT max(number) FROM journal");
    let id: String = value(&sandbox, "SELECT id FROM register");
    let mut results = Vec::new();
    for command in COUNTING {
        let mut seen: Vec<String> = Vec::new();
        for lang in ["en", "nl"] {
            for format in ["table", "csv", "csv-excel", "json", "jsonl"] {
                let (_, stdout, stderr) = run_raw(&sandbox, &format!("--lang {lang} {command} --format {format}"));
                let label = if lang == "en" { "Receipt: " } else { "Bewijs: " };
                // The receipt is the last line on standard error.
                let last = stderr.lines().last().unwrap();
                let receipt = last.strip_prefix(label).unwrap_or_else(|| panic!("{command:?}: {stderr}"));
                assert!(stderr.ends_with('\n'));
                // On standard output, a table ends with the receipt. Data formats do not include the receipt.
                if format == "table" {
                    assert!(stdout.ends_with(&format!("\n{label}{receipt}\n")), "{command:?}: {stdout}");
                    assert_eq!(stdout.matches("ruimte:2").count(), 1);
                } else {
                    assert!(!stdout.contains("ruimte:2") && !stdout.contains(label.trim()), "{command:?}: {stdout}");
                }
                seen.push(receipt.to_owned());
            }
        }
        seen.dedup();
        assert_eq!(seen.len(), 1, "{command:?}: {seen:#?}");
        let parts = receipt_fields(&seen[0]);
        assert_eq!((&parts["register"], &parts["head"]), (&id, &head), "{command:?}");
        assert_eq!(parts["entry"], entry.to_string());
        assert_eq!(parts["result"].len(), 32);
        let name = command.strip_prefix("report ").unwrap_or(command).split(' ').next().unwrap();
        let rules = ["count/2", "ministries/2", "resolutions/2", "laws/2", "gaps/2"];
        let rule = rules.into_iter().find(|rule| rule.split('/').next() == Some(name));
        assert_eq!(parts["rule"], rule.map_or_else(|| format!("{name}/1"), str::to_owned), "{command:?}");
        assert_eq!(parts["command"].split(' ').next(), command.split(' ').next());
        results.push((parts["command"].clone(), parts["result"].clone()));
    }
    // No two receipts have the same command or the same result.
    for name in [0, 1] {
        let mut each: Vec<&String> = results.iter().map(|pair| if name == 0 { &pair.0 } else { &pair.1 }).collect();
        each.sort();
        each.dedup();
        assert_eq!(each.len(), COUNTING.len(), "{results:#?}");
    }
}

#[test]
fn quiet_mode_prints_nothing_to_stderr_but_tables_still_end_with_the_receipt() {
    let sandbox = countable_story();
    for command in COUNTING {
        let (_, stdout, stderr) = run_raw(&sandbox, &format!("{command} --quiet"));
        assert_eq!(stderr, "", "{command:?}");
        assert!(stdout.lines().last().unwrap().starts_with("Receipt: ruimte:2 register="), "{stdout}");
        let (_, stdout, stderr) = run_raw(&sandbox, &format!("{command} -q --format csv"));
        assert_eq!(stderr, "", "{command:?}");
        assert!(!stdout.contains("ruimte:2"), "{stdout}");
    }
}

#[test]
fn an_output_file_has_its_receipt_in_a_file_next_to_it() {
    let sandbox = countable_story();
    for (file, in_file) in [("t.csv", false), ("t.json", false), ("t.jsonl", false), ("t.txt", true)] {
        let result = sandbox.run(format!("report resolutions -o {file}"));
        assert_eq!((result.code, result.stderr.as_str()), (0, format!("{file} was written\n").as_str()));
        let receipt = result.receipt.unwrap();
        assert_eq!(sandbox.read(&format!("{file}.receipt")), format!("{receipt}\n"));
        assert_eq!(sandbox.read(file).contains(&receipt), in_file, "{file}");
        assert_eq!(sandbox.run(["receipt", &format!("{file}.receipt")]).code, 0);
    }
    // The text file contains the receipt, so the file itself can be given to `receipt`.
    assert_eq!(sandbox.run("receipt t.txt").code, 0);
    // With `--quiet`, the receipt file is still written, and replaces the receipt of the earlier count.
    let before = sandbox.read("t.csv.receipt");
    sandbox.run("count -o t.csv --quiet").ok();
    let after = sandbox.read("t.csv.receipt");
    assert_ne!(before, after);
    assert_eq!(receipt_fields(&after)["command"], "count");
    // A command that does not count writes no receipt file.
    sandbox.run("list -o list.csv").ok();
    assert!(!sandbox.path("list.csv.receipt").exists());
}

#[test]
fn a_count_can_be_repeated_after_later_writes() {
    let sandbox = countable_story();
    let receipts: Vec<String> = COUNTING.iter().map(|command| receipt(&sandbox, command)).collect();
    let also: Vec<String> = [
        "--as-of 8 count --by status",
        "count --as-of kamerbrief-2018 --handler 'H. Behandelaar'",
        "--reference-date 2018-01-11 report totals",
        "reconcile --reference-date 31-1-2018",
        "--as-of 9 --reference-date 2018-01-31 count --by status",
        "report overdue --as-of today",
    ]
    .iter()
    .map(|command| receipt(&sandbox, command))
    .collect();
    for receipt in receipts.iter().chain(&also) {
        assert_same(&sandbox, receipt);
    }
    run_all(
        &sandbox,
        &[
            "undo 9",
            "log Later --ministry OCW --received 2018-01-11 --handler 'H. Behandelaar'",
            "reopen 1 --because Later",
            "void 3 --because Later",
            "log 'Nog later' --ministry SZW --received 2018-01-11",
            "classify 2 within-rules --because Later --on 2018-03-03",
            "contact call 5 --on 2018-01-13",
            "edit 5 --due 2018-02-02",
            "scheme add Later",
            "factsheet edit 1 --title Later",
            "law edit BWBR0007625 --nl Later --en Later",
            "ministry edit OCW --nl Later --en Later",
            "figure edit 1 --value 99",
            "publication edit p --until 2018-01-31",
            "person edit 2 --name 'H. Behandelaar-Later'",
        ],
    );
    for (command, before) in COUNTING.iter().zip(&receipts) {
        assert_same(&sandbox, before);
        assert_ne!(
            receipt_fields(&receipt(&sandbox, command))["result"],
            receipt_fields(before)["result"],
            "{command:?}"
        );
    }
    for receipt in &also {
        assert_same(&sandbox, receipt);
    }
    // In Dutch, the output of `receipt` includes the day of the journal entry.
    let day: String = value(&sandbox, "SELECT at FROM journal WHERE number = 13");
    let message = sandbox.run_in_zone("UTC", ["--lang", "nl", "receipt", &receipts[0]]);
    assert_eq!(message.ok(), format!("Gelijk: na wijziging 13 ({}) geeft deze opdracht dit resultaat\n", &day[..10]));
}

#[test]
fn a_receipt_is_read_from_the_line_a_file_or_standard_input() {
    let sandbox = countable_story();
    let receipt = receipt(&sandbox, "count --by status");
    sandbox.write("receipt.txt", format!("{receipt}\n"));
    sandbox.write(
        "brief.txt",
        format!("Geachte Kamer,\r\n\r\nDe cijfers staan vast.\r\n  Bewijs: {receipt}\r\n\r\nHoogachtend\r\n"),
    );
    for text in [receipt.clone(), format!("Receipt: {receipt}"), format!("  Bewijs: {receipt}\n")] {
        assert_same(&sandbox, &text);
    }
    for file in ["receipt.txt", "./receipt.txt"] {
        assert_same(&sandbox, file);
        assert_eq!(sandbox.run(format!("check --against {file}")).code, 0);
    }
    let around = "Note: the text around the receipt was not read\n";
    let message = repeat(&sandbox, "brief.txt").1;
    assert!(message.starts_with(SAME) && message.ends_with(&format!("result\n{around}")), "{message}");
    assert!(sandbox.run("check --against brief.txt").notices().starts_with(around));
    let all_of_it = sandbox.command("count --by status").output().unwrap().stdout;
    let result = sandbox.run_with_input("receipt -", all_of_it);
    assert!(result.code == 0 && result.stdout.starts_with(SAME) && result.stderr == around, "{result:?}");
    assert_eq!(sandbox.run_with_input("check --against -", &receipt).code, 0);
}

#[test]
fn a_receipt_is_read_from_a_letter_that_changed_its_characters() {
    let sandbox = countable_story();
    let receipt = receipt(&sandbox, "count --by status --reference-date 2018-01-31");
    let capital = receipt.replacen("ruimte", "Ruimte", 1);
    for text in [
        capital.replace(' ', "\r\n  "),
        capital.replace(' ', "\u{a0}"),
        receipt.replace(' ', "\n> "),
        receipt.replace("--", "\u{2014}"),
        receipt.replace("--", "\u{2013}"),
        receipt.replace('-', "\u{2011}"),
        receipt.replace("status", "sta\u{ad}tus"),
        receipt.replace("--by", "--\r\nby"),
        receipt.replace(&receipt_fields(&receipt)["result"], &receipt_fields(&receipt)["result"].to_uppercase()),
    ] {
        assert_same(&sandbox, &text);
        let result = sandbox.run_with_input("receipt -", format!("\u{201c}{text}\u{201d}."));
        assert!(result.code == 0 && result.stdout.starts_with(SAME) && result.stderr.is_empty(), "{result:?}");
    }
    // Receipts of an earlier version have values in straight quotation marks. Word processors make these marks curly.
    let old = in_first_format(&receipt);
    let curly = old.replacen('\'', "\u{2018}", 1).replacen('\'', "\u{2019}", 1);
    assert_ne!(curly, old);
    assert_same(&sandbox, &curly.replace(' ', "\r\n  "));
}

#[test]
fn a_value_may_contain_what_separates_the_fields_of_a_receipt() {
    let sandbox = countable_story();
    for name in ["x result=1", "\u{201c}kamer\u{201d} \u{2018}brief\u{2019}", "a+b~50% check=12", "ruimte:2 register=1"]
    {
        sandbox.run(["snapshot", name]).ok();
        let receipt = sandbox.run(["count", "--as-of", name, "--by", "status"]).receipt.unwrap();
        assert_eq!(receipt_fields(&receipt).len(), 9, "{receipt}");
        assert_same(&sandbox, &receipt);
    }
}

#[test]
fn receipt_reports_what_it_ignored() {
    let sandbox = countable_story();
    let (one, other) = (receipt(&sandbox, "count"), receipt(&sandbox, "count --by status"));
    let notice = |text: &str| {
        let message = repeat(&sandbox, text).1;
        let (verdict, notices) = message.split_once('\n').unwrap();
        assert!(verdict.starts_with(SAME), "{message}");
        notices.to_owned()
    };
    let old = in_first_format(&one);
    let (around, first) = (
        "Note: the text around the receipt was not read\n",
        "Note: there are more receipts in it; only the first was used\n",
    );
    for receipt in [&one, &old] {
        assert_eq!(notice(&format!("Bewijs: {receipt}.")), "");
        assert_eq!(notice(&format!("{receipt}\n\n{receipt}\n")), around);
        assert_eq!(notice(&format!("Zie {receipt}")), around);
        assert_eq!(notice(&format!("{receipt} volgens de minister")), around);
        assert_eq!(notice(&format!("{receipt}\n{other}\n")), first);
        assert_eq!(notice(&format!("{receipt}\n{}\n", other.replace("entry=13", "entry=12"))), first);
    }
    // A receipt in the first format has no check digits, so it is accepted even if somebody added fields to it.
    assert_eq!(
        notice(&old.replace(" day=", " note=goedgekeurd entry=13 day=")),
        "Note: a receipt does not say this, or says it twice, and it was not used: note, entry\n"
    );
    assert_eq!(
        sandbox.run_in_dutch(["receipt", &format!("Zie {one}")]).stderr,
        "Let op: de tekst om het bewijs heen is niet gelezen\n"
    );
}

#[test]
fn filters_with_quotes_blanks_and_accents_are_repeated_exactly() {
    let sandbox = countable_story();
    let names = ["O'Brien \"Q\" $HOME `x` \\ ; é", "Müller, Jr.", "-streepje", "Ὀδυσσεύς 🙂"];
    for name in names {
        sandbox
            .run(["log", "Titel", "--ministry", "OCW", "--received", "2018-05-05", &format!("--handler={name}")])
            .ok();
    }
    sandbox.run(["edit", "2", "--law", "cao: Cao 'VVT' & \"zorg\"", "--region", "12"]).ok();
    let mut receipts = Vec::new();
    for (command, count) in [
        (&["count", "--handler", names[0]][..], 1),
        (&["count", "--handler", names[1]], 1),
        (&["count", &format!("--handler={}", names[2])], 1),
        (&["count", "--handler", names[3], "--by", "year,handler"], 1),
        (&["count", "--law", "cao: Cao 'VVT' & \"zorg\""], 1),
        (&["count", "--handler", names[0], "--handler", names[3], "--since", "5-5-2018"], 2),
        (&["count", "--region", "Rotterdam"], 1),
        (&["count", "--handler", "Wie is dit 'nou'?"], 0),
        (&["report", "totals", "--handler", names[0], "--with-void"], 1),
    ] {
        let result = sandbox.run([command, &["--format", "csv"]].concat());
        if command[0] == "count" && !command.contains(&"--by") {
            assert_eq!(result.stdout.lines().nth(1), Some(count.to_string().as_str()), "{command:?}");
        }
        receipts.push(result.receipt.unwrap());
    }
    sandbox.run(["log", "Later", "--ministry", "OCW", "--handler", names[0], "--region", "12"]).ok();
    sandbox.run("edit 5 --clear handler").ok();
    for receipt in &receipts {
        assert_eq!(receipt.lines().count(), 1);
        assert_same(&sandbox, receipt);
        let result = sandbox.run_with_input("receipt -", receipt);
        assert_eq!(result.code, 0, "{receipt}");
    }
}

#[test]
fn a_relative_date_in_a_receipt_means_the_original_day() {
    let sandbox = story();
    let (west, east) = noon_zones();
    let (west, east) = (west.as_str(), east.as_str());
    let day = receipt_fields(&sandbox.run_in_zone(east, "count").receipt.unwrap())["day"].clone();
    let other = receipt_fields(&sandbox.run_in_zone(west, "count").receipt.unwrap())["day"].clone();
    assert!(other < day, "{other} {day}");
    sandbox.run(format!("log 'Van die dag' --ministry OCW --received {day}")).ok();
    sandbox.run(format!("log 'Van de andere dag' --ministry OCW --received {other}")).ok();
    sandbox.run(format!("log 'Te laat' --ministry OCW --received 2018-01-01 --due {other}")).ok();
    for command in [
        "count --since today",
        "count --until yesterday",
        "count --overdue",
        "report overdue",
        "report totals --since vandaag",
        "count --reference-date today",
    ] {
        let (there, here) = (sandbox.run_in_zone(east, command), sandbox.run_in_zone(west, command));
        assert_ne!(there.stdout, here.stdout, "it does not depend on the day, and so proves nothing: {command:?}");
        for (zone, receipt) in [(west, there.receipt), (east, here.receipt)] {
            let result = sandbox.run_in_zone(zone, ["receipt", &receipt.unwrap()]);
            assert!(result.code == 0 && result.stdout.starts_with(SAME), "{command:?}: {result:?}");
        }
    }
}
