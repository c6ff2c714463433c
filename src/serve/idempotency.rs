//! Maps each submitted form to the record that it created, so that a second submission creates no other record.

use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Maximum number of tokens to remember. When this number is reached, each new token replaces the oldest.
const MAX_TOKENS: usize = 4096;

/// How long a submitted form is remembered. Submitting the form again after this time creates another record.
const MAX_AGE: Duration = Duration::from_hours(24);

/// A digest of the path and all fields of a submitted form, including its token. If somebody goes back and changes the
/// form, its digest is different.
type FormDigest = [u8; 32];

struct Created {
    form: FormDigest,
    url: String,
    at: Instant,
}

/// The records that were created by the most recently submitted forms.
#[derive(Default)]
pub struct CreatedRecords(Mutex<VecDeque<Created>>);

/// An exclusive lock for creating a record. If a form is submitted twice, the second submission waits for the first.
pub struct Creation<'a> {
    created: MutexGuard<'a, VecDeque<Created>>,
    form: FormDigest,
}

impl CreatedRecords {
    /// Blocks until no other form is creating a record. `path` and `fields` identify the form. `fields` includes the
    /// idempotency token of the form, but not the CSRF token, which may be renewed.
    pub fn begin<'f>(&self, path: &str, fields: impl Iterator<Item = &'f (String, String)>) -> Creation<'_> {
        let mut digest = Sha256::new();
        for part in std::iter::once(path).chain(fields.flat_map(|(name, value)| [name.as_str(), value.as_str()])) {
            digest.update(part.len().to_le_bytes());
            digest.update(part);
        }
        let mut created = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        created.retain(|created| created.at.elapsed() < MAX_AGE);
        Creation { created, form: digest.finalize().into() }
    }
}

impl Creation<'_> {
    /// The URL of the record that an earlier submission of the same form created.
    pub fn existing_url(&self) -> Option<&str> {
        self.created.iter().find(|created| created.form == self.form).map(|created| created.url.as_str())
    }

    pub fn finish(mut self, url: String) {
        if self.created.len() >= MAX_TOKENS {
            self.created.pop_front();
        }
        self.created.push_back(Created { form: self.form, url, at: Instant::now() });
    }
}
