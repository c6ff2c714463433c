//! Commands that write. Tests generate them as values and convert them to command lines.

use ruimte::record::Entity;
use std::path::Path;

/// The names of attributes, each with the value that the user types.
pub type Fields = Vec<(&'static str, String)>;

/// A command that writes. To test refusals, the command may refer to records that do not exist.
#[derive(Clone, Debug)]
pub enum Step {
    /// Adds a record, with `log`, `contact KIND`, `factsheet add` or a similar command.
    Add(Entity, Fields),
    /// Edits a record, with `edit`, `contact edit` or a similar command. The last list has the attributes to clear.
    Edit(Entity, String, Fields, Vec<&'static str>),
    Analyse(String, Option<String>),
    /// Classifies an obstacle. The fields are the number of the obstacle, the resolution and further options.
    Classify(String, &'static str, Fields),
    /// Closes an obstacle. The fields are the number of the obstacle, the value of `--as` and further options.
    Close(String, &'static str, Fields),
    Reopen(String, String),
    Void(String, String),
    Link(String, Vec<String>),
    Unlink(String, Vec<String>),
    /// Imports a list. The fields are the kind of record, whether `--update` is given, the column names, and the rows.
    Import(Entity, bool, Vec<&'static str>, Vec<Vec<String>>),
    Snapshot(String, Option<String>),
    /// Undoes a journal entry. `None` stands for the last entry, and `Some(n)` for the entry that is `n` places before
    /// the last.
    Undo(Option<usize>),
    Erase(Vec<String>),
    /// Runs `export persons --with-persons`, which adds a journal entry without changes.
    Export,
    /// Runs `check --repair-search`, which also adds a journal entry without changes.
    Repair,
}

#[derive(Clone, Debug)]
pub struct Turn {
    pub step: Step,
    pub actor: Option<&'static str>,
    pub dry_run: bool,
    /// Days since the previous command; can be negative.
    pub days: i64,
}

impl Step {
    /// Name of the command, which is the same on the command line and in the journal.
    pub fn command(&self) -> String {
        match self {
            Self::Add(Entity::Obstacle, _) => "log".to_owned(),
            Self::Add(Entity::Contact, fields) => format!("contact {}", given(fields, "kind").unwrap()),
            Self::Add(entity, _) => format!("{} add", entity.singular()),
            Self::Edit(Entity::Obstacle, ..) => "edit".to_owned(),
            Self::Edit(entity, ..) => format!("{} edit", entity.singular()),
            Self::Analyse(..) => "analyse".to_owned(),
            Self::Classify(..) => "classify".to_owned(),
            Self::Close(..) => "close".to_owned(),
            Self::Reopen(..) => "reopen".to_owned(),
            Self::Void(..) => "void".to_owned(),
            Self::Link(..) => "link".to_owned(),
            Self::Unlink(..) => "unlink".to_owned(),
            Self::Import(entity, ..) => format!("import {}", entity.plural()),
            Self::Snapshot(..) => "snapshot".to_owned(),
            Self::Undo(_) => "undo".to_owned(),
            Self::Erase(_) => "erase person".to_owned(),
            Self::Export => "export".to_owned(),
            Self::Repair => "check".to_owned(),
        }
    }

    /// The command line as words. `last` is the number of the last journal entry, and `list` is the file to import.
    pub fn words(&self, last: usize, list: &Path) -> Vec<String> {
        let mut words: Vec<String> = self.command().split(' ').map(str::to_owned).collect();
        let because = |text: &String| ["--because".to_owned(), text.clone()];
        match self {
            Self::Add(entity, fields) => {
                let alone = match entity {
                    Entity::Contact => &["obstacles"][..],
                    Entity::Synonym => &["code", "means"],
                    _ => &["title", "name", "code"],
                };
                let alone = |name: &str| alone.contains(&name);
                words.extend(fields.iter().filter(|(name, _)| alone(name)).map(|(_, text)| text.clone()));
                words.extend(options(*entity, fields, |name| {
                    !alone(name) && (name, *entity) != ("kind", Entity::Contact)
                }));
            }
            Self::Edit(entity, key, fields, cleared) => {
                words.push(key.clone());
                words.extend(options(*entity, fields, |_| true));
                if !cleared.is_empty() {
                    words.extend(["--clear".to_owned(), cleared.join(",")]);
                }
            }
            Self::Analyse(number, analysis) => {
                words.push(number.clone());
                words.extend(analysis.iter().flat_map(|text| ["--analysis".to_owned(), text.clone()]));
            }
            Self::Classify(number, resolution, more) => {
                words.extend([number.clone(), (*resolution).to_owned()]);
                words.extend(plain_options(more));
            }
            Self::Close(number, closed_as, more) => {
                words.extend([number.clone(), "--as".to_owned(), (*closed_as).to_owned()]);
                words.extend(plain_options(more));
            }
            Self::Reopen(number, reason) | Self::Void(number, reason) => {
                words.push(number.clone());
                words.extend(because(reason));
            }
            Self::Link(number, to) | Self::Unlink(number, to) => {
                words.push(number.clone());
                words.extend(to.iter().cloned());
            }
            Self::Import(_, update, ..) => {
                words.push(list.display().to_string());
                words.extend(update.then(|| "--update".to_owned()));
            }
            Self::Snapshot(name, note) => {
                words.push(name.clone());
                words.extend(note.iter().flat_map(|text| ["--note".to_owned(), text.clone()]));
            }
            Self::Undo(back) => {
                words.extend(back.map(|back| last.saturating_sub(back).to_string()));
            }
            Self::Erase(persons) => words.extend(persons.iter().cloned()),
            Self::Export => words.extend(["persons", "--with-persons"].map(str::to_owned)),
            Self::Repair => words.push("--repair-search".to_owned()),
        }
        words
    }
}

pub fn given<'a>(fields: &'a Fields, name: &str) -> Option<&'a String> {
    fields.iter().find(|(known, _)| *known == name).map(|(_, text)| text)
}

pub fn options(entity: Entity, fields: &Fields, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let wanted = fields.iter().filter(|(name, _)| wanted(name));
    wanted.flat_map(|(name, text)| [format!("--{}", entity.attribute(name).unwrap().option), text.clone()]).collect()
}

pub fn plain_options(fields: &Fields) -> Vec<String> {
    fields.iter().flat_map(|(name, text)| [format!("--{name}"), text.clone()]).collect()
}
