//! Tests what a user sees at a terminal: prompts, the editor, links, and tables that fit the width of the terminal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

mod common;

use common::{Sandbox, execute};
use rexpect::session::{PtySession, spawn_command};
use std::process::Stdio;

/// Runs a command at a terminal of 80 columns, with additional environment variables.
fn at_terminal(sandbox: &Sandbox, line: &str, variables: &[(&str, &str)]) -> PtySession {
    let mut command = sandbox.command(line);
    command.stdin(Stdio::inherit()).env("TERM", "xterm").env("COLUMNS", "80").envs(variables.iter().copied());
    spawn_command(command, Some(20_000)).unwrap()
}

fn read_to_end(mut session: PtySession) -> String {
    // `rexpect` returns each byte of the output as one character, so convert the characters back to bytes.
    let bytes = session.exp_eof().unwrap().chars().map(|byte| u8::try_from(u32::from(byte)).unwrap()).collect();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn log_prompts_for_missing_values_until_they_are_valid() {
    let sandbox = Sandbox::new();
    let mut session = at_terminal(&sandbox, "log", &[]);
    session.exp_string("The title, on one line: ").unwrap();
    session.send_line("").unwrap();
    session.exp_string("An answer is needed here; Ctrl-C cancels").unwrap();
    session.exp_string("The title, on one line: ").unwrap();
    session.send_line("Standaardcontract past niet").unwrap();
    session.exp_string("The lead ministry, such as OCW: ").unwrap();
    session.send_line("BZK").unwrap();
    session.exp_string("'BZK' is not in the list of ministries; choose from: OCW, SZW, VWS").unwrap();
    session.exp_string("The lead ministry, such as OCW: ").unwrap();
    session.send_line("ocw").unwrap();
    session.exp_string("B-001").unwrap();
    assert_eq!(
        sandbox.run("list --columns title,ministry,question --format csv").ok(),
        "title,ministry,question\r\nStandaardcontract past niet,OCW,\r\n"
    );
}

#[test]
fn classify_prompts_in_dutch_for_resolution_and_reason() {
    let sandbox = Sandbox::new();
    sandbox.run("log Titel --ministry OCW").ok();
    let mut session = at_terminal(&sandbox, "classify 1 --lang nl", &[]);
    session
        .exp_string("Hoe is de belemmering opgelost: within-rules (binnen de regels), regional-approach (andere aanpak in de regio)? ")
        .unwrap();
    session.send_line("binnen de regels").unwrap();
    session.exp_string("Waarom is dit de oplossing? ").unwrap();
    session.send_line("De wet laat het toe").unwrap();
    assert!(read_to_end(session).contains("B-001 is opgelost: binnen de regels"));
}

#[test]
fn close_prompts_for_the_original_if_the_answer_is_duplicate() {
    let sandbox = Sandbox::new();
    sandbox.run("log Een --ministry OCW").ok();
    sandbox.run("log Twee --ministry OCW").ok();
    let mut session = at_terminal(&sandbox, "close 1", &[]);
    session.exp_string("How is it closed: ").unwrap();
    session.send_line("duplicate").unwrap();
    session.exp_string("Why is the obstacle closed? ").unwrap();
    session.send_line("Dezelfde vraag").unwrap();
    session.exp_string(": ").unwrap();
    session.send_line("2").unwrap();
    assert!(read_to_end(session).contains("B-001 is closed: duplicate"));
    assert_eq!(sandbox.rows("show 1")[0]["duplicate_of"], "B-002");
}

#[test]
fn factsheet_add_prompts_for_its_title() {
    let sandbox = Sandbox::new();
    let mut session = at_terminal(&sandbox, "factsheet add", &[]);
    session.exp_string(": ").unwrap();
    session.send_line("Stagecontracten").unwrap();
    assert!(read_to_end(session).contains("F-01 recorded: Stagecontracten"));
}

#[test]
fn publication_add_prompts_for_its_names_and_its_period() {
    let sandbox = Sandbox::new();
    let mut session = at_terminal(&sandbox, "publication add jaar", &[]);
    for (question, answer) in [
        ("The name in Dutch: ", "Jaarverslag"),
        ("The name in English: ", "Annual report"),
        ("The first day that the publication covers: ", "2026-01-01"),
        ("The last day that the publication covers: ", "2026-12-31"),
    ] {
        session.exp_string(question).unwrap();
        session.send_line(answer).unwrap();
    }
    assert!(read_to_end(session).contains("jaar recorded: Annual report"));
}

#[test]
fn contact_prompts_for_the_obstacles_that_it_is_about() {
    let sandbox = Sandbox::new();
    sandbox.run("log Een --ministry OCW").ok();
    sandbox.run("log Twee --ministry OCW").ok();
    for (kind, number) in [("meeting", "C-001"), ("call", "C-002"), ("email", "C-003")] {
        let mut session = at_terminal(&sandbox, &format!("contact {kind} --note Gevraagd"), &[]);
        session.exp_string("Which obstacles was it about, such as B-012, B-004? ").unwrap();
        session.send_line("OCW").unwrap();
        session.exp_string("'OCW' is not a number; write for instance B-012").unwrap();
        session.exp_string("Which obstacles was it about, such as B-012, B-004? ").unwrap();
        session.send_line("1, B-002").unwrap();
        assert!(read_to_end(session).contains(&format!("{number} recorded: B-001, B-002")));
    }
    let mut session = at_terminal(&sandbox, "contact call --lang nl", &[]);
    session.exp_string("Over welke belemmeringen ging het, zoals B-012, B-004? ").unwrap();
    session.send_control('d').unwrap();
    assert!(read_to_end(session).contains("ruimte: er ontbreekt: NUMMER; zie: ruimte contact call --help"));
    assert_eq!(
        sandbox.run("contact list --columns number,kind,obstacles --format csv").ok(),
        "number,kind,obstacles\r\nC-001,meeting,B-001; B-002\r\nC-002,call,B-001; B-002\r\nC-003,email,B-001; B-002\r\n"
    );
}

#[test]
fn edit_shows_the_old_and_the_new_value() {
    let sandbox = Sandbox::new();
    sandbox.run("log Een --ministry OCW").ok();
    let shown = read_to_end(at_terminal(&sandbox, "edit 1 --ministry VWS --question 'Bel 06-12345678'", &[]));
    assert!(shown.contains("  ministry: OCW → VWS\r\n"), "{shown}");
    assert!(shown.contains("  question: (empty) → Bel 06-…\r\n"), "{shown}");
}

#[test]
fn the_end_of_input_cancels_a_prompt_and_records_nothing() {
    let sandbox = Sandbox::new();
    let mut session = at_terminal(&sandbox, "log --ministry OCW", &[]);
    session.exp_string("The title, on one line: ").unwrap();
    session.send_control('d').unwrap();
    assert!(read_to_end(session).contains("ruimte: missing: TITLE; see: ruimte log --help"));
    assert!(sandbox.run("list --format json").ok().starts_with("[]"));
}

#[test]
fn a_table_fits_the_terminal_and_respects_no_color() {
    let sandbox = Sandbox::new();
    let title =
        "Een titel die veel te lang is om naast de andere kolommen van tachtig tekens te staan, en dus eronder komt";
    sandbox.run(format!("log '{title}' --ministry OCW --received 2018-01-02")).ok();
    let shown = read_to_end(at_terminal(&sandbox, "list", &[]));
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
    let shown = read_to_end(at_terminal(&sandbox, "list", &[("NO_COLOR", "1")]));
    assert_eq!(shown.replace("\r\n", "\n"), expected.replace("\u{1b}[1m", "").replace("\u{1b}[0m", ""));
}

#[test]
fn stored_control_characters_do_not_reach_the_terminal() {
    let sandbox = Sandbox::new();
    sandbox.run("log '\u{1b}]0;weg\u{7}' --ministry OCW --received 2018-01-02").ok();
    let shown = read_to_end(at_terminal(&sandbox, "show 1", &[("NO_COLOR", "1")]));
    assert!(shown.contains("<U+001B>]0;weg<U+0007>"));
    assert!(!shown.contains('\u{1b}') && !shown.contains('\u{7}'), "{shown:?}");
}

#[test]
fn a_long_text_is_written_in_the_editor() {
    let sandbox = Sandbox::new();
    let run = |line: &str, editors: &[(&str, &str)]| {
        let mut command = sandbox.command(line);
        command.envs(editors.iter().copied());
        execute(command)
    };
    run("log Titel --ministry OCW --edit", &[("EDITOR", "printf 'Mag dit?\\nEn dat?\\n' >")]).ok();
    run("edit 1 --edit=question", &[("VISUAL", "sed -i s/dat/zo/"), ("EDITOR", "false")]).ok();
    let shown = sandbox.run("list --columns question --format csv").ok();
    assert_eq!(shown, "question\r\n\"Mag dit?\nEn zo?\"\r\n");
    let failed = run("edit 1 --edit", &[("EDITOR", "false")]);
    assert_eq!(failed.code, 74);
    assert_eq!(failed.stderr, "ruimte: the editor 'false' reports a failure; nothing was recorded\n");
}

#[test]
fn show_links_laws_and_addresses_only_if_the_terminal_supports_it() {
    let sandbox = Sandbox::new();
    let law = "BWBR0007625 art. 7.2.8 lid 1 onder a; cao: Cao VVT; CELEX 32016R0679; BWBR0007625 (2018-01-01)";
    for line in [
        &format!("log 'Een vraag' --ministry OCW --received 2018-01-02 --law '{law}'"),
        "factsheet add 'Op het web' --url 'https://example.nl/f?x=1&y=2'",
        "factsheet add Binnen --url http://example.nl/f",
        "factsheet add Gevaar --url 'javascript:alert(1)'",
        "factsheet add Bestand --url file:///etc/passwd",
        "factsheet add Papier --url 'zie https://example.nl'",
        "factsheet add Uitbraak --url 'https://example.nl/\u{1b}]0;weg\u{7}'",
    ] {
        sandbox.run(line).ok();
    }
    let at = |line: &str, variables: &[(&str, &str)]| {
        read_to_end(at_terminal(&sandbox, line, variables)).replace("\r\n", "\n")
    };
    let link = |address: &str, text: &str| format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\");
    let forced = &[("FORCE_HYPERLINK", "1")][..];
    let shown = |first: &str, second: &str| {
        format!(
            "number       B-001\ntitle        Een vraag\nministry     OCW\nstatus       collected\nreceived     2018-01-02\n\
             laws         {first}\n             {second}\nprovenance   logged\npublishable  no\n"
        )
    };
    let first = link(
        "https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&lid=1&o=a",
        "BWBR0007625 art. 7.2.8 lid 1 onder a",
    );
    let second = [
        link("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:32016R0679", "CELEX 32016R0679"),
        link("https://wetten.overheid.nl/BWBR0007625/2018-01-01", "BWBR0007625 (2018-01-01)"),
    ];
    assert_eq!(at("show 1", forced), shown(&format!("{first}; cao: Cao VVT;"), &second.join("; ")));
    let plain =
        shown("BWBR0007625 art. 7.2.8 lid 1 onder a; cao: Cao VVT; CELEX", "32016R0679; BWBR0007625 (2018-01-01)");
    for settings in [
        &[][..],
        &[("FORCE_HYPERLINK", "0")],
        &[("FORCE_HYPERLINK", "1"), ("NO_COLOR", "1")],
        &[("FORCE_HYPERLINK", "1"), ("TERM", "dumb")],
    ] {
        assert_eq!(at("show 1", settings), plain, "{settings:?}");
    }
    // Output to a pipe has no links, even if `FORCE_HYPERLINK` is set.
    let mut piped = sandbox.command("show 1");
    piped.env("FORCE_HYPERLINK", "1");
    assert_eq!(execute(piped).ok(), plain.replace("CELEX\n             32016R0679", "CELEX 32016R0679"));
    for (number, address) in [
        ("F-01", link("https://example.nl/f?x=1&y=2", "https://example.nl/f?x=1&y=2")),
        ("F-02", link("http://example.nl/f", "http://example.nl/f")),
        ("F-03", "javascript:alert(1)".to_owned()),
        ("F-04", "file:///etc/passwd".to_owned()),
        ("F-05", "zie https://example.nl".to_owned()),
    ] {
        let output = at(&format!("show {number}"), forced);
        assert!(output.contains(&format!("\naddress     {address}\n")), "{output:?}");
    }
    // Control characters in a stored address must not form a link.
    let output = at("show F-06", forced);
    assert!(output.contains("https://example.nl/<U+001B>]0;weg<U+0007>"), "{output:?}");
    assert!(!output.contains("\u{1b}]0;") && !output.contains('\u{7}'), "{output:?}");
}

#[test]
fn columns_that_nearly_fit_move_closer_and_numbers_below_a_row_are_labelled() {
    let sandbox = Sandbox::new();
    sandbox.run("log 'Mag een stagiair tillen?' --ministry SZW --law 'BWBR0010346 art. 3'").ok();
    sandbox.run("classify 1 within-rules --because 'Dat mag.'").ok();
    let laws = |columns: &str| {
        let variables = [("COLUMNS", columns), ("NO_COLOR", "1")];
        let session = at_terminal(&sandbox, "--lang nl report laws --quiet", &variables);
        let shown = read_to_end(session).replace("\r\n", "\n");
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
