//! The file given with `--output`. It gets its final name only when it is complete, so that nobody reads half a file.

use crate::atomic_file::{self, DEFAULT_FILE_MODE};
use crate::failure::{self, Exit, Failure};
use crate::i18n::{Text, failures};
use anyhow::Result;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

pub enum OutputFile {
    Atomic(NamedTempFile, PathBuf),
    /// A pipe or a device, which is written directly because it cannot be replaced.
    Direct(File),
}

impl OutputFile {
    pub fn create(path: &Path, mode: u32) -> Result<Self> {
        let shown = path.display().to_string();
        let cannot = |why: Text| Failure::new(Exit::CannotCreate, failures::cannot_create(&shown, why));
        // If the path is a symbolic link, replace the file that it points to, not the link.
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let found = fs::metadata(&real).ok();
        let is_in = |folder: &&str| path.starts_with(folder) || real.starts_with(folder);
        // `/dev/shm` holds ordinary files, unlike the rest of `/dev`.
        let is_special = ["/dev", "/proc"].iter().any(is_in) && !is_in(&"/dev/shm");
        if is_special || found.as_ref().is_some_and(|found| !found.is_file() && !found.is_dir()) {
            let file = fs::OpenOptions::new().write(true).open(path);
            return Ok(Self::Direct(file.map_err(|error| cannot(failure::create_reason(&error)))?));
        }
        if real.is_dir() {
            return Err(cannot(failures::REASON_IS_FOLDER.into()).into());
        }
        let file = atomic_file::create(&real, &shown, mode)?;
        if let Some(found) = found.filter(|_| mode == DEFAULT_FILE_MODE) {
            file.as_file().set_permissions(found.permissions())?;
        }
        Ok(Self::Atomic(file, real))
    }

    /// Whether another process reads the output while it is being written. Such a process may be slow.
    pub const fn is_stream(&self) -> bool {
        matches!(self, Self::Direct(_))
    }

    pub fn writer(&self) -> io::Result<File> {
        match self {
            Self::Atomic(file, _) => file.as_file().try_clone(),
            Self::Direct(file) => file.try_clone(),
        }
    }

    pub fn commit(self, path: &Path) -> Result<()> {
        if let Self::Atomic(file, real) = self {
            let shown = path.display().to_string();
            file.persist(&real).map_err(|refused| failure::create_failure(&refused.error, &shown))?;
        }
        Ok(())
    }
}
