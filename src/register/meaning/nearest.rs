//! Compares the vector of a question with the vectors of all passages.

use super::super::rowid::record_of_rowid;
use super::super::{Register, interrupt};
use super::embed::{can_embed, embedder};
use super::parallel::map_shares;
use super::passages::parts_of_question;
use crate::record::Entity;
use anyhow::Result;
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use text_embedding::{Role, SmallVector, Vector};

/// A long question is cut into parts, and each part has its own vector. This is the maximum number of parts, because
/// more would take too long.
const MAX_PARTS: usize = 2;

/// Two texts about the same field usually have this similarity, so it adds nothing to the score.
const USUAL_SIMILARITY: f32 = 0.1;
/// The score for each unit of similarity above `USUAL_SIMILARITY`. It was fitted on questions with known answers: see
/// `docs/search.md`.
const WEIGHT: f32 = 1.75;
/// A record is found by its meaning if its similarity to the question is at least this high. For three in four
/// unrelated questions, no record reaches this limit.
const MIN_SIMILARITY: f32 = 0.2;

/// With fewer records than up to this row number, a second connection would cost more time than it saves.
const MIN_SHARED_ROW: i64 = 8 * 5_000;
/// The passages are divided into about this many shares.
const SHARES: i64 = 64;

/// The similarity of each record to a question, sorted by the row numbers of the records in the index.
#[derive(Default)]
pub struct Nearest(Vec<Nearness>);

#[derive(Clone, Copy)]
struct Nearness {
    row: i64,
    similarity: f32,
    /// The position of the passage that is nearest.
    position: usize,
}

/// What the meaning of a record adds to its score.
pub struct MeaningScore {
    /// From 0 to 1.
    pub score: f64,
    /// The position of the passage that is nearest.
    pub position: usize,
    /// Whether the meaning alone is a reason to show the record.
    pub is_near: bool,
}

/// Two obstacles with at least this similarity probably ask the same. In a test set, four in five such pairs do ask the
/// same, and the rest are about the same situation. The limit finds one in three of all pairs that ask the same: see
/// `docs/search.md`.
const MIN_DUPLICATE_SIMILARITY: f32 = 0.35;
/// Maximum number of probable duplicates.
const MAX_DUPLICATES: usize = 3;

impl Nearest {
    /// Returns the numbers of the obstacles that probably ask the same as the question, the nearest first.
    pub fn probable_duplicates(&self) -> Vec<i64> {
        let records = self.rows_from(MIN_DUPLICATE_SIMILARITY).filter_map(record_of_rowid);
        let numbers = records.filter(|(entity, _)| *entity == Entity::Obstacle).map(|(_, number)| number);
        numbers.take(MAX_DUPLICATES).collect()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn score(&self, row: i64) -> Option<MeaningScore> {
        let at = self.0.binary_search_by_key(&row, |nearness| nearness.row).ok()?;
        let nearness = self.0.get(at)?;
        Some(MeaningScore {
            score: f64::from((WEIGHT * (nearness.similarity - USUAL_SIMILARITY)).clamp(0.0, 1.0)),
            position: nearness.position,
            is_near: nearness.similarity >= MIN_SIMILARITY,
        })
    }

    /// Returns the rows of the records that are found by their meaning, the nearest first.
    pub fn rows(&self) -> Vec<i64> {
        self.rows_from(MIN_SIMILARITY).collect()
    }

    /// Returns the rows of the records with at least this similarity, the nearest first.
    fn rows_from(&self, min_similarity: f32) -> impl Iterator<Item = i64> {
        let mut near: Vec<&Nearness> = self.0.iter().filter(|nearness| nearness.similarity >= min_similarity).collect();
        near.sort_by(|one, other| other.similarity.total_cmp(&one.similarity).then(one.row.cmp(&other.row)));
        near.into_iter().map(|nearness| nearness.row)
    }
}

/// The passages, divided into shares. Each thread takes the next share when it is done with one.
struct Scan {
    next_row: AtomicI64,
    last_row: i64,
    rows_per_share: i64,
}

impl Scan {
    const fn new(last_row: i64) -> Self {
        Self { next_row: AtomicI64::new(0), last_row, rows_per_share: last_row / SHARES + 1 }
    }

    fn next_share(&self) -> Option<RangeInclusive<i64>> {
        let first = self.next_row.fetch_add(self.rows_per_share, Ordering::Relaxed);
        (first <= self.last_row).then(|| first..=first.saturating_add(self.rows_per_share - 1))
    }

    /// Leaves the shares that no thread has taken.
    fn stop(&self) {
        self.next_row.store(self.last_row.saturating_add(1), Ordering::Relaxed);
    }
}

/// The vectors of a question. A long question has one for each of its parts.
pub struct QuestionVectors(Vec<Vector>);

impl QuestionVectors {
    /// Returns no vectors if the program was built without a model.
    pub fn of(question: &str) -> Self {
        let Some(embedder) = embedder() else { return Self(Vec::new()) };
        let parts = parts_of_question(question, MAX_PARTS);
        let embed = |part: &String| embedder.embed(Role::Query, part);
        Self(map_shares(&parts, MAX_PARTS, |share| share.iter().map(embed).collect()))
    }
}

impl Register {
    /// Whether questions can be compared with passages. A past state of the register never has vectors.
    pub fn can_search_by_meaning(&self) -> Result<bool> {
        Ok(can_embed()
            && self.reference_date.is_none()
            && self.has_current_passages()?
            && self.connection.prepare_cached("SELECT 1 FROM main.passage LIMIT 1")?.exists([])?)
    }

    /// Calls `search` with a function that compares a text with all passages. Meanwhile, a second thread embeds the text,
    /// and then begins to compare.
    pub fn with_nearest<T>(
        &self,
        text: &str,
        search: impl FnOnce(&mut dyn FnMut() -> Result<Nearest>) -> Result<T>,
    ) -> Result<T> {
        let last_row: i64 =
            self.connection.query_row("SELECT coalesce(max(record), 0) FROM main.passage", [], |row| row.get(0))?;
        // A server uses its processors for several requests at a time, and limits the time of each thread.
        let is_shared = last_row >= MIN_SHARED_ROW && !interrupt::is_watched();
        let path = self.connection.path().filter(|path| is_shared && !path.is_empty());
        let scan = Scan::new(last_row);
        let embed = || Arc::new(QuestionVectors::of(text));
        thread::scope(|scope| {
            let (sender, receiver) = mpsc::channel();
            let begin = || {
                let question = embed();
                // Nobody receives the vectors if the search failed meanwhile.
                let _ = sender.send(Arc::clone(&question));
                drop(sender);
                match path {
                    Some(path) => Self::connect(Path::new(path), "")?.nearest_in(&scan, &question),
                    None => Ok(Vec::new()),
                }
            };
            let mut second = thread::Builder::new().spawn_scoped(scope, begin).ok();
            let found = search(&mut || {
                let question = receiver.recv().unwrap_or_else(|_| embed());
                let mut records = self.nearest_in(&scan, &question)?;
                match second.take().and_then(|second| second.join().ok()?.ok()) {
                    Some(others) => records.extend(others),
                    // The other thread failed, perhaps in the middle of a share.
                    None => records = self.nearest_in(&Scan::new(last_row), &question)?,
                }
                records.sort_by_key(|nearness| nearness.row);
                Ok(Nearest(records))
            });
            scan.stop();
            found
        })
    }

    /// Compares a question with the shares of the passages that no other thread has taken.
    fn nearest_in(&self, scan: &Scan, question: &QuestionVectors) -> Result<Vec<Nearness>> {
        let mut records = Vec::new();
        while let Some(rows) = scan.next_share() {
            self.nearest_among(rows, question, &mut records)?;
        }
        Ok(records)
    }

    /// Compares a question with the passages of the records whose row numbers are in `rows`. Leaves out the records whose
    /// meaning adds nothing to their score.
    fn nearest_among(
        &self,
        rows: RangeInclusive<i64>,
        question: &QuestionVectors,
        records: &mut Vec<Nearness>,
    ) -> Result<()> {
        let mut statement = self.connection.prepare_cached(
            "SELECT record, position, vector FROM main.passage WHERE record BETWEEN ?1 AND ?2 ORDER BY record, position",
        )?;
        let mut rows = statement.query([rows.start(), rows.end()])?;
        while let Some(row) = rows.next()? {
            let Some(vector) = row.get_ref(2)?.as_blob().ok().and_then(SmallVector::from_bytes) else { continue };
            let similarities = question.0.iter().map(|part| part.similarity(&vector));
            let Some(similarity) = similarities.reduce(f32::max) else { break };
            if similarity <= USUAL_SIMILARITY {
                continue;
            }
            let (row, position): (i64, i64) = (row.get(0)?, row.get(1)?);
            let nearness = Nearness { row, similarity, position: usize::try_from(position).unwrap_or_default() };
            match records.last_mut().filter(|last| last.row == row) {
                Some(last) if last.similarity < similarity => *last = nearness,
                Some(_) => {}
                None => records.push(nearness),
            }
        }
        Ok(())
    }
}
