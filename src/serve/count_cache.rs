//! Keeps the numbers of obstacles that pages show, until the register changes. Counting takes a large part of the time
//! of a list, and the pages of an office ask for the same few numbers.

use crate::record::date::today;
use crate::register::Register;
use jiff::civil::Date;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Limits on the memory that the cache takes.
const MAX_COUNTS: usize = 500;
const MAX_ARG_BYTES: usize = 500;

/// The hash of the newest journal entry, which identifies the content of a register. Some filters depend on the day.
type Version = ([u8; 32], Date);

/// The numbers that commands counted in one version of the register, by the arguments of the command.
#[derive(Default)]
struct Counts {
    version: Option<Version>,
    known: HashMap<Vec<String>, u64>,
}

#[derive(Default)]
pub struct CountCache(Mutex<Counts>);

impl CountCache {
    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the number that a command counts, which `count` does if the number is not known.
    pub fn get<E>(
        &self,
        register: &Path,
        args: Vec<String>,
        count: impl FnOnce(&[String]) -> Result<u64, E>,
    ) -> Result<u64, E> {
        let is_short = args.iter().map(String::len).sum::<usize>() <= MAX_ARG_BYTES;
        let head = Register::open_read_locked(register).and_then(|register| register.head());
        let Some((_, _, hash)) = head.ok().filter(|_| is_short) else { return count(&args) };
        let version = Some((hash, today()));
        let known =
            Some(self.lock()).filter(|kept| kept.version == version).and_then(|kept| kept.known.get(&args).copied());
        if let Some(known) = known {
            return Ok(known);
        }
        // If the register changes meanwhile, the number is that of a later version, and nobody asks for this one again.
        let counted = count(&args)?;
        let mut kept = self.lock();
        if kept.version != version || kept.known.len() >= MAX_COUNTS {
            *kept = Counts { version, known: HashMap::new() };
        }
        kept.known.insert(args, counted);
        Ok(counted)
    }
}
