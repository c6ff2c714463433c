//! `count`, `report` and `reconcile`: numbers, each from the rows.

use super::overview::{self, Section};
use super::{Context, receipt, record_input};
use crate::cli::{Count, Reconcile, Report};
use crate::digest::{DigestSink, NullSink};
use crate::failure::{Exit, Failure, FailureKind};
use crate::i18n::{Label, Text, failures, overview as messages, remarks};
use crate::record::{Entity, obstacle};
use crate::register::{BUCKETS, GroupBy, Reconciliation, Register, Verdict};
use crate::report::{REPORTS, ReportKind, columns, find_report};
use crate::rows::{Cell, ColumnDef, Shape, Sink};
use anyhow::Result;

/// Counts obstacles.
pub fn count(count: Count, context: &mut Context<'_>) -> Result<()> {
    let mut groups: Vec<GroupBy> = Vec::new();
    for name in &count.by {
        let group = parse_group(name)?;
        if !groups.iter().any(|known| known.column() == group.column()) {
            groups.push(group);
        }
    }
    let register = context.register()?;
    let mut digest_sink = DigestSink::new(&mut *context.out);
    let (total, rule) = register.count(&groups, &count.filter.0, context.today, &mut digest_sink)?;
    digest_sink.hash_count(total);
    let result = digest_sink.digest();
    context.notice(if total == 1 {
        remarks::one_obstacle_counted()
    } else {
        remarks::obstacles_counted(total)
    });
    receipt::attach(&register, rule, result, context)?;
    context.close_fast(register);
    Ok(())
}

fn parse_group(name: &str) -> Result<GroupBy> {
    let wanted = name.trim().to_lowercase().replace('_', "-");
    if let Some(bucket) = BUCKETS.iter().find(|bucket| bucket.names.contains(&wanted.as_str())) {
        return Ok(GroupBy::Time(bucket));
    }
    record_input::find_attribute(Entity::Obstacle, name, |attribute| attribute.is_facet)
        .map(GroupBy::Attribute)
        .map_err(|_| {
            let classifying = obstacle::ATTRIBUTES.iter().filter(|attribute| attribute.is_facet);
            let valid: Vec<&str> = classifying
                .map(|attribute| attribute.name)
                .chain(BUCKETS.iter().filter_map(|bucket| bucket.names.first().copied()))
                .collect();
            Failure::usage(failures::cannot_count_by(name, valid.join(", "))).into()
        })
}

/// Makes a report.
pub fn report(args: Report, context: &mut Context<'_>) -> Result<()> {
    let Some(report) = find_report(&args.report) else {
        let valid: Vec<&str> = REPORTS.iter().map(|report| report.name).collect();
        return Err(Failure::usage(failures::unknown_report(args.report, valid.join(", "))).into());
    };
    let register = context.register()?;
    if matches!(report.kind, ReportKind::Overview) {
        // Readers see other columns than data has: the digest is that of the data.
        let (mut null_sink, parts) = (NullSink, [Section::Totals, Section::Details]);
        let mut digest_sink = DigestSink::new(&mut null_sink);
        overview::show(&register, &args.filter.0, &parts, context.today, &mut digest_sink)?;
        let result = digest_sink.digest();
        let rule = overview::show(&register, &args.filter.0, &parts, context.today, context.out)?;
        return receipt::attach(&register, rule, result, context);
    }
    let mut digest_sink = DigestSink::new(&mut *context.out);
    let (rows, rule) = register.report(report, &args.filter.0, context.today, &mut digest_sink)?;
    let result = digest_sink.digest();
    match report.note {
        _ if rows == 0 => context.notice_nothing_found(),
        Some(note) => context.notice(note),
        None => {}
    }
    receipt::attach(&register, rule, result, context)?;
    context.close_fast(register);
    Ok(())
}

/// Compares published figures with counts.
pub fn reconcile(args: &Reconcile, context: &mut Context<'_>) -> Result<Exit> {
    let register = context.register()?;
    let publications = register.terms(Entity::Publication)?;
    if publications.is_empty() {
        return Err(Failure::no_input(failures::no_publications())
            .with_kind(FailureKind::NothingPublished)
            .into());
    }
    let publication = match &args.publication {
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
    let (mut null_sink, explain) = (NullSink, args.explain);
    let mut digest_sink = DigestSink::new(&mut null_sink);
    show_reconciliation(&reconciled, &titles, None, explain, &mut digest_sink)?;
    let result = digest_sink.digest();
    show_reconciliation(&reconciled, &titles, None, explain, context.out)?;
    let number = |verdict| reconciled.iter().filter(|row| row.verdict == verdict).count();
    let (matches, look, differs) =
        (number(Verdict::Matches), number(Verdict::NeedsReview), number(Verdict::Differs));
    context.notice(if look + differs == 0 {
        remarks::all_match(matches)
    } else {
        remarks::verdict_counts(matches, look, differs)
    });
    receipt::attach(&register, Register::reconcile_rule_id(), result, context)?;
    Ok(if differs > 0 { Exit::Difference } else { Exit::Success })
}

/// Shows the comparison: for readers a table per publication, as data one set of rows. `about` stands above the first
/// of several things, and then each says what it is.
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

/// All but the publication, which a reader sees above.
fn without_first<T>(all: &[T]) -> &[T] {
    all.split_first().map_or(&[], |(_, rest)| rest)
}

/// Puts out one figure beside its count. A reader sees the measure by its name and the publication above.
fn write_row(row: &Reconciliation, explain: bool, out: &mut dyn Sink) -> Result<()> {
    let for_readers = out.audience().is_for_readers();
    let note = row.note.clone().unwrap_or_default();
    let label: Text =
        row.definition.map_or_else(|| Text::untranslated(&row.measure), |measure| measure.label.into());
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

/// Says for each measure what it counts, and which numbers were counted.
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
        out.row(&[
            Cell::Localized(&label),
            Cell::Localized(&definition),
            Cell::Integer(count),
            Cell::Text(&counted),
        ])?;
    }
    out.end()
}
