//! One bit of the file flipped, anywhere: in a record, in the journal, in the search index, in what SQLite keeps for
//! itself, or where nothing stands.

use super::{Chance, TOLD, Tally, Verdict, ask_all, put, whole, with_byte};
use crate::desk::Desk;
use std::sync::Mutex;

/// All that a register tells as data. None where it does not tell it.
fn told(desk: &Desk, bytes: &[u8], tally: &mut Tally, what: &str) -> Vec<Option<Vec<u8>>> {
    put(desk, bytes, None);
    TOLD.iter()
        .map(|arguments| {
            let ended = tally.run(desk, what, arguments);
            (ended.code == Some(0)).then_some(ended.stdout)
        })
        .collect()
}

/// Places and bits, drawn by chance from the whole file.
fn drawn(count: usize, seed: u64) -> Vec<(usize, u8)> {
    let mut chance = Chance(seed);
    (0..count).map(|_| (chance.below(whole().len()), 1 << chance.below(8))).collect()
}

/// Flips each of these bits in turn and asks everything. What a check calls clean must tell all that it told: gives
/// those that do not.
fn flipped(flips: &[(usize, u8)]) -> (Tally, Vec<String>) {
    let before = {
        let (desk, mut tally) = (Desk::empty(), Tally::default());
        let before = told(&desk, whole(), &mut tally, "whole");
        tally.told("whole");
        before
    };
    let missed = Mutex::new(Vec::new());
    let tally = ask_all(flips, |tally, desk, (place, bit)| {
        let (bytes, what) = (with_byte(*place, whole()[*place] ^ bit), format!("bit {bit:#04x} at {place}"));
        let verdict = tally.ask(desk, &what, &bytes);
        let after = told(desk, &bytes, tally, &what);
        if verdict == Verdict::Clean && after != before {
            let differs =
                TOLD.iter().zip(after.iter().zip(&before)).filter(|(_, (after, before))| after != before);
            let differs: Vec<String> = differs.map(|(arguments, _)| arguments.join(" ")).collect();
            missed.lock().unwrap().push(format!("{what}: {}", differs.join(", ")));
        }
    });
    (tally, missed.into_inner().unwrap())
}

#[test]
fn a_flipped_bit_changes_nothing_that_is_told_unnoticed() {
    let (tally, missed) = flipped(&drawn(16, 0x2018_0512_0001_0001));
    println!("{}", tally.told("flipped bits"));
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
#[ignore = "long: a thousand registers"]
fn none_of_a_thousand_flipped_bits_changes_anything_that_is_told_unnoticed() {
    let (tally, missed) = flipped(&drawn(1000, 0x2018_1231_2015_0701));
    println!("{}", tally.told("a thousand flipped bits"));
    assert!(missed.is_empty(), "{missed:#?}");
}
