//! Factsheets, schemes, vocabularies, publications and published figures: added, changed and listed alike.

use super::list::{self, Wanted};
use super::{Context, enter, log};
use crate::cli::{KeptAction, New, Subject};
use crate::failure::Failure;
use crate::record::Entity;
use crate::words::{Text, failures};
use anyhow::Result;

/// Adds, changes or lists records of a kind.
pub fn kept<const E: u8>(action: KeptAction<E>, context: &mut Context<'_>) -> Result<()> {
    let entity = New::<E>::entity();
    let name = entity.singular();
    match action {
        KeptAction::Add(add) => {
            let record = enter::record(entity, &add.fields, context)?;
            if let Some(attribute) = record.missing().next() {
                let positional = New::<E>::positionals().iter().any(|own| own.name == attribute.name);
                let option = enter::typed(entity, attribute, positional);
                return Err(Failure::usage(failures::missing_option(option, format!("{name} add"))).into());
            }
            let named =
                |name: &str| entity.attribute(name).and_then(|own| record.text(own)).unwrap_or_default();
            let title = match entity {
                Entity::Factsheet | Entity::Scheme => Text::plain(named("title")),
                Entity::Figure => Text::plain(named("measure")),
                Entity::Person => Text::plain(named("name")),
                Entity::Synonym => Text::plain(named("means")),
                _ => Text { nl: named("nl").to_owned(), en: named("en").to_owned() },
            };
            let key = context.write(add.writing.dry_run, |change| {
                let record = change.settle_all(&record)?;
                change.insert(record)
            })?;
            let shown = key.show(entity);
            enter::remark_on_slips(&record, context);
            context.recorded(&shown, title)
        }
        KeptAction::Edit(edit) => {
            let mut record = enter::record(entity, &edit.fields, context)?;
            enter::clear(&mut record, &edit.clear)?;
            log::change(entity, &edit.number, record, edit.writing.dry_run, &format!("{name} edit"), context)
        }
        KeptAction::List(list) => {
            let columns: &[&str] = match entity {
                Entity::Factsheet => &["number", "title", "published", "provenance"],
                Entity::Scheme => &["number", "title", "law", "provenance"],
                _ => &[],
            };
            let wanted = Wanted {
                entity,
                columns,
                own: Vec::new(),
                filter: &list.filter.0,
                rows: &list.rows,
                output: &list.output,
                names_persons: entity == Entity::Person,
                with_derived: false,
            };
            list::rows(&wanted, context)
        }
    }
}
