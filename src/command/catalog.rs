//! The commands that add, edit, void and list factsheets, schemes, vocabularies, publications, published figures and
//! reply templates.

use super::link::LinkTargets;
use super::record_change::{RecordChange, change_record};
use super::record_list::{ListSpec, list_records};
use super::{
    Command, Context, EditorField, EditorTarget, Outcome, Question, check_register, long_texts, record_input,
    record_key, titles,
};
use crate::cli::{AttributeForm, Catalog, CatalogAction, CatalogList, OutputArgs, positional_attributes};
use crate::failure::{Exit, Failure};
use crate::i18n::{Text, failures};
use crate::record::{Attribute, Condition, Entity, Filter, SetBy, number, person};
use anyhow::Result;
use std::path::Path;

/// The attributes in which a list of persons is searched.
const SEARCHED: &[&Attribute] = &[&person::NUMBER, &person::NAME, &person::ORGANISATION, &person::EMAIL];

impl Command for Catalog {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let entity = self.entity;
        let name = entity.singular();
        match self.action {
            CatalogAction::Add(add) => {
                let record = record_input::parse_record(entity, &add.fields, true, context)?;
                if let Some(attribute) = record.missing_required().next() {
                    let positional = positional_attributes(entity, AttributeForm::New)
                        .iter()
                        .any(|other| other.name == attribute.name);
                    let option = record_input::input_hint(entity, attribute, positional);
                    return Err(Failure::usage(failures::missing_option(option, format!("{name} add"))).into());
                }
                let text_of =
                    |name: &str| entity.attribute(name).and_then(|other| record.text(other)).unwrap_or_default();
                let title = match entity {
                    Entity::Factsheet | Entity::Scheme | Entity::ReplyTemplate => Text::untranslated(text_of("title")),
                    Entity::Figure => Text::untranslated(text_of("measure")),
                    Entity::Person => Text::untranslated(text_of("name")),
                    Entity::Synonym => Text::untranslated(text_of("means")),
                    _ => Text { nl: text_of("nl").to_owned(), en: text_of("en").to_owned() },
                };
                let (key, record) = context.write(add.write.dry_run, |change| {
                    let record = change.resolve(&record)?;
                    Ok((change.insert(record.clone())?, record))
                })?;
                let shown = key.show(entity);
                record_input::notice_suspicious(&record, context);
                context.print_recorded(&shown, title)?;
                Ok(context.finish(Exit::Success))
            }
            CatalogAction::Edit(edit) => {
                let mut record = record_input::parse_record(entity, &edit.fields, false, context)?;
                record_input::clear_attributes(&mut record, &edit.clear)?;
                let change = RecordChange {
                    entity,
                    numbers: std::slice::from_ref(&edit.number),
                    record,
                    links: LinkTargets::default(),
                    adds_mentioned_laws: false,
                    dry_run: edit.write.dry_run,
                    command: &format!("{name} edit"),
                };
                change_record(change, context)
            }
            CatalogAction::Void(mut void) => {
                for text in &mut void.numbers {
                    *text = number::format(entity, record_key::record_number(entity, text)?);
                }
                Box::new(void).run(context)
            }
            CatalogAction::List(list) => {
                let columns: &[&str] = match entity {
                    Entity::Factsheet => &["number", "title", "published", "provenance"],
                    Entity::Scheme => &["number", "title", "law", "provenance"],
                    Entity::ReplyTemplate => &["number", "title"],
                    _ => &[],
                };
                let search = list.search.map(|text| Condition::Contains(SEARCHED, text));
                let spec = ListSpec {
                    columns,
                    conditions: search.into_iter().collect(),
                    lists_persons: entity == Entity::Person,
                    ..ListSpec::new(entity, &list.filter.0, &list.rows, &list.output)
                };
                list_records(&spec, context)
            }
        }
    }

    fn output(&self) -> Option<&OutputArgs> {
        self.list().map(|list| &list.output)
    }

    fn filter(&self) -> Option<&Filter> {
        self.list().map(|list| &list.filter.0)
    }

    fn is_about_persons(&self) -> bool {
        self.entity == Entity::Person
    }

    fn title(&self) -> Option<Text> {
        Some(titles::entities(self.entity))
    }

    fn stdin_texts(&mut self) -> Vec<&mut String> {
        match &mut self.action {
            CatalogAction::Add(add) => long_texts(&mut add.fields),
            CatalogAction::Edit(edit) => long_texts(&mut edit.fields),
            CatalogAction::Void(void) => void.stdin_texts(),
            CatalogAction::List(_) => Vec::new(),
        }
    }

    fn editor_target(&mut self) -> Option<EditorTarget<'_>> {
        let entity = self.entity;
        let (option, number, fields) = match &mut self.action {
            CatalogAction::Add(add) => (add.editor.edit.clone()?, None, &mut add.fields),
            CatalogAction::Edit(edit) => (edit.editor.edit.clone()?, Some(edit.number.clone()), &mut edit.fields),
            CatalogAction::Void(_) | CatalogAction::List(_) => return None,
        };
        Some(EditorTarget { option, entity, number, field: EditorField::Attributes(fields) })
    }

    fn questions(&self, path: &Path) -> Result<Vec<Question>> {
        let CatalogAction::Add(add) = &self.action else { return Ok(Vec::new()) };
        let is_set = |attribute: &Attribute| add.fields.iter().any(|(set, _)| set.name == attribute.name);
        let missing = self.entity.attributes().iter().filter(|attribute| {
            let is_entered = attribute.set_by == SetBy::User || attribute.name == self.entity.key().name;
            attribute.is_required && attribute.default.is_none() && is_entered && !is_set(attribute)
        });
        let questions: Vec<Question> =
            missing.map(|attribute| Question { attribute, text: attribute.i18n.help.into() }).collect();
        if !questions.is_empty() {
            check_register(path)?;
        }
        Ok(questions)
    }

    fn answer(&mut self, attribute: &'static Attribute, text: String) {
        if let CatalogAction::Add(add) = &mut self.action {
            add.fields.push((attribute, vec![text]));
        }
    }
}

impl Catalog {
    const fn list(&self) -> Option<&CatalogList> {
        match &self.action {
            CatalogAction::List(list) => Some(list),
            _ => None,
        }
    }
}
