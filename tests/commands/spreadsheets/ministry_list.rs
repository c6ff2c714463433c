//! Workbooks as ministries keep them: a title and groups above the header, merged cells, and a total below the table.

use super::{ENDINGS, Sandbox, column, import_error, text_cell, write_rows};

/// A column and a row, counted from 0.
type Place = (usize, usize);

/// Writes a workbook in which every cell is a text. Each area is a merged range, given by its first and last cell.
fn write(sandbox: &Sandbox, name: &str, rows: &[&[&str]], areas: &[(Place, Place)]) {
    let ending = name.rsplit('.').next().unwrap();
    let cell = |row: usize, column: usize, text: &str| {
        let empty = if ending == "xlsx" { "<c/>" } else { "<table:table-cell/>" };
        let cell = if text.is_empty() { empty.to_owned() } else { text_cell(ending, text) };
        match areas.iter().find(|(first, _)| *first == (column, row)) {
            Some((_, last)) if ending == "ods" => cell.replacen(
                "<table:table-cell",
                &format!(
                    r#"<table:table-cell table:number-columns-spanned="{}" table:number-rows-spanned="{}""#,
                    last.0 - column + 1,
                    last.1 - row + 1
                ),
                1,
            ),
            _ => cell,
        }
    };
    let xml: Vec<String> = (0..)
        .zip(rows)
        .map(|(row, cells)| (0..).zip(*cells).map(|(column, text)| cell(row, column, text)).collect())
        .collect();
    let cells: Vec<[&str; 1]> = xml.iter().map(|row| [row.as_str()]).collect();
    let rows: Vec<(&str, &[&str])> = cells.iter().map(|row| ("", row.as_slice())).collect();
    let reference = |(column, row): Place| format!("{}{}", char::from(b'A' + u8::try_from(column).unwrap()), row + 1);
    let merged: Vec<String> = areas
        .iter()
        .map(|(first, last)| format!(r#"<mergeCell ref="{}:{}"/>"#, reference(*first), reference(*last)))
        .collect();
    let after = if ending == "xlsx" { format!("<mergeCells>{}</mergeCells>", merged.concat()) } else { String::new() };
    write_rows(sandbox, name, "", &rows, &after);
}

#[test]
fn merged_titles_and_groups_above_the_header_are_skipped() {
    let rows: &[&[&str]] = &[
        &["Overzicht belemmeringen, stand 31 december 2018"],
        &["Algemeen", "", "Afhandeling"],
        &["Onderwerp", "Departement", "Stand van zaken", "Ontvangen op"],
        &["Stagecontract", "OCW", "open", "1 juni 2018"],
        &[],
        &["Tillen", "Min. SZW", "Doorverwezen", ""],
        &["Totaal", "2"],
    ];
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("list.{ending}");
        write(&sandbox, &name, rows, &[((0, 0), (3, 0)), ((0, 1), (1, 1)), ((2, 1), (3, 1)), ((1, 6), (2, 6))]);
        assert_eq!(
            sandbox.run(format!("import obstacles {name}")).notices(),
            format!(
                "{name}: sheet 'Lijst' read\n\
                 {name}, sheet 'Lijst', row 3: this is the header; rows skipped above it: 2\n\
                 {name}, sheet 'Lijst', row 7: skipped, because it is a total\n\
                 2 added, 0 changed, 0 unchanged\n\
                 Without a day of receipt: 1; they are not counted in any period\n"
            )
        );
        assert_eq!(column(&sandbox, "title"), ["Stagecontract", "Tillen"]);
        assert_eq!(column(&sandbox, "ministry"), ["OCW", "SZW"]);
        assert_eq!(column(&sandbox, "received"), ["2018-06-01", ""]);
        assert_eq!(column(&sandbox, "closed_as"), ["", "referred"]);
    }
}

#[test]
fn a_header_of_two_rows_has_the_names_of_both() {
    let rows: &[&[&str]] = &[
        &["Onderwerp", "Trekker", "Afhandeling", ""],
        &["", "", "Status", "Datum ontvangst"],
        &["Stagecontract", "OCW", "opgehaald", "12-3-2018"],
    ];
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("list.{ending}");
        write(&sandbox, &name, rows, &[((0, 0), (0, 1)), ((1, 0), (1, 1)), ((2, 0), (3, 0))]);
        sandbox.run(format!("import obstacles {name}")).ok();
        let row = sandbox.rows("list --columns title,ministry,status,received").remove(0);
        assert_eq!(
            ["title", "ministry", "status", "received"].map(|name| row[name].as_str()),
            ["Stagecontract", "OCW", "collected", "2018-03-12"]
        );
    }
}

#[test]
fn merged_cells_within_the_table_are_still_refused() {
    let rows: &[&[&str]] =
        &[&["Overzicht"], &["Departement", "Onderwerp"], &["OCW", "Stagecontract"], &["", "Detachering"]];
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("list.{ending}");
        write(&sandbox, &name, rows, &[((0, 0), (1, 0)), ((0, 2), (0, 3))]);
        let message = import_error(&sandbox, &format!("obstacles {name}"), 65);
        let merged = format!(
            "ruimte: {name}, sheet 'Lijst', cell A3: the cells A3 to A4 are merged; unmerge them and fill in each cell\n"
        );
        assert!(message.contains(&merged), "{message}");
    }
}
