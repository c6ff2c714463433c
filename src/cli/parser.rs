//! Builds clap's commands in one language and parses the command line. To start faster, the arguments of a command are
//! built only when that command is called.

use super::canonical_args::canonical_args;
use super::help::{add_help, root_help};
use super::spec::{ArgSpec, CommandHelp, flag, value};
use super::{Action, COMMANDS, GlobalArgs, Invocation, ValueSet, parse_error};
use crate::failure::Failure;
use crate::i18n::{Lang, usage, usage::placeholder};
use clap::{Arg, ArgAction, ArgMatches, Args, Command};
use std::ffi::OsString;
use std::path::PathBuf;

pub struct CommandSpec {
    pub name: &'static str,
    pub aliases: &'static [&'static str],
    pub help: CommandHelp,
    /// Two functions that add the arguments and help texts to the command: one in English, one in Dutch.
    pub build: [fn(Command) -> Command; 2],
}

/// The arguments of a command. If several commands share a type of arguments, `name` tells which command was called.
pub trait CommandArgs: Sized {
    fn add_args(command: Command) -> Command;
    fn parse(name: &str, matches: &ArgMatches) -> Result<Self, clap::Error>;
}

impl<T: Args> CommandArgs for T {
    fn add_args(command: Command) -> Command {
        Self::augment_args(command)
    }

    fn parse(_: &str, matches: &ArgMatches) -> Result<Self, clap::Error> {
        Self::from_arg_matches(matches)
    }
}

/// Adds the arguments and help texts to the command that the user runs, because adding them to all commands is slow.
pub fn build_deferred<T: CommandArgs, const DUTCH: bool>(command: Command) -> Command {
    let spec = COMMANDS.iter().find(|spec| spec.name == command.get_name());
    let command = command.add(if DUTCH { Lang::Nl } else { Lang::En });
    let command = match spec {
        Some(spec) => command.add(spec.help.clone()),
        None => command,
    };
    add_help(with_global_args(T::add_args(command)))
}

fn option(long: &'static str, spec: ArgSpec) -> Arg {
    Arg::new(long).long(long).add(spec.global())
}

/// Adds the global options to a command and its subcommands. Commands that read also get the options for a point in
/// time. Commands that write also get the option for the actor.
fn with_global_args(command: Command) -> Command {
    let has = |id: &str| command.get_arguments().any(|arg| arg.get_id() == id);
    let is_root = command.get_name() == "ruimte";
    // `check` gets no options for a point in time, because it always checks the present register.
    let publishes = has("licence");
    let reads = (has("format") && command.get_name() != "check") || publishes;
    let writes = has("dry_run") && !has("actor") && !publishes;
    let mut command = command.mut_subcommands(with_global_args);
    if reads || is_root {
        let as_of = value(
            placeholder::MOMENT,
            "zoals het register zelf stond: aan het eind van een dag, na een wijziging (812) of bij een momentopname",
            "the register itself as it was: at the end of a day, after an entry (812) or at a snapshot",
        );
        let reference_date = value(
            placeholder::DATE,
            "peildatum: zoals het werk op die dag stond, naar wat het register nu weet",
            "reference date: the work as it was on that day, by what the register knows now",
        );
        command = command.arg(option("as-of", as_of)).arg(option("reference-date", reference_date));
    }
    if writes || is_root {
        let actor = value(placeholder::NAME, "wie dit doet", "who does this")
            .default_text(
                "anders: RUIMTE_ACTOR, anders de gebruiker van het systeem",
                "default: RUIMTE_ACTOR, else the system's user",
            )
            .command_line_only();
        command = command.arg(option("actor", actor));
    }
    let register = value(placeholder::FILE, "het bestand van het register", "the register's file")
        .default_text(
            "anders: RUIMTE_REGISTER, anders de map voor gegevens",
            "default: RUIMTE_REGISTER, else the data folder",
        )
        .command_line_only();
    let lang = value(placeholder::LANG, "de taal: nl of en", "the language: nl or en")
        .default_text("anders: RUIMTE_LANG, anders die van het systeem", "default: RUIMTE_LANG, else the system's")
        .values(ValueSet::Languages)
        .command_line_only();
    let quiet = flag("laat opmerkingen weg", "leave remarks out").command_line_only();
    let help = flag("toon deze hulp", "show this help").command_line_only();
    command
        .arg(option("register", register).value_parser(clap::value_parser!(PathBuf)))
        .arg(option("lang", lang))
        .arg(option("quiet", quiet).short('q').action(ArgAction::SetTrue))
        .arg(option("help", help).short('h').action(ArgAction::Help))
}

/// Builds the whole command line in one language. `width` is the width of the help in columns.
pub fn command(lang: Lang, width: usize) -> Command {
    let root = Command::new("ruimte")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .term_width(width)
        .add(lang);
    let version = flag("toon de versie", "show the version").command_line_only();
    let version = option("version", version).short('V').action(ArgAction::Version);
    let mut root = root_help(with_global_args(root).arg(version));
    for entry in COMMANDS {
        let [build_english, build_dutch] = entry.build;
        let mut about = entry.help.about.get(lang).to_owned();
        if !entry.aliases.is_empty() {
            about = format!("{about} [{}: {}]", usage::ALIASES.get(lang), entry.aliases.join(", "));
        }
        root =
            root.subcommand(Command::new(entry.name).about(about).aliases(entry.aliases).defer(if lang == Lang::Nl {
                build_dutch
            } else {
                build_english
            }));
    }
    root
}

pub enum Parsed {
    Run(Box<Invocation>),
    /// The user asked for the help or the version: print this text and run no command.
    Print(String),
}

pub fn parse(args: impl IntoIterator<Item = OsString>, lang: Lang, width: usize) -> Result<Parsed, Failure> {
    let mut root = command(lang, width);
    let words: Vec<OsString> = args.into_iter().collect();
    let parsed = root.try_get_matches_from_mut(&words).and_then(|mut matches| {
        let mut lang_tag = None;
        let global = collect_global_args(&root, &matches, &mut lang_tag);
        let Some((name, matches)) = matches.remove_subcommand() else {
            return Err(clap::Error::new(clap::error::ErrorKind::MissingSubcommand));
        };
        let mut action = Action::from_matches(&name, &matches)
            .unwrap_or_else(|| Err(clap::Error::new(clap::error::ErrorKind::InvalidSubcommand)))?;
        // Whoever names a register for the examples wants to keep them there.
        if let (Action::Demo(demo), Some(path)) = (&mut action, &global.register) {
            demo.keep.get_or_insert_with(|| path.clone());
        }
        Ok((Invocation { global, action }, lang_tag))
    });
    match parsed {
        Ok((_, Some(lang_tag))) if Lang::from_tag(&lang_tag).is_none() => {
            Err(Failure::usage(usage::unknown_language(lang_tag)))
        }
        Ok((invocation, _)) => Ok(Parsed::Run(Box::new(invocation))),
        Err(error) => parse_error::help_or_failure(&error, &root, &words).map(Parsed::Print),
    }
}

/// Collects the global options, which users may put before or after the name of a command.
fn collect_global_args(root: &Command, matches: &ArgMatches, lang: &mut Option<String>) -> GlobalArgs {
    let mut global = GlobalArgs::default();
    let mut names = Vec::new();
    let mut current = Some((Some(root), matches));
    while let Some((command, matches)) = current {
        let text = |id: &str| matches.try_get_one::<String>(id).ok().flatten().cloned();
        if let Ok(Some(path)) = matches.try_get_one::<PathBuf>("register") {
            global.register = Some(path.clone());
        }
        global.quiet |= matches.try_get_one::<bool>("quiet").is_ok_and(|flag| flag == Some(&true));
        *lang = text("lang").or(lang.take());
        global.as_of = text("as-of").or(global.as_of);
        global.reference_date = text("reference-date").or(global.reference_date);
        // For `history`, `--actor` is a filter. For other commands it names the person who makes the change.
        if names.first() != Some(&"history") {
            global.actor = text("actor").or(global.actor);
        }
        current = matches.subcommand().map(|(name, submatches)| {
            names.push(name);
            (command.and_then(|command| command.find_subcommand(name)), submatches)
        });
        if let (None, Some(command)) = (&current, command) {
            global.canonical_args = canonical_args(command, matches);
        }
    }
    global.command = names.join(" ");
    global.canonical_args.splice(0..0, names.into_iter().map(str::to_owned));
    global
}
