//! Writing: what each command changes, what it prints, and what it refuses.

use crate::desk::{Desk, Done, done};
use rusqlite::Connection;
use serde_json::{Map, Value, json};
use std::fs;

// ---------------------------------------------------------------------------------------------------
// Looking
// ---------------------------------------------------------------------------------------------------

type Object = Map<String, Value>;

#[track_caller]
fn objects(desk: &Desk, arguments: &[&str]) -> Vec<Object> {
    let text = desk.run([arguments, &["--format", "json"]].concat()).ok();
    serde_json::from_str(&text).unwrap()
}

/// A record as `show` gives it.
#[track_caller]
fn shown(desk: &Desk, number: &str) -> Object {
    let mut objects = objects(desk, &["show", number]);
    assert_eq!(objects.len(), 1);
    objects.remove(0)
}

/// What differs between two states of a record: attribute and what it is now.
fn changes(before: &Object, after: &Object) -> Value {
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    after
        .iter()
        .filter(|(name, value)| before[*name] != **value)
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// Runs a command and gives what it changed of a record.
#[track_caller]
fn changed_by(desk: &Desk, number: &str, arguments: &[&str], remark: &str) -> Value {
    let before = shown(desk, number);
    let done = desk.run(arguments);
    assert_eq!(done, Done { code: 0, stdout: String::new(), stderr: format!("{remark}\n") });
    changes(&before, &shown(desk, number))
}

/// Runs a command that has to be refused, and gives why: the register stays as it is, byte for byte.
#[track_caller]
fn refused(desk: &Desk, arguments: &[&str], code: i32) -> String {
    let before = desk.register();
    let message = desk.run(arguments).fails(code);
    assert!(desk.register() == before, "the register changed: {arguments:?}");
    assert_eq!(message.lines().count(), 1, "{message}");
    message.strip_prefix("ruimte: ").unwrap().trim_end().to_owned()
}

fn today() -> String {
    jiff::Zoned::now().date().to_string()
}

fn recorded(number: &str, title: &str) -> Done {
    Done { code: 0, stdout: format!("{number}\n"), stderr: format!("{number} recorded: {title}\n") }
}

/// A register with an obstacle in each state, two factsheets and two schemes, and void ones beside them:
/// B-001 collected, B-002 in analysis, B-003 solved, B-004 closed, B-005 void; F-03, S-03 and C-002 void.
fn office() -> Desk {
    let desk = Desk::new();
    for command in [
        &["factsheet", "add", "Stagecontracten", "--published", "2018-06-01"][..],
        &["factsheet", "add", "Arbeidstijden"],
        &["factsheet", "add", "Vergissing"],
        &["scheme", "add", "Stagefonds", "--law", "BWBR0030326"],
        &["scheme", "add", "Praktijkleren"],
        &["scheme", "add", "Vergissing"],
        &["log", "Opgehaald", "--ministry", "OCW", "--received", "2018-01-10"],
        &["log", "In analyse", "--ministry", "VWS", "--involved", "OCW", "--received", "2018-01-11"],
        &["log", "Opgelost", "--ministry", "SZW", "--received", "2018-01-12"],
        &["log", "Afgesloten", "--ministry", "OCW", "--received", "2018-01-13"],
        &["log", "Vervallen", "--ministry", "OCW", "--received", "2018-01-14"],
        &["analyse", "2", "--analysis", "De wet zwijgt."],
        &["classify", "3", "within-rules", "--because", "Mag al", "--answer", "Ja.", "--on", "2018-02-01"],
        &["close", "4", "--as", "withdrawn", "--because", "Niet meer nodig", "--on", "2018-02-02"],
        &["contact", "call", "1", "2", "--on", "2018-01-15", "--ministry", "OCW"],
        &["contact", "email", "1", "--on", "2018-01-16"],
        &["void", "5", "--because", "Dubbel ingevoerd"],
        &["void", "F-03", "--because", "Dubbel ingevoerd"],
        &["void", "S-03", "--because", "Dubbel ingevoerd"],
        &["void", "C-002", "--because", "Dubbel ingevoerd"],
    ] {
        desk.run(command).ok();
    }
    desk
}

// ---------------------------------------------------------------------------------------------------
// Recording and editing obstacles
// ---------------------------------------------------------------------------------------------------

#[test]
fn an_obstacle_is_recorded_with_everything_that_was_given() {
    let desk = office();
    let log = [
        "log",
        "Drie stages, één contract",
        "--question",
        "Mag het?",
        "--analysis",
        "De wet zwijgt.",
        "--answer",
        "Ja.",
        "--ministry",
        "ocw",
        "--involved",
        "vws",
        "--involved",
        "SZW, VWS",
        "--region",
        "Rotterdam",
        "--initiative",
        "Leerhuis",
        "--care-domain",
        "GGZ",
        "--theme",
        "permanent leren",
        "--nature",
        "own-rule",
        "--rule-change",
        "Verruimd",
        "--file-number",
        "2018-0042",
        "--handler",
        "Balie",
        "--received",
        "12-5-2018",
        "--due",
        "2018-06-12",
        "--answered",
        "1/6/2018",
        "--law",
        "bwbr0007625 artikel 7.2.8 lid 1",
        "--law",
        "cao: Cao VVT; 32016R0679",
        "--factsheet",
        "2,f1",
        "--scheme",
        "S-02",
        "--scheme",
        "s-1",
    ];
    assert_eq!(desk.run(log), recorded("B-006", "Drie stages, één contract"));
    assert_eq!(
        Value::Object(shown(&desk, "B-006")),
        json!({
            "number": "B-006",
            "title": "Drie stages, één contract",
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
            "provenance": "logged",
            "provenance_note": null,
            "closed_as": null,
        })
    );
}

#[test]
fn an_obstacle_needs_a_title_and_a_ministry_and_came_in_today_unless_it_is_said() {
    let desk = Desk::new();
    let before = today();
    assert_eq!(
        desk.run(["log", "Een belemmering", "--ministry", "OCW"]),
        recorded("B-001", "Een belemmering")
    );
    let received = shown(&desk, "1")["received"].as_str().unwrap().to_owned();
    assert!(received == before || received == today(), "{received}");
    desk.run(["log", "Nog een", "--ministry", "OCW", "--received", "gisteren"]).ok();
    let yesterday = jiff::Zoned::now().date().yesterday().unwrap().to_string();
    assert_eq!(shown(&desk, "2")["received"], json!(yesterday));
}

#[test]
fn in_dutch_the_number_is_the_same_and_the_remark_is_dutch() {
    let desk = Desk::new();
    assert_eq!(
        desk.in_dutch(["log", "Een belemmering", "--ministry", "OCW"]),
        Done { code: 0, stdout: "B-001\n".into(), stderr: "B-001 vastgelegd: Een belemmering\n".into() }
    );
    assert_eq!(
        desk.in_dutch(["classify", "1", "binnen de regels", "--because", "Mag al"]).remarks(),
        "B-001 is opgelost: binnen de regels\n"
    );
    assert_eq!(
        desk.in_dutch(["reopen", "1", "--because", "Toch niet"]).remarks(),
        "B-001 is heropend en weer in analyse\n"
    );
}

#[test]
fn quiet_leaves_the_remark_out_and_the_number_in() {
    let desk = Desk::new();
    assert_eq!(
        desk.run(["log", "Een belemmering", "--ministry", "OCW", "--quiet"]),
        Done { code: 0, stdout: "B-001\n".into(), stderr: String::new() }
    );
}

/// Each attribute of an obstacle that can be edited, with what to type and what is recorded.
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
    let desk = office();
    for (option, attribute, typed, kept) in EDITS {
        let option = format!("--{option}");
        let change = changed_by(&desk, "B-001", &["edit", "B-001", &option, typed], "B-001 changed");
        assert_eq!(change, json!({ *attribute: kept }), "{option}");
    }
    let others: Vec<Object> = objects(&office(), &["list"]).into_iter().skip(1).collect();
    assert_eq!(objects(&desk, &["list"])[1..], others[..]);
}

#[test]
fn clearing_an_attribute_empties_it_and_nothing_else() {
    let desk = office();
    for (option, _, typed, _) in EDITS {
        desk.run(["edit", "1", &format!("--{option}"), typed]).ok();
    }
    for (option, attribute, ..) in EDITS {
        if ["title", "ministry"].contains(option) {
            let message = refused(&desk, &["edit", "1", "--clear", option], 2);
            assert_eq!(message, format!("'{option}' cannot be empty"));
            continue;
        }
        let name = if option.len() % 2 == 0 { option } else { attribute };
        let change = changed_by(&desk, "B-001", &["edit", "1", "--clear", name], "B-001 changed");
        assert_eq!(change, json!({ *attribute: null }), "{name}");
    }
    assert_eq!(
        changed_by(
            &desk,
            "B-002",
            &["edit", "2", "--clear", "analysis,involved", "--handler", "Balie"],
            "B-002 changed"
        ),
        json!({ "analysis": null, "involved": null, "handler": "Balie" })
    );
}

#[test]
fn several_attributes_are_edited_at_once_and_lists_are_replaced() {
    let desk = office();
    desk.run([
        "edit",
        "1",
        "--factsheet",
        "F-01",
        "--law",
        "BWBR0007625; cao: Cao VVT",
        "--involved",
        "VWS,SZW",
    ])
    .ok();
    assert_eq!(
        changed_by(
            &desk,
            "B-001",
            &[
                "edit",
                "b1",
                "--title",
                "Nieuw",
                "--factsheet",
                "F-02",
                "--law",
                "cao: Cao VVT",
                "--involved",
                "SZW"
            ],
            "B-001 changed"
        ),
        json!({ "title": "Nieuw", "factsheets": "F-02", "laws": "cao: Cao VVT", "involved": "SZW" })
    );
}

#[test]
fn an_edit_that_changes_nothing_says_so_and_leaves_every_byte() {
    let desk = office();
    let before = desk.register();
    for arguments in [
        &["edit", "2", "--title", "In analyse", "--ministry", "vws", "--involved", "OCW"][..],
        &["edit", "1", "--clear", "question"],
        &["analyse", "2"],
        &["unlink", "1", "F-01"],
    ] {
        let number = format!("B-00{}", arguments[1]);
        assert_eq!(
            desk.run(arguments).remarks(),
            format!("{number} was so already; nothing was changed\n"),
            "{arguments:?}"
        );
    }
    assert!(desk.register() == before);
}

#[test]
fn the_lead_ministry_is_never_among_those_involved() {
    let desk = Desk::new();
    desk.run(["log", "Een", "--ministry", "OCW", "--involved", "OCW,VWS"]).ok();
    assert_eq!(shown(&desk, "1")["involved"], json!("VWS"));
    desk.run(["log", "Twee", "--ministry", "OCW", "--involved", "ocw"]).ok();
    assert_eq!(shown(&desk, "2")["involved"], Value::Null);
    assert_eq!(
        changed_by(&desk, "1", &["edit", "1", "--ministry", "VWS"], "B-001 changed"),
        json!({ "ministry": "VWS", "involved": null })
    );
    assert_eq!(
        changed_by(&desk, "1", &["edit", "1", "--involved", "SZW,VWS,OCW"], "B-001 changed"),
        json!({ "involved": "OCW; SZW" })
    );
    assert_eq!(
        changed_by(&desk, "1", &["edit", "1", "--ministry", "SZW", "--involved", "SZW"], "B-001 changed"),
        json!({ "ministry": "SZW", "involved": null })
    );
    desk.file("in.csv", "title,ministry,involved\nDrie,OCW,SZW; OCW\n");
    desk.run(["import", "obstacles", "in.csv"]).ok();
    assert_eq!(shown(&desk, "3")["involved"], json!("SZW"));
    desk.file("update.csv", "number,ministry\nB-003,SZW\n");
    desk.run(["import", "obstacles", "update.csv", "--update"]).ok();
    assert_eq!(shown(&desk, "3")["involved"], Value::Null);
}

#[test]
fn a_number_can_be_written_in_many_ways() {
    let desk = office();
    for (at, number) in ["1", "01", "001", "b1", "B1", "b-1", "B-001", "B-1", " B-001 "].iter().enumerate() {
        let title = format!("Titel {at}");
        assert_eq!(
            changed_by(&desk, "B-001", &["edit", number, "--title", &title], "B-001 changed"),
            json!({ "title": title }),
            "{number}"
        );
    }
    for number in ["F-01", "B--1", "B", "", "0", "B-000", "1.5", "één", "-1", "99999999999999999999"] {
        assert_eq!(
            refused(&desk, &["edit", "--title", "X", "--", number], 2),
            format!("'{number}' is not a number; write for instance B-012"),
            "{number}"
        );
    }
    desk.file("more.csv", format!("title,ministry\n{}", "Vul,OCW\n".repeat(995)));
    desk.run(["import", "obstacles", "more.csv"]).ok();
    assert_eq!(desk.run(["log", "Duizend en een", "--ministry", "OCW"]).ok(), "B-1001\n");
    assert_eq!(shown(&desk, "b1001")["title"], json!("Duizend en een"));
}

#[test]
fn a_number_is_never_given_out_again() {
    let desk = office();
    for (kind, add, next) in [
        (&["log", "Nog een", "--ministry", "OCW"][..], "B-006", "B-007"),
        (&["factsheet", "add", "Nog een"], "F-04", "F-05"),
        (&["scheme", "add", "Nog een"], "S-04", "S-05"),
        (&["contact", "call", "1"], "C-003", "C-004"),
    ] {
        assert_eq!(desk.run(kind).ok(), format!("{add}\n"));
        desk.run(["void", add, "--because", "Vergissing"]).ok();
        assert_eq!(desk.run([kind, &["--dry-run"]].concat()).ok(), format!("{next}\n"));
        assert_eq!(desk.run(kind).ok(), format!("{next}\n"));
    }
}

// ---------------------------------------------------------------------------------------------------
// The steps of the work
// ---------------------------------------------------------------------------------------------------

#[test]
fn analysing_takes_an_obstacle_into_analysis() {
    let desk = office();
    assert_eq!(
        changed_by(&desk, "1", &["analyse", "1", "--analysis", "De wet zwijgt."], "B-001 is in analysis"),
        json!({ "status": "in-analysis", "analysis": "De wet zwijgt." })
    );
    assert_eq!(
        changed_by(&desk, "2", &["analyse", "2", "--analysis", "De wet spreekt."], "B-002 is in analysis"),
        json!({ "analysis": "De wet spreekt." })
    );
}

#[test]
fn classifying_solves_an_obstacle_and_says_why_and_with_what() {
    let desk = office();
    assert_eq!(
        changed_by(
            &desk,
            "2",
            &[
                "classify",
                "2",
                "regional-approach",
                "--because",
                "Zo kan het ook",
                "--answer",
                "Doe het samen.",
                "--on",
                "2018-03-01",
                "--factsheet",
                "F-01,F-02",
                "--scheme",
                "S-01",
                "--rule-change",
                "Verruimd",
            ],
            "B-002 is solved: regional approach"
        ),
        json!({
            "status": "solved",
            "resolution": "regional-approach",
            "reason": "Zo kan het ook",
            "answer": "Doe het samen.",
            "answered": "2018-03-01",
            "solved": "2018-03-01",
            "factsheets": "F-01; F-02",
            "schemes": "S-01",
            "rule_change": "Verruimd",
        })
    );
    // Straight from the call; the day is today where nobody says, and an answer given before keeps its day.
    desk.run(["edit", "1", "--answered", "2018-01-20", "--factsheet", "F-02"]).ok();
    let before = today();
    let change = changed_by(
        &desk,
        "1",
        &["classify", "1", "Within the rules", "--because", "Mag al", "--factsheet", "F-01"],
        "B-001 is solved: within the rules",
    );
    let solved = if change["solved"] == json!(before) { before } else { today() };
    assert_eq!(
        change,
        json!({
            "status": "solved",
            "resolution": "within-rules",
            "reason": "Mag al",
            "solved": solved,
            "factsheets": "F-01; F-02",
        })
    );
}

#[test]
fn what_was_solved_can_be_classified_otherwise_and_keeps_its_day() {
    let desk = office();
    assert_eq!(
        changed_by(
            &desk,
            "3",
            &["classify", "3", "regional-approach", "--because", "Bij nader inzien"],
            "B-003 is solved: regional approach"
        ),
        json!({ "resolution": "regional-approach", "reason": "Bij nader inzien" })
    );
}

#[test]
fn classifying_does_not_stumble_over_a_link_to_what_was_voided_later() {
    let desk = office();
    desk.run(["link", "1", "F-02", "S-02"]).ok();
    desk.run(["void", "F-02", "--because", "Achterhaald"]).ok();
    desk.run(["void", "S-02", "--because", "Achterhaald"]).ok();
    let classify =
        ["classify", "1", "within-rules", "--because", "Mag al", "--factsheet", "F-01", "--scheme", "S-01"];
    assert_eq!(desk.run(classify).remarks(), "B-001 is solved: within the rules\n");
    let after = shown(&desk, "1");
    assert_eq!((&after["factsheets"], &after["schemes"]), (&json!("F-01"), &json!("S-01")));
}

#[test]
fn closing_ends_an_obstacle_without_a_solution() {
    let desk = office();
    assert_eq!(
        changed_by(
            &desk,
            "1",
            &["close", "1", "--as", "referred", "--because", "Hoort bij de gemeente", "--on", "2018-03-01"],
            "B-001 is closed: referred"
        ),
        json!({ "status": "closed", "closed_as": "referred", "reason": "Hoort bij de gemeente", "closed": "2018-03-01" })
    );
    assert_eq!(
        changed_by(
            &desk,
            "2",
            &[
                "close",
                "2",
                "--as",
                "duplicate",
                "--of",
                "b3",
                "--because",
                "Zelfde vraag",
                "--on",
                "2018-03-02"
            ],
            "B-002 is closed: duplicate"
        ),
        json!({
            "status": "closed",
            "closed_as": "duplicate",
            "duplicate_of": "B-003",
            "reason": "Zelfde vraag",
            "closed": "2018-03-02",
        })
    );
    let before = today();
    desk.run(["log", "Zonder dag", "--ministry", "OCW"]).ok();
    let change = changed_by(
        &desk,
        "6",
        &["close", "6", "--as", "Ingetrokken", "--because", "Hoeft niet"],
        "B-006 is closed: withdrawn",
    );
    assert!(change["closed"] == json!(before) || change["closed"] == json!(today()));
}

#[test]
fn reopening_takes_back_how_and_when_it_ended_and_keeps_what_was_found() {
    let desk = office();
    assert_eq!(
        changed_by(
            &desk,
            "3",
            &["reopen", "3", "--because", "Nieuwe feiten"],
            "B-003 is reopened and in analysis again"
        ),
        json!({ "status": "in-analysis", "resolution": null, "solved": null, "reason": "Nieuwe feiten" })
    );
    desk.run(["close", "2", "--as", "duplicate", "--of", "1", "--because", "Zelfde", "--on", "2018-03-01"])
        .ok();
    assert_eq!(
        changed_by(
            &desk,
            "2",
            &["reopen", "2", "--because", "Toch anders"],
            "B-002 is reopened and in analysis again"
        ),
        json!({
            "status": "in-analysis", "closed_as": null, "duplicate_of": null, "closed": null, "reason": "Toch anders",
        })
    );
    assert_eq!(
        desk.run(["classify", "3", "regional-approach", "--because", "Samen", "--on", "2018-04-01"])
            .remarks(),
        "B-003 is solved: regional approach\n"
    );
}

#[test]
fn what_is_voided_is_kept_and_leaves_the_lists() {
    let desk = office();
    for (number, list) in [
        ("B-001", &["list"][..]),
        ("F-01", &["factsheet", "list"]),
        ("S-01", &["scheme", "list"]),
        ("C-001", &["contact", "list"]),
        ("P-01", &["figure", "list"]),
    ] {
        if number == "P-01" {
            desk.run([
                "publication",
                "add",
                "verslag",
                "--nl",
                "Verslag",
                "--en",
                "Report",
                "--since",
                "2018-01-01",
                "--until",
                "2018-12-31",
            ])
            .ok();
            desk.run(["figure", "add", "--publication", "verslag", "--measure", "collected", "--value", "4"])
                .ok();
        }
        let before: Vec<Object> =
            objects(&desk, list).into_iter().filter(|row| row["number"] != json!(number)).collect();
        let record = shown(&desk, number);
        let void = desk.run(["void", number, "--because", "Dubbel ingevoerd"]);
        let remark = format!("{number} is void and counts nowhere\n");
        assert_eq!(void, Done { code: 0, stdout: String::new(), stderr: remark });
        assert_eq!(objects(&desk, list), before, "{number}");
        let kept = objects(&desk, &["show", number]);
        assert_eq!(changes(&record, &kept[0]), json!({}), "{number}");
        assert_eq!(
            refused(&desk, &["void", number, "--because", "Nog eens"], 65),
            format!("{number} was voided; see why with: ruimte show {number}")
        );
    }
}

#[test]
fn links_are_made_and_taken_away_one_by_one() {
    let desk = office();
    let link = |arguments: &[&str], remark: &str| changed_by(&desk, "B-001", arguments, remark);
    assert_eq!(
        link(&["link", "1", "F-02", "s1", "f-1"], "B-001 is linked to F-02, S-01, F-01"),
        json!({ "factsheets": "F-01; F-02", "schemes": "S-01" })
    );
    assert_eq!(
        link(&["link", "B-001", "S-02,F-01"], "B-001 is linked to S-02, F-01"),
        json!({ "schemes": "S-01; S-02" })
    );
    assert_eq!(link(&["link", "B-001", "S-02"], "B-001 was so already; nothing was changed"), json!({}));
    assert_eq!(
        link(&["unlink", "1", "F-02", "S-01"], "B-001 is no longer linked to F-02, S-01"),
        json!({ "factsheets": "F-01", "schemes": "S-02" })
    );
    assert_eq!(
        link(&["unlink", "1", "F-01; S-02"], "B-001 is no longer linked to F-01, S-02"),
        json!({ "factsheets": null, "schemes": null })
    );
    for (to, code, message) in [
        ("1", 2, "1 can be a factsheet or a scheme; write F-1 or S-1"),
        ("B-002", 2, "B-002 is not a factsheet (F) or scheme (S); write for instance F-03 or S-07"),
        ("onzin", 2, "onzin is not a factsheet (F) or scheme (S); write for instance F-03 or S-07"),
        ("F-09", 66, "there is no F-09 in this register; see: ruimte factsheet list"),
        ("S-09", 66, "there is no S-09 in this register; see: ruimte scheme list"),
        ("F-03", 65, "F-03 was voided; see why with: ruimte show F-03"),
        ("S-03", 65, "S-03 was voided; see why with: ruimte show S-03"),
    ] {
        assert_eq!(refused(&desk, &["link", "1", "F-01", to], code), message);
    }
}

#[test]
fn a_link_to_what_was_voided_later_can_be_taken_away() {
    let desk = office();
    desk.run(["link", "1", "F-02"]).ok();
    desk.run(["void", "F-02", "--because", "Achterhaald"]).ok();
    assert_eq!(desk.run(["unlink", "1", "F-02"]).remarks(), "B-001 is no longer linked to F-02\n");
    assert_eq!(desk.run(["link", "1", "F-01"]).remarks(), "B-001 is linked to F-01\n");
}

// ---------------------------------------------------------------------------------------------------
// Other records
// ---------------------------------------------------------------------------------------------------

#[test]
fn a_contact_is_recorded_about_one_or_more_obstacles() {
    let desk = office();
    assert_eq!(
        desk.run([
            "contact",
            "call",
            "B-002",
            "1",
            "--with",
            "OCW, directie mbo",
            "--ministry",
            "ocw",
            "--on",
            "14-5-2018",
            "--note",
            "Mag, mits ondertekend",
        ]),
        recorded("C-003", "B-001, B-002")
    );
    assert_eq!(
        Value::Object(shown(&desk, "C-003")),
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
        assert_eq!(desk.run(["contact", kind, "3"]).ok(), format!("{number}\n"));
        let contact = shown(&desk, &number);
        assert_eq!((&contact["kind"], &contact["obstacles"]), (&json!(kind), &json!("B-003")));
        assert!(contact["date"] == json!(before) || contact["date"] == json!(today()));
    }
    assert_eq!(desk.run(["contact", "call", "1", "1", "B-001", "b1,2"]).ok(), "C-006\n");
    assert_eq!(shown(&desk, "C-006")["obstacles"], json!("B-001; B-002"));
}

#[test]
fn a_contact_is_edited() {
    let desk = office();
    for (option, attribute, typed, kept) in [
        ("--kind", "kind", "overleg", json!("meeting")),
        ("--on", "date", "2018-02-01", json!("2018-02-01")),
        ("--ministry", "ministry", "vws", json!("VWS")),
        ("--with", "party", "GGD", json!("GGD")),
        ("--note", "note", "Nader bericht volgt", json!("Nader bericht volgt")),
        ("--about", "obstacles", "3,B-001", json!("B-001; B-003")),
    ] {
        assert_eq!(
            changed_by(&desk, "C-001", &["contact", "edit", "c1", option, typed], "C-001 changed"),
            json!({ attribute: kept }),
            "{option}"
        );
    }
    assert_eq!(
        changed_by(
            &desk,
            "C-001",
            &["contact", "edit", "1", "--clear", "note,with,ministry"],
            "C-001 changed"
        ),
        json!({ "note": null, "party": null, "ministry": null })
    );
    for name in ["kind", "on", "about"] {
        assert_eq!(
            refused(&desk, &["contact", "edit", "1", "--clear", name], 2),
            format!("'{name}' cannot be empty")
        );
    }
    for (about, code, message) in [
        ("66", 66, "there is no B-066 in this register; see: ruimte list"),
        ("5", 65, "B-005 was voided; see why with: ruimte show B-005"),
    ] {
        assert_eq!(refused(&desk, &["contact", "edit", "1", "--about", about], code), message);
        assert_eq!(refused(&desk, &["contact", "call", "1", about], code), message);
    }
}

#[test]
fn factsheets_and_schemes_are_added_and_edited() {
    let desk = office();
    assert_eq!(
        desk.run([
            "factsheet",
            "add",
            "Nieuw",
            "--summary",
            "Kort.",
            "--body",
            "# Vraag\n\nTekst.",
            "--url",
            "https://example.nl/f",
            "--published",
            "1-6-2018",
        ]),
        recorded("F-04", "Nieuw")
    );
    assert_eq!(
        Value::Object(shown(&desk, "F-04")),
        json!({
            "number": "F-04", "title": "Nieuw", "summary": "Kort.", "body": "# Vraag\n\nTekst.",
            "url": "https://example.nl/f", "published": "2018-06-01", "provenance": "logged", "provenance_note": null,
        })
    );
    for (option, attribute, typed) in [
        ("--title", "title", "Ander"),
        ("--summary", "summary", "Korter."),
        ("--body", "body", "Anders"),
        ("--url", "url", "https://example.nl/g"),
        ("--published", "published", "2018-07-01"),
    ] {
        let edit = ["factsheet", "edit", "f4", option, typed];
        assert_eq!(changed_by(&desk, "F-04", &edit, "F-04 changed"), json!({ attribute: typed }));
    }
    let clear = ["factsheet", "edit", "4", "--clear", "summary,body,url,published"];
    assert_eq!(
        changed_by(&desk, "F-04", &clear, "F-04 changed"),
        json!({ "summary": null, "body": null, "url": null, "published": null })
    );

    assert_eq!(
        desk.run(["scheme", "add", "Nieuw", "--law", "BWBR0034144", "--url", "https://example.nl/s"]),
        recorded("S-04", "Nieuw")
    );
    assert_eq!(
        Value::Object(shown(&desk, "S-04")),
        json!({
            "number": "S-04", "title": "Nieuw", "law": "BWBR0034144", "url": "https://example.nl/s",
            "provenance": "logged", "provenance_note": null,
        })
    );
    let edit = ["scheme", "edit", "S-04", "--title", "Ander", "--clear", "law,url"];
    assert_eq!(
        changed_by(&desk, "S-04", &edit, "S-04 changed"),
        json!({ "title": "Ander", "law": null, "url": null })
    );
    for kind in ["factsheet", "scheme"] {
        assert_eq!(refused(&desk, &[kind, "edit", "1", "--clear", "title"], 2), "'title' cannot be empty");
        assert_eq!(
            refused(&desk, &[kind, "add"], 2),
            format!("missing: TITLE; see: ruimte {kind} add --help")
        );
    }
}

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
             rule-changes, ministries, factsheets, schemes, meetings, calls, emails, pacts",
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

// ---------------------------------------------------------------------------------------------------
// A dry run
// ---------------------------------------------------------------------------------------------------

#[test]
fn a_dry_run_tells_everything_and_records_nothing() {
    for command in [
        &["log", "Nieuw", "--ministry", "OCW"][..],
        &["edit", "1", "--title", "Anders"],
        &["edit", "1", "--title", "Opgehaald"],
        &["analyse", "1", "--analysis", "Analyse"],
        &["classify", "1", "within-rules", "--because", "Mag", "--factsheet", "F-01"],
        &["close", "1", "--as", "duplicate", "--of", "2", "--because", "Zelfde"],
        &["reopen", "3", "--because", "Nieuw"],
        &["void", "1", "--because", "Vergissing"],
        &["void", "F-01", "--because", "Vergissing"],
        &["void", "C-001", "--because", "Vergissing"],
        &["link", "1", "F-01", "S-01"],
        &["unlink", "1", "F-01"],
        &["contact", "call", "1"],
        &["contact", "email", "1"],
        &["contact", "meeting", "1"],
        &["contact", "edit", "1", "--note", "Nieuw"],
        &["factsheet", "add", "Nieuw"],
        &["factsheet", "edit", "1", "--title", "Anders"],
        &["scheme", "add", "Nieuw"],
        &["scheme", "edit", "1", "--title", "Anders"],
        &["ministry", "add", "BZK", "--nl", "Binnenlandse Zaken", "--en", "Interior"],
        &["ministry", "edit", "OCW", "--nl", "Onderwijs"],
        &["region", "add", "18", "--nl", "Nieuw", "--en", "New"],
        &["care-domain", "add", "nieuw", "--nl", "Nieuw", "--en", "New"],
        &["theme", "add", "nieuw", "--nl", "Nieuw", "--en", "New"],
        &["nature", "add", "nieuw", "--nl", "Nieuw", "--en", "New"],
        &["law", "add", "BWBR0099999", "--nl", "Nieuw", "--en", "New"],
        &[
            "publication",
            "add",
            "nieuw",
            "--nl",
            "N",
            "--en",
            "N",
            "--since",
            "2018-01-01",
            "--until",
            "2018-12-31",
        ],
    ] {
        let desk = office();
        let before = desk.register();
        let dry = desk.run([command, &["--dry-run"]].concat());
        assert!(desk.register() == before, "{command:?}");
        let real = desk.run(command);
        assert_eq!((dry.code, real.code), (0, 0), "{command:?} {}", dry.stderr);
        assert_eq!(dry.stdout, real.stdout, "{command:?}");
        assert_eq!(dry.stderr, format!("{}Dry run: nothing was recorded\n", real.stderr), "{command:?}");
        let told_no_change = real.stderr.ends_with("nothing was changed\n");
        assert_eq!(desk.register() == before, told_no_change, "{command:?}");
    }
}

#[test]
fn a_dry_run_refuses_what_a_real_run_refuses() {
    let desk = office();
    for arguments in [
        &["log", "Nieuw", "--ministry", "BZK"][..],
        &["classify", "4", "within-rules", "--because", "Mag"],
        &["classify", "1", "within-rules", "--because", "Mag", "--on", "2018-01-09"],
        &["edit", "99", "--title", "X"],
        &["link", "1", "F-03"],
        &[
            "publication",
            "add",
            "x",
            "--nl",
            "X",
            "--en",
            "X",
            "--since",
            "2018-02-01",
            "--until",
            "2018-01-01",
        ],
    ] {
        let real = desk.run(arguments);
        assert_ne!(real.code, 0);
        assert_eq!(desk.run([arguments, &["--dry-run"]].concat()), real, "{arguments:?}");
    }
}

// ---------------------------------------------------------------------------------------------------
// Refusals
// ---------------------------------------------------------------------------------------------------

/// Every command that changes an obstacle, without its number.
const ON_AN_OBSTACLE: &[(&str, &[&str])] = &[
    ("edit", &["--title", "X"]),
    ("analyse", &[]),
    ("classify", &["within-rules", "--because", "X"]),
    ("close", &["--as", "withdrawn", "--because", "X"]),
    ("reopen", &["--because", "X"]),
    ("void", &["--because", "X"]),
    ("link", &["F-01"]),
    ("unlink", &["F-01"]),
];

#[test]
fn an_obstacle_that_there_is_not_cannot_be_changed() {
    let desk = office();
    for (command, rest) in ON_AN_OBSTACLE {
        let message = refused(&desk, &[&[*command, "99"], *rest].concat(), 66);
        assert_eq!(message, "there is no B-099 in this register; see: ruimte list", "{command}");
    }
    assert_eq!(
        desk.in_dutch(["edit", "99", "--title", "X"]).fails(66),
        "ruimte: B-099 bestaat niet in dit register; zie: ruimte list\n"
    );
    for (arguments, number) in [
        (&["show", "99"][..], "B-099"),
        (&["show", "F-99"], "F-99"),
        (&["contact", "call", "1", "99"], "B-099"),
        (&["contact", "edit", "99", "--note", "X"], "C-099"),
        (&["factsheet", "edit", "99", "--title", "X"], "F-99"),
        (&["scheme", "edit", "99", "--title", "X"], "S-99"),
        (&["void", "C-099", "--because", "X"], "C-099"),
        (&["log", "X", "--ministry", "OCW", "--factsheet", "F-99"], "F-99"),
        (&["log", "X", "--ministry", "OCW", "--scheme", "99"], "S-99"),
        (&["edit", "1", "--factsheet", "1,99"], "F-99"),
        (&["classify", "1", "within-rules", "--because", "X", "--factsheet", "99"], "F-99"),
        (&["close", "1", "--as", "duplicate", "--of", "99", "--because", "X"], "B-099"),
    ] {
        let list = match &number[..1] {
            "F" => "factsheet list",
            "S" => "scheme list",
            "C" => "contact list",
            _ => "list",
        };
        assert_eq!(
            refused(&desk, arguments, 66),
            format!("there is no {number} in this register; see: ruimte {list}"),
            "{arguments:?}"
        );
    }
}

#[test]
fn a_void_record_cannot_be_changed_or_referred_to() {
    let desk = office();
    for (command, rest) in ON_AN_OBSTACLE {
        let message = refused(&desk, &[&[*command, "5"], *rest].concat(), 65);
        assert_eq!(message, "B-005 was voided; see why with: ruimte show B-005", "{command}");
    }
    for (arguments, number) in [
        (&["contact", "call", "5"][..], "B-005"),
        (&["contact", "edit", "2", "--note", "X"], "C-002"),
        (&["factsheet", "edit", "3", "--title", "X"], "F-03"),
        (&["scheme", "edit", "3", "--title", "X"], "S-03"),
        (&["log", "X", "--ministry", "OCW", "--factsheet", "F-03"], "F-03"),
        (&["edit", "1", "--scheme", "3"], "S-03"),
        (&["classify", "1", "within-rules", "--because", "X", "--factsheet", "3"], "F-03"),
        (&["close", "1", "--as", "duplicate", "--of", "5", "--because", "X"], "B-005"),
    ] {
        let message = refused(&desk, arguments, 65);
        assert_eq!(
            message,
            format!("{number} was voided; see why with: ruimte show {number}"),
            "{arguments:?}"
        );
    }
}

#[test]
fn a_step_that_the_status_does_not_allow_is_refused_with_the_way_out() {
    let desk = office();
    let reopen = "reopen it first with 'ruimte reopen'";
    let nothing = "only what was solved or closed can be reopened";
    for (arguments, message) in [
        (&["analyse", "3"][..], format!("B-003 has the status 'solved'; {reopen}")),
        (&["analyse", "4"], format!("B-004 has the status 'closed'; {reopen}")),
        (
            &["classify", "4", "within-rules", "--because", "X"],
            format!("B-004 has the status 'closed'; {reopen}"),
        ),
        (
            &["close", "3", "--as", "withdrawn", "--because", "X"],
            format!("B-003 has the status 'solved'; {reopen}"),
        ),
        (&["reopen", "1", "--because", "X"], format!("B-001 has the status 'collected'; {nothing}")),
        (&["reopen", "2", "--because", "X"], format!("B-002 has the status 'in analysis'; {nothing}")),
    ] {
        assert_eq!(refused(&desk, arguments, 65), message);
    }
    assert_eq!(
        desk.in_dutch(["reopen", "2", "--because", "X"]).fails(65),
        "ruimte: B-002 heeft de status 'in analyse'; alleen wat is opgelost of afgesloten kan worden heropend\n"
    );
}

#[test]
fn an_unknown_code_is_refused_with_the_valid_ones_and_how_to_add_one() {
    let desk = office();
    let ministries = "'BZK' is not in the list of ministries; choose from: OCW, SZW, VWS; or add one with: ruimte ministry add CODE --nl NAME --en NAME";
    for arguments in [
        &["log", "X", "--ministry", "BZK"][..],
        &["log", "X", "--ministry", "OCW", "--involved", "VWS,BZK"],
        &["edit", "1", "--ministry", "BZK"],
        &["edit", "1", "--involved", "BZK"],
        &["contact", "call", "1", "--ministry", "BZK"],
        &["contact", "edit", "1", "--ministry", "BZK"],
        &["ministry", "edit", "BZK", "--nl", "X"],
    ] {
        assert_eq!(refused(&desk, arguments, 2), ministries, "{arguments:?}");
    }
    assert_eq!(
        desk.in_dutch(["log", "X", "--ministry", "BZK"]).fails(2),
        "ruimte: 'BZK' staat niet in de lijst van ministeries; kies uit: OCW, SZW, VWS; of voeg toe met: ruimte ministry add CODE --nl NAAM --en NAAM\n"
    );
    // Of a long list the nearest are named.
    let message = refused(&desk, &["edit", "1", "--region", "Roterdam"], 2);
    assert!(message.starts_with("'Roterdam' is not in the list of regions; choose from: "), "{message}");
    assert!(message.contains("12"), "{message}");
    assert_eq!(
        refused(&desk, &["classify", "1", "binnen", "--because", "X"], 2),
        "'binnen' is not possible as resolution; choose from: within-rules, regional-approach"
    );
    assert_eq!(
        refused(&desk, &["close", "1", "--as", "weg", "--because", "X"], 2),
        "'weg' is not possible as closed as; choose from: referred, withdrawn, duplicate"
    );
}

#[test]
fn a_day_that_the_calendar_does_not_have_is_refused() {
    let desk = office();
    for (typed, message) in [
        ("31-02-2018", "there is no date 31-02-2018; write for instance 2018-05-12 or 12-5-2018"),
        ("2018-02-29", "there is no date 2018-02-29; write for instance 2018-05-12 or 12-5-2018"),
        ("2018-13-01", "there is no date 2018-13-01; write for instance 2018-05-12 or 12-5-2018"),
        ("morgen", "'morgen' is not a date; write for instance 2018-05-12, 12-5-2018 or today"),
        ("12-5", "'12-5' is not a date; write for instance 2018-05-12, 12-5-2018 or today"),
    ] {
        for arguments in [
            &["log", "X", "--ministry", "OCW", "--received", typed][..],
            &["edit", "1", "--due", typed],
            &["classify", "1", "within-rules", "--because", "X", "--on", typed],
            &["close", "1", "--as", "withdrawn", "--because", "X", "--on", typed],
            &["contact", "call", "1", "--on", typed],
            &["factsheet", "add", "X", "--published", typed],
        ] {
            assert_eq!(refused(&desk, arguments, 2), message, "{arguments:?}");
        }
    }
    desk.run(["edit", "1", "--due", "29-02-2016"]).ok();
    assert_eq!(shown(&desk, "1")["due"], json!("2016-02-29"));
}

#[test]
fn what_comes_before_the_day_of_receipt_is_refused() {
    let desk = office();
    for (arguments, message) in [
        (
            &["classify", "1", "within-rules", "--because", "X", "--on", "2018-01-09"][..],
            "the day of the answer lies before the day of receipt",
        ),
        (
            &["close", "1", "--as", "withdrawn", "--because", "X", "--on", "2018-01-09"],
            "the day of closing lies before the day of receipt",
        ),
        (&["edit", "1", "--answered", "2018-01-09"], "the day of the answer lies before the day of receipt"),
        (&["edit", "4", "--received", "2018-02-03"], "the day of closing lies before the day of receipt"),
    ] {
        assert_eq!(refused(&desk, arguments, 65), message, "{arguments:?}");
    }
    desk.run(["edit", "1", "--answered", "2018-01-10"]).ok();
    assert_eq!(
        refused(&desk, &["classify", "1", "within-rules", "--because", "X", "--on", "2018-01-09"], 65),
        "the day of solution lies before the day of receipt"
    );
    assert_eq!(desk.run(["classify", "1", "within-rules", "--because", "X", "--on", "2018-01-10"]).code, 0);
}

#[test]
fn a_duplicate_needs_its_original_and_nothing_else_has_one() {
    let desk = office();
    let close = |more: &[&'static str]| [&["close", "1", "--because", "X"], more].concat();
    assert_eq!(
        refused(&desk, &close(&["--as", "duplicate"]), 2),
        "--as duplicate needs --of with the number of the original, such as --of B-003"
    );
    assert_eq!(
        refused(&desk, &close(&["--as", "withdrawn", "--of", "2"]), 2),
        "--of goes with --as duplicate only"
    );
    assert_eq!(
        refused(&desk, &close(&["--as", "duplicate", "--of", "1"]), 65),
        "an obstacle cannot be a duplicate of itself"
    );
    assert_eq!(
        refused(&desk, &close(&["--as", "duplicate", "--of", "F-01"]), 2),
        "'F-01' is not a number; write for instance B-012"
    );
}

#[test]
fn a_title_or_a_reason_of_nothing_is_refused() {
    let desk = office();
    for (arguments, code, message) in [
        (&["log", "", "--ministry", "OCW"][..], 2, "missing: TITLE; see: ruimte log --help"),
        (&["log", "  ", "--ministry", "OCW"], 2, "missing: TITLE; see: ruimte log --help"),
        (&["log", "X", "--ministry", ""], 2, "missing: --ministry; see: ruimte log --help"),
        (&["edit", "1", "--title", " "], 2, "a value is missing: title"),
        (&["classify", "1", "within-rules", "--because", ""], 2, "a value is missing: reason"),
        (&["close", "1", "--as", "withdrawn", "--because", " "], 2, "a value is missing: reason"),
        (&["reopen", "3", "--because", ""], 2, "a value is missing: reason"),
        (&["void", "1", "--because", "\t"], 2, "a value is missing: void"),
    ] {
        assert_eq!(refused(&desk, arguments, code), message, "{arguments:?}");
    }
}

#[test]
fn nothing_to_change_is_refused() {
    let desk = office();
    for (arguments, command) in [
        (&["edit", "1"][..], "edit"),
        (&["contact", "edit", "1"], "contact edit"),
        (&["factsheet", "edit", "1"], "factsheet edit"),
        (&["scheme", "edit", "1"], "scheme edit"),
        (&["ministry", "edit", "OCW"], "ministry edit"),
    ] {
        let message = refused(&desk, arguments, 2);
        assert_eq!(message, format!("nothing to change was given; see: ruimte {command} --help"));
    }
}

#[test]
fn what_cannot_be_cleared_is_refused() {
    let desk = office();
    for name in ["title", "ministry"] {
        assert_eq!(refused(&desk, &["edit", "1", "--clear", name], 2), format!("'{name}' cannot be empty"));
    }
    for name in ["status", "resolution", "number", "solved", "void", "onzin"] {
        let message = refused(&desk, &["edit", "1", "--clear", name], 2);
        let begin = format!("there is no attribute '{name}'; choose from: title, question, analysis, ");
        assert!(message.starts_with(&begin), "{message}");
        assert!(!message[begin.len()..].split(", ").any(|valid| valid == name), "{message}");
    }
}

#[test]
fn a_legal_source_that_is_none_is_refused_with_the_forms_that_there_are() {
    let desk = office();
    for typed in ["de WEB", "BWBR123", "BWBR0007625 artikel", "cao:", "BWBR0007625 lid 3"] {
        assert_eq!(
            refused(&desk, &["edit", "1", "--law", typed], 2),
            format!(
                "'{typed}' is not a legal source; write for instance 'BWBR0007625 art. 7.2.8 lid 1', 'CELEX 32016R0679', \
                 'cao: Cao VVT' or 'own-rule: stagereglement'"
            )
        );
    }
}

#[test]
fn what_is_missing_off_a_terminal_is_named() {
    let desk = office();
    for (arguments, message) in [
        (&["log"][..], "missing: TITLE; see: ruimte log --help"),
        (&["log", "--ministry", "OCW"], "missing: TITLE; see: ruimte log --help"),
        (&["log", "Titel"], "missing: --ministry; see: ruimte log --help"),
        (&["classify", "1"], "missing: RESOLUTION; see: ruimte classify --help"),
        (&["classify", "1", "within-rules"], "missing: --because; see: ruimte classify --help"),
        (&["classify", "1", "--because", "X"], "missing: RESOLUTION; see: ruimte classify --help"),
        (&["close", "1", "--because", "X"], "missing: --as <WHY>; see: ruimte close --help"),
        (&["close", "1", "--as", "withdrawn"], "missing: --because <TEXT>; see: ruimte close --help"),
        (&["reopen", "3"], "missing: --because <TEXT>; see: ruimte reopen --help"),
        (&["void", "1"], "missing: --because <TEXT>; see: ruimte void --help"),
        (&["link", "1"], "missing: <TO>...; see: ruimte link --help"),
        (&["contact", "call"], "missing: <NUMBER>...; see: ruimte contact call --help"),
        (&["edit", "--title", "X"], "missing: <NUMBER>; see: ruimte edit --help"),
    ] {
        assert_eq!(refused(&desk, arguments, 2), message, "{arguments:?}");
    }
    assert_eq!(
        desk.in_dutch(["log", "Titel"]).fails(2),
        "ruimte: er ontbreekt: --ministry; zie: ruimte log --help\n"
    );
}

#[test]
fn only_what_can_be_void_can_be_voided() {
    let desk = office();
    for number in ["OCW", "X-001", "", "verslag"] {
        assert_eq!(
            refused(&desk, &["void", number, "--because", "X"], 2),
            format!("'{number}' is not a number; write for instance B-012")
        );
    }
}

// ---------------------------------------------------------------------------------------------------
// Standard input and an editor
// ---------------------------------------------------------------------------------------------------

#[test]
fn a_dash_reads_the_value_from_standard_input() {
    let desk = office();
    let text = "Eerste regel – met streepje\n\n  Tweede; \"regel\"\n";
    let kept = json!(text.trim_end());
    for (arguments, number, attribute) in [
        (&["edit", "1", "--question", "-"][..], "B-001", "question"),
        (&["edit", "1", "--title", "-"], "B-001", "title"),
        (&["analyse", "1", "--analysis", "-"], "B-001", "analysis"),
        (&["classify", "1", "within-rules", "--because", "X", "--answer", "-"], "B-001", "answer"),
        (&["classify", "1", "within-rules", "--because", "-"], "B-001", "reason"),
        (&["reopen", "1", "--because", "-"], "B-001", "reason"),
        (&["close", "1", "--as", "withdrawn", "--because", "-"], "B-001", "reason"),
        (&["contact", "edit", "1", "--note", "-"], "C-001", "note"),
        (&["factsheet", "edit", "1", "--body", "-"], "F-01", "body"),
        (&["factsheet", "edit", "1", "--summary", "-"], "F-01", "summary"),
        (&["scheme", "edit", "1", "--title", "-"], "S-01", "title"),
    ] {
        desk.run_with_input(arguments, text).ok();
        assert_eq!(shown(&desk, number)[attribute], kept, "{arguments:?}");
    }
    assert_eq!(desk.run_with_input(["log", "-", "--ministry", "OCW"], "Titel\n").ok(), "B-006\n");
    assert_eq!(desk.run_with_input(["contact", "call", "1", "--note", "-"], text).ok(), "C-003\n");
    assert_eq!(desk.run_with_input(["factsheet", "add", "Nieuw", "--body", "-"], text).ok(), "F-04\n");
    assert_eq!(
        [&shown(&desk, "B-006")["title"], &shown(&desk, "C-003")["note"], &shown(&desk, "F-04")["body"]],
        [&json!("Titel"), &kept, &kept]
    );
}

#[test]
fn a_vocabulary_takes_its_name_from_standard_input_too() {
    let desk = office();
    desk.run_with_input(["ministry", "add", "BZK", "--nl", "-", "--en", "Interior"], "Binnenlandse Zaken\n")
        .ok();
    let added =
        objects(&desk, &["ministry", "list"]).into_iter().find(|row| row["code"] == json!("BZK")).unwrap();
    assert_eq!(added["nl"], json!("Binnenlandse Zaken"));
}

#[test]
fn standard_input_serves_one_value_and_has_to_be_text() {
    let desk = office();
    let before = desk.register();
    assert_eq!(
        desk.run_with_input(["edit", "1", "--question", "-", "--answer", "-"], "X").fails(2),
        "ruimte: standard input can be used for one value only\n"
    );
    assert_eq!(
        desk.run_with_input(["edit", "1", "--question", "-"], b"\xe9\xe9n").fails(65),
        "ruimte: standard input is not UTF-8\n"
    );
    assert_eq!(
        desk.run_with_input(["edit", "1", "--question", "-"], "a\0b").fails(2),
        "ruimte: a text may not hold a NUL character; take it out\n"
    );
    assert_eq!(
        desk.run_with_input(["log", "-", "--ministry", "OCW"], "\n").fails(2),
        "ruimte: missing: TITLE; see: ruimte log --help\n"
    );
    assert!(desk.register() == before);
}

/// Runs a command with an editor that does this to the file that it is given.
#[cfg(unix)]
fn with_editor(desk: &Desk, script: &str, arguments: &[&str]) -> Done {
    use std::os::unix::fs::PermissionsExt;
    let path = desk.file("editor.sh", format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = desk.command(arguments);
    command.env("EDITOR", &path);
    done(command)
}

#[cfg(unix)]
#[test]
fn long_text_is_written_in_an_editor() {
    let desk = office();
    let write = "printf 'Geschreven\\n\\nin een editor.\\n' > \"$1\"";
    let written = json!("Geschreven\n\nin een editor.");
    assert_eq!(with_editor(&desk, write, &["log", "Nieuw", "--ministry", "OCW", "--edit"]).ok(), "B-006\n");
    assert_eq!(shown(&desk, "6")["question"], written);
    for (arguments, number, attribute) in [
        (&["edit", "1", "--edit"][..], "B-001", "question"),
        (&["edit", "1", "--edit=analysis"], "B-001", "analysis"),
        (&["analyse", "2", "--edit"], "B-002", "analysis"),
        (&["classify", "2", "within-rules", "--because", "X", "--edit"], "B-002", "answer"),
        (&["factsheet", "edit", "1", "--edit"], "F-01", "body"),
        (&["factsheet", "edit", "1", "--edit=summary"], "F-01", "summary"),
    ] {
        with_editor(&desk, write, arguments).ok();
        assert_eq!(shown(&desk, number)[attribute], written, "{arguments:?}");
    }
    assert_eq!(with_editor(&desk, write, &["factsheet", "add", "Nieuw", "--edit"]).ok(), "F-04\n");
    assert_eq!(shown(&desk, "F-04")["body"], written);
}

#[cfg(unix)]
#[test]
fn an_editor_begins_with_what_is_recorded_or_typed() {
    let desk = office();
    desk.run(["edit", "1", "--question", "Oude vraag"]).ok();
    with_editor(&desk, "printf ' en meer' >> \"$1\"", &["edit", "1", "--edit"]).ok();
    assert_eq!(shown(&desk, "1")["question"], json!("Oude vraag en meer"));
    with_editor(&desk, "printf ' en meer' >> \"$1\"", &["edit", "1", "--question", "Getypt", "--edit"]).ok();
    assert_eq!(shown(&desk, "1")["question"], json!("Getypt en meer"));
    with_editor(&desk, ": > \"$1\"", &["edit", "1", "--edit"]).ok();
    assert_eq!(shown(&desk, "1")["question"], Value::Null);
}

#[cfg(unix)]
#[test]
fn visual_goes_before_editor_and_may_have_options() {
    let desk = office();
    let script = "printf '%s' \"$1\" > \"$2\"";
    with_editor(&desk, script, &["show", "1"]).ok();
    let mut command = desk.command(["edit", "1", "--edit"]);
    command.env("EDITOR", "false").env("VISUAL", "./editor.sh --wait");
    done(command).ok();
    assert_eq!(shown(&desk, "1")["question"], json!("--wait"));
}

#[cfg(unix)]
#[test]
fn an_editor_that_fails_or_an_attribute_that_is_no_long_text_is_told() {
    let desk = office();
    let before = desk.register();
    let editor = desk.path("editor.sh").display().to_string();
    assert_eq!(
        with_editor(&desk, "exit 3", &["edit", "1", "--edit"]).fails(74),
        format!("ruimte: the editor '{editor}' reports a failure; nothing was recorded\n")
    );
    assert_eq!(
        with_editor(&desk, "exit 3", &["edit", "1", "--edit=region"]).fails(2),
        "ruimte: 'region' is not a long text; choose from: question, analysis, answer\n"
    );
    assert_eq!(
        with_editor(&desk, "exit 3", &["edit", "99", "--edit"]).fails(66),
        "ruimte: there is no B-099 in this register; see: ruimte list\n"
    );
    assert!(desk.register() == before);
}

// ---------------------------------------------------------------------------------------------------
// The register itself refuses
// ---------------------------------------------------------------------------------------------------

/// The register of an office, opened by another program, which minds foreign keys.
fn opened(desk: &Desk) -> Connection {
    let connection = Connection::open(desk.path("register.db")).unwrap();
    connection.pragma_update(None, "foreign_keys", true).unwrap();
    connection
}

#[test]
fn the_register_itself_refuses_what_must_never_be() {
    let desk = office();
    let connection = opened(&desk);
    // What is right is taken: a refusal below is for the one thing that is wrong.
    let right = [
        "INSERT INTO obstacle (title, ministry) VALUES ('x', 'OCW')",
        "INSERT INTO obstacle (title, ministry, status, resolution, received, answered, solved) VALUES ('x', 'OCW', 'solved', 'within-rules', '2018-01-01', '2018-01-01', '2018-01-01')",
        "INSERT INTO obstacle (title, ministry, status, closed_as, received, closed) VALUES ('x', 'OCW', 'closed', 'withdrawn', '2018-01-01', '2018-01-01')",
        "INSERT INTO obstacle (title, ministry, status, closed_as, duplicate_of) VALUES ('x', 'OCW', 'closed', 'duplicate', 1)",
        "INSERT INTO obstacle_factsheet (obstacle, factsheet) VALUES (1, 1)",
        "INSERT INTO obstacle_scheme (obstacle, scheme) VALUES (1, 1)",
        "INSERT INTO obstacle_ministry (obstacle, ministry) VALUES (1, 'VWS')",
        "INSERT INTO obstacle_law (obstacle, position, kind, source, text) VALUES (1, 1, 'bwb', 'BWBR0007625', 'BWBR0007625')",
        "INSERT INTO contact (kind, date) VALUES ('call', '2018-01-01')",
        "INSERT INTO contact_obstacle (contact, obstacle) VALUES (1, 3)",
        "INSERT INTO factsheet (title, published) VALUES ('x', '2016-02-29')",
        "INSERT INTO scheme (title) VALUES ('x')",
        "INSERT INTO ministry (code, nl, en) VALUES ('BZK', 'x', 'x')",
        "INSERT INTO publication (code, nl, en, since, until) VALUES ('x', 'x', 'x', '2018-01-01', '2018-01-01')",
        "INSERT INTO published_figure (publication, measure, relation, value) VALUES ('x', 'collected', 'exactly', 0)",
    ];
    for sql in right {
        connection.execute(sql, []).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
    let mut accepted: Vec<String> = Vec::new();
    for (why, sql) in [
        (
            "solved without a resolution",
            "INSERT INTO obstacle (title, ministry, status) VALUES ('x', 'OCW', 'solved')",
        ),
        ("solved without a resolution", "UPDATE obstacle SET resolution = NULL WHERE number = 3"),
        (
            "a resolution without solved",
            "INSERT INTO obstacle (title, ministry, resolution) VALUES ('x', 'OCW', 'within-rules')",
        ),
        ("a resolution without solved", "UPDATE obstacle SET resolution = 'within-rules' WHERE number = 1"),
        ("a resolution without solved", "UPDATE obstacle SET resolution = 'within-rules' WHERE number = 4"),
        ("an unknown resolution", "UPDATE obstacle SET resolution = 'magic' WHERE number = 3"),
        ("an unknown status", "UPDATE obstacle SET status = 'gone' WHERE number = 1"),
        ("no status", "UPDATE obstacle SET status = NULL WHERE number = 1"),
        ("a day of solution without solved", "UPDATE obstacle SET solved = '2018-02-01' WHERE number = 1"),
        ("solved before received", "UPDATE obstacle SET solved = '2018-01-11' WHERE number = 3"),
        ("answered before received", "UPDATE obstacle SET answered = '2018-01-09' WHERE number = 1"),
        ("closed before received", "UPDATE obstacle SET closed = '2018-01-12' WHERE number = 4"),
        ("closed without why", "UPDATE obstacle SET closed_as = NULL WHERE number = 4"),
        ("why closed without closed", "UPDATE obstacle SET closed_as = 'referred' WHERE number = 1"),
        ("a day of closing without closed", "UPDATE obstacle SET closed = '2018-02-01' WHERE number = 1"),
        ("a duplicate without its original", "UPDATE obstacle SET closed_as = 'duplicate' WHERE number = 4"),
        ("an original without a duplicate", "UPDATE obstacle SET duplicate_of = 1 WHERE number = 4"),
        (
            "its own duplicate",
            "UPDATE obstacle SET closed_as = 'duplicate', duplicate_of = 4 WHERE number = 4",
        ),
        (
            "an original that there is not",
            "UPDATE obstacle SET closed_as = 'duplicate', duplicate_of = 99 WHERE number = 4",
        ),
        ("an unknown ministry", "INSERT INTO obstacle (title, ministry) VALUES ('x', 'XYZ')"),
        ("an unknown ministry", "UPDATE obstacle SET ministry = 'XYZ' WHERE number = 1"),
        ("no ministry", "UPDATE obstacle SET ministry = NULL WHERE number = 1"),
        ("an unknown ministry", "INSERT INTO obstacle_ministry (obstacle, ministry) VALUES (1, 'XYZ')"),
        ("an unknown ministry", "UPDATE contact SET ministry = 'XYZ'"),
        ("an unknown region", "UPDATE obstacle SET region = '99'"),
        ("an unknown care domain", "UPDATE obstacle SET care_domain = 'x'"),
        ("an unknown theme", "UPDATE obstacle SET theme = 'x'"),
        ("an unknown nature", "UPDATE obstacle SET nature = 'x'"),
        ("a ministry that is gone", "DELETE FROM ministry WHERE code = 'OCW'"),
        ("an obstacle that is gone", "DELETE FROM obstacle WHERE number = 1"),
        ("a link to nothing", "INSERT INTO obstacle_factsheet (obstacle, factsheet) VALUES (1, 99)"),
        ("a link from nothing", "INSERT INTO obstacle_factsheet (obstacle, factsheet) VALUES (99, 1)"),
        ("a link to nothing", "INSERT INTO obstacle_scheme (obstacle, scheme) VALUES (1, 99)"),
        ("a link from nothing", "INSERT INTO obstacle_scheme (obstacle, scheme) VALUES (99, 1)"),
        ("a link to nothing", "INSERT INTO contact_obstacle (contact, obstacle) VALUES (1, 99)"),
        ("a link from nothing", "INSERT INTO contact_obstacle (contact, obstacle) VALUES (99, 1)"),
        ("a link twice", "INSERT INTO obstacle_factsheet (obstacle, factsheet) VALUES (1, 1)"),
        (
            "a law of no obstacle",
            "INSERT INTO obstacle_law (obstacle, position, kind, source, text) VALUES (99, 1, 'bwb', 'x', 'x')",
        ),
        (
            "a law of no kind",
            "INSERT INTO obstacle_law (obstacle, position, kind, source, text) VALUES (1, 2, 'x', 'x', 'x')",
        ),
        ("a blank title", "INSERT INTO obstacle (title, ministry) VALUES ('', 'OCW')"),
        ("a blank title", "INSERT INTO obstacle (title, ministry) VALUES ('   ', 'OCW')"),
        ("no title", "INSERT INTO obstacle (ministry) VALUES ('OCW')"),
        ("a blank title", "INSERT INTO factsheet (title) VALUES (' ')"),
        ("a blank title", "INSERT INTO scheme (title) VALUES ('')"),
        ("a blank label", "UPDATE ministry SET nl = ' ' WHERE code = 'OCW'"),
        ("an empty text", "UPDATE obstacle SET question = '' WHERE number = 1"),
        ("an impossible date", "UPDATE obstacle SET received = '2018-02-31' WHERE number = 1"),
        ("an impossible date", "UPDATE obstacle SET received = '2018-02-29' WHERE number = 1"),
        ("an impossible date", "UPDATE obstacle SET due = '2018-13-01' WHERE number = 1"),
        ("a date in another form", "UPDATE obstacle SET due = '12-05-2018' WHERE number = 1"),
        ("a date in another form", "UPDATE obstacle SET due = '2018-5-12' WHERE number = 1"),
        ("a date with a time", "UPDATE obstacle SET due = '2018-05-12 10:00' WHERE number = 1"),
        ("a date as a number", "UPDATE obstacle SET due = 20180512 WHERE number = 1"),
        ("no date", "UPDATE obstacle SET received = 'onzin' WHERE number = 1"),
        ("no date", "UPDATE obstacle SET answered = 'onzin' WHERE number = 3"),
        ("no date", "UPDATE obstacle SET solved = 'onzin' WHERE number = 3"),
        ("no date", "UPDATE obstacle SET closed = 'onzin' WHERE number = 4"),
        ("no date", "UPDATE contact SET date = 'onzin'"),
        ("no date", "UPDATE factsheet SET published = 'onzin'"),
        ("no date", "UPDATE publication SET until = 'onzin'"),
        ("an impossible date", "UPDATE contact SET date = '2018-04-31'"),
        ("a contact without a date", "UPDATE contact SET date = NULL"),
        ("a contact of no kind", "UPDATE contact SET kind = 'fax'"),
        ("an impossible date", "UPDATE factsheet SET published = '2018-06-31'"),
        ("an unknown provenance", "UPDATE obstacle SET provenance = 'invented'"),
        ("a period backwards", "UPDATE publication SET until = '2017-12-31'"),
        ("a figure of no publication", "UPDATE published_figure SET publication = 'y'"),
        ("a negative figure", "UPDATE published_figure SET value = -1"),
        ("an unknown relation", "UPDATE published_figure SET relation = 'about'"),
        ("a void without why", "UPDATE obstacle SET void = '' WHERE number = 1"),
        ("text for a number", "INSERT INTO obstacle (number, title, ministry) VALUES ('x', 'x', 'OCW')"),
    ] {
        let expected = if why == "text for a number" {
            rusqlite::ErrorCode::TypeMismatch
        } else {
            rusqlite::ErrorCode::ConstraintViolation
        };
        let savepoint = connection.unchecked_transaction().unwrap();
        match connection.execute(sql, []) {
            Ok(0) => panic!("it changes nothing, and so proves nothing: {sql}"),
            // A reference to an original may come before it: it is looked at when all is done.
            Ok(_) => {
                let dangling = connection.prepare("PRAGMA foreign_key_check").unwrap().exists([]).unwrap();
                if !dangling {
                    accepted.push(format!("{why}: {sql}"));
                }
            }
            Err(error) => assert_eq!(error.sqlite_error_code(), Some(expected), "{why}: {sql}: {error}"),
        }
        savepoint.rollback().unwrap();
    }
    assert_eq!(accepted, [""; 0], "the register took what it must refuse");
}

#[test]
fn the_register_itself_gives_no_number_out_twice() {
    let desk = office();
    let connection = opened(&desk);
    connection.execute("INSERT INTO obstacle (title, ministry) VALUES ('x', 'OCW')", []).unwrap();
    assert_eq!(connection.last_insert_rowid(), 6);
    connection.execute("DELETE FROM obstacle WHERE number = 6", []).unwrap();
    drop(connection);
    assert_eq!(desk.run(["log", "Nieuw", "--ministry", "OCW"]).ok(), "B-007\n");
}
