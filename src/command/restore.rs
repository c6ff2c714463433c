//! `restore`: replaces the register with a backup.

use super::{Command, Context, Outcome};
use crate::cli::Restore;
use crate::failure::Exit;
use crate::i18n::remarks;
use crate::register::Register;
use anyhow::Result;
use std::path::Path;

impl Command for Restore {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let previous_id = Register::open(&context.path).and_then(|register| register.head()).map(|(id, ..)| id).ok();
        let (replaced, revoked) =
            Register::restore(&context.path, &self.file, self.force, (context.now)(), context.progress)?;
        let shown = context.path.display().to_string();
        context.notice(remarks::restored(shown, self.file.display().to_string()));
        if let Some(name) = replaced.as_deref().and_then(Path::file_name) {
            context.notice(remarks::replaced_file_kept(context.path.with_file_name(name).display().to_string()));
        }
        if revoked > 0 {
            context.notice(remarks::calendar_keys_revoked(revoked));
        }
        // The register was restored, so being unable to read it now is no failure of this command.
        let restored_id = Register::open(&context.path).and_then(|register| register.head()).map(|(id, ..)| id).ok();
        if previous_id.is_some() && restored_id.is_some() && previous_id != restored_id {
            context.notice(remarks::restored_other_register());
        }
        Ok(context.finish(Exit::Success))
    }
}
