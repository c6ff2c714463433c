//! `receipt` and `check --against` detect tampering with the register, with its journal or with a receipt.

use super::receipts::{assert_different, assert_same, countable_story, receipt, repeat};
use super::{error_of, forge_chain, open_register, run_all, tamper, tamper_with, value};
use crate::common::{Sandbox, in_first_format, quote, receipt_fields, with_check_digits};
use std::fs;

#[test]
fn a_count_of_tampered_tables_differs_from_its_receipt() {
    let sandbox = countable_story();
    for (sql, command) in [
        ("UPDATE obstacle SET status = 'in-analysis' WHERE number = 2", "count --by status"),
        ("DELETE FROM obstacle_factsheet", "report factsheets"),
        ("UPDATE obstacle SET void = 'weg' WHERE number = 2", "report totals"),
        ("INSERT INTO obstacle (title, ministry, received) VALUES ('Erbij', 'OCW', '2018-05-05')", "reconcile"),
        ("UPDATE contact SET kind = 'email'", "report contacts"),
        ("UPDATE published_figure SET value = 4 WHERE number = 1", "reconcile p"),
        ("UPDATE obstacle SET handler = 3", "count --by handler"),
    ] {
        let restored_sandbox = Sandbox::empty();
        restored_sandbox.write("register.db", sandbox.register_bytes());
        tamper(&restored_sandbox, sql);
        assert_different(&restored_sandbox, &receipt(&restored_sandbox, command));
        let output = restored_sandbox.run_in_dutch(["receipt", &receipt(&restored_sandbox, command)]);
        assert!(output.code == 1 && output.stdout.starts_with("Verschillend: na wijziging 13 ("), "{output:?}");
        // A command counts rows in the tables of records. `receipt` repeats the count from the journal. In a register
        // without tampering, both results are the same.
        assert_same(&sandbox, &receipt(&sandbox, command));
    }
}

#[test]
fn tampering_with_the_journal_changes_the_result_of_a_receipt() {
    let sandbox = countable_story();
    let receipt = receipt(&sandbox, "count --by status");
    let tampered = |sql: &str, forged: bool| {
        let other = Sandbox::empty();
        other.write("register.db", sandbox.register_bytes());
        let connection = open_register(&other);
        tamper_with(&connection, sql);
        if forged {
            forge_chain(&connection);
        }
        connection.close().unwrap();
        other
    };
    let solved =
        "UPDATE journal_change SET after = replace(after, '\"status\":\"collected\"', '\"status\":\"in-analysis\"')";
    // In the tampered journal, an obstacle has another status, so the repeated count has another result.
    assert_different(&tampered(solved, false), &receipt);
    // A receipt also contains the last hash of the chain. Tampering changes that hash, so it is detected even if the
    // count stays the same.
    for (sql, forged) in [
        ("UPDATE journal SET hash = zeroblob(32) WHERE number = 13", false),
        (solved, true),
        ("UPDATE journal SET action = 'iets anders' WHERE number = 4", true),
    ] {
        let other = tampered(sql, forged);
        assert_eq!(
            repeat(&other, &receipt),
            (
                1,
                "Different: at entry 13 the chain does not have the head named in the receipt; see: ruimte check\n"
                    .to_owned()
            ),
            "{sql}"
        );
    }
    // If the last entry of the journal was deleted, the receipt is rejected, because the receipt names that entry.
    let shorter = tampered("DELETE FROM journal_change WHERE entry = 13; DELETE FROM journal WHERE number = 13", false);
    assert_eq!(
        error_of(&shorter, &format!("receipt {}", quote(&receipt)), 65),
        "this receipt is of entry 13, but the journal ends at 12: this is an older copy, or something was removed"
    );
    assert_same(&sandbox, &receipt);
}

/// Forges a changed receipt in two ways: in the present format with matching check digits, and in the first format,
/// which had no check digits.
fn forged(changed: &str) -> [String; 2] {
    [with_check_digits(changed), in_first_format(changed)]
}

#[test]
fn a_forged_receipt_is_not_accepted() {
    let sandbox = countable_story();
    let good = receipt(&sandbox, "report totals --since 2018-01-01");
    let parts = receipt_fields(&good);
    let with = |name: &str, value: &str| good.replace(&format!("{name}={}", parts[name]), &format!("{name}={value}"));
    let other = |name: &str| {
        let first = if parts[name].starts_with('0') { "1" } else { "0" };
        with(name, &format!("{first}{}", &parts[name][1..]))
    };
    for receipt in forged(&good) {
        assert_same(&sandbox, &receipt);
    }
    for receipt in forged(&other("result")) {
        assert_different(&sandbox, &receipt);
    }
    for receipt in forged(&other("head")) {
        let message = repeat(&sandbox, &receipt).1;
        assert!(message.starts_with("Different: at entry 13 the chain does not have the head"), "{message}");
    }
    // A receipt whose filter or entry number was changed is reported as different.
    for receipt in forged(&good.replace("--since+2018-01-01", "--since+2018-01-11")) {
        assert_different(&sandbox, &receipt);
    }
    for receipt in forged(&with("entry", "12")) {
        assert_eq!(repeat(&sandbox, &receipt).0, 1);
    }
    // A receipt stores the values of `--as-of` and `--reference-date` in separate fields. A receipt is refused if its
    // command contains one of these options, because the option would have no effect there.
    for option in ["--as-of", "--reference-date"] {
        for receipt in forged(&good.replace("--since+2018-01-01", &format!("--since+2018-01-01+{option}+2018-01-02"))) {
            assert_eq!(
                error_of(&sandbox, &format!("receipt {}", quote(&receipt)), 65),
                "that is not a receipt: give the whole line that begins with 'ruimte:', or the file that holds it"
            );
        }
    }
    // The receipt names another version of the counting rule, but the result is the same. `receipt` then prints only a
    // note.
    for receipt in forged(&with("rule", "totals/0")) {
        assert_eq!(
            repeat(&sandbox, &receipt).1.lines().nth(1),
            Some("Note: this program counts by another rule than the receipt")
        );
    }
    // Older programs stored a hash as the rule version. Such a hash is ignored.
    for receipt in forged(&with("rule", "totals@00000000")) {
        assert_same(&sandbox, &receipt);
    }
    for id in forged(&other("register")) {
        assert_eq!(
            error_of(&sandbox, &format!("receipt {}", quote(&id)), 65),
            format!(
                "this receipt belongs to register {}, not to this one: {}",
                id.split("register=").nth(1).unwrap().split(' ').next().unwrap(),
                parts["register"]
            )
        );
    }
}

#[test]
fn a_receipt_in_which_any_field_was_changed_by_hand_is_refused() {
    let sandbox = countable_story();
    let good = receipt(&sandbox, "count --by status --reference-date 2018-01-31");
    let fields: Vec<&str> = good.split(' ').skip(1).collect();
    let mut changed = vec![
        good.replace(" day=", " as-of=12 day="),
        good.replace(" day=", " note=goedgekeurd day="),
        good.replace(" entry=13", " entry=12"),
        good.replace(" entry=13", " entry=12 entry=13"),
        good.replace("--by+status", "--by+region"),
        good.replace("--by+status", "--by+status goedgekeurd"),
        good.replace("reference-date=2018-01-31", "reference-date=2018-02-01"),
        good.replace(" reference-date=2018-01-31", ""),
        good.replace("rule=count/2", "rule=count/3"),
    ];
    // Also try receipts in which a field is repeated, and receipts in which one digit is changed.
    for field in &fields[..fields.len() - 1] {
        changed.push(good.replace(field, &format!("{field} {field}")));
    }
    for name in ["result", "head", "check"] {
        let value = &receipt_fields(&good)[name];
        let first = if value.starts_with('0') { "1" } else { "0" };
        changed.push(good.replace(value, &format!("{first}{}", &value[1..])));
    }
    for receipt in &changed {
        assert_ne!(receipt, &good);
        assert_eq!(
            error_of(&sandbox, &format!("receipt {}", quote(receipt)), 65),
            "this receipt was changed after it was made: its check digits do not match; use the original receipt",
            "{receipt}"
        );
    }
    assert_eq!(
        sandbox.run_in_dutch(format!("check --against {}", quote(&changed[0]))).fails(65),
        "ruimte: dit bewijs is veranderd sinds het werd gemaakt: de controlecijfers kloppen niet; gebruik het oorspronkelijke bewijs\n"
    );
    assert_same(&sandbox, &good);
}

#[test]
fn a_receipt_of_another_register_is_reported_as_such() {
    let (sandbox, other) = (countable_story(), Sandbox::new());
    let receipt = receipt(&other, "count");
    let (id, own): (String, String) =
        (value(&other, "SELECT id FROM register"), value(&sandbox, "SELECT id FROM register"));
    assert_ne!(id, own);
    assert_eq!(
        error_of(&sandbox, &format!("receipt {}", quote(&receipt)), 65),
        format!("this receipt belongs to register {id}, not to this one: {own}")
    );
    assert_eq!(
        sandbox.run_in_dutch(format!("receipt {}", quote(&receipt))).fails(65),
        format!("ruimte: dit bewijs hoort bij register {id}, en niet bij dit: {own}\n")
    );
    // A backup has the same register identifier as the register that it was made from.
    sandbox.run("backup copy.db").ok();
    let of_copy = sandbox.run("--register copy.db count").receipt.unwrap();
    assert_same(&sandbox, &of_copy);
}

#[test]
fn text_that_is_no_receipt_is_rejected() {
    let sandbox = countable_story();
    let good = receipt(&sandbox, "count --by status");
    sandbox.write("empty.txt", "");
    sandbox.write("list.csv", "title,ministry\nruimte:2,OCW\n");
    sandbox.write("bytes.bin", [0xff, 0xfe, 0x00, 0x80]);
    let message = "that is not a receipt: give the whole line that begins with 'ruimte:', or the file that holds it";
    let cut: Vec<String> = [" check=", " result=", " head=", " entry=", " day=", " rule=", " command=", " register="]
        .iter()
        .map(|name| good.replace(name, " x="))
        .collect();
    let mut texts = vec!["", "onzin", "ruimte:1", "ruimte:2", "empty.txt", "list.csv", "bytes.bin", "register.db", "."];
    texts.extend(cut.iter().map(String::as_str));
    let shorter = &good[..good.len() - 1];
    let changed = |from: &str, to: &str| with_check_digits(&good.replace(from, to));
    let (doing, nothing) =
        (changed("count+--by+status", "void+1+--because+x"), changed("count+--by+status", "search+x"));
    let (wrong, day) = (changed("--by+status", "--by+onzin"), changed(" day=2", " day=x2"));
    texts.extend([shorter, &doing, &nothing, &day]);
    for text in texts {
        assert_eq!(error_of(&sandbox, &format!("receipt {}", quote(text)), 65), message, "{text}");
    }
    assert_eq!(
        sandbox.run("receipt niet-hier.receipt").fails(66),
        "ruimte: niet-hier.receipt cannot be used: the folder or file does not exist\n"
    );
    assert_eq!(sandbox.run_with_input("receipt -", "onzin").fails(65), format!("ruimte: {message}\n"));
    assert!(
        error_of(&sandbox, &format!("receipt {}", quote(&wrong)), 2).starts_with("nothing can be counted by 'onzin'")
    );
    assert_eq!(
        sandbox.run_in_dutch("receipt onzin").fails(65),
        "ruimte: dat is geen bewijs: geef de hele regel die met 'ruimte:' begint, of het bestand waar die in staat\n"
    );
    assert_eq!(error_of(&sandbox, "check --against onzin", 65), message);
}

#[test]
fn a_receipt_cannot_run_anything_but_a_count() {
    let sandbox = countable_story();
    let before = sandbox.register_bytes();
    let good = receipt(&sandbox, "count --by status");
    for command in ["count+--by+status+-o+evil.csv", "count+--by+status+--register+other.db"] {
        for receipt in forged(&good.replace("count+--by+status", command)) {
            assert_same(&sandbox, &receipt);
        }
    }
    assert!(!sandbox.path("evil.csv").exists() && !sandbox.path("evil.csv.receipt").exists());
    assert!(!sandbox.path("other.db").exists());
    assert!(sandbox.register_bytes() == before);
    assert_eq!(fs::read_dir(sandbox.path(".")).unwrap().count(), 2);
}

#[test]
fn check_compares_the_chain_with_a_receipt_stored_elsewhere() {
    let sandbox = countable_story();
    let kept = receipt(&sandbox, "report totals");
    run_all(&sandbox, &["log Later --ministry OCW", "edit 5 --title 'Nog later'"]);
    let result = sandbox.run(format!("check --against {}", quote(&kept)));
    let entries: i64 = value(&sandbox, "SELECT count(*) FROM journal");
    let changes: i64 = value(&sandbox, "SELECT count(*) FROM journal_change");
    assert_eq!(
        result.notices(),
        format!(
            "In order: entries {entries}, changes {changes}, and the register is what they add up to\n\
             The chain contains the head named in the receipt (entry 13)\n"
        )
    );
    assert_eq!(
        sandbox.run_in_dutch(format!("check --against {}", quote(&kept))).notices(),
        format!(
            "In orde: wijzigingen {entries}, daarin gewijzigde gegevens {changes}, en het register is wat zij samen zeggen\n\
             De keten bevat de controlewaarde uit het bewijs (wijziging 13)\n"
        )
    );
    // Someone with write access can recompute all hashes, which makes the chain consistent again. The new chain still
    // differs from the receipt that was printed before.
    let connection = open_register(&sandbox);
    tamper_with(
        &connection,
        "UPDATE journal_change SET after = replace(after, 'Derde vraag', 'Iets anders'); UPDATE obstacle SET title = 'Iets anders' WHERE number = 3",
    );
    forge_chain(&connection);
    connection.close().unwrap();
    sandbox.run("check --repair-search").ok();
    super::assert_check_passes(&sandbox);
    let result = sandbox.run(format!("check --against {}", quote(&kept)));
    assert_eq!((result.code, result.stderr.as_str()), (1, "Findings: 1\n"));
    assert_eq!(
        result.stdout,
        "\
record       finding
the receipt  at entry 13 the chain does not have the head named in the receipt
"
    );
    // Receipts that cannot match: one for an entry that the journal lacks, and one of another register.
    for (receipt, finding) in [
        (with_check_digits(&kept.replace("entry=13", "entry=99")), "the journal has no entry 99".to_owned()),
        (
            receipt(&Sandbox::new(), "count"),
            format!("belongs to another register than this one: {}", receipt_fields(&kept)["register"]),
        ),
    ] {
        let rows = sandbox.run(format!("check --against {} --format csv", quote(&receipt)));
        assert_eq!(rows.code, 1);
        assert!(rows.stdout.contains(&format!("the receipt,{finding}\r\n")), "{}", rows.stdout);
    }
    assert!(
        sandbox
            .run_in_dutch(format!("check --against {}", quote(&kept)))
            .stdout
            .contains("het bewijs  de keten heeft bij wijziging 13 niet de controlewaarde uit het bewijs")
    );
}
