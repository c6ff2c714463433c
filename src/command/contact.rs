//! Contacts: meetings, phone calls and e-mails about obstacles.

use super::list::{self, Wanted};
use super::{Context, enter, log};
use crate::cli::{ContactAction, ContactAdd, ContactList};
use crate::failure::Failure;
use crate::record::{Condition, Entity, Value, contact, number};
use anyhow::Result;

/// Adds, changes or lists contacts.
pub fn contact(action: ContactAction, context: &mut Context<'_>) -> Result<()> {
    match action {
        ContactAction::Call(call) => add("call", call, context),
        ContactAction::Email(email) => add("email", email, context),
        ContactAction::Meeting(meeting) => add("meeting", meeting, context),
        ContactAction::Edit(edit) => {
            let mut record = enter::record(Entity::Contact, &edit.fields, context)?;
            enter::clear(&mut record, &edit.clear)?;
            log::change(Entity::Contact, &edit.number, record, edit.writing.dry_run, "contact edit", context)
        }
        ContactAction::List(list) => show(list, context),
    }
}

fn add(kind: &str, add: ContactAdd, context: &mut Context<'_>) -> Result<()> {
    let mut record = enter::record(Entity::Contact, &add.fields, context)?;
    let about = contact::OBSTACLES.parse(&add.about.join(";"), context.today).map_err(Failure::usage)?;
    let numbers = if let Value::Numbers(numbers) = &about { numbers.as_slice() } else { &[] };
    let told: Vec<String> = numbers.iter().map(|wanted| number::show(Entity::Obstacle, *wanted)).collect();
    let told = told.join(", ");
    record.set(&contact::OBSTACLES, about);
    record.set(&contact::KIND, Value::Text(kind.to_owned()));
    if record.get(&contact::DATE).is_none() {
        record.set(&contact::DATE, Value::Text((context.today)().to_string()));
    }
    let key = context.write(add.writing.dry_run, |change| {
        let record = change.settle_all(&record)?;
        change.insert(record)
    })?;
    let number = key.show(Entity::Contact);
    enter::remark_on_slips(&record, context);
    context.recorded(&number, told)
}

fn show(list: ContactList, context: &mut Context<'_>) -> Result<()> {
    let mut own = Vec::new();
    if !list.kind.is_empty() {
        own.push(Condition::Is(&contact::KIND, list.kind));
    }
    if !list.about.is_empty() {
        own.push(Condition::Is(&contact::OBSTACLES, list.about));
    }
    own.extend(list.dated_since.map(|day| Condition::Since(&contact::DATE, day)));
    own.extend(list.dated_until.map(|day| Condition::Until(&contact::DATE, day)));
    let columns = &["number", "kind", "date", "ministry", "party", "obstacles", "note"];
    let wanted = Wanted {
        entity: Entity::Contact,
        columns,
        own,
        filter: &list.filter.0,
        rows: &list.rows,
        output: &list.output,
        names_persons: false,
        with_derived: false,
    };
    list::rows(&wanted, context)
}
