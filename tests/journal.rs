//! The journal against a plain model of the register: whatever is written, taken back or erased, the tables, the
//! model and what the journal adds up to are the same, now and at every moment before.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree;
use proptest::test_runner::RngSeed;
use ruimte::cli::{self, Invocation, Parsed};
use ruimte::command::{self, Context, Outcome, PointInTime};
use ruimte::failure::{Exit, Failure};
use ruimte::i18n::{Lang, Text, remarks};
use ruimte::record::{Attribute, Entity, Filter, Kind, Record, SetBy, Value, obstacle};
use ruimte::register::{self, EntryMeta, JournalFilter, Key, ListQuery, Register, WriteTx};
use ruimte::rows::{Audience, Cell, Event, Group, Sink};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::LazyLock;
use tempfile::TempDir;

/// So many cases, the same each time; where `PROPTEST_CASES` says how many, others.
fn cases(cases: u32) -> ProptestConfig {
    let asked =
        ProptestConfig { failure_persistence: None, max_shrink_iters: 512, ..ProptestConfig::default() };
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => asked,
        None => ProptestConfig { cases, rng_seed: RngSeed::Fixed(81_501), ..asked },
    }
}

// ---------------------------------------------------------------------------------------------------
// What is done
// ---------------------------------------------------------------------------------------------------

/// Attributes with what is typed for them.
type Fields = Vec<(&'static str, String)>;

/// A command that writes. Numbers and codes may be of records that there are not.
#[derive(Clone, Debug)]
enum Step {
    /// `log`, `contact KIND`, `factsheet add` and the like.
    Add(Entity, Fields),
    /// `edit`, `contact edit` and the like, with what is emptied.
    Edit(Entity, String, Fields, Vec<&'static str>),
    Analyse(String, Option<String>),
    /// The resolution, and what may be given with it.
    Classify(String, &'static str, Fields),
    /// As what it is closed, and what may be given with it.
    Close(String, &'static str, Fields),
    Reopen(String, String),
    Void(String, String),
    Link(String, Vec<String>),
    Unlink(String, Vec<String>),
    /// Columns and rows, and whether they change what is there.
    Import(Entity, bool, Vec<&'static str>, Vec<Vec<String>>),
    Snapshot(String, Option<String>),
    /// The last entry that still stands; or one that is so many before the last.
    Undo(Option<usize>),
    Erase(Vec<String>),
    /// `export persons --with-persons`, which the journal remembers.
    Export,
    /// `check --repair-search`, likewise.
    Repair,
}

/// A command, with who gives it and when.
#[derive(Clone, Debug)]
struct Turn {
    step: Step,
    actor: Option<&'static str>,
    dry_run: bool,
    /// So many days after the turn before.
    days: i64,
}

impl Step {
    /// The command, as it is typed and as the journal names it.
    fn command(&self) -> String {
        match self {
            Self::Add(Entity::Obstacle, _) => "log".to_owned(),
            Self::Add(Entity::Contact, fields) => format!("contact {}", given(fields, "kind").unwrap()),
            Self::Add(entity, _) => format!("{} add", entity.singular()),
            Self::Edit(Entity::Obstacle, ..) => "edit".to_owned(),
            Self::Edit(entity, ..) => format!("{} edit", entity.singular()),
            Self::Analyse(..) => "analyse".to_owned(),
            Self::Classify(..) => "classify".to_owned(),
            Self::Close(..) => "close".to_owned(),
            Self::Reopen(..) => "reopen".to_owned(),
            Self::Void(..) => "void".to_owned(),
            Self::Link(..) => "link".to_owned(),
            Self::Unlink(..) => "unlink".to_owned(),
            Self::Import(entity, ..) => format!("import {}", entity.plural()),
            Self::Snapshot(..) => "snapshot".to_owned(),
            Self::Undo(_) => "undo".to_owned(),
            Self::Erase(_) => "erase person".to_owned(),
            Self::Export => "export".to_owned(),
            Self::Repair => "check".to_owned(),
        }
    }

    /// The command line. `last` is the last entry of the journal, `list` the file that an import reads.
    fn words(&self, last: usize, list: &Path) -> Vec<String> {
        let mut words: Vec<String> = self.command().split(' ').map(str::to_owned).collect();
        let because = |text: &String| ["--because".to_owned(), text.clone()];
        match self {
            Self::Add(entity, fields) => {
                let alone = match entity {
                    Entity::Contact => &["obstacles"][..],
                    Entity::Synonym => &["code", "means"],
                    _ => &["title", "name", "code"],
                };
                let alone = |name: &str| alone.contains(&name);
                words.extend(fields.iter().filter(|(name, _)| alone(name)).map(|(_, text)| text.clone()));
                words.extend(options(*entity, fields, |name| {
                    !alone(name) && (name, *entity) != ("kind", Entity::Contact)
                }));
            }
            Self::Edit(entity, key, fields, cleared) => {
                words.push(key.clone());
                words.extend(options(*entity, fields, |_| true));
                if !cleared.is_empty() {
                    words.extend(["--clear".to_owned(), cleared.join(",")]);
                }
            }
            Self::Analyse(number, analysis) => {
                words.push(number.clone());
                words.extend(analysis.iter().flat_map(|text| ["--analysis".to_owned(), text.clone()]));
            }
            Self::Classify(number, resolution, more) => {
                words.extend([number.clone(), (*resolution).to_owned()]);
                words.extend(plain_options(more));
            }
            Self::Close(number, closed_as, more) => {
                words.extend([number.clone(), "--as".to_owned(), (*closed_as).to_owned()]);
                words.extend(plain_options(more));
            }
            Self::Reopen(number, reason) | Self::Void(number, reason) => {
                words.push(number.clone());
                words.extend(because(reason));
            }
            Self::Link(number, to) | Self::Unlink(number, to) => {
                words.push(number.clone());
                words.extend(to.iter().cloned());
            }
            Self::Import(_, update, ..) => {
                words.push(list.display().to_string());
                words.extend(update.then(|| "--update".to_owned()));
            }
            Self::Snapshot(name, note) => {
                words.push(name.clone());
                words.extend(note.iter().flat_map(|text| ["--note".to_owned(), text.clone()]));
            }
            Self::Undo(back) => {
                words.extend(back.map(|back| last.saturating_sub(back).to_string()));
            }
            Self::Erase(persons) => words.extend(persons.iter().cloned()),
            Self::Export => words.extend(["persons", "--with-persons"].map(str::to_owned)),
            Self::Repair => words.push("--repair-search".to_owned()),
        }
        words
    }
}

fn given<'a>(fields: &'a Fields, name: &str) -> Option<&'a String> {
    fields.iter().find(|(known, _)| *known == name).map(|(_, text)| text)
}

/// Attributes as options.
fn options(entity: Entity, fields: &Fields, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let wanted = fields.iter().filter(|(name, _)| wanted(name));
    wanted
        .flat_map(|(name, text)| [format!("--{}", entity.attribute(name).unwrap().option), text.clone()])
        .collect()
}

fn plain_options(fields: &Fields) -> Vec<String> {
    fields.iter().flat_map(|(name, text)| [format!("--{name}"), text.clone()]).collect()
}

// ---------------------------------------------------------------------------------------------------
// What it does in the model
// ---------------------------------------------------------------------------------------------------

/// What is known of a record: its attributes as text, as they are exported; of a person that is referred to the
/// number. What is empty is not there, and neither is the record's own number or code.
type Item = BTreeMap<&'static str, String>;

/// The kind of a record, by its table, and its number or code.
type Id = (&'static str, String);

type Records = BTreeMap<Id, Item>;

/// Why a step has to be refused.
type Refused = &'static str;

const VOID: Refused = "it is void";
const NOTHING_IN_IT: Refused = "there is nothing in it";
const ONLY_PERSONS: Refused = "there are only persons in it";
const LATER_WRITE: Refused = "a later write stands on it";

/// What an entry did to a record.
#[derive(Clone, Debug)]
enum Delta {
    Added(Item),
    /// The attributes that it touched, before and after.
    Changed(BTreeMap<&'static str, (String, String)>),
    Removed(Item),
}

/// An entry of the journal.
#[derive(Clone, Debug)]
struct Entry {
    day: Date,
    at: Timestamp,
    /// The names of who made it, before and after the write.
    actors: [String; 2],
    person: String,
    action: String,
    note: &'static str,
    undoes: Option<usize>,
    deltas: BTreeMap<Id, Delta>,
    /// The register after it.
    after: Records,
}

/// The register, as plain as it can be.
#[derive(Clone, Debug)]
struct Model {
    records: Records,
    /// The last number that was given out, of each kind.
    given: BTreeMap<&'static str, usize>,
    /// All that was ever told of a person.
    told: BTreeMap<String, BTreeSet<String>>,
    entries: Vec<Rc<Entry>>,
    day: Date,
    turns: i64,
}

/// A write in the model that is under way.
struct Draft {
    model: Model,
    /// Whether references to void records are taken.
    takes_void: bool,
    note: Option<&'static str>,
    undoes: Option<usize>,
    /// What the command prints.
    printed: Option<String>,
}

fn shown(entity: Entity, number: usize) -> String {
    let (letter, width) = entity.prefix().unwrap();
    format!("{letter}-{number:0width$}")
}

/// The kind of which a text is a number.
fn kind_of(number: &str) -> Entity {
    match &number[..1] {
        "B" => Entity::Obstacle,
        "F" => Entity::Factsheet,
        "S" => Entity::Scheme,
        "C" => Entity::Contact,
        "P" => Entity::Figure,
        _ => Entity::Person,
    }
}

fn several(text: &str) -> impl Iterator<Item = &str> {
    text.split("; ").filter(|piece| !piece.is_empty())
}

fn joined<'a>(pieces: impl Iterator<Item = &'a str>) -> String {
    pieces.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("; ")
}

fn of<'a>(item: &'a Item, name: &str) -> &'a str {
    item.get(name).map_or("", String::as_str)
}

fn is_personal(name: &str) -> bool {
    ["name", "organisation", "email", "phone"].contains(&name)
}

/// The attributes that have to be given.
fn required(entity: Entity) -> impl Iterator<Item = &'static str> {
    let required = |attribute: &&Attribute| attribute.is_required && attribute.default.is_none();
    entity.attributes().iter().filter(required).map(|attribute| attribute.name)
}

impl Model {
    fn last(&self) -> usize {
        self.entries.len()
    }

    fn item(&self, entity: Entity, key: &str) -> Option<&Item> {
        self.records.get(&(entity.table(), key.to_owned()))
    }

    /// A record that counts.
    fn standing(&self, entity: Entity, key: &str) -> Result<&Item, Refused> {
        let item = self.item(entity, key).ok_or("there is no such record")?;
        if of(item, "void").is_empty() { Ok(item) } else { Err(VOID) }
    }

    /// Makes sure that there is an answer that can be reused.
    fn answered(&self, number: &str) -> Result<(), Refused> {
        let item = self.standing(Entity::Obstacle, number)?;
        if of(item, "status") == "solved" { Ok(()) } else { Err("there is no answer to reuse") }
    }

    /// The code that is meant: case does not matter.
    fn code(&self, entity: Entity, text: &str) -> Result<String, Refused> {
        let codes = self.records.keys().filter(|(table, _)| *table == entity.table()).map(|(_, code)| code);
        codes
            .filter(|code| code.eq_ignore_ascii_case(text))
            .max_by_key(|code| *code == text)
            .cloned()
            .ok_or("there is no such code")
    }

    fn named(&self, name: &str) -> Option<String> {
        let persons = self.records.iter().filter(|((table, _), _)| *table == "person");
        persons
            .filter(|(_, item)| item.get("name").is_some_and(|known| known == name))
            .map(|((_, code), _)| code.clone())
            .next()
    }

    fn is_erased(&self, person: &str) -> bool {
        self.item(Entity::Person, person).is_some_and(|item| item.contains_key("erased"))
    }

    /// What somebody reads as.
    fn reads(&self, person: &str) -> String {
        let name = self.item(Entity::Person, person).map_or("", |item| of(item, "name"));
        if name.is_empty() { person.to_owned() } else { name.to_owned() }
    }

    /// Whether an entry was taken back, and that was not taken back itself.
    fn is_dead(&self, entry: usize) -> bool {
        (entry + 1..=self.last())
            .any(|later| self.entries[later - 1].undoes == Some(entry) && !self.is_dead(later))
    }

    /// What was told of persons who are erased, and of nobody else.
    fn gone(&self) -> BTreeSet<&String> {
        let told = |erased: bool| {
            let persons = self.told.iter().filter(move |(person, _)| self.is_erased(person) == erased);
            persons.flat_map(|(_, told)| told).collect::<BTreeSet<_>>()
        };
        &told(true) - &told(false)
    }

    /// The moment of the next entry: at noon, so that the day is the same wherever the test runs.
    fn now(&self) -> Timestamp {
        let noon = self.day.at(12, 0, 0, 0).to_zoned(TimeZone::system()).unwrap();
        noon.timestamp() + self.turns.minutes()
    }

    /// The same when the turn comes.
    fn begun(mut self, turn: &Turn) -> Self {
        self.turns += 1;
        self.day += turn.days.days();
        self
    }

    /// What becomes of the register and what is printed; or why it has to be refused.
    fn after(&self, turn: &Turn) -> Result<(Self, Option<String>), Refused> {
        let mut draft =
            Draft { model: self.clone(), takes_void: false, note: None, undoes: None, printed: None };
        draft.step(&turn.step, self)?;
        let printed = draft.printed.take();
        Ok((draft.entered(self, turn)?, printed))
    }
}

impl Draft {
    fn step(&mut self, step: &Step, before: &Model) -> Result<(), Refused> {
        match step {
            Step::Add(entity, fields) => self.add(*entity, fields),
            Step::Edit(entity, key, fields, cleared) => self.edit(*entity, key, fields, cleared),
            Step::Analyse(number, analysis) => {
                let item = self.model.standing(Entity::Obstacle, number)?;
                if !["collected", "in-analysis"].contains(&of(item, "status")) {
                    return Err("the status does not allow it");
                }
                let mut given = Item::from([("status", "in-analysis".to_owned())]);
                given.extend(analysis.iter().map(|text| ("analysis", text.clone())));
                self.update(Entity::Obstacle, number, given)
            }
            Step::Classify(number, resolution, more) => self.classify(number, resolution, more),
            Step::Close(number, closed_as, more) => self.close(number, closed_as, more),
            Step::Reopen(number, reason) => {
                let item = self.model.standing(Entity::Obstacle, number)?;
                if reason.is_empty() || !["solved", "closed"].contains(&of(item, "status")) {
                    return Err("the status does not allow it, or no reason was given");
                }
                let mut given: Item = ["resolution", "solved", "closed", "closed_as", "duplicate_of"]
                    .into_iter()
                    .map(|name| (name, String::new()))
                    .collect();
                given.insert("status", "in-analysis".to_owned());
                given.insert("reason", reason.clone());
                self.update(Entity::Obstacle, number, given)
            }
            Step::Void(number, reason) => {
                let entity = kind_of(number);
                self.model.standing(entity, number)?;
                if reason.is_empty() || entity == Entity::Person {
                    return Err("it cannot be voided, or no reason was given");
                }
                self.update(entity, number, Item::from([("void", reason.clone())]))
            }
            Step::Link(number, to) => self.link(number, to, true),
            Step::Unlink(number, to) => self.link(number, to, false),
            Step::Import(entity, update, columns, rows) => self.import(*entity, *update, columns, rows),
            Step::Snapshot(name, note) => {
                if name.parse::<u32>().is_ok() || name.parse::<Date>().is_ok() {
                    return Err("that is a moment");
                }
                let mut item = Item::from([("code", name.clone()), ("entry", before.last().to_string())]);
                item.extend(note.iter().map(|text| ("note", text.clone())));
                self.insert(Entity::Snapshot, item).map(drop)
            }
            Step::Undo(back) => self.undo(back.map(|back| before.last().saturating_sub(back))),
            Step::Erase(persons) => self.erase(persons),
            Step::Export => {
                self.note = Some("--with-persons");
                Ok(())
            }
            Step::Repair => {
                self.note = Some("");
                Ok(())
            }
        }
    }

    /// The person who is meant; one who is new is entered. Nobody where it is a number in a list from elsewhere:
    /// there it may be somebody else's, unless it is all that is left of who was erased.
    fn person(&mut self, text: &str) -> Result<Option<String>, Refused> {
        let text = text.trim();
        if text.starts_with("N-") {
            return match self.model.item(Entity::Person, text) {
                _ if self.takes_void && !self.model.is_erased(text) => Ok(None),
                Some(_) => Ok(Some(text.to_owned())),
                None => Err("there is no such person"),
            };
        }
        match self.model.named(text) {
            Some(person) => Ok(Some(person)),
            None => self.insert(Entity::Person, Item::from([("name", text.to_owned())])).map(Some),
        }
    }

    /// What a text that was typed for an attribute is stored as.
    fn settled(&mut self, attribute: &Attribute, text: &str) -> Result<String, Refused> {
        if text.is_empty() {
            return Ok(String::new());
        }
        Ok(match attribute.kind {
            Kind::Line | Kind::Text if text == UNHEARD_OF => return Err("there is no such measure"),
            Kind::Line | Kind::Text | Kind::Code | Kind::Number(_) | Kind::Reference(Entity::Obstacle) => {
                text.to_owned()
            }
            Kind::Date if text == "today" => self.model.day.to_string(),
            Kind::Date => text.parse::<Date>().map_err(|_| "there is no such day")?.to_string(),
            Kind::Count => text.parse::<u32>().map_err(|_| "that is no count")?.to_string(),
            Kind::Choice(choices) => {
                choices.iter().find(|choice| choice.code == text).ok_or("there is no such choice")?;
                text.to_owned()
            }
            Kind::Reference(Entity::Person) => self.person(text)?.unwrap_or_default(),
            Kind::References(Entity::Person, _) => {
                let persons = several(text).map(|name| self.person(name)).collect::<Result<Vec<_>, _>>()?;
                joined(persons.iter().flatten().map(String::as_str))
            }
            Kind::Reference(entity) => self.model.code(entity, text)?,
            Kind::References(entity, _) if entity.prefix().is_none() => {
                let codes = several(text).map(|code| self.model.code(entity, code));
                joined(codes.collect::<Result<Vec<_>, _>>()?.iter().map(String::as_str))
            }
            // In a list an earlier obstacle may come later, and may be void or open by now.
            Kind::References(..) if attribute.name == "precedents" => {
                if !self.takes_void {
                    several(text).try_for_each(|number| self.model.answered(number))?;
                }
                joined(several(text))
            }
            Kind::References(entity, _) => {
                several(text).try_for_each(|number| match self.model.standing(entity, number) {
                    Err(VOID) if self.takes_void => Ok(()),
                    found => found.map(drop),
                })?;
                joined(several(text))
            }
            Kind::Law | Kind::Laws(_) | Kind::LawCitations(..)
                if several(text).any(|law| !LAWS.contains(&law)) =>
            {
                return Err("that is no law");
            }
            Kind::Law | Kind::Laws(_) | Kind::LawCitations(..) => text.to_owned(),
        })
    }

    fn all_settled(&mut self, entity: Entity, fields: &Fields) -> Result<Item, Refused> {
        let mut item = Item::new();
        for attribute in entity.attributes() {
            if let Some(text) = given(fields, attribute.name) {
                item.insert(attribute.name, self.settled(attribute, text)?);
            }
        }
        Ok(item)
    }

    /// The lead ministry is not named among those involved.
    fn leave_lead_out(entity: Entity, item: &mut Item, before: &Item) {
        if entity != Entity::Obstacle || !(item.contains_key("ministry") || item.contains_key("involved")) {
            return;
        }
        let either = |name| item.get(name).or_else(|| before.get(name)).cloned().unwrap_or_default();
        let (lead, involved) = (either("ministry"), either("involved"));
        item.insert("involved", joined(several(&involved).filter(|code| *code != lead)));
    }

    fn insert(&mut self, entity: Entity, mut item: Item) -> Result<String, Refused> {
        let own = entity.key().name;
        if required(entity).any(|name| of(&item, name).is_empty()) {
            return Err("something is missing");
        }
        let key = item.remove(own).filter(|key| !key.is_empty());
        let key = if entity.prefix().is_some() {
            let last = self.model.given.entry(entity.table()).or_default();
            let number = key.map_or(*last + 1, |number| number[2..].parse().unwrap());
            *last = number.max(*last);
            shown(entity, number)
        } else {
            let code = key.unwrap();
            if self.model.code(entity, &code).is_ok() {
                return Err("there is such a code");
            }
            code
        };
        for attribute in entity.attributes() {
            if let (Some(default), true) = (attribute.default, of(&item, attribute.name).is_empty()) {
                item.insert(attribute.name, default.to_owned());
            }
        }
        Self::leave_lead_out(entity, &mut item, &Item::new());
        item.retain(|_, text| !text.is_empty());
        self.model.records.insert((entity.table(), key.clone()), item);
        Ok(key)
    }

    /// Sets what is given; what is given and empty is emptied.
    fn update(&mut self, entity: Entity, key: &str, mut given: Item) -> Result<(), Refused> {
        let item = self.model.records.get_mut(&(entity.table(), key.to_owned()));
        let item = item.ok_or("there is no such record")?;
        Self::leave_lead_out(entity, &mut given, item);
        if required(entity)
            .any(|name| given.get(name).is_some_and(String::is_empty) && item.contains_key(name))
        {
            return Err("something is missing");
        }
        item.extend(given);
        item.retain(|_, text| !text.is_empty());
        Ok(())
    }

    fn add(&mut self, entity: Entity, fields: &Fields) -> Result<(), Refused> {
        if required(entity).any(|name| given(fields, name).is_some_and(String::is_empty)) {
            return Err("something is missing");
        }
        let mut fields = fields.clone();
        for (kind, name) in [(Entity::Obstacle, "received"), (Entity::Contact, "date")] {
            if entity == kind && given(&fields, name).is_none() {
                fields.push((name, "today".to_owned()));
            }
        }
        let item = self.all_settled(entity, &fields)?;
        self.printed = Some(self.insert(entity, item)?);
        Ok(())
    }

    fn edit(
        &mut self,
        entity: Entity,
        key: &str,
        fields: &Fields,
        cleared: &[&'static str],
    ) -> Result<(), Refused> {
        if fields.is_empty() && cleared.is_empty() {
            return Err("there is nothing to change");
        }
        let key = match entity.prefix() {
            Some(_) => self.model.standing(entity, key).map(|_| key.to_owned())?,
            None => self.model.code(entity, key)?,
        };
        let emptied =
            |name: &&'static str| entity.attribute(name).is_none_or(|attribute| attribute.is_required);
        let blank = fields.iter().filter(|(_, text)| text.is_empty()).map(|(name, _)| name);
        if blank.chain(cleared).any(emptied) {
            return Err("it cannot be emptied");
        }
        let mut item = self.all_settled(entity, fields)?;
        item.extend(cleared.iter().map(|name| (*name, String::new())));
        self.update(entity, &key, item)
    }

    fn classify(&mut self, number: &str, resolution: &str, more: &Fields) -> Result<(), Refused> {
        let item = self.model.standing(Entity::Obstacle, number)?.clone();
        let reason = given(more, "because").filter(|reason| !reason.is_empty()).ok_or("no reason")?;
        if of(&item, "status") == "closed" || !["within-rules", "regional-approach"].contains(&resolution) {
            return Err("the status does not allow it");
        }
        let known = |name| item.get(name).cloned();
        let solved = match given(more, "on") {
            Some(text) => self.settled(&obstacle::SOLVED, text)?,
            None => known("solved").unwrap_or_else(|| self.model.day.to_string()),
        };
        let mut after = Item::from([
            ("status", "solved".to_owned()),
            ("resolution", resolution.to_owned()),
            ("reason", reason.clone()),
            ("solved", solved.clone()),
        ]);
        if known("answered").is_none() {
            after.insert("answered", solved);
        }
        for (option, name) in [("answer", "answer"), ("rule-change", "rule_change")] {
            after.extend(given(more, option).map(|text| (name, text.clone())));
        }
        for (option, attribute) in [
            ("factsheet", &obstacle::FACTSHEETS),
            ("scheme", &obstacle::SCHEMES),
            ("precedent", &obstacle::PRECEDENTS),
        ] {
            if let Some(text) = given(more, option) {
                let added = self.settled(attribute, text)?;
                let all = several(&added).chain(several(of(&item, attribute.name)));
                after.insert(attribute.name, joined(all));
            }
        }
        self.update(Entity::Obstacle, number, after)
    }

    fn close(&mut self, number: &str, closed_as: &str, more: &Fields) -> Result<(), Refused> {
        let item = self.model.standing(Entity::Obstacle, number)?.clone();
        let reason = given(more, "because").filter(|reason| !reason.is_empty()).ok_or("no reason")?;
        let original = given(more, "of");
        if (closed_as == "duplicate") != original.is_some() || of(&item, "status") == "solved" {
            return Err("the status does not allow it, or of what it is a duplicate");
        }
        if let Some(original) = original {
            self.model.standing(Entity::Obstacle, original)?;
        }
        let closed = match given(more, "on") {
            Some(text) => self.settled(&obstacle::CLOSED, text)?,
            None => item.get("closed").cloned().unwrap_or_else(|| self.model.day.to_string()),
        };
        let after = Item::from([
            ("status", "closed".to_owned()),
            ("closed_as", closed_as.to_owned()),
            ("reason", reason.clone()),
            ("closed", closed),
            ("duplicate_of", original.cloned().unwrap_or_default()),
        ]);
        self.update(Entity::Obstacle, number, after)
    }

    fn link(&mut self, number: &str, to: &[String], add: bool) -> Result<(), Refused> {
        let item = self.model.standing(Entity::Obstacle, number)?.clone();
        let mut after = Item::new();
        for (name, entity) in
            [("factsheets", Entity::Factsheet), ("schemes", Entity::Scheme), ("precedents", Entity::Obstacle)]
        {
            let meant: Vec<&str> =
                to.iter().map(String::as_str).filter(|number| kind_of(number) == entity).collect();
            let known = several(of(&item, name));
            after.insert(
                name,
                if add {
                    meant.iter().try_for_each(|number| match entity {
                        Entity::Obstacle => self.model.answered(number),
                        _ => self.model.standing(entity, number).map(drop),
                    })?;
                    joined(known.chain(meant))
                } else {
                    joined(known.filter(|number| !meant.contains(number)))
                },
            );
        }
        if to.iter().any(|number| !["F", "S", "B"].contains(&&number[..1])) {
            return Err("it cannot be linked");
        }
        self.update(Entity::Obstacle, number, after)
    }

    fn import(
        &mut self,
        entity: Entity,
        update: bool,
        columns: &[&'static str],
        rows: &[Vec<String>],
    ) -> Result<(), Refused> {
        let own = entity.key().name;
        let has = |name: &str| columns.contains(&name);
        if if update { !has(own) } else { required(entity).any(|name| !has(name)) } {
            return Err("a column is missing");
        }
        self.takes_void = true;
        let mut seen = BTreeSet::new();
        for row in rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())) {
            let mut item = Item::new();
            for (name, text) in columns.iter().zip(row) {
                let attribute = entity.attribute(name).unwrap();
                let settled = self.settled(attribute, text)?;
                if settled.is_empty() && required(entity).any(|required| required == *name) {
                    return Err("something is missing");
                }
                let who = (entity, *name) == (Entity::Contact, "persons");
                if !(settled.is_empty() && (attribute.default.is_some() || *name == own || who)) {
                    item.insert(name, settled);
                }
            }
            if let Some(key) = item.get(own)
                && !seen.insert(key.clone())
            {
                return Err("it is there twice");
            }
            // What came in with the list is not what another row of it means.
            seen.insert(self.put(entity, update, item)?);
            // Not even for a moment do two persons have the same name.
            if entity == Entity::Person {
                is_lawful(&self.model.records)?;
            }
        }
        Ok(())
    }

    fn put(&mut self, entity: Entity, update: bool, mut item: Item) -> Result<String, Refused> {
        let own = entity.key().name;
        let known = item.get(own).and_then(|key| Some((key.clone(), self.model.item(entity, key)?.clone())));
        let Some((key, before)) = known else { return self.insert(entity, item) };
        item.remove(own);
        // What is void by now stays referred to: it is not in a list of what counts.
        for attribute in entity.attributes() {
            let (Kind::References(other, _), Some(text)) = (attribute.kind, item.get(attribute.name)) else {
                continue;
            };
            let void = |number: &&str| self.model.standing(other, number) == Err(VOID);
            let kept = several(of(&before, attribute.name)).filter(void);
            let all = joined(several(text).chain(kept));
            item.insert(attribute.name, all);
        }
        if update {
            return self.update(entity, &key, item).map(|()| key);
        }
        Self::leave_lead_out(entity, &mut item, &before);
        let same = item.iter().all(|(name, text)| of(&before, name) == text);
        if same { Ok(key) } else { Err("it is there already") }
    }

    fn undo(&mut self, wanted: Option<usize>) -> Result<(), Refused> {
        let model = &mut self.model;
        let stands = |entry: &usize| {
            let known = &model.entries[entry - 1];
            !model.is_dead(*entry) && known.undoes.is_none() && !known.deltas.is_empty()
        };
        let wanted = match wanted {
            None => (1..=model.last()).rev().find(stands).ok_or("there is nothing to take back")?,
            Some(entry) if !(1..=model.last()).contains(&entry) => return Err("there is no such entry"),
            Some(entry) if model.is_dead(entry) => return Err("it is taken back already"),
            Some(entry) => entry,
        };
        let entry = model.entries[wanted - 1].clone();
        if wanted == 1 {
            return Err("with it the register begins");
        }
        if entry.action == "erase person" {
            return Err("it erased a person");
        }
        if entry.deltas.is_empty() {
            return Err(NOTHING_IN_IT);
        }
        let mut some = false;
        for (id, delta) in &entry.deltas {
            match delta {
                Delta::Added(_) | Delta::Removed(_) if id.0 == "person" => continue,
                Delta::Added(item) => {
                    if model.records.remove(id).as_ref() != Some(item) {
                        return Err(LATER_WRITE);
                    }
                }
                Delta::Removed(item) => {
                    if model.records.insert(id.clone(), item.clone()).is_some() {
                        return Err(LATER_WRITE);
                    }
                }
                Delta::Changed(touched) => {
                    if id.0 == "person"
                        && model.is_erased(&id.1)
                        && touched.keys().any(|name| is_personal(name))
                    {
                        return Err("the person was erased since");
                    }
                    let item = model.records.get_mut(id).ok_or(LATER_WRITE)?;
                    for (name, (before, after)) in touched {
                        if of(item, name) != after {
                            return Err(LATER_WRITE);
                        }
                        item.insert(name, before.clone());
                    }
                    item.retain(|_, text| !text.is_empty());
                }
            }
            some = true;
        }
        self.undoes = Some(wanted);
        if some { Ok(()) } else { Err(ONLY_PERSONS) }
    }

    fn erase(&mut self, persons: &[String]) -> Result<(), Refused> {
        for text in persons {
            let by_number = self.model.item(Entity::Person, text).map(|_| text.clone());
            let person = by_number.or_else(|| self.model.named(text)).ok_or("there is no such person")?;
            if self.model.is_erased(&person) {
                continue;
            }
            let day = self.model.day.to_string();
            let item = self.model.records.get_mut(&("person", person)).unwrap();
            item.retain(|name, _| !is_personal(name));
            item.insert("erased", day);
        }
        Ok(())
    }

    /// The model after the write, with its entry in the journal where there is anything to enter.
    fn entered(mut self, before: &Model, turn: &Turn) -> Result<Model, Refused> {
        if self.model.records == before.records && self.note.is_none() {
            return Ok(before.clone());
        }
        // Who writes is whom the register knew by that name before the write.
        let actor = turn.actor.unwrap_or(TESTER).trim();
        self.takes_void = false;
        let person = match before.named(actor) {
            Some(person) => person,
            None => self.person(actor)?.unwrap(),
        };
        is_lawful(&self.model.records)?;
        let Self { mut model, note, undoes, .. } = self;
        let deltas = deltas(&before.records, &model.records);
        for ((_, code), item) in model.records.iter().filter(|((table, _), _)| *table == "person") {
            let told = item.iter().filter(|(name, _)| is_personal(name)).map(|(_, text)| text.clone());
            model.told.entry(code.clone()).or_default().extend(told);
        }
        let is_new = |person: &&String| model.is_erased(person) && !before.is_erased(person);
        let erased: Vec<String> = model.told.keys().filter(is_new).cloned().collect();
        model.entries.push(Rc::new(Entry {
            day: model.day,
            at: model.now(),
            actors: [before.reads(&person), model.reads(&person)],
            person,
            action: turn.step.command(),
            note: note.unwrap_or_default(),
            undoes,
            deltas,
            after: model.records.clone(),
        }));
        for entry in &mut model.entries {
            for person in &erased {
                Rc::make_mut(entry).forget(person);
            }
        }
        Ok(model)
    }
}

impl Entry {
    /// Forgets who somebody was.
    fn forget(&mut self, person: &str) {
        let id = ("person", person.to_owned());
        if let Some(item) = self.after.get_mut(&id) {
            item.retain(|name, _| !is_personal(name));
        }
        match self.deltas.get_mut(&id) {
            Some(Delta::Added(item) | Delta::Removed(item)) => {
                let personal = item.iter_mut().filter(|(name, _)| is_personal(name));
                personal.for_each(|(_, text)| text.clear());
            }
            Some(Delta::Changed(touched)) => {
                let personal = touched.iter_mut().filter(|(name, _)| is_personal(name));
                personal.for_each(|(_, both)| *both = Default::default());
            }
            None => {}
        }
        if self.person == person {
            self.actors = [person.to_owned(), person.to_owned()];
        }
    }
}

fn deltas(before: &Records, after: &Records) -> BTreeMap<Id, Delta> {
    let ids: BTreeSet<&Id> = before.keys().chain(after.keys()).collect();
    let delta = |id: &Id| match (before.get(id), after.get(id)) {
        (None, Some(item)) => Some(Delta::Added(item.clone())),
        (Some(item), None) => Some(Delta::Removed(item.clone())),
        (Some(was), Some(is)) => {
            let names: BTreeSet<&'static str> = was.keys().chain(is.keys()).copied().collect();
            let differs = names.into_iter().filter(|name| of(was, name) != of(is, name));
            let touched: BTreeMap<_, _> =
                differs.map(|name| (name, (of(was, name).to_owned(), of(is, name).to_owned()))).collect();
            (!touched.is_empty()).then_some(Delta::Changed(touched))
        }
        (None, None) => None,
    };
    ids.into_iter().filter_map(|id| Some((id.clone(), delta(id)?))).collect()
}

/// What every register keeps to.
fn is_lawful(records: &Records) -> Result<(), Refused> {
    let there = |entity: Entity, key: &str| records.contains_key(&(entity.table(), key.to_owned()));
    let mut names = BTreeSet::new();
    let mut codes = BTreeSet::new();
    for ((table, key), item) in records {
        let entity = Entity::from_table(table).unwrap();
        for attribute in entity.attributes() {
            let text = of(item, attribute.name);
            let found = match attribute.kind {
                Kind::Reference(other) => text.is_empty() || there(other, text),
                Kind::References(other, _) => several(text).all(|one| there(other, one)),
                _ => true,
            };
            if !found {
                return Err("it refers to what is not there");
            }
        }
        if entity.prefix().is_none() && !codes.insert((table, key.to_lowercase())) {
            return Err("two codes differ in case only");
        }
        match entity {
            Entity::Obstacle => is_lawful_obstacle(records, key, item)?,
            Entity::Person => {
                let told = item.keys().any(|name| is_personal(name));
                if told && item.contains_key("erased") {
                    return Err("nothing can be told of who was erased");
                }
                if item.get("name").is_some_and(|name| !names.insert(name)) {
                    return Err("two persons have the same name");
                }
                if of(item, "name").starts_with("N-") {
                    return Err("that is no name");
                }
            }
            Entity::Publication if of(item, "until") < of(item, "since") => {
                return Err("the period ends before it begins");
            }
            _ => {}
        }
    }
    Ok(())
}

fn is_lawful_obstacle(records: &Records, key: &str, item: &Item) -> Result<(), Refused> {
    let is = |name| item.contains_key(name);
    let status = of(item, "status");
    let ends = [("solved", "resolution", "solved"), ("closed", "closed_as", "closed")];
    let together = ends.iter().all(|(end, how, day)| {
        (status == *end) == item.contains_key(how) && (status == *end || !item.contains_key(day))
    });
    if !together || (of(item, "closed_as") == "duplicate") != is("duplicate_of") {
        return Err("the status does not go with the rest");
    }
    let early = |name: &&str| item.contains_key(name) && of(item, name) < of(item, "received");
    if ["answered", "solved", "closed"].iter().any(early) {
        return Err("that was before it was received");
    }
    if several(of(item, "involved")).any(|code| code == of(item, "ministry")) {
        return Err("the lead is involved as well");
    }
    if several(of(item, "precedents")).any(|precedent| precedent == key) {
        return Err("its own precedent");
    }
    let original = |key: &String| records.get(&("obstacle", key.clone()))?.get("duplicate_of").cloned();
    let line = std::iter::successors(original(&key.to_owned()), original);
    if line.take(records.len()).any(|other| other == key) {
        return Err("duplicates of each other");
    }
    Ok(())
}

// ---------------------------------------------------------------------------------------------------
// What is typed
// ---------------------------------------------------------------------------------------------------

const TESTER: &str = "Testvogel";
const NAMES: &[&str] = &["Kievit", "Merel Zwart", "Ekster", "Putter", "Wielewaal", TESTER];
const UNHEARD_OF: &str = "unheard-of";
const LAWS: &[&str] = &["BWBR0007625 art. 7.2.8 lid 1", "CELEX 32016R0679 art. 9", "cao: VVT", "BWBR0005181"];

/// The codes of a kind: those with which a register begins, and those that are added.
fn codes(entity: Entity) -> (&'static [&'static str], &'static [&'static str]) {
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

fn picked(texts: &[&'static str]) -> BoxedStrategy<String> {
    select(texts.to_vec()).prop_map(str::to_owned).boxed()
}

/// Some of these in one cell.
fn some(texts: &[&'static str]) -> BoxedStrategy<String> {
    let all = texts.to_vec();
    subsequence(all, 0..=2).prop_shuffle().prop_map(|some| some.join("; ")).boxed()
}

/// The number of a record of that kind, which there may be.
fn number(entity: Entity) -> BoxedStrategy<String> {
    prop_oneof![14 => 1..=2_usize, 4 => Just(3_usize), 1 => 4..=6_usize]
        .prop_map(move |number| shown(entity, number))
        .boxed()
}

fn key(entity: Entity) -> BoxedStrategy<String> {
    if entity.prefix().is_some() {
        return number(entity);
    }
    let (known, new) = codes(entity);
    let code = prop_oneof![14 => picked(known), 2 => picked(new)];
    (code, weighted(0.1, Just(())))
        .prop_map(|(code, aloud)| if aloud.is_some() { code.to_uppercase() } else { code })
        .boxed()
}

fn text() -> BoxedStrategy<String> {
    picked(&["Drie scholen", "één contract, \"samen\"; met komma", "regel 1\nregel 2", "Wie mag dat?"])
}

/// What may be typed for an attribute.
fn typed(entity: Entity, attribute: &'static Attribute) -> BoxedStrategy<String> {
    match attribute.kind {
        Kind::Line | Kind::Text => match attribute.name {
            "name" => prop_oneof![18 => picked(NAMES), 1 => picked(&["N-07"])].boxed(),
            "organisation" => picked(&["Vogelwacht Noord", "Waddenhuis"]),
            "email" => picked(&["kievit@nest.example", "zwart@nest.example"]),
            "phone" => picked(&["070-5550101", "070-5550102"]),
            "measure" => picked(&["collected", "open", "closed", UNHEARD_OF]),
            _ => text(),
        },
        Kind::Date => {
            let days = picked(&["2018-05-01", "2018-05-12", "2018-05-20", "2018-06-01", "today"]);
            prop_oneof![12 => days, 1 => picked(&["2018-02-31"])].boxed()
        }
        Kind::Count => picked(&["0", "7", "70", "71", "many"]),
        Kind::Choice(choices) => picked(&choices.iter().map(|choice| choice.code).collect::<Vec<_>>()),
        Kind::Code => {
            let (known, new) = codes(entity);
            prop_oneof![1 => picked(&[known, new].concat()), 3 => picked(new)].boxed()
        }
        Kind::Law => picked(LAWS),
        Kind::Laws(_) | Kind::LawCitations(..) => {
            prop_oneof![9 => some(LAWS), 1 => picked(&["the usual"])].boxed()
        }
        Kind::Reference(Entity::Person) => {
            prop_oneof![5 => picked(NAMES), 1 => number(Entity::Person), 1 => picked(&["N-99"])].boxed()
        }
        Kind::References(Entity::Person, _) => some(&[NAMES, &["N-01", "N-02"]].concat()),
        Kind::Reference(other) if other.prefix().is_some() => number(other),
        Kind::References(other, _) if other.prefix().is_some() => {
            vec(number(other), 1..=2).prop_map(|numbers| joined(numbers.iter().map(String::as_str))).boxed()
        }
        Kind::Reference(other) => prop_oneof![14 => key(other), 1 => picked(&["XYZ"])].boxed(),
        Kind::References(other, _) => {
            let (known, new) = codes(other);
            prop_oneof![8 => some(known), 1 => some(&[known, new].concat())].boxed()
        }
        Kind::Number(_) => number(entity),
    }
}

/// Attributes with what is typed for them: each with one chance, those that are required with another.
fn fields(entity: Entity, chance: f64, of_required: f64) -> BoxedStrategy<Fields> {
    let alone = |attribute: &Attribute| ["title", "name", "code"].contains(&attribute.name);
    let entered = entity
        .attributes()
        .iter()
        .filter(move |attribute| attribute.set_by == SetBy::User || (of_required > 0.0 && alone(attribute)));
    let each: Vec<_> = entered
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

fn obstacle_number() -> BoxedStrategy<String> {
    number(Entity::Obstacle)
}

fn reason() -> BoxedStrategy<String> {
    prop_oneof![12 => text(), 1 => Just(String::new())].boxed()
}

/// Options with what is typed for them: each is given with a chance.
fn some_options(each: Vec<(&'static str, f64, BoxedStrategy<String>)>) -> BoxedStrategy<Fields> {
    let each: Vec<_> = each
        .into_iter()
        .map(|(name, chance, text)| {
            weighted(chance, text).prop_map(move |text| text.map(|text| (name, text)))
        })
        .collect();
    each.prop_map(|fields| fields.into_iter().flatten().collect()).boxed()
}

fn add(entity: Entity) -> BoxedStrategy<Step> {
    let chance = if entity == Entity::Obstacle { 0.15 } else { 0.4 };
    let fields = fields(entity, chance, 0.98);
    let fields = fields.prop_filter("a contact is of a kind, about something", move |fields| {
        entity != Entity::Contact || (given(fields, "kind").is_some() && given(fields, "obstacles").is_some())
    });
    fields.prop_map(move |fields| Step::Add(entity, fields)).boxed()
}

fn edit(entity: Entity) -> BoxedStrategy<Step> {
    let names = entity.attributes().iter().filter(|attribute| attribute.set_by == SetBy::User);
    let names: Vec<&'static str> = names.map(|attribute| attribute.name).collect();
    let chance = if entity == Entity::Obstacle { 0.12 } else { 0.4 };
    (key(entity), fields(entity, chance, 0.0), weighted(0.2, select(names)))
        .prop_map(move |(key, mut fields, cleared)| {
            // What is emptied is not given as well.
            fields.retain(|(name, _)| Some(*name) != cleared);
            Step::Edit(entity, key, fields, cleared.into_iter().collect())
        })
        .boxed()
}

/// What is changed most: the title, and which ministry takes the lead or is involved.
fn turned() -> BoxedStrategy<Step> {
    let lead = codes(Entity::Ministry).0;
    let fields = some_options(vec![
        ("title", 0.3, text()),
        ("ministry", 0.5, picked(lead)),
        ("involved", 0.5, some(lead)),
    ]);
    (obstacle_number(), fields)
        .prop_map(|(number, fields)| Step::Edit(Entity::Obstacle, number, fields, Vec::new()))
        .boxed()
}

fn classify() -> BoxedStrategy<Step> {
    let resolution =
        select(vec!["within-rules", "within-rules", "regional-approach", "regional-approach", "somehow"]);
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

fn close() -> BoxedStrategy<Step> {
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

fn links() -> BoxedStrategy<(String, Vec<String>)> {
    let to = prop_oneof![
        6 => number(Entity::Factsheet),
        6 => number(Entity::Scheme),
        6 => obstacle_number(),
        1 => number(Entity::Contact),
    ];
    (obstacle_number(), vec(to, 1..=2)).boxed()
}

/// How an obstacle stands, in the columns that have to go together.
const STATE: [&str; 6] = ["status", "resolution", "solved", "closed_as", "closed", "duplicate_of"];
const STATES: [[&str; 6]; 6] = [
    ["", "", "", "", "", ""],
    ["in-analysis", "", "", "", "", ""],
    ["solved", "within-rules", "2018-06-01", "", "", ""],
    ["closed", "", "", "referred", "2018-06-01", ""],
    ["closed", "", "", "duplicate", "", "B-001"],
    ["closed", "", "", "duplicate", "", "B-002"],
];

fn import() -> BoxedStrategy<Step> {
    let any_kind = select(kinds(|entity| entity != Entity::Snapshot));
    let entity = prop_oneof![Just(Entity::Obstacle), any_kind];
    (entity, any::<bool>()).prop_flat_map(|(entity, update)| import_of(entity, update)).boxed()
}

fn import_of(entity: Entity, update: bool) -> BoxedStrategy<Step> {
    let own = entity.key().name;
    let others = entity.attributes().iter().filter(|attribute| {
        attribute.name != own && attribute.name != "erased" && !STATE.contains(&attribute.name)
    });
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
    let columns =
        (weighted(chance, Just(own)), wanted, any::<bool>()).prop_map(move |(own, wanted, state)| {
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

fn kinds(wanted: impl Fn(Entity) -> bool) -> Vec<Entity> {
    Entity::ALL.iter().copied().filter(|entity| wanted(*entity)).collect()
}

fn step() -> BoxedStrategy<Step> {
    let kept = kinds(|entity| {
        !matches!(entity, Entity::Obstacle | Entity::Contact | Entity::Person | Entity::Snapshot)
    });
    let person = prop_oneof![3 => picked(NAMES), 2 => number(Entity::Person)];
    let numbered = select(kinds(|entity| entity.prefix().is_some()));
    let work = prop_oneof![
        6 => add(Entity::Obstacle),
        6 => edit(Entity::Obstacle),
        6 => turned(),
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
        2 => (picked(&["kamerbrief", "Kamerbrief", "stand", "2018-05-12", "12"]), weighted(0.3, text()))
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

/// Steps that have to do with each other: one stands on another that is then taken back.
fn story() -> BoxedStrategy<Vec<Step>> {
    let key = || select(vec!["B-001".to_owned(), "B-002".to_owned()]);
    let edit = |key: &str, name, text: &str| {
        Step::Edit(Entity::Obstacle, key.to_owned(), vec![(name, text.to_owned())], Vec::new())
    };
    let named = |code: &str| {
        Step::Add(Entity::Ministry, ["code", "nl", "en"].map(|name| (name, code.to_owned())).to_vec())
    };
    let dup = |number: &str, of: &str| {
        let more = vec![("because", "Dezelfde".to_owned()), ("of", of.to_owned())];
        Step::Close(number.to_owned(), "duplicate", more)
    };
    let renamed = |name| Step::Edit(Entity::Person, "N-01".to_owned(), vec![("name", name)], Vec::new());
    prop_oneof![
        // A later write on the same obstacle, mostly.
        (key(), turned(), turned()).prop_map(|(key, first, second)| {
            let of_it = |step| match step {
                Step::Edit(entity, _, fields, cleared) => Step::Edit(entity, key.clone(), fields, cleared),
                other => other,
            };
            vec![of_it(first), of_it(second), Step::Undo(Some(1))]
        }),
        // What would go is referred to.
        key().prop_map(move |key| vec![named("BZK"), edit(&key, "ministry", "BZK"), Step::Undo(Some(1))]),
        // What is void is not in a list, and stays linked.
        key().prop_map(|key| {
            let row = vec![key, "F-02".to_owned()];
            let list = Step::Import(Entity::Obstacle, true, vec!["number", "factsheets"], vec![row]);
            vec![
                Step::Void("F-01".to_owned(), "Vergissing".to_owned()),
                list,
                Step::Undo(Some(1)),
                Step::Undo(None),
            ]
        }),
        // A precedent that is void is not in a list either, and stays linked.
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
        // What came in with a list goes, though another row of it rests on its answer; not where a later write does.
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
        // Each would be a duplicate of the other.
        Just(vec![dup("B-001", "B-003"), dup("B-003", "B-001")]),
        Just(vec![dup("B-001", "B-003"), Step::Undo(None), dup("B-003", "B-001"), Step::Undo(Some(1))]),
        // Another code took its place.
        Just(vec![named("BZK"), Step::Undo(Some(0)), named("bzk"), Step::Undo(Some(1))]),
        // Back, there again, and back.
        (key(), text()).prop_map(move |(key, text)| {
            vec![edit(&key, "title", &text), Step::Undo(None), Step::Undo(Some(0)), Step::Undo(None)]
        }),
        // Who came in with a write is erased.
        (key(), picked(NAMES)).prop_map(move |(key, name)| {
            vec![edit(&key, "handler", &name), Step::Erase(vec![name]), Step::Undo(Some(1))]
        }),
        // Who was changed is erased, or somebody else has the name by now.
        picked(NAMES).prop_map(move |name| vec![
            renamed(name),
            Step::Erase(vec!["N-01".to_owned()]),
            Step::Undo(Some(1))
        ]),
        Just(vec![renamed("Ekster".to_owned()), edit("B-001", "handler", "Kievit"), Step::Undo(Some(1))]),
    ]
    .boxed()
}

/// Commands by whoever, on whichever day.
fn turns(most: usize) -> BoxedStrategy<Vec<Turn>> {
    let by = select(vec!["Kievit", "Merel Zwart", "Ekster", " Ekster ", "N-01", "N-02", "N-99", ""]);
    let days = select(vec![0_i64, 0, 0, 0, 1, 1, 2, -1]);
    let steps = prop_oneof![12 => step().prop_map(|step| vec![step]), 1 => story()];
    let turn = (steps, weighted(0.3, by), weighted(0.1, Just(())), days).prop_map(
        |(steps, actor, dry_run, days)| {
            let turn = |step| Turn { step, actor, dry_run: dry_run.is_some(), days };
            steps.into_iter().map(turn).collect::<Vec<_>>()
        },
    );
    vec(turn, 1..most).prop_map(|turns| turns.concat()).boxed()
}

// ---------------------------------------------------------------------------------------------------
// What it does in the register
// ---------------------------------------------------------------------------------------------------

/// What came out of a command, as text: rows, lines and remarks.
#[derive(Debug, Default)]
struct Given {
    rows: Vec<Vec<String>>,
    lines: Vec<String>,
    remarks: Vec<String>,
}

impl Sink for Given {
    fn emit(&mut self, event: Event<'_>) -> anyhow::Result<()> {
        match event {
            Event::Row(cells) => {
                let shown = |cell: &Cell<'_>| match cell {
                    Cell::Null => String::new(),
                    Cell::Text(text) => (*text).to_owned(),
                    Cell::Integer(number) => number.to_string(),
                    Cell::Real(number) => number.to_string(),
                    Cell::Localized(text) => text.en.clone(),
                    Cell::Groups(groups) => Group::to_line(groups),
                };
                self.rows.push(cells.iter().map(shown).collect());
            }
            Event::Line(text) => self.lines.push(text.en.clone()),
            _ => {}
        }
        Ok(())
    }

    fn audience(&self) -> Audience {
        Audience::Program
    }
}

fn first_day() -> Date {
    Date::constant(2018, 5, 12)
}

fn deed(at: Timestamp) -> EntryMeta {
    EntryMeta {
        actor: TESTER.to_owned(),
        origin: "here".to_owned(),
        action: "test".to_owned(),
        note: None,
        at,
    }
}

/// What a register begins with: its records, in the order in which they are entered.
fn beginning() -> Vec<(Entity, Item)> {
    let mut items = Vec::new();
    for entity in Entity::ALL {
        for code in codes(*entity).0 {
            let mut item = Item::from([("code", (*code).to_owned())]);
            if *entity == Entity::Synonym {
                item.insert("means", format!("wat {code} betekent"));
            } else {
                item.insert("nl", format!("nl van {code}"));
                item.insert("en", format!("en of {code}"));
            }
            if *entity == Entity::Publication {
                item.insert("since", "2018-01-01".to_owned());
                item.insert("until", "2018-12-31".to_owned());
            }
            items.push((*entity, item));
        }
    }
    let mut enter = |entity, attributes: &[(&'static str, &str)]| {
        items.push((entity, attributes.iter().map(|(name, text)| (*name, (*text).to_owned())).collect()));
    };
    enter(Entity::Person, &[("name", "Kievit"), ("email", "kievit@nest.example")]);
    enter(Entity::Factsheet, &[("title", "Stagecontracten")]);
    enter(Entity::Factsheet, &[("title", "Arbeidstijden")]);
    enter(Entity::Scheme, &[("title", "Stagefonds")]);
    enter(Entity::Scheme, &[("title", "Praktijkleren")]);
    let early = ("received", "2018-05-01");
    let first =
        [("title", "Drie stages"), ("ministry", "OCW"), ("involved", "VWS"), early, ("handler", "N-01")];
    let links = [("factsheets", "F-01; F-02"), ("schemes", "S-01")];
    enter(Entity::Obstacle, &[&first[..], &links].concat());
    let solved = [("status", "solved"), ("resolution", "within-rules"), ("factsheets", "F-01")];
    enter(Entity::Obstacle, &[&[("title", "Injecties"), ("ministry", "VWS"), early], &solved[..]].concat());
    enter(Entity::Obstacle, &[("title", "Privacy"), ("ministry", "SZW"), early, ("status", "in-analysis")]);
    let about = [("kind", "call"), ("date", "2018-05-02"), ("obstacles", "B-001"), ("persons", "N-01")];
    enter(Entity::Contact, &about);
    enter(Entity::Contact, &[("kind", "email"), ("date", "2018-05-03"), ("obstacles", "B-001; B-002")]);
    let figure = [("publication", "bericht"), ("measure", "collected"), ("value", "70")];
    enter(Entity::Figure, &figure);
    items
}

/// The model of a register that begins.
fn begun() -> Model {
    let model = Model {
        records: Records::new(),
        given: BTreeMap::new(),
        told: BTreeMap::new(),
        entries: Vec::new(),
        day: first_day(),
        turns: 0,
    };
    let mut draft =
        Draft { model: model.clone(), takes_void: false, note: None, undoes: None, printed: None };
    for (entity, item) in beginning() {
        draft.insert(entity, item).unwrap();
    }
    let step = Step::Import(Entity::Obstacle, false, Vec::new(), Vec::new());
    let mut model = draft.entered(&model, &Turn { step, actor: None, dry_run: false, days: 0 }).unwrap();
    "test".clone_into(&mut Rc::make_mut(&mut model.entries[0]).action);
    model
}

/// The bytes of a register that begins.
static BEGUN: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = folder();
    let path = folder.path().join("register.db");
    let fill = |register: &mut Register| {
        register.write(&deed(begun().entries[0].at), false, |change| {
            for (entity, item) in beginning() {
                let mut record = Record::new(entity);
                for (name, text) in item {
                    let attribute = entity.attribute(name).unwrap();
                    record.set(attribute, attribute.parse(&text, &first_day).unwrap());
                }
                let record = change.resolve(&record)?;
                change.insert(record)?;
            }
            Ok(())
        })
    };
    Register::create(&path, fill).unwrap();
    fs::read(path).unwrap()
});

/// A folder, in memory where there is one: hundreds of writes need not wait for a disk.
fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// A register in a folder of its own.
struct Desk {
    folder: TempDir,
    path: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let folder = folder();
        let path = folder.path().join("register.db");
        fs::write(&path, &*BEGUN).unwrap();
        Self { folder, path }
    }

    fn open(&self) -> Register {
        Register::open(&self.path).unwrap()
    }

    /// Gives a command at a time.
    fn give(&self, words: &[String], day: Date, at: Timestamp) -> Result<Given, Failure> {
        let words = ["ruimte"].into_iter().map(Into::into).chain(words.iter().map(Into::into));
        let Parsed::Run(invocation) = cli::parse(words, Lang::En, 80)? else { panic!("a text to show") };
        let Invocation { global, action } = *invocation;
        let mut rows = Given::default();
        let mut context = Context {
            path: self.path.clone(),
            out: &mut rows,
            progress: &mut |_| {},
            today: &|| day,
            now: &|| at,
            identity: &|| (TESTER.to_owned(), "here".to_owned()),
            lang: Lang::En,
            global,
            is_on_terminal: false,
            is_last_use: false,
            time: PointInTime::default(),
            serve: None,
            outcome: Outcome::default(),
        };
        match command::run(action, &mut context) {
            Ok(outcome) => {
                assert_eq!(outcome.exit, Exit::Success, "{:?}", rows.rows);
                let remarks = outcome.notices.into_iter().map(|notice| notice.text.en).collect();
                Ok(Given { remarks, ..rows })
            }
            Err(error) => Err(match error.downcast_ref::<Failure>() {
                Some(failure) => failure.clone(),
                None => register::explain(&error, "register.db").unwrap(),
            }),
        }
    }

    /// Does a step in both, and holds them against each other.
    fn take(&self, model: &Model, turn: &Turn) -> Result<Model, TestCaseError> {
        let before = model.clone().begun(turn);
        let list = self.folder.path().join("list.csv");
        if let Step::Import(_, _, columns, rows) = &turn.step {
            let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
            let line =
                |cells: Vec<&str>| cells.into_iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n";
            let rows = rows.iter().map(|row| line(row.iter().map(String::as_str).collect()));
            fs::write(&list, line(columns.clone()) + &rows.collect::<String>()).unwrap();
        }
        let mut words = Vec::new();
        words.extend(turn.actor.iter().flat_map(|actor| ["--actor".to_owned(), (*actor).to_owned()]));
        words.extend(turn.step.words(before.last(), &list));
        let dry_run = turn.dry_run && !matches!(turn.step, Step::Export | Step::Repair);
        words.extend(dry_run.then(|| "--dry-run".to_owned()));
        let bytes = fs::read(&self.path).unwrap();
        let done = self.give(&words, before.day, before.now());
        let after = match (before.after(turn), done) {
            (Ok((after, printed)), Ok(rows)) => {
                prop_assert_eq!(rows.lines, Vec::from_iter(printed), "{:?}", words);
                if dry_run { before } else { after }
            }
            (Err(_), Err(failure)) => {
                let exits = [Exit::Usage, Exit::Data, Exit::NoInput];
                prop_assert!(exits.contains(&failure.exit), "{:?}: {:?}", words, failure);
                before
            }
            (model, register) => {
                let model = model.map(drop);
                let register = register.map(drop).map_err(|failure| failure.text.en);
                return Err(TestCaseError::fail(format!(
                    "{words:?}: model {model:?}, register {register:?}"
                )));
            }
        };
        // Who erases writes the file anew, whether anything was left to erase or not.
        let anew = matches!(turn.step, Step::Erase(_)) && !dry_run;
        if after.last() == model.last() && !anew {
            prop_assert!(fs::read(&self.path).unwrap() == bytes, "{:?} left something behind", words);
        }
        Ok(after)
    }

    /// Holds the register against the model, and against its own journal.
    fn agrees(&self, model: &Model) -> Result<(), TestCaseError> {
        let register = self.open();
        same(&exported(&register), &model.read_as(&model.records), "now")?;
        let checked = self.give(&["check".to_owned()], model.day, model.now()).unwrap();
        prop_assert_eq!(checked.rows, Vec::<Vec<String>>::new());
        let set_back = model.entries.windows(2).zip(2..).filter(|(pair, _)| pair[1].at < pair[0].at);
        let set_back: Vec<String> = set_back.map(|(_, entry): (_, usize)| entry.to_string()).collect();
        let changes: usize = model.entries.iter().map(|entry| entry.deltas.len()).sum();
        let told = [
            (!set_back.is_empty()).then(|| {
                let first = Text::untranslated(set_back[..set_back.len().min(8)].join(", "));
                let more = set_back.len().saturating_sub(8);
                remarks::clock_set_back(if more > 0 { remarks::and_more(first, more) } else { first })
            }),
            Some(remarks::check_passed(model.last(), changes)),
        ];
        prop_assert_eq!(checked.remarks, told.into_iter().flatten().map(|text| text.en).collect::<Vec<_>>());
        let bytes = fs::read(&self.path).unwrap();
        for told in model.gone() {
            let is_there = bytes.windows(told.len()).any(|piece| piece == told.as_bytes());
            prop_assert!(!is_there, "{} is still in the file", told);
        }
        Ok(())
    }

    /// Holds every moment of the past against the model as it was then.
    fn agrees_at_every_moment(&self, model: &Model) -> Result<(), TestCaseError> {
        for (entry, known) in (1..).zip(&model.entries) {
            let past = Register::as_of(&self.path, entry, &mut |_| {}).unwrap();
            same(&exported(&past), &model.read_as(&known.after), &format!("after entry {entry}"))?;
        }
        // The same by day and by the name of a snapshot, as it is asked for.
        let register = self.open();
        let snapshots = model.records.iter().filter(|((table, _), _)| *table == "snapshot");
        let snapshots = snapshots.map(|((_, name), item)| (name.clone(), of(item, "entry").parse().unwrap()));
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
        let rows = self.give(&words, model.day, model.now()).unwrap().rows;
        let then = model.read_as(&model.entries[entry - 1].after);
        let then: Records = then.into_iter().filter(|((table, _), _)| *table == "obstacle").collect();
        let columns = Entity::Obstacle.attributes().iter().collect::<Vec<_>>();
        same(&records(Entity::Obstacle, &columns, rows), &then, text)
    }

    /// Holds what the journal says against what the model says that was done.
    fn tells_what_was_done(&self, model: &Model) -> Result<(), TestCaseError> {
        let mut rows = Given::default();
        let all = JournalFilter::default();
        self.open().history(&all, true, &first_day, &mut rows, &mut |_| {}).unwrap();
        let mut told: BTreeSet<Vec<String>> = BTreeSet::new();
        for mut row in rows.rows {
            let entry = &model.entries[row[0].parse::<usize>().unwrap() - 1];
            let actor = row.remove(2);
            // Who had to wait for the file comes a little later.
            row[1].truncate(16);
            prop_assert!(entry.actors.contains(&actor), "{} made by {}", row[0], actor);
            told.insert(row);
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
                let read =
                    |name: &str, text: &str| model.reads_as(Entity::from_table(table).unwrap(), name, text);
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
        let (more, less) = (&told - &known, &known - &told);
        prop_assert!(more.is_empty() && less.is_empty(), "told {:?} and not {:?}", more, less);
        Ok(())
    }
}

impl Model {
    /// A value as it is exported: persons by name.
    fn reads_as(&self, entity: Entity, name: &str, text: &str) -> String {
        match entity.attribute(name).unwrap().kind {
            Kind::Reference(Entity::Person) | Kind::References(Entity::Person, _) => {
                several(text).map(|person| self.reads(person)).collect::<Vec<_>>().join("; ")
            }
            _ => text.to_owned(),
        }
    }

    /// Records as they are exported. Who somebody was is told by the records themselves.
    fn read_as(&self, records: &Records) -> Records {
        let then = Self { records: records.clone(), ..self.clone() };
        let read = |((table, key), item): (&Id, &Item)| {
            let entity = Entity::from_table(table).unwrap();
            let item = item.iter().map(|(name, text)| (*name, then.reads_as(entity, name, text)));
            ((*table, key.clone()), item.collect())
        };
        records.iter().map(read).collect()
    }
}

/// Rows as records.
fn records(entity: Entity, columns: &[&'static Attribute], rows: Vec<Vec<String>>) -> Records {
    let record = |row: Vec<String>| {
        let mut item: Item = columns.iter().map(|attribute| attribute.name).zip(row).collect();
        item.retain(|_, text| !text.is_empty());
        ((entity.table(), item.remove(entity.key().name).unwrap()), item)
    };
    rows.into_iter().map(record).collect()
}

fn same(found: &Records, known: &Records, when: &str) -> Result<(), TestCaseError> {
    let differ = deltas(known, found);
    prop_assert!(differ.is_empty(), "{}: {:?}", when, differ);
    Ok(())
}

/// All that is in a register, as it is exported.
fn exported(register: &Register) -> Records {
    let filter = Filter { with_void: true, ..Filter::default() };
    let mut all = Records::new();
    for entity in Entity::ALL {
        let columns: Vec<_> = entity.attributes().iter().collect();
        let mut rows = Given::default();
        let query = ListQuery::new(*entity, &filter, columns.clone());
        let query = ListQuery { with_void_references: true, persons: true, ..query };
        register.list(&query, &first_day, &mut rows).unwrap();
        all.extend(records(*entity, &columns, rows.rows));
    }
    all
}

/// Takes an entry back, by somebody whose name does not matter: whoever is new would keep it from others.
fn undo(back: usize) -> Turn {
    Turn { step: Step::Undo(Some(back)), actor: Some("N-01"), dry_run: false, days: 0 }
}

/// Takes back all that can be, the last first, and then takes that back.
fn there_and_back(desk: &Desk, model: &Model) -> Result<(), TestCaseError> {
    let mut now = model.clone();
    let mut whole = true;
    for entry in (2..=model.last()).rev() {
        let turn = undo(now.last() - entry);
        if let Err(refused) = now.clone().begun(&turn).after(&turn) {
            whole &= [NOTHING_IN_IT, ONLY_PERSONS].contains(&refused);
        }
        now = desk.take(&now, &turn)?;
    }
    let but_persons = |records: &Records| -> Records {
        records.clone().into_iter().filter(|((table, _), _)| *table != "person").collect()
    };
    if whole {
        same(&but_persons(&now.records), &but_persons(&model.entries[0].after), "at the beginning")?;
    }
    desk.agrees(&now)?;
    for entry in (model.last() + 1..=now.last()).rev() {
        now = desk.take(&now, &undo(now.last() - entry))?;
    }
    same(&now.records, &model.records, "there and back")?;
    desk.agrees(&now)
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn whatever_is_done_the_register_the_model_and_the_journal_agree_at_every_moment(turns in turns(20)) {
        let desk = Desk::new();
        let mut model = begun();
        for turn in &turns {
            model = desk.take(&model, turn)?;
            desk.agrees(&model)?;
        }
        desk.agrees_at_every_moment(&model)?;
        desk.tells_what_was_done(&model)?;
        there_and_back(&desk, &model)?;
    }
}

#[test]
fn steps_of_every_kind_are_done_and_refused() {
    // A property over steps that were nearly all refused would prove little.
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut tally: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    let mut why: BTreeMap<Refused, usize> = BTreeMap::new();
    let (mut redone, mut whole) = (0, 0);
    let turns = turns(60);
    for _ in 0..100 {
        let mut model = begun();
        for turn in turns.new_tree(&mut runner).unwrap().current() {
            model = model.begun(&turn);
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
        let all = (2..=model.last()).rev().try_fold(model.clone(), |now, entry| {
            match now.after(&undo(now.last() - entry)) {
                Ok((after, _)) => Some(after),
                Err(NOTHING_IN_IT | ONLY_PERSONS) => Some(now),
                Err(_) => None,
            }
        });
        whole += usize::from(all.is_some());
    }
    for (command, [done, refused]) in &tally {
        assert!(*done >= 5 && *refused >= 1, "{command}: {done} done, {refused} refused");
    }
    assert_eq!(tally.len(), 33, "{tally:?}");
    for refused in [
        LATER_WRITE,
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

// ---------------------------------------------------------------------------------------------------
// What holds without chance
// ---------------------------------------------------------------------------------------------------

impl Desk {
    /// Gives commands that have to succeed, on a day, and gives what came out of the last.
    #[track_caller]
    fn on(&self, day: &str, commands: &[&[&str]]) -> Given {
        let day: Date = day.parse().unwrap();
        let noon = day.at(12, 0, 0, 0).to_zoned(TimeZone::system()).unwrap().timestamp();
        let mut rows = Given::default();
        for words in commands {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            rows = self.give(&words, day, noon).unwrap_or_else(|failure| panic!("{words:?}: {failure}"));
        }
        rows
    }

    /// Gives commands that have to succeed, and gives what came out of the last.
    #[track_caller]
    fn go(&self, commands: &[&[&str]]) -> Given {
        self.on("2018-05-12", commands)
    }

    /// Gives a command that has to be refused, and gives why.
    #[track_caller]
    fn refused(&self, words: &[&str]) -> String {
        let before = fs::read(&self.path).unwrap();
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let failure = self.give(&words, first_day(), begun().now()).unwrap_err();
        assert!(fs::read(&self.path).unwrap() == before, "the register changed: {words:?}");
        failure.text.en
    }

    /// The values of an attribute of all records of a kind, by number or code.
    fn values(&self, entity: Entity, name: &str) -> BTreeMap<String, String> {
        let all = exported(&self.open()).into_iter().filter(|((table, _), _)| *table == entity.table());
        all.map(|((_, key), item)| (key, of(&item, name).to_owned())).collect()
    }

    /// A file to import, with this in it.
    fn list(&self, text: &str) -> String {
        let path = self.folder.path().join("list.csv");
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// Makes sure that `check` finds nothing.
    #[track_caller]
    fn is_in_order(&self) {
        let checked = self.go(&[&["check"]]);
        assert_eq!(checked.rows, Vec::<Vec<String>>::new());
    }
}

/// A value of an attribute: the first or the second, different for each record where it may not be the same. Of
/// other records: one of those that are there.
fn value(
    attribute: &Attribute,
    which: usize,
    unique: usize,
    there: &BTreeMap<&'static str, Vec<Key>>,
) -> Value {
    let one = |entity: Entity| match &there[entity.table()][which] {
        Key::Number(number) => Value::Integer(*number),
        Key::Code(code) => Value::Text(code.clone()),
    };
    match attribute.kind {
        Kind::Line if attribute.name == "measure" => Value::Text(["collected", "open"][which].to_owned()),
        Kind::Code | Kind::Line | Kind::Text => {
            Value::Text(format!("{} {unique} {which}", attribute.i18n.label.nl))
        }
        // A period ends after it begins.
        Kind::Date if attribute.name == "until" => Value::Text(format!("2019-06-0{}", 1 + which)),
        Kind::Date => Value::Text(format!("2018-06-0{}", 1 + which)),
        Kind::Count | Kind::Number(_) => Value::Integer(i64::try_from(1 + which).unwrap()),
        // What it is when nobody says would be no change.
        Kind::Choice(choices) if Some(choices[which].code) == attribute.default => {
            Value::Text(choices[1 - which].code.to_owned())
        }
        Kind::Choice(choices) => Value::Text(choices[which].code.to_owned()),
        Kind::Reference(entity) => one(entity),
        Kind::References(entity, _) => match one(entity) {
            Value::Integer(number) => Value::Numbers(vec![number]),
            Value::Text(code) => Value::Codes(vec![code]),
            other => other,
        },
        Kind::Law | Kind::Laws(_) | Kind::LawCitations(..) => {
            attribute.parse(LAWS[which], &first_day).unwrap()
        }
    }
}

/// What has to be said of an obstacle as well where an attribute is set.
fn goes_with(name: &str) -> &'static [(&'static str, &'static str)] {
    match name {
        "resolution" | "solved" => &[("status", "solved"), ("resolution", "within-rules")],
        "closed_as" | "closed" => &[("status", "closed"), ("closed_as", "referred")],
        "duplicate_of" => &[("status", "closed"), ("closed_as", "duplicate")],
        _ => &[],
    }
}

#[test]
fn a_new_attribute_is_in_the_journal_and_in_every_past_without_a_line_of_code() {
    let folder = folder();
    let path = folder.path().join("register.db");
    Register::create(&path, |_| Ok(())).unwrap();
    let mut register = Register::open(&path).unwrap();
    let mut there: BTreeMap<&'static str, Vec<Key>> = BTreeMap::new();
    let mut pasts: Vec<Records> = Vec::new();
    let mut written =
        |register: &mut Register, action: &mut dyn FnMut(&mut WriteTx<'_>) -> anyhow::Result<Key>| {
            let key = register.write(&deed(Timestamp::UNIX_EPOCH), false, action).unwrap();
            pasts.push(exported(register));
            key
        };
    let mut set = 0;
    for entity in Entity::ALL.iter().copied() {
        for attribute in entity.attributes().iter().filter(|attribute| attribute.name != entity.key().name) {
            let mut record = Record::new(entity);
            for needed in
                entity.attributes().iter().filter(|needed| needed.is_required && needed.default.is_none())
            {
                record.set(needed, value(needed, 0, set, &there));
            }
            let key = written(&mut register, &mut |change| change.insert(record.clone()));
            there.entry(entity.table()).or_default().push(key.clone());
            let mut record = Record::new(entity);
            for (name, text) in goes_with(attribute.name).iter().filter(|_| entity == Entity::Obstacle) {
                record.set(entity.attribute(name).unwrap(), Value::Text((*text).to_owned()));
            }
            record.set(attribute, value(attribute, 1, set, &there));
            written(&mut register, &mut |change| {
                match (&key, attribute.name) {
                    (Key::Number(person), "erased") => assert!(change.erase(*person, "2018-06-02")?),
                    _ => assert!(change.update(&key, record.clone())?),
                }
                Ok(key.clone())
            });
            set += 1;
            let (_, entry, _) = register.head().unwrap();
            let id = (entity.table(), key.show(entity));
            let now = exported(&register)[&id][attribute.name].clone();
            let wanted = JournalFilter {
                entries: vec![entry],
                records: vec![(entity, key)],
                ..JournalFilter::default()
            };
            let mut told = Given::default();
            register.history(&wanted, true, &first_day, &mut told, &mut |_| {}).unwrap();
            let line = told.rows.iter().find(|row| row[9] == attribute.name);
            let line = line.unwrap_or_else(|| panic!("{} of {:?}: {told:?}", attribute.name, id));
            assert_eq!((&line[7], line[8].as_str(), &line[11]), (&id.1, "changed", &now));
            assert_ne!(line[10], now);
        }
    }
    assert!(set > 80, "{set}");
    // Who was erased is no longer told of in any past.
    let erased = |item: &Item| item.contains_key("erased");
    let persons = pasts.last().unwrap().iter().filter(|(id, item)| id.0 == "person" && erased(item));
    for id in persons.map(|(id, _)| id.clone()).collect::<Vec<_>>() {
        for item in pasts.iter_mut().filter_map(|then| then.get_mut(&id)) {
            item.retain(|name, _| !is_personal(name));
        }
    }
    for (entry, then) in (1..).zip(&pasts) {
        let past = exported(&Register::as_of(&path, entry, &mut |_| {}).unwrap());
        assert_eq!(&past, then, "after entry {entry}");
    }
    Desk { folder, path }.is_in_order();
}

#[test]
fn entries_stay_in_their_order_when_the_clock_is_set_back() {
    let desk = Desk::new();
    desk.on("2018-05-13", &[&["log", "Eerst", "--ministry", "OCW"]]);
    desk.on("2018-05-15", &[&["log", "Later", "--ministry", "OCW"]]);
    desk.on("2018-05-14", &[&["log", "Klok terug", "--ministry", "OCW"]]);
    desk.on("2018-05-14", &[&["log", "Nog eens", "--ministry", "OCW"], &["edit", "B-006", "--region", "1"]]);
    let told = desk.go(&[&["history"]]).rows;
    let mut entries: Vec<&str> = told.iter().map(|row| row[0].as_str()).collect();
    entries.dedup();
    assert_eq!(entries, ["6", "5", "4", "3", "2", "1"]);
    // What was entered by the end of a day is what stands before the last entry of that day.
    for (moment, last) in [
        ("2018-05-12", "B-003"),
        ("2018-05-13", "B-004"),
        ("2018-05-14", "B-007"),
        ("3", "B-005"),
        ("4", "B-006"),
    ] {
        let rows = desk.go(&[&["list", "--as-of", moment]]).rows;
        assert_eq!(rows.last().unwrap()[0], last, "{moment}");
    }
    let checked = desk.go(&[&["check"]]);
    assert_eq!(checked.rows, Vec::<Vec<String>>::new());
    assert!(
        checked.remarks.iter().any(|remark| remark.contains("clock") && remark.contains('4')),
        "{checked:?}"
    );
}

#[test]
fn who_writes_may_be_named_by_number_whatever_the_command() {
    let desk = Desk::new();
    let list = desk.list("title,ministry\nUit een lijst,OCW\n");
    let persons = desk.values(Entity::Person, "name");
    desk.go(&[
        &["analyse", "B-001", "--actor", "N-01"],
        &["close", "B-001", "--as", "referred", "--because", "Elders", "--actor", "N-01"],
        &["import", "obstacles", &list, "--actor", "N-01"],
        &["undo", "--actor", "N-01"],
    ]);
    assert_eq!(desk.values(Entity::Person, "name"), persons);
    let actors: Vec<String> = desk
        .go(&[&["history", "--since", "2018-05-12"]])
        .rows
        .into_iter()
        .map(|row| row[2].clone())
        .collect();
    assert!(actors.iter().filter(|actor| *actor == "Kievit").count() >= 4, "{actors:?}");
    desk.refused(&["undo", "--actor", "N-09"]);
    desk.is_in_order();
}

#[test]
fn who_changes_their_own_name_stays_in_the_chain() {
    let desk = Desk::new();
    desk.go(&[
        &["person", "edit", "N-01", "--name", "Merel Zwart", "--actor", "Kievit"],
        &["log", "Een vraag", "--ministry", "OCW", "--actor", "Merel Zwart"],
    ]);
    desk.is_in_order();
    desk.go(&[&["undo", "2", "--actor", "Merel Zwart"]]);
    desk.is_in_order();
    desk.go(&[&["erase", "person", "Kievit", "--actor", "Kievit"]]);
    desk.is_in_order();
}

#[test]
fn a_write_is_taken_back_though_who_came_in_with_it_is_erased() {
    let desk = Desk::new();
    desk.go(&[
        &["log", "Een vraag", "--ministry", "OCW", "--handler", "Ekster", "--actor", "Merel Zwart"],
        &["erase", "person", "Ekster", "Merel Zwart"],
        &["undo", "2"],
    ]);
    assert!(!desk.values(Entity::Obstacle, "title").contains_key("B-004"));
    assert_eq!(desk.values(Entity::Person, "name")["N-03"], "");
    desk.go(&[&["undo", "4"]]);
    assert_eq!(desk.values(Entity::Obstacle, "handler")["B-004"], "N-03");
    desk.is_in_order();
}

#[test]
fn taking_back_leaves_no_lead_among_those_involved() {
    let desk = Desk::new();
    desk.go(&[&["edit", "B-002", "--ministry", "OCW"], &["edit", "B-002", "--involved", "VWS"]]);
    let why = desk.refused(&["undo", "2"]);
    assert!(why.contains("B-002"), "{why}");
    desk.is_in_order();
}

#[test]
fn taking_back_brings_no_code_beside_one_that_differs_in_case_only() {
    let desk = Desk::new();
    desk.go(&[
        &["theme", "add", "leren", "--nl", "Leren", "--en", "Learning"],
        &["undo"],
        &["theme", "add", "Leren", "--nl", "Leren op het werk", "--en", "Learning at work"],
    ]);
    desk.refused(&["undo", "3"]);
    let themes = desk.values(Entity::Theme, "code");
    assert_eq!(themes.into_keys().collect::<Vec<_>>(), ["Leren", "wonen"]);
    desk.is_in_order();
}

#[test]
fn a_row_of_a_list_does_not_change_what_another_row_of_it_brought_in() {
    let desk = Desk::new();
    let list = desk.list("number,title,ministry\n,Eerst,OCW\nB-004,Tweede,VWS\n");
    desk.refused(&["import", "obstacles", &list, "--update"]);
    desk.refused(&["import", "obstacles", &list]);
    let list = desk.list("number,title,ministry\nB-004,Eerst,OCW\n,Tweede,VWS\n");
    desk.go(&[&["import", "obstacles", &list, "--update"]]);
    assert_eq!(desk.values(Entity::Obstacle, "title")["B-005"], "Tweede");
    desk.is_in_order();
}

#[test]
fn a_list_brings_nobody_back_who_was_erased() {
    let desk = Desk::new();
    desk.go(&[&["erase", "person", "Kievit"]]);
    let erased = desk.values(Entity::Person, "erased");
    for list in ["number,erased\nN-01,\n", "number,name,erased\nN-01,Kievit,\n", "number,name\nN-01,Kievit\n"]
    {
        let words = ["import", "persons", &desk.list(list), "--update"].map(str::to_owned);
        // Whether it is refused or passed over: who was erased stays so.
        let _ = desk.give(&words, first_day(), begun().now());
        assert_eq!(desk.values(Entity::Person, "erased")["N-01"], erased["N-01"]);
        assert_eq!(desk.values(Entity::Person, "name")["N-01"], "");
        desk.is_in_order();
    }
}

#[test]
fn who_was_entered_is_found_again_by_name_whatever_blanks_stand_around_it() {
    let desk = Desk::new();
    desk.go(&[&["person", "add", " Putter "], &["edit", "B-001", "--handler", "Putter"]]);
    assert_eq!(desk.values(Entity::Person, "name").len(), 3);
    desk.go(&[&["erase", "person", " Putter "]]);
    assert!(!fs::read(&desk.path).unwrap().windows(6).any(|bytes| bytes == b"Putter"));
    desk.is_in_order();
}
