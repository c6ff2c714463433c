//! Remembers which kinds of request took too long in the quick lane, so that later ones start in the slow lane at once.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// After this time, a slow kind of request may try the quick lane again, because it may have become faster.
const MAX_AGE: Duration = Duration::from_mins(5);
/// Limit on the number of kinds stored, because attackers can make up many combinations of query parameters.
const MAX_ROUTES: usize = 1_000;

/// The kinds of request that were slow. A kind is a path pattern together with the names of the query parameters.
#[derive(Default)]
pub struct SlowRoutes(Mutex<HashMap<String, Instant>>);

impl SlowRoutes {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn contains(&self, route: &str) -> bool {
        self.lock().get(route).is_some_and(|added| added.elapsed() < MAX_AGE)
    }

    pub fn add(&self, route: String) {
        let mut routes = self.lock();
        if routes.len() >= MAX_ROUTES {
            routes.retain(|_, added| added.elapsed() < MAX_AGE);
        }
        if routes.len() < MAX_ROUTES {
            routes.insert(route, Instant::now());
        }
    }
}
