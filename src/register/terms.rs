//! Looks up the terms of a vocabulary, and the names of laws, as people write them.

use super::Register;
use crate::failure::Failure;
use crate::i18n::{Text, failures};
use crate::language::sort_key;
use crate::record::law::LawNames;
use crate::record::{Entity, on_one_line};
use crate::suggestion;
use anyhow::Result;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// The terms of a vocabulary, as code and label, in display order.
pub type Terms = Rc<Vec<(String, Text)>>;

#[derive(Default)]
pub struct TermCache {
    terms: RefCell<HashMap<Entity, Terms>>,
    law_names: RefCell<Option<Rc<LawNames>>>,
}

impl TermCache {
    pub fn invalidate(&self, entity: Entity) {
        self.terms.borrow_mut().remove(&entity);
        if entity == Entity::Law {
            self.law_names.take();
        }
    }
}

impl Register {
    pub fn terms(&self, entity: Entity) -> Result<Terms> {
        if let Some(terms) = self.vocabularies.terms.borrow().get(&entity) {
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
        self.vocabularies.terms.borrow_mut().insert(entity, terms.clone());
        Ok(terms)
    }

    /// The names of the laws in the register's list of laws.
    pub fn law_names(&self) -> Result<Rc<LawNames>> {
        if let Some(names) = self.vocabularies.law_names.borrow().as_ref() {
            return Ok(names.clone());
        }
        let mut statement = self.connection.prepare_cached("SELECT code, nl, en, short FROM law")?;
        let mut rows = statement
            .query_map([], |row| Ok((row.get(0)?, Text { nl: row.get(1)?, en: row.get(2)? }, row.get(3)?)))?
            .collect::<rusqlite::Result<Vec<(String, Text, Option<String>)>>>()?;
        rows.sort_by(|one, other| one.0.cmp(&other.0));
        let names = Rc::new(LawNames::new(rows));
        self.vocabularies.law_names.replace(Some(names.clone()));
        Ok(names)
    }

    /// Finds the term that a user means: by its code, its label, or whole words that occur in only one label.
    pub fn code(&self, entity: Entity, text: &str) -> Result<String> {
        if let Some(code) = self.find_code(entity, text)? {
            return Ok(code);
        }
        if entity == Entity::Ministry
            && let Some(name) = without_office(text.trim())
        {
            return self.code(entity, name);
        }
        let terms = self.terms(entity)?;
        let part = text.trim().to_lowercase();
        let has_part = |label: &str| has_words(&label.to_lowercase(), &part);
        let is_matched = |(_, label): &&(String, Text)| has_part(&label.nl) || has_part(&label.en);
        let is_searched = entity.is_vocabulary() && part.chars().count() >= MIN_PART_CHARS;
        let matches: Vec<&(String, Text)> = terms.iter().filter(|term| is_searched && is_matched(term)).collect();
        match matches[..] {
            [(code, _)] => Ok(code.clone()),
            [] => Err(unknown_term(entity, text, &terms)),
            _ => {
                let found = suggestion::labelled(matches.into_iter());
                Err(Failure::usage(failures::ambiguous_part(text.trim(), found)).into())
            }
        }
    }

    /// Finds the terms that a user lists, such as `OCW/VWS` or `OCW en VWS`. A label may contain commas, slashes or
    /// "en", so a text is first tried whole and then split.
    pub fn codes(&self, entity: Entity, text: &str) -> Result<Vec<String>> {
        let error = match self.code(entity, text) {
            Ok(code) => return Ok(vec![code]),
            Err(error) => error,
        };
        let splits: &[&[&str]] = &[&["/"], &[";", ","], &[" en ", " and ", " & ", " + ", "+", "&"]];
        for separators in splits {
            let pieces: Vec<&str> = split_at_any(text, separators);
            if pieces.len() > 1 {
                let mut codes = Vec::new();
                for piece in pieces {
                    codes.extend(self.codes(entity, piece)?);
                }
                return Ok(codes);
            }
        }
        Err(error)
    }

    /// Finds a term by its code or by its Dutch or English label, ignoring case.
    pub fn exact_code(&self, entity: Entity, text: &str) -> Result<String> {
        match self.find_code(entity, text)? {
            Some(code) => Ok(code),
            None => Err(unknown_term(entity, text, &self.terms(entity)?)),
        }
    }

    fn find_code(&self, entity: Entity, text: &str) -> Result<Option<String>> {
        let terms = self.terms(entity)?;
        if let Some((code, _)) = terms.iter().find(|(code, _)| code == text.trim()) {
            return Ok(Some(code.clone()));
        }
        let lowercase = text.trim().to_lowercase();
        let find_code_ignoring_case = |known: &str| known.to_lowercase() == lowercase;
        if let Some((code, _)) = terms.iter().find(|(code, _)| find_code_ignoring_case(code)) {
            return Ok(Some(code.clone()));
        }
        let matches: Vec<&str> = terms
            .iter()
            .filter(|(_, label)| label.nl.to_lowercase() == lowercase || label.en.to_lowercase() == lowercase)
            .map(|(code, _)| code.as_str())
            .collect();
        match matches[..] {
            [] => {}
            [code] => return Ok(Some(code.to_owned())),
            _ => return Err(Failure::usage(failures::ambiguous_label(text, matches.join(", "))).into()),
        }
        // Accept a code followed by a label, such as "12 Rotterdam", because exports with `--labels` contain this text.
        let joined = |(code, label): &(String, Text)| {
            [&label.nl, &label.en].iter().any(|label| format!("{code} {label}").to_lowercase() == lowercase)
        };
        if let Some((code, _)) = terms.iter().find(|term| joined(term)) {
            return Ok(Some(code.clone()));
        }
        // A label from a narrow cell of a spreadsheet may contain line breaks.
        match on_one_line(text.trim()) {
            Cow::Owned(line) => self.find_code(entity, &line),
            Cow::Borrowed(_) => Ok(None),
        }
    }
}

/// Minimum length of a text to be looked up as part of a label. A shorter text is more likely a mistyped code.
const MIN_PART_CHARS: usize = 3;

/// Splits a text at any of the separators, and leaves out empty pieces.
fn split_at_any<'a>(text: &'a str, separators: &[&str]) -> Vec<&'a str> {
    let mut pieces = vec![text];
    for separator in separators {
        pieces = pieces.into_iter().flat_map(|piece| piece.split(separator)).collect();
    }
    pieces.into_iter().map(str::trim).filter(|piece| !piece.is_empty()).collect()
}

/// Whether `part` is one or more whole words of `text`.
fn has_words(text: &str, part: &str) -> bool {
    let is_letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    text.match_indices(part).any(|(at, _)| {
        let (before, rest) = text.split_at(at);
        !is_letter(before.chars().next_back())
            && !is_letter(rest.strip_prefix(part).and_then(|after| after.chars().next()))
    })
}

/// Returns the text after "ministerie van", "min." or "ministry of"; `None` if the text begins with none of these.
fn without_office(text: &str) -> Option<&str> {
    const OFFICES: &[&str] = &["ministerie van ", "ministerie ", "min. van ", "min. ", "min van ", "ministry of "];
    let prefix = |office: &str| text.get(..office.len()).is_some_and(|start| start.eq_ignore_ascii_case(office));
    let office = OFFICES.iter().find(|office| prefix(office))?;
    text.get(office.len()..).map(str::trim_start).filter(|rest| !rest.is_empty())
}

fn unknown_term(entity: Entity, text: &str, terms: &[(String, Text)]) -> anyhow::Error {
    let valid = suggestion::nearest_terms(text, terms);
    if entity == Entity::Synonym {
        return Failure::usage(failures::unknown_synonym(text, &valid)).into();
    }
    Failure::usage(failures::unknown_term(entity.plural_label(), text, &valid, entity.singular())).into()
}
