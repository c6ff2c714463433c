//! The files that visitors sent. A file is private and has no name on the disk, so nobody can open it by a path, and it
//! is gone as soon as nobody uses it, even if the server is killed. A list waits here while its visitor says what its
//! columns mean.

use super::spool::{Reservation, Visitor};
use crate::record::Entity;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a list waits for its visitor.
const MAX_AGE: Duration = Duration::from_hours(1);
/// Maximum number of lists that wait: of one visitor, whose oldest list makes room for a new one, and of all visitors.
const MAX_PER_VISITOR: usize = 4;
const MAX_LISTS: usize = 40;
const MAX_NAME_CHARS: usize = 100;

/// A file that a visitor sent. Its size counts towards the visitor's share of the temporary folder.
pub struct UploadedFile {
    /// The name that messages show. It is never used as a path.
    pub name: String,
    file: Mutex<File>,
    length: u64,
    reservation: Reservation,
    visitor: Arc<Visitor>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Shortens a file name from a browser to its last part, without characters that a message should not show.
fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible =
        last.chars().filter(|character| !character.is_control() && !crate::language::is_invisible(*character));
    let name: String = visible.take(MAX_NAME_CHARS).collect();
    name.trim().to_owned()
}

impl UploadedFile {
    pub fn create(name: &str, visitor: &Arc<Visitor>) -> io::Result<Self> {
        // Report every failure to create or extend a temporary file as a full disk, which is the likely cause.
        let file = tempfile::tempfile().map_err(|_| io::ErrorKind::StorageFull)?;
        Ok(Self {
            name: shown_name(name),
            file: Mutex::new(file),
            length: 0,
            reservation: Reservation::new(visitor, 0)?,
            visitor: Arc::clone(visitor),
        })
    }

    pub fn with_text(name: &str, visitor: &Arc<Visitor>, text: &str) -> io::Result<Self> {
        let mut file = Self::create(name, visitor)?;
        file.append(text.as_bytes())?;
        Ok(file)
    }

    pub fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let length = self.length.saturating_add(bytes.len() as u64);
        self.reservation.grow_to(length)?;
        self.length = length;
        lock(&self.file).write_all(bytes).map_err(|_| io::ErrorKind::StorageFull.into())
    }

    pub const fn len(&self) -> u64 {
        self.length
    }

    /// Returns a copy that can be read while others read the file. A second handle to the same file would share its
    /// position.
    pub fn copy(&self) -> io::Result<File> {
        let mut copy = tempfile::tempfile().map_err(|_| io::ErrorKind::StorageFull)?;
        let mut file = lock(&self.file);
        file.rewind()?;
        io::copy(&mut *file, &mut copy).map_err(|_| io::ErrorKind::StorageFull)?;
        drop(file);
        copy.rewind()?;
        Ok(copy)
    }

    pub fn read_all(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut file = lock(&self.file);
        file.rewind()?;
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// A value in a list that somebody wants to make a term of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    pub column: String,
    pub text: String,
    pub vocabulary: Entity,
}

/// What the visitor chose for the import of a list.
#[derive(Clone)]
pub struct Choices {
    pub entity: Entity,
    pub sheet: Option<String>,
    pub updates: bool,
    pub allows_duplicates: bool,
    pub mapping: Option<Arc<UploadedFile>>,
    /// What the visitor wants to add to lists of the register first.
    pub additions: Vec<Addition>,
}

/// A list that waits to be imported.
pub struct Upload {
    pub file: Arc<UploadedFile>,
    owner: Arc<str>,
    created: Instant,
    choices: Mutex<Choices>,
}

impl Upload {
    pub fn choices(&self) -> Choices {
        lock(&self.choices).clone()
    }

    pub fn choose(&self, choices: Choices) {
        *lock(&self.choices) = choices;
    }
}

/// The lists that wait, each with the random token in the address of its page. The oldest come first.
#[derive(Default)]
pub struct Uploads(Mutex<VecDeque<(String, Arc<Upload>)>>);

impl Uploads {
    /// Keeps a list under a random token. Returns false if too many lists wait.
    pub fn add(&self, token: String, file: Arc<UploadedFile>, choices: Choices) -> bool {
        self.add_at(Instant::now(), token, file, choices)
    }

    fn add_at(&self, now: Instant, token: String, file: Arc<UploadedFile>, choices: Choices) -> bool {
        let owner = Arc::clone(&file.visitor.name);
        let mut lists = self.current(now);
        let is_own = |(_, upload): &(String, Arc<Upload>)| upload.owner == owner;
        if lists.iter().filter(|list| is_own(list)).count() >= MAX_PER_VISITOR
            && let Some(oldest) = lists.iter().position(is_own)
        {
            lists.remove(oldest);
        }
        // A token is empty if the system gave no random numbers.
        if lists.len() >= MAX_LISTS || token.is_empty() {
            return false;
        }
        let upload = Upload { file, owner, created: now, choices: Mutex::new(choices) };
        lists.push_back((token, Arc::new(upload)));
        true
    }

    /// Finds the list of this visitor. The token alone is not enough: an address may be passed on.
    pub fn find(&self, token: &str, visitor: &Visitor) -> Option<Arc<Upload>> {
        self.find_at(Instant::now(), token, visitor)
    }

    fn find_at(&self, now: Instant, token: &str, visitor: &Visitor) -> Option<Arc<Upload>> {
        let lists = self.current(now);
        let found = lists.iter().find(|(known, upload)| known == token && upload.owner == visitor.name);
        found.map(|(_, upload)| Arc::clone(upload))
    }

    pub fn remove(&self, token: &str) {
        lock(&self.0).retain(|(known, _)| known != token);
    }

    /// Deletes the lists whose visitor left them.
    pub fn drop_abandoned(&self) {
        drop(self.current(Instant::now()));
    }

    /// The lists that are not too old.
    fn current(&self, now: Instant) -> MutexGuard<'_, VecDeque<(String, Arc<Upload>)>> {
        let mut lists = lock(&self.0);
        lists.retain(|(_, upload)| now.saturating_duration_since(upload.created) < MAX_AGE);
        lists
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by it")]
mod tests {
    use super::super::spool::Visitors;
    use super::*;

    fn choices() -> Choices {
        Choices {
            entity: Entity::Obstacle,
            sheet: None,
            updates: false,
            allows_duplicates: false,
            mapping: None,
            additions: Vec::new(),
        }
    }

    fn file(visitor: &Arc<Visitor>) -> Arc<UploadedFile> {
        Arc::new(UploadedFile::with_text("lists/a.csv", visitor, "title").unwrap())
    }

    #[test]
    fn a_list_is_found_by_its_visitor_only_and_for_an_hour() {
        let (visitors, uploads, now) = (Visitors::default(), Uploads::default(), Instant::now());
        let (anna, bert) = (visitors.get("anna"), visitors.get("bert"));
        let token = "1f";
        assert!(uploads.add_at(now, token.to_owned(), file(&anna), choices()));
        assert_eq!(uploads.find_at(now, token, &anna).unwrap().file.name, "a.csv");
        assert!(uploads.find_at(now, token, &bert).is_none());
        let within = now + MAX_AGE / 2;
        assert!(uploads.find_at(within, token, &anna).is_some());
        assert!(uploads.find_at(now + MAX_AGE, token, &anna).is_none());
        assert!(uploads.find_at(now, token, &anna).is_none(), "it was deleted");
    }

    #[test]
    fn the_oldest_list_of_a_visitor_makes_room_and_all_lists_together_are_limited() {
        let (visitors, uploads, now) = (Visitors::default(), Uploads::default(), Instant::now());
        let anna = visitors.get("anna");
        let add = |token: &str, visitor: &Arc<Visitor>| uploads.add_at(now, token.to_owned(), file(visitor), choices());
        let tokens = ["a", "b", "c", "d", "e"];
        assert!(tokens.iter().all(|token| add(token, &anna)));
        let found = tokens.map(|token| uploads.find_at(now, token, &anna).is_some());
        assert_eq!(found, [false, true, true, true, true]);
        for at in 0..36 {
            let other = visitors.get(&format!("visitor {}", at / 4));
            assert!(add(&format!("{at}"), &other));
        }
        assert!(!add("f", &visitors.get("one more")));
        assert!(add("g", &anna), "her oldest list makes room");
    }

    #[test]
    fn a_name_is_never_a_path() {
        for (name, shown) in [
            ("C:\\lijsten\\a.csv", "a.csv"),
            ("../../etc/passwd", "passwd"),
            ("a\n\u{202e}b.csv ", "ab.csv"),
            ("/", ""),
        ] {
            assert_eq!(shown_name(name), shown);
        }
    }
}
