//! OpenDocument texts (ODF 1.3, ISO/IEC 26300), with headings, lists and links that assistive technology recognises.

use super::blocks::{Block, MAX_DEPTH, Marker, Run, read};
use crate::i18n::Lang;
use crate::view::opendocument::{NAMESPACES, Package, escape, inline};
use anyhow::Result;
use std::fmt::Write as _;
use std::io::{self, Write};

const MIMETYPE: &str = "application/vnd.oasis.opendocument.text";
const HEADING_LEVELS: usize = 6;

/// Styles of documents, with the names that word processors know.
fn styles(lang: Lang) -> String {
    let (language, country) = match lang {
        Lang::Nl => ("nl", "NL"),
        Lang::En => ("en", "GB"),
    };
    let mut xml = format!(
        concat!(
            r#"<office:styles><style:default-style style:family="paragraph">"#,
            r#"<style:paragraph-properties fo:margin-bottom="3mm" fo:line-height="120%"/>"#,
            r#"<style:text-properties fo:font-family="'Liberation Sans', Arial, sans-serif" fo:font-size="11pt" fo:language="{language}" fo:country="{country}"/>"#,
            r#"</style:default-style><style:style style:name="Standard" style:family="paragraph" style:class="text"/>"#,
            r#"<style:style style:name="Quotations" style:family="paragraph" style:parent-style-name="Standard" style:class="html">"#,
            r#"<style:paragraph-properties fo:margin-left="8mm" fo:margin-right="8mm"/></style:style>"#,
            r#"<style:style style:name="Strong_20_Emphasis" style:display-name="Strong Emphasis" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>"#,
            r#"<style:style style:name="Emphasis" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>"#,
            r##"<style:style style:name="Internet_20_link" style:display-name="Internet link" style:family="text"><style:text-properties fo:color="#01689b" style:text-underline-style="solid" style:text-underline-width="auto" style:text-underline-color="font-color"/></style:style>"##,
        ),
        language = language,
        country = country
    );
    for level in 1..=HEADING_LEVELS {
        let size = 17_usize.saturating_sub(level.saturating_mul(2)).max(11);
        let _ = write!(
            xml,
            concat!(
                r#"<style:style style:name="Heading_20_{level}" style:display-name="Heading {level}" style:family="paragraph" style:parent-style-name="Standard" "#,
                r#"style:next-style-name="Standard" style:default-outline-level="{level}" style:class="text"><style:paragraph-properties fo:margin-top="4mm" fo:keep-with-next="always"/>"#,
                r#"<style:text-properties fo:font-size="{size}pt" fo:font-weight="bold"/></style:style>"#
            ),
            level = level,
            size = size
        );
    }
    for (name, kind, mark) in [
        ("Bullets", "bullet", r#"text:bullet-char="•""#),
        ("Numbers", "number", r#"style:num-suffix="." style:num-format="1""#),
    ] {
        let _ = write!(xml, r#"<text:list-style style:name="{name}">"#);
        for level in 1..=MAX_DEPTH {
            let _ = write!(
                xml,
                concat!(
                    r#"<text:list-level-style-{kind} text:level="{level}" {mark}><style:list-level-properties text:list-level-position-and-space-mode="label-alignment">"#,
                    r#"<style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-6mm" fo:margin-left="{indent}mm"/>"#,
                    r#"</style:list-level-properties></text:list-level-style-{kind}>"#
                ),
                kind = kind,
                level = level,
                mark = mark,
                indent = level * 6
            );
        }
        xml.push_str("</text:list-style>");
    }
    xml.push_str("</office:styles>");
    xml
}

fn run_xml(run: &Run, xml: &mut String) {
    let style = match (run.is_strong, run.is_emphasised) {
        (true, _) => Some("Strong_20_Emphasis"),
        (false, true) => Some("Emphasis"),
        (false, false) => None,
    };
    if let Some(url) = &run.url {
        xml.push_str(r#"<text:a xlink:type="simple" text:style-name="Internet_20_link" xlink:href=""#);
        escape(url, xml);
        xml.push_str(r#"">"#);
    }
    if let Some(style) = style {
        let _ = write!(xml, r#"<text:span text:style-name="{style}">"#);
    }
    for (index, line) in run.text.split('\n').enumerate() {
        if index > 0 {
            xml.push_str("<text:line-break/>");
        }
        inline(line, xml);
    }
    if style.is_some() {
        xml.push_str("</text:span>");
    }
    if run.url.is_some() {
        xml.push_str("</text:a>");
    }
}

fn paragraph_xml(block: &Block, xml: &mut String) {
    let (element, attributes) = match block.heading {
        Some(level) => ("h", format!(r#" text:style-name="Heading_20_{level}" text:outline-level="{level}""#)),
        None if block.quote_depth > 0 => ("p", r#" text:style-name="Quotations""#.to_owned()),
        None => ("p", r#" text:style-name="Standard""#.to_owned()),
    };
    let _ = write!(xml, "<text:{element}{attributes}>");
    block.runs.iter().for_each(|run| run_xml(run, xml));
    let _ = write!(xml, "</text:{element}>");
}

/// The blocks as XML. Items that follow each other stay in one list, so that their numbers go on.
fn body(blocks: &[Block]) -> String {
    const END_LIST: &str = "</text:list-item></text:list>";
    let mut xml = String::new();
    // The styles of the lists that are open, each with an open item.
    let mut open: Vec<&str> = Vec::new();
    for block in blocks {
        let depth = block.list_depth;
        while open.len() > depth {
            xml.push_str(END_LIST);
            open.pop();
        }
        let style = if matches!(block.marker, Some(Marker::Number(_))) { "Numbers" } else { "Bullets" };
        if depth > 0 && open.len() == depth && block.marker.is_some() {
            if open.last() == Some(&style) && block.marker != Some(Marker::Number(1)) {
                xml.push_str("</text:list-item><text:list-item>");
            } else {
                xml.push_str(END_LIST);
                open.pop();
            }
        }
        while open.len() < depth {
            let _ = write!(xml, r#"<text:list text:style-name="{style}"><text:list-item>"#);
            open.push(style);
        }
        paragraph_xml(block, &mut xml);
    }
    xml.push_str(&END_LIST.repeat(open.len()));
    xml
}

/// Writes the document.
pub fn write(markdown: &str, title: &str, lang: Lang, out: &mut dyn Write) -> Result<()> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES}><office:body><office:text>{}</office:text></office:body></office:document-content>"#,
        body(&read(markdown))
    );
    let styles = format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8"?><office:document-styles {}>{}<office:automatic-styles>"#,
            r#"<style:page-layout style:name="a4"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm" "#,
            r#"style:print-orientation="portrait" fo:margin="25mm"/></style:page-layout></office:automatic-styles>"#,
            r#"<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="a4"/></office:master-styles>"#,
            r#"</office:document-styles>"#
        ),
        NAMESPACES,
        styles(lang)
    );
    let mut escaped_title = String::new();
    escape(title, &mut escaped_title);
    let language = match lang {
        Lang::Nl => "nl-NL",
        Lang::En => "en-GB",
    };
    let meta = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-meta {NAMESPACES}><office:meta><dc:title>{escaped_title}</dc:title><dc:language>{language}</dc:language><meta:generator>ruimte</meta:generator></office:meta></office:document-meta>"#
    );
    let parts = [("content.xml", content), ("styles.xml", styles), ("meta.xml", meta)];
    let mut package = Package::begin(MIMETYPE, &parts.each_ref().map(|(name, _)| *name))?;
    for (name, xml) in parts {
        package.add_file(name, &xml)?;
    }
    io::copy(&mut package.finish()?, out)?;
    Ok(())
}
