//! `serve`: the register as pages that a browser asks for, and as an interface for other programs. What is asked for becomes
//! a command, as if it had been typed, and what the command says becomes the answer: there is no second way of doing anything.
//!
//! request → `guard` (who may come in) → `visit` → a page (`list`, `record`, `form`, …) → `ask` (the command) → rows → `view::site` → answer.

mod answer;
mod api;
mod ask;
mod connections;
mod fields;
mod filter;
mod form;
mod guard;
mod kept;
mod list;
mod numbers;
mod openapi;
mod page;
mod plain;
mod record;
mod roles;
mod routes;
mod save;
mod search;
mod site;
mod step;
mod visit;

use crate::cli;
use crate::command;
use crate::failure::{Exit, Failure};
use crate::words::{Lang, Text, site as words};
use anyhow::Result;
use site::Site;
use std::path::PathBuf;
use std::sync::Arc;

/// So many commands run at once at most: more would only wait for each other.
const AT_ONCE: usize = 8;

/// What the pages need to know of where they are offered.
pub struct Place {
    /// The register's file.
    pub path: PathBuf,
    /// The language of who starts it: that of a reader whose browser asks for neither.
    pub lang: Lang,
    /// Who starts it, and on which host.
    pub who: (String, String),
}

/// Offers the register as pages until it is told to stop.
///
/// # Errors
/// When there is no register, what was asked for cannot be, or the address cannot be listened on.
pub fn serve(options: &cli::Serve, place: Place, say: &mut dyn FnMut(&Text)) -> Result<()> {
    command::is_ready(&place.path)?;
    let site = Site::new(options, place)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(AT_ONCE)
        .build()
        .map_err(|error| {
            Failure::new(Exit::Io, crate::words::failures::input_output(crate::failure::reason(&error)))
        })?;
    runtime.block_on(async {
        let listener = connections::listen(&site).await?;
        let address = listener.local_addr()?;
        let site = Arc::new(site.at(address));
        let shown = site.address();
        // Before anybody is told that it is there: who knows of it may tell it to stop.
        let stop = connections::told_to_stop();
        say(&if site.is_behind_proxy() { words::serving_proxy(&shown) } else { words::serving(&shown) });
        if options.open {
            // A machine without a browser shows the address all the same.
            let _ = open::that_detached(&shown);
        }
        connections::serve(listener, site, stop).await;
        say(&words::stopped());
        Ok(())
    })
}
