//! Reusing an answer as a precedent: the links between obstacles, the counts in reports, and the effect on ranking.

use super::{answered_register, assert_check_passes, error_of, found, hit, hits, import, reasons, text};
use crate::common::Sandbox;

/// One answered obstacle and two open ones.
const LIST: &str = "\
number,title,ministry,status,resolution,received,solved
B-001,Eerste,OCW,solved,within-rules,2018-01-01,2018-02-01
B-002,Tweede,OCW,collected,,2018-01-02,
B-003,Derde,VWS,collected,,2018-01-03,
";

fn three_obstacles() -> Sandbox {
    let sandbox = Sandbox::new();
    import(&sandbox, "obstacles", LIST);
    sandbox
}

fn classify(number: &str, precedents: &str) -> String {
    format!("classify {number} within-rules --because 'Als eerder' --on 2018-03-01 --precedent '{precedents}'")
}

/// For each obstacle that has precedents: its number, and the numbers of its precedents.
#[track_caller]
fn precedents(sandbox: &Sandbox, arguments: &str) -> Vec<(String, String)> {
    let rows = sandbox.rows(format!("list --columns number,precedents {arguments}"));
    rows.into_iter()
        .map(|row| (row["number"].clone(), row["precedents"].clone()))
        .filter(|(_, precedents)| !precedents.is_empty())
        .collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect()
}

#[test]
fn classifying_with_a_precedent_records_that_its_answer_was_reused() {
    let sandbox = three_obstacles();
    assert_eq!(sandbox.run(classify("B-002", "B-001")).notices(), "B-002 is solved: within the rules\n");
    assert_eq!(
        sandbox.run("show B-002").ok(),
        "number       B-002\n\
         title        Tweede\n\
         ministry     OCW\n\
         status       solved\n\
         resolution   within the rules\n\
         reason       Als eerder\n\
         received     2018-01-02\n\
         answered     2018-03-01\n\
         solved       2018-03-01\n\
         provenance   logged\n\
         precedents   B-001\n\
         publishable  no\n\
         \n\
         Answer taken from\n\
         number  title   ministry  resolution        solved\n\
         B-001   Eerste  OCW       within the rules  2018-02-01\n"
    );
    assert_eq!(
        sandbox.run("show B-001").ok(),
        "number       B-001\n\
         title        Eerste\n\
         ministry     OCW\n\
         status       solved\n\
         resolution   within the rules\n\
         received     2018-01-01\n\
         solved       2018-02-01\n\
         provenance   logged\n\
         publishable  no\n\
         \n\
         Answer also given to\n\
         number  title   ministry  resolution        solved\n\
         B-002   Tweede  OCW       within the rules  2018-03-01\n"
    );
    // `classify` keeps the precedents that an obstacle has, and adds the new one.
    sandbox.run(classify("3", "B-002")).ok();
    sandbox.run(classify("3", "1")).ok();
    assert_eq!(precedents(&sandbox, ""), pairs(&[("B-002", "B-001"), ("B-003", "B-001; B-002")]));
    assert_eq!(sandbox.rows("list --precedent B-001").len(), 2);
    assert_eq!(sandbox.rows("list --precedent 2")[0]["number"], "B-003");
    assert_check_passes(&sandbox);
}

#[test]
fn several_precedents_can_be_given_at_once() {
    let sandbox = three_obstacles();
    sandbox.run(classify("2", "1")).ok();
    sandbox.run(classify("3", "B-001,B-002")).ok();
    assert_eq!(precedents(&sandbox, ""), pairs(&[("B-002", "B-001"), ("B-003", "B-001; B-002")]));
}

#[test]
fn a_precedent_must_exist_be_solved_not_be_void_and_be_another_obstacle() {
    let sandbox = three_obstacles();
    for (arguments, code, message) in [
        (&*classify("3", "B-002"), 65, "B-002 is not solved: there is no answer yet to reuse"),
        (&classify("3", "B-009"), 66, "there is no B-009 in this register; see: ruimte list"),
        ("link 3 B-002", 65, "B-002 is not solved: there is no answer yet to reuse"),
        ("link 3 B-009", 66, "there is no B-009 in this register; see: ruimte list"),
        ("link 1 B-001", 65, "an obstacle cannot be its own precedent"),
        (&classify("1", "B-001"), 65, "an obstacle cannot be its own precedent"),
        ("link 3 1", 2, "1 can be a factsheet, a scheme or an obstacle; write F-1, S-1 or B-1"),
    ] {
        assert_eq!(error_of(&sandbox, arguments, code), message, "{arguments:?}");
    }
    sandbox.run("void 1 --because Dubbel").ok();
    for arguments in [&*classify("3", "B-001"), "link 3 B-001"] {
        let message = error_of(&sandbox, arguments, 65);
        assert!(message.starts_with("B-001 was voided"), "{message}");
    }
    assert_check_passes(&sandbox);
}

#[test]
fn an_obstacle_is_linked_to_its_precedent_and_unlinked_again() {
    let sandbox = three_obstacles();
    assert_eq!(sandbox.run("link B-003 B-001").notices(), "B-003 is linked to B-001\n");
    assert_eq!(sandbox.run("link 3 b-1").notices(), "B-003 was already like that; nothing was changed\n");
    assert_eq!(precedents(&sandbox, ""), pairs(&[("B-003", "B-001")]));
    assert_eq!(sandbox.run("unlink 3 B-001 --dry-run").code, 0);
    assert_eq!(precedents(&sandbox, ""), pairs(&[("B-003", "B-001")]));
    assert_eq!(sandbox.run("unlink 3 B-001").notices(), "B-003 is no longer linked to B-001\n");
    assert_eq!(sandbox.run("unlink 3 B-001").notices(), "B-003 was already like that; nothing was changed\n");
    assert_eq!(precedents(&sandbox, ""), pairs(&[]));
    // One command can link an obstacle to records of different kinds, here to a factsheet and a precedent.
    sandbox.run("factsheet add Blad").ok();
    assert_eq!(sandbox.run("link 3 F-01 B-001").notices(), "B-003 is linked to F-01, B-001\n");
    assert_check_passes(&sandbox);
}

#[test]
fn undo_removes_a_precedent() {
    let sandbox = three_obstacles();
    sandbox.run(classify("2", "1")).ok();
    sandbox.run("link 3 B-002").ok();
    sandbox.run("undo").ok();
    assert_eq!(precedents(&sandbox, ""), pairs(&[("B-002", "B-001")]));
    sandbox.run("undo 3").ok();
    assert_eq!(precedents(&sandbox, ""), pairs(&[]));
    assert_eq!(sandbox.rows("list --status solved").len(), 1);
    assert_check_passes(&sandbox);
}

#[test]
fn reading_as_of_a_moment_shows_the_precedents_of_that_moment() {
    let sandbox = three_obstacles();
    sandbox.run(classify("2", "1")).ok();
    sandbox.run("link 3 B-001").ok();
    sandbox.run("unlink 2 B-001").ok();
    for (entry, expected) in [
        ("2", pairs(&[])),
        ("3", pairs(&[("B-002", "B-001")])),
        ("4", pairs(&[("B-002", "B-001"), ("B-003", "B-001")])),
        ("5", pairs(&[("B-003", "B-001")])),
    ] {
        assert_eq!(precedents(&sandbox, &format!("--as-of {entry}")), expected, "{entry}");
        let rest = found(&sandbox, &format!("similar eerste --as-of {entry}"));
        assert_eq!(rest.first().map(String::as_str), Some("B-001"), "{entry}");
        let reused = reasons(&hit(&sandbox, &format!("similar eerste --as-of {entry}"), "B-001"), "reused");
        let times = expected.len();
        assert_eq!(reused, if times == 0 { vec![] } else { vec![times.to_string()] }, "{entry}");
    }
    let shown = sandbox.run("show 2 --as-of 3").ok();
    assert!(shown.contains("Answer taken from\n"), "{shown}");
}

#[test]
fn a_reference_date_hides_the_precedent_of_a_later_solution() {
    let sandbox = three_obstacles();
    sandbox.run(classify("2", "1")).ok();
    let before = "--reference-date 2018-02-28";
    let after = "--reference-date 2018-03-01";
    assert_eq!(precedents(&sandbox, before), pairs(&[]));
    assert_eq!(precedents(&sandbox, after), pairs(&[("B-002", "B-001")]));
    let shown = |number: &str, day: &str| sandbox.run(format!("show {number} {day}")).ok();
    assert!(!shown("1", before).contains("Answer also given to"));
    assert!(shown("1", after).contains("Answer also given to"));
    assert!(!shown("2", before).contains("Answer taken from"));
    let reused = |day: &str| reasons(&hit(&sandbox, &format!("similar eerste {day}"), "B-001"), "reused");
    assert_eq!(reused(before), Vec::<String>::new());
    assert_eq!(reused(after), ["1"]);
    // An obstacle that was solved after the reference date is shown as still open. An obstacle that was received after
    // the reference date is not shown at all.
    let open = |day: &str| hit(&sandbox, &format!("similar tweede --reference-date {day}"), "B-002")["open"].clone();
    assert_eq!((open("2018-02-28"), open("2018-03-01")), ("yes".into(), "no".into()));
    assert_eq!(found(&sandbox, "similar tweede --reference-date 2018-03-01").first().unwrap(), "B-002");
    assert_eq!(found(&sandbox, "search tweede --reference-date 2018-01-02"), ["B-002"]);
    assert_eq!(found(&sandbox, "search tweede --reference-date 2018-01-01"), Vec::<String>::new());
}

#[test]
fn the_answer_of_a_later_day_is_not_found_on_an_earlier_one() {
    let sandbox = answered_register();
    assert_eq!(found(&sandbox, "search vastleggen"), ["B-003"]);
    assert_eq!(found(&sandbox, "search vastleggen --reference-date 2018-03-01"), ["B-003"]);
    assert_eq!(found(&sandbox, "search vastleggen --reference-date 2018-02-28"), Vec::<String>::new());
    // A factsheet is not found before the day on which it was published.
    assert_eq!(found(&sandbox, "search praktijkovereenkomst --reference-date 2018-06-01").first().unwrap(), "F-01");
    assert!(!found(&sandbox, "search praktijkovereenkomst --reference-date 2018-05-31").contains(&"F-01".to_owned()));
}

#[test]
fn an_import_and_an_export_include_precedents() {
    let sandbox = Sandbox::new();
    // B-001 has B-003 as its precedent, although the row of B-003 comes later in the file.
    import(
        &sandbox,
        "obstacles",
        "number,title,ministry,status,resolution,precedents\n\
         B-001,Eerste,OCW,solved,within-rules,B-003\n\
         B-002,Tweede,OCW,solved,within-rules,\"B-003; B-001\"\n\
         B-003,Derde,OCW,solved,within-rules,\n",
    );
    let expected = pairs(&[("B-001", "B-003"), ("B-002", "B-001; B-003")]);
    assert_eq!(precedents(&sandbox, ""), expected);
    let exported = sandbox.run("export obstacles").ok();
    let output: Vec<(String, String)> = crate::common::rows_of(&exported)
        .into_iter()
        .map(|row| (row["number"].clone(), row["precedents"].clone()))
        .filter(|(_, precedents)| !precedents.is_empty())
        .collect();
    assert_eq!(output, expected);
    // Import the exported list twice into another register: first while that register is empty, then with `--update`.
    let other = Sandbox::new();
    other.write("list.csv", &exported);
    other.run("import obstacles list.csv").ok();
    assert_eq!(precedents(&other, ""), expected);
    assert_eq!(other.run("export obstacles").ok(), exported);
    let again = other.run("import obstacles list.csv --update").notices();
    assert!(again.contains("0 added, 0 changed, 3 unchanged"), "{again}");
    assert_check_passes(&sandbox);
    assert_check_passes(&other);
}

#[test]
fn an_import_changes_and_clears_precedents() {
    let sandbox = three_obstacles();
    sandbox.run("link 2 B-001").ok();
    sandbox.write("list.csv", "number,precedents\nB-002,\nB-003,B-001\n");
    sandbox.run("import obstacles list.csv --update").ok();
    let output = precedents(&sandbox, "");
    assert!(output.contains(&("B-003".to_owned(), "B-001".to_owned())), "{output:?}");
    assert_check_passes(&sandbox);
}

#[test]
fn a_missing_precedent_is_reported_with_its_line() {
    let sandbox = three_obstacles();
    for (precedent, message) in [
        ("B-044", "there is no B-044 in this register; see: ruimte list"),
        ("B-009", "an obstacle cannot be its own precedent"),
        ("zeven", "'zeven' is not a number; write for instance B-012"),
    ] {
        sandbox.write(
            "list.csv",
            format!("number,title,ministry,precedents\nB-008,Goed,OCW,B-001\nB-009,Fout,OCW,{precedent}\n"),
        );
        let output = error_of(&sandbox, "import obstacles list.csv -q", 65);
        let line = format!("list.csv, line 3, column precedents, value '{precedent}': {message}");
        assert!(output.contains(&line), "{output}");
    }
    assert_eq!(sandbox.rows("list").len(), 3);
}

#[test]
fn void_obstacles_are_not_shown_or_counted_as_precedents() {
    let sandbox = three_obstacles();
    sandbox.run(classify("2", "1")).ok();
    sandbox.run(classify("3", "1")).ok();
    assert_eq!(reasons(&hit(&sandbox, "similar eerste", "B-001"), "reused"), ["2"]);
    sandbox.run("void 3 --because Dubbel").ok();
    assert_eq!(reasons(&hit(&sandbox, "similar eerste", "B-001"), "reused"), ["1"]);
    let output = sandbox.run("void 1 --because Dubbel").notices();
    assert!(output.contains("Note: still referred to by B-002"), "{output}");
    assert_eq!(precedents(&sandbox, ""), pairs(&[]));
    assert_eq!(precedents(&sandbox, "--with-void"), pairs(&[("B-002", "B-001"), ("B-003", "B-001")]));
    assert_check_passes(&sandbox);
}

#[test]
fn a_reused_answer_ranks_above_an_unused_one() {
    let sandbox = Sandbox::new();
    import(
        &sandbox,
        "obstacles",
        "number,title,ministry,status,resolution,precedents\n\
         B-001,Zeppelin boven het dak,OCW,solved,within-rules,\n\
         B-002,Zeppelin boven het dak,OCW,solved,within-rules,\n\
         B-003,Iets heel anders,OCW,solved,within-rules,\n\
         B-004,Weer iets anders,OCW,solved,within-rules,\n",
    );
    assert_eq!(found(&sandbox, "similar zeppelin"), ["B-001", "B-002"]);
    sandbox.run("link B-003 B-002").ok();
    sandbox.run("link B-004 B-002").ok();
    let hits = hits(&sandbox, "similar zeppelin");
    assert_eq!(text(&hits[0], "number"), "B-002");
    assert_eq!(reasons(&hits[0], "reused"), ["2"]);
    assert!(reasons(&hits[1], "reused").is_empty());
    let output = sandbox.run_in_dutch("similar zeppelin").ok().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(output.contains("keer hergebruikt: 2"), "{output}");
}

#[test]
fn a_precedent_is_found_by_the_words_of_the_obstacles_that_reuse_it() {
    let sandbox = answered_register();
    sandbox.run("log -q 'Luchtschip boven het dak' --ministry OCW --received 2018-02-20").ok();
    sandbox.run(classify("16", "B-013")).ok();
    let hit = hit(&sandbox, "similar luchtschip", "B-013");
    assert_eq!(reasons(&hit, "answers"), ["B-016"]);
}

#[test]
fn the_gaps_report_counts_reused_answers_without_a_factsheet() {
    let sandbox = Sandbox::new();
    // If a void obstacle reuses an answer, that does not count. So B-001 is reused twice, B-002 once, and B-004 never.
    // The report omits B-003, because B-003 has a factsheet.
    import(&sandbox, "factsheets", "number,title\nF-01,Blad\n");
    import(
        &sandbox,
        "obstacles",
        "number,title,ministry,nature,status,resolution,laws,factsheets,precedents\n\
         B-001,Een,OCW,funding,solved,within-rules,BWBR0007625 art. 7.2.8; BWBR0007671,,\n\
         B-002,Twee,OCW,funding,solved,within-rules,BWBR0007625,,\n\
         B-003,Drie,OCW,funding,solved,within-rules,BWBR0007625,F-01,\n\
         B-004,Vier,OCW,own-rule,solved,within-rules,,,\n\
         B-005,Vijf,OCW,,solved,within-rules,,F-01,B-001\n\
         B-006,Zes,OCW,,collected,,,,B-001; B-003\n\
         B-007,Zeven,OCW,,solved,within-rules,,F-01,B-001; B-002\n",
    );
    sandbox.run("void 7 --because Dubbel").ok();
    sandbox.run("log -q Acht --ministry OCW --received 2018-02-20").ok();
    sandbox.run(classify("8", "B-002")).ok();
    sandbox.run("link 8 F-01").ok();
    assert_eq!(
        sandbox.run("report gaps --format csv").ok().replace('\r', ""),
        "nature,law,obstacles,reused,reuses,numbers\n\
         funding,BWBR0007625,2,2,3,B-001; B-002\n\
         funding,BWBR0007671,1,1,2,B-001\n\
         own-rule,,1,0,0,B-004\n"
    );
    assert_eq!(
        sandbox.run("report gaps").ok(),
        "nature                     law                                       obstacles  of which reused  times reused  numbers\n\
         funding                    Adult and Vocational Education Act (WEB)          2                2             3  B-001; B-002\n\
         funding                    Working Hours Act (ATW)                           1                1             2  B-001\n\
         an institution's own rule  (none)                                            1                0             0  B-004\n\
         Total                                                                        3                2             3\n"
    );
}

#[test]
fn obstacles_can_be_counted_by_precedent() {
    let sandbox = three_obstacles();
    sandbox.run("link 2 B-001").ok();
    sandbox.run("link 3 B-001").ok();
    let rows = sandbox.rows("count --by precedents");
    let output: Vec<(&str, &str)> =
        rows.iter().map(|row| (row["precedents"].as_str(), row["mentions"].as_str())).collect();
    assert_eq!(output, [("B-001", "2"), ("", "1")]);
}

#[test]
fn editing_and_logging_set_precedents_by_the_same_rules() {
    let sandbox = three_obstacles();
    sandbox.run("edit 2 --precedent B-001").ok();
    sandbox.run("log -q Vierde --ministry OCW --precedent 1").ok();
    assert_eq!(precedents(&sandbox, ""), pairs(&[("B-002", "B-001"), ("B-004", "B-001")]));
    let output = "B-002 is not solved: there is no answer yet to reuse";
    assert_eq!(error_of(&sandbox, "edit 3 --precedent B-002", 65), output);
    assert_eq!(error_of(&sandbox, "log -q Vijfde --ministry OCW --precedent B-002", 65), output);
    sandbox.run("edit 2 --clear precedents").ok();
    assert_eq!(precedents(&sandbox, ""), pairs(&[("B-004", "B-001")]));
    assert_check_passes(&sandbox);
}

#[test]
fn a_filter_applies_to_hits_and_not_to_their_reuses() {
    let sandbox = Sandbox::new();
    sandbox.run("log -q 'Vervoer over water' --ministry VWS").ok();
    sandbox.run("classify 1 within-rules --because Mag").ok();
    sandbox.run("log -q 'Kwakende eenden in de wasserette' --ministry OCW").ok();
    sandbox.run("classify 2 within-rules --because Zelfde --precedent 1").ok();
    let question = "kwakende eenden wasserette";
    assert_eq!(found(&sandbox, &format!("similar '{question}'")), ["B-002", "B-001"]);
    assert_eq!(found(&sandbox, &format!("similar '{question}' --ministry VWS")), ["B-001"]);
}
