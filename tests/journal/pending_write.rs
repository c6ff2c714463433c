//! Models a write in progress, from the parsed command to its journal entry.

use crate::invariants::check_invariants;
use crate::model::{
    Entry, Item, Model, PendingWrite, Refused, VOID, deltas, format_number, is_personal, join_list, kind_of, required,
    split_list, value_of,
};
use crate::step::{Fields, Step, Turn, given};
use crate::strategies::{LAWS, TESTER, UNKNOWN_MEASURE};
use jiff::civil::Date;
use ruimte::record::{Attribute, Entity, Kind, snapshot};
use std::rc::Rc;

impl PendingWrite {
    pub fn new(model: &Model) -> Self {
        Self { model: model.clone(), takes_void: false, note: None, undoes: None, printed: None }
    }

    pub fn step(&mut self, step: &Step, before: &Model) -> Result<(), Refused> {
        match step {
            Step::Add(entity, fields) => self.add(*entity, fields),
            Step::Edit(entity, key, fields, cleared) => self.edit(*entity, key, fields, cleared),
            Step::Analyse(number, analysis) => {
                let item = self.model.active(Entity::Obstacle, number)?;
                if !["collected", "in-analysis"].contains(&value_of(item, "status")) {
                    return Err("the status does not allow it");
                }
                let mut given = Item::from([("status", "in-analysis".to_owned())]);
                given.extend(analysis.iter().map(|text| ("analysis", text.clone())));
                self.update(Entity::Obstacle, number, given)
            }
            Step::Classify(number, resolution, more) => self.classify(number, resolution, more),
            Step::Close(number, closed_as, more) => self.close(number, closed_as, more),
            Step::Reopen(number, reason) => {
                let item = self.model.active(Entity::Obstacle, number)?;
                if reason.is_empty() || !["solved", "closed"].contains(&value_of(item, "status")) {
                    return Err("the status does not allow it, or no reason was given");
                }
                let mut given: Item = ["resolution", "solved", "closed", "closed_as", "duplicate_of"]
                    .into_iter()
                    .map(|name| (name, String::new()))
                    .collect();
                given.insert("status", "in-analysis".to_owned());
                given.insert("reason", reason.clone());
                self.update(Entity::Obstacle, number, given)
            }
            Step::Void(number, reason) => {
                let entity = kind_of(number);
                self.model.active(entity, number)?;
                if reason.is_empty() || entity == Entity::Person {
                    return Err("it cannot be voided, or no reason was given");
                }
                self.update(entity, number, Item::from([("void", reason.replace('\n', " "))]))
            }
            Step::Link(number, to) => self.link(number, to, true),
            Step::Unlink(number, to) => self.link(number, to, false),
            Step::Import(entity, update, columns, rows) => self.import(*entity, *update, columns, rows),
            Step::Snapshot(name, note) => {
                if name.parse::<u32>().is_ok() || name.parse::<Date>().is_ok() {
                    return Err("that is a moment");
                }
                let mut item = Item::from([("code", name.clone()), ("entry", before.last().to_string())]);
                if let Some(text) = note {
                    item.insert("note", self.store(&snapshot::NOTE, text)?);
                }
                self.insert(Entity::Snapshot, item).map(drop)
            }
            Step::Undo(back) => self.undo(back.map(|back| before.last().saturating_sub(back))),
            Step::Erase(persons) => self.erase(persons),
            Step::Export => {
                self.note = Some("--with-persons");
                Ok(())
            }
            Step::Repair => {
                self.note = Some("");
                Ok(())
            }
        }
    }

    /// Finds the person that `text` names, or adds a person with that name. In an import, returns `None` for a person's
    /// number, because that number may come from another register. An erased person has no name, so an import accepts
    /// that person's number.
    pub fn person(&mut self, text: &str) -> Result<Option<String>, Refused> {
        let text = text.trim();
        if text.starts_with("N-") {
            return match self.model.item(Entity::Person, text) {
                _ if self.takes_void && !self.model.is_erased(text) => Ok(None),
                Some(_) => Ok(Some(text.to_owned())),
                None => Err("there is no such person"),
            };
        }
        match self.model.named(text) {
            Some(person) => Ok(Some(person)),
            None => self.insert(Entity::Person, Item::from([("name", text.to_owned())])).map(Some),
        }
    }

    pub fn store(&mut self, attribute: &Attribute, text: &str) -> Result<String, Refused> {
        if text.is_empty() {
            return Ok(String::new());
        }
        Ok(match attribute.kind {
            Kind::Line | Kind::Text if text == UNKNOWN_MEASURE => return Err("there is no such measure"),
            Kind::Line => text.replace('\n', " "),
            Kind::Text | Kind::Code | Kind::Number(_) | Kind::Reference(Entity::Obstacle) => text.to_owned(),
            Kind::Date if text == "today" => self.model.day.to_string(),
            Kind::Date => text.parse::<Date>().map_err(|_| "there is no such day")?.to_string(),
            Kind::Count => text.parse::<u32>().map_err(|_| "that is no count")?.to_string(),
            Kind::Choice(choices) => {
                choices.iter().find(|choice| choice.code == text).ok_or("there is no such choice")?;
                text.to_owned()
            }
            Kind::Reference(Entity::Person) => self.person(text)?.unwrap_or_default(),
            Kind::References(Entity::Person, _) => {
                let persons = split_list(text).map(|name| self.person(name)).collect::<Result<Vec<_>, _>>()?;
                join_list(persons.iter().flatten().map(String::as_str))
            }
            Kind::Reference(entity) => self.model.code(entity, text)?,
            Kind::References(entity, _) if entity.prefix().is_none() => {
                let codes = split_list(text).map(|code| self.model.code(entity, code));
                join_list(codes.collect::<Result<Vec<_>, _>>()?.iter().map(String::as_str))
            }
            // In an import, do not check precedents (obstacles whose answer is reused). A precedent may be void or not
            // solved yet, or it may be in a later row.
            Kind::References(..) if attribute.name == "precedents" => {
                if !self.takes_void {
                    split_list(text).try_for_each(|number| self.model.require_solved(number))?;
                }
                join_list(split_list(text))
            }
            Kind::References(entity, _) => {
                split_list(text).try_for_each(|number| match self.model.active(entity, number) {
                    Err(VOID) if self.takes_void => Ok(()),
                    found => found.map(drop),
                })?;
                join_list(split_list(text))
            }
            Kind::Law | Kind::Laws(_) | Kind::LawCitations(..) if split_list(text).any(|law| !LAWS.contains(&law)) => {
                return Err("that is no law");
            }
            Kind::Law | Kind::Laws(_) | Kind::LawCitations(..) => text.to_owned(),
        })
    }

    pub fn all_to_stored(&mut self, entity: Entity, fields: &Fields) -> Result<Item, Refused> {
        let mut item = Item::new();
        for attribute in entity.attributes() {
            if let Some(text) = given(fields, attribute.name) {
                item.insert(attribute.name, self.store(attribute, text)?);
            }
        }
        Ok(item)
    }

    /// Removes the lead ministry from the involved ministries, as the program does.
    pub fn remove_lead_from_involved(entity: Entity, item: &mut Item, before: &Item) {
        if entity != Entity::Obstacle || !(item.contains_key("ministry") || item.contains_key("involved")) {
            return;
        }
        let either = |name| item.get(name).or_else(|| before.get(name)).cloned().unwrap_or_default();
        let (lead, involved) = (either("ministry"), either("involved"));
        item.insert("involved", join_list(split_list(&involved).filter(|code| *code != lead)));
    }

    pub fn insert(&mut self, entity: Entity, mut item: Item) -> Result<String, Refused> {
        let own = entity.key().name;
        if required(entity).any(|name| value_of(&item, name).is_empty()) {
            return Err("something is missing");
        }
        let key = item.remove(own).filter(|key| !key.is_empty());
        let key = if entity.prefix().is_some() {
            let last = self.model.last_numbers.entry(entity.table()).or_default();
            let number = key.map_or(*last + 1, |number| number[2..].parse().unwrap());
            *last = number.max(*last);
            format_number(entity, number)
        } else {
            let code = key.unwrap();
            if self.model.code(entity, &code).is_ok() {
                return Err("there is such a code");
            }
            code
        };
        for attribute in entity.attributes() {
            if let (Some(default), true) = (attribute.default, value_of(&item, attribute.name).is_empty()) {
                item.insert(attribute.name, default.to_owned());
            }
        }
        Self::remove_lead_from_involved(entity, &mut item, &Item::new());
        item.retain(|_, text| !text.is_empty());
        self.model.records.insert((entity.table(), key.clone()), item);
        Ok(key)
    }

    /// Sets the given attributes of a record. An empty value clears an attribute.
    pub fn update(&mut self, entity: Entity, key: &str, mut given: Item) -> Result<(), Refused> {
        let item = self.model.records.get_mut(&(entity.table(), key.to_owned()));
        let item = item.ok_or("there is no such record")?;
        Self::remove_lead_from_involved(entity, &mut given, item);
        if required(entity).any(|name| given.get(name).is_some_and(String::is_empty) && item.contains_key(name)) {
            return Err("something is missing");
        }
        item.extend(given);
        item.retain(|_, text| !text.is_empty());
        Ok(())
    }

    /// Completes the write. If no record changed and there is no note, records nothing. Otherwise, adds a journal
    /// entry.
    pub fn finish(mut self, before: &Model, turn: &Turn) -> Result<Model, Refused> {
        if self.model.records == before.records && self.note.is_none() {
            return Ok(before.clone());
        }
        // Look up the actor in the records from before the write, because the write may have renamed the actor.
        let actor = turn.actor.unwrap_or(TESTER).trim();
        self.takes_void = false;
        let person = match before.named(actor) {
            Some(person) => person,
            None => self.person(actor)?.unwrap(),
        };
        check_invariants(&self.model.records)?;
        let Self { mut model, note, undoes, .. } = self;
        let deltas = deltas(&before.records, &model.records);
        for ((_, code), item) in model.records.iter().filter(|((table, _), _)| *table == "person") {
            let texts = item.iter().filter(|(name, _)| is_personal(name)).map(|(_, text)| text.clone());
            model.personal_texts.entry(code.clone()).or_default().extend(texts);
        }
        let is_new = |person: &&String| model.is_erased(person) && !before.is_erased(person);
        let erased: Vec<String> = model.personal_texts.keys().filter(is_new).cloned().collect();
        model.entries.push(Rc::new(Entry {
            day: model.day,
            at: model.now(),
            actors: [before.display_name(&person), model.display_name(&person)],
            person,
            action: turn.step.command(),
            note: note.unwrap_or_default(),
            undoes,
            deltas,
            after: model.records.clone(),
        }));
        for entry in &mut model.entries {
            for person in &erased {
                Rc::make_mut(entry).forget(person);
            }
        }
        Ok(model)
    }
}
