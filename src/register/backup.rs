//! Backs up and restores registers. Other processes may write during a backup. A backup gets its file name only after
//! it has been verified.

use super::check::Finding;
use super::copy::{backup_path_for, copy_to_temp_file, persist_new, step_with_retries};
use super::{Register, open_existing, sqlite_error};
use crate::atomic_file;
use crate::failure::{Exit, Failure, create_failure, file_failure};
use crate::i18n::failures;
use anyhow::Result;
use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::NamedTempFile;

impl Register {
    /// Copies the register to `to`, even while others write. Overwrites an existing file only if `replace` is true.
    pub fn back_up(&self, path: &Path, to: &Path, replace: bool, progress: &mut dyn FnMut(u64)) -> Result<()> {
        self.require_no_views()?;
        let display_path = to.display().to_string();
        if !replace && to.symlink_metadata().is_ok() {
            return Err(Failure::new(Exit::CannotCreate, failures::backup_target_exists(display_path)).into());
        }
        require_regular_file(to)?;
        let to = &to.canonicalize().unwrap_or_else(|_| to.to_owned());
        if is_same_file(path, to) {
            return Err(Failure::new(Exit::CannotCreate, failures::backup_target_is_register(display_path)).into());
        }
        let copy = copy_to_temp_file(&self.connection, to, &display_path)?;
        if let Some((count, finding)) = verify_copy(copy.path(), &display_path, progress)? {
            let message = failures::backup_source_invalid(count, finding.record, finding.cause);
            return Err(Failure::new(Exit::Io, message).into());
        }
        persist_over(copy, to, &display_path)
    }

    /// Checks a copy and restores it as the register at `path`. Returns the path where the replaced register was saved,
    /// and the number of keys of calendars that were revoked. Processes that have the register open continue with the restored data.
    pub fn restore(
        path: &Path,
        from: &Path,
        replace: bool,
        now: Timestamp,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(Option<PathBuf>, usize)> {
        let source = Self::open(from)?;
        let (display_path, from_path) = (path.display().to_string(), from.display().to_string());
        let is_there = path.symlink_metadata().is_ok();
        if is_there && !replace {
            return Err(Failure::new(Exit::CannotCreate, failures::restore_target_exists(display_path)).into());
        }
        require_regular_file(path)?;
        let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let copy = copy_to_temp_file(&source.connection, path, &display_path)
            .map_err(sqlite_error::explain_for(&from_path))?;
        if let Some((count, finding)) = verify_copy(copy.path(), &display_path, progress)? {
            let message = failures::backup_invalid(from_path, count, finding.record, finding.cause);
            return Err(Failure::new(Exit::Io, message).into());
        }
        // A key that was revoked after the backup was made must not work again.
        let revoked_keys = Self::open_named(copy.path(), &display_path)?.revoke_calendar_keys()?;
        if !path.exists() {
            persist_over(copy, path, &display_path)?;
            return Ok((None, revoked_keys));
        }
        match replace_in_place(path, copy.path(), now) {
            Ok(replaced) => Ok((Some(replaced), revoked_keys)),
            Err(ReplaceError::Failed(error)) => Err(error),
            // A file that is too damaged to open as a register cannot be in use by any process, so renaming it is safe.
            Err(ReplaceError::TooDamaged) => {
                let replaced = backup_path_for(path, "replaced", now);
                move_database_files(path, &replaced)?;
                persist_over(copy, path, &display_path)?;
                Ok((Some(replaced), revoked_keys))
            }
        }
    }
}

/// Why the contents of a register's file could not be replaced in place.
enum ReplaceError {
    TooDamaged,
    Failed(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for ReplaceError {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// Replaces the contents of a register with those of a copy. Keeps the file and uses one transaction, so that other
/// processes can keep the file open. First saves the old contents in another file, and returns the path of that file.
fn replace_in_place(path: &Path, copy: &Path, now: Timestamp) -> Result<PathBuf, ReplaceError> {
    // Do not close this handle early: closing any handle to a file releases all locks of this process on that file.
    let handle = fs::File::open(path).map_err(|error| file_failure(&error, &path.display().to_string()))?;
    let version = || -> std::io::Result<[u8; 4]> {
        let (mut file, mut version) = (&handle, [0; 4]);
        file.seek(SeekFrom::Start(24))?;
        file.read_exact(&mut version)?;
        Ok(version)
    };
    let open = || -> rusqlite::Result<Connection> {
        let live = open_existing(path)?;
        live.busy_timeout(Duration::from_secs(5))?;
        live.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))?;
        Ok(live)
    };
    let source = open_existing(copy)?;
    let mut live = match open() {
        Ok(live) => live,
        Err(error) if sqlite_error::is_damage(&error) => return Err(ReplaceError::TooDamaged),
        Err(error) => return Err(error.into()),
    };
    let before = version()?;
    let name = backup_path_for(path, "replaced", now);
    let shown = name.display().to_string();
    let mut replaced = copy_to_temp_file(&live, &name, &shown)?;
    let backup = Backup::new(&source, &mut live)?;
    // Copy zero pages, only to take the lock on the register.
    step_with_retries(&backup, 0, path)?;
    if version()? != before {
        // Another process changed the register after we saved it. Save it again, now that nobody else can write.
        replaced = copy_locked_file(&handle, &name, &shown)?;
    }
    persist_new(replaced, &name)?;
    while step_with_retries(&backup, -1, path)? != StepResult::Done {}
    Ok(name)
}

/// Copies the bytes of a register that this process has locked. Reads the file directly, because the lock stops a
/// second SQLite connection from reading it.
fn copy_locked_file(mut register: &fs::File, to: &Path, shown: &str) -> Result<NamedTempFile> {
    let mut file = atomic_file::create(to, shown, atomic_file::PRIVATE_FILE_MODE)?;
    let mut copy = || register.seek(SeekFrom::Start(0)).and_then(|_| std::io::copy(&mut register, &mut file));
    copy().map_err(|error| create_failure(&error, shown))?;
    Ok(file)
}

/// Renames a damaged register and its journal files, so that SQLite does not apply an old journal to the new register.
fn move_database_files(path: &Path, replaced: &Path) -> Result<()> {
    let of = |path: &Path, end: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    for end in ["-journal", "-wal", "-shm", ""] {
        if end.is_empty() || of(path, end).exists() {
            let moved = fs::rename(of(path, end), of(replaced, end));
            moved.map_err(|error| create_failure(&error, &replaced.display().to_string()))?;
        }
    }
    Ok(())
}

/// Fails if the path exists but is not a regular file, because only a regular file can be overwritten.
fn require_regular_file(path: &Path) -> Result<()> {
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => {
            let display_path = path.display().to_string();
            Err(Failure::new(Exit::CannotCreate, failures::cannot_create(display_path, failures::REASON_NOT_A_FILE))
                .into())
        }
        _ => Ok(()),
    }
}

pub fn is_same_file(one: &Path, other: &Path) -> bool {
    let Ok((one, other)) = one.canonicalize().and_then(|one| Ok((one, other.canonicalize()?))) else {
        return false;
    };
    #[cfg(unix)]
    if let (Ok(one), Ok(other)) = (one.metadata(), other.metadata()) {
        use std::os::unix::fs::MetadataExt;
        return one.dev() == other.dev() && one.ino() == other.ino();
    }
    one == other
}

/// Checks a copy that will be renamed to `display_path`. Returns the number of findings and the first one, if any.
fn verify_copy(copy: &Path, display_path: &str, progress: &mut dyn FnMut(u64)) -> Result<Option<(u64, Finding)>> {
    let mut first: Option<Finding> = None;
    let mut keep_first = |finding| {
        first.get_or_insert(finding);
        Ok(())
    };
    let checked = Register::open_named(copy, display_path)
        .and_then(|copy| copy.check(None, &mut keep_first, progress))
        .map_err(sqlite_error::explain_for(display_path))?;
    Ok(first.map(|finding| (checked.findings, finding)))
}

fn persist_over(copy: NamedTempFile, to: &Path, display_path: &str) -> Result<()> {
    copy.as_file().sync_all().map_err(|error| create_failure(&error, display_path))?;
    copy.persist(to).map_err(|error| create_failure(&error.error, display_path))?;
    Ok(())
}
