//! Creates files and folders atomically: writes them under a temporary name in the folder where they belong, and
//! renames them when they are complete. If a process is killed and leaves a temporary file behind, the next process
//! that writes to the same folder removes the file.

#![warn(missing_docs)]

use crate::failure::{Exit, Failure, FailureKind, create_failure};
use crate::i18n::failures;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;
use tempfile::{Builder, NamedTempFile, TempDir};

const TEMP_PREFIX: &str = ".ruimte-new-";
const TEMP_RANDOM_CHARS: usize = 6;
/// The suffixes that a temporary name can have. SQLite adds `-journal` for the journal of a temporary register.
const TEMP_SUFFIXES: &[&str] = &["", "-journal"];
/// A temporary file that has not been modified for this long belongs to a process that was killed.
const STALE_AFTER: Duration = Duration::from_hours(1);

/// Permissions of an ordinary new file, before the operating system applies the umask.
pub const DEFAULT_FILE_MODE: u32 = 0o666;
/// Permissions of a file that only its owner may open. Create the file with these permissions. If they were set later,
/// another user could open the file before that.
pub const PRIVATE_FILE_MODE: u32 = 0o600;
const DEFAULT_DIR_MODE: u32 = 0o777;
const PRIVATE_DIR_MODE: u32 = 0o700;

/// The folder that contains `path`; `.` if the path is only a file name.
pub fn parent_dir(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Creates a temporary file in the folder of `path`. The caller renames the file to `path` when it is complete. Errors
/// mention `display_path` instead of the temporary name.
pub fn create(path: &Path, display_path: &str, mode: u32) -> Result<NamedTempFile, Failure> {
    let dir = parent_dir(path);
    let created = temp_builder(mode).tempfile_in(dir).map_err(|error| create_failure(&error, display_path))?;
    remove_stale(dir, created.path());
    Ok(created)
}

/// Creates an unnamed file for data that is too large to keep in memory. The file is deleted when it is closed.
pub fn temp_file() -> Result<fs::File, Failure> {
    tempfile::tempfile().map_err(|_| temp_dir_error())
}

/// Returns the error for a temporary file that cannot be written. The message names the folder and a remedy.
pub fn temp_dir_error() -> Failure {
    Failure::new(Exit::Io, failures::temp_dir_unusable(std::env::temp_dir().display().to_string()))
        .with_kind(FailureKind::StorageFull)
}

/// Creates a temporary folder next to `path`. The caller renames the folder to `path` when the folder is complete.
pub fn create_dir(path: &Path, display_path: &str) -> Result<TempDir, Failure> {
    create_dir_with_mode(path, display_path, DEFAULT_DIR_MODE)
}

/// Creates a temporary folder next to `path` that only its owner may open.
pub fn create_private_dir(path: &Path, display_path: &str) -> Result<TempDir, Failure> {
    create_dir_with_mode(path, display_path, PRIVATE_DIR_MODE)
}

fn create_dir_with_mode(path: &Path, display_path: &str, mode: u32) -> Result<TempDir, Failure> {
    let dir = parent_dir(path);
    let created = temp_builder(mode).tempdir_in(dir).map_err(|error| create_failure(&error, display_path))?;
    remove_stale(dir, created.path());
    Ok(created)
}

/// Atomically exchanges the names of two folders, so that no process sees a mix of old and new files.
///
/// # Errors
/// Fails if the folders differ in owner or group, if `target` has an access control list, or if the system cannot
/// exchange the folders, for example because one of them is a mount point. After a failure, `target` is unchanged.
#[cfg(target_os = "linux")]
pub fn swap_dirs(new: &Path, target: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use std::os::unix::fs::MetadataExt;
    let (metadata, new_metadata) = (target.symlink_metadata()?, new.symlink_metadata()?);
    if !metadata.is_dir()
        || (metadata.uid(), metadata.gid()) != (new_metadata.uid(), new_metadata.gid())
        || has_acl(target)
    {
        return Err(io::ErrorKind::Unsupported.into());
    }
    fs::set_permissions(new, metadata.permissions())?;
    Ok(renameat_with(CWD, new, CWD, target, RenameFlags::EXCHANGE)?)
}

/// Always fails: only Linux can exchange two folders atomically.
#[cfg(not(target_os = "linux"))]
pub fn swap_dirs(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether a folder has an access control list (`acl(5)`) in addition to its permission bits.
#[cfg(target_os = "linux")]
fn has_acl(dir: &Path) -> bool {
    const ACL_PREFIX: &[u8] = b"system.posix_acl_";
    let mut names = [0; 4096];
    match rustix::fs::listxattr(dir, &mut names) {
        Ok(length) => names
            .get(..length)
            .is_none_or(|names| names.split(|byte| *byte == 0).any(|name| name.starts_with(ACL_PREFIX))),
        Err(error) => error != rustix::io::Errno::NOTSUP,
    }
}

#[cfg_attr(not(unix), allow(unused_variables, reason = "elsewhere it has no mode"))]
fn temp_builder(mode: u32) -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(TEMP_PREFIX).rand_bytes(TEMP_RANDOM_CHARS);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    builder
}

/// Removes temporary files that killed processes left behind. `new` is a file that was just created. Its modification
/// time serves as the current time, because the clock of a network drive may differ from the local clock.
fn remove_stale(dir: &Path, new: &Path) {
    let modified = |path: &Path| path.symlink_metadata().and_then(|metadata| metadata.modified()).ok();
    let Some(now) = modified(new) else { return };
    let is_stale = |path: &Path| {
        modified(path).and_then(|modified_at| now.duration_since(modified_at).ok()).is_some_and(|age| age > STALE_AFTER)
    };
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if is_temp_name(&entry.file_name()) && is_stale(&path) {
            // Ignore errors: a leftover file does no harm.
            let _ = if path.is_dir() && !path.is_symlink() { remove_flat_dir(&path) } else { fs::remove_file(&path) };
        }
    }
}

fn is_temp_name(name: &OsStr) -> bool {
    let Some((random, suffix)) =
        name.to_str().and_then(|name| name.strip_prefix(TEMP_PREFIX)?.split_at_checked(TEMP_RANDOM_CHARS))
    else {
        return false;
    };
    random.bytes().all(|byte| byte.is_ascii_alphanumeric()) && TEMP_SUFFIXES.contains(&suffix)
}

/// Removes a folder that contains only files. Temporary folders never contain other folders.
fn remove_flat_dir(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        fs::remove_file(entry?.path())?;
    }
    fs::remove_dir(dir)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognises_only_names_that_the_program_generates() {
        for name in [".ruimte-new-aB3xYz", ".ruimte-new-aB3xYz-journal"] {
            assert!(is_temp_name(OsStr::new(name)), "{name}");
        }
        for other in [
            ".ruimte-new-",
            ".ruimte-new-aB3xY",
            ".ruimte-new-aB3xYz1",
            ".ruimte-new-aB3xYz.csv",
            ".ruimte-new-aB3x.z",
            ".ruimte-new-aB3xYé",
            ".ruimte-aB3xYz",
            "ruimte-new-aB3xYz",
            "x.ruimte-new-aB3xYz",
        ] {
            assert!(!is_temp_name(OsStr::new(other)), "{other}");
        }
    }
}
