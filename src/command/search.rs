//! `search` and `similar`: finding records by words, and the answers that were given before.

use super::Context;
use crate::cli::{Search, Similar};
use crate::failure::Exit;
use crate::record::{Entity, Filter, Record, number};
use crate::register::{Found, Key, Register, Sought, check_text, question};
use crate::rows::Group;
use crate::words::{Text, remarks, terms};
use anyhow::Result;

/// So many precedents are shown once an obstacle is recorded.
const AT_ONCE: u64 = 3;
/// What is less near than this is not shown unasked. In the register of examples questions that were answered come to
/// .3 and more, and others to .2 and less.
const NEAR: f64 = 0.2;

/// Finds obstacles, factsheets and schemes by words.
pub fn search(search: Search, context: &mut Context<'_>) -> Result<()> {
    let text = text_of(&search.words)?;
    let register = ready(context)?;
    let sought = Sought::by_words(&text, &search.filter.0, search.most.limit);
    let found = register.find(&sought, context.today)?;
    register.show_hits(&found, false, search.filter.0.with_void, context.out)?;
    match number::parse_any(text.trim()) {
        Some((entity, wanted))
            if found.hits.is_empty() && !found.more && register.must_be_there(entity, wanted).is_ok() =>
        {
            context.remark(remarks::is_a_number(number::show(entity, wanted)));
        }
        _ => remark(&found, context),
    }
    Ok(())
}

/// Finds what was answered before: of an obstacle, or of a text.
pub fn similar(similar: Similar, context: &mut Context<'_>) -> Result<()> {
    let register = ready(context)?;
    let about = match &similar.text[..] {
        [one] => number::parse(Entity::Obstacle, one),
        _ => None,
    };
    let (text, record) = match about {
        None => (text_of(&similar.text)?, None),
        Some(wanted) => {
            register.must_be_there(Entity::Obstacle, wanted)?;
            let record = register.load(Entity::Obstacle, &Key::Number(wanted))?;
            (question(&record), Some(record))
        }
    };
    let sought = Sought {
        about,
        like: record.as_ref(),
        ..Sought::precedents(&text, &similar.filter.0, similar.most.limit)
    };
    let found = register.find(&sought, context.today)?;
    register.show_hits(&found, true, similar.filter.0.with_void, context.out)?;
    remark(&found, context);
    Ok(())
}

/// What was typed, as one text.
fn text_of(words: &[String]) -> Result<String> {
    let text = words.join(" ");
    check_text(&text)?;
    Ok(text)
}

/// The register, with a search index that this program can read: one of other rules is made anew. Where that may
/// not be written, it is searched as it is.
fn ready(context: &mut Context<'_>) -> Result<Register> {
    let register = context.register()?;
    if !context.time.is_now() || register.search_is_ours()? {
        return Ok(register);
    }
    drop(register);
    match Register::open(&context.path)?.write(&context.deed(), false, |_| Ok(())) {
        Ok(()) => context.remark(remarks::search_made_anew()),
        Err(error) if cannot_write(&error) => context.remark(remarks::search_is_older()),
        Err(error) => return Err(error),
    }
    context.register()
}

/// Whether the register may not be written, or not now.
fn cannot_write(error: &anyhow::Error) -> bool {
    crate::register::explain(error, "")
        .is_some_and(|failure| matches!(failure.exit, Exit::NoPermission | Exit::Busy))
}

fn remark(found: &Found, context: &mut Context<'_>) {
    let count = found.hits.len() as u64;
    context.remark(match (count, found.more) {
        (0, false) if found.says_nothing => remarks::says_too_little(),
        (0, false) => remarks::nothing_found(),
        (_, true) => remarks::more_near(count),
        (1, _) => remarks::one_row(),
        _ => remarks::rows(count),
    });
}

/// Tells which open obstacles are almost the same as one that is about to be recorded.
pub fn remark_on_duplicates(record: &Record, context: &mut Context<'_>) -> Result<()> {
    let register = Register::open(&context.path)?;
    for (number, title) in register.open_duplicates(record, context.today)? {
        context.remark(remarks::possible_duplicate(number::show(Entity::Obstacle, number), title));
    }
    Ok(())
}

/// Tells what was answered before, once an obstacle is recorded.
pub fn remark_on_precedents(record: &Record, about: Option<i64>, context: &mut Context<'_>) -> Result<()> {
    let register = Register::open(&context.path)?;
    let text = question(record);
    let filter = Filter::default();
    let sought = Sought { about, like: Some(record), ..Sought::precedents(&text, &filter, AT_ONCE) };
    let found = register.find(&sought, context.today)?;
    let near: Vec<_> = found.hits.iter().filter(|hit| hit.score >= NEAR).collect();
    if near.is_empty() {
        return Ok(());
    }
    context.remark(remarks::answered_before());
    for hit in near {
        let shown = register.shown_hit(hit)?;
        let standing = terms::STANDING.iter().find(|choice| choice.code == shown.standing);
        let standing = standing.map_or_else(Text::default, |choice| choice.label.into());
        context.remark(remarks::precedent(shown.code, shown.title, standing));
        if let Some(answer) = shown.answer {
            context.remark(remarks::precedent_answer(answer));
        }
        let groups = register.groups(hit)?;
        context.remark(remarks::precedent_why(Group::text(&groups)));
    }
    Ok(())
}
