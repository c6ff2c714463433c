//! What is written under a name for the time being, beside the one that it is to have, until it is whole. What a killed
//! program left under such a name is taken away by the next one that writes in that folder.

use crate::failure::{Exit, Failure, create_failure};
use crate::i18n::failures;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;
use tempfile::{Builder, NamedTempFile, TempDir};

/// How such a name begins.
const TEMP_PREFIX: &str = ".ruimte-new-";
/// So many letters and digits of chance come after it.
const TEMP_RANDOM_CHARS: usize = 6;
/// What may come after those: the journal of a register.
const TEMP_SUFFIXES: &[&str] = &["", "-journal"];
/// What nobody touched for so long was left behind.
const STALE_AFTER: Duration = Duration::from_hours(1);

/// As open as its owner has new files be.
pub const DEFAULT_FILE_MODE: u32 = 0o666;
/// For its owner only, from the first byte.
pub const PRIVATE_FILE_MODE: u32 = 0o600;
/// A folder, as open as its owner has new ones be.
const DEFAULT_DIR_MODE: u32 = 0o777;

/// The folder in which a file stands, or is to.
pub fn parent_dir(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A new file, to become the one at `path`. The reader knows it as `display_path`.
///
/// # Errors
/// When it cannot be made.
pub fn create(path: &Path, display_path: &str, mode: u32) -> Result<NamedTempFile, Failure> {
    let dir = parent_dir(path);
    let created = temp_builder(mode).tempfile_in(dir).map_err(|error| create_failure(&error, display_path))?;
    remove_stale(dir, created.path());
    Ok(created)
}

/// A file without a name, for what is too much to be kept in memory: gone when it is closed.
///
/// # Errors
/// When the folder for temporary files cannot take one.
pub fn temp_file() -> Result<fs::File, Failure> {
    tempfile::tempfile().map_err(|_| temp_dir_error())
}

/// The failure of the folder for temporary files: it cannot take what is needed.
pub fn temp_dir_error() -> Failure {
    Failure::new(Exit::Io, failures::temp_dir_unusable(std::env::temp_dir().display().to_string()))
}

/// A new folder, to become the one at `path`. The reader knows it as `display_path`.
///
/// # Errors
/// When it cannot be made.
pub fn create_dir(path: &Path, display_path: &str) -> Result<TempDir, Failure> {
    let dir = parent_dir(path);
    let created =
        temp_builder(DEFAULT_DIR_MODE).tempdir_in(dir).map_err(|error| create_failure(&error, display_path))?;
    remove_stale(dir, created.path());
    Ok(created)
}

/// Puts a new folder in the place of the one that is there, in one go: nobody sees half of one and half of the other. The
/// one that was there has the name of the new one then. Not where others would have other rights to it, or where the
/// system cannot do it, as with a folder on which a disk is mounted.
///
/// # Errors
/// When it is not done: then all is as it was.
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

/// Elsewhere it cannot be done in one go.
///
/// # Errors
/// Always.
#[cfg(not(target_os = "linux"))]
pub fn swap_dirs(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether a list tells who may do what in a folder (`acl(5)`), beside its owner, its group and all others.
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

/// Takes away what was left behind in a folder. It is as old as it is beside what is new there: the clock of a network
/// drive is not that of this computer.
fn remove_stale(dir: &Path, new: &Path) {
    let modified = |path: &Path| path.symlink_metadata().and_then(|metadata| metadata.modified()).ok();
    let Some(now) = modified(new) else { return };
    let is_stale = |path: &Path| {
        modified(path).and_then(|modified_at| now.duration_since(modified_at).ok()).is_some_and(|age| age > STALE_AFTER)
    };
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if is_temp_name(&entry.file_name()) && is_stale(&path) {
            // What cannot be taken away is in nobody's way.
            let _ = if path.is_dir() && !path.is_symlink() { remove_flat_dir(&path) } else { fs::remove_file(&path) };
        }
    }
}

/// Whether it is a name that this program gives.
fn is_temp_name(name: &OsStr) -> bool {
    let Some((random, suffix)) =
        name.to_str().and_then(|name| name.strip_prefix(TEMP_PREFIX)?.split_at_checked(TEMP_RANDOM_CHARS))
    else {
        return false;
    };
    random.bytes().all(|byte| byte.is_ascii_alphanumeric()) && TEMP_SUFFIXES.contains(&suffix)
}

/// Removes a folder with the files in it. The program makes none with folders in it.
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
