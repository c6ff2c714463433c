//! Who may do what: a reader reads, an officer records, an administrator keeps the lists, and who is not named stays out.

use crate::common::Sandbox;
use crate::http_client::{Ask, fields};
use crate::routes::{Needs, Place, all, led_to};
use crate::server::{Served, entries, is_guarded, refused};
use serde_json::{Value, json};

const ROLES: &str =
    "# Who may do what\nreader  Rie\nofficer\tOtto de Boer # since May\n\nadmin Ada\nofficer Özlem\n";

/// A site with those roles.
fn with_roles(sandbox: &Sandbox, options: &str) -> Served {
    sandbox.write("roles", ROLES);
    Served::behind_proxy(sandbox, &format!("--roles roles {options}"))
}

/// Asks what an address is for, with a body of the kind that it takes and the token of who asks.
fn ask(served: &Served, name: &str, place: &Place) -> Ask {
    let ask = served.by_name(name, place.method, &place.path);
    if place.method == "GET" {
        return ask;
    }
    let csrf = Served::csrf(|method, target| served.by_name(name, method, target));
    if place.path.starts_with("/api/") {
        ask.header("X-CSRF-Token", csrf).json(&json!({}))
    } else {
        ask.form([("csrf", csrf)])
    }
}

/// Asks every address as somebody, and finds that what is theirs is given, and all else refused and not recorded.
#[track_caller]
fn may(served: &Served, sandbox: &Sandbox, name: &str, most: Needs) {
    let before = sandbox.register_bytes();
    let (mut given, mut kept) = (0, 0);
    for place in all() {
        let is_theirs = place.needs <= most;
        // What they may do would be done: that is looked at elsewhere.
        if is_theirs && place.changes() {
            continue;
        }
        let answer = ask(served, name, &place).send();
        let what = format!("{name}: {} {}", place.method, place.path);
        is_guarded(&answer, &what);
        if is_theirs || place.path.contains("/api/v1/similar") {
            assert_ne!(answer.status, 403, "{what}");
            given += 1;
        } else {
            assert_eq!(answer.status, 403, "{what}");
            assert!(sandbox.register_bytes() == before, "{what}");
            kept += 1;
        }
    }
    assert!(given > 50, "{given}");
    assert_eq!(kept > 0, most < Needs::Admin);
}

#[test]
fn a_reader_may_read_everything_and_change_nothing() {
    let sandbox = Sandbox::demo();
    may(&with_roles(&sandbox, ""), &sandbox, "Rie", Needs::Reader);
}

#[test]
fn an_officer_may_not_change_the_lists() {
    let sandbox = Sandbox::demo();
    may(&with_roles(&sandbox, ""), &sandbox, "Otto de Boer", Needs::Officer);
}

#[test]
fn a_step_of_one_kind_is_not_done_with_a_record_of_another() {
    let sandbox = Sandbox::demo();
    let served = with_roles(&sandbox, "");
    let before = sandbox.register_bytes();
    let csrf = Served::csrf(|method, target| served.by_name("Otto de Boer", method, target));
    // A figure is for an administrator to void, by whatever address.
    for (kind, key) in [
        ("obstacles", "P-01"),
        ("contacts", "P-01"),
        ("contacts", "B-001"),
        ("factsheets", "S-01"),
        ("obstacles", "x"),
    ] {
        let ask = |path: &str| served.by_name("Otto de Boer", "POST", path);
        let data = ask(&format!("/api/v1/{kind}/{key}/_void")).header("X-CSRF-Token", csrf.clone());
        data.json(&json!({ "because": "Om de weg" })).send().problem(404);
        let form = ask(&format!("/{kind}/{key}/void")).form([("because", "Om de weg"), ("csrf", &csrf)]);
        form.send().is(404);
        let edit = served.by_name("Otto de Boer", "PATCH", &format!("/api/v1/{kind}/{key}"));
        edit.header("X-CSRF-Token", csrf.clone()).json(&json!({ "title": "Om de weg" })).send().problem(404);
        assert!(sandbox.register_bytes() == before, "{kind}/{key}");
    }
    let answer =
        served.by_name("Otto de Boer", "POST", "/api/v1/figures/P-01/_void").header("X-CSRF-Token", csrf);
    answer.json(&json!({ "because": "Om de weg" })).send().problem(403);
}

#[test]
fn an_administrator_is_refused_nothing() {
    let sandbox = Sandbox::demo();
    may(&with_roles(&sandbox, ""), &sandbox, "Ada", Needs::Admin);
}

#[test]
fn where_it_is_read_only_an_administrator_is_a_reader() {
    let sandbox = Sandbox::demo();
    may(&with_roles(&sandbox, "--read-only"), &sandbox, "Ada", Needs::Reader);
    // With the key it is the same.
    let served = Served::new(&sandbox, "--read-only");
    let before = sandbox.register_bytes();
    for place in all().into_iter().filter(Place::changes) {
        let ask = served.program(place.method, &place.path);
        let ask =
            if place.path.starts_with("/api/") { ask.json(&json!({})) } else { ask.form([("title", "x")]) };
        assert_eq!(ask.send().status, 403, "{} {}", place.method, place.path);
    }
    assert!(sandbox.register_bytes() == before);
    assert_eq!(served.data("/session")["read_only"], true);
}

#[test]
fn who_is_not_named_comes_in_nowhere() {
    let sandbox = Sandbox::demo();
    let served = with_roles(&sandbox, "");
    let before = sandbox.register_bytes();
    for name in ["Niemand", "rie", "Rie ada", "*", "Otto", "#", "admin", "Ada\u{a0}"] {
        for place in all() {
            let answer = served.by_name(name, place.method, &place.path).send();
            let what = format!("{name}: {} {}", place.method, place.path);
            assert_eq!(answer.status, 403, "{what}");
            is_guarded(&answer, &what);
            let body = answer.text();
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
fn everybody_else_has_the_role_of_the_star() {
    let sandbox = Sandbox::demo();
    sandbox.write("roles", "\u{feff}officer *\r\nreader Rie\r\nadmin Ada");
    let served = Served::behind_proxy(&sandbox, "--roles roles");
    let role = |name: &str| {
        let session = served.by_name(name, "GET", "/api/v1/session").send().is(200).json();
        (session["name"].clone(), session["role"].clone())
    };
    for (name, known) in
        [("Rie", "reader"), ("Ada", "admin"), ("Wie dan ook", "officer"), ("Özlem", "officer")]
    {
        assert_eq!(role(name), (json!(name), json!(known)));
    }
    // Where nobody says, who comes through a proxy is an officer, and who has the key an administrator.
    let plain = Served::behind_proxy(&sandbox, "");
    let session = plain.by_name("Ada", "GET", "/api/v1/session").send().json();
    assert_eq!(session["role"], "officer");
    assert_eq!(Served::new(&sandbox, "").data("/session")["role"], "admin");
}

#[test]
fn what_an_officer_and_an_administrator_record_is_recorded_in_their_names() {
    let sandbox = Sandbox::demo();
    let served = with_roles(&sandbox, "");
    let send = |name: &str, path: &str, body: Value| {
        let csrf = Served::csrf(|method, target| served.by_name(name, method, target));
        let ask = served.by_name(name, "POST", &format!("/api/v1{path}"));
        ask.header("X-CSRF-Token", csrf).json(&body).send().status
    };
    let obstacle = json!({ "title": "Van een medewerker", "question": "Mag dit?", "ministry": "OCW" });
    let theme = json!({ "code": "nieuw", "nl": "nieuw", "en": "new" });
    assert_eq!(send("Rie", "/obstacles", obstacle.clone()), 403);
    assert_eq!(send("Özlem", "/obstacles", obstacle), 201);
    assert_eq!(send("Özlem", "/themes", theme.clone()), 403);
    assert_eq!(send("Ada", "/themes", theme), 201);
    let rows = sandbox.rows("history");
    let mut told: Vec<[&str; 3]> =
        rows.iter().map(|row| ["entry", "actor", "action"].map(|name| row[name].as_str())).collect();
    told.dedup();
    assert_eq!(told[..2], [["3", "Ada", "theme add"], ["2", "Özlem", "log"]]);
    // A token is one person's own.
    let csrf = Served::csrf(|method, target| served.by_name("Ada", method, target));
    let ask = served.by_name("Özlem", "POST", "/api/v1/obstacles").header("X-CSRF-Token", csrf);
    ask.json(&json!({ "title": "x", "question": "y", "ministry": "OCW" })).send().problem(403);
    assert_eq!(entries(&sandbox), 3);
}

#[test]
fn the_pages_of_a_reader_have_no_form_that_records_and_no_link_to_one() {
    let sandbox = Sandbox::demo();
    let served = with_roles(&sandbox, "");
    let seen = |name: &str| led_to(&served, |path| served.by_name(name, "GET", path));
    let forms = |name: &str| -> Vec<String> {
        let records = seen(name).into_keys().filter(|(method, _)| method == "POST").map(|(_, path)| path);
        records.filter(|path| path != "/similar").collect()
    };
    // Whatever a page leads to, they may see: who asks finds no answer but 200 and 303.
    assert_eq!(forms("Rie"), Vec::<String>::new());
    let officer = forms("Otto de Boer");
    assert!(officer.contains(&"/obstacles/new".to_owned()), "{officer:?}");
    assert!(!officer.iter().any(|path| path.starts_with("/themes") || path.contains("undo")), "{officer:?}");
    let admin = forms("Ada");
    assert!(admin.contains(&"/themes/new".to_owned()), "{admin:?}");
    assert!(admin.contains(&"/history/{entry}/undo".to_owned()), "{admin:?}");
    let page = served.by_name("Rie", "GET", "/obstacles/B-001").send().is(200).text();
    assert!(page.contains("Rie (reader)"), "{page}");
    assert!(fields(&page.replace("<form class=\"seek\"", "<form id=\"seek\""), "seek").len() == 1);
}

#[test]
fn a_line_of_the_roles_that_cannot_be_read_is_told_with_file_and_line() {
    let sandbox = Sandbox::new();
    for (text, english, dutch) in [
        (
            "reader Rie\n\nbaas Ada\n",
            "roles, line 3: 'baas' is no role; choose from: reader, officer, admin",
            "roles, regel 3: 'baas' is geen rol; kies uit: reader, officer, admin",
        ),
        (
            "Rie reader\n",
            "roles, line 1: 'Rie' is no role; choose from: reader, officer, admin",
            "roles, regel 1: 'Rie' is geen rol; kies uit: reader, officer, admin",
        ),
        (
            "admin Ada\nofficer # Otto\n",
            "roles, line 2: a name belongs behind the role, or * for everybody else",
            "roles, regel 2: achter de rol hoort een naam, of * voor ieder ander",
        ),
        (
            "admin Ada\nreader  Ada\n",
            "roles, line 2: 'Ada' is there already",
            "roles, regel 2: 'Ada' staat er al",
        ),
        ("reader *\nofficer *\n", "roles, line 2: '*' is there already", "roles, regel 2: '*' staat er al"),
    ] {
        sandbox.write("roles", text);
        for (lang, before, told) in [("en", "ruimte: ", english), ("nl", "ruimte: ", dutch)] {
            let done = refused(&sandbox, lang, "--listen 127.0.0.1:0 --roles roles");
            assert_eq!(done.fails(65), format!("{before}{told}\n"), "{text:?}");
        }
    }
}

#[test]
fn roles_that_are_not_there_are_told_by_name() {
    let sandbox = Sandbox::new();
    let english = refused(&sandbox, "en", "--listen 127.0.0.1:0 --roles nowhere").fails(66);
    let dutch = refused(&sandbox, "nl", "--listen 127.0.0.1:0 --roles nowhere").fails(66);
    assert!(english.contains("nowhere") && dutch.contains("nowhere") && english != dutch, "{english}{dutch}");
    sandbox.write("roles", b"reader \xff\xfe");
    let done = refused(&sandbox, "en", "--listen 127.0.0.1:0 --roles roles");
    assert!(matches!(done.code, 65 | 74), "{done:?}");
    assert!(done.stderr.contains("roles"), "{done:?}");
}

#[test]
fn others_are_not_let_in_unless_somebody_signs_them_in() {
    let sandbox = Sandbox::new();
    let told = |lang: &str, options: &str| refused(&sandbox, lang, options).fails(2);
    for listen in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0", "10.0.0.1:8417"] {
        assert_eq!(
            told("en", &format!("--listen '{listen}'")),
            format!(
                "ruimte: others can reach {listen}, and these pages sign nobody in themselves: listen on 127.0.0.1, or put a proxy before it that signs people in and give --auth-header NAME --trusted-proxy ADDRESS\n"
            )
        );
        assert_eq!(
            told("nl", &format!("--listen '{listen}'")),
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
            assert_eq!((told("en", &options), told("nl", &options)), (english.to_owned(), dutch.to_owned()));
        }
    }
    for taken in ["Authorization", "cookie", "HOST", "Origin", "Content-Type", "X Remote", "", "É"] {
        let options = format!("--auth-header '{taken}' --trusted-proxy 127.0.0.1");
        let told = told("en", &options);
        assert!(told.contains(&format!("'{taken}' cannot be the name of an HTTP header")), "{told}");
    }
    for proxy in ["localhost", "127.0.0", "10.0.0.0/8", "127.0.0.1:80", "*"] {
        let told = told("en", &format!("--auth-header X-Remote-User --trusted-proxy '{proxy}'"));
        assert!(told.contains(&format!("'{proxy}' is no IP address of a proxy")), "{told}");
    }
    for listen in ["127.0.0.1", "8417", "example.org:80", "127.0.0.1:99999", ""] {
        let told = told("en", &format!("--listen '{listen}'"));
        assert!(told.contains(&format!("'{listen}' is no address with a port")), "{told}");
    }
}

#[test]
fn an_address_that_is_in_use_is_told_so() {
    let sandbox = Sandbox::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    assert_eq!(
        refused(&sandbox, "en", &format!("--listen '{listen}'")).fails(73),
        format!(
            "ruimte: cannot listen on {listen}: another program listens there already; choose another port with --listen\n"
        )
    );
    assert_eq!(
        refused(&sandbox, "nl", &format!("--listen '{listen}'")).fails(73),
        format!(
            "ruimte: op {listen} kan niet worden geluisterd: een ander programma luistert daar al; kies een andere poort met --listen\n"
        )
    );
    // 192.0.2.0/24 is nobody's.
    let listen = "192.0.2.1:1";
    let options = format!("--listen '{listen}' --auth-header X-Remote-User --trusted-proxy 127.0.0.1");
    assert_eq!(
        refused(&sandbox, "en", &options).fails(73),
        format!("ruimte: cannot listen on {listen}: it is no address of this computer\n")
    );
}

#[test]
fn a_register_that_is_not_there_is_not_served() {
    let sandbox = Sandbox::empty();
    let told = refused(&sandbox, "en", "--listen 127.0.0.1:0").fails(66);
    assert!(told.contains("register.db"), "{told}");
    assert!(!sandbox.path("register.db").exists());
}
