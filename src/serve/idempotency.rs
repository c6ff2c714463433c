//! Maps the idempotency token of a form to the record that the form created, so that resubmitting creates nothing.

use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Maximum number of tokens to remember. Once it is reached, each new token replaces the oldest.
const MAX_TOKENS: usize = 4096;

/// If a form is submitted again after this time, it creates another record.
const MAX_AGE: Duration = Duration::from_hours(24);

/// The digest of a token. It is stored instead of the token, because clients can send tokens of any length.
type TokenDigest = [u8; 32];

struct Created {
    token: TokenDigest,
    url: String,
    at: Instant,
}

/// The records that were created by the most recently submitted forms.
#[derive(Default)]
pub struct CreatedRecords(Mutex<VecDeque<Created>>);

/// An exclusive lock for creating a record. If a form is submitted twice, the second submission waits for the first.
pub struct Creation<'a> {
    created: MutexGuard<'a, VecDeque<Created>>,
    token: TokenDigest,
}

impl CreatedRecords {
    /// Blocks until no other form is creating a record. `token` identifies the form.
    pub fn begin(&self, token: &str) -> Creation<'_> {
        let mut created = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        created.retain(|created| created.at.elapsed() < MAX_AGE);
        Creation { created, token: Sha256::digest(token).into() }
    }
}

impl Creation<'_> {
    /// The URL of the record that an earlier submission of the same form created.
    pub fn existing_url(&self) -> Option<&str> {
        self.created.iter().find(|created| created.token == self.token).map(|created| created.url.as_str())
    }

    pub fn finish(mut self, url: String) {
        if self.created.len() >= MAX_TOKENS {
            self.created.pop_front();
        }
        self.created.push_back(Created { token: self.token, url, at: Instant::now() });
    }
}
