//! What an officer adds to: vocabularies, the names of laws, publications and their figures.

use super::{Object, changed_by, objects, office, recorded, refused, shown};
use crate::common::Desk;
use serde_json::{Value, json};

/// The vocabularies, with the option of `log` that takes their codes.
const VOCABULARIES: &[(&str, &str, &str)] = &[
    ("ministry", "--involved", "involved"),
    ("region", "--region", "region"),
    ("care-domain", "--care-domain", "care_domain"),
    ("theme", "--theme", "theme"),
    ("nature", "--nature", "nature"),
];

#[test]
fn an_officer_adds_to_a_vocabulary_and_uses_what_was_added() {
    let desk = office();
    for (kind, option, attribute) in VOCABULARIES {
        let rows = |desk: &Desk| objects(desk, &[kind, "list"]);
        let before = rows(&desk);
        let add =
            [kind, "add", "nieuw", "--nl", "Nieuw", "--en", "New", "--identifier", "https://example.nl/id"];
        assert_eq!(
            refused(&desk, &["edit", "1", option, "nieuw"], 2).split(';').next_back().unwrap(),
            format!(" or add one with: ruimte {kind} add CODE --nl NAME --en NAME")
        );
        assert_eq!(desk.run(add), recorded("nieuw", "New"), "{kind}");
        let added: Vec<Object> = rows(&desk).into_iter().filter(|row| !before.contains(row)).collect();
        assert_eq!(
            json!(added),
            json!([{ "code": "nieuw", "nl": "Nieuw", "en": "New", "identifier": "https://example.nl/id" }])
        );
        assert_eq!(rows(&desk).len(), before.len() + 1);
        for typed in ["NIEUW", "new"] {
            desk.run(["edit", "1", option, typed]).ok();
            assert_eq!(shown(&desk, "1")[*attribute], json!("nieuw"), "{kind}");
        }
        assert_eq!(refused(&desk, &add, 65), "nieuw is there already; change it with 'edit'");
        assert_eq!(
            desk.run([kind, "edit", "nieuw", "--nl", "Anders", "--clear", "identifier"]).remarks(),
            "nieuw changed\n"
        );
        let edited = rows(&desk).into_iter().find(|row| row["code"] == json!("nieuw")).unwrap();
        assert_eq!(
            Value::Object(edited),
            json!({ "code": "nieuw", "nl": "Anders", "en": "New", "identifier": null })
        );
        assert_eq!(refused(&desk, &[kind, "edit", "nieuw", "--clear", "nl"], 2), "'nl' cannot be empty");
        assert_eq!(
            refused(&desk, &[kind, "add", "ander", "--nl", "Ander"], 2),
            format!("missing: --en; see: ruimte {kind} add --help")
        );
        assert_eq!(
            refused(&desk, &[kind, "add", "--nl", "Ander", "--en", "Other"], 2),
            format!("missing: CODE; see: ruimte {kind} add --help")
        );
    }
}

#[test]
fn a_code_that_differs_only_in_case_is_no_new_code() {
    let desk = office();
    assert_eq!(
        refused(&desk, &["ministry", "add", "ocw", "--nl", "Onderwijs", "--en", "Education"], 65),
        "OCW is there already; change it with 'edit'"
    );
}

#[test]
fn laws_are_named_by_an_officer() {
    let desk = office();
    let add = ["law", "add", "BWBR0099999", "--nl", "Wet van morgen", "--en", "Act of Tomorrow"];
    assert_eq!(desk.run(add), recorded("BWBR0099999", "Act of Tomorrow"));
    desk.run(["edit", "1", "--law", "BWBR0099999 art. 3"]).ok();
    assert!(desk.run(["report", "laws"]).ok().contains("Act of Tomorrow  3 "));
    assert_eq!(
        desk.run(["law", "edit", "bwbr0099999", "--en", "Act of Today"]).remarks(),
        "BWBR0099999 changed\n"
    );
    assert!(desk.run(["report", "laws"]).ok().contains("Act of Today  3 "));
}

#[test]
fn publications_and_their_figures_are_data() {
    let desk = office();
    assert_eq!(
        desk.run([
            "publication",
            "add",
            "verslag-2018",
            "--nl",
            "Jaarverslag",
            "--en",
            "Annual report",
            "--since",
            "1-1-2018",
            "--until",
            "2018-12-31",
            "--url",
            "https://example.nl",
        ]),
        recorded("verslag-2018", "Annual report")
    );
    assert_eq!(
        json!(objects(&desk, &["publication", "list"])),
        json!([{
            "code": "verslag-2018", "nl": "Jaarverslag", "en": "Annual report", "since": "2018-01-01",
            "until": "2018-12-31", "url": "https://example.nl",
        }])
    );
    let figure = ["figure", "add", "--publication", "verslag-2018", "--measure", "collected", "--value", "4"];
    assert_eq!(desk.run(figure).ok(), "P-01\n");
    assert_eq!(desk.run(["reconcile"]).code, 0);
    assert_eq!(
        changed_by(
            &desk,
            "P-01",
            &[
                "figure",
                "edit",
                "P-01",
                "--value",
                "5",
                "--relation",
                "at-least",
                "--quote",
                "ten minste 5",
                "--locator",
                "blz. 3"
            ],
            "P-01 changed"
        ),
        json!({ "value": 5, "relation": "at-least", "quote": "ten minste 5", "locator": "blz. 3" })
    );
    assert_eq!(desk.run(["reconcile"]).code, 1);
    assert_eq!(
        desk.run(["publication", "edit", "verslag-2018", "--until", "2019-12-31", "--clear", "url"])
            .remarks(),
        "verslag-2018 changed\n"
    );
    for (arguments, code, message) in [
        (
            &["figure", "add", "--publication", "verslag-2018", "--measure", "onzin", "--value", "4"][..],
            2,
            "there is no measure 'onzin'; choose from: collected, open, solved-within-rules, solved-regional-approach, closed, \
             duplicates, rule-changes, ministries, factsheets, schemes, meetings, calls, emails, pacts",
        ),
        (
            &["figure", "add", "--publication", "verslag-2018", "--measure", "collected", "--value=-4"],
            2,
            "'-4' is not a count; write a whole number of 0 or more",
        ),
        (
            &["figure", "add", "--publication", "verslag-2018", "--measure", "collected"],
            2,
            "missing: --value; see: ruimte figure add --help",
        ),
        (
            &["figure", "edit", "1", "--relation", "ongeveer"],
            2,
            "'ongeveer' is not possible for --relation; choose from: exactly, more-than, at-least, less-than, at-most",
        ),
        (
            &["publication", "edit", "verslag-2018", "--until", "2017-12-31"],
            65,
            "the last day of the period lies before the first",
        ),
        (
            &["figure", "edit", "9", "--value", "3"],
            66,
            "there is no P-09 in this register; see: ruimte figure list",
        ),
    ] {
        assert_eq!(refused(&desk, arguments, code), message);
    }
}
