//! What is neither a list nor a record: rows that wait for their page, the statement about accessibility, and what is told
//! to who does not come in.

use super::answer::Answer;
use super::ask::spool;
use super::guard::Refused;
use super::visit::Visit;
use crate::record::Entity;
use crate::rows::{Cell, Column, Group, Picture, Shape, Sink};
use crate::view::site::{self, Frame, Link, Notice, Tone};
use crate::words::{Text, failures, site as words};
use anyhow::Result;
use axum::http::StatusCode;

/// A cell that is kept.
enum Held {
    Null,
    Text(Box<str>),
    Integer(i64),
    Real(f64),
    Words(Text),
    Groups(Vec<Group>),
}

/// What a command hands over.
enum Event {
    Begin(Vec<Column>, Shape),
    Row(Vec<Held>),
    Total(Vec<Held>),
    End,
    Receipt(String),
    Title(Text),
    Picture(Picture),
    Heading(Text),
    Entry(i64),
    Subheading(Text),
    Group(Text),
    Line(Text),
}

/// Rows that wait until what stands around them is known: a page of them, or a report.
#[derive(Default)]
pub struct Kept(Vec<Event>);

fn held(cells: &[Cell<'_>]) -> Vec<Held> {
    let kept = |cell: &Cell<'_>| match cell {
        Cell::Null => Held::Null,
        Cell::Text(text) => Held::Text((*text).into()),
        Cell::Integer(number) => Held::Integer(*number),
        Cell::Real(number) => Held::Real(*number),
        Cell::Words(words) => Held::Words((*words).clone()),
        Cell::Groups(groups) => Held::Groups(groups.to_vec()),
    };
    cells.iter().map(kept).collect()
}

fn cells(held: &[Held]) -> Vec<Cell<'_>> {
    held.iter().map(cell).collect()
}

fn cell(held: &Held) -> Cell<'_> {
    match held {
        Held::Null => Cell::Null,
        Held::Text(text) => Cell::Text(text),
        Held::Integer(number) => Cell::Integer(*number),
        Held::Real(number) => Cell::Real(*number),
        Held::Words(words) => Cell::Words(words),
        Held::Groups(groups) => Cell::Groups(groups),
    }
}

impl Kept {
    /// Hands all of it on.
    ///
    /// # Errors
    /// When it cannot be taken.
    pub fn again(&self, out: &mut dyn Sink) -> Result<()> {
        for event in &self.0 {
            match event {
                Event::Begin(columns, shape) => out.begin(columns, *shape)?,
                Event::Row(row) => out.row(&cells(row))?,
                Event::Total(row) => out.total(&cells(row))?,
                Event::End => out.end()?,
                Event::Receipt(text) => out.receipt(text)?,
                Event::Title(text) => out.title(text)?,
                Event::Picture(picture) => out.picture(*picture)?,
                Event::Heading(text) => out.heading(text)?,
                Event::Entry(number) => out.entry(*number)?,
                Event::Subheading(text) => out.subheading(text)?,
                Event::Group(text) => out.group(text)?,
                Event::Line(text) => out.line(text)?,
            }
        }
        Ok(())
    }

    /// Whether no row came.
    pub fn is_empty(&self) -> bool {
        !self.0.iter().any(|event| matches!(event, Event::Row(_)))
    }

    #[allow(clippy::unnecessary_wraps, reason = "what a sink does may fail")]
    fn keep(&mut self, event: Event) -> Result<()> {
        self.0.push(event);
        Ok(())
    }
}

impl Sink for Kept {
    fn begin(&mut self, columns: &[Column], shape: Shape) -> Result<()> {
        self.keep(Event::Begin(columns.to_vec(), shape))
    }

    fn row(&mut self, row: &[Cell<'_>]) -> Result<()> {
        self.keep(Event::Row(held(row)))
    }

    fn total(&mut self, row: &[Cell<'_>]) -> Result<()> {
        self.keep(Event::Total(held(row)))
    }

    fn end(&mut self) -> Result<()> {
        self.keep(Event::End)
    }

    fn is_for_readers(&self) -> bool {
        true
    }

    fn is_on_site(&self) -> bool {
        true
    }

    fn receipt(&mut self, text: &str) -> Result<()> {
        self.keep(Event::Receipt(text.to_owned()))
    }

    fn title(&mut self, text: &Text) -> Result<()> {
        self.keep(Event::Title(text.clone()))
    }

    fn picture(&mut self, picture: Picture) -> Result<()> {
        self.keep(Event::Picture(picture))
    }

    fn heading(&mut self, text: &Text) -> Result<()> {
        self.keep(Event::Heading(text.clone()))
    }

    fn entry(&mut self, number: i64) -> Result<()> {
        self.keep(Event::Entry(number))
    }

    fn subheading(&mut self, text: &Text) -> Result<()> {
        self.keep(Event::Subheading(text.clone()))
    }

    fn group(&mut self, text: &Text) -> Result<()> {
        self.keep(Event::Group(text.clone()))
    }

    fn line(&mut self, text: &Text) -> Result<()> {
        self.keep(Event::Line(text.clone()))
    }
}

/// The statement about accessibility.
pub fn accessibility(visit: &Visit) -> Result<Answer> {
    let mut frame = visit.frame();
    frame.lines = words::STATEMENT.iter().map(|label| visit.say(*label)).collect();
    visit.page(StatusCode::OK, frame, |out| out.title(&words::ACCESSIBILITY_TITLE.into()))
}

/// The lists that an administrator keeps.
pub fn lists(visit: &Visit) -> Result<Answer> {
    let kept = [
        Entity::Ministry,
        Entity::Region,
        Entity::CareDomain,
        Entity::Theme,
        Entity::Nature,
        Entity::Law,
        Entity::Synonym,
        Entity::Publication,
        Entity::Figure,
    ];
    let mut frame = visit.frame();
    frame.actions = kept
        .iter()
        .map(|entity| Link {
            text: super::fields::capital(&visit.say(failures::entities(entity.singular()))),
            href: format!("/{}", entity.plural()),
            ..Link::default()
        })
        .collect();
    frame.is_index = true;
    visit.page(StatusCode::OK, frame, |out| out.title(&words::LISTS.into()))
}

/// There is no such page.
pub fn nowhere(visit: &Visit) -> Result<Answer> {
    let mut frame = visit.frame();
    frame.lines.push(visit.say(words::NO_PAGE_HOW));
    visit.page(StatusCode::NOT_FOUND, frame, |out| out.title(&words::NO_PAGE.into()))
}

/// A problem, as other programs are told it (RFC 9457).
pub fn problem(status: StatusCode, title: &str, detail: &str) -> Answer {
    let body = serde_json::json!({
        "type": "about:blank",
        "title": title,
        "status": status.as_u16(),
        "detail": detail,
    });
    Answer::Data(status, "application/problem+json", body.to_string().into_bytes(), super::api::versions())
}

/// What is told to who does not come in: nothing of the register.
pub fn refused(refused: &Refused, style: &str, script: &str) -> Answer {
    let said = |label: crate::words::Label| label.get(refused.lang).to_owned();
    if refused.is_program {
        return problem(refused.status, &said(refused.title), &said(refused.why));
    }
    let frame = Frame {
        style: format!("/assets/{style}"),
        script: format!("/assets/{script}"),
        words: [
            ("main_nav", words::MAIN_NAV),
            ("search", words::SEARCH),
            ("register", words::REGISTER),
            ("wrong", words::WRONG),
            ("accessibility", words::ACCESSIBILITY),
        ]
        .map(|(name, label)| (name, said(label)))
        .into(),
        notices: vec![Notice { tone: Tone::Wrong, text: said(refused.why), fields: Vec::new() }],
        is_closed: true,
        ..Frame::default()
    };
    let mut file = spool();
    let written = {
        let mut sink = site::sink(refused.lang, frame, Box::new(&mut file));
        sink.title(&refused.title.into()).and_then(|()| sink.finish())
    };
    match written {
        Ok(()) => Answer::Page(refused.status, file),
        Err(_) => problem(StatusCode::INTERNAL_SERVER_ERROR, "ruimte", &said(refused.why)),
    }
}
