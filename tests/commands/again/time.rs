//! The two times: what the register said at a moment (`--as-of`), and where the work stood on a day
//! (`--reference-date`). They are not one, and combine.

use super::{FIGURE, NETHERLANDS, PUBLICATION, all, listed, noon, refused, run_in, story, tamper};
use crate::desk::{Desk, Done, Row, rows_of};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

// ---------------------------------------------------------------------------------------------------
// What the register said
// ---------------------------------------------------------------------------------------------------

/// Every command that reads records, on the story with a publication.
const READING: &[&[&str]] = &[
    &["list"],
    &["list", "--with-void"],
    &["list", "--ministry", "VWS", "--sort", "-number", "--limit", "1"],
    &["list", "--handler", "H. Behandelaar"],
    &["search", "tweede"],
    &["search", "stage", "fonds"],
    &["search", "contract", "--status", "solved"],
    &["similar", "stagecontract"],
    &["similar", "B-003"],
    &["show", "B-001"],
    &["show", "F-01", "C-001"],
    &["show", "C-001", "--with-persons"],
    &["count"],
    &["count", "--by", "ministry,status"],
    &["count", "--by", "handler"],
    &["count", "--by", "factsheet", "--since", "2018-01-01"],
    &["report", "totals"],
    &["report", "ministries"],
    &["report", "resolutions"],
    &["report", "factsheets"],
    &["report", "contacts"],
    &["report", "turnaround"],
    &["report", "laws"],
    &["report", "gaps"],
    &["report", "unused"],
    &["report", "overdue"],
    &["reconcile"],
    &["reconcile", "p", "--explain"],
    &["contact", "list"],
    &["factsheet", "list"],
    &["scheme", "list"],
    &["ministry", "list"],
    &["region", "list"],
    &["care-domain", "list"],
    &["theme", "list"],
    &["nature", "list"],
    &["law", "list"],
    &["synonym", "list"],
    &["publication", "list"],
    &["figure", "list"],
    &["person", "list"],
    &["snapshot"],
    &["export", "obstacles"],
    &["export", "obstacles", "--with-void"],
    &["export", "factsheets"],
    &["export", "schemes"],
    &["export", "contacts"],
    &["export", "ministries"],
    &["export", "regions"],
    &["export", "care-domains"],
    &["export", "themes"],
    &["export", "natures"],
    &["export", "laws"],
    &["export", "synonyms"],
    &["export", "publications"],
    &["export", "figures"],
    &["export", "snapshots"],
    &["export", "persons", "--with-persons"],
    &["history", "B-001"],
    &["history", "--limit", "3"],
];

/// Writes that change what every reading command gives.
const LATER: &[&[&str]] = &[
    &[
        "edit",
        "1",
        "--title",
        "Later anders",
        "--due",
        "2018-01-31",
        "--law",
        "BWBR0007671",
        "--clear",
        "handler",
    ],
    &["reopen", "1", "--because", "Later"],
    &[
        "log",
        "Latere vraag",
        "--ministry",
        "VWS",
        "--received",
        "2018-02-02",
        "--handler",
        "Later",
        "--scheme",
        "S-01",
    ],
    &["log", "Nog een latere vraag", "--ministry", "VWS", "--received", "2018-02-03"],
    &["void", "B-002", "--because", "Later"],
    &["contact", "edit", "1", "--note", "Later", "--person", "Later"],
    &["contact", "meeting", "3", "--on", "2018-03-03"],
    &["factsheet", "edit", "1", "--title", "Later"],
    &["factsheet", "add", "Later"],
    &["scheme", "edit", "1", "--title", "Later"],
    &["ministry", "edit", "VWS", "--nl", "Later", "--en", "Later"],
    &["region", "edit", "12", "--nl", "Later"],
    &["care-domain", "edit", "ggz", "--nl", "Later"],
    &["theme", "edit", "permanent-leren", "--nl", "Later"],
    &["nature", "edit", "funding", "--nl", "Later"],
    &["law", "edit", "BWBR0007625", "--nl", "Later"],
    &["synonym", "add", "later", "daarna"],
    &["publication", "edit", "p", "--nl", "Later", "--en", "Later"],
    &["figure", "edit", "1", "--value", "7"],
    &["snapshot", "later"],
    &["person", "edit", "2", "--organisation", "Later"],
    &["classify", "3", "regional-approach", "--because", "Later", "--on", "2018-04-04"],
];

#[test]
fn every_reading_command_gives_what_it_gave_then() {
    let desk = story();
    all(
        &desk,
        &[
            PUBLICATION,
            FIGURE,
            &["scheme", "add", "Stagefonds"],
            &["link", "1", "S-01"],
            &["edit", "1", "--law", "BWBR0007625 art. 7.2.8"],
            &["edit", "3", "--law", "BWBR0007625 art. 7.2.8", "--due", "2018-02-02", "--nature", "funding"],
        ],
    );
    let zone = noon().1;
    let read = |at: &[&str]| -> Vec<Done> {
        READING
            .iter()
            .map(|command| {
                // A receipt says at which time it was asked: the number is what is compared.
                let done = run_in(&zone, &desk, &[*command, at].concat());
                let result =
                    done.receipt.map(|receipt| receipt.rsplit_once(" result=").unwrap().1.to_owned());
                Done { receipt: result, ..done }
            })
            .collect()
    };
    let moment = super::value::<i64>(&desk, "SELECT max(number) FROM journal").to_string();
    let present = read(&[]);
    let then = read(&["--as-of", &moment]);
    for ((command, present), then) in READING.iter().zip(&present).zip(&then) {
        // What gave persons out became an entry of the present meanwhile.
        assert!(command.contains(&"--limit") || present == then, "{command:?}: {present:?} {then:?}");
    }
    all(&desk, LATER);
    let now = read(&[]);
    let again = read(&["--as-of", &moment]);
    for (((command, then), now), again) in READING.iter().zip(&then).zip(&now).zip(&again) {
        assert_eq!(again, then, "{command:?}");
        assert!(now != then, "it did not change, and so proves nothing: {command:?}");
    }
    super::is_in_order(&desk);
}

#[test]
fn a_moment_is_an_entry_a_snapshot_or_a_day_before_or_after_the_command() {
    let desk = story();
    let title = |arguments: &[&str]| {
        desk.rows([&["list", "--columns", "title"], arguments].concat())[0]["title"].clone()
    };
    assert_eq!(title(&[]), "Eerste vraag, anders");
    assert_eq!(title(&["--as-of", "2"]), "Eerste vraag");
    assert_eq!(title(&["--as-of", "3"]), "Eerste vraag, anders");
    assert_eq!(desk.rows(["--as-of", "2", "list"])[0]["title"], "Eerste vraag");
    assert_eq!(desk.rows(["contact", "list", "--as-of", "3"]).len(), 0);
    assert_eq!(desk.rows(["--as-of", "2", "list", "--as-of", "9"])[0]["title"], "Eerste vraag, anders");
    for name in ["kamerbrief-2018", "Kamerbrief-2018", " kamerbrief-2018 "] {
        assert_eq!(listed(&desk, &["list", "--as-of", name]), ["B-001", "B-002", "B-003"], "{name}");
    }
    desk.run(["log", "Later", "--ministry", "OCW"]).ok();
    assert_eq!(listed(&desk, &["list", "--as-of", "kamerbrief-2018"]), ["B-001", "B-002", "B-003"]);
    assert_eq!(listed(&desk, &["list", "--as-of", "7"]), ["B-001", "B-002", "B-003", "B-004"]);
    assert_eq!(listed(&desk, &["list", "--as-of", "1"]), [""; 0]);
    // At the end of this day all of it was there.
    for day in ["today", "vandaag", "2999-12-31"] {
        assert_eq!(listed(&desk, &["list", "--as-of", day]).len(), 4, "{day}");
    }
}

#[test]
fn a_day_is_its_end_where_the_reader_is_and_the_order_is_that_of_the_numbers() {
    let desk = story();
    tamper(&desk, "UPDATE journal SET at = '2026-03-0' || number || 'T23:30:00.000Z'");
    let title = |zone, day| {
        let text = run_in(zone, &desk, &["export", "obstacles", "--as-of", day]).ok();
        rows_of(&text).first().map(|row| row["title"].clone())
    };
    assert_eq!(title("UTC", "2026-03-01"), None);
    assert_eq!(title("UTC", "2026-03-02").as_deref(), Some("Eerste vraag"));
    assert_eq!(title("UTC", "3-3-2026").as_deref(), Some("Eerste vraag, anders"));
    // Half past eleven in the evening is the next day in the Netherlands.
    assert_eq!(title(NETHERLANDS, "2026-03-02"), None);
    assert_eq!(title(NETHERLANDS, "2026-03-03").as_deref(), Some("Eerste vraag"));
    let early = run_in(NETHERLANDS, &desk, &["list", "--as-of", "2026-03-01"]);
    assert_eq!(
        early.fails(66),
        "ruimte: on 2026-03-01 this register did not exist yet: its journal begins on 2026-03-02; where the work \
         stood on that day is told by --reference-date\n"
    );
    let early = run_in("UTC", &desk, &["--lang", "nl", "list", "--as-of", "28-2-2026"]);
    assert_eq!(
        early.fails(66),
        "ruimte: op 28-2-2026 bestond dit register nog niet: zijn logboek begint op 2026-03-01; wat er op die dag \
         speelde geeft --reference-date\n"
    );
    // Two entries before a clock that was set back belong to the day on which the next was made.
    tamper(&desk, "UPDATE journal SET at = '2026-03-08T12:00:00.000Z' WHERE number IN (2, 3)");
    assert_eq!(title("UTC", "2026-03-04").as_deref(), Some("Eerste vraag, anders"));
}

#[test]
fn of_a_day_that_has_gone_by_that_day_is_today() {
    let desk = story();
    // B-001 was promised by the first of March 2018 and is solved since; B-003 gets a promise.
    desk.run(["edit", "3", "--due", "2026-03-09"]).ok();
    tamper(&desk, "UPDATE journal SET at = '2026-03-' || (number + 9) || 'T12:00:00.000Z' WHERE number > 1");
    tamper(&desk, "UPDATE journal SET at = '2026-03-02T12:00:00.000Z' WHERE number = 1");
    tamper(&desk, "UPDATE journal SET at = '2026-03-03T12:00:00.000Z' WHERE number BETWEEN 2 AND 10");
    let overdue = |arguments: &[&str]| {
        let arguments = [arguments, &["report", "overdue", "--format", "csv"]].concat();
        let rows = rows_of(&run_in("UTC", &desk, &arguments).ok());
        rows.iter().map(|row| (row["number"].clone(), row["days_overdue"].clone())).collect::<Vec<_>>()
    };
    let late = |days: &str| vec![("B-003".to_owned(), days.to_owned())];
    assert_eq!(overdue(&["--as-of", "2026-03-09"]), []);
    assert_eq!(overdue(&["--as-of", "2026-03-10"]), late("1"));
    assert_eq!(overdue(&["--as-of", "2026-03-19"]), late("10"));
    assert_eq!(overdue(&["--as-of", "10"]), [], "the entry was made on the third");
    assert_eq!(overdue(&["--reference-date", "2026-03-11"]), late("2"));
    assert_eq!(overdue(&["--as-of", "10", "--reference-date", "2026-03-29"]), late("20"));
}

#[test]
fn a_moment_that_there_is_not_is_refused_with_the_way_out() {
    let desk = story();
    for (moment, message) in [
        ("99", "there is no entry 99; the last is 9; see: ruimte history"),
        ("0", "there is no entry 0; the last is 9; see: ruimte history"),
        (
            "99999999999999999999",
            "there is no entry 99999999999999999999; the last is 9; see: ruimte history",
        ),
        ("gisterochtend", "'gisterochtend' is no day, no entry and no snapshot; see: ruimte snapshot list"),
        ("2026-02-30", "'2026-02-30' is no day, no entry and no snapshot; see: ruimte snapshot list"),
        ("", "'' is no day, no entry and no snapshot; see: ruimte snapshot list"),
    ] {
        assert_eq!(refused(&desk, &["list", "--as-of", moment], 66), message);
        assert_eq!(refused(&desk, &["--as-of", moment, "report", "totals"], 66), message);
    }
    let early = refused(&desk, &["count", "--as-of", "2018-12-31"], 66);
    assert!(
        early.starts_with("on 2018-12-31 this register did not exist yet: its journal begins on 20")
            && early.ends_with("; where the work stood on that day is told by --reference-date"),
        "{early}"
    );
    assert_eq!(
        desk.in_dutch(["list", "--as-of", "ooit"]).fails(66),
        "ruimte: 'ooit' is geen dag, geen mutatie en geen momentopname; zie: ruimte snapshot list\n"
    );
    assert_eq!(
        refused(&desk, &["list", "--reference-date", "onzin"], 2),
        "'onzin' is not a date; write the year in four digits, as in 2018-05-12 or 12-5-2018, or today"
    );
}

#[test]
fn at_another_time_nothing_is_written() {
    let desk = story();
    desk.file("copy.db", desk.register());
    for (command, action) in [
        (&["log", "x", "--ministry", "OCW"][..], "log"),
        (&["edit", "1", "--title", "x"], "edit"),
        (&["analyse", "2"], "analyse"),
        (&["classify", "2", "within-rules", "--because", "x"], "classify"),
        (&["close", "2", "--as", "withdrawn", "--because", "x"], "close"),
        (&["reopen", "1", "--because", "x"], "reopen"),
        (&["void", "1", "--because", "x"], "void"),
        (&["link", "2", "F-01"], "link"),
        (&["unlink", "1", "F-01"], "unlink"),
        (&["contact", "call", "1"], "contact call"),
        (&["contact", "edit", "1", "--note", "x"], "contact edit"),
        (&["factsheet", "add", "x"], "factsheet add"),
        (&["ministry", "edit", "OCW", "--nl", "x"], "ministry edit"),
        (&["person", "add", "x"], "person add"),
        (&["import", "obstacles", "list.csv"], "import"),
        (&["undo"], "undo"),
        (&["receipt", "x"], "receipt"),
        (&["backup", "b.db"], "backup"),
        (&["restore", "copy.db", "--force"], "restore"),
        (&["upgrade"], "upgrade"),
        (&["erase", "person", "P. Spreker"], "erase person"),
        (&["check"], "check"),
        (&["init"], "init"),
        (&["demo"], "demo"),
    ] {
        let message = format!("'{action}' works in the present only; leave --as-of and --reference-date out");
        for time in [["--as-of", "2"], ["--reference-date", "2018-01-31"]] {
            assert_eq!(refused(&desk, &[&time, command].concat(), 2), message, "{command:?}");
        }
    }
    let message = "the past cannot be changed; leave --as-of and --reference-date out";
    for time in [["--as-of", "2"], ["--reference-date", "2018-01-31"]] {
        assert_eq!(refused(&desk, &[&["snapshot", "nu"][..], &time].concat(), 2), message);
    }
    assert_eq!(
        desk.in_dutch(["--as-of", "2", "edit", "1", "--title", "x"]).fails(2),
        "ruimte: 'edit' werkt alleen in het heden; laat --as-of en --reference-date weg\n"
    );
}

// ---------------------------------------------------------------------------------------------------
// Snapshots
// ---------------------------------------------------------------------------------------------------

#[test]
fn a_snapshot_gives_the_moment_a_name_and_is_listed() {
    let desk = story();
    let made = desk.run(["snapshot", "kamerbrief-2019"]);
    assert_eq!(
        (made.code, made.stdout.as_str(), made.stderr.as_str()),
        (0, "", "kamerbrief-2019 is the register after entry 9\n")
    );
    for command in [&["snapshot"][..], &["snapshot", "list"], &["snapshots", "ls"]] {
        let done = desk.run(command);
        assert_eq!(done.stderr, "2 rows\n", "{command:?}");
        assert_eq!(
            done.stdout,
            "\
snapshot         entry  note
kamerbrief-2018      8  Antwoord op Kamervragen
kamerbrief-2019      9
",
            "{command:?}"
        );
    }
    assert_eq!(
        desk.in_dutch(["snapshot"]).ok(),
        "\
momentopname     mutatie  toelichting
kamerbrief-2018        8  Antwoord op Kamervragen
kamerbrief-2019        9
"
    );
    assert_eq!(
        desk.run(["snapshot", "--format", "json"]).ok(),
        "[\n {\"code\":\"kamerbrief-2018\",\"entry\":8,\"note\":\"Antwoord op Kamervragen\"},\n \
         {\"code\":\"kamerbrief-2019\",\"entry\":9,\"note\":null}\n]\n"
    );
    assert_eq!(
        desk.in_dutch(["snapshot", "nog-een", "--note", "x"]).remarks(),
        "nog-een is het register na mutatie 10\n"
    );
    super::is_in_order(&desk);
}

#[test]
fn a_snapshot_is_a_name_and_no_day_or_number_and_there_is_one_of_it() {
    let desk = story();
    for name in [
        "2019-02-01",
        "1-2-2019",
        "12",
        "2019",
        "99999999999999999999",
        "today",
        "vandaag",
        "yesterday",
        "gisteren",
        " 7 ",
    ] {
        assert_eq!(
            refused(&desk, &["snapshot", name], 2),
            format!("'{name}' could be a day or an entry; give a name such as kamerbrief-2019-02")
        );
    }
    assert_eq!(
        desk.in_dutch(["snapshot", "12"]).fails(2),
        "ruimte: '12' zou een dag of een mutatie kunnen zijn; geef een naam zoals kamerbrief-2019-02\n"
    );
    for name in ["kamerbrief-2018", "KAMERBRIEF-2018"] {
        assert!(
            refused(&desk, &["snapshot", name], 65)
                .starts_with("there is a snapshot kamerbrief-2018 already")
        );
    }
    assert_eq!(refused(&desk, &["snapshot", ""], 2), "a value is missing: snapshot");
    assert_eq!(
        refused(&desk, &["snapshot", "een, twee"], 2),
        "'een, twee' cannot be a code; a code has no comma or semicolon"
    );
}

#[test]
fn a_snapshot_is_taken_back_by_undo_and_its_name_is_free_again() {
    let desk = story();
    desk.run(["undo"]).ok();
    assert_eq!(desk.run(["snapshot"]).remarks(), "Nothing found\n");
    assert_eq!(
        refused(&desk, &["list", "--as-of", "kamerbrief-2018"], 66),
        "'kamerbrief-2018' is no day, no entry and no snapshot; see: ruimte snapshot list"
    );
    desk.run(["log", "Later", "--ministry", "OCW"]).ok();
    assert_eq!(
        desk.run(["snapshot", "kamerbrief-2018"]).remarks(),
        "kamerbrief-2018 is the register after entry 11\n"
    );
    assert_eq!(listed(&desk, &["list", "--as-of", "kamerbrief-2018"]).len(), 4);
}

// ---------------------------------------------------------------------------------------------------
// Where the work stood: against a plain scan of the CSV files
// ---------------------------------------------------------------------------------------------------

fn fixture(name: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    rows_of(&fs::read_to_string(path).unwrap())
}

fn cell<'a>(row: &'a Row, name: &str) -> &'a str {
    row.get(name).map_or("", String::as_str)
}

fn is_by(row: &Row, name: &str, day: &str) -> bool {
    !cell(row, name).is_empty() && cell(row, name) <= day
}

/// Obstacles that the fixtures lack: open, closed, dated by half.
const MORE: &str = "\
number,title,ministry,status,resolution,reason,rule_change,received,solved,closed,closed_as,duplicate_of
B-101,Open,OCW,collected,,,,2016-06-01,,,,
B-102,In analyse,VWS,in-analysis,,,,2016-12-31,,,,
B-103,Doorverwezen,SZW,closed,,Elders,,2016-07-01,,2017-01-01,referred,
B-104,Ingetrokken,OCW,closed,,Niet nodig,,2016-07-01,,2016-12-31,withdrawn,
B-105,Dubbel,VWS,closed,,Zelfde,,2016-08-01,,2017-03-01,duplicate,B-101
B-106,Zonder dag van ontvangst,OCW,collected,,,,,,,,
B-107,Zonder dag van oplossing,SZW,solved,within-rules,Mag,,2016-09-01,,,,
B-108,Geleid tot een wijziging,SZW,solved,regional-approach,Mag,Een regel is gewijzigd.,2016-10-01,2017-02-01,,,
";

/// The demonstration register with those in it.
fn busy() -> Desk {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    let bytes = BYTES.get_or_init(|| {
        let desk = Desk::demo();
        desk.file("more.csv", MORE);
        desk.run(["import", "obstacles", "more.csv"]).ok();
        desk.register()
    });
    let desk = Desk::empty();
    desk.file("register.db", bytes);
    desk
}

fn obstacles() -> Vec<Row> {
    fixture("obstacles.csv").into_iter().chain(rows_of(MORE)).collect()
}

/// The status of an obstacle on a day; none where it was not there yet.
fn status_on<'a>(row: &'a Row, day: &str) -> Option<&'a str> {
    if !is_by(row, "received", day) {
        return None;
    }
    let ended = match cell(row, "status") {
        "solved" => cell(row, "solved"),
        "closed" => cell(row, "closed"),
        status => return Some(status),
    };
    // Where it is not known when it ended it stays as it is.
    Some(if ended.is_empty() || ended <= day { cell(row, "status") } else { "collected" })
}

/// Days on which something changed, the days before and after, and the ends of years.
const DAYS: &[&str] = &[
    "2015-09-07",
    "2015-09-08",
    "2015-12-31",
    "2016-08-31",
    "2016-09-01",
    "2016-12-30",
    "2016-12-31",
    "2017-01-01",
    "2017-02-28",
    "2017-03-01",
    "2017-12-31",
    "2018-11-21",
    "2018-12-31",
    "2026-01-01",
];

#[test]
fn counts_of_a_reference_date_are_those_of_a_plain_scan() {
    let (desk, obstacles) = (busy(), obstacles());
    for day in DAYS {
        let mut expected: BTreeMap<String, String> = BTreeMap::new();
        for status in ["collected", "in-analysis", "solved", "closed"] {
            let count = obstacles.iter().filter(|row| status_on(row, day) == Some(status)).count();
            if count > 0 {
                expected.insert(status.to_owned(), count.to_string());
            }
        }
        let counted = desk.run(["--reference-date", day, "count", "--by", "status", "--format", "csv"]);
        let total = obstacles.iter().filter(|row| status_on(row, day).is_some()).count();
        let undated = obstacles.iter().filter(|row| cell(row, "received").is_empty()).count();
        let unsolved = obstacles.iter().filter(|row| {
            cell(row, "status") == "solved" && cell(row, "solved").is_empty() && is_by(row, "received", day)
        });
        assert_eq!(
            counted.stderr,
            format!(
                "Reference date: left out for want of a day of receipt: {undated}; solved on an unknown day, so left \
                 as solved: {}\n{}\n",
                unsolved.count(),
                if total == 1 {
                    "1 obstacle".to_owned()
                } else {
                    format!("{total} obstacles, each counted once")
                }
            ),
            "{day}"
        );
        let counted: BTreeMap<String, String> = rows_of(&counted.ok())
            .into_iter()
            .map(|row| (row["status"].clone(), row["obstacles"].clone()))
            .collect();
        assert_eq!(counted, expected, "{day}");
        let numbers: Vec<&str> = obstacles
            .iter()
            .filter(|row| status_on(row, day).is_some())
            .map(|row| cell(row, "number"))
            .collect();
        assert_eq!(listed(&desk, &["list", "--reference-date", day]), numbers, "{day}");
        let open: Vec<&str> = obstacles
            .iter()
            .filter(|row| matches!(status_on(row, day), Some("collected" | "in-analysis")))
            .map(|row| cell(row, "number"))
            .collect();
        assert_eq!(listed(&desk, &["list", "--status", "open", "--reference-date", day]), open, "{day}");
        let contacts = fixture("contacts.csv").iter().filter(|row| is_by(row, "date", day)).count();
        assert_eq!(listed(&desk, &["contact", "list", "--reference-date", day]).len(), contacts, "{day}");
    }
}

/// What each measure counts for the Zorgpact's period, with what was known on a day.
fn measured(obstacles: &[Row], day: &str) -> BTreeMap<&'static str, usize> {
    let (since, until) = ("2015-07-01", "2018-12-31");
    let within = |row: &Row, name: &str| is_by(row, name, until.min(day)) && cell(row, name) >= since;
    let received: Vec<&Row> = obstacles.iter().filter(|row| within(row, "received")).collect();
    // Not known on the day to be one of another.
    let collected: Vec<&&Row> = received
        .iter()
        .filter(|row| cell(row, "closed_as") != "duplicate" || status_on(row, day) != Some("closed"))
        .collect();
    let solved = |resolution: &str| {
        received.iter().filter(|row| cell(row, "resolution") == resolution && within(row, "solved")).count()
    };
    let mut ministries: Vec<&str> = collected
        .iter()
        .flat_map(|row| [cell(row, "ministry")].into_iter().chain(cell(row, "involved").split("; ")))
        .filter(|code| !code.is_empty())
        .collect();
    ministries.sort_unstable();
    ministries.dedup();
    let ended = |row: &Row| !matches!(status_on(row, day), Some("collected" | "in-analysis"));
    let contacts = fixture("contacts.csv");
    let met =
        |kind: &str| contacts.iter().filter(|row| cell(row, "kind") == kind && within(row, "date")).count();
    let factsheets = fixture("factsheets.csv");
    let factsheets =
        factsheets.iter().filter(|row| cell(row, "published").is_empty() || within(row, "published"));
    BTreeMap::from([
        ("collected", collected.len()),
        ("solved-within-rules", solved("within-rules")),
        ("solved-regional-approach", solved("regional-approach")),
        ("factsheets", factsheets.count()),
        ("schemes", fixture("schemes.csv").len()),
        ("meetings", met("meeting")),
        ("calls", met("call")),
        ("emails", met("email")),
        ("ministries", ministries.len()),
        (
            "rule-changes",
            collected.iter().filter(|row| !cell(row, "rule_change").is_empty() && ended(row)).count(),
        ),
        ("pacts", fixture("regions.csv").len()),
    ])
}

#[test]
fn on_a_reference_date_the_published_figures_differ_and_it_says_by_how_much() {
    let figures = fixture("figures.csv");
    for (desk, obstacles) in [(Desk::demo(), fixture("obstacles.csv")), (busy(), obstacles())] {
        for day in ["2015-12-31", "2016-12-31", "2017-06-30", "2018-12-31"] {
            let counts = measured(&obstacles, day);
            let done = desk.run(["--reference-date", day, "reconcile", "--format", "csv"]);
            let rows = rows_of(&done.stdout);
            assert_eq!(rows.len(), figures.len());
            let (mut matches, mut look, mut differs) = (0, 0, 0);
            for (row, figure) in rows.iter().zip(&figures) {
                let published: i64 = figure["value"].parse().unwrap();
                let counted = i64::try_from(counts[figure["measure"].as_str()]).unwrap();
                let holds = match figure["relation"].as_str() {
                    "exactly" => counted == published,
                    "more-than" => counted > published,
                    "at-least" => counted >= published,
                    other => panic!("{other}"),
                };
                let verdict = if holds {
                    matches += 1;
                    "matches"
                } else if figure["relation"] == "more-than" && counted == published {
                    look += 1;
                    "look"
                } else {
                    differs += 1;
                    "differs"
                };
                let told: Vec<&str> =
                    ["publication", "measure", "published_value", "counted_value", "difference", "verdict"]
                        .iter()
                        .map(|name| row[*name].as_str())
                        .collect();
                let (published, counted, difference) =
                    (published.to_string(), counted.to_string(), (counted - published).to_string());
                assert_eq!(
                    told,
                    [&figure["publication"], &figure["measure"], &published, &counted, &difference, verdict],
                    "{day}"
                );
                if verdict == "differs" {
                    assert_eq!(row["note"], format!("counted {counted}, published {published}"));
                }
            }
            assert_eq!(done.code, i32::from(differs > 0), "{day}");
            let told = format!("Match: {matches}; to look at: {look}; differ: {differs}\n");
            assert!(done.stderr.ends_with(&told), "{day}: {}", done.stderr);
        }
    }
    // The figures themselves, worked out by hand from the fixtures for the end of 2016.
    let done =
        Desk::demo().run(["--reference-date", "2016-12-31", "reconcile", "zorgpact-web", "--format", "csv"]);
    assert_eq!(done.code, 1);
    let told: Vec<String> = rows_of(&done.stdout)
        .iter()
        .map(|row| format!("{} {} {}", row["measure"], row["counted_value"], row["difference"]))
        .collect();
    assert_eq!(
        told,
        ["collected 32 -38", "solved-within-rules 23 -37", "solved-regional-approach 4 -6", "pacts 17 0"]
    );
}

#[test]
fn on_a_reference_date_what_came_later_is_not_there_yet() {
    let desk = Desk::demo();
    let answered_later = fixture("obstacles.csv")
        .into_iter()
        .find(|row| cell(row, "solved") > cell(row, "answered") && !cell(row, "factsheets").is_empty())
        .unwrap();
    let number = cell(&answered_later, "number");
    let shown = |day: &str| {
        let text = desk.run(["show", number, "--format", "csv", "--reference-date", day]).ok();
        rows_of(&text).remove(0)
    };
    let ends = ["resolution", "reason", "solved"];
    // On the day of receipt: the question.
    let early = shown(cell(&answered_later, "received"));
    for name in ["title", "question", "ministry", "region", "laws", "received"] {
        assert_eq!(cell(&early, name), cell(&answered_later, name), "{name}");
    }
    assert_eq!(early["status"], "collected");
    for name in ends.iter().chain(&["answer", "answered", "factsheets", "schemes"]) {
        assert_eq!(cell(&early, name), "", "{name}");
    }
    // Once answered and not solved yet: the answer too.
    let answered = shown(cell(&answered_later, "answered"));
    assert_eq!(answered["answer"], answered_later["answer"]);
    assert_eq!(answered["status"], "collected");
    assert_eq!(answered["factsheets"], "");
    // Once solved: all of it.
    let solved = shown(cell(&answered_later, "solved"));
    for name in ends.iter().chain(&["answer", "answered", "status", "schemes"]) {
        assert_eq!(cell(&solved, name), cell(&answered_later, name), "{name}");
    }
    let day_before: jiff::civil::Date = cell(&answered_later, "received").parse().unwrap();
    let before = desk.run(["show", number, "--reference-date", &day_before.yesterday().unwrap().to_string()]);
    let told = before.fails(66);
    assert!(told.starts_with(&format!("ruimte: {number} was not there yet on 20")), "{told}");
}

#[test]
fn what_is_learnt_today_about_then_moves_the_reference_date_and_not_what_the_register_said() {
    let desk = Desk::demo();
    let count = |times: &[&str]| {
        let rows = rows_of(&desk.run([times, &["count", "--by", "status", "--format", "csv"]].concat()).ok());
        rows.iter()
            .map(|row| format!("{} {}", row["status"], row["obstacles"]))
            .collect::<Vec<_>>()
            .join(", ")
    };
    assert_eq!(count(&["--reference-date", "2016-12-31"]), "collected 5, solved 27");
    all(
        &desk,
        &[
            &["log", "Vergeten in 2016", "--ministry", "OCW", "--received", "2016-05-05"],
            // B-001 turns out to have been solved in 2017 only.
            &["reopen", "1", "--because", "De dag klopte niet"],
            &["classify", "1", "within-rules", "--because", "Zoals het was", "--on", "2017-05-05"],
        ],
    );
    assert_eq!(count(&["--reference-date", "2016-12-31"]), "collected 7, solved 26");
    assert_eq!(count(&["--as-of", "1", "--reference-date", "2016-12-31"]), "collected 5, solved 27");
    assert_eq!(count(&["--as-of", "2", "--reference-date", "2016-12-31"]), "collected 6, solved 27");
    assert_eq!(count(&["--as-of", "1"]), "solved 70");
    assert_eq!(count(&[]), "collected 1, solved 70");
    assert_eq!(count(&["--reference-date", "2016-12-31", "--as-of", "today"]), "collected 7, solved 26");
}

#[test]
fn every_reading_command_can_be_asked_of_both_times_at_once() {
    let desk = busy();
    desk.run(["snapshot", "nu"]).ok();
    for command in READING.iter().filter(|command| !command.contains(&"p") && !command.contains(&"--handler"))
    {
        let done = desk.run([&["--as-of", "nu", "--reference-date", "2017-06-30"], *command].concat());
        let expected = i32::from(command[0] == "reconcile");
        assert_eq!(done.code, expected, "{command:?}: {}", done.stderr);
    }
}

#[test]
fn a_search_on_a_reference_date_finds_no_answer_that_came_later() {
    let desk = Desk::new();
    desk.run(["log", "Een vraag over tuinen", "--ministry", "OCW", "--received", "2018-01-01"]).ok();
    desk.run([
        "classify",
        "1",
        "within-rules",
        "--because",
        "Kruiwagen",
        "--answer",
        "Zonnebloem",
        "--on",
        "2018-06-01",
    ])
    .ok();
    let found = |day: &str, word: &str| {
        desk.rows(["--reference-date", day, "search", word])
            .iter()
            .map(|row| row["number"].clone())
            .collect::<Vec<_>>()
    };
    for (day, word, expected) in [
        ("2018-03-01", "zonnebloem", &[][..]),
        ("2018-03-01", "kruiwagen", &[]),
        ("2018-03-01", "tuinen", &["B-001"]),
        ("2018-06-01", "zonnebloem", &["B-001"]),
        ("2017-12-31", "tuinen", &[]),
    ] {
        assert_eq!(found(day, word), expected, "{day} {word}");
    }
}
