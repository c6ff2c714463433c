//! Whatever is pulled out from under the program, the register is whole: all of a command or nothing of it. The
//! program is killed at every call that changes a file, every such call is made to fail, many write at once, and
//! who may read a file is looked at from its first byte.
//!
//! What takes long is left out unless it is asked for: `cargo test --test fault_injection -- --ignored`. The other tests
//! take a selection of the same. With `RUIMTE_FAULTS=20` the long ones take about twenty calls of each command. `--nocapture` tells how many faults there were and what they left behind.
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

/// Does something with each of many, a few at a time, and fails with all that went wrong.
fn each<T: Sync>(all: &[T], action: impl Fn(&T) -> Result<(), String> + Sync) {
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

/// How many calls of a deed the long tests take: all, or about as many as `RUIMTE_FAULTS` says.
fn asked() -> usize {
    std::env::var("RUIMTE_FAULTS").ok().and_then(|count| count.parse().ok()).unwrap_or(usize::MAX)
}

/// About as many of what there is as are wanted, evenly spread, with the first and the last.
fn some<T>(all: Vec<T>, wanted: usize) -> Vec<T> {
    let count = all.len();
    let is_kept = |at: usize| {
        at == 0 || at + 1 == count || wanted >= count || (at * wanted) / count != ((at - 1) * wanted) / count
    };
    all.into_iter().enumerate().filter(|(at, _)| is_kept(*at)).map(|(_, one)| one).collect()
}
