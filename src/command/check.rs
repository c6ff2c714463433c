//! `check`: verifies a register, and writes a row for each problem.

use super::{Command, Context, Outcome, personal_data_scan, receipt};
use crate::cli::{Check, OutputArgs};
use crate::failure::Exit;
use crate::i18n::{Text, remarks, sheets};
use crate::record::Entity;
use crate::register::{Anchor, EmbedLimit, Register, columns};
use crate::rows::{Cell, ColumnDef, Shape};
use anyhow::Result;

impl Command for Check {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        if self.personal {
            return list_personal_data(context);
        }
        let anchor = match &self.against {
            None => None,
            Some(text) => {
                let receipt = receipt::load(text, context)?;
                Some(Anchor { register: receipt.register, entry: receipt.entry, head: receipt.head })
            }
        };
        if self.repair_search {
            let entry_meta = context.entry_meta();
            let progress = &mut *context.progress;
            Register::open(&context.path)?.write(&entry_meta, false, |change| change.repair_search(progress))?;
            context.notice(remarks::search_index_repaired());
            context.outcome.embedding = Some(EmbedLimit::all());
        }
        let out = &mut *context.out;
        out.begin(&ColumnDef::columns(&[&columns::RECORD, &columns::FINDING]), Shape::Table)?;
        let register = Register::open(&context.path)?;
        let checked = register.check(
            anchor.as_ref(),
            &mut |finding| out.row(&[Cell::Localized(&finding.record), Cell::Localized(&finding.cause)]),
            context.progress,
        )?;
        context.out.end()?;
        if !checked.clock_set_back.is_empty() {
            context.notice(remarks::clock_set_back(shorten(&checked.clock_set_back)));
        }
        if !checked.redacted.is_empty() {
            context.notice(remarks::entries_redacted(shorten(&checked.redacted)));
        }
        if checked.is_search_outdated {
            context.notice(remarks::search_index_not_checked());
        }
        if checked.findings > 0 {
            context.notice(remarks::finding_count(checked.findings));
            return Ok(context.finish(Exit::Difference));
        }
        context.notice(remarks::check_passed(checked.entries, checked.changes));
        if let Some(anchor) = anchor {
            context.notice(remarks::chain_contains_receipt(anchor.entry));
        }
        Ok(context.finish(Exit::Success))
    }

    fn output(&self) -> Option<&OutputArgs> {
        Some(&self.output)
    }

    fn title(&self) -> Option<Text> {
        Some(sheets::CHECK.into())
    }

    fn supports_as_of(&self) -> bool {
        false
    }

    fn is_reproducible(&self) -> bool {
        false
    }
}

/// Lists what looks like personal data. Exits with [`Exit::Difference`] unless somebody accepted the publication of all
/// of it.
fn list_personal_data(context: &mut Context<'_>) -> Result<Outcome> {
    let register = Register::open_read_locked(&context.path)?;
    let out = &mut *context.out;
    let columns =
        [&columns::RECORD, &columns::ATTRIBUTE, &columns::PERSONAL_DATA, &columns::FOUND, &columns::ACCEPTED_ON];
    out.begin(&ColumnDef::columns(&columns), Shape::Table)?;
    let (mut count, mut accepted) = (0_u64, 0_u64);
    for entity in Entity::ALL {
        personal_data_scan::scan(&register, *entity, false, context.today, &mut |find| {
            count += 1;
            accepted += u64::from(find.accepted.is_some());
            let name = if out.audience().is_for_readers() {
                find.attribute.i18n.label.into()
            } else {
                Text::untranslated(find.attribute.name)
            };
            out.row(&[
                Cell::Text(&find.record),
                Cell::Localized(&name),
                Cell::Text(find.kind.code()),
                Cell::Text(&find.masked),
                find.accepted.as_deref().map_or(Cell::Null, Cell::Text),
            ])
        })?;
    }
    context.out.end()?;
    context.close_fast(register);
    if count == 0 {
        context.notice(remarks::no_personal_data());
    } else {
        let found = remarks::personal_data_count(count, accepted);
        let is_command_line = context.clearance.is_command_line();
        context.notice(if is_command_line { remarks::with_redact_command(found) } else { found });
    }
    Ok(context.finish(if count > accepted { Exit::Difference } else { Exit::Success }))
}

/// Joins the numbers of the first eight journal entries, and adds how many more there are.
fn shorten(entries: &[i64]) -> Text {
    let shown: Vec<String> = entries.iter().take(8).map(i64::to_string).collect();
    let more = entries.len().saturating_sub(shown.len());
    let shown = Text::untranslated(shown.join(", "));
    if more > 0 { remarks::and_more(shown, more) } else { shown }
}
