//! Hidden sheets are read only if the user asks for them. Hidden rows and columns are read, with a notice.

use super::{ENDINGS, Sandbox, column, import_error, text_cell, write_ods, write_rows, write_xlsx};

/// Writes a workbook. `sheets` has the name of each sheet, its visibility, and the title of its one obstacle.
fn write_sheets(sandbox: &Sandbox, name: &str, sheets: &[(&str, &str, &str)]) {
    let ending = name.rsplit('.').next().unwrap();
    let row = |first: &str, second: &str| format!("{}{}", text_cell(ending, first), text_cell(ending, second));
    let rows = |title: &str, tag: &str| {
        format!("<{tag}>{}</{tag}><{tag}>{}</{tag}>", row("title", "ministry"), row(title, "OCW"))
    };
    if ending == "xlsx" {
        let xml: Vec<String> =
            sheets.iter().map(|(_, _, title)| format!("<sheetData>{}</sheetData>", rows(title, "row"))).collect();
        let sheets: Vec<(&str, &str, &str)> =
            sheets.iter().zip(&xml).map(|((name, state, _), xml)| (*name, *state, xml.as_str())).collect();
        write_xlsx(&sandbox.path(name), "", &sheets);
    } else {
        let style = |name: &str, shown: bool| {
            format!(
                r#"<style:style style:name="{name}" style:family="table"><style:table-properties table:display="{shown}"/></style:style>"#
            )
        };
        let tables: Vec<String> = sheets
            .iter()
            .map(|(name, state, title)| {
                let style = if *state == "visible" { "ta1" } else { "ta2" };
                let rows = rows(title, "table:table-row");
                format!(r#"<table:table table:name="{name}" table:style-name="{style}">{rows}</table:table>"#)
            })
            .collect();
        write_ods(&sandbox.path(name), &(style("ta1", true) + &style("ta2", false)), &tables.concat());
    }
}

#[test]
fn the_first_visible_sheet_is_read_and_a_hidden_one_only_by_its_name() {
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("list.{ending}");
        let sheets = [
            ("Verborgen", "hidden", "Aap"),
            ("Diep", "veryHidden", "Bever"),
            ("Lijst", "visible", "Cavia"),
            ("Tussen", "hidden", "Das"),
            ("Twee", "visible", "Eend"),
        ];
        write_sheets(&sandbox, &name, &sheets);
        for (asked, sheet) in [
            ("--dry-run", "Lijst"),
            ("--sheet 1", "Lijst"),
            ("--sheet 2", "Twee"),
            ("--sheet verborgen", "Verborgen"),
            ("--sheet Diep", "Diep"),
        ] {
            let message = sandbox.run(format!("import obstacles {name} {asked}")).notices();
            assert_eq!(message.lines().next(), Some(format!("{name}: sheet '{sheet}' read").as_str()), "{asked}");
        }
        assert_eq!(column(&sandbox, "title"), ["Cavia", "Eend", "Aap", "Bever"]);
        assert_eq!(
            import_error(&sandbox, &format!("obstacles {name} --sheet 3"), 2),
            format!("ruimte: {name} has no sheet '3'; choose from: Verborgen, Diep, Lijst, Tussen, Twee\n")
        );
    }
}

#[test]
fn a_workbook_without_a_visible_sheet_is_refused() {
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("list.{ending}");
        write_sheets(&sandbox, &name, &[("Een", "hidden", "Aap"), ("Twee", "hidden", "Bever")]);
        assert_eq!(
            import_error(&sandbox, &format!("obstacles {name}"), 65),
            format!("ruimte: {name}: all sheets are hidden; unhide one, or choose one with --sheet: Een, Twee\n")
        );
        assert_eq!(
            sandbox.run_in_dutch(format!("import obstacles {name}")).fails(65),
            format!(
                "ruimte: {name}: alle bladen zijn verborgen; maak er een zichtbaar, of kies er een met --sheet: Een, Twee\n"
            )
        );
    }
}

#[test]
fn hidden_rows_and_columns_are_read_and_counted_in_notices() {
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("list.{ending}");
        let cells = ["title", "ministry", "region", "Aap", "OCW", "6"].map(|text| text_cell(ending, text));
        let [title, ministry, region, first, second, third] = cells.each_ref().map(String::as_str);
        let (heading, row) = ([title, ministry, region], [first, second, third]);
        // Below the heading, the second row is hidden by a filter and the third by hand. The fourth row is hidden too,
        // but blank, so the notice does not count it.
        let (columns, filtered, by_hand) = match ending {
            "xlsx" => (r#"<cols><col min="3" max="5" hidden="1"/></cols>"#, r#"hidden="1""#, r#"hidden="true""#),
            _ => (
                concat!(
                    r#"<table:table-column table:number-columns-repeated="2"/>"#,
                    r#"<table:table-column table:number-columns-repeated="3" table:visibility="collapse"/>"#
                ),
                r#"table:visibility="filter""#,
                r#"table:visibility="collapse""#,
            ),
        };
        write_rows(
            &sandbox,
            &name,
            columns,
            &[("", &heading), ("", &row), (filtered, &row), (by_hand, &row), (by_hand, &[])],
            "",
        );
        assert_eq!(
            sandbox.run(format!("import obstacles {name}")).notices(),
            format!(
                "{name}: sheet 'Lijst' read\n\
                 Hidden rows were read as well: 2\n\
                 Hidden columns were read as well: 1\n\
                 3 added, 0 changed, 0 unchanged\n\
                 Note: rows with the same title, ministry and day of receipt as an earlier row: 2 (row 3; row 4)\n\
                 Without a day of receipt: 3; they are not counted in any period\n"
            )
        );
        let dutch = sandbox.run_in_dutch(format!("import obstacles {name} --allow-duplicates")).notices();
        assert_eq!(
            dutch.lines().skip(1).take(2).collect::<Vec<_>>(),
            ["Verborgen rijen zijn ook ingelezen: 2", "Verborgen kolommen zijn ook ingelezen: 1"]
        );
    }
}
