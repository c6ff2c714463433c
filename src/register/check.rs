//! Checks a register: the file, the chain of the journal, that the tables are what the journal adds up to, the
//! search index, and the rules of the domain that no single row can keep. Every finding names a record and a cause.

use super::journal::{
    EntryToHash, Hash, digest_of_change, digest_of_entry, digest_of_personal, hex, key_bytes, of_hex,
};
use super::{Key, Register, copy};
use crate::failure::{Exit, Failure};
use crate::record::law::Law;
use crate::record::{Attribute, Entity, Kind, number};
use crate::report;
use crate::words::{Text, findings};
use anyhow::Result;
use rusqlite::types::ValueRef;
use rusqlite::{ErrorCode, Row};
use std::collections::{BTreeSet, HashSet};

/// About so many words are looked up in the search index.
const SAMPLE: i64 = 1000;

/// What is not as it should be.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The record, the entry of the journal, or the part of the file.
    pub record: Text,
    /// What is wrong with it.
    pub cause: Text,
}

/// What was checked.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Entries of the journal.
    pub entries: i64,
    /// Changed records in it.
    pub changes: u64,
    /// What was found.
    pub findings: u64,
    /// Entries that are older than the one before them: a clock was set back.
    pub clock: Vec<i64>,
}

/// The head of a chain, as a receipt keeps it.
#[derive(Clone, Debug)]
pub struct Anchor {
    /// The register's id, or the beginning of it.
    pub register: String,
    /// The entry.
    pub entry: i64,
    /// The beginning of its hash, in hexadecimal digits.
    pub head: String,
}

/// Who made an entry: person, hash of the name, and name.
type Actor = (i64, Option<Vec<u8>>, Option<Vec<u8>>);

/// Takes findings as they come.
struct Found<'a> {
    take: &'a mut dyn FnMut(Finding) -> Result<()>,
    checked: Checked,
}

impl Found<'_> {
    fn put(&mut self, record: impl Into<Text>, cause: Text) -> Result<()> {
        self.checked.findings += 1;
        (self.take)(Finding { record: record.into(), cause })
    }
}

impl Register {
    /// Checks the register, and hands over what it finds. It is a copy that is checked, made in one go: who writes
    /// meanwhile is not held up.
    ///
    /// # Errors
    /// When the file cannot be read at all, or somebody else writes for too long. What is wrong *in* the register
    /// is a finding.
    pub fn check(
        &self,
        anchor: Option<&Anchor>,
        take: &mut dyn FnMut(Finding) -> Result<()>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Checked> {
        let mut found = Found { take, checked: Checked::default() };
        let mut built = Self::beside(None)?;
        copy::into(&self.connection, &mut built.connection, "live")?;
        let file = Text::from(findings::FILE);
        let damaged = |found: &mut Found<'_>, part: &Text, done: Result<()>| match done {
            Err(error) if is_damage(&error) => found.put(part.clone(), findings::UNREADABLE.into()),
            done => done,
        };
        built.connection.execute_batch("BEGIN")?;
        let done = built.check_file(&file, &mut found);
        damaged(&mut found, &file, done)?;
        let done = built.check_schema(&mut found);
        damaged(&mut found, &file, done)?;
        let done = built.check_chain(anchor, &mut found, progress);
        damaged(&mut found, &findings::JOURNAL.into(), done)?;
        let done = built.check_personal(&mut found);
        damaged(&mut found, &findings::JOURNAL.into(), done)?;
        let mut done = built.build_up(found.checked.entries, progress);
        if done.is_ok() {
            for entity in Entity::ALL {
                done = built.check_tables(*entity, &mut found);
                if done.is_err() {
                    break;
                }
            }
        }
        let is_built = done.is_ok();
        damaged(&mut found, &findings::JOURNAL.into(), done)?;
        if is_built {
            let done = built.check_search(&mut found);
            damaged(&mut found, &findings::SEARCH.into(), done)?;
        }
        let done = built.check_rules(&mut found);
        damaged(&mut found, &file, done)?;
        built.connection.execute_batch("COMMIT")?;
        Ok(found.checked)
    }

    /// `SQLite`'s own checks.
    fn check_file(&self, file: &Text, found: &mut Found<'_>) -> Result<()> {
        self.connection.execute_batch("PRAGMA ignore_check_constraints = OFF")?;
        let wrong = {
            let mut statement = self.connection.prepare("PRAGMA live.integrity_check(100)")?;
            let mut rows = statement.query([])?;
            let mut wrong = 0_u64;
            while let Some(row) = rows.next()? {
                wrong += u64::from(lossy(row, 0)? != "ok");
            }
            wrong
        };
        self.connection.execute_batch("PRAGMA ignore_check_constraints = ON")?;
        if wrong > 0 {
            found.put(file.clone(), findings::integrity(wrong))?;
        }
        let mut statement = self.connection.prepare("PRAGMA live.foreign_key_check")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (table, parent) = (lossy(row, 0)?, lossy(row, 2)?);
            let record = match (Entity::of_table(&table), row.get_ref(1)?) {
                (Some(entity), ValueRef::Integer(rowid)) if entity.prefix().is_some() => {
                    number::show(entity, rowid)
                }
                _ => table,
            };
            found.put(Text::plain(record), findings::no_parent(parent))?;
        }
        Ok(())
    }

    /// The tables, indexes and triggers are those of `schema.sql`: what they generate and refuse belongs to it.
    fn check_schema(&self, found: &mut Found<'_>) -> Result<()> {
        let mut statement = self.connection.prepare(
            "SELECT coalesce(l.name, m.name) FROM live.sqlite_master AS l
             FULL JOIN main.sqlite_master AS m ON m.type = l.type AND m.name = l.name
             WHERE l.sql IS NOT m.sql OR l.tbl_name IS NOT m.tbl_name",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            found.put(Text::plain(lossy(row, 0)?), findings::NOT_THE_SCHEMA.into())?;
        }
        Ok(())
    }

    /// The chain: every entry's changes, and every entry's place.
    fn check_chain(
        &self,
        anchor: Option<&Anchor>,
        found: &mut Found<'_>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<()> {
        let id: String = self.connection.query_row("SELECT id FROM live.register", [], |row| row.get(0))?;
        if anchor.is_some_and(|anchor| id != anchor.register) {
            found.put(findings::RECEIPT, findings::other_register(&id))?;
        }
        let mut entries = self.connection.prepare(
            "SELECT number, at, actor_hash, origin, action, note, undoes, changes, contents, hash, person, actor
             FROM live.journal ORDER BY number",
        )?;
        let mut changes = self.connection.prepare(
            "SELECT entry, kind, key, before, after, digest FROM live.journal_change ORDER BY number",
        )?;
        let mut changes = changes.query([])?;
        let mut change = changes.next()?;
        let mut previous: Vec<u8> = id.into_bytes();
        let mut expected = 1;
        let mut earlier = String::new();
        let mut passed = false;
        let mut actors: HashSet<Actor> = HashSet::new();
        let mut rows = entries.query([])?;
        while let Some(row) = rows.next()? {
            let entry: i64 = row.get(0)?;
            let shown = findings::entry(entry);
            if entry != expected {
                found.put(shown.clone(), findings::entry_missing(expected))?;
            }
            expected = entry + 1;
            let mut contents = sha2::Sha256::default();
            let mut count = 0;
            while let Some(row) = change {
                let of: i64 = row.get(0)?;
                if of > entry {
                    change = Some(row);
                    break;
                }
                let digest = digest_of_change(
                    &lossy(row, 1)?,
                    &key_bytes(row.get_ref(2)?),
                    bytes(row, 3)?,
                    bytes(row, 4)?,
                );
                if of < entry || bytes(row, 5)? != Some(&digest[..]) {
                    found.put(changed_record(row)?, findings::change_differs(entry))?;
                }
                sha2::Digest::update(&mut contents, digest);
                count += 1;
                found.checked.changes += 1;
                progress(found.checked.changes);
                change = changes.next()?;
            }
            let contents: Hash = sha2::Digest::finalize(contents).into();
            let hash = digest_of_entry(&EntryToHash {
                previous: &previous,
                number: entry,
                at: bytes(row, 1)?.unwrap_or_default(),
                actor: bytes(row, 2)?.unwrap_or_default(),
                origin: bytes(row, 3)?.unwrap_or_default(),
                action: bytes(row, 4)?.unwrap_or_default(),
                note: bytes(row, 5)?,
                undoes: row.get(6)?,
                changes: row.get(7)?,
                contents: bytes(row, 8)?.unwrap_or_default(),
            });
            let stored = bytes(row, 9)?.unwrap_or_default();
            if row.get::<_, i64>(7)? != count || bytes(row, 8)? != Some(&contents[..]) {
                found.put(shown.clone(), findings::CONTENTS_DIFFER.into())?;
            }
            if stored != hash {
                found.put(shown.clone(), findings::CHAIN_BROKEN.into())?;
            }
            previous = stored.to_vec();
            // A few people make many entries.
            let actor =
                (row.get(10)?, bytes(row, 2)?.map(<[u8]>::to_vec), bytes(row, 11)?.map(<[u8]>::to_vec));
            if !actors.contains(&actor) && self.check_actor(row, found)? {
                actors.insert(actor);
            }
            let at = lossy(row, 1)?;
            if at < earlier {
                found.checked.clock.push(entry);
            }
            earlier = at;
            if let Some(anchor) = anchor.filter(|anchor| anchor.entry == entry) {
                passed = true;
                if !hex(&previous).starts_with(&anchor.head) {
                    found.put(findings::RECEIPT, findings::other_head(entry))?;
                }
            }
            found.checked.entries = entry;
        }
        if let Some(row) = change {
            found.put(changed_record(row)?, findings::no_entry(row.get::<_, i64>(0)?))?;
        }
        if let Some(anchor) = anchor.filter(|_| !passed) {
            found.put(findings::RECEIPT, findings::entry_not_there(anchor.entry))?;
        }
        Ok(())
    }

    /// Who made an entry is who the chain says.
    fn check_actor(&self, row: &Row<'_>, found: &mut Found<'_>) -> Result<bool> {
        let person: i64 = row.get(10)?;
        let same: bool = self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM live.personal AS h JOIN live.person AS p ON p.number = h.person
                                WHERE h.hash = ?1 AND h.person = ?2 AND coalesce(h.value, p.code) = ?3)",
            )?
            .query_row((bytes(row, 2)?, person, bytes(row, 11)?.map(String::from_utf8_lossy)), |row| {
                row.get(0)
            })?;
        if !same {
            found.put(findings::entry(row.get::<_, i64>(0)?), findings::ACTOR_DIFFERS.into())?;
        }
        Ok(same)
    }

    /// What is told of persons is what its hash says, and is gone of those only who were erased.
    fn check_personal(&self, found: &mut Found<'_>) -> Result<()> {
        let mut statement = self.connection.prepare(
            "SELECT h.person, h.hash, h.salt, h.value, p.erased IS NOT NULL
             FROM live.personal AS h LEFT JOIN live.person AS p ON p.number = h.person",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let person = Text::plain(number::show(Entity::Person, row.get(0)?));
            let digest =
                digest_of_personal(bytes(row, 2)?.unwrap_or_default(), bytes(row, 3)?.unwrap_or_default());
            match (bytes(row, 3)?, row.get(4)?) {
                (None, true) => {}
                (None, false) => found.put(person, findings::PERSONAL_GONE.into())?,
                (Some(_), _) if bytes(row, 1)? == Some(&digest[..]) => {}
                _ => found.put(person, findings::PERSONAL_DIFFERS.into())?,
            }
        }
        // Every hash that the journal has of a person stands for something, or did.
        let mut statement = self.connection.prepare(
            "SELECT c.key, h.value FROM live.journal_change AS c, json_each(coalesce(c.after, '{}')) AS h
             WHERE c.kind = 'person' AND length(h.value) = 64",
        )?;
        let mut known = self.connection.prepare("SELECT 1 FROM live.personal WHERE hash = ?1")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(hash) = of_hex(&lossy(row, 1)?)
                && !known.exists([hash])?
            {
                found.put(key_text(Entity::Person, row.get_ref(0)?), findings::PERSONAL_GONE.into())?;
            }
        }
        Ok(())
    }

    /// The tables of a kind, beside what the journal adds up to.
    fn check_tables(&self, entity: Entity, found: &mut Found<'_>) -> Result<()> {
        let (table, key) = (entity.table(), entity.key().name);
        let scalars: Vec<&'static Attribute> = entity
            .attributes()
            .iter()
            .filter(|attribute| attribute.link().is_none() && attribute.name != key)
            .collect();
        let differ: Vec<String> =
            scalars.iter().map(|attribute| format!("l.{0} IS NOT m.{0}", attribute.name)).collect();
        let mut statement = self.connection.prepare(&format!(
            "SELECT l.{key}, {} FROM live.{table} AS l JOIN main.{table} AS m ON m.{key} = l.{key} WHERE {}",
            differ.join(", "),
            differ.join(" OR ")
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let record = key_text(entity, row.get_ref(0)?);
            for (at, attribute) in scalars.iter().enumerate() {
                if row.get::<_, bool>(at + 1)? {
                    found.put(record.clone(), findings::attribute_differs(attribute.words.label))?;
                }
            }
        }
        for (from, other, cause) in
            [("live", "main", findings::NOT_IN_JOURNAL), ("main", "live", findings::GONE)]
        {
            let mut statement = self.connection.prepare(&format!(
                "SELECT a.{key} FROM {from}.{table} AS a
                 WHERE NOT EXISTS (SELECT 1 FROM {other}.{table} AS b WHERE b.{key} = a.{key})"
            ))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                found.put(key_text(entity, row.get_ref(0)?), cause.into())?;
            }
        }
        for attribute in entity.attributes() {
            let Some(link) = attribute.link() else { continue };
            let columns: &[&str] = match attribute.kind {
                Kind::Laws(_) => &["position", "kind", "source", "article", "paragraph", "text"],
                _ => &[link.value],
            };
            let same: Vec<String> =
                columns.iter().map(|column| format!("b.{column} IS a.{column}")).collect();
            let mut records: BTreeSet<String> = BTreeSet::new();
            for (from, other) in [("live", "main"), ("main", "live")] {
                let mut statement = self.connection.prepare(&format!(
                    "SELECT a.{0} FROM {from}.{1} AS a WHERE NOT EXISTS
                     (SELECT 1 FROM {other}.{1} AS b WHERE b.{0} = a.{0} AND {2})",
                    link.owner,
                    link.table,
                    same.join(" AND ")
                ))?;
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    records.insert(key_text(entity, row.get_ref(0)?).en);
                }
            }
            for record in records {
                found.put(Text::plain(record), findings::attribute_differs(attribute.words.label))?;
            }
        }
        let Some(_) = entity.prefix() else { return Ok(()) };
        let sql = "SELECT coalesce((SELECT max(key) FROM live.journal_change WHERE kind = ?1), 0),
                          coalesce((SELECT seq FROM live.sqlite_sequence WHERE name = ?1), 0)";
        let (given, last): (i64, i64) =
            self.connection.query_row(sql, [table], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if given > last {
            found.put(Text::plain(table), findings::NUMBERS_AGAIN.into())?;
        } else if last >= number::LARGEST {
            found.put(Text::plain(table), findings::NUMBERS_SPENT.into())?;
        }
        Ok(())
    }

    /// The search index beside one made of what the journal adds up to.
    fn check_search(&self, found: &mut Found<'_>) -> Result<()> {
        self.connection.execute_batch(
            "CREATE VIRTUAL TABLE temp.search_terms USING fts5vocab(main, obstacle_search, row);
             CREATE VIRTUAL TABLE temp.search_built USING fts5vocab(main, obstacle_search, instance);
             CREATE VIRTUAL TABLE temp.search_live USING fts5vocab(live, obstacle_search, instance);",
        )?;
        let mut built = self.connection.prepare("SELECT term, doc, offset FROM temp.search_built")?;
        let mut live = self.connection.prepare("SELECT term, doc, offset FROM temp.search_live")?;
        let (mut built, mut live) = (built.query([])?, live.query([])?);
        let word = |row: Option<&Row<'_>>| -> Result<Option<(Vec<u8>, i64, i64)>> {
            let Some(row) = row else { return Ok(None) };
            Ok(Some((bytes(row, 0)?.unwrap_or_default().to_vec(), row.get(1)?, row.get(2)?)))
        };
        let mut obstacles = BTreeSet::new();
        let (mut left, mut right) = (word(built.next()?)?, word(live.next()?)?);
        loop {
            match (&left, &right) {
                (None, None) => break,
                (Some(one), Some(other)) if one == other => {
                    left = word(built.next()?)?;
                    right = word(live.next()?)?;
                }
                (Some(one), other) if other.as_ref().is_none_or(|other| one < other) => {
                    obstacles.insert(one.1);
                    left = word(built.next()?)?;
                }
                (_, Some(other)) => {
                    obstacles.insert(other.1);
                    right = word(live.next()?)?;
                }
                (Some(_), None) => break,
            }
        }
        for wanted in obstacles {
            found
                .put(Text::plain(number::show(Entity::Obstacle, wanted)), findings::SEARCH_DIFFERS.into())?;
        }
        // The words are there; they must be found as well.
        let terms: i64 =
            self.connection.query_row("SELECT count(*) FROM temp.search_terms", [], |row| row.get(0))?;
        let mut words = self.connection.prepare("SELECT term, doc FROM temp.search_terms")?;
        let mut search = self
            .connection
            .prepare("SELECT count(*) FROM live.obstacle_search WHERE obstacle_search MATCH ?1")?;
        let every = terms / SAMPLE + 1;
        let mut rows = words.query([])?;
        let mut at = 0;
        while let Some(row) = rows.next()? {
            at += 1;
            if at % every == 0 {
                let (term, count): (String, i64) = (row.get(0)?, row.get(1)?);
                let there: i64 = search.query_row([format!("\"{term}\"")], |row| row.get(0))?;
                if there != count {
                    return found.put(findings::SEARCH, findings::SEARCH_DIFFERS.into());
                }
            }
        }
        Ok(())
    }

    /// The rules that no single row can keep.
    fn check_rules(&self, found: &mut Found<'_>) -> Result<()> {
        let mut each = |sql: &str, cause: Text| -> Result<()> {
            let mut statement = self.connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                found.put(Text::plain(lossy(row, 0)?), cause.clone())?;
            }
            Ok(())
        };
        each(
            "SELECT code FROM live.contact WHERE NOT EXISTS (SELECT 1 FROM live.contact_obstacle AS l WHERE l.contact = number)",
            findings::ABOUT_NOTHING.into(),
        )?;
        each(
            "SELECT o.code FROM live.obstacle AS o JOIN live.obstacle_ministry AS l ON l.obstacle = o.number
             WHERE l.ministry = o.ministry",
            findings::LEAD_INVOLVED.into(),
        )?;
        each(
            "WITH RECURSIVE line (first, last) AS (
                 SELECT number, duplicate_of FROM live.obstacle WHERE duplicate_of IS NOT NULL
                 UNION
                 SELECT line.first, o.duplicate_of FROM line JOIN live.obstacle AS o ON o.number = line.last
                 WHERE o.duplicate_of IS NOT NULL
             )
             SELECT o.code FROM line JOIN live.obstacle AS o ON o.number = first WHERE first = last",
            findings::CIRCLE.into(),
        )?;
        let mut statement = self.connection.prepare("SELECT code, measure FROM live.published_figure")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if report::of_code(&lossy(row, 1)?).is_none() {
                found.put(Text::plain(lossy(row, 0)?), findings::UNKNOWN_MEASURE.into())?;
            }
        }
        let mut statement = self
            .connection
            .prepare("SELECT obstacle, text, kind, source, article, paragraph FROM live.obstacle_law")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let same = Law::parse(&lossy(row, 1)?).is_ok_and(|law| {
                let is = |at: usize, part: Option<&str>| {
                    bytes(row, at).is_ok_and(|found| found == part.map(str::as_bytes))
                };
                is(2, Some(law.kind.code()))
                    && is(3, Some(&law.source))
                    && is(4, law.article.as_deref())
                    && is(5, law.paragraph.as_deref())
            });
            if !same {
                found.put(key_text(Entity::Obstacle, row.get_ref(0)?), findings::LAW_UNREADABLE.into())?;
            }
        }
        Ok(())
    }
}

impl super::Change<'_> {
    /// Makes the search index anew from the rows, and enters that in the journal.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn repair_search(&mut self, progress: &mut dyn FnMut(u64)) -> Result<()> {
        let register = self.register();
        register.connection.execute_batch("DROP TABLE IF EXISTS obstacle_search")?;
        register.connection.execute_batch(super::search_table())?;
        let mut statement = register.connection.prepare("SELECT number FROM obstacle")?;
        let numbers = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
        for (wanted, done) in numbers.into_iter().zip(1..) {
            let record = register.load(Entity::Obstacle, &Key::Number(wanted))?;
            register.index(wanted, &record, false)?;
            progress(done);
        }
        drop(statement);
        self.draft.is_note = true;
        Ok(())
    }
}

/// Whether an error says that what is in the file cannot be read.
fn is_damage(error: &anyhow::Error) -> bool {
    if error.downcast_ref::<Failure>().is_some_and(|failure| failure.exit == Exit::Data) {
        return true;
    }
    if error.downcast_ref::<serde_json::Error>().is_some()
        || error.downcast_ref::<std::str::Utf8Error>().is_some()
    {
        return true;
    }
    error.downcast_ref::<rusqlite::Error>().is_some_and(|error| {
        !matches!(
            error.sqlite_error_code(),
            Some(
                ErrorCode::DatabaseBusy
                    | ErrorCode::DatabaseLocked
                    | ErrorCode::DiskFull
                    | ErrorCode::OutOfMemory
            )
        )
    })
}

/// The text of a column, whatever stands in it.
fn lossy(row: &Row<'_>, at: usize) -> Result<String> {
    Ok(match row.get_ref(at)? {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    })
}

/// The bytes of a column that holds text or bytes.
fn bytes<'a>(row: &'a Row<'_>, at: usize) -> Result<Option<&'a [u8]>> {
    Ok(match row.get_ref(at)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(bytes),
        _ => None,
    })
}

/// What identifies a record, as it is shown, whatever stands in the column.
fn key_text(entity: Entity, key: ValueRef<'_>) -> Text {
    Text::plain(match key {
        ValueRef::Integer(wanted) => number::show(entity, wanted),
        key => String::from_utf8_lossy(&key_bytes(key)).into_owned(),
    })
}

/// The record of a row of the journal's changes.
fn changed_record(row: &Row<'_>) -> Result<Text> {
    let kind = lossy(row, 1)?;
    Ok(match Entity::of_table(&kind) {
        Some(entity) => key_text(entity, row.get_ref(2)?),
        None => Text::plain(kind),
    })
}
