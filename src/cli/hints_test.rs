//! Fails if a hint is about an option or command that exists, or if a hint suggests a command that does not exist.
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use super::hints::{HINTS, ROOT};
use super::parser::command;
use crate::i18n::Lang;

#[test]
fn hints_are_about_what_does_not_exist_and_name_commands_that_do() {
    let mut root = command(Lang::Nl, 80);
    root.build();
    // Skip the hint for `close`: its arguments do exist, and the hint is only shown if the user combines them.
    for hint in HINTS.iter().filter(|hint| hint.commands != ["close"]) {
        for name in hint.commands {
            let command = if *name == ROOT { &root } else { root.find_subcommand(name).unwrap() };
            for typed in hint.typed {
                let has_option = command.get_arguments().any(|arg| arg.get_long() == typed.strip_prefix("--"));
                assert!(!(typed.starts_with("--") && has_option), "{typed}");
                assert!(command.find_subcommand(typed).is_none(), "{typed}");
                assert!(typed.starts_with("--") || command.find_subcommand(hint.instead.en).is_some(), "{typed}");
            }
        }
    }
}
