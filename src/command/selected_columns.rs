//! Passes some of the columns of a table on to another sink.

use crate::rows::{Audience, Event, Sink};
use anyhow::Result;

pub struct SelectedColumns<'a> {
    out: &'a mut dyn Sink,
    names: &'a [&'a str],
    /// For each column of the table, whether it is passed on.
    is_selected: Vec<bool>,
}

impl<'a> SelectedColumns<'a> {
    pub fn new(out: &'a mut dyn Sink, names: &'a [&'a str]) -> Self {
        Self { out, names, is_selected: Vec::new() }
    }

    fn selected<T: Clone>(&self, items: &[T]) -> Vec<T> {
        let selected = items.iter().zip(&self.is_selected).filter(|(_, is_selected)| **is_selected);
        selected.map(|(item, _)| item.clone()).collect()
    }
}

impl Sink for SelectedColumns<'_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Begin(columns, shape) => {
                self.is_selected = columns.iter().map(|column| self.names.contains(&column.name)).collect();
                self.out.begin(&self.selected(columns), shape)
            }
            Event::Row(cells) => self.out.row(&self.selected(cells)),
            Event::Total(cells) => self.out.total(&self.selected(cells)),
            other => self.out.emit(other),
        }
    }

    fn audience(&self) -> Audience {
        self.out.audience()
    }
}
