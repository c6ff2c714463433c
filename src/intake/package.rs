//! Reads the zip package of a workbook. Each part (a file in the package) is read as a stream of XML events, with one
//! event at a time in memory. Limits stop a small file that unpacks to an enormous one.

use super::read_error::{ReadError, Result};
use crate::i18n::failures;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::{Error, XmlVersion};
use std::borrow::Cow;
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read};
use std::rc::Rc;
use zip::ZipArchive;
use zip::read::ZipFile;

/// Limit on the unpacked size of a workbook: on the sum of the declared sizes, and on the bytes actually unpacked.
const MAX_UNPACKED_BYTES: u64 = 2 << 30;
/// Limit on the ratio of unpacked to packed size. Only a workbook that was made to overload programs exceeds it.
const MAX_COMPRESSION_RATIO: u64 = 200;
/// Workbooks that unpack to at most this number of bytes are exempt from the limit on the ratio.
const RATIO_EXEMPT_BYTES: u64 = 64 << 20;
/// Limit on a tag and on the text between two tags, because each is held in memory. The text of the largest cell fits.
const MAX_EVENT_BYTES: u64 = 2 << 20;
/// Limit on how deep tags are nested. Real documents have about ten levels.
const MAX_DEPTH: usize = 256;
/// Limit on the items of each list in memory, such as the lists of sheets, cell formats and merged ranges.
const MAX_ITEMS: usize = 100_000;
/// Limit on the length of the names in a list. Excel allows 31 characters for a sheet name and 255 for a format name.
const MAX_NAME_BYTES: usize = 1000;

pub struct Package {
    archive: ZipArchive<File>,
    /// The number of bytes that may still be unpacked.
    remaining: Rc<Cell<u64>>,
}

impl Package {
    pub fn open(file: File) -> Result<Self> {
        let packed = file.metadata().map_err(|error| ReadError::Other(error.into()))?.len();
        let mut archive = ZipArchive::new(file).map_err(|_| ReadError::Unreadable)?;
        let sizes = (0..archive.len()).map(|index| archive.by_index_raw(index).map_or(0, |entry| entry.size()));
        if sizes.fold(0_u64, u64::saturating_add) > MAX_UNPACKED_BYTES {
            return Err(too_much_unpacked());
        }
        // Also count the bytes while unpacking, because the declared sizes may be false.
        let most = MAX_UNPACKED_BYTES.min(packed.saturating_mul(MAX_COMPRESSION_RATIO).max(RATIO_EXEMPT_BYTES));
        Ok(Self { archive, remaining: Rc::new(Cell::new(most)) })
    }

    /// Finds a part. Ignores case, and accepts a backslash for `/`. Returns the name as the package spells it.
    pub fn find(&self, name: &str) -> Option<String> {
        let is_same = |found: &str| found.replace('\\', "/").eq_ignore_ascii_case(name);
        self.archive.file_names().flatten().find(|found| is_same(found)).map(Cow::into_owned)
    }

    pub fn part(&mut self, name: &str) -> Result<Part<'_>> {
        let name = self.find(name).ok_or(ReadError::Unreadable)?;
        let remaining = Rc::clone(&self.remaining);
        let file = self.archive.by_name(&name).map_err(|_| ReadError::Unreadable)?;
        let event_remaining = Rc::new(Cell::new(MAX_EVENT_BYTES));
        let metered = Metered { file, remaining, event_remaining: Rc::clone(&event_remaining) };
        let mut reader = quick_xml::Reader::from_reader(BufReader::new(metered));
        reader.config_mut().expand_empty_elements = true;
        Ok(Part { reader, buffer: Vec::new(), event_remaining, depth: 0, has_root: false })
    }
}

/// A part (file) of the package, read as a stream of XML events.
pub struct Part<'a> {
    reader: quick_xml::Reader<BufReader<Metered<ZipFile<'a, File>>>>,
    buffer: Vec<u8>,
    event_remaining: Rc<Cell<u64>>,
    depth: usize,
    has_root: bool,
}

pub enum Xml<'a> {
    /// A start tag. An empty element yields a start tag and then an end tag.
    Start(BytesStart<'a>),
    End(BytesEnd<'a>),
    Text(Cow<'a, str>),
    /// Anything else, such as a comment or a declaration.
    Other,
}

impl Part<'_> {
    /// Returns the next event, or None at the end of the document. Fails if the document is incomplete.
    pub fn next(&mut self) -> Result<Option<Xml<'_>>> {
        self.buffer.clear();
        self.event_remaining.set(MAX_EVENT_BYTES);
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| read_error(&error))?;
        Ok(Some(match event {
            Event::Start(tag) => {
                self.depth = self.depth.saturating_add(1);
                self.has_root = true;
                if self.depth > MAX_DEPTH {
                    return Err(ReadError::Unreadable);
                }
                Xml::Start(tag)
            }
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(1);
                Xml::End(tag)
            }
            Event::Text(text) => Xml::Text(text.xml10_content()),
            Event::CData(text) => Xml::Text(text.xml10_content()),
            Event::GeneralRef(reference) => {
                if let Some(text) = quick_xml::escape::resolve_xml_entity(reference.as_ref()) {
                    return Ok(Some(Xml::Text(Cow::Borrowed(text))));
                }
                // Refuse other entities: workbooks define none, and a hostile file can use them to expand endlessly.
                let character = reference.resolve_char_ref().map_err(|_| ReadError::Unreadable)?;
                Xml::Text(Cow::Owned(character.ok_or(ReadError::Unreadable)?.to_string()))
            }
            Event::Eof if self.depth > 0 || !self.has_root => return Err(ReadError::Unreadable),
            Event::Eof => return Ok(None),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => Xml::Other,
        }))
    }
}

/// Returns the value of an attribute. `name` includes the namespace prefix.
pub fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    // Skip the check for duplicate attributes, because it takes quadratic time.
    let found = tag.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// Parses an attribute as a number of at least 1. Returns `None` if the attribute is missing or is not such a number.
pub fn count_attribute(tag: &BytesStart<'_>, name: &str) -> Option<u64> {
    attribute(tag, name)?.trim().parse().ok().filter(|count| *count > 0)
}

/// Whether an attribute is present and true.
pub fn is_true(tag: &BytesStart<'_>, name: &str) -> bool {
    attribute(tag, name).is_some_and(|value| matches!(value.trim(), "1" | "true"))
}

/// Fails if a list in memory already has too many items, or if the name of its next item is too long.
pub fn check_item(count: usize, name: &str) -> Result<()> {
    if count >= MAX_ITEMS {
        return Err(ReadError::TooLarge(failures::limit_items(MAX_ITEMS)));
    }
    if name.len() > MAX_NAME_BYTES { Err(ReadError::Unreadable) } else { Ok(()) }
}

/// Wraps a reader, counts the bytes that are unpacked, and fails if they exceed a limit.
struct Metered<R> {
    file: R,
    remaining: Rc<Cell<u64>>,
    event_remaining: Rc<Cell<u64>>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        for (counter, exceeded) in [(&self.remaining, Exceeded::Package), (&self.event_remaining, Exceeded::Event)] {
            let remaining = counter.get().checked_sub(read as u64);
            counter.set(remaining.ok_or_else(|| io::Error::new(ErrorKind::FileTooLarge, exceeded))?);
        }
        Ok(read)
    }
}

#[derive(Clone, Copy, Debug)]
enum Exceeded {
    Package,
    Event,
}

impl std::fmt::Display for Exceeded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }
}

impl std::error::Error for Exceeded {}

fn too_much_unpacked() -> ReadError {
    ReadError::TooLarge(failures::LIMIT_UNPACKED.into())
}

fn read_error(error: &Error) -> ReadError {
    let Error::Io(error) = error else { return ReadError::Unreadable };
    match error.get_ref().and_then(|source| source.downcast_ref::<Exceeded>()) {
        Some(Exceeded::Package) => too_much_unpacked(),
        Some(Exceeded::Event) => ReadError::TooLarge(failures::limit_element(MAX_EVENT_BYTES >> 20)),
        // Only errors of the operating system have an error number. Other errors mean that the package is damaged.
        None => match error.raw_os_error() {
            Some(number) => ReadError::Other(io::Error::from_raw_os_error(number).into()),
            None => ReadError::Unreadable,
        },
    }
}
