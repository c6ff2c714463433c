//! `check` finds a flipped bit in any row of a table of records.

use super::check::full_story;
use super::{RECORDS, open_register, rows, value};
use ruimte::register::Register;
use rusqlite::Connection;
use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

const FLIPS: usize = 500;

/// Decodes an SQLite varint (one to nine bytes). Returns its value and length.
fn varint(bytes: &[u8]) -> (usize, usize) {
    let mut number = 0;
    for (at, byte) in bytes.iter().take(8).enumerate() {
        number = number << 7 | usize::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return (number, at + 1);
        }
    }
    (number << 8 | usize::from(bytes[8]), 9)
}

fn number(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
}

/// For each row of a table, the positions of all bytes of that row in the database file.
fn row_positions(file: &[u8], connection: &Connection, table: &str) -> Vec<Vec<usize>> {
    let page_size = number(&file[16..18]);
    let usable = page_size - usize::from(file[20]);
    let mut statement =
        connection.prepare("SELECT pageno FROM dbstat WHERE name = ?1 AND pagetype <> 'overflow'").unwrap();
    let pages: Vec<u32> = statement.query_map([table], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut rows = Vec::new();
    for start in pages.iter().map(|page| (usize::try_from(*page).unwrap() - 1) * page_size) {
        let page = &file[start..start + page_size];
        // Page types: table leaf (0x0d), index leaf and index interior. WITHOUT ROWID tables store their rows in index
        // pages.
        let (heading, child, most) = match page[0] {
            0x0d => (8, 0, usable - 35),
            0x0a => (8, 0, (usable - 12) * 64 / 255 - 23),
            0x02 => (12, 4, (usable - 12) * 64 / 255 - 23),
            _ => continue,
        };
        for cell in 0..number(&page[3..5]) {
            let pointer = number(&page[heading + 2 * cell..heading + 2 * cell + 2]);
            let (length, mut taken) = varint(&page[pointer + child..]);
            if page[0] == 0x0d {
                taken += varint(&page[pointer + child + taken..]).1;
            }
            let least = (usable - 12) * 32 / 255 - 23;
            let fitting = least + (length.saturating_sub(least)) % (usable - 4);
            let local = match length {
                _ if length <= most => length,
                _ if fitting <= most => fitting,
                _ => least,
            };
            let end = pointer + child + taken + local;
            let mut row: Vec<usize> = (start + pointer + child..start + end).collect();
            // A long row continues on overflow pages. Each overflow page starts with the number of the next page.
            let mut rest = length - local;
            let mut next = number(&page[end..end + if rest > 0 { 4 } else { 0 }]);
            while rest > 0 {
                let start = (next - 1) * page_size;
                let here = rest.min(usable - 4);
                row.extend(start + 4..start + 4 + here);
                rest -= here;
                next = number(&file[start..start + 4]);
            }
            rows.push(row);
        }
    }
    rows
}

/// Whether `check` reports a finding or cannot open the register.
fn check_fails(path: &Path) -> bool {
    let enough = || anyhow::anyhow!("one is enough");
    Register::open(path)
        .and_then(|register| register.check(None, &mut |_| Err(enough()), &mut |_| {}))
        .map_or(true, |checked| checked.findings > 0)
}

fn integrity_check_fails(path: &Path) -> bool {
    let message = Connection::open(path)
        .and_then(|connection| connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0)));
    message.map_or(true, |message| message != "ok")
}

/// All rows of the tables of records. Fails if SQLite cannot read them.
fn read(path: &Path) -> Vec<Vec<Vec<rusqlite::types::Value>>> {
    let connection = Connection::open(path).unwrap();
    RECORDS.iter().map(|table| rows(&connection, &format!("SELECT * FROM {table}"))).collect()
}

struct Flipped {
    table: &'static str,
    place: usize,
    bit: u8,
    found: bool,
    found_by_sqlite: bool,
    /// Whether all records have the same values as before the bit was flipped.
    harmless: bool,
}

fn flip(path: &Path, file: &[u8], flips: &[(&'static str, usize, u8)]) -> Vec<Flipped> {
    fs::write(path, file).unwrap();
    let whole = read(path);
    let mut copy = fs::OpenOptions::new().write(true).open(path).unwrap();
    let mut put = |place: usize, byte: u8| {
        copy.seek(SeekFrom::Start(u64::try_from(place).unwrap())).unwrap();
        copy.write_all(&[byte]).unwrap();
    };
    let flipped = flips
        .iter()
        .map(|(table, place, bit)| {
            put(*place, file[*place] ^ bit);
            let (found, found_by_sqlite) = (check_fails(path), integrity_check_fails(path));
            let harmless = !found && read(path) == whole;
            put(*place, file[*place]);
            Flipped { table, place: *place, bit: *bit, found, found_by_sqlite, harmless }
        })
        .collect();
    assert!(fs::read(path).unwrap() == file && !check_fails(path) && !integrity_check_fails(path), "it is whole again");
    flipped
}

#[test]
fn a_bit_flipped_in_any_row_of_a_record_table_is_found() {
    let sandbox = full_story();
    sandbox.run("reply-template add Brief --text 'Beste lezer, {{ answer }}'").ok();
    let file = sandbox.register_bytes();
    let connection = open_register(&sandbox);
    let tables: Vec<(&'static str, Vec<Vec<usize>>)> =
        RECORDS.iter().map(|table| (*table, row_positions(&file, &connection, table))).collect();
    for (table, rows) in &tables {
        let count: i64 = value(&sandbox, &format!("SELECT count(*) FROM {table}"));
        assert!(count > 0 && i64::try_from(rows.len()) == Ok(count), "{table}: {count} {}", rows.len());
    }
    connection.close().unwrap();
    // A xorshift generator with a fixed seed, so that every run flips the same bits.
    let mut seed: u64 = 0x2015_0701_2018_1231;
    let mut below = |most: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed >> 11).unwrap() % most
    };
    let flips: Vec<(&'static str, usize, u8)> = (0..FLIPS)
        .map(|at| {
            let (table, rows) = &tables[at % tables.len()];
            let row = &rows[below(rows.len())];
            (*table, row[below(row.len())], 1 << below(8))
        })
        .collect();
    let results: Vec<Flipped> = std::thread::scope(|scope| {
        let halves = flips.chunks(FLIPS / 2).enumerate().map(|(at, half)| {
            let (path, file) = (sandbox.path(&format!("copy-{at}.db")), &file);
            scope.spawn(move || flip(&path, file, half))
        });
        halves.collect::<Vec<_>>().into_iter().flat_map(|half| half.join().unwrap()).collect()
    });
    let count = |holds: fn(&Flipped) -> bool| results.iter().filter(|result| holds(result)).count();
    let (found, by_sqlite) = (count(|result| result.found), count(|result| result.found_by_sqlite));
    // Some flipped bits change no value, so `check` need not report them. For example, SQLite stores a NULL in place of
    // a row id, and ignores that NULL. If the last value of a row is missing, SQLite reads it as NULL.
    let harmless = count(|result| result.harmless);
    let missed: Vec<String> = results
        .iter()
        .filter(|result| !result.found && !result.harmless)
        .map(|result| format!("{} at {}, bit {}", result.table, result.place, result.bit))
        .collect();
    let message = format!(
        "of {FLIPS} flipped bits {found} are found, and {harmless} change no value; SQLite's own check alone finds \
         {by_sqlite}; missed: {missed:?}"
    );
    assert_eq!(found + harmless, FLIPS, "{message}");
    assert!(harmless <= FLIPS / 100, "{message}");
    assert!(by_sqlite < FLIPS / 2 + FLIPS / 4, "what the journal is for: {message}");
}
