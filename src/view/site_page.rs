//! What stands around the rows of a page that is asked for and answered: where one can go, what was done, forms. What is
//! in a form is told to it; how it looks and reads is settled here.

use super::sanitize::printable;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The template of a page of the site.
pub const SITE_TEMPLATE: &str = include_str!("site_page/site.html");
const STYLE: &str = concat!(include_str!("html/page.css"), include_str!("site_page/site.css"));
/// The little script that makes a form nicer; all works without.
const SCRIPT: &str = include_str!("site_page/site.js");

/// Characters of a code that are not escaped in a path.
const CODE_UNESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b':');

/// What stands around the rows of a page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Frame {
    /// Where the style stands, and the script.
    pub style: String,
    /// The same of the script.
    pub script: String,
    /// The words around everything, by name.
    pub words: std::collections::BTreeMap<&'static str, String>,
    /// Where one can go.
    pub navigation: Vec<Link>,
    /// Where one can go from here: to what else can be seen or done.
    pub actions: Vec<Link>,
    /// What the page is about, where it does not say so itself: the record that is changed.
    pub about: Option<Link>,
    /// Whether where one can go from here is all that the page has.
    pub is_index: bool,
    /// The list of which the codes on the page are terms that can be changed.
    pub terms: Option<&'static str>,
    /// What was searched for, in the box above every page.
    pub query: String,
    /// Who is signed in, in words; nothing where that goes without saying.
    pub user: Option<String>,
    /// The other language: its name, its tag and this page in it.
    pub other_language: Option<Link>,
    /// What was done, or what went wrong.
    pub notices: Vec<Notice>,
    /// Forms above the rows.
    pub before: Vec<Form>,
    /// Forms below the rows.
    pub after: Vec<Form>,
    /// Paragraphs above the forms.
    pub lines: Vec<String>,
    /// Whether who sees it has not come in.
    pub is_signed_out: bool,
    /// Where one can go on in the rows.
    pub pages: Vec<Link>,
    /// The same rows in forms for other programs.
    pub downloads: Vec<Link>,
}

impl Frame {
    /// The page on which a term of the list is changed.
    pub fn term_path(&self, code: &str) -> Option<String> {
        let list = self.terms?;
        Some(format!("/{list}/{}/edit", utf8_percent_encode(code, CODE_UNESCAPED)))
    }

    /// The same with what people typed made harmless: a mark in a title must not turn the page around it.
    pub(super) fn printable(mut self) -> Self {
        let plain = |text: &mut String| *text = printable(text, true).into_owned();
        self.notices.iter_mut().for_each(|notice| plain(&mut notice.text));
        self.lines.iter_mut().for_each(plain);
        self.about.iter_mut().for_each(|about| plain(&mut about.text));
        self.user.iter_mut().for_each(plain);
        let fields = |form: &mut Form| {
            let more = form.more.iter_mut().flat_map(|more| more.fields.iter_mut());
            for field in form.fields.iter_mut().chain(more) {
                field.error.iter_mut().for_each(plain);
                field.theirs.iter_mut().for_each(plain);
                field.options.iter_mut().for_each(|option| plain(&mut option.label));
            }
        };
        self.before.iter_mut().chain(self.after.iter_mut()).for_each(fields);
        self
    }
}

/// A place that can be gone to.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Link {
    /// What it is called.
    pub text: String,
    /// Its address.
    pub href: String,
    /// Whether one is there.
    pub is_here: bool,
    /// The language that it is in, where that is another.
    pub lang: Option<&'static str>,
}

/// How a notice is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NoticeKind {
    /// It was done.
    Done,
    /// It is to be known.
    Note,
    /// It could not be done.
    Wrong,
}

/// Something to tell above the page.
#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    /// How it is meant.
    pub tone: NoticeKind,
    /// The words.
    pub text: String,
    /// Fields that it is about: their names on the page and their labels.
    pub fields: Vec<(String, String)>,
}

/// A form.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Form {
    /// Its name on the page.
    pub id: String,
    /// The heading above it.
    pub heading: Option<String>,
    /// What is to be known before it is filled in.
    pub lines: Vec<String>,
    /// Where it goes.
    pub action: String,
    /// Whether it asks and changes nothing.
    pub is_query: bool,
    /// What goes with it unseen.
    pub hidden: Vec<(String, String)>,
    /// What is filled in.
    pub fields: Vec<Field>,
    /// What is filled in less often, behind these words.
    pub more: Option<More>,
    /// What sends it.
    pub send: String,
    /// What sends it elsewhere: the words, and the address.
    pub alternative: Option<(String, String)>,
    /// Where the script may ask for what was answered before, while it is filled in.
    pub precedents: Option<String>,
}

/// What is filled in less often.
#[derive(Clone, Debug, Default, Serialize)]
pub struct More {
    /// What it is called.
    pub name: String,
    /// Whether it is open: something in it is filled in.
    pub is_open: bool,
    /// The fields.
    pub fields: Vec<Field>,
}

/// How a field is filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Control {
    /// A line of text.
    #[default]
    Line,
    /// Text of any length.
    Text,
    /// A day.
    Date,
    /// A whole number.
    Number,
    /// One of a list.
    Select,
    /// Any of a list.
    Checks,
    /// Yes or not.
    Flag,
}

/// A field of a form.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Field {
    /// Its name in what is sent, and with the form's its name on the page.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// What is to be filled in.
    pub help: String,
    /// How.
    pub control: Control,
    /// What stands in it.
    pub value: String,
    /// What can be chosen.
    pub options: Vec<SelectOption>,
    /// Whether the form cannot do without.
    pub is_required: bool,
    /// What is wrong with it.
    pub error: Option<String>,
    /// What somebody else made of it meanwhile.
    pub theirs: Option<String>,
    /// Whether it is Dutch in a page that is not.
    pub is_dutch: bool,
}

/// What can be chosen.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SelectOption {
    /// As it is sent.
    pub code: String,
    /// As it is read.
    pub label: String,
    /// Whether it is chosen.
    pub is_selected: bool,
}

/// The page of a record, by its number; none for what is no number of one.
pub fn record_path(number: &str) -> Option<String> {
    let (prefix, digits) = number.split_once('-')?;
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let kind = match prefix {
        "B" => "obstacles",
        "C" => "contacts",
        "F" => "factsheets",
        "S" => "schemes",
        "P" => "figures",
        _ => return None,
    };
    Some(format!("/{kind}/{number}"))
}

/// The page of an entry of the journal.
pub fn entry_path(number: i64) -> String {
    format!("/history/{number}")
}

/// What the pages ask for beside themselves: its name, which changes with it, its type, and what it is.
pub fn assets() -> [(String, &'static str, &'static str); 2] {
    let name = |text: &str, ending: &str| {
        let digest = Sha256::digest(text.as_bytes());
        let short = digest.get(..9).unwrap_or_default();
        format!("{}.{ending}", BASE64_URL_SAFE_NO_PAD.encode(short))
    };
    [
        (name(STYLE, "css"), "text/css; charset=utf-8", STYLE),
        (name(SCRIPT, "js"), "text/javascript; charset=utf-8", SCRIPT),
    ]
}
