//! Nobody comes in without the key, and no page of another site makes a browser do anything here.

use crate::common::Sandbox;
use crate::http_client::{fields, unescaped};
use crate::routes::all;
use crate::server::{Served, entries, is_guarded};
use serde_json::json;

/// Words that stand in the demonstration register and on no closed page.
pub const OF_THE_REGISTER: [&str; 6] =
    ["B-0", "student", "Stagefonds", "Zorgpact", "OCW", "belemmeringen van"];

#[test]
fn without_the_key_every_address_is_closed_and_tells_nothing() {
    let served = Served::demo();
    let other = "0".repeat(served.key.len());
    let with_wrong_key = |place: &str| {
        let sign = if place.contains('?') { '&' } else { '?' };
        format!("{place}{sign}key={other}")
    };
    for place in all() {
        let plain = served.ask(place.method, &place.path);
        let asks = [
            plain.clone(),
            plain.clone().header("Authorization", format!("Bearer {other}")),
            plain.clone().header("Authorization", format!("Basic {}", served.key)),
            plain.clone().header("Cookie", format!("ruimte-{}={other}", served.at.port())),
            plain.clone().header("Cookie", format!("ruimte-{}={}", served.at.port(), served.key)),
            plain.header("X-Remote-User", "admin"),
            served.ask(place.method, &with_wrong_key(&place.path)),
        ];
        for ask in asks {
            let what = format!("{} {}", place.method, place.path);
            let answer = ask.send();
            assert_eq!(answer.status, 401, "{what}: {ask:?}");
            is_guarded(&answer, &what);
            assert_eq!(answer.all("set-cookie"), Vec::<&str>::new(), "{what}");
            let body = answer.text();
            for word in OF_THE_REGISTER {
                assert!(!body.contains(word), "{what} tells {word}: {body}");
            }
            let is_problem = place.path.starts_with("/api/");
            assert_eq!(
                answer.header("content-type") == Some("application/problem+json"),
                is_problem,
                "{what}"
            );
        }
    }
}

#[test]
fn the_words_by_which_a_leak_would_be_seen_do_stand_in_the_pages() {
    let served = Served::demo();
    let page = served.page("/obstacles");
    for word in &OF_THE_REGISTER[..2] {
        assert!(page.contains(word), "{word}");
    }
    assert!(served.page("/schemes").contains("Stagefonds"));
}

#[test]
fn the_key_sets_a_cookie_that_only_this_site_gets_and_leads_on_without_the_key() {
    let served = Served::demo();
    assert_eq!(served.key.len(), 48);
    let answer =
        served.ask("GET", &format!("/obstacles?status=solved&key={}&page=2", served.key)).send().is(303);
    assert_eq!(answer.header("location"), Some("/obstacles?status=solved&page=2"));
    let cookie = answer.header("set-cookie").unwrap();
    let parts: Vec<&str> = cookie.split("; ").collect();
    let (name, value) = parts[0].split_once('=').unwrap();
    assert_eq!(name, format!("ruimte-{}", served.at.port()));
    assert_eq!((value.len(), value == served.key), (48, false), "the cookie is not the key");
    assert_eq!(parts[1..], ["Path=/", "HttpOnly", "SameSite=Strict"]);
    is_guarded(&answer, "the way in");
    assert!(answer.body.is_empty());
    let page = served.ask("GET", "/obstacles").header("Cookie", parts[0]).send().is(200).text();
    assert!(!page.contains(&served.key), "the key stands in no page");
    assert!(!page.contains(value), "nor does the cookie");
    // Beside the cookies of other sites on this computer, it is found.
    served.ask("GET", "/obstacles").header("Cookie", format!("other=1; {}; more=2", parts[0])).send().is(200);
    // It comes in by no other way of asking.
    served.ask("POST", &format!("/obstacles?key={}", served.key)).form([("title", "x")]).send().is(401);
    // The key of one site does not open another.
    let another = Served::demo();
    another.ask("GET", &format!("/?key={}", served.key)).send().is(401);
    another.ask("GET", "/").header("Authorization", format!("Bearer {}", served.key)).send().is(401);
    another.ask("GET", "/").header("Cookie", format!("ruimte-{}={value}", another.at.port())).send().is(401);
}

#[test]
fn an_address_leads_nowhere_outside() {
    let served = Served::demo();
    let cookie = served.cookie();
    for path in
        ["//evil.example", "///evil.example", "/\\evil.example", "//evil.example/%2e%2e", "/\\/evil.example"]
    {
        for query in ["?lang=nl".to_owned(), format!("?key={}", served.key)] {
            let answer = served.ask("GET", &format!("{path}{query}")).header("Cookie", cookie.clone()).send();
            let to = answer.header("location").unwrap_or("/");
            assert!(to.starts_with('/') && !to[1..].starts_with(['/', '\\']), "{path}{query} leads to {to}");
        }
        let page = served.ask("GET", path).header("Cookie", cookie.clone()).send();
        let text = unescaped(&page.text());
        for away in ["\"//", "\"/\\"] {
            assert!(!text.contains(away), "{path}: {text}");
        }
    }
}

#[test]
fn a_key_that_is_no_address_is_told_in_words() {
    let served = Served::demo();
    for key in ["x%0d%0aSet-Cookie:a=b", "%00", "%C3%A9%C3%A9n", "..%2f..%2fx", "%20", "a%3Fb%23c", "%ff"] {
        for kind in ["themes", "synonyms", "obstacles", "publications", "figures"] {
            let answer = served.program("GET", &format!("/{kind}/{key}")).send();
            assert!(matches!(answer.status, 303 | 400 | 404), "/{kind}/{key}: {}", answer.status);
            assert_eq!(answer.all("set-cookie"), Vec::<&str>::new());
            is_guarded(&answer, key);
            if let Some(to) = answer.header("location") {
                assert!(to.is_ascii() && !to.contains(' '), "/{kind}/{key} leads to {to}");
                let answer = served.program("GET", to).send();
                assert_eq!(answer.status, 404, "{to}");
            }
            let answer = served.program("GET", &format!("/api/v1/{kind}/{key}")).send();
            assert!(matches!(answer.status, 400 | 404), "/api/v1/{kind}/{key}: {}", answer.status);
            let status = answer.status;
            answer.problem(status);
        }
    }
}

#[test]
fn asked_for_by_another_name_it_is_not_there() {
    let served = Served::demo();
    let (cookie, port) = (served.cookie(), served.at.port());
    let ask = |hosts: &[&str]| {
        let ask = served.ask("GET", "/obstacles").header("Cookie", cookie.clone()).without("Host");
        let answer = hosts.iter().fold(ask, |ask, host| ask.header("Host", *host)).send();
        if answer.status != 200 {
            is_guarded(&answer, &format!("{hosts:?}"));
            let body = answer.text();
            assert!(!OF_THE_REGISTER.iter().any(|word| body.contains(word)), "{hosts:?}: {body}");
        }
        answer.status
    };
    let own = format!("127.0.0.1:{port}");
    for host in
        [own.clone(), format!("localhost:{port}"), format!("LOCALHOST:{port}"), format!("[::1]:{port}")]
    {
        assert_eq!(ask(&[&host]), 200, "{host}");
    }
    let others = [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        format!("evil.example#127.0.0.1:{port}"),
        format!("127.0.0.2:{port}"),
        "127.0.0.1".to_owned(),
        "127.0.0.1:1".to_owned(),
        String::new(),
    ];
    for host in &others {
        assert_eq!(ask(&[host]), 403, "{host}");
    }
    assert_eq!(ask(&[]), 403);
    assert_eq!(ask(&[&own, "evil.example"]), 403);
    assert_eq!(ask(&["evil.example", &own]), 403);
    // The address in the request line is no way round it.
    let target = format!("http://evil.example:{port}/obstacles");
    let answer =
        served.ask("GET", &target).instead("Host", "evil.example").header("Cookie", cookie.clone()).send();
    assert_eq!(answer.status, 403);
    // The key opens nothing there either.
    let answer = served.ask("GET", &format!("/?key={}", served.key)).instead("Host", "evil.example").send();
    assert_eq!((answer.status, answer.all("set-cookie")), (403, Vec::new()));
}

/// A new obstacle, as a form sends it.
const NEW: [(&str, &str); 3] = [("title", "Van elders"), ("question", "Mag dit?"), ("ministry", "OCW")];

#[test]
fn what_another_site_makes_a_browser_send_is_refused_and_not_recorded() {
    let sandbox = Sandbox::demo();
    let served = Served::new(&sandbox, "");
    let own = format!("http://{}", served.at);
    let csrf = Served::csrf(|method, target| served.browser(method, target));
    let pairs: Vec<(&str, &str)> = NEW.into_iter().chain([("csrf", csrf.as_str())]).collect();
    let send = |headers: &[(&str, &str)]| {
        let plain = served.browser("POST", "/obstacles").form(pairs.clone());
        let answer = headers.iter().fold(plain, |ask, (name, value)| ask.header(name, *value)).send();
        is_guarded(&answer, &format!("{headers:?}"));
        answer.status
    };
    let before = sandbox.register_bytes();
    for headers in [
        &[("Origin", "http://evil.example")][..],
        &[("Origin", "null")],
        &[("Origin", "http://127.0.0.1:1")],
        &[("Origin", "")],
        &[("Sec-Fetch-Site", "cross-site")],
        &[("Sec-Fetch-Site", "same-site")],
        &[("Origin", &own), ("Sec-Fetch-Site", "cross-site")],
    ] {
        assert_eq!(send(headers), 403, "{headers:?}");
        assert!(sandbox.register_bytes() == before, "{headers:?}");
    }
    assert_eq!(send(&[("Origin", &own), ("Sec-Fetch-Site", "same-origin")]), 303);
    assert_eq!(entries(&sandbox), 2);
    // A program that a page of another would send is refused by the same.
    let program = served
        .browser("POST", "/api/v1/obstacles")
        .header("X-CSRF-Token", csrf.clone())
        .json(&json!({ "title": "x", "question": "y", "ministry": "OCW" }));
    program.clone().header("Origin", "http://evil.example").send().problem(403);
    program.header("Sec-Fetch-Site", "cross-site").send().problem(403);
    assert_eq!(entries(&sandbox), 2);
}

#[test]
fn a_form_that_is_not_of_these_pages_is_shown_again_as_filled_in_and_records_nothing() {
    let sandbox = Sandbox::demo();
    let served = Served::new(&sandbox, "");
    let before = sandbox.register_bytes();
    let filled =
        [("title", "Mag \"dit\" <b>wel</b>?"), ("question", "Eén\r\ntwee & drie"), ("ministry", "VWS")];
    for (path, csrf) in [
        ("/obstacles", None),
        ("/obstacles/new", Some("")),
        ("/obstacles", Some("0000")),
        ("/obstacles", Some(served.key.as_str())),
    ] {
        let pairs: Vec<(&str, &str)> = filled.into_iter().chain(csrf.map(|text| ("csrf", text))).collect();
        let answer = served.browser("POST", path).form(pairs).send().is(403);
        is_guarded(&answer, path);
        let page = answer.text();
        let shown = fields(&page, "record");
        let value =
            |name: &str| shown.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        assert_eq!(value("title"), Some("Mag \"dit\" <b>wel</b>?"));
        assert_eq!(value("question"), Some("Eén\ntwee & drie"));
        assert_eq!(value("ministry"), Some("VWS"));
        let told = "This page was open for too long. Nothing was recorded yet: look over what you filled in and save again.";
        assert!(page.contains(told), "{page}");
        assert!(!page.contains("<b>"), "{page}");
        assert!(sandbox.register_bytes() == before);
    }
    // What can be sent with one button only is told to be old too.
    for path in ["/history/1/undo", "/obstacles/B-001/void", "/obstacles/B-001/edit", "/themes"] {
        let answer = served.browser("POST", path).form([("because", "zomaar"), ("title", "x")]).send();
        assert_eq!(answer.status, 403, "{path}");
        assert!(answer.text().contains("Nothing was recorded yet"), "{path}");
        assert!(sandbox.register_bytes() == before, "{path}");
    }
    // Sent again from the page that came back, it is recorded.
    let page = served.browser("POST", "/obstacles").form(filled).send().is(403).text();
    let answer = served.browser("POST", "/obstacles/new").form(fields(&page, "record")).send().is(303);
    assert_eq!(answer.header("location"), Some("/obstacles/B-071"));
    let row = &sandbox.rows("show B-071")[0];
    assert_eq!((row["title"].as_str(), row["ministry"].as_str()), ("Mag \"dit\" <b>wel</b>?", "VWS"));
    assert_eq!(row["question"], "Eén\ntwee & drie");
}

#[test]
fn a_program_that_comes_with_a_cookie_says_the_token_and_one_with_the_key_need_not() {
    let sandbox = Sandbox::demo();
    let served = Served::new(&sandbox, "");
    let body = json!({ "title": "Van een programma", "question": "Mag dit?", "ministry": "OCW" });
    let before = sandbox.register_bytes();
    let by_cookie = served.browser("POST", "/api/v1/obstacles").json(&body);
    by_cookie.clone().send().problem(403);
    by_cookie.clone().header("X-CSRF-Token", "0").send().problem(403);
    // A form of another site can send text that reads as JSON: that is none.
    let text = served.browser("POST", "/api/v1/obstacles").body("text/plain", body.to_string());
    assert!(matches!(text.send().status, 403 | 415));
    served.browser("PATCH", "/api/v1/obstacles/B-001").json(&json!({ "title": "x" })).send().problem(403);
    served
        .browser("POST", "/api/v1/obstacles/B-001/_void")
        .json(&json!({ "because": "x" }))
        .send()
        .problem(403);
    assert!(sandbox.register_bytes() == before);
    let csrf = Served::csrf(|method, target| served.browser(method, target));
    let made = by_cookie.header("X-CSRF-Token", csrf).send().is(201);
    assert_eq!(made.header("location"), Some("/api/v1/obstacles/B-071"));
    let made = served.program("POST", "/api/v1/obstacles").json(&body).send().is(201);
    assert_eq!(made.header("location"), Some("/api/v1/obstacles/B-072"));
    assert_eq!(entries(&sandbox), 3);
}
