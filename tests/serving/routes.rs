//! Every route of the pages and the API, with the minimum role that it requires.

use crate::http_client::{attribute, tags};
use crate::server::Server;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MinimumRole {
    Reader,
    Officer,
    Admin,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    pub method: &'static str,
    pub path: String,
    pub minimum_role: MinimumRole,
}

impl Route {
    pub fn changes(&self) -> bool {
        self.method != "GET" && self.minimum_role > MinimumRole::Reader
    }
}

/// The kinds of record. Each has the key of an existing record and the minimum role for changing that record.
pub const KINDS: [(&str, &str, MinimumRole); 15] = [
    ("obstacles", "B-001", MinimumRole::Officer),
    ("contacts", "C-001", MinimumRole::Officer),
    ("factsheets", "F-01", MinimumRole::Officer),
    ("schemes", "S-01", MinimumRole::Officer),
    ("views", "V-01", MinimumRole::Officer),
    ("ministries", "OCW", MinimumRole::Admin),
    ("regions", "2", MinimumRole::Admin),
    ("care-domains", "ggz", MinimumRole::Admin),
    ("themes", "permanent-leren", MinimumRole::Admin),
    ("natures", "funding", MinimumRole::Admin),
    ("laws", "32016R0679", MinimumRole::Admin),
    ("synonyms", "aanbesteding", MinimumRole::Admin),
    ("publications", "zorgpact-2018", MinimumRole::Admin),
    ("figures", "P-01", MinimumRole::Admin),
    ("reply-templates", "T-01", MinimumRole::Admin),
];

/// The actions, apart from editing, that a user can do on a record of the given kind.
pub fn steps(kind: &str) -> &'static [&'static str] {
    match kind {
        "obstacles" => &["analyse", "classify", "close", "reopen", "link", "unlink", "void"],
        "contacts" | "factsheets" | "schemes" | "figures" | "views" | "reply-templates" => &["void"],
        _ => &[],
    }
}

const REPORTS: [&str; 3] = ["overview", "totals", "laws"];

pub fn pages() -> Vec<Route> {
    let mut all = Vec::new();
    let mut add = |method, path: &str, minimum_role| all.push(Route { method, path: path.to_owned(), minimum_role });
    for path in "/ /search /search?q=student /similar /count /reports /reconcile /history /history/1 /lists \
        /help /receipts /snapshots /accessibility /nowhere"
        .split(' ')
    {
        add("GET", path, MinimumRole::Reader);
    }
    for report in REPORTS {
        add("GET", &format!("/reports/{report}"), MinimumRole::Reader);
    }
    add("GET", "/obstacles/B-001/reply", MinimumRole::Reader);
    add("POST", "/similar", MinimumRole::Reader);
    add("POST", "/obstacles/B-001", MinimumRole::Reader);
    add("GET", "/obstacles/B-001/reuse", MinimumRole::Officer);
    add("GET", "/history/1/undo", MinimumRole::Admin);
    add("POST", "/receipts", MinimumRole::Reader);
    add("GET", "/calendar", MinimumRole::Officer);
    add("POST", "/calendar/key", MinimumRole::Officer);
    add("POST", "/calendar/revoke", MinimumRole::Officer);
    add("GET", "/persons", MinimumRole::Officer);
    add("GET", "/persons/N-01", MinimumRole::Officer);
    for path in ["/persons/N-01/erase", "/backup", "/publish"] {
        add("GET", path, MinimumRole::Admin);
    }
    for path in [
        "/history/1/undo",
        "/persons/N-01/erase",
        "/backup/download",
        "/backup/check",
        "/publish/preview",
        "/publish/download",
        "/snapshots",
    ] {
        add("POST", path, MinimumRole::Admin);
    }
    for path in ["/import", "/import/0"] {
        add("GET", path, MinimumRole::Officer);
        add("POST", path, MinimumRole::Officer);
    }
    add("GET", "/obstacles/edit", MinimumRole::Officer);
    add("GET", "/obstacles/edit/found", MinimumRole::Officer);
    add("POST", "/obstacles/edit/save", MinimumRole::Officer);
    add("GET", "/import/0/mapping", MinimumRole::Officer);
    add("POST", "/import/0/run", MinimumRole::Officer);
    add("POST", "/import/0/discard", MinimumRole::Officer);
    for (kind, key, minimum_role) in KINDS {
        add("GET", &format!("/{kind}"), MinimumRole::Reader);
        add("GET", &format!("/{kind}?format=csv"), MinimumRole::Reader);
        add("GET", &format!("/{kind}/{key}"), MinimumRole::Reader);
        add("POST", &format!("/{kind}"), minimum_role);
        for path in ["new".to_owned(), format!("{key}/edit")] {
            add("GET", &format!("/{kind}/{path}"), minimum_role);
            add("POST", &format!("/{kind}/{path}"), minimum_role);
        }
        for step in steps(kind) {
            add("GET", &format!("/{kind}/{key}/{step}"), minimum_role);
            add("POST", &format!("/{kind}/{key}/{step}"), minimum_role);
        }
        for method in ["GET", "POST"] {
            add(method, &format!("/{kind}/{key}/redact"), MinimumRole::Admin);
        }
    }
    all
}

pub fn interface() -> Vec<Route> {
    let mut all = Vec::new();
    let mut add =
        |method, path: &str, minimum_role| all.push(Route { method, path: format!("/api/v1{path}"), minimum_role });
    // `/openapi.json` is a route too, although the API description does not list its own address.
    for path in ["/openapi.json", "/session", "/search", "/similar", "/counts", "/reconciliation", "/history"] {
        add("GET", path, MinimumRole::Reader);
    }
    add("GET", "/reports/totals", MinimumRole::Reader);
    add("GET", "/obstacles/B-001/similar", MinimumRole::Reader);
    add("GET", "/obstacles/B-001/reply", MinimumRole::Reader);
    add("POST", "/similar", MinimumRole::Reader);
    add("POST", "/obstacles/_edit", MinimumRole::Officer);
    for (kind, key, minimum_role) in KINDS {
        add("GET", &format!("/{kind}"), MinimumRole::Reader);
        add("GET", &format!("/{kind}/{key}"), MinimumRole::Reader);
        add("POST", &format!("/{kind}"), minimum_role);
        add("PATCH", &format!("/{kind}/{key}"), minimum_role);
        if key.contains('-') && key.starts_with(|character: char| character.is_ascii_uppercase()) {
            add("GET", &format!("/{kind}/{key}/history"), MinimumRole::Reader);
        }
        for step in steps(kind) {
            add("POST", &format!("/{kind}/{key}/_{step}"), minimum_role);
        }
        add("POST", &format!("/{kind}/{key}/_redact"), MinimumRole::Admin);
    }
    all
}

pub fn all_routes() -> Vec<Route> {
    pages().into_iter().chain(interface()).collect()
}

/// Replaces the record keys in an address by placeholders.
fn pattern(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap();
    let pieces: Vec<&str> = path.split('/').collect();
    let with = |at: usize, name: &str| {
        let mut pieces = pieces.clone();
        pieces[at] = name;
        pieces.join("/")
    };
    let (at, first) = if path.starts_with("/api/v1/") { (4, pieces[3]) } else { (2, *pieces.get(1).unwrap_or(&"")) };
    let is_kind = first == "persons" || KINDS.iter().any(|(kind, ..)| *kind == first);
    match pieces.get(at) {
        Some(&key) if is_kind && !["new", "edit", "_edit"].contains(&key) => with(at, "{key}"),
        Some(_) if first == "reports" => with(at, "{name}"),
        Some(_) if first == "history" => with(at, "{entry}"),
        Some(_) if first == "import" => with(at, "{token}"),
        _ => path.to_owned(),
    }
}

#[test]
fn the_api_description_has_exactly_these_routes() {
    let server = Server::demo();
    let described = server.data("/openapi.json");
    let base = described["servers"][0]["url"].as_str().unwrap().to_owned();
    let mut found: BTreeSet<(String, String)> = BTreeSet::new();
    for (path, methods) in described["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            found.insert((method.to_uppercase(), format!("{base}{path}")));
        }
    }
    let known: BTreeSet<(String, String)> = interface()
        .iter()
        .map(|route| (route.method.to_owned(), pattern(&route.path)))
        .filter(|(_, path)| path != "/api/v1/openapi.json")
        .collect();
    assert_eq!(found, known);
}

/// Crawls the pages as one user. Maps each method and address pattern to an example address. For a form, the example
/// also names a page that contains the form.
pub fn links_from_pages(
    server: &Server,
    request: impl Fn(&str) -> crate::http_client::Request,
) -> BTreeMap<(String, String), String> {
    let mut found: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut visited: BTreeSet<String> = BTreeSet::new();
    let mut ahead = vec!["/".to_owned()];
    let _ = server;
    while let Some(at) = ahead.pop() {
        if !visited.insert(format!("GET {}", pattern(&at))) {
            continue;
        }
        let response = request(&at).send();
        found.insert(("GET".to_owned(), pattern(&at)), at.clone());
        assert!(matches!(response.status, 200 | 303), "{at}: {}", response.status);
        if let Some(to) = response.header("location") {
            ahead.push(to.to_owned());
        }
        if !response.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
            continue;
        }
        let page = response.text();
        for tag in ["a", "link", "script"].into_iter().flat_map(|name| tags(&page, name)) {
            let Some(href) = attribute(tag, "href").or_else(|| attribute(tag, "src")) else { continue };
            if href.starts_with('/') && !href.starts_with("/assets/") {
                assert!(!href.starts_with("//"), "{at} leads away: {href}");
                ahead.push(href);
            }
        }
        for tag in tags(&page, "form") {
            let (action, method) = (attribute(tag, "action").unwrap(), attribute(tag, "method").unwrap());
            let key = (method.to_uppercase(), pattern(&action));
            found.entry(key).or_insert_with(|| format!("{action} on {at}"));
        }
        for tag in tags(&page, "button") {
            if let Some(action) = attribute(tag, "formaction") {
                found.entry(("POST".to_owned(), pattern(&action))).or_insert_with(|| format!("{action} on {at}"));
            }
        }
    }
    found
}

#[test]
fn every_link_on_the_pages_is_a_known_route() {
    let server = Server::demo();
    let cookie = server.cookie();
    let found = links_from_pages(&server, |path| server.request("GET", path).header("Cookie", cookie.clone()));
    let known: BTreeSet<(String, String)> =
        all_routes().iter().map(|route| (route.method.to_owned(), pattern(&route.path))).collect();
    let unknown: Vec<_> = found.iter().filter(|(key, _)| !known.contains(key)).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
    // Make sure that the crawl reached the forms of every kind of record.
    let missed: Vec<_> = KINDS
        .iter()
        .map(|(kind, ..)| ("POST".to_owned(), format!("/{kind}/new")))
        .filter(|wanted| !found.contains_key(wanted))
        .collect();
    assert_eq!(missed, Vec::new());
}
