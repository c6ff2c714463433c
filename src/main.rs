//! The entry point: parses the command line, runs the command, prints notices and any error, and sets the exit code.

use ruimte::cli::{self, Invocation, Parsed};
use ruimte::command::{self, Clearance, Command, Context, Outcome, PointInTime};
use ruimte::failure::{self, Exit};
use ruimte::i18n::{self, Lang, remarks};
use ruimte::output::Output;
use ruimte::record::date::fixed_today;
use ruimte::register::{self, PastCache};
use ruimte::terminal::{self, Progress};
use ruimte::{os_user, panics};
use std::cell::RefCell;
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    failure::survive_file_size_limit();
    panics::install_hook(terminal::print_panic);
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let lang = i18n::detect_lang(&arguments);
    let result = panics::catch(|| run(arguments, lang)).unwrap_or_else(|panic| Err(panic.into()));
    let exit = result.unwrap_or_else(|error| terminal::print_error(&error, lang));
    ExitCode::from(exit as u8)
}

fn run(arguments: Vec<OsString>, lang: Lang) -> anyhow::Result<Exit> {
    let Invocation { mut global, action } =
        match cli::parse(cli::rewrite_help(arguments), lang, terminal::help_width())? {
            Parsed::Run(invocation) => *invocation,
            Parsed::Print(text) => return terminal::print(&text),
        };
    let mut command: Box<dyn Command> = action.into();
    global.complete_from_environment();
    let path = command::register_path(global.register.take(), &*command)?;
    terminal::complete_args(&mut *command, &path, lang)?;
    let output = Output::open(&*command, &path, lang)?;
    let quiet = global.quiet;
    let progress = RefCell::new(Progress::new(quiet));
    let mut outcome = Outcome::default();
    let result = output.render(|out| {
        let mut context = Context {
            path: path.clone(),
            attachments: None,
            pasts: &PastCache::default(),
            out,
            progress: &mut |rows| progress.borrow_mut().tick(rows),
            today: &fixed_today(),
            now: &jiff::Timestamp::now,
            identity: &|| (os_user::user_name(), os_user::hostname()),
            lang,
            global,
            is_on_terminal: output.is_on_terminal(),
            clearance: Clearance::Full,
            is_last_use: true,
            time: PointInTime::default(),
            #[cfg(feature = "server")]
            serve: Some(&serve),
            #[cfg(not(feature = "server"))]
            serve: None,
            outcome: Outcome::default(),
        };
        let result = command::run(command, &mut context);
        progress.borrow_mut().clear();
        let result = result.map(|done| context.outcome = done);
        outcome = context.outcome;
        let shown = path.display().to_string();
        result.map_err(|error| register::explain(&error, &shown).map_or(error, Into::into))
    });
    if output.wants_notices() {
        terminal::print_notices(outcome.notices.iter().map(|notice| &notice.text), lang, quiet);
    }
    result?;
    terminal::print_notices(&output.commit(&outcome)?, lang, quiet);
    if let Some(limit) = outcome.embedding.filter(|_| register::can_embed()) {
        *progress.borrow_mut() = Progress::new(quiet);
        let embedded = command::index::embed(&path, limit, &mut |records| progress.borrow_mut().tick(records));
        progress.borrow_mut().clear();
        // Ignore an error here, because the command itself has succeeded. Records that got no vector stay in the queue.
        if let Ok((_, queued @ 1..)) = embedded
            && limit.is_all()
        {
            terminal::print_notices(&[remarks::index_unfinished(queued)], lang, quiet);
        }
    }
    Ok(outcome.exit)
}

#[cfg(feature = "server")]
fn serve(options: &cli::Serve, context: &Context<'_>) -> anyhow::Result<()> {
    let (path, lang, (user, host)) = (context.path.clone(), context.lang, context.actor_and_host());
    let config = ruimte::serve::ServerConfig { path, lang, user, host };
    ruimte::serve::serve(options, config, &mut |text| terminal::print_line(text, lang))
}
