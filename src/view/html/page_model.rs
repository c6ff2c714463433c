//! What the template of a page asks for. Rows are made ready one at a time, when their turn comes: a page can have many.

use super::chart::{self, Bars, Curves, Tile};
use super::{Held, Page, Set, markdown};
use crate::rows::{Column, Datatype, Picture, Prose, Shape};
use crate::view::safe::printable;
use crate::view::site::{self, Frame};
use crate::words::{Label, Lang, page as words};
use base64::prelude::{BASE64_STANDARD, Engine};
use minijinja::Value as Lazy;
use minijinja::value::Serde;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

const STYLE: &str = include_str!("page.css");
/// A value of more characters than this stands below its label, over the whole width.
const LONG: usize = 80;

/// A word of more bytes than this is broken on paper where it has to be.
const WIDE: usize = 24;

/// So many columns do not stand beside each other on a narrow screen.
const STACKED: usize = 4;

/// The page.
#[derive(Serialize)]
pub struct Shown {
    lang: &'static str,
    title: String,
    title_is_dutch: bool,
    style: &'static str,
    style_hash: String,
    words: HashMap<&'static str, &'static str>,
    intro: Vec<String>,
    contents: Vec<Entry>,
    patterns: bool,
    sections: Vec<Section>,
    receipt: Option<String>,
    /// What stands around it, where it is a page among others.
    frame: Option<Frame>,
}

#[derive(Serialize)]
struct Entry {
    id: String,
    text: String,
}

#[derive(Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "what the template asks of a section, each by itself")]
struct Section {
    id: String,
    heading: Option<String>,
    /// Where the heading leads to.
    href: Option<String>,
    is_minor: bool,
    caption: String,
    /// Whether the caption says what the heading says.
    is_named: bool,
    lines: Vec<String>,
    after: Vec<String>,
    tiles: Vec<Tile>,
    bars: Option<Bars>,
    curves: Option<Curves>,
    is_cards: bool,
    /// Whether its rows are stacked where the screen is narrow.
    is_stacked: bool,
    columns: Vec<Head>,
    rows: Lazy,
    totals: Vec<Line>,
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
    /// What it is called; none where the page is called so.
    name: Option<String>,
    title: Option<String>,
    title_is_dutch: bool,
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
    /// The same as HTML, where it is a text in Markdown.
    html: Option<String>,
    /// How it stands there: as a number, as a verdict of that kind, as a whole that no line breaks, or as one with a word
    /// that is too long to stand beside others on paper.
    class: Option<String>,
    /// Whether each of its parts has a line of its own: several long ones run into each other.
    listed: bool,
    /// Whether it is Dutch in a page that is not.
    is_dutch: bool,
}

#[derive(Serialize)]
struct Part {
    /// Its text, in pieces between which a line may end.
    pieces: Vec<String>,
    href: Option<String>,
}

/// A text in pieces between which a line may end: an address has no blanks, but it has parts.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let has_parts = text.len() > WIDE && text.split(' ').any(|word| word.len() > WIDE);
    text.split_inclusive(move |character| has_parts && "/&:=?#".contains(character))
}

/// The numbers in a text that is made of nothing else.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', ' ']).filter(|text| !text.is_empty())
}

/// The sets of a page, with what can be linked to.
struct Sets {
    all: Vec<Set>,
    /// The numbers that stand on the page.
    ids: HashSet<String>,
    /// Of each set: the rows that have the number of a record as their name on the page.
    named: Vec<HashSet<usize>>,
    lang: Lang,
    /// What the page is called.
    title: String,
    /// What stands around it, where it is a page among others: each record has one of its own.
    frame: Option<Frame>,
}

/// What a row is numbered by, where it is.
fn number_of<'a>(set: &Set, row: &'a [Held]) -> Option<&'a str> {
    let first = set.columns.first().filter(|column| column.name == "number")?;
    let code = row.first()?.code()?;
    (first.words.label(code).is_none() && is_number(code)).then_some(code)
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

impl Sets {
    fn new(sets: Vec<Set>, lang: Lang, title: &str, frame: Option<Frame>) -> Self {
        // Of what stands on the page twice the card is what a link leads to.
        let mut order: Vec<usize> = (0..sets.len()).collect();
        order.sort_by_key(|at| sets.get(*at).is_none_or(|set| set.shape != Some(Shape::Card)));
        let mut ids = HashSet::new();
        let mut named = vec![HashSet::new(); sets.len()];
        for at in order {
            let (Some(set), Some(named)) = (sets.get(at), named.get_mut(at)) else { continue };
            for (place, row) in set.rows.iter().enumerate() {
                if let Some(id) = number_of(set, row)
                    && ids.insert(id.to_owned())
                {
                    named.insert(place);
                }
            }
        }
        Self { all: sets, ids, named, lang, title: title.to_owned(), frame }
    }

    fn row(&self, at: usize, place: usize) -> Option<(&Set, &[Held], Option<String>)> {
        let set = self.all.get(at)?;
        let row = set.rows.get(place)?;
        let is_named = self.named.get(at).is_some_and(|named| named.contains(&place));
        Some((set, row, number_of(set, row).filter(|_| is_named).map(str::to_owned)))
    }

    fn line(&self, at: usize, place: usize) -> Option<Line> {
        let (set, row, id) = self.row(at, place)?;
        Some(Line { cells: self.cells(set, row, id.as_deref()), id })
    }

    fn cells(&self, set: &Set, row: &[Held], own: Option<&str>) -> Vec<Value> {
        let cells = set.columns.iter().zip(row);
        cells.map(|(column, held)| self.value(column, held, own, held.shown.contains('\n'))).collect()
    }

    /// One record: what it is called, and its values.
    fn card(&self, at: usize, place: usize) -> Option<Card> {
        let (set, row, id) = self.row(at, place)?;
        let name = row.first().map(|held| held.shown.to_string()).unwrap_or_default();
        let is_the_page = !name.is_empty() && self.title.starts_with(&name) && set.rows.len() == 1;
        let title = set.columns.iter().position(|column| column.name == "title").filter(|at| *at > 0);
        let facts = set
            .columns
            .iter()
            .zip(row)
            .skip(1)
            .filter(|(column, held)| column.name != "title" && !held.shown.is_empty())
            .map(|(column, held)| {
                let is_text = held.code().is_some_and(|code| !numbers(code).all(is_number))
                    && !column.several
                    && column.address.is_none();
                let is_long = column.prose.is_some()
                    || (is_text && (held.shown.contains('\n') || held.shown.chars().nth(LONG).is_some()));
                let mut cell = self.value(column, held, id.as_deref(), is_long);
                if column.prose == Some(Prose::Markdown) {
                    let top = 2 + usize::from(!is_the_page) + usize::from(set.heading.is_some());
                    cell.html = Some(markdown::html(&held.shown, top, column.address.unwrap_or(|_| None)));
                }
                Fact { label: column.label.get(self.lang), cell }
            })
            .collect();
        let of_title = title.and_then(|at| Some((set.columns.get(at)?, row.get(at)?)));
        Some(Card {
            name: (!is_the_page).then_some(name),
            title: of_title.map(|(_, held)| held.shown.to_string()),
            title_is_dutch: of_title.is_some_and(|(column, held)| held.is_dutch(column, self.lang)),
            facts,
            id,
        })
    }

    /// A value with the links in it: to what is on the page, and to what can be read elsewhere. `own` is the number of
    /// the row that it stands in, which does not lead to itself.
    fn value(&self, column: &Column, held: &Held, own: Option<&str>, is_long: bool) -> Value {
        let is_known_by = held.code().is_some_and(is_number);
        let verdict = held.code().filter(|_| column.name == "verdict");
        let class = if held.number.is_some() {
            Some("n".to_owned())
        } else if let Some(verdict) = verdict {
            Some(format!("verdict {verdict}"))
        } else if is_known_by || column.datatype == Datatype::Date {
            Some("whole".to_owned())
        } else {
            let is_wide = held.shown.split(' ').flat_map(pieces).any(|piece| piece.len() > WIDE);
            is_wide.then(|| "wide".to_owned())
        };
        let is_dutch = held.is_dutch(column, self.lang);
        if is_long {
            let lines =
                held.shown.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
            return Value { parts: Vec::new(), lines, html: None, class, listed: false, is_dutch };
        }
        let here = |text: &str| {
            if self.frame.is_some() {
                return site::address_of(text);
            }
            (self.ids.contains(text) && own != Some(text)).then(|| format!("#{text}"))
        };
        let elsewhere = |text: &str| {
            let term =
                self.frame.as_ref().filter(|_| column.name == "code").and_then(|frame| frame.term(text));
            term.or_else(|| column.address.and_then(|address| address(text)))
        };
        let plain = |text: &str, href| Part { pieces: pieces(text).map(str::to_owned).collect(), href };
        let parts: Vec<Part> = match held.code() {
            // A label stands for the whole value.
            Some(code) if column.words.label(code).is_some() => vec![plain(&held.shown, elsewhere(code))],
            Some(code) if numbers(code).all(is_number) => {
                numbers(code).map(|text| plain(text, here(text))).collect()
            }
            Some(code) if column.several => {
                let shown = |text: &str| match column.label_of_one(text) {
                    Some(label) => printable(label.get(self.lang), true).into_owned(),
                    None => printable(text, true).into_owned(),
                };
                column.values(code).map(|text| plain(&shown(text), elsewhere(text))).collect()
            }
            Some(code) => vec![plain(&held.shown, elsewhere(code))],
            None => vec![plain(&held.shown, None)],
        };
        let length = |part: &Part| part.pieces.iter().map(String::len).sum::<usize>();
        Value {
            listed: parts.len() > 1 && parts.iter().any(|part| length(part) > WIDE),
            parts,
            lines: Vec::new(),
            html: None,
            class,
            is_dutch,
        }
    }
}

/// The page that a sink has gathered.
pub fn page(page: &Page<'_>, sets: Vec<Set>) -> Shown {
    let lang = page.lang;
    let sets = Arc::new(Sets::new(sets, lang, &page.title, page.frame.clone()));
    let sections: Vec<Section> = (0..sets.all.len()).filter_map(|at| section(&sets, at)).collect();
    let contents: Vec<Entry> = sections
        .iter()
        .filter_map(|section| Some(Entry { id: section.id.clone(), text: section.heading.clone()? }))
        .collect();
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
        title: page.title.clone(),
        title_is_dutch: page.title_is_dutch,
        style: STYLE,
        style_hash: style_hash(),
        words: said.into_iter().map(|(name, label)| (name, label.get(lang))).collect(),
        intro: page.intro.clone(),
        contents: if contents.len() > 1 && page.frame.is_none() { contents } else { Vec::new() },
        patterns: sections.iter().any(|section| section.bars.is_some()),
        sections,
        receipt: page.receipt.clone(),
        frame: page.frame.clone(),
    }
}

fn section(sets: &Arc<Sets>, at: usize) -> Option<Section> {
    let set = sets.all.get(at)?;
    let lang = sets.lang;
    let is_cards = set.shape == Some(Shape::Card);
    let (mut bars, mut curves, mut tiles) = (None, None, Vec::new());
    match set.picture {
        Some(Picture::Bars { named_by, parts, but_not }) => {
            let place = but_not.and_then(|name| set.columns.iter().position(|column| column.name == name));
            let is_held = |row: &&Vec<Held>| {
                place.and_then(|at| row.get(at)).is_some_and(|held| !held.shown.is_empty())
            };
            let rows: Vec<&Vec<Held>> = set.rows.iter().filter(|row| !is_held(row)).collect();
            bars = chart::bars(&set.columns, &rows, named_by, parts, lang);
        }
        Some(Picture::Tiles { of }) => tiles = chart::tiles(&set.rows, of),
        Some(Picture::Lines { series }) => curves = chart::curves(&set.columns, &set.rows, series, lang),
        None => {}
    }
    let heading = set.heading.clone();
    let caption = match (&heading, bars.is_some() || curves.is_some()) {
        (Some(heading), true) => words::numbers_of(heading).get(lang).to_owned(),
        (Some(heading), false) => heading.clone(),
        (None, _) => sets.title.clone(),
    };
    let is_numeric = |at: usize| {
        let mut cells = set.rows.iter().filter_map(|row| row.get(at));
        let is_number = |cell: &Held| cell.number.is_some() || cell.shown.is_empty();
        cells.clone().all(is_number) && cells.any(|cell| cell.number.is_some())
    };
    let heads = set.columns.iter().enumerate();
    let columns =
        heads.map(|(at, column)| Head { label: column.label.get(lang), numeric: is_numeric(at) }).collect();
    let (shared, count) = (Arc::clone(sets), set.rows.len());
    let rows = Lazy::make_iterable(move || {
        let sets = Arc::clone(&shared);
        (0..count).map(move |place| {
            if is_cards {
                Lazy::from(Serde(sets.card(at, place)))
            } else {
                Lazy::from(Serde(sets.line(at, place)))
            }
        })
    });
    Some(Section {
        id: format!("part-{}-of-page", at + 1),
        is_named: heading.as_ref() == Some(&caption) || heading.is_none(),
        heading,
        href: set.href.clone(),
        is_minor: set.is_minor,
        caption,
        lines: set.lines.clone(),
        after: set.after.clone(),
        tiles,
        bars,
        curves,
        is_cards,
        is_stacked: !is_cards && set.columns.len() >= STACKED,
        columns,
        rows,
        totals: set.totals.iter().map(|row| Line { id: None, cells: sets.cells(set, row, None) }).collect(),
    })
}

/// The hash of the style, with which the page's policy lets in this one and no other.
fn style_hash() -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(STYLE.as_bytes())))
}
