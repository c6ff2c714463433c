//! The answers that an obstacle could reuse: those of its precedents, or of what somebody searches for in the field above
//! them.

use super::command_runner::run_command;
use super::page;
use super::record_lookup::find_record;
use super::request_context::{RequestContext, value_of};
use super::search::relevant_notices;
use super::sinks::{EventBuffer, SectionSink};
use super::site_command::SiteCommand;
use crate::command::ProbableDuplicate;
use crate::i18n::site as messages;
use crate::record::{Entity, number};
use crate::register::{Suggestion, columns};
use crate::report::columns::{NUMBER, TITLE};
use crate::rows::{Cell, ColumnDef, Event, RecordPart, Shape, Sink};
use crate::view::site_page::FindAnswer;
use anyhow::Result;

const MAX_PRECEDENTS: u64 = 5;
/// The field for a question. It is sent in a form, because a pasted question with names must not get into an address.
pub const FIELD: &str = "find";
/// Stands in an address for the precedents that were chosen in the form.
pub const CHOSEN: &str = "precedent";

/// The address of the form that classifies an obstacle, to which the number of the record with the answer is added.
pub fn use_address(obstacle: &str) -> String {
    format!("/obstacles/{obstacle}/classify?use=")
}

/// What the register already knows about a question.
#[derive(Default)]
pub struct Found {
    pub rows: EventBuffer,
    pub precedents: usize,
    pub suggestions: Vec<Suggestion>,
    pub duplicates: Vec<ProbableDuplicate>,
    /// What to say about the search, such as that its words are too common.
    pub notes: Vec<String>,
}

/// Searches for what resembles `text`: the number of an obstacle, or a question. Ignores failures, because a page is
/// useful without this.
pub fn resembling(request: &RequestContext, text: String) -> Found {
    let mut found = Found::default();
    let args = SiteCommand::Similar.args([format!("--limit={MAX_PRECEDENTS}")], [text]);
    match run_command(request, &args, &mut SectionSink(&mut found.rows)) {
        Ok(mut outcome) => {
            found.precedents = found.rows.row_count_of(RecordPart::Precedents);
            found.suggestions = std::mem::take(&mut outcome.suggestions);
            found.duplicates = std::mem::take(&mut outcome.duplicates);
            found.notes = relevant_notices(request, outcome);
        }
        Err(failure) => found.notes.push(page::problem_text(request, &failure)),
    }
    found
}

/// When the page of an obstacle shows the precedents of the obstacle.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Always,
    /// When the user asks for them, with a link or an empty field.
    OnRequest,
}

/// Searches for answers to what was typed in the field of the page of an obstacle. If nothing was typed, searches for the
/// precedents of the obstacle. If `own_form` is set, the field is in a form of its own. Otherwise, it is in the form of the
/// page that classifies the obstacle.
pub fn for_obstacle(
    request: &RequestContext,
    obstacle: &str,
    shown: Shown,
    address: String,
    own_form: bool,
) -> (Found, FindAnswer) {
    let typed = value_of(request.form(), FIELD);
    let is_asked = !request.form().is_empty() || value_of(&request.query, FIELD).is_some();
    let is_left_out = shown == Shown::OnRequest && !is_asked;
    let mut found = match typed {
        None if is_left_out => Found::default(),
        None => resembling(request, obstacle.to_owned()),
        Some(text) => of_number(request, text).unwrap_or_else(|| resembling(request, text.trim().to_owned())),
    };
    if typed.is_some() {
        found.rows.drop_row(obstacle);
    }
    let field = FindAnswer {
        label: request.localize(messages::FIND_ANSWER),
        help: request.localize(messages::FIND_ANSWER_HELP),
        send: request.localize(messages::SEARCH),
        text: typed.unwrap_or_default().to_owned(),
        address,
        csrf: own_form.then(|| request.csrf_field().1),
        notes: typed.map(|_| std::mem::take(&mut found.notes)).unwrap_or_default(),
        show: is_left_out.then(|| {
            let text = request.localize(messages::SHOW_RESEMBLING);
            page::link(text, format!("/obstacles/{obstacle}?{FIELD}={obstacle}#precedents"))
        }),
    };
    (found, field)
}

/// Finds the record itself if the text is the number of an obstacle or factsheet: whoever types it wants its answer, and
/// not what resembles it.
fn of_number(request: &RequestContext, text: &str) -> Option<Found> {
    let (entity @ (Entity::Obstacle | Entity::Factsheet), found) = number::parse_any(text)? else { return None };
    let number = number::format(entity, found);
    let record = find_record(request, entity, &number)?;
    let answer = record.value(if entity == Entity::Factsheet { "summary" } else { "answer" }).unwrap_or_default();
    let mut found = Found::default();
    let write = |rows: &mut dyn Sink| -> Result<()> {
        rows.emit(Event::Part(RecordPart::Precedents))?;
        rows.begin(&ColumnDef::columns(&[&NUMBER, &TITLE, &columns::ANSWER]), Shape::Table)?;
        let title = record.value("title").unwrap_or_default();
        rows.row(&[Cell::Text(&number), Cell::Text(title), Cell::Text(answer)])?;
        rows.end()
    };
    write(&mut found.rows).ok()?;
    if answer.is_empty() {
        found.notes.push(request.localize(messages::has_no_answer(&number)));
    }
    Some(found)
}
