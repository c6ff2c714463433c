//! Lets the user edit a text in a temporary file, with the editor that `VISUAL` or `EDITOR` names.

use crate::failure::{self, Exit, Failure};
use crate::i18n::failures;
use crate::intake;
use anyhow::Result;
use std::io::Write;

pub fn edit(before: &str) -> Result<String> {
    let env_var = |name| std::env::var(name).ok().filter(|command: &String| !command.trim().is_empty());
    let editor = env_var("VISUAL")
        .or_else(|| env_var("EDITOR"))
        .unwrap_or_else(|| if cfg!(windows) { "notepad" } else { "vi" }.to_owned());
    let mut file = tempfile::Builder::new().prefix("ruimte-").suffix(".md").tempfile()?;
    file.write_all(before.as_bytes())?;
    file.flush()?;
    // `VISUAL` and `EDITOR` may contain options after the name of the editor. Let a shell split them, as is usual.
    let mut command = if cfg!(windows) {
        let mut command = std::process::Command::new("cmd");
        command.arg("/C").arg(format!("{editor} \"{}\"", file.path().display()));
        command
    } else {
        let mut command = std::process::Command::new("sh");
        command.arg("-c").arg(format!("{editor} \"$1\"")).arg("sh").arg(file.path());
        command
    };
    let status = command
        .status()
        .map_err(|error| Failure::new(Exit::Io, failures::cannot_start_editor(&editor, failure::io_reason(&error))))?;
    if !status.success() {
        return Err(Failure::new(Exit::Io, failures::editor_failed(&editor)).into());
    }
    let text = intake::decode_text(&intake::read_text_file(file.path())?)
        .ok_or_else(|| Failure::data(failures::editor_not_utf8()))?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}
