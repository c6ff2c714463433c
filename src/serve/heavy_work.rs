//! Work that takes much time or disk space, such as a backup, runs one at a time.

use crate::failure::{Exit, Failure};
use crate::i18n::site_admin as admin;
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

/// The right to do heavy work, which one request at a time has.
#[derive(Default)]
pub struct HeavyWork(Mutex<()>);

pub type Turn<'a> = MutexGuard<'a, ()>;

impl HeavyWork {
    /// Fails if another request does heavy work. It is not awaited, because it may take minutes.
    pub fn begin(&self) -> Result<Turn<'_>, Box<Failure>> {
        match self.0.try_lock() {
            Ok(turn) => Ok(turn),
            Err(TryLockError::Poisoned(error)) => Ok(PoisonError::into_inner(error)),
            Err(TryLockError::WouldBlock) => Err(Failure::new(Exit::Busy, admin::HEAVY_BUSY.into()).into()),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by it")]
mod tests {
    use super::*;

    #[test]
    fn heavy_work_runs_one_at_a_time_and_a_second_request_does_not_wait() {
        let work = HeavyWork::default();
        let turn = work.begin().unwrap();
        assert_eq!(work.begin().unwrap_err().exit, Exit::Busy);
        drop(turn);
        assert!(work.begin().is_ok());
    }
}
