//! Ranks records for a query in two stages. The index yields candidates by BM25 (Robertson and Zaragoza 2009, "The
//! probabilistic relevance framework"). Candidates are then scored again with features that the index does not have.

use super::super::rowid::{record_of_rowid, rowid_of};
use super::candidates::{Candidate, MAX_TERMS_SHOWN};
use super::query::Query;
use super::scoring::{score_by_facts, score_by_meaning, score_by_words};
use super::snippet::{excerpt, snippet};
use super::{Evidence, Hit, Request, SearchResults, UsedMeaning};
use crate::record::date::Today;
use crate::record::{Entity, Filter};
use crate::register::meaning::{MeaningScore, Nearest, passages_of};
use crate::register::{Key, Register, interrupt};
use anyhow::Result;
use std::collections::HashSet;
use std::fmt::Write as _;

impl Register {
    /// Calls `nearest` after the records with the words have been found and loaded.
    pub(super) fn rank(
        &self,
        request: &Request<'_>,
        query: &Query,
        nearest: impl FnOnce() -> Result<Nearest>,
        today: Today<'_>,
    ) -> Result<SearchResults> {
        let rows = self.candidate_rows(request, query, today)?;
        let mut candidates = Vec::with_capacity(rows.len());
        for row in &rows {
            interrupt::check()?;
            let Some((entity, number)) = record_of_rowid(*row) else { continue };
            if entity == Entity::Obstacle && Some(number) == request.subject {
                continue;
            }
            if self.satisfies_phrases(entity, number, query)? {
                candidates.push(self.load_candidate(request, query, entity, number)?);
            }
            if candidates.len() >= request.max_candidates as usize {
                break;
            }
        }
        let nearest = &nearest()?;
        let near_rows = self.rows_by_meaning(request, nearest, today)?;
        for row in near_rows.iter().filter(|row| !rows.contains(row)) {
            let Some((entity, number)) = record_of_rowid(*row) else { continue };
            if (entity, Some(number)) != (Entity::Obstacle, request.subject)
                && self.satisfies_phrases(entity, number, query)?
            {
                candidates.push(self.load_candidate(request, query, entity, number)?);
            }
        }
        // Also load the obstacles that match the question but not the filter. These obstacles are not results, but
        // raise the scores of their precedents and factsheets.
        if request.answers_only && !request.filter.is_unfiltered() {
            let no_filter = Filter::default();
            let request = &Request { filter: &no_filter, ..*request };
            let mut others = self.candidate_rows(request, query, today)?;
            others.extend(self.rows_by_meaning(request, nearest, today)?);
            let mut known: HashSet<i64> = rows.iter().chain(&near_rows).copied().collect();
            for row in others {
                let Some((entity, number)) = record_of_rowid(row) else { continue };
                let is_asked = entity == Entity::Obstacle && Some(number) == request.subject;
                if entity == Entity::Obstacle && !is_asked && known.insert(row) {
                    let candidate = self.load_candidate(request, query, entity, number)?;
                    candidates.push(Candidate { is_eligible: false, ..candidate });
                }
            }
        }
        if request.answers_only {
            self.add_linked_candidates(request, query, &mut candidates, today)?;
        }
        let lexicon = &mut *self.lexicon.borrow_mut();
        score_by_words(query, &mut candidates, lexicon, |candidate| self.candidate_texts(candidate))?;
        score_by_meaning(nearest, &mut candidates);
        if request.answers_only {
            score_by_facts(query, &mut candidates);
        }
        candidates.retain(|candidate| candidate.is_eligible && candidate.score > 0.0);
        candidates.sort_by(|one, other| {
            other
                .score
                .total_cmp(&one.score)
                .then(rowid_of(one.entity, one.number).cmp(&rowid_of(other.entity, other.number)))
        });
        let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
        let has_more = candidates.len() > limit;
        candidates.truncate(limit);
        let mut hits = Vec::with_capacity(candidates.len());
        for candidate in candidates {
            interrupt::check()?;
            let texts = self.candidate_texts(&candidate)?;
            let mut snippet = snippet(&candidate, &texts, query, lexicon);
            let mut hit = Hit {
                entity: candidate.entity,
                number: candidate.number,
                score: ((candidate.score * 1000.0).round() / 1000.0).max(0.001),
                snippet: String::new(),
                evidence: collect_evidence(candidate, query),
            };
            self.explain_meaning(&mut hit, nearest, &mut snippet)?;
            hits.push(Hit { snippet, ..hit });
        }
        let has_words = query.terms.iter().any(|term| term.match_kind == Evidence::Word);
        let has_no_terms = !has_words && query.laws.is_empty();
        let meaning = if nearest.is_empty() { UsedMeaning::None } else { UsedMeaning::Ranking };
        let probable_duplicates = nearest.probable_duplicates();
        Ok(SearchResults { hits, has_more, has_no_terms, meaning, probable_duplicates })
    }

    /// If the record is near the question in meaning, adds its score and its nearest passage to the evidence. If no
    /// word matches, the passage becomes the snippet, and only the score is added to the evidence.
    fn explain_meaning(&self, hit: &mut Hit, nearest: &Nearest, snippet: &mut String) -> Result<()> {
        let near = nearest.score(rowid_of(hit.entity, hit.number));
        let Some(MeaningScore { score, position, .. }) = near.filter(|near| near.is_near) else { return Ok(()) };
        let passages = passages_of(&self.load(hit.entity, &Key::Number(hit.number))?);
        let passage = passages.get(position).map(|passage| excerpt(&passage.text)).unwrap_or_default();
        let mut reason = format!("{score:.2}");
        if snippet.is_empty() {
            *snippet = passage;
        } else if !passage.is_empty() {
            let _ = write!(reason, " “{passage}”");
        }
        hit.evidence.push((Evidence::Meaning, vec![reason]));
        hit.evidence.sort_by_key(|(evidence, _)| *evidence);
        Ok(())
    }
}

/// Returns the reasons for a search result, such as matching words and shared laws. The reasons are grouped by kind.
/// The most specific terms of each kind come first.
fn collect_evidence(candidate: Candidate, query: &Query) -> Vec<(Evidence, Vec<String>)> {
    let mut evidence = candidate.evidence;
    if !candidate.facts.laws.is_empty() {
        evidence.insert(Evidence::Law, candidate.facts.laws.iter().map(ToString::to_string).collect());
    }
    let mut positions: Vec<_> = candidate.matches.into_iter().collect();
    let specificity = |position: usize| query.terms.get(position).map_or(0.0, |term| term.weight * term.idf);
    positions.sort_by(|one, other| specificity(other.0).total_cmp(&specificity(one.0)).then(one.0.cmp(&other.0)));
    for (position, (match_kind, found)) in positions {
        let Some(term) = query.terms.get(position) else { continue };
        let term_label = match match_kind {
            Evidence::Word if found.starts_with(&term.query_word) || term.query_word.starts_with(&found) => {
                term.query_word.clone()
            }
            Evidence::Word | Evidence::Part if found != term.query_word => {
                format!("{} ({found})", term.query_word)
            }
            Evidence::Part => found,
            Evidence::Spelling => format!("{} ({found})", term.query_word),
            _ => term.query_word.clone(),
        };
        let labels = evidence.entry(match_kind).or_default();
        if labels.len() < MAX_TERMS_SHOWN && !labels.contains(&term_label) {
            labels.push(term_label);
        }
    }
    // Drop compound parts that are also listed as whole words.
    let words = evidence.get(&Evidence::Word).cloned().unwrap_or_default();
    if let Some(parts) = evidence.get_mut(&Evidence::Part) {
        parts.retain(|part| !words.contains(part));
    }
    evidence.into_iter().filter(|(_, term_label)| !term_label.is_empty()).collect()
}
