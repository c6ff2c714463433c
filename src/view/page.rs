//! Pages: one file of HTML that needs no script and asks for nothing from outside, with pictures of the rows that are
//! numbers. What it shows is gathered until its end, since what stands first, the contents and the names of what can
//! be linked to, is known only then.

mod chart;

use super::Place;
use super::safe::printable;
use crate::rows::{Cell, Column, Datatype, Group, Picture, SEPARATOR, Shape, Sink};
use crate::words::{Label, Lang, Text, page as words};
use anyhow::Result;
use base64::prelude::{BASE64_STANDARD, Engine};
use chart::{Bars, Curves, Tile};
use minijinja::value::Serde;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::io::Write;

const PAGE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");
/// A value of more characters than this stands below its label, over the whole width.
const LONG: usize = 80;

/// A cell as it was handed over.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// As a reader sees it.
    shown: String,
    /// As it is in data, where it is text.
    code: Option<String>,
    /// As a number, where it is one.
    number: Option<f64>,
}

/// A set of rows as it was handed over, with what stands above it.
#[derive(Debug, Default)]
struct Set {
    heading: Option<String>,
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
    intro: Vec<String>,
    receipt: Option<String>,
    sets: Vec<Set>,
    /// What comes next: a heading, lines and a picture that wait for their rows.
    next: Set,
}

impl<'a> Page<'a> {
    /// A sink that writes to `out`.
    pub fn new(out: Box<dyn Write + 'a>, place: Place) -> Self {
        Self {
            out,
            lang: place.lang,
            title: "ruimte".to_owned(),
            intro: Vec::new(),
            receipt: None,
            sets: Vec::new(),
            next: Set::default(),
        }
    }

    fn held(&self, column: &Column, cell: Cell<'_>) -> Held {
        let lang = self.lang;
        let text = |shown: String| Held { shown, ..Held::default() };
        match cell {
            Cell::Null => {
                text(column.nothing.map_or_else(String::new, |nothing| nothing.get(lang).to_owned()))
            }
            Cell::Text(code) => {
                let label = column.words.label(code).map(|label| label.get(lang).to_owned());
                let day = || match column.datatype {
                    Datatype::Date => code.parse().ok().map(|day| words::day_in(day, lang)),
                    _ => None,
                };
                let shown = label.or_else(day).unwrap_or_else(|| printable(code, true).into_owned());
                Held { shown, code: Some(code.to_owned()), number: None }
            }
            #[allow(clippy::cast_precision_loss, reason = "it is drawn, not counted")]
            Cell::Integer(number) => {
                Held { shown: number.to_string(), code: None, number: Some(number as f64) }
            }
            Cell::Real(number) => {
                let shown = words::decimal(number, lang);
                Held { shown, code: None, number: Some(number) }
            }
            Cell::Words(words) => text(printable(words.get(lang), true).into_owned()),
            Cell::Groups(groups) => text(printable(&Group::line_in(groups, lang), true).into_owned()),
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
        true
    }

    fn receipt(&mut self, text: &str) -> Result<()> {
        self.receipt = Some(text.to_owned());
        Ok(())
    }

    fn title(&mut self, text: &Text) -> Result<()> {
        self.title = printable(text.get(self.lang), false).into_owned();
        Ok(())
    }

    fn picture(&mut self, picture: Picture) -> Result<()> {
        self.next.picture = Some(picture);
        Ok(())
    }

    fn heading(&mut self, text: &Text) -> Result<()> {
        self.next =
            Set { heading: Some(printable(text.get(self.lang), false).into_owned()), ..Set::default() };
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
        let page = self.shown(&sets);
        let mut templates = minijinja::Environment::new();
        templates.add_template("page.html", PAGE)?;
        templates.get_template("page.html")?.render_captured_to(Serde(&page), &mut self.out)?;
        self.out.write_all(b"\n")?;
        self.out.flush()?;
        Ok(())
    }
}

/// The page as its template asks for it.
#[derive(Serialize)]
struct Shown {
    lang: &'static str,
    title: String,
    style: &'static str,
    style_hash: String,
    words: HashMap<&'static str, &'static str>,
    intro: Vec<String>,
    contents: Vec<Entry>,
    patterns: bool,
    sections: Vec<Section>,
    receipt: Option<String>,
}

#[derive(Serialize)]
struct Entry {
    id: String,
    text: String,
}

#[derive(Serialize)]
struct Section {
    id: String,
    heading: Option<String>,
    caption: String,
    lines: Vec<String>,
    after: Vec<String>,
    is_named: bool,
    tiles: Vec<Tile>,
    bars: Option<Bars>,
    curves: Option<Curves>,
    columns: Vec<Head>,
    rows: Vec<Line>,
    totals: Vec<Line>,
    cards: Vec<Card>,
}

#[derive(Serialize)]
struct Head {
    label: &'static str,
    numeric: bool,
}

#[derive(Serialize)]
struct Line {
    id: Option<String>,
    cells: Vec<Value>,
}

#[derive(Serialize)]
struct Card {
    id: Option<String>,
    name: String,
    title: Option<String>,
    facts: Vec<Fact>,
}

#[derive(Serialize)]
struct Fact {
    label: &'static str,
    cell: Value,
}

/// A value: its parts, or its paragraphs where it is long.
#[derive(Serialize)]
struct Value {
    parts: Vec<Part>,
    lines: Vec<String>,
    numeric: bool,
    verdict: Option<String>,
}

#[derive(Serialize)]
struct Part {
    text: String,
    href: Option<String>,
}

/// What the rows of a set are numbered by, where they are.
fn number_of(set: &Set, row: &[Held]) -> Option<String> {
    let first = set.columns.first().filter(|column| column.name == "number")?;
    let code = row.first()?.code.clone()?;
    (first.words.label(&code).is_none() && is_number(&code)).then_some(code)
}

/// Whether a text is the number of a record, such as B-012.
fn is_number(text: &str) -> bool {
    text.split_once('-').is_some_and(|(letter, digits)| {
        letter.len() == 1
            && letter.bytes().all(|byte| byte.is_ascii_uppercase())
            && !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

impl Page<'_> {
    fn shown(&self, sets: &[Set]) -> Shown {
        let lang = self.lang;
        // Of what stands on the page twice the card is what a link leads to.
        let ids: HashSet<String> =
            sets.iter().flat_map(|set| set.rows.iter().filter_map(|row| number_of(set, row))).collect();
        let in_cards: HashSet<String> = sets
            .iter()
            .filter(|set| set.shape == Some(Shape::Card))
            .flat_map(|set| set.rows.iter().filter_map(|row| number_of(set, row)))
            .collect();
        let mut given: HashSet<String> = HashSet::new();
        let sections: Vec<Section> = sets
            .iter()
            .enumerate()
            .map(|(at, set)| {
                let mut id_of = |row: &[Held]| {
                    let id = number_of(set, row)?;
                    let here = set.shape == Some(Shape::Card) || !in_cards.contains(&id);
                    (here && given.insert(id.clone())).then_some(id)
                };
                self.section(at, set, &ids, &mut id_of)
            })
            .collect();
        let contents: Vec<Entry> = sections
            .iter()
            .filter_map(|section| Some(Entry { id: section.id.clone(), text: section.heading.clone()? }))
            .collect();
        let mut intro = self.intro.clone();
        if sections.is_empty() && intro.is_empty() {
            intro.push(words::NOTHING.get(lang).to_owned());
        }
        let said: [(&'static str, Label); 7] = [
            ("skip", words::SKIP),
            ("contents", words::CONTENTS),
            ("numbers_below", words::NUMBERS_BELOW),
            ("table", words::TABLE),
            ("receipt", words::RECEIPT),
            ("again", words::AGAIN),
            ("made_by", words::MADE_BY),
        ];
        Shown {
            lang: match lang {
                Lang::Nl => "nl",
                Lang::En => "en",
            },
            title: self.title.clone(),
            style: STYLE,
            style_hash: style_hash(),
            words: said.into_iter().map(|(name, label)| (name, label.get(lang))).collect(),
            intro,
            contents: if contents.len() > 1 { contents } else { Vec::new() },
            patterns: sections.iter().any(|section| section.bars.is_some()),
            sections,
            receipt: self.receipt.clone(),
        }
    }

    fn section(
        &self,
        at: usize,
        set: &Set,
        ids: &HashSet<String>,
        id_of: &mut dyn FnMut(&[Held]) -> Option<String>,
    ) -> Section {
        let lang = self.lang;
        let numeric: Vec<bool> = (0..set.columns.len())
            .map(|at| {
                let mut cells = set.rows.iter().filter_map(|row| row.get(at));
                let is_number = |cell: &Held| cell.number.is_some() || cell.shown.is_empty();
                cells.clone().all(is_number) && cells.any(|cell| cell.number.is_some())
            })
            .collect();
        let (mut bars, mut curves, mut tiles) = (None, None, Vec::new());
        match set.picture {
            Some(Picture::Bars { named_by, parts }) => {
                bars = chart::bars(&set.columns, &set.rows, named_by, parts, lang);
            }
            Some(Picture::Tiles { of }) => tiles = chart::tiles(&set.rows, of),
            Some(Picture::Lines { series }) => curves = chart::curves(&set.columns, &set.rows, series, lang),
            None => {}
        }
        let heading = set.heading.clone();
        let caption = match (&heading, bars.is_some() || curves.is_some()) {
            (Some(heading), true) => words::numbers_of(heading).get(lang).to_owned(),
            (Some(heading), false) => heading.clone(),
            (None, _) => self.title.clone(),
        };
        let mut section = Section {
            id: format!("part-{}-of-page", at + 1),
            is_named: heading.as_ref() == Some(&caption) || heading.is_none(),
            heading,
            caption,
            lines: set.lines.clone(),
            after: set.after.clone(),
            tiles,
            bars,
            curves,
            columns: Vec::new(),
            rows: Vec::new(),
            totals: Vec::new(),
            cards: Vec::new(),
        };
        if set.shape == Some(Shape::Card) {
            section.cards = set.rows.iter().map(|row| card(set, row, ids, id_of(row), lang)).collect();
            return section;
        }
        let heads = set.columns.iter().zip(&numeric);
        section.columns = heads
            .map(|(column, numeric)| Head { label: column.label.get(lang), numeric: *numeric })
            .collect();
        let cells = |row: &[Held], own: Option<&str>| -> Vec<Value> {
            set.columns
                .iter()
                .zip(row)
                .map(|(column, held)| value(column, held, ids, own, held.shown.contains('\n')))
                .collect()
        };
        section.rows = set
            .rows
            .iter()
            .map(|row| {
                let id = id_of(row);
                Line { cells: cells(row, id.as_deref()), id }
            })
            .collect();
        section.totals = set.totals.iter().map(|row| Line { id: None, cells: cells(row, None) }).collect();
        section
    }
}

/// One record: what it is called, and its values.
fn card(set: &Set, row: &[Held], ids: &HashSet<String>, id: Option<String>, lang: Lang) -> Card {
    let at = |name: &str| set.columns.iter().position(|column| column.name == name);
    let title = at("title").filter(|at| *at > 0).and_then(|at| row.get(at)).map(|held| held.shown.clone());
    let facts = set
        .columns
        .iter()
        .zip(row)
        .skip(1)
        .filter(|(column, held)| column.name != "title" && !held.shown.is_empty())
        .map(|(column, held)| {
            let is_text = held.code.is_some() && !column.several && column.address.is_none();
            let is_long = is_text && (held.shown.contains('\n') || held.shown.chars().nth(LONG).is_some());
            Fact { label: column.label.get(lang), cell: value(column, held, ids, id.as_deref(), is_long) }
        })
        .collect();
    Card { name: row.first().map(|held| held.shown.clone()).unwrap_or_default(), title, facts, id }
}

/// A value with the links in it: to what is on the page, and to what can be read elsewhere. `own` is the number of
/// the row that it stands in, which does not lead to itself.
fn value(column: &Column, held: &Held, ids: &HashSet<String>, own: Option<&str>, is_long: bool) -> Value {
    let verdict = (column.name == "verdict").then(|| held.code.clone()).flatten();
    if is_long {
        let lines = held.shown.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
        return Value { parts: Vec::new(), lines, numeric: false, verdict };
    }
    let here = |text: &str| (ids.contains(text) && own != Some(text)).then(|| format!("#{text}"));
    let elsewhere = |text: &str| column.address.and_then(|address| address(text));
    let plain = |text: &str, href| Part { text: text.to_owned(), href };
    let parts = match &held.code {
        // A label stands for the whole value.
        Some(code) if column.words.label(code).is_some() => vec![plain(&held.shown, elsewhere(code))],
        Some(code) if code.split(SEPARATOR).all(is_number) => {
            code.split(SEPARATOR).map(|text| plain(text, here(text))).collect()
        }
        Some(code) if column.several => {
            column.values(code).map(|text| plain(&printable(text, true), elsewhere(text))).collect()
        }
        Some(code) => vec![plain(&held.shown, elsewhere(code))],
        None => vec![plain(&held.shown, None)],
    };
    Value { parts, lines: Vec::new(), numeric: held.number.is_some(), verdict }
}

/// The hash of the style, with which the page's policy lets in this one and no other.
fn style_hash() -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(STYLE.as_bytes())))
}
