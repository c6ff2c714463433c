//! Idempotency token → created record, so that resubmitting a form creates nothing.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Older tokens are forgotten.
const MAX_TOKENS: usize = 4096;

struct Created {
    token: String,
    url: String,
}

/// The records created by the forms that were submitted last.
#[derive(Default)]
pub struct CreatedRecords(Mutex<VecDeque<Created>>);

/// Lets one form at a time create a record: a second copy of the same form waits for the outcome of the first.
pub struct Creation<'a> {
    created: MutexGuard<'a, VecDeque<Created>>,
    token: String,
}

impl CreatedRecords {
    /// Waits for its turn to create the record of the form with this token.
    pub fn begin(&self, token: String) -> Creation<'_> {
        Creation { created: self.0.lock().unwrap_or_else(PoisonError::into_inner), token }
    }
}

impl Creation<'_> {
    /// The page of the record that the form has created before.
    pub fn existing_url(&self) -> Option<&str> {
        self.created.iter().find(|created| created.token == self.token).map(|created| created.url.as_str())
    }

    pub fn finish(mut self, url: String) {
        if self.created.len() >= MAX_TOKENS {
            self.created.pop_front();
        }
        self.created.push_back(Created { token: self.token, url });
    }
}
