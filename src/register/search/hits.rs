//! What came near, as rows: what a reader needs to judge it, and in data everything that a list gives besides.

use super::{Evidence, Found, Hit};
use crate::record::{Attribute, Entity};
use crate::register::Register;
use crate::register::list::{cells, expression, named};
use crate::rows::{Cell, Column, Group, Shape, Sink, Words};
use crate::words::{Text, terms};
use anyhow::Result;

/// The columns of a hit in data, before those of the record.
pub const HITS: &[&str] = &["number", "kind", "title", "score", "why", "passage"];

/// How much of an answer is shown, in bytes.
const ANSWER: usize = 200;

/// What a reader is shown of a hit.
pub struct Shown {
    /// The number as people write it.
    pub code: String,
    /// The title.
    pub title: String,
    /// Where it stands: one of [`terms::STANDING`].
    pub standing: String,
    /// The beginning of its answer, on one line.
    pub answer: Option<String>,
}

impl Register {
    /// Hands over what was found. For readers the answer stands with it where that is what was asked for.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn show_hits(
        &self,
        found: &Found,
        with_answers: bool,
        with_void: bool,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        if sink.is_for_readers() {
            return self.hits_to_read(found, with_answers, sink);
        }
        let rest: Vec<&'static Attribute> = Entity::Obstacle
            .attributes()
            .iter()
            .filter(|attribute| !HITS.contains(&attribute.name) && !attribute.tells_who())
            .filter(|attribute| !attribute.only_with_void || with_void)
            .collect();
        let mut columns: Vec<Column> = HITS.iter().map(|name| Column::named(name)).collect();
        for attribute in &rest {
            columns.push(self.column(attribute, false)?);
        }
        sink.begin(&columns, Shape::Table)?;
        for hit in &found.hits {
            let groups = self.groups(hit)?;
            let attributes = rest.iter().map(|attribute| own(hit.entity, attribute));
            let expressions: Vec<String> = ["e.code".to_owned(), "e.title".to_owned()]
                .into_iter()
                .chain(attributes.map(|own| {
                    own.map_or_else(|| "NULL".to_owned(), |own| expression(hit.entity, own, with_void, false))
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
            all.extend([Cell::Groups(&groups), passage(hit)]);
            all.extend(record.iter().skip(2).copied());
            sink.row(&all)?;
        }
        sink.end()
    }

    fn hits_to_read(&self, found: &Found, with_answers: bool, sink: &mut dyn Sink) -> Result<()> {
        let mut columns = vec![
            Column::named("number"),
            Column::named("title"),
            Column::named("standing").with_words(Words::Fixed(terms::STANDING)),
        ];
        if with_answers {
            columns.push(Column::named("answer").below());
        }
        columns.extend([Column::named("passage").below(), Column::named("why").below()]);
        sink.begin(&columns, Shape::Table)?;
        for hit in &found.hits {
            let shown = self.shown_hit(hit)?;
            let mut all =
                vec![Cell::Text(&shown.code), Cell::Text(&shown.title), Cell::Text(&shown.standing)];
            if with_answers {
                all.push(shown.answer.as_deref().map_or(Cell::Null, Cell::Text));
            }
            let groups = self.groups(hit)?;
            all.extend([passage(hit), Cell::Groups(&groups)]);
            sink.row(&all)?;
        }
        sink.end()
    }

    /// What a reader is shown of a hit.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn shown_hit(&self, hit: &Hit) -> Result<Shown> {
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
            let answer = answer.map(|answer| in_a_line(&answer));
            Ok(Shown { code: row.get(0)?, title: row.get(1)?, standing: row.get(2)?, answer })
        })?)
    }

    /// The evidence, in the words of the register where it holds codes.
    pub fn groups(&self, hit: &Hit) -> Result<Vec<Group>> {
        let mut groups = Vec::new();
        for (how, values) in &hit.why {
            let Some(name) = terms::EVIDENCE.iter().find(|choice| choice.code == how.code()) else {
                continue;
            };
            let vocabulary = match how {
                Evidence::Theme => Some(Entity::Theme),
                Evidence::Nature => Some(Entity::Nature),
                Evidence::Law => Some(Entity::Law),
                _ => None,
            };
            let labels = match vocabulary {
                Some(entity) => named(entity, &self.terms(entity)?),
                None => Vec::new(),
            };
            let label = |value: &String| {
                // A law can stand with its article: the name takes the place of the code.
                let (code, rest) = value.split_once(' ').unwrap_or((value, ""));
                match labels
                    .iter()
                    .find(|(known, _)| known == value || (*how == Evidence::Law && known == code))
                {
                    Some((_, label)) if rest.is_empty() => label.clone(),
                    Some((_, label)) => {
                        Text { nl: format!("{} {rest}", label.nl), en: format!("{} {rest}", label.en) }
                    }
                    None => Text::plain(value.clone()),
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
fn own(entity: Entity, attribute: &Attribute) -> Option<&'static Attribute> {
    match (entity, attribute.name) {
        (Entity::Factsheet, "answer") => entity.attribute("summary"),
        (_, name) => entity.attribute(name),
    }
}

const fn passage(hit: &Hit) -> Cell<'_> {
    if hit.passage.is_empty() { Cell::Null } else { Cell::Text(hit.passage.as_str()) }
}

/// The beginning of a text on one line: whole sentences, as many as there is room for, or words of the first.
fn in_a_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.len() <= ANSWER {
        return line;
    }
    let cut = line.get(..line.floor_char_boundary(ANSWER)).unwrap_or_default();
    let sentences = [". ", "? ", "! "].iter().filter_map(|end| cut.rfind(end)).max();
    if let Some((sentences, _)) = sentences.and_then(|end| cut.split_at_checked(end + 1)) {
        return format!("{sentences} …");
    }
    format!("{}…", cut.rsplit_once(' ').map_or(cut, |(words, _)| words))
}
