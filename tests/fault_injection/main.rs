//! Fault injection: whatever fails, the register has the complete result of a command or none of it. The tests kill
//! the program at every system call that changes a file, make every such call fail, run many commands concurrently, and
//! check file permissions from the moment of creation.
//!
//! A selection runs by default; run everything with `cargo test --test fault_injection -- --ignored`. With
//! `RUIMTE_FAULTS=20`, that run is limited to about twenty calls of each command. With `--nocapture`, the tests print
//! the number of faults and the files that the failing commands left behind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]
#![cfg(target_os = "linux")]

#[path = "../common/mod.rs"]
mod common;

mod concurrency;
mod disk_full;
mod file_permissions;
mod folder_state;
mod io_errors;
mod kill;
mod older_registers;
mod scenarios;
mod strace;

use std::sync::Mutex;

/// Runs a closure on each item, using a few threads. If any calls fail, panics with all their errors.
fn for_each<T: Sync>(all: &[T], action: impl Fn(&T) -> Result<(), String> + Sync) {
    let (next, wrong) = (Mutex::new(0), Mutex::new(Vec::new()));
    let one = || {
        loop {
            let at = {
                let mut next = next.lock().unwrap();
                *next += 1;
                *next - 1
            };
            let Some(item) = all.get(at) else { return };
            if let Err(what) = action(item) {
                eprintln!("{what}");
                wrong.lock().unwrap().push(what);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(one);
        }
    });
    let wrong = wrong.into_inner().unwrap();
    let shown: Vec<&str> = wrong.iter().take(25).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} of {} went wrong:\n{}", wrong.len(), all.len(), shown.join("\n"));
}

/// The number of system calls to test in each scenario: the value of `RUIMTE_FAULTS`, or all calls if it is not set.
fn calls_per_scenario() -> usize {
    std::env::var("RUIMTE_FAULTS").ok().and_then(|count| count.parse().ok()).unwrap_or(usize::MAX)
}

/// An evenly spread sample of the given items: about `wanted` of them, including the first and the last.
fn sample<T>(all: Vec<T>, wanted: usize) -> Vec<T> {
    let count = all.len();
    let is_kept = |at: usize| {
        at == 0 || at + 1 == count || wanted >= count || (at * wanted) / count != ((at - 1) * wanted) / count
    };
    all.into_iter().enumerate().filter(|(at, _)| is_kept(*at)).map(|(_, one)| one).collect()
}
