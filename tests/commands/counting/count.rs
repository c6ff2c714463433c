//! Counts by one or several attributes, compared with a count over the CSV files and with the `list` of each group.

use super::filters::{SOME, predicate_of, some_filters};
use super::{BY, Plain, cell, groups, items, last_line, listed, table, varied_register};
use crate::common::{Row, Sandbox};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Returns two expected counts per group, computed from the CSV rows. If the groups are by ministry, the first is the
/// number of obstacles that the ministry leads; otherwise it is 0. The second is the number of all obstacles in the
/// group.
fn expected_counts(rows: &[&Row], by: &[&str]) -> BTreeMap<Vec<String>, (u64, u64)> {
    let mut counts = BTreeMap::new();
    for row in rows {
        let mut combinations: Vec<Vec<String>> = vec![Vec::new()];
        for by in by {
            let groups = groups(row, by);
            combinations = combinations
                .iter()
                .flat_map(|before| {
                    groups.iter().map(|group| {
                        let mut after = before.clone();
                        after.push(group.clone());
                        after
                    })
                })
                .collect();
        }
        for combination in combinations {
            let leads =
                by.iter().zip(&combination).any(|(by, group)| *by == "ministry" && group == cell(row, "ministry"));
            let count = counts.entry(combination).or_insert((0, 0));
            count.0 += u64::from(leads);
            count.1 += 1;
        }
    }
    counts
}

/// Attributes that can have several values. If such an attribute defines the groups, an obstacle can be in several
/// groups, and the counts of the groups do not add up to the number of obstacles.
const SEVERAL: &[&str] = &["ministry", "law", "factsheet", "scheme", "precedent"];

/// Parses the output of `count`, after checking the total number of obstacles in its last line.
#[track_caller]
fn reported_counts(sandbox: &Sandbox, by: &[&str], filter: &str, total: usize) -> BTreeMap<Vec<String>, (u64, u64)> {
    let list = by.join(",");
    let arguments = format!("count --by {list} {filter}");
    let remark = if total == 1 { "1 obstacle\n".to_owned() } else { format!("{total} obstacles, each counted once\n") };
    assert_eq!(sandbox.run(&arguments).notices(), remark, "{arguments:?}");
    let (header, rows) = table(sandbox, &arguments);
    let (leads, count) = (header.iter().position(|name| name == "lead"), header.len() - 1);
    assert_eq!(leads.is_some(), by.contains(&"ministry"), "{header:?}");
    let several = by.iter().any(|by| SEVERAL.contains(by));
    assert_eq!(header[count], if several { "mentions" } else { "obstacles" });
    let length = rows.len();
    let counts: BTreeMap<_, _> = rows
        .into_iter()
        .map(|row| {
            let lead = leads.map_or(0, |at| row[at].parse().unwrap());
            (row[..by.len()].to_vec(), (lead, row[count].parse().unwrap()))
        })
        .collect();
    assert_eq!(counts.len(), length, "a group stands there twice: {arguments:?}");
    counts
}

/// The options that select the obstacles of a group.
fn option_for(by: &str, group: &str) -> String {
    if group.is_empty() {
        let lacking = match by {
            "year" | "quarter" | "month" => "received",
            _ => match by.split_once('-') {
                Some((name @ ("received" | "solved"), _)) => name,
                _ => by,
            },
        };
        return format!("--without {lacking}");
    }
    let (name, size) = match by {
        "year" | "quarter" | "month" => ("received", by),
        _ => match by.split_once('-') {
            Some((name @ ("received" | "solved"), size)) => (name, size),
            _ => return format!("--{by} '{group}'"),
        },
    };
    let year: i16 = group[..4].parse().unwrap();
    let (first, months) = match size {
        "year" => (1, 12),
        "quarter" => (group[6..].parse::<i8>().unwrap() * 3 - 2, 3),
        _ => (group[5..].parse().unwrap(), 1),
    };
    let since = Date::new(year, first, 1).unwrap();
    let until = Date::new(year, first + months - 1, 1).unwrap().last_of_month();
    let prefix = if name == "solved" { "solved-" } else { "" };
    format!("--{prefix}since {since} --{prefix}until {until}")
}

#[test]
fn every_count_equals_that_of_a_plain_scan() {
    let (sandbox, plain) = (varied_register(), Plain::varied());
    for (filter, holds) in some_filters() {
        let chosen = plain.chosen(holds);
        for by in BY {
            assert_eq!(
                reported_counts(&sandbox, &[by], filter, chosen.len()),
                expected_counts(&chosen, &[by]),
                "by {by} {filter:?}"
            );
        }
    }
}

#[test]
fn every_count_by_two_attributes_equals_that_of_a_plain_scan() {
    let (sandbox, plain) = (varied_register(), Plain::varied());
    let (filter, holds) = (SOME[5], predicate_of(SOME[5]));
    let (all, some) = (plain.chosen(|_| true), plain.chosen(holds));
    for (at, first) in BY.iter().enumerate() {
        for second in &BY[at + 1..] {
            // Skip pairs such as `received-year` and `year`, because they are two names for the same column.
            if first.strip_prefix("received-").unwrap_or(first) == second.strip_prefix("received-").unwrap_or(second) {
                continue;
            }
            let by = [*first, *second];
            assert_eq!(reported_counts(&sandbox, &by, "", all.len()), expected_counts(&all, &by), "by {by:?}");
            if at % 4 == 0 {
                assert_eq!(
                    reported_counts(&sandbox, &by, filter, some.len()),
                    expected_counts(&some, &by),
                    "by {by:?} {filter:?}"
                );
            }
        }
    }
    let three = ["ministry", "factsheet", "solved-year"];
    assert_eq!(reported_counts(&sandbox, &three, "", all.len()), expected_counts(&all, &three));
}

#[test]
fn every_count_is_the_length_of_the_list_filtered_by_that_group() {
    let (sandbox, plain) = (varied_register(), Plain::varied());
    for filter in [SOME[0], SOME[1], SOME[5]] {
        let holds = predicate_of(filter);
        let total = plain.chosen(holds).len();
        assert_eq!(listed(&sandbox, filter).len(), total);
        let mut checked = 0;
        for by in BY {
            let several = SEVERAL.contains(by);
            let counts = reported_counts(&sandbox, &[by], filter, total);
            let mut sum = 0;
            for (group, (lead, count)) in counts {
                sum += count;
                // Skip the group if `filter` contains the same option: adding the group's value would also select other
                // groups.
                let option = option_for(by, &group[0]);
                if filter.contains(option.split(' ').next().unwrap()) {
                    continue;
                }
                assert_eq!(
                    listed(&sandbox, &format!("{option} {filter}")).len() as u64,
                    count,
                    "by {by} {group:?} {filter:?}"
                );
                if *by == "ministry" {
                    let lines = listed(&sandbox, &format!("--lead {} {filter}", group[0]));
                    assert_eq!(lines.len() as u64, lead, "lead {group:?} {filter:?}");
                }
                checked += 1;
            }
            assert!(if several { sum >= total as u64 } else { sum == total as u64 }, "by {by} {filter:?}");
        }
        assert!(checked > 100, "{checked}");
    }
}

#[test]
fn lead_ministries_add_up_to_the_obstacles_and_mentions_count_lead_and_involved() {
    let (sandbox, plain) = (varied_register(), Plain::varied());
    for (filter, holds) in some_filters() {
        let chosen = plain.chosen(holds);
        let unique = chosen.len();
        let mentions: usize = chosen.iter().map(|row| 1 + items(row, "involved").len()).sum();
        let (_, rows) = table(&sandbox, &format!("count --by ministry {filter}"));
        let sum = |rows: &[Vec<String>], at: usize| -> usize {
            rows.iter().map(|row| row[at].parse::<usize>().unwrap()).sum()
        };
        assert_eq!((sum(&rows, 1), sum(&rows, 2)), (unique, mentions), "{filter:?}");
        let (_, rows) = table(&sandbox, &format!("report ministries {filter}"));
        assert_eq!((sum(&rows, 1), sum(&rows, 3)), (unique, mentions), "{filter:?}");
        assert_eq!(sum(&rows, 1) + sum(&rows, 2), mentions, "{filter:?}");
        assert_eq!(
            last_line(&sandbox, &format!("count --by ministry {filter}")),
            ["Total", &unique.to_string(), &mentions.to_string()]
        );
    }
}

#[test]
fn counting_by_an_unknown_attribute_lists_the_known_ones() {
    assert_eq!(
        Sandbox::demo().run("count --by titel").fails(2),
        "ruimte: nothing can be counted by 'titel'; choose from: ministry, region, care_domain, theme, nature, status, \
         resolution, handler, laws, factsheets, schemes, provenance, closed_as, precedents, publishable, year, \
         quarter, month, solved-year, solved-quarter, solved-month\n"
    );
}

#[test]
fn a_count_by_law_separates_an_own_rule_from_an_agreement_of_the_same_name() {
    let sandbox = Sandbox::new();
    sandbox.run("log 'Eigen regel' --ministry OCW --law 'own-rule: Functieboek'").ok();
    sandbox.run("log Cao --ministry OCW --law 'cao: Functieboek'").ok();
    let (_, rows) = table(&sandbox, "count --by law");
    let counts: Vec<&str> = rows.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(counts, ["1", "1"], "{rows:?}");
}
