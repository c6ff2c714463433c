//! Constraints that every register must satisfy after every write.

use crate::model::{Item, Records, Refused, is_personal, split_list, value_of};
use ruimte::record::{Entity, Kind};
use std::collections::BTreeSet;

pub fn check_invariants(records: &Records) -> Result<(), Refused> {
    let there = |entity: Entity, key: &str| records.contains_key(&(entity.table(), key.to_owned()));
    let mut names = BTreeSet::new();
    let mut codes = BTreeSet::new();
    for ((table, key), item) in records {
        let entity = Entity::from_table(table).unwrap();
        for attribute in entity.attributes() {
            let text = value_of(item, attribute.name);
            let found = match attribute.kind {
                Kind::Reference(other) => text.is_empty() || there(other, text),
                Kind::References(other, _) => split_list(text).all(|one| there(other, one)),
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
            Entity::Obstacle => check_obstacle(records, key, item)?,
            Entity::Person => {
                let has_personal = item.keys().any(|name| is_personal(name));
                if has_personal && item.contains_key("erased") {
                    return Err("nothing can be told of who was erased");
                }
                if item.get("name").is_some_and(|name| !names.insert(name)) {
                    return Err("two persons have the same name");
                }
                if value_of(item, "name").starts_with("N-") {
                    return Err("that is no name");
                }
            }
            Entity::Publication if value_of(item, "until") < value_of(item, "since") => {
                return Err("the period ends before it begins");
            }
            _ => {}
        }
    }
    Ok(())
}

pub fn check_obstacle(records: &Records, key: &str, item: &Item) -> Result<(), Refused> {
    let is = |name| item.contains_key(name);
    let status = value_of(item, "status");
    let ends = [("solved", "resolution", "solved"), ("closed", "closed_as", "closed")];
    let together = ends.iter().all(|(end, how, day)| {
        (status == *end) == item.contains_key(how) && (status == *end || !item.contains_key(day))
    });
    if !together || (value_of(item, "closed_as") == "duplicate") != is("duplicate_of") {
        return Err("the status does not go with the rest");
    }
    let early = |name: &&str| item.contains_key(name) && value_of(item, name) < value_of(item, "received");
    if ["answered", "solved", "closed"].iter().any(early) {
        return Err("that was before it was received");
    }
    if split_list(value_of(item, "involved")).any(|code| code == value_of(item, "ministry")) {
        return Err("the lead is involved as well");
    }
    if split_list(value_of(item, "precedents")).any(|precedent| precedent == key) {
        return Err("its own precedent");
    }
    let original = |key: &String| records.get(&("obstacle", key.clone()))?.get("duplicate_of").cloned();
    let line = std::iter::successors(original(&key.to_owned()), original);
    if line.take(records.len()).any(|other| other == key) {
        return Err("duplicates of each other");
    }
    Ok(())
}
