//! `index`: computes the vectors that search by meaning needs, for the records that have none yet.

use super::{Command, Context, Outcome};
use crate::cli::Index;
use crate::ctrl_c::CtrlC;
use crate::failure::{Exit, Failure};
use crate::i18n::{failures, remarks};
use crate::register::{EmbedLimit, Register, can_embed};
use anyhow::Result;
use std::path::Path;

impl Command for Index {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let (queued, all) = Register::open(&context.path)?.count_queued()?;
        if self.status {
            context.out.line(&remarks::index_status(all - queued, queued))?;
            return Ok(context.finish(Exit::Success));
        }
        if !can_embed() {
            return Err(Failure::usage(failures::meaning_is_off()).into());
        }
        let (done, queued) = embed(&context.path, EmbedLimit::all(), context.progress)?;
        context.notice(remarks::indexed(done));
        if queued > 0 {
            context.notice(remarks::index_unfinished(queued));
        }
        Ok(context.finish(Exit::Success))
    }
}

/// Embeds queued records until it reaches `limit` or the user presses Ctrl-C. Returns how many records it embedded and
/// how many remain.
pub fn embed(path: &Path, limit: EmbedLimit, progress: &mut dyn FnMut(u64)) -> Result<(u64, u64)> {
    let register = Register::open(path)?;
    let ctrl_c = CtrlC::watch();
    let done = register.embed_queued(limit, &mut |done| {
        progress(done);
        !ctrl_c.is_pressed()
    })?;
    let (queued, _) = register.count_queued()?;
    Ok((done, queued))
}
