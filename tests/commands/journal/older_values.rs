//! Values that an older version stored and that are no longer accepted: titles with line breaks, and texts that are too
//! long. They stay until somebody changes them.

use super::{Sandbox, tamper};

/// A register whose B-001 has a title of two lines, and an initiative of 2,000 characters.
fn older() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.run("log Titel --ministry OCW --initiative Kort --received 2018-01-10").ok();
    let long = "x".repeat(2_000);
    tamper(
        &sandbox,
        &format!("UPDATE obstacle SET title = 'Stage bij' || char(13, 10) || 'twee', initiative = '{long}'"),
    );
    sandbox
}

#[track_caller]
fn assert_kept(sandbox: &Sandbox, number: &str) {
    let rows = sandbox.rows("list --columns number,title,initiative");
    let row = rows.iter().find(|row| row["number"] == number).unwrap();
    assert_eq!((row["title"].as_str(), row["initiative"].as_str()), ("Stage bij\r\ntwee", "x".repeat(2_000).as_str()));
}

#[test]
fn other_attributes_can_be_changed_and_changes_undone() {
    let sandbox = older();
    sandbox.run("edit 1 --region 12").ok();
    sandbox.run("analyse 1 --analysis 'Mag al'").ok();
    assert_kept(&sandbox, "B-001");
    sandbox.run("edit 1 --title Anders --initiative Korter").ok();
    sandbox.run("undo").ok();
    assert_kept(&sandbox, "B-001");
    sandbox.run("snapshot nu").ok();
    sandbox.run("edit 1 --title Anders").ok();
    assert_eq!(sandbox.rows("list --columns title --as-of nu")[0]["title"], "Stage bij\r\ntwee");
}

#[test]
fn the_same_value_is_accepted_and_another_must_be_valid() {
    let sandbox = older();
    let long = "x".repeat(2_000);
    assert_eq!(
        sandbox.run(["edit", "1", "--title", "Stage bij\r\ntwee", "--initiative", &long]).notices(),
        "B-001 was already like that; nothing was changed\n"
    );
    assert_eq!(
        sandbox.run(["edit", "1", "--initiative", &format!("{long}y")]).fails(65),
        "ruimte: initiative: 2001 characters, and at most 1000 fit; shorten the text\n"
    );
    sandbox.run("edit 1 --title 'Stage bij twee'").ok();
    assert_eq!(sandbox.rows("list --columns title")[0]["title"], "Stage bij twee");
}

#[test]
fn an_export_imports_unchanged_in_every_format() {
    for format in ["csv", "csv-excel", "ods", "xlsx"] {
        let sandbox = older();
        let extension = if format.starts_with("csv") { "csv" } else { format };
        sandbox.run(format!("export obstacles --format {format} -o list.{extension}")).ok();
        for update in ["", "--update"] {
            let notices = sandbox.run(format!("import obstacles list.{extension} {update}")).notices();
            assert_eq!(notices.lines().nth(1), Some("0 added, 0 changed, 1 unchanged"), "{format} {update}");
        }
        assert_kept(&sandbox, "B-001");
    }
}
