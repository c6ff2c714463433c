//! Parses, runs, writes, prints an error once, and ends with the exit code.

use ruimte::atomic_file::{self, DEFAULT_FILE_MODE, PRIVATE_FILE_MODE};
use ruimte::cli::{self, Action, Invocation, Parsed};
use ruimte::command::{self, Context};
use ruimte::failure::{self, Exit, Failure};
use ruimte::i18n::{self, Lang, Text, failures};
use ruimte::os_user;
use ruimte::record::date::{fixed_today, today};
use ruimte::spooling_writer::{READER_TIMEOUT, SpoolingWriter};
use ruimte::terminal::{self, Progress, PromptContext};
use ruimte::view::{self, Format, RenderOptions, printable};
use ruimte::{register, rows::Sink};
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    failure::survive_file_size_limit();
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let lang = detect_language(&arguments);
    match run(arguments, lang) {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(error) => report_error(&error, lang),
    }
}

/// The language: as told, else `RUIMTE_LANG`, else that of the locale, else English.
fn detect_language(arguments: &[OsString]) -> Lang {
    let mut texts = arguments.iter().skip(1).map_while(|text| (text != "--").then(|| text.to_string_lossy()));
    let mut lang_tag = None;
    while let Some(text) = texts.next() {
        if text == "--lang" {
            lang_tag = texts.next().map(std::borrow::Cow::into_owned);
        } else if let Some(text) = text.strip_prefix("--lang=") {
            lang_tag = Some(text.to_owned());
        }
    }
    if let Some(lang) = lang_tag.as_deref().and_then(Lang::from_tag) {
        return lang;
    }
    if let Some(lang) = env_var("RUIMTE_LANG").as_deref().and_then(Lang::from_tag) {
        return lang;
    }
    let locale = env_var("LC_ALL").or_else(|| env_var("LC_MESSAGES")).or_else(|| env_var("LANG"));
    locale.as_deref().and_then(Lang::from_tag).unwrap_or(Lang::En)
}

/// What a variable of the environment says, if anything.
fn env_var(variable: &str) -> Option<String> {
    std::env::var(variable).ok().filter(|value| !value.trim().is_empty())
}

/// Who is at work, as the system knows them, and on which host.
fn os_identity() -> (String, String) {
    (os_user::user_name(), os_user::hostname())
}

fn run(arguments: Vec<OsString>, lang: Lang) -> anyhow::Result<Exit> {
    let width = terminal::width();
    let columns = usize::from(width.unwrap_or(80)).clamp(40, 100);
    let arguments = normalize_help(arguments);
    let mut invocation = match cli::parse(arguments, lang, columns)? {
        Parsed::Run(invocation) => *invocation,
        Parsed::Print(text) => {
            let mut out = io::stdout().lock();
            out.write_all(text.as_bytes())?;
            out.flush()?;
            return Ok(Exit::Success);
        }
    };
    let explicit =
        invocation.global.register.take().or_else(|| {
            std::env::var_os("RUIMTE_REGISTER").filter(|name| !name.is_empty()).map(PathBuf::from)
        });
    let path = command::register_path(explicit.as_deref(), &invocation.action)?;
    let prompts = PromptContext {
        lang,
        current_text: &|entity, number, attribute| command::current_text(&path, entity, number, attribute),
        check_register: &|| command::check_register(&path),
        validate_value: &|attribute, text| command::validate_value(&path, attribute, text, &today),
    };
    terminal::complete_args(&mut invocation.action, &prompts)?;
    execute(invocation, path.clone(), width, lang)
}

fn execute(invocation: Invocation, path: PathBuf, width: Option<u16>, lang: Lang) -> anyhow::Result<Exit> {
    let Invocation { mut global, action } = invocation;
    if let Action::Serve(options) = &action {
        return serve(options, path, lang);
    }
    global.actor = global.actor.filter(|actor| !actor.trim().is_empty()).or_else(|| env_var("RUIMTE_ACTOR"));
    let quiet = global.quiet;
    let (output, default) = command::output_args(&action);
    let reads = output.is_some();
    let target = output.and_then(|output| output.output.clone()).filter(|target| target.as_os_str() != "-");
    let mode =
        if output.is_some_and(|output| output.with_persons) { PRIVATE_FILE_MODE } else { DEFAULT_FILE_MODE };
    let format = match (output.and_then(|output| output.format), &target) {
        (Some(format), _) => format,
        (None, Some(target)) => Format::from_path(target).ok_or_else(|| {
            Failure::usage(failures::unknown_extension(target.display().to_string(), Format::EXTENSIONS))
        })?,
        (None, None) => default,
    };
    command::check_format(&action, format)?;
    let remark_to = |writer: &SpoolingWriter, text: &Text| {
        if !quiet {
            writer.write_notice(format!("{}\n", printable(text.get(lang), false)).into_bytes());
        }
    };
    let progress = std::cell::RefCell::new(Progress::new(quiet));
    let mut tick = |rows| progress.borrow_mut().tick(rows);
    let today = fixed_today();
    let is_on_terminal = target.is_none() && terminal::is_stdout_terminal();
    let (mut notices, mut receipt) = (Vec::new(), None);
    let run_command = |out: &mut dyn Sink| {
        let mut context = Context {
            path: path.clone(),
            out,
            progress: &mut tick,
            today: &today,
            now: &jiff::Timestamp::now,
            identity: &os_identity,
            lang,
            global,
            is_on_terminal,
            is_last_use: true,
            time: command::PointInTime::default(),
            outcome: command::Outcome::default(),
        };
        let result = command::run(action, &mut context);
        progress.borrow_mut().clear();
        let shown = path.display().to_string();
        let (result, outcome) = match result {
            Ok(outcome) => (Ok(outcome.exit), outcome),
            Err(error) => (Err(error), context.outcome),
        };
        (notices, receipt) = (outcome.notices, outcome.receipt);
        result.map_err(|error| register::explain(&error, &shown).map_or(error, Into::into))
    };
    let Some(target) = target else {
        if format.is_binary() && is_on_terminal {
            let name = Format::ALL.iter().find(|(_, known)| *known == format).map_or("", |(name, _)| name);
            return Err(Failure::usage(failures::binary_on_terminal(name)).into());
        }
        let render_options = RenderOptions {
            lang,
            width,
            is_styled: terminal::supports_styles(),
            has_links: terminal::supports_links(),
        };
        // Who writes is done with the register before anything comes out.
        let reader_timeout = (reads && !terminal::is_stdout_file()).then_some(READER_TIMEOUT);
        let writer = SpoolingWriter::new(io::stdout(), io::stderr(), reader_timeout);
        let exit = render(format, render_options, &writer, run_command);
        // Notices about rows that did not arrive are dropped; what was recorded is reported in any case.
        if !reads || writer.finish().is_ok() {
            notices.iter().for_each(|notice| remark_to(&writer, &notice.text));
        }
        let exit = exit?;
        // A table has it at its foot: who reads remarks beside it needs it once.
        let is_shown_in_table = format == Format::Table && terminal::is_stderr_terminal();
        if let Some(receipt) = receipt.filter(|_| !is_shown_in_table) {
            remark_to(&writer, &i18n::remarks::receipt(receipt.to_string()));
        }
        return Ok(exit);
    };
    let render_options = RenderOptions { lang, width: None, is_styled: false, has_links: false };
    if register::is_same_file(&target, &path) {
        let message = failures::output_is_register(target.display().to_string());
        return Err(Failure::new(Exit::CannotCreate, message).into());
    }
    let file = Target::open(&target, mode)?;
    let writer =
        SpoolingWriter::new(file.writer()?, io::stderr(), file.is_stream().then_some(READER_TIMEOUT));
    let remarks = |text: &Text| remark_to(&writer, text);
    let exit = render(format, render_options, &writer, run_command);
    notices.iter().for_each(|notice| remarks(&notice.text));
    let exit = exit.map_err(|error| with_target_path(error, &target))?;
    file.commit()?;
    remarks(&i18n::remarks::file_written(target.display().to_string()));
    if let Some(receipt) = receipt {
        let mut receipt_path = target.clone().into_os_string();
        receipt_path.push(".receipt");
        let receipt_path = Target::open(Path::new(&receipt_path), DEFAULT_FILE_MODE)?;
        writeln!(receipt_path.writer()?, "{receipt}")?;
        receipt_path.commit()?;
        remarks(&i18n::remarks::receipt(receipt.to_string()));
    }
    Ok(exit)
}

/// Has rows come out in a form, and waits until they are out, also those before an error.
fn render(
    format: Format,
    render_options: RenderOptions,
    writer: &SpoolingWriter,
    run_command: impl FnOnce(&mut dyn Sink) -> anyhow::Result<Exit>,
) -> anyhow::Result<Exit> {
    let write = || -> anyhow::Result<Exit> {
        let mut sink = view::create_sink(format, render_options, Box::new(writer))?;
        let exit = run_command(&mut *sink)?;
        sink.finish()?;
        Ok(exit)
    };
    let result = write();
    let out = writer.finish();
    let exit = result?;
    out?;
    Ok(exit)
}

/// Offers the register as pages.
#[cfg(feature = "server")]
fn serve(options: &cli::Serve, path: PathBuf, lang: Lang) -> anyhow::Result<Exit> {
    let mut print_line = |text: &Text| {
        let _ = writeln!(io::stdout().lock(), "{}", printable(text.get(lang), true));
    };
    let (person, host) = os_identity();
    let who = (env_var("RUIMTE_ACTOR").unwrap_or(person), host);
    ruimte::serve::serve(options, ruimte::serve::ServerConfig { path, lang, os_user: who }, &mut print_line)?;
    Ok(Exit::Success)
}

/// This build cannot.
#[cfg(not(feature = "server"))]
fn serve(_: &cli::Serve, _: PathBuf, _: Lang) -> anyhow::Result<Exit> {
    Err(Failure::usage(i18n::site::built_without_server()).into())
}

/// An error of writing, told of the file that was asked for.
fn with_target_path(error: anyhow::Error, target: &Path) -> anyhow::Error {
    let cause = error.chain().find_map(|cause| cause.downcast_ref::<io::Error>());
    match cause {
        Some(cause) if ![io::ErrorKind::BrokenPipe, io::ErrorKind::InvalidData].contains(&cause.kind()) => {
            let message = failures::cannot_create(target.display().to_string(), failure::io_reason(cause));
            Failure::new(Exit::Io, message).into()
        }
        _ => error,
    }
}

/// A file that appears under its name when all of it is written, and not before.
enum Target {
    Atomic(tempfile::NamedTempFile, String, PathBuf),
    Direct(std::fs::File),
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
            return Ok(Self::Direct(file.map_err(|error| cannot(failure::create_reason(&error)))?));
        }
        if real.is_dir() {
            return Err(cannot(failures::REASON_IS_FOLDER.into()).into());
        }
        let file = atomic_file::create(&real, &shown, mode)?;
        if let Some(found) = found.filter(|_| mode == DEFAULT_FILE_MODE) {
            file.as_file().set_permissions(found.permissions())?;
        }
        Ok(Self::Atomic(file, shown, real))
    }

    /// Whether it goes to somebody who may be slow, and not into a file.
    const fn is_stream(&self) -> bool {
        matches!(self, Self::Direct(_))
    }

    fn writer(&self) -> io::Result<std::fs::File> {
        match self {
            Self::Atomic(file, ..) => file.as_file().try_clone(),
            Self::Direct(file) => file.try_clone(),
        }
    }

    fn commit(self) -> anyhow::Result<()> {
        if let Self::Atomic(file, shown, path) = self {
            file.persist(&path).map_err(|refused| failure::create_failure(&refused.error, &shown))?;
        }
        Ok(())
    }
}

/// `ruimte help log` is `ruimte log --help`, and `ruimte` without a command `ruimte --help`.
fn normalize_help(mut arguments: Vec<OsString>) -> Vec<OsString> {
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
fn report_error(error: &anyhow::Error, lang: Lang) -> ExitCode {
    let cause = error.chain().find_map(|cause| cause.downcast_ref::<io::Error>());
    if cause.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
        return ExitCode::SUCCESS;
    }
    let failure = Failure::from_error(error);
    let mut out = io::stderr().lock();
    for detail in &failure.details {
        let _ = writeln!(out, "ruimte: {}", printable(detail.get(lang), false));
    }
    let _ = writeln!(out, "ruimte: {}", printable(failure.text.get(lang), false));
    ExitCode::from(failure.exit as u8)
}
