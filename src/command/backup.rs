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
        if !context.clearance.is_command_line() {
            // A copy holds all personal data, and leaves this computer. The journal records who took it.
            let entry_meta = context.entry_meta();
            Register::open(&path)?.write_note(&entry_meta)?;
        }
        Register::open(&path)?.back_up(&path, &self.file, self.force, context.progress)?;
        context.notice(remarks::backed_up(context.clearance.file_name(&self.file)));
        Ok(context.finish(Exit::Success))
    }
}
