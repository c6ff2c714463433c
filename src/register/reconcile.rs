//! Compares the figures in a publication with the register's present counts for the period of that publication.

use super::Register;
use crate::i18n::{Text, remarks};
use crate::record::{Condition, Filter, obstacle};
use crate::report::{self, Measure};
use anyhow::Result;
use std::collections::HashMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Matches,
    /// The comparison is inconclusive: a person must decide.
    NeedsReview,
    Differs,
}

impl Verdict {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Matches => "matches",
            Self::NeedsReview => "look",
            Self::Differs => "differs",
        }
    }
}

#[derive(Debug)]
pub struct Reconciliation {
    pub publication: String,
    pub measure: String,
    /// The definition of the measure; `None` if this program does not know the measure.
    pub definition: Option<&'static Measure>,
    pub quote: Option<String>,
    pub relation: String,
    pub published: i64,
    pub counted: Vec<String>,
    pub verdict: Verdict,
    pub difference: i64,
    /// The reason for the verdict; `None` if the figure matches.
    pub note: Option<Text>,
}

struct Figure {
    publication: String,
    since: String,
    until: String,
    measure: String,
    relation: String,
    value: i64,
    quote: Option<String>,
}

impl Register {
    /// Compares the figures of a publication with the register. If `publication` is `None`, compares those of all
    /// publications.
    pub fn reconcile(&self, publication: Option<&str>) -> Result<Vec<Reconciliation>> {
        let mut statement = self.connection.prepare(
            "SELECT f.publication, p.since, p.until, f.measure, f.relation, f.value, f.quote
             FROM published_figure AS f JOIN publication AS p ON p.code = f.publication
             WHERE f.void IS NULL AND (?1 IS NULL OR f.publication = ?1) ORDER BY f.number",
        )?;
        let figures = statement
            .query_map([publication], |row| {
                Ok(Figure {
                    publication: row.get(0)?,
                    since: row.get(1)?,
                    until: row.get(2)?,
                    measure: row.get(3)?,
                    relation: row.get(4)?,
                    value: row.get(5)?,
                    quote: row.get(6)?,
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut counts: HashMap<(String, String, String), Vec<String>> = HashMap::new();
        let mut reconciled = Vec::new();
        for figure in &figures {
            let definition = report::find_measure(&figure.measure);
            let key = (figure.measure.clone(), figure.since.clone(), figure.until.clone());
            let counted = match (counts.get(&key), definition) {
                (Some(counted), _) => counted.clone(),
                (None, Some(measure)) => {
                    let period = Filter::default()
                        .and(Condition::Since(&obstacle::RECEIVED, figure.since.clone()))
                        .and(Condition::Until(&obstacle::RECEIVED, figure.until.clone()));
                    let counted = self.counted_codes(measure, &figure.since, &figure.until, &period)?;
                    counts.insert(key, counted.clone());
                    counted
                }
                (None, None) => Vec::new(),
            };
            let parts = definition.map_or(0, |measure| published_parts(&figures, &figure.publication, measure));
            reconciled.push(compare(figure, definition, counted, parts));
        }
        Ok(reconciled)
    }
}

/// Adds up the published figures for the parts of a measure. Returns 0 if there are none.
fn published_parts(figures: &[Figure], publication: &str, measure: &Measure) -> i64 {
    figures
        .iter()
        .filter(|figure| figure.publication == publication && measure.parts.contains(&figure.measure.as_str()))
        .fold(0, |sum, figure| sum.saturating_add(figure.value))
}

fn compare(figure: &Figure, definition: Option<&'static Measure>, counted: Vec<String>, parts: i64) -> Reconciliation {
    let count = i64::try_from(counted.len()).unwrap_or(i64::MAX);
    let is_met = match figure.relation.as_str() {
        "more-than" => count > figure.value,
        "at-least" => count >= figure.value,
        "less-than" => count < figure.value,
        "at-most" => count <= figure.value,
        _ => count == figure.value,
    };
    let (verdict, note) = if definition.is_none() {
        (Verdict::NeedsReview, Some(remarks::unknown_measure(&figure.measure)))
    } else if is_met {
        (Verdict::Matches, None)
    } else if figure.relation == "more-than" && count == figure.value {
        let note = if parts == figure.value { remarks::parts_add_up(parts) } else { remarks::exactly_not_more(count) };
        (Verdict::NeedsReview, Some(note))
    } else if figure.relation == "less-than" && count == figure.value {
        (Verdict::NeedsReview, Some(remarks::exactly_not_less(count)))
    } else {
        (Verdict::Differs, Some(remarks::counted_vs_published(count, figure.value)))
    };
    Reconciliation {
        publication: figure.publication.clone(),
        measure: figure.measure.clone(),
        definition,
        quote: figure.quote.clone(),
        relation: figure.relation.clone(),
        published: figure.value,
        difference: count.saturating_sub(figure.value),
        counted,
        verdict,
        note,
    }
}
