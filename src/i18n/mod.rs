//! Every word that a person reads, in Dutch and English. A text is a pair, so one that has only one
//! language does not compile. [`Label`] is a fixed text, [`Text`] one that was made with values in it;
//! [`phrases!`] defines the second kind.

pub mod arguments;
pub mod attributes;
pub mod columns;
pub mod commands;
pub mod dataset;
pub mod failures;
pub mod findings;
pub mod overview;
pub mod page;
pub mod prompts;
pub mod remarks;
pub mod sheets;
pub mod site;
pub mod terms;
pub mod usage;

pub use attributes as attribute_words;
pub use attributes::Entry;

use std::fmt;

/// A language that the program speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Dutch.
    Nl,
    /// English.
    En,
}

impl Lang {
    /// The language of a tag or locale such as `nl`, `nl_NL.UTF-8` or `en`; none for any other.
    pub fn of_tag(tag: &str) -> Option<Self> {
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
    /// In Dutch.
    pub nl: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Label {
    /// A label of its two texts.
    pub const fn new(nl: &'static str, en: &'static str) -> Self {
        Self { nl, en }
    }

    /// The text in a language.
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Nl => self.nl,
            Lang::En => self.en,
        }
    }
}

/// A text in both languages, made with values in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// In Dutch.
    pub nl: String,
    /// In English.
    pub en: String,
}

impl Text {
    /// The same words in both languages: a name, a number, a quotation.
    pub fn plain(text: impl Into<String>) -> Self {
        let nl = text.into();
        Self { en: nl.clone(), nl }
    }

    /// Texts in a row, with something between.
    pub fn joined(texts: &[Self], between: &str) -> Self {
        let said = |lang| texts.iter().map(|text| text.get(lang)).collect::<Vec<_>>().join(between);
        Self { nl: said(Lang::Nl), en: said(Lang::En) }
    }

    /// The same with words between.
    pub fn joined_by(texts: &[Self], between: Label) -> Self {
        Self { nl: Self::joined(texts, between.nl).nl, en: Self::joined(texts, between.en).en }
    }

    /// The text in a language.
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
    /// For logs and tests: the English text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

/// What can stand as a value inside a text: it is said in the language of the text around it.
pub trait Say {
    /// The words in that language.
    fn say(&self, lang: Lang) -> String;
}

impl Say for Text {
    fn say(&self, lang: Lang) -> String {
        self.get(lang).to_owned()
    }
}

impl Say for Label {
    fn say(&self, lang: Lang) -> String {
        self.get(lang).to_owned()
    }
}

impl Say for str {
    fn say(&self, _: Lang) -> String {
        self.to_owned()
    }
}

impl Say for String {
    fn say(&self, _: Lang) -> String {
        self.clone()
    }
}

impl<T: Say + ?Sized> Say for &T {
    fn say(&self, lang: Lang) -> String {
        (**self).say(lang)
    }
}

macro_rules! say_numbers {
    ($($number:ty),*) => {$(
        impl Say for $number {
            fn say(&self, _: Lang) -> String {
                self.to_string()
            }
        }
    )*};
}
say_numbers!(i64, u64, usize);

/// Defines a function per text with values in it: `name(value, …) { "Nederlands {value}", "English {value}" }`.
macro_rules! phrases {
    ($($(#[$doc:meta])* $name:ident($($value:ident),* $(,)?) { $nl:literal, $en:literal })*) => {$(
        $(#[$doc])*
        #[allow(clippy::needless_pass_by_value, clippy::too_many_arguments)]
        pub fn $name($($value: impl $crate::words::Say),*) -> $crate::words::Text {
            #[allow(unused_variables)]
            let say = |lang: $crate::words::Lang| {
                $(let $value = $crate::words::Say::say(&$value, lang);)*
                match lang {
                    $crate::words::Lang::Nl => format!($nl),
                    $crate::words::Lang::En => format!($en),
                }
            };
            $crate::words::Text { nl: say($crate::words::Lang::Nl), en: say($crate::words::Lang::En) }
        }
    )*};
}
pub(crate) use phrases;
