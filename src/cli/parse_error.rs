//! What is told about a command line that cannot be used: clap's kinds of error in our words, one line.

use crate::failure::Failure;
use crate::words::{Text, usage};
use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;

/// The text to show for help and version; a failure for everything else. `words` are those of the command
/// line, which tell the command that was meant.
///
/// # Errors
/// The failure.
pub fn read(error: &clap::Error, root: &Command, words: &[OsString]) -> Result<String, Failure> {
    let (path, command) = meant(root, words);
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Ok(error.render().to_string()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            let names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
            Err(Failure::usage(usage::missing_subcommand(path, names.join(", "))))
        }
        _ => Err(Failure::usage(told(error, &path))),
    }
}

/// The command that was meant, with its name as it is typed.
fn meant<'a>(root: &'a Command, words: &[OsString]) -> (String, &'a Command) {
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

fn strings(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

fn first(error: &clap::Error, kind: ContextKind) -> String {
    strings(error, kind).into_iter().next().unwrap_or_default()
}

/// An argument as clap names it (`--region <CODE>`), down to the option.
fn bare(argument: &str) -> String {
    argument.split([' ', '=']).next().unwrap_or(argument).to_owned()
}

fn told(error: &clap::Error, command: &str) -> Text {
    let argument = first(error, ContextKind::InvalidArg);
    let value = first(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            match strings(error, ContextKind::SuggestedArg).first() {
                Some(near) => usage::unknown_option_near(argument, bare(near), command),
                None => usage::unknown_option(argument, command),
            }
        }
        ErrorKind::UnknownArgument => usage::unexpected_argument(argument, command),
        ErrorKind::InvalidSubcommand => {
            let name = first(error, ContextKind::InvalidSubcommand);
            match strings(error, ContextKind::SuggestedSubcommand).last() {
                Some(near) => usage::unknown_command_near(name, near),
                None => usage::unknown_command(name),
            }
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation
            if !value.is_empty() || error.kind() == ErrorKind::ValueValidation =>
        {
            let valid = strings(error, ContextKind::ValidValue);
            if valid.is_empty() {
                usage::unreadable_value(value, bare(&argument), command)
            } else {
                usage::invalid_value(value, bare(&argument), valid.join(", "))
            }
        }
        ErrorKind::InvalidValue
        | ErrorKind::NoEquals
        | ErrorKind::TooFewValues
        | ErrorKind::TooManyValues
        | ErrorKind::WrongNumberOfValues => usage::no_value(bare(&argument), command),
        ErrorKind::ArgumentConflict => usage::conflict(bare(&argument), command),
        ErrorKind::MissingRequiredArgument => {
            usage::missing_arguments(strings(error, ContextKind::InvalidArg).join(", "), command)
        }
        ErrorKind::InvalidUtf8 => usage::not_utf8(),
        _ => usage::unusable(command),
    }
}
