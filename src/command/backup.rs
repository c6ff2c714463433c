//! `backup`: copies the register to a file.

use super::{Command, Context, Outcome};
use crate::cli::Backup;
use crate::failure::Exit;
use crate::i18n::remarks;
use crate::register::Register;
use anyhow::Result;

impl Command for Backup {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let path = context.path.clone();
        Register::open(&path)?.back_up(&path, &self.file, self.force, context.progress)?;
        context.notice(remarks::backed_up(self.file.display().to_string()));
        Ok(context.finish(Exit::Success))
    }
}
