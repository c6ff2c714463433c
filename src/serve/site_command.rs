//! The commands that the pages and the JSON interface run, and how to build their command lines.

use super::action::RecordAction;
use crate::i18n::choices::CONTACT_KIND;
use crate::record::{Attribute, Entity};

/// The path below which the JSON interface offers the commands.
pub const API_ROOT: &str = "/api/v1";

/// Identifies a command, such as `list` or `contact call`, but not its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SiteCommand {
    /// `contact_kind` is the subcommand that logs a contact, such as `call`.
    Change {
        entity: Entity,
        action: RecordAction,
        contact_kind: &'static str,
    },
    List(Entity),
    Show,
    Reply,
    Search,
    Similar,
    Count,
    Report,
    Reconcile,
    History,
    Undo,
    Import,
    ErasePerson,
    Snapshot,
    Receipt,
    Check,
    CalendarDeadlines,
    CalendarKey,
    CalendarKeys,
    CalendarRevoke,
    /// Writes a file. The server chooses its path.
    Backup,
    /// Writes a folder. The server chooses its path.
    Publish,
}

impl SiteCommand {
    /// The command that performs `action`. If `contact_kind` is missing or unknown, a new contact is a call.
    pub fn change(entity: Entity, action: RecordAction, contact_kind: Option<&str>) -> Self {
        let known = CONTACT_KIND.iter().find(|kind| Some(kind.code) == contact_kind);
        Self::Change { entity, action, contact_kind: known.map_or("call", |kind| kind.code) }
    }

    /// The command as typed on the command line, for example `contact call`.
    pub fn name(self) -> String {
        let singular = |entity: Entity| entity.singular();
        match self {
            Self::Change { entity: Entity::Obstacle, action: RecordAction::New, .. } => "log".to_owned(),
            Self::Change { entity: Entity::Contact, action: RecordAction::New, contact_kind } => {
                format!("contact {contact_kind}")
            }
            Self::Change { entity, action: RecordAction::New, .. } => format!("{} add", singular(entity)),
            Self::Change { entity, action: RecordAction::Edit, .. } if entity != Entity::Obstacle => {
                format!("{} edit", singular(entity))
            }
            Self::Change { action, .. } => action.name().to_owned(),
            Self::List(Entity::Obstacle) => "list".to_owned(),
            Self::List(entity) => format!("{} list", singular(entity)),
            Self::Show => "show".to_owned(),
            Self::Reply => "reply".to_owned(),
            Self::Search => "search".to_owned(),
            Self::Similar => "similar".to_owned(),
            Self::Count => "count".to_owned(),
            Self::Report => "report".to_owned(),
            Self::Reconcile => "reconcile".to_owned(),
            Self::History => "history".to_owned(),
            Self::Undo => "undo".to_owned(),
            Self::Import => "import".to_owned(),
            Self::ErasePerson => "erase person".to_owned(),
            Self::Snapshot => "snapshot".to_owned(),
            Self::Receipt => "receipt".to_owned(),
            Self::Check => "check".to_owned(),
            Self::CalendarDeadlines => "calendar list".to_owned(),
            Self::CalendarKey => "calendar key".to_owned(),
            Self::CalendarKeys => "calendar keys".to_owned(),
            Self::CalendarRevoke => "calendar revoke".to_owned(),
            Self::Backup => "backup".to_owned(),
            Self::Publish => "publish".to_owned(),
        }
    }

    /// Builds the command line. Positional arguments come after `--`, so that none is read as an option.
    pub fn args(
        self,
        options: impl IntoIterator<Item = String>,
        positional: impl IntoIterator<Item = String>,
    ) -> Vec<String> {
        let mut args: Vec<String> = self.name().split(' ').map(str::to_owned).collect();
        args.extend(options);
        let mut positional = positional.into_iter().peekable();
        if positional.peek().is_some() {
            args.push("--".to_owned());
            args.extend(positional);
        }
        args
    }

    /// The kind of record that the options of the command are about; `None` for the journal.
    pub const fn entity(self) -> Option<Entity> {
        match self {
            Self::Change { entity, .. } | Self::List(entity) => Some(entity),
            Self::History => None,
            _ => Some(Entity::Obstacle),
        }
    }

    pub const fn action(self) -> Option<RecordAction> {
        match self {
            Self::Change { action, .. } => Some(action),
            _ => None,
        }
    }

    /// Whether the options of the command filter records by their attributes.
    pub const fn is_filter(self) -> bool {
        matches!(self, Self::List(_) | Self::Count | Self::Report | Self::Search)
    }

    /// Whether the command adds or edits a saved view. Most of its options are those of a filter of obstacles.
    pub const fn changes_view(self) -> bool {
        matches!(self, Self::Change { entity: Entity::View, action: RecordAction::New | RecordAction::Edit, .. })
    }

    /// The attribute that an option sets or filters on.
    pub fn attribute(self, option: &str) -> Option<&'static Attribute> {
        use RecordAction::{Classify, Close, Void};
        let (entity, action) = (self.entity()?, self.action());
        let snake_case = option.replace('-', "_");
        let name = match (option, action) {
            ("because", Some(Void)) => "void",
            ("because", _) => "reason",
            ("on", Some(Classify)) => "solved",
            ("on", Some(Close)) => "closed",
            ("as", _) => "closed_as",
            ("of", _) => "duplicate_of",
            ("lead", _) => "ministry",
            ("since" | "until", _)
                if entity == Entity::Obstacle || self.changes_view() || matches!(self, Self::List(_)) =>
            {
                "received"
            }
            ("solved-since" | "solved-until", _) => "solved",
            ("due-since" | "due-until", _) => "due",
            ("dated-since" | "dated-until", _) => "date",
            _ => &snake_case,
        };
        // Contacts, factsheets and schemes can also be filtered by attributes of the obstacles that they are about.
        let filters_by_obstacle = matches!(self, Self::List(_)) && entity.prefix().is_some();
        let named = |entity: Entity| {
            let by_option = || entity.attributes().iter().find(|attribute| attribute.option == option);
            entity.attribute(name).or_else(by_option)
        };
        named(entity)
            .or_else(|| filters_by_obstacle.then(|| Entity::Obstacle.attribute(name)).flatten())
            .or_else(|| self.changes_view().then(|| named(Entity::Obstacle)).flatten())
    }
}
