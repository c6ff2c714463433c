//! What things are: each kind of record with its attributes, and the values that they take. Knows neither
//! SQL nor screen.

// Numbers, days and laws are read from what somebody typed.
#![warn(clippy::arithmetic_side_effects)]

mod attribute;
pub mod contact;
pub mod date;
mod entity;
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
pub use entity::Entity;
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
