//! Tests of the output formats, such as tables, CSV and JSON.

mod closed_output;
mod control_characters;
mod csv;
mod json;
mod labels;
mod output_file;
mod sorting;
mod table;

use crate::common::{Sandbox, csv_cell};
use std::fs;

#[track_caller]
fn with_titles<T: AsRef<str>>(titles: &[T]) -> Sandbox {
    with_rows(
        "title,ministry",
        &titles.iter().map(|title| format!("{},OCW", csv_cell(title.as_ref()))).collect::<Vec<_>>(),
    )
}

#[track_caller]
fn with_rows<T: AsRef<str>>(columns: &str, rows: &[T]) -> Sandbox {
    let sandbox = Sandbox::new();
    import_rows(&sandbox, columns, rows);
    sandbox
}

#[track_caller]
fn import_rows<T: AsRef<str>>(sandbox: &Sandbox, columns: &str, rows: &[T]) {
    let mut text = columns.to_owned();
    for row in rows {
        text.push('\n');
        text.push_str(row.as_ref());
    }
    sandbox.write("given.csv", text);
    sandbox.run("import obstacles given.csv").ok();
}

#[track_caller]
fn stdout_of(sandbox: &Sandbox, line: &str) -> String {
    sandbox.run(line).ok()
}

fn file_names(sandbox: &Sandbox) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(sandbox.path("."))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
