//! Every address, written down here once, with who may ask it: the pages, and the interface as its description gives it.

use crate::http_client::{attribute, tags};
use crate::server::Served;
use std::collections::{BTreeMap, BTreeSet};

/// Who may ask it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needs {
    Reader,
    Officer,
    Admin,
}

/// An address with the way it is asked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub method: &'static str,
    pub path: String,
    pub needs: Needs,
}

impl Place {
    /// Whether asking it changes something, so that a reader may not.
    pub fn changes(&self) -> bool {
        self.method != "GET" && self.needs > Needs::Reader
    }
}

/// The kinds of record, one that the demonstration register has, and whose they are.
pub const KINDS: [(&str, &str, Needs); 13] = [
    ("obstacles", "B-001", Needs::Officer),
    ("contacts", "C-001", Needs::Officer),
    ("factsheets", "F-01", Needs::Officer),
    ("schemes", "S-01", Needs::Officer),
    ("ministries", "OCW", Needs::Admin),
    ("regions", "2", Needs::Admin),
    ("care-domains", "ggz", Needs::Admin),
    ("themes", "permanent-leren", Needs::Admin),
    ("natures", "funding", Needs::Admin),
    ("laws", "32016R0679", Needs::Admin),
    ("synonyms", "aanbesteding", Needs::Admin),
    ("publications", "zorgpact-2018", Needs::Admin),
    ("figures", "P-01", Needs::Admin),
];

/// What can be done with a record of a kind beside changing it.
pub fn steps(kind: &str) -> &'static [&'static str] {
    match kind {
        "obstacles" => &["analyse", "classify", "close", "reopen", "link", "unlink", "void"],
        "contacts" | "factsheets" | "schemes" | "figures" => &["void"],
        _ => &[],
    }
}

const REPORTS: [&str; 3] = ["overview", "totals", "laws"];

/// The pages.
pub fn pages() -> Vec<Place> {
    let mut all = Vec::new();
    let mut add = |method, path: &str, needs| all.push(Place { method, path: path.to_owned(), needs });
    for path in "/ /search /search?q=student /similar /count /reports /reconcile /history /history/1 /lists \
        /accessibility /nowhere"
        .split(' ')
    {
        add("GET", path, Needs::Reader);
    }
    for report in REPORTS {
        add("GET", &format!("/reports/{report}"), Needs::Reader);
    }
    add("POST", "/similar", Needs::Reader);
    add("POST", "/history/1/undo", Needs::Admin);
    for (kind, key, needs) in KINDS {
        add("GET", &format!("/{kind}"), Needs::Reader);
        add("GET", &format!("/{kind}?format=csv"), Needs::Reader);
        add("GET", &format!("/{kind}/{key}"), Needs::Reader);
        add("POST", &format!("/{kind}"), needs);
        for path in ["new".to_owned(), format!("{key}/edit")] {
            add("GET", &format!("/{kind}/{path}"), needs);
            add("POST", &format!("/{kind}/{path}"), needs);
        }
        for step in steps(kind) {
            add("GET", &format!("/{kind}/{key}/{step}"), needs);
            add("POST", &format!("/{kind}/{key}/{step}"), needs);
        }
    }
    all
}

/// The interface for programs.
pub fn interface() -> Vec<Place> {
    let mut all = Vec::new();
    let mut add =
        |method, path: &str, needs| all.push(Place { method, path: format!("/api/v1{path}"), needs });
    // The description does not describe itself.
    for path in ["/openapi.json", "/session", "/search", "/similar", "/counts", "/reconciliation", "/history"]
    {
        add("GET", path, Needs::Reader);
    }
    add("GET", "/reports/totals", Needs::Reader);
    add("GET", "/obstacles/B-001/similar", Needs::Reader);
    add("POST", "/similar", Needs::Reader);
    for (kind, key, needs) in KINDS {
        add("GET", &format!("/{kind}"), Needs::Reader);
        add("GET", &format!("/{kind}/{key}"), Needs::Reader);
        add("POST", &format!("/{kind}"), needs);
        add("PATCH", &format!("/{kind}/{key}"), needs);
        if key.contains('-') && key.starts_with(|character: char| character.is_ascii_uppercase()) {
            add("GET", &format!("/{kind}/{key}/history"), Needs::Reader);
        }
        for step in steps(kind) {
            add("POST", &format!("/{kind}/{key}/_{step}"), needs);
        }
    }
    all
}

/// All of them.
pub fn all() -> Vec<Place> {
    pages().into_iter().chain(interface()).collect()
}

/// An address with what varies in it left open.
fn pattern(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap();
    let pieces: Vec<&str> = path.split('/').collect();
    let with = |at: usize, name: &str| {
        let mut pieces = pieces.clone();
        pieces[at] = name;
        pieces.join("/")
    };
    let (at, first) =
        if path.starts_with("/api/v1/") { (4, pieces[3]) } else { (2, *pieces.get(1).unwrap_or(&"")) };
    let is_kind = KINDS.iter().any(|(kind, ..)| *kind == first);
    match pieces.get(at) {
        Some(&key) if is_kind && key != "new" => with(at, "{key}"),
        Some(_) if first == "reports" => with(at, "{name}"),
        Some(_) if first == "history" => with(at, "{entry}"),
        _ => path.to_owned(),
    }
}

#[test]
fn the_description_has_every_address_of_the_interface_and_no_other() {
    let served = Served::demo();
    let described = served.data("/openapi.json");
    let base = described["servers"][0]["url"].as_str().unwrap().to_owned();
    let mut found: BTreeSet<(String, String)> = BTreeSet::new();
    for (path, methods) in described["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            found.insert((method.to_uppercase(), format!("{base}{path}")));
        }
    }
    let known: BTreeSet<(String, String)> = interface()
        .iter()
        .map(|place| (place.method.to_owned(), pattern(&place.path)))
        .filter(|(_, path)| path != "/api/v1/openapi.json")
        .collect();
    assert_eq!(found, known);
}

/// What the pages lead to, as somebody sees them: each address once for each pattern, with what it was asked from.
pub fn led_to(
    served: &Served,
    ask: impl Fn(&str) -> crate::http_client::Ask,
) -> BTreeMap<(String, String), String> {
    let mut found: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut asked: BTreeSet<String> = BTreeSet::new();
    let mut ahead = vec!["/".to_owned()];
    let _ = served;
    while let Some(at) = ahead.pop() {
        if !asked.insert(format!("GET {}", pattern(&at))) {
            continue;
        }
        let answer = ask(&at).send();
        found.insert(("GET".to_owned(), pattern(&at)), at.clone());
        assert!(matches!(answer.status, 200 | 303), "{at}: {}", answer.status);
        if let Some(to) = answer.header("location") {
            ahead.push(to.to_owned());
        }
        if !answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
            continue;
        }
        let page = answer.text();
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
                found
                    .entry(("POST".to_owned(), pattern(&action)))
                    .or_insert_with(|| format!("{action} on {at}"));
            }
        }
    }
    found
}

#[test]
fn what_the_pages_lead_to_is_all_here() {
    let served = Served::demo();
    let cookie = served.cookie();
    let found = led_to(&served, |path| served.ask("GET", path).header("Cookie", cookie.clone()));
    let known: BTreeSet<(String, String)> =
        all().iter().map(|place| (place.method.to_owned(), pattern(&place.path))).collect();
    let unknown: Vec<_> = found.iter().filter(|(key, _)| !known.contains(key)).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
    // It came further than the front door: a form of every kind was seen.
    let missed: Vec<_> = KINDS
        .iter()
        .map(|(kind, ..)| ("POST".to_owned(), format!("/{kind}/new")))
        .filter(|wanted| !found.contains_key(wanted))
        .collect();
    assert_eq!(missed, Vec::new());
}
