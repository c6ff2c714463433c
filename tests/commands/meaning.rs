//! Search by meaning, which compares vectors (embeddings) of texts. Tests questions that are worded differently from
//! the records, the queue of records that have no vectors yet, and the findings of `check` about vectors.

use crate::common::{CommandLine, CommandResult, Sandbox, execute};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::fs;
use std::process::Stdio;

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/vectors.bin");

fn open_register(sandbox: &Sandbox) -> Connection {
    Connection::open(sandbox.path("register.db")).unwrap()
}

/// Runs a command with search by meaning enabled. By default, the commands of tests run without it.
#[track_caller]
fn run(sandbox: &Sandbox, line: impl CommandLine) -> CommandResult {
    let mut command = sandbox.command(line);
    command.env_remove("RUIMTE_MEANING");
    execute(command)
}

/// All vectors of a register, in the format of `fixtures/vectors.bin`.
fn vectors(connection: &Connection) -> Vec<u8> {
    let mut statement =
        connection.prepare("SELECT record, text_hash, vector FROM passage ORDER BY record, position").unwrap();
    let mut rows = statement.query([]).unwrap();
    let mut file = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        file.extend(row.get::<_, u32>(0).unwrap().to_le_bytes());
        file.extend(row.get::<_, Vec<u8>>(1).unwrap());
        file.extend(row.get::<_, Vec<u8>>(2).unwrap());
    }
    file
}

/// A register with three obstacles, of which two are solved. None has a vector.
fn three_obstacles() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "list.csv",
        "title,ministry,question,answer,resolution,status\n\
         Nachtdienst,SZW,Mag een leerling van 17 's nachts werken?,Nee. Onder de 18 jaar mag dat niet.,within-rules,solved\n\
         Parkeerplaats,OCW,Wie betaalt de parkeerplaats van de school?,De gemeente betaalt.,within-rules,solved\n\
         Medicijnen,VWS,Mag een stagiair medicijnen uitdelen?,,,collected\n",
    );
    run(&sandbox, "import obstacles list.csv --no-index -q").ok();
    sandbox
}

fn count(sandbox: &Sandbox, sql: &str) -> i64 {
    open_register(sandbox).query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn an_import_makes_its_records_findable_by_meaning_unless_told_not_to() {
    let sandbox = three_obstacles();
    assert_eq!(run(&sandbox, "index --status").ok(), "Findable by meaning: 0; still to do: 3\n");
    assert_eq!(run(&sandbox, "index").notices(), "Made findable by meaning: 3\n");
    assert_eq!(run(&sandbox, "index --status").ok(), "Findable by meaning: 3; still to do: 0\n");
    assert_eq!(run(&sandbox, "index").notices(), "Made findable by meaning: 0\n");
    sandbox.write("more.csv", "title,ministry\nNog een vraag,OCW\n");
    run(&sandbox, "import obstacles more.csv").ok();
    assert_eq!(run(&sandbox, "index --status").ok(), "Findable by meaning: 4; still to do: 0\n");
}

#[test]
fn a_question_in_other_words_or_another_language_finds_the_answer() {
    let sandbox = three_obstacles();
    run(&sandbox, "index -q").ok();
    for question in ["Kan een zestienjarige een slaapdienst draaien?", "May a trainee under age do overnight shifts?"] {
        let found = run(&sandbox, format!("similar {} --limit 1 --format json", crate::common::quote(question))).ok();
        let found: serde_json::Value = serde_json::from_str(&found).unwrap();
        assert_eq!(found[0]["number"], "B-001", "{question}");
        let near = found[0]["why"]["meaning"][0].as_str().unwrap();
        assert!(near.starts_with("0."), "{near}");
    }
    // Without vectors, the same question finds nothing.
    assert_eq!(
        sandbox.run("similar 'May a trainee under age do overnight shifts?' --format csv").ok().lines().count(),
        1
    );
}

#[test]
fn how_near_each_answer_is_does_not_depend_on_how_high_the_numbers_are() {
    // Above a certain number, two threads share the work.
    let [low, high] = ["B-100", "B-6000"].map(|number| {
        let sandbox = Sandbox::demo();
        sandbox.write("one.csv", format!("number,title,ministry\n{number},Parkeren bij het gemeentehuis,OCW\n"));
        run(&sandbox, "import obstacles one.csv -q").ok();
        let found = run(&sandbox, "similar 'Mag een stagiair een nachtdienst draaien?' --limit 50 --format json").ok();
        let found: Vec<serde_json::Value> = serde_json::from_str(&found).unwrap();
        let near =
            found.iter().filter_map(|hit| Some((hit["number"].to_string(), hit["why"].get("meaning")?.to_string())));
        near.collect::<BTreeMap<_, _>>()
    });
    assert!(low.len() >= 5, "{low:?}");
    assert_eq!(low, high);
}

#[test]
fn a_search_without_results_shows_what_is_nearest_in_meaning() {
    let sandbox = three_obstacles();
    run(&sandbox, "index -q").ok();
    let found = run(&sandbox, "search 'underage overnight shifts'");
    assert!(found.stderr.starts_with("No record has these words; these are nearest in meaning:\n"), "{}", found.stderr);
    assert!(found.ok().contains("Nachtdienst"));
    assert_eq!(sandbox.run("search 'underage overnight shifts'").notices(), "Nothing found\n");
}

#[test]
fn records_without_vectors_are_counted_and_a_few_are_embedded_by_the_next_question() {
    let sandbox = three_obstacles();
    let rows = (0..6).map(|at| format!("Vraag nummer {at},OCW\n")).collect::<Vec<_>>().concat();
    sandbox.write("more.csv", format!("title,ministry\n{rows}"));
    run(&sandbox, "import obstacles more.csv --no-index -q").ok();
    let searched = run(&sandbox, "similar nachtwerk");
    assert!(
        searched
            .stderr
            .ends_with("Searched by words only: 5 records; 'ruimte index' makes them findable by meaning too\n"),
        "{}",
        searched.stderr
    );
    assert_eq!(run(&sandbox, "index --status").ok(), "Findable by meaning: 4; still to do: 5\n");
    // Vectors are stored only for the present state. An earlier state is therefore searched by words only.
    let past = run(&sandbox, "similar nachtwerk --as-of 2");
    assert!(past.stderr.ends_with("An earlier state is searched by words only, not by meaning\n"), "{}", past.stderr);
}

#[test]
fn a_changed_or_redacted_text_loses_its_vector_at_once() {
    let sandbox = three_obstacles();
    run(&sandbox, "index -q").ok();
    let of = |number: i64| format!("SELECT count(*) FROM passage WHERE record = {}", number * 8);
    sandbox.run("edit 1 --answer 'Ja, dat mag' -q").ok();
    sandbox.run("redact B-002 --text parkeerplaats --because fout -q").ok();
    sandbox.run("edit 3 --due 2030-01-01 -q").ok();
    assert_eq!([1, 2, 3].map(|number| count(&sandbox, &of(number))), [0, 0, 1]);
    assert_eq!(run(&sandbox, "index").notices(), "Made findable by meaning: 2\n");
    assert_eq!(run(&sandbox, "check").ok(), "");
}

#[test]
fn check_finds_missing_foreign_and_altered_vectors_and_repairs_them() {
    let sandbox = three_obstacles();
    run(&sandbox, "index -q").ok();
    let correct = vectors(&open_register(&sandbox));
    for (sql, records) in [
        ("DELETE FROM passage WHERE record = 8", &["B-001"][..]),
        ("UPDATE passage SET vector = zeroblob(192) WHERE record = 16", &["B-002"]),
        (
            "UPDATE passage SET text_hash = (SELECT text_hash FROM passage WHERE record = 8) WHERE record = 24",
            &["B-003"],
        ),
        ("UPDATE passage SET checksum = zeroblob(8)", &["B-001", "B-002", "B-003"]),
        ("DELETE FROM passage_queue; INSERT INTO passage_queue VALUES (8)", &["B-001"]),
    ] {
        open_register(&sandbox).execute_batch(sql).unwrap();
        let result = run(&sandbox, "check --format csv");
        let finding = |record: &&str| {
            format!(
                "{record},what is needed to find it by meaning is wrong; repair it with 'ruimte check --repair-search'\n"
            )
        };
        let expected = records.iter().map(finding).collect::<Vec<_>>().concat();
        assert_eq!((result.code, result.stdout.replace('\r', "")), (1, format!("record,finding\n{expected}")), "{sql}");
        run(&sandbox, "check --repair-search -q").ok();
        assert!(vectors(&open_register(&sandbox)) == correct, "{sql}");
    }
}

#[test]
fn two_processes_that_embed_at_once_do_not_hurt_each_other() {
    let sandbox = three_obstacles();
    let started: Vec<_> = (0..3)
        .map(|_| {
            let mut command = sandbox.command("index -q");
            command.env_remove("RUIMTE_MEANING").stdout(Stdio::null()).stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    for process in started {
        let output = process.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(run(&sandbox, "index --status").ok(), "Findable by meaning: 3; still to do: 0\n");
    assert_eq!(run(&sandbox, "check").ok(), "");
}

#[test]
fn hostile_texts_are_embedded_in_bounded_time() {
    let sandbox = Sandbox::new();
    let different = (0..12_000).map(|at| format!("woord{at} ")).collect::<Vec<_>>().concat();
    let texts = [
        "x".repeat(100_000),
        "😀".repeat(50_000),
        "\u{5e9}\u{5dc}\u{5d5}\u{5dd} ".repeat(10_000),
        "a\u{200b}".repeat(40_000),
        "\u{fdfa}".repeat(30_000),
        different.chars().take(100_000).collect(),
    ];
    let rows = texts.iter().map(|text| format!("Titel,OCW,{text}\n")).collect::<Vec<_>>().concat();
    sandbox.write("list.csv", format!("title,ministry,question\n{rows}"));
    run(&sandbox, "import obstacles list.csv -q").ok();
    assert_eq!(run(&sandbox, "index --status").ok(), "Findable by meaning: 6; still to do: 0\n");
    // A text is divided into passages, and each passage gets a vector. A record has at most 32 passages.
    assert!(count(&sandbox, "SELECT max(position) FROM passage") <= 31);
    assert_eq!(run(&sandbox, "check").ok(), "");
}

#[test]
fn with_meaning_turned_off_everything_is_found_by_words() {
    let sandbox = three_obstacles();
    assert_eq!(
        sandbox.run("index").fails(2),
        "ruimte: search by meaning is off (RUIMTE_MEANING=no), or this program was built without it\n"
    );
    let found = sandbox.run("similar 'parkeerplaats school'");
    assert_eq!(found.stderr, "1 row\n");
    assert!(!found.stdout.contains("meaning"), "{}", found.stdout);
}

#[test]
fn log_names_what_may_be_the_same_and_suggests_what_the_nearest_share() {
    let sandbox = Sandbox::demo();
    let question = "Mag een leerling van 16 jaar ’s avonds laat werken in het verpleeghuis?";
    let notices = run(&sandbox, ["log", question, "--ministry", "SZW"].as_slice()).notices();
    let has = |line: &str| assert!(notices.lines().any(|there| there == line), "{line}\n{notices}");
    has("May ask the same: B-013 Leerling-verzorgende van 17 kan geen nachtdienst meelopen (regional approach)");
    has("Suggestion: theme work-based learning, as in 4 of the 6 nearest");
    has("Suggestion: factsheets F-08, as in 4 of the 6 nearest");
    has(
        "  Apply with: ruimte edit B-071 --theme leren-in-de-praktijk --nature unclear-rule --care-domain ouderen-en-thuiszorg --law BWBR0007671 --factsheet F-08",
    );
    // A suggestion does not set the attribute. An attribute that has a value gets no suggestion.
    assert_eq!(sandbox.rows("show 71")[0]["theme"], "");
    run(&sandbox, "edit B-071 --theme permanent-leren --factsheet F-01 -q").ok();
    let again = run(&sandbox, "similar B-071").notices();
    assert!(!again.contains("theme") && !again.contains("factsheets"), "{again}");
    assert!(again.contains("Suggestion: nature"), "{again}");
}

#[test]
fn the_report_on_questions_groups_what_is_asked_more_than_once() {
    let sandbox = Sandbox::demo();
    let report = "report questions --format csv";
    let result = run(&sandbox, report);
    let receipt = result.receipt.clone().unwrap();
    let rows = crate::common::rows_of(&result.stdout);
    // The groups were worked out apart, in Python, from the vectors in `fixtures/vectors.bin`. The largest come first.
    let groups: Vec<(&str, &str, &str)> =
        rows.iter().map(|row| (row["number"].as_str(), row["factsheets"].as_str(), row["numbers"].as_str())).collect();
    assert_eq!(
        groups,
        [
            ("B-013", "F-08", "B-003; B-006; B-013; B-050"),
            ("B-017", "F-08", "B-017; B-025; B-054; B-057"),
            ("B-045", "F-01; F-03", "B-045; B-047; B-055"),
            ("B-014", "F-03", "B-014; B-031"),
            ("B-023", "F-01; F-03", "B-023; B-046"),
        ]
    );
    // Groups without a factsheet come before the others, with the obstacle from whose answer to start.
    run(&sandbox, "unlink B-047 F-01 F-03 -q").ok();
    let first = &crate::common::rows_of(&run(&sandbox, report).stdout)[0];
    assert_eq!((first["number"].as_str(), first["write_from"].as_str()), ("B-045", "B-045"));
    // With a filter, only the obstacles that match are grouped.
    assert_eq!(
        crate::common::rows_of(&run(&sandbox, "report questions --factsheet F-08 --format csv").stdout).len(),
        2
    );
    // The receipt stays valid after B-017 gets a new text and vector, because the old text always gives the same
    // vector.
    run(&sandbox, "edit B-017 --question 'Iets heel anders' -q").ok();
    run(&sandbox, "index -q").ok();
    assert!(run(&sandbox, ["receipt", &receipt].as_slice()).ok().starts_with("Same: "));
    assert_ne!(run(&sandbox, report).stdout, result.stdout);
}

#[test]
fn a_receipt_of_another_model_says_so() {
    let sandbox = Sandbox::demo();
    let receipt = run(&sandbox, "report questions").receipt.unwrap();
    assert!(receipt.contains("rule=questions/1@multilingual-e5-small-q4-nl-en-1 "), "{receipt}");
    let other = crate::common::with_check_digits(&receipt.replace("q4-nl-en-1 ", "q4-nl-en-0 "));
    assert_eq!(
        run(&sandbox, ["receipt", &other].as_slice()).fails(65),
        "ruimte: this receipt was made with another model: multilingual-e5-small-q4-nl-en-0, and this program has \
         multilingual-e5-small-q4-nl-en-1; use the version of that time\n"
    );
}

#[test]
fn the_overview_shows_what_is_asked_most_unless_the_register_has_no_vectors() {
    let sandbox = Sandbox::demo();
    run(&sandbox, "report overview -o overview.html").ok();
    let section = |page: &str| {
        let (_, section) = page.split_once(">What is asked most</h2>")?;
        section.split_once("</table>").map(|(table, _)| table.to_owned())
    };
    let table = section(&fs::read_to_string(sandbox.path("overview.html")).unwrap()).unwrap();
    assert_eq!(table.matches("<th scope=\"col\"").count(), 6, "{table}");
    assert!(table.contains("#B-013\""), "{table}");
    open_register(&sandbox).execute_batch("DELETE FROM passage").unwrap();
    run(&sandbox, "report overview -o without.html").ok();
    assert_eq!(section(&fs::read_to_string(sandbox.path("without.html")).unwrap()), None);
}

#[test]
fn obstacles_without_vectors_are_left_out_of_the_report_on_questions_without_a_receipt() {
    let sandbox = three_obstacles();
    let result = sandbox.run("report questions --format csv");
    assert_eq!(result.receipt, None);
    assert!(
        result
            .notices()
            .contains("Not grouped, because not findable by meaning yet: 3 obstacles; no receipt is given."),
    );
}

#[test]
fn the_vectors_of_the_examples_are_those_that_the_model_computes() {
    let sandbox = Sandbox::demo();
    run(&sandbox, "check --repair-search").ok();
    run(&sandbox, "index").ok();
    let computed = vectors(&open_register(&sandbox));
    if std::env::var_os("RUIMTE_WRITE_VECTORS").is_some() {
        fs::write(VECTORS, &computed).unwrap();
    }
    assert!(fs::read(VECTORS).unwrap() == computed, "run this test with RUIMTE_WRITE_VECTORS=1");
    assert!(vectors(&open_register(&Sandbox::demo())) == computed);
}
