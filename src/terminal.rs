//! What is asked of the person at the terminal before a command works: missing values, long text in an
//! editor, standard input; and progress while it works.

use crate::cli::{Action, ContactAction, Entered, KeptAction, New, Subject};
use crate::failure::{self, Exit, Failure};
use crate::record::{Attribute, Entity, Kind, Set, obstacle};
use crate::view::printable;
use crate::words::{Lang, Text, failures, prompts, terms};
use anyhow::Result;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::time::{Duration, Instant};

/// The width of the terminal that standard output goes to, if it goes to one.
pub fn width() -> Option<u16> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    told.or_else(|| terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0)).or(Some(80))
}

/// Whether what comes out is seen on a screen.
pub fn out_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether what comes out goes into a file, which never lets anybody wait for long.
pub fn out_is_file() -> bool {
    #[cfg(unix)]
    let found = rustix::fs::fstat(io::stdout())
        .is_ok_and(|found| rustix::fs::FileType::from_raw_mode(found.st_mode).is_file());
    #[cfg(not(unix))]
    let found = false;
    found
}

/// Whether remarks are seen on a screen.
pub fn err_is_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Whether bold is welcome there.
pub fn styled() -> bool {
    io::stdout().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Whether a link can be followed there: the terminal is known to show it as one, and not as rubbish.
pub fn links() -> bool {
    styled() && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout)
}

/// What the person at the terminal is asked in, and what is known of the register.
pub struct Desk<'a> {
    /// The reader's language.
    pub lang: Lang,
    /// The text that an attribute of a record holds now.
    pub current: &'a dyn Fn(Entity, &str, &Attribute) -> Result<String>,
    /// Whether there is a register to record in.
    pub ready: &'a dyn Fn() -> Result<()>,
    /// What is wrong with a value, if anything.
    pub trouble: &'a dyn Fn(&Attribute, &str) -> Option<Text>,
}

/// Completes what was asked for: standard input where `-` stands, an editor where it is wanted, and questions
/// for what is missing, on a terminal.
///
/// # Errors
/// When standard input or the editor fails.
pub fn complete(action: &mut Action, desk: &Desk<'_>) -> Result<()> {
    read_standard_input(action)?;
    edit(action, desk)?;
    if io::stdin().is_terminal() && io::stderr().is_terminal() {
        ask(action, desk)?;
    }
    Ok(())
}

/// The texts of an action that may be read from standard input.
fn texts(action: &mut Action) -> Vec<&mut String> {
    fn of<S>(entered: &mut Entered<S>) -> impl Iterator<Item = &mut String> {
        let long = |attribute: &Attribute| matches!(attribute.kind, Kind::Line | Kind::Text);
        entered.values.iter_mut().filter(move |(attribute, _)| long(attribute)).flat_map(|(_, texts)| texts)
    }
    fn of_kept<const E: u8>(action: &mut KeptAction<E>) -> Vec<&mut String> {
        match action {
            KeptAction::Add(add) => of(&mut add.fields).collect(),
            KeptAction::Edit(edit) => of(&mut edit.fields).collect(),
            KeptAction::List(_) => Vec::new(),
        }
    }
    match action {
        Action::Log(log) => of(&mut log.fields).collect(),
        Action::Edit(edit) => of(&mut edit.fields).collect(),
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
                of(&mut add.fields).collect()
            }
            ContactAction::Edit(edit) => of(&mut edit.fields).collect(),
            ContactAction::List(_) => Vec::new(),
        },
        Action::Factsheet(kept) => of_kept(&mut kept.action),
        Action::Scheme(kept) => of_kept(&mut kept.action),
        Action::Ministry(kept) => of_kept(&mut kept.action),
        Action::Region(kept) => of_kept(&mut kept.action),
        Action::CareDomain(kept) => of_kept(&mut kept.action),
        Action::Theme(kept) => of_kept(&mut kept.action),
        Action::Nature(kept) => of_kept(&mut kept.action),
        Action::Law(kept) => of_kept(&mut kept.action),
        Action::Synonym(kept) => of_kept(&mut kept.action),
        Action::Publication(kept) => of_kept(&mut kept.action),
        Action::Figure(kept) => of_kept(&mut kept.action),
        _ => Vec::new(),
    }
}

fn read_standard_input(action: &mut Action) -> Result<()> {
    // What is searched by may be anything.
    let takes_anything = matches!(action, Action::Search(_) | Action::Similar(_));
    let mut wanted = texts(action).into_iter().filter(|text| *text == "-");
    let Some(slot) = wanted.next() else { return Ok(()) };
    if wanted.next().is_some() {
        return Err(Failure::usage(failures::one_standard_input()).into());
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    let text = if takes_anything {
        // No longer than it was.
        String::from_utf8_lossy(&bytes).replace(char::REPLACEMENT_CHARACTER, " ")
    } else {
        String::from_utf8(bytes).map_err(|_| Failure::data(failures::input_not_utf8()))?
    };
    text.trim_end_matches(['\n', '\r']).clone_into(slot);
    Ok(())
}

/// Where the text of an editor goes.
enum Slot<'a> {
    Entered(&'a mut Vec<(&'static Attribute, Vec<String>)>),
    One(&'a mut Option<String>, &'static Attribute),
}

fn edit(action: &mut Action, desk: &Desk<'_>) -> Result<()> {
    fn of_kept<const E: u8>(
        action: &mut KeptAction<E>,
    ) -> Option<(String, Entity, Option<String>, Slot<'_>)> {
        let entity = New::<E>::entity();
        match action {
            KeptAction::Add(add) => {
                Some((add.editor.0.clone()?, entity, None, Slot::Entered(&mut add.fields.values)))
            }
            KeptAction::Edit(edit) => Some((
                edit.editor.0.clone()?,
                entity,
                Some(edit.number.clone()),
                Slot::Entered(&mut edit.fields.values),
            )),
            KeptAction::List(_) => None,
        }
    }
    let found = match action {
        Action::Log(log) => log
            .editor
            .edit
            .clone()
            .map(|name| (name, Entity::Obstacle, None, Slot::Entered(&mut log.fields.values))),
        Action::Edit(edit) => edit.editor.edit.clone().map(|name| {
            (name, Entity::Obstacle, Some(edit.number.clone()), Slot::Entered(&mut edit.fields.values))
        }),
        Action::Analyse(analyse) => analyse.editor.edit.clone().map(|name| {
            (
                name,
                Entity::Obstacle,
                Some(analyse.number.clone()),
                Slot::One(&mut analyse.analysis, &obstacle::ANALYSIS),
            )
        }),
        Action::Classify(classify) => classify.editor.edit.clone().map(|name| {
            (
                name,
                Entity::Obstacle,
                Some(classify.number.clone()),
                Slot::One(&mut classify.answer, &obstacle::ANSWER),
            )
        }),
        Action::Factsheet(kept) => of_kept(&mut kept.action),
        _ => None,
    };
    let Some((name, entity, number, slot)) = found else { return Ok(()) };
    let long: Vec<&'static Attribute> = match &slot {
        Slot::One(_, attribute) => vec![*attribute],
        Slot::Entered(_) => entity
            .attributes()
            .iter()
            .filter(|attribute| matches!(attribute.kind, Kind::Text) && attribute.set == Set::Entry)
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
    let typed = match &slot {
        Slot::One(text, _) => (**text).clone(),
        Slot::Entered(values) => values
            .iter()
            .find(|(own, _)| own.name == attribute.name)
            .and_then(|(_, texts)| texts.last().cloned()),
    };
    let before = match (typed, number) {
        (Some(text), _) => text,
        (None, Some(number)) => (desk.current)(entity, &number, attribute)?,
        (None, None) => String::new(),
    };
    let text = in_editor(&before)?;
    match slot {
        Slot::One(place, _) => *place = Some(text),
        Slot::Entered(values) => {
            values.retain(|(own, _)| own.name != attribute.name);
            values.push((attribute, vec![text]));
        }
    }
    Ok(())
}

/// Lets a person write a text in an editor.
fn in_editor(before: &str) -> Result<String> {
    let named = |name| std::env::var(name).ok().filter(|command: &String| !command.trim().is_empty());
    let editor = named("VISUAL")
        .or_else(|| named("EDITOR"))
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
    let ended = command
        .status()
        .map_err(|error| Failure::new(Exit::Io, failures::no_editor(&editor, failure::reason(&error))))?;
    if !ended.success() {
        return Err(Failure::new(Exit::Io, failures::editor_failed(&editor)).into());
    }
    let text = std::fs::read_to_string(file.path()).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData => Failure::data(failures::editor_not_utf8()),
        _ => failure::of_file(&error, &file.path().display().to_string()),
    })?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}

/// Asks for what is missing. One question a line, so that a screen reader follows it too.
fn ask(action: &mut Action, desk: &Desk<'_>) -> Result<()> {
    match action {
        Action::Log(log) => {
            let values = &mut log.fields.values;
            let has = |values: &[(&'static Attribute, Vec<String>)], name: &str| {
                values.iter().any(|(own, _)| own.name == name)
            };
            if has(values, obstacle::TITLE.name) && has(values, obstacle::MINISTRY.name) {
                return Ok(());
            }
            (desk.ready)()?;
            for attribute in [&obstacle::TITLE, &obstacle::MINISTRY] {
                if has(values, attribute.name) {
                    continue;
                }
                let Some(text) = question(&attribute.words.help.into(), attribute, desk)? else { break };
                values.push((attribute, vec![text]));
            }
        }
        Action::Classify(classify) => {
            if classify.resolution.is_none() || classify.because.is_none() {
                (desk.current)(Entity::Obstacle, &classify.number, &obstacle::TITLE)?;
            }
            if classify.resolution.is_none() {
                let choices: Vec<String> = terms::RESOLUTION
                    .iter()
                    .map(|choice| format!("{} ({})", choice.code, choice.label.get(desk.lang)))
                    .collect();
                classify.resolution =
                    question(&prompts::resolution(choices.join(", ")), &obstacle::RESOLUTION, desk)?;
            }
            if classify.resolution.is_some() && classify.because.is_none() {
                classify.because = question(&prompts::BECAUSE.into(), &obstacle::REASON, desk)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// Asks one thing, until the answer can be used; none where the input ends.
fn question(text: &Text, attribute: &Attribute, desk: &Desk<'_>) -> Result<Option<String>> {
    let mut input = io::stdin().lock();
    loop {
        let mut text = text.get(desk.lang).to_owned();
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
        match (desk.trouble)(attribute, line) {
            _ if line.is_empty() => writeln!(terminal, "{}", prompts::STOP.get(desk.lang))?,
            Some(trouble) => writeln!(terminal, "{}", printable(trouble.get(desk.lang), false))?,
            None => return Ok(Some(line.to_owned())),
        }
    }
}

/// Shows how far a long work is: on a terminal, from the first second on.
pub struct Progress {
    begun: Instant,
    shown: Option<Instant>,
    wanted: bool,
}

impl Progress {
    /// A work that begins now.
    pub fn new(quiet: bool) -> Self {
        Self { begun: Instant::now(), shown: None, wanted: !quiet && io::stderr().is_terminal() }
    }

    /// So many rows are done.
    pub fn tick(&mut self, rows: u64) {
        if !self.wanted || !rows.is_multiple_of(256) || self.begun.elapsed() < Duration::from_secs(1) {
            return;
        }
        if self.shown.is_none_or(|shown| shown.elapsed() > Duration::from_millis(100)) {
            let _ = write!(io::stderr().lock(), "\r{rows} …");
            self.shown = Some(Instant::now());
        }
    }

    /// Takes the line away.
    pub fn clear(&mut self) {
        if self.shown.take().is_some() {
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
        }
    }
}
