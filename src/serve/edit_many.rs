//! The page that changes several obstacles at once: what to change, what becomes of each obstacle, and the button that
//! saves it. All of this is the command `edit` with several numbers.

use super::action::RecordAction;
use super::command_runner::{run_command_on, run_to_rows};
use super::filter_form::{option_args, url};
use super::form_fields::FormOption;
use super::page::{self, link, notice, select_option};
use super::query::Allowed;
use super::record_lookup::{TermCache, canonical_key};
use super::reply::{Flash, Reply};
use super::request_context::{Pairs, RequestContext, joined_values, value_of, values_of};
use super::sinks::{DataRows, EventBuffer};
use super::site_command::SiteCommand;
use super::state::AppState;
use super::text::capitalize;
use crate::cli::{ArgInfo, SeenVersion};
use crate::command::{self, Edited, MAX_RECORDS};
use crate::failure::{Failure, FailureKind};
use crate::i18n::{Text, change_page as messages, failures, site};
use crate::record::Entity;
use crate::rows::Sink;
use crate::view::site_page::{Control, Field, Form, Frame, Notice, NoticeKind};
use anyhow::Result;
use axum::http::StatusCode;

pub const ADDRESS: &str = "/obstacles/edit";
/// The address that leads to this page with all obstacles that a filter finds.
pub const FOUND_ADDRESS: &str = "/obstacles/edit/found";
pub const SAVE_ADDRESS: &str = "/obstacles/edit/save";
/// The field with the numbers of the obstacles.
pub const RECORDS: &str = "records";
/// The option that replaces the factsheets of an obstacle. This page adds factsheets instead.
const FACTSHEET: &str = "factsheet";
/// The field with the address of the list from which the obstacles were chosen.
const FROM: &str = "from";
/// The addresses of the pages on which obstacles can be ticked. The first is the default.
const LIST: &str = "/obstacles";
const SEARCH: &str = "/search";
/// Asks for what becomes of each obstacle as a file.
const FORMAT: &str = "format";
/// The options of `edit` that the page offers.
const FIELDS: &[&str] = &["handler", "theme", "nature", "publishable", FACTSHEET];
/// The option that clears attributes, and the attributes that the page offers to clear.
const CLEAR: &str = "clear";
const CLEARABLE: &[&str] = &["handler", "theme", "nature"];

/// The obstacles that somebody chose, and what to change.
struct Change<'a> {
    request: &'a RequestContext,
    numbers: Vec<String>,
    /// The options of `edit` with their values, without those that are left empty.
    values: Pairs,
    /// The address of the list from which the obstacles were chosen.
    from: String,
}

impl<'a> Change<'a> {
    fn new(request: &'a RequestContext, pairs: &[(String, String)]) -> Self {
        let mut numbers: Vec<String> = Vec::new();
        let typed = values_of(pairs, RECORDS).flat_map(|text| text.split([',', ';', ' '])).filter(|it| !it.is_empty());
        for text in typed {
            let number = canonical_key(Entity::Obstacle, text).unwrap_or_else(|| text.to_owned());
            // Count further numbers only to report that there are too many.
            if numbers.len() > MAX_RECORDS || !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        let value = |name: &&str| ((*name).to_owned(), joined_values(pairs, name).trim().to_owned());
        let mut values: Pairs = FIELDS.iter().map(value).filter(|(_, value)| !value.is_empty()).collect();
        let cleared = joined_values(pairs, CLEAR).replace("; ", ",");
        if !cleared.is_empty() {
            values.push((CLEAR.to_owned(), cleared));
        }
        Self { request, numbers, values, from: list_address(value_of(pairs, FROM).unwrap_or_default()) }
    }

    /// The field with the address of the list, unless that is the whole list of obstacles.
    fn from(&self) -> Option<(String, String)> {
        from_field(&self.from)
    }

    fn records(&self) -> (String, String) {
        (RECORDS.to_owned(), self.numbers.join(","))
    }

    /// The address of the page with these choices.
    fn address(&self) -> String {
        url(ADDRESS, std::iter::once(&self.records()).chain(&self.values).chain(&self.from()))
    }

    /// The command that makes the change, or only shows what it would change.
    fn args(&self, is_dry_run: bool) -> Vec<String> {
        let option = |(name, value): &(String, String)| match name.as_str() {
            FACTSHEET => format!("--link={value}"),
            name => format!("--{name}={value}"),
        };
        let dry_run = is_dry_run.then(|| "--dry-run".to_owned());
        command().args(self.values.iter().map(option).chain(dry_run), self.numbers.iter().cloned())
    }

    /// The attributes to clear.
    fn cleared(&self) -> impl Iterator<Item = &str> {
        values_of(&self.values, CLEAR).flat_map(|names| names.split(','))
    }

    /// Why the choices are not possible together, if they are not.
    fn problem(&self) -> Option<Text> {
        if let Some(name) = self.cleared().find(|name| !CLEARABLE.contains(name)) {
            return Some(site::unknown_choice(name));
        }
        let both = self.cleared().find(|name| value_of(&self.values, name).is_some())?;
        let attribute = command().attribute(both)?;
        Some(messages::filled_and_cleared(attribute.i18n.label))
    }

    fn run(&self, is_dry_run: bool, seen: Option<i64>, out: &mut dyn Sink) -> Result<command::Outcome, Box<Failure>> {
        let seen = seen.map(|entry| SeenVersion { entity: Entity::Obstacle, keys: self.numbers.clone(), entry });
        run_command_on(self.request, &self.args(is_dry_run), seen, out)
    }

    fn fields(&self, failure: Option<&Failure>) -> Vec<Field> {
        let options = self.request.state.options(command(), self.request.lang);
        let mut terms = TermCache::default();
        let find = |name: &&str| options.iter().find(|option| option.name == *name);
        let fields = FIELDS.iter().filter_map(find).map(|option| self.field(option, failure, &mut terms));
        fields.chain(std::iter::once(self.clear_field())).collect()
    }

    /// The field with the attributes to clear.
    fn clear_field(&self) -> Field {
        let request = self.request;
        let option = |name: &&str| {
            let attribute = command().attribute(name)?;
            let label = capitalize(&request.localize(messages::clear_one(attribute.i18n.label)));
            Some(select_option(name, label, self.cleared().any(|cleared| cleared == *name)))
        };
        Field {
            name: CLEAR.to_owned(),
            label: request.localize(messages::CLEAR),
            control: Control::Checks,
            options: CLEARABLE.iter().filter_map(option).collect(),
            ..Field::default()
        }
    }

    fn field(&self, option: &ArgInfo, failure: Option<&Failure>, terms: &mut TermCache) -> Field {
        let request = self.request;
        let value = value_of(&self.values, &option.name).unwrap_or_default();
        let field = FormOption::new(command(), option).field(request, value, terms);
        // The labels suffice, and short fields fit beside each other.
        let mut field = Field { is_required: false, help: String::new(), ..field };
        if option.name == FACTSHEET {
            field.label = request.localize(messages::LINK_FACTSHEET);
        }
        if field.control == Control::Select {
            field.options.retain(|option| !option.code.is_empty());
            field.options.insert(0, select_option("", request.localize(messages::LEAVE_AS_IS), value.is_empty()));
        }
        if let Some(Failure { kind: FailureKind::InvalidValue { attribute }, text, .. }) = failure
            && command().attribute(&option.name).is_some_and(|known| known.name == *attribute)
        {
            field.error = Some(capitalize(&request.localize(text.clone())));
        }
        field
    }

    /// The form that chooses what to change.
    fn choices(&self, failure: Option<&Failure>) -> Form {
        Form {
            id: "change".to_owned(),
            action: ADDRESS.to_owned(),
            hidden: std::iter::once(self.records()).chain(self.from()).collect(),
            fields: self.fields(failure),
            send: self.request.localize(messages::SHOW_PREVIEW),
            is_query: true,
            ..Form::default()
        }
    }

    /// The form that saves what the preview shows.
    fn save_form(&self, edited: &Edited, entry: i64) -> Form {
        let request = self.request;
        // An obstacle that stays as it is takes part, so that a change of it by somebody else is noticed.
        let numbers = edited.changed.iter().chain(&edited.unchanged).cloned().collect();
        let saved = Change { request, numbers, values: Vec::new(), from: self.from.clone() };
        let mut hidden = vec![
            request.csrf_field(),
            ("once".to_owned(), AppState::new_form_token()),
            ("seen".to_owned(), entry.to_string()),
            saved.records(),
        ];
        hidden.extend(saved.from());
        hidden.extend(self.values.iter().cloned());
        Form {
            id: "save".to_owned(),
            action: SAVE_ADDRESS.to_owned(),
            hidden,
            send: request.localize(messages::save(edited.changed.len())),
            ..Form::default()
        }
    }

    /// Renders the page. `seen` is the journal entry up to which the user has seen the obstacles: those that changed
    /// after it are marked.
    fn page(&self, status: StatusCode, notice: Option<Notice>, seen: Option<i64>) -> Result<Reply> {
        let request = self.request;
        let mut frame = page::frame(request);
        frame.notices.extend(notice);
        if self.numbers.is_empty() {
            frame.lines.push(request.localize(messages::NONE_TICKED));
            frame.actions.push(link(request.localize(messages::TO_LIST), self.from.clone()));
            return page::render_status(request, status, frame, messages::CHANGE_SEVERAL);
        }
        if self.numbers.len() > MAX_RECORDS {
            let text = failures::too_many_records(self.numbers.len(), MAX_RECORDS);
            return page::error(request, &Failure::usage(text));
        }
        if let Some(problem) = self.problem() {
            frame.notices.push(wrong(request.localize(problem)));
            frame.before.push(self.choices(None));
            return page::render_status(request, StatusCode::BAD_REQUEST, frame, messages::title(self.numbers.len()));
        }
        // Read the version before the obstacles. A change between the two is then noticed, and not overwritten.
        let entry = command::last_entry(&request.state.config.path)?;
        let mut rows = EventBuffer::default();
        match self.run(true, seen, &mut rows) {
            Ok(outcome) => {
                self.add_forms(&mut frame, outcome.edited.as_ref(), entry);
                page::render(request, status, frame, |out| {
                    out.title(&messages::title(self.numbers.len()))?;
                    rows.replay(out)
                })
            }
            Err(failure) => {
                frame.notices.push(page::error_notice(request, &failure));
                frame.before.push(self.choices(Some(&failure)));
                let title = messages::title(self.numbers.len());
                page::render_status(request, page::http_status(&failure), frame, title)
            }
        }
    }

    fn add_forms(&self, frame: &mut Frame, edited: Option<&Edited>, entry: i64) {
        let request = self.request;
        frame.lines.push(request.localize(messages::INTRO));
        let has_changes = edited.is_some_and(|edited| !edited.changed.is_empty());
        // The button that saves is the one that comes next.
        frame.before.push(Form { is_secondary: has_changes, ..self.choices(None) });
        let Some(edited) = edited.filter(|_| !self.values.is_empty()) else { return };
        let counts = messages::counts(edited.changed.len(), edited.unchanged.len(), edited.refused);
        let mut lines = vec![request.localize(counts)];
        if edited.refused > 0 {
            lines.push(request.localize(messages::REFUSED_SKIPPED));
        }
        if edited.changed.is_empty() {
            frame.notices.push(notice(NoticeKind::Note, request.localize(messages::NOTHING_CHANGES)));
            frame.lines.extend(lines);
            return;
        }
        let heading = Some(request.localize(messages::PREVIEW));
        frame.before.push(Form { heading, lines, ..self.save_form(edited, entry) });
    }
}

/// The field of a form with the address of the list that it leads back to, unless that is the whole list of obstacles.
pub fn from_field(address: &str) -> Option<(String, String)> {
    (address != LIST).then(|| (FROM.to_owned(), address.to_owned()))
}

/// Checks that an address is that of a list on this site, because it comes from the address of a page.
fn list_address(text: &str) -> String {
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    if ![LIST, SEARCH].contains(&path) {
        return LIST.to_owned();
    }
    let pairs: Pairs = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    url(path, &pairs)
}

const fn wrong(text: String) -> Notice {
    notice(NoticeKind::Wrong, text)
}

fn command() -> SiteCommand {
    SiteCommand::change(Entity::Obstacle, RecordAction::Edit, None)
}

/// The page for the obstacles and the choices in the query.
pub fn show(request: &RequestContext) -> Result<Reply> {
    let is_other = |(name, _): &&(String, String)| ![RECORDS, FORMAT, FROM, CLEAR].contains(&name.as_str());
    let others = RequestContext { query: request.query.iter().filter(is_other).cloned().collect(), ..request.clone() };
    if let Some(reply) = (Allowed { own: FIELDS, ..Allowed::default() }).reject(&others) {
        return reply;
    }
    let change = Change::new(request, &request.query);
    let is_tidy = request.query.iter().all(|(_, value)| !value.is_empty())
        && values_of(&request.query, CLEAR).count() <= 1
        && values_of(&request.query, RECORDS).eq([change.records().1.as_str()]);
    if !change.numbers.is_empty() && change.numbers.len() <= MAX_RECORDS {
        if change.problem().is_none()
            && let Some(reply) = page::download(request, &change.args(true), Entity::Obstacle.plural())
        {
            return reply;
        }
        if !is_tidy {
            return Ok(Reply::redirect(change.address()));
        }
    }
    change.page(StatusCode::OK, None, None)
}

/// Leads to the page with all obstacles that the filter in the query finds.
pub fn found(request: &RequestContext) -> Result<Reply> {
    let command = SiteCommand::List(Entity::Obstacle);
    let excluded = &["limit", "skip", "columns"];
    if let Some(reply) = (Allowed { command: Some(command), excluded, ..Allowed::default() }).reject(request) {
        return reply;
    }
    let mut options = option_args(request, command, excluded);
    options.extend([format!("--limit={}", MAX_RECORDS.saturating_add(1)), "--columns=number".to_owned()]);
    let rows = match run_to_rows(request, &command.args(options, [])) {
        Ok(rows) => rows,
        Err(failure) => return page::error(request, &failure),
    };
    let numbers: Vec<String> = rows.rows.into_iter().flatten().collect();
    let change = Change { request, numbers, values: Vec::new(), from: url(LIST, &request.query) };
    if change.numbers.len() > MAX_RECORDS {
        return change.page(StatusCode::BAD_REQUEST, None, None);
    }
    Ok(Reply::redirect(change.address()))
}

/// Saves the change, once however often the form is submitted.
pub fn save(request: &RequestContext) -> Result<Reply> {
    let form = request.form();
    let fields = form.iter().filter(|(name, _)| name != "csrf");
    let change = Change::new(request, form);
    if request.is_stale_form {
        let expired = wrong(request.localize(site::FORM_EXPIRED));
        return change.page(StatusCode::FORBIDDEN, Some(expired), None);
    }
    let creation = request.state.created.begin(&request.path, fields);
    if let Some(url) = creation.existing_url() {
        return Ok(Reply::redirect_with(url, request.localize(messages::ALREADY_SAVED)));
    }
    let seen = value_of(form, "seen").and_then(|text| text.parse().ok()).unwrap_or_default();
    let is_impossible = change.values.is_empty() || change.problem().is_some();
    if is_impossible || change.numbers.is_empty() || change.numbers.len() > MAX_RECORDS {
        return change.page(StatusCode::BAD_REQUEST, None, None);
    }
    match change.run(false, Some(seen), &mut DataRows::default()) {
        Ok(outcome) => {
            let edited = outcome.edited;
            let entry = edited.as_ref().and_then(|edited| edited.entry);
            creation.finish(change.from.clone());
            let changed = edited.map_or(0, |edited| edited.changed.len());
            let text = match changed {
                0 => site::NOTHING_CHANGED.into(),
                1 => messages::one_done(),
                changed => messages::done(changed),
            };
            Ok(Reply::redirect_with(change.from, Flash { text: request.localize(text), entry }))
        }
        Err(failure) if failure.kind == FailureKind::Stale => {
            drop(creation);
            change.page(StatusCode::CONFLICT, Some(wrong(request.localize(messages::CONFLICT))), Some(seen))
        }
        Err(failure) => {
            drop(creation);
            change.page(page::http_status(&failure), Some(page::error_notice(request, &failure)), None)
        }
    }
}
