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

#[test]
fn show_makes_a_law_and_an_address_links_only_where_a_terminal_can_follow_them() {
    let desk = desk();
    let law =
        "BWBR0007625 art. 7.2.8 lid 1 onder a; cao: Cao VVT; CELEX 32016R0679; BWBR0007625 (2018-01-01)";
    for command in [
        &["log", "Een vraag", "--ministry", "OCW", "--received", "2018-01-02", "--law", law][..],
        &["factsheet", "add", "Op het web", "--url", "https://example.nl/f?x=1&y=2"],
        &["factsheet", "add", "Binnen", "--url", "http://example.nl/f"],
        &["factsheet", "add", "Gevaar", "--url", "javascript:alert(1)"],
        &["factsheet", "add", "Bestand", "--url", "file:///etc/passwd"],
        &["factsheet", "add", "Papier", "--url", "zie https://example.nl"],
        &["factsheet", "add", "Uitbraak", "--url", "https://example.nl/\u{1b}]0;weg\u{7}"],
    ] {
        assert!(self::command(&desk, command).output().unwrap().status.success());
    }
    let at = |arguments: &[&str], settings: &[(&str, &str)]| {
        let mut command = command(&desk, arguments);
        command.envs(settings.iter().copied());
        to_the_end(at_terminal(command)).replace("\r\n", "\n")
    };
    let link = |address: &str, text: &str| format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\");
    let forced = &[("FORCE_HYPERLINK", "1")][..];
    let shown = |first: &str, second: &str| {
        format!(
            "number       B-001\ntitle        Een vraag\nministry     OCW\nstatus       collected\nreceived     2018-01-02\n\
             laws         {first}\n             {second}\nprovenance   logged\npublishable  no\n"
        )
    };
    // What leads somewhere is not broken, and leads there as a whole.
    let first = link(
        "https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&lid=1&o=a",
        "BWBR0007625 art. 7.2.8 lid 1 onder a",
    );
    let second = [
        link("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:32016R0679", "CELEX 32016R0679"),
        link("https://wetten.overheid.nl/BWBR0007625/2018-01-01", "BWBR0007625 (2018-01-01)"),
    ];
    assert_eq!(at(&["show", "1"], forced), shown(&format!("{first}; cao: Cao VVT;"), &second.join("; ")));
    let plain = shown(
        "BWBR0007625 art. 7.2.8 lid 1 onder a; cao: Cao VVT; CELEX",
        "32016R0679; BWBR0007625 (2018-01-01)",
    );
    for settings in [
        &[][..],
        &[("FORCE_HYPERLINK", "0")],
        &[("FORCE_HYPERLINK", "1"), ("NO_COLOR", "1")],
        &[("FORCE_HYPERLINK", "1"), ("TERM", "dumb")],
    ] {
        assert_eq!(at(&["show", "1"], settings), plain, "{settings:?}");
    }
    // In a pipe neither, however much it is asked for.
    let piped = command(&desk, &["show", "1"]).env("FORCE_HYPERLINK", "1").output().unwrap();
    assert_eq!(
        String::from_utf8(piped.stdout).unwrap(),
        plain.replace("CELEX\n             32016R0679", "CELEX 32016R0679")
    );
    for (number, address) in [
        ("F-01", link("https://example.nl/f?x=1&y=2", "https://example.nl/f?x=1&y=2")),
        ("F-02", link("http://example.nl/f", "http://example.nl/f")),
        ("F-03", "javascript:alert(1)".to_owned()),
        ("F-04", "file:///etc/passwd".to_owned()),
        ("F-05", "zie https://example.nl".to_owned()),
    ] {
        let told = at(&["show", number], forced);
        assert!(told.contains(&format!("\naddress     {address}\n")), "{told:?}");
    }
    // Nothing that was stored acts by itself.
    let told = at(&["show", "F-06"], forced);
    assert!(told.contains("https://example.nl/<U+001B>]0;weg<U+0007>"), "{told:?}");
    assert!(!told.contains("\u{1b}]0;") && !told.contains('\u{7}'), "{told:?}");
}

#[test]
fn columns_that_just_do_not_fit_stand_closer_and_a_number_below_its_row_says_what_it_is() {
    let desk = desk();
    for words in [
        &["log", "Mag een stagiair tillen?", "--ministry", "SZW", "--law", "BWBR0010346 art. 3"][..],
        &["classify", "1", "within-rules", "--because", "Dat mag."],
    ] {
        assert!(command(&desk, words).output().unwrap().status.success());
    }
    let laws = |columns: &str| {
        let mut laws = command(&desk, &["--lang", "nl", "report", "laws", "--quiet"]);
        laws.env("COLUMNS", columns).env("NO_COLOR", "1");
        let shown = to_the_end(at_terminal(laws)).replace("\r\n", "\n");
        shown.split_once("\n\nBewijs: ").unwrap().0.to_owned()
    };
    assert_eq!(
        laws("80"),
        "\
wet of regel                 artikel belemmeringen binnen andere open afgesloten
                                                       de aanpak
                                                   regels  in de
                                                           regio
────────────────────────────────────────────────────────────────────────────────
Arbeidsomstandighedenwet                         1      1      0    0          0
(Arbowet)
Arbeidsomstandighedenwet     3                   1      1      0    0          0
(Arbowet)"
    );
    assert_eq!(
        laws("72"),
        "\
wet of regel                   artikel  binnen  andere  open  afgesloten
                                            de  aanpak
                                        regels   in de
                                                 regio
────────────────────────────────────────────────────────────────────────
Arbeidsomstandighedenwet                     1       0     0           0
(Arbowet)
    belemmeringen: 1
Arbeidsomstandighedenwet       3             1       0     0           0
(Arbowet)
    belemmeringen: 1"
    );
}
