//! Defines what an attribute of a record is: its name, type and permitted operations. Command options, SQL, import,
//! export and search all derive from these definitions.

use super::Entity;
use crate::i18n::{AttributeText, choices::Choice};

#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// The record's own number, assigned by the register.
    Number(Entity),
    /// The record's own code, for kinds of record that have codes instead of numbers.
    Code,
    Line,
    Text,
    Date,
    Count,
    Choice(&'static [Choice]),
    Reference(Entity),
    /// References to any number of records, stored in a separate table.
    References(Entity, JoinTable),
    Law,
    /// An ordered list of legal sources, stored in a separate table.
    Laws(JoinTable),
    /// The legal sources of another attribute in a machine-readable format. Computed when read, never stored.
    LawCitations(JoinTable, Citation),
}

/// A machine-readable format for a legal source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Citation {
    Juriconnect,
    Address,
}

/// The table that stores the values of an attribute with several values, one value per row.
#[derive(Clone, Copy, Debug)]
pub struct JoinTable {
    pub table: &'static str,
    /// The column that holds the key of the record to which the value belongs.
    pub owner: &'static str,
    pub value: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetBy {
    /// The user sets the value, through an option of the commands that add and edit records.
    User,
    /// A separate command (classify, close or void) or an import sets the value.
    Command,
    /// The program computes the value from another attribute.
    Derived,
}

#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Attribute {
    /// The column name in the register, and the heading in CSV and JSON.
    pub name: &'static str,
    pub option: &'static str,
    pub i18n: &'static AttributeText,
    pub kind: Kind,
    pub is_required: bool,
    /// Whether users can filter lists by the attribute and group counts by it.
    pub is_facet: bool,
    pub set_by: SetBy,
    pub default: Option<&'static str>,
    /// Whether to show the attribute only when the user requests void records, which were recorded by mistake.
    pub is_void_only: bool,
    /// Whether the value is personal data. The journal stores only a hash of it, so that the value can be erased.
    pub is_personal: bool,
    /// Whether the attribute may be published as open data. False unless the definition of the attribute allows it.
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

    pub const fn facet(self) -> Self {
        Self { is_facet: true, ..self }
    }

    pub const fn set_by_command(self) -> Self {
        Self { set_by: SetBy::Command, ..self }
    }

    pub const fn default(self, default: &'static str) -> Self {
        Self { default: Some(default), ..self }
    }

    /// Sets the name of the command-line option if it differs from the column name: `--law` for `laws`.
    pub const fn option(self, option: &'static str) -> Self {
        Self { option, ..self }
    }

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

    /// Whether the attribute reveals who took part in a contact or how to reach a person. Such data is never published.
    /// Does not include the handler of an obstacle, because handling is official work.
    pub const fn identifies_person(&self) -> bool {
        self.is_personal || matches!(self.kind, Kind::References(Entity::Person, _))
    }

    pub const fn link(&self) -> Option<JoinTable> {
        match self.kind {
            Kind::References(_, link) | Kind::Laws(link) | Kind::LawCitations(link, _) => Some(link),
            _ => None,
        }
    }

    pub const fn is_law(&self) -> bool {
        matches!(self.kind, Kind::Law | Kind::Laws(_))
    }

    /// Whether the value is free text. Free text can contain personal data, so the command `redact` can remove parts of
    /// it. The name of a person does not count as free text: only the command `erase` removes a name.
    pub const fn is_free_text(&self) -> bool {
        matches!(self.kind, Kind::Line | Kind::Text | Kind::Law | Kind::Laws(_)) && !self.is_personal
    }

    /// Whether the attribute holds Dutch text. Users write all texts in Dutch, except English labels of vocabularies.
    pub fn is_dutch_text(&self) -> bool {
        matches!(self.kind, Kind::Line | Kind::Text) && !self.is_address && self.name != "en"
    }

    pub const fn is_searchable(&self) -> bool {
        matches!(self.kind, Kind::Line | Kind::Text | Kind::Law | Kind::Laws(_))
    }
}
