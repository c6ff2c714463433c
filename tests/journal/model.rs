//! A plain model of the register: records as maps from attribute to text, and a journal of their changes.

use crate::step::Turn;
use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ruimte::record::{Attribute, Entity, Kind};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The attributes of a record, with their values in the form of an export. The only difference is that persons are
/// given by number instead of by name. Empty attributes and the record's own number or code are left out.
pub type Item = BTreeMap<&'static str, String>;

/// Identifies a record by its table and its number or code.
pub type Id = (&'static str, String);

pub type Records = BTreeMap<Id, Item>;

/// The reason why the model refuses a step.
pub type Refused = &'static str;

pub const VOID: Refused = "it is void";
pub const EMPTY_ENTRY: Refused = "there is nothing in it";
pub const ONLY_PERSONS: Refused = "there are only persons in it";
pub const CHANGED_SINCE: Refused = "a later write stands on it";

#[derive(Clone, Debug)]
pub enum Delta {
    Added(Item),
    /// The old and the new value of each changed attribute.
    Changed(BTreeMap<&'static str, (String, String)>),
    Removed(Item),
}

#[derive(Clone, Debug)]
pub struct Entry {
    pub day: Date,
    pub at: Timestamp,
    /// The actor's name before and after the write. The names differ if the write renames the actor.
    pub actors: [String; 2],
    pub person: String,
    pub action: String,
    pub note: &'static str,
    pub undoes: Option<usize>,
    pub deltas: BTreeMap<Id, Delta>,
    /// All records as they are after this entry.
    pub after: Records,
}

#[derive(Clone, Debug)]
pub struct Model {
    pub records: Records,
    /// The last assigned number of each table; numbers are never reused.
    pub last_numbers: BTreeMap<&'static str, usize>,
    /// All personal data that was ever recorded of each person. After a person is erased, none of that person's data
    /// may remain.
    pub personal_texts: BTreeMap<String, BTreeSet<String>>,
    pub entries: Vec<Rc<Entry>>,
    pub day: Date,
    pub turns: i64,
}

pub struct PendingWrite {
    pub model: Model,
    /// Whether references to void records (recorded by mistake) are accepted. Only an import accepts them.
    pub takes_void: bool,
    pub note: Option<&'static str>,
    pub undoes: Option<usize>,
    pub printed: Option<String>,
}

pub fn format_number(entity: Entity, number: usize) -> String {
    let (letter, width) = entity.prefix().unwrap();
    format!("{letter}-{number:0width$}")
}

pub fn kind_of(number: &str) -> Entity {
    match &number[..1] {
        "B" => Entity::Obstacle,
        "F" => Entity::Factsheet,
        "S" => Entity::Scheme,
        "C" => Entity::Contact,
        "P" => Entity::Figure,
        _ => Entity::Person,
    }
}

pub fn split_list(text: &str) -> impl Iterator<Item = &str> {
    text.split("; ").filter(|piece| !piece.is_empty())
}

pub fn join_list<'a>(pieces: impl Iterator<Item = &'a str>) -> String {
    pieces.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("; ")
}

pub fn value_of<'a>(item: &'a Item, name: &str) -> &'a str {
    item.get(name).map_or("", String::as_str)
}

pub fn is_personal(name: &str) -> bool {
    ["name", "organisation", "email", "phone"].contains(&name)
}

/// The attributes that every record of a kind must have and that have no default.
pub fn required(entity: Entity) -> impl Iterator<Item = &'static str> {
    let required = |attribute: &&Attribute| attribute.is_required && attribute.default.is_none();
    entity.attributes().iter().filter(required).map(|attribute| attribute.name)
}

impl Model {
    pub fn last(&self) -> usize {
        self.entries.len()
    }

    pub fn item(&self, entity: Entity, key: &str) -> Option<&Item> {
        self.records.get(&(entity.table(), key.to_owned()))
    }

    /// Finds a record. Fails if the record is missing, or is void because it was recorded by mistake.
    pub fn active(&self, entity: Entity, key: &str) -> Result<&Item, Refused> {
        let item = self.item(entity, key).ok_or("there is no such record")?;
        if value_of(item, "void").is_empty() { Ok(item) } else { Err(VOID) }
    }

    pub fn require_solved(&self, number: &str) -> Result<(), Refused> {
        let item = self.active(Entity::Obstacle, number)?;
        if value_of(item, "status") == "solved" { Ok(()) } else { Err("there is no answer to reuse") }
    }

    /// Finds the existing code that equals the text, ignoring case. An exact match is preferred.
    pub fn code(&self, entity: Entity, text: &str) -> Result<String, Refused> {
        let codes = self.records.keys().filter(|(table, _)| *table == entity.table()).map(|(_, code)| code);
        codes
            .filter(|code| code.eq_ignore_ascii_case(text))
            .max_by_key(|code| *code == text)
            .cloned()
            .ok_or("there is no such code")
    }

    pub fn named(&self, name: &str) -> Option<String> {
        let persons = self.records.iter().filter(|((table, _), _)| *table == "person");
        persons
            .filter(|(_, item)| item.get("name").is_some_and(|known| known == name))
            .map(|((_, code), _)| code.clone())
            .next()
    }

    pub fn is_erased(&self, person: &str) -> bool {
        self.item(Entity::Person, person).is_some_and(|item| item.contains_key("erased"))
    }

    /// The name of a person, or the person's number if the person has no name or was erased.
    pub fn display_name(&self, person: &str) -> String {
        let name = self.item(Entity::Person, person).map_or("", |item| value_of(item, "name"));
        if name.is_empty() { person.to_owned() } else { name.to_owned() }
    }

    /// Whether an entry is undone at present: a later entry undid it, and that later entry is not undone.
    pub fn is_undone(&self, entry: usize) -> bool {
        (entry + 1..=self.last()).any(|later| self.entries[later - 1].undoes == Some(entry) && !self.is_undone(later))
    }

    /// Returns the personal values of erased persons, which must not occur anywhere. Leaves out each value that another
    /// person, who is not erased, has or had.
    pub fn erased_texts(&self) -> BTreeSet<&String> {
        let texts_of = |erased: bool| {
            let persons = self.personal_texts.iter().filter(move |(person, _)| self.is_erased(person) == erased);
            persons.flat_map(|(_, texts)| texts).collect::<BTreeSet<_>>()
        };
        &texts_of(true) - &texts_of(false)
    }

    /// The time of the next entry: noon plus one minute per command, so that times differ and stay far from midnight.
    pub fn now(&self) -> Timestamp {
        let noon = self.day.at(12, 0, 0, 0).to_zoned(TimeZone::system()).unwrap();
        noon.timestamp() + self.turns.minutes()
    }

    pub fn advance(mut self, turn: &Turn) -> Self {
        self.turns += 1;
        self.day += turn.days.days();
        self
    }

    /// Applies a turn: one command on one day. Returns the new model and the output, or the reason for a refusal.
    pub fn after(&self, turn: &Turn) -> Result<(Self, Option<String>), Refused> {
        let mut pending_write = PendingWrite::new(self);
        pending_write.step(&turn.step, self)?;
        let printed = pending_write.printed.take();
        Ok((pending_write.finish(self, turn)?, printed))
    }
}
impl Entry {
    pub fn forget(&mut self, person: &str) {
        let id = ("person", person.to_owned());
        if let Some(item) = self.after.get_mut(&id) {
            item.retain(|name, _| !is_personal(name));
        }
        match self.deltas.get_mut(&id) {
            Some(Delta::Added(item) | Delta::Removed(item)) => {
                let personal = item.iter_mut().filter(|(name, _)| is_personal(name));
                personal.for_each(|(_, text)| text.clear());
            }
            Some(Delta::Changed(touched)) => {
                let personal = touched.iter_mut().filter(|(name, _)| is_personal(name));
                personal.for_each(|(_, both)| *both = Default::default());
            }
            None => {}
        }
        if self.person == person {
            self.actors = [person.to_owned(), person.to_owned()];
        }
    }
}

pub fn deltas(before: &Records, after: &Records) -> BTreeMap<Id, Delta> {
    let ids: BTreeSet<&Id> = before.keys().chain(after.keys()).collect();
    let delta = |id: &Id| match (before.get(id), after.get(id)) {
        (None, Some(item)) => Some(Delta::Added(item.clone())),
        (Some(item), None) => Some(Delta::Removed(item.clone())),
        (Some(was), Some(is)) => {
            let names: BTreeSet<&'static str> = was.keys().chain(is.keys()).copied().collect();
            let differs = names.into_iter().filter(|name| value_of(was, name) != value_of(is, name));
            let touched: BTreeMap<_, _> =
                differs.map(|name| (name, (value_of(was, name).to_owned(), value_of(is, name).to_owned()))).collect();
            (!touched.is_empty()).then_some(Delta::Changed(touched))
        }
        (None, None) => None,
    };
    ids.into_iter().filter_map(|id| Some((id.clone(), delta(id)?))).collect()
}

impl Model {
    /// The value of an attribute as exported, in which persons appear by name.
    pub fn display_value(&self, entity: Entity, name: &str, text: &str) -> String {
        match entity.attribute(name).unwrap().kind {
            Kind::Reference(Entity::Person) | Kind::References(Entity::Person, _) => {
                split_list(text).map(|person| self.display_name(person)).collect::<Vec<_>>().join("; ")
            }
            _ => text.to_owned(),
        }
    }

    /// Converts records to the form of an export. Persons appear under the names that they have in `records`, even if
    /// they were renamed later.
    pub fn as_exported(&self, records: &Records) -> Records {
        let then = Self { records: records.clone(), ..self.clone() };
        let read = |((table, key), item): (&Id, &Item)| {
            let entity = Entity::from_table(table).unwrap();
            let item = item.iter().map(|(name, text)| (*name, then.display_value(entity, name, text)));
            ((*table, key.clone()), item.collect())
        };
        records.iter().map(read).collect()
    }
}
