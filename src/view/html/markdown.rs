//! Markdown as HTML: the text of a factsheet. Headings, lists, quotations, emphasis, code and links are shown; HTML in it
//! is text, a picture is the words that stand for it, and only a link to a web address leads somewhere.

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use std::collections::BTreeSet;

/// The text as HTML, with its headings from that level on. `url_of` gives a web address as it is written, and nothing of
/// what is none.
pub fn html(text: &str, top_level: usize, url_of: fn(&str) -> Option<String>) -> String {
    let levels: BTreeSet<usize> = Parser::new(text)
        .filter_map(|event| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(number(level)),
            _ => None,
        })
        .collect();
    let mut html = String::new();
    // How deep the last heading was: none skips a level.
    let mut depth = top_level.saturating_sub(1);
    // Whether each link that is open leads somewhere.
    let mut links: Vec<bool> = Vec::new();
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let rank = levels.iter().position(|known| *known == number(level)).unwrap_or_default();
                depth = (top_level + rank).min(depth + 1).min(6);
                html.push_str(&format!("<h{depth}>"));
            }
            Event::End(TagEnd::Heading(_)) => html.push_str(&format!("</h{depth}>")),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let url = url_of(&dest_url);
                links.push(url.is_some());
                if let Some(url) = url {
                    html.push_str("<a href=\"");
                    escape(&url, &mut html);
                    html.push_str("\">");
                }
            }
            Event::End(TagEnd::Link) => {
                if links.pop() == Some(true) {
                    html.push_str("</a>");
                }
            }
            Event::Start(tag) => html.push_str(&opening_tag(&tag)),
            Event::End(tag) => html.push_str(closing_tag(tag)),
            Event::Code(text) => {
                html.push_str("<code>");
                escape(&text, &mut html);
                html.push_str("</code>");
            }
            Event::SoftBreak => html.push(' '),
            Event::HardBreak => html.push_str("<br>"),
            Event::Rule => html.push_str("<hr>"),
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => escape(&text, &mut html),
            Event::TaskListMarker(_) => {}
        }
    }
    html
}

/// The level of a heading as a number.
const fn number(level: HeadingLevel) -> usize {
    level as usize
}

/// What begins with a tag; nothing for what is shown as its text alone.
fn opening_tag(tag: &Tag<'_>) -> String {
    match tag {
        Tag::Paragraph | Tag::HtmlBlock => "<p>".to_owned(),
        Tag::BlockQuote(_) => "<blockquote>".to_owned(),
        Tag::CodeBlock(_) => "<pre><code>".to_owned(),
        Tag::List(None) => "<ul>".to_owned(),
        Tag::List(Some(1)) => "<ol>".to_owned(),
        Tag::List(Some(first)) => format!("<ol start=\"{first}\">"),
        Tag::Item => "<li>".to_owned(),
        Tag::Emphasis => "<em>".to_owned(),
        Tag::Strong => "<strong>".to_owned(),
        _ => String::new(),
    }
}

/// What ends with a tag.
const fn closing_tag(tag: TagEnd) -> &'static str {
    match tag {
        TagEnd::Paragraph | TagEnd::HtmlBlock => "</p>",
        TagEnd::BlockQuote(_) => "</blockquote>",
        TagEnd::CodeBlock => "</code></pre>",
        TagEnd::List(false) => "</ul>",
        TagEnd::List(true) => "</ol>",
        TagEnd::Item => "</li>",
        TagEnd::Emphasis => "</em>",
        TagEnd::Strong => "</strong>",
        _ => "",
    }
}

/// Text as it stands in HTML, between tags and in an attribute.
fn escape(text: &str, html: &mut String) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#x27;"),
            other => html.push(other),
        }
    }
}
