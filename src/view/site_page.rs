//! The parts of a web server page that surround its rows: navigation, notices and forms. The server supplies the
//! content of these parts; the template, style sheet and script define their look and behaviour.

mod list_parts;
mod report_cards;
mod rows_path;

pub use list_parts::{ActiveCondition, Ask, Block, ColumnPicker, FilterBar, SortLink, Ticks};
pub use report_cards::{Picture, ReportCard, ReportGroup};

use super::sanitize::printable;
use crate::rows::RecordPart;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The templates of a page, by the names with which they include each other. The first is the page itself.
pub const SITE_TEMPLATES: &[(&str, &str)] = &[
    ("site.html", include_str!("site_page/site.html")),
    ("filter.html", include_str!("site_page/filter.html")),
    ("ticks.html", include_str!("site_page/ticks.html")),
    ("ask.html", include_str!("site_page/ask.html")),
    ("record.html", include_str!("site_page/record.html")),
    ("beside.html", include_str!("site_page/beside.html")),
    ("find_answer.html", include_str!("site_page/find_answer.html")),
    ("report_cards.html", include_str!("site_page/report_cards.html")),
    ("precedents.html", include_str!("site_page/precedents.html")),
];
const STYLE: &str = concat!(
    include_str!("html/page.css"),
    include_str!("site_page/site.css"),
    include_str!("site_page/lists.css"),
    include_str!("site_page/record.css"),
    include_str!("site_page/report_cards.css"),
    include_str!("site_page/forced_colors.css")
);
/// The script makes forms more convenient; every page also works without the script.
const SCRIPT: &str =
    concat!(include_str!("site_page/site.js"), include_str!("site_page/picker.js"), include_str!("site_page/ticks.js"));

/// The characters to escape in a path: all except ASCII letters, digits, `-`, `_`, `.`, `~` and `:`.
const CODE_ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b':');

#[derive(Clone, Debug, Default, Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "what the template asks of a page, each by itself")]
pub struct Frame {
    /// The path below which a proxy offers the site. The template puts it in front of every link within the site.
    pub base_path: String,
    pub style: String,
    pub script: String,
    pub words: std::collections::BTreeMap<&'static str, String>,
    pub navigation: Vec<Link>,
    pub actions: Vec<Link>,
    pub layout: PageLayout,
    /// The action that is most likely next. It is shown as a button.
    pub next_step: Option<Link>,
    /// How to reuse the answer of a precedent that the page shows.
    pub use_answer: Option<UseAnswer>,
    /// The field for another question, above the precedents of an obstacle.
    pub find: Option<FindAnswer>,
    /// What the page shows beside its form.
    pub beside: Option<Beside>,
    /// Links below the timeline of a record.
    pub history_links: Vec<Link>,
    /// Suggested values for the record. Each has the address of a form in which the value is filled in.
    pub suggestions: Vec<Link>,
    /// Link to the record that is being changed, if the page does not show that record.
    pub about: Option<Link>,
    /// The saved views that a list of obstacles can start from.
    pub views: Option<ViewLinks>,
    pub is_index: bool,
    /// Where the codes on the page lead, if anywhere.
    pub codes: Option<CodeLinks>,
    /// Whether the numbers of persons lead to their pages.
    pub links_persons: bool,
    /// A short explanation of the page, shown when the visitor asks for it.
    pub explanation: Vec<String>,
    /// Sections with text and links, above the rows.
    pub topics: Vec<Topic>,
    /// The reports, as cards.
    pub report_groups: Vec<ReportGroup>,
    /// Whether links to the sections of the page come first.
    pub has_contents: bool,
    pub query: String,
    /// The signed-in user; None if nobody is signed in.
    pub user: Option<String>,
    pub other_language: Option<Link>,
    pub notices: Vec<Notice>,
    pub before: Vec<Form>,
    pub after: Vec<Form>,
    pub draft: Option<Draft>,
    pub lines: Vec<String>,
    pub is_signed_out: bool,
    /// Links to the other pages, if a list of rows is spread over several pages.
    pub pages: Vec<Link>,
    pub downloads: Vec<Link>,
    pub filter: Option<FilterBar>,
    /// The conditions of the page, to which the links of its numbers add others.
    pub conditions: Vec<(String, String)>,
    /// How to sort the table, by the name of a column.
    pub sort_links: std::collections::BTreeMap<&'static str, SortLink>,
    /// How to tick rows of the table, if they can be changed together.
    pub ticks: Option<Ticks>,
    pub ask: Option<Ask>,
    pub blocks: Vec<Block>,
}

impl Frame {
    pub fn code_path(&self, code: &str) -> Option<String> {
        let code = encode_segment(code);
        Some(match self.codes? {
            CodeLinks::Terms(vocabulary) => format!("/{vocabulary}/{code}/edit"),
            CodeLinks::Snapshots => format!("/obstacles?as-of={code}"),
        })
    }

    /// Returns the path of the page of a person; `None` if `number` is not the number of a person.
    pub fn person_path(&self, number: &str) -> Option<String> {
        (self.links_persons && number.starts_with("N-")).then(|| format!("/persons/{number}"))
    }

    /// Whether the page shows this part in its own way. Otherwise the rows of the part are ordinary tables.
    pub(super) fn arranges(&self, part: RecordPart) -> bool {
        let is_found = matches!(part, RecordPart::Precedents | RecordPart::OpenDuplicates);
        is_found || self.layout != PageLayout::Plain || self.beside.is_some()
    }

    /// Escapes control characters and direction marks in typed text, so that a title cannot reverse the text around it.
    pub(super) fn printable(mut self) -> Self {
        let plain = |text: &mut String| *text = printable(text, true).into_owned();
        self.notices.iter_mut().for_each(|notice| plain(&mut notice.text));
        self.lines.iter_mut().for_each(plain);
        self.topics.iter_mut().flat_map(|topic| topic.lines.iter_mut()).for_each(plain);
        self.suggestions.iter_mut().for_each(|link| plain(&mut link.text));
        self.about.iter_mut().for_each(|about| plain(&mut about.text));
        self.views.iter_mut().flat_map(|views| views.links.iter_mut()).for_each(|link| plain(&mut link.text));
        self.user.iter_mut().for_each(plain);
        self.beside.iter_mut().for_each(Beside::make_printable);
        self.find.iter_mut().flat_map(|find| find.notes.iter_mut()).for_each(plain);
        self.draft.iter_mut().for_each(|draft| plain(&mut draft.text));
        let fields = |form: &mut Form| {
            let (more, more_groups): (Vec<_>, Vec<_>) =
                form.more.iter_mut().map(|more| (&mut more.fields, &mut more.groups)).unzip();
            let groups = form.groups.iter_mut().chain(more_groups.into_iter().flatten());
            let grouped = groups.flat_map(|group| {
                plain(&mut group.heading);
                // Titles of columns and values come from a list.
                for field in &mut group.fields {
                    plain(&mut field.label);
                    plain(&mut field.help);
                }
                group.fields.iter_mut()
            });
            for field in form.fields.iter_mut().chain(more.into_iter().flatten()).chain(grouped) {
                field.error.iter_mut().for_each(plain);
                field.theirs.iter_mut().for_each(plain);
                field.options.iter_mut().for_each(|option| plain(&mut option.label));
            }
        };
        self.before.iter_mut().chain(self.after.iter_mut()).for_each(fields);
        self.filter.iter_mut().for_each(FilterBar::make_printable);
        self
    }
}

/// What the codes in the column `code` of a page are.
#[derive(Clone, Copy, Debug, Serialize)]
pub enum CodeLinks {
    /// Codes of this vocabulary, which lead to the form that edits the term.
    Terms(&'static str),
    /// Names of snapshots, which lead to the obstacles of that time.
    Snapshots,
}

/// A section of a page with text: paragraphs, numbered steps, and links with an explanation of each.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Topic {
    pub heading: String,
    /// Whether the topic is a part of the one before it.
    pub is_minor: bool,
    pub lines: Vec<String>,
    pub steps: Vec<String>,
    pub links: Vec<Link>,
}

/// How a page arranges its content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PageLayout {
    /// Everything in one column.
    #[default]
    Plain,
    /// The texts of a record in the main column, and its facts beside them.
    Record,
    /// Like `Record`, with a part for precedents even if there are none.
    Obstacle,
}

/// A link or button that fills in the answer of a precedent on the form that classifies an obstacle.
#[derive(Clone, Debug, Serialize)]
pub struct UseAnswer {
    pub label: String,
    /// The address of the form, to which the number of the precedent is added.
    pub address: String,
    /// The form on this page whose fields the button submits, so that nothing that was typed is lost; None for a link.
    pub form: Option<String>,
}

/// A field for a question, whose answers the page shows in place of the precedents of the obstacle.
#[derive(Clone, Debug, Serialize)]
pub struct FindAnswer {
    pub label: String,
    pub help: String,
    pub send: String,
    pub text: String,
    /// Where the field is sent.
    pub address: String,
    /// The proof that the page is of this server, if the field has a form of its own. Otherwise the field belongs to the
    /// form `record`, so that nothing that was typed there is lost.
    pub csrf: Option<String>,
    /// What to say about the search.
    pub notes: Vec<String>,
    /// Shows what resembles the obstacle, if the page does not search for it unasked.
    pub show: Option<Link>,
}

/// What a page shows beside its form: what helps to fill it in.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Beside {
    pub heading: String,
    /// What was found, in one sentence that screen readers announce.
    pub summary: String,
    /// The number of fields that come before this content on a narrow screen; None if all come before.
    pub fields_before: Option<usize>,
    pub findings: Vec<Finding>,
    pub duplicates: Vec<Duplicate>,
    pub proposals: Vec<Proposal>,
    /// The names of the texts of the record to show.
    pub texts: &'static [&'static str],
}

impl Beside {
    fn make_printable(&mut self) {
        let plain = |text: &mut String| *text = printable(text, true).into_owned();
        for finding in &mut self.findings {
            [&mut finding.before, &mut finding.found, &mut finding.after].into_iter().for_each(plain);
        }
        self.duplicates.iter_mut().for_each(|duplicate| plain(&mut duplicate.title));
        self.proposals.iter_mut().for_each(|proposal| plain(&mut proposal.text));
    }
}

/// What looks like personal data in a field of the form, with the text around it.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    pub field_id: String,
    pub label: String,
    pub kind: String,
    pub before: String,
    pub found: String,
    pub after: String,
}

/// A record that probably asks the same.
#[derive(Clone, Debug, Serialize)]
pub struct Duplicate {
    pub number: String,
    pub href: String,
    pub title: String,
    pub standing: String,
}

/// A value for a field of the form. Its button fills in the field.
#[derive(Clone, Debug, Serialize)]
pub struct Proposal {
    pub text: String,
    pub name: String,
    pub value: String,
    /// Where the button submits the form, to fill in the field without a script.
    pub action: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Link {
    pub text: String,
    pub href: String,
    /// What the link leads to, in one line. Only the links of a topic have it.
    pub note: String,
    pub is_here: bool,
    pub lang: Option<&'static str>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct ViewLinks {
    pub links: Vec<Link>,
    /// Links to what can be done with views: see all of them, save the present list.
    pub actions: Vec<Link>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NoticeKind {
    Done,
    Note,
    Wrong,
    /// The result of a question, which is neither good nor bad news by itself.
    Result,
}

#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    pub tone: NoticeKind,
    pub text: String,
    /// Ids and labels of the form fields that the notice is about.
    pub fields: Vec<(String, String)>,
    /// What to do about it.
    pub links: Vec<Link>,
}

/// A text to read and to copy.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Draft {
    pub label: String,
    pub help: String,
    pub text: String,
    /// The height of the text, in lines.
    pub rows: usize,
    /// Whether the text is only to be copied as it is.
    pub is_fixed: bool,
    /// The label of the button that copies the text, and what it says when that is done.
    pub copy: String,
    pub copied: String,
}

#[derive(Clone, Debug, Default, Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Form {
    pub id: String,
    pub heading: Option<String>,
    pub lines: Vec<String>,
    pub action: String,
    /// Whether the form is sent with GET.
    pub is_query: bool,
    pub hidden: Vec<(String, String)>,
    pub fields: Vec<Field>,
    /// Further fields, below headings of their own.
    pub groups: Vec<FieldGroup>,
    pub more: Option<More>,
    /// Whether the form sends files.
    pub has_files: bool,
    /// Whether the form is a list of many short choices.
    pub is_compact: bool,
    /// Whether the form is not what most people come to the page for.
    pub is_secondary: bool,
    pub send: String,
    /// Whether the button does what cannot be undone.
    pub is_final: bool,
    /// Label and address of a second button on the form.
    pub alternative: Option<(String, String)>,
    /// Address to which the script sends the form while it is being filled in, to renew what the page shows beside it.
    pub preview: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct More {
    pub name: String,
    pub is_open: bool,
    pub fields: Vec<Field>,
    pub groups: Vec<FieldGroup>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct FieldGroup {
    pub heading: String,
    pub fields: Vec<Field>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Control {
    #[default]
    Line,
    Text,
    Date,
    Number,
    Select,
    Checks,
    Flag,
    File,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Field {
    pub name: String,
    pub label: String,
    pub help: String,
    pub control: Control,
    pub value: String,
    pub options: Vec<SelectOption>,
    /// The kinds of file that a field for a file takes, such as `.csv,.ods`.
    pub accept: Option<&'static str>,
    pub is_required: bool,
    pub error: Option<String>,
    /// The value that another user saved after this form was opened.
    pub theirs: Option<String>,
    pub is_dutch: bool,
    /// Tells apart the ids of fields with the same name.
    pub id_suffix: &'static str,
    pub lookup: Option<Lookup>,
    /// Label and address of a button that does something with the value of the field, and saves nothing.
    pub button: Option<(String, String)>,
}

/// Where the script finds the values of a field by a part of their title. Somebody can also type the value.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Lookup {
    /// Addresses of short lists in JSON, which the script loads once.
    pub lists: Vec<String>,
    /// Address of a search in JSON, to which the script adds the typed text.
    pub search: Option<String>,
    /// Whether the field can hold several values, separated by semicolons.
    pub is_many: bool,
    /// Whether the values are laws, which an article can follow.
    pub is_law: bool,
    /// Links to the lists, for those who have no script.
    pub links: Vec<Link>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct SelectOption {
    pub code: String,
    pub label: String,
    pub is_selected: bool,
}

pub fn encode_segment(key: &str) -> String {
    utf8_percent_encode(key, CODE_ESCAPED).to_string()
}

/// Returns the path of the page of a record; None if `number` is not a record number.
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
        "V" => "views",
        "T" => "reply-templates",
        _ => return None,
    };
    Some(format!("/{kind}/{number}"))
}

pub fn entry_path(number: i64) -> String {
    format!("/history/{number}")
}

/// A style sheet or script. Its name is derived from its content, so that a browser never uses an outdated copy.
pub struct Asset {
    pub name: String,
    pub content_type: &'static str,
    pub content: &'static str,
}

pub struct Assets {
    pub style: Asset,
    pub script: Asset,
}

pub fn assets() -> Assets {
    let asset = |content: &'static str, extension: &str, content_type: &'static str| {
        let digest = Sha256::digest(content.as_bytes());
        let short = digest.get(..9).unwrap_or_default();
        let name = format!("{}.{extension}", BASE64_URL_SAFE_NO_PAD.encode(short));
        Asset { name, content_type, content }
    };
    Assets {
        style: asset(STYLE, "css", "text/css; charset=utf-8"),
        script: asset(SCRIPT, "js", "text/javascript; charset=utf-8"),
    }
}
