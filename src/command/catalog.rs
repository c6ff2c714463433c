//! Factsheets, schemes, vocabularies, publications and published figures: added, changed and listed alike.

use super::list::{self, ListSpec};
use super::{Context, log, record_input};
use crate::cli::{ArgTarget, CatalogAction, NewRecord};
use crate::failure::Failure;
use crate::i18n::{Text, failures};
use crate::record::Entity;
use anyhow::Result;

/// Adds, changes or lists records of a kind.
pub fn run<const E: u8>(action: CatalogAction<E>, context: &mut Context<'_>) -> Result<()> {
    let entity = NewRecord::<E>::entity();
    let name = entity.singular();
    match action {
        CatalogAction::Add(add) => {
            let record = record_input::parse_record(entity, &add.fields, context)?;
            if let Some(attribute) = record.missing_required().next() {
                let positional =
                    NewRecord::<E>::positionals().iter().any(|other| other.name == attribute.name);
                let option = record_input::input_hint(entity, attribute, positional);
                return Err(Failure::usage(failures::missing_option(option, format!("{name} add"))).into());
            }
            let text_of =
                |name: &str| entity.attribute(name).and_then(|other| record.text(other)).unwrap_or_default();
            let title = match entity {
                Entity::Factsheet | Entity::Scheme => Text::untranslated(text_of("title")),
                Entity::Figure => Text::untranslated(text_of("measure")),
                Entity::Person => Text::untranslated(text_of("name")),
                Entity::Synonym => Text::untranslated(text_of("means")),
                _ => Text { nl: text_of("nl").to_owned(), en: text_of("en").to_owned() },
            };
            let key = context.write(add.write.dry_run, |change| {
                let record = change.resolve(&record)?;
                change.insert(record)
            })?;
            let shown = key.show(entity);
            record_input::remark_suspicious(&record, context);
            context.print_recorded(&shown, title)
        }
        CatalogAction::Edit(edit) => {
            let mut record = record_input::parse_record(entity, &edit.fields, context)?;
            record_input::clear_attributes(&mut record, &edit.clear)?;
            log::change(entity, &edit.number, record, edit.write.dry_run, &format!("{name} edit"), context)
        }
        CatalogAction::List(list) => {
            let columns: &[&str] = match entity {
                Entity::Factsheet => &["number", "title", "published", "provenance"],
                Entity::Scheme => &["number", "title", "law", "provenance"],
                _ => &[],
            };
            let spec = ListSpec {
                entity,
                columns,
                conditions: Vec::new(),
                filter: &list.filter.0,
                rows: &list.rows,
                output: &list.output,
                lists_persons: entity == Entity::Person,
                with_derived: false,
            };
            list::list_records(&spec, context)
        }
    }
}
