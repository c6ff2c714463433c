//! `reply`: the answer to an obstacle as a draft to send, made from a template.

use super::{Command, Context, Outcome, record_input, record_key, summary, titles};
use crate::cli::{OutputArgs, Reply};
use crate::failure::{Exit, Failure, FailureKind};
use crate::i18n::{Text, attribute_labels as labels, failures, remarks, reply as messages};
use crate::language::sentence_ends;
use crate::record::{
    Condition, Entity, Filter, Record, Value, factsheet, number, obstacle, on_one_line, reply_template,
};
use crate::register::{Key, ListQuery, Register};
use crate::rows::{Audience, Cell, ColumnDef, Event, Prose, Shape, Sink, column_defs, words};
use crate::view::Format;
use crate::view::document::{ReplyValues, Source, plain_text, render_reply};
use anyhow::Result;

/// Maximum length of the question in short.
const MAX_QUESTION_CHARS: usize = 300;

column_defs! {
    NUMBER "number" labels::NUMBER;
    SUBJECT "subject" words("onderwerp", "subject", "waarover het gaat", "what it is about"), is_dutch = true;
    REPLY "reply" words("antwoord", "reply", "het concept van het antwoord", "the draft of the reply"), is_dutch = true;
}

impl Command for Reply {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let wanted = record_key::record_number(Entity::Obstacle, &self.number)?;
        let register = context.register()?;
        register.require_active(Entity::Obstacle, wanted)?;
        let record = register.load(Entity::Obstacle, &Key::Number(wanted))?;
        let shown = number::format(Entity::Obstacle, wanted);
        if record.text(&obstacle::ANSWER).is_none() {
            let failure = Failure::usage(failures::no_answer_yet(&shown));
            return Err(failure.with_kind(FailureKind::Unanswered).into());
        }
        let values = reply_values(&register, &record, shown, context)?;
        let markdown = fill_in_template(&register, self.template.as_deref(), &values, context)?;
        if let Some(warning) = summary::provenance_warning(record.text(&obstacle::PROVENANCE)) {
            context.notice(warning);
        }
        let text = plain_text(&markdown);
        for (attribute, finds) in record_input::personal_data_that(&record, |found| text.contains(found)) {
            context.notice(remarks::personal_data_in_reply(attribute.i18n.label, finds));
        }
        match context.out.audience() {
            Audience::Document => context.out.line(&Text::untranslated(markdown))?,
            Audience::Terminal => context.out.line(&Text::untranslated(text))?,
            _ => {
                let mut columns = ColumnDef::columns(&[&NUMBER, &SUBJECT, &REPLY]);
                columns.iter_mut().skip(2).for_each(|column| column.prose = Some(Prose::Plain));
                context.out.begin(&columns, Shape::Card)?;
                context.out.row(&[Cell::Text(&values.number), Cell::Text(&values.subject), Cell::Text(&text)])?;
                context.out.end()?;
            }
        }
        context.close_fast(register);
        Ok(context.finish(Exit::Success))
    }

    fn output(&self) -> Option<&OutputArgs> {
        Some(&self.output)
    }

    fn chosen_format(&self) -> Option<Format> {
        if self.markdown { Some(Format::Markdown) } else { self.output.format }
    }

    fn is_document(&self) -> bool {
        true
    }

    /// The built-in template may change between versions.
    fn is_reproducible(&self) -> bool {
        false
    }

    fn title(&self) -> Option<Text> {
        titles::parsed_code(&self.number).map(messages::title)
    }
}

/// Collects the cells of a short list.
#[derive(Default)]
struct CellTexts(Vec<Vec<String>>);

impl Sink for CellTexts {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        if let Event::Row(cells) = event {
            let text = |cell: &Cell<'_>| if let Cell::Text(text) = cell { (*text).to_owned() } else { String::new() };
            self.0.push(cells.iter().map(text).collect());
        }
        Ok(())
    }

    fn audience(&self) -> Audience {
        Audience::Program
    }
}

/// What the reply contains. Persons are left out: nothing but the texts of the obstacle can name anybody.
fn reply_values(register: &Register, record: &Record, shown: String, context: &Context<'_>) -> Result<ReplyValues> {
    let text = |attribute| record.text(attribute).unwrap_or_default().to_owned();
    let laws = register.column(&obstacle::LAWS, Audience::Terminal)?;
    let cited = match record.get(&obstacle::LAWS) {
        Some(Value::Laws(laws)) => laws.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    };
    let law = |number: String| {
        let label = laws.value_label(&number).map(|label| label.get(context.lang).to_owned());
        let url = laws.url.and_then(|url| url(&number));
        Source { name: label.unwrap_or_else(|| number.clone()), url, number }
    };
    let full_question = text(&obstacle::QUESTION);
    Ok(ReplyValues {
        number: shown,
        subject: text(&obstacle::TITLE),
        question: in_short(if full_question.is_empty() {
            record.text(&obstacle::TITLE).unwrap_or_default()
        } else {
            &full_question
        }),
        full_question,
        answer: text(&obstacle::ANSWER),
        ministry: text(&obstacle::MINISTRY),
        laws: cited.into_iter().map(law).collect(),
        factsheets: factsheets(register, record, context)?,
    })
}

fn factsheets(register: &Register, record: &Record, context: &Context<'_>) -> Result<Vec<Source>> {
    let Some(Value::Numbers(numbers)) = record.get(&obstacle::FACTSHEETS) else { return Ok(Vec::new()) };
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let conditions = [Condition::OneOf(&factsheet::NUMBER, numbers.iter().map(ToString::to_string).collect())];
    let filter = Filter::default();
    let columns = vec![&factsheet::NUMBER, &factsheet::TITLE, &factsheet::URL];
    let query = ListQuery { own_conditions: &conditions, ..ListQuery::new(Entity::Factsheet, &filter, columns) };
    let mut rows = CellTexts::default();
    register.list(&query, context.today, &mut rows)?;
    let source = |row: Vec<String>| {
        let mut cells = row.into_iter();
        let mut next = || cells.next().unwrap_or_default();
        let (number, name) = (next(), next());
        Source { number, name, url: Some(next()).filter(|url| !url.is_empty()) }
    };
    Ok(rows.0.into_iter().map(source).collect())
}

/// Returns the first sentences of a question, on one line. Cuts between words if the first sentence is long.
fn in_short(question: &str) -> String {
    let first = question.trim().split("\n\n").next().unwrap_or_default();
    let line = on_one_line(first);
    let Some((end, _)) = line.char_indices().nth(MAX_QUESTION_CHARS) else { return line.into_owned() };
    let cut = line.get(..end).unwrap_or_default();
    if let Some(sentences) = sentence_ends(cut).next_back().and_then(|end| cut.get(..end)) {
        return sentences.to_owned();
    }
    format!("{}…", cut.rsplit_once(' ').map_or(cut, |(words, _)| words))
}

/// Fills in the template that was asked for, or else the first in the register, or else the built-in one.
fn fill_in_template(
    register: &Register,
    wanted: Option<&str>,
    values: &ReplyValues,
    context: &Context<'_>,
) -> Result<String> {
    let filter = Filter::default();
    let columns = vec![&reply_template::NUMBER, &reply_template::TITLE];
    let mut rows = CellTexts::default();
    register.list(&ListQuery::new(Entity::ReplyTemplate, &filter, columns), context.today, &mut rows)?;
    let known: Vec<(&str, &str)> = rows
        .0
        .iter()
        .filter_map(|row| match &row[..] {
            [number, title] => Some((number.as_str(), title.as_str())),
            _ => None,
        })
        .collect();
    let chosen = match wanted.map(str::trim) {
        None => known.first().map(|(number, _)| *number),
        Some(name) => Some(find_template(name, &known)?),
    };
    let Some(number) = chosen else {
        return render_reply(messages::TEMPLATE.get(context.lang), values).map_err(|why| Failure::data(why).into());
    };
    let key = Key::Number(record_key::record_number(Entity::ReplyTemplate, number)?);
    let template = register.load(Entity::ReplyTemplate, &key)?;
    let text = template.text(&reply_template::TEXT).unwrap_or_default();
    render_reply(text, values).map_err(|why| Failure::data(failures::reply_template_unusable(number, why)).into())
}

/// Returns the number of the template with this number or title. Fails if there is none, or if several have this title.
fn find_template<'a>(name: &str, known: &[(&'a str, &str)]) -> Result<&'a str> {
    let by_number =
        number::parse_strict(Entity::ReplyTemplate, name).map(|wanted| number::format(Entity::ReplyTemplate, wanted));
    let is_named = |(number, title): &&(&str, &str)| match &by_number {
        Some(wanted) => number == wanted,
        None => title.to_lowercase() == name.to_lowercase(),
    };
    let mut found = known.iter().filter(is_named);
    match (found.next(), found.next()) {
        (Some((number, _)), None) => Ok(number),
        _ if known.is_empty() => Err(Failure::no_input(failures::no_reply_templates(name)).into()),
        _ => {
            let valid: Vec<String> = known.iter().map(|(number, title)| format!("{number} {title}")).collect();
            Err(Failure::no_input(failures::no_such_reply_template(name, valid.join(", "))).into())
        }
    }
}
