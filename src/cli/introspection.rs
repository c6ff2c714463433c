//! Describes the commands and their arguments for the web forms, the API and the manual.

use super::COMMANDS;
use super::parser::command;
use super::spec::{ArgDefault, ArgSpec, CommandHelp};
use crate::i18n::Lang;
use clap::{ArgAction, Command};

#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct ArgInfo {
    /// The name of the argument without leading dashes, such as `care-domain`.
    pub name: String,
    pub is_positional: bool,
    pub takes_value: bool,
    pub is_repeated: bool,
    pub is_required: bool,
    /// The text of the help for this argument, including the default value.
    pub help: String,
    pub help_without_default: String,
    pub default: Option<ArgDefault>,
}

/// Returns the arguments that the web forms and the API offer. `path` is the command as typed, such as `contact call`.
pub fn command_args(path: &str, lang: Lang) -> Vec<ArgInfo> {
    let mut root = command(lang, 80);
    root.build();
    let Some(command) = find_command(&root, path) else { return Vec::new() };
    let args = command.get_arguments().filter_map(|arg| Some((arg, arg.get::<ArgSpec>()?)));
    args.filter(|(_, spec)| spec.is_on_web)
        .map(|(arg, spec)| ArgInfo {
            name: arg.get_long().map_or_else(|| arg.get_id().to_string(), str::to_owned),
            is_positional: arg.is_positional(),
            takes_value: arg.get_action().takes_values(),
            is_repeated: matches!(arg.get_action(), ArgAction::Append),
            is_required: arg.is_required_set(),
            help: spec.help(lang),
            help_without_default: spec.help.get(lang).to_owned(),
            default: spec.default,
        })
        .collect()
}

pub fn command_help(path: &str) -> Option<CommandHelp> {
    let name = path.split(' ').next()?;
    let entry = COMMANDS.iter().find(|entry| entry.name == name)?;
    if path == name {
        return Some(entry.help.clone());
    }
    let [build_english, _] = entry.build;
    let command = build_english(Command::new(entry.name));
    find_command(&command, path.strip_prefix(name)?.trim_start())?.get().cloned()
}

fn find_command<'a>(root: &'a Command, path: &str) -> Option<&'a Command> {
    path.split(' ').try_fold(root, |command, name| command.find_subcommand(name))
}

/// Returns every command with its help, wrapped at 80 columns, for the manual and for the test of the manual.
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
    for sub in command.get_subcommands_mut() {
        let path = format!("{path} {}", sub.get_name()).trim_start().to_owned();
        collect_help(sub, &path, helps);
    }
}
