//! Reports compared with an independent count over the CSV files, in both languages and in every format.

use super::filters::some_filters;
use super::{
    BY, Plain, REPORTS, cell, groups, has, is_duplicate, is_open, is_overdue, items, last_line, laws, listed,
    ministries, numbers, table, texts, varied_register,
};
use crate::common::{Row, Sandbox};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

fn count_of(rows: &[&Row], holds: impl Fn(&Row) -> bool) -> usize {
    rows.iter().filter(|row| holds(row)).count()
}

/// Counts four kinds of obstacles: solved within the rules, solved by a regional approach, open, and closed.
fn outcomes(rows: &[&Row]) -> [usize; 4] {
    [
        count_of(rows, |row| cell(row, "resolution") == "within-rules"),
        count_of(rows, |row| cell(row, "resolution") == "regional-approach"),
        count_of(rows, is_open),
        count_of(rows, |row| cell(row, "status") == "closed"),
    ]
}

/// The contacts that a report counts, each with the numbers of the selected obstacles that it is about.
fn contacts<'a>(plain: &'a Plain, chosen: &[&Row], whole: bool) -> Vec<(&'a Row, Vec<&'a str>)> {
    let chosen: BTreeSet<&str> = chosen.iter().map(|row| cell(row, "number")).collect();
    plain
        .contacts
        .iter()
        .map(|contact| {
            (contact, items(contact, "obstacles").into_iter().filter(|number| chosen.contains(number)).collect())
        })
        .filter(|(_, about): &(_, Vec<_>)| whole || !about.is_empty())
        .collect()
}

fn totals(plain: &Plain, chosen: &[&Row], whole: bool) -> Vec<Vec<String>> {
    let originals: Vec<&Row> = chosen.iter().copied().filter(|row| !is_duplicate(row)).collect();
    let outcomes = outcomes(chosen);
    let used = |records: &[Row], name: &str| {
        let used = |record: &&Row| whole || chosen.iter().any(|row| has(row, name, cell(record, "number")));
        records.iter().filter(used).count()
    };
    let met = contacts(plain, chosen, whole);
    let of_kind = |kind: &str| met.iter().filter(|(contact, _)| cell(contact, "kind") == kind).count();
    let helped: BTreeSet<&str> = originals.iter().flat_map(|row| ministries(row)).collect();
    let pacts = plain
        .regions
        .iter()
        .filter(|region| whole || chosen.iter().any(|row| cell(row, "region") == cell(region, "code")));
    [
        ("collected", originals.len()),
        ("open", outcomes[2]),
        ("solved-within-rules", outcomes[0]),
        ("solved-regional-approach", outcomes[1]),
        ("closed", count_of(&originals, |row| cell(row, "status") == "closed")),
        ("duplicates", chosen.len() - originals.len()),
        ("rule-changes", count_of(&originals, |row| !cell(row, "rule_change").is_empty())),
        ("ministries", helped.len()),
        ("factsheets", used(&plain.factsheets, "factsheets")),
        ("schemes", used(&plain.schemes, "schemes")),
        ("meetings", of_kind("meeting")),
        ("calls", of_kind("call")),
        ("emails", of_kind("email")),
        ("pacts", pacts.count()),
    ]
    .into_iter()
    .map(|(measure, value)| vec![measure.to_owned(), value.to_string()])
    .collect()
}

#[test]
fn the_report_of_totals_equals_a_plain_count() {
    for (sandbox, plain) in [(Sandbox::demo(), Plain::demo()), (varied_register(), Plain::varied())] {
        for (filter, holds) in some_filters() {
            let wanted = totals(plain, &plain.chosen(holds), filter.is_empty());
            let (header, rows) = table(&sandbox, &format!("report totals {filter}"));
            assert_eq!((header, rows), (texts(["measure", "value"]), wanted), "{filter:?}");
        }
    }
}

#[test]
fn the_totals_of_the_fixtures_are_the_published_figures() {
    assert_eq!(
        Sandbox::demo().run("report totals --format csv").ok(),
        "measure,value\r\ncollected,70\r\nopen,0\r\nsolved-within-rules,60\r\nsolved-regional-approach,10\r\n\
         closed,0\r\nduplicates,0\r\nrule-changes,1\r\nministries,3\r\nfactsheets,11\r\nschemes,26\r\nmeetings,9\r\ncalls,213\r\n\
         emails,307\r\npacts,17\r\n"
    );
}

#[test]
fn the_report_by_ministry_equals_a_plain_count() {
    let (sandbox, plain) = (varied_register(), Plain::varied());
    for (filter, holds) in some_filters() {
        let chosen = plain.chosen(holds);
        let codes: BTreeSet<&str> = chosen.iter().flat_map(|row| ministries(row)).collect();
        let wanted: Vec<Vec<String>> = codes
            .iter()
            .map(|code| {
                let mentioned: Vec<&Row> =
                    chosen.iter().copied().filter(|row| ministries(row).contains(code)).collect();
                let lead = count_of(&mentioned, |row| cell(row, "ministry") == *code);
                let mut row = vec![(*code).to_owned()];
                row.extend(texts([lead, mentioned.len() - lead, mentioned.len()]));
                row.extend(texts(outcomes(&mentioned)));
                row
            })
            .collect();
        let arguments = format!("report ministries {filter}");
        let (header, rows) = table(&sandbox, &arguments);
        assert_eq!(header.join(","), "ministry,lead,involved,mentions,within_rules,regional_approach,open,closed");
        assert_eq!(rows, wanted, "{filter:?}");
        let mentions: usize = chosen.iter().map(|row| ministries(row).len()).sum();
        let mut total = texts(["Total"]);
        total.extend(texts([chosen.len(), mentions - chosen.len(), mentions]));
        total.extend(texts(outcomes(&chosen)));
        assert_eq!(last_line(&sandbox, &arguments), total, "{filter:?}");
    }
}

#[test]
fn the_totals_and_the_report_by_ministry_explain_why_they_differ() {
    let sandbox = Sandbox::new();
    sandbox.run("log Een --ministry OCW --involved VWS").ok();
    sandbox.run("log Twee --ministry SZW").ok();
    sandbox.run("close 2 duplicate 1 --because Dezelfde").ok();
    let totals = sandbox.run("report totals --format csv");
    let expected = "collected,1\r\nopen,1\r\nsolved-within-rules,0\r\nsolved-regional-approach,0\r\nclosed,0\r\n\
                    duplicates,1\r\nrule-changes,0\r\nministries,2\r\n";
    assert!(totals.stdout.contains(expected), "{}", totals.stdout);
    assert_eq!(
        totals.stderr,
        "An obstacle closed as a duplicate counts here only among the duplicates; \
         'report ministries' counts it as closed, under its ministries\n"
    );
    let ministries = sandbox.run_in_dutch("report ministries");
    assert_eq!(
        ministries.stdout,
        "\
ministerie  als trekker  als betrokkene  vermeldingen  binnen de regels  andere aanpak in de regio  open  afgesloten
OCW                   1               0             1                 0                          0     1           0
SZW                   1               0             1                 0                          0     0           1
VWS                   0               1             1                 0                          0     1           0
Totaal                2               1             3                 0                          0     1           1
"
    );
    assert_eq!(
        ministries.stderr,
        "De rijen tellen vermeldingen; het totaal telt elke belemmering één keer, behalve onder 'als betrokkene' en \
         'vermeldingen'; een belemmering die als dubbele is afgesloten, telt als afgesloten, en in 'report totals' \
         alleen bij de dubbele\n"
    );
}

#[test]
fn the_report_of_resolutions_equals_a_plain_count() {
    let (sandbox, plain) = (varied_register(), Plain::varied());
    for (filter, holds) in some_filters() {
        let chosen = plain.chosen(holds);
        let natures: BTreeSet<&str> = chosen.iter().map(|row| cell(row, "nature")).collect();
        let mut wanted: Vec<(usize, Vec<String>)> = natures
            .iter()
            .map(|nature| {
                let of: Vec<&Row> = chosen.iter().copied().filter(|row| cell(row, "nature") == *nature).collect();
                let mut row = vec![(*nature).to_owned()];
                row.extend(texts(outcomes(&of)));
                row.push(of.len().to_string());
                (of.len(), row)
            })
            .collect();
        wanted.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1[0].cmp(&right.1[0])));
        let wanted: Vec<Vec<String>> = wanted.into_iter().map(|(_, row)| row).collect();
        let arguments = format!("report resolutions {filter}");
        let (header, rows) = table(&sandbox, &arguments);
        assert_eq!(header.join(","), "nature,within_rules,regional_approach,open,closed,obstacles");
        assert_eq!(rows, wanted, "{filter:?}");
        let mut total = texts(["Total"]);
        total.extend(texts(outcomes(&chosen)));
        total.push(chosen.len().to_string());
        assert_eq!(last_line(&sandbox, &arguments), total, "{filter:?}");
    }
}

#[test]
fn the_report_of_factsheets_equals_a_plain_count() {
    let (sandbox, plain) = (varied_register(), Plain::varied());
    for (filter, holds) in some_filters() {
        let chosen = plain.chosen(holds);
        let mut wanted: Vec<(usize, Vec<String>)> = Vec::new();
        for factsheet in &plain.factsheets {
            let number = cell(factsheet, "number");
            let answered: Vec<&Row> = chosen.iter().copied().filter(|row| has(row, "factsheets", number)).collect();
            if filter.is_empty() || !answered.is_empty() {
                let [within, regional, ..] = outcomes(&answered);
                let mut row = texts([number, cell(factsheet, "title"), cell(factsheet, "published")]);
                row.extend(texts([answered.len(), within, regional]));
                row.push(cell(factsheet, "provenance").to_owned());
                wanted.push((answered.len(), row));
            }
        }
        wanted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let wanted: Vec<Vec<String>> = wanted.into_iter().map(|(_, row)| row).collect();
        let (header, rows) = table(&sandbox, &format!("report factsheets {filter}"));
        assert_eq!(header.join(","), "number,title,published,obstacles,within_rules,regional_approach,provenance");
        assert_eq!(rows, wanted, "{filter:?}");
    }
}

#[test]
fn the_report_of_contacts_counts_a_contact_about_several_obstacles_once() {
    for (sandbox, plain) in [(Sandbox::demo(), Plain::demo()), (varied_register(), Plain::varied())] {
        for (filter, holds) in some_filters() {
            let chosen = plain.chosen(holds);
            let met = contacts(plain, &chosen, filter.is_empty());
            let numbers = |of: &[&(&Row, Vec<&str>)]| {
                let about: BTreeSet<&str> = of.iter().flat_map(|(_, about)| about.iter().copied()).collect();
                texts([of.len(), about.len(), of.iter().map(|(_, about)| about.len()).sum()])
            };
            let wanted: Vec<Vec<String>> = ["meeting", "call", "email"]
                .iter()
                .filter_map(|kind| {
                    let of: Vec<_> = met.iter().filter(|(contact, _)| cell(contact, "kind") == *kind).collect();
                    let mut row = vec![(*kind).to_owned()];
                    row.extend(numbers(&of));
                    (!of.is_empty()).then_some(row)
                })
                .collect();
            let arguments = format!("report contacts {filter}");
            let (header, rows) = table(&sandbox, &arguments);
            assert_eq!(header.join(","), "kind,contacts,obstacles,mentions");
            assert_eq!(rows, wanted, "{filter:?}");
            let mut total = texts(["Total"]);
            total.extend(numbers(&met.iter().collect::<Vec<_>>()));
            if !rows.is_empty() {
                assert_eq!(last_line(&sandbox, &arguments), total, "{filter:?}");
            }
        }
    }
}

#[test]
fn the_report_of_laws_counts_an_obstacle_once_for_each_law_and_for_each_article_that_it_cites() {
    let (sandbox, plain) = (varied_register(), Plain::varied());
    for (filter, holds) in some_filters() {
        let chosen = plain.chosen(holds);
        // Each law has one row per article, and one row without an article that counts all obstacles citing the law.
        let mut cited: BTreeMap<(&str, &str), Vec<&Row>> = BTreeMap::new();
        for row in &chosen {
            let places = laws(row).into_iter().flat_map(|law| [(law.1, law.2), (law.1, "")]);
            for place in places.collect::<BTreeSet<(&str, &str)>>() {
                cited.entry(place).or_default().push(row);
            }
        }
        let mut places: Vec<(&str, &str)> = cited.keys().copied().collect();
        let count = |place: (&str, &str)| std::cmp::Reverse(cited[&place].len());
        // Expected order: laws by descending count and then by name, ignoring case. Each law is followed by its
        // articles, by descending count and then by number: 7.2.8 comes before 11a.1.
        let name = |place: (&str, &str)| place.0.to_lowercase();
        let article = |place: (&str, &str)| -> Vec<(usize, String)> {
            place
                .1
                .split(['.', ':'])
                .map(|part| (part.trim_end_matches(char::is_alphabetic).len(), part.into()))
                .collect()
        };
        places.sort_by_key(|place| {
            (count((place.0, "")), name(*place), !place.1.is_empty(), count(*place), article(*place))
        });
        let wanted: Vec<Vec<String>> = places
            .into_iter()
            .map(|(source, article)| {
                let rows = &cited[&(source, article)];
                let [within, regional, open, closed] = outcomes(rows);
                let mut row = texts([source, article]);
                row.extend(texts([rows.len(), within, regional, open, closed]));
                row
            })
            .collect();
        let (header, rows) = table(&sandbox, &format!("report laws {filter}"));
        assert_eq!(header.join(","), "law,article,obstacles,within_rules,regional_approach,open,closed");
        assert_eq!(rows, wanted, "{filter:?}");
    }
}

#[test]
fn the_report_of_gaps_names_the_solved_obstacles_without_a_factsheet() {
    let (sandbox, plain) = (varied_register(), Plain::varied());
    for (filter, holds) in some_filters() {
        let gaps =
            plain.chosen(|row| holds(row) && cell(row, "status") == "solved" && items(row, "factsheets").is_empty());
        let mut by: BTreeMap<(&str, String), Vec<&str>> = BTreeMap::new();
        for row in &gaps {
            for source in groups(row, "law") {
                by.entry((cell(row, "nature"), source)).or_default().push(cell(row, "number"));
            }
        }
        // An obstacle that reuses an answer is counted even if the filter does not select that obstacle. It is not
        // counted if it is void (recorded by mistake).
        let reuses =
            |number: &str| plain.obstacles.iter().filter(|row| items(row, "precedents").contains(&number)).count();
        let of = |numbers: &[&str]| -> (usize, usize) {
            let reuses: Vec<usize> = numbers.iter().map(|number| reuses(number)).collect();
            (reuses.iter().filter(|reuses| **reuses > 0).count(), reuses.iter().sum())
        };
        let mut wanted: Vec<((usize, usize), Vec<String>)> = by
            .iter()
            .map(|((nature, source), numbers)| {
                let (reused, reuses) = of(numbers);
                let mut row = texts([*nature, source]);
                row.extend(texts([numbers.len(), reused, reuses]));
                row.push(numbers.join("; "));
                ((reuses, numbers.len()), row)
            })
            .collect();
        wanted.sort_by_key(|(counts, _)| std::cmp::Reverse(*counts));
        let wanted: Vec<Vec<String>> = wanted.into_iter().map(|(_, row)| row).collect();
        let arguments = format!("report gaps {filter}");
        let (header, rows) = table(&sandbox, &arguments);
        assert_eq!(header.join(","), "nature,law,obstacles,reused,reuses,numbers");
        assert_eq!(rows, wanted, "{filter:?}");
        let numbers_of_gaps: Vec<&str> = gaps.iter().map(|row| cell(row, "number")).collect();
        let (reused, reuses) = of(&numbers_of_gaps);
        if !rows.is_empty() {
            let total = texts([gaps.len(), reused, reuses]);
            assert_eq!(last_line(&sandbox, &arguments)[1..], total, "{filter:?}");
        }
        if filter.is_empty() {
            // The answers of B-005 and B-016 count: they were reused, and have no factsheet. The answer of B-003 was
            // reused too, but has a factsheet. Reuse by a void obstacle does not count.
            assert_eq!((reused, reuses), (2, 3));
        }
        if !filter.contains("--status") {
            let option = format!("--no-factsheet --status solved {filter}");
            assert_eq!(listed(&sandbox, &option), numbers(&gaps), "{filter:?}");
        }
    }
}

#[test]
fn the_unused_report_lists_what_no_selected_obstacle_uses() {
    let (sandbox, plain) = (varied_register(), Plain::varied());
    for (filter, holds) in some_filters() {
        let chosen = plain.chosen(holds);
        let mut wanted: Vec<Vec<String>> = Vec::new();
        for (thing, name, records) in
            [("factsheet", "factsheets", &plain.factsheets), ("scheme", "schemes", &plain.schemes)]
        {
            for record in records {
                let number = cell(record, "number");
                if !chosen.iter().any(|row| has(row, name, number)) {
                    wanted.push(texts([thing, number, cell(record, "title"), cell(record, "provenance")]));
                }
            }
        }
        let (header, rows) = table(&sandbox, &format!("report unused {filter}"));
        assert_eq!(header.join(","), "thing,number,title,provenance");
        assert_eq!(rows, wanted, "{filter:?}");
        assert!(!rows.is_empty());
    }
}

#[test]
fn the_overdue_report_starts_with_the_obstacle_overdue_longest() {
    let (sandbox, plain) = (varied_register(), Plain::varied());
    let today = jiff::Zoned::now().date();
    for (filter, holds) in some_filters() {
        let mut late = plain.chosen(|row| holds(row) && is_overdue(row));
        late.sort_by_key(|row| (cell(row, "due"), cell(row, "number")));
        let wanted: Vec<Vec<String>> = late
            .iter()
            .map(|row| {
                let days = cell(row, "due").parse::<Date>().unwrap().until(today).unwrap().get_days();
                let mut cells: Vec<String> =
                    texts(["number", "title", "ministry", "handler", "received", "due"].map(|name| cell(row, name)));
                cells.push(days.to_string());
                cells.push(cell(row, "provenance").to_owned());
                cells
            })
            .collect();
        let (header, rows) = table(&sandbox, &format!("report overdue {filter}"));
        assert_eq!(header.join(","), "number,title,ministry,handler,received,due,days_overdue,provenance");
        assert_eq!(rows, wanted, "{filter:?}");
    }
    assert_eq!(listed(&sandbox, "--overdue"), ["B-071", "B-080"]);
}

#[test]
fn an_obstacle_due_today_is_not_overdue_yet() {
    let sandbox = Sandbox::new();
    sandbox.run("log Vandaag --ministry OCW --due today").ok();
    sandbox.run("log Gisteren --ministry OCW --due yesterday").ok();
    assert_eq!(listed(&sandbox, "--overdue"), ["B-002"]);
    assert_eq!(
        table(&sandbox, "report overdue").1.iter().map(|row| (row[0].as_str(), row[6].as_str())).collect::<Vec<_>>(),
        [("B-002", "1")]
    );
}

#[test]
fn an_unknown_report_is_rejected_with_the_known_ones() {
    assert_eq!(
        Sandbox::demo().run("report onzin").fails(2),
        format!(
            "ruimte: there is no report 'onzin'; choose from: {}\n",
            REPORTS.join(", ").replace("totals,", "totals, overview,")
        )
    );
}

/// The numbers and codes in each line of a table, for comparing languages. Names are skipped, because some names
/// contain digits in only one of the languages.
fn figures(text: &str) -> Vec<Vec<String>> {
    let is_figure =
        |word: &&str| word.contains(|character: char| character.is_ascii_digit()) && !word.contains(char::is_lowercase);
    text.lines()
        .map(|line| line.split("  ").map(str::trim).filter(is_figure).map(|word| word.replace(',', ".")).collect())
        .collect()
}

#[test]
fn reports_and_counts_have_the_same_numbers_in_dutch_and_in_english() {
    let sandbox = varied_register();
    let mut commands: Vec<String> = REPORTS.iter().map(|report| format!("report {report}")).collect();
    commands.extend(BY.iter().map(|by| format!("count --by {by}")));
    commands.push("reconcile zorgpact-2018".to_owned());
    for command in &commands {
        let (english, dutch) = (sandbox.run(command), sandbox.run_in_dutch(command));
        assert_eq!(figures(&english.stdout), figures(&dutch.stdout), "{command:?}");
        assert_ne!(english.stdout.lines().next(), dutch.stdout.lines().next(), "{command:?}");
        assert!(figures(&english.stdout).concat().len() > 1, "{command:?}");
        for format in ["csv", "csv-excel", "json", "jsonl"] {
            let command = format!("{command} --format {format}");
            assert_eq!(sandbox.run(&command).stdout, sandbox.run_in_dutch(&command).stdout, "{command:?}");
        }
    }
    assert_eq!(
        sandbox.run_in_dutch("report contacts --ministry SZW --status open").stdout.lines().next(),
        Some("soort        contacten  belemmeringen  vermeldingen")
    );
}

#[test]
fn json_and_csv_of_a_report_have_the_same_values() {
    let sandbox = varied_register();
    for report in REPORTS {
        let (header, rows) = table(&sandbox, &format!("report {report}"));
        let json: Vec<serde_json::Map<String, serde_json::Value>> =
            serde_json::from_str(&sandbox.run(format!("report {report} --format json")).ok()).unwrap();
        assert_eq!(json.len(), rows.len(), "{report}");
        for (object, row) in json.iter().zip(&rows) {
            for (name, text) in header.iter().zip(row) {
                let same = match &object[name] {
                    serde_json::Value::Null => text.is_empty(),
                    serde_json::Value::String(value) => value == text,
                    value => value.as_f64() == text.parse().ok(),
                };
                assert!(same, "{report} {name}: {text:?} and {:?}", object[name]);
            }
        }
    }
}
