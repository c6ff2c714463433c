//! Browser tests of the HTML files that commands write.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

#[path = "../common/mod.rs"]
mod common;

mod bar_charts;
mod dataset_overview;
mod every_page;
mod hostile_input;
mod line_charts;
mod print;
mod reading;
mod report_charts;
mod verdicts;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use common::browser::browser;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// Writes an HTML page with a content security policy that allows the given style sheet, but no scripts and no network
/// requests.
fn page(folder: &TempDir, style: &str, main: &str) -> PathBuf {
    let path = folder.path().join("page.html");
    let hash = BASE64_STANDARD.encode(Sha256::digest(style));
    let policy = format!("default-src 'none'; style-src 'sha256-{hash}'; img-src data:");
    let head = format!(
        r#"<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}"><title>A page</title>"#
    );
    let page = format!(
        r#"<!doctype html><html lang="en"><head>{head}<style>{style}</style></head><body><main>{main}</main></body></html>"#
    );
    fs::write(&path, page).unwrap();
    path
}

#[test]
fn the_browser_reports_errors_of_a_bad_page_and_none_of_a_good_one() {
    let Some(browser) = browser() else { return };
    let folder = tempfile::tempdir().unwrap();
    let bad = page(
        &folder,
        "p { color: #bbb; background: #fff }",
        r#"<h1>Bad</h1><p>Hard to read.</p><img src="https://example.org/dot.png"><script>alert("Hello")</script>"#,
    );
    browser.open(&bad);
    let violations = browser.violations();
    assert_eq!(violations.len(), 2, "{violations:#?}");
    assert!(violations[0].starts_with("color-contrast: "), "{violations:#?}");
    assert!(violations[0].ends_with(": p (<p>Hard to read.</p>)"), "{violations:#?}");
    assert!(violations[1].starts_with("image-alt: "), "{violations:#?}");
    assert_eq!(browser.requests(), ["https://example.org/dot.png"]);
    let complaints = browser.complaints();
    assert_eq!(complaints.len(), 2, "{complaints:#?}");
    assert!(complaints.iter().any(|line| line.contains("Loading the image")), "{complaints:#?}");
    assert!(complaints.iter().any(|line| line.contains("Executing inline script")), "{complaints:#?}");
    assert!(!browser.alerts(), "the script ran");

    let good = page(
        &folder,
        "p { color: #222; background: #fff }",
        r#"<h1>Good</h1><p>Easy to read.</p><img alt="A dot" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">"#,
    );
    browser.open(&good);
    assert_eq!(browser.violations(), [""; 0]);
    assert_eq!(browser.requests(), [""; 0]);
    assert_eq!(browser.complaints(), [""; 0]);
    assert!(!browser.alerts());

    let talking = folder.path().join("talking.html");
    fs::write(&talking, "<!doctype html><title>Talking</title><script>alert('Hello')</script>").unwrap();
    browser.open(&talking);
    assert!(browser.alerts());
}
