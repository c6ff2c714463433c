//! Merged cells: a spreadsheet shows one value for all of them, but stores it in the first cell only.

use super::{ENDINGS, Sandbox, column, import_error, text_cell, write_rows};

/// The content of a cell to write. `Merged` has a text, and the number of columns and rows that the merged cell covers.
enum Put {
    Text(&'static str),
    Nothing,
    Merged(&'static str, u32, u32),
}
use Put::{Merged, Nothing, Text};

fn write(sandbox: &Sandbox, name: &str, rows: &[&[Put]]) {
    let ending = name.rsplit('.').next().unwrap();
    let mut areas = String::new();
    let mut xml = Vec::new();
    for (row, cells) in (1..).zip(rows) {
        let mut row_xml = Vec::new();
        for (column, cell) in (0..).zip(*cells) {
            row_xml.push(match (cell, ending) {
                (Text(text), _) => text_cell(ending, text),
                (Nothing, "xlsx") => "<c/>".to_owned(),
                (Nothing, _) => "<table:covered-table-cell/>".to_owned(),
                (Merged(text, width, height), "xlsx") => {
                    let letter = |at: u32| char::from(b'A' + u8::try_from(at).unwrap());
                    let last = format!("{}{}", letter(column + width - 1), row + height - 1);
                    areas.push_str(&format!(r#"<mergeCell ref="{}{row}:{last}"/>"#, letter(column)));
                    text_cell(ending, text)
                }
                (Merged(text, width, height), _) => text_cell(ending, text).replace(
                    "<table:table-cell",
                    &format!(
                        r#"<table:table-cell table:number-columns-spanned="{width}" table:number-rows-spanned="{height}""#
                    ),
                ),
            });
        }
        xml.push(row_xml);
    }
    let xml: Vec<Vec<&str>> = xml.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let rows: Vec<(&str, &[&str])> = xml.iter().map(|row| ("", row.as_slice())).collect();
    let after = if areas.is_empty() { String::new() } else { format!("<mergeCells>{areas}</mergeCells>") };
    write_rows(sandbox, name, "", &rows, &after);
}

#[test]
fn merged_cells_in_the_rows_are_refused_with_their_first_cell() {
    let rows: &[&[Put]] = &[
        &[Text("number"), Text("title"), Text("region"), Text("file_number")],
        &[Text("B-001"), Text("Een"), Merged("6", 1, 2), Text("Z-1")],
        &[Text("B-002"), Text("Twee"), Nothing, Merged("Z-2", 1, 2)],
        &[Text("B-003"), Merged("Drie", 2, 1), Nothing, Nothing],
    ];
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        sandbox.write("given.csv", "title,ministry,region\nEen,OCW,6\nTwee,OCW,7\nDrie,OCW,8\n");
        sandbox.run("import obstacles given.csv").ok();
        let name = format!("list.{ending}");
        write(&sandbox, &name, rows);
        let place = |cell: &str| format!("ruimte: {name}, sheet 'Lijst', cell {cell}: the cells {cell} to");
        assert_eq!(
            import_error(&sandbox, &format!("obstacles {name} --update"), 65),
            format!(
                "{name}: sheet 'Lijst' read\n\
                 {} C3 are merged; unmerge them and fill in each cell\n\
                 {} D4 are merged; unmerge them and fill in each cell\n\
                 {} C4 are merged; unmerge them and fill in each cell\n\
                 ruimte: {name}: 3 errors; nothing was imported\n",
                place("C2"),
                place("D3"),
                place("B4"),
            )
        );
        assert_eq!(column(&sandbox, "region"), ["6", "7", "8"]);
    }
}

#[test]
fn merged_cells_in_the_header_are_refused() {
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("list.{ending}");
        let below: &[&[Put]] =
            &[&[Text("title"), Merged("ministry", 1, 2), Text("question")], &[Text("Een"), Nothing, Text("Mag dit?")]];
        let beside: &[&[Put]] =
            &[&[Text("title"), Merged("ministry", 2, 1), Nothing], &[Text("Een"), Text("OCW"), Text("VWS")]];
        for (rows, last) in [(below, "B2"), (beside, "C1")] {
            write(&sandbox, &name, rows);
            assert_eq!(
                import_error(&sandbox, &format!("obstacles {name}"), 65),
                format!(
                    "ruimte: {name}, sheet 'Lijst', cell B1: the cells B1 to {last} are merged; \
                     unmerge them and fill in each cell\n"
                )
            );
            assert_eq!(
                sandbox.run_in_dutch(format!("import obstacles {name}")).fails(65),
                format!(
                    "ruimte: {name}, blad 'Lijst', cel B1: de cellen B1 tot en met {last} zijn samengevoegd; \
                     hef de samenvoeging op en vul elke cel in\n"
                )
            );
        }
    }
}

#[test]
fn merged_cells_that_cover_one_cell_of_the_table_are_read() {
    // The merged cells extend into empty cells outside the table, to its right or below it.
    let rows: &[&[Put]] = &[
        &[Text("title"), Merged("ministry", 3, 1), Nothing, Nothing],
        &[Text("Een"), Merged("OCW", 3, 1), Nothing, Nothing],
        &[Merged("Twee", 1, 3), Text("VWS")],
    ];
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("list.{ending}");
        write(&sandbox, &name, rows);
        sandbox.run(format!("import obstacles {name}")).ok();
        assert_eq!(column(&sandbox, "title"), ["Een", "Twee"]);
        assert_eq!(column(&sandbox, "ministry"), ["OCW", "VWS"]);
    }
}
