//! `backup`, `restore` and `upgrade`: copies of a register, and an older one brought up to date.

use super::{Context, demo};
use crate::cli::{Backup, Restore, Upgrade};
use crate::failure::{Exit, Failure};
use crate::i18n::{failures, remarks};
use crate::record::Entity;
use crate::register::{EntryMeta, Register, explain};
use anyhow::Result;
use std::path::Path;

/// The version of a register since which it has synonyms.
const FIRST_VERSION_WITH_SYNONYMS: i32 = 3;

/// Copies the register to a file.
pub fn backup(backup: &Backup, context: &mut Context<'_>) -> Result<()> {
    let path = context.path.clone();
    Register::open(&path)?.back_up(&path, &backup.file, backup.force, context.progress)?;
    context.notice(remarks::backed_up(backup.file.display().to_string()));
    Ok(())
}

/// Brings a copy back.
pub fn restore(restore: &Restore, context: &mut Context<'_>) -> Result<()> {
    let previous_id =
        Register::open(&context.path).and_then(|register| register.head()).map(|(id, ..)| id).ok();
    let replaced =
        Register::restore(&context.path, &restore.file, restore.force, (context.now)(), context.progress)?;
    let shown = context.path.display().to_string();
    context.notice(remarks::restored(shown, restore.file.display().to_string()));
    if let Some(name) = replaced.as_deref().and_then(Path::file_name) {
        context.notice(remarks::replaced_file_kept(context.path.with_file_name(name).display().to_string()));
    }
    let restored_id = Register::open(&context.path)?.head()?.0;
    if previous_id.is_some_and(|id| id != restored_id) {
        context.notice(remarks::restored_other_register());
    }
    Ok(())
}

/// Brings an older register up to date.
pub fn upgrade(upgrade: &Upgrade, context: &mut Context<'_>) -> Result<()> {
    let mut entry_meta = context.entry_meta();
    entry_meta.note = Some(remarks::JOURNAL_BEGINS.to_owned());
    let shown = context.path.display().to_string();
    let done = Register::upgrade(&context.path, &entry_meta, upgrade.write.dry_run, context.progress)?;
    let Some(done) = done else {
        context.notice(remarks::up_to_date(shown));
        // An upgrade may have been stopped between its two writes.
        if !upgrade.write.dry_run && Register::open(&context.path)?.lacks_synonyms_since_upgrade()? {
            add_synonyms(context)?;
        }
        return Ok(());
    };
    context.remark_dry_run(upgrade.write.dry_run);
    let (from, to) = (i64::from(done.from), i64::from(done.to));
    context.notice(if done.journal_begins {
        remarks::upgraded_journal_begins(&shown, from, to, done.records)
    } else {
        remarks::upgraded_with_journal(&shown, from, to, done.records)
    });
    let lacks_synonyms = done.from < FIRST_VERSION_WITH_SYNONYMS && !upgrade.write.dry_run;
    let added = if lacks_synonyms { add_synonyms(context) } else { Ok(()) };
    if let Some(replaced) = done.backup_path {
        context.notice(remarks::replaced_file_kept(replaced.display().to_string()));
    }
    added
}

/// Adds what a new register knows from the start.
fn add_synonyms(context: &mut Context<'_>) -> Result<()> {
    let action = format!("import {}", Entity::Synonym.plural());
    let (entry_meta, today) = (EntryMeta { action, ..context.entry_meta() }, context.today);
    let add = |mut register: Register| {
        demo::import_fixtures(&mut register, &entry_meta, today, |entity| entity == Entity::Synonym)
    };
    let shown = context.path.display().to_string();
    // That nothing was changed would not be so: the register is up to date by now.
    let added = Register::open(&context.path).and_then(add).map_err(|error| {
        let cause = explain(&error, &shown).or_else(|| error.downcast_ref::<Failure>().cloned());
        let exit = cause.map_or(Exit::Io, |cause| cause.exit);
        Failure::new(exit, failures::upgrade_without_synonyms(shown))
    })?;
    context.notice(remarks::synonyms_added(added));
    Ok(())
}
