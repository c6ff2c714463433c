//! Markdown of a factsheet on a page: no text produces active content, and every opened tag is closed.

use super::{cases, costly};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use ruimte::i18n::Lang;
use ruimte::i18n::attribute_labels::NUMBER;
use ruimte::rows::{Cell, Column, Prose, Shape};
use ruimte::view::{self, Format, RenderOptions};
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn page(body: &str) -> String {
    let kept = Kept::default();
    {
        let options = RenderOptions::for_file(Lang::En);
        let mut sink = view::create_sink(Format::Html, options, Box::new(kept.clone())).unwrap();
        let column = Column { prose: Some(Prose::Markdown), url: Some(web), ..Column::new("body", &NUMBER) };
        sink.begin(&[Column::new("number", &NUMBER), column], Shape::Card).unwrap();
        sink.row(&[Cell::Text("F-01"), Cell::Text(body)]).unwrap();
        sink.end().unwrap();
        sink.finish().unwrap();
    }
    let bytes = kept.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

fn web(text: &str) -> Option<String> {
    text.starts_with("https://").then(|| text.to_owned())
}

/// Generates texts that mix Markdown syntax with HTML and script links, as an attacker might type them.
fn typed() -> impl Strategy<Value = String> {
    let piece = select(vec![
        "# ",
        "## ",
        "###### ",
        "- ",
        "* ",
        "1. ",
        "999999999. ",
        "> ",
        "```",
        "~~~",
        "`",
        "``",
        "**",
        "*",
        "_",
        "__",
        "[",
        "](",
        ")",
        "![",
        "](https://x.nl \"t\")",
        "](javascript:alert(1))",
        "<https://x.nl>",
        "<javascript:x>",
        "<script>",
        "</script>",
        "<img src=x onerror=y>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?",
        "<p",
        "&lt;",
        "&#x3c;script&#x3e;",
        "&",
        "\"",
        "'",
        "\n",
        "\n\n",
        "    ",
        "\t",
        "---",
        "===",
        "|a|b|\n|-|-|\n",
        "[^1]",
        "[^1]: x",
        "- [ ] x",
        "\\",
        "$$",
        "x",
        "\0",
        "\r",
        "{{ x }}",
        "{% y %}",
        "&#x202E;",
        "&#x200b;",
        "&#7;",
        "&#127;",
        "&#x9b;",
        "&#xfeff;",
        "&ZeroWidthSpace;",
        "\u{202e}",
        "\u{1b}",
        "](https://x.nl/&#x202E; \"&#x200b;\")",
        "```&#x202E;\n",
        "tekst",
    ]);
    prop_oneof![4 => vec(piece, 0..24).prop_map(|pieces| pieces.concat()), 1 => any::<String>()]
}

fn tags(page: &str) -> Vec<&str> {
    page.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or(rest)).collect()
}

/// Checks that tags are nested properly and have no event handlers or `javascript:` addresses.
fn is_sound(html: &str) -> Result<(), TestCaseError> {
    let mut open: Vec<&str> = Vec::new();
    for tag in tags(html) {
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) => prop_assert_eq!(open.pop(), Some(name), "of {:?}", html),
            None if ["!doctype", "meta", "link", "br", "hr", "img", "wbr", "input"].contains(&name) => {}
            None if tag.ends_with('/') => {}
            None => open.push(name),
        }
        let inside = tag.split_once(' ').map_or("", |(_, inside)| inside);
        prop_assert!(!inside.contains(" on") && !inside.contains("javascript:"), "{}", tag);
    }
    prop_assert!(open.is_empty(), "{:?} open of {:?}", open, html);
    Ok(())
}

/// The HTML tags that Markdown may produce.
const SHOWN: &str = "p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong a br hr";

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn any_text_becomes_harmless_tags(body in typed(), top in 1..=6_usize) {
        let html = view::markdown::html(&body, top, web);
        is_sound(&html)?;
        prop_assert_eq!(&view::printable(&html, true), &html, "{:?}", body);
        for tag in tags(&html) {
            let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
            prop_assert!(SHOWN.split(' ').any(|allowed| allowed == name), "{} of {:?}", tag, body);
        }
    }
}

proptest! {
    #![proptest_config(costly(256))]

    #[test]
    fn no_text_adds_active_content_to_a_page(body in typed()) {
        // The page around the text has tags too, so compare with the same page for a harmless text.
        let (page, plain) = (page(&body), page("tekst"));
        let names = |page: &str, name: &str| tags(page).iter().filter(|tag| tag.split([' ', '\n', '/']).next() == Some(name)).count();
        for name in ["script", "img", "iframe", "form", "input", "object", "svg", "style", "link", "meta", "base"] {
            prop_assert_eq!(names(&page, name), names(&plain, name), "{} of {:?}", name, body);
        }
        is_sound(&page)?;
        prop_assert_eq!(&view::printable(&page, true), &page, "{:?}", body);
    }
}
