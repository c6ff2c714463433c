//! Legal sources in SQL: what follows from one is worked out by its own definition, and laws that no list names
//! are told.

use super::Register;
use crate::i18n::{Text, failures};
use crate::record::law::{Law, LawKind};
use crate::record::{Entity, Record, Value};
use anyhow::Result;
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};

/// Teaches SQL `juriconnect(text, day)` and `law_link(text, day)`: a legal source as a Juriconnect reference and as
/// the address of its official text, on that day where it names none itself.
pub fn register_functions(connection: &Connection) -> rusqlite::Result<()> {
    type Formatter = fn(&Law, Option<&str>) -> Option<String>;
    let formatters: [(&str, Formatter); 2] = [("juriconnect", Law::juriconnect), ("law_link", Law::address)];
    for (name, formatter) in formatters {
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        connection.create_scalar_function(name, 2, flags, move |context: &Context<'_>| {
            let text: Option<String> = context.get(0)?;
            let day: Option<String> = context.get(1)?;
            let law = text.and_then(|text| Law::parse(&text).ok());
            Ok(law.and_then(|law| formatter(&law, day.as_deref())))
        })?;
    }
    Ok(())
}

/// A law that no list names, and those that come near.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLaw {
    /// Its BWB id or CELEX number.
    pub source: String,
    /// The known ones that are most like it.
    pub near: Text,
}

impl Register {
    /// The laws among these that the register's list of laws does not name. There is no check digit in a BWB id,
    /// so a slip of one digit looks right.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn unknown_laws<'a>(&self, laws: impl IntoIterator<Item = &'a Law>) -> Result<Vec<UnknownLaw>> {
        let known = self.terms(Entity::Law)?;
        let mut unknown: Vec<UnknownLaw> = Vec::new();
        for law in laws.into_iter().filter(|law| matches!(law.kind, LawKind::Bwb | LawKind::Celex)) {
            let is_listed = known.iter().any(|(code, _)| code.eq_ignore_ascii_case(&law.source))
                || unknown.iter().any(|other| other.source == law.source);
            if !is_listed {
                let near = failures::nearest_laws(&law.source, &known);
                unknown.push(UnknownLaw { source: law.source.clone(), near });
            }
        }
        Ok(unknown)
    }

    /// The laws that a record cites and the register's list of laws does not name.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn unknown_laws_of(&self, record: &Record) -> Result<Vec<UnknownLaw>> {
        let mut laws = Vec::new();
        for (attribute, value) in record.iter_set() {
            match value {
                Value::Laws(cited) => laws.extend(cited.iter().cloned()),
                Value::Text(text) if attribute.is_law() => laws.extend(Law::parse(text).ok()),
                _ => {}
            }
        }
        self.unknown_laws(&laws)
    }
}
