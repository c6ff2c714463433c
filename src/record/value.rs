//! The values of a record's attributes, and how to parse them from user input.

use super::law::{self, Law};
use super::{Attribute, Entity, Kind, date, number};
use crate::i18n::{Text, choices, failures};
use crate::language::is_invisible;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Limit on the characters of a one-line value. Longer values do not fit in tables, lists and forms.
const MAX_LINE_CHARS: usize = 1_000;
/// Limit on the number of values of an attribute that can have several.
pub const MAX_VALUES: usize = law::MAX_REFERENCES;
/// Limit on the characters of a long text, and of all legal sources of a record together. People never write so much;
/// the limit bounds the memory that one record takes.
pub const MAX_TEXT_CHARS: usize = 100_000;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// The value is unknown, or the attribute does not apply to the record.
    Null,
    /// Text, a code, or a date in ISO 8601.
    Text(String),
    Integer(i64),
    Codes(Vec<String>),
    Numbers(Vec<i64>),
    Laws(Vec<Law>),
}

impl Value {
    pub const fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.is_empty(),
            Self::Integer(_) => false,
            Self::Codes(codes) => codes.is_empty(),
            Self::Numbers(numbers) => numbers.is_empty(),
            Self::Laws(laws) => laws.is_empty(),
        }
    }

    /// Returns the value as people write it in a list. Empty for null.
    pub fn to_text(&self, attribute: &Attribute) -> String {
        let number = |found: &i64| match attribute.kind {
            Kind::Number(entity) | Kind::Reference(entity) | Kind::References(entity, _) => {
                number::format(entity, *found)
            }
            _ => found.to_string(),
        };
        match self {
            Self::Null => String::new(),
            Self::Text(text) => text.clone(),
            Self::Integer(found) => number(found),
            Self::Codes(codes) => codes.join("; "),
            Self::Numbers(numbers) => numbers.iter().map(number).collect::<Vec<_>>().join("; "),
            Self::Laws(laws) => laws.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        }
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether two values are the same. Two legal sources are also the same if only their spelling differs.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Laws(own), Self::Laws(others)) if own != others => {
                own.len() == others.len() && own.iter().zip(others).all(|(law, other)| law.key() == other.key())
            }
            _ => self == other,
        }
    }
}

/// The values of some or all attributes of one record. Writing them leaves all other attributes unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    entity: Entity,
    values: Vec<Option<Value>>,
}

impl Record {
    pub fn new(entity: Entity) -> Self {
        Self { entity, values: vec![None; entity.attributes().len()] }
    }

    pub const fn entity(&self) -> Entity {
        self.entity
    }

    fn position(&self, attribute: &Attribute) -> Option<usize> {
        self.entity.attributes().iter().position(|own| own.name == attribute.name)
    }

    /// Sets an attribute. Does nothing if this kind of record does not have the attribute.
    pub fn set(&mut self, attribute: &Attribute, value: Value) {
        if let Some(slot) = self.position(attribute).and_then(|at| self.values.get_mut(at)) {
            *slot = Some(if value.is_empty() { Value::Null } else { value });
        }
    }

    #[must_use]
    pub fn with(mut self, attribute: &Attribute, value: Value) -> Self {
        self.set(attribute, value);
        self
    }

    pub fn get(&self, attribute: &Attribute) -> Option<&Value> {
        self.values.get(self.position(attribute)?)?.as_ref()
    }

    /// The text of an attribute; `None` if its value is not set, empty or not a text.
    pub fn text(&self, attribute: &Attribute) -> Option<&str> {
        self.get(attribute).and_then(Value::as_text)
    }

    pub fn iter_set(&self) -> impl Iterator<Item = (&'static Attribute, &Value)> {
        self.entity
            .attributes()
            .iter()
            .zip(&self.values)
            .filter_map(|(attribute, value)| Some((attribute, value.as_ref()?)))
    }

    pub fn is_blank(&self) -> bool {
        self.values.iter().all(Option::is_none)
    }

    pub fn missing_required(&self) -> impl Iterator<Item = &'static Attribute> {
        self.entity.attributes().iter().zip(&self.values).filter_map(|(attribute, value)| {
            let empty = value.as_ref().is_none_or(Value::is_empty);
            (attribute.is_required && attribute.default.is_none() && empty).then_some(attribute)
        })
    }
}

/// Rejects NUL characters, because many programs treat them as the end of a text.
pub fn reject_nul(text: &str) -> Result<(), Text> {
    if text.contains('\0') { Err(failures::nul_character()) } else { Ok(()) }
}

const fn is_line_break(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Replaces every line break, with the white space around it, by one space. Removes line breaks at the start and the
/// end. Returns a text without line breaks unchanged.
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(is_line_break) {
        return Cow::Borrowed(text);
    }
    let lines = text.split(is_line_break).map(str::trim).filter(|line| !line.is_empty());
    Cow::Owned(lines.collect::<Vec<_>>().join(" "))
}

impl Attribute {
    /// Replaces the line breaks in a text by what the attribute stores: spaces in a one-line value, line feeds in a
    /// long text.
    pub fn unify_line_breaks<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.kind {
            Kind::Line | Kind::Code => on_one_line(text),
            Kind::Text if text.contains('\r') => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
            _ => Cow::Borrowed(text),
        }
    }

    /// Whether a text differs from the stored text only in its line breaks. Spreadsheets and browsers change the line
    /// breaks of values that nobody edited.
    pub fn differs_in_line_breaks_only(&self, text: &str, stored: &str) -> bool {
        text.contains(is_line_break) && self.unify_line_breaks(text) == self.unify_line_breaks(stored)
    }

    /// Rejects a list of too many values, because each of them must be looked up.
    pub fn check_count(&self, value: &Value) -> Result<(), Text> {
        let count = match value {
            Value::Codes(codes) => codes.len(),
            Value::Numbers(numbers) => numbers.len(),
            Value::Laws(laws) => laws.len(),
            _ => 0,
        };
        if count > MAX_VALUES { Err(failures::too_many_values(self.i18n.label, count, MAX_VALUES)) } else { Ok(()) }
    }

    /// Rejects a value that is too long. Accepts any legal source that `stored` already contains. Accepts a long list
    /// of legal sources if the list in `stored` is at least as long.
    pub fn check_length(&self, value: &Value, stored: Option<&Value>) -> Result<(), Text> {
        let total = |laws: &[Law]| laws.iter().map(|law| law.to_string().chars().count()).sum::<usize>();
        let known = match stored {
            Some(Value::Laws(laws)) => laws.as_slice(),
            _ => &[],
        };
        match value {
            // A text with several laws later becomes a list. The length of each law in the list is then checked.
            Value::Text(text) if matches!(self.kind, Kind::Text | Kind::Laws(_)) => {
                self.check_chars(text, MAX_TEXT_CHARS)
            }
            Value::Text(text) => self.check_chars(text, MAX_LINE_CHARS),
            Value::Laws(laws) => {
                for law in laws.iter().filter(|law| !known.contains(law)) {
                    self.check_chars(&law.to_string(), MAX_LINE_CHARS)?;
                }
                self.check_char_count(total(laws), MAX_TEXT_CHARS.max(total(known)))
            }
            _ => Ok(()),
        }
    }

    /// Rejects an extremely long text if the program would look it up in a list, which would be slow. `check_length`
    /// checks all other texts later: it accepts a long text that did not change, because an older version may have
    /// stored it.
    fn check_typed_length(&self, text: &str) -> Result<(), Text> {
        let most = match self.kind {
            Kind::Line | Kind::Text | Kind::Code => return Ok(()),
            // A link to a law, or its name, can be longer than the id that is stored.
            Kind::Laws(_) => 4 * MAX_TEXT_CHARS,
            Kind::References(..) => MAX_TEXT_CHARS,
            _ => MAX_LINE_CHARS,
        };
        self.check_chars(text, most)
    }

    fn check_chars(&self, text: &str, most: usize) -> Result<(), Text> {
        // A text never has more characters than bytes, so count the characters only if the bytes exceed the limit.
        self.check_char_count(if text.len() > most { text.chars().count() } else { 0 }, most)
    }

    fn check_char_count(&self, count: usize, most: usize) -> Result<(), Text> {
        if count > most { Err(failures::value_too_long(self.i18n.label, count, most)) } else { Ok(()) }
    }

    /// Parses a value that a user typed or that an imported table contains. Several values are separated by `;` or a
    /// comma. The register later checks that codes and numbers exist. The register also parses legal sources, because
    /// it knows the names of laws.
    pub fn parse(&self, text: &str, today: date::Today<'_>) -> Result<Value, Text> {
        reject_nul(text)?;
        self.check_typed_length(text)?;
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Ok(Value::Null);
        }
        let items = || trimmed.split([';', ',']).map(str::trim).filter(|item| !item.is_empty());
        Ok(match self.kind {
            Kind::Line if self.is_personal => Value::Text(trimmed.to_owned()),
            Kind::Line | Kind::Text => Value::Text(text.to_owned()),
            Kind::Code => Value::Text(parse_code(trimmed).ok_or_else(|| failures::not_a_code(trimmed))?),
            Kind::Date => Value::Text(date::parse(trimmed, today)?.to_string()),
            Kind::Count => Value::Integer(
                trimmed
                    .parse::<i64>()
                    .ok()
                    .filter(|count| *count >= 0)
                    .ok_or_else(|| failures::not_a_count(trimmed))?,
            ),
            Kind::Choice(choices) => {
                let wanted = on_one_line(trimmed);
                let found = choices.iter().find(|choice| choice.is_named(&wanted));
                let unknown = || {
                    let codes: Vec<&str> = choices.iter().map(|choice| choice.code).collect();
                    failures::not_a_choice(self.i18n.label, trimmed, choices::list_codes(&codes))
                };
                Value::Text(found.ok_or_else(unknown)?.code.to_owned())
            }
            // Keep a person's name as text here. The register later looks up the person's number, or adds the person.
            Kind::Reference(Entity::Person) => Value::Text(on_one_line(trimmed).into_owned()),
            Kind::References(Entity::Person, _) => {
                let names = trimmed.split(';').map(str::trim);
                let names =
                    names.filter(|name| name.chars().any(|character| !(character.is_whitespace() || character == ',')));
                Value::Codes(names.map(|name| on_one_line(name).into_owned()).collect())
            }
            Kind::Reference(entity) if entity.prefix().is_none() => Value::Text(trimmed.to_owned()),
            Kind::Number(entity) | Kind::Reference(entity) => Value::Integer(parse_number(entity, trimmed)?),
            Kind::References(entity, _) if entity.prefix().is_none() => {
                Value::Codes(items().map(str::to_owned).collect())
            }
            Kind::References(entity, _) => {
                let mut numbers = items().map(|item| parse_number(entity, item)).collect::<Result<Vec<_>, _>>()?;
                numbers.sort_unstable();
                numbers.dedup();
                Value::Numbers(numbers)
            }
            Kind::Law | Kind::Laws(_) | Kind::LawCitations(..) => Value::Text(trimmed.to_owned()),
        })
    }
}

/// Normalises a code before it is stored, so that two codes that look alike become equal. Rejects a code of dots only,
/// because the address of its page would lead to another folder.
fn parse_code(text: &str) -> Option<String> {
    let code: String = text.chars().filter(|character| !is_invisible(*character)).nfc().collect();
    let code = code.trim();
    (!code.contains([',', ';']) && code.chars().any(|character| character != '.')).then(|| code.to_owned())
}

pub fn parse_number(entity: Entity, text: &str) -> Result<i64, Text> {
    let number = number::parse(entity, text).ok_or_else(|| failures::not_a_number(text, number::format(entity, 12)))?;
    if number > number::MAX { Err(failures::number_too_large(text)) } else { Ok(number) }
}

/// Returns the text if it is safe to use as a link: an http or https address without white space.
pub fn http_url(text: &str) -> Option<String> {
    let is_page = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme));
    let is_plain = |character: char| character.is_ascii_graphic() || character.is_alphanumeric();
    (is_page && text.chars().all(is_plain)).then(|| text.to_owned())
}
