//! What is asked of the person at the terminal before a command works: missing values, long text in an
//! editor, standard input; and progress while it works.

use crate::cli::{Action, ArgTarget, AttributeArgs, CatalogAction, ContactAction, NewRecord};
use crate::failure::{self, Exit, Failure};
use crate::i18n::{Lang, Text, choices, failures, prompts};
use crate::record::{Attribute, Entity, Kind, SetBy, obstacle};
use crate::view::printable;
use anyhow::Result;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::time::{Duration, Instant};

/// The width of the terminal that standard output goes to, if it goes to one.
pub fn width() -> Option<u16> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let columns_variable = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns_variable
        .or_else(|| terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0))
        .or(Some(80))
}

/// Whether what comes out is seen on a screen.
pub fn is_stdout_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether what comes out goes into a file, which never lets anybody wait for long.
pub fn is_stdout_file() -> bool {
    #[cfg(unix)]
    let found = rustix::fs::fstat(io::stdout())
        .is_ok_and(|found| rustix::fs::FileType::from_raw_mode(found.st_mode).is_file());
    #[cfg(not(unix))]
    let found = false;
    found
}

/// Whether remarks are seen on a screen.
pub fn is_stderr_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Whether bold is welcome there.
pub fn supports_styles() -> bool {
    io::stdout().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Whether a link can be followed there: the terminal is known to show it as one, and not as rubbish.
pub fn supports_links() -> bool {
    supports_styles() && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout)
}

/// What the person at the terminal is asked in, and what is known of the register.
pub struct PromptContext<'a> {
    /// The reader's language.
    pub lang: Lang,
    /// The text that an attribute of a record holds now.
    pub current_text: &'a dyn Fn(Entity, &str, &Attribute) -> Result<String>,
    /// Whether there is a register to record in.
    pub check_register: &'a dyn Fn() -> Result<()>,
    /// What is wrong with a value, if anything.
    pub validate_value: &'a dyn Fn(&Attribute, &str) -> Option<Text>,
}

/// Completes what was asked for: standard input where `-` stands, an editor where it is wanted, and questions
/// for what is missing, on a terminal.
///
/// # Errors
/// When standard input or the editor fails.
pub fn complete_args(action: &mut Action, prompts: &PromptContext<'_>) -> Result<()> {
    read_standard_input(action)?;
    edit_text(action, prompts)?;
    if io::stdin().is_terminal() && io::stderr().is_terminal() {
        prompt_missing(action, prompts)?;
    }
    Ok(())
}

/// The texts of an action that may be read from standard input.
fn stdin_texts(action: &mut Action) -> Vec<&mut String> {
    fn long_texts<S>(args: &mut AttributeArgs<S>) -> impl Iterator<Item = &mut String> {
        let long = |attribute: &Attribute| matches!(attribute.kind, Kind::Line | Kind::Text);
        args.values.iter_mut().filter(move |(attribute, _)| long(attribute)).flat_map(|(_, texts)| texts)
    }
    fn catalog_texts<const E: u8>(action: &mut CatalogAction<E>) -> Vec<&mut String> {
        match action {
            CatalogAction::Add(add) => long_texts(&mut add.fields).collect(),
            CatalogAction::Edit(edit) => long_texts(&mut edit.fields).collect(),
            CatalogAction::List(_) => Vec::new(),
        }
    }
    match action {
        Action::Log(log) => long_texts(&mut log.fields).collect(),
        Action::Edit(edit) => long_texts(&mut edit.fields).collect(),
        Action::Analyse(analyse) => analyse.analysis.iter_mut().collect(),
        Action::Classify(classify) => {
            [&mut classify.because, &mut classify.answer, &mut classify.rule_change]
                .into_iter()
                .filter_map(Option::as_mut)
                .collect()
        }
        Action::Close(close) => vec![&mut close.because],
        Action::Reopen(reopen) => vec![&mut reopen.because],
        Action::Void(void) => vec![&mut void.because],
        Action::Search(search) => search.words.iter_mut().collect(),
        Action::Similar(similar) => similar.text.iter_mut().collect(),
        Action::Contact(contact) => match &mut contact.action {
            ContactAction::Call(add) | ContactAction::Email(add) | ContactAction::Meeting(add) => {
                long_texts(&mut add.fields).collect()
            }
            ContactAction::Edit(edit) => long_texts(&mut edit.fields).collect(),
            ContactAction::List(_) => Vec::new(),
        },
        Action::Factsheet(catalog) => catalog_texts(&mut catalog.action),
        Action::Scheme(catalog) => catalog_texts(&mut catalog.action),
        Action::Ministry(catalog) => catalog_texts(&mut catalog.action),
        Action::Region(catalog) => catalog_texts(&mut catalog.action),
        Action::CareDomain(catalog) => catalog_texts(&mut catalog.action),
        Action::Theme(catalog) => catalog_texts(&mut catalog.action),
        Action::Nature(catalog) => catalog_texts(&mut catalog.action),
        Action::Law(catalog) => catalog_texts(&mut catalog.action),
        Action::Synonym(catalog) => catalog_texts(&mut catalog.action),
        Action::Publication(catalog) => catalog_texts(&mut catalog.action),
        Action::Figure(catalog) => catalog_texts(&mut catalog.action),
        _ => Vec::new(),
    }
}

fn read_standard_input(action: &mut Action) -> Result<()> {
    // What is searched by may be anything.
    let takes_anything = matches!(action, Action::Search(_) | Action::Similar(_));
    let mut texts = stdin_texts(action).into_iter().filter(|text| *text == "-");
    let Some(target) = texts.next() else { return Ok(()) };
    if texts.next().is_some() {
        return Err(Failure::usage(failures::stdin_used_twice()).into());
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    let text = if takes_anything {
        // No longer than it was.
        String::from_utf8_lossy(&bytes).replace(char::REPLACEMENT_CHARACTER, " ")
    } else {
        String::from_utf8(bytes).map_err(|_| Failure::data(failures::stdin_not_utf8()))?
    };
    text.trim_end_matches(['\n', '\r']).clone_into(target);
    Ok(())
}

/// Where the text of an editor goes.
enum EditTarget<'a> {
    Attributes(&'a mut Vec<(&'static Attribute, Vec<String>)>),
    Single(&'a mut Option<String>, &'static Attribute),
}

fn edit_text(action: &mut Action, prompts: &PromptContext<'_>) -> Result<()> {
    fn catalog_texts<const E: u8>(
        action: &mut CatalogAction<E>,
    ) -> Option<(String, Entity, Option<String>, EditTarget<'_>)> {
        let entity = NewRecord::<E>::entity();
        match action {
            CatalogAction::Add(add) => {
                Some((add.editor.0.clone()?, entity, None, EditTarget::Attributes(&mut add.fields.values)))
            }
            CatalogAction::Edit(edit) => Some((
                edit.editor.0.clone()?,
                entity,
                Some(edit.number.clone()),
                EditTarget::Attributes(&mut edit.fields.values),
            )),
            CatalogAction::List(_) => None,
        }
    }
    let found = match action {
        Action::Log(log) => log
            .editor
            .edit
            .clone()
            .map(|name| (name, Entity::Obstacle, None, EditTarget::Attributes(&mut log.fields.values))),
        Action::Edit(edit) => edit.editor.edit.clone().map(|name| {
            (
                name,
                Entity::Obstacle,
                Some(edit.number.clone()),
                EditTarget::Attributes(&mut edit.fields.values),
            )
        }),
        Action::Analyse(analyse) => analyse.editor.edit.clone().map(|name| {
            (
                name,
                Entity::Obstacle,
                Some(analyse.number.clone()),
                EditTarget::Single(&mut analyse.analysis, &obstacle::ANALYSIS),
            )
        }),
        Action::Classify(classify) => classify.editor.edit.clone().map(|name| {
            (
                name,
                Entity::Obstacle,
                Some(classify.number.clone()),
                EditTarget::Single(&mut classify.answer, &obstacle::ANSWER),
            )
        }),
        Action::Factsheet(catalog) => catalog_texts(&mut catalog.action),
        _ => None,
    };
    let Some((name, entity, number, target)) = found else { return Ok(()) };
    let long: Vec<&'static Attribute> = match &target {
        EditTarget::Single(_, attribute) => vec![*attribute],
        EditTarget::Attributes(_) => entity
            .attributes()
            .iter()
            .filter(|attribute| matches!(attribute.kind, Kind::Text) && attribute.set_by == SetBy::User)
            .collect(),
    };
    let main = if entity == Entity::Factsheet { "body" } else { "question" };
    let attribute = long
        .iter()
        .copied()
        .find(|attribute| {
            attribute.name == name || (name.is_empty() && (attribute.name == main || long.len() == 1))
        })
        .ok_or_else(|| {
            let valid: Vec<&str> = long.iter().map(|attribute| attribute.name).collect();
            Failure::usage(failures::not_long_text(&name, valid.join(", ")))
        })?;
    let typed_text = match &target {
        EditTarget::Single(text, _) => (**text).clone(),
        EditTarget::Attributes(values) => values
            .iter()
            .find(|(existing, _)| existing.name == attribute.name)
            .and_then(|(_, texts)| texts.last().cloned()),
    };
    let before = match (typed_text, number) {
        (Some(text), _) => text,
        (None, Some(number)) => (prompts.current_text)(entity, &number, attribute)?,
        (None, None) => String::new(),
    };
    let text = run_editor(&before)?;
    match target {
        EditTarget::Single(place, _) => *place = Some(text),
        EditTarget::Attributes(values) => {
            values.retain(|(existing, _)| existing.name != attribute.name);
            values.push((attribute, vec![text]));
        }
    }
    Ok(())
}

/// Lets a person write a text in an editor.
fn run_editor(before: &str) -> Result<String> {
    let env_var = |name| std::env::var(name).ok().filter(|command: &String| !command.trim().is_empty());
    let editor = env_var("VISUAL")
        .or_else(|| env_var("EDITOR"))
        .unwrap_or_else(|| if cfg!(windows) { "notepad" } else { "vi" }.to_owned());
    let mut file = tempfile::Builder::new().prefix("ruimte-").suffix(".md").tempfile()?;
    file.write_all(before.as_bytes())?;
    file.flush()?;
    // The variable may hold options beside the command: a shell splits it as the person who set it expects.
    let mut command = if cfg!(windows) {
        let mut command = std::process::Command::new("cmd");
        command.arg("/C").arg(format!("{editor} \"{}\"", file.path().display()));
        command
    } else {
        let mut command = std::process::Command::new("sh");
        command.arg("-c").arg(format!("{editor} \"$1\"")).arg("sh").arg(file.path());
        command
    };
    let status = command.status().map_err(|error| {
        Failure::new(Exit::Io, failures::cannot_start_editor(&editor, failure::io_reason(&error)))
    })?;
    if !status.success() {
        return Err(Failure::new(Exit::Io, failures::editor_failed(&editor)).into());
    }
    let text = std::fs::read_to_string(file.path()).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData => Failure::data(failures::editor_not_utf8()),
        _ => failure::file_failure(&error, &file.path().display().to_string()),
    })?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}

/// Asks for what is missing. One question a line, so that a screen reader follows it too.
fn prompt_missing(action: &mut Action, prompts: &PromptContext<'_>) -> Result<()> {
    match action {
        Action::Log(log) => {
            let values = &mut log.fields.values;
            let is_set = |values: &[(&'static Attribute, Vec<String>)], name: &str| {
                values.iter().any(|(existing, _)| existing.name == name)
            };
            if is_set(values, obstacle::TITLE.name) && is_set(values, obstacle::MINISTRY.name) {
                return Ok(());
            }
            (prompts.check_register)()?;
            for attribute in [&obstacle::TITLE, &obstacle::MINISTRY] {
                if is_set(values, attribute.name) {
                    continue;
                }
                let Some(text) = prompt(&attribute.i18n.help.into(), attribute, prompts)? else { break };
                values.push((attribute, vec![text]));
            }
        }
        Action::Classify(classify) => {
            if classify.resolution.is_none() || classify.because.is_none() {
                (prompts.current_text)(Entity::Obstacle, &classify.number, &obstacle::TITLE)?;
            }
            if classify.resolution.is_none() {
                let choices: Vec<String> = choices::RESOLUTION
                    .iter()
                    .map(|choice| format!("{} ({})", choice.code, choice.label.get(prompts.lang)))
                    .collect();
                classify.resolution =
                    prompt(&prompts::resolution(choices.join(", ")), &obstacle::RESOLUTION, prompts)?;
            }
            if classify.resolution.is_some() && classify.because.is_none() {
                classify.because = prompt(&prompts::REASON.into(), &obstacle::REASON, prompts)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// Asks one thing, until the answer can be used; none where the input ends.
fn prompt(text: &Text, attribute: &Attribute, prompts: &PromptContext<'_>) -> Result<Option<String>> {
    let mut input = io::stdin().lock();
    loop {
        let mut text = text.get(prompts.lang).to_owned();
        if let Some(first) = text.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let colon = if text.ends_with('?') { "" } else { ":" };
        let mut terminal = io::stderr().lock();
        write!(terminal, "{text}{colon} ")?;
        terminal.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(terminal)?;
            return Ok(None);
        }
        let line = line.trim();
        match (prompts.validate_value)(attribute, line) {
            _ if line.is_empty() => writeln!(terminal, "{}", prompts::ANSWER_NEEDED.get(prompts.lang))?,
            Some(message) => writeln!(terminal, "{}", printable(message.get(prompts.lang), false))?,
            None => return Ok(Some(line.to_owned())),
        }
    }
}

/// Shows how far a long work is: on a terminal, from the first second on.
pub struct Progress {
    started: Instant,
    last_drawn: Option<Instant>,
    is_enabled: bool,
}

impl Progress {
    /// A work that begins now.
    pub fn new(quiet: bool) -> Self {
        Self { started: Instant::now(), last_drawn: None, is_enabled: !quiet && io::stderr().is_terminal() }
    }

    /// So many rows are done.
    pub fn tick(&mut self, rows: u64) {
        if !self.is_enabled || !rows.is_multiple_of(256) || self.started.elapsed() < Duration::from_secs(1) {
            return;
        }
        if self.last_drawn.is_none_or(|last_drawn| last_drawn.elapsed() > Duration::from_millis(100)) {
            let _ = write!(io::stderr().lock(), "\r{rows} …");
            self.last_drawn = Some(Instant::now());
        }
    }

    /// Takes the line away.
    pub fn clear(&mut self) {
        if self.last_drawn.take().is_some() {
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
        }
    }
}
