//! Users whom a proxy has signed in. The proxy names the user in a header, and the server takes that user as the actor.
//! The server ignores the header in requests that do not come from the proxy.

use crate::common::Sandbox;
use crate::http_client::{Request, TIMEOUT, attribute, exchange, form_fields, tags};
use crate::server::{Server, assert_security_headers, entry_count};
use serde_json::{Value, json};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn obstacle(title: &str) -> Value {
    json!({ "title": title, "question": "Mag dit?", "ministry": "OCW" })
}

/// The actor and the title of each newly logged obstacle, newest first.
fn journal(sandbox: &Sandbox) -> Vec<(String, String)> {
    let rows = sandbox.rows("history");
    let titles = rows.iter().filter(|row| row["attribute"] == "title" && row["action"] == "log");
    titles.map(|row| (row["actor"].clone(), row["after"].clone())).collect()
}

#[test]
fn the_name_in_the_header_is_the_actor() {
    let sandbox = Sandbox::new();
    let server = Server::behind_proxy(&sandbox, "");
    assert_eq!(server.key, "", "no key opens this door");
    let names = ["noor", "Piet de Wit", "Özlem Çelik", "o'brien@example.org", "$(id)", "--help"];
    for name in names {
        let csrf = Server::csrf(|method, target| server.proxied(name, method, target));
        let request = server.proxied(name, "POST", "/api/v1/obstacles").header("X-CSRF-Token", csrf);
        request.json(&obstacle(&format!("Van {name}"))).send().expect_status(201);
        let page = server.proxied(name, "GET", "/obstacles").send().expect_status(200).text();
        let shown = crate::http_client::unescape_html(&page);
        assert!(shown.contains(&format!("<span>{name} (officer)</span>")), "{page}");
    }
    let known: Vec<(String, String)> =
        names.iter().rev().map(|name| ((*name).to_owned(), format!("Van {name}"))).collect();
    assert_eq!(journal(&sandbox), known);
    // Spaces around the name in the header are ignored.
    let session = server.request("GET", "/api/v1/session").header("x-remote-USER", " noor  ").send().expect_status(200);
    assert_eq!(session.json()["name"], "noor");
}

#[test]
fn a_missing_or_repeated_name_is_refused() {
    let sandbox = Sandbox::demo();
    let server = Server::behind_proxy(&sandbox, "");
    let before = sandbox.register_bytes();
    let plain = |path: &str| server.request("GET", path);
    for path in ["/obstacles", "/api/v1/obstacles", "/?key=0", "/api/v1/openapi.json"] {
        for request in [
            plain(path),
            plain(path).header("X-Remote-User", ""),
            plain(path).header("X-Remote-User", "   "),
            plain(path).header("X-Remote-User", "noor").header("X-Remote-User", "piet"),
            plain(path).header("X-Remote-User", "noor").header("x-remote-user", "noor"),
            plain(path).header("X-Remote-User", "").header("X-Remote-User", "noor"),
            plain(path).header("X_Remote_User", "noor"),
            plain(path).header("Remote-User", "noor"),
            plain(path).header("Authorization", "Bearer noor"),
        ] {
            let response = request.send();
            assert_eq!(response.status, 401, "{request:?}");
            assert_security_headers(&response, path);
            assert!(!response.text().contains("B-0"));
        }
    }
    // A name in the header that is not valid UTF-8 is refused.
    let mut bytes = plain("/obstacles").header("X-Remote-User", "noor?").bytes();
    let at = bytes.iter().position(|byte| *byte == b'?').unwrap();
    bytes[at] = 0xff;
    let stream = TcpStream::connect_timeout(&server.at, TIMEOUT).unwrap();
    exchange(stream, &bytes, "no text").expect_status(401);
    assert!(sandbox.register_bytes() == before);
}

/// Connects to the server from the given loopback address.
#[cfg(target_os = "linux")]
fn connect_from(from: &str, to: SocketAddr) -> TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    let stream = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(from.parse::<IpAddr>().unwrap(), 0)).unwrap();
        socket.connect(to).await.unwrap().into_std().unwrap()
    });
    stream.set_nonblocking(false).unwrap();
    stream
}

// This test runs only on Linux, because other systems have only one loopback address.
#[cfg(target_os = "linux")]
#[test]
fn the_header_is_ignored_unless_it_comes_from_the_proxy() {
    let sandbox = Sandbox::demo();
    let server = Server::behind_proxy(&sandbox, "");
    let by = |request: &Request, from: &str| exchange(connect_from(from, server.at), &request.bytes(), from);
    let before = sandbox.register_bytes();
    let list = server.proxied("noor", "GET", "/obstacles");
    let csrf = Server::csrf(|method, target| server.proxied("noor", method, target));
    let log =
        server.proxied("noor", "POST", "/api/v1/obstacles").header("X-CSRF-Token", csrf).json(&obstacle("Van noor"));
    for from in ["127.0.0.2", "127.1.2.3"] {
        for request in
            [&list, &log, &server.request("GET", "/obstacles"), &list.clone().header("X-Forwarded-For", "127.0.0.1")]
        {
            let response = by(request, from).expect_status(403);
            assert_security_headers(&response, from);
            assert!(!response.text().contains("B-0"));
        }
        assert!(sandbox.register_bytes() == before);
    }
    by(&list, "127.0.0.1").expect_status(200);
    by(&log, "127.0.0.1").expect_status(201);
    let two = Server::new(&sandbox, "--auth-header X-Remote-User --trusted-proxy 127.0.0.2,127.0.0.3");
    for (from, status) in [("127.0.0.1", 403), ("127.0.0.2", 200), ("127.0.0.3", 200), ("127.0.0.4", 403)] {
        let request = two.proxied("noor", "GET", "/obstacles");
        assert_eq!(exchange(connect_from(from, two.at), &request.bytes(), from).status, status, "{from}");
    }
}

#[test]
fn cross_site_requests_through_a_proxy_are_refused() {
    let sandbox = Sandbox::demo();
    let server = Server::behind_proxy(&sandbox, "");
    let csrf = Server::csrf(|method, target| server.proxied("noor", method, target));
    let send = |host: &str, origin: &str| {
        let request =
            server.proxied("noor", "POST", "/api/v1/obstacles").instead("Host", host).header("Origin", origin);
        request.header("X-CSRF-Token", csrf.clone()).json(&obstacle("x")).send().status
    };
    assert_eq!(send("ruimte.example", "https://evil.example"), 403);
    assert_eq!(send("ruimte.example", "https://ruimte.example.evil.example"), 403);
    assert_eq!(send("ruimte.example", "https://ruimte.example:444"), 403);
    assert_eq!(entry_count(&sandbox), 1);
    assert_eq!(send("ruimte.example", "https://ruimte.example"), 201);
    assert_eq!(send("ruimte.example:8443", "https://ruimte.example:8443"), 201);
}

/// Finds a program on the `PATH` or in `/usr/sbin`.
fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders = std::env::split_paths(&path).chain(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from));
    folders.map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Finds nginx, openssl and curl. If one of them is missing, the test is skipped, or fails if `RUIMTE_NEEDS_NGINX` is
/// set.
#[allow(clippy::print_stderr)]
fn programs() -> Option<[PathBuf; 3]> {
    let names = ["nginx", "openssl", "curl"];
    let found = names.map(program);
    let missing: Vec<_> = names.iter().zip(&found).filter(|(_, file)| file.is_none()).map(|(name, _)| *name).collect();
    if missing.is_empty() {
        return Some(found.map(Option::unwrap));
    }
    let message = format!("this machine has no {}; tests/tools installs it", missing.join(", no "));
    assert!(std::env::var_os("RUIMTE_NEEDS_NGINX").is_none(), "{message}");
    eprintln!("skipped: {message}");
    None
}

/// nginx, running with the documented configuration `docs/deploy/nginx.conf`.
struct Nginx {
    child: Child,
    secure: u16,
    plain: u16,
    curl: PathBuf,
    certificate: PathBuf,
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // SIGTERM also stops nginx's workers; SIGKILL would leave them running.
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(10) && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Replaces every occurrence of a text in nginx.conf. Panics unless there are exactly `times` occurrences.
#[track_caller]
fn replaced(text: &str, from: &str, to: &str, times: usize) -> String {
    assert_eq!(text.matches(from).count(), times, "{from} in docs/deploy/nginx.conf");
    text.replace(from, to)
}

impl Nginx {
    /// `changes` are replacements in the documented configuration of nginx, each as an old text and a new text.
    fn start(
        [nginx, openssl, curl]: [PathBuf; 3],
        folder: &Path,
        server: &Server,
        people: &[(&str, &str)],
        changes: &[(&str, &str)],
    ) -> Self {
        let shown = folder.display();
        let certificate = folder.join("ruimte.crt");
        let made = Command::new(&openssl)
            .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=ruimte.example"])
            .args(["-addext", "subjectAltName=DNS:ruimte.example", "-keyout"])
            .arg(folder.join("ruimte.key"))
            .arg("-out")
            .arg(&certificate)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let lines = people.iter().map(|(name, password)| {
            let hashed = Command::new(&openssl).args(["passwd", "-6", password]).output().unwrap();
            format!("{name}:{}\n", String::from_utf8(hashed.stdout).unwrap().trim())
        });
        std::fs::write(folder.join("ruimte.passwords"), lines.collect::<String>()).unwrap();
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/deploy/nginx.conf");
        let text = std::fs::read_to_string(file).unwrap();
        let text: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
        let text = text.join("\n");
        let text = changes.iter().fold(text, |text, (from, to)| {
            let times = text.matches(from).count().max(1);
            replaced(&text, from, to, times)
        });
        let text = replaced(&text, "/etc/nginx/", &format!("{shown}/"), 3);
        let text = replaced(&text, "/var/log/nginx/", &format!("{shown}/"), 2);
        let text = replaced(&text, "/run/nginx.pid", &format!("{shown}/nginx.pid"), 1);
        let text = replaced(&text, "127.0.0.1:8417", &server.at.to_string(), 2);
        // The test's folder is private, so the workers of nginx must run as the user who runs the test.
        let text = replaced(&text, "user www-data;", "user root root;", 1);
        let places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("\n    {name}_temp_path {shown}/{name};"))
            .concat();
        let text = replaced(&text, "http {", &format!("http {{{places}"), 1);
        for _ in 0..5 {
            let (secure, plain) = (free_port(), free_port());
            let text = replaced(&text, "listen 443 ", &format!("listen 127.0.0.1:{secure} "), 2);
            let text = replaced(&text, "listen 80 ", &format!("listen 127.0.0.1:{plain} "), 1);
            let conf = folder.join("nginx.conf");
            std::fs::write(&conf, text).unwrap();
            let log = folder.join("start.log");
            let mut child = Command::new(&nginx)
                .arg("-p")
                .arg(folder)
                .arg("-c")
                .arg(&conf)
                .arg("-e")
                .arg(&log)
                .args(["-g", "daemon off;"])
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let start = Instant::now();
            loop {
                if TcpStream::connect(("127.0.0.1", secure)).is_ok() {
                    return Self { child, secure, plain, curl, certificate };
                }
                if child.try_wait().unwrap().is_some() {
                    break;
                }
                assert!(start.elapsed() < TIMEOUT, "nginx does not start");
                std::thread::sleep(Duration::from_millis(20));
            }
            let log_text = std::fs::read_to_string(&log).unwrap_or_default();
            // Another process may have taken the port in the meantime. In that case, try another port. Any other error
            // is a failure.
            assert!(log_text.contains("Address already in use"), "nginx does not start: {log_text}");
        }
        panic!("no port is free");
    }

    /// Sends a request over TLS, verifying the certificate. Returns the status, the headers and the body.
    fn request(&self, who: Option<&str>, path: &str, more: &[&str]) -> (u16, String, String) {
        let mut command = Command::new(&self.curl);
        command
            .args(["--silent", "--show-error", "--include", "--max-time", "30", "--noproxy", "*", "--cacert"])
            .arg(&self.certificate)
            .args(["--resolve", &format!("ruimte.example:{}:127.0.0.1", self.secure)])
            .args(who.iter().flat_map(|who| ["--user", who]))
            .args(more)
            .arg(format!("https://ruimte.example:{}{path}", self.secure));
        let output = command.env_remove("HOME").output().unwrap();
        assert!(output.status.success(), "{path}: {}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        (head["HTTP/1.1 ".len()..][..3].parse().unwrap(), head.to_ascii_lowercase(), body.to_owned())
    }

    fn csrf(&self, who: &str) -> String {
        let (status, _, body) = self.request(Some(who), "/api/v1/session", &[]);
        assert_eq!(status, 200, "{body}");
        let session: Value = serde_json::from_str(&body).unwrap();
        session["csrf"].as_str().unwrap().to_owned()
    }

    fn log(&self, who: &str, title: &str, more: &[&str]) -> u16 {
        let token = format!("X-CSRF-Token: {}", self.csrf(who));
        let body = obstacle(title).to_string();
        let own = ["--http1.1", "-H", "Content-Type: application/json", "-H", &token, "--data-binary", &body];
        self.request(Some(who), "/api/v1/obstacles", &[&own, more].concat()).0
    }
}

#[test]
fn nginx_as_configured_in_docs_signs_people_in_and_each_records_under_their_own_name() {
    let Some(programs) = programs() else { return };
    let sandbox = Sandbox::new();
    sandbox.write("roles", "admin noor\nofficer piet\n");
    let server = Server::behind_proxy(&sandbox, "--roles roles");
    let people = [("noor", "geheim van noor"), ("piet", "geheim van piet"), ("kees", "geheim van kees")];
    let nginx = Nginx::start(programs, sandbox.path("").as_path(), &server, &people, &[]);
    let (noor, piet, kees) = ("noor:geheim van noor", "piet:geheim van piet", "kees:geheim van kees");
    // nginx refuses requests without a valid user name and password, even if they have the header that names a user.
    for (who, more) in [
        (None, &[][..]),
        (None, &["-H", "X-Remote-User: noor"]),
        (Some("noor:geheim van piet"), &[]),
        (Some("noor:"), &["-H", "X-Remote-User: noor"]),
        (Some("iemand:anders"), &[]),
    ] {
        let (status, head, body) = nginx.request(who, "/obstacles", more);
        assert_eq!(status, 401, "{who:?} {more:?}");
        assert!(head.contains("www-authenticate: basic realm=\"ruimte\""), "{head}");
        assert!(!body.contains("ruimte"), "{body}");
    }
    // Every write is recorded under the name of the signed-in user, even if the request has a forged header.
    for (who, name) in [(noor, "noor"), (piet, "piet")] {
        let (status, head, body) = nginx.request(Some(who), "/obstacles", &["-H", "X-Remote-User: kees"]);
        assert_eq!(status, 200);
        assert!(body.contains(&format!("<span>{name} (")), "{body}");
        for known in [
            "strict-transport-security: max-age=31536000",
            "content-security-policy: default-src 'none'",
            "cache-control: no-store",
        ] {
            assert!(head.contains(known), "{head}");
        }
        assert_eq!(head.matches("\r\nserver:").count(), 1);
        assert!(head.contains("\r\nserver: nginx\r\n"), "it tells no version: {head}");
    }
    assert_eq!(nginx.log(noor, "Van noor", &[]), 201);
    assert_eq!(nginx.log(piet, "Van piet", &["-H", "Origin: https://ruimte.example:1"]), 403);
    let own = format!("Origin: https://ruimte.example:{}", nginx.secure);
    assert_eq!(nginx.log(piet, "Van piet", &["-H", &own]), 201);
    for header in ["X-Remote-User: noor", "x-remote-user: noor", "X_Remote_User: noor", "Connection: X-Remote-User"] {
        assert_eq!(nginx.log(piet, &format!("Van piet, met {header}"), &["-H", header]), 201);
    }
    let entries = journal(&sandbox);
    let actors: Vec<&str> = entries.iter().map(|(actor, _)| actor.as_str()).collect();
    assert_eq!(actors, ["piet", "piet", "piet", "piet", "piet", "noor"], "{entries:?}");
    // The user named kees can sign in, but has no role.
    assert_eq!(nginx.request(Some(kees), "/obstacles", &[]).0, 403);
    // A calendar program gets its feed without signing in, and nothing else; nginx does not log the key.
    let feed = sandbox.run("calendar key noor").ok();
    let feed = feed.trim();
    let (status, head, body) = nginx.request(None, feed, &["-H", "X-Remote-User: noor"]);
    assert_eq!(status, 200, "{body}");
    assert!(head.contains("content-type: text/calendar") && body.starts_with("BEGIN:VCALENDAR"), "{head}{body}");
    assert_eq!(nginx.request(None, "/feed/0.ics", &[]).0, 404);
    assert_eq!(nginx.request(None, "/feed/../obstacles", &["--path-as-is", "-H", "X-Remote-User: noor"]).0, 401);
    assert_eq!(nginx.request(None, "/calendar", &["-H", "X-Remote-User: noor"]).0, 401);
    for log in ["access.log", "error.log", "start.log"] {
        let text = std::fs::read_to_string(sandbox.path(log)).unwrap_or_default();
        assert!(!text.contains(&feed[6..30]) && (log != "access.log" || text.contains("/obstacles")), "{log}: {text}");
    }
    // nginx refuses a large body, redirects plain HTTP to HTTPS, and closes connections for other host names.
    let large = sandbox.write("large", vec![b' '; 2 << 20]);
    let large = format!("@{}", large.display());
    let token = format!("X-CSRF-Token: {}", nginx.csrf(noor));
    let more = ["-H", &token, "-H", "Content-Type: application/json", "-H", "Expect:", "--data-binary", &large];
    assert_eq!(nginx.request(Some(noor), "/api/v1/obstacles", &more).0, 413);
    let plain = Request::new(SocketAddr::from(([127, 0, 0, 1], nginx.plain)), "GET", "/obstacles?status=solved");
    let response = plain.instead("Host", "ruimte.example").header("X-Remote-User", "noor").send().expect_status(301);
    assert_eq!(response.header("location"), Some("https://ruimte.example/obstacles?status=solved"));
    let other = Command::new(&nginx.curl)
        .args(["--silent", "--insecure", "--max-time", "30", "--noproxy", "*", "--user", noor])
        .args(["--resolve", &format!("evil.example:{}:127.0.0.1", nginx.secure)])
        .arg(format!("https://evil.example:{}/obstacles", nginx.secure))
        .output()
        .unwrap();
    assert!(!other.status.success() && other.stdout.is_empty(), "{other:?}");
    assert_eq!(entry_count(&sandbox), 8);
}

#[test]
fn nginx_can_offer_the_site_below_a_path() {
    let Some(programs) = programs() else { return };
    // If `proxy_pass` has no path, nginx passes the base path on. If it has a path, nginx removes the base path.
    for proxy_pass in ["proxy_pass http://127.0.0.1:8417;", "proxy_pass http://127.0.0.1:8417/;"] {
        let sandbox = Sandbox::new();
        let server = Server::behind_proxy(&sandbox, "--base-path /ruimte");
        let changes = [
            ("location / {", "location /ruimte/ {"),
            ("location /feed/ {", "location /ruimte/feed/ {"),
            ("proxy_pass http://127.0.0.1:8417;", proxy_pass),
        ];
        let folder = sandbox.path("");
        let nginx = Nginx::start(programs.clone(), &folder, &server, &[("noor", "geheim van noor")], &changes);
        let noor = Some("noor:geheim van noor");
        let (status, _, page) = nginx.request(noor, "/ruimte/obstacles/new", &[]);
        assert_eq!(status, 200, "{page}");
        let mut form = form_urlencoded::Serializer::new(String::new());
        for (name, value) in form_fields(&page, "record") {
            let value = match name.as_str() {
                "title" => "Van onder een pad".to_owned(),
                "question" => "Mag dit?".to_owned(),
                "ministry" => "OCW".to_owned(),
                _ => value,
            };
            form.append_pair(&name, &value);
        }
        let origin = format!("Origin: https://ruimte.example:{}", nginx.secure);
        let more = ["--data-binary", &form.finish(), "-H", &origin];
        let (status, head, body) = nginx.request(noor, "/ruimte/obstacles/new", &more);
        assert_eq!(status, 303, "{body}");
        assert!(head.contains("\r\nlocation: /ruimte/obstacles/b-001\r\n"), "{head}");
        assert!(head.contains("path=/ruimte\r\n"), "{head}");
        let (status, _, page) = nginx.request(noor, "/ruimte/obstacles/B-001", &[]);
        assert!(status == 200 && page.contains("Van onder een pad"), "{page}");
        let style = attribute(tags(&page, "link")[1], "href").unwrap();
        assert!(style.starts_with("/ruimte/assets/"), "{style}");
        assert_eq!(nginx.request(noor, &style, &[]).0, 200);
        assert_eq!(nginx.request(noor, "/obstacles", &[]).0, 404);
        assert_eq!(journal(&sandbox), [("noor".to_owned(), "Van onder een pad".to_owned())]);
    }
}
