//! Runs `ruimte serve` and sends requests to it as a trusted proxy would, on behalf of several visitors.

#![allow(dead_code, reason = "each benchmark uses a part of it")]

use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use ureq::http::Response;
use ureq::{Agent, Body};

pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The header in which a proxy passes the visitor's name.
const NAME_HEADER: &str = "X-Remote-User";

/// The server under test.
pub struct Server {
    process: Child,
    pub address: String,
    pub startup: Duration,
}

impl Server {
    pub fn start(program: &str, register: &Path) -> Result<Self> {
        let began = Instant::now();
        let mut process = Command::new(program)
            .arg("--register")
            .arg(register)
            .args(["serve", "--listen", "127.0.0.1:0", "--auth-header", NAME_HEADER, "--trusted-proxy", "127.0.0.1"])
            .env("RUIMTE_LANG", "en")
            .stdout(Stdio::piped())
            .spawn()?;
        let out = process.stdout.take().ok_or("no output")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let startup = began.elapsed();
        let (_, rest) = line.split_once("http://").ok_or("no address")?;
        let address = format!("http://{}", rest.split('/').next().unwrap_or_default());
        Ok(Self { process, address, startup })
    }

    fn memory_of(&self, name: &str) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0) / 1024
    }

    /// Current memory use in megabytes.
    pub fn memory(&self) -> u64 {
        self.memory_of("VmRSS")
    }

    /// Peak memory use in megabytes, since the start or the last call of `reset_peak`.
    pub fn peak(&self) -> u64 {
        self.memory_of("VmHWM")
    }

    pub fn reset_peak(&self) -> Result<()> {
        Ok(fs::write(format!("/proc/{}/clear_refs", self.process.id()), "5")?)
    }

    pub fn get(&self, agent: &Agent, visitor: &str, path: &str) -> Result<Response<Body>> {
        Ok(agent.get(format!("{}{path}", self.address)).header(NAME_HEADER, visitor).call()?)
    }

    pub fn post_form<const N: usize>(
        &self,
        agent: &Agent,
        visitor: &str,
        path: &str,
        form: [(&str, &str); N],
    ) -> Result<Response<Body>> {
        Ok(agent.post(format!("{}{path}", self.address)).header(NAME_HEADER, visitor).send_form(form)?)
    }

    /// Returns the token that a form must contain to prove that it comes from a page of the server.
    pub fn csrf_token(&self, agent: &Agent, visitor: &str) -> Result<String> {
        let session: Value = self.get(agent, visitor, "/api/v1/session")?.body_mut().read_json()?;
        Ok(session["csrf"].as_str().unwrap_or_default().to_owned())
    }

    /// Builds the head of an HTTP request: `first_lines`, then the headers that name the host and the visitor.
    pub fn request(&self, visitor: &str, first_lines: &str) -> String {
        let host = self.address.trim_start_matches("http://");
        format!("{first_lines}\r\nHost: {host}\r\n{NAME_HEADER}: {visitor}\r\n\r\n")
    }

    pub fn connect(&self) -> Result<TcpStream> {
        Ok(TcpStream::connect(self.address.trim_start_matches("http://"))?)
    }

    /// Opens `count` connections, sends `text` on each, and leaves them open.
    pub fn open_many(&self, count: usize, text: &str) -> Result<Vec<TcpStream>> {
        let open = |_| {
            let mut stream = self.connect()?;
            stream.write_all(text.as_bytes())?;
            Ok(stream)
        };
        (0..count).map(open).collect()
    }

    /// For `seconds` seconds, keeps requesting the list of obstacles as a visitor who does nothing else.
    pub fn time_lists(&self, seconds: u64) -> Times {
        let mut times = Times::default();
        let until = Instant::now() + Duration::from_secs(seconds);
        while Instant::now() < until {
            let began = Instant::now();
            let response = self.get(&agent(), "quiet", "/obstacles");
            let is_whole =
                |mut response: Response<Body>| response.status() == 200 && response.body_mut().read_to_string().is_ok();
            times.failed += usize::from(!response.is_ok_and(is_whole));
            times.all.push(began.elapsed());
            std::thread::sleep(Duration::from_millis(20));
        }
        times
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Response times of one kind of request, and the number of requests that failed.
#[derive(Default)]
pub struct Times {
    pub all: Vec<Duration>,
    pub failed: usize,
}

impl Times {
    /// Formats a row of a Markdown table: counts of requests and failures; median, 99th percentile and maximum time.
    pub fn format_row(&mut self, name: &str) -> String {
        self.all.sort();
        let at = |percent: usize| {
            let index = (self.all.len() * percent / 100).min(self.all.len().saturating_sub(1));
            self.all.get(index).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
        };
        format!("| {name} | {} | {} | {:.0} | {:.0} | {:.0} |", self.all.len(), self.failed, at(50), at(99), at(100))
    }
}

pub fn agent() -> Agent {
    Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(60)))
        .http_status_as_error(false)
        .max_redirects(0)
        .build()
        .into()
}
