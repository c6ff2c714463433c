//! `log`: records an obstacle.

use super::duplicates::{probable_duplicates, standing_label};
use super::hit_rows::one_line_excerpt;
use super::search_index::{find_precedents, notice_suggestions};
use super::{
    Command, Context, EditorField, EditorTarget, Outcome, Question, check_register, long_texts, mail_input,
    record_input,
};
use crate::cli::Log;
use crate::failure::{Exit, Failure};
use crate::i18n::{failures, remarks};
use crate::personal_data;
use crate::record::{Attribute, Entity, Filter, Record, Value, contact, number, obstacle};
use crate::register::{EmbedLimit, Key, Register, SearchRequest, UsedMeaning, question_text};
use crate::rows::Group;
use anyhow::Result;
use std::path::Path;

const MAX_PRECEDENTS_AFTER_LOG: u64 = 3;

/// A precedent is shown only if its score is at least this, for scores that combine words and meaning. In the register
/// of examples, 19 of 20 questions that have an answer reach it, but only 1 of 4 questions about other fields.
const MIN_PRECEDENT_SCORE: f64 = 0.4;
/// The same for scores that are based on words alone. Questions with an answer score at least 0.3, unrelated questions
/// at most 0.2.
const MIN_SCORE_BY_WORDS: f64 = 0.2;

impl Command for Log {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let mut record = record_input::parse_record(Entity::Obstacle, &self.fields.0, true, context)?;
        if let Some(attribute) = record.missing_required().collect::<Vec<_>>().into_iter().next() {
            return Err(Failure::usage(failures::missing_option(
                record_input::input_hint(Entity::Obstacle, attribute, true),
                "log",
            ))
            .into());
        }
        if record.get(&obstacle::RECEIVED).is_none() {
            record.set(&obstacle::RECEIVED, Value::Text((context.today)().to_string()));
        }
        let contact = self.mail_contact(&record, context)?;
        let title = record.text(&obstacle::TITLE).unwrap_or_default().to_owned();
        let duplicates = if context.global.quiet { Vec::new() } else { notice_duplicates(&record, context)? };
        let (key, record, contact, same) = context.write(self.write.dry_run, |change| {
            let mut record = change.resolve(&record)?;
            let same = change.register().same_finished_obstacle(&record)?;
            if self.laws_from_text {
                record_input::add_mentioned_laws(change.register(), &mut record, None)?;
            }
            let key = change.insert(record.clone())?;
            let (Some(mut contact), Key::Number(number)) = (contact, &key) else {
                return Ok((key, record, None, same));
            };
            contact.set(&contact::OBSTACLES, Value::Numbers(vec![*number]));
            let contact = change.resolve(&contact)?;
            Ok((key, record, Some(change.insert(contact)?), same))
        })?;
        if let Some(same) = same {
            context.notice(remarks::same_finished_obstacle(same));
        }
        let number = key.show(Entity::Obstacle);
        record_input::notice_suspicious(&record, context);
        let recorded_number = (!self.write.dry_run).then_some(number.as_str());
        record_input::notice_mentioned_laws(&record, recorded_number, context);
        if let Some(facts) = &self.mail_facts {
            mail_input::notice_mail(facts, context);
        }
        context.print_recorded(&number, personal_data::mask_all(&title))?;
        if let Some(contact) = contact {
            context.notice(remarks::mail_recorded_as_contact(contact.show(Entity::Contact)));
        }
        if context.global.quiet {
            return Ok(context.finish(Exit::Success));
        }
        let about = match key {
            Key::Number(number) if !self.write.dry_run => Some(number),
            _ => None,
        };
        // The obstacle has been recorded by now, so ignore errors while looking for precedents.
        let _ = notice_precedents(&record, about, &duplicates, context);
        context.outcome.embedding = (!self.write.dry_run).then(EmbedLimit::few);
        Ok(context.finish(Exit::Success))
    }

    fn stdin_texts(&mut self) -> Vec<&mut String> {
        long_texts(&mut self.fields.0)
    }

    fn prepare(&mut self, stdin: Option<&str>) -> Result<()> {
        if let Some(path) = &self.mail {
            self.mail_facts = Some(mail_input::fill_obstacle(path, stdin, &mut self.fields.0)?);
        } else if let Some(stdin) = stdin {
            mail_input::split_title(stdin, &mut self.fields.0);
        }
        Ok(())
    }

    fn editor_target(&mut self) -> Option<EditorTarget<'_>> {
        Some(EditorTarget {
            option: self.editor.edit.clone()?,
            entity: Entity::Obstacle,
            number: None,
            field: EditorField::Attributes(&mut self.fields.0),
        })
    }

    fn questions(&self, path: &Path) -> Result<Vec<Question>> {
        let is_set = |attribute: &Attribute| self.fields.0.iter().any(|(set, _)| set.name == attribute.name);
        let missing = [&obstacle::TITLE, &obstacle::MINISTRY].into_iter().filter(|wanted| !is_set(wanted));
        let questions: Vec<Question> =
            missing.map(|attribute| Question { attribute, text: attribute.i18n.help.into() }).collect();
        if !questions.is_empty() {
            check_register(path)?;
        }
        Ok(questions)
    }

    fn answer(&mut self, attribute: &'static Attribute, text: String) {
        self.fields.0.push((attribute, vec![text]));
    }
}

impl Log {
    /// Returns the contact to record with an obstacle that came by mail. The contact has the day of the mail if that is
    /// known, and otherwise the day on which the obstacle was received.
    fn mail_contact(&self, obstacle: &Record, context: &Context<'_>) -> Result<Option<Record>> {
        let Some(facts) = &self.mail_facts else {
            if !self.person.is_empty() {
                return Err(Failure::usage(failures::person_without_mail()).into());
            }
            return Ok(None);
        };
        let received = obstacle.text(&obstacle::RECEIVED).map(str::to_owned);
        let day = facts.day.clone().or(received).unwrap_or_else(|| (context.today)().to_string());
        let persons = contact::PERSONS.parse(&self.person.join("; "), context.today).map_err(Failure::usage)?;
        let record = Record::new(Entity::Contact)
            .with(&contact::KIND, Value::Text("email".to_owned()))
            .with(&contact::DATE, Value::Text(day))
            .with(&contact::PERSONS, persons);
        Ok(Some(record))
    }
}

/// Warns about open obstacles that are nearly identical to the new one, and returns their numbers.
fn notice_duplicates(record: &Record, context: &mut Context<'_>) -> Result<Vec<i64>> {
    let register = Register::open(&context.path)?;
    let hits = register.open_duplicates(record, None, &Filter::default(), context.today)?;
    for hit in &hits {
        let shown = register.hit_summary(hit.entity, hit.number)?;
        context.notice(remarks::possible_duplicate(shown.code, shown.title));
    }
    Ok(hits.into_iter().map(|hit| hit.number).collect())
}

/// Names obstacles that are near in meaning to the new one, open or solved, except those that were named already.
fn notice_probable_duplicates(
    register: &Register,
    numbers: &[i64],
    named: &[i64],
    context: &mut Context<'_>,
) -> Result<()> {
    let unnamed: Vec<i64> = numbers.iter().copied().filter(|number| !named.contains(number)).collect();
    for found in probable_duplicates(register, &[], &unnamed)? {
        context.notice(remarks::probable_duplicate(found.code, found.title, found.standing));
    }
    Ok(())
}

/// Suggests answered obstacles that resemble the new one.
fn notice_precedents(record: &Record, about: Option<i64>, duplicates: &[i64], context: &mut Context<'_>) -> Result<()> {
    let register = Register::open(&context.path)?;
    let text = question_text(record);
    let filter = Filter::default();
    let request = SearchRequest {
        subject: about,
        subject_record: Some(record),
        ..SearchRequest::precedents(&text, &filter, MAX_PRECEDENTS_AFTER_LOG)
    };
    let found = find_precedents(&register, &request, context)?;
    let named: Vec<i64> = duplicates.iter().copied().chain(about).collect();
    notice_probable_duplicates(&register, &found.probable_duplicates, &named, context)?;
    let min_score = if found.meaning == UsedMeaning::Ranking { MIN_PRECEDENT_SCORE } else { MIN_SCORE_BY_WORDS };
    let close_hits: Vec<_> = found.hits.iter().filter(|hit| hit.score >= min_score).collect();
    if close_hits.is_empty() {
        return Ok(());
    }
    context.notice(remarks::precedents_heading());
    for hit in close_hits {
        let shown = register.hit_summary(hit.entity, hit.number)?;
        context.notice(remarks::precedent(shown.code, shown.title, standing_label(&shown.standing)));
        if let Some(answer) = shown.answer {
            context.notice(remarks::precedent_answer(one_line_excerpt(&answer)));
        }
        let groups = register.evidence_groups(hit)?;
        context.notice(remarks::precedent_reason(Group::to_text(&groups)));
    }
    if let Some(number) = about {
        notice_suggestions(&number::format(Entity::Obstacle, number), context);
    }
    Ok(())
}
