//! Persons: exports include their names only on request, and erasing a person removes the name everywhere.

use super::{assert_check_passes, error_of, listed, open_register, rows, run_all, run_raw, story, value};
use crate::common::{CommandResult, Sandbox, quote, receipt_fields, rows_of};
use std::collections::HashMap;

fn contains(bytes: &[u8], name: &str) -> bool {
    bytes.windows(name.len()).any(|window| window == name.as_bytes())
}

#[test]
fn the_persons_of_a_contact_are_recorded() {
    let sandbox = story();
    let result = sandbox.run("contact meeting 1 2 --on 2018-02-03 --person 'P. Spreker' --person 'Q. Ander, Jr.' --person N-02 --person 'P. Spreker'");
    assert_eq!((result.stdout.as_str(), result.stderr.as_str()), ("C-002\n", "C-002 recorded: B-001, B-002\n"));
    let persons = |number| {
        let text = sandbox.run(format!("show {number} --with-persons --format csv")).ok();
        rows_of(&text)[0]["persons"].clone()
    };
    assert_eq!(persons("C-002"), "H. Behandelaar; P. Spreker; Q. Ander, Jr.");
    sandbox.run("contact edit 2 --person 'Q. Ander, Jr.'").ok();
    assert_eq!(persons("C-002"), "Q. Ander, Jr.");
    sandbox.run("contact edit 2 --clear person").ok();
    assert_eq!(persons("C-002"), "");
    assert_eq!(
        error_of(&sandbox, "contact call 1 --person N-99", 66),
        "there is no N-99 in this register; see: ruimte person list"
    );
    assert_check_passes(&sandbox);
}

#[test]
fn names_are_only_exported_on_request_and_that_is_logged() {
    let sandbox = story();
    let last = || value::<i64>(&sandbox, "SELECT max(number) FROM journal");
    let before = last();
    for command in [
        "show C-001",
        "show B-001",
        "show N-04",
        "contact list",
        "contact list --columns number,persons",
        "export contacts",
        "export obstacles",
        "list",
        "search contract",
        "similar stagecontract",
        "report contacts",
        "history C-001",
        "history --entry 4",
        "history N-04",
    ] {
        for format in ["table", "csv", "csv-excel", "json", "jsonl"] {
            let (code, stdout, stderr) = run_raw(&sandbox, &format!("{command} --format {format}"));
            assert_eq!(code, 0, "{command:?}: {stderr}");
            assert!(!stdout.contains("Spreker") && !stderr.contains("Spreker"), "{command:?} {format}: {stdout}");
        }
        sandbox.run(format!("{command} -o out.txt")).ok();
        assert!(!sandbox.read("out.txt").contains("Spreker"), "{command:?}");
    }
    assert_eq!(last(), before, "nothing went out");
    assert!(!sandbox.run("export contacts").ok().lines().next().unwrap().contains("persons"));
    assert_eq!(
        sandbox.run("contact list --columns number,persons"),
        CommandResult {
            code: 0,
            stdout: "number  persons\nC-001\n".to_owned(),
            stderr: "1 row\nPersonal data stay within the register; --with-persons includes them\n".to_owned(),
            receipt: None
        }
    );
    assert_eq!(
        error_of(&sandbox, "export persons", 2),
        "personal data are included only with --with-persons; the journal records that"
    );
    for (command, action, column) in [
        ("show C-001", "show", "persons"),
        ("show N-04", "show", "name"),
        ("contact list", "contact list", "persons"),
        ("export contacts", "export", "persons"),
        ("history C-001", "history", "after"),
    ] {
        let number = last();
        let text = sandbox.run(format!("{command} --with-persons --format csv")).ok();
        assert!(rows_of(&text).iter().any(|row| row[column] == "P. Spreker"), "{command:?}: {text}");
        let entry = rows(
            &open_register(&sandbox),
            &format!("SELECT action, note, changes FROM journal WHERE number > {number}"),
        );
        let text = |text: &str| rusqlite::types::Value::Text(text.to_owned());
        assert_eq!(entry.len(), 1, "{command:?}");
        assert_eq!(entry[0][..2], [text(action), text("--with-persons")], "{command:?}");
    }
    let text = sandbox.run("export persons --with-persons").ok();
    assert_eq!(rows_of(&text)[3]["name"], "P. Spreker");
    let printed = sandbox.run("history --limit 1").ok();
    let heading = printed.lines().next().unwrap();
    assert!(heading.ends_with(" · export: --with-persons"), "{heading}");
    assert_check_passes(&sandbox);
}

#[test]
fn importing_a_list_without_persons_keeps_the_persons() {
    let sandbox = story();
    let text = sandbox.run("export contacts").ok();
    sandbox.write("contacts.csv", text.replace("Mag", "Mag niet"));
    sandbox.run("import contacts contacts.csv --update").ok();
    let text = sandbox.run("export contacts --with-persons").ok();
    assert_eq!((rows_of(&text)[0]["note"].as_str(), rows_of(&text)[0]["persons"].as_str()), ("Mag niet", "P. Spreker"));
    // With `--with-persons`, the exports together contain the whole register, including persons.
    let (other, persons) = (Sandbox::new(), sandbox.run("export persons --with-persons").ok());
    other.write("persons.csv", persons);
    other.write("contacts.csv", text);
    other.write("obstacles.csv", sandbox.run("export obstacles --with-void").ok());
    other.write("factsheets.csv", sandbox.run("export factsheets").ok());
    for kind in ["factsheets", "obstacles", "contacts"] {
        other.run(["import", kind, &format!("{kind}.csv")]).ok();
    }
    let there = rows_of(&other.run("export contacts --with-persons").ok());
    assert_eq!(there[0]["persons"], "P. Spreker");
    assert_check_passes(&other);
}

#[test]
fn persons_are_listed_added_and_edited() {
    let sandbox = story();
    let result = sandbox.run("person add 'Z. Apart' --organisation ROC --email z@example.org --phone 070");
    assert_eq!((result.stdout.as_str(), result.stderr.as_str()), ("N-06\n", "N-06 recorded: Z. Apart\n"));
    assert_eq!(sandbox.run("person edit N-06 --phone 071 --clear organisation").notices(), "N-06 changed\n");
    assert_eq!(sandbox.run("person edit 2 --name 'H. Anders'").notices(), "N-02 changed\n");
    // The operating system's user, who ran the commands above, is now a person too: N-07.
    let user: String = value(&sandbox, "SELECT name FROM person WHERE number = 7");
    let text = sandbox.run("person list --format csv").ok();
    assert_eq!(
        text.replace("\r\n", "\n"),
        format!(
            "\
number,name,organisation,email,phone,erased
N-01,Beheer,,,,
N-02,H. Anders,,,,
N-03,A. Officer,,,,
N-04,P. Spreker,,,,
N-05,B. Officer,,,,
N-06,Z. Apart,,z@example.org,071,
N-07,{user},,,,
"
        )
    );
    assert_eq!(listed(&sandbox, "list --handler 'H. Anders'"), ["B-001"]);
    assert_eq!(listed(&sandbox, "list --handler N-02"), ["B-001"]);
    for (command, code, message) in [
        (
            "person add 'Z. Apart'",
            65,
            "N-06 already has this name: Z. Apart; use that person, or choose a name that differs",
        ),
        (
            "person edit 2 --name 'Z. Apart'",
            65,
            "N-06 already has this name: Z. Apart; use that person, or choose a name that differs",
        ),
        ("person edit 99 --phone 1", 66, "there is no N-99 in this register; see: ruimte person list"),
        ("person edit 2 --clear name", 2, "'name' cannot be empty"),
    ] {
        assert_eq!(error_of(&sandbox, command, code), message, "{command:?}");
    }
    assert_check_passes(&sandbox);
}

/// Commands whose output has counts. Erasing a person must not change these counts.
const COUNTING: &[&str] = &[
    "count",
    "count --by status",
    "count --by handler",
    "count --by ministry,handler",
    "count --handler 'H. Zwanenburg'",
    "report totals",
    "report ministries",
    "report contacts",
    "report turnaround",
    "report unused",
    "report overdue",
];

/// The register `story` with two more persons, whose names occur nowhere else. Together, these two persons have every
/// role. N-06 handles obstacles and makes journal entries. Both took part in the same call. N-07 was renamed.
fn story_with_persons() -> Sandbox {
    let sandbox = story();
    run_all(
        &sandbox,
        &[
            "person add 'H. Zwanenburg' --organisation Wilgenrijk --email h@wilgenrijk.example --phone 0612345678 --actor Beheer",
            "person add 'K. Ooievaar' --actor Beheer",
            "person edit N-07 --name 'K. Reiger' --phone 0687654321 --actor Beheer",
            "person edit N-06 --phone 0611111111 --actor Beheer",
            "edit 2 --handler 'H. Zwanenburg' --due 2018-02-02 --actor Beheer",
            "edit 3 --handler N-06 --actor 'H. Zwanenburg'",
            "edit 3 --handler 'H. Behandelaar' --actor 'H. Zwanenburg'",
            "contact call 2 --person 'H. Zwanenburg' --person 'K. Reiger' --on 2018-01-20 --actor 'H. Zwanenburg'",
            "log 'Zonder naam' --ministry OCW --handler 'H. Zwanenburg' --received 2018-02-02 --actor 'H. Zwanenburg'",
            "undo --actor 'H. Zwanenburg'",
            "snapshot ervoor --actor 'H. Zwanenburg'",
        ],
    );
    sandbox
}

/// Every name, organisation, e-mail domain and phone number that was recorded about the two persons.
const PRINTED: &[&str] =
    &["Zwanenburg", "Wilgenrijk", "wilgenrijk", "0612345678", "0611111111", "Ooievaar", "Reiger", "0687654321"];

#[test]
fn an_erased_person_is_removed_from_records_journal_and_file() {
    let sandbox = story_with_persons();
    for printed in PRINTED {
        assert!(contains(&sandbox.register_bytes(), printed), "{printed}");
    }
    let result = sandbox.run("erase person 'H. Zwanenburg' N-07 --actor Beheer");
    assert_eq!(
        result.notices(),
        "The person is erased and appears as N-06 from now on; the journal and the counts remain correct\n\
         Open obstacles with N-06 as handler: 1; see 'ruimte list --status open --handler N-06', and give them another with \
         'ruimte edit NUMBERS --handler NAME'\n\
         The person is erased and appears as N-07 from now on; the journal and the counts remain correct\n\
         Copies of the register, exports and earlier publications may still contain it; renew or delete them\n"
    );
    for printed in PRINTED {
        assert!(!contains(&sandbox.register_bytes(), printed), "{printed}");
    }
    assert!(!sandbox.path("register.db-journal").exists());
    assert_check_passes(&sandbox);
    // Every reading command shows the person's number in place of the name.
    assert_eq!(listed(&sandbox, "list --handler N-06"), ["B-002"]);
    let shown = |arguments: &str| rows_of(&sandbox.run(format!("{arguments} --format csv")).ok());
    assert_eq!(shown("show B-002")[0]["handler"], "N-06");
    assert_eq!(shown("export obstacles")[1]["handler"], "N-06");
    assert_eq!(shown("export contacts --with-persons")[1]["persons"], "N-06; N-07");
    assert_eq!(shown("list --columns number,handler")[1]["handler"], "N-06");
    let persons = shown("person list");
    let day = shown("show N-06 --with-persons")[0]["erased"].clone();
    assert_eq!(day.len(), "2026-01-01".len());
    for at in [5, 6] {
        for name in ["name", "organisation", "email", "phone"] {
            assert_eq!(persons[at][name], "");
        }
        assert_eq!(persons[at]["erased"], day);
    }
    // `history` shows the person's number instead of the name, both as the actor of an entry and in changed values.
    let journal = shown("history --with-persons");
    assert!(journal.iter().filter(|row| row["actor"] == "N-06").count() > 5);
    assert!(journal.iter().any(|row| row["attribute"] == "handler" && row["after"] == "N-06"));
    for row in &journal {
        for printed in PRINTED {
            assert!(!row.values().any(|value| value.contains(printed)), "{row:?}");
        }
    }
    // The entry that records the erasure contains the numbers of the persons, but not their names.
    let erasure: Vec<_> = journal.iter().filter(|row| row["action"] == "erase person").collect();
    let changed: Vec<(&str, &str, &str, &str)> = erasure
        .iter()
        .map(|row| (row["record"].as_str(), row["attribute"].as_str(), row["before"].as_str(), row["after"].as_str()))
        .collect();
    assert_eq!(
        changed,
        [
            ("N-06", "name", "", ""),
            ("N-06", "organisation", "", ""),
            ("N-06", "email", "", ""),
            ("N-06", "phone", "", ""),
            ("N-06", "erased", "", day.as_str()),
            ("N-07", "name", "", ""),
            ("N-07", "phone", "", ""),
            ("N-07", "erased", "", day.as_str()),
        ]
    );
    assert!(erasure.iter().all(|row| row["actor"] == "Beheer"));
}

#[test]
fn an_erasure_changes_no_count_and_no_receipt() {
    let sandbox = story_with_persons();
    let numbers =
        |sandbox: &Sandbox| -> Vec<CommandResult> { COUNTING.iter().map(|command| sandbox.run(*command)).collect() };
    let before = numbers(&sandbox);
    sandbox.run("erase person 'H. Zwanenburg' 'K. Reiger' --actor Beheer").ok();
    for ((command, before), after) in COUNTING.iter().zip(&before).zip(numbers(&sandbox)) {
        let receipt = before.receipt.as_ref().unwrap();
        for printed in PRINTED {
            assert!(!receipt.contains(printed), "{receipt}");
        }
        let result = sandbox.run(format!("receipt {}", quote(receipt)));
        assert!(
            result.code == 0 && result.stdout.starts_with("Same: ") && result.stderr.is_empty(),
            "{command:?}: {result:?}"
        );
        assert_eq!(sandbox.run(format!("check --against {}", quote(receipt))).code, 0);
        if command.contains("--handler") {
            continue;
        }
        // The only difference in the output is that the person's number replaces the name.
        let words = |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
        assert_eq!(words(&after.stdout), words(&before.stdout.replace("H. Zwanenburg", "N-06")), "{command:?}");
        let result = |receipt: &str| receipt_fields(receipt)["result"].clone();
        assert_eq!(result(receipt), result(&after.receipt.unwrap()), "{command:?}");
    }
    assert_eq!(sandbox.run("count --handler N-06").stdout, before[4].stdout);
}

#[test]
fn reading_as_of_a_moment_before_an_erasure_shows_the_number_too() {
    let sandbox = story_with_persons();
    let handlers = |at: &str| -> HashMap<String, String> {
        let text = sandbox.run(format!("{at} list --columns number,handler --format csv")).ok();
        rows_of(&text)
            .into_iter()
            .map(|mut row| (row.remove("number").unwrap(), row.remove("handler").unwrap()))
            .collect()
    };
    assert_eq!(handlers("--as-of ervoor")["B-002"], "H. Zwanenburg");
    assert_eq!(handlers("--as-of 15")["B-003"], "H. Zwanenburg");
    sandbox.run("erase person N-06 --actor Beheer").ok();
    assert_eq!(handlers("--as-of ervoor")["B-002"], "N-06");
    assert_eq!(handlers("--as-of 15")["B-003"], "N-06");
    assert_eq!(handlers("--as-of 15")["B-001"], "H. Behandelaar");
    for command in [
        "contact list --with-persons",
        "person list",
        "export persons --with-persons",
        "history --with-persons",
        "show N-06 --with-persons",
    ] {
        let text = sandbox.run(format!("{command} --as-of ervoor --format csv")).ok();
        assert!(
            text.contains("N-06") && !text.contains("Zwanenburg") && !text.contains("ilgenrijk"),
            "{command:?}: {text}"
        );
    }
}

#[test]
fn an_actor_can_erase_themselves() {
    let sandbox = story_with_persons();
    sandbox.run("erase person 'H. Zwanenburg' --actor 'H. Zwanenburg'").ok();
    assert!(!contains(&sandbox.register_bytes(), "Zwanenburg"));
    assert_check_passes(&sandbox);
    let heading = sandbox.run("history --limit 1").ok();
    assert!(heading.lines().next().unwrap().contains(" · N-06 ("), "{heading}");
    // If somebody records the erased name again, the name belongs to a new person.
    sandbox.run("log 'Weer terug' --ministry OCW --actor 'H. Zwanenburg'").ok();
    assert_eq!(value::<i64>(&sandbox, "SELECT number FROM person WHERE name = 'H. Zwanenburg'"), 8);
    assert_check_passes(&sandbox);
    sandbox.run("erase person 'H. Zwanenburg' --actor 'H. Zwanenburg'").ok();
    assert!(!contains(&sandbox.register_bytes(), "Zwanenburg"));
    assert_check_passes(&sandbox);
}

#[test]
fn erasing_twice_is_fine_and_an_unknown_person_is_rejected() {
    let sandbox = story_with_persons();
    let erase = "erase person N-06 --actor Beheer";
    assert_eq!(
        sandbox.run_in_dutch(erase).notices(),
        "De persoon is gewist en staat er voortaan als N-06; het logboek en de tellingen blijven kloppen\n\
         Open belemmeringen met N-06 als behandelaar: 1; zie 'ruimte list --status open --handler N-06' en geef ze een \
         andere met 'ruimte edit NUMMERS --handler NAAM'\n\
         Kopieën van het register, exports en eerdere publicaties kunnen het nog bevatten; vernieuw of verwijder ze\n"
    );
    let entries = value::<i64>(&sandbox, "SELECT count(*) FROM journal");
    assert_eq!(sandbox.run(erase).notices(), "N-06 was already erased; the file was rewritten\n");
    assert_eq!(sandbox.run_in_dutch(erase).notices(), "N-06 was al gewist; het bestand is opnieuw geschreven\n");
    assert_eq!(value::<i64>(&sandbox, "SELECT count(*) FROM journal"), entries);
    let known = "A. Officer, B. Officer, Beheer, H. Behandelaar, K. Reiger, P. Spreker";
    for (name, message) in [
        ("Niemand", format!("there is no person 'Niemand'; there are: {known}; see: ruimte person list")),
        ("H. Zwanenburg", format!("there is no person 'H. Zwanenburg'; there are: {known}; see: ruimte person list")),
        ("N-99", "there is no N-99 in this register; see: ruimte person list".to_owned()),
    ] {
        assert_eq!(error_of(&sandbox, &format!("erase person '{name}'"), 66), message);
        // If one of several persons cannot be erased, none of them is.
        let printed = error_of(&sandbox, &format!("erase person 'K. Reiger' '{name}'"), 66);
        assert!(printed.starts_with("there is no ") && printed.contains(name), "{printed}");
    }
    assert!(contains(&sandbox.register_bytes(), "K. Reiger"));
    for (command, message) in [
        ("person edit N-06 --name Terug", "this person was erased and can no longer be given attributes"),
        ("person edit N-06 --phone 1", "this person was erased and can no longer be given attributes"),
    ] {
        assert_eq!(error_of(&sandbox, command, 65), message);
    }
    assert_check_passes(&sandbox);
}

#[test]
fn a_dry_run_erases_no_one() {
    let sandbox = story_with_persons();
    let before = sandbox.register_bytes();
    assert_eq!(
        sandbox.run("erase person 'H. Zwanenburg' --dry-run").notices(),
        "Dry run: nothing was recorded. This would have been reported:\n\
         The person is erased and appears as N-06 from now on; the journal and the counts remain correct\n\
         N-06 now appears as the handler of obstacles: 1; in contacts: 1; in entries of the journal: 6\n\
         Open obstacles with N-06 as handler: 1; see 'ruimte list --status open --handler N-06', and give them another with \
         'ruimte edit NUMBERS --handler NAME'\n"
    );
    assert!(sandbox.register_bytes() == before);
}
