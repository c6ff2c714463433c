//! Sequences of dependent commands, which random commands would seldom form.

use crate::step::Step;
use crate::strategies::{NAMES, frequent_edit, one_of, text};
use proptest::prelude::*;
use proptest::sample::select;
use ruimte::record::Entity;

/// Generates a few steps, usually three: a write, a second write that depends on the first, and an undo of the first.
pub fn scenario() -> BoxedStrategy<Vec<Step>> {
    let key = || select(vec!["B-001".to_owned(), "B-002".to_owned()]);
    let edit = |key: &str, name, text: &str| {
        Step::Edit(Entity::Obstacle, key.to_owned(), vec![(name, text.to_owned())], Vec::new())
    };
    let named =
        |code: &str| Step::Add(Entity::Ministry, ["code", "nl", "en"].map(|name| (name, code.to_owned())).to_vec());
    let dup = |number: &str, of: &str| {
        let more = vec![("because", "Dezelfde".to_owned()), ("of", of.to_owned())];
        Step::Close(number.to_owned(), "duplicate", more)
    };
    let renamed = |name| Step::Edit(Entity::Person, "N-01".to_owned(), vec![("name", name)], Vec::new());
    prop_oneof![
        // Undo an edit after a later edit of the same obstacle.
        (key(), frequent_edit(), frequent_edit()).prop_map(|(key, first, second)| {
            let of_it = |step| match step {
                Step::Edit(entity, _, fields, cleared) => Step::Edit(entity, key.clone(), fields, cleared),
                other => other,
            };
            vec![of_it(first), of_it(second), Step::Undo(Some(1))]
        }),
        // Undo the addition of a record while another record refers to it.
        key().prop_map(move |key| vec![named("BZK"), edit(&key, "ministry", "BZK"), Step::Undo(Some(1))]),
        // An import keeps an obstacle's link to a void factsheet, although the imported list does not contain that
        // link.
        key().prop_map(|key| {
            let row = vec![key, "F-02".to_owned()];
            let list = Step::Import(Entity::Obstacle, true, vec!["number", "factsheets"], vec![row]);
            vec![Step::Void("F-01".to_owned(), "Vergissing".to_owned()), list, Step::Undo(Some(1)), Step::Undo(None)]
        }),
        // An import keeps an obstacle's link to a void precedent, although the imported list does not contain that
        // link.
        Just(vec![
            Step::Link("B-001".to_owned(), vec!["B-002".to_owned()]),
            Step::Void("B-002".to_owned(), "Vergissing".to_owned()),
            Step::Import(
                Entity::Obstacle,
                true,
                vec!["number", "precedents"],
                vec![["B-001", "B-003"].map(str::to_owned).to_vec()],
            ),
            Step::Undo(Some(1)),
            Step::Undo(None),
        ]),
        // An import whose rows refer to each other can be undone, until a later write refers to one of the rows.
        key().prop_map(move |key| {
            let row = |number: &str, title: &str, rests_on: &str| {
                [number, title, "OCW", rests_on].map(str::to_owned).to_vec()
            };
            let rows = vec![row("B-008", "Rust op een ander", "B-009"), row("B-009", "Een ander", "")];
            let columns = vec!["number", "title", "ministry", "precedents"];
            let more = vec![("because", "Mag al".to_owned())];
            vec![
                Step::Import(Entity::Obstacle, false, columns, rows),
                Step::Undo(Some(0)),
                Step::Undo(Some(0)),
                Step::Classify("B-009".to_owned(), "within-rules", more),
                Step::Link(key, vec!["B-009".to_owned()]),
                Step::Undo(Some(2)),
            ]
        }),
        // Two obstacles cannot be duplicates of each other.
        Just(vec![dup("B-001", "B-003"), dup("B-003", "B-001")]),
        Just(vec![dup("B-001", "B-003"), Step::Undo(None), dup("B-003", "B-001"), Step::Undo(Some(1))]),
        // Undo the addition of `BZK`, and add `bzk`. Then undo the undo, which would add `BZK` again. The two codes
        // differ only in case.
        Just(vec![named("BZK"), Step::Undo(Some(0)), named("bzk"), Step::Undo(Some(1))]),
        // Undo, then redo, then undo again.
        (key(), text()).prop_map(move |(key, text)| {
            vec![edit(&key, "title", &text), Step::Undo(None), Step::Undo(Some(0)), Step::Undo(None)]
        }),
        // Undo a write that added a person, after that person was erased.
        (key(), one_of(NAMES)).prop_map(move |(key, name)| {
            vec![edit(&key, "handler", &name), Step::Erase(vec![name]), Step::Undo(Some(1))]
        }),
        // Undo the renaming of a person, after that person was erased or another person took the old name.
        one_of(NAMES).prop_map(move |name| vec![
            renamed(name),
            Step::Erase(vec!["N-01".to_owned()]),
            Step::Undo(Some(1))
        ]),
        Just(vec![renamed("Ekster".to_owned()), edit("B-001", "handler", "Kievit"), Step::Undo(Some(1))]),
    ]
    .boxed()
}
