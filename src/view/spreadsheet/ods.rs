//! OpenDocument spreadsheets (ODF 1.3, ISO/IEC 26300). Rows are first written to a temporary file, because the column
//! widths come before the rows in the document but are known only after the last row.

use super::{NOTES_WIDTHS, RowStyle, SheetLayout, Value, WorkbookWriter};
use crate::atomic_file;
use crate::i18n::Lang;
use crate::tabular::{ZERO_DAYS, column_letters};
use crate::view::opendocument::{NAMESPACES, Package, escape, inline};
use anyhow::Result;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};

const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";
const STYLES: &str = concat!(
    r#"<style:style style:name="heading" style:family="table-cell">"#,
    r##"<style:table-cell-properties fo:background-color="#e3ecf5" fo:border-bottom="0.5pt solid #000000" style:vertical-align="top"/>"##,
    r#"<style:text-properties fo:font-weight="bold"/></style:style>"#,
    r#"<style:style style:name="plain" style:family="table-cell">"#,
    r#"<style:table-cell-properties style:vertical-align="top" fo:wrap-option="wrap"/></style:style>"#,
    r#"<style:style style:name="total" style:family="table-cell">"#,
    r##"<style:table-cell-properties fo:border-top="0.5pt solid #000000" style:vertical-align="top"/>"##,
    r#"<style:text-properties fo:font-weight="bold"/></style:style>"#,
    r#"<style:style style:name="day" style:family="table-cell" style:data-style-name="days">"#,
    r#"<style:table-cell-properties style:vertical-align="top"/><style:paragraph-properties fo:text-align="start"/></style:style>"#,
    r#"<style:style style:name="row" style:family="table-row"><style:table-row-properties style:use-optimal-row-height="true"/></style:style>"#,
);

pub struct Ods {
    lang: Lang,
    rows: BufWriter<File>,
    row_buffer: String,
}

impl Ods {
    pub fn new(lang: Lang) -> Result<Self> {
        Ok(Self { lang, rows: BufWriter::with_capacity(1 << 16, atomic_file::temp_file()?), row_buffer: String::new() })
    }

    fn format_date(&self, day: jiff::civil::Date) -> String {
        match self.lang {
            Lang::Nl => format!("{:02}-{:02}-{:04}", day.day(), day.month(), day.year()),
            Lang::En => day.to_string(),
        }
    }

    fn date_style(&self) -> &'static str {
        match self.lang {
            Lang::Nl => concat!(
                r#"<number:date-style style:name="days"><number:day number:style="long"/><number:text>-</number:text>"#,
                r#"<number:month number:style="long"/><number:text>-</number:text><number:year number:style="long"/></number:date-style>"#
            ),
            Lang::En => concat!(
                r#"<number:date-style style:name="days"><number:year number:style="long"/><number:text>-</number:text>"#,
                r#"<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style>"#
            ),
        }
    }
}

/// Writes each line as a paragraph.
fn paragraphs(text: &str, xml: &mut String) {
    for line in text.split('\n') {
        xml.push_str("<text:p>");
        inline(line, xml);
        xml.push_str("</text:p>");
    }
}

fn text_cell(text: &str, style: &str, xml: &mut String) {
    let _ = write!(xml, r#"<table:table-cell table:style-name="{style}" office:value-type="string">"#);
    paragraphs(text, xml);
    xml.push_str("</table:table-cell>");
}

impl WorkbookWriter for Ods {
    fn row(&mut self, row: RowStyle, cells: &[Value<'_>]) -> Result<()> {
        let style = match row {
            RowStyle::Heading => "heading",
            RowStyle::Plain => "plain",
            RowStyle::Total => "total",
        };
        let mut xml = std::mem::take(&mut self.row_buffer);
        xml.clear();
        xml.push_str(r#"<table:table-row table:style-name="row">"#);
        for value in cells {
            match value {
                Value::Empty => {
                    let _ = write!(xml, r#"<table:table-cell table:style-name="{style}"/>"#);
                }
                Value::Text(text) => text_cell(text, style, &mut xml),
                Value::Date(day) if ZERO_DAYS.contains(day) => text_cell(&day.to_string(), style, &mut xml),
                Value::Date(day) => {
                    let _ = write!(
                        xml,
                        r#"<table:table-cell table:style-name="day" office:value-type="date" office:date-value="{day}"><text:p>{}</text:p></table:table-cell>"#,
                        self.format_date(*day)
                    );
                }
                Value::Integer(number) => {
                    let _ = write!(
                        xml,
                        r#"<table:table-cell table:style-name="{style}" office:value-type="float" office:value="{number}"><text:p>{number}</text:p></table:table-cell>"#
                    );
                }
                Value::Decimal(number) => {
                    let formatted = match self.lang {
                        Lang::Nl => number.to_string().replace('.', ","),
                        Lang::En => number.to_string(),
                    };
                    let _ = write!(
                        xml,
                        r#"<table:table-cell table:style-name="{style}" office:value-type="float" office:value="{number}"><text:p>{formatted}</text:p></table:table-cell>"#
                    );
                }
            }
        }
        xml.push_str("</table:table-row>");
        if row == RowStyle::Heading {
            // This element repeats the heading on every printed page.
            xml = format!("<table:table-header-rows>{xml}</table:table-header-rows>");
        }
        self.rows.write_all(xml.as_bytes())?;
        self.row_buffer = xml;
        Ok(())
    }

    fn finish(&mut self, layout: &SheetLayout) -> Result<File> {
        let names = ["content.xml", "styles.xml", "settings.xml", "meta.xml"];
        let mut package = Package::begin(MIMETYPE, &names)?;
        self.rows.flush()?;
        let mut rows_file = self.rows.get_ref().try_clone()?;
        package.begin_file("content.xml", rows_file.stream_position()?)?;
        let [rows, notes] = layout.names;
        let mut xml = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES}><office:automatic-styles>{}{STYLES}"#,
            self.date_style()
        );
        let widths: Vec<usize> = layout.widths.iter().copied().chain(NOTES_WIDTHS).collect();
        for (index, width) in widths.iter().enumerate() {
            // A column gets about 2 mm for each digit in the default font, and a margin of 4 mm.
            let _ = write!(
                xml,
                r#"<style:style style:name="c{index}" style:family="table-column"><style:table-column-properties style:column-width="{}mm"/></style:style>"#,
                width * 2 + 4
            );
        }
        let _ = write!(
            xml,
            r#"<style:style style:name="sheet" style:family="table" style:master-page-name="page"><style:table-properties table:display="true"/></style:style></office:automatic-styles><office:body><office:spreadsheet><table:table table:name="{rows}" table:style-name="sheet">"#
        );
        for index in 0..layout.widths.len() {
            let _ = write!(xml, r#"<table:table-column table:style-name="c{index}"/>"#);
        }
        package.write_all(xml.as_bytes())?;
        rows_file.seek(SeekFrom::Start(0))?;
        io::copy(&mut rows_file, &mut package)?;
        let mut xml = format!(r#"</table:table><table:table table:name="{notes}" table:style-name="sheet">"#);
        for index in layout.widths.len()..widths.len() {
            let _ = write!(xml, r#"<table:table-column table:style-name="c{index}"/>"#);
        }
        for (is_heading, texts) in &layout.notes.rows {
            xml.push_str(r#"<table:table-row table:style-name="row">"#);
            if texts.is_empty() {
                xml.push_str("<table:table-cell/>");
            }
            for text in texts {
                text_cell(text, if *is_heading { "heading" } else { "plain" }, &mut xml);
            }
            xml.push_str("</table:table-row>");
        }
        xml.push_str("</table:table>");
        if let Some(last) = layout.widths.len().checked_sub(1) {
            let _ = write!(
                xml,
                r#"<table:database-ranges><table:database-range table:name="__Anonymous_Sheet_DB__0" table:target-range-address="{rows}.A1:{rows}.{}{}" table:display-filter-buttons="true"/></table:database-ranges>"#,
                column_letters(last as u64),
                layout.rows + 1
            );
        }
        xml.push_str("</office:spreadsheet></office:body></office:document-content>");
        package.write_all(xml.as_bytes())?;
        let styles = format!(
            concat!(
                r#"<?xml version="1.0" encoding="UTF-8"?><office:document-styles {}><office:styles/><office:automatic-styles>"#,
                r#"<style:page-layout style:name="a4"><style:page-layout-properties fo:page-width="297mm" fo:page-height="210mm" "#,
                r#"style:print-orientation="landscape" fo:margin="15mm"{}/></style:page-layout></office:automatic-styles>"#,
                r#"<office:master-styles><style:master-page style:name="page" style:page-layout-name="a4"/></office:master-styles>"#,
                r#"</office:document-styles>"#
            ),
            NAMESPACES,
            if layout.fits_a_page() { r#" style:scale-to-X="1" style:scale-to-Y="0""# } else { "" }
        );
        package.add_file("styles.xml", &styles)?;
        package.add_file("settings.xml", &settings(rows))?;
        let mut title = String::new();
        escape(&layout.title, &mut title);
        let meta = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><office:document-meta {NAMESPACES}><office:meta><dc:title>{title}</dc:title><meta:generator>ruimte</meta:generator></office:meta></office:document-meta>"#
        );
        package.add_file("meta.xml", &meta)?;
        package.finish()
    }
}

/// Workbook settings that keep the heading visible while scrolling.
fn settings(sheet: &str) -> String {
    let number = |name: &str, kind: &str, value: u8| {
        format!(r#"<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>"#)
    };
    let frozen = [
        number("VerticalSplitMode", "short", 2),
        number("VerticalSplitPosition", "int", 1),
        number("ActiveSplitRange", "short", 2),
        number("PositionBottom", "int", 1),
    ];
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8"?><office:document-settings {}><office:settings>"#,
            r#"<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">"#,
            r#"<config:config-item-map-entry><config:config-item config:name="ViewId" config:type="string">view1</config:config-item>"#,
            r#"<config:config-item-map-named config:name="Tables"><config:config-item-map-entry config:name="{}">{}"#,
            r#"</config:config-item-map-entry></config:config-item-map-named></config:config-item-map-entry>"#,
            r#"</config:config-item-map-indexed></config:config-item-set></office:settings></office:document-settings>"#
        ),
        NAMESPACES,
        sheet,
        frozen.concat()
    )
}
