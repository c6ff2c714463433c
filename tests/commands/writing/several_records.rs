//! Commands that change several records at once do so in one journal entry, or not at all.

use super::{error_of, office, shown};
use crate::common::Sandbox;
use serde_json::json;

#[track_caller]
fn entry_count(sandbox: &Sandbox) -> usize {
    sandbox.rows("history").len()
}

#[test]
fn edit_changes_several_obstacles_in_one_entry() {
    let sandbox = office();
    let before = entry_count(&sandbox);
    sandbox.run("edit 1 --region 12").ok();
    let one_entry = entry_count(&sandbox) - before;
    let notices = sandbox.run("edit B-001 b2 B-001 --region 12 --theme 'permanent leren'").notices();
    assert_eq!(notices, "B-001 changed\nB-002 changed\n");
    for number in ["B-001", "B-002"] {
        assert_eq!(shown(&sandbox, number)["region"], json!("12"));
    }
    assert_eq!(one_entry, 1);
    sandbox.run("undo").ok();
    assert_eq!([&shown(&sandbox, "1")["theme"], &shown(&sandbox, "2")["theme"]], [&json!(null), &json!(null)]);
    assert_eq!(
        sandbox.run("edit 1 2 --region 12").notices(),
        "B-001 was already like that; nothing was changed\nB-002 changed\n"
    );
}

#[test]
fn a_dry_run_shows_what_becomes_of_each_obstacle_and_records_nothing() {
    let sandbox = Sandbox::new();
    for title in ["Een", "Twee", "Drie", "Vier"] {
        sandbox.run(format!("log {title} --ministry OCW -q")).ok();
    }
    sandbox.run("edit 1 --handler Merel -q").ok();
    sandbox.run("edit 2 --handler Ekster --theme 'permanent leren' -q").ok();
    sandbox.run("void 3 --because Dubbel -q").ok();
    let before = sandbox.register_bytes();
    let preview = sandbox.run("edit 1 2 3 9 --handler Ekster --theme permanent-leren --dry-run");
    assert_eq!(preview.code, 65);
    assert_eq!(
        preview.stdout,
        "number  title  what                               theme                        handler\n\
         B-001   Een    changes                            (empty) → lifelong learning  Merel → Ekster\n\
         B-002   Twee   stays as it is                     lifelong learning            Ekster\n\
         B-003   Drie   cannot be changed: voided\n\
         B-009          cannot be changed: does not exist\n"
    );
    assert_eq!(
        preview.stderr,
        "Dry run: nothing was recorded. This would have been reported:\n\
         To change: 1; stay as they are: 1; cannot be changed: 2\n"
    );
    // The change itself is all or nothing.
    error_of(&sandbox, "edit 1 2 3 --handler Ekster", 65);
    assert!(sandbox.register_bytes() == before);
    let dutch = sandbox.run_in_dutch("edit 1 4 --handler Putter --dry-run");
    assert_eq!(
        dutch.ok(),
        "nummer  titel  wat        behandelaar\n\
         B-001   Een    verandert  Merel → Putter\n\
         B-004   Vier   verandert  (leeg) → Putter\n"
    );
    assert!(sandbox.register_bytes() == before);
}

#[test]
fn edit_adds_links_to_those_that_each_obstacle_has() {
    let sandbox = office();
    sandbox.run("edit 1 --factsheet F-01").ok();
    sandbox.run("edit 1 2 --link F-02,S-01 --region 12").ok();
    let links = |number: &str| {
        let obstacle = shown(&sandbox, number);
        ["factsheets", "schemes", "region"].map(|name| obstacle[name].clone())
    };
    assert_eq!(links("1"), [json!("F-01; F-02"), json!("S-01"), json!("12")]);
    assert_eq!(links("2"), [json!("F-02"), json!("S-01"), json!("12")]);
    sandbox.run("undo").ok();
    assert_eq!(links("1"), [json!("F-01"), json!(null), json!(null)]);
    assert_eq!(links("2"), [json!(null), json!(null), json!(null)]);
    // An option that replaces the links comes first.
    sandbox.run("edit 1 --factsheet F-02 --link F-01").ok();
    assert_eq!(links("1")[0], json!("F-01; F-02"));
    for (command, code) in [
        ("edit 1 2 --link F-99", 66),
        ("edit 1 2 --link C-001", 2),
        ("edit 1 2 --link 3", 2),
        ("edit 1 2 --link B-002", 65),
    ] {
        error_of(&sandbox, command, code);
    }
}

#[test]
fn at_most_five_hundred_obstacles_change_at_once() {
    let sandbox = Sandbox::new();
    let numbers = |count: usize| (1..=count).map(|number| number.to_string()).collect::<Vec<_>>().join(" ");
    assert_eq!(
        error_of(&sandbox, &format!("edit {} --region 12", numbers(501)), 2),
        "these are 501 obstacles, and at most 500 can be changed together; do it in parts"
    );
    let message = error_of(&sandbox, &format!("edit {} --region 12", numbers(500)), 66);
    assert_eq!(message, "there is no B-001 in this register; see: ruimte list");
}

#[test]
fn analyse_and_void_take_several_numbers() {
    let sandbox = office();
    assert_eq!(
        sandbox.run("analyse 1 2").notices(),
        "B-001 is in analysis\nB-002 was already like that; nothing was changed\n"
    );
    let counts = |sandbox: &Sandbox| ["list", "contact list"].map(|list| sandbox.rows(list).len());
    let before = counts(&sandbox);
    assert_eq!(
        sandbox.run("void B-001 C-001 --because Proefinvoer").notices(),
        "B-001 is void and counted nowhere\nC-001 is void and counted nowhere\n"
    );
    assert_eq!(counts(&sandbox), [before[0] - 1, before[1] - 1]);
    sandbox.run("undo").ok();
    assert_eq!(counts(&sandbox), before);
}

#[test]
fn if_one_number_is_wrong_nothing_changes() {
    let sandbox = office();
    let before = sandbox.register_bytes();
    for (command, code) in [
        ("edit 1 99 --region 12", 66),
        ("analyse 1 99", 66),
        ("void 1 99 --because X", 66),
        ("void 1 x --because X", 2),
    ] {
        error_of(&sandbox, command, code);
        assert!(sandbox.register_bytes() == before, "{command}");
    }
}

#[test]
fn with_an_option_link_takes_several_obstacles() {
    let sandbox = office();
    let notices = sandbox.run("link B-001 2 --factsheet F-01,2 --scheme s1").notices();
    assert_eq!(notices, "B-001 is linked to F-01, F-02, S-01\nB-002 is linked to F-01, F-02, S-01\n");
    for number in ["B-001", "B-002"] {
        let obstacle = shown(&sandbox, number);
        assert_eq!([&obstacle["factsheets"], &obstacle["schemes"]], ["F-01; F-02", "S-01"]);
    }
    assert_eq!(
        sandbox.run("unlink 1 2 --factsheet 1").notices(),
        "B-001 is no longer linked to F-01\nB-002 is no longer linked to F-01\n"
    );
    error_of(&sandbox, "link 1 F-01 --scheme 1", 2);
}

#[test]
fn close_takes_its_reason_and_original_without_option_names() {
    let sandbox = office();
    assert_eq!(
        sandbox.run("close B-001 duplicate B-002 --because 'Dezelfde vraag'").notices(),
        "B-001 is closed: duplicate\n"
    );
    assert_eq!(shown(&sandbox, "1")["duplicate_of"], json!("B-002"));
    for (command, message) in [
        ("close 2 --because X", "missing: --as; see: ruimte close --help"),
        ("close 2 referred", "missing: --because; see: ruimte close --help"),
        (
            "close 2 referred --as withdrawn --because X",
            "WHY and --as cannot be given together; leave one of them out, as in: ruimte close B-071 duplicate B-003, or: ruimte close B-071 --as duplicate --of B-003",
        ),
    ] {
        assert_eq!(error_of(&sandbox, command, 2), message);
    }
}
