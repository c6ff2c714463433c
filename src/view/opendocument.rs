//! What OpenDocument texts and spreadsheets share: the package, the namespaces, and text as XML.

use crate::atomic_file;
use anyhow::Result;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, IntoInnerError, Seek, SeekFrom, Write};
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

/// If a file takes more bytes than this, the package needs ZIP64. The limit leaves a margin, because the size of a file is
/// estimated.
const ZIP64_THRESHOLD_BYTES: u64 = 4_000_000_000;

/// A package that is being written to a temporary file. What is written to it becomes part of the file in the package that
/// was begun last.
pub struct Package(ZipWriter<BufWriter<File>>);

impl Package {
    /// Begins a package with the XML files of these names.
    pub fn begin(mimetype: &str, names: &[&str]) -> Result<Self> {
        let file = atomic_file::temp_file()?;
        let mut package = Self(ZipWriter::new(BufWriter::with_capacity(1 << 16, file)));
        // Write `mimetype` first and uncompressed: programs recognise the file type by the first bytes of the package.
        package.0.start_file("mimetype", options(CompressionMethod::Stored))?;
        package.write_all(mimetype.as_bytes())?;
        let mut manifest = format!(
            concat!(
                r#"<?xml version="1.0" encoding="UTF-8"?>"#,
                r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">"#,
                r#"<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{}"/>"#
            ),
            mimetype
        );
        for name in names {
            let _ = write!(
                manifest,
                r#"<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>"#
            );
        }
        manifest.push_str("</manifest:manifest>");
        package.add_file("META-INF/manifest.xml", &manifest)?;
        Ok(package)
    }

    /// Begins a file of about this many bytes.
    pub fn begin_file(&mut self, name: &str, size: u64) -> Result<()> {
        // Use ZIP64 only if necessary, because LibreOffice does not open files that use it.
        let options = options(CompressionMethod::Deflated).large_file(size > ZIP64_THRESHOLD_BYTES);
        Ok(self.0.start_file(name, options)?)
    }

    /// Adds a whole file.
    pub fn add_file(&mut self, name: &str, xml: &str) -> Result<()> {
        self.begin_file(name, xml.len() as u64)?;
        Ok(self.write_all(xml.as_bytes())?)
    }

    /// Returns the complete package, at its start.
    pub fn finish(self) -> Result<File> {
        let mut file = self.0.finish()?.into_inner().map_err(IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }
}

impl Write for Package {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn options(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(method)
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
