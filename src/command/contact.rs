//! The commands for contacts: meetings, phone calls and e-mails about obstacles.

use super::link::LinkTargets;
use super::record_change::{RecordChange, change_record};
use super::record_list::{ListSpec, list_records};
use super::{Command, Context, Outcome, Question, check_register, long_texts, mail_input, record_input, titles};
use crate::cli::{Contact, ContactAction, ContactAdd, ContactEmail, ContactList, MailFacts, OutputArgs};
use crate::failure::{Exit, Failure};
use crate::i18n::{Text, failures, prompts, usage};
use crate::record::{Attribute, Condition, Entity, Filter, Value, contact, number};
use anyhow::Result;
use std::path::Path;

impl Command for Contact {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        match self.action {
            ContactAction::Call(call) => add("call", call, None, context),
            ContactAction::Email(email) => add("email", email.add, email.mail_facts, context),
            ContactAction::Meeting(meeting) => add("meeting", meeting, None, context),
            ContactAction::Edit(edit) => {
                let mut record = record_input::parse_record(Entity::Contact, &edit.fields.0, false, context)?;
                record_input::clear_attributes(&mut record, &edit.clear)?;
                let change = RecordChange {
                    entity: Entity::Contact,
                    numbers: std::slice::from_ref(&edit.number),
                    record,
                    links: LinkTargets::default(),
                    adds_mentioned_laws: false,
                    dry_run: edit.write.dry_run,
                    command: "contact edit",
                };
                change_record(change, context)
            }
            ContactAction::List(list) => show(list, context),
        }
    }

    fn output(&self) -> Option<&OutputArgs> {
        self.list().map(|list| &list.output)
    }

    fn filter(&self) -> Option<&Filter> {
        self.list().map(|list| &list.filter.0)
    }

    fn title(&self) -> Option<Text> {
        self.list().map(|_| titles::entities(Entity::Contact))
    }

    fn stdin_texts(&mut self) -> Vec<&mut String> {
        match &mut self.action {
            ContactAction::Call(add) | ContactAction::Meeting(add) => long_texts(&mut add.fields.0),
            ContactAction::Email(email) => long_texts(&mut email.add.fields.0),
            ContactAction::Edit(edit) => long_texts(&mut edit.fields.0),
            ContactAction::List(_) => Vec::new(),
        }
    }

    fn prepare(&mut self, stdin: Option<&str>) -> Result<()> {
        if let ContactAction::Email(email) = &mut self.action
            && let Some(path) = &email.mail
        {
            email.mail_facts = Some(mail_input::fill_contact(path, stdin, &mut email.add.fields.0)?);
        }
        Ok(())
    }

    fn questions(&self, path: &Path) -> Result<Vec<Question>> {
        let (ContactAction::Call(add) | ContactAction::Meeting(add) | ContactAction::Email(ContactEmail { add, .. })) =
            &self.action
        else {
            return Ok(Vec::new());
        };
        if !add.about.is_empty() {
            return Ok(Vec::new());
        }
        check_register(path)?;
        Ok(vec![Question { attribute: &contact::OBSTACLES, text: prompts::CONTACT_ABOUT.into() }])
    }

    fn answer(&mut self, _: &'static Attribute, text: String) {
        if let ContactAction::Call(add) | ContactAction::Meeting(add) | ContactAction::Email(ContactEmail { add, .. }) =
            &mut self.action
        {
            add.about.push(text);
        }
    }
}

impl Contact {
    const fn list(&self) -> Option<&ContactList> {
        match &self.action {
            ContactAction::List(list) => Some(list),
            _ => None,
        }
    }
}

fn add(kind: &str, add: ContactAdd, mail: Option<MailFacts>, context: &mut Context<'_>) -> Result<Outcome> {
    if add.about.is_empty() {
        let option = usage::placeholder::NUMBER;
        return Err(Failure::usage(failures::missing_option(option, format!("contact {kind}"))).into());
    }
    let mut record = record_input::parse_record(Entity::Contact, &add.fields.0, false, context)?;
    let about = contact::OBSTACLES.parse(&add.about.join(";"), context.today).map_err(Failure::usage)?;
    let numbers = if let Value::Numbers(numbers) = &about { numbers.as_slice() } else { &[] };
    let numbers_text: Vec<String> = numbers.iter().map(|wanted| number::format(Entity::Obstacle, *wanted)).collect();
    let numbers_text = numbers_text.join(", ");
    record.set(&contact::OBSTACLES, about);
    record.set(&contact::KIND, Value::Text(kind.to_owned()));
    if record.get(&contact::DATE).is_none() {
        record.set(&contact::DATE, Value::Text((context.today)().to_string()));
    }
    let key = context.write(add.write.dry_run, |change| {
        let record = change.resolve(&record)?;
        change.insert(record)
    })?;
    let number = key.show(Entity::Contact);
    record_input::notice_suspicious(&record, context);
    if let Some(facts) = mail {
        mail_input::notice_mail(&facts, context);
    }
    context.print_recorded(&number, numbers_text)?;
    Ok(context.finish(Exit::Success))
}

fn show(list: ContactList, context: &mut Context<'_>) -> Result<Outcome> {
    let mut conditions = Vec::new();
    if !list.kind.is_empty() {
        conditions.push(Condition::OneOf(&contact::KIND, list.kind));
    }
    if !list.about.is_empty() {
        conditions.push(Condition::OneOf(&contact::OBSTACLES, list.about));
    }
    conditions.extend(list.dated_since.map(|day| Condition::Since(&contact::DATE, day)));
    conditions.extend(list.dated_until.map(|day| Condition::Until(&contact::DATE, day)));
    let columns = &["number", "kind", "date", "ministry", "party", "obstacles", "note"];
    let spec =
        ListSpec { columns, conditions, ..ListSpec::new(Entity::Contact, &list.filter.0, &list.rows, &list.output) };
    list_records(&spec, context)
}
