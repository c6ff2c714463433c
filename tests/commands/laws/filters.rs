//! Filtering by law, and exporting and importing references to laws.

use super::{import, listed, shown};
use crate::common::Sandbox;
use std::fs;

/// Obstacles with every possible form of a reference to a law.
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
fn a_filter_matches_any_notation_and_a_law_without_an_article_matches_all_its_articles() {
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
        (&["BWBR0007625 art. 7.2.8 lid 1 onder a 1°", "jci1.31:c:BWBR0007625&artikel=7.2.8&lid=1&o=a&o=1°"], &[5]),
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
    assert_eq!(listed(&sandbox, "--law 'own-rule: reglement' --law 'BWBR0007625 art. 7.2.9'"), ["B-007", "B-010"]);
}

#[test]
fn an_export_has_references_and_links_and_an_import_ignores_the_links() {
    let sandbox = Sandbox::new();
    import(&sandbox, CITING);
    let exported = sandbox.run("export obstacles").ok();
    let header = exported.lines().next().unwrap();
    assert!(header.ends_with(",publishable,accepted,laws_juriconnect,laws_link"), "{header}");
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
    // Import the exported file into the same register, and into another register.
    let before = sandbox.register_bytes();
    for text in [exported.clone(), exported.replace("https://wetten.overheid.nl", "nergens").replace("jci1.31", "x")] {
        sandbox.write("back.csv", text);
        let message = sandbox.run("import obstacles back.csv --update").notices();
        assert!(message.contains("0 added, 0 changed, 10 unchanged\n"), "{message}");
        assert!(sandbox.register_bytes() == before);
        let other = Sandbox::new();
        fs::copy(sandbox.path("back.csv"), other.path("back.csv")).unwrap();
        other.run("import obstacles back.csv").ok();
        assert_eq!(other.run("export obstacles").ok(), exported);
    }
    // The heading of the column with links is in the language of the user.
    let message = sandbox.run("list --columns number,laws_link --limit 1 -q").ok();
    assert_eq!(message, "number  texts of the laws\nB-001   https://wetten.overheid.nl/BWBR0007625\n");
    let message = sandbox.run_in_dutch("list --columns number,laws_link --limit 1 -q").ok();
    assert_eq!(message, "nummer  wetteksten\nB-001   https://wetten.overheid.nl/BWBR0007625\n");
}

#[test]
fn a_pasted_reference_or_link_is_stored_as_the_same_law() {
    let sandbox = Sandbox::new();
    import(&sandbox, CITING);
    let mut pasted = 0;
    for row in sandbox.rows("export obstacles") {
        let kept = row["laws"].split("; ").next().unwrap();
        for column in ["laws_juriconnect", "laws_link"] {
            let given = &row[column];
            // Skip links to EUR-Lex: such a link leads to the whole law and does not name the article.
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
