//! `import` of delimited files: either all rows are imported or none, and an export returns the same values.

mod duplicates;
mod encoding;
mod errors;
mod guards;
mod loose_lists;
mod mapping;
mod ministry_lists;
mod one_line;
mod round_trip;
mod update;
mod values;

use crate::common::{CommandResult, Sandbox};

/// Every kind of record. Each kind comes after the kinds that it refers to, so all can be imported in this order.
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

/// The notice that most imports print in these tests. It describes how the program read the file.
const READ: &str = "list.csv read as UTF-8, separated by ','\n";

const NO_BZK: &str = "'BZK' is not in the list of ministries; choose from: OCW, SZW, VWS; or add one with: ruimte ministry add CODE --nl NAME --en NAME";

fn import_text(sandbox: &Sandbox, kind: &str, text: impl AsRef<[u8]>, more: &str) -> CommandResult {
    sandbox.write("list.csv", text);
    sandbox.run(format!("import {kind} list.csv {more}"))
}

/// Runs an import that must fail and must not change the register. Returns the error message.
#[track_caller]
fn import_error_of(sandbox: &Sandbox, kind: &str, text: impl AsRef<[u8]>, more: &str) -> String {
    let before = sandbox.register_bytes();
    let message = import_text(sandbox, kind, text, more).fails(65);
    assert!(sandbox.register_bytes() == before, "the register changed, though it told: {message}");
    message
}

#[track_caller]
fn import_error(text: impl AsRef<[u8]>) -> String {
    import_error_of(&Sandbox::new(), "obstacles", text, "")
}

#[track_caller]
fn column(sandbox: &Sandbox, name: &str) -> Vec<String> {
    sandbox.rows(format!("list --columns {name}")).into_iter().map(|mut row| row.remove(name).unwrap()).collect()
}
