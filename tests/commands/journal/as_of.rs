//! Reading the register as it was at an earlier moment (`--as-of`). A snapshot gives such a moment a name.

use super::{FIGURE, NETHERLANDS, PUBLICATION, error_of, listed, noon_zones, run_all, story, tamper};
use crate::common::{CommandResult, receipt_fields, rows_of};

/// Every command that reads records. The arguments refer to records of the register `story` and to the publication `p`.
pub(super) const READING: &[&str] = &[
    "list",
    "list --with-void",
    "list --ministry VWS --sort -number --limit 1",
    "list --handler 'H. Behandelaar'",
    "search tweede",
    "search stage fonds",
    "search contract --status solved",
    "similar stagecontract",
    "similar B-003",
    "show B-001",
    "show F-01 C-001",
    "show C-001 --with-persons",
    "count",
    "count --by ministry,status",
    "count --by handler",
    "count --by factsheet --since 2018-01-01",
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
    "reconcile",
    "reconcile p --explain",
    "contact list",
    "factsheet list",
    "scheme list",
    "ministry list",
    "region list",
    "care-domain list",
    "theme list",
    "nature list",
    "law list",
    "synonym list",
    "publication list",
    "figure list",
    "person list",
    "snapshot",
    "export obstacles",
    "export obstacles --with-void",
    "export factsheets",
    "export schemes",
    "export contacts",
    "export ministries",
    "export regions",
    "export care-domains",
    "export themes",
    "export natures",
    "export laws",
    "export synonyms",
    "export publications",
    "export figures",
    "export snapshots",
    "export persons --with-persons",
    "history B-001",
    "history --limit 3",
];

/// Writes that come after the moment of `--as-of`. Together they change the output of every reading command.
const LATER: &[&str] = &[
    "edit 1 --title 'Later anders' --due 2018-01-31 --law BWBR0007671 --clear handler",
    "reopen 1 --because Later",
    "log 'Latere vraag' --ministry VWS --received 2018-02-02 --handler Later --scheme S-01",
    "log 'Nog een latere vraag' --ministry VWS --received 2018-02-03",
    "void B-002 --because Later",
    "contact edit 1 --note Later --person Later",
    "contact meeting 3 --on 2018-03-03",
    "factsheet edit 1 --title Later",
    "factsheet add Later",
    "scheme edit 1 --title Later",
    "ministry edit VWS --nl Later --en Later",
    "region edit 12 --nl Later",
    "care-domain edit ggz --nl Later",
    "theme edit permanent-leren --nl Later",
    "nature edit funding --nl Later",
    "law edit BWBR0007625 --nl Later",
    "synonym add later daarna",
    "publication edit p --nl Later --en Later",
    "figure edit 1 --value 7",
    "snapshot later",
    "person edit 2 --organisation Later",
    "classify 3 regional-approach --because Later --on 2018-04-04",
];

#[test]
fn every_reading_command_gives_the_output_of_that_moment_again() {
    let sandbox = story();
    run_all(
        &sandbox,
        &[
            PUBLICATION,
            FIGURE,
            "scheme add Stagefonds",
            "link 1 S-01",
            "edit 1 --law 'BWBR0007625 art. 7.2.8'",
            "edit 3 --law 'BWBR0007625 art. 7.2.8' --due 2018-02-02 --nature funding",
        ],
    );
    let zone = noon_zones().1;
    let read = |at: &str| -> Vec<CommandResult> {
        READING
            .iter()
            .map(|command| {
                // A receipt contains the value of `--as-of`, which differs between these runs. Therefore, keep only the
                // result from each receipt.
                let result = sandbox.run_in_zone(&zone, format!("{command} {at}"));
                let receipt = result.receipt.map(|receipt| receipt_fields(&receipt)["result"].clone());
                CommandResult { receipt, ..result }
            })
            .collect()
    };
    let moment = super::value::<i64>(&sandbox, "SELECT max(number) FROM journal").to_string();
    let present = read("");
    let then = read(&format!("--as-of '{moment}'"));
    for ((command, present), then) in READING.iter().zip(&present).zip(&then) {
        // `history --limit` shows the latest entries. They may differ here, because `export persons` added an entry.
        assert!(command.contains("--limit") || present == then, "{command:?}: {present:?} {then:?}");
    }
    run_all(&sandbox, LATER);
    let now = read("");
    let again = read(&format!("--as-of '{moment}'"));
    for (((command, then), now), again) in READING.iter().zip(&then).zip(&now).zip(&again) {
        assert_eq!(again, then, "{command:?}");
        assert!(now != then, "it did not change, and so proves nothing: {command:?}");
    }
    super::assert_check_passes(&sandbox);
}

#[test]
fn a_moment_is_an_entry_a_snapshot_or_a_day_before_or_after_the_command() {
    let sandbox = story();
    let title = |arguments: &str| sandbox.rows(format!("list --columns title {arguments}"))[0]["title"].clone();
    assert_eq!(title(""), "Eerste vraag, anders");
    assert_eq!(title("--as-of 2"), "Eerste vraag");
    assert_eq!(title("--as-of 3"), "Eerste vraag, anders");
    assert_eq!(sandbox.rows("--as-of 2 list")[0]["title"], "Eerste vraag");
    assert_eq!(sandbox.rows("contact list --as-of 3").len(), 0);
    assert_eq!(sandbox.rows("--as-of 2 list --as-of 9")[0]["title"], "Eerste vraag, anders");
    for name in ["kamerbrief-2018", "Kamerbrief-2018", " kamerbrief-2018 "] {
        assert_eq!(listed(&sandbox, &format!("list --as-of {name}")), ["B-001", "B-002", "B-003"], "{name}");
    }
    sandbox.run("log Later --ministry OCW").ok();
    assert_eq!(listed(&sandbox, "list --as-of kamerbrief-2018"), ["B-001", "B-002", "B-003"]);
    assert_eq!(listed(&sandbox, "list --as-of 7"), ["B-001", "B-002", "B-003", "B-004"]);
    assert_eq!(listed(&sandbox, "list --as-of 1"), [""; 0]);
    // Each of these days ends after the last write, so `--as-of` includes every write.
    for day in ["today", "vandaag", "2999-12-31"] {
        assert_eq!(listed(&sandbox, &format!("list --as-of {day}")).len(), 4, "{day}");
    }
}

#[test]
fn a_day_ends_at_midnight_in_the_readers_time_zone_and_entries_keep_their_order() {
    let sandbox = story();
    tamper(&sandbox, "UPDATE journal SET at = '2026-03-0' || number || 'T23:30:00.000Z'");
    let title = |zone, day| {
        let text = sandbox.run_in_zone(zone, format!("export obstacles --as-of {day}")).ok();
        rows_of(&text).first().map(|row| row["title"].clone())
    };
    assert_eq!(title("UTC", "2026-03-01"), None);
    assert_eq!(title("UTC", "2026-03-02").as_deref(), Some("Eerste vraag"));
    assert_eq!(title("UTC", "3-3-2026").as_deref(), Some("Eerste vraag, anders"));
    // 23:30 UTC is already the next day in the Netherlands.
    assert_eq!(title(NETHERLANDS, "2026-03-02"), None);
    assert_eq!(title(NETHERLANDS, "2026-03-03").as_deref(), Some("Eerste vraag"));
    let early = sandbox.run_in_zone(NETHERLANDS, "list --as-of 2026-03-01");
    assert_eq!(
        early.fails(66),
        "ruimte: on 2026-03-01 this register did not exist yet: its journal begins on 2026-03-02; --reference-date \
         shows the work as it was on that day\n"
    );
    let early = sandbox.run_in_zone("UTC", "--lang nl list --as-of 28-2-2026");
    assert_eq!(
        early.fails(66),
        "ruimte: op 28-2-2026 bestond dit register nog niet: zijn logboek begint op 2026-03-01; wat er op die dag \
         speelde, toont --reference-date\n"
    );
    // The clock was set back, so entries 2 and 3 have later dates than entry 4. `--as-of` treats them as made on the
    // day of entry 4.
    tamper(&sandbox, "UPDATE journal SET at = '2026-03-08T12:00:00.000Z' WHERE number IN (2, 3)");
    assert_eq!(title("UTC", "2026-03-04").as_deref(), Some("Eerste vraag, anders"));
}

#[test]
fn as_of_a_past_day_today_means_that_day() {
    let sandbox = story();
    // Only B-003 can be overdue, because it is open and now gets a due date. B-001 has a due date but is solved.
    sandbox.run("edit 3 --due 2026-03-09").ok();
    tamper(&sandbox, "UPDATE journal SET at = '2026-03-' || (number + 9) || 'T12:00:00.000Z' WHERE number > 1");
    tamper(&sandbox, "UPDATE journal SET at = '2026-03-02T12:00:00.000Z' WHERE number = 1");
    tamper(&sandbox, "UPDATE journal SET at = '2026-03-03T12:00:00.000Z' WHERE number BETWEEN 2 AND 10");
    let overdue = |arguments: &str| {
        let arguments = format!("{arguments} report overdue --format csv");
        let rows = rows_of(&sandbox.run_in_zone("UTC", &arguments).ok());
        rows.iter().map(|row| (row["number"].clone(), row["days_overdue"].clone())).collect::<Vec<_>>()
    };
    let late = |days: &str| vec![("B-003".to_owned(), days.to_owned())];
    assert_eq!(overdue("--as-of 2026-03-09"), []);
    assert_eq!(overdue("--as-of 2026-03-10"), late("1"));
    assert_eq!(overdue("--as-of 2026-03-19"), late("10"));
    assert_eq!(overdue("--as-of 10"), [], "the entry was made on the third");
    assert_eq!(overdue("--reference-date 2026-03-11"), late("2"));
    assert_eq!(overdue("--as-of 10 --reference-date 2026-03-29"), late("20"));
}

#[test]
fn an_unknown_moment_is_rejected_with_a_solution() {
    let sandbox = story();
    for (moment, message) in [
        ("99", "there is no entry 99; the last is 9; see: ruimte history"),
        ("0", "there is no entry 0; the last is 9; see: ruimte history"),
        ("99999999999999999999", "there is no entry 99999999999999999999; the last is 9; see: ruimte history"),
        ("gisterochtend", "'gisterochtend' is not a day, an entry or a snapshot; see: ruimte snapshot list"),
        ("2026-02-30", "'2026-02-30' is not a day, an entry or a snapshot; see: ruimte snapshot list"),
        ("", "'' is not a day, an entry or a snapshot; see: ruimte snapshot list"),
    ] {
        assert_eq!(error_of(&sandbox, &format!("list --as-of '{moment}'"), 66), message);
        assert_eq!(error_of(&sandbox, &format!("--as-of '{moment}' report totals"), 66), message);
    }
    let early = error_of(&sandbox, "count --as-of 2018-12-31", 66);
    assert!(
        early.starts_with("on 2018-12-31 this register did not exist yet: its journal begins on 20")
            && early.ends_with("; --reference-date shows the work as it was on that day"),
        "{early}"
    );
    assert_eq!(
        sandbox.run_in_dutch("list --as-of ooit").fails(66),
        "ruimte: 'ooit' is geen dag, geen wijziging en geen momentopname; zie: ruimte snapshot list\n"
    );
    assert_eq!(
        error_of(&sandbox, "list --reference-date onzin", 2),
        "'onzin' is not a date; write the year in four digits, as in 2018-05-12 or 12-5-2018, or today"
    );
}

#[test]
fn writing_commands_reject_as_of() {
    let sandbox = story();
    sandbox.write("copy.db", sandbox.register_bytes());
    for (command, action) in [
        ("log x --ministry OCW", "log"),
        ("edit 1 --title x", "edit"),
        ("analyse 2", "analyse"),
        ("classify 2 within-rules --because x", "classify"),
        ("close 2 --as withdrawn --because x", "close"),
        ("reopen 1 --because x", "reopen"),
        ("void 1 --because x", "void"),
        ("link 2 F-01", "link"),
        ("unlink 1 F-01", "unlink"),
        ("contact call 1", "contact call"),
        ("contact edit 1 --note x", "contact edit"),
        ("factsheet add x", "factsheet add"),
        ("ministry edit OCW --nl x", "ministry edit"),
        ("person add x", "person add"),
        ("import obstacles list.csv", "import"),
        ("undo", "undo"),
        ("receipt x", "receipt"),
        ("backup b.db", "backup"),
        ("restore copy.db --force", "restore"),
        ("upgrade", "upgrade"),
        ("erase person 'P. Spreker'", "erase person"),
        ("check", "check"),
        ("init", "init"),
        ("demo", "demo"),
    ] {
        let message = format!("'{action}' works in the present only; leave --as-of and --reference-date out");
        for time in ["--as-of 2", "--reference-date 2018-01-31"] {
            assert_eq!(error_of(&sandbox, &format!("{time} {command}"), 2), message, "{command:?}");
        }
    }
    let message = "the past cannot be changed; leave --as-of and --reference-date out";
    for time in ["--as-of 2", "--reference-date 2018-01-31"] {
        assert_eq!(error_of(&sandbox, &format!("snapshot nu {time}"), 2), message);
    }
    assert_eq!(
        sandbox.run_in_dutch("--as-of 2 edit 1 --title x").fails(2),
        "ruimte: 'edit' werkt alleen in het heden; laat --as-of en --reference-date weg\n"
    );
}

#[test]
fn a_snapshot_gives_the_moment_a_name_and_is_listed() {
    let sandbox = story();
    let made = sandbox.run("snapshot kamerbrief-2019");
    assert_eq!(
        (made.code, made.stdout.as_str(), made.stderr.as_str()),
        (0, "", "kamerbrief-2019 is the register after entry 9\n")
    );
    for command in ["snapshot", "snapshot list", "snapshots ls"] {
        let result = sandbox.run(command);
        assert_eq!(result.stderr, "2 rows\n", "{command:?}");
        assert_eq!(
            result.stdout,
            "\
snapshot         entry  note
kamerbrief-2018      8  Antwoord op Kamervragen
kamerbrief-2019      9
",
            "{command:?}"
        );
    }
    assert_eq!(
        sandbox.run_in_dutch("snapshot").ok(),
        "\
momentopname     wijziging  toelichting
kamerbrief-2018          8  Antwoord op Kamervragen
kamerbrief-2019          9
"
    );
    assert_eq!(
        sandbox.run("snapshot --format json").ok(),
        "[\n {\"code\":\"kamerbrief-2018\",\"entry\":8,\"note\":\"Antwoord op Kamervragen\"},\n \
         {\"code\":\"kamerbrief-2019\",\"entry\":9,\"note\":null}\n]\n"
    );
    assert_eq!(
        sandbox.run_in_dutch("snapshot nog-een --note x").notices(),
        "nog-een is het register na wijziging 10\n"
    );
    super::assert_check_passes(&sandbox);
}

#[test]
fn a_snapshot_name_is_not_a_day_or_number_and_is_unique() {
    let sandbox = story();
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
            error_of(&sandbox, &format!("snapshot '{name}'"), 2),
            format!("'{name}' could be a day or an entry; give a name such as kamerbrief-2019-02")
        );
    }
    assert_eq!(
        sandbox.run_in_dutch("snapshot 12").fails(2),
        "ruimte: '12' zou een dag of een wijziging kunnen zijn; geef een naam zoals kamerbrief-2019-02\n"
    );
    for name in ["kamerbrief-2018", "KAMERBRIEF-2018"] {
        assert!(
            error_of(&sandbox, &format!("snapshot '{name}'"), 65).starts_with("the snapshot kamerbrief-2018 already")
        );
    }
    assert_eq!(error_of(&sandbox, "snapshot ''", 2), "a value is missing: snapshot");
    assert_eq!(
        error_of(&sandbox, "snapshot 'een, twee'", 2),
        "'een, twee' cannot be a code; a code has no comma or semicolon"
    );
}

#[test]
fn undo_removes_a_snapshot_and_frees_its_name() {
    let sandbox = story();
    sandbox.run("undo").ok();
    assert_eq!(sandbox.run("snapshot").notices(), "Nothing found\n");
    assert_eq!(
        error_of(&sandbox, "list --as-of kamerbrief-2018", 66),
        "'kamerbrief-2018' is not a day, an entry or a snapshot; see: ruimte snapshot list"
    );
    sandbox.run("log Later --ministry OCW").ok();
    assert_eq!(sandbox.run("snapshot kamerbrief-2018").notices(), "kamerbrief-2018 is the register after entry 11\n");
    assert_eq!(listed(&sandbox, "list --as-of kamerbrief-2018").len(), 4);
}
