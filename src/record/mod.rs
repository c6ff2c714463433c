//! The data model: each kind of record with its attributes, and the types of their values. This module does not depend
//! on SQL or on user interfaces.

// Guard against overflow, because numbers, dates and laws are parsed from user input.
#![warn(clippy::arithmetic_side_effects)]

mod attribute;
pub mod contact;
pub mod date;
pub mod day_range;
pub mod factsheet;
pub mod figure;
pub mod filter;
pub mod law;
pub mod law_name;
pub mod number;
pub mod obstacle;
pub mod person;
pub mod person_name;
pub mod reply_template;
pub mod saved_view;
pub mod scheme;
pub mod snapshot;
pub mod synonym;
mod value;
mod vocabulary;

pub use attribute::{Attribute, Citation, JoinTable, Kind, SetBy};
pub use filter::{Condition, Filter};
pub use value::{MAX_TEXT_CHARS, Record, Value, http_url, on_one_line, parse_number, reject_nul};

use crate::i18n::Label;

/// Defines the attributes of a kind of record: a constant per attribute, and a list of all attributes in export order.
macro_rules! attributes {
    ($($(#[$doc:meta])* $constant:ident = $attribute:expr;)*) => {
        $($(#[$doc])* pub const $constant: Attribute = $attribute;)*
        pub static ATTRIBUTES: &[Attribute] = &[$($constant),*];
    };
}
pub(crate) use attributes;

struct Definition {
    table: &'static str,
    singular: &'static str,
    plural: &'static str,
    label: Label,
    plural_label: Label,
    attributes: &'static [Attribute],
    /// The letter before a record's number, and the minimum number of digits; `None` if the kind has codes instead.
    prefix: Option<(char, usize)>,
    /// Whether the kind is a list of codes with labels in both languages.
    is_vocabulary: bool,
}

macro_rules! entities {
    ($($entity:ident $table:literal, $singular:literal, $plural:literal,
       [$nl:literal, $en:literal], [$nl_plural:literal, $en_plural:literal], $attributes:path, $prefix:expr, $is_vocabulary:literal;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Entity { $($entity),* }

        impl Entity {
            /// All kinds of record, each after the kinds it refers to, so that a register can be filled in this order.
            pub const ALL: &'static [Self] = &[$(Self::$entity),*];

            const fn definition(self) -> &'static Definition {
                match self {
                    $(Self::$entity => {
                        static DEFINITION: Definition = Definition {
                            table: $table,
                            singular: $singular,
                            plural: $plural,
                            label: Label::new($nl, $en),
                            plural_label: Label::new($nl_plural, $en_plural),
                            attributes: $attributes,
                            prefix: $prefix,
                            is_vocabulary: $is_vocabulary,
                        };
                        &DEFINITION
                    })*
                }
            }
        }
    };
}

// Each line lists: variant, table name, singular and plural on the command line, singular and plural label, attributes,
// number prefix, and whether the kind is a vocabulary.
entities! {
    Ministry "ministry", "ministry", "ministries", ["ministerie", "ministry"], ["ministeries", "ministries"], vocabulary::ATTRIBUTES, None, true;
    Region "region", "region", "regions", ["regio", "region"], ["regio's", "regions"], vocabulary::ATTRIBUTES, None, true;
    CareDomain "care_domain", "care-domain", "care-domains", ["zorgdomein", "care domain"], ["zorgdomeinen", "care domains"], vocabulary::ATTRIBUTES, None, true;
    Theme "theme", "theme", "themes", ["thema", "theme"], ["thema's", "themes"], vocabulary::ATTRIBUTES, None, true;
    Nature "nature", "nature", "natures", ["aard", "nature"], ["soorten belemmeringen", "natures"], vocabulary::ATTRIBUTES, None, true;
    Law "law", "law", "laws", ["wet", "law"], ["wetten", "laws"], law_name::ATTRIBUTES, None, true;
    Synonym "synonym", "synonym", "synonyms", ["synoniem", "synonym"], ["synoniemen", "synonyms"], synonym::ATTRIBUTES, None, false;
    Factsheet "factsheet", "factsheet", "factsheets", ["factsheet", "factsheet"], ["factsheets", "factsheets"], factsheet::ATTRIBUTES, Some(('F', 2)), false;
    Scheme "scheme", "scheme", "schemes", ["regeling", "scheme"], ["regelingen", "schemes"], scheme::ATTRIBUTES, Some(('S', 2)), false;
    Person "person", "person", "persons", ["persoon", "person"], ["personen", "persons"], person::ATTRIBUTES, Some(('N', 2)), false;
    Obstacle "obstacle", "obstacle", "obstacles", ["belemmering", "obstacle"], ["belemmeringen", "obstacles"], obstacle::ATTRIBUTES, Some(('B', 3)), false;
    Contact "contact", "contact", "contacts", ["contact", "contact"], ["contacten", "contacts"], contact::ATTRIBUTES, Some(('C', 3)), false;
    Publication "publication", "publication", "publications", ["publicatie", "publication"], ["publicaties", "publications"], figure::publication::ATTRIBUTES, None, false;
    Figure "published_figure", "figure", "figures", ["gepubliceerd cijfer", "published figure"], ["gepubliceerde cijfers", "published figures"], figure::ATTRIBUTES, Some(('P', 2)), false;
    Snapshot "snapshot", "snapshot", "snapshots", ["momentopname", "snapshot"], ["momentopnamen", "snapshots"], snapshot::ATTRIBUTES, None, false;
    View "saved_view", "view", "views", ["weergave", "saved view"], ["weergaven", "saved views"], saved_view::ATTRIBUTES, Some(('V', 2)), false;
    ReplyTemplate "reply_template", "reply-template", "reply-templates", ["antwoordsjabloon", "reply template"], ["antwoordsjablonen", "reply templates"], reply_template::ATTRIBUTES, Some(('T', 2)), false;
}

impl Entity {
    /// The kinds that can be searched. Do not reorder: a kind's position is part of the row ids in the search index.
    pub const SEARCHED: &'static [Self] = &[Self::Obstacle, Self::Factsheet, Self::Scheme];

    pub const fn table(self) -> &'static str {
        self.definition().table
    }

    pub const fn singular(self) -> &'static str {
        self.definition().singular
    }

    /// The plural name of the kind, which `import` and `export` accept on the command line.
    pub const fn plural(self) -> &'static str {
        self.definition().plural
    }

    pub const fn label(self) -> Label {
        self.definition().label
    }

    pub const fn plural_label(self) -> Label {
        self.definition().plural_label
    }

    pub const fn attributes(self) -> &'static [Attribute] {
        self.definition().attributes
    }

    pub fn derived(self) -> &'static [Attribute] {
        if self == Self::Obstacle { obstacle::DERIVED } else { &[] }
    }

    pub fn attribute(self, name: &str) -> Option<&'static Attribute> {
        self.attributes().iter().find(|attribute| attribute.name == name)
    }

    /// The attribute that identifies a record: its number or its code.
    #[allow(clippy::indexing_slicing, reason = "every kind of record has attributes: a test walks them all")]
    pub fn key(self) -> &'static Attribute {
        &self.attributes()[0]
    }

    pub const fn prefix(self) -> Option<(char, usize)> {
        self.definition().prefix
    }

    pub fn from_table(table: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|entity| entity.table() == table)
    }

    pub const fn is_vocabulary(self) -> bool {
        self.definition().is_vocabulary
    }

    pub fn is_searched(self) -> bool {
        Self::SEARCHED.contains(&self)
    }

    pub fn is_voidable(self) -> bool {
        self.attribute("void").is_some()
    }
}
