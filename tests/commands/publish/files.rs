//! The files of a published data set, with their columns and rows.

use super::{LACKS, Set, fixture, import, published, run_all, stdout_of};
use crate::common::{Row, Sandbox};

/// The expected columns of each table. If an attribute is added, this test fails until someone decides whether to
/// publish it.
const TABLES: &[(&str, &str)] = &[
    ("care-domains.csv", "code,nl,en,identifier"),
    ("factsheets.csv", "number,title,summary,body,url,published,provenance,provenance_note"),
    ("law-names.csv", "code,nl,en,short,identifier"),
    ("laws.csv", "number,source_kind,law,article,paragraph,item,text_of,juriconnect,link"),
    ("ministries.csv", "code,nl,en,identifier"),
    ("natures.csv", "code,nl,en,identifier"),
    (
        "obstacles.csv",
        "number,title,question,analysis,answer,ministry,involved,region,initiative,care_domain,theme,nature,status,\
         resolution,reason,rule_change,duplicate_of,received,answered,solved,closed,laws,factsheets,schemes,provenance,\
         provenance_note,closed_as,precedents",
    ),
    ("regions.csv", "code,nl,en,identifier"),
    ("schemes.csv", "number,title,law,url,provenance,provenance_note"),
    ("themes.csv", "code,nl,en,identifier"),
    ("totals.csv", "measure,value"),
];

fn obstacles_header() -> &'static str {
    TABLES.iter().find(|(name, _)| *name == "obstacles.csv").unwrap().1
}

fn marked() -> Vec<Row> {
    fixture("obstacles.csv").into_iter().filter(|row| row["publishable"] == "yes").collect()
}

#[test]
fn a_set_has_these_files_with_these_columns() {
    let sandbox = Sandbox::demo();
    let result = sandbox.run("publish set");
    assert_eq!(
        (result.code, result.stdout.as_str(), result.stderr),
        (0, "", format!("set: obstacles published: 64 of 70; the totals count them all\n{LACKS}"))
    );
    let set = Set::of(&sandbox, "set");
    let mut names: Vec<&str> = TABLES.iter().map(|(name, _)| *name).collect();
    names.extend(["README.md", "csv-metadata.json", "dcat.jsonld", "overview.html"]);
    names.sort_unstable();
    assert_eq!(set.names(), names);
    for (name, header) in TABLES {
        assert_eq!(set.text(name).lines().next(), Some(*header), "{name}");
    }
}

#[test]
fn marked_obstacles_are_published_unchanged_and_no_others() {
    let sandbox = Sandbox::demo();
    let set = published(&sandbox, "");
    let rows = set.rows("obstacles.csv");
    let (all, marked) = (fixture("obstacles.csv"), marked());
    assert_eq!((all.len(), marked.len()), (70, 64));
    let numbers = |rows: &[Row]| rows.iter().map(|row| row["number"].clone()).collect::<Vec<_>>();
    assert_eq!(numbers(&rows), numbers(&marked));
    // The published rows must equal the rows that `export` writes.
    let exported = sandbox.rows("export obstacles --publishable yes");
    assert_eq!(exported.len(), rows.len());
    for ((row, given), exported) in rows.iter().zip(&marked).zip(&exported) {
        for (column, value) in row {
            assert_eq!(value, given.get(column).map_or("", String::as_str), "{}: {column}", row["number"]);
            assert_eq!(value, &exported[column], "{}: {column}", row["number"]);
        }
    }
    // The published vocabularies must equal those of the register.
    for (file, list) in [
        ("care-domains.csv", "care-domains"),
        ("law-names.csv", "laws"),
        ("ministries.csv", "ministries"),
        ("natures.csv", "natures"),
        ("regions.csv", "regions"),
        ("schemes.csv", "schemes"),
        ("themes.csv", "themes"),
    ] {
        let mut given = fixture(&format!("{list}.csv"));
        let mut rows = set.rows(file);
        given.sort();
        rows.sort();
        assert_eq!(rows, given, "{file}");
    }
}

#[test]
fn a_filter_selects_among_marked_obstacles() {
    let sandbox = Sandbox::demo();
    for (filter, holds) in [
        (
            "--ministry VWS",
            (|row| row["ministry"] == "VWS" || row["involved"].split("; ").any(|code| code == "VWS"))
                as fn(&Row) -> bool,
        ),
        ("--since 2017-01-01", |row| row["received"].as_str() >= "2017-01-01"),
        ("--publishable no", |_| false),
    ] {
        let set = published(&sandbox, filter);
        let expected: Vec<String> = marked().iter().filter(|row| holds(row)).map(|row| row["number"].clone()).collect();
        assert!(expected.len() < 64);
        assert_eq!(set.column("obstacles.csv", "number"), expected, "{filter:?}");
        let cited = set.column("laws.csv", "number");
        assert!(cited.iter().all(|number| expected.contains(number)), "{filter:?}");
    }
}

#[test]
fn the_totals_equal_the_report_and_include_unmarked_obstacles() {
    let sandbox = Sandbox::demo();
    let first = "measure,value\r\ncollected,70\r\nopen,0\r\nsolved-within-rules,60\r\nsolved-regional-approach,10\r\n\
                 closed,0\r\nduplicates,0\r\nrule-changes,1\r\nministries,3\r\nfactsheets,11\r\nschemes,26\r\nmeetings,9\r\n\
                 calls,213\r\nemails,307\r\npacts,17\r\n";
    assert_eq!(published(&sandbox, "").text("totals.csv"), first);
    sandbox.run("log 'Nog een' --ministry VWS --received 2026-01-05 -q").ok();
    let mut seen = vec![first.to_owned()];
    for options in [
        "",
        "--ministry VWS",
        "--since 2017-01-01",
        "--ministry VWS --since 2017-01-01 --status=solved",
        "--reference-date 2016-12-31",
        "--reference-date 2016-12-31 --ministry VWS",
        "--as-of 1 --reference-date 2017-06-30",
    ] {
        let message = published(&sandbox, options).text("totals.csv").to_owned();
        let report = &format!("report totals --format csv {options}");
        assert_eq!(message, stdout_of(&sandbox, report), "{options:?}");
        assert!(!seen.contains(&message), "{options:?} gives what others gave");
        seen.push(message);
    }
    assert_eq!(published(&sandbox, "--as-of 1").text("totals.csv"), first);
}

#[test]
fn the_laws_equal_the_report_on_marked_obstacles() {
    let sandbox = Sandbox::demo();
    for options in ["", "--ministry VWS", "--reference-date 2016-12-31"] {
        let message = published(&sandbox, options).text("laws.csv").to_owned();
        let report = &format!("report citations --publishable yes --format csv {options}");
        assert_eq!(message, stdout_of(&sandbox, report), "{options:?}");
        let whole = &format!("report citations --format csv {options}");
        assert!(message.len() < stdout_of(&sandbox, whole).len());
    }
}

#[test]
fn the_text_of_a_law_is_that_of_the_day_of_the_answer_unless_the_reference_has_a_date() {
    let sandbox = Sandbox::new();
    import(
        &sandbox,
        "obstacles",
        "\
title,ministry,status,resolution,reason,received,answered,solved,closed,closed_as,publishable,laws
Ontvangen,OCW,,,,2018-01-02,,,,,yes,BWBR0007625 art. 7.2.8 lid 1 onder a 1°
Opgelost,OCW,solved,within-rules,Zo,2018-01-02,,2018-02-03,,,yes,BWBR0007625; 32016R0679 art. 9
Beantwoord,OCW,solved,within-rules,Zo,2018-01-02,2018-01-20,2018-02-03,,,yes,BWBR0007625 art. 7.2.8; cao: Cao VVT; own-rule: reglement
Met een dag,OCW,solved,within-rules,Zo,2018-01-02,2018-01-20,2018-02-03,,,yes,BWBR0007625 art. 7.2.8 (2016-01-01); BWBR0007625 (2016-01-02)
Zonder dag,OCW,,,,,,,,,yes,BWBR0002628 art. 4:1
Afgesloten,OCW,closed,,Zo,2018-01-02,,,2018-03-03,referred,yes,BWBV0001000 art. 6
Niet vrij,OCW,,,,2018-01-02,,,,,no,BWBR0001840
",
    );
    assert_eq!(
        published(&sandbox, "").text("laws.csv").replace("\r\n", "\n"),
        "\
number,source_kind,law,article,paragraph,item,text_of,juriconnect,link
B-001,bwb,BWBR0007625,7.2.8,1,a 1°,2018-01-02,jci1.31:c:BWBR0007625&artikel=7.2.8&lid=1&o=a&o=1°&g=2018-01-02,https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&lid=1&o=a&o=1%C2%B0&g=2018-01-02
B-002,bwb,BWBR0007625,,,,2018-02-03,jci1.31:c:BWBR0007625&g=2018-02-03,https://wetten.overheid.nl/BWBR0007625/2018-02-03
B-002,celex,32016R0679,9,,,2018-02-03,,https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:32016R0679
B-003,bwb,BWBR0007625,7.2.8,,,2018-01-20,jci1.31:c:BWBR0007625&artikel=7.2.8&g=2018-01-20,https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&g=2018-01-20
B-003,cao,cao: Cao VVT,,,,2018-01-20,,
B-003,own-rule,own-rule: reglement,,,,2018-01-20,,
B-004,bwb,BWBR0007625,7.2.8,,,2016-01-01,jci1.31:c:BWBR0007625&artikel=7.2.8&g=2016-01-01,https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&g=2016-01-01
B-004,bwb,BWBR0007625,,,,2016-01-02,jci1.31:c:BWBR0007625&g=2016-01-02,https://wetten.overheid.nl/BWBR0007625/2016-01-02
B-005,bwb,BWBR0002628,4:1,,,,jci1.31:c:BWBR0002628&artikel=4:1,https://wetten.overheid.nl/jci1.3:c:BWBR0002628&artikel=4:1
B-006,bwb,BWBV0001000,6,,,2018-01-02,jci1.31:c:BWBV0001000&artikel=6&g=2018-01-02,https://wetten.overheid.nl/jci1.3:c:BWBV0001000&artikel=6&g=2018-01-02
"
    );
}

#[test]
fn a_factsheet_is_published_from_its_publication_date_on() {
    let sandbox = Sandbox::new();
    let today = jiff::Zoned::now().date().to_string();
    run_all(
        &sandbox,
        &[
            "factsheet add 'Lang geleden' --published 2018-06-01",
            "factsheet add 'Zonder dag'",
            "factsheet add Ooit --published 2999-01-01",
            "factsheet add Vergissing --published 2018-06-01",
            &format!("factsheet add Vandaag --published {today}"),
            "log 'Met alle' --ministry OCW --publishable yes --received 2018-01-02",
            "link B-001 F-01 F-02 F-03 F-04 F-05",
            "void F-04 --because Dubbel",
        ],
    );
    let set = published(&sandbox, "");
    assert_eq!(set.column("factsheets.csv", "title"), ["Lang geleden", "Vandaag"]);
    assert_eq!(set.column("obstacles.csv", "factsheets"), ["F-01; F-05"]);
    // With an earlier reference date, `publish` leaves out the factsheets that were published after that date.
    let then = published(&sandbox, "--reference-date 2018-06-01");
    assert_eq!(then.column("factsheets.csv", "title"), ["Lang geleden"]);
    let then = published(&sandbox, "--reference-date 2018-05-31");
    assert_eq!(then.text("factsheets.csv").lines().count(), 1);
    assert_eq!(then.column("obstacles.csv", "number"), ["B-001"]);
}

#[test]
fn a_table_conforms_to_rfc_4180() {
    let sandbox = Sandbox::new();
    import(
        &sandbox,
        "obstacles",
        "title,ministry,question,answer,initiative,involved,received,publishable\n\
         \"Zij zei: \"\"ja, mag\"\"\",OCW,\"één\r\ntwee\n\",=1+1,a;b, SZW;VWS,12-5-2018,yes\n\
         \" spaties \",VWS,\"regel\rretour\",\"\ttab\",,,,yes\n",
    );
    assert_eq!(
        published(&sandbox, "").text("obstacles.csv"),
        format!(
            "{}\r\n\
             B-001,\"Zij zei: \"\"ja, mag\"\"\",\"één\r\ntwee\n\",,=1+1,OCW,SZW; VWS,,a;b,,,,collected,,,,,2018-05-12,,,,,,,logged,,,\r\n\
             B-002, spaties ,\"regel\rretour\",,\ttab,VWS,,,,,,,collected,,,,,,,,,,,,logged,,,\r\n",
            obstacles_header()
        )
    );
}

#[test]
fn without_marked_obstacles_the_tables_have_a_header_and_the_totals_still_count() {
    let sandbox = Sandbox::new();
    run_all(&sandbox, &["log Eerste --ministry OCW --law BWBR0007625"]);
    let result = sandbox.run("publish set");
    assert_eq!(result.notices(), format!("set: obstacles published: 0 of 1; the totals count them all\n{LACKS}"));
    let set = Set::of(&sandbox, "set");
    assert_eq!(set.text("obstacles.csv"), format!("{}\r\n", obstacles_header()));
    assert_eq!(set.text("laws.csv").lines().count(), 1);
    assert!(set.text("totals.csv").starts_with("measure,value\r\ncollected,1\r\nopen,1\r\n"));
    assert!(set.hold("Eerste").is_empty());
}

#[test]
fn a_set_as_of_a_moment_excludes_later_marks() {
    let sandbox = Sandbox::new();
    run_all(
        &sandbox,
        &[
            "log 'Meteen vrij' --ministry OCW --publishable yes",
            "log 'Later vrij' --ministry OCW",
            "edit 2 --publishable yes",
            "edit 1 --publishable no",
        ],
    );
    for (entry, numbers) in [("1", &[][..]), ("2", &["B-001"]), ("3", &["B-001"]), ("4", &["B-001", "B-002"])] {
        let set = published(&sandbox, &format!("--as-of {entry}"));
        assert_eq!(set.column("obstacles.csv", "number"), numbers, "{entry}");
    }
    assert!(published(&sandbox, "--as-of 3").hold("Later vrij").is_empty());
    assert_eq!(published(&sandbox, "").column("obstacles.csv", "number"), ["B-002"]);
}

#[test]
fn a_set_on_a_reference_date_excludes_later_events() {
    let sandbox = Sandbox::new();
    import(
        &sandbox,
        "obstacles",
        "\
title,ministry,status,resolution,reason,answer,received,answered,solved,publishable
Eerst,OCW,solved,within-rules,zqreden,zqantwoord,2018-01-02,2018-03-01,2018-03-02,yes
Eerder,OCW,solved,within-rules,zqeerder,zqgegeven,2018-01-02,2018-01-10,2018-01-11,yes
Later,OCW,,,,,2018-02-02,,,yes
",
    );
    let set = published(&sandbox, "--reference-date 2018-01-31");
    let rows = set.rows("obstacles.csv");
    let message: Vec<[&str; 5]> = rows
        .iter()
        .map(|row| ["number", "status", "answer", "answered", "solved"].map(|name| row[name].as_str()))
        .collect();
    assert_eq!(
        message,
        [["B-001", "collected", "", "", ""], ["B-002", "solved", "zqgegeven", "2018-01-10", "2018-01-11"]]
    );
    for later in ["zqreden", "zqantwoord", "2018-03-01", "2018-03-02", "B-003", "Later"] {
        assert!(set.hold(later).is_empty(), "{later}: {:?}", set.hold(later));
    }
    for then in ["zqeerder", "zqgegeven"] {
        assert_eq!(set.hold(then), ["obstacles.csv", "overview.html"]);
    }
}

#[test]
fn the_tables_are_the_same_in_both_languages() {
    let sandbox = Sandbox::demo();
    let english = published(&sandbox, "");
    let mut dutch = published(&sandbox, "--lang nl");
    assert!(dutch.text("overview.html").contains("<html lang=\"nl\""));
    assert!(english.text("overview.html").contains("<html lang=\"en\""));
    // Only two files depend on the language: the overview page, and the DCAT description, which states the language of
    // the page.
    for name in ["overview.html", "dcat.jsonld"] {
        assert_ne!(dutch.files[name], english.files[name]);
        dutch.files.insert(name.to_owned(), english.files[name].clone());
    }
    assert!(dutch == english);
}

#[test]
fn publishing_leaves_the_register_unchanged() {
    let sandbox = Sandbox::demo();
    let before = sandbox.register_bytes();
    published(&sandbox, "");
    published(&sandbox, "--ministry VWS --as-of 1");
    assert!(sandbox.register_bytes() == before);
    let mut names: Vec<String> = std::fs::read_dir(sandbox.path("."))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["register.db", "set"]);
}
