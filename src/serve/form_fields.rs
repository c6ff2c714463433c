//! Derives form fields from the options of commands and the attributes of records.

use super::action::RecordAction;
use super::lookup::lookup;
use super::page::select_option;
use super::record_lookup::{Term, TermCache};
use super::request_context::RequestContext;
use super::site_command::SiteCommand;
use super::text::{capitalize, uncapitalize};
use crate::cli::{ArgDefault, ArgInfo, obstacle_measures, optional_attributes};
use crate::i18n::{Label, Lang, choices, overview, site as messages};
use crate::record::{Attribute, Entity, Kind, obstacle, on_one_line};
use crate::register::BUCKETS;
use crate::report;
use crate::view::site_page::{Control, Field, Lookup, SelectOption};

/// A command-line option, and the attribute that the option sets or filters on.
pub struct FormOption<'a> {
    pub command: SiteCommand,
    pub option: &'a ArgInfo,
    pub attribute: Option<&'static Attribute>,
}

/// The orders that a list offers: by each of some attributes, up and down. If `with_none`, the first choice is none of
/// them.
pub fn sort_choices(request: &RequestContext, entity: Entity, chosen: &str, with_none: bool) -> Vec<SelectOption> {
    let none = with_none.then(|| select_option("", request.localize(messages::NO_CHOICE), chosen.is_empty()));
    let mut options: Vec<SelectOption> = none.into_iter().collect();
    let names = [entity.key().name, "title", "ministry", "status", "received", "due", "solved", "date", "published"];
    for attribute in names.iter().filter_map(|name| entity.attribute(name)) {
        for (sign, arrow) in [("", "↑"), ("-", "↓")] {
            let code = format!("{sign}{}", attribute.name);
            let label = format!("{} {arrow}", attribute.i18n.label.get(request.lang));
            options.push(select_option(&code, label, code == chosen));
        }
    }
    // The command line can sort by every attribute.
    if !options.iter().any(|option| option.is_selected) {
        options.push(select_option(chosen, chosen, true));
    }
    options
}

/// The ways to group counts of obstacles: by attributes such as the theme, and by periods such as the year of receipt.
fn count_groups() -> Vec<Term> {
    let facets = Entity::Obstacle.attributes().iter().filter(|attribute| attribute.is_facet);
    let periods = BUCKETS.iter().filter_map(|bucket| Some(Term::new(*bucket.names.first()?, bucket.column.text.label)));
    facets.map(|attribute| Term::new(attribute.name, attribute.i18n.label)).chain(periods).collect()
}

impl<'a> FormOption<'a> {
    pub fn new(command: SiteCommand, option: &'a ArgInfo) -> Self {
        Self { command, option, attribute: command.attribute(&option.name) }
    }

    /// Whether the option is a condition of a filter.
    pub fn is_filter(&self) -> bool {
        let is_own = |attribute: &Attribute| Entity::View.attribute(attribute.name).is_some();
        let is_condition = || !self.attribute.is_some_and(is_own);
        self.command.is_filter() || (self.command.changes_view() && is_condition())
    }

    fn is_new(&self) -> bool {
        self.command.action() == Some(RecordAction::New)
    }

    pub fn is_required(&self) -> bool {
        let is_entered = matches!(self.command.action(), Some(RecordAction::New | RecordAction::Edit));
        let lacks_default = |attribute: &Attribute| attribute.is_required && attribute.default.is_none();
        match self.option.name.as_str() {
            "resolution" | "because" if self.command.action() == Some(RecordAction::Classify) => true,
            "as" | "because" if self.command.action() == Some(RecordAction::Close) => true,
            // The form field for the option `to` is required. On the command line, `to` may be omitted because the
            // program asks for it, but a form cannot ask.
            "to" => true,
            // A contact must have a date, but its form field may stay empty: the `on` option then defaults to today.
            "on" => self.option.is_required,
            _ if self.is_filter() => self.option.is_required,
            _ => self.option.is_required || (is_entered && self.attribute.is_some_and(lacks_default)),
        }
    }

    /// Whether two values are the same, apart from line breaks and the order of checked boxes. Browsers change line
    /// breaks, and submit checked boxes in the order of the page.
    pub fn is_same(&self, one: &str, other: &str) -> bool {
        let sorted_items = |text: &str| {
            let mut items: Vec<String> = text.split(';').map(|item| on_one_line(item.trim()).into_owned()).collect();
            items.sort_unstable();
            items
        };
        match self.attribute {
            Some(attribute) if matches!(attribute.kind, Kind::References(..)) || self.is_columns() => {
                sorted_items(one) == sorted_items(other)
            }
            Some(attribute) if matches!(attribute.kind, Kind::Text) => {
                attribute.unify_line_breaks(one) == attribute.unify_line_breaks(other)
            }
            _ => on_one_line(one) == on_one_line(other),
        }
    }

    /// Whether the option names the columns of a saved view.
    pub fn is_columns(&self) -> bool {
        self.command.changes_view() && self.option.name == "columns"
    }

    pub fn field(&self, request: &RequestContext, value: &str, terms: &mut TermCache) -> Field {
        let option = self.option;
        let mut field = Field {
            name: option.name.clone(),
            label: capitalize(&self.label(request.lang)),
            help: self.help(request),
            value: match self.attribute.map(|attribute| attribute.kind) {
                Some(Kind::Text) => value.to_owned(),
                // Replace line breaks by spaces. A browser would remove the line breaks, and so join two words.
                _ => on_one_line(value).into_owned(),
            },
            is_required: self.is_required(),
            ..Field::default()
        };
        let without_article = ["De ", "Het ", "The "].iter().find_map(|article| field.help.strip_prefix(article));
        if uncapitalize(without_article.unwrap_or(&field.help)) == uncapitalize(&field.label) {
            field.help.clear();
        }
        if !option.takes_value {
            field.control = Control::Flag;
            let is_found = option.name == "found";
            field.label = if is_found { request.localize(messages::REDACT_FOUND) } else { capitalize(&option.help) };
            field.help.clear();
            return field;
        }
        if option.name == "by" {
            self.set_choices(request, &mut field, &count_groups());
        }
        if option.name == "without" {
            field.value = field.value.replace("; ", ",");
            let known: Vec<Term> =
                optional_attributes().map(|attribute| Term::new(attribute.option, attribute.i18n.label)).collect();
            self.set_choices(request, &mut field, &known);
        }
        if option.name == "measure" && self.attribute.is_none() {
            field.value = field.value.replace("; ", ",");
            let known: Vec<Term> = obstacle_measures().map(|measure| Term::new(measure.code, measure.label)).collect();
            self.set_choices(request, &mut field, &known);
        }
        if matches!(option.name.as_str(), "answered-within" | "solved-within") {
            let ranges = choices::DAYS.iter().map(|range| Term::new(range.code, range.label));
            let any = Term::new(report::ANY_DAYS, messages::ANY_NUMBER_OF_DAYS);
            let known: Vec<Term> = ranges.chain([any]).collect();
            self.set_choices(request, &mut field, &known);
        }
        if let ("attribute", Some(entity)) = (&*option.name, self.command.entity()) {
            let texts = entity.attributes().iter().filter(|attribute| attribute.is_free_text());
            let known: Vec<Term> = texts.map(|text| Term::new(text.name, text.i18n.label)).collect();
            self.set_choices(request, &mut field, &known);
        }
        field.lookup = lookup(request, &option.name, self.attribute, self.is_filter());
        let has_titles = |lookup: &Lookup| !lookup.links.is_empty() && !lookup.is_law;
        if !field.help.is_empty() && field.lookup.as_ref().is_some_and(has_titles) {
            field.help.push_str(&request.localize(messages::OR_PART_OF_TITLE));
        }
        if self.is_columns() {
            let chosen: Vec<&str> = value.split([';', ',']).map(str::trim).collect();
            // A long text does not fit in a table. A view that was saved on the command line can still have one.
            let fits =
                |attribute: &Attribute| !matches!(attribute.kind, Kind::Text) || chosen.contains(&attribute.name);
            let columns = Entity::Obstacle.attributes().iter();
            let columns = columns.filter(|attribute| !attribute.is_void_only && fits(attribute));
            field.control = Control::Checks;
            field.help = request.localize(messages::VIEW_COLUMNS_HELP);
            field.options = columns
                .map(|attribute| {
                    let label = capitalize(attribute.i18n.label.get(request.lang));
                    select_option(attribute.name, label, chosen.contains(&attribute.name))
                })
                .collect();
            return field;
        }
        if self.command.changes_view() && option.name == "sort" {
            field.control = Control::Select;
            field.help.clear();
            field.options = sort_choices(request, Entity::Obstacle, value, true);
            return field;
        }
        let Some(attribute) = self.attribute else { return field };
        field.is_dutch = request.lang != Lang::Nl && attribute.is_dutch_text();
        let is_filter = self.is_filter();
        match attribute.kind {
            Kind::Text => field.control = Control::Text,
            Kind::Date => field.control = Control::Date,
            Kind::Count => field.control = Control::Number,
            Kind::Choice(choices) => {
                if let Some(default) =
                    attribute.default.filter(|_| self.is_new() && !is_filter && field.value.is_empty())
                {
                    default.clone_into(&mut field.value);
                }
                let is_open_offered = is_filter && attribute.name == obstacle::STATUS.name;
                let open = is_open_offered.then(|| Term::new("open", overview::OPEN));
                let known: Vec<Term> =
                    open.into_iter().chain(choices.iter().map(|choice| Term::new(choice.code, choice.label))).collect();
                self.set_choices(request, &mut field, &known);
            }
            Kind::Reference(entity) if entity.is_vocabulary() || entity == Entity::Publication => {
                self.set_choices(request, &mut field, terms.get(request, entity));
            }
            Kind::References(entity, _) if entity.is_vocabulary() && !is_filter => {
                let chosen: Vec<&str> = value.split(';').map(str::trim).collect();
                let terms = terms.get(request, entity).iter();
                field.control = Control::Checks;
                field.help.clear();
                field.options = terms
                    .map(|Term { code, label }| {
                        select_option(code, label.get(request.lang), chosen.contains(&code.as_str()))
                    })
                    .collect();
            }
            _ if attribute.name == "measure" => {
                let measures = report::MEASURES.iter();
                let known: Vec<Term> = measures.map(|measure| Term::new(measure.code, measure.label)).collect();
                self.set_choices(request, &mut field, &known);
            }
            _ => {}
        }
        field
    }

    fn set_choices(&self, request: &RequestContext, field: &mut Field, known: &[Term]) {
        field.control = Control::Select;
        field.help.clear();
        let placeholder = if matches!(field.name.as_str(), "by" | "without") {
            messages::NO_CHOICE
        } else if self.is_filter() || field.name == "attribute" {
            messages::ANY
        } else if field.is_required {
            messages::CHOOSE
        } else {
            messages::NO_CHOICE
        };
        let value = field.value.as_str();
        let none = (!field.is_required || value.is_empty())
            .then(|| select_option("", request.localize(placeholder), value.is_empty()));
        // Keep the current value selected even if it is no longer among the choices.
        let is_known = value.is_empty() || known.iter().any(|term| term.code == value);
        let other = (!is_known).then(|| select_option(value, value, true));
        let all = known
            .iter()
            .map(|Term { code, label }| select_option(code, label.get(request.lang), code.as_str() == value));
        field.options = none.into_iter().chain(all).chain(other).collect();
    }

    fn label(&self, lang: Lang) -> String {
        let command = self.command;
        let own: Option<Label> = match self.option.name.as_str() {
            "because" => Some(messages::BECAUSE),
            "on" if command.entity() == Some(Entity::Obstacle) => Some(messages::ON),
            "to" => Some(messages::TO),
            "by" => Some(messages::BY),
            "without" => Some(messages::WITHOUT),
            "measure" if self.attribute.is_none() => Some(messages::COUNTED_AS),
            "answered-within" => Some(messages::ANSWERED_WITHIN),
            "solved-within" => Some(messages::SOLVED_WITHIN),
            "sort" => Some(messages::SORT),
            // A publication cannot use the labels below, because they are about dates of obstacles.
            _ if command.entity() == Some(Entity::Publication) && command.action().is_some() => None,
            "since" if command == SiteCommand::History => Some(messages::SINCE),
            "until" if command == SiteCommand::History => Some(messages::UNTIL),
            "since" => Some(messages::RECEIVED_SINCE),
            "until" => Some(messages::RECEIVED_UNTIL),
            "solved-since" => Some(messages::SOLVED_SINCE),
            "solved-until" => Some(messages::SOLVED_UNTIL),
            "period" => Some(messages::RECEIVED_PERIOD),
            "solved-period" => Some(messages::SOLVED_PERIOD),
            "due-since" => Some(messages::DUE_SINCE),
            "due-until" => Some(messages::DUE_UNTIL),
            "due-period" => Some(messages::DUE_PERIOD),
            "dated-since" => Some(messages::SINCE),
            "dated-until" => Some(messages::UNTIL),
            "lead" => Some(messages::LEAD),
            "precedent" if self.attribute.is_none() => Some(messages::PRECEDENT_OF),
            "actor" => Some(messages::ACTOR),
            "records" => Some(messages::OF_RECORDS),
            "as-of" => Some(messages::AS_OF),
            "reference-date" => Some(messages::REFERENCE_DATE),
            "about" => Some(messages::ABOUT),
            "text" if command.action() == Some(RecordAction::Redact) => Some(messages::REDACTED_TEXT),
            "attribute" => Some(messages::REDACTED_ATTRIBUTE),
            _ => None,
        };
        match (own, self.attribute) {
            (Some(own), _) => own.get(lang).to_owned(),
            (None, Some(attribute)) => attribute.i18n.label.get(lang).to_owned(),
            _ => self.option.help.clone(),
        }
    }

    /// The help text of a form field, which may differ from the help on the command line.
    fn help(&self, request: &RequestContext) -> String {
        let is_date = |attribute: &Attribute| matches!(attribute.kind, Kind::Date);
        match self.option.name.as_str() {
            "by" | "actor" | "without" => return String::new(),
            "as-of" => return capitalize(&request.localize(messages::AS_OF_HELP)),
            "reference-date" => return capitalize(&request.localize(messages::REFERENCE_DATE_HELP)),
            "person" => return capitalize(&request.localize(messages::PERSONS_HELP)),
            "text" if self.command.action() == Some(RecordAction::Redact) => {
                return request.localize(messages::REDACTED_TEXT_HELP);
            }
            _ if self.is_filter() && self.attribute.is_some_and(is_date) => return String::new(),
            _ => {}
        }
        let help = &self.option.help_without_default;
        let if_empty = match self.option.default {
            // The form for a new obstacle contains today's date. If the user empties that field, the date is unknown.
            Some(ArgDefault::TodayOrUnknown) => messages::UNKNOWN_IF_EMPTY,
            Some(ArgDefault::Today | ArgDefault::RecordedOrToday) => messages::TODAY_IF_EMPTY,
            Some(ArgDefault::Other(_)) | None => return capitalize(help),
        };
        capitalize(&format!("{help}; {}", request.localize(if_empty)))
    }
}
