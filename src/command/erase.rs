//! `erase`: removes the personal data of persons from the register.

use super::{Command, Context, Outcome};
use crate::cli::{Erase, EraseAction};
use crate::failure::Exit;
use crate::i18n::remarks;
use crate::record::{Entity, number};
use crate::register::Register;
use anyhow::Result;

impl Command for Erase {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let EraseAction::Person(args) = self.action;
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
        context.notice_dry_run(args.write.dry_run);
        for (person, is_new) in erased {
            let code = number::format(Entity::Person, person);
            context.notice(if is_new { remarks::person_erased(code) } else { remarks::person_already_erased(code) });
        }
        Ok(context.finish(Exit::Success))
    }
}
