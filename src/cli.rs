//! The command line as types. Does nothing: it says what was asked for.

mod args;
mod attribute_args;
mod build;
mod maintenance;
mod parse_error;

pub use args::*;
pub use attribute_args::{
    ArgTarget, AttributeArgs, EntityEditorArgs, EntityFilterArgs, ExistingRecord, FilterArgs, NewContact,
    NewRecord,
};
pub use build::{ArgInfo, Parsed, about, command, command_args, completion_command, help_reference, parse};
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

macro_rules! commands {
    ($($(#[$doc:meta])* $variant:ident $name:literal [$($alias:literal),*];)*) => {
        /// A command with what was given to it.
        #[derive(Debug)]
        pub enum Action {
            $($(#[$doc])* $variant($variant),)*
        }

        /// Every command: its name, its other names, and how it is built, in both languages.
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

commands! {
    /// The published figures and an illustrative register, to look at.
    Demo "demo" [];
    /// Makes an empty register.
    Init "init" [];
    /// Records an obstacle.
    Log "log" ["add", "new"];
    /// Changes what is recorded of an obstacle.
    Edit "edit" ["change", "update"];
    /// Takes an obstacle into analysis.
    Analyse "analyse" ["analyze"];
    /// Classifies an obstacle as solved.
    Classify "classify" ["solve"];
    /// Closes an obstacle without a solution.
    Close "close" [];
    /// Reopens an obstacle.
    Reopen "reopen" [];
    /// Marks a record as recorded by mistake.
    Void "void" ["delete", "rm"];
    /// Links an obstacle to factsheets and schemes.
    Link "link" [];
    /// Takes such links away.
    Unlink "unlink" [];
    /// Shows a record.
    Show "show" ["view"];
    /// Lists obstacles.
    List "list" ["ls"];
    /// Finds records by words.
    Search "search" ["find"];
    /// Finds the answers that were given before.
    Similar "similar" ["precedents"];
    /// Counts obstacles.
    Count "count" [];
    /// Makes a report.
    Report "report" [];
    /// Compares published figures with counts.
    Reconcile "reconcile" [];
    /// Meetings, calls and e-mails.
    Contact "contact" [];
    /// Factsheets.
    Factsheet "factsheet" [];
    /// Schemes.
    Scheme "scheme" [];
    /// Ministries.
    Ministry "ministry" [];
    /// Regions.
    Region "region" [];
    /// Care domains.
    CareDomain "care-domain" [];
    /// Themes.
    Theme "theme" [];
    /// Natures of obstacles.
    Nature "nature" [];
    /// Laws by name.
    Law "law" [];
    /// Words that mean the same.
    Synonym "synonym" ["synonyms"];
    /// Publications.
    Publication "publication" [];
    /// Published figures.
    Figure "figure" [];
    /// Persons.
    Person "person" ["persons"];
    /// Brings records in.
    Import "import" [];
    /// Takes records out.
    Export "export" [];
    /// What may be reused, as an open data set.
    Publish "publish" [];
    /// The register as pages.
    Serve "serve" [];
    /// Who changed what, and when.
    History "history" ["blame"];
    /// Takes the last write back.
    Undo "undo" [];
    /// Gives a moment a name.
    Snapshot "snapshot" ["snapshots"];
    /// Makes a number again from its receipt.
    Receipt "receipt" [];
    /// Checks the register.
    Check "check" ["verify"];
    /// Copies the register.
    Backup "backup" [];
    /// Brings a copy back.
    Restore "restore" [];
    /// Brings an older register up to date.
    Upgrade "upgrade" [];
    /// Erases a person.
    Erase "erase" [];
    /// Completions for a shell.
    Completions "completions" [];
    /// Manual pages.
    Man "man" [];
    /// Help.
    Help "help" [];
}

/// The names of the commands.
pub fn command_names() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().map(|entry| entry.name)
}
