//! The line chart of the overview shows the same numbers as the table below it, and texts in the chart do not overlap.

use crate::bar_charts::number;
use crate::common::Sandbox;
use crate::common::browser_pool::pooled_browser;
use crate::common::sample_pages::{LANGUAGES, save_page, varied_register};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Curves {
    label: String,
    /// Each number on the vertical axis, with its vertical position in the chart.
    scale: Vec<(f64, f64)>,
    /// Each label of the horizontal axis, with its position as a fraction of the chart's width.
    times: Vec<(String, f64)>,
    lines: Vec<Vec<(f64, f64)>>,
    /// For each line in the chart, whether it connects all its points.
    joined: Vec<bool>,
    keys: Vec<String>,
    rows: Vec<Vec<String>>,
}

const LINES: &str = "
    const picture = document.querySelector('svg.curves');
    const whole = picture.getBoundingClientRect().width;
    const centre = (element) => { const { x, y, width, height } = element.getBBox(); return [x + width / 2, y + height / 2]; };
    const all = (selector) => [...picture.querySelectorAll(selector)];
    const grid = all('.grid').map((line) => centre(line)[1]);
    const series = ['1', '2'];
    const points = series.map((at) => all(`.point-${at}`).map(centre));
    const table = picture.closest('figure').nextElementSibling.querySelector('table');
    return {
        label: picture.getAttribute('aria-label'),
        scale: all('.grid + .tick').map((tick, at) => [Number(tick.textContent), grid[at]]),
        times: all('.tick:not(.grid + .tick)').map((tick) => [tick.textContent, tick.x.baseVal[0].value / whole]),
        lines: points.map((line) => line.map(([x, y]) => [y, x / whole])),
        joined: series.map((at, which) => all(`.curve-${at}`).every((line, place) => {
            const close = (a, b) => Math.abs(a - b) < 0.5;
            const [from, to] = [points[which][place], points[which][place + 1]];
            return close(line.x1.baseVal.value, from[0]) && close(line.y1.baseVal.value, from[1])
                && close(line.x2.baseVal.value, to[0]) && close(line.y2.baseVal.value, to[1]);
        }) && all(`.curve-${at}`).length === points[which].length - 1),
        keys: [...picture.closest('figure').querySelectorAll('.key')].map((key) => key.textContent.trim()),
        rows: [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent)),
    };
";

#[test]
fn the_lines_follow_the_data() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = varied_register();
    browser.view(1280, 900, false);
    for lang in LANGUAGES {
        for filter in ["", "--ministry SZW"] {
            browser.open(&save_page(&sandbox, lang, format!("report overview {filter}")).path);
            let picture: Curves = serde_json::from_value(browser.run(LINES)).unwrap();
            let rows = sandbox.rows(format!("report growth {filter}"));
            let columns = ["quarter", "collected", "solved_then", "collected_so_far", "solved_so_far"];
            let data: Vec<Vec<String>> =
                rows.iter().map(|row| columns.map(|column| row[column].clone()).to_vec()).collect();
            assert_eq!(picture.rows, data);
            // The lowest label of the scale is zero, and the scale is linear.
            let ((bottom, low), (top, high)) = (picture.scale[0], *picture.scale.last().unwrap());
            assert!(bottom.abs() < 0.01 && top > 0.0 && low > high, "{:?}", picture.scale);
            for (value, height) in &picture.scale {
                assert!((low + (high - low) * value / top - height).abs() < 0.5, "{:?}", picture.scale);
            }
            let most = rows.len() - 1;
            let share =
                |place: usize| f64::from(u32::try_from(place).unwrap()) / f64::from(u32::try_from(most).unwrap());
            for (line, column) in picture.lines.iter().zip(["collected_so_far", "solved_so_far"]) {
                assert_eq!(line.len(), rows.len());
                let (begin, end) = (line[0].1, line[most].1);
                for (place, ((height, at), row)) in line.iter().zip(&rows).enumerate() {
                    let value = (low - height) / (low - high) * top;
                    assert!((value - number(&row[column])).abs() < top / 200.0, "{column}: {value} in {row:?}");
                    assert!((at - begin - (end - begin) * share(place)).abs() < 0.002, "{column}: {row:?} at {at}");
                }
                let value = (low - line[most].0) / (low - high) * top;
                assert!((value - number(&rows[most][column])).abs() < 0.2, "{column} ends at {value}");
            }
            assert_eq!(picture.joined, [true, true]);
            for (name, at) in &picture.times {
                let place = rows.iter().position(|row| row["quarter"] == *name).unwrap();
                assert!((at - picture.lines[0][place].1).abs() < 0.002, "{name} at {at}");
            }
            let (first, last) = (&rows[0], &rows[most]);
            let describe = |name: &str, column: &str| {
                let words = if lang == "nl" { ["van", "tot"] } else { ["from", "to"] };
                let [from, to] = words;
                format!(
                    "{name}: {from} {} in {} {to} {} in {}",
                    first[column], first["quarter"], last[column], last["quarter"]
                )
            };
            let (kind, collected, solved) = match lang {
                "nl" => ("Lijndiagram", "totaal opgehaald", "totaal opgelost"),
                _ => ("Line chart", "collected so far", "solved so far"),
            };
            let totals = [describe(collected, "collected_so_far"), describe(solved, "solved_so_far")];
            assert_eq!(picture.label, format!("{kind}. {}.", totals.join("; ")));
            assert_eq!(
                picture.keys,
                [format!("{collected}: {}", last["collected_so_far"]), format!("{solved}: {}", last["solved_so_far"])]
            );
            // The labels of the horizontal axis begin with the first quarter shown and end with the last.
            let named: Vec<&str> = picture.times.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!([named[0], named[named.len() - 1]], [first["quarter"].as_str(), last["quarter"].as_str()]);
        }
    }
}

#[test]
fn quarters_in_which_nothing_happened_take_their_time_on_the_axis() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = Sandbox::new();
    sandbox
        .write("list.csv", "title,ministry,received\nEen,OCW,2015-01-01\nTwee,OCW,2015-04-01\nDrie,OCW,2025-01-01\n");
    sandbox.run("import obstacles list.csv").ok();
    browser.view(1280, 900, false);
    browser.open(&save_page(&sandbox, "nl", "report growth").path);
    let picture: Curves = serde_json::from_value(browser.run(LINES)).unwrap();
    let quarters: Vec<&str> = picture.rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(quarters, ["2015-Q1", "2015-Q2", "2015-Q3/2024-Q4", "2025-Q1"]);
    // From the first quarter to the last are forty quarters. The points are at the 0th, 1st, 39th and 40th of them.
    let line = &picture.lines[0];
    let (begin, end) = (line[0].1, line[3].1);
    for ((_, at), quarter) in line.iter().zip([0.0, 1.0, 39.0, 40.0]) {
        assert!((at - begin - (end - begin) * quarter / 40.0).abs() < 0.002, "{line:?}");
    }
    // Nothing was collected in between, so that the line is level there.
    assert!((line[1].0 - line[2].0).abs() < 0.01, "{line:?}");
}

/// JavaScript that finds texts of the line chart that overlap or do not fit the screen.
const OVERLAPPING_TEXTS: &str = "
    const seen = (element) => getComputedStyle(element).display !== 'none';
    const texts = [...document.querySelectorAll('.curves text')].filter(seen);
    const places = texts.map((text) => text.getBoundingClientRect());
    const found = [];
    places.forEach((one, at) => {
        if (one.left < 0 || one.right > innerWidth) found.push(`${texts[at].textContent} is not whole`);
        places.slice(at + 1).forEach((other, after) => {
            const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
            const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
            if (wide > 0 && high > 1) found.push(`${texts[at].textContent} and ${texts[at + 1 + after].textContent}`);
        });
    });
    if (texts.length < 4) found.push(`there are ${texts.length} texts`);
    return found;
";

fn quarters(count: usize, solved: bool) -> Sandbox {
    let sandbox = Sandbox::new();
    let mut list = "title,ministry,status,resolution,received,solved\n".to_owned();
    for place in 0..count {
        let day = format!("{}-{:02}-01", 2015 + place / 4, place % 4 * 3 + 1);
        let end = if solved { format!("solved,within-rules,{day},{day}") } else { format!("collected,,{day},") };
        list.push_str(&format!("Nummer {place},OCW,{end}\n"));
    }
    sandbox.write("list.csv", list);
    sandbox.run("import obstacles list.csv").ok();
    sandbox
}

#[test]
fn no_texts_of_the_line_chart_overlap_or_are_cut_off() {
    let Some(browser) = pooled_browser() else { return };
    let mut found = Vec::new();
    for (count, solved) in
        [(2, true), (2, false), (4, true), (6, false), (7, true), (11, true), (12, true), (13, false), (24, true)]
    {
        let sandbox = quarters(count, solved);
        browser.open(&save_page(&sandbox, "nl", "report overview").path);
        for width in [1280, 768, 390, 320] {
            browser.view(width, 900, false);
            let crossed = browser.run(OVERLAPPING_TEXTS);
            let crossed = crossed.as_array().unwrap();
            found.extend(crossed.iter().map(|line| format!("{count} quarters, solved {solved}, {width} wide: {line}")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
