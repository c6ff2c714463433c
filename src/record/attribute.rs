//! What an attribute of a record is: its name, its kind of value, and what may be done with it. From these
//! definitions come the options of `log`, `edit` and `list`, the statements that write, CSV and JSON in and
//! out, search, and what `show` prints.

use super::Entity;
use crate::words::{Entry, terms::Choice};

/// The kind of value that an attribute holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// The record's own number, given out by the register.
    Number(Entity),
    /// The record's own code, for records that have one instead of a number.
    Code,
    /// Text of one line.
    Line,
    /// Text of any length, with line breaks.
    Text,
    /// A day.
    Date,
    /// A whole number, zero or more.
    Count,
    /// One of a fixed set.
    Choice(&'static [Choice]),
    /// A reference to one record.
    One(Entity),
    /// References to any number of records, kept in a table of their own.
    Many(Entity, Link),
    /// One legal source.
    Law,
    /// Legal sources, in order, kept in a table of their own.
    Laws(Link),
    /// The same in another form: follows from them, and is written nowhere.
    LawsAs(Link, Citation),
}

/// A form in which a legal source is told to other programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Citation {
    /// A Juriconnect reference.
    Juriconnect,
    /// The address of the official text.
    Address,
}

/// The table that holds the values of an attribute that can have several.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// The table.
    pub table: &'static str,
    /// Its column that names the record which has the values.
    pub owner: &'static str,
    /// Its column that names the value.
    pub value: &'static str,
}

/// When an attribute is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// By whoever records or edits: it is an option of the commands that do.
    Entry,
    /// By a command of its own (classify, close, void), or by an import.
    Step,
    /// By nobody: it follows from another attribute.
    Never,
}

/// One attribute of a record.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Attribute {
    /// The name: that of the column in the register and of the heading in CSV and JSON.
    pub name: &'static str,
    /// The name as an option, without dashes.
    pub option: &'static str,
    /// Label and help, in both languages.
    pub words: &'static Entry,
    /// The kind of value.
    pub kind: Kind,
    /// A record cannot do without it.
    pub required: bool,
    /// It classifies: lists can be filtered by it and counts made by it.
    pub classifies: bool,
    /// When it is set.
    pub set: Set,
    /// What it is when nobody says.
    pub default: Option<&'static str>,
    /// It is shown only where void records are asked for.
    pub only_with_void: bool,
    /// It tells about a person, and can be erased: the journal holds its hash only.
    pub personal: bool,
    /// It may leave the register as open data. What is not said to, does not.
    pub public: bool,
    /// It is the address of something.
    pub is_address: bool,
    /// It is a text in Markdown.
    pub is_markdown: bool,
}

impl Attribute {
    const fn new(name: &'static str, words: &'static Entry, kind: Kind) -> Self {
        Self {
            name,
            option: name,
            words,
            kind,
            required: false,
            classifies: false,
            set: Set::Entry,
            default: None,
            only_with_void: false,
            personal: false,
            public: false,
            is_address: false,
            is_markdown: false,
        }
    }

    /// The record's own number.
    pub const fn number(of: Entity, words: &'static Entry) -> Self {
        Self::new("number", words, Kind::Number(of)).step()
    }

    /// The record's own code.
    pub const fn code(words: &'static Entry) -> Self {
        Self::new("code", words, Kind::Code).required().step()
    }

    /// Text of one line.
    pub const fn line(name: &'static str, words: &'static Entry) -> Self {
        Self::new(name, words, Kind::Line)
    }

    /// The address of something.
    pub const fn address(name: &'static str, words: &'static Entry) -> Self {
        Self { is_address: true, ..Self::new(name, words, Kind::Line) }
    }

    /// Text of any length.
    pub const fn text(name: &'static str, words: &'static Entry) -> Self {
        Self::new(name, words, Kind::Text)
    }

    /// A day.
    pub const fn date(name: &'static str, words: &'static Entry) -> Self {
        Self::new(name, words, Kind::Date)
    }

    /// A whole number.
    pub const fn count(name: &'static str, words: &'static Entry) -> Self {
        Self::new(name, words, Kind::Count)
    }

    /// One of a fixed set.
    pub const fn choice(name: &'static str, words: &'static Entry, of: &'static [Choice]) -> Self {
        Self::new(name, words, Kind::Choice(of))
    }

    /// A reference to one record of another kind, or of the same.
    pub const fn one(name: &'static str, words: &'static Entry, of: Entity) -> Self {
        Self::new(name, words, Kind::One(of))
    }

    /// References to several records.
    pub const fn many(name: &'static str, words: &'static Entry, of: Entity, link: Link) -> Self {
        Self::new(name, words, Kind::Many(of, link))
    }

    /// One legal source.
    pub const fn law(name: &'static str, words: &'static Entry) -> Self {
        Self::new(name, words, Kind::Law)
    }

    /// Legal sources.
    pub const fn laws(name: &'static str, words: &'static Entry, link: Link) -> Self {
        Self::new(name, words, Kind::Laws(link))
    }

    /// Legal sources in another form.
    pub const fn laws_as(name: &'static str, words: &'static Entry, link: Link, form: Citation) -> Self {
        Self { set: Set::Never, ..Self::new(name, words, Kind::LawsAs(link, form)) }
    }

    /// A record cannot do without it.
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// Lists can be filtered by it and counts made by it.
    pub const fn classifies(self) -> Self {
        Self { classifies: true, ..self }
    }

    /// A command of its own sets it.
    pub const fn step(self) -> Self {
        Self { set: Set::Step, ..self }
    }

    /// What it is when nobody says.
    pub const fn or(self, default: &'static str) -> Self {
        Self { default: Some(default), ..self }
    }

    /// The option's name where it differs from the column's (`--law` for `laws`, `--care-domain`).
    pub const fn option(self, option: &'static str) -> Self {
        Self { option, ..self }
    }

    /// Shown only where void records are asked for.
    pub const fn only_with_void(self) -> Self {
        Self { only_with_void: true, ..self }
    }

    /// It tells about a person, and can be erased.
    pub const fn personal(self) -> Self {
        Self { personal: true, ..self }
    }

    /// It is a text in Markdown.
    pub const fn markdown(self) -> Self {
        Self { is_markdown: true, ..self }
    }

    /// It may leave the register as open data.
    pub const fn public(self) -> Self {
        Self { public: true, ..self }
    }

    /// Whether it tells who was spoken to, or how to reach somebody: that is left out of what leaves the register.
    /// Who deals with an obstacle belongs to the work, and reads as a number once erased.
    pub const fn tells_who(&self) -> bool {
        self.personal || matches!(self.kind, Kind::Many(Entity::Person, _))
    }

    /// The table of its values, where it can have several.
    pub const fn link(&self) -> Option<Link> {
        match self.kind {
            Kind::Many(_, link) | Kind::Laws(link) | Kind::LawsAs(link, _) => Some(link),
            _ => None,
        }
    }

    /// Whether it names legal sources, by which they can be read.
    pub const fn is_law(&self) -> bool {
        matches!(self.kind, Kind::Law | Kind::Laws(_))
    }

    /// Whether it was typed by people, who write Dutch: all words of their own, but for the English names of what
    /// stands in a list.
    pub fn is_dutch(&self) -> bool {
        matches!(self.kind, Kind::Line | Kind::Text) && !self.is_address && self.name != "en"
    }

    /// Whether people search in it: it holds words of their own.
    pub const fn has_words(&self) -> bool {
        matches!(self.kind, Kind::Line | Kind::Text | Kind::Law | Kind::Laws(_))
    }
}
