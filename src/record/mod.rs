//! What things are: each kind of record with its attributes, and the values that they take. Knows neither
//! SQL nor screen.

// Numbers, days and laws are read from what somebody typed.
#![warn(clippy::arithmetic_side_effects)]

mod attribute;
pub mod contact;
pub mod date;
pub mod factsheet;
mod figure;
pub mod filter;
pub mod law;
pub mod number;
pub mod obstacle;
pub mod person;
pub mod scheme;
pub mod snapshot;
pub mod synonym;
mod value;
mod vocabulary;

pub use attribute::{Attribute, Citation, JoinTable, Kind, SetBy};
pub use filter::{Condition, Filter};
pub use value::{Record, Value, http_url, parse_number, reject_nul};

/// Defines the attributes of a kind of record: a constant each, and the list of them all, in the order in
/// which they are exported.
macro_rules! attributes {
    ($($(#[$doc:meta])* $constant:ident = $attribute:expr;)*) => {
        $($(#[$doc])* pub const $constant: Attribute = $attribute;)*
        /// All attributes, in the order in which they are exported.
        pub static ATTRIBUTES: &[Attribute] = &[$($constant),*];
    };
}
pub(crate) use attributes;

/// A kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Entity {
    /// A regulatory obstacle.
    Obstacle,
    /// A factsheet that answers a question asked often.
    Factsheet,
    /// A scheme (regeling).
    Scheme,
    /// A meeting, phone call or e-mail.
    Contact,
    /// A ministry.
    Ministry,
    /// A region.
    Region,
    /// A care domain.
    CareDomain,
    /// A theme.
    Theme,
    /// The nature of an obstacle.
    Nature,
    /// A law, by name.
    Law,
    /// A word, and what means the same.
    Synonym,
    /// A publication with its period.
    Publication,
    /// A published figure.
    Figure,
    /// A person: who writes, who deals with an obstacle, who was spoken to.
    Person,
    /// A moment of the register that has a name.
    Snapshot,
}

impl Entity {
    /// Every kind, in the order in which a register is filled: what is referred to comes first.
    pub const ALL: &'static [Self] = &[
        Self::Ministry,
        Self::Region,
        Self::CareDomain,
        Self::Theme,
        Self::Nature,
        Self::Law,
        Self::Synonym,
        Self::Factsheet,
        Self::Scheme,
        Self::Person,
        Self::Obstacle,
        Self::Contact,
        Self::Publication,
        Self::Figure,
        Self::Snapshot,
    ];

    /// The table in the register.
    pub const fn table(self) -> &'static str {
        match self {
            Self::Obstacle => "obstacle",
            Self::Factsheet => "factsheet",
            Self::Scheme => "scheme",
            Self::Contact => "contact",
            Self::Ministry => "ministry",
            Self::Region => "region",
            Self::CareDomain => "care_domain",
            Self::Theme => "theme",
            Self::Nature => "nature",
            Self::Law => "law",
            Self::Synonym => "synonym",
            Self::Publication => "publication",
            Self::Figure => "published_figure",
            Self::Person => "person",
            Self::Snapshot => "snapshot",
        }
    }

    /// The name on the command line, one of them.
    pub const fn singular(self) -> &'static str {
        match self {
            Self::CareDomain => "care-domain",
            Self::Figure => "figure",
            other => other.table(),
        }
    }

    /// The name on the command line, all of them: what `import` and `export` take.
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Obstacle => "obstacles",
            Self::Factsheet => "factsheets",
            Self::Scheme => "schemes",
            Self::Contact => "contacts",
            Self::Ministry => "ministries",
            Self::Region => "regions",
            Self::CareDomain => "care-domains",
            Self::Theme => "themes",
            Self::Nature => "natures",
            Self::Law => "laws",
            Self::Synonym => "synonyms",
            Self::Publication => "publications",
            Self::Figure => "figures",
            Self::Person => "persons",
            Self::Snapshot => "snapshots",
        }
    }

    /// The attributes.
    pub fn attributes(self) -> &'static [Attribute] {
        match self {
            Self::Obstacle => obstacle::ATTRIBUTES,
            Self::Factsheet => factsheet::ATTRIBUTES,
            Self::Scheme => scheme::ATTRIBUTES,
            Self::Contact => contact::ATTRIBUTES,
            Self::Publication => figure::publication::ATTRIBUTES,
            Self::Figure => figure::ATTRIBUTES,
            Self::Person => person::ATTRIBUTES,
            Self::Snapshot => snapshot::ATTRIBUTES,
            Self::Synonym => synonym::ATTRIBUTES,
            Self::Ministry | Self::Region | Self::CareDomain | Self::Theme | Self::Nature | Self::Law => {
                vocabulary::ATTRIBUTES
            }
        }
    }

    /// What follows from the attributes and is exported beside them.
    pub fn derived(self) -> &'static [Attribute] {
        match self {
            Self::Obstacle => obstacle::DERIVED,
            _ => &[],
        }
    }

    /// The attribute of that name.
    pub fn attribute(self, name: &str) -> Option<&'static Attribute> {
        self.attributes().iter().find(|attribute| attribute.name == name)
    }

    /// The attribute that identifies a record: its number or its code.
    #[allow(clippy::indexing_slicing, reason = "every kind of record has attributes: a test walks them all")]
    pub fn key(self) -> &'static Attribute {
        &self.attributes()[0]
    }

    /// The letter and the least number of digits of its numbers, where it has numbers.
    pub const fn prefix(self) -> Option<(char, usize)> {
        match self {
            Self::Obstacle => Some(('B', 3)),
            Self::Contact => Some(('C', 3)),
            Self::Factsheet => Some(('F', 2)),
            Self::Scheme => Some(('S', 2)),
            Self::Figure => Some(('P', 2)),
            Self::Person => Some(('N', 2)),
            _ => None,
        }
    }

    /// The kind that is kept in a table.
    pub fn from_table(table: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|entity| entity.table() == table)
    }

    /// Whether it is a vocabulary: a list of codes with a label in both languages.
    pub fn is_vocabulary(self) -> bool {
        std::ptr::eq(self.attributes(), vocabulary::ATTRIBUTES)
    }

    /// Whether search looks in records of this kind.
    pub const fn is_searched(self) -> bool {
        matches!(self, Self::Obstacle | Self::Factsheet | Self::Scheme)
    }

    /// Whether a record of this kind can be voided.
    pub fn is_voidable(self) -> bool {
        self.attribute("void").is_some()
    }
}
