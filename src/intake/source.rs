//! Opens a list or a text, and limits how much of it is read, because a pipe or a device may never end.

use crate::atomic_file;
use crate::failure::{self, Exit, Failure};
use crate::i18n::failures;
use anyhow::Result;
use encoding_rs::{Encoding, UTF_8};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Limit on the size of a list in bytes. A million rows of 1.2 kB fit. The limit protects the disk for temporary files,
/// to which a piped list is copied.
const MAX_LIST_BYTES: u64 = 2 << 30;
/// Limit on the bytes of a text that is read into memory. The longest such texts, e-mails with attachments, fit.
const MAX_TEXT_BYTES: u64 = 64 << 20;
/// Limit on the bytes of a line, and of a record that extends over several lines. It admits the longest records of an
/// older version of this program: at most 20 MB, for five texts of a million characters each.
pub const MAX_RECORD_BYTES: u64 = 32 << 20;

/// Opens a list; `-` means standard input. Returns the file, and the name that messages show for it. Input that cannot
/// be read twice, such as a pipe, is copied to a temporary file first.
pub fn open_list(path: &Path) -> Result<(File, String)> {
    if path.as_os_str() == "-" {
        return Ok((spool(io::stdin().lock(), "-")?, "-".to_owned()));
    }
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| failure::file_failure(&error, &name))?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(Failure::new(Exit::NoInput, failures::cannot_use_file(name, failures::REASON_IS_FOLDER)).into());
    }
    if !metadata.is_file() {
        return Ok((spool(file, &name)?, name));
    }
    if metadata.len() > MAX_LIST_BYTES {
        return Err(too_large(&name).into());
    }
    Ok((file, name))
}

fn too_large(name: &str) -> Failure {
    Failure::data(failures::import_too_large(name, MAX_LIST_BYTES >> 20))
}

/// Copies a stream to a temporary file. Fails if the stream or one of its lines is too long, because an endless stream
/// such as `/dev/zero` must not fill the disk. The limit on lines does not apply to a workbook.
fn spool(mut stream: impl Read, name: &str) -> Result<File> {
    let mut file = atomic_file::temp_file()?;
    let mut block = vec![0; 1 << 16];
    let (mut length, mut line, mut line_start) = (0_u64, 1_u64, 0_u64);
    let mut is_workbook = false;
    loop {
        let read = match stream.read(&mut block) {
            Ok(0) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        let bytes = block.get(..read).unwrap_or_default();
        is_workbook |= length == 0 && bytes.starts_with(b"PK");
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            line = line.saturating_add(1);
            line_start = length.saturating_add(at as u64);
        }
        length = length.saturating_add(read as u64);
        if !is_workbook && length.saturating_sub(line_start) > MAX_RECORD_BYTES {
            let place = failures::at_line(name, line);
            return Err(Failure::data(failures::import_line_too_long(place, MAX_RECORD_BYTES >> 20)).into());
        }
        if length > MAX_LIST_BYTES {
            return Err(too_large(name).into());
        }
        file.write_all(bytes).map_err(|_| atomic_file::temp_dir_error())?;
    }
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

/// Reads a text from standard input, as bytes.
pub fn read_stdin_text() -> Result<Vec<u8>> {
    read_limited(Path::new("-"), MAX_TEXT_BYTES)
}

pub fn read_text_file(path: &Path) -> Result<Vec<u8>> {
    read_limited(path, MAX_TEXT_BYTES)
}

/// Reads a file into memory, or standard input if the path is `-`. Fails if the input has more than `max` bytes.
pub fn read_limited(path: &Path, max: u64) -> Result<Vec<u8>> {
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    let limit = max.saturating_add(1);
    if name == "-" {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)?;
    } else {
        let read = File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
        read.map_err(|error| failure::file_failure(&error, &name))?;
    }
    if bytes.len() as u64 > max {
        return Err(Failure::data(failures::import_too_large(name, max >> 20)).into());
    }
    Ok(bytes)
}

/// Replaces each line break by a line feed. Line breaks of other operating systems and form feeds count too.
pub fn unify_line_breaks(text: &str) -> String {
    text.replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'], "\n")
}

/// Decodes UTF-8, and also UTF-16 if it begins with a byte-order mark. Removes the byte-order mark, which some editors
/// add. Returns `None` if the bytes are in another encoding.
pub fn decode_text(bytes: &[u8]) -> Option<String> {
    let (encoding, _) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let (text, is_malformed) = encoding.decode_with_bom_removal(bytes);
    (!is_malformed).then(|| text.into_owned())
}
