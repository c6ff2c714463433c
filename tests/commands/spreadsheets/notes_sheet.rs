//! The second sheet of a workbook. It contains the receipt of the rows in the first sheet, and the meaning of each
//! column.

use super::columns::{varied_register, written_lists};
use super::{ENDINGS, LANGUAGES, Sandbox, Sheet, first_sheet, parts, run_in_language, sheets, text, with_texts};
use crate::common::{quote, receipt_fields, with_check_digits};
use calamine::Data;

/// The rows of the second sheet as text. Empty cells at the end of a row are left out.
#[track_caller]
fn notes(book: &[Sheet]) -> Vec<Vec<String>> {
    let texts = |row: &Vec<Data>| {
        let mut texts: Vec<String> = row.iter().map(|cell| text(cell).to_owned()).collect();
        while texts.last().is_some_and(String::is_empty) {
            texts.pop();
        }
        texts
    };
    book[1].1.iter().map(texts).collect()
}

/// The header of the table of column descriptions, in Dutch and English.
const HEADINGS: [[&str; 4]; 2] =
    [["kolom", "naam in CSV en JSON", "betekenis", "codes"], ["column", "name in CSV and JSON", "meaning", "codes"]];

#[test]
fn the_second_sheet_has_title_receipt_and_every_column() {
    for written in written_lists() {
        let (place, at, list) = (written.place(), written.language, written.list);
        let notes = notes(&written.book);
        let mut rows = notes.iter();
        assert_eq!(*rows.next().unwrap(), [list.called[at]], "{place}");
        if list.receipt {
            let receipt = rows.next().unwrap();
            assert_eq!(receipt.len(), 2, "{place}");
            assert_eq!(receipt[0], ["Bewijs", "Receipt"][at], "{place}");
            assert!(receipt[1].starts_with("ruimte:2 register="), "{place}: {}", receipt[1]);
            assert_eq!(
                *rows.next().unwrap(),
                [
                    [
                        "Narekenen",
                        "Geef 'ruimte receipt' het bewijs hierboven: het register bepaalt deze gegevens opnieuw, zoals het toen was, en zegt of zij gelijk zijn."
                    ],
                    [
                        "Checking",
                        "Give 'ruimte receipt' the receipt above: it recomputes these data, with the register as it was then, and says whether they are the same."
                    ],
                ][at],
                "{place}"
            );
        }
        assert!(rows.next().unwrap().is_empty(), "{place}");
        assert_eq!(*rows.next().unwrap(), HEADINGS[at], "{place}");
        let mut columns = list.columns();
        for row in rows {
            let column = columns.next().unwrap();
            assert_eq!(row[..2], [column.titles[at], column.name], "{place}");
            assert!(row.len() >= 3 && !row[2].is_empty(), "{place}: {} means nothing", column.name);
        }
        assert!(columns.next().is_none(), "{place}: a column is not explained");
    }
}

#[test]
fn every_column_description_is_translated() {
    for [nl, en] in written_lists().as_chunks::<2>().0 {
        assert_eq!((nl.list.line, nl.ending, nl.language, en.language), (en.list.line, en.ending, 0, 1));
        let (dutch, english) = (notes(&nl.book), notes(&en.book));
        let count = nl.list.columns().count();
        for (nl, en) in dutch.iter().rev().zip(english.iter().rev()).take(count) {
            assert_ne!(nl[2], en[2]);
        }
    }
}

#[test]
fn columns_and_codes_are_explained_in_the_readers_language() {
    let sandbox = Sandbox::new();
    sandbox.run("care-domain add wijk --nl 'zorg in de wijk' --en 'care at home'").ok();
    let line = "list --columns number,care-domain,status,resolution,received,publishable";
    let (before, columns) = (5, 6);
    let explained = [
        [
            ["nummer", "number", "het nummer", ""],
            ["zorgdomein", "care_domain", "het zorgdomein, zoals ggz", "…wijk: zorg in de wijk"],
            [
                "status",
                "status",
                "hoe ver het werk is",
                "collected: opgehaald\nin-analysis: in analyse\nsolved: opgelost\nclosed: afgesloten",
            ],
            [
                "oplossing",
                "resolution",
                "hoe de belemmering is opgelost",
                "within-rules: binnen de regels\nregional-approach: andere aanpak in de regio",
            ],
            ["ontvangen", "received", "de dag van ontvangst", ""],
            [
                "publiceerbaar",
                "publishable",
                "of de belemmering met haar teksten als open data mag worden gepubliceerd: yes (ja) of no (nee)",
                "yes: ja\nno: nee",
            ],
        ],
        [
            ["number", "number", "the number", ""],
            ["care domain", "care_domain", "the care domain, such as ggz", "…wijk: care at home"],
            [
                "status",
                "status",
                "how far the work has got",
                "collected: collected\nin-analysis: in analysis\nsolved: solved\nclosed: closed",
            ],
            [
                "resolution",
                "resolution",
                "how it was solved",
                "within-rules: within the rules\nregional-approach: regional approach",
            ],
            ["received", "received", "the day on which it was received", ""],
            [
                "publishable",
                "publishable",
                "whether it may be published as open data, with its texts: yes or no",
                "yes: yes\nno: no",
            ],
        ],
    ];
    for ending in ENDINGS {
        for (at, (language, _)) in LANGUAGES.iter().enumerate() {
            let name = format!("noted.{ending}");
            let command = format!("{line} -o {name}");
            assert_eq!(run_in_language(&sandbox, language, &command).code, 0);
            let notes = notes(&sheets(&sandbox.path(&name)));
            assert_eq!(notes.len(), before + columns);
            for (row, wanted) in notes[before..].iter().zip(&explained[at]) {
                let mut row = row.clone();
                row.resize(4, String::new());
                // Every register has other care domains too, so the test compares only the care domain that it added.
                if let Some(last) = wanted[3].strip_prefix('…') {
                    let codes = row[3].lines().filter(|code| code.starts_with("wijk"));
                    assert_eq!(codes.collect::<Vec<_>>(), [last]);
                    assert_eq!(row[3].lines().count(), 7, "{}", row[3]);
                    row[3] = wanted[3].to_owned();
                }
                assert_eq!(row, wanted, "{language}, {ending}");
            }
        }
    }
}

#[test]
fn the_receipt_in_a_sheet_equals_the_printed_one_and_stays_valid() {
    let sandbox = varied_register();
    let mut kept = Vec::new();
    for written in written_lists().iter().filter(|written| written.list.receipt) {
        let line = written.list.line;
        let row = &written.book[1].1[1];
        assert_eq!(text(&row[0]), ["Bewijs", "Receipt"][written.language]);
        let receipt = text(&row[1]).to_owned();
        // In the terminal, `report`, `count` and `reconcile` print a receipt. In a workbook, other lists have a receipt
        // too.
        let is_number = ["report", "count", "reconcile"].iter().any(|word| line.starts_with(word));
        assert_eq!(written.message.receipt, is_number.then(|| receipt.clone()), "{}", written.place());
        // The receipt of a command is the same in every format and language, so one copy per command is enough.
        if !kept.contains(&(line, receipt.clone())) {
            kept.push((line, receipt));
        }
    }
    assert_eq!(kept.len(), 13);
    let day = &sandbox.rows("history --limit 1")[0]["at"][..10].to_owned();
    let entry = sandbox.rows("history").iter().map(|row| row["entry"].parse::<u64>().unwrap()).max().unwrap();
    let same = format!("Same: after entry {entry} ({day}) this command gives this result\n");
    let accept_all = || {
        for (line, receipt) in &kept {
            let message = sandbox.run(format!("receipt {}", quote(receipt)));
            assert_eq!(
                (message.code, message.stdout.as_str(), message.stderr.as_str()),
                (0, same.as_str(), ""),
                "{line}"
            );
        }
    };
    accept_all();
    sandbox.run("edit B-001 --title 'Een heel andere titel'").ok();
    sandbox.run("log 'Nog een' --ministry OCW").ok();
    accept_all();
    // If the result in a receipt was altered, `receipt` reports that the result differs.
    let (_, receipt) = &kept[0];
    let result = &receipt_fields(receipt)["result"];
    let other: String = result.chars().map(|digit| if digit == '0' { '1' } else { '0' }).collect();
    let message = sandbox.run(["receipt", &with_check_digits(&receipt.replace(result, &other))]);
    let different = format!("Different: after entry {entry} ({day}) this command gives another result\n");
    assert_eq!((message.code, message.stdout), (1, different));
}

#[test]
fn a_workbook_does_not_name_the_person_in_a_filter() {
    let sandbox = with_texts(&["Een"]);
    sandbox.run("edit 1 --handler 'Jan de Vries'").ok();
    for ending in ENDINGS {
        let name = format!("noted.{ending}");
        sandbox.run(format!("list --handler 'Jan de Vries' --columns number -o {name}")).ok();
        assert_eq!(first_sheet(&sandbox.path(&name)).len(), 2);
        for (part, xml) in parts(&sandbox.path(&name)) {
            assert!(!xml.contains("Vries"), "{part} in {ending}");
        }
    }
}
