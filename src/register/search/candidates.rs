//! Selects the records to score: matches from the search index, records that cite the same law as the question, and
//! factsheets and precedents of these records. Also loads the facts and the texts of each candidate.

// Indices into `Query::terms` come from the query itself, so they are always in range.
#![allow(clippy::indexing_slicing)]

use super::super::rowid::{VOID_FLAG, record_of_rowid, rowid_of};
use super::index_row::searchable_text;
use super::query::{Query, Term, folded_text};
use super::{Evidence, Request};
use crate::language::words;
use crate::record::date::Today;
use crate::record::law::Law;
use crate::record::{Entity, Value, factsheet, obstacle, scheme};
use crate::register::meaning::Nearest;
use crate::register::sql::{Sql, attribute_sql, bind_params, linked_to_filtered};
use crate::register::{Key, Register};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

/// For each law in the question: the maximum number of obstacles that become candidates because they cite that law.
const MAX_BY_LAW: usize = 30;
/// Limit on the records that become candidates because of their meaning.
const MAX_BY_MEANING: usize = 40;
/// The number of rows that one query tests against the filter.
const ROWS_PER_QUERY: usize = 400;
/// Limits on the words to look up in the index: for each phrase, and for all phrases together. Looking up a word that
/// occurs in most of 100,000 records takes some 10 ms.
const MAX_STEMS_PER_PHRASE: usize = 6;
const MAX_LOOKED_UP_STEMS: usize = 32;

pub struct Candidate {
    pub entity: Entity,
    pub number: i64,
    /// The query terms that match. Maps the index of each term to the kind of match and to the matching word of the
    /// record. The word is in lower case and without accents. If several words match, the first in alphabetical order
    /// is used.
    pub matches: BTreeMap<usize, (Evidence, String)>,
    pub evidence: BTreeMap<Evidence, Vec<String>>,
    pub facts: Facts,
    pub score: f64,
    /// False if the filter excludes this obstacle. It is then not a result, but its score still raises the scores of
    /// its precedents and factsheets.
    pub is_eligible: bool,
}

/// The texts of a record. Do not keep the texts of many candidates at once, because texts can be long.
pub struct CandidateTexts {
    pub title: String,
    pub body: String,
}

/// Maximum number of matching terms that a search result shows per kind of evidence. The most specific terms are shown.
pub const MAX_TERMS_SHOWN: usize = 12;

/// Properties of an obstacle, other than its texts, that affect the score.
#[derive(Default)]
pub struct Facts {
    /// The laws that both the obstacle and the query cite. If both cite the same article, the article is included.
    /// Sorted; at most `MAX_TERMS_SHOWN`.
    pub laws: Vec<Rc<str>>,
    pub shares_article: bool,
    pub theme: Option<String>,
    pub nature: Option<String>,
    pub reused: i64,
    pub factsheets: Vec<i64>,
    pub precedents: Vec<i64>,
}

impl Register {
    /// The SQL condition that the record of an index row is of a requested kind and passes the request's filter.
    fn eligibility_sql(request: &Request<'_>, row: &str) -> String {
        let mut whens = String::new();
        for entity in request.kinds {
            let (kind, test) = (
                rowid_of(*entity, 0),
                match entity {
                    Entity::Obstacle => {
                        let solved = if request.answers_only { " AND c.status = 'solved'" } else { "" };
                        format!("SELECT 1 FROM filtered AS c WHERE c.number = {row} >> 3{solved}")
                    }
                    other => {
                        let void = if request.filter.with_void { "" } else { " AND e.void IS NULL" };
                        let linked = match linked_to_filtered(*other) {
                            Some(linked) if !request.filter.is_unfiltered() => format!(" AND {linked}"),
                            _ => String::new(),
                        };
                        format!("SELECT 1 FROM {} AS e WHERE e.number = {row} >> 3{void}{linked}", other.table())
                    }
                },
            );
            whens.push_str(&format!(" WHEN {kind} THEN EXISTS ({test})"));
        }
        format!("CASE {row} & 3{whens} ELSE 0 END")
    }

    pub(super) fn candidate_rows(&self, request: &Request<'_>, query: &Query, today: Today<'_>) -> Result<Vec<i64>> {
        let mut rows = Vec::new();
        if let Some(match_expression) = match_expression(query) {
            // The filter is part of this query, because the rank of a record takes longer to compute than the filter.
            let mut sql = self.filtered_cte(request.filter, today)?;
            let match_expression = sql.bind(match_expression);
            sql.text = format!(
                "WITH {} SELECT s.rowid FROM {}.search AS s WHERE s.search MATCH {match_expression} AND {} ORDER BY s.rank LIMIT {}",
                sql.text,
                self.search_schema(),
                Self::eligibility_sql(request, "s.rowid"),
                if query.phrases.is_empty() && query.excluded_phrases.is_empty() {
                    i64::from(request.max_candidates)
                } else {
                    -1
                }
            );
            let mut statement = self.connection.prepare(&sql.text)?;
            bind_params(&mut statement, &sql.binds)?;
            rows = statement.raw_query().mapped(|row| row.get(0)).collect::<rusqlite::Result<_>>()?;
        }
        if request.answers_only {
            for (source, article) in &query.laws {
                let end = rows.len() + MAX_BY_LAW;
                // The obstacles that cite the same article come first.
                for article in article.iter().map(Some).chain([None]) {
                    let mut sql = Sql::default();
                    let source = sql.bind(source.to_string());
                    let same = article.map(|article| format!(" AND article = {}", sql.bind(article.clone())));
                    sql.text = format!(
                        "SELECT DISTINCT obstacle * 8 FROM obstacle_law WHERE source = {source}{} ORDER BY obstacle DESC",
                        same.unwrap_or_default()
                    );
                    self.first_eligible(request, &sql, end - rows.len(), today, &mut rows)?;
                }
            }
        }
        let mut seen = HashSet::new();
        for row in &mut rows {
            *row &= !VOID_FLAG;
        }
        rows.retain(|row| seen.insert(*row));
        Ok(rows)
    }

    /// Adds the first `max` rows of a query that pass the request's filter. Tests the filter only as far as needed,
    /// because a law may be cited by very many obstacles.
    fn first_eligible(
        &self,
        request: &Request<'_>,
        sql: &Sql,
        max: usize,
        today: Today<'_>,
        rows: &mut Vec<i64>,
    ) -> Result<()> {
        let mut statement = self.connection.prepare(&sql.text)?;
        bind_params(&mut statement, &sql.binds)?;
        let found = statement.raw_query().mapped(|row| row.get(0));
        self.add_eligible(request, found, max, today, rows)
    }

    fn add_eligible(
        &self,
        request: &Request<'_>,
        found: impl Iterator<Item = rusqlite::Result<i64>>,
        max: usize,
        today: Today<'_>,
        rows: &mut Vec<i64>,
    ) -> Result<()> {
        let mut found = found.fuse();
        let end = rows.len().saturating_add(max);
        while rows.len() < end {
            let next: Vec<i64> = found.by_ref().take(ROWS_PER_QUERY).collect::<rusqlite::Result<_>>()?;
            if next.is_empty() {
                break;
            }
            let eligible = self.eligible_rows(request, next.iter().copied(), today)?;
            let rest = end - rows.len();
            rows.extend(next.into_iter().filter(|row| eligible.contains(row)).take(rest));
        }
        Ok(())
    }

    /// Whether the record contains all required phrases and no excluded ones. Compares the texts of the record, because
    /// the index omits stop words and cannot tell whether words are adjacent. Loads only the texts, because many
    /// records may have to be compared.
    pub(super) fn satisfies_phrases(&self, entity: Entity, number: i64, query: &Query) -> Result<bool> {
        if query.phrases.is_empty() && query.excluded_phrases.is_empty() {
            return Ok(true);
        }
        let texts = entity.attributes().iter().filter(|attribute| attribute.is_searchable());
        let texts: Vec<String> = texts.map(|attribute| attribute_sql(entity, attribute, true, true)).collect();
        let sql = format!("SELECT {} FROM {} AS e WHERE e.number = ?1", texts.join(", "), entity.table());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([number])?;
        let Some(row) = rows.next()? else { return Ok(false) };
        let mut folded = String::new();
        for at in 0..texts.len() {
            if let Some(text) = row.get_ref(at)?.as_str_or_null().map_err(rusqlite::Error::from)? {
                folded.push_str(&folded_text(&words(text)));
                folded.push('\n');
            }
        }
        Ok(query.phrases.iter().all(|forms| forms.iter().any(|form| folded.contains(&form.folded)))
            && !query.excluded_phrases.iter().any(|phrase| folded.contains(phrase)))
    }

    pub(super) fn load_candidate(
        &self,
        request: &Request<'_>,
        query: &Query,
        entity: Entity,
        number: i64,
    ) -> Result<Candidate> {
        let has_facts = request.answers_only && entity == Entity::Obstacle;
        Ok(Candidate {
            entity,
            number,
            matches: BTreeMap::new(),
            evidence: BTreeMap::new(),
            facts: if has_facts { self.facts(number, query)? } else { Facts::default() },
            score: 0.0,
            is_eligible: true,
        })
    }

    pub(super) fn candidate_texts(&self, candidate: &Candidate) -> Result<CandidateTexts> {
        let mut record = self.load(candidate.entity, &Key::Number(candidate.number))?;
        let title_attribute = match candidate.entity {
            Entity::Factsheet => &factsheet::TITLE,
            Entity::Scheme => &scheme::TITLE,
            _ => &obstacle::TITLE,
        };
        let title = record.text(title_attribute).unwrap_or_default().to_owned();
        record.set(title_attribute, Value::Null);
        Ok(CandidateTexts { title, body: searchable_text(&record) })
    }

    fn facts(&self, number: i64, query: &Query) -> Result<Facts> {
        let numbers = |sql: &str| -> Result<Vec<i64>> {
            let mut statement = self.connection.prepare_cached(sql)?;
            Ok(statement.query_map([number], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
        };
        let (laws, shares_article) = self.shared_laws(number, query)?;
        let mut statement = self.connection.prepare_cached(
            "SELECT theme, nature, (SELECT count(*) FROM obstacle_precedent AS l JOIN obstacle AS o
             ON o.number = l.obstacle WHERE l.precedent = e.number AND o.void IS NULL)
             FROM obstacle AS e WHERE number = ?1",
        )?;
        let (theme, nature, reused) =
            statement.query_row([number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(Facts {
            laws,
            shares_article,
            theme,
            nature,
            reused,
            factsheets: numbers("SELECT factsheet FROM obstacle_factsheet WHERE obstacle = ?1 ORDER BY factsheet")?,
            precedents: numbers("SELECT precedent FROM obstacle_precedent WHERE obstacle = ?1 ORDER BY precedent")?,
        })
    }

    /// Returns the laws that both an obstacle and the query cite, and whether they cite the same article. See
    /// [`Facts`].
    fn shared_laws(&self, number: i64, query: &Query) -> Result<(Vec<Rc<str>>, bool)> {
        let (mut laws, mut shares_article) = (Vec::new(), false);
        if query.laws.is_empty() {
            return Ok((laws, shares_article));
        }
        let mut wanted: HashMap<&str, (&Rc<str>, HashSet<Option<&str>>)> = HashMap::new();
        for (source, article) in &query.laws {
            wanted.entry(source).or_insert_with(|| (source, HashSet::new())).1.insert(article.as_deref());
        }
        let mut statement = self.connection.prepare_cached("SELECT text FROM obstacle_law WHERE obstacle = ?1")?;
        let mut rows = statement.query([number])?;
        while let Some(row) = rows.next()? {
            let Some(law) = row.get_ref(0)?.as_str().ok().and_then(Law::from_stored) else { continue };
            let law = law.normalized();
            let Some((source, articles)) = wanted.get(law.source.as_str()) else { continue };
            let same = law.article.as_deref().filter(|article| articles.contains(&Some(article)));
            shares_article |= same.is_some();
            laws.extend(same.map(|article| format!("{source} art. {article}").into()));
            if articles.len() > usize::from(same.is_some()) {
                laws.push(Rc::clone(source));
            }
        }
        laws.sort();
        laws.dedup();
        laws.truncate(MAX_TERMS_SHOWN);
        laws.shrink_to_fit();
        Ok((laws, shares_article))
    }

    /// Loads the factsheets and precedents that candidates link to, unless they are already candidates.
    pub(super) fn add_linked_candidates(
        &self,
        request: &Request<'_>,
        query: &Query,
        candidates: &mut Vec<Candidate>,
        today: Today<'_>,
    ) -> Result<()> {
        let known: HashSet<i64> =
            candidates.iter().map(|candidate| rowid_of(candidate.entity, candidate.number)).collect();
        let mut others: BTreeSet<i64> = BTreeSet::new();
        for candidate in candidates.iter() {
            others.extend(candidate.facts.factsheets.iter().map(|number| rowid_of(Entity::Factsheet, *number)));
            others.extend(candidate.facts.precedents.iter().map(|number| rowid_of(Entity::Obstacle, *number)));
        }
        if let Some(subject) = request.subject {
            others.remove(&rowid_of(Entity::Obstacle, subject));
        }
        others.retain(|row| !known.contains(row));
        if others.is_empty() {
            return Ok(());
        }
        let eligible = self.eligible_rows(request, others.iter().copied(), today)?;
        for row in others.into_iter().filter(|row| eligible.contains(row)) {
            let Some((entity, number)) = record_of_rowid(row) else { continue };
            candidates.push(self.load_candidate(request, query, entity, number)?);
        }
        Ok(())
    }

    /// Returns the rows that pass the request's filter.
    fn eligible_rows(
        &self,
        request: &Request<'_>,
        rows: impl Iterator<Item = i64>,
        today: Today<'_>,
    ) -> Result<HashSet<i64>> {
        let mut sql = self.filtered_cte(request.filter, today)?;
        // As one value, so that the statement is the same for any number of rows.
        let listed = sql.bind(format!("[{}]", rows.map(|row| row.to_string()).collect::<Vec<_>>().join(",")));
        sql.text = format!(
            "WITH {}, listed (row) AS (SELECT value FROM json_each({listed})) SELECT row FROM listed WHERE {}",
            sql.text,
            Self::eligibility_sql(request, "row")
        );
        let mut statement = self.connection.prepare_cached(&sql.text)?;
        bind_params(&mut statement, &sql.binds)?;
        Ok(statement.raw_query().mapped(|row| row.get(0)).collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the records that are found by their meaning and pass the request's filter, the nearest first.
    pub(super) fn rows_by_meaning(
        &self,
        request: &Request<'_>,
        nearest: &Nearest,
        today: Today<'_>,
    ) -> Result<Vec<i64>> {
        let mut found = Vec::new();
        self.add_eligible(request, nearest.rows().into_iter().map(Ok), MAX_BY_MEANING, today, &mut found)?;
        Ok(found)
    }
}

/// The FTS5 match expression; None if there is nothing to look up. A matching record contains all phrases or, if there
/// are no phrases, at least one of the looked-up terms. It contains no excluded words.
fn match_expression(query: &Query) -> Option<String> {
    let quoted = |term: &Term| format!("\"{}\"", term.token);
    let mut any: Vec<String> = query.terms.iter().filter(|term| term.is_looked_up).map(quoted).collect();
    if !query.joint_terms.is_empty() {
        let all: Vec<String> = query.joint_terms.iter().map(|at| quoted(&query.terms[*at])).collect();
        any.push(format!("({})", all.join(" AND ")));
    }
    // If there are phrases, look up only the phrases, because few records contain them. Words outside phrases only
    // affect the order of the results. Look up only the first words of each phrase, because the whole phrase is
    // compared with the records later.
    let mut budget = MAX_LOOKED_UP_STEMS;
    let mut phrases = Vec::new();
    for forms in query.phrases.iter().filter(|forms| forms.iter().all(|form| !form.stems.is_empty())) {
        let stem_count: usize = forms.iter().map(|form| form.stems.len().min(MAX_STEMS_PER_PHRASE)).sum();
        let Some(rest) = budget.checked_sub(stem_count) else { break };
        budget = rest;
        let forms = forms.iter().map(|form| {
            let stems: Vec<&str> = form.stems.iter().take(MAX_STEMS_PER_PHRASE).map(AsRef::as_ref).collect();
            format!("words : \"{}\"", stems.join(" "))
        });
        phrases.push(format!("({})", forms.collect::<Vec<_>>().join(" OR ")));
    }
    let mut match_expression = match (phrases.is_empty(), any.is_empty()) {
        (false, _) => format!("({})", phrases.join(" AND ")),
        (true, false) => format!("({})", any.join(" OR ")),
        (true, true) => return None,
    };
    if !query.excluded_stems.is_empty() {
        let excluded_stems: Vec<String> = query.excluded_stems.iter().map(|stem| format!("\"{stem}\"")).collect();
        match_expression.push_str(&format!(" NOT words : ({})", excluded_stems.join(" OR ")));
    }
    Some(match_expression)
}
