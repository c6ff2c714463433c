//! `serve`: the register as pages that a browser asks for, and as an interface for other programs. What is asked for becomes
//! a command, as if it had been typed, and what the command says becomes the answer: there is no second way of doing anything.
//!
//! request → `guard` (who may come in) → `request` → a page (`list`, `record`, `form`, …) → `run_command` (the command) → rows → `view::site_page` → answer.

mod action;
mod api;
mod auth;
mod command_runner;
mod connections;
mod filter_form;
mod form;
mod form_fields;
mod list;
mod openapi;
mod page_builder;
mod record;
mod reply;
mod reports;
mod request_context;
mod roles;
mod routes;
mod save;
mod search;
mod sinks;
mod state;
mod static_pages;

use crate::cli;
use crate::command;
use crate::failure::{Exit, Failure};
use crate::i18n::{Lang, Text, site as messages};
use anyhow::Result;
use state::AppState;
use std::path::PathBuf;
use std::sync::Arc;

/// So many commands run at once at most: more would only wait for each other.
const MAX_CONCURRENT_COMMANDS: usize = 8;

/// What the pages need to know of where they are offered.
pub struct ServerConfig {
    /// The register's file.
    pub path: PathBuf,
    /// The language of who starts it: that of a reader whose browser asks for neither.
    pub lang: Lang,
    /// Who starts it, and on which host.
    pub os_user: (String, String),
}

/// Offers the register as pages until it is told to stop.
///
/// # Errors
/// When there is no register, what was asked for cannot be, or the address cannot be listened on.
pub fn serve(options: &cli::Serve, config: ServerConfig, print: &mut dyn FnMut(&Text)) -> Result<()> {
    command::check_register(&config.path)?;
    let state = AppState::new(options, config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(MAX_CONCURRENT_COMMANDS)
        .build()
        .map_err(|error| {
            Failure::new(Exit::Io, crate::i18n::failures::io_error(crate::failure::io_reason(&error)))
        })?;
    runtime.block_on(async {
        let listener = connections::listen(&state).await?;
        let address = listener.local_addr()?;
        let state = Arc::new(state.listening_on(address));
        let url = state.url();
        // Before anybody is told that it is there: who knows of it may tell it to stop.
        let shutdown = connections::shutdown_signal();
        print(&if state.is_behind_proxy() { messages::serving_proxy(&url) } else { messages::serving(&url) });
        if options.open {
            // A machine without a browser shows the address all the same.
            let _ = open::that_detached(&url);
        }
        connections::serve(listener, state, shutdown).await;
        print(&messages::stopped());
        Ok(())
    })
}
