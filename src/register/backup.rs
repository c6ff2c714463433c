//! Copies of a register: made while others write, verified before they get their name, and brought back.

use super::check::Finding;
use super::{Register, failure};
use crate::aside;
use crate::failure::{Exit, Failure, not_made, of_file};
use crate::words::failures;
use anyhow::Result;
use jiff::Timestamp;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::io::{Read, Seek, SeekFrom};
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
    pub fn back_up(
        &self,
        path: &Path,
        to: &Path,
        replace: bool,
        progress: &mut dyn FnMut(u64),
    ) -> Result<()> {
        let shown = to.display().to_string();
        if !replace && to.symlink_metadata().is_ok() {
            return Err(Failure::new(Exit::CannotCreate, failures::backup_over(shown)).into());
        }
        plain_file(to)?;
        let to = &to.canonicalize().unwrap_or_else(|_| to.to_owned());
        if is_same_file(path, to) {
            return Err(Failure::new(Exit::CannotCreate, failures::backup_is_register(shown)).into());
        }
        let copy = copied(&self.connection, to, &shown)?;
        if let Some((count, finding)) = wrong_with(copy.path(), &shown, progress)? {
            let told = failures::register_is_wrong(count, finding.record, finding.cause);
            return Err(Failure::new(Exit::Io, told).into());
        }
        keep(copy, to, &shown)
    }

    /// Brings a copy back as the register at `path`. The copy is checked before anything is replaced, and what is
    /// replaced is kept: gives its new name. Whoever has the register open goes on with what was brought back.
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
        let (shown, read) = (path.display().to_string(), from.display().to_string());
        let is_there = path.symlink_metadata().is_ok();
        if is_there && !replace {
            return Err(Failure::new(Exit::CannotCreate, failures::restore_over(shown)).into());
        }
        plain_file(path)?;
        let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let copy = copied(&source.connection, path, &shown).map_err(failure::of(&read))?;
        if let Some((count, finding)) = wrong_with(copy.path(), &shown, progress)? {
            let told = failures::copy_is_wrong(read, count, finding.record, finding.cause);
            return Err(Failure::new(Exit::Io, told).into());
        }
        if !path.exists() {
            keep(copy, path, &shown)?;
            return Ok(None);
        }
        match replaced_inside(path, copy.path(), now) {
            Ok(kept) => Ok(Some(kept)),
            Err(Replacing::Failed(error)) => Err(error),
            // What cannot be opened as a register cannot be in use as one either.
            Err(Replacing::TooDamaged) => {
                let kept = kept_name(path, "replaced", now);
                move_aside(path, &kept)?;
                keep(copy, path, &shown)?;
                Ok(Some(kept))
            }
        }
    }
}

/// Why a register could not be replaced from the inside.
enum Replacing {
    /// It is too damaged to be opened.
    TooDamaged,
    /// Anything else.
    Failed(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Replacing {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// Replaces what is in a register by what is in a copy, in the same file and in one transaction: who has it open
/// is waited for, and goes on with what is there then. What was there is copied first; gives where.
fn replaced_inside(path: &Path, copy: &Path, now: Timestamp) -> Result<PathBuf, Replacing> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // Read through a handle that stays open to the end: closing one gives up the locks on the file.
    let handle = fs::File::open(path).map_err(|error| of_file(&error, &path.display().to_string()))?;
    let version = || -> std::io::Result<[u8; 4]> {
        let (mut file, mut version) = (&handle, [0; 4]);
        file.seek(SeekFrom::Start(24))?;
        file.read_exact(&mut version)?;
        Ok(version)
    };
    let absolute = std::path::absolute(path)?;
    let open = || -> rusqlite::Result<Connection> {
        let live = Connection::open_with_flags(&absolute, flags)?;
        live.busy_timeout(Duration::from_secs(5))?;
        live.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))?;
        Ok(live)
    };
    let source = Connection::open_with_flags(std::path::absolute(copy)?, flags)?;
    loop {
        let mut live = match open() {
            Ok(live) => live,
            Err(error) if failure::is_damage(&error) => return Err(Replacing::TooDamaged),
            Err(error) => return Err(error.into()),
        };
        let before = version()?;
        let name = kept_name(path, "replaced", now);
        let kept = copied(&live, &name, &name.display().to_string())?;
        let backup = Backup::new(&source, &mut live)?;
        // No pages yet: this only takes the lock.
        stepped(&backup, 0, path)?;
        if version()? != before {
            // Somebody wrote since it was copied: that must be kept too.
            continue;
        }
        keep_new(kept, &name)?;
        while stepped(&backup, -1, path)? != StepResult::Done {}
        return Ok(name);
    }
}

/// Copies so many pages, and waits for who is in the way, by what they do with the file at `path`.
fn stepped(backup: &Backup<'_, '_>, pages: i32, path: &Path) -> Result<StepResult> {
    for _ in 0..500 {
        match backup.step(pages)? {
            StepResult::Busy | StepResult::Locked => std::thread::sleep(Duration::from_millis(10)),
            done => return Ok(done),
        }
    }
    Err(failure::busy(path).into())
}

/// Moves a file that is no register any more aside, with what belongs to it: that would be applied to the next.
fn move_aside(path: &Path, kept: &Path) -> Result<()> {
    let of = |path: &Path, end: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    for end in ["-journal", "-wal", "-shm", ""] {
        if end.is_empty() || of(path, end).exists() {
            let moved = fs::rename(of(path, end), of(kept, end));
            moved.map_err(|error| not_made(&error, &kept.display().to_string()))?;
        }
    }
    Ok(())
}

/// Makes sure that a name is free, or that of a file that can be replaced.
fn plain_file(path: &Path) -> Result<()> {
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => {
            let shown = path.display().to_string();
            Err(Failure::new(Exit::CannotCreate, failures::cannot_create(shown, failures::WHY_NOT_A_FILE))
                .into())
        }
        _ => Ok(()),
    }
}

/// Whether two names lead to the same file.
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

/// Copies a register into a database that is open under that name, while others may write.
pub fn into(from: &Connection, to: &mut Connection, name: &str) -> Result<()> {
    let path = Path::new(from.path().unwrap_or_default());
    let backup = Backup::new_with_names(from, "main", to, name)?;
    let (mut left, mut beginnings) = (i32::MAX, 0);
    while stepped(&backup, if beginnings < BEGINNINGS { PAGES } else { -1 }, path)? != StepResult::Done {
        let now = backup.progress().remaining;
        beginnings += u32::from(now > left);
        left = now;
    }
    Ok(())
}

/// A copy beside the file that it is to be, under a name for the time being. The reader knows it as `shown`.
pub fn copied(from: &Connection, to: &Path, shown: &str) -> Result<NamedTempFile> {
    let file = aside::file(to, shown, aside::OWN)?;
    let write = || -> Result<()> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut copy = Connection::open_with_flags(std::path::absolute(file.path())?, flags)?;
        into(from, &mut copy, "main")?;
        Ok(copy.close().map_err(|(_, error)| error)?)
    };
    write().map_err(|error| failure::in_making(error, file.path(), shown))?;
    Ok(file)
}

/// What is wrong with a copy that is to be `shown`: how much, and the first of it.
fn wrong_with(copy: &Path, shown: &str, progress: &mut dyn FnMut(u64)) -> Result<Option<(u64, Finding)>> {
    let mut first: Option<Finding> = None;
    let mut take = |finding| {
        first.get_or_insert(finding);
        Ok(())
    };
    let checked = Register::open_as(copy, shown)
        .and_then(|copy| copy.check(None, &mut take, progress))
        .map_err(failure::of(shown))?;
    Ok(first.map(|finding| (checked.findings, finding)))
}

/// Gives a copy its name.
fn keep(copy: NamedTempFile, to: &Path, shown: &str) -> Result<()> {
    copy.as_file().sync_all().map_err(|error| not_made(&error, shown))?;
    copy.persist(to).map_err(|refused| not_made(&refused.error, shown))?;
    Ok(())
}

/// Gives a copy a name that is free.
pub fn keep_new(copy: NamedTempFile, to: &Path) -> Result<()> {
    let shown = to.display().to_string();
    copy.as_file().sync_all().map_err(|error| not_made(&error, &shown))?;
    copy.persist_noclobber(to).map_err(|refused| not_made(&refused.error, &shown))?;
    Ok(())
}
