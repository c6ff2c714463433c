//! Runs a process and tells what it took.

use std::error::Error;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wait4::Wait4;

/// What a bench ends with.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// What a process took.
#[derive(Clone, Copy)]
pub struct Took {
    /// By the clock on the wall.
    pub wall: Duration,
    /// Kilobytes at most.
    #[allow(dead_code, reason = "one of the two programs tells it")]
    pub memory: u64,
}

/// Runs a command to its end, which must be a good one; what it says goes nowhere.
pub fn run(mut command: Command) -> Result<Took> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let began = Instant::now();
    let done = command.spawn()?.wait4()?;
    let wall = began.elapsed();
    if !done.status.success() {
        return Err(format!("{command:?} ended with {}", done.status).into());
    }
    Ok(Took { wall, memory: done.rusage.maxrss / 1024 })
}

/// The value in the middle.
pub fn median<T: Copy + PartialOrd>(mut all: Vec<T>) -> T {
    all.sort_by(|one, other| one.partial_cmp(other).unwrap_or(std::cmp::Ordering::Equal));
    all[all.len() / 2]
}

/// A time in milliseconds.
pub fn milliseconds(wall: Duration) -> f64 {
    wall.as_secs_f64() * 1000.0
}
