//! A private folder for a backup or a publication, whose size counts towards the visitor's share of temporary files.

use super::command_runner::failure;
use super::request_context::RequestContext;
use super::spool::{MAX_VISITOR_BYTES, Reservation, Spool};
use crate::atomic_file;
use crate::failure::{Exit, Failure, FailureKind};
use crate::i18n::site as messages;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

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
