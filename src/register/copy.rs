//! Copies of a register: made while others write, verified before they get their name, and brought back.

use super::check::Finding;
use super::{Register, failure};
use crate::failure::{Exit, Failure, reason_not_made};
use crate::words::failures;
use anyhow::Result;
use jiff::Timestamp;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::NamedTempFile;

/// So many pages are copied at a time.
const PAGES: i32 = 2048;
/// After so many new beginnings, since others wrote meanwhile, the rest is copied in one go.
const BEGINNINGS: u32 = 3;

impl Register {
    /// Copies the register to a file, while others may write. The copy is checked, and only then gets its name.
    /// With `replace` a file that is there is replaced.
    ///
    /// # Errors
    /// When the file is there already or cannot be made, or the register is not as it should be.
    pub fn back_up(&self, to: &Path, replace: bool, progress: &mut dyn FnMut(u64)) -> Result<()> {
        if !replace && to.symlink_metadata().is_ok() {
            let told = failures::backup_over(to.display().to_string());
            return Err(Failure::new(Exit::CannotCreate, told).into());
        }
        let copy = copied(&self.connection, to)?;
        verified(copy.path(), to, progress)?;
        keep(copy, to)
    }

    /// Brings a copy back as the register at `path`. The copy is checked before anything is replaced, and what is
    /// replaced is kept: gives its new name.
    ///
    /// # Errors
    /// When the copy is not as it should be, or there is a register and `replace` does not say so.
    pub fn restore(
        path: &Path,
        from: &Path,
        replace: bool,
        now: Timestamp,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Option<PathBuf>> {
        let source = Self::open(from)?;
        let is_there = path.symlink_metadata().is_ok();
        if is_there && !replace {
            let shown = path.display().to_string();
            return Err(Failure::new(Exit::CannotCreate, failures::restore_over(shown)).into());
        }
        let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let copy = copied(&source.connection, path)?;
        verified(copy.path(), from, progress)?;
        if !is_there {
            keep(copy, path)?;
            return Ok(None);
        }
        let kept = kept_name(path, "replaced", now);
        // Who is writing is waited for, and what a crash left half done is put right, before the name moves on.
        let old = exclusive(path)?;
        let cannot = |error: &std::io::Error| {
            Failure::new(
                Exit::CannotCreate,
                failures::cannot_create(kept.display().to_string(), reason_not_made(error)),
            )
        };
        if old.is_none() {
            // Too damaged to be opened: what belongs to it goes with it, or it would be applied to the new one.
            let of = |path: &Path, end: &str| {
                let mut name = path.as_os_str().to_owned();
                name.push(end);
                PathBuf::from(name)
            };
            for end in ["-journal", "-wal", "-shm"] {
                if of(path, end).exists() {
                    fs::rename(of(path, end), of(&kept, end)).map_err(|error| cannot(&error))?;
                }
            }
        }
        // A second name first, so that there is a register at every moment; where the disk knows no second names
        // the register is moved.
        if fs::hard_link(path, &kept).is_err() {
            fs::rename(path, &kept).map_err(|error| cannot(&error))?;
        }
        keep(copy, path)?;
        Ok(Some(kept))
    }
}

/// A name beside the register for what is kept of it.
pub fn kept_name(path: &Path, why: &str, now: Timestamp) -> PathBuf {
    let named = |more: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{why}-{}{more}", now.strftime("%Y%m%dT%H%M%SZ")));
        PathBuf::from(name)
    };
    let first = named("");
    if first.symlink_metadata().is_err() {
        return first;
    }
    (2..1000)
        .map(|at| named(&format!("-{at}")))
        .find(|name| name.symlink_metadata().is_err())
        .unwrap_or(first)
}

/// The register at `path`, so that nobody else can read or write it; none where it is too damaged.
fn exclusive(path: &Path) -> Result<Option<Connection>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let lock = || -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(std::path::absolute(path).unwrap_or_default(), flags)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.execute_batch("BEGIN EXCLUSIVE")?;
        Ok(connection)
    };
    match lock() {
        Ok(connection) => Ok(Some(connection)),
        Err(error) if failure::is_busy(&error) => Err(error.into()),
        Err(_) => Ok(None),
    }
}

/// A copy beside the file that it is to be, under a name for the time being.
pub fn copied(from: &Connection, to: &Path) -> Result<NamedTempFile> {
    let shown = to.display().to_string();
    let folder = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = tempfile::Builder::new().prefix(".ruimte-copy-").tempfile_in(folder).map_err(|error| {
        Failure::new(Exit::CannotCreate, failures::cannot_create(&shown, reason_not_made(&error)))
    })?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut copy = Connection::open_with_flags(std::path::absolute(file.path())?, flags)?;
    {
        let backup = Backup::new(from, &mut copy)?;
        let (mut left, mut beginnings, mut waited) = (i32::MAX, 0, 0);
        loop {
            let pages = if beginnings < BEGINNINGS { PAGES } else { -1 };
            match backup.step(pages)? {
                StepResult::Done => break,
                StepResult::More => {
                    let now = backup.progress().remaining;
                    beginnings += u32::from(now > left);
                    left = now;
                }
                _ if waited == 500 => return Err(Failure::new(Exit::Busy, failures::busy()).into()),
                _ => {
                    waited += 1;
                    std::thread::sleep(Duration::from_millis(10));
                }
            }
        }
    }
    copy.close().map_err(|(_, error)| error)?;
    Ok(file)
}

/// Makes sure that a copy is as it should be.
fn verified(copy: &Path, shown: &Path, progress: &mut dyn FnMut(u64)) -> Result<()> {
    let mut first: Option<Finding> = None;
    let checked = Register::open(copy)?.check(
        copy,
        None,
        &mut |finding| {
            first.get_or_insert(finding);
            Ok(())
        },
        progress,
    )?;
    match first {
        None => Ok(()),
        Some(finding) => {
            let shown = shown.display().to_string();
            let told = failures::copy_is_wrong(shown, checked.findings, finding.record, finding.cause);
            Err(Failure::new(Exit::Io, told).into())
        }
    }
}

fn keep(copy: NamedTempFile, to: &Path) -> Result<()> {
    let cannot = |error: &std::io::Error| {
        let shown = to.display().to_string();
        Failure::new(Exit::CannotCreate, failures::cannot_create(shown, reason_not_made(error)))
    };
    copy.as_file().sync_all().map_err(|error| cannot(&error))?;
    copy.persist(to).map_err(|refused| cannot(&refused.error))?;
    Ok(())
}
