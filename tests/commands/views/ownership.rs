//! Who sees a view: its owner, or everybody if it is for all.

use super::{numbers, office, run_as, views};

fn names(sandbox: &crate::common::Sandbox, actor: &str) -> Vec<String> {
    views(sandbox, actor).into_iter().map(|row| row["name"].clone()).collect()
}

#[test]
fn a_personal_view_exists_for_its_owner_only() {
    let sandbox = office();
    run_as(&sandbox, "Ekster", "view add 'Geheim plan' --status open").ok();
    run_as(&sandbox, "Putter", "view add 'Eigen werk' --status solved").ok();
    run_as(&sandbox, "Putter", "view add Gedeeld --ministry VWS --for-all").ok();
    assert_eq!(names(&sandbox, "Ekster"), ["Geheim plan", "Gedeeld"]);
    assert_eq!(names(&sandbox, " EKSTER "), ["Geheim plan", "Gedeeld"]);
    assert_eq!(names(&sandbox, "Putter"), ["Eigen werk", "Gedeeld"]);
    assert_eq!(names(&sandbox, "Een ander"), ["Gedeeld"]);
    assert_eq!(views(&sandbox, "Een ander")[0]["owner"], "Putter");
    let before = sandbox.register_bytes();
    for (line, code) in [
        ("list --view 'Geheim plan'", 66),
        ("list --view V-01", 66),
        ("show V-01", 66),
        ("view V-01", 66),
        ("view edit 'Geheim plan' --status solved", 66),
        ("view edit V-01 --for-all", 66),
        ("view void V-01 --because Weg", 66),
        ("void V-01 --because Weg", 66),
    ] {
        let message = run_as(&sandbox, "Putter", line).fails(code);
        assert!(!message.contains("status") && !message.contains("Ekster"), "{line}: {message}");
        // The message is the one about a view that does not exist, and it names no view of others.
        let missing =
            run_as(&sandbox, "Putter", &line.replace("V-01", "V-09").replace("Geheim plan", "Niets")).fails(code);
        assert_eq!(message.replace("V-01", "V-09").replace("Geheim plan", "Niets"), missing, "{line}");
        run_as(
            &sandbox,
            "Ekster",
            &format!("{line} {}", if line.starts_with("view e") || line.contains("void") { "--dry-run" } else { "" }),
        )
        .ok();
    }
    assert!(sandbox.register_bytes() == before);
}

#[test]
fn everybody_uses_and_changes_a_view_for_all_but_only_its_owner_makes_it_personal() {
    let sandbox = office();
    run_as(&sandbox, "Ekster", "view add Gedeeld --ministry VWS --for-all").ok();
    assert_eq!(numbers(&sandbox, "list --view Gedeeld"), ["B-002", "B-003"]);
    run_as(&sandbox, "Putter", "view edit gedeeld --status solved").ok();
    assert_eq!(numbers(&sandbox, "list --view Gedeeld"), ["B-003"]);
    let message = run_as(&sandbox, "Putter", "view edit Gedeeld --clear for-all").fails(2);
    assert!(message.contains("only its owner can make V-01 personal"), "{message}");
    run_as(&sandbox, "Ekster", "view edit Gedeeld --clear for-all").ok();
    assert_eq!(names(&sandbox, "Putter"), [""; 0]);
    run_as(&sandbox, "Ekster", "view edit Gedeeld --for-all").ok();
    run_as(&sandbox, "Putter", "view void Gedeeld --because 'Niet meer nodig'").ok();
    assert_eq!(names(&sandbox, "Ekster"), [""; 0]);
    run_as(&sandbox, "Ekster", "list --view Gedeeld").fails(66);
}

#[test]
fn nobody_gives_a_view_the_name_of_another_view_that_they_see() {
    let sandbox = office();
    run_as(&sandbox, "Ekster", "view add Werk --status open").ok();
    run_as(&sandbox, "Putter", "view add Gedeeld --for-all").ok();
    let taken = |name: &str| format!("the name '{name}' is already in use for a saved view; choose another name");
    for (line, name) in
        [("view add WERK", "WERK"), ("view add gedeeld", "gedeeld"), ("view edit Werk --name Gedeeld", "Gedeeld")]
    {
        let message = run_as(&sandbox, "Ekster", line).fails(65);
        assert!(message.contains(&taken(name)), "{line}: {message}");
    }
    // The name of a void view is free again.
    run_as(&sandbox, "Putter", "view void Gedeeld --because Dubbel").ok();
    run_as(&sandbox, "Ekster", "view add Gedeeld --status closed --for-all").ok();
}

#[test]
fn the_name_of_a_personal_view_of_somebody_else_is_free_and_the_own_view_comes_first() {
    let sandbox = office();
    run_as(&sandbox, "Ekster", "view add Werk --status solved").ok();
    // A refusal would tell Putter that somebody has a view with this name.
    run_as(&sandbox, "Putter", "view add werk --status closed").ok();
    run_as(&sandbox, "Kievit", "view add Werk --status open --for-all").ok();
    let listed = |actor: &str, view: &str| {
        let rows = run_as(&sandbox, actor, &format!("list --view {view} --columns number --format csv")).ok();
        rows.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(listed("Ekster", "Werk"), ["B-003"]);
    assert_eq!(listed("Putter", "Werk"), [""; 0]);
    for (actor, view) in [("Kievit", "Werk"), ("Een ander", "Werk"), ("Ekster", "V-03")] {
        assert_eq!(listed(actor, view), ["B-001", "B-002"], "{actor} {view}");
    }
}

#[test]
fn a_view_holds_handlers_by_number_so_that_an_erased_name_is_in_no_view() {
    let sandbox = office();
    sandbox.run("view add Merel --handler 'merel zwart'").ok();
    let person = sandbox.rows("person list").into_iter().find(|row| row["name"] == "Merel Zwart").unwrap();
    assert_eq!(sandbox.rows("view list")[0]["filter"], format!("--handler {}", person["number"]));
    assert_eq!(numbers(&sandbox, "list --view Merel"), ["B-001"]);
    sandbox.run("erase person 'Merel Zwart'").ok();
    assert_eq!(numbers(&sandbox, "list --view Merel"), ["B-001"]);
}
