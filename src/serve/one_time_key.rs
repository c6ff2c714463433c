//! The key in the address that `serve --open` passes to the browser as an argument. Every user of this computer can see
//! the arguments of all programs. Therefore the key works only once, and expires after a minute.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const LIFETIME: Duration = Duration::from_mins(1);

#[derive(Default)]
pub struct OneTimeKey(Mutex<Option<(String, Instant)>>);

impl OneTimeKey {
    /// Replaces the current key, if any.
    pub fn issue(&self, key: String) {
        *self.lock() = Some((key, Instant::now()));
    }

    /// Returns whether the key is recent and `is_same` accepts it. If so, drops the key, because it works only once.
    pub fn redeem(&self, now: Instant, is_same: impl FnOnce(&str) -> bool) -> bool {
        let mut current = self.lock();
        let is_valid =
            current.as_ref().is_some_and(|(key, issued)| now.duration_since(*issued) <= LIFETIME && is_same(key));
        if is_valid {
            *current = None;
        }
        is_valid
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<(String, Instant)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_valid_once_and_for_a_minute() {
        let keys = OneTimeKey::default();
        let redeem =
            |key: &str, after: u64| keys.redeem(Instant::now() + Duration::from_secs(after), |known| known == key);
        assert!(!redeem("a", 0));
        keys.issue("a".to_owned());
        assert!(!redeem("b", 0));
        assert!(!redeem("a", 62));
        assert!(redeem("a", 50));
        assert!(!redeem("a", 50));
    }
}
