//! The register: opens, reads and writes the SQLite file. All use of SQLite is in this module.

mod attribute_columns;
mod backup;
mod calendar;
mod check;
pub mod columns;
mod copy;
mod count;
#[cfg(test)]
mod counting_rules_test;
mod erasure;
mod filter_sql;
mod history;
mod interrupt;
mod journal;
mod list_query;
mod load;
mod locks;
mod lookup;
mod meaning;
mod moment;
mod normalize;
mod past_cache;
mod question_groups;
mod rebuild;
mod reconcile;
mod redaction;
mod report_query;
mod resolve;
mod rowid;
mod same_obstacle;
mod saved_view;
mod search;
mod sql;
mod sql_functions;
mod sqlite_error;
mod store;
mod suggestions;
mod terms;
mod undo;
mod upgrade;
mod views;
mod write;

pub use backup::is_same_file;
pub use calendar::{CalendarKey, Deadline};
pub use check::{Anchor, CheckSummary, Finding};
pub use copy::copies_beside;
pub use count::{BUCKETS, GroupBy};
pub use erasure::PersonReach;
pub use filter_sql::MAX_FILTER_VALUES;
pub use history::{JournalEntry, JournalFilter, RecordChange};
pub use interrupt::{Interrupt, interruptible};
pub use journal::EntryMeta;
pub use list_query::{ListQuery, ListSummary};
pub use load::Key;
pub use locks::is_on_network_drive;
pub use lookup::UnknownLaw;
pub use meaning::{EmbedLimit, can_embed};
pub use moment::Moment;
pub use past_cache::PastCache;
pub use reconcile::{Reconciliation, Verdict};
pub use redaction::{Finder, REDACT, RedactedPart, RedactionSummary};
pub use report_query::{MODEL_SEPARATOR, ReportSummary, rule_of};
pub use same_obstacle::SameObstacles;
pub use saved_view::SavedView;
pub use search::{
    Hit, HitSummary, Request as SearchRequest, SearchResults, UsedMeaning, analysed_part, check_text, question_text,
};
pub use sqlite_error::{BrokenRule, broken_rule, explain};
pub use suggestions::{NEAREST, Suggestion};
pub use undo::UndoSummary;
pub use upgrade::UpgradeSummary;
pub use write::{PutOutcome, WriteTx};

use crate::atomic_file;
use crate::failure::{Exit, Failure, create_failure, file_failure};
use crate::i18n::failures;
use crate::language::ANALYSIS_VERSION;
use anyhow::Result;
use past_cache::Lease;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use text_embedding::MODEL_ID;

/// The schema of a new register. `schema.sql` also documents the file format.
pub const SCHEMA: &str = include_str!("../../schema.sql");

/// `RUIM` in ASCII, which marks a SQLite file as a register. A test checks that `schema.sql` has the same value.
const APPLICATION_ID: i32 = 1_381_321_037;
/// The schema version that this program reads and writes.
const SCHEMA_VERSION: i32 = 9;

pub struct Register {
    connection: Lease,
    vocabularies: terms::TermCache,
    persons: lookup::PersonCache,
    /// Whether all queries are restricted to open data.
    is_public: bool,
    /// Set by [`Register::hide_contact_persons`].
    hides_contact_persons: bool,
    /// Set by [`Register::hide_views_of_others`]: SQL for the numbers of the saved views that the journal may show.
    shown_views: Option<String>,
    /// The reference date: queries show the obstacles as they were on this day. `None` means the present.
    reference_date: Option<jiff::civil::Date>,
    /// Whether there is a search index. A rebuilt past state of the register has no index until its first search.
    has_search_index: std::cell::Cell<bool>,
    /// Cached state for reading and writing the search index.
    lexicon: std::cell::RefCell<search::Lexicon>,
}

impl Register {
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_named(path, &path.display().to_string())
    }

    /// Opens the register at `path`. Error messages show `display_path` instead of that path.
    fn open_named(path: &Path, display_path: &str) -> Result<Self> {
        let register = Self::open_read_locked_named(path, display_path)?;
        register.end_read()?;
        Ok(register)
    }

    /// Opens an existing register with a read lock, which is kept until the register is closed. Meanwhile all queries
    /// see the same state, and other processes cannot write.
    pub fn open_read_locked(path: &Path) -> Result<Self> {
        Self::open_read_locked_named(path, &path.display().to_string())
    }

    fn open_read_locked_named(path: &Path, display_path: &str) -> Result<Self> {
        match std::fs::metadata(path) {
            Ok(found) if found.is_dir() => {
                return Err(Failure::of_file(Exit::Data, failures::not_a_register(display_path)).into());
            }
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Failure::of_file(Exit::NoInput, failures::no_register(display_path)).into());
            }
            Err(error) => return Err(file_failure(&error, display_path).into()),
        }
        let register = Self::connect(path, display_path)?;
        register.begin_read()?;
        register.check_header(display_path)?;
        Ok(register)
    }

    /// Opens a private copy of the register, for a dry run that may take long: it locks nobody out, and what is written
    /// to it is lost. SQLite keeps the copy in a temporary file without a name.
    pub fn open_copy(path: &Path) -> Result<Self> {
        let original = Self::open(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut copy = Connection::open_with_flags("", flags)?;
        copy::copy_database(&original.connection, &mut copy, "main").map_err(sqlite_error::map_temp_folder_error)?;
        Self::configure(copy)
    }

    pub const fn reference_date(&self) -> Option<jiff::civil::Date> {
        self.reference_date
    }

    fn header(&self) -> rusqlite::Result<(i32, i32)> {
        let number = |name| self.connection.pragma_query_value(None, name, |row| row.get(0));
        Ok((number("application_id")?, number("user_version")?))
    }

    /// Fails unless the file is a register with the current schema version.
    fn check_header(&self, display_path: &str) -> Result<()> {
        let (application, version) = self.header().map_err(|error| sqlite_error::open_error(&error, display_path))?;
        Self::validate_header(application, version, display_path)
    }

    /// Fails if the register has a view. A view in place of a table could make a command run forever.
    fn require_no_views(&self) -> Result<()> {
        if self.connection.prepare("SELECT 1 FROM sqlite_master WHERE type = 'view'")?.exists([])? {
            let path = Path::new(self.connection.path().unwrap_or_default());
            let name = path.file_name().unwrap_or_default().display().to_string();
            return Err(Failure::new(Exit::Io, failures::register_damaged(name)).into());
        }
        Ok(())
    }

    fn check_version(&self) -> Result<()> {
        let (application, version) = self.header()?;
        Self::validate_header(application, version, self.connection.path().unwrap_or_default())
    }

    fn validate_header(application: i32, version: i32, display_path: &str) -> Result<()> {
        if application != APPLICATION_ID {
            return Err(Failure::of_file(Exit::Data, failures::not_a_register(display_path)).into());
        }
        if version > SCHEMA_VERSION {
            return Err(Failure::of_file(Exit::NewerVersion, failures::newer_register(display_path)).into());
        }
        if version < SCHEMA_VERSION {
            return Err(Failure::of_file(Exit::Data, failures::older_register(display_path)).into());
        }
        Ok(())
    }

    /// Creates a register and fills it with `populate`. The file appears only once it is complete, and only its owner
    /// can read it.
    pub fn create(path: &Path, populate: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let display_path = path.display().to_string();
        Self::require_absent(path)?;
        let file = atomic_file::create(path, &display_path, atomic_file::PRIVATE_FILE_MODE)?;
        let make = || -> Result<()> {
            let mut register = Self::configure(open_existing(file.path())?)?;
            register.apply_schema()?;
            populate(&mut register)?;
            Ok(register.connection.into_inner()?.close().map_err(|(_, error)| error)?)
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

    fn end_read(&self) -> rusqlite::Result<()> {
        self.connection.execute_batch("COMMIT")
    }

    pub fn in_memory() -> Result<Self> {
        let mut register = Self::configure(Connection::open_in_memory()?)?;
        register.apply_schema()?;
        Ok(register)
    }

    /// Closes a register that was only read. Does not free memory, because the process is about to exit.
    pub fn close_fast(self) {
        if !self.connection.is_autocommit() {
            // Release the read lock now, because the output may take long. A failure does not matter: exiting also
            // releases the lock.
            let _ = self.end_read();
        }
        // Skip SQLite's teardown, which is not needed before an exit. Printing a short list then takes 13 % less time.
        std::mem::forget(self);
    }

    fn connect(path: &Path, display_path: &str) -> Result<Self> {
        let connection = open_existing(path).map_err(|error| sqlite_error::open_error(&error, display_path))?;
        Self::configure(connection)
    }

    fn configure(mut connection: Connection) -> Result<Self> {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
        // Make query plans depend only on the SQL text. If plans also depended on parameter values, SQLite would
        // prepare each query with a LIMIT twice.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.set_prepared_statement_cache_capacity(64);
        sql_functions::register_functions(&connection)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        interrupt::watch(&mut connection)?;
        Ok(Self::with_connection(Lease::new(connection), true))
    }

    fn with_connection(connection: Lease, has_search_index: bool) -> Self {
        Self {
            connection,
            vocabularies: terms::TermCache::default(),
            persons: lookup::PersonCache::default(),
            is_public: false,
            hides_contact_persons: false,
            shown_views: None,
            reference_date: None,
            has_search_index: std::cell::Cell::new(has_search_index),
            lexicon: std::cell::RefCell::default(),
        }
    }

    fn apply_schema(&mut self) -> Result<()> {
        let transaction = self.connection.transaction()?;
        transaction.execute_batch(SCHEMA)?;
        transaction.execute(
            "INSERT INTO register (only_row, id, search, meaning) VALUES (1, lower(hex(randomblob(16))), ?1, ?2)",
            [ANALYSIS_VERSION, MODEL_ID],
        )?;
        transaction.commit()?;
        Ok(())
    }
}

/// Opens an existing file. The path is made absolute, so that SQLite never interprets it as a `file:` URI.
fn open_existing(path: &Path) -> rusqlite::Result<Connection> {
    let absolute = std::path::absolute(path).map_err(|_| rusqlite::Error::InvalidPath(path.to_owned()))?;
    Connection::open_with_flags(absolute, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)
}

/// The path of the register if the user specifies none. It is in the platform's data folder.
pub fn default_path() -> Result<PathBuf> {
    use etcetera::BaseStrategy;
    // Fail if HOME is not set, instead of letting the C library look up the home folder in the user database.
    if cfg!(target_os = "linux") && std::env::var_os("HOME").is_none_or(|home| home.is_empty()) {
        return Err(Failure::usage(failures::no_home_folder()).into());
    }
    let folders = etcetera::choose_base_strategy().map_err(|_| Failure::usage(failures::no_home_folder()))?;
    Ok(folders.data_dir().join("ruimte").join("register.db"))
}
