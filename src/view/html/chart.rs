//! Charts of rows: stacked bars, and lines over time. Each part of a bar has its own pattern and each line its own
//! stroke, so that no information depends on colour alone. Widths are percentages, so that text keeps its size on small
//! screens. Every chart also has a description in words.

use super::{PageCell, RowSet};
use crate::i18n::{Lang, page as messages};
use crate::rows::{ChartHint, Column};
use serde::Serialize;

/// If a chart has at least this many rows after the first, its horizontal axis also has labels at 25% and 75%.
const MIN_ROWS_FOR_QUARTER_LABELS: usize = 9;
const MARGIN_BOTTOM_PX: f64 = 30.0;
/// The right end of the lines, as a percentage of the width of the chart.
const RIGHT_PERCENT: f64 = 97.0;

/// How much room a chart has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    Full,
    /// A small picture that leads to the page of a report. It shows the first rows only, and is not above a table.
    Thumbnail,
}

impl Size {
    const fn max_bars(self) -> usize {
        match self {
            Self::Full => 15,
            Self::Thumbnail => 4,
        }
    }

    const fn height_px(self) -> f64 {
        match self {
            Self::Full => 280.0,
            Self::Thumbnail => 150.0,
        }
    }

    const fn margin_top_px(self) -> f64 {
        match self {
            Self::Full => 24.0,
            Self::Thumbnail => 10.0,
        }
    }

    /// The left end of the lines, as a percentage of the width. The labels of the vertical axis are to the left of it.
    const fn left_percent(self) -> f64 {
        match self {
            Self::Full => 8.0,
            Self::Thumbnail => 16.0,
        }
    }
}

/// The chart of a table. All fields are empty if there is nothing to draw.
#[derive(Default, Serialize)]
pub struct Chart {
    pub tiles: Vec<Tile>,
    pub bars: Option<Bars>,
    pub lines: Option<LineChart>,
    is_thumbnail: bool,
}

impl Chart {
    pub fn new(set: &RowSet, size: Size, lang: Lang) -> Self {
        let chart = Self { is_thumbnail: size == Size::Thumbnail, ..Self::default() };
        match set.chart_hint {
            Some(ChartHint::Bars { label_columns, parts, skip_if_set, is_grouped }) => {
                let skip_column =
                    skip_if_set.and_then(|name| set.columns.iter().position(|column| column.name == name));
                let is_skipped = |row: &&Vec<PageCell>| {
                    skip_column.and_then(|index| row.get(index)).is_some_and(|page_cell| !page_cell.display.is_empty())
                };
                let rows: Vec<&Vec<PageCell>> = set.rows.iter().filter(|row| !is_skipped(row)).collect();
                let style = BarStyle { label_columns, is_grouped, size };
                Self { bars: bars(&set.columns, &rows, parts, style, lang), ..chart }
            }
            Some(ChartHint::Tiles { codes }) => Self { tiles: tiles(&set.rows, codes), ..chart },
            Some(ChartHint::Lines { series }) => {
                Self { lines: line_chart(&set.columns, &set.rows, series, size, lang), ..chart }
            }
            None => chart,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.tiles.is_empty() && !self.is_drawn()
    }

    /// Whether the chart is a picture of bars or lines, instead of numbers.
    pub fn is_drawn(&self) -> bool {
        self.bars.is_some() || self.lines.is_some()
    }
}

#[derive(Serialize)]
pub struct Tile {
    name: String,
    value: String,
}

fn tiles(rows: &[Vec<PageCell>], codes: &[&str]) -> Vec<Tile> {
    let is_selected = |row: &&Vec<PageCell>| {
        row.first().and_then(|page_cell| page_cell.code()).is_some_and(|code| codes.contains(&code))
    };
    let tile = |row: &Vec<PageCell>| {
        let mut cells = row.iter().map(|page_cell| page_cell.display.to_string());
        Some(Tile { name: cells.next()?, value: cells.next()? })
    };
    rows.iter().filter(is_selected).filter_map(tile).collect()
}

#[derive(Serialize)]
pub struct Bars {
    description: String,
    rows: Vec<Bar>,
    legend: Vec<LegendEntry>,
    /// How many of the rows are drawn, and where the numbers are; empty if there is nothing to say.
    note: String,
}

#[derive(Serialize)]
struct Bar {
    name: String,
    /// Whether the name is Dutch text on an English page, so that it must be marked as Dutch.
    is_dutch: bool,
    /// The sum of the parts, or each part if they do not add up.
    total: String,
    height: usize,
    parts: Vec<Segment>,
}

#[derive(Serialize)]
struct Segment {
    index: usize,
    start: f64,
    width: f64,
    top: usize,
    height: usize,
}

#[derive(Clone, Copy)]
struct BarStyle {
    label_columns: usize,
    is_grouped: bool,
    size: Size,
}

const BAR_HEIGHT_PX: usize = 16;
const GROUPED_BAR_HEIGHT_PX: usize = 9;

#[derive(Serialize)]
struct LegendEntry {
    index: usize,
    name: &'static str,
}

/// Rounds to two decimals, because smaller differences are invisible.
fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

fn column_indexes(columns: &[Column], names: &[&str]) -> Vec<usize> {
    names.iter().filter_map(|name| columns.iter().position(|column| column.name == *name)).collect()
}

fn number(row: &[PageCell], at: usize) -> f64 {
    row.get(at).and_then(|page_cell| page_cell.number).unwrap_or(0.0)
}

fn bars(columns: &[Column], rows: &[&Vec<PageCell>], parts: &[&str], style: BarStyle, lang: Lang) -> Option<Bars> {
    let BarStyle { label_columns, is_grouped, size } = style;
    let at = column_indexes(columns, parts);
    let length = |row: &[PageCell]| {
        let values = at.iter().map(|at| number(row, *at));
        if is_grouped { values.fold(0.0, f64::max) } else { values.sum::<f64>() }
    };
    let drawn: Vec<&Vec<PageCell>> = rows.iter().copied().take(size.max_bars()).collect();
    let max = drawn.iter().map(|row| length(row)).fold(0.0, f64::max);
    if drawn.is_empty() || max <= 0.0 {
        return None;
    }
    let label = |at: usize| columns.get(at).map_or("", |column| column.label.get(lang));
    // The legend shows only the parts that occur in a bar.
    let used: Vec<(usize, usize)> = at
        .iter()
        .enumerate()
        .filter(|(_, at)| drawn.iter().any(|row| number(row, **at) > 0.0))
        .map(|(index, at)| (index + 1, *at))
        .collect();
    let mut description = Vec::new();
    let bars = drawn
        .iter()
        .map(|row| {
            let names = row.iter().take(label_columns).map(|page_cell| &*page_cell.display);
            let name = names.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" · ");
            let mut start = 0.0;
            let mut segments = Vec::new();
            let mut part_texts = Vec::new();
            let part_height = if is_grouped { GROUPED_BAR_HEIGHT_PX } else { BAR_HEIGHT_PX };
            let mut top = 1;
            for (index, at) in &used {
                let value = number(row, *at);
                let width = value / max * 100.0;
                if value > 0.0 {
                    let (start, width) = (rounded(start), rounded(width));
                    segments.push(Segment { index: *index, start, width, top, height: part_height });
                }
                part_texts.push(format!("{} {}", label(*at), messages::decimal(value, lang)));
                if is_grouped {
                    top += part_height + 1;
                } else {
                    start += width;
                }
            }
            let height = if is_grouped { top } else { part_height + 2 };
            let total = if is_grouped {
                let values = used.iter().map(|(_, at)| messages::decimal(number(row, *at), lang));
                values.collect::<Vec<_>>().join(" · ")
            } else {
                messages::decimal(length(row), lang)
            };
            description.push(format!("{name}: {}", part_texts.join(", ")));
            let mut names = columns.iter().zip(row.iter()).take(label_columns);
            let is_dutch = names.any(|(column, page_cell)| page_cell.is_dutch(column, lang));
            Bar { name, is_dutch, total, height, parts: segments }
        })
        .collect();
    let note = match (size, drawn.len() < rows.len()) {
        (Size::Full, true) => messages::chart_truncated(drawn.len()).get(lang).to_owned(),
        (Size::Full, false) => messages::NUMBERS_BELOW.get(lang).to_owned(),
        (Size::Thumbnail, true) => messages::first_of(drawn.len(), rows.len()).get(lang).to_owned(),
        (Size::Thumbnail, false) => String::new(),
    };
    Some(Bars {
        description: format!("{}. {}.", messages::BAR_CHART.get(lang), description.join("; ")),
        rows: bars,
        legend: used.iter().map(|(index, at)| LegendEntry { index: *index, name: label(*at) }).collect(),
        note,
    })
}

#[derive(Serialize)]
pub struct LineChart {
    description: String,
    height: f64,
    /// Positions of the labels of the vertical axis, and of the ends of the lines, as percentages of the width.
    label_at: f64,
    left: f64,
    right: f64,
    ticks: Vec<Tick>,
    x_labels: Vec<XLabel>,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Tick {
    at: f64,
    text: String,
}

#[derive(Serialize)]
struct XLabel {
    at: f64,
    text: String,
    /// CSS classes: the alignment of the label, and `extra` if the label is hidden on a small screen.
    anchor: &'static str,
}

#[derive(Serialize)]
struct Line {
    index: usize,
    name: String,
    segments: Vec<LineSegment>,
    points: Vec<Point>,
}

#[derive(Serialize)]
struct LineSegment {
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

/// Distance between the ticks of an axis from 0 to `max`: 1, 2 or 5 times a power of ten.
fn tick_step(max: f64) -> f64 {
    let rough = (max / 4.0).max(1.0);
    let power = 10_f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|tick_step| *tick_step >= rough)
        .unwrap_or(rough)
}

/// The number of quarters from the year 0 to the end of a period, such as `2026-Q1` or `2016-Q1/2022-Q4`.
fn quarter_number(period: &str) -> Option<f64> {
    let (_, end) = period.rsplit_once('/').unwrap_or(("", period));
    let (year, quarter) = end.split_once("-Q")?;
    Some(f64::from(year.parse::<u16>().ok()?) * 4.0 + f64::from(quarter.parse::<u8>().ok()?))
}

/// Returns no chart if there are fewer than two rows, or if all values are zero.
#[allow(clippy::cast_precision_loss, reason = "places on a page")]
fn line_chart(
    columns: &[Column],
    rows: &[Vec<PageCell>],
    series: &[&str],
    size: Size,
    lang: Lang,
) -> Option<LineChart> {
    let (left, height) = (size.left_percent(), size.height_px());
    let length = height - size.margin_top_px() - MARGIN_BOTTOM_PX;
    let at = column_indexes(columns, series);
    let max = rows.iter().flat_map(|row| at.iter().map(|at| number(row, *at))).fold(0.0, f64::max);
    if rows.len() < 2 || max <= 0.0 {
        return None;
    }
    let tick_step = tick_step(max);
    let top = (max / tick_step).ceil() * tick_step;
    let name = |row: &Vec<PageCell>| row.first().map(|page_cell| page_cell.display.to_string()).unwrap_or_default();
    let last = rows.len() - 1;
    let times = rows.iter().enumerate().map(|(index, row)| quarter_number(&name(row)).unwrap_or(index as f64));
    let times: Vec<f64> = times.collect();
    let (from, until) = (times.first().copied()?, times.last().copied()?);
    let x = |index: usize| {
        let time = times.get(index).copied().unwrap_or(until);
        rounded(left + (RIGHT_PERCENT - left) * (time - from) / (until - from).max(1.0))
    };
    let y = |value: f64| rounded(height - MARGIN_BOTTOM_PX - length * value / top);
    let mut ticks = Vec::new();
    let mut value = 0.0;
    while value <= top {
        ticks.push(Tick { at: y(value), text: messages::decimal(value, lang) });
        value += tick_step;
    }
    let mut labelled: Vec<(usize, &'static str)> = vec![(0, "start")];
    // The first row at or after a moment in between that has room for its label.
    let row_at = |fraction: f64| {
        let wanted = from + ((until - from) * fraction).floor();
        let row = times.iter().position(|time| *time >= wanted)?;
        let is_near = |other: f64| (x(row) - other).abs() < (RIGHT_PERCENT - left) / 6.0;
        (!is_near(left) && !is_near(RIGHT_PERCENT)).then_some(row)
    };
    // On a small picture, only the first and the last label fit.
    let between: &[(f64, &'static str)] = match size {
        Size::Thumbnail => &[],
        Size::Full if last >= MIN_ROWS_FOR_QUARTER_LABELS => {
            &[(0.25, "middle extra"), (0.5, "middle"), (0.75, "middle extra")]
        }
        Size::Full if last >= 4 => &[(0.5, "middle")],
        Size::Full => &[],
    };
    for (fraction, anchor) in between {
        let known = labelled.last().map(|(row, _)| *row);
        labelled.extend(row_at(*fraction).filter(|row| Some(*row) != known).map(|row| (row, *anchor)));
    }
    labelled.push((last, "end"));
    let x_labels = labelled
        .into_iter()
        .filter_map(|(index, anchor)| Some(XLabel { at: x(index), text: name(rows.get(index)?), anchor }))
        .collect();
    let mut description = Vec::new();
    let mut lines = Vec::new();
    for (index, at) in at.iter().enumerate() {
        let label = columns.get(*at).map_or("", |column| column.label.get(lang));
        let points: Vec<Point> =
            rows.iter().enumerate().map(|(index, row)| Point { x: x(index), y: y(number(row, *at)) }).collect();
        let segments = points
            .windows(2)
            .filter_map(|pair| {
                let [start, to] = pair else { return None };
                Some(LineSegment { x1: start.x, y1: start.y, x2: to.x, y2: to.y })
            })
            .collect();
        let (first, last) = (rows.first()?, rows.last()?);
        let display = |row: &[PageCell]| messages::decimal(number(row, *at), lang);
        description.push(
            messages::line_range(label, name(first), display(first), name(last), display(last)).get(lang).to_owned(),
        );
        lines.push(Line { index: index + 1, name: format!("{label}: {}", display(last)), segments, points });
    }
    Some(LineChart {
        description: format!("{}. {}.", messages::LINE_CHART.get(lang), description.join("; ")),
        height,
        label_at: left - 2.0,
        left,
        right: RIGHT_PERCENT,
        ticks,
        x_labels,
        lines,
    })
}
