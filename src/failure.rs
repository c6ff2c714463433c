//! An error as the reader sees it: one line that says what, where and the way out, with its exit code. Any module may
//! return one; one place prints it.

use crate::i18n::{Text, failures};
use std::fmt;
use std::io;
#[cfg(unix)]
use std::sync::{Arc, LazyLock, atomic::AtomicBool, atomic::Ordering};

/// The exit codes, after `diff` and `sysexits.h`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    #[default]
    Success = 0,
    /// `reconcile` found a difference.
    Difference = 1,
    /// The command line is not valid.
    Usage = 2,
    /// The input data is not valid.
    Data = 65,
    /// What was asked for does not exist.
    NoInput = 66,
    CannotCreate = 73,
    /// Input or output failed, the disk is full, or the file is damaged.
    Io = 74,
    /// Somebody else is writing; try again.
    Busy = 75,
    NoPermission = 77,
    /// The register was made by a newer version.
    NewerVersion = 78,
}

/// What a caller may decide by, so that no caller has to compare texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailureKind {
    #[default]
    Other,
    /// Somebody else changed the record after the caller read it.
    Stale,
    /// The register holds no publication to compare with.
    NothingPublished,
    /// A rule of the register refuses the value of this attribute.
    InvalidValue { attribute: &'static str },
}

#[derive(Clone, Debug)]
pub struct Failure {
    pub exit: Exit,
    pub kind: FailureKind,
    /// What is told, in both languages.
    pub text: Text,
    /// Printed before the text, a line each: the rows that an import does not accept.
    pub details: Vec<Text>,
}

impl Failure {
    pub fn new(exit: Exit, text: Text) -> Self {
        Self { exit, kind: FailureKind::Other, text, details: Vec::new() }
    }

    /// The command line is not valid.
    pub fn usage(text: Text) -> Self {
        Self::new(Exit::Usage, text)
    }

    /// The input data is not valid.
    pub fn data(text: Text) -> Self {
        Self::new(Exit::Data, text)
    }

    #[must_use]
    pub const fn with_kind(mut self, kind: FailureKind) -> Self {
        self.kind = kind;
        self
    }

    #[must_use]
    pub fn with_details(mut self, details: Vec<Text>) -> Self {
        self.details = details;
        self
    }

    pub fn from_error(error: &anyhow::Error) -> Self {
        let cause = || error.chain().find_map(|cause| cause.downcast_ref::<io::Error>());
        error.downcast_ref::<Self>().cloned().unwrap_or_else(|| match cause() {
            Some(cause) if cause.kind() == io::ErrorKind::InvalidData => Self::data(failures::stdin_not_utf8()),
            Some(cause) => Self::new(Exit::Io, failures::io_error(io_reason(cause))),
            None => Self::new(Exit::Io, failures::io_error(failures::REASON_UNKNOWN)),
        })
    }

    /// What was asked for does not exist.
    pub fn no_input(text: Text) -> Self {
        Self::new(Exit::NoInput, text)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl std::error::Error for Failure {}

/// Set when a write exceeded the limit on the size of files (`ulimit -f`).
#[cfg(unix)]
static FILE_SIZE_LIMIT_HIT: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// Makes a write that exceeds the limit fail like any other. By default the system kills the program silently.
pub fn survive_file_size_limit() {
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, FILE_SIZE_LIMIT_HIT.clone());
}

/// Whether a write exceeded that limit: SQLite reports it like any other failure.
pub fn is_file_size_limit_hit() -> bool {
    #[cfg(unix)]
    return FILE_SIZE_LIMIT_HIT.load(Ordering::Relaxed);
    #[cfg(not(unix))]
    false
}

pub fn io_reason(error: &io::Error) -> Text {
    use io::ErrorKind::{
        FileTooLarge, IsADirectory, NotADirectory, NotFound, PermissionDenied, ReadOnlyFilesystem, StorageFull,
    };
    match error.kind() {
        NotFound => failures::REASON_NOT_FOUND,
        PermissionDenied => failures::REASON_PERMISSION,
        ReadOnlyFilesystem => failures::REASON_READ_ONLY,
        StorageFull => failures::REASON_DISK_FULL,
        FileTooLarge => failures::REASON_FILE_TOO_LARGE,
        NotADirectory | IsADirectory => failures::REASON_IS_FOLDER,
        _ => failures::REASON_UNKNOWN,
    }
    .into()
}

pub fn file_failure(error: &io::Error, path: &str) -> Failure {
    let exit = match error.kind() {
        io::ErrorKind::NotFound => Exit::NoInput,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Exit::NoPermission,
        _ => Exit::Io,
    };
    Failure::new(exit, failures::cannot_use_file(path, io_reason(error)))
}

pub fn create_reason(error: &io::Error) -> Text {
    match error.kind() {
        io::ErrorKind::NotFound => failures::REASON_NO_FOLDER.into(),
        _ => io_reason(error),
    }
}

pub fn create_failure(error: &io::Error, path: &str) -> Failure {
    Failure::new(Exit::CannotCreate, failures::cannot_create(path, create_reason(error)))
}
