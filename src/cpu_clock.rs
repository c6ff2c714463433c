//! The processor time that the current thread has used.

use std::time::Duration;

/// Returns the thread's processor time. It excludes waiting, so it does not depend on how busy the machine is.
#[cfg(target_os = "linux")]
pub fn thread_time() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap_or_default()
}

/// On systems other than Linux, returns the time since the first call, which includes waiting.
#[cfg(not(target_os = "linux"))]
pub fn thread_time() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}
