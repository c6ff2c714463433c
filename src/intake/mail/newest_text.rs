//! Finds the newest text in a mail: leaves out quoted mails, the salutation and the signature. If the newest text only
//! refers to a quoted mail, as in "ter info" (for your information), returns the text of the quoted mail.

use super::quotes::{self, Split};
use crate::personal_data::{self, FindKind};
use std::collections::HashSet;

/// Limit on the bytes that are read. The newest text comes first, and the register stores no text of this length.
const MAX_BYTES: usize = 8 << 20;
/// Maximum number of nested forwards that are searched for the question.
const MAX_FORWARDS: usize = 20;
const MAX_CLOSING_WORDS: usize = 8;
const MAX_SALUTATION_CHARS: usize = 80;
const MAX_REFERRAL_WORDS: usize = 10;
const MAX_SIGNATURE_LINE_CHARS: usize = 90;

/// Phrases that refer to a quoted mail or an attachment.
const REFERRALS: &[&str] = &[
    "fyi",
    "hieronder",
    "onderstaand",
    "ter info",
    "ter kennis",
    "tkn",
    "t.k.n",
    "ter afhandeling",
    "ter behandeling",
    "ter beantwoording",
    "doorgestuurd",
    "doorsturen",
    "zie onder",
    "zie bijlage",
    "zie bijgevoegd",
    "dit uitzoeken",
    "dit oppakken",
    "dit beantwoorden",
    "dit afhandelen",
    "for your information",
    "see below",
    "see attached",
];
/// Phrases of thanks with which a signature may begin.
const THANKS: &[&str] = &[
    "alvast bedankt",
    "alvast dank",
    "alvast hartelijk dank",
    "alvast hartelijk bedankt",
    "alvast heel erg bedankt",
    "alvast veel dank",
    "bedankt alvast",
    "bij voorbaat dank",
    "bij voorbaat hartelijk dank",
    "dank alvast",
    "dank je wel alvast",
    "met dank",
    "many thanks",
    "thanks in advance",
    "thank you in advance",
];
/// Beginnings of lines that mail programs and mail servers add below a text, such as disclaimers.
const FOOTERS: &[&str] = &[
    "verzonden vanaf mijn",
    "verzonden vanuit",
    "verzonden met outlook",
    "verzonden via",
    "verstuurd vanaf mijn",
    "verstuurd vanuit",
    "sent from my",
    "sent from outlook",
    "get outlook for",
    "outlook voor",
    "outlook for",
    "dit bericht kan informatie bevatten",
    "dit e-mailbericht",
    "deze e-mail is uitsluitend",
    "deze e-mail en de inhoud",
    "de informatie verzonden met dit",
    "this message may contain",
    "this e-mail and any",
    "disclaimer",
];
/// Beginnings of lines that mail servers add above a text, such as warnings about external mail.
const BANNERS: &[&str] = &[
    "[extern]",
    "[external]",
    "let op: deze e-mail",
    "let op: dit bericht",
    "let op! deze e-mail",
    "deze e-mail komt van buiten",
    "caution: this email",
    "caution: external",
    "external email",
    "u ontvangt niet vaak e-mail van",
    "you don't often get email from",
];

/// The senders of a mail. Their names help to recognise a signature.
#[derive(Clone, Debug, Default)]
pub struct Senders {
    /// The words of the senders' names, in lower case.
    words: Vec<String>,
}

impl Senders {
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        let words = names.into_iter().flat_map(|name| words(&name).collect::<Vec<_>>());
        Self { words: words.collect() }
    }

    /// Whether a line is no more than the name of one of these people.
    fn is_named_by(&self, line: &str) -> bool {
        let mut count = 0_usize;
        let are_names = words(line).all(|word| {
            count = count.saturating_add(1);
            word.chars().count() == 1 || self.words.contains(&word)
        });
        are_names && (1..=6).contains(&count) && line.starts_with(char::is_uppercase) && line.chars().count() > 2
    }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|end: char| !end.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

#[derive(Debug, Default)]
pub struct NewestText {
    pub text: String,
    /// Whether the text is empty, or only refers to a quoted mail or an attachment.
    pub is_referral: bool,
}

impl NewestText {
    pub fn of(text: &str, senders: &Senders) -> Self {
        let text = clean(text.get(..text.floor_char_boundary(MAX_BYTES)).unwrap_or_default());
        let mut lines: Vec<String> = text.lines().map(|line| line.trim_end().to_owned()).collect();
        let mut senders = senders.clone();
        let mut first = None;
        for _ in 0..MAX_FORWARDS {
            let Split { newest, sender, quoted } = quotes::split(&lines);
            let own = without_frame(&newest, &senders);
            if !is_referral(&own) {
                return Self { text: own, is_referral: false };
            }
            first.get_or_insert(own);
            let Some(quoted) = quoted else { break };
            lines = quoted;
            senders = Senders::new(sender);
        }
        Self { text: first.unwrap_or_default(), is_referral: true }
    }

    /// Whether to use this text, from the HTML of a mail, instead of the text `plain`. This text must lack most words
    /// of `plain`. In addition, it must have more words than `plain`, or `plain` must contain the word "html".
    pub fn replaces(&self, plain: &Self) -> bool {
        let own: Vec<String> = words(&self.text).collect();
        let known: HashSet<&str> = own.iter().map(String::as_str).collect();
        let (mut count, mut shared, mut is_announced) = (0_usize, 0_usize, false);
        for word in words(&plain.text) {
            count = count.saturating_add(1);
            shared = shared.saturating_add(usize::from(known.contains(&*word)));
            is_announced |= word == "html";
        }
        (own.len() > count || is_announced) && shared.saturating_mul(2) < count
    }
}

/// Removes invisible characters, and replaces special spaces and line separators by ordinary ones.
fn clean(text: &str) -> String {
    let visible = text.chars().filter_map(|character| match character {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => None,
        '\u{a0}' | '\u{2007}' | '\u{202f}' | '\t' => Some(' '),
        '\u{2028}' | '\u{2029}' => Some('\n'),
        '\n' => Some('\n'),
        other => Some(if other.is_control() { ' ' } else { other }),
    });
    visible.collect()
}

fn starts_with_any(line: &str, starts: &[&str]) -> bool {
    let line = line.trim_start_matches(['*', '_', ' ']).to_lowercase();
    starts.iter().any(|start| line.starts_with(start))
}

/// Removes the lines around the text itself: banners, the salutation and the signature.
fn without_frame(lines: &[&str], senders: &Senders) -> String {
    let lines = lines.iter().copied().filter(|line| !starts_with_any(line, BANNERS));
    let mut lines: Vec<&str> = lines.skip_while(|line| line.trim().is_empty()).collect();
    if let Some(first) = lines.first_mut() {
        *first = without_salutation(first);
    }
    let has_text_before = |at: usize| lines.iter().take(at).any(|line| !line.trim().is_empty());
    let ends = |(at, line): (usize, &&str)| {
        is_closing(line) || (senders.is_named_by(line.trim()) && has_text_before(at)) || mentions_sender(line, senders)
    };
    if let Some(end) = lines.iter().enumerate().position(ends) {
        lines.truncate(end);
    }
    drop_contact_details(&mut lines);
    let mut text = String::new();
    let mut is_after_empty = false;
    for line in lines {
        let line = line.trim_end();
        if line.trim().is_empty() {
            is_after_empty = true;
            continue;
        }
        if !text.is_empty() {
            text.push_str(if is_after_empty { "\n\n" } else { "\n" });
        }
        is_after_empty = false;
        text.push_str(line);
    }
    capitalized(text.trim())
}

/// Makes the first letter a capital, because a text after a salutation on the same line begins with a small letter.
fn capitalized(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// Returns a line without the salutation with which it begins.
fn without_salutation(line: &str) -> &str {
    let trimmed = line.trim_start();
    let Some(length) = personal_data::salutation_length(trimmed) else { return line };
    let rest = trimmed.get(length..).unwrap_or_default();
    let end = rest.char_indices().find(|(_, character)| matches!(character, ',' | '!' | ':'));
    let Some((end, mark)) = end else {
        let is_short = trimmed.chars().count() <= MAX_SALUTATION_CHARS && !trimmed.contains(['?', '.']);
        return if is_short && rest.split_whitespace().count() <= 4 { "" } else { line };
    };
    let (addressed, after) = rest.split_at_checked(end).unwrap_or_default();
    if addressed.chars().count() > MAX_SALUTATION_CHARS {
        return line;
    }
    let after = after.get(mark.len_utf8()..).unwrap_or_default().trim_start();
    // `Beste praktijken, zoals ...` ("Best practices, such as ...") is a sentence, not a salutation. A salutation
    // followed by text contains only names and forms of address.
    let is_addressed = addressed.split_whitespace().all(|word| {
        word.starts_with(char::is_uppercase)
            || ["heer", "mevrouw", "heer/mevrouw", "meneer", "van", "de", "der", "den", "en", "allen", "allemaal"]
                .contains(&word)
            || word.starts_with("colleg")
    });
    if after.is_empty() || is_addressed { after } else { line }
}

fn is_closing(line: &str) -> bool {
    let line = line.trim();
    let is_rule = matches!(line, "--" | "—" | "-- ") || (line.len() >= 5 && line.chars().all(|mark| mark == '_'));
    if is_rule || starts_with_any(line, FOOTERS) {
        return true;
    }
    let is_greeting = personal_data::closing_length(line).is_some() || starts_with_any(line, THANKS);
    is_greeting && line.split_whitespace().count() <= MAX_CLOSING_WORDS && !line.contains('?')
}

/// Whether a line contains the mail address of the sender. Such a line belongs to the signature.
fn mentions_sender(line: &str, senders: &Senders) -> bool {
    line.contains('@')
        && personal_data::find(line).iter().filter(|found| found.kind == FindKind::Email).any(|found| {
            let address = line.get(found.range.clone()).unwrap_or_default();
            words(address).all(|word| senders.words.contains(&word))
        })
}

/// Removes paragraphs at the end that look like a signature without a greeting: short lines with a mail address or a
/// telephone number.
fn drop_contact_details(lines: &mut Vec<&str>) {
    loop {
        let end = lines.iter().rposition(|line| !line.trim().is_empty()).map_or(0, |last| last.saturating_add(1));
        lines.truncate(end);
        let Some(start) = lines.iter().rposition(|line| line.trim().is_empty()) else { return };
        let paragraph = lines.get(start..).unwrap_or_default();
        let has_details = paragraph.iter().any(|line| {
            personal_data::find(line).iter().any(|found| matches!(found.kind, FindKind::Email | FindKind::Phone))
        });
        let is_short = paragraph.iter().all(|line| line.chars().count() <= MAX_SIGNATURE_LINE_CHARS);
        let is_sentence = paragraph.iter().any(|line| line.trim().ends_with(['?', '.']));
        if !has_details || !is_short || is_sentence {
            return;
        }
        lines.truncate(start);
    }
}

/// Whether a text has no words, or only refers to a quoted mail or an attachment.
fn is_referral(text: &str) -> bool {
    if text.split_whitespace().count() > MAX_REFERRAL_WORDS {
        return false;
    }
    let lower = text.to_lowercase();
    !lower.contains(char::is_alphanumeric) || REFERRALS.iter().any(|referral| lower.contains(referral))
}

#[cfg(test)]
mod tests;
