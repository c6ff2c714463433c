//! `link` and `unlink`: add or remove links from an obstacle to the factsheets, schemes and precedents that answer it.

use super::steps::merged;
use super::{Command, Context, Outcome, record_key};
use crate::cli::{Link, Unlink};
use crate::failure::{Exit, Failure};
use crate::i18n::{failures, remarks};
use crate::record::{Attribute, Entity, Record, Value, number, obstacle};
use crate::register::{Key, WriteTx};
use anyhow::Result;

impl Command for Link {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        change_links(&self, true, context)
    }
}

impl Command for Unlink {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        change_links(&self.link, false, context)
    }
}

fn change_links(link: &Link, add: bool, context: &mut Context<'_>) -> Result<Outcome> {
    // With an option such as `--factsheet`, the option gives the targets, and all positional numbers are obstacles.
    // Without an option, the first positional number is the obstacle, and the numbers after it are the targets.
    let options =
        [(Entity::Factsheet, &link.factsheet), (Entity::Scheme, &link.scheme), (Entity::Obstacle, &link.precedent)];
    let has_options = options.iter().any(|(_, numbers)| !numbers.is_empty());
    let mut wanted = vec![record_key::record_number(Entity::Obstacle, &link.number)?];
    let mut targets = Vec::new();
    for text in link.to.iter().flat_map(|text| text.split([',', ';'])).map(str::trim).filter(|text| !text.is_empty()) {
        if has_options {
            wanted.push(record_key::record_number(Entity::Obstacle, text)?);
        } else {
            targets.push(parse_target(text)?);
        }
    }
    for (entity, texts) in options {
        for text in texts.iter().flat_map(|text| text.split(';')) {
            targets.push((entity, record_key::record_number(entity, text)?));
        }
    }
    let linked_codes: Vec<String> = targets.iter().map(|(entity, target)| number::format(*entity, *target)).collect();
    if linked_codes.is_empty() {
        return Err(Failure::usage(failures::nothing_to_link()).into());
    }
    let targets = LinkTargets(targets);
    let changes = context.write(link.write.dry_run, |change| {
        wanted.iter().map(|wanted| change_links_of(*wanted, &targets, add, change)).collect::<Result<Vec<_>>>()
    })?;
    for (wanted, changed) in wanted.iter().zip(changes) {
        let (shown, linked) = (number::format(Entity::Obstacle, *wanted), linked_codes.join(", "));
        context.notice(match (changed, add) {
            (false, _) => remarks::unchanged(shown),
            (true, true) => remarks::linked(shown, linked),
            (true, false) => remarks::unlinked(shown, linked),
        });
    }
    Ok(context.finish(Exit::Success))
}

/// The attributes with links of an obstacle, and what they refer to.
const LINKS: [(&Attribute, Entity); 3] = [
    (&obstacle::FACTSHEETS, Entity::Factsheet),
    (&obstacle::SCHEMES, Entity::Scheme),
    (&obstacle::PRECEDENTS, Entity::Obstacle),
];

/// The factsheets, schemes and earlier obstacles to which obstacles are linked.
#[derive(Clone, Debug, Default)]
pub struct LinkTargets(Vec<(Entity, i64)>);

impl LinkTargets {
    /// Parses numbers such as `F-03`. Each text may hold several numbers.
    pub fn parse(texts: &[String]) -> Result<Self> {
        let texts = texts.iter().flat_map(|text| text.split([',', ';'])).map(str::trim).filter(|text| !text.is_empty());
        Ok(Self(texts.map(parse_target).collect::<Result<_>>()?))
    }

    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn of_kind(&self, entity: Entity) -> Vec<i64> {
        self.0.iter().filter(|target| target.0 == entity).map(|target| target.1).collect()
    }

    /// Fails if obstacles cannot be linked to one of the targets.
    pub fn require_linkable(&self, change: &WriteTx<'_>) -> Result<()> {
        for (entity, number) in &self.0 {
            match entity {
                Entity::Obstacle => change.require_solved(*number)?,
                _ => change.register().require_active(*entity, *number)?,
            }
        }
        Ok(())
    }

    /// Adds the targets to the links that an obstacle has, or that `record` sets. Fails if the obstacle is a target
    /// itself.
    pub fn add_to(&self, record: &mut Record, before: &Record, own: &Key) -> std::result::Result<(), Failure> {
        for (attribute, entity) in LINKS {
            let numbers = self.of_kind(entity);
            if numbers.is_empty() {
                continue;
            }
            if entity == Entity::Obstacle && numbers.iter().any(|number| *own == Key::Number(*number)) {
                return Err(Failure::data(failures::RULE_SELF_PRECEDENT.into()));
            }
            let known = record.get(attribute).or_else(|| before.get(attribute));
            record.set(attribute, merged(known, &numbers));
        }
        Ok(())
    }
}

fn parse_target(text: &str) -> Result<(Entity, i64)> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Failure::usage(failures::ambiguous_record_number(text)).into());
    }
    let is_linkable =
        |(entity, _): &(Entity, i64)| matches!(entity, Entity::Factsheet | Entity::Scheme | Entity::Obstacle);
    Ok(number::parse_any(text).filter(is_linkable).ok_or_else(|| Failure::usage(failures::cannot_link(text)))?)
}

/// Returns whether any link of the obstacle has changed.
fn change_links_of(wanted: i64, targets: &LinkTargets, add: bool, change: &mut WriteTx<'_>) -> Result<bool> {
    let key = Key::Number(wanted);
    change.register().require_active(Entity::Obstacle, wanted)?;
    let before = change.register().load(Entity::Obstacle, &key)?;
    let mut record = Record::new(Entity::Obstacle);
    if add {
        targets.require_linkable(change)?;
        targets.add_to(&mut record, &before, &key)?;
        return change.update(&key, record);
    }
    for (attribute, entity) in LINKS {
        if let Some(Value::Numbers(known)) = before.get(attribute) {
            let numbers = targets.of_kind(entity);
            let kept = known.iter().copied().filter(|number| !numbers.contains(number)).collect();
            record.set(attribute, Value::Numbers(kept));
        }
    }
    change.update(&key, record)
}
