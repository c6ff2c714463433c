//! No request takes the server down, and none takes unbounded memory or disk space.

use crate::common::Sandbox;
use crate::http_client::unescape_html;
use crate::server::Server;
use std::io::Write;
use std::net::TcpStream;
use std::process::{Command, Stdio};

/// Imports `count` obstacles with one journal entry.
fn import_many(sandbox: &Sandbox, count: usize) {
    let rows = (1..=count).map(|at| format!("Vraag {at};OCW\n")).collect::<Vec<_>>().concat();
    sandbox.write("many.csv", format!("title;ministry\n{rows}"));
    sandbox.run("import obstacles many.csv").ok();
}

fn rows_of(page: &str) -> usize {
    page.matches("<tr").count() - page.matches("<thead").count()
}

#[test]
fn a_download_without_room_for_temporary_files_fails_and_the_server_goes_on() {
    let sandbox = Sandbox::demo();
    let mut command = sandbox.command("serve --listen 127.0.0.1:0");
    command.env("TMPDIR", sandbox.path("missing"));
    let server = Server::spawn(command);
    for format in ["xlsx", "ods"] {
        let response = server.browser("GET", &format!("/obstacles?format={format}")).send().expect_status(507);
        let page = response.text();
        assert!(
            page.contains("no room for this answer now") || page.contains("nu geen ruimte voor dit antwoord"),
            "{page}"
        );
    }
    // A long page or API response does not fit in the memory buffer, so it needs a temporary file too.
    server.program("GET", "/api/v1/history").send().expect_status(507);
    server.program("GET", "/api/v1/openapi.json").send().expect_status(507);
    sandbox.run(["edit", "B-001", "--question", &"x".repeat(40_000)]).ok();
    server.program("GET", "/api/v1/obstacles/B-001").send().expect_status(507);
    server.program("GET", "/api/v1/obstacles/B-002").send().expect_status(200);
    let quoted_in_problem = serde_json::json!({ "x".repeat(40_000): "" });
    server.program("POST", "/api/v1/similar").json(&quoted_in_problem).send().expect_status(507);
    assert!(server.page("/search?q=stage&limit=5").contains("B-0"));
}

#[test]
fn the_page_of_a_large_journal_entry_is_paged() {
    let sandbox = Sandbox::new();
    import_many(&sandbox, 300);
    let server = Server::new(&sandbox, "");
    let first = unescape_html(&server.page("/history/2"));
    assert_eq!(rows_of(&first), 200);
    assert!(first.contains("href=\"/history/2?page=2\""), "{first}");
    let mut shown = 200;
    for page in 2..100 {
        let text = unescape_html(&server.page(&format!("/history/2?page={page}")));
        shown += rows_of(&text);
        if !text.contains(&format!("href=\"/history/2?page={}\"", page + 1)) {
            assert!(text.contains("B-300"), "the last page has the last record: {text}");
            break;
        }
    }
    let rows = sandbox.rows("history --entry 2");
    assert_eq!(shown, rows.len());
    server.browser("GET", "/history/2?page=0").send().expect_status(400);
}

#[test]
fn the_journal_is_paged() {
    let sandbox = Sandbox::new();
    for at in 1..=30 {
        sandbox.run(format!("log 'Vraag {at}' --ministry OCW")).ok();
    }
    let server = Server::new(&sandbox, "");
    let first = unescape_html(&server.page("/history"));
    assert!(first.contains("Vraag 30") && !first.contains("Vraag 5<"), "{first}");
    assert!(first.contains("href=\"/history?page=2\""), "{first}");
    let second = server.page("/history?page=2");
    assert!(second.contains("Vraag 5<") && !second.contains("Vraag 30"), "{second}");
    assert_eq!(sandbox.rows("history --limit 1 --skip 2")[0]["after"], "Vraag 28");
}

#[test]
fn a_page_shows_a_limited_number_of_rows_and_says_so() {
    let sandbox = Sandbox::new();
    import_many(&sandbox, 1_200);
    let server = Server::new(&sandbox, "");
    let overview = server.page("/reports/overview");
    let note = "Above are the first 50; the other 1150 do not fit on this page.";
    assert!(overview.contains(note) || overview.contains("de overige 1150 passen niet"), "{}", overview.len());
    // A download contains all rows.
    let csv = server.browser("GET", "/obstacles?format=csv").send().expect_status(200).text();
    assert_eq!(csv.lines().count(), 1_201);
}

#[test]
fn a_past_state_is_the_same_each_time_and_follows_an_erasure() {
    let sandbox = Sandbox::new();
    sandbox.run("log 'Eerste' --ministry OCW --handler 'Noor de Wit'").ok();
    sandbox.run("log 'Tweede' --ministry OCW").ok();
    let server = Server::new(&sandbox, "");
    let past = "/obstacles?as-of=2&columns=number,title,handler";
    let first = server.page(past);
    assert!(first.contains("Eerste") && first.contains("Noor de Wit") && !first.contains("Tweede"), "{first}");
    assert_eq!(server.page(past), first);
    // Request other pages of the same past state. They must not change the page at `past`.
    assert!(server.page("/search?q=Eerste&as-of=2").contains("B-001"));
    assert!(!server.page("/obstacles?as-of=2&reference-date=2001-01-01").contains("Eerste"));
    assert!(server.page("/search?q=Eerste&as-of=2").contains("B-001"));
    assert_eq!(server.page(past), first);
    sandbox.run("erase person 'Noor de Wit'").ok();
    let after = server.page(past);
    assert!(after.contains("N-0") && !after.contains("Noor de Wit"), "{after}");
}

#[test]
fn unfinished_requests_of_one_visitor_keep_nobody_out() {
    let sandbox = Sandbox::demo();
    let server = Server::behind_proxy(&sandbox, "");
    let request = server.proxied("slow", "POST", "/obstacles");
    let bytes = request.body("application/x-www-form-urlencoded", vec![b'a'; 1_000]).bytes();
    let unfinished = bytes.get(..bytes.len() - 500).unwrap();
    let own = std::process::id().to_string();
    let raised = Command::new("prlimit").args(["--pid", &own, "--nofile=4096:"]).output().unwrap();
    assert!(raised.status.success());
    let streams: Vec<TcpStream> = (0..600)
        .map(|_| {
            let mut stream = TcpStream::connect(server.at).unwrap();
            // Ignore errors, because the server may already have closed this connection to make room for a newer one.
            let _ = stream.write_all(unfinished);
            stream
        })
        .collect();
    for _ in 0..20 {
        server.proxied("quiet", "GET", "/obstacles").send().expect_status(200);
    }
    drop(streams);
}

#[test]
fn a_server_without_enough_files_or_threads_does_not_start() {
    let sandbox = Sandbox::demo();
    let serve = sandbox.command("serve --listen 127.0.0.1:0");
    // The system does not apply the limit on threads (`-u`) to root.
    let limits: &[&str] = if rustix::process::geteuid().is_root() {
        &["-n 6", "-n 12", "-n 63"]
    } else {
        &["-n 6", "-n 12", "-n 63", "-u 3"]
    };
    for limit in limits {
        let mut limited = Command::new("sh");
        limited.args(["-c", &format!("ulimit {limit} && exec \"$0\" \"$@\"")]);
        limited.arg(serve.get_program()).args(serve.get_args()).env_clear();
        limited.envs(serve.get_envs().filter_map(|(name, value)| Some((name, value?))));
        limited.current_dir(serve.get_current_dir().unwrap()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = limited.spawn().unwrap();
        let output = child.wait_with_output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(74), "{limit}: {message}");
        let reason = "the system allows too few threads or open files; raise the limit with 'ulimit -u' or 'ulimit -n'";
        assert_eq!(message, format!("ruimte: the server cannot start: {reason}\n"), "{limit}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_body_with_very_many_values_is_refused_before_it_is_parsed() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "");
    let nested = format!("{{\"text\":[{}0]}}", "{\"\":0},".repeat(6_000));
    let program = |body: String| server.program("POST", "/api/v1/similar").body("application/json", body).send();
    program(nested).problem(413);
    program(format!("{{\"text\":\"{}\"}}", "a, [b] {c} ".repeat(6_000))).expect_status(200);
    let csrf = Server::csrf(|method, target| server.browser(method, target));
    let form =
        |body: String| server.browser("POST", "/similar").body("application/x-www-form-urlencoded", body).send().status;
    assert_eq!(form(format!("text=stage&csrf={csrf}{}", "&a".repeat(6_000))), 413);
    assert_eq!(form(format!("text=stage&csrf={csrf}")), 200);
}

#[test]
fn a_search_gives_at_most_five_hundred_results() {
    let server = Server::demo();
    for path in ["/search?q=stage", "/api/v1/search?q=stage", "/api/v1/similar?text=stage"] {
        let request = |limit: u32| server.program("GET", &format!("{path}&limit={limit}")).send().status;
        assert_eq!((request(500), request(501)), (200, 400), "{path}");
    }
}

#[test]
fn a_list_of_very_many_values_is_refused() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "");
    let before = sandbox.register_bytes();
    let laws: Vec<String> = (0..1_001).map(|at| format!("own-rule: regel {at}")).collect();
    let message = server
        .program("PATCH", "/api/v1/obstacles/B-001")
        .json(&serde_json::json!({ "law": laws }))
        .send()
        .problem(400);
    assert!(message.contains("1000"), "{message}");
    assert!(sandbox.register_bytes() == before);
    let filter = (0..201).map(|at| format!("law=own-rule:+regel+{at}")).collect::<Vec<_>>().join("&");
    for path in ["/api/v1/obstacles", "/api/v1/counts", "/obstacles"] {
        server.program("GET", &format!("{path}?{filter}")).send().expect_status(400);
    }
    let records = (1..=201).map(|number| number.to_string()).collect::<Vec<_>>().join(",");
    server.program("GET", &format!("/history?records={records}")).send().expect_status(400);
}

#[test]
fn what_is_not_utf8_is_refused_and_media_types_may_be_in_capitals() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "");
    let before = sandbox.register_bytes();
    let csrf = Server::csrf(|method, target| server.browser(method, target));
    let latin_1 = format!("title=caf%E9&ministry=OCW&csrf={csrf}");
    server
        .browser("POST", "/obstacles/new")
        .body("application/x-www-form-urlencoded", latin_1)
        .send()
        .expect_status(400);
    let edit = || server.program("PATCH", "/api/v1/obstacles/B-001").json(&serde_json::json!({ "title": "x" }));
    edit().header("If-Match", "\"1\"").header("If-Match", "\"999\"").send().expect_status(412);
    assert!(sandbox.register_bytes() == before);
    server
        .program("POST", "/api/v1/similar")
        .body("APPLICATION/JSON", "{\"text\":\"stage\"}")
        .send()
        .expect_status(200);
}
