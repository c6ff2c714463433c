//! Kills commands at any moment. A killed command is done completely or not at all, and every write that it confirmed
//! is kept. The next command works normally.

use crate::common::Sandbox;
use crate::scenarios::{CompletedScenario, completed_scenarios};
use crate::strace::{self, Call};
use crate::{calls_per_scenario, folder_state, for_each, sample};
use std::collections::BTreeMap;
use std::process::Stdio;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Files that a killed command may leave next to the register: the rollback journal, temporary files, and the backup of
/// a register that the command was about to replace. A later command removes the temporary files.
const MAY_STAY: &[&str] = &[
    ".ruimte-new-*",
    ".ruimte-new-*-journal",
    "register.db-journal",
    "register.db.replaced-TIME",
    "register.db.version-1-TIME",
    "register.db.version-2-TIME",
    "register.db.version-3-TIME",
];

/// Each pair in `points` has a scenario and a system call. Runs the scenario's command, kills it at that call, and
/// checks the result.
fn kill_at(points: &[(&CompletedScenario, &Call)]) {
    let tally = Mutex::new(BTreeMap::<String, usize>::new());
    let count = |what: String| *tally.lock().unwrap().entry(what).or_default() += 1;
    for_each(points, |(known, call)| {
        let wrong = |what: String| {
            format!("{}, killed at {} {}: {what}\n    {:.160}", known.deed.name, call.name, call.at, call.line)
        };
        let sandbox = known.sandbox();
        let inject = format!("{}:signal=KILL:when={}", call.name, call.at);
        let seen = strace::run(&sandbox, known.deed.arguments, &call.name, Some(&inject));
        count(format!("{}: {}", known.deed.name, if seen.signal == Some(9) { "killed" } else { "not reached" }));
        for name in folder_state::left(&sandbox, &known.names()) {
            let pattern = folder_state::pattern(&name);
            if !MAY_STAY.contains(&pattern.as_str()) {
                return Err(wrong(format!("{name} is left")));
            }
            count(format!("{} left {pattern}", known.deed.name));
        }
        let is_done = known.is_whole(&sandbox).map_err(wrong)?;
        count(format!("{}: {}", known.deed.name, if is_done { "done" } else { "not done" }));
        if !is_done && (!seen.stdout.is_empty() || seen.code == Some(0)) {
            return Err(wrong(format!("it said '{}' and is not done", seen.stdout.trim())));
        }
        known.goes_on(&sandbox, is_done).map_err(wrong)
    });
    for (what, count) in tally.into_inner().unwrap() {
        eprintln!("{what}: {count}");
    }
}

#[test]
fn a_command_killed_at_some_of_its_writes_is_done_completely_or_not_at_all() {
    if strace::is_available() {
        let points = |known: &'static CompletedScenario| {
            sample(known.changes.iter().map(move |call| (known, call)).collect(), 2)
        };
        kill_at(&completed_scenarios().iter().flat_map(points).collect::<Vec<_>>());
    }
}

#[test]
#[ignore = "takes minutes"]
fn a_command_killed_at_any_of_its_writes_is_done_completely_or_not_at_all() {
    if strace::is_available() {
        let points = |known: &'static CompletedScenario| {
            sample(known.changes.iter().map(move |call| (known, call)).collect(), calls_per_scenario())
        };
        kill_at(&completed_scenarios().iter().flat_map(points).collect::<Vec<_>>());
    }
}

/// Kills an import with the given number of rows at various moments, spread over the duration of the import.
fn kill_import(moments: u64, rows: usize) {
    let whole = Sandbox::new();
    let mut list = "title,ministry,question\n".to_owned();
    for row in 1..=rows {
        list.push_str(&format!("Uit de lijst {row},OCW,Mag dat met een stage van {row} weken?\n"));
    }
    whole.write("list.csv", &list);
    let bytes = whole.register_bytes();
    let command = "import obstacles list.csv";
    let began = Instant::now();
    whole.run(command).ok();
    let lasts = began.elapsed();
    let moments: Vec<u64> = (0..moments).collect();
    let (done, not_done) = (Mutex::new(0), Mutex::new(0));
    for_each(&moments, |moment| {
        let sandbox = Sandbox::empty();
        sandbox.write("register.db", &bytes);
        sandbox.write("list.csv", &list);
        // The delay is the measured duration times a pseudo-random factor. The factors are the same in every run.
        let part = u32::try_from((moment * 2_654_435_761 + 12_345) % 1_000_003).unwrap();
        let wait = Duration::from_secs_f64(lasts.as_secs_f64() * 1.6 * f64::from(part) / 1_000_003.0);
        let mut child = sandbox
            .command(command)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        std::thread::sleep(wait);
        let _ = child.kill();
        let confirmed = child.wait().unwrap().success();
        let wrong = |what: &str| format!("killed after {wait:?}: {what}");
        let check = sandbox.run("check");
        if check.code != 0 {
            return Err(wrong(&format!("{}{}", check.stdout, check.stderr)));
        }
        let count = sandbox.run("count").stderr;
        let is_done = count.starts_with(&format!("{rows} obstacles"));
        if !is_done && (confirmed || !count.starts_with("0 obstacles")) {
            return Err(wrong(&count));
        }
        *(if is_done { &done } else { &not_done }).lock().unwrap() += 1;
        let left = folder_state::left(&sandbox, &["register.db".to_owned(), "list.csv".to_owned()]);
        // The command may leave only a rollback journal (a file of SQLite). This file is harmless, because the killed
        // write had not changed the register yet. The next write removes the file.
        if left.iter().any(|name| name != "register.db-journal") {
            return Err(wrong(&format!("left: {left:?}")));
        }
        let write = sandbox.run("log Daarna --ministry OCW -q");
        let left = sandbox.path("register.db-journal").exists();
        if write.code == 0 && !left { Ok(()) } else { Err(wrong(&write.stderr)) }
    });
    eprintln!(
        "import of {rows} rows: {} done, {} not done",
        done.into_inner().unwrap(),
        not_done.into_inner().unwrap()
    );
}

#[test]
fn an_import_killed_at_a_few_moments_is_done_completely_or_not_at_all() {
    kill_import(6, 500);
}

#[test]
#[ignore = "takes minutes"]
fn an_import_killed_at_a_hundred_moments_is_done_completely_or_not_at_all() {
    kill_import(100, 5_000);
}
