//! Roles: a reader can only read, an officer can also record, and an administrator can also maintain the lists. A user
//! without a role is refused.

use crate::common::Sandbox;
use crate::http_client::{Request, form_fields};
use crate::routes::{MinimumRole, Route, all_routes, links_from_pages};
use crate::server::{Server, assert_security_headers, demo_with_template, entry_count, run_refused_server};
use serde_json::{Value, json};

const ROLES: &str = "# Who may do what\nreader  Rie\nofficer\tOtto de Boer # since May\n\nadmin Ada\nofficer Özlem\n";

fn with_roles(sandbox: &Sandbox, options: &str) -> Server {
    sandbox.write("roles", ROLES);
    Server::behind_proxy(sandbox, &format!("--roles roles {options}"))
}

fn request(server: &Server, name: &str, route: &Route) -> Request {
    let request = server.proxied(name, route.method, &route.path);
    if route.method == "GET" {
        return request;
    }
    let csrf = Server::csrf(|method, target| server.proxied(name, method, target));
    if route.path.starts_with("/api/") {
        request.header("X-CSRF-Token", csrf).json(&json!({}))
    } else {
        request.form([("csrf", csrf)])
    }
}

/// Requests every route as the given user. Routes that require a higher role than `most` must be refused and must
/// record nothing. All other routes must be allowed.
#[track_caller]
fn may(server: &Server, sandbox: &Sandbox, name: &str, most: MinimumRole) {
    let before = sandbox.register_bytes();
    let (mut given, mut kept) = (0, 0);
    for route in all_routes() {
        let is_theirs = route.minimum_role <= most;
        // Skip allowed writes, since they would change the register; other tests cover them.
        if is_theirs && route.changes() {
            continue;
        }
        let response = request(server, name, &route).send();
        let what = format!("{name}: {} {}", route.method, route.path);
        assert_security_headers(&response, &what);
        if is_theirs || route.path.contains("/api/v1/similar") {
            assert_ne!(response.status, 403, "{what}");
            given += 1;
        } else {
            assert_eq!(response.status, 403, "{what}");
            assert!(sandbox.register_bytes() == before, "{what}");
            kept += 1;
        }
    }
    assert!(given > 50, "{given}");
    assert_eq!(kept > 0, most < MinimumRole::Admin);
}

#[test]
fn a_reader_can_read_everything_and_change_nothing() {
    let sandbox = demo_with_template();
    may(&with_roles(&sandbox, ""), &sandbox, "Rie", MinimumRole::Reader);
}

#[test]
fn an_officer_cannot_change_the_lists() {
    let sandbox = demo_with_template();
    may(&with_roles(&sandbox, ""), &sandbox, "Otto de Boer", MinimumRole::Officer);
}

#[test]
fn a_step_is_refused_for_a_record_of_another_kind() {
    let sandbox = demo_with_template();
    let server = with_roles(&sandbox, "");
    let before = sandbox.register_bytes();
    let csrf = Server::csrf(|method, target| server.proxied("Otto de Boer", method, target));
    // Only an administrator can void a figure, such as P-01. An officer must not get around this rule by requesting,
    // for example, to void an obstacle with the key P-01.
    for (kind, key) in
        [("obstacles", "P-01"), ("contacts", "P-01"), ("contacts", "B-001"), ("factsheets", "S-01"), ("obstacles", "x")]
    {
        let request = |path: &str| server.proxied("Otto de Boer", "POST", path);
        let data = request(&format!("/api/v1/{kind}/{key}/_void")).header("X-CSRF-Token", csrf.clone());
        data.json(&json!({ "because": "Om de weg" })).send().problem(404);
        let form = request(&format!("/{kind}/{key}/void")).form([("because", "Om de weg"), ("csrf", &csrf)]);
        form.send().expect_status(404);
        let edit = server.proxied("Otto de Boer", "PATCH", &format!("/api/v1/{kind}/{key}"));
        edit.header("X-CSRF-Token", csrf.clone()).json(&json!({ "title": "Om de weg" })).send().problem(404);
        assert!(sandbox.register_bytes() == before, "{kind}/{key}");
    }
    let response = server.proxied("Otto de Boer", "POST", "/api/v1/figures/P-01/_void").header("X-CSRF-Token", csrf);
    response.json(&json!({ "because": "Om de weg" })).send().problem(403);
}

#[test]
fn an_administrator_is_refused_nothing() {
    let sandbox = demo_with_template();
    may(&with_roles(&sandbox, ""), &sandbox, "Ada", MinimumRole::Admin);
}

#[test]
fn with_read_only_even_an_administrator_is_a_reader() {
    let sandbox = demo_with_template();
    may(&with_roles(&sandbox, "--read-only"), &sandbox, "Ada", MinimumRole::Reader);
    // With `--read-only`, even a client that has the key cannot write.
    let server = Server::new(&sandbox, "--read-only");
    let before = sandbox.register_bytes();
    for route in all_routes().into_iter().filter(Route::changes) {
        let request = server.program(route.method, &route.path);
        let request =
            if route.path.starts_with("/api/") { request.json(&json!({})) } else { request.form([("title", "x")]) };
        assert_eq!(request.send().status, 403, "{} {}", route.method, route.path);
    }
    assert!(sandbox.register_bytes() == before);
    assert_eq!(server.data("/session")["read_only"], true);
}

#[test]
fn a_user_without_a_role_is_refused_everywhere() {
    let sandbox = demo_with_template();
    let server = with_roles(&sandbox, "");
    let before = sandbox.register_bytes();
    for name in ["Niemand", "Ri", "Rie ada", "*", "Otto", "#", "admin", "Ada\u{a0}"] {
        for route in all_routes() {
            let response = server.proxied(name, route.method, &route.path).send();
            let what = format!("{name}: {} {}", route.method, route.path);
            assert_eq!(response.status, 403, "{what}");
            assert_security_headers(&response, &what);
            let body = response.text();
            for word in ["B-0", "student", "Stagefonds", "OCW"] {
                assert!(!body.contains(word), "{what} tells {word}");
            }
            if name != "Niemand" {
                break;
            }
        }
    }
    assert!(sandbox.register_bytes() == before);
}

#[test]
fn the_star_gives_a_role_to_everybody_else() {
    let sandbox = Sandbox::demo();
    sandbox.write("roles", "\u{feff}officer *\r\nreader Rie\r\nadmin Ada");
    let server = Server::behind_proxy(&sandbox, "--roles roles");
    let role = |name: &str| {
        let session = server.proxied(name, "GET", "/api/v1/session").send().expect_status(200).json();
        (session["name"].clone(), session["role"].clone())
    };
    for (name, known) in [("Rie", "reader"), ("Ada", "admin"), ("Wie dan ook", "officer"), ("Özlem", "officer")] {
        assert_eq!(role(name), (json!(name), json!(known)));
    }
    // Without a roles file, users behind a proxy are officers; a client that has the key is an administrator.
    let plain = Server::behind_proxy(&sandbox, "");
    let session = plain.proxied("Ada", "GET", "/api/v1/session").send().json();
    assert_eq!(session["role"], "officer");
    assert_eq!(Server::new(&sandbox, "").data("/session")["role"], "admin");
}

#[test]
fn writes_are_recorded_under_the_name_of_the_user() {
    let sandbox = Sandbox::demo();
    let server = with_roles(&sandbox, "");
    let send = |name: &str, path: &str, body: Value| {
        let csrf = Server::csrf(|method, target| server.proxied(name, method, target));
        let request = server.proxied(name, "POST", &format!("/api/v1{path}"));
        request.header("X-CSRF-Token", csrf).json(&body).send().status
    };
    let obstacle = json!({ "title": "Van een medewerker", "question": "Mag dit?", "ministry": "OCW" });
    let theme = json!({ "code": "nieuw", "nl": "nieuw", "en": "new" });
    assert_eq!(send("Rie", "/obstacles", obstacle.clone()), 403);
    assert_eq!(send("Özlem", "/obstacles", obstacle), 201);
    assert_eq!(send("Özlem", "/themes", theme.clone()), 403);
    assert_eq!(send("Ada", "/themes", theme), 201);
    let rows = sandbox.rows("history");
    let mut entries: Vec<[&str; 3]> =
        rows.iter().map(|row| ["entry", "actor", "action"].map(|name| row[name].as_str())).collect();
    entries.dedup();
    assert_eq!(entries[..2], [["3", "Ada", "theme add"], ["2", "Özlem", "log"]]);
    // A user cannot use the CSRF token of another user.
    let csrf = Server::csrf(|method, target| server.proxied("Ada", method, target));
    let request = server.proxied("Özlem", "POST", "/api/v1/obstacles").header("X-CSRF-Token", csrf);
    request.json(&json!({ "title": "x", "question": "y", "ministry": "OCW" })).send().problem(403);
    assert_eq!(entry_count(&sandbox), 3);
}

#[test]
fn the_pages_of_a_reader_neither_contain_nor_link_to_a_form_that_records() {
    let sandbox = demo_with_template();
    let server = with_roles(&sandbox, "");
    let seen = |name: &str| links_from_pages(&server, |path| server.proxied(name, "GET", path));
    let forms = |name: &str| -> Vec<String> {
        let records = seen(name).into_keys().filter(|(method, _)| method == "POST").map(|(_, path)| path);
        // These forms ask, and record nothing.
        records.filter(|path| !["/similar", "/receipts", "/obstacles/{key}"].contains(&path.as_str())).collect()
    };
    // A user with the role of reader sees no form that records something. Officers and administrators see the forms for
    // their role.
    assert_eq!(forms("Rie"), Vec::<String>::new());
    let officer = forms("Otto de Boer");
    assert!(officer.contains(&"/obstacles/new".to_owned()), "{officer:?}");
    assert!(!officer.iter().any(|path| path.starts_with("/themes") || path.contains("undo")), "{officer:?}");
    let all = seen("Ada");
    assert!(all.contains_key(&("GET".to_owned(), "/history/{entry}/undo".to_owned())), "{all:?}");
    let admin: Vec<String> = all.into_keys().filter(|(method, _)| method == "POST").map(|(_, path)| path).collect();
    assert!(admin.contains(&"/themes/new".to_owned()), "{admin:?}");
    let page = server.proxied("Rie", "GET", "/obstacles/B-001").send().expect_status(200).text();
    assert!(page.contains("Rie (reader)"), "{page}");
    assert!(form_fields(&page.replace("<form class=\"seek\"", "<form id=\"seek\""), "seek").len() == 1);
}

#[test]
fn an_invalid_line_in_the_roles_file_is_reported_with_its_number() {
    let sandbox = Sandbox::new();
    for (text, english, dutch) in [
        (
            "reader Rie\n\nbaas Ada\n",
            "roles, line 3: 'baas' is not a role; choose from: reader, officer, admin",
            "roles, regel 3: 'baas' is geen rol; kies uit: reader (lezer), officer (medewerker), admin (beheerder)",
        ),
        (
            "Rie reader\n",
            "roles, line 1: 'Rie' is not a role; choose from: reader, officer, admin",
            "roles, regel 1: 'Rie' is geen rol; kies uit: reader (lezer), officer (medewerker), admin (beheerder)",
        ),
        (
            "admin Ada\nofficer # Otto\n",
            "roles, line 2: the role needs a name after it, or * for everybody else",
            "roles, regel 2: achter de rol hoort een naam, of * voor ieder ander",
        ),
        ("admin Ada\nreader  Ada\n", "roles, line 2: 'Ada' is listed already", "roles, regel 2: 'Ada' staat er al"),
        ("reader *\nofficer *\n", "roles, line 2: '*' is listed already", "roles, regel 2: '*' staat er al"),
    ] {
        sandbox.write("roles", text);
        for (lang, before, message) in [("en", "ruimte: ", english), ("nl", "ruimte: ", dutch)] {
            let done = run_refused_server(&sandbox, lang, "--listen 127.0.0.1:0 --roles roles");
            assert_eq!(done.fails(65), format!("{before}{message}\n"), "{text:?}");
        }
    }
}

#[test]
fn a_missing_or_unreadable_roles_file_is_reported_by_name() {
    let sandbox = Sandbox::new();
    let english = run_refused_server(&sandbox, "en", "--listen 127.0.0.1:0 --roles nowhere").fails(66);
    let dutch = run_refused_server(&sandbox, "nl", "--listen 127.0.0.1:0 --roles nowhere").fails(66);
    assert!(english.contains("nowhere") && dutch.contains("nowhere") && english != dutch, "{english}{dutch}");
    sandbox.write("roles", b"reader \xff\xfe");
    let done = run_refused_server(&sandbox, "en", "--listen 127.0.0.1:0 --roles roles");
    assert!(matches!(done.code, 65 | 74), "{done:?}");
    assert!(done.stderr.contains("roles"), "{done:?}");
}

#[test]
fn listening_for_others_requires_a_proxy_that_signs_them_in() {
    let sandbox = Sandbox::new();
    let error_of = |lang: &str, options: &str| run_refused_server(&sandbox, lang, options).fails(2);
    for listen in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0", "10.0.0.1:8417"] {
        assert_eq!(
            error_of("en", &format!("--listen '{listen}'")),
            format!(
                "ruimte: others can reach {listen}, and these pages sign nobody in themselves: listen on 127.0.0.1, or put a proxy in front that signs people in and give --auth-header NAME --trusted-proxy ADDRESS\n"
            )
        );
        assert_eq!(
            error_of("nl", &format!("--listen '{listen}'")),
            format!(
                "ruimte: {listen} is ook voor anderen bereikbaar, en deze pagina's melden zelf niemand aan: luister op 127.0.0.1, of zet er een proxy voor die mensen aanmeldt en geef --auth-header NAAM --trusted-proxy ADRES\n"
            )
        );
    }
    let (english, dutch) = (
        "ruimte: --auth-header and --trusted-proxy go together: give both\n",
        "ruimte: --auth-header en --trusted-proxy horen bij elkaar: geef beide\n",
    );
    for half in ["--auth-header X-Remote-User", "--trusted-proxy 127.0.0.1"] {
        for listen in ["127.0.0.1:0", "0.0.0.0:0"] {
            let options = format!("--listen '{listen}' {half}");
            assert_eq!((error_of("en", &options), error_of("nl", &options)), (english.to_owned(), dutch.to_owned()));
        }
    }
    for taken in ["Authorization", "cookie", "HOST", "Origin", "Content-Type", "X Remote", "", "É"] {
        let options = format!("--auth-header '{taken}' --trusted-proxy 127.0.0.1");
        let message = error_of("en", &options);
        assert!(message.contains(&format!("'{taken}' cannot be the name of an HTTP header")), "{message}");
    }
    for proxy in ["localhost", "127.0.0", "10.0.0.0/8", "127.0.0.1:80", "*"] {
        let message = error_of("en", &format!("--auth-header X-Remote-User --trusted-proxy '{proxy}'"));
        assert!(message.contains(&format!("'{proxy}' is not the IP address of a proxy")), "{message}");
    }
    for listen in ["127.0.0.1", "8417", "example.org:80", "127.0.0.1:99999", ""] {
        let message = error_of("en", &format!("--listen '{listen}'"));
        assert!(message.contains(&format!("'{listen}' is not an address with a port")), "{message}");
    }
}

#[test]
fn an_address_that_is_in_use_is_reported() {
    let sandbox = Sandbox::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    assert_eq!(
        run_refused_server(&sandbox, "en", &format!("--listen '{listen}'")).fails(73),
        format!(
            "ruimte: cannot listen on {listen}: another program listens there already; choose another port with --listen\n"
        )
    );
    assert_eq!(
        run_refused_server(&sandbox, "nl", &format!("--listen '{listen}'")).fails(73),
        format!(
            "ruimte: op {listen} kan niet worden geluisterd: een ander programma luistert daar al; kies een andere poort met --listen\n"
        )
    );
    // This address is in 192.0.2.0/24, which is reserved for documentation, so no computer has it.
    let listen = "192.0.2.1:1";
    let options = format!("--listen '{listen}' --auth-header X-Remote-User --trusted-proxy 127.0.0.1");
    assert_eq!(
        run_refused_server(&sandbox, "en", &options).fails(73),
        format!("ruimte: cannot listen on {listen}: it is not an address of this computer\n")
    );
}

#[test]
fn a_missing_register_is_not_served() {
    let sandbox = Sandbox::empty();
    let error = run_refused_server(&sandbox, "en", "--listen 127.0.0.1:0").fails(66);
    assert!(error.contains("register.db"), "{error}");
    assert!(!sandbox.path("register.db").exists());
}
