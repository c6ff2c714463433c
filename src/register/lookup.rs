//! The vocabularies as they stand in the register: which codes there are, and which one somebody means.

use super::Register;
use crate::failure::Failure;
use crate::i18n::{Text, failures};
use crate::record::{Entity, number};
use anyhow::Result;
use rusqlite::OptionalExtension;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// The terms of a vocabulary: code and label, in the order in which they are shown.
pub type Terms = Rc<Vec<(String, Text)>>;

/// Vocabularies that were read before.
#[derive(Default)]
pub struct TermCache(RefCell<HashMap<Entity, Terms>>);

impl TermCache {
    /// Forgets a vocabulary that was changed.
    pub fn invalidate(&self, entity: Entity) {
        self.0.borrow_mut().remove(&entity);
    }
}

impl Register {
    /// The terms of a vocabulary (or the publications).
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn terms(&self, entity: Entity) -> Result<Terms> {
        if let Some(terms) = self.vocabularies.0.borrow().get(&entity) {
            return Ok(terms.clone());
        }
        // What a synonym means is the same in every language.
        let labels = if entity == Entity::Synonym { "means, means" } else { "nl, en" };
        let sql = format!("SELECT code, {labels} FROM {}", entity.table());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut terms = statement
            .query_map([], |row| Ok((row.get(0)?, Text { nl: row.get(1)?, en: row.get(2)? })))?
            .collect::<rusqlite::Result<Vec<(String, Text)>>>()?;
        // Here, since SQLite would make a sorter ready for these few, at each start.
        terms.sort_by(|(one, _), (other, _)| (one.chars().count(), one).cmp(&(other.chars().count(), other)));
        let terms = Rc::new(terms);
        self.vocabularies.0.borrow_mut().insert(entity, terms.clone());
        Ok(terms)
    }

    /// The code that somebody means: by code, or by its Dutch or English label; case does not matter.
    ///
    /// # Errors
    /// When there is none: says which are near, or all where they are few, and how to add one.
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
        let known: Vec<(&str, &Text)> = terms.iter().map(|(code, label)| (code.as_str(), label)).collect();
        let valid = failures::nearest_terms(text, &known);
        if entity == Entity::Synonym {
            return Err(Failure::usage(failures::unknown_synonym(text, &valid)).into());
        }
        Err(Failure::usage(failures::unknown_term(
            failures::entity_plural(entity.singular()),
            text,
            &valid,
            entity.singular(),
        ))
        .into())
    }

    /// The code that there is already and differs from this one in case at most.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn find_code_ignoring_case(&self, entity: Entity, code: &str) -> Result<Option<String>> {
        let sql = format!("SELECT code FROM {} WHERE code = ?1 COLLATE NOCASE LIMIT 1", entity.table());
        Ok(self.connection.prepare_cached(&sql)?.query_row([code], |row| row.get(0)).optional()?)
    }

    /// The persons' numbers by their names.
    pub(super) fn person_codes_by_name(&self) -> Result<HashMap<String, String>> {
        let mut statement =
            self.connection.prepare_cached("SELECT name, code FROM person WHERE name IS NOT NULL")?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether a record is void; none where there is no such record.
    fn is_void(&self, entity: Entity, number: i64) -> Result<Option<bool>> {
        let void = if entity.is_voidable() { "void IS NOT NULL" } else { "0" };
        let sql = format!("SELECT {void} FROM {} WHERE number = ?1", entity.table());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([number])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }

    /// Makes sure that a record exists, void or not.
    ///
    /// # Errors
    /// When it does not exist.
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

    /// Makes sure that a record exists and is not void.
    ///
    /// # Errors
    /// When it does not exist, or was voided.
    pub fn require_active(&self, entity: Entity, number: i64) -> Result<()> {
        self.require_exists(entity, number)?;
        match self.is_void(entity, number)? {
            Some(true) => Err(Failure::data(failures::record_is_void(number::format(entity, number))).into()),
            _ => Ok(()),
        }
    }
}

/// The failure of naming a record that there is not, with where to look.
pub fn not_found(entity: Entity, shown: &str) -> Failure {
    Failure::no_input(match entity {
        Entity::Obstacle => failures::no_such_record(shown),
        _ => failures::no_such_record_of_kind(shown, entity.singular()),
    })
}
