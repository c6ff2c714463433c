//! What an attribute of a record is: its name, its kind of value, and what may be done with it. From these
//! definitions come the options of `log`, `edit` and `list`, the statements that write, CSV and JSON in and
//! out, search, and what `show` prints.

use super::Entity;
use crate::i18n::{AttributeText, choices::Choice};

#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// The record's own number, given out by the register.
    Number(Entity),
    /// The record's own code, for records that have one instead of a number.
    Code,
    Line,
    Text,
    Date,
    Count,
    Choice(&'static [Choice]),
    Reference(Entity),
    /// References to any number of records, kept in a table of their own.
    References(Entity, JoinTable),
    Law,
    /// Legal sources, in order, kept in a table of their own.
    Laws(JoinTable),
    /// The same in another form: follows from them, and is written nowhere.
    LawCitations(JoinTable, Citation),
}

/// A form in which a legal source is told to other programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Citation {
    Juriconnect,
    Address,
}

/// The table that holds the values of an attribute that can have several.
#[derive(Clone, Copy, Debug)]
pub struct JoinTable {
    pub table: &'static str,
    /// Its column that names the record which has the values.
    pub owner: &'static str,
    pub value: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetBy {
    /// By whoever records or edits: it is an option of the commands that do.
    User,
    /// By a command of its own (classify, close, void), or by an import.
    Command,
    /// By nobody: it follows from another attribute.
    Derived,
}

#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Attribute {
    /// The name: that of the column in the register and of the heading in CSV and JSON.
    pub name: &'static str,
    pub option: &'static str,
    pub i18n: &'static AttributeText,
    pub kind: Kind,
    pub is_required: bool,
    /// It classifies: lists can be filtered by it and counts made by it.
    pub is_facet: bool,
    pub set_by: SetBy,
    pub default: Option<&'static str>,
    /// It is shown only where void records are asked for.
    pub is_void_only: bool,
    /// It tells about a person, and can be erased: the journal holds its hash only.
    pub is_personal: bool,
    /// It may leave the register as open data. What is not said to, does not.
    pub is_public: bool,
    pub is_address: bool,
    pub is_markdown: bool,
}

impl Attribute {
    const fn new(name: &'static str, i18n: &'static AttributeText, kind: Kind) -> Self {
        Self {
            name,
            option: name,
            i18n,
            kind,
            is_required: false,
            is_facet: false,
            set_by: SetBy::User,
            default: None,
            is_void_only: false,
            is_personal: false,
            is_public: false,
            is_address: false,
            is_markdown: false,
        }
    }

    pub const fn number(entity: Entity, i18n: &'static AttributeText) -> Self {
        Self::new("number", i18n, Kind::Number(entity)).set_by_command()
    }

    pub const fn code(i18n: &'static AttributeText) -> Self {
        Self::new("code", i18n, Kind::Code).required().set_by_command()
    }

    pub const fn line(name: &'static str, i18n: &'static AttributeText) -> Self {
        Self::new(name, i18n, Kind::Line)
    }

    pub const fn address(name: &'static str, i18n: &'static AttributeText) -> Self {
        Self { is_address: true, ..Self::new(name, i18n, Kind::Line) }
    }

    pub const fn text(name: &'static str, i18n: &'static AttributeText) -> Self {
        Self::new(name, i18n, Kind::Text)
    }

    pub const fn date(name: &'static str, i18n: &'static AttributeText) -> Self {
        Self::new(name, i18n, Kind::Date)
    }

    pub const fn count(name: &'static str, i18n: &'static AttributeText) -> Self {
        Self::new(name, i18n, Kind::Count)
    }

    pub const fn choice(name: &'static str, i18n: &'static AttributeText, choices: &'static [Choice]) -> Self {
        Self::new(name, i18n, Kind::Choice(choices))
    }

    /// A reference to one record of another kind, or of the same.
    pub const fn reference(name: &'static str, i18n: &'static AttributeText, entity: Entity) -> Self {
        Self::new(name, i18n, Kind::Reference(entity))
    }

    pub const fn references(name: &'static str, i18n: &'static AttributeText, entity: Entity, link: JoinTable) -> Self {
        Self::new(name, i18n, Kind::References(entity, link))
    }

    pub const fn law(name: &'static str, i18n: &'static AttributeText) -> Self {
        Self::new(name, i18n, Kind::Law)
    }

    pub const fn laws(name: &'static str, i18n: &'static AttributeText, link: JoinTable) -> Self {
        Self::new(name, i18n, Kind::Laws(link))
    }

    pub const fn law_citations(
        name: &'static str,
        i18n: &'static AttributeText,
        link: JoinTable,
        form: Citation,
    ) -> Self {
        Self { set_by: SetBy::Derived, ..Self::new(name, i18n, Kind::LawCitations(link, form)) }
    }

    pub const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    /// Lists can be filtered by it and counts made by it.
    pub const fn facet(self) -> Self {
        Self { is_facet: true, ..self }
    }

    pub const fn set_by_command(self) -> Self {
        Self { set_by: SetBy::Command, ..self }
    }

    pub const fn default(self, default: &'static str) -> Self {
        Self { default: Some(default), ..self }
    }

    /// The option's name where it differs from the column's (`--law` for `laws`, `--care-domain`).
    pub const fn option(self, option: &'static str) -> Self {
        Self { option, ..self }
    }

    /// Shown only where void records are asked for.
    pub const fn void_only(self) -> Self {
        Self { is_void_only: true, ..self }
    }

    pub const fn personal(self) -> Self {
        Self { is_personal: true, ..self }
    }

    pub const fn markdown(self) -> Self {
        Self { is_markdown: true, ..self }
    }

    pub const fn public(self) -> Self {
        Self { is_public: true, ..self }
    }

    /// Whether it tells who was spoken to, or how to reach somebody: that is left out of what leaves the register.
    /// Who deals with an obstacle belongs to the work, and reads as a number once erased.
    pub const fn identifies_person(&self) -> bool {
        self.is_personal || matches!(self.kind, Kind::References(Entity::Person, _))
    }

    /// The table of its values, where it can have several.
    pub const fn link(&self) -> Option<JoinTable> {
        match self.kind {
            Kind::References(_, link) | Kind::Laws(link) | Kind::LawCitations(link, _) => Some(link),
            _ => None,
        }
    }

    /// Whether it names legal sources, by which they can be read.
    pub const fn is_law(&self) -> bool {
        matches!(self.kind, Kind::Law | Kind::Laws(_))
    }

    /// Whether it was typed by people, who write Dutch: all words of their own, but for the English names of what
    /// stands in a list.
    pub fn is_dutch_text(&self) -> bool {
        matches!(self.kind, Kind::Line | Kind::Text) && !self.is_address && self.name != "en"
    }

    /// Whether people search in it: it holds words of their own.
    pub const fn is_searchable(&self) -> bool {
        matches!(self.kind, Kind::Line | Kind::Text | Kind::Law | Kind::Laws(_))
    }
}
