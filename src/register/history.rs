//! What the journal says: who changed what, from what to what, and when.

use super::filter_sql::Sql;
use super::journal::{apply_json, format_timestamp, key_from_sql, personal_value};
use super::list_query::bind_params;
use super::{Key, ListSummary, Register, columns};
use crate::failure::{Failure, FailureKind};
use crate::i18n::{Lang, Text, choices, failures, page, remarks, site};
use crate::record::date::{self, Today};
use crate::record::{Attribute, Entity, Kind, Record, Value, number};
use crate::report::columns::NOTE;
use crate::rows::{Cell, Column, ColumnDef, Event, Shape, Sink, VALUE_SEPARATOR};
use anyhow::Result;
use jiff::{Timestamp, ToSpan};
use rusqlite::types::ValueRef;

/// Which part of the journal is meant.
#[derive(Debug, Default)]
pub struct JournalFilter {
    /// Entries that changed one of these records; none: all entries.
    pub records: Vec<(Entity, Key)>,
    /// These entries; none: all.
    pub entries: Vec<i64>,
    /// Made on this day or later.
    pub since: Option<String>,
    /// Made on this day or earlier.
    pub until: Option<String>,
    /// By this person.
    pub actor: Option<String>,
    /// At most so many entries, the newest.
    pub limit: Option<u64>,
}

/// So many changed records of an entry are shown to a reader who asked for no record and no entry.
const MAX_CHANGES_SHOWN: u64 = 20;

/// An entry as it is read.
struct JournalEntry {
    number: i64,
    at: String,
    actor: String,
    origin: String,
    action: String,
    note: Option<String>,
    undoes: Option<i64>,
    changes: i64,
}

/// What becomes of one attribute in a change.
struct AttributeChange {
    attribute: Option<&'static Attribute>,
    before: Text,
    after: Text,
}

impl Register {
    /// Fails with [`FailureKind::Stale`] if the record was changed after `entry`.
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

    /// Puts out the journal, the newest entry first, and gives how many entries that were. As data it is a row
    /// for each attribute that changed; for readers a heading for each entry with its changes below.
    ///
    /// # Errors
    /// When a day or a person cannot be read, or the register cannot.
    pub fn history(
        &self,
        filter: &JournalFilter,
        persons: bool,
        today: Today<'_>,
        sink: &mut dyn Sink,
        progress: &mut dyn FnMut(u64),
    ) -> Result<ListSummary> {
        let sql = self.entries_sql(filter, today)?;
        let mut statement = self.connection.prepare(&sql.text)?;
        bind_params(&mut statement, &sql.binds)?;
        let for_readers = sink.audience().is_for_readers();
        let of_entry: &[&ColumnDef] = &[
            &columns::ENTRY,
            &columns::AT,
            &columns::ACTOR,
            &columns::ORIGIN,
            &columns::ACTION,
            &NOTE,
            &columns::UNDOES,
        ];
        let of_change: &[&ColumnDef] =
            &[&columns::RECORD, &columns::CHANGE, &columns::ATTRIBUTE, &columns::BEFORE, &columns::AFTER];
        let columns = if for_readers {
            ColumnDef::columns(of_change)
        } else {
            ColumnDef::columns(&[of_entry, of_change].concat())
        };
        if !for_readers {
            sink.begin(&columns, Shape::Table)?;
        }
        let mut rows = statement.raw_query();
        let mut listed = ListSummary { rows: 0, has_more: false };
        while let Some(row) = rows.next()? {
            if filter.limit == Some(listed.rows) {
                listed.has_more = true;
                break;
            }
            let entry = JournalEntry {
                number: row.get(0)?,
                at: row.get(1)?,
                actor: row.get(2)?,
                origin: row.get(3)?,
                action: row.get(4)?,
                note: row.get(5)?,
                undoes: row.get(6)?,
                changes: row.get(7)?,
            };
            listed.rows += 1;
            progress(listed.rows);
            if for_readers {
                self.write_entry_for_readers(&entry, filter, persons, listed.rows == 1, &columns, sink)?;
            } else {
                self.write_entry_as_data(&entry, filter, persons, sink)?;
            }
        }
        if !for_readers {
            sink.end()?;
        }
        Ok(listed)
    }

    /// The records that the journal knows by a number, or by a code: of every kind that has it.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn find_in_journal(&self, text: &str, numbered: Option<(Entity, i64)>) -> Result<Vec<(Entity, Key)>> {
        let mut found = Vec::new();
        let mut numbered_statement =
            self.connection.prepare("SELECT 1 FROM journal_change WHERE kind = ?1 AND key = ?2 LIMIT 1")?;
        if let Some((entity, number)) = numbered
            && numbered_statement.exists((entity.table(), number))?
        {
            found.push((entity, Key::Number(number)));
        }
        let mut coded = self
            .connection
            .prepare("SELECT key FROM journal_change WHERE kind = ?1 AND key = ?2 COLLATE NOCASE LIMIT 1")?;
        // A number is a number first: region 12 is asked for by its name elsewhere.
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
            let bound = day
                .checked_add(days_after.days())
                .ok()
                .and_then(|day| day.to_zoned(date::local_time_zone()).ok());
            let bound = bound.map_or(Timestamp::MAX, |day| day.timestamp());
            clauses.push(format!("j.at {operator} {}", sql.bind(format_timestamp(bound))));
        }
        if let Some(actor) = &filter.actor {
            let person = self.find_person(actor)?;
            clauses.push(format!("j.person = {}", sql.bind(person)));
        }
        let clauses =
            if clauses.is_empty() { String::new() } else { format!(" WHERE {}", clauses.join(" AND ")) };
        sql.text = format!(
            "SELECT j.number, j.at, j.actor, j.origin, j.action, j.note, j.undoes, j.changes FROM journal AS j{clauses} \
             ORDER BY j.number DESC"
        );
        Ok(sql)
    }

    /// Calls `visit` with every changed record of an entry that is meant, until it returns false.
    fn for_each_change(
        &self,
        entry: i64,
        filter: &JournalFilter,
        mut visit: impl FnMut(Entity, &Key, Option<Record>, Option<Record>) -> Result<bool>,
    ) -> Result<()> {
        let sql = if filter.records.is_empty() {
            "SELECT kind, key, before, after FROM journal_change WHERE entry = ?1 ORDER BY number".to_owned()
        } else {
            // By record, since an import can be an entry of a hundred thousand.
            let keys: Vec<String> = filter
                .records
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
        for (at, (_, key)) in filter.records.iter().enumerate() {
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
                let applied = std::str::from_utf8(json).map_err(Into::into);
                if applied.and_then(|json| apply_json(&mut record, json, &resolve_personal)).is_err() {
                    return Err(Failure::data(failures::entry_unreadable(entry)).into());
                }
                Ok(Some(record))
            };
            if !visit(entity, &key, read(2)?, read(3)?)? {
                break;
            }
        }
        Ok(())
    }

    fn write_entry_as_data(
        &self,
        entry: &JournalEntry,
        filter: &JournalFilter,
        persons: bool,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let of_entry = [
            Cell::Integer(entry.number),
            Cell::Text(&entry.at),
            Cell::Text(&entry.actor),
            Cell::Text(&entry.origin),
            Cell::Text(&entry.action),
            entry.note.as_deref().map_or(Cell::Null, Cell::Text),
            entry.undoes.map_or(Cell::Null, Cell::Integer),
        ];
        if entry.changes == 0 {
            let mut cells = of_entry.to_vec();
            cells.extend([Cell::Null; 5]);
            return sink.row(&cells);
        }
        self.for_each_change(entry.number, filter, |entity, key, before, after| {
            let shown = key.show(entity);
            let change = change_code(before.as_ref(), after.as_ref());
            for line in self.attribute_changes(entity, before.as_ref(), after.as_ref(), persons, false)? {
                let mut cells = of_entry.to_vec();
                let text = |text: &'_ Text| text.en.clone();
                let (before, after) = (text(&line.before), text(&line.after));
                cells.extend([Cell::Text(&shown), Cell::Text(change)]);
                cells.push(line.attribute.map_or(Cell::Null, |attribute| Cell::Text(attribute.name)));
                for value in [&before, &after] {
                    cells.push(if value.is_empty() { Cell::Null } else { Cell::Text(value) });
                }
                sink.row(&cells)?;
            }
            Ok(true)
        })
    }

    fn write_entry_for_readers(
        &self,
        entry: &JournalEntry,
        filter: &JournalFilter,
        persons: bool,
        is_first: bool,
        columns: &[Column],
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let is_detailed = !filter.records.is_empty() || !filter.entries.is_empty();
        let unreadable = || Failure::data(failures::entry_unreadable(entry.number));
        let at: Timestamp = entry.at.parse().map_err(|_| unreadable())?;
        let at = at.to_zoned(date::local_time_zone());
        let heading = if sink.audience().is_on_site() {
            // Who looks at pages knows no commands.
            let day = at.date();
            let minute = at.strftime("%H:%M").to_string();
            let at = Text {
                nl: format!("{} {minute}", page::short_date(day, Lang::Nl)),
                en: format!("{} {minute}", page::short_date(day, Lang::En)),
            };
            remarks::entry_heading(
                entry.number,
                at,
                &entry.actor,
                &entry.origin,
                site::entry_title(&entry.action),
            )
        } else {
            let at = at.strftime("%Y-%m-%d %H:%M").to_string();
            remarks::entry_heading(entry.number, at, &entry.actor, &entry.origin, &entry.action)
        };
        let heading = match (entry.undoes, &entry.note) {
            (Some(undone), _) => remarks::entry_undoes(heading, undone),
            (None, Some(note)) => remarks::entry_note(heading, remarks::journal_note(note)),
            (None, None) => heading,
        };
        if entry.changes == 0 {
            if !is_first {
                sink.line(&Text::default())?;
            }
            return sink.line(&heading);
        }
        sink.emit(Event::Entry(entry.number))?;
        sink.heading(&heading)?;
        sink.begin(columns, Shape::Table)?;
        let mut shown_count = 0;
        self.for_each_change(entry.number, filter, |entity, key, before, after| {
            if !is_detailed && shown_count == MAX_CHANGES_SHOWN {
                return Ok(false);
            }
            shown_count += 1;
            let number = key.show(entity);
            let change = change_code(before.as_ref(), after.as_ref());
            let is_whole_record = before.is_none() || after.is_none();
            let mut attribute_changes =
                self.attribute_changes(entity, before.as_ref(), after.as_ref(), persons, true)?;
            if is_whole_record && !is_detailed {
                // Of what is new its title will do.
                let is_title = |line: &AttributeChange| {
                    line.attribute
                        .is_some_and(|attribute| matches!(attribute.name, "title" | "nl" | "name" | "note"))
                };
                let has_title = |line: &AttributeChange| {
                    is_title(line) && (line.before.en.len() + line.after.en.len() > 0)
                };
                attribute_changes = match attribute_changes.iter().position(has_title) {
                    Some(at) => vec![attribute_changes.swap_remove(at)],
                    None => vec![AttributeChange {
                        attribute: None,
                        before: Text::default(),
                        after: Text::default(),
                    }],
                };
            }
            for line in &attribute_changes {
                let label: Text =
                    line.attribute.map_or_else(Text::default, |attribute| attribute.i18n.label.into());
                sink.row(&[
                    Cell::Text(&number),
                    Cell::Text(change),
                    Cell::Localized(&label),
                    Cell::Localized(&line.before),
                    Cell::Localized(&line.after),
                ])?;
            }
            Ok(true)
        })?;
        sink.end()?;
        let rest = u64::try_from(entry.changes).unwrap_or_default().saturating_sub(MAX_CHANGES_SHOWN);
        if !is_detailed && rest > 0 {
            sink.line(&if sink.audience().is_on_site() {
                site::more_in_entry(rest)
            } else {
                remarks::more_in_entry(rest, entry.number)
            })?;
        }
        Ok(())
    }

    /// What became of each attribute.
    fn attribute_changes(
        &self,
        entity: Entity,
        before: Option<&Record>,
        after: Option<&Record>,
        persons: bool,
        for_readers: bool,
    ) -> Result<Vec<AttributeChange>> {
        let mut attribute_changes = Vec::new();
        for attribute in entity.attributes() {
            let of = |record: Option<&Record>| record.and_then(|record| record.get(attribute)).cloned();
            let (before, after) = (of(before), of(after));
            if before.is_none() && after.is_none() {
                continue;
            }
            let shown = |value: Option<Value>| {
                self.display_value(attribute, &value.unwrap_or(Value::Null), persons, for_readers)
            };
            let (before, after) = (shown(before)?, shown(after)?);
            attribute_changes.push(AttributeChange { attribute: Some(attribute), before, after });
        }
        if attribute_changes.is_empty() {
            attribute_changes.push(AttributeChange {
                attribute: None,
                before: Text::default(),
                after: Text::default(),
            });
        }
        Ok(attribute_changes)
    }

    /// A value as it is exported; for readers in their words.
    fn display_value(
        &self,
        attribute: &Attribute,
        value: &Value,
        persons: bool,
        for_readers: bool,
    ) -> Result<Text> {
        let person = |number: i64| -> Result<String> {
            let code = number::format(Entity::Person, number);
            let name = self.load(Entity::Person, &Key::Number(number)).ok();
            Ok(name
                .and_then(|person| person.text(&crate::record::person::NAME).map(str::to_owned))
                .unwrap_or(code))
        };
        Ok(match (attribute.kind, value) {
            (_, Value::Null) => Text::default(),
            (_, Value::Text(_)) if attribute.is_personal && !persons => Text::default(),
            (Kind::Choice(choices), Value::Text(code)) if for_readers => choices
                .iter()
                .find(|choice| choice.code == code)
                .map_or_else(|| Text::untranslated(code), |choice| choice.label.into()),
            (Kind::Reference(list), Value::Text(code)) if for_readers && list.is_vocabulary() => {
                self.label(list, code)?.unwrap_or_else(|| Text::untranslated(code))
            }
            (_, Value::Text(text)) => Text::untranslated(text),
            (Kind::Reference(Entity::Person), Value::Integer(number)) => Text::untranslated(person(*number)?),
            (Kind::Reference(other), Value::Integer(number)) => {
                Text::untranslated(number::format(other, *number))
            }
            (_, Value::Integer(number)) => Text::untranslated(number.to_string()),
            (_, Value::Codes(codes)) => Text::untranslated(codes.join("; ")),
            (Kind::References(Entity::Person, _), Value::Numbers(numbers)) if persons => Text::untranslated(
                numbers.iter().map(|number| person(*number)).collect::<Result<Vec<_>>>()?.join("; "),
            ),
            (Kind::References(other, _), Value::Numbers(numbers)) => Text::untranslated(
                numbers.iter().map(|number| number::format(other, *number)).collect::<Vec<_>>().join("; "),
            ),
            (_, Value::Numbers(numbers)) => {
                Text::untranslated(numbers.iter().map(i64::to_string).collect::<Vec<_>>().join("; "))
            }
            (_, Value::Laws(laws)) => {
                let labels = laws.iter().map(ToString::to_string).map(|law| match choices::own_rule(&law) {
                    Some(own) if for_readers => own,
                    _ => Text::untranslated(law),
                });
                Text::join(&labels.collect::<Vec<_>>(), VALUE_SEPARATOR)
            }
        })
    }
}

fn change_code(before: Option<&Record>, after: Option<&Record>) -> &'static str {
    match (before, after) {
        (None, _) => "added",
        (_, None) => "removed",
        _ => "changed",
    }
}
