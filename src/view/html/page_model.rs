//! The data that the page templates need. Rows are converted one at a time while the template iterates over them,
//! because a page can have many rows.

use super::chart::{self, Bars, LineChart, Tile};
use super::{PageCell, PageSink, RowSet, markdown};
use crate::i18n::{Label, Lang, page as messages};
use crate::rows::{ChartHint, Column, Datatype, Prose, Shape};
use crate::view::sanitize::printable;
use crate::view::site_page::{self, Frame};
use base64::prelude::{BASE64_STANDARD, Engine};
use minijinja::Value as TemplateValue;
use minijinja::value::Serde;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

const STYLE: &str = include_str!("page.css");
/// Values longer than this are shown below their label, across the whole width of the page.
const LONG_VALUE_CHARS: usize = 80;

/// Words longer than this may be broken in print.
const WIDE_WORD_BYTES: usize = 24;

/// Tables with at least this many columns do not fit a narrow screen. The cells of each row are then stacked.
const MIN_STACKED_COLUMNS: usize = 4;

#[derive(Serialize)]
pub struct PageModel {
    lang: &'static str,
    title: String,
    title_is_dutch: bool,
    style: &'static str,
    style_hash: String,
    words: HashMap<&'static str, &'static str>,
    intro: Vec<String>,
    contents: Vec<Entry>,
    patterns: bool,
    sections: Vec<Section>,
    receipt: Option<String>,
    frame: Option<Frame>,
}

#[derive(Serialize)]
struct Entry {
    id: String,
    text: String,
}

#[derive(Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "what the template asks of a section, each by itself")]
struct Section {
    id: String,
    heading: Option<String>,
    href: Option<String>,
    is_minor: bool,
    caption: String,
    /// Whether the caption is only for screen readers, because the heading already says the same.
    is_named: bool,
    lines: Vec<String>,
    after: Vec<String>,
    tiles: Vec<Tile>,
    bars: Option<Bars>,
    line_chart: Option<LineChart>,
    is_cards: bool,
    /// Whether the cells of each row are stacked on a narrow screen.
    is_stacked: bool,
    columns: Vec<ColumnHead>,
    rows: TemplateValue,
    totals: Vec<TableRow>,
}

#[derive(Serialize)]
struct ColumnHead {
    label: &'static str,
    numeric: bool,
}

#[derive(Serialize)]
struct TableRow {
    id: Option<String>,
    cells: Vec<CellModel>,
}

#[derive(Serialize)]
struct Card {
    id: Option<String>,
    /// The name of the record; None if the title of the page already shows it.
    name: Option<String>,
    title: Option<String>,
    title_is_dutch: bool,
    facts: Vec<Fact>,
}

#[derive(Serialize)]
struct Fact {
    label: &'static str,
    cell: CellModel,
}

/// The value of a table cell. A long text is split into paragraphs, and a list into its elements.
#[derive(Serialize)]
struct CellModel {
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

struct PageSets {
    all: Vec<RowSet>,
    /// Record numbers that are used as element ids on the page.
    ids: HashSet<String>,
    /// For each HTML table, the positions of the rows that have their record number as element id.
    anchored: Vec<HashSet<usize>>,
    lang: Lang,
    title: String,
    frame: Option<Frame>,
}

fn record_number<'a>(set: &RowSet, row: &'a [PageCell]) -> Option<&'a str> {
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
    fn new(sets: Vec<RowSet>, lang: Lang, title: &str, frame: Option<Frame>) -> Self {
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

    fn table_row(&self, index: usize, row_index: usize) -> Option<TableRow> {
        let (set, row, id) = self.row(index, row_index)?;
        Some(TableRow { cells: self.cells(set, row, id.as_deref()), id })
    }

    fn cells(&self, set: &RowSet, row: &[PageCell], own_number: Option<&str>) -> Vec<CellModel> {
        let cells = set.columns.iter().zip(row);
        cells
            .map(|(column, page_cell)| self.value(column, page_cell, own_number, page_cell.display.contains('\n')))
            .collect()
    }

    fn card(&self, index: usize, row_index: usize) -> Option<Card> {
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
                    let top = 2 + usize::from(!is_the_page) + usize::from(set.heading.is_some());
                    cell.html = Some(markdown::html(&page_cell.display, top, column.url.unwrap_or(|_| None)));
                }
                Fact { label: column.label.get(self.lang), cell }
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
    fn value(&self, column: &Column, page_cell: &PageCell, own_number: Option<&str>, is_long: bool) -> CellModel {
        let is_own_number = page_cell.code().is_some_and(is_record_number);
        let verdict = page_cell.code().filter(|_| column.name == "verdict");
        let class = if page_cell.number.is_some() {
            Some("n".to_owned())
        } else if let Some(verdict) = verdict {
            Some(format!("verdict {verdict}"))
        } else if is_own_number || column.datatype == Datatype::Date {
            Some("whole".to_owned())
        } else {
            let is_wide = page_cell.display.split(' ').flat_map(pieces).any(|piece| piece.len() > WIDE_WORD_BYTES);
            is_wide.then(|| "wide".to_owned())
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
            None => vec![plain(&page_cell.display, None)],
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

pub fn build(page: &PageSink<'_>, sets: Vec<RowSet>) -> PageModel {
    let lang = page.lang;
    let sets = Arc::new(PageSets::new(sets, lang, &page.title, page.frame.clone()));
    let sections: Vec<Section> = (0..sets.all.len()).filter_map(|index| section(&sets, index)).collect();
    let contents: Vec<Entry> = sections
        .iter()
        .filter_map(|section| Some(Entry { id: section.id.clone(), text: section.heading.clone()? }))
        .collect();
    let page_words: [(&'static str, Label); 7] = [
        ("skip", messages::SKIP_LINK),
        ("contents", messages::CONTENTS),
        ("numbers_below", messages::NUMBERS_BELOW),
        ("table", messages::TABLE),
        ("receipt", messages::RECEIPT),
        ("again", messages::RECEIPT_ABOUT),
        ("made_by", messages::MADE_BY),
    ];
    PageModel {
        lang: match lang {
            Lang::Nl => "nl",
            Lang::En => "en",
        },
        title: page.title.clone(),
        title_is_dutch: page.title_is_dutch,
        style: STYLE,
        style_hash: style_hash(),
        words: page_words.into_iter().map(|(name, label)| (name, label.get(lang))).collect(),
        intro: page.intro.clone(),
        contents: if contents.len() > 1 && page.frame.is_none() { contents } else { Vec::new() },
        patterns: sections.iter().any(|section| section.bars.is_some()),
        sections,
        receipt: page.receipt.clone(),
        frame: page.frame.clone(),
    }
}

fn section(sets: &Arc<PageSets>, index: usize) -> Option<Section> {
    let set = sets.all.get(index)?;
    let lang = sets.lang;
    let is_cards = set.shape == Some(Shape::Card);
    let (mut bars, mut line_chart, mut tiles) = (None, None, Vec::new());
    match set.chart_hint {
        Some(ChartHint::Bars { label_columns, parts, skip_if_set }) => {
            let skip_column = skip_if_set.and_then(|name| set.columns.iter().position(|column| column.name == name));
            let is_skipped = |row: &&Vec<PageCell>| {
                skip_column.and_then(|index| row.get(index)).is_some_and(|page_cell| !page_cell.display.is_empty())
            };
            let rows: Vec<&Vec<PageCell>> = set.rows.iter().filter(|row| !is_skipped(row)).collect();
            bars = chart::bars(&set.columns, &rows, label_columns, parts, lang);
        }
        Some(ChartHint::Tiles { codes }) => tiles = chart::tiles(&set.rows, codes),
        Some(ChartHint::Lines { series }) => line_chart = chart::line_chart(&set.columns, &set.rows, series, lang),
        None => {}
    }
    let heading = set.heading.clone();
    let caption = match (&heading, bars.is_some() || line_chart.is_some()) {
        (Some(heading), true) => messages::table_caption(heading).get(lang).to_owned(),
        (Some(heading), false) => heading.clone(),
        (None, _) => sets.title.clone(),
    };
    let is_numeric = |index: usize| {
        let mut cells = set.rows.iter().filter_map(|row| row.get(index));
        let is_numeric_cell = |cell: &PageCell| cell.number.is_some() || cell.display.is_empty();
        cells.clone().all(is_numeric_cell) && cells.any(|cell| cell.number.is_some())
    };
    let heads = set.columns.iter().enumerate();
    let columns =
        heads.map(|(index, column)| ColumnHead { label: column.label.get(lang), numeric: is_numeric(index) }).collect();
    let (shared, count) = (Arc::clone(sets), set.rows.len());
    let rows = TemplateValue::make_iterable(move || {
        let sets = Arc::clone(&shared);
        (0..count).map(move |row_index| {
            if is_cards {
                TemplateValue::from(Serde(sets.card(index, row_index)))
            } else {
                TemplateValue::from(Serde(sets.table_row(index, row_index)))
            }
        })
    });
    Some(Section {
        id: format!("part-{}-of-page", index + 1),
        is_named: heading.as_ref() == Some(&caption) || heading.is_none(),
        heading,
        href: set.href.clone(),
        is_minor: set.is_minor,
        caption,
        lines: set.lines.clone(),
        after: set.after.clone(),
        tiles,
        bars,
        line_chart,
        is_cards,
        is_stacked: !is_cards && set.columns.len() >= MIN_STACKED_COLUMNS,
        columns,
        rows,
        totals: set.totals.iter().map(|row| TableRow { id: None, cells: sets.cells(set, row, None) }).collect(),
    })
}

/// Hash of the inline style, for the content security policy of the page.
fn style_hash() -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(STYLE.as_bytes())))
}
