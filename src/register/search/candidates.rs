//! The candidates: which records the index and the register name for what is asked, and what is read of each.

// Places of terms, each handed out by who made the list.
#![allow(clippy::indexing_slicing)]

use super::ask::{Asked, Term};
use super::index::{BETWEEN, VOID, record_of, row_of, text_of};
use super::{Evidence, Sought};
use crate::language::words;
use crate::record::date::Today;
use crate::record::{Entity, Record, Value, factsheet, obstacle, scheme};
use crate::register::filter::Sql;
use crate::register::list::{bind_all, to_obstacles};
use crate::register::{Key, Register};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// So many more are read since they cite the same law.
const BY_LAW: i64 = 30;

/// A record that may be near.
pub struct Candidate {
    /// The kind of record.
    pub entity: Entity,
    /// Its number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// Its other texts.
    pub body: String,
    /// For each term of the question how it stands in the record, if it does: the words as they were written.
    pub met: BTreeMap<usize, (Evidence, BTreeSet<String>)>,
    /// What else makes it near, in words.
    pub why: BTreeMap<Evidence, Vec<String>>,
    /// What the register knows of it.
    pub facts: Facts,
    /// How near it is.
    pub score: f64,
    /// Whether it is meant itself, or only hands on what it has to others.
    pub is_meant: bool,
}

/// What the register knows of a record beside its words.
#[derive(Default)]
pub struct Facts {
    /// The laws that it cites: source and article.
    pub laws: Vec<(String, Option<String>)>,
    /// Its theme.
    pub theme: Option<String>,
    /// Its nature.
    pub nature: Option<String>,
    /// How often its answer was reused.
    pub reused: i64,
    /// The factsheets that answer it.
    pub factsheets: Vec<i64>,
    /// The obstacles whose answer it rests on.
    pub precedents: Vec<i64>,
}

impl Register {
    /// Whether the record of a row in the index is one that is meant, as a condition.
    fn is_meant(sought: &Sought<'_>, row: &str) -> String {
        let mut whens = String::new();
        for entity in sought.kinds {
            let (kind, test) = (
                row_of(*entity, 0),
                match entity {
                    Entity::Obstacle => {
                        let solved = if sought.answers_only { " AND c.status = 'solved'" } else { "" };
                        format!("SELECT 1 FROM chosen AS c WHERE c.number = {row} >> 3{solved}")
                    }
                    other => {
                        let void = if sought.filter.with_void { "" } else { " AND e.void IS NULL" };
                        let linked = match to_obstacles(*other) {
                            Some(linked) if !sought.filter.is_whole() => format!(" AND {linked}"),
                            _ => String::new(),
                        };
                        format!(
                            "SELECT 1 FROM {} AS e WHERE e.number = {row} >> 3{void}{linked}",
                            other.table()
                        )
                    }
                },
            );
            whens.push_str(&format!(" WHEN {kind} THEN EXISTS ({test})"));
        }
        format!("CASE {row} & 3{whens} ELSE 0 END")
    }

    /// The rows in the index of the records to read.
    pub(super) fn candidates(
        &self,
        sought: &Sought<'_>,
        asked: &Asked,
        today: Today<'_>,
    ) -> Result<Vec<i64>> {
        let mut rows = Vec::new();
        if let Some(query) = query(asked) {
            let mut sql = self.chosen(sought.filter, today)?;
            let query = sql.bind(query);
            sql.text = format!(
                "WITH {} SELECT s.rowid FROM {}.search AS s WHERE s.search MATCH {query} AND {} ORDER BY s.rank LIMIT {}",
                sql.text,
                self.search_schema(),
                Self::is_meant(sought, "s.rowid"),
                if asked.phrases.is_empty() && asked.without_phrases.is_empty() {
                    i64::from(sought.candidates)
                } else {
                    -1
                }
            );
            self.rows_of(&sql, &mut rows)?;
        }
        if sought.answers_only {
            for (source, article) in &asked.laws {
                let mut sql = self.chosen(sought.filter, today)?;
                let source = sql.bind(source.clone());
                // Those that cite the same article first.
                let same = match article {
                    Some(article) => format!("l.article IS {}", sql.bind(article.clone())),
                    None => "0".to_owned(),
                };
                sql.text = format!(
                    "WITH {}, cites AS (SELECT l.obstacle * 8 AS row, max({same}) AS same FROM obstacle_law AS l WHERE l.source = {source} GROUP BY 1)
                     SELECT row FROM cites WHERE {} ORDER BY same DESC, row DESC LIMIT {BY_LAW}",
                    sql.text,
                    Self::is_meant(sought, "row")
                );
                self.rows_of(&sql, &mut rows)?;
            }
        }
        let mut seen = HashSet::new();
        for row in &mut rows {
            *row &= !VOID;
        }
        rows.retain(|row| seen.insert(*row));
        Ok(rows)
    }

    fn rows_of(&self, sql: &Sql, rows: &mut Vec<i64>) -> Result<()> {
        let mut statement = self.connection.prepare(&sql.text)?;
        bind_all(&mut statement, &sql.binds)?;
        let mut found = statement.raw_query();
        while let Some(row) = found.next()? {
            rows.push(row.get(0)?);
        }
        Ok(())
    }

    /// Reads a record.
    pub(super) fn candidate(&self, entity: Entity, number: i64) -> Result<Candidate> {
        let record = self.load(entity, &Key::Number(number))?;
        let title_attribute = match entity {
            Entity::Factsheet => &factsheet::TITLE,
            Entity::Scheme => &scheme::TITLE,
            _ => &obstacle::TITLE,
        };
        let title = record.text(title_attribute).unwrap_or_default().to_owned();
        let mut rest = record.clone();
        rest.set(title_attribute, Value::Null);
        let mut facts = Facts::default();
        if entity == Entity::Obstacle {
            facts = self.facts(number, &record)?;
        }
        Ok(Candidate {
            entity,
            number,
            title,
            body: text_of(&rest),
            met: BTreeMap::new(),
            why: BTreeMap::new(),
            facts,
            score: 0.0,
            is_meant: true,
        })
    }

    fn facts(&self, number: i64, record: &Record) -> Result<Facts> {
        let numbers = |attribute| match record.get(attribute) {
            Some(Value::Numbers(numbers)) => numbers.clone(),
            _ => Vec::new(),
        };
        let laws = match record.get(&obstacle::LAWS) {
            Some(Value::Laws(laws)) => {
                laws.iter().map(|law| (law.source.clone(), law.article.clone())).collect()
            }
            _ => Vec::new(),
        };
        let reused = self
            .connection
            .prepare_cached(
                "SELECT count(*) FROM obstacle_precedent AS l JOIN obstacle AS o ON o.number = l.obstacle
                 WHERE l.precedent = ?1 AND o.void IS NULL",
            )?
            .query_row([number], |row| row.get(0))?;
        Ok(Facts {
            laws,
            theme: record.text(&obstacle::THEME).map(str::to_owned),
            nature: record.text(&obstacle::NATURE).map(str::to_owned),
            reused,
            factsheets: numbers(&obstacle::FACTSHEETS),
            precedents: numbers(&obstacle::PRECEDENTS),
        })
    }

    /// Reads the factsheets and the precedents of the candidates, where they are not candidates themselves.
    pub(super) fn add_handed_on(
        &self,
        sought: &Sought<'_>,
        candidates: &mut Vec<Candidate>,
        today: Today<'_>,
    ) -> Result<()> {
        let known: HashSet<i64> =
            candidates.iter().map(|candidate| row_of(candidate.entity, candidate.number)).collect();
        let mut others: BTreeSet<i64> = BTreeSet::new();
        for candidate in candidates.iter() {
            others.extend(candidate.facts.factsheets.iter().map(|number| row_of(Entity::Factsheet, *number)));
            others.extend(candidate.facts.precedents.iter().map(|number| row_of(Entity::Obstacle, *number)));
        }
        if let Some(about) = sought.about {
            others.remove(&row_of(Entity::Obstacle, about));
        }
        others.retain(|row| !known.contains(row));
        if others.is_empty() {
            return Ok(());
        }
        let mut sql = self.chosen(sought.filter, today)?;
        let listed: Vec<String> = others.iter().map(|row| format!("({row})")).collect();
        sql.text = format!(
            "WITH {}, other (row) AS (VALUES {}) SELECT row FROM other WHERE {}",
            sql.text,
            listed.join(", "),
            Self::is_meant(sought, "row")
        );
        let mut rows = Vec::new();
        self.rows_of(&sql, &mut rows)?;
        for row in rows {
            let (entity, number) = record_of(row);
            candidates.push(self.candidate(entity, number)?);
        }
        Ok(())
    }
}

/// The query of the index: all the phrases, or else any of the terms that are looked up; and none of what may not be
/// there.
/// None where nothing is looked up.
fn query(asked: &Asked) -> Option<String> {
    let quoted = |term: &Term| format!("\"{}\"", term.token);
    let mut any: Vec<String> = asked.terms.iter().filter(|term| term.looked_up).map(quoted).collect();
    if !asked.together.is_empty() {
        let all: Vec<String> = asked.together.iter().map(|at| quoted(&asked.terms[*at])).collect();
        any.push(format!("({})", all.join(" AND ")));
    }
    // A phrase leaves few records; the other words then tell which of them come first.
    let phrases = asked.phrases.iter().filter(|(_, stems)| !stems.is_empty());
    let phrases: Vec<String> = phrases.map(|(_, stems)| format!("words : \"{}\"", stems.join(" "))).collect();
    let mut query = match (phrases.is_empty(), any.is_empty()) {
        (false, _) => format!("({})", phrases.join(" AND ")),
        (true, false) => format!("({})", any.join(" OR ")),
        (true, true) => return None,
    };
    if !asked.without.is_empty() {
        let without: Vec<String> = asked.without.iter().map(|stem| format!("\"{stem}\"")).collect();
        query.push_str(&format!(" NOT words : ({})", without.join(" OR ")));
    }
    Some(query)
}

/// Whether a candidate has all phrases, and none of those that may not be there. The index leaves out words that say
/// nothing: whether they stand side by side, the text tells.
pub fn is_so(candidate: &Candidate, asked: &Asked) -> bool {
    asked.phrases.iter().all(|(phrase, _)| has_phrase(candidate, phrase))
        && !asked.without_phrases.iter().any(|phrase| has_phrase(candidate, phrase))
}

/// Whether words stand side by side in a text of a record, as they are written.
fn has_phrase(candidate: &Candidate, phrase: &[String]) -> bool {
    std::iter::once(candidate.title.as_str()).chain(candidate.body.split(BETWEEN)).any(|text| {
        let words = words(text);
        words.windows(phrase.len()).any(|window| window.iter().map(|word| &word.folded).eq(phrase))
    })
}
