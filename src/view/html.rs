//! HTML pages: either a single file that needs no scripts or external resources, or a page of the web server. All rows
//! are buffered, because the table of contents at the top and the targets of links depend on every row.

mod chart;
mod cross_model;
pub mod markdown;
mod page_model;
mod page_sets;
mod record_model;
mod templates;

use super::RenderOptions;
use super::sanitize::printable;
use super::site_page::{self, Frame, Picture};
use crate::i18n::{Lang, Text, page as messages};
use crate::rows::{
    Audience, Cell, ChartHint, Column, CrossTable, Datatype, EntryHeading, Event, Group, RecordPart, Shape, Sink,
};
use anyhow::Result;
use chart::{Chart, Size};
use cross_model::CrossNumber;
use minijinja::value::Serde;
use std::io::Write;
use templates::{file_templates, site_templates};

#[derive(Clone, Debug, Default)]
pub struct PageCell {
    display: Box<str>,
    /// The stored value of the cell, which may differ from the displayed text; None for numbers and generated text.
    code: CellCode,
    number: Option<f64>,
    /// The address of the rows that the number counts.
    href: Option<Box<str>>,
}

#[derive(Clone, Debug, Default)]
enum CellCode {
    #[default]
    None,
    /// The stored value is the same as the displayed text.
    Same,
    Other(Box<str>),
    /// The names and the values of groups.
    Groups(Box<[(String, String)]>),
}

impl PageCell {
    /// Whether the cell is Dutch text on an English page. Labels are translated, but text that users typed is not.
    fn is_dutch(&self, column: &Column, lang: Lang) -> bool {
        lang != Lang::Nl && column.is_dutch && matches!(self.code, CellCode::Same)
    }

    fn code(&self) -> Option<&str> {
        match &self.code {
            CellCode::None | CellCode::Groups(_) => None,
            CellCode::Same => Some(&self.display),
            CellCode::Other(code) => Some(code),
        }
    }
}

/// A buffered table, with the text above and below it.
#[derive(Debug, Default)]
struct RowSet {
    heading: Option<String>,
    href: Option<String>,
    entry: Option<EntryHeading>,
    part: Option<RecordPart>,
    is_minor: bool,
    lines: Vec<String>,
    chart_hint: Option<ChartHint>,
    shape: Option<Shape>,
    columns: Vec<Column>,
    rows: Vec<Vec<PageCell>>,
    totals: Vec<Vec<PageCell>>,
    /// The numbers of a table with two headings.
    cross_table: CrossTable<CrossNumber>,
    after: Vec<String>,
}

pub struct PageSink<'a> {
    out: Box<dyn Write + 'a>,
    lang: Lang,
    title: String,
    /// Whether the title is Dutch on an English page, for example because it is the title of a record.
    title_is_dutch: bool,
    intro: Vec<String>,
    receipt: Option<String>,
    sets: Vec<RowSet>,
    /// The heading, lines and chart of the next table.
    next: RowSet,
    /// The journal entry that the next heading is about.
    entry: Option<EntryHeading>,
    /// The part of a record's page to which the next tables belong.
    part: Option<RecordPart>,
    /// Navigation and forms; None on a page that is saved as a file.
    frame: Option<Frame>,
}

impl<'a> PageSink<'a> {
    pub fn new(out: Box<dyn Write + 'a>, options: RenderOptions) -> Self {
        Self {
            out,
            lang: options.lang,
            title: "ruimte".to_owned(),
            title_is_dutch: false,
            intro: Vec::new(),
            receipt: None,
            sets: Vec::new(),
            next: RowSet::default(),
            entry: None,
            part: None,
            frame: None,
        }
    }

    pub fn with_frame(out: Box<dyn Write + 'a>, options: RenderOptions, frame: Frame) -> Self {
        Self { frame: Some(frame.printable()), ..Self::new(out, options) }
    }

    fn page_cell(&self, column: &Column, cell: Cell<'_>) -> PageCell {
        let lang = self.lang;
        let text = |display: &str| PageCell { display: display.into(), ..PageCell::default() };
        match cell {
            Cell::Null => column.null_label.map_or_else(PageCell::default, |null_label| text(null_label.get(lang))),
            Cell::Text(code) => {
                let label = column.labels.label(code).map(|label| printable(label.get(lang), true).into_owned());
                let format_date = || match column.datatype {
                    Datatype::Date => code.parse().ok().map(|date| messages::short_date(date, lang)),
                    _ => None,
                };
                let display = label.or_else(format_date).unwrap_or_else(|| printable(code, true).into_owned());
                let code = if display == code { CellCode::Same } else { CellCode::Other(code.into()) };
                PageCell { display: display.into(), code, ..PageCell::default() }
            }
            #[allow(clippy::cast_precision_loss, reason = "it is drawn, not counted")]
            Cell::Counted(number, rows) => PageCell {
                number: Some(number as f64),
                href: self
                    .frame
                    .as_ref()
                    .filter(|_| number > 0)
                    .and_then(|frame| frame.rows_path(rows))
                    .map(Into::into),
                ..text(&number.to_string())
            },
            #[allow(clippy::cast_precision_loss, reason = "it is drawn, not counted")]
            Cell::Integer(number) => PageCell { number: Some(number as f64), ..text(&number.to_string()) },
            Cell::Real(number) => PageCell { number: Some(number), ..text(&messages::decimal(number, lang)) },
            Cell::Localized(words) => {
                // A change of the journal does not know the type of its values.
                let words = words.get(lang);
                let is_date = matches!(column.name, "before" | "after") && words.len() == "2018-01-31".len();
                let date = is_date.then(|| words.parse().ok()).flatten().map(|date| messages::short_date(date, lang));
                text(&date.unwrap_or_else(|| printable(words, true).into_owned()))
            }
            Cell::Groups(groups) => {
                let of_group = |group: &Group| {
                    let values: Vec<&str> = group.values.iter().map(|(_, label)| label.get(lang)).collect();
                    let values = printable(&values.join(", "), true).into_owned();
                    (group.name.label.get(lang).to_owned(), values)
                };
                PageCell {
                    code: CellCode::Groups(groups.iter().map(of_group).collect()),
                    ..text(&printable(&Group::to_localized_line(groups, lang), true))
                }
            }
        }
    }
}

/// Draws the chart of the rows that `fill` emits, as a small picture. Returns no picture if the rows have no chart, or
/// if there is nothing to draw.
pub fn thumbnail(lang: Lang, fill: impl FnOnce(&mut dyn Sink) -> Result<()>) -> Result<Option<Picture>> {
    let mut page = PageSink::new(Box::new(std::io::sink()), RenderOptions::for_file(lang));
    fill(&mut page)?;
    let chart = page.sets.iter().find(|set| set.chart_hint.is_some()).map(|set| Chart::new(set, Size::Thumbnail, lang));
    Ok(chart.filter(|chart| !chart.is_empty()).map(|chart| Picture::new(&chart)))
}

impl PageSink<'_> {
    fn row(&self, columns: &[Column], cells: &[Cell<'_>]) -> Vec<PageCell> {
        columns.iter().zip(cells).map(|(column, cell)| self.page_cell(column, *cell)).collect()
    }

    fn cross_number(&self, set: &mut RowSet, cells: &[Cell<'_>]) {
        let mut labels = set.columns.iter().zip(cells).map(|(column, cell)| match cell {
            Cell::Localized(_) => None,
            cell => Some(self.page_cell(column, *cell).display.to_string()),
        });
        let (row, column) = (labels.next().flatten(), labels.next().flatten());
        drop(labels);
        if let Some(Cell::Integer(number) | Cell::Counted(number, _)) = cells.last()
            && let Some((column_of_numbers, cell)) = set.columns.last().zip(cells.last())
        {
            let href = self.page_cell(column_of_numbers, *cell).href;
            set.cross_table.add(row, column, CrossNumber { number: *number, href });
        }
    }

    fn heading(&self, text: &Text) -> String {
        printable(text.get(self.lang), false).into_owned()
    }

    fn line(&mut self, text: &Text) {
        let line = printable(text.get(self.lang), true).into_owned();
        if self.next.heading.is_some() {
            self.next.lines.push(line);
        } else if let Some(set) = self.sets.last_mut() {
            set.after.push(line);
        } else {
            self.intro.push(line);
        }
    }

    fn finish(&mut self) -> Result<()> {
        let sets = std::mem::take(&mut self.sets);
        let page = page_model::build(self, sets);
        let (templates, name) = match &self.frame {
            Some(frame) => site_templates(&frame.base_path)?,
            None => file_templates()?,
        };
        templates.get_template(name)?.render_captured_to(Serde(&page), &mut self.out)?;
        self.out.write_all(b"\n")?;
        Ok(self.out.flush()?)
    }
}

impl Sink for PageSink<'_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Begin(columns, shape) => {
                let next = std::mem::take(&mut self.next);
                self.sets.push(RowSet { columns: columns.to_vec(), shape: Some(shape), part: self.part, ..next });
            }
            Event::Row(cells) => {
                if let Some(mut set) = self.sets.pop() {
                    if set.shape == Some(Shape::Cross) {
                        self.cross_number(&mut set, cells);
                    }
                    set.rows.push(self.row(&set.columns, cells));
                    self.sets.push(set);
                }
            }
            Event::Margin(cells) => {
                if let Some(mut set) = self.sets.pop() {
                    self.cross_number(&mut set, cells);
                    self.sets.push(set);
                }
            }
            Event::Total(cells) => {
                if let Some(mut set) = self.sets.pop() {
                    let page_cell = |(column, cell): (&Column, &Cell<'_>)| match cell {
                        Cell::Null => PageCell::default(),
                        cell => self.page_cell(column, *cell),
                    };
                    set.totals.push(set.columns.iter().zip(cells).map(page_cell).collect());
                    self.sets.push(set);
                }
            }
            // Drop a table without rows, together with its heading.
            Event::End => drop(self.sets.pop_if(|set| set.rows.is_empty())),
            Event::Title(text) => {
                self.title = printable(text.get(self.lang), false).into_owned();
                self.title_is_dutch = self.lang != Lang::Nl && text.nl == text.en;
            }
            Event::Heading(text) | Event::Subheading(text) => {
                let entry = self.entry.take().filter(|_| self.frame.is_some());
                let href = entry.as_ref().map(|entry| site_page::entry_path(entry.number));
                let is_minor = matches!(event, Event::Subheading(_));
                self.next = RowSet { heading: Some(self.heading(text)), href, entry, is_minor, ..RowSet::default() };
            }
            Event::Group(text) => {
                self.next = RowSet::default();
                self.part = None;
                self.sets.push(RowSet { heading: Some(self.heading(text)), ..RowSet::default() });
            }
            Event::Part(part) => self.part = self.frame.as_ref().filter(|frame| frame.arranges(part)).map(|_| part),
            Event::Entry(entry) => self.entry = Some(entry.clone()),
            Event::Line(text) => self.line(text),
            Event::Chart(hint) => self.next.chart_hint = Some(hint),
            Event::Receipt(text) => self.receipt = Some(text.to_owned()),
            Event::Finish => self.finish()?,
        }
        Ok(())
    }

    fn audience(&self) -> Audience {
        if self.frame.is_some() { Audience::Site } else { Audience::Page }
    }
}
