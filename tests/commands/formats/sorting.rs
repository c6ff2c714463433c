//! Texts are sorted as a Dutch reader expects, in every list and format. Capitals, accents and punctuation do not
//! matter. Numbers are sorted by value. Records with the same text are sorted by record number.

use crate::common::{Row, Sandbox};

/// Titles in the order in which they are logged. B-004 and B-009 differ only in capitals.
const TITLES: &[&str] =
    &["zorg", "Élan", "appel", "eland", "Banaan", "“citroen”", "B-10", "B-2", "Eland", "ĳzer", "2 vragen", "10 vragen"];

const SORTED: &[&str] =
    &["2 vragen", "10 vragen", "appel", "B-2", "B-10", "Banaan", "“citroen”", "Élan", "eland", "Eland", "ĳzer", "zorg"];

fn register() -> Sandbox {
    let sandbox = Sandbox::new();
    let rows: Vec<String> = TITLES.iter().map(|title| format!("{title},OCW,{title}\n")).collect();
    sandbox.write("list.csv", format!("title,ministry,initiative\n{}", rows.concat()));
    sandbox.run("import obstacles list.csv").ok();
    sandbox
}

fn column(rows: Vec<Row>, name: &str) -> Vec<String> {
    rows.into_iter().map(|mut row| row.remove(name).unwrap()).collect()
}

#[test]
fn a_list_is_sorted_by_any_text_as_a_reader_expects() {
    let sandbox = register();
    assert_eq!(column(sandbox.rows("list --sort title --columns title"), "title"), SORTED);
    assert_eq!(column(sandbox.rows("list --sort initiative --columns initiative"), "initiative"), SORTED);
    // In descending order, records with the same text are still sorted by number.
    let mut descending: Vec<&str> = SORTED.iter().rev().copied().collect();
    descending.swap(2, 3);
    assert_eq!(column(sandbox.rows("list --sort=-title --columns title"), "title"), descending);
}

#[test]
fn the_order_is_the_same_in_every_format_and_on_every_page_of_a_list() {
    let sandbox = register();
    for format in ["table", "csv", "csv-excel", "json", "jsonl", "html"] {
        let text = sandbox.run(format!("list --sort title --columns title --format {format}")).ok();
        let places: Vec<usize> =
            SORTED.iter().map(|title| text.rfind(*title).unwrap_or_else(|| panic!("no {title} in {format}"))).collect();
        assert!(places.is_sorted(), "{format}: {text}");
    }
    let mut paged = Vec::new();
    for skip in (0..SORTED.len()).step_by(5) {
        paged.extend(column(
            sandbox.rows(format!("list --sort title --columns title --limit 5 --skip {skip}")),
            "title",
        ));
    }
    assert_eq!(paged, SORTED);
}

#[test]
fn other_lists_are_sorted_in_the_same_way() {
    let sandbox = Sandbox::new();
    for title in ["Zorg", "école", "appel"] {
        sandbox.run(["factsheet", "add", title]).ok();
        sandbox.run(["scheme", "add", title]).ok();
        sandbox.run(["theme", "add", title, "--nl", title, "--en", title]).ok();
        sandbox.run(["log", title, "--ministry", "OCW", "--handler", title, "--theme", title, "-q"]).ok();
    }
    for list in ["factsheet list --sort title", "scheme list --sort title"] {
        assert_eq!(
            column(sandbox.rows(format!("{list} --columns title")), "title"),
            ["appel", "école", "Zorg"],
            "{list}"
        );
    }
    for list in ["list --sort handler", "list --sort theme"] {
        assert_eq!(
            column(sandbox.rows(format!("{list} --columns title")), "title"),
            ["appel", "école", "Zorg"],
            "{list}"
        );
    }
    assert_eq!(
        column(sandbox.rows("person list --sort name --columns name --with-persons"), "name")[..2],
        ["appel", "école"]
    );
    let mut themes = column(sandbox.rows("theme list --columns code"), "code");
    themes.retain(|code| ["Zorg", "école", "appel"].contains(&code.as_str()));
    assert_eq!(themes, ["appel", "école", "Zorg"]);
    let counted = column(sandbox.rows("count --by theme"), "theme");
    assert_eq!(counted[..3], ["appel", "école", "Zorg"]);
}
