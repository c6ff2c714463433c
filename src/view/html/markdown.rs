//! Converts the Markdown of a factsheet to HTML. Headings, lists, quotations, emphasis, code and links are supported.
//! HTML is shown as text, an image becomes its alternative text, and only links to web addresses are kept. Control
//! characters are replaced after parsing, because Markdown can also write them as entities (`&#x202E;`).

use crate::view::sanitize::printable;
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use std::collections::BTreeSet;

/// Converts Markdown to HTML. The highest heading gets the level `top_level`. `url_of` returns the web address of a
/// link, or None if the target of the link is not a web address.
pub fn html(text: &str, top_level: usize, url_of: fn(&str) -> Option<String>) -> String {
    let levels: BTreeSet<usize> = Parser::new(text)
        .filter_map(|event| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(number(level)),
            _ => None,
        })
        .collect();
    let mut html = String::new();
    // Level of the previous heading. The next heading may be at most one level deeper.
    let mut depth = top_level.saturating_sub(1);
    // For each Markdown link that is still open: true if the HTML has a link, false if the HTML has only the text.
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
                let url = url_of(&dest_url).filter(|url| printable(url, false) == *url);
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

const fn number(level: HeadingLevel) -> usize {
    level as usize
}

/// Returns the HTML tags for the start of an element. Returns an empty string if the element is shown as plain text.
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

fn escape(text: &str, html: &mut String) {
    for character in printable(text, true).chars() {
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
