//! Pictures of rows: bars made of parts, and lines over time. Each part has a pattern and each line a stroke of its
//! own, so that nothing is told by colour alone; widths are shares of the page, so that letters stay as large as they
//! are on a small screen; and what is drawn is told in words too.

use super::Held;
use crate::rows::Column;
use crate::words::{Lang, page as words};
use serde::Serialize;

/// So many bars are drawn at most.
const BARS: usize = 15;
/// From so many times on, names stand below the lines at each quarter of their length and not only at the half.
const MANY_TIMES: usize = 9;
/// The height of a picture of lines, and what of it lies above and below them, in pixels.
const HEIGHT: f64 = 280.0;
const ABOVE: f64 = 24.0;
const BELOW: f64 = 30.0;
/// Where the lines begin and end, as shares of the width.
const LEFT: f64 = 8.0;
const RIGHT: f64 = 97.0;

/// A number that stands out.
#[derive(Serialize)]
pub struct Tile {
    name: String,
    value: String,
}

/// The rows with one of these codes as numbers that stand out.
pub fn tiles(rows: &[Vec<Held>], of: &[&str]) -> Vec<Tile> {
    let is_meant =
        |row: &&Vec<Held>| row.first().and_then(|held| held.code()).is_some_and(|code| of.contains(&code));
    let tile = |row: &Vec<Held>| {
        let mut cells = row.iter().map(|held| held.shown.to_string());
        Some(Tile { name: cells.next()?, value: cells.next()? })
    };
    rows.iter().filter(is_meant).filter_map(tile).collect()
}

/// Bars.
#[derive(Serialize)]
pub struct Bars {
    /// What is drawn, in words.
    told: String,
    rows: Vec<Bar>,
    legend: Vec<Key>,
    /// Where the numbers are.
    note: String,
}

#[derive(Serialize)]
struct Bar {
    name: String,
    /// Whether the name is Dutch in a page that is not.
    is_dutch: bool,
    sum: String,
    parts: Vec<Piece>,
}

#[derive(Serialize)]
struct Piece {
    place: usize,
    from: f64,
    wide: f64,
}

#[derive(Serialize)]
struct Key {
    place: usize,
    name: &'static str,
}

/// A number with two digits behind the point at most: so exact does nobody see.
fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// The places of columns by their names.
fn places(columns: &[Column], names: &[&str]) -> Vec<usize> {
    names.iter().filter_map(|name| columns.iter().position(|column| column.name == *name)).collect()
}

fn number(row: &[Held], at: usize) -> f64 {
    row.get(at).and_then(|held| held.number).unwrap_or(0.0)
}

/// The rows as bars; none where there is nothing to draw.
pub fn bars(
    columns: &[Column],
    rows: &[&Vec<Held>],
    named_by: usize,
    parts: &[&str],
    lang: Lang,
) -> Option<Bars> {
    let at = places(columns, parts);
    let sum = |row: &[Held]| at.iter().map(|at| number(row, *at)).sum::<f64>();
    let drawn: Vec<&Vec<Held>> = rows.iter().copied().take(BARS).collect();
    let most = drawn.iter().map(|row| sum(row)).fold(0.0, f64::max);
    if drawn.is_empty() || most <= 0.0 {
        return None;
    }
    let label = |at: usize| columns.get(at).map_or("", |column| column.label.get(lang));
    // A part that no bar has needs no key.
    let used: Vec<(usize, usize)> = at
        .iter()
        .enumerate()
        .filter(|(_, at)| drawn.iter().any(|row| number(row, **at) > 0.0))
        .map(|(place, at)| (place + 1, *at))
        .collect();
    let mut told = Vec::new();
    let bars = drawn
        .iter()
        .map(|row| {
            let names = row.iter().take(named_by).map(|held| &*held.shown);
            let name = names.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" · ");
            let mut from = 0.0;
            let mut pieces = Vec::new();
            let mut said = Vec::new();
            for (place, at) in &used {
                let value = number(row, *at);
                let wide = value / most * 100.0;
                if value > 0.0 {
                    pieces.push(Piece { place: *place, from: rounded(from), wide: rounded(wide) });
                }
                said.push(format!("{} {}", label(*at), words::decimal(value, lang)));
                from += wide;
            }
            told.push(format!("{name}: {}", said.join(", ")));
            let mut names = columns.iter().zip(row.iter()).take(named_by);
            let is_dutch = names.any(|(column, held)| held.is_dutch(column, lang));
            Bar { name, is_dutch, sum: words::decimal(sum(row), lang), parts: pieces }
        })
        .collect();
    let note = if drawn.len() < rows.len() {
        words::first_drawn(drawn.len()).get(lang).to_owned()
    } else {
        words::NUMBERS_BELOW.get(lang).to_owned()
    };
    Some(Bars {
        told: format!("{}. {}.", words::BARS.get(lang), told.join("; ")),
        rows: bars,
        legend: used.iter().map(|(place, at)| Key { place: *place, name: label(*at) }).collect(),
        note,
    })
}

/// Lines.
#[derive(Serialize)]
pub struct Curves {
    told: String,
    height: f64,
    ticks: Vec<Tick>,
    times: Vec<Time>,
    lines: Vec<Curve>,
}

#[derive(Serialize)]
struct Tick {
    at: f64,
    text: String,
}

#[derive(Serialize)]
struct Time {
    at: f64,
    text: String,
    /// How it stands to its place, and whether there is room for it on a large screen only.
    anchor: &'static str,
}

#[derive(Serialize)]
struct Curve {
    place: usize,
    name: String,
    pieces: Vec<Stroke>,
    points: Vec<Point>,
}

#[derive(Serialize)]
struct Stroke {
    x1: f64,
    y1: f64,
    x2: f64,
    y2: f64,
}

#[derive(Clone, Copy, Serialize)]
struct Point {
    x: f64,
    y: f64,
}

/// The step of a scale up to that number: one, two or five times a power of ten.
fn step(most: f64) -> f64 {
    let rough = (most / 4.0).max(1.0);
    let power = 10_f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|step| *step >= rough).unwrap_or(rough)
}

/// The rows as lines over time; none where there are fewer than two.
#[allow(clippy::cast_precision_loss, reason = "places on a page")]
pub fn curves(columns: &[Column], rows: &[Vec<Held>], series: &[&str], lang: Lang) -> Option<Curves> {
    let at = places(columns, series);
    let most = rows.iter().flat_map(|row| at.iter().map(|at| number(row, *at))).fold(0.0, f64::max);
    if rows.len() < 2 || most <= 0.0 {
        return None;
    }
    let step = step(most);
    let top = (most / step).ceil() * step;
    let x = |place: usize| rounded(LEFT + (RIGHT - LEFT) * place as f64 / (rows.len() - 1) as f64);
    let y = |value: f64| rounded(HEIGHT - BELOW - (HEIGHT - ABOVE - BELOW) * value / top);
    let mut ticks = Vec::new();
    let mut value = 0.0;
    while value <= top {
        ticks.push(Tick { at: y(value), text: words::decimal(value, lang) });
        value += step;
    }
    let name = |row: &Vec<Held>| row.first().map(|held| held.shown.to_string()).unwrap_or_default();
    let last = rows.len() - 1;
    let mut named: Vec<(usize, &'static str)> = vec![(0, "start")];
    if last >= MANY_TIMES {
        named.extend([(last / 4, "middle extra"), (last / 2, "middle"), (last * 3 / 4, "middle extra")]);
    } else if last >= 4 {
        named.push((last / 2, "middle"));
    }
    named.push((last, "end"));
    let times = named
        .into_iter()
        .filter_map(|(place, anchor)| Some(Time { at: x(place), text: name(rows.get(place)?), anchor }))
        .collect();
    let mut told = Vec::new();
    let mut curves = Vec::new();
    for (place, at) in at.iter().enumerate() {
        let label = columns.get(*at).map_or("", |column| column.label.get(lang));
        let points: Vec<Point> = rows
            .iter()
            .enumerate()
            .map(|(place, row)| Point { x: x(place), y: y(number(row, *at)) })
            .collect();
        let pieces = points
            .windows(2)
            .filter_map(|pair| {
                let [from, to] = pair else { return None };
                Some(Stroke { x1: from.x, y1: from.y, x2: to.x, y2: to.y })
            })
            .collect();
        let (first, last) = (rows.first()?, rows.last()?);
        let shown = |row: &[Held]| words::decimal(number(row, *at), lang);
        told.push(
            words::from_to(label, name(first), shown(first), name(last), shown(last)).get(lang).to_owned(),
        );
        curves.push(Curve { place: place + 1, name: format!("{label}: {}", shown(last)), pieces, points });
    }
    Some(Curves {
        told: format!("{}. {}.", words::LINES.get(lang), told.join("; ")),
        height: HEIGHT,
        ticks,
        times,
        lines: curves,
    })
}
