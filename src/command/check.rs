//! `check` and `erase`: what is wrong with a register, and who is no longer in it.

use super::{Context, receipt};
use crate::cli::{Check, Erase, EraseAction};
use crate::failure::Exit;
use crate::record::{Entity, number};
use crate::register::{Anchor, Register};
use crate::rows::{Cell, Column, Shape};
use crate::words::{Text, remarks};
use anyhow::Result;

/// Checks the register. What is found comes out as rows, a line each.
pub fn check(check: &Check, context: &mut Context<'_>) -> Result<Option<Exit>> {
    let anchor = match &check.against {
        None => None,
        Some(text) => {
            let receipt = receipt::read(text)?;
            Some(Anchor { register: receipt.register, entry: receipt.entry, head: receipt.head })
        }
    };
    if check.repair_search {
        let deed = context.deed();
        let progress = &mut *context.progress;
        Register::open(&context.path)?.write(&deed, false, |change| change.repair_search(progress))?;
        context.remark(remarks::search_repaired());
    }
    let out = &mut *context.out;
    out.begin(&["record", "finding"].map(Column::named), Shape::Table)?;
    let register = Register::open(&context.path)?;
    let checked = register.check(
        anchor.as_ref(),
        &mut |finding| out.row(&[Cell::Words(&finding.record), Cell::Words(&finding.cause)]),
        context.progress,
    )?;
    context.out.end()?;
    if !checked.clock.is_empty() {
        let entries: Vec<String> = checked.clock.iter().take(8).map(i64::to_string).collect();
        let more = checked.clock.len().saturating_sub(entries.len());
        let entries = Text::plain(entries.join(", "));
        context.remark(remarks::clock_back(if more > 0 {
            remarks::and_more(entries, more)
        } else {
            entries
        }));
    }
    if checked.findings > 0 {
        context.remark(remarks::findings(checked.findings));
        return Ok(Some(Exit::Difference));
    }
    context.remark(remarks::in_order(checked.entries, checked.changes));
    if let Some(anchor) = anchor {
        context.remark(remarks::passes_through(anchor.entry));
    }
    Ok(None)
}

/// Erases persons.
pub fn erase(erase: Erase, context: &mut Context<'_>) -> Result<()> {
    let EraseAction::Person(asked) = erase.action;
    let today = (context.today)().to_string();
    let deed = context.deed();
    let mut register = Register::open(&context.path)?;
    register.overwrite_what_goes()?;
    let erased = register.write(&deed, asked.writing.dry_run, |change| {
        let mut erased = Vec::new();
        for text in &asked.persons {
            let person = change.register().find_person(text)?;
            erased.push((person, change.erase(person, &today)?));
        }
        Ok(erased)
    })?;
    if !asked.writing.dry_run {
        register.leave_no_traces()?;
    }
    context.remark_if_dry(asked.writing.dry_run);
    for (person, is_new) in erased {
        let code = number::show(Entity::Person, person);
        context.remark(if is_new { remarks::erased(code) } else { remarks::erased_already(code) });
    }
    Ok(())
}
