//! What is told about a command line that cannot be used: clap's kinds of error in our words, one line.

use crate::failure::Failure;
use crate::words::{Text, usage};
use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The text to show for help and version; a failure for everything else.
///
/// # Errors
/// The failure.
pub fn read(error: &clap::Error, root: &Command) -> Result<String, Failure> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Ok(error.render().to_string()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Err(missing_subcommand(error, root)),
        _ => Err(Failure::usage(told(error))),
    }
}

fn missing_subcommand(error: &clap::Error, root: &Command) -> Failure {
    let shown = error.render().to_string();
    let line = shown.lines().find(|line| line.contains(": ruimte")).unwrap_or_default();
    let words: Vec<&str> =
        line.split_whitespace().skip(1).take_while(|word| !word.starts_with(['[', '<'])).collect();
    let mut command = root;
    for word in words.iter().skip(1) {
        command = command.find_subcommand(word).unwrap_or(command);
    }
    let names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    Failure::usage(usage::missing_subcommand(words.join(" "), names.join(", ")))
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

/// The command that was typed, from the usage line that goes with the error.
fn typed(error: &clap::Error) -> String {
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        _ => String::new(),
    };
    let words: Vec<&str> = usage
        .split_whitespace()
        .skip_while(|word| *word != "ruimte")
        .take_while(|word| !word.starts_with(['[', '<', '-']))
        .collect();
    if words.is_empty() { "ruimte".to_owned() } else { words.join(" ") }
}

/// An argument as clap names it (`--region <CODE>`), down to the option.
fn bare(argument: &str) -> String {
    argument.split([' ', '=']).next().unwrap_or(argument).to_owned()
}

fn told(error: &clap::Error) -> Text {
    let argument = first(error, ContextKind::InvalidArg);
    let value = first(error, ContextKind::InvalidValue);
    let command = typed(error);
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
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if !value.is_empty() => {
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
        ErrorKind::MissingSubcommand => {
            usage::missing_subcommand(command, strings(error, ContextKind::ValidSubcommand).join(", "))
        }
        ErrorKind::InvalidUtf8 => usage::not_utf8(),
        _ => usage::unusable(command),
    }
}
