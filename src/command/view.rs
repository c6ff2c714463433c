//! `view`: adds, edits, lists and voids saved views; followed by numbers it shows these records, as `show` does.

use super::record_list::{ListSpec, list_records};
use super::{Command, Context, Outcome, receipt, record_input, summary, titles};
use crate::cli::{
    List, OutputArgs, View, ViewAdd, ViewEdit, ViewList, ViewPresentation, ViewText, ViewVoid, Void,
    filter_option_names, join_options, list_with_view, view_options,
};
use crate::digest::NullSink;
use crate::failure::{Exit, Failure};
use crate::i18n::{Text, failures, overview, remarks};
use crate::record::date::Today;
use crate::record::{
    Condition, Entity, Filter, Kind, Record, Value, number, obstacle, on_one_line, person, saved_view,
};
use crate::register::{Key, Register, SavedView};
use anyhow::Result;
use std::path::Path;

/// Limit on the characters of a filter as it is typed. A view stores somewhat fewer.
const MAX_FILTER_CHARS: usize = 1_000;

impl Command for View {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        match *self {
            Self::Show(show) => Box::new(show).run(context),
            Self::Add(add) => add_view(&add, context),
            Self::Edit(edit) => edit_view(edit, context),
            Self::List(list) => list_views(&list, context),
            Self::Void(void) => void_view(void, context),
        }
    }

    fn output(&self) -> Option<&OutputArgs> {
        match self {
            Self::Show(show) => show.output(),
            Self::List(list) => Some(&list.output),
            _ => None,
        }
    }

    fn title(&self) -> Option<Text> {
        match self {
            Self::Show(show) => show.title(),
            _ => Some(titles::entities(Entity::View)),
        }
    }

    /// A list of views depends on who asks for it.
    fn is_reproducible(&self) -> bool {
        matches!(self, Self::Show(show) if show.is_reproducible())
    }

    fn stdin_texts(&mut self) -> Vec<&mut String> {
        match self {
            Self::Void(void) => vec![&mut void.because],
            _ => Vec::new(),
        }
    }
}

fn parse_name(text: &str, context: &Context<'_>) -> Result<Value> {
    if number::parse_strict(Entity::View, text).is_some() {
        return Err(Failure::usage(failures::not_a_view_name(text)).into());
    }
    record_input::parse_required(&saved_view::NAME, &on_one_line(text.trim()), context)
}

/// Sets the columns, the order, and whether the view is for all, as far as they are given.
fn set_presentation(record: &mut Record, given: &ViewPresentation) -> Result<()> {
    let attribute = |name: &str| record_input::find_attribute(Entity::Obstacle, name, |_| true);
    let mut columns: Vec<&str> = Vec::new();
    let typed = given.columns.iter().flat_map(|text| text.split([',', ';'])).map(str::trim);
    for name in typed.filter(|name| !name.is_empty()) {
        let name = attribute(name)?.name;
        if !columns.contains(&name) {
            columns.push(name);
        }
    }
    if !given.columns.is_empty() {
        record.set(&saved_view::COLUMNS, Value::Text(columns.join(",")));
    }
    if let Some(text) = given.sort.as_deref() {
        let (sign, name) = text.strip_prefix('-').map_or(("", text), |name| ("-", name));
        let sort = if name.trim().is_empty() { String::new() } else { format!("{sign}{}", attribute(name)?.name) };
        record.set(&saved_view::SORT, Value::Text(sort));
    }
    if given.for_all {
        record.set(&saved_view::FOR_ALL, Value::Text("yes".to_owned()));
    }
    Ok(())
}

/// Returns the filter as a view stores it. Fails if a value in it is not valid, or if a person in it is unknown: a view
/// stores the numbers of persons, so that an erased name is in no view.
fn checked_filter(list: &List, args: &[String], register: &Register, today: Today<'_>) -> Result<Value> {
    // Check the length first, because looking up an extremely long text would be slow.
    let typed = args.iter().map(|word| word.chars().count()).sum::<usize>();
    if typed > MAX_FILTER_CHARS {
        let message = failures::value_too_long(saved_view::FILTER.i18n.label, typed, MAX_FILTER_CHARS);
        return Err(Failure::usage(message).into());
    }
    let filter = &list.filter.0;
    for condition in &filter.conditions {
        if let Condition::OneOf(attribute, names) = condition
            && matches!(attribute.kind, Kind::Reference(Entity::Person))
        {
            for name in names {
                if register.find_person(name).is_err() {
                    name.split(',').try_for_each(|name| register.find_person(name).map(drop))?;
                }
            }
        }
    }
    register.count(&[], filter, today, &mut NullSink)?;
    let options = receipt::redact_persons(register, args.get(1..).unwrap_or_default());
    let text = join_options(&options).ok_or_else(|| Failure::usage(failures::nul_character()))?;
    Ok(saved_view::FILTER.parse(&text, today).map_err(Failure::usage)?)
}

fn add_view(add: &ViewAdd, context: &mut Context<'_>) -> Result<Outcome> {
    let name = parse_name(&add.name, context)?;
    let mut record = Record::new(Entity::View).with(&saved_view::NAME, name.clone());
    set_presentation(&mut record, &add.presentation)?;
    let (actor, today) = (context.actor_and_host().0, context.today);
    let (list, args) = list_with_view(ViewText { filter: "", columns: "", sort: "" }, &add.filter.0, &[])?;
    let key = context.write(add.write.dry_run, |change| {
        record.set(&saved_view::FILTER, checked_filter(&list, &args, change.register(), today)?);
        record.set(&saved_view::OWNER, Value::Text(actor));
        let record = change.resolve(&record)?;
        change.insert(record)
    })?;
    context.print_recorded(&key.show(Entity::View), name.as_text().unwrap_or_default())?;
    Ok(context.finish(Exit::Success))
}

fn edit_view(edit: ViewEdit, context: &mut Context<'_>) -> Result<Outcome> {
    let mut record = Record::new(Entity::View);
    if let Some(name) = &edit.name {
        record.set(&saved_view::NAME, parse_name(name, context)?);
    }
    set_presentation(&mut record, &edit.presentation)?;
    let mut cleared = Vec::new();
    for name in edit.clear.iter().map(|name| name.trim().trim_start_matches("--").replace('_', "-")) {
        match name.as_str() {
            "columns" => record.set(&saved_view::COLUMNS, Value::Null),
            "sort" => record.set(&saved_view::SORT, Value::Null),
            "for-all" => record.set(&saved_view::FOR_ALL, Value::Text("no".to_owned())),
            _ => cleared.push(known_option(name)?),
        }
    }
    if record.is_blank() && edit.filter.0.is_empty() && cleared.is_empty() {
        return Err(Failure::usage(failures::nothing_to_change("view edit")).into());
    }
    let (actor, today) = (context.actor_and_host().0, context.today);
    let (shown, is_changed) = context.write(edit.write.dry_run, |change| {
        let view = change.register().find_view(&edit.view, &actor)?;
        let shown = number::format(Entity::View, view.number);
        if record.text(&saved_view::FOR_ALL) == Some("no") && !view.is_own {
            return Err(Failure::usage(failures::not_your_view(&shown)).into());
        }
        if !edit.filter.0.is_empty() || !cleared.is_empty() {
            let stored = ViewText { filter: &view.filter, columns: "", sort: "" };
            let (list, args) = list_with_view(stored, &edit.filter.0, &cleared)?;
            record.set(&saved_view::FILTER, checked_filter(&list, &args, change.register(), today)?);
        }
        Ok((shown, change.update(&Key::Number(view.number), record)?))
    })?;
    context.notice(if is_changed { remarks::changed(shown) } else { remarks::unchanged(shown) });
    Ok(context.finish(Exit::Success))
}

/// Returns the name of an option of a filter. Fails if a filter has no such option.
fn known_option(name: String) -> Result<String> {
    let known = filter_option_names();
    if known.contains(&name) {
        return Ok(name);
    }
    let valid: Vec<&str> = ["columns", "sort", "for-all"].into_iter().chain(known.iter().map(String::as_str)).collect();
    Err(Failure::usage(failures::unknown_attribute(name, valid.join(", "))).into())
}

fn list_views(list: &ViewList, context: &mut Context<'_>) -> Result<Outcome> {
    let filter = Filter::default();
    let spec = ListSpec {
        columns: &["number", "name", "filter", "columns", "sort", "for_all", "owner"],
        conditions: vec![Condition::SeenBy(context.actor_and_host().0)],
        ..ListSpec::new(Entity::View, &filter, &list.rows, &list.output)
    };
    list_records(&spec, context)
}

fn void_view(void: ViewVoid, context: &mut Context<'_>) -> Result<Outcome> {
    let actor = context.actor_and_host().0;
    let view = Register::open(&context.path)?.find_view(&void.view, &actor)?;
    let numbers = vec![number::format(Entity::View, view.number)];
    Box::new(Void { numbers, because: void.because, write: void.write }).run(context)
}

/// Replaces `--view` of a list by the options of that view, also in the arguments that a receipt stores: a receipt
/// then stays valid if the view changes, and for those who do not see it.
pub fn start_from_view(list: &mut List, context: &mut Context<'_>) -> Result<()> {
    let Some(name) = list.view.take() else { return Ok(()) };
    let actor = context.actor_and_host().0;
    let view = Register::open(&context.path)?.find_view(&name, &actor)?;
    let given = context.global.canonical_args.get(1..).unwrap_or_default();
    let SavedView { filter, columns, sort, .. } = &view;
    let (merged, args) = list_with_view(ViewText { filter, columns, sort }, given, &[])?;
    list.rows = merged.rows;
    list.filter = merged.filter;
    context.global.canonical_args = args;
    Ok(())
}

/// Describes the parts of saved views in words, for pages.
pub struct ViewDescriber<'a> {
    register: Register,
    today: Today<'a>,
}

impl<'a> ViewDescriber<'a> {
    /// Returns `None` if the register cannot be opened: the command that reads the views reports that error.
    pub fn new(path: &Path, today: Today<'a>) -> Option<Self> {
        Some(Self { register: Register::open(path).ok()?, today })
    }

    /// Returns `None` if this version cannot parse the filter. Handlers appear by number, or by name if `names_handlers`.
    pub fn filter(&self, filter_text: &str, names_handlers: bool) -> Option<Text> {
        let (list, _) = list_with_view(ViewText { filter: filter_text, columns: "", sort: "" }, &[], &[]).ok()?;
        let filter = &list.filter.0;
        let mut texts = summary::describe_conditions(&self.register, filter, self.today);
        if filter.with_void {
            texts.push(overview::VOID_TOO.into());
        }
        let mut described = Text::join(&texts, "; ");
        if names_handlers {
            let handlers = view_options(filter_text)?.into_iter().filter(|(name, _)| name == obstacle::HANDLER.option);
            let codes = handlers.filter_map(|(_, codes)| codes).collect::<Vec<_>>().join(",");
            let mut codes: Vec<&str> = codes.split(',').collect();
            // Replace N-100 before N-10, which it contains.
            codes.sort_by_key(|code| std::cmp::Reverse(code.len()));
            for (code, name) in codes.into_iter().filter_map(|code| Some((code, self.person_name(code)?))) {
                described = Text { nl: described.nl.replace(code, &name), en: described.en.replace(code, &name) };
            }
        }
        Some(described)
    }

    pub fn columns(&self, columns: &str) -> Text {
        let labels: Vec<Text> = columns.split(',').map(label).collect();
        Text::join(&labels, ", ")
    }

    pub fn sort(&self, sort: &str) -> Text {
        let (name, arrow) = sort.strip_prefix('-').map_or((sort, "↑"), |name| (name, "↓"));
        Text::join(&[label(name), Text::untranslated(arrow)], " ")
    }

    /// The name of a handler by number, to fill in a form; `None` if the person has no name or does not exist.
    pub fn person_name(&self, code: &str) -> Option<String> {
        let wanted = number::parse_strict(Entity::Person, code)?;
        let record = self.register.load(Entity::Person, &Key::Number(wanted)).ok()?;
        record.text(&person::NAME).map(str::to_owned)
    }
}

fn label(name: &str) -> Text {
    let known = Entity::Obstacle.attribute(name);
    known.map_or_else(|| Text::untranslated(name), |attribute| attribute.i18n.label.into())
}
