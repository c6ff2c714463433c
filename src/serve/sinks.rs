//! Sinks between a command and its page: rows that wait for what stands around them, rows of which values are wanted, a part
//! of a page, and a page of rows.

use crate::i18n::Text;
use crate::rows::{Cell, ChartHint, Column, Group, Shape, Sink};
use anyhow::Result;

/// A cell that is kept.
enum OwnedCell {
    Null,
    Text(Box<str>),
    Integer(i64),
    Real(f64),
    Words(Text),
    Groups(Vec<Group>),
}

/// What a command hands over.
enum Event {
    Begin(Vec<Column>, Shape),
    Row(Vec<OwnedCell>),
    Total(Vec<OwnedCell>),
    End,
    Receipt(String),
    Title(Text),
    ChartHint(ChartHint),
    Heading(Text),
    Entry(i64),
    Subheading(Text),
    Group(Text),
    Line(Text),
}

/// Rows that wait until what stands around them is known: a page of them, or a report.
#[derive(Default)]
pub struct EventBuffer(Vec<Event>);

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
    /// Hands all of it on.
    ///
    /// # Errors
    /// When it cannot be taken.
    pub fn replay(&self, out: &mut dyn Sink) -> Result<()> {
        for event in &self.0 {
            match event {
                Event::Begin(columns, shape) => out.begin(columns, *shape)?,
                Event::Row(row) => out.row(&borrow_cells(row))?,
                Event::Total(row) => out.total(&borrow_cells(row))?,
                Event::End => out.end()?,
                Event::Receipt(text) => out.receipt(text)?,
                Event::Title(text) => out.title(text)?,
                Event::ChartHint(chart_hint) => out.chart_hint(*chart_hint)?,
                Event::Heading(text) => out.heading(text)?,
                Event::Entry(number) => out.journal_entry(*number)?,
                Event::Subheading(text) => out.subheading(text)?,
                Event::Group(text) => out.section(text)?,
                Event::Line(text) => out.line(text)?,
            }
        }
        Ok(())
    }

    /// The value of a column of the first row, as it is in data.
    pub fn value(&self, name: &str) -> Option<&str> {
        let mut at = None;
        for event in &self.0 {
            match event {
                Event::Begin(columns, _) if at.is_none() => {
                    at = Some(columns.iter().position(|column| column.name == name)?);
                }
                Event::Row(row) => match row.get(at?)? {
                    OwnedCell::Text(text) => return Some(text),
                    _ => return None,
                },
                _ => {}
            }
        }
        None
    }

    /// Of the journal, the newest entry first: keeps what came after that entry.
    pub fn retain_newer_than(&mut self, entry: i64) {
        let is_known = |event: &Event| matches!(event, Event::Entry(number) if *number <= entry);
        if let Some(at) = self.0.iter().position(is_known) {
            self.0.truncate(at);
        }
    }

    /// Whether no row came.
    pub fn is_empty(&self) -> bool {
        !self.0.iter().any(|event| matches!(event, Event::Row(_)))
    }

    fn push(&mut self, event: Event) {
        self.0.push(event);
    }
}

impl Sink for EventBuffer {
    fn begin(&mut self, columns: &[Column], shape: Shape) -> Result<()> {
        self.push(Event::Begin(columns.to_vec(), shape));
        Ok(())
    }

    fn row(&mut self, row: &[Cell<'_>]) -> Result<()> {
        self.push(Event::Row(to_owned_cells(row)));
        Ok(())
    }

    fn total(&mut self, row: &[Cell<'_>]) -> Result<()> {
        self.push(Event::Total(to_owned_cells(row)));
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        self.push(Event::End);
        Ok(())
    }

    fn is_human_readable(&self) -> bool {
        true
    }

    fn is_site_page(&self) -> bool {
        true
    }

    fn receipt(&mut self, text: &str) -> Result<()> {
        self.push(Event::Receipt(text.to_owned()));
        Ok(())
    }

    fn title(&mut self, text: &Text) -> Result<()> {
        self.push(Event::Title(text.clone()));
        Ok(())
    }

    fn chart_hint(&mut self, chart_hint: ChartHint) -> Result<()> {
        self.push(Event::ChartHint(chart_hint));
        Ok(())
    }

    fn heading(&mut self, text: &Text) -> Result<()> {
        self.push(Event::Heading(text.clone()));
        Ok(())
    }

    fn journal_entry(&mut self, number: i64) -> Result<()> {
        self.push(Event::Entry(number));
        Ok(())
    }

    fn subheading(&mut self, text: &Text) -> Result<()> {
        self.push(Event::Subheading(text.clone()));
        Ok(())
    }

    fn section(&mut self, text: &Text) -> Result<()> {
        self.push(Event::Group(text.clone()));
        Ok(())
    }

    fn line(&mut self, text: &Text) -> Result<()> {
        self.push(Event::Line(text.clone()));
        Ok(())
    }
}

/// Rows as they are in data, kept.
#[derive(Debug, Default)]
pub struct DataRows {
    /// The names of the columns of the first set of rows.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
    /// What was told by itself: the number of what was recorded.
    pub lines: Vec<String>,
    /// How many sets of rows have ended.
    pub finished_tables: usize,
    /// Whether it is asked for as by a reader, who sees all there is of a record.
    pub is_for_readers: bool,
}

impl DataRows {
    /// The value of a column in the first row.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.get(self.rows.first()?, name)
    }

    /// The value of a column in a row.
    pub fn get<'a>(&self, row: &'a [String], name: &str) -> Option<&'a str> {
        let at = self.columns.iter().position(|column| column == name)?;
        row.get(at).map(String::as_str)
    }
}

impl Sink for DataRows {
    fn begin(&mut self, columns: &[Column], _: Shape) -> Result<()> {
        if self.finished_tables == 0 {
            self.columns = columns.iter().map(|column| column.name.clone()).collect();
        }
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        if self.finished_tables == 0 {
            let text = |cell: &Cell<'_>| match cell {
                Cell::Null | Cell::Groups(_) => String::new(),
                Cell::Text(text) => (*text).to_owned(),
                Cell::Integer(number) => number.to_string(),
                Cell::Real(number) => number.to_string(),
                Cell::Localized(words) => words.en.clone(),
            };
            self.rows.push(cells.iter().map(text).collect());
        }
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        self.finished_tables = self.finished_tables.saturating_add(1);
        Ok(())
    }

    fn is_human_readable(&self) -> bool {
        self.is_for_readers
    }

    fn line(&mut self, text: &Text) -> Result<()> {
        self.lines.push(text.en.clone());
        Ok(())
    }
}

/// A part of a page: what another command says, under a heading of its own. It does not name the page, and its headings
/// stand below that one.
pub struct SectionSink<'a>(pub &'a mut dyn Sink);

impl Sink for SectionSink<'_> {
    fn begin(&mut self, columns: &[Column], shape: Shape) -> Result<()> {
        self.0.begin(columns, shape)
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        self.0.row(cells)
    }

    fn total(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        self.0.total(cells)
    }

    fn end(&mut self) -> Result<()> {
        self.0.end()
    }

    fn is_human_readable(&self) -> bool {
        true
    }

    fn is_site_page(&self) -> bool {
        true
    }

    fn chart_hint(&mut self, chart_hint: ChartHint) -> Result<()> {
        self.0.chart_hint(chart_hint)
    }

    fn heading(&mut self, text: &Text) -> Result<()> {
        self.0.subheading(text)
    }

    fn journal_entry(&mut self, number: i64) -> Result<()> {
        self.0.journal_entry(number)
    }

    fn line(&mut self, text: &Text) -> Result<()> {
        self.0.line(text)
    }
}

/// At most so many rows of what comes, and whether there were more.
pub struct LimitSink<'a> {
    /// Where the rows go.
    pub inner: &'a mut dyn Sink,
    /// So many of them.
    pub limit: u64,
    /// How many came.
    pub count: u64,
}

impl Sink for LimitSink<'_> {
    fn begin(&mut self, columns: &[Column], shape: Shape) -> Result<()> {
        self.inner.begin(columns, shape)
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        self.count = self.count.saturating_add(1);
        if self.count > self.limit { Ok(()) } else { self.inner.row(cells) }
    }

    fn end(&mut self) -> Result<()> {
        self.inner.end()
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }

    fn is_site_page(&self) -> bool {
        true
    }

    fn title(&mut self, text: &Text) -> Result<()> {
        self.inner.title(text)
    }

    fn line(&mut self, text: &Text) -> Result<()> {
        self.inner.line(text)
    }
}
