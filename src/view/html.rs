//! Pages: one file of HTML that needs no script and asks for nothing from outside, with pictures of the rows that are
//! numbers. What it shows is gathered until its end, since what stands first, the contents and the names of what can
//! be linked to, is known only then.

mod chart;
pub mod markdown;
mod shown;

use super::Place;
use super::safe::printable;
use super::site::{self, Frame};
use crate::rows::{Cell, Column, Datatype, Group, Picture, Shape, Sink};
use crate::words::{Lang, Text, page as words};
use anyhow::Result;
use minijinja::value::Serde;
use std::io::Write;

const PAGE: &str = include_str!("page/page.html");
const SECTIONS: &str = include_str!("page/sections.html");

/// A cell as it was handed over.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// As a reader sees it.
    shown: Box<str>,
    /// As it is in data, where it is text.
    code: Code,
    /// As a number, where it is one.
    number: Option<f64>,
}

/// What a cell is in data.
#[derive(Clone, Debug, Default)]
enum Code {
    /// No text.
    #[default]
    None,
    /// What a reader sees.
    Same,
    /// Other than what a reader sees.
    Other(Box<str>),
}

impl Held {
    /// Whether it is Dutch in a page that is not: what was typed and stands there as it was.
    fn is_dutch(&self, column: &Column, lang: Lang) -> bool {
        lang != Lang::Nl && column.is_dutch && matches!(self.code, Code::Same)
    }

    /// As it is in data, where it is text.
    fn code(&self) -> Option<&str> {
        match &self.code {
            Code::None => None,
            Code::Same => Some(&self.shown),
            Code::Other(code) => Some(code),
        }
    }
}

/// A set of rows as it was handed over, with what stands above it.
#[derive(Debug, Default)]
struct Set {
    heading: Option<String>,
    /// Where the heading leads to.
    href: Option<String>,
    /// Whether the heading is one below another.
    is_minor: bool,
    lines: Vec<String>,
    picture: Option<Picture>,
    shape: Option<Shape>,
    columns: Vec<Column>,
    rows: Vec<Vec<Held>>,
    totals: Vec<Vec<Held>>,
    after: Vec<String>,
}

/// A sink that writes a page.
pub struct Page<'a> {
    out: Box<dyn Write + 'a>,
    lang: Lang,
    title: String,
    /// Whether the title is Dutch in a page that is not: the title of a record.
    title_is_dutch: bool,
    intro: Vec<String>,
    receipt: Option<String>,
    sets: Vec<Set>,
    /// What comes next: a heading, lines and a picture that wait for their rows.
    next: Set,
    /// The entry of the journal that the next heading is of.
    entry: Option<i64>,
    /// What stands around it, where it is a page among others.
    frame: Option<Frame>,
}

impl<'a> Page<'a> {
    /// A sink that writes to `out`.
    pub fn new(out: Box<dyn Write + 'a>, place: Place) -> Self {
        Self {
            out,
            lang: place.lang,
            title: "ruimte".to_owned(),
            title_is_dutch: false,
            intro: Vec::new(),
            receipt: None,
            sets: Vec::new(),
            next: Set::default(),
            entry: None,
            frame: None,
        }
    }

    /// The same in the frame of a site.
    pub fn framed(out: Box<dyn Write + 'a>, place: Place, frame: Frame) -> Self {
        Self { frame: Some(frame.printable()), ..Self::new(out, place) }
    }

    fn held(&self, column: &Column, cell: Cell<'_>) -> Held {
        let lang = self.lang;
        let text = |shown: &str| Held { shown: shown.into(), ..Held::default() };
        match cell {
            Cell::Null => column.nothing.map_or_else(Held::default, |nothing| text(nothing.get(lang))),
            Cell::Text(code) => {
                let label =
                    column.words.label(code).map(|label| printable(label.get(lang), true).into_owned());
                let day = || match column.datatype {
                    Datatype::Date => code.parse().ok().map(|day| words::day_in(day, lang)),
                    _ => None,
                };
                let shown = label.or_else(day).unwrap_or_else(|| printable(code, true).into_owned());
                let code = if shown == code { Code::Same } else { Code::Other(code.into()) };
                Held { shown: shown.into(), code, number: None }
            }
            #[allow(clippy::cast_precision_loss, reason = "it is drawn, not counted")]
            Cell::Integer(number) => Held { number: Some(number as f64), ..text(&number.to_string()) },
            Cell::Real(number) => Held { number: Some(number), ..text(&words::decimal(number, lang)) },
            Cell::Words(words) => text(&printable(words.get(lang), true)),
            Cell::Groups(groups) => text(&printable(&Group::line_in(groups, lang), true)),
        }
    }
}

impl Sink for Page<'_> {
    fn begin(&mut self, columns: &[Column], shape: Shape) -> Result<()> {
        let mut set = std::mem::take(&mut self.next);
        set.columns = columns.to_vec();
        set.shape = Some(shape);
        self.sets.push(set);
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        let Some(mut set) = self.sets.pop() else { return Ok(()) };
        set.rows.push(set.columns.iter().zip(cells).map(|(column, cell)| self.held(column, *cell)).collect());
        self.sets.push(set);
        Ok(())
    }

    fn total(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        let Some(mut set) = self.sets.pop() else { return Ok(()) };
        let held = |(column, cell): (&Column, &Cell<'_>)| match cell {
            Cell::Null => Held::default(),
            cell => self.held(column, *cell),
        };
        set.totals.push(set.columns.iter().zip(cells).map(held).collect());
        self.sets.push(set);
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        // A heading above nothing is left out.
        if self.sets.last().is_some_and(|set| set.rows.is_empty()) {
            self.sets.pop();
        }
        Ok(())
    }

    fn is_for_readers(&self) -> bool {
        true
    }

    fn keeps_receipt(&self) -> bool {
        self.frame.is_none()
    }

    fn is_on_site(&self) -> bool {
        self.frame.is_some()
    }

    fn receipt(&mut self, text: &str) -> Result<()> {
        self.receipt = Some(text.to_owned());
        Ok(())
    }

    fn title(&mut self, text: &Text) -> Result<()> {
        self.title = printable(text.get(self.lang), false).into_owned();
        self.title_is_dutch = self.lang != Lang::Nl && text.nl == text.en;
        Ok(())
    }

    fn picture(&mut self, picture: Picture) -> Result<()> {
        self.next.picture = Some(picture);
        Ok(())
    }

    fn heading(&mut self, text: &Text) -> Result<()> {
        let heading = Some(printable(text.get(self.lang), false).into_owned());
        let href = self.entry.take().filter(|_| self.frame.is_some()).map(site::address_of_entry);
        self.next = Set { heading, href, ..Set::default() };
        Ok(())
    }

    fn entry(&mut self, number: i64) -> Result<()> {
        self.entry = Some(number);
        Ok(())
    }

    fn subheading(&mut self, text: &Text) -> Result<()> {
        self.heading(text)?;
        self.next.is_minor = true;
        Ok(())
    }

    fn group(&mut self, text: &Text) -> Result<()> {
        let heading = Some(printable(text.get(self.lang), false).into_owned());
        self.next = Set::default();
        self.sets.push(Set { heading, ..Set::default() });
        Ok(())
    }

    fn line(&mut self, text: &Text) -> Result<()> {
        let line = printable(text.get(self.lang), true).into_owned();
        if self.next.heading.is_some() {
            self.next.lines.push(line);
        } else if let Some(set) = self.sets.last_mut() {
            set.after.push(line);
        } else {
            self.intro.push(line);
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        let sets = std::mem::take(&mut self.sets);
        let page = shown::page(self, sets);
        let mut templates = minijinja::Environment::new();
        templates.add_template("sections.html", SECTIONS)?;
        let (name, template) =
            if self.frame.is_some() { ("site.html", site::PAGE) } else { ("page.html", PAGE) };
        templates.add_template(name, template)?;
        templates.get_template(name)?.render_captured_to(Serde(&page), &mut self.out)?;
        self.out.write_all(b"\n")?;
        self.out.flush()?;
        Ok(())
    }
}
