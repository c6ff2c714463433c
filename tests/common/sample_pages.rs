//! Saves every kind of HTML page that commands write, from a register with every kind of content.

use crate::common::{CommandLine, Sandbox, execute};
use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

pub const LANGUAGES: [&str; 2] = ["nl", "en"];

pub struct SavedPage {
    /// The command that produced the page.
    pub name: String,
    pub path: PathBuf,
}

/// Obstacles to add to the demonstration register. Some are open: overdue, not overdue, or with few attributes. The
/// others are closed or solved. `varied_register` voids the last obstacle in this list.
const MORE: &str = "\
title,question,answer,ministry,involved,region,nature,status,resolution,closed_as,duplicate_of,received,due,answered,solved,closed,laws,schemes,precedents
Nog te beantwoorden,Mag dit?,,VWS,OCW,12,funding,in-analysis,,,,2019-10-02,2019-11-01,,,,BWBR0007625 art. 7.2.8; BWBR0005682,S-01,
Zonder iets,,,SZW,,,,collected,,,,,,,,,,,
Te laat,Wanneer?,,OCW,VWS; SZW,3,unclear-rule,collected,,,,2019-11-05,2019-11-20,,,,cao: Cao VVT,,
Doorverwezen,Bij wie?,,OCW,,6,funding,closed,,referred,,2019-11-07,,2019-11-09,,2019-11-12,own-rule: stagereglement,,
Dubbel,Bij wie?,,OCW,,6,funding,closed,,duplicate,B-012,2019-11-08,,,,2019-11-12,,,
Hergebruikt,Mag dit weer?,\"Ja.

Op dezelfde wijze.\",VWS,,9,unclear-rule,solved,regional-approach,,,2019-11-10,,2019-11-12,2020-01-15,,CELEX 32016R0679 art. 9,,B-012; B-019
Te veel,,,OCW,,,,collected,,,,2019-12-01,,,,,,,
";

/// The demonstration register, extended with open, closed, overdue and void obstacles, a published figure that differs
/// from the register, and a person.
pub fn varied_register() -> Sandbox {
    static REGISTER: OnceLock<Vec<u8>> = OnceLock::new();
    Sandbox::with_register(REGISTER.get_or_init(|| {
        let sandbox = Sandbox::demo();
        sandbox.write("more.csv", MORE);
        for line in [
            "import obstacles more.csv",
            "void B-077 --because Proefinvoer",
            "edit B-071 --handler 'Een behandelaar' --publishable yes",
            "contact call B-071 B-073 --ministry VWS --with 'Een school' --person Iemand",
            "factsheet add 'Nog niet gebruikt' --url https://example.nl/factsheet",
            "figure add --publication zorgpact-web --measure emails --value 300",
            "snapshot kamerbrief --note 'Een moment'",
        ] {
            sandbox.run(line).ok();
        }
        sandbox.register_bytes()
    }))
}

/// Saves the HTML output of a command. The language is set by a command-line option.
#[track_caller]
pub fn save_page(sandbox: &Sandbox, lang: &str, line: impl CommandLine) -> SavedPage {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let file = format!("page-{}.html", COUNT.fetch_add(1, Ordering::Relaxed));
    let line = line.arguments();
    let name = line.join(OsStr::new(" ")).into_string().unwrap();
    let arguments = [vec!["--lang".into(), lang.into()], line, vec!["-o".into(), file.clone().into()]].concat();
    let result = sandbox.run(arguments);
    // Exit code 1 is not an error here: `reconcile` returns it if a figure differs.
    let differs = result.code == 1 && name.starts_with("reconcile");
    assert!(result.code == 0 || differs, "{name} failed: {}", result.stderr);
    SavedPage { path: sandbox.path(&file), name }
}

/// Publishes an open data set and returns its overview page. The language is set by an environment variable.
#[track_caller]
pub fn save_publication(sandbox: &Sandbox, lang: &str, filter: &str) -> SavedPage {
    let folder = format!("set-{lang}");
    let mut command = sandbox.command(format!("publish {folder} {filter}"));
    command.env("RUIMTE_LANG", lang);
    execute(command).ok();
    SavedPage { name: "publish".to_owned(), path: sandbox.path(&folder).join("overview.html") }
}

#[track_caller]
pub fn report_names(sandbox: &Sandbox) -> Vec<String> {
    let help = sandbox.run("help report").ok();
    let (_, after) = help.split_once("\n  <REPORT>  ").unwrap();
    let (list, _) = after.split_once("\n\n").unwrap();
    // In the output of `help report`, each report has a line with its name and a description. The description may
    // continue on the next line.
    let name = |line: &str| line.split_once(": ").map(|(name, _)| name.trim().to_owned());
    list.lines().filter_map(name).filter(|name| name.bytes().all(|byte| byte.is_ascii_lowercase())).collect()
}

pub fn save_all_pages(sandbox: &Sandbox, lang: &str) -> Vec<SavedPage> {
    let reports = report_names(sandbox);
    assert!(reports.len() > 10 && reports.iter().any(|name| name == "overview"), "{reports:?}");
    // Only the overview covers the whole period. The other reports start in June 2018, which keeps their pages small.
    let mut lines: Vec<String> = reports
        .iter()
        .map(|name| format!("report {name}{}", if name == "overview" { "" } else { " --since 2018-06-01" }))
        .collect();
    let mut add = |more: &[&str]| lines.extend(more.iter().map(ToString::to_string));
    add(&[
        "report overview --nature funding",
        "report quarter --period 2018-Q1",
        "list",
        "show B-012",
        "show F-01",
        "count --by ministry",
        "count --by ministry,status",
        "reconcile",
        "reconcile --explain",
        "search stage",
        "history B-071",
        "contact list --limit 40",
        "factsheet list",
    ]);
    // These pages resemble other pages, so each is saved in one language only.
    if lang == "nl" {
        add(&[
            "list --with-void --since 2019-01-01 --columns number,title,laws,handler,due,void",
            "list --law BWBR0099999",
            "show B-071 B-076",
            "similar 'een stage bij twee werkgevers'",
        ]);
    } else {
        add(&["history --limit 3", "contact list --status open --with-persons", "law list", "person list", "check"]);
    }
    let mut saved: Vec<SavedPage> = lines.iter().map(|line| save_page(sandbox, lang, line)).collect();
    saved.push(save_publication(sandbox, lang, "--nature collective-agreement"));
    saved
}
