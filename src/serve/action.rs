//! The actions that pages offer on records, and the role that a person needs to change each kind of record.

use super::roles::Role;
use super::text::capitalize;
use crate::i18n::{Label, Text, site as messages};
use crate::record::Entity;

/// All kinds of record except persons and snapshots, which have no pages of their own.
pub fn record_kinds() -> impl Iterator<Item = Entity> {
    Entity::ALL.iter().copied().filter(|entity| !matches!(entity, Entity::Person | Entity::Snapshot))
}

/// Whether pages import records of this kind. A list of saved views could name any owner, and change the personal views
/// of others, so only the command line imports it.
pub fn is_importable(entity: Entity) -> bool {
    entity != Entity::View
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordAction {
    New,
    Edit,
    Analyse,
    Classify,
    Close,
    Reopen,
    Link,
    Unlink,
    Void,
    Redact,
}

impl RecordAction {
    const ALL: [Self; 10] = [
        Self::New,
        Self::Edit,
        Self::Analyse,
        Self::Classify,
        Self::Close,
        Self::Reopen,
        Self::Link,
        Self::Unlink,
        Self::Void,
        Self::Redact,
    ];

    pub fn all_for(entity: Entity) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |action| match action {
            Self::New | Self::Edit | Self::Redact => true,
            Self::Void => entity.is_voidable(),
            _ => entity == Entity::Obstacle,
        })
    }

    /// The actions that have a path of their own in the JSON interface: all except adding and editing.
    pub fn steps_for(entity: Entity) -> impl Iterator<Item = Self> {
        Self::all_for(entity).filter(|action| !matches!(action, Self::New | Self::Edit))
    }

    /// The name of the action in URL paths. Most commands that perform an action have the same name.
    pub const fn name(self) -> &'static str {
        self.words().0
    }

    pub const fn label(self) -> Label {
        self.words().1
    }

    /// The lowest role that may perform the action on a record of this kind.
    pub fn required_role(self, entity: Entity) -> Role {
        if self == Self::Redact { Role::Admin } else { required_role(entity) }
    }

    const fn words(self) -> (&'static str, Label) {
        match self {
            Self::New => ("new", messages::ADD),
            Self::Edit => ("edit", messages::EDIT),
            Self::Analyse => ("analyse", messages::ANALYSE),
            Self::Classify => ("classify", messages::CLASSIFY),
            Self::Close => ("close", messages::CLOSE),
            Self::Reopen => ("reopen", messages::REOPEN),
            Self::Link => ("link", messages::LINK),
            Self::Unlink => ("unlink", messages::UNLINK),
            Self::Void => ("void", messages::VOID),
            Self::Redact => ("redact", messages::REDACT),
        }
    }
}

/// The lowest role that may change records of this kind.
pub const fn required_role(entity: Entity) -> Role {
    match entity {
        Entity::Obstacle | Entity::Contact | Entity::Factsheet | Entity::Scheme | Entity::View => Role::Officer,
        _ => Role::Admin,
    }
}

pub fn add_label(entity: Entity) -> Text {
    match entity {
        Entity::Obstacle => messages::LOG.into(),
        Entity::Contact => messages::CONTACT.into(),
        Entity::View => messages::ADD_VIEW.into(),
        _ => {
            let Text { nl, en } = messages::add_title(entity.label());
            Text { nl: capitalize(&nl), en }
        }
    }
}
