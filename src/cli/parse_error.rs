//! Turns clap's errors into one-line messages in Dutch and English.

use crate::failure::Failure;
use crate::i18n::{Text, choices, usage};
use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;

/// Returns the text to print if the user asked for the help or the version, which clap reports as an error. Turns any
/// other error into a failure that names the command. `words` is the command line as the user typed it.
pub fn help_or_failure(error: &clap::Error, root: &Command, words: &[OsString]) -> Result<String, Failure> {
    let (path, command) = resolve_command(root, words);
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Ok(error.render().to_string()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            let names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
            Err(Failure::usage(usage::missing_subcommand(path, names.join(", "))))
        }
        _ => Err(Failure::usage(message(error, &path))),
    }
}

/// Finds the command that the user tried to run. Returns its full name, such as `ruimte contact call`, and the command.
fn resolve_command<'a>(root: &'a Command, words: &[OsString]) -> (String, &'a Command) {
    let mut path = "ruimte".to_owned();
    let mut command = root;
    for word in words.iter().skip(1).filter_map(|word| word.to_str()) {
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

fn message(error: &clap::Error, command: &str) -> Text {
    let argument = first_context(error, ContextKind::InvalidArg);
    let value = first_context(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            match context_strings(error, ContextKind::SuggestedArg).first() {
                Some(suggestion) => usage::unknown_option_suggest(argument, option_name(suggestion), command),
                None => usage::unknown_option(argument, command),
            }
        }
        ErrorKind::UnknownArgument => usage::unexpected_argument(argument, command),
        ErrorKind::InvalidSubcommand => {
            let name = first_context(error, ContextKind::InvalidSubcommand);
            match context_strings(error, ContextKind::SuggestedSubcommand).last() {
                Some(suggestion) => usage::unknown_command_suggest(name, suggestion),
                None => usage::unknown_command(name),
            }
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
        ErrorKind::ArgumentConflict => usage::given_twice(option_name(&argument), command),
        ErrorKind::MissingRequiredArgument => {
            usage::missing_arguments(context_strings(error, ContextKind::InvalidArg).join(", "), command)
        }
        ErrorKind::InvalidUtf8 => usage::not_utf8(),
        _ => usage::unusable_command_line(command),
    }
}
