//! `list`: lists obstacles.

use super::record_list::{ListSpec, list_records};
use super::view::start_from_view;
use super::{Command, Context, Outcome, titles};
use crate::cli::{List, OutputArgs};
use crate::i18n::Text;
use crate::record::{Entity, Filter};
use anyhow::Result;

impl Command for List {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let columns = &["number", "title", "ministry", "status", "resolution", "received", "provenance"];
        let spec = ListSpec { columns, ..ListSpec::new(Entity::Obstacle, &self.filter.0, &self.rows, &self.output) };
        list_records(&spec, context)
    }

    fn expand(&mut self, context: &mut Context<'_>) -> Result<()> {
        start_from_view(self, context)
    }

    /// A receipt stores the options of a view instead of its name.
    fn is_reproducible(&self) -> bool {
        self.view.is_none()
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
        Some(titles::entities(Entity::Obstacle))
    }
}
