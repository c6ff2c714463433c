//! The journal and what builds on it: undo, reading as of a moment, receipts, `check`, backups, upgrades, and erasing
//! persons. The shared helpers create a register with a history, open it directly with SQLite, and compute the hash
//! chain of the journal independently of the program.

mod as_of;
mod backup;
mod bit_flips;
mod check;
mod entries;
mod history;
mod older_values;
mod persons;
mod receipt_tampering;
mod receipts;
mod redaction;
mod reference_date;
mod similar_names;
mod tampering;
mod undo;
mod upgrade_v1;
mod upgrade_v3;
mod upgrade_v4;

use crate::common::older_register::{bytes, chain, forge_chain, hash, integer, rows, tamper_with};
use crate::common::{NETHERLANDS, Sandbox};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::Connection;
use std::process::Command;
use std::sync::OnceLock;

/// The tables that contain records, as opposed to the journal and the search index.
const RECORDS: &[&str] = &[
    "ministry",
    "region",
    "care_domain",
    "theme",
    "nature",
    "law",
    "synonym",
    "factsheet",
    "scheme",
    "person",
    "obstacle",
    "obstacle_ministry",
    "obstacle_law",
    "obstacle_factsheet",
    "obstacle_scheme",
    "obstacle_precedent",
    "contact",
    "contact_obstacle",
    "contact_person",
    "publication",
    "published_figure",
    "snapshot",
    "reply_template",
];

const PUBLICATION: &str = "publication add p --nl P --en P --since 2018-01-01 --until 2018-12-31";
const FIGURE: &str = "figure add --publication p --measure collected --value 3";

const LIST: &str = "\
number,title,ministry,received
B-002,Tweede vraag,VWS,2018-01-11
B-003,Derde vraag,SZW,2018-01-12
B-004,Vierde vraag,VWS,
";

/// The commands that create the register `story`. Each command adds one journal entry, starting with entry 1.
const STORY: &[&str] = &[
    "init --actor Beheer",
    "log 'Eerste vraag' --ministry OCW --handler 'H. Behandelaar' --received 2018-01-10 --question 'Mag dat?' --actor 'A. Officer'",
    "edit 1 --title 'Eerste vraag, anders' --involved VWS --due 2018-03-01 --actor 'A. Officer'",
    "contact call 1 --person 'P. Spreker' --ministry OCW --on 2018-01-12 --note Mag --actor 'B. Officer'",
    "factsheet add Stagecontracten --published 2018-01-20 --actor 'B. Officer'",
    "classify 1 within-rules --because 'Eén contract volstaat' --answer Ja. --factsheet F-01 --on 2018-02-01 --actor 'A. Officer'",
    "import obstacles list.csv --actor 'B. Officer'",
    "void 4 --because Proefinvoer --actor 'B. Officer'",
    "snapshot kamerbrief-2018 --note 'Antwoord op Kamervragen' --actor 'A. Officer'",
];

/// The register after the nine commands of `STORY`. B-001 is solved, B-002 and B-003 are collected, and B-004 is void.
/// Persons N-01, N-03 and N-05 wrote journal entries, N-02 handles B-001, and N-04 was called about B-001.
fn story() -> Sandbox {
    static STORY_BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    let bytes = STORY_BYTES.get_or_init(|| {
        let sandbox = Sandbox::empty();
        sandbox.write("list.csv", LIST);
        for command in STORY {
            sandbox.run(*command).ok();
        }
        sandbox.register_bytes()
    });
    let sandbox = Sandbox::empty();
    sandbox.write("register.db", bytes);
    sandbox.write("list.csv", LIST);
    sandbox
}

#[track_caller]
fn run_all(sandbox: &Sandbox, commands: &[&str]) {
    for command in commands {
        sandbox.run(*command).ok();
    }
}

/// Returns two time zones in which the local time is now between 12:00 and 13:00, so that midnight does not pass during
/// a test. The date in the second zone is one day later than in the first.
fn noon_zones() -> (String, String) {
    let hour = i64::from(Timestamp::now().to_zoned(TimeZone::UTC).hour());
    let zone = |ahead: i64| format!("<NOON>{}", -ahead);
    let ahead = 12 - hour;
    if ahead > 0 { (zone(ahead - 24), zone(ahead)) } else { (zone(ahead), zone(ahead + 24)) }
}

/// Returns the exit code, standard output and standard error of a command. The output still includes the receipt.
fn run_raw(sandbox: &Sandbox, arguments: &str) -> (i32, String, String) {
    let mut command = sandbox.command(arguments);
    let output = command.env("TZ", noon_zones().1).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// Runs a command that must fail and must not change the register. Returns the error message.
#[track_caller]
fn error_of(sandbox: &Sandbox, arguments: &str, code: i32) -> String {
    let before = sandbox.register_bytes();
    let message = sandbox.run(arguments).fails(code);
    assert!(sandbox.register_bytes() == before, "the register changed: {arguments:?}");
    assert_eq!(message.lines().count(), 1, "{message}");
    message.strip_prefix("ruimte: ").unwrap().trim_end().to_owned()
}

#[track_caller]
fn assert_check_passes(sandbox: &Sandbox) {
    let result = sandbox.run("check");
    assert_eq!((result.code, result.stdout.as_str()), (0, ""), "{}", result.stderr);
}

#[track_caller]
fn listed(sandbox: &Sandbox, arguments: &str) -> Vec<String> {
    let arguments = &format!("{arguments} --columns number --format csv");
    sandbox.run(arguments).ok().lines().skip(1).map(str::to_owned).collect()
}

/// The sorted numbers of the search results.
#[track_caller]
fn hits(sandbox: &Sandbox, words: &str) -> Vec<String> {
    let rows = sandbox.rows(format!("search --limit 1000 {words}"));
    let mut numbers: Vec<String> = rows.into_iter().map(|mut row| row.remove("number").unwrap()).collect();
    numbers.sort();
    numbers
}

fn open_register(sandbox: &Sandbox) -> Connection {
    Connection::open(sandbox.path("register.db")).unwrap()
}

#[track_caller]
fn value<T: rusqlite::types::FromSql>(sandbox: &Sandbox, sql: &str) -> T {
    open_register(sandbox).query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Changes the register without the program, as an attacker with write access could: removes the triggers and
/// constraints that prevent the change, makes the change, and restores the triggers and constraints.
#[track_caller]
fn tamper(sandbox: &Sandbox, sql: &str) {
    let connection = open_register(sandbox);
    tamper_with(&connection, sql);
    connection.close().unwrap();
}

/// Gives the entries fixed times (10:00 on 2 March 2026 and on each following day) and a fixed host, so that output
/// with times is the same on every run.
fn set_fixed_times(sandbox: &Sandbox) {
    tamper(
        sandbox,
        "UPDATE journal SET at = strftime('%Y-%m-%dT10:00:00.000Z', '2026-03-01', '+' || number || ' days'), origin = 'balie'",
    );
}

/// Asks the operating system for the name of the user or of the host.
fn system(command: &str, argument: &str) -> String {
    let output = Command::new(command).arg(argument).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    if output.status.success() && !text.is_empty() { text } else { "unknown".to_owned() }
}

fn count(sandbox: &Sandbox) -> i64 {
    value(sandbox, "SELECT count(*) FROM journal")
}
