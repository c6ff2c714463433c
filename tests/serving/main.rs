//! Tests the pages and the API of `ruimte serve` over HTTP, using the built binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(all(unix, feature = "server"))]

#[path = "../common/mod.rs"]
mod common;

mod access;
mod api_description;
mod api_lists;
mod api_writes;
mod concurrent_writes;
mod forms;
mod http_client;
mod proxy;
mod requests;
mod roles;
mod routes;
mod server;
mod slow_clients;
