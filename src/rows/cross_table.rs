//! Arranges rows of a [`Shape::Cross`](super::Shape::Cross) as a table with two headings: one for rows, one for columns.

use std::collections::HashMap;

/// Values by the label of their row and of their column. Several values can have the same place, because two records can
/// have the same label.
#[derive(Debug)]
pub struct CrossTable<T> {
    rows: Vec<String>,
    columns: Vec<String>,
    cells: HashMap<(Option<usize>, Option<usize>), Vec<T>>,
}

impl<T> Default for CrossTable<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), columns: Vec::new(), cells: HashMap::new() }
    }
}

fn position(labels: &mut Vec<String>, label: String) -> usize {
    labels.iter().position(|known| *known == label).unwrap_or_else(|| {
        labels.push(label);
        labels.len().saturating_sub(1)
    })
}

impl<T> CrossTable<T> {
    /// Adds a value. If `row` is `None`, the value is the total of a column; if `column` is `None`, that of a row; if both
    /// are, that of the table. Rows and columns stay in the order in which they were added first.
    pub fn add(&mut self, row: Option<String>, column: Option<String>, value: T) {
        let row = row.map(|label| position(&mut self.rows, label));
        let column = column.map(|label| position(&mut self.columns, label));
        self.cells.entry((row, column)).or_default().push(value);
    }

    pub fn rows(&self) -> &[String] {
        &self.rows
    }

    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The values at a place. `None` as the row or the column means its total.
    pub fn values(&self, row: Option<usize>, column: Option<usize>) -> &[T] {
        self.cells.get(&(row, column)).map_or(&[], Vec::as_slice)
    }
}
