//! Writes the overview page: totals compared with published figures, the reports with charts, and the obstacles with
//! their answers.

use super::counted_links::{CountedLinks, show_report};
use super::reconciliation::show_reconciliation;
use super::selected_columns::SelectedColumns;
use crate::i18n::{Label, overview as messages};
use crate::record::date::Today;
use crate::record::{Attribute, Entity, Filter, obstacle};
use crate::register::{GroupBy, Key, ListQuery, Register};
use crate::report::{OVERVIEW_SECTIONS, Report, find_report};
use crate::rows::{Shape, Sink};
use anyhow::Result;

const SCHEME_COLUMNS: &[&str] = &["number", "title", "law", "provenance"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Counts of all obstacles that match the filter, even if the details list only public obstacles.
    Totals,
    Details,
}

pub fn show(
    register: &Register,
    filter: &Filter,
    parts: &[Section],
    today: Today<'_>,
    out: &mut dyn Sink,
) -> Result<()> {
    if parts.contains(&Section::Totals) {
        totals(register, filter, today, out)?;
    }
    if parts.contains(&Section::Details) {
        details(register, filter, today, out)?;
    }
    Ok(())
}

/// Announces the chart of a report, which pages draw from the rows that follow.
pub fn chart(report: &Report, out: &mut dyn Sink) -> Result<()> {
    report.chart_hint.map_or(Ok(()), |chart_hint| out.chart(chart_hint))
}

fn totals(register: &Register, filter: &Filter, today: Today<'_>, out: &mut dyn Sink) -> Result<()> {
    out.heading(&messages::TOTALS.into())?;
    out.line(&messages::TOTALS_ABOUT.into())?;
    if let Some(totals) = find_report("totals") {
        chart(totals, out)?;
        show_report(register, totals, filter, today, out)?;
    }
    // Published figures cover all obstacles up to the end of a period. Do not compare them with counts of a selection
    // of obstacles, or with counts on a reference date before the end of the period.
    let mut titles = Vec::new();
    for (code, title) in register.terms(Entity::Publication)?.iter() {
        let publication = register.load(Entity::Publication, &Key::Code(code.clone()))?;
        let until = Entity::Publication.attribute("until").and_then(|until| publication.text(until));
        let day = register.reference_date().map(|day| day.to_string());
        if day.is_none_or(|day| until.is_some_and(|until| until <= day.as_str())) {
            titles.push((code.clone(), title.clone()));
        }
    }
    if filter.is_unfiltered() && !titles.is_empty() {
        let reconciled = register.reconcile(None)?;
        show_reconciliation(&reconciled, &titles, Some(messages::RECONCILE_ABOUT), false, out)?;
    }
    Ok(())
}

fn details(register: &Register, filter: &Filter, today: Today<'_>, out: &mut dyn Sink) -> Result<()> {
    out.heading(&messages::PROVENANCE.into())?;
    out.line(&messages::PROVENANCE_ABOUT.into())?;
    let by = [GroupBy::Attribute(&obstacle::PROVENANCE)];
    let mut links = CountedLinks::of_count(out, register, &by, filter, today);
    register.count(&by, filter, today, &mut links)?;
    for section in OVERVIEW_SECTIONS {
        let Some(report) = find_report(section.report) else { continue };
        if report.groups_by_meaning() && !register.can_search_by_meaning()? {
            continue;
        }
        out.heading(&section.heading.into())?;
        out.line(&section.description.into())?;
        chart(report, out)?;
        match section.columns {
            Some(columns) => show_report(register, report, filter, today, &mut SelectedColumns::new(out, columns))?,
            None => show_report(register, report, filter, today, out)?,
        };
    }
    let mut list_section = |heading: Label, about: Label, entity: Entity, shape, is_shown: fn(&Attribute) -> bool| {
        out.heading(&heading.into())?;
        out.line(&about.into())?;
        let columns = entity.attributes().iter().filter(|attribute| is_shown(attribute)).collect();
        register.list(&ListQuery { shape, ..ListQuery::new(entity, filter, columns) }, today, out).map(drop)
    };
    let scheme = |attribute: &Attribute| SCHEME_COLUMNS.contains(&attribute.name);
    let public = |attribute: &Attribute| attribute.is_public;
    list_section(messages::FACTSHEETS, messages::FACTSHEETS_ABOUT, Entity::Factsheet, Shape::Card, public)?;
    list_section(messages::SCHEMES, messages::SCHEMES_ABOUT, Entity::Scheme, Shape::Table, scheme)?;
    list_section(messages::OBSTACLES, messages::OBSTACLES_ABOUT, Entity::Obstacle, Shape::Card, public)?;
    Ok(())
}
