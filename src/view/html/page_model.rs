//! The data that the page templates need. Rows are converted one at a time while the template iterates over them,
//! because a page can have many rows.

use super::chart::{Chart, Size};
use super::cross_model::CrossModel;
use super::page_sets::{PageSets, TableRow, record_number};
use super::record_model::RecordModel;
use super::{PageCell, PageSink, RowSet};
use crate::i18n::{Label, Lang, page as messages};
use crate::rows::{Column, RecordPart, Shape};
use crate::view::site_page::{Block, Frame, SortLink, Ticks};
use base64::prelude::{BASE64_STANDARD, Engine};
use minijinja::Value as TemplateValue;
use minijinja::value::Serde;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::Arc;

const STYLE: &str = include_str!("page.css");
/// A section with at least this many records shows only their names, so that readers can find a record.
const MIN_FOLDED_CARDS: usize = 5;

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
    /// The parts of a record that the page arranges in its own way. The other tables are sections.
    record: RecordModel,
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
    chart: Chart,
    is_cards: bool,
    cross: Option<CrossModel>,
    /// Whether only the name of each record is visible, until the reader opens the record.
    is_folded: bool,
    /// Whether the cells of each row are stacked on a narrow screen.
    is_stacked: bool,
    /// Whether each row is a record, so that a click anywhere in the row leads to its page.
    has_row_links: bool,
    /// How to tick rows, if they can be ticked.
    ticks: Option<Ticks>,
    block: Option<Block>,
    columns: Vec<ColumnHead>,
    rows: TemplateValue,
    totals: Vec<TableRow>,
}

#[derive(Serialize)]
struct ColumnHead {
    label: &'static str,
    numeric: bool,
    sort: Option<SortLink>,
}

pub fn build(page: &PageSink<'_>, sets: Vec<RowSet>) -> PageModel {
    let lang = page.lang;
    let sets = Arc::new(PageSets::new(sets, lang, &page.title, page.frame.clone()));
    let is_section = |index: &usize| {
        let part = sets.all.get(*index).and_then(|set| set.part);
        part.is_none_or(|part| part == RecordPart::Obstacles)
    };
    let sections: Vec<Section> =
        (0..sets.all.len()).filter(is_section).filter_map(|index| section(&sets, index)).collect();
    let record = RecordModel::new(&sets);
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
        contents: if contents.len() > 1 && page.frame.as_ref().is_none_or(|frame| frame.has_contents) {
            contents
        } else {
            Vec::new()
        },
        patterns: sections.iter().any(|section| section.chart.bars.is_some())
            || page.frame.as_ref().is_some_and(|frame| !frame.report_groups.is_empty()),
        sections,
        record,
        receipt: page.receipt.clone(),
        frame: page.frame.clone(),
    }
}

fn section(sets: &Arc<PageSets>, index: usize) -> Option<Section> {
    let set = sets.all.get(index)?;
    let lang = sets.lang;
    let is_cards = set.shape == Some(Shape::Card);
    let chart = Chart::new(set, Size::Full, lang);
    let heading = set.heading.clone();
    let caption = match (&heading, chart.is_drawn()) {
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
    let frame = sets.frame.as_ref();
    let sort_link = |column: &Column| frame.and_then(|frame| frame.sort_links.get(column.name).cloned());
    let columns = heads
        .map(|(index, column)| ColumnHead {
            label: column.label.get(lang),
            numeric: is_numeric(index),
            sort: sort_link(column),
        })
        .collect();
    let block = frame.and_then(|frame| frame.blocks.iter().find(|block| Some(&block.heading) == heading.as_ref()));
    let has_row_links = frame.is_some() && set.rows.first().is_some_and(|row| record_number(set, row).is_some());
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
        chart,
        is_cards,
        cross: (set.shape == Some(Shape::Cross)).then(|| CrossModel::new(set, lang)),
        is_folded: is_cards && set.heading.is_some() && set.rows.len() >= MIN_FOLDED_CARDS,
        is_stacked: !is_cards && (set.columns.len() >= MIN_STACKED_COLUMNS || block.is_some()),
        has_row_links,
        ticks: frame.filter(|_| has_row_links).and_then(|frame| frame.ticks.clone()),
        block: block.cloned(),
        columns,
        rows,
        totals: set
            .totals
            .iter()
            .map(|row| TableRow { id: None, number: None, cells: sets.cells(set, row, None) })
            .collect(),
    })
}

/// Hash of the inline style, for the content security policy of the page.
fn style_hash() -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(STYLE.as_bytes())))
}
