//! Reads Markdown as a list of blocks, such as paragraphs and list items, and writes them as plain text. Only web and
//! e-mail addresses become links.

use crate::view::sanitize::printable;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// Limit on the depth of quotations and lists. Without it, a text of many levels and lines would grow with their product.
pub const MAX_DEPTH: usize = 6;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The text; a line break is `\n`.
    pub text: String,
    pub url: Option<String>,
    pub is_strong: bool,
    pub is_emphasised: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    Bullet,
    Number(u64),
}

#[derive(Clone, Debug, Default)]
pub struct Block {
    /// The level of a heading; `None` for other blocks.
    pub heading: Option<usize>,
    pub quote_depth: usize,
    /// How many lists the block is in.
    pub list_depth: usize,
    /// The mark before a list item; `None` for a later paragraph of the item, and outside lists.
    pub marker: Option<Marker>,
    pub runs: Vec<Run>,
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    /// For each list around the present position: the next number, or `None` if the list has bullets.
    lists: Vec<Option<u64>>,
    marker: Option<Marker>,
    heading: Option<usize>,
    quote_depth: usize,
    strong_depth: usize,
    emphasis_depth: usize,
    urls: Vec<Option<String>>,
    runs: Vec<Run>,
}

impl Reader {
    fn push(&mut self, text: &str) {
        let run = Run {
            text: printable(text, true).into_owned(),
            url: self.urls.last().cloned().flatten(),
            is_strong: self.strong_depth > 0,
            is_emphasised: self.emphasis_depth > 0,
        };
        match self.runs.last_mut() {
            Some(last)
                if (&last.url, last.is_strong, last.is_emphasised) == (&run.url, run.is_strong, run.is_emphasised) =>
            {
                last.text.push_str(&run.text);
            }
            _ => self.runs.push(run),
        }
    }

    /// Ends the block that is being read, if it has text.
    fn end_block(&mut self) {
        let mut runs = std::mem::take(&mut self.runs);
        if let Some(last) = runs.last_mut() {
            last.text.truncate(last.text.trim_end_matches('\n').len());
        }
        let heading = self.heading.take();
        if runs.iter().all(|run| run.text.is_empty()) {
            return;
        }
        let quote_depth = self.quote_depth.min(MAX_DEPTH);
        let list_depth = self.lists.len().min(MAX_DEPTH);
        let marker = self.marker.take();
        self.blocks.push(Block { heading, quote_depth, list_depth, marker, runs });
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.heading = Some(level as usize),
            Tag::BlockQuote(_) => self.quote_depth += 1,
            Tag::List(first) => {
                self.end_block();
                self.lists.push(first);
            }
            Tag::Item => {
                self.marker = Some(match self.lists.last_mut() {
                    Some(Some(next)) => {
                        let number = *next;
                        *next = number.saturating_add(1);
                        Marker::Number(number)
                    }
                    _ => Marker::Bullet,
                });
            }
            Tag::Strong => self.strong_depth += 1,
            Tag::Emphasis => self.emphasis_depth += 1,
            Tag::Link { dest_url, .. } => {
                let is_address = ["https://", "http://", "mailto:"].iter().any(|start| dest_url.starts_with(start));
                let is_plain = printable(&dest_url, false) == *dest_url;
                self.urls.push((is_address && is_plain).then(|| dest_url.into_string()));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::HtmlBlock => self.end_block(),
            TagEnd::Item => {
                self.end_block();
                self.marker = None;
            }
            TagEnd::List(_) => drop(self.lists.pop()),
            TagEnd::BlockQuote(_) => self.quote_depth = self.quote_depth.saturating_sub(1),
            TagEnd::Strong => self.strong_depth = self.strong_depth.saturating_sub(1),
            TagEnd::Emphasis => self.emphasis_depth = self.emphasis_depth.saturating_sub(1),
            TagEnd::Link => drop(self.urls.pop()),
            _ => {}
        }
    }
}

pub fn read(markdown: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    for event in Parser::new(markdown) {
        match event {
            Event::Start(tag) => reader.start(tag),
            Event::End(tag) => reader.end(tag),
            // Keep the lines of a letter as they are, such as those of an address.
            Event::SoftBreak | Event::HardBreak => reader.push("\n"),
            Event::Rule => {
                reader.push("---");
                reader.end_block();
            }
            Event::Text(text)
            | Event::Code(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => reader.push(&text),
            Event::TaskListMarker(_) => {}
        }
    }
    reader.end_block();
    reader.blocks
}

/// Converts Markdown to plain text. A link becomes its text, followed by its address.
pub fn plain_text(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut is_in_list = false;
    for block in read(markdown) {
        if !text.is_empty() {
            text.push_str(if is_in_list && block.list_depth > 0 { "\n" } else { "\n\n" });
        }
        is_in_list = block.list_depth > 0;
        let marker = match block.marker {
            Some(Marker::Bullet) => "- ".to_owned(),
            Some(Marker::Number(number)) => format!("{number}. "),
            None if block.list_depth > 0 => "  ".to_owned(),
            None => String::new(),
        };
        let outer = "> ".repeat(block.quote_depth) + &"  ".repeat(block.list_depth.saturating_sub(1));
        let mut content = String::new();
        for run in &block.runs {
            content.push_str(&run.text);
            if let Some(url) = run.url.as_deref().filter(|url| *url != run.text) {
                content.push_str(&format!(" <{}>", url.trim_start_matches("mailto:")));
            }
        }
        for (index, line) in content.split('\n').enumerate() {
            let start = if index == 0 { marker.clone() } else { " ".repeat(marker.len()) };
            if index > 0 {
                text.push('\n');
            }
            text.push_str(format!("{outer}{start}{line}").trim_end_matches(' '));
        }
    }
    text.replace('\u{a0}', " ")
}
