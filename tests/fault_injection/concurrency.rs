//! Runs commands at the same time. No write is lost. If another process holds the lock, a write waits at most as long
//! as SQLite's busy timeout, and then fails with an error.

use crate::common::{Sandbox, execute};
use crate::strace;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Runs two readers and a number of writers (`officers`) at the same time. Each writer makes `each` writes.
fn at_once(officers: usize, each: usize) {
    let sandbox = Sandbox::new();
    sandbox.run("factsheet add Stagecontracten -q").ok();
    // Create one obstacle for each writer to edit. Each writer also logs new obstacles.
    for officer in 1..=officers {
        sandbox.run(["log", &format!("Van {officer}"), "--ministry", "OCW", "-q"]).ok();
    }
    let begun: usize = last_entry(&sandbox);
    let is_over = AtomicBool::new(false);
    let (numbers, seen) = std::thread::scope(|scope| {
        let reader = || {
            let mut seen = 0;
            while !is_over.load(Ordering::Relaxed) {
                for command in ["list -q", "check", "count --by status -q"] {
                    let done = sandbox.run(command);
                    assert_eq!(done.code, 0, "{command:?}: {}{}", done.stdout, done.stderr);
                    seen += 1;
                }
            }
            seen
        };
        let readers = [scope.spawn(reader), scope.spawn(reader)];
        let writers: Vec<_> = (1..=officers)
            .map(|officer| {
                let sandbox = &sandbox;
                scope.spawn(move || {
                    let own = format!("B-{officer:03}");
                    let mut numbers = Vec::new();
                    for at in 0..each {
                        let title = format!("Van {officer}, nummer {at}");
                        let command: &str = match at % 5 {
                            0 => &format!("log '{title}' --ministry VWS -q"),
                            1 => &format!("edit {own} --title '{title}' -q"),
                            2 => &format!("contact call {own} --note '{title}' -q"),
                            3 if at == 3 => &format!("classify {own} within-rules --because '{title}' -q"),
                            3 => &format!("edit {own} --analysis '{title}' -q"),
                            _ if at == 4 => &format!("link {own} F-01 -q"),
                            _ => &format!("edit {own} --answer '{title}' -q"),
                        };
                        let done = sandbox.run(command);
                        assert_eq!(done.code, 0, "{command:?}: {}", done.stderr);
                        if at % 5 == 0 {
                            numbers.push(done.stdout.trim().to_owned());
                        }
                    }
                    numbers
                })
            })
            .collect();
        let written: Vec<_> = writers.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        is_over.store(true, Ordering::Relaxed);
        let numbers: Vec<String> = written.into_iter().flat_map(|written| written.unwrap()).collect();
        (numbers, readers.into_iter().map(|reader| reader.join().unwrap()).sum::<usize>())
    });
    eprintln!("{officers} officers, {each} writes each, {seen} readings beside");
    // No two obstacles got the same number, and every obstacle has the title that its writer gave it.
    let mut given = numbers.clone();
    given.sort();
    given.dedup();
    assert_eq!(given.len(), numbers.len());
    let titles: Vec<String> = sandbox
        .rows("list --columns title --limit 100000")
        .into_iter()
        .map(|mut row| row.remove("title").unwrap())
        .collect();
    assert_eq!(titles.len(), officers + numbers.len());
    for officer in 1..=officers {
        for at in (0..each).step_by(5) {
            assert!(titles.contains(&format!("Van {officer}, nummer {at}")), "{officer} {at}");
        }
    }
    let contacts = sandbox.rows("contact list --limit 100000").len();
    assert_eq!(contacts, officers * (2..each).step_by(5).count());
    // The journal has exactly one entry for each write.
    assert_eq!(last_entry(&sandbox), begun + officers * each);
    let mut entries: Vec<usize> =
        sandbox.rows("history --limit 1000000").iter().map(|row| row["entry"].parse().unwrap()).collect();
    entries.sort_unstable();
    entries.dedup();
    assert_eq!(entries, (1..=begun + officers * each).collect::<Vec<_>>());
    sandbox.run("check").notices();
}

fn last_entry(sandbox: &Sandbox) -> usize {
    let rows = sandbox.rows("history --limit 1");
    rows[0]["entry"].parse().unwrap()
}

#[test]
fn a_few_concurrent_writers_lose_nothing_and_none_is_refused() {
    at_once(4, 10);
}

#[test]
#[ignore = "takes a minute"]
fn eight_concurrent_writers_with_a_hundred_writes_each_lose_nothing_and_none_is_refused() {
    at_once(8, 100);
}

/// The id of the process that `strace` started.
fn traced_by(strace: &Child) -> String {
    let children = format!("/proc/{0}/task/{0}/children", strace.id());
    let found = std::fs::read_to_string(children).unwrap();
    found.split_whitespace().next().unwrap().to_owned()
}

#[test]
fn waiting_for_a_stalled_writer_is_reported_and_both_writes_are_consistent() {
    if !strace::is_available() {
        return;
    }
    let sandbox = Sandbox::new();
    // Stop the process right after it began to write, so that it keeps holding the write lock.
    let command = sandbox.command("log 'Staat stil' --ministry OCW -q");
    let mut stopped = strace::traced(
        &command,
        &["-e", "trace=pwrite64", "-e", "inject=pwrite64:signal=STOP:when=1", "-o", "/dev/null"],
    );
    let stopped = stopped.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let began = Instant::now();
    while !sandbox.path("register.db-journal").exists() {
        assert!(began.elapsed() < Duration::from_secs(20), "it does not begin");
        std::thread::sleep(Duration::from_millis(20));
    }
    let process = traced_by(&stopped);
    let before = Instant::now();
    let wait = "log Wacht --ministry OCW -q";
    let (busy, run_in_dutch) = std::thread::scope(|scope| {
        let run_in_dutch = scope.spawn(|| sandbox.run_in_dutch(wait));
        (sandbox.run(wait), run_in_dutch.join().unwrap())
    });
    let waited = before.elapsed();
    let listed = sandbox.run("list -q");
    // Let the stopped process continue. Its write completes.
    assert!(Command::new("kill").args(["-CONT", &process]).status().unwrap().success());
    let output = stopped.wait_with_output().unwrap();
    assert_eq!(
        busy.fails(75),
        format!(
            "ruimte: somebody else is writing to the register: process {process} (ruimte) on this computer; try again shortly\n"
        )
    );
    assert!((4..9).contains(&waited.as_secs()), "{waited:?}");
    assert_eq!(
        run_in_dutch.fails(75),
        format!(
            "ruimte: iemand anders schrijft nu in het register: proces {process} (ruimte) op deze computer; probeer het zo weer\n"
        )
    );
    assert_eq!((listed.code, listed.stderr.as_str()), (0, ""), "who reads is not held up");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "B-001\n");
    assert_eq!(sandbox.run(wait).ok(), "B-002\n");
    assert_eq!(execute(sandbox.command("check")).code, 0);
}

#[test]
fn a_blocked_restore_reports_what_blocks_it() {
    let sandbox = Sandbox::new();
    sandbox.run("backup copy.db").ok();
    let before = sandbox.register_bytes();
    let other = rusqlite::Connection::open(sandbox.path("register.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (own, name) = (std::process::id(), std::fs::read_to_string("/proc/self/comm").unwrap());
    assert_eq!(
        sandbox.run("restore copy.db --force").fails(75),
        format!(
            "ruimte: somebody else is writing to the register: process {own} ({}) on this computer; try again shortly\n",
            name.trim()
        )
    );
    drop(other);
    assert!(sandbox.register_bytes() == before);
    let mut names = crate::folder_state::names(&sandbox);
    names.sort();
    assert_eq!(names, ["copy.db", "register.db"]);
}

/// A register whose list of obstacles does not fit in the output buffers and a pipe together.
fn with_a_long_list() -> Sandbox {
    let sandbox = Sandbox::new();
    let question = "Mogen wij dit zo doen, en zo niet, wie gaat daarover? ".repeat(20);
    let rows: Vec<String> = (1..=3_000).map(|at| format!("Vraag {at},VWS,\"{question}\",2018-01-01")).collect();
    sandbox.write("list.csv", format!("title,ministry,question,received\n{}\n", rows.join("\n")));
    sandbox.run("import obstacles list.csv -q").ok();
    sandbox
}

#[test]
fn a_long_list_in_a_pager_blocks_no_writer_and_shows_one_moment() {
    let sandbox = with_a_long_list();
    let export = "export obstacles --format csv";
    let before = sandbox.run(export).ok();
    assert!(before.len() > 3_000_000, "{} bytes would all wait in memory", before.len());
    for command in [export, "history --format jsonl"] {
        let alone = sandbox.run(command).ok();
        let mut open = sandbox.command(command);
        let mut open = open.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // Nobody has read the output of the command yet. Meanwhile, another process writes. If the command still held
        // its read lock, this write would fail after the busy timeout of five seconds.
        std::thread::sleep(Duration::from_millis(300));
        sandbox.run("log 'Mag dit erbij?' --ministry OCW -q").ok();
        let (mut out, mut message) = (String::new(), String::new());
        open.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        open.stderr.take().unwrap().read_to_string(&mut message).unwrap();
        assert!(open.wait().unwrap().success(), "{message}");
        assert!(out == alone, "{command:?} was not what it was when it was asked");
        sandbox.run("undo").notices();
    }
    // Without a folder for temporary files, the program cannot store its output, so it waits for the reader. The output
    // must still be complete.
    let mut open = sandbox.command(export);
    let mut open = open.env("TMPDIR", sandbox.path("nowhere")).stdout(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_secs(1));
    let mut out = String::new();
    open.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    assert!(open.wait().unwrap().success() && out == before);
}
