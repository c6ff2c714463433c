//! Applies each command to the model, independently of how the program executes the command.

use crate::invariants::check_invariants;
use crate::model::{
    CHANGED_SINCE, Delta, EMPTY_ENTRY, Item, ONLY_PERSONS, PendingWrite, Refused, VOID, is_personal, join_list,
    kind_of, required, split_list, value_of,
};
use crate::step::{Fields, given};
use ruimte::record::{Entity, Kind, obstacle};
use std::collections::BTreeSet;

impl PendingWrite {
    pub fn add(&mut self, entity: Entity, fields: &Fields) -> Result<(), Refused> {
        if required(entity).any(|name| given(fields, name).is_some_and(String::is_empty)) {
            return Err("something is missing");
        }
        let mut fields = fields.clone();
        for (kind, name) in [(Entity::Obstacle, "received"), (Entity::Contact, "date")] {
            if entity == kind && given(&fields, name).is_none() {
                fields.push((name, "today".to_owned()));
            }
        }
        let item = self.all_to_stored(entity, &fields)?;
        self.printed = Some(self.insert(entity, item)?);
        Ok(())
    }

    pub fn edit(
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
            Some(_) => self.model.active(entity, key).map(|_| key.to_owned())?,
            None => self.model.code(entity, key)?,
        };
        let emptied = |name: &&'static str| entity.attribute(name).is_none_or(|attribute| attribute.is_required);
        let blank = fields.iter().filter(|(_, text)| text.is_empty()).map(|(name, _)| name);
        if blank.chain(cleared).any(emptied) {
            return Err("it cannot be emptied");
        }
        let mut item = self.all_to_stored(entity, fields)?;
        item.extend(cleared.iter().map(|name| (*name, String::new())));
        self.update(entity, &key, item)
    }

    pub fn classify(&mut self, number: &str, resolution: &str, more: &Fields) -> Result<(), Refused> {
        let item = self.model.active(Entity::Obstacle, number)?.clone();
        let reason = given(more, "because").filter(|reason| !reason.is_empty()).ok_or("no reason")?;
        if value_of(&item, "status") == "closed" || !["within-rules", "regional-approach"].contains(&resolution) {
            return Err("the status does not allow it");
        }
        let known = |name| item.get(name).cloned();
        let solved = match given(more, "on") {
            Some(text) => self.store(&obstacle::SOLVED, text)?,
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
        for (option, attribute) in [("answer", &obstacle::ANSWER), ("rule-change", &obstacle::RULE_CHANGE)] {
            if let Some(text) = given(more, option) {
                after.insert(attribute.name, self.store(attribute, text)?);
            }
        }
        for (option, attribute) in
            [("factsheet", &obstacle::FACTSHEETS), ("scheme", &obstacle::SCHEMES), ("precedent", &obstacle::PRECEDENTS)]
        {
            if let Some(text) = given(more, option) {
                let added = self.store(attribute, text)?;
                let all = split_list(&added).chain(split_list(value_of(&item, attribute.name)));
                after.insert(attribute.name, join_list(all));
            }
        }
        self.update(Entity::Obstacle, number, after)
    }

    pub fn close(&mut self, number: &str, closed_as: &str, more: &Fields) -> Result<(), Refused> {
        let item = self.model.active(Entity::Obstacle, number)?.clone();
        let reason = given(more, "because").filter(|reason| !reason.is_empty()).ok_or("no reason")?;
        let original = given(more, "of");
        if (closed_as == "duplicate") != original.is_some() || value_of(&item, "status") == "solved" {
            return Err("the status does not allow it, or of what it is a duplicate");
        }
        if let Some(original) = original {
            self.model.active(Entity::Obstacle, original)?;
        }
        let closed = match given(more, "on") {
            Some(text) => self.store(&obstacle::CLOSED, text)?,
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

    pub fn link(&mut self, number: &str, to: &[String], add: bool) -> Result<(), Refused> {
        let item = self.model.active(Entity::Obstacle, number)?.clone();
        let mut after = Item::new();
        for (name, entity) in
            [("factsheets", Entity::Factsheet), ("schemes", Entity::Scheme), ("precedents", Entity::Obstacle)]
        {
            let meant: Vec<&str> = to.iter().map(String::as_str).filter(|number| kind_of(number) == entity).collect();
            let known = split_list(value_of(&item, name));
            after.insert(
                name,
                if add {
                    meant.iter().try_for_each(|number| match entity {
                        Entity::Obstacle => self.model.require_solved(number),
                        _ => self.model.active(entity, number).map(drop),
                    })?;
                    join_list(known.chain(meant))
                } else {
                    join_list(known.filter(|number| !meant.contains(number)))
                },
            );
        }
        if to.iter().any(|number| !["F", "S", "B"].contains(&&number[..1])) {
            return Err("it cannot be linked");
        }
        self.update(Entity::Obstacle, number, after)
    }

    pub fn import(
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
                let to_stored = self.store(attribute, text)?;
                if to_stored.is_empty() && required(entity).any(|required| required == *name) {
                    return Err("something is missing");
                }
                let who = (entity, *name) == (Entity::Contact, "persons");
                if !(to_stored.is_empty() && (attribute.default.is_some() || *name == own || who)) {
                    item.insert(name, to_stored);
                }
            }
            if let Some(key) = item.get(own)
                && !seen.insert(key.clone())
            {
                return Err("it is there twice");
            }
            // The number of a record that the row added may not be in the list. Remember that number too, because a
            // later row of the same import must not change the record.
            seen.insert(self.import_row(entity, update, item)?);
            // The program checks unique constraints after each row, not at the end of the import.
            if entity == Entity::Person {
                check_invariants(&self.model.records)?;
            }
        }
        Ok(())
    }

    pub fn import_row(&mut self, entity: Entity, update: bool, mut item: Item) -> Result<String, Refused> {
        let own = entity.key().name;
        let known = item.get(own).and_then(|key| Some((key.clone(), self.model.item(entity, key)?.clone())));
        let Some((key, before)) = known else { return self.insert(entity, item) };
        item.remove(own);
        // An export omits links to void records (recorded by mistake). An import must therefore keep these links,
        // although the imported list does not contain them.
        for attribute in entity.attributes() {
            let (Kind::References(other, _), Some(text)) = (attribute.kind, item.get(attribute.name)) else {
                continue;
            };
            let void = |number: &&str| self.model.active(other, number) == Err(VOID);
            let kept = split_list(value_of(&before, attribute.name)).filter(void);
            let all = join_list(split_list(text).chain(kept));
            item.insert(attribute.name, all);
        }
        if update {
            return self.update(entity, &key, item).map(|()| key);
        }
        Self::remove_lead_from_involved(entity, &mut item, &before);
        let same = item.iter().all(|(name, text)| value_of(&before, name) == text);
        if same { Ok(key) } else { Err("it is there already") }
    }

    pub fn undo(&mut self, wanted: Option<usize>) -> Result<(), Refused> {
        let model = &mut self.model;
        let stands = |entry: &usize| {
            let known = &model.entries[entry - 1];
            !model.is_undone(*entry) && known.undoes.is_none() && !known.deltas.is_empty()
        };
        let wanted = match wanted {
            None => (1..=model.last()).rev().find(stands).ok_or("there is nothing to undo")?,
            Some(entry) if !(1..=model.last()).contains(&entry) => return Err("there is no such entry"),
            Some(entry) if model.is_undone(entry) => return Err("it is taken back already"),
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
            return Err(EMPTY_ENTRY);
        }
        let mut some = false;
        for (id, delta) in &entry.deltas {
            match delta {
                Delta::Added(_) | Delta::Removed(_) if id.0 == "person" => continue,
                Delta::Added(item) => {
                    if model.records.remove(id).as_ref() != Some(item) {
                        return Err(CHANGED_SINCE);
                    }
                }
                Delta::Removed(item) => {
                    if model.records.insert(id.clone(), item.clone()).is_some() {
                        return Err(CHANGED_SINCE);
                    }
                }
                Delta::Changed(touched) => {
                    if id.0 == "person" && model.is_erased(&id.1) && touched.keys().any(|name| is_personal(name)) {
                        return Err("the person was erased since");
                    }
                    let item = model.records.get_mut(id).ok_or(CHANGED_SINCE)?;
                    for (name, (before, after)) in touched {
                        if value_of(item, name) != after {
                            return Err(CHANGED_SINCE);
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

    pub fn erase(&mut self, persons: &[String]) -> Result<(), Refused> {
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
}
