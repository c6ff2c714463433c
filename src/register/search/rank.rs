//! Which records come near to what is asked, and how near. The index gives the candidates, by the usual measure of
//! how telling the words are that met (BM25: Robertson and Zaragoza 2009, "The probabilistic relevance framework");
//! those are read, and weighed once more with what an index cannot tell.

use super::ask::Asked;
use super::candidates::{Candidate, is_so};
use super::index::{record_of, row_of};
use super::passage::passage;
use super::weigh::{weigh, weigh_what_is_known};
use super::{Evidence, Found, Hit, Sought};
use crate::record::date::Today;
use crate::record::{Entity, Filter};
use crate::register::Register;
use anyhow::Result;

/// So much is told of each kind of evidence: what tells most.
const MOST_TOLD: usize = 12;

impl Register {
    /// What comes near to what is asked, the best first.
    pub(super) fn rank(&self, sought: &Sought<'_>, asked: &Asked, today: Today<'_>) -> Result<Found> {
        let rows = self.candidates(sought, asked, today)?;
        let mut candidates = Vec::with_capacity(rows.len());
        for row in &rows {
            let (entity, number) = record_of(*row);
            if entity == Entity::Obstacle && Some(number) == sought.about {
                continue;
            }
            let candidate = self.candidate(entity, number)?;
            if is_so(&candidate, asked) {
                candidates.push(candidate);
            }
            if candidates.len() >= sought.candidates as usize {
                break;
            }
        }
        // Who asked the same hands the answer on, also where that obstacle itself is not meant.
        if sought.answers_only && !sought.filter.is_whole() {
            let whole = Filter::default();
            for row in self.candidates(&Sought { filter: &whole, ..*sought }, asked, today)? {
                let (entity, number) = record_of(row);
                let is_asked = entity == Entity::Obstacle && Some(number) == sought.about;
                if entity == Entity::Obstacle && !is_asked && !rows.contains(&row) {
                    candidates.push(Candidate { is_meant: false, ..self.candidate(entity, number)? });
                }
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
        candidates.retain(|candidate| candidate.is_meant && candidate.score > 0.0);
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
