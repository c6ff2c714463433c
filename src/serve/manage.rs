//! The page that leads to what is not an everyday task: the lists, persons, backups, publishing and receipts. It shows
//! what the visitor's role may do.

use super::page;
use super::reply::Reply;
use super::request_context::RequestContext;
use super::site_map;
use anyhow::Result;
use axum::http::StatusCode;

pub fn show(request: &RequestContext) -> Result<Reply> {
    let mut frame = page::frame(request);
    frame.topics = site_map::topics(request);
    page::render_status(request, StatusCode::OK, frame, page::manage_label(request))
}
