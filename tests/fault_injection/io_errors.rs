//! Makes system calls fail, as a full disk, a broken disk or a read-only file system would. Each failure is reported in
//! one line, nothing is lost, and no command is half done.

use crate::scenarios::{CompletedScenario, completed_scenarios};
use crate::strace::{self, Call};
use crate::{calls_per_scenario, for_each, sample};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// A fault that makes a system call fail: either one call, or that call and all later calls of the same name.
struct Fault {
    known: &'static CompletedScenario,
    call: &'static Call,
    error: &'static str,
    is_for_good: bool,
}

impl Fault {
    fn name(&self) -> String {
        let end = if self.is_for_good { " and all after it" } else { "" };
        let Self { known, call, error, .. } = self;
        format!("{}: {} {}{end} gives {error}\n    {:.160}", known.deed.name, call.name, call.at, call.line)
    }

    fn meet(&self, count: &dyn Fn(String)) -> Result<(), String> {
        let (known, call) = (self.known, self.call);
        let when = if self.is_for_good { "+" } else { "" };
        let inject = format!("{}:error={}:when={}{when}", call.name, self.error, call.at);
        let sandbox = known.sandbox();
        let seen = strace::run(&sandbox, known.deed.arguments, &call.name, Some(&inject));
        if !seen.log.contains("INJECTED") {
            count("not reached".to_owned());
        }
        let Some(code) = seen.code else { return Err(format!("it died of signal {:?}", seen.signal)) };
        let message: Vec<&str> = seen.stderr.lines().filter(|line| line.starts_with("ruimte: ")).collect();
        let is_done = known.is_whole(&sandbox).map_err(|what| format!("{what}; it said: {}", seen.stderr))?;
        count(format!(
            "{} {} {}: exit {code}, {}",
            call.name,
            self.error,
            if self.is_for_good { "for good" } else { "once" },
            if is_done { "done" } else { "not done" }
        ));
        if code == 0 {
            if !message.is_empty() {
                return Err(format!("it says that it went well, and: {message:?}"));
            }
            if !is_done {
                return Err("it says that it went well, and it is not done".to_owned());
            }
        } else {
            if ![73, 74, 77].contains(&code) {
                return Err(format!("exit {code}: {}", seen.stderr));
            }
            if code == 77 && !["EACCES", "EROFS"].contains(&self.error) {
                return Err(format!("it is told as a right that is lacking: {}", seen.stderr));
            }
            let [line] = message[..] else { return Err(format!("not one line: {:?}", seen.stderr)) };
            count(format!("says: {}", line.replace(sandbox.path("").to_str().unwrap(), "")));
            let technical =
                ["SQL", "sqlite", "panicked", "RUST_BACKTRACE", "os error", "Error(", "Error {", "ErrorCode"];
            if let Some(word) = technical.iter().find(|word| seen.stderr.contains(**word)) {
                return Err(format!("'{word}' in: {}", seen.stderr));
            }
            if line.contains(".ruimte-") {
                return Err(format!("a name that no reader knows: {line}"));
            }
            let denies = line.contains("nothing was changed") || line.contains("nothing was recorded");
            if is_done && denies {
                return Err(format!("it is done, and told is: {line}"));
            }
            if !is_done && !seen.stdout.is_empty() {
                return Err(format!("it is not done, and told is: {}", seen.stdout));
            }
        }
        known.goes_on(&sandbox, is_done)
    }
}

/// Injects each fault and prints how often each outcome occurred. Panics if a command reacts wrongly to a fault.
fn meet(faults: &[Fault]) {
    let tally = Mutex::new(BTreeMap::<String, usize>::new());
    let count = |what: String| *tally.lock().unwrap().entry(what).or_default() += 1;
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        for_each(faults, |fault| fault.meet(&count).map_err(|what| format!("{}\n    {what}", fault.name())));
    }));
    for (what, count) in tally.into_inner().unwrap() {
        eprintln!("{what}: {count}");
    }
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}

/// Returns a fault for each scenario, system call and error. If a scenario makes more than `wanted` calls, only a
/// sample of them gets a fault.
fn faults(
    calls: impl Fn(&'static CompletedScenario) -> &'static [Call],
    wanted: usize,
    errors: &[(&'static str, bool)],
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for known in completed_scenarios() {
        for (error, is_for_good) in errors {
            // The program also prints with `write`. Let only one `write` call fail: if all later ones failed too, the
            // program could not print its error message.
            let is_fit = |call: &&Call| !(*is_for_good && call.name == "write");
            let calls: Vec<&'static Call> = calls(known).iter().filter(is_fit).collect();
            for call in sample(calls, wanted) {
                faults.push(Fault { known, call, error, is_for_good: *is_for_good });
            }
        }
    }
    faults
}

const FULL_OR_FAILING: &[(&str, bool)] = &[("EIO", false), ("ENOSPC", true), ("ENOSPC", false), ("EIO", true)];
const REFUSED: &[(&str, bool)] =
    &[("EACCES", false), ("EACCES", true), ("EROFS", false), ("EROFS", true), ("ENOSPC", false), ("EIO", true)];

#[test]
fn some_failing_writes_are_reported_and_nothing_is_half_done() {
    if strace::is_available() {
        meet(&faults(|known| &known.changes, 1, &FULL_OR_FAILING[..2]));
    }
}

#[test]
#[ignore = "takes minutes"]
fn any_failing_write_is_reported_and_nothing_is_half_done() {
    if strace::is_available() {
        // Test only a sample of the `pwrite64` calls, because long commands make thousands of them. Test all other
        // calls.
        let mut all = faults(|known| &known.changes, calls_per_scenario().min(100), &FULL_OR_FAILING[..2]);
        all.extend(faults(|known| &known.changes, calls_per_scenario().min(20), &FULL_OR_FAILING[2..]));
        let plain = |fault: &Fault| fault.call.name == "pwrite64";
        let others = faults(|known| &known.changes, calls_per_scenario(), FULL_OR_FAILING);
        all.retain(plain);
        all.extend(others.into_iter().filter(|fault| !plain(fault)));
        meet(&all);
    }
}

#[test]
fn some_files_that_cannot_be_opened_are_reported_and_nothing_is_half_done() {
    if strace::is_available() {
        meet(&faults(|known| &known.openings, 2, &REFUSED[..1]));
    }
}

#[test]
#[ignore = "takes minutes"]
fn any_file_that_cannot_be_opened_is_reported_and_nothing_is_half_done() {
    if strace::is_available() {
        meet(&faults(|known| &known.openings, calls_per_scenario(), REFUSED));
    }
}

#[test]
fn read_errors_and_missing_permissions_are_reported_as_such() {
    const FAILED: &str = "ruimte: the register register.db cannot be read or written; nothing was changed\n";
    const UNKNOWN: &str = "ruimte: register.db cannot be used: the system reports a read or write error\n";
    if !strace::is_available() {
        return;
    }
    let log = completed_scenarios().iter().find(|known| known.deed.name == "log").unwrap();
    let place = |end: &str| {
        let opened = log.openings.iter().find(|call| call.line.contains(&format!("{end}\""))).unwrap();
        opened.at
    };
    let (register, journal) = (place("/register.db"), place("/register.db-journal"));
    for (error, at, end, code, message) in [
        ("EIO", register, "+", 74, UNKNOWN),
        ("ENOSPC", register, "+", 74, "ruimte: register.db cannot be used: the disk is full\n"),
        ("EACCES", register, "+", 77, "ruimte: register.db cannot be used: you do not have permission\n"),
        ("EROFS", register, "+", 77, "ruimte: register.db cannot be used: the disk is read-only\n"),
        // If only the first attempt to open the register for writing fails, SQLite opens it read-only instead.
        ("EIO", register, "", 74, FAILED),
        ("EIO", journal, "", 74, FAILED),
        ("EIO", journal, "+", 74, UNKNOWN),
        ("ENOSPC", journal, "+", 74, "ruimte: register.db cannot be used: the disk is full\n"),
        (
            "EROFS",
            journal,
            "+",
            77,
            "ruimte: the register can only be read here: you do not have write permission, or the disk is read-only\n",
        ),
    ] {
        let sandbox = log.sandbox();
        let inject = format!("openat:error={error}:when={at}{end}");
        let seen = strace::run(&sandbox, log.deed.arguments, "openat", Some(&inject));
        assert_eq!((seen.code, seen.stderr.as_str()), (Some(code), message), "{error} at {at}{end}");
        assert_eq!(log.is_whole(&sandbox), Ok(false));
    }
}

#[test]
fn a_folder_without_rename_and_remove_rights_is_reported() {
    if strace::is_available() {
        let mut all = faults(|known| &known.changes, usize::MAX, &[("EACCES", false), ("EROFS", true)]);
        all.retain(|fault| {
            "unlink unlinkat rename renameat renameat2 link linkat".split(' ').any(|name| name == fault.call.name)
        });
        meet(&sample(all, 8));
    }
}
