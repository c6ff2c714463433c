//! Compares the SQL of each counting rule with its hash in `RULES`. After a change to the SQL, update the hash. If the
//! new SQL gives different counts, also raise the version number of the rule.
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use super::Register;
use super::count::{BUCKETS, GroupBy};
use super::report_query::measures_sql;
use crate::record::{Entity, Filter};
use crate::report::{COUNT_RULE, RECONCILE_RULE, REPORTS, ReportKind};
use crate::rows::Audience;
use sha2::{Digest, Sha256};

const RULES: &[(&str, &str)] = &[
    ("count/2", "050f2c46"),
    ("reconcile/1", "8deceb09"),
    ("totals/1", "a21b7d32"),
    ("ministries/2", "439b02a5"),
    ("resolutions/2", "1cc4240a"),
    ("factsheets/1", "468cac45"),
    ("contacts/1", "c63f00fe"),
    ("turnaround/1", "bdf4dd33"),
    ("growth/1", "7bd5f75b"),
    ("spread/1", "007daf55"),
    ("laws/2", "7db6b67e"),
    ("citations/1", "0c7a3ca8"),
    ("gaps/2", "a1cad9ee"),
    ("questions/1", "0efbe712"),
    ("unused/1", "a4a93bbd"),
    ("overdue/1", "335bd5eb"),
];

#[test]
fn every_counting_rule_has_the_hash_of_its_sql() {
    let register = Register::in_memory().unwrap();
    let today = || jiff::civil::date(2026, 1, 1);
    let filtered = register.filtered_cte(&Filter::default(), &today).unwrap().text;
    let facets = Entity::Obstacle.attributes().iter().filter(|attribute| attribute.is_facet);
    let count: Vec<String> = facets
        .map(GroupBy::Attribute)
        .chain(BUCKETS.iter().map(GroupBy::Time))
        .map(|by| {
            let grouping = register.grouping(by, 0, false, Audience::Program, "e.ministry").unwrap();
            format!("{};{};{};{};", grouping.key, grouping.join, grouping.select, grouping.order)
        })
        .collect();
    let count = count.concat();
    let mut rules = vec![(COUNT_RULE.to_owned(), count), (RECONCILE_RULE.to_owned(), measures_sql(true))];
    for report in REPORTS {
        match report.kind {
            ReportKind::Sql(sql) => rules.push((report.rule(), sql.to_owned())),
            ReportKind::Measures => rules.push((report.rule(), measures_sql(false))),
            // These combine counts and other reports, so they have no SQL of their own.
            ReportKind::Overview | ReportKind::Quarter => {}
        }
    }
    let hashed: Vec<(String, String)> = rules
        .into_iter()
        .map(|(rule, sql)| {
            // Leave comments out of the hash, because they do not affect what is counted.
            let code: Vec<&str> = sql.lines().filter(|line| !line.starts_with("--")).collect();
            let hash: [u8; 32] = Sha256::digest(format!("{filtered};{}", code.join("\n"))).into();
            (rule, crate::hex::encode(&hash[..4]))
        })
        .collect();
    let expected: Vec<(String, String)> =
        RULES.iter().map(|(rule, hash)| ((*rule).to_owned(), (*hash).to_owned())).collect();
    assert_eq!(hashed, expected);
}
