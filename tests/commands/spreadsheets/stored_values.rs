//! Cells as spreadsheets store them. Each value is imported as a spreadsheet displays it, or refused with an error that
//! names the cell.

use super::{Sandbox, import_error, text_cell, write_rows, write_xlsx};

/// Writes a list with one obstacle. The XML `cell` is the third cell of that row, below the heading `column`.
fn write_cell(sandbox: &Sandbox, name: &str, column: &str, cell: &str) {
    let text = |text: &str| text_cell(name.rsplit('.').next().unwrap(), text);
    let (title, ministry, column) = (text("title"), text("ministry"), text(column));
    let (first, second) = (text("Aap"), text("OCW"));
    write_rows(sandbox, name, "", &[("", &[&title, &ministry, &column]), ("", &[&first, &second, cell])], "");
}

fn ods_cell(attributes: &str, shown: &str) -> String {
    format!("<table:table-cell {attributes}><text:p>{shown}</text:p></table:table-cell>")
}

fn ods_date(value: &str) -> String {
    ods_cell(&format!(r#"office:value-type="date" office:date-value="{value}""#), "#")
}

fn xlsx_number(style: u8, value: &str) -> String {
    format!(r#"<c s="{style}"><v>{value}</v></c>"#)
}

/// Asserts that the import refuses the cell, and gives the reason in both languages.
#[track_caller]
fn assert_refused(name: &str, cell: &str, why: [&str; 2]) {
    let sandbox = Sandbox::new();
    write_cell(&sandbox, name, "received", cell);
    assert_eq!(
        import_error(&sandbox, &format!("obstacles {name}"), 65),
        format!(
            "{name}: sheet 'Lijst' read\n\
             ruimte: {name}, sheet 'Lijst', cell C2 (received): {}\n\
             ruimte: {name}: 1 error; nothing was imported\n",
            why[0]
        ),
        "{cell}"
    );
    assert_eq!(
        sandbox.run_in_dutch(format!("import obstacles {name}")).fails(65),
        format!(
            "{name}: blad 'Lijst' gelezen\n\
             ruimte: {name}, blad 'Lijst', cel C2 (received): {}\n\
             ruimte: {name}: 1 fout; er is niets ingelezen\n",
            why[1]
        ),
        "{cell}"
    );
}

#[test]
fn a_date_that_does_not_exist_is_refused_with_its_cell() {
    let xlsx = ["0", "-1", "0.5", "60", "2958466", "1e300", "-1e300", "NaN", "inf"];
    let ods = ["1899-12-30", "1899-12-29", "1899-12-30T12:00:00", "2018-02-30", "0000-01-01", "30000-01-01", "NaN"];
    let cells = xlsx.map(|value| ("list.xlsx", value, xlsx_number(1, value)));
    for (name, value, cell) in cells.into_iter().chain(ods.map(|value| ("list.ods", value, ods_date(value)))) {
        let en = format!(
            "the cell contains {value}, which is not a date, time or number that a spreadsheet can show; \
             correct the cell, or make it text"
        );
        let nl = format!(
            "de cel bevat {value}, en dat is geen datum, tijd of getal dat een spreadsheet kan tonen; \
             verbeter de cel, of maak er tekst van"
        );
        assert_refused(name, &cell, [&en, &nl]);
    }
}

#[test]
fn a_formula_that_was_never_calculated_is_refused_with_its_cell() {
    let xlsx = [
        r#"<c s="1"><f>DATE(2018,5,12)</f></c>"#,
        r#"<c s="1"><f>DATE(2018,5,12)</f><v></v></c>"#,
        r"<c><f>1</f><v/></c>",
        r#"<c t="str"><f>A1</f></c>"#,
        r#"<c><f t="shared" si="0"/></c>"#,
    ];
    let ods = [
        r#"<table:table-cell table:formula="of:=DATE(2018;5;12)"/>"#,
        r#"<table:table-cell table:formula="of:=DATE(2018;5;12)" office:value-type="date"></table:table-cell>"#,
        r#"<table:table-cell table:formula="of:=1" office:value-type="float"/>"#,
    ];
    let cells = xlsx.map(|cell| ("list.xlsx", cell));
    for (name, cell) in cells.into_iter().chain(ods.map(|cell| ("list.ods", cell))) {
        assert_refused(
            name,
            cell,
            [
                "the formula was never calculated; open the file in a spreadsheet and save it again",
                "de formule is nooit uitgerekend; open het bestand in een spreadsheet en sla het opnieuw op",
            ],
        );
    }
}

#[test]
fn an_error_is_refused_with_its_cell_whatever_program_stored_it() {
    for (name, cell, error) in [
        ("list.xlsx", r#"<c t="e"><v>#N/A</v></c>"#.to_owned(), "#N/A"),
        ("list.xlsx", r#"<c t="e"><f>A1#</f><v>#SPILL!</v></c>"#.to_owned(), "#SPILL!"),
        (
            "list.ods",
            ods_cell(r#"office:value-type="string" office:string-value="" calcext:value-type="error""#, "#N/B"),
            "#N/B",
        ),
        (
            "list.ods",
            ods_cell(r#"table:formula="of:=NA()" office:value-type="float" office:value="0""#, "#N/A"),
            "#N/A",
        ),
        ("list.ods", ods_cell(r#"table:formula="of:=1/0" office:value-type="string""#, "Err:532"), "Err:532"),
    ] {
        assert_refused(
            name,
            &cell,
            [
                &format!("the cell contains the error {error}; fix it in the spreadsheet"),
                &format!("de cel bevat de fout {error}; herstel die in de spreadsheet"),
            ],
        );
    }
}

#[test]
fn every_bad_cell_of_a_row_is_reported_and_a_bad_heading_is_refused() {
    let xlsx = [r#"<c t="e"><v>#N/A</v></c>"#, "<c><f>1</f></c>"];
    let ods = [
        r#"<table:table-cell calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>"#,
        r#"<table:table-cell table:formula="of:=1"/>"#,
    ];
    for (name, [error, formula]) in [("list.xlsx", xlsx), ("list.ods", ods)] {
        let sandbox = Sandbox::new();
        let text = |text: &str| text_cell(name.rsplit('.').next().unwrap(), text);
        let (title, ministry) = (text("title"), text("ministry"));
        let heading: &[&str] = &[&title, &ministry];
        write_rows(&sandbox, name, "", &[("", heading), ("", &[error, formula]), ("", &[formula, error])], "");
        let cell = |cell: &str| format!("ruimte: {name}, sheet 'Lijst', cell {cell}");
        let calculated = "the formula was never calculated; open the file in a spreadsheet and save it again";
        let fixed = "the cell contains the error #N/A; fix it in the spreadsheet";
        assert_eq!(
            import_error(&sandbox, &format!("obstacles {name}"), 65),
            format!(
                "{name}: sheet 'Lijst' read\n\
                 {}: {fixed}\n{}: {calculated}\n{}: {calculated}\n{}: {fixed}\n\
                 ruimte: {name}: 4 errors; nothing was imported\n",
                cell("A2 (title)"),
                cell("B2 (ministry)"),
                cell("A3 (title)"),
                cell("B3 (ministry)"),
            )
        );
        write_rows(&sandbox, name, "", &[("", &[&title, error])], "");
        assert_eq!(import_error(&sandbox, &format!("obstacles {name}"), 65), format!("{}: {fixed}\n", cell("B1")));
    }
}

#[test]
fn a_value_is_read_as_a_person_sees_it() {
    let xlsx = [
        (xlsx_number(1, "43232"), "2018-05-12"),
        (xlsx_number(1, "43232.604166666664"), "2018-05-12 14:30:00"),
        (xlsx_number(1, "1"), "1900-01-01"),
        (xlsx_number(1, "59"), "1900-02-28"),
        (xlsx_number(1, "61"), "1900-03-01"),
        (xlsx_number(1, "2958465"), "9999-12-31"),
        (xlsx_number(2, "0.5"), "12:00:00"),
        (xlsx_number(2, "0"), "00:00:00"),
        (xlsx_number(3, "1.5"), "36:00:00"),
        (xlsx_number(4, "0.5"), "50%"),
        (xlsx_number(4, "0.285"), "29%"),
        (xlsx_number(5, "123"), "000123"),
        (xlsx_number(6, "45000.5"), "45001"),
        (xlsx_number(7, "1234.5"), "1234.50"),
        (xlsx_number(8, "3"), "3"),
        (xlsx_number(9, "1"), "ja"),
        (xlsx_number(9, "0"), "nee"),
        (xlsx_number(11, "0"), ""),
        (xlsx_number(11, "7"), "7"),
        (xlsx_number(0, "12345678901234567890"), "12345678901234567890"),
        (xlsx_number(0, "12.0"), "12"),
        (xlsx_number(0, "1E+21"), "1000000000000000000000"),
        (r#"<c t="d"><v>2018-05-12T14:30:00</v></c>"#.to_owned(), "2018-05-12 14:30:00"),
        (r#"<c t="b"><v>1</v></c>"#.to_owned(), "yes"),
        (r#"<c t="str"><f>""</f><v></v></c>"#.to_owned(), ""),
        (r#"<c t="str"><v>0012</v></c>"#.to_owned(), "0012"),
        (r#"<c t="str"><v>_x005F_x000D_ &amp; &#233;</v></c>"#.to_owned(), "_x000D_ & é"),
        (
            concat!(
                r#"<c t="inlineStr"><is><r><t xml:space="preserve">een </t></r><r><rPr><b/></rPr><t>vet</t></r>"#,
                r#"<r><t xml:space="preserve"> woord</t></r><rPh sb="0" eb="1"><t>uitspraak</t></rPh></is></c>"#
            )
            .to_owned(),
            "een vet woord",
        ),
    ];
    let ods = [
        (ods_date("2018-05-12"), "2018-05-12"),
        (ods_date("2018-05-12T14:30:00"), "2018-05-12 14:30:00"),
        (ods_date("2018-05-12T00:00:00.000000000"), "2018-05-12"),
        (ods_cell(r#"office:value-type="time" office:time-value="PT12H00M00S""#, "#"), "12:00:00"),
        (ods_cell(r#"office:value-type="time" office:time-value="PT36H00M00S""#, "#"), "36:00:00"),
        (ods_cell(r#"office:value-type="percentage" office:value="0.5""#, "50%"), "50%"),
        (ods_cell(r#"office:value-type="percentage" office:value="0.5""#, "50,0 %"), "50.0%"),
        (ods_cell(r#"office:value-type="currency" office:value="12.0""#, "€ 12"), "12"),
        (ods_cell(r#"office:value-type="currency" office:value="1234.5""#, "€ 1.234,50"), "1234.50"),
        (ods_cell(r#"office:value-type="float" office:value="123""#, "000123"), "000123"),
        (ods_cell(r#"office:value-type="float" office:value="1234""#, "1.234"), "1234"),
        (ods_cell(r#"office:value-type="float" office:value="1.234""#, "1.234"), "1.234"),
        (ods_cell(r#"office:value-type="float" office:value="45000.5""#, "45001"), "45001"),
        (ods_cell(r#"office:value-type="float" office:value="1E+21""#, "#"), "1000000000000000000000"),
        (ods_cell(r#"office:value-type="float" office:value="20180012""#, "2018-0012"), "2018-0012"),
        (ods_cell(r#"office:value-type="float" office:value="1""#, "ja"), "ja"),
        (ods_cell(r#"office:value-type="float" office:value="0""#, "-"), "-"),
        (ods_cell(r#"office:value-type="float" office:value="0""#, ""), ""),
        (r#"<table:table-cell office:value-type="float" office:value="0"/>"#.to_owned(), "0"),
        (ods_cell(r#"office:value-type="boolean" office:boolean-value="true""#, "WAAR"), "yes"),
        (ods_cell(r#"office:value-type="string""#, "0012"), "0012"),
        (
            ods_cell(r#"office:value-type="string""#, r#"een<text:s text:c="2"/><text:span>vet</text:span> woord"#),
            "een  vet woord",
        ),
        (
            ods_cell(
                r#"office:value-type="string""#,
                "\n  een\t\n vet<text:s/> <text:span> woord\n</text:span>en<text:tab/>meer",
            ),
            "een vet   woord en\tmeer",
        ),
        (
            ods_cell(
                r#"office:value-type="string""#,
                "voor<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>noot</text:p>\
                 </text:note-body></text:note> en na",
            ),
            "voor en na",
        ),
        (ods_cell(r#"table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value="""#, ""), ""),
        (
            ods_cell(
                r#"office:value-type="string""#,
                "regel</text:p><office:annotation><text:p>noot</text:p></office:annotation><text:p>twee",
            ),
            "regel\ntwee",
        ),
    ];
    let cells = xlsx.map(|(cell, value)| ("list.xlsx", cell, value));
    for (name, cell, value) in cells.into_iter().chain(ods.map(|(cell, value)| ("list.ods", cell, value))) {
        let sandbox = Sandbox::new();
        write_cell(&sandbox, name, "question", &cell);
        sandbox.run(format!("import obstacles {name}")).ok();
        assert_eq!(sandbox.rows("list --columns question")[0]["question"], value, "{cell}");
    }
}

#[test]
fn a_workbook_that_counts_from_1904_has_the_same_days() {
    let sandbox = Sandbox::new();
    let row = |cells: [&str; 2], last: &str| {
        format!("<row>{}{}{last}</row>", text_cell("xlsx", cells[0]), text_cell("xlsx", cells[1]))
    };
    let heading = row(["title", "ministry"], &text_cell("xlsx", "received"));
    let data = row(["Aap", "OCW"], &xlsx_number(1, "41770.25"));
    let extensions = format!("<extLst><ext><x14:sheetData>{data}</x14:sheetData></ext></extLst>");
    let sheet = format!("<sheetData>{heading}{data}</sheetData>{extensions}");
    write_xlsx(&sandbox.path("list.xlsx"), r#"date1904="1""#, &[("Lijst", "visible", &sheet)]);
    sandbox.run("import obstacles list.xlsx").ok();
    let rows = sandbox.rows("list --columns received");
    assert_eq!((rows.len(), &*rows[0]["received"]), (1, "2018-05-12"));
}

#[test]
fn a_day_with_a_time_is_that_day_in_every_format() {
    let stored = [
        ("list.xlsx", xlsx_number(1, "43232")),
        ("list.xlsx", xlsx_number(1, "43232.604166666664")),
        // These two times are one second and one microsecond before midnight.
        ("list.xlsx", xlsx_number(1, "43232.99998842592")),
        ("list.xlsx", xlsx_number(1, "43232.99999999999")),
        ("list.xlsx", text_cell("xlsx", "2018-05-12 00:00")),
        ("list.ods", ods_date("2018-05-12T14:30:00")),
        ("list.ods", ods_date("2018-05-12T23:59:59.999999")),
        ("list.ods", text_cell("ods", "12-5-2018 9:30")),
    ];
    for (name, cell) in stored {
        let sandbox = Sandbox::new();
        write_cell(&sandbox, name, "received", &cell);
        sandbox.run(format!("import obstacles {name}")).ok();
        assert_eq!(sandbox.rows("list --columns received")[0]["received"], "2018-05-12", "{cell}");
    }
    for time in ["2018-05-12 00:00", "12-5-2018 14:30", "12/05/2018 9:30:15", "2018-05-12T14:30:00.000"] {
        let sandbox = Sandbox::new();
        for (name, separator) in [("list.csv", ","), ("excel.csv", ";"), ("list.txt", "\t")] {
            sandbox.write(
                name,
                format!("title{separator}ministry{separator}received\nAap{separator}OCW{separator}{time}\n"),
            );
            sandbox.run(format!("import obstacles {name} --allow-duplicates")).ok();
        }
        sandbox.run(["log", "Bever", "--ministry", "OCW", "--received", time]).ok();
        let days: Vec<String> = sandbox
            .rows("list --columns received")
            .into_iter()
            .map(|mut row| row.remove("received").unwrap())
            .collect();
        assert_eq!(days, ["2018-05-12"; 4], "{time}");
    }
}

#[test]
fn a_day_with_something_else_than_a_time_is_refused() {
    let sandbox = Sandbox::new();
    for text in ["2018-05-12 25:00", "2018-05-12 noon", "2018-05-12 14", "14:30"] {
        assert_eq!(
            sandbox.run(["log", "Aap", "--ministry", "OCW", "--received", text]).fails(2),
            format!(
                "ruimte: '{text}' is not a date; write the year in four digits, as in 2018-05-12 or \
                 12-5-2018, or today\n"
            )
        );
    }
}

#[test]
fn a_number_in_a_format_that_cannot_be_rendered_is_refused_with_its_cell() {
    for (name, cell, value) in [
        ("list.xlsx", xlsx_number(8, "0.5"), "0.5"),
        ("list.xlsx", xlsx_number(10, "20180012"), "20180012"),
        ("list.xlsx", xlsx_number(12, "5"), "5"),
        ("list.ods", ods_cell(r#"office:value-type="float" office:value="0.5""#, "1/2"), "0.5"),
        ("list.ods", ods_cell(r#"office:value-type="float" office:value="5""#, "6 van 9"), "5"),
    ] {
        assert_refused(
            name,
            &cell,
            [
                &format!(
                    "the cell contains {value} in a number format that cannot be read, such as a fraction or a \
                     condition; format the column as text and type the value again"
                ),
                &format!(
                    "de cel bevat {value} in een getalnotatie die niet te lezen is, zoals een breuk of een voorwaarde; \
                     geef de kolom de notatie Tekst en typ de waarde opnieuw"
                ),
            ],
        );
    }
}

#[test]
fn a_cell_with_two_values_is_refused() {
    let sandbox = Sandbox::new();
    write_cell(&sandbox, "list.xlsx", "question", "<c><v>1</v><v>2</v></c>");
    assert_eq!(
        import_error(&sandbox, "obstacles list.xlsx", 65),
        "ruimte: list.xlsx is not a workbook that can be read; save it again as ods or xlsx, or as CSV\n"
    );
}

#[test]
fn a_row_within_a_row_is_refused() {
    for (name, tag) in [("list.xlsx", "row"), ("list.ods", "table:table-row")] {
        let sandbox = Sandbox::new();
        let nested = format!("<{tag}>{}</{tag}>", text_cell(name.rsplit('.').next().unwrap(), "Bever"));
        write_cell(&sandbox, name, "question", &nested);
        assert_eq!(
            import_error(&sandbox, &format!("obstacles {name}"), 65),
            format!("ruimte: {name} is not a workbook that can be read; save it again as ods or xlsx, or as CSV\n")
        );
    }
}
