//! `undo`: reverses the changes of a journal entry.

use super::{Clearance, Command, Context, Outcome};
use crate::cli::Undo;
use crate::failure::Exit;
use crate::i18n::{Text, remarks, site};
use anyhow::Result;

const MAX_RECORDS_NAMED: usize = 8;

impl Command for Undo {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let undone = context.write(self.write.dry_run, |change| change.undo(self.entry))?;
        let names = undone.records.iter().take(MAX_RECORDS_NAMED).cloned().collect::<Vec<_>>().join(", ");
        let names = match undone.records.len().checked_sub(MAX_RECORDS_NAMED) {
            None | Some(0) => Text::untranslated(names),
            Some(rest) => remarks::and_more(names, rest),
        };
        let is_on_site = matches!(context.clearance, Clearance::Site { .. });
        let action = if is_on_site { site::entry_title(&undone.action) } else { Text::untranslated(&undone.action) };
        context.notice(remarks::entry_undone(undone.entry, action, &names));
        context.outcome.undone = Some(names);
        if !undone.persons.is_empty() {
            context.notice(remarks::undo_keeps_persons(undone.persons.join(", ")));
        }
        Ok(context.finish(Exit::Success))
    }
}
