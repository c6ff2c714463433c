//! Looks up records by their key, and the terms of vocabularies.

use super::command_runner::{run_command, run_to_rows};
use super::request_context::RequestContext;
use super::sinks::DataRows;
use super::site_command::SiteCommand;
use crate::i18n::Text;
use crate::record::{Entity, number};
use std::collections::HashMap;

/// Returns the key of a record: a number in canonical form, or a code as it is. `None` if the number is not valid.
pub fn canonical_key(entity: Entity, key: &str) -> Option<String> {
    match entity.prefix() {
        Some(_) => number::parse(entity, key).map(|found| number::format(entity, found)),
        None => Some(key.to_owned()),
    }
}

/// Returns one row with the attributes of a record, or `None` if the record does not exist.
pub fn find_record(request: &RequestContext, entity: Entity, key: &str) -> Option<DataRows> {
    let has_number = entity.prefix().is_some();
    let args =
        if has_number { SiteCommand::Show.args([], [key.to_owned()]) } else { SiteCommand::List(entity).args([], []) };
    let mut rows = DataRows { is_for_readers: has_number, ..DataRows::default() };
    run_command(request, &args, &mut rows).ok()?;
    if !has_number {
        let has_code = |row: &Vec<String>| rows.get(row, "code").is_some_and(|code| code.eq_ignore_ascii_case(key));
        let found = rows.rows.iter().position(has_code)?;
        rows.rows = vec![rows.rows.swap_remove(found)];
    }
    (!rows.rows.is_empty()).then_some(rows)
}

/// Reports whether an obstacle is still worked on, by the values of its attributes.
pub fn is_open<'a>(value: impl Fn(&str) -> Option<&'a str>) -> bool {
    matches!(value("status"), Some("collected" | "in-analysis")) && value("void").unwrap_or_default().is_empty()
}

pub struct Term {
    pub code: String,
    pub label: Text,
}

impl Term {
    pub fn new(code: impl Into<String>, label: impl Into<Text>) -> Self {
        Self { code: code.into(), label: label.into() }
    }
}

/// Caches vocabulary terms while a form is built, so that each vocabulary is read only once.
#[derive(Default)]
pub struct TermCache(HashMap<Entity, Vec<Term>>);

impl TermCache {
    pub fn get(&mut self, request: &RequestContext, entity: Entity) -> &[Term] {
        self.0.entry(entity).or_insert_with(|| {
            let rows = run_to_rows(request, &SiteCommand::List(entity).args([], [])).unwrap_or_default();
            let value = |row: &[String], name: &str| rows.get(row, name).unwrap_or_default().to_owned();
            let term =
                |row: &Vec<String>| Term::new(value(row, "code"), Text { nl: value(row, "nl"), en: value(row, "en") });
            rows.rows.iter().map(term).collect()
        })
    }
}
