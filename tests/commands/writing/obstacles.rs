//! Recording, editing and numbering obstacles.

use super::{Object, changed_by, error_of, objects, office, recorded, shown, today};
use crate::common::{CommandResult, Sandbox};
use serde_json::{Value, json};

#[test]
fn an_obstacle_is_recorded_with_every_given_attribute() {
    let sandbox = office();
    let log = "log 'Drie bussen, één rit' --question 'Mag het?' --analysis 'De wet zwijgt.' --answer Ja. --ministry ocw --involved vws --involved 'SZW, VWS' --region Rotterdam --initiative Leerhuis --care-domain GGZ --theme 'permanent leren' --nature own-rule --rule-change Verruimd --file-number 2018-0042 --handler Balie --received 12-5-2018 --due 2018-06-12 --answered 1/6/2018 --law 'bwbr0007625 artikel 7.2.8 lid 1' --law 'cao: Cao VVT; 32016R0679' --factsheet 2,f1 --scheme S-02 --scheme s-1 --precedent b3";
    assert_eq!(sandbox.run(log), recorded("B-006", "Drie bussen, één rit"));
    assert_eq!(
        Value::Object(shown(&sandbox, "B-006")),
        json!({
            "number": "B-006",
            "title": "Drie bussen, één rit",
            "question": "Mag het?",
            "analysis": "De wet zwijgt.",
            "answer": "Ja.",
            "ministry": "OCW",
            "involved": "SZW; VWS",
            "region": "12",
            "initiative": "Leerhuis",
            "care_domain": "ggz",
            "theme": "permanent-leren",
            "nature": "own-rule",
            "status": "collected",
            "resolution": null,
            "reason": null,
            "rule_change": "Verruimd",
            "duplicate_of": null,
            "file_number": "2018-0042",
            "handler": "Balie",
            "received": "2018-05-12",
            "due": "2018-06-12",
            "answered": "2018-06-01",
            "solved": null,
            "closed": null,
            "laws": "BWBR0007625 art. 7.2.8 lid 1; cao: Cao VVT; CELEX 32016R0679",
            "factsheets": "F-01; F-02",
            "schemes": "S-01; S-02",
            "precedents": "B-003",
            "provenance": "logged",
            "provenance_note": null,
            "accepted": null,
            "publishable": "no",
            "closed_as": null,
        })
    );
}

#[test]
fn an_obstacle_needs_a_title_and_a_ministry_and_is_received_today_by_default() {
    let sandbox = Sandbox::new();
    let before = today();
    assert_eq!(sandbox.run("log 'Een belemmering' --ministry OCW"), recorded("B-001", "Een belemmering"));
    let received = shown(&sandbox, "1")["received"].as_str().unwrap().to_owned();
    assert!(received == before || received == today(), "{received}");
    sandbox.run("log 'Nog een' --ministry OCW --received gisteren").ok();
    let yesterday = jiff::Zoned::now().date().yesterday().unwrap().to_string();
    assert_eq!(shown(&sandbox, "2")["received"], json!(yesterday));
}

#[test]
fn in_dutch_the_number_is_the_same_and_the_notice_is_dutch() {
    let sandbox = Sandbox::new();
    assert_eq!(
        sandbox.run_in_dutch("log 'Een belemmering' --ministry OCW"),
        CommandResult {
            code: 0,
            stdout: "B-001\n".into(),
            stderr: "B-001 vastgelegd: Een belemmering\n".into(),
            receipt: None
        }
    );
    assert_eq!(
        sandbox.run_in_dutch("classify 1 'binnen de regels' --because 'Mag al'").notices(),
        "B-001 is opgelost: binnen de regels\n"
    );
    assert_eq!(
        sandbox.run_in_dutch("reopen 1 --because 'Toch niet'").notices(),
        "B-001 is heropend en weer in analyse\n"
    );
}

#[test]
fn quiet_mode_prints_the_number_only() {
    let sandbox = Sandbox::new();
    assert_eq!(
        sandbox.run("log 'Een belemmering' --ministry OCW --quiet"),
        CommandResult { code: 0, stdout: "B-001\n".into(), stderr: String::new(), receipt: None }
    );
}

/// The attributes of an obstacle that can be edited. Each has its option, its name, a text to type, and the value that
/// the register then stores.
const EDITS: &[(&str, &str, &str, &str)] = &[
    ("title", "title", "Andere titel", "Andere titel"),
    ("question", "question", "Twee regels\nvraag", "Twee regels\nvraag"),
    ("analysis", "analysis", "Analyse", "Analyse"),
    ("answer", "answer", "Antwoord", "Antwoord"),
    ("ministry", "ministry", "vws", "VWS"),
    ("involved", "involved", "szw", "SZW"),
    ("region", "region", "Zeeland", "13"),
    ("initiative", "initiative", "Leerhuis", "Leerhuis"),
    ("care-domain", "care_domain", "ggz", "ggz"),
    ("theme", "theme", "permanent-leren", "permanent-leren"),
    ("nature", "nature", "UNCLEAR-RULE", "unclear-rule"),
    ("rule-change", "rule_change", "Verruimd", "Verruimd"),
    ("file-number", "file_number", "0042", "0042"),
    ("handler", "handler", "Balie", "Balie"),
    ("received", "received", "1-2-2018", "2018-02-01"),
    ("due", "due", "2018-03-01", "2018-03-01"),
    ("answered", "answered", "2018-03-02", "2018-03-02"),
    ("law", "laws", "BWBR0007625", "BWBR0007625"),
    ("factsheet", "factsheets", "f2", "F-02"),
    ("scheme", "schemes", "S-01", "S-01"),
];

#[test]
fn editing_an_attribute_changes_it_and_nothing_else() {
    let sandbox = office();
    for (option, attribute, typed, kept) in EDITS {
        let option = format!("--{option}");
        let change = changed_by(&sandbox, "B-001", &format!("edit B-001 {option} '{typed}'"), "B-001 changed");
        assert_eq!(change, json!({ *attribute: kept }), "{option}");
    }
    let others: Vec<Object> = objects(&office(), "list").into_iter().skip(1).collect();
    assert_eq!(objects(&sandbox, "list")[1..], others[..]);
}

#[test]
fn clearing_an_attribute_changes_nothing_else() {
    let sandbox = office();
    for (option, _, typed, _) in EDITS {
        sandbox.run(["edit", "1", &format!("--{option}"), typed]).ok();
    }
    for (option, attribute, ..) in EDITS {
        if ["title", "ministry"].contains(option) {
            let message = error_of(&sandbox, &format!("edit 1 --clear {option}"), 2);
            assert_eq!(message, format!("'{option}' cannot be empty"));
            continue;
        }
        let name = if option.len() % 2 == 0 { option } else { attribute };
        let change = changed_by(&sandbox, "B-001", &format!("edit 1 --clear {name}"), "B-001 changed");
        assert_eq!(change, json!({ *attribute: null }), "{name}");
    }
    assert_eq!(
        changed_by(&sandbox, "B-002", "edit 2 --clear analysis,involved --handler Balie", "B-002 changed"),
        json!({ "analysis": null, "involved": null, "handler": "Balie" })
    );
}

#[test]
fn several_attributes_are_edited_at_once_and_lists_are_replaced() {
    let sandbox = office();
    sandbox.run("edit 1 --factsheet F-01 --law 'BWBR0007625; cao: Cao VVT' --involved VWS,SZW").ok();
    assert_eq!(
        changed_by(
            &sandbox,
            "B-001",
            "edit b1 --title Nieuw --factsheet F-02 --law 'cao: Cao VVT' --involved SZW",
            "B-001 changed"
        ),
        json!({ "title": "Nieuw", "factsheets": "F-02", "laws": "cao: Cao VVT", "involved": "SZW" })
    );
}

#[test]
fn an_edit_without_effect_is_reported_and_leaves_the_file_unchanged() {
    let sandbox = office();
    let before = sandbox.register_bytes();
    for arguments in [
        "edit 2 --title 'In analyse' --ministry vws --involved OCW",
        "edit 1 --clear question",
        "analyse 2",
        "unlink 1 F-01",
    ] {
        let number = format!("B-00{}", arguments.split(' ').nth(1).unwrap());
        assert_eq!(
            sandbox.run(arguments).notices(),
            format!("{number} was already like that; nothing was changed\n"),
            "{arguments:?}"
        );
    }
    assert!(sandbox.register_bytes() == before);
}

#[test]
fn the_lead_ministry_is_never_among_those_involved() {
    let sandbox = Sandbox::new();
    sandbox.run("log Een --ministry OCW --involved OCW,VWS").ok();
    assert_eq!(shown(&sandbox, "1")["involved"], json!("VWS"));
    sandbox.run("log Twee --ministry OCW --involved ocw").ok();
    assert_eq!(shown(&sandbox, "2")["involved"], Value::Null);
    assert_eq!(
        changed_by(&sandbox, "1", "edit 1 --ministry VWS", "B-001 changed"),
        json!({ "ministry": "VWS", "involved": null })
    );
    assert_eq!(
        changed_by(&sandbox, "1", "edit 1 --involved SZW,VWS,OCW", "B-001 changed"),
        json!({ "involved": "OCW; SZW" })
    );
    assert_eq!(
        changed_by(&sandbox, "1", "edit 1 --ministry SZW --involved SZW", "B-001 changed"),
        json!({ "ministry": "SZW", "involved": null })
    );
    sandbox.write("in.csv", "title,ministry,involved\nDrie,OCW,SZW; OCW\n");
    sandbox.run("import obstacles in.csv").ok();
    assert_eq!(shown(&sandbox, "3")["involved"], json!("SZW"));
    sandbox.write("update.csv", "number,ministry\nB-003,SZW\n");
    sandbox.run("import obstacles update.csv --update").ok();
    assert_eq!(shown(&sandbox, "3")["involved"], Value::Null);
}

#[test]
fn a_number_can_be_written_in_several_ways() {
    let sandbox = office();
    for (at, number) in ["1", "01", "001", "b1", "B1", "b-1", "B-001", "B-1", " B-001 "].iter().enumerate() {
        let title = format!("Titel {at}");
        assert_eq!(
            changed_by(&sandbox, "B-001", &format!("edit '{number}' --title '{title}'"), "B-001 changed"),
            json!({ "title": title }),
            "{number}"
        );
    }
    for number in ["F-01", "B--1", "B", "", "0", "B-000", "1.5", "één", "-1", "99999999999999999999"] {
        assert_eq!(
            error_of(&sandbox, &format!("edit --title X -- '{number}'"), 2),
            format!("'{number}' is not a number; write for instance B-012"),
            "{number}"
        );
    }
    sandbox.write("more.csv", format!("title,ministry\n{}", "Vul,OCW\n".repeat(995)));
    sandbox.run("import obstacles more.csv").ok();
    assert_eq!(sandbox.run("log 'Duizend en een' --ministry OCW").ok(), "B-1001\n");
    assert_eq!(shown(&sandbox, "b1001")["title"], json!("Duizend en een"));
}

#[test]
fn a_number_is_never_reused() {
    let sandbox = office();
    for (kind, add, next) in [
        ("log 'Nog een' --ministry OCW", "B-006", "B-007"),
        ("factsheet add 'Nog een'", "F-04", "F-05"),
        ("scheme add 'Nog een'", "S-04", "S-05"),
        ("contact call 1", "C-003", "C-004"),
    ] {
        assert_eq!(sandbox.run(kind).ok(), format!("{add}\n"));
        sandbox.run(format!("void {add} --because Vergissing")).ok();
        assert_eq!(sandbox.run(format!("{kind} --dry-run")).ok(), format!("{next}\n"));
        assert_eq!(sandbox.run(kind).ok(), format!("{next}\n"));
    }
}
