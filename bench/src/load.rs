//! Simulates a busy day for `ruimte serve`. First, 100 officers read and write at the same time for a minute. Then one
//! officer requests pages while hostile clients keep the server busy. Usage: `load REGISTER [SECONDS]`. The server
//! works on a copy of the register. The environment variable `RUIMTE` names the program.

use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use ureq::Agent;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Number of officers who work at the same time.
const OFFICERS: usize = 100;
/// Number of idle connections that the hostile clients open.
const IDLE: usize = 10_000;

/// The `ruimte serve` process under test.
struct Site {
    process: Child,
    address: String,
    key: String,
    started: Duration,
}

impl Site {
    fn start(program: &str, register: &Path) -> Result<Self> {
        let began = Instant::now();
        let mut process = Command::new(program)
            .arg("--register")
            .arg(register)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .env("RUIMTE_LANG", "en")
            .stdout(Stdio::piped())
            .spawn()?;
        let out = process.stdout.take().ok_or("no output")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let started = began.elapsed();
        let whole = line.split_whitespace().find(|word| word.starts_with("http")).ok_or("no address")?;
        let (address, key) = whole.split_once("/?key=").ok_or("no key")?;
        Ok(Self { process, address: address.to_owned(), key: key.to_owned(), started })
    }

    /// Memory use of the server in megabytes: current and peak.
    fn memory(&self) -> (u64, u64) {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let of = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name));
            line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0) / 1024
        };
        (of("VmRSS"), of("VmHWM"))
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Response times of one kind of request, and the number of requests that failed.
#[derive(Default)]
struct Took {
    all: Vec<Duration>,
    failed: usize,
}

impl Took {
    fn told(&mut self, name: &str) {
        self.all.sort();
        let at = |part: usize| {
            let place = (self.all.len() * part / 100).min(self.all.len().saturating_sub(1));
            self.all.get(place).map_or(0.0, |took| took.as_secs_f64() * 1000.0)
        };
        let most = self.all.last().map_or(0.0, |took| took.as_secs_f64() * 1000.0);
        println!("| {name} | {} | {} | {:.0} | {:.0} | {:.0} |", self.all.len(), self.failed, at(50), at(99), most);
    }
}

/// Performs one action of an officer. Returns the name of the action, and whether it succeeded.
fn work(site: &Site, agent: &Agent, csrf: &str, officer: usize, turn: usize) -> Result<(&'static str, bool)> {
    let get = |path: &str| -> Result<bool> {
        let mut answer = agent
            .get(format!("{}{path}", site.address))
            .header("Authorization", format!("Bearer {}", site.key))
            .call()?;
        let ok = answer.status() == 200;
        answer.body_mut().with_config().limit(u64::MAX).read_to_vec()?;
        Ok(ok)
    };
    let number = 1 + (officer * 7_919 + turn * 104_729) % 70_000;
    Ok(match turn % 8 {
        0 => ("list", get("/obstacles")?),
        1 => ("list by ministry and status", get("/obstacles?ministry=VWS&status=solved")?),
        2 | 3 => ("record", get(&format!("/obstacles/B-{number:03}"))?),
        4 => ("form", get(&format!("/obstacles/B-{number:03}/edit"))?),
        5 => ("journal", get("/history")?),
        6 => ("contacts", get("/contacts")?),
        _ => {
            let title = format!("Mag officer {officer} dit voor keer {turn}?");
            let form = [
                ("title", title.as_str()),
                ("question", "Wij vragen ons af of dat mag."),
                ("ministry", "VWS"),
                ("csrf", csrf),
            ];
            let answer = agent
                .post(format!("{}/obstacles", site.address))
                .header("Authorization", format!("Bearer {}", site.key))
                .send_form(form)?;
            ("log", answer.status() == 303)
        }
    })
}

fn agent() -> Agent {
    Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(30)))
        .http_status_as_error(false)
        .max_redirects(0)
        .build()
        .into()
}

fn busy(site: &Arc<Site>, seconds: u64) -> Result<usize> {
    let session: Value = agent()
        .get(format!("{}/api/v1/session", site.address))
        .header("Authorization", format!("Bearer {}", site.key))
        .call()?
        .body_mut()
        .read_json()?;
    let csrf = session["csrf"].as_str().unwrap_or_default().to_owned();
    let took: Arc<Mutex<std::collections::BTreeMap<&'static str, Took>>> = Arc::default();
    let confirmed = Arc::new(AtomicUsize::new(0));
    let until = Instant::now() + Duration::from_secs(seconds);
    let officers: Vec<_> = (0..OFFICERS)
        .map(|officer| {
            let (site, took, confirmed, csrf) =
                (Arc::clone(site), Arc::clone(&took), Arc::clone(&confirmed), csrf.clone());
            std::thread::spawn(move || {
                let agent = agent();
                let mut turn = officer;
                while Instant::now() < until {
                    let began = Instant::now();
                    let done = work(&site, &agent, &csrf, officer, turn);
                    let elapsed = began.elapsed();
                    let mut took = took.lock().expect("nobody panics with it in hand");
                    match done {
                        Ok((name, ok)) => {
                            let entry = took.entry(name).or_default();
                            entry.all.push(elapsed);
                            entry.failed += usize::from(!ok);
                            if name == "log" && ok {
                                confirmed.fetch_add(1, Ordering::Relaxed);
                            }
                        }
                        Err(error) => {
                            eprintln!("{error}");
                            took.entry("no answer").or_default().failed += 1;
                        }
                    }
                    drop(took);
                    turn += 1;
                }
            })
        })
        .collect();
    for officer in officers {
        officer.join().map_err(|_| "an officer stopped")?;
    }
    println!(
        "| {OFFICERS} officers at once, {seconds} s | responses | failed | median, ms | 99 %, ms | longest, ms |\n|---|---|---|---|---|---|"
    );
    let mut took = took.lock().expect("they are done");
    for (name, took) in took.iter_mut() {
        took.told(name);
    }
    Ok(confirmed.load(Ordering::Relaxed))
}

/// Starts the hostile clients. Then measures how long a well-behaved client waits for each page that it requests.
fn besieged(site: &Arc<Site>, name: &str, begin: impl Fn(&Site) -> Result<Vec<TcpStream>>) -> Result<()> {
    let held = begin(site)?;
    let mut took = Took::default();
    let until = Instant::now() + Duration::from_secs(5);
    while Instant::now() < until {
        let began = Instant::now();
        let answer = agent()
            .get(format!("{}/obstacles", site.address))
            .header("Authorization", format!("Bearer {}", site.key))
            .call();
        let ok = answer.is_ok_and(|mut answer| answer.status() == 200 && answer.body_mut().read_to_string().is_ok());
        took.failed += usize::from(!ok);
        took.all.push(began.elapsed());
    }
    took.told(name);
    drop(held);
    Ok(())
}

/// The request line and the headers of an authenticated request.
fn request(site: &Site, first: &str) -> String {
    let host = site.address.trim_start_matches("http://");
    format!("{first}\r\nHost: {host}\r\nAuthorization: Bearer {}\r\n\r\n", site.key)
}

/// Opens `count` connections. Sends the given text on each connection and then leaves the connection open.
fn many(site: &Site, count: usize, said: &str) -> Result<Vec<TcpStream>> {
    let one = |_| {
        let mut stream = connect(site)?;
        stream.write_all(said.as_bytes())?;
        Ok(stream)
    };
    (0..count).map(one).collect()
}

fn connect(site: &Site) -> Result<TcpStream> {
    Ok(TcpStream::connect(site.address.trim_start_matches("http://"))?)
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let from = arguments.next().ok_or("load REGISTER [SECONDS]")?;
    let seconds = arguments.next().map_or(Ok(60), |text| text.parse())?;
    let program = std::env::var("RUIMTE").unwrap_or_else(|_| "target/release/ruimte".to_owned());
    let register = Path::new("bench/target/load.db");
    fs::copy(&from, register)?;
    let count = |what: &str| -> Result<i64> {
        let connection = rusqlite::Connection::open(register)?;
        Ok(connection.query_row(&format!("SELECT count(*) FROM {what}"), [], |row| row.get::<_, i64>(0))?)
    };
    let (entries, obstacles) = (count("journal")?, count("obstacle")?);
    let site = Arc::new(Site::start(&program, register)?);
    println!("start: {:.0} ms; idle: {} MB\n", site.started.as_secs_f64() * 1000.0, site.memory().0);
    let confirmed = busy(&site, seconds)?;
    let (now, most) = site.memory();
    println!("\nmemory: {now} MB, at most {most} MB");
    let (written, logged) = (count("journal")? - entries, count("obstacle")? - obstacles);
    println!("confirmed: {confirmed}; entries in the journal: {written}; obstacles: {logged}\n");
    println!("| alongside | responses | failed | median, ms | 99 %, ms | longest, ms |\n|---|---|---|---|---|---|");
    besieged(&site, "nothing else", |_| Ok(Vec::new()))?;
    let form = |length: usize| {
        let kind = "Content-Type: application/x-www-form-urlencoded";
        request(&site, &format!("POST /obstacles HTTP/1.1\r\n{kind}\r\nContent-Length: {length}"))
    };
    besieged(&site, "200 clients that never finish their request", |site| {
        many(site, 200, "GET /obstacles HTTP/1.1\r\nHost: ")
    })?;
    besieged(&site, "200 clients that never finish their body", |site| {
        many(site, 200, &format!("{}title=", form(1_000)))
    })?;
    besieged(&site, "50 clients that never read a large response", |site| {
        many(site, 50, &request(site, "GET /history?limit=100000 HTTP/1.1"))
    })?;
    besieged(&site, "a body of 100 MB", |site| {
        let mut streams = many(site, 1, &form(100_000_000))?;
        let piece = vec![b'a'; 1 << 16];
        for stream in &mut streams {
            // Send until the server stops reading and refuses the request, because the body has become too large.
            while stream.write_all(&piece).is_ok() {}
            let _ = stream.read_to_string(&mut String::new());
        }
        Ok(streams)
    })?;
    besieged(&site, "10,000 idle connections", |site| {
        let mut held = Vec::new();
        for _ in 0..IDLE {
            // If the operating system allows no more open connections, close half of those that are open.
            match connect(site) {
                Ok(stream) => held.push(stream),
                Err(_) => held.truncate(held.len() / 2),
            }
        }
        Ok(held)
    })?;
    let (now, most) = site.memory();
    println!("\nmemory: {now} MB, at most {most} MB");
    drop(site);
    fs::remove_file(register)?;
    Ok(())
}
