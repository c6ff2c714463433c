//! The register as pages and as an interface for other programs: the built binary serves it, and everything is asked of it
//! over a connection, byte by byte where that matters.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(all(unix, feature = "server"))]

#[path = "../common/mod.rs"]
mod common;

mod access;
mod api_description;
mod api_lists;
mod api_writes;
mod concurrent_writes;
mod http_client;
mod proxy;
mod requests;
mod roles;
mod routes;
mod server;
mod slow_clients;
