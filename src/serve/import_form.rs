//! The form with which people say what the columns and values of a list mean. It names columns and values by their
//! position, and has their texts in hidden fields.

use super::action::required_role;
use super::import_choices::{ADD, INSTEAD, READ_SHEET, vocabulary_of};
use super::page::{plain_text, select_option};
use super::record_lookup::{Term, TermCache};
use super::request_context::RequestContext;
use super::text::capitalize;
use super::uploads::Choices;
use crate::command::{DraftColumn, DraftDefault, MappingDraft, UnknownValue};
use crate::i18n::{Label, Text, choices, import_page as messages};
use crate::intake::mapping::{IGNORE, SKIP_ROW};
use crate::record::{Attribute, Entity, Kind, SetBy, obstacle};
use crate::view::site_page::{Control, Field, FieldGroup, Form, More, SelectOption};

/// Maximum number of values to choose on one page. The others follow when these have been chosen.
const MAX_VALUES: usize = 200;
/// The resolution in a mapping that makes a solved obstacle one in analysis.
const NOT_SOLVED: &str = "not-solved";
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
                let name = format!("value-{index}-{at}");
                let fields = self.value_fields(&name, &column.title, attribute, value, &mut terms);
                if value.is_settled { known_values.extend(fields) } else { open_values.extend(fields) }
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
            defaults.into_iter().flat_map(|default| self.default_fields(default, &mut terms)).collect::<Vec<_>>()
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

    fn value_fields(
        &self,
        name: &str,
        column: &str,
        attribute: &'static Attribute,
        value: &UnknownValue,
        terms: &mut TermCache,
    ) -> Vec<Field> {
        let request = self.request;
        let UnknownValue { text, count, first_place, why, proposal, is_settled } = value;
        let place = match count {
            1 => first_place.clone(),
            count => messages::in_cells(first_place.clone(), *count),
        };
        let is_added = self.choices.additions.iter().any(|added| added.column == column && added.text == *text);
        let chosen = if is_added && !is_settled { ADD } else { proposal };
        let field = Field { name: name.to_owned(), label: text.clone(), ..Field::default() };
        let mut fields = self.with_choices(field, attribute, chosen, true, terms);
        // The list to choose from says what is valid, so only a field to type in needs the reason.
        let help = match fields.first().map(|field| field.control) {
            _ if *is_settled => Text::default(),
            Some(Control::Select) => place,
            _ => Text::join(&[place, why.clone()], ": "),
        };
        if let Some(field) = fields.first_mut() {
            field.help = capitalize(&plain_text(request, help));
        }
        fields
    }

    fn default_fields(&self, default: &DraftDefault, terms: &mut TermCache) -> Vec<Field> {
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

    /// Lets people choose from the valid values if these are a list. Otherwise there are two fields: one to type a value,
    /// and one with what to do instead.
    fn with_choices(
        &self,
        field: Field,
        attribute: &'static Attribute,
        chosen: &str,
        is_value: bool,
        terms: &mut TermCache,
    ) -> Vec<Field> {
        let request = self.request;
        let choice = |code: &str, label: Label| select_option(code, request.localize(label), chosen == code);
        let can_be_empty = !attribute.is_required || attribute.default.is_some();
        let mut instead = Vec::new();
        if is_value && (can_be_empty || chosen == IGNORE) {
            instead.push(choice(IGNORE, messages::LEAVE_EMPTY));
        }
        let skip_row = if is_value { messages::LEAVE_OUT } else { messages::LEAVE_OUT_WITHOUT };
        instead.push(choice(SKIP_ROW, skip_row));
        if let Some(vocabulary) = vocabulary_of(attribute)
            && is_value
            && request.is_allowed(required_role(vocabulary))
        {
            let label = request.localize(messages::add_to(vocabulary.plural_label()));
            instead.push(select_option(ADD, label, chosen == ADD));
        }
        let is_instead = instead.iter().any(|option| option.is_selected);
        let Some(known) = self.valid_values(attribute, terms) else {
            let fill_in = select_option("", request.localize(messages::FILL_IN), !is_instead);
            let other = Field {
                name: format!("{INSTEAD}{}", field.name),
                label: request.localize(messages::or_else(&field.label)),
                control: Control::Select,
                options: std::iter::once(fill_in).chain(instead).collect(),
                ..Field::default()
            };
            let value = if is_instead { String::new() } else { chosen.to_owned() };
            return vec![Field { value, ..field }, other];
        };
        let choose = select_option("", request.localize(crate::i18n::site::CHOOSE), chosen.is_empty());
        let is_known = chosen.is_empty() || is_instead || known.iter().any(|option| option.code == chosen);
        let other = (!is_known).then(|| select_option(chosen, chosen, true));
        let known = known.into_iter().map(|option| SelectOption { is_selected: option.code == chosen, ..option });
        let options = std::iter::once(choose).chain(instead).chain(known).chain(other).collect();
        vec![Field { control: Control::Select, options, ..field }]
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

/// The attributes that a column of a list can hold.
fn attributes(entity: Entity) -> impl Iterator<Item = &'static Attribute> {
    entity.attributes().iter().filter(|attribute| attribute.set_by != SetBy::Derived)
}
