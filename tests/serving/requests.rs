//! Malformed, oversized and hostile requests are refused in words, with nothing recorded.

use crate::common::Sandbox;
use crate::http_client::{Ask, LONGEST, exchange, unescaped};
use crate::routes::all;
use crate::server::{Served, is_guarded};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;

#[test]
fn every_answer_tells_the_browser_what_it_may_do() {
    let served = Served::demo();
    let cookie = served.cookie();
    let mut seen = std::collections::BTreeSet::new();
    for place in all() {
        let what = format!("{} {}", place.method, place.path);
        let answer = served.ask(place.method, &place.path).header("Cookie", cookie.clone()).send();
        assert!(answer.status < 500, "{what}: {}", answer.status);
        is_guarded(&answer, &what);
        seen.insert(answer.status);
        // The same without a body.
        if place.method == "GET" {
            let head = served.ask("HEAD", &place.path).header("Cookie", cookie.clone());
            let head = exchange_head(&head);
            assert_eq!(head, answer.status, "HEAD {}", place.path);
        }
    }
    assert!([200, 303, 400, 403, 404].iter().all(|status| seen.contains(status)), "{seen:?}");
    // What a page asks for beside itself may be kept, since its name changes with it.
    let page = served.page("/");
    let style = page.split("href=\"").map(unescaped).find(|text| text.starts_with("/assets/")).unwrap();
    let style = style.split('"').next().unwrap();
    let answer = served.ask("GET", style).send().is(200);
    is_guarded(&answer, style);
    assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
    let answer = served.ask("GET", "/assets/other.css").send().is(404);
    is_guarded(&answer, "/assets/other.css");
}

/// The status of an answer that has no body.
fn exchange_head(ask: &Ask) -> u16 {
    let mut stream = TcpStream::connect_timeout(&ask.to(), LONGEST).unwrap();
    stream.set_read_timeout(Some(LONGEST)).unwrap();
    stream.write_all(&ask.bytes()).unwrap();
    let mut all = String::new();
    stream.read_to_string(&mut all).unwrap();
    let (head, body) = all.split_once("\r\n\r\n").unwrap();
    assert_eq!(body, "");
    head["HTTP/1.1 ".len()..][..3].parse().unwrap()
}

#[test]
fn a_way_of_asking_that_an_address_does_not_know_is_told_with_those_that_it_does() {
    let served = Served::demo();
    for (method, path, allowed) in [
        ("DELETE", "/obstacles/B-001", "GET,HEAD"),
        ("PUT", "/", "GET,HEAD"),
        ("PATCH", "/obstacles", "GET,HEAD,POST"),
        ("DELETE", "/api/v1/obstacles/B-001", "GET,HEAD,PATCH"),
        ("PUT", "/api/v1/themes", "GET,HEAD,POST"),
        ("GET", "/api/v1/obstacles/B-001/_void", "POST"),
        ("GET", "/history/1/undo", "POST"),
        ("TRACE", "/", "GET,HEAD"),
        ("OPTIONS", "/api/v1/obstacles", "GET,HEAD,POST"),
        ("ANYTHING", "/lists", "GET,HEAD"),
    ] {
        let answer = served.program(method, path).send().is(405);
        is_guarded(&answer, path);
        assert_eq!(answer.header("allow"), Some(allowed), "{method} {path}");
        let is_problem = answer.header("content-type") == Some("application/problem+json");
        assert_eq!(is_problem, path.starts_with("/api/"), "{method} {path}");
    }
}

#[test]
fn what_is_not_there_is_told_so() {
    let served = Served::demo();
    for path in "/nowhere /obstacles/B-999 /obstacles/C-001 /obstacles/x /obstacles/B-999/edit /history/x \
        /obstacles/ /reports/x /themes/nowhere/edit /api /persons /register.db /../register.db \
        /%2e%2e/register.db"
        .split(' ')
    {
        let answer = served.program("GET", path).send();
        assert_eq!(answer.status, 404, "{path}");
        is_guarded(&answer, path);
        assert!(answer.text().contains("<h1>There is no such page</h1>"), "{path}: {}", answer.text());
    }
    for path in "/nowhere /obstacles/B-999 /obstacles/C-001 /obstacles/x /themes/nowhere /reports/x \
        /obstacles/B-999/history /obstacles/B-999/similar /obstacles/ /persons"
        .split(' ')
        .chain([""])
    {
        let answer = served.program("GET", &format!("/api/v1{path}")).send();
        is_guarded(&answer, path);
        answer.problem(404);
    }
    served.program("GET", "/api/v2/obstacles").send().problem(404);
}

#[test]
fn more_than_a_mebibyte_is_refused_in_words_and_a_mebibyte_is_not() {
    let sandbox = Sandbox::demo();
    let served = Served::new(&sandbox, "");
    let before = sandbox.register_bytes();
    let mebibyte = 1 << 20;
    for size in [mebibyte + 1, 3 * mebibyte, 9 * mebibyte] {
        let answer =
            served.program("POST", "/api/v1/obstacles").body("application/json", vec![b' '; size]).send();
        is_guarded(&answer, "too large");
        answer.problem(413);
        let form = "application/x-www-form-urlencoded";
        let answer = served.browser("POST", "/obstacles").body(form, vec![b'a'; size]).send().is(413);
        is_guarded(&answer, "too large");
        assert!(answer.text().contains("This is more than can be recorded at once."));
        // The same without its length told before.
        let mut ask = served
            .browser("POST", "/obstacles")
            .header("Content-Type", form)
            .header("Transfer-Encoding", "chunked")
            .bytes();
        ask.extend(format!("{size:x}\r\n").bytes());
        ask.extend(vec![b'a'; size]);
        ask.extend(b"\r\n0\r\n\r\n");
        let stream = TcpStream::connect_timeout(&served.at, LONGEST).unwrap();
        exchange(stream, &ask, "chunked").is(413);
    }
    assert!(sandbox.register_bytes() == before);
    let body = json!({ "title": "x", "question": "q", "ministry": "OCW" }).to_string();
    let padded = format!("{body}{}", " ".repeat(mebibyte - body.len()));
    served.program("POST", "/api/v1/obstacles").body("application/json", padded).send().is(201);
}

#[test]
fn a_body_of_a_kind_that_is_not_taken_or_that_cannot_be_read_is_refused_in_words() {
    let sandbox = Sandbox::demo();
    let served = Served::new(&sandbox, "");
    let before = sandbox.register_bytes();
    let send = |kind: &str, body: &str| served.program("POST", "/api/v1/obstacles").body(kind, body).send();
    let good = r#"{"title":"x","question":"q","ministry":"OCW"}"#;
    for kind in
        ["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/jsonx", "json", ""]
    {
        let answer = send(kind, good);
        is_guarded(&answer, kind);
        answer.problem(415);
    }
    served.program("POST", "/api/v1/obstacles").send().problem(415);
    served.program("POST", "/api/v1/obstacles").form([("title", "x")]).send().problem(415);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for body in
        ["", "{", "[]", "null", "\"x\"", "{\"title\":}", "{\"title\":\"\u{1}\"}", &deep, "{\"title\":\"x\",}"]
    {
        let answer = send("application/json", body);
        is_guarded(&answer, body);
        answer.problem(400);
    }
    let bytes = b"{\"title\":\"\xff\xfe\",\"question\":\"q\",\"ministry\":\"OCW\"}".to_vec();
    served.program("POST", "/api/v1/obstacles").body("application/json", bytes).send().problem(400);
    for kind in ["multipart/form-data; boundary=x", "text/plain"] {
        let answer = served.browser("POST", "/obstacles").body(kind, "title=x").send();
        assert!(matches!(answer.status, 403 | 415), "{kind}: {}", answer.status);
        is_guarded(&answer, kind);
    }
    assert!(sandbox.register_bytes() == before);
}

#[test]
fn a_head_that_is_too_large_or_is_none_is_refused_without_a_word() {
    let served = Served::demo();
    let large = "x".repeat(100_000);
    let send = |bytes: Vec<u8>| {
        let stream = TcpStream::connect_timeout(&served.at, LONGEST).unwrap();
        let answer = exchange(stream, &bytes, "odd");
        // It came from below the pages: nothing of the register, nor a page.
        assert!(answer.body.is_empty(), "{}", answer.text());
        answer.status
    };
    assert_eq!(send(served.program("GET", "/").header("X-Large", large.clone()).bytes()), 431);
    assert_eq!(send(served.program("GET", "/").header("Cookie", large.clone()).bytes()), 431);
    let many = (0..100).fold(served.program("GET", "/"), |ask, at| ask.header(&format!("X-{at}"), "x"));
    assert_eq!(send(many.bytes()), 431);
    assert!(matches!(send(served.program("GET", &format!("/?{large}")).bytes()), 414 | 431));
    for odd in [
        "GET / HTTP/1.1\r\nBad Header: x\r\n\r\n",
        "\u{16}\u{3}\u{1}\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\u{0}b\r\n\r\n",
    ] {
        assert_eq!(send(odd.into()), 400, "{odd:?}");
    }
    // Which body is whose cannot be told in two ways.
    let twice = "POST /obstacles HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab";
    assert_eq!(send(twice.into()), 400);
}

#[test]
fn a_name_that_an_address_does_not_know_is_refused_with_that_name() {
    let served = Served::demo();
    for path in
        "/ /obstacles /contacts /themes /search?q=a /count /reports/totals /reconcile /history".split(' ')
    {
        let sign = if path.contains('?') { '&' } else { '?' };
        for name in ["staus", "register", "actor2", "output", "Status", "dry-run", "lang2"] {
            let answer = served.program("GET", &format!("{path}{sign}{name}=x")).send();
            assert_eq!(answer.status, 400, "{path} {name}");
            let told = format!("'{name}' is no choice that this page knows");
            assert!(unescaped(&answer.text()).contains(&told), "{path}: {}", answer.text());
        }
    }
    // How many rows stand on a page, and which, is settled by the page.
    for path in ["/", "/obstacles", "/contacts", "/themes", "/obstacles?format=csv"] {
        let sign = if path.contains('?') { '&' } else { '?' };
        for name in ["limit", "skip"] {
            let answer = served.program("GET", &format!("{path}{sign}{name}=3")).send();
            assert_eq!(answer.status, 400, "{path} {name}");
        }
    }
    for path in "/obstacles /contacts /themes /search?q=a /counts /reports/totals /reconciliation /history \
        /obstacles/B-001 /themes/permanent-leren /obstacles/B-001/history /obstacles/B-001/similar \
        /session /openapi.json"
        .split(' ')
    {
        let sign = if path.contains('?') { '&' } else { '?' };
        for name in ["staus", "register", "format", "output", "page"] {
            let answer = served.program("GET", &format!("/api/v1{path}{sign}{name}=x")).send();
            assert_eq!(answer.status, 400, "{path} {name}");
            assert_eq!(answer.problem(400), format!("'{name}' is no choice that this page knows"));
        }
    }
    // What it knows has to have a value that can be.
    for path in
        ["/obstacles?status=x", "/obstacles?since=31-02-2018", "/obstacles?format=html", "/obstacles?page=x"]
    {
        assert_eq!(served.program("GET", path).send().status, 400, "{path}");
    }
}

#[test]
fn markup_and_control_characters_of_an_address_come_back_as_text_only() {
    let served = Served::demo();
    let odd = "<script>alert(1)</script>\"'><img src=x>\u{1b}[31m\u{0}\u{7}\u{202e}\u{9b}{{1234567*7}}{%x%}";
    let value: String = form_urlencoded::byte_serialize(odd.as_bytes()).collect();
    let names = "q status text title sort page format records publication since key2 limit".split(' ');
    let paths =
        "/ /obstacles /search /similar /obstacles/new /count /reconcile /history /contacts/new".split(' ');
    let mut targets: Vec<String> = names
        .flat_map(|name| paths.clone().map(move |path| (path, name)))
        .map(|(path, name)| format!("{path}?{name}={value}"))
        .collect();
    for around in ["/obstacles?@=1", "/@", "/obstacles/@", "/themes/@/edit", "/reports/@", "/history/@"] {
        targets.push(around.replace('@', &value));
    }
    let mut came_back = 0;
    for target in targets {
        let answer = served.program("GET", &target).send();
        assert!(answer.status < 500, "{target}: {}", answer.status);
        let page = answer.text();
        for raw in ["<script>", "<img", "\"'>", "\u{1b}", "\u{0}", "\u{7}", "\u{202e}", "\u{9b}"] {
            assert!(!page.contains(raw), "{target} gives {raw:?} back:\n{page}");
        }
        assert!(!page.contains("8641969"), "{target}");
        came_back += usize::from(page.contains("&lt;script&gt;"));
        let to = answer.header("location").unwrap_or_default();
        assert!(to.bytes().all(|byte| byte.is_ascii_graphic()), "{target} leads to {to}");
    }
    assert!(came_back > 10, "only {came_back} pages show what was asked");
    // A form comes back as it was filled in, and as text.
    let form = [("title", odd)];
    let page = served.browser("POST", "/obstacles").form(form).send().is(403).text();
    assert!(
        page.contains("&lt;script&gt;") && !page.contains("<script>") && !page.contains("\"'>"),
        "{page}"
    );
}
