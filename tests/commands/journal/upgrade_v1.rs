//! Upgrading a register of schema version 1: it is backed up first, and no data is lost.

use super::{assert_check_passes, hits, listed, open_register, rows, tamper};
use crate::common::{Sandbox, rows_of};
use rusqlite::Connection;
use rusqlite::types::Value;
use std::fs;
use std::path::Path;

const SCHEMA_1: &str = include_str!("../../older/schema-1.sql");

/// Rows for every table of schema version 1. Some record numbers are skipped.
const ROWS: &str = "
INSERT INTO ministry VALUES ('OCW', 'Onderwijs, Cultuur en Wetenschap', 'Education', 'https://example.nl/ocw');
INSERT INTO ministry VALUES ('VWS', 'Volksgezondheid', 'Health', NULL);
INSERT INTO ministry VALUES ('oud', 'Opgeheven', 'Gone', NULL);
INSERT INTO region VALUES ('12', 'Rotterdam', 'Rotterdam', NULL), ('2', 'Kennemerland', 'Kennemerland', NULL);
INSERT INTO care_domain VALUES ('ggz', 'ggz', 'mental health care', NULL);
INSERT INTO theme VALUES ('leren', 'leren', 'learning', NULL);
INSERT INTO nature VALUES ('funding', 'financiering', 'funding', NULL);
INSERT INTO law VALUES ('BWBR0007625', 'WEB', 'WEB', 'https://wetten.overheid.nl/BWBR0007625');
INSERT INTO factsheet (number, title, summary, body, url, published, provenance, provenance_note, void) VALUES
    (2, 'Stagecontracten', 'Kort', '# Vraag', 'https://example.nl/f', '2018-06-01', 'documented', 'de titel', NULL),
    (5, 'Vergissing', NULL, NULL, NULL, NULL, 'logged', NULL, 'Dubbel');
INSERT INTO scheme (number, title, law, url, provenance, provenance_note, void) VALUES
    (4, 'Stagefonds', 'BWBR0030326', 'https://example.nl/s', 'illustrative', 'alles', NULL),
    (6, 'Vergissing', NULL, NULL, 'logged', NULL, 'Dubbel');
INSERT INTO obstacle (number, title, question, analysis, answer, ministry, region, initiative, care_domain, theme, nature,
    status, resolution, reason, rule_change, file_number, handler, received, due, answered, solved, provenance, provenance_note)
    VALUES (3, 'Opgelost, met alles', 'Mag het?', 'De wet zwijgt.', 'Ja, é € 🙂.', 'OCW', '12', 'Leerhuis', 'ggz', 'leren',
    'funding', 'solved', 'within-rules', 'Omdat', 'Verruimd', 'Z-1', 'H. Behandelaar', '2018-01-10', '2018-03-01',
    '2018-02-01', '2018-02-02', 'documented', 'de vraag');
INSERT INTO obstacle (number, title, ministry, status, reason, duplicate_of, handler, received, closed, closed_as)
    VALUES (7, 'Dubbel', 'VWS', 'closed', 'Zelfde', 3, '  H. Behandelaar ', '2018-01-11', '2018-01-12', 'duplicate');
INSERT INTO obstacle (number, title, ministry, handler, void) VALUES (9, 'Vergissing', 'VWS', 'N. Ander', 'Proefinvoer');
INSERT INTO obstacle (number, title, ministry) VALUES (12, 'Kaal', 'oud');
INSERT INTO obstacle_ministry VALUES (3, 'VWS'), (3, 'oud'), (9, 'OCW');
INSERT INTO obstacle_law (obstacle, position, kind, source, article, paragraph, text) VALUES
    (3, 1, 'bwb', 'BWBR0007625', '7.2.8', '1', 'BWBR0007625 art. 7.2.8 lid 1'),
    (3, 2, 'cao', 'Cao VVT', NULL, NULL, 'cao: Cao VVT'),
    (9, 1, 'own-rule', 'stagereglement', NULL, NULL, 'own-rule: stagereglement');
INSERT INTO obstacle_factsheet VALUES (3, 2), (9, 5);
INSERT INTO obstacle_scheme VALUES (3, 4), (3, 6);
INSERT INTO contact (number, kind, date, ministry, party, note, provenance, void) VALUES
    (5, 'call', '2018-01-12', 'OCW', 'OCW, directie mbo', 'Mag', 'documented', NULL),
    (8, 'email', '2018-01-13', NULL, NULL, NULL, 'logged', 'Vergissing');
INSERT INTO contact_obstacle VALUES (5, 3), (5, 7), (8, 9);
INSERT INTO publication VALUES ('brief', 'Brief', 'Letter', '2018-01-01', '2018-12-31', 'https://example.nl/b');
INSERT INTO published_figure (number, publication, measure, relation, value, quote, locator, void) VALUES
    (6, 'brief', 'collected', 'exactly', 1, 'één', 'blz. 1', NULL), (7, 'brief', 'open', 'at-most', 0, NULL, NULL, 'Fout');
INSERT INTO obstacle_search (rowid, words) VALUES (3, 'Opgelost'), (12, 'Kaal');
UPDATE sqlite_sequence SET seq = 40 WHERE name = 'obstacle';
UPDATE sqlite_sequence SET seq = 11 WHERE name = 'contact';
";

fn register(path: &Path, sql: &str) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(SCHEMA_1).unwrap();
    connection.execute_batch(sql).unwrap();
    connection.close().unwrap();
}

/// The number of synonyms built into the program: the number of rows in the CSV file, not counting the header.
fn shipped_synonyms() -> usize {
    include_str!("../../../fixtures/synonyms.csv").lines().count() - 1
}

fn version_1() -> Sandbox {
    let sandbox = Sandbox::empty();
    register(&sandbox.path("register.db"), ROWS);
    sandbox
}

/// The rows of the tables of version 1, leaving out the handlers of obstacles, because the upgrade turns them into
/// persons.
fn tables(connection: &Connection) -> Vec<(String, Vec<Vec<Value>>)> {
    let first = Connection::open_in_memory().unwrap();
    first.execute_batch(SCHEMA_1).unwrap();
    let names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'obstacle_search%'
                 AND name NOT LIKE 'sqlite_stat%' ORDER BY name";
    let text = |value: &Value| if let Value::Text(text) = value { text.clone() } else { panic!("{value:?}") };
    rows(&first, names)
        .iter()
        .map(|row| {
            let name = text(&row[0]);
            let columns = format!("SELECT name FROM pragma_table_xinfo('{name}') WHERE name <> 'handler'");
            let columns: Vec<String> = rows(&first, &columns).iter().map(|row| text(&row[0])).collect();
            let only = if name == "sqlite_sequence" { "WHERE name <> 'person'" } else { "" };
            let sql = format!("SELECT {} FROM {name} {only} ORDER BY 1, 2", columns.join(", "));
            (name.clone(), rows(connection, &sql))
        })
        .collect()
}

/// The names of the files in the sandbox, with the digits of timestamps masked.
fn file_names(sandbox: &Sandbox) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(sandbox.path("."))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .map(|name| match name.split_once(".version-1-") {
            Some((before, time)) => {
                assert_eq!(time.chars().filter(char::is_ascii_digit).count(), 14, "{name}");
                format!("{before}.version-1-TIME")
            }
            None => name,
        })
        .collect();
    names.sort();
    names
}

fn kept_backup(sandbox: &Sandbox) -> std::path::PathBuf {
    let mut entries = fs::read_dir(sandbox.path(".")).unwrap().map(|entry| entry.unwrap().path());
    entries.find(|path| path.to_str().unwrap().contains(".version-1-")).unwrap()
}

#[test]
fn every_other_command_asks_for_an_upgrade_and_changes_nothing() {
    let sandbox = version_1();
    let before = sandbox.register_bytes();
    sandbox.write("list.csv", "title,ministry\nx,OCW\n");
    let message = "ruimte: register.db was made by an older version of ruimte; upgrade it with 'ruimte upgrade', \
                   once everyone who uses it has the new program\n";
    for command in [
        "list",
        "search x",
        "show 3",
        "count",
        "report totals",
        "reconcile",
        "log x --ministry OCW",
        "edit 3 --title x",
        "void 3 --because x",
        "contact call 3",
        "contact list",
        "factsheet list",
        "person list",
        "import obstacles list.csv",
        "export obstacles",
        "history",
        "undo",
        "snapshot nu",
        "check",
        "check --repair-search",
        "backup copy.db",
        "erase person 'H. Behandelaar'",
        "list --as-of 1",
        "list --reference-date 2018-01-01",
        "export contacts --with-persons",
    ] {
        assert_eq!(sandbox.run(command).fails(65), message, "{command:?}");
        assert!(sandbox.register_bytes() == before, "{command:?}");
    }
    assert_eq!(
        sandbox.run_in_dutch("list").fails(65),
        "ruimte: register.db is gemaakt door een oudere versie van ruimte; werk het bij met 'ruimte upgrade', zodra iedereen \
         die het gebruikt het nieuwe programma heeft\n"
    );
    // `restore` also rejects a register of version 1, which has to be upgraded first.
    let other = Sandbox::new();
    other.write("old.db", &before);
    assert!(other.run("restore old.db --force").fails(65).contains("old.db was made by an older version"));
    assert_eq!(file_names(&sandbox), ["list.csv", "register.db"]);
}

#[test]
fn a_dry_run_reports_and_leaves_the_register_unchanged() {
    let sandbox = version_1();
    let before = sandbox.register_bytes();
    // The 24 records are: three ministries, two regions, four other terms, two factsheets, two schemes, four
    // obstacles, two contacts, a publication, two figures, and two handlers.
    assert_eq!(
        sandbox.run("upgrade --dry-run").notices(),
        "Dry run: nothing was recorded. This would have been reported:\n\
         register.db was upgraded from version 1 to 9; the journal begins here, with 24 records\n"
    );
    assert!(sandbox.register_bytes() == before);
    assert_eq!(file_names(&sandbox), ["register.db"]);
    assert_eq!(sandbox.run("list").code, 65);
}

#[test]
fn an_upgrade_makes_a_backup_loses_nothing_and_gives_the_schema_of_a_new_register() {
    let sandbox = version_1();
    let before = sandbox.register_bytes();
    let old = tables(&open_register(&sandbox));
    assert!(old.iter().all(|(_, rows)| !rows.is_empty()), "there is something in every table");
    let result = sandbox.run("upgrade --actor Beheer");
    let remarks = result.notices();
    let lines: Vec<&str> = remarks.lines().collect();
    assert_eq!(lines[0], "register.db was upgraded from version 1 to 9; the journal begins here, with 24 records");
    let synonyms = format!("{} synonyms and abbreviations added; see: ruimte synonym list", shipped_synonyms());
    assert_eq!(lines[1], synonyms);
    assert_eq!(lines[2], "Laws given abbreviations: 1; see: ruimte law list");
    assert!(lines[3].starts_with("The file that was there is kept as register.db.version-1-"), "{}", lines[3]);
    assert_eq!(lines.len(), 4);
    assert_eq!(file_names(&sandbox), ["register.db", "register.db.version-1-TIME"]);
    assert_eq!(tables(&Connection::open(kept_backup(&sandbox)).unwrap()), old);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(kept_backup(&sandbox)).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let connection = open_register(&sandbox);
    assert_eq!(tables(&connection), old);
    assert_check_passes(&sandbox);
    let fresh = Sandbox::new();
    let made = |connection: &Connection| {
        (
            rows(connection, "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"),
            rows(connection, "PRAGMA application_id"),
            rows(connection, "PRAGMA user_version"),
            rows(connection, "PRAGMA encoding"),
        )
    };
    assert_eq!(made(&connection), made(&open_register(&fresh)));
    assert!(rows(&connection, "PRAGMA foreign_key_check").is_empty());
    let id = |connection: &Connection| rows(connection, "SELECT id FROM register");
    assert_ne!(id(&connection), id(&open_register(&fresh)));
    assert!(sandbox.register_bytes() != before);
}

#[test]
fn every_record_survives_the_upgrade() {
    let sandbox = version_1();
    sandbox.run("upgrade").ok();
    let export = |kind: &str| sandbox.run(format!("export {kind} --with-void")).ok().replace("\r\n", "\n");
    assert_eq!(
        export("obstacles"),
        "\
number,title,question,analysis,answer,ministry,involved,region,initiative,care_domain,theme,nature,status,resolution,reason,rule_change,duplicate_of,file_number,handler,received,due,answered,solved,closed,laws,factsheets,schemes,provenance,provenance_note,closed_as,precedents,publishable,accepted,void,laws_juriconnect,laws_link
B-003,\"Opgelost, met alles\",Mag het?,De wet zwijgt.,\"Ja, é € 🙂.\",OCW,VWS; oud,12,Leerhuis,ggz,leren,funding,solved,within-rules,Omdat,Verruimd,,Z-1,H. Behandelaar,2018-01-10,2018-03-01,2018-02-01,2018-02-02,,BWBR0007625 art. 7.2.8 lid 1; cao: Cao VVT,F-02,S-04; S-06,documented,de vraag,,,no,,,jci1.31:c:BWBR0007625&artikel=7.2.8&lid=1,https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&lid=1
B-007,Dubbel,,,,VWS,,,,,,,closed,,Zelfde,,B-003,,H. Behandelaar,2018-01-11,,,,2018-01-12,,,,logged,,duplicate,,no,,,,
B-009,Vergissing,,,,VWS,OCW,,,,,,collected,,,,,,N. Ander,,,,,,own-rule: stagereglement,F-05,,logged,,,,no,,Proefinvoer,,
B-012,Kaal,,,,oud,,,,,,,collected,,,,,,,,,,,,,,,logged,,,,no,,,,
"
    );
    assert_eq!(
        export("factsheets"),
        "\
number,title,summary,body,url,published,provenance,provenance_note,accepted,void
F-02,Stagecontracten,Kort,# Vraag,https://example.nl/f,2018-06-01,documented,de titel,,
F-05,Vergissing,,,,,logged,,,Dubbel
"
    );
    assert_eq!(
        export("schemes"),
        "\
number,title,law,url,provenance,provenance_note,accepted,void
S-04,Stagefonds,BWBR0030326,https://example.nl/s,illustrative,alles,,
S-06,Vergissing,,,logged,,,Dubbel
"
    );
    assert_eq!(
        export("contacts"),
        "\
number,kind,date,ministry,party,note,obstacles,provenance,void
C-005,call,2018-01-12,OCW,\"OCW, directie mbo\",Mag,B-003; B-007,documented,
C-008,email,2018-01-13,,,,B-009,logged,Vergissing
"
    );
    assert_eq!(sandbox.run("export regions").ok().lines().count(), 3);
    // The upgrade turned handlers into persons. Handlers with the same name became one person.
    let persons = rows_of(&sandbox.run("person list --format csv").ok());
    let names: Vec<&str> = persons.iter().map(|row| row["name"].as_str()).collect();
    assert_eq!(names[..2], ["H. Behandelaar", "N. Ander"]);
    assert_eq!(names.len(), 3, "and who upgraded it: {names:?}");
    assert_eq!(listed(&sandbox, "list --handler 'H. Behandelaar'"), ["B-003", "B-007"]);
    // The upgrade rebuilt the search index: every record is found, whatever the old index contained.
    assert_eq!(hits(&sandbox, "zwijgt"), ["B-003"]);
    assert_eq!(hits(&sandbox, "kaal"), ["B-012"]);
    assert_eq!(hits(&sandbox, "'\"stagecontracten\"'"), ["F-02"]);
    assert_eq!(hits(&sandbox, "'\"stagefonds\"'"), ["S-04"]);
    // The upgraded register has the same synonyms as a new register.
    assert_eq!(sandbox.run("synonym list").ok(), Sandbox::new().run("synonym list").ok());
    assert_eq!(sandbox.run("reconcile").code, 0);
    // The next number of each kind is one higher than the highest existing number.
    for (command, number) in [
        ("log Nieuw --ministry OCW", "B-041\n"),
        ("contact call 3", "C-012\n"),
        ("factsheet add Nieuw", "F-06\n"),
        ("scheme add Nieuw", "S-07\n"),
        ("figure add --publication brief --measure open --value 1", "P-08\n"),
    ] {
        assert_eq!(sandbox.run(command).ok(), number);
    }
    assert_check_passes(&sandbox);
}

#[test]
fn the_journal_starts_with_the_existing_records() {
    let sandbox = version_1();
    sandbox.run("upgrade --actor 'N. Ander'").ok();
    let output = sandbox.run("history --entry 1");
    assert_eq!(output.stderr, "1 entry\n");
    let heading = output.stdout.lines().next().unwrap();
    assert!(heading.starts_with("1 · ") && heading.ends_with(" · upgrade: journal begins here"), "{heading}");
    assert!(heading.contains(" · N. Ander ("), "{heading}");
    let output = sandbox.run_in_dutch("history --entry 1").ok();
    assert!(output.lines().next().unwrap().ends_with(" · upgrade: het logboek begint hier"), "{output}");
    let rows = sandbox.rows("history --entry 1");
    assert!(rows.iter().all(|row| row["change"] == "added" && row["note"] == "journal begins here"));
    let of = |record: &str| -> Vec<(String, String)> {
        let rows = rows.iter().filter(|row| row["record"] == record);
        rows.map(|row| (row["attribute"].clone(), row["after"].clone())).collect()
    };
    let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    assert!(of("B-003").contains(&pair("handler", "H. Behandelaar")));
    assert!(of("B-003").contains(&pair("laws", "BWBR0007625 art. 7.2.8 lid 1; cao: Cao VVT")));
    assert_eq!(of("F-05"), [pair("title", "Vergissing"), pair("provenance", "logged"), pair("void", "Dubbel")]);
    let mut records: Vec<&str> = rows.iter().map(|row| row["record"].as_str()).collect();
    records.dedup();
    assert_eq!(records.len(), 24);
    // `--as-of` can show the register as of entry 1, but entry 1 cannot be undone.
    assert_eq!(listed(&sandbox, "list --as-of 1"), ["B-003", "B-007", "B-012"]);
    let message = "ruimte: there is nothing left to undo: the register begins with entry 1\n";
    assert_eq!(sandbox.run("undo 1").fails(65), message);
    // The upgrade adds the built-in synonyms and the abbreviations of laws in separate journal entries.
    let rows = sandbox.rows("history --entry 2");
    assert!(rows.iter().all(|row| row["change"] == "added" && row["note"].is_empty()));
    let mut records: Vec<&str> = rows.iter().map(|row| row["record"].as_str()).collect();
    records.dedup();
    assert_eq!(records.len(), shipped_synonyms());
    assert!(sandbox.run("undo").notices().starts_with("Entry 3 (import laws) was undone: "));
    assert!(sandbox.run("undo 2").notices().starts_with("Entry 2 (import synonyms) was undone: "));
    sandbox.run("undo 5").ok();
    sandbox.run("edit 12 --title Anders").ok();
    sandbox.run("undo").ok();
    assert_check_passes(&sandbox);
    // The upgrade turned a handler into a person, who can be erased.
    sandbox.run("erase person 'H. Behandelaar'").ok();
    let bytes = sandbox.register_bytes();
    assert!(!bytes.windows(14).any(|window| window == b"H. Behandelaar"));
    assert_check_passes(&sandbox);
}

#[test]
fn a_second_upgrade_reports_that_the_register_is_up_to_date() {
    let sandbox = version_1();
    sandbox.run("upgrade").ok();
    let before = sandbox.register_bytes();
    assert_eq!(sandbox.run("upgrade").notices(), "register.db already has this version\n");
    assert_eq!(sandbox.run_in_dutch("upgrade --dry-run").notices(), "register.db is al van deze versie\n");
    assert!(sandbox.register_bytes() == before);
    assert_eq!(file_names(&sandbox), ["register.db", "register.db.version-1-TIME"]);
    let fresh = Sandbox::new();
    assert_eq!(fresh.run("upgrade").notices(), "register.db already has this version\n");
}

#[test]
fn an_empty_register_of_version_1_is_upgraded() {
    let sandbox = Sandbox::empty();
    register(&sandbox.path("register.db"), "");
    sandbox.run("upgrade").ok();
    assert_check_passes(&sandbox);
    sandbox.run("ministry add OCW --nl Onderwijs --en Education").ok();
    assert_eq!(sandbox.run("log Eerste --ministry OCW").ok(), "B-001\n");
    assert_check_passes(&sandbox);
}

#[test]
fn content_without_a_place_in_the_new_schema_is_not_lost() {
    for (sql, table) in [
        ("ALTER TABLE obstacle ADD COLUMN own_column TEXT", "obstacle"),
        ("ALTER TABLE contact ADD COLUMN own_column TEXT DEFAULT 'x'", "contact"),
        ("CREATE TABLE own_table (x TEXT); INSERT INTO own_table VALUES ('van ons')", "own_table"),
    ] {
        let sandbox = version_1();
        let connection = open_register(&sandbox);
        connection.execute_batch(sql).unwrap();
        connection.close().unwrap();
        let before = sandbox.register_bytes();
        for command in ["upgrade", "upgrade --dry-run"] {
            assert_eq!(
                sandbox.run(command).fails(65),
                format!(
                    "ruimte: register.db has data in '{table}' that this program does not know; it is left as it is\n"
                )
            );
            assert!(sandbox.register_bytes() == before, "{sql}");
            assert_eq!(file_names(&sandbox), ["register.db"], "{sql}");
        }
    }
}

#[test]
fn files_that_are_not_version_1_are_not_upgraded() {
    let sandbox = Sandbox::new();
    tamper(&sandbox, "PRAGMA user_version = 99");
    let before = sandbox.register_bytes();
    for command in ["upgrade", "upgrade --dry-run", "list", "check", "log x --ministry OCW"] {
        assert_eq!(
            sandbox.run(command).fails(78),
            "ruimte: register.db was made by a newer version of ruimte; update the program\n"
        );
    }
    assert!(sandbox.register_bytes() == before);
    let no_register = "ruimte: register.db is not a ruimte register; nothing in it was changed\n";
    for bytes in [&b"Dit is geen register."[..], b""] {
        sandbox.write("register.db", bytes);
        assert_eq!(sandbox.run("upgrade").fails(65), no_register);
        assert!(sandbox.register_bytes() == bytes);
    }
    let plain = Connection::open(sandbox.path("plain.db")).unwrap();
    plain.execute_batch("CREATE TABLE obstacle (title TEXT)").unwrap();
    plain.close().unwrap();
    assert_eq!(sandbox.run("--register plain.db upgrade").fails(65), no_register.replace("register.db", "plain.db"));
    assert_eq!(sandbox.run("--register nergens.db upgrade").code, 66);
    // The upgrade leaves a damaged register unchanged.
    let sandbox = version_1();
    let whole = sandbox.register_bytes();
    let half = whole.len() / 2;
    let damaged = [&whole[..half], &[0xaa; 8192][..], &whole[half + 8192..]].concat();
    sandbox.write("register.db", &damaged);
    assert_eq!(sandbox.run("upgrade").code, 74);
    assert!(sandbox.register_bytes() == damaged);
}
