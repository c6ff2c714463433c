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
