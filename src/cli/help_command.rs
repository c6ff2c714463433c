//! Rewrites `ruimte help log` to `ruimte log --help`, and `ruimte` without arguments to `ruimte --help`.

use std::ffi::OsString;

pub fn rewrite_help(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let mut at = 1;
    while let Some(text) = arguments.get(at).map(|text| text.to_string_lossy().into_owned()) {
        if text == "help" {
            arguments.remove(at);
            break;
        }
        if !text.starts_with('-') {
            return arguments;
        }
        let takes_value = matches!(text.as_str(), "--lang" | "--register" | "--as-of" | "--reference-date" | "--actor");
        at += if takes_value { 2 } else { 1 };
    }
    arguments.push("--help".into());
    arguments
}
