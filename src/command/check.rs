//! `check` and `erase`: what is wrong with a register, and who is no longer in it.

use super::{Context, receipt};
use crate::cli::{Check, Erase, EraseAction};
use crate::failure::Exit;
use crate::i18n::{Text, remarks};
use crate::record::{Entity, number};
use crate::register::{Anchor, Register, columns};
use crate::rows::{Cell, ColumnDef, Shape};
use anyhow::Result;

/// Checks the register. What is found comes out as rows, a line each.
pub fn check(check: &Check, context: &mut Context<'_>) -> Result<Exit> {
    let anchor = match &check.against {
        None => None,
        Some(text) => {
            let receipt = receipt::load(text)?;
            Some(Anchor { register: receipt.register, entry: receipt.entry, head: receipt.head })
        }
    };
    if check.repair_search {
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
        context.notice(remarks::clock_set_back(if more > 0 {
            remarks::and_more(entries, more)
        } else {
            entries
        }));
    }
    if checked.findings > 0 {
        context.notice(remarks::finding_count(checked.findings));
        return Ok(Exit::Difference);
    }
    context.notice(remarks::check_passed(checked.entries, checked.changes));
    if let Some(anchor) = anchor {
        context.notice(remarks::chain_contains_receipt(anchor.entry));
    }
    Ok(Exit::Success)
}

/// Erases persons.
pub fn erase(erase: Erase, context: &mut Context<'_>) -> Result<()> {
    let EraseAction::Person(args) = erase.action;
    let today = (context.today)().to_string();
    let entry_meta = context.entry_meta();
    let mut register = Register::open(&context.path)?;
    register.enable_secure_delete()?;
    let erased = register.write(&entry_meta, args.write.dry_run, |change| {
        let mut erased = Vec::new();
        for text in &args.persons {
            let person = change.register().find_person(text)?;
            erased.push((person, change.erase(person, &today)?));
        }
        Ok(erased)
    })?;
    if !args.write.dry_run {
        register.vacuum()?;
    }
    context.remark_dry_run(args.write.dry_run);
    for (person, is_new) in erased {
        let code = number::format(Entity::Person, person);
        context.notice(if is_new {
            remarks::person_erased(code)
        } else {
            remarks::person_already_erased(code)
        });
    }
    Ok(())
}
