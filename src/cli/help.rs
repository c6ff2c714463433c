//! Adds help texts, a usage line and headings to clap's commands, in the language stored with each command.

use super::spec::{ArgSpec, CommandHelp};
use crate::i18n::{Lang, attribute_labels::group, usage};
use clap::{Arg, ArgAction, Command};

pub fn root_help(command: Command) -> Command {
    let lang = command.get().copied().unwrap_or(Lang::En);
    let about = usage::PROGRAM.get(lang);
    localize(command, "", about, Some(usage::PROGRAM_END.get(lang).to_owned()), lang)
}

pub fn add_help(command: Command) -> Command {
    let lang = command.get().copied().unwrap_or(Lang::En);
    let path = command.get_name().to_owned();
    add_help_below(command, &path, lang)
}

fn add_help_below(command: Command, path: &str, lang: Lang) -> Command {
    let help = command.get::<CommandHelp>().cloned();
    let about = help.as_ref().map_or("", |help| help.about.get(lang));
    let example = help.as_ref().and_then(|help| help.example);
    let end = example.map(|example| format!("{}: {example}", usage::EXAMPLE.get(lang)));
    localize(command, path, about, end, lang).mut_subcommands(|sub| {
        let path = format!("{path} {}", sub.get_name());
        add_help_below(sub, &path, lang)
    })
}

fn localize(command: Command, path: &str, about: &str, end: Option<String>, lang: Lang) -> Command {
    let mut order = 0;
    let command = command.mut_args(|arg| {
        order += 1;
        localize_arg(arg, lang).display_order(order)
    });
    let line = usage_line(&command, path, lang);
    let template = format!("{{about}}\n\n{}: {line}\n\n{{all-args}}{{after-help}}\n", usage::USAGE.get(lang));
    let command = command
        .about(about.to_owned())
        .help_template(template)
        .override_usage(line)
        .subcommand_help_heading(usage::COMMANDS.get(lang))
        .disable_help_subcommand(true)
        .args_override_self(true);
    match end {
        Some(end) => command.after_help(end),
        None => command,
    }
}

fn localize_arg(arg: Arg, lang: Lang) -> Arg {
    let Some(spec) = arg.get::<ArgSpec>() else { return arg };
    let default_heading = if arg.is_positional() { group::ARGUMENTS } else { group::OPTIONS };
    let (help, heading, placeholder) = (spec.help(lang), spec.heading.unwrap_or(default_heading), spec.placeholder);
    let arg = arg.help(help).help_heading(heading.get(lang));
    match placeholder {
        Some(placeholder) => arg.value_names([placeholder.get(lang)]).hide_possible_values(true),
        None => arg,
    }
}

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
        let (open, close) = if arg.is_required_set() { ("<", ">") } else { ("[", "]") };
        line.push_str(&format!(" {open}{name}{close}{more}"));
    }
    line
}
