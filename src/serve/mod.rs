//! The `serve` command: serves the register as web pages for people, and as a JSON interface for programs. Both run the
//! same commands as the command line and render the resulting rows.
//!
//! The path of a request through the modules: `handler` → `auth` → a page (`list`, `record`, `save`, …) or `api` →
//! `command_runner` → `page` → `reply`.

mod action;
mod api;
mod auth;
mod command_runner;
mod connections;
mod filter_form;
mod form;
mod form_fields;
mod handler;
mod idempotency;
mod list;
mod openapi;
mod page;
mod query;
mod record;
mod record_lookup;
mod rejection;
mod reply;
mod reports;
mod request_context;
mod roles;
mod routes;
mod save;
mod search;
mod sinks;
mod site_command;
mod state;
mod static_pages;
mod text;

use crate::cli;
use crate::command;
use crate::failure::{Exit, Failure};
use crate::i18n::{Lang, Text, site as messages};
use anyhow::Result;
use state::AppState;
use std::path::PathBuf;
use std::sync::Arc;

/// Maximum number of commands that run at the same time. More commands would only wait for each other.
const MAX_CONCURRENT_COMMANDS: usize = 8;

pub struct ServerConfig {
    pub path: PathBuf,
    /// Language for browsers that do not ask for a supported language.
    pub lang: Lang,
    pub user: String,
    pub host: String,
}

/// Serves the register until the process receives a shutdown signal.
pub fn serve(options: &cli::Serve, config: ServerConfig, print: &mut dyn FnMut(&Text)) -> Result<()> {
    command::check_register(&config.path)?;
    let state = AppState::new(options, config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(MAX_CONCURRENT_COMMANDS)
        .build()
        .map_err(|error| Failure::new(Exit::Io, crate::i18n::failures::io_error(crate::failure::io_reason(&error))))?;
    runtime.block_on(async {
        let listener = connections::listen(&state).await?;
        let address = listener.local_addr()?;
        let state = Arc::new(state.listening_on(address));
        let url = state.url();
        // Install signal handlers before printing the URL: a script that waits for the URL may send a signal at once.
        let shutdown = connections::shutdown_signal();
        print(&if state.is_behind_proxy() { messages::serving_proxy(&url) } else { messages::serving(&url) });
        if options.open {
            // Ignore a failure to start a browser: the user can still open the printed URL.
            let _ = open::that_detached(&url);
        }
        connections::serve(listener, state, shutdown).await;
        print(&messages::stopped());
        Ok(())
    })
}
