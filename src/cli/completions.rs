//! Prepares the command line for shell completion: adds the known values to each argument.

use super::parser::command;
use super::spec::{ArgSpec, ValueSet};
use crate::i18n::Lang;
use clap::builder::{PossibleValuesParser, ValueHint};
use clap::{Arg, Command};

/// Builds the command line for completion scripts. `codes` lists the values that a shell can offer for a [`ValueSet`].
pub fn completion_command(lang: Lang, codes: &dyn Fn(ValueSet) -> Vec<&'static str>) -> Command {
    fn complete(command: Command, codes: &dyn Fn(ValueSet) -> Vec<&'static str>) -> Command {
        let complete_arg = |arg: Arg| {
            let values = arg.get::<ArgSpec>().and_then(|spec| spec.values);
            if let Some(values) = values {
                arg.value_parser(PossibleValuesParser::new(codes(values)))
            } else if arg.get_action().takes_values()
                && arg.get_value_hint() == ValueHint::Unknown
                && arg.get_possible_values().is_empty()
            {
                // Without a value hint, shells would offer file names as values.
                arg.value_hint(ValueHint::Other)
            } else {
                arg
            }
        };
        command.mut_args(complete_arg).mut_subcommands(|sub| complete(sub, codes))
    }
    let mut root = command(lang, 80);
    root.build();
    complete(root, codes)
}
