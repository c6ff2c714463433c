//! Groups the filtered obstacles by what they ask, for the report on questions.

use super::Register;
use super::interrupt;
use super::meaning::{Passage, PassageHash, Texts, embed_passage, hash_passage, passages_of};
use super::rowid::rowid_of;
use super::sql::bind_params;
use crate::record::date::Today;
use crate::record::{Entity, Filter, Record, Value, obstacle};
use anyhow::Result;
use rusqlite::Row;
use rusqlite::types::ValueRef;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use text_embedding::SmallVector;

/// Maximum number of vectors to compute for a report. More would take longer than some three seconds.
const MAX_COMPUTED: usize = 30;

pub struct QuestionGroups {
    /// A JSON array with a pair of numbers for each obstacle in a group of two or more. The first is the number of the
    /// obstacle. The second is the number of the obstacle at the center of its group.
    pub pairs: String,
    /// The number of obstacles that were left out, because their vectors have not been computed yet.
    pub left_out: u64,
}

impl Register {
    /// Groups obstacles by the meaning of their first passage, which contains the title and the question. If the
    /// present register has a vector of the same text, uses that vector. Computes some of the missing vectors.
    pub(super) fn question_groups(&self, filter: &Filter, today: Today<'_>) -> Result<QuestionGroups> {
        let filtered = self.filtered_cte(filter, today)?;
        // The stored vectors belong to the texts as they are now, so use them only for the present state. For any other
        // state, `text_hash` is null in every row.
        let has_passages = self.reference_date.is_none() && !self.is_past() && self.has_current_passages()?;
        let sql = format!(
            "WITH {} SELECT number, title, question, answer, text_hash, vector FROM filtered
             LEFT JOIN main.passage ON {has_passages} AND record = number * 8 + {} AND position = 0 ORDER BY number",
            filtered.text,
            rowid_of(Entity::Obstacle, 0)
        );
        let mut statement = self.connection.prepare(&sql)?;
        bind_params(&mut statement, &filtered.binds)?;
        let mut rows = statement.raw_query();
        let (mut texts, mut positions, mut asked) = (Texts::default(), HashMap::new(), Vec::new());
        // For each text, the number of the first obstacle that has it.
        let mut first_askers: Vec<i64> = Vec::new();
        let (mut computed, mut left_out) = (0, 0);
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(0)?;
            let text = match row.get_ref(4)? {
                ValueRef::Null => first_passage(row)?,
                _ => String::new(),
            };
            let text_hash = row.get::<_, Option<PassageHash>>(4)?.unwrap_or_else(|| hash_passage(&text));
            let position = match positions.entry(text_hash) {
                Entry::Occupied(known) => {
                    texts.repeat(*known.get());
                    *known.get()
                }
                Entry::Vacant(new) => {
                    let stored = row.get_ref(5)?.as_blob_or_null()?.and_then(SmallVector::from_bytes);
                    let mut vector = match stored {
                        Some(vector) => Some(vector),
                        None => self.vector_of_equal_text(&text_hash)?,
                    };
                    if vector.is_none() && computed < MAX_COMPUTED {
                        interrupt::check()?;
                        computed += 1;
                        vector = embed_passage(&text);
                    }
                    let Some(vector) = vector else {
                        left_out += 1;
                        continue;
                    };
                    first_askers.push(number);
                    *new.insert(texts.add(vector))
                }
            };
            asked.push((number, position));
        }
        let centers = texts.centers()?;
        let mut sizes = vec![0_u64; centers.len()];
        for (_, position) in &asked {
            if let Some(size) = centers.get(*position).and_then(|center| sizes.get_mut(*center)) {
                *size += 1;
            }
        }
        let pair = |(number, position): &(i64, usize)| {
            let center = *centers.get(*position)?;
            (*sizes.get(center)? > 1).then_some((*number, *first_askers.get(center)?))
        };
        let pairs: Vec<(i64, i64)> = asked.iter().filter_map(pair).collect();
        Ok(QuestionGroups { pairs: serde_json::to_string(&pairs)?, left_out })
    }
}

/// Builds the first passage of an obstacle from its title, question and answer.
fn first_passage(row: &Row<'_>) -> Result<String> {
    let mut record = Record::new(Entity::Obstacle);
    for (at, attribute) in [(1, &obstacle::TITLE), (2, &obstacle::QUESTION), (3, &obstacle::ANSWER)] {
        if let Some(text) = row.get(at)? {
            record.set(attribute, Value::Text(text));
        }
    }
    Ok(passages_of(&record).first().map(Passage::embedded_text).unwrap_or_default())
}
