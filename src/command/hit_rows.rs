//! Writes search hits as rows. Output for people contains only the columns that help to judge a hit. Data formats have
//! all attributes of the record, except those that identify persons.

use crate::i18n::remarks;
use crate::language::sentence_ends;
use crate::record::{Attribute, Entity, obstacle};
use crate::register::{Hit, Register, columns};
use crate::report::columns::{KIND, NUMBER, TITLE};
use crate::rows::{Audience, Cell, ColumnDef, Event, RecordPart, Shape, Sink};
use anyhow::Result;

/// The first columns of search results in data formats. Further columns hold the attributes of the record found.
const HIT_COLUMNS: &[&ColumnDef] = &[&NUMBER, &KIND, &TITLE, &columns::SCORE, &columns::WHY, &columns::PASSAGE];

const MAX_ANSWER_BYTES: usize = 200;
/// The same on the website, which has more room.
const MAX_ANSWER_BYTES_ON_SITE: usize = 600;

/// Writes search results. In a search for answers, `open` holds the open obstacles that ask nearly the same question.
/// These obstacles follow the results, and output for people also contains the text of each answer, as every search on
/// the website does. In any other search, `open` is `None`.
pub fn write_hits(
    register: &Register,
    hits: &[Hit],
    open: Option<&[Hit]>,
    with_void: bool,
    sink: &mut dyn Sink,
) -> Result<()> {
    if sink.audience().is_for_readers() {
        let with_answers = open.is_some() || sink.audience().is_on_site();
        if with_answers {
            sink.emit(Event::Part(RecordPart::Precedents))?;
        }
        write_for_readers(register, hits, with_answers, sink)?;
        if let Some(open) = open.filter(|open| !open.is_empty()) {
            sink.emit(Event::Part(RecordPart::OpenDuplicates))?;
            sink.heading(&remarks::open_duplicates_heading())?;
            write_for_readers(register, open, false, sink)?;
        }
        return Ok(());
    }
    let rest = Entity::Obstacle
        .attributes()
        .iter()
        .filter(|attribute| HIT_COLUMNS.iter().all(|column| column.name != attribute.name))
        .filter(|attribute| !attribute.identifies_person())
        .filter(|attribute| !attribute.is_void_only || with_void);
    let attributes: Vec<&'static Attribute> = [&obstacle::NUMBER, &obstacle::TITLE].into_iter().chain(rest).collect();
    let mut columns = ColumnDef::columns(HIT_COLUMNS);
    if open.is_some() {
        columns.push(columns::OPEN.column());
    }
    for attribute in attributes.iter().skip(2) {
        columns.push(register.column(attribute, Audience::Program)?);
    }
    sink.begin(&columns, Shape::Table)?;
    let answers = hits.iter().map(|hit| (hit, "no"));
    for (hit, is_open) in answers.chain(open.unwrap_or_default().iter().map(|hit| (hit, "yes"))) {
        let groups = register.evidence_groups(hit)?;
        register.with_hit_cells(hit, &attributes, with_void, |cells| {
            let [code, title, rest @ ..] = cells else { return Ok(()) };
            let kind = Cell::Text(hit.entity.singular());
            let mut row = vec![*code, kind, *title, Cell::Real(hit.score), Cell::Groups(&groups), snippet(hit)];
            row.extend(open.map(|_| Cell::Text(is_open)));
            sink.row(&[&row[..], rest].concat())
        })?;
    }
    sink.end()
}

fn write_for_readers(register: &Register, hits: &[Hit], with_answers: bool, sink: &mut dyn Sink) -> Result<()> {
    let mut columns = ColumnDef::columns(&[&NUMBER, &TITLE, &columns::STANDING]);
    if with_answers {
        columns.push(columns::ANSWER.column().below_row());
    }
    columns.extend([columns::PASSAGE.column().below_row(), columns::WHY.column().below_row()]);
    let max_bytes = if sink.audience().is_on_site() { MAX_ANSWER_BYTES_ON_SITE } else { MAX_ANSWER_BYTES };
    sink.begin(&columns, Shape::Table)?;
    for hit in hits {
        let shown = register.hit_summary(hit.entity, hit.number)?;
        let answer = shown.answer.as_deref().map(|answer| excerpt(answer, max_bytes));
        let mut cells = vec![Cell::Text(&shown.code), Cell::Text(&shown.title), Cell::Text(&shown.standing)];
        if with_answers {
            cells.push(answer.as_deref().map_or(Cell::Null, Cell::Text));
        }
        let groups = register.evidence_groups(hit)?;
        cells.extend([snippet(hit), Cell::Groups(&groups)]);
        sink.row(&cells)?;
    }
    sink.end()
}

const fn snippet(hit: &Hit) -> Cell<'_> {
    if hit.snippet.is_empty() { Cell::Null } else { Cell::Text(hit.snippet.as_str()) }
}

/// Shortens a text to one line. Cuts the text after the last sentence that fits, or else after the last word that fits.
pub fn one_line_excerpt(text: &str) -> String {
    excerpt(text, MAX_ANSWER_BYTES)
}

fn excerpt(text: &str, max_bytes: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.len() <= max_bytes {
        return line;
    }
    let cut = line.get(..line.floor_char_boundary(max_bytes)).unwrap_or_default();
    if let Some(sentences) = sentence_ends(cut).next_back().and_then(|end| cut.get(..end)) {
        return format!("{sentences} …");
    }
    format!("{}…", cut.rsplit_once(' ').map_or(cut, |(words, _)| words))
}
