//! Rejected writes: the message and the exit code.

use super::{error_of, office, shown};
use serde_json::json;

/// Commands that change an obstacle, each with the arguments that follow the number of the obstacle.
const ON_AN_OBSTACLE: &[(&str, &str)] = &[
    ("edit", "--title X"),
    ("analyse", ""),
    ("classify", "within-rules --because X"),
    ("close", "--as withdrawn --because X"),
    ("reopen", "--because X"),
    ("void", "--because X"),
    ("link", "F-01"),
    ("unlink", "F-01"),
];

#[test]
fn an_unknown_obstacle_cannot_be_changed() {
    let sandbox = office();
    for (command, rest) in ON_AN_OBSTACLE {
        let message = error_of(&sandbox, &format!("{command} 99 {rest}"), 66);
        assert_eq!(message, "there is no B-099 in this register; see: ruimte list", "{command}");
    }
    assert_eq!(
        sandbox.run_in_dutch("edit 99 --title X").fails(66),
        "ruimte: B-099 bestaat niet in dit register; zie: ruimte list\n"
    );
    for (arguments, number) in [
        ("show 99", "B-099"),
        ("show F-99", "F-99"),
        ("contact call 1 99", "B-099"),
        ("contact edit 99 --note X", "C-099"),
        ("factsheet edit 99 --title X", "F-99"),
        ("scheme edit 99 --title X", "S-99"),
        ("void C-099 --because X", "C-099"),
        ("log X --ministry OCW --factsheet F-99", "F-99"),
        ("log X --ministry OCW --scheme 99", "S-99"),
        ("edit 1 --factsheet 1,99", "F-99"),
        ("classify 1 within-rules --because X --factsheet 99", "F-99"),
        ("close 1 --as duplicate --of 99 --because X", "B-099"),
    ] {
        let list = match &number[..1] {
            "F" => "factsheet list",
            "S" => "scheme list",
            "C" => "contact list",
            _ => "list",
        };
        assert_eq!(
            error_of(&sandbox, arguments, 66),
            format!("there is no {number} in this register; see: ruimte {list}"),
            "{arguments:?}"
        );
    }
}

#[test]
fn a_void_record_cannot_be_changed_or_referred_to() {
    let sandbox = office();
    for (command, rest) in ON_AN_OBSTACLE {
        let message = error_of(&sandbox, &format!("{command} 5 {rest}"), 65);
        assert_eq!(message, "B-005 was voided; see why with: ruimte show B-005", "{command}");
    }
    for (arguments, number) in [
        ("contact call 5", "B-005"),
        ("contact edit 2 --note X", "C-002"),
        ("factsheet edit 3 --title X", "F-03"),
        ("scheme edit 3 --title X", "S-03"),
        ("log X --ministry OCW --factsheet F-03", "F-03"),
        ("edit 1 --scheme 3", "S-03"),
        ("classify 1 within-rules --because X --factsheet 3", "F-03"),
        ("close 1 --as duplicate --of 5 --because X", "B-005"),
    ] {
        let message = error_of(&sandbox, arguments, 65);
        assert_eq!(message, format!("{number} was voided; see why with: ruimte show {number}"), "{arguments:?}");
    }
}

#[test]
fn a_step_that_the_status_does_not_allow_is_rejected_with_a_solution() {
    let sandbox = office();
    let reopen = "reopen it first; see: ruimte reopen";
    let nothing = "only what was solved or closed can be reopened";
    for (arguments, message) in [
        ("analyse 3", format!("B-003 has the status 'solved'; {reopen}")),
        ("analyse 4", format!("B-004 has the status 'closed'; {reopen}")),
        ("classify 4 within-rules --because X", format!("B-004 has the status 'closed'; {reopen}")),
        ("close 3 --as withdrawn --because X", format!("B-003 has the status 'solved'; {reopen}")),
        ("reopen 1 --because X", format!("B-001 has the status 'collected'; {nothing}")),
        ("reopen 2 --because X", format!("B-002 has the status 'in analysis'; {nothing}")),
    ] {
        assert_eq!(error_of(&sandbox, arguments, 65), message);
    }
    assert_eq!(
        sandbox.run_in_dutch("reopen 2 --because X").fails(65),
        "ruimte: B-002 heeft de status 'in analyse'; alleen wat is opgelost of afgesloten kan worden heropend\n"
    );
}

#[test]
fn an_unknown_code_is_rejected_with_the_valid_ones_and_how_to_add_one() {
    let sandbox = office();
    let ministries = "'BZK' is not in the list of ministries; choose from: OCW, SZW, VWS; or add one with: ruimte ministry add CODE --nl NAME --en NAME";
    for arguments in [
        "log X --ministry BZK",
        "log X --ministry OCW --involved VWS,BZK",
        "edit 1 --ministry BZK",
        "edit 1 --involved BZK",
        "contact call 1 --ministry BZK",
        "contact edit 1 --ministry BZK",
        "ministry edit BZK --nl X",
    ] {
        assert_eq!(error_of(&sandbox, arguments, 2), ministries, "{arguments:?}");
    }
    assert_eq!(
        sandbox.run_in_dutch("log X --ministry BZK").fails(2),
        "ruimte: 'BZK' staat niet in de lijst van ministeries; kies uit: OCW, SZW, VWS; of voeg er een toe met: ruimte ministry add CODE --nl NAAM --en NAAM\n"
    );
    // If a vocabulary has many codes, the error names the nearest matches.
    let message = error_of(&sandbox, "edit 1 --region Roterdam", 2);
    assert!(message.starts_with("'Roterdam' is not in the list of regions; choose from: "), "{message}");
    assert!(message.contains("12"), "{message}");
    assert_eq!(
        error_of(&sandbox, "classify 1 binnen --because X", 2),
        "'binnen' is not a valid value for resolution; choose from: within-rules, regional-approach"
    );
    assert_eq!(
        error_of(&sandbox, "close 1 --as weg --because X", 2),
        "'weg' is not a valid value for closed as; choose from: referred, withdrawn, duplicate"
    );
}

#[test]
fn an_invalid_date_is_rejected() {
    let sandbox = office();
    for (typed, message) in [
        ("31-02-2018", "there is no date 31-02-2018; write for instance 2018-05-12 or 12-5-2018"),
        ("2018-02-29", "there is no date 2018-02-29; write for instance 2018-05-12 or 12-5-2018"),
        ("2018-13-01", "there is no date 2018-13-01; write for instance 2018-05-12 or 12-5-2018"),
        ("morgen", "'morgen' is not a date; write the year in four digits, as in 2018-05-12 or 12-5-2018, or today"),
        ("12-5", "'12-5' is not a date; write the year in four digits, as in 2018-05-12 or 12-5-2018, or today"),
    ] {
        for arguments in [
            &format!("log X --ministry OCW --received '{typed}'"),
            &format!("edit 1 --due '{typed}'"),
            &format!("classify 1 within-rules --because X --on '{typed}'"),
            &format!("close 1 --as withdrawn --because X --on '{typed}'"),
            &format!("contact call 1 --on '{typed}'"),
            &format!("factsheet add X --published '{typed}'"),
        ] {
            assert_eq!(error_of(&sandbox, arguments, 2), message, "{arguments:?}");
        }
    }
    sandbox.run("edit 1 --due 29-02-2016").ok();
    assert_eq!(shown(&sandbox, "1")["due"], json!("2016-02-29"));
}

#[test]
fn dates_before_the_day_of_receipt_are_rejected() {
    let sandbox = office();
    for (arguments, message) in [
        (
            "classify 1 within-rules --because X --on 2018-01-09",
            "the day it was answered is before the day it was received",
        ),
        (
            "close 1 --as withdrawn --because X --on 2018-01-09",
            "the day it was closed is before the day it was received",
        ),
        ("edit 1 --answered 2018-01-09", "the day it was answered is before the day it was received"),
        ("edit 4 --received 2018-02-03", "the day it was closed is before the day it was received"),
    ] {
        assert_eq!(error_of(&sandbox, arguments, 65), message, "{arguments:?}");
    }
    sandbox.run("edit 1 --answered 2018-01-10").ok();
    assert_eq!(
        error_of(&sandbox, "classify 1 within-rules --because X --on 2018-01-09", 65),
        "the day it was solved is before the day it was received"
    );
    assert_eq!(sandbox.run("classify 1 within-rules --because X --on 2018-01-10").code, 0);
}

#[test]
fn a_duplicate_needs_its_original_and_nothing_else_has_one() {
    let sandbox = office();
    let close = |more: &str| format!("close 1 --because X {more}");
    assert_eq!(
        error_of(&sandbox, &close("--as duplicate"), 2),
        "a duplicate needs the number of the original; give it with --of, such as --of B-003"
    );
    assert_eq!(
        error_of(&sandbox, &close("--as withdrawn --of 2"), 2),
        "only a duplicate has an original; --of goes with --as duplicate"
    );
    assert_eq!(error_of(&sandbox, &close("--as duplicate --of 1"), 65), "an obstacle cannot be a duplicate of itself");
    assert_eq!(
        error_of(&sandbox, &close("--as duplicate --of F-01"), 2),
        "'F-01' is not a number; write for instance B-012"
    );
}

#[test]
fn a_blank_title_or_reason_is_rejected() {
    let sandbox = office();
    for (arguments, code, message) in [
        ("log '' --ministry OCW", 2, "missing: TITLE; see: ruimte log --help"),
        ("log '  ' --ministry OCW", 2, "missing: TITLE; see: ruimte log --help"),
        ("log X --ministry ''", 2, "missing: --ministry; see: ruimte log --help"),
        ("edit 1 --title ' '", 2, "a value is missing: title"),
        ("classify 1 within-rules --because ''", 2, "a value is missing: reason"),
        ("close 1 --as withdrawn --because ' '", 2, "a value is missing: reason"),
        ("reopen 3 --because ''", 2, "a value is missing: reason"),
        ("void 1 --because '\t'", 2, "a value is missing: void"),
    ] {
        assert_eq!(error_of(&sandbox, arguments, code), message, "{arguments:?}");
    }
}

#[test]
fn an_edit_without_changes_is_rejected() {
    let sandbox = office();
    for (arguments, command) in [
        ("edit 1", "edit"),
        ("contact edit 1", "contact edit"),
        ("factsheet edit 1", "factsheet edit"),
        ("scheme edit 1", "scheme edit"),
        ("ministry edit OCW", "ministry edit"),
    ] {
        let message = error_of(&sandbox, arguments, 2);
        assert_eq!(message, format!("no change was given; see: ruimte {command} --help"));
    }
}

#[test]
fn clearing_a_required_attribute_is_rejected() {
    let sandbox = office();
    for name in ["title", "ministry"] {
        assert_eq!(error_of(&sandbox, &format!("edit 1 --clear {name}"), 2), format!("'{name}' cannot be empty"));
    }
    for name in ["status", "resolution", "number", "solved", "void", "onzin"] {
        let message = error_of(&sandbox, &format!("edit 1 --clear {name}"), 2);
        let begin = format!("there is no attribute '{name}'; choose from: title, question, analysis, ");
        assert!(message.starts_with(&begin), "{message}");
        assert!(!message[begin.len()..].split(", ").any(|valid| valid == name), "{message}");
    }
}

#[test]
fn an_invalid_legal_source_is_rejected_with_the_valid_forms() {
    let sandbox = office();
    for typed in ["BWBR123", "BWBR0007625 artikel", "cao:", "BWBR0007625 lid 3"] {
        assert_eq!(
            error_of(&sandbox, &format!("edit 1 --law '{typed}'"), 2),
            format!(
                "'{typed}' is not a law or rule; write for instance 'Wet BIG art. 35 lid 1', 'art. 7.2.8 WEB', 'Cao VVT' or, for a rule \
                 of an institution's own such as a handbook, 'own rule: stagereglement'"
            )
        );
    }
}

#[test]
fn missing_values_without_a_terminal_are_named() {
    let sandbox = office();
    for (arguments, message) in [
        ("log", "missing: TITLE; see: ruimte log --help"),
        ("log --ministry OCW", "missing: TITLE; see: ruimte log --help"),
        ("log Titel", "missing: --ministry; see: ruimte log --help"),
        ("classify 1", "missing: RESOLUTION; see: ruimte classify --help"),
        ("classify 1 within-rules", "missing: --because; see: ruimte classify --help"),
        ("classify 1 --because X", "missing: RESOLUTION; see: ruimte classify --help"),
        ("close 1 --because X", "missing: --as; see: ruimte close --help"),
        ("close 1 --as withdrawn", "missing: --because; see: ruimte close --help"),
        ("reopen 3", "missing: --because <TEXT>; see: ruimte reopen --help"),
        ("void 1", "missing: --because <TEXT>; see: ruimte void --help"),
        ("link 1", "missing: <TO>...; see: ruimte link --help"),
        ("contact call", "missing: NUMBER; see: ruimte contact call --help"),
        ("edit --title X", "missing: <NUMBER>...; see: ruimte edit --help"),
    ] {
        assert_eq!(error_of(&sandbox, arguments, 2), message, "{arguments:?}");
    }
    assert_eq!(
        sandbox.run_in_dutch("log Titel").fails(2),
        "ruimte: er ontbreekt: --ministry; zie: ruimte log --help\n"
    );
}

#[test]
fn only_records_that_can_be_void_can_be_voided() {
    let sandbox = office();
    for number in ["OCW", "X-001", "", "verslag"] {
        assert_eq!(
            error_of(&sandbox, &format!("void '{number}' --because X"), 2),
            format!("'{number}' is not a number; write for instance B-012")
        );
    }
}
