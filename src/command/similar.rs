//! `similar`: finds earlier answers to questions that resemble an obstacle or a given text.

use super::duplicates::probable_duplicates;
use super::hit_rows::write_hits;
use super::search_index::{
    find_precedents, notice_count, notice_suggestions, notice_unembedded, open_with_current_index, query_text,
};
use super::{Command, Context, Outcome, titles};
use crate::cli::{OutputArgs, Similar};
use crate::failure::Exit;
use crate::i18n::Text;
use crate::record::{Entity, Filter, Record, Value, number, obstacle};
use crate::register::{Key, SearchRequest, question_text};
use anyhow::Result;

impl Command for Similar {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let register = open_with_current_index(context)?;
        let about = match &self.text[..] {
            [one] => number::parse(Entity::Obstacle, one),
            _ => None,
        };
        let (text, record) = match about {
            None => (query_text(&self.text)?, None),
            Some(wanted) => {
                register.require_exists(Entity::Obstacle, wanted)?;
                let record = register.load(Entity::Obstacle, &Key::Number(wanted))?;
                (question_text(&record), Some(record))
            }
        };
        let request = SearchRequest {
            subject: about,
            subject_record: record.as_ref(),
            ..SearchRequest::precedents(&text, &self.filter.0, self.limit_args.limit)
        };
        let found = find_precedents(&register, &request, context)?;
        let question = || Record::new(Entity::Obstacle).with(&obstacle::QUESTION, Value::Text(text.clone()));
        let open =
            register.open_duplicates(&record.clone().unwrap_or_else(question), about, &self.filter.0, context.today)?;
        write_hits(&register, &found.hits, Some(&open), self.filter.0.with_void, context.out)?;
        context.outcome.duplicates = probable_duplicates(&register, &open, &found.probable_duplicates)?;
        notice_count(&found, context);
        if let Some(number) = about {
            notice_suggestions(&number::format(Entity::Obstacle, number), context);
        }
        notice_unembedded(&register, context)?;
        Ok(context.finish(Exit::Success))
    }

    fn output(&self) -> Option<&OutputArgs> {
        Some(&self.output)
    }

    fn filter(&self) -> Option<&Filter> {
        Some(&self.filter.0)
    }

    fn is_about_obstacles(&self) -> bool {
        true
    }

    fn title(&self) -> Option<Text> {
        Some(titles::search_results(&self.text))
    }

    fn is_reproducible(&self) -> bool {
        false
    }

    fn stdin_texts(&mut self) -> Vec<&mut String> {
        self.text.iter_mut().collect()
    }

    fn takes_any_bytes(&self) -> bool {
        true
    }
}
