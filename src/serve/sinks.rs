//! Sinks between a command and its page: `EventBuffer` stores output for later, `DataRows` collects values,
//! `SectionSink` embeds output in a page, and `LimitSink` limits the number of rows.

use crate::i18n::Text;
use crate::rows::{Audience, Cell, ChartHint, Column, Event, Group, Shape, Sink};
use anyhow::Result;

enum OwnedCell {
    Null,
    Text(Box<str>),
    Integer(i64),
    Real(f64),
    Words(Text),
    Groups(Vec<Group>),
}

enum OwnedEvent {
    Begin(Vec<Column>, Shape),
    Row(Vec<OwnedCell>),
    Total(Vec<OwnedCell>),
    End,
    Title(Text),
    Heading(Text),
    Subheading(Text),
    Group(Text),
    Entry(i64),
    Line(Text),
    Chart(ChartHint),
    Receipt(String),
}

/// Stores the output of a command until the parts of the page above it have been rendered.
#[derive(Default)]
pub struct EventBuffer(Vec<OwnedEvent>);

fn to_owned_cells(cells: &[Cell<'_>]) -> Vec<OwnedCell> {
    let owned = |cell: &Cell<'_>| match cell {
        Cell::Null => OwnedCell::Null,
        Cell::Text(text) => OwnedCell::Text((*text).into()),
        Cell::Integer(number) => OwnedCell::Integer(*number),
        Cell::Real(number) => OwnedCell::Real(*number),
        Cell::Localized(words) => OwnedCell::Words((*words).clone()),
        Cell::Groups(groups) => OwnedCell::Groups(groups.to_vec()),
    };
    cells.iter().map(owned).collect()
}

fn borrow_cells(cells: &[OwnedCell]) -> Vec<Cell<'_>> {
    cells.iter().map(borrow_cell).collect()
}

fn borrow_cell(cell: &OwnedCell) -> Cell<'_> {
    match cell {
        OwnedCell::Null => Cell::Null,
        OwnedCell::Text(text) => Cell::Text(text),
        OwnedCell::Integer(number) => Cell::Integer(*number),
        OwnedCell::Real(number) => Cell::Real(*number),
        OwnedCell::Words(words) => Cell::Localized(words),
        OwnedCell::Groups(groups) => Cell::Groups(groups),
    }
}

impl EventBuffer {
    pub fn replay(&self, out: &mut dyn Sink) -> Result<()> {
        for event in &self.0 {
            let cells;
            out.emit(match event {
                OwnedEvent::Begin(columns, shape) => Event::Begin(columns, *shape),
                OwnedEvent::Row(row) => {
                    cells = borrow_cells(row);
                    Event::Row(&cells)
                }
                OwnedEvent::Total(row) => {
                    cells = borrow_cells(row);
                    Event::Total(&cells)
                }
                OwnedEvent::End => Event::End,
                OwnedEvent::Title(text) => Event::Title(text),
                OwnedEvent::Heading(text) => Event::Heading(text),
                OwnedEvent::Subheading(text) => Event::Subheading(text),
                OwnedEvent::Group(text) => Event::Group(text),
                OwnedEvent::Entry(number) => Event::Entry(*number),
                OwnedEvent::Line(text) => Event::Line(text),
                OwnedEvent::Chart(hint) => Event::Chart(*hint),
                OwnedEvent::Receipt(text) => Event::Receipt(text),
            })?;
        }
        Ok(())
    }

    /// Returns the text of a column in the first row; `None` if that cell is empty or not a text.
    pub fn value(&self, name: &str) -> Option<&str> {
        let mut at = None;
        for event in &self.0 {
            match event {
                OwnedEvent::Begin(columns, _) if at.is_none() => {
                    at = Some(columns.iter().position(|column| column.name == name)?);
                }
                OwnedEvent::Row(row) => match row.get(at?)? {
                    OwnedCell::Text(text) => return Some(text),
                    _ => return None,
                },
                _ => {}
            }
        }
        None
    }

    /// Drops `entry` and all older journal entries. Relies on the newest entry being first in the output.
    pub fn retain_newer_than(&mut self, entry: i64) {
        let is_known = |event: &OwnedEvent| matches!(event, OwnedEvent::Entry(number) if *number <= entry);
        if let Some(at) = self.0.iter().position(is_known) {
            self.0.truncate(at);
        }
    }

    pub fn is_empty(&self) -> bool {
        !self.0.iter().any(|event| matches!(event, OwnedEvent::Row(_)))
    }
}

impl Sink for EventBuffer {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        self.0.push(match event {
            Event::Begin(columns, shape) => OwnedEvent::Begin(columns.to_vec(), shape),
            Event::Row(row) => OwnedEvent::Row(to_owned_cells(row)),
            Event::Total(row) => OwnedEvent::Total(to_owned_cells(row)),
            Event::End => OwnedEvent::End,
            Event::Title(text) => OwnedEvent::Title(text.clone()),
            Event::Heading(text) => OwnedEvent::Heading(text.clone()),
            Event::Subheading(text) => OwnedEvent::Subheading(text.clone()),
            Event::Group(text) => OwnedEvent::Group(text.clone()),
            Event::Entry(number) => OwnedEvent::Entry(number),
            Event::Line(text) => OwnedEvent::Line(text.clone()),
            Event::Chart(hint) => OwnedEvent::Chart(hint),
            Event::Receipt(text) => OwnedEvent::Receipt(text.to_owned()),
            Event::Finish => return Ok(()),
        });
        Ok(())
    }

    fn audience(&self) -> Audience {
        Audience::Site
    }
}

/// Collects the rows of the first table as text; later tables are ignored.
#[derive(Debug, Default)]
pub struct DataRows {
    pub columns: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
    /// Lines printed outside tables. A command that adds a record prints the number of that record as the first line.
    pub lines: Vec<String>,
    pub finished_tables: usize,
    /// Whether to ask commands for their output for people, which can contain more than their output for programs.
    pub is_for_readers: bool,
}

impl DataRows {
    pub fn value(&self, name: &str) -> Option<&str> {
        self.get(self.rows.first()?, name)
    }

    pub fn get<'a>(&self, row: &'a [String], name: &str) -> Option<&'a str> {
        let at = self.columns.iter().position(|column| *column == name)?;
        row.get(at).map(String::as_str)
    }
}

impl Sink for DataRows {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Begin(columns, _) if self.finished_tables == 0 => {
                self.columns = columns.iter().map(|column| column.name).collect();
            }
            Event::Row(cells) if self.finished_tables == 0 => {
                let text = |cell: &Cell<'_>| match cell {
                    Cell::Null | Cell::Groups(_) => String::new(),
                    Cell::Text(text) => (*text).to_owned(),
                    Cell::Integer(number) => number.to_string(),
                    Cell::Real(number) => number.to_string(),
                    Cell::Localized(words) => words.en.clone(),
                };
                self.rows.push(cells.iter().map(text).collect());
            }
            Event::End => self.finished_tables = self.finished_tables.saturating_add(1),
            Event::Line(text) => self.lines.push(text.en.clone()),
            _ => {}
        }
        Ok(())
    }

    fn audience(&self) -> Audience {
        if self.is_for_readers { Audience::Terminal } else { Audience::Program }
    }
}

/// Embeds the output of a command in a page as a section. Drops the title and receipt, and demotes the headings.
pub struct SectionSink<'a>(pub &'a mut dyn Sink);

impl Sink for SectionSink<'_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Title(_) | Event::Receipt(_) | Event::Finish => Ok(()),
            Event::Heading(text) | Event::Group(text) => self.0.emit(Event::Subheading(text)),
            other => self.0.emit(other),
        }
    }

    fn audience(&self) -> Audience {
        Audience::Site
    }
}

/// Forwards only the first `limit` rows, but counts all rows.
pub struct LimitSink<'a> {
    pub inner: &'a mut dyn Sink,
    pub limit: u64,
    pub count: u64,
}

impl Sink for LimitSink<'_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        if matches!(event, Event::Row(_)) {
            self.count = self.count.saturating_add(1);
            if self.count > self.limit {
                return Ok(());
            }
        }
        self.inner.emit(event)
    }

    fn audience(&self) -> Audience {
        self.inner.audience()
    }
}
