//! Redacts text: removes it from the records, the journal and the search index. The hash chain still covers the removed
//! text. The journal entry of the redaction stores a digest of what remains.

use super::journal::{EntryHashInput, Hash, change_digest, entry_hash, new_salt, redacted_entry_digest};
use super::normalize::withdraw_acceptance;
use super::{Key, Register, WriteTx};
use crate::hex;
use crate::record::law::Law;
use crate::record::{Attribute, Entity, Record, Value};
use anyhow::Result;
use rusqlite::params;
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// For each change that it redacts, a redaction adds a row with this `kind` to `journal_change`. The row holds the
/// digest of the change, and its `key` is the number of the change.
pub const REDACTED_CHANGE: &str = "journal_change";
/// For each journal entry whose note it redacts, a redaction adds a row with this `kind` to `journal_change`. The row
/// holds the digest of the entry, and its `key` is the number of the entry.
pub const REDACTED_ENTRY: &str = "journal";
/// The name of the `redact` command in the journal.
pub const REDACT: &str = "redact";
/// The text that takes the place of each removed text.
const MARK: &str = "[verwijderd]";

/// Finds the parts of a text that must be removed. Returns them in order and without overlap.
pub type Finder<'a> = &'a dyn Fn(&str) -> Vec<Range<usize>>;

#[derive(Debug, Default)]
pub struct RedactionSummary {
    /// How many texts in the record itself were changed.
    pub texts: usize,
    /// The journal entries that held the text.
    pub entries: BTreeSet<i64>,
    /// Those of `entries` that were written before schema version 6. The digests of these entries have no salt.
    pub unsalted: BTreeSet<i64>,
}

/// An attribute of a record, or the notes about that record, from which a redaction removed text.
#[derive(Debug)]
pub struct RedactedPart {
    /// The redacted attribute; `None` for the notes of journal entries that changed the record.
    pub attribute: Option<&'static Attribute>,
    /// The journal entries that held the text.
    pub entries: Vec<i64>,
}

struct Redactor<'a> {
    /// The attribute to redact; `None` for all attributes.
    attribute: Option<&'a str>,
    find: Finder<'a>,
}

fn replace_parts(text: &str, parts: &[Range<usize>]) -> Option<String> {
    let mut redacted = String::new();
    let mut end = 0;
    for part in parts {
        redacted.push_str(text.get(end..part.start)?);
        redacted.push_str(MARK);
        end = part.end;
    }
    redacted.push_str(text.get(end..)?);
    (!parts.is_empty()).then_some(redacted)
}

impl Redactor<'_> {
    fn redact_text(&self, text: &str) -> Option<String> {
        replace_parts(text, &(self.find)(text))
    }

    /// Redacts the name of a collective agreement or of an institution's own rule. Other legal sources are numbers,
    /// which are never redacted.
    fn redact_law(&self, law: &Law) -> Option<Law> {
        let name = law.has_name().then_some(&law.source)?;
        let source = self.redact_text(name).or_else(|| {
            // The text to remove may begin with the kind of source, as in `own-rule: Jan`. Then remove only the name.
            let shown = law.to_string();
            let start = shown.find(name.as_str())?;
            let clamp = |at: usize| at.saturating_sub(start).min(name.len());
            let parts = (self.find)(&shown).into_iter().map(|part| clamp(part.start)..clamp(part.end));
            replace_parts(name, &parts.filter(|part| !part.is_empty()).collect::<Vec<_>>())
        })?;
        Some(Law { source, ..law.clone() })
    }

    fn redact_value(&self, attribute: &Attribute, text: &str) -> Option<String> {
        if attribute.is_law() {
            Some(self.redact_law(&Law::from_stored(text)?)?.to_string())
        } else {
            self.redact_text(text)
        }
    }

    fn attributes(&self, entity: Entity) -> impl Iterator<Item = &'static Attribute> {
        entity
            .attributes()
            .iter()
            .filter(|attribute| attribute.is_free_text() && self.attribute.is_none_or(|name| name == attribute.name))
    }

    /// Redacts a record. The result contains only the attributes that change.
    fn redact_record(&self, record: &Record) -> Record {
        let mut redacted = Record::new(record.entity());
        for attribute in self.attributes(record.entity()) {
            match record.get(attribute) {
                Some(Value::Text(text)) => {
                    if let Some(text) = self.redact_value(attribute, text) {
                        redacted.set(attribute, Value::Text(text));
                    }
                }
                Some(Value::Laws(laws)) => {
                    let new: Vec<Option<Law>> = laws.iter().map(|law| self.redact_law(law)).collect();
                    if new.iter().any(Option::is_some) {
                        let laws = laws.iter().zip(new).map(|(law, new)| new.unwrap_or_else(|| law.clone()));
                        redacted.set(attribute, Value::Laws(laws.collect()));
                    }
                }
                _ => {}
            }
        }
        redacted
    }

    /// Redacts the values of a record as the journal stores them, and adds the names of the attributes that change to
    /// `redacted`. Returns `None` if nothing changes.
    fn redact_json(&self, entity: Entity, json: &str, redacted: &mut BTreeSet<&'static str>) -> Result<Option<String>> {
        let mut values: Map<String, Json> = serde_json::from_str(json)?;
        let mut is_changed = false;
        for attribute in self.attributes(entity) {
            let texts: Vec<&mut Json> = match values.get_mut(attribute.name) {
                Some(Json::Array(laws)) => laws.iter_mut().collect(),
                Some(value) => vec![value],
                None => Vec::new(),
            };
            for value in texts {
                let Json::String(text) = value else { continue };
                if let Some(new) = self.redact_value(attribute, text) {
                    *text = new;
                    redacted.insert(attribute.name);
                    is_changed = true;
                }
            }
        }
        Ok(if is_changed { Some(serde_json::to_string(&values)?) } else { None })
    }
}

impl Register {
    /// Returns the journal entries after `entry` that redacted text.
    pub fn redactions_after(&self, entry: i64) -> Result<Vec<i64>> {
        let sql = "SELECT DISTINCT entry FROM journal_change WHERE kind IN (?1, ?2) AND entry > ?3 ORDER BY entry";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map(params![REDACTED_CHANGE, REDACTED_ENTRY, entry], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the attributes of a record from which the redaction in journal entry `entry` removed text, in their
    /// usual order. The notes come last.
    pub fn redacted_parts(&self, entry: i64, entity: Entity, key: &Key) -> Result<Vec<RedactedPart>> {
        let sql = "SELECT a.value, c.entry
                   FROM journal_change AS r JOIN journal_change AS c ON c.number = r.key,
                        json_each(CASE WHEN json_valid(r.after) THEN r.after ELSE '{}' END, '$.attributes') AS a
                   WHERE r.entry = ?1 AND r.kind = ?2 AND c.kind = ?4 AND c.key = ?5
                   UNION ALL
                   SELECT NULL, r.key FROM journal_change AS r
                   WHERE r.entry = ?1 AND r.kind = ?3
                     AND EXISTS (SELECT 1 FROM journal_change AS c WHERE c.entry = r.key AND c.kind = ?4 AND c.key = ?5)
                   ORDER BY 2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params![entry, REDACTED_CHANGE, REDACTED_ENTRY, entity.table(), key])?;
        let mut entries: HashMap<Option<String>, Vec<i64>> = HashMap::new();
        while let Some(row) = rows.next()? {
            entries.entry(row.get(0)?).or_default().push(row.get(1)?);
        }
        let attributes = entity.attributes().iter().map(|attribute| (Some(attribute), Some(attribute.name.to_owned())));
        let parts = attributes.chain([(None, None)]).filter_map(|(attribute, name)| {
            let mut entries = entries.remove(&name)?;
            entries.dedup();
            Some(RedactedPart { attribute, entries })
        });
        Ok(parts.collect())
    }
}

impl WriteTx<'_> {
    /// Removes the texts that `find` returns from a record, from the journal's changes of that record, and from the
    /// notes of the entries that changed it. If `attribute` is given, redacts only that attribute, and no notes.
    pub fn redact(
        &mut self,
        entity: Entity,
        key: &Key,
        attribute: Option<&Attribute>,
        find: Finder<'_>,
    ) -> Result<RedactionSummary> {
        let redactor = Redactor { attribute: attribute.map(|attribute| attribute.name), find };
        let mut summary = RedactionSummary::default();
        let touched = self.redact_changes(entity, key, &redactor, &mut summary)?;
        if attribute.is_none() {
            for entry in touched {
                self.redact_note(entry, &redactor, &mut summary)?;
            }
        }
        let (mut old, mut new) = (Record::new(entity), Record::new(entity));
        if self.exists(entity, key)? {
            let current = self.register.load(entity, key)?;
            let mut redacted = redactor.redact_record(&current);
            summary.texts = redacted.iter_set().count();
            if summary.texts > 0 {
                withdraw_acceptance(&current, &mut old, &mut redacted);
                for (attribute, _) in old.iter_set() {
                    new.set(attribute, Value::Null);
                }
                self.register.update_record(key, &redacted)?;
            }
        }
        if !summary.entries.is_empty() {
            // Add a change even if it is empty, so that the history of the record shows the redaction.
            self.add_to_journal(entity, key, Some(&old), Some(&new))?;
        }
        Ok(summary)
    }

    /// Rebuilds the search index without redacted words. An ordinary update never removes words from the index.
    pub fn forget_redacted_words(&self) -> Result<()> {
        self.begin_erasure()?;
        self.register.rebuild_search(&mut |_| {})
    }

    /// Redacts the journal's changes of a record. Returns the numbers of all entries that changed the record.
    fn redact_changes(
        &mut self,
        entity: Entity,
        key: &Key,
        redactor: &Redactor<'_>,
        summary: &mut RedactionSummary,
    ) -> Result<BTreeSet<i64>> {
        let connection = &self.register.connection;
        let numbers: Vec<i64> = connection
            .prepare("SELECT number FROM journal_change WHERE kind = ?1 AND key = ?2 ORDER BY number")?
            .query_map((entity.table(), key), |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let mut touched = BTreeSet::new();
        for number in numbers {
            let (entry, before, after, is_salted): (i64, Option<String>, Option<String>, bool) = connection.query_row(
                "SELECT entry, before, after, salt IS NOT NULL FROM journal_change WHERE number = ?1",
                [number],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
            )?;
            touched.insert(entry);
            let mut attributes = BTreeSet::new();
            let mut redact = |json: &Option<String>| -> Result<Option<String>> {
                json.as_deref().map_or(Ok(None), |json| redactor.redact_json(entity, json, &mut attributes))
            };
            let (new_before, new_after) = (redact(&before)?, redact(&after)?);
            if new_before.is_none() && new_after.is_none() {
                continue;
            }
            let (before, after) = (new_before.or(before), new_after.or(after));
            let salt = new_salt(connection)?;
            let digest = change_digest(entity.table(), &key.bytes(), before.as_ref(), after.as_ref(), Some(&salt));
            let redacted = json!({ "digest": hex::encode(&digest), "attributes": attributes }).to_string();
            self.entry.add_json(connection, REDACTED_CHANGE, &Key::Number(number), None, Some(&redacted))?;
            connection
                .prepare_cached("UPDATE journal_change SET before = ?2, after = ?3, salt = ?4 WHERE number = ?1")?
                .execute(params![number, before, after, salt])?;
            summary.entries.insert(entry);
            if !is_salted {
                summary.unsalted.insert(entry);
            }
        }
        Ok(touched)
    }

    fn redact_note(&mut self, entry: i64, redactor: &Redactor<'_>, summary: &mut RedactionSummary) -> Result<()> {
        let connection = &self.register.connection;
        let mut statement = connection.prepare_cached(
            "SELECT note, at, actor_hash, origin, action, undoes, changes, contents, hash, note_hash IS NOT NULL,
                    coalesce((SELECT p.hash FROM journal AS p WHERE p.number = j.number - 1),
                             (SELECT CAST(id AS BLOB) FROM register))
             FROM journal AS j WHERE number = ?1",
        )?;
        let mut rows = statement.query([entry])?;
        let Some(row) = rows.next()? else { return Ok(()) };
        let note: Option<String> = row.get(0)?;
        let Some(note) = note.and_then(|note| redactor.redact_text(&note)) else { return Ok(()) };
        let (stored, is_salted): (Hash, bool) = (row.get(8)?, row.get(9)?);
        let computed = entry_hash(&EntryHashInput {
            previous: &row.get::<_, Vec<u8>>(10)?,
            number: entry,
            at: row.get::<_, String>(1)?.as_bytes(),
            actor: &row.get::<_, Vec<u8>>(2)?,
            origin: row.get::<_, String>(3)?.as_bytes(),
            action: row.get::<_, String>(4)?.as_bytes(),
            note: Some(note.as_bytes()),
            undoes: row.get(5)?,
            changes: row.get(6)?,
            contents: &row.get::<_, Vec<u8>>(7)?,
        });
        let salt = new_salt(connection)?;
        let digest = redacted_entry_digest(&salt, &stored, &computed);
        let redacted = json!({ "digest": hex::encode(&digest) }).to_string();
        self.entry.add_json(connection, REDACTED_ENTRY, &Key::Number(entry), None, Some(&redacted))?;
        connection
            .prepare_cached("UPDATE journal SET note = ?2, note_salt = ?3 WHERE number = ?1")?
            .execute(params![entry, note, salt])?;
        summary.entries.insert(entry);
        if !is_salted {
            summary.unsalted.insert(entry);
        }
        Ok(())
    }
}
