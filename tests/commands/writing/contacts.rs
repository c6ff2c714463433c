//! Recording and editing contacts, factsheets and schemes.

use super::{changed_by, error_of, office, recorded, shown, today};
use serde_json::{Value, json};

#[test]
fn a_contact_is_recorded_about_one_or_more_obstacles() {
    let sandbox = office();
    assert_eq!(
        sandbox.run("contact call B-002 1 --with 'OCW, directie mbo' --ministry ocw --on 14-5-2018 --note 'Mag, mits ondertekend'"),
        recorded("C-003", "B-001, B-002")
    );
    assert_eq!(
        Value::Object(shown(&sandbox, "C-003")),
        json!({
            "number": "C-003",
            "kind": "call",
            "date": "2018-05-14",
            "ministry": "OCW",
            "party": "OCW, directie mbo",
            "note": "Mag, mits ondertekend",
            "obstacles": "B-001; B-002",
            "provenance": "logged",
        })
    );
    for (at, kind) in ["email", "meeting"].iter().enumerate() {
        let before = today();
        let number = format!("C-00{}", at + 4);
        assert_eq!(sandbox.run(format!("contact {kind} 3")).ok(), format!("{number}\n"));
        let contact = shown(&sandbox, &number);
        assert_eq!((&contact["kind"], &contact["obstacles"]), (&json!(kind), &json!("B-003")));
        assert!(contact["date"] == json!(before) || contact["date"] == json!(today()));
    }
    assert_eq!(sandbox.run("contact call 1 1 B-001 b1,2").ok(), "C-006\n");
    assert_eq!(shown(&sandbox, "C-006")["obstacles"], json!("B-001; B-002"));
}

#[test]
fn a_contact_is_edited() {
    let sandbox = office();
    for (option, attribute, typed, kept) in [
        ("--kind", "kind", "overleg", json!("meeting")),
        ("--on", "date", "2018-02-01", json!("2018-02-01")),
        ("--ministry", "ministry", "vws", json!("VWS")),
        ("--with", "party", "GGD", json!("GGD")),
        ("--note", "note", "Nader bericht volgt", json!("Nader bericht volgt")),
        ("--about", "obstacles", "3,B-001", json!("B-001; B-003")),
    ] {
        assert_eq!(
            changed_by(&sandbox, "C-001", &format!("contact edit c1 {option} '{typed}'"), "C-001 changed"),
            json!({ attribute: kept }),
            "{option}"
        );
    }
    assert_eq!(
        changed_by(&sandbox, "C-001", "contact edit 1 --clear note,with,ministry", "C-001 changed"),
        json!({ "note": null, "party": null, "ministry": null })
    );
    for name in ["kind", "on", "about"] {
        assert_eq!(
            error_of(&sandbox, &format!("contact edit 1 --clear {name}"), 2),
            format!("'{name}' cannot be empty")
        );
    }
    for (about, code, message) in [
        ("66", 66, "there is no B-066 in this register; see: ruimte list"),
        ("5", 65, "B-005 was voided; see why with: ruimte show B-005"),
    ] {
        assert_eq!(error_of(&sandbox, &format!("contact edit 1 --about {about}"), code), message);
        assert_eq!(error_of(&sandbox, &format!("contact call 1 {about}"), code), message);
    }
}

#[test]
fn factsheets_and_schemes_are_added_and_edited() {
    let sandbox = office();
    assert_eq!(
        sandbox.run("factsheet add Nieuw --summary Kort. --body '# Vraag\n\nTekst.' --url https://example.nl/f --published 1-6-2018"),
        recorded("F-04", "Nieuw")
    );
    assert_eq!(
        Value::Object(shown(&sandbox, "F-04")),
        json!({
            "number": "F-04", "title": "Nieuw", "summary": "Kort.", "body": "# Vraag\n\nTekst.",
            "url": "https://example.nl/f", "published": "2018-06-01", "provenance": "logged", "provenance_note": null,
            "accepted": null,
        })
    );
    for (option, attribute, typed) in [
        ("--title", "title", "Ander"),
        ("--summary", "summary", "Korter."),
        ("--body", "body", "Anders"),
        ("--url", "url", "https://example.nl/g"),
        ("--published", "published", "2018-07-01"),
    ] {
        let edit = &format!("factsheet edit f4 {option} '{typed}'");
        assert_eq!(changed_by(&sandbox, "F-04", edit, "F-04 changed"), json!({ attribute: typed }));
    }
    let clear = "factsheet edit 4 --clear summary,body,url,published";
    assert_eq!(
        changed_by(&sandbox, "F-04", clear, "F-04 changed"),
        json!({ "summary": null, "body": null, "url": null, "published": null })
    );

    assert_eq!(sandbox.run("scheme add Nieuw --law BWBR0034144 --url https://example.nl/s"), recorded("S-04", "Nieuw"));
    assert_eq!(
        Value::Object(shown(&sandbox, "S-04")),
        json!({
            "number": "S-04", "title": "Nieuw", "law": "BWBR0034144", "url": "https://example.nl/s",
            "provenance": "logged", "provenance_note": null, "accepted": null,
        })
    );
    let edit = "scheme edit S-04 --title Ander --clear law,url";
    assert_eq!(
        changed_by(&sandbox, "S-04", edit, "S-04 changed"),
        json!({ "title": "Ander", "law": null, "url": null })
    );
    for kind in ["factsheet", "scheme"] {
        assert_eq!(error_of(&sandbox, &format!("{kind} edit 1 --clear title"), 2), "'title' cannot be empty");
        assert_eq!(
            error_of(&sandbox, &format!("{kind} add"), 2),
            format!("missing: TITLE; see: ruimte {kind} add --help")
        );
    }
}
