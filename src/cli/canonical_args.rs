//! Collects the arguments that a receipt stores so that others can repeat the command: all arguments that affect the
//! result, in a fixed order.

use super::spec::ArgSpec;
use clap::parser::ValueSource;
use clap::{ArgMatches, Command};

/// Returns the arguments that the user gave: options first, then positional arguments, each in the order of definition.
pub fn canonical_args(command: &Command, matches: &ArgMatches) -> Vec<String> {
    let (mut options, mut positionals) = (Vec::new(), Vec::new());
    for arg in command.get_arguments() {
        let id = arg.get_id().as_str();
        let is_presentation = arg.get::<ArgSpec>().is_some_and(|spec| spec.is_presentation);
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
                    // If the value of an option is optional, clap accepts the value only after '='.
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
