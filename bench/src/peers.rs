//! Compares `ruimte` with other programs that can keep a list: sqlite3's shell, sqlite-utils, Taskwarrior and Fossil's
//! tickets. The comparison skips a program that is not installed, and a task that the program cannot do.
//! `peers [SIZE …]` measures sizes 70 and 100000 by default, but Taskwarrior and Fossil only at sizes up to 1000. The
//! environment variables `RUIMTE` and `BENCH` name the program `ruimte` and the working folder.

mod cases;
mod timed;

use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use timed::{Result, Took, median, milliseconds, run};

/// The tasks to measure, in the order of the rows in the table.
const WORKS: [&str; 6] =
    ["list of 20", "count by ministry and status", "search of one word", "all as csv", "add one", "import"];

/// A program to compare with: its name, the command that imports the list, and one command for every remaining task.
struct Peer {
    name: &'static str,
    import: String,
    works: [Option<String>; 5],
}

/// Runs a shell command line in the working folder.
fn shell(folder: &Path, line: &str) -> Result<Took> {
    let mut command = Command::new("sh");
    let zone = folder.join("home");
    command.args(["-ec", line]).current_dir(folder).env("HOME", &zone).env("USER", "officer").env("RUIMTE_LANG", "en");
    run(command)
}

fn is_installed(program: &str) -> bool {
    Command::new("sh").args(["-c", &format!("command -v {program}")]).output().is_ok_and(|done| done.status.success())
}

/// Quotes a text such that the shell reads it as one word.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn sqlite_shell() -> Peer {
    // Give this peer the same indexes as `ruimte`: one on ministry and status, and SQLite's own full-text search.
    let import = "rm -f shell.db; sqlite3 shell.db <<'END'
.mode csv
.import list.csv obstacle
CREATE INDEX by_work ON obstacle (ministry, status);
CREATE VIRTUAL TABLE search USING fts5 (title, question, analysis, answer, content = 'obstacle', tokenize = \"unicode61 remove_diacritics 2\");
INSERT INTO search (search) VALUES ('rebuild');
END";
    let ask = |sql: &str| Some(format!("sqlite3 -readonly -csv shell.db {}", quoted(sql)));
    Peer {
        name: "sqlite3's shell",
        import: import.to_owned(),
        works: [
            ask("SELECT rowid, title, ministry, status FROM obstacle ORDER BY rowid DESC LIMIT 20"),
            ask("SELECT ministry, status, count(*) FROM obstacle GROUP BY 1, 2"),
            ask("SELECT rowid, title FROM search WHERE search MATCH 'WORD' ORDER BY rank LIMIT 10"),
            ask("SELECT * FROM obstacle"),
            Some("sqlite3 shell.db \"INSERT INTO obstacle (title, ministry) VALUES ('Mag dat?', 'VWS'); INSERT INTO search (rowid, title) VALUES (last_insert_rowid(), 'Mag dat?')\"".to_owned()),
        ],
    }
}

fn sqlite_utils() -> Peer {
    let import = "rm -f utils.db; sqlite-utils insert utils.db obstacle list.csv --csv
sqlite-utils create-index utils.db obstacle ministry status
sqlite-utils enable-fts utils.db obstacle title question analysis answer --create-triggers";
    let ask = |line: &str| Some(format!("sqlite-utils {line}"));
    Peer {
        name: "sqlite-utils",
        import: import.to_owned(),
        works: [
            ask("query utils.db 'SELECT rowid, title, ministry, status FROM obstacle ORDER BY rowid DESC LIMIT 20'"),
            ask("query utils.db 'SELECT ministry, status, count(*) FROM obstacle GROUP BY 1, 2'"),
            ask("search utils.db obstacle WORD --limit 10"),
            ask("rows utils.db obstacle --csv"),
            Some(
                "echo '{\"title\": \"Mag dat?\", \"ministry\": \"VWS\"}' | sqlite-utils insert utils.db obstacle -"
                    .to_owned(),
            ),
        ],
    }
}

fn taskwarrior() -> Peer {
    let task = |line: &str| Some(format!("TASKRC=taskrc task {line}"));
    Peer {
        name: "Taskwarrior",
        import: "rm -rf task; mkdir task; TASKRC=taskrc task import tasks.json".to_owned(),
        works: [
            task("limit:20 list"),
            task("project:VWS count"),
            task("/WORD/ list"),
            task("export"),
            task("add project:VWS Mag dat"),
        ],
    }
}

fn fossil() -> Peer {
    let ticket = |line: &str| Some(format!("fossil ticket {line} -R tickets.fossil"));
    Peer {
        name: "Fossil's tickets",
        import: "rm -f tickets.fossil; fossil init tickets.fossil -A officer; sh tickets.sh".to_owned(),
        works: [
            ticket("show 0 '1 ORDER BY tkt_ctime DESC LIMIT 20'"),
            Some("fossil sql -R tickets.fossil 'SELECT type, status, count(*) FROM ticket GROUP BY 1, 2'".to_owned()),
            None,
            ticket("show 0"),
            ticket("add title 'Mag dat' type VWS status collected"),
        ],
    }
}

fn ruimte(program: &str) -> Peer {
    let of = |line: &str| format!("{} --register own.db {line}", quoted(program));
    Peer {
        name: "ruimte",
        // Create an empty register once and copy it before each import, so that the time of an import does not include
        // `init`.
        import: format!(
            "[ -f empty.db ] || {} --register empty.db init --quiet; cp empty.db own.db; {}",
            quoted(program),
            of("import obstacles list.csv --quiet")
        ),
        works: [
            "list --limit 20",
            "count --by ministry,status",
            "search WORD",
            "list --format csv",
            "log 'Mag dat?' --ministry VWS --quiet",
        ]
        .map(|line| Some(of(line))),
    }
}

/// Writes the list as CSV, and in other formats for peers that cannot read CSV. Returns the word to search for.
fn prepare(folder: &Path, size: usize) -> Result<String> {
    let list = folder.join("list.csv");
    cases::write(&list, size)?;
    fs::create_dir_all(folder.join("home"))?;
    let rc = "data.location=task\nconfirmation=no\nhooks=off\nverbose=nothing\ngc=off\nrecurrence=off\n";
    fs::write(folder.join("taskrc"), rc)?;
    let (mut tasks, mut tickets) = (String::new(), String::new());
    let mut words = Vec::new();
    let mut reader = csv::Reader::from_path(&list)?;
    let header = reader.headers()?.clone();
    for row in reader.records() {
        let row = row?;
        let value =
            |name: &str| header.iter().position(|column| column == name).and_then(|at| row.get(at)).unwrap_or("");
        let (title, question, ministry, status) =
            (value("title"), value("question"), value("ministry"), value("status"));
        words.extend(title.split_whitespace().map(str::to_owned));
        let noted = json!([{ "entry": "20260101T000000Z", "description": question }]);
        let task = json!({ "description": title, "project": ministry, "annotations": noted, "status": "pending" });
        tasks.push_str(&format!("{task}\n"));
        let [title, question] = [title, question].map(|text| quoted(&text.replace('\n', " ")));
        tickets.push_str(&format!(
            "fossil ticket add title {title} comment {question} type {ministry} status {status} -R tickets.fossil\n"
        ));
    }
    fs::write(folder.join("tasks.json"), tasks)?;
    fs::write(folder.join("tickets.sh"), tickets)?;
    // Choose a long word, because it occurs in few records.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    Ok(words.swap_remove(words.len() / 10))
}

fn main() -> Result<()> {
    let folder = std::env::var_os("BENCH").map_or_else(|| PathBuf::from("bench/target/peers"), PathBuf::from);
    let folder = std::path::absolute(folder)?;
    let program = std::env::var("RUIMTE").unwrap_or_else(|_| "target/release/ruimte".to_owned());
    let program = fs::canonicalize(program)?.display().to_string();
    let sizes: Vec<usize> = std::env::args().skip(1).map(|size| size.parse()).collect::<std::result::Result<_, _>>()?;
    for size in if sizes.is_empty() { vec![70, 100_000] } else { sizes } {
        let folder = folder.join(size.to_string());
        fs::create_dir_all(&folder)?;
        let word = prepare(&folder, size)?;
        let mut peers = vec![ruimte(&program)];
        for (program, peer) in [("sqlite3", sqlite_shell()), ("sqlite-utils", sqlite_utils())] {
            if is_installed(program) {
                peers.push(peer);
            }
        }
        for (program, peer) in [("task", taskwarrior()), ("fossil", fossil())] {
            if size <= 1_000 && is_installed(program) {
                peers.push(peer);
            }
        }
        let mut cells = vec![Vec::new(); WORKS.len()];
        for peer in &peers {
            shell(&folder, &peer.import)?;
        }
        let times = if size <= 1_000 { 15 } else { 5 };
        for (at, cells) in cells.iter_mut().enumerate() {
            // The import is the last task, because it replaces the list.
            let lines: Vec<Option<String>> = peers
                .iter()
                .map(|peer| peer.works.get(at).map_or_else(|| Some(peer.import.clone()), Clone::clone))
                .map(|line| line.map(|line| line.replace("WORD", &word)))
                .collect();
            let mut took = vec![Vec::new(); peers.len()];
            // Run the programs alternately, because the speed of a machine drifts.
            for _ in 0..if at < 5 { times } else { times.min(3) } {
                for (line, took) in lines.iter().zip(&mut took) {
                    if let Some(line) = line {
                        took.push(shell(&folder, line)?);
                    }
                }
            }
            let wall = |took: &Vec<Took>| {
                (!took.is_empty()).then(|| median(took.iter().map(|took| milliseconds(took.wall)).collect()))
            };
            *cells = took.iter().map(wall).collect();
        }
        println!("\n## {size} obstacles, ms\n");
        println!("| | {} |", peers.iter().map(|peer| peer.name).collect::<Vec<_>>().join(" | "));
        println!("|---|{}", "---|".repeat(peers.len()));
        for (work, cells) in WORKS.iter().zip(cells) {
            let cells =
                cells.iter().map(|cell: &Option<f64>| cell.map_or("–".to_owned(), |cell| format!("{cell:.1}")));
            println!("| {work} | {} |", cells.collect::<Vec<_>>().join(" | "));
        }
    }
    Ok(())
}
