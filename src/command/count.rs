//! `count`: counts obstacles by attribute or period.

use super::{Command, Context, Outcome, receipt, record_input};
use crate::cli::{Count, OutputArgs};
use crate::digest::DigestSink;
use crate::failure::{Exit, Failure};
use crate::i18n::{Text, failures, remarks, sheets};
use crate::record::{Entity, Filter, obstacle};
use crate::register::{BUCKETS, GroupBy};
use crate::report::COUNT_RULE;
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
        let mut digest_sink = DigestSink::new(&mut *context.out);
        let total = register.count(&groups, &self.filter.0, context.today, &mut digest_sink)?;
        digest_sink.hash_count(total);
        let result = digest_sink.digest();
        context.notice(if total == 1 { remarks::one_obstacle_counted() } else { remarks::obstacles_counted(total) });
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
