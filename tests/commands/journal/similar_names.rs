//! Names that look the same belong to one person, however they are typed. An erasure reports similar names.

use super::{assert_check_passes, error_of, listed, tamper};
use crate::common::{Sandbox, rows_of};

/// Ways in which people type or paste the name `Loket Één`.
const SPELLINGS: [&str; 6] = [
    "Loket Één",
    "Loket E\u{301}e\u{301}n",
    "Loket\u{a0}Één",
    "Loket  Één",
    "LOKET ÉÉN\u{200b}",
    "\u{feff}Lo\u{ad}ket Één",
];

fn new_register() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.run("init --actor Beheer").ok();
    sandbox
}

fn persons(sandbox: &Sandbox) -> Vec<String> {
    let rows = rows_of(&sandbox.run("person list --format csv").ok());
    rows.into_iter().map(|mut row| row.remove("name").unwrap()).collect()
}

/// A register with names that look like `Loket Één`, the name of N-02. The name of N-03 has a no-break space instead of
/// the space. Only older versions accepted both names. The name of N-04 has a hyphen and no accents.
fn with_look_alikes() -> Sandbox {
    let sandbox = new_register();
    for name in ["Loket Één", "Loket Twee", "Loket-Een", "Loket Vier"] {
        sandbox.run(["person", "add", name, "--actor", "Beheer"]).ok();
    }
    tamper(&sandbox, "UPDATE person SET name = 'Loket' || char(160) || 'Één' WHERE number = 3");
    sandbox
}

#[test]
fn a_name_is_one_person_in_a_list_with_any_separator() {
    for (file, separator, start) in [("list.csv", ',', ""), ("list.txt", '\t', ""), ("excel.csv", ';', "\u{feff}")] {
        let sandbox = new_register();
        let mut list = format!("{start}title{separator}ministry{separator}handler\n");
        for name in SPELLINGS {
            list.push_str(&format!("Vraag{separator}OCW{separator}{name}\n"));
        }
        sandbox.write(file, list);
        sandbox.run(format!("import obstacles {file} --actor Beheer")).ok();
        assert_eq!(persons(&sandbox), ["Beheer", "Loket Één"], "{file}");
        assert_eq!(listed(&sandbox, "list --handler 'loket één'").len(), 6, "{file}");
        assert_check_passes(&sandbox);
    }
}

#[test]
fn a_name_is_one_person_in_every_command() {
    let sandbox = new_register();
    for name in SPELLINGS {
        sandbox.run(["log", "Vraag", "--ministry", "OCW", "--handler", name, "--actor", name]).ok();
        sandbox.run(["contact", "call", "1", "--person", name, "--person", "loket één", "--actor", name]).ok();
        sandbox.run(["edit", "1", "--handler", "Beheer"]).ok();
        sandbox.run(["edit", "1", "--handler", name]).ok();
        let listed = sandbox.run(["list", "--columns", "number", "--handler", name, "--format", "csv"]).ok();
        assert!(listed.contains("B-001"), "{name:?}");
        assert!(sandbox.run(["history", "--actor", name, "--format", "csv"]).ok().contains("Loket Één"), "{name:?}");
        assert_eq!(
            sandbox.run(["person", "add", name]).fails(65),
            "ruimte: N-02 already has this name: Loket Één; use that person, or choose a name that differs\n"
        );
    }
    assert_eq!(persons(&sandbox)[..2], ["Beheer", "Loket Één"]);
    // The third person is the user of the operating system, who is the author of the commands without `--actor`.
    assert_eq!(persons(&sandbox).len(), 3);
    assert_eq!(
        sandbox.run_in_dutch(["person", "edit", "1", "--name", "loket  één"]).fails(65),
        "ruimte: N-02 heet al zo: Loket Één; gebruik die persoon, of kies een naam die verschilt\n"
    );
    // An edit can change the capitals in a person's name. An edit that changes only the white space has no effect.
    assert_eq!(
        sandbox.run(["person", "edit", "2", "--name", "Loket  Één"]).notices(),
        "N-02 was already like that; nothing was changed\n"
    );
    assert_eq!(sandbox.run(["person", "edit", "2", "--name", "Loket\u{a0}één"]).notices(), "N-02 changed\n");
    assert_eq!(persons(&sandbox)[1], "Loket één");
    assert_check_passes(&sandbox);
}

#[test]
fn a_name_of_invisible_characters_is_no_name() {
    let sandbox = new_register();
    for command in [["person", "add", "\u{200b}\u{a0}"], ["person", "add", "\u{ad}"]] {
        let message = sandbox.run(command).fails(65);
        assert_eq!(message, "ruimte: a value is missing: name\n", "{command:?}");
    }
}

#[test]
fn an_author_who_is_erased_in_another_spelling_does_not_return() {
    let sandbox = new_register();
    sandbox.run("person add 'H. Zwanenburg' --actor Beheer").ok();
    sandbox.run(["erase", "person", "H. ZWANENBURG", "--actor", "h. zwanenburg"]).ok();
    assert_eq!(persons(&sandbox), ["Beheer", ""]);
    assert!(!sandbox.register_bytes().windows(10).any(|bytes| bytes.eq_ignore_ascii_case(b"zwanenburg")));
    assert_check_passes(&sandbox);
}

const COPIES: &str =
    "Copies of the register, exports and earlier publications may still contain it; renew or delete them\n";

#[test]
fn an_erasure_reports_names_that_look_alike() {
    let erased = |code: &str| {
        format!("The person is erased and appears as {code} from now on; the journal and the counts remain correct\n")
    };
    let similar = |code: &str, name: &str| {
        format!(
            "Note: {code} ({name}) has almost the same name and was not erased; if it is the same person, give --also {code} as well\n"
        )
    };
    let sandbox = with_look_alikes();
    let result = sandbox.run("erase person 'Loket Één' --actor Beheer");
    let others = [similar("N-03", "Loket\u{a0}Één"), similar("N-04", "Loket-Een")].concat();
    assert_eq!(result.notices(), erased("N-02") + &others + COPIES);
    assert_eq!(persons(&sandbox), ["Beheer", "", "Loket\u{a0}Één", "Loket-Een", "Loket Vier"]);

    let sandbox = with_look_alikes();
    let result = sandbox.run("erase person N-02 --also N-03 --actor Beheer");
    assert_eq!(result.notices(), erased("N-02") + &erased("N-03") + &similar("N-04", "Loket-Een") + COPIES);
    assert_eq!(persons(&sandbox), ["Beheer", "", "", "Loket-Een", "Loket Vier"]);

    let sandbox = with_look_alikes();
    let result = sandbox.run([
        "erase",
        "person",
        "Loket\u{a0}Één",
        "--also",
        "N-02",
        "--also",
        "loket-een",
        "--actor",
        "Beheer",
    ]);
    assert_eq!(result.notices(), erased("N-03") + &erased("N-02") + &erased("N-04") + COPIES);
    assert_eq!(persons(&sandbox), ["Beheer", "", "", "", "Loket Vier"]);

    let sandbox = with_look_alikes();
    let before = sandbox.register_bytes();
    assert_eq!(
        sandbox.run_in_dutch("erase person N-04 --dry-run --actor Beheer").notices(),
        "Proef: er is niets vastgelegd. Dit zou zijn gemeld:\n\
         De persoon is gewist en staat er voortaan als N-04; het logboek en de tellingen blijven kloppen\n\
         N-04 komt nu voor als behandelaar van belemmeringen: 0; in contacten: 0; in wijzigingen van het logboek: 0\n\
         Let op: N-02 (Loket Één) heeft bijna dezelfde naam en is niet gewist; is het dezelfde persoon, geef dan ook --also N-02\n\
         Let op: N-03 (Loket\u{a0}Één) heeft bijna dezelfde naam en is niet gewist; is het dezelfde persoon, geef dan ook --also N-03\n"
    );
    assert!(sandbox.register_bytes() == before);
    // If one of the persons to erase does not exist, none is erased.
    assert_eq!(
        error_of(&sandbox, "erase person N-02 --also N-99", 66),
        "there is no N-99 in this register; see: ruimte person list"
    );
}

#[test]
fn a_name_that_can_be_of_two_persons_is_refused() {
    let sandbox = with_look_alikes();
    let ambiguous = "'LOKET ÉÉN' can mean more than one thing; choose from: N-02, N-03";
    for command in ["list --handler 'LOKET ÉÉN'", "erase person 'LOKET ÉÉN'", "history --actor 'LOKET ÉÉN'"] {
        assert_eq!(error_of(&sandbox, command, 2), ambiguous, "{command}");
    }
    // A name that is typed exactly as it is stored is not ambiguous. This name has a no-break space, like that of N-03.
    sandbox.run(["log", "Vraag", "--ministry", "OCW", "--handler", "Loket\u{a0}Één", "--actor", "Beheer"]).ok();
    assert_eq!(listed(&sandbox, "list --handler N-03"), ["B-001"]);
    assert_eq!(listed(&sandbox, "list --handler 'Loket Één'"), [""; 0]);
}
