//! Who else may be at a register: whether it lies on a drive that is reached over a network, and which process of this
//! computer holds a lock on it. On such a drive two computers may not be kept apart when they
//! write, since not every such drive hands on the locks by which SQLite does that: <https://www.sqlite.org/howtocorrupt.html>,
//! section 2.1.

use std::path::Path;

/// The kinds of file system that stand for another computer's, by the number that Linux gives them
/// (`linux/magic.h` and the manual page `statfs(2)`).
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

/// Whether a file lies on such a drive. Where the system does not tell, it is taken for its own.
pub fn is_on_network_drive(path: &Path) -> bool {
    file_system_type(path).is_some_and(|kind| NETWORK_FILE_SYSTEMS.iter().any(|(known, _)| *known == kind))
}

/// The kind of file system on which a file lies.
#[cfg(target_os = "linux")]
fn file_system_type(path: &Path) -> Option<u32> {
    // Wider on some machines than on others, and signed on some: what tells them apart is in the lower half.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    rustix::fs::statfs(path).ok().map(|found| found.f_type as u32)
}

/// Elsewhere it is not known.
#[cfg(not(target_os = "linux"))]
const fn file_system_type(_: &Path) -> Option<u32> {
    None
}

/// The process of this computer that holds a lock on a file, other than this one, with the name of its program.
#[cfg(target_os = "linux")]
pub fn lock_holder(path: &Path) -> Option<(u64, String)> {
    use std::os::unix::fs::MetadataExt;
    let file = std::fs::metadata(path).ok()?;
    let (major, minor) = (rustix::fs::major(file.dev()), rustix::fs::minor(file.dev()));
    // A line: `1: POSIX  ADVISORY  WRITE 1234 fd:01:5678 1073741825 1073741825` (proc(5)).
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
    // Who writes before who only reads.
    holders.sort_by_key(|(_, writes)| !writes);
    let (process, _) = holders.first()?;
    let name = std::fs::read_to_string(format!("/proc/{process}/comm")).ok()?;
    Some((*process, name.trim().to_owned()))
}

/// Elsewhere it is not known.
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
        // The kernel's own: PROC_SUPER_MAGIC.
        assert_eq!(file_system_type(Path::new("/proc")), Some(0x9fa0));
    }
}
