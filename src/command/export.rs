//! `export`: writes records with all their attributes.

use super::record_list::{ListSpec, list_records, parse_kind};
use super::{Command, Context, Outcome, titles};
use crate::cli::{Export, OutputArgs, RowArgs};
use crate::i18n::Text;
use crate::record::{Entity, Filter};
use crate::view::Format;
use anyhow::Result;

impl Command for Export {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let entity = parse_kind(&self.kind)?;
        let rows = RowArgs::default();
        let spec = ListSpec { with_derived: true, ..ListSpec::new(entity, &self.filter.0, &rows, &self.output) };
        list_records(&spec, context)
    }

    fn output(&self) -> Option<&OutputArgs> {
        Some(&self.output)
    }

    fn default_format(&self) -> Format {
        Format::Csv
    }

    fn filter(&self) -> Option<&Filter> {
        Some(&self.filter.0)
    }

    fn is_about_obstacles(&self) -> bool {
        parse_kind(&self.kind).is_ok_and(|kind| kind == Entity::Obstacle)
    }

    fn title(&self) -> Option<Text> {
        parse_kind(&self.kind).ok().map(titles::entities)
    }
}
