//! Errors for users: one line with the problem, the location and a remedy, and an exit code. Any module may return a
//! failure, but only `main` prints failures.

use crate::i18n::{Text, failures};
use crate::panics::Panic;
use std::fmt;
use std::io;
#[cfg(unix)]
use std::sync::{Arc, LazyLock, atomic::AtomicBool, atomic::Ordering};

/// Exit codes. Code 1 has the same meaning as in `diff`; codes from 64 up follow `sysexits.h`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    #[default]
    Success = 0,
    /// The command `reconcile`, `receipt` or `check` ran, but found a difference or a problem.
    Difference = 1,
    Usage = 2,
    Data = 65,
    /// A requested file or record does not exist.
    NoInput = 66,
    CannotCreate = 73,
    /// I/O failed, the disk is full, or the register is damaged.
    Io = 74,
    /// Another process is writing to the register; retrying may help.
    Busy = 75,
    NoPermission = 77,
    /// A newer version of the program wrote the register.
    NewerVersion = 78,
}

/// Lets callers handle a specific failure without comparing message texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailureKind {
    #[default]
    Other,
    /// Somebody else changed the record after the caller read it.
    Stale,
    /// The text contains the path of a local file. Only users of the command line may see that path.
    NamesFile,
    /// The register has no publication to compare counts with.
    NothingPublished,
    /// The obstacle has no answer that could be sent.
    Unanswered,
    /// The disk is full, or the caller has used up its share of the disk.
    StorageFull,
    /// The texts to publish seem to contain personal data that nobody has accepted. The details say where.
    PersonalData,
    /// The value of this attribute breaks a rule of the register.
    InvalidValue { attribute: &'static str },
}

#[derive(Clone, Debug)]
pub struct Failure {
    pub exit: Exit,
    pub kind: FailureKind,
    pub text: Text,
    /// Lines printed before the text, such as the rows that an import rejected.
    pub details: Vec<Text>,
}

impl Failure {
    pub fn new(exit: Exit, text: Text) -> Self {
        let text = Text { nl: shorten(text.nl), en: shorten(text.en) };
        Self { exit, kind: FailureKind::Other, text, details: Vec::new() }
    }

    pub fn usage(text: Text) -> Self {
        Self::new(Exit::Usage, text)
    }

    pub fn data(text: Text) -> Self {
        Self::new(Exit::Data, text)
    }

    /// Creates a failure whose text contains the path of a local file.
    pub fn of_file(exit: Exit, text: Text) -> Self {
        Self::new(exit, text).with_kind(FailureKind::NamesFile)
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
        if let Some(panic) = error.downcast_ref::<Panic>() {
            return Self::new(Exit::Io, failures::internal_error(&panic.location));
        }
        error.downcast_ref::<Self>().cloned().unwrap_or_else(|| match cause() {
            Some(cause) if cause.kind() == io::ErrorKind::InvalidData => Self::data(failures::stdin_not_utf8()),
            Some(cause) => Self::new(Exit::Io, failures::io_error(io_reason(cause))).with_kind(storage_kind(cause)),
            None => Self::new(Exit::Io, failures::io_error(failures::REASON_UNKNOWN)),
        })
    }

    pub fn no_input(text: Text) -> Self {
        Self::new(Exit::NoInput, text)
    }
}

/// The maximum length of a text.
const MAX_TEXT_BYTES: usize = 4_000;

/// Takes the middle out of a text that is too long, because it quotes what a user gave. Its end has the remedy.
fn shorten(text: String) -> String {
    if text.len() <= MAX_TEXT_BYTES {
        return text;
    }
    let half = MAX_TEXT_BYTES / 2;
    let (head, rest) = text.split_at(text.floor_char_boundary(half));
    let (_, tail) = rest.split_at(rest.ceil_char_boundary(rest.len() - half));
    format!("{head}…{tail}")
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl std::error::Error for Failure {}

/// Becomes true when a write exceeds the file size limit (`ulimit -f`).
#[cfg(unix)]
static FILE_SIZE_LIMIT_HIT: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// Makes a write that exceeds the file size limit fail with an error, instead of `SIGXFSZ` killing the process.
pub fn survive_file_size_limit() {
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, FILE_SIZE_LIMIT_HIT.clone());
}

/// Whether a write exceeded the file size limit. SQLite reports this as any other I/O error.
pub fn is_file_size_limit_hit() -> bool {
    #[cfg(unix)]
    return FILE_SIZE_LIMIT_HIT.load(Ordering::Relaxed);
    #[cfg(not(unix))]
    false
}

fn storage_kind(error: &io::Error) -> FailureKind {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    match error.kind() {
        FileTooLarge | QuotaExceeded | StorageFull => FailureKind::StorageFull,
        _ => FailureKind::Other,
    }
}

pub fn io_reason(error: &io::Error) -> Text {
    use io::ErrorKind::{
        FileTooLarge, IsADirectory, NotADirectory, NotConnected, NotFound, PermissionDenied, ReadOnlyFilesystem,
        StorageFull,
    };
    match error.kind() {
        NotFound => failures::REASON_NOT_FOUND,
        PermissionDenied => failures::REASON_PERMISSION,
        ReadOnlyFilesystem => failures::REASON_READ_ONLY,
        StorageFull => failures::REASON_DISK_FULL,
        FileTooLarge => failures::REASON_FILE_TOO_LARGE,
        NotADirectory | IsADirectory => failures::REASON_IS_FOLDER,
        NotConnected => failures::REASON_CLOSED,
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
    Failure::of_file(exit, failures::cannot_use_file(path, io_reason(error)))
}

pub fn create_reason(error: &io::Error) -> Text {
    match error.kind() {
        io::ErrorKind::NotFound => failures::REASON_NO_FOLDER.into(),
        _ => io_reason(error),
    }
}

pub fn create_failure(error: &io::Error, path: &str) -> Failure {
    Failure::of_file(Exit::CannotCreate, failures::cannot_create(path, create_reason(error)))
}
