//! Replaces the codes and column names of a table by labels, for readers who do not know the codes.

use crate::i18n::Lang;
use crate::rows::{Audience, Cell, Column, Event, Sink, VALUE_SEPARATOR, ValueLabels};
use anyhow::Result;

pub struct LabelledSink<'a> {
    out: Box<dyn Sink + 'a>,
    lang: Lang,
    columns: Vec<Column>,
}

impl<'a> LabelledSink<'a> {
    pub const fn new(out: Box<dyn Sink + 'a>, lang: Lang) -> Self {
        Self { out, lang, columns: Vec::new() }
    }

    /// Returns the words for a cell; `None` if the cell stays as it is.
    fn words(&self, at: usize, cell: &Cell<'_>) -> Option<String> {
        match cell {
            Cell::Text(text) => {
                let column = self.columns.get(at)?;
                let label = |value: &str| column.importable_label(value).map(|label| label.get(self.lang).to_owned());
                let words = column.values(text).map(|value| label(value).unwrap_or_else(|| value.to_owned()));
                Some(words.collect::<Vec<_>>().join(VALUE_SEPARATOR))
            }
            Cell::Localized(text) => Some(text.get(self.lang).to_owned()),
            _ => None,
        }
    }

    fn relabel<'c>(words: &'c [Option<String>], cells: &[Cell<'c>]) -> Vec<Cell<'c>> {
        words.iter().zip(cells).map(|(words, cell)| words.as_deref().map_or(*cell, Cell::Text)).collect()
    }
}

impl Sink for LabelledSink<'_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Begin(columns, shape) => {
                self.columns = columns.to_vec();
                let labelled = columns.iter().map(|column| Column {
                    name: column.label.get(self.lang),
                    labels: ValueLabels::None,
                    ..column.clone()
                });
                self.out.emit(Event::Begin(&labelled.collect::<Vec<_>>(), shape))
            }
            Event::Row(cells) | Event::Total(cells) => {
                let words: Vec<Option<String>> =
                    cells.iter().enumerate().map(|(at, cell)| self.words(at, cell)).collect();
                let cells = Self::relabel(&words, cells);
                self.out.emit(if matches!(event, Event::Row(_)) { Event::Row(&cells) } else { Event::Total(&cells) })
            }
            event => self.out.emit(event),
        }
    }

    fn audience(&self) -> Audience {
        match self.out.audience() {
            Audience::Program => Audience::Labelled,
            audience => audience,
        }
    }
}
