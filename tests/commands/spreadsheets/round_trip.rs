//! Exporting to a workbook and importing that workbook again, with column titles in either language.

use super::{ENDINGS, LANGUAGES, Sandbox, run_in_language};
use std::sync::OnceLock;

/// All kinds of records, in the order in which to import them: each kind comes after the kinds that it refers to.
const KINDS: [&str; 13] = [
    "ministries",
    "regions",
    "care-domains",
    "themes",
    "natures",
    "laws",
    "synonyms",
    "factsheets",
    "schemes",
    "obstacles",
    "contacts",
    "publications",
    "figures",
];

/// The demonstration register, with a code added to each vocabulary that an officer can extend.
pub fn full_register() -> Sandbox {
    static FULL: OnceLock<Vec<u8>> = OnceLock::new();
    let sandbox = Sandbox::empty();
    sandbox.write("register.db", FULL.get_or_init(full_register_bytes));
    sandbox
}

fn full_register_bytes() -> Vec<u8> {
    let sandbox = Sandbox::demo();
    for kind in ["ministry", "region", "care-domain", "theme", "nature", "law", "publication"] {
        let period = if kind == "publication" { "--since 2019-01-01 --until 2019-12-31" } else { "" };
        sandbox.run(format!("{kind} add 0031 --nl 'Naam; met, \"alles\"' --en =1+1 {period}")).ok();
    }
    sandbox.run("synonym add 1-2 'één \"x\"; =2'").ok();
    sandbox.run("figure add --publication 0031 --measure collected --value 0").ok();
    for words in [
        "log =1+1 --ministry 0031 --region 0031 --question ' a\nb\n\n\tc  d ' --file-number 0030326 --due 2019-03-01 --publishable yes",
        "log \"'s-Hertogenbosch\" --ministry OCW --question '+31 6' --publishable no",
        "link B-072 B-003 B-001",
        "close B-071 --as duplicate --of B-072 --because 12%",
    ] {
        assert_eq!(run_in_language(&sandbox, "en", words).code, 0, "{words:?}");
    }
    sandbox.register_bytes()
}

fn exported(sandbox: &Sandbox) -> Vec<String> {
    KINDS.iter().map(|kind| sandbox.run(format!("export {kind}")).ok()).collect()
}

#[test]
fn every_kind_of_record_survives_each_format_in_each_language() {
    let sandbox = full_register();
    let before = exported(&sandbox);
    assert!(before.iter().all(|text| text.lines().count() > 1), "nothing of a kind");
    for ending in ENDINGS {
        for (language, [sheet, _]) in LANGUAGES {
            let other = Sandbox::new();
            assert_ne!(exported(&other), before);
            for kind in KINDS {
                let name = format!("{kind}.{ending}");
                let path = other.path(&name);
                let command = format!("export {kind} -o {}", path.display());
                assert_eq!(run_in_language(&sandbox, language, &command).code, 0);
                let message = other.run(format!("import {kind} {name}")).notices();
                assert!(message.starts_with(&format!("{name}: sheet '{sheet}' read\n")), "{message}");
            }
            for (kind, (before, after)) in KINDS.iter().zip(before.iter().zip(&exported(&other))) {
                assert_eq!(before, after, "{kind} by {ending}, {language}");
            }
        }
    }
}

#[test]
fn importing_a_sheet_into_its_own_register_changes_nothing() {
    let sandbox = full_register();
    for (kind, count) in [("obstacles", 72), ("contacts", 529), ("factsheets", 11), ("figures", 16)] {
        for ending in ENDINGS {
            let name = format!("list.{ending}");
            sandbox.run_in_dutch(format!("export {kind} -o {name}")).ok();
            let before = sandbox.register_bytes();
            for more in ["", "--update"] {
                assert_eq!(
                    sandbox.run(format!("import {kind} {name} {more}")).notices(),
                    format!("{name}: sheet 'Gegevens' read\n0 added, 0 changed, {count} unchanged\n")
                );
            }
            assert!(sandbox.register_bytes() == before, "{kind}: the register changed");
        }
    }
}

#[test]
fn dates_at_the_edges_of_the_calendars_survive() {
    // Excel wrongly treats 1900 as a leap year, and cannot store dates before that year.
    let days = ["0001-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1900-02-28", "1900-03-01", "9999-12-31"];
    let sandbox = Sandbox::new();
    let rows: String = days.map(|day| format!("A,OCW,{day}\n")).concat();
    sandbox.write("days.csv", format!("title,ministry,received\n{rows}"));
    sandbox.run("import obstacles days.csv").ok();
    for ending in ENDINGS {
        let name = format!("list.{ending}");
        let other = Sandbox::new();
        sandbox.run(["export", "obstacles", "-o", other.path(&name).to_str().unwrap()]).ok();
        other.run(format!("import obstacles {name}")).ok();
        let back = other.rows("list --columns received");
        assert_eq!(back.iter().map(|row| row["received"].as_str()).collect::<Vec<_>>(), days, "{ending}");
    }
}

#[test]
fn a_count_too_large_for_a_number_cell_survives() {
    // Number cells are 64-bit floats, which cannot represent every integer above 2^53.
    let values = ["9007199254740992", "9007199254740993", "9223372036854775807"];
    let sandbox = Sandbox::new();
    let add_publication = |sandbox: &Sandbox| {
        sandbox.run("publication add p --nl p --en p --since 2018-01-01 --until 2018-12-31").ok();
    };
    add_publication(&sandbox);
    for value in values {
        sandbox.run(format!("figure add --publication p --measure collected --value {value}")).ok();
    }
    for ending in ENDINGS {
        let name = format!("list.{ending}");
        let other = Sandbox::new();
        add_publication(&other);
        sandbox.run(["export", "figures", "-o", other.path(&name).to_str().unwrap()]).ok();
        other.run(format!("import figures {name}")).ok();
        let back = other.rows("export figures");
        assert_eq!(back.iter().map(|row| row["value"].as_str()).collect::<Vec<_>>(), values, "{ending}");
    }
}
