//! Generators of random commands. Most of the commands are valid.

use crate::model::{format_number, join_list};
use crate::scenarios::scenario;
use crate::step::{Fields, given};
use crate::step::{Step, Turn};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use ruimte::record::{Attribute, Entity, Kind, SetBy, obstacle};

pub const TESTER: &str = "Testvogel";
pub const NAMES: &[&str] = &["Kievit", "Merel Zwart", "Ekster", "Putter", "Wielewaal", TESTER];
pub const UNKNOWN_MEASURE: &str = "unheard-of";
pub const LAWS: &[&str] = &["BWBR0007625 art. 7.2.8 lid 1", "CELEX 32016R0679 art. 9", "cao: VVT", "BWBR0005181"];

/// The codes of a vocabulary: those in the initial register, and those that a random command may add.
pub fn codes(entity: Entity) -> (&'static [&'static str], &'static [&'static str]) {
    match entity {
        Entity::Ministry => (&["OCW", "SZW", "VWS"], &["BZK", "bzk"]),
        Entity::Region => (&["1", "2"], &["3"]),
        Entity::CareDomain => (&["ggz"], &["jeugd"]),
        Entity::Theme => (&["wonen"], &["leren", "Leren"]),
        Entity::Nature => (&["unclear-rule"], &["own-rule"]),
        Entity::Law => (&["BWBR0007625"], &["32016R0679"]),
        Entity::Synonym => (&["bpv"], &["mbo", "Mbo"]),
        Entity::Publication => (&["bericht"], &["brief"]),
        _ => (&[], &[]),
    }
}

pub fn one_of(texts: &[&'static str]) -> BoxedStrategy<String> {
    select(texts.to_vec()).prop_map(str::to_owned).boxed()
}

/// Generates a value that lists at most two of the given texts, in any order.
pub fn some_of(texts: &[&'static str]) -> BoxedStrategy<String> {
    let all = texts.to_vec();
    subsequence(all, 0..=2).prop_shuffle().prop_map(|some| some.join("; ")).boxed()
}

/// Generates a record number. In most cases a record with that number exists.
pub fn number(entity: Entity) -> BoxedStrategy<String> {
    prop_oneof![14 => 1..=2_usize, 4 => Just(3_usize), 1 => 4..=6_usize]
        .prop_map(move |number| format_number(entity, number))
        .boxed()
}

pub fn key(entity: Entity) -> BoxedStrategy<String> {
    if entity.prefix().is_some() {
        return number(entity);
    }
    let (known, new) = codes(entity);
    let code = prop_oneof![14 => one_of(known), 2 => one_of(new)];
    (code, weighted(0.1, Just(())))
        .prop_map(|(code, aloud)| if aloud.is_some() { code.to_uppercase() } else { code })
        .boxed()
}

pub fn text() -> BoxedStrategy<String> {
    one_of(&["Drie scholen", "één contract, \"samen\"; met komma", "regel 1\nregel 2", "Wie mag dat?"])
}

pub fn typed(entity: Entity, attribute: &'static Attribute) -> BoxedStrategy<String> {
    match attribute.kind {
        Kind::Line | Kind::Text => match attribute.name {
            "name" => prop_oneof![18 => one_of(NAMES), 1 => one_of(&["N-07"])].boxed(),
            "organisation" => one_of(&["Vogelwacht Noord", "Waddenhuis"]),
            "email" => one_of(&["kievit@nest.example", "zwart@nest.example"]),
            "phone" => one_of(&["070-5550101", "070-5550102"]),
            "measure" => one_of(&["collected", "open", "closed", UNKNOWN_MEASURE]),
            _ => text(),
        },
        Kind::Date => {
            let days = one_of(&["2018-05-01", "2018-05-12", "2018-05-20", "2018-06-01", "today"]);
            prop_oneof![12 => days, 1 => one_of(&["2018-02-31"])].boxed()
        }
        Kind::Count => one_of(&["0", "7", "70", "71", "many"]),
        Kind::Choice(choices) => one_of(&choices.iter().map(|choice| choice.code).collect::<Vec<_>>()),
        Kind::Code => {
            let (known, new) = codes(entity);
            prop_oneof![1 => one_of(&[known, new].concat()), 3 => one_of(new)].boxed()
        }
        Kind::Law => one_of(LAWS),
        Kind::Laws(_) | Kind::LawCitations(..) => prop_oneof![9 => some_of(LAWS), 1 => one_of(&["the usual"])].boxed(),
        Kind::Reference(Entity::Person) => {
            prop_oneof![5 => one_of(NAMES), 1 => number(Entity::Person), 1 => one_of(&["N-99"])].boxed()
        }
        Kind::References(Entity::Person, _) => some_of(&[NAMES, &["N-01", "N-02"]].concat()),
        Kind::Reference(other) if other.prefix().is_some() => number(other),
        Kind::References(other, _) if other.prefix().is_some() => {
            vec(number(other), 1..=2).prop_map(|numbers| join_list(numbers.iter().map(String::as_str))).boxed()
        }
        Kind::Reference(other) => prop_oneof![14 => key(other), 1 => one_of(&["XYZ"])].boxed(),
        Kind::References(other, _) => {
            let (known, new) = codes(other);
            prop_oneof![8 => some_of(known), 1 => some_of(&[known, new].concat())].boxed()
        }
        Kind::Number(_) => number(entity),
    }
}

/// Generates values for some attributes. `of_required` is the probability that a required attribute is included, and
/// `chance` is the probability for any other attribute.
pub fn fields(entity: Entity, chance: f64, of_required: f64) -> BoxedStrategy<Fields> {
    let alone = |attribute: &Attribute| ["title", "name", "code"].contains(&attribute.name);
    let finish = entity
        .attributes()
        .iter()
        .filter(move |attribute| attribute.set_by == SetBy::User || (of_required > 0.0 && alone(attribute)));
    let each: Vec<_> = finish
        .map(|attribute| {
            let chance = if attribute.is_required && attribute.default.is_none() && of_required > 0.0 {
                of_required
            } else {
                chance
            };
            let blank = attribute.link().is_none() && !matches!(attribute.kind, Kind::Choice(_));
            let text = prop_oneof![
                25 => typed(entity, attribute),
                u32::from(blank) => Just(String::new()),
            ];
            weighted(chance, text).prop_map(|text| text.map(|text| (attribute.name, text)))
        })
        .collect();
    each.prop_map(|fields| fields.into_iter().flatten().collect()).boxed()
}

pub fn obstacle_number() -> BoxedStrategy<String> {
    number(Entity::Obstacle)
}

pub fn reason() -> BoxedStrategy<String> {
    prop_oneof![12 => text(), 1 => Just(String::new())].boxed()
}

/// Generates some of the given options. Each option has its own probability of being included.
pub fn some_options(each: Vec<(&'static str, f64, BoxedStrategy<String>)>) -> BoxedStrategy<Fields> {
    let each: Vec<_> = each
        .into_iter()
        .map(|(name, chance, text)| weighted(chance, text).prop_map(move |text| text.map(|text| (name, text))))
        .collect();
    each.prop_map(|fields| fields.into_iter().flatten().collect()).boxed()
}

pub fn add(entity: Entity) -> BoxedStrategy<Step> {
    let chance = if entity == Entity::Obstacle { 0.15 } else { 0.4 };
    let fields = fields(entity, chance, 0.98);
    let fields = fields.prop_filter("a contact is of a kind, about something", move |fields| {
        entity != Entity::Contact || (given(fields, "kind").is_some() && given(fields, "obstacles").is_some())
    });
    fields.prop_map(move |fields| Step::Add(entity, fields)).boxed()
}

pub fn edit(entity: Entity) -> BoxedStrategy<Step> {
    let names = entity.attributes().iter().filter(|attribute| attribute.set_by == SetBy::User);
    let names: Vec<&'static str> = names.map(|attribute| attribute.name).collect();
    let chance = if entity == Entity::Obstacle { 0.12 } else { 0.4 };
    (key(entity), fields(entity, chance, 0.0), weighted(0.2, select(names)))
        .prop_map(move |(key, mut fields, cleared)| {
            // The program refuses a command that both sets and clears an attribute, so do not set an attribute that is
            // cleared.
            fields.retain(|(name, _)| Some(*name) != cleared);
            Step::Edit(entity, key, fields, cleared.into_iter().collect())
        })
        .boxed()
}

/// Generates an edit of the title or the ministries only, so that many edits change the same attribute.
pub fn frequent_edit() -> BoxedStrategy<Step> {
    let lead = codes(Entity::Ministry).0;
    let fields =
        some_options(vec![("title", 0.3, text()), ("ministry", 0.5, one_of(lead)), ("involved", 0.5, some_of(lead))]);
    (obstacle_number(), fields)
        .prop_map(|(number, fields)| Step::Edit(Entity::Obstacle, number, fields, Vec::new()))
        .boxed()
}

pub fn classify() -> BoxedStrategy<Step> {
    let resolution = select(vec!["within-rules", "within-rules", "regional-approach", "regional-approach", "somehow"]);
    let more = some_options(vec![
        ("because", 0.97, reason()),
        ("on", 0.5, typed(Entity::Obstacle, &obstacle::SOLVED)),
        ("answer", 0.3, text()),
        ("rule-change", 0.2, text()),
        ("factsheet", 0.3, number(Entity::Factsheet)),
        ("scheme", 0.3, number(Entity::Scheme)),
        ("precedent", 0.2, obstacle_number()),
    ]);
    (obstacle_number(), resolution, more)
        .prop_map(|(number, resolution, more)| Step::Classify(number, resolution, more))
        .boxed()
}

pub fn close() -> BoxedStrategy<Step> {
    let of = |closed_as: &'static str| {
        let more = some_options(vec![
            ("because", 0.97, reason()),
            ("on", 0.4, typed(Entity::Obstacle, &obstacle::CLOSED)),
            ("of", if closed_as == "duplicate" { 0.95 } else { 0.05 }, obstacle_number()),
        ]);
        (obstacle_number(), more).prop_map(move |(number, more)| Step::Close(number, closed_as, more))
    };
    prop_oneof![1 => of("referred"), 1 => of("withdrawn"), 4 => of("duplicate")].boxed()
}

pub fn links() -> BoxedStrategy<(String, Vec<String>)> {
    let to = prop_oneof![
        6 => number(Entity::Factsheet),
        6 => number(Entity::Scheme),
        6 => obstacle_number(),
        1 => number(Entity::Contact),
    ];
    (obstacle_number(), vec(to, 1..=2)).boxed()
}

/// Columns of an import that must be consistent with each other within each row.
pub const STATE: [&str; 6] = ["status", "resolution", "solved", "closed_as", "closed", "duplicate_of"];
pub const STATES: [[&str; 6]; 6] = [
    ["", "", "", "", "", ""],
    ["in-analysis", "", "", "", "", ""],
    ["solved", "within-rules", "2018-06-01", "", "", ""],
    ["closed", "", "", "referred", "2018-06-01", ""],
    ["closed", "", "", "duplicate", "", "B-001"],
    ["closed", "", "", "duplicate", "", "B-002"],
];

pub fn import() -> BoxedStrategy<Step> {
    let any_kind = select(kinds(|entity| !matches!(entity, Entity::Snapshot | Entity::View)));
    let entity = prop_oneof![Just(Entity::Obstacle), any_kind];
    (entity, any::<bool>()).prop_flat_map(|(entity, update)| import_of(entity, update)).boxed()
}

pub fn import_of(entity: Entity, update: bool) -> BoxedStrategy<Step> {
    let own = entity.key().name;
    let others = entity
        .attributes()
        .iter()
        .filter(|attribute| attribute.name != own && attribute.name != "erased" && !STATE.contains(&attribute.name));
    let wanted: Vec<_> = others
        .map(|attribute| {
            let is_required = attribute.is_required && attribute.default.is_none();
            let chance = match (is_required, update) {
                (true, false) => 0.99,
                (true, true) => 0.5,
                _ => 0.2,
            };
            weighted(chance, Just(attribute.name))
        })
        .collect();
    let with_state = entity == Entity::Obstacle;
    let chance = if update || entity.prefix().is_none() { 0.98 } else { 0.25 };
    let columns = (weighted(chance, Just(own)), wanted, any::<bool>()).prop_map(move |(own, wanted, state)| {
        let state = STATE.into_iter().filter(|_| with_state && state);
        own.into_iter().chain(wanted.into_iter().flatten()).chain(state).collect::<Vec<_>>()
    });
    columns
        .prop_flat_map(move |columns| {
            let cells: Vec<_> = columns
                .iter()
                .map(|name| {
                    let attribute = entity.attribute(name).unwrap();
                    let blank = u32::from(!attribute.is_required || *name == own);
                    prop_oneof![12 => typed(entity, attribute), blank => Just(String::new())]
                })
                .collect();
            let row = (cells, select(STATES.to_vec()));
            vec(row, 1..=3).prop_map(move |rows| {
                let rows = rows.into_iter().map(|(cells, state)| {
                    let cell = |(name, cell): (&&'static str, String)| {
                        STATE.iter().position(|known| known == name).map_or(cell, |at| state[at].to_owned())
                    };
                    columns.iter().zip(cells).map(cell).collect()
                });
                Step::Import(entity, update, columns.clone(), rows.collect())
            })
        })
        .boxed()
}

pub fn kinds(wanted: impl Fn(Entity) -> bool) -> Vec<Entity> {
    Entity::ALL.iter().copied().filter(|entity| wanted(*entity)).collect()
}

pub fn step() -> BoxedStrategy<Step> {
    let kept = kinds(|entity| {
        !matches!(entity, Entity::Obstacle | Entity::Contact | Entity::Person | Entity::Snapshot | Entity::View)
    });
    let person = prop_oneof![3 => one_of(NAMES), 2 => number(Entity::Person)];
    let numbered = select(kinds(|entity| entity.prefix().is_some() && entity != Entity::View));
    let work = prop_oneof![
        6 => add(Entity::Obstacle),
        6 => edit(Entity::Obstacle),
        6 => frequent_edit(),
        4 => (obstacle_number(), weighted(0.5, text())).prop_map(|(number, text)| Step::Analyse(number, text)),
        5 => classify(),
        5 => close(),
        4 => (obstacle_number(), reason()).prop_map(|(number, reason)| Step::Reopen(number, reason)),
        2 => links().prop_map(|(number, to)| Step::Link(number, to)),
        2 => links().prop_map(|(number, to)| Step::Unlink(number, to)),
    ];
    let rest = prop_oneof![
        3 => add(Entity::Contact),
        2 => edit(Entity::Contact),
        2 => add(Entity::Person),
        2 => edit(Entity::Person),
        6 => select(kept.clone()).prop_flat_map(add),
        7 => select(kept).prop_flat_map(edit),
        3 => numbered.prop_flat_map(|entity| (number(entity), reason()))
            .prop_map(|(number, reason)| Step::Void(number, reason)),
        8 => import(),
        2 => (one_of(&["kamerbrief", "Kamerbrief", "stand", "2018-05-12", "12"]), weighted(0.3, text()))
            .prop_map(|(name, note)| Step::Snapshot(name, note)),
    ];
    let back = prop_oneof![
        6 => Just(Step::Undo(None)),
        8 => prop_oneof![9 => 0..4_usize, 1 => 4..30_usize].prop_map(|back| Step::Undo(Some(back))),
        3 => vec(person, 1..=2).prop_map(Step::Erase),
        1 => Just(Step::Export),
        1 => Just(Step::Repair),
    ];
    prop_oneof![6 => work, 5 => rest, 4 => back].boxed()
}

/// Generates commands by various actors. Most commands are on the same day as the previous command, or a day later.
pub fn turns(most: usize) -> BoxedStrategy<Vec<Turn>> {
    let by = select(vec!["Kievit", "Merel Zwart", "Ekster", " Ekster ", "N-01", "N-02", "N-99", ""]);
    let days = select(vec![0_i64, 0, 0, 0, 1, 1, 2, -1]);
    let steps = prop_oneof![12 => step().prop_map(|step| vec![step]), 1 => scenario()];
    let turn = (steps, weighted(0.3, by), weighted(0.1, Just(())), days).prop_map(|(steps, actor, dry_run, days)| {
        let turn = |step| Turn { step, actor, dry_run: dry_run.is_some(), days };
        steps.into_iter().map(turn).collect::<Vec<_>>()
    });
    vec(turn, 1..most).prop_map(|turns| turns.concat()).boxed()
}
