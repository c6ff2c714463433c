//! Legal sources of obstacles and schemes: notations, filters, reports, and warnings about unknown laws.

mod filters;
mod names;
mod older_spellings;
mod references;
mod reports;
mod several_laws;
mod spellings;
mod unknown;

use crate::common::Sandbox;
use serde_json::Value;

const NOT_A_LAW: &str = "is not a law or rule; write for instance 'Wet BIG art. 35 lid 1', 'art. 7.2.8 WEB', 'Cao VVT' or, for a rule \
                 of an institution's own such as a handbook, 'own rule: stagereglement'";

fn one_obstacle() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.run("log 'Een vraag' --ministry OCW --received 2018-01-02 -q").ok();
    sandbox
}

#[track_caller]
fn shown(sandbox: &Sandbox, number: &str) -> Value {
    let shown: Value = serde_json::from_str(&sandbox.run(format!("show {number} --format json")).ok()).unwrap();
    assert_eq!(shown.as_array().unwrap().len(), 1);
    shown[0].clone()
}

#[track_caller]
fn listed(sandbox: &Sandbox, arguments: &str) -> Vec<String> {
    let rows = sandbox.rows(format!("list --columns number {arguments}"));
    rows.into_iter().map(|mut row| row.remove("number").unwrap()).collect()
}

#[track_caller]
fn import(sandbox: &Sandbox, list: &str) {
    sandbox.write("list.csv", list);
    sandbox.run("import obstacles list.csv").ok();
}
