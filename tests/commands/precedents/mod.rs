//! Finding earlier answers: `search`, `similar`, precedents, synonyms, and the search index. The shared helpers create
//! a small register in which each question has one best answer.

mod edge_cases;
mod hits;
mod hyphens;
mod paraphrases;
mod properties;
mod queries;
mod reuse;
mod search_index;
mod suggestions;
mod synonyms;
mod terminal_output;
mod upgrade_v2;

use crate::common::Sandbox;
use rusqlite::Connection;
use serde_json::Value;
use std::sync::OnceLock;

/// The warning about a query that consists of stop words only.
const SAY_NOTHING: &str = "Nothing found: words this common are not searched for; name the subject\n";

/// Made-up obstacles on unrelated subjects. B-010 is voided afterwards.
const OBSTACLES: &str = "\
number,title,question,answer,ministry,involved,region,theme,nature,status,resolution,reason,received,solved,closed,closed_as,laws,factsheets,schemes
B-001,Standaard stagecontract past niet bij drie instellingen,Een student loopt stage bij drie zorginstellingen. Moet er voor elke instelling een apart contract komen?,Nee. Eén contract dat alle instellingen ondertekenen volstaat.,OCW,VWS,12,leren-in-de-praktijk,unclear-rule,solved,within-rules,De wet schrijft geen model voor,2018-01-10,2018-02-01,,,BWBR0007625 art. 7.2.8,F-01,S-01
B-002,Gegevens van cliënten in een gedeeld dossier,Mogen twee huizen medische gegevens delen in één dossier?,\"Ja, met toestemming van de cliënt.\",VWS,,12,,,solved,within-rules,Het mag met toestemming,2018-01-11,2018-02-02,,,CELEX 32016R0679 art. 6,F-02,
B-003,Financiële afrekening van een gezamenlijk leerhuis,Hoe verdelen scholen en ziekenhuizen de kosten van het leerhuis?,Met een verdeelsleutel die alle partners vastleggen.,OCW,,3,,funding,solved,regional-approach,Een verdeelsleutel volstaat,2018-01-12,2018-03-01,,,,,
B-004,Stagebegeleiding op afstand,Mag een ervaren verpleegkundige een leerling via een beeldscherm begeleiden en beoordelen?,\"Ja, als de praktijkopleider bereikbaar is.\",VWS,,,leren-in-de-praktijk,,solved,within-rules,De norm noemt geen plaats,2018-01-13,2018-03-02,,,,,
B-005,Nachtdienst tijdens de beroepspraktijkvorming,Mag een leerling van zestien jaar in de nacht werken?,\"Nee, pas vanaf achttien jaar.\",SZW,OCW,,,,solved,within-rules,De wet is duidelijk,2018-01-14,2018-03-03,,,BWBR0007671,F-03,
B-006,Btw over uitgeleende docenten,Is een school omzetbelasting verschuldigd over de detachering van docenten?,Vaak geldt een vrijstelling.,OCW,,,,funding,solved,within-rules,De vrijstelling geldt,2018-01-15,2018-03-04,,,BWBR0002629 art. 11,,S-02
B-007,Wachtlijst voor de cursus reanimatie,Wie mag voorgaan als er te weinig plekken zijn?,,VWS,,3,,,collected,,,2018-01-16,,,,,,
B-008,Buitenlands diploma verpleegkunde,Telt een diploma uit Polen mee voor inschrijving in het register?,Na een toets van de vakbekwaamheid.,VWS,,,,,solved,within-rules,De wet kent een toets,2018-01-17,2018-03-05,,,BWBR0006251,,
B-009,Parkeren bij de school,Mag de wijkverpleging parkeren op het schoolplein?,,OCW,,,,,closed,,Hoort bij de gemeente,2018-01-18,,2018-02-10,referred,,,
B-010,Proefinvoer met een zeppelin,,,OCW,,,,,collected,,,2018-01-19,,,,,,
B-011,Volunteers on the night shift,May volunteers hand out medicines when no nurse is present?,\"Yes, if a nurse can be reached.\",VWS,,,,,solved,within-rules,The rules allow it,2018-01-20,2018-03-06,,,,,
B-012,E-learning telt niet mee als lesuur,Mag een module op de computer meetellen als onderwijstijd?,,OCW,,,,,in-analysis,,,2018-01-21,,,,BWBR0007625 art. 7.2.7,,
B-013,Vervoer van bewoners met de rolstoelbus,Heeft een vrijwilliger een vergunning nodig om bewoners te vervoeren?,\"Nee, zolang er niet wordt verdiend.\",VWS,,5,,,solved,within-rules,Vrijwillig vervoer is vrij,2018-01-22,2018-03-07,,,,,
B-014,Aanbesteding van een gezamenlijk roosterprogramma,Moet een samenwerking van zes werkgevers Europees aanbesteden?,\"Nee, onder de drempel niet.\",SZW,,5,,,solved,regional-approach,Het bedrag blijft onder de drempel,2018-01-23,2018-03-08,,,,,
B-015,Kinderopvang voor ouders met wisselende diensten,Kan de opvang open blijven tot elf uur in de avond?,,SZW,,,,,collected,,,2018-01-24,,,,,,
";

const FACTSHEETS: &str = "\
number,title,summary,body,published
F-01,Stageovereenkomsten bij meer dan één werkgever,Eén overeenkomst die alle werkgevers tekenen volstaat.,De wet vraagt om een praktijkovereenkomst en schrijft het model niet voor.,2018-06-01
F-02,Medische gegevens delen,Delen mag met toestemming of op grond van een behandelrelatie.,,2018-06-02
F-03,Werktijden van leerlingen onder de achttien,Tussen elf uur en zes uur werken zij niet.,,2018-06-03
";

const SCHEMES: &str = "\
number,title,law
S-01,Subsidieregeling praktijkleren,BWBR0034144
S-02,Regionaal investeringsfonds,BWBR0035054
";

fn answered_register() -> Sandbox {
    static ANSWERED: OnceLock<Vec<u8>> = OnceLock::new();
    let bytes = ANSWERED.get_or_init(|| {
        let sandbox = Sandbox::new();
        for (kind, list) in [("factsheets", FACTSHEETS), ("schemes", SCHEMES), ("obstacles", OBSTACLES)] {
            sandbox.write("list.csv", list);
            sandbox.run(format!("import {kind} list.csv")).ok();
        }
        sandbox.run("void B-010 --because Proefinvoer").ok();
        sandbox.register_bytes()
    });
    let sandbox = Sandbox::empty();
    sandbox.write("register.db", bytes);
    sandbox
}

#[track_caller]
fn import(sandbox: &Sandbox, kind: &str, list: &str) {
    sandbox.write("list.csv", list);
    sandbox.run(format!("import {kind} list.csv")).ok();
}

#[track_caller]
fn json(text: &str) -> Vec<Value> {
    let Ok(Value::Array(hits)) = serde_json::from_str(text) else { panic!("no array: {text}") };
    hits
}

/// The hits of a search command as JSON, best hit first.
#[track_caller]
fn hits(sandbox: &Sandbox, arguments: &str) -> Vec<Value> {
    let (command, rest) = arguments.split_once(' ').unwrap_or((arguments, ""));
    json(&sandbox.run(format!("{command} --format json {rest}")).ok())
}

#[track_caller]
fn text<'a>(hit: &'a Value, name: &str) -> &'a str {
    hit[name].as_str().unwrap_or_else(|| panic!("no {name}: {hit}"))
}

/// The numbers of the records that a search command finds, best hit first.
#[track_caller]
fn found(sandbox: &Sandbox, arguments: &str) -> Vec<String> {
    hits(sandbox, arguments).iter().map(|hit| text(hit, "number").to_owned()).collect()
}

#[track_caller]
fn hit(sandbox: &Sandbox, arguments: &str, number: &str) -> Value {
    let found = hits(sandbox, arguments).into_iter().find(|hit| hit["number"] == number);
    found.unwrap_or_else(|| panic!("{number} is not found by {arguments:?}"))
}

/// Returns why a record was found, for one kind of reason. If `how` is `words`, these are the words that match.
fn reasons(hit: &Value, how: &str) -> Vec<String> {
    let values = hit["why"][how].as_array().cloned().unwrap_or_default();
    values.iter().map(|value| value.as_str().unwrap().to_owned()).collect()
}

#[track_caller]
fn assert_check_passes(sandbox: &Sandbox) {
    let result = sandbox.run("check");
    assert_eq!((result.code, result.stdout.as_str()), (0, ""), "{}", result.stderr);
}

/// Runs a command that must fail and must not change the register. Returns the error message.
#[track_caller]
fn error_of(sandbox: &Sandbox, arguments: &str, code: i32) -> String {
    let before = sandbox.register_bytes();
    let message = sandbox.run(arguments).fails(code);
    assert!(sandbox.register_bytes() == before, "the register changed: {arguments:?}");
    message.strip_prefix("ruimte: ").unwrap().trim_end().to_owned()
}

fn open_register(sandbox: &Sandbox) -> Connection {
    Connection::open(sandbox.path("register.db")).unwrap()
}

/// Changes the register directly with SQL, as another program could.
#[track_caller]
fn tamper(sandbox: &Sandbox, sql: &str) {
    let connection = open_register(sandbox);
    connection.execute_batch(sql).unwrap();
    connection.close().unwrap();
}
