//! A stored text can contain characters that control a terminal or change the direction of text. In Markdown, they can
//! be written as entities. Output for people contains none of these characters. JSON escapes them, so a program that
//! parses the JSON gets the stored text.

use super::stdout_of;
use crate::common::Sandbox;
use serde_json::Value;

const BODY: &str = "Een&#x202E;twee&#x200b;drie&#7; `vier\u{9b}` <https://example.nl/&#x202E;>";

fn with_factsheet() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.run(["factsheet", "add", "Titel\u{202e}", "--body", BODY]).ok();
    sandbox
}

#[test]
fn entities_in_markdown_are_shown_as_codes_on_a_page() {
    let sandbox = with_factsheet();
    let page = sandbox.run("show F-01 --format html").ok();
    assert!(!page.contains(['\u{202e}', '\u{200b}', '\u{7}', '\u{9b}']), "{page}");
    assert!(
        page.contains(
            "<p>Een&lt;U+202E&gt;twee&lt;U+200B&gt;drie&lt;U+0007&gt; <code>vier&lt;U+009B&gt;</code> \
             <a href=\"https://example.nl/&amp;#x202E;\">"
        ),
        "{page}"
    );
}

#[test]
fn json_escapes_what_could_control_a_terminal() {
    let sandbox = with_factsheet();
    for format in ["json", "jsonl"] {
        let text = stdout_of(&sandbox, &format!("factsheet list --columns title,body --format {format}"));
        assert!(text.contains(r#""title":"Titel\u202e""#) && text.contains(r"`vier\u009b`"), "{text}");
        let row: Value = serde_json::from_str(text.trim().trim_start_matches('[').trim_end_matches(']')).unwrap();
        assert_eq!((&row["title"], &row["body"]), (&"Titel\u{202e}".into(), &BODY.into()));
    }
}

#[test]
fn the_open_data_set_describes_itself_without_control_characters() {
    let sandbox = with_factsheet();
    sandbox.run(["ministry", "edit", "OCW", "--nl", "Ministerie\u{202e}"]).ok();
    sandbox
        .run([
            "publish",
            "set",
            "--publisher",
            "OCW",
            "--contact",
            "a@example.nl",
            "--address",
            "https://example.nl/set",
        ])
        .ok();
    for file in ["dcat.jsonld", "csv-metadata.json", "overview.html"] {
        let text = sandbox.read(&format!("set/{file}"));
        assert!(!text.contains('\u{202e}'), "{file}");
    }
    let catalogue = sandbox.read("set/dcat.jsonld");
    assert!(catalogue.contains(r"Ministerie\u202e"), "{catalogue}");
}
