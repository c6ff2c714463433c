//! Lists, counts and reports, compared with an independent computation. The program selects and adds up in SQL; the
//! tests use simple loops over the CSV files.

mod count;
mod cross_tables;
mod filters;
mod implausible_years;
mod periods;
mod quarter;
mod reports;
mod search;
mod turnaround;
mod void;

use crate::common::{Row, Sandbox, rows_of};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

/// Extra obstacles of kinds that the fixtures lack: open, overdue, closed, or with few attributes.
const MORE_OBSTACLES: &str = "\
number,title,question,ministry,involved,region,care_domain,theme,nature,status,resolution,reason,rule_change,duplicate_of,handler,received,due,answered,solved,closed,laws,factsheets,schemes,provenance,closed_as,precedents
B-071,Wachtlijst bij de leerbaan,Wie beslist?,OCW,SZW; VWS,12,ggz,permanent-leren,funding,collected,,,,,Balie,2019-01-15,2019-02-01,,,,BWBR0007625 art. 7.2.8 lid 1; CELEX 32016R0679 art. 6,,,logged,,
B-072,Toezicht in de nacht,,VWS,,,,,,in-analysis,,,,,Team zorg,2018-12-31,2999-01-01,2019-02-02,,,,,,,,
B-073,Zonder gegevens,,SZW,,,,,,collected,,,,,,,,,,,,,,,,
B-074,Opgelost met een factsheet,,OCW,VWS,3,welzijn,zorg-en-technologie,own-rule,solved,regional-approach,Zo kan het ook,Een regel is verruimd.,,Balie,2019-03-31,,2019-04-01,2019-10-01,,BWBR0007625 art. 7.2.8; BWBR0007625 art. 7.2.9,F-01; F-02,S-01,logged,,B-003; B-005
B-075,Opgelost zonder dag van ontvangst,,VWS,SZW,17,,,,solved,within-rules,Mag al,,,,,,,2019-05-05,,cao: Cao VVT,,,documented,,
B-076,Opgelost zonder dag van oplossing,,SZW,,1,ggz,,unclear-rule,solved,within-rules,Mag al,,,Team zorg,2019-02-28,,,,,,F-03,S-02; S-05,,,B-003
B-077,Doorverwezen,,OCW,,12,,permanent-leren,,closed,,Hoort bij de gemeente,,,Balie,2019-06-30,2019-06-30,,,2019-07-01,,,,,referred,
B-078,Ingetrokken,,VWS,,,,,,closed,,De aanvrager stopt,,,,2018-06-30,2018-07-01,2018-07-02,,2018-07-03,own-rule: stagereglement,,,,withdrawn,
B-079,Nog eens hetzelfde,,OCW,VWS,12,jeugdzorg,,,closed,,Zie het origineel,Een regel is gewijzigd.,B-003,,2018-10-01,,,,2018-10-02,BWBR0002628,F-08,,,duplicate,
B-080,Te laat bij het andere team,,SZW,OCW,5,,,funding,in-analysis,,,,,Team zorg,2019-12-31,2020-01-01,,,,BWBR0007625,,S-01,,,B-005; B-016; B-003
B-081,Bij vergissing vastgelegd,,VWS,OCW; SZW,12,ggz,permanent-leren,funding,collected,,,Een regel die niet telt,,Balie,2017-01-15,2017-02-01,2017-02-02,,,BWBR0007625 art. 7.2.8,F-01,S-01,logged,,B-008; B-003
";

const MORE_CONTACTS: &str = "\
number,kind,date,ministry,party,note,obstacles,provenance
C-530,call,2019-01-16,OCW,,,B-071; B-074; B-001,logged
C-531,email,2019-01-17,VWS,,,B-081,logged
C-532,meeting,2019-01-18,SZW,,,B-071,logged
C-533,call,2019-01-19,,,,B-073,logged
";

const VOIDED: &[&str] = &["B-081", "C-532"];

/// The rows of the CSV files, parsed without the program under test.
struct Plain {
    obstacles: Vec<Row>,
    factsheets: Vec<Row>,
    schemes: Vec<Row>,
    contacts: Vec<Row>,
    regions: Vec<Row>,
}

fn fixture(name: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    rows_of(&fs::read_to_string(path).unwrap())
}

fn cell<'a>(row: &'a Row, name: &str) -> &'a str {
    row.get(name).map_or("", String::as_str)
}

fn items<'a>(row: &'a Row, name: &str) -> Vec<&'a str> {
    cell(row, name).split("; ").filter(|item| !item.is_empty()).collect()
}

impl Plain {
    fn demo() -> &'static Self {
        static DEMO: OnceLock<Plain> = OnceLock::new();
        DEMO.get_or_init(|| Self {
            obstacles: fixture("obstacles.csv"),
            factsheets: fixture("factsheets.csv"),
            schemes: fixture("schemes.csv"),
            contacts: fixture("contacts.csv"),
            regions: fixture("regions.csv"),
        })
    }

    /// The rows that should be counted in `varied_register`: the fixtures and extra records, except void records, which
    /// were recorded by mistake.
    fn varied() -> &'static Self {
        static BUSY: OnceLock<Plain> = OnceLock::new();
        BUSY.get_or_init(|| {
            let with = |fixture: Vec<Row>, more: &str| -> Vec<Row> {
                let valid = |row: &Row| !VOIDED.contains(&cell(row, "number"));
                fixture.into_iter().chain(rows_of(more)).filter(valid).collect()
            };
            let mut plain = Self {
                obstacles: with(fixture("obstacles.csv"), MORE_OBSTACLES),
                factsheets: fixture("factsheets.csv"),
                schemes: fixture("schemes.csv"),
                contacts: with(fixture("contacts.csv"), MORE_CONTACTS),
                regions: fixture("regions.csv"),
            };
            for row in &mut plain.obstacles {
                if cell(row, "provenance").is_empty() {
                    row.insert("provenance".to_owned(), "logged".to_owned());
                }
            }
            plain
        })
    }

    fn chosen(&self, holds: impl Fn(&Row) -> bool) -> Vec<&Row> {
        self.obstacles.iter().filter(|row| holds(row)).collect()
    }
}

/// The demonstration register with the extra obstacles and contacts, some of them void.
fn varied_register() -> Sandbox {
    static BUSY: OnceLock<Vec<u8>> = OnceLock::new();
    let bytes = BUSY.get_or_init(|| {
        let sandbox = Sandbox::demo();
        sandbox.write("obstacles.csv", MORE_OBSTACLES);
        sandbox.write("contacts.csv", MORE_CONTACTS);
        sandbox.run("import obstacles obstacles.csv").ok();
        sandbox.run("import contacts contacts.csv").ok();
        for number in VOIDED {
            sandbox.run(format!("void {number} --because 'Dubbel ingevoerd'")).ok();
        }
        sandbox.register_bytes()
    });
    let sandbox = Sandbox::empty();
    sandbox.write("register.db", bytes);
    sandbox
}

fn numbers(rows: &[&Row]) -> Vec<String> {
    rows.iter().map(|row| cell(row, "number").to_owned()).collect()
}

fn is_open(row: &Row) -> bool {
    matches!(cell(row, "status"), "collected" | "in-analysis")
}

fn is_duplicate(row: &Row) -> bool {
    cell(row, "closed_as") == "duplicate"
}

/// Returns the lead ministry of an obstacle, followed by the other ministries involved.
fn ministries(row: &Row) -> Vec<&str> {
    let mut codes = vec![cell(row, "ministry")];
    codes.extend(items(row, "involved"));
    codes
}

/// Splits a legal source into kind, name (as in the output of `count`), article and paragraph.
fn law(text: &str) -> (&str, &str, &str, &str) {
    for kind in ["cao", "own-rule"] {
        if text.starts_with(&format!("{kind}: ")) {
            return (kind, text, "", "");
        }
    }
    let (kind, rest) = text.strip_prefix("CELEX ").map_or(("bwb", text), |rest| ("celex", rest));
    let (rest, paragraph) = rest.split_once(" lid ").unwrap_or((rest, ""));
    let (source, article) = rest.split_once(" art. ").unwrap_or((rest, ""));
    (kind, source, article, paragraph)
}

fn laws(row: &Row) -> Vec<(&str, &str, &str, &str)> {
    items(row, "laws").into_iter().map(law).collect()
}

fn cites(row: &Row, source: &str) -> bool {
    laws(row).iter().any(|law| law.1 == source)
}

fn cites_article(row: &Row, source: &str, article: &str) -> bool {
    laws(row).iter().any(|law| law.1 == source && law.2 == article)
}

fn is_one_of(row: &Row, name: &str, values: &[&str]) -> bool {
    values.contains(&cell(row, name))
}

fn has(row: &Row, name: &str, value: &str) -> bool {
    items(row, name).contains(&value)
}

fn is_overdue(row: &Row) -> bool {
    let today = jiff::Zoned::now().date().to_string();
    is_open(row) && !cell(row, "due").is_empty() && cell(row, "due") < today.as_str()
}

fn within(row: &Row, name: &str, since: &str, until: &str) -> bool {
    let day = cell(row, name);
    !day.is_empty() && since <= day && day <= until
}

fn bucket(day: &str, size: &str) -> String {
    if day.is_empty() {
        return String::new();
    }
    let day: Date = day.parse().unwrap();
    match size {
        "year" => format!("{:04}", day.year()),
        "quarter" => format!("{:04}-Q{}", day.year(), (day.month() - 1) / 3 + 1),
        _ => format!("{:04}-{:02}", day.year(), day.month()),
    }
}

fn groups(row: &Row, by: &str) -> BTreeSet<String> {
    let one = |text: &str| BTreeSet::from([text.to_owned()]);
    let several = |texts: Vec<&str>| {
        if texts.is_empty() { one("") } else { texts.into_iter().map(str::to_owned).collect() }
    };
    match by {
        "ministry" => several(ministries(row)),
        "law" => several(laws(row).into_iter().map(|law| law.1).collect()),
        "factsheet" => several(items(row, "factsheets")),
        "scheme" => several(items(row, "schemes")),
        "precedent" => several(items(row, "precedents")),
        "care-domain" => one(cell(row, "care_domain")),
        "closed-as" => one(cell(row, "closed_as")),
        "year" | "quarter" | "month" => one(&bucket(cell(row, "received"), by)),
        _ => match by.split_once('-') {
            Some((name, size)) => one(&bucket(cell(row, name), size)),
            None => one(cell(row, by)),
        },
    }
}

/// Runs a command with `--format csv` and splits its output into header and rows.
#[track_caller]
fn table(sandbox: &Sandbox, arguments: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let text = sandbox.run(format!("{arguments} --format csv")).ok();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let texts = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let header = texts(reader.headers().unwrap());
    let rows = reader.records().map(|record| texts(&record.unwrap())).collect();
    (header, rows)
}

/// Runs `list` and returns the numbers of the obstacles. Also checks the number of rows that the command reports.
#[track_caller]
fn listed(sandbox: &Sandbox, filter: &str) -> Vec<String> {
    let result = sandbox.run(format!("list --columns number --format csv {filter}"));
    let numbers: Vec<String> = result.stdout.lines().skip(1).map(str::to_owned).collect();
    let remark = match numbers.len() {
        0 => "Nothing found\n".to_owned(),
        1 => "1 row\n".to_owned(),
        count => format!("{count} rows\n"),
    };
    assert_eq!((result.code, result.stderr.as_str()), (0, remark.as_str()), "{filter:?}");
    numbers
}

#[track_caller]
fn last_line(sandbox: &Sandbox, arguments: &str) -> Vec<String> {
    let text = sandbox.run(arguments).ok();
    text.lines().last().unwrap().split("  ").map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn texts<T: ToString>(cells: impl IntoIterator<Item = T>) -> Vec<String> {
    cells.into_iter().map(|cell| cell.to_string()).collect()
}

const BY: &[&str] = &[
    "ministry",
    "region",
    "care-domain",
    "theme",
    "nature",
    "status",
    "resolution",
    "handler",
    "law",
    "factsheet",
    "scheme",
    "provenance",
    "closed-as",
    "precedent",
    "year",
    "quarter",
    "month",
    "received-year",
    "received-quarter",
    "received-month",
    "solved-year",
    "solved-quarter",
    "solved-month",
];

const REPORTS: &[&str] = &[
    "totals",
    "quarter",
    "ministries",
    "resolutions",
    "factsheets",
    "contacts",
    "turnaround",
    "growth",
    "spread",
    "laws",
    "citations",
    "gaps",
    "questions",
    "unused",
    "overdue",
];
