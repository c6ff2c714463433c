//! Arranges the parts of a record for its page: the texts to read, the facts beside them, the related records, the
//! precedents, and one timeline of contacts and changes.

use super::page_sets::{Fact, PageSets};
use super::{CellCode, PageCell, RowSet};
use crate::i18n::{Lang, page as messages};
use crate::rows::{Column, RecordPart};
use crate::view::sanitize::printable;
use crate::view::site_page;
use serde::Serialize;

/// Limit on the contacts and journal entries in the timeline; the newest are shown.
const MAX_MOMENTS: usize = 40;

/// Attributes that the steps show, so that the facts need not repeat them.
const SHOWN_AS_STEPS: &[&str] = &["status", "received", "resolution", "solved", "closed", "closed_as"];
/// Attributes whose values the page lists with their titles.
const SHOWN_AS_RELATED: &[&str] = &["factsheets", "schemes", "precedents"];

#[derive(Default, Serialize)]
pub struct RecordModel {
    steps: Vec<Step>,
    texts: Vec<Fact>,
    facts: Vec<Fact>,
    related: Vec<Related>,
    precedents: Vec<Precedent>,
    /// Heading above the open obstacles that ask nearly the same.
    open_heading: String,
    open: Vec<Precedent>,
    timeline: Vec<Moment>,
    /// Whether older moments were left out of the timeline.
    is_cut: bool,
}

#[derive(Serialize)]
struct Step {
    name: String,
    day: String,
    /// A CSS class: `done`, `current` or `ahead`.
    state: String,
    state_name: String,
    outcome: String,
}

/// Links to related records of one kind.
#[derive(Serialize)]
struct Related {
    heading: String,
    items: Vec<RelatedItem>,
}

#[derive(Serialize)]
struct RelatedItem {
    number: String,
    href: Option<String>,
    title: String,
    is_dutch: bool,
}

#[derive(Serialize)]
struct Precedent {
    number: String,
    href: Option<String>,
    title: String,
    is_dutch: bool,
    standing: String,
    answer: String,
    passage: String,
    /// The names of the reasons why it was found.
    reasons: Vec<String>,
    /// The name and the values of each reason.
    evidence: Vec<(String, String)>,
}

/// A contact or a journal entry.
#[derive(Serialize)]
struct Moment {
    #[serde(skip)]
    sort_key: String,
    day: String,
    time: String,
    title: String,
    href: Option<String>,
    is_contact: bool,
    who: String,
    lines: Vec<String>,
    lines_are_dutch: bool,
    changes: Vec<Change>,
}

#[derive(Serialize)]
struct Change {
    label: String,
    before: String,
    after: String,
}

/// A row with its columns, to read cells by the name of their column.
struct Row<'a> {
    columns: &'a [Column],
    cells: &'a [PageCell],
    lang: Lang,
}

impl<'a> Row<'a> {
    fn find(&self, name: &str) -> Option<(&'a Column, &'a PageCell)> {
        let at = self.columns.iter().position(|column| column.name == name)?;
        Some((self.columns.get(at)?, self.cells.get(at)?))
    }

    /// The displayed text of a cell; empty if the column is missing.
    fn text(&self, name: &str) -> String {
        self.find(name).map(|(_, cell)| cell.display.to_string()).unwrap_or_default()
    }

    /// The stored value of a cell.
    fn code(&self, name: &str) -> &'a str {
        self.find(name).and_then(|(_, cell)| cell.code()).unwrap_or_default()
    }

    fn is_dutch(&self, name: &str) -> bool {
        self.find(name).is_some_and(|(column, cell)| cell.is_dutch(column, self.lang))
    }

    fn groups(&self, name: &str) -> &'a [(String, String)] {
        match self.find(name) {
            Some((_, PageCell { code: CellCode::Groups(groups), .. })) => groups,
            _ => &[],
        }
    }
}

fn rows(set: &RowSet, lang: Lang) -> impl Iterator<Item = Row<'_>> {
    set.rows.iter().map(move |cells| Row { columns: &set.columns, cells, lang })
}

impl RecordModel {
    pub fn new(sets: &PageSets) -> Self {
        let lang = sets.lang;
        let mut model = Self::default();
        for (index, set) in sets.all.iter().enumerate() {
            let Some(part) = set.part else { continue };
            let heading = || set.heading.clone().unwrap_or_default();
            match part {
                RecordPart::Steps => model.steps = rows(set, lang).map(|row| step(&row)).collect(),
                RecordPart::Attributes => {
                    let facts = sets.card(index, 0).map(|card| card.facts).unwrap_or_default();
                    let (texts, facts) = facts.into_iter().partition(|fact| fact.is_prose);
                    (model.texts, model.facts) = (texts, facts);
                }
                RecordPart::Related => {
                    let items = rows(set, lang).map(|row| related_item(&row)).collect();
                    model.related.push(Related { heading: heading(), items });
                }
                RecordPart::Contacts => model.timeline.extend(rows(set, lang).map(|row| contact(&row))),
                RecordPart::Precedents => model.precedents = rows(set, lang).map(|row| precedent(&row)).collect(),
                RecordPart::OpenDuplicates => {
                    model.open_heading = heading();
                    model.open = rows(set, lang).map(|row| precedent(&row)).collect();
                }
                RecordPart::History => model.timeline.extend(journal_entry(set, lang)),
                // These are shown as a table.
                RecordPart::Obstacles => {}
            }
        }
        if !model.steps.is_empty() {
            model.facts.retain(|fact| !SHOWN_AS_STEPS.contains(&fact.name) && !SHOWN_AS_RELATED.contains(&fact.name));
        }
        // Newest first. On the day of a contact, the journal entries come first, because they have a time.
        model.timeline.sort_by(|one, other| other.sort_key.cmp(&one.sort_key));
        model.is_cut = model.timeline.len() > MAX_MOMENTS;
        model.timeline.truncate(MAX_MOMENTS);
        model
    }
}

fn step(row: &Row<'_>) -> Step {
    Step {
        name: row.text("status"),
        day: row.text("day"),
        state: row.code("state").to_owned(),
        state_name: row.text("state"),
        outcome: row.text("outcome"),
    }
}

fn related_item(row: &Row<'_>) -> RelatedItem {
    let number = row.text("number");
    let href = site_page::record_path(&number);
    RelatedItem { href, title: row.text("title"), is_dutch: row.is_dutch("title"), number }
}

fn precedent(row: &Row<'_>) -> Precedent {
    let number = row.text("number");
    let evidence = row.groups("why").to_vec();
    Precedent {
        href: site_page::record_path(&number),
        title: row.text("title"),
        is_dutch: row.is_dutch("answer"),
        standing: row.text("standing"),
        answer: row.text("answer"),
        passage: row.text("passage"),
        reasons: evidence.iter().map(|(name, _)| name.clone()).collect(),
        evidence,
        number,
    }
}

fn contact(row: &Row<'_>) -> Moment {
    let number = row.text("number");
    let [party, persons, ministry] = ["party", "persons", "ministry"].map(|name| row.text(name));
    // A party often begins with the ministry to which it belongs.
    let ministry = if party.starts_with(&ministry) { String::new() } else { ministry };
    let who = [party, persons, ministry];
    Moment {
        sort_key: row.code("date").to_owned(),
        day: row.text("date"),
        time: String::new(),
        title: format!("{} {number}", row.text("kind")),
        href: site_page::record_path(&number),
        is_contact: true,
        who: who.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · "),
        lines: row.text("note").lines().map(str::to_owned).collect(),
        lines_are_dutch: row.is_dutch("note"),
        changes: Vec::new(),
    }
}

fn journal_entry(set: &RowSet, lang: Lang) -> Option<Moment> {
    let entry = set.entry.as_ref()?;
    let day = entry.day.parse().map_or_else(|_| entry.day.clone(), |date| messages::short_date(date, lang));
    let note = printable(entry.note.get(lang), true);
    let change =
        |row: Row<'_>| Change { label: row.text("attribute"), before: row.text("before"), after: row.text("after") };
    Some(Moment {
        // The time makes the journal entries of one day follow each other in the right order.
        sort_key: format!("{}T{}#{:012}", entry.day, entry.time, entry.number),
        day,
        time: entry.time.clone(),
        title: entry.action.get(lang).to_owned(),
        href: Some(site_page::entry_path(entry.number)),
        is_contact: false,
        who: printable(&entry.actor, true).into_owned(),
        lines: (!note.is_empty()).then(|| note.into_owned()).into_iter().chain(set.after.iter().cloned()).collect(),
        lines_are_dutch: false,
        changes: rows(set, lang).map(change).filter(|change| !change.label.is_empty()).collect(),
    })
}
