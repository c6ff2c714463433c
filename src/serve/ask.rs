//! Asking: what is wanted becomes a command line, the command is done as if it had been typed, and what it says comes back.

use super::roles::Role;
use super::visit::Visit;
use crate::cli::{self, Parsed, Seen};
use crate::command::{self, Context, Time};
use crate::failure::{self, Exit, Failure, Stale};
use crate::record::date::zone;
use crate::register;
use crate::rows::{Cell, Column, Picture, Shape, Sink};
use crate::view::{self, Format, Place};
use crate::words::{Lang, Text, failures};
use anyhow::Result;
use std::io::Write;
use tempfile::SpooledTempFile;

/// What a command said.
pub struct Told {
    /// What it remarked.
    pub remarks: Vec<Text>,
}

/// Why a command was not done.
pub struct Trouble {
    /// As the reader is told it.
    pub failure: Failure,
    /// The attribute that is at fault, where one is.
    pub attribute: Option<&'static str>,
    /// Whether somebody else changed the record meanwhile.
    pub is_stale: bool,
}

/// The present day, where the computer is.
pub fn today() -> jiff::civil::Date {
    jiff::Timestamp::now().to_zoned(zone()).date()
}

/// A command of these words, and what stands by itself behind them.
pub fn line(command: &str, options: Vec<String>, rest: Vec<String>) -> Vec<String> {
    let mut words: Vec<String> = command.split(' ').map(str::to_owned).collect();
    words.extend(options);
    if !rest.is_empty() {
        words.push("--".to_owned());
        words.extend(rest);
    }
    words
}

/// The words of a command line, as the program gets them.
fn parse(words: &[String], lang: Lang) -> Result<Box<cli::Invocation>, Failure> {
    let words = std::iter::once("ruimte".to_owned()).chain(words.iter().cloned());
    match cli::parse(words.map(Into::into), lang, 80)? {
        Parsed::Do(invocation) => Ok(invocation),
        Parsed::Show(_) => Err(Failure::usage(failures::input_output(failures::WHY_UNKNOWN))),
    }
}

/// Does a command. Where `writes` it is done by one at a time.
///
/// # Errors
/// When it cannot be done.
pub fn ask(
    visit: &Visit,
    words: &[String],
    seen: Option<Seen>,
    out: &mut dyn Sink,
) -> Result<Told, Box<Trouble>> {
    let plain = |failure| Box::new(Trouble { failure, attribute: None, is_stale: false });
    let mut invocation = parse(words, visit.lang).map_err(plain)?;
    invocation.general.actor = Some(visit.name.clone());
    invocation.general.seen = seen;
    // What is remarked is for a page, which shows what was answered before by itself.
    invocation.general.quiet = true;
    let site = &visit.site;
    // What reads has rows to give; all else may write, and waits for its turn here.
    let writes = command::output(&invocation.action).0.is_none();
    let turn = writes.then(|| site.writing.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    let mut remarks = Vec::new();
    let on_screen = visit.role > Role::Reader && out.is_for_readers();
    let mut context = Context {
        path: site.path.clone(),
        out,
        remark: &mut |text| remarks.push(text.clone()),
        progress: &mut |_| {},
        today: &today,
        now: &jiff::Timestamp::now,
        who: &|| site.who.clone(),
        lang: visit.lang,
        general: invocation.general,
        on_screen,
        // What is read is closed, or its locks would keep writers out.
        ends: false,
        time: Time::default(),
        receipt: None,
    };
    let done = command::run(invocation.action, &mut context);
    drop(turn);
    match done {
        Ok(_) => Ok(Told { remarks }),
        Err(error) => Err(Box::new(trouble(&error, &site.path.display().to_string()))),
    }
}

fn trouble(error: &anyhow::Error, shown: &str) -> Trouble {
    let attribute = register::rule(error).and_then(|rule| rule.attribute);
    let is_stale = error.is::<Stale>();
    let cause = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>());
    let failure = register::explain(error, shown)
        .or_else(|| error.downcast_ref::<Failure>().cloned())
        .unwrap_or_else(|| {
            let why = cause.map_or_else(|| failures::WHY_UNKNOWN.into(), failure::reason);
            Failure::new(Exit::Io, failures::input_output(why))
        });
    Trouble { failure, attribute, is_stale }
}

/// A file without a name, to write an answer into: nobody waits for a slow reader with the register in hand.
pub fn spool() -> SpooledTempFile {
    tempfile::spooled_tempfile(super::answer::IN_MEMORY)
}

/// Does a command and gives its rows in a form for other programs.
///
/// # Errors
/// When it cannot be done.
pub fn data(
    visit: &Visit,
    words: &[String],
    format: Format,
) -> Result<(Told, SpooledTempFile), Box<Trouble>> {
    let mut file = spool();
    let place = Place { lang: visit.lang, width: None, styled: false, links: false };
    let as_trouble = |error: &anyhow::Error| Box::new(trouble(error, &visit.site.path.display().to_string()));
    let told = {
        let out: Box<dyn Write + '_> = Box::new(&mut file);
        let mut sink = view::sink(format, place, out).map_err(|error| as_trouble(&error))?;
        let told = ask(visit, words, None, &mut *sink)?;
        sink.finish().map_err(|error| as_trouble(&error))?;
        told
    };
    Ok((told, file))
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

/// Does a command and keeps its rows.
///
/// # Errors
/// When it cannot be done.
pub fn gather(visit: &Visit, words: &[String]) -> Result<Gathered, Box<Trouble>> {
    let mut rows = Gathered::default();
    ask(visit, words, None, &mut rows)?;
    Ok(rows)
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
