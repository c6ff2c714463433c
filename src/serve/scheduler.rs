//! Decides which requests run, so that no visitor keeps other visitors waiting. Requests wait in lanes: quick requests
//! do not queue behind slow ones, nor a small download behind large ones. Each lane first serves the visitor whose recent slow requests took the least time.

use crate::cpu_clock::thread_time;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// Processor time after which a request in the quick lane is stopped, and starts again in the slow lane.
const QUICK_LIMIT: Duration = Duration::from_millis(200);
/// Processor time after which a request in the slow lane is stopped, and starts again in the long lane.
const SLOW_LIMIT: Duration = Duration::from_millis(500);
/// Maximum processor time of a visitor's recent slow requests. Above this, all reads of the visitor start in the slow
/// lane. In the quick lane, each of these reads could delay other visitors for [`QUICK_LIMIT`] before it is stopped.
const MAX_SLOW_SECONDS: f64 = 5.0;
/// Half-life of the recorded time of a visitor's slow requests: old requests count less and less.
const HALF_LIFE: Duration = Duration::from_mins(1);
/// The server forgets a visitor's last turn after this number of turns. The visitor then counts as new.
const MAX_TURNS: u64 = 1_000;

/// From the quickest requests to the longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// Pages that are expected to take less than [`QUICK_LIMIT`].
    Quick,
    /// Downloads, pages that show an earlier state of the register, and pages that took more than [`QUICK_LIMIT`] in
    /// the quick lane.
    Slow,
    /// Requests that took more than [`SLOW_LIMIT`] in the slow lane. They are never stopped.
    Long,
    /// Writes. They run one at a time, and are never stopped.
    Write,
}

impl Lane {
    pub const fn total_capacity() -> usize {
        Self::Quick.capacity().0 + Self::Slow.capacity().0 + Self::Long.capacity().0 + Self::Write.capacity().0
    }

    /// The processor time after which a request of this lane is stopped, and starts again in the next lane.
    pub const fn limit(self) -> Option<Duration> {
        match self {
            Self::Quick => Some(QUICK_LIMIT),
            Self::Slow => Some(SLOW_LIMIT),
            Self::Long | Self::Write => None,
        }
    }

    /// The lane for a request that took too long in this one.
    pub const fn next(self) -> Self {
        match self {
            Self::Quick => Self::Slow,
            Self::Slow | Self::Long => Self::Long,
            Self::Write => Self::Write,
        }
    }

    /// The number of requests that may run at the same time: in total, and for one visitor.
    pub const fn capacity(self) -> (usize, usize) {
        match self {
            Self::Quick => (3, 2),
            Self::Slow | Self::Long => (2, 1),
            Self::Write => (1, 1),
        }
    }
}

struct Waiter {
    visitor: Arc<str>,
    start: oneshot::Sender<Permit>,
}

#[derive(Default)]
struct Queue {
    /// The visitors whose requests are running; a visitor with two requests occurs twice.
    running: Vec<Arc<str>>,
    waiting: Vec<Waiter>,
    /// For each visitor, the sequence number of the last request that was started. Among visitors with equal usage, the
    /// one with the lowest number is next, so a visitor gains nothing by sending many requests.
    turns: HashMap<Arc<str>, u64>,
    last_turn: u64,
}

/// The processor time of the recent slow requests of a visitor, in seconds.
struct Usage {
    seconds: f64,
    updated: Instant,
}

impl Usage {
    fn now(&self) -> f64 {
        self.seconds * 0.5_f64.powf(self.updated.elapsed().as_secs_f64() / HALF_LIFE.as_secs_f64())
    }
}

#[derive(Default)]
struct State {
    quick: Queue,
    slow: Queue,
    long: Queue,
    write: Queue,
    usage: HashMap<Arc<str>, Usage>,
}

impl State {
    const fn parts(&mut self, lane: Lane) -> (&mut Queue, &mut HashMap<Arc<str>, Usage>) {
        let queue = match lane {
            Lane::Quick => &mut self.quick,
            Lane::Slow => &mut self.slow,
            Lane::Long => &mut self.long,
            Lane::Write => &mut self.write,
        };
        (queue, &mut self.usage)
    }
}

#[derive(Clone, Default)]
pub struct Scheduler(Arc<Mutex<State>>);

/// Permission to run one request. Dropping it lets the next request of the lane start.
pub struct Permit {
    scheduler: Scheduler,
    lane: Lane,
    visitor: Arc<str>,
    /// The processor time of the thread when it started to run the request; `None` if it has not started.
    started: Option<Duration>,
}

impl Scheduler {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a request runs or waits.
    pub fn is_busy(&self) -> bool {
        let state = self.lock();
        [&state.quick, &state.slow, &state.long, &state.write]
            .iter()
            .any(|lane| !lane.running.is_empty() || !lane.waiting.is_empty())
    }

    /// Returns the lane for a read by this visitor: the slow lane if their recent slow requests took too long.
    pub fn lane_for(&self, visitor: &str) -> Lane {
        let used = self.lock().usage.get(visitor).map_or(0.0, Usage::now);
        if used > MAX_SLOW_SECONDS { Lane::Slow } else { Lane::Quick }
    }

    /// Waits until a request of `visitor` may run. Dropping the returned future gives up the place in the queue.
    pub async fn acquire(&self, lane: Lane, visitor: Arc<str>) -> Permit {
        let (start, started) = oneshot::channel();
        self.lock().parts(lane).0.waiting.push(Waiter { visitor: Arc::clone(&visitor), start });
        self.start_waiting(lane);
        // This fallback should never run, because a request stays in the queue until it gets its permit.
        started.await.unwrap_or_else(|_| Permit::new(self.clone(), lane, visitor))
    }

    /// Starts as many waiting requests as the lane has room for.
    fn start_waiting(&self, lane: Lane) {
        let (total, per_visitor) = lane.capacity();
        loop {
            let mut state = self.lock();
            let (queue, usage) = state.parts(lane);
            queue.waiting.retain(|waiter| !waiter.start.is_closed());
            if queue.running.len() >= total {
                return;
            }
            let running = |visitor: &Arc<str>| queue.running.iter().filter(|other| *other == visitor).count();
            let used = |visitor: &Arc<str>| usage.get(visitor).map_or(0.0, Usage::now);
            let waiting = queue.waiting.iter().enumerate();
            let eligible = waiting.filter(|(_, waiter)| running(&waiter.visitor) < per_visitor);
            let turn = |visitor: &Arc<str>| queue.turns.get(visitor).copied().unwrap_or_default();
            let next = eligible.min_by(|(_, Waiter { visitor: one, .. }), (_, Waiter { visitor: other, .. })| {
                used(one).total_cmp(&used(other)).then(turn(one).cmp(&turn(other)))
            });
            let Some((at, _)) = next else { return };
            let Waiter { visitor, start } = queue.waiting.remove(at);
            queue.running.push(Arc::clone(&visitor));
            queue.last_turn += 1;
            // Forget old turns, so that the map stays small.
            let oldest = queue.last_turn.saturating_sub(MAX_TURNS);
            queue.turns.retain(|_, turn| *turn > oldest);
            queue.turns.insert(Arc::clone(&visitor), queue.last_turn);
            drop(state);
            let permit = Permit::new(self.clone(), lane, visitor);
            // If the client has disconnected, the permit cannot be sent and is dropped, so the next request can start.
            drop(start.send(permit));
        }
    }
}

impl Permit {
    fn new(scheduler: Scheduler, lane: Lane, visitor: Arc<str>) -> Self {
        Self { scheduler, lane, visitor, started: None }
    }

    /// Starts to measure processor time, which is counted per thread. The current thread must therefore run the request
    /// and drop the permit.
    pub fn start(&mut self) {
        self.started = Some(thread_time());
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut state = self.scheduler.lock();
        let (queue, usage) = state.parts(self.lane);
        if let Some(at) = queue.running.iter().position(|visitor| *visitor == self.visitor) {
            queue.running.swap_remove(at);
        }
        let now = Instant::now();
        let spent = self.started.map(|started| thread_time().saturating_sub(started)).unwrap_or_default();
        if matches!(self.lane, Lane::Slow | Lane::Long) || spent >= QUICK_LIMIT {
            let seconds = usage.get(&self.visitor).map_or(0.0, Usage::now) + spent.as_secs_f64();
            // Forget visitors without recent slow requests, so that the map stays small.
            usage.retain(|_, known| known.updated + HALF_LIFE * 10 > now);
            usage.insert(Arc::clone(&self.visitor), Usage { seconds, updated: now });
        }
        drop(state);
        self.scheduler.start_waiting(self.lane);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by it")]
mod tests {
    use super::*;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    /// Polls the future of a permit a single time. Returns the permit if the request may run immediately.
    fn poll<F: Future<Output = Permit>>(future: std::pin::Pin<&mut F>) -> Option<Permit> {
        match future.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(permit) => Some(permit),
            Poll::Pending => None,
        }
    }

    #[test]
    fn a_visitor_gets_only_a_share_and_a_quiet_visitor_goes_first() {
        let scheduler = Scheduler::default();
        scheduler.lock().usage.insert("busy".into(), Usage { seconds: 3.0, updated: Instant::now() });
        assert_eq!(scheduler.lane_for("busy"), Lane::Quick);
        let acquire = |visitor: &str| scheduler.acquire(Lane::Quick, visitor.into());
        let (mut one, mut two, mut three) = (pin!(acquire("busy")), pin!(acquire("busy")), pin!(acquire("busy")));
        let (mut quiet, mut other) = (pin!(acquire("quiet")), pin!(acquire("other")));
        let first = poll(one.as_mut()).unwrap();
        let second = poll(two.as_mut()).unwrap();
        assert!(poll(three.as_mut()).is_none(), "two at a time for one visitor");
        let third = poll(quiet.as_mut()).unwrap();
        assert!(poll(other.as_mut()).is_none(), "three at a time in the lane");
        // "other" goes first although "busy" has waited longer, because "busy" has recent slow requests.
        drop(first);
        assert!(poll(three.as_mut()).is_none());
        let fourth = poll(other.as_mut()).unwrap();
        drop(third);
        assert!(poll(three.as_mut()).is_some());
        drop((second, fourth));
        scheduler.lock().usage.insert("busy".into(), Usage { seconds: 30.0, updated: Instant::now() });
        assert_eq!((scheduler.lane_for("busy"), scheduler.lane_for("quiet")), (Lane::Slow, Lane::Quick));
    }

    #[test]
    fn visitors_take_turns_however_many_requests_each_has() {
        let scheduler = Scheduler::default();
        let acquire = |visitor: &str| Box::pin(scheduler.acquire(Lane::Write, visitor.into()));
        let mut many: Vec<_> = (0..20).map(|at| acquire(if at % 2 == 0 { "one" } else { "two" })).collect();
        let mut permits: Vec<Option<Permit>> = many.iter_mut().map(|future| poll(future.as_mut())).collect();
        let mut quiet = acquire("quiet");
        assert!(poll(quiet.as_mut()).is_none(), "one write at a time");
        // "one" has had a turn. "two" and "quiet" have had none, so they come next, in the order in which they queued.
        permits.clear();
        let next = many.iter_mut().skip(1).step_by(2).find_map(|future| poll(future.as_mut()));
        assert!(next.is_some() && poll(quiet.as_mut()).is_none());
        drop(next);
        assert!(poll(quiet.as_mut()).is_some());
    }

    #[test]
    fn slow_requests_and_abandoned_requests_keep_no_place() {
        let scheduler = Scheduler::default();
        let acquire = |lane, visitor: &str| scheduler.acquire(lane, visitor.into());
        let (mut one, mut two) = (pin!(acquire(Lane::Slow, "a")), pin!(acquire(Lane::Slow, "b")));
        let (first, _second) = (poll(one.as_mut()).unwrap(), poll(two.as_mut()).unwrap());
        let mut abandoned = Box::pin(acquire(Lane::Slow, "c"));
        assert!(poll(abandoned.as_mut()).is_none());
        let mut patient = pin!(acquire(Lane::Slow, "d"));
        assert!(poll(patient.as_mut()).is_none());
        let mut quick = pin!(acquire(Lane::Quick, "a"));
        assert!(poll(quick.as_mut()).is_some(), "the quick lane is free");
        drop(abandoned);
        drop(first);
        assert!(poll(patient.as_mut()).is_some());
    }

    #[test]
    fn a_small_download_does_not_wait_behind_large_ones() {
        let scheduler = Scheduler::default();
        // Many visitors ask for a large download. Each one is stopped in the slow lane, and waits in the long lane.
        let mut large: Vec<_> = (0..20)
            .map(|visitor| {
                let mut slow = pin!(scheduler.acquire(Lane::Slow, format!("{visitor}").into()));
                drop(poll(slow.as_mut()).unwrap());
                Box::pin(scheduler.acquire(Lane::Slow.next(), format!("{visitor}").into()))
            })
            .collect();
        let running: Vec<Permit> = large.iter_mut().filter_map(|future| poll(future.as_mut())).collect();
        assert_eq!(running.len(), 2);
        let mut small = pin!(scheduler.acquire(Lane::Slow, "quiet".into()));
        assert!(poll(small.as_mut()).is_some(), "the slow lane is free");
    }
}
