//! The CSV on the Web metadata of the published tables. Our own rules check it, and so does a validator if one is
//! installed.

use super::csvw_rules::{codes, faults};
use super::{Set, import, published, run_all};
use crate::common::Sandbox;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(super) type Object = Map<String, Value>;

/// A register whose codes and texts contain characters with a special meaning in regular expressions or CSV.
fn odd_register() -> Sandbox {
    let sandbox = Sandbox::new();
    run_all(
        &sandbox,
        &[
            "ministry add 'A|B' --nl 'a \"b\"' --en 'c, d'",
            "region add x.y --nl 'regel\\' --en '$1'",
            "theme add 'c++ (x)' --nl n --en e",
            "nature add '[é]' --nl n --en e",
            "care-domain add '^$' --nl n --en e --identifier 'https://example.nl/%20?a=b&c'",
            "factsheet add Één --published 2018-06-01 --body '# Kop\n\n\"x\"\r\n'",
            "scheme add Fonds --law BWBR0030326",
        ],
    );
    import(
        &sandbox,
        "obstacles",
        "title,ministry,involved,region,theme,nature,care_domain,question,laws,factsheets,schemes,received,publishable\n\
         \"a \"\"b\"\"\nc\",A|B,OCW; VWS,x.y,c++ (x),[é],^$,\" x\r\ny \",own-rule: x|y; BWBR0007625 art. 1,F-01,S-01,2018-01-01,yes\n\
         Leeg,OCW,,,,,,,,,,,yes\n",
    );
    sandbox
}

#[test]
fn the_metadata_satisfies_the_rules() {
    for (sandbox, least) in [(Sandbox::demo(), 64), (odd_register(), 2)] {
        let set = published(&sandbox, "");
        assert_eq!(set.rows("obstacles.csv").len(), least);
        assert_eq!(faults(&set), Vec::<String>::new());
    }
    // An empty register has no obstacles and no factsheets to publish, but still gives a valid data set.
    assert_eq!(faults(&published(&Sandbox::new(), "")), Vec::<String>::new());
    let sandbox = Sandbox::demo();
    for options in ["--ministry VWS", "--reference-date 2016-12-31", "--lang nl"] {
        assert_eq!(faults(&published(&sandbox, options)), Vec::<String>::new(), "{options:?}");
    }
}

/// Defects that the checks must detect, each as the name of a file, the text to replace in it, and the replacement.
const DAMAGE: &[(&str, &str, &str)] = &[
    ("obstacles.csv", ",solved,within-rules,", ",opgelost,within-rules,"),
    ("obstacles.csv", ",leren-in-de-praktijk,", ",leren,"),
    ("obstacles.csv", ",2015-09-08,", ",2015-13-08,"),
    ("obstacles.csv", "\r\nB-002,", "\r\nB-001,"),
    ("obstacles.csv", "number,title", "nummer,title"),
    ("laws.csv", "\r\nB-001,", "\r\nB-999,"),
    ("laws.csv", ",bwb,", ",wet,"),
    ("ministries.csv", "\r\nVWS,", "\r\nWVS,"),
    ("totals.csv", "collected,70", "collected,zeventig"),
    ("totals.csv", "collected,70", "collected,"),
];

fn damaged(set: &Set, (file, from, to): (&str, &str, &str)) -> Set {
    let text = set.text(file);
    assert!(text.contains(from), "{file} has no {from:?}");
    let mut damaged = set.clone();
    damaged.files.insert(file.to_owned(), text.replacen(from, to, 1).into_bytes());
    damaged
}

#[test]
fn the_rules_detect_every_defect() {
    let set = published(&Sandbox::demo(), "");
    for damage in DAMAGE {
        assert!(!faults(&damaged(&set, *damage)).is_empty(), "{damage:?}");
    }
    for (from, to) in [
        ("\"url\": \"laws.csv\"", "\"url\": \"wetten.csv\""),
        ("\"name\": \"measure\"", "\"name\": \"value\""),
        ("\"datatype\": \"anyURI\"", "\"datatype\": \"address\""),
        ("\"@language\": \"en\",", "\"@language\": \"de\","),
        ("\"separator\": \"; \"", "\"separator\": \"B\", \"datatype\": \"integer\""),
        ("\"resource\": \"ministries.csv\"", "\"resource\": \"regions.csv\""),
        ("\"tableSchema\"", "\"own\": 1, \"tableSchema\""),
        ("http://www.w3.org/ns/csvw", "http://www.w3.org/ns/csv"),
    ] {
        assert!(!faults(&damaged(&set, ("csv-metadata.json", from, to))).is_empty(), "{from}");
    }
    let without_end = ("themes.csv", "\r\n", "\n");
    assert!(!faults(&damaged(&set, without_end)).is_empty());
}

#[test]
fn codes_have_descriptions_and_numbers_have_units() {
    let set = published(&Sandbox::demo(), "");
    let metadata = set.json("csv-metadata.json");
    let column = |file: &str, name: &str| {
        let tables = metadata["tables"].as_array().unwrap();
        let table = tables.iter().find(|table| table["url"] == file).unwrap();
        let columns = table["tableSchema"]["columns"].as_array().unwrap();
        columns.iter().find(|column| column["name"] == name).unwrap().clone()
    };
    let of = |file: &str, name: &str| {
        let column = column(file, name);
        codes(column["datatype"]["format"].as_str().unwrap()).unwrap()
    };
    let set_of = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(of("obstacles.csv", "status"), set_of(&["collected", "in-analysis", "solved", "closed"]));
    assert_eq!(of("obstacles.csv", "resolution"), set_of(&["within-rules", "regional-approach"]));
    assert_eq!(of("obstacles.csv", "closed_as"), set_of(&["referred", "withdrawn", "duplicate"]));
    assert_eq!(of("obstacles.csv", "provenance"), set_of(&["logged", "documented", "illustrative"]));
    assert_eq!(of("laws.csv", "source_kind"), set_of(&["bwb", "celex", "cao", "own-rule"]));
    for (name, file) in [
        ("region", "regions.csv"),
        ("theme", "themes.csv"),
        ("nature", "natures.csv"),
        ("care_domain", "care-domains.csv"),
    ] {
        let listed: BTreeSet<String> = set.column(file, "code").into_iter().collect();
        assert_eq!(of("obstacles.csv", name), listed, "{name}");
    }
    let measures: BTreeSet<String> = set.column("totals.csv", "measure").into_iter().collect();
    assert_eq!(of("totals.csv", "measure"), measures);
    // The description of a column explains the codes in that column.
    let described = column("obstacles.csv", "resolution")["dc:description"].clone();
    let printed = |lang: &str| {
        let texts = described.as_array().unwrap();
        texts.iter().find(|text| text["@language"] == lang).unwrap()["@value"].as_str().unwrap().to_owned()
    };
    assert!(
        printed("nl").ends_with("(within-rules = binnen de regels, regional-approach = andere aanpak in de regio)")
    );
    assert!(printed("en").ends_with("(within-rules = within the rules, regional-approach = regional approach)"));
    for name in ["involved", "laws", "factsheets", "schemes", "precedents"] {
        assert_eq!(column("obstacles.csv", name)["separator"], "; ", "{name}");
    }
    for name in ["received", "answered", "solved", "closed"] {
        assert_eq!(
            column("obstacles.csv", name)["datatype"],
            serde_json::json!({ "base": "date", "format": "yyyy-MM-dd" }),
            "{name}"
        );
    }
    assert_eq!(
        column("totals.csv", "value")["http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure"],
        serde_json::json!({ "@id": "http://qudt.org/vocab/unit/NUM" })
    );
}

#[test]
fn ministries_have_their_official_identifiers() {
    let set = published(&Sandbox::demo(), "");
    let printed: BTreeMap<String, String> =
        set.rows("ministries.csv").into_iter().map(|row| (row["code"].clone(), row["identifier"].clone())).collect();
    let expected = [("OCW", "mnre1109"), ("SZW", "mnre1073"), ("VWS", "mnre1025")]
        .map(|(code, id)| (code.to_owned(), format!("https://identifier.overheid.nl/tooi/id/ministerie/{id}")));
    assert_eq!(printed, BTreeMap::from(expected));
}

/// The path of the CSVW validator. Without a validator, the test is skipped, or fails if `RUIMTE_NEEDS_CSVW` is set.
#[allow(clippy::print_stderr)]
fn validator() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools/venv/bin/csvwvalidate");
    if path.is_file() {
        return Some(path);
    }
    let message = "no csvwvalidate on this machine; tests/tools installs it";
    assert!(std::env::var_os("RUIMTE_NEEDS_CSVW").is_none(), "{message}");
    eprintln!("skipped: {message}");
    None
}

/// Returns whether the validator accepts a data set, and the output of the validator.
fn judged(validator: &Path, sandbox: &Sandbox, set: &Set) -> (bool, String) {
    let folder = sandbox.path("judged");
    fs::create_dir_all(&folder).unwrap();
    for (name, bytes) in &set.files {
        fs::write(folder.join(name), bytes).unwrap();
    }
    let output = Command::new(validator).arg("-v").arg(folder.join("csv-metadata.json")).output().unwrap();
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    (output.status.success(), text)
}

#[test]
fn a_validator_accepts_the_metadata() {
    let Some(validator) = validator() else { return };
    for sandbox in [Sandbox::demo(), odd_register(), Sandbox::new()] {
        let set = published(&sandbox, "");
        assert_eq!(judged(&validator, &sandbox, &set), (true, "OK\n".to_owned()));
    }
}

#[test]
fn a_validator_rejects_every_defect() {
    let Some(validator) = validator() else { return };
    let sandbox = Sandbox::demo();
    let set = published(&sandbox, "");
    for damage in &DAMAGE[..4] {
        let (valid, printed) = judged(&validator, &sandbox, &damaged(&set, *damage));
        assert!(!valid && printed.starts_with("FAIL\n"), "{damage:?}: {printed}");
    }
}
