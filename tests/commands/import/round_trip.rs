//! Moving a whole register: exporting every kind of record and importing the files into another register.

use super::KINDS;
use crate::common::Sandbox;

/// Moves all records of a register to an empty register. Asserts that both registers then export the same.
#[track_caller]
fn assert_moves_completely(from: &Sandbox, options: &str) {
    let to = Sandbox::new();
    let export = |sandbox: &Sandbox, kind: &str| sandbox.run(format!("export {kind} {options}")).ok();
    let mut differences = Vec::new();
    for kind in KINDS {
        let exported = export(from, kind);
        assert!(exported.lines().count() > 1, "nothing of {kind} to move");
        to.write("list.csv", &exported);
        let result = to.run(format!("import {kind} list.csv"));
        if result.code != 0 {
            differences.push(format!("{kind}: {}", result.stderr));
        } else if export(&to, kind) != exported {
            differences.push(format!("{kind}: another export"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// The demonstration register with extra records: a term in most vocabularies, and texts that are hard to export.
fn full_register() -> Sandbox {
    let sandbox = Sandbox::demo();
    for kind in ["ministry", "region", "care-domain", "theme", "nature", "law", "publication"] {
        let period = if kind == "publication" { "--since 2019-01-01 --until 2019-12-31" } else { "" };
        sandbox.run(format!("{kind} add X-1 --nl 'Naam; met, \"alles\"' --en Name {period}")).ok();
    }
    sandbox.run("synonym add X-1 'één \"x\"; =2'").ok();
    sandbox.run("figure add --publication X-1 --measure collected --value 0").ok();
    sandbox.run("log =1+1 --ministry X-1 --region X-1 --question ' a\r\nb\n\tc '").ok();
    sandbox.run("log \"'s-Hertogenbosch\" --ministry OCW").ok();
    sandbox.run("link B-072 B-003 B-001").ok();
    sandbox.run("close B-071 --as duplicate --of B-072 --because Zelfde").ok();
    sandbox
}

#[test]
fn an_export_of_every_kind_into_an_empty_register_gives_the_same_export() {
    let sandbox = full_register();
    assert_moves_completely(&sandbox, "");
    assert_moves_completely(&sandbox, "--format csv-excel");
}

#[test]
fn void_records_without_references_to_them_move_with_the_rest() {
    let sandbox = full_register();
    sandbox.run("factsheet add 'Per ongeluk'").ok();
    sandbox.run("scheme add 'Per ongeluk'").ok();
    sandbox.run("log 'Per ongeluk' --ministry OCW").ok();
    for number in ["F-12", "S-27", "B-073", "C-012", "P-01"] {
        sandbox.run(format!("void {number} --because 'Bij vergissing vastgelegd'")).ok();
    }
    assert_moves_completely(&sandbox, "--with-void");
    assert_moves_completely(&sandbox, "");
}

/// The full register with an obstacle that refers to a void factsheet, a void scheme and a void precedent.
fn answered_by_void() -> Sandbox {
    let sandbox = full_register();
    sandbox.run("factsheet add 'Per ongeluk'").ok();
    sandbox.run("scheme add 'Per ongeluk'").ok();
    sandbox.run("log 'Per ongeluk' --ministry OCW").ok();
    sandbox.run("classify B-073 within-rules --because 'Mag al'").ok();
    sandbox
        .run("log 'Met verwijzingen' --ministry OCW --factsheet F-01,F-12 --scheme S-27 --precedent B-002,B-073")
        .ok();
    for number in ["F-12", "S-27", "B-073"] {
        sandbox.run(format!("void {number} --because 'Bij vergissing vastgelegd'")).ok();
    }
    sandbox
}

/// The full register with a void obstacle that has both a contact and a duplicate.
fn about_void() -> Sandbox {
    let sandbox = full_register();
    sandbox.run("contact call B-072 --on 2019-01-02").ok();
    sandbox.run("void B-072 --because 'Bij vergissing vastgelegd'").ok();
    sandbox
}

#[test]
fn void_factsheets_and_schemes_that_answer_an_obstacle_move_with_the_rest() {
    assert_moves_completely(&answered_by_void(), "--with-void");
}

#[test]
fn void_obstacles_that_contacts_are_about_move_with_the_rest() {
    assert_moves_completely(&about_void(), "--with-void");
}

#[test]
fn a_register_moves_without_its_void_factsheets_and_schemes_too() {
    assert_moves_completely(&answered_by_void(), "");
}
