//! The baseline: runs the same SQLite, schema and statements as `ruimte`, but without command-line parsing, messages or
//! checks. The time of the baseline is the cost of the database work alone.
//!
//! Usage: `bare WHAT REGISTER [MORE]`. WHAT is list, list-by, show, history, count, totals, csv, jsonl, log, import or
//! import-plain. For show and history, MORE is the number of an obstacle. For the imports, MORE is the register to copy
//! from.

use rusqlite::types::{ToSql, Value, ValueRef};
use rusqlite::{Connection, OpenFlags, Row, params_from_iter};
use std::error::Error;
use std::io::{BufWriter, Write};

type Done = Result<(), Box<dyn Error>>;

const SCHEMA: &str = include_str!("../../schema.sql");

const LISTED: &str = "e.code, e.title, e.ministry, e.status, e.resolution, e.received, e.provenance";
/// The `WITH` clause of queries that read from `filtered`, a table of all obstacles that are not void.
const FILTERED: &str = "WITH filtered AS (SELECT o.* FROM obstacle AS o WHERE o.void IS NULL)";
/// The SQL expressions for the columns of an export of obstacles.
const ALL: &str = "e.code, e.title, e.question, e.analysis, e.answer, e.ministry,
    (SELECT string_agg(l.ministry, '; ' ORDER BY l.ministry) FROM obstacle_ministry AS l WHERE l.obstacle = e.number),
    e.region, e.initiative, e.care_domain, e.theme, e.nature, e.status, e.resolution, e.reason, e.rule_change,
    (SELECT t.code FROM obstacle AS t WHERE t.number = e.duplicate_of), e.file_number,
    (SELECT coalesce(t.name, t.code) FROM person AS t WHERE t.number = e.handler),
    e.received, e.due, e.answered, e.solved, e.closed,
    (SELECT string_agg(l.text, '; ' ORDER BY l.position) FROM obstacle_law AS l WHERE l.obstacle = e.number),
    (SELECT string_agg(t.code, '; ' ORDER BY t.number) FROM obstacle_factsheet AS l JOIN factsheet AS t ON t.number = l.factsheet
     WHERE l.obstacle = e.number AND t.void IS NULL),
    (SELECT string_agg(t.code, '; ' ORDER BY t.number) FROM obstacle_scheme AS l JOIN scheme AS t ON t.number = l.scheme
     WHERE l.obstacle = e.number AND t.void IS NULL),
    e.provenance, e.provenance_note, e.closed_as,
    (SELECT string_agg(t.code, '; ' ORDER BY t.number) FROM obstacle_precedent AS l JOIN obstacle AS t ON t.number = l.precedent
     WHERE l.obstacle = e.number AND t.void IS NULL),
    e.publishable";
/// Queries that find the records linked to an obstacle, such as factsheets, contacts and precedents.
const LINKED: &[&str] = &[
    "SELECT t.code, t.title FROM factsheet AS t JOIN obstacle_factsheet AS l ON l.factsheet = t.number WHERE l.obstacle = ?1",
    "SELECT t.code, t.title FROM scheme AS t JOIN obstacle_scheme AS l ON l.scheme = t.number WHERE l.obstacle = ?1",
    "SELECT t.code, t.kind, t.date, t.ministry, t.party, t.note FROM contact AS t
     JOIN contact_obstacle AS l ON l.contact = t.number WHERE l.obstacle = ?1",
    "SELECT t.code, t.title FROM obstacle AS t JOIN obstacle_precedent AS l ON l.precedent = t.number WHERE l.obstacle = ?1",
    "SELECT t.code, t.title FROM obstacle AS t JOIN obstacle_precedent AS l ON l.obstacle = t.number WHERE l.precedent = ?1",
];
/// One query per measure of `report totals`: first the counts of obstacles, then counts of records such as factsheets.
const TOTALS: &[&str] = &[
    "SELECT code FROM filtered WHERE closed_as IS NULL OR closed_as <> 'duplicate'",
    "SELECT code FROM filtered WHERE status IN ('collected', 'in-analysis')",
    "SELECT code FROM filtered WHERE status = 'solved' AND resolution = 'within-rules'",
    "SELECT code FROM filtered WHERE status = 'solved' AND resolution = 'regional-approach'",
    "SELECT code FROM filtered WHERE status = 'closed' AND closed_as <> 'duplicate'",
    "SELECT code FROM filtered WHERE closed_as = 'duplicate'",
    "SELECT code FROM filtered WHERE rule_change IS NOT NULL AND (closed_as IS NULL OR closed_as <> 'duplicate')",
    "SELECT c.ministry FROM filtered AS c WHERE c.closed_as IS NULL OR c.closed_as <> 'duplicate'
     UNION SELECT l.ministry FROM obstacle_ministry AS l JOIN filtered AS c ON c.number = l.obstacle
     WHERE c.closed_as IS NULL OR c.closed_as <> 'duplicate'",
    "SELECT t.code FROM factsheet AS t WHERE t.void IS NULL",
    "SELECT t.code FROM scheme AS t WHERE t.void IS NULL",
    "SELECT t.code FROM contact AS t WHERE t.void IS NULL AND t.kind = 'meeting'",
    "SELECT t.code FROM contact AS t WHERE t.void IS NULL AND t.kind = 'call'",
    "SELECT t.code FROM contact AS t WHERE t.void IS NULL AND t.kind = 'email'",
    "SELECT t.code FROM region AS t",
];
/// The tables that an import of obstacles writes to, in the order in which it writes one obstacle.
const WRITTEN: &[&str] = &["obstacle", "obstacle_ministry", "obstacle_law", "journal_change"];

fn main() -> Done {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, register, more @ ..] = &arguments[..] else { return Err("bare WHAT REGISTER [MORE]".into()) };
    let more = more.first().map_or("", String::as_str);
    match what.as_str() {
        "list" => {
            tell(register, &format!("{FILTERED} SELECT {LISTED} FROM filtered AS e ORDER BY e.number LIMIT 21"), &[])
        }
        "list-by" => tell(
            register,
            &format!(
                "WITH filtered AS (SELECT o.* FROM obstacle AS o WHERE o.void IS NULL
                    AND (o.ministry IN (?1) OR EXISTS (SELECT 1 FROM obstacle_ministry AS m WHERE m.obstacle = o.number
                                                       AND m.ministry IN (?1))) AND o.status IN (?2))
                 SELECT {LISTED} FROM filtered AS e ORDER BY e.number LIMIT 21"
            ),
            &[&"VWS", &"solved"],
        ),
        "show" => show(register, more),
        "history" => tell(
            register,
            "SELECT j.number, j.at, j.actor, j.origin, j.action, j.note, c.before, c.after FROM journal_change AS c
             JOIN journal AS j ON j.number = c.entry WHERE c.kind = 'obstacle' AND c.key = ?1",
            &[&more.parse::<i64>()?],
        ),
        "count" => tell(
            register,
            &format!(
                "{FILTERED} SELECT CASE k.leads WHEN 1 THEN e.ministry ELSE m.ministry END, e.status,
                    count(CASE WHEN k.leads = 1 THEN 1 END), count(*)
                 FROM filtered AS e CROSS JOIN (SELECT 1 AS leads UNION ALL SELECT 0) AS k
                 LEFT JOIN obstacle_ministry AS m ON k.leads = 0 AND m.obstacle = e.number
                 WHERE k.leads = 1 OR m.ministry <> e.ministry GROUP BY 1, 2 ORDER BY 1, 2"
            ),
            &[],
        ),
        "totals" => {
            let counts: Vec<String> = TOTALS.iter().map(|sql| format!("(SELECT count(*) FROM ({sql}))")).collect();
            tell(register, &format!("{FILTERED} SELECT {}", counts.join(", ")), &[])
        }
        "csv" => csv(register),
        "jsonl" => jsonl(register),
        "log" => log(register),
        "import" => import(register, more, true),
        "import-plain" => import(register, more, false),
        _ => Err(format!("{what} is not known").into()),
    }
}

fn open(path: &str) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags)
}

fn write_row(out: &mut impl Write, row: &Row<'_>, columns: usize) -> Done {
    for at in 0..columns {
        if at > 0 {
            out.write_all(b"\t")?;
        }
        match row.get_ref(at)? {
            ValueRef::Null => {}
            ValueRef::Integer(number) => write!(out, "{number}")?,
            ValueRef::Real(number) => write!(out, "{number}")?,
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => out.write_all(bytes)?,
        }
    }
    out.write_all(b"\n")?;
    Ok(())
}

fn rows(connection: &Connection, sql: &str, binds: &[&dyn ToSql], out: &mut impl Write) -> Done {
    let mut statement = connection.prepare(sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query(binds)?;
    while let Some(row) = rows.next()? {
        write_row(out, row, columns)?;
    }
    Ok(())
}

fn tell(register: &str, sql: &str, binds: &[&dyn ToSql]) -> Done {
    let mut out = BufWriter::new(std::io::stdout().lock());
    rows(&open(register)?, sql, binds, &mut out)?;
    Ok(out.flush()?)
}

fn show(register: &str, number: &str) -> Done {
    let (connection, number) = (open(register)?, number.parse::<i64>()?);
    let mut out = BufWriter::new(std::io::stdout().lock());
    rows(&connection, &format!("SELECT {ALL} FROM obstacle AS e WHERE e.number = ?1"), &[&number], &mut out)?;
    for sql in LINKED {
        rows(&connection, sql, &[&number], &mut out)?;
    }
    Ok(out.flush()?)
}

fn csv(register: &str) -> Done {
    let connection = open(register)?;
    let mut statement = connection.prepare(&format!("{FILTERED} SELECT {ALL} FROM filtered AS e ORDER BY e.number"))?;
    let columns = statement.column_count();
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BufWriter::with_capacity(1 << 16, std::io::stdout().lock()));
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for at in 0..columns {
            match row.get_ref(at)? {
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => out.write_field(bytes)?,
                ValueRef::Integer(number) => out.write_field(number.to_string())?,
                _ => out.write_field("")?,
            }
        }
        out.write_record(None::<&[u8]>)?;
    }
    Ok(out.flush()?)
}

fn jsonl(register: &str) -> Done {
    let connection = open(register)?;
    let mut statement = connection.prepare(&format!("{FILTERED} SELECT {ALL} FROM filtered AS e ORDER BY e.number"))?;
    let columns = statement.column_count();
    let names: Vec<String> = (0..columns).map(|at| format!("\"column_{at}\":")).collect();
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for (at, name) in names.iter().enumerate() {
            out.write_all(if at == 0 { b"{" } else { b"," })?;
            out.write_all(name.as_bytes())?;
            match row.get_ref(at)? {
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                    serde_json::to_writer(&mut out, &String::from_utf8_lossy(bytes))?;
                }
                ValueRef::Integer(number) => write!(out, "{number}")?,
                _ => out.write_all(b"null")?,
            }
        }
        out.write_all(b"}\n")?;
    }
    Ok(out.flush()?)
}

/// Writes one obstacle with its journal entry and search tokens, and waits until the data is safely on disk.
fn log(register: &str) -> Done {
    let connection = open(register)?;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let number: i64 = {
        connection.execute(
            "INSERT INTO obstacle (title, question, ministry, status, received, provenance, publishable)
             VALUES ('Mag een student zelfstandig medicatie delen?', 'Wij vragen ons af of dat mag.', 'VWS', 'collected',
                     '2026-11-24', 'logged', 'no')",
            [],
        )?;
        connection.last_insert_rowid()
    };
    connection.execute(
        "INSERT INTO search (rowid, words, parts) VALUES (?1, 'mag student zelfstand medicatie del vrag af mag', '')",
        [number * 8],
    )?;
    for word in ["mag", "student", "zelfstandig", "medicatie", "delen", "vragen", "af"] {
        connection.execute("INSERT OR IGNORE INTO search_word (word) VALUES (?1)", [word])?;
    }
    let (entry, change): (i64, i64) = connection.query_row(
        "SELECT (SELECT max(number) + 1 FROM journal), (SELECT max(number) + 1 FROM journal_change)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    connection.execute(
        "INSERT INTO journal_change (number, entry, kind, key, before, after, digest)
         VALUES (?1, ?2, 'obstacle', ?3, NULL, '{\"title\":\"Mag een student zelfstandig medicatie delen?\"}', zeroblob(32))",
        (change, entry, number),
    )?;
    connection.execute(
        "INSERT INTO journal (number, at, actor, person, actor_hash, origin, action, note, undoes, changes, contents, hash)
         SELECT ?1, '2026-11-24T12:00:00.000Z', actor, person, actor_hash, origin, 'log', NULL, NULL, 1, zeroblob(32), zeroblob(32)
         FROM journal WHERE number = 1",
        [entry],
    )?;
    connection.execute_batch("COMMIT")?;
    println!("{number}");
    Ok(())
}

/// Copies all obstacles from the register `from` into a new register, as the baseline of an import. If
/// `with_journal_and_search` is false, copies only the records, which gives the cost of storing a plain list.
fn import(register: &str, from: &str, with_journal_and_search: bool) -> Done {
    let (connection, from) = (Connection::open(register)?, open(from)?);
    connection.execute_batch("PRAGMA cache_size = -32768; BEGIN IMMEDIATE")?;
    connection.execute_batch(SCHEMA)?;
    let names = |table: &str| -> rusqlite::Result<Vec<String>> {
        let mut columns = from.prepare("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0")?;
        columns.query_map([table], |row| row.get(0))?.collect()
    };
    let mut tables: Vec<String> = from
        .prepare(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search%'
             AND name <> 'register' ORDER BY rowid",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    tables.retain(|table| !WRITTEN.contains(&table.as_str()) && table != "journal");
    let copy = |table: &str, tail: &str| -> Done {
        let columns = names(table)?;
        let marks = vec!["?"; columns.len()].join(", ");
        let columns = columns.join(", ");
        let mut read = from.prepare(&format!("SELECT {columns} FROM {table} {tail}"))?;
        let mut write = connection.prepare(&format!("INSERT INTO {table} ({columns}) VALUES ({marks})"))?;
        let count = read.column_count();
        let mut rows = read.query([])?;
        while let Some(row) = rows.next()? {
            let values: Vec<Value> = (0..count).map(|at| row.get(at)).collect::<rusqlite::Result<_>>()?;
            write.execute(params_from_iter(values))?;
        }
        Ok(())
    };
    for table in &tables {
        copy(table, "")?;
    }
    for table in WRITTEN.iter().filter(|table| with_journal_and_search || **table != "journal_change") {
        copy(table, "")?;
    }
    if !with_journal_and_search {
        return Ok(connection.execute_batch("COMMIT")?);
    }
    // The search index does not store its tokens. Read them from the file that `measure` wrote next to `from`.
    let prepared = std::fs::File::open(format!("{}.words", from.path().unwrap_or_default()))?;
    let mut words = csv::ReaderBuilder::new().has_headers(false).from_reader(prepared);
    let mut index = connection.prepare("INSERT INTO search (rowid, words, parts) VALUES (?1, ?2, ?3)")?;
    let mut record = csv::StringRecord::new();
    while words.read_record(&mut record)? {
        index.execute((record[0].parse::<i64>()?, &record[1], &record[2]))?;
    }
    drop(index);
    copy("search_word", "ORDER BY word")?;
    copy("journal", "ORDER BY number")?;
    connection.execute_batch("COMMIT")?;
    Ok(())
}
