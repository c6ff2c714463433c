//! Factsheets, schemes, vocabularies, publications and published figures: added, changed and listed alike.

use super::list::{self, Wanted};
use super::{Context, enter, log};
use crate::cli::{KeptAction, New, Subject};
use crate::failure::Failure;
use crate::record::Entity;
use crate::words::{Text, failures, remarks};
use anyhow::Result;

/// Adds, changes or lists records of a kind.
pub fn kept<const E: u8>(action: KeptAction<E>, context: &mut Context<'_>) -> Result<()> {
    let entity = New::<E>::entity();
    let name = entity.singular();
    match action {
        KeptAction::Add(add) => {
            let record = enter::record(entity, &add.fields, context)?;
            if let Some(attribute) = record.missing().next() {
                let positional = New::<E>::positional().is_some_and(|own| own.name == attribute.name);
                let option = if positional {
                    attribute.name.to_uppercase()
                } else {
                    format!("--{}", attribute.option)
                };
                return Err(Failure::usage(failures::missing_option(option, format!("{name} add"))).into());
            }
            let title =
                record.text(entity.attribute("title").unwrap_or(entity.key())).unwrap_or_default().to_owned();
            let key = context.register()?.write(add.writing.dry_run, |change| {
                let record = change.settle_all(&record)?;
                if let Some(code) = record.text(entity.key())
                    && change.register().terms(entity)?.iter().any(|(known, _)| known == code)
                {
                    return Err(Failure::data(failures::added_already(code)).into());
                }
                change.insert(record)
            })?;
            let shown = key.show(entity);
            context.out.line(&Text::plain(&shown))?;
            context.remark(remarks::recorded(shown, title));
            context.remark_if_dry(add.writing.dry_run);
            Ok(())
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
            let wanted =
                Wanted { entity, columns, own: Vec::new(), filter: &list.filter.0, rows: &list.rows };
            list::rows(&wanted, context)
        }
    }
}
