//! Finds the place where a mail quotes an earlier mail. Knows the formats of Outlook, Gmail, Apple Mail and
//! Thunderbird, in Dutch and in English.

/// Lines that mail programs put above a forwarded or answered mail, without the dashes around them.
const SEPARATORS: &[&str] = &[
    "oorspronkelijk bericht",
    "oorspronkelijke bericht",
    "origineel bericht",
    "originele bericht",
    "oorspronkelijke afspraak",
    "doorgestuurd bericht",
    "begin doorgestuurd bericht",
    "start doorgestuurd bericht",
    "original message",
    "original appointment",
    "forwarded message",
    "begin forwarded message",
];
const FROM_LABELS: &[&str] = &["van", "from", "afzender", "von"];
const OTHER_LABELS: &[&str] = &[
    "verzonden",
    "verzonden op",
    "sent",
    "datum",
    "date",
    "aan",
    "to",
    "cc",
    "bcc",
    "onderwerp",
    "subject",
    "betreft",
    "bijlage",
    "bijlagen",
    "attachments",
    "urgentie",
    "prioriteit",
    "importance",
    "gevoeligheid",
    "reply-to",
    "antwoord aan",
    "beantwoorden aan",
    "wanneer",
    "when",
    "waar",
    "where",
    "gesendet",
    "an",
    "betreff",
];
/// Maximum number of lines between two labels of a header. These lines are empty or continue a list of recipients.
const MAX_LINES_BETWEEN_LABELS: usize = 3;
/// Maximum number of lines of an attribution, which says who wrote the quoted mail, as in
/// `Op 13 okt 2026 om 16:47 schreef Jan Jansen <jan@voorbeeld.nl>:`.
const MAX_ATTRIBUTION_LINES: usize = 4;
const MAX_ATTRIBUTION_CHARS: usize = 400;

#[derive(Debug, Default)]
pub struct Split<'a> {
    /// The lines that are not quoted.
    pub newest: Vec<&'a str>,
    /// The lines that introduce the first quoted mail and name its sender.
    pub sender: Vec<String>,
    /// The first quoted mail, with everything below it.
    pub quoted: Option<Vec<String>>,
}

pub fn split(lines: &[String]) -> Split<'_> {
    let mut split = Split::default();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let rest = lines.get(at..).unwrap_or_default();
        let header = header_length(rest);
        if header > 0 {
            split.set_quoted(rest, header, |line| line);
            return split;
        }
        let attribution = attribution_length(rest);
        if is_quoted(line) || attribution > 0 {
            let after = rest.get(attribution..).unwrap_or_default();
            let empty = after.iter().take_while(|line| line.trim().is_empty()).count();
            let quoted = after.iter().skip(empty).take_while(|line| is_quoted(line)).count();
            if quoted == 0 {
                split.set_quoted(rest, attribution, |line| line);
                return split;
            }
            // Do not stop at the quoted lines, because more text of the mail itself may follow them.
            let length = attribution.saturating_add(empty).saturating_add(quoted);
            split.set_quoted(rest.get(..length).unwrap_or_default(), attribution, unquoted);
            at = at.saturating_add(length);
            continue;
        }
        split.newest.push(line);
        at = at.saturating_add(1);
    }
    split
}

impl Split<'_> {
    fn set_quoted(&mut self, lines: &[String], header: usize, bare: impl Fn(&str) -> &str) {
        if self.quoted.is_none() {
            let (header, quoted) = lines.split_at_checked(header).unwrap_or_default();
            // In a header with labels, the `From` line names the sender. An attribution ("... wrote:") has no labels,
            // so keep all its lines: any of them may name the sender.
            let has_labels = header.iter().any(|line| is_label(line, FROM_LABELS));
            let senders = header.iter().filter(|line| !has_labels || is_label(line, FROM_LABELS));
            self.sender = senders.cloned().collect();
            self.quoted = Some(quoted.iter().map(|line| bare(line).to_owned()).collect());
        }
    }
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

fn unquoted(line: &str) -> &str {
    let bare = line.trim_start().strip_prefix('>').unwrap_or(line);
    bare.strip_prefix(' ').unwrap_or(bare)
}

/// Returns the number of leading lines that introduce a quoted mail: a separator, the sender, the day and the subject.
fn header_length(lines: &[String]) -> usize {
    let is_rule = |line: &String| {
        let line = line.trim();
        line.len() >= 5 && line.chars().all(|mark| matches!(mark, '_' | '-'))
    };
    let separators = lines.iter().take_while(|line| is_separator(line)).count();
    let rules = usize::from(separators == 0 && lines.first().is_some_and(is_rule));
    let mut start = separators.saturating_add(rules);
    if start > 0 {
        let empty = lines.iter().skip(start).take_while(|line| line.trim().is_empty()).count();
        start = start.saturating_add(empty);
    }
    let (mut length, mut senders, mut others) = (start, 0_usize, 0_usize);
    let mut between = 0_usize;
    for (at, line) in lines.iter().enumerate().skip(start) {
        let is_sender = is_label(line, FROM_LABELS);
        if is_sender || is_label(line, OTHER_LABELS) {
            senders = senders.saturating_add(usize::from(is_sender));
            others = others.saturating_add(usize::from(!is_sender));
            length = at.saturating_add(1);
            between = 0;
        } else {
            between = between.saturating_add(1);
        }
        // Without a separator, the first line must name the sender. A second line that names a sender begins the header
        // of the next mail.
        let is_no_header = at == start && separators == 0 && !is_sender;
        if is_no_header || between > MAX_LINES_BETWEEN_LABELS || senders > 1 {
            length = if senders > 1 { at } else { length };
            break;
        }
    }
    let is_header = senders > 0 && others >= 2;
    if is_header || separators > 0 { length.max(separators) } else { 0 }
}

/// Whether a line is a separator, such as `-----Oorspronkelijk bericht-----` or `Begin forwarded message:`.
fn is_separator(line: &str) -> bool {
    let bare = line.trim_matches(['-', ' ', '*', '_', ':']);
    let has_marks = bare.len() < line.trim().len();
    has_marks && bare.len() <= 40 && SEPARATORS.contains(&bare.to_lowercase().as_str())
}

/// Whether a line begins with one of these labels, as in `*Van:* Jan Jansen`.
fn is_label(line: &str, labels: &[&str]) -> bool {
    let label = line.trim_start_matches(['*', ' ', '_']).split_once(':').map(|(label, _)| label);
    label.is_some_and(|label| {
        label.len() <= 20 && labels.contains(&label.trim_end_matches(['*', ' ', '_']).to_lowercase().as_str())
    })
}

/// Returns how many of the first lines form an attribution, such as "Jan Jansen wrote:"; 0 if they form none.
fn attribution_length(lines: &[String]) -> usize {
    let Some(first) = lines.first().map(|line| line.trim()) else { return 0 };
    let begins = ["Op ", "On ", "Am "].iter().any(|start| first.starts_with(start));
    if !begins && !first.ends_with(':') {
        return 0;
    }
    let mut joined = String::new();
    for (at, line) in lines.iter().take(MAX_ATTRIBUTION_LINES).enumerate() {
        if line.trim().is_empty() || joined.len() > MAX_ATTRIBUTION_CHARS {
            return 0;
        }
        joined.push_str(line.trim());
        joined.push(' ');
        if line.trim_end().ends_with(':') {
            let next = lines.iter().skip(at.saturating_add(1)).find(|line| !line.trim().is_empty());
            let is_quote_next = next.is_some_and(|line| is_quoted(line));
            return if is_attribution(&joined, begins, is_quote_next) { at.saturating_add(1) } else { 0 };
        }
        if !begins {
            return 0;
        }
    }
    0
}

fn is_attribution(text: &str, begins: bool, is_quote_next: bool) -> bool {
    let lower = text.to_lowercase();
    let verbs = ["schreef", "geschreven", "wrote", "schrieb"];
    let has_verb = verbs.iter().any(|verb| lower.contains(verb));
    let has_time = text.split_whitespace().any(|word| {
        word.split_once(':').is_some_and(|(hour, minute)| {
            let is_number = |part: &str| !part.is_empty() && part.chars().all(|digit| digit.is_ascii_digit());
            is_number(hour) && minute.get(..2).is_some_and(is_number)
        })
    });
    let has_address = text.contains('@');
    // `Op 3 mei schreef de school:` ("On 3 May the school wrote:") belongs to the mail itself, unless quoted lines
    // follow.
    has_verb && (is_quote_next || has_address || (begins && has_time))
}
