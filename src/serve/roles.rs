//! Who may do what: a file with on each line a role and a name.

use crate::failure::{Failure, of_file};
use crate::words::{Label, site as words};
use anyhow::Result;
use std::collections::HashMap;
use std::path::Path;

/// What somebody may do. Each may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Read.
    Reader,
    /// Record: obstacles, contacts, factsheets and schemes.
    Officer,
    /// Keep the lists, the publications and their figures, and take entries back.
    Admin,
}

impl Role {
    const ALL: [(&'static str, Self); 3] =
        [("reader", Self::Reader), ("officer", Self::Officer), ("admin", Self::Admin)];

    /// What a reader calls it.
    pub const fn label(self) -> Label {
        match self {
            Self::Reader => words::READER,
            Self::Officer => words::OFFICER,
            Self::Admin => words::ADMIN,
        }
    }

    /// Its name in the file and in data.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, role)| *role == self).map_or("", |(code, _)| code)
    }
}

/// Who has which role.
#[derive(Debug)]
pub struct Roles {
    named: HashMap<String, Role>,
    /// That of everybody else; nobody else may come in where there is none.
    others: Option<Role>,
}

impl Roles {
    /// The same role for everybody.
    pub fn all(role: Role) -> Self {
        Self { named: HashMap::new(), others: Some(role) }
    }

    /// Those in a file. On each line stands a role and behind it a name, or `*` for everybody else; what follows on `#` is
    /// left out.
    ///
    /// # Errors
    /// When the file cannot be read, or a line of it.
    pub fn read(path: &Path) -> Result<Self> {
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| of_file(&error, &shown))?;
        let mut roles = Self { named: HashMap::new(), others: None };
        for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            let at = at.saturating_add(1);
            let (code, name) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            let name = name.trim();
            let known = Role::ALL.iter().find(|(known, _)| *known == code);
            let (_, role) = known.ok_or_else(|| Failure::data(words::bad_role(&shown, at, code)))?;
            if name.is_empty() {
                return Err(Failure::data(words::role_without_name(&shown, at)).into());
            }
            let before = if name == "*" {
                roles.others.replace(*role)
            } else {
                roles.named.insert(name.to_owned(), *role)
            };
            if before.is_some() {
                return Err(Failure::data(words::role_twice(&shown, at, name)).into());
            }
        }
        Ok(roles)
    }

    /// The role of somebody; none for who may not come in.
    pub fn of(&self, name: &str) -> Option<Role> {
        self.named.get(name).copied().or(self.others)
    }
}
