//! What came near, as rows: what a reader needs to judge it, and in data everything that a list gives besides.

use super::{Evidence, Hit, SearchResults};
use crate::i18n::{Text, choices};
use crate::record::{Attribute, Entity};
use crate::register::list_query::{attribute_sql, cells, reader_labels};
use crate::register::{Register, columns};
use crate::report::columns::{KIND, NUMBER, TITLE};
use crate::rows::{Cell, ColumnDef, Group, Shape, Sink};
use anyhow::Result;

/// The columns of a hit in data, before those of the record.
pub const HIT_COLUMNS: &[&ColumnDef] =
    &[&NUMBER, &KIND, &TITLE, &columns::SCORE, &columns::WHY, &columns::PASSAGE];

/// How much of an answer is shown, in bytes.
const MAX_ANSWER_BYTES: usize = 200;

/// What a reader is shown of a hit.
pub struct HitSummary {
    /// The number as people write it.
    pub code: String,
    /// The title.
    pub title: String,
    /// Where it stands: one of [`choices::STANDING`].
    pub standing: String,
    /// The beginning of its answer, on one line.
    pub answer: Option<String>,
}

impl Register {
    /// Hands over what was found. For readers the answer stands with it where that is what was asked for.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn write_hits(
        &self,
        found: &SearchResults,
        with_answers: bool,
        with_void: bool,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        if sink.audience().is_for_readers() {
            return self.write_hits_for_readers(found, with_answers, sink);
        }
        let rest: Vec<&'static Attribute> = Entity::Obstacle
            .attributes()
            .iter()
            .filter(|attribute| HIT_COLUMNS.iter().all(|column| column.name != attribute.name))
            .filter(|attribute| !attribute.identifies_person())
            .filter(|attribute| !attribute.is_void_only || with_void)
            .collect();
        let mut columns = ColumnDef::columns(HIT_COLUMNS);
        for attribute in &rest {
            columns.push(self.column(attribute, false)?);
        }
        sink.begin(&columns, Shape::Table)?;
        for hit in &found.hits {
            let groups = self.evidence_groups(hit)?;
            let attributes = rest.iter().map(|attribute| own_attribute(hit.entity, attribute));
            let expressions: Vec<String> = ["e.code".to_owned(), "e.title".to_owned()]
                .into_iter()
                .chain(attributes.map(|own_attribute| {
                    own_attribute.map_or_else(
                        || "NULL".to_owned(),
                        |own_attribute| attribute_sql(hit.entity, own_attribute, with_void, false),
                    )
                }))
                .collect();
            let sql = format!(
                "SELECT {} FROM {} AS e WHERE e.number = ?1",
                expressions.join(", "),
                hit.entity.table()
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query([hit.number])?;
            let Some(row) = rows.next()? else { continue };
            let record = cells(row, expressions.len())?;
            let (Some(code), Some(title)) = (record.first(), record.get(1)) else { continue };
            let mut all = vec![*code, Cell::Text(hit.entity.singular()), *title, Cell::Real(hit.score)];
            all.extend([Cell::Groups(&groups), snippet(hit)]);
            all.extend(record.iter().skip(2).copied());
            sink.row(&all)?;
        }
        sink.end()
    }

    fn write_hits_for_readers(
        &self,
        found: &SearchResults,
        with_answers: bool,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let mut columns = ColumnDef::columns(&[&NUMBER, &TITLE, &columns::STANDING]);
        if with_answers {
            columns.push(columns::ANSWER.column().below_row());
        }
        columns.extend([columns::PASSAGE.column().below_row(), columns::WHY.column().below_row()]);
        sink.begin(&columns, Shape::Table)?;
        for hit in &found.hits {
            let shown = self.hit_summary(hit)?;
            let mut all =
                vec![Cell::Text(&shown.code), Cell::Text(&shown.title), Cell::Text(&shown.standing)];
            if with_answers {
                all.push(shown.answer.as_deref().map_or(Cell::Null, Cell::Text));
            }
            let groups = self.evidence_groups(hit)?;
            all.extend([snippet(hit), Cell::Groups(&groups)]);
            sink.row(&all)?;
        }
        sink.end()
    }

    /// What a reader is shown of a hit.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn hit_summary(&self, hit: &Hit) -> Result<HitSummary> {
        let (standing, answer) = match hit.entity {
            // Where the answer of another was reused it is that one's.
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
            hit.entity.table()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row([hit.number], |row| {
            let answer: Option<String> = row.get(3)?;
            let answer = answer.map(|answer| one_line_excerpt(&answer));
            Ok(HitSummary { code: row.get(0)?, title: row.get(1)?, standing: row.get(2)?, answer })
        })?)
    }

    /// The evidence, in the words of the register where it holds codes.
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
                // A law can stand with its article: the name takes the place of the code.
                let (code, rest) = value.split_once(' ').unwrap_or((value, ""));
                match labels
                    .iter()
                    .find(|(known, _)| known == value || (*match_kind == Evidence::Law && known == code))
                {
                    Some((_, label)) if rest.is_empty() => label.clone(),
                    Some((_, label)) => {
                        Text { nl: format!("{} {rest}", label.nl), en: format!("{} {rest}", label.en) }
                    }
                    None => Text::untranslated(value.clone()),
                }
            };
            groups.push(Group {
                name,
                values: values.iter().map(|value| (value.clone(), label(value))).collect(),
            });
        }
        Ok(groups)
    }
}

/// The attribute of a kind that goes by the name of an obstacle's; the summary of a factsheet is its answer.
fn own_attribute(entity: Entity, attribute: &Attribute) -> Option<&'static Attribute> {
    match (entity, attribute.name) {
        (Entity::Factsheet, "answer") => entity.attribute("summary"),
        (_, name) => entity.attribute(name),
    }
}

const fn snippet(hit: &Hit) -> Cell<'_> {
    if hit.snippet.is_empty() { Cell::Null } else { Cell::Text(hit.snippet.as_str()) }
}

/// The beginning of a text on one line: whole sentences, as many as there is room for, or words of the first.
fn one_line_excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.len() <= MAX_ANSWER_BYTES {
        return line;
    }
    let cut = line.get(..line.floor_char_boundary(MAX_ANSWER_BYTES)).unwrap_or_default();
    let sentences = [". ", "? ", "! "].iter().filter_map(|end| cut.rfind(end)).max();
    if let Some((sentences, _)) = sentences.and_then(|end| cut.split_at_checked(end + 1)) {
        return format!("{sentences} …");
    }
    format!("{}…", cut.rsplit_once(' ').map_or(cut, |(words, _)| words))
}
