//! Sinks that receive the output of a command for a page: `EventBuffer` stores output for later, `DataRows` collects
//! values, `SectionSink` embeds output in a page, and `RowRange` selects some of the rows.

use crate::i18n::{Text, site as messages};
use crate::rows::{
    Audience, Cell, ChartHint, Column, CountedRows, EntryHeading, Event, Group, RecordPart, Shape, Sink,
};
use anyhow::Result;
use std::borrow::Cow;

enum OwnedCell {
    Null,
    Text(Box<str>),
    Integer(i64),
    Counted(i64, Box<CountedRows>),
    Real(f64),
    Words(Text),
    Groups(Vec<Group>),
}

enum OwnedEvent {
    Begin(Vec<Column>, Shape),
    Row(Vec<OwnedCell>),
    Total(Vec<OwnedCell>),
    Margin(Vec<OwnedCell>),
    End,
    Title(Text),
    Heading(Text),
    Subheading(Text),
    Group(Text),
    Part(RecordPart),
    Entry(EntryHeading),
    Line(Text),
    Chart(ChartHint),
    Receipt(String),
}

// Limits on a page, so that no page takes much memory. Downloads have none of these limits.
const MAX_TABLE_ROWS: usize = 1_000;
const MAX_CARDS: usize = 50;
/// Limit on the total text of all rows, in bytes.
const MAX_TEXT_BYTES: usize = 4 << 20;
/// Limit on one text in a table, in bytes. A text on a card may have up to `MAX_TEXT_BYTES`.
const MAX_TABLE_TEXT_BYTES: usize = 10_000;

/// Buffers the output of a command while the parts of the page above it are rendered. Leaves out rows beyond the limits
/// of a page. Reports below the table how many rows were left out.
#[derive(Default)]
pub struct EventBuffer {
    events: Vec<OwnedEvent>,
    max_rows: usize,
    max_text_bytes: usize,
    /// Counts for the current table: the rows in the buffer (`rows`) and the omitted rows (`left_out`).
    rows: usize,
    left_out: u64,
    text_bytes: usize,
}

fn shorten(text: &str, max_bytes: usize) -> Cow<'_, str> {
    if text.len() <= max_bytes {
        return Cow::Borrowed(text);
    }
    let end = text.floor_char_boundary(max_bytes);
    Cow::Owned(format!("{} …", text.get(..end).unwrap_or_default()))
}

fn borrow_cells(cells: &[OwnedCell]) -> Vec<Cell<'_>> {
    cells.iter().map(borrow_cell).collect()
}

fn borrow_cell(cell: &OwnedCell) -> Cell<'_> {
    match cell {
        OwnedCell::Null => Cell::Null,
        OwnedCell::Text(text) => Cell::Text(text),
        OwnedCell::Integer(number) => Cell::Integer(*number),
        OwnedCell::Counted(number, rows) => Cell::Counted(*number, rows),
        OwnedCell::Real(number) => Cell::Real(*number),
        OwnedCell::Words(words) => Cell::Localized(words),
        OwnedCell::Groups(groups) => Cell::Groups(groups),
    }
}

impl EventBuffer {
    fn copy_cells(&mut self, cells: &[Cell<'_>]) -> Vec<OwnedCell> {
        let max_bytes = self.max_text_bytes;
        let mut text_bytes = 0;
        let mut own = |text: &str| {
            let text = shorten(text, max_bytes).into_owned();
            text_bytes += text.len();
            text
        };
        let owned = cells
            .iter()
            .map(|cell| match cell {
                Cell::Null => OwnedCell::Null,
                Cell::Text(text) => OwnedCell::Text(own(text).into()),
                Cell::Integer(number) => OwnedCell::Integer(*number),
                Cell::Counted(number, rows) => OwnedCell::Counted(*number, Box::new((*rows).clone())),
                Cell::Real(number) => OwnedCell::Real(*number),
                Cell::Localized(words) => OwnedCell::Words(Text { nl: own(&words.nl), en: own(&words.en) }),
                Cell::Groups(groups) => OwnedCell::Groups(groups.to_vec()),
            })
            .collect();
        let values = cells.iter().filter_map(|cell| if let Cell::Groups(groups) = cell { Some(*groups) } else { None });
        let values = values.flatten().flat_map(|group| &group.values);
        text_bytes += values.map(|(code, label)| code.len() + label.nl.len() + label.en.len()).sum::<usize>();
        self.text_bytes = self.text_bytes.saturating_add(text_bytes);
        owned
    }

    pub fn replay(&self, out: &mut dyn Sink) -> Result<()> {
        for event in &self.events {
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
                OwnedEvent::Margin(row) => {
                    cells = borrow_cells(row);
                    Event::Margin(&cells)
                }
                OwnedEvent::End => Event::End,
                OwnedEvent::Title(text) => Event::Title(text),
                OwnedEvent::Heading(text) => Event::Heading(text),
                OwnedEvent::Subheading(text) => Event::Subheading(text),
                OwnedEvent::Group(text) => Event::Group(text),
                OwnedEvent::Part(part) => Event::Part(*part),
                OwnedEvent::Entry(heading) => Event::Entry(heading),
                OwnedEvent::Line(text) => Event::Line(text),
                OwnedEvent::Chart(hint) => Event::Chart(*hint),
                OwnedEvent::Receipt(text) => Event::Receipt(text),
            })?;
        }
        Ok(())
    }

    /// Returns the text of an attribute of the first record that is shown as a card; `None` if that cell is empty or not
    /// a text.
    pub fn value(&self, name: &str) -> Option<&str> {
        let mut at = None;
        for event in &self.events {
            match event {
                OwnedEvent::Begin(columns, Shape::Card) => {
                    at = Some(columns.iter().position(|column| column.name == name)?);
                }
                OwnedEvent::Row(row) if at.is_some() => match row.get(at?)? {
                    OwnedCell::Text(text) => return Some(text),
                    _ => return None,
                },
                _ => {}
            }
        }
        None
    }

    /// The names of the columns of the first table.
    pub fn columns(&self) -> Vec<&'static str> {
        let first = self.events.iter().find_map(|event| match event {
            OwnedEvent::Begin(columns, _) => Some(columns.iter().map(|column| column.name).collect()),
            _ => None,
        });
        first.unwrap_or_default()
    }

    /// The texts in the first cells of the first table; empty if its first column has another name.
    pub fn first_cells(&self, name: &str) -> Vec<&str> {
        let mut events = self.events.iter().skip_while(|event| !matches!(event, OwnedEvent::Begin(..)));
        let begin = events.next();
        if !matches!(begin, Some(OwnedEvent::Begin(columns, _)) if columns.first().is_some_and(|first| first.name == name))
        {
            return Vec::new();
        }
        let rows = events.map_while(|event| if let OwnedEvent::Row(row) = event { row.first() } else { None });
        rows.filter_map(|cell| if let OwnedCell::Text(text) = cell { Some(&**text) } else { None }).collect()
    }

    /// Drops the journal entry `entry` and all older entries. The output must have the newest entry first.
    pub fn retain_newer_than(&mut self, entry: i64) {
        let is_known = |event: &OwnedEvent| matches!(event, OwnedEvent::Entry(heading) if heading.number <= entry);
        if let Some(at) = self.events.iter().position(is_known) {
            self.events.truncate(at);
        }
    }

    /// Puts the rows of `first` before the rows of the first table, and keeps at most `max_rows`. Both have the same
    /// columns, of which the first identifies the row; a row of `first` is not shown twice. Returns whether rows were
    /// left out.
    pub fn put_first(&mut self, first: Self, max_rows: usize) -> bool {
        let number = |event: &OwnedEvent| match event {
            OwnedEvent::Row(row) => match row.first() {
                Some(OwnedCell::Text(text)) => Some(text.clone()),
                _ => None,
            },
            _ => None,
        };
        let rows: Vec<OwnedEvent> =
            first.events.into_iter().filter(|event| matches!(event, OwnedEvent::Row(_))).collect();
        let known: Vec<Box<str>> = rows.iter().filter_map(number).collect();
        self.events.retain(|event| number(event).is_none_or(|number| !known.contains(&number)));
        let begins = self.events.iter().position(|event| matches!(event, OwnedEvent::Begin(..)));
        let at = begins.map_or(0, |at| at.saturating_add(1));
        self.events.splice(at..at, rows);
        let mut kept = 0_usize;
        let mut is_left_out = false;
        self.events.retain(|event| {
            let is_row = matches!(event, OwnedEvent::Row(_));
            kept = kept.saturating_add(usize::from(is_row));
            let is_kept = !is_row || kept <= max_rows;
            is_left_out |= !is_kept;
            is_kept
        });
        is_left_out
    }

    /// Drops the rows whose first cell is this text.
    pub fn drop_row(&mut self, first: &str) {
        self.events.retain(|event| match event {
            OwnedEvent::Row(row) => !matches!(row.first(), Some(OwnedCell::Text(text)) if **text == *first),
            _ => true,
        });
    }

    pub fn is_empty(&self) -> bool {
        self.row_count() == 0
    }

    /// The number of rows in one part of the page of a record.
    pub fn row_count_of(&self, wanted: RecordPart) -> usize {
        let mut is_wanted = false;
        let is_counted = |event: &&OwnedEvent| {
            if let OwnedEvent::Part(part) = event {
                is_wanted = *part == wanted;
            }
            is_wanted && matches!(event, OwnedEvent::Row(_))
        };
        self.events.iter().filter(is_counted).count()
    }

    /// The number of rows in all tables, without the rows that were left out.
    pub fn row_count(&self) -> usize {
        self.events.iter().filter(|event| matches!(event, OwnedEvent::Row(_))).count()
    }
}

impl Sink for EventBuffer {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        let owned = match event {
            Event::Begin(columns, shape) => {
                (self.rows, self.left_out) = (0, 0);
                (self.max_rows, self.max_text_bytes) = match shape {
                    Shape::Table | Shape::Cross => (MAX_TABLE_ROWS, MAX_TABLE_TEXT_BYTES),
                    Shape::Card => (MAX_CARDS, MAX_TEXT_BYTES),
                };
                OwnedEvent::Begin(columns.to_vec(), shape)
            }
            Event::Row(_) if self.rows >= self.max_rows || self.text_bytes >= MAX_TEXT_BYTES => {
                self.left_out = self.left_out.saturating_add(1);
                return Ok(());
            }
            Event::Row(row) => {
                self.rows = self.rows.saturating_add(1);
                OwnedEvent::Row(self.copy_cells(row))
            }
            Event::Total(row) => OwnedEvent::Total(self.copy_cells(row)),
            Event::Margin(row) => OwnedEvent::Margin(self.copy_cells(row)),
            Event::End if self.left_out > 0 => {
                self.events.push(OwnedEvent::End);
                OwnedEvent::Line(messages::rows_left_out(self.rows, self.left_out))
            }
            Event::End => OwnedEvent::End,
            Event::Title(text) => OwnedEvent::Title(text.clone()),
            Event::Heading(text) => OwnedEvent::Heading(text.clone()),
            Event::Subheading(text) => OwnedEvent::Subheading(text.clone()),
            Event::Group(text) => OwnedEvent::Group(text.clone()),
            Event::Part(part) => OwnedEvent::Part(part),
            Event::Entry(heading) => OwnedEvent::Entry(heading.clone()),
            Event::Line(text) => OwnedEvent::Line(text.clone()),
            Event::Chart(hint) => OwnedEvent::Chart(hint),
            Event::Receipt(text) => OwnedEvent::Receipt(text.to_owned()),
            Event::Finish => return Ok(()),
        };
        self.events.push(owned);
        Ok(())
    }

    fn audience(&self) -> Audience {
        Audience::Site
    }
}

/// Collects lines printed outside tables, in both languages.
#[derive(Default)]
pub struct LineSink(pub Vec<Text>);

impl Sink for LineSink {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        if let Event::Line(text) = event {
            self.0.push(text.clone());
        }
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
    /// Whether to request the output for people, which can contain more than the output for programs.
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
                    Cell::Integer(number) | Cell::Counted(number, _) => number.to_string(),
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

/// Embeds the output of a command in a page as a section. Drops the title and the receipt (the text with which the
/// result can be recomputed), and demotes the headings.
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

/// Skips the first `skip` rows and forwards the next `limit` rows. If more rows follow, stops the command with an
/// error, because it may take long to compute rows that nobody sees.
pub struct RowRange<'a> {
    pub inner: &'a mut EventBuffer,
    pub skip: u64,
    pub limit: u64,
    pub count: u64,
}

impl RowRange<'_> {
    /// Whether more rows follow the selected ones. If so, the command was stopped before the end of the table.
    pub const fn has_more(&self) -> bool {
        self.count > self.skip.saturating_add(self.limit)
    }
}

impl Sink for RowRange<'_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        if matches!(event, Event::Row(_)) {
            self.count = self.count.saturating_add(1);
            anyhow::ensure!(!self.has_more(), "all rows of the page were written");
            if self.count <= self.skip {
                return Ok(());
            }
        }
        self.inner.emit(event)
    }

    fn audience(&self) -> Audience {
        self.inner.audience()
    }
}
