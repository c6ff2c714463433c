//! What an open data set says of itself: the W3C's metadata for tables on the web (CSVW), and a description of the
//! whole for catalogues (DCAT-AP-NL).
//!
//! Sources: W3C, Metadata Vocabulary for Tabular Data; Geonovum, DCAT-AP-NL 3.0, which asks more of a data set than
//! DCAT-AP of the EU: who made it, who publishes it and whom to ask, and a type for each value that is named.

// What is put into an object of JSON by a name that it has not yet is added.
#![allow(clippy::indexing_slicing)]

use crate::rows::{Cell, Column, Datatype, Shape, Sink, Words};
use crate::words::{Label, Lang, Text};
use anyhow::Result;
use serde_json::{Map, Value, json};

/// A table of the set, as it was written.
#[derive(Debug)]
pub struct Table {
    /// The name of its file.
    pub file: &'static str,
    /// What it is called.
    pub title: Label,
    /// The columns by which a row is known; none: rows are not known one by one.
    pub key: Option<&'static str>,
    /// Columns that are always filled.
    pub required: Vec<String>,
    /// Columns that name a row of another table: column, file, column there.
    pub references: Vec<(&'static str, &'static str, &'static str)>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// How many rows it has.
    pub rows: u64,
}

/// A sink that passes rows on and keeps what their columns are.
pub struct Described<'a> {
    out: &'a mut dyn Sink,
    /// The columns that were passed on.
    pub columns: Vec<Column>,
    /// How many rows were passed on.
    pub rows: u64,
}

impl<'a> Described<'a> {
    /// A sink that passes on to `out`.
    pub fn new(out: &'a mut dyn Sink) -> Self {
        Self { out, columns: Vec::new(), rows: 0 }
    }
}

impl Sink for Described<'_> {
    fn begin(&mut self, columns: &[Column], shape: Shape) -> Result<()> {
        self.columns = columns.to_vec();
        self.out.begin(columns, shape)
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        self.rows += 1;
        self.out.row(cells)
    }

    fn end(&mut self) -> Result<()> {
        self.out.end()
    }

    fn knows_words(&self) -> bool {
        true
    }
}

/// A text in both languages, as CSVW's common properties have it.
fn both(text: &Text) -> Value {
    json!([{ "@value": text.nl, "@language": "nl" }, { "@value": text.en, "@language": "en" }])
}

/// The metadata of the tables. `about` is the set as a whole.
pub fn csvw(about: &About, tables: &[Table]) -> String {
    let tables: Vec<Value> = tables.iter().map(table).collect();
    pretty(&json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "nl" }],
        "dc:title": both(&about.title),
        "dc:description": both(&about.description),
        "dc:license": { "@id": about.licence },
        "dc:modified": { "@value": about.day, "@type": "xsd:date" },
        "tables": tables,
    }))
}

/// JSON for people to read too.
fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

fn table(table: &Table) -> Value {
    let columns: Vec<Value> = table
        .columns
        .iter()
        .map(|described| column(described, table.required.contains(&described.name)))
        .collect();
    let references: Vec<Value> = table
        .references
        .iter()
        .map(|(column, file, there)| {
            json!({ "columnReference": column, "reference": { "resource": file, "columnReference": there } })
        })
        .collect();
    let mut schema = Map::new();
    schema.insert("columns".to_owned(), columns.into());
    if let Some(key) = table.key {
        schema.insert("primaryKey".to_owned(), key.into());
    }
    if !references.is_empty() {
        schema.insert("foreignKeys".to_owned(), references.into());
    }
    json!({
        "url": table.file,
        "dc:title": both(&table.title.into()),
        "dialect": { "encoding": "utf-8", "delimiter": ",", "doubleQuote": true, "header": true, "lineTerminators": ["\r\n"] },
        "tableSchema": schema,
    })
}

fn column(column: &Column, required: bool) -> Value {
    let mut described = Map::new();
    described.insert("name".to_owned(), column.name.clone().into());
    // The name is what stands above the column; the label is what a reader calls it.
    let titles = |label: &str| {
        let mut titles = vec![label.to_owned(), column.name.clone()];
        titles.dedup();
        titles
    };
    described
        .insert("titles".to_owned(), json!({ "nl": titles(column.label.nl), "en": titles(column.label.en) }));
    let mut meaning = Text::from(column.meaning);
    let codes: Vec<(String, Text)> = match &column.words {
        Words::Fixed(choices) => {
            choices.iter().map(|choice| (choice.code.to_owned(), choice.label.into())).collect()
        }
        Words::Vocabulary(terms) => terms.clone(),
        Words::None | Words::Laws(_) => Vec::new(),
    };
    if !codes.is_empty() {
        let said = |lang| {
            codes.iter().map(|(code, label)| format!("{code} = {}", label.get(lang))).collect::<Vec<_>>()
        };
        let (nl, en) = (said(Lang::Nl).join(", "), said(Lang::En).join(", "));
        meaning = Text { nl: format!("{} ({nl})", meaning.nl), en: format!("{} ({en})", meaning.en) };
    }
    described.insert("dc:description".to_owned(), both(&meaning));
    let datatype = match column.datatype {
        Datatype::Date => json!({ "base": "date", "format": "yyyy-MM-dd" }),
        Datatype::Integer => json!("integer"),
        Datatype::Decimal => json!("decimal"),
        Datatype::Address => json!("anyURI"),
        Datatype::Text if !codes.is_empty() => {
            let codes: Vec<String> = codes.iter().map(|(code, _)| literally(code)).collect();
            json!({ "base": "string", "format": codes.join("|") })
        }
        Datatype::Text => json!("string"),
    };
    if column.datatype == Datatype::Integer {
        described.insert(UNIT.to_owned(), json!({ "@id": "http://qudt.org/vocab/unit/NUM" }));
    }
    described.insert("datatype".to_owned(), datatype);
    if column.several {
        described.insert("separator".to_owned(), crate::rows::SEPARATOR.into());
    }
    if required {
        described.insert("required".to_owned(), true.into());
    }
    described.into()
}

/// A code as a regular expression that fits nothing else.
fn literally(code: &str) -> String {
    let escape = |character: char| {
        let special = r"\.+*?()|[]{}^$".contains(character);
        special.then_some('\\').into_iter().chain([character])
    };
    code.chars().flat_map(escape).collect()
}

/// The set as a whole.
#[derive(Debug)]
pub struct About {
    /// What it is called.
    pub title: Text,
    /// What it is.
    pub description: Text,
    /// By what it is known: the register's id, or the address where the set will stand.
    pub identifier: String,
    /// The address where the set will stand, with a slash at its end; empty where that is not known.
    pub address: String,
    /// The address of the licence.
    pub licence: String,
    /// Who made and publishes it: name in both languages, and identifier.
    pub publisher: Option<(Text, String)>,
    /// Whom to ask: an e-mail address or the address of a page.
    pub contact: Option<String>,
    /// The day of which it is.
    pub day: String,
    /// Words by which it is found.
    pub keywords: Vec<Text>,
}

/// A file of the set: name, media type, file type of the EU's list, and what it is called.
pub type File = (String, &'static str, &'static str, Text);

/// In which unit numbers are: counts of things.
const UNIT: &str = "http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure";
/// The standard by which the tables are described.
const CSVW: &str = "https://www.w3.org/TR/tabular-metadata/";
/// What explains the set.
pub const README: &str = "README.md";
const EU: &str = "http://publications.europa.eu/resource/authority/";

/// The description of the set for catalogues, as JSON-LD.
pub fn dcat(about: &About, files: &[File], language: &str) -> String {
    let id = |iri: String| json!({ "@id": iri });
    let literal = |text: &Text| json!([{ "@value": text.nl, "@language": "nl" }, { "@value": text.en, "@language": "en" }]);
    let dataset =
        if about.address.is_empty() { "#dataset".to_owned() } else { format!("{}#dataset", about.address) };
    let at = |file: &str| format!("{}{file}", about.address);
    let mut graph = Vec::new();
    let mut set = json!({
        "@id": dataset,
        "@type": "dcat:Dataset",
        "dct:identifier": about.identifier,
        "dct:title": literal(&about.title),
        "dct:description": literal(&about.description),
        "dct:accessRights": id(format!("{EU}access-right/PUBLIC")),
        "dct:language": [id(format!("{EU}language/NLD"))],
        "dcat:theme": [id(format!("{EU}data-theme/GOVE")), id(format!("{EU}data-theme/EDUC")), id(format!("{EU}data-theme/HEAL"))],
        "dct:accrualPeriodicity": id(format!("{EU}frequency/IRREG")),
        "dct:modified": { "@value": about.day, "@type": "xsd:date" },
        "dcat:keyword": about.keywords.iter().flat_map(|word| [
            json!({ "@value": word.nl, "@language": "nl" }), json!({ "@value": word.en, "@language": "en" }),
        ]).collect::<Vec<_>>(),
        "dcat:distribution": files.iter().map(|(file, ..)| id(format!("{}#distribution", at(file)))).collect::<Vec<_>>(),
    });
    // Where it is explained, and where a reader begins.
    set["foaf:page"] = id(at(README));
    graph.push(json!({ "@id": at(README), "@type": "foaf:Document" }));
    if !about.address.is_empty() {
        set["dcat:landingPage"] = id(about.address.clone());
        graph.push(json!({ "@id": about.address, "@type": "foaf:Document" }));
    }
    if let Some((name, identifier)) = &about.publisher {
        let publisher = if identifier.is_empty() { "_:publisher".to_owned() } else { identifier.clone() };
        set["dct:publisher"] = id(publisher.clone());
        set["dct:creator"] = id(publisher.clone());
        graph.push(json!({ "@id": publisher, "@type": "foaf:Agent", "foaf:name": literal(name) }));
    }
    if let Some(contact) = &about.contact {
        set["dcat:contactPoint"] = id("_:contact".to_owned());
        let (property, address) = if contact.contains("://") {
            ("vcard:hasURL", contact.clone())
        } else {
            ("vcard:hasEmail", format!("mailto:{contact}"))
        };
        let mut point =
            json!({ "@id": "_:contact", "@type": "vcard:Kind", "vcard:fn": literal(&about.title) });
        point[property] = id(address);
        graph.push(point);
    }
    graph.insert(0, set);
    for (file, media, kind, title) in files {
        let mut distribution = json!({
            "@id": format!("{}#distribution", at(file)),
            "@type": "dcat:Distribution",
            "dct:title": literal(title),
            "dcat:accessURL": id(at(file)),
            "dcat:downloadURL": id(at(file)),
            "dct:license": id(about.licence.clone()),
            "dcat:mediaType": id(format!("https://www.iana.org/assignments/media-types/{media}")),
            "dct:format": id(format!("{EU}file-type/{kind}")),
            // The rows are in the language in which they were typed, the page in that of who made it.
            "dct:language": id(format!("{EU}language/{}", if *kind == "HTML" { language } else { "NLD" })),
        });
        if *kind == "CSV" {
            distribution["dct:conformsTo"] = id(CSVW.to_owned());
        }
        graph.push(distribution);
        graph.push(json!({ "@id": at(file), "@type": "rdfs:Resource" }));
    }
    graph.extend(typed(about, files, language));
    pretty(&json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
            "vcard": "http://www.w3.org/2006/vcard/ns#", "xsd": "http://www.w3.org/2001/XMLSchema#",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "skos": "http://www.w3.org/2004/02/skos/core#",
        },
        "@graph": graph,
    }))
}

/// What the values are that stand in the description by their addresses alone: a catalogue checks that.
fn typed(about: &About, files: &[File], language: &str) -> Vec<Value> {
    let node = |iri: String, kind: &str| json!({ "@id": iri, "@type": kind });
    let mut nodes = vec![
        node(format!("{EU}access-right/PUBLIC"), "dct:RightsStatement"),
        node(format!("{EU}frequency/IRREG"), "dct:Frequency"),
        node(about.licence.clone(), "dct:LicenseDocument"),
        node(CSVW.to_owned(), "dct:Standard"),
    ];
    let mut languages = vec!["NLD", language];
    languages.dedup();
    nodes.extend(
        languages.iter().map(|language| node(format!("{EU}language/{language}"), "dct:LinguisticSystem")),
    );
    for (theme, name) in [
        ("GOVE", "Government and public sector"),
        ("EDUC", "Education, culture and sport"),
        ("HEAL", "Health"),
    ] {
        let label = json!({ "@value": name, "@language": "en" });
        nodes.push(json!({ "@id": format!("{EU}data-theme/{theme}"), "@type": "skos:Concept", "skos:prefLabel": label }));
    }
    let mut seen: Vec<&str> = Vec::new();
    for (_, media, kind, _) in files {
        if !seen.contains(media) {
            seen.push(media);
            nodes
                .push(node(format!("https://www.iana.org/assignments/media-types/{media}"), "dct:MediaType"));
            nodes.push(node(format!("{EU}file-type/{kind}"), "dct:MediaTypeOrExtent"));
        }
    }
    nodes
}
