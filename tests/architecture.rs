//! The arrows of the house: data goes one way, and each library is named in one room only.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

/// Each room with the rooms that it may import.
const ARROWS: &[(&str, &[&str])] = &[
    ("i18n", &[]),
    ("language", &[]),
    ("os_user", &[]),
    ("failure", &["i18n"]),
    ("atomic_file", &["failure", "i18n"]),
    ("spooling_writer", &["atomic_file"]),
    ("record", &["i18n"]),
    ("rows", &["i18n"]),
    ("hex", &[]),
    ("tabular", &[]),
    ("receipt", &["hex"]),
    ("digest", &["receipt", "rows"]),
    ("report", &["rows", "i18n"]),
    ("intake", &["tabular", "failure", "i18n"]),
    ("view", &["atomic_file", "tabular", "rows", "failure", "i18n"]),
    ("register", &["atomic_file", "hex", "language", "record", "rows", "report", "failure", "i18n"]),
    ("cli", &["record", "report", "view", "failure", "i18n"]),
    (
        "command",
        &[
            "atomic_file",
            "cli",
            "intake",
            "record",
            "register",
            "report",
            "receipt",
            "digest",
            "rows",
            "view",
            "failure",
            "i18n",
        ],
    ),
    ("terminal", &["command", "record", "view", "failure", "i18n"]),
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
    ("serve", &["cli", "command", "hex", "record", "register", "report", "rows", "view", "failure", "i18n"]),
    (
        "main",
        &[
            "os_user", "cli", "command", "output", "record", "register", "serve", "terminal", "failure",
            "i18n",
        ],
    ),
    ("lib", &[]),
];

/// Libraries that only these rooms may name.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("rusqlite", &["register"]),
    ("comfy_table", &["view"]),
    ("csv::", &["intake", "tabular", "view"]),
    ("memchr", &["intake"]),
    ("serde_json", &["view", "register", "serve"]),
    ("frostem", &["language"]),
    ("whoami", &["os_user"]),
    ("sha2", &["register", "digest", "view", "serve"]),
    ("calamine", &["intake"]),
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
    ("getrandom", &["serve"]),
    ("form_urlencoded", &["serve"]),
    ("open::that_detached", &["serve"]),
    ("supports_hyperlinks", &["terminal"]),
    ("shlex", &["receipt"]),
    ("signal_hook", &["failure"]),
    ("encoding_rs", &["intake"]),
    ("clap_complete", &["cli", "command"]),
    ("clap_mangen", &["command"]),
    ("println!", &[]),
    ("print!", &[]),
    ("eprintln!", &[]),
    ("stdout()", &["output", "terminal"]),
    ("stderr()", &["terminal"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Every source file with the room that it stands in.
fn rooms() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files
        .into_iter()
        .map(|path| {
            let below = path.strip_prefix(&root).unwrap();
            let room = below.components().next().unwrap().as_os_str().to_str().unwrap();
            let text = fs::read_to_string(&path).unwrap();
            (room.trim_end_matches(".rs").to_owned(), below.to_owned(), text)
        })
        .collect()
}

/// The rooms that a line of code names, by `crate::room` or, in `main`, `ruimte::room`.
fn named(text: &str, own: &str) -> Vec<String> {
    let mut found = Vec::new();
    for start in ["crate::", "ruimte::"] {
        for piece in text.split(start).skip(1) {
            let names = match piece.strip_prefix('{') {
                Some(group) => {
                    group.split('}').next().unwrap_or_default().split(',').map(str::trim).collect()
                }
                None => vec![piece],
            };
            for name in names {
                let name: String = name
                    .chars()
                    .take_while(|character| character.is_alphanumeric() || *character == '_')
                    .collect();
                if ARROWS.iter().any(|(room, _)| *room == name) && name != own {
                    found.push(name);
                }
            }
        }
    }
    found
}

#[test]
fn imports_run_one_way() {
    let mut wrong = Vec::new();
    for (room, path, text) in rooms() {
        let (_, allowed) = ARROWS
            .iter()
            .find(|(name, _)| *name == room)
            .unwrap_or_else(|| panic!("no room for {}", path.display()));
        wrong.extend(
            named(&text, &room)
                .into_iter()
                .filter(|name| !allowed.contains(&name.as_str()))
                .map(|name| format!("{} imports {name}", path.display())),
        );
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_library_is_named_in_its_room_only() {
    let mut wrong = Vec::new();
    for (room, path, text) in rooms() {
        for (library, allowed) in LIBRARIES {
            if !allowed.contains(&room.as_str())
                && text.lines().any(|line| !line.trim_start().starts_with("//") && names(line, library))
            {
                wrong.push(format!("{} names {library}", path.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Whether a line names a library, and not a longer name that ends or begins like it.
fn names(line: &str, library: &str) -> bool {
    line.match_indices(library).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + library.len()..].chars().next();
        let word = |character: Option<char>| {
            character.is_some_and(|character| character.is_alphanumeric() || character == '_')
        };
        !word(before) && (library.ends_with([':', '!', ')']) || !word(after))
    })
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<_> = rooms()
        .into_iter()
        .filter(|(_, _, text)| !text.starts_with("//! "))
        .map(|(_, path, _)| path)
        .collect();
    assert_eq!(silent, Vec::<PathBuf>::new());
}

#[test]
fn sql_stands_in_the_register_and_in_reports_only() {
    let wrong: Vec<_> = rooms()
        .into_iter()
        .filter(|(room, _, text)| {
            !matches!(room.as_str(), "register" | "report")
                && ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM"].iter().any(|word| text.contains(word))
        })
        .map(|(_, path, _)| path)
        .collect();
    assert_eq!(wrong, Vec::<PathBuf>::new());
}
