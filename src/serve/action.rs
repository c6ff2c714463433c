//! What can be done with a record, by which command, and by whom.

use super::form_fields::capitalize;
use super::roles::Role;
use crate::i18n::{Label, Text, failures, site as messages};
use crate::record::Entity;

/// What is done with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordAction {
    /// A new one.
    New,
    /// Attributes change.
    Edit,
    /// It is taken into analysis.
    Analyse,
    /// It is solved.
    Classify,
    /// It is closed without.
    Close,
    /// It is opened again.
    Reopen,
    /// It is linked.
    Link,
    /// Links are taken away.
    Unlink,
    /// It was a mistake.
    Void,
}

impl RecordAction {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::New,
        Self::Edit,
        Self::Analyse,
        Self::Classify,
        Self::Close,
        Self::Reopen,
        Self::Link,
        Self::Unlink,
        Self::Void,
    ];

    /// Its name in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Edit => "edit",
            Self::Analyse => "analyse",
            Self::Classify => "classify",
            Self::Close => "close",
            Self::Reopen => "reopen",
            Self::Link => "link",
            Self::Unlink => "unlink",
            Self::Void => "void",
        }
    }

    /// What leads to it.
    pub const fn label(self) -> Label {
        match self {
            Self::New => messages::ADD,
            Self::Edit => messages::EDIT,
            Self::Analyse => messages::ANALYSE,
            Self::Classify => messages::CLASSIFY,
            Self::Close => messages::CLOSE,
            Self::Reopen => messages::REOPEN,
            Self::Link => messages::LINK,
            Self::Unlink => messages::UNLINK,
            Self::Void => messages::VOID,
        }
    }

    /// Whether it can be done with a kind of record.
    pub fn applies_to(self, entity: Entity) -> bool {
        match self {
            Self::New | Self::Edit => true,
            Self::Void => entity.is_voidable(),
            _ => entity == Entity::Obstacle,
        }
    }

    /// The command that does it.
    pub fn command(self, entity: Entity, kind: &str) -> String {
        match (self, entity) {
            (Self::New, Entity::Obstacle) => "log".to_owned(),
            (Self::New, Entity::Contact) => format!("contact {kind}"),
            (Self::New, _) => format!("{} add", entity.singular()),
            (Self::Edit, Entity::Obstacle) => "edit".to_owned(),
            (Self::Edit, _) => format!("{} edit", entity.singular()),
            (action, _) => action.name().to_owned(),
        }
    }
}

/// The role without which a kind of record is not changed.
pub const fn required_role(entity: Entity) -> Role {
    match entity {
        Entity::Obstacle | Entity::Contact | Entity::Factsheet | Entity::Scheme => Role::Officer,
        _ => Role::Admin,
    }
}

/// What leads to the form of a new record.
pub fn add_label(entity: Entity) -> Text {
    match entity {
        Entity::Obstacle => messages::LOG.into(),
        Entity::Contact => messages::CONTACT.into(),
        _ => {
            let Text { nl, en } = messages::add_title(failures::entity_name(entity.singular()));
            Text { nl: capitalize(&nl), en }
        }
    }
}
