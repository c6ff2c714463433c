//! Remembers which addresses (URLs) took too long in the quick lane. Later requests for them start in the slow lane.

use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// After this time, an address may use the quick lane again, because the page may have become faster.
const MAX_AGE: Duration = Duration::from_mins(5);
/// Limit on the number of addresses to remember, because an attacker can make up any number of them.
const MAX_ADDRESSES: usize = 1_000;

/// Digests of the addresses that took too long, and when each was added. An address includes its query, because the
/// same page may be quick with another query.
#[derive(Default)]
pub struct SlowRequests(Mutex<HashMap<[u8; 32], Instant>>);

impl SlowRequests {
    fn lock(&self) -> MutexGuard<'_, HashMap<[u8; 32], Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn contains(&self, address: &str) -> bool {
        let digest: [u8; 32] = Sha256::digest(address).into();
        self.lock().get(&digest).is_some_and(|added| added.elapsed() < MAX_AGE)
    }

    pub fn add(&self, address: &str) {
        let mut addresses = self.lock();
        if addresses.len() >= MAX_ADDRESSES {
            addresses.retain(|_, added| added.elapsed() < MAX_AGE);
        }
        if addresses.len() < MAX_ADDRESSES {
            addresses.insert(Sha256::digest(address).into(), Instant::now());
        }
    }
}
