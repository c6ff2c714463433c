//! Splits Dutch compounds into their parts: stagecontract into stage and contract. The method is that of Koehn and
//! Knight (2003), "Empirical methods for compound splitting". The productivity of a part measures how many words begin
//! or end with it. If a word can be split into known parts and linking letters in several ways, the split whose parts
//! have the highest mean productivity wins. A word is not split if the whole word is a known part that is at least as
//! productive.
//!
//! `parts.txt` lists the known parts: the words that most often begin or end other words of the `OpenTaal` word list.
//! `parts.py` derives them from that list alone. The character after a part encodes its productivity: the base-2
//! logarithm of the number of words that begin or end with the part (a: 1 word, b: 2 or 3, c: 4 to 7, …). (c) 2006-2020
//! `OpenTaal`, BSD licence (see `parts-licence.txt`).

// Indexing cannot panic here: all indices into the list of parts, and into words of lower-case ASCII characters, are in
// range by construction. A property test tries arbitrary text.
#![allow(clippy::indexing_slicing, clippy::string_slice)]

use std::sync::OnceLock;

const KNOWN_PARTS: &str = include_str!("parts.txt");
/// Words shorter than this are not split into parts.
const MIN_WORD_BYTES: usize = 8;
/// Words longer than this are not split into parts, to limit the work.
const MAX_WORD_BYTES: usize = 48;
/// Minimum length of a part of a compound.
const MIN_PART_BYTES: usize = 4;
/// Maximum number of parts of a compound.
const MAX_PARTS: usize = 4;
/// Letters that may link one part of a compound to the next.
const LINKING_ELEMENTS: &[&str] = &["", "s", "e", "n", "en", "er"];

/// Returns the byte range in `parts.txt` of the known parts that begin with these two letters.
fn range_of_pair(first: u8, second: u8) -> (usize, usize) {
    const PAIR_COUNT: usize = 26 * 26;
    static OFFSETS: OnceLock<Vec<usize>> = OnceLock::new();
    let offsets = OFFSETS.get_or_init(|| {
        let mut offsets = vec![0; PAIR_COUNT + 1];
        let mut at = 0;
        for line in KNOWN_PARTS.split_inclusive('\n') {
            at += line.len();
            if let [first, second, ..] = line.as_bytes() {
                offsets[pair(*first, *second) + 1] = at;
            }
        }
        // If no part begins with a pair of letters, give that pair an empty range.
        for pair in 1..offsets.len() {
            offsets[pair] = offsets[pair].max(offsets[pair - 1]);
        }
        offsets
    });
    let pair = pair(first, second);
    (offsets[pair], offsets[pair + 1])
}

fn pair(first: u8, second: u8) -> usize {
    usize::from(first - b'a') * 26 + usize::from(second - b'a')
}

/// Calls `visit` with the length and the productivity of each known part that `text` begins with.
fn for_each_prefix_part(text: &str, mut visit: impl FnMut(usize, u32)) {
    let bytes = text.as_bytes();
    let [first, second, ..] = bytes else { return };
    let (mut low, end) = range_of_pair(*first, *second);
    let list = KNOWN_PARTS.as_bytes();
    for length in MIN_PART_BYTES..=bytes.len() {
        let prefix = &bytes[..length];
        // Binary search for the first line that is not less than `prefix`.
        let mut high = end;
        while low < high {
            let middle = low.midpoint(high);
            let start = list[low..middle].iter().rposition(|byte| *byte == b'\n').map_or(low, |at| low + at + 1);
            let line = line_at(start);
            if &line[..line.len() - 1] < prefix {
                low = start + line.len() + 1;
            } else {
                high = start;
            }
        }
        if low >= end {
            return;
        }
        let line = line_at(low);
        match line.split_last() {
            Some((productivity, part)) if part == prefix => visit(length, u32::from(productivity - b'a')),
            _ if line.starts_with(prefix) => {}
            // No known part begins with this prefix, so none begins with a longer prefix either.
            _ => return,
        }
    }
}

/// Whether `word` is a known part of compounds, and therefore a Dutch word.
pub fn is_compound_part(word: &str) -> bool {
    let mut found = false;
    if word.len() >= MIN_PART_BYTES && word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        for_each_prefix_part(word, |length, _| found |= length == word.len());
    }
    found
}

fn line_at(start: usize) -> &'static [u8] {
    let rest = &KNOWN_PARTS.as_bytes()[start..];
    &rest[..rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())]
}

/// One way to split the beginning of a word: the bounds of the parts, their number, and their total productivity (a
/// measure of how many words begin or end with a part).
#[derive(Clone, Copy, Default)]
struct Split {
    sum: u32,
    count: usize,
    bounds: [(usize, usize); MAX_PARTS],
}

impl Split {
    /// Compares the mean productivity of the parts: how many words begin or end with them. If the means are equal, the
    /// split with fewer parts is better.
    fn is_better_than(&self, other: &Self) -> bool {
        let counts = |split: &Self| u32::try_from(split.count).unwrap_or(u32::MAX);
        // Compare the means by cross-multiplication, to avoid fractions.
        let (mean, other_mean) = (self.sum * counts(other), other.sum * counts(self));
        mean > other_mean || (mean == other_mean && self.count < other.count)
    }
}

/// Splits a word that is in lower case without accents. Returns no parts if it is not a compound of known parts.
pub fn split_compound(word: &str) -> Vec<&str> {
    if !(MIN_WORD_BYTES..=MAX_WORD_BYTES).contains(&word.len()) || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Vec::new();
    }
    // For each position and number of parts: the best way to split the text before the position into that many parts.
    let mut best = vec![[None::<Split>; MAX_PARTS + 1]; word.len() + 1];
    best[0][0] = Some(Split::default());
    for start in 0..=word.len() - MIN_PART_BYTES {
        if best[start].iter().all(Option::is_none) {
            continue;
        }
        let splits = best[start];
        for_each_prefix_part(&word[start..], |length, productivity| {
            let end = start + length;
            for link in LINKING_ELEMENTS {
                let next = end + link.len();
                // Either the word ends with this part, without linking letters, or there is room for at least one more
                // part.
                let is_last = next == word.len() && link.is_empty();
                let continues = next + MIN_PART_BYTES <= word.len() && word[end..].starts_with(link);
                if !is_last && !continues {
                    continue;
                }
                for split in splits.iter().flatten().filter(|split| split.count < MAX_PARTS) {
                    let mut split = *split;
                    split.bounds[split.count] = (start, end);
                    split.sum += productivity;
                    split.count += 1;
                    let slot = &mut best[next][split.count];
                    if slot.is_none_or(|known| split.is_better_than(&known)) {
                        *slot = Some(split);
                    }
                }
            }
        });
    }
    let splits = best[word.len()].iter().copied().flatten();
    match splits.reduce(|one, other| if other.is_better_than(&one) { other } else { one }) {
        Some(split) if split.count > 1 => {
            split.bounds[..split.count].iter().map(|(start, end)| &word[*start..*end]).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::split_compound;

    #[test]
    fn compounds_are_split_and_other_words_are_not() {
        for (word, expected) in [
            ("stagecontract", vec!["stage", "contract"]),
            ("stageovereenkomst", vec!["stage", "overeenkomst"]),
            ("arbeidsovereenkomst", vec!["arbeid", "overeenkomst"]),
            ("subsidieregeling", vec!["subsidie", "regeling"]),
            ("zorginstellingen", vec!["zorg", "instellingen"]),
            ("overeenkomst", vec![]),
            ("onderwijs", vec![]),
            ("instelling", vec![]),
        ] {
            assert_eq!(split_compound(word), expected, "{word}");
        }
    }
}
