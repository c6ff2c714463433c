//! Spreads work over threads.

use std::num::NonZero;
use std::thread;

/// More threads would not help, because each piece of work is small.
const MAX_THREADS: usize = 8;

/// The number of threads that can work at the same time on this machine.
pub fn thread_count() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get).min(MAX_THREADS)
}

/// Applies `map` to equal shares of the items, each on a thread of its own. Returns the results in the order of the
/// items. If a thread cannot start, the calling thread does its share.
pub fn map_shares<T: Sync, U: Send>(items: &[T], threads: usize, map: impl Fn(&[T]) -> Vec<U> + Sync) -> Vec<U> {
    let size = items.len().div_ceil(threads.max(1)).max(1);
    let Some((first, others)) = items.split_at_checked(size) else { return map(items) };
    thread::scope(|scope| {
        let map = &map;
        let started: Vec<_> = others
            .chunks(size)
            .map(|share| (thread::Builder::new().spawn_scoped(scope, move || map(share)).ok(), share))
            .collect();
        let mut results = map(first);
        for (worker, share) in started {
            results.extend(worker.and_then(|worker| worker.join().ok()).unwrap_or_else(|| map(share)));
        }
        results
    })
}
