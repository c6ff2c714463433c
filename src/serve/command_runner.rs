//! Asking: what is wanted becomes a command line, the command is done as if it had been typed, and what it says comes back.

use super::kept::Gathered;
use super::roles::Role;
use super::visit::Visit;
use crate::cli::{self, Parsed, Seen};
use crate::command::{self, Context, Time};
use crate::failure::{Failure, Stale};
use crate::record::date::one_day;
use crate::register;
use crate::rows::Sink;
use crate::view::{self, Format, Place};
use crate::words::{Lang, Text, failures};
use anyhow::Result;
use std::io::Write;
use tempfile::SpooledTempFile;

/// Why a command was not done.
pub struct Trouble {
    /// As the reader is told it.
    pub failure: Failure,
    /// The attribute that is at fault, where one is.
    pub attribute: Option<&'static str>,
    /// Whether somebody else changed the record meanwhile.
    pub is_stale: bool,
}

impl Trouble {
    /// Trouble that is no attribute's and nobody else's.
    pub const fn of(failure: Failure) -> Self {
        Self { failure, attribute: None, is_stale: false }
    }
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

/// Does a command, and gives what it remarked. What may write is done by one at a time.
///
/// # Errors
/// When it cannot be done.
pub fn ask(
    visit: &Visit,
    words: &[String],
    seen: Option<Seen>,
    out: &mut dyn Sink,
) -> Result<Vec<Text>, Box<Trouble>> {
    let mut invocation = parse(words, visit.lang).map_err(|failure| Box::new(Trouble::of(failure)))?;
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
        today: &one_day(),
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
        Ok(_) => Ok(remarks),
        Err(error) => Err(Box::new(trouble(&error, &site.path.display().to_string()))),
    }
}

fn trouble(error: &anyhow::Error, shown: &str) -> Trouble {
    let attribute = register::rule(error).and_then(|rule| rule.attribute);
    let is_stale = error.is::<Stale>();
    let failure = register::explain(error, shown).unwrap_or_else(|| Failure::of(error));
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
) -> Result<(Vec<Text>, SpooledTempFile), Box<Trouble>> {
    let mut file = spool();
    let place = Place { lang: visit.lang, width: None, styled: false, links: false };
    let as_trouble = |error: &anyhow::Error| Box::new(trouble(error, &visit.site.path.display().to_string()));
    let remarks = {
        let out: Box<dyn Write + '_> = Box::new(&mut file);
        let mut sink = view::sink(format, place, out).map_err(|error| as_trouble(&error))?;
        let remarks = ask(visit, words, None, &mut *sink)?;
        sink.finish().map_err(|error| as_trouble(&error))?;
        remarks
    };
    Ok((remarks, file))
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
