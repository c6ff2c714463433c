//! `reconcile` compares each published figure with the actual count. Unrelated records do not affect the count.

use crate::common::Sandbox;
use std::collections::BTreeMap;

/// The output of `reconcile`: for each publication and measure, the count and the verdict, such as `matches`.
fn figures(sandbox: &Sandbox) -> BTreeMap<(String, String), (i64, String)> {
    let result = sandbox.run("reconcile --format csv");
    assert!(result.code == 0 || result.code == 1, "{}", result.stderr);
    let mut reader = csv::Reader::from_reader(result.stdout.as_bytes());
    let figures: BTreeMap<_, _> = reader
        .records()
        .map(|row| {
            let row = row.unwrap();
            ((row[0].to_owned(), row[1].to_owned()), (row[5].parse().unwrap(), row[6].to_owned()))
        })
        .collect();
    let differs = figures.values().any(|(_, verdict)| verdict == "differs");
    assert_eq!(result.code, i32::from(differs), "the exit code says whether a figure differs");
    figures
}

/// The figures of both publications, copied by hand: publication, measure, relation (`>` is "more than") and value.
const PUBLISHED: &[(&str, &str, char, i64)] = &[
    ("zorgpact-2018", "collected", '>', 70),
    ("zorgpact-2018", "solved-within-rules", '=', 60),
    ("zorgpact-2018", "solved-regional-approach", '=', 10),
    ("zorgpact-2018", "factsheets", '=', 11),
    ("zorgpact-2018", "schemes", '=', 26),
    ("zorgpact-2018", "meetings", '=', 9),
    ("zorgpact-2018", "calls", '=', 213),
    ("zorgpact-2018", "emails", '=', 307),
    ("zorgpact-2018", "ministries", '=', 3),
    ("zorgpact-2018", "rule-changes", '+', 1),
    ("zorgpact-2018", "pacts", '=', 17),
    ("zorgpact-web", "collected", '>', 70),
    ("zorgpact-web", "solved-within-rules", '=', 60),
    ("zorgpact-web", "solved-regional-approach", '=', 10),
    ("zorgpact-web", "pacts", '=', 17),
];

/// The expected verdict on a published figure. The relation says what the publication claims: more than the figure
/// (`>`), exactly the figure (`=`), or at least the figure (`+`).
fn verdict(relation: char, published: i64, counted: i64) -> &'static str {
    match relation {
        '>' if counted > published => "matches",
        '>' if counted == published => "look",
        '+' if counted >= published => "matches",
        '=' if counted == published => "matches",
        _ => "differs",
    }
}

/// The expected output for the demonstration register. `moved` lists the measures whose counts change, each with the
/// amount of the change.
fn expected(moved: &[(&str, i64)]) -> BTreeMap<(String, String), (i64, String)> {
    PUBLISHED
        .iter()
        .map(|(publication, measure, relation, value)| {
            let by = moved.iter().filter(|(name, _)| name == measure).map(|(_, by)| by).sum::<i64>();
            let counted = value + by;
            (
                ((*publication).to_owned(), (*measure).to_owned()),
                (counted, verdict(*relation, *value, counted).to_owned()),
            )
        })
        .collect()
}

fn split(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

/// Runs the commands on a fresh demonstration register. Checks that the counts in `moved` change by the given amounts,
/// and that all other counts stay the same.
#[track_caller]
fn moves(lines: &[&str], moved: &[(&str, i64)]) {
    let sandbox = Sandbox::demo();
    for line in lines {
        sandbox.run(split(line)).ok();
    }
    assert_eq!(figures(&sandbox), expected(moved), "after {lines:?}");
}

#[test]
fn in_the_demonstration_register_every_figure_matches_except_more_than_seventy() {
    let sandbox = Sandbox::demo();
    assert_eq!(figures(&sandbox), expected(&[]));
    let row = &sandbox.rows("reconcile zorgpact-web")[0];
    assert_eq!(row["verdict"], "look");
    assert_eq!(row["note"], "the published parts add up to 70, not to more than 70");
    let result = sandbox.run_in_dutch("reconcile zorgpact-web");
    assert_eq!(
        result.stdout,
        "\
zorgpact-web: Webpagina Zorgpact, paragraaf Ruimte in de regels
maatstaf                                     gepubliceerde woorden                                                          vergelijking  gepubliceerd  geteld  uitkomst  verschil  toelichting
opgehaalde belemmeringen                     In totaal zijn er ruim 70 belemmeringen, opgehaald, geanalyseerd en opgelost.  meer dan                70      70  nagaan           0  de gepubliceerde delen zijn samen 70, niet meer dan 70
opgelost binnen de regels                    Maar liefst 60 belemmeringen konden binnen de regels worden opgelost           precies                 60      60  klopt            0
opgelost door een andere aanpak in de regio  10 belemmeringen zijn weggenomen door een andere aanpak in de regio.           precies                 10      10  klopt            0
regionale pacten                             Dat resulteerde in 17 Regionale Zorgpacten                                     precies                 17      17  klopt            0
"
    );
}

#[test]
fn a_record_more_in_the_period_changes_only_the_figures_that_count_it() {
    moves(&["log Meer --ministry OCW --received 2018-03-01"], &[("collected", 1)]);
    moves(
        &[
            "log Meer --ministry OCW --received 2018-03-01",
            "classify B-071 within-rules --because Ruimte --on 2018-04-01",
        ],
        &[("collected", 1), ("solved-within-rules", 1)],
    );
    moves(
        &[
            "log Meer --ministry OCW --received 2018-03-01",
            "classify B-071 regional-approach --because Anders --on 2018-04-01",
        ],
        &[("collected", 1), ("solved-regional-approach", 1)],
    );
    moves(&["factsheet add Meer --published 2018-01-01"], &[("factsheets", 1)]);
    moves(&["factsheet add Ongedateerd"], &[("factsheets", 1)]);
    moves(&["scheme add Meer"], &[("schemes", 1)]);
    moves(&["contact meeting B-001 B-002 B-003 --on 2018-02-01"], &[("meetings", 1)]);
    moves(&["contact call B-001 B-002 --on 2018-02-01"], &[("calls", 1)]);
    moves(&["contact email B-001 --on 2018-02-01"], &[("emails", 1)]);
    moves(&["ministry add BZK --nl BZK --en BZK"], &[]);
    moves(&["ministry add BZK --nl BZK --en BZK", "edit B-001 --involved BZK"], &[("ministries", 1)]);
    moves(&["edit B-001 --rule-change Verruimd"], &[("rule-changes", 1)]);
    moves(&["region add 18 --nl Nieuw --en New"], &[("pacts", 1)]);
}

#[test]
fn a_record_less_changes_only_the_figures_that_counted_it() {
    let sandbox = Sandbox::demo();
    let first = |arguments: &str| sandbox.rows(split(arguments))[0]["number"].clone();
    let within = first("list --resolution within-rules");
    let regional = first("list --resolution regional-approach");
    let changed = sandbox
        .rows("list")
        .into_iter()
        .find(|row| !row["rule_change"].is_empty())
        .expect("one of the examples led to a rule change")["number"]
        .clone();
    let (meeting, call, email) =
        (first("contact list --kind meeting"), first("contact list --kind call"), first("contact list --kind email"));
    moves(&[&format!("void {within} --because Fout")], &[("collected", -1), ("solved-within-rules", -1)]);
    moves(&[&format!("void {regional} --because Fout")], &[("collected", -1), ("solved-regional-approach", -1)]);
    moves(&[&format!("reopen {within} --because Toch")], &[("solved-within-rules", -1)]);
    moves(&[&format!("reopen {regional} --because Toch")], &[("solved-regional-approach", -1)]);
    moves(&[&format!("edit {changed} --clear rule-change")], &[("rule-changes", -1)]);
    moves(&["void F-10 --because Fout"], &[("factsheets", -1)]);
    moves(&["void S-20 --because Fout"], &[("schemes", -1)]);
    moves(&[&format!("void {meeting} --because Fout")], &[("meetings", -1)]);
    moves(&[&format!("void {call} --because Fout")], &[("calls", -1)]);
    moves(&[&format!("void {email} --because Fout")], &[("emails", -1)]);
    moves(&["ministry add BZK --nl BZK --en BZK", "edit B-001 --involved BZK", "edit B-001 --clear involved"], &[]);
}

#[test]
fn a_region_less_changes_only_the_figures_of_the_pact() {
    let sandbox = Sandbox::demo();
    // The region is deleted with SQL. No command deletes a region, because records may refer to it.
    let register = rusqlite::Connection::open(sandbox.path("register.db")).unwrap();
    register.execute("UPDATE obstacle SET region = NULL WHERE region = '17'", []).unwrap();
    register.execute("DELETE FROM region WHERE code = '17'", []).unwrap();
    drop(register);
    assert_eq!(figures(&sandbox), expected(&[("pacts", -1)]));
}

#[test]
fn a_ministry_less_changes_only_the_figure_of_ministries() {
    let sandbox = Sandbox::demo();
    let register = rusqlite::Connection::open(sandbox.path("register.db")).unwrap();
    register.execute("UPDATE obstacle SET ministry = 'OCW' WHERE ministry = 'SZW'", []).unwrap();
    register.execute("DELETE FROM obstacle_ministry WHERE ministry = 'SZW'", []).unwrap();
    drop(register);
    assert_eq!(figures(&sandbox), expected(&[("ministries", -1)]));
}

#[test]
fn records_outside_the_period_change_nothing() {
    moves(
        &[
            "log Later --ministry OCW --received 2019-01-01",
            "log Eerder --ministry SZW --received 2015-06-30",
            "classify B-071 within-rules --because Ruimte",
            "classify B-072 regional-approach --because Anders --on 2018-01-01",
            "contact call B-001 --on 2019-01-01",
            "contact email B-001 --on 2015-06-30",
            "contact meeting B-001 --on today",
            "factsheet add Later --published 2019-01-01",
            "factsheet add Eerder --published 2015-06-30",
        ],
        &[],
    );
}

#[test]
fn the_first_and_the_last_day_belong_to_the_period() {
    moves(
        &[
            "log Eerste --ministry OCW --received 2015-07-01",
            "log Laatste --ministry OCW --received 2018-12-31",
            "classify B-072 within-rules --because Ruimte --on 2018-12-31",
            "contact call B-001 --on 2015-07-01",
            "factsheet add Laatste --published 2018-12-31",
        ],
        &[("collected", 2), ("solved-within-rules", 1), ("calls", 1), ("factsheets", 1)],
    );
}

#[test]
fn an_obstacle_solved_after_the_period_is_collected_but_not_solved() {
    moves(
        &["log Later --ministry OCW --received 2018-12-01", "classify B-071 within-rules --because R --on 2019-02-01"],
        &[("collected", 1)],
    );
}

#[test]
fn a_duplicate_is_not_collected_twice() {
    moves(
        &["log Dubbel --ministry OCW --received 2018-03-01", "close B-071 --as duplicate --of B-001 --because Dubbel"],
        &[],
    );
    moves(
        &["log Weg --ministry OCW --received 2018-03-01", "close B-071 --as withdrawn --because Ingetrokken"],
        &[("collected", 1)],
    );
}

#[test]
fn a_sixty_first_obstacle_within_the_rules_differs_until_it_is_reopened() {
    let sandbox = Sandbox::demo();
    sandbox.run(split("log Eenenzestig --ministry VWS --received 2018-02-01")).ok();
    sandbox.run(split("classify B-071 within-rules --because Ruimte --on 2018-03-01")).ok();
    let result = sandbox.run("reconcile zorgpact-web --format csv");
    assert_eq!(result.code, 1);
    assert_eq!(result.stderr, "Match: 3; to look at: 0; differ: 1\n");
    let line = result.stdout.lines().find(|line| line.contains("solved-within-rules")).unwrap();
    assert_eq!(
        line,
        "zorgpact-web,solved-within-rules,Maar liefst 60 belemmeringen konden binnen de regels worden opgelost,\
         exactly,60,61,differs,1,\"counted 61, published 60\""
    );
    sandbox.run(split("reopen B-071 --because Toch")).ok();
    let result = sandbox.run("reconcile zorgpact-web");
    assert_eq!((result.code, result.stderr.as_str()), (0, "All published figures match (4)\n"));
}

#[test]
fn an_explanation_describes_and_lists_what_is_counted() {
    let sandbox = Sandbox::demo();
    for row in sandbox.rows("reconcile --explain") {
        let counted = row["counted"].split("; ").count();
        assert_eq!(counted.to_string(), row["counted_value"], "{}", row["measure"]);
        assert!(!row["definition"].is_empty());
    }
    let shown = sandbox.run("reconcile zorgpact-web --explain").ok();
    assert!(shown.ends_with(
        "\
measure     regional pacts
definition  regions in the list of regions
value       17
counted     1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17
"
    ));
}

#[test]
fn an_explanation_describes_every_measure_before_there_are_figures() {
    let sandbox = Sandbox::new();
    let explained = sandbox.run("reconcile --explain");
    assert_eq!(
        (explained.code, explained.stderr.as_str()),
        (
            0,
            "there are no published figures in this register; add them with 'ruimte publication add' and 'ruimte figure add'\n"
        )
    );
    assert_eq!(
        explained.stdout,
        "\
measure                               definition
obstacles collected                   obstacles received in the period, not void and not a duplicate of another
still open                            of the obstacles received: those that are collected or in analysis now
solved within the rules               of the obstacles received: those solved within the rules in the period
solved by a regional approach         of the obstacles received: those taken away by another approach in the region in the period
closed without being solved           of the obstacles received: those referred or withdrawn
duplicates, not counted as collected  of the obstacles received: those closed as a duplicate of another
rules changed                         of the obstacles received, duplicates left out: those that led to a rule change
ministries that helped                ministries that lead or are involved in the obstacles received, duplicates left out
public factsheets                     factsheets published in the period or undated, not void
(subsidy) schemes available           schemes, not void
meetings                              meetings on a day in the period, each once, not void
phone calls                           phone calls on a day in the period, each once, not void
e-mails                               e-mails on a day in the period, each once, not void
regional pacts                        regions in the list of regions
"
    );
    // In CSV, the column `measure` contains the codes that `figure add --measure` takes.
    let codes: Vec<String> =
        sandbox.rows("reconcile --explain").into_iter().map(|mut row| row.remove("measure").unwrap()).collect();
    let command = |code: &String| format!("figure add --publication jaar --measure {code} --value 1");
    sandbox.run("publication add jaar --nl Jaarverslag --en Report --since 2026-01-01 --until 2026-12-31").ok();
    assert_eq!(sandbox.rows("reconcile --explain").len(), 14, "a publication without figures explains no less");
    for (code, number) in codes.iter().zip(1..) {
        assert_eq!(sandbox.run(command(code)).ok(), format!("P-{number:02}\n"));
    }
    assert_eq!(codes.len(), 14);
    let empty = Sandbox::new();
    assert!(empty.run("reconcile jaar --explain").fails(66).starts_with("ruimte: there are no published figures"));
}

#[test]
fn a_publication_of_another_year_can_be_added_as_data() {
    let sandbox = Sandbox::new();
    let result = sandbox.run("reconcile");
    assert_eq!(
        result.fails(66),
        "ruimte: there are no published figures in this register; add them with 'ruimte publication add' and 'ruimte figure add'\n"
    );
    sandbox.run(split("publication add jaar --nl Jaarverslag --en Report --since 2026-01-01 --until 2026-12-31")).ok();
    assert_eq!(
        sandbox.run(split("figure add --publication jaar --measure collected --value 2 --relation at-least")).ok(),
        "P-01\n"
    );
    sandbox.run(split("log Een --ministry OCW --received 2026-02-01")).ok();
    let result = sandbox.run("reconcile jaar --format json");
    assert_eq!(result.code, 1);
    assert_eq!(
        result.stdout,
        "[\n {\"publication\":\"jaar\",\"measure\":\"collected\",\"quote\":null,\"relation\":\"at-least\",\
         \"published_value\":2,\"counted_value\":1,\"verdict\":\"differs\",\"difference\":-1,\
         \"note\":\"counted 1, published 2\"}\n]\n"
    );
    sandbox.run(split("log Twee --ministry OCW --received 2026-12-31")).ok();
    assert_eq!(sandbox.run("reconcile jaar").code, 0);
    assert_eq!(
        sandbox.run(split("figure add --publication jaar --measure gelukt --value 2")).fails(2),
        "ruimte: there is no measure 'gelukt'; choose from: collected, open, solved-within-rules, \
         solved-regional-approach, closed, duplicates, rule-changes, ministries, factsheets, schemes, meetings, calls, emails, pacts\n"
    );
    assert_eq!(
        sandbox.run("reconcile jaar-2027").fails(66),
        "ruimte: the publication 'jaar-2027' is not in the register; the known ones are: jaar\n"
    );
}
