//! What a form shows beside its fields: beside a new question, what was answered before, what is probably a duplicate
//! and what looks like personal data; beside a step of an obstacle, its question, its analysis and its precedents.

use super::action::RecordAction;
use super::answers::{self, Found, Shown};
use super::command_runner::run_command;
use super::page;
use super::request_context::{RequestContext, url_with_param};
use super::sinks::{EventBuffer, SectionSink};
use super::site_command::SiteCommand;
use super::text::capitalize;
use crate::command::{self, ProbableDuplicate};
use crate::i18n::site as messages;
use crate::record::Attribute;
use crate::register::Suggestion;
use crate::view::site_page::{Beside, Duplicate, FindAnswer, Finding, Proposal, UseAnswer, record_path};

/// The path of the form for a new obstacle.
const NEW_OBSTACLE: &str = "/obstacles/new";
/// The address to which that form is sent to look for precedents without saving.
pub const PREVIEW: &str = "/obstacles/new?look=1";

/// A field of a form, as it is filled in.
pub struct Typed<'a> {
    pub option: &'a str,
    pub value: &'a str,
    pub attribute: Option<&'static Attribute>,
}

/// Returns what resembles the title and the question in the form for a new obstacle.
pub fn resembling(request: &RequestContext, typed: &[Typed<'_>]) -> Found {
    let value = |name: &str| typed.iter().find(|field| field.option == name).map(|field| field.value);
    let texts = ["title", "question"].into_iter().filter_map(value).filter(|text| !text.is_empty());
    let text = texts.collect::<Vec<_>>().join("\n");
    if text.is_empty() { Found::default() } else { answers::resembling(request, text) }
}

/// Returns what to show beside the form for a new obstacle.
pub fn of_question(request: &RequestContext, typed: &[Typed<'_>], found: &Found) -> Beside {
    let duplicate = |found: &ProbableDuplicate| Duplicate {
        number: found.code.clone(),
        href: record_path(&found.code).unwrap_or_default(),
        title: found.title.clone(),
        standing: request.localize(found.standing.clone()),
    };
    let is_empty = |name: &str| typed.iter().any(|field| field.option == name && field.value.is_empty());
    let proposals = found.suggestions.iter().filter(|suggestion| is_empty(suggestion.attribute.option));
    let proposal = |suggestion: &Suggestion| {
        let (name, value) = (suggestion.attribute.option, suggestion.value.as_str());
        let look = [("look".to_owned(), "1".to_owned())];
        Proposal {
            text: page::suggestion_text(request, suggestion),
            name: name.to_owned(),
            value: value.to_owned(),
            action: url_with_param(NEW_OBSTACLE, &look, name, value),
        }
    };
    let findings = findings(request, typed);
    let counts = [
        (found.duplicates.len(), messages::one_duplicate(), messages::duplicates(found.duplicates.len())),
        (found.precedents, messages::one_precedent(), messages::precedents(found.precedents)),
        (findings.len(), messages::one_personal_finding(), messages::personal_findings(findings.len())),
    ];
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, several)| request.localize(if count == 1 { one } else { several }))
        .collect();
    let has_text = typed.iter().any(|field| field.option == "question" && !field.value.is_empty());
    Beside {
        heading: request.localize(messages::KNOWN_ALREADY),
        summary: match &counts[..] {
            [] if has_text => request.localize(messages::nothing_found()),
            [] => request.localize(messages::KNOWN_ALREADY_HELP),
            counts => capitalize(&format!("{}.", counts.join(", "))),
        },
        fields_before: Some(2),
        findings,
        duplicates: found.duplicates.iter().map(duplicate).collect(),
        proposals: proposals.map(proposal).collect(),
        texts: &[],
    }
}

fn findings(request: &RequestContext, typed: &[Typed<'_>]) -> Vec<Finding> {
    let texts = typed.iter().filter_map(|field| {
        let attribute = field.attribute?;
        (attribute.is_free_text() && attribute.is_public).then_some((field, attribute))
    });
    texts
        .flat_map(|(field, attribute)| {
            command::personal_data_excerpts(field.value).into_iter().map(move |excerpt| Finding {
                field_id: format!("record-{}", field.option),
                label: capitalize(&request.localize(attribute.i18n.label)),
                kind: request.localize(excerpt.kind),
                before: excerpt.before,
                found: excerpt.found,
                after: excerpt.after,
            })
        })
        .collect()
}

/// What a form for a step of an obstacle shows beside its fields.
pub struct OfStep {
    pub beside: Beside,
    /// The texts of the obstacle, and its precedents.
    pub rows: Vec<EventBuffer>,
    pub use_answer: Option<UseAnswer>,
    pub find: Option<FindAnswer>,
}

/// Returns what to show beside the form for a step of an obstacle: its texts and its precedents. `None` for any other
/// form.
pub fn of_step(request: &RequestContext, action: RecordAction, number: &str) -> Option<OfStep> {
    let texts: &[&str] = match action {
        RecordAction::Analyse => &["question"],
        RecordAction::Classify | RecordAction::Close => &["question", "analysis"],
        _ => return None,
    };
    let mut record = EventBuffer::default();
    let args = SiteCommand::Show.args([], [number.to_owned()]);
    run_command(request, &args, &mut SectionSink(&mut record)).ok()?;
    let beside = Beside { heading: request.localize(messages::THE_QUESTION), texts, ..Beside::default() };
    if action != RecordAction::Classify {
        let found = answers::resembling(request, number.to_owned());
        return Some(OfStep { beside, rows: vec![record, found.rows], use_answer: None, find: None });
    }
    let address = answers::use_address(number);
    let look = format!("/obstacles/{number}/classify?look=1");
    let (found, find) = answers::for_obstacle(request, number, Shown::Always, look, false);
    let use_answer =
        UseAnswer { label: request.localize(messages::USE_ANSWER), address, form: Some("record".to_owned()) };
    Some(OfStep { beside, rows: vec![record, found.rows], use_answer: Some(use_answer), find: Some(find) })
}
