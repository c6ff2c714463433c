//! The header of the file: every one of its hundred bytes changed.

use super::{Tally, Verdict, ask_all, intact_register, missed, with_byte};
use std::sync::Mutex;

/// Runs every command with a byte of the header changed, for each position and value. Also returns the positions
/// where `check` finds nothing.
fn changed(values: impl Fn(u8) -> Vec<u8>, places: impl Iterator<Item = usize>) -> (Tally, Vec<usize>) {
    let files: Vec<(usize, u8)> =
        places.flat_map(|at| values(intact_register()[at]).into_iter().map(move |byte| (at, byte))).collect();
    let clean = Mutex::new(Vec::new());
    let tally = ask_all(&files, |tally, sandbox, (at, byte)| {
        let (bytes, what) = (with_byte(*at, *byte), format!("byte {at} of the header {byte:#04x}"));
        if tally.ask(sandbox, &what, &bytes) == Verdict::Clean {
            clean.lock().unwrap().push(*at);
            let missed = missed(sandbox, &bytes, tally, &what);
            tally.wrong.extend(missed);
        }
    });
    let mut clean = clean.into_inner().unwrap();
    clean.sort_unstable();
    clean.dedup();
    (tally, clean)
}

#[test]
fn a_header_with_a_byte_changed_is_read_or_refused_in_words() {
    // The most significant byte of each field.
    let fields = [0, 16, 18, 19, 20, 21, 24, 28, 32, 36, 40, 44, 47, 52, 56, 59, 60, 63, 64, 68, 72, 92, 96];
    let (tally, _) = changed(|byte| vec![byte ^ 2], fields.into_iter());
    println!("{}", tally.summary("a header with a byte changed"));
}

#[test]
#[ignore = "long: five hundred registers"]
fn a_header_with_any_byte_changed_is_read_or_refused_in_words() {
    let values = |byte: u8| {
        let mut values = vec![0, 1, 0xff, byte ^ 1, byte ^ 0x80, byte.wrapping_add(1)];
        values.sort_unstable();
        values.dedup();
        values.retain(|value| *value != byte);
        values
    };
    let (tally, clean) = changed(values, 0..100);
    let message = tally.summary("a header with any byte changed");
    println!("{message}; clean at {clean:?}");
    // Measured: of 381, 163 are refused and 54 found by `check`. The other 164 do not affect the data: the journal
    // mode, change counters, reserved bytes, the SQLite version that wrote last.
    assert!(tally.finds + tally.refused >= 217, "{message}");
}
