//! References to laws: the notations that people type or paste, and the single notation in which each is stored.

use super::{NOT_A_LAW, import, listed, one_obstacle, shown};
use crate::common::{CommandResult, Sandbox};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Pairs of a reference to a law as it is typed or pasted, and the same reference as it is stored.
const KEPT: &[(&str, &str)] = &[
    // Names of laws. More of them are in `names.rs`.
    ("Wet BIG art. 35", "BWBR0006251 art. 35"),
    ("artikel 35 van de wet big", "BWBR0006251 art. 35"),
    ("Wet BIG, artikel 3, eerste lid, onder b", "BWBR0006251 art. 3 lid 1 onder b"),
    ("AVG art 9", "CELEX 32016R0679 art. 9"),
    ("Wet BIG art. 35 en 38", "BWBR0006251 art. 35; BWBR0006251 art. 38"),
    ("art. 7:610 BW", "BWBR0005290 art. 610"),
    ("wetten.overheid.nl/BWBR0006251", "BWBR0006251"),
    // References as they are written in running text.
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
    (
        "BWBR0007625 artikel 7.2.8, eerste lid, onderdeel a (1-1-2018)",
        "BWBR0007625 art. 7.2.8 lid 1 onder a (2018-01-01)",
    ),
    ("BWBR0005290 art. 7:610", "BWBR0005290 art. 610"),
    ("CELEX:02016R0679-20160504", "CELEX 32016R0679 (2016-05-04)"),
    ("cao: Cao VVT", "cao: Cao VVT"),
    ("CAO:  Cao   VVT, 2018", "cao: Cao VVT, 2018"),
    ("own-rule: stagereglement", "own-rule: stagereglement"),
    ("Eigen regel: stagereglement", "own-rule: stagereglement"),
    // References as identifiers in the Juriconnect standard.
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
    // Links to wetten.overheid.nl.
    ("https://wetten.overheid.nl/BWBR0007625", "BWBR0007625"),
    (
        "https://wetten.overheid.nl/BWBR0007625/2018-01-01#Hoofdstuk7_Artikel7.2.8",
        "BWBR0007625 art. 7.2.8 (2018-01-01)",
    ),
    ("https://wetten.overheid.nl/BWBR0007625/2018-01-01", "BWBR0007625 (2018-01-01)"),
    ("https://wetten.overheid.nl/BWBR0007625/2018-01-01/0", "BWBR0007625 (2018-01-01)"),
    ("https://wetten.overheid.nl/BWBR0007625/2018-01-01/0#Artikel7.2.8", "BWBR0007625 art. 7.2.8 (2018-01-01)"),
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
    // Links to EUR-Lex.
    ("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:32016R0679", "CELEX 32016R0679"),
    ("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX%3A32016R0679", "CELEX 32016R0679"),
    ("http://eur-lex.europa.eu/legal-content/EN/TXT/PDF/?uri=celex:32016r0679&from=NL", "CELEX 32016R0679"),
    ("https://eur-lex.europa.eu/eli/reg/2016/679/oj", "CELEX 32016R0679"),
    ("http://data.europa.eu/eli/dir/2005/36/oj", "CELEX 32005L0036"),
    ("https://eur-lex.europa.eu/eli/dec/2004/387/oj", "CELEX 32004D0387"),
    ("https://eur-lex.europa.eu/eli/reg_impl/2019/1/oj?locale=nl", "CELEX 32019R0001"),
];

#[test]
fn a_legal_source_is_stored_in_one_notation_however_it_was_typed_or_pasted() {
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
fn the_notations_in_the_documentation_are_tested() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/laws.md")).unwrap();
    let (_, rest) = page.split_once("| typed or pasted | stored as |\n|---|---|\n").unwrap();
    let mut named = 0;
    for row in rest.lines().take_while(|line| line.starts_with('|')) {
        let cell = row.split('|').nth(1).unwrap();
        for typed in cell.split('`').skip(1).step_by(2).filter(|typed| *typed != "jci1.3") {
            assert!(KEPT.iter().any(|(known, _)| *known == typed), "{typed}");
            named += 1;
        }
    }
    assert_eq!(named, 17);
}

#[test]
fn an_article_in_a_link_is_not_lost() {
    // The pasted link points to an article of a law on wetten.overheid.nl.
    let sandbox = one_obstacle();
    let typed = "https://wetten.overheid.nl/BWBR0007625/2018-01-01/0/Hoofdstuk7/Titeldeel2/Artikel7.2.8/informatie";
    let result = sandbox.run(format!("edit 1 --law '{typed}'"));
    // The program may accept or reject the link. But if it accepts the link, it must also store the article.
    if result.code == 0 {
        assert_eq!(shown(&sandbox, "1")["laws"], "BWBR0007625 art. 7.2.8 (2018-01-01)");
    } else {
        assert_eq!(result.code, 2, "{}", result.stderr);
        assert_eq!(shown(&sandbox, "1")["laws"], Value::Null);
    }
    // The same holds for a European Legislation Identifier (ELI): if it is accepted, its article must be stored too.
    let result = sandbox.run("edit 1 --law http://data.europa.eu/eli/reg/2016/679/art_9/oj");
    if result.code == 0 {
        assert_eq!(shown(&sandbox, "1")["laws"], "CELEX 32016R0679 art. 9");
    } else {
        assert_eq!(result.code, 2, "{}", result.stderr);
    }
}

const ELSEWHERE: &str = "points to something other than an article; let the reference end at the law, or name an article, \
                         paragraph or item";

#[test]
fn text_that_names_no_law_or_article_is_rejected_with_the_reason() {
    let sandbox = one_obstacle();
    let before = sandbox.register_bytes();
    for typed in [
        // Malformed identifiers of laws, for example with a digit too few or too many.
        "BWBR000762",
        "BWBR00076255",
        "BWBX0007625",
        "3201R0679",
        "32016R067",
        "CELEX 32016RRR0679",
        "https://wetten.overheid.nl/BWBR000762",
        "jci1.31:c:BWBR000762&artikel=1",
        "https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:32016R067",
        // Text that is not a reference to a law.
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
        // Links to other websites, and a link that uses FTP.
        "https://www.example.nl/BWBR0007625",
        "https://wetten.overheid.nl.example.nl/BWBR0007625",
        "ftp://wetten.overheid.nl/BWBR0007625",
    ] {
        let message = sandbox.run(format!("edit 1 --law '{typed}'")).fails(2);
        assert_eq!(message, format!("ruimte: '{}' {NOT_A_LAW}\n", typed.trim()));
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
        let message = sandbox.run(format!("edit 1 --law '{typed}'")).fails(2);
        assert_eq!(message, format!("ruimte: '{typed}' {ELSEWHERE}\n"));
    }
    for (typed, day) in [
        ("jci1.31:c:BWBR0007625&artikel=7.2.8&g=2018-02-30", "2018-02-30"),
        ("jci1.31:c:BWBR0007625&artikel=7.2.8&g=1-2-2018", "1-2-2018"),
        ("BWBR0007625 art. 7.2.8 (2018-02-30)", "2018-02-30"),
        ("https://wetten.overheid.nl/BWBR0007625/2018-13-01", "2018-13-01"),
        ("https://wetten.overheid.nl/BWBR0007625/geldigheidsdatum_30-02-2018", "2018-02-30"),
    ] {
        let message = sandbox.run(format!("edit 1 --law '{typed}'")).fails(2);
        assert_eq!(message, format!("ruimte: there is no date {day}; write for instance 2018-05-12 or 12-5-2018\n"));
    }
    assert!(sandbox.register_bytes() == before);
}

#[test]
fn rejections_are_in_dutch_too_for_every_kind_of_input() {
    let sandbox = one_obstacle();
    assert_eq!(
        sandbox.run_in_dutch("edit 1 --law BWBR000762").fails(2),
        "ruimte: 'BWBR000762' is geen wet of regel; schrijf bijvoorbeeld 'Wet BIG art. 35 lid 1', 'art. 7.2.8 WEB', 'Cao VVT' of, voor een \
         eigen regel zoals een handboek, 'eigen regel: stagereglement'\n"
    );
    assert_eq!(
        sandbox.run_in_dutch("edit 1 --law 'jci1.31:c:BWBR0007625&bijlage=1'").fails(2),
        "ruimte: 'jci1.31:c:BWBR0007625&bijlage=1' wijst iets anders aan dan een artikel; laat de verwijzing eindigen bij de \
         wet, of noem een artikel, lid of onderdeel\n"
    );
    for command in ["log Twee --ministry OCW", "list", "count", "scheme add Regeling"] {
        let message = sandbox.run(format!("{command} --law BWBR000762")).fails(2);
        assert_eq!(message, format!("ruimte: 'BWBR000762' {NOT_A_LAW}\n"), "{command:?}");
    }
    sandbox.write("list.csv", "title,ministry,laws\nTwee,OCW,BWBR0007625; jci1.31:c:BWBR0007625&hoofdstuk=7\n");
    let message = sandbox.run("import obstacles list.csv").fails(65);
    assert_eq!(
        message,
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
fn several_references_are_stored_in_order_without_duplicates() {
    let sandbox = Sandbox::new();
    let typed = "BWBR0007625 art. 7.2.8, lid 1, CELEX 32016R0679 art. 9; cao: Cao VVT, 2018, own-rule: reglement; \
                 https://wetten.overheid.nl/BWBR0002628/2018-01-01#Artikel1, jci1.31:c:BWBR0005682&amp;artikel=7.1&amp;lid=2;\
                 https://eur-lex.europa.eu/eli/dir/2005/36/oj; BWBR0007671; https://wetten.overheid.nl/BWBR0007671";
    let kept = "BWBR0007625 art. 7.2.8 lid 1; CELEX 32016R0679 art. 9; cao: Cao VVT, 2018; own-rule: reglement; \
                BWBR0002628 art. 1 (2018-01-01); BWBR0005682 art. 7.1 lid 2; CELEX 32005L0036; BWBR0007671";
    sandbox.run(format!("log Een --ministry OCW -q --law '{typed}'")).ok();
    // This command gives each reference in a `--law` option of its own.
    let pieces: Vec<&str> = kept.split("; ").collect();
    let options = pieces.iter().map(|piece| format!(" --law '{piece}'")).collect::<Vec<_>>().concat();
    sandbox.run(format!("log Twee --ministry OCW -q{options}")).ok();
    // Import two rows. The first row has the references as typed, and the second row has them as stored. In each row,
    // all references are in one cell.
    import(&sandbox, &format!("title,ministry,laws\nDrie,OCW,\"{typed}\"\nVier,OCW,\"{kept}\"\n"));
    for number in ["1", "2", "3", "4"] {
        assert_eq!(shown(&sandbox, number)["laws"], kept, "{number}");
    }
}

#[test]
fn all_laws_of_an_obstacle_together_are_as_long_as_one_text_at_most() {
    let sandbox = one_obstacle();
    let edit = |count: usize| {
        let laws = (0..count).map(|at| format!("--law=own-rule: {at:03}{}", "x".repeat(987)));
        sandbox.run(["edit".to_owned(), "1".to_owned()].into_iter().chain(laws).collect::<Vec<_>>())
    };
    edit(100).ok();
    assert_eq!(edit(101).fails(65), "ruimte: laws: 101000 characters, and at most 100000 fit; shorten the text\n");
}
