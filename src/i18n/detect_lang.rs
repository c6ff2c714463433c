//! Chooses the first supported language among `--lang`, `RUIMTE_LANG` and the locale, or English if none is supported.

use super::Lang;
use std::ffi::OsString;

pub fn detect_lang(arguments: &[OsString]) -> Lang {
    let mut texts = arguments.iter().skip(1).map_while(|text| (text != "--").then(|| text.to_string_lossy()));
    let mut option = None;
    while let Some(text) = texts.next() {
        if text == "--lang" {
            option = texts.next().map(std::borrow::Cow::into_owned);
        } else if let Some(text) = text.strip_prefix("--lang=") {
            option = Some(text.to_owned());
        }
    }
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let locale = || variable("LC_ALL").or_else(|| variable("LC_MESSAGES")).or_else(|| variable("LANG"));
    let tag = |text: Option<String>| text.as_deref().and_then(Lang::from_tag);
    tag(option).or_else(|| tag(variable("RUIMTE_LANG"))).or_else(|| tag(locale())).unwrap_or(Lang::En)
}
