//! Tests of the architecture: each module imports only the modules and libraries that it may use, and modules have no
//! cyclic dependencies.
//!
//! The tests read the source files themselves: see `source.rs` and `tree.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod source;
mod tree;

use source::{sources, tokens};
use std::collections::BTreeMap;
use std::path::PathBuf;
use tree::{Tree, cycles};

/// Each top-level module with the other top-level modules that it may import.
const ALLOWED_IMPORTS: &[(&str, &[&str])] = &[
    ("i18n", &[]),
    ("language", &[]),
    ("os_user", &[]),
    ("panics", &[]),
    ("personal_data", &["language"]),
    ("cpu_clock", &[]),
    ("failure", &["panics", "i18n"]),
    ("suggestion", &["i18n"]),
    ("atomic_file", &["failure", "i18n"]),
    ("spooling_writer", &["atomic_file"]),
    ("record", &["suggestion", "language", "i18n"]),
    ("rows", &["i18n"]),
    ("hex", &[]),
    ("tabular", &[]),
    ("ctrl_c", &[]),
    ("receipt", &["hex"]),
    ("digest", &["receipt", "rows"]),
    ("report", &["rows", "i18n"]),
    ("intake", &["atomic_file", "language", "personal_data", "tabular", "failure", "i18n"]),
    ("view", &["atomic_file", "panics", "tabular", "rows", "failure", "i18n"]),
    (
        "register",
        &["atomic_file", "cpu_clock", "hex", "suggestion", "language", "record", "rows", "report", "failure", "i18n"],
    ),
    ("cli", &["record", "report", "view", "failure", "i18n"]),
    (
        "command",
        &[
            "atomic_file",
            "cli",
            "ctrl_c",
            "intake",
            "language",
            "personal_data",
            "record",
            "register",
            "report",
            "receipt",
            "digest",
            "rows",
            "suggestion",
            "view",
            "failure",
            "i18n",
        ],
    ),
    ("terminal", &["command", "intake", "record", "view", "failure", "i18n"]),
    ("output_file", &["atomic_file", "failure", "i18n"]),
    (
        "output",
        &[
            "atomic_file",
            "command",
            "output_file",
            "register",
            "rows",
            "spooling_writer",
            "terminal",
            "view",
            "failure",
            "i18n",
        ],
    ),
    (
        "serve",
        &[
            "atomic_file",
            "cli",
            "command",
            "cpu_clock",
            "panics",
            "hex",
            "intake",
            "language",
            "record",
            "register",
            "report",
            "rows",
            "view",
            "failure",
            "i18n",
        ],
    ),
    (
        "main",
        &[
            "os_user", "panics", "cli", "command", "output", "record", "register", "serve", "terminal", "failure",
            "i18n",
        ],
    ),
];

/// Code fragments, mostly names of libraries. Only the top-level modules listed with a fragment may contain that
/// fragment.
const RESTRICTED: &[(&str, &[&str])] = &[
    ("rusqlite", &["register"]),
    ("comfy_table", &["view"]),
    ("csv::", &["intake", "tabular", "view"]),
    ("memchr", &["intake"]),
    ("toml", &["intake"]),
    ("mail_parser", &["intake"]),
    ("serde_json", &["view", "register", "serve"]),
    ("frostem", &["language"]),
    ("whoami", &["os_user"]),
    ("sha2", &["register", "digest", "receipt", "view", "serve"]),
    ("rust_xlsxwriter", &["view"]),
    ("quick_xml", &["intake"]),
    ("zip::", &["intake", "view"]),
    ("minijinja", &["view"]),
    ("base64", &["view"]),
    ("percent_encoding", &["receipt", "record", "serve", "view"]),
    ("axum", &["serve"]),
    ("tokio", &["serve"]),
    ("hyper", &["serve"]),
    ("hyper_util", &["serve"]),
    ("http_body_util", &["serve"]),
    ("hmac", &["serve"]),
    ("getrandom", &["register", "serve"]),
    ("form_urlencoded", &["serve"]),
    ("multer", &["serve"]),
    ("open::that_detached", &["serve"]),
    ("supports_hyperlinks", &["terminal"]),
    ("shlex", &["cli", "receipt"]),
    ("signal_hook", &["ctrl_c", "failure"]),
    ("text_embedding", &["register"]),
    ("encoding_rs", &["intake"]),
    ("clap_complete", &["cli", "command"]),
    ("clap_mangen", &["command"]),
    ("ctor::", &["terminal"]),
    ("unsafe_code", &[]),
    ("println!", &[]),
    ("print!", &[]),
    ("eprintln!", &[]),
    ("stdout()", &["output", "terminal"]),
    ("stderr()", &["terminal"]),
];

#[test]
fn a_module_imports_only_what_it_may() {
    let dependencies = Tree::read().dependencies();
    let mut wrong = Vec::new();
    for ((from, to), example) in &dependencies[&Vec::new()] {
        let (_, allowed) = ALLOWED_IMPORTS
            .iter()
            .find(|(name, _)| name == from)
            .unwrap_or_else(|| panic!("ALLOWED_IMPORTS has no line for {from}"));
        if !allowed.contains(&to.as_str()) {
            wrong.push(format!("{from} imports {to}: {example}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn no_modules_depend_on_each_other() {
    let mut examples = String::new();
    for edges in Tree::read().dependencies().values() {
        for group in cycles(edges.keys()) {
            for ((from, to), example) in edges {
                if group.contains(from) && group.contains(to) {
                    examples += &format!("  {from} -> {to}: {example}\n");
                }
            }
        }
    }
    assert_eq!(examples, "", "these modules depend on each other");
}

#[test]
fn paths_are_resolved_through_imports_and_re_exports() {
    let mut tree = Tree(BTreeMap::new());
    for (module, code) in [
        ("shop", "mod cart; mod price; mod stock; pub use price::Price;"),
        ("shop::price", "pub struct Price; // names super::cart::Cart only here\n const C: &str = \"super::cart\";"),
        ("shop::cart", "use super::{Price, stock::{self as depot}}; fn f() { depot::take('\\'', 'x'); }"),
        ("shop::stock", "mod inner { use super::super::cart::Cart; } pub fn take<'a>() {}"),
    ] {
        tree.add(module.split("::").map(str::to_owned).collect(), &tokens(code));
    }
    let dependencies = tree.dependencies();
    let edges: Vec<&(String, String)> = dependencies[&vec!["shop".to_owned()]].keys().collect();
    let names: Vec<(&str, &str)> = edges.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    assert_eq!(names, [("cart", "price"), ("cart", "stock"), ("stock", "cart")]);
    let groups: Vec<Vec<String>> = cycles(edges.into_iter()).into_iter().collect();
    assert_eq!(groups, [["cart", "stock"]]);
}

#[test]
fn a_library_is_used_only_where_it_may_be() {
    let mut wrong = Vec::new();
    for source in sources() {
        let code = tokens(&source.text);
        for (restricted, allowed) in RESTRICTED {
            let wanted = tokens(restricted);
            if !allowed.contains(&source.top_level()) && code.windows(wanted.len()).any(|window| window == wanted) {
                wrong.push(format!("{} contains {restricted}", source.path.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<_> = sources().into_iter().filter(|source| !source.text.starts_with("//! ")).collect();
    assert_eq!(silent.iter().map(|source| &source.path).collect::<Vec<_>>(), Vec::<&PathBuf>::new());
}

#[test]
fn only_the_register_and_the_reports_contain_sql() {
    let wrong: Vec<PathBuf> = sources()
        .into_iter()
        .filter(|source| {
            !matches!(source.top_level(), "register" | "report")
                && ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM"].iter().any(|sql| source.text.contains(sql))
        })
        .map(|source| source.path)
        .collect();
    assert_eq!(wrong, Vec::<PathBuf>::new());
}
