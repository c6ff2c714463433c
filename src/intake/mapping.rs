//! Reads the mapping of a list: a TOML file that says which attribute each column holds, what the values in a column
//! stand for, and which values to fill in. Officers edit this file, so every error names its line.

use super::source::decode_text;
use crate::failure::{self, Failure};
use crate::i18n::{Text, failures};
use anyhow::Result;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

pub const MAX_BYTES: u64 = 1 << 20;
const MAX_ERRORS: usize = 20;
const MAX_COMMENT_WIDTH: usize = 110;
/// The value of a column that is not imported, or of a cell that is treated as empty.
pub const IGNORE: &str = "ignore";
/// The value of a text that leaves out every row that has it, or of a default that leaves out every row that lacks it.
pub const SKIP_ROW: &str = "skip-row";
const COLUMNS: &str = "columns";
const VALUES: &str = "values";
const DEFAULTS: &str = "defaults";

/// A line `key = "text"` of a mapping.
#[derive(Clone, Debug)]
pub struct Entry {
    pub key: String,
    pub text: String,
    pub line: u64,
}

impl Entry {
    pub fn is_ignored(&self) -> bool {
        self.text == IGNORE
    }

    pub fn skips_row(&self) -> bool {
        self.text == SKIP_ROW
    }
}

#[derive(Debug, Default)]
pub struct Mapping {
    /// The file name as shown in messages.
    file: String,
    /// The attribute of each column, by [`normalize`]d title.
    columns: HashMap<String, Entry>,
    values: HashMap<String, ColumnValues>,
    defaults: Vec<Entry>,
}

/// The values of a column, by [`normalize`]d text.
#[derive(Debug)]
struct ColumnValues {
    title: String,
    line: u64,
    entries: HashMap<String, Entry>,
}

impl Mapping {
    pub fn read(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|error| failure::file_failure(&error, &name))?;
        Self::read_file(file, name)
    }

    /// Reads a mapping from an open file, which messages call `file`.
    pub fn read_file(from: File, file: String) -> Result<Self> {
        let mut bytes = Vec::new();
        let read = from.take(MAX_BYTES.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|error| failure::file_failure(&error, &file))?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(Failure::data(failures::import_too_large(file, MAX_BYTES >> 20)).into());
        }
        let text = decode_text(&bytes).ok_or_else(|| Failure::data(failures::import_not_utf8(&file)))?;
        Self::parse(file, &text)
    }

    fn parse(file: String, text: &str) -> Result<Self> {
        let mut mapping = Self { file, ..Self::default() };
        let line_ends: Vec<usize> = memchr::memchr_iter(b'\n', text.as_bytes()).collect();
        let line = |span: Range<usize>| (line_ends.partition_point(|end| *end < span.start) as u64).saturating_add(1);
        let table = DeTable::parse(text).map_err(|error| {
            let place = mapping.at(line(error.span().unwrap_or_default()));
            Failure::data(failures::mapping_not_toml(place))
        })?;
        let mut errors: BTreeMap<u64, Text> = BTreeMap::new();
        for (key, value) in table.get_ref() {
            let (at, name) = (line(key.span()), &**key.get_ref());
            match (name, value.get_ref()) {
                (COLUMNS, DeValue::Table(table)) => {
                    mapping.columns = entries(table, &line, &mut |line, error| mapping_error(&mut errors, line, error));
                }
                (VALUES, DeValue::Table(table)) => {
                    for (title, values) in table {
                        let at = line(title.span());
                        let DeValue::Table(table) = values.get_ref() else {
                            mapping_error(&mut errors, at, failures::mapping_unknown_key(&**title.get_ref()));
                            continue;
                        };
                        let entries = entries(table, &line, &mut |line, error| mapping_error(&mut errors, line, error));
                        let title = title.get_ref().clone().into_owned();
                        mapping.values.insert(normalize(&title), ColumnValues { title, line: at, entries });
                    }
                }
                (DEFAULTS, DeValue::Table(table)) => {
                    let entries = entries(table, &line, &mut |line, error| mapping_error(&mut errors, line, error));
                    // Drop a default with the value `ignore`, because it fills in nothing.
                    mapping.defaults = entries.into_values().filter(|entry| !entry.is_ignored()).collect();
                    mapping.defaults.sort_by_key(|entry| entry.line);
                }
                _ => mapping_error(&mut errors, at, failures::mapping_unknown_key(name)),
            }
        }
        mapping.fail_if_any(errors)?;
        Ok(mapping)
    }

    /// The file name as shown in messages.
    pub fn file(&self) -> &str {
        &self.file
    }

    pub fn column(&self, title: &str) -> Option<&Entry> {
        self.columns.get(&normalize(title))
    }

    /// What the text in a cell of this column stands for.
    pub fn value(&self, title: &str, cell: &str) -> Option<&Entry> {
        self.values.get(&normalize(title))?.entries.get(&normalize(cell))
    }

    /// All values of a column, in the order of the file.
    pub fn values_of(&self, title: &str) -> Vec<&Entry> {
        let values = self.values.get(&normalize(title));
        let mut entries: Vec<&Entry> = values.iter().flat_map(|values| values.entries.values()).collect();
        entries.sort_by_key(|entry| entry.line);
        entries
    }

    pub fn defaults(&self) -> &[Entry] {
        &self.defaults
    }

    /// Returns the place in the file at which the user can correct the value of a cell. Prefers the line of that value,
    /// then the table of the column's values, then the line of the column, and last the whole file.
    pub fn place_of_value(&self, title: &str, cell: &str) -> Text {
        let values = self.values.get(&normalize(title));
        let line = self.value(title, cell).map(|entry| entry.line).or_else(|| values.map(|values| values.line));
        match line.or_else(|| self.column(title).map(|entry| entry.line)) {
            Some(line) => self.at(line),
            None => Text::untranslated(self.file.clone()),
        }
    }

    /// The place in the file where an attribute is filled in for rows that lack it.
    pub fn place_of_default(&self, attribute: &str) -> Text {
        match self.defaults.iter().find(|entry| entry.key == attribute) {
            Some(entry) => self.at(entry.line),
            None => Text::untranslated(format!("{} [{DEFAULTS}]", self.file)),
        }
    }

    fn at(&self, line: u64) -> Text {
        failures::at_line(&self.file, line)
    }

    /// Fails if the mapping has a column that the list lacks, or if `check` rejects an attribute or default.
    pub fn check(
        &self,
        titles: &[String],
        check_column: &dyn Fn(&Entry) -> Result<(), Text>,
        check_default: &dyn Fn(&Entry) -> Result<(), Text>,
    ) -> Result<()> {
        let titles: Vec<String> = titles.iter().map(|title| normalize(title)).collect();
        let mut errors = BTreeMap::new();
        for (title, entry) in &self.columns {
            if !titles.contains(title) {
                mapping_error(&mut errors, entry.line, failures::mapping_unknown_column(&entry.key));
            } else if !entry.is_ignored()
                && let Err(error) = check_column(entry)
            {
                mapping_error(&mut errors, entry.line, error);
            }
        }
        for (_, values) in self.values.iter().filter(|(title, _)| !titles.contains(title)) {
            mapping_error(&mut errors, values.line, failures::mapping_unknown_column(&values.title));
        }
        for entry in &self.defaults {
            if let Err(error) = check_default(entry) {
                mapping_error(&mut errors, entry.line, error);
            }
        }
        self.fail_if_any(errors)
    }

    fn fail_if_any(&self, errors: BTreeMap<u64, Text>) -> Result<()> {
        let count = errors.len();
        let mut texts: Vec<Text> =
            errors.into_iter().map(|(line, error)| failures::import_row_error(self.at(line), error)).collect();
        texts.truncate(MAX_ERRORS);
        let failure = match count {
            0 => return Ok(()),
            1 => failures::import_failed_one(&self.file),
            2..=MAX_ERRORS => failures::import_failed(&self.file, count),
            _ => failures::import_failed_more(&self.file, MAX_ERRORS),
        };
        Err(Failure::data(failure).with_details(texts).into())
    }
}

/// Adds an error about a line of the file, unless that line already has an error.
fn mapping_error(errors: &mut BTreeMap<u64, Text>, line: u64, error: Text) {
    errors.entry(line).or_insert(error);
}

/// Returns the lines of a table, by normalised key. Reports each value that is empty or is not a text.
fn entries(
    table: &DeTable<'_>,
    line: &dyn Fn(Range<usize>) -> u64,
    report: &mut dyn FnMut(u64, Text),
) -> HashMap<String, Entry> {
    let mut entries = HashMap::new();
    let mut in_order: Vec<(&Spanned<DeString<'_>>, &Spanned<DeValue<'_>>)> = table.iter().collect();
    in_order.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in in_order {
        let (name, line) = (&**key.get_ref(), line(key.span()));
        match value.get_ref() {
            DeValue::String(text) if text.trim().is_empty() => report(line, failures::mapping_empty(name)),
            DeValue::String(text) => {
                let entry = Entry { key: name.to_owned(), text: text.trim().to_owned(), line };
                if entries.insert(normalize(name), entry).is_some() {
                    report(line, failures::mapping_twice(name));
                }
            }
            _ => report(line, failures::mapping_not_text(name)),
        }
    }
    entries
}

/// Normalises a title or value. Texts become equal if they differ only in case, in white space or in punctuation at the
/// end.
pub fn normalize(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ").to_lowercase();
    let trimmed = text.trim_end_matches(['.', ':', '*', '?', ' ']);
    if trimmed.is_empty() { text } else { trimmed.to_owned() }
}

/// Writes a mapping in the order in which its lines are added.
#[derive(Default)]
pub struct MappingWriter {
    text: String,
    /// Whether lines were left out to keep the file small enough to be read back.
    pub is_cut: bool,
}

impl MappingWriter {
    fn push(&mut self, lines: &str) {
        // Leave half of the allowed size free for the few lines at the end of the file.
        if self.text.len().saturating_add(lines.len()) as u64 > MAX_BYTES / 2 {
            self.is_cut = true;
        } else {
            self.text.push_str(lines);
        }
    }

    /// Adds a comment, wrapped to the width of a text editor.
    pub fn comment(&mut self, text: &str) {
        let mut comment = String::new();
        for line in text.lines() {
            let mut width = 0_usize;
            for word in without_controls(line).split(' ') {
                let length = word.chars().count().saturating_add(1);
                if width == 0 || width.saturating_add(length) > MAX_COMMENT_WIDTH {
                    comment.push_str(if comment.is_empty() { "#" } else { "\n#" });
                    width = 1;
                }
                comment.push(' ');
                comment.push_str(word);
                width = width.saturating_add(length);
            }
        }
        comment.push('\n');
        self.push(&comment);
    }

    pub fn blank_line(&mut self) {
        self.push("\n");
    }

    pub fn columns(&mut self) {
        self.push(&format!("[{COLUMNS}]\n"));
    }

    pub fn values(&mut self, title: &str) {
        self.push(&format!("[{VALUES}.{}]\n", quote(title)));
    }

    pub fn defaults(&mut self) {
        self.push(&format!("[{DEFAULTS}]\n"));
    }

    /// Adds a line, followed by a comment on the same line if there is one.
    pub fn entry(&mut self, key: &str, text: &str, comment: &str) {
        let comment = if comment.is_empty() { String::new() } else { format!("  # {}", without_controls(comment)) };
        self.push(&format!("{} = {}{comment}\n", quote(key), quote(text)));
    }

    pub fn finish(self) -> String {
        self.text
    }
}

fn without_controls(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

/// Quotes a text as a basic string of TOML.
fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            control if control.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(control))),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// Adds a number to a title that occurs again, so that the titles in a mapping are unique. Skips a number if the result
/// would be the title of another column.
pub fn unique_titles(header: &[String]) -> Vec<String> {
    let titles: Vec<String> =
        header.iter().map(|title| title.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut taken: HashSet<String> = titles.iter().map(|title| normalize(title)).collect();
    let mut unique = |title: String| {
        let count = counts.entry(normalize(&title)).or_insert(0);
        *count = count.saturating_add(1);
        if *count == 1 || title.is_empty() {
            return title;
        }
        loop {
            let numbered = format!("{title} ({count})");
            if taken.insert(normalize(&numbered)) {
                return numbered;
            }
            *count = count.saturating_add(1);
        }
    };
    titles.into_iter().map(&mut unique).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_a_title_of_its_own() {
        for (header, expected) in [
            (&["Naam", "naam"][..], &["Naam", "naam (2)"][..]),
            (&["Naam", "Naam", "Naam (2)"], &["Naam", "Naam (3)", "Naam (2)"]),
            (&["Naam (2)", "Naam", " Naam ", "Naam"], &["Naam (2)", "Naam", "Naam (3)", "Naam (4)"]),
            (&["", ""], &["", ""]),
        ] {
            let header: Vec<String> = header.iter().map(ToString::to_string).collect();
            assert_eq!(unique_titles(&header), expected);
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut writer = MappingWriter::default();
        writer.comment("one\ntwo");
        writer.columns();
        writer.entry("Nr.", IGNORE, "a comment");
        writer.entry("Datum \"x\"", "received", "");
        writer.values("Datum \"x\"");
        writer.entry("okt\n2018 \\ \u{7f}", "2018-10-01", "");
        writer.defaults();
        writer.entry("resolution", "within-rules", "");
        let text = writer.finish().replace('\n', "\r\n");
        let mapping = Mapping::parse("map.toml".to_owned(), &text).unwrap_or_default();
        assert!(mapping.column("nr").is_some_and(Entry::is_ignored));
        assert_eq!(mapping.column("datum  \"X\"").map(|entry| (&*entry.text, entry.line)), Some(("received", 5)));
        let value = mapping.value("Datum \"x\"", "okt 2018 \\ \u{7f}").map(|entry| (&*entry.text, entry.line));
        assert_eq!(value, Some(("2018-10-01", 7)));
        assert_eq!(mapping.defaults().first().map(|entry| entry.line), Some(9));
    }
}
