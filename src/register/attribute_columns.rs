//! Builds the output columns of attributes, including the labels of vocabulary codes.

use super::Register;
use super::terms::Terms;
use crate::i18n::Text;
use crate::record::law::Law;
use crate::record::{Attribute, Entity, Kind, http_url};
use crate::rows::{Column, Datatype, Prose, UrlFn, ValueLabels};
use anyhow::Result;

impl Register {
    pub fn label(&self, entity: Entity, code: &str) -> Result<Option<Text>> {
        let terms = self.terms(entity)?;
        let found = terms.iter().find(|(known, _)| known == code);
        Ok(found.map(|(code, label)| reader_label(entity, code, label)))
    }

    /// Builds the output column of an attribute. `for_readers` adds labels to the codes of laws and vocabularies.
    pub fn column(&self, attribute: &'static Attribute, for_readers: bool) -> Result<Column> {
        let labels = match attribute.kind {
            Kind::Choice(choices) => ValueLabels::Fixed(choices),
            Kind::Laws(_) if for_readers => ValueLabels::Laws(reader_labels(Entity::Law, &self.terms(Entity::Law)?)),
            Kind::Reference(entity) if for_readers && entity.is_vocabulary() && entity != Entity::Ministry => {
                ValueLabels::Vocabulary(reader_labels(entity, &self.terms(entity)?))
            }
            _ => ValueLabels::None,
        };
        let datatype = match attribute.kind {
            Kind::Date => Datatype::Date,
            Kind::Count => Datatype::Integer,
            _ if attribute.is_address => Datatype::Uri,
            _ => Datatype::Text,
        };
        let prose = match attribute.kind {
            Kind::Text if attribute.is_markdown => Some(Prose::Markdown),
            Kind::Text => Some(Prose::Plain),
            _ => None,
        };
        let column = Column {
            labels,
            datatype,
            url: if attribute.is_markdown { Some(http_url) } else { None },
            prose,
            is_dutch: attribute.is_dutch_text(),
            is_multi_valued: attribute.link().is_some(),
            ..Column::new(attribute.name, attribute.i18n)
        };
        Ok(with_link_target(column, attribute.is_law()))
    }
}

/// Turns the values of a column into links: a law links to its official text, a web address to itself.
pub fn with_link_target(column: Column, names_laws: bool) -> Column {
    let url: Option<UrlFn> = if names_laws {
        Some(|text| Law::from_stored(text)?.normalized().address(None))
    } else if column.datatype == Datatype::Uri {
        Some(http_url)
    } else {
        column.url
    };
    Column { url, ..column }
}

pub fn reader_labels(entity: Entity, terms: &Terms) -> Vec<(String, Text)> {
    terms.iter().map(|(code, label)| (code.clone(), reader_label(entity, code, label))).collect()
}

/// Returns the label of a term for people: a region's number and name, a ministry's code, any other term's name.
fn reader_label(entity: Entity, code: &str, label: &Text) -> Text {
    match entity {
        Entity::Region => Text::join(&[Text::untranslated(code), label.clone()], " "),
        Entity::Ministry => Text::untranslated(code),
        _ => label.clone(),
    }
}
