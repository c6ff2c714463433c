//! The command line as types. Does nothing: it says what was asked for.

mod args;
mod attribute_args;
mod build;
mod help_command;
mod maintenance;
mod parse_error;

pub use args::*;
pub use attribute_args::{
    ArgTarget, AttributeArgs, EntityEditorArgs, EntityFilterArgs, ExistingRecord, FilterArgs, NewContact,
    NewRecord,
};
pub use build::{ArgInfo, Parsed, command, command_args, completion_command, help_reference, parse};
pub use help_command::rewrite_help;
pub use maintenance::*;

use crate::record::Entity;
use std::path::PathBuf;

/// What was asked for.
#[derive(Debug)]
pub struct Invocation {
    /// What goes for every command.
    pub global: GlobalArgs,
    /// The command.
    pub action: Action,
}

/// What goes for every command.
#[derive(Clone, Debug, Default)]
pub struct GlobalArgs {
    /// The register's file, if it was named.
    pub register: Option<PathBuf>,
    /// Leave remarks out.
    pub quiet: bool,
    /// Who writes, if that was said.
    pub actor: Option<String>,
    /// As the register stood at this moment: a day, an entry of the journal or a snapshot.
    pub as_of: Option<String>,
    /// As the work stood on this day.
    pub reference_date: Option<String>,
    /// The command's name: `log`, `contact call`.
    pub command: String,
    /// The command with all that bears on what it counts, as it can be asked again.
    pub canonical_args: Vec<String>,
    /// What who writes has seen of the record: a change of it since then is told first.
    pub seen_version: Option<SeenVersion>,
}

impl GlobalArgs {
    /// Takes what was not given from `RUIMTE_REGISTER` and `RUIMTE_ACTOR`.
    pub fn complete_from_environment(&mut self) {
        let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        self.register = self.register.take().or_else(|| variable("RUIMTE_REGISTER").map(PathBuf::from));
        let is_named = |actor: &String| !actor.trim().is_empty();
        let actor = || variable("RUIMTE_ACTOR")?.into_string().ok().filter(is_named);
        self.actor = self.actor.take().filter(is_named).or_else(actor);
    }
}

/// What somebody has seen of a record who changes it now.
#[derive(Clone, Debug)]
pub struct SeenVersion {
    /// The kind of record.
    pub entity: Entity,
    /// Its number or code, as typed.
    pub key: String,
    /// The last entry of the journal by then.
    pub entry: i64,
}

/// Calls a macro with the list of all commands, in the order of the help: what it defines needs no second list.
macro_rules! for_each_command {
    ($callback:ident) => {
        $callback! {
                Demo "demo" [];
                Init "init" [];
                Log "log" ["add", "new"];
                Edit "edit" ["change", "update"];
                Analyse "analyse" ["analyze"];
                Classify "classify" ["solve"];
                Close "close" [];
                Reopen "reopen" [];
                Void "void" ["delete", "rm"];
                Link "link" [];
                Unlink "unlink" [];
                Show "show" ["view"];
                List "list" ["ls"];
                Search "search" ["find"];
                Similar "similar" ["precedents"];
                Count "count" [];
                Report "report" [];
                Reconcile "reconcile" [];
                Contact "contact" [];
                Factsheet "factsheet" [];
                Scheme "scheme" [];
                Ministry "ministry" [];
                Region "region" [];
                CareDomain "care-domain" [];
                Theme "theme" [];
                Nature "nature" [];
                Law "law" [];
                Synonym "synonym" ["synonyms"];
                Publication "publication" [];
                Figure "figure" [];
                Person "person" ["persons"];
                Import "import" [];
                Export "export" [];
                Publish "publish" [];
                Serve "serve" [];
                History "history" ["blame"];
                Undo "undo" [];
                Snapshot "snapshot" ["snapshots"];
                Receipt "receipt" [];
                Check "check" ["verify"];
                Backup "backup" [];
                Restore "restore" [];
                Upgrade "upgrade" [];
                Erase "erase" [];
                Completions "completions" [];
                Man "man" [];
                Help "help" [];
        }
    };
}
pub(crate) use for_each_command;

macro_rules! define_action {
    ($($variant:ident $name:literal [$($alias:literal),*];)*) => {
        /// A command with its arguments.
        #[derive(Debug)]
        pub enum Action {
            $($variant($variant),)*
        }

        pub(crate) const COMMANDS: &[build::CommandSpec] = &[
            $(build::CommandSpec {
                name: $name,
                aliases: &[$($alias),*],
                nl: build::build_deferred::<$variant, true>,
                en: build::build_deferred::<$variant, false>,
            },)*
        ];

        impl Action {
            pub(crate) fn from_matches(name: &str, matches: &clap::ArgMatches) -> Option<Result<Self, clap::Error>> {
                use clap::FromArgMatches;
                Some(match name {
                    $($name => $variant::from_arg_matches(matches).map(Self::$variant),)*
                    _ => return None,
                })
            }
        }
    };
}

for_each_command!(define_action);

/// The names of the commands.
pub fn command_names() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().map(|entry| entry.name)
}
