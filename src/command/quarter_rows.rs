//! Sinks of the quarterly report: one writes all its parts as one table, and one selects the questions without a factsheet.

use crate::i18n::choices::{QUARTER_FIGURE, QUARTER_PART};
use crate::i18n::{Label, Text};
use crate::report::{columns, find_report};
use crate::rows::{Audience, Cell, Column, Event, Shape, Sink};
use anyhow::Result;

/// Writes rows of different parts as one table: for programs with codes, and for spreadsheets with words.
pub struct FlatRows<'a> {
    out: &'a mut dyn Sink,
    ministries: Column,
}

/// A part of the quarterly report whose rows are taken from another report.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub code: &'static str,
    pub figure: &'static str,
    /// The column of the other report with the number.
    pub value: &'static str,
}

/// The cells of a row after its part and its figure.
#[derive(Default)]
struct Details<'a> {
    ministry: Option<&'a str>,
    number: Option<Cell<'a>>,
    title: Option<Cell<'a>>,
    value: i64,
    previous: Option<i64>,
    numbers: Option<Cell<'a>>,
}

impl<'a> FlatRows<'a> {
    pub fn begin(out: &'a mut dyn Sink, ministries: &Column) -> Result<Self> {
        let defs = find_report("quarter").map_or(&[][..], |report| report.columns);
        let columns = defs.iter().map(|def| {
            let column = def.column();
            let is_ministry = def.name == columns::MINISTRY.name;
            if is_ministry { Column { null_label: None, ..ministries.clone() } } else { column }
        });
        out.begin(&columns.collect::<Vec<_>>(), Shape::Table)?;
        Ok(Self { out, ministries: ministries.clone() })
    }

    pub fn total(&mut self, figure: &str, value: i64, previous: i64) -> Result<()> {
        self.row("totals", figure, &Details { value, previous: Some(previous), ..Details::default() })
    }

    pub fn ministry(&mut self, figure: &str, ministry: &str, value: i64) -> Result<()> {
        self.row("ministries", figure, &Details { ministry: Some(ministry), value, ..Details::default() })
    }

    /// Returns a sink for the rows of another report about records.
    pub fn records(&mut self, part: Part) -> Records<'_, 'a> {
        Records { rows: self, part, names: Vec::new() }
    }

    fn row(&mut self, part: &str, figure: &str, details: &Details<'_>) -> Result<()> {
        let in_words = self.out.audience() == Audience::Spreadsheet;
        let part = QUARTER_PART.iter().find(|choice| choice.code == part);
        let figure = QUARTER_FIGURE.iter().find(|choice| choice.code == figure);
        let words: [Option<Text>; 3] = [
            part.map(|part| part.label.into()),
            figure.map(|figure| figure.label.into()),
            details.ministry.and_then(|code| self.ministries.labels.label(code)),
        ];
        let codes = [part.map(|part| part.code), figure.map(|figure| figure.code), details.ministry];
        let named = |at: usize| {
            let (word, code) = (words.get(at).and_then(Option::as_ref), codes.get(at).copied().flatten());
            match (word.filter(|_| in_words), code) {
                (Some(word), _) => Cell::Localized(word),
                (None, Some(code)) => Cell::Text(code),
                (None, None) => Cell::Null,
            }
        };
        let change = details.previous.map(|previous| details.value.saturating_sub(previous));
        self.out.row(&[
            named(0),
            named(1),
            named(2),
            details.number.unwrap_or(Cell::Null),
            details.title.unwrap_or(Cell::Null),
            Cell::Integer(details.value),
            details.previous.map_or(Cell::Null, Cell::Integer),
            change.map_or(Cell::Null, Cell::Integer),
            details.numbers.unwrap_or(Cell::Null),
        ])
    }
}

pub struct Records<'a, 'b> {
    rows: &'a mut FlatRows<'b>,
    part: Part,
    names: Vec<&'static str>,
}

impl Sink for Records<'_, '_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Begin(columns, _) => self.names = columns.iter().map(|column| column.name).collect(),
            Event::Row(cells) => {
                let cell = |name: &str| {
                    let at = self.names.iter().position(|known| *known == name)?;
                    cells.get(at).copied()
                };
                let text = |name: &str| match cell(name) {
                    Some(Cell::Text(text)) => Some(text),
                    _ => None,
                };
                let value = match cell(self.part.value) {
                    Some(Cell::Integer(number)) => number,
                    _ => 0,
                };
                let details = Details {
                    ministry: text(columns::MINISTRY.name),
                    number: cell(columns::NUMBER.name),
                    title: cell(columns::TITLE.name),
                    value,
                    previous: None,
                    numbers: cell(columns::NUMBERS.name),
                };
                self.rows.row(self.part.code, self.part.figure, &details)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn audience(&self) -> Audience {
        self.rows.out.audience()
    }
}

/// Passes all events on to two sinks. Both get the rows in the form that suits the audience of the first.
pub struct Tee<'a> {
    pub first: &'a mut dyn Sink,
    pub second: &'a mut dyn Sink,
}

impl Sink for Tee<'_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        self.first.emit(event)?;
        self.second.emit(event)
    }

    fn audience(&self) -> Audience {
        self.first.audience()
    }
}

/// Puts a heading and a line above a table. A table without rows is left out, with its heading.
pub struct Section<'a> {
    out: &'a mut dyn Sink,
    heading: Text,
    about: Label,
    columns: Vec<Column>,
    has_rows: bool,
}

impl<'a> Section<'a> {
    pub fn new(out: &'a mut dyn Sink, heading: Text, about: Label) -> Self {
        Self { out, heading, about, columns: Vec::new(), has_rows: false }
    }
}

impl Sink for Section<'_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Begin(columns, _) => {
                self.columns = columns.to_vec();
                return Ok(());
            }
            Event::Row(_) if !self.has_rows => {
                self.has_rows = true;
                self.out.heading(&self.heading)?;
                self.out.line(&self.about.into())?;
                self.out.begin(&self.columns, Shape::Table)?;
            }
            _ if !self.has_rows => return Ok(()),
            _ => {}
        }
        self.out.emit(event)
    }

    fn audience(&self) -> Audience {
        self.out.audience()
    }
}

/// Passes on the groups of questions that no factsheet answers. The total is left out, because it has all groups.
pub struct Unanswered<'a> {
    out: &'a mut dyn Sink,
    factsheets: Option<usize>,
    /// How many groups were passed on.
    pub rows: u64,
}

impl<'a> Unanswered<'a> {
    pub fn new(out: &'a mut dyn Sink) -> Self {
        Self { out, factsheets: None, rows: 0 }
    }
}

impl Sink for Unanswered<'_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Begin(columns, _) => {
                self.factsheets = columns.iter().position(|column| column.name == columns::ANSWERED_BY.name);
            }
            Event::Row(cells) => {
                let answered_by = self.factsheets.and_then(|at| cells.get(at));
                if !matches!(answered_by, Some(Cell::Null)) {
                    return Ok(());
                }
                self.rows = self.rows.saturating_add(1);
            }
            Event::Total(_) => return Ok(()),
            _ => {}
        }
        self.out.emit(event)
    }

    fn audience(&self) -> Audience {
        self.out.audience()
    }
}
