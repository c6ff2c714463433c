//! Copies a whole database, even while other processes write to it.

use super::{APPLICATION_ID, interrupt, open_existing, sqlite_error};
use crate::atomic_file;
use crate::failure::create_failure;
use anyhow::Result;
use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::NamedTempFile;

const PAGES_PER_STEP: i32 = 2048;
/// A copy restarts if another process writes meanwhile. After this many restarts, one step copies all remaining pages.
const MAX_RESTARTS: u32 = 3;

/// Copies the given number of pages. Retries for some seconds while the database file `path` is locked.
pub fn step_with_retries(backup: &Backup<'_, '_>, pages: i32, path: &Path) -> Result<StepResult> {
    for _ in 0..500 {
        match backup.step(pages)? {
            StepResult::Busy | StepResult::Locked => std::thread::sleep(Duration::from_millis(10)),
            done => return Ok(done),
        }
    }
    Err(sqlite_error::busy(path).into())
}

/// Copies a register into the database attached as `name`, even while other processes write to the register.
pub fn copy_database(from: &Connection, to: &mut Connection, name: &str) -> Result<()> {
    let path = Path::new(from.path().unwrap_or_default());
    let backup = Backup::new_with_names(from, "main", to, name)?;
    let (mut previous_remaining, mut restarts) = (i32::MAX, 0);
    while step_with_retries(&backup, if restarts < MAX_RESTARTS { PAGES_PER_STEP } else { -1 }, path)?
        != StepResult::Done
    {
        interrupt::check()?;
        let now = backup.progress().remaining;
        restarts += u32::from(now > previous_remaining);
        previous_remaining = now;
    }
    Ok(())
}

/// Copies a database to a temporary file in the folder of `to`. Error messages name `display_path` as the file.
pub fn copy_to_temp_file(from: &Connection, to: &Path, display_path: &str) -> Result<NamedTempFile> {
    let file = atomic_file::create(to, display_path, atomic_file::PRIVATE_FILE_MODE)?;
    let write = || -> Result<()> {
        let mut copy = open_existing(file.path())?;
        copy_database(from, &mut copy, "main")?;
        Ok(copy.close().map_err(|(_, error)| error)?)
    };
    write().map_err(|error| sqlite_error::map_create_error(error, file.path(), display_path))?;
    Ok(file)
}

/// Returns an unused file name, next to the register, for a copy of the register.
pub fn backup_path_for(path: &Path, why: &str, now: Timestamp) -> PathBuf {
    let with_suffix = |more: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{why}-{}{more}", now.strftime("%Y%m%dT%H%M%SZ")));
        PathBuf::from(name)
    };
    let first = with_suffix("");
    if first.symlink_metadata().is_err() {
        return first;
    }
    (2..1000).map(|at| with_suffix(&format!("-{at}"))).find(|name| name.symlink_metadata().is_err()).unwrap_or(first)
}

/// Limits on the files to inspect for copies, and on the copies to list.
const MAX_FILES: usize = 10_000;
const MAX_COPIES: usize = 20;

/// Returns the names of other registers in a register's folder, such as backups that `upgrade` and `restore` made.
pub fn copies_beside(path: &Path) -> Vec<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let is_register = |other: &Path| {
        let mut header = [0; 72];
        let is_read = other.is_file() && File::open(other).is_ok_and(|mut file| file.read_exact(&mut header).is_ok());
        is_read && header.starts_with(b"SQLite format 3\0") && header.ends_with(&APPLICATION_ID.to_be_bytes())
    };
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().take(MAX_FILES);
    let others = files.filter(|file| Some(&*file.file_name()) != path.file_name() && is_register(&file.path()));
    let mut names: Vec<String> = others.take(MAX_COPIES).map(|file| file.file_name().display().to_string()).collect();
    names.sort();
    names
}

pub fn persist_new(copy: NamedTempFile, to: &Path) -> Result<()> {
    let display_path = to.display().to_string();
    copy.as_file().sync_all().map_err(|error| create_failure(&error, &display_path))?;
    copy.persist_noclobber(to).map_err(|error| create_failure(&error.error, &display_path))?;
    Ok(())
}
