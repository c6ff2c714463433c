//! The README: its tour produces the output it shows, and its reference equals the help.

use crate::common::{Sandbox, execute};
use std::fs;
use std::path::PathBuf;

const BEGIN: &str = "<!-- reference -->\n";
const END: &str = "<!-- end of reference -->";
/// Sections of the help that many commands share and that the README has once.
const SHARED: &[&str] = &["Filter:", "Output:", "General:"];
/// Vocabularies whose commands equal those of the ministries.
const LIKE_MINISTRIES: &[&str] = &["region", "care-domain", "theme", "nature", "law"];

fn readme() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

/// The help of a command, split into blocks.
fn blocks(sandbox: &Sandbox, path: &str) -> Vec<String> {
    let help = sandbox.run(format!("help {path}")).ok();
    help.trim_end().split("\n\n").map(str::to_owned).collect()
}

/// The subcommands of a command, from its help.
fn commands(sandbox: &Sandbox, path: &str) -> Vec<String> {
    let list =
        blocks(sandbox, path).into_iter().find(|block| block.starts_with("Commands:")).unwrap_or_default();
    list.lines()
        .skip(1)
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .collect()
}

fn shared(sandbox: &Sandbox, heading: &str) -> String {
    blocks(sandbox, "list").into_iter().find(|block| block.starts_with(heading)).unwrap()
}

/// The reference, from the help of the built binary.
fn reference() -> String {
    let sandbox = Sandbox::empty();
    let mut text = String::from(
        "\nWhere a command takes more than stands with it, it takes these, and `ruimte help COMMAND` says so:\n",
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
        text.push_str(&format!("\n### ruimte {command}\n\n"));
        if LIKE_MINISTRIES.contains(&command.as_str()) {
            for (path, like) in paths.iter().zip(["ministry add", "ministry edit", "ministry list"]) {
                assert_eq!(
                    options(&sandbox, path),
                    options(&sandbox, like),
                    "{path} is no longer like {like}"
                );
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
fn the_name_alone_prints_the_help() {
    let sandbox = Sandbox::empty();
    let nothing: [&str; 0] = [];
    assert_eq!(sandbox.run(nothing), sandbox.run("--help"));
    assert_eq!(sandbox.run("--lang nl -q"), sandbox.run_in_dutch("--help"));
    assert!(sandbox.run_in_dutch(nothing).ok().contains("Gebruik: ruimte [OPTIES] <OPDRACHT>"));
}

#[test]
fn the_reference_of_the_readme_is_the_help_of_the_binary() {
    let text = fs::read_to_string(readme()).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (reference_there, after) = rest.split_once(END).unwrap();
    let wanted = reference();
    if std::env::var_os("RUIMTE_WRITE_README").is_some() {
        fs::write(readme(), format!("{before}{BEGIN}{wanted}{END}{after}")).unwrap();
        return;
    }
    assert!(
        reference_there == wanted,
        "the help has changed: RUIMTE_WRITE_README=1 cargo test --test commands readme"
    );
}

#[test]
fn the_tour_in_the_readme_is_accurate() {
    let text = fs::read_to_string(readme()).unwrap();
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
            let mut program = sandbox.command(words(arguments));
            program.env("RUIMTE_REGISTER", "belemmeringen.db");
            let result = execute(program);
            got.push_str(&result.stdout);
            got.push_str(&result.stderr);
            steps += 1;
        }
        assert_eq!(got, wanted);
    }
    assert!(steps > 10, "the tour has lost its steps");
}

/// Splits a command line at blanks outside single quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            character => words.last_mut().unwrap().push(character),
        }
    }
    words
}

#[test]
fn every_library_is_named_with_its_reason() {
    let manifest = fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let text = fs::read_to_string(readme()).unwrap();
    let table = text.split("| library | for |").nth(1).unwrap().split("\n\n").next().unwrap();
    let dependencies = manifest.split("[dependencies]\n").nth(1).unwrap().split("\n\n").next().unwrap();
    for name in dependencies.lines().filter_map(|line| line.split(' ').next()) {
        assert!(
            table.lines().any(|row| row.split('|').nth(1).is_some_and(|names| names.contains(name))),
            "{name}"
        );
    }
}
