//! Measures how well and how fast `ruimte similar` finds earlier answers, using questions with known answers:
//! `cargo bench --bench precedents -- [FOLDER [OBSTACLES.csv]]`.
//!
//! Without a folder, it asks the everyday questions in `everyday-questions.csv` about the demonstration register. No
//! question shares a word with its answer, apart from common words, and the last twenty are in English.
//!
//! The folder contains `documents.jsonl` (`id` and `text`, one document per line) and `questions.jsonl` (`id`, `text`
//! and `answered_by`, the ids of the documents that answer the question). The benchmark imports the documents as solved
//! obstacles, and passes each question to `ruimte similar`. The baseline is a search with `SQLite`'s own full-text
//! search for any word of the question. `OBSTACLES.csv` is an optional list of obstacles, in the format of
//! `ruimte import`. These obstacles are imported too, to make the register larger.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "counts of questions and documents are small"
)]

use rusqlite::Connection;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Maximum number of hits to score for each question. Lower-ranked hits are ignored.
const DEPTH: usize = 10;
/// Number of samples that the bootstrap test draws.
const DRAWS: u32 = 10_000;

struct Document {
    id: String,
    text: String,
}

struct Question {
    text: String,
    answered_by: Vec<String>,
}

fn lines(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("no '{name}' in {value}")).to_owned()
}

/// Scores of one question, each from 0 to 1.
#[derive(Clone, Copy, Default)]
struct Score {
    gain: f64,
    reciprocal: f64,
    first: f64,
    third: f64,
}

/// Computes four scores of a ranked list of ids: the normalised discounted cumulative gain, the reciprocal rank of the
/// first correct id, whether the first id is correct, and whether any of the first three ids is correct.
fn score(found: &[String], answers: &[String]) -> Score {
    let hits: Vec<usize> = (0..found.len().min(DEPTH)).filter(|at| answers.contains(&found[*at])).collect();
    let discount = |at: usize| 1.0 / (at as f64 + 2.0).log2();
    let ideal: f64 = (0..answers.len().min(DEPTH)).map(discount).sum();
    let first = hits.first().copied();
    Score {
        gain: hits.iter().map(|at| discount(*at)).sum::<f64>() / ideal,
        reciprocal: first.map_or(0.0, |at| 1.0 / (at as f64 + 1.0)),
        first: f64::from(u8::from(first == Some(0))),
        third: f64::from(u8::from(first.is_some_and(|at| at < 3))),
    }
}

fn print(name: &str, scores: &[Score], mut times: Vec<f64>) {
    let mean = |of: fn(&Score) -> f64| scores.iter().map(of).sum::<f64>() / scores.len() as f64;
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times[((times.len() - 1) as f64 * part).round() as usize];
    println!(
        "{name:<34} {:.3}    {:.3}  {:.3}  {:.3}  {:>6.1} {:>6.1}",
        mean(|score| score.gain),
        mean(|score| score.reciprocal),
        mean(|score| score.first),
        mean(|score| score.third),
        at(0.5),
        at(0.95)
    );
}

/// Returns the fraction of bootstrap samples in which the mean gain of `one` is at most the mean gain of `other`.
fn bootstrap(one: &[Score], other: &[Score]) -> f64 {
    let differences: Vec<f64> = one.iter().zip(other).map(|(one, other)| one.gain - other.gain).collect();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = || {
        // Use a fixed seed for the xorshift64* generator, so that every run draws the same samples.
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        usize::try_from(state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap() % differences.len()
    };
    let mut not_above = 0;
    for _ in 0..DRAWS {
        let sum: f64 = (0..differences.len()).map(|_| differences[draw()]).sum();
        not_above += u32::from(sum <= 0.0);
    }
    f64::from(not_above) / f64::from(DRAWS)
}

fn ruimte(register: &Path, arguments: &[&str]) -> Vec<u8> {
    ruimte_with("yes", register, arguments)
}

/// Runs the program; `meaning` is `no` to search by words alone.
fn ruimte_with(meaning: &str, register: &Path, arguments: &[&str]) -> Vec<u8> {
    let done = Command::new(env!("CARGO_BIN_EXE_ruimte"))
        .arg("--register")
        .arg(register)
        .args(arguments)
        .env("RUIMTE_MEANING", meaning)
        .output()
        .expect("the program runs");
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}

/// Imports the documents as solved obstacles. The attribute `initiative` of each obstacle holds the id of the document.
fn import_documents(folder: &Path, documents: &[Document], others: Option<&String>) -> PathBuf {
    let register = folder.join("register.db");
    let _ = ruimte(&register, &["init", "--quiet"]);
    let list = folder.join("documents.csv");
    let mut csv = csv::Writer::from_path(&list).unwrap();
    csv.write_record(["title", "answer", "ministry", "initiative", "status", "resolution"]).unwrap();
    for document in documents {
        let line = document.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let title: String = line.chars().take(100).collect();
        csv.write_record([&title, &document.text, "OCW", &document.id, "solved", "within-rules"]).unwrap();
    }
    csv.flush().unwrap();
    let _ = ruimte(&register, &["import", "obstacles", list.to_str().unwrap(), "--quiet"]);
    if let Some(others) = others {
        let _ = ruimte(&register, &["import", "obstacles", others, "--quiet"]);
    }
    register
}

/// The baseline: `SQLite`'s own full-text search.
fn fts_baseline(documents: &[Document]) -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch("CREATE VIRTUAL TABLE plain USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2')")
        .unwrap();
    for (at, document) in documents.iter().enumerate() {
        connection.execute("INSERT INTO plain (rowid, text) VALUES (?1, ?2)", (at as i64, &document.text)).unwrap();
    }
    connection
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let Some(folder) = arguments.next() else { return ask_everyday_questions() };
    let others = arguments.next();
    let folder = Path::new(&folder);
    let documents: Vec<Document> = lines(&folder.join("documents.jsonl"))
        .iter()
        .map(|line| Document { id: text(line, "id"), text: text(line, "text") })
        .collect();
    let questions: Vec<Question> = lines(&folder.join("questions.jsonl"))
        .iter()
        .map(|line| Question {
            text: text(line, "text"),
            answered_by: line["answered_by"]
                .as_array()
                .unwrap()
                .iter()
                .map(|id| id.as_str().unwrap().to_owned())
                .collect(),
        })
        .collect();
    let kept = tempfile::tempdir().unwrap();
    let began = Instant::now();
    let register = import_documents(kept.path(), &documents, others.as_ref());
    println!(
        "{} documents brought in in {:.1} s, {} questions",
        documents.len(),
        began.elapsed().as_secs_f64(),
        questions.len()
    );
    print_heading();

    let connection = fts_baseline(&documents);
    let mut found = connection
        .prepare(&format!("SELECT rowid FROM plain WHERE plain MATCH ?1 ORDER BY rank LIMIT {DEPTH}"))
        .unwrap();
    let (mut by_or, mut times) = (Vec::new(), Vec::new());
    for question in &questions {
        let began = Instant::now();
        let words: Vec<String> = question
            .text
            .split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| format!("\"{word}\""))
            .collect();
        let ids: Vec<String> = found
            .query_map([words.join(" OR ")], |row| row.get::<_, i64>(0))
            .unwrap()
            .map(|row| documents[usize::try_from(row.unwrap()).unwrap()].id.clone())
            .collect();
        times.push(began.elapsed().as_secs_f64() * 1000.0);
        by_or.push(score(&ids, &question.answered_by));
    }
    print("full-text search, OR, in process", &by_or, times);

    let attribute = "initiative";
    let _ = ask("by words, whole process", "no", &register, &questions, attribute);
    let by_both = ask("by words and meaning", "yes", &register, &questions, attribute);
    // The weights were fitted on the questions at even places.
    for (name, rest) in [("- even questions", 0), ("- odd questions", 1)] {
        let half: Vec<Score> =
            by_both.iter().enumerate().filter(|(at, _)| at % 2 == rest).map(|(_, score)| *score).collect();
        print(name, &half, vec![0.0]);
    }
    println!("not better than OR in {:.2} % of {DRAWS} draws", bootstrap(&by_both, &by_or) * 100.0);
}

fn print_heading() {
    println!("{:<34} nDCG@{DEPTH}  MRR    hit@1  hit@3  median    p95 (ms)", "");
}

/// Asks the questions, prints the scores, and returns them. `attribute` holds the id of each record found.
fn ask(name: &str, meaning: &str, register: &Path, questions: &[Question], attribute: &str) -> Vec<Score> {
    let (mut scores, mut times) = (Vec::new(), Vec::new());
    for question in questions {
        let began = Instant::now();
        let arguments = ["similar", "--format", "json", "--limit", "10", "--quiet", "--", &question.text];
        let out = ruimte_with(meaning, register, &arguments);
        times.push(began.elapsed().as_secs_f64() * 1000.0);
        let hits: Vec<Value> = serde_json::from_slice(&out).unwrap();
        let id = |hit: &Value| hit[attribute].as_str().unwrap_or_default().to_owned();
        let ids: Vec<String> = hits.iter().map(id).collect();
        scores.push(score(&ids, &question.answered_by));
    }
    print(name, &scores, times);
    scores
}

fn ask_everyday_questions() {
    let folder = tempfile::tempdir().unwrap();
    let register = folder.path().join("demo.db");
    let _ = ruimte(&register, &["demo", "--quiet", "--keep", register.to_str().unwrap()]);
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/everyday-questions.csv");
    let questions: Vec<Question> = csv::Reader::from_path(list)
        .unwrap()
        .into_records()
        .map(|row| row.unwrap())
        .map(|row| Question { text: row[0].to_owned(), answered_by: vec![row[1].to_owned()] })
        .collect();
    print_heading();
    for (name, meaning) in [("by words, whole process", "no"), ("by words and meaning", "yes")] {
        ask(name, meaning, &register, &questions, "number");
    }
}
