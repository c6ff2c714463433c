//! The life cycle of an obstacle: analysing, classifying, closing, reopening, voiding and linking.

use super::{Object, changed_by, changes, error_of, objects, office, shown, today};
use crate::common::CommandResult;
use serde_json::json;

#[test]
fn analysing_changes_the_status_to_in_analysis() {
    let sandbox = office();
    assert_eq!(
        changed_by(&sandbox, "1", "analyse 1 --analysis 'De wet zwijgt.'", "B-001 is in analysis"),
        json!({ "status": "in-analysis", "analysis": "De wet zwijgt." })
    );
    assert_eq!(
        changed_by(&sandbox, "2", "analyse 2 --analysis 'De wet spreekt.'", "B-002 is in analysis"),
        json!({ "analysis": "De wet spreekt." })
    );
}

#[test]
fn classifying_solves_an_obstacle_with_a_reason_and_links() {
    let sandbox = office();
    assert_eq!(
        changed_by(
            &sandbox,
            "2",
            "classify 2 regional-approach --because 'Zo kan het ook' --answer 'Doe het samen.' --on 2018-03-01 --factsheet F-01,F-02 --scheme S-01 --rule-change Verruimd",
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
    // B-001 is classified without being analysed first. The day of the solution defaults to today. The date of the
    // answer, which was set before, does not change.
    sandbox.run("edit 1 --answered 2018-01-20 --factsheet F-02").ok();
    let before = today();
    let change = changed_by(
        &sandbox,
        "1",
        "classify 1 'Within the rules' --because 'Mag al' --factsheet F-01",
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
fn a_solved_obstacle_can_be_reclassified_and_keeps_its_date() {
    let sandbox = office();
    assert_eq!(
        changed_by(
            &sandbox,
            "3",
            "classify 3 regional-approach --because 'Bij nader inzien'",
            "B-003 is solved: regional approach"
        ),
        json!({ "resolution": "regional-approach", "reason": "Bij nader inzien" })
    );
}

#[test]
fn classifying_accepts_an_existing_link_to_a_void_record() {
    let sandbox = office();
    sandbox.run("link 1 F-02 S-02").ok();
    sandbox.run("void F-02 --because Achterhaald").ok();
    sandbox.run("void S-02 --because Achterhaald").ok();
    let classify = "classify 1 within-rules --because 'Mag al' --factsheet F-01 --scheme S-01";
    assert_eq!(sandbox.run(classify).notices(), "B-001 is solved: within the rules\n");
    let after = shown(&sandbox, "1");
    assert_eq!((&after["factsheets"], &after["schemes"]), (&json!("F-01"), &json!("S-01")));
}

#[test]
fn closing_ends_an_obstacle_without_a_solution() {
    let sandbox = office();
    assert_eq!(
        changed_by(
            &sandbox,
            "1",
            "close 1 --as referred --because 'Hoort bij de gemeente' --on 2018-03-01",
            "B-001 is closed: referred"
        ),
        json!({ "status": "closed", "closed_as": "referred", "reason": "Hoort bij de gemeente", "closed": "2018-03-01" })
    );
    assert_eq!(
        changed_by(
            &sandbox,
            "2",
            "close 2 --as duplicate --of b3 --because 'Zelfde vraag' --on 2018-03-02",
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
    sandbox.run("log 'Zonder dag' --ministry OCW").ok();
    let change =
        changed_by(&sandbox, "6", "close 6 --as Ingetrokken --because 'Hoeft niet'", "B-006 is closed: withdrawn");
    assert!(change["closed"] == json!(before) || change["closed"] == json!(today()));
}

#[test]
fn reopening_clears_the_outcome_and_keeps_the_findings() {
    let sandbox = office();
    assert_eq!(
        changed_by(&sandbox, "3", "reopen 3 --because 'Nieuwe feiten'", "B-003 is reopened and in analysis again"),
        json!({ "status": "in-analysis", "resolution": null, "solved": null, "reason": "Nieuwe feiten" })
    );
    sandbox.run("close 2 --as duplicate --of 1 --because Zelfde --on 2018-03-01").ok();
    assert_eq!(
        changed_by(&sandbox, "2", "reopen 2 --because 'Toch anders'", "B-002 is reopened and in analysis again"),
        json!({
            "status": "in-analysis", "closed_as": null, "duplicate_of": null, "closed": null, "reason": "Toch anders",
        })
    );
    assert_eq!(
        sandbox.run("classify 3 regional-approach --because Samen --on 2018-04-01").notices(),
        "B-003 is solved: regional approach\n"
    );
}

#[test]
fn a_void_record_is_kept_but_not_listed() {
    let sandbox = office();
    for (number, list) in [
        ("B-001", "list"),
        ("F-01", "factsheet list"),
        ("S-01", "scheme list"),
        ("C-001", "contact list"),
        ("P-01", "figure list"),
    ] {
        if number == "P-01" {
            sandbox.run("publication add verslag --nl Verslag --en Report --since 2018-01-01 --until 2018-12-31").ok();
            sandbox.run("figure add --publication verslag --measure collected --value 4").ok();
        }
        let before: Vec<Object> =
            objects(&sandbox, list).into_iter().filter(|row| row["number"] != json!(number)).collect();
        let record = shown(&sandbox, number);
        let void = sandbox.run(format!("void {number} --because 'Dubbel ingevoerd'"));
        let remark = format!("{number} is void and counted nowhere\n");
        assert_eq!(void, CommandResult { code: 0, stdout: String::new(), stderr: remark, receipt: None });
        assert_eq!(objects(&sandbox, list), before, "{number}");
        let kept = objects(&sandbox, &format!("show {number}"));
        assert_eq!(changes(&record, &kept[0]), json!({}), "{number}");
        assert_eq!(
            error_of(&sandbox, &format!("void {number} --because 'Nog eens'"), 65),
            format!("{number} was voided; see why with: ruimte show {number}")
        );
    }
}

#[test]
fn links_are_added_and_removed_one_by_one() {
    let sandbox = office();
    let link = |arguments: &str, remark: &str| changed_by(&sandbox, "B-001", arguments, remark);
    assert_eq!(
        link("link 1 F-02 s1 f-1", "B-001 is linked to F-02, S-01, F-01"),
        json!({ "factsheets": "F-01; F-02", "schemes": "S-01" })
    );
    assert_eq!(link("link B-001 S-02,F-01", "B-001 is linked to S-02, F-01"), json!({ "schemes": "S-01; S-02" }));
    assert_eq!(link("link B-001 S-02", "B-001 was already like that; nothing was changed"), json!({}));
    assert_eq!(
        link("unlink 1 F-02 S-01", "B-001 is no longer linked to F-02, S-01"),
        json!({ "factsheets": "F-01", "schemes": "S-02" })
    );
    assert_eq!(
        link("unlink 1 'F-01; S-02'", "B-001 is no longer linked to F-01, S-02"),
        json!({ "factsheets": null, "schemes": null })
    );
    assert_eq!(
        link("link 1 b3 F-01", "B-001 is linked to B-003, F-01"),
        json!({ "factsheets": "F-01", "precedents": "B-003" })
    );
    assert_eq!(
        link("unlink 1 B-003 F-01", "B-001 is no longer linked to B-003, F-01"),
        json!({ "factsheets": null, "precedents": null })
    );
    let neither = |to: &str| {
        format!(
            "{to} is not a factsheet (F), scheme (S) or earlier obstacle (B); write for instance F-03, S-07 or B-004"
        )
    };
    for (to, code, message) in [
        ("1", 2, "1 can be a factsheet, a scheme or an obstacle; write F-1, S-1 or B-1"),
        ("C-001", 2, &neither("C-001")),
        ("onzin", 2, &neither("onzin")),
        ("F-09", 66, "there is no F-09 in this register; see: ruimte factsheet list"),
        ("S-09", 66, "there is no S-09 in this register; see: ruimte scheme list"),
        ("B-009", 66, "there is no B-009 in this register; see: ruimte list"),
        ("B-002", 65, "B-002 is not solved: there is no answer yet to reuse"),
        ("B-005", 65, "B-005 was voided; see why with: ruimte show B-005"),
        ("F-03", 65, "F-03 was voided; see why with: ruimte show F-03"),
        ("S-03", 65, "S-03 was voided; see why with: ruimte show S-03"),
    ] {
        assert_eq!(error_of(&sandbox, &format!("link 1 F-01 {to}"), code), message);
    }
    let itself = "an obstacle cannot be its own precedent";
    assert_eq!(error_of(&sandbox, "link 3 B-003", 65), itself);
}

#[test]
fn a_link_to_a_void_record_can_be_removed() {
    let sandbox = office();
    sandbox.run("link 1 F-02").ok();
    sandbox.run("void F-02 --because Achterhaald").ok();
    assert_eq!(sandbox.run("unlink 1 F-02").notices(), "B-001 is no longer linked to F-02\n");
    assert_eq!(sandbox.run("link 1 F-01").notices(), "B-001 is linked to F-01\n");
}
