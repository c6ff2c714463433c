//! Legal sources: typed as people write them or pasted as they stand on a page, kept in one form, found by each, told to
//! other programs, and held against the list of laws.

use crate::common::{CommandResult, Sandbox};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// As it is typed or pasted, and as it is kept.
const KEPT: &[(&str, &str)] = &[
    // As people write it.
    ("bwbr0007625 artikel 7.2.8 lid 1 onder a", "BWBR0007625 art. 7.2.8 lid 1 onder a"),
    ("BWBR0007625", "BWBR0007625"),
    ("bwbr0007625, Art. 7.2.8, Lid 1", "BWBR0007625 art. 7.2.8 lid 1"),
    ("BWBR0007625 article 7.2.8 paragraph 1 sub a", "BWBR0007625 art. 7.2.8 lid 1 onder a"),
    ("BWBR0007625 art 7.2.8 onderdeel a 1°", "BWBR0007625 art. 7.2.8 onder a 1°"),
    ("BWBR0007625 art. 7.2.8 (2018-01-01)", "BWBR0007625 art. 7.2.8 (2018-01-01)"),
    ("BWBR0007625 (2018-01-01)", "BWBR0007625 (2018-01-01)"),
    ("BWBR0005537 art. 4:1", "BWBR0005537 art. 4:1"),
    ("bwbv0001000 art. 6", "BWBV0001000 art. 6"),
    ("32016R0679", "CELEX 32016R0679"),
    ("celex 32016r0679", "CELEX 32016R0679"),
    ("CELEX 32016R0679 art. 9", "CELEX 32016R0679 art. 9"),
    ("32016R0679 artikel 9 lid 2 onder h", "CELEX 32016R0679 art. 9 lid 2 onder h"),
    ("cao: Cao VVT", "cao: Cao VVT"),
    ("CAO:  Cao   VVT, 2018", "cao: Cao VVT, 2018"),
    ("own-rule: stagereglement", "own-rule: stagereglement"),
    ("Eigen regel: stagereglement", "own-rule: stagereglement"),
    // Juriconnect.
    ("jci1.31:c:BWBR0007625&artikel=7.2.8&lid=1&g=2018-01-01", "BWBR0007625 art. 7.2.8 lid 1 (2018-01-01)"),
    ("jci1.3:c:BWBR0007625&artikel=7.2.8&lid=1&g=2018-01-01", "BWBR0007625 art. 7.2.8 lid 1 (2018-01-01)"),
    ("jci1.3:c:BWBR0007625", "BWBR0007625"),
    ("jci1.3:c:BWBR0007625&hoofdstuk=7&artikel=7.2.8", "BWBR0007625 art. 7.2.8"),
    ("jci1.3:c:BWBR0007625&hoofdstuk=7&titeldeel=2&paragraaf=1&artikel=7.2.8", "BWBR0007625 art. 7.2.8"),
    ("jci1.3:c:BWBR0007625&artikel=7.2.8&z=2019-02-03&g=2018-01-01", "BWBR0007625 art. 7.2.8 (2018-01-01)"),
    ("jci1.3:c:BWBR0007625&artikel=7.2.8&z=2019-02-03", "BWBR0007625 art. 7.2.8"),
    ("jci1.31:c:BWBR0007625&artikel=7.2.8&lid=1&o=a&o=1°", "BWBR0007625 art. 7.2.8 lid 1 onder a 1°"),
    ("jci1.31:c:BWBR0007625&amp;artikel=7.2.8&amp;lid=1", "BWBR0007625 art. 7.2.8 lid 1"),
    ("JCI1.31:C:bwbr0007625&ARTIKEL=7.2.8&Lid=1&G=2018-01-01", "BWBR0007625 art. 7.2.8 lid 1 (2018-01-01)"),
    ("jci1.31:v:BWBV0001000&artikel=6", "BWBV0001000 art. 6"),
    // wetten.overheid.nl.
    ("https://wetten.overheid.nl/BWBR0007625", "BWBR0007625"),
    (
        "https://wetten.overheid.nl/BWBR0007625/2018-01-01#Hoofdstuk7_Artikel7.2.8",
        "BWBR0007625 art. 7.2.8 (2018-01-01)",
    ),
    ("https://wetten.overheid.nl/BWBR0007625/2018-01-01", "BWBR0007625 (2018-01-01)"),
    ("https://wetten.overheid.nl/BWBR0007625/2018-01-01/0", "BWBR0007625 (2018-01-01)"),
    (
        "https://wetten.overheid.nl/BWBR0007625/2018-01-01/0#Artikel7.2.8",
        "BWBR0007625 art. 7.2.8 (2018-01-01)",
    ),
    ("https://wetten.overheid.nl/bwbr0007625#artikel7.2.8", "BWBR0007625 art. 7.2.8"),
    ("https://wetten.overheid.nl/BWBR0005537#Hoofdstuk4_Titeldeel4.1_Artikel4%3A1", "BWBR0005537 art. 4:1"),
    ("https://wetten.overheid.nl/BWBR0007625/geldigheidsdatum_01-02-2018", "BWBR0007625 (2018-02-01)"),
    (
        "https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&lid=1&z=2018-02-03&g=2018-02-01",
        "BWBR0007625 art. 7.2.8 lid 1 (2018-02-01)",
    ),
    ("https://wetten.overheid.nl/jci1.3%3Ac%3ABWBR0007625%26artikel=7.2.8", "BWBR0007625 art. 7.2.8"),
    ("http://wetten.overheid.nl/BWBR0007625", "BWBR0007625"),
    ("HTTPS://www.Wetten.Overheid.nl/BWBR0007625", "BWBR0007625"),
    // EUR-Lex.
    ("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:32016R0679", "CELEX 32016R0679"),
    ("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX%3A32016R0679", "CELEX 32016R0679"),
    ("http://eur-lex.europa.eu/legal-content/EN/TXT/PDF/?uri=celex:32016r0679&from=NL", "CELEX 32016R0679"),
    ("https://eur-lex.europa.eu/eli/reg/2016/679/oj", "CELEX 32016R0679"),
    ("http://data.europa.eu/eli/dir/2005/36/oj", "CELEX 32005L0036"),
    ("https://eur-lex.europa.eu/eli/dec/2004/387/oj", "CELEX 32004D0387"),
    ("https://eur-lex.europa.eu/eli/reg_impl/2019/1/oj?locale=nl", "CELEX 32019R0001"),
];

/// A register that has one obstacle.
fn one() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.run("log 'Een vraag' --ministry OCW --received 2018-01-02 -q").ok();
    sandbox
}

/// What `show` tells of an obstacle, by attribute.
#[track_caller]
fn shown(sandbox: &Sandbox, number: &str) -> Value {
    let shown: Value =
        serde_json::from_str(&sandbox.run(format!("show {number} --format json")).ok()).unwrap();
    assert_eq!(shown.as_array().unwrap().len(), 1);
    shown[0].clone()
}

/// The numbers of a list.
#[track_caller]
fn listed(sandbox: &Sandbox, arguments: &str) -> Vec<String> {
    let rows = sandbox.rows(format!("list --columns number {arguments}"));
    rows.into_iter().map(|mut row| row.remove("number").unwrap()).collect()
}

/// Brings in obstacles.
#[track_caller]
fn import(sandbox: &Sandbox, list: &str) {
    sandbox.write("list.csv", list);
    sandbox.run("import obstacles list.csv").ok();
}

#[test]
fn a_legal_source_is_kept_in_one_form_however_it_was_typed_or_pasted() {
    let sandbox = Sandbox::new();
    for (at, (typed, kept)) in KEPT.iter().enumerate() {
        let number = format!("B-{:03}", at + 1);
        let result = sandbox.run(format!("log x --ministry OCW --law '{typed}' -q"));
        assert_eq!(
            result,
            CommandResult { code: 0, stdout: format!("{number}\n"), stderr: String::new(), receipt: None },
            "{typed}"
        );
        assert_eq!(shown(&sandbox, &number)["laws"], *kept, "{typed}");
    }
}

#[test]
fn the_forms_that_the_readme_names_are_among_these() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, rest) = readme.split_once("| typed or pasted | kept as |\n|---|---|\n").unwrap();
    let mut named = 0;
    for row in rest.lines().take_while(|line| line.starts_with('|')) {
        let cell = row.split('|').nth(1).unwrap();
        for typed in cell.split('`').skip(1).step_by(2).filter(|typed| *typed != "jci1.3") {
            assert!(KEPT.iter().any(|(known, _)| *known == typed), "{typed}");
            named += 1;
        }
    }
    assert_eq!(named, 7);
}

#[test]
fn a_place_that_stands_in_the_path_is_not_lost() {
    // As the site writes it where it tells about an article.
    let sandbox = one();
    let typed =
        "https://wetten.overheid.nl/BWBR0007625/2018-01-01/0/Hoofdstuk7/Titeldeel2/Artikel7.2.8/informatie";
    let result = sandbox.run(format!("edit 1 --law '{typed}'"));
    // Kept, or refused: but not taken for the whole law.
    if result.code == 0 {
        assert_eq!(shown(&sandbox, "1")["laws"], "BWBR0007625 art. 7.2.8 (2018-01-01)");
    } else {
        assert_eq!(result.code, 2, "{}", result.stderr);
        assert_eq!(shown(&sandbox, "1")["laws"], Value::Null);
    }
    // Nor is the article of an address by the European Legislation Identifier.
    let result = sandbox.run("edit 1 --law http://data.europa.eu/eli/reg/2016/679/art_9/oj");
    if result.code == 0 {
        assert_eq!(shown(&sandbox, "1")["laws"], "CELEX 32016R0679 art. 9");
    } else {
        assert_eq!(result.code, 2, "{}", result.stderr);
    }
}

const NOT_A_LAW: &str = "is not a legal source; write for instance 'BWBR0007625 art. 7.2.8 lid 1', 'CELEX 32016R0679', \
                         'cao: Cao VVT' or 'own-rule: stagereglement'";
const ELSEWHERE: &str = "points at something else than an article; let the reference end at the law, or name an article, \
                         paragraph or item";

#[test]
fn what_names_no_law_or_no_article_is_refused_and_told_why() {
    let sandbox = one();
    let before = sandbox.register_bytes();
    for typed in [
        // A wrong number of digits.
        "BWBR000762",
        "BWBR00076255",
        "BWBX0007625",
        "3201R0679",
        "32016R067",
        "CELEX 32016RRR0679",
        "https://wetten.overheid.nl/BWBR000762",
        "jci1.31:c:BWBR000762&artikel=1",
        "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:32016R067",
        // No law at all.
        "Awb",
        "cao:",
        "own-rule: ",
        "BWBR0007625 art. 7.2.8 lid",
        "BWBR0007625 lid 1",
        "jci2.0:c:BWBR0007625",
        "jci1.31:x:BWBR0007625",
        "jci1.:c:BWBR0007625",
        "https://wetten.overheid.nl/zoeken",
        "https://wetten.overheid.nl/",
        "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=OJ:L:2016:119",
        "https://eur-lex.europa.eu/eli/treaty/teu_2012/oj",
        // Another site.
        "https://www.example.nl/BWBR0007625",
        "https://wetten.overheid.nl.example.nl/BWBR0007625",
        "ftp://wetten.overheid.nl/BWBR0007625",
    ] {
        let told = sandbox.run(format!("edit 1 --law '{typed}'")).fails(2);
        assert_eq!(told, format!("ruimte: '{}' {NOT_A_LAW}\n", typed.trim()));
    }
    for typed in [
        "jci1.31:c:BWBR0007625&hoofdstuk=7",
        "jci1.31:c:BWBR0007625&bijlage=1",
        "jci1.31:c:BWBR0007625&artikel=7.2.8&bijlage=1",
        "jci1.31:c:BWBR0007625&lid=1",
        "jci1.31:c:BWBR0007625&o=a",
        "https://wetten.overheid.nl/BWBR0007625/2018-01-01#Hoofdstuk7",
        "https://wetten.overheid.nl/BWBR0007625#Hoofdstuk7_Titeldeel2",
        "https://wetten.overheid.nl/BWBR0007625#Bijlage1",
        "https://wetten.overheid.nl/BWBR0007625#BijlageA_Artikel1",
    ] {
        let told = sandbox.run(format!("edit 1 --law '{typed}'")).fails(2);
        assert_eq!(told, format!("ruimte: '{typed}' {ELSEWHERE}\n"));
    }
    for (typed, day) in [
        ("jci1.31:c:BWBR0007625&artikel=7.2.8&g=2018-02-30", "2018-02-30"),
        ("jci1.31:c:BWBR0007625&artikel=7.2.8&g=1-2-2018", "1-2-2018"),
        ("BWBR0007625 art. 7.2.8 (2018-02-30)", "2018-02-30"),
        ("https://wetten.overheid.nl/BWBR0007625/2018-13-01", "2018-13-01"),
        ("https://wetten.overheid.nl/BWBR0007625/geldigheidsdatum_30-02-2018", "2018-02-30"),
    ] {
        let told = sandbox.run(format!("edit 1 --law '{typed}'")).fails(2);
        assert_eq!(
            told,
            format!("ruimte: there is no date {day}; write for instance 2018-05-12 or 12-5-2018\n")
        );
    }
    assert!(sandbox.register_bytes() == before);
}

#[test]
fn a_refusal_is_told_in_dutch_and_wherever_a_law_is_given() {
    let sandbox = one();
    assert_eq!(
        sandbox.run_in_dutch("edit 1 --law Awb").fails(2),
        "ruimte: 'Awb' is geen wet of regel; schrijf bijvoorbeeld 'BWBR0007625 art. 7.2.8 lid 1', 'CELEX 32016R0679', \
         'cao: Cao VVT' of 'own-rule: stagereglement'\n"
    );
    assert_eq!(
        sandbox.run_in_dutch("edit 1 --law 'jci1.31:c:BWBR0007625&bijlage=1'").fails(2),
        "ruimte: 'jci1.31:c:BWBR0007625&bijlage=1' wijst iets anders aan dan een artikel; laat de verwijzing eindigen bij de \
         wet, of noem een artikel, lid of onderdeel\n"
    );
    for command in [
        "log Twee --ministry OCW --law Awb",
        "list --law Awb",
        "count --law Awb",
        "scheme add Regeling --law Awb",
    ] {
        assert_eq!(sandbox.run(command).fails(2), format!("ruimte: 'Awb' {NOT_A_LAW}\n"), "{command:?}");
    }
    sandbox
        .write("list.csv", "title,ministry,laws\nTwee,OCW,BWBR0007625; jci1.31:c:BWBR0007625&hoofdstuk=7\n");
    let told = sandbox.run("import obstacles list.csv").fails(65);
    assert_eq!(
        told,
        format!(
            "list.csv read as UTF-8, separated by ','\n\
             ruimte: list.csv, line 2, column laws, value 'BWBR0007625; jci1.31:c:BWBR0007625&hoofdstuk=7': \
             'jci1.31:c:BWBR0007625&hoofdstuk=7' {ELSEWHERE}\n\
             ruimte: list.csv: 1 error; nothing was imported\n"
        )
    );
    assert_eq!(listed(&sandbox, ""), ["B-001"]);
}

#[test]
fn several_in_one_option_or_cell_are_kept_in_their_order_each_once() {
    let sandbox = Sandbox::new();
    let typed = "BWBR0007625 art. 7.2.8, lid 1, CELEX 32016R0679 art. 9; cao: Cao VVT, 2018, own-rule: reglement; \
                 https://wetten.overheid.nl/BWBR0002628/2018-01-01#Artikel1, jci1.31:c:BWBR0005682&amp;artikel=7.1&amp;lid=2;\
                 https://eur-lex.europa.eu/eli/dir/2005/36/oj; BWBR0007671; https://wetten.overheid.nl/BWBR0007671";
    let kept = "BWBR0007625 art. 7.2.8 lid 1; CELEX 32016R0679 art. 9; cao: Cao VVT, 2018; own-rule: reglement; \
                BWBR0002628 art. 1 (2018-01-01); BWBR0005682 art. 7.1 lid 2; CELEX 32005L0036; BWBR0007671";
    sandbox.run(format!("log Een --ministry OCW -q --law '{typed}'")).ok();
    // The option given again.
    let pieces: Vec<&str> = kept.split("; ").collect();
    let options: String = pieces.iter().map(|piece| format!(" --law '{piece}'")).collect();
    sandbox.run(format!("log Twee --ministry OCW -q{options}")).ok();
    // A cell of a list, as it was typed and as it was kept.
    import(&sandbox, &format!("title,ministry,laws\nDrie,OCW,\"{typed}\"\nVier,OCW,\"{kept}\"\n"));
    for number in ["1", "2", "3", "4"] {
        assert_eq!(shown(&sandbox, number)["laws"], kept, "{number}");
    }
}

/// Obstacles that cite one law in every way.
const CITING: &str = "\
title,ministry,laws
De wet,OCW,BWBR0007625
Een artikel,OCW,BWBR0007625 art. 7.2.8
Een lid,OCW,BWBR0007625 art. 7.2.8 lid 1
Een onderdeel,OCW,BWBR0007625 art. 7.2.8 lid 1 onder a
Een dieper onderdeel,OCW,BWBR0007625 art. 7.2.8 lid 1 onder a 1°
Een dag,OCW,BWBR0007625 art. 7.2.8 lid 1 onder a (2018-01-01)
Een ander artikel,OCW,BWBR0007625 art. 7.2.9
Europa,OCW,CELEX 32016R0679 art. 9
Een andere wet,OCW,BWBR0002628; cao: Cao VVT
Eigen,OCW,own-rule: reglement
";

#[test]
fn a_filter_finds_by_each_form_and_a_law_without_its_place_finds_all_of_it() {
    let sandbox = Sandbox::new();
    import(&sandbox, CITING);
    let number = |at: &usize| format!("B-{at:03}");
    for (forms, found) in [
        (
            &[
                "BWBR0007625",
                "bwbr0007625",
                "jci1.3:c:BWBR0007625",
                "https://wetten.overheid.nl/BWBR0007625",
                "http://www.wetten.overheid.nl/BWBR0007625/",
            ][..],
            &[1, 2, 3, 4, 5, 6, 7][..],
        ),
        (
            &[
                "BWBR0007625 art. 7.2.8",
                "BWBR0007625 artikel 7.2.8",
                "jci1.31:c:BWBR0007625&hoofdstuk=7&artikel=7.2.8",
                "https://wetten.overheid.nl/BWBR0007625#Artikel7.2.8",
                "https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8",
            ],
            &[2, 3, 4, 5, 6],
        ),
        (&["BWBR0007625 art. 7.2.8 lid 1", "jci1.31:c:BWBR0007625&artikel=7.2.8&lid=1"], &[3, 4, 5, 6]),
        (&["BWBR0007625 art. 7.2.8 lid 1 onder a", "jci1.31:c:BWBR0007625&artikel=7.2.8&lid=1&o=a"], &[4, 6]),
        (
            &[
                "BWBR0007625 art. 7.2.8 lid 1 onder a 1°",
                "jci1.31:c:BWBR0007625&artikel=7.2.8&lid=1&o=a&o=1°",
            ],
            &[5],
        ),
        (
            &[
                "BWBR0007625 art. 7.2.8 (2018-01-01)",
                "https://wetten.overheid.nl/BWBR0007625/2018-01-01#Artikel7.2.8",
                "BWBR0007625 (2018-01-01)",
            ],
            &[6],
        ),
        (&["BWBR0007625 art. 7.2.8 lid 1 onder b", "BWBR0007625 (2018-01-02)", "BWBR0007625 art. 7"], &[]),
        (&["32016R0679", "https://eur-lex.europa.eu/eli/reg/2016/679/oj", "CELEX 32016R0679 art. 9"], &[8]),
        (&["cao: Cao VVT", "CAO: Cao  VVT"], &[9]),
        (&["own-rule: reglement", "eigen regel: reglement"], &[10]),
        (&["CELEX 32016R0679; BWBR0002628", "https://wetten.overheid.nl/BWBR0002628, 32016R0679"], &[8, 9]),
    ] {
        for form in forms {
            let numbers: Vec<String> = found.iter().map(number).collect();
            assert_eq!(listed(&sandbox, &format!("--law '{form}'")), numbers, "{form}");
        }
    }
    assert_eq!(
        listed(&sandbox, "--law 'own-rule: reglement' --law 'BWBR0007625 art. 7.2.9'"),
        ["B-007", "B-010"]
    );
}

#[test]
fn an_export_gives_references_and_links_and_an_import_takes_it_back_without_them() {
    let sandbox = Sandbox::new();
    import(&sandbox, CITING);
    let exported = sandbox.run("export obstacles").ok();
    let header = exported.lines().next().unwrap();
    assert!(header.ends_with(",publishable,laws_juriconnect,laws_link"), "{header}");
    let derived = sandbox.run("list --columns number,laws_juriconnect,laws_link --format csv").ok();
    assert_eq!(
        derived.replace("\r\n", "\n"),
        "\
number,laws_juriconnect,laws_link
B-001,jci1.31:c:BWBR0007625,https://wetten.overheid.nl/BWBR0007625
B-002,jci1.31:c:BWBR0007625&artikel=7.2.8,https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8
B-003,jci1.31:c:BWBR0007625&artikel=7.2.8&lid=1,https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&lid=1
B-004,jci1.31:c:BWBR0007625&artikel=7.2.8&lid=1&o=a,https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&lid=1&o=a
B-005,jci1.31:c:BWBR0007625&artikel=7.2.8&lid=1&o=a&o=1°,https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&lid=1&o=a&o=1%C2%B0
B-006,jci1.31:c:BWBR0007625&artikel=7.2.8&lid=1&o=a&g=2018-01-01,https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&lid=1&o=a&g=2018-01-01
B-007,jci1.31:c:BWBR0007625&artikel=7.2.9,https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.9
B-008,,https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:32016R0679
B-009,jci1.31:c:BWBR0002628,https://wetten.overheid.nl/BWBR0002628
B-010,,
"
    );
    for (row, derived) in sandbox.rows("export obstacles").iter().zip(crate::common::rows_of(&derived)) {
        assert_eq!(row["laws_link"], derived["laws_link"]);
        assert_eq!(row["laws_juriconnect"], derived["laws_juriconnect"]);
    }
    // Back into the same register, and into another; what stands there does not matter.
    let before = sandbox.register_bytes();
    for text in
        [exported.clone(), exported.replace("https://wetten.overheid.nl", "nergens").replace("jci1.31", "x")]
    {
        sandbox.write("back.csv", text);
        let told = sandbox.run("import obstacles back.csv --update").notices();
        assert!(told.contains("0 added, 0 changed, 10 left as they were\n"), "{told}");
        assert!(sandbox.register_bytes() == before);
        let other = Sandbox::new();
        fs::copy(sandbox.path("back.csv"), other.path("back.csv")).unwrap();
        other.run("import obstacles back.csv").ok();
        assert_eq!(other.run("export obstacles").ok(), exported);
    }
    // For a reader they have a name of their own.
    let told = sandbox.run("list --columns number,laws_link --limit 1 -q").ok();
    assert_eq!(told, "number  texts of the laws\nB-001   https://wetten.overheid.nl/BWBR0007625\n");
    let told = sandbox.run_in_dutch("list --columns number,laws_link --limit 1 -q").ok();
    assert_eq!(told, "nummer  wetteksten\nB-001   https://wetten.overheid.nl/BWBR0007625\n");
}

#[test]
fn a_reference_or_a_link_that_was_given_is_pasted_as_the_same_law() {
    let sandbox = Sandbox::new();
    import(&sandbox, CITING);
    let mut pasted = 0;
    for row in sandbox.rows("export obstacles") {
        let kept = row["laws"].split("; ").next().unwrap();
        for column in ["laws_juriconnect", "laws_link"] {
            let given = &row[column];
            // An address of EUR-Lex leads to the whole.
            if given.is_empty() || given.contains("eur-lex") {
                continue;
            }
            sandbox.run(format!("edit 10 --law '{given}' -q")).ok();
            assert_eq!(shown(&sandbox, "10")["laws"], kept, "{given}");
            pasted += 1;
        }
    }
    assert_eq!(pasted, 16);
}

// The list of laws

/// What is told of a law that the list does not name.
fn unknown(source: &str, near: &str) -> String {
    format!(
        "Note: {source} is not in the list of laws; do you mean {near}? If it is right, add it: ruimte law add {source} --nl NAME --en NAME\n"
    )
}

/// A list of laws in which it is plain which come nearest.
fn few_laws() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.run("init -q").ok();
    let connection = rusqlite::Connection::open(sandbox.path("register.db")).unwrap();
    // By hand, since what comes with a register is not taken out.
    connection
        .execute_batch(
            "DELETE FROM law WHERE code NOT IN ('BWBR0007625', 'BWBR0002628', '32016R0679');
             INSERT INTO law VALUES ('32005L0036', 'Richtlijn', 'Directive', NULL);",
        )
        .unwrap();
    connection.close().unwrap();
    sandbox
}

const WEB: &str = "BWBR0007625 (Adult and Vocational Education Act (WEB))";
const LEERPLICHT: &str = "BWBR0002628 (Compulsory Education Act 1969 (Leerplichtwet 1969))";
const GDPR: &str = "32016R0679 (General Data Protection Regulation (GDPR, in Dutch AVG))";

#[test]
fn an_id_that_no_list_names_is_recorded_and_told_with_the_nearest() {
    let sandbox = few_laws();
    let near = |source| unknown(source, &format!("{WEB}, {LEERPLICHT}"));
    let celex = |source| unknown(source, &format!("{GDPR}, 32005L0036 (Directive)"));
    // One digit is another.
    assert_eq!(
        sandbox.run("log Een --ministry OCW --law 'BWBR0007626 art. 1; BWBR0007626 art. 2'"),
        CommandResult {
            code: 0,
            stdout: "B-001\n".to_owned(),
            stderr: format!("{}B-001 recorded: Een\n", near("BWBR0007626")),
            receipt: None
        }
    );
    assert_eq!(shown(&sandbox, "1")["laws"], "BWBR0007626 art. 1; BWBR0007626 art. 2");
    assert_eq!(
        sandbox.run("edit 1 --law 'BWBR0007652; 32016R0680'").notices(),
        format!("{}{}B-001 changed\n", near("BWBR0007652"), celex("32016R0680"))
    );
    assert_eq!(
        sandbox.run("scheme add Fonds --law BWBR0007626").notices(),
        format!("{}S-01 recorded: Fonds\n", near("BWBR0007626"))
    );
    sandbox.write(
        "list.csv",
        "title,ministry,laws\nTwee,OCW,BWBR0007626\nDrie,OCW,BWBR0007626; 32016R0680\nVier,OCW,BWBR0007625\n",
    );
    assert_eq!(
        sandbox.run("import obstacles list.csv").notices(),
        format!(
            "list.csv read as UTF-8, separated by ','\n3 added, 0 changed, 0 left as they were\n\
             Without a day of receipt: 3; they count in no period\n{}{}",
            near("BWBR0007626"),
            celex("32016R0680")
        )
    );
    // A list tells it where nothing is found.
    assert_eq!(
        sandbox.run("list --law 'BWBR0007627 art. 1'").notices(),
        format!("Nothing found\n{}", near("BWBR0007627"))
    );
    assert_eq!(sandbox.run("list --law BWBR0007626").notices(), "2 rows\n");
    assert_eq!(
        sandbox.run_in_dutch("log Vijf --ministry OCW --law BWBR0007626").notices(),
        "Let op: BWBR0007626 staat niet in de lijst van wetten; bedoelt u BWBR0007625 (Wet educatie en beroepsonderwijs (WEB)), \
         BWBR0002628 (Leerplichtwet 1969)? Klopt het, voeg haar dan toe: ruimte law add BWBR0007626 --nl NAAM --en NAAM\n\
         B-005 vastgelegd: Vijf\n"
    );
    // Without remarks it is recorded all the same.
    let quiet = CommandResult { code: 0, stdout: "B-006\n".to_owned(), stderr: String::new(), receipt: None };
    assert_eq!(sandbox.run("log Zes --ministry OCW --law BWBR0007626 -q"), quiet);
    assert_eq!(shown(&sandbox, "6")["laws"], "BWBR0007626");
    assert_eq!(sandbox.run("list --law BWBR0007627 --quiet").notices(), "");
}

#[test]
fn what_is_known_or_is_in_no_list_is_not_told() {
    let sandbox = few_laws();
    let known = "BWBR0007625 art. 1; 32016R0679; cao: Cao van niemand; own-rule: van niemand; https://wetten.overheid.nl/BWBR0002628";
    assert_eq!(
        sandbox.run(format!("log Een --ministry OCW --law '{known}'")).notices(),
        "B-001 recorded: Een\n"
    );
    assert_eq!(sandbox.run("list --law 'cao: Cao van iemand'").notices(), "Nothing found\n");
    assert_eq!(sandbox.run("list --law 'BWBR0002628 art. 9'").notices(), "Nothing found\n");
    assert_eq!(sandbox.run("scheme add Fonds --law BWBR0002628").notices(), "S-01 recorded: Fonds\n");
    // Once it was added it is known, however it was typed.
    for (added, cited) in
        [("BWBR0007626", "BWBR0007626"), ("bwbr0007627", "BWBR0007627"), ("32016r0680", "32016R0680")]
    {
        sandbox.run(format!("law add '{added}' --nl Nieuw --en New -q")).ok();
        assert_eq!(sandbox.run(format!("edit 1 --law '{cited}'")).notices(), "B-001 changed\n", "{added}");
        let told = sandbox.run("report laws -q").ok();
        assert!(told.lines().nth(1).unwrap().starts_with("New "), "{added}: {told}");
    }
}

#[test]
fn where_there_is_no_list_or_much_is_unknown_less_is_told() {
    let sandbox = few_laws();
    let laws: Vec<String> = (1..=7).map(|last| format!("BWBR000760{last}")).collect();
    let told = sandbox.run(["log", "Een", "--ministry", "OCW", "--law", &laws.join("; ")]).notices();
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 7);
    for (line, law) in lines.iter().zip(&laws[..5]) {
        assert!(line.starts_with(&format!("Note: {law} is not in the list of laws; ")), "{line}");
    }
    assert_eq!(lines[5..], ["Note: 2 more laws are not in the list of laws", "B-001 recorded: Een"]);
    let connection = rusqlite::Connection::open(sandbox.path("register.db")).unwrap();
    connection.execute_batch("DELETE FROM law").unwrap();
    connection.close().unwrap();
    assert_eq!(
        sandbox.run("edit 1 --law BWBR0007625").notices(),
        "Note: BWBR0007625 is not in the list of laws; add it: ruimte law add BWBR0007625 --nl NAME --en NAME\nB-001 changed\n"
    );
}

#[test]
fn the_law_of_a_scheme_is_checked_and_kept_in_one_form() {
    let sandbox = Sandbox::new();
    for (at, (typed, kept)) in [
        ("https://wetten.overheid.nl/BWBR0030326/2018-01-01", "BWBR0030326 (2018-01-01)"),
        ("https://wetten.overheid.nl/BWBR0030326", "BWBR0030326"),
        ("bwbr0030326", "BWBR0030326"),
        ("jci1.31:c:BWBR0030326&artikel=2", "BWBR0030326 art. 2"),
    ]
    .into_iter()
    .enumerate()
    {
        let number = format!("S-{:02}", at + 1);
        assert_eq!(
            sandbox.run(format!("scheme add Fonds --law '{typed}'")),
            CommandResult {
                code: 0,
                stdout: format!("{number}\n"),
                stderr: format!("{number} recorded: Fonds\n"),
                receipt: None
            }
        );
        assert_eq!(shown(&sandbox, &number)["law"], kept, "{typed}");
        assert_eq!(sandbox.run(format!("scheme edit 1 --law '{typed}' -q")).code, 0);
        assert_eq!(shown(&sandbox, "S-01")["law"], kept, "{typed}");
    }
    let before = sandbox.register_bytes();
    for typed in ["Stagefonds", "BWBR003032", "BWBR0030326; BWBR0007625"] {
        assert_eq!(
            sandbox.run(format!("scheme edit 1 --law '{typed}'")).fails(2),
            format!("ruimte: '{typed}' {NOT_A_LAW}\n")
        );
    }
    sandbox.write("list.csv", "title,law\nFonds,Stagefonds\n");
    let told = sandbox.run("import schemes list.csv").fails(65);
    assert!(
        told.contains(&format!("line 2, column law, value 'Stagefonds': 'Stagefonds' {NOT_A_LAW}\n")),
        "{told}"
    );
    assert!(sandbox.register_bytes() == before);
}

// Reports

/// Six obstacles: three cite article 7.2.8, of which one by two of its parts; two cite the act as a whole.
const REPORTED: &str = "\
title,ministry,status,resolution,reason,received,answered,solved,closed,closed_as,laws
Een,OCW,,,,2018-01-02,,,,,BWBR0007625 art. 7.2.8 lid 1 onder a 1°; cao: Cao VVT
Twee,OCW,solved,within-rules,Zo,2018-01-02,,2018-02-03,,,BWBR0007625; 32016R0679 art. 9
Drie,OCW,solved,regional-approach,Zo,2018-01-02,2018-01-20,2018-02-03,,,BWBR0007625 art. 7.2.8; BWBR0007625 art. 7.2.8 lid 2; own-rule: reglement
Vier,OCW,solved,within-rules,Zo,2018-01-02,2018-01-20,2018-02-03,,,BWBR0007625 art. 7.2.8 (2016-01-01); BWBR0007625 (2016-01-02)
Vijf,OCW,,,,,,,,,BWBR0002628 art. 4:1
Zes,OCW,closed,,Zo,2018-01-02,,,2018-03-03,referred,BWBV0001000 art. 6
";

#[test]
fn the_report_of_laws_tells_which_are_named_most_and_how_those_obstacles_were_solved() {
    let sandbox = Sandbox::new();
    import(&sandbox, REPORTED);
    assert_eq!(
        sandbox.run("report laws").ok(),
        "\
law                                                      article  obstacles  within the rules  regional approach  open  closed
Adult and Vocational Education Act (WEB)                                  4                 2                  1     1       0
Adult and Vocational Education Act (WEB)                 7.2.8            3                 1                  1     1       0
General Data Protection Regulation (GDPR, in Dutch AVG)                   1                 1                  0     0       0
General Data Protection Regulation (GDPR, in Dutch AVG)  9                1                 1                  0     0       0
Compulsory Education Act 1969 (Leerplichtwet 1969)                        1                 0                  0     1       0
Compulsory Education Act 1969 (Leerplichtwet 1969)       4:1              1                 0                  0     1       0
BWBV0001000                                                               1                 0                  0     0       1
BWBV0001000                                              6                1                 0                  0     0       1
cao: Cao VVT                                                              1                 0                  0     1       0
own rule: reglement                                                       1                 0                  1     0       0
"
    );
    assert_eq!(
        sandbox.run_in_dutch("report laws").ok(),
        "\
wet of regel                                    artikel  belemmeringen  binnen de regels  andere aanpak in de regio  open  afgesloten
Wet educatie en beroepsonderwijs (WEB)                               4                 2                          1     1           0
Wet educatie en beroepsonderwijs (WEB)          7.2.8                3                 1                          1     1           0
Algemene verordening gegevensbescherming (AVG)                       1                 1                          0     0           0
Algemene verordening gegevensbescherming (AVG)  9                    1                 1                          0     0           0
Leerplichtwet 1969                                                   1                 0                          0     1           0
Leerplichtwet 1969                              4:1                  1                 0                          0     1           0
BWBV0001000                                                          1                 0                          0     0           1
BWBV0001000                                     6                    1                 0                          0     0           1
cao: Cao VVT                                                         1                 0                          0     1           0
eigen regel: reglement                                               1                 0                          1     0           0
"
    );
    assert_eq!(
        sandbox.run("report laws --format csv").ok().replace("\r\n", "\n"),
        "\
law,article,obstacles,within_rules,regional_approach,open,closed
BWBR0007625,,4,2,1,1,0
BWBR0007625,7.2.8,3,1,1,1,0
32016R0679,,1,1,0,0,0
32016R0679,9,1,1,0,0,0
BWBR0002628,,1,0,0,1,0
BWBR0002628,4:1,1,0,0,1,0
BWBV0001000,,1,0,0,0,1
BWBV0001000,6,1,0,0,0,1
cao: Cao VVT,,1,0,0,1,0
own-rule: reglement,,1,0,1,0,0
"
    );
}

#[test]
fn the_report_of_citations_tells_each_source_by_its_parts_and_where_its_text_is() {
    let sandbox = Sandbox::new();
    import(&sandbox, REPORTED);
    assert_eq!(
        sandbox.run("report citations --format csv").ok().replace("\r\n", "\n"),
        "\
number,source_kind,law,article,paragraph,item,text_of,juriconnect,link
B-001,bwb,BWBR0007625,7.2.8,1,a 1°,2018-01-02,jci1.31:c:BWBR0007625&artikel=7.2.8&lid=1&o=a&o=1°&g=2018-01-02,https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&lid=1&o=a&o=1%C2%B0&g=2018-01-02
B-001,cao,cao: Cao VVT,,,,2018-01-02,,
B-002,bwb,BWBR0007625,,,,2018-02-03,jci1.31:c:BWBR0007625&g=2018-02-03,https://wetten.overheid.nl/BWBR0007625/2018-02-03
B-002,celex,32016R0679,9,,,2018-02-03,,https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:32016R0679
B-003,bwb,BWBR0007625,7.2.8,,,2018-01-20,jci1.31:c:BWBR0007625&artikel=7.2.8&g=2018-01-20,https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&g=2018-01-20
B-003,bwb,BWBR0007625,7.2.8,2,,2018-01-20,jci1.31:c:BWBR0007625&artikel=7.2.8&lid=2&g=2018-01-20,https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&lid=2&g=2018-01-20
B-003,own-rule,own-rule: reglement,,,,2018-01-20,,
B-004,bwb,BWBR0007625,7.2.8,,,2016-01-01,jci1.31:c:BWBR0007625&artikel=7.2.8&g=2016-01-01,https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&g=2016-01-01
B-004,bwb,BWBR0007625,,,,2016-01-02,jci1.31:c:BWBR0007625&g=2016-01-02,https://wetten.overheid.nl/BWBR0007625/2016-01-02
B-005,bwb,BWBR0002628,4:1,,,,jci1.31:c:BWBR0002628&artikel=4:1,https://wetten.overheid.nl/jci1.3:c:BWBR0002628&artikel=4:1
B-006,bwb,BWBV0001000,6,,,2018-01-02,jci1.31:c:BWBV0001000&artikel=6&g=2018-01-02,https://wetten.overheid.nl/jci1.3:c:BWBV0001000&artikel=6&g=2018-01-02
"
    );
    let some = "report citations --law 32016R0679";
    assert_eq!(
        sandbox.run(some).ok(),
        "\
number  kind of source  law                                                      article  paragraph  item  text of     Juriconnect                         text of the law
B-002   national law    Adult and Vocational Education Act (WEB)                                           2018-02-03  jci1.31:c:BWBR0007625&g=2018-02-03  https://wetten.overheid.nl/BWBR0007625/2018-02-03
B-002   EU law          General Data Protection Regulation (GDPR, in Dutch AVG)  9                         2018-02-03                                      https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:32016R0679
"
    );
    assert_eq!(
        sandbox.run_in_dutch(some).ok(),
        "\
nummer  soort bron                 wet of regel                                    artikel  lid  onderdeel  tekst van   Juriconnect                         wettekst
B-002   nationale wet of regeling  Wet educatie en beroepsonderwijs (WEB)                                   2018-02-03  jci1.31:c:BWBR0007625&g=2018-02-03  https://wetten.overheid.nl/BWBR0007625/2018-02-03
B-002   Europese regel             Algemene verordening gegevensbescherming (AVG)  9                        2018-02-03                                      https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:32016R0679
"
    );
}
