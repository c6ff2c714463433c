//! Tests of the architecture: each module imports only the modules and libraries that it may use, and modules have no
//! cyclic dependencies.
//!
//! The tests read the source files themselves. [`tokens`] drops comments and strings, and [`Tree`] resolves every path
//! that a module names, through imports and re-exports.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

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
    ("intake", &["atomic_file", "personal_data", "tabular", "failure", "i18n"]),
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
    ("getrandom", &["serve"]),
    ("form_urlencoded", &["serve"]),
    ("open::that_detached", &["serve"]),
    ("supports_hyperlinks", &["terminal"]),
    ("shlex", &["receipt"]),
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

struct Source {
    /// Path of the source file, relative to `src`.
    path: PathBuf,
    /// The module path: `["register", "check"]` for `register/check.rs` or `register/check/mod.rs`; empty for `lib.rs`.
    module: Vec<String>,
    text: String,
}

impl Source {
    fn top_level(&self) -> &str {
        self.module.first().map_or("lib", String::as_str)
    }
}

fn sources() -> Vec<Source> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let path = file.strip_prefix(&root).unwrap().to_owned();
            let parts = path.with_extension("");
            let module = parts.iter().map(|part| part.to_str().unwrap().to_owned());
            let module = module.filter(|part| part != "mod" && part != "lib").collect();
            Source { path, module, text: fs::read_to_string(&file).unwrap() }
        })
        .collect()
}

/// Splits Rust code into identifiers, `::` and single characters. Drops comments, strings and character literals.
fn tokens(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let is_word = |character: char| character.is_alphanumeric() || character == '_';
        let word = rest.find(|character| !is_word(character)).unwrap_or(rest.len());
        let (length, is_token) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), false)
        } else if rest.starts_with("/*") {
            (rest.find("*/").map_or(rest.len(), |end| end + 2), false)
        } else if matches!(&rest[..word], "r" | "br") && rest[word..].starts_with(['"', '#']) {
            let hashes = rest[word..].find('"').unwrap();
            let end = format!("\"{}", "#".repeat(hashes));
            let body = word + hashes + 1;
            (body + rest[body..].find(&end).unwrap() + end.len(), false)
        } else if first == '"' {
            (end_of_literal(rest, '"'), false)
        } else if first == '\'' && (rest[1..].starts_with('\\') || rest.chars().nth(2) == Some('\'')) {
            (end_of_literal(rest, '\''), false)
        } else if word > 0 {
            (word, true)
        } else if rest.starts_with("::") {
            (2, true)
        } else {
            (first.len_utf8(), !first.is_whitespace())
        };
        if is_token {
            found.push(&rest[..length]);
        }
        rest = &rest[length..];
    }
    found
}

/// Length of the literal at the start of `code`, including both quotes.
fn end_of_literal(code: &str, quote: char) -> usize {
    let mut characters = code.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => _ = characters.next(),
            _ if character == quote => return at + 1,
            _ => {}
        }
    }
    code.len()
}

/// The segments of a path: either the full path of a module, or a path as it is written in a module.
type Segments = Vec<String>;

#[derive(Default)]
struct Module {
    /// The names that `use` declarations bring into scope, each with the path that it stands for.
    imports: BTreeMap<String, Segments>,
    /// Every path in the module, including the paths in `use` declarations.
    paths: Vec<Segments>,
}

/// All modules of the crate, including inline modules, by their path from the crate root.
struct Tree(BTreeMap<Segments, Module>);

impl Tree {
    fn read() -> Self {
        let mut tree = Tree(BTreeMap::new());
        for source in sources() {
            tree.add(source.module, &tokens(&source.text));
        }
        tree
    }

    fn add(&mut self, file: Segments, tokens: &[&str]) {
        // For each open brace, the module that contains the code after the brace.
        let mut open = vec![file.clone()];
        self.0.entry(file).or_default();
        let mut at = 0;
        while at < tokens.len() {
            let here = open.last().unwrap().clone();
            let next = |steps: usize| tokens.get(at + steps).copied().unwrap_or_default();
            let module = self.0.entry(here.clone()).or_default();
            match tokens[at] {
                "mod" if next(2) == "{" => {
                    open.push([here, vec![next(1).to_owned()]].concat());
                    at += 3;
                }
                "{" => {
                    open.push(here);
                    at += 1;
                }
                "}" => {
                    open.pop();
                    at += 1;
                }
                "use" if next(1) != "<" => {
                    at += 1;
                    module.import(tokens, &mut at, &[]);
                }
                _ if next(1) == "::" && (at == 0 || tokens[at - 1] != "::") => {
                    let mut path = vec![tokens[at].to_owned()];
                    while tokens.get(at + 1) == Some(&"::") && tokens.get(at + 2).is_some_and(|token| is_name(token)) {
                        path.push(tokens[at + 2].to_owned());
                        at += 2;
                    }
                    module.paths.push(path);
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }

    /// Resolves a path that a module contains. Adds to `passed` every module that the path goes through or ends in.
    fn resolve(&self, module: &[String], path: &[String], depth: usize, passed: &mut BTreeSet<Segments>) {
        let mut here = module.to_vec();
        let mut rest = path;
        match path[0].as_str() {
            "crate" | "ruimte" => {
                here.clear();
                rest = &path[1..];
            }
            "self" | "super" => {}
            name if self.has(module, name) || self.0[module].imports.contains_key(name) => {}
            // Skip a path that starts with a type of this module or with another crate.
            _ => return,
        }
        for (index, name) in rest.iter().enumerate() {
            if name == "super" {
                here.pop();
            } else if self.has(&here, name) {
                here.push(name.clone());
                passed.insert(here.clone());
            } else if let Some(import) = self.0[&here].imports.get(name) {
                if depth < 16 {
                    let path = [import, &rest[index + 1..]].concat();
                    self.resolve(&here, &path, depth + 1, passed);
                }
                return;
            } else if name != "self" {
                return;
            }
        }
    }

    fn has(&self, module: &[String], child: &str) -> bool {
        self.0.contains_key(&[module, &[child.to_owned()]].concat())
    }

    /// For each parent module, returns which of its children depend on each other, with an example of each dependency.
    /// A module deeper down counts as the child that contains it. The parent itself is left out, because a parent and
    /// its children may depend on each other.
    fn dependencies(&self) -> BTreeMap<Segments, BTreeMap<(String, String), String>> {
        let mut found: BTreeMap<Segments, BTreeMap<_, _>> = BTreeMap::new();
        for (from, module) in &self.0 {
            for path in &module.paths {
                let mut passed = BTreeSet::new();
                self.resolve(from, path, 0, &mut passed);
                for to in passed {
                    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
                    if let (Some(one), Some(other)) = (from.get(shared), to.get(shared)) {
                        let example = format!("{} names {}", from.join("::"), path.join("::"));
                        let children = found.entry(from[..shared].to_vec()).or_default();
                        children.entry((one.clone(), other.clone())).or_insert(example);
                    }
                }
            }
        }
        found
    }
}

impl Module {
    /// Reads one tree of a `use` declaration, from `tokens[*at]` up to the `,`, `}` or `;` after it.
    fn import(&mut self, tokens: &[&str], at: &mut usize, prefix: &[String]) {
        let mut path = prefix.to_vec();
        let mut alias = None;
        loop {
            match tokens[*at] {
                "," | "}" | ";" => break,
                "{" => {
                    while tokens[*at] != "}" {
                        *at += 1;
                        self.import(tokens, at, &path);
                    }
                    *at += 1;
                    return;
                }
                "as" => {
                    *at += 1;
                    alias = Some(tokens[*at].to_owned());
                }
                "*" => alias = Some("*".to_owned()),
                name if is_name(name) => path.push(name.to_owned()),
                _ => {}
            }
            *at += 1;
        }
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        if let Some(last) = path.last() {
            self.imports.insert(alias.unwrap_or_else(|| last.clone()), path.clone());
            self.paths.push(path);
        }
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|character: char| character.is_alphabetic() || character == '_')
}

/// Groups of names that depend on each other, directly or indirectly.
fn cycles<'a>(edges: impl Iterator<Item = &'a (String, String)>) -> BTreeSet<Vec<String>> {
    let mut reached: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, to) in edges {
        reached.entry(from).or_default().insert(to);
    }
    loop {
        let further: Vec<(&str, &str)> = reached
            .iter()
            .flat_map(|(from, to)| to.iter().filter_map(|to| reached.get(to)).flatten().map(|to| (*from, *to)))
            .filter(|(from, to)| !reached[from].contains(to))
            .collect();
        if further.is_empty() {
            break;
        }
        for (from, to) in further {
            reached.get_mut(from).unwrap().insert(to);
        }
    }
    let returns = |one: &str, other: &str| reached.get(other).is_some_and(|names| names.contains(one));
    reached
        .iter()
        .map(|(name, to)| to.iter().filter(|other| returns(name, other)).map(|&other| other.to_owned()).collect())
        .filter(|group: &Vec<String>| !group.is_empty())
        .collect()
}

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
