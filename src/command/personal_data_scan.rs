//! Lists what looks like personal data in the texts of the register, masked.

use crate::i18n::{Text, choices, failures};
use crate::personal_data::{self, FindKind};
use crate::record::date::Today;
use crate::record::{Attribute, Entity, Filter};
use crate::register::{ListQuery, Register};
use crate::rows::{Audience, Cell, Event, Sink};
use anyhow::Result;

pub struct PersonalFind {
    /// The number or code of the record.
    pub record: String,
    pub attribute: &'static Attribute,
    pub kind: FindKind,
    pub masked: String,
    /// The day on which somebody accepted the publication of the record's texts, in ISO 8601.
    pub accepted: Option<String>,
}

/// Whether a record of this kind can store that somebody accepted its publication.
pub fn is_acceptable(entity: Entity) -> bool {
    entity.attribute("accepted").is_some()
}

/// Calls `visit` for each item of personal data in records of one kind. `published_only` skips texts never published.
pub fn scan(
    register: &Register,
    entity: Entity,
    published_only: bool,
    today: Today<'_>,
    visit: &mut dyn FnMut(PersonalFind) -> Result<()>,
) -> Result<()> {
    let texts = || {
        let is_scanned = |attribute: &&Attribute| attribute.is_free_text() && (attribute.is_public || !published_only);
        entity.attributes().iter().filter(is_scanned)
    };
    if texts().next().is_none() {
        return Ok(());
    }
    let accepted = entity.attribute("accepted").filter(|_| is_acceptable(entity));
    let columns: Vec<&'static Attribute> = std::iter::once(entity.key()).chain(accepted).chain(texts()).collect();
    let filter = Filter { with_void: !published_only, ..Filter::default() };
    let mut sink = FindSink { columns: columns.clone(), visit };
    register.list(
        &ListQuery { with_void_references: true, ..ListQuery::new(entity, &filter, columns) },
        today,
        &mut sink,
    )?;
    Ok(())
}

struct FindSink<'a> {
    columns: Vec<&'static Attribute>,
    visit: &'a mut dyn FnMut(PersonalFind) -> Result<()>,
}

impl Sink for FindSink<'_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        let Event::Row(cells) = event else { return Ok(()) };
        let text = |cell: &Cell<'_>| match cell {
            Cell::Text(text) => Some((*text).to_owned()),
            Cell::Localized(text) => Some(text.en.clone()),
            _ => None,
        };
        let record = cells.first().and_then(text).unwrap_or_default();
        let mut accepted = None;
        for (attribute, cell) in self.columns.iter().zip(cells).skip(1) {
            let Some(value) = text(cell) else { continue };
            if attribute.name == "accepted" {
                accepted = Some(value);
                continue;
            }
            for find in personal_data::find(&value) {
                let masked = personal_data::mask(find.kind, value.get(find.range).unwrap_or_default());
                let record = record.clone();
                (self.visit)(PersonalFind { record, attribute, kind: find.kind, masked, accepted: accepted.clone() })?;
            }
        }
        Ok(())
    }

    fn audience(&self) -> Audience {
        Audience::Program
    }
}

/// Describes one item of personal data on one line, such as `B-012, question: telephone number 06-…`.
pub fn describe(find: &PersonalFind) -> Text {
    let kind = choices::PERSONAL_DATA.iter().find(|choice| choice.code == find.kind.code());
    let kind = kind.map_or_else(Text::default, |choice| choice.label.into());
    failures::personal_find(&find.record, find.attribute.i18n.label, kind, &find.masked)
}
