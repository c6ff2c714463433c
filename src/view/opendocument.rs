//! What OpenDocument texts and spreadsheets share: the package, the namespaces, and text as XML.

use anyhow::Result;
use std::fmt::Write as _;
use std::io::{Seek, Write};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

pub const NAMESPACES: &str = concat!(
    r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" "#,
    r#"xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" "#,
    r#"xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" "#,
    r#"xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" "#,
    r#"xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" "#,
    r#"xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" "#,
    r#"xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0" "#,
    r#"xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" "#,
    r#"xmlns:xlink="http://www.w3.org/1999/xlink" "#,
    r#"xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3""#
);

/// A file in a package.
pub struct Part<'a> {
    name: &'static str,
    xml: &'a str,
}

impl<'a> Part<'a> {
    pub const fn new(name: &'static str, xml: &'a str) -> Self {
        Self { name, xml }
    }
}

/// Writes a package with these parts.
pub fn write_package(mimetype: &str, parts: &[Part<'_>], out: &mut (impl Write + Seek)) -> Result<()> {
    let mut zip = ZipWriter::new(out);
    let deflated = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    // Write `mimetype` first and uncompressed: programs recognise the file type by the first bytes of the file.
    zip.start_file("mimetype", SimpleFileOptions::default().compression_method(CompressionMethod::Stored))?;
    zip.write_all(mimetype.as_bytes())?;
    let mut manifest = format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8"?>"#,
            r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">"#,
            r#"<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{}"/>"#
        ),
        mimetype
    );
    for part in parts {
        let name = part.name;
        let _ =
            write!(manifest, r#"<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>"#);
    }
    manifest.push_str("</manifest:manifest>");
    zip.start_file("META-INF/manifest.xml", deflated)?;
    zip.write_all(manifest.as_bytes())?;
    for part in parts {
        zip.start_file(part.name, deflated)?;
        zip.write_all(part.xml.as_bytes())?;
    }
    zip.finish()?;
    Ok(())
}

/// Whether XML forbids the character. Source: XML 1.0, section 2.2.
const fn is_invalid_in_xml(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Escapes text for XML. A character that XML forbids is written as a code such as `<U+0001>`.
pub fn escape(text: &str, xml: &mut String) {
    for character in text.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            character if is_invalid_in_xml(character) => {
                let _ = write!(xml, "&lt;U+{:04X}&gt;", u32::from(character));
            }
            character => xml.push(character),
        }
    }
}

/// Writes one line. Repeated and outer spaces become elements, because XML would collapse them.
pub fn inline(line: &str, xml: &mut String) {
    let mut rest = line;
    let mut at_start = true;
    while let Some(index) = rest.find([' ', '\t']) {
        let (before, blanks) = rest.split_at(index);
        escape(before, xml);
        let count = blanks.chars().take_while(|character| *character == ' ').count();
        if count == 0 {
            xml.push_str("<text:tab/>");
            rest = blanks.strip_prefix('\t').unwrap_or_default();
        } else {
            rest = blanks.trim_start_matches(' ');
            let is_edge = (at_start && before.is_empty()) || rest.is_empty() || rest.starts_with('\t');
            let plain = usize::from(!is_edge);
            if plain == 1 {
                xml.push(' ');
            }
            if count > plain {
                let _ = write!(xml, r#"<text:s text:c="{}"/>"#, count - plain);
            }
        }
        at_start = false;
    }
    escape(rest, xml);
}
