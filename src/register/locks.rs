//! Detects whether a register is on a network drive, and which local process holds a lock on the register. Some network
//! file systems do not pass SQLite's locks on to other computers. Two computers could then write at the same time and
//! damage the file: <https://www.sqlite.org/howtocorrupt.html>, section 2.1.

use std::path::Path;

/// Network file systems by their magic number in Linux (`linux/magic.h` and the manual page `statfs(2)`).
const NETWORK_FILE_SYSTEMS: &[(u32, &str)] = &[
    (0x6969, "nfs"),
    (0x517b, "smb"),
    (0xff53_4d42, "cifs"),
    (0xfe53_4d42, "smb2"),
    (0x0102_1997, "9p"),
    (0x5346_414f, "afs"),
    (0x00c3_6400, "ceph"),
    (0x7375_7245, "coda"),
    (0x564c, "ncp"),
];

/// Whether a file is on a network drive. An unknown type of file system counts as local.
pub fn is_on_network_drive(path: &Path) -> bool {
    file_system_type(path).is_some_and(|kind| NETWORK_FILE_SYSTEMS.iter().any(|(known, _)| *known == kind))
}

#[cfg(target_os = "linux")]
fn file_system_type(path: &Path) -> Option<u32> {
    // The width and sign of `f_type` differ between architectures; the lower 32 bits identify the file system.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    rustix::fs::statfs(path).ok().map(|found| found.f_type as u32)
}

/// On systems other than Linux, the type of a file system is unknown.
#[cfg(not(target_os = "linux"))]
const fn file_system_type(_: &Path) -> Option<u32> {
    None
}

/// The process id and program name of another local process that holds a lock on a file.
#[cfg(target_os = "linux")]
pub fn lock_holder(path: &Path) -> Option<(u64, String)> {
    use std::os::unix::fs::MetadataExt;
    let file = std::fs::metadata(path).ok()?;
    let (major, minor) = (rustix::fs::major(file.dev()), rustix::fs::minor(file.dev()));
    // A line of `/proc/locks`: `1: POSIX  ADVISORY  WRITE 1234 fd:01:5678 1073741825 1073741825` (see proc(5)).
    let device_and_inode = format!("{major:02x}:{minor:02x}:{}", file.ino());
    let locks = std::fs::read_to_string("/proc/locks").ok()?;
    let own = u64::from(std::process::id());
    let mut other_locks = locks.lines().filter_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let at = words.iter().position(|word| *word == device_and_inode)?;
        let process: u64 = words.get(at.checked_sub(1)?)?.parse().ok()?;
        Some((process, at.checked_sub(2).and_then(|at| words.get(at)).is_some_and(|kind| *kind == "WRITE")))
    });
    let mut holders: Vec<(u64, bool)> = other_locks.by_ref().filter(|(process, _)| *process != own).collect();
    // If several processes hold a lock, report one that writes rather than one that only reads.
    holders.sort_by_key(|(_, writes)| !writes);
    let (process, _) = holders.first()?;
    let name = std::fs::read_to_string(format!("/proc/{process}/comm")).ok()?;
    Some((*process, name.trim().to_owned()))
}

/// On systems other than Linux, the holder of a lock is unknown.
#[cfg(not(target_os = "linux"))]
pub fn lock_holder(_: &Path) -> Option<(u64, String)> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drive_of_this_computer_is_none_of_a_network() {
        assert!(!is_on_network_drive(Path::new(".")));
        assert!(!is_on_network_drive(Path::new("nothing is here")));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_kind_of_a_file_system_is_that_of_the_system() {
        // On every Linux system, the type of `/proc` is `PROC_SUPER_MAGIC`.
        assert_eq!(file_system_type(Path::new("/proc")), Some(0x9fa0));
    }
}
