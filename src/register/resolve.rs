//! Checks the codes, references and duplicates of a record against the register before the record is written.

use super::lookup::not_found;
use super::{Key, Register, WriteTx};
use crate::failure::Failure;
use crate::i18n::failures;
use crate::record::law::Law;
use crate::record::{Attribute, Entity, Kind, Record, Value, number, obstacle, person};
use anyhow::Result;

impl Register {
    /// Whether a text is the number of an erased person.
    pub(super) fn is_erased_number(&self, text: &str) -> Result<bool> {
        let Some(number) = number::parse_strict(Entity::Person, text.trim()) else { return Ok(false) };
        let sql = "SELECT 1 FROM person WHERE number = ?1 AND erased IS NOT NULL";
        Ok(self.connection.prepare_cached(sql)?.exists([number])?)
    }
}

impl WriteTx<'_> {
    fn require_referable(&self, entity: Entity, wanted: i64) -> Result<()> {
        if self.accepts_void {
            self.register.require_exists(entity, wanted)
        } else {
            self.register.require_active(entity, wanted)
        }
    }

    /// Finds a person by name or number. Adds a person if the name is unknown. In an import that may be from another
    /// register, accepts the number of a person only if the person was erased here. Returns `None` for any other
    /// number, because this register exports the names of all persons who were not erased. The number must therefore be
    /// from another register.
    pub fn find_or_add_person(&mut self, text: &str) -> Result<Option<i64>> {
        let text = text.trim();
        if let Some(number) = number::parse_strict(Entity::Person, text) {
            if self.accepts_void && !self.has_own_numbers && !self.register.is_erased_number(text)? {
                self.skipped_persons = self.skipped_persons.saturating_add(1);
                return Ok(None);
            }
            self.register.require_exists(Entity::Person, number)?;
            return Ok(Some(number));
        }
        if let Some(known) = self.register.find_person_by_name(text)? {
            return Ok(Some(known));
        }
        let record = Record::new(Entity::Person).with(&person::NAME, Value::Text(text.to_owned()));
        Ok(match self.insert(record)? {
            Key::Number(number) => Some(number),
            Key::Code(_) => None,
        })
    }

    /// Replaces each code by its stored spelling, and fails if a reference is not valid.
    pub fn resolve_value(&mut self, entity: Entity, attribute: &Attribute, value: Value) -> Result<Value> {
        attribute.check_count(&value).map_err(Failure::data)?;
        Ok(match (attribute.kind, value) {
            (Kind::Reference(Entity::Person), Value::Text(text)) => {
                self.find_or_add_person(&text)?.map_or(Value::Null, Value::Integer)
            }
            (Kind::References(Entity::Person, _), Value::Codes(texts)) => {
                let mut persons = Vec::new();
                for text in &texts {
                    persons.extend(self.find_or_add_person(text)?);
                }
                persons.sort_unstable();
                persons.dedup();
                Value::Numbers(persons)
            }
            (Kind::Reference(Entity::Ministry), Value::Text(text)) if entity == Entity::Obstacle => {
                let mut codes = self.register.codes(Entity::Ministry, &text)?;
                match codes.len() {
                    1 => codes.pop().map_or(Value::Null, Value::Text),
                    // The first of several ministries is the lead ministry. `separate_lead` moves the rest to the
                    // ministries involved.
                    _ => Value::Codes(codes),
                }
            }
            (Kind::Reference(entity), Value::Text(text)) => Value::Text(self.register.code(entity, &text)?),
            (Kind::Reference(Entity::Obstacle), Value::Integer(original)) => {
                self.needs_original_check = true;
                Value::Integer(original)
            }
            (Kind::Reference(entity), Value::Integer(wanted)) => {
                self.require_referable(entity, wanted)?;
                Value::Integer(wanted)
            }
            (Kind::References(entity, _), Value::Codes(texts)) => {
                let mut codes = Vec::new();
                for text in &texts {
                    codes.extend(self.register.codes(entity, text)?);
                }
                codes.sort();
                codes.dedup();
                Value::Codes(codes)
            }
            // In an import, a precedent may be void, unsolved or in a later row. Therefore, only check at the
            // end of the write that it exists.
            (Kind::References(Entity::Obstacle, link), Value::Numbers(numbers)) if link.owner == "obstacle" => {
                self.needs_original_check = true;
                if !self.accepts_void {
                    numbers.iter().try_for_each(|precedent| self.require_solved(*precedent))?;
                }
                Value::Numbers(numbers)
            }
            (Kind::References(entity, _), Value::Numbers(numbers)) => {
                for number in &numbers {
                    self.require_referable(entity, *number)?;
                }
                Value::Numbers(numbers)
            }
            (Kind::Laws(_), Value::Text(text)) => {
                let laws = self.register.law_names()?.parse_list(&text).map_err(Failure::usage)?;
                Value::Laws(self.with_known_names(laws)?)
            }
            (Kind::Laws(_), Value::Laws(laws)) => Value::Laws(self.with_known_names(laws)?),
            (Kind::Law, Value::Text(text)) => {
                Value::Text(self.register.law_names()?.parse_one(&text).map_err(Failure::usage)?.to_string())
            }
            (_, value) => value,
        })
    }

    /// Spells each collective agreement (cao), and each rule of an institution, as other obstacles already do, because
    /// people write capitals differently.
    fn with_known_names(&mut self, mut laws: Vec<Law>) -> Result<Vec<Law>> {
        for law in laws.iter_mut().filter(|law| law.has_name()) {
            if self.law_names.is_none() {
                self.law_names = Some(self.register.cited_law_names()?);
            }
            if let Some(names) = &mut self.law_names {
                law.source.clone_from(names.entry(law.key()).or_insert_with(|| law.source.clone()));
            }
        }
        Law::remove_duplicates(&mut laws);
        Ok(laws)
    }

    pub fn resolve(&mut self, record: &Record) -> Result<Record> {
        let mut resolved = Record::new(record.entity());
        for (attribute, value) in record.iter_set() {
            let value = self.resolve_value(record.entity(), attribute, value.clone())?;
            resolved.set(attribute, value);
        }
        Ok(resolved)
    }

    /// Keeps references to void records when a user edits a list of references. The user does not see the void records,
    /// and therefore did not remove these references on purpose.
    pub(super) fn keep_void_references(&self, record: &mut Record, key: &Key) -> Result<()> {
        let entity = record.entity();
        let linked_entity = |attribute: &Attribute| match attribute.kind {
            Kind::References(other, _) if other.prefix().is_some() => Some(other),
            _ => None,
        };
        let link_values: Vec<(&'static Attribute, Entity, Vec<i64>)> = record
            .iter_set()
            .filter_map(|(attribute, value)| {
                let other = linked_entity(attribute)?;
                match value {
                    Value::Numbers(numbers) => Some((attribute, other, numbers.clone())),
                    Value::Null => Some((attribute, other, Vec::new())),
                    _ => None,
                }
            })
            .collect();
        if link_values.is_empty() {
            return Ok(());
        }
        let before = self.register.load(entity, key)?;
        for (attribute, other, mut numbers) in link_values {
            let Some(Value::Numbers(known)) = before.get(attribute) else { continue };
            for number in known {
                if !numbers.contains(number) && self.register.require_active(other, *number).is_err() {
                    numbers.push(*number);
                }
            }
            numbers.sort_unstable();
            record.set(attribute, Value::Numbers(numbers));
        }
        Ok(())
    }

    /// Fails if the obstacle is not solved, because only the answer to a solved obstacle can be reused.
    pub fn require_solved(&self, wanted: i64) -> Result<()> {
        self.register.require_active(Entity::Obstacle, wanted)?;
        let record = self.register.load(Entity::Obstacle, &Key::Number(wanted))?;
        if record.text(&obstacle::STATUS) == Some("solved") {
            return Ok(());
        }
        Err(Failure::data(failures::precedent_not_solved(number::format(Entity::Obstacle, wanted))).into())
    }

    /// Fails if a precedent or the original of a duplicate is missing. Also fails if duplicates form a cycle, because
    /// no obstacle in a cycle would be counted. Must run at the end of a write, because a duplicate may be added before
    /// its original.
    pub(super) fn check_originals(&self) -> Result<()> {
        if !self.needs_original_check {
            return Ok(());
        }
        let mut statement = self.register.connection.prepare_cached(
            "SELECT o.duplicate_of FROM obstacle AS o WHERE o.duplicate_of IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM obstacle AS t WHERE t.number = o.duplicate_of)
             UNION ALL
             SELECT l.precedent FROM obstacle_precedent AS l
             WHERE NOT EXISTS (SELECT 1 FROM obstacle AS t WHERE t.number = l.precedent) LIMIT 1",
        )?;
        let missing = statement.query_map([], |row| row.get::<_, i64>(0))?.next().transpose()?;
        if let Some(original) = missing {
            return Err(not_found(Entity::Obstacle, &number::format(Entity::Obstacle, original)).into());
        }
        let cycle = self.register.duplicate_cycles("obstacle")?;
        if cycle.is_empty() {
            return Ok(());
        }
        let codes: Vec<String> = cycle.iter().map(|wanted| number::format(Entity::Obstacle, *wanted)).collect();
        Err(Failure::data(failures::circular_duplicates(codes.join(", "))).into())
    }

    /// Returns the codes of the obstacles that are duplicates of a record or linked to it.
    pub fn referring_obstacles(&self, entity: Entity, wanted: i64) -> Result<Vec<String>> {
        let Some(link) = obstacle::link_to(entity) else { return Ok(Vec::new()) };
        let duplicates = if entity == Entity::Obstacle { "o.duplicate_of = ?1 OR " } else { "" };
        let sql = format!(
            "SELECT o.code FROM obstacle AS o WHERE o.void IS NULL AND ({duplicates}EXISTS
             (SELECT 1 FROM {} AS l WHERE l.obstacle = o.number AND l.{} = ?1)) ORDER BY o.number",
            link.table, link.value
        );
        let mut statement = self.register.connection.prepare_cached(&sql)?;
        Ok(statement.query_map([wanted], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }
}
