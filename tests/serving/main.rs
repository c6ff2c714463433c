//! Tests the pages and the API of `ruimte serve` over HTTP, using the built binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(all(unix, feature = "server"))]

#[path = "../common/mod.rs"]
mod common;

mod access;
mod api_description;
mod api_lists;
mod api_writes;
mod base_path;
mod calendar_feed;
mod concurrent_writes;
mod count_tables;
mod edit_many;
mod filters;
mod forms;
mod home;
mod http_client;
mod import_pages;
mod laws_by_name;
mod limits;
mod linked_numbers;
mod maintenance;
mod opened_browser;
mod page_data;
mod persons;
mod proxy;
mod quarter;
mod query_params;
mod receipts;
mod redaction;
mod reply_draft;
mod report_cards;
mod requests;
mod reuse;
mod roles;
mod routes;
mod same_origin;
mod server;
mod sign_in_names;
mod slow_clients;
mod undo_page;
mod views;
mod visibility;
