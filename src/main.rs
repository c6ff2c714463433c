//! Parses, runs, writes, prints an error once, and ends with the exit code.

use ruimte::account;
use ruimte::aside::{self, OWN, USUAL};
use ruimte::cli::{self, Action, Invocation, Parsed};
use ruimte::command::{self, Context};
use ruimte::failure::{self, Exit, Failure};
use ruimte::outlet::{Outlet, PATIENCE};
use ruimte::record::date::{one_day, today};
use ruimte::terminal::{self, Desk, Progress};
use ruimte::view::{self, Format, Place, printable};
use ruimte::words::{self, Lang, Text, failures};
use ruimte::{register, rows::Sink};
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    failure::outlive_limit();
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let lang = language(&arguments);
    match run(arguments, lang) {
        Ok(None) => ExitCode::SUCCESS,
        Ok(Some(exit)) => ExitCode::from(exit as u8),
        Err(error) => report(&error, lang),
    }
}

/// The language: as told, else `RUIMTE_LANG`, else that of the locale, else English.
fn language(arguments: &[OsString]) -> Lang {
    let mut texts = arguments.iter().skip(1).map_while(|text| (text != "--").then(|| text.to_string_lossy()));
    let mut told = None;
    while let Some(text) = texts.next() {
        if text == "--lang" {
            told = texts.next().map(std::borrow::Cow::into_owned);
        } else if let Some(text) = text.strip_prefix("--lang=") {
            told = Some(text.to_owned());
        }
    }
    if let Some(lang) = told.as_deref().and_then(Lang::of_tag) {
        return lang;
    }
    let named = named_in;
    if let Some(lang) = named("RUIMTE_LANG").as_deref().and_then(Lang::of_tag) {
        return lang;
    }
    let locale = named("LC_ALL").or_else(|| named("LC_MESSAGES")).or_else(|| named("LANG"));
    locale.as_deref().and_then(Lang::of_tag).unwrap_or(Lang::En)
}

/// What a variable of the environment says, if anything.
fn named_in(variable: &str) -> Option<String> {
    std::env::var(variable).ok().filter(|value| !value.trim().is_empty())
}

/// Who is at work, as the system knows them, and on which host.
fn who() -> (String, String) {
    (account::person(), account::host())
}

fn run(arguments: Vec<OsString>, lang: Lang) -> anyhow::Result<Option<Exit>> {
    let width = terminal::width();
    let columns = usize::from(width.unwrap_or(80)).clamp(40, 100);
    let arguments = help_as_option(arguments);
    let mut invocation = match cli::parse(arguments, lang, columns)? {
        Parsed::Do(invocation) => *invocation,
        Parsed::Show(text) => {
            let mut out = io::stdout().lock();
            out.write_all(text.as_bytes())?;
            out.flush()?;
            return Ok(None);
        }
    };
    let named =
        invocation.general.register.take().or_else(|| {
            std::env::var_os("RUIMTE_REGISTER").filter(|name| !name.is_empty()).map(PathBuf::from)
        });
    let path = command::register_path(named.as_deref(), &invocation.action)?;
    let desk = Desk {
        lang,
        current: &|entity, number, attribute| command::current_text(&path, entity, number, attribute),
        ready: &|| command::is_ready(&path),
        trouble: &|attribute, text| command::trouble(&path, attribute, text, &today),
    };
    terminal::complete(&mut invocation.action, &desk)?;
    do_it(invocation, path.clone(), width, lang)
}

fn do_it(
    invocation: Invocation,
    path: PathBuf,
    width: Option<u16>,
    lang: Lang,
) -> anyhow::Result<Option<Exit>> {
    let Invocation { mut general, action } = invocation;
    if let Action::Serve(options) = &action {
        return serve(options, path, lang);
    }
    general.actor =
        general.actor.filter(|actor| !actor.trim().is_empty()).or_else(|| named_in("RUIMTE_ACTOR"));
    let quiet = general.quiet;
    let (output, default) = command::output(&action);
    let reads = output.is_some();
    let target = output.and_then(|output| output.output.clone()).filter(|target| target.as_os_str() != "-");
    let mode = if output.is_some_and(|output| output.with_persons) { OWN } else { USUAL };
    let format = match (output.and_then(|output| output.format), &target) {
        (Some(format), _) => format,
        (None, Some(target)) => Format::of_file(target).ok_or_else(|| {
            Failure::usage(failures::unknown_ending(target.display().to_string(), Format::ENDINGS))
        })?,
        (None, None) => default,
    };
    command::check_format(&action, format)?;
    let remark_to = |outlet: &Outlet, text: &Text| {
        if !quiet {
            outlet.remark(format!("{}\n", printable(text.get(lang), false)).into_bytes());
        }
    };
    let progress = std::cell::RefCell::new(Progress::new(quiet));
    let mut tick = |rows| progress.borrow_mut().tick(rows);
    let today = one_day();
    let on_screen = target.is_none() && terminal::out_is_terminal();
    let receipt = std::cell::RefCell::new(None);
    let go = |out: &mut dyn Sink, remark: &mut dyn FnMut(&Text)| {
        let mut shown = |text: &Text| {
            progress.borrow_mut().clear();
            remark(text);
        };
        let mut context = Context {
            path: path.clone(),
            out,
            remark: &mut shown,
            progress: &mut tick,
            today: &today,
            now: &jiff::Timestamp::now,
            who: &who,
            lang,
            general,
            on_screen,
            ends: true,
            time: command::Time::default(),
            receipt: None,
        };
        let done = command::run(action, &mut context);
        *receipt.borrow_mut() = context.receipt;
        progress.borrow_mut().clear();
        let shown = path.display().to_string();
        done.map_err(|error| register::explain(&error, &shown).map_or(error, Into::into))
    };
    let Some(target) = target else {
        if format.is_binary() && on_screen {
            let name = Format::ALL.iter().find(|(_, known)| *known == format).map_or("", |(name, _)| name);
            return Err(Failure::usage(failures::binary_on_terminal(name)).into());
        }
        let place = Place { lang, width, styled: terminal::styled(), links: terminal::links() };
        // Who writes is done with the register before anything comes out.
        let patience = (reads && !terminal::out_is_file()).then_some(PATIENCE);
        let outlet = Outlet::new(io::stdout(), io::stderr(), patience);
        let exit = put_out(format, place, &outlet, |sink| go(sink, &mut |text| remark_to(&outlet, text)))?;
        // A table has it at its foot: who reads remarks beside it needs it once.
        let seen = format == Format::Table && terminal::err_is_terminal();
        if let Some(receipt) = receipt.take().filter(|_| !seen) {
            remark_to(&outlet, &words::remarks::receipt(receipt.to_string()));
        }
        return Ok(exit);
    };
    let place = Place { lang, width: None, styled: false, links: false };
    if register::is_same_file(&target, &path) {
        let told = failures::would_overwrite(target.display().to_string());
        return Err(Failure::new(Exit::CannotCreate, told).into());
    }
    let file = Target::open(&target, mode)?;
    let outlet = Outlet::new(file.writer()?, io::stderr(), file.is_read_by_somebody().then_some(PATIENCE));
    let mut remarks = |text: &Text| remark_to(&outlet, text);
    let exit = put_out(format, place, &outlet, |sink| go(sink, &mut remarks))
        .map_err(|error| of_target(error, &target))?;
    file.keep()?;
    remarks(&words::remarks::written(target.display().to_string()));
    if let Some(receipt) = receipt.take() {
        let mut beside = target.clone().into_os_string();
        beside.push(".receipt");
        let beside = Target::open(Path::new(&beside), USUAL)?;
        writeln!(beside.writer()?, "{receipt}")?;
        beside.keep()?;
        remarks(&words::remarks::receipt(receipt.to_string()));
    }
    Ok(exit)
}

/// Has rows come out in a form, and waits until they are out, also those before an error.
fn put_out(
    format: Format,
    place: Place,
    outlet: &Outlet,
    go: impl FnOnce(&mut dyn Sink) -> anyhow::Result<Option<Exit>>,
) -> anyhow::Result<Option<Exit>> {
    let write = || -> anyhow::Result<Option<Exit>> {
        let mut sink = view::sink(format, place, Box::new(outlet))?;
        let exit = go(&mut *sink)?;
        sink.finish()?;
        Ok(exit)
    };
    let done = write();
    let out = outlet.settle();
    let exit = done?;
    out?;
    Ok(exit)
}

/// Offers the register as pages.
#[cfg(feature = "server")]
fn serve(options: &cli::Serve, path: PathBuf, lang: Lang) -> anyhow::Result<Option<Exit>> {
    let mut say = |text: &Text| {
        let _ = writeln!(io::stdout().lock(), "{}", printable(text.get(lang), true));
    };
    let (person, host) = who();
    let who = (named_in("RUIMTE_ACTOR").unwrap_or(person), host);
    ruimte::serve::serve(options, ruimte::serve::Place { path, lang, who }, &mut say)?;
    Ok(None)
}

/// This build cannot.
#[cfg(not(feature = "server"))]
fn serve(_: &cli::Serve, _: PathBuf, _: Lang) -> anyhow::Result<Option<Exit>> {
    Err(Failure::usage(words::site::no_server()).into())
}

/// An error of writing, told of the file that was asked for.
fn of_target(error: anyhow::Error, target: &Path) -> anyhow::Error {
    let cause = error.chain().find_map(|cause| cause.downcast_ref::<io::Error>());
    match cause {
        Some(cause) if ![io::ErrorKind::BrokenPipe, io::ErrorKind::InvalidData].contains(&cause.kind()) => {
            let told = failures::cannot_create(target.display().to_string(), failure::reason(cause));
            Failure::new(Exit::Io, told).into()
        }
        _ => error,
    }
}

/// A file that appears under its name when all of it is written, and not before.
enum Target {
    New(tempfile::NamedTempFile, String, PathBuf),
    There(std::fs::File),
}

impl Target {
    fn open(path: &Path, mode: u32) -> anyhow::Result<Self> {
        let shown = path.display().to_string();
        let cannot = |why: Text| Failure::new(Exit::CannotCreate, failures::cannot_create(&shown, why));
        // What a link leads to is replaced, not the link.
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let found = std::fs::metadata(&real).ok();
        // A pipe, a device or the standard output under its name cannot be replaced: it is written to as it is.
        let is_of = |folder: &&str| path.starts_with(folder) || real.starts_with(folder);
        // Shared memory is a disk like any other.
        let special = ["/dev", "/proc"].iter().any(is_of) && !is_of(&"/dev/shm");
        if special || found.as_ref().is_some_and(|found| !found.is_file() && !found.is_dir()) {
            let file = std::fs::OpenOptions::new().write(true).open(path);
            return Ok(Self::There(file.map_err(|error| cannot(failure::reason_not_made(&error)))?));
        }
        if real.is_dir() {
            return Err(cannot(failures::WHY_FOLDER.into()).into());
        }
        let file = aside::file(&real, &shown, mode)?;
        if let Some(found) = found.filter(|_| mode == USUAL) {
            file.as_file().set_permissions(found.permissions())?;
        }
        Ok(Self::New(file, shown, real))
    }

    /// Whether it goes to somebody who may be slow, and not into a file.
    const fn is_read_by_somebody(&self) -> bool {
        matches!(self, Self::There(_))
    }

    fn writer(&self) -> io::Result<std::fs::File> {
        match self {
            Self::New(file, ..) => file.as_file().try_clone(),
            Self::There(file) => file.try_clone(),
        }
    }

    fn keep(self) -> anyhow::Result<()> {
        if let Self::New(file, shown, path) = self {
            file.persist(&path).map_err(|refused| failure::not_made(&refused.error, &shown))?;
        }
        Ok(())
    }
}

/// `ruimte help log` is `ruimte log --help`, and `ruimte` without a command `ruimte --help`.
fn help_as_option(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let mut at = 1;
    while let Some(text) = arguments.get(at).map(|text| text.to_string_lossy().into_owned()) {
        if text == "help" {
            arguments.remove(at);
            break;
        }
        if !text.starts_with('-') {
            return arguments;
        }
        at += if matches!(text.as_str(), "--lang" | "--register" | "--as-of" | "--reference-date" | "--actor")
        {
            2
        } else {
            1
        };
    }
    arguments.push("--help".into());
    arguments
}

/// Prints an error once and gives its exit code. A reader who went away is no error.
fn report(error: &anyhow::Error, lang: Lang) -> ExitCode {
    let cause = error.chain().find_map(|cause| cause.downcast_ref::<io::Error>());
    if cause.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
        return ExitCode::SUCCESS;
    }
    let failure = Failure::of(error);
    let mut out = io::stderr().lock();
    for detail in &failure.details {
        let _ = writeln!(out, "ruimte: {}", printable(detail.get(lang), false));
    }
    let _ = writeln!(out, "ruimte: {}", printable(failure.text.get(lang), false));
    ExitCode::from(failure.exit as u8)
}
