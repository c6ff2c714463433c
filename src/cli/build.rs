//! Builds the command line in a language. A command is built only when it is called, and its words come from
//! the tables of words, by its name and those of its arguments.

use super::{Action, COMMANDS, GlobalArgs, Invocation, attribute_args, parse_error};
use crate::failure::Failure;
use crate::i18n::{Lang, arg_help, attribute_labels::group, command_help, usage};
use crate::record::Entity;
use crate::report::REPORTS;
use clap::{Arg, ArgAction, ArgMatches, Args, Command};
use std::ffi::OsString;
use std::path::PathBuf;

/// A command in the table.
pub struct CommandSpec {
    /// Its name.
    pub name: &'static str,
    /// Its other names.
    pub aliases: &'static [&'static str],
    /// Builds it in Dutch.
    pub nl: fn(Command) -> Command,
    /// Builds it in English.
    pub en: fn(Command) -> Command,
}

/// Builds a command whose turn it is.
pub fn build_deferred<T: Args, const DUTCH: bool>(command: Command) -> Command {
    let lang = if DUTCH { Lang::Nl } else { Lang::En };
    let path = command.get_name().to_owned();
    localise(with_global_args(T::augment_args(command)), &path, lang)
}

/// Adds what every command takes, behind what it takes itself; to a command of commands, to each of those.
/// What reads can be asked of another time; what writes can be told who does.
fn with_global_args(command: Command) -> Command {
    let has = |id: &str| command.get_arguments().any(|arg| arg.get_id() == id);
    let is_root = command.get_name() == "ruimte";
    // The register is checked as it is.
    let publishes = has("licence");
    let reads = (has("format") && command.get_name() != "check") || publishes;
    let writes = has("dry_run") && !has("actor") && !publishes;
    let mut command = command.mut_subcommands(with_global_args);
    if reads || is_root {
        command = command
            .arg(Arg::new("as_of").long("as-of").value_name("MOMENT"))
            .arg(Arg::new("reference_date").long("reference-date").value_name("DATE"));
    }
    if writes || is_root {
        command = command.arg(Arg::new("actor").long("actor").value_name("NAME"));
    }
    command
        .arg(
            Arg::new("register")
                .long("register")
                .value_name("FILE")
                .value_parser(clap::value_parser!(PathBuf)),
        )
        .arg(Arg::new("lang").long("lang").value_name("LANG"))
        .arg(Arg::new("quiet").long("quiet").short('q').action(ArgAction::SetTrue))
        .arg(Arg::new("help").long("help").short('h').action(ArgAction::Help))
}

/// The whole command line in a language. `width` is that of the help, in columns.
pub fn command(lang: Lang, width: usize) -> Command {
    let root = Command::new("ruimte")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .term_width(width);
    let root =
        with_global_args(root).arg(Arg::new("version").long("version").short('V').action(ArgAction::Version));
    let mut root = localise(root, "", lang);
    for entry in COMMANDS {
        let about = command_help::about(entry.name).unwrap_or_default();
        let build = match lang {
            Lang::Nl => entry.nl,
            Lang::En => entry.en,
        };
        let mut about = about.get(lang).to_owned();
        if !entry.aliases.is_empty() {
            about = format!("{about} [{}: {}]", usage::ALIASES.get(lang), entry.aliases.join(", "));
        }
        root = root.subcommand(Command::new(entry.name).about(about).aliases(entry.aliases).defer(build));
    }
    root
}

const GLOBAL_ARGS: &[&str] = &["as_of", "reference_date", "register", "lang", "quiet", "help", "version"];
const OUTPUT_ARGS: &[&str] = &["format", "output", "with_persons"];

/// Gives a command and those below it their words.
fn localise(command: Command, path: &str, lang: Lang) -> Command {
    let entity = Entity::ALL.iter().copied().find(|entity| path.split(' ').next() == Some(entity.singular()));
    let entity = entity.unwrap_or(Entity::Obstacle);
    let has_filter = command.get_arguments().any(|arg| arg.get_id() == "with_void");
    let about = if path.is_empty() {
        command_help::PROGRAM.into()
    } else {
        command_help::about(path).unwrap_or_default()
    };
    let mut end = String::new();
    if let Some(example) = command_help::example(path) {
        end.push_str(&format!("{}: {example}", usage::EXAMPLE.get(lang)));
    }
    if path.is_empty() {
        command_help::PROGRAM_END.get(lang).clone_into(&mut end);
    }
    let mut order = 0;
    let command = command.mut_args(|arg| {
        order += 1;
        let arg = arg.display_order(order);
        let id = arg.get_id().as_str().to_owned();
        let filters =
            has_filter && attribute_args::filter_attributes().any(|attribute| attribute.option == id);
        let attribute = attribute_args::filter_attributes()
            .find(|attribute| filters && attribute.option == id)
            .or_else(|| entity.attribute(&id));
        let filter_text =
            attribute.filter(|_| filters).and_then(|attribute| arg_help::filter(attribute.name));
        let arg_text = if filters { None } else { arg_help::argument(path, &id) };
        let attribute_help = attribute.map(|attribute| attribute.i18n.help);
        let is_entry_option =
            !filters && attribute.is_some_and(|attribute| attribute.set_by == crate::record::SetBy::User);
        let text = if is_entry_option
            && !matches!(path, "analyse" | "classify")
            && !arg.is_positional()
            && !matches!(
                (path, id.as_str()),
                ("log", "received") | ("contact call" | "contact email" | "contact meeting", "date")
            ) {
            attribute_help.or(arg_text)
        } else {
            filter_text.or(arg_text).or(attribute_help)
        };
        let heading = if GLOBAL_ARGS.contains(&id.as_str()) || (id == "actor" && path != "history") {
            group::GLOBAL
        } else if OUTPUT_ARGS.contains(&id.as_str()) {
            group::OUTPUT
        } else if arg.is_positional() {
            group::ARGUMENTS
        } else if filters || (has_filter && attribute_args::FILTER_OPTIONS.contains(&id.as_str())) {
            group::FILTER
        } else if is_entry_option && path != "analyse" && path != "classify" {
            group::ATTRIBUTES
        } else {
            group::OPTIONS
        };
        let names: Vec<&'static str> = arg
            .get_value_names()
            .unwrap_or_default()
            .iter()
            .map(|name| usage::placeholder(name.as_str()).get(lang))
            .collect();
        let arg = arg.help_heading(heading.get(lang));
        let arg = if arg.get_action().takes_values() && !names.is_empty() {
            arg.value_names(names).hide_possible_values(true)
        } else {
            arg
        };
        match text {
            _ if path == "report" && id == "report" => arg.help(report_list(lang)),
            Some(text) => arg.help(text.get(lang)),
            None => arg,
        }
    });
    let line = usage_line(&command, path, lang);
    let template = format!("{{about}}\n\n{}: {line}\n\n{{all-args}}{{after-help}}\n", usage::USAGE.get(lang));
    let mut command = command
        .about(about.get(lang).to_owned())
        .help_template(template)
        .override_usage(line)
        .subcommand_help_heading(usage::COMMANDS.get(lang))
        .disable_help_subcommand(true)
        .args_override_self(true);
    if !end.is_empty() {
        command = command.after_help(end);
    }
    let path = path.to_owned();
    if path.is_empty() {
        return command;
    }
    command.mut_subcommands(|sub| {
        let path = format!("{path} {}", sub.get_name());
        localise(sub, &path, lang)
    })
}

/// The reports, each with what it is about.
fn report_list(lang: Lang) -> String {
    let lines = REPORTS.iter().map(|report| format!("{}: {}", report.name, report.description.get(lang)));
    lines.collect::<Vec<_>>().join("\n")
}

/// The command line with what can be completed: the values that the program knows.
pub fn completion_command(lang: Lang, values: &dyn Fn(&str, &str) -> Vec<&'static str>) -> Command {
    fn restrict_values(command: Command, values: &dyn Fn(&str, &str) -> Vec<&'static str>) -> Command {
        let name = command.get_name().to_owned();
        command
            .mut_args(|arg| {
                let valid = values(&name, arg.get_id().as_str());
                let is_file =
                    matches!(arg.get_id().as_str(), "register" | "output" | "file" | "keep" | "folder");
                if !valid.is_empty() {
                    arg.value_parser(clap::builder::PossibleValuesParser::new(valid))
                } else if arg.get_action().takes_values() && !is_file && arg.get_possible_values().is_empty()
                {
                    arg.value_hint(clap::ValueHint::Other)
                } else {
                    arg
                }
            })
            .mut_subcommands(|sub| restrict_values(sub, values))
    }
    let mut root = command(lang, 80);
    root.build();
    restrict_values(root, values)
}

/// An option or an argument of a command, as others than a command line offer it.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct ArgInfo {
    /// Its name: `care-domain`.
    pub name: String,
    /// Whether it stands by itself on a command line, without its name.
    pub is_positional: bool,
    /// Whether it takes a value.
    pub takes_value: bool,
    /// Whether it can be given more than once.
    pub is_repeated: bool,
    /// Whether the command cannot do without.
    pub is_required: bool,
    /// What it is.
    pub help: String,
}

/// What a command takes of its own: what is asked and what is recorded, and not where it goes, in what form, or of which
/// record. `path` is the command as typed.
pub fn command_args(path: &str, lang: Lang) -> Vec<ArgInfo> {
    const EXCLUDED: &[&str] = &[
        "register",
        "lang",
        "quiet",
        "help",
        "version",
        "format",
        "output",
        "with_persons",
        "edit",
        "dry_run",
        "clear",
    ];
    let mut root = command(lang, 80);
    root.build();
    let mut found = Some(&root);
    for name in path.split(' ') {
        found = found.and_then(|command| command.find_subcommand(name));
    }
    let Some(command) = found else { return Vec::new() };
    let is_excluded = |arg: &Arg| {
        let id = arg.get_id().as_str();
        // The journal is asked for what somebody did; all else is told who does it.
        EXCLUDED.contains(&id)
            || (id == "actor" && path != "history")
            || (id == "number" && arg.is_positional())
    };
    let args = command.get_arguments().filter(|arg| !is_excluded(arg));
    args.map(|arg| ArgInfo {
        name: arg.get_long().map_or_else(|| arg.get_id().to_string(), str::to_owned),
        is_positional: arg.is_positional(),
        takes_value: arg.get_action().takes_values(),
        is_repeated: matches!(arg.get_action(), ArgAction::Append),
        is_required: arg.is_required_set(),
        help: arg.get_help().map(ToString::to_string).unwrap_or_default(),
    })
    .collect()
}

/// The usage line: the command, its options, and what stands by itself.
fn usage_line(command: &Command, path: &str, lang: Lang) -> String {
    let mut line = if path.is_empty() { "ruimte".to_owned() } else { format!("ruimte {path}") };
    if command.has_subcommands() || path.is_empty() {
        return format!("{line} {} {}", usage::OPTIONS.get(lang), usage::COMMAND.get(lang));
    }
    line.push(' ');
    line.push_str(usage::OPTIONS.get(lang));
    for arg in command.get_positionals() {
        let name = arg.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
        let more = if matches!(arg.get_action(), ArgAction::Append) { "..." } else { "" };
        let is_required = arg.is_required_set();
        let (open, close) = if is_required { ("<", ">") } else { ("[", "]") };
        line.push_str(&format!(" {open}{name}{close}{more}"));
    }
    line
}

/// What came of reading a command line.
pub enum Parsed {
    /// Something to do.
    Run(Box<Invocation>),
    /// A text to show and be done: help, or the version.
    Print(String),
}

/// Reads a command line.
///
/// # Errors
/// When it cannot be used: says why, and where to look.
pub fn parse(args: impl IntoIterator<Item = OsString>, lang: Lang, width: usize) -> Result<Parsed, Failure> {
    let mut root = command(lang, width);
    let words: Vec<OsString> = args.into_iter().collect();
    let read = root.try_get_matches_from_mut(&words).and_then(|mut matches| {
        let mut lang_tag = None;
        let global = collect_global_args(&root, &matches, &mut lang_tag);
        let Some((name, matches)) = matches.remove_subcommand() else {
            return Err(clap::Error::new(clap::error::ErrorKind::MissingSubcommand));
        };
        let action = Action::from_matches(&name, &matches)
            .unwrap_or_else(|| Err(clap::Error::new(clap::error::ErrorKind::InvalidSubcommand)))?;
        Ok((Invocation { global, action }, lang_tag))
    });
    match read {
        Ok((_, Some(lang_tag))) if Lang::from_tag(&lang_tag).is_none() => {
            Err(Failure::usage(usage::unknown_language(lang_tag)))
        }
        Ok((invocation, _)) => Ok(Parsed::Run(Box::new(invocation))),
        Err(error) => parse_error::help_or_failure(&error, &root, &words).map(Parsed::Print),
    }
}

/// What goes for every command, wherever it was given.
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
        global.as_of = text("as_of").or(global.as_of);
        global.reference_date = text("reference_date").or(global.reference_date);
        // What was done is also what can be asked for.
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

/// What was given to a command, each option in the order of its definition, without what bears on the form only.
fn canonical_args(command: &Command, matches: &ArgMatches) -> Vec<String> {
    use clap::parser::ValueSource;
    let (mut options, mut positionals) = (Vec::new(), Vec::new());
    for arg in command.get_arguments() {
        let id = arg.get_id().as_str();
        let is_presentation = GLOBAL_ARGS.contains(&id) || matches!(id, "format" | "output" | "actor");
        if is_presentation || matches.value_source(id) != Some(ValueSource::CommandLine) {
            continue;
        }
        let values: Vec<String> = matches
            .get_raw(id)
            .map(|values| values.map(|value| value.to_string_lossy().into_owned()).collect())
            .unwrap_or_default();
        match arg.get_long() {
            None => positionals.extend(values),
            Some(long) if !arg.get_action().takes_values() => options.push(format!("--{long}")),
            Some(long) => {
                let is_delimited = arg.get_value_delimiter().is_some();
                let values = if is_delimited { vec![values.join(",")] } else { values };
                for value in values {
                    // What may stand without a value takes none from the word behind it.
                    if value.starts_with('-') || arg.is_require_equals_set() {
                        options.push(format!("--{long}={value}"));
                    } else {
                        options.extend([format!("--{long}"), value]);
                    }
                }
            }
        }
    }
    if positionals.iter().any(|word| word.starts_with('-')) {
        options.push("--".to_owned());
    }
    options.extend(positionals);
    options
}

/// Every command with its help, as it is shown in a width of 80 columns: for the manual and its test.
pub fn help_reference(lang: Lang) -> Vec<(String, String)> {
    let mut root = command(lang, 80);
    root.build();
    let mut helps = Vec::new();
    collect_help(&mut root, "", &mut helps);
    helps
}

fn collect_help(command: &mut Command, path: &str, helps: &mut Vec<(String, String)>) {
    if !path.is_empty() {
        helps.push((path.to_owned(), command.render_help().to_string()));
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let path = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        if let Some(sub) = command.find_subcommand_mut(&name) {
            collect_help(sub, &path, helps);
        }
    }
}
