//! Values read from standard input, and long text written in an editor.

use super::{objects, office, shown};
use crate::common::{CommandResult, Sandbox, execute};
use serde_json::{Value, json};
use std::fs;

#[test]
fn a_dash_reads_the_value_from_standard_input() {
    let sandbox = office();
    let text = "Eerste regel – met streepje\n\n  Tweede; \"regel\"\n";
    let kept = json!(text.trim_end());
    for (arguments, number, attribute) in [
        ("edit 1 --question -", "B-001", "question"),
        ("edit 1 --title -", "B-001", "title"),
        ("analyse 1 --analysis -", "B-001", "analysis"),
        ("classify 1 within-rules --because X --answer -", "B-001", "answer"),
        ("classify 1 within-rules --because -", "B-001", "reason"),
        ("reopen 1 --because -", "B-001", "reason"),
        ("close 1 --as withdrawn --because -", "B-001", "reason"),
        ("contact edit 1 --note -", "C-001", "note"),
        ("factsheet edit 1 --body -", "F-01", "body"),
        ("factsheet edit 1 --summary -", "F-01", "summary"),
        ("scheme edit 1 --title -", "S-01", "title"),
    ] {
        sandbox.run_with_input(arguments, text).ok();
        let on_one_line = json!("Eerste regel – met streepje Tweede; \"regel\"");
        let wanted = if attribute == "title" { &on_one_line } else { &kept };
        assert_eq!(shown(&sandbox, number)[attribute], *wanted, "{arguments:?}");
    }
    assert_eq!(sandbox.run_with_input("log - --ministry OCW", "Titel\n").ok(), "B-006\n");
    assert_eq!(sandbox.run_with_input("contact call 1 --note -", text).ok(), "C-003\n");
    assert_eq!(sandbox.run_with_input("factsheet add Nieuw --body -", text).ok(), "F-04\n");
    assert_eq!(
        [&shown(&sandbox, "B-006")["title"], &shown(&sandbox, "C-003")["note"], &shown(&sandbox, "F-04")["body"]],
        [&json!("Titel"), &kept, &kept]
    );
}

#[test]
fn a_vocabulary_takes_its_name_from_standard_input_too() {
    let sandbox = office();
    sandbox.run_with_input("ministry add BZK --nl - --en Interior", "Binnenlandse Zaken\n").ok();
    let added = objects(&sandbox, "ministry list").into_iter().find(|row| row["code"] == json!("BZK")).unwrap();
    assert_eq!(added["nl"], json!("Binnenlandse Zaken"));
}

#[test]
fn standard_input_serves_one_value_and_must_be_text() {
    let sandbox = office();
    let before = sandbox.register_bytes();
    assert_eq!(
        sandbox.run_with_input("edit 1 --question - --answer -", "X").fails(2),
        "ruimte: standard input can be used for one value only\n"
    );
    assert_eq!(
        sandbox.run_with_input("edit 1 --question -", b"\xe9\xe9n").fails(65),
        "ruimte: standard input is not UTF-8; convert it to UTF-8\n"
    );
    assert_eq!(
        sandbox.run_with_input("edit 1 --question -", "a\0b").fails(2),
        "ruimte: a text may not contain a NUL character; remove it\n"
    );
    assert_eq!(
        sandbox.run_with_input("log - --ministry OCW", "\n").fails(2),
        "ruimte: missing: TITLE; see: ruimte log --help\n"
    );
    assert!(sandbox.register_bytes() == before);
}

/// Runs a command with a shell script in place of the editor.
#[cfg(unix)]
fn with_editor(sandbox: &Sandbox, script: &str, arguments: &str) -> CommandResult {
    use std::os::unix::fs::PermissionsExt;
    let path = sandbox.write("editor.sh", format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = sandbox.command(arguments);
    command.env("EDITOR", &path);
    execute(command)
}

#[cfg(unix)]
#[test]
fn long_text_is_written_in_an_editor() {
    let sandbox = office();
    let write = "printf 'Geschreven\\n\\nin een editor.\\n' > \"$1\"";
    let written = json!("Geschreven\n\nin een editor.");
    assert_eq!(with_editor(&sandbox, write, "log Nieuw --ministry OCW --edit").ok(), "B-006\n");
    assert_eq!(shown(&sandbox, "6")["question"], written);
    for (arguments, number, attribute) in [
        ("edit 1 --edit", "B-001", "question"),
        ("edit 1 --edit=analysis", "B-001", "analysis"),
        ("analyse 2 --edit", "B-002", "analysis"),
        ("classify 2 within-rules --because X --edit", "B-002", "answer"),
        ("factsheet edit 1 --edit", "F-01", "body"),
        ("factsheet edit 1 --edit=summary", "F-01", "summary"),
    ] {
        with_editor(&sandbox, write, arguments).ok();
        assert_eq!(shown(&sandbox, number)[attribute], written, "{arguments:?}");
    }
    assert_eq!(with_editor(&sandbox, write, "factsheet add Nieuw --edit").ok(), "F-04\n");
    assert_eq!(shown(&sandbox, "F-04")["body"], written);
}

#[cfg(unix)]
#[test]
fn an_editor_starts_with_the_stored_or_typed_text() {
    let sandbox = office();
    sandbox.run("edit 1 --question 'Oude vraag'").ok();
    with_editor(&sandbox, "printf ' en meer' >> \"$1\"", "edit 1 --edit").ok();
    assert_eq!(shown(&sandbox, "1")["question"], json!("Oude vraag en meer"));
    with_editor(&sandbox, "printf ' en meer' >> \"$1\"", "edit 1 --question Getypt --edit").ok();
    assert_eq!(shown(&sandbox, "1")["question"], json!("Getypt en meer"));
    with_editor(&sandbox, ": > \"$1\"", "edit 1 --edit").ok();
    assert_eq!(shown(&sandbox, "1")["question"], Value::Null);
}

#[cfg(unix)]
#[test]
fn visual_takes_precedence_over_editor_and_may_have_options() {
    let sandbox = office();
    let script = "printf '%s' \"$1\" > \"$2\"";
    with_editor(&sandbox, script, "show 1").ok();
    let mut command = sandbox.command("edit 1 --edit");
    command.env("EDITOR", "false").env("VISUAL", "./editor.sh --wait");
    execute(command).ok();
    assert_eq!(shown(&sandbox, "1")["question"], json!("--wait"));
}

#[cfg(unix)]
#[test]
fn a_failing_editor_or_an_editor_for_a_short_attribute_is_reported() {
    let sandbox = office();
    let before = sandbox.register_bytes();
    let editor = sandbox.path("editor.sh").display().to_string();
    assert_eq!(
        with_editor(&sandbox, "exit 3", "edit 1 --edit").fails(74),
        format!("ruimte: the editor '{editor}' reports a failure; nothing was recorded\n")
    );
    assert_eq!(
        with_editor(&sandbox, "exit 3", "edit 1 --edit=region").fails(2),
        "ruimte: 'region' is not a long text; choose from: question, analysis, answer\n"
    );
    assert_eq!(
        with_editor(&sandbox, "exit 3", "edit 99 --edit").fails(66),
        "ruimte: there is no B-099 in this register; see: ruimte list\n"
    );
    assert!(sandbox.register_bytes() == before);
}
