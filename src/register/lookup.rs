//! Looks up vocabulary terms, persons and laws by code, label, name or number, and checks that records exist.

use super::Register;
use crate::failure::{Exit, Failure};
use crate::i18n::{Text, failures};
use crate::record::law::{Law, LawKind};
use crate::record::{Entity, Record, Value, number, person_name};
use crate::suggestion;
use anyhow::Result;
use rusqlite::OptionalExtension;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// The persons who were not erased, grouped by `person_name::key`, which is equal for all spellings of a name. Each
/// person is a number and a name.
type PersonsByKey = HashMap<String, Vec<(i64, String)>>;

/// Caches [`PersonsByKey`]. The first look-up by key fills the cache. A look-up by the exact name does not use it.
#[derive(Default)]
pub struct PersonCache(RefCell<Option<PersonsByKey>>);

impl PersonCache {
    pub fn invalidate(&self) {
        self.0.take();
    }

    /// Adds a person to a filled cache, so that an import of many new persons does not refill the cache for each
    /// person.
    pub fn add(&self, number: i64, name: &str) {
        if let Some(persons) = self.0.borrow_mut().as_mut() {
            persons.entry(person_name::key(name)).or_default().push((number, name.to_owned()));
        }
    }
}

/// A law missing from the register's list of laws, with similar ids from that list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLaw {
    pub source: String,
    pub near: Text,
}

impl Register {
    /// Returns the existing code that is equal to `code` if case is ignored.
    pub fn find_code_ignoring_case(&self, entity: Entity, code: &str) -> Result<Option<String>> {
        let sql = format!("SELECT code FROM {} WHERE code = ?1 COLLATE NOCASE LIMIT 1", entity.table());
        Ok(self.connection.prepare_cached(&sql)?.query_row([code], |row| row.get(0)).optional()?)
    }

    /// Hides the persons who took part in contacts. Readers then cannot find out which person a number belongs to. A
    /// search for a person finds only authors of journal entries and handlers of obstacles, because every reader sees
    /// these names anyway. A failed search suggests no names. Listings of the journal omit persons and their numbers.
    pub fn hide_contact_persons(&mut self) {
        self.hides_contact_persons = true;
    }

    pub const fn hides_contact_persons(&self) -> bool {
        self.hides_contact_persons
    }

    /// SQL for the table or subquery with the persons whom a search may find.
    const fn findable_persons(&self) -> &'static str {
        if self.hides_contact_persons {
            "(SELECT number, name FROM person WHERE number IN (SELECT person FROM journal UNION SELECT handler FROM obstacle))"
        } else {
            "person"
        }
    }

    /// Finds a person by number or name. Fails if there is no such person.
    pub fn find_person(&self, text: &str) -> Result<i64> {
        let text = text.trim();
        if let Some(wanted) = number::parse_strict(Entity::Person, text) {
            self.require_exists(Entity::Person, wanted)?;
            return Ok(wanted);
        }
        if let Some(person) = self.find_person_by_name(text)? {
            return Ok(person);
        }
        if self.hides_contact_persons {
            return Err(Failure::no_input(failures::no_such_author_or_handler(text)).into());
        }
        let mut statement = self.connection.prepare_cached("SELECT name FROM person WHERE name IS NOT NULL")?;
        let names = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let near = suggestion::nearest(text, &names);
        let message =
            if near.is_empty() { failures::no_such_person(text) } else { failures::no_such_person_suggest(text, near) };
        Err(Failure::no_input(message).into())
    }

    /// Finds a person by number or name; `None` if there is no such person. Fails if several persons have this name.
    pub(super) fn find_person_if_known(&self, text: &str) -> Result<Option<i64>> {
        match self.find_person(text) {
            Ok(person) => Ok(Some(person)),
            Err(error) if error.downcast_ref::<Failure>().is_some_and(|failure| failure.exit == Exit::NoInput) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Finds the person with this name. In older registers, several persons can have names that look alike. An
    /// identical name is then preferred. If there is none, a name that is equal after normalisation is preferred to a
    /// name with the same key (see `person_name`). Fails if several persons match equally well.
    pub(super) fn find_person_by_name(&self, name: &str) -> Result<Option<i64>> {
        let known: Option<i64> = self
            .connection
            .prepare_cached(&format!("SELECT number FROM {} WHERE name = ?1", self.findable_persons()))?
            .query_row([name], |row| row.get(0))
            .optional()?;
        if known.is_some() {
            return Ok(known);
        }
        let normal = person_name::normalize(name);
        let mut same = self.persons_with_key(name)?;
        if same.iter().any(|(_, other)| person_name::normalize(other) == normal) {
            same.retain(|(_, other)| person_name::normalize(other) == normal);
        }
        match same[..] {
            [] => Ok(None),
            [(person, _)] => Ok(Some(person)),
            _ => {
                let codes: Vec<String> =
                    same.iter().map(|(person, _)| number::format(Entity::Person, *person)).collect();
                Err(Failure::usage(failures::ambiguous_label(name, codes.join(", "))).into())
            }
        }
    }

    /// Returns the number and name of each person whose name has the same key as `name`. All spellings of one name have
    /// the same key.
    pub(super) fn persons_with_key(&self, name: &str) -> Result<Vec<(i64, String)>> {
        self.fill_person_cache()?;
        let persons = self.persons.0.borrow();
        Ok(persons.as_ref().and_then(|persons| persons.get(&person_name::key(name))).cloned().unwrap_or_default())
    }

    /// Returns the numbers and names of persons whose names resemble the name of a person in `chosen`. Leaves out the
    /// persons in `chosen` themselves. Two names resemble each other if they have the same letters and digits, or the
    /// same key.
    pub fn persons_that_resemble(&self, chosen: &[i64]) -> Result<Vec<(i64, String)>> {
        self.fill_person_cache()?;
        let persons = self.persons.0.borrow();
        let all = || persons.iter().flatten().flat_map(|(key, same)| same.iter().map(move |person| (key, person)));
        let is_chosen = |person: &(i64, String)| chosen.contains(&person.0);
        let (mut keys, mut letters) = (HashSet::new(), HashSet::new());
        for (key, person) in all().filter(|(_, person)| is_chosen(person)) {
            keys.insert(key);
            letters.insert(person_name::letters(&person.1));
        }
        letters.remove("");
        let resembles = |key: &String, name: &str| keys.contains(key) || letters.contains(&person_name::letters(name));
        let mut similar: Vec<(i64, String)> = all()
            .filter(|(key, person)| !is_chosen(person) && resembles(key, &person.1))
            .map(|(_, person)| person.clone())
            .collect();
        similar.sort();
        Ok(similar)
    }

    fn fill_person_cache(&self) -> Result<()> {
        if self.persons.0.borrow().is_some() {
            return Ok(());
        }
        let sql =
            format!("SELECT number, name FROM {} WHERE name IS NOT NULL ORDER BY number", self.findable_persons());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        let mut persons = PersonsByKey::new();
        while let Some(row) = rows.next()? {
            let name: String = row.get(1)?;
            persons.entry(person_name::key(&name)).or_default().push((row.get(0)?, name));
        }
        self.persons.0.replace(Some(persons));
        Ok(())
    }

    /// Returns the laws that are not in the register's list of laws. Their ids may be mistyped. A BWB id has no check
    /// digit, so typing errors are found only by comparing ids with the list.
    pub fn unknown_laws<'a>(&self, laws: impl IntoIterator<Item = &'a Law>) -> Result<Vec<UnknownLaw>> {
        let known = self.terms(Entity::Law)?;
        let mut unknown: Vec<UnknownLaw> = Vec::new();
        for law in laws.into_iter().filter(|law| matches!(law.kind, LawKind::Bwb | LawKind::Celex)) {
            let is_listed = known.iter().any(|(code, _)| code.eq_ignore_ascii_case(&law.source))
                || unknown.iter().any(|other| other.source == law.source);
            if !is_listed {
                let near = suggestion::nearest_laws(&law.source, &known);
                unknown.push(UnknownLaw { source: law.source.clone(), near });
            }
        }
        Ok(unknown)
    }

    pub fn unknown_laws_of(&self, record: &Record) -> Result<Vec<UnknownLaw>> {
        let mut laws = Vec::new();
        for (attribute, value) in record.iter_set() {
            match value {
                Value::Laws(cited) => laws.extend(cited.iter().cloned()),
                Value::Text(text) if attribute.is_law() => laws.extend(Law::from_stored(text)),
                _ => {}
            }
        }
        self.unknown_laws(&laws)
    }

    /// Returns the names of the collective agreements (cao) and institutions' own rules that obstacles cite. A name is
    /// spelled as in the first obstacle that cites it. The keys of the map are in the form that [`Law::key`] returns.
    pub(super) fn cited_law_names(&self) -> Result<HashMap<Law, String>> {
        let mut statement = self.connection.prepare(
            "SELECT text FROM main.obstacle_law WHERE kind IN ('cao', 'own-rule') ORDER BY obstacle, position",
        )?;
        let mut rows = statement.query([])?;
        let mut names = HashMap::new();
        while let Some(row) = rows.next()? {
            if let Some(law) = Law::from_stored(row.get_ref(0)?.as_str()?) {
                names.entry(law.key()).or_insert_with(|| law.normalized().source);
            }
        }
        Ok(names)
    }

    pub(super) fn person_codes_by_name(&self) -> Result<HashMap<String, String>> {
        let mut statement = self.connection.prepare_cached("SELECT name, code FROM person WHERE name IS NOT NULL")?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the obstacles in `table` that are duplicates of themselves, directly or through other duplicates.
    pub(super) fn duplicate_cycles(&self, table: &str) -> Result<Vec<i64>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "WITH RECURSIVE chain (first, last) AS (
                 SELECT number, duplicate_of FROM {table} WHERE duplicate_of IS NOT NULL
                 UNION
                 SELECT chain.first, o.duplicate_of FROM chain JOIN {table} AS o ON o.number = chain.last
                 WHERE o.duplicate_of IS NOT NULL
             )
             SELECT first FROM chain WHERE first = last ORDER BY first"
        ))?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    fn is_void(&self, entity: Entity, number: i64) -> Result<Option<bool>> {
        let void = if entity.is_voidable() { "void IS NOT NULL" } else { "0" };
        let table = if entity == Entity::Person { self.findable_persons() } else { entity.table() };
        let sql = format!("SELECT {void} FROM {table} WHERE number = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([number])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }

    /// Fails if the record does not exist. Accepts a void record (a record made by mistake).
    pub fn require_exists(&self, entity: Entity, number: i64) -> Result<()> {
        if self.is_void(entity, number)?.is_some() {
            return Ok(());
        }
        let shown = number::format(entity, number);
        let sql = format!("SELECT 1 FROM main.{} WHERE number = ?1", entity.table());
        Err(match self.reference_date {
            Some(day) if self.connection.prepare_cached(&sql)?.exists([number])? => {
                Failure::no_input(failures::not_received_by_date(shown, day.to_string()))
            }
            _ => not_found(entity, &shown),
        }
        .into())
    }

    /// Fails if the record does not exist or is void.
    pub fn require_active(&self, entity: Entity, number: i64) -> Result<()> {
        self.require_exists(entity, number)?;
        match self.is_void(entity, number)? {
            Some(true) => Err(Failure::data(failures::record_is_void(number::format(entity, number))).into()),
            _ => Ok(()),
        }
    }
}

pub fn not_found(entity: Entity, shown: &str) -> Failure {
    Failure::no_input(match entity {
        Entity::Obstacle => failures::no_such_record(shown),
        _ => failures::no_such_record_of_kind(shown, entity.singular()),
    })
}
