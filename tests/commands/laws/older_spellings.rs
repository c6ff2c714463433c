//! A register from an older version. It has several spellings of the same legal source, and legal sources that are
//! refused today. Nothing is rewritten. Filters, counts and reports treat all spellings of a source as one source.

use super::{listed, shown};
use crate::common::Sandbox;
use ruimte::record::law::{Law, LawKind};
use ruimte::record::{Entity, Record, Value, obstacle};
use ruimte::register::{EntryMeta, Register};

fn law(source: &str, article: Option<&str>) -> Law {
    let kind = if source.starts_with("BWBR") { LawKind::Bwb } else { LawKind::Cao };
    Law { kind, source: source.to_owned(), article: article.map(str::to_owned), ..Law::default() }
}

/// Writes legal sources to the register as they are, without parsing them.
fn older_register() -> Sandbox {
    let sandbox = Sandbox::new();
    let meta = EntryMeta {
        actor: "tester".to_owned(),
        origin: "here".to_owned(),
        action: "import".to_owned(),
        note: None,
        at: "2026-01-02T03:04:05Z".parse().unwrap(),
    };
    let mut register = Register::open(&sandbox.path("register.db")).unwrap();
    register
        .write(&meta, false, |change| {
            for laws in [
                vec![law("BWBR0007625", Some("7.2.8."))],
                vec![law("BWBR0007625", Some("7.2.8")), law("Cao VVT", None)],
                vec![law("BWBR0005290", Some("7:610")), law("CAO vvt", None)],
                vec![law("BWBR0005290", Some("610"))],
                vec![law("BWBR0007625", Some("7.2.8/7.2.9"))],
            ] {
                let record = Record::new(Entity::Obstacle)
                    .with(&obstacle::TITLE, Value::Text("Een vraag".to_owned()))
                    .with(&obstacle::MINISTRY, Value::Text("OCW".to_owned()))
                    .with(&obstacle::LAWS, Value::Laws(laws));
                change.insert(record)?;
            }
            Ok(())
        })
        .unwrap();
    drop(register);
    sandbox
}

#[test]
fn an_older_register_passes_the_check_and_keeps_its_spellings() {
    let sandbox = older_register();
    sandbox.run("check").ok();
    assert_eq!(shown(&sandbox, "1")["laws"], "BWBR0007625 art. 7.2.8.");
    assert_eq!(shown(&sandbox, "5")["laws"], "BWBR0007625 art. 7.2.8/7.2.9");
    // A past state of the register has the spellings that were stored at the time.
    sandbox.run("edit 1 --title Anders").ok();
    sandbox.run("edit 1 --law BWBR0002628").ok();
    let then = sandbox.rows("list --as-of 2 --columns laws");
    assert_eq!(then[0]["laws"], "BWBR0007625 art. 7.2.8.");
    sandbox.run("undo").ok();
    assert_eq!(shown(&sandbox, "1")["laws"], "BWBR0007625 art. 7.2.8.");
    sandbox.run("check").ok();
}

#[test]
fn a_filter_finds_every_spelling() {
    let sandbox = older_register();
    for (filter, found) in [
        ("BWBR0007625 art. 7.2.8", vec!["B-001", "B-002"]),
        ("BWBR0007625 art. 7.2.8.", vec!["B-001", "B-002"]),
        ("BWBR0007625", vec!["B-001", "B-002", "B-005"]),
        ("BWBR0005290 art. 610", vec!["B-003", "B-004"]),
        ("BWBR0005290 art. 7:610", vec!["B-003", "B-004"]),
        ("cao: CAO VVT", vec!["B-002", "B-003"]),
        // Reports contain links that filter by a legal source as it is stored. The filter must accept that source, even
        // if it would be refused in a new record.
        ("BWBR0007625 art. 7.2.8/7.2.9", vec!["B-005"]),
    ] {
        assert_eq!(listed(&sandbox, &format!("--law '{filter}'")), found, "{filter}");
    }
    assert_eq!(sandbox.run("list --law 'BWBR0007625 art. 7.2.8/7.3.1'").code, 2);
}

#[test]
fn counts_and_reports_count_the_spellings_as_one_source() {
    let sandbox = older_register();
    assert_eq!(
        sandbox.run("report laws --format csv").ok().replace("\r\n", "\n"),
        "law,article,obstacles,within_rules,regional_approach,open,closed\n\
         BWBR0007625,,3,0,0,3,0\n\
         BWBR0007625,7.2.8,2,0,0,2,0\n\
         BWBR0007625,7.2.8/7.2.9,1,0,0,1,0\n\
         BWBR0005290,,2,0,0,2,0\n\
         BWBR0005290,610,2,0,0,2,0\n\
         cao: Cao VVT,,2,0,0,2,0\n"
    );
    assert_eq!(
        sandbox.run("count --by laws --format csv").ok().replace("\r\n", "\n"),
        "laws,mentions\nBWBR0005290,2\nBWBR0007625,3\ncao: Cao VVT,2\n"
    );
}

#[test]
fn entering_the_present_spelling_changes_nothing() {
    let sandbox = older_register();
    let before = sandbox.register_bytes();
    sandbox.run("edit 1 --law 'BWBR0007625 art. 7.2.8'").ok();
    sandbox.run("edit 3 --law 'BWBR0005290 art. 7:610; cao: Cao VVT'").ok();
    assert!(sandbox.register_bytes() == before);
}
