//! Detects what the terminal supports, and collects input before a command runs: standard input, text from an editor,
//! and answers to questions about missing values.

mod editor;
mod print;
mod progress;
mod standard_output;

pub use print::{print, print_error, print_line, print_notices, print_panic};
pub use progress::Progress;
pub use standard_output::standard_output;

use crate::command::{self, Command, EditorField, Question};
use crate::failure::Failure;
use crate::i18n::{Lang, failures, prompts};
use crate::intake;
use crate::record::date::today;
use crate::record::{Attribute, Entity, Kind, SetBy};
use crate::view::printable;
use anyhow::Result;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;

/// The width in columns of the terminal on standard output; `None` if standard output is not a terminal.
pub fn width() -> Option<u16> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let columns_variable = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns_variable.or_else(|| terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0)).or(Some(80))
}

/// The line width of help texts, in columns. At most 100, because longer lines are hard to read.
pub fn help_width() -> usize {
    usize::from(width().unwrap_or(80)).clamp(40, 100)
}

pub fn is_stdout_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether standard output is a regular file. Writing to it cannot block, unlike writing to a pipe.
pub fn is_stdout_file() -> bool {
    #[cfg(unix)]
    let found =
        rustix::fs::fstat(io::stdout()).is_ok_and(|found| rustix::fs::FileType::from_raw_mode(found.st_mode).is_file());
    #[cfg(not(unix))]
    let found = false;
    found
}

pub fn is_stderr_terminal() -> bool {
    io::stderr().is_terminal()
}

pub fn supports_styles() -> bool {
    io::stdout().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Whether the terminal is known to support hyperlinks. A terminal without support may print the escape codes.
pub fn supports_links() -> bool {
    supports_styles() && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout)
}

/// Completes the arguments of a command. Reads standard input for the argument `-`, fills in attributes from a mail,
/// and opens an editor for `--edit`. Asks for missing values if both standard input and standard error are terminals.
pub fn complete_args(command: &mut dyn Command, path: &Path, lang: Lang) -> Result<()> {
    let stdin = read_standard_input(command)?;
    command.prepare(stdin.as_deref())?;
    edit_text(command, path)?;
    if io::stdin().is_terminal() && io::stderr().is_terminal() {
        // An answer may lead to another question, so get the remaining questions again.
        while let Some(question) = command.questions(path)?.into_iter().next() {
            let Some(answer) = prompt(&question, path, lang)? else { break };
            command.answer(question.attribute, answer);
        }
    }
    Ok(())
}

/// Replaces the argument `-` by the text on standard input, and returns that text.
fn read_standard_input(command: &mut dyn Command) -> Result<Option<String>> {
    let takes_any_bytes = command.takes_any_bytes();
    let mut texts = command.stdin_texts().into_iter().filter(|text| *text == "-");
    let Some(target) = texts.next() else { return Ok(None) };
    if texts.next().is_some() {
        return Err(Failure::usage(failures::stdin_used_twice()).into());
    }
    let bytes = intake::read_stdin_text()?;
    let text = match intake::decode_text(&bytes) {
        Some(text) => text,
        // Replace invalid bytes by spaces: a replacement character takes three bytes and may make the text too long.
        None if takes_any_bytes => String::from_utf8_lossy(&bytes).replace(char::REPLACEMENT_CHARACTER, " "),
        None => return Err(Failure::data(failures::stdin_not_utf8()).into()),
    };
    intake::unify_line_breaks(&text).trim_end_matches('\n').clone_into(target);
    Ok(Some(target.clone()))
}

fn edit_text(command: &mut dyn Command, path: &Path) -> Result<()> {
    let Some(target) = command.editor_target() else { return Ok(()) };
    let (name, entity) = (target.option, target.entity);
    let long: Vec<&'static Attribute> = match &target.field {
        EditorField::Single(_, attribute) => vec![*attribute],
        EditorField::Attributes(_) => entity
            .attributes()
            .iter()
            .filter(|attribute| matches!(attribute.kind, Kind::Text) && attribute.set_by == SetBy::User)
            .collect(),
    };
    let main = if entity == Entity::Factsheet { "body" } else { "question" };
    let attribute = long
        .iter()
        .copied()
        .find(|attribute| attribute.name == name || (name.is_empty() && (attribute.name == main || long.len() == 1)))
        .ok_or_else(|| {
            let valid: Vec<&str> = long.iter().map(|attribute| attribute.name).collect();
            Failure::usage(failures::not_long_text(&name, valid.join(", ")))
        })?;
    let typed_text = match &target.field {
        EditorField::Single(text, _) => (**text).clone(),
        EditorField::Attributes(values) => values
            .iter()
            .find(|(existing, _)| existing.name == attribute.name)
            .and_then(|(_, texts)| texts.last().cloned()),
    };
    let before = match (typed_text, target.number) {
        (Some(text), _) => text,
        (None, Some(number)) => command::current_text(path, entity, &number, attribute)?,
        (None, None) => String::new(),
    };
    let text = editor::edit(&before)?;
    match target.field {
        EditorField::Single(place, _) => *place = Some(text),
        EditorField::Attributes(values) => {
            values.retain(|(existing, _)| existing.name != attribute.name);
            values.push((attribute, vec![text]));
        }
    }
    Ok(())
}

/// Repeats a question until the answer is valid. Returns `None` at the end of the input. Each question is printed on a
/// separate line, for screen readers.
fn prompt(question: &Question, path: &Path, lang: Lang) -> Result<Option<String>> {
    let mut input = io::stdin().lock();
    let mut text = question.text.get(lang).to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let colon = if text.ends_with('?') { "" } else { ":" };
    loop {
        let mut terminal = io::stderr().lock();
        write!(terminal, "{text}{colon} ")?;
        terminal.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(terminal)?;
            return Ok(None);
        }
        let line = line.trim();
        if line.is_empty() {
            writeln!(terminal, "{}", prompts::ANSWER_NEEDED.get(lang))?;
            continue;
        }
        match command::validate_value(path, question.attribute, line, &today) {
            Some(message) => writeln!(terminal, "{}", printable(message.get(lang), false))?,
            None => return Ok(Some(line.to_owned())),
        }
    }
}
