//! `check`: verifies a register, and writes a row for each problem.

use super::{Command, Context, Outcome, receipt};
use crate::cli::{Check, OutputArgs};
use crate::failure::Exit;
use crate::i18n::{Text, remarks, sheets};
use crate::register::{Anchor, Register, columns};
use crate::rows::{Cell, ColumnDef, Shape};
use anyhow::Result;

impl Command for Check {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
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
            let entries: Vec<String> = checked.clock_set_back.iter().take(8).map(i64::to_string).collect();
            let more = checked.clock_set_back.len().saturating_sub(entries.len());
            let entries = Text::untranslated(entries.join(", "));
            context.notice(remarks::clock_set_back(if more > 0 { remarks::and_more(entries, more) } else { entries }));
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
