//! The hashes of the journal. Each covers its fields with their lengths, so that no two lists of fields hash alike.

use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

/// A SHA-256.
pub type Hash = [u8; 32];

/// A key as the digests take it, read from the journal.
pub fn key_bytes(key: ValueRef<'_>) -> Vec<u8> {
    match key {
        ValueRef::Integer(number) => number.to_string().into_bytes(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.to_vec(),
        ValueRef::Real(number) => number.to_string().into_bytes(),
        ValueRef::Null => Vec::new(),
    }
}

fn hash_field(hasher: &mut Sha256, field: Option<&[u8]>) {
    match field {
        Some(bytes) => {
            hasher.update(bytes.len().to_string());
            hasher.update(b":");
            hasher.update(bytes);
        }
        None => hasher.update(b"-:"),
    }
}

/// The digest of a changed record: each piece with its length before it, `-` for one that is not there.
pub fn change_digest(
    kind: &str,
    key: &[u8],
    before: Option<impl AsRef<[u8]>>,
    after: Option<impl AsRef<[u8]>>,
) -> Hash {
    let mut hasher = Sha256::new();
    hash_field(&mut hasher, Some(kind.as_bytes()));
    hash_field(&mut hasher, Some(key));
    hash_field(&mut hasher, before.as_ref().map(AsRef::as_ref));
    hash_field(&mut hasher, after.as_ref().map(AsRef::as_ref));
    hasher.finalize().into()
}

/// What the chain covers of an entry.
pub struct EntryHashInput<'a> {
    /// The hash of the entry before; of the first: the register's id.
    pub previous: &'a [u8],
    /// The entry's number.
    pub number: i64,
    /// When.
    pub at: &'a [u8],
    /// The hash of the actor's name.
    pub actor: &'a [u8],
    /// The host.
    pub origin: &'a [u8],
    /// The command.
    pub action: &'a [u8],
    /// What is to be remembered of it.
    pub note: Option<&'a [u8]>,
    /// The entry that it takes back.
    pub undoes: Option<i64>,
    /// How many records it changed.
    pub changes: i64,
    /// The digest of the digests of its changes.
    pub contents: &'a [u8],
}

/// The hash of an entry.
pub fn entry_hash(entry: &EntryHashInput<'_>) -> Hash {
    let mut hasher = Sha256::new();
    hash_field(&mut hasher, Some(entry.previous));
    hash_field(&mut hasher, Some(entry.number.to_string().as_bytes()));
    hash_field(&mut hasher, Some(entry.at));
    hash_field(&mut hasher, Some(entry.actor));
    hash_field(&mut hasher, Some(entry.origin));
    hash_field(&mut hasher, Some(entry.action));
    hash_field(&mut hasher, entry.note);
    hash_field(&mut hasher, entry.undoes.map(|undone| undone.to_string()).as_deref().map(str::as_bytes));
    hash_field(&mut hasher, Some(entry.changes.to_string().as_bytes()));
    hash_field(&mut hasher, Some(entry.contents));
    hasher.finalize().into()
}

/// The hash of a salt and a value.
pub fn personal_digest(salt: &[u8], value: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hash_field(&mut hasher, Some(salt));
    hash_field(&mut hasher, Some(value));
    hasher.finalize().into()
}
