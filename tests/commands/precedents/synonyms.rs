//! Synonyms and abbreviations, which officers can extend.

use super::{answered_register, assert_check_passes, error_of, found, hit, import, reasons};
use crate::common::Sandbox;

#[test]
fn a_new_register_has_common_synonyms() {
    let sandbox = Sandbox::new();
    let rows = sandbox.rows("synonym list");
    assert!(rows.len() > 100, "{}", rows.len());
    for (word, means) in [("bpv", "beroepspraktijkvorming"), ("AVG", "Algemene verordening gegevensbescherming")] {
        let row = rows.iter().find(|row| row["code"] == word).unwrap();
        assert!(row["means"].split("; ").any(|meant| meant == means), "{row:?}");
    }
    assert_check_passes(&sandbox);
}

#[test]
fn a_synonym_applies_in_both_directions_and_immediately() {
    let sandbox = Sandbox::new();
    import(&sandbox, "obstacles", "title,ministry\nOver de xyz,OCW\nOver het luchtschip,OCW\nOver de zeppelins,OCW\n");
    assert_eq!(found(&sandbox, "search xyz"), ["B-001"]);
    let result = sandbox.run("synonym add xyz 'luchtschip; zeppelin'");
    assert_eq!(
        (result.code, result.stdout.as_str(), result.stderr.as_str()),
        (0, "xyz\n", "xyz recorded: luchtschip; zeppelin\n")
    );
    for (asked, first) in [("xyz", "B-001"), ("luchtschepen", "B-002"), ("luchtschip", "B-002"), ("ZEPPELIN", "B-003")]
    {
        let mut found = found(&sandbox, &format!("search '{asked}'"));
        if asked != "luchtschepen" {
            // Records that contain the word itself rank above records that contain only a synonym.
            assert_eq!(found[0], first, "{asked}");
            found.sort();
            assert_eq!(found, ["B-001", "B-002", "B-003"], "{asked}");
        }
    }
    let message = reasons(&hit(&sandbox, "search xyz", "B-003"), "synonyms");
    assert_eq!(message, ["xyz = zeppelin"]);
    let message = reasons(&hit(&sandbox, "search zeppelin", "B-001"), "synonyms");
    assert_eq!(message, ["zeppelin = xyz"]);
    assert_check_passes(&sandbox);
}

#[test]
fn an_abbreviation_matches_its_words() {
    let sandbox = Sandbox::new();
    import(
        &sandbox,
        "obstacles",
        "title,ministry\nDe wvg en de school,OCW\nDe wet op het vliegen met gas en de school,OCW\nGas in de school,OCW\n",
    );
    sandbox.run("synonym add wvg 'wet op het vliegen met gas'").ok();
    let short = found(&sandbox, "search wvg");
    assert_eq!(short[..2], ["B-001", "B-002"], "{short:?}");
    let long = found(&sandbox, "search 'wet op het vliegen met gas'");
    assert_eq!(long[0], "B-002", "{long:?}");
    assert!(long.contains(&"B-001".to_owned()), "{long:?}");
    assert_eq!(
        reasons(&hit(&sandbox, "search 'wet op het vliegen met gas'", "B-001"), "synonyms"),
        ["wet op het vliegen met gas = wvg"]
    );
    // A record with an abbreviation is found only if the query has all words that the abbreviation stands for.
    assert!(!found(&sandbox, "search 'vliegen met gas'").contains(&"B-001".to_owned()));
    assert!(!found(&sandbox, "search gas").contains(&"B-001".to_owned()));
}

#[test]
fn the_included_abbreviations_of_privacy_and_work_placement_apply() {
    let sandbox = Sandbox::new();
    import(
        &sandbox,
        "obstacles",
        "title,ministry\nWat zegt de AVG?,OCW\nWat zegt de algemene verordening gegevensbescherming?,OCW\n\
         Uren van de bpv,OCW\nUren van de beroepspraktijkvorming,OCW\n",
    );
    for question in
        ["avg", "algemene verordening gegevensbescherming", "de Algemene Verordening Gegevensbescherming (AVG)"]
    {
        let mut found = found(&sandbox, &format!("search '{question}'"));
        found.sort();
        assert_eq!(found, ["B-001", "B-002"], "{question}");
    }
    for question in ["bpv", "beroepspraktijkvorming"] {
        let mut found = found(&sandbox, &format!("search '{question}'"));
        found.sort();
        assert_eq!(found, ["B-003", "B-004"], "{question}");
    }
}

#[test]
fn a_synonym_applies_to_similar_and_to_suggestions() {
    let sandbox = answered_register();
    sandbox.run("synonym add xyz rolstoelbus").ok();
    assert_eq!(found(&sandbox, "similar xyz"), ["B-013"]);
    let message = sandbox.run("log 'Wie rijdt er met de xyz?' --ministry OCW").notices();
    assert!(message.contains("  B-013 Vervoer van bewoners met de rolstoelbus (within the rules)\n"), "{message}");
    assert!(message.contains("synonyms: xyz = rolstoelbus"), "{message}");
}

#[test]
fn synonyms_are_listed_imported_exported_and_undone() {
    let sandbox = answered_register();
    let before = sandbox.run("export synonyms").ok();
    sandbox.write("list.csv", "code,means\nxyz,parkeren\nzyx,rolstoelbus\n");
    let message = sandbox.run("import synonyms list.csv -q");
    assert_eq!((message.code, message.stderr.as_str()), (0, ""));
    assert_eq!(found(&sandbox, "search xyz"), ["B-009"]);
    assert_eq!(found(&sandbox, "search zyx"), ["B-013"]);
    let listed = sandbox.run("synonym list").ok();
    assert!(listed.lines().any(|line| line.split_whitespace().eq(["xyz", "parkeren"])), "{listed}");
    let exported = sandbox.run("export synonyms").ok();
    let other = Sandbox::new();
    other.write("list.csv", &exported);
    other.run("import synonyms list.csv").ok();
    assert_eq!(other.run("export synonyms").ok(), exported);
    // An import without `--update` does not change the meaning of an existing synonym.
    sandbox.write("list.csv", "code,means\nxyz,rolstoelbus\n");
    let message = error_of(&sandbox, "import synonyms list.csv -q", 65);
    assert!(message.contains("list.csv, line 2: xyz already exists and differs; change it with --update"), "{message}");
    sandbox.run("import synonyms list.csv --update").ok();
    assert_eq!(found(&sandbox, "search xyz"), ["B-013"]);
    sandbox.run("undo").ok();
    assert_eq!(found(&sandbox, "search xyz"), ["B-009"]);
    sandbox.run("undo").ok();
    assert_eq!(found(&sandbox, "search xyz"), Vec::<String>::new());
    assert_eq!(sandbox.run("export synonyms").ok(), before);
    assert_check_passes(&sandbox);
}

#[test]
fn an_existing_synonym_is_not_added_again() {
    let sandbox = Sandbox::new();
    for word in ["bpv", "BPV", " bpv "] {
        assert_eq!(
            error_of(&sandbox, &format!("synonym add '{word}' iets"), 65),
            "bpv already exists; change it with 'edit'"
        );
    }
    assert_eq!(error_of(&sandbox, "synonym add nieuw", 2), "missing: MEANING; see: ruimte synonym add --help");
    assert_eq!(sandbox.run("synonym add nieuw ' '").code, 2);
}

#[test]
fn a_law_added_by_an_officer_is_found_by_its_name_and_its_abbreviation() {
    let sandbox = answered_register();
    sandbox.run("law add BWBR0099999 --nl 'Wet op de zeppelins (WZ)' --en 'Airship Act (AA)'").ok();
    sandbox.run("edit 9 --law 'BWBR0099999 art. 3'").ok();
    for name in ["WZ", "wet op de zeppelins", "Airship Act", "BWBR0099999"] {
        let found = found(&sandbox, &format!("search {name}"));
        assert!(found.contains(&"B-009".to_owned()), "{name}: {found:?}");
    }
    let table = sandbox.run_in_dutch("search WZ").ok().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(table.contains("zelfde wet: Wet op de zeppelins (WZ)"), "{table}");
}

#[test]
fn synonyms_contain_no_query_syntax() {
    let sandbox = answered_register();
    for (word, means) in
        [("a\"b", "rolstoelbus\" OR \"x"), ("*", "; ;"), ("''", "(parkeren"), ("x;y", "parkeren;;rolstoelbus")]
    {
        // The program may reject a synonym if the word or its meaning consists only of punctuation.
        assert!(matches!(sandbox.run(format!("synonym add -- '{word}' '{means}'")).code, 0 | 2));
    }
    for question in ["ab", "rolstoelbus", "parkeren", "x y", "a b"] {
        assert_eq!(sandbox.run(format!("search '{question}'")).code, 0, "{question}");
        assert_eq!(sandbox.run(format!("similar '{question}'")).code, 0, "{question}");
    }
    assert_check_passes(&sandbox);
}
