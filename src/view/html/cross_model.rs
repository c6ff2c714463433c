//! A table with two headings, as the template draws it: each number with a link to its rows, and a colour by its size.

use super::RowSet;
use crate::i18n::{Lang, page as messages, remarks};
use serde::Serialize;

/// The number of colours, apart from that of zero.
const HEAT_LEVELS: i64 = 5;

#[derive(Clone, Debug)]
pub struct CrossNumber {
    pub number: i64,
    pub href: Option<Box<str>>,
}

#[derive(Serialize)]
pub(super) struct CrossModel {
    row_label: String,
    column_label: String,
    total: &'static str,
    legend: &'static str,
    columns: Vec<String>,
    rows: Vec<CrossRow>,
    totals: CrossRow,
}

#[derive(Serialize)]
struct CrossRow {
    label: String,
    cells: Vec<CrossCell>,
    total: CrossCell,
}

#[derive(Serialize)]
struct CrossCell {
    number: i64,
    href: Option<Box<str>>,
    /// 0 for zero, and otherwise from 1 to `HEAT_LEVELS`.
    heat: i64,
}

impl CrossModel {
    pub fn new(set: &RowSet, lang: Lang) -> Self {
        let table = &set.cross_table;
        let at = |row: Option<usize>, column: Option<usize>| {
            let values = table.values(row, column);
            let number = values.iter().map(|value| value.number).sum();
            // Values with the same label are shown as one, but no list has the rows of both.
            let href = if let [value] = values { value.href.clone() } else { None };
            CrossCell { number, href: href.filter(|_| number > 0), heat: 0 }
        };
        let rows = 0..table.rows().len();
        let columns = 0..table.columns().len();
        let max = rows.clone().flat_map(|row| columns.clone().map(move |column| (row, column)));
        let max = max.map(|(row, column)| at(Some(row), Some(column)).number).max().unwrap_or(0).max(1);
        let warm = |cell: CrossCell| {
            let heat = cell.number.saturating_mul(HEAT_LEVELS).saturating_add(max.saturating_sub(1));
            CrossCell { heat: heat.checked_div(max).unwrap_or(0), ..cell }
        };
        let names: Vec<String> = set.columns.iter().take(2).map(|column| column.label.get(lang).to_owned()).collect();
        let mut names = names.into_iter();
        let row = |label: &String, row: usize| CrossRow {
            label: label.clone(),
            cells: columns.clone().map(|column| warm(at(Some(row), Some(column)))).collect(),
            total: at(Some(row), None),
        };
        let total = remarks::TOTAL.get(lang);
        Self {
            row_label: names.next().unwrap_or_default(),
            column_label: names.next().unwrap_or_default(),
            total,
            legend: messages::HEAT_LEGEND.get(lang),
            columns: table.columns().to_vec(),
            rows: table.rows().iter().enumerate().map(|(at, label)| row(label, at)).collect(),
            totals: CrossRow {
                label: total.to_owned(),
                cells: columns.clone().map(|column| at(None, Some(column))).collect(),
                total: at(None, None),
            },
        }
    }
}
