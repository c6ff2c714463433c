//! The passage of a record that matches best, on one line, with marks around what met.

use super::ask::Asked;
use super::candidates::Candidate;
use super::index::Lexicon;
use crate::language::words;
use std::collections::BTreeSet;

/// So many bytes of text at most, without the marks.
const LONGEST: usize = 160;
/// So many bytes before the first word that met may be shown.
const BEFORE: usize = 40;
/// What stands around a word that met: no colour is needed to see it, and no terminal.
const MARKS: (char, char) = ('«', '»');

/// A word that met: where it stands in its line, and which term it meets.
struct Met {
    start: usize,
    end: usize,
    /// What of it is marked: a part of a compound, where it stands in it as it does in the question.
    marked: (usize, usize),
    term: usize,
}

/// The passage of a record that matches best; empty where no word met.
pub fn passage(candidate: &Candidate, asked: &Asked, lexicon: &mut Lexicon) -> String {
    let mut best: Option<(f64, String)> = None;
    // The title is shown anyway: another text that is worth as much tells more.
    for line in candidate.body.lines().chain(std::iter::once(candidate.title.as_str())) {
        if let Some((worth, passage)) = in_line(line, candidate, asked, lexicon)
            && best.as_ref().is_none_or(|(most, _)| worth > *most)
        {
            best = Some((worth, passage));
        }
    }
    best.map(|(_, passage)| passage).unwrap_or_default()
}

/// The words of a line that met.
fn met(line: &str, asked: &Asked, lexicon: &mut Lexicon) -> Vec<Met> {
    let mut met = Vec::new();
    for word in words(line) {
        let analysed = lexicon.analyser.analyse(&word.folded);
        if analysed.is_stop {
            continue;
        }
        let (start, end) = (word.start, word.end);
        if let Some(term) = asked.places.get(&analysed.stem).copied() {
            met.push(Met { start, end, marked: (start, end), term });
            continue;
        }
        let part = analysed.parts.iter().find_map(|part| Some((part, *asked.places.get(part)?)));
        if let Some((part, term)) = part {
            let marked = match word.folded.find(&**part) {
                Some(at) if word.folded.len() == end - start => (start + at, start + at + part.len()),
                _ => (start, end),
            };
            met.push(Met { start, end, marked, term });
        }
    }
    met
}

/// Where the sentence begins that goes on behind a text: behind a point and a space, before a capital.
fn sentence_begins(before: &str) -> usize {
    let ends = before.match_indices(['.', '?', '!']).filter(|(at, _)| {
        let mut rest = before.get(at + 1..).unwrap_or_default().chars();
        rest.next() == Some(' ')
            && rest.next().is_none_or(|next| !next.is_lowercase() && !next.is_ascii_digit())
    });
    ends.max_by_key(|(at, _)| *at).map_or(0, |(at, _)| at + 1)
}

/// The piece of a line in which the most telling words met, with what they tell together.
fn in_line(line: &str, candidate: &Candidate, asked: &Asked, lexicon: &mut Lexicon) -> Option<(f64, String)> {
    let mut met = met(line, asked, lexicon);
    met.retain(|word| candidate.met.contains_key(&word.term));
    let worth = |term: usize| asked.terms.get(term).map_or(0.0, |term| term.weight * term.idf);
    let mut best: Option<(f64, &Met, &Met)> = None;
    for (at, first) in met.iter().enumerate() {
        let mut terms = BTreeSet::new();
        let mut sum = 0.0;
        let mut last = first;
        for word in met.iter().skip(at).take_while(|word| word.end - first.start <= LONGEST - BEFORE) {
            if terms.insert(word.term) {
                sum += worth(word.term);
                last = word;
            }
        }
        if best.is_none_or(|(most, ..)| sum > most) {
            best = Some((sum, first, last));
        }
    }
    let (sum, first, last) = best?;
    // From the beginning of the sentence where that is near, to where the room ends.
    let before = line.get(..first.start)?;
    let sentence = sentence_begins(before);
    let start = if first.start - sentence <= BEFORE {
        sentence
    } else {
        let from = line.floor_char_boundary(first.start - BEFORE);
        from + line.get(from..first.start)?.find(' ').unwrap_or(0)
    };
    let room = line.floor_char_boundary(start + LONGEST).max(last.end);
    let end = if room >= line.len() {
        line.len()
    } else {
        last.end + line.get(last.end..room)?.rfind(' ').unwrap_or(0)
    };
    let mut passage = String::new();
    let mut at = start;
    for word in met.iter().filter(|word| word.marked.0 >= start && word.marked.1 <= end) {
        passage.push_str(line.get(at..word.marked.0)?);
        passage.push(MARKS.0);
        passage.push_str(line.get(word.marked.0..word.marked.1)?);
        passage.push(MARKS.1);
        at = word.marked.1;
    }
    passage.push_str(line.get(at..end)?);
    let passage = passage.split_whitespace().collect::<Vec<_>>().join(" ");
    let dots = |cut: bool| if cut { "…" } else { "" };
    Some((sum, format!("{}{passage}{}", dots(start > sentence), dots(end < line.len()))))
}
