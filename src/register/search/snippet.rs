//! The passage of a record that matches best, on one line, with marks around what met.

use super::candidates::Candidate;
use super::index::Lexicon;
use super::query::Query;
use crate::language::words;
use std::collections::BTreeSet;

/// So many bytes of text at most, without the marks.
const MAX_SNIPPET_BYTES: usize = 160;
/// So many bytes before the first word that met may be shown.
const MAX_LEAD_BYTES: usize = 40;
/// What stands around a word that met: no colour is needed to see it, and no terminal.
const HIGHLIGHT: (char, char) = ('«', '»');

/// A word that met: where it stands in its line, and which term it meets.
struct WordMatch {
    start: usize,
    end: usize,
    /// What of it is marked: a part of a compound, where it stands in it as it does in the question.
    highlighted: (usize, usize),
    term: usize,
}

/// The passage of a record that matches best; empty where no word met.
pub fn snippet(candidate: &Candidate, query: &Query, lexicon: &mut Lexicon) -> String {
    let mut best: Option<(f64, String)> = None;
    // The title is shown anyway: another text that is worth as much tells more.
    for line in candidate.body.lines().chain(std::iter::once(candidate.title.as_str())) {
        if let Some((score, snippet)) = best_window(line, candidate, query, lexicon)
            && best.as_ref().is_none_or(|(best_score, _)| score > *best_score)
        {
            best = Some((score, snippet));
        }
    }
    best.map(|(_, snippet)| snippet).unwrap_or_default()
}

fn find_matches(line: &str, query: &Query, lexicon: &mut Lexicon) -> Vec<WordMatch> {
    let mut matches = Vec::new();
    for word in words(line) {
        let analysed = lexicon.analyser.analyse(&word.folded);
        if analysed.is_stop_word {
            continue;
        }
        let (start, end) = (word.start, word.end);
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

/// Where the sentence begins that goes on behind a text: behind a point and a space, before a capital.
fn sentence_start(before: &str) -> usize {
    let ends = before.match_indices(['.', '?', '!']).filter(|(at, _)| {
        let mut rest = before.get(at + 1..).unwrap_or_default().chars();
        rest.next() == Some(' ') && rest.next().is_none_or(|next| !next.is_lowercase() && !next.is_ascii_digit())
    });
    ends.max_by_key(|(at, _)| *at).map_or(0, |(at, _)| at + 1)
}

/// The piece of a line in which the most telling words met, with what they tell together.
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
    // From the beginning of the sentence where that is near, to where the room ends.
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
