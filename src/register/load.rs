//! Loads one record, with all its attributes, by number or code.

use super::Register;
use super::lookup::not_found;
use crate::record::law::Law;
use crate::record::{Attribute, Entity, Kind, Record, Value, number};
use anyhow::Result;
use rusqlite::types::{ToSql, ToSqlOutput, Value as Bind};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    Number(i64),
    Code(String),
}

impl Key {
    /// Formats the key for display: `B-012`, `OCW`.
    pub fn show(&self, entity: Entity) -> String {
        match self {
            Self::Number(wanted) => number::format(entity, *wanted),
            Self::Code(code) => code.clone(),
        }
    }
}

impl ToSql for Key {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Number(number) => number.to_sql(),
            Self::Code(code) => code.to_sql(),
        }
    }
}

impl Register {
    pub fn load(&self, entity: Entity, key: &Key) -> Result<Record> {
        let scalars: Vec<&'static Attribute> =
            entity.attributes().iter().filter(|attribute| attribute.link().is_none()).collect();
        let names: Vec<&str> = scalars.iter().map(|attribute| attribute.name).collect();
        let sql = format!("SELECT {} FROM {} WHERE {} = ?1", names.join(", "), entity.table(), entity.key().name);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([key])?;
        let Some(row) = rows.next()? else {
            return Err(not_found(entity, &key.show(entity)).into());
        };
        let mut record = Record::new(entity);
        for (at, attribute) in scalars.into_iter().enumerate() {
            record.set(
                attribute,
                match row.get(at)? {
                    Bind::Integer(number) => Value::Integer(number),
                    Bind::Text(text) => Value::Text(text),
                    _ => Value::Null,
                },
            );
        }
        for attribute in entity.attributes() {
            let Some(link) = attribute.link() else { continue };
            let order = if matches!(attribute.kind, Kind::Laws(_)) { "position" } else { link.value };
            let sql = format!("SELECT {} FROM {} WHERE {} = ?1 ORDER BY {order}", link.value, link.table, link.owner);
            let mut statement = self.connection.prepare_cached(&sql)?;
            let values =
                statement.query_map([key], |row| row.get::<_, Bind>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
            let texts = || {
                values.iter().filter_map(|value| if let Bind::Text(text) = value { Some(text.clone()) } else { None })
            };
            let value = match attribute.kind {
                Kind::Laws(_) => Value::Laws(texts().filter_map(|text| Law::from_stored(&text)).collect()),
                Kind::References(other, _) if other.prefix().is_some() => Value::Numbers(
                    values
                        .iter()
                        .filter_map(|value| if let Bind::Integer(number) = value { Some(*number) } else { None })
                        .collect(),
                ),
                _ => Value::Codes(texts().collect()),
            };
            record.set(attribute, value);
        }
        Ok(record)
    }
}
