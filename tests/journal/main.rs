//! Runs random commands on a register and on a plain model of it. After each command the tables, the model and the
//! replayed journal must agree, for the current state and for every past one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agreement;
mod attributes;
mod commands;
mod examples;
mod initial;
mod invariants;
mod model;
mod pending_write;
mod sandbox;
mod scenarios;
mod step;
mod strategies;

use crate::agreement::assert_same;
use crate::initial::initial_model;
use crate::model::{CHANGED_SINCE, EMPTY_ENTRY, Model, ONLY_PERSONS, Records, Refused};
use crate::sandbox::Sandbox;
use crate::step::{Step, Turn};
use crate::strategies::turns;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::RngSeed;
use std::collections::BTreeMap;

/// Configures a test to run the given number of cases, which are the same in every run. If `PROPTEST_CASES` is set, the
/// test runs that many random cases instead.
fn cases(cases: u32) -> ProptestConfig {
    let config = ProptestConfig { failure_persistence: None, max_shrink_iters: 512, ..ProptestConfig::default() };
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => config,
        None => ProptestConfig { cases, rng_seed: RngSeed::Fixed(81_501), ..config },
    }
}

/// Returns an undo whose actor is an existing person. An undo by a new actor would also add a person.
fn undo(back: usize) -> Turn {
    Turn { step: Step::Undo(Some(back)), actor: Some("N-01"), dry_run: false, days: 0 }
}

/// Undoes all entries that can be undone, newest first, and then undoes those undos.
fn undo_and_redo_all(sandbox: &Sandbox, model: &Model) -> Result<(), TestCaseError> {
    let mut now = model.clone();
    let mut whole = true;
    for entry in (2..=model.last()).rev() {
        let turn = undo(now.last() - entry);
        if let Err(refused) = now.clone().advance(&turn).after(&turn) {
            whole &= [EMPTY_ENTRY, ONLY_PERSONS].contains(&refused);
        }
        now = sandbox.step(&now, &turn)?;
    }
    let but_persons = |records: &Records| -> Records {
        records.clone().into_iter().filter(|((table, _), _)| *table != "person").collect()
    };
    if whole {
        assert_same(&but_persons(&now.records), &but_persons(&model.entries[0].after), "at the beginning")?;
    }
    sandbox.check_now(&now)?;
    for entry in (model.last() + 1..=now.last()).rev() {
        now = sandbox.step(&now, &undo(now.last() - entry))?;
    }
    assert_same(&now.records, &model.records, "there and back")?;
    sandbox.check_now(&now)
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn the_register_the_model_and_the_journal_agree_at_every_moment(turns in turns(20)) {
        let sandbox = Sandbox::new();
        let mut model = initial_model();
        for turn in &turns {
            model = sandbox.step(&model, turn)?;
            sandbox.check_now(&model)?;
        }
        sandbox.check_every_moment(&model)?;
        sandbox.check_history(&model)?;
        undo_and_redo_all(&sandbox, &model)?;
    }
}

#[test]
fn random_steps_of_every_kind_succeed_and_are_refused() {
    // Check that many random steps succeed, because refused steps prove little about the register.
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut tally: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    let mut why: BTreeMap<Refused, usize> = BTreeMap::new();
    let (mut redone, mut whole) = (0, 0);
    let turns = turns(60);
    for _ in 0..100 {
        let mut model = initial_model();
        for turn in turns.new_tree(&mut runner).unwrap().current() {
            model = model.advance(&turn);
            let command = match &turn.step {
                Step::Import(_, update, ..) => format!("import, update {update}"),
                Step::Undo(which) => format!("undo, entry {}", which.is_some()),
                step => step.command().trim_end_matches(" add").trim_end_matches(" edit").to_owned(),
            };
            let kind = tally.entry(command).or_default();
            match model.after(&turn) {
                Ok((after, _)) => {
                    kind[0] += usize::from(after.last() > model.last());
                    let undone = after.entries.last().and_then(|entry| entry.undoes);
                    let of_undo = undone.is_some_and(|undone| after.entries[undone - 1].undoes.is_some());
                    redone += usize::from(of_undo && after.last() > model.last());
                    model = after;
                }
                Err(refused) => {
                    kind[1] += 1;
                    *why.entry(refused).or_default() += 1;
                }
            }
        }
        let all =
            (2..=model.last()).rev().try_fold(model.clone(), |now, entry| match now.after(&undo(now.last() - entry)) {
                Ok((after, _)) => Some(after),
                Err(EMPTY_ENTRY | ONLY_PERSONS) => Some(now),
                Err(_) => None,
            });
        whole += usize::from(all.is_some());
    }
    for (command, [done, refused]) in &tally {
        assert!(*done >= 5 && *refused >= 1, "{command}: {done} done, {refused} refused");
    }
    assert_eq!(tally.len(), 34, "{tally:?}");
    for refused in [
        CHANGED_SINCE,
        "duplicates of each other",
        "it erased a person",
        "it is taken back already",
        "it refers to what is not there",
        "nothing can be told of who was erased",
        "the person was erased since",
        "its own precedent",
        "the status does not allow it",
        "there is no answer to reuse",
        "there is such a code",
        "two persons have the same name",
        ONLY_PERSONS,
    ] {
        assert!(why.contains_key(refused), "never: {refused}; {why:?}");
    }
    assert!(redone >= 20 && whole >= 20, "{redone} redone, {whole} taken back as a whole; {why:?}");
}
