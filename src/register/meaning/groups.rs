//! Groups texts by meaning. The text that resembles the largest number of other texts becomes the center of a group.
//! All texts that resemble the center belong to its group. The remaining texts are then grouped in the same way.

use super::super::interrupt;
use super::parallel::{map_shares, thread_count};
use anyhow::Result;
use std::cmp::Reverse;
use text_embedding::SmallVector;

/// Texts with at least this similarity belong together. Chosen by reading the groups of the demonstration register: at
/// 0.45, different questions about the same subject come together; at 0.55, hardly any group is left.
pub const MIN_SIMILARITY: f32 = 0.5;

/// If there are at most this many texts, each is compared with all of them. Otherwise, the texts are divided into cells
/// of similar texts, and each text is compared only with the texts in the cell that is nearest to it.
const MAX_IN_ONE_CELL: usize = 4096;
/// The number of texts divided by the number of cells.
const CELL_SIZE: usize = 256;
/// Maximum number of texts in a cell. Without it, the cell of a text that resembles very many others would hold most
/// texts, and comparing these would take minutes.
const MAX_CELL_SIZE: usize = 4 * CELL_SIZE;
/// Each text is put into this number of cells, the nearest ones. A group on the border between cells is then not
/// divided.
const CELLS_OF_TEXT: usize = 3;
/// If the nearest cells are full, a text is put into the next ones: the number of cells to choose from.
const CELLS_TO_CHOOSE_FROM: usize = 8;
/// Each time that this number of texts is done, the work checks whether it was asked to stop.
const BLOCK: usize = 2048;

/// Texts with the same vector count as one text with a weight.
#[derive(Default)]
pub struct Texts {
    vectors: Vec<SmallVector>,
    weights: Vec<usize>,
}

impl Texts {
    /// Adds a text, and returns its position.
    pub fn add(&mut self, vector: SmallVector) -> usize {
        self.vectors.push(vector);
        self.weights.push(1);
        self.vectors.len() - 1
    }

    /// Counts one more text with the vector at this position.
    pub fn repeat(&mut self, at: usize) {
        if let Some(weight) = self.weights.get_mut(at) {
            *weight += 1;
        }
    }

    /// Returns for each text the position of the center of its group.
    pub fn centers(&self) -> Result<Vec<usize>> {
        let cells = Cells::new(&self.vectors)?;
        let is_near = |one: usize, other: usize| {
            self.vectors
                .get(one)
                .zip(self.vectors.get(other))
                .is_some_and(|(one, other)| one.similarity(other) >= MIN_SIMILARITY)
        };
        let weight = |at: usize| self.weights.get(at).copied().unwrap_or_default();
        let sizes = map_each(self.vectors.len(), |at| {
            cells.compared(at).iter().filter(|other| is_near(at, **other)).map(|other| weight(*other)).sum::<usize>()
        })?;
        let size = |at: usize| sizes.get(at).copied().unwrap_or_default();
        let mut order: Vec<usize> = (0..self.vectors.len()).collect();
        order.sort_by_key(|at| (Reverse(size(*at)), *at));
        let mut centers: Vec<Option<usize>> = vec![None; order.len()];
        for (done, at) in order.into_iter().enumerate() {
            if done % BLOCK == 0 {
                interrupt::check()?;
            }
            if centers.get(at).is_none_or(Option::is_some) {
                continue;
            }
            let has_others = size(at) > weight(at);
            let others = if has_others { cells.compared(at) } else { &[] };
            for member in std::iter::once(&at).chain(others) {
                if let Some(center @ None) = centers.get_mut(*member)
                    && is_near(at, *member)
                {
                    *center = Some(at);
                }
            }
        }
        Ok(centers.into_iter().enumerate().map(|(at, center)| center.unwrap_or(at)).collect())
    }
}

/// Texts divided into cells. Texts at regular distances in the list each own a cell. Every text is put into the cells
/// whose owners are nearest to it.
struct Cells {
    /// For each text, the cell that is nearest to it.
    nearest: Vec<usize>,
    /// For each cell, the texts in it.
    members: Vec<Vec<usize>>,
}

impl Cells {
    fn new(vectors: &[SmallVector]) -> Result<Self> {
        if vectors.len() <= MAX_IN_ONE_CELL {
            return Ok(Self { nearest: vec![0; vectors.len()], members: vec![(0..vectors.len()).collect()] });
        }
        let owners: Vec<&SmallVector> = vectors.iter().step_by(CELL_SIZE).collect();
        let near = map_each(vectors.len(), |at| nearest_cells(vectors.get(at), &owners))?;
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); owners.len()];
        let mut nearest = Vec::with_capacity(near.len());
        for (at, cells) in near.iter().enumerate() {
            let has_room = |cell: &usize| members.get(*cell).is_some_and(|members| members.len() < MAX_CELL_SIZE);
            let mut chosen: Vec<usize> = cells.iter().copied().filter(has_room).take(CELLS_OF_TEXT).collect();
            if chosen.is_empty() {
                chosen.extend(cells.last());
            }
            nearest.extend(chosen.first());
            for cell in chosen {
                if let Some(members) = members.get_mut(cell) {
                    members.push(at);
                }
            }
        }
        Ok(Self { nearest, members })
    }

    /// The texts with which the text at this position is compared. They include the text itself.
    fn compared(&self, at: usize) -> &[usize] {
        self.nearest.get(at).and_then(|cell| self.members.get(*cell)).map_or(&[], Vec::as_slice)
    }
}

fn nearest_cells(vector: Option<&SmallVector>, owners: &[&SmallVector]) -> [usize; CELLS_TO_CHOOSE_FROM] {
    let mut nearest = [(f32::MIN, 0); CELLS_TO_CHOOSE_FROM];
    for (cell, owner) in owners.iter().enumerate() {
        let mut found = (vector.map_or(f32::MIN, |vector| vector.similarity(owner)), cell);
        // Insert the cell into the sorted list of nearest cells, and drop the last cell of the list.
        for place in &mut nearest {
            if found.0 > place.0 {
                std::mem::swap(place, &mut found);
            }
        }
    }
    nearest.map(|(_, cell)| cell)
}

/// Computes a value for each position below `count`.
fn map_each<U: Send>(count: usize, compute: impl Fn(usize) -> U + Sync) -> Result<Vec<U>> {
    let positions: Vec<usize> = (0..count).collect();
    let mut values = Vec::with_capacity(count);
    for block in positions.chunks(BLOCK) {
        interrupt::check()?;
        values.extend(map_shares(block, thread_count(), |share| share.iter().map(|at| compute(*at)).collect()));
    }
    Ok(values)
}
