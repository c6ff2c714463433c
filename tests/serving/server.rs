//! A register that is served for as long as a test takes.

use crate::common::{CommandResult, Sandbox};
use crate::http_client::{Answer, Ask, LONGEST};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, mpsc};

/// A site, until it is dropped.
pub struct Served {
    child: Child,
    /// Where it listens.
    pub at: SocketAddr,
    /// The key in the address that it showed; empty behind a proxy.
    pub key: String,
    said: Mutex<mpsc::Receiver<String>>,
    /// The folder of its register, where it has one of its own.
    own: Option<Sandbox>,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    /// Serves the register of a desk.
    #[track_caller]
    pub fn new(sandbox: &Sandbox, options: &str) -> Self {
        Self::by(sandbox.command(format!("serve --listen 127.0.0.1:0 {options}")))
    }

    /// Serves a demonstration register of its own.
    #[track_caller]
    pub fn demo() -> Self {
        let sandbox = Sandbox::demo();
        let mut served = Self::new(&sandbox, "");
        served.own = Some(sandbox);
        served
    }

    /// As a proxy on this computer signs people in.
    #[track_caller]
    pub fn behind_proxy(sandbox: &Sandbox, options: &str) -> Self {
        Self::new(sandbox, &format!("--auth-header X-Remote-User --trusted-proxy 127.0.0.1 {options}"))
    }

    /// Starts it by a command.
    #[track_caller]
    pub fn by(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stdout = child.stdout.take().unwrap();
        let (tell, told) = mpsc::channel();
        // Reads on until it ends: what it says when it stops must go somewhere.
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let _ = tell.send(line);
            }
        });
        let Ok(line) = told.recv_timeout(LONGEST) else {
            let _ = child.kill();
            let output = child.wait_with_output().unwrap();
            panic!("it does not serve: {}", String::from_utf8_lossy(&output.stderr));
        };
        let (_, address) = line.split_once("http://").unwrap_or_else(|| panic!("no address: {line}"));
        let (at, rest) = address.split_once('/').unwrap();
        let key: String = rest
            .strip_prefix("?key=")
            .unwrap_or_default()
            .chars()
            .take_while(char::is_ascii_hexdigit)
            .collect();
        Self { at: at.parse().unwrap(), key, child, said: Mutex::new(told), own: None }
    }

    /// What it said since it began, up to now.
    pub fn said(&self) -> Vec<String> {
        let said = self.said.lock().unwrap();
        std::iter::from_fn(|| said.recv_timeout(std::time::Duration::from_secs(1)).ok()).collect()
    }

    /// Its exit code, once it has ended by itself; none where it has not within that time.
    pub fn ended(&mut self, within: std::time::Duration) -> Option<i32> {
        let start = std::time::Instant::now();
        while start.elapsed() < within {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        None
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// A question by nobody.
    pub fn ask(&self, method: &str, target: &str) -> Ask {
        Ask::new(self.at, method, target)
    }

    /// A question by another program that has the key.
    pub fn program(&self, method: &str, target: &str) -> Ask {
        self.ask(method, target).header("Authorization", format!("Bearer {}", self.key))
    }

    /// A question by a browser that came in with the key.
    pub fn browser(&self, method: &str, target: &str) -> Ask {
        self.ask(method, target).header("Cookie", self.cookie())
    }

    /// A question by somebody whom the proxy signed in.
    pub fn by_name(&self, name: &str, method: &str, target: &str) -> Ask {
        self.ask(method, target).header("X-Remote-User", name)
    }

    /// The cookie that a browser has after it came in with the key.
    #[track_caller]
    pub fn cookie(&self) -> String {
        let answer = self.ask("GET", &format!("/?key={}", self.key)).send().is(303);
        answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
    }

    /// A page as a browser gets it that came in with the key.
    #[track_caller]
    pub fn page(&self, target: &str) -> String {
        self.browser("GET", target).send().is(200).text()
    }

    /// What the interface for programs gives.
    #[track_caller]
    pub fn data(&self, target: &str) -> Value {
        self.program("GET", &format!("/api/v1{target}")).send().is(200).json()
    }

    /// The token of who asks.
    #[track_caller]
    pub fn csrf(ask: impl Fn(&str, &str) -> Ask) -> String {
        ask("GET", "/api/v1/session").send().is(200).json()["csrf"].as_str().unwrap().to_owned()
    }
}

/// A command that must end by itself, at once: serving that cannot begin.
#[track_caller]
pub fn refused(sandbox: &Sandbox, lang: &str, options: &str) -> CommandResult {
    let mut command = sandbox.command(format!("serve {options}"));
    command.env("RUIMTE_LANG", lang).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let start = std::time::Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > LONGEST {
            let _ = child.kill();
            panic!("it serves: {options}");
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let output = child.wait_with_output().unwrap();
    CommandResult::from(output)
}

/// What every answer says to a browser, whatever else it says.
#[track_caller]
pub fn is_guarded(answer: &Answer, what: &str) {
    let policy = answer.header("content-security-policy").unwrap_or_else(|| panic!("{what} has no policy"));
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ] {
        assert!(policy.split("; ").any(|known| known == part), "{what}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{what}: {policy}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{what}: {name}");
    }
    let kept = answer.header("cache-control");
    if !what.contains("/assets/") {
        assert_eq!(kept, Some("no-store"), "{what}");
    }
    for said in ["server", "x-powered-by"] {
        assert_eq!(answer.header(said), None, "{what} says by what it is made");
    }
}

/// How many entries the journal has.
#[track_caller]
pub fn entries(sandbox: &Sandbox) -> usize {
    let rows = sandbox.rows("history --limit 100000");
    let mut entries: Vec<&str> = rows.iter().map(|row| row["entry"].as_str()).collect();
    entries.dedup();
    entries.len()
}
