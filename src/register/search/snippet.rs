//! Extracts the passage of a record that matches a query best, on one line, with `«` and `»` around matching words.

use super::candidates::{Candidate, CandidateTexts};
use super::index::Lexicon;
use super::query::Query;
use crate::language::words;
use std::collections::BTreeSet;

/// Maximum length of a passage, not counting `«` and `»`.
const MAX_SNIPPET_BYTES: usize = 160;
/// Maximum length of the text that a passage shows before its first match.
const MAX_LEAD_BYTES: usize = 40;
/// The characters before and after a matching word. Copying and saving keep these, but would lose a highlight colour.
const HIGHLIGHT: (char, char) = ('«', '»');

/// A matching word: its start and end in the line, and the index of the query term that it matches.
struct WordMatch {
    start: usize,
    end: usize,
    /// The range to highlight: the whole word or, if the term matches only a part of a compound, that part.
    highlighted: (usize, usize),
    term: usize,
}

/// Returns the passage that matches best; empty if no word matches.
pub fn snippet(candidate: &Candidate, texts: &CandidateTexts, query: &Query, lexicon: &mut Lexicon) -> String {
    let mut best: Option<(f64, String)> = None;
    // Try the title last, because it is displayed anyway. It is used only if it scores higher than every other line.
    for line in texts.body.lines().chain(std::iter::once(texts.title.as_str())) {
        if let Some((score, snippet)) = best_window(line, candidate, query, lexicon)
            && best.as_ref().is_none_or(|(best_score, _)| score > *best_score)
        {
            best = Some((score, snippet));
        }
    }
    best.map(|(_, snippet)| snippet).unwrap_or_default()
}

/// Returns the beginning of a passage, cut between two words.
pub fn excerpt(passage: &str) -> String {
    let cut = passage.get(..passage.floor_char_boundary(MAX_SNIPPET_BYTES)).unwrap_or_default();
    if cut.len() == passage.len() {
        return cut.to_owned();
    }
    format!("{}…", cut.rsplit_once(' ').map_or(cut, |(words, _)| words))
}

fn find_matches(line: &str, query: &Query, lexicon: &mut Lexicon) -> Vec<WordMatch> {
    let mut matches = Vec::new();
    for word in words(line) {
        let analysed = lexicon.analyser.analyse(&word.folded);
        if analysed.is_stop_word {
            continue;
        }
        let (start, end) = (word.start, word.end);
        // Skip a word inside the previous match, such as the second part of e-consult.
        if matches.last().is_some_and(|last: &WordMatch| start < last.end) {
            continue;
        }
        if let Some(term) = query.positions.get(&analysed.stem).copied() {
            matches.push(WordMatch { start, end, highlighted: (start, end), term });
            continue;
        }
        let part = analysed.parts.iter().find_map(|part| Some((part, *query.positions.get(part)?)));
        if let Some((part, term)) = part {
            let highlighted = match word.folded.find(&**part) {
                Some(at) if word.folded.len() == end - start => (start + at, start + at + part.len()),
                _ => (start, end),
            };
            matches.push(WordMatch { start, end, highlighted, term });
        }
    }
    matches
}

/// Finds where the last sentence starts. A lower-case letter or digit after a full stop does not start a sentence.
fn sentence_start(before: &str) -> usize {
    let ends = before.match_indices(['.', '?', '!']).filter(|(at, _)| {
        let mut rest = before.get(at + 1..).unwrap_or_default().chars();
        rest.next() == Some(' ') && rest.next().is_none_or(|next| !next.is_lowercase() && !next.is_ascii_digit())
    });
    ends.max_by_key(|(at, _)| *at).map_or(0, |(at, _)| at + 1)
}

/// Returns the best passage of a line, and its score: the sum of the scores of the terms that match in the passage.
fn best_window(line: &str, candidate: &Candidate, query: &Query, lexicon: &mut Lexicon) -> Option<(f64, String)> {
    let mut matches = find_matches(line, query, lexicon);
    matches.retain(|word| candidate.matches.contains_key(&word.term));
    let score = |term: usize| query.terms.get(term).map_or(0.0, |term| term.weight * term.idf);
    let mut best: Option<(f64, &WordMatch, &WordMatch)> = None;
    for (at, first) in matches.iter().enumerate() {
        let mut terms = BTreeSet::new();
        let mut sum = 0.0;
        let mut last = first;
        for word in
            matches.iter().skip(at).take_while(|word| word.end - first.start <= MAX_SNIPPET_BYTES - MAX_LEAD_BYTES)
        {
            if terms.insert(word.term) {
                sum += score(word.term);
                last = word;
            }
        }
        if best.is_none_or(|(best_score, ..)| sum > best_score) {
            best = Some((sum, first, last));
        }
    }
    let (sum, first, last) = best?;
    // Start at the beginning of the sentence if that is near the first match. End where the maximum length is reached.
    let before = line.get(..first.start)?;
    let sentence = sentence_start(before);
    let start = if first.start - sentence <= MAX_LEAD_BYTES {
        sentence
    } else {
        let from = line.floor_char_boundary(first.start - MAX_LEAD_BYTES);
        from + line.get(from..first.start)?.find(' ').unwrap_or(0)
    };
    let limit = line.floor_char_boundary(start + MAX_SNIPPET_BYTES).max(last.end);
    let end =
        if limit >= line.len() { line.len() } else { last.end + line.get(last.end..limit)?.rfind(' ').unwrap_or(0) };
    let mut snippet = String::new();
    let mut at = start;
    for word in matches.iter().filter(|word| word.highlighted.0 >= start && word.highlighted.1 <= end) {
        snippet.push_str(line.get(at..word.highlighted.0)?);
        snippet.push(HIGHLIGHT.0);
        snippet.push_str(line.get(word.highlighted.0..word.highlighted.1)?);
        snippet.push(HIGHLIGHT.1);
        at = word.highlighted.1;
    }
    snippet.push_str(line.get(at..end)?);
    let snippet = snippet.split_whitespace().collect::<Vec<_>>().join(" ");
    let dots = |cut: bool| if cut { "…" } else { "" };
    Some((sum, format!("{}{snippet}{}", dots(start > sentence), dots(end < line.len()))))
}
