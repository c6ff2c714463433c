//! `calendar`: lists deadlines, and makes and revokes the keys of calendar feeds.

use super::{Command, Context, Outcome};
use crate::cli::{Calendar, CalendarAction, CalendarDeadlines, CalendarKey, CalendarRevoke, OutputArgs};
use crate::failure::{Exit, Failure};
use crate::i18n::{Text, attribute_labels as labels, calendar as messages, failures, remarks};
use crate::record::{Condition, Entity, Filter, number, obstacle};
use crate::register::{Deadline, EntryMeta, Register, WriteTx};
use crate::rows::{Cell, ColumnDef, Shape, column_defs, words};
use anyhow::Result;

/// Limit on the events in a calendar: the deadlines that come first.
pub const MAX_DEADLINES: usize = 1_000;

column_defs! {
    NUMBER "number" labels::NUMBER;
    TITLE "title" labels::TITLE, is_dutch = true;
    DUE "due" labels::DUE;
    CHANGED "changed" words("gewijzigd", "changed", "wanneer de belemmering het laatst is gewijzigd", "when the obstacle was last changed");
    UID "uid" words("kenmerk", "uid", "het vaste kenmerk van de afspraak", "the fixed identifier of the event");
    PERSON "number" labels::NUMBER;
    NAME "name" labels::NAME;
    MADE "made" words("gemaakt", "made", "wanneer de sleutel is gemaakt", "when the key was made");
}

impl Command for Calendar {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        match self.action {
            CalendarAction::List(list) => list_deadlines(&list, context),
            CalendarAction::Key(key) => make_key(key, context),
            CalendarAction::Keys(_) => list_keys(context),
            CalendarAction::Revoke(revoke) => revoke_key(revoke, context),
        }
    }

    fn output(&self) -> Option<&OutputArgs> {
        match &self.action {
            CalendarAction::List(list) => Some(&list.output),
            CalendarAction::Keys(keys) => Some(&keys.output),
            CalendarAction::Key(_) | CalendarAction::Revoke(_) => None,
        }
    }

    fn is_about_persons(&self) -> bool {
        matches!(self.action, CalendarAction::Keys(_))
    }

    /// Keys are not in the journal, and the times of changes are those of the present.
    fn supports_as_of(&self) -> bool {
        false
    }

    fn is_reproducible(&self) -> bool {
        false
    }

    fn title(&self) -> Option<Text> {
        self.output().map(|_| messages::DEADLINES.into())
    }
}

fn list_deadlines(list: &CalendarDeadlines, context: &mut Context<'_>) -> Result<Outcome> {
    let open = Condition::OneOf(&obstacle::STATUS, vec!["open".to_owned()]);
    let mut filter = Filter::default().and(open);
    if !list.all {
        filter = filter.and(Condition::OneOf(&obstacle::HANDLER, vec![context.actor_and_host().0]));
    }
    let register = context.register()?;
    let columns = ColumnDef::columns(&[&NUMBER, &TITLE, &DUE, &CHANGED, &UID]);
    context.out.begin(&columns, Shape::Table)?;
    let (out, today) = (&mut *context.out, context.today);
    let has_more = register.deadlines(&filter, today, MAX_DEADLINES, &mut |deadline| {
        let Deadline { number, title, due, changed, uid } = &deadline;
        out.row(&[Cell::Text(number), Cell::Text(title), Cell::Text(due), Cell::Text(changed), Cell::Text(uid)])
    })?;
    context.out.end()?;
    if has_more {
        context.notice(remarks::more_deadlines(MAX_DEADLINES));
    }
    context.close_fast(register);
    Ok(context.finish(Exit::Success))
}

fn list_keys(context: &mut Context<'_>) -> Result<Outcome> {
    let register = context.register()?;
    let columns = ColumnDef::columns(&[&PERSON, &NAME, &MADE]);
    context.out.begin(&columns, Shape::Table)?;
    for key in register.calendar_keys()? {
        context.out.row(&[Cell::Text(&key.person), Cell::Text(&key.name), Cell::Text(&key.made)])?;
    }
    context.out.end()?;
    context.close_fast(register);
    Ok(context.finish(Exit::Success))
}

/// Runs a write about the key of one person, who need not be in the register yet if that is the actor. The journal has
/// the number of anybody else as the note of the entry. Returns the number as people write it.
fn write<T>(
    wanted: Option<&str>,
    dry_run: bool,
    context: &mut Context<'_>,
    action: impl FnOnce(&mut WriteTx<'_>, i64) -> Result<T>,
) -> Result<(String, T)> {
    let mut register = Register::open(&context.path)?;
    let wanted = wanted.map(|text| register.find_person(text)).transpose()?;
    let note = wanted.map(|person| number::format(Entity::Person, person));
    let meta = EntryMeta { note, ..context.entry_meta() };
    let done = register.write(&meta, dry_run, |tx| {
        let person = match wanted {
            Some(person) => Some(person),
            None => tx.find_or_add_person(&meta.actor)?,
        };
        let person = person.ok_or_else(|| Failure::data(failures::not_a_name(&meta.actor)))?;
        Ok((number::format(Entity::Person, person), action(tx, person)?))
    })?;
    context.notice_dry_run(dry_run);
    Ok(done)
}

fn make_key(args: CalendarKey, context: &mut Context<'_>) -> Result<Outcome> {
    let now = (context.now)();
    let (person, key) =
        write(args.person.as_deref(), args.write.dry_run, context, |tx, person| tx.make_calendar_key(person, now))?;
    if !args.write.dry_run {
        context.out.line(&Text::untranslated(messages::path(&key)))?;
    }
    context.notice(remarks::calendar_key_made(person));
    Ok(context.finish(Exit::Success))
}

fn revoke_key(args: CalendarRevoke, context: &mut Context<'_>) -> Result<Outcome> {
    let (person, ()) = write(args.person.as_deref(), args.write.dry_run, context, |tx, person| {
        if tx.revoke_calendar_key(person)? {
            return Ok(());
        }
        Err(Failure::no_input(failures::no_calendar_key(number::format(Entity::Person, person))).into())
    })?;
    context.notice(remarks::calendar_key_revoked(person));
    Ok(context.finish(Exit::Success))
}
