//! Finds the header of a table: the row with the column names, which may be below titles and remarks. Also recognises a
//! row of totals.

/// Number of rows to search for the header, not counting blank rows.
const MAX_ROWS: usize = 30;
/// The search ends after this many bytes, because it keeps all rows so far in memory.
const MAX_BYTES: usize = 1 << 20;

/// Chooses the row with the most column names. If no row has at least two, chooses the first row. The search ends early
/// if the first row has two or more cells that are all column names.
pub struct HeaderSearch<'a> {
    is_column: &'a dyn Fn(&str) -> bool,
    rows: usize,
    bytes: usize,
    best: usize,
    named_in_best: usize,
}

impl<'a> HeaderSearch<'a> {
    pub fn new(is_column: &'a dyn Fn(&str) -> bool) -> Self {
        Self { is_column, rows: 0, bytes: 0, best: 0, named_in_best: 1 }
    }

    /// Considers the next row that is not blank. Returns whether the search has ended.
    pub fn consider<'c>(&mut self, cells: impl Iterator<Item = &'c str>) -> bool {
        let (mut filled, mut named) = (0_usize, 0_usize);
        for cell in cells.map(str::trim).filter(|cell| !cell.is_empty()) {
            self.bytes = self.bytes.saturating_add(cell.len());
            filled = filled.saturating_add(1);
            named = named.saturating_add(usize::from((self.is_column)(cell)));
        }
        // Continue the search below a row with a single cell, because that cell may be the title of the list.
        let is_complete = self.rows == 0 && named == filled && filled > 1;
        if named > self.named_in_best {
            (self.best, self.named_in_best) = (self.rows, named);
        }
        self.rows = self.rows.saturating_add(1);
        is_complete || self.rows == MAX_ROWS || self.bytes > MAX_BYTES
    }

    /// The index of the header among the rows considered.
    pub const fn found(&self) -> usize {
        self.best
    }
}

/// Texts with which a row of totals begins, in lower case. The whole text of the cell must match, because a longer text
/// may be the title of a record.
const TOTALS: &[&str] = &[
    "totaal",
    "totalen",
    "totaal aantal",
    "totaal aantal belemmeringen",
    "totaal belemmeringen",
    "totaal generaal",
    "eindtotaal",
    "total",
    "totals",
    "total number",
    "total number of obstacles",
    "total obstacles",
    "grand total",
];

/// Whether a row is a total: its first cell is one of `TOTALS`, perhaps followed by a number, and its other cells are
/// numbers.
pub fn is_total<'c>(cells: impl Iterator<Item = &'c str>) -> bool {
    let mut filled = cells.map(str::trim).filter(|cell| !cell.is_empty());
    let first = filled.next().unwrap_or_default().to_lowercase();
    let first = first.split_whitespace().collect::<Vec<_>>().join(" ");
    let in_number = |character: char| {
        character.is_ascii_digit() || matches!(character, '.' | ',' | '-' | '%' | '€' | ' ' | '\u{a0}')
    };
    let name = first.trim_end_matches(in_number).trim_end_matches([':', ' ']);
    TOTALS.contains(&name) && filled.all(|cell| cell.chars().all(in_number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rows: &[&[&str]]) -> usize {
        let is_column = |name: &str| ["title", "ministry", "region"].contains(&name);
        let mut search = HeaderSearch::new(&is_column);
        for row in rows {
            if search.consider(row.iter().copied()) {
                break;
            }
        }
        search.found()
    }

    #[test]
    fn the_row_that_names_most_columns_is_the_header() {
        for (rows, expected) in [
            (&[&["title", "ministry"][..], &["title", "ministry", "region"]][..], 0),
            (&[&["Overview"], &["", "title", "", "ministry"], &["title", "ministry"]], 1),
            (&[&["Overview"], &["title", "x"], &["title", "x", "region"]], 2),
            (&[&["Overview"], &["title", "x"]], 0),
            (&[&["title"], &["Overview"], &["x", "ministry"]], 0),
            (&[&["region"], &["title", "ministry", "region"]], 1),
            (&[&["title", "x"], &["ministry", "y"]], 0),
        ] {
            assert_eq!(found(rows), expected, "{rows:?}");
        }
        let mut late = vec![&["x"][..]; 29];
        late.push(&["title", "ministry"]);
        assert_eq!(found(&late), 29);
        late.insert(0, &["x"]);
        assert_eq!(found(&late), 0);
    }

    #[test]
    fn a_total_is_a_name_and_numbers() {
        for row in [
            &["Totaal", "8"][..],
            &["", "TOTAAL:", "", "1.234,50"],
            &["Eindtotaal"],
            &["Grand  Total :", "50%"],
            &["Totaal: 8"],
            &["Totaal\u{a0}aantal", "8"],
        ] {
            assert!(is_total(row.iter().copied()), "{row:?}");
        }
        for row in [
            &["Totaal", "OCW"][..],
            &["8", "Totaal"],
            &["Totaalpakket", "8"],
            &["Totaal verbod op fixatie", "2021-03-04"],
            &["Grand café mag geen dagbesteding geven"],
            &["", ""],
        ] {
            assert!(!is_total(row.iter().copied()), "{row:?}");
        }
    }
}
