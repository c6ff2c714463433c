//! Fills in attributes from an e-mail or from a text on standard input. Never replaces a value that the user typed.

use super::{Context, record_input};
use crate::cli::{AttributeTexts, MailFacts};
use crate::failure::Failure;
use crate::i18n::{Text, failures, remarks};
use crate::intake::{self, Mail};
use crate::language::sentence_ends;
use crate::personal_data;
use crate::record::date::{self, Today};
use crate::record::{Attribute, Entity, Record, Value, contact, obstacle};
use anyhow::Result;
use std::path::Path;

/// Limit on a title that is taken from the first sentence of a text.
const MAX_TITLE_CHARS: usize = 120;

/// Fills in the title, the question and the day of receipt of an obstacle.
pub fn fill_obstacle(path: &Path, stdin: Option<&str>, texts: &mut AttributeTexts) -> Result<MailFacts> {
    let mail = read(path, stdin, &obstacle::QUESTION)?;
    fill_from_mail(mail, &path.display().to_string(), texts)
}

fn fill_from_mail(mail: Mail, name: &str, texts: &mut AttributeTexts) -> Result<MailFacts> {
    let facts = facts(&mail);
    let title = if mail.subject.is_empty() { first_sentence(&mail.text) } else { mail.subject };
    fill_readable(name, texts, &obstacle::TITLE, title)?;
    fill_readable(name, texts, &obstacle::QUESTION, mail.text)?;
    fill(texts, &obstacle::RECEIVED, mail.day.unwrap_or_default());
    Ok(facts)
}

/// What a mail says about a new obstacle, for a form in which a person completes it.
#[derive(Debug)]
pub struct MailDraft {
    /// Attributes of the obstacle, by name.
    pub values: Vec<(&'static str, String)>,
    /// Whether the text has a subject or a day, as a mail does. Otherwise it is probably a question that was typed.
    pub is_mail: bool,
    /// What the mail lacks, and what looks like personal data.
    pub notices: Vec<Text>,
}

/// Reads a mail that a visitor of the website sent as a file. Messages call it `name`.
pub fn draft_of_mail(bytes: Vec<u8>, name: &str) -> Result<MailDraft> {
    let mail = intake::parse_mail(bytes).map_err(|reason| Failure::data(failures::cannot_read_mail(name, reason)))?;
    draft(mail, name)
}

/// Reads the text of a mail that a visitor pasted, with or without headers such as "Onderwerp:" above it.
pub fn draft_of_pasted(text: &str, name: &str, today: Today<'_>) -> Result<MailDraft> {
    let parse_day = |text: &str| date::parse(text, today).ok().map(|day| day.to_string());
    let mail = intake::parse_pasted_mail(text, &parse_day);
    draft(mail.map_err(|reason| Failure::data(failures::cannot_read_mail(name, reason)))?, name)
}

fn draft(mail: Mail, name: &str) -> Result<MailDraft> {
    check_length(&mail, name, &obstacle::QUESTION)?;
    let is_mail = !mail.subject.is_empty() || mail.day.is_some();
    let mut texts = AttributeTexts::new();
    let facts = fill_from_mail(mail, name, &mut texts)?;
    let values: Vec<(&'static str, String)> =
        texts.into_iter().map(|(attribute, texts)| (attribute.name, texts.concat())).collect();
    let mut record = Record::new(Entity::Obstacle);
    for attribute in [&obstacle::TITLE, &obstacle::QUESTION] {
        if let Some((_, text)) = values.iter().find(|(name, _)| *name == attribute.name) {
            record.set(attribute, Value::Text(text.clone()));
        }
    }
    let personal = record_input::personal_data_in(&record);
    let mut notices: Vec<Text> = mail_notices(&facts).filter(|_| is_mail).collect();
    notices.extend(personal.map(|(attribute, finds)| remarks::personal_data_in_form(attribute.i18n.label, finds)));
    Ok(MailDraft { values, is_mail, notices })
}

/// Fills in the day and the note of a contact. Masks personal data in the note.
pub fn fill_contact(path: &Path, stdin: Option<&str>, texts: &mut AttributeTexts) -> Result<MailFacts> {
    let mail = read(path, stdin, &contact::NOTE)?;
    let facts = facts(&mail);
    fill(texts, &contact::DATE, mail.day.unwrap_or_default());
    let name = path.display().to_string();
    fill_readable(&name, texts, &contact::NOTE, personal_data::mask_all(&mail.text))?;
    Ok(facts)
}

/// Makes the first line the title, and the further lines the question. Does nothing if the user typed a question.
pub fn split_title(stdin: &str, texts: &mut AttributeTexts) {
    let Some((title, question)) = stdin.trim().split_once('\n') else { return };
    let is_title = |attribute: &Attribute| attribute.name == obstacle::TITLE.name;
    let from_stdin = |texts: &[String]| texts.last().is_some_and(|text| text == stdin);
    if is_set(texts, &obstacle::QUESTION)
        || !texts.iter().any(|(attribute, texts)| is_title(attribute) && from_stdin(texts))
    {
        return;
    }
    texts.retain(|(attribute, _)| !is_title(attribute));
    fill(texts, &obstacle::TITLE, title.trim().to_owned());
    fill(texts, &obstacle::QUESTION, question.trim().to_owned());
}

/// Reports what a mail lacks, such as a subject. Also names the attachments, because the register does not store them.
pub fn notice_mail(facts: &MailFacts, context: &mut Context<'_>) {
    mail_notices(facts).for_each(|notice| context.notice(notice));
}

fn mail_notices(facts: &MailFacts) -> impl Iterator<Item = Text> {
    let attachments = (!facts.attachments.is_empty()).then(|| remarks::mail_attachments(facts.attachments.join(", ")));
    [
        (!facts.has_subject).then(remarks::mail_without_subject),
        facts.day.is_none().then(remarks::mail_without_day),
        (!facts.has_text).then(remarks::mail_without_text),
        attachments,
    ]
    .into_iter()
    .flatten()
}

fn read(path: &Path, stdin: Option<&str>, attribute: &Attribute) -> Result<Mail> {
    if path.as_os_str() == "-" && stdin.is_some() {
        return Err(Failure::usage(failures::stdin_used_twice()).into());
    }
    let mail = intake::read_mail(path)?;
    check_length(&mail, &path.display().to_string(), attribute)?;
    Ok(mail)
}

fn check_length(mail: &Mail, name: &str, attribute: &Attribute) -> Result<(), Failure> {
    let text = Value::Text(mail.text.clone());
    let checked = attribute.check_length(&text, None);
    checked.map_err(|reason| Failure::data(failures::cannot_read_mail(name, reason)))
}

fn facts(mail: &Mail) -> MailFacts {
    MailFacts {
        day: mail.day.clone(),
        attachments: mail.attachments.clone(),
        has_subject: !mail.subject.is_empty(),
        has_text: !mail.text.is_empty(),
    }
}

fn is_set(texts: &AttributeTexts, wanted: &Attribute) -> bool {
    texts.iter().any(|(attribute, _)| attribute.name == wanted.name)
}

fn fill(texts: &mut AttributeTexts, attribute: &'static Attribute, text: String) {
    if !is_set(texts, attribute) && !text.is_empty() {
        texts.push((attribute, vec![text]));
    }
}

/// Refuses a text with characters that could not be decoded.
fn fill_readable(name: &str, texts: &mut AttributeTexts, attribute: &'static Attribute, text: String) -> Result<()> {
    if !is_set(texts, attribute) && text.contains(char::REPLACEMENT_CHARACTER) {
        let reason = failures::mail_has_unreadable_characters(attribute.i18n.label);
        return Err(Failure::data(failures::cannot_read_mail(name, reason)).into());
    }
    fill(texts, attribute, text);
    Ok(())
}

fn first_sentence(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let sentence = sentence_ends(line).next().and_then(|end| line.get(..end)).unwrap_or(line).trim_end_matches('.');
    if sentence.chars().nth(MAX_TITLE_CHARS).is_none() {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(MAX_TITLE_CHARS).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words))
}
