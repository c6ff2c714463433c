//! Publishing an open data set: its files, what is withheld, and its metadata.

mod csvw;
mod csvw_rules;
mod dcat;
mod files;
mod marking;
mod personal_data;
mod readme;
mod republish;
mod withheld;

use crate::common::{Row, Sandbox, fixture, rows_of};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

/// The notice that `publish` prints if it is given no publisher, no contact and no address.
const LACKS: &str = "A catalogue also asks who publishes the set, whom to contact and where the set is; not given yet: --publisher, --contact, --address\n";

/// A published data set, as a map from file name to content.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Set {
    files: BTreeMap<String, Vec<u8>>,
}

impl Set {
    #[track_caller]
    fn of(sandbox: &Sandbox, folder: &str) -> Self {
        let files = fs::read_dir(sandbox.path(folder)).unwrap().map(|entry| {
            let entry = entry.unwrap();
            (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())
        });
        Self { files: files.collect() }
    }

    fn names(&self) -> Vec<&str> {
        self.files.keys().map(String::as_str).collect()
    }

    fn tables(&self) -> Vec<&str> {
        self.names().into_iter().filter(|name| name.strip_suffix(".csv").is_some()).collect()
    }

    #[track_caller]
    fn text(&self, name: &str) -> &str {
        std::str::from_utf8(&self.files[name]).unwrap()
    }

    #[track_caller]
    fn rows(&self, name: &str) -> Vec<Row> {
        rows_of(self.text(name))
    }

    #[track_caller]
    fn json(&self, name: &str) -> Value {
        serde_json::from_str(self.text(name)).unwrap()
    }

    #[track_caller]
    fn column(&self, name: &str, column: &str) -> Vec<String> {
        self.rows(name).iter().map(|row| row[column].clone()).collect()
    }

    /// The names of the files that contain the given text.
    fn hold(&self, text: &str) -> Vec<&str> {
        let holds = |bytes: &[u8]| bytes.windows(text.len()).any(|part| part == text.as_bytes());
        self.files.iter().filter(|(_, bytes)| holds(bytes)).map(|(name, _)| name.as_str()).collect()
    }

    /// The receipt in the README, which contains the receipt once per language. Asserts that both copies are equal.
    #[track_caller]
    fn receipt(&self) -> &str {
        let lines: Vec<&str> = self.text("README.md").lines().filter(|line| line.starts_with("ruimte:2 ")).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0], lines[1]);
        lines[0]
    }
}

/// Publishes into the folder `set` with the given options, and reads the published files.
#[track_caller]
fn published(sandbox: &Sandbox, options: &str) -> Set {
    let result = sandbox.run(format!("publish set {options}"));
    assert_eq!((result.code, result.stdout.as_str()), (0, ""), "{}", result.stderr);
    is_tidy(sandbox);
    Set::of(sandbox, "set")
}

/// Asserts that publishing left no temporary files.
#[track_caller]
fn is_tidy(sandbox: &Sandbox) {
    let names = fs::read_dir(sandbox.path(".")).unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = names.filter(|name| name.to_string_lossy().starts_with(".ruimte-")).collect();
    assert!(left.is_empty(), "left behind: {left:?}");
}

#[track_caller]
fn run_all(sandbox: &Sandbox, commands: &[&str]) {
    for command in commands {
        sandbox.run(format!("{command} -q")).ok();
    }
}

#[track_caller]
fn import(sandbox: &Sandbox, kind: &str, list: &str) {
    sandbox.write("list.csv", list);
    sandbox.run(format!("import {kind} list.csv")).ok();
    fs::remove_file(sandbox.path("list.csv")).unwrap();
}

#[track_caller]
fn stdout_of(sandbox: &Sandbox, arguments: &str) -> String {
    sandbox.run(arguments).ok()
}
