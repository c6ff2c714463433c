//! What the rows of a command are called: above a page, and in a spreadsheet.

use crate::cli::{Action, ContactAction};
use crate::i18n::{Lang, Text, overview, sheets};
use crate::record::{Entity, number};
use crate::report::{ReportKind, find_report};

/// So many characters of what was searched for name what was found.
const MAX_QUERY_CHARS: usize = 80;

/// What the rows of a command are called; none for a command without rows.
pub fn title(action: &Action) -> Option<Text> {
    let listed = |entity: Entity| Some(capital(entity.plural_label().into()));
    match action {
        Action::List(_) => listed(Entity::Obstacle),
        Action::Contact(contact) => match contact.action {
            ContactAction::List(_) => listed(Entity::Contact),
            _ => None,
        },
        Action::Factsheet(_) => listed(Entity::Factsheet),
        Action::Scheme(_) => listed(Entity::Scheme),
        Action::Ministry(_) => listed(Entity::Ministry),
        Action::Region(_) => listed(Entity::Region),
        Action::CareDomain(_) => listed(Entity::CareDomain),
        Action::Theme(_) => listed(Entity::Theme),
        Action::Nature(_) => listed(Entity::Nature),
        Action::Law(_) => listed(Entity::Law),
        Action::Synonym(_) => listed(Entity::Synonym),
        Action::Publication(_) => listed(Entity::Publication),
        Action::Figure(_) => listed(Entity::Figure),
        Action::Person(_) => listed(Entity::Person),
        Action::Snapshot(_) => listed(Entity::Snapshot),
        Action::Export(export) => super::list::parse_kind(&export.kind).ok().and_then(listed),
        Action::Report(report) => {
            let report = find_report(&report.report)?;
            Some(match report.kind {
                ReportKind::Overview => overview::TITLE.into(),
                _ => capital(report.description.into()),
            })
        }
        Action::Show(show) => {
            let pieces = show.numbers.iter().flat_map(|text| text.split([',', ';']));
            Some(Text::untranslated(pieces.filter_map(parsed_code).collect::<Vec<_>>().join(", ")))
        }
        Action::Count(_) => Some(sheets::COUNT.into()),
        Action::Reconcile(_) => Some(sheets::RECONCILE.into()),
        Action::Search(search) => Some(found_title(&search.words)),
        Action::Similar(similar) => Some(found_title(&similar.text)),
        Action::History(history) => {
            // What is no number may be a name.
            let codes: Option<Vec<String>> = history.records.iter().map(|text| parsed_code(text)).collect();
            Some(match codes {
                Some(codes) if !codes.is_empty() => sheets::history_of(codes.join(", ")),
                _ => sheets::HISTORY.into(),
            })
        }
        Action::Check(_) => Some(sheets::CHECK.into()),
        _ => None,
    }
}

/// The number that a text names, as it is written.
fn parsed_code(text: &str) -> Option<String> {
    number::parse_any(text.trim()).map(|(entity, wanted)| number::format(entity, wanted))
}

/// What was found for a text; of a long one the beginning names it.
fn found_title(words: &[String]) -> Text {
    let text = words.join(" ");
    if text.trim().is_empty() {
        return sheets::FOUND.into();
    }
    let cut: String = text.chars().take(MAX_QUERY_CHARS).collect();
    sheets::found_for(if cut.len() < text.len() { format!("{}…", cut.trim_end()) } else { text })
}

/// With a capital letter.
fn capital(text: Text) -> Text {
    let first = |lang: Lang| {
        let mut characters = text.get(lang).chars();
        characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect::<String>()
    };
    Text { nl: first(Lang::Nl), en: first(Lang::En) }
}
