//! The `serve` command: serves the register as web pages for people, and as a JSON interface for programs. Both run the
//! same commands as the command line and render the resulting rows.
//!
//! The path of a request through the modules: `handler` → `auth` → a page (`list`, `record`, `save`, …) or `api` →
//! `command_runner` → `page` → `reply`.

mod action;
mod answers;
mod api;
mod api_routes;
mod auth;
mod backup;
mod base_path;
mod beside;
mod calendar;
mod command_runner;
mod connection_registry;
mod connections;
mod count_cache;
mod edit_many;
mod erasure;
mod file_limit;
mod filter_form;
mod form;
mod form_fields;
mod handler;
mod heavy_work;
mod help;
mod home;
mod host;
mod idempotency;
mod import;
mod import_choices;
mod import_form;
mod import_list;
mod indexer;
mod journal_entry;
mod list;
mod list_columns;
mod lookup;
mod mail_form;
mod manage;
mod multipart;
mod one_time_key;
mod openapi;
mod page;
mod persons;
mod publishing;
mod quarter;
mod query;
mod receipts;
mod record;
mod record_lookup;
mod rejection;
mod reply;
mod reply_draft;
mod report_cards;
mod reports;
mod request_body;
mod request_context;
mod reuse;
mod reuse_page;
mod roles;
mod routes;
mod save;
mod scheduler;
mod search;
mod sign_in_name;
mod sinks;
mod site_command;
mod site_map;
mod slow_requests;
mod snapshots;
mod spool;
mod state;
mod static_pages;
mod text;
mod ticks;
mod uploads;
mod views;
mod visit;
mod work_dir;

use crate::cli;
use crate::command;
use crate::failure::{Exit, Failure};
use crate::i18n::{Lang, Text, site as messages};
use crate::panics;
use anyhow::Result;
use file_limit::connection_limit;
use indexer::Indexer;
use scheduler::Lane;
use state::AppState;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Maximum number of open connections; lower if the system allows fewer open files. At the maximum, each new connection
/// replaces an older one. One visitor can have at most half this number of busy connections.
const MAX_CONNECTIONS: usize = 512;
/// The number of threads that receive requests and send responses. Commands run on other threads.
const ASYNC_THREADS: usize = 2;
/// Idle threads are kept for this long: longer than any server runs.
const THREAD_KEEP_ALIVE: Duration = Duration::from_hours(24 * 365 * 10);

/// How often the server deletes past states of the register and lists that nobody uses any more.
const CLEANUP_INTERVAL: Duration = Duration::from_mins(1);

pub struct ServerConfig {
    pub path: PathBuf,
    /// Language for browsers that do not ask for a supported language.
    pub lang: Lang,
    pub user: String,
    pub host: String,
}

/// Starts all threads that run commands. Tokio then keeps these threads. If Tokio started a thread only when needed,
/// the system might refuse the thread, and the request would hang.
async fn start_blocking_threads(count: usize) {
    let barrier = Arc::new(std::sync::Barrier::new(count));
    let wait = |_| {
        let barrier = Arc::clone(&barrier);
        // Each task waits until all tasks are running, so each task needs a thread of its own.
        tokio::task::spawn_blocking(move || barrier.wait())
    };
    let tasks: Vec<_> = (0..count).map(wait).collect();
    for task in tasks {
        let _ = task.await;
    }
}

/// Fails if the system cannot run `count` threads at the same time. Without this check, Tokio would panic.
fn require_threads(count: usize) -> std::io::Result<()> {
    let (start, wait) = std::sync::mpsc::channel::<()>();
    let wait = Arc::new(std::sync::Mutex::new(wait));
    let threads: Vec<_> = (0..count)
        .map(|_| {
            let wait = Arc::clone(&wait);
            // Make every thread wait until the last one has started, so that all exist at the same time.
            std::thread::Builder::new().spawn(move || wait.lock().is_ok_and(|wait| wait.recv().is_ok()))
        })
        .collect::<std::io::Result<_>>()?;
    drop(start);
    for thread in threads {
        drop(thread.join());
    }
    Ok(())
}

/// Regularly deletes what takes disk space and nobody uses any more: past states of the register that were rebuilt for
/// a request, and lists that were sent but not imported.
async fn drop_unused(state: Arc<AppState>) {
    loop {
        tokio::time::sleep(CLEANUP_INTERVAL).await;
        state.pasts.drop_idle();
        state.uploads.drop_abandoned();
    }
}

/// Serves the register until the process receives a shutdown signal.
pub fn serve(options: &cli::Serve, config: ServerConfig, print: &mut dyn FnMut(&Text) -> Result<()>) -> Result<()> {
    command::check_register(&config.path)?;
    let state = AppState::new(options, config)?;
    let cannot_start = || Failure::new(Exit::Io, messages::CANNOT_START.into());
    let max_connections = connection_limit(MAX_CONNECTIONS).ok_or_else(cannot_start)?;
    require_threads(ASYNC_THREADS + Lane::total_capacity()).map_err(|_| cannot_start())?;
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder
        .enable_all()
        .worker_threads(ASYNC_THREADS)
        .max_blocking_threads(Lane::total_capacity())
        .thread_keep_alive(THREAD_KEEP_ALIVE);
    // Tokio panics if it cannot open the files that it needs for signals.
    let runtime = panics::catch(|| builder.build()).ok().and_then(Result::ok).ok_or_else(cannot_start)?;
    let served = runtime.block_on(async {
        start_blocking_threads(Lane::total_capacity()).await;
        let listener = connections::listen(&state).await?;
        let address = listener.local_addr()?;
        let state = Arc::new(state.listening_on(address));
        let url = state.url();
        // Install signal handlers before printing the URL: a script may send a signal as soon as it reads the URL.
        let shutdown = connections::shutdown_signal();
        // If the URL cannot be printed, nobody gets to know the key in it.
        print(&if state.is_behind_proxy() { messages::serving_proxy(&url) } else { messages::serving(&url) })?;
        if options.open {
            // Ignore a failure to start a browser: the user can still open the printed URL.
            let _ = open::that_detached(state.one_time_url()?);
        }
        let cleanup = tokio::spawn(drop_unused(Arc::clone(&state)));
        let _indexer = Indexer::start(state.config.path.clone(), state.scheduler.clone());
        connections::serve(listener, state, max_connections, shutdown).await;
        cleanup.abort();
        // Ignore a failure: by now, nobody may read the output any more.
        let _ = print(&messages::stopped());
        Ok(())
    });
    // Wait only briefly for running commands: nobody awaits their results any more. Uncommitted writes are rolled back.
    runtime.shutdown_timeout(connections::IDLE_DRAIN_TIMEOUT);
    served
}
