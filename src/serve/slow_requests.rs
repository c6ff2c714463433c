//! Remembers which addresses (URLs) took too long in a lane. Later requests for them start in the next lane.

use super::scheduler::Lane;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// After this time, an address may use its first lane again, because the page may have become faster.
const MAX_AGE: Duration = Duration::from_mins(5);
/// Limit on the number of addresses to remember, because an attacker can make up any number of them.
const MAX_ADDRESSES: usize = 1_000;

/// Digests of the addresses that took too long, the lane of each, and when it was added. An address includes its query,
/// because the same page may be quick with another query.
#[derive(Default)]
pub struct SlowRequests(Mutex<HashMap<[u8; 32], (Lane, Instant)>>);

impl SlowRequests {
    fn lock(&self) -> MutexGuard<'_, HashMap<[u8; 32], (Lane, Instant)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The lane in which requests for this address start, or `None` if the address is not known as slow.
    pub fn lane(&self, address: &str) -> Option<Lane> {
        let digest: [u8; 32] = Sha256::digest(address).into();
        self.lock().get(&digest).filter(|(_, added)| added.elapsed() < MAX_AGE).map(|(lane, _)| *lane)
    }

    pub fn add(&self, address: &str, lane: Lane) {
        let digest: [u8; 32] = Sha256::digest(address).into();
        let mut addresses = self.lock();
        if addresses.len() >= MAX_ADDRESSES {
            addresses.retain(|_, (_, added)| added.elapsed() < MAX_AGE);
        }
        if addresses.len() < MAX_ADDRESSES || addresses.contains_key(&digest) {
            addresses.insert(digest, (lane, Instant::now()));
        }
    }
}
