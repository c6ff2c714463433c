//! What the output shows for a search hit: its score, the reasons for the match, a snippet, and all columns of `list`.

use super::{FACTSHEETS, OBSTACLES, SCHEMES, answered_register, found, hit, hits, import, text};
use crate::common::{Sandbox, quote, rows_of};
use serde_json::Value;
use std::collections::BTreeSet;

/// The titles of all records, joined into one query. That query matches every record.
fn all_texts() -> String {
    let rows = [OBSTACLES, FACTSHEETS, SCHEMES].into_iter().flat_map(rows_of);
    rows.map(|row| row["title"].clone()).collect::<Vec<_>>().join(". ")
}

const QUESTIONS: &[&str] = &[
    "stage contract",
    "bpv",
    "WEB",
    "stagebegleiding",
    "Mag een leerling van zestien jaar in de nacht werken bij drie instellingen?",
    "Btw en een gedeeld dossier, met een cursus voor volunteers",
];

#[test]
fn scores_are_distinct_decreasing_and_between_0_and_1() {
    let sandbox = answered_register();
    for command in ["search", "similar"] {
        for question in QUESTIONS.iter().map(|question| (*question).to_owned()).chain([all_texts()]) {
            let hits = hits(&sandbox, &format!("{command} --limit 100 -- {}", quote(&question)));
            let scores: Vec<f64> = hits.iter().map(|hit| hit["score"].as_f64().unwrap()).collect();
            assert!(!scores.is_empty(), "{question}");
            assert!(scores.iter().all(|score| *score > 0.0 && *score <= 1.0), "{question}: {scores:?}");
            assert!(scores.is_sorted_by(|one, other| one >= other), "{question}: {scores:?}");
            let different: BTreeSet<String> = scores.iter().map(f64::to_string).collect();
            assert!(scores.len() < 3 || different.len() > 1, "{question}: {scores:?}");
        }
    }
}

#[test]
fn a_hit_has_all_the_columns_of_a_list() {
    let sandbox = answered_register();
    sandbox.run("classify 7 within-rules --because 'Als eerder' --precedent B-003").ok();
    let kept = |kind: &str| super::json(&sandbox.run(format!("{kind} list --format json")).ok());
    let kept = [kept("factsheet"), kept("scheme")].concat();
    for (command, with_void) in [("search", false), ("search", true), ("similar", false)] {
        let void = if with_void { "--with-void" } else { "" };
        let question = all_texts();
        let hits = hits(&sandbox, &format!("{command} --limit 100 {void} -- {}", quote(&question)));
        let listed = super::json(&sandbox.run(format!("list --format json {void}")).ok());
        let mut obstacles = 0;
        for hit in &hits {
            let number = text(hit, "number");
            let kind = match number.chars().next() {
                Some('B') => "obstacle",
                Some('F') => "factsheet",
                _ => "scheme",
            };
            assert_eq!(text(hit, "kind"), kind);
            let known = if kind == "obstacle" {
                listed.iter().find(|row| row["number"] == number).unwrap().clone()
            } else {
                let row = kept.iter().find(|row| row["number"] == number).unwrap();
                serde_json::json!({ "number": number, "title": row["title"] })
            };
            for (name, value) in known.as_object().unwrap() {
                assert_eq!(hit.get(name), Some(value), "{number}: {name}");
            }
            obstacles += usize::from(kind == "obstacle");
        }
        let expected = match (command, with_void) {
            ("similar", _) => 11,
            (_, false) => 14,
            (_, true) => 15,
        };
        assert_eq!(obstacles, expected);
    }
}

#[test]
fn the_handler_is_shown_as_in_a_list() {
    let sandbox = answered_register();
    sandbox.run("edit 1 --handler 'Team zorg'").ok();
    let listed = super::json(&sandbox.run("list --format json").ok());
    assert_eq!(hit(&sandbox, "search stagecontract", "B-001")["handler"], listed[0]["handler"]);
    // The search index does not contain the names of persons.
    assert_eq!(found(&sandbox, "search '\"Team zorg\"'"), Vec::<String>::new());
}

#[test]
fn every_hit_has_its_reasons_grouped_by_kind() {
    let known = ["words", "parts", "synonyms", "spelling", "laws", "theme", "nature", "reused", "answers"];
    let sandbox = answered_register();
    for command in ["search", "similar"] {
        for question in QUESTIONS {
            for hit in hits(&sandbox, &format!("{command} {}", quote(question))) {
                let why = hit["why"].as_object().unwrap();
                assert!(!why.is_empty(), "{question}: {hit}");
                for (how, values) in why {
                    assert!(known.contains(&how.as_str()), "{how}");
                    let values = values.as_array().unwrap();
                    assert!(!values.is_empty() && values.iter().all(Value::is_string), "{question}: {how} {values:?}");
                    let different: BTreeSet<&str> = values.iter().map(|value| value.as_str().unwrap()).collect();
                    assert_eq!(different.len(), values.len(), "{question}: {how} {values:?}");
                }
            }
        }
    }
}

#[test]
fn the_snippet_is_from_the_record_with_matches_highlighted() {
    let sandbox = answered_register();
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let all = squeezed(&[OBSTACLES, FACTSHEETS, SCHEMES].concat().replace('"', ""));
    for question in QUESTIONS {
        for hit in hits(&sandbox, &format!("search {}", quote(question))) {
            let Some(passage) = hit["passage"].as_str() else {
                // This record matched only by its metadata, such as its theme, so there is no word to highlight.
                assert!(hit["why"].get("words").is_none(), "{hit}");
                continue;
            };
            assert!(passage.lines().count() == 1, "{passage:?}");
            let mut open = false;
            let mut marked = 0;
            for character in passage.chars().filter(|character| "«»".contains(*character)) {
                assert_eq!(character == '»', open, "{passage}");
                open = !open;
                marked += usize::from(open);
            }
            assert!(!open && marked > 0, "{question}: {passage}");
            let plain: String = passage.chars().filter(|character| !"«»…".contains(*character)).collect();
            assert!(all.contains(&squeezed(&plain)), "{plain}");
        }
    }
}

#[test]
fn the_words_that_matched_are_highlighted() {
    let sandbox = answered_register();
    for (question, number, marked) in [
        ("reanimatie", "B-007", "«reanimatie»"),
        ("wachtlijsten", "B-007", "«Wachtlijst»"),
        ("financiele", "B-003", "«Financiële»"),
        ("btw", "B-006", "«Btw»"),
        ("stagebegleiding", "B-004", "«Stagebegeleiding»"),
        ("ATW", "B-005", "«BWBR0007671»"),
        ("\"één contract\"", "B-001", "«contract»"),
    ] {
        let passage =
            hit(&sandbox, &format!("search {}", quote(question)), number)["passage"].as_str().unwrap().to_owned();
        assert!(passage.contains(marked), "{question}: {passage}");
    }
}

#[test]
fn a_long_text_is_cut_to_the_matching_passage() {
    let sandbox = Sandbox::new();
    let long = |from: usize| (from..from + 200).map(|at| format!("woord{at}")).collect::<Vec<_>>().join(" ");
    let question = format!("{} Een zeppelin landt op het dak. {}", long(0), long(500));
    sandbox.run(format!("log -q Lang --ministry OCW --question {}", quote(&question))).ok();
    let hit = hit(&sandbox, "search 'zeppelin dak'", "B-001");
    let passage = text(&hit, "passage");
    assert!(passage.contains("Een «zeppelin» landt op het «dak»."), "{passage}");
    assert!(passage.chars().count() < 200, "{passage}");
    assert!(passage.ends_with('…'), "{passage}");
}

#[test]
fn a_table_shows_number_title_status_snippet_and_reasons() {
    let sandbox = answered_register();
    let result = sandbox.run("search rolstoelbus");
    assert_eq!(
        (result.code, result.stdout.as_str(), result.stderr.as_str()),
        (
            0,
            "number  title                                    standing\n\
             B-013   Vervoer van bewoners met de rolstoelbus  within the rules\n\
             \u{20}       Passage: Vervoer van bewoners met de «rolstoelbus»\n\
             \u{20}       Why: words: rolstoelbus\n",
            "1 row\n"
        )
    );
    let result = sandbox.run_in_dutch("search rolstoelbus");
    assert_eq!(
        (result.code, result.stdout.as_str(), result.stderr.as_str()),
        (
            0,
            "nummer  titel                                    stand\n\
             B-013   Vervoer van bewoners met de rolstoelbus  binnen de regels\n\
             \u{20}       Passage: Vervoer van bewoners met de «rolstoelbus»\n\
             \u{20}       Waarom: woorden: rolstoelbus\n",
            "1 rij\n"
        )
    );
}

#[test]
fn a_table_shows_the_answer_of_a_precedent_on_one_line() {
    let sandbox = answered_register();
    let result = sandbox.run("similar rolstoelbus");
    assert_eq!(
        result.ok(),
        "number  title                                    standing\n\
         B-013   Vervoer van bewoners met de rolstoelbus  within the rules\n\
         \u{20}       Answer: Nee, zolang er niet wordt verdiend.\n\
         \u{20}       Passage: Vervoer van bewoners met de «rolstoelbus»\n\
         \u{20}       Why: words: rolstoelbus\n"
    );
    let output = sandbox.run_in_dutch("similar werktijd --limit 1").ok();
    assert!(
        output.starts_with(
            "nummer  titel                                        stand\n\
             F-03    Werktijden van leerlingen onder de achttien  factsheet\n\
             \u{20}       Antwoord: Tussen elf uur en zes uur werken zij niet.\n"
        ),
        "{output}"
    );
}

#[test]
fn a_long_answer_is_cut_and_its_lines_are_joined() {
    let sandbox = Sandbox::new();
    let answer = format!("Ja.\nOp drie\tvoorwaarden:\n\n1.{}", " Daarna nog meer, en nog meer.".repeat(30));
    sandbox.run("log -q Zeppelin --ministry OCW").ok();
    sandbox.run(format!("classify 1 regional-approach --because x --answer '{answer}'")).ok();
    let output = sandbox.run("similar zeppelin").ok();
    let joined = output.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(joined.contains("Answer: Ja. Op drie voorwaarden: 1. Daarna nog meer, en nog meer."), "{output}");
    assert!(joined.contains('…') && joined.len() < 500, "{output}");
    // Unlike the terminal output, data formats such as JSON contain the full text of the answer.
    assert_eq!(text(&hit(&sandbox, "similar zeppelin", "B-001"), "answer"), answer);
}

#[test]
fn every_format_has_the_same_hits() {
    let sandbox = answered_register();
    for command in ["search", "similar"] {
        let numbers = found(&sandbox, &format!("{command} 'stage contract'"));
        let csv = sandbox.run(format!("{command} 'stage contract' --format csv")).ok();
        let rows: Vec<String> = rows_of(&csv).iter().map(|row| row["number"].clone()).collect();
        assert_eq!(rows, numbers);
        let open = if command == "similar" { "open," } else { "" };
        assert!(csv.starts_with(&format!("number,kind,title,score,why,passage,{open}question,")), "{csv}");
        let lines = sandbox.run(format!("{command} 'stage contract' --format jsonl")).ok();
        let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines, hits(&sandbox, &format!("{command} 'stage contract'")));
        sandbox.run(format!("{command} 'stage contract' -o found.json")).ok();
        assert_eq!(super::json(&sandbox.read("found.json")), lines);
        let table = sandbox.run(format!("{command} 'stage contract'")).ok();
        let listed: Vec<&str> =
            table.lines().skip(1).filter(|line| !line.starts_with(' ')).map(|line| &line[..5]).map(str::trim).collect();
        assert_eq!(listed, numbers);
    }
}

#[test]
fn the_same_query_gives_identical_output_twice() {
    let sandbox = answered_register();
    for command in ["search", "similar"] {
        let question = all_texts();
        for arguments in [&[command, "--format", "json", "--limit", "50", "--", &question][..], &[command, &question]] {
            assert_eq!(sandbox.run(arguments), sandbox.run(arguments));
            assert_eq!(sandbox.run_in_dutch(arguments), sandbox.run_in_dutch(arguments));
        }
    }
}

#[test]
fn records_with_equal_scores_are_ordered_by_number() {
    let sandbox = Sandbox::new();
    let list = "Zeppelin boven het dak,OCW\n".repeat(12);
    import(&sandbox, "obstacles", &format!("title,ministry\n{list}"));
    let expected: Vec<String> = (1..=10).map(|number| format!("B-{number:03}")).collect();
    assert_eq!(found(&sandbox, "search zeppelin"), expected);
}

#[test]
fn a_limit_is_applied_and_reported() {
    let sandbox = answered_register();
    let all = found(&sandbox, "search 'stage contract' --limit 50");
    assert!(all.len() > 3, "{all:?}");
    for limit in [1, all.len() - 1] {
        let limit_text = limit.to_string();
        assert_eq!(found(&sandbox, &format!("search 'stage contract' --limit {limit_text}")), all[..limit]);
        let remark = sandbox.run(format!("search 'stage contract' --limit {limit_text}")).notices();
        assert_eq!(remark, format!("These are the best {limit}; a higher --limit shows more\n"));
        let remark = sandbox.run_in_dutch(format!("search 'stage contract' --limit {limit_text}")).notices();
        assert_eq!(remark, format!("Dit zijn de beste {limit}; een hogere --limit toont meer\n"));
    }
    for limit in [all.len(), 1000] {
        let result = sandbox.run(["search", "stage contract", "--limit", &limit.to_string()]);
        assert_eq!(result.notices(), format!("{} rows\n", all.len()));
    }
    let many = sandbox.run(["search", "--", &all_texts()]).notices();
    assert_eq!(many, "These are the best 10; a higher --limit shows more\n");
    assert_eq!(sandbox.run("search -q 'stage contract' --limit 1").notices(), "");
}

/// Filter options for a search. Each of them excludes at least one hit of the unfiltered search.
const FILTERS: &[&str] = &[
    "--ministry OCW",
    "--status solved",
    "--resolution regional-approach",
    "--law BWBR0007625",
    "--scheme S-01",
    "--no-factsheet",
    "--since 2018-01-13 --until 2018-01-16",
    "--precedent B-003",
    "--ministry VWS --status solved --region 12",
];

#[test]
fn a_filter_selects_the_obstacles_of_a_list_and_their_linked_records() {
    let sandbox = answered_register();
    sandbox.run("classify 7 within-rules --because 'Als eerder' --precedent B-003").ok();
    let question = all_texts();
    let all = |kind: &str| -> BTreeSet<String> {
        let list = super::json(&sandbox.run(format!("{kind} list --format json")).ok());
        list.iter().map(|row| text(row, "number").to_owned()).collect()
    };
    let (all_factsheets, all_schemes) = (all("factsheet"), all("scheme"));
    let mut different = BTreeSet::new();
    for filter in FILTERS.iter().copied().chain(["--with-void", ""]) {
        let listed = super::json(&sandbox.run(format!("list --format json {filter}")).ok());
        let linked = |name: &str| -> BTreeSet<String> {
            let texts = listed.iter().filter_map(|row| row[name].as_str());
            texts.flat_map(|text| text.split("; ")).map(str::to_owned).collect()
        };
        let is_whole = filter.is_empty() || filter == "--with-void";
        let factsheets = if is_whole { all_factsheets.clone() } else { linked("factsheets") };
        let schemes = if is_whole { all_schemes.clone() } else { linked("schemes") };
        let obstacles = |solved: bool| -> BTreeSet<String> {
            let rows = listed.iter().filter(|row| !solved || row["status"] == "solved");
            rows.map(|row| text(row, "number").to_owned()).collect()
        };
        let asked = |command: &str| -> BTreeSet<String> {
            let numbers = found(&sandbox, &format!("{command} --limit 100 {filter} -- {}", quote(&question)));
            let unique: BTreeSet<String> = numbers.iter().cloned().collect();
            assert_eq!(unique.len(), numbers.len(), "{numbers:?}");
            unique
        };
        let answers: BTreeSet<String> = obstacles(true).union(&factsheets).cloned().collect();
        assert_eq!(asked("similar"), answers, "{filter:?}");
        let mut wanted = obstacles(false);
        wanted.extend(factsheets);
        wanted.extend(schemes);
        assert_eq!(asked("search"), wanted, "{filter:?}");
        different.insert(wanted);
    }
    assert!(different.len() > 7, "{}", different.len());
}

#[test]
fn void_records_are_found_on_request_only() {
    let sandbox = answered_register();
    assert_eq!(sandbox.run("search zeppelin").notices(), "Nothing found\n");
    assert_eq!(found(&sandbox, "search zeppelin --with-void"), ["B-010"]);
    assert_eq!(hit(&sandbox, "search zeppelin --with-void", "B-010")["void"], "Proefinvoer");
    for (number, word) in [("F-03", "werktijden"), ("S-02", "investeringsfonds"), ("B-013", "rolstoelbus")] {
        assert!(found(&sandbox, &format!("search {}", quote(word))).contains(&number.to_owned()), "{word}");
        sandbox.run(format!("void {number} --because Dubbel")).ok();
        assert!(!found(&sandbox, &format!("search {}", quote(word))).contains(&number.to_owned()), "{word}");
        assert!(found(&sandbox, &format!("search {} --with-void", quote(word))).contains(&number.to_owned()), "{word}");
        if number != "S-02" {
            assert!(!found(&sandbox, &format!("similar {}", quote(word))).contains(&number.to_owned()), "{word}");
            assert!(
                found(&sandbox, &format!("similar {} --with-void", quote(word))).contains(&number.to_owned()),
                "{word}"
            );
        }
    }
    is_found_as_written(&sandbox);
}

#[track_caller]
fn is_found_as_written(sandbox: &Sandbox) {
    assert_eq!(found(sandbox, "search proefinvoer --with-void"), ["B-010"]);
    super::assert_check_passes(sandbox);
}

#[test]
fn an_unknown_value_of_a_filter_is_rejected() {
    let sandbox = answered_register();
    for command in ["search", "similar"] {
        let message = super::error_of(&sandbox, &format!("{command} stage --ministry XYZ"), 2);
        assert!(message.contains("XYZ"), "{message}");
        super::error_of(&sandbox, &format!("{command} stage --limit veel"), 2);
        super::error_of(&sandbox, command, 2);
    }
}
