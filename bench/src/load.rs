//! Simulates a busy day for `ruimte serve`. First, 100 officers read and write at the same time for a minute. Then one
//! officer requests pages while hostile clients keep the server busy. Usage: `load REGISTER [SECONDS]`. The server
//! works on a copy of the register. The environment variable `RUIMTE` names the program.

mod server;

use server::{Result, Server, Times, agent};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use ureq::Agent;

/// Number of officers who work at the same time.
const OFFICERS: usize = 100;
/// Number of idle connections that the hostile clients open.
const IDLE: usize = 10_000;

/// Performs one action of an officer. Returns the name of the action, and whether it succeeded.
fn work(server: &Server, agent: &Agent, csrf: &str, officer: usize, turn: usize) -> Result<(&'static str, bool)> {
    let visitor = format!("officer-{officer}");
    let get = |path: &str| -> Result<bool> {
        let mut response = server.get(agent, &visitor, path)?;
        let ok = response.status() == 200;
        response.body_mut().with_config().limit(u64::MAX).read_to_vec()?;
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
                // The questions resemble each other, so each form says that its user has seen the others.
                ("anyway", "1"),
            ];
            ("log", server.post_form(agent, &visitor, "/obstacles", form)?.status() == 303)
        }
    })
}

fn busy(server: &Arc<Server>, seconds: u64) -> Result<usize> {
    let took: Arc<Mutex<std::collections::BTreeMap<&'static str, Times>>> = Arc::default();
    let confirmed = Arc::new(AtomicUsize::new(0));
    let until = Instant::now() + Duration::from_secs(seconds);
    let officers: Vec<_> = (0..OFFICERS)
        .map(|officer| {
            let (server, took, confirmed) = (Arc::clone(server), Arc::clone(&took), Arc::clone(&confirmed));
            std::thread::spawn(move || {
                let agent = agent();
                let csrf = server.csrf_token(&agent, &format!("officer-{officer}")).unwrap_or_default();
                let mut turn = officer;
                while Instant::now() < until {
                    let began = Instant::now();
                    let done = work(&server, &agent, &csrf, officer, turn);
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
        println!("{}", took.format_row(name));
    }
    Ok(confirmed.load(Ordering::Relaxed))
}

/// Starts the hostile clients. Then measures how long another client waits for each page that it requests.
fn besieged(server: &Server, name: &str, begin: impl Fn(&Server) -> Result<Vec<TcpStream>>) -> Result<()> {
    let streams = begin(server)?;
    println!("{}", server.time_lists(5).format_row(name));
    drop(streams);
    Ok(())
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
    let server = Arc::new(Server::start(&program, register)?);
    println!("start: {:.0} ms; idle: {} MB\n", server.startup.as_secs_f64() * 1000.0, server.memory());
    let confirmed = busy(&server, seconds)?;
    let (now, most) = (server.memory(), server.peak());
    println!("\nmemory: {now} MB, at most {most} MB");
    let (written, logged) = (count("journal")? - entries, count("obstacle")? - obstacles);
    println!("confirmed: {confirmed}; entries in the journal: {written}; obstacles: {logged}\n");
    println!("| alongside | responses | failed | median, ms | 99 %, ms | longest, ms |\n|---|---|---|---|---|---|");
    besieged(&server, "nothing else", |_| Ok(Vec::new()))?;
    let form = |length: usize| {
        let kind = "Content-Type: application/x-www-form-urlencoded";
        server.request("hostile", &format!("POST /obstacles HTTP/1.1\r\n{kind}\r\nContent-Length: {length}"))
    };
    besieged(&server, "200 clients that never finish their request", |server| {
        server.open_many(200, "GET /obstacles HTTP/1.1\r\nHost: ")
    })?;
    besieged(&server, "200 clients that never finish their body", |server| {
        server.open_many(200, &format!("{}title=", form(1_000)))
    })?;
    besieged(&server, "50 clients that never read a large response", |server| {
        server.open_many(50, &server.request("hostile", "GET /history?limit=100000 HTTP/1.1"))
    })?;
    besieged(&server, "a body of 100 MB", |server| {
        let mut streams = server.open_many(1, &form(100_000_000))?;
        let piece = vec![b'a'; 1 << 16];
        for stream in &mut streams {
            // A body this large is refused. Send it until the server stops reading, then read the server's response.
            while stream.write_all(&piece).is_ok() {}
            let _ = stream.read_to_string(&mut String::new());
        }
        Ok(streams)
    })?;
    besieged(&server, "10,000 idle connections", |server| {
        let mut held = Vec::new();
        for _ in 0..IDLE {
            // If the operating system allows no more open connections, close half of them.
            match server.connect() {
                Ok(stream) => held.push(stream),
                Err(_) => held.truncate(held.len() / 2),
            }
        }
        Ok(held)
    })?;
    let (now, most) = (server.memory(), server.peak());
    println!("\nmemory: {now} MB, at most {most} MB");
    drop(server);
    fs::remove_file(register)?;
    Ok(())
}
