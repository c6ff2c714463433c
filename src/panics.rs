//! Turns panics into errors. Some libraries panic if the disk is full, or if the system refuses to start a thread.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};

thread_local! {
    static IS_CATCHING: Cell<bool> = const { Cell::new(false) };
    static LOCATION: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Where a panic happened: a file and a line of the source.
#[derive(Debug)]
pub struct Panic {
    pub location: String,
}

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "panic at {}", self.location)
    }
}

impl std::error::Error for Panic {}

/// Installs a panic hook that calls `report` with the location of each panic outside [`catch`]. The hook leaves out the
/// message of the panic, because that message may contain personal data.
pub fn install_hook(report: fn(&str)) {
    std::panic::set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
        let location = info.location().map(|place| format!("{}:{}", short_path(place.file()), place.line()));
        let location = location.unwrap_or_default();
        if IS_CATCHING.get() {
            LOCATION.set(location);
        } else {
            report(&location);
        }
    }));
}

/// Shortens the path of a source file in a library: removes the folders above the library's own folder. The name of
/// that folder contains the name and version of the library.
fn short_path(path: &str) -> String {
    match path.rsplit_once("/src/") {
        Some((library, file)) => format!("{}/src/{file}", library.rsplit('/').next().unwrap_or_default()),
        None => path.to_owned(),
    }
}

/// Runs `work`. If it panics, returns the location of the panic. The caller should then discard whatever `work` was
/// changing, because it may be incomplete.
pub fn catch<T>(work: impl FnOnce() -> T) -> Result<T, Panic> {
    let was_catching = IS_CATCHING.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    IS_CATCHING.set(was_catching);
    result.map_err(|_| Panic { location: LOCATION.take() })
}
