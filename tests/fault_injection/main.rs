//! Fault injection: whatever fails, the register keeps all of a command or nothing of it. The program is killed at
//! every system call that changes a file, every such call is made to fail, many commands write at once, and file
//! permissions are checked from the first byte on.
//!
//! Only a selection runs by default; all of it with `cargo test --test fault_injection -- --ignored`.
//! `RUIMTE_FAULTS=20` limits that to about twenty calls of each command. `--nocapture` shows the number of faults and
//! what they left behind.
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

/// Runs an action on each item, a few at a time, and fails with all errors.
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

/// The number of calls per scenario in the long tests: all, or the value of `RUIMTE_FAULTS`.
fn calls_per_scenario() -> usize {
    std::env::var("RUIMTE_FAULTS").ok().and_then(|count| count.parse().ok()).unwrap_or(usize::MAX)
}

/// About as many items as wanted, evenly spread, including the first and the last.
fn sample<T>(all: Vec<T>, wanted: usize) -> Vec<T> {
    let count = all.len();
    let is_kept = |at: usize| {
        at == 0 || at + 1 == count || wanted >= count || (at * wanted) / count != ((at - 1) * wanted) / count
    };
    all.into_iter().enumerate().filter(|(at, _)| is_kept(*at)).map(|(_, one)| one).collect()
}
