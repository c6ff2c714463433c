//! `search` and `similar`: finding records by words, and the answers that were given before.

use super::hit_rows::{one_line_excerpt, write_hits};
use super::{Context, NoticeKind};
use crate::cli::{Search, Similar};
use crate::failure::Exit;
use crate::i18n::{Text, choices, remarks};
use crate::record::{Entity, Filter, Record, number};
use crate::register::{Key, Register, SearchRequest, SearchResults, check_text, question_text};
use crate::rows::Group;
use anyhow::Result;

/// So many precedents are shown once an obstacle is recorded.
const MAX_PRECEDENTS_AFTER_LOG: u64 = 3;
/// What is less near than this is not shown unasked. In the register of examples questions that were answered come to
/// .3 and more, and others to .2 and less.
const MIN_PRECEDENT_SCORE: f64 = 0.2;

/// Finds obstacles, factsheets and schemes by words.
pub fn search(search: Search, context: &mut Context<'_>) -> Result<()> {
    let text = query_text(&search.words)?;
    let register = open_with_current_index(context)?;
    let request = SearchRequest::by_words(&text, &search.filter.0, search.limit_args.limit);
    let found = register.search(&request, context.today)?;
    write_hits(&register, &found, false, search.filter.0.with_void, context.out)?;
    match number::parse_any(text.trim()) {
        Some((entity, wanted))
            if found.hits.is_empty()
                && !found.has_more
                && register.require_exists(entity, wanted).is_ok() =>
        {
            context.notice(remarks::query_is_record_number(number::format(entity, wanted)));
        }
        _ => remark_count(&found, context),
    }
    Ok(())
}

/// Finds what was answered before: of an obstacle, or of a text.
pub fn similar(similar: Similar, context: &mut Context<'_>) -> Result<()> {
    let register = open_with_current_index(context)?;
    let about = match &similar.text[..] {
        [one] => number::parse(Entity::Obstacle, one),
        _ => None,
    };
    let (text, record) = match about {
        None => (query_text(&similar.text)?, None),
        Some(wanted) => {
            register.require_exists(Entity::Obstacle, wanted)?;
            let record = register.load(Entity::Obstacle, &Key::Number(wanted))?;
            (question_text(&record), Some(record))
        }
    };
    let request = SearchRequest {
        subject: about,
        subject_record: record.as_ref(),
        ..SearchRequest::precedents(&text, &similar.filter.0, similar.limit_args.limit)
    };
    let found = register.search(&request, context.today)?;
    write_hits(&register, &found, true, similar.filter.0.with_void, context.out)?;
    remark_count(&found, context);
    Ok(())
}

/// What was typed, as one text.
fn query_text(words: &[String]) -> Result<String> {
    let text = words.join(" ");
    check_text(&text)?;
    Ok(text)
}

/// The register, with a search index that this program can read: one of other rules is made anew. Where that may
/// not be written, it is searched as it is.
fn open_with_current_index(context: &mut Context<'_>) -> Result<Register> {
    let register = context.register()?;
    if !context.time.is_present() || register.is_search_current()? {
        return Ok(register);
    }
    drop(register);
    match Register::open(&context.path)?.write(&context.entry_meta(), false, |_| Ok(())) {
        Ok(()) => context.notice(remarks::search_index_renewed()),
        Err(error) if is_write_refused(&error) => context.notice(remarks::search_index_outdated()),
        Err(error) => return Err(error),
    }
    context.register()
}

/// Whether the register may not be written, or not now.
fn is_write_refused(error: &anyhow::Error) -> bool {
    crate::register::explain(error, "")
        .is_some_and(|failure| matches!(failure.exit, Exit::NoPermission | Exit::Busy))
}

fn remark_count(found: &SearchResults, context: &mut Context<'_>) {
    let count = found.hits.len() as u64;
    context.outcome.more = found.has_more;
    context.notice(match (count, found.has_more) {
        (0, false) if found.has_no_terms => {
            return context.notice_of_kind(NoticeKind::TooVague, remarks::search_words_too_common());
        }
        (0, false) => return context.notice_nothing_found(),
        (_, true) => remarks::more_hits(count),
        (1, _) => remarks::one_row(),
        _ => remarks::row_count(count),
    });
}

/// Tells which open obstacles are almost the same as one that is about to be recorded.
pub fn remark_duplicates(record: &Record, context: &mut Context<'_>) -> Result<()> {
    let register = Register::open(&context.path)?;
    for (number, title) in register.open_duplicates(record, context.today)? {
        context.notice(remarks::possible_duplicate(number::format(Entity::Obstacle, number), title));
    }
    Ok(())
}

/// Tells what was answered before, once an obstacle is recorded.
pub fn remark_precedents(record: &Record, about: Option<i64>, context: &mut Context<'_>) -> Result<()> {
    let register = Register::open(&context.path)?;
    let text = question_text(record);
    let filter = Filter::default();
    let request = SearchRequest {
        subject: about,
        subject_record: Some(record),
        ..SearchRequest::precedents(&text, &filter, MAX_PRECEDENTS_AFTER_LOG)
    };
    let found = register.search(&request, context.today)?;
    let close_hits: Vec<_> = found.hits.iter().filter(|hit| hit.score >= MIN_PRECEDENT_SCORE).collect();
    if close_hits.is_empty() {
        return Ok(());
    }
    context.notice(remarks::precedents_heading());
    for hit in close_hits {
        let shown = register.hit_summary(hit)?;
        let standing = choices::STANDING.iter().find(|choice| choice.code == shown.standing);
        let standing = standing.map_or_else(Text::default, |choice| choice.label.into());
        context.notice(remarks::precedent(shown.code, shown.title, standing));
        if let Some(answer) = shown.answer {
            context.notice(remarks::precedent_answer(one_line_excerpt(&answer)));
        }
        let groups = register.evidence_groups(hit)?;
        context.notice(remarks::precedent_reason(Group::to_text(&groups)));
    }
    Ok(())
}
