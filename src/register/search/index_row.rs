//! Builds the row of a record in the search index, from the texts of the record.

use crate::language::{Analyser, for_each_word, split_compound};
use crate::record::{Record, Value};
use std::fmt::Write as _;

/// Initial buffer size; enough for the texts of most records.
const TYPICAL_TEXT_BYTES: usize = 2048;

pub fn searchable_text(record: &Record) -> String {
    let mut text = String::with_capacity(TYPICAL_TEXT_BYTES);
    for (_, value) in record.iter_set().filter(|(attribute, _)| attribute.is_searchable()) {
        match value {
            Value::Text(value) => text.push_str(value),
            Value::Laws(laws) => {
                for law in laws {
                    let _ = writeln!(text, "{law}");
                }
            }
            _ => continue,
        }
        text.push('\n');
    }
    text
}

pub struct IndexRow {
    pub row: i64,
    pub stems: String,
    pub parts: String,
    /// Words and compound parts that the current write has not stored yet.
    pub new_words: Vec<String>,
}

/// Builds the index row of a text. Sets `new_words` to the words that the write with number `generation` has not stored
/// yet.
pub fn build_index_row(analyser: &mut Analyser, generation: u64, row: i64, text: &str) -> IndexRow {
    let mut index_row = IndexRow {
        row,
        stems: String::with_capacity(text.len()),
        parts: String::with_capacity(text.len()),
        new_words: Vec::new(),
    };
    for_each_word(text, |_, _, folded| {
        let analysed = analyser.analyse(folded);
        if analysed.is_stop_word {
            return;
        }
        index_row.stems.push_str(&analysed.stem);
        index_row.stems.push(' ');
        for part in &analysed.parts {
            index_row.parts.push_str(part);
            index_row.parts.push(' ');
        }
        if analysed.generation.replace(generation) != generation {
            index_row.new_words.extend(std::iter::once(folded).chain(split_compound(folded)).map(str::to_owned));
        }
    });
    index_row
}

/// Returns the words that a record adds to the table `search_word`: the words of its texts and the parts of compounds.
/// Leaves out words that `analyser` has met before.
pub fn searched_words(analyser: &mut Analyser, record: &Record) -> Vec<String> {
    build_index_row(analyser, 1, 0, &searchable_text(record)).new_words
}
