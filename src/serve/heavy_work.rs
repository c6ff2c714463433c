//! Work that takes much time or disk space, such as a backup: one at a time, in a private folder whose size counts
//! towards the visitor's share of temporary files.

use super::command_runner::failure;
use super::request_context::RequestContext;
use super::spool::{MAX_VISITOR_BYTES, Reservation, Spool};
use crate::atomic_file;
use crate::failure::{Exit, Failure, FailureKind};
use crate::i18n::{site as messages, site_admin as admin};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use tempfile::TempDir;

/// The right to do heavy work, which one request at a time has.
#[derive(Default)]
pub struct HeavyWork(Mutex<()>);

pub type Turn<'a> = MutexGuard<'a, ()>;

impl HeavyWork {
    /// Fails if another request does heavy work. It is not awaited, because it may take minutes.
    pub fn begin(&self) -> Result<Turn<'_>, Box<Failure>> {
        match self.0.try_lock() {
            Ok(turn) => Ok(turn),
            Err(TryLockError::Poisoned(error)) => Ok(PoisonError::into_inner(error)),
            Err(TryLockError::WouldBlock) => Err(Failure::new(Exit::Busy, admin::HEAVY_BUSY.into()).into()),
        }
    }
}

/// A private folder beside the register, removed when it is dropped. It is beside the register and not in the system's
/// temporary folder, because a folder left behind by a killed server is removed there by the next one.
pub struct WorkDir {
    dir: TempDir,
    reservation: Reservation,
}

impl WorkDir {
    /// Claims room for `copies` files of the size of the register.
    pub fn new(request: &RequestContext, copies: u64) -> Result<Self, Box<Failure>> {
        let register = &request.state.config.path;
        let size = register_size(request).saturating_mul(copies);
        let reservation = Reservation::new(&request.visitor, size).map_err(|_| no_room())?;
        let dir = atomic_file::create_private_dir(register, &register.display().to_string())
            .map_err(|error| Box::new(failure(&error.into(), request)))?;
        Ok(Self { dir, reservation })
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Removes the name of a file in the folder, and returns the content as the body of a reply.
    pub fn into_spool(self, name: &str) -> Result<Spool, Box<Failure>> {
        let path = self.file(name);
        let open = || {
            let file = File::open(&path)?;
            fs::remove_file(&path)?;
            Ok::<File, std::io::Error>(file)
        };
        let file = open().map_err(|_| Failure::new(Exit::Io, messages::FILE_UNUSABLE.into()))?;
        Ok(Spool::from_file(file, self.reservation).map_err(|_| no_room())?)
    }
}

/// The size of the register's file in bytes; 0 if it is not known.
pub fn register_size(request: &RequestContext) -> u64 {
    fs::metadata(&request.state.config.path).map_or(0, |found| found.len())
}

/// Whether one visitor may never have a copy of the register among the temporary files.
pub fn is_too_large(request: &RequestContext) -> bool {
    register_size(request) > MAX_VISITOR_BYTES
}

fn no_room() -> Failure {
    Failure::new(Exit::Io, messages::NO_ROOM.into()).with_kind(FailureKind::StorageFull)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by it")]
mod tests {
    use super::*;

    #[test]
    fn heavy_work_runs_one_at_a_time_and_a_second_request_does_not_wait() {
        let work = HeavyWork::default();
        let turn = work.begin().unwrap();
        assert_eq!(work.begin().unwrap_err().exit, Exit::Busy);
        drop(turn);
        assert!(work.begin().is_ok());
    }
}
