//! Checks that related definitions agree. For example, each record has the columns of its table, each report has the
//! columns of its chart, and each command has help in Dutch and in English.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use ruimte::cli;
use ruimte::i18n::Lang;
use ruimte::intake::mapping::normalize;
use ruimte::record::{Entity, Kind};
use ruimte::register::{Register, SCHEMA};
use ruimte::report::{MEASURES, OVERVIEW_SECTIONS, REPORTS, ReportKind, find_report};
use ruimte::rows::ChartHint;
use std::collections::{BTreeMap, BTreeSet};

/// The names of a table's columns, except generated columns.
fn columns(schema: &rusqlite::Connection, table: &str) -> BTreeSet<String> {
    let mut statement = schema.prepare("SELECT name FROM pragma_table_info(?1)").unwrap();
    statement.query_map([table], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

fn schema() -> rusqlite::Connection {
    let schema = rusqlite::Connection::open_in_memory().unwrap();
    schema.execute_batch(SCHEMA).unwrap();
    for (name, arguments) in [("juriconnect", 2), ("law_link", 2), ("law_name", 1), ("law_article", 1), ("sort_key", 1)]
    {
        let flags = rusqlite::functions::FunctionFlags::SQLITE_UTF8;
        schema.create_scalar_function(name, arguments, flags, |_| Ok(String::new())).unwrap();
    }
    schema
}

#[test]
fn every_record_has_exactly_the_columns_of_its_table() {
    let schema = schema();
    for entity in Entity::ALL {
        let defined: BTreeSet<String> = entity
            .attributes()
            .iter()
            .filter(|attribute| attribute.link().is_none())
            .map(|attribute| attribute.name.to_owned())
            .collect();
        assert_eq!(
            columns(&schema, entity.table()),
            defined,
            "left: the table {}, right: the record; an attribute is a line in both",
            entity.table()
        );
        for attribute in entity.attributes() {
            if let Some(link) = attribute.link() {
                let columns = columns(&schema, link.table);
                assert!(columns.contains(link.owner) && columns.contains(link.value), "{}", link.table);
            }
        }
    }
}

#[test]
fn every_column_and_choice_has_a_label_in_both_languages() {
    for attribute in Entity::ALL.iter().flat_map(|entity| entity.attributes()) {
        for text in [attribute.i18n.label.nl, attribute.i18n.label.en, attribute.i18n.help.nl, attribute.i18n.help.en] {
            assert!(!text.trim().is_empty(), "{}", attribute.name);
        }
        assert!(!attribute.option.contains('_'), "{} is typed as --{}", attribute.name, attribute.option);
        if let Kind::Choice(choices) = attribute.kind {
            assert!(choices.iter().all(|choice| !choice.label.nl.is_empty() && !choice.label.en.is_empty()));
        }
    }
    let schema = schema();
    for report in REPORTS {
        let ReportKind::Sql(sql) = report.kind else { continue };
        let body: String = sql.lines().filter(|line| !line.starts_with("--")).collect::<Vec<_>>().join("\n");
        let filtered = "filtered AS (SELECT * FROM obstacle)";
        let body = body.trim_start();
        let sql = match body.strip_prefix("WITH RECURSIVE ").or_else(|| body.strip_prefix("WITH ")) {
            Some(rest) => format!("WITH RECURSIVE {filtered}, {rest}"),
            None => format!("WITH {filtered} {body}"),
        };
        let statement = schema.prepare(&sql).unwrap_or_else(|error| panic!("{}: {error}", report.name));
        let selected: Vec<&str> = statement.column_names().filter(|name| *name != "_total").collect();
        let listed: Vec<&str> = report.columns.iter().map(|column| column.name).collect();
        assert_eq!(selected, listed, "{}", report.name);
    }
}

#[test]
fn every_report_runs_on_an_empty_register() {
    struct Silent;
    impl ruimte::rows::Sink for Silent {
        fn emit(&mut self, _: ruimte::rows::Event<'_>) -> anyhow::Result<()> {
            Ok(())
        }
        fn audience(&self) -> ruimte::rows::Audience {
            ruimte::rows::Audience::Terminal
        }
    }
    let register = Register::in_memory().unwrap();
    let today = || "2026-11-21".parse().unwrap();
    let rows = |name: &str| {
        let report = REPORTS.iter().find(|report| report.name == name).unwrap();
        register.report(report, &ruimte::record::Filter::default(), &today, &mut Silent).unwrap().rows
    };
    for report in REPORTS.iter().filter(|report| !matches!(report.kind, ReportKind::Overview | ReportKind::Quarter)) {
        let expected = if report.name == "totals" { MEASURES.len() as u64 } else { 0 };
        assert_eq!(rows(report.name), expected, "{}", report.name);
    }
}

#[test]
fn every_section_of_the_overview_is_a_report_and_every_report_has_the_columns_of_its_chart() {
    let schema = schema();
    for section in OVERVIEW_SECTIONS {
        let report = find_report(section.report).unwrap_or_else(|| panic!("no report {}", section.report));
        assert!(matches!(report.kind, ReportKind::Sql(_)), "{} is no statement", section.report);
    }
    for report in REPORTS {
        let (ReportKind::Sql(sql), Some(chart_hint)) = (report.kind, report.chart_hint) else { continue };
        let body: String = sql.lines().filter(|line| !line.starts_with("--")).collect::<Vec<_>>().join("\n");
        let body = body.trim_start();
        let rest = body.strip_prefix("WITH RECURSIVE ").or_else(|| body.strip_prefix("WITH "));
        let filtered = "filtered AS (SELECT * FROM obstacle)";
        let sql =
            rest.map_or_else(|| format!("WITH {filtered} {body}"), |rest| format!("WITH RECURSIVE {filtered}, {rest}"));
        let statement = schema.prepare(&sql).unwrap();
        let there: Vec<&str> = statement.column_names().collect();
        let drawn = match chart_hint {
            ChartHint::Bars { parts, .. } => parts,
            ChartHint::Lines { series } => series,
            ChartHint::Tiles { .. } => &[],
        };
        for column in drawn {
            assert!(there.contains(column), "{} has no column {column}", report.name);
        }
    }
}

#[test]
fn what_a_number_of_a_report_counts_is_declared_by_columns_and_options_that_exist() {
    let lists: Vec<&str> = Entity::ALL.iter().map(|entity| entity.plural()).collect();
    let options = cli::filter_option_names();
    for report in REPORTS {
        let has = |name: &str| report.columns.iter().any(|column| column.name == name);
        for counted in report.counted {
            assert!(has(counted.column), "{}: {}", report.name, counted.column);
            assert!(lists.contains(&counted.list), "{}: {}", report.name, counted.list);
            for (column, _) in counted.keys.iter() {
                assert!(has(column), "{}: {column}", report.name);
            }
            for (option, _) in counted.conditions {
                assert!(options.iter().any(|known| known == option), "{}: {option}", report.name);
            }
        }
    }
}

#[test]
fn every_column_heading_means_one_attribute() {
    for entity in Entity::ALL {
        let mut known: BTreeMap<String, &str> = BTreeMap::new();
        for attribute in entity.attributes().iter().chain(entity.derived()) {
            let label = attribute.i18n.label;
            for heading in [attribute.name, label.nl, label.en].iter().chain(attribute.i18n.also) {
                let heading = heading.to_lowercase();
                if let Some(other) = known.insert(heading.clone(), attribute.name) {
                    assert_eq!(other, attribute.name, "'{heading}' in {}", entity.plural());
                }
            }
            for word in attribute.i18n.also {
                assert_eq!(normalize(word), *word, "a word that no title equals");
            }
        }
    }
}

#[test]
fn the_parts_of_every_measure_are_measures() {
    for part in MEASURES.iter().flat_map(|measure| measure.parts) {
        assert!(MEASURES.iter().any(|measure| measure.code == *part), "{part}");
    }
}

#[test]
fn every_command_and_argument_is_explained_in_both_languages() {
    let (dutch, english) = (cli::command(Lang::Nl, 80), cli::command(Lang::En, 80));
    let mut wrong = Vec::new();
    walk(dutch, english, &mut wrong);
    assert_eq!(wrong, Vec::<String>::new());
}

/// Checks that a command, its arguments and its subcommands have Dutch help that differs from the English help.
fn each(dutch: &clap::Command, english: &clap::Command, path: &str, wrong: &mut Vec<String>) {
    let text = |command: &clap::Command| command.get_about().map(ToString::to_string).unwrap_or_default();
    if text(dutch).is_empty() || text(dutch) == text(english) {
        wrong.push(format!("'{path}' says '{}' and '{}'", text(dutch), text(english)));
    }
    for (ours, theirs) in dutch.get_arguments().zip(english.get_arguments()) {
        let text = |arg: &clap::Arg| arg.get_help().map(ToString::to_string).unwrap_or_default();
        if text(ours).is_empty() || text(ours) == text(theirs) {
            wrong.push(format!("'{path}', argument '{}' says '{}' and '{}'", ours.get_id(), text(ours), text(theirs)));
        }
    }
    for (ours, theirs) in dutch.get_subcommands().zip(english.get_subcommands()) {
        each(ours, theirs, &format!("{path} {}", ours.get_name()), wrong);
    }
}

fn walk(mut dutch: clap::Command, mut english: clap::Command, wrong: &mut Vec<String>) {
    dutch.build();
    english.build();
    each(&dutch, &english, "ruimte", wrong);
}

#[test]
fn every_example_in_the_help_is_a_valid_command_line() {
    for (path, _) in cli::help_reference(Lang::En) {
        let Some(example) = cli::command_help(&path).and_then(|help| help.example) else { continue };
        let words = shlex::split(example.split(" > ").next().unwrap()).unwrap();
        let parsed = cli::parse(words.into_iter().map(Into::into), Lang::En, 80);
        assert!(parsed.is_ok(), "{example}: {:?}", parsed.err());
    }
}

#[test]
fn no_help_contains_texts_of_the_library() {
    for (lang, foreign) in [
        (Lang::Nl, &["Usage", "Options", "Arguments", "Commands", "Print help", "possible values", "default"][..]),
        (Lang::En, &["Print help", "possible values"]),
    ] {
        for (path, help) in cli::help_reference(lang) {
            for word in foreign {
                assert!(!help.contains(word), "{path}: {word}\n{help}");
            }
        }
    }
}
