//! `count`: counts obstacles by attribute or period.

use super::counted_links::CountedLinks;
use super::cross_table::CrossTableSink;
use super::{Command, Context, Outcome, receipt, record_input};
use crate::cli::{Count, OutputArgs};
use crate::digest::DigestSink;
use crate::failure::{Exit, Failure};
use crate::i18n::{Text, failures, remarks, sheets};
use crate::record::{Entity, Filter, obstacle};
use crate::register::{BUCKETS, GroupBy};
use crate::report::COUNT_RULE;
use crate::rows::Sink;
use anyhow::Result;

impl Command for Count {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let mut groups: Vec<GroupBy> = Vec::new();
        for name in &self.by {
            let group = parse_group(name)?;
            if !groups.iter().any(|known| known.column() == group.column()) {
                groups.push(group);
            }
        }
        let register = context.register()?;
        let (filter, today) = (&self.filter.0, context.today);
        let audience = context.out.audience();
        let is_for_readers = audience.is_page() || audience.is_on_site() || context.is_on_terminal;
        let mut links = CountedLinks::of_count(&mut *context.out, &register, &groups, filter, today);
        let mut out: &mut dyn Sink = &mut links;
        let mut cross_table;
        let mut has_overlap = false;
        if let ([rows, columns], true) = (&groups[..], is_for_readers && audience.is_for_readers()) {
            out = match CrossTableSink::new(&register, [*rows, *columns], filter, today, out)? {
                Ok(table) => {
                    has_overlap = table.has_overlap();
                    cross_table = table;
                    &mut cross_table
                }
                Err(out) => out,
            };
        }
        let mut digest_sink = DigestSink::new(out);
        let total = register.count(&groups, filter, today, &mut digest_sink)?;
        digest_sink.hash_count(total);
        let result = digest_sink.digest();
        context.notice(if total == 1 { remarks::one_obstacle_counted() } else { remarks::obstacles_counted(total) });
        if has_overlap {
            context.notice(remarks::COUNTED_IN_SEVERAL);
        }
        receipt::attach(&register, COUNT_RULE.to_owned(), result, context)?;
        context.close_fast(register);
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
        Some(sheets::COUNT.into())
    }

    fn gives_receipt(&self) -> bool {
        true
    }
}

fn parse_group(name: &str) -> Result<GroupBy> {
    if let Some(bucket) = BUCKETS.iter().find(|bucket| bucket.is_named(name)) {
        return Ok(GroupBy::Time(bucket));
    }
    record_input::find_attribute(Entity::Obstacle, name, |attribute| attribute.is_facet)
        .map(GroupBy::Attribute)
        .map_err(|_| {
            let classifying = obstacle::ATTRIBUTES.iter().filter(|attribute| attribute.is_facet);
            let valid: Vec<&str> = classifying
                .map(|attribute| attribute.name)
                .chain(BUCKETS.iter().filter_map(|bucket| bucket.names.first().copied()))
                .collect();
            Failure::usage(failures::cannot_count_by(name, valid.join(", "))).into()
        })
}
