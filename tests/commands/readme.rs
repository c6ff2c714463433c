//! The documentation matches the program. Examples produce the output shown, the reference equals the help of the
//! binary, links work, and every test and library that a document names exists.

use crate::common::{Sandbox, execute};
use std::fs;
use std::path::{Path, PathBuf};

const BEGIN: &str = "<!-- reference -->\n";
const END: &str = "<!-- end of reference -->";
/// Sections that the help of many commands has in common. The reference contains each of these sections only once.
const SHARED: &[&str] = &["Filter:", "Output:", "General:"];
/// Vocabularies whose commands have the same options as the command `ministry`.
const LIKE_MINISTRIES: &[&str] = &["region", "care-domain", "theme", "nature"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn reference_file() -> PathBuf {
    root().join("docs/reference.md")
}

/// Every document: its path relative to the root of the project, and its content.
fn documents() -> Vec<(String, String)> {
    let mut names: Vec<String> = ["README.md", "LEESMIJ.md", "CHANGELOG.md"].map(str::to_owned).into();
    for entry in fs::read_dir(root().join("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if Path::new(&name).extension().is_some_and(|extension| extension == "md") {
            names.push(format!("docs/{name}"));
        }
    }
    names
        .into_iter()
        .map(|name| {
            let text = fs::read_to_string(root().join(&name)).unwrap();
            (name, text)
        })
        .collect()
}

/// The help of a command, split at blank lines.
fn blocks(sandbox: &Sandbox, path: &str) -> Vec<String> {
    let help = sandbox.run(format!("help {path}")).ok();
    help.trim_end().split("\n\n").map(str::to_owned).collect()
}

/// The subcommands that the help of a command lists.
fn commands(sandbox: &Sandbox, path: &str) -> Vec<String> {
    let list = blocks(sandbox, path).into_iter().find(|block| block.starts_with("Commands:")).unwrap_or_default();
    list.lines()
        .skip(1)
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .collect()
}

fn shared(sandbox: &Sandbox, heading: &str) -> String {
    blocks(sandbox, "list").into_iter().find(|block| block.starts_with(heading)).unwrap()
}

/// The expected text of the reference, generated from the help of the built binary.
fn reference() -> String {
    let sandbox = Sandbox::empty();
    let mut text = String::from(
        "\nMany commands share these options. \"Also\" below a command names the groups that it takes, and \
         `ruimte help COMMAND` shows them in full.\n",
    );
    for heading in SHARED {
        text.push_str(&format!("\n```text\n{}\n```\n", shared(&sandbox, heading)));
    }
    for command in commands(&sandbox, "") {
        let below = commands(&sandbox, &command);
        let paths = if below.is_empty() {
            vec![command.clone()]
        } else {
            below.iter().map(|action| format!("{command} {action}")).collect()
        };
        text.push_str(&format!("\n## ruimte {command}\n\n"));
        if LIKE_MINISTRIES.contains(&command.as_str()) {
            for (path, like) in paths.iter().zip(["ministry add", "ministry edit", "ministry list"]) {
                assert_eq!(options(&sandbox, path), options(&sandbox, like), "{path} is no longer like {like}");
            }
            text.push_str(&format!(
                "{}: `add`, `edit` and `list`, as `ruimte ministry`.\n",
                blocks(&sandbox, &command)[0]
            ));
            continue;
        }
        for path in paths {
            let blocks = blocks(&sandbox, &path);
            let has: Vec<&str> = SHARED
                .iter()
                .filter(|heading| blocks.iter().any(|block| block.starts_with(**heading)))
                .map(|heading| heading.trim_end_matches(':'))
                .collect();
            let own: Vec<&str> = blocks
                .iter()
                .filter(|block| !SHARED.iter().any(|heading| block.starts_with(heading)))
                .map(String::as_str)
                .collect();
            text.push_str(&format!("```text\n{}\n\nAlso: {}\n```\n", own.join("\n\n"), has.join(", ")));
        }
    }
    text.push('\n');
    text
}

fn options(sandbox: &Sandbox, path: &str) -> Vec<String> {
    blocks(sandbox, path).into_iter().skip(2).filter(|block| !block.starts_with("Example")).collect()
}

#[test]
fn the_program_name_alone_shows_the_help() {
    let sandbox = Sandbox::empty();
    assert_eq!(sandbox.run(""), sandbox.run("--help"));
    assert_eq!(sandbox.run("--lang nl -q"), sandbox.run_in_dutch(["--help"]));
    assert!(sandbox.run_in_dutch("").ok().contains("Gebruik: ruimte [OPTIES] <OPDRACHT>"));
}

#[test]
fn the_reference_equals_the_help_of_the_binary() {
    let text = fs::read_to_string(reference_file()).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (reference_there, after) = rest.split_once(END).unwrap();
    let wanted = reference();
    if std::env::var_os("RUIMTE_WRITE_REFERENCE").is_some() {
        fs::write(reference_file(), format!("{before}{BEGIN}{wanted}{END}{after}")).unwrap();
        return;
    }
    assert!(
        reference_there == wanted,
        "the help has changed: RUIMTE_WRITE_REFERENCE=1 cargo test --test commands readme"
    );
}

#[test]
fn the_examples_of_the_documents_give_the_output_shown() {
    for (name, text) in documents() {
        let steps = follow(&name, &text);
        if ["README.md", "LEESMIJ.md"].contains(&name.as_str()) {
            assert!(steps > 10, "{name} has lost its tour");
        }
    }
}

/// Runs the commands in the `console` blocks of a document in a temporary folder, and compares their output with the
/// document. Returns the number of commands.
fn follow(document: &str, text: &str) -> usize {
    let lang = if document == "LEESMIJ.md" { "nl" } else { "en" };
    let sandbox = Sandbox::empty();
    let mut steps = 0;
    for block in text.split("```console\n").skip(1).map(|rest| rest.split("```").next().unwrap()) {
        let mut wanted = String::new();
        let mut got = String::new();
        for line in block.lines() {
            wanted.push_str(&format!("{line}\n"));
            let Some(command) = line.strip_prefix("$ ") else { continue };
            got.push_str(&format!("{line}\n"));
            let Some(arguments) = command.strip_prefix("ruimte ") else {
                assert_eq!(command, "export RUIMTE_REGISTER=belemmeringen.db");
                continue;
            };
            let mut program = sandbox.command(arguments);
            program.env("RUIMTE_REGISTER", "belemmeringen.db").env("RUIMTE_LANG", lang).env_remove("RUIMTE_MEANING");
            let result = execute(program);
            got.push_str(&result.stdout);
            got.push_str(&result.stderr);
            steps += 1;
        }
        if std::env::var_os("RUIMTE_WRITE_REFERENCE").is_some() {
            let path = root().join(document);
            let text = fs::read_to_string(&path).unwrap().replace(&wanted, &got);
            fs::write(path, text).unwrap();
        } else {
            assert!(got == wanted, "{document}: RUIMTE_WRITE_REFERENCE=1 cargo test --test commands readme\n{got}");
        }
    }
    steps
}

#[test]
fn the_readme_is_short_in_both_languages() {
    for (name, text) in documents().iter().filter(|(name, _)| name == "README.md" || name == "LEESMIJ.md") {
        assert!(text.lines().count() <= 250, "{name}");
    }
}

#[test]
fn every_link_between_documents_works() {
    let documents = documents();
    for (name, text) in &documents {
        let folder = root().join(name).parent().unwrap().to_owned();
        for target in text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            if target.starts_with("http") {
                continue;
            }
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let file = if path.is_empty() { root().join(name) } else { folder.join(path) };
            assert!(file.exists(), "{name}: {target}");
            if !anchor.is_empty() {
                let text = fs::read_to_string(&file).unwrap();
                assert!(headings(&text).iter().any(|heading| heading == anchor), "{name}: {target}");
            }
        }
    }
}

/// The anchors that code hosting sites generate for the headings of a document.
fn headings(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            let title = line.trim_start_matches('#').trim().to_lowercase();
            title
                .chars()
                .filter(|character| character.is_alphanumeric() || "-_ ".contains(*character))
                .map(|character| if character == ' ' { '-' } else { character })
                .collect()
        })
        .collect()
}

#[test]
fn every_picture_is_small_and_free_of_local_paths() {
    for entry in fs::read_dir(root().join("docs/pictures")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        assert!(bytes.len() < 150_000, "{}", path.display());
        if path.extension().is_some_and(|ending| ending == "svg") {
            let text = String::from_utf8(bytes).unwrap();
            assert!(!text.contains("/home/") && !text.contains("/tmp/"), "{}", path.display());
        }
    }
}

#[test]
fn every_file_that_a_document_names_exists() {
    let folders = ["src/", "tests/", "bench/", "fixtures/", "docs/"];
    for (document, text) in documents() {
        for code in text.split('`').filter(|code| folders.iter().any(|folder| code.starts_with(folder))) {
            let path = code.split_whitespace().next().unwrap();
            assert!(path.contains("NAME") || root().join(path).exists(), "{document}: {path}");
        }
    }
}

/// Checks the names in the `cargo test` commands of documents, because `cargo test` passes without testing anything if
/// no test matches the name.
#[test]
fn every_test_that_a_document_names_exists() {
    let mut named = 0;
    for (document, text) in documents() {
        for code in text.split('`').filter(|code| code.starts_with("cargo test ")) {
            let Some((_, rest)) = code.split_once("--test ") else { continue };
            let mut words = rest.split_whitespace();
            let target = words.next().unwrap();
            let (file, folder) = (root().join(format!("tests/{target}.rs")), root().join("tests").join(target));
            assert!(file.is_file() || folder.join("main.rs").is_file(), "{document}: {code}");
            if let Some(filter) = words.next().filter(|word| !word.starts_with('-')) {
                let mut sources = Vec::new();
                read_sources(&folder, &mut sources);
                sources.extend(fs::read_to_string(file));
                let name = filter.rsplit("::").next().unwrap();
                let is_named = |line: &str| {
                    let line = line.trim_start();
                    (line.starts_with("mod ") || line.starts_with("fn ")) && line.contains(name)
                };
                assert!(sources.iter().any(|source| source.lines().any(is_named)), "{document}: {code}");
            }
            named += 1;
        }
    }
    assert!(named > 15, "{named}");
}

fn read_sources(folder: &Path, sources: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            read_sources(&path, sources);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            sources.push(fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_library_is_listed_with_its_purpose() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let text = fs::read_to_string(root().join("docs/libraries.md")).unwrap();
    let table = text.split("| library | for |").nth(1).unwrap().split("\n\n").next().unwrap();
    let dependencies = manifest.split("[dependencies]\n").nth(1).unwrap().split("\n\n").next().unwrap();
    for name in dependencies.lines().filter_map(|line| line.split(' ').next()) {
        assert!(table.lines().any(|row| row.split('|').nth(1).is_some_and(|names| names.contains(name))), "{name}");
    }
}
