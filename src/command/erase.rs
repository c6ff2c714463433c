//! `erase`: removes the personal data of persons from the register.

use super::redact::notice_copies;
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
        let (erased, similar) = register.write(&entry_meta, args.write.dry_run, |change| {
            let mut persons = Vec::new();
            for text in args.persons.iter().chain(&args.also) {
                let person = change.register().find_person(text)?;
                if !persons.contains(&person) {
                    persons.push(person);
                }
            }
            let similar = change.register().persons_that_resemble(&persons)?;
            let erase = |person: i64| Ok((person, change.erase(person, &today)?));
            Ok((persons.into_iter().map(erase).collect::<Result<Vec<_>>>()?, similar))
        })?;
        if !args.write.dry_run {
            register.vacuum()?;
        }
        context.notice_dry_run(args.write.dry_run);
        let is_any_new = erased.iter().any(|(_, is_new)| *is_new);
        for (person, is_new) in erased {
            let code = number::format(Entity::Person, person);
            context.notice(if is_new { remarks::person_erased(code) } else { remarks::person_already_erased(code) });
        }
        for (person, name) in similar {
            context.notice(remarks::person_resembles(number::format(Entity::Person, person), name));
        }
        if is_any_new && !args.write.dry_run {
            notice_copies(context);
        }
        Ok(context.finish(Exit::Success))
    }
}
