//! The headers that a browser adds to a write show which site the page came from. A write from another site's page is
//! refused.

use crate::common::Sandbox;
use crate::server::{Server, entry_count};
use serde_json::json;

#[test]
fn behind_a_proxy_the_default_port_may_be_left_out_of_either_header() {
    let sandbox = Sandbox::new();
    let server = Server::behind_proxy(&sandbox, "");
    let csrf = Server::csrf(|method, target| server.proxied("noor", method, target));
    let send = |host: &str, origin: &str| {
        let request = server.proxied("noor", "POST", "/api/v1/obstacles").instead("Host", host);
        let request = request.header("Origin", origin).header("X-CSRF-Token", csrf.clone());
        request.json(&json!({ "title": "x", "question": "Mag dit?", "ministry": "OCW" })).send().status
    };
    let own = [
        ("ruimte.example", "https://ruimte.example"),
        ("ruimte.example:443", "https://ruimte.example"),
        ("ruimte.example", "https://ruimte.example:443"),
        ("ruimte.example:443", "https://ruimte.example:443"),
        ("ruimte.example", "http://ruimte.example:80"),
        ("ruimte.example:80", "http://ruimte.example"),
        ("ruimte.example:8443", "https://ruimte.example:8443"),
        ("Ruimte.EXAMPLE:443", "HTTPS://ruimte.example"),
        ("ruimte.example.", "https://ruimte.example"),
        ("ruimte.example:443", "https://ruimte.example."),
        ("xn--zorgpact-belemmering-5cc.example:443", "https://XN--zorgpact-belemmering-5cc.example"),
        ("[2001:db8::1]:443", "https://[2001:db8::1]"),
        ("192.0.2.7", "http://192.0.2.7"),
    ];
    for (host, origin) in own {
        assert_eq!(send(host, origin), 201, "{host} {origin}");
    }
    let recorded = entry_count(&sandbox);
    assert_eq!(recorded, 1 + own.len());
    for (host, origin) in [
        ("ruimte.example", "null"),
        ("ruimte.example", ""),
        ("ruimte.example", "ruimte.example"),
        ("ruimte.example", "https://"),
        ("ruimte.example", "https://ruimte.example/"),
        ("ruimte.example", "https://noor@ruimte.example"),
        ("ruimte.example", "https://ruimte.example, https://evil.example"),
        ("ruimte.example", "ftp://ruimte.example"),
        ("ruimte.example:443", "http://ruimte.example"),
        ("ruimte.example:80", "https://ruimte.example"),
        ("ruimte.example", "https://ruimte.example:80"),
        ("ruimte.example", "https://ruimte.example:99999"),
        ("ruimte.example", "https://ruimte.example:443x"),
        ("ruimte.example", "https://evil.example"),
        ("ruimte.example", "https://evil.ruimte.example"),
        ("ruimte.example", "https://ruimte.example.evil.example"),
        ("ruimte.example", "https://ruimte.example.."),
        ("ruimte.example", "https://ruïmte.example"),
    ] {
        assert_eq!(send(host, origin), 403, "{host} {origin}");
    }
    assert_eq!(entry_count(&sandbox), recorded);
}

#[test]
fn a_repeated_origin_must_be_the_own_origin_each_time() {
    let sandbox = Sandbox::new();
    let server = Server::behind_proxy(&sandbox, "");
    let csrf = Server::csrf(|method, target| server.proxied("noor", method, target));
    let request = server.proxied("noor", "POST", "/api/v1/obstacles").instead("Host", "ruimte.example");
    let request =
        request.header("X-CSRF-Token", csrf).json(&json!({ "title": "x", "question": "y", "ministry": "OCW" }));
    let own = request.header("Origin", "https://ruimte.example");
    own.clone().header("Origin", "https://evil.example").send().problem(403);
    own.clone().header("Sec-Fetch-Site", "same-origin").header("Sec-Fetch-Site", "cross-site").send().problem(403);
    assert_eq!(entry_count(&sandbox), 1);
    own.header("Sec-Fetch-Site", "same-origin").send().expect_status(201);
}

#[test]
fn without_a_proxy_only_the_names_of_this_computer_are_answered() {
    let server = Server::demo();
    let port = server.at.port();
    let status = |host: &str| server.program("GET", "/obstacles").instead("Host", host).send().status;
    for host in [
        format!("127.0.0.1:{port}"),
        format!("LOCALHOST:{port}"),
        format!("localhost.:{port}"),
        format!("[::1]:{port}"),
    ] {
        assert_eq!(status(&host), 200, "{host}");
    }
    for host in [
        "127.0.0.1".to_owned(),
        "127.0.0.1:80".to_owned(),
        format!("evil.example:{port}"),
        format!("localhost.evil.example:{port}"),
        format!("noor@127.0.0.1:{port}"),
        format!("127.0.0.1:{port}0"),
        String::new(),
    ] {
        assert_eq!(status(&host), 403, "{host}");
    }
}
