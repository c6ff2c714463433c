//! Opens the search index for `search` and `similar`, and reports the number of hits.

use super::{Clearance, Context, NoticeKind};
use crate::cli::shell_word;
use crate::failure::Exit;
use crate::i18n::remarks;
use crate::register::{
    EmbedLimit, NEAREST, Register, SearchRequest, SearchResults, Suggestion, analysed_part, can_embed, check_text,
};
use anyhow::Result;

pub fn query_text(words: &[String]) -> Result<String> {
    let text = words.join(" ");
    check_text(&text)?;
    Ok(analysed_part(&text).to_owned())
}

/// Opens the register. If another version of the program built the search index, first rebuilds the index. If the
/// register cannot be written, uses the outdated index instead. Also embeds a few records that have no vectors.
pub fn open_with_current_index(context: &mut Context<'_>) -> Result<Register> {
    let register = context.register()?;
    // The server embeds in the background.
    let embeds = can_embed() && context.clearance == Clearance::Full && register.has_queued_records()?;
    let is_current = register.is_search_current()?;
    if !context.time.is_present() || (is_current && !embeds) {
        return Ok(register);
    }
    drop(register);
    if embeds {
        // Ignore errors, for example if the register is read-only: a later notice reports how many records still have
        // no vector.
        let _ = Register::open(&context.path)?.embed_queued(EmbedLimit::few(), &mut |_| true);
    }
    if is_current {
        return context.register();
    }
    match Register::open(&context.path)?.write(&context.entry_meta(), false, |_| Ok(())) {
        Ok(()) => context.notice(remarks::search_index_renewed()),
        Err(error) if is_write_refused(&error) => context.notice(remarks::search_index_outdated()),
        Err(error) => return Err(error),
    }
    context.register()
}

/// Whether writing failed because the register is read-only or locked by another process.
fn is_write_refused(error: &anyhow::Error) -> bool {
    crate::register::explain(error, "").is_some_and(|failure| matches!(failure.exit, Exit::NoPermission | Exit::Busy))
}

/// Adds a notice if the search by meaning left out some records. It leaves out records without vectors. In a past state
/// of the register, it leaves out all records.
pub fn notice_unembedded(register: &Register, context: &mut Context<'_>) -> Result<()> {
    if !can_embed() {
        return Ok(());
    }
    if !context.time.is_present() {
        context.notice(remarks::past_without_meaning());
        return Ok(());
    }
    let (queued, _) = register.count_queued()?;
    if queued > 0 {
        context.notice(remarks::records_without_meaning(queued));
    }
    Ok(())
}

/// Searches for precedents, and derives suggestions from the nearest ones. The suggestions may use more precedents than
/// the search returns.
pub fn find_precedents(
    register: &Register,
    request: &SearchRequest<'_>,
    context: &mut Context<'_>,
) -> Result<SearchResults> {
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let request = SearchRequest { limit: request.limit.max(NEAREST as u64), ..*request };
    let mut found = register.search(&request, context.today)?;
    context.outcome.suggestions = register.suggestions(request.subject_record, &found.hits)?;
    found.has_more |= found.hits.len() > limit;
    found.hits.truncate(limit);
    Ok(found)
}

/// Shows suggestions for a record, with the command that applies them.
pub fn notice_suggestions(number: &str, context: &mut Context<'_>) {
    let suggestions = context.outcome.suggestions.clone();
    let mut command = format!("ruimte edit {number}");
    for suggestion in &suggestions {
        let Suggestion { attribute, label, shared, nearest, .. } = suggestion;
        context.notice(remarks::suggestion(attribute.i18n.label, label, *shared, *nearest));
        command.push_str(&format!(" --{} {}", suggestion.attribute.option, shell_word(&suggestion.value)));
    }
    if !suggestions.is_empty() {
        context.notice(remarks::apply_suggestions(command));
    }
}

pub fn notice_count(found: &SearchResults, context: &mut Context<'_>) {
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
