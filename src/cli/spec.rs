//! Metadata that clap has no fields for, such as texts in two languages and the default of an argument. The metadata is
//! attached to clap's arguments and commands as an extension.

use crate::i18n::{Label, Lang, Text, attribute_labels::group, choices::Choice};
use crate::record::{Attribute, Entity};
use clap::builder::{ArgExt, CommandExt};

/// A help text: fixed, or generated from other definitions.
#[derive(Clone, Debug)]
pub enum HelpText {
    Fixed(Label),
    Derived(Text),
}

impl HelpText {
    pub fn get(&self, lang: Lang) -> &str {
        match self {
            Self::Fixed(label) => label.get(lang),
            Self::Derived(text) => text.get(lang),
        }
    }
}

#[derive(Clone, Debug)]
pub struct CommandHelp {
    pub about: HelpText,
    pub example: Option<&'static str>,
}

impl CommandExt for CommandHelp {}

impl CommandHelp {
    pub const fn new(nl: &'static str, en: &'static str, example: Option<&'static str>) -> Self {
        Self { about: HelpText::Fixed(Label::new(nl, en)), example }
    }
}

/// Allows a language to be attached to a clap command as an extension.
impl CommandExt for Lang {}

/// The default value of an option, in a form that the help can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgDefault {
    Today,
    /// The default is today. An explicit empty value records that the day is unknown.
    TodayOrUnknown,
    /// The default is the day that the record already has, or else today.
    RecordedOrToday,
    Other(Label),
}

impl ArgDefault {
    pub const fn label(self) -> Label {
        match self {
            Self::Today => Label::new("standaard: vandaag", "default: today"),
            Self::TodayOrUnknown => {
                Label::new("standaard: vandaag; leeg: niet bekend", "default: today; empty: not known")
            }
            Self::RecordedOrToday => Label::new(
                "standaard: de dag die er al staat, anders vandaag",
                "default: the day already recorded, else today",
            ),
            Self::Other(label) => label,
        }
    }
}

/// The values of an argument that shell completion can offer without opening a register.
#[derive(Clone, Copy, Debug)]
pub enum ValueSet {
    Attributes(Entity),
    Choices(&'static [Choice]),
    Commands,
    GroupKeys,
    Kinds,
    Languages,
    Measures,
    Reports,
}

#[derive(Clone, Debug)]
pub struct ArgSpec {
    /// The name of the value in the help, such as `FILE`; `None` for a flag.
    pub placeholder: Option<Label>,
    pub help: HelpText,
    /// The heading above the argument in the help; `None` for the standard heading.
    pub heading: Option<Label>,
    pub default: Option<ArgDefault>,
    pub values: Option<ValueSet>,
    /// Whether the argument affects only how the result is presented. Receipts leave out such arguments.
    pub is_presentation: bool,
    /// Whether the web forms and the API offer this argument.
    pub is_on_web: bool,
}

impl ArgExt for ArgSpec {}

pub fn value(placeholder: Label, nl: &'static str, en: &'static str) -> ArgSpec {
    ArgSpec { placeholder: Some(placeholder), ..flag(nl, en) }
}

pub fn flag(nl: &'static str, en: &'static str) -> ArgSpec {
    ArgSpec {
        placeholder: None,
        help: HelpText::Fixed(Label::new(nl, en)),
        heading: None,
        default: None,
        values: None,
        is_presentation: false,
        is_on_web: true,
    }
}

/// Creates an argument with the help text of an attribute.
pub fn attribute(placeholder: Label, attribute: &Attribute) -> ArgSpec {
    let Label { nl, en } = attribute.i18n.help;
    value(placeholder, nl, en)
}

impl ArgSpec {
    pub fn heading(self, heading: Label) -> Self {
        Self { heading: Some(heading), ..self }
    }

    pub fn default(self, default: ArgDefault) -> Self {
        Self { default: Some(default), ..self }
    }

    pub fn default_text(self, nl: &'static str, en: &'static str) -> Self {
        self.default(ArgDefault::Other(Label::new(nl, en)))
    }

    pub fn values(self, values: ValueSet) -> Self {
        Self { values: Some(values), ..self }
    }

    pub fn presentation(self) -> Self {
        Self { is_presentation: true, ..self.command_line_only() }
    }

    pub fn command_line_only(self) -> Self {
        Self { is_on_web: false, ..self }
    }

    /// Marks an option that every command takes.
    pub fn global(self) -> Self {
        Self { is_presentation: true, ..self.heading(group::GLOBAL) }
    }

    pub fn help(&self, lang: Lang) -> String {
        let help = self.help.get(lang);
        self.default.map_or_else(|| help.to_owned(), |default| format!("{help} [{}]", default.label().get(lang)))
    }
}

/// Defines the arguments of a command as a struct that clap fills. An argument is written `name: Type = spec`, preceded
/// by clap's own attributes. A spec requires a help text in both languages, so a missing translation does not compile.
/// `..name: Type` includes the arguments of another struct. A field without a spec is not an argument: the command
/// fills it.
macro_rules! args {
    ($($(#[$meta:meta])* $name:ident { $($fields:tt)* })*) => {
        $($crate::cli::spec::args! { @ [$(#[$meta])* $name] [] $($fields)* })*
    };
    (@ $head:tt [$($done:tt)*] ..$field:ident: $ty:ty, $($rest:tt)*) => {
        $crate::cli::spec::args! { @ $head [$($done)* #[command(flatten)] pub $field: $ty,] $($rest)* }
    };
    (@ $head:tt [$($done:tt)*] $(#[$arg:meta])* $field:ident: $ty:ty = $spec:expr, $($rest:tt)*) => {
        $crate::cli::spec::args! {
            @ $head [$($done)* $(#[$arg])* #[arg(add = $spec)] pub $field: $ty,] $($rest)*
        }
    };
    (@ $head:tt [$($done:tt)*] $field:ident: $ty:ty, $($rest:tt)*) => {
        $crate::cli::spec::args! { @ $head [$($done)* #[arg(skip)] pub $field: $ty,] $($rest)* }
    };
    (@ [$(#[$meta:meta])* $name:ident] [$($done:tt)*]) => {
        #[derive(clap::Args, Debug)]
        $(#[$meta])*
        pub struct $name { $($done)* }
    };
}
pub(crate) use args;

/// Defines the subcommands of a command, each with its help texts.
macro_rules! subcommands {
    ($name:ident { $($(#[$meta:meta])* $variant:ident($args:ty) = $help:expr,)* }) => {
        #[derive(clap::Subcommand, Debug)]
        pub enum $name {
            $($(#[$meta])* #[command(add = $help)] $variant($args),)*
        }
    };
}
pub(crate) use subcommands;
