//! Reads the journal: who changed what, when, and the values before and after.

use super::journal::{apply_json, format_timestamp, key_from_sql, personal_value};
use super::sql::{Sql, bind_params, where_clause};
use super::{Key, ListSummary, Register};
use crate::failure::{Failure, FailureKind};
use crate::i18n::site;
use crate::record::date::{self, Today};
use crate::record::{Entity, Record};
use anyhow::Result;
use jiff::{Timestamp, ToSpan};
use rusqlite::types::ValueRef;

#[derive(Debug, Default)]
pub struct JournalFilter {
    /// The records to select; an empty list selects all records.
    pub records: Vec<(Entity, Key)>,
    /// The numbers of the journal entries to select; an empty list selects all entries.
    pub entries: Vec<i64>,
    pub since: Option<String>,
    pub until: Option<String>,
    pub actor: Option<String>,
    pub limit: Option<u64>,
    pub skip: u64,
}

pub struct JournalEntry {
    pub number: i64,
    /// The time of the entry, in UTC, with milliseconds.
    pub at: String,
    pub actor: String,
    pub origin: String,
    pub action: String,
    pub note: Option<String>,
    pub undoes: Option<i64>,
    pub changes: i64,
}

/// A record that a journal entry changed, with only the attributes that changed.
pub struct RecordChange {
    pub entity: Entity,
    pub key: Key,
    /// The old values; `None` if the entry added the record.
    pub before: Option<Record>,
    /// The new values; `None` if the entry deleted the record.
    pub after: Option<Record>,
}

impl Register {
    /// Fails with [`FailureKind::Stale`] if the record was changed after journal entry `entry`.
    pub fn require_unchanged_since(&self, entity: Entity, key: &Key, entry: i64) -> Result<()> {
        let changed = self
            .connection
            .prepare_cached("SELECT 1 FROM journal_change WHERE kind = ?1 AND key = ?2 AND entry > ?3")?
            .exists((entity.table(), key, entry))?;
        if changed {
            return Err(Failure::data(site::VERSION_CONFLICT.into()).with_kind(FailureKind::Stale).into());
        }
        Ok(())
    }

    /// Calls `visit` for each journal entry that matches the filter, newest first.
    pub fn journal_entries(
        &self,
        filter: &JournalFilter,
        today: Today<'_>,
        visit: &mut dyn FnMut(&JournalEntry) -> Result<()>,
    ) -> Result<ListSummary> {
        let sql = self.entries_sql(filter, today)?;
        let mut statement = self.connection.prepare(&sql.text)?;
        bind_params(&mut statement, &sql.binds)?;
        let mut rows = statement.raw_query();
        let mut listed = ListSummary { rows: 0, has_more: false };
        while let Some(row) = rows.next()? {
            if filter.limit == Some(listed.rows) {
                listed.has_more = true;
                break;
            }
            listed.rows += 1;
            visit(&JournalEntry {
                number: row.get(0)?,
                at: row.get(1)?,
                actor: row.get(2)?,
                origin: row.get(3)?,
                action: row.get(4)?,
                note: row.get(5)?,
                undoes: row.get(6)?,
                changes: row.get(7)?,
            })?;
        }
        Ok(listed)
    }

    /// Finds the records in the journal that have this number or code. Records of several kinds may have the same code.
    pub fn find_in_journal(&self, text: &str, numbered: Option<(Entity, i64)>) -> Result<Vec<(Entity, Key)>> {
        let mut found = Vec::new();
        let mut numbered_statement =
            self.connection.prepare("SELECT 1 FROM journal_change WHERE kind = ?1 AND key = ?2 LIMIT 1")?;
        if let Some((entity, number)) = numbered
            && !(entity == Entity::Person && self.hides_contact_persons())
            && !(entity == Entity::View && self.is_view_hidden(number)?)
            && numbered_statement.exists((entity.table(), number))?
        {
            found.push((entity, Key::Number(number)));
        }
        let mut coded = self
            .connection
            .prepare("SELECT key FROM journal_change WHERE kind = ?1 AND key = ?2 COLLATE NOCASE LIMIT 1")?;
        // If both a number and a code match, the number wins: 12 means obstacle 12, not region 12.
        let kinds = Entity::ALL.iter().filter(|entity| entity.prefix().is_none() && found.is_empty());
        let mut codes = Vec::new();
        for entity in kinds {
            let mut rows = coded.query((entity.table(), text))?;
            if let Some(row) = rows.next()? {
                codes.push((*entity, key_from_sql(row.get_ref(0)?)?));
            }
        }
        found.extend(codes);
        Ok(found)
    }

    fn entries_sql(&self, filter: &JournalFilter, today: Today<'_>) -> Result<Sql> {
        let mut sql = Sql::default();
        let mut clauses = Vec::new();
        if !filter.records.is_empty() {
            let mut alternatives = Vec::new();
            for (entity, key) in &filter.records {
                let key = match key {
                    Key::Number(number) => sql.bind(*number),
                    Key::Code(code) => sql.bind(code.clone()),
                };
                alternatives.push(format!(
                    "SELECT entry FROM journal_change WHERE kind = '{}' AND key = {key}",
                    entity.table()
                ));
            }
            clauses.push(format!("j.number IN ({})", alternatives.join(" UNION ")));
        }
        if !filter.entries.is_empty() {
            let entries: Vec<String> = filter.entries.iter().map(i64::to_string).collect();
            clauses.push(format!("j.number IN ({})", entries.join(", ")));
        }
        for (day, days_after, operator) in [(&filter.since, 0, ">="), (&filter.until, 1, "<")] {
            let Some(day) = day else { continue };
            let day = date::parse(day, today).map_err(Failure::usage)?;
            let bound =
                day.checked_add(days_after.days()).ok().and_then(|day| day.to_zoned(date::local_time_zone()).ok());
            let bound = bound.map_or(Timestamp::MAX, |day| day.timestamp());
            clauses.push(format!("j.at {operator} {}", sql.bind(format_timestamp(bound))));
        }
        if let Some(actor) = &filter.actor {
            let person = self.find_person(actor)?;
            clauses.push(format!("j.person = {}", sql.bind(person)));
        }
        let clauses = where_clause(&clauses);
        sql.text = format!(
            "SELECT j.number, j.at, j.actor, j.origin, j.action, j.note, j.undoes, j.changes FROM journal AS j{clauses} \
             ORDER BY j.number DESC LIMIT -1 OFFSET {}",
            filter.skip
        );
        Ok(sql)
    }

    /// Calls `visit` with each change that journal entry `entry` made to `records`, until `visit` returns false. If
    /// `records` is empty, visits the changes of all records, except those of persons and saved views that are hidden.
    pub fn for_each_change(
        &self,
        entry: i64,
        records: &[(Entity, Key)],
        mut visit: impl FnMut(&RecordChange) -> Result<bool>,
    ) -> Result<()> {
        let sql = if records.is_empty() {
            let persons = if self.hides_contact_persons() { " AND kind <> 'person'" } else { "" };
            let views = self.shown_views_clause();
            format!(
                "SELECT kind, key, before, after FROM journal_change WHERE entry = ?1{persons}{views} ORDER BY number"
            )
        } else {
            // Select the records in SQL, because an import can change a hundred thousand records in one entry.
            let keys: Vec<String> = records
                .iter()
                .enumerate()
                .map(|(at, (entity, _))| format!("(kind = '{}' AND key = ?{})", entity.table(), at + 2))
                .collect();
            format!(
                "SELECT kind, key, before, after FROM journal_change WHERE +entry = ?1 AND ({}) ORDER BY number",
                keys.join(" OR ")
            )
        };
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.raw_bind_parameter(1, entry)?;
        for (at, (_, key)) in records.iter().enumerate() {
            statement.raw_bind_parameter(at + 2, key)?;
        }
        let resolve_personal = |hash: &str| personal_value(&self.connection, hash);
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            let kind: String = row.get(0)?;
            let Some(entity) = Entity::from_table(&kind) else { continue };
            let key = key_from_sql(row.get_ref(1)?)?;
            let read = |column: usize| -> Result<Option<Record>> {
                let ValueRef::Text(json) = row.get_ref(column)? else { return Ok(None) };
                let mut record = Record::new(entity);
                apply_json(&mut record, json, entry, &resolve_personal)?;
                Ok(Some(record))
            };
            if !visit(&RecordChange { entity, key, before: read(2)?, after: read(3)? })? {
                break;
            }
        }
        Ok(())
    }
}
