//! The overview: what was published beside what is counted, the reports with their pictures, and then the obstacles
//! themselves with their answers.

use super::report;
use crate::record::date::Today;
use crate::record::{Entity, Filter, obstacle};
use crate::register::{By, Query, Register, rule_of};
use crate::report::{SECTIONS, of_name};
use crate::rows::{Picture, Shape, Sink};
use crate::words::{Text, overview as words};
use anyhow::Result;

/// The measures that stand out.
const FOREMOST: &[&str] =
    &["collected", "open", "solved-within-rules", "solved-regional-approach", "factsheets", "schemes"];

/// What is shown of a scheme.
const SCHEME: &[&str] = &["number", "title", "law", "url", "provenance"];

/// What of it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The totals: of everything, whatever else is shown.
    Totals,
    /// The reports and the obstacles.
    Rest,
}

/// Shows parts of the overview of the chosen obstacles, and gives the rules by which they were counted.
pub fn show(
    register: &Register,
    filter: &Filter,
    parts: &[Part],
    today: Today<'_>,
    out: &mut dyn Sink,
) -> Result<String> {
    let mut rules = Vec::new();
    if parts.contains(&Part::Totals) {
        rules.push(totals(register, filter, today, out)?);
    }
    if parts.contains(&Part::Rest) {
        rules.push(rest(register, filter, today, out)?);
    }
    Ok(rule_of("overview", &rules.join(";")))
}

fn totals(register: &Register, filter: &Filter, today: Today<'_>, out: &mut dyn Sink) -> Result<String> {
    let mut rules = Vec::new();
    out.heading(&words::TOTALS.into())?;
    out.line(&words::TOTALS_ABOUT.into())?;
    out.picture(Picture::Tiles { of: FOREMOST })?;
    if let Some(totals) = of_name("totals") {
        rules.push(register.report(totals, filter, today, out)?.1);
    }
    // A publication is about all obstacles of its period: beside a choice of them it would compare unlike things.
    let publications = register.terms(Entity::Publication)?;
    if filter.is_whole() && !publications.is_empty() {
        let titles: Vec<(String, Text)> = publications.iter().cloned().collect();
        let reconciled = register.reconcile(None)?;
        report::show(&reconciled, &titles, Some(words::COMPARED), false, out)?;
        rules.push(Register::rule_of_reconcile());
    }
    Ok(rules.join(";"))
}

fn rest(register: &Register, filter: &Filter, today: Today<'_>, out: &mut dyn Sink) -> Result<String> {
    let mut rules = Vec::new();
    out.heading(&words::PROVENANCE.into())?;
    out.line(&words::PROVENANCE_ABOUT.into())?;
    rules.push(register.count(&[By::Attribute(&obstacle::PROVENANCE)], filter, today, out)?.1);
    for section in SECTIONS {
        let Some(report) = of_name(section.report) else { continue };
        out.heading(&section.heading.into())?;
        out.line(&section.about.into())?;
        if let Some(picture) = section.picture {
            out.picture(picture)?;
        }
        rules.push(register.report(report, filter, today, out)?.1);
    }
    out.heading(&words::SCHEMES.into())?;
    out.line(&words::SCHEMES_ABOUT.into())?;
    let columns =
        Entity::Scheme.attributes().iter().filter(|attribute| SCHEME.contains(&attribute.name)).collect();
    register.list(&Query::new(Entity::Scheme, filter, columns), today, out)?;
    out.heading(&words::OBSTACLES.into())?;
    out.line(&words::OBSTACLES_ABOUT.into())?;
    let columns = Entity::Obstacle.attributes().iter().filter(|attribute| attribute.public).collect();
    register.list(
        &Query { shape: Shape::Card, ..Query::new(Entity::Obstacle, filter, columns) },
        today,
        out,
    )?;
    Ok(rules.join(";"))
}
