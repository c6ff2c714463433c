//! `snapshot`: gives the current state of the register a name for use with `--as-of`, or lists the existing names.

use super::record_list::{ListSpec, list_records};
use super::{Command, Context, Outcome, record_input, titles};
use crate::cli::{OutputArgs, RowArgs, Snapshot};
use crate::failure::{Exit, Failure};
use crate::i18n::{Text, failures, remarks};
use crate::record::{Entity, Filter, Record, Value, date, snapshot};
use anyhow::Result;

impl Command for Snapshot {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let entity = Entity::Snapshot;
        let name = self.name.filter(|name| !matches!(name.trim(), "list" | "ls"));
        let Some(name) = name else {
            let filter = Filter::default();
            let rows = RowArgs { sort: Some("entry".to_owned()), ..RowArgs::default() };
            return list_records(&ListSpec::new(entity, &filter, &rows, &self.output), context);
        };
        let code = record_input::parse_required(&snapshot::CODE, &name, context)?;
        let looks_like_moment =
            name.trim().bytes().all(|byte| byte.is_ascii_digit()) || date::parse(&name, context.today).is_ok();
        if looks_like_moment {
            return Err(Failure::usage(failures::not_a_snapshot(name)).into());
        }
        let note = record_input::parse_optional(&snapshot::NOTE, self.note.as_ref(), context)?;
        let entry = context.write(self.write.dry_run, |change| {
            let (_, entry, _) = change.register().head()?;
            let name = code.as_text().unwrap_or_default();
            if let Some(known) = change.register().find_code_ignoring_case(entity, name)? {
                return Err(Failure::data(failures::snapshot_exists(known)).into());
            }
            let record = Record::new(entity)
                .with(&snapshot::CODE, code.clone())
                .with(&snapshot::ENTRY, Value::Integer(entry))
                .with(&snapshot::NOTE, note.unwrap_or(Value::Null));
            change.insert(record)?;
            Ok(entry)
        })?;
        context.notice(remarks::snapshot_created(code.as_text().unwrap_or_default(), entry));
        Ok(context.finish(Exit::Success))
    }

    fn output(&self) -> Option<&OutputArgs> {
        Some(&self.output)
    }

    fn title(&self) -> Option<Text> {
        Some(titles::entities(Entity::Snapshot))
    }

    fn is_reproducible(&self) -> bool {
        false
    }
}
