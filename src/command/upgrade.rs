//! `upgrade`: migrates an older register to the current schema.

use super::fixtures::{add_short_names, import_fixtures};
use super::{Command, Context, Outcome};
use crate::cli::Upgrade;
use crate::failure::{Exit, Failure};
use crate::i18n::{failures, remarks};
use crate::record::Entity;
use crate::register::{EntryMeta, Register, can_embed, explain};
use anyhow::Result;

const FIRST_VERSION_WITH_SYNONYMS: i32 = 3;

impl Command for Upgrade {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let mut entry_meta = context.entry_meta();
        entry_meta.note = Some(remarks::JOURNAL_BEGINS.to_owned());
        let shown = context.path.display().to_string();
        let done = Register::upgrade(&context.path, &entry_meta, self.write.dry_run, context.progress)?;
        let Some(done) = done else {
            context.notice(remarks::up_to_date(shown));
            // An earlier upgrade may not have added synonyms and abbreviations: it was interrupted, or an older program
            // ran it.
            if !self.write.dry_run {
                let lacks_synonyms = Register::open(&context.path)?.lacks_synonyms_since_upgrade()?;
                add_missing(lacks_synonyms, context)?;
            }
            return Ok(context.finish(Exit::Success));
        };
        context.notice_dry_run(self.write.dry_run);
        let (from, to) = (i64::from(done.from), i64::from(done.to));
        context.notice(if done.journal_begins {
            remarks::upgraded_journal_begins(&shown, from, to, done.records)
        } else {
            remarks::upgraded_with_journal(&shown, from, to, done.records)
        });
        let lacks_synonyms = done.from < FIRST_VERSION_WITH_SYNONYMS;
        let added = if self.write.dry_run { Ok(()) } else { add_missing(lacks_synonyms, context) };
        if let Some(replaced) = done.backup_path {
            context.notice(remarks::replaced_file_kept(replaced.display().to_string()));
        }
        added?;
        if can_embed() && !self.write.dry_run {
            let (queued, _) = Register::open(&context.path)?.count_queued()?;
            context.notice(remarks::index_unfinished(queued));
        }
        Ok(context.finish(Exit::Success))
    }
}

/// Adds synonyms and abbreviations of laws. New registers have both, but older versions of the program did not store
/// them.
fn add_missing(lacks_synonyms: bool, context: &mut Context<'_>) -> Result<()> {
    let shown = context.path.display().to_string();
    // The schema has been upgraded by now. The usual error message would wrongly claim that nothing has changed.
    let failure = |error: anyhow::Error| {
        let cause = explain(&error, &shown).or_else(|| error.downcast_ref::<Failure>().cloned());
        let exit = cause.map_or(Exit::Io, |cause| cause.exit);
        Failure::new(exit, failures::upgrade_incomplete(&shown))
    };
    let importing = |entity: Entity, context: &Context<'_>| {
        let action = format!("import {}", entity.plural());
        EntryMeta { action, ..context.entry_meta() }
    };
    if lacks_synonyms {
        let (entry_meta, today) = (importing(Entity::Synonym, context), context.today);
        let add = |mut register: Register| {
            import_fixtures(&mut register, &entry_meta, today, |entity| entity == Entity::Synonym)
        };
        let added = Register::open(&context.path).and_then(add).map_err(failure)?;
        context.notice(remarks::synonyms_added(added));
    }
    let entry_meta = importing(Entity::Law, context);
    let add = |mut register: Register| add_short_names(&mut register, &entry_meta);
    let added = Register::open(&context.path).and_then(add).map_err(failure)?;
    if added > 0 {
        context.notice(remarks::short_names_added(added));
    }
    Ok(())
}
