//! Values as people write them: several ministries in one value, parts of names, synonyms for a status, and names of
//! months. Options and imported lists accept the same values.

use crate::common::{Sandbox, quote};

#[track_caller]
fn imported(sandbox: &Sandbox, columns: &str, row: &str) {
    sandbox.write("list.csv", format!("title,{columns}\nx,{row}\n"));
    sandbox.run("import obstacles list.csv --allow-duplicates").ok();
}

#[test]
fn the_first_of_several_ministries_leads_and_the_others_are_involved() {
    for (typed, lead, involved) in [
        ("OCW/VWS", "OCW", "VWS"),
        ("OCW, VWS", "OCW", "VWS"),
        ("vws; ocw; szw", "VWS", "OCW; SZW"),
        ("SZW en VWS", "SZW", "VWS"),
        ("Min. OCW", "OCW", ""),
        ("Ministerie van OCW", "OCW", ""),
        ("min. van VWS", "VWS", ""),
        ("Min. OCW / min. van VWS", "OCW", "VWS"),
        ("Ministerie van Onderwijs, Cultuur en Wetenschap", "OCW", ""),
        ("Ministerie van Onderwijs", "OCW", ""),
        ("ministry of Health", "VWS", ""),
        ("OCW/OCW", "OCW", ""),
    ] {
        let sandbox = Sandbox::new();
        sandbox.run(format!("log Een --ministry {} -q", quote(typed))).ok();
        imported(&sandbox, "ministry", &format!("\"{typed}\""));
        sandbox.run("log Drie --ministry SZW -q").ok();
        sandbox.run(format!("edit 3 --ministry {} -q", quote(typed))).ok();
        for row in sandbox.rows("list --columns ministry,involved") {
            assert_eq!((row["ministry"].as_str(), row["involved"].as_str()), (lead, involved), "{typed}");
        }
    }
    // Ministries that were already involved remain involved. A filter takes several ministries as alternatives.
    let sandbox = Sandbox::new();
    sandbox.run("log Een --ministry OCW --involved SZW -q").ok();
    sandbox.run("edit 1 --ministry VWS/OCW -q").ok();
    assert_eq!(sandbox.rows("list --columns involved")[0]["involved"], "OCW; SZW");
    assert_eq!(sandbox.rows("list --lead OCW/VWS").len(), 1);
    let message = sandbox.run("edit 1 --ministry OCW/XYZ").fails(2);
    assert!(
        message.starts_with("ruimte: 'XYZ' is not in the list of ministries; choose from: OCW, SZW, VWS"),
        "{message}"
    );
}

#[test]
fn a_part_of_a_name_is_enough_if_only_one_name_has_it() {
    let sandbox = Sandbox::new();
    for (typed, region) in [
        ("Twente", "6"),
        ("twente", "6"),
        ("IJssel-Vecht", "5"),
        ("Oost: Achterhoek", "8"),
        ("achterhoek", "8"),
        ("Kempen", "16"),
        ("Amstelland", "2"),
        ("Haaglanden", "9"),
        ("Stedendriehoek", "7"),
        ("Noord-Veluwe", "7"),
        ("6", "6"),
    ] {
        sandbox.run(format!("log x --ministry OCW --region {} -q", quote(typed))).ok();
        imported(&sandbox, "ministry,region", &format!("OCW,\"{typed}\""));
        for row in sandbox.rows("list --columns region --limit 2 --sort -number") {
            assert_eq!(row["region"], region, "{typed}");
        }
        assert!(sandbox.rows(format!("list --region {}", quote(typed))).len() >= 2, "{typed}");
    }
    let candidates = "14 (West-Brabant), 15 (Midden-Brabant)";
    assert_eq!(
        sandbox.run("log x --ministry OCW --region brabant").fails(2),
        format!("ruimte: 'brabant' fits more than one: {candidates}; choose one\n")
    );
    assert_eq!(
        sandbox.run_in_dutch("list --region Brabant").fails(2),
        format!("ruimte: 'Brabant' past op meer dan één: {candidates}; kies er een\n")
    );
    // No region is found by a part of a word, or by a word of fewer than three letters.
    for typed in ["wente", "Twen", "nieuw", "de"] {
        let message = sandbox.run(format!("log x --ministry OCW --region {typed}")).fails(2);
        assert!(message.starts_with(&format!("ruimte: '{typed}' is not in the list of regions; ")), "{message}");
    }
    // `region edit` does not find a region by a part of its name.
    let message = sandbox.run("region edit Twente --nl x").fails(2);
    assert!(message.starts_with("ruimte: 'Twente' is not in the list of regions; "), "{message}");
}

#[test]
fn other_words_for_a_status_or_resolution_are_read() {
    let sandbox = Sandbox::new();
    imported(&sandbox, "ministry,status,resolution,reason", "OCW,Open,,");
    imported(&sandbox, "ministry,status,resolution,reason", "OCW,in behandeling,,");
    imported(&sandbox, "ministry,status,resolution,reason", "OCW,Afgehandeld,Binnen de regels,Zo");
    let statuses: Vec<String> =
        sandbox.rows("list --columns status").into_iter().map(|row| row["status"].clone()).collect();
    assert_eq!(statuses, ["collected", "in-analysis", "solved"]);
    assert_eq!(sandbox.rows("list --status open").len(), 2);
    assert_eq!(sandbox.rows("list --status 'in behandeling'").len(), 1);
    for status in ["afgehandeld", "opgelost"] {
        sandbox.write("list.csv", format!("title,ministry,status\nx,OCW,{status}\n"));
        let message = sandbox.run_in_dutch("import obstacles list.csv --allow-duplicates").fails(65);
        assert!(
            message.contains(
                "een oplossing hoort bij de status 'solved' (opgelost), en alleen daarbij: geef allebei of geen van beide"
            ),
            "{message}"
        );
    }
}
