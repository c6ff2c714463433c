//! The register: the only module that knows SQLite. Opens the file, finds and reads rows, and writes them through one
//! path.

mod attribute_columns;
mod backup;
mod check;
pub mod columns;
mod copy;
mod count;
#[cfg(test)]
mod counting_rules_test;
mod erasure;
mod filter_sql;
mod history;
mod journal;
mod law_functions;
mod list_query;
mod load;
mod locks;
mod lookup;
mod moment;
mod normalize;
mod rebuild;
mod reconcile;
mod report_query;
mod resolve;
mod search;
mod sql;
mod sqlite_error;
mod store;
mod undo;
mod upgrade;
mod views;
mod write;

pub use backup::is_same_file;
pub use check::{Anchor, CheckSummary, Finding};
pub use count::{BUCKETS, GroupBy};
pub use history::{JournalEntry, JournalFilter, RecordChange};
pub use journal::EntryMeta;
pub use list_query::{ListQuery, ListSummary};
pub use load::Key;
pub use locks::is_on_network_drive;
pub use lookup::UnknownLaw;
pub use moment::Moment;
pub use reconcile::{Reconciliation, Verdict};
pub use search::{Hit, HitSummary, Request as SearchRequest, SearchResults, check_text, question_text};
pub use sqlite_error::{BrokenRule, broken_rule, explain};
pub use undo::UndoSummary;
pub use upgrade::UpgradeSummary;
pub use write::{PutOutcome, WriteTx};

use crate::atomic_file;
use crate::failure::{Exit, Failure, create_failure, file_failure};
use crate::i18n::failures;
use crate::language::ANALYSIS_VERSION;
use anyhow::Result;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};

/// The data contract: what a new register is made of.
pub const SCHEMA: &str = include_str!("../../schema.sql");

/// `RUIM`: tells a register from any other `SQLite` file. Stands in `schema.sql` too; a test compares.
const APPLICATION_ID: i32 = 1_381_321_037;
/// The version of `schema.sql` that this program works with.
const SCHEMA_VERSION: i32 = 5;

pub struct Register {
    connection: Connection,
    vocabularies: lookup::TermCache,
    /// Whether it shows only what may leave as open data.
    is_public: bool,
    /// The day of the work that it shows, if not the present.
    reference_date: Option<jiff::civil::Date>,
    /// Whether the search index is kept: a past has one only where somebody searches in it.
    has_search_index: std::cell::Cell<bool>,
    /// What writes and reads the search index remembers.
    lexicon: std::cell::RefCell<search::Lexicon>,
}

impl Register {
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_named(path, &path.display().to_string())
    }

    /// The same, of one that the reader knows as `display_path`.
    fn open_named(path: &Path, display_path: &str) -> Result<Self> {
        let register = Self::open_read_locked_named(path, display_path)?;
        register.end_read()?;
        Ok(register)
    }

    /// Opens an existing register to read in it as it is at one moment, until it is closed or left: a write in between
    /// would make the parts of what is read differ from each other, so nobody else can write meanwhile.
    pub fn open_read_locked(path: &Path) -> Result<Self> {
        Self::open_read_locked_named(path, &path.display().to_string())
    }

    fn open_read_locked_named(path: &Path, display_path: &str) -> Result<Self> {
        match std::fs::metadata(path) {
            Ok(found) if found.is_dir() => {
                return Err(Failure::data(failures::not_a_register(display_path)).into());
            }
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Failure::no_input(failures::no_register(display_path)).into());
            }
            Err(error) => return Err(file_failure(&error, display_path).into()),
        }
        let register = Self::connect(path, display_path)?;
        register.begin_read()?;
        register.check_header(display_path)?;
        Ok(register)
    }

    /// The day of the work that it shows, if not the present.
    pub const fn reference_date(&self) -> Option<jiff::civil::Date> {
        self.reference_date
    }

    /// What the file says that it is: application and version.
    fn header(&self) -> rusqlite::Result<(i32, i32)> {
        let number = |name| self.connection.pragma_query_value(None, name, |row| row.get(0));
        Ok((number("application_id")?, number("user_version")?))
    }

    /// Makes sure that the file is a register of this version of the schema.
    fn check_header(&self, display_path: &str) -> Result<()> {
        let (application, version) = self.header().map_err(|error| sqlite_error::open_error(&error, display_path))?;
        Self::validate_header(application, version, display_path)
    }

    fn check_version(&self) -> Result<()> {
        let (application, version) = self.header()?;
        Self::validate_header(application, version, self.connection.path().unwrap_or_default())
    }

    fn validate_header(application: i32, version: i32, display_path: &str) -> Result<()> {
        if application != APPLICATION_ID {
            return Err(Failure::data(failures::not_a_register(display_path)).into());
        }
        if version > SCHEMA_VERSION {
            return Err(Failure::new(Exit::NewerVersion, failures::newer_register(display_path)).into());
        }
        if version < SCHEMA_VERSION {
            return Err(Failure::data(failures::older_register(display_path)).into());
        }
        Ok(())
    }

    /// Makes a new, empty register. It appears under its name whole or not at all, readable by its owner only.
    pub fn create(path: &Path, populate: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let display_path = path.display().to_string();
        Self::require_absent(path)?;
        let file = atomic_file::create(path, &display_path, atomic_file::PRIVATE_FILE_MODE)?;
        let make = || -> Result<()> {
            let mut register = Self::configure(open_existing(file.path())?)?;
            register.apply_schema()?;
            populate(&mut register)?;
            Ok(register.connection.close().map_err(|(_, error)| error)?)
        };
        make().map_err(|error| sqlite_error::map_create_error(error, file.path(), &display_path))?;
        file.persist_noclobber(path).map_err(|error| match error.error.kind() {
            std::io::ErrorKind::AlreadyExists => {
                Failure::new(Exit::CannotCreate, failures::exists_already(&display_path))
            }
            _ => create_failure(&error.error, &display_path),
        })?;
        Ok(())
    }

    /// Makes sure that there is nothing yet under the name of a new register.
    pub fn require_absent(path: &Path) -> Result<()> {
        if path.symlink_metadata().is_ok() {
            let message = failures::exists_already(path.display().to_string());
            return Err(Failure::new(Exit::CannotCreate, message).into());
        }
        Ok(())
    }

    fn begin_read(&self) -> rusqlite::Result<()> {
        self.connection.execute_batch("BEGIN")
    }

    /// Ends that: others can write.
    fn end_read(&self) -> rusqlite::Result<()> {
        self.connection.execute_batch("COMMIT")
    }

    /// A register in memory: gone with the program.
    pub fn in_memory() -> Result<Self> {
        let mut register = Self::configure(Connection::open_in_memory()?)?;
        register.apply_schema()?;
        Ok(register)
    }

    /// Releases a register that was only read, when the process is about to exit.
    pub fn close_fast(self) {
        if !self.connection.is_autocommit() {
            // A slow reader of the output must not keep the lock; what cannot be released goes with the process.
            let _ = self.end_read();
        }
        // The system frees memory and file at once: without SQLite's teardown a short list takes 13 % less.
        std::mem::forget(self);
    }

    fn connect(path: &Path, display_path: &str) -> Result<Self> {
        let connection = open_existing(path).map_err(|error| sqlite_error::open_error(&error, display_path))?;
        Self::configure(connection)
    }

    fn configure(connection: Connection) -> Result<Self> {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
        // The way to an answer hangs on the question alone; else each statement with a limit is made ready twice.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.set_prepared_statement_cache_capacity(64);
        law_functions::register_functions(&connection)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        let has_search_index = std::cell::Cell::new(true);
        Ok(Self {
            connection,
            vocabularies: lookup::TermCache::default(),
            is_public: false,
            reference_date: None,
            has_search_index,
            lexicon: std::cell::RefCell::default(),
        })
    }

    fn apply_schema(&mut self) -> Result<()> {
        let transaction = self.connection.transaction()?;
        transaction.execute_batch(SCHEMA)?;
        transaction.execute(
            "INSERT INTO register (only_row, id, search) VALUES (1, lower(hex(randomblob(16))), ?1)",
            [ANALYSIS_VERSION],
        )?;
        transaction.commit()?;
        Ok(())
    }
}

/// Opens an existing file. An absolute path is never taken for a `file:` address, whatever it looks like.
fn open_existing(path: &Path) -> rusqlite::Result<Connection> {
    let absolute = std::path::absolute(path).map_err(|_| rusqlite::Error::InvalidPath(path.to_owned()))?;
    Connection::open_with_flags(absolute, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)
}

/// Where the register is when nobody says: in the platform's folder for data.
pub fn default_path() -> Result<PathBuf> {
    use etcetera::BaseStrategy;
    // The C library is not asked for a home folder that the environment does not name.
    if cfg!(target_os = "linux") && std::env::var_os("HOME").is_none_or(|home| home.is_empty()) {
        return Err(Failure::usage(failures::no_home_folder()).into());
    }
    let folders = etcetera::choose_base_strategy().map_err(|_| Failure::usage(failures::no_home_folder()))?;
    Ok(folders.data_dir().join("ruimte").join("register.db"))
}
