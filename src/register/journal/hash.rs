//! Computes the journal's hashes. The hashed data contains the length of every field, so that two different lists of
//! fields never give the same data.

use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

/// A SHA-256 digest.
pub type Hash = [u8; 32];

pub fn key_bytes(key: ValueRef<'_>) -> Vec<u8> {
    match key {
        ValueRef::Integer(number) => number.to_string().into_bytes(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.to_vec(),
        ValueRef::Real(number) => number.to_string().into_bytes(),
        ValueRef::Null => Vec::new(),
    }
}

/// Hashes all fields, each preceded by its length. A missing field is hashed as `-`.
fn hash_fields(fields: &[Option<&[u8]>]) -> Hash {
    let mut hasher = Sha256::new();
    for field in fields {
        match field {
            Some(bytes) => {
                hasher.update(bytes.len().to_string());
                hasher.update(b":");
                hasher.update(bytes);
            }
            None => hasher.update(b"-:"),
        }
    }
    hasher.finalize().into()
}

/// Hashes a changed record. `salt` is `None` for a change that was written before schema version 6.
pub fn change_digest(
    kind: &str,
    key: &[u8],
    before: Option<impl AsRef<[u8]>>,
    after: Option<impl AsRef<[u8]>>,
    salt: Option<&[u8]>,
) -> Hash {
    let (before, after) = (before.as_ref().map(AsRef::as_ref), after.as_ref().map(AsRef::as_ref));
    let fields = [Some(kind.as_bytes()), Some(key), before, after, salt];
    hash_fields(if salt.is_some() { &fields } else { &fields[..4] })
}

/// Returns the digest of a journal entry whose note was redacted. `stored` is the entry's hash from before the
/// redaction, which the hash chain still contains. `computed` is the hash of the entry with its present note.
pub fn redacted_entry_digest(salt: &[u8], stored: &[u8], computed: &Hash) -> Hash {
    hash_fields(&[Some(salt), Some(stored), Some(computed)])
}

pub struct EntryHashInput<'a> {
    /// The hash of the previous entry, or the register's id for the first entry.
    pub previous: &'a [u8],
    pub number: i64,
    pub at: &'a [u8],
    /// The hash of the author's name. The chain does not contain the name itself, so that the name can be erased.
    pub actor: &'a [u8],
    pub origin: &'a [u8],
    pub action: &'a [u8],
    /// The salted hash of the note. Entries from before schema version 6 have the note itself here.
    pub note: Option<&'a [u8]>,
    pub undoes: Option<i64>,
    pub changes: i64,
    pub contents: &'a [u8],
}

pub fn entry_hash(entry: &EntryHashInput<'_>) -> Hash {
    hash_fields(&[
        Some(entry.previous),
        Some(entry.number.to_string().as_bytes()),
        Some(entry.at),
        Some(entry.actor),
        Some(entry.origin),
        Some(entry.action),
        entry.note,
        entry.undoes.map(|undone| undone.to_string()).as_deref().map(str::as_bytes),
        Some(entry.changes.to_string().as_bytes()),
        Some(entry.contents),
    ])
}

/// Hashes a text with a salt. Without the salt, nobody can find the text by hashing guesses.
pub fn salted_digest(salt: &[u8], value: &[u8]) -> Hash {
    hash_fields(&[Some(salt), Some(value)])
}
