//! Converts HTML mails to text. Quoted mails get `> ` in front of their lines, as in plain text. The address behind a
//! link is left out, because mail servers put the recipient's address in it. We do not use the converter of
//! `mail_parser`: it breaks lines at few tags, and its table of entities would slow down the start of every command.

use crate::language::numeric_entity;

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
const MAX_QUOTE_DEPTH: usize = 20;
/// Elements whose contents are not text for readers.
const SKIPPED: &[&str] = &["script", "style", "template", "title"];
/// Elements without contents.
const VOID: &[&str] = &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"];
/// The names of the characters from U+00A0 to U+00FF, in order.
const LATIN_1: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 \
    sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring \
    AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash \
    Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml \
    igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn \
    yuml";

pub fn to_text(page: &str) -> String {
    let lower = page.to_ascii_lowercase();
    let mut text = Lines::default();
    // For each open `<blockquote>`, whether it quotes a mail. Other block quotes only indent their text.
    let mut quotes: Vec<bool> = Vec::new();
    let mut hides_elements = true;
    let mut at = 0;
    while let Some(start) = find(&lower, at, "<") {
        text.push_html(page.get(at..start).unwrap_or_default());
        if lower.get(start..).is_some_and(|rest| rest.starts_with("<!--")) {
            at = find(&lower, start, "-->").map_or(page.len(), |end| end.saturating_add(3));
            continue;
        }
        let inner = start.saturating_add(1);
        let is_tag = |next: char| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?');
        if !lower.get(inner..).is_some_and(|rest| rest.starts_with(is_tag)) {
            text.line.push('<');
            at = inner;
            continue;
        }
        let Some(end) = find(&lower, inner, ">") else {
            at = page.len();
            break;
        };
        at = end.saturating_add(1);
        let tag = lower.get(inner..end).unwrap_or_default();
        let (is_end, tag) = (tag.starts_with('/'), tag.trim_start_matches('/'));
        let name = tag.split(|end: char| !end.is_ascii_alphanumeric()).next().unwrap_or_default();
        if hides_elements && !is_end && is_hidden(tag) && !VOID.contains(&name) {
            if let Some(end) = element_end(&lower, at, name) {
                at = end;
                continue;
            }
            // The element has no end tag. From here on, show hidden elements too, because each search for a missing end
            // tag would read the rest of the page.
            hides_elements = false;
        }
        match name {
            _ if SKIPPED.contains(&name) && !is_end => {
                at = find(&lower, at, &format!("</{name}")).unwrap_or(page.len());
            }
            "br" => text.end_line(),
            "p" if is_end => text.end_line(),
            // Outlook writes each line as a paragraph, with an empty paragraph for an empty line.
            "p" if !(tag.contains("msonormal") || tag.contains("msolist")) => text.start_paragraph(),
            "blockquote" => {
                text.start_line();
                let is_quote = tag.contains("cite") || tag.contains("gmail_quote");
                if is_end && quotes.pop() == Some(true) {
                    text.depth = text.depth.saturating_sub(1);
                } else if !is_end {
                    text.depth = text.depth.saturating_add(usize::from(is_quote));
                    quotes.push(is_quote);
                }
            }
            "td" | "th" => text.push_text(" "),
            _ if BLOCKS.contains(&name) => text.start_line(),
            _ => {}
        }
    }
    text.push_html(page.get(at..).unwrap_or_default());
    text.start_line();
    text.done
}

fn find(text: &str, from: usize, wanted: &str) -> Option<usize> {
    text.get(from..)?.find(wanted).map(|at| from.saturating_add(at))
}

/// Whether the style of a tag hides its element. Senders hide texts that are meant for the preview in the list of
/// mails, or for spam filters.
fn is_hidden(tag: &str) -> bool {
    let style = tag.match_indices("style").find_map(|(at, word)| {
        let (before, rest) = tag.split_at_checked(at)?;
        let value = rest.strip_prefix(word)?.trim_start().strip_prefix('=')?.trim_start();
        let is_attribute = before.ends_with([' ', '\t', '\n', '\r', '"', '\'']);
        let value = match value.strip_prefix(['"', '\'']) {
            Some(quoted) => quoted.split(['"', '\'']).next(),
            None => value.split_whitespace().next(),
        };
        value.filter(|_| is_attribute)
    });
    style.unwrap_or_default().split(';').filter_map(|declaration| declaration.split_once(':')).any(|(name, value)| {
        let value = value.trim().trim_end_matches("!important").trim_end();
        match name.trim() {
            "display" => value == "none",
            "visibility" => value == "hidden",
            "max-height" | "opacity" => matches!(value, "0" | "0px"),
            _ => false,
        }
    })
}

/// Returns the position at which the element called `name` ends. `from` is the position at which its start tag ends.
fn element_end(lower: &str, from: usize, name: &str) -> Option<usize> {
    let mut at = from;
    let mut depth = 1_usize;
    while let Some(start) = find(lower, at, "<") {
        let rest = lower.get(start.saturating_add(1)..)?;
        if rest.starts_with("!--") {
            at = find(lower, start, "-->")?;
            continue;
        }
        let is_end = rest.starts_with('/');
        let tag = rest.trim_start_matches('/').split(|end: char| !end.is_ascii_alphanumeric()).next()?;
        if name == "p" && !is_end && BLOCKS.contains(&tag) {
            return Some(start);
        }
        if tag == name {
            depth = if is_end { depth.saturating_sub(1) } else { depth.saturating_add(1) };
            if depth == 0 {
                return find(lower, start, ">").map(|end| end.saturating_add(1));
            }
        }
        at = start.saturating_add(1);
    }
    None
}

/// Returns the character of an HTML entity, such as é for `eacute` or € for `#8364`. Knows only the entities that are
/// common in mails.
fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        return numeric_entity(number);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "euro" => '€',
        "hellip" => '…',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "sbquo" => '‚',
        "ldquo" => '“',
        "rdquo" => '”',
        "bdquo" => '„',
        "bull" => '•',
        "zwnj" | "zwj" => '\u{200b}',
        _ => {
            let place = LATIN_1.split_whitespace().position(|known| known == name)?;
            char::from_u32(u32::try_from(place).ok()?.saturating_add(0xa0))?
        }
    })
}

/// Lines of text. The last one is still being written.
#[derive(Default)]
struct Lines {
    done: String,
    line: String,
    /// The number of quoted mails around the current line.
    depth: usize,
}

impl Lines {
    /// Adds text between tags. Decodes entities, and replaces each run of white space by one space.
    fn push_html(&mut self, html: &str) {
        let mut pieces = html.split('&');
        self.push_text(pieces.next().unwrap_or_default());
        for piece in pieces {
            let decoded = piece.split_once(';').and_then(|(name, rest)| Some((entity(name)?, rest)));
            let (character, rest) = decoded.unwrap_or(('&', piece));
            self.push_character(character);
            self.push_text(rest);
        }
    }

    fn push_text(&mut self, text: &str) {
        text.chars().for_each(|character| self.push_character(character));
    }

    fn push_character(&mut self, character: char) {
        if character != ' ' && !character.is_control() {
            self.line.push(character);
        } else if !self.line.ends_with(' ') {
            self.line.push(' ');
        }
    }

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
            ("&yuml;&nbsp;&Agrave;&frac12; R&D &onbekend; &#x20AC;&#0;", "ÿ\u{a0}À½ R&D &onbekend; €&#0;\n"),
            ("A <!-- B < C --> D<SCRIPT>x</SCRIPT>E<style>", "A DE\n"),
            ("1 < 2 <b>en</b> 3", "1 < 2 en 3\n"),
            ("Een\u{b}twee\u{c}drie&#13;vier&#10;vijf&#27;zes\u{85}zeven", "Een twee drie vier vijf zes zeven\n"),
            ("", ""),
            ("<", "<\n"),
        ] {
            assert_eq!(to_text(page), expected, "{page}");
        }
    }

    #[test]
    fn hidden_elements_are_left_out() {
        for (page, expected) in [
            ("<div style=\"display:none\">Weg</div>Mag dit?", "Mag dit?\n"),
            ("<DIV class=style2 STYLE='color: red; DISPLAY : none !important'>A<div>B</div>C</DIV><p>D</p>", "D\n"),
            ("<span style=\"max-height:0px;overflow:hidden\">A<!-- </span> -->B</span>C", "C\n"),
            ("<p style=visibility:hidden>A<p>B<img style=\"display:none\">C", "BC\n"),
            ("<td style=\"opacity:0\">A</td><td style=\"opacity:0.9\">B</td>", "B\n"),
            ("<div style=\"display:block\" title=\"display:none\">A</div>", "A\n"),
            ("A<div style=\"display:none\">B<div style=\"display:none\">C</div>", "A\nB\nC\n"),
        ] {
            assert_eq!(to_text(page), expected, "{page}");
        }
    }
}
