//! Packs files into a zip archive, to offer several files as one download.

use anyhow::Result;
use jiff::civil::Date;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use zip::DateTime;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Writes all files of a folder to an archive, sorted by name. `day` is the date that the archive gives the files.
pub fn write_zip(folder: &Path, day: Date, out: Box<dyn Write + Send + '_>) -> Result<()> {
    let mut names = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>()?;
    names.sort();
    let part = |number: i8| u8::try_from(number).unwrap_or_default();
    let year = u16::try_from(day.year()).unwrap_or_default();
    let modified = DateTime::from_date_and_time(year, part(day.month()), part(day.day()), 0, 0, 0).unwrap_or_default();
    let options = SimpleFileOptions::default().last_modified_time(modified);
    let mut archive = ZipWriter::new_stream(out);
    for name in names {
        archive.start_file(name.to_string_lossy(), options)?;
        io::copy(&mut File::open(folder.join(&name))?, &mut archive)?;
    }
    archive.finish()?.flush()?;
    Ok(())
}
