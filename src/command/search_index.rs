//! Opens the search index for `search` and `similar`, and reports the number of hits.

use super::{Context, NoticeKind};
use crate::failure::Exit;
use crate::i18n::remarks;
use crate::register::{Register, SearchResults, analysed_part, check_text};
use anyhow::Result;

pub fn query_text(words: &[String]) -> Result<String> {
    let text = words.join(" ");
    check_text(&text)?;
    Ok(analysed_part(&text).to_owned())
}

/// Opens the register. If another version of the program built the search index, first rebuilds the index. If the
/// register cannot be written, uses the outdated index instead.
pub fn open_with_current_index(context: &mut Context<'_>) -> Result<Register> {
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

/// Whether writing failed because the register is read-only or locked by another process.
fn is_write_refused(error: &anyhow::Error) -> bool {
    crate::register::explain(error, "").is_some_and(|failure| matches!(failure.exit, Exit::NoPermission | Exit::Busy))
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
