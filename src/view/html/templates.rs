//! The templates of pages. Those of the website are compiled once, because every request needs them.

use super::site_page::SITE_TEMPLATES;
use anyhow::Result;
use minijinja::{Environment, HtmlEscape, Value};
use std::sync::{Arc, Mutex, PoisonError};

const FILE_TEMPLATES: &[(&str, &str)] = &[("page.html", include_str!("page.html"))];
/// The parts that pages of both kinds include.
const SHARED_TEMPLATES: &[(&str, &str)] = &[
    ("cells.html", include_str!("cells.html")),
    ("sections.html", include_str!("sections.html")),
    ("contents.html", include_str!("contents.html")),
    ("cross_table.html", include_str!("cross_table.html")),
    ("figure.html", include_str!("figure.html")),
];

type Templates = Arc<Environment<'static>>;

fn compile(templates: &[(&'static str, &'static str)], base_path: &str) -> Result<Templates> {
    let mut environment = Environment::new();
    let base_path = base_path.to_owned();
    environment.add_filter("url", move |target: &str| {
        if target.starts_with('/') { format!("{base_path}{target}") } else { target.to_owned() }
    });
    environment.add_filter("marked", marked);
    for (name, template) in SHARED_TEMPLATES.iter().chain(templates) {
        environment.add_template(name, template)?;
    }
    Ok(Arc::new(environment))
}

/// Makes the words between the marks of a passage stand out.
fn marked(passage: &str) -> Value {
    let escaped = HtmlEscape(passage).to_string();
    Value::from_safe_string(escaped.replace('«', "<mark class=\"hit\">").replace('»', "</mark>"))
}

/// Returns the templates of a saved page, and the name of its main template.
pub fn file_templates() -> Result<(Templates, &'static str)> {
    Ok((compile(FILE_TEMPLATES, "")?, "page.html"))
}

/// Returns the templates of the website, whose addresses begin with `base_path`, and the name of their main template.
pub fn site_templates(base_path: &str) -> Result<(Templates, &'static str)> {
    static COMPILED: Mutex<Option<(String, Templates)>> = Mutex::new(None);
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((known, templates)) = &*compiled
        && known == base_path
    {
        return Ok((Arc::clone(templates), "site.html"));
    }
    let templates = compile(SITE_TEMPLATES, base_path)?;
    *compiled = Some((base_path.to_owned(), Arc::clone(&templates)));
    Ok((templates, "site.html"))
}
