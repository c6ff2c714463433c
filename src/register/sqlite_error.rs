//! What `SQLite` and the file system refuse, in the reader's words.

use super::share::holder;
use crate::aside::{folder_of, no_scratch};
use crate::failure::{Exit, Failure, is_over_limit, not_made, of_file};
use crate::record::Entity;
use crate::words::{Text, failures};
use rusqlite::ffi::ErrorCode;
use std::fs::OpenOptions;
use std::io;
use std::path::Path;

/// The failure of opening a register.
pub fn opening(error: &rusqlite::Error, shown: &str) -> anyhow::Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => Failure::data(failures::not_a_register(shown)).into(),
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => match refusal(shown) {
            Some(refusal) => of_file(&refusal, shown).into(),
            None => Failure::new(Exit::Io, failures::register_failed(shown)).into(),
        },
        _ => told(error, shown).into(),
    }
}

/// Why the system does not let a register be opened for writing, or a file be made beside it: SQLite says only that it
/// could not. None where it can be by now. Only for who has no lock on it: closing a file gives up those on it.
fn refusal(shown: &str) -> Option<io::Error> {
    let path = Path::new(shown);
    let opened = OpenOptions::new().read(true).write(true).open(path);
    opened.and_then(|_| tempfile::tempfile_in(folder_of(path))).err()
}

/// The failure of who waited too long for somebody else, whom it names where that is known.
pub fn busy(path: &Path) -> Failure {
    let told = holder(path).map_or_else(failures::busy, |(process, name)| failures::busy_with(process, name));
    Failure::new(Exit::Busy, told)
}

/// Whether somebody else is using the register.
pub fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// An error of a place that is not the register's own: where it has no room, that is the folder for temporary
/// files.
pub fn in_temporary_folder(error: anyhow::Error) -> anyhow::Error {
    let of_folder = error.downcast_ref::<rusqlite::Error>().is_some_and(|error| {
        matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::DiskFull | ErrorCode::CannotOpen | ErrorCode::SystemIoFailure)
        )
    });
    if of_folder {
        return no_scratch().into();
    }
    error
}

/// An error of a register that is made under a name for the time being, which tells a reader nothing: they know it as
/// `shown`. What is not an error of writing it stays as it is.
pub fn in_making(error: anyhow::Error, made: &Path, shown: &str) -> anyhow::Error {
    let Some(found) = error.downcast_ref::<rusqlite::Error>() else { return error };
    let why = match found.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => failures::WHY_FULL,
        Some(ErrorCode::SystemIoFailure) if is_over_limit() => failures::WHY_TOO_LARGE,
        Some(ErrorCode::SystemIoFailure) if !is_of_reading(found) => failures::WHY_UNKNOWN,
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::ReadOnly) => {
            match refusal(&made.display().to_string()) {
                Some(refusal) => return not_made(&refusal, shown).into(),
                None => failures::WHY_UNKNOWN,
            }
        }
        _ => return error,
    };
    Failure::new(Exit::Io, failures::cannot_create(shown, why)).into()
}

fn is_of_reading(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi::{SQLITE_IOERR_READ, SQLITE_IOERR_SHORT_READ};
    let code = error.sqlite_error().map(|error| error.extended_code);
    code.is_some_and(|code| [SQLITE_IOERR_READ, SQLITE_IOERR_SHORT_READ].contains(&code))
}

/// The same error, told of the file at `shown` if it is one of `SQLite`'s.
pub fn of(shown: &str) -> impl Fn(anyhow::Error) -> anyhow::Error {
    move |error| explain(&error, shown).map_or(error, Into::into)
}

/// Whether the file is none that can be read as a register.
pub fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// The failure that an error of this room comes to, if it is one of `SQLite`'s. `shown` is the register's file.
pub fn explain(error: &anyhow::Error, shown: &str) -> Option<Failure> {
    error.downcast_ref::<rusqlite::Error>().map(|error| told(error, shown))
}

fn told(error: &rusqlite::Error, shown: &str) -> Failure {
    if let Some(rule) = broken_rule(error) {
        return Failure::data(rule.text);
    }
    if matches!(error, rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..))
    {
        return Failure::new(Exit::Io, failures::damaged(shown));
    }
    // The file was put in the place of another while this program was at it.
    if error.sqlite_error().is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_READONLY_DBMOVED)
    {
        return Failure::new(Exit::Busy, failures::register_moved(shown));
    }
    let (exit, text) = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => return busy(Path::new(shown)),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            match refusal(shown).map(|refusal| of_file(&refusal, shown)) {
                Some(Failure { exit: Exit::NoPermission, .. }) => (Exit::NoPermission, failures::read_only()),
                Some(other) => return other,
                None => (Exit::Io, failures::register_failed(shown)),
            }
        }
        Some(ErrorCode::DiskFull) => (Exit::Io, failures::disk_full()),
        Some(ErrorCode::SystemIoFailure) if is_over_limit() => (Exit::Io, failures::over_limit(shown)),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => (Exit::Io, failures::damaged(shown)),
        Some(ErrorCode::TooBig) => (Exit::Data, failures::too_big()),
        _ => (Exit::Io, failures::register_failed(shown)),
    };
    Failure::new(exit, text)
}

/// A rule of the schema that a record breaks.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The attribute in which it shows, if one.
    pub attribute: Option<&'static str>,
    /// What is told.
    pub text: Text,
}

/// The rule that an error says was broken, if it says that.
pub fn rule(error: &anyhow::Error) -> Option<Rule> {
    error.downcast_ref::<rusqlite::Error>().and_then(broken_rule)
}

fn broken_rule(error: &rusqlite::Error) -> Option<Rule> {
    if error.sqlite_error_code() != Some(ErrorCode::ConstraintViolation) {
        return None;
    }
    let message = match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.as_str(),
        _ => "",
    };
    let named = |name: &str| message.ends_with(name);
    let told = |attribute: &'static str, text: Text| Rule { attribute: Some(attribute), text };
    Some(if named("resolution_exactly_when_solved") {
        told("resolution", failures::RULE_RESOLUTION.into())
    } else if named("solved_date_only_when_solved") {
        told("solved", failures::RULE_SOLVED_DATE.into())
    } else if named("closed_as_exactly_when_closed") {
        told("closed_as", failures::RULE_CLOSED_AS.into())
    } else if named("closed_date_only_when_closed") {
        told("closed", failures::RULE_CLOSED_DATE.into())
    } else if named("duplicate_names_its_original") {
        told("duplicate_of", failures::RULE_DUPLICATE.into())
    } else if named("not_its_own_duplicate") {
        told("duplicate_of", failures::RULE_OWN_DUPLICATE.into())
    } else if named("not_its_own_precedent") {
        told("precedents", failures::RULE_OWN_PRECEDENT.into())
    } else if named("answered_not_before_received") {
        told("answered", failures::RULE_ANSWERED.into())
    } else if named("solved_not_before_received") {
        told("solved", failures::RULE_SOLVED.into())
    } else if named("closed_not_before_received") {
        told("closed", failures::RULE_CLOSED.into())
    } else if named("nothing_of_the_erased") {
        told("name", failures::RULE_ERASED.into())
    } else if named("period_in_order") {
        told("until", failures::RULE_PERIOD.into())
    } else if message.starts_with("UNIQUE") {
        Rule { attribute: None, text: failures::RULE_UNIQUE.into() }
    } else if message.starts_with("FOREIGN KEY") {
        Rule { attribute: None, text: failures::RULE_REFERENCE.into() }
    } else {
        // "CHECK constraint failed: trim(title) <> ''" and the like: the columns are ours, so name the one.
        let attribute =
            Entity::ALL.iter().flat_map(|entity| entity.attributes()).map(|attribute| attribute.name).find(
                |name| {
                    message
                        .split(|character: char| !character.is_alphanumeric() && character != '_')
                        .any(|word| word == *name)
                },
            );
        Rule { attribute, text: failures::RULE_VALUE.into() }
    })
}
