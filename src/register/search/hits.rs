//! Loads the details that are displayed with a search result: attribute values, status, answer, and labelled evidence.

use super::{Evidence, Hit};
use crate::i18n::{Text, choices};
use crate::record::{Attribute, Entity};
use crate::register::Register;
use crate::register::attribute_columns::reader_labels;
use crate::register::sql::{attribute_sql, cells};
use crate::rows::{Cell, Group};
use anyhow::Result;

pub struct HitSummary {
    pub code: String,
    pub title: String,
    /// A code from [`choices::STANDING`] that describes the record. It is `void` for a record made by mistake, the
    /// outcome or status of an obstacle, and `factsheet` or `scheme` for the other kinds.
    pub standing: String,
    /// The record's own answer. If an obstacle has no answer, this is the answer of its precedent.
    pub answer: Option<String>,
}

impl Register {
    /// Calls `visit` once, with the values of `attributes`. The value of an attribute that the record lacks is null.
    pub fn with_hit_cells(
        &self,
        hit: &Hit,
        attributes: &[&'static Attribute],
        with_void: bool,
        visit: impl FnOnce(&[Cell<'_>]) -> Result<()>,
    ) -> Result<()> {
        let expressions: Vec<String> = attributes
            .iter()
            .map(|attribute| match own_attribute(hit.entity, attribute) {
                Some(own) => attribute_sql(hit.entity, own, with_void, false),
                None => "NULL".to_owned(),
            })
            .collect();
        let table = hit.entity.table();
        let sql = format!("SELECT {} FROM {table} AS e WHERE e.number = ?1", expressions.join(", "));
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([hit.number])?;
        match rows.next()? {
            Some(row) => visit(&cells(row, expressions.len())?),
            None => Ok(()),
        }
    }

    pub fn hit_summary(&self, entity: Entity, number: i64) -> Result<HitSummary> {
        let (standing, answer) = match entity {
            // If an obstacle has no answer of its own, show the answer of its precedent.
            Entity::Obstacle => (
                "coalesce(e.resolution, e.status)",
                "coalesce(e.answer, (SELECT p.code || ': ' || p.answer FROM obstacle_precedent AS l
                 JOIN obstacle AS p ON p.number = l.precedent
                 WHERE l.obstacle = e.number AND p.void IS NULL AND p.answer IS NOT NULL ORDER BY p.number LIMIT 1))",
            ),
            Entity::Factsheet => ("'factsheet'", "e.summary"),
            _ => ("'scheme'", "NULL"),
        };
        let sql = format!(
            "SELECT e.code, e.title, iif(e.void IS NULL, {standing}, 'void'), {answer} FROM {} AS e WHERE e.number = ?1",
            entity.table()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row([number], |row| {
            Ok(HitSummary { code: row.get(0)?, title: row.get(1)?, standing: row.get(2)?, answer: row.get(3)? })
        })?)
    }

    /// Groups the evidence for a hit by kind, with vocabulary labels in place of codes.
    pub fn evidence_groups(&self, hit: &Hit) -> Result<Vec<Group>> {
        let mut groups = Vec::new();
        for (match_kind, values) in &hit.evidence {
            let Some(name) = choices::EVIDENCE.iter().find(|choice| choice.code == match_kind.code()) else {
                continue;
            };
            let vocabulary = match match_kind {
                Evidence::Theme => Some(Entity::Theme),
                Evidence::Nature => Some(Entity::Nature),
                Evidence::Law => Some(Entity::Law),
                _ => None,
            };
            let labels = match vocabulary {
                Some(entity) => reader_labels(entity, &self.terms(entity)?),
                None => Vec::new(),
            };
            let label = |value: &String| {
                // An article may follow the code of a law. Replace the code by the name of the law, and keep the
                // article.
                let (code, rest) = value.split_once(' ').unwrap_or((value, ""));
                match labels.iter().find(|(known, _)| known == value || (*match_kind == Evidence::Law && known == code))
                {
                    Some((_, label)) if rest.is_empty() => label.clone(),
                    Some((_, label)) => Text { nl: format!("{} {rest}", label.nl), en: format!("{} {rest}", label.en) },
                    None => Text::untranslated(value.clone()),
                }
            };
            groups.push(Group { name, values: values.iter().map(|value| (value.clone(), label(value))).collect() });
        }
        Ok(groups)
    }
}

/// Finds the attribute of `entity` that has the same name as `attribute`. For `answer`, this is `summary` in a
/// factsheet.
fn own_attribute(entity: Entity, attribute: &Attribute) -> Option<&'static Attribute> {
    match (entity, attribute.name) {
        (Entity::Factsheet, "answer") => entity.attribute("summary"),
        (_, name) => entity.attribute(name),
    }
}
