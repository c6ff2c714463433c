//! Views are records: in the journal, undone, as of a moment, exported, imported, and checked.

use super::{numbers, office, run_as, views};
use crate::common::Sandbox;

#[test]
fn the_journal_holds_a_view_and_an_undo_takes_a_change_back() {
    let sandbox = office();
    sandbox.run("view add Werk --status open").ok();
    sandbox.run("view edit Werk --status solved").ok();
    sandbox.run("view void Werk --because Dubbel").ok();
    let history = sandbox.rows("history V-01");
    let changes: Vec<[&str; 4]> = history
        .iter()
        .filter(|row| ["filter", "void"].contains(&row["attribute"].as_str()))
        .map(|row| ["change", "attribute", "before", "after"].map(|name| row[name].as_str()))
        .collect();
    assert_eq!(
        changes,
        [
            ["changed", "void", "", "Dubbel"],
            ["changed", "filter", "--status open", "--status solved"],
            ["added", "filter", "", "--status open"],
        ]
    );
    sandbox.run("list --view Werk").fails(66);
    sandbox.run("undo").ok();
    assert_eq!(numbers(&sandbox, "list --view Werk"), ["B-003"]);
    sandbox.run("undo").ok();
    assert_eq!(numbers(&sandbox, "list --view Werk"), ["B-001", "B-002"]);
    sandbox.run("undo").ok();
    assert_eq!(sandbox.rows("view list").len(), 0);
    sandbox.run("check").ok();
}

#[test]
fn the_views_of_the_past_can_be_listed() {
    let sandbox = office();
    sandbox.run("view add Werk --status open").ok();
    sandbox.run("snapshot voor").ok();
    sandbox.run("view edit Werk --name 'Ander werk'").ok();
    let name = |line: &str| sandbox.rows(line)[0]["name"].clone();
    assert_eq!(name("view list"), "Ander werk");
    assert_eq!(name("view list --as-of voor"), "Werk");
    assert_eq!(name("show V-01 --as-of voor"), "Werk");
}

#[test]
fn an_export_can_be_imported_into_another_register() {
    let sandbox = office();
    run_as(&sandbox, "Ekster", "view add Werk --status open --law 'BWBR0007625 art. 7.2.8' --sort -received").ok();
    run_as(
        &sandbox,
        "Putter",
        "view add \"Van 'allen'\" --for-all --columns number,title --region 'Haaglanden en Nieuwe Waterweg Noord'",
    )
    .ok();
    sandbox.run("export views -o views.csv").ok();
    let exported = sandbox.read("views.csv");
    let expected = "number,name,filter,columns,sort,for_all,owner\r\n\
        V-01,Werk,--status open --law 'BWBR0007625 art. 7.2.8',,-received,no,Ekster\r\n\
        V-02,Van 'allen',--region 'Haaglanden en Nieuwe Waterweg Noord',\"number,title\",,yes,Putter\r\n";
    assert_eq!(exported, expected);
    let other = Sandbox::new();
    other.write("views.csv", &exported);
    other.run("import views views.csv").ok();
    other.run("export views -o again.csv").ok();
    assert_eq!(other.read("again.csv"), exported);
    assert_eq!(views(&other, "Ekster").len(), 2);
    assert_eq!(views(&other, "Putter").len(), 1);
    other.run("check").ok();
}

#[test]
fn a_filter_that_cannot_be_read_is_an_error_with_the_way_out() {
    let sandbox = office();
    sandbox.write("views.csv", "name,filter,for_all\nKapot,--kleur rood,yes\nLos,\"--status 'open\",yes\nWoord,open,yes\nKring,--view Kring,yes\n");
    sandbox.run("import views views.csv").ok();
    for name in ["Kapot", "Los", "Woord", "Kring"] {
        let message = sandbox.run(format!("list --view {name}")).fails(65);
        assert!(message.contains("the filter of this saved view cannot be read"), "{name}: {message}");
    }
}

#[test]
fn erasing_the_owner_of_a_personal_view_leaves_no_name_in_the_file() {
    let sandbox = office();
    run_as(&sandbox, "Xaveria Quist", "view add Werk --status open").ok();
    let contains_name = || sandbox.register_bytes().windows(13).any(|bytes| bytes == b"Xaveria Quist");
    assert!(contains_name());
    run_as(&sandbox, "Beheer", "erase person 'Xaveria Quist'").ok();
    assert!(!contains_name());
    let exported = sandbox.rows("export views");
    let owner = exported[0]["owner"].clone();
    assert!(owner.starts_with("N-"), "{exported:?}");
    let history = sandbox.rows("history V-01");
    assert!(history.iter().any(|row| row["attribute"] == "owner" && row["after"] == owner), "{history:?}");
    // The name stands for another person from now on, who does not see the view.
    assert_eq!(views(&sandbox, "Xaveria Quist").len(), 0);
    sandbox.run("check").ok();
}

#[test]
fn a_copy_of_the_register_has_its_views() {
    let sandbox = office();
    run_as(&sandbox, "Ekster", "view add Werk --status open --sort -received").ok();
    sandbox.run("backup copy.db").ok();
    let mut restore = sandbox.command("restore copy.db");
    restore.env("RUIMTE_REGISTER", sandbox.path("other.db"));
    crate::common::execute(restore).ok();
    let mut list = sandbox.command("view list --format csv");
    list.env("RUIMTE_REGISTER", sandbox.path("other.db")).env("RUIMTE_ACTOR", "Ekster");
    let copied = crate::common::rows_of(&crate::common::execute(list).ok());
    assert_eq!(copied, views(&sandbox, "Ekster"));
    assert_eq!(copied.len(), 1);
}
