//! Lists, counts and reports against a plain scan of the CSV files: what the program selects and adds up in
//! SQL is worked out here a second time, in a few loops, and both have to agree.

use crate::desk::{Desk, Row};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

// ---------------------------------------------------------------------------------------------------
// The plain side
// ---------------------------------------------------------------------------------------------------

/// Obstacles that the fixtures lack: open, overdue, closed, with little known of them.
const MORE_OBSTACLES: &str = "\
number,title,question,ministry,involved,region,care_domain,theme,nature,status,resolution,reason,rule_change,duplicate_of,handler,received,due,answered,solved,closed,laws,factsheets,schemes,provenance,closed_as
B-071,Wachtlijst bij de leerbaan,Wie beslist?,OCW,SZW; VWS,12,ggz,permanent-leren,funding,collected,,,,,Balie,2019-01-15,2019-02-01,,,,BWBR0007625 art. 7.2.8 lid 1; CELEX 32016R0679 art. 6,,,logged,
B-072,Toezicht in de nacht,,VWS,,,,,,in-analysis,,,,,Team zorg,2018-12-31,2999-01-01,2019-02-02,,,,,,,
B-073,Zonder gegevens,,SZW,,,,,,collected,,,,,,,,,,,,,,,
B-074,Opgelost met een factsheet,,OCW,VWS,3,welzijn,zorg-en-technologie,own-rule,solved,regional-approach,Zo kan het ook,Een regel is verruimd.,,Balie,2019-03-31,,2019-04-01,2019-10-01,,BWBR0007625 art. 7.2.8; BWBR0007625 art. 7.2.9,F-01; F-02,S-01,logged,
B-075,Opgelost zonder dag van ontvangst,,VWS,SZW,17,,,,solved,within-rules,Mag al,,,,,,,2019-05-05,,cao: Cao VVT,,,documented,
B-076,Opgelost zonder dag van oplossing,,SZW,,1,ggz,,unclear-rule,solved,within-rules,Mag al,,,Team zorg,2019-02-28,,,,,,F-03,S-02; S-05,,
B-077,Doorverwezen,,OCW,,12,,permanent-leren,,closed,,Hoort bij de gemeente,,,Balie,2019-06-30,2019-06-30,,,2019-07-01,,,,,referred
B-078,Ingetrokken,,VWS,,,,,,closed,,De aanvrager stopt,,,,2018-06-30,2018-07-01,2018-07-02,,2018-07-03,own-rule: stagereglement,,,,withdrawn
B-079,Nog eens hetzelfde,,OCW,VWS,12,jeugdzorg,,,closed,,Zie het origineel,Een regel is gewijzigd.,B-003,,2018-10-01,,,,2018-10-02,BWBR0002628,F-08,,,duplicate
B-080,Te laat bij het andere team,,SZW,OCW,5,,,funding,in-analysis,,,,,Team zorg,2019-12-31,2020-01-01,,,,BWBR0007625,,S-01,,
B-081,Bij vergissing vastgelegd,,VWS,OCW; SZW,12,ggz,permanent-leren,funding,collected,,,Een regel die niet telt,,Balie,2017-01-15,2017-02-01,2017-02-02,,,BWBR0007625 art. 7.2.8,F-01,S-01,logged,
";

/// Contacts about them.
const MORE_CONTACTS: &str = "\
number,kind,date,ministry,party,note,obstacles,provenance
C-530,call,2019-01-16,OCW,,,B-071; B-074; B-001,logged
C-531,email,2019-01-17,VWS,,,B-081,logged
C-532,meeting,2019-01-18,SZW,,,B-071,logged
C-533,call,2019-01-19,,,,B-073,logged
";

/// What is void in the busy register.
const VOIDED: &[&str] = &["B-081", "C-532"];

/// What the CSV files say, read without the program.
struct Plain {
    obstacles: Vec<Row>,
    factsheets: Vec<Row>,
    schemes: Vec<Row>,
    contacts: Vec<Row>,
    regions: Vec<Row>,
}

fn read(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    reader
        .records()
        .map(|record| header.iter().cloned().zip(record.unwrap().iter().map(str::to_owned)).collect())
        .collect()
}

fn fixture(name: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    read(&fs::read_to_string(path).unwrap())
}

fn cell<'a>(row: &'a Row, name: &str) -> &'a str {
    row.get(name).map_or("", String::as_str)
}

fn items<'a>(row: &'a Row, name: &str) -> Vec<&'a str> {
    cell(row, name).split("; ").filter(|item| !item.is_empty()).collect()
}

impl Plain {
    /// The fixtures.
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

    /// The fixtures and more; what is void is left out.
    fn busy() -> &'static Self {
        static BUSY: OnceLock<Plain> = OnceLock::new();
        BUSY.get_or_init(|| {
            let with = |fixture: Vec<Row>, more: &str| -> Vec<Row> {
                let valid = |row: &Row| !VOIDED.contains(&cell(row, "number"));
                fixture.into_iter().chain(read(more)).filter(valid).collect()
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

/// The demonstration register with more in it, some of which is void.
fn busy() -> Desk {
    static BUSY: OnceLock<Vec<u8>> = OnceLock::new();
    let bytes = BUSY.get_or_init(|| {
        let desk = Desk::demo();
        desk.file("obstacles.csv", MORE_OBSTACLES);
        desk.file("contacts.csv", MORE_CONTACTS);
        desk.run(["import", "obstacles", "obstacles.csv"]).ok();
        desk.run(["import", "contacts", "contacts.csv"]).ok();
        for number in VOIDED {
            desk.run(["void", number, "--because", "Dubbel ingevoerd"]).ok();
        }
        desk.register()
    });
    let desk = Desk::empty();
    desk.file("register.db", bytes);
    desk
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

/// The ministries of an obstacle: the lead, then those involved.
fn ministries(row: &Row) -> Vec<&str> {
    let mut codes = vec![cell(row, "ministry")];
    codes.extend(items(row, "involved"));
    codes
}

/// A legal source taken apart: kind, source as counts name it, article, paragraph.
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

// ---------------------------------------------------------------------------------------------------
// The program's side
// ---------------------------------------------------------------------------------------------------

fn join<'a>(parts: &[&[&'a str]]) -> Vec<&'a str> {
    parts.concat()
}

/// Heading and rows of a command that writes CSV.
#[track_caller]
fn table(desk: &Desk, arguments: &[&str]) -> (Vec<String>, Vec<Vec<String>>) {
    let text = desk.run(join(&[arguments, &["--format", "csv"]])).ok();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let texts = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let header = texts(reader.headers().unwrap());
    let rows = reader.records().map(|record| texts(&record.unwrap())).collect();
    (header, rows)
}

/// The numbers that a list selects, after a look at what it says of how many there are.
#[track_caller]
fn listed(desk: &Desk, filter: &[&str]) -> Vec<String> {
    let done = desk.run(join(&[&["list", "--columns", "number", "--format", "csv"], filter]));
    let numbers: Vec<String> = done.stdout.lines().skip(1).map(str::to_owned).collect();
    let remark = match numbers.len() {
        0 => "Nothing found\n".to_owned(),
        1 => "1 row\n".to_owned(),
        count => format!("{count} rows\n"),
    };
    assert_eq!((done.code, done.stderr.as_str()), (0, remark.as_str()), "{filter:?}");
    numbers
}

type Holds = fn(&Row) -> bool;

/// Filters with what they mean.
const FILTERS: &[(&[&str], Holds)] = &[
    (&[], |_| true),
    // One option, one value.
    (&["--ministry", "VWS"], |row| ministries(row).contains(&"VWS")),
    (&["--lead", "VWS"], |row| cell(row, "ministry") == "VWS"),
    (&["--status", "collected"], |row| cell(row, "status") == "collected"),
    (&["--status", "in-analysis"], |row| cell(row, "status") == "in-analysis"),
    (&["--status", "solved"], |row| cell(row, "status") == "solved"),
    (&["--status", "closed"], |row| cell(row, "status") == "closed"),
    (&["--status", "open"], is_open),
    (&["--resolution", "within-rules"], |row| cell(row, "resolution") == "within-rules"),
    (&["--resolution", "regional-approach"], |row| cell(row, "resolution") == "regional-approach"),
    (&["--region", "12"], |row| cell(row, "region") == "12"),
    (&["--region", "1"], |row| cell(row, "region") == "1"),
    (&["--care-domain", "ggz"], |row| cell(row, "care_domain") == "ggz"),
    (&["--theme", "permanent-leren"], |row| cell(row, "theme") == "permanent-leren"),
    (&["--nature", "own-rule"], |row| cell(row, "nature") == "own-rule"),
    (&["--factsheet", "F-01"], |row| has(row, "factsheets", "F-01")),
    (&["--no-factsheet"], |row| items(row, "factsheets").is_empty()),
    (&["--scheme", "S-01"], |row| has(row, "schemes", "S-01")),
    (&["--law", "BWBR0007625"], |row| cites(row, "BWBR0007625")),
    (&["--law", "BWBR0007625 art. 7.2.8"], |row| cites_article(row, "BWBR0007625", "7.2.8")),
    (&["--law", "BWBR0007625 art. 7.2.8 lid 1"], |row| {
        laws(row).contains(&("bwb", "BWBR0007625", "7.2.8", "1"))
    }),
    (&["--law", "32016R0679"], |row| cites(row, "32016R0679")),
    (&["--law", "CELEX 32016R0679 art. 6"], |row| cites_article(row, "32016R0679", "6")),
    (&["--law", "cao: Cao VVT"], |row| cites(row, "cao: Cao VVT")),
    (&["--law", "own-rule: stagereglement"], |row| cites(row, "own-rule: stagereglement")),
    (&["--since", "2017-01-01"], |row| within(row, "received", "2017-01-01", "9999-12-31")),
    (&["--until", "2016-12-31"], |row| within(row, "received", "0001-01-01", "2016-12-31")),
    (&["--solved-since", "2018-01-01"], |row| within(row, "solved", "2018-01-01", "9999-12-31")),
    (&["--solved-until", "2015-12-31"], |row| within(row, "solved", "0001-01-01", "2015-12-31")),
    (&["--handler", "Balie"], |row| cell(row, "handler") == "Balie"),
    (&["--overdue"], is_overdue),
    (&["--provenance", "documented"], |row| cell(row, "provenance") == "documented"),
    (&["--closed-as", "duplicate"], is_duplicate),
    // The days of a period are both in it.
    (&["--since", "2015-09-08", "--until", "2015-09-08"], |row| cell(row, "received") == "2015-09-08"),
    (&["--solved-since", "2015-10-27", "--solved-until", "2015-10-27"], |row| {
        cell(row, "solved") == "2015-10-27"
    }),
    (&["--since", "2017-01-01", "--until", "2016-12-31"], |_| false),
    // Days as people write them.
    (&["--since", "1-1-2017", "--until", "31/12/2017"], |row| cell(row, "received").starts_with("2017")),
    (&["--since", "today"], |_| false),
    (&["--until", "gisteren"], |row| !cell(row, "received").is_empty()),
    // OR within one option: by commas, by repeating, by both; the same twice changes nothing.
    (&["--ministry", "VWS,SZW"], |row| ministries(row).iter().any(|code| ["VWS", "SZW"].contains(code))),
    (&["--ministry", "VWS", "--ministry", "SZW"], |row| {
        ministries(row).iter().any(|code| ["VWS", "SZW"].contains(code))
    }),
    (&["--lead", "OCW,SZW", "--lead", "SZW"], |row| is_one_of(row, "ministry", &["OCW", "SZW"])),
    (&["--region", "1,2", "--region", "12"], |row| is_one_of(row, "region", &["1", "2", "12"])),
    (&["--status", "open,closed"], |row| cell(row, "status") != "solved"),
    (&["--status", "open", "--status", "collected"], is_open),
    (&["--resolution", "within-rules,regional-approach"], |row| !cell(row, "resolution").is_empty()),
    (&["--care-domain", "ggz,jeugdzorg"], |row| is_one_of(row, "care_domain", &["ggz", "jeugdzorg"])),
    (&["--theme", "permanent-leren", "--theme", "vmbo-zorg-en-welzijn"], |row| {
        is_one_of(row, "theme", &["permanent-leren", "vmbo-zorg-en-welzijn"])
    }),
    (&["--nature", "funding,collective-agreement"], |row| {
        is_one_of(row, "nature", &["funding", "collective-agreement"])
    }),
    (&["--factsheet", "F-01,F-02", "--factsheet", "F-11"], |row| {
        ["F-01", "F-02", "F-11"].iter().any(|code| has(row, "factsheets", code))
    }),
    (&["--scheme", "S-01", "--scheme", "S-02"], |row| {
        has(row, "schemes", "S-01") || has(row, "schemes", "S-02")
    }),
    (&["--law", "BWBR0006251", "--law", "cao: Cao GGZ"], |row| {
        cites(row, "BWBR0006251") || cites(row, "cao: Cao GGZ")
    }),
    (&["--law", "BWBR0006251; BWBR0002399"], |row| cites(row, "BWBR0006251") || cites(row, "BWBR0002399")),
    (&["--law", "BWBR0006251, BWBR0002399"], |row| cites(row, "BWBR0006251") || cites(row, "BWBR0002399")),
    (&["--handler", "Balie,Team zorg"], |row| is_one_of(row, "handler", &["Balie", "Team zorg"])),
    (&["--provenance", "documented,logged"], |row| cell(row, "provenance") != "illustrative"),
    (&["--closed-as", "referred", "--closed-as", "withdrawn"], |row| {
        is_one_of(row, "closed_as", &["referred", "withdrawn"])
    }),
    // Labels in both languages, and any case.
    (&["--ministry", "vws"], |row| ministries(row).contains(&"VWS")),
    (&["--status", "Opgelost"], |row| cell(row, "status") == "solved"),
    (&["--status", "IN ANALYSE,opgehaald"], is_open),
    (&["--status", "In Analysis", "--status", "Afgesloten"], |row| {
        is_one_of(row, "status", &["in-analysis", "closed"])
    }),
    (&["--status", "OPEN"], is_open),
    (&["--resolution", "Binnen de regels"], |row| cell(row, "resolution") == "within-rules"),
    (&["--resolution", "within the rules"], |row| cell(row, "resolution") == "within-rules"),
    (&["--resolution", "ANDERE aanpak in de regio"], |row| cell(row, "resolution") == "regional-approach"),
    (&["--region", "rotterdam"], |row| cell(row, "region") == "12"),
    (&["--provenance", "Gedocumenteerd"], |row| cell(row, "provenance") == "documented"),
    (&["--closed-as", "Dubbel"], is_duplicate),
    (&["--factsheet", "f1"], |row| has(row, "factsheets", "F-01")),
    (&["--factsheet", "1,f-02"], |row| has(row, "factsheets", "F-01") || has(row, "factsheets", "F-02")),
    (&["--scheme", "s001"], |row| has(row, "schemes", "S-01")),
    (&["--law", "bwbr0007625 artikel 7.2.8"], |row| cites_article(row, "BWBR0007625", "7.2.8")),
    (&["--law", "celex 32016r0679"], |row| cites(row, "32016R0679")),
    (&["--law", "eigen regel: stagereglement"], |row| cites(row, "own-rule: stagereglement")),
    // AND between options.
    (&["--ministry", "VWS", "--resolution", "regional-approach"], |row| {
        ministries(row).contains(&"VWS") && cell(row, "resolution") == "regional-approach"
    }),
    (&["--ministry", "VWS", "--lead", "OCW"], |row| {
        ministries(row).contains(&"VWS") && cell(row, "ministry") == "OCW"
    }),
    (&["--ministry", "OCW,SZW", "--region", "12,3", "--status", "solved"], |row| {
        ministries(row).iter().any(|code| ["OCW", "SZW"].contains(code))
            && is_one_of(row, "region", &["12", "3"])
            && cell(row, "status") == "solved"
    }),
    (&["--no-factsheet", "--resolution", "within-rules", "--solved-since", "2017-01-01"], |row| {
        items(row, "factsheets").is_empty()
            && cell(row, "resolution") == "within-rules"
            && within(row, "solved", "2017-01-01", "9999-12-31")
    }),
    (&["--no-factsheet", "--factsheet", "F-01"], |_| false),
    (&["--status", "open", "--overdue", "--handler", "Balie"], |row| {
        is_overdue(row) && cell(row, "handler") == "Balie"
    }),
    (&["--overdue", "--status", "closed"], |_| false),
    (&["--status", "open", "--resolution", "within-rules"], |_| false),
    (
        &[
            "--law",
            "BWBR0007625",
            "--factsheet",
            "F-02,F-04",
            "--since",
            "2016-01-01",
            "--until",
            "2018-12-31",
        ],
        |row| {
            cites(row, "BWBR0007625")
                && (has(row, "factsheets", "F-02") || has(row, "factsheets", "F-04"))
                && within(row, "received", "2016-01-01", "2018-12-31")
        },
    ),
    (
        &[
            "--scheme",
            "S-01",
            "--care-domain",
            "welzijn,ggz",
            "--theme",
            "zorg-en-technologie",
            "--nature",
            "own-rule",
        ],
        |row| {
            has(row, "schemes", "S-01")
                && is_one_of(row, "care_domain", &["welzijn", "ggz"])
                && cell(row, "theme") == "zorg-en-technologie"
                && cell(row, "nature") == "own-rule"
        },
    ),
];

/// Filters to hold counts and reports against; each leaves something over.
const SOME: &[&[&str]] = &[
    &[],
    &["--ministry", "VWS"],
    &["--status", "open"],
    &["--no-factsheet"],
    &["--law", "BWBR0007625"],
    &["--since", "2017-01-01"],
    &["--ministry", "VWS", "--resolution", "regional-approach"],
];

/// What a filter in the list means.
fn meaning(filter: &[&str]) -> Holds {
    FILTERS.iter().find(|(known, _)| *known == filter).unwrap().1
}

fn some_filters() -> impl Iterator<Item = (&'static [&'static str], Holds)> {
    SOME.iter().map(|filter| (*filter, meaning(filter)))
}

#[test]
fn every_filter_selects_what_a_plain_scan_of_the_fixtures_selects() {
    let (desk, plain) = (Desk::demo(), Plain::demo());
    assert_eq!(plain.obstacles.len(), 70);
    for (filter, holds) in FILTERS {
        assert_eq!(listed(&desk, filter), numbers(&plain.chosen(holds)), "{filter:?}");
    }
}

#[test]
fn every_filter_selects_what_a_plain_scan_selects_among_open_closed_and_half_known_obstacles() {
    let (desk, plain) = (busy(), Plain::busy());
    assert_eq!(plain.obstacles.len(), 80);
    let mut nothing: Vec<&[&str]> = Vec::new();
    for (filter, holds) in FILTERS {
        let wanted = numbers(&plain.chosen(holds));
        assert_eq!(listed(&desk, filter), wanted, "{filter:?}");
        if wanted.is_empty() {
            nothing.push(filter);
        }
    }
    // Every other filter selects something here, so one that lets nothing through would be seen.
    assert_eq!(
        nothing,
        [
            &["--since", "2017-01-01", "--until", "2016-12-31"][..],
            &["--since", "today"],
            &["--no-factsheet", "--factsheet", "F-01"],
            &["--overdue", "--status", "closed"],
            &["--status", "open", "--resolution", "within-rules"],
        ]
    );
    assert!(some_filters().all(|(_, holds)| !plain.chosen(holds).is_empty()));
}

/// Vocabularies: the file, the option and the column.
const VOCABULARIES: &[(&str, &str, &str)] = &[
    ("ministries.csv", "--lead", "ministry"),
    ("regions.csv", "--region", "region"),
    ("care-domains.csv", "--care-domain", "care_domain"),
    ("themes.csv", "--theme", "theme"),
    ("natures.csv", "--nature", "nature"),
];

fn every_label_selects_its_code(fits: impl Fn(&str) -> bool) -> usize {
    let (desk, plain) = (Desk::demo(), Plain::demo());
    let mut checked = 0;
    for (file, option, column) in VOCABULARIES {
        for term in fixture(file) {
            let wanted = numbers(&plain.chosen(|row| cell(row, column) == cell(&term, "code")));
            for label in
                ["code", "nl", "en"].map(|name| cell(&term, name)).into_iter().filter(|label| fits(label))
            {
                for text in [label.to_owned(), label.to_lowercase(), label.to_uppercase()] {
                    assert_eq!(listed(&desk, &[option, &text]), wanted, "{option} {text}");
                    checked += 1;
                }
            }
        }
    }
    checked
}

#[test]
fn a_value_is_named_by_its_code_or_its_dutch_or_english_label_in_any_case() {
    assert!(every_label_selects_its_code(|label| !label.contains(',')) > 200);
}

#[test]
fn a_label_that_holds_a_comma_is_one_value_of_a_filter() {
    assert!(every_label_selects_its_code(|label| label.contains(',')) > 10);
}

#[test]
fn a_filter_on_an_own_rule_leaves_an_agreement_of_the_same_name_out() {
    let desk = Desk::new();
    desk.run(["log", "Eigen regel", "--ministry", "OCW", "--law", "own-rule: Functieboek"]).ok();
    desk.run(["log", "Cao", "--ministry", "OCW", "--law", "cao: Functieboek"]).ok();
    assert_eq!(listed(&desk, &["--law", "own-rule: Functieboek"]), ["B-001"]);
    assert_eq!(listed(&desk, &["--law", "cao: Functieboek"]), ["B-002"]);
}

#[test]
fn a_count_by_law_keeps_an_own_rule_and_an_agreement_of_the_same_name_apart() {
    let desk = Desk::new();
    desk.run(["log", "Eigen regel", "--ministry", "OCW", "--law", "own-rule: Functieboek"]).ok();
    desk.run(["log", "Cao", "--ministry", "OCW", "--law", "cao: Functieboek"]).ok();
    let (_, rows) = table(&desk, &["count", "--by", "law"]);
    let counts: Vec<&str> = rows.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(counts, ["1", "1"], "{rows:?}");
}

#[test]
fn a_value_that_a_filter_does_not_know_is_refused_with_those_that_it_does() {
    let desk = Desk::demo();
    let refused: &[(&[&str], i32, &str)] = &[
        (
            &["--ministry", "BZK"],
            2,
            "'BZK' is not in the list of ministries; choose from: OCW, SZW, VWS; or add one with: ruimte ministry add CODE --nl NAME --en NAME",
        ),
        (
            &["--nature", "own-rule,onzin"],
            2,
            "'onzin' is not in the list of natures; choose from: funding, own-rule, unclear-rule, statutory-barrier, collective-agreement; or add one with: ruimte nature add CODE --nl NAME --en NAME",
        ),
        (
            &["--status", "opn"],
            2,
            "'opn' is not possible for --status; choose from: collected, in-analysis, solved, closed, open",
        ),
        (
            &["--since", "31-02-2018"],
            2,
            "there is no date 31-02-2018; write for instance 2018-05-12 or 12-5-2018",
        ),
        (&["--factsheet", "F-99"], 66, "there is no F-99 in this register; see: ruimte factsheet list"),
    ];
    for (filter, code, message) in refused {
        for command in [&["list"][..], &["count", "--by", "status"], &["report", "totals"]] {
            assert_eq!(
                desk.run(join(&[command, filter])).fails(*code),
                format!("ruimte: {message}\n"),
                "{command:?} {filter:?}"
            );
        }
    }
}

// ---------------------------------------------------------------------------------------------------
// Counts
// ---------------------------------------------------------------------------------------------------

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

/// The groups in which an obstacle stands.
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
        "care-domain" => one(cell(row, "care_domain")),
        "closed-as" => one(cell(row, "closed_as")),
        "year" | "quarter" | "month" => one(&bucket(cell(row, "received"), by)),
        _ => match by.split_once('-') {
            Some((name, size)) => one(&bucket(cell(row, name), size)),
            None => one(cell(row, by)),
        },
    }
}

/// The counts of a scan: by group, as lead and in all.
fn counted(rows: &[&Row], by: &[&str]) -> BTreeMap<Vec<String>, (u64, u64)> {
    let mut counts = BTreeMap::new();
    for row in rows {
        let mut combinations: Vec<Vec<String>> = vec![Vec::new()];
        for by in by {
            let groups = groups(row, by);
            combinations = combinations
                .iter()
                .flat_map(|before| {
                    groups.iter().map(|group| {
                        let mut after = before.clone();
                        after.push(group.clone());
                        after
                    })
                })
                .collect();
        }
        for combination in combinations {
            let leads = by
                .iter()
                .zip(&combination)
                .any(|(by, group)| *by == "ministry" && group == cell(row, "ministry"));
            let count = counts.entry(combination).or_insert((0, 0));
            count.0 += u64::from(leads);
            count.1 += 1;
        }
    }
    counts
}

/// The counts of the program, after a look at the total that it tells.
#[track_caller]
fn counts(desk: &Desk, by: &[&str], filter: &[&str], total: usize) -> BTreeMap<Vec<String>, (u64, u64)> {
    let list = by.join(",");
    let arguments = join(&[&["count", "--by", &list], filter]);
    let remark = if total == 1 {
        "1 obstacle\n".to_owned()
    } else {
        format!("{total} obstacles, each counted once\n")
    };
    assert_eq!(desk.run(&arguments).remarks(), remark, "{arguments:?}");
    let (header, rows) = table(desk, &arguments);
    let (leads, count) = (header.iter().position(|name| name == "lead"), header.len() - 1);
    assert_eq!(leads.is_some(), by.contains(&"ministry"), "{header:?}");
    let several = by.iter().any(|by| ["ministry", "law", "factsheet", "scheme"].contains(by));
    assert_eq!(header[count], if several { "mentions" } else { "obstacles" });
    let length = rows.len();
    let counts: BTreeMap<_, _> = rows
        .into_iter()
        .map(|row| {
            let lead = leads.map_or(0, |at| row[at].parse().unwrap());
            (row[..by.len()].to_vec(), (lead, row[count].parse().unwrap()))
        })
        .collect();
    assert_eq!(counts.len(), length, "a group stands there twice: {arguments:?}");
    counts
}

/// The options that select a group.
fn option_for(by: &str, group: &str) -> Option<Vec<String>> {
    let texts = |texts: &[&str]| Some(texts.iter().map(|text| (*text).to_owned()).collect());
    if group.is_empty() {
        return if by == "factsheet" { texts(&["--no-factsheet"]) } else { None };
    }
    if by == "law" {
        return texts(&["--law", group]);
    }
    let (name, size) = match by {
        "year" | "quarter" | "month" => ("received", by),
        _ => match by.split_once('-') {
            Some((name @ ("received" | "solved"), size)) => (name, size),
            _ => return texts(&[&format!("--{by}"), group]),
        },
    };
    let year: i16 = group[..4].parse().unwrap();
    let (first, months) = match size {
        "year" => (1, 12),
        "quarter" => (group[6..].parse::<i8>().unwrap() * 3 - 2, 3),
        _ => (group[5..].parse().unwrap(), 1),
    };
    let since = Date::new(year, first, 1).unwrap();
    let until = Date::new(year, first + months - 1, 1).unwrap().last_of_month();
    let prefix = if name == "solved" { "solved-" } else { "" };
    texts(&[&format!("--{prefix}since"), &since.to_string(), &format!("--{prefix}until"), &until.to_string()])
}

#[test]
fn every_count_equals_that_of_a_plain_scan() {
    let (desk, plain) = (busy(), Plain::busy());
    for (filter, holds) in some_filters() {
        let chosen = plain.chosen(holds);
        for by in BY {
            assert_eq!(
                counts(&desk, &[by], filter, chosen.len()),
                counted(&chosen, &[by]),
                "by {by} {filter:?}"
            );
        }
    }
}

#[test]
fn every_count_by_two_things_at_once_equals_that_of_a_plain_scan() {
    let (desk, plain) = (busy(), Plain::busy());
    let (filter, holds) = (SOME[5], meaning(SOME[5]));
    let (all, some) = (plain.chosen(|_| true), plain.chosen(holds));
    for (at, first) in BY.iter().enumerate() {
        for second in &BY[at + 1..] {
            // Two names of one period are one column: it says nothing more.
            if first.strip_prefix("received-").unwrap_or(first)
                == second.strip_prefix("received-").unwrap_or(second)
            {
                continue;
            }
            let by = [*first, *second];
            assert_eq!(counts(&desk, &by, &[], all.len()), counted(&all, &by), "by {by:?}");
            if at % 4 == 0 {
                assert_eq!(
                    counts(&desk, &by, filter, some.len()),
                    counted(&some, &by),
                    "by {by:?} {filter:?}"
                );
            }
        }
    }
    let three = ["ministry", "factsheet", "solved-year"];
    assert_eq!(counts(&desk, &three, &[], all.len()), counted(&all, &three));
}

#[test]
fn the_number_of_a_count_is_the_number_of_lines_of_the_list_with_that_groups_filter() {
    let (desk, plain) = (busy(), Plain::busy());
    for filter in [SOME[0], SOME[1], SOME[5]] {
        let holds = meaning(filter);
        let total = plain.chosen(holds).len();
        assert_eq!(listed(&desk, filter).len(), total);
        let mut checked = 0;
        for by in BY {
            let several = ["ministry", "law", "factsheet", "scheme"].contains(by);
            let counts = counts(&desk, &[by], filter, total);
            let mut sum = 0;
            for (group, (lead, count)) in counts {
                sum += count;
                // The filter on the ministry or the time is taken already: then the group cannot be asked for.
                let Some(option) =
                    option_for(by, &group[0]).filter(|option| !filter.contains(&option[0].as_str()))
                else {
                    continue;
                };
                let option: Vec<&str> = option.iter().map(String::as_str).collect();
                assert_eq!(
                    listed(&desk, &join(&[&option, filter])).len() as u64,
                    count,
                    "by {by} {group:?} {filter:?}"
                );
                if *by == "ministry" {
                    let lines = listed(&desk, &join(&[&["--lead", &group[0]], filter]));
                    assert_eq!(lines.len() as u64, lead, "lead {group:?} {filter:?}");
                }
                checked += 1;
            }
            assert!(if several { sum >= total as u64 } else { sum == total as u64 }, "by {by} {filter:?}");
        }
        assert!(checked > 100, "{checked}");
    }
}

#[test]
fn by_ministry_the_leads_add_up_to_obstacles_and_the_mentions_to_lead_and_involved() {
    let (desk, plain) = (busy(), Plain::busy());
    for (filter, holds) in some_filters() {
        let chosen = plain.chosen(holds);
        let unique = chosen.len();
        let mentions: usize = chosen.iter().map(|row| 1 + items(row, "involved").len()).sum();
        let (_, rows) = table(&desk, &join(&[&["count", "--by", "ministry"], filter]));
        let sum = |rows: &[Vec<String>], at: usize| -> usize {
            rows.iter().map(|row| row[at].parse::<usize>().unwrap()).sum()
        };
        assert_eq!((sum(&rows, 1), sum(&rows, 2)), (unique, mentions), "{filter:?}");
        let (_, rows) = table(&desk, &join(&[&["report", "ministries"], filter]));
        assert_eq!((sum(&rows, 1), sum(&rows, 3)), (unique, mentions), "{filter:?}");
        assert_eq!(sum(&rows, 1) + sum(&rows, 2), mentions, "{filter:?}");
        assert_eq!(
            last_line(&desk, &join(&[&["count", "--by", "ministry"], filter])),
            ["Total", &unique.to_string(), &mentions.to_string()]
        );
    }
}

#[test]
fn a_count_by_something_unknown_names_what_can_be_counted_by() {
    assert_eq!(
        Desk::demo().run(["count", "--by", "titel"]).fails(2),
        "ruimte: there is no attribute 'titel'; choose from: ministry, region, care_domain, theme, nature, status, \
         resolution, handler, laws, factsheets, schemes, provenance, closed_as, year, quarter, month, received-year, \
         received-quarter, received-month, solved-year, solved-quarter, solved-month\n"
    );
}

/// The words of the last line of a table.
#[track_caller]
fn last_line(desk: &Desk, arguments: &[&str]) -> Vec<String> {
    let text = desk.run(arguments).ok();
    text.lines()
        .last()
        .unwrap()
        .split("  ")
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

// ---------------------------------------------------------------------------------------------------
// Reports
// ---------------------------------------------------------------------------------------------------

fn texts<T: ToString>(cells: impl IntoIterator<Item = T>) -> Vec<String> {
    cells.into_iter().map(|cell| cell.to_string()).collect()
}

fn count_of(rows: &[&Row], holds: impl Fn(&Row) -> bool) -> usize {
    rows.iter().filter(|row| holds(row)).count()
}

/// Within the rules, by a regional approach, open, closed.
fn outcomes(rows: &[&Row]) -> [usize; 4] {
    [
        count_of(rows, |row| cell(row, "resolution") == "within-rules"),
        count_of(rows, |row| cell(row, "resolution") == "regional-approach"),
        count_of(rows, is_open),
        count_of(rows, |row| cell(row, "status") == "closed"),
    ]
}

/// The contacts that count, each with the chosen obstacles that it is about.
fn contacts<'a>(plain: &'a Plain, chosen: &[&Row], whole: bool) -> Vec<(&'a Row, Vec<&'a str>)> {
    let chosen: BTreeSet<&str> = chosen.iter().map(|row| cell(row, "number")).collect();
    plain
        .contacts
        .iter()
        .map(|contact| {
            (
                contact,
                items(contact, "obstacles").into_iter().filter(|number| chosen.contains(number)).collect(),
            )
        })
        .filter(|(_, about): &(_, Vec<_>)| whole || !about.is_empty())
        .collect()
}

fn totals(plain: &Plain, chosen: &[&Row], whole: bool) -> Vec<Vec<String>> {
    let originals: Vec<&Row> = chosen.iter().copied().filter(|row| !is_duplicate(row)).collect();
    let outcomes = outcomes(chosen);
    let used = |records: &[Row], name: &str| {
        let used = |record: &&Row| whole || chosen.iter().any(|row| has(row, name, cell(record, "number")));
        records.iter().filter(used).count()
    };
    let met = contacts(plain, chosen, whole);
    let of_kind = |kind: &str| met.iter().filter(|(contact, _)| cell(contact, "kind") == kind).count();
    let helped: BTreeSet<&str> = originals.iter().flat_map(|row| ministries(row)).collect();
    let pacts = plain
        .regions
        .iter()
        .filter(|region| whole || chosen.iter().any(|row| cell(row, "region") == cell(region, "code")));
    [
        ("collected", originals.len()),
        ("open", outcomes[2]),
        ("solved-within-rules", outcomes[0]),
        ("solved-regional-approach", outcomes[1]),
        ("closed", count_of(&originals, |row| cell(row, "status") == "closed")),
        ("rule-changes", count_of(&originals, |row| !cell(row, "rule_change").is_empty())),
        ("ministries", helped.len()),
        ("factsheets", used(&plain.factsheets, "factsheets")),
        ("schemes", used(&plain.schemes, "schemes")),
        ("meetings", of_kind("meeting")),
        ("calls", of_kind("call")),
        ("emails", of_kind("email")),
        ("pacts", pacts.count()),
    ]
    .into_iter()
    .map(|(measure, value)| vec![measure.to_owned(), value.to_string()])
    .collect()
}

#[test]
fn the_report_of_totals_equals_a_plain_count() {
    for (desk, plain) in [(Desk::demo(), Plain::demo()), (busy(), Plain::busy())] {
        for (filter, holds) in some_filters() {
            let wanted = totals(plain, &plain.chosen(holds), filter.is_empty());
            let (header, rows) = table(&desk, &join(&[&["report", "totals"], filter]));
            assert_eq!((header, rows), (texts(["measure", "value"]), wanted), "{filter:?}");
        }
    }
}

#[test]
fn the_totals_of_the_fixtures_are_the_published_figures() {
    assert_eq!(
        Desk::demo().run(["report", "totals", "--format", "csv"]).ok(),
        "measure,value\r\ncollected,70\r\nopen,0\r\nsolved-within-rules,60\r\nsolved-regional-approach,10\r\n\
         closed,0\r\nrule-changes,1\r\nministries,3\r\nfactsheets,11\r\nschemes,26\r\nmeetings,9\r\ncalls,213\r\n\
         emails,307\r\npacts,17\r\n"
    );
}

#[test]
fn the_report_by_ministry_equals_a_plain_count() {
    let (desk, plain) = (busy(), Plain::busy());
    for (filter, holds) in some_filters() {
        let chosen = plain.chosen(holds);
        let codes: BTreeSet<&str> = chosen.iter().flat_map(|row| ministries(row)).collect();
        let wanted: Vec<Vec<String>> = codes
            .iter()
            .map(|code| {
                let mentioned: Vec<&Row> =
                    chosen.iter().copied().filter(|row| ministries(row).contains(code)).collect();
                let lead = count_of(&mentioned, |row| cell(row, "ministry") == *code);
                let mut row = vec![(*code).to_owned()];
                row.extend(texts([lead, mentioned.len() - lead, mentioned.len()]));
                row.extend(texts(outcomes(&mentioned)));
                row
            })
            .collect();
        let arguments = join(&[&["report", "ministries"], filter]);
        let (header, rows) = table(&desk, &arguments);
        assert_eq!(
            header.join(","),
            "ministry,lead,involved,mentions,within_rules,regional_approach,open,closed"
        );
        assert_eq!(rows, wanted, "{filter:?}");
        let mentions: usize = chosen.iter().map(|row| ministries(row).len()).sum();
        let mut total = texts(["Total"]);
        total.extend(texts([chosen.len(), mentions - chosen.len(), mentions]));
        total.extend(texts(outcomes(&chosen)));
        assert_eq!(last_line(&desk, &arguments), total, "{filter:?}");
    }
}

#[test]
fn the_report_of_resolutions_equals_a_plain_count() {
    let (desk, plain) = (busy(), Plain::busy());
    for (filter, holds) in some_filters() {
        let chosen = plain.chosen(holds);
        let natures: BTreeSet<&str> = chosen.iter().map(|row| cell(row, "nature")).collect();
        let mut wanted: Vec<(usize, Vec<String>)> = natures
            .iter()
            .map(|nature| {
                let of: Vec<&Row> =
                    chosen.iter().copied().filter(|row| cell(row, "nature") == *nature).collect();
                let mut row = vec![(*nature).to_owned()];
                row.extend(texts(outcomes(&of)));
                row.push(of.len().to_string());
                (of.len(), row)
            })
            .collect();
        wanted.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1[0].cmp(&right.1[0])));
        let wanted: Vec<Vec<String>> = wanted.into_iter().map(|(_, row)| row).collect();
        let arguments = join(&[&["report", "resolutions"], filter]);
        let (header, rows) = table(&desk, &arguments);
        assert_eq!(header.join(","), "nature,within_rules,regional_approach,open,closed,obstacles");
        assert_eq!(rows, wanted, "{filter:?}");
        let mut total = texts(["Total"]);
        total.extend(texts(outcomes(&chosen)));
        total.push(chosen.len().to_string());
        assert_eq!(last_line(&desk, &arguments), total, "{filter:?}");
    }
}

#[test]
fn the_report_of_factsheets_equals_a_plain_count() {
    let (desk, plain) = (busy(), Plain::busy());
    for (filter, holds) in some_filters() {
        let chosen = plain.chosen(holds);
        let mut wanted: Vec<(usize, Vec<String>)> = Vec::new();
        for factsheet in &plain.factsheets {
            let number = cell(factsheet, "number");
            let answered: Vec<&Row> =
                chosen.iter().copied().filter(|row| has(row, "factsheets", number)).collect();
            if filter.is_empty() || !answered.is_empty() {
                let [within, regional, ..] = outcomes(&answered);
                let mut row = texts([number, cell(factsheet, "title"), cell(factsheet, "published")]);
                row.extend(texts([answered.len(), within, regional]));
                row.push(cell(factsheet, "provenance").to_owned());
                wanted.push((answered.len(), row));
            }
        }
        wanted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let wanted: Vec<Vec<String>> = wanted.into_iter().map(|(_, row)| row).collect();
        let (header, rows) = table(&desk, &join(&[&["report", "factsheets"], filter]));
        assert_eq!(
            header.join(","),
            "number,title,published,obstacles,within_rules,regional_approach,provenance"
        );
        assert_eq!(rows, wanted, "{filter:?}");
    }
}

#[test]
fn the_report_of_contacts_counts_a_contact_about_several_obstacles_once() {
    for (desk, plain) in [(Desk::demo(), Plain::demo()), (busy(), Plain::busy())] {
        for (filter, holds) in some_filters() {
            let chosen = plain.chosen(holds);
            let met = contacts(plain, &chosen, filter.is_empty());
            let numbers = |of: &[&(&Row, Vec<&str>)]| {
                let about: BTreeSet<&str> = of.iter().flat_map(|(_, about)| about.iter().copied()).collect();
                texts([of.len(), about.len(), of.iter().map(|(_, about)| about.len()).sum()])
            };
            let wanted: Vec<Vec<String>> = ["meeting", "call", "email"]
                .iter()
                .filter_map(|kind| {
                    let of: Vec<_> =
                        met.iter().filter(|(contact, _)| cell(contact, "kind") == *kind).collect();
                    let mut row = vec![(*kind).to_owned()];
                    row.extend(numbers(&of));
                    (!of.is_empty()).then_some(row)
                })
                .collect();
            let arguments = join(&[&["report", "contacts"], filter]);
            let (header, rows) = table(&desk, &arguments);
            assert_eq!(header.join(","), "kind,contacts,obstacles,mentions");
            assert_eq!(rows, wanted, "{filter:?}");
            let mut total = texts(["Total"]);
            total.extend(numbers(&met.iter().collect::<Vec<_>>()));
            if !rows.is_empty() {
                assert_eq!(last_line(&desk, &arguments), total, "{filter:?}");
            }
        }
    }
}

/// Days from receipt to another day, in ascending order.
fn spans(rows: &[&Row], until: &str) -> Vec<i32> {
    let day = |row: &Row, name: &str| cell(row, name).parse::<Date>().ok();
    let mut days: Vec<i32> = rows
        .iter()
        .filter_map(|row| Some((day(row, "received")?, day(row, until)?)))
        .map(|(received, until)| received.until(until).unwrap().get_days())
        .collect();
    days.sort_unstable();
    days
}

#[test]
fn the_report_of_turnaround_gives_the_median_and_the_nearest_rank_90th_percentile() {
    let (desk, plain) = (busy(), Plain::busy());
    for (filter, holds) in some_filters() {
        let chosen = plain.chosen(holds);
        let wanted: Vec<Vec<String>> = ["answered", "solved"]
            .iter()
            .filter_map(|until| {
                let days = spans(&chosen, until);
                let n = days.len();
                let middle = f64::from(days.get(n / 2)? + days.get((n - 1) / 2)?) / 2.0;
                // The smallest number of days within which at least nine in ten were done.
                let p90 =
                    days.iter().find(|day| 10 * days.iter().filter(|other| other <= day).count() >= 9 * n)?;
                Some(vec![(*until).to_owned(), n.to_string(), middle.to_string(), p90.to_string()])
            })
            .collect();
        let (header, rows) = table(&desk, &join(&[&["report", "turnaround"], filter]));
        assert_eq!(header.join(","), "until_event,obstacles,median_days,p90_days");
        assert_eq!(rows, wanted, "{filter:?}");
    }
}

/// A register with obstacles received on 1 January 2020 and solved so many days later.
fn solved_after(days: &[i64]) -> Desk {
    let received: Date = "2020-01-01".parse().unwrap();
    let mut file = "title,ministry,status,resolution,received,solved\n".to_owned();
    for days in days {
        let solved = received.checked_add(jiff::Span::new().days(*days)).unwrap();
        file.push_str(&format!("Na {days},OCW,solved,within-rules,{received},{solved}\n"));
    }
    let desk = Desk::new();
    desk.file("solved.csv", file);
    desk.run(["import", "obstacles", "solved.csv"]).ok();
    desk
}

#[test]
fn the_turnaround_of_a_few_obstacles_is_as_worked_out_by_hand() {
    for (days, row) in [
        (&[7][..], "solved,1,7,7"),
        (&[0, 0], "solved,2,0,0"),
        (&[10, 2], "solved,2,6,10"),
        (&[1, 100, 4], "solved,3,4,100"),
        (&[9, 8, 7, 6, 5, 4, 3, 2, 1], "solved,9,5,9"),
        (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], "solved,10,5.5,9"),
        (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], "solved,11,6,10"),
        (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20], "solved,20,10.5,18"),
        (&[59, 60, 366], "solved,3,60,366"),
    ] {
        assert_eq!(
            solved_after(days).run(["report", "turnaround", "--format", "csv"]).ok(),
            format!("until_event,obstacles,median_days,p90_days\r\n{row}\r\n"),
            "{days:?}"
        );
    }
}

#[test]
fn the_report_of_laws_counts_an_obstacle_once_for_each_article_that_it_cites() {
    let (desk, plain) = (busy(), Plain::busy());
    for (filter, holds) in some_filters() {
        let chosen = plain.chosen(holds);
        let mut cited: BTreeMap<(&str, &str), Vec<&Row>> = BTreeMap::new();
        for row in &chosen {
            let articles: BTreeSet<(&str, &str)> = laws(row).iter().map(|law| (law.1, law.2)).collect();
            for article in articles {
                cited.entry(article).or_default().push(row);
            }
        }
        let mut wanted: Vec<(usize, Vec<String>)> = cited
            .iter()
            .map(|((source, article), rows)| {
                let [within, regional, open, _] = outcomes(rows);
                let mut row = texts([*source, *article]);
                row.extend(texts([rows.len(), within, regional, open]));
                (rows.len(), row)
            })
            .collect();
        wanted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let wanted: Vec<Vec<String>> = wanted.into_iter().map(|(_, row)| row).collect();
        let (header, rows) = table(&desk, &join(&[&["report", "laws"], filter]));
        assert_eq!(header.join(","), "law,article,obstacles,within_rules,regional_approach,open");
        assert_eq!(rows, wanted, "{filter:?}");
    }
}

#[test]
fn the_report_of_gaps_names_the_solved_obstacles_without_a_factsheet() {
    let (desk, plain) = (busy(), Plain::busy());
    for (filter, holds) in some_filters() {
        let gaps = plain.chosen(|row| {
            holds(row) && cell(row, "status") == "solved" && items(row, "factsheets").is_empty()
        });
        let mut by: BTreeMap<(&str, String), Vec<&str>> = BTreeMap::new();
        for row in &gaps {
            for source in groups(row, "law") {
                by.entry((cell(row, "nature"), source)).or_default().push(cell(row, "number"));
            }
        }
        let mut wanted: Vec<(usize, Vec<String>)> = by
            .iter()
            .map(|((nature, source), numbers)| {
                (numbers.len(), texts([*nature, source, &numbers.len().to_string(), &numbers.join("; ")]))
            })
            .collect();
        wanted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let wanted: Vec<Vec<String>> = wanted.into_iter().map(|(_, row)| row).collect();
        let arguments = join(&[&["report", "gaps"], filter]);
        let (header, rows) = table(&desk, &arguments);
        assert_eq!(header.join(","), "nature,law,obstacles,numbers");
        assert_eq!(rows, wanted, "{filter:?}");
        if !rows.is_empty() {
            assert_eq!(last_line(&desk, &arguments), ["Total", &gaps.len().to_string()], "{filter:?}");
        }
        if !filter.contains(&"--status") {
            let option = join(&[&["--no-factsheet", "--status", "solved"], filter]);
            assert_eq!(listed(&desk, &option), numbers(&gaps), "{filter:?}");
        }
    }
}

#[test]
fn the_report_of_what_is_unused_names_what_no_chosen_obstacle_uses() {
    let (desk, plain) = (busy(), Plain::busy());
    for (filter, holds) in some_filters() {
        let chosen = plain.chosen(holds);
        let mut wanted: Vec<Vec<String>> = Vec::new();
        for (thing, name, records) in
            [("factsheet", "factsheets", &plain.factsheets), ("scheme", "schemes", &plain.schemes)]
        {
            for record in records {
                let number = cell(record, "number");
                if !chosen.iter().any(|row| has(row, name, number)) {
                    wanted.push(texts([thing, number, cell(record, "title"), cell(record, "provenance")]));
                }
            }
        }
        let (header, rows) = table(&desk, &join(&[&["report", "unused"], filter]));
        assert_eq!(header.join(","), "thing,number,title,provenance");
        assert_eq!(rows, wanted, "{filter:?}");
        assert!(!rows.is_empty());
    }
}

#[test]
fn the_report_of_what_is_overdue_begins_with_what_is_longest_so() {
    let (desk, plain) = (busy(), Plain::busy());
    let today = jiff::Zoned::now().date();
    for (filter, holds) in some_filters() {
        let mut late = plain.chosen(|row| holds(row) && is_overdue(row));
        late.sort_by_key(|row| (cell(row, "due"), cell(row, "number")));
        let wanted: Vec<Vec<String>> = late
            .iter()
            .map(|row| {
                let days = cell(row, "due").parse::<Date>().unwrap().until(today).unwrap().get_days();
                let mut cells: Vec<String> = texts(
                    ["number", "title", "ministry", "handler", "received", "due"].map(|name| cell(row, name)),
                );
                cells.push(days.to_string());
                cells.push(cell(row, "provenance").to_owned());
                cells
            })
            .collect();
        let (header, rows) = table(&desk, &join(&[&["report", "overdue"], filter]));
        assert_eq!(header.join(","), "number,title,ministry,handler,received,due,days_overdue,provenance");
        assert_eq!(rows, wanted, "{filter:?}");
    }
    assert_eq!(listed(&desk, &["--overdue"]), ["B-071", "B-080"]);
}

#[test]
fn what_is_due_today_is_not_overdue_yet() {
    let desk = Desk::new();
    desk.run(["log", "Vandaag", "--ministry", "OCW", "--due", "today"]).ok();
    desk.run(["log", "Gisteren", "--ministry", "OCW", "--due", "yesterday"]).ok();
    assert_eq!(listed(&desk, &["--overdue"]), ["B-002"]);
    assert_eq!(
        table(&desk, &["report", "overdue"])
            .1
            .iter()
            .map(|row| (row[0].as_str(), row[6].as_str()))
            .collect::<Vec<_>>(),
        [("B-002", "1")]
    );
}

const REPORTS: &[&str] = &[
    "totals",
    "ministries",
    "resolutions",
    "factsheets",
    "contacts",
    "turnaround",
    "laws",
    "gaps",
    "unused",
    "overdue",
];

#[test]
fn a_report_that_there_is_not_is_refused_with_those_that_there_are() {
    assert_eq!(
        Desk::demo().run(["report", "onzin"]).fails(2),
        format!("ruimte: there is no report 'onzin'; choose from: {}\n", REPORTS.join(", "))
    );
}

/// The numbers and codes in each line of a table; names can have digits in them that one language leaves out.
fn figures(text: &str) -> Vec<Vec<String>> {
    let is_figure = |word: &&str| {
        word.contains(|character: char| character.is_ascii_digit()) && !word.contains(char::is_lowercase)
    };
    text.lines()
        .map(|line| {
            line.split("  ").map(str::trim).filter(is_figure).map(|word| word.replace(',', ".")).collect()
        })
        .collect()
}

#[test]
fn reports_and_counts_have_the_same_numbers_in_dutch_and_in_english() {
    let desk = busy();
    let mut commands: Vec<Vec<&str>> = REPORTS.iter().map(|report| vec!["report", report]).collect();
    commands.extend(BY.iter().map(|by| vec!["count", "--by", by]));
    commands.push(vec!["reconcile", "zorgpact-2018"]);
    for command in &commands {
        let (english, dutch) = (desk.run(command), desk.in_dutch(command));
        assert_eq!(figures(&english.stdout), figures(&dutch.stdout), "{command:?}");
        assert_ne!(english.stdout.lines().next(), dutch.stdout.lines().next(), "{command:?}");
        assert!(figures(&english.stdout).concat().len() > 1, "{command:?}");
        for format in ["csv", "csv-excel", "json", "jsonl"] {
            let command = join(&[command, &["--format", format]]);
            assert_eq!(desk.run(&command).stdout, desk.in_dutch(&command).stdout, "{command:?}");
        }
    }
    assert_eq!(
        desk.in_dutch(["report", "contacts", "--ministry", "SZW", "--status", "open"]).stdout.lines().next(),
        Some("soort        contacten  belemmeringen  vermeldingen")
    );
}

#[test]
fn json_and_csv_of_a_report_hold_the_same_values() {
    let desk = busy();
    for report in REPORTS {
        let (header, rows) = table(&desk, &["report", report]);
        let json: Vec<serde_json::Map<String, serde_json::Value>> =
            serde_json::from_str(&desk.run(["report", report, "--format", "json"]).ok()).unwrap();
        assert_eq!(json.len(), rows.len(), "{report}");
        for (object, row) in json.iter().zip(&rows) {
            for (name, text) in header.iter().zip(row) {
                let same = match &object[name] {
                    serde_json::Value::Null => text.is_empty(),
                    serde_json::Value::String(value) => value == text,
                    value => value.as_f64() == text.parse().ok(),
                };
                assert!(same, "{report} {name}: {text:?} and {:?}", object[name]);
            }
        }
    }
}

// ---------------------------------------------------------------------------------------------------
// What is void
// ---------------------------------------------------------------------------------------------------

/// Everything that counts or lists, with its whole output.
fn everything(desk: &Desk, leave_out: &[&str]) -> BTreeMap<String, String> {
    let mut commands: Vec<Vec<&str>> = REPORTS.iter().map(|report| vec!["report", report]).collect();
    commands.extend(REPORTS.iter().map(|report| vec!["report", report, "--ministry", "OCW,VWS"]));
    commands.extend(BY.iter().map(|by| vec!["count", "--by", by]));
    for kind in ["obstacles", "factsheets", "schemes", "contacts"] {
        commands.push(vec!["export", kind]);
    }
    for kind in ["factsheet", "scheme", "contact"] {
        commands.push(vec![kind, "list"]);
        commands.push(vec![kind, "list", "--ministry", "VWS"]);
    }
    commands.push(vec!["reconcile", "--explain"]);
    for filter in [
        &["--no-factsheet"][..],
        &["--overdue"],
        &["--region", "12"],
        &["--law", "BWBR0007625"],
        &["--status", "open"],
    ] {
        commands.push(join(&[&["list"], filter]));
    }
    commands.push(vec!["search", "stage"]);
    commands.push(vec!["search", "vergissing"]);
    commands
        .into_iter()
        .map(|command| (command.join(" "), command))
        .filter(|(name, _)| !leave_out.contains(&name.as_str()))
        .map(|(name, command)| {
            let done = desk.run(&command);
            (name, format!("{}\n{}{}", done.code, done.stdout, done.stderr))
        })
        .collect()
}

/// An obstacle with everything that could count.
const MISTAKEN: &[&str] = &[
    "log",
    "Vergissing bij de stage",
    "--ministry",
    "VWS",
    "--involved",
    "OCW,SZW",
    "--region",
    "12",
    "--care-domain",
    "ggz",
    "--theme",
    "permanent-leren",
    "--nature",
    "funding",
    "--rule-change",
    "Een andere regel",
    "--handler",
    "Balie",
    "--received",
    "2017-01-15",
    "--due",
    "2017-02-01",
    "--answered",
    "2017-02-02",
    "--law",
    "BWBR0007625 art. 7.2.8",
    "--factsheet",
    "F-01",
    "--scheme",
    "S-05",
];

#[test]
fn a_void_obstacle_counts_nowhere() {
    let before = everything(&Desk::demo(), &[]);
    let desk = Desk::demo();
    desk.run(MISTAKEN).ok();
    assert_ne!(everything(&desk, &[]), before);
    desk.run(["void", "B-071", "--because", "Vergissing"]).ok();
    assert_eq!(everything(&desk, &[]), before);

    let desk = Desk::demo();
    desk.run(MISTAKEN).ok();
    desk.run(["classify", "B-071", "within-rules", "--because", "Mag", "--on", "2017-03-01"]).ok();
    assert_eq!(desk.run(["reconcile", "zorgpact-2018"]).code, 1);
    desk.run(["void", "B-071", "--because", "Vergissing"]).ok();
    assert_eq!(everything(&desk, &[]), before);
}

#[test]
fn a_void_contact_counts_nowhere() {
    let before = everything(&Desk::demo(), &[]);
    let desk = Desk::demo();
    for kind in ["call", "email", "meeting"] {
        desk.run(["contact", kind, "B-001", "B-002", "--on", "2017-01-15", "--ministry", "OCW"]).ok();
    }
    assert_eq!(desk.run(["reconcile", "zorgpact-2018"]).code, 1);
    for number in ["C-530", "C-531", "C-532"] {
        desk.run(["void", number, "--because", "Vergissing"]).ok();
    }
    assert_eq!(everything(&desk, &[]), before);
}

/// The demonstration register with one factsheet and one scheme more, linked to obstacles and then voided.
fn with_void_links() -> Desk {
    let desk = Desk::demo();
    desk.run(["factsheet", "add", "Vergissing", "--published", "2017-01-15"]).ok();
    desk.run(["scheme", "add", "Vergissing", "--law", "BWBR0007625"]).ok();
    assert_eq!(desk.run(["reconcile", "zorgpact-2018"]).code, 1);
    for number in ["B-001", "B-005"] {
        desk.run(["link", number, "F-12", "S-27"]).ok();
    }
    desk.run(["void", "F-12", "--because", "Vergissing"]).ok();
    desk.run(["void", "S-27", "--because", "Vergissing"]).ok();
    desk
}

const COUNTS_OF_LINKS: &[&str] = &["count --by factsheet", "count --by scheme"];

#[test]
fn a_void_factsheet_or_scheme_counts_in_no_list_and_no_report() {
    let before = everything(&Desk::demo(), COUNTS_OF_LINKS);
    assert_eq!(everything(&with_void_links(), COUNTS_OF_LINKS), before);
}

#[test]
fn a_void_factsheet_or_scheme_counts_in_no_count_either() {
    let (desk, demo) = (with_void_links(), Desk::demo());
    for by in ["factsheet", "scheme"] {
        assert_eq!(desk.run(["count", "--by", by]).ok(), demo.run(["count", "--by", by]).ok(), "by {by}");
    }
}

#[test]
fn a_void_figure_is_reconciled_no_more() {
    let desk = Desk::demo();
    desk.run(["void", "P-04", "--because", "Vergissing"]).ok();
    let measures = |desk: &Desk| {
        let (_, rows) = table(desk, &["reconcile", "zorgpact-2018"]);
        rows.into_iter().map(|row| row[1].clone()).collect::<Vec<_>>()
    };
    let mut before = measures(&Desk::demo());
    before.retain(|measure| measure != "factsheets");
    assert_eq!(measures(&desk), before);
}

#[test]
fn what_is_void_is_shown_on_request() {
    let desk = with_void_links();
    desk.run(MISTAKEN).ok();
    desk.run(["contact", "call", "B-071"]).ok();
    desk.run(["void", "B-071", "--because", "Dubbel ingevoerd"]).ok();
    desk.run(["void", "C-530", "--because", "Verkeerd nummer"]).ok();
    for (command, number, reason) in [
        (&["list"][..], "B-071", "Dubbel ingevoerd"),
        (&["search", "vergissing"], "B-071", "Dubbel ingevoerd"),
        (&["export", "obstacles"], "B-071", "Dubbel ingevoerd"),
        (&["contact", "list"], "C-530", "Verkeerd nummer"),
        (&["factsheet", "list"], "F-12", "Vergissing"),
        (&["scheme", "list"], "S-27", "Vergissing"),
    ] {
        let shown = |arguments: &[&str]| -> Vec<(String, Option<String>)> {
            desk.rows(arguments)
                .into_iter()
                .map(|row| (row["number"].clone(), row.get("void").cloned()))
                .collect()
        };
        let (without, with) = (shown(command), shown(&join(&[command, &["--with-void"]])));
        assert!(without.iter().all(|(shown, void)| shown != number && void.is_none()), "{command:?}");
        assert_eq!(with.len(), without.len() + 1, "{command:?}");
        assert!(with.contains(&(number.to_owned(), Some(reason.to_owned()))), "{command:?}");
    }
    // With what is void a count still equals the list.
    let lines = listed(&desk, &["--with-void"]).len();
    assert_eq!(lines, 71);
    for by in ["status", "region", "year"] {
        let (_, rows) = table(&desk, &["count", "--by", by, "--with-void"]);
        assert_eq!(rows.iter().map(|row| row[1].parse::<usize>().unwrap()).sum::<usize>(), lines);
    }
}

#[test]
fn a_void_record_of_each_kind_can_still_be_looked_at() {
    let desk = with_void_links();
    desk.run(MISTAKEN).ok();
    desk.run(["contact", "call", "B-071"]).ok();
    for number in ["B-071", "C-530", "P-15"] {
        desk.run(["void", number, "--because", "Vergissing"]).ok();
    }
    for number in ["B-071", "F-12", "S-27", "C-530", "P-15"] {
        let shown = desk.run(["show", number]).ok();
        let void =
            shown.lines().find(|line| line.starts_with("void ")).map(|line| line["void ".len()..].trim());
        assert_eq!(void, Some("Vergissing"), "{number}");
    }
}

// ---------------------------------------------------------------------------------------------------
// Search
// ---------------------------------------------------------------------------------------------------

/// The words of a text, without accents and in small letters.
fn words(text: &str) -> Vec<String> {
    let folded: String = text.nfd().filter(|character| !is_combining_mark(*character)).collect();
    folded
        .to_lowercase()
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

const TEXTS: &[&str] = &[
    "title",
    "question",
    "analysis",
    "answer",
    "initiative",
    "reason",
    "rule_change",
    "file_number",
    "handler",
    "laws",
    "provenance_note",
];

/// Whether each word begins a word of some text.
fn finds(row: &Row, query: &str) -> bool {
    let known: Vec<String> = TEXTS.iter().flat_map(|name| words(cell(row, name))).collect();
    words(query).iter().all(|word| known.iter().any(|known| known.starts_with(word.as_str())))
}

#[track_caller]
fn found(desk: &Desk, query: &[&str]) -> Vec<String> {
    let done = desk.run(join(&[&["search", "--columns", "number", "--format", "csv"], query]));
    done.ok().lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn a_search_finds_what_a_plain_scan_of_all_texts_finds() {
    let (desk, plain) = (Desk::demo(), Plain::demo());
    let mut some = 0;
    for query in [
        "stage",
        "stage contract",
        "contract stage",
        "STAGE Contract",
        "stagecontract",
        "één",
        "een",
        "EEN",
        "cliënt",
        "client",
        "clie",
        "medicatie",
        "BWBR0007625",
        "bwbr0007625",
        "7.2.8",
        "BWBR0007625 art. 7.2.8",
        "cao",
        "Cao VVT",
        "zorg school regio",
        "school, zorg; regio!",
        "mbo-verpleegkunde",
        "verpleegkunde mbo",
        "stagefonds verruimd",
        "publicatie december 2018",
        "32016R0679",
        "b",
        "de",
        "and",
        "or not",
        "near",
        "rotterdam",
        "xyzzy",
        "stage xyzzy",
        "wet big",
        "(bbl)",
        "17",
        "vsv'er",
        "ruimte/regels",
        "c\u{327}a",
        "e\u{301}e\u{301}n",
        "studente\u{301}n",
    ] {
        let wanted = numbers(&plain.chosen(|row| finds(row, query)));
        assert_eq!(found(&desk, &[query]), wanted, "{query}");
        some += usize::from(!wanted.is_empty());
        let apart: Vec<&str> = query.split(' ').collect();
        assert_eq!(found(&desk, &apart), wanted, "{apart:?}");
    }
    assert!(some >= 25, "{some}");
}

#[test]
fn a_search_takes_the_same_filters_as_a_list() {
    let (desk, plain) = (busy(), Plain::busy());
    for (filter, holds) in some_filters() {
        let wanted = numbers(&plain.chosen(|row| finds(row, "regel") && holds(row)));
        assert_eq!(found(&desk, &join(&[&["regel"], filter])), wanted, "{filter:?}");
    }
}

#[test]
fn a_search_looks_in_every_text_of_an_obstacle() {
    let desk = Desk::new();
    desk.run([
        "log",
        "Appel",
        "--ministry",
        "OCW",
        "--question",
        "Peer",
        "--analysis",
        "Kers",
        "--answer",
        "Druif",
        "--initiative",
        "Pruim",
        "--rule-change",
        "Vijg",
        "--file-number",
        "Citroen",
        "--handler",
        "Meloen",
        "--law",
        "own-rule: Perzik",
    ])
    .ok();
    desk.run(["log", "Een ander", "--ministry", "VWS"]).ok();
    desk.run(["analyse", "1", "--analysis", "Kers en Banaan"]).ok();
    desk.run(["classify", "1", "within-rules", "--because", "Mango", "--answer", "Druif en Kiwi"]).ok();
    for word in [
        "appel",
        "peer",
        "kers",
        "banaan",
        "druif",
        "kiwi",
        "pruim",
        "vijg",
        "citroen",
        "meloen",
        "perzik",
        "mango",
        "mango appel perz",
    ] {
        assert_eq!(found(&desk, &[word]), ["B-001"], "{word}");
    }
    assert_eq!(found(&desk, &["appel ander"]), [""; 0]);
}

#[test]
fn a_search_keeps_up_with_every_change() {
    let desk = Desk::new();
    desk.run(["log", "Appel", "--ministry", "OCW", "--question", "Peer"]).ok();
    desk.run(["edit", "1", "--title", "Kers"]).ok();
    assert_eq!((found(&desk, &["appel"]), found(&desk, &["kers peer"])), (vec![], vec!["B-001".to_owned()]));
    desk.run(["edit", "1", "--clear", "question"]).ok();
    assert_eq!(found(&desk, &["peer"]), [""; 0]);
    desk.run(["edit", "1", "--law", "own-rule: Druif"]).ok();
    assert_eq!(found(&desk, &["druif"]), ["B-001"]);
    desk.run(["edit", "1", "--clear", "law"]).ok();
    assert_eq!(found(&desk, &["druif"]), [""; 0]);
    desk.run(["classify", "1", "within-rules", "--because", "Mango"]).ok();
    assert_eq!(found(&desk, &["mango"]), ["B-001"]);
    desk.run(["reopen", "1", "--because", "Kiwi"]).ok();
    assert_eq!((found(&desk, &["mango"]), found(&desk, &["kiwi"])), (vec![], vec!["B-001".to_owned()]));
    desk.run(["close", "1", "--as", "withdrawn", "--because", "Pruim"]).ok();
    assert_eq!((found(&desk, &["kiwi"]), found(&desk, &["pruim kers"])), (vec![], vec!["B-001".to_owned()]));
    desk.file("update.csv", "number,title\nB-001,Vijg\n");
    desk.run(["import", "obstacles", "update.csv", "--update"]).ok();
    assert_eq!((found(&desk, &["kers"]), found(&desk, &["vijg pruim"])), (vec![], vec!["B-001".to_owned()]));
    desk.run(["edit", "1", "--title", "Meloen", "--dry-run"]).ok();
    assert_eq!((found(&desk, &["meloen"]), found(&desk, &["vijg"])), (vec![], vec!["B-001".to_owned()]));
}

#[test]
fn accents_and_case_make_no_difference_however_they_are_stored() {
    let desk = Desk::new();
    for title in
        ["Cliënte", "clie\u{308}nte", "CLIENTE", "ÉÉN COÖPERATIE", "e\u{301}e\u{301}n coo\u{308}peratie"]
    {
        desk.run(["log", title, "--ministry", "OCW"]).ok();
    }
    for query in ["cliënte", "CLIENTE", "Clie\u{308}nt", "client", "cliént"] {
        assert_eq!(found(&desk, &[query]), ["B-001", "B-002", "B-003"], "{query}");
    }
    for query in ["één cooperatie", "COÖPERATIE EEN", "coo\u{308}p e\u{301}e\u{301}n"] {
        assert_eq!(found(&desk, &[query]), ["B-004", "B-005"], "{query}");
    }
}

#[test]
fn what_looks_like_the_syntax_of_a_query_is_only_words() {
    let (desk, plain) = (Desk::demo(), Plain::demo());
    for query in [
        "AND",
        "OR",
        "NOT",
        "NEAR(",
        "NEAR(stage contract)",
        "stage AND contract",
        "stage NOT contract",
        "stage*",
        "sta*ge",
        "\"stage",
        "\"stage contract\"",
        "st\"age",
        "title:stage",
        "words:stage",
        "^stage",
        "stage + contract",
        "stage-contract",
        "{stage}",
        "(stage",
        "stage)",
        "stage' OR '1'='1",
        "stage; DROP TABLE obstacle",
        "stage\\",
        "%",
        "stage%",
        "_",
        "?1",
        ":today",
        "\u{24d0}",
        "stage\u{0}".trim_end_matches('\u{0}'),
    ] {
        let done = desk.run(["search", "--columns", "number", "--format", "csv", "--", query]);
        if words(query).is_empty() {
            assert_eq!(done.fails(2), format!("ruimte: there is no word in '{query}' to search for\n"));
        } else {
            let numbers_found: Vec<String> = done.ok().lines().skip(1).map(str::to_owned).collect();
            assert_eq!(numbers_found, numbers(&plain.chosen(|row| finds(row, query))), "{query}");
        }
    }
}

#[test]
fn a_search_reads_its_words_from_standard_input() {
    let desk = Desk::demo();
    let done =
        desk.run_with_input(["search", "-", "--columns", "number", "--format", "csv"], "stage contract\n");
    let numbers: Vec<String> = done.ok().lines().skip(1).map(str::to_owned).collect();
    assert_eq!(numbers, found(&desk, &["stage contract"]));
    assert!(!numbers.is_empty());
}

#[test]
fn a_search_without_a_word_is_refused_in_plain_words() {
    let desk = Desk::demo();
    for query in ["\"", "\"\"", "*", "^", ":", "()", "''", "--", " ", "", "…", "😀", "+ -", "\\"] {
        assert_eq!(
            desk.run(["search", "--", query]).fails(2),
            format!("ruimte: there is no word in '{query}' to search for\n")
        );
    }
    assert_eq!(desk.run(["search", "-"]).fails(2), "ruimte: there is no word in '' to search for\n");
    assert_eq!(desk.run(["search"]).fails(2), "ruimte: missing: <WORDS>...; see: ruimte search --help\n");
}
