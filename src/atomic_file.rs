//! What is written under a name for the time being, beside the one that it is to have, until it is whole. What a killed
//! program left under such a name is taken away by the next one that writes in that folder.

use crate::failure::{Exit, Failure, not_made};
use crate::words::failures;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;
use tempfile::{Builder, NamedTempFile, TempDir};

/// How such a name begins.
const BEGIN: &str = ".ruimte-new-";
/// So many letters and digits of chance come after it.
const BY_CHANCE: usize = 6;
/// What may come after those: the journal of a register.
const ENDS: &[&str] = &["", "-journal"];
/// What nobody touched for so long was left behind.
const LEFT_BEHIND: Duration = Duration::from_hours(1);

/// As open as its owner has new files be.
pub const USUAL: u32 = 0o666;
/// For its owner only, from the first byte.
pub const OWN: u32 = 0o600;
/// A folder, as open as its owner has new ones be.
const USUAL_FOLDER: u32 = 0o777;

/// The folder in which a file stands, or is to.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A new file, to become the one at `path`. The reader knows it as `shown`.
///
/// # Errors
/// When it cannot be made.
pub fn file(path: &Path, shown: &str, mode: u32) -> Result<NamedTempFile, Failure> {
    let folder = folder_of(path);
    let made = named(mode).tempfile_in(folder).map_err(|error| not_made(&error, shown))?;
    sweep(folder, made.path());
    Ok(made)
}

/// A file without a name, for what is too much to be kept in memory: gone when it is closed.
///
/// # Errors
/// When the folder for temporary files cannot take one.
pub fn scratch() -> Result<fs::File, Failure> {
    tempfile::tempfile().map_err(|_| no_scratch())
}

/// The failure of the folder for temporary files: it cannot take what is needed.
pub fn no_scratch() -> Failure {
    Failure::new(Exit::Io, failures::temporary_folder(std::env::temp_dir().display().to_string()))
}

/// A new folder, to become the one at `path`. The reader knows it as `shown`.
///
/// # Errors
/// When it cannot be made.
pub fn folder(path: &Path, shown: &str) -> Result<TempDir, Failure> {
    let folder = folder_of(path);
    let made = named(USUAL_FOLDER).tempdir_in(folder).map_err(|error| not_made(&error, shown))?;
    sweep(folder, made.path());
    Ok(made)
}

/// Puts a new folder in the place of the one that is there, in one go: nobody sees half of one and half of the other. The
/// one that was there has the name of the new one then. Not where others would have other rights to it, or where the
/// system cannot do it, as with a folder on which a disk is mounted.
///
/// # Errors
/// When it is not done: then all is as it was.
#[cfg(target_os = "linux")]
pub fn swap(new: &Path, there: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use std::os::unix::fs::MetadataExt;
    let (found, made) = (there.symlink_metadata()?, new.symlink_metadata()?);
    if !found.is_dir() || (found.uid(), found.gid()) != (made.uid(), made.gid()) || has_list(there) {
        return Err(io::ErrorKind::Unsupported.into());
    }
    fs::set_permissions(new, found.permissions())?;
    Ok(renameat_with(CWD, new, CWD, there, RenameFlags::EXCHANGE)?)
}

/// Elsewhere it cannot be done in one go.
///
/// # Errors
/// Always.
#[cfg(not(target_os = "linux"))]
pub fn swap(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether a list tells who may do what in a folder (`acl(5)`), beside its owner, its group and all others.
#[cfg(target_os = "linux")]
fn has_list(folder: &Path) -> bool {
    const LIST: &[u8] = b"system.posix_acl_";
    let mut names = [0; 4096];
    match rustix::fs::listxattr(folder, &mut names) {
        Ok(length) => names
            .get(..length)
            .is_none_or(|names| names.split(|byte| *byte == 0).any(|name| name.starts_with(LIST))),
        Err(error) => error != rustix::io::Errno::NOTSUP,
    }
}

#[cfg_attr(not(unix), allow(unused_variables, reason = "elsewhere it has no mode"))]
fn named(mode: u32) -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(BEGIN).rand_bytes(BY_CHANCE);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    builder
}

/// Takes away what was left behind in a folder. It is as old as it is beside what is new there: the clock of a network
/// drive is not that of this computer.
fn sweep(folder: &Path, new: &Path) {
    let changed = |path: &Path| path.symlink_metadata().and_then(|found| found.modified()).ok();
    let Some(now) = changed(new) else { return };
    let is_old = |path: &Path| {
        changed(path).and_then(|then| now.duration_since(then).ok()).is_some_and(|age| age > LEFT_BEHIND)
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if is_own(&entry.file_name()) && is_old(&path) {
            // What cannot be taken away is in nobody's way.
            let _ =
                if path.is_dir() && !path.is_symlink() { remove_set(&path) } else { fs::remove_file(&path) };
        }
    }
}

/// Whether it is a name that this program gives.
fn is_own(name: &OsStr) -> bool {
    let Some((chance, end)) =
        name.to_str().and_then(|name| name.strip_prefix(BEGIN)?.split_at_checked(BY_CHANCE))
    else {
        return false;
    };
    chance.bytes().all(|byte| byte.is_ascii_alphanumeric()) && ENDS.contains(&end)
}

/// Removes a folder with the files in it. The program makes none with folders in it.
fn remove_set(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        fs::remove_file(entry?.path())?;
    }
    fs::remove_dir(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_that_the_program_gives_is_its_own() {
        for own in [".ruimte-new-aB3xYz", ".ruimte-new-aB3xYz-journal"] {
            assert!(is_own(OsStr::new(own)), "{own}");
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
            assert!(!is_own(OsStr::new(other)), "{other}");
        }
    }
}
