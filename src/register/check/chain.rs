//! Checks the journal itself: changes, hash chain, authors, and the hashes of personal data.

use super::super::Register;
use super::super::journal::{
    EntryHashInput, Hash, change_digest, entry_hash, key_bytes, redacted_entry_digest, salted_digest,
};
use super::super::redaction::{REDACTED_CHANGE, REDACTED_ENTRY};
use super::{Anchor, FindingSink, bytes, key_label, text_lossy};
use crate::hex;
use crate::i18n::{Text, findings};
use crate::record::{Entity, number};
use anyhow::Result;
use rusqlite::Row;
use std::collections::{HashMap, HashSet};

/// Maps each redacted change or note of the journal to its redaction. Key: the kind and number of the row. Value: the
/// number of the journal entry that redacted the row, and the new digest of the row.
type Redactions = HashMap<(String, i64), (i64, Vec<u8>)>;

/// The author of a journal entry: the person's number, the hash of the name, and the name.
type Actor = (i64, Option<Vec<u8>>, Option<Vec<u8>>);

impl Register {
    pub(super) fn check_chain(
        &self,
        anchor: Option<&Anchor>,
        found: &mut FindingSink<'_>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<()> {
        let id: String = self.connection.query_row("SELECT id FROM live.register", [], |row| row.get(0))?;
        if anchor.is_some_and(|anchor| id != anchor.register) {
            found.add(findings::RECEIPT, findings::other_register(&id))?;
        }
        let redactions = self.redactions()?;
        let mut entries = self.connection.prepare(
            "SELECT number, at, actor_hash, origin, action, note, undoes, changes, contents, hash, person, actor,
                    note_salt, note_hash
             FROM live.journal ORDER BY number",
        )?;
        let mut changes = self.connection.prepare(
            "SELECT entry, kind, key, before, after, digest, salt, number FROM live.journal_change ORDER BY number",
        )?;
        let mut changes = changes.query([])?;
        let mut change = changes.next()?;
        let mut previous: Vec<u8> = id.into_bytes();
        let mut expected = 1;
        // Changes have consecutive numbers. `None` if the next number is unknown, because changes are missing or
        // foreign.
        let mut expected_change = Some(1);
        let mut previous_at = String::new();
        let mut has_passed_anchor = false;
        let mut actors: HashSet<Actor> = HashSet::new();
        let mut rows = entries.query([])?;
        while let Some(row) = rows.next()? {
            let entry: i64 = row.get(0)?;
            let label = findings::entry(entry);
            if entry != expected {
                found.add(label.clone(), findings::entry_missing(expected))?;
                expected_change = None;
            }
            expected = entry.saturating_add(1);
            let mut contents = sha2::Sha256::default();
            let mut count = 0;
            let mut is_consecutive = true;
            while let Some(row) = change {
                let change_entry: i64 = row.get(0)?;
                if change_entry > entry {
                    change = Some(row);
                    break;
                }
                let digest = change_digest(
                    &text_lossy(row, 1)?,
                    &key_bytes(row.get_ref(2)?),
                    bytes(row, 3)?,
                    bytes(row, 4)?,
                    bytes(row, 6)?,
                );
                let stored = bytes(row, 5)?.unwrap_or_default();
                let number: i64 = row.get(7)?;
                is_consecutive &= expected_change.is_none_or(|expected| number == expected);
                expected_change = number.checked_add(1);
                let redaction = redactions.get(&(REDACTED_CHANGE.to_owned(), number));
                let is_redacted = redaction.is_some_and(|(by, new)| *by > entry && *new == digest);
                if change_entry < entry || !(is_redacted || stored == digest) {
                    found.add(change_label(row)?, findings::change_differs(entry))?;
                }
                if is_redacted {
                    found.note_redacted(entry);
                }
                sha2::Digest::update(&mut contents, if is_redacted { stored } else { &digest });
                count += 1;
                found.checked.changes += 1;
                progress(found.checked.changes);
                change = changes.next()?;
            }
            let contents: Hash = sha2::Digest::finalize(contents).into();
            let (note, note_salt, note_hash) = (bytes(row, 5)?, bytes(row, 12)?, bytes(row, 13)?);
            let hash_with = |note: Option<&[u8]>| -> Result<Hash> {
                Ok(entry_hash(&EntryHashInput {
                    previous: &previous,
                    number: entry,
                    at: bytes(row, 1)?.unwrap_or_default(),
                    actor: bytes(row, 2)?.unwrap_or_default(),
                    origin: bytes(row, 3)?.unwrap_or_default(),
                    action: bytes(row, 4)?.unwrap_or_default(),
                    note,
                    undoes: row.get(6)?,
                    changes: row.get(7)?,
                    contents: bytes(row, 8)?.unwrap_or_default(),
                }))
            };
            let stored = bytes(row, 9)?.unwrap_or_default();
            let hash = hash_with(note_hash.or(note))?;
            // Without `note_hash`, no hash covers the note's salt, so there must be no salt. After a redaction,
            // `is_redacted` covers the salt instead.
            let is_note_intact = note_hash.map_or(note_salt.is_none(), |hash| {
                hash == salted_digest(note_salt.unwrap_or_default(), note.unwrap_or_default())
            });
            let redaction = redactions.get(&(REDACTED_ENTRY.to_owned(), entry));
            let is_redacted = match redaction {
                Some((by, new)) if *by > entry => {
                    *new == redacted_entry_digest(note_salt.unwrap_or_default(), stored, &hash_with(note)?)
                }
                _ => false,
            };
            if is_redacted {
                found.note_redacted(entry);
            }
            let is_complete = row.get::<_, i64>(7)? == count && bytes(row, 8)? == Some(&contents[..]);
            if !is_complete {
                expected_change = None;
            }
            if !is_complete || !is_consecutive {
                found.add(label.clone(), findings::CONTENTS_DIFFER.into())?;
            }
            // Without `note_hash`, the hash of the entry covers the note itself. A redaction of the note then makes
            // this hash wrong, which is not an error.
            let is_chained = stored == hash || (is_redacted && note_hash.is_none());
            if !is_chained || !(is_note_intact || is_redacted) {
                found.add(label.clone(), findings::CHAIN_BROKEN.into())?;
            }
            previous = stored.to_vec();
            // A few people write many entries, so check each author once.
            let actor = (row.get(10)?, bytes(row, 2)?.map(<[u8]>::to_vec), bytes(row, 11)?.map(<[u8]>::to_vec));
            if !actors.contains(&actor) && self.check_actor(row, found)? {
                actors.insert(actor);
            }
            let at = text_lossy(row, 1)?;
            if at < previous_at {
                found.checked.clock_set_back.push(entry);
            }
            previous_at = at;
            if let Some(anchor) = anchor.filter(|anchor| anchor.entry == entry) {
                has_passed_anchor = true;
                if !hex::encode(&previous).starts_with(&anchor.head) {
                    found.add(findings::RECEIPT, findings::head_differs(entry))?;
                }
            }
            found.checked.entries = entry;
        }
        if let Some(row) = change {
            found.add(change_label(row)?, findings::orphan_change(row.get::<_, i64>(0)?))?;
        }
        if let Some(anchor) = anchor.filter(|_| !has_passed_anchor) {
            found.add(findings::RECEIPT, findings::entry_beyond_journal(anchor.entry))?;
        }
        Ok(())
    }

    /// Returns the latest redaction of each redacted change or note.
    fn redactions(&self) -> Result<Redactions> {
        let mut statement = self.connection.prepare(
            "SELECT kind, key, entry, after ->> 'digest' FROM live.journal_change
             WHERE kind IN (?1, ?2) AND typeof(key) = 'integer' AND json_valid(after) ORDER BY number",
        )?;
        let mut rows = statement.query([REDACTED_CHANGE, REDACTED_ENTRY])?;
        let mut found = Redactions::new();
        while let Some(row) = rows.next()? {
            if let Some(digest) = hex::decode_hash(&text_lossy(row, 3)?) {
                found.insert((text_lossy(row, 0)?, row.get(1)?), (row.get(2)?, digest.to_vec()));
            }
        }
        Ok(found)
    }

    fn check_actor(&self, row: &Row<'_>, found: &mut FindingSink<'_>) -> Result<bool> {
        let person: i64 = row.get(10)?;
        let is_same: bool = self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM live.personal AS h JOIN live.person AS p ON p.number = h.person
                                WHERE h.hash = ?1 AND h.person = ?2 AND coalesce(h.value, p.code) = ?3)",
            )?
            .query_row((bytes(row, 2)?, person, bytes(row, 11)?.map(String::from_utf8_lossy)), |row| row.get(0))?;
        if !is_same {
            found.add(findings::entry(row.get::<_, i64>(0)?), findings::ACTOR_DIFFERS.into())?;
        }
        Ok(is_same)
    }

    /// Checks three rules for each personal value, such as a name. The value matches its hash. It is missing if and
    /// only if its person was erased. It belongs to the person whom the journal names: otherwise, a value that somebody
    /// moved to another person would survive the erasure of its owner. The hash does not reveal this, because it does
    /// not cover the person.
    pub(super) fn check_personal(&self, found: &mut FindingSink<'_>) -> Result<()> {
        let owners = self.owners_of_personal()?;
        let mut actors = self.connection.prepare("SELECT 1 FROM live.journal WHERE actor_hash = ?1 AND person = ?2")?;
        let mut statement = self.connection.prepare(
            "SELECT h.person, h.hash, h.salt, h.value, p.erased IS NOT NULL
             FROM live.personal AS h LEFT JOIN live.person AS p ON p.number = h.person",
        )?;
        let mut stored: HashSet<Hash> = HashSet::new();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let holder: i64 = row.get(0)?;
            let code = number::format(Entity::Person, holder);
            let label = person_label(holder);
            let (hash, value) = (bytes(row, 1)?.unwrap_or_default(), bytes(row, 3)?);
            let digest = salted_digest(bytes(row, 2)?.unwrap_or_default(), value.unwrap_or_default());
            match (value, row.get(4)?) {
                (None, true) => {}
                (None, false) => found.add(label.clone(), findings::PERSONAL_MISSING.into())?,
                // When a person erases their own name, the entry for it has their number in place of the name.
                (Some(value), true) if value != code.as_bytes() => {
                    found.add(label.clone(), findings::PERSONAL_RESTORED.into())?;
                }
                (Some(_), _) if hash == digest => {}
                _ => found.add(label.clone(), findings::PERSONAL_DIFFERS.into())?,
            }
            let hash = Hash::try_from(hash).ok();
            match hash.and_then(|hash| owners.get(&hash)) {
                Some(owner) if *owner == holder => {}
                Some(owner) => found.add(person_label(*owner), findings::personal_moved(code))?,
                // Somebody whose name was erased can still write an entry. The entry then stores the person's number
                // in place of a name. No change of a record contains that number, so look in the entries.
                None if value == Some(code.as_bytes()) && actors.exists((hash, holder))? => {}
                None => found.add(label, findings::PERSONAL_UNKNOWN.into())?,
            }
            stored.extend(hash);
        }
        // Each hash of a personal value in the journal must have a row in `personal`. Erasing the value keeps the row.
        let mut missing: Vec<i64> =
            owners.into_iter().filter(|(hash, _)| !stored.contains(hash)).map(|(_, owner)| owner).collect();
        missing.sort_unstable();
        for owner in missing {
            found.add(person_label(owner), findings::PERSONAL_MISSING.into())?;
        }
        Ok(())
    }

    /// Maps the hash of each personal value in the journal to the number of the person to whom the value belongs.
    fn owners_of_personal(&self) -> Result<HashMap<Hash, i64>> {
        let personal: Vec<String> = Entity::Person
            .attributes()
            .iter()
            .filter(|attribute| attribute.is_personal)
            .map(|attribute| format!("'{}'", attribute.name))
            .collect();
        let mut statement = self.connection.prepare(&format!(
            "SELECT c.key, h.value FROM live.journal_change AS c, json_each(coalesce(c.after, '{{}}')) AS h
             WHERE c.kind = 'person' AND typeof(c.key) = 'integer' AND h.key IN ({})",
            personal.join(", ")
        ))?;
        let mut owners = HashMap::new();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(hash) = hex::decode_hash(&text_lossy(row, 1)?) {
                owners.insert(hash, row.get(0)?);
            }
        }
        Ok(owners)
    }
}

fn person_label(person: i64) -> Text {
    Text::untranslated(number::format(Entity::Person, person))
}

fn change_label(row: &Row<'_>) -> Result<Text> {
    let kind = text_lossy(row, 1)?;
    Ok(match Entity::from_table(&kind) {
        Some(entity) => key_label(entity, row.get_ref(2)?),
        None => Text::untranslated(kind),
    })
}
