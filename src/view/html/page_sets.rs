//! The buffered tables of a page, and their cells as the templates need them: with links, labels and paragraphs.

use super::{PageCell, RowSet, markdown};
use crate::i18n::Lang;
use crate::rows::{Column, Datatype, Prose, Shape};
use crate::view::sanitize::printable;
use crate::view::site_page::{self, Frame};
use serde::Serialize;
use std::collections::HashSet;

/// Values longer than this are shown below their label, across the whole width of the page.
const LONG_VALUE_CHARS: usize = 80;

/// Words longer than this may be broken in print.
const WIDE_WORD_BYTES: usize = 24;

#[derive(Serialize)]
pub(super) struct TableRow {
    pub id: Option<String>,
    /// The number of the record, if the rows can be ticked.
    pub number: Option<String>,
    pub cells: Vec<CellModel>,
}

#[derive(Serialize)]
pub(super) struct Card {
    id: Option<String>,
    /// The name of the record; None if the title of the page already shows it.
    name: Option<String>,
    title: Option<String>,
    title_is_dutch: bool,
    pub facts: Vec<Fact>,
}

#[derive(Serialize)]
pub(super) struct Fact {
    pub name: &'static str,
    pub label: &'static str,
    pub cell: CellModel,
    /// Whether the value is a text of one or more paragraphs.
    pub is_prose: bool,
}

/// The value of a table cell. A long text is split into paragraphs, and a list into its elements.
#[derive(Serialize)]
pub(super) struct CellModel {
    parts: Vec<Part>,
    lines: Vec<String>,
    html: Option<String>,
    /// A CSS class for numbers, for the results of the command `reconcile`, for unbreakable text, or for words that are
    /// too wide for print.
    class: Option<String>,
    /// Whether each element of a list is on its own line, because long elements on one line are hard to tell apart.
    listed: bool,
    /// Whether the value is Dutch text on an English page, so that it must be marked as Dutch.
    is_dutch: bool,
}

#[derive(Serialize)]
struct Part {
    /// The text, split at the positions where a line may break.
    pieces: Vec<String>,
    href: Option<String>,
}

/// Splits text where a line may break. A long web address has no spaces, but may break after its punctuation.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let has_parts = text.len() > WIDE_WORD_BYTES && text.split(' ').any(|word| word.len() > WIDE_WORD_BYTES);
    text.split_inclusive(move |character| has_parts && "/&:=?#".contains(character))
}

/// Splits a list of record numbers, such as `B-001; B-002`.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', ' ']).filter(|text| !text.is_empty())
}

pub(super) struct PageSets {
    pub all: Vec<RowSet>,
    /// Record numbers that are used as element ids on the page.
    ids: HashSet<String>,
    /// For each HTML table, the positions of the rows that have their record number as element id.
    anchored: Vec<HashSet<usize>>,
    pub lang: Lang,
    pub title: String,
    pub frame: Option<Frame>,
}

pub(super) fn record_number<'a>(set: &RowSet, row: &'a [PageCell]) -> Option<&'a str> {
    let first = set.columns.first().filter(|column| column.name == "number")?;
    let code = row.first()?.code()?;
    (first.labels.label(code).is_none() && is_record_number(code)).then_some(code)
}

/// Whether a text has the form of a record number, such as B-012.
fn is_record_number(text: &str) -> bool {
    text.split_once('-').is_some_and(|(letter, digits)| {
        letter.len() == 1
            && letter.bytes().all(|byte| byte.is_ascii_uppercase())
            && !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

impl PageSets {
    pub fn new(sets: Vec<RowSet>, lang: Lang, title: &str, frame: Option<Frame>) -> Self {
        // If a record is on the page both as a card and as a table row, links lead to the card.
        let mut order: Vec<usize> = (0..sets.len()).collect();
        order.sort_by_key(|index| sets.get(*index).is_none_or(|set| set.shape != Some(Shape::Card)));
        let mut ids = HashSet::new();
        let mut anchored = vec![HashSet::new(); sets.len()];
        for index in order {
            let (Some(set), Some(anchored)) = (sets.get(index), anchored.get_mut(index)) else { continue };
            for (row_index, row) in set.rows.iter().enumerate() {
                if let Some(id) = record_number(set, row)
                    && ids.insert(id.to_owned())
                {
                    anchored.insert(row_index);
                }
            }
        }
        Self { all: sets, ids, anchored, lang, title: title.to_owned(), frame }
    }

    fn row(&self, index: usize, row_index: usize) -> Option<(&RowSet, &[PageCell], Option<String>)> {
        let set = self.all.get(index)?;
        let row = set.rows.get(row_index)?;
        let is_named = self.anchored.get(index).is_some_and(|anchored| anchored.contains(&row_index));
        Some((set, row, record_number(set, row).filter(|_| is_named).map(str::to_owned)))
    }

    pub fn table_row(&self, index: usize, row_index: usize) -> Option<TableRow> {
        let (set, row, id) = self.row(index, row_index)?;
        let number = record_number(set, row).filter(|_| self.frame.as_ref().is_some_and(|frame| frame.ticks.is_some()));
        Some(TableRow { cells: self.cells(set, row, id.as_deref()), number: number.map(str::to_owned), id })
    }

    pub fn cells(&self, set: &RowSet, row: &[PageCell], own_number: Option<&str>) -> Vec<CellModel> {
        let cells = set.columns.iter().zip(row);
        cells
            .map(|(column, page_cell)| self.value(column, page_cell, own_number, page_cell.display.contains('\n')))
            .collect()
    }

    pub fn card(&self, index: usize, row_index: usize) -> Option<Card> {
        let (set, row, id) = self.row(index, row_index)?;
        let name = row.first().map(|page_cell| page_cell.display.to_string()).unwrap_or_default();
        let is_the_page = !name.is_empty() && self.title.starts_with(&name) && set.rows.len() == 1;
        let title = set.columns.iter().position(|column| column.name == "title").filter(|index| *index > 0);
        let facts = set
            .columns
            .iter()
            .zip(row)
            .skip(1)
            .filter(|(column, page_cell)| column.name != "title" && !page_cell.display.is_empty())
            .map(|(column, page_cell)| {
                let is_text = page_cell.code().is_some_and(|code| !numbers(code).all(is_record_number))
                    && !column.is_multi_valued
                    && column.url.is_none();
                let is_long = column.prose.is_some()
                    || (is_text
                        && (page_cell.display.contains('\n')
                            || page_cell.display.chars().nth(LONG_VALUE_CHARS).is_some()));
                let mut cell = self.value(column, page_cell, id.as_deref(), is_long);
                if column.prose == Some(Prose::Markdown) {
                    let is_section = set.part.is_some();
                    let top = 2 + usize::from(!is_the_page || is_section) + usize::from(set.heading.is_some());
                    cell.html = Some(markdown::html(&page_cell.display, top, column.url.unwrap_or(|_| None)));
                }
                let is_prose = column.prose.is_some();
                Fact { name: column.name, label: column.label.get(self.lang), cell, is_prose }
            })
            .collect();
        let title_cell = title.and_then(|index| Some((set.columns.get(index)?, row.get(index)?)));
        Some(Card {
            name: (!is_the_page).then_some(name),
            title: title_cell.map(|(_, page_cell)| page_cell.display.to_string()),
            title_is_dutch: title_cell.is_some_and(|(column, page_cell)| page_cell.is_dutch(column, self.lang)),
            facts,
            id,
        })
    }

    /// Renders a value with links to records and addresses. In a single file, the row's own record number
    /// (`own_number`) gets no link, because that link would lead to the same row.
    pub fn value(&self, column: &Column, page_cell: &PageCell, own_number: Option<&str>, is_long: bool) -> CellModel {
        let is_own_number = page_cell.code().is_some_and(is_record_number);
        let verdict = page_cell.code().filter(|_| column.name == "verdict");
        let class = if page_cell.number.is_some() {
            Some("n".to_owned())
        } else if let Some(verdict) = verdict {
            Some(format!("verdict {verdict}"))
        } else if let Some(status) = page_cell.code().filter(|_| self.frame.is_some() && column.name == "status") {
            Some(format!("status {status}"))
        } else if is_own_number || column.datatype == Datatype::Date {
            Some("whole".to_owned())
        } else {
            let is_wide = page_cell.display.split(' ').flat_map(pieces).any(|piece| piece.len() > WIDE_WORD_BYTES);
            is_wide.then(|| "wide".to_owned())
        };
        let class = match class {
            Some(class) if self.frame.is_some() && column.name == "title" => Some(format!("title {class}")),
            None if self.frame.is_some() && column.name == "title" => Some("title".to_owned()),
            class => class,
        };
        let is_dutch = page_cell.is_dutch(column, self.lang);
        if is_long {
            let lines = page_cell.display.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
            return CellModel { parts: Vec::new(), lines, html: None, class, listed: false, is_dutch };
        }
        let link_on_page = |text: &str| {
            if self.frame.is_some() {
                let person_path = || self.frame.as_ref()?.person_path(text);
                return site_page::record_path(text).or_else(person_path);
            }
            (self.ids.contains(text) && own_number != Some(text)).then(|| format!("#{text}"))
        };
        let link_elsewhere = |text: &str| {
            let term_path =
                self.frame.as_ref().filter(|_| column.name == "code").and_then(|frame| frame.code_path(text));
            term_path.or_else(|| column.url.and_then(|url| url(text)))
        };
        let plain = |text: &str, href| Part { pieces: pieces(text).map(str::to_owned).collect(), href };
        let parts: Vec<Part> = match page_cell.code() {
            // If the value has a label, show that label instead, without splitting it.
            Some(code) if column.labels.label(code).is_some() => {
                vec![plain(&page_cell.display, link_elsewhere(code))]
            }
            Some(code) if numbers(code).all(is_record_number) => {
                numbers(code).map(|text| plain(text, link_on_page(text))).collect()
            }
            Some(code) if column.is_multi_valued => {
                let display = |text: &str| match column.value_label(text) {
                    Some(label) => printable(label.get(self.lang), true).into_owned(),
                    None => printable(text, true).into_owned(),
                };
                column.values(code).map(|text| plain(&display(text), link_elsewhere(text))).collect()
            }
            Some(code) => vec![plain(&page_cell.display, link_elsewhere(code))],
            None => vec![plain(&page_cell.display, page_cell.href.as_deref().map(str::to_owned))],
        };
        let length = |part: &Part| part.pieces.iter().map(String::len).sum::<usize>();
        CellModel {
            listed: parts.len() > 1 && parts.iter().any(|part| length(part) > WIDE_WORD_BYTES),
            parts,
            lines: Vec::new(),
            html: None,
            class,
            is_dutch,
        }
    }
}
