//! A browser for tests: Debian's Chromium, driven by chromedriver over the loopback interface. Each instance has its
//! own profile, so tests can run in parallel. Pages cannot reach other machines. A request that exceeds its time limit
//! fails the test.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use ureq::Agent;

/// Time limit for starting the driver and the browser.
const TO_START: Duration = Duration::from_mins(1);
/// Time limit for an ordinary request to the driver.
const TO_ANSWER: Duration = Duration::from_secs(30);
/// Time limit for requests that process a whole page, such as checks, screenshots and PDFs.
const TO_GO_OVER_A_PAGE: Duration = Duration::from_mins(2);
/// Time limit for the browser to close by itself; after that it is killed.
const TO_CLOSE: Duration = Duration::from_secs(5);

/// The characters to percent-encode in a `file:` URL.
const IN_AN_ADDRESS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_');

/// A shell script that runs the driver. When its standard input closes, the script kills its process group, including
/// the driver and the browser. The input closes even if the test process is killed, so no browser is left running.
const KEEPER: &str = r#""$0" "$@" </dev/null & read -r _; kill -KILL 0"#;

/// A script that runs axe-core's rules for WCAG 2.2 A and AA and for best practices, and formats the violations.
const AXE: &str = "
    axe.run(document, {
        resultTypes: ['violations'],
        runOnly: {
            type: 'tag',
            values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        },
    }).then(({ violations }) => violations.map(({ id, help, nodes }) => {
        const places = nodes.slice(0, 3).map(({ target, html }) => `${target.flat().join(' ')} (${html})`);
        const more = nodes.length > 3 ? `, and ${nodes.length - 3} more` : '';
        return `${id}: ${help}: ${places.join(', ')}${more}`.replace(/\\s+/g, ' ');
    }))
";

/// A browser with one page. Dropping this value closes the browser.
pub struct Browser {
    agent: Agent,
    session: String,
    heard: Mutex<Heard>,
    axe: PathBuf,
    // Keep this order. Rust drops the fields in order, and the browser must have ended before its home folder is
    // removed.
    _keeper: Keeper,
    _home: TempDir,
}

/// The events that the browser reported since a test opened the page.
#[derive(Default)]
struct Heard {
    /// Whether the browser has requested the page's own document. That request is not added to `requests`.
    page: bool,
    /// Whether the page's own document loaded. The value is `None` while the document is loading.
    there: Option<bool>,
    requests: Vec<String>,
    complaints: Vec<String>,
}

/// Starts a browser. If this machine has no browser, returns `None`, so that the caller can skip the test. If
/// `RUIMTE_NEEDS_BROWSER` is set, panics instead.
#[allow(clippy::print_stderr)]
pub fn browser() -> Option<Browser> {
    let axe = std::env::var_os("RUIMTE_AXE").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools/node_modules/axe-core/axe.min.js"),
        PathBuf::from,
    );
    let chromium = on_path("chromium");
    let chromedriver = on_path("chromedriver");
    let (Some(chromium), Some(chromedriver), true) = (&chromium, &chromedriver, axe.is_file()) else {
        let missing =
            [(chromium.is_none(), "chromium"), (chromedriver.is_none(), "chromedriver"), (!axe.is_file(), "axe-core")];
        let missing: Vec<_> = missing.iter().filter(|(gone, _)| *gone).map(|(_, name)| *name).collect();
        let message = format!(
            "no Chromium with chromedriver on this machine, or no axe-core; missing: {}; tests/tools installs it",
            missing.join(", ")
        );
        assert!(std::env::var_os("RUIMTE_NEEDS_BROWSER").is_none(), "{message}");
        eprintln!("skipped: {message}");
        return None;
    };
    Some(Browser::start(chromium, chromedriver, axe))
}

fn on_path(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|file| file.is_file())
}

impl Browser {
    fn start(chromium: &Path, chromedriver: &Path, axe: PathBuf) -> Self {
        let home = tempfile::tempdir().unwrap();
        let profile = format!("--user-data-dir={}", home.path().join("profile").display());
        let (keeper, port) = Keeper::start(chromedriver, home.path());
        let agent =
            Agent::config_builder().http_status_as_error(false).max_idle_connections(0).proxy(None).build().new_agent();
        let mut browser = Self {
            agent,
            session: format!("http://127.0.0.1:{port}/session"),
            heard: Mutex::default(),
            axe,
            _keeper: keeper,
            _home: home,
        };
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            // Hides scroll bars, so that the page is exactly as wide as the window.
            "--hide-scrollbars",
            "--no-proxy-server",
            // Blocks requests to other machines. Blocked requests are still recorded.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
            profile.as_str(),
        ];
        let capabilities = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": {"binary": chromium, "args": arguments},
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            "timeouts": {"script": 20_000, "pageLoad": 20_000, "implicit": 0},
            "unhandledPromptBehavior": "ignore",
        }}});
        let begun = browser.asked("", Some(&capabilities), TO_START);
        let id = begun["sessionId"].as_str().expect("a session has an id");
        browser.session = format!("{}/{id}", browser.session);
        // Leaves the browser's own start page, because that page sends many requests.
        browser.open_at("about:blank");
        browser
    }

    #[track_caller]
    pub fn open(&self, path: &Path) {
        let path = path.canonicalize().unwrap();
        self.open_at(&format!("file://{}", percent_encode(path.as_os_str().as_bytes(), IN_AN_ADDRESS)));
    }

    #[track_caller]
    pub fn open_at(&self, url: &str) {
        *self.listen() = Heard::default();
        self.asked("/url", Some(&json!({"url": url})), TO_ANSWER);
        let there = self.listen().there;
        assert!(there != Some(false), "there is no page at {url}");
    }

    /// Runs a script in the page, even if the page's Content Security Policy forbids scripts. Returns its result.
    #[track_caller]
    pub fn run(&self, script: &str) -> Value {
        self.asked("/execute/sync", Some(&json!({"script": script, "args": []})), TO_ANSWER)
    }

    /// Sets the window size and the preferred colour scheme, for this page and later ones.
    #[track_caller]
    pub fn view(&self, width: u32, height: u32, dark: bool) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", &size, TO_ANSWER);
        let scheme = if dark { "dark" } else { "light" };
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.devtools("Emulation.setEmulatedMedia", &features, TO_ANSWER);
    }

    /// Makes the browser replace the colours of pages, as with high contrast in the system's settings.
    #[track_caller]
    pub fn force_colors(&self) {
        let features = json!({"features": [{"name": "forced-colors", "value": "active"}]});
        self.devtools("Emulation.setEmulatedMedia", &features, TO_ANSWER);
    }

    /// Shows the page as if it were printed.
    #[track_caller]
    pub fn show_printed(&self) {
        self.devtools("Emulation.setEmulatedMedia", &json!({"media": "print"}), TO_ANSWER);
    }

    /// Saves a screenshot of the whole page as PNG.
    #[track_caller]
    pub fn screenshot(&self, to: &Path) {
        let page = self.devtools("Page.getLayoutMetrics", &json!({}), TO_ANSWER);
        let mut whole = page["cssContentSize"].clone();
        whole["scale"] = json!(1);
        let options = json!({"format": "png", "captureBeyondViewport": true, "clip": whole});
        let image = self.devtools("Page.captureScreenshot", &options, TO_GO_OVER_A_PAGE);
        fs::write(to, bytes(&image)).unwrap();
    }

    /// Saves the page as PDF, without backgrounds, on A4 unless the page sets another size.
    #[track_caller]
    pub fn pdf(&self, to: &Path) {
        // The browser expects paper sizes in inches.
        let options = json!({
            "preferCSSPageSize": true,
            "printBackground": false,
            "paperWidth": 210.0 / 25.4,
            "paperHeight": 297.0 / 25.4,
        });
        let document = self.devtools("Page.printToPDF", &options, TO_GO_OVER_A_PAGE);
        fs::write(to, bytes(&document)).unwrap();
    }

    /// The violations of WCAG 2.2 A and AA and of best practices that axe-core finds, one line each. A line names at
    /// most three elements of the page. Checks that axe-core could not decide are left out.
    #[track_caller]
    pub fn violations(&self) -> Vec<String> {
        // Run axe-core through the developer tools, since the page's Content Security Policy may forbid scripts.
        if self.evaluate("typeof axe") == "undefined" {
            self.evaluate(&format!("{}; 0", fs::read_to_string(&self.axe).unwrap()));
        }
        texts(&self.evaluate(AXE))
    }

    /// Every URL requested since the page was opened, in order, except the page itself and data URLs. Includes images,
    /// styles and scripts that the Content Security Policy blocked. Blocked frames, media and icons appear only in the
    /// console messages.
    #[track_caller]
    pub fn requests(&self) -> Vec<String> {
        self.listen().requests.clone()
    }

    /// All console messages since the page was opened: errors, policy violations, and output of scripts.
    #[track_caller]
    pub fn complaints(&self) -> Vec<String> {
        self.listen().complaints.clone()
    }

    #[track_caller]
    pub fn alerts(&self) -> bool {
        match self.ask("/alert/text", None, TO_ANSWER) {
            Ok(_) => true,
            Err(error) if error.starts_with("no such alert") => false,
            Err(error) => panic!("the browser says: {error}"),
        }
    }

    /// Fetches new events from the driver, and returns all events since the page was opened.
    #[track_caller]
    fn listen(&self) -> MutexGuard<'_, Heard> {
        let network = self.asked("/se/log", Some(&json!({"type": "performance"})), TO_ANSWER);
        let console = self.asked("/se/log", Some(&json!({"type": "browser"})), TO_ANSWER);
        let mut heard = self.heard.lock().unwrap();
        for entry in network.as_array().unwrap() {
            let entry: Value = serde_json::from_str(entry["message"].as_str().unwrap()).unwrap();
            let params = &entry["message"]["params"];
            let url = match entry["message"]["method"].as_str() {
                Some("Network.requestWillBeSent") => &params["request"]["url"],
                Some("Network.webSocketCreated" | "Network.webTransportCreated") => &params["url"],
                Some("Page.frameNavigated") if params["frame"]["parentId"].is_null() => {
                    heard.there.get_or_insert(params["frame"]["unreachableUrl"].is_null());
                    continue;
                }
                _ => continue,
            };
            let document = params["type"] == "Document" && params["requestId"] == params["loaderId"];
            if document && !heard.page {
                heard.page = true;
            } else if let Some(url) = url.as_str().filter(|url| !url.starts_with("data:")) {
                heard.requests.push(url.to_owned());
            }
        }
        for entry in console.as_array().unwrap() {
            let word = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
            heard.complaints.push(format!("{} {}: {}", word("level"), word("source"), word("message")));
        }
        heard
    }

    /// Sends the driver an action that may fail, such as a click or a key press.
    #[allow(dead_code, reason = "a hand at a site does, who only looks does not")]
    pub fn try_driver(&self, path: &str, body: &Value) -> Result<Value, String> {
        self.ask(path, Some(body), TO_ANSWER)
    }

    /// Discards the recorded events. Call this before an action that opens another page, such as a click.
    #[track_caller]
    #[allow(dead_code, reason = "a hand at a site does, who only looks does not")]
    pub fn forget(&self) {
        *self.listen() = Heard::default();
    }

    /// Runs a script through the developer tools and returns its result. If the result is a promise, waits for its
    /// value.
    #[track_caller]
    pub fn evaluate(&self, script: &str) -> Value {
        let options = json!({"expression": script, "awaitPromise": true, "returnByValue": true});
        let mut done = self.devtools("Runtime.evaluate", &options, TO_GO_OVER_A_PAGE);
        let trouble = &done["exceptionDetails"];
        assert!(trouble.is_null(), "the script failed: {trouble}");
        done["result"]["value"].take()
    }

    #[track_caller]
    fn devtools(&self, command: &str, params: &Value, limit: Duration) -> Value {
        self.asked("/goog/cdp/execute", Some(&json!({"cmd": command, "params": params})), limit)
    }

    #[track_caller]
    fn asked(&self, path: &str, body: Option<&Value>, limit: Duration) -> Value {
        self.ask(path, body, limit).unwrap_or_else(|error| panic!("the browser says: {error}"))
    }

    /// Sends a request to the driver: POST if it has a body, otherwise GET.
    fn ask(&self, path: &str, body: Option<&Value>, limit: Duration) -> Result<Value, String> {
        let url = format!("{}{path}", self.session);
        let answered = match body {
            Some(body) => self.agent.post(url).config().timeout_global(Some(limit)).build().send_json(body),
            None => self.agent.get(url).config().timeout_global(Some(limit)).build().call(),
        };
        let read = answered.and_then(|mut answer| {
            let done = answer.status().is_success();
            // Raise the size limit of responses, because screenshots can be large.
            let mut answer: Value = answer.body_mut().with_config().limit(1 << 30).read_json()?;
            Ok((done, answer["value"].take()))
        });
        match read {
            Ok((true, value)) => Ok(value),
            Ok((false, value)) => {
                let word = |name: &str| value[name].as_str().unwrap_or_default();
                Err(format!("{}: {}", word("error"), word("message")))
            }
            Err(error) => Err(format!("nothing at {path}: {error}")),
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let closing = self.agent.delete(&self.session).config().timeout_global(Some(TO_CLOSE)).build();
        drop(closing.call());
    }
}

#[track_caller]
fn bytes(answer: &Value) -> Vec<u8> {
    BASE64_STANDARD.decode(answer["data"].as_str().unwrap()).unwrap()
}

#[track_caller]
fn texts(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned()).collect()
}

/// The shell process that runs the driver. Dropping this value ends the driver and the browser.
struct Keeper(Child);

impl Keeper {
    /// Starts the driver with `home` as home folder. Also returns the port on which the driver listens.
    fn start(chromedriver: &Path, home: &Path) -> (Self, u16) {
        let mut shell = Command::new("sh")
            .args(["-c", KEEPER])
            .arg(chromedriver)
            .arg("--port=0")
            .env("HOME", home)
            .env("TMPDIR", home)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap();
        let lines = BufReader::new(shell.stdout.take().unwrap()).lines();
        // From here on, dropping `keeper` ends the driver, even during a panic.
        let keeper = Self(shell);
        let (tell, told) = mpsc::channel();
        // Keep reading the driver's output, because the driver would block on a full pipe.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| drop(tell.send(line))));
        let end = Instant::now() + TO_START;
        loop {
            let line = told
                .recv_timeout(end.saturating_duration_since(Instant::now()))
                .expect("chromedriver starts and names its port");
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                return (keeper, port.trim_end_matches('.').parse().unwrap());
            }
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        drop(self.0.wait());
    }
}
