//! Sinks between a command and its page: rows that wait for what stands around them, rows of which values are wanted, a part
//! of a page, and a page of rows.

use crate::rows::{Cell, Column, Group, Picture, Shape, Sink};
use crate::words::Text;
use anyhow::Result;

/// A cell that is kept.
enum Held {
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
    Row(Vec<Held>),
    Total(Vec<Held>),
    End,
    Receipt(String),
    Title(Text),
    Picture(Picture),
    Heading(Text),
    Entry(i64),
    Subheading(Text),
    Group(Text),
    Line(Text),
}

/// Rows that wait until what stands around them is known: a page of them, or a report.
#[derive(Default)]
pub struct Kept(Vec<Event>);

fn held(cells: &[Cell<'_>]) -> Vec<Held> {
    let kept = |cell: &Cell<'_>| match cell {
        Cell::Null => Held::Null,
        Cell::Text(text) => Held::Text((*text).into()),
        Cell::Integer(number) => Held::Integer(*number),
        Cell::Real(number) => Held::Real(*number),
        Cell::Words(words) => Held::Words((*words).clone()),
        Cell::Groups(groups) => Held::Groups(groups.to_vec()),
    };
    cells.iter().map(kept).collect()
}

fn cells(held: &[Held]) -> Vec<Cell<'_>> {
    held.iter().map(cell).collect()
}

fn cell(held: &Held) -> Cell<'_> {
    match held {
        Held::Null => Cell::Null,
        Held::Text(text) => Cell::Text(text),
        Held::Integer(number) => Cell::Integer(*number),
        Held::Real(number) => Cell::Real(*number),
        Held::Words(words) => Cell::Words(words),
        Held::Groups(groups) => Cell::Groups(groups),
    }
}

impl Kept {
    /// Hands all of it on.
    ///
    /// # Errors
    /// When it cannot be taken.
    pub fn again(&self, out: &mut dyn Sink) -> Result<()> {
        for event in &self.0 {
            match event {
                Event::Begin(columns, shape) => out.begin(columns, *shape)?,
                Event::Row(row) => out.row(&cells(row))?,
                Event::Total(row) => out.total(&cells(row))?,
                Event::End => out.end()?,
                Event::Receipt(text) => out.receipt(text)?,
                Event::Title(text) => out.title(text)?,
                Event::Picture(picture) => out.picture(*picture)?,
                Event::Heading(text) => out.heading(text)?,
                Event::Entry(number) => out.entry(*number)?,
                Event::Subheading(text) => out.subheading(text)?,
                Event::Group(text) => out.group(text)?,
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
                    Held::Text(text) => return Some(text),
                    _ => return None,
                },
                _ => {}
            }
        }
        None
    }

    /// Of the journal, the newest entry first: keeps what came after that entry.
    pub fn keep_after(&mut self, entry: i64) {
        let is_known = |event: &Event| matches!(event, Event::Entry(number) if *number <= entry);
        if let Some(at) = self.0.iter().position(is_known) {
            self.0.truncate(at);
        }
    }

    /// Whether no row came.
    pub fn is_empty(&self) -> bool {
        !self.0.iter().any(|event| matches!(event, Event::Row(_)))
    }

    fn keep(&mut self, event: Event) {
        self.0.push(event);
    }
}

impl Sink for Kept {
    fn begin(&mut self, columns: &[Column], shape: Shape) -> Result<()> {
        self.keep(Event::Begin(columns.to_vec(), shape));
        Ok(())
    }

    fn row(&mut self, row: &[Cell<'_>]) -> Result<()> {
        self.keep(Event::Row(held(row)));
        Ok(())
    }

    fn total(&mut self, row: &[Cell<'_>]) -> Result<()> {
        self.keep(Event::Total(held(row)));
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        self.keep(Event::End);
        Ok(())
    }

    fn is_for_readers(&self) -> bool {
        true
    }

    fn is_on_site(&self) -> bool {
        true
    }

    fn receipt(&mut self, text: &str) -> Result<()> {
        self.keep(Event::Receipt(text.to_owned()));
        Ok(())
    }

    fn title(&mut self, text: &Text) -> Result<()> {
        self.keep(Event::Title(text.clone()));
        Ok(())
    }

    fn picture(&mut self, picture: Picture) -> Result<()> {
        self.keep(Event::Picture(picture));
        Ok(())
    }

    fn heading(&mut self, text: &Text) -> Result<()> {
        self.keep(Event::Heading(text.clone()));
        Ok(())
    }

    fn entry(&mut self, number: i64) -> Result<()> {
        self.keep(Event::Entry(number));
        Ok(())
    }

    fn subheading(&mut self, text: &Text) -> Result<()> {
        self.keep(Event::Subheading(text.clone()));
        Ok(())
    }

    fn group(&mut self, text: &Text) -> Result<()> {
        self.keep(Event::Group(text.clone()));
        Ok(())
    }

    fn line(&mut self, text: &Text) -> Result<()> {
        self.keep(Event::Line(text.clone()));
        Ok(())
    }
}

/// Rows as they are in data, kept.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The names of the columns of the first set of rows.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
    /// What was told by itself: the number of what was recorded.
    pub lines: Vec<String>,
    /// How many sets of rows have ended.
    pub sets: usize,
    /// Whether it is asked for as by a reader, who sees all there is of a record.
    pub as_reader: bool,
}

impl Gathered {
    /// The value of a column in the first row.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.of(self.rows.first()?, name)
    }

    /// The value of a column in a row.
    pub fn of<'a>(&self, row: &'a [String], name: &str) -> Option<&'a str> {
        let at = self.columns.iter().position(|column| column == name)?;
        row.get(at).map(String::as_str)
    }
}

impl Sink for Gathered {
    fn begin(&mut self, columns: &[Column], _: Shape) -> Result<()> {
        if self.sets == 0 {
            self.columns = columns.iter().map(|column| column.name.clone()).collect();
        }
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        if self.sets == 0 {
            let text = |cell: &Cell<'_>| match cell {
                Cell::Null | Cell::Groups(_) => String::new(),
                Cell::Text(text) => (*text).to_owned(),
                Cell::Integer(number) => number.to_string(),
                Cell::Real(number) => number.to_string(),
                Cell::Words(words) => words.en.clone(),
            };
            self.rows.push(cells.iter().map(text).collect());
        }
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        self.sets = self.sets.saturating_add(1);
        Ok(())
    }

    fn is_for_readers(&self) -> bool {
        self.as_reader
    }

    fn line(&mut self, text: &Text) -> Result<()> {
        self.lines.push(text.en.clone());
        Ok(())
    }
}

/// A part of a page: what another command says, under a heading of its own. It does not name the page, and its headings
/// stand below that one.
pub struct Part<'a>(pub &'a mut dyn Sink);

impl Sink for Part<'_> {
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

    fn is_for_readers(&self) -> bool {
        true
    }

    fn is_on_site(&self) -> bool {
        true
    }

    fn picture(&mut self, picture: Picture) -> Result<()> {
        self.0.picture(picture)
    }

    fn heading(&mut self, text: &Text) -> Result<()> {
        self.0.subheading(text)
    }

    fn entry(&mut self, number: i64) -> Result<()> {
        self.0.entry(number)
    }

    fn line(&mut self, text: &Text) -> Result<()> {
        self.0.line(text)
    }
}

/// At most so many rows of what comes, and whether there were more.
pub struct Paged<'a> {
    /// Where the rows go.
    pub to: &'a mut dyn Sink,
    /// So many of them.
    pub most: u64,
    /// How many came.
    pub came: u64,
}

impl Sink for Paged<'_> {
    fn begin(&mut self, columns: &[Column], shape: Shape) -> Result<()> {
        self.to.begin(columns, shape)
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        self.came = self.came.saturating_add(1);
        if self.came > self.most { Ok(()) } else { self.to.row(cells) }
    }

    fn end(&mut self) -> Result<()> {
        self.to.end()
    }

    fn is_for_readers(&self) -> bool {
        self.to.is_for_readers()
    }

    fn is_on_site(&self) -> bool {
        true
    }

    fn title(&mut self, text: &Text) -> Result<()> {
        self.to.title(text)
    }

    fn line(&mut self, text: &Text) -> Result<()> {
        self.to.line(text)
    }
}
