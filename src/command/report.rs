//! `count`, `report` and `reconcile`: numbers, each from the rows.

use super::overview::{self, Part};
use super::{Context, enter, receipt};
use crate::cli::{Count, Reconcile, Report};
use crate::failure::{Exit, Failure};
use crate::receipt::{Nowhere, Witness};
use crate::record::{Entity, obstacle};
use crate::register::{BUCKETS, By, Reconciled, Register, Verdict};
use crate::report::{Body, REPORTS, of_name};
use crate::rows::{Cell, Column, Shape, Sink};
use crate::words::{Label, Text, failures, overview as words, remarks};
use anyhow::Result;

/// Counts obstacles.
pub fn count(count: Count, context: &mut Context<'_>) -> Result<()> {
    let mut groups: Vec<By> = Vec::new();
    for name in &count.by {
        let group = by(name)?;
        if !groups.iter().any(|known| known.column() == group.column()) {
            groups.push(group);
        }
    }
    let register = context.register()?;
    let mut witness = Witness::new(&mut *context.out);
    let (total, rule) = register.count(&groups, &count.filter.0, context.today, &mut witness)?;
    witness.count(total);
    let result = witness.digest();
    context.remark(if total == 1 { remarks::counted_one() } else { remarks::counted(total) });
    receipt::give(&register, rule, result, context)?;
    context.leave(register);
    Ok(())
}

fn by(name: &str) -> Result<By> {
    let wanted = name.trim().to_lowercase().replace('_', "-");
    if let Some(bucket) = BUCKETS.iter().find(|bucket| bucket.names.contains(&wanted.as_str())) {
        return Ok(By::Time(bucket));
    }
    enter::by_name(Entity::Obstacle, name, |attribute| attribute.classifies).map(By::Attribute).map_err(
        |_| {
            let classifying = obstacle::ATTRIBUTES.iter().filter(|attribute| attribute.classifies);
            let valid: Vec<&str> = classifying
                .map(|attribute| attribute.name)
                .chain(BUCKETS.iter().filter_map(|bucket| bucket.names.first().copied()))
                .collect();
            Failure::usage(failures::not_counted_by(name, valid.join(", "))).into()
        },
    )
}

/// Makes a report.
pub fn report(asked: Report, context: &mut Context<'_>) -> Result<()> {
    let Some(report) = of_name(&asked.report) else {
        let valid: Vec<&str> = REPORTS.iter().map(|report| report.name).collect();
        return Err(Failure::usage(failures::unknown_report(asked.report, valid.join(", "))).into());
    };
    let register = context.register()?;
    if matches!(report.body, Body::Overview) {
        // Readers see other columns than data has: the digest is that of the data.
        let (mut nowhere, parts) = (Nowhere, [Part::Totals, Part::Rest]);
        let mut witness = Witness::new(&mut nowhere);
        overview::show(&register, &asked.filter.0, &parts, context.today, &mut witness)?;
        let result = witness.digest();
        let rule = overview::show(&register, &asked.filter.0, &parts, context.today, context.out)?;
        return receipt::give(&register, rule, result, context);
    }
    let mut witness = Witness::new(&mut *context.out);
    let (rows, rule) = register.report(report, &asked.filter.0, context.today, &mut witness)?;
    let result = witness.digest();
    match report.note {
        _ if rows == 0 => context.remark(remarks::nothing_found()),
        Some(note) => context.remark(note),
        None => {}
    }
    receipt::give(&register, rule, result, context)?;
    context.leave(register);
    Ok(())
}

/// Compares published figures with counts.
pub fn reconcile(asked: &Reconcile, context: &mut Context<'_>) -> Result<Option<Exit>> {
    let register = context.register()?;
    let publications = register.terms(Entity::Publication)?;
    if publications.is_empty() {
        return Err(Failure::no_input(failures::no_publications()).into());
    }
    let publication = match &asked.publication {
        None => None,
        Some(text) => {
            let known = publications.iter().find(|(code, _)| code.eq_ignore_ascii_case(text.trim()));
            let codes: Vec<&str> = publications.iter().map(|(code, _)| code.as_str()).collect();
            let (code, _) = known
                .ok_or_else(|| Failure::no_input(failures::unknown_publication(text, codes.join(", "))))?;
            Some(code.clone())
        }
    };
    let reconciled = register.reconcile(publication.as_deref())?;
    let titles: Vec<(String, Text)> = publications.iter().cloned().collect();
    // Readers see a table for each publication: the digest is that of the data.
    let (mut nowhere, explain) = (Nowhere, asked.explain);
    let mut witness = Witness::new(&mut nowhere);
    show(&reconciled, &titles, None, explain, &mut witness)?;
    let result = witness.digest();
    show(&reconciled, &titles, None, explain, context.out)?;
    let number = |verdict| reconciled.iter().filter(|row| row.verdict == verdict).count();
    let (matches, look, differs) =
        (number(Verdict::Matches), number(Verdict::Look), number(Verdict::Differs));
    context.remark(if look + differs == 0 {
        remarks::all_match(matches)
    } else {
        remarks::verdicts(matches, look, differs)
    });
    receipt::give(&register, Register::rule_of_reconcile(), result, context)?;
    Ok((differs > 0).then_some(Exit::Difference))
}

/// Shows the comparison: for readers a table per publication, as data one set of rows. `about` stands above the first
/// of several things, and then each says what it is.
pub fn show(
    reconciled: &[Reconciled],
    titles: &[(String, Text)],
    mut about: Option<Label>,
    explain: bool,
    out: &mut dyn Sink,
) -> Result<()> {
    let (for_readers, among_others) = (out.is_for_readers(), about.is_some());
    let names = [
        "publication",
        "measure",
        "quote",
        "relation",
        "published_value",
        "counted_value",
        "verdict",
        "difference",
        "note",
    ];
    let mut columns: Vec<Column> = names.into_iter().map(Column::named).collect();
    if explain && !for_readers {
        columns.extend(["definition", "counted"].into_iter().map(Column::named));
    }
    if !for_readers {
        out.begin(&columns, Shape::Table)?;
        for row in reconciled {
            put(row, explain, out)?;
        }
        return out.end();
    }
    let mut codes: Vec<&str> = reconciled.iter().map(|row| row.publication.as_str()).collect();
    codes.dedup();
    for (code, title) in codes.iter().filter_map(|code| titles.iter().find(|(known, _)| known == code)) {
        let named = Text { nl: format!("{code}: {}", title.nl), en: format!("{code}: {}", title.en) };
        out.heading(&if among_others { words::publication(title) } else { named })?;
        if let Some(about) = about.take() {
            out.line(&about.into())?;
        }
        out.begin(behind_the_first(&columns), Shape::Table)?;
        for row in reconciled.iter().filter(|row| row.publication == *code) {
            put(row, false, out)?;
        }
        out.end()?;
    }
    if explain {
        explained(reconciled, out)?;
    }
    Ok(())
}

/// All but the publication, which a reader sees above.
fn behind_the_first<T>(all: &[T]) -> &[T] {
    all.split_first().map_or(&[], |(_, rest)| rest)
}

/// Puts out one figure beside its count. A reader sees the measure by its name and the publication above.
fn put(row: &Reconciled, explain: bool, out: &mut dyn Sink) -> Result<()> {
    let for_readers = out.is_for_readers();
    let note = row.note.clone().unwrap_or_default();
    let label: Text =
        row.definition.map_or_else(|| Text::plain(&row.measure), |measure| measure.label.into());
    let definition: Text = row.definition.map_or_else(Text::default, |measure| measure.definition.into());
    let counted = if explain { row.counted.join("; ") } else { String::new() };
    let count = i64::try_from(row.counted.len()).unwrap_or(i64::MAX);
    let mut cells = vec![
        Cell::Text(&row.publication),
        if for_readers { Cell::Words(&label) } else { Cell::Text(&row.measure) },
        row.quote.as_deref().map_or(Cell::Null, Cell::Text),
        Cell::Text(&row.relation),
        Cell::Integer(row.published),
        Cell::Integer(count),
        Cell::Text(row.verdict.code()),
        Cell::Integer(row.difference),
        if row.note.is_some() { Cell::Words(&note) } else { Cell::Null },
    ];
    if explain {
        cells.extend([Cell::Words(&definition), Cell::Text(&counted)]);
    }
    out.row(if for_readers { behind_the_first(&cells) } else { &cells })
}

/// Says for each measure what it counts, and which numbers were counted.
fn explained(reconciled: &[Reconciled], out: &mut dyn Sink) -> Result<()> {
    out.heading(&remarks::EXPLAINED.into())?;
    out.begin(&["measure", "definition", "value", "counted"].map(Column::named), Shape::Card)?;
    let mut seen: Vec<(&str, &[String])> = Vec::new();
    for row in reconciled {
        let this = (row.measure.as_str(), row.counted.as_slice());
        if seen.contains(&this) {
            continue;
        }
        seen.push(this);
        let label: Text =
            row.definition.map_or_else(|| Text::plain(&row.measure), |measure| measure.label.into());
        let definition: Text = row.definition.map_or_else(Text::default, |measure| measure.definition.into());
        let counted = row.counted.join(" ");
        let count = i64::try_from(row.counted.len()).unwrap_or(i64::MAX);
        out.row(&[
            Cell::Words(&label),
            Cell::Words(&definition),
            Cell::Integer(count),
            Cell::Text(&counted),
        ])?;
    }
    out.end()
}
