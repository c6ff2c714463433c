//! Translates errors from SQLite and the file system into messages for users.

use super::locks::lock_holder;
use crate::atomic_file::{parent_dir, temp_dir_error};
use crate::failure::{Exit, Failure, FailureKind, create_failure, file_failure, is_file_size_limit_hit};
use crate::i18n::{Label, Text, failures};
use crate::record::Entity;
use rusqlite::ffi::ErrorCode;
use std::fs::OpenOptions;
use std::io;
use std::path::Path;

pub fn open_error(error: &rusqlite::Error, display_path: &str) -> anyhow::Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => Failure::of_file(Exit::Data, failures::not_a_register(display_path)).into(),
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => match probe_open_error(display_path) {
            Some(probe_open_error) => file_failure(&probe_open_error, display_path).into(),
            None => Failure::of_file(Exit::Io, failures::register_failed(display_path)).into(),
        },
        _ => to_failure(error, display_path).into(),
    }
}

/// Finds out why a register cannot be opened, because SQLite does not report the reason. Returns `None` if the file can
/// be opened now. Never call this while holding a lock on the file: closing the file here would release the lock.
fn probe_open_error(display_path: &str) -> Option<io::Error> {
    let path = Path::new(display_path);
    let opened = OpenOptions::new().read(true).write(true).open(path);
    opened.and_then(|_| tempfile::tempfile_in(parent_dir(path))).err()
}

/// The failure to report if a lock was not released in time. Names the process that holds the lock, if known.
pub fn busy(path: &Path) -> Failure {
    let message = lock_holder(path)
        .map_or_else(failures::register_busy, |(process, name)| failures::register_busy_with(process, name));
    Failure::new(Exit::Busy, message)
}

pub fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Converts a failure to write a temporary database, such as a full disk, to an error about the temporary folder.
pub fn map_temp_folder_error(error: anyhow::Error) -> anyhow::Error {
    let is_folder_error = error.downcast_ref::<rusqlite::Error>().is_some_and(|error| {
        matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::DiskFull | ErrorCode::CannotOpen | ErrorCode::SystemIoFailure)
        )
    });
    if is_folder_error {
        return temp_dir_error().into();
    }
    error
}

/// If the file of a new register could not be created, returns an error that names `display_path` instead of the
/// temporary file. Returns other errors unchanged.
pub fn map_create_error(error: anyhow::Error, made: &Path, display_path: &str) -> anyhow::Error {
    let Some(found) = error.downcast_ref::<rusqlite::Error>() else { return error };
    let why = match found.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => failures::REASON_DISK_FULL,
        Some(ErrorCode::SystemIoFailure) if is_file_size_limit_hit() => failures::REASON_FILE_TOO_LARGE,
        Some(ErrorCode::SystemIoFailure) if !is_read_error(found) => failures::REASON_UNKNOWN,
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::ReadOnly) => {
            match probe_open_error(&made.display().to_string()) {
                Some(probe_open_error) => return create_failure(&probe_open_error, display_path).into(),
                None => failures::REASON_UNKNOWN,
            }
        }
        _ => return error,
    };
    Failure::of_file(Exit::Io, failures::cannot_create(display_path, why)).into()
}

fn is_read_error(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi::{SQLITE_IOERR_READ, SQLITE_IOERR_SHORT_READ};
    let code = error.sqlite_error().map(|error| error.extended_code);
    code.is_some_and(|code| [SQLITE_IOERR_READ, SQLITE_IOERR_SHORT_READ].contains(&code))
}

pub fn explain_for(display_path: &str) -> impl Fn(anyhow::Error) -> anyhow::Error {
    move |error| explain(&error, display_path).map_or(error, Into::into)
}

pub fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// Converts a SQLite error to a failure about the register at `display_path`; returns `None` for other kinds of error.
pub fn explain(error: &anyhow::Error, display_path: &str) -> Option<Failure> {
    error.downcast_ref::<rusqlite::Error>().map(|error| to_failure(error, display_path))
}

fn to_failure(error: &rusqlite::Error, display_path: &str) -> Failure {
    if let Some(rule) = constraint_rule(error) {
        let kind = rule.attribute.map_or(FailureKind::Other, |attribute| FailureKind::InvalidValue { attribute });
        return Failure::data(rule.text).with_kind(kind);
    }
    if matches!(error, rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..)) {
        return Failure::of_file(Exit::Io, failures::register_damaged(display_path));
    }
    // Another file has replaced the register's file while this program had the register open.
    if error.sqlite_error().is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_READONLY_DBMOVED) {
        return Failure::of_file(Exit::Busy, failures::register_replaced(display_path));
    }
    let text = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => return busy(Path::new(display_path)),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            match probe_open_error(display_path).map(|probe_open_error| file_failure(&probe_open_error, display_path)) {
                Some(Failure { exit: Exit::NoPermission, .. }) => {
                    return Failure::new(Exit::NoPermission, failures::register_read_only());
                }
                Some(other) => return other,
                None => failures::register_failed(display_path),
            }
        }
        Some(ErrorCode::DiskFull) => return Failure::new(Exit::Io, failures::disk_full()),
        Some(ErrorCode::TooBig) => return Failure::data(failures::text_too_large()),
        Some(ErrorCode::SystemIoFailure) if is_file_size_limit_hit() => failures::file_size_limit(display_path),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => failures::register_damaged(display_path),
        _ => failures::register_failed(display_path),
    };
    Failure::of_file(Exit::Io, text)
}

#[derive(Clone, Debug)]
pub struct BrokenRule {
    pub attribute: Option<&'static str>,
    pub text: Text,
}

/// The named constraints of `schema.sql`, each with the attribute that the user should correct.
const CONSTRAINTS: &[(&str, &str, Label)] = &[
    ("resolution_exactly_when_solved", "resolution", failures::RULE_RESOLUTION),
    ("solved_date_only_when_solved", "solved", failures::RULE_SOLVED_DATE),
    ("closed_as_exactly_when_closed", "closed_as", failures::RULE_CLOSED_AS),
    ("closed_date_only_when_closed", "closed", failures::RULE_CLOSED_DATE),
    ("duplicate_names_its_original", "duplicate_of", failures::RULE_DUPLICATE),
    ("not_its_own_duplicate", "duplicate_of", failures::RULE_SELF_DUPLICATE),
    ("not_its_own_precedent", "precedents", failures::RULE_SELF_PRECEDENT),
    ("answered_not_before_received", "answered", failures::RULE_ANSWERED),
    ("solved_not_before_received", "solved", failures::RULE_SOLVED),
    ("closed_not_before_received", "closed", failures::RULE_CLOSED),
    ("nothing_of_the_erased", "name", failures::RULE_ERASED),
    ("period_in_order", "until", failures::RULE_PERIOD),
];

pub fn broken_rule(error: &anyhow::Error) -> Option<BrokenRule> {
    error.downcast_ref::<rusqlite::Error>().and_then(constraint_rule)
}

fn constraint_rule(error: &rusqlite::Error) -> Option<BrokenRule> {
    if error.sqlite_error_code() != Some(ErrorCode::ConstraintViolation) {
        return None;
    }
    let message = match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.as_str(),
        _ => "",
    };
    if let Some((_, attribute, text)) = CONSTRAINTS.iter().find(|(name, ..)| message.ends_with(name)) {
        return Some(BrokenRule { attribute: Some(attribute), text: (*text).into() });
    }
    Some(if message.starts_with("UNIQUE") {
        BrokenRule { attribute: None, text: failures::RULE_UNIQUE.into() }
    } else if message.starts_with("FOREIGN KEY") {
        BrokenRule { attribute: None, text: failures::RULE_REFERENCE.into() }
    } else {
        // Find the column of an unnamed constraint in the message, as in "CHECK constraint failed: trim(title) <> ''".
        let attribute =
            Entity::ALL.iter().flat_map(|entity| entity.attributes()).map(|attribute| attribute.name).find(|name| {
                message
                    .split(|character: char| !character.is_alphanumeric() && character != '_')
                    .any(|word| word == *name)
            });
        BrokenRule { attribute, text: failures::RULE_VALUE.into() }
    })
}
