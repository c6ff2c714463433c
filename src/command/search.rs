//! `search`: finds obstacles, factsheets and schemes by words.

use super::hit_rows::write_hits;
use super::search_index::{notice_count, open_with_current_index, query_text};
use super::{Command, Context, Outcome, titles};
use crate::cli::{OutputArgs, Search};
use crate::failure::Exit;
use crate::i18n::{Text, remarks};
use crate::record::{Filter, number};
use crate::register::{SearchRequest, UsedMeaning};
use anyhow::Result;

impl Command for Search {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let text = query_text(&self.words)?;
        let register = open_with_current_index(context)?;
        let request = SearchRequest::by_words(&text, &self.filter.0, self.limit_args.limit);
        let found = register.search(&request, context.today)?;
        if found.meaning == UsedMeaning::Finding {
            context.notice(remarks::found_by_meaning());
        }
        write_hits(&register, &found.hits, None, self.filter.0.with_void, context.out)?;
        match number::parse_any(text.trim()) {
            Some((entity, wanted))
                if found.hits.is_empty() && !found.has_more && register.require_exists(entity, wanted).is_ok() =>
            {
                context.notice(remarks::query_is_record_number(number::format(entity, wanted)));
            }
            _ => notice_count(&found, context),
        }
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
        Some(titles::search_results(&self.words))
    }

    fn is_reproducible(&self) -> bool {
        false
    }

    fn stdin_texts(&mut self) -> Vec<&mut String> {
        self.words.iter_mut().collect()
    }

    fn takes_any_bytes(&self) -> bool {
        true
    }
}
