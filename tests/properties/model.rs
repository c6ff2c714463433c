//! Compares the register's counts with those of a plain model, after random writes.

use super::{costly, today};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use ruimte::record::{Attribute, Entity, Filter, Record, Value, number, obstacle};
use ruimte::register::{EntryMeta, GroupBy, Key, Register};
use ruimte::rows::{Audience, Cell, Event, Group, Sink};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn deed() -> EntryMeta {
    EntryMeta {
        actor: "tester".to_owned(),
        origin: "here".to_owned(),
        action: "test".to_owned(),
        note: None,
        at: jiff::Timestamp::UNIX_EPOCH,
    }
}

const MINISTRIES: &[&str] = &["OCW", "SZW", "VWS"];
const FACTSHEETS: i64 = 2;

/// A write. To test refusals, the write may refer to obstacles that do not exist.
#[derive(Clone, Debug)]
enum Step {
    Log {
        ministry: &'static str,
        involved: BTreeSet<&'static str>,
    },
    Edit {
        number: i64,
        ministry: Option<&'static str>,
        involved: Option<BTreeSet<&'static str>>,
    },
    Analyse {
        number: i64,
    },
    Classify {
        number: i64,
        resolution: &'static str,
        solved: Option<&'static str>,
    },
    Close {
        number: i64,
        closed_as: &'static str,
        of: Option<i64>,
    },
    Reopen {
        number: i64,
    },
    Void {
        number: i64,
    },
    Link {
        number: i64,
        factsheets: BTreeSet<i64>,
    },
    /// Two steps in one transaction, which succeed or fail together.
    Both(Box<Step>, Box<Step>),
}

fn step() -> impl Strategy<Value = Step> {
    let number = || 1..=7_i64;
    // There is no ministry XYZ, so a write that names it must be refused.
    let ministry = || select(vec!["OCW", "OCW", "OCW", "SZW", "SZW", "VWS", "VWS", "XYZ"]);
    let ministries = || btree_set(select(MINISTRIES.to_vec()), 0..=3);
    let one = prop_oneof![
        4 => (ministry(), ministries()).prop_map(|(ministry, involved)| Step::Log { ministry, involved }),
        3 => (number(), proptest::option::of(ministry()), proptest::option::of(ministries()))
            .prop_map(|(number, ministry, involved)| Step::Edit { number, ministry, involved }),
        1 => number().prop_map(|number| Step::Analyse { number }),
        // A step with the last of these dates must be refused, because that date is before the obstacle was received.
        3 => (
            number(),
            select(vec!["within-rules", "regional-approach"]),
            select(vec![None, Some("2018-06-01"), Some("2018-05-11")]),
        )
            .prop_map(|(number, resolution, solved)| Step::Classify { number, resolution, solved }),
        2 => (number(), select(vec!["referred", "withdrawn", "duplicate"]), proptest::option::of(number()))
            .prop_map(|(number, closed_as, of)| Step::Close { number, closed_as, of }),
        2 => number().prop_map(|number| Step::Reopen { number }),
        1 => number().prop_map(|number| Step::Void { number }),
        2 => (number(), btree_set(1..=FACTSHEETS + 1, 0..=2))
            .prop_map(|(number, factsheets)| Step::Link { number, factsheets }),
    ]
    .boxed();
    prop_oneof![
        6 => one.clone(),
        1 => (one.clone(), one).prop_map(|(first, second)| Step::Both(Box::new(first), Box::new(second))),
    ]
}

#[derive(Clone, Debug, Default)]
struct Known {
    ministry: &'static str,
    involved: BTreeSet<&'static str>,
    status: &'static str,
    resolution: &'static str,
    duplicate_of: Option<i64>,
    factsheets: BTreeSet<i64>,
    void: bool,
}

type Model = Vec<Known>;

/// Whether a state of the model is allowed: the original of each duplicate exists, and no duplicates form a cycle. (In
/// a cycle, every obstacle would be a duplicate, so none of them would be counted.)
fn is_sound(model: &Model) -> bool {
    let is_known = |of: i64| (1..=i64::try_from(model.len()).unwrap()).contains(&of);
    model.iter().all(|known| known.duplicate_of.is_none_or(is_known)) && !has_circle(model)
}

fn has_circle(model: &Model) -> bool {
    (0..model.len()).any(|start| {
        let next = |at: usize| Some(usize::try_from(model[at].duplicate_of?).unwrap() - 1);
        // A cycle returns to its start in at most as many steps as there are obstacles.
        std::iter::successors(next(start), |at| next(*at)).take(model.len()).any(|at| at == start)
    })
}

/// Returns the model after a step, or `None` if the step must be refused.
fn in_model(model: &Model, step: &Step) -> Option<Model> {
    let mut after = model.clone();
    let at = |number: i64| {
        let at = usize::try_from(number - 1).ok()?;
        model.get(at).filter(|known| !known.void).map(|_| at)
    };
    let known = |code: &str| MINISTRIES.contains(&code).then_some(());
    match step {
        Step::Log { ministry, involved } => {
            known(ministry)?;
            let mut new = Known { ministry, involved: involved.clone(), status: "collected", ..Known::default() };
            new.involved.remove(ministry);
            after.push(new);
        }
        Step::Edit { number, ministry, involved } => {
            let it = &mut after[at(*number)?];
            if let Some(ministry) = ministry {
                known(ministry)?;
                it.ministry = ministry;
            }
            if let Some(involved) = involved {
                it.involved.clone_from(involved);
            }
            it.involved.remove(it.ministry);
        }
        Step::Analyse { number } => {
            let it = &mut after[at(*number)?];
            (it.status, it.resolution, it.duplicate_of) = ("in-analysis", "", None);
        }
        Step::Classify { number, resolution, solved } => {
            if *solved == Some("2018-05-11") {
                return None;
            }
            let it = &mut after[at(*number)?];
            (it.status, it.resolution, it.duplicate_of) = ("solved", resolution, None);
        }
        Step::Close { number, closed_as, of } => {
            let at = at(*number)?;
            let fits = match of {
                Some(of) => *closed_as == "duplicate" && of != number,
                None => *closed_as != "duplicate",
            };
            if !fits {
                return None;
            }
            (after[at].status, after[at].resolution, after[at].duplicate_of) = ("closed", "", *of);
        }
        Step::Reopen { number } => {
            let it = &mut after[at(*number)?];
            (it.status, it.resolution, it.duplicate_of) = ("in-analysis", "", None);
        }
        Step::Void { number } => after[at(*number)?].void = true,
        Step::Link { number, factsheets } => {
            let at = at(*number)?;
            if factsheets.iter().any(|factsheet| *factsheet > FACTSHEETS) {
                return None;
            }
            after[at].factsheets.clone_from(factsheets);
        }
        Step::Both(first, second) => after = in_model(&in_model(model, first)?, second)?,
    }
    Some(after)
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn codes(codes: &BTreeSet<&'static str>) -> Value {
    Value::Codes(codes.iter().map(|code| (*code).to_owned()).collect())
}

/// The number of the obstacle that a step changes, if any, and the attributes that it sets or (with `Null`) clears.
fn record(step: &Step) -> (Option<i64>, Record) {
    let mut record = Record::new(Entity::Obstacle);
    let ended =
        [&obstacle::RESOLUTION, &obstacle::SOLVED, &obstacle::CLOSED_AS, &obstacle::CLOSED, &obstacle::DUPLICATE_OF];
    if matches!(step, Step::Analyse { .. } | Step::Reopen { .. } | Step::Classify { .. } | Step::Close { .. }) {
        for attribute in ended {
            record.set(attribute, Value::Null);
        }
    }
    let number = match step {
        Step::Log { ministry, involved } => {
            record.set(&obstacle::TITLE, text("Een belemmering"));
            record.set(&obstacle::MINISTRY, text(ministry));
            record.set(&obstacle::INVOLVED, codes(involved));
            record.set(&obstacle::RECEIVED, text("2018-05-12"));
            None
        }
        Step::Edit { number, ministry, involved } => {
            if let Some(ministry) = ministry {
                record.set(&obstacle::MINISTRY, text(ministry));
            }
            if let Some(involved) = involved {
                record.set(&obstacle::INVOLVED, codes(involved));
            }
            Some(*number)
        }
        Step::Analyse { number } | Step::Reopen { number } => {
            record.set(&obstacle::STATUS, text("in-analysis"));
            Some(*number)
        }
        Step::Classify { number, resolution, solved } => {
            record.set(&obstacle::STATUS, text("solved"));
            record.set(&obstacle::RESOLUTION, text(resolution));
            record.set(&obstacle::SOLVED, solved.map_or(Value::Null, text));
            Some(*number)
        }
        Step::Close { number, closed_as, of } => {
            record.set(&obstacle::STATUS, text("closed"));
            record.set(&obstacle::CLOSED_AS, text(closed_as));
            record.set(&obstacle::DUPLICATE_OF, of.map_or(Value::Null, Value::Integer));
            Some(*number)
        }
        Step::Void { number } => {
            record.set(&obstacle::VOID, text("Vergissing"));
            Some(*number)
        }
        Step::Link { number, factsheets } => {
            record.set(&obstacle::FACTSHEETS, Value::Numbers(factsheets.iter().copied().collect()));
            Some(*number)
        }
        Step::Both(..) => None,
    };
    (number, record)
}

fn in_register(change: &mut ruimte::register::WriteTx<'_>, step: &Step) -> anyhow::Result<()> {
    if let Step::Both(first, second) = step {
        in_register(change, first)?;
        return in_register(change, second);
    }
    let (number, record) = record(step);
    if let Some(number) = number {
        change.register().require_active(Entity::Obstacle, number)?;
    }
    let record = change.resolve(&record)?;
    match number {
        Some(number) => change.update(&Key::Number(number), record).map(|_| ()),
        None => change.insert(record).map(|_| ()),
    }
}

#[derive(Default)]
pub(super) struct Rows(Vec<Vec<String>>);

impl Sink for Rows {
    fn emit(&mut self, event: Event<'_>) -> anyhow::Result<()> {
        if let Event::Row(cells) = event {
            let to_text = |cell: &Cell<'_>| match cell {
                Cell::Null => String::new(),
                Cell::Text(text) => (*text).to_owned(),
                Cell::Integer(number) | Cell::Counted(number, _) => number.to_string(),
                Cell::Real(number) => number.to_string(),
                Cell::Localized(text) => text.en.clone(),
                Cell::Groups(groups) => Group::to_line(groups),
            };
            self.0.push(cells.iter().map(to_text).collect());
        }
        Ok(())
    }

    fn audience(&self) -> Audience {
        Audience::Program
    }
}

/// Maps each group, such as a status or a ministry, to its counts as text. Most groups have one count: their obstacles.
/// A ministry has two: the obstacles that it leads, and all its obstacles.
type Counts = BTreeMap<String, Vec<String>>;

fn counted(register: &Register, by: &'static Attribute, with_void: bool) -> (i64, Counts) {
    let mut rows = Rows::default();
    let filter = Filter { with_void, ..Filter::default() };
    let total = register.count(&[GroupBy::Attribute(by)], &filter, &today, &mut rows).unwrap();
    (total, rows.0.into_iter().map(|row| (row[0].clone(), row[1..].to_vec())).collect())
}

/// Returns the expected total and the expected counts. `groups` returns the groups that an obstacle belongs to. If a
/// group is a ministry, `groups` also returns whether that ministry leads the obstacle.
fn expected(model: &Model, with_void: bool, groups: impl Fn(&Known) -> Vec<(String, Option<bool>)>) -> (i64, Counts) {
    let meant: Vec<&Known> = model.iter().filter(|known| with_void || !known.void).collect();
    let mut counts: BTreeMap<String, (Option<u64>, u64)> = BTreeMap::new();
    for known in &meant {
        for (group, leads) in groups(known) {
            let count = counts.entry(group).or_default();
            if let Some(leads) = leads {
                count.0 = Some(count.0.unwrap_or(0) + u64::from(leads));
            }
            count.1 += 1;
        }
    }
    let to_cells = |(lead, count): (Option<u64>, u64)| lead.into_iter().chain([count]).map(|n| n.to_string()).collect();
    let total = i64::try_from(meant.len()).unwrap();
    (total, counts.into_iter().map(|(group, count)| (group, to_cells(count))).collect())
}

fn compare(register: &Register, model: &Model) -> Result<(), TestCaseError> {
    for with_void in [false, true] {
        let one = |group: &str| vec![(group.to_owned(), None)];
        prop_assert_eq!(
            counted(register, &obstacle::STATUS, with_void),
            expected(model, with_void, |known| one(known.status))
        );
        prop_assert_eq!(
            counted(register, &obstacle::RESOLUTION, with_void),
            expected(model, with_void, |known| one(known.resolution))
        );
        prop_assert_eq!(
            counted(register, &obstacle::MINISTRY, with_void),
            expected(model, with_void, |known| {
                let involved = known.involved.iter().map(|code| ((*code).to_owned(), Some(false)));
                [(known.ministry.to_owned(), Some(true))].into_iter().chain(involved).collect()
            })
        );
        prop_assert_eq!(
            counted(register, &obstacle::FACTSHEETS, with_void),
            expected(model, with_void, |known| {
                let numbers = known.factsheets.iter();
                let groups: Vec<_> = numbers.map(|wanted| (number::format(Entity::Factsheet, *wanted), None)).collect();
                if groups.is_empty() { one("") } else { groups }
            })
        );
    }
    for (at, known) in model.iter().enumerate() {
        let key = Key::Number(i64::try_from(at + 1).unwrap());
        let record = register.load(Entity::Obstacle, &key).unwrap();
        prop_assert_eq!(record.text(&obstacle::STATUS), Some(known.status));
        let original = record.get(&obstacle::DUPLICATE_OF).filter(|value| !value.is_empty()).cloned();
        prop_assert_eq!(original, known.duplicate_of.map(Value::Integer));
    }
    Ok(())
}

pub(super) fn empty_register() -> Register {
    let mut register = Register::in_memory().unwrap();
    register
        .write(&deed(), false, |change| {
            for code in MINISTRIES {
                let mut record = Record::new(Entity::Ministry);
                for name in ["code", "nl", "en"] {
                    record.set(Entity::Ministry.attribute(name).unwrap(), text(code));
                }
                change.insert(record)?;
            }
            for _ in 0..FACTSHEETS {
                let title = Entity::Factsheet.attribute("title").unwrap();
                change.insert(Record::new(Entity::Factsheet).with(title, text("Een factsheet")))?;
            }
            Ok(())
        })
        .unwrap();
    register
}

proptest! {
    #![proptest_config(costly(64))]

    #[test]
    fn the_counts_after_any_writes_are_those_of_the_model(steps in vec((step(), any::<bool>()), 1..32)) {
        let mut register = empty_register();
        let mut model = Model::new();
        for (step, dry_run) in steps {
            let after = in_model(&model, &step).filter(is_sound);
            let done = register.write(&deed(), dry_run, |change| in_register(change, &step));
            prop_assert_eq!(done.is_ok(), after.is_some(), "{:?}: {:?}", step, done.err());
            if let (Some(after), false) = (after, dry_run) {
                model = after;
            }
            compare(&register, &model)?;
        }
    }
}

#[test]
fn random_steps_do_write_and_are_refused() {
    // Check that many random steps succeed, because refused steps prove little about the counts.
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut done = 0;
    let mut refused = 0;
    for _ in 0..64 {
        let mut model = Model::new();
        for step in vec(step(), 31).new_tree(&mut runner).unwrap().current() {
            match in_model(&model, &step) {
                Some(after) => {
                    model = after;
                    done += 1;
                }
                None => refused += 1,
            }
        }
    }
    assert!(done > 400 && refused > 200, "{done} done, {refused} refused");
}
