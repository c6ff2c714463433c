//! Shows the first rows of an import on a page: where each row is in the list, what becomes of it, and the values that
//! the import understood.

use super::import_rows::{ImportedRow, RowFate, Tally};
use crate::i18n::{Text, remarks};
use crate::record::{Attribute, Entity};
use crate::register::Register;
use crate::rows::{Cell, Column, Shape, Sink, column_defs, words};
use anyhow::Result;

column_defs! {
    PLACE "place" words("plaats", "place", "waar de rij in de lijst staat", "where the row is in the list");
    FATE "fate" words("wat", "what", "wat er met de rij gebeurt", "what becomes of the row");
}

pub fn preview_rows(tally: &Tally, register: &Register, entity: Entity, out: &mut dyn Sink) -> Result<()> {
    if tally.first_rows.is_empty() {
        return Ok(());
    }
    // A row that is added gets its number only when it is imported.
    let is_shown = |attribute: &&Attribute| {
        let is_set = |row: &ImportedRow| row.record.get(attribute).is_some_and(|value| !value.is_empty());
        tally.first_rows.iter().any(is_set)
    };
    let key = entity.key();
    let others = tally.attributes.iter().copied().filter(|attribute| attribute.name != key.name);
    let attributes: Vec<&'static Attribute> = std::iter::once(key).chain(others).filter(is_shown).collect();
    let mut columns: Vec<Column> = vec![PLACE.column(), FATE.column()];
    for attribute in &attributes {
        columns.push(Column { prose: None, ..register.column(attribute, out.audience())? });
    }
    out.begin(&columns, Shape::Table)?;
    for row in &tally.first_rows {
        let fate: Text = match &row.fate {
            RowFate::Added => remarks::ROW_ADDED.into(),
            RowFate::Changed => remarks::ROW_CHANGED.into(),
            RowFate::LeftOut => remarks::ROW_LEFT_OUT.into(),
            RowFate::Skipped(known) => remarks::row_skipped(known),
        };
        let value_of = |attribute: &&Attribute| {
            let typed = row.persons.iter().find(|(name, _)| *name == attribute.name).map(|(_, text)| text.clone());
            let value = || row.record.get(attribute).map(|value| value.to_text(attribute));
            typed.or_else(value).unwrap_or_default()
        };
        let values: Vec<String> = attributes.iter().map(value_of).collect();
        let texts = values.iter().map(|text| if text.is_empty() { Cell::Null } else { Cell::Text(text) });
        let cells: Vec<Cell<'_>> =
            [Cell::Localized(&row.place), Cell::Localized(&fate)].into_iter().chain(texts).collect();
        out.row(&cells)?;
    }
    out.end()
}
