//! Shows what a change makes of each record. People get one row for each record, with a column for each attribute that
//! changes. Data formats have one row for each changed attribute.

use super::journal_rows::display_value;
use crate::i18n::{Text, choices, remarks};
use crate::record::{Attribute, Entity, Kind, Record, Value, obstacle};
use crate::register::{Register, columns};
use crate::rows::{Cell, Column, ColumnDef, Shape, Sink, ValueSource, column_defs, words};
use anyhow::Result;

/// Maximum number of characters of an old or new value that people read, and of a long text in a data format.
const MAX_SHOWN_CHARS: usize = 80;

column_defs! {
    FATE "fate" words("wat", "what", "wat er met de belemmering gebeurt", "what becomes of the obstacle"), values = ValueSource::Choices(choices::FATE);
    WHY "why" words("waarom", "why", "waarom het niet kan, of wat er intussen is gebeurd", "why it cannot be done, or what has happened meanwhile");
}

pub enum Fate {
    Changed,
    Unchanged,
    /// The record cannot be changed, for this reason.
    Refused(Text),
}

impl Fate {
    /// A code in [`choices::FATE`].
    const fn code(&self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Refused(_) => "refused",
        }
    }
}

/// What a change makes of one record.
pub struct RecordEdit {
    /// The number or code of the record.
    pub shown: String,
    title: Option<String>,
    pub fate: Fate,
    pub before: Record,
    /// The values that the change sets.
    pub record: Record,
    pub after: Record,
    /// Whether somebody has changed the record since the user saw it.
    pub is_stale: bool,
    parts: Vec<Part>,
}

/// The old and the new value of an attribute, in words.
struct Part {
    attribute: &'static Attribute,
    before: Text,
    after: Text,
    is_changed: bool,
}

impl RecordEdit {
    /// A change from `before` to `after`. `record` has the values that the change sets.
    pub fn new(shown: String, before: Record, record: Record, after: Record, is_changed: bool) -> Self {
        let title = title_of(&before);
        let fate = if is_changed { Fate::Changed } else { Fate::Unchanged };
        Self { shown, title, fate, before, record, after, is_stale: false, parts: Vec::new() }
    }

    /// A record that cannot be changed.
    pub fn refused(shown: String, before: &Record, why: Text) -> Self {
        let none = || Record::new(before.entity());
        Self { title: title_of(before), fate: Fate::Refused(why), ..Self::new(shown, none(), none(), none(), false) }
    }

    /// Describes the attributes that the change sets, and those that change as a consequence.
    pub fn describe(&mut self, register: &Register, for_readers: bool) -> Result<()> {
        for attribute in self.before.entity().attributes() {
            let value = |record: &Record| record.get(attribute).cloned().unwrap_or(Value::Null);
            let (before, after) = (value(&self.before), value(&self.after));
            let is_changed = !before.is_same(&after);
            if is_changed || self.record.get(attribute).is_some() {
                let describe = |value| display_value(register, attribute, value, true, for_readers);
                let (mut before, mut after) = (describe(&before)?, describe(&after)?);
                if matches!(attribute.kind, Kind::Text) {
                    (before, after) = (shorten(&before), shorten(&after));
                }
                self.parts.push(Part { attribute, before, after, is_changed });
            }
        }
        Ok(())
    }

    /// Drops the records, which may have long texts, and keeps what was described of them.
    pub fn forget_records(&mut self) {
        let entity = self.before.entity();
        (self.before, self.after) = (Record::new(entity), Record::new(entity));
    }

    fn why(&self) -> Option<Text> {
        match &self.fate {
            Fate::Refused(why) => Some(why.clone()),
            _ => self.is_stale.then(|| remarks::CHANGED_MEANWHILE.into()),
        }
    }
}

fn title_of(record: &Record) -> Option<String> {
    let is_obstacle = record.entity() == Entity::Obstacle;
    record.text(&obstacle::TITLE).filter(|_| is_obstacle).map(str::to_owned)
}

pub fn write_rows(edits: &[RecordEdit], out: &mut dyn Sink) -> Result<()> {
    if out.audience().is_for_readers() { write_for_readers(edits, out) } else { write_as_data(edits, out) }
}

fn record_columns() -> [Column; 2] {
    [&obstacle::NUMBER, &obstacle::TITLE]
        .map(|attribute| Column { is_dutch: attribute.is_dutch_text(), ..Column::new(attribute.name, attribute.i18n) })
}

fn write_for_readers(edits: &[RecordEdit], out: &mut dyn Sink) -> Result<()> {
    let parts = || edits.iter().flat_map(|edit| &edit.parts);
    let is_shown = |attribute: &&Attribute| parts().any(|part| part.attribute.name == attribute.name);
    let attributes: Vec<&'static Attribute> = Entity::Obstacle.attributes().iter().filter(is_shown).collect();
    let of_attributes = attributes.iter().map(|attribute| Column::new(attribute.name, attribute.i18n));
    let columns: Vec<Column> = record_columns().into_iter().chain([FATE.column()]).chain(of_attributes).collect();
    out.begin(&columns, Shape::Table)?;
    for edit in edits {
        let fate = edit.why().map(|why| {
            let fate = choices::FATE.iter().find(|choice| choice.code == edit.fate.code());
            fate.map_or_else(|| why.clone(), |fate| remarks::fate_because(fate.label, &why))
        });
        let value_of = |attribute: &&Attribute| {
            let part = edit.parts.iter().find(|part| part.attribute.name == attribute.name)?;
            let [before, after] = [&part.before, &part.after].map(|text| match text.en.as_str() {
                "" => remarks::NO_VALUE.into(),
                _ => shorten(text),
            });
            Some(if part.is_changed { remarks::from_to(before, after) } else { after })
        };
        let values: Vec<Option<Text>> = attributes.iter().map(value_of).collect();
        let mut cells = vec![
            Cell::Text(&edit.shown),
            edit.title.as_deref().map_or(Cell::Null, Cell::Text),
            fate.as_ref().map_or(Cell::Text(edit.fate.code()), Cell::Localized),
        ];
        cells.extend(values.iter().map(|value| value.as_ref().map_or(Cell::Null, Cell::Localized)));
        out.row(&cells)?;
    }
    out.end()
}

fn shorten(text: &Text) -> Text {
    let short = |text: &str| {
        let more = if text.chars().nth(MAX_SHOWN_CHARS).is_some() { "…" } else { "" };
        text.chars().take(MAX_SHOWN_CHARS).chain(more.chars()).collect()
    };
    Text { nl: short(&text.nl), en: short(&text.en) }
}

fn write_as_data(edits: &[RecordEdit], out: &mut dyn Sink) -> Result<()> {
    let of_change = ColumnDef::columns(&[&FATE, &WHY, &columns::ATTRIBUTE, &columns::BEFORE, &columns::AFTER]);
    let columns: Vec<Column> = record_columns().into_iter().chain(of_change).collect();
    out.begin(&columns, Shape::Table)?;
    for edit in edits {
        let why = edit.why();
        let of_record = [
            Cell::Text(&edit.shown),
            edit.title.as_deref().map_or(Cell::Null, Cell::Text),
            Cell::Text(edit.fate.code()),
            why.as_ref().map_or(Cell::Null, Cell::Localized),
        ];
        let changed: Vec<&Part> = edit.parts.iter().filter(|part| part.is_changed).collect();
        if changed.is_empty() {
            out.row(&[&of_record[..], &[Cell::Null; 3]].concat())?;
        }
        for part in changed {
            let value = |text: &'_ Text| if text.en.is_empty() { None } else { Some(text.en.clone()) };
            let (before, after) = (value(&part.before), value(&part.after));
            let of_part = [
                Cell::Text(part.attribute.name),
                before.as_deref().map_or(Cell::Null, Cell::Text),
                after.as_deref().map_or(Cell::Null, Cell::Text),
            ];
            out.row(&[&of_record[..], &of_part].concat())?;
        }
    }
    out.end()
}
