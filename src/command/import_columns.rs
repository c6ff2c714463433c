//! Finds the attribute that each column of a list holds: by the title in the header, or by a mapping.

use crate::failure::Failure;
use crate::i18n::attribute_labels::RUNNING_NUMBER;
use crate::i18n::{Text, failures};
use crate::intake::TableReader;
use crate::intake::mapping::{Entry, Mapping, normalize, unique_titles};
use crate::record::{Attribute, Entity, SetBy, obstacle};
use anyhow::Result;

/// The value that a mapping gives as the default for the resolution, if a solved obstacle without a resolution must get
/// the status "in analysis".
pub const NOT_SOLVED: &str = "not-solved";
const MAX_UNKNOWN: usize = 20;
const MAX_TITLE_CHARS: usize = 60;

/// A column of a list.
#[derive(Clone, Debug)]
pub struct Column {
    /// The title as messages and a mapping show it: on one line, and numbered if an earlier column has the same title.
    pub title: String,
    /// The attribute that the column holds; `None` if the column is not imported.
    pub attribute: Option<&'static Attribute>,
}

impl Column {
    pub fn is(&self, attribute: &Attribute) -> bool {
        self.attribute.is_some_and(|own| own.name == attribute.name)
    }

    /// Whether the column has a title, but is not imported.
    pub fn is_ignored(&self) -> bool {
        self.attribute.is_none() && !self.title.is_empty()
    }

    /// Whether whole numbers in this column may be row numbers rather than record numbers. False if the title is
    /// exactly `number`, the name of the attribute.
    pub fn may_be_running_number(&self, entity: Entity) -> bool {
        entity.prefix().is_some() && self.is(entity.key()) && self.title != entity.key().name
    }
}

/// A cell longer than this is not a column title.
const MAX_TITLE_BYTES: usize = 200;

/// Finds an attribute by its name, by its label in either language, or by another common title. Also finds the derived
/// attributes that exports contain, although the import ignores their values.
pub fn find_column(entity: Entity, heading: &str) -> Option<&'static Attribute> {
    if heading.len() > MAX_TITLE_BYTES {
        return None;
    }
    let (heading, key) = (heading.trim(), normalize(heading));
    let is_key = |label: &str| label.chars().flat_map(char::to_lowercase).eq(key.chars());
    let all = || entity.attributes().iter().chain(entity.derived());
    all()
        .find(|attribute| attribute.name == heading)
        .or_else(|| all().find(|attribute| is_key(attribute.i18n.label.nl) || is_key(attribute.i18n.label.en)))
        .or_else(|| all().find(|attribute| attribute.i18n.also.contains(&key.as_str())))
}

pub fn is_running_number(heading: &str) -> bool {
    RUNNING_NUMBER.contains(&normalize(heading).as_str())
}

/// Whether a cell may be a column title. Used to find the header of a list.
pub fn is_title(entity: Entity, mapping: Option<&Mapping>, cell: &str) -> bool {
    find_column(entity, cell).is_some()
        || (entity == Entity::Obstacle && is_running_number(cell))
        || mapping.is_some_and(|mapping| mapping.column(cell).is_some())
}

/// Finds the columns of a list. Fails if a title is unknown, if two columns hold the same attribute, or if a required
/// attribute has no column.
pub fn match_columns(
    entity: Entity,
    reader: &TableReader,
    mapping: Option<&Mapping>,
    update: bool,
) -> Result<Vec<Column>> {
    let place = || reader.header_location().describe_row();
    let titles = unique_titles(&reader.header);
    if let Some(mapping) = mapping {
        check_mapping(entity, mapping, &titles)?;
    }
    let mut columns: Vec<Column> = Vec::new();
    let mut unknown = Vec::new();
    for (title, heading) in titles.into_iter().zip(&reader.header) {
        let entry = mapping.and_then(|mapping| mapping.column(&title));
        let attribute = match entry {
            Some(entry) if entry.is_ignored() => None,
            Some(entry) => find_column(entity, &entry.text),
            None => find_column(entity, heading),
        };
        if attribute.is_none() && entry.is_none() && !heading.is_empty() {
            // A file with records of another kind may have many unknown columns, so list only the first ones.
            if unknown.len() == MAX_UNKNOWN {
                unknown.push("…".to_owned());
                break;
            }
            unknown.push(format!("'{}'", shorten_title(&title)));
        }
        if let Some(attribute) = attribute
            && let Some(other) = columns.iter().find(|column| column.is(attribute))
        {
            let message = if normalize(&other.title) == normalize(heading) {
                failures::import_duplicate_column(place(), heading)
            } else {
                failures::import_same_attribute(place(), &other.title, &title, attribute.i18n.label)
            };
            return Err(Failure::data(message).into());
        }
        columns.push(Column { title, attribute });
    }
    if !unknown.is_empty() {
        let valid: Vec<&str> = entity.attributes().iter().map(|attribute| attribute.name).collect();
        let message = match mapping {
            None => failures::import_unknown_column(place(), unknown.join(", "), valid.join(", ")),
            Some(mapping) => failures::import_unmapped_column(place(), unknown.join(", "), mapping.file()),
        };
        return Err(Failure::data(message).into());
    }
    let has = |attribute: &Attribute| columns.iter().any(|column| column.is(attribute));
    if update && !has(entity.key()) {
        return Err(Failure::data(failures::import_update_without_key(place(), entity.key().name)).into());
    }
    let missing: Vec<&str> = missing_columns(entity, &columns, mapping).map(|attribute| attribute.name).collect();
    if !update && !missing.is_empty() {
        return Err(Failure::data(failures::import_missing_column(place(), missing.join(", "))).into());
    }
    Ok(columns)
}

/// Returns the required attributes that neither a column nor the mapping provides.
pub fn missing_columns<'a>(
    entity: Entity,
    columns: &'a [Column],
    mapping: Option<&'a Mapping>,
) -> impl Iterator<Item = &'static Attribute> + 'a {
    let is_default = move |attribute: &Attribute| {
        mapping.is_some_and(|mapping| mapping.defaults().iter().any(|entry| entry.key == attribute.name))
    };
    entity.attributes().iter().filter(move |attribute| {
        attribute.is_required
            && attribute.default.is_none()
            && !columns.iter().any(|column| column.is(attribute))
            && !is_default(attribute)
    })
}

/// Fails if the mapping has a column that the list lacks, or an attribute or default that does not exist.
pub fn check_mapping(entity: Entity, mapping: &Mapping, titles: &[String]) -> Result<()> {
    mapping.check(titles, &|entry| check_column(entity, entry), &|entry| check_default(entity, entry))
}

fn check_column(entity: Entity, entry: &Entry) -> Result<(), Text> {
    let valid = || entity.attributes().iter().map(|attribute| attribute.name).collect::<Vec<_>>().join(", ");
    find_column(entity, &entry.text).map(drop).ok_or_else(|| failures::unknown_attribute(&entry.text, valid()))
}

/// Checks a default of a mapping, but not whether the register contains the record that the default refers to.
fn check_default(entity: Entity, entry: &Entry) -> Result<(), Text> {
    let can_be_set = |attribute: &&Attribute| attribute.set_by != SetBy::Derived && attribute.name != entity.key().name;
    let Some(attribute) = entity.attribute(&entry.key).filter(can_be_set) else {
        let valid: Vec<&str> = entity.attributes().iter().filter(can_be_set).map(|attribute| attribute.name).collect();
        return Err(failures::unknown_attribute(&entry.key, valid.join(", ")));
    };
    let is_not_solved =
        entity == Entity::Obstacle && attribute.name == obstacle::RESOLUTION.name && entry.text == NOT_SOLVED;
    if is_not_solved || entry.skips_row() {
        return Ok(());
    }
    attribute.parse(&entry.text, &crate::record::date::today).map(drop)
}

fn shorten_title(title: &str) -> String {
    let more = if title.chars().nth(MAX_TITLE_CHARS).is_some() { "…" } else { "" };
    title.chars().take(MAX_TITLE_CHARS).chain(more.chars()).collect()
}
