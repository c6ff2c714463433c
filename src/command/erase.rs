//! `erase`: removes the personal data of persons from the register.

use super::redact::notice_copies;
use super::{Command, Context, Erasure, Outcome};
use crate::cli::{Erase, EraseAction};
use crate::failure::Exit;
use crate::i18n::remarks;
use crate::record::{Entity, number, person};
use crate::register::{Key, Register};
use anyhow::Result;

impl Command for Erase {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let EraseAction::Person(args) = self.action;
        let today = (context.today)().to_string();
        let entry_meta = context.entry_meta();
        let mut register = Register::open(&context.path)?;
        register.enable_secure_delete()?;
        let (is_new, erasures) = register.write(&entry_meta, args.write.dry_run, |change| {
            let register = change.register();
            let mut persons = Vec::new();
            for text in args.persons.iter().chain(&args.also) {
                let person = register.find_person(text)?;
                if !persons.contains(&person) {
                    persons.push(person);
                }
            }
            // Read the names and the counts first, because the erasure removes them.
            let chosen = persons.iter().map(|person| erasure(register, *person, true)).collect::<Result<Vec<_>>>()?;
            let similar = register.persons_that_resemble(&persons)?;
            let similar = similar.into_iter().map(|(person, _)| erasure(register, person, false));
            let erasures = chosen.into_iter().map(Ok).chain(similar).collect::<Result<Vec<_>>>()?;
            let is_new = persons.into_iter().map(|person| change.erase(person, &today)).collect::<Result<Vec<_>>>()?;
            Ok((is_new, erasures))
        })?;
        if !args.write.dry_run {
            register.vacuum()?;
        }
        context.notice_dry_run(args.write.dry_run);
        let (chosen, similar) = erasures.split_at(is_new.len());
        for (Erasure { person, reach, .. }, is_new) in chosen.iter().zip(&is_new) {
            if !is_new {
                context.notice(remarks::person_already_erased(person));
                continue;
            }
            context.notice(remarks::person_erased(person));
            if args.write.dry_run {
                context.notice(remarks::person_reach(person, reach.obstacles, reach.contacts, reach.entries));
            }
            if reach.open_obstacles > 0 {
                let is_command_line = context.clearance.is_command_line();
                let notice = if is_command_line { remarks::person_handles_command } else { remarks::person_handles };
                context.notice(notice(person, reach.open_obstacles));
            }
        }
        // The pages show these persons themselves, because their visitors cannot give the option that the text names.
        let named = if context.clearance.is_command_line() { similar } else { &[] };
        for Erasure { person, name, .. } in named {
            context.notice(remarks::person_resembles(person, name.as_deref().unwrap_or_default()));
        }
        if is_new.contains(&true) && !args.write.dry_run {
            notice_copies(context);
        }
        context.outcome.erasures = erasures;
        Ok(context.finish(Exit::Success))
    }
}

fn erasure(register: &Register, person: i64, is_chosen: bool) -> Result<Erasure> {
    let record = register.load(Entity::Person, &Key::Number(person))?;
    Ok(Erasure {
        person: number::format(Entity::Person, person),
        name: record.text(&person::NAME).map(str::to_owned),
        is_chosen,
        reach: register.person_reach(person)?,
    })
}
