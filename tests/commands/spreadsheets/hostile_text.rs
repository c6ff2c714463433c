//! Text that a spreadsheet would reinterpret, and text that a format cannot contain unchanged.

use super::{ENDINGS, Sandbox, first_sheet, parts, sheets, with_texts};
use crate::common::{csv_cell, guarded, on_one_line, quote};
use calamine::Data;
use proptest::prelude::*;

/// Texts that a spreadsheet program might take for a formula, number or date, or that XML would change.
pub const HOSTILE: &[&str] = &[
    "=1+1",
    "=cmd|' /C calc'!A0",
    "0030326",
    "+31 6",
    "-5",
    "@x",
    "1-2-2018",
    "2018-02-01",
    "12:30",
    "TRUE",
    "WAAR",
    "1e5",
    "1,5",
    "1.5",
    "12%",
    "€ 5",
    "#N/A",
    "'=1",
    "'",
    "{=A1}",
    "  spaces  two  ",
    " ",
    "een\ntwee\n\ndrie",
    "\n\nx\n\n",
    "\ttab\tin\t",
    " \t x \t ",
    "_x0041_",
    "a_x000D_b_x005F_",
    "\"zij\" zei 'ja'",
    "<b>&amp;</b> &#10; ]]>",
    "<text:p>x</text:p>",
    "👩🏽‍⚕️ 漢字 e\u{301}",
    "\u{200f}\u{202e}txet\u{202c}\u{2066}x\u{2069}",
    "\u{feff}x\u{a0}\u{a0}y\u{a0}",
    "a\u{85}b\u{2028}c\u{2029}d",
    "https://voorbeeld.nl/?a=1&b=2",
    "C:\\a\\b; c",
    "\u{7f}\u{9b}",
];

/// The hostile texts that are valid titles: those that are not blank.
pub fn hostile() -> Vec<&'static str> {
    HOSTILE.iter().copied().filter(|text| !text.trim().is_empty()).collect()
}

/// Whether XML 1.0 forbids a character, according to section 2.2 of the standard.
fn is_none_of_xml(character: char) -> bool {
    !matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Replaces all line ends by `\n`.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The text expected in a workbook. An xlsx file can contain control characters. An ods file contains escapes instead.
fn given_back(text: &str, ending: &str) -> String {
    let text = plain(text);
    if ending == "xlsx" {
        return text;
    }
    text.chars()
        .map(|character| match character {
            character if is_none_of_xml(character) => format!("<U+{:04X}>", u32::from(character)),
            character => character.to_string(),
        })
        .collect()
}

/// The title and the question of each obstacle, as cells of the workbook that `list` writes.
#[track_caller]
fn cells(sandbox: &Sandbox, ending: &str) -> Vec<[Data; 2]> {
    let name = format!("list.{ending}");
    sandbox.run(format!("list --columns title,question -o {name}")).ok();
    let rows = first_sheet(&sandbox.path(&name));
    rows.into_iter().skip(1).map(|row| row.try_into().unwrap()).collect()
}

#[test]
fn a_text_that_looks_like_another_type_is_text() {
    let texts = hostile();
    let sandbox = with_texts(&texts);
    for ending in ENDINGS {
        let cells = cells(&sandbox, ending);
        assert_eq!(cells.len(), texts.len());
        for (cells, text) in cells.iter().zip(&texts) {
            let wanted = |text: &str| Data::String(guarded(text));
            assert_eq!(*cells, [wanted(&on_one_line(text)), wanted(text)], "{text:?} in {ending}");
        }
    }
}

#[test]
fn line_ends_are_normalised() {
    let texts = ["een\r\ntwee", "een\rtwee", "\r\n\r\neen\r\r\ntwee\r", "een\n\rtwee"];
    let plain = ["een\ntwee", "een\ntwee", "\n\neen\n\ntwee\n", "een\n\ntwee"];
    let sandbox = with_texts(&texts);
    for ending in ENDINGS {
        for (cells, text) in cells(&sandbox, ending).iter().zip(plain) {
            let wanted = |text: &str| Data::String(text.to_owned());
            assert_eq!(*cells, [wanted(&on_one_line(text)), wanted(text)], "{ending}");
        }
    }
}

#[test]
fn control_characters_are_made_visible_in_ods_and_kept_in_xlsx() {
    let text = "a\u{1b}[31m\u{1}\u{8}\u{1f}\u{fffe}\u{ffff}b";
    let sandbox = with_texts(&[text]);
    let written = "a<U+001B>[31m<U+0001><U+0008><U+001F><U+FFFE><U+FFFF>b";
    for (ending, text) in [("ods", written), ("xlsx", text)] {
        let wanted = || Data::String(text.to_owned());
        assert_eq!(cells(&sandbox, ending), [[wanted(), wanted()]], "{ending}");
        // XML forbids control characters, even in the form of character references.
        for (part, xml) in parts(&sandbox.path(&format!("list.{ending}"))) {
            assert!(!xml.chars().any(is_none_of_xml), "{part} in {ending}");
            assert!(!xml.contains("&#"), "{part} in {ending}");
        }
    }
}

#[test]
fn hostile_text_in_every_text_attribute_stays_text() {
    let sandbox = Sandbox::new();
    for text in ["=1+1", "0030326", "1-2-2018", "TRUE"] {
        sandbox
            .run(format!("log '{text}' --ministry OCW --question '{text}' --analysis '{text}' --answer '{text}' --initiative '{text}' --file-number '{text}' --handler '{text}' --rule-change '{text}'"))
            .ok();
    }
    for ending in ENDINGS {
        let name = format!("list.{ending}");
        let columns = "title,question,analysis,answer,initiative,file-number,handler,rule-change";
        sandbox.run(format!("list --columns {columns} -o {name}")).ok();
        let rows = first_sheet(&sandbox.path(&name));
        for (row, text) in rows[1..].iter().zip(["=1+1", "0030326", "1-2-2018", "TRUE"]) {
            assert_eq!(*row, vec![Data::String(text.to_owned()); 8], "{ending}");
        }
    }
}

#[test]
fn a_formula_in_a_filter_is_text_in_the_receipt() {
    let sandbox = with_texts(&["=1+1 stage"]);
    for ending in ENDINGS {
        let name = format!("list.{ending}");
        sandbox.run(format!("list --law 'own-rule: <&>=1+1' --columns number -o {name}")).ok();
        let notes = &sheets(&sandbox.path(&name))[1].1;
        let Data::String(receipt) = &notes[1][1] else { panic!("no receipt: {notes:?}") };
        assert!(receipt.contains("own-rule:%20%3C%26%3E%3D1%2B1"), "{receipt}");
        assert_eq!(sandbox.run(format!("receipt {}", quote(receipt))).code, 0);
    }
}

/// Any text without NUL, with extra weight on characters that are special in XML or in spreadsheets.
fn any_text() -> impl Strategy<Value = String> {
    let hostile: Vec<char> = "'=+-@\t\r\n\"<>&;]_x0,  \u{feff}\u{1b}\u{85}\u{a0}\u{2028}a".chars().collect();
    let character = prop_oneof![
        3 => proptest::sample::select(hostile),
        1 => any::<char>().prop_filter("no NUL", |character| *character != '\0'),
    ];
    proptest::collection::vec(character, 0..12).prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_survives_a_workbook(texts in proptest::collection::vec(any_text(), 80)) {
        let sandbox = Sandbox::new();
        // A title must not be blank, so "z" is appended to it. A blank question is stored as no question.
        let mut list = "title,ministry,question\n".to_owned();
        for text in &texts {
            list.push_str(&format!("{},OCW,{}\n", csv_cell(&format!("{text}z")), csv_cell(text)));
        }
        sandbox.write("texts.csv", list);
        sandbox.run("import obstacles texts.csv").ok();
        for ending in ENDINGS {
            let other = Sandbox::new();
            let name = format!("list.{ending}");
            sandbox.run(["export", "obstacles", "-o", other.path(&name).to_str().unwrap()]).ok();
            other.run(format!("import obstacles {name}")).ok();
            let back = other.rows("list --columns title,question");
            prop_assert_eq!(back.len(), texts.len());
            for (row, text) in back.iter().zip(&texts) {
                prop_assert_eq!(&row["title"], &given_back(&on_one_line(&format!("{text}z")), ending), "{}", ending);
                let question = if text.trim().is_empty() { String::new() } else { given_back(text, ending) };
                prop_assert_eq!(&row["question"], &question, "{}", ending);
            }
        }
    }
}

fn files(sandbox: &Sandbox) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(sandbox.path("."))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_text_longer_than_an_excel_cell_is_rejected_in_xlsx_and_accepted_in_ods() {
    // Excel limits the text in a cell to 32,767 UTF-16 code units. An emoji takes two such units.
    for (longest, more) in [("é".repeat(32_767), "x"), (format!("{}a", "😀".repeat(16_383)), "x")] {
        let sandbox = with_texts(&["Kort", "Lang"]);
        sandbox.write("longest.csv", format!("number,question\nB-002,{longest}\n"));
        sandbox.run("import obstacles longest.csv --update").ok();
        sandbox.run("list --columns question -o list.xlsx").ok();
        assert_eq!(first_sheet(&sandbox.path("list.xlsx"))[2], [Data::String(longest.clone())]);
        let kept = std::fs::read(sandbox.path("list.xlsx")).unwrap();

        let longer = format!("{longest}{more}");
        sandbox.write("longer.txt", &longer);
        sandbox.write("longer.csv", format!("number,question\nB-002,{longer}\n"));
        sandbox.run("import obstacles longer.csv --update").ok();
        let before = files(&sandbox);
        assert_eq!(
            sandbox.run("list --columns number,question -o list.xlsx").fails(73),
            "ruimte: row 2, question: a cell of Excel holds 32767 characters at most; choose ods or csv as the format\n"
        );
        assert!(std::fs::read(sandbox.path("list.xlsx")).unwrap() == kept, "the file that was there changed");
        assert_eq!(
            sandbox.run_in_dutch("list --columns number,question -o new.xlsx").fails(73),
            "ruimte: rij 2, vraag: een cel van Excel bevat ten hoogste 32767 tekens; kies ods of csv als vorm\n"
        );
        let piped = sandbox.command("list --columns question --format xlsx").output().unwrap();
        assert_eq!((piped.status.code(), piped.stdout.len()), (Some(73), 0));
        assert_eq!(files(&sandbox), before, "something was left lying about");

        sandbox.run("list --columns question -o list.ods").ok();
        assert_eq!(first_sheet(&sandbox.path("list.ods"))[2], [Data::String(longer)]);
    }
}

#[cfg(unix)]
#[test]
fn a_workbook_is_not_written_to_a_terminal() {
    use rexpect::session::spawn_command;
    let sandbox = with_texts(&["Een"]);
    for ending in ENDINGS {
        for (language, message) in [
            ("en", format!("ruimte: {ending} is not text for a screen; give a file with -o\r\n")),
            ("nl", format!("ruimte: {ending} is geen tekst voor een scherm; geef een bestand met -o\r\n")),
        ] {
            let mut command = sandbox.command(format!("list --format {ending} --lang {language}"));
            command.env("TERM", "xterm");
            let mut session = spawn_command(command, Some(20_000)).unwrap();
            assert_eq!(session.exp_eof().unwrap(), message);
        }
    }
}
