//! `serve`: starts the web server by calling `Context::serve`, which is `None` in builds without a server.

use super::{Command, Context, Outcome};
use crate::cli::Serve;
use crate::failure::{Exit, Failure};
use crate::i18n::site;
use anyhow::Result;

impl Command for Serve {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let serve = context.serve.ok_or_else(|| Failure::usage(site::built_without_server()))?;
        serve(&self, context)?;
        Ok(context.finish(Exit::Success))
    }
}
