//! The form with which people say what the columns and values of a list mean, and the mapping that follows from it. The
//! form names columns and values by their position, and has their texts in hidden fields.

use super::page::select_option;
use super::record_lookup::{Term, TermCache};
use super::request_context::{RequestContext, value_of};
use super::text::capitalize;
use super::uploads::Choices;
use crate::command::{DraftColumn, DraftDefault, MappingDraft, UnknownValue};
use crate::i18n::{Text, choices, import_page as messages};
use crate::intake::mapping::{IGNORE, Mapping, MappingWriter, normalize};
use crate::record::{Attribute, Entity, Kind, SetBy, obstacle};
use crate::view::site_page::{Control, Field, FieldGroup, Form, More, SelectOption};

/// Maximum number of values to choose on one page. The others follow when these have been chosen.
const MAX_VALUES: usize = 200;
/// The resolution in a mapping that makes a solved obstacle one in analysis.
const NOT_SOLVED: &str = "not-solved";
/// The hidden field with the sheet whose columns the form has.
const READ_SHEET: &str = "read-sheet";
/// Maximum number of rows that a field for a missing value names.
const MAX_ROWS: usize = 3;

pub struct DraftForm<'a> {
    pub request: &'a RequestContext,
    pub draft: &'a MappingDraft,
    pub choices: &'a Choices,
    pub address: &'a str,
    /// Whether the form is below a preview, so that it can stay folded.
    pub is_folded: bool,
}

impl DraftForm<'_> {
    pub fn render(&self) -> Form {
        let request = self.request;
        let mut terms = TermCache::default();
        let mut form = Form {
            id: "mapping".to_owned(),
            action: self.address.to_owned(),
            hidden: vec![request.csrf_field()],
            is_compact: true,
            send: request.localize(messages::SAVE_CHOICES),
            is_secondary: self.is_folded,
            ..Form::default()
        };
        form.hidden.extend(self.draft.sheet.iter().map(|sheet| (READ_SHEET.to_owned(), sheet.clone())));
        let mut more = More { name: request.localize(messages::KNOWN), ..More::default() };
        let (mut open_columns, mut known_columns) = (Vec::new(), Vec::new());
        let (mut shown, mut hidden_values) = (0_usize, false);
        let (mut open_groups, mut known_groups) = (Vec::new(), Vec::new());
        for (index, column) in self.draft.columns.iter().enumerate().filter(|(_, column)| !column.title.is_empty()) {
            form.hidden.push((format!("title-{index}"), column.title.clone()));
            let field = self.column_field(index, column);
            if column.is_open {
                open_columns.push(field);
            } else {
                known_columns.push(field);
            }
            let (mut open_values, mut known_values) = (Vec::new(), Vec::new());
            let Some(attribute) = column.attribute else { continue };
            for (at, value) in column.values.iter().enumerate() {
                if shown == MAX_VALUES {
                    hidden_values = true;
                    break;
                }
                shown = shown.saturating_add(1);
                form.hidden.push((format!("text-{index}-{at}"), value.text.clone()));
                let field = self.value_field(&format!("value-{index}-{at}"), attribute, value, &mut terms);
                if value.is_settled { known_values.push(field) } else { open_values.push(field) }
            }
            for (values, groups, heading) in [
                (open_values, &mut open_groups, messages::open_values(&column.title)),
                (known_values, &mut known_groups, messages::known_values(&column.title)),
            ] {
                if !values.is_empty() {
                    groups.push(FieldGroup { heading: request.localize(heading), fields: values });
                }
            }
        }
        let (known_defaults, open_defaults): (Vec<&DraftDefault>, Vec<_>) =
            self.draft.defaults.iter().partition(|default| !default.choice.is_empty());
        let [open_defaults, known_defaults] = [open_defaults, known_defaults].map(|defaults| {
            defaults.into_iter().map(|default| self.default_field(default, &mut terms)).collect::<Vec<_>>()
        });
        let group = |heading, fields: Vec<Field>| {
            (!fields.is_empty()).then(|| FieldGroup { heading: request.localize(heading), fields })
        };
        form.groups.extend(group(messages::OPEN_COLUMNS, open_columns));
        form.groups.extend(open_groups);
        form.groups.extend(group(messages::DEFAULTS, open_defaults));
        more.groups.extend(group(messages::KNOWN_COLUMNS, known_columns));
        more.groups.extend(known_groups);
        more.groups.extend(group(messages::DEFAULTS, known_defaults));
        let how = group(messages::HOW, self.how_fields());
        if self.is_folded {
            more.name = request.localize(messages::CHANGE_CHOICES);
            more.groups.extend(how);
        } else {
            form.groups.extend(how);
        }
        form.more = (!more.groups.is_empty()).then_some(more);
        if hidden_values || self.draft.is_cut {
            form.lines.push(request.localize(messages::CUT));
        }
        form
    }

    fn column_field(&self, index: usize, column: &DraftColumn) -> Field {
        let request = self.request;
        let chosen = column.attribute.map_or(IGNORE, |attribute| attribute.name);
        let skip = select_option(IGNORE, request.localize(messages::SKIP_COLUMN), chosen == IGNORE);
        let attributes = attributes(self.draft.entity);
        let options = attributes.map(|attribute| {
            let label = capitalize(&request.localize(attribute.i18n.label));
            select_option(attribute.name, label, attribute.name == chosen)
        });
        let mut help = Vec::new();
        if column.is_open && column.is_running_number {
            help.push(request.localize(messages::RUNNING_NUMBER));
        } else if column.is_open {
            help.push(capitalize(&request.localize(column.comment.clone())));
        }
        if !column.examples.is_empty() {
            help.push(request.localize(messages::examples(column.examples.join("; "))));
        }
        Field {
            name: format!("column-{index}"),
            label: column.title.clone(),
            help: help.join(". "),
            control: Control::Select,
            options: std::iter::once(skip).chain(options).collect(),
            ..Field::default()
        }
    }

    fn value_field(&self, name: &str, attribute: &Attribute, value: &UnknownValue, terms: &mut TermCache) -> Field {
        let request = self.request;
        let UnknownValue { text, count, first_place, why, proposal, is_settled } = value;
        let place = match count {
            1 => first_place.clone(),
            count => messages::in_cells(first_place.clone(), *count),
        };
        let field = Field { name: name.to_owned(), label: text.clone(), ..Field::default() };
        let field = self.with_choices(field, attribute, proposal, true, terms);
        // The list to choose from says what is valid, so only a field to type in needs the reason.
        let help = match field.control {
            _ if *is_settled => Text::default(),
            Control::Select => place,
            _ => Text::join(&[place, why.clone()], ": "),
        };
        Field { help: capitalize(&request.localize(help)), ..field }
    }

    fn default_field(&self, default: &DraftDefault, terms: &mut TermCache) -> Field {
        let request = self.request;
        let DraftDefault { attribute, choice, rows } = default;
        let mut first: Vec<Text> = rows.first.iter().take(MAX_ROWS).cloned().collect();
        if rows.count > first.len() as u64 {
            first.push(Text::untranslated(format!("… ({})", rows.count)));
        }
        let field = Field {
            name: format!("default-{}", attribute.name),
            label: request.localize(messages::missing(attribute.i18n.label)),
            help: request.localize(messages::missing_in(Text::join(&first, "; "))),
            ..Field::default()
        };
        self.with_choices(field, attribute, choice, false, terms)
    }

    /// Lets people choose from the valid values if these are a list, and type a value otherwise.
    fn with_choices(
        &self,
        field: Field,
        attribute: &Attribute,
        chosen: &str,
        can_be_empty: bool,
        terms: &mut TermCache,
    ) -> Field {
        let request = self.request;
        let Some(known) = self.valid_values(attribute, terms) else {
            return Field { value: chosen.to_owned(), ..field };
        };
        let choose = select_option("", request.localize(crate::i18n::site::CHOOSE), chosen.is_empty());
        let empty =
            can_be_empty.then(|| select_option(IGNORE, request.localize(messages::LEAVE_EMPTY), chosen == IGNORE));
        let is_known = chosen.is_empty() || chosen == IGNORE || known.iter().any(|option| option.code == chosen);
        let other = (!is_known).then(|| select_option(chosen, chosen, true));
        let known = known.into_iter().map(|option| SelectOption { is_selected: option.code == chosen, ..option });
        let options = std::iter::once(choose).chain(empty).chain(known).chain(other).collect();
        Field { control: Control::Select, options, ..field }
    }

    fn valid_values(&self, attribute: &Attribute, terms: &mut TermCache) -> Option<Vec<SelectOption>> {
        let request = self.request;
        let is_obstacle = self.draft.entity == Entity::Obstacle;
        let of = |sets: &[&'static [choices::Choice]]| -> Vec<SelectOption> {
            let all = sets.iter().copied().flatten();
            all.map(|choice| select_option(choice.code, request.localize(choice.label), false)).collect()
        };
        match attribute.kind {
            Kind::Choice(_) if is_obstacle && attribute.name == obstacle::STATUS.name => {
                Some(of(&[choices::STATUS, choices::RESOLUTION, choices::CLOSED_AS]))
            }
            Kind::Choice(known) => {
                let mut known = of(&[known]);
                if is_obstacle && attribute.name == obstacle::RESOLUTION.name {
                    known.push(select_option(NOT_SOLVED, request.localize(messages::NOT_SOLVED), false));
                }
                Some(known)
            }
            Kind::Reference(entity) if entity.is_vocabulary() => {
                let term = |Term { code, label }: &Term| {
                    let label = label.get(request.lang);
                    let text = if label == code { code.clone() } else { format!("{code} – {label}") };
                    select_option(code, text, false)
                };
                Some(terms.get(request, entity).iter().map(term).collect())
            }
            _ => None,
        }
    }

    fn how_fields(&self) -> Vec<Field> {
        let request = self.request;
        let mut fields = Vec::new();
        if self.draft.sheets.len() > 1 {
            let is_read = |sheet: &String| self.draft.sheet.as_ref() == Some(sheet);
            let options = self.draft.sheets.iter().map(|sheet| select_option(sheet, sheet, is_read(sheet)));
            fields.push(Field {
                name: "sheet".to_owned(),
                label: request.localize(messages::SHEET),
                control: Control::Select,
                options: options.collect(),
                ..Field::default()
            });
        }
        if self.draft.entity == Entity::Obstacle {
            let allows = self.choices.allows_duplicates;
            fields.push(Field {
                name: "duplicates".to_owned(),
                label: request.localize(messages::DUPLICATES),
                help: request.localize(messages::DUPLICATES_HELP),
                control: Control::Select,
                options: vec![
                    select_option("skip", request.localize(messages::SKIP_DUPLICATES), !allows),
                    select_option("allow", request.localize(messages::ALLOW_DUPLICATES), allows),
                ],
                ..Field::default()
            });
        }
        fields.push(Field {
            name: "update".to_owned(),
            label: request.localize(messages::CHANGE_EXISTING),
            control: Control::Flag,
            value: if self.choices.updates { "1".to_owned() } else { String::new() },
            ..Field::default()
        });
        fields
    }
}

/// Whether a submitted form asks for another sheet than the one whose columns it has.
pub fn asks_for_other_sheet(form: &[(String, String)]) -> bool {
    value_of(form, "sheet").is_some_and(|sheet| value_of(form, READ_SHEET) != Some(sheet))
}

/// The attributes that a column of a list can hold.
fn attributes(entity: Entity) -> impl Iterator<Item = &'static Attribute> {
    entity.attributes().iter().filter(|attribute| attribute.set_by != SetBy::Derived)
}

/// Two columns that were both chosen to hold the same attribute, by their titles.
pub struct ChosenTwice(pub String, pub String, pub &'static Attribute);

/// Writes the mapping that a submitted form describes. What an earlier mapping says about other values stays.
pub fn submitted_mapping(
    form: &[(String, String)],
    entity: Entity,
    earlier: Option<&Mapping>,
) -> Result<String, ChosenTwice> {
    let mut writer = MappingWriter::default();
    let titles: Vec<(&str, &str)> =
        form.iter().filter_map(|(name, title)| Some((name.strip_prefix("title-")?, title.as_str()))).collect();
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
        let prefix = format!("text-{index}-");
        let texts = form.iter().filter_map(|(name, text)| Some((name.strip_prefix(&prefix)?, text.as_str())));
        let values: Vec<(&str, Option<&str>)> =
            texts.map(|(at, text)| (text, value_of(form, &format!("value-{index}-{at}")))).collect();
        let is_shown = |key: &str| values.iter().any(|(text, _)| normalize(text) == normalize(key));
        let earlier = earlier.iter().flat_map(|mapping| mapping.values_of(title));
        let others: Vec<(&str, &str)> = earlier
            .filter(|entry| !is_shown(&entry.key))
            .map(|entry| (entry.key.as_str(), entry.text.as_str()))
            .collect();
        let own = values.iter().filter_map(|(text, meaning)| Some((*text, (*meaning)?)));
        let all: Vec<(&str, &str)> = own.chain(others).collect();
        if !all.is_empty() {
            writer.values(title);
            for (text, meaning) in all {
                writer.entry(text, meaning.trim(), "");
            }
        }
    }
    let defaults = form.iter().filter_map(|(name, text)| Some((name.strip_prefix("default-")?, text.trim())));
    let defaults: Vec<(&str, &str)> = defaults.collect();
    let earlier = earlier.iter().flat_map(|mapping| mapping.defaults());
    let others = earlier
        .map(|entry| (entry.key.as_str(), entry.text.as_str()))
        .filter(|(key, _)| !defaults.iter().any(|(name, _)| name == key));
    let all: Vec<(&str, &str)> = defaults.iter().copied().filter(|(_, text)| !text.is_empty()).chain(others).collect();
    if !all.is_empty() {
        writer.defaults();
        for (name, text) in all {
            writer.entry(name, text, "");
        }
    }
    Ok(writer.finish())
}
