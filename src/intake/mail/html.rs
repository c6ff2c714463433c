//! Converts HTML mails to text. The parser's own conversion only breaks lines at `<br>` and `</p>`, so other tags that
//! begin a line are marked with private characters, which are turned into line breaks afterwards. Quoted mails get `> `
//! in front of their lines, as in plain text. The address behind a link is left out, because mail servers put the
//! recipient's address in it.

use mail_parser::decoders::html::html_to_text;

/// Tags that begin and end a line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "center",
    "div",
    "dl",
    "dd",
    "dt",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tr",
    "ul",
];
const QUOTE_START: char = '\u{e000}';
const QUOTE_END: char = '\u{e001}';
/// Begins a line, unless nothing has been written on the current line.
const LINE_START: char = '\u{e002}';
/// Begins a line below an empty line.
const PARAGRAPH_START: char = '\u{e003}';
const MAX_QUOTE_DEPTH: usize = 20;

pub fn to_text(page: &str) -> String {
    let marked = html_to_text(&with_marks(page));
    let mut text = Lines::default();
    for character in marked.chars() {
        match character {
            '\n' => text.end_line(),
            LINE_START => text.start_line(),
            PARAGRAPH_START => text.start_paragraph(),
            QUOTE_START => {
                text.start_line();
                text.depth = text.depth.saturating_add(1);
            }
            QUOTE_END => {
                text.start_line();
                text.depth = text.depth.saturating_sub(1);
            }
            other => text.line.push(other),
        }
    }
    text.start_line();
    text.done
}

/// Lines of text, of which the last is being written.
#[derive(Default)]
struct Lines {
    done: String,
    line: String,
    /// How many mails the current line is quoted from.
    depth: usize,
}

impl Lines {
    fn end_line(&mut self) {
        let depth = self.depth.min(MAX_QUOTE_DEPTH);
        self.done.push_str(&">".repeat(depth));
        self.done.push_str(if depth > 0 { " " } else { "" });
        self.done.push_str(self.line.trim());
        self.done.push('\n');
        self.line.clear();
    }

    fn start_line(&mut self) {
        if !self.line.trim().is_empty() {
            self.end_line();
        }
    }

    fn start_paragraph(&mut self) {
        self.start_line();
        if !self.done.is_empty() && !self.done.ends_with("\n\n") {
            self.end_line();
        }
    }
}

/// Puts a mark before each tag that begins a line.
fn with_marks(page: &str) -> String {
    let page = page.replace([QUOTE_START, QUOTE_END, LINE_START, PARAGRAPH_START], "");
    let mut marked = String::with_capacity(page.len());
    // For each open `<blockquote>`, whether it quotes a mail. Others only indent.
    let mut quotes: Vec<bool> = Vec::new();
    let mut pieces = page.split('<');
    marked.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let is_end = piece.starts_with('/');
        let tag = piece.split('>').next().unwrap_or_default().trim_start_matches('/').to_ascii_lowercase();
        let name = tag.split(|end: char| !end.is_ascii_alphanumeric()).next().unwrap_or_default();
        // The parser ends the line at `</p>`.
        if BLOCKS.contains(&name) && !(name == "p" && is_end) {
            // Outlook writes each line as a paragraph, with an empty paragraph for an empty line.
            let is_line = name != "p" || tag.contains("msonormal") || tag.contains("msolist");
            marked.push(if is_line { LINE_START } else { PARAGRAPH_START });
        }
        if name == "blockquote" && !is_end {
            let is_quote = tag.contains("cite") || tag.contains("gmail_quote");
            quotes.push(is_quote);
            marked.push(if is_quote { QUOTE_START } else { LINE_START });
        } else if name == "blockquote" && quotes.pop() == Some(true) {
            marked.push(QUOTE_END);
        } else if matches!(name, "td" | "th") {
            marked.push(' ');
        }
        marked.push('<');
        marked.push_str(piece);
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_begin_a_line_and_only_text_is_left() {
        for (page, expected) in [
            ("<p>Een</p><p>Twee</p>", "Een\n\nTwee\n"),
            ("<p class=MsoNormal>Een</p>\r\n<p class=MsoNormal>&nbsp;</p><p class=MsoNormal>Twee</p>", "Een\n\nTwee\n"),
            ("<div>Een<div>Twee</div></div>Drie", "Een\nTwee\nDrie\n"),
            ("<div>Een</div><div><br></div><div>Twee</div>", "Een\n\nTwee\n"),
            ("<ul><li>Een<li>Twee</ul>", "Een\nTwee\n"),
            ("<table><tr><td>Een</td><td>Twee</td></tr><tr><td>Drie</td></tr></table>", "Een Twee\nDrie\n"),
            ("Zie <a href=\"https://voorbeeld.example/?a=jan@b.nl\">de wet</a>.", "Zie de wet.\n"),
            ("<head><title>T</title><style>p {}</style></head><body>A<script>alert(1)</script></body>", "A\n"),
            ("g&eacute;&eacute;n&nbsp;&#8364; &amp; &lt;b&gt;", "géén\u{a0}€ & <b>\n"),
            ("<!--[if mso]><div>X</div><![endif]-->A<br>B", "A\nB\n"),
            ("<blockquote type=\"cite\"><div>Oud</div></blockquote>Nieuw", "> Oud\nNieuw\n"),
            ("<blockquote style='margin: 0'>Ingesprongen</blockquote>", "Ingesprongen\n"),
            ("", ""),
            ("<", ""),
        ] {
            assert_eq!(to_text(page), expected, "{page}");
        }
    }
}
