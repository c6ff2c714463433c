//! Raises the number of files that the process may open, and returns how many connections fit below that number.

/// Files that are not connections, such as the register, its temporary files and the listening socket.
const OTHER_FILES: u64 = 64;
/// A connection needs a socket. A large request or response also needs a temporary file.
const FILES_PER_CONNECTION: u64 = 2;
const MIN_CONNECTIONS: u64 = 4;

/// Returns the number of connections to allow: `most`, or fewer if the process cannot open enough files. Returns `None`
/// if it cannot open enough files to answer any request.
#[cfg(target_os = "linux")]
pub fn connection_limit(most: usize) -> Option<usize> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    // If the limit cannot be raised, keep it.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
    let Some(files) = getrlimit(Resource::Nofile).current else { return Some(most) };
    let connections = (files.checked_sub(OTHER_FILES)? / FILES_PER_CONNECTION).max(MIN_CONNECTIONS);
    Some(usize::try_from(connections).unwrap_or(most).min(most))
}

/// Outside Linux, the process may open enough files for `most` connections.
#[cfg(not(target_os = "linux"))]
#[allow(clippy::unnecessary_wraps, reason = "other systems have a limit")]
pub const fn connection_limit(most: usize) -> Option<usize> {
    Some(most)
}
