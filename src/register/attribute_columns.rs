//! Builds the output columns of attributes, including the labels of vocabulary codes.

use super::Register;
use super::terms::Terms;
use crate::i18n::Text;
use crate::record::law::Law;
use crate::record::{Attribute, Entity, Kind, http_url};
use crate::rows::{Audience, Column, Datatype, Prose, UrlFn, ValueLabels};
use anyhow::Result;
use std::collections::{HashMap, HashSet};

impl Register {
    pub fn label(&self, entity: Entity, code: &str) -> Result<Option<Text>> {
        let terms = self.terms(entity)?;
        let found = terms.iter().find(|(known, _)| known == code);
        Ok(found.map(|(code, label)| reader_label(entity, code, label)))
    }

    /// Builds the output column of an attribute. Adds labels to codes, except in output for programs.
    pub fn column(&self, attribute: &'static Attribute, audience: Audience) -> Result<Column> {
        let for_readers = audience.knows_words();
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
        let kept_codes = match &labels {
            _ if !audience.may_be_imported() => HashSet::new(),
            ValueLabels::Vocabulary(labels) => self.codes_of_unclear_labels(labels, attribute)?,
            ValueLabels::Laws(labels) => self.codes_of_unclear_law_names(labels)?,
            ValueLabels::None | ValueLabels::Fixed(_) => HashSet::new(),
        };
        let column = Column {
            labels,
            kept_codes,
            datatype,
            url: if attribute.is_markdown { Some(http_url) } else { None },
            prose,
            is_dutch: attribute.is_dutch_text(),
            is_multi_valued: attribute.link().is_some(),
            ..Column::new(attribute.name, attribute.i18n)
        };
        Ok(with_link_target(column, attribute.is_law()))
    }

    /// Returns the codes whose label is ambiguous, because it is also the label or code of another term in the
    /// vocabulary.
    fn codes_of_unclear_labels(&self, labels: &[(String, Text)], attribute: &Attribute) -> Result<HashSet<String>> {
        let Kind::Reference(entity) = attribute.kind else { return Ok(HashSet::new()) };
        let terms = self.terms(entity)?;
        // Maps each code and label to the code of its term, or to `None` if several terms share the text.
        let mut known: HashMap<String, Option<&str>> = HashMap::new();
        for (code, label) in terms.iter().chain(labels) {
            for text in [code, &label.nl, &label.en] {
                let same = known.entry(text.to_lowercase()).or_insert(Some(code));
                *same = same.filter(|other| other == code);
            }
        }
        let is_clear = |code: &str, label: &str| known.get(&label.trim().to_lowercase()) == Some(&Some(code));
        let unclear = labels.iter().filter(|(code, label)| !is_clear(code, &label.nl) || !is_clear(code, &label.en));
        Ok(unclear.map(|(code, _)| code.clone()).collect())
    }

    /// Returns the codes of laws whose name, alone or with an article, would be parsed as something else.
    fn codes_of_unclear_law_names(&self, labels: &[(String, Text)]) -> Result<HashSet<String>> {
        let names = self.law_names()?;
        let is_clear = |code: &str, name: &str| {
            let reads_as = |typed: String, law: String| names.parse_one(&typed).ok() == Law::parse(&law).ok();
            reads_as(name.to_owned(), code.to_owned()) && reads_as(format!("{name}, art. 1"), format!("{code} art. 1"))
        };
        let unclear = labels.iter().filter(|(code, name)| !is_clear(code, &name.nl) || !is_clear(code, &name.en));
        Ok(unclear.map(|(code, _)| code.clone()).collect())
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
