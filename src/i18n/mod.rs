//! All texts that users read, in Dutch and English. The program does not compile if a translation is missing, because
//! the types require both languages. [`Label`] is a fixed text. [`Text`] is built at run time; [`messages!`] defines
//! functions that build a [`Text`].

pub mod attribute_labels;
pub mod calendar;
pub mod change_page;
pub mod choices;
pub mod dataset;
mod detect_lang;
pub mod failures;
pub mod findings;
pub mod import_page;
pub mod mapping;
pub mod overview;
pub mod page;
pub mod prompts;
pub mod quarter;
pub mod remarks;
pub mod reply;
pub mod report_cards;
pub mod sheets;
pub mod site;
pub mod site_admin;
pub mod usage;

pub use attribute_labels::AttributeText;
pub use detect_lang::detect_lang;

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    Nl,
    En,
}

impl Lang {
    /// Parses a language tag or locale such as `nl`, `nl_NL.UTF-8` or `en`. None for other languages.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        let primary = tag.split(['_', '-', '.', '@']).next().unwrap_or_default();
        match primary {
            "nl" => Some(Self::Nl),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}

/// A fixed text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    pub nl: &'static str,
    pub en: &'static str,
}

impl Label {
    pub const fn new(nl: &'static str, en: &'static str) -> Self {
        Self { nl, en }
    }

    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Nl => self.nl,
            Lang::En => self.en,
        }
    }
}

/// A text in both languages, built at run time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    pub nl: String,
    pub en: String,
}

impl Text {
    /// Makes a text of a name, a number or a quotation, which is the same in both languages.
    pub fn untranslated(text: impl Into<String>) -> Self {
        let nl = text.into();
        Self { en: nl.clone(), nl }
    }

    pub fn join(texts: &[Self], separator: &str) -> Self {
        let join_in = |lang| texts.iter().map(|text| text.get(lang)).collect::<Vec<_>>().join(separator);
        Self { nl: join_in(Lang::Nl), en: join_in(Lang::En) }
    }

    /// Joins texts with a separator that differs by language, such as the word "or".
    pub fn join_localized(texts: &[Self], separator: Label) -> Self {
        Self { nl: Self::join(texts, separator.nl).nl, en: Self::join(texts, separator.en).en }
    }

    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Nl => &self.nl,
            Lang::En => &self.en,
        }
    }
}

impl From<Label> for Text {
    fn from(label: Label) -> Self {
        Self { nl: label.nl.to_owned(), en: label.en.to_owned() }
    }
}

impl fmt::Display for Text {
    /// Displays the English text. Meant for logs and tests.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

/// A value that can be inserted into a [`Text`]. The value is localized to the language of the text.
pub trait Localize {
    fn localize(&self, lang: Lang) -> String;
}

impl Localize for Text {
    fn localize(&self, lang: Lang) -> String {
        self.get(lang).to_owned()
    }
}

impl Localize for Label {
    fn localize(&self, lang: Lang) -> String {
        self.get(lang).to_owned()
    }
}

impl Localize for str {
    fn localize(&self, _: Lang) -> String {
        self.to_owned()
    }
}

impl Localize for String {
    fn localize(&self, _: Lang) -> String {
        self.clone()
    }
}

impl<T: Localize + ?Sized> Localize for &T {
    fn localize(&self, lang: Lang) -> String {
        (**self).localize(lang)
    }
}

macro_rules! localize_numbers {
    ($($number:ty),*) => {$(
        impl Localize for $number {
            fn localize(&self, _: Lang) -> String {
                self.to_string()
            }
        }
    )*};
}
localize_numbers!(i64, u32, u64, usize);

/// Defines functions that return a [`Text`]: `name(value, …) { "Nederlands {value}", "English {value}" }`.
macro_rules! messages {
    ($($(#[$doc:meta])* $name:ident($($value:ident),* $(,)?) { $nl:literal, $en:literal })*) => {$(
        $(#[$doc])*
        #[allow(clippy::needless_pass_by_value, clippy::too_many_arguments)]
        pub fn $name($($value: impl $crate::i18n::Localize),*) -> $crate::i18n::Text {
            #[allow(unused_variables)]
            let localize = |lang: $crate::i18n::Lang| {
                $(let $value = $crate::i18n::Localize::localize(&$value, lang);)*
                match lang {
                    $crate::i18n::Lang::Nl => format!($nl),
                    $crate::i18n::Lang::En => format!($en),
                }
            };
            $crate::i18n::Text { nl: localize($crate::i18n::Lang::Nl), en: localize($crate::i18n::Lang::En) }
        }
    )*};
}
pub(crate) use messages;

/// Defines [`Label`] constants: `NAME { "Nederlands", "English" }`.
macro_rules! labels {
    ($($name:ident { $nl:literal, $en:literal })*) => {
        $(pub const $name: $crate::i18n::Label = $crate::i18n::Label::new($nl, $en);)*
    };
}
pub(crate) use labels;
