//! Output in a terminal: no line is wider than the terminal, and control characters in stored text are made visible.

use super::{answered_register, hit};
use crate::common::Sandbox;
use unicode_width::UnicodeWidthStr;

fn register_with_control_characters() -> Sandbox {
    let sandbox = answered_register();
    sandbox.run("log -q 'Zeppelin \u{1b}[31mrood\u{1b}]0;titel\u{7} \u{202e}om \u{9b}2J' --ministry OCW").ok();
    let answer = "Antwoord \u{1b}[2J over de zeppelin\u{8}\u{8}\nen \u{200b}meer\t\u{1b}c.";
    sandbox.run(format!("classify 16 within-rules --because x --answer '{answer}'")).ok();
    sandbox
}

/// Whether a text contains control characters except line feeds, or one of two invisible characters (U+202E and
/// U+200B).
fn has_control_characters(text: &str) -> bool {
    text.chars()
        .any(|character| (character.is_control() && character != '\n') || ['\u{202e}', '\u{200b}'].contains(&character))
}

#[test]
fn stored_control_characters_do_not_affect_the_terminal() {
    let sandbox = register_with_control_characters();
    sandbox.run("synonym add 'lucht\u{1b}[31mschip' zeppelin").ok();
    for arguments in [
        "search zeppelin",
        "similar zeppelin",
        "similar 'een zeppelin die antwoord heeft'",
        "search 'lucht\u{1b}[31mschip'",
        "search '\u{1b}[\u{7}'",
        "log 'Onze zeppelin' --ministry OCW",
        "log 'Zeppelin \u{1b}[31mrood\u{1b}]0;titel\u{7} \u{202e}om' --ministry OCW",
    ] {
        for result in [sandbox.run(arguments), sandbox.run_in_dutch(arguments)] {
            assert!(
                !has_control_characters(&result.stdout) && !has_control_characters(&result.stderr),
                "{arguments:?}: {result:?}"
            );
        }
    }
    assert!(sandbox.run("search zeppelin").ok().contains("<U+001B>[31mrood"));
    // Data formats such as JSON contain the stored text unchanged.
    assert!(hit(&sandbox, "search zeppelin", "B-016")["title"].as_str().unwrap().contains("\u{1b}[31mrood"));
}

#[cfg(unix)]
mod terminal {
    use super::*;
    use rexpect::session::spawn_command;
    use std::process::Command;

    /// Runs a command in a pseudo-terminal with the given number of columns. Returns the output of the command.
    fn terminal_output(sandbox: &Sandbox, columns: &str, lang: &str, arguments: &str) -> String {
        let mut command: Command = sandbox.command(arguments);
        command.env("TERM", "xterm").env("COLUMNS", columns).env("RUIMTE_LANG", lang);
        let mut session = spawn_command(command, Some(20_000)).unwrap();
        // The session returns each byte of the output as one character, so turn the characters into bytes again.
        let bytes = session.exp_eof().unwrap().chars().map(|byte| u8::try_from(u32::from(byte)).unwrap()).collect();
        String::from_utf8(bytes).unwrap()
    }

    fn visible_lines(written: &str) -> Vec<String> {
        let mut plain = String::new();
        let mut rest = written;
        while let Some((before, behind)) = rest.split_once("\u{1b}[") {
            plain.push_str(before);
            rest = behind.split_once('m').map_or("", |(_, after)| after);
        }
        plain.push_str(rest);
        plain.lines().map(|line| line.trim_end_matches('\r').to_owned()).collect()
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let sandbox = Sandbox::demo();
        sandbox.run("log -q 'Een heel lange titel over stagecontracten die nergens past en daarom over meer dan een regel moet worden verdeeld' --ministry OCW --question 'Arbeidsongeschiktheidsverzekeringsmaatschappijenstagecontractovereenkomst 職場体験契約書 stage?'")
        .ok();
        for (columns, lang) in [("80", "en"), ("80", "nl")] {
            for arguments in [
                "search 'stage contract' --limit 12",
                "similar 'Mag een student bij drie instellingen stage lopen met één contract?'",
            ] {
                let written = terminal_output(&sandbox, columns, lang, arguments);
                let lines = visible_lines(&written);
                assert!(lines.len() > 5, "{written}");
                for line in &lines {
                    assert!(line.width() <= columns.parse().unwrap(), "{} in {columns}: {line}", line.width());
                }
            }
        }
    }

    #[test]
    fn stored_control_characters_do_not_reach_the_terminal() {
        let sandbox = register_with_control_characters();
        for arguments in ["search zeppelin", "similar zeppelin", "log Zeppelin --ministry OCW"] {
            let written = terminal_output(&sandbox, "80", "en", arguments);
            assert!(written.contains("<U+001B>"), "{written:?}");
            for raw in
                ["\u{1b}[31m", "\u{1b}]0", "\u{1b}[2J", "\u{1b}c", "\u{7}", "\u{8}", "\u{9b}", "\u{202e}", "\u{200b}"]
            {
                assert!(!written.contains(raw), "{raw:?}: {written:?}");
            }
        }
    }
}
