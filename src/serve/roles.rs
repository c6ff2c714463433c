//! The roles that people can have, and the file that assigns them.

use super::sign_in_name;
use crate::failure::{Failure, file_failure};
use crate::i18n::{Label, site as messages};
use crate::intake;
use crate::record::person_name;
use anyhow::Result;
use std::collections::HashMap;
use std::io;
use std::path::Path;

/// What a person may do. Each role includes the permissions of the roles before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Reader,
    /// Can do what a reader can. Can also record obstacles, contacts, factsheets, schemes and saved views.
    Officer,
    /// Can also maintain vocabularies, synonyms, publications, figures and reply templates, and undo journal entries.
    Admin,
}

impl Role {
    const ALL: [(&'static str, Self); 3] =
        [("reader", Self::Reader), ("officer", Self::Officer), ("admin", Self::Admin)];

    pub const fn label(self) -> Label {
        match self {
            Self::Reader => messages::READER,
            Self::Officer => messages::OFFICER,
            Self::Admin => messages::ADMIN,
        }
    }

    /// The name of the role in the roles file and in JSON.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, role)| *role == self).map_or("", |(code, _)| code)
    }
}

#[derive(Debug)]
pub struct Roles {
    /// The listed people, each with the name as the roles file spells it and the role. The map key is the result of
    /// `person_name::key`, which is the same for all spellings of a name.
    by_key: HashMap<String, (String, Role)>,
    /// The role of everybody whom the file does not list by name. If it is `None`, only listed people have access.
    fallback: Option<Role>,
}

impl Roles {
    pub fn for_everyone(role: Role) -> Self {
        Self { by_key: HashMap::new(), fallback: Some(role) }
    }

    /// Reads a file with a role and a name on each line. The name `*` means everybody else; `#` starts a comment.
    pub fn from_file(path: &Path) -> Result<Self> {
        let shown = path.display().to_string();
        let text = intake::decode_text(&intake::read_text_file(path)?)
            .ok_or_else(|| file_failure(&io::ErrorKind::InvalidData.into(), &shown))?;
        let mut roles = Self { by_key: HashMap::new(), fallback: None };
        for (line_number, line) in text.lines().enumerate() {
            let line = without_comment(line).trim();
            if line.is_empty() {
                continue;
            }
            let line_number = line_number.saturating_add(1);
            let (code, name) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            let name = name.trim();
            let known = Role::ALL.iter().find(|(known, _)| *known == code);
            let (_, role) = known.ok_or_else(|| Failure::data(messages::invalid_role(&shown, line_number, code)))?;
            if name.is_empty() {
                return Err(Failure::data(messages::role_without_name(&shown, line_number)).into());
            }
            let known = if name == "*" {
                roles.fallback.replace(*role).map(|_| name.to_owned())
            } else {
                let spelling = sign_in_name::parse(name)
                    .ok_or_else(|| Failure::data(messages::unusable_role_name(&shown, line_number, name)))?;
                roles.by_key.insert(person_name::key(name), (spelling, *role)).map(|(known, _)| known)
            };
            match known {
                None => {}
                Some(known) if known == name => {
                    return Err(Failure::data(messages::duplicate_role(&shown, line_number, name)).into());
                }
                Some(known) => {
                    return Err(Failure::data(messages::similar_role_name(&shown, line_number, name, known)).into());
                }
            }
        }
        Ok(roles)
    }

    /// Returns the name and role of a person. If the roles file lists the person, the name is spelled as in that file.
    /// Returns `None` if the person has no access.
    pub fn find(&self, name: &str) -> Option<(String, Role)> {
        let listed = self.by_key.get(&person_name::key(name)).cloned();
        listed.or_else(|| self.fallback.map(|role| (name.to_owned(), role)))
    }
}

/// Removes a comment, which starts with a `#` at the start of the line or after a blank. A name may contain a `#`.
fn without_comment(line: &str) -> &str {
    let begins_comment = |(at, _): &(usize, &str)| {
        line.get(..*at).is_none_or(|before| !before.ends_with(|last: char| !last.is_whitespace()))
    };
    line.match_indices('#').find(begins_comment).map_or(line, |(at, _)| line.get(..at).unwrap_or_default())
}
