//! Special cases of the journal that tests with random commands would seldom reach.

use crate::initial::{first_day, initial_model};
use crate::sandbox::Sandbox;
use ruimte::record::Entity;
use std::fs;

#[test]
fn entries_keep_their_order_when_the_clock_is_set_back() {
    let sandbox = Sandbox::new();
    sandbox.run_on("2018-05-13", "log Eerst --ministry OCW");
    sandbox.run_on("2018-05-15", "log Later --ministry OCW");
    sandbox.run_on("2018-05-14", "log 'Klok terug' --ministry OCW");
    sandbox.run_on(
        "2018-05-14",
        "log 'Nog eens' --ministry OCW
         edit B-006 --region 1",
    );
    let rows = sandbox.run("history").rows;
    let mut entries: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    entries.dedup();
    assert_eq!(entries, ["6", "5", "4", "3", "2", "1"]);
    // With a day as its value, `--as-of` shows the state after the last journal entry dated on or before that day.
    for (moment, last) in
        [("2018-05-12", "B-003"), ("2018-05-13", "B-004"), ("2018-05-14", "B-007"), ("3", "B-005"), ("4", "B-006")]
    {
        let rows = sandbox.run(&format!("list --as-of '{moment}'")).rows;
        assert_eq!(rows.last().unwrap()[0], last, "{moment}");
    }
    let checked = sandbox.run("check");
    assert_eq!(checked.rows, Vec::<Vec<String>>::new());
    assert!(checked.remarks.iter().any(|remark| remark.contains("clock") && remark.contains('4')), "{checked:?}");
}

#[test]
fn the_actor_can_be_given_by_number_for_every_command() {
    let sandbox = Sandbox::new();
    let list = sandbox.list("title,ministry\nUit een lijst,OCW\n");
    let persons = sandbox.values(Entity::Person, "name");
    sandbox.run(&format!(
        "analyse B-001 --actor N-01
         close B-001 --as referred --because Elders --actor N-01
         import obstacles '{list}' --actor N-01
         undo --actor N-01"
    ));
    assert_eq!(sandbox.values(Entity::Person, "name"), persons);
    let actors: Vec<String> =
        sandbox.run("history --since 2018-05-12").rows.into_iter().map(|row| row[2].clone()).collect();
    assert!(actors.iter().filter(|actor| *actor == "Kievit").count() >= 4, "{actors:?}");
    sandbox.refused("undo --actor N-09");
    sandbox.assert_check_passes();
}

#[test]
fn an_actor_who_changes_their_own_name_stays_in_the_hash_chain() {
    let sandbox = Sandbox::new();
    sandbox.run(
        "person edit N-01 --name 'Merel Zwart' --actor Kievit
         log 'Een vraag' --ministry OCW --actor 'Merel Zwart'",
    );
    sandbox.assert_check_passes();
    sandbox.run("undo 2 --actor 'Merel Zwart'");
    sandbox.assert_check_passes();
    sandbox.run("erase person Kievit --actor Kievit");
    sandbox.assert_check_passes();
}

#[test]
fn a_write_can_be_undone_after_the_person_it_added_was_erased() {
    let sandbox = Sandbox::new();
    sandbox.run(
        "log 'Een vraag' --ministry OCW --handler Ekster --actor 'Merel Zwart'
         erase person Ekster 'Merel Zwart'
         undo 2",
    );
    assert!(!sandbox.values(Entity::Obstacle, "title").contains_key("B-004"));
    assert_eq!(sandbox.values(Entity::Person, "name")["N-03"], "");
    sandbox.run("undo 4");
    assert_eq!(sandbox.values(Entity::Obstacle, "handler")["B-004"], "N-03");
    sandbox.assert_check_passes();
}

#[test]
fn undo_never_makes_the_lead_ministry_an_involved_ministry() {
    let sandbox = Sandbox::new();
    sandbox.run(
        "edit B-002 --ministry OCW
         edit B-002 --involved VWS",
    );
    let why = sandbox.refused("undo 2");
    assert!(why.contains("B-002"), "{why}");
    sandbox.assert_check_passes();
}

#[test]
fn undo_does_not_restore_a_code_that_differs_from_another_in_case_only() {
    let sandbox = Sandbox::new();
    sandbox.run(
        "theme add leren --nl Leren --en Learning
         undo
         theme add Leren --nl 'Leren op het werk' --en 'Learning at work'",
    );
    sandbox.refused("undo 3");
    let themes = sandbox.values(Entity::Theme, "code");
    assert_eq!(themes.into_keys().collect::<Vec<_>>(), ["Leren", "wonen"]);
    sandbox.assert_check_passes();
}

#[test]
fn a_row_of_an_import_cannot_change_a_record_that_another_row_adds() {
    let sandbox = Sandbox::new();
    let list = sandbox.list("number,title,ministry\n,Eerst,OCW\nB-004,Tweede,VWS\n");
    sandbox.refused(&format!("import obstacles '{list}' --update"));
    sandbox.refused(&format!("import obstacles '{list}'"));
    let list = sandbox.list("number,title,ministry\nB-004,Eerst,OCW\n,Tweede,VWS\n");
    sandbox.run(&format!("import obstacles '{list}' --update"));
    assert_eq!(sandbox.values(Entity::Obstacle, "title")["B-005"], "Tweede");
    sandbox.assert_check_passes();
}

#[test]
fn an_import_does_not_restore_an_erased_person() {
    let sandbox = Sandbox::new();
    sandbox.run("erase person Kievit");
    let erased = sandbox.values(Entity::Person, "erased");
    for list in ["number,erased\nN-01,\n", "number,name,erased\nN-01,Kievit,\n", "number,name\nN-01,Kievit\n"] {
        let words = ["import", "persons", &sandbox.list(list), "--update"].map(str::to_owned);
        // The import may fail, or it may skip the row. The person must stay erased in both cases.
        let _ = sandbox.run_at(&words, first_day(), initial_model().now());
        assert_eq!(sandbox.values(Entity::Person, "erased")["N-01"], erased["N-01"]);
        assert_eq!(sandbox.values(Entity::Person, "name")["N-01"], "");
        sandbox.assert_check_passes();
    }
}

#[test]
fn a_person_is_found_by_name_despite_surrounding_blanks() {
    let sandbox = Sandbox::new();
    sandbox.run(
        "person add ' Putter '
         edit B-001 --handler Putter",
    );
    assert_eq!(sandbox.values(Entity::Person, "name").len(), 3);
    sandbox.run("erase person ' Putter '");
    assert!(!fs::read(&sandbox.path).unwrap().windows(6).any(|bytes| bytes == b"Putter"));
    sandbox.assert_check_passes();
}
