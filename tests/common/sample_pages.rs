//! The kinds of page that there are, each of a register in which there is something of everything.

use crate::common::{Desk, done};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The languages, and how each is chosen: by the environment and by an option.
pub const LANGUAGES: [&str; 2] = ["nl", "en"];

/// A page that was written.
pub struct Written {
    /// What made it.
    pub name: String,
    pub path: PathBuf,
}

/// Obstacles of every standing, beside those of the demonstration: open ones that are overdue or not, one without
/// anything, two that were closed and one that is void.
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

/// The demonstration with more: some of it open, closed, late or void, a figure that differs, and a person.
pub fn busy() -> Desk {
    static BUSY: OnceLock<Vec<u8>> = OnceLock::new();
    let desk = Desk::empty();
    desk.file("register.db", BUSY.get_or_init(|| made().register()));
    desk
}

fn made() -> Desk {
    let desk = Desk::demo();
    desk.file("more.csv", MORE);
    for command in [
        &["import", "obstacles", "more.csv"][..],
        &["void", "B-077", "--because", "Proefinvoer"],
        &["edit", "B-071", "--handler", "Een behandelaar", "--publishable", "yes"],
        &[
            "contact",
            "call",
            "B-071",
            "B-073",
            "--ministry",
            "VWS",
            "--with",
            "Een school",
            "--person",
            "Iemand",
        ],
        &["factsheet", "add", "Nog niet gebruikt", "--url", "https://example.nl/factsheet"],
        &["figure", "add", "--publication", "zorgpact-web", "--measure", "emails", "--value", "300"],
        &["snapshot", "kamerbrief", "--note", "Een moment"],
    ] {
        desk.run(command).ok();
    }
    desk
}

/// Writes the page of a command in that language.
#[track_caller]
pub fn page(desk: &Desk, lang: &str, command: &[&str]) -> Written {
    static WRITTEN: AtomicUsize = AtomicUsize::new(0);
    let name = command.join(" ");
    let file = format!("page-{}.html", WRITTEN.fetch_add(1, Ordering::Relaxed));
    let done = done(desk.command([&["--lang", lang], command, &["-o", &file]].concat()));
    // A comparison in which something differs says so.
    let differs = done.code == 1 && command[0] == "reconcile";
    assert!(done.code == 0 || differs, "{name} failed: {}", done.stderr);
    Written { path: desk.path(&file), name }
}

/// The overview of an open data set in that language, which the environment chooses here.
#[track_caller]
pub fn published(desk: &Desk, lang: &str, filter: &[&str]) -> Written {
    let folder = format!("set-{lang}");
    let mut command = desk.command([&["publish", &folder], filter].concat());
    command.env("RUIMTE_LANG", lang);
    done(command).ok();
    Written { name: "publish".to_owned(), path: desk.path(&folder).join("overview.html") }
}

/// The names of the reports, as the help of `report` lists them.
#[track_caller]
pub fn reports(desk: &Desk) -> Vec<String> {
    let help = desk.run(["help", "report"]).ok();
    let (_, after) = help.split_once("\n  <REPORT>  ").unwrap();
    let (list, _) = after.split_once("\n\n").unwrap();
    // A name, and behind it what the report is about, which may go on in the next line.
    let name = |line: &str| line.split_once(": ").map(|(name, _)| name.trim().to_owned());
    list.lines().filter_map(name).filter(|name| name.bytes().all(|byte| byte.is_ascii_lowercase())).collect()
}

/// The pages of a register, each with what made it.
pub fn pages(desk: &Desk, lang: &str) -> Vec<Written> {
    let reports = reports(desk);
    assert!(reports.len() > 10 && reports.iter().any(|name| name == "overview"), "{reports:?}");
    // The overview is of everything; of the other reports the end of the time is enough.
    let of = |name: &str| if name == "overview" { &[][..] } else { &["--since", "2018-06-01"] };
    let names = reports.iter().map(String::as_str);
    let mut commands: Vec<Vec<&str>> = names.map(|name| [&["report", name], of(name)].concat()).collect();
    commands.extend(
        [
            &["report", "overview", "--nature", "funding"][..],
            &["list"],
            &["show", "B-012"],
            &["show", "F-01"],
            &["count", "--by", "ministry,status"],
            &["reconcile"],
            &["reconcile", "--explain"],
            &["search", "stage"],
            &["history", "B-071"],
            &["contact", "list", "--limit", "40"],
            &["factsheet", "list"],
        ]
        .map(<[&str]>::to_vec),
    );
    // These are built as others are: each in one language is enough.
    let columns = "number,title,laws,handler,due,void";
    let more: &[&[&str]] = if lang == "nl" {
        &[
            &["list", "--with-void", "--since", "2019-01-01", "--columns", columns],
            &["list", "--law", "BWBR0099999"],
            &["show", "B-071", "B-076"],
            &["similar", "een stage bij twee werkgevers"],
        ]
    } else {
        &[
            &["history", "--limit", "3"],
            &["contact", "list", "--status", "open", "--with-persons"],
            &["law", "list"],
            &["person", "list"],
            &["check"],
        ]
    };
    commands.extend(more.iter().map(|command| command.to_vec()));
    let mut written: Vec<Written> = commands.iter().map(|command| page(desk, lang, command)).collect();
    written.push(published(desk, lang, &["--nature", "collective-agreement"]));
    written
}
