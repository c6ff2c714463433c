//! Texts and templates that are made to break a reply, or to keep the program busy.

use super::register;
use crate::common::Sandbox;
use crate::spreadsheets::hostile_text::HOSTILE;
use crate::spreadsheets::libreoffice::saved_as;
use std::time::{Duration, Instant};

/// The longest text that an obstacle can hold.
const MAX_CHARS: usize = 100_000;

/// Far more than these replies take, even on a busy machine.
const MAX_TIME: Duration = Duration::from_secs(20);

fn repeated(unit: &str) -> String {
    unit.chars().cycle().take(MAX_CHARS).collect::<String>().trim_end().to_owned()
}

fn with_answer(sandbox: &Sandbox, answer: &str) {
    sandbox.write("answer", answer);
    let result = sandbox.run_with_input("edit B-001 --answer -", answer);
    assert_eq!(result.code, 0, "{}", result.stderr);
}

#[test]
fn a_text_is_shown_as_it_was_typed_whatever_it_contains() {
    let sandbox = register();
    sandbox.run(["reply-template", "add", "Kaal", "--text", "voor\n\n{{ answer }}\n\nna"]).ok();
    // Other tests cover how the program shows invisible characters.
    let is_invisible =
        |text: &&&str| text.contains(['\u{200f}', '\u{202e}', '\u{feff}', '\u{85}', '\u{2028}', '\u{7f}']);
    for text in HOSTILE.iter().filter(|text| !text.trim().is_empty() && !is_invisible(text)) {
        with_answer(&sandbox, text);
        let stored =
            sandbox.rows("list --columns answer").remove(0).remove("answer").unwrap_or_default().replace('\t', "    ");
        let reply = sandbox.rows("reply 1").remove(0).remove("reply").unwrap();
        let shown = reply.strip_prefix("voor\n\n").and_then(|rest| rest.strip_suffix("\n\nna"));
        // Only blank lines at the edges, and after another blank line, are left out.
        let mut lines: Vec<&str> = stored.trim_matches('\n').lines().map(str::trim_end).collect();
        lines.dedup_by(|line, before| line.is_empty() && before.is_empty());
        assert_eq!(shown, Some(&*lines.join("\n")), "{text:?}");
    }
}

#[test]
fn a_reply_of_the_longest_text_takes_little_time_whatever_its_layout() {
    let sandbox = register();
    let numbers: Vec<String> = (1..=MAX_CHARS / 8).map(|number| format!("{number}. x")).collect();
    let texts = ["*", "_a", "> ", "[a](b", "- ", "x\n", "`", "&lt;", "<text:p>]]>", "\u{1}"].map(repeated);
    for text in texts.iter().map(String::as_str).chain([&numbers.join("\n")[..MAX_CHARS]]) {
        with_answer(&sandbox, text.trim());
        let start = Instant::now();
        sandbox.run("reply 1").ok();
        sandbox.run("reply 1 -o reply.odt").ok();
        assert!(start.elapsed() < MAX_TIME, "{:?} {:?}", text.get(..8), start.elapsed());
    }
}

/// A quotation or a list of many levels, with many lines, must not grow with the product of both.
#[test]
fn a_template_of_many_levels_gives_a_short_reply() {
    let sandbox = register();
    for template in [">".repeat(9_000) + &"a\n".repeat(5_000), "- ".repeat(4_000) + &"a\n".repeat(5_000)] {
        sandbox.write("template", &template);
        sandbox.run_with_input("reply-template add Diep --text -", &template).ok();
        let start = Instant::now();
        assert!(sandbox.run("reply 1").ok().len() < 10 * template.len());
        sandbox.run("reply 1 -o reply.odt").ok();
        assert!(start.elapsed() < MAX_TIME);
        sandbox.run("undo").ok();
    }
}

#[test]
fn libreoffice_opens_every_reply() {
    let sandbox = register();
    let mut names = Vec::new();
    let everything = HOSTILE.join("\n\n");
    let control: String = (1..0x20_u8).chain([0x7f]).map(char::from).collect();
    let markup = "# geen kop\n\n> geen citaat\n\n1. geen lijst\n\n</text:p></office:text> ]]> <!-- & -->";
    for (name, answer) in [("everything", &*everything), ("control", &*control), ("markup", markup)] {
        with_answer(&sandbox, &format!("begin\n{answer}\neinde"));
        sandbox.run_in_dutch(format!("reply 1 -o {name}.odt")).ok();
        names.push(format!("{name}.odt"));
    }
    if !saved_as(&sandbox, "txt:Text (encoded):UTF8", &[], &names.iter().map(String::as_str).collect::<Vec<_>>()) {
        return;
    }
    for name in ["everything", "control", "markup"] {
        let shown = sandbox.read(&format!("out/{name}.txt"));
        assert!(shown.trim_start_matches('\u{feff}').starts_with("Onderwerp: Eén contract\n"), "{shown}");
        assert!(shown.contains("\nbegin\n") && shown.contains("\neinde\n"), "{shown}");
        assert!(shown.trim_end().ends_with("Met vriendelijke groet,"), "{shown}");
    }
    for line in ["# geen kop", "> geen citaat", "1. geen lijst", "</text:p></office:text> ]]> <!-- & -->"] {
        assert!(sandbox.read("out/markup.txt").contains(&format!("\n{line}\n")), "{line}");
    }
    assert!(sandbox.read("out/control.txt").contains("<U+0001>"));
}
