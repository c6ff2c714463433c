//! The DCAT description of a data set, checked by the rules of DCAT-AP-NL 3.0.

use super::{LACKS, Set, published};
use crate::common::Sandbox;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const EU: &str = "http://publications.europa.eu/resource/authority/";
/// The codes of the EU vocabulary of data themes.
const THEMES: &str = "AGRI ECON EDUC ENER ENVI GOVE HEAL INTR JUST OP_DATPRO REGI SOCI TECH TRAN";
const ADDRESS: &str = "https://data.example.nl/ruimte";
const FULL: &str = "--publisher VWS --contact loket@example.nl --address https://data.example.nl/ruimte";

/// Pairs of a property that refers to a node, and the class that the referenced node must have.
const LEADS_TO: &[(&str, &str)] = &[
    ("dct:accessRights", "dct:RightsStatement"),
    ("dct:accrualPeriodicity", "dct:Frequency"),
    ("dct:language", "dct:LinguisticSystem"),
    ("dct:creator", "foaf:Agent"),
    ("dct:publisher", "foaf:Agent"),
    ("dct:license", "dct:LicenseDocument"),
    ("dct:format", "dct:MediaTypeOrExtent"),
    ("dcat:mediaType", "dct:MediaType"),
    ("dcat:theme", "skos:Concept"),
    ("dcat:contactPoint", "vcard:Kind"),
    ("dcat:distribution", "dcat:Distribution"),
    ("dcat:accessURL", "rdfs:Resource"),
    ("dcat:downloadURL", "rdfs:Resource"),
    ("dct:conformsTo", "dct:Standard"),
    ("foaf:page", "foaf:Document"),
    ("dcat:landingPage", "foaf:Document"),
];

struct Graph {
    nodes: BTreeMap<String, Value>,
}

impl Graph {
    #[track_caller]
    fn of(set: &Set) -> Self {
        let catalogue = set.json("dcat.jsonld");
        let mut nodes = BTreeMap::new();
        for node in catalogue["@graph"].as_array().unwrap() {
            let address = node["@id"].as_str().unwrap().to_owned();
            assert!(node["@type"].is_string(), "{address} does not say what it is");
            assert!(nodes.insert(address.clone(), node.clone()).is_none(), "{address} stands twice");
        }
        // Every prefix that the description uses must be declared in `@context`.
        let prefixes = catalogue["@context"].as_object().unwrap();
        for node in nodes.values() {
            for name in node.as_object().unwrap().keys().filter(|name| !name.starts_with('@')) {
                assert!(prefixes.contains_key(name.split(':').next().unwrap()), "{name}");
            }
        }
        Self { nodes }
    }

    fn of_type(&self, kind: &str) -> Vec<&Value> {
        self.nodes.values().filter(|node| node["@type"] == kind).collect()
    }

    /// The node that describes the data set. Asserts that there is exactly one such node.
    #[track_caller]
    fn dataset(&self) -> &Value {
        let sets = self.of_type("dcat:Dataset");
        assert_eq!(sets.len(), 1);
        sets[0]
    }
}

/// The identifiers of all nodes that are values of the given property of `node`.
fn addresses(node: &Value, property: &str) -> Vec<String> {
    let values = match &node[property] {
        Value::Array(values) => values.clone(),
        Value::Null => Vec::new(),
        value => vec![value.clone()],
    };
    values.iter().map(|value| value["@id"].as_str().unwrap().to_owned()).collect()
}

/// Checks that a property has a non-empty text in both languages.
#[track_caller]
fn is_told_in_both(node: &Value, property: &str) {
    let texts = node[property].as_array().unwrap_or_else(|| panic!("no {property}: {node}"));
    let langs: Vec<&str> = texts.iter().map(|text| text["@language"].as_str().unwrap()).collect();
    assert_eq!(langs, ["nl", "en"], "{property}");
    assert!(texts.iter().all(|text| !text["@value"].as_str().unwrap().trim().is_empty()), "{property}");
}

/// Checks that every node that a property refers to is in the description and has the right class.
#[track_caller]
fn leads_to_what_is_described(graph: &Graph) {
    let mut led = 0;
    for node in graph.nodes.values() {
        for (property, value) in node.as_object().unwrap() {
            let named = value.get("@id").is_some() || value.get(0).is_some_and(|value| value.get("@id").is_some());
            if !named || property.starts_with("vcard:has") {
                continue;
            }
            let (_, kind) = LEADS_TO
                .iter()
                .find(|(known, _)| known == property)
                .unwrap_or_else(|| panic!("{property} leads to what is not known here"));
            for address in addresses(node, property) {
                let there = graph.nodes.get(&address).unwrap_or_else(|| panic!("{address} is not described"));
                assert_eq!(there["@type"], *kind, "{property} {address}");
                led += 1;
            }
        }
    }
    assert!(led > 50, "only {led} values were looked at");
}

#[test]
fn a_set_has_every_property_that_catalogues_require() {
    let sandbox = Sandbox::demo();
    let result = sandbox.run(format!("publish set {FULL}"));
    assert_eq!(result.notices(), "set: obstacles published: 64 of 70; the totals count them all\n");
    let set = Set::of(&sandbox, "set");
    let graph = Graph::of(&set);
    leads_to_what_is_described(&graph);
    let dataset = graph.dataset();
    assert_eq!(dataset["@id"], format!("{ADDRESS}/#dataset"));
    assert_eq!(dataset["dct:identifier"], format!("{ADDRESS}/"));
    assert_eq!(addresses(dataset, "foaf:page"), [format!("{ADDRESS}/README.md")]);
    assert_eq!(addresses(dataset, "dcat:landingPage"), [format!("{ADDRESS}/")]);
    for property in ["dct:title", "dct:description"] {
        is_told_in_both(dataset, property);
    }
    assert_eq!(addresses(dataset, "dct:accessRights"), [format!("{EU}access-right/PUBLIC")]);
    assert_eq!(addresses(dataset, "dct:language"), [format!("{EU}language/NLD")]);
    let themes = addresses(dataset, "dcat:theme");
    assert!(!themes.is_empty());
    for theme in &themes {
        let code = theme.strip_prefix(&format!("{EU}data-theme/")).unwrap();
        assert!(THEMES.split(' ').any(|known| known == code), "{theme}");
        assert!(graph.nodes[theme]["skos:prefLabel"]["@value"].is_string(), "{theme}");
    }
    let vws = "https://identifier.overheid.nl/tooi/id/ministerie/mnre1025";
    for property in ["dct:publisher", "dct:creator"] {
        assert_eq!(addresses(dataset, property), [vws]);
    }
    assert_eq!(
        graph.nodes[vws],
        json!({
            "@id": vws,
            "@type": "foaf:Agent",
            "foaf:name": [
                { "@value": "Ministerie van Volksgezondheid, Welzijn en Sport", "@language": "nl" },
                { "@value": "Health, Welfare and Sport", "@language": "en" },
            ],
        })
    );
    let contact = &graph.nodes[&addresses(dataset, "dcat:contactPoint")[0]];
    is_told_in_both(contact, "vcard:fn");
    assert_eq!(addresses(contact, "vcard:hasEmail"), ["mailto:loket@example.nl"]);
    let modified = &dataset["dct:modified"];
    assert_eq!(modified["@type"], "xsd:date");
    assert_eq!(*modified, set.json("csv-metadata.json")["dc:modified"]);
}

#[test]
fn every_table_and_the_page_can_be_downloaded() {
    let sandbox = Sandbox::demo();
    for (options, base) in [(FULL, format!("{ADDRESS}/")), ("", String::new())] {
        let set = published(&sandbox, options);
        let graph = Graph::of(&set);
        leads_to_what_is_described(&graph);
        let mut expected: Vec<(&str, &str, &str)> =
            set.tables().into_iter().map(|name| (name, "text/csv", "CSV")).collect();
        expected.push(("overview.html", "text/html", "HTML"));
        let distributions = addresses(graph.dataset(), "dcat:distribution");
        assert_eq!(distributions.len(), expected.len());
        assert_eq!(graph.of_type("dcat:Distribution").len(), expected.len());
        for (name, media, format) in expected {
            let address = format!("{base}{name}");
            let own = format!("{address}#distribution");
            assert!(distributions.contains(&own), "{own}");
            let distribution = &graph.nodes[&own];
            is_told_in_both(distribution, "dct:title");
            assert_eq!(addresses(distribution, "dcat:accessURL"), [address.as_str()]);
            assert_eq!(addresses(distribution, "dcat:downloadURL"), [address.as_str()]);
            assert_eq!(addresses(distribution, "dct:license"), ["http://creativecommons.org/publicdomain/zero/1.0/"]);
            assert_eq!(
                addresses(distribution, "dcat:mediaType"),
                [format!("https://www.iana.org/assignments/media-types/{media}")]
            );
            assert_eq!(addresses(distribution, "dct:format"), [format!("{EU}file-type/{format}")]);
        }
    }
}

fn all_addresses(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(all_addresses).collect(),
        Value::Object(object) => {
            let own = object.get("@id").and_then(Value::as_str).map(str::to_owned);
            own.into_iter().chain(object.values().flat_map(all_addresses)).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn with_a_base_address_all_identifiers_are_absolute() {
    let sandbox = Sandbox::demo();
    for address in [ADDRESS.to_owned(), format!("{ADDRESS}/")] {
        let set =
            published(&sandbox, &format!("--publisher OCW --contact https://example.nl/loket --address '{address}'"));
        let message = all_addresses(&set.json("dcat.jsonld")["@graph"]);
        assert!(message.len() > 100);
        for address in message {
            let rest = ["https://", "http://", "_:"].iter().find_map(|start| address.strip_prefix(start));
            assert!(rest.is_some_and(|rest| !rest.contains("//")), "{address}");
        }
        let graph = Graph::of(&set);
        let contact = &graph.nodes[&addresses(graph.dataset(), "dcat:contactPoint")[0]];
        assert_eq!(addresses(contact, "vcard:hasURL"), ["https://example.nl/loket"]);
        assert_eq!(contact.get("vcard:hasEmail"), None);
    }
}

#[test]
fn without_a_base_address_the_set_is_identified_by_its_register() {
    let sandbox = Sandbox::new();
    let result = sandbox.run("publish set --publisher OCW");
    assert_eq!(
        result.notices(),
        format!("set: obstacles published: 0 of 0; the totals count them all\n{}", LACKS.replace("--publisher, ", ""))
    );
    let set = Set::of(&sandbox, "set");
    let graph = Graph::of(&set);
    let dataset = graph.dataset();
    let id = set.receipt().split("register=").nth(1).unwrap().split(' ').next().unwrap();
    assert_eq!(dataset["dct:identifier"], format!("ruimte:{id}"));
    assert_eq!(dataset.get("dcat:contactPoint"), None);
    assert!(graph.of_type("vcard:Kind").is_empty());
    assert_eq!(addresses(dataset, "dct:publisher").len(), 1);
}

#[test]
fn a_publisher_must_be_one_of_the_ministries() {
    let sandbox = Sandbox::new();
    // A ministry that an officer added to the list has no official identifier, so only its name is published.
    sandbox.run("ministry add BZK --nl 'Binnenlandse Zaken' --en 'the Interior'").ok();
    let set = published(&sandbox, "--publisher 'binnenlandse zaken'");
    let graph = Graph::of(&set);
    let agents = graph.of_type("foaf:Agent");
    assert_eq!(agents.len(), 1);
    assert_eq!(agents[0]["foaf:name"][0]["@value"], "Binnenlandse Zaken");
    leads_to_what_is_described(&graph);
    assert_eq!(
        sandbox.run("publish nieuw --publisher EZK").fails(2),
        "ruimte: 'EZK' is not in the list of ministries; choose from: BZK, OCW, SZW, VWS; or add one with: ruimte ministry add CODE --nl NAME --en NAME\n"
    );
    assert!(!sandbox.path("nieuw").exists());
}

#[test]
fn the_language_of_a_table_does_not_depend_on_the_publisher() {
    let sandbox = Sandbox::demo();
    let mut message = Vec::new();
    for lang in ["nl", "en"] {
        let graph = Graph::of(&published(&sandbox, &format!("--lang {lang}")));
        let language = |file: &str| addresses(&graph.nodes[&format!("{file}#distribution")], "dct:language");
        message.push((language("obstacles.csv"), language("overview.html")));
    }
    // The published tables are always in Dutch. The overview page is in the language of the user who publishes.
    let of = |code: &str| vec![format!("{EU}language/{code}")];
    assert_eq!(message[0], (of("NLD"), of("NLD")));
    assert_eq!(message[1], (of("NLD"), of("ENG")));
}

#[test]
fn values_for_catalogues_must_be_addresses() {
    let sandbox = Sandbox::new();
    // Officers may copy an e-mail address as a link, so `publish` also accepts an address that begins with `mailto:`.
    let graph = Graph::of(&published(&sandbox, "--contact mailto:loket@example.nl"));
    let contact = &graph.nodes[&addresses(graph.dataset(), "dcat:contactPoint")[0]];
    assert_eq!(addresses(contact, "vcard:hasEmail"), ["mailto:loket@example.nl"]);
    for option in ["--licence", "--address", "--contact"] {
        let result = sandbox.run(format!("publish nieuw {option} 'geen adres'"));
        assert_eq!(result.code, 2, "{option}: {}", result.stderr);
        assert!(!sandbox.path("nieuw").exists(), "{option}");
    }
}
