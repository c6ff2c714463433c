//! The pictures: what is drawn, what is said of it, the table below it and the data are the same numbers.

use crate::common::browser::Browser;
use crate::common::browser_pool::pooled_browser;
use crate::common::sample_pages::{LANGUAGES, save_page, varied_register};
use crate::common::{Row, Sandbox, rows_of};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A picture with the table below it, as they are on the page.
#[derive(Debug, Deserialize)]
struct Figure {
    heading: String,
    /// How many pictures it says it is, and what is said of it to who does not see it.
    images: usize,
    told: String,
    bars: Vec<Bar>,
    keys: Vec<Key>,
    note: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct Bar {
    name: String,
    sum: String,
    parts: Vec<Part>,
}

/// Where a part begins and how wide it is, as shares of the whole width, and what it is filled with.
#[derive(Debug, Deserialize)]
struct Part {
    from: f64,
    wide: f64,
    fill: String,
}

#[derive(Debug, Deserialize)]
struct Key {
    name: String,
    fill: String,
}

const FIGURES: &str = "
    const text = (element) => element.textContent.trim();
    const filled = (part) => getComputedStyle(part).fill;
    return [...document.querySelectorAll('figure')].map((figure) => {
        const table = figure.nextElementSibling.querySelector('table');
        const images = figure.querySelectorAll('[role=img]');
        return {
            heading: text(figure.closest('section').querySelector('h2')),
            images: images.length,
            told: images[0].getAttribute('aria-label'),
            bars: [...figure.querySelectorAll('.bar')].map((bar) => {
                const whole = bar.querySelector('svg').getBoundingClientRect().width;
                const parts = [...bar.querySelectorAll('rect')].map((part) => {
                    const { x, width } = part.getBBox();
                    return { from: x / whole, wide: width / whole, fill: filled(part) };
                });
                return { name: text(bar.querySelector('.name')), sum: text(bar.querySelector('.sum')), parts };
            }),
            keys: [...figure.querySelectorAll('.key')].map((key) => {
                return { name: text(key), fill: filled(key.querySelector('rect, line')) };
            }),
            note: text(figure.querySelector('figcaption').lastElementChild),
            head: [...table.tHead.rows[0].cells].map(text),
            rows: [...table.tBodies[0].rows].map((row) => [...row.cells].map(text)),
        };
    });
";

#[track_caller]
fn figures(browser: &Browser) -> Vec<Figure> {
    serde_json::from_value(browser.run(FIGURES)).unwrap()
}

/// A picture of bars: its heading in Dutch and English, the report, how many columns name a bar, the columns that are its
/// parts, and the column that says how much that is together.
type Drawn = (&'static str, &'static str, &'static str, usize, &'static [&'static str], &'static str);

const ENDS: &[&str] = &["within_rules", "regional_approach", "open", "closed"];

const DRAWN: &[Drawn] = &[
    ("Per ministerie", "By ministry", "ministries", 1, ENDS, "mentions"),
    ("Naar aard", "By nature", "resolutions", 1, ENDS, "obstacles"),
    ("Naar wet en artikel", "By law and article", "laws", 1, ENDS, "obstacles"),
    ("Dagen tot een antwoord", "Days to an answer", "spread", 1, &["days_answered"], "days_answered"),
    ("Factsheets naar gebruik", "Factsheets by use", "factsheets", 2, &["obstacles"], "obstacles"),
];

/// What the columns of parts are called.
const PARTS: &[(&str, &str, &str)] = &[
    ("within_rules", "binnen de regels", "within the rules"),
    ("regional_approach", "andere aanpak in de regio", "regional approach"),
    ("open", "open", "open"),
    ("closed", "afgesloten", "closed"),
    ("obstacles", "belemmeringen", "obstacles"),
    ("days_answered", "beantwoord", "answered"),
];

fn called(part: &str, lang: &str) -> &'static str {
    let (_, nl, en) = PARTS.iter().find(|(name, ..)| *name == part).unwrap();
    if lang == "nl" { nl } else { en }
}

/// So many bars are drawn at most.
const MOST: usize = 15;

/// The words for codes, by the lists of the register.
fn words(sandbox: &Sandbox, lang: &str) -> BTreeMap<String, String> {
    let lists = ["nature", "law"].map(|kind| rows_of(&sandbox.run([kind, "list", "--format", "csv"]).ok()));
    lists.into_iter().flatten().map(|row| (row["code"].clone(), row[lang].clone())).collect()
}

/// What a row of data is called on a page.
fn name(row: &Row, columns: &[String], words: &BTreeMap<String, String>, lang: &str) -> Vec<String> {
    let days = if lang == "nl" { "dagen" } else { "days" };
    let or_more = if lang == "nl" { "of meer" } else { "or more" };
    if columns == ["days"] {
        let class = &row["days"];
        return vec![match class.strip_suffix('+') {
            Some(least) => format!("{least} {days} {or_more}"),
            None => format!("{} {days}", class.replace('-', "–")),
        }];
    }
    let shown = |value: &String| match words.get(value) {
        Some(label) => label.clone(),
        None if lang == "nl" => value.replace("own-rule: ", "eigen regel: "),
        None => value.replace("own-rule: ", "own rule: "),
    };
    let none = if lang == "nl" { "(geen)" } else { "(none)" };
    let named = |column: &String| match &row[column] {
        nothing if nothing.is_empty() && column == "nature" => none.to_owned(),
        value => shown(value),
    };
    columns.iter().map(named).collect()
}

fn number(text: &str) -> f64 {
    text.parse().unwrap()
}

/// The columns of a report, in order.
fn columns(sandbox: &Sandbox, command: &[&str]) -> Vec<String> {
    let text = sandbox.run([command, &["--format", "csv"]].concat()).ok();
    text.lines().next().unwrap().split(',').map(str::to_owned).collect()
}

/// Holds every picture of bars of the overview, with this filter, against the table below it and against the data.
#[track_caller]
fn bars_are_the_data(browser: &Browser, sandbox: &Sandbox, lang: &str, filter: &[&str]) {
    browser.view(1280, 900, false);
    browser.open(&save_page(sandbox, lang, &[&["report", "overview"], filter].concat()).path);
    let figures = figures(browser);
    let words = words(sandbox, lang);
    assert_eq!(figures.len(), DRAWN.len() + 1, "the lines and the bars");
    for (figure, (nl, en, report, named_by, parts, sum)) in figures[1..].iter().zip(DRAWN) {
        let command = [&["report", report], filter].concat();
        let (rows, columns) = (sandbox.rows(&command), columns(sandbox, &command));
        let heading = if lang == "nl" { nl } else { en };
        assert_eq!((figure.heading.as_str(), figure.images), (*heading, 1));

        // The table has every row of the data.
        assert_eq!(figure.head.len(), columns.len(), "{heading}");
        assert_eq!(figure.rows.len(), rows.len(), "{heading}");
        for (shown, row) in figure.rows.iter().zip(&rows) {
            assert_eq!(shown[..*named_by], name(row, &columns[..*named_by], &words, lang), "{heading}");
            for (shown, column) in shown.iter().zip(&columns) {
                if row[column].parse::<u64>().is_ok() {
                    assert_eq!(*shown, row[column], "{heading}: {column}");
                }
            }
        }

        // The bars are its first rows, as wide as their numbers. Those of an article are held in that of its law.
        let rows: Vec<&Row> =
            rows.iter().filter(|row| row.get("article").is_none_or(String::is_empty)).collect();
        let drawn = &rows[..rows.len().min(MOST)];
        let most = drawn.iter().map(|row| number(&row[*sum])).fold(0.0, f64::max);
        let used: Vec<&str> =
            parts.iter().copied().filter(|part| drawn.iter().any(|row| row[*part] != "0")).collect();
        let keys: Vec<&str> = figure.keys.iter().map(|key| key.name.as_str()).collect();
        assert_eq!(keys, used.iter().map(|part| called(part, lang)).collect::<Vec<_>>(), "{heading}");
        assert_eq!(figure.bars.len(), drawn.len(), "{heading}");
        let mut told = Vec::new();
        for (bar, row) in figure.bars.iter().zip(drawn) {
            let mut name = name(row, &columns[..*named_by], &words, lang);
            name.retain(|part| !part.is_empty());
            assert_eq!((&bar.name, &bar.sum), (&name.join(" · "), &row[*sum]), "{heading}");
            let mut from = 0.0;
            let mut pieces = bar.parts.iter();
            for (part, key) in used.iter().zip(&figure.keys).filter(|(part, _)| row[**part] != "0") {
                let piece = pieces.next().expect("a part for each number");
                let wide = number(&row[*part]) / most;
                assert!(
                    (piece.wide - wide).abs() < 0.01,
                    "{heading}: {} is {} of {most}",
                    row[*part],
                    piece.wide
                );
                assert!((piece.from - from).abs() < 0.01, "{heading}: {part} is at {}", piece.from);
                assert_eq!(piece.fill, key.fill, "{heading}: {part}");
                from += wide;
            }
            assert!(pieces.next().is_none(), "{heading}: {}", bar.name);
            let said = used.iter().map(|part| format!("{} {}", called(part, lang), row[*part]));
            told.push(format!("{}: {}", bar.name, said.collect::<Vec<_>>().join(", ")));
        }

        // What is said of it names the numbers.
        let (kind, below) = match lang {
            "nl" => ("Staafdiagram", "De getallen staan in de tabel hieronder."),
            _ => ("Bar chart", "The numbers are in the table below."),
        };
        assert_eq!(figure.told, format!("{kind}. {}.", told.join("; ")));
        let note = match (rows.len() > MOST, lang) {
            (false, _) => below.to_owned(),
            (true, "nl") => format!("De eerste {MOST} zijn getekend; de tabel hieronder noemt ze alle."),
            (true, _) => format!("The first {MOST} are drawn; the table below has them all."),
        };
        assert_eq!(figure.note, note);
    }
    // No two parts look the same, in any of the pictures.
    for figure in &figures[1..] {
        let mut fills: Vec<&str> = figure.keys.iter().map(|key| key.fill.as_str()).collect();
        fills.sort_unstable();
        fills.dedup();
        assert_eq!(fills.len(), figure.keys.len(), "{}", figure.heading);
    }
}

#[test]
fn every_bar_is_as_wide_as_the_number_in_the_table_below_it_and_in_the_data() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = varied_register();
    for lang in LANGUAGES {
        bars_are_the_data(&browser, &sandbox, lang, &[]);
        bars_are_the_data(&browser, &sandbox, lang, &["--region", "6"]);
    }
}

#[test]
fn a_bar_is_divided_as_its_obstacles_ended() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = Sandbox::new();
    sandbox.write(
        "list.csv",
        "title,ministry,involved,status,resolution,closed_as,received\n\
         Een,OCW,VWS,solved,within-rules,,2018-01-01\n\
         Twee,OCW,,solved,within-rules,,2018-01-01\n\
         Drie,OCW,,solved,regional-approach,,2018-01-01\n\
         Vier,OCW,,closed,,referred,2018-01-01\n\
         Vijf,OCW,,collected,,,2018-01-01\n",
    );
    sandbox.run(["import", "obstacles", "list.csv"]).ok();
    browser.view(1280, 900, false);
    browser.open(&save_page(&sandbox, "en", &["report", "overview"]).path);
    let figures = figures(&browser);
    let figure = figures.iter().find(|figure| figure.heading == "By ministry").unwrap();
    // OCW has two, one, one and one of five; VWS one of five.
    let widths: Vec<(&str, &str, Vec<i32>)> = figure
        .bars
        .iter()
        .map(|bar| {
            #[allow(clippy::cast_possible_truncation)]
            let widths = bar.parts.iter().map(|part| (part.wide * 100.0).round() as i32).collect();
            (bar.name.as_str(), bar.sum.as_str(), widths)
        })
        .collect();
    assert_eq!(widths, [("OCW", "5", vec![40, 20, 20, 20]), ("VWS", "1", vec![20])]);
    assert_eq!(
        figure.told,
        "Bar chart. OCW: within the rules 2, regional approach 1, open 1, closed 1; VWS: within the rules 1, \
         regional approach 0, open 0, closed 0."
    );
}

#[test]
fn the_bar_of_a_factsheet_counts_every_obstacle_that_it_answers() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = Sandbox::new();
    sandbox.run(["factsheet", "add", "Een blad"]).ok();
    sandbox.write(
        "list.csv",
        "title,ministry,status,resolution,received,factsheets\n\
         Een,OCW,solved,within-rules,2018-01-01,F-01\n\
         Twee,OCW,in-analysis,,2018-01-01,F-01\n",
    );
    sandbox.run(["import", "obstacles", "list.csv"]).ok();
    browser.open(&save_page(&sandbox, "en", &["report", "overview"]).path);
    let figures = figures(&browser);
    let figure = figures.iter().find(|figure| figure.heading == "Factsheets by use").unwrap();
    assert_eq!(sandbox.rows(["report", "factsheets"])[0]["obstacles"], "2");
    assert_eq!(figure.bars[0].sum, "2");
}

#[test]
fn a_bar_whose_rows_have_no_word_is_called_so() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = Sandbox::new();
    sandbox.run(["log", "Een", "--ministry", "OCW", "-q"]).ok();
    browser.open(&save_page(&sandbox, "nl", &["report", "overview"]).path);
    let figures = figures(&browser);
    let figure = figures.iter().find(|figure| figure.heading == "Naar aard").unwrap();
    let counted = sandbox.run_in_dutch(["count", "--by", "nature"]).ok();
    let name = counted.lines().nth(1).unwrap().split("  ").next().unwrap();
    assert!(!name.is_empty(), "{counted}");
    assert_eq!((figure.bars[0].name.as_str(), figure.rows[0][0].as_str()), (name, name));
}

/// The lines over time, as they are on the page.
#[derive(Debug, Deserialize)]
struct Curves {
    told: String,
    /// The numbers beside the picture, each with its height.
    scale: Vec<(f64, f64)>,
    /// The names of times below it, each with its place as a share of the width.
    times: Vec<(String, f64)>,
    /// The heights and places of the points of each line.
    lines: Vec<Vec<(f64, f64)>>,
    /// Whether each line goes from point to point.
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
        told: picture.getAttribute('aria-label'),
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
fn the_lines_end_where_the_last_row_of_the_data_does() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = varied_register();
    browser.view(1280, 900, false);
    for lang in LANGUAGES {
        for filter in [&[][..], &["--ministry", "SZW"]] {
            browser.open(&save_page(&sandbox, lang, &[&["report", "overview"], filter].concat()).path);
            let picture: Curves = serde_json::from_value(browser.run(LINES)).unwrap();
            let rows = sandbox.rows([&["report", "growth"], filter].concat());
            let columns = ["quarter", "collected", "solved_then", "collected_so_far", "solved_so_far"];
            let data: Vec<Vec<String>> =
                rows.iter().map(|row| columns.map(|column| row[column].clone()).to_vec()).collect();
            assert_eq!(picture.rows, data);
            // What a height stands for, by the numbers beside it: the first is nought, the last the top.
            let ((bottom, low), (top, high)) = (picture.scale[0], *picture.scale.last().unwrap());
            assert!(bottom.abs() < 0.01 && top > 0.0 && low > high, "{:?}", picture.scale);
            for (value, height) in &picture.scale {
                assert!((low + (high - low) * value / top - height).abs() < 0.5, "{:?}", picture.scale);
            }
            let most = rows.len() - 1;
            let share = |place: usize| {
                f64::from(u32::try_from(place).unwrap()) / f64::from(u32::try_from(most).unwrap())
            };
            for (line, column) in picture.lines.iter().zip(["collected_so_far", "solved_so_far"]) {
                assert_eq!(line.len(), rows.len());
                let (begin, end) = (line[0].1, line[most].1);
                for (place, ((height, at), row)) in line.iter().zip(&rows).enumerate() {
                    let value = (low - height) / (low - high) * top;
                    assert!(
                        (value - number(&row[column])).abs() < top / 200.0,
                        "{column}: {value} in {row:?}"
                    );
                    assert!(
                        (at - begin - (end - begin) * share(place)).abs() < 0.002,
                        "{column}: {row:?} at {at}"
                    );
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
            let tell = |name: &str, column: &str| {
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
            let told = [tell(collected, "collected_so_far"), tell(solved, "solved_so_far")];
            assert_eq!(picture.told, format!("{kind}. {}.", told.join("; ")));
            assert_eq!(
                picture.keys,
                [
                    format!("{collected}: {}", last["collected_so_far"]),
                    format!("{solved}: {}", last["solved_so_far"])
                ]
            );
            // The first and the last time are named.
            let named: Vec<&str> = picture.times.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(
                [named[0], named[named.len() - 1]],
                [first["quarter"].as_str(), last["quarter"].as_str()]
            );
        }
    }
}

/// The texts of the lines over time that stand on one another or are not whole on the screen.
const CROSSED: &str = "
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

/// A register in which an obstacle came in in each of so many quarters, and some or none of them were solved.
fn quarters(count: usize, solved: bool) -> Sandbox {
    let sandbox = Sandbox::new();
    let mut list = "title,ministry,status,resolution,received,solved\n".to_owned();
    for place in 0..count {
        let day = format!("{}-{:02}-01", 2015 + place / 4, place % 4 * 3 + 1);
        let end =
            if solved { format!("solved,within-rules,{day},{day}") } else { format!("collected,,{day},") };
        list.push_str(&format!("Nummer {place},OCW,{end}\n"));
    }
    sandbox.write("list.csv", list);
    sandbox.run(["import", "obstacles", "list.csv"]).ok();
    sandbox
}

#[test]
fn no_text_of_the_lines_stands_on_another_or_beside_the_screen() {
    let Some(browser) = pooled_browser() else { return };
    let mut found = Vec::new();
    for (count, solved) in [
        (2, true),
        (2, false),
        (4, true),
        (6, false),
        (7, true),
        (11, true),
        (12, true),
        (13, false),
        (24, true),
    ] {
        let sandbox = quarters(count, solved);
        browser.open(&save_page(&sandbox, "nl", &["report", "overview"]).path);
        for width in [1280, 768, 390, 320] {
            browser.view(width, 900, false);
            let crossed = browser.run(CROSSED);
            let crossed = crossed.as_array().unwrap();
            found.extend(
                crossed.iter().map(|line| format!("{count} quarters, solved {solved}, {width} wide: {line}")),
            );
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The comparisons of an overview: the heading of each with its rows, and how each verdict is marked.
const COMPARED: &str = "
    return [...document.querySelectorAll('section')].filter((section) => section.querySelector('.verdict')).map((section) => [
        section.querySelector('h2').textContent,
        [...section.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent)),
        [...section.querySelectorAll('.verdict')].map((cell) => getComputedStyle(cell, '::before').content),
    ]);
";

/// What a verdict is called.
fn verdict(code: &str, lang: &str) -> &'static str {
    match (code, lang) {
        ("matches", "nl") => "klopt",
        ("look", "nl") => "nagaan",
        ("differs", "nl") => "verschilt",
        ("matches", _) => "matches",
        ("look", _) => "look",
        ("differs", _) => "differs",
        _ => panic!("{code}"),
    }
}

#[test]
fn the_verdicts_of_the_overview_are_those_of_the_comparison_and_stand_there_in_words() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = varied_register();
    let result = sandbox.run(["reconcile", "--format", "csv"]);
    assert_eq!(result.code, 1);
    let data = rows_of(&result.stdout);
    for code in ["matches", "look", "differs"] {
        assert!(data.iter().any(|row| row["verdict"] == code), "{code}");
    }
    let titles = rows_of(&sandbox.run(["publication", "list", "--format", "csv"]).ok());
    for lang in LANGUAGES {
        browser.open(&save_page(&sandbox, lang, &["report", "overview"]).path);
        let shown: Vec<(String, Vec<Vec<String>>, Vec<String>)> =
            serde_json::from_value(browser.run(COMPARED)).unwrap();
        let told: Vec<(String, Vec<[String; 4]>)> = shown
            .iter()
            .map(|(heading, rows, _)| {
                let own = |row: &Vec<String>| [3, 4, 5, 6].map(|at| row[at].clone());
                (heading.clone(), rows.iter().map(own).collect())
            })
            .collect();
        let mut expected: Vec<(String, Vec<[String; 4]>)> = Vec::new();
        for row in &data {
            let title = titles.iter().find(|title| title["code"] == row["publication"]).unwrap();
            let compared = if lang == "nl" { "Gepubliceerd en geteld" } else { "Published and counted" };
            let heading = format!("{compared}: {}", title[lang]);
            let own = [
                row["published_value"].clone(),
                row["counted_value"].clone(),
                verdict(&row["verdict"], lang).to_owned(),
                row["difference"].clone(),
            ];
            match expected.last_mut() {
                Some((last, rows)) if *last == heading => rows.push(own),
                _ => expected.push((heading, vec![own])),
            }
        }
        assert_eq!(told, expected);
        // Each kind has a mark of its own beside the word.
        let mut marks: BTreeMap<&str, &str> = BTreeMap::new();
        for (_, rows, own) in &shown {
            for (row, mark) in rows.iter().zip(own) {
                assert_eq!(*marks.entry(row[5].as_str()).or_insert(mark), mark);
            }
        }
        let mut different: Vec<&str> = marks.values().copied().collect();
        different.sort_unstable();
        different.dedup();
        assert_eq!(different.len(), 3, "{marks:?}");
    }
}
