//! The overview: what was published beside what is counted, the reports with their pictures, and then the obstacles
//! themselves with their answers.

use super::report;
use crate::record::date::Today;
use crate::record::{Attribute, Entity, Filter, obstacle};
use crate::register::{By, Key, Query, Register, rule_of};
use crate::report::{SECTIONS, of_name};
use crate::rows::{Picture, Shape, Sink};
use crate::words::{Label, overview as words};
use anyhow::Result;

/// The measures that stand out.
const FOREMOST: &[&str] =
    &["collected", "open", "solved-within-rules", "solved-regional-approach", "factsheets", "schemes"];

/// What is shown of a scheme.
const SCHEME: &[&str] = &["number", "title", "law", "provenance"];

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
    if filter.is_whole() && !titles.is_empty() {
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
    let mut kept = |heading: Label, about: Label, entity: Entity, shape, shown: fn(&Attribute) -> bool| {
        out.heading(&heading.into())?;
        out.line(&about.into())?;
        let columns = entity.attributes().iter().filter(|attribute| shown(attribute)).collect();
        register.list(&Query { shape, ..Query::new(entity, filter, columns) }, today, out).map(drop)
    };
    let scheme = |attribute: &Attribute| SCHEME.contains(&attribute.name);
    let public = |attribute: &Attribute| attribute.public;
    kept(words::FACTSHEETS, words::FACTSHEETS_ABOUT, Entity::Factsheet, Shape::Card, public)?;
    kept(words::SCHEMES, words::SCHEMES_ABOUT, Entity::Scheme, Shape::Table, scheme)?;
    kept(words::OBSTACLES, words::OBSTACLES_ABOUT, Entity::Obstacle, Shape::Card, public)?;
    Ok(rules.join(";"))
}
