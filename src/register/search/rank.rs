//! Which records come near to what is asked, and how near. The index gives the candidates, by the usual measure of
//! how telling the words are that met (BM25: Robertson and Zaragoza 2009, "The probabilistic relevance framework");
//! those are read, and weighed once more with what an index cannot tell: which weight a word has in the question,
//! runs of four letters and pairs of words that both have, and what the register knows of laws, themes and answers
//! that were reused.

use super::ask::{Asked, Term, idf};
use super::index::{BETWEEN, Lexicon, VOID, record_of, row_of, text_of};
use super::passage::passage;
use super::{Evidence, Found, Hit, Sought};
use crate::language::{each_word, words};
use crate::record::date::Today;
use crate::record::{Entity, Record, Value, factsheet, number, obstacle, scheme};
use crate::register::filter::Sql;
use crate::register::list::{bind_all, to_obstacles};
use crate::register::{Key, Register};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

/// So many more are read since they cite the same law.
const BY_LAW: i64 = 30;
// The next three and the weights of runs and pairs were chosen on the questions of the README: k1 from 1.2 to 2.0 and
// b from 0.75 to 1.0 move nDCG by less than .004. The other weights were chosen on sense, for lack of a set that tells.

/// How soon more of the same word adds little (k1).
const SATURATION: f64 = 1.6;
/// How much a long text counts as long (b): 1 in full.
const LENGTH: f64 = 0.9;
/// So much is told of each kind of evidence: what tells most.
const MOST_TOLD: usize = 12;
/// A word of the title counts so often.
const TITLE: usize = 2;

/// What else a record is weighed by, beside its words, which weigh 1.
struct Weights {
    /// Runs of four letters.
    grams: f64,
    /// Pairs of words.
    pairs: f64,
    /// The same article of a law.
    article: f64,
    /// The same law.
    law: f64,
    /// The same theme.
    theme: f64,
    /// The same nature.
    nature: f64,
    /// For an answer that was reused, for the logarithm of how often.
    reused: f64,
    /// Of the nearness of an obstacle, what its factsheets and precedents have of it.
    handed_on: f64,
}

const WEIGHTS: Weights = Weights {
    grams: 0.7,
    pairs: 0.3,
    article: 0.25,
    law: 0.1,
    theme: 0.1,
    nature: 0.05,
    reused: 0.05,
    handed_on: 0.5,
};

/// A record that may be near.
pub struct Candidate {
    /// The kind of record.
    pub entity: Entity,
    /// Its number.
    pub number: i64,
    /// Its title, and its other texts.
    pub title: String,
    /// See `title`.
    pub body: String,
    /// For each term of the question how it stands in the record, if it does: the words as they were written.
    pub met: BTreeMap<usize, (Evidence, BTreeSet<String>)>,
    why: BTreeMap<Evidence, Vec<String>>,
    facts: Facts,
    score: f64,
}

/// What the register knows of a record beside its words.
#[derive(Default)]
struct Facts {
    laws: Vec<(String, Option<String>)>,
    theme: Option<String>,
    nature: Option<String>,
    reused: i64,
    factsheets: Vec<i64>,
    precedents: Vec<i64>,
}

impl Register {
    /// What comes near to what is asked, the best first.
    pub(super) fn rank(&self, sought: &Sought<'_>, asked: &Asked, today: Today<'_>) -> Result<Found> {
        let rows = self.candidates(sought, asked, today)?;
        let mut candidates = Vec::with_capacity(rows.len());
        for row in rows {
            let (entity, number) = record_of(row);
            if entity == Entity::Obstacle && Some(number) == sought.about {
                continue;
            }
            let candidate = self.candidate(entity, number)?;
            // The index leaves out words that say nothing: whether a phrase stands there so, the text tells.
            if asked.phrases.iter().all(|(phrase, _)| has_phrase(&candidate, phrase)) {
                candidates.push(candidate);
            }
            if candidates.len() >= sought.candidates as usize {
                break;
            }
        }
        if sought.answers_only {
            self.add_handed_on(sought, &mut candidates, today)?;
        }
        let lexicon = &mut *self.lexicon.borrow_mut();
        weigh(asked, &mut candidates, lexicon);
        if sought.answers_only {
            weigh_what_is_known(asked, &mut candidates);
        }
        candidates.retain(|candidate| candidate.score > 0.0);
        candidates.sort_by(|one, other| {
            other
                .score
                .total_cmp(&one.score)
                .then(row_of(one.entity, one.number).cmp(&row_of(other.entity, other.number)))
        });
        let limit = usize::try_from(sought.limit).unwrap_or(usize::MAX);
        let more = candidates.len() > limit;
        candidates.truncate(limit);
        let hits: Vec<Hit> = candidates
            .into_iter()
            .map(|candidate| Hit {
                entity: candidate.entity,
                number: candidate.number,
                score: ((candidate.score * 1000.0).round() / 1000.0).max(0.001),
                passage: passage(&candidate, asked, lexicon),
                why: why(candidate, asked),
            })
            .collect();
        let has_words = asked.terms.iter().any(|term| term.how == Evidence::Word);
        let says_nothing = !has_words && asked.laws.is_empty();
        Ok(Found { hits, more, says_nothing })
    }

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
    fn candidates(&self, sought: &Sought<'_>, asked: &Asked, today: Today<'_>) -> Result<Vec<i64>> {
        let mut rows = Vec::new();
        if let Some(query) = query(asked) {
            let mut sql = self.chosen(sought.filter, today)?;
            let query = sql.bind(query);
            sql.text = format!(
                "WITH {} SELECT s.rowid FROM {}.search AS s WHERE s.search MATCH {query} AND {} ORDER BY s.rank LIMIT {}",
                sql.text,
                self.search_schema(),
                Self::is_meant(sought, "s.rowid"),
                if asked.phrases.is_empty() { i64::from(sought.candidates) } else { -1 }
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
    fn candidate(&self, entity: Entity, number: i64) -> Result<Candidate> {
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
    fn add_handed_on(
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

/// What a run of letters or a pair of words is known by.
type Mark = u64;

/// The runs of four letters of a word, its ends counted as letters.
fn grams_of(word: &str, mut take: impl FnMut(Mark)) {
    let mut run: Mark = u64::from(b'_');
    let mut length = 1;
    for character in word.chars().chain(std::iter::once('_')) {
        run = (run << 16) | (u64::from(u32::from(character)) & 0xffff);
        length += 1;
        if length >= 4 {
            take(run);
        }
    }
}

/// How often each of some marks stands in each of some texts.
struct Marks {
    places: HashMap<Mark, usize>,
    texts: Vec<HashMap<usize, u32>>,
    lengths: Vec<f64>,
}

impl Marks {
    fn new(marks: impl Iterator<Item = Mark>) -> Self {
        let mut places = HashMap::new();
        for mark in marks {
            let next = places.len();
            places.entry(mark).or_insert(next);
        }
        Self { places, texts: Vec::new(), lengths: Vec::new() }
    }

    /// The nearness of each text: BM25 among the texts themselves.
    fn nearness(&self) -> Vec<f64> {
        let count = i64::try_from(self.texts.len()).unwrap_or(i64::MAX);
        let mut stand_in = vec![0_i64; self.places.len()];
        for place in self.texts.iter().flat_map(HashMap::keys) {
            stand_in[*place] += 1;
        }
        let telling: Vec<f64> = stand_in.iter().map(|texts| idf(*texts, count)).collect();
        let mean = mean(&self.lengths);
        let sums = self.texts.iter().zip(&self.lengths).map(|(text, length)| {
            let mut places: Vec<(&usize, &u32)> = text.iter().collect();
            places.sort_unstable();
            places
                .iter()
                .map(|(place, often)| telling[**place] * often_of(f64::from(**often), *length, mean))
                .sum()
        });
        sums.collect()
    }
}

fn mean(lengths: &[f64]) -> f64 {
    let count = u32::try_from(lengths.len()).unwrap_or(u32::MAX).max(1);
    (lengths.iter().sum::<f64>() / f64::from(count)).max(1.0)
}

/// What a word counts that stands so often in a text of that length.
fn often_of(often: f64, length: f64, mean: f64) -> f64 {
    often * (SATURATION + 1.0) / (often + SATURATION * (1.0 - LENGTH + LENGTH * length / mean))
}

/// The same with the largest 1.
fn relative(mut sums: Vec<f64>) -> Vec<f64> {
    let largest = sums.iter().copied().fold(0.0, f64::max);
    if largest > 0.0 {
        for sum in &mut sums {
            *sum /= largest;
        }
    }
    sums
}

/// Weighs candidates by their words.
fn weigh(asked: &Asked, candidates: &mut [Candidate], lexicon: &mut Lexicon) {
    let asked_words = words(&asked.text);
    let mut stems: HashMap<Rc<str>, u64> = HashMap::new();
    let mut id = |stem: &Rc<str>| {
        let next = stems.len() as u64 + 1;
        *stems.entry(stem.clone()).or_insert(next)
    };
    let mut gram_marks = Vec::new();
    let mut pair_marks = Vec::new();
    let mut before = 0;
    for word in &asked_words {
        let analysed = lexicon.analyser.analyse(&word.folded);
        if analysed.is_stop {
            continue;
        }
        grams_of(&word.folded, |gram| gram_marks.push(gram));
        let now = id(&analysed.stem);
        if before > 0 {
            pair_marks.push((before << 32) | now);
        }
        before = now;
    }
    let mut grams = Marks::new(gram_marks.into_iter());
    let mut pairs = Marks::new(pair_marks.into_iter());
    let mut often: Vec<(HashMap<usize, usize>, f64)> = Vec::with_capacity(candidates.len());
    for candidate in candidates.iter_mut() {
        let (mut terms, mut own_grams, mut own_pairs) = (HashMap::new(), HashMap::new(), HashMap::new());
        let (mut length, mut count, mut before) = (0_u32, 0_u32, 0);
        for (text, times) in [(&candidate.title, TITLE), (&candidate.body, 1)] {
            each_word(text, |_, _, folded| {
                let analysed = lexicon.analyser.analyse(folded);
                if analysed.is_stop {
                    return;
                }
                length += 1;
                let mut meet = |place: usize, how: Evidence| {
                    *terms.entry(place).or_insert(0) += times;
                    let met = candidate.met.entry(place).or_insert((how, BTreeSet::new()));
                    met.0 = met.0.min(how);
                    if !met.1.contains(folded) {
                        met.1.insert(folded.to_owned());
                    }
                };
                if let Some(place) = asked.places.get(&analysed.stem) {
                    meet(*place, asked.terms[*place].how);
                }
                for part in &analysed.parts {
                    if let Some(place) = asked.places.get(part) {
                        let how = asked.terms[*place].how;
                        meet(*place, if how == Evidence::Word { Evidence::Part } else { how });
                    }
                }
                grams_of(folded, |gram| {
                    count += 1;
                    if let Some(place) = grams.places.get(&gram) {
                        *own_grams.entry(*place).or_insert(0) += 1;
                    }
                });
                let now = stems.get(&analysed.stem).copied().unwrap_or(0);
                if before > 0
                    && now > 0
                    && let Some(place) = pairs.places.get(&((before << 32) | now))
                {
                    *own_pairs.entry(*place).or_insert(0) += 1;
                }
                before = now;
            });
        }
        // Words that mean something together only do so where all of them stand.
        let stands_alone = |place: &usize| {
            let all_of = &asked.terms[*place].all_of;
            all_of.iter().any(|other| !terms.contains_key(other))
        };
        let alone: Vec<usize> = terms.keys().copied().filter(|place| stands_alone(place)).collect();
        for place in alone {
            terms.remove(&place);
            candidate.met.remove(&place);
        }
        often.push((terms, f64::from(length)));
        grams.texts.push(own_grams);
        grams.lengths.push(f64::from(count));
        pairs.texts.push(own_pairs);
        pairs.lengths.push(f64::from(length));
    }
    let mean = mean(&often.iter().map(|(_, length)| *length).collect::<Vec<_>>());
    let sums: Vec<f64> = often
        .iter()
        .map(|(terms, length)| {
            let mut places: Vec<(&usize, &usize)> = terms.iter().collect();
            places.sort_unstable();
            let mut best: BTreeMap<usize, f64> = BTreeMap::new();
            for (place, times) in places {
                let term = &asked.terms[*place];
                let times = f64::from(u32::try_from(*times).unwrap_or(u32::MAX));
                let worth = term.weight * term.idf * often_of(times, *length, mean);
                let known = best.entry(term.group).or_insert(worth);
                *known = known.max(worth);
            }
            best.values().sum()
        })
        .collect();
    // What a text would come to that has all that was asked, once.
    let whole: f64 = asked
        .terms
        .iter()
        .filter(|term| term.how == Evidence::Word)
        .map(|term| term.weight * term.idf * often_of(1.0, mean, mean))
        .sum();
    let best = sums.iter().copied().fold(0.0, f64::max);
    let near = if whole > 0.0 { (best / whole).min(1.0) } else { 0.0 };
    // Runs of letters weigh by how near they are among themselves; pairs by what they are worth beside words, since
    // one rare pair would else outweigh all.
    let (words, grams) = (relative(sums), relative(grams.nearness()));
    let pairs: Vec<f64> =
        pairs.nearness().iter().map(|sum| if best > 0.0 { sum / best } else { 0.0 }).collect();
    for (at, candidate) in candidates.iter_mut().enumerate() {
        if candidate.met.is_empty() {
            continue;
        }
        let sum = words[at] + WEIGHTS.grams * grams[at] + (WEIGHTS.pairs * pairs[at]).min(WEIGHTS.pairs);
        candidate.score = near * sum / (1.0 + WEIGHTS.grams + WEIGHTS.pairs);
    }
}

/// Weighs candidates by what the register knows of them.
fn weigh_what_is_known(asked: &Asked, candidates: &mut [Candidate]) {
    for candidate in candidates.iter_mut() {
        let mut added = 0.0;
        let mut laws = Vec::new();
        let mut most: f64 = 0.0;
        for (source, article) in &candidate.facts.laws {
            for (wanted, wanted_article) in &asked.laws {
                if source != wanted {
                    continue;
                }
                let same = article.is_some() && article == wanted_article;
                most = most.max(if same { WEIGHTS.article } else { WEIGHTS.law });
                let article = if same { article.as_deref() } else { None };
                laws.push(
                    article.map_or_else(|| source.clone(), |article| format!("{source} art. {article}")),
                );
            }
        }
        if !laws.is_empty() {
            laws.sort();
            laws.dedup();
            candidate.why.insert(Evidence::Law, laws);
            added += most;
        }
        let facts = &candidate.facts;
        for (how, weight, own, wanted) in [
            (Evidence::Theme, WEIGHTS.theme, &facts.theme, &asked.theme),
            (Evidence::Nature, WEIGHTS.nature, &facts.nature, &asked.nature),
        ] {
            if let (Some(own), Some(wanted)) = (own, wanted)
                && own == wanted
                && candidate.score + added > 0.0
            {
                candidate.why.insert(how, vec![own.clone()]);
                // In proportion: what is not near does not come nearer by being of the same kind.
                added += weight * (candidate.score + added);
            }
        }
        if facts.reused > 0 && candidate.score + added > 0.0 {
            let times = f64::from(u32::try_from(facts.reused).unwrap_or(u32::MAX));
            candidate.why.insert(Evidence::Reused, vec![facts.reused.to_string()]);
            // In proportion: what is not near does not come nearer by being reused.
            added += candidate.score * WEIGHTS.reused * times.ln_1p();
        }
        candidate.score = (candidate.score + added).min(1.0);
    }
    hand_on(candidates);
}

/// What a record is handed: the nearness of the nearest, and of each its nearness and number.
type Handed = (f64, Vec<(f64, i64)>);

/// A factsheet or a precedent has a part of the nearness of the obstacles that it answered: their words are other
/// words for its question.
fn hand_on(candidates: &mut [Candidate]) {
    let mut best: HashMap<(Entity, i64), Handed> = HashMap::new();
    for candidate in candidates.iter().filter(|candidate| candidate.score > 0.0) {
        let to = candidate.facts.factsheets.iter().map(|number| (Entity::Factsheet, *number));
        let to = to.chain(candidate.facts.precedents.iter().map(|number| (Entity::Obstacle, *number)));
        for key in to {
            let known = best.entry(key).or_default();
            known.0 = known.0.max(candidate.score);
            known.1.push((candidate.score, candidate.number));
        }
    }
    for candidate in candidates.iter_mut() {
        let Some((score, from)) = best.get(&(candidate.entity, candidate.number)) else { continue };
        let mut from = from.clone();
        from.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        let from = from.iter().take(3).map(|(_, from)| number::show(Entity::Obstacle, *from)).collect();
        candidate.why.insert(Evidence::Answers, from);
        let handed = WEIGHTS.handed_on * score;
        let (more, less) =
            if candidate.score > handed { (candidate.score, handed) } else { (handed, candidate.score) };
        // Both count, and never more than all.
        candidate.score = (more + less * (1.0 - more)).min(1.0);
    }
}

/// Whether words stand side by side in a text of a record, as they are written.
fn has_phrase(candidate: &Candidate, phrase: &[String]) -> bool {
    std::iter::once(candidate.title.as_str()).chain(candidate.body.split(BETWEEN)).any(|text| {
        let words = words(text);
        words.windows(phrase.len()).any(|window| window.iter().map(|word| &word.folded).eq(phrase))
    })
}

/// Why a candidate is near: what met, the most telling first.
fn why(candidate: Candidate, asked: &Asked) -> Vec<(Evidence, Vec<String>)> {
    let mut why = candidate.why;
    let mut places: Vec<_> = candidate.met.into_iter().collect();
    let worth = |place: usize| asked.terms.get(place).map_or(0.0, |term| term.weight * term.idf);
    places.sort_by(|one, other| worth(other.0).total_cmp(&worth(one.0)).then(one.0.cmp(&other.0)));
    for (place, (how, forms)) in places {
        let Some(term) = asked.terms.get(place) else { continue };
        let found = forms.into_iter().next().unwrap_or_default();
        let told = match how {
            Evidence::Word if found.starts_with(&term.asked) || term.asked.starts_with(&found) => {
                term.asked.clone()
            }
            Evidence::Word | Evidence::Part if found != term.asked => format!("{} ({found})", term.asked),
            Evidence::Part => found,
            Evidence::Spelling => format!("{} ({found})", term.asked),
            _ => term.asked.clone(),
        };
        let told_of = why.entry(how).or_default();
        if told_of.len() < MOST_TOLD && !told_of.contains(&told) {
            told_of.push(told);
        }
    }
    // A part that is a word that met says nothing more.
    let words = why.get(&Evidence::Word).cloned().unwrap_or_default();
    if let Some(parts) = why.get_mut(&Evidence::Part) {
        parts.retain(|part| !words.contains(part));
    }
    why.into_iter().filter(|(_, told)| !told.is_empty()).collect()
}
