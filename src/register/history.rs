//! What the journal says: who changed what, from what to what, and when.

use super::filter::Sql;
use super::journal::{key_of, personal_value, take_over, written};
use super::list::bind_all;
use super::{Key, Listed, Register};
use crate::failure::{Failure, Stale};
use crate::record::date::{self, Today};
use crate::record::{Attribute, Entity, Kind, Record, Value, number};
use crate::rows::{Cell, Column, SEPARATOR, Shape, Sink};
use crate::words::{Lang, Text, failures, page, remarks, site, terms};
use anyhow::Result;
use jiff::{Timestamp, ToSpan};
use rusqlite::types::ValueRef;

/// Which part of the journal is meant.
#[derive(Debug, Default)]
pub struct Wanted {
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
const SHOWN: u64 = 20;

/// An entry as it is read.
struct Entry {
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
struct Line {
    attribute: Option<&'static Attribute>,
    before: Text,
    after: Text,
}

impl Register {
    /// Makes sure that nothing has changed of a record since that entry.
    ///
    /// # Errors
    /// [`Stale`] when something has, or the register cannot be read.
    pub fn must_be_as_seen(&self, entity: Entity, key: &Key, entry: i64) -> Result<()> {
        let changed = self
            .connection
            .prepare_cached("SELECT 1 FROM journal_change WHERE kind = ?1 AND key = ?2 AND entry > ?3")?
            .exists((entity.table(), key, entry))?;
        if changed { Err(Stale.into()) } else { Ok(()) }
    }

    /// Puts out the journal, the newest entry first, and gives how many entries that were. As data it is a row
    /// for each attribute that changed; for readers a heading for each entry with its changes below.
    ///
    /// # Errors
    /// When a day or a person cannot be read, or the register cannot.
    pub fn history(
        &self,
        wanted: &Wanted,
        persons: bool,
        today: Today<'_>,
        sink: &mut dyn Sink,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Listed> {
        let sql = self.entries_sql(wanted, today)?;
        let mut statement = self.connection.prepare(&sql.text)?;
        bind_all(&mut statement, &sql.binds)?;
        let for_readers = sink.is_for_readers();
        let of_entry = ["entry", "at", "actor", "origin", "action", "note", "undoes"];
        let of_change = ["record", "change", "attribute", "before", "after"];
        let columns: Vec<Column> = if for_readers {
            of_change.into_iter().map(Column::named).collect()
        } else {
            of_entry.into_iter().chain(of_change).map(Column::named).collect()
        };
        if !for_readers {
            sink.begin(&columns, Shape::Table)?;
        }
        let mut rows = statement.raw_query();
        let mut listed = Listed { rows: 0, more: false };
        while let Some(row) = rows.next()? {
            if wanted.limit == Some(listed.rows) {
                listed.more = true;
                break;
            }
            let entry = Entry {
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
                self.entry_for_readers(&entry, wanted, persons, listed.rows == 1, &columns, sink)?;
            } else {
                self.entry_as_data(&entry, wanted, persons, sink)?;
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
    pub fn in_journal(&self, text: &str, numbered: Option<(Entity, i64)>) -> Result<Vec<(Entity, Key)>> {
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
                codes.push((*entity, key_of(row.get_ref(0)?)?));
            }
        }
        found.extend(codes);
        Ok(found)
    }

    fn entries_sql(&self, wanted: &Wanted, today: Today<'_>) -> Result<Sql> {
        let mut sql = Sql::default();
        let mut tests = Vec::new();
        if !wanted.records.is_empty() {
            let mut any = Vec::new();
            for (entity, key) in &wanted.records {
                let key = match key {
                    Key::Number(number) => sql.bind(*number),
                    Key::Code(code) => sql.bind(code.clone()),
                };
                any.push(format!(
                    "SELECT entry FROM journal_change WHERE kind = '{}' AND key = {key}",
                    entity.table()
                ));
            }
            tests.push(format!("j.number IN ({})", any.join(" UNION ")));
        }
        if !wanted.entries.is_empty() {
            let entries: Vec<String> = wanted.entries.iter().map(i64::to_string).collect();
            tests.push(format!("j.number IN ({})", entries.join(", ")));
        }
        for (day, after, operator) in [(&wanted.since, 0, ">="), (&wanted.until, 1, "<")] {
            let Some(day) = day else { continue };
            let day = date::parse(day, today).map_err(Failure::usage)?;
            let bound = day.checked_add(after.days()).ok().and_then(|day| day.to_zoned(date::zone()).ok());
            let bound = bound.map_or(Timestamp::MAX, |day| day.timestamp());
            tests.push(format!("j.at {operator} {}", sql.bind(written(bound))));
        }
        if let Some(actor) = &wanted.actor {
            let person = self.find_person(actor)?;
            tests.push(format!("j.person = {}", sql.bind(person)));
        }
        let tests = if tests.is_empty() { String::new() } else { format!(" WHERE {}", tests.join(" AND ")) };
        sql.text = format!(
            "SELECT j.number, j.at, j.actor, j.origin, j.action, j.note, j.undoes, j.changes FROM journal AS j{tests} \
             ORDER BY j.number DESC"
        );
        Ok(sql)
    }

    /// Calls `each` with every changed record of an entry that is meant, until it says that it is enough.
    fn each_change(
        &self,
        entry: i64,
        wanted: &Wanted,
        mut each: impl FnMut(Entity, &Key, Option<Record>, Option<Record>) -> Result<bool>,
    ) -> Result<()> {
        let sql = if wanted.records.is_empty() {
            "SELECT kind, key, before, after FROM journal_change WHERE entry = ?1 ORDER BY number".to_owned()
        } else {
            // By record, since an import can be an entry of a hundred thousand.
            let each: Vec<String> = wanted
                .records
                .iter()
                .enumerate()
                .map(|(at, (entity, _))| format!("(kind = '{}' AND key = ?{})", entity.table(), at + 2))
                .collect();
            format!(
                "SELECT kind, key, before, after FROM journal_change WHERE +entry = ?1 AND ({}) ORDER BY number",
                each.join(" OR ")
            )
        };
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.raw_bind_parameter(1, entry)?;
        for (at, (_, key)) in wanted.records.iter().enumerate() {
            statement.raw_bind_parameter(at + 2, key)?;
        }
        let told = |hash: &str| personal_value(&self.connection, hash);
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            let kind: String = row.get(0)?;
            let Some(entity) = Entity::of_table(&kind) else { continue };
            let key = key_of(row.get_ref(1)?)?;
            let read = |column: usize| -> Result<Option<Record>> {
                let ValueRef::Text(json) = row.get_ref(column)? else { return Ok(None) };
                let mut record = Record::new(entity);
                let taken = std::str::from_utf8(json).map_err(Into::into);
                if taken.and_then(|json| take_over(&mut record, json, &told)).is_err() {
                    return Err(Failure::data(failures::entry_unreadable(entry)).into());
                }
                Ok(Some(record))
            };
            if !each(entity, &key, read(2)?, read(3)?)? {
                break;
            }
        }
        Ok(())
    }

    fn entry_as_data(
        &self,
        entry: &Entry,
        wanted: &Wanted,
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
        self.each_change(entry.number, wanted, |entity, key, before, after| {
            let shown = key.show(entity);
            let change = change_code(before.as_ref(), after.as_ref());
            for line in self.lines(entity, before.as_ref(), after.as_ref(), persons, false)? {
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

    fn entry_for_readers(
        &self,
        entry: &Entry,
        wanted: &Wanted,
        persons: bool,
        is_first: bool,
        columns: &[Column],
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let all = !wanted.records.is_empty() || !wanted.entries.is_empty();
        let unreadable = || Failure::data(failures::entry_unreadable(entry.number));
        let at: Timestamp = entry.at.parse().map_err(|_| unreadable())?;
        let at = at.to_zoned(date::zone());
        let heading = if sink.is_on_site() {
            // Who looks at pages knows no commands.
            let day = at.date();
            let minute = at.strftime("%H:%M").to_string();
            let at = Text {
                nl: format!("{} {minute}", page::day_in(day, Lang::Nl)),
                en: format!("{} {minute}", page::day_in(day, Lang::En)),
            };
            remarks::entry_heading(entry.number, at, &entry.actor, &entry.origin, site::deed(&entry.action))
        } else {
            let at = at.strftime("%Y-%m-%d %H:%M").to_string();
            remarks::entry_heading(entry.number, at, &entry.actor, &entry.origin, &entry.action)
        };
        let heading = match (entry.undoes, &entry.note) {
            (Some(undone), _) => remarks::entry_undoes(heading, undone),
            (None, Some(note)) => remarks::entry_note(heading, remarks::note(note)),
            (None, None) => heading,
        };
        if entry.changes == 0 {
            if !is_first {
                sink.line(&Text::default())?;
            }
            return sink.line(&heading);
        }
        sink.entry(entry.number)?;
        sink.heading(&heading)?;
        sink.begin(columns, Shape::Table)?;
        let mut shown = 0;
        self.each_change(entry.number, wanted, |entity, key, before, after| {
            if !all && shown == SHOWN {
                return Ok(false);
            }
            shown += 1;
            let number = key.show(entity);
            let change = change_code(before.as_ref(), after.as_ref());
            let whole = before.is_none() || after.is_none();
            let mut lines = self.lines(entity, before.as_ref(), after.as_ref(), persons, true)?;
            if whole && !all {
                // Of what is new its title will do.
                let titled = |line: &Line| {
                    line.attribute
                        .is_some_and(|attribute| matches!(attribute.name, "title" | "nl" | "name" | "note"))
                };
                let told = |line: &Line| titled(line) && (line.before.en.len() + line.after.en.len() > 0);
                lines = match lines.iter().position(told) {
                    Some(at) => vec![lines.swap_remove(at)],
                    None => vec![Line { attribute: None, before: Text::default(), after: Text::default() }],
                };
            }
            for line in &lines {
                let label: Text =
                    line.attribute.map_or_else(Text::default, |attribute| attribute.words.label.into());
                sink.row(&[
                    Cell::Text(&number),
                    Cell::Text(change),
                    Cell::Words(&label),
                    Cell::Words(&line.before),
                    Cell::Words(&line.after),
                ])?;
            }
            Ok(true)
        })?;
        sink.end()?;
        let rest = u64::try_from(entry.changes).unwrap_or_default().saturating_sub(SHOWN);
        if !all && rest > 0 {
            sink.line(&if sink.is_on_site() {
                site::more_in_entry(rest)
            } else {
                remarks::more_in_entry(rest, entry.number)
            })?;
        }
        Ok(())
    }

    /// What became of each attribute.
    fn lines(
        &self,
        entity: Entity,
        before: Option<&Record>,
        after: Option<&Record>,
        persons: bool,
        for_readers: bool,
    ) -> Result<Vec<Line>> {
        let mut lines = Vec::new();
        for attribute in entity.attributes() {
            let of = |record: Option<&Record>| record.and_then(|record| record.get(attribute)).cloned();
            let (before, after) = (of(before), of(after));
            if before.is_none() && after.is_none() {
                continue;
            }
            let shown = |value: Option<Value>| {
                self.shown(attribute, &value.unwrap_or(Value::Null), persons, for_readers)
            };
            let (before, after) = (shown(before)?, shown(after)?);
            lines.push(Line { attribute: Some(attribute), before, after });
        }
        if lines.is_empty() {
            lines.push(Line { attribute: None, before: Text::default(), after: Text::default() });
        }
        Ok(lines)
    }

    /// A value as it is exported; for readers in their words.
    fn shown(&self, attribute: &Attribute, value: &Value, persons: bool, for_readers: bool) -> Result<Text> {
        let person = |number: i64| -> Result<String> {
            let code = number::show(Entity::Person, number);
            let name = self.load(Entity::Person, &Key::Number(number)).ok();
            Ok(name
                .and_then(|person| person.text(&crate::record::person::NAME).map(str::to_owned))
                .unwrap_or(code))
        };
        Ok(match (attribute.kind, value) {
            (_, Value::Null) => Text::default(),
            (_, Value::Text(_)) if attribute.personal && !persons => Text::default(),
            (Kind::Choice(choices), Value::Text(code)) if for_readers => choices
                .iter()
                .find(|choice| choice.code == code)
                .map_or_else(|| Text::plain(code), |choice| choice.label.into()),
            (Kind::One(list), Value::Text(code)) if for_readers && list.is_vocabulary() => {
                self.label(list, code)?.unwrap_or_else(|| Text::plain(code))
            }
            (_, Value::Text(text)) => Text::plain(text),
            (Kind::One(Entity::Person), Value::Integer(number)) => Text::plain(person(*number)?),
            (Kind::One(other), Value::Integer(number)) => Text::plain(number::show(other, *number)),
            (_, Value::Integer(number)) => Text::plain(number.to_string()),
            (_, Value::Codes(codes)) => Text::plain(codes.join("; ")),
            (Kind::Many(Entity::Person, _), Value::Numbers(numbers)) if persons => Text::plain(
                numbers.iter().map(|number| person(*number)).collect::<Result<Vec<_>>>()?.join("; "),
            ),
            (Kind::Many(other, _), Value::Numbers(numbers)) => Text::plain(
                numbers.iter().map(|wanted| number::show(other, *wanted)).collect::<Vec<_>>().join("; "),
            ),
            (_, Value::Numbers(numbers)) => {
                Text::plain(numbers.iter().map(i64::to_string).collect::<Vec<_>>().join("; "))
            }
            (_, Value::Laws(laws)) => {
                let said = laws.iter().map(ToString::to_string).map(|law| match terms::own_rule(&law) {
                    Some(own) if for_readers => own,
                    _ => Text::plain(law),
                });
                Text::joined(&said.collect::<Vec<_>>(), SEPARATOR)
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
