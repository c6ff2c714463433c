//! Malformed, oversized and hostile requests are refused with a message, and record nothing.

use crate::common::Sandbox;
use crate::http_client::{Request, TIMEOUT, exchange, unescape_html};
use crate::routes::all_routes;
use crate::server::{Server, assert_security_headers};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;

#[test]
fn every_response_has_the_security_headers() {
    let server = Server::demo();
    let cookie = server.cookie();
    let mut seen = std::collections::BTreeSet::new();
    for route in all_routes() {
        let what = format!("{} {}", route.method, route.path);
        let response = server.request(route.method, &route.path).header("Cookie", cookie.clone()).send();
        assert!(response.status < 500, "{what}: {}", response.status);
        assert_security_headers(&response, &what);
        seen.insert(response.status);
        // A HEAD request gets the same status as a GET request.
        if route.method == "GET" {
            let head = server.request("HEAD", &route.path).header("Cookie", cookie.clone());
            let head = exchange_head(&head);
            assert_eq!(head, response.status, "HEAD {}", route.path);
        }
    }
    assert!([200, 303, 400, 403, 404].iter().all(|status| seen.contains(status)), "{seen:?}");
    // The name of an asset contains the hash of its content, so browsers may cache it forever.
    let page = server.page("/");
    let style = page.split("href=\"").map(unescape_html).find(|text| text.starts_with("/assets/")).unwrap();
    let style = style.split('"').next().unwrap();
    let response = server.request("GET", style).send().expect_status(200);
    assert_security_headers(&response, style);
    assert_eq!(response.header("cache-control"), Some("public, max-age=31536000, immutable"));
    let response = server.request("GET", "/assets/other.css").send().expect_status(404);
    assert_security_headers(&response, "/assets/other.css");
}

/// Sends a HEAD request and returns the status of the response. Panics if the response has a body.
fn exchange_head(request: &Request) -> u16 {
    let mut stream = TcpStream::connect_timeout(&request.to(), TIMEOUT).unwrap();
    stream.set_read_timeout(Some(TIMEOUT)).unwrap();
    stream.write_all(&request.bytes()).unwrap();
    let mut all = String::new();
    stream.read_to_string(&mut all).unwrap();
    let (head, body) = all.split_once("\r\n\r\n").unwrap();
    assert_eq!(body, "");
    head["HTTP/1.1 ".len()..][..3].parse().unwrap()
}

#[test]
fn an_unsupported_method_is_refused_with_the_supported_ones() {
    let server = Server::demo();
    for (method, path, allowed) in [
        ("DELETE", "/obstacles/B-001", "GET,HEAD,POST"),
        ("PUT", "/", "GET,HEAD"),
        ("PATCH", "/obstacles", "GET,HEAD,POST"),
        ("DELETE", "/api/v1/obstacles/B-001", "GET,HEAD,PATCH"),
        ("PUT", "/api/v1/themes", "GET,HEAD,POST"),
        ("GET", "/api/v1/obstacles/B-001/_void", "POST"),
        ("GET", "/calendar/key", "POST"),
        ("TRACE", "/", "GET,HEAD"),
        ("OPTIONS", "/api/v1/obstacles", "GET,HEAD,POST"),
        ("ANYTHING", "/lists", "GET,HEAD"),
    ] {
        let response = server.program(method, path).send().expect_status(405);
        assert_security_headers(&response, path);
        assert_eq!(response.header("allow"), Some(allowed), "{method} {path}");
        let is_problem = response.header("content-type") == Some("application/problem+json");
        assert_eq!(is_problem, path.starts_with("/api/"), "{method} {path}");
    }
}

#[test]
fn unknown_addresses_and_records_are_not_found() {
    let server = Server::demo();
    for path in "/nowhere /obstacles/B-999 /obstacles/C-001 /obstacles/x /obstacles/B-999/edit /history/x \
        /obstacles/ /reports/x /themes/nowhere/edit /api /persons/N-99 /register.db /../register.db \
        /%2e%2e/register.db"
        .split(' ')
    {
        let response = server.program("GET", path).send();
        assert_eq!(response.status, 404, "{path}");
        assert_security_headers(&response, path);
        assert!(response.text().contains("<h1>This page does not exist</h1>"), "{path}: {}", response.text());
    }
    for path in "/nowhere /obstacles/B-999 /obstacles/C-001 /obstacles/x /themes/nowhere /reports/x \
        /obstacles/B-999/history /obstacles/B-999/similar /obstacles/ /persons"
        .split(' ')
        .chain([""])
    {
        let response = server.program("GET", &format!("/api/v1{path}")).send();
        assert_security_headers(&response, path);
        response.problem(404);
    }
    server.program("GET", "/api/v2/obstacles").send().problem(404);
}

#[test]
fn a_body_larger_than_one_mebibyte_is_refused() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "");
    let before = sandbox.register_bytes();
    let mebibyte = 1 << 20;
    for size in [mebibyte + 1, 3 * mebibyte, 9 * mebibyte] {
        let response = server.program("POST", "/api/v1/obstacles").body("application/json", vec![b' '; size]).send();
        assert_security_headers(&response, "too large");
        response.problem(413);
        let form = "application/x-www-form-urlencoded";
        let response = server.browser("POST", "/obstacles").body(form, vec![b'a'; size]).send().expect_status(413);
        assert_security_headers(&response, "too large");
        assert!(response.text().contains("This is more than can be recorded at once."));
        // A body that is too large is refused even if the request has no Content-Length.
        let mut request = server
            .browser("POST", "/obstacles")
            .header("Content-Type", form)
            .header("Transfer-Encoding", "chunked")
            .bytes();
        request.extend(format!("{size:x}\r\n").bytes());
        request.extend(vec![b'a'; size]);
        request.extend(b"\r\n0\r\n\r\n");
        let stream = TcpStream::connect_timeout(&server.at, TIMEOUT).unwrap();
        exchange(stream, &request, "chunked").expect_status(413);
    }
    assert!(sandbox.register_bytes() == before);
    let body = json!({ "title": "x", "question": "q", "ministry": "OCW" }).to_string();
    let padded = format!("{body}{}", " ".repeat(mebibyte - body.len()));
    server.program("POST", "/api/v1/obstacles").body("application/json", padded).send().expect_status(201);
}

#[test]
fn a_body_of_an_unsupported_type_or_that_cannot_be_parsed_is_refused() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "");
    let before = sandbox.register_bytes();
    let send = |kind: &str, body: &str| server.program("POST", "/api/v1/obstacles").body(kind, body).send();
    let good = r#"{"title":"x","question":"q","ministry":"OCW"}"#;
    for kind in ["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/jsonx", "json", ""] {
        let response = send(kind, good);
        assert_security_headers(&response, kind);
        response.problem(415);
    }
    server.program("POST", "/api/v1/obstacles").send().problem(415);
    server.program("POST", "/api/v1/obstacles").form([("title", "x")]).send().problem(415);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for body in ["", "{", "[]", "null", "\"x\"", "{\"title\":}", "{\"title\":\"\u{1}\"}", "{\"title\":\"x\",}"] {
        let response = send("application/json", body);
        assert_security_headers(&response, body);
        response.problem(400);
    }
    send("application/json", &deep).problem(413);
    let bytes = b"{\"title\":\"\xff\xfe\",\"question\":\"q\",\"ministry\":\"OCW\"}".to_vec();
    server.program("POST", "/api/v1/obstacles").body("application/json", bytes).send().problem(400);
    for kind in ["multipart/form-data; boundary=x", "text/plain"] {
        let response = server.browser("POST", "/obstacles").body(kind, "title=x").send();
        assert!(matches!(response.status, 403 | 415), "{kind}: {}", response.status);
        assert_security_headers(&response, kind);
    }
    assert!(sandbox.register_bytes() == before);
}

#[test]
fn an_oversized_or_malformed_head_is_refused_with_an_empty_body() {
    let server = Server::demo();
    let large = "x".repeat(100_000);
    let send = |bytes: Vec<u8>| {
        let stream = TcpStream::connect_timeout(&server.at, TIMEOUT).unwrap();
        let response = exchange(stream, &bytes, "odd");
        // The server's HTTP library refuses these requests before our code sees them, and sends a response without a
        // body.
        assert!(response.body.is_empty(), "{}", response.text());
        response.status
    };
    assert_eq!(send(server.program("GET", "/").header("X-Large", large.clone()).bytes()), 431);
    assert_eq!(send(server.program("GET", "/").header("Cookie", large.clone()).bytes()), 431);
    let many = (0..100).fold(server.program("GET", "/"), |request, at| request.header(&format!("X-{at}"), "x"));
    assert_eq!(send(many.bytes()), 431);
    assert!(matches!(send(server.program("GET", &format!("/?{large}")).bytes()), 414 | 431));
    for odd in [
        "GET / HTTP/1.1\r\nBad Header: x\r\n\r\n",
        "\u{16}\u{3}\u{1}\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\u{0}b\r\n\r\n",
    ] {
        assert_eq!(send(odd.into()), 400, "{odd:?}");
    }
    // A request with two different Content-Length headers, as used for request smuggling, is refused.
    let twice = "POST /obstacles HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab";
    assert_eq!(send(twice.into()), 400);
}

#[test]
fn an_unknown_query_parameter_is_refused_by_name() {
    let server = Server::demo();
    for path in "/obstacles /contacts /themes /search?q=a /count /reports/totals /reconcile /history".split(' ') {
        let sign = if path.contains('?') { '&' } else { '?' };
        for name in ["staus", "register", "actor2", "output", "Status", "dry-run", "lang2"] {
            let response = server.program("GET", &format!("{path}{sign}{name}=x")).send();
            assert_eq!(response.status, 400, "{path} {name}");
            let message = format!("'{name}' is not a choice that this page knows");
            assert!(unescape_html(&response.text()).contains(&message), "{path}: {}", response.text());
        }
    }
    // Only the API has the parameters `limit` and `skip`. HTML pages and downloads refuse both.
    for path in ["/obstacles", "/contacts", "/themes", "/obstacles?format=csv"] {
        let sign = if path.contains('?') { '&' } else { '?' };
        for name in ["limit", "skip"] {
            let response = server.program("GET", &format!("{path}{sign}{name}=3")).send();
            assert_eq!(response.status, 400, "{path} {name}");
        }
    }
    for path in "/obstacles /contacts /themes /search?q=a /counts /reports/totals /reconciliation /history \
        /obstacles/B-001 /themes/permanent-leren /obstacles/B-001/history /obstacles/B-001/similar \
        /session /openapi.json"
        .split(' ')
    {
        let sign = if path.contains('?') { '&' } else { '?' };
        for name in ["staus", "register", "format", "output", "page"] {
            let response = server.program("GET", &format!("/api/v1{path}{sign}{name}=x")).send();
            assert_eq!(response.status, 400, "{path} {name}");
            assert_eq!(response.problem(400), format!("'{name}' is not a choice that this page knows"));
        }
    }
    for path in ["/obstacles?status=x", "/obstacles?since=31-02-2018", "/obstacles?format=html", "/obstacles?page=x"] {
        assert_eq!(server.program("GET", path).send().status, 400, "{path}");
    }
}

#[test]
fn markup_and_control_characters_in_an_address_are_escaped() {
    let server = Server::demo();
    let odd = "<script>alert(1)</script>\"'><img src=x>\u{1b}[31m\u{0}\u{7}\u{202e}\u{9b}{{1234567*7}}{%x%}";
    let value: String = form_urlencoded::byte_serialize(odd.as_bytes()).collect();
    let names = "q status text title sort page format records publication since key2 limit".split(' ');
    let paths = "/ /obstacles /search /similar /obstacles/new /count /reconcile /history /contacts/new".split(' ');
    let mut targets: Vec<String> = names
        .flat_map(|name| paths.clone().map(move |path| (path, name)))
        .map(|(path, name)| format!("{path}?{name}={value}"))
        .collect();
    for around in ["/obstacles?@=1", "/@", "/obstacles/@", "/themes/@/edit", "/reports/@", "/history/@"] {
        targets.push(around.replace('@', &value));
    }
    let mut came_back = 0;
    for target in targets {
        let response = server.program("GET", &target).send();
        assert!(response.status < 500, "{target}: {}", response.status);
        let page = response.text();
        for raw in ["<script>", "<img", "\"'>", "\u{1b}", "\u{0}", "\u{7}", "\u{202e}", "\u{9b}"] {
            assert!(!page.contains(raw), "{target} gives {raw:?} back:\n{page}");
        }
        assert!(!page.contains("8641969"), "{target}");
        came_back += usize::from(page.contains("&lt;script&gt;"));
        let to = response.header("location").unwrap_or_default();
        assert!(to.bytes().all(|byte| byte.is_ascii_graphic()), "{target} leads to {to}");
    }
    assert!(came_back > 10, "only {came_back} pages show what was asked");
    // A refused form is shown again with the values that were sent. These values must be escaped as well.
    let form = [("title", odd)];
    let page = server.browser("POST", "/obstacles").form(form).send().expect_status(403).text();
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script>") && !page.contains("\"'>"), "{page}");
}
