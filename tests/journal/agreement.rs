//! Compares the register with the model: the current state, every past state and the journal.

use crate::initial::first_day;
use crate::model::{Delta, Model, Records, deltas, value_of};
use crate::sandbox::{Output, Sandbox, exported, records, words};
use jiff::civil::Date;
use proptest::prelude::*;
use ruimte::command::write_journal;
use ruimte::i18n::{Text, remarks};
use ruimte::record::Entity;
use ruimte::register::{JournalFilter, PastCache, Register};
use std::collections::BTreeSet;
use std::fs;

impl Sandbox {
    pub fn check_now(&self, model: &Model) -> Result<(), TestCaseError> {
        let register = self.open();
        assert_same(&exported(&register), &model.as_exported(&model.records), "now")?;
        let checked = self.run_at(&words("check"), model.day, model.now()).unwrap();
        prop_assert_eq!(checked.rows, Vec::<Vec<String>>::new());
        let set_back = model.entries.windows(2).zip(2..).filter(|(pair, _)| pair[1].at < pair[0].at);
        let set_back: Vec<String> = set_back.map(|(_, entry): (_, usize)| entry.to_string()).collect();
        let changes: usize = model.entries.iter().map(|entry| entry.deltas.len()).sum();
        let expected = [
            (!set_back.is_empty()).then(|| {
                let first = Text::untranslated(set_back[..set_back.len().min(8)].join(", "));
                let more = set_back.len().saturating_sub(8);
                remarks::clock_set_back(if more > 0 { remarks::and_more(first, more) } else { first })
            }),
            Some(remarks::check_passed(model.last(), changes)),
        ];
        prop_assert_eq!(checked.remarks, expected.into_iter().flatten().map(|text| text.en).collect::<Vec<_>>());
        let bytes = fs::read(&self.path).unwrap();
        for text in model.erased_texts() {
            let is_there = bytes.windows(text.len()).any(|piece| piece == text.as_bytes());
            prop_assert!(!is_there, "{} is still in the file", text);
        }
        Ok(())
    }

    pub fn check_every_moment(&self, model: &Model) -> Result<(), TestCaseError> {
        for (entry, known) in (1..).zip(&model.entries) {
            let past = Register::as_of(&self.path, entry, &PastCache::default(), &mut |_| {}).unwrap();
            assert_same(&exported(&past), &model.as_exported(&known.after), &format!("after entry {entry}"))?;
        }
        // Check past states by day and by snapshot name as well as by entry number, because users can choose a past
        // state in these ways.
        let register = self.open();
        let snapshots = model.records.iter().filter(|((table, _), _)| *table == "snapshot");
        let snapshots = snapshots.map(|((_, name), item)| (name.clone(), value_of(item, "entry").parse().unwrap()));
        let days: BTreeSet<Date> = model.entries.iter().map(|entry| entry.day).collect();
        let days = days.into_iter().map(|day| {
            let until = model.entries.iter().rposition(|entry| entry.day <= day).unwrap();
            (day.to_string(), until + 1)
        });
        let moments: Vec<(String, usize)> = days.chain(snapshots).collect();
        for (text, entry) in &moments {
            let moment = register.find_moment(text, &first_day).unwrap();
            prop_assert_eq!(usize::try_from(moment.entry).unwrap(), *entry, "{}", text);
        }
        prop_assert!(register.find_moment("2018-01-01", &first_day).is_err());
        let (text, entry) = &moments[moments.len() / 2];
        let words = ["export", "obstacles", "--with-void", "--as-of", text.as_str()].map(str::to_owned);
        let rows = self.run_at(&words, model.day, model.now()).unwrap().rows;
        let then = model.as_exported(&model.entries[entry - 1].after);
        let then: Records = then.into_iter().filter(|((table, _), _)| *table == "obstacle").collect();
        let columns = Entity::Obstacle.attributes().iter().collect::<Vec<_>>();
        assert_same(&records(Entity::Obstacle, &columns, rows), &then, text)
    }

    pub fn check_history(&self, model: &Model) -> Result<(), TestCaseError> {
        let mut rows = Output::default();
        let all = JournalFilter::default();
        write_journal(&self.open(), &all, true, &first_day, &mut rows, &mut |_| {}).unwrap();
        let mut recorded: BTreeSet<Vec<String>> = BTreeSet::new();
        for mut row in rows.rows {
            let entry = &model.entries[row[0].parse::<usize>().unwrap() - 1];
            let actor = row.remove(2);
            // Compare times without seconds, because a write that had to wait for a lock is recorded slightly later.
            row[1].truncate(16);
            prop_assert!(entry.actors.contains(&actor), "{} made by {}", row[0], actor);
            recorded.insert(row);
        }
        let mut known: BTreeSet<Vec<String>> = BTreeSet::new();
        for (number, entry) in (1..).zip(&model.entries) {
            let undoes = entry.undoes.map(|undone: usize| undone.to_string()).unwrap_or_default();
            let at = entry.at.strftime("%Y-%m-%dT%H:%M").to_string();
            let begin = [format!("{number}"), at, "here".to_owned(), entry.action.clone()];
            let begin = [&begin[..], &[entry.note.to_owned(), undoes]].concat();
            let mut know = |rest: [&str; 5]| {
                known.insert([&begin[..], &rest.map(str::to_owned)].concat());
            };
            if entry.deltas.is_empty() {
                know([""; 5]);
            }
            for ((table, key), delta) in &entry.deltas {
                let read = |name: &str, text: &str| model.display_value(Entity::from_table(table).unwrap(), name, text);
                match delta {
                    Delta::Added(item) => item.iter().for_each(|(name, text)| {
                        know([key, "added", name, "", &read(name, text)]);
                    }),
                    Delta::Removed(item) => item.iter().for_each(|(name, text)| {
                        know([key, "removed", name, &read(name, text), ""]);
                    }),
                    Delta::Changed(touched) => touched.iter().for_each(|(name, (was, is))| {
                        know([key, "changed", name, &read(name, was), &read(name, is)]);
                    }),
                }
            }
        }
        let (more, less) = (&recorded - &known, &known - &recorded);
        prop_assert!(more.is_empty() && less.is_empty(), "told {:?} and not {:?}", more, less);
        Ok(())
    }
}

pub fn assert_same(found: &Records, known: &Records, when: &str) -> Result<(), TestCaseError> {
    let differ = deltas(known, found);
    prop_assert!(differ.is_empty(), "{}: {:?}", when, differ);
    Ok(())
}
