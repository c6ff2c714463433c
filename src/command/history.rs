//! `history`: shows the changes in the journal, each with the time and the person who made it.

use super::journal_rows::write_journal;
use super::{Clearance, Command, Context, Outcome, titles};
use crate::cli::{History, OutputArgs};
use crate::failure::{Exit, Failure};
use crate::i18n::{Text, failures, remarks, sheets};
use crate::record::number;
use crate::register::{JournalFilter, ListSummary, MAX_FILTER_VALUES};
use anyhow::Result;

impl Command for History {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let mut register = context.register()?;
        if matches!(context.clearance, Clearance::Site { .. }) {
            register.hide_views_of_others(&context.actor_and_host().0)?;
        }
        let mut wanted = JournalFilter {
            entries: self.entry,
            since: self.since,
            until: self.until,
            actor: self.actor,
            limit: self.limit,
            skip: self.skip.unwrap_or_default(),
            ..JournalFilter::default()
        };
        let count = self.records.iter().flat_map(|text| text.split([',', ';'])).count();
        if count > MAX_FILTER_VALUES {
            return Err(Failure::usage(failures::too_many_values(sheets::HISTORY, count, MAX_FILTER_VALUES)).into());
        }
        let pieces = self.records.iter().flat_map(|text| text.split([',', ';'])).map(str::trim);
        for text in pieces.filter(|text| !text.is_empty()) {
            let found = register.find_in_journal(text, number::parse_any(text))?;
            if found.is_empty() {
                return Err(Failure::no_input(failures::not_in_journal(text)).into());
            }
            wanted.records.extend(found);
        }
        if !wanted.entries.is_empty() {
            let (_, last, _) = register.head()?;
            if let Some(entry) = wanted.entries.iter().find(|entry| !(1..=last).contains(*entry)) {
                return Err(Failure::no_input(failures::no_such_entry(*entry, last)).into());
            }
        }
        let persons = context.shows_persons(&self.output);
        let listed = write_journal(&register, &wanted, persons, context.today, context.out, context.progress)?;
        context.close_fast(register);
        context.outcome.more = listed.has_more;
        context.notice(match listed {
            ListSummary { rows, has_more: true } => remarks::more_entries(rows),
            ListSummary { rows: 0, .. } => {
                context.notice_nothing_found();
                return Ok(context.finish(Exit::Success));
            }
            ListSummary { rows: 1, .. } => remarks::one_entry(),
            ListSummary { rows, .. } => remarks::entry_count(rows),
        });
        Ok(context.finish(Exit::Success))
    }

    fn output(&self) -> Option<&OutputArgs> {
        Some(&self.output)
    }

    fn title(&self) -> Option<Text> {
        // An argument that is not a record number may be a person's name. The title must not contain such names.
        let codes: Option<Vec<String>> = self.records.iter().map(|text| titles::parsed_code(text)).collect();
        Some(match codes {
            Some(codes) if !codes.is_empty() => sheets::history_of(codes.join(", ")),
            _ => sheets::HISTORY.into(),
        })
    }

    fn is_reproducible(&self) -> bool {
        false
    }
}
