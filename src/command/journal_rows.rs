//! Writes journal entries. Data formats have one row for each changed attribute. Output for people has a heading for
//! each entry, followed by a table of the changes in that entry.

use crate::failure::Failure;
use crate::i18n::{Label, Lang, Text, choices, failures, page, remarks, site};
use crate::record::date::{self, Today};
use crate::record::{Attribute, Entity, Kind, Record, Value, number, person};
use crate::register::{
    JournalEntry, JournalFilter, Key, ListSummary, REDACT, RecordChange, RedactedPart, Register, columns,
};
use crate::report::columns::NOTE;
use crate::rows::{Cell, Column, ColumnDef, EntryHeading, Event, Shape, Sink, VALUE_SEPARATOR};
use anyhow::Result;
use jiff::Timestamp;

/// Maximum number of changed records to list per journal entry, unless the user selects specific records or entries.
const MAX_CHANGES_SHOWN: u64 = 20;

const OF_ENTRY: &[&ColumnDef] =
    &[&columns::ENTRY, &columns::AT, &columns::ACTOR, &columns::ORIGIN, &columns::ACTION, &NOTE, &columns::UNDOES];
const OF_CHANGE: &[&ColumnDef] =
    &[&columns::RECORD, &columns::CHANGE, &columns::ATTRIBUTE, &columns::BEFORE, &columns::AFTER];

/// Writes the selected journal entries, newest first, and returns their number.
pub fn write_journal(
    register: &Register,
    filter: &JournalFilter,
    persons: bool,
    today: Today<'_>,
    sink: &mut dyn Sink,
    progress: &mut dyn FnMut(u64),
) -> Result<ListSummary> {
    let for_readers = sink.audience().is_for_readers();
    let columns =
        if for_readers { ColumnDef::columns(OF_CHANGE) } else { ColumnDef::columns(&[OF_ENTRY, OF_CHANGE].concat()) };
    if !for_readers {
        sink.begin(&columns, Shape::Table)?;
    }
    let mut writer = JournalWriter { register, filter, persons, columns, sink };
    let mut done = 0;
    let listed = register.journal_entries(filter, today, &mut |entry| {
        done += 1;
        progress(done);
        if for_readers { writer.write_for_readers(entry, done == 1) } else { writer.write_as_data(entry) }
    })?;
    if !for_readers {
        sink.end()?;
    }
    Ok(listed)
}

struct JournalWriter<'a> {
    register: &'a Register,
    filter: &'a JournalFilter,
    persons: bool,
    columns: Vec<Column>,
    sink: &'a mut dyn Sink,
}

/// What a journal entry did with one attribute of a record.
struct ChangeLine {
    /// A code in [`choices::CHANGE`].
    change: &'static str,
    /// The name and the label of the changed attribute. If a redaction removed text from the note of a journal entry,
    /// the name and the label of the note.
    part: Option<(&'static str, Label)>,
    before: Text,
    after: Text,
}

impl ChangeLine {
    fn new(change: &'static str) -> Self {
        Self { change, part: None, before: Text::default(), after: Text::default() }
    }
}

impl JournalWriter<'_> {
    fn write_as_data(&mut self, entry: &JournalEntry) -> Result<()> {
        let Self { register, filter, persons, sink, .. } = self;
        let of_entry = [
            Cell::Integer(entry.number),
            Cell::Text(&entry.at),
            Cell::Text(&entry.actor),
            Cell::Text(&entry.origin),
            Cell::Text(&entry.action),
            entry.note.as_deref().map_or(Cell::Null, Cell::Text),
            entry.undoes.map_or(Cell::Null, Cell::Integer),
        ];
        let mut is_empty = true;
        register.for_each_change(entry.number, &filter.records, |change| {
            is_empty = false;
            let record = change.key.show(change.entity);
            for line in change_lines(register, entry, change, *persons, false)? {
                let value = |text: &'_ Text| if text.en.is_empty() { None } else { Some(text.en.clone()) };
                let (before, after) = (value(&line.before), value(&line.after));
                let of_change = [
                    Cell::Text(&record),
                    Cell::Text(line.change),
                    line.part.map_or(Cell::Null, |(name, _)| Cell::Text(name)),
                    before.as_deref().map_or(Cell::Null, Cell::Text),
                    after.as_deref().map_or(Cell::Null, Cell::Text),
                ];
                sink.row(&[&of_entry[..], &of_change].concat())?;
            }
            Ok(true)
        })?;
        if is_empty {
            sink.row(&[&of_entry[..], &[Cell::Null; 5]].concat())?;
        }
        Ok(())
    }

    fn write_for_readers(&mut self, entry: &JournalEntry, is_first: bool) -> Result<()> {
        // List all changes of a redaction, because there are few. If we omitted some, the number of omitted changes
        // would be wrong, because the journal also counts changes that have no row.
        let is_detailed = !self.filter.records.is_empty() || !self.filter.entries.is_empty() || entry.action == REDACT;
        let parts = heading_parts(entry)?;
        let heading = entry_heading(entry, &parts, self.sink.audience().is_on_site());
        let Self { register, filter, persons, columns, sink } = self;
        if entry.changes == 0 {
            if !is_first {
                sink.line(&Text::default())?;
            }
            return sink.line(&heading);
        }
        sink.emit(Event::Entry(&parts))?;
        sink.heading(&heading)?;
        sink.begin(columns, Shape::Table)?;
        let mut shown_count = 0;
        register.for_each_change(entry.number, &filter.records, |change| {
            if !is_detailed && shown_count == MAX_CHANGES_SHOWN {
                return Ok(false);
            }
            shown_count += 1;
            let record = change.key.show(change.entity);
            let mut lines = change_lines(register, entry, change, *persons, true)?;
            if !is_detailed && (change.before.is_none() || change.after.is_none()) {
                // For an added or deleted record, show only its title instead of every attribute.
                let has_title = |line: &ChangeLine| {
                    matches!(line.part, Some(("title" | "nl" | "name" | "note", _)))
                        && !(line.before.en.is_empty() && line.after.en.is_empty())
                };
                let title = lines.iter().position(has_title).map(|at| lines.swap_remove(at));
                lines = vec![title.unwrap_or_else(|| ChangeLine::new(change_code(change)))];
            }
            for line in &lines {
                let label = line.part.map_or_else(Text::default, |(_, label)| label.into());
                sink.row(&[
                    Cell::Text(&record),
                    Cell::Text(line.change),
                    Cell::Localized(&label),
                    Cell::Localized(&line.before),
                    Cell::Localized(&line.after),
                ])?;
            }
            Ok(true)
        })?;
        sink.end()?;
        if shown_count == 0 {
            // A table without rows is not printed at all, so print its heading as a line instead.
            sink.line(&heading)?;
        }
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
}

fn heading_parts(entry: &JournalEntry) -> Result<EntryHeading> {
    let at: Timestamp = entry.at.parse().map_err(|_| Failure::data(failures::entry_unreadable(entry.number)))?;
    let at = at.to_zoned(date::local_time_zone());
    Ok(EntryHeading {
        number: entry.number,
        day: at.date().to_string(),
        time: at.strftime("%H:%M").to_string(),
        actor: entry.actor.clone(),
        action: site::entry_title(&entry.action),
        note: match (entry.undoes, &entry.note) {
            (Some(undone), _) => site::undoes_entry(undone),
            (None, Some(note)) => remarks::journal_note(note),
            (None, None) => Text::default(),
        },
    })
}

/// Formats the heading of a journal entry. On the website, the heading describes the command instead of naming it,
/// because visitors do not know the names of commands.
fn entry_heading(entry: &JournalEntry, parts: &EntryHeading, on_site: bool) -> Text {
    let EntryHeading { number, day, time, actor, action, .. } = parts;
    let heading = if on_site {
        let in_lang = |lang| {
            let day = day.parse().map_or_else(|_| day.clone(), |date| page::short_date(date, lang));
            format!("{day} {time}")
        };
        let moment = Text { nl: in_lang(Lang::Nl), en: in_lang(Lang::En) };
        remarks::entry_heading(*number, moment, actor, &entry.origin, action)
    } else {
        remarks::entry_heading(*number, format!("{day} {time}"), actor, &entry.origin, &entry.action)
    };
    match (entry.undoes, &entry.note) {
        (Some(undone), _) => remarks::entry_undoes(heading, undone),
        (None, Some(note)) => remarks::entry_note(heading, remarks::journal_note(note)),
        (None, None) => heading,
    }
}

/// Returns one line for each attribute that a change affected. If no attribute was affected, returns one line without
/// an attribute, so that the change still has a row.
fn change_lines(
    register: &Register,
    entry: &JournalEntry,
    change: &RecordChange,
    persons: bool,
    for_readers: bool,
) -> Result<Vec<ChangeLine>> {
    let mut lines = Vec::new();
    if entry.action == REDACT {
        for RedactedPart { attribute, entries } in register.redacted_parts(entry.number, change.entity, &change.key)? {
            let part =
                attribute.map_or((NOTE.name, NOTE.text.label), |attribute| (attribute.name, attribute.i18n.label));
            let entries = entries.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
            // Data formats get an empty cell here, because in them this column contains only attribute values.
            let after = if for_readers { remarks::redacted_from(entries) } else { Text::default() };
            lines.push(ChangeLine { part: Some(part), after, ..ChangeLine::new("redacted") });
        }
    }
    for attribute in change.entity.attributes() {
        let value = |record: &Option<Record>| record.as_ref().and_then(|record| record.get(attribute)).cloned();
        let (before, after) = (value(&change.before), value(&change.after));
        if before.is_none() && after.is_none() {
            continue;
        }
        let shown = |value: Option<Value>| {
            display_value(register, attribute, &value.unwrap_or(Value::Null), persons, for_readers)
        };
        lines.push(ChangeLine {
            change: change_code(change),
            part: Some((attribute.name, attribute.i18n.label)),
            before: shown(before)?,
            after: shown(after)?,
        });
    }
    if lines.is_empty() {
        lines.push(ChangeLine::new(change_code(change)));
    }
    Ok(lines)
}

/// Formats a value as in an export. In output for people, shows labels instead of codes.
pub fn display_value(
    register: &Register,
    attribute: &Attribute,
    value: &Value,
    persons: bool,
    for_readers: bool,
) -> Result<Text> {
    let person = |number: &i64| -> String {
        let record = register.load(Entity::Person, &Key::Number(*number)).ok();
        let name = record.and_then(|record| record.text(&person::NAME).map(str::to_owned));
        name.unwrap_or_else(|| number::format(Entity::Person, *number))
    };
    let joined = |values: Vec<String>| Text::untranslated(values.join(VALUE_SEPARATOR));
    Ok(match (attribute.kind, value) {
        (_, Value::Null) => Text::default(),
        (_, Value::Text(_)) if attribute.is_personal && !persons => Text::default(),
        (Kind::Choice(choices), Value::Text(code)) if for_readers => choices
            .iter()
            .find(|choice| choice.code == code)
            .map_or_else(|| Text::untranslated(code), |choice| choice.label.into()),
        (Kind::Reference(list), Value::Text(code)) if for_readers && list.is_vocabulary() => {
            register.label(list, code)?.unwrap_or_else(|| Text::untranslated(code))
        }
        (_, Value::Text(text)) => Text::untranslated(text),
        (Kind::Reference(Entity::Person), Value::Integer(number)) => Text::untranslated(person(number)),
        (Kind::Reference(other), Value::Integer(number)) => Text::untranslated(number::format(other, *number)),
        (_, Value::Integer(number)) => Text::untranslated(number.to_string()),
        (_, Value::Codes(codes)) => joined(codes.clone()),
        (Kind::References(Entity::Person, _), Value::Numbers(_)) if register.hides_contact_persons() => Text::default(),
        (Kind::References(Entity::Person, _), Value::Numbers(numbers)) if persons => {
            joined(numbers.iter().map(person).collect())
        }
        (Kind::References(other, _), Value::Numbers(numbers)) => {
            joined(numbers.iter().map(|number| number::format(other, *number)).collect())
        }
        (_, Value::Numbers(numbers)) => joined(numbers.iter().map(i64::to_string).collect()),
        (_, Value::Laws(laws)) => {
            let labels = laws.iter().map(ToString::to_string).map(|law| match choices::own_rule(&law) {
                Some(own) if for_readers => own,
                _ => Text::untranslated(law),
            });
            Text::join(&labels.collect::<Vec<_>>(), VALUE_SEPARATOR)
        }
    })
}

fn change_code(change: &RecordChange) -> &'static str {
    match (&change.before, &change.after) {
        (None, _) => "added",
        (_, None) => "removed",
        _ => "changed",
    }
}
