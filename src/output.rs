//! The output of a command: chooses the format and the destination (standard output or a file), and renders the rows.

use crate::atomic_file::{DEFAULT_FILE_MODE, PRIVATE_FILE_MODE};
use crate::command::{Command, Outcome};
use crate::failure::{self, Exit, Failure};
use crate::i18n::{Lang, Text, failures, remarks};
use crate::output_file::OutputFile;
use crate::register;
use crate::rows::Sink;
use crate::spooling_writer::{READER_TIMEOUT, SpoolingWriter};
use crate::terminal;
use crate::view::{self, Format, RenderOptions};
use anyhow::Result;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub struct Output {
    format: Format,
    options: RenderOptions,
    writer: SpoolingWriter,
    /// The output file; None for standard output.
    file: Option<(PathBuf, OutputFile)>,
    is_read: bool,
}

impl Output {
    pub fn open(command: &dyn Command, register: &Path, lang: Lang) -> Result<Self> {
        let args = command.output();
        let path = args.and_then(|args| args.output.clone()).filter(|path| path.as_os_str() != "-");
        let shown = path.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
        let format = match (command.chosen_format(), &path) {
            (Some(format), _) => format,
            (None, Some(path)) => {
                let endings = if command.is_document() { Format::DOCUMENT_EXTENSIONS } else { Format::EXTENSIONS };
                Format::from_path(path)
                    .filter(|format| command.is_document() || !format.is_document())
                    .ok_or_else(|| Failure::usage(failures::unknown_extension(&shown, endings)))?
            }
            (None, None) => command.default_format(),
        };
        command.check_format(format)?;
        let is_labelled = args.is_some_and(|args| args.labels);
        if is_labelled && !format.is_table() {
            return Err(Failure::usage(failures::labels_need_a_table()).into());
        }
        let is_read = args.is_some();
        let Some(path) = path else {
            if format.is_binary() && terminal::is_stdout_terminal() {
                return Err(Failure::usage(failures::binary_on_terminal(format.name())).into());
            }
            let options = RenderOptions {
                lang,
                width: terminal::width(),
                is_styled: terminal::supports_styles(),
                has_links: terminal::supports_links(),
                is_labelled,
            };
            // A command that reads holds a lock on the register until all output is written, so it must not wait long
            // for a slow reader. Other commands may wait as long as necessary.
            let timeout = (is_read && !terminal::is_stdout_file()).then_some(READER_TIMEOUT);
            let writer = SpoolingWriter::new(terminal::standard_output(), timeout);
            return Ok(Self { format, options, writer, file: None, is_read });
        };
        if register::is_same_file(&path, register) {
            return Err(Failure::new(Exit::CannotCreate, failures::output_is_register(shown)).into());
        }
        let is_private = args.is_some_and(|args| args.with_persons);
        let file = OutputFile::create(&path, if is_private { PRIVATE_FILE_MODE } else { DEFAULT_FILE_MODE })?;
        let options = RenderOptions { is_labelled, ..RenderOptions::for_file(lang) };
        let writer = SpoolingWriter::new(file.writer()?, file.is_stream().then_some(READER_TIMEOUT));
        Ok(Self { format, options, writer, file: Some((path, file)), is_read })
    }

    pub fn is_on_terminal(&self) -> bool {
        self.file.is_none() && terminal::is_stdout_terminal()
    }

    /// Renders the rows that `run` emits, and flushes them even if `run` fails.
    pub fn render(&self, run: impl FnOnce(&mut dyn Sink) -> Result<()>) -> Result<()> {
        let render = || {
            let mut sink = view::create_sink(self.format, self.options, Box::new(&self.writer))?;
            run(&mut *sink)?;
            sink.finish()
        };
        let result = render();
        let written = self.writer.finish();
        result.and(written.map_err(Into::into)).map_err(|error| self.with_path(error))
    }

    /// Whether to print notices. Notices are always printed if the command may change the register, or if its rows go
    /// to a file. Otherwise, they are printed only if the rows could be written to standard output, because they are
    /// about those rows.
    pub fn wants_notices(&self) -> bool {
        !self.is_read || self.file.is_some() || self.writer.finish().is_ok()
    }

    /// Moves the output file into place. Writes the receipt, with which the result can be recomputed later, next to it.
    /// Returns the notices that still have to be printed.
    pub fn commit(self, outcome: &Outcome) -> Result<Vec<Text>> {
        let receipt = outcome.receipt.as_ref().map(ToString::to_string);
        let Some((path, file)) = self.file else {
            // A table on the terminal already ends with the receipt, so do not repeat the receipt in a notice.
            let is_shown = self.format == Format::Table && terminal::is_stderr_terminal();
            return Ok(receipt.filter(|_| !is_shown).map(remarks::receipt).into_iter().collect());
        };
        file.commit(&path)?;
        let mut notices = vec![remarks::file_written(path.display().to_string())];
        if let Some(receipt) = receipt {
            let mut receipt_path = path.into_os_string();
            receipt_path.push(".receipt");
            let receipt_path = PathBuf::from(receipt_path);
            let file = OutputFile::create(&receipt_path, DEFAULT_FILE_MODE)?;
            writeln!(file.writer()?, "{receipt}")?;
            file.commit(&receipt_path)?;
            notices.push(remarks::receipt(receipt));
        }
        Ok(notices)
    }

    /// Adds the name of the output file to an error that occurred while writing it.
    fn with_path(&self, error: anyhow::Error) -> anyhow::Error {
        let cause = error.chain().find_map(|cause| cause.downcast_ref::<io::Error>());
        match (&self.file, cause) {
            (Some((path, _)), Some(cause))
                if ![io::ErrorKind::BrokenPipe, io::ErrorKind::InvalidData].contains(&cause.kind()) =>
            {
                let shown = path.display().to_string();
                let message = failures::cannot_create(shown, failure::io_reason(cause));
                Failure::new(Exit::Io, message).into()
            }
            _ => error,
        }
    }
}
