//! What we define of an argument or command beyond clap's own definition: its texts in both languages, the
//! heading it belongs under, its default. Attached to clap's definition as an extension.

use crate::i18n::{Label, Lang, Text, attribute_labels::group, choices::Choice};
use crate::record::{Attribute, Entity};
use clap::builder::{ArgExt, CommandExt};

/// A text of the help: fixed, or made from other definitions.
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

/// The texts of a command.
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

/// The language in which a command is built.
impl CommandExt for Lang {}

/// The value of an option that is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgDefault {
    Today,
    /// Today; an empty value records that the day is unknown.
    TodayOrUnknown,
    /// The day that the record has already, else today.
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

/// The values of an argument that are known without a register, for completion by a shell.
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

/// What we define of an argument.
#[derive(Clone, Debug)]
pub struct ArgSpec {
    /// Stands for the value in the help; none for a flag.
    pub placeholder: Option<Label>,
    pub help: HelpText,
    /// Without one: that of arguments or of options.
    pub heading: Option<Label>,
    pub default: Option<ArgDefault>,
    pub values: Option<ValueSet>,
    /// Affects how the result is presented, not what is computed: left out of receipts.
    pub is_presentation: bool,
    /// Forms and the API offer it.
    pub is_on_web: bool,
}

impl ArgExt for ArgSpec {}

/// An argument with a value.
pub fn value(placeholder: Label, nl: &'static str, en: &'static str) -> ArgSpec {
    ArgSpec { placeholder: Some(placeholder), ..flag(nl, en) }
}

/// An argument without a value.
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

/// An argument that takes the help text of an attribute.
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

    /// Every command takes it.
    pub fn global(self) -> Self {
        Self { is_presentation: true, ..self.heading(group::GLOBAL) }
    }

    /// The help text followed by the default.
    pub fn help(&self, lang: Lang) -> String {
        let help = self.help.get(lang);
        self.default.map_or_else(|| help.to_owned(), |default| format!("{help} [{}]", default.label().get(lang)))
    }
}

/// Defines the arguments of a command as a struct that clap fills. An argument is `name: Type = spec`, with clap's
/// own attributes before it; a spec takes a help text in each language, so a missing one does not compile.
/// `..name: Type` includes the arguments of another struct.
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
    (@ [$(#[$meta:meta])* $name:ident] [$($done:tt)*]) => {
        #[derive(clap::Args, Debug)]
        $(#[$meta])*
        pub struct $name { $($done)* }
    };
}
pub(crate) use args;

/// Defines the commands below a command; each has its texts.
macro_rules! subcommands {
    ($name:ident { $($(#[$meta:meta])* $variant:ident($args:ty) = $help:expr,)* }) => {
        #[derive(clap::Subcommand, Debug)]
        pub enum $name {
            $($(#[$meta])* #[command(add = $help)] $variant($args),)*
        }
    };
}
pub(crate) use subcommands;
