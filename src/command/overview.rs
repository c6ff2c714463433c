//! The overview: what was published beside what is counted, the reports with their pictures, and then the obstacles
//! themselves with their answers.

use super::report;
use crate::i18n::{Label, overview as messages};
use crate::record::date::Today;
use crate::record::{Attribute, Entity, Filter, obstacle};
use crate::register::{GroupBy, Key, ListQuery, Register, rule_id};
use crate::report::{OVERVIEW_SECTIONS, find_report};
use crate::rows::{ChartHint, Shape, Sink};
use anyhow::Result;

/// The measures that stand out.
const KEY_MEASURES: &[&str] =
    &["collected", "open", "solved-within-rules", "solved-regional-approach", "factsheets", "schemes"];

/// What is shown of a scheme.
const SCHEME_COLUMNS: &[&str] = &["number", "title", "law", "provenance"];

/// What of it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The totals: of everything, whatever else is shown.
    Totals,
    /// The reports and the obstacles.
    Details,
}

/// Shows parts of the overview of the chosen obstacles, and gives the rules by which they were counted.
pub fn show(
    register: &Register,
    filter: &Filter,
    parts: &[Section],
    today: Today<'_>,
    out: &mut dyn Sink,
) -> Result<String> {
    let mut rules = Vec::new();
    if parts.contains(&Section::Totals) {
        rules.push(totals(register, filter, today, out)?);
    }
    if parts.contains(&Section::Details) {
        rules.push(details(register, filter, today, out)?);
    }
    Ok(rule_id("overview", &rules.join(";")))
}

fn totals(register: &Register, filter: &Filter, today: Today<'_>, out: &mut dyn Sink) -> Result<String> {
    let mut rules = Vec::new();
    out.heading(&messages::TOTALS.into())?;
    out.line(&messages::TOTALS_ABOUT.into())?;
    out.chart(ChartHint::Tiles { codes: KEY_MEASURES })?;
    if let Some(totals) = find_report("totals") {
        rules.push(register.report(totals, filter, today, out)?.1);
    }
    // A publication is about all obstacles of its period: beside a choice of them it would compare unlike things.
    // So would a day of the work before the end of that period.
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
        report::show_reconciliation(&reconciled, &titles, Some(messages::RECONCILE_ABOUT), false, out)?;
        rules.push(Register::reconcile_rule_id());
    }
    Ok(rules.join(";"))
}

fn details(register: &Register, filter: &Filter, today: Today<'_>, out: &mut dyn Sink) -> Result<String> {
    let mut rules = Vec::new();
    out.heading(&messages::PROVENANCE.into())?;
    out.line(&messages::PROVENANCE_ABOUT.into())?;
    rules.push(register.count(&[GroupBy::Attribute(&obstacle::PROVENANCE)], filter, today, out)?.1);
    for section in OVERVIEW_SECTIONS {
        let Some(report) = find_report(section.report) else { continue };
        out.heading(&section.heading.into())?;
        out.line(&section.description.into())?;
        if let Some(chart_hint) = section.chart_hint {
            out.chart(chart_hint)?;
        }
        rules.push(register.report(report, filter, today, out)?.1);
    }
    let mut list_section =
        |heading: Label, about: Label, entity: Entity, shape, is_shown: fn(&Attribute) -> bool| {
            out.heading(&heading.into())?;
            out.line(&about.into())?;
            let columns = entity.attributes().iter().filter(|attribute| is_shown(attribute)).collect();
            register
                .list(&ListQuery { shape, ..ListQuery::new(entity, filter, columns) }, today, out)
                .map(drop)
        };
    let scheme = |attribute: &Attribute| SCHEME_COLUMNS.contains(&attribute.name);
    let public = |attribute: &Attribute| attribute.is_public;
    list_section(messages::FACTSHEETS, messages::FACTSHEETS_ABOUT, Entity::Factsheet, Shape::Card, public)?;
    list_section(messages::SCHEMES, messages::SCHEMES_ABOUT, Entity::Scheme, Shape::Table, scheme)?;
    list_section(messages::OBSTACLES, messages::OBSTACLES_ABOUT, Entity::Obstacle, Shape::Card, public)?;
    Ok(rules.join(";"))
}
