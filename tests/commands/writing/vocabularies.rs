//! Lists that officers can extend: vocabularies, names of laws, publications and published figures.

use super::{Object, changed_by, error_of, objects, office, recorded, shown};
use crate::common::Sandbox;
use serde_json::{Value, json};

/// Each vocabulary, with an option that takes a code of that vocabulary, and the attribute that stores the code.
const VOCABULARIES: &[(&str, &str, &str)] = &[
    ("ministry", "--involved", "involved"),
    ("region", "--region", "region"),
    ("care-domain", "--care-domain", "care_domain"),
    ("theme", "--theme", "theme"),
    ("nature", "--nature", "nature"),
];

#[test]
fn an_officer_adds_a_term_to_a_vocabulary_and_uses_it() {
    let sandbox = office();
    for (kind, option, attribute) in VOCABULARIES {
        let rows = |sandbox: &Sandbox| objects(sandbox, &format!("{kind} list"));
        let before = rows(&sandbox);
        let add = format!("{kind} add nieuw --nl Nieuw --en New --identifier https://example.nl/id");
        assert_eq!(
            error_of(&sandbox, &format!("edit 1 {option} nieuw"), 2).split(';').next_back().unwrap(),
            format!(" or add one with: ruimte {kind} add CODE --nl NAME --en NAME")
        );
        assert_eq!(sandbox.run(&add), recorded("nieuw", "New"), "{kind}");
        let added: Vec<Object> = rows(&sandbox).into_iter().filter(|row| !before.contains(row)).collect();
        assert_eq!(
            json!(added),
            json!([{ "code": "nieuw", "nl": "Nieuw", "en": "New", "identifier": "https://example.nl/id" }])
        );
        assert_eq!(rows(&sandbox).len(), before.len() + 1);
        for typed in ["NIEUW", "new"] {
            sandbox.run(format!("edit 1 {option} '{typed}'")).ok();
            assert_eq!(shown(&sandbox, "1")[*attribute], json!("nieuw"), "{kind}");
        }
        assert_eq!(error_of(&sandbox, &add, 65), "nieuw already exists; change it with 'edit'");
        assert_eq!(
            sandbox.run(format!("{kind} edit nieuw --nl Anders --clear identifier")).notices(),
            "nieuw changed\n"
        );
        let edited = rows(&sandbox).into_iter().find(|row| row["code"] == json!("nieuw")).unwrap();
        assert_eq!(Value::Object(edited), json!({ "code": "nieuw", "nl": "Anders", "en": "New", "identifier": null }));
        assert_eq!(error_of(&sandbox, &format!("{kind} edit nieuw --clear nl"), 2), "'nl' cannot be empty");
        assert_eq!(
            error_of(&sandbox, &format!("{kind} add ander --nl Ander"), 2),
            format!("missing: --en; see: ruimte {kind} add --help")
        );
        assert_eq!(
            error_of(&sandbox, &format!("{kind} add --nl Ander --en Other"), 2),
            format!("missing: CODE; see: ruimte {kind} add --help")
        );
    }
}

#[test]
fn a_code_that_differs_only_in_case_is_not_a_new_code() {
    let sandbox = office();
    assert_eq!(
        error_of(&sandbox, "ministry add ocw --nl Onderwijs --en Education", 65),
        "OCW already exists; change it with 'edit'"
    );
}

#[test]
fn an_officer_can_name_a_law() {
    let sandbox = office();
    let add = "law add BWBR0099999 --nl 'Wet van morgen' --en 'Act of Tomorrow'";
    assert_eq!(sandbox.run(add), recorded("BWBR0099999", "Act of Tomorrow"));
    sandbox.run("edit 1 --law 'BWBR0099999 art. 3'").ok();
    assert!(sandbox.run("report laws").ok().contains("Act of Tomorrow  3 "));
    assert_eq!(sandbox.run("law edit bwbr0099999 --en 'Act of Today'").notices(), "BWBR0099999 changed\n");
    assert!(sandbox.run("report laws").ok().contains("Act of Today  3 "));
}

#[test]
fn publications_and_their_figures_can_be_added() {
    let sandbox = office();
    assert_eq!(
        sandbox.run("publication add verslag-2018 --nl Jaarverslag --en 'Annual report' --since 1-1-2018 --until 2018-12-31 --url https://example.nl"),
        recorded("verslag-2018", "Annual report")
    );
    assert_eq!(
        json!(objects(&sandbox, "publication list")),
        json!([{
            "code": "verslag-2018", "nl": "Jaarverslag", "en": "Annual report", "since": "2018-01-01",
            "until": "2018-12-31", "url": "https://example.nl",
        }])
    );
    let figure = "figure add --publication verslag-2018 --measure collected --value 4";
    assert_eq!(sandbox.run(figure).ok(), "P-01\n");
    assert_eq!(sandbox.run("reconcile").code, 0);
    assert_eq!(
        changed_by(
            &sandbox,
            "P-01",
            "figure edit P-01 --value 5 --relation at-least --quote 'ten minste 5' --locator 'blz. 3'",
            "P-01 changed"
        ),
        json!({ "value": 5, "relation": "at-least", "quote": "ten minste 5", "locator": "blz. 3" })
    );
    assert_eq!(sandbox.run("reconcile").code, 1);
    assert_eq!(
        sandbox.run("publication edit verslag-2018 --until 2019-12-31 --clear url").notices(),
        "verslag-2018 changed\n"
    );
    for (arguments, code, message) in [
        (
            "figure add --publication verslag-2018 --measure onzin --value 4",
            2,
            "there is no measure 'onzin'; choose from: collected, open, solved-within-rules, solved-regional-approach, closed, \
             duplicates, rule-changes, ministries, factsheets, schemes, meetings, calls, emails, pacts",
        ),
        (
            "figure add --publication verslag-2018 --measure collected --value=-4",
            2,
            "'-4' is not a count; write a whole number of 0 or more",
        ),
        (
            "figure add --publication verslag-2018 --measure collected",
            2,
            "missing: --value; see: ruimte figure add --help",
        ),
        (
            "figure edit 1 --relation ongeveer",
            2,
            "'ongeveer' is not a valid value for --relation; choose from: exactly, more-than, at-least, less-than, at-most",
        ),
        ("publication edit verslag-2018 --until 2017-12-31", 65, "the last day of the period is before the first"),
        ("figure edit 9 --value 3", 66, "there is no P-09 in this register; see: ruimte figure list"),
    ] {
        assert_eq!(error_of(&sandbox, arguments, code), message);
    }
}
