//! The register as pages and as an interface for other programs: the built binary serves it, and everything is asked of it
//! over a connection, byte by byte where that matters.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(all(unix, feature = "server"))]

#[path = "../common/mod.rs"]
mod common;

mod api;
mod clients;
mod door;
mod http;
mod places;
mod proxy;
mod roles;
mod served;
mod writers;
