//! Reply templates: Markdown with placeholders such as `{{ answer }}`, in the syntax of Jinja. Values are escaped, so
//! that an asterisk in an answer does not change the layout of the reply. A budget limits the time and the memory that a
//! template can use.

use super::{ReplyValues, Source};
use crate::i18n::{Text, failures, reply as messages};
use crate::view::sanitize::printable;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value, context};
use std::fmt::Write as _;

const MAX_TEMPLATE_CHARS: usize = 20_000;
/// One unit is one instruction or 64 bytes of text. The longest texts of a record need a tenth of this.
const BUDGET: u64 = 100_000;
const MAX_RECURSION: usize = 50;

impl Source {
    fn value(&self) -> Value {
        let url = self.url.as_deref().map(|url| Value::from_safe_string(escape_url(url)));
        context! { number => self.number.as_str(), name => self.name.as_str(), url => url.unwrap_or(Value::from(())) }
    }
}

impl ReplyValues {
    fn context(&self) -> Value {
        let sources = |all: &[Source]| all.iter().map(Source::value).collect::<Vec<_>>();
        context! {
            number => self.number.as_str(),
            subject => self.subject.as_str(),
            question => self.question.as_str(),
            full_question => self.full_question.as_str(),
            answer => self.answer.as_str(),
            ministry => self.ministry.as_str(),
            laws => sources(&self.laws),
            factsheets => sources(&self.factsheets),
        }
    }

    /// Values with which to try a template: one of everything.
    fn sample() -> Self {
        let text = || "x".to_owned();
        let source = || Source { number: text(), name: text(), url: Some("https://example.org/".to_owned()) };
        Self {
            number: text(),
            subject: text(),
            question: text(),
            full_question: text(),
            answer: text(),
            ministry: text(),
            laws: vec![source()],
            factsheets: vec![source()],
        }
    }
}

/// Fills in a template. Returns the reply in Markdown, or what is wrong with the template and on which line.
pub fn render_reply(template: &str, values: &ReplyValues) -> Result<String, Text> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(BUDGET));
    environment.set_recursion_limit(MAX_RECURSION);
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
    environment.set_formatter(|out, _, value| {
        match value.as_str() {
            Some(text) if value.is_safe() => out.write_str(text)?,
            Some(text) => out.write_str(&escape(text))?,
            None if value.is_none() => {}
            None => out.write_str(&escape(&value.to_string()))?,
        }
        Ok(())
    });
    let rendered = environment.render_str(template, values.context()).map_err(|error| describe(&error))?;
    Ok(without_repeated_blank_lines(&printable(&rendered, true)))
}

/// Tries a template with values and without them, because each takes another way through its conditions.
pub fn check_template(template: &str) -> Result<(), Text> {
    if template.chars().count() > MAX_TEMPLATE_CHARS {
        return Err(failures::reply_template_too_long(MAX_TEMPLATE_CHARS));
    }
    for values in [ReplyValues::sample(), ReplyValues::default()] {
        render_reply(template, &values)?;
    }
    Ok(())
}

fn describe(error: &Error) -> Text {
    let reason = match error.kind() {
        ErrorKind::UndefinedError => messages::UNKNOWN_PLACEHOLDER,
        ErrorKind::UnknownFilter | ErrorKind::UnknownTest | ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => {
            messages::UNKNOWN_FUNCTION
        }
        ErrorKind::OutOfFuel | ErrorKind::WriteFailure => messages::TOO_MUCH_WORK,
        ErrorKind::SyntaxError => messages::UNREADABLE,
        _ => messages::IMPOSSIBLE,
    };
    failures::reply_template_wrong(error.line().unwrap_or(1), reason)
}

fn without_repeated_blank_lines(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut is_after_blank = true;
    for line in text.lines().map(|line| if line.trim().is_empty() { "" } else { line }) {
        if !(line.is_empty() && is_after_blank) {
            kept.push_str(line);
            kept.push('\n');
        }
        is_after_blank = line.is_empty();
    }
    kept.truncate(kept.trim_end().len());
    kept
}

/// Escapes a value, so that Markdown shows it as it was typed: with its lines, and without any markup.
fn escape(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len() + 16);
    let mut is_after_text = false;
    for (index, line) in printable(text, true).lines().enumerate() {
        let line = line.trim_end();
        if index > 0 {
            // A backslash at the end of a line is a line break within a paragraph.
            markdown.push_str(if is_after_text && !line.is_empty() { "\\\n" } else { "\n" });
        }
        is_after_text = !line.is_empty();
        let words = line.trim_start_matches(' ');
        // Ordinary spaces at the start of a line would make it code, or be dropped.
        markdown.extend(std::iter::repeat_n('\u{a0}', line.len() - words.len()));
        let digits = words.bytes().take_while(u8::is_ascii_digit).count();
        for (at, character) in words.char_indices() {
            let is_special = matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~')
                || (at == 0 && matches!(character, '#' | '+' | '-' | '='))
                || (at > 0 && at == digits && matches!(character, '.' | ')'));
            if is_special {
                markdown.push('\\');
            }
            markdown.push(character);
        }
    }
    markdown
}

/// Percent-encodes what would end a link in Markdown, or would be read as markup.
fn escape_url(url: &str) -> String {
    let mut escaped = String::with_capacity(url.len());
    for character in url.chars() {
        match character {
            '(' | ')' | '<' | '>' | '[' | ']' | '\\' | '*' | '`' | ' ' | '"' => {
                let _ = write!(escaped, "%{:02X}", u32::from(character));
            }
            character => escaped.push(character),
        }
    }
    escaped
}
