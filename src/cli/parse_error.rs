//! Turns clap's errors into one-line messages in Dutch and English.

use super::hints::instead_of;
use crate::failure::Failure;
use crate::i18n::{Text, choices, usage};
use crate::record::Entity;
use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::borrow::Cow;
use std::ffi::OsString;

/// Returns the text to print if the user asked for the help or the version, which clap reports as an error. Turns any
/// other error into a failure that names the command. `words` is the command line as the user typed it.
pub fn help_or_failure(error: &clap::Error, root: &Command, words: &[OsString]) -> Result<String, Failure> {
    let invalid = first_context(error, ContextKind::InvalidSubcommand);
    let (path, command) = resolve_command(root, words, &invalid);
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Ok(error.render().to_string()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            let names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
            Err(Failure::usage(usage::missing_subcommand(path, names.join(", "))))
        }
        ErrorKind::InvalidSubcommand => {
            // Some hints apply to every command. Use such a hint only if this command has the subcommand that it
            // suggests.
            let hint = instead_of(&invalid, &path).map(|hint| hint.en);
            let hint = hint.filter(|name| command.find_subcommand(name).is_some()).map(str::to_owned);
            let near = hint.or_else(|| context_strings(error, ContextKind::SuggestedSubcommand).pop());
            Err(Failure::usage(match near {
                Some(near) => usage::unknown_command_suggest(invalid, near),
                None => usage::unknown_command(invalid),
            }))
        }
        _ => Err(Failure::usage(message(error, &path))),
    }
}

/// Finds the command that the user tried to run. Returns its full name, such as `ruimte contact call`, and the command.
/// `invalid` is the first word that is not a command.
fn resolve_command<'a>(root: &'a Command, words: &[OsString], invalid: &str) -> (String, &'a Command) {
    let mut path = "ruimte".to_owned();
    let mut command = root;
    let typed = words.iter().skip(1).filter_map(|word| word.to_str());
    for word in typed.take_while(|word| *word != invalid) {
        if let Some(sub) = command.find_subcommand(word) {
            path = format!("{path} {}", sub.get_name());
            command = sub;
        }
    }
    (path, command)
}

fn context_strings(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

fn first_context(error: &clap::Error, kind: ContextKind) -> String {
    context_strings(error, kind).into_iter().next().unwrap_or_default()
}

/// Strips the placeholder from an option as clap names it: `--region <CODE>` becomes `--region`.
fn option_name(argument: &str) -> String {
    argument.split([' ', '=']).next().unwrap_or(argument).to_owned()
}

/// Strips the placeholder from an option, and the brackets from a positional argument: `[WHY]` becomes `WHY`.
fn bare_name(argument: &str) -> String {
    option_name(argument).trim_matches(['[', ']', '<', '>', '.']).to_owned()
}

fn other_kinds(is_listed: fn(Entity) -> bool) -> String {
    let kinds =
        Entity::ALL.iter().copied().filter(|kind| *kind != Entity::Obstacle && is_listed(*kind)).map(Entity::plural);
    kinds.collect::<Vec<_>>().join(", ")
}

/// Quotes a text for a shell if necessary, so that the user can copy the suggested command.
pub fn shell_word(text: &str) -> String {
    shlex::try_quote(text).map_or_else(|_| text.to_owned(), Cow::into_owned)
}

fn message(error: &clap::Error, command: &str) -> Text {
    let argument = first_context(error, ContextKind::InvalidArg);
    let value = first_context(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            let suggestion = first_context(error, ContextKind::SuggestedArg);
            match instead_of(&argument, command) {
                Some(instead) => usage::unknown_option_hint(argument, instead, command),
                None if suggestion.is_empty() => usage::unknown_option(argument, command),
                None => usage::unknown_option_suggest(argument, option_name(&suggestion), command),
            }
        }
        ErrorKind::UnknownArgument => usage::unexpected_argument(argument, command),
        ErrorKind::ValueValidation if command == "ruimte import" && argument.starts_with('<') => {
            usage::kind_before_file(shell_word(&value), other_kinds(|kind| kind != Entity::Snapshot))
        }
        ErrorKind::ValueValidation if command == "ruimte export" && argument.starts_with('<') => {
            usage::kind_and_output(shell_word(&value), other_kinds(|_| true))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation
            if !value.is_empty() || error.kind() == ErrorKind::ValueValidation =>
        {
            let valid = context_strings(error, ContextKind::ValidValue);
            if valid.is_empty() {
                usage::unreadable_value(value, option_name(&argument), command)
            } else {
                let valid: Vec<&str> = valid.iter().map(String::as_str).collect();
                usage::invalid_value(value, option_name(&argument), choices::list_codes(&valid))
            }
        }
        ErrorKind::InvalidValue
        | ErrorKind::NoEquals
        | ErrorKind::TooFewValues
        | ErrorKind::TooManyValues
        | ErrorKind::WrongNumberOfValues => usage::missing_value(option_name(&argument), command),
        ErrorKind::ArgumentConflict => {
            let (one, other) = (bare_name(&argument), bare_name(&first_context(error, ContextKind::PriorArg)));
            match instead_of(&one, command) {
                Some(instead) => usage::conflict_hint(one, other, instead),
                None => usage::conflict(one, other, command),
            }
        }
        ErrorKind::MissingRequiredArgument => {
            usage::missing_arguments(context_strings(error, ContextKind::InvalidArg).join(", "), command)
        }
        ErrorKind::InvalidUtf8 => usage::not_utf8(),
        _ => usage::unusable_command_line(command),
    }
}
