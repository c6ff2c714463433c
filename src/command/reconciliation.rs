//! Writes the comparison of published figures with counts, for `reconcile`, the overview and `demo`.

use crate::i18n::{Label, Text, overview as messages, remarks};
use crate::register::Reconciliation;
use crate::report::{MEASURES, columns};
use crate::rows::{Cell, ColumnDef, Shape, Sink};
use anyhow::Result;

/// Writes one table per publication in output for people, and a single table in data formats. If `about` is given, the
/// tables are a section of a larger page: `about` introduces them, and their headings omit publication codes.
pub fn show_reconciliation(
    reconciled: &[Reconciliation],
    titles: &[(String, Text)],
    mut about: Option<Label>,
    explain: bool,
    out: &mut dyn Sink,
) -> Result<()> {
    let (for_readers, is_section) = (out.audience().is_for_readers(), about.is_some());
    let mut columns = ColumnDef::columns(&[
        &columns::PUBLICATION,
        &columns::MEASURE,
        &columns::QUOTE,
        &columns::RELATION,
        &columns::PUBLISHED_VALUE,
        &columns::COUNTED_VALUE,
        &columns::VERDICT,
        &columns::DIFFERENCE,
        &columns::NOTE,
    ]);
    if explain && !for_readers {
        columns.extend([columns::DEFINITION.column(), columns::COUNTED.column()]);
    }
    if !for_readers {
        out.begin(&columns, Shape::Table)?;
        for row in reconciled {
            write_row(row, explain, out)?;
        }
        return out.end();
    }
    let mut codes: Vec<&str> = reconciled.iter().map(|row| row.publication.as_str()).collect();
    codes.dedup();
    for (code, title) in codes.iter().filter_map(|code| titles.iter().find(|(known, _)| known == code)) {
        let heading = Text { nl: format!("{code}: {}", title.nl), en: format!("{code}: {}", title.en) };
        out.heading(&if is_section { messages::publication_heading(title) } else { heading })?;
        if let Some(about) = about.take() {
            out.line(&about.into())?;
        }
        out.begin(without_first(&columns), Shape::Table)?;
        for row in reconciled.iter().filter(|row| row.publication == *code) {
            write_row(row, false, out)?;
        }
        out.end()?;
    }
    if explain {
        show_definitions(reconciled, out)?;
    }
    Ok(())
}

/// Drop the column of the publication: the heading above the table already names it.
fn without_first<T>(all: &[T]) -> &[T] {
    all.split_first().map_or(&[], |(_, rest)| rest)
}

fn write_row(row: &Reconciliation, explain: bool, out: &mut dyn Sink) -> Result<()> {
    let for_readers = out.audience().is_for_readers();
    let note = row.note.clone().unwrap_or_default();
    let label: Text = row.definition.map_or_else(|| Text::untranslated(&row.measure), |measure| measure.label.into());
    let definition: Text = row.definition.map_or_else(Text::default, |measure| measure.definition.into());
    let counted = if explain { row.counted.join("; ") } else { String::new() };
    let count = i64::try_from(row.counted.len()).unwrap_or(i64::MAX);
    let mut cells = vec![
        Cell::Text(&row.publication),
        if for_readers { Cell::Localized(&label) } else { Cell::Text(&row.measure) },
        row.quote.as_deref().map_or(Cell::Null, Cell::Text),
        Cell::Text(&row.relation),
        Cell::Integer(row.published),
        Cell::Integer(count),
        Cell::Text(row.verdict.code()),
        Cell::Integer(row.difference),
        if row.note.is_some() { Cell::Localized(&note) } else { Cell::Null },
    ];
    if explain {
        cells.extend([Cell::Localized(&definition), Cell::Text(&counted)]);
    }
    out.row(if for_readers { without_first(&cells) } else { &cells })
}

/// Writes the definitions of all measures.
pub fn show_measures(out: &mut dyn Sink) -> Result<()> {
    let for_readers = out.audience().is_for_readers();
    out.begin(&ColumnDef::columns(&[&columns::MEASURE, &columns::DEFINITION]), Shape::Table)?;
    for measure in MEASURES {
        let (label, definition) = (measure.label.into(), measure.definition.into());
        let name = if for_readers { Cell::Localized(&label) } else { Cell::Text(measure.code) };
        out.row(&[name, Cell::Localized(&definition)])?;
    }
    out.end()
}

/// Writes the definition of each measure, and the codes of the records that the measure counted.
fn show_definitions(reconciled: &[Reconciliation], out: &mut dyn Sink) -> Result<()> {
    out.heading(&remarks::MEASURE_DEFINITIONS.into())?;
    let columns = [&columns::MEASURE, &columns::DEFINITION, &columns::VALUE, &columns::COUNTED];
    out.begin(&ColumnDef::columns(&columns), Shape::Card)?;
    let mut seen: Vec<(&str, &[String])> = Vec::new();
    for row in reconciled {
        let key = (row.measure.as_str(), row.counted.as_slice());
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let label: Text =
            row.definition.map_or_else(|| Text::untranslated(&row.measure), |measure| measure.label.into());
        let definition: Text = row.definition.map_or_else(Text::default, |measure| measure.definition.into());
        let counted = row.counted.join(" ");
        let count = i64::try_from(row.counted.len()).unwrap_or(i64::MAX);
        out.row(&[Cell::Localized(&label), Cell::Localized(&definition), Cell::Integer(count), Cell::Text(&counted)])?;
    }
    out.end()
}
