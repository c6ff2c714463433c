//! `init`: creates an empty register with the vocabularies.

use super::fixtures::import_fixtures;
use super::{Command, Context, Outcome};
use crate::cli::Init;
use crate::failure::Exit;
use crate::i18n::remarks;
use crate::record::Entity;
use crate::register::Register;
use anyhow::Result;
use std::path::Path;

impl Command for Init {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let path = context.path.clone();
        if self.write.dry_run {
            Register::require_absent(&path)?;
            context.notice_dry_run(true);
            context.notice(remarks::register_created(path.display().to_string()));
            return Ok(context.finish(Exit::Success));
        }
        create_data_folder(&path)?;
        let (entry_meta, today) = (context.entry_meta(), context.today);
        let comes_with = |entity: Entity| entity.is_vocabulary() || entity == Entity::Synonym;
        Register::create(&path, |register| import_fixtures(register, &entry_meta, today, comes_with).map(drop))?;
        context.notice(remarks::register_created(path.display().to_string()));
        context.notice_network_drive();
        context.notice(remarks::next_steps());
        Ok(context.finish(Exit::Success))
    }
}

/// Creates the platform's data folder if the register has its default path. Any other folder must already exist.
fn create_data_folder(path: &Path) -> Result<()> {
    if crate::register::default_path().is_ok_and(|default| default == path)
        && let Some(folder) = path.parent()
    {
        std::fs::create_dir_all(folder)?;
    }
    Ok(())
}
