//! `link` and `unlink`: add or remove links from an obstacle to the factsheets, schemes and precedents that answer it.

use super::steps::merged;
use super::{Command, Context, Outcome, record_key};
use crate::cli::{Link, Unlink};
use crate::failure::{Exit, Failure};
use crate::i18n::{failures, remarks};
use crate::record::{Entity, Record, Value, number, obstacle};
use crate::register::Key;
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
    let wanted = record_key::record_number(Entity::Obstacle, &link.number)?;
    let mut factsheets = Vec::new();
    let mut schemes = Vec::new();
    let mut precedents = Vec::new();
    let mut linked_codes = Vec::new();
    for text in link.to.iter().flat_map(|text| text.split([',', ';'])).map(str::trim).filter(|text| !text.is_empty()) {
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Failure::usage(failures::ambiguous_record_number(text)).into());
        }
        match number::parse_any(text) {
            Some((Entity::Factsheet, number)) => factsheets.push(number),
            Some((Entity::Scheme, number)) => schemes.push(number),
            Some((Entity::Obstacle, number)) => precedents.push(number),
            _ => return Err(Failure::usage(failures::cannot_link(text)).into()),
        }
        linked_codes.extend(number::parse_any(text).map(|(entity, wanted)| number::format(entity, wanted)));
    }
    if linked_codes.is_empty() {
        return Err(Failure::usage(failures::nothing_to_link()).into());
    }
    let shown = number::format(Entity::Obstacle, wanted);
    let key = Key::Number(wanted);
    let changed = context.write(link.write.dry_run, |change| {
        change.register().require_active(Entity::Obstacle, wanted)?;
        let before = change.register().load(Entity::Obstacle, &key)?;
        let mut record = Record::new(Entity::Obstacle);
        for (attribute, entity, numbers) in [
            (&obstacle::FACTSHEETS, Entity::Factsheet, &factsheets),
            (&obstacle::SCHEMES, Entity::Scheme, &schemes),
            (&obstacle::PRECEDENTS, Entity::Obstacle, &precedents),
        ] {
            let known = before.get(attribute);
            if add {
                for number in numbers {
                    match entity {
                        Entity::Obstacle => change.require_solved(*number)?,
                        _ => change.register().require_active(entity, *number)?,
                    }
                }
                record.set(attribute, merged(known, numbers));
            } else if let Some(Value::Numbers(known)) = known {
                let kept = known.iter().copied().filter(|number| !numbers.contains(number)).collect();
                record.set(attribute, Value::Numbers(kept));
            }
        }
        change.update(&key, record)
    })?;
    let linked_codes = linked_codes.join(", ");
    context.notice(match (changed, add) {
        (false, _) => remarks::unchanged(shown),
        (true, true) => remarks::linked(shown, linked_codes),
        (true, false) => remarks::unlinked(shown, linked_codes),
    });
    Ok(context.finish(Exit::Success))
}
