//! Attacks `ruimte serve` in ways that once stopped the server. Prints the server's peak memory, and how long a
//! harmless visitor waits for a list. Usage: `attack REGISTER [SECONDS [NAME]]`. Each attack lasts SECONDS. With NAME,
//! only the attacks whose names contain NAME run. The server uses a copy of REGISTER; the environment variable `RUIMTE`
//! names the program.

mod server;

use server::{Result, Server, agent};
use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// Number of simultaneous attackers in the last attack of `main`, which combines several of the earlier attacks.
const VISITORS: usize = 100;
/// Pages that once took the server much memory or time to produce.
const HEAVY_PATHS: &[&str] = &[
    "/history/2",
    "/reports/overview",
    "/api/v1/history",
    "/obstacles?format=xlsx",
    "/obstacles?format=json",
    "/obstacles?as-of=2",
    "/search?q=student&limit=100000",
    "/history?limit=100000",
];

/// The open connections and running threads of one attack.
#[derive(Default)]
struct Attack {
    streams: Vec<TcpStream>,
    threads: Vec<JoinHandle<()>>,
    stop: Arc<AtomicBool>,
}

impl Attack {
    fn holding(streams: Vec<TcpStream>) -> Self {
        Self { streams, ..Self::default() }
    }

    /// Starts a thread that repeats `work` until the attack ends.
    fn repeat(&mut self, server: &Arc<Server>, mut work: impl FnMut(&Server) + Send + 'static) {
        let (server, stop) = (Arc::clone(server), Arc::clone(&self.stop));
        self.threads.push(std::thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                work(&server);
            }
        }));
    }

    fn end(self) {
        self.stop.store(true, Ordering::Relaxed);
        for stream in &self.streams {
            let _ = stream.shutdown(Shutdown::Both);
        }
        for thread in self.threads {
            let _ = thread.join();
        }
    }
}

fn read_whole(server: &Server, visitor: &str, path: &str) {
    if let Ok(mut response) = server.get(&agent(), visitor, path) {
        let _ = std::io::copy(&mut response.body_mut().as_reader(), &mut std::io::sink());
    }
}

/// Sends a request, and closes the connection after 0.1 s without reading the response.
fn hang_up(server: &Server, visitor: &str, path: &str) {
    let request = server.request(visitor, &format!("GET {path} HTTP/1.1"));
    if let Ok(mut stream) = server.connect() {
        let _ = stream.write_all(request.as_bytes());
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Runs one attack while a harmless visitor requests lists, and prints the waiting times and the memory use.
fn measure(
    server: &Arc<Server>,
    seconds: u64,
    name: &str,
    begin: impl FnOnce(&Arc<Server>) -> Result<Attack>,
) -> Result<()> {
    if std::env::args().nth(3).is_some_and(|wanted| !name.contains(&wanted)) {
        return Ok(());
    }
    let before = server.memory();
    server.reset_peak()?;
    let attack = begin(server)?;
    let mut times = server.time_lists(seconds);
    let peak = server.peak();
    println!("{} {before} | {peak} |", times.format_row(name));
    attack.end();
    Ok(())
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let from = arguments.next().ok_or("attack REGISTER [SECONDS [NAME]]")?;
    let seconds = arguments.next().map_or(Ok(10), |text| text.parse())?;
    let program = std::env::var("RUIMTE").unwrap_or_else(|_| "target/release/ruimte".to_owned());
    let register = Path::new("bench/target/attack.db");
    fs::copy(&from, register)?;
    let server = Arc::new(Server::start(&program, register)?);
    println!("| attack | lists | failed | median, ms | 99 %, ms | longest, ms | MB before | peak MB |");
    println!("|---|---|---|---|---|---|---|---|");
    measure(&server, seconds, "none", |_| Ok(Attack::default()))?;
    for path in HEAVY_PATHS {
        measure(&server, seconds, &format!("`{path}`, one reader"), |server| {
            let mut attack = Attack::default();
            attack.repeat(server, move |server| read_whole(server, "attacker", path));
            Ok(attack)
        })?;
    }
    measure(&server, seconds, "40 downloads that are not read", |server| {
        let request = server.request("attacker", "GET /obstacles?format=xlsx HTTP/1.1");
        Ok(Attack::holding(server.open_many(40, &request)?))
    })?;
    measure(&server, seconds, "24 requests for the past, hung up", |server| {
        let mut attack = Attack::default();
        for at in 0..24 {
            attack
                .repeat(server, move |server| hang_up(server, "attacker", &format!("/obstacles?as-of={}", 1 + at % 2)));
        }
        Ok(attack)
    })?;
    measure(&server, seconds, "512 unfinished bodies", |server| {
        let head =
            "POST /obstacles HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 900000";
        let mut streams = server.open_many(512, &server.request("attacker", head))?;
        let part = "title=".to_owned() + &"a".repeat(500_000);
        for stream in &mut streams {
            stream.set_write_timeout(Some(Duration::from_millis(5)))?;
            let _ = stream.write_all(part.as_bytes());
        }
        Ok(Attack::holding(streams))
    })?;
    measure(&server, seconds, "520 answers that are not read", |server| {
        let request = server.request("attacker", "GET /api/v1/obstacles?limit=1000 HTTP/1.1");
        Ok(Attack::holding(server.open_many(520, &request)?))
    })?;
    measure(&server, seconds, "a phrase of 2,000 words", |server| {
        let words = "de ".repeat(2_000);
        let path = format!("/search?q=%22{}%22", words.trim_end().replace(' ', "+"));
        let mut attack = Attack::default();
        attack.repeat(server, move |server| read_whole(server, "attacker", &path));
        Ok(attack)
    })?;
    measure(&server, seconds, "forms with long tokens", |server| {
        let csrf = server.csrf_token(&agent(), "attacker")?;
        let (mut attack, mut turn) = (Attack::default(), 0);
        attack.repeat(server, move |server| {
            turn += 1;
            let token = format!("{turn}{}", "t".repeat(900_000));
            let form = [("once", token.as_str()), ("title", "x"), ("ministry", "OCW"), ("csrf", &csrf)];
            let _ = server.post_form(&agent(), "attacker", "/obstacles", form);
        });
        Ok(attack)
    })?;
    measure(&server, seconds, "100 visitors do all of this", |server| {
        let mut attack = Attack::default();
        for at in 0..VISITORS {
            let (visitor, mut turn) = (format!("visitor-{at}"), at);
            attack.repeat(server, move |server| {
                let path = HEAVY_PATHS[turn % HEAVY_PATHS.len()];
                match turn % 3 {
                    0 => read_whole(server, &visitor, path),
                    1 => hang_up(server, &visitor, path),
                    // Read the first bytes of the response, then stop reading for three seconds.
                    _ => {
                        let request = server.request(&visitor, &format!("GET {path} HTTP/1.1"));
                        let Ok(mut stream) = server.connect() else { return };
                        let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
                        let _ = stream.write_all(request.as_bytes());
                        let _ = stream.read(&mut [0; 16]);
                        std::thread::sleep(Duration::from_secs(3));
                    }
                }
                turn += 1;
            });
        }
        Ok(attack)
    })?;
    measure(&server, seconds, "afterwards", |_| Ok(Attack::default()))?;
    drop(server);
    fs::remove_file(register)?;
    Ok(())
}
