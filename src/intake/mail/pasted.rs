//! Reads the text of a mail as people paste it: the source of the mail, or what a mail program shows, which may begin
//! with lines such as "Van:" and "Onderwerp:".

use super::newest_text::{NewestText, Senders};
use super::{Mail, bare_subject, parse_mail};
use crate::i18n::Text;
use crate::intake::source::unify_line_breaks;

const FROM: &[&str] = &["van", "from", "afzender"];
const DATE: &[&str] = &["verzonden", "verstuurd", "datum", "sent", "date"];
const SUBJECT: &[&str] = &["onderwerp", "subject", "betreft"];
const OTHERS: &[&str] = &["aan", "to", "cc", "bcc", "bijlagen", "attachments", "prioriteit", "urgentie", "importance"];
/// The number of words in a date such as "13 oktober 2026".
const WORDS_OF_DAY: usize = 3;

/// Parses a pasted mail. `parse_day` reads a date that a person would type, and returns it as `2026-10-13`.
pub fn parse_pasted_mail(text: &str, parse_day: &dyn Fn(&str) -> Option<String>) -> Result<Mail, Text> {
    let text = unify_line_breaks(text);
    let text = text.trim();
    // The source of a mail has at least two headers in English, which the parser requires.
    if let Ok(mail) = parse_mail(text.as_bytes().to_vec())
        && !mail.text.is_empty()
        && mail.day.is_some()
    {
        return Ok(mail);
    }
    let (mut mail, mut senders, mut rest) = (Mail::default(), Vec::new(), text);
    while let Some((name, value, after)) = header(rest) {
        if SUBJECT.contains(&&*name) {
            mail.subject = bare_subject(value);
        } else if FROM.contains(&&*name) {
            senders.push(value.to_owned());
        } else if DATE.contains(&&*name) {
            mail.day = day_in(value, parse_day);
        }
        rest = after;
    }
    mail.text = NewestText::of(rest, &Senders::new(senders)).text;
    Ok(mail)
}

/// Splits off the first line if it is a header: its name in lower case, its value, and the lines after it.
fn header(text: &str) -> Option<(String, &str, &str)> {
    let (line, after) = text.split_once('\n').unwrap_or((text, ""));
    let (name, value) = line.split_once(':')?;
    let name = name.trim().trim_matches('*').to_lowercase();
    let is_known = [FROM, DATE, SUBJECT, OTHERS].concat().contains(&&*name);
    is_known.then_some((name, value.trim().trim_matches('*').trim(), after))
}

/// Finds a date among the words of a header, such as "dinsdag 13 oktober 2026 16:47".
fn day_in(value: &str, parse_day: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let words: Vec<&str> = value.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let long = words.windows(WORDS_OF_DAY).find_map(|words| parse_day(&words.join(" ")));
    long.or_else(|| words.iter().filter(|word| word.len() > 5).find_map(|word| parse_day(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_mail_program_shows_is_read_without_its_headers_and_signature() {
        let parse_day = |text: &str| (text == "13 oktober 2026").then(|| "2026-10-13".to_owned());
        let text = "Van: Anna de Vries <anna@voorbeeld.example>\r\nVerzonden: dinsdag 13 oktober 2026 16:47\r\n\
            Aan: loket\r\nOnderwerp: FW: Prikken op locatie\r\n\r\nBeste collega,\r\n\r\nMag dit?\r\n\r\n\
            Met vriendelijke groet,\r\nAnna";
        let mail = parse_pasted_mail(text, &parse_day).unwrap_or_default();
        assert_eq!(
            (mail.subject.as_str(), mail.day.as_deref(), mail.text.as_str()),
            ("Prikken op locatie", Some("2026-10-13"), "Mag dit?")
        );
    }

    #[test]
    fn a_text_without_headers_is_the_question() {
        let mail =
            parse_pasted_mail("Mag een student prikken? Let op: dit is dringend.", &|_| None).unwrap_or_default();
        assert_eq!(mail.text, "Mag een student prikken? Let op: dit is dringend.");
        assert_eq!((mail.subject.as_str(), mail.day), ("", None));
    }
}
