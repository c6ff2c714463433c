//! Metadata of an open data set: CSVW (the W3C's metadata for tables on the web), and a DCAT-AP-NL description for
//! catalogues.
//!
//! Sources: W3C, Metadata Vocabulary for Tabular Data; Geonovum, DCAT-AP-NL 3.0. DCAT-AP-NL requires more than the EU's
//! DCAT-AP: a creator, a publisher, a contact point, and a type for each resource that is referred to.

// Indexing cannot panic: assigning to a missing key of a JSON object adds the key.
#![allow(clippy::indexing_slicing)]

use super::json::escape_unsafe;
use crate::i18n::{Label, Lang, Text};
use crate::rows::{Audience, Column, Datatype, Event, Sink, ValueLabels};
use anyhow::Result;
use serde_json::{Map, Value, json};

#[derive(Debug)]
pub struct TableMetadata {
    pub file: &'static str,
    pub title: Label,
    pub key: Option<&'static str>,
    pub required: Vec<&'static str>,
    /// Foreign keys: each has a column, the file that the column refers to, and the column in that file.
    pub references: Vec<(&'static str, &'static str, &'static str)>,
    pub columns: Vec<Column>,
    pub rows: u64,
}

/// Passes events on to another sink, and records the columns and the number of rows.
pub struct ColumnRecorder<'a> {
    out: &'a mut dyn Sink,
    pub columns: Vec<Column>,
    pub rows: u64,
}

impl<'a> ColumnRecorder<'a> {
    pub fn new(out: &'a mut dyn Sink) -> Self {
        Self { out, columns: Vec::new(), rows: 0 }
    }
}

impl Sink for ColumnRecorder<'_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Begin(columns, _) => self.columns = columns.to_vec(),
            Event::Row(_) => self.rows += 1,
            _ => {}
        }
        self.out.emit(event)
    }

    fn audience(&self) -> Audience {
        // Request the columns for a spreadsheet: they come with the labels of codes, which the metadata needs.
        Audience::Spreadsheet
    }
}

/// A text in both languages, in the notation of CSVW.
fn bilingual(text: &Text) -> Value {
    json!([{ "@value": text.nl, "@language": "nl" }, { "@value": text.en, "@language": "en" }])
}

pub fn csvw(metadata: &DatasetMetadata, tables: &[TableMetadata]) -> String {
    let tables: Vec<Value> = tables.iter().map(table).collect();
    to_pretty_json(&json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "nl" }],
        "dc:title": bilingual(&metadata.title),
        "dc:description": bilingual(&metadata.description),
        "dc:license": { "@id": metadata.licence },
        "dc:modified": { "@value": metadata.day, "@type": "xsd:date" },
        "tables": tables,
    }))
}

fn to_pretty_json(value: &Value) -> String {
    escape_unsafe(&format!("{value:#}\n")).into_owned()
}

fn table(table: &TableMetadata) -> Value {
    let columns: Vec<Value> =
        table.columns.iter().map(|item| column(item, table.required.contains(&item.name))).collect();
    let references: Vec<Value> = table
        .references
        .iter()
        .map(|(column, file, referenced_column)| {
            json!({ "columnReference": column, "reference": { "resource": file, "columnReference": referenced_column } })
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
        "dc:title": bilingual(&table.title.into()),
        "dialect": { "encoding": "utf-8", "delimiter": ",", "doubleQuote": true, "header": true, "lineTerminators": ["\r\n"] },
        "tableSchema": schema,
    })
}

fn column(column: &Column, is_required: bool) -> Value {
    let mut properties = Map::new();
    properties.insert("name".to_owned(), column.name.into());
    // Give each column two titles: the label for people, and the heading in the CSV file.
    let titles = |label: &'static str| {
        let mut titles = vec![label, column.name];
        titles.dedup();
        titles
    };
    properties.insert("titles".to_owned(), json!({ "nl": titles(column.label.nl), "en": titles(column.label.en) }));
    let mut description = Text::from(column.description);
    let codes: Vec<(String, Text)> = match &column.labels {
        ValueLabels::Fixed(choices) => {
            choices.iter().map(|choice| (choice.code.to_owned(), choice.label.into())).collect()
        }
        ValueLabels::Vocabulary(terms) => terms.clone(),
        ValueLabels::None | ValueLabels::Laws(_) => Vec::new(),
    };
    if !codes.is_empty() {
        let labels_in =
            |lang| codes.iter().map(|(code, label)| format!("{code} = {}", label.get(lang))).collect::<Vec<_>>();
        let (nl, en) = (labels_in(Lang::Nl).join(", "), labels_in(Lang::En).join(", "));
        description = Text { nl: format!("{} ({nl})", description.nl), en: format!("{} ({en})", description.en) };
    }
    properties.insert("dc:description".to_owned(), bilingual(&description));
    let datatype = match column.datatype {
        Datatype::Date => json!({ "base": "date", "format": "yyyy-MM-dd" }),
        Datatype::Integer => json!("integer"),
        Datatype::Decimal => json!("decimal"),
        Datatype::Uri => json!("anyURI"),
        Datatype::Text if !codes.is_empty() => {
            let codes: Vec<String> = codes.iter().map(|(code, _)| escape_regex(code)).collect();
            json!({ "base": "string", "format": codes.join("|") })
        }
        Datatype::Text => json!("string"),
    };
    if column.datatype == Datatype::Integer {
        properties.insert(UNIT_MEASURE.to_owned(), json!({ "@id": "http://qudt.org/vocab/unit/NUM" }));
    }
    properties.insert("datatype".to_owned(), datatype);
    if column.is_multi_valued {
        properties.insert("separator".to_owned(), crate::rows::VALUE_SEPARATOR.into());
    }
    if is_required {
        properties.insert("required".to_owned(), true.into());
    }
    properties.into()
}

fn escape_regex(code: &str) -> String {
    let escape = |character: char| {
        let special = r"\.+*?()|[]{}^$".contains(character);
        special.then_some('\\').into_iter().chain([character])
    };
    code.chars().flat_map(escape).collect()
}

#[derive(Debug)]
pub struct DatasetMetadata {
    pub title: Text,
    pub description: Text,
    /// Identifies the data set: its web address or, if that is unknown, the id of the register.
    pub identifier: String,
    /// The web address of the data set, ending in a slash; empty if unknown.
    pub address: String,
    pub licence: String,
    /// Name of the publisher in both languages, and its identifier.
    pub publisher: Option<(Text, String)>,
    /// The contact point for the data set: an e-mail address, or the address of a web page.
    pub contact: Option<String>,
    pub day: String,
    pub keywords: Vec<Text>,
}

/// A file of the data set: name, media type, code in the EU's list of file types, and title.
pub type FileEntry = (String, &'static str, &'static str, Text);

const UNIT_MEASURE: &str = "http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure";
const CSVW_STANDARD: &str = "https://www.w3.org/TR/tabular-metadata/";
pub const README: &str = "README.md";
const EU_AUTHORITY: &str = "http://publications.europa.eu/resource/authority/";

/// Describes the data set for catalogues, as JSON-LD. `language` is the EU code for the language of the HTML page.
pub fn dcat(metadata: &DatasetMetadata, files: &[FileEntry], language: &str) -> String {
    let id = |iri: String| json!({ "@id": iri });
    let dataset =
        if metadata.address.is_empty() { "#dataset".to_owned() } else { format!("{}#dataset", metadata.address) };
    let url_of = |file: &str| format!("{}{file}", metadata.address);
    let mut graph = Vec::new();
    let mut dataset_node = json!({
        "@id": dataset,
        "@type": "dcat:Dataset",
        "dct:identifier": metadata.identifier,
        "dct:title": bilingual(&metadata.title),
        "dct:description": bilingual(&metadata.description),
        "dct:accessRights": id(format!("{EU_AUTHORITY}access-right/PUBLIC")),
        "dct:language": [id(format!("{EU_AUTHORITY}language/NLD"))],
        "dcat:theme": [id(format!("{EU_AUTHORITY}data-theme/GOVE")), id(format!("{EU_AUTHORITY}data-theme/EDUC")), id(format!("{EU_AUTHORITY}data-theme/HEAL"))],
        "dct:accrualPeriodicity": id(format!("{EU_AUTHORITY}frequency/IRREG")),
        "dct:modified": { "@value": metadata.day, "@type": "xsd:date" },
        "dcat:keyword": metadata.keywords.iter().flat_map(|word| [
            json!({ "@value": word.nl, "@language": "nl" }), json!({ "@value": word.en, "@language": "en" }),
        ]).collect::<Vec<_>>(),
        "dcat:distribution": files.iter().map(|(file, ..)| id(format!("{}#distribution", url_of(file)))).collect::<Vec<_>>(),
    });
    // `foaf:page` refers to the documentation of the data set, and `dcat:landingPage` to the web page of the data set.
    dataset_node["foaf:page"] = id(url_of(README));
    graph.push(json!({ "@id": url_of(README), "@type": "foaf:Document" }));
    if !metadata.address.is_empty() {
        dataset_node["dcat:landingPage"] = id(metadata.address.clone());
        graph.push(json!({ "@id": metadata.address, "@type": "foaf:Document" }));
    }
    if let Some((name, identifier)) = &metadata.publisher {
        let publisher = if identifier.is_empty() { "_:publisher".to_owned() } else { identifier.clone() };
        dataset_node["dct:publisher"] = id(publisher.clone());
        dataset_node["dct:creator"] = id(publisher.clone());
        graph.push(json!({ "@id": publisher, "@type": "foaf:Agent", "foaf:name": bilingual(name) }));
    }
    if let Some(contact) = &metadata.contact {
        dataset_node["dcat:contactPoint"] = id("_:contact".to_owned());
        let (property, address) = if contact.contains("://") {
            ("vcard:hasURL", contact.clone())
        } else {
            ("vcard:hasEmail", format!("mailto:{contact}"))
        };
        let mut point = json!({ "@id": "_:contact", "@type": "vcard:Kind", "vcard:fn": bilingual(&metadata.title) });
        point[property] = id(address);
        graph.push(point);
    }
    graph.insert(0, dataset_node);
    for (file, media, kind, title) in files {
        let mut distribution = json!({
            "@id": format!("{}#distribution", url_of(file)),
            "@type": "dcat:Distribution",
            "dct:title": bilingual(title),
            "dcat:accessURL": id(url_of(file)),
            "dcat:downloadURL": id(url_of(file)),
            "dct:license": id(metadata.licence.clone()),
            "dcat:mediaType": id(format!("https://www.iana.org/assignments/media-types/{media}")),
            "dct:format": id(format!("{EU_AUTHORITY}file-type/{kind}")),
            // The rows are in Dutch, as they were typed. The HTML page is in the language of whoever published it.
            "dct:language": id(format!("{EU_AUTHORITY}language/{}", if *kind == "HTML" { language } else { "NLD" })),
        });
        if *kind == "CSV" {
            distribution["dct:conformsTo"] = id(CSVW_STANDARD.to_owned());
        }
        graph.push(distribution);
        graph.push(json!({ "@id": url_of(file), "@type": "rdfs:Resource" }));
    }
    graph.extend(type_nodes(metadata, files, language));
    to_pretty_json(&json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
            "vcard": "http://www.w3.org/2006/vcard/ns#", "xsd": "http://www.w3.org/2001/XMLSchema#",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "skos": "http://www.w3.org/2004/02/skos/core#",
        },
        "@graph": graph,
    }))
}

/// Gives a type to every resource that occurs only as an address, because validators require a type.
fn type_nodes(metadata: &DatasetMetadata, files: &[FileEntry], language: &str) -> Vec<Value> {
    let node = |iri: String, kind: &str| json!({ "@id": iri, "@type": kind });
    let mut nodes = vec![
        node(format!("{EU_AUTHORITY}access-right/PUBLIC"), "dct:RightsStatement"),
        node(format!("{EU_AUTHORITY}frequency/IRREG"), "dct:Frequency"),
        node(metadata.licence.clone(), "dct:LicenseDocument"),
        node(CSVW_STANDARD.to_owned(), "dct:Standard"),
    ];
    let mut languages = vec!["NLD", language];
    languages.dedup();
    nodes.extend(
        languages.iter().map(|language| node(format!("{EU_AUTHORITY}language/{language}"), "dct:LinguisticSystem")),
    );
    for (theme, name) in
        [("GOVE", "Government and public sector"), ("EDUC", "Education, culture and sport"), ("HEAL", "Health")]
    {
        let label = json!({ "@value": name, "@language": "en" });
        nodes.push(json!({ "@id": format!("{EU_AUTHORITY}data-theme/{theme}"), "@type": "skos:Concept", "skos:prefLabel": label }));
    }
    let mut seen: Vec<&str> = Vec::new();
    for (_, media, kind, _) in files {
        if !seen.contains(media) {
            seen.push(media);
            nodes.push(node(format!("https://www.iana.org/assignments/media-types/{media}"), "dct:MediaType"));
            nodes.push(node(format!("{EU_AUTHORITY}file-type/{kind}"), "dct:MediaTypeOrExtent"));
        }
    }
    nodes
}
