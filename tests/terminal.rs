//! At a terminal: what is asked, and how tables fit. Each test has a terminal of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

use rexpect::session::{PtySession, spawn_command};
use std::process::Command;
use tempfile::TempDir;

fn desk() -> TempDir {
    let desk = tempfile::tempdir().unwrap();
    let mut init = command(&desk, &["init"]);
    assert!(init.output().unwrap().status.success());
    desk
}

fn command(desk: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ruimte"));
    command.args(arguments).current_dir(desk.path()).env_clear();
    command.env("RUIMTE_REGISTER", "register.db").env("HOME", desk.path()).env("TERM", "xterm");
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("COLUMNS", "80");
    command
}

/// The command at a terminal.
fn at_terminal(command: Command) -> PtySession {
    spawn_command(command, Some(20_000)).unwrap()
}

/// All that it writes until it ends.
fn to_the_end(mut session: PtySession) -> String {
    // The session hands its bytes over one by one, as if each were a character.
    let bytes =
        session.exp_eof().unwrap().chars().map(|byte| u8::try_from(u32::from(byte)).unwrap()).collect();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn log_asks_for_what_is_missing_until_it_is_answered() {
    let desk = desk();
    let mut session = at_terminal(command(&desk, &["log"]));
    session.exp_string("The title, in a line: ").unwrap();
    session.send_line("").unwrap();
    session.exp_string("An answer is needed here; Ctrl-C stops").unwrap();
    session.exp_string("The title, in a line: ").unwrap();
    session.send_line("Standaardcontract past niet").unwrap();
    session.exp_string("The lead ministry, such as OCW: ").unwrap();
    session.send_line("BZK").unwrap();
    session.exp_string("'BZK' is not in the list of ministries; choose from: OCW, SZW, VWS").unwrap();
    session.exp_string("The lead ministry, such as OCW: ").unwrap();
    session.send_line("ocw").unwrap();
    session.exp_string("B-001").unwrap();
    let listed = command(&desk, &["list", "--columns", "title,ministry,question", "--format", "csv"])
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8(listed.stdout).unwrap(),
        "title,ministry,question\r\nStandaardcontract past niet,OCW,\r\n"
    );
}

#[test]
fn classify_asks_in_dutch_which_resolution_and_why() {
    let desk = desk();
    assert!(command(&desk, &["log", "Titel", "--ministry", "OCW"]).output().unwrap().status.success());
    let mut session = at_terminal(command(&desk, &["classify", "1", "--lang", "nl"]));
    session
        .exp_string("Hoe is het opgelost: within-rules (binnen de regels), regional-approach (andere aanpak in de regio)? ")
        .unwrap();
    session.send_line("binnen de regels").unwrap();
    session.exp_string("Waarom is dit de oplossing? ").unwrap();
    session.send_line("De wet laat het toe").unwrap();
    assert!(to_the_end(session).contains("B-001 is opgelost: binnen de regels"));
}

#[test]
fn the_end_of_input_is_no_answer_and_records_nothing() {
    let desk = desk();
    let mut session = at_terminal(command(&desk, &["log", "--ministry", "OCW"]));
    session.exp_string("The title, in a line: ").unwrap();
    session.send_control('d').unwrap();
    assert!(to_the_end(session).contains("ruimte: missing: TITLE; see: ruimte log --help"));
    assert!(command(&desk, &["list", "--format", "json"]).output().unwrap().stdout.starts_with(b"[]"));
}

#[test]
fn a_table_fits_the_terminal_and_is_bold_only_where_that_is_welcome() {
    let desk = desk();
    let title = "Een titel die veel te lang is om naast de andere kolommen van tachtig tekens te staan, en dus eronder komt";
    assert!(
        command(&desk, &["log", title, "--ministry", "OCW", "--received", "2018-01-02"])
            .output()
            .unwrap()
            .status
            .success()
    );
    let shown = to_the_end(at_terminal(command(&desk, &["list"])));
    let expected = "\
\u{1b}[1mnumber  ministry  status     resolution  received    provenance\u{1b}[0m
\u{1b}[1m        title\u{1b}[0m
────────────────────────────────────────────────────────────────────────────────
B-001   OCW       collected              2018-01-02  logged
        Een titel die veel te lang is om naast de andere kolommen van tachtig
        tekens te staan, en dus eronder komt
1 row
";
    assert_eq!(shown.replace("\r\n", "\n"), expected);
    let mut plain = command(&desk, &["list"]);
    plain.env("NO_COLOR", "1");
    let shown = to_the_end(at_terminal(plain));
    assert_eq!(shown.replace("\r\n", "\n"), expected.replace("\u{1b}[1m", "").replace("\u{1b}[0m", ""));
}

#[test]
fn stored_control_characters_do_not_reach_the_terminal() {
    let desk = desk();
    assert!(
        command(&desk, &["log", "\u{1b}]0;weg\u{7}", "--ministry", "OCW", "--received", "2018-01-02"])
            .output()
            .unwrap()
            .status
            .success()
    );
    let mut plain = command(&desk, &["show", "1"]);
    plain.env("NO_COLOR", "1");
    let shown = to_the_end(at_terminal(plain));
    assert!(shown.contains("<U+001B>]0;weg<U+0007>"));
    assert!(!shown.contains('\u{1b}') && !shown.contains('\u{7}'), "{shown:?}");
}

#[test]
fn an_editor_writes_the_long_text() {
    let desk = desk();
    let mut logged = command(&desk, &["log", "Titel", "--ministry", "OCW", "--edit"]);
    logged.env("EDITOR", "printf 'Mag dit?\\nEn dat?\\n' >");
    assert!(logged.output().unwrap().status.success());
    let mut edited = command(&desk, &["edit", "1", "--edit=question"]);
    edited.env("VISUAL", "sed -i s/dat/zo/").env("EDITOR", "false");
    assert!(edited.output().unwrap().status.success());
    let shown = command(&desk, &["list", "--columns", "question", "--format", "csv"]).output().unwrap();
    assert_eq!(String::from_utf8(shown.stdout).unwrap(), "question\r\n\"Mag dit?\nEn zo?\"\r\n");
    let mut failed = command(&desk, &["edit", "1", "--edit"]);
    failed.env("EDITOR", "false");
    let failed = failed.output().unwrap();
    assert_eq!(failed.status.code(), Some(74));
    assert_eq!(
        String::from_utf8(failed.stderr).unwrap(),
        "ruimte: the editor 'false' reports a failure; nothing was recorded\n"
    );
}
