//! Reads the source files of the program, and splits them into tokens without comments and strings.

use std::fs;
use std::path::{Path, PathBuf};

pub struct Source {
    /// Path of the source file, relative to `src`.
    pub path: PathBuf,
    /// The module path: `["register", "check"]` for `register/check.rs` or `register/check/mod.rs`; empty for `lib.rs`.
    pub module: Vec<String>,
    pub text: String,
}

impl Source {
    pub fn top_level(&self) -> &str {
        self.module.first().map_or("lib", String::as_str)
    }
}

pub fn sources() -> Vec<Source> {
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
pub fn tokens(code: &str) -> Vec<&str> {
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
