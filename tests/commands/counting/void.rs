//! Void records, which were recorded by mistake. They are excluded from all counts, and shown only on request.

use super::{BY, REPORTS, listed, table};
use crate::common::Sandbox;
use std::collections::BTreeMap;

/// The output of each command that counts or lists, keyed by command.
fn all_output(sandbox: &Sandbox, leave_out: &[&str]) -> BTreeMap<String, String> {
    let mut lines: Vec<String> = REPORTS.iter().map(|report| format!("report {report}")).collect();
    lines.extend(REPORTS.iter().map(|report| format!("report {report} --ministry OCW,VWS")));
    lines.extend(BY.iter().map(|by| format!("count --by {by}")));
    for kind in ["obstacles", "factsheets", "schemes", "contacts"] {
        lines.push(format!("export {kind}"));
    }
    for kind in ["factsheet", "scheme", "contact"] {
        lines.extend([format!("{kind} list"), format!("{kind} list --ministry VWS")]);
    }
    lines.push("reconcile --explain".to_owned());
    for filter in ["--no-factsheet", "--overdue", "--region 12", "--law BWBR0007625", "--status open"] {
        lines.push(format!("list {filter}"));
    }
    lines.extend(["search stage", "search vergissing", "similar 'vergissing bij een stage'"].map(str::to_owned));
    lines
        .into_iter()
        .filter(|line| !leave_out.contains(&line.as_str()))
        .map(|line| {
            let result = sandbox.run(&line);
            let output = format!("{}\n{}{}", result.code, result.stdout, result.stderr);
            (line, output)
        })
        .collect()
}

/// Logs an obstacle with every attribute that a count or report uses. After it is voided, no count may include it.
const MISTAKEN: &str = "log 'Vergissing bij de stage' --ministry VWS --involved OCW,SZW --region 12 --care-domain ggz --theme permanent-leren --nature funding --rule-change 'Een andere regel' --handler Balie --received 2017-01-15 --due 2017-02-01 --answered 2017-02-02 --law 'BWBR0007625 art. 7.2.8' --factsheet F-01 --scheme S-05";

#[test]
fn a_void_obstacle_counts_nowhere() {
    let before = all_output(&Sandbox::demo(), &[]);
    let sandbox = Sandbox::demo();
    sandbox.run(MISTAKEN).ok();
    assert_ne!(all_output(&sandbox, &[]), before);
    sandbox.run("void B-071 --because Vergissing").ok();
    assert_eq!(all_output(&sandbox, &[]), before);

    let sandbox = Sandbox::demo();
    sandbox.run(MISTAKEN).ok();
    sandbox.run("classify B-071 within-rules --because Mag --on 2017-03-01").ok();
    assert_eq!(sandbox.run("reconcile zorgpact-2018").code, 1);
    sandbox.run("void B-071 --because Vergissing").ok();
    assert_eq!(all_output(&sandbox, &[]), before);
}

#[test]
fn a_void_contact_counts_nowhere() {
    let before = all_output(&Sandbox::demo(), &[]);
    let sandbox = Sandbox::demo();
    for kind in ["call", "email", "meeting"] {
        sandbox.run(format!("contact {kind} B-001 B-002 --on 2017-01-15 --ministry OCW")).ok();
    }
    assert_eq!(sandbox.run("reconcile zorgpact-2018").code, 1);
    for number in ["C-530", "C-531", "C-532"] {
        sandbox.run(format!("void {number} --because Vergissing")).ok();
    }
    assert_eq!(all_output(&sandbox, &[]), before);
}

/// The demonstration register with an extra factsheet and an extra scheme, each linked to obstacles and then voided.
fn with_void_links() -> Sandbox {
    let sandbox = Sandbox::demo();
    sandbox.run("factsheet add Vergissing --published 2017-01-15").ok();
    sandbox.run("scheme add Vergissing --law BWBR0007625").ok();
    assert_eq!(sandbox.run("reconcile zorgpact-2018").code, 1);
    for number in ["B-001", "B-005"] {
        sandbox.run(format!("link {number} F-12 S-27")).ok();
    }
    sandbox.run("void F-12 --because Vergissing").ok();
    sandbox.run("void S-27 --because Vergissing").ok();
    sandbox
}

const COUNTS_OF_LINKS: &[&str] = &["count --by factsheet", "count --by scheme"];

#[test]
fn a_void_factsheet_or_scheme_is_in_no_list_and_no_report() {
    let before = all_output(&Sandbox::demo(), COUNTS_OF_LINKS);
    assert_eq!(all_output(&with_void_links(), COUNTS_OF_LINKS), before);
}

#[test]
fn a_void_factsheet_or_scheme_is_in_no_count() {
    let (sandbox, demo) = (with_void_links(), Sandbox::demo());
    for by in ["factsheet", "scheme"] {
        assert_eq!(sandbox.run(format!("count --by {by}")).ok(), demo.run(format!("count --by {by}")).ok(), "by {by}");
    }
}

#[test]
fn a_void_figure_is_not_reconciled() {
    let sandbox = Sandbox::demo();
    sandbox.run("void P-04 --because Vergissing").ok();
    let measures = |sandbox: &Sandbox| {
        let (_, rows) = table(sandbox, "reconcile zorgpact-2018");
        rows.into_iter().map(|row| row[1].clone()).collect::<Vec<_>>()
    };
    let mut before = measures(&Sandbox::demo());
    before.retain(|measure| measure != "factsheets");
    assert_eq!(measures(&sandbox), before);
}

#[test]
fn void_records_are_shown_on_request() {
    let sandbox = with_void_links();
    sandbox.run(MISTAKEN).ok();
    sandbox.run("contact call B-071").ok();
    sandbox.run("void B-071 --because 'Dubbel ingevoerd'").ok();
    sandbox.run("void C-530 --because 'Verkeerd nummer'").ok();
    for (command, void) in [
        ("list", &[("B-071", "Dubbel ingevoerd")][..]),
        ("search vergissing", &[("B-071", "Dubbel ingevoerd"), ("F-12", "Vergissing"), ("S-27", "Vergissing")]),
        ("export obstacles", &[("B-071", "Dubbel ingevoerd")]),
        ("contact list", &[("C-530", "Verkeerd nummer")]),
        ("factsheet list", &[("F-12", "Vergissing")]),
        ("scheme list", &[("S-27", "Vergissing")]),
    ] {
        let shown = |arguments: &str| -> Vec<(String, Option<String>)> {
            sandbox.rows(arguments).into_iter().map(|row| (row["number"].clone(), row.get("void").cloned())).collect()
        };
        let (without, with) = (shown(command), shown(&format!("{command} --with-void")));
        assert!(without.iter().all(|(_, void)| void.is_none()), "{command:?}");
        assert_eq!(with.len(), without.len() + void.len(), "{command:?}");
        for (number, reason) in void {
            assert!(without.iter().all(|(shown, _)| shown != number), "{command:?}");
            assert!(with.contains(&((*number).to_owned(), Some((*reason).to_owned()))), "{command:?}");
        }
    }
    // With `--with-void`, the counts of all groups still add up to the number of listed obstacles.
    let lines = listed(&sandbox, "--with-void").len();
    assert_eq!(lines, 71);
    for by in ["status", "region", "year"] {
        let (_, rows) = table(&sandbox, &format!("count --by {by} --with-void"));
        assert_eq!(rows.iter().map(|row| row[1].parse::<usize>().unwrap()).sum::<usize>(), lines);
    }
}

#[test]
fn a_void_record_of_each_kind_can_still_be_shown() {
    let sandbox = with_void_links();
    sandbox.run(MISTAKEN).ok();
    sandbox.run("contact call B-071").ok();
    for number in ["B-071", "C-530", "P-15"] {
        sandbox.run(format!("void {number} --because Vergissing")).ok();
    }
    for number in ["B-071", "F-12", "S-27", "C-530", "P-15"] {
        let shown = sandbox.run(format!("show {number}")).ok();
        let void = shown.lines().find(|line| line.starts_with("void ")).map(|line| line["void ".len()..].trim());
        assert_eq!(void, Some("Vergissing"), "{number}");
    }
}
