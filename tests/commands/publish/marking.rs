//! Marking obstacles as publishable, and the warning that says which of their texts become public.

use super::{import, run_all};
use crate::common::{CommandResult, Sandbox};

fn said(stdout: &str, stderr: &str) -> CommandResult {
    CommandResult { code: 0, stdout: stdout.to_owned(), stderr: stderr.to_owned(), receipt: None }
}

#[track_caller]
fn listed(sandbox: &Sandbox, arguments: &str) -> Vec<String> {
    let rows = sandbox.rows(format!("list --columns number {arguments}"));
    rows.into_iter().map(|mut row| row.remove("number").unwrap()).collect()
}

#[test]
fn an_obstacle_is_marked_when_logged_or_edited_in_either_language() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run("log Een --ministry OCW --publishable yes"), said("B-001\n", "B-001 recorded: Een\n"));
    assert_eq!(sandbox.run("log 'Een ander' --ministry VWS -q"), said("B-002\n", ""));
    let marked = |number: &str| -> String {
        let rows = sandbox.rows(format!("show {number}"));
        rows[0]["publishable"].clone()
    };
    assert_eq!([marked("1"), marked("2")], ["yes", "no"]);
    for (typed, kept) in [("yes", "yes"), ("no", "no"), ("ja", "yes"), ("NEE", "no"), ("Yes", "yes"), ("nee", "no")] {
        assert_eq!(sandbox.run(format!("edit 2 --publishable '{typed}'")), said("", "B-002 changed\n"), "{typed}");
        assert_eq!(marked("2"), kept, "{typed}");
    }
    assert_eq!(sandbox.run("edit 2 --publishable no").notices(), "B-002 was already like that; nothing was changed\n");
}

#[test]
fn marked_obstacles_can_be_listed_and_counted() {
    let sandbox = Sandbox::new();
    import(
        &sandbox,
        "obstacles",
        "title,ministry,publishable\nEen,OCW,ja\nTwee,OCW,\nDrie,VWS,yes\nVier,VWS,no\nVijf,OCW,JA\n",
    );
    let (yes, no) = (["B-001", "B-003", "B-005"], ["B-002", "B-004"]);
    for (typed, numbers) in [("yes", &yes[..]), ("ja", &yes), ("no", &no), ("Nee", &no)] {
        assert_eq!(listed(&sandbox, &format!("--publishable '{typed}'")), numbers, "{typed}");
    }
    assert_eq!(listed(&sandbox, "--publishable yes,no").len(), 5);
    assert_eq!(listed(&sandbox, "--publishable yes --ministry OCW"), ["B-001", "B-005"]);
    assert_eq!(
        sandbox.run("count --by publishable").ok(),
        "publishable  obstacles\nyes                  3\nno                   2\nTotal                5\n"
    );
    assert_eq!(
        sandbox.run_in_dutch("count --by publishable").ok(),
        "publiceerbaar  belemmeringen\nja                         3\nnee                        2\nTotaal                     5\n"
    );
    assert_eq!(sandbox.run("count --by publishable --format csv").ok(), "publishable,obstacles\r\nyes,3\r\nno,2\r\n");
    assert!(sandbox.run("show 1").ok().ends_with("publishable  yes\n"));
    assert!(sandbox.run_in_dutch("show 2").ok().ends_with("publiceerbaar  nee\n"));
}

#[test]
fn a_mark_that_is_neither_yes_nor_no_is_rejected() {
    let sandbox = Sandbox::new();
    run_all(&sandbox, &["log Een --ministry OCW"]);
    let before = sandbox.register_bytes();
    let message = "ruimte: 'misschien' is not a valid value for --publishable; choose from: yes, no\n";
    for command in [
        "log Twee --ministry OCW --publishable misschien",
        "edit 1 --publishable misschien",
        "list --publishable misschien",
    ] {
        assert_eq!(sandbox.run(command).fails(2), message, "{command:?}");
    }
    assert_eq!(
        sandbox.run_in_dutch("edit 1 --publishable misschien").fails(2),
        "ruimte: 'misschien' is geen geldige waarde voor --publishable; kies uit: yes (ja), no (nee)\n"
    );
    assert_eq!(sandbox.run("edit 1 --clear publishable").fails(2), "ruimte: 'publishable' cannot be empty\n");
    sandbox.write("list.csv", "title,ministry,publishable\nTwee,OCW,misschien\n");
    assert_eq!(
        sandbox.run("import obstacles list.csv").fails(65),
        "list.csv read as UTF-8, separated by ','\n\
         ruimte: list.csv, line 2, column publishable, value 'misschien': 'misschien' is not a valid value for publishable; choose from: yes, no\n\
         ruimte: list.csv: 1 error; nothing was imported\n"
    );
    assert!(sandbox.register_bytes() == before);
}
