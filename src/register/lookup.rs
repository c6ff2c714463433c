//! Looks up vocabulary terms, persons and laws by code, label, name or number, and checks that records exist.

use super::Register;
use crate::failure::Failure;
use crate::i18n::{Text, failures};
use crate::language::sort_key;
use crate::record::law::{Law, LawKind};
use crate::record::{Entity, Record, Value, number};
use crate::suggestion;
use anyhow::Result;
use rusqlite::OptionalExtension;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// The terms of a vocabulary, as code and label, in display order.
pub type Terms = Rc<Vec<(String, Text)>>;

#[derive(Default)]
pub struct TermCache(RefCell<HashMap<Entity, Terms>>);

impl TermCache {
    pub fn invalidate(&self, entity: Entity) {
        self.0.borrow_mut().remove(&entity);
    }
}

/// A law missing from the register's list of laws, with similar ids from that list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLaw {
    pub source: String,
    pub near: Text,
}

impl Register {
    pub fn terms(&self, entity: Entity) -> Result<Terms> {
        if let Some(terms) = self.vocabularies.0.borrow().get(&entity) {
            return Ok(terms.clone());
        }
        // A synonym has one column for its meaning, instead of a label in each language.
        let labels = if entity == Entity::Synonym { "means, means" } else { "nl, en" };
        let sql = format!("SELECT code, {labels} FROM {}", entity.table());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut terms = statement
            .query_map([], |row| Ok((row.get(0)?, Text { nl: row.get(1)?, en: row.get(2)? })))?
            .collect::<rusqlite::Result<Vec<(String, Text)>>>()?;
        // Sort this short list here, because preparing an `ORDER BY` in SQLite would slow down every start.
        terms.sort_by_cached_key(|(code, _)| (sort_key(code), code.clone()));
        let terms = Rc::new(terms);
        self.vocabularies.0.borrow_mut().insert(entity, terms.clone());
        Ok(terms)
    }

    /// Finds a term by its code or by its Dutch or English label, ignoring case.
    pub fn code(&self, entity: Entity, text: &str) -> Result<String> {
        let terms = self.terms(entity)?;
        if let Some((code, _)) = terms.iter().find(|(code, _)| code == text.trim()) {
            return Ok(code.clone());
        }
        let lowercase = text.trim().to_lowercase();
        let find_code_ignoring_case = |known: &str| known.to_lowercase() == lowercase;
        if let Some((code, _)) = terms.iter().find(|(code, _)| find_code_ignoring_case(code)) {
            return Ok(code.clone());
        }
        let matches: Vec<&str> = terms
            .iter()
            .filter(|(_, label)| label.nl.to_lowercase() == lowercase || label.en.to_lowercase() == lowercase)
            .map(|(code, _)| code.as_str())
            .collect();
        match matches[..] {
            [] => {}
            [code] => return Ok(code.to_owned()),
            _ => return Err(Failure::usage(failures::ambiguous_label(text, matches.join(", "))).into()),
        }
        let valid = suggestion::nearest_terms(text, &terms);
        if entity == Entity::Synonym {
            return Err(Failure::usage(failures::unknown_synonym(text, &valid)).into());
        }
        Err(Failure::usage(failures::unknown_term(entity.plural_label(), text, &valid, entity.singular())).into())
    }

    /// Returns the existing code that equals `code` except for upper and lower case.
    pub fn find_code_ignoring_case(&self, entity: Entity, code: &str) -> Result<Option<String>> {
        let sql = format!("SELECT code FROM {} WHERE code = ?1 COLLATE NOCASE LIMIT 1", entity.table());
        Ok(self.connection.prepare_cached(&sql)?.query_row([code], |row| row.get(0)).optional()?)
    }

    /// Finds a person by number or name. If no name is the same, ignores case; then exactly one name must match.
    pub fn find_person(&self, text: &str) -> Result<i64> {
        let text = text.trim();
        if let Some(wanted) = number::parse_strict(Entity::Person, text) {
            self.require_exists(Entity::Person, wanted)?;
            return Ok(wanted);
        }
        let known: Option<i64> = self
            .connection
            .prepare_cached("SELECT number FROM person WHERE name = ?1")?
            .query_row([text], |row| row.get(0))
            .optional()?;
        if let Some(person) = known {
            return Ok(person);
        }
        let wanted = text.to_lowercase();
        let mut statement = self.connection.prepare_cached("SELECT number, name FROM person WHERE name IS NOT NULL")?;
        let persons: Vec<(i64, String)> =
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        let same_name: Vec<i64> =
            persons.iter().filter(|(_, name)| name.to_lowercase() == wanted).map(|(number, _)| *number).collect();
        if let [person] = same_name[..] {
            return Ok(person);
        }
        let names: Vec<&str> = persons.iter().map(|(_, name)| name.as_str()).collect();
        let near = suggestion::nearest(text, &names);
        let message =
            if near.is_empty() { failures::no_such_person(text) } else { failures::no_such_person_suggest(text, near) };
        Err(Failure::no_input(message).into())
    }

    /// Returns the laws that are not in the register's list of laws. Their ids may contain typing errors: a BWB id has
    /// no check digit that would reveal them.
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

    /// The name of each cao and own rule that obstacles cite, by its key. If spellings differ, the first one counts.
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
        let sql = format!("SELECT {void} FROM {} WHERE number = ?1", entity.table());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([number])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }

    /// Fails unless the record exists; it may be void.
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

    /// Fails unless the record exists and is not void.
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
