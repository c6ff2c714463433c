//! Tests registers that are truncated, for example by an interrupted copy or a full disk.

use super::{Tally, ask_all, intact_register};

/// Truncates the register to each of these lengths and runs every command. The program must refuse the truncated file,
/// or `check` must report an error. The full run cuts the register at every page boundary, and at several positions
/// within each page. This gives 357 files. The program refuses 356 of them, and `check` reports an error in the
/// remaining one.
#[track_caller]
fn cut_at(lengths: &[usize]) -> Tally {
    let tally = ask_all(lengths, |tally, sandbox, length| {
        tally.ask(sandbox, &format!("cut off at {length}"), &intact_register()[..*length]);
    });
    let message = tally.summary("cut off");
    println!("{message}");
    assert_eq!((tally.files, tally.clean), (lengths.len(), 0), "{message}");
    tally
}

fn page_ends() -> Vec<usize> {
    let page = usize::from(u16::from_be_bytes([intact_register()[16], intact_register()[17]]));
    assert!(
        page == 4096 && intact_register().len().is_multiple_of(page),
        "pages of {page} in {}",
        intact_register().len()
    );
    (0..intact_register().len()).step_by(page).collect()
}

/// Lengths that end in the middle of a database page: at several places in the first page, and at three places in every
/// later page.
fn odd_lengths() -> Vec<usize> {
    let within = [1, 15, 16, 17, 23, 24, 59, 60, 61, 99, 100, 101, 511, 512, 513, 4095];
    let beyond = page_ends().into_iter().skip(1).flat_map(|end| [end + 1, end + 2048, end + 4095]);
    within.into_iter().chain(beyond).collect()
}

#[test]
fn a_truncated_register_is_never_taken_for_complete() {
    let ends = page_ends();
    let last = ends[ends.len() - 1];
    cut_at(&[0, 1, 16, 99, 100, 512, 4095, 4096, 4097, ends[2], last / 2 + 1, last - 1, last, last + 4095]);
}

#[test]
#[ignore = "long: a register for every page"]
fn a_register_truncated_at_any_page_is_never_taken_for_complete() {
    cut_at(&page_ends());
}

#[test]
#[ignore = "long: three registers for every page"]
fn a_register_truncated_within_any_page_is_never_taken_for_complete() {
    cut_at(&odd_lengths());
}
