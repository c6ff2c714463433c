//! The zip package of a workbook. Its parts are read as a stream of XML events, of which one at a time is in memory.
//! Limits stop a small file that unpacks to an enormous one.

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

/// Limit on the bytes to which the parts of a workbook that are read unpack.
const MAX_UNPACKED_BYTES: u64 = 2 << 30;
/// Limit on the ratio of unpacked to packed size. A workbook that exceeds it was made to keep the program busy.
const MAX_COMPRESSION_RATIO: u64 = 200;
/// Workbooks that unpack to fewer bytes are exempt from the limit on the ratio.
const RATIO_EXEMPT_BYTES: u64 = 64 << 20;
/// Limit on one tag, or on the text between two tags, because it is held in memory. The longest accepted cell fits.
const MAX_EVENT_BYTES: u64 = 2 << 20;
/// Limit on the nesting of tags. Documents nest some ten deep.
const MAX_DEPTH: usize = 256;
/// Limit on the number of sheets, of cell formats, of merged ranges and of other short lists that are held in memory.
const MAX_ITEMS: usize = 100_000;
/// Limit on a name in such a list. Excel allows 31 characters in the name of a sheet and 255 in a format.
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
        // The declared sizes cannot be trusted, so count what is unpacked too.
        let most = MAX_UNPACKED_BYTES.min(packed.saturating_mul(MAX_COMPRESSION_RATIO).max(RATIO_EXEMPT_BYTES));
        Ok(Self { archive, remaining: Rc::new(Cell::new(most)) })
    }

    /// Returns the name of a part as the package spells it: some programs differ in upper case or write a backslash.
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

/// One part of a package: a stream of XML.
pub struct Part<'a> {
    reader: quick_xml::Reader<BufReader<Metered<ZipFile<'a, File>>>>,
    buffer: Vec<u8>,
    event_remaining: Rc<Cell<u64>>,
    depth: usize,
    has_root: bool,
}

pub enum Xml<'a> {
    /// A start tag. An empty element is a start tag and an end tag.
    Start(BytesStart<'a>),
    End(BytesEnd<'a>),
    Text(Cow<'a, str>),
    /// A comment, a declaration or an instruction.
    Other,
}

impl Part<'_> {
    /// Returns the next event, or None at the end of a complete document.
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
                // A workbook has no entities of its own. A file that declares one was made to expand without end.
                let character = reference.resolve_char_ref().map_err(|_| ReadError::Unreadable)?;
                Xml::Text(Cow::Owned(character.ok_or(ReadError::Unreadable)?.to_string()))
            }
            Event::Eof if self.depth > 0 || !self.has_root => return Err(ReadError::Unreadable),
            Event::Eof => return Ok(None),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => Xml::Other,
        }))
    }
}

/// The value of an attribute; `name` includes its prefix.
pub fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    // Looking for duplicate attributes takes quadratic time.
    let found = tag.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// The number in an attribute, at least 1. None if the attribute is missing or is not a number.
pub fn count_attribute(tag: &BytesStart<'_>, name: &str) -> Option<u64> {
    attribute(tag, name)?.trim().parse().ok().filter(|count| *count > 0)
}

/// Whether an attribute is present and true.
pub fn is_true(tag: &BytesStart<'_>, name: &str) -> bool {
    attribute(tag, name).is_some_and(|value| matches!(value.trim(), "1" | "true"))
}

/// Checks an item before it is added to a list in memory.
pub fn check_item(count: usize, name: &str) -> Result<()> {
    if count >= MAX_ITEMS {
        return Err(ReadError::TooLarge(failures::limit_items(MAX_ITEMS)));
    }
    if name.len() > MAX_NAME_BYTES { Err(ReadError::Unreadable) } else { Ok(()) }
}

/// Counts the bytes that are unpacked, and fails if there are too many.
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
        // Damage to the package has no error number of the system.
        None => match error.raw_os_error() {
            Some(number) => ReadError::Other(io::Error::from_raw_os_error(number).into()),
            None => ReadError::Unreadable,
        },
    }
}
