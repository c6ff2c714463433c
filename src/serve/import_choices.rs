//! What people chose in the form about a waiting list: the mapping that follows from it, and the terms that they want to
//! add to a list of the register first.

use super::action::required_role;
use super::record_lookup::{Term, TermCache};
use super::request_context::{RequestContext, value_of};
use super::uploads::Addition;
use crate::intake::mapping::{Mapping, MappingWriter, normalize};
use crate::record::{Attribute, Entity, Kind};
use crate::view::site_page::encode_segment;

/// The choice to add a value to a list of the register. A mapping does not have it: afterwards the value is known.
pub const ADD: &str = "add-to-list";
/// Precedes the name of a field to type in, in the name of the field with what to do instead.
pub const INSTEAD: &str = "instead-";
/// The hidden field with the sheet whose columns the form has.
pub const READ_SHEET: &str = "read-sheet";
/// Longest text that is proposed as the code of a new term.
const MAX_CODE_CHARS: usize = 12;

/// Whether a submitted form asks for another sheet than the one whose columns it has.
pub fn asks_for_other_sheet(form: &[(String, String)]) -> bool {
    value_of(form, "sheet").is_some_and(|sheet| value_of(form, READ_SHEET) != Some(sheet))
}

/// The list of terms that holds the values of an attribute; `None` if an attribute has other values.
pub fn vocabulary_of(attribute: &Attribute) -> Option<Entity> {
    match attribute.kind {
        Kind::Reference(entity) | Kind::References(entity, _) if entity.is_vocabulary() => Some(entity),
        _ => None,
    }
}

/// Two columns that were both chosen to hold the same attribute, by their titles.
pub struct ChosenTwice(pub String, pub String, pub &'static Attribute);

/// What was chosen for one value or default: what to do instead of filling in a value, or else the value. `None` if
/// nothing was chosen, or if the value must first become a term.
fn meaning_of<'a>(form: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let instead = value_of(form, &format!("{INSTEAD}{name}")).filter(|text| !text.is_empty());
    instead.or_else(|| value_of(form, name)).map(str::trim).filter(|text| !text.is_empty() && *text != ADD)
}

/// The values of a column that a form has: the name of the field, and the text in the list.
fn values_in<'a>(form: &'a [(String, String)], column: &str) -> Vec<(String, &'a str)> {
    let prefix = format!("text-{column}-");
    let texts = form.iter().filter_map(|(name, text)| Some((name.strip_prefix(&prefix)?, text.as_str())));
    texts.map(|(at, text)| (format!("value-{column}-{at}"), text)).collect()
}

fn titles_in(form: &[(String, String)]) -> Vec<(&str, &str)> {
    form.iter().filter_map(|(name, title)| Some((name.strip_prefix("title-")?, title.as_str()))).collect()
}

/// Writes the mapping that a submitted form describes. What an earlier mapping says about other values stays.
pub fn submitted_mapping(
    form: &[(String, String)],
    entity: Entity,
    earlier: Option<&Mapping>,
) -> Result<String, ChosenTwice> {
    let mut writer = MappingWriter::default();
    let titles = titles_in(form);
    let mut chosen: Vec<(&str, &'static Attribute)> = Vec::new();
    writer.columns();
    for (index, title) in &titles {
        let Some(name) = value_of(form, &format!("column-{index}")) else { continue };
        if let Some(attribute) = entity.attribute(name) {
            if let Some((other, _)) = chosen.iter().find(|(_, other)| other.name == attribute.name) {
                return Err(ChosenTwice((*other).to_owned(), (*title).to_owned(), attribute));
            }
            chosen.push((title, attribute));
        }
        writer.entry(title, name, "");
    }
    for (index, title) in &titles {
        let values = values_in(form, index);
        let is_shown = |key: &str| values.iter().any(|(_, text)| normalize(text) == normalize(key));
        let earlier = earlier.iter().flat_map(|mapping| mapping.values_of(title));
        let others: Vec<(&str, &str)> = earlier
            .filter(|entry| !is_shown(&entry.key))
            .map(|entry| (entry.key.as_str(), entry.text.as_str()))
            .collect();
        let own = values.iter().filter_map(|(name, text)| Some((*text, meaning_of(form, name)?)));
        let all: Vec<(&str, &str)> = own.chain(others).collect();
        if !all.is_empty() {
            writer.values(title);
            for (text, meaning) in all {
                writer.entry(text, meaning, "");
            }
        }
    }
    let defaults = form.iter().filter_map(|(name, _)| name.strip_prefix("default-"));
    let defaults: Vec<(&str, Option<&str>)> =
        defaults.map(|name| (name, meaning_of(form, &format!("default-{name}")))).collect();
    let earlier = earlier.iter().flat_map(|mapping| mapping.defaults());
    let others = earlier
        .map(|entry| (entry.key.as_str(), entry.text.as_str()))
        .filter(|(key, _)| !defaults.iter().any(|(name, _)| name == key));
    let all: Vec<(&str, &str)> =
        defaults.iter().filter_map(|(name, text)| Some((*name, (*text)?))).chain(others).collect();
    if !all.is_empty() {
        writer.defaults();
        for (name, text) in all {
            writer.entry(name, text, "");
        }
    }
    Ok(writer.finish())
}

/// The values that a submitted form wants to add to a list of the register, as far as this visitor may.
pub fn submitted_additions(request: &RequestContext, entity: Entity) -> Vec<Addition> {
    let form = request.form();
    let mut additions = Vec::new();
    for (index, title) in titles_in(form) {
        let attribute = value_of(form, &format!("column-{index}")).and_then(|name| entity.attribute(name));
        let Some(vocabulary) = attribute.and_then(vocabulary_of) else { continue };
        if !request.is_allowed(required_role(vocabulary)) {
            continue;
        }
        for (name, text) in values_in(form, index) {
            let is_chosen = |name: &str| value_of(form, name) == Some(ADD);
            if is_chosen(&name) || is_chosen(&format!("{INSTEAD}{name}")) {
                additions.push(Addition { column: title.to_owned(), text: text.to_owned(), vocabulary });
            }
        }
    }
    additions
}

/// The address of the form that adds the term, with the text filled in. Saving it leads back to the list.
pub fn addition_address(request: &RequestContext, addition: &Addition, token: &str) -> String {
    let mut terms = TermCache::default();
    let term = unknown_part(&addition.text, terms.get(request, addition.vocabulary));
    let is_code = term.chars().count() <= MAX_CODE_CHARS
        && term.chars().all(|character| character.is_ascii_alphanumeric() || character == '-');
    let field = if is_code { "code" } else { "nl" };
    let kind = addition.vocabulary.plural();
    format!("/{kind}/new?import={}&{field}={}", encode_segment(token), encode_segment(term))
}

/// The first value in a cell that is not a term yet. A cell can hold several values.
fn unknown_part<'a>(cell: &'a str, terms: &[Term]) -> &'a str {
    let is_known = |text: &str| {
        let is_same = |known: &str| known.to_lowercase() == text.to_lowercase();
        terms.iter().any(|term| is_same(&term.code) || is_same(&term.label.nl) || is_same(&term.label.en))
    };
    let mut parts = cell.split(['/', ';', ',']).map(str::trim).filter(|part| !part.is_empty());
    parts.find(|part| !is_known(part)).unwrap_or_else(|| cell.trim())
}
