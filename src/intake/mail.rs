//! Reads an e-mail saved as a file (`.eml`): its subject, its day, the newest text in it, and the names of its
//! attachments. Nothing else of the mail leaves this module.

mod html;
mod newest_text;
mod pasted;
mod quotes;
mod structure;

use super::source;
use crate::failure::Failure;
use crate::i18n::{Text, failures};
use anyhow::Result;
use encoding_rs::WINDOWS_1252;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{
    Address, Encoding, HeaderName, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType,
};
use newest_text::{NewestText, Senders};
pub use pasted::parse_pasted_mail;
use std::borrow::Cow;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Maximum size of a mail in bytes. The mail servers of ministries accept mails up to about this size.
const MAX_MAIL_BYTES: u64 = 25 << 20;
/// Limit on the bytes of a header, because the parser needs much memory for a long list of addresses. The headers of
/// mails to thousands of recipients fit.
const MAX_HEADER_BYTES: usize = 256 << 10;
/// Maximum number of boundaries, the lines that separate the parts of a mail. Each part takes memory, even if it is
/// empty.
const MAX_BOUNDARIES: usize = 5_000;
/// Time after which we stop parsing. Even a mail of the maximum size normally takes only about a second.
const PARSE_TIMEOUT: Duration = Duration::from_secs(10);
/// Maximum depth of attached mails. A mail that is attached to the main mail has depth 1.
const MAX_NESTING: u32 = 3;
const MAX_SUBJECT_CHARS: usize = 1_000;
const MAX_ATTACHMENT_NAMES: usize = 10;

/// What the register may store of an e-mail.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Mail {
    /// Without prefixes such as `FW:`; may be empty.
    pub subject: String,
    /// The day in the `Date` header, in the time zone of the header, as `2026-10-13`.
    pub day: Option<String>,
    /// The newest text, without quoted mails, salutation and signature; may be empty.
    pub text: String,
    pub attachments: Vec<String>,
}

/// Reads a mail from a file; `-` means standard input.
pub fn read_mail(path: &Path) -> Result<Mail> {
    let bytes = source::read_limited(path, MAX_MAIL_BYTES)?;
    let name = path.display().to_string();
    parse_mail(bytes).map_err(|reason| Failure::data(failures::cannot_read_mail(name, reason)).into())
}

/// Parses a mail in a separate thread, so that a mail crafted to parse slowly cannot block the program. The error gives
/// the reason for the user, but not the name of the file.
pub fn parse_mail(bytes: Vec<u8>) -> Result<Mail, Text> {
    if bytes.starts_with(super::CFB_MAGIC) {
        return Err(failures::MAIL_IS_MSG.into());
    }
    let (sender, receiver) = mpsc::channel();
    let parse = move || {
        let _ = sender.send(parse_nested(&bytes, MAX_NESTING));
    };
    let has_started = thread::Builder::new().spawn(parse).is_ok();
    let parsed = receiver.recv_timeout(PARSE_TIMEOUT).ok().filter(|_| has_started);
    parsed.map_or_else(|| Err(failures::MAIL_IS_DAMAGED.into()), |parsed| parsed.map(|(mail, _)| mail))
}

/// Parses a mail and, up to `nesting` levels deep, the mails attached to it. Also returns whether the newest text only
/// refers to a quoted mail or an attachment.
fn parse_nested(bytes: &[u8], nesting: u32) -> Result<(Mail, bool), Text> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bytes = structure::without_mbox_line(bytes);
    if structure::header_length(bytes) > MAX_HEADER_BYTES {
        return Err(failures::mail_header_too_long(MAX_HEADER_BYTES >> 10));
    }
    if memchr::memmem::find_iter(bytes, b"\n--").take(MAX_BOUNDARIES + 1).count() > MAX_BOUNDARIES {
        return Err(failures::mail_has_many_parts(MAX_BOUNDARIES));
    }
    let bytes = structure::with_nested_mails_as_attachments(bytes);
    let message = MessageParser::default().parse(&*bytes).ok_or(failures::MAIL_HAS_NO_HEADERS)?;
    if !is_mail(&message) {
        return Err(failures::MAIL_HAS_NO_HEADERS.into());
    }
    if is_encrypted(&message) {
        return Err(failures::MAIL_IS_ENCRYPTED.into());
    }
    let newest = newest_text_of(&message);
    // Of several headers with the same name, use the first, as mail programs do. The parser's own methods return the
    // last.
    let subject = message.header_values(HeaderName::Subject).next().and_then(HeaderValue::as_text);
    let date = message.header_values(HeaderName::Date).next().and_then(HeaderValue::as_datetime);
    let mut mail = Mail {
        subject: bare_subject(subject.unwrap_or_default()),
        day: date.and_then(day),
        text: newest.text,
        attachments: attachment_names(&message),
    };
    let mut is_referral = newest.is_referral;
    // A mail forwarded as an attachment: the question is in the attached mail.
    if is_referral && nesting > 0 {
        let attached = message.parts.iter().filter(|part| structure::is_nested_mail(part));
        let mut questions = attached.filter_map(|part| parse_nested(part.contents(), nesting.saturating_sub(1)).ok());
        if let Some((nested, is_nested_referral)) = questions.find(|(nested, _)| !nested.text.is_empty()) {
            (mail.text, is_referral) = (nested.text, is_nested_referral);
        }
    }
    Ok((mail, is_referral))
}

/// Whether a message has at least two headers that are typical of mails. One is not enough: many text files have a
/// first line with a colon.
fn is_mail(message: &Message<'_>) -> bool {
    let known = [HeaderName::From, HeaderName::To, HeaderName::Subject, HeaderName::Date, HeaderName::MessageId];
    message.headers().iter().filter(|header| known.contains(&header.name)).count() >= 2
}

fn is_encrypted(message: &Message<'_>) -> bool {
    let root = message.root_part();
    root.is_content_type("multipart", "encrypted")
        || root.is_content_type("application", "pkcs7-mime")
        || root.is_content_type("application", "x-pkcs7-mime")
}

fn day(date: &mail_parser::DateTime) -> Option<String> {
    let day = jiff::civil::Date::new(
        i16::try_from(date.year).ok()?,
        i8::try_from(date.month).ok()?,
        i8::try_from(date.day).ok()?,
    );
    day.ok().map(|day| day.to_string())
}

/// Removes the prefixes that mail programs and mail servers add to a subject.
fn bare_subject(subject: &str) -> String {
    const PREFIXES: &[&str] = &[
        "fw:",
        "fwd:",
        "re:",
        "antw:",
        "doorst:",
        "tr:",
        "aw:",
        "wg:",
        "betr:",
        "antwoord:",
        "[extern]",
        "[external]",
        "[ext]",
        "extern:",
    ];
    let lines = subject.split(|character: char| character.is_control() || matches!(character, '\u{2028}' | '\u{2029}'));
    let subject = lines.map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    let mut rest = &*subject;
    while let Some(bare) = PREFIXES.iter().find_map(|prefix| {
        let (head, tail) = rest.split_at_checked(prefix.len())?;
        head.eq_ignore_ascii_case(prefix).then_some(tail)
    }) {
        rest = bare.trim_start();
    }
    rest.chars().take(MAX_SUBJECT_CHARS).collect()
}

/// Extracts the newest text of a mail from its plain text, or from its HTML if the plain text is empty. Also uses the
/// HTML if the plain text says something else, such as "this e-mail is in HTML": mail programs then show only the HTML.
fn newest_text_of(message: &Message<'_>) -> NewestText {
    let senders = Senders::new(sender_names(message));
    let text_of = |part| part_text(message, part);
    let plain: Vec<String> = message.text_bodies().map(text_of).collect();
    let plain = NewestText::of(&plain.join("\n"), &senders);
    if !message.html_bodies().any(MessagePart::is_text_html) {
        return plain;
    }
    let html: Vec<String> = message.html_bodies().map(text_of).collect();
    let html = NewestText::of(&html.join("\n"), &senders);
    if html.text.is_empty() || !(plain.text.is_empty() || html.replaces(&plain)) { plain } else { html }
}

fn part_text(message: &Message<'_>, part: &MessagePart<'_>) -> String {
    let is_encoded = part.content_transfer_encoding().is_some_and(|encoding| {
        ["base64", "quoted-printable"].iter().any(|known| encoding.trim().eq_ignore_ascii_case(known))
    });
    if is_encoded && part.is_encoding_problem {
        // The parser could not decode this part. Return a character that makes the program refuse the text.
        return char::REPLACEMENT_CHARACTER.to_string();
    }
    match &part.body {
        PartType::Text(text) => {
            let text = source::unify_line_breaks(&with_known_charset(message, part, text));
            let is_flowed = part.content_type().and_then(|kind| kind.attribute("format"));
            if is_flowed.is_some_and(|format| format.eq_ignore_ascii_case("flowed")) { unflow(&text) } else { text }
        }
        PartType::Html(page) => html::to_text(&with_known_charset(message, part, page)),
        _ => String::new(),
    }
}

/// If a text declares no known character set and is not UTF-8, decodes the text as Windows-1252.
fn with_known_charset(message: &Message<'_>, part: &MessagePart<'_>, decoded: &str) -> String {
    let is_known = part.content_type().and_then(|kind| kind.attribute("charset")).is_some_and(|charset| {
        !["unknown-8bit", "x-unknown", "us-ascii", "ascii"].contains(&charset.to_ascii_lowercase().as_str())
    });
    if is_known || !decoded.contains(char::REPLACEMENT_CHARACTER) {
        return decoded.to_owned();
    }
    let raw = message.raw_message().get(part.raw_body_offset() as usize..part.raw_end_offset() as usize);
    let raw = raw.unwrap_or_default();
    let bytes = match part.encoding {
        Encoding::None => None,
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => return decoded.to_owned(),
    };
    let bytes = bytes.map_or(Cow::Borrowed(raw), Cow::Owned);
    WINDOWS_1252.decode_without_bom_handling(&bytes).0.into_owned()
}

/// Joins the lines of a paragraph in the format of RFC 3676: a line that ends in a space continues on the next.
fn unflow(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for line in text.lines() {
        joined.push_str(line);
        let is_soft_break = line.ends_with(' ') && line != "-- " && !line.starts_with('>');
        if !is_soft_break {
            joined.push('\n');
        }
    }
    joined
}

/// The names and addresses of the senders in the headers. A signature may begin with such a name.
fn sender_names(message: &Message<'_>) -> Vec<String> {
    let addresses = [message.from(), message.sender(), message.reply_to()];
    let people = addresses.into_iter().flatten().flat_map(Address::iter);
    people.flat_map(|person| [person.name(), person.address()]).flatten().map(str::to_owned).collect()
}

/// The names of the attachments, except digital signatures. An attachment without a name is named by its type.
fn attachment_names(message: &Message<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for part in message.attachments() {
        let kind = part.content_type();
        let subtype = kind.and_then(|kind| kind.subtype()).unwrap_or_default();
        if subtype.contains("signature") || (part.is_text() && part.attachment_name().is_none() && subtype == "html") {
            continue;
        }
        if names.len() == MAX_ATTACHMENT_NAMES {
            names.push("…".to_owned());
            break;
        }
        let name = part.attachment_name().filter(|name| !name.trim().is_empty()).map(str::to_owned);
        names.push(name.unwrap_or_else(|| match (structure::is_nested_mail(part), kind) {
            (true, _) => "message/rfc822".to_owned(),
            (false, Some(kind)) => format!("{}/{subtype}", kind.ctype()),
            (false, None) => "text/plain".to_owned(),
        }));
    }
    names
}
