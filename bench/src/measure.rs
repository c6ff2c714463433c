//! Runs `ruimte` and the baseline on registers of several sizes. Prints the time of each program, and the median ratio
//! of their times. Each ratio compares two runs in immediate succession, because the speed of a machine drifts.
//!
//! `measure [--reading] [SIZE …]` measures sizes 70, 100000 and 1000000 by default; `--reading` skips imports.
//! `measure --entries [SIZE …]` measures reading a past state of a register with one journal entry per obstacle.
//! Environment variables: `RUIMTE` (program), `BARE` (baseline) and `BENCH` (working folder, some 10 kB per obstacle).

mod cases;
mod timed;

use ruimte::language::{Analyser, for_each_word};
use ruimte::record::Entity;
use ruimte::register::{EntryMeta, Key, Register};
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use timed::{Result, Took, median, milliseconds, run};

/// A task to measure: its name, the arguments of `ruimte`, the arguments of the baseline, and the highest acceptable
/// ratio of their times. The arguments leave out the path of the register, which is inserted later.
struct Work {
    name: &'static str,
    program: &'static [&'static str],
    bare: &'static [&'static str],
    reach: f64,
}

const HEADING: &str = "| | ruimte, ms | bare, ms | ratio | target | MB | bare, MB |\n|---|---|---|---|---|---|---|";

const READING: &[Work] = &[
    Work { name: "list of 20", program: &["list", "--limit", "20"], bare: &["list"], reach: 1.35 },
    Work {
        name: "list by ministry and status",
        program: &["list", "--ministry", "VWS", "--status", "solved", "--limit", "20"],
        bare: &["list-by"],
        reach: 1.35,
    },
    Work { name: "show", program: &["show", "B-050"], bare: &["show", "50"], reach: 1.35 },
    Work { name: "history of one", program: &["history", "B-050"], bare: &["history", "50"], reach: 1.35 },
    Work {
        name: "count by ministry and status",
        program: &["count", "--by", "ministry,status"],
        bare: &["count"],
        reach: 1.15,
    },
    Work { name: "report totals", program: &["report", "totals"], bare: &["totals"], reach: 1.15 },
    Work { name: "all as csv", program: &["list", "--format", "csv"], bare: &["csv"], reach: 1.25 },
    Work { name: "all as jsonl", program: &["list", "--format", "jsonl"], bare: &["jsonl"], reach: 1.25 },
    // `ruimte` derives Juriconnect references and links for this export. The baseline leaves them out.
    Work {
        name: "export csv, with laws as Juriconnect and links",
        program: &["export", "obstacles", "--format", "csv"],
        bare: &["csv"],
        reach: f64::NAN,
    },
];

const TITLE: &str = "Mag een student zelfstandig medicatie delen?";
const QUESTION: &str = "Wij vragen ons af of dat mag.";
const LOG: Work = Work {
    name: "log, durable",
    program: &["log", TITLE, "--question", QUESTION, "--ministry", "VWS", "--quiet"],
    bare: &["log"],
    reach: 1.5,
};
const LOG_WITH_PRECEDENTS: Work = Work {
    name: "log, with precedents",
    program: &["log", TITLE, "--question", QUESTION, "--ministry", "VWS"],
    bare: &["log"],
    reach: f64::NAN,
};

struct Bench {
    program: PathBuf,
    bare: PathBuf,
    folder: PathBuf,
    /// Whether to skip imports.
    only_reading: bool,
}

impl Bench {
    fn program(&self, register: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--register").arg(register).args(arguments).env("RUIMTE_LANG", "en");
        command
    }

    fn bare(&self, register: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.bare);
        let (what, more) = arguments.split_first().unwrap_or((&"", &[]));
        command.arg(what).arg(register).args(more);
        command
    }

    /// Runs `ruimte` and the baseline alternately, and prints a row of the table.
    fn tell(
        &self,
        name: &str,
        reach: f64,
        times: usize,
        mut program: impl FnMut() -> Result<Took>,
        mut bare: impl FnMut() -> Result<Took>,
    ) -> Result<()> {
        let (mut own, mut other) = (Vec::new(), Vec::new());
        for at in 0..=times {
            let pair = (program()?, bare()?);
            // Do not count the first pair of runs: it only warms up the caches.
            if at > 0 {
                own.push(pair.0);
                other.push(pair.1);
            }
        }
        let ratios = own.iter().zip(&other).map(|(own, other)| own.wall.as_secs_f64() / other.wall.as_secs_f64());
        let wall = |all: &[Took]| milliseconds(median(all.iter().map(|took| took.wall).collect()));
        let memory = |all: &[Took]| all.iter().map(|took| took.memory).max().unwrap_or(0) as f64 / 1024.0;
        let reach = if reach.is_nan() { "–".to_owned() } else { format!("≤ {reach}") };
        println!(
            "| {name} | {:.1} | {:.1} | {:.2} | {reach} | {:.0} | {:.0} |",
            wall(&own),
            wall(&other),
            median(ratios.collect()),
            memory(&own),
            memory(&other),
        );
        Ok(())
    }

    fn of_size(&self, size: usize) -> Result<()> {
        let place = |name: &str| self.folder.join(format!("{size}-{name}"));
        let (list, register) = (place("obstacles.csv"), place("register.db"));
        cases::write(&list, size)?;
        let fresh = |path: &Path| -> Result<()> {
            for end in ["", "-journal"] {
                let _ = fs::remove_file(format!("{}{end}", path.display()));
            }
            Ok(())
        };
        let own = place("own.db");
        let import = |path: &Path| -> Result<Took> {
            fresh(path)?;
            run(self.program(path, &["init", "--quiet"]))?;
            run(self.program(path, &["import", "obstacles", &list.display().to_string(), "--quiet"]))
        };
        import(&register)?;
        prepare(&register)?;
        println!("\n## {size} obstacles\n");
        println!("{HEADING}");
        let times = if size > 500_000 {
            5
        } else if size > 10_000 {
            11
        } else {
            41
        };
        for work in READING {
            let times = if work.name.contains("csv") || work.name.contains("jsonl") { times.min(5) } else { times };
            let program = || run(self.program(&register, work.program));
            let bare = || run(self.bare(&register, work.bare));
            self.tell(work.name, work.reach, times, program, bare)?;
        }
        let (logged, also) = (place("logged.db"), place("also.db"));
        fs::copy(&register, &logged)?;
        fs::copy(&register, &also)?;
        for work in [&LOG, &LOG_WITH_PRECEDENTS] {
            let program = || run(self.program(&logged, work.program));
            self.tell(work.name, work.reach, times, program, || run(self.bare(&also, work.bare)))?;
        }
        if self.only_reading {
            return fresh(&logged).and_then(|()| fresh(&also));
        }
        let (made, times) = (place("bare.db"), if size > 500_000 { 1 } else { 3 });
        let from = register.display().to_string();
        let bare = |what| {
            fresh(&made)?;
            run(self.bare(&made, &[what, &from]))
        };
        self.tell("import", 1.5, times, || import(&own), || bare("import"))?;
        let plain = "import, against one without journal and search";
        self.tell(plain, f64::NAN, times, || import(&own), || bare("import-plain"))?;
        self.past(&register, times)?;
        for path in [&logged, &also, &made, &own] {
            fresh(path)?;
        }
        Ok(())
    }

    /// Compares two commands: a list as of the second-to-last journal entry, and an export of the present register.
    fn past(&self, register: &Path, times: usize) -> Result<()> {
        let last = Register::open(register)?.head()?.1;
        let before = last.saturating_sub(1).max(2).to_string();
        let entry = ["list", "--as-of", &before, "--format", "csv", "--columns", "number"];
        let export = ["export", "obstacles", "--format", "csv"];
        let name = format!("as of an entry, of {last}, against an export");
        let (entry, export) = (|| run(self.program(register, &entry)), || run(self.program(register, &export)));
        self.tell(&name, 3.0, times, entry, export)
    }

    /// Creates a register with one journal entry per obstacle, and measures how long reading a past state takes.
    fn entries(&self, size: usize) -> Result<()> {
        let place = |name: &str| self.folder.join(format!("{size}-{name}"));
        let (list, from, logged) = (place("obstacles.csv"), place("listed.db"), place("entries.db"));
        cases::write(&list, size)?;
        for path in [&from, &logged] {
            let _ = fs::remove_file(path);
            run(self.program(path, &["init", "--quiet"]))?;
        }
        run(self.program(&from, &["import", "obstacles", &list.display().to_string(), "--quiet"]))?;
        let (from, mut register) = (Register::open(&from)?, Register::open(&logged)?);
        let [actor, origin, action] = ["Bench", "bench", "log"].map(str::to_owned);
        let deed = EntryMeta { actor, origin, action, note: None, at: jiff::Timestamp::now() };
        for number in 1..=i64::try_from(size)? {
            let record = from.load(Entity::Obstacle, &Key::Number(number))?;
            register.write(&deed, false, |change| change.insert(record))?;
        }
        drop((from, register));
        println!("\n## {size} obstacles, each with an entry\n\n{HEADING}");
        self.past(&logged, if size > 500_000 { 1 } else { 3 })
    }
}

/// Writes a file next to the register for the baseline to read. It contains the search tokens of every obstacle.
fn prepare(register: &Path) -> Result<()> {
    let connection = Connection::open(register)?;
    let mut out = csv::Writer::from_path(format!("{}.words", register.display()))?;
    let mut statement = connection.prepare(
        "SELECT number, concat_ws(char(10), title, question, analysis, answer, initiative, reason,
            (SELECT string_agg(l.text, char(10)) FROM obstacle_law AS l WHERE l.obstacle = number)) FROM obstacle",
    )?;
    let mut analyser = Analyser::default();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (number, text): (i64, String) = (row.get(0)?, row.get(1)?);
        let (mut stems, mut parts) = (Vec::new(), Vec::new());
        for_each_word(&text, |_, _, folded| {
            let analysed = analyser.analyse(folded);
            if !analysed.is_stop_word {
                stems.push(analysed.stem.clone());
                parts.extend(analysed.parts.iter().cloned());
            }
        });
        let words = |all: Vec<_>| -> String { all.iter().map(ToString::to_string).collect::<Vec<String>>().join(" ") };
        out.write_record([(number * 8).to_string(), words(stems), words(parts)])?;
    }
    out.flush()?;
    Ok(())
}

fn main() -> Result<()> {
    let named = |variable: &str, default: &str| -> PathBuf {
        std::env::var_os(variable).map_or_else(|| PathBuf::from(default), PathBuf::from)
    };
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let bench = Bench {
        only_reading: arguments.iter().any(|argument| argument == "--reading"),
        program: named("RUIMTE", "target/release/ruimte"),
        bare: named("BARE", "bench/target/release/bare"),
        folder: named("BENCH", "bench/target/registers"),
    };
    fs::create_dir_all(&bench.folder)?;
    let entries = arguments.iter().any(|argument| argument == "--entries");
    arguments.retain(|argument| !argument.starts_with("--"));
    let sizes: Vec<usize> = arguments.iter().map(|size| size.parse()).collect::<std::result::Result<_, _>>()?;
    for size in if sizes.is_empty() { vec![70, 100_000, 1_000_000] } else { sizes } {
        if entries {
            bench.entries(size)?;
        } else {
            bench.of_size(size)?;
        }
    }
    Ok(())
}
