//! `redact`: removes text from records, from the journal and from the file.

use super::record_input::personal_data_in;
use super::{Clearance, Command, Context, Outcome, record_input};
use crate::cli::Redact;
use crate::failure::{Exit, Failure};
use crate::i18n::{Text, failures, remarks};
use crate::language::find_literal;
use crate::personal_data;
use crate::record::{Attribute, Entity, number, obstacle};
use crate::register::{EntryMeta, Key, RedactionSummary, Register, copies_beside};
use anyhow::Result;
use std::ops::Range;

impl Command for Redact {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        if self.text.iter().all(|text| text.trim().is_empty()) && !self.found {
            return Err(Failure::usage(failures::nothing_to_redact_given()).into());
        }
        let because = record_input::parse_required(&obstacle::REASON, &self.because, context)?;
        let because = because.as_text().unwrap_or_default().to_owned();
        let find = |text: &str| self.find(text);
        if !find(&because).is_empty() {
            return Err(Failure::usage(failures::reason_holds_redacted_text()).into());
        }
        let mut register = Register::open(&context.path)?;
        register.enable_secure_delete()?;
        let meta = EntryMeta { note: Some(because), ..context.entry_meta() };
        let mut left: Vec<(String, Text)> = Vec::new();
        // Whoever has the file may redact everything in it. On the site, a personal view exists for its owner only.
        let hides_views = matches!(context.clearance, Clearance::Site { .. });
        let actor = context.actor_and_host().0;
        let redacted = register.write(&meta, self.write.dry_run, |change| {
            let mut redacted = Vec::new();
            for text in &self.records {
                let found = change.register().find_in_journal(text, number::parse_any(text))?;
                let [(entity, key)] = &found[..] else {
                    return Err(match found.len() {
                        0 => Failure::no_input(failures::not_in_journal(text)),
                        _ => Failure::usage(failures::ambiguous_record(text)),
                    }
                    .into());
                };
                if let (Entity::View, Key::Number(view), true) = (entity, key, hides_views) {
                    change.register().require_visible_view(*view, &actor)?;
                }
                let attribute = self.attribute.as_deref().map(|name| find_attribute(*entity, name)).transpose()?;
                let summary = change.redact(*entity, key, attribute, &find)?;
                let code = key.show(*entity);
                if let Key::Number(_) = key
                    && !self.found
                {
                    let record = change.register().load(*entity, key)?;
                    left.extend(personal_data_in(&record).map(|(_, finds)| (key.show(*entity), finds)).next());
                }
                if summary.entries.is_empty() {
                    return Err(Failure::data(failures::nothing_to_redact(code)).into());
                }
                redacted.push((code, summary));
            }
            change.forget_redacted_words()?;
            Ok(redacted)
        })?;
        if !self.write.dry_run {
            register.vacuum()?;
        }
        context.notice_dry_run(self.write.dry_run);
        for (code, summary) in redacted {
            notice_summary(code, &summary, context);
        }
        for (record, finds) in left {
            context.notice(remarks::personal_data_left(record, finds));
        }
        if !self.write.dry_run {
            notice_copies(context);
        }
        Ok(context.finish(Exit::Success))
    }

    fn stdin_texts(&mut self) -> Vec<&mut String> {
        self.text.iter_mut().chain([&mut self.because]).collect()
    }
}

impl Redact {
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let literal = self.text.iter().flat_map(|wanted| find_literal(text, wanted));
        let recognised = if self.found { personal_data::find(text) } else { Vec::new() };
        let mut parts: Vec<Range<usize>> = literal.chain(recognised.into_iter().map(|find| find.range)).collect();
        parts.sort_by_key(|part| (part.start, part.end));
        let mut merged: Vec<Range<usize>> = Vec::new();
        for part in parts {
            match merged.last_mut() {
                Some(last) if part.start < last.end => last.end = last.end.max(part.end),
                _ => merged.push(part),
            }
        }
        merged
    }
}

/// Finds an attribute by its name, its option or its label.
fn find_attribute(entity: Entity, name: &str) -> Result<&'static Attribute> {
    let redactable = || entity.attributes().iter().filter(|attribute| attribute.is_free_text());
    let lowercase = name.trim().to_lowercase();
    let is_named = |attribute: &&Attribute| {
        let label = attribute.i18n.label;
        [attribute.name, attribute.option, label.nl, label.en].iter().any(|own| own.to_lowercase() == lowercase)
    };
    let names = || redactable().map(|attribute| attribute.name).collect::<Vec<_>>().join(", ");
    let unknown = || Failure::usage(failures::not_redactable(name, entity.plural_label(), names())).into();
    redactable().find(is_named).ok_or_else(unknown)
}

fn notice_summary(code: String, summary: &RedactionSummary, context: &mut Context<'_>) {
    let list = |entries: &mut dyn Iterator<Item = &i64>| entries.map(i64::to_string).collect::<Vec<_>>().join(", ");
    context.notice(remarks::redacted(&code, summary.texts, list(&mut summary.entries.iter())));
    if !summary.unsalted.is_empty() {
        context.notice(remarks::redacted_without_salt(list(&mut summary.unsalted.iter())));
    }
}

/// Warns about copies of the register in the same folder, because an erasure or redaction does not change these copies.
pub fn notice_copies(context: &mut Context<'_>) {
    let copies = copies_beside(&context.path);
    context.notice(if copies.is_empty() {
        remarks::copies_not_reached()
    } else {
        remarks::copies_beside_not_reached(copies.join(", "))
    });
}
