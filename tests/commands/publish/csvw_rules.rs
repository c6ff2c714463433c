//! The W3C rules for CSV on the Web metadata, as far as they apply to a published data set.

use super::Set;
use super::csvw::Object;
use serde_json::Value;
use std::collections::BTreeSet;

/// The built-in datatypes of the CSV on the Web standard.
const DATATYPES: &str = "anyAtomicType any anyURI base64Binary binary boolean byte date dateTime datetime dateTimeStamp \
    dayTimeDuration decimal double duration float gDay gMonth gMonthDay gYear gYearMonth hexBinary html int integer json \
    language long Name negativeInteger NMTOKEN nonNegativeInteger nonPositiveInteger normalizedString number \
    positiveInteger QName short string time token unsignedByte unsignedInt unsignedLong unsignedShort xml \
    yearMonthDuration";
/// Properties allowed in each kind of object. Annotations such as `dc:title` are allowed in every object.
const GROUP: &str = "@context @id @type tables dialect notes tableDirection tableSchema transformations lang null";
const TABLE: &str =
    "@id @type url dialect notes suppressOutput tableDirection tableSchema transformations aboutUrl lang null";
const SCHEMA: &str = "@id @type columns foreignKeys primaryKey rowTitles aboutUrl propertyUrl valueUrl lang null";
const COLUMN: &str = "@id @type name titles suppressOutput virtual aboutUrl datatype default lang null ordered propertyUrl \
    required separator textDirection valueUrl";
const DIALECT: &str = "@id @type commentPrefix delimiter doubleQuote encoding header headerRowCount lineTerminators \
    quoteChar skipBlankRows skipColumns skipInitialSpace skipRows trim";

/// A published table: its rows, and the description of its columns in the metadata.
struct Table {
    url: String,
    columns: Vec<Object>,
    schema: Object,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn at(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.get("name").is_some_and(|own| own == name))
    }
}

#[derive(Default)]
struct Judge {
    faults: Vec<String>,
}

impl Judge {
    fn must(&mut self, holds: bool, what: impl FnOnce() -> String) -> bool {
        if !holds {
            self.faults.push(what());
        }
        holds
    }

    /// Checks that an object has only known properties and annotations, and that the annotations have valid values.
    fn properties(&mut self, object: &Object, known: &str, place: &str) {
        for (name, value) in object {
            if name.contains(':') {
                self.must(is_common(value), || format!("{place}: {name} has a value of no known form"));
            } else {
                self.must(known.split_whitespace().any(|own| own == name), || {
                    format!("{place}: there is no property {name}")
                });
            }
        }
    }

    fn both(&mut self, object: &Object, name: &str, place: &str) {
        for lang in ["nl", "en"] {
            let message = object.get(name).and_then(Value::as_array).is_some_and(|texts| {
                let own = |text: &&Value| text["@language"] == lang;
                texts.iter().filter(own).filter(|text| is_told(&text["@value"])).count() == 1
            });
            self.must(message, || format!("{place}: no {name} in {lang}"));
        }
    }
}

fn is_told(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.trim().is_empty())
}

/// Whether a value is valid for an annotation. The standard calls annotations "common properties".
fn is_common(value: &Value) -> bool {
    match value {
        Value::Array(values) => !values.is_empty() && values.iter().all(is_common),
        Value::Object(object) => {
            let keys: Vec<&str> = object.keys().map(String::as_str).collect();
            let is_text = |key: &str| object[key].is_string();
            match keys[..] {
                ["@id"] => is_text("@id"),
                ["@value"] => true,
                ["@language", "@value"] => is_text("@language") && is_text("@value"),
                ["@type", "@value"] => is_text("@type"),
                _ => false,
            }
        }
        Value::Null => false,
        _ => true,
    }
}

/// Whether every line ends with CRLF, as RFC 4180 requires. Line ends inside quotes are ignored.
fn has_whole_lines(text: &str) -> bool {
    let (mut quoted, mut before) = (false, ' ');
    for character in text.chars() {
        quoted ^= character == '"';
        if !quoted && (before == '\r') != (character == '\n') {
            return false;
        }
        before = if quoted { ' ' } else { character };
    }
    !quoted && text.ends_with("\r\n")
}

/// The codes in a regular expression such as `a|b|c`. Returns `None` if the expression has any operator besides `|`.
pub(super) fn codes(format: &str) -> Option<BTreeSet<String>> {
    let (mut codes, mut code) = (BTreeSet::new(), String::new());
    let mut characters = format.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => code.push(characters.next()?),
            '|' => {
                codes.insert(std::mem::take(&mut code));
            }
            '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '^' | '$' => return None,
            other => code.push(other),
        }
    }
    codes.insert(code);
    Some(codes)
}

/// Whether a value is valid for the given datatype and format.
fn fits(base: &str, format: Option<&str>, text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match (base, format) {
        ("string", None) => true,
        ("string", Some(format)) => codes(format).is_some_and(|codes| codes.contains(text)),
        ("date", Some("yyyy-MM-dd")) => {
            text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok_and(|day| day.to_string() == text)
        }
        ("integer", None) => digits(unsigned),
        ("decimal", None) => {
            unsigned.split_once('.').map_or_else(|| digits(unsigned), |(whole, rest)| digits(whole) && digits(rest))
        }
        ("anyURI", None) => {
            let blank = |character: char| character.is_whitespace() || "<>\"{}|\\^`".contains(character);
            !text.is_empty() && !text.contains(blank)
        }
        _ => false,
    }
}

pub(super) fn faults(set: &Set) -> Vec<String> {
    let mut judge = Judge::default();
    let metadata = set.json("csv-metadata.json");
    let group = metadata.as_object().unwrap();
    let context = &group["@context"];
    judge.must(
        context[0] == "http://www.w3.org/ns/csvw"
            && context.as_array().is_some_and(|parts| parts.len() == 2)
            && context[1]
                .as_object()
                .is_some_and(|local| !local.is_empty() && local.keys().all(|key| key == "@language" || key == "@base")),
        || format!("the context is {context}"),
    );
    judge.properties(group, GROUP, "the set");
    for name in ["dc:title", "dc:description"] {
        judge.both(group, name, "the set");
    }
    let mut tables = Vec::new();
    for described in group["tables"].as_array().unwrap() {
        tables.extend(read(set, described.as_object().unwrap(), &mut judge));
    }
    let urls: BTreeSet<&str> = tables.iter().map(|table| table.url.as_str()).collect();
    judge.must(urls.len() == tables.len(), || "a table is described twice".to_owned());
    let files: BTreeSet<&str> = set.tables().into_iter().collect();
    judge.must(urls == files, || format!("described are {urls:?}, there are {files:?}"));
    for table in &tables {
        values(table, &mut judge);
        keys(table, &tables, &mut judge);
    }
    judge.faults
}

/// Reads a table and checks that its header matches the description of its columns.
fn read(set: &Set, described: &Object, judge: &mut Judge) -> Option<Table> {
    let url = described.get("url").and_then(Value::as_str).unwrap_or_default().to_owned();
    judge.properties(described, TABLE, &url);
    judge.both(described, "dc:title", &url);
    if !judge.must(set.files.contains_key(&url), || format!("there is no {url}")) {
        return None;
    }
    let dialect = described["dialect"].as_object().unwrap();
    judge.properties(dialect, DIALECT, &url);
    let is_said = dialect["encoding"] == "utf-8"
        && dialect["delimiter"] == ","
        && dialect["doubleQuote"] == true
        && dialect["header"] == true
        && dialect["lineTerminators"] == serde_json::json!(["\r\n"]);
    judge.must(is_said, || format!("{url}: the dialect is {dialect:?}"));
    let text = set.text(&url);
    judge.must(!text.starts_with('\u{feff}') && has_whole_lines(text), || format!("{url}: its lines"));
    let schema = described["tableSchema"].as_object().unwrap().clone();
    judge.properties(&schema, SCHEMA, &url);
    let columns: Vec<Object> =
        schema["columns"].as_array().unwrap().iter().map(|column| column.as_object().unwrap().clone()).collect();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let names: Vec<&str> = columns.iter().filter_map(|column| column["name"].as_str()).collect();
    judge.must(names == header, || format!("{url}: described are {names:?}, there are {header:?}"));
    judge.must(names.iter().collect::<BTreeSet<_>>().len() == columns.len(), || {
        format!("{url}: a name stands for two columns")
    });
    for (column, heading) in columns.iter().zip(&header) {
        let place = format!("{url}, {heading}");
        judge.properties(column, COLUMN, &place);
        judge.both(column, "dc:description", &place);
        let name = column["name"].as_str().unwrap_or_default();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        judge.must(!name.is_empty() && !name.starts_with('_') && name.bytes().all(plain), || {
            format!("{place}: its name")
        });
        for lang in ["nl", "en"] {
            let titles = column["titles"][lang].as_array().cloned().unwrap_or_default();
            judge.must(titles.iter().all(is_told), || format!("{place}: a title says nothing"));
            judge.must(titles.iter().any(|title| title == heading), || {
                format!("{place}: not among its titles in {lang}")
            });
        }
        let (base, _) = datatype(column);
        judge.must(DATATYPES.split_whitespace().any(|known| known == base), || {
            format!("{place}: there is no datatype {base}")
        });
    }
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    Some(Table { url, columns, schema, rows })
}

/// The datatype of a column, and its format if it has one.
pub(super) fn datatype(column: &Object) -> (&str, Option<&str>) {
    match column.get("datatype") {
        None => ("string", None),
        Some(Value::String(base)) => (base, None),
        Some(described) => {
            (described["base"].as_str().unwrap_or("string"), described.get("format").and_then(Value::as_str))
        }
    }
}

/// Checks every value against the datatype and the other constraints of its column.
fn values(table: &Table, judge: &mut Judge) {
    for (line, row) in table.rows.iter().enumerate() {
        for (column, cell) in table.columns.iter().zip(row) {
            let place = || format!("{}, row {}, {}: '{cell}'", table.url, line + 1, column["name"]);
            if cell.is_empty() {
                judge.must(column.get("required") != Some(&Value::Bool(true)), || format!("{} is required", place()));
                continue;
            }
            let (base, format) = datatype(column);
            let values: Vec<&str> = match column.get("separator").and_then(Value::as_str) {
                Some(separator) => cell.split(separator).collect(),
                None => vec![cell],
            };
            for value in values {
                judge.must(fits(base, format, value), || format!("{} is no {base} {format:?}", place()));
            }
        }
    }
}

/// Checks that primary keys are unique and that every foreign key refers to an existing row.
fn keys(table: &Table, tables: &[Table], judge: &mut Judge) {
    if let Some(key) = table.schema.get("primaryKey") {
        let key = key.as_str().and_then(|name| table.at(name));
        judge.must(key.is_some(), || format!("{}: no such column as its key", table.url));
        let mut seen = BTreeSet::new();
        for row in &table.rows {
            let Some(value) = key.map(|at| &row[at]) else { break };
            judge.must(seen.insert(value), || format!("{}: '{value}' twice", table.url));
        }
    }
    let foreign = table.schema.get("foreignKeys").and_then(Value::as_array).cloned().unwrap_or_default();
    for key in foreign {
        let there = &key["reference"];
        let at = key["columnReference"].as_str().and_then(|name| table.at(name));
        let other = tables.iter().find(|other| there["resource"] == other.url);
        let at_other = other.and_then(|other| there["columnReference"].as_str().and_then(|name| other.at(name)));
        let (Some(at), Some(other), Some(at_other)) = (at, other, at_other) else {
            judge.must(false, || format!("{}: {key} leads to no column", table.url));
            continue;
        };
        for row in table.rows.iter().filter(|row| !row[at].is_empty()) {
            let found = other.rows.iter().filter(|candidate| candidate[at_other] == row[at]).count();
            judge.must(found == 1, || format!("{}: '{}' stands {found} times in {}", table.url, row[at], other.url));
        }
    }
}
