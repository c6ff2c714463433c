//! Fails if the SQL of a counting rule changes while its version number stays the same. If it fails, decide whether
//! the change counts anything differently. If so, raise the rule's number; in any case, update the hash next to it.
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use super::Register;
use super::count::{BUCKETS, GroupBy};
use super::report_query::measures_sql;
use crate::record::{Entity, Filter};
use crate::report::{COUNT_RULE, RECONCILE_RULE, REPORTS, ReportKind};
use sha2::{Digest, Sha256};

const RULES: &[(&str, &str)] = &[
    ("count/1", "01aa512a"),
    ("reconcile/1", "bf1f1b1e"),
    ("totals/1", "1ad4e795"),
    ("ministries/1", "a62a413d"),
    ("resolutions/1", "9c367a10"),
    ("factsheets/1", "3cc7b86a"),
    ("contacts/1", "f4af72c4"),
    ("turnaround/1", "8dda16b1"),
    ("growth/1", "88be5f5a"),
    ("spread/1", "2d91eb3e"),
    ("laws/1", "19ca6aae"),
    ("citations/1", "3d186a8e"),
    ("gaps/1", "26659ae4"),
    ("unused/1", "f1533f04"),
    ("overdue/1", "67b8b123"),
];

#[test]
fn every_counting_rule_has_the_hash_of_its_sql() {
    let register = Register::in_memory().unwrap();
    let today = || jiff::civil::date(2026, 1, 1);
    let filtered = register.filtered_cte(&Filter::default(), &today).unwrap().text;
    let facets = Entity::Obstacle.attributes().iter().filter(|attribute| attribute.is_facet);
    let count: String = facets
        .map(GroupBy::Attribute)
        .chain(BUCKETS.iter().map(GroupBy::Time))
        .map(|by| {
            let grouping = register.grouping(by, 0, false, false).unwrap();
            format!("{};{};{};", grouping.select, grouping.join, grouping.order)
        })
        .collect();
    let mut rules = vec![(COUNT_RULE.to_owned(), count), (RECONCILE_RULE.to_owned(), measures_sql(true))];
    for report in REPORTS {
        match report.kind {
            ReportKind::Sql(sql) => rules.push((report.rule(), sql.to_owned())),
            ReportKind::Measures => rules.push((report.rule(), measures_sql(false))),
            // The overview combines the other reports, so it has no SQL of its own.
            ReportKind::Overview => {}
        }
    }
    let hashed: Vec<(String, String)> = rules
        .into_iter()
        .map(|(rule, sql)| {
            let hash: [u8; 32] = Sha256::digest(format!("{filtered};{sql}")).into();
            (rule, hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect())
        })
        .collect();
    let expected: Vec<(String, String)> =
        RULES.iter().map(|(rule, hash)| ((*rule).to_owned(), (*hash).to_owned())).collect();
    assert_eq!(hashed, expected);
}
