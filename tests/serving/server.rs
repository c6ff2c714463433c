//! A running `ruimte serve` process. Dropping the value kills the process.

use crate::common::{CommandResult, Sandbox};
use crate::http_client::{Request, Response, TIMEOUT, unescape_html};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, mpsc};

pub struct Server {
    child: Child,
    pub at: SocketAddr,
    /// The key in the address that the server printed. Empty behind a proxy, because there is no key then.
    pub key: String,
    stdout_lines: Mutex<mpsc::Receiver<String>>,
    /// The temporary register, if only this server uses it. Dropping the server deletes that register.
    own: Option<Sandbox>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The demonstration register with a reply template, so that there is a record of every kind.
pub fn demo_with_template() -> Sandbox {
    let sandbox = Sandbox::demo();
    sandbox.run(["reply-template", "add", "Kort", "--text", "{{ question }}\n\n{{ answer }}"]).ok();
    sandbox
}

impl Server {
    #[track_caller]
    pub fn new(sandbox: &Sandbox, options: &str) -> Self {
        Self::spawn(sandbox.command(format!("serve --listen 127.0.0.1:0 {options}")))
    }

    #[track_caller]
    pub fn demo() -> Self {
        let sandbox = demo_with_template();
        let mut server = Self::new(&sandbox, "");
        server.own = Some(sandbox);
        server
    }

    /// Serves as if behind a proxy: trusts the header `X-Remote-User` in requests from this computer.
    #[track_caller]
    pub fn behind_proxy(sandbox: &Sandbox, options: &str) -> Self {
        Self::new(sandbox, &format!("--auth-header X-Remote-User --trusted-proxy 127.0.0.1 {options}"))
    }

    /// A new register that these commands fill, served to the people in a roles file.
    #[track_caller]
    pub fn with_roles(roles: &str, commands: &[&str]) -> (Sandbox, Self) {
        let sandbox = Sandbox::new();
        sandbox.write("roles", roles);
        for command in commands {
            sandbox.run(*command).ok();
        }
        let server = Self::behind_proxy(&sandbox, "--roles roles");
        (sandbox, server)
    }

    #[track_caller]
    pub fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stdout = child.stdout.take().unwrap();
        let (sender, receiver) = mpsc::channel();
        // Keep reading standard output. If nobody read it, the server might block or fail when it prints a message at
        // shutdown.
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let Ok(line) = receiver.recv_timeout(TIMEOUT) else {
            let _ = child.kill();
            let output = child.wait_with_output().unwrap();
            panic!("it does not serve: {}", String::from_utf8_lossy(&output.stderr));
        };
        let (_, address) = line.split_once("http://").unwrap_or_else(|| panic!("no address: {line}"));
        let (at, path) = address.split_once('/').unwrap();
        let key = path.split_once("?key=").map_or("", |(_, key)| key);
        let key = key.chars().take_while(char::is_ascii_hexdigit).collect();
        Self { at: at.parse().unwrap(), key, child, stdout_lines: Mutex::new(receiver), own: None }
    }

    pub fn output_lines(&self) -> Vec<String> {
        let stdout_lines = self.stdout_lines.lock().unwrap();
        std::iter::from_fn(|| stdout_lines.recv_timeout(std::time::Duration::from_secs(1)).ok()).collect()
    }

    /// Stops the server. Returns everything that it printed after its address.
    pub fn stop(&mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let mut printed = self.output_lines().join("\n");
        if let Some(mut errors) = self.child.stderr.take() {
            errors.read_to_string(&mut printed).unwrap();
        }
        printed
    }

    /// Returns the exit code, or `None` if the server is still running after the given time.
    pub fn wait_for_exit(&mut self, within: std::time::Duration) -> Option<i32> {
        let start = std::time::Instant::now();
        while start.elapsed() < within {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        None
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn request(&self, method: &str, target: &str) -> Request {
        Request::new(self.at, method, target)
    }

    /// A request by an API client, which sends the key.
    pub fn program(&self, method: &str, target: &str) -> Request {
        self.request(method, target).header("Authorization", format!("Bearer {}", self.key))
    }

    /// A request by a browser, which sends the cookie.
    pub fn browser(&self, method: &str, target: &str) -> Request {
        self.request(method, target).header("Cookie", self.cookie())
    }

    /// A request by a user whom the proxy has signed in.
    pub fn proxied(&self, name: &str, method: &str, target: &str) -> Request {
        self.request(method, target).header("X-Remote-User", name)
    }

    /// Exchanges the key for the session cookie.
    #[track_caller]
    pub fn cookie(&self) -> String {
        let response = self.request("GET", &format!("/?key={}", self.key)).send().expect_status(303);
        response.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
    }

    #[track_caller]
    pub fn page(&self, target: &str) -> String {
        self.browser("GET", target).send().expect_status(200).text()
    }

    #[track_caller]
    pub fn data(&self, target: &str) -> Value {
        self.program("GET", &format!("/api/v1{target}")).send().expect_status(200).json()
    }

    #[track_caller]
    pub fn csrf(request: impl Fn(&str, &str) -> Request) -> String {
        request("GET", "/api/v1/session").send().expect_status(200).json()["csrf"].as_str().unwrap().to_owned()
    }
}

/// The page that a signed-in user sees, with its characters unescaped.
#[track_caller]
pub fn page(server: &Server, name: &str, path: &str) -> String {
    unescape_html(&server.proxied(name, "GET", path).send().expect_status(200).text())
}

/// Runs `serve` with options that must make it fail at startup.
#[track_caller]
pub fn run_refused_server(sandbox: &Sandbox, lang: &str, options: &str) -> CommandResult {
    let mut command = sandbox.command(format!("serve {options}"));
    command.env("RUIMTE_LANG", lang).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let start = std::time::Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > TIMEOUT {
            let _ = child.kill();
            panic!("it serves: {options}");
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let output = child.wait_with_output().unwrap();
    CommandResult::from(output)
}

#[track_caller]
pub fn assert_security_headers(response: &Response, what: &str) {
    let policy = response.header("content-security-policy").unwrap_or_else(|| panic!("{what} has no policy"));
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
        assert_eq!(response.header(name), Some(value), "{what}: {name}");
    }
    let kept = response.header("cache-control");
    if !what.contains("/assets/") {
        assert_eq!(kept, Some("no-store"), "{what}");
    }
    for name in ["server", "x-powered-by"] {
        assert_eq!(response.header(name), None, "{what} says by what it is made");
    }
}

#[track_caller]
pub fn entry_count(sandbox: &Sandbox) -> usize {
    let rows = sandbox.rows("history --limit 100000");
    let mut entry_count: Vec<&str> = rows.iter().map(|row| row["entry"].as_str()).collect();
    entry_count.dedup();
    entry_count.len()
}
