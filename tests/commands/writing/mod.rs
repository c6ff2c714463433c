//! Commands that write: what they change, what they print, and what they reject.

mod contacts;
mod dry_run;
mod errors;
mod lifecycle;
mod loose_values;
mod mails;
mod obstacles;
mod schema_constraints;
mod several_records;
mod stdin_and_editor;
mod vocabularies;

use crate::common::{CommandResult, Sandbox};
use serde_json::{Map, Value};

type Object = Map<String, Value>;

#[track_caller]
fn objects(sandbox: &Sandbox, arguments: &str) -> Vec<Object> {
    let text = sandbox.run(format!("{arguments} --format json")).ok();
    serde_json::from_str(&text).unwrap()
}

#[track_caller]
fn shown(sandbox: &Sandbox, number: &str) -> Object {
    let mut objects = objects(sandbox, &format!("show {number}"));
    assert_eq!(objects.len(), 1);
    objects.remove(0)
}

/// The attributes whose values differ between two versions of a record, with the values in the later version.
fn changes(before: &Object, after: &Object) -> Value {
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    after
        .iter()
        .filter(|(name, value)| before[*name] != **value)
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// Runs a command that must print exactly this notice. Returns the attributes that it changed, with their new values.
#[track_caller]
fn changed_by(sandbox: &Sandbox, number: &str, arguments: &str, remark: &str) -> Value {
    let before = shown(sandbox, number);
    let result = sandbox.run(arguments);
    assert_eq!(result, CommandResult { code: 0, stdout: String::new(), stderr: format!("{remark}\n"), receipt: None });
    changes(&before, &shown(sandbox, number))
}

/// Runs a command that must fail and must not change the register. Returns the error message.
#[track_caller]
fn error_of(sandbox: &Sandbox, arguments: &str, code: i32) -> String {
    let before = sandbox.register_bytes();
    let message = sandbox.run(arguments).fails(code);
    assert!(sandbox.register_bytes() == before, "the register changed: {arguments:?}");
    assert_eq!(message.lines().count(), 1, "{message}");
    message.strip_prefix("ruimte: ").unwrap().trim_end().to_owned()
}

fn today() -> String {
    jiff::Zoned::now().date().to_string()
}

fn recorded(number: &str, title: &str) -> CommandResult {
    CommandResult {
        code: 0,
        stdout: format!("{number}\n"),
        stderr: format!("{number} recorded: {title}\n"),
        receipt: None,
    }
}

/// A register with an obstacle of each status, two factsheets, two schemes, and void records. B-001 is collected, B-002
/// in analysis, B-003 solved, and B-004 closed. B-005, F-03, S-03 and C-002 are void.
fn office() -> Sandbox {
    let sandbox = Sandbox::new();
    for command in [
        "factsheet add Stagecontracten --published 2018-06-01",
        "factsheet add Arbeidstijden",
        "factsheet add Vergissing",
        "scheme add Stagefonds --law BWBR0030326",
        "scheme add Praktijkleren",
        "scheme add Vergissing",
        "log Opgehaald --ministry OCW --received 2018-01-10",
        "log 'In analyse' --ministry VWS --involved OCW --received 2018-01-11",
        "log Opgelost --ministry SZW --received 2018-01-12",
        "log Afgesloten --ministry OCW --received 2018-01-13",
        "log Vervallen --ministry OCW --received 2018-01-14",
        "analyse 2 --analysis 'De wet zwijgt.'",
        "classify 3 within-rules --because 'Mag al' --answer Ja. --on 2018-02-01",
        "close 4 --as withdrawn --because 'Niet meer nodig' --on 2018-02-02",
        "contact call 1 2 --on 2018-01-15 --ministry OCW",
        "contact email 1 --on 2018-01-16",
        "void 5 --because 'Dubbel ingevoerd'",
        "void F-03 --because 'Dubbel ingevoerd'",
        "void S-03 --because 'Dubbel ingevoerd'",
        "void C-002 --because 'Dubbel ingevoerd'",
    ] {
        sandbox.run(command).ok();
    }
    sandbox
}
