//! What each command takes.
//!
//! What each argument is stands in `i18n::arg_help`, in both languages, and not here a third time.
#![allow(missing_docs)]

use super::{
    AttributeArgs, EntityEditorArgs, EntityFilterArgs, ExistingRecord, FilterArgs, NewContact, NewRecord,
};
use crate::record::Entity;
use crate::view::Format;
use clap::builder::{OsStringValueParser, PossibleValue, TypedValueParser};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// In what form rows come out.
#[derive(Args, Clone, Debug, Default)]
pub struct OutputArgs {
    #[arg(long, value_name = "FORMAT", ignore_case = true)]
    pub format: Option<Format>,
    #[arg(long, short = 'o', value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[arg(long)]
    pub with_persons: bool,
}

impl ValueEnum for Format {
    #[allow(clippy::indexing_slicing, reason = "while it is compiled: what is not there does not compile")]
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [Format; Format::ALL.len()] = {
            let mut formats = [Format::Table; Format::ALL.len()];
            let mut index = 0;
            while index < formats.len() {
                formats[index] = Format::ALL[index].1;
                index += 1;
            }
            formats
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Self::ALL.iter().find(|(_, format)| format == self).map(|(name, _)| PossibleValue::new(*name))
    }
}

/// What every command takes that writes.
#[derive(Args, Clone, Debug, Default)]
pub struct WriteArgs {
    #[arg(long)]
    pub dry_run: bool,
}

/// Asks for an editor for a long text.
#[derive(Args, Clone, Debug, Default)]
pub struct EditorArgs {
    /// The attribute; empty: the one that the command is about.
    #[arg(long, value_name = "ATTRIBUTE", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub edit: Option<String>,
}

#[derive(Args, Debug)]
pub struct Demo {
    #[arg(long, value_name = "FILE")]
    pub keep: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Init {
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct Log {
    #[command(flatten)]
    pub fields: AttributeArgs<NewRecord<{ Entity::Obstacle as u8 }>>,
    #[command(flatten)]
    pub editor: EditorArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct Edit {
    #[arg(value_name = "NUMBER")]
    pub number: String,
    #[command(flatten)]
    pub fields: AttributeArgs<ExistingRecord<{ Entity::Obstacle as u8 }>>,
    #[arg(long, value_name = "ATTRIBUTE", value_delimiter = ',')]
    pub clear: Vec<String>,
    #[command(flatten)]
    pub editor: EditorArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct Analyse {
    #[arg(value_name = "NUMBER")]
    pub number: String,
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub analysis: Option<String>,
    #[command(flatten)]
    pub editor: EditorArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct Classify {
    #[arg(value_name = "NUMBER")]
    pub number: String,
    #[arg(value_name = "RESOLUTION")]
    pub resolution: Option<String>,
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub because: Option<String>,
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub answer: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    #[arg(long, value_name = "NUMBER", value_delimiter = ',')]
    pub factsheet: Vec<String>,
    #[arg(long, value_name = "NUMBER", value_delimiter = ',')]
    pub scheme: Vec<String>,
    #[arg(long, value_name = "NUMBER", value_delimiter = ',')]
    pub precedent: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    pub rule_change: Option<String>,
    #[command(flatten)]
    pub editor: EditorArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct Close {
    #[arg(value_name = "NUMBER")]
    pub number: String,
    #[arg(long = "as", value_name = "CLOSED_AS")]
    pub closed_as: String,
    #[arg(long, value_name = "NUMBER")]
    pub of: Option<String>,
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub because: String,
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct Reopen {
    #[arg(value_name = "NUMBER")]
    pub number: String,
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub because: String,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct Void {
    #[arg(value_name = "NUMBER")]
    pub number: String,
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub because: String,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct Link {
    #[arg(value_name = "NUMBER")]
    pub number: String,
    #[arg(value_name = "TO", required = true)]
    pub to: Vec<String>,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct Unlink {
    #[command(flatten)]
    pub link: Link,
}

#[derive(Args, Debug)]
pub struct Show {
    #[arg(value_name = "NUMBER", required = true)]
    pub numbers: Vec<String>,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Which rows of a list, and which columns.
#[derive(Args, Clone, Debug, Default)]
pub struct RowArgs {
    #[arg(long, value_name = "FIELD", allow_hyphen_values = true)]
    pub sort: Option<String>,
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,
    #[arg(long, value_name = "N")]
    pub skip: Option<u64>,
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub columns: Vec<String>,
}

#[derive(Args, Debug)]
pub struct List {
    #[command(flatten)]
    pub rows: RowArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Args, Debug)]
pub struct Search {
    #[arg(value_name = "WORDS", required = true, value_parser = lossy_text())]
    pub words: Vec<String>,
    #[command(flatten)]
    pub limit_args: LimitArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Args, Debug)]
pub struct Similar {
    #[arg(value_name = "TEXT", required = true, value_parser = lossy_text())]
    pub text: Vec<String>,
    #[command(flatten)]
    pub limit_args: LimitArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Any text: what is no UTF-8 in it is no letter either.
fn lossy_text() -> impl TypedValueParser<Value = String> {
    OsStringValueParser::new().map(|text| text.to_string_lossy().replace(char::REPLACEMENT_CHARACTER, " "))
}

/// How many of the best.
#[derive(Args, Clone, Debug)]
pub struct LimitArgs {
    #[arg(long, value_name = "N", default_value_t = 10, hide_default_value = true)]
    pub limit: u64,
}

#[derive(Args, Debug)]
pub struct Count {
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub by: Vec<String>,
    #[command(flatten)]
    pub filter: FilterArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Args, Debug)]
pub struct Report {
    #[arg(value_name = "REPORT")]
    pub report: String,
    #[command(flatten)]
    pub filter: FilterArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Args, Debug)]
pub struct Reconcile {
    #[arg(value_name = "PUBLICATION")]
    pub publication: Option<String>,
    #[arg(long)]
    pub explain: bool,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Args, Debug)]
pub struct Contact {
    #[command(subcommand)]
    pub action: ContactAction,
}

#[derive(Subcommand, Debug)]
pub enum ContactAction {
    #[command(alias = "phone")]
    Call(ContactAdd),
    #[command(alias = "mail")]
    Email(ContactAdd),
    Meeting(ContactAdd),
    #[command(alias = "ls")]
    List(ContactList),
    Edit(ContactEdit),
}

#[derive(Args, Debug)]
pub struct ContactAdd {
    #[arg(value_name = "NUMBER", required = true)]
    pub about: Vec<String>,
    #[command(flatten)]
    pub fields: AttributeArgs<NewContact>,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct ContactEdit {
    #[arg(value_name = "NUMBER")]
    pub number: String,
    #[command(flatten)]
    pub fields: AttributeArgs<ExistingRecord<{ Entity::Contact as u8 }>>,
    #[arg(long, value_name = "ATTRIBUTE", value_delimiter = ',')]
    pub clear: Vec<String>,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct ContactList {
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub kind: Vec<String>,
    #[arg(long, value_name = "NUMBER", value_delimiter = ',')]
    pub about: Vec<String>,
    #[arg(long, value_name = "DATE")]
    pub dated_since: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub dated_until: Option<String>,
    #[command(flatten)]
    pub rows: RowArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Factsheets, schemes, vocabularies, publications and figures: each is added to, changed and listed alike.
/// `E` is the kind of record, as a number.
#[derive(Args, Debug)]
pub struct Catalog<const E: u8> {
    #[command(subcommand)]
    pub action: CatalogAction<E>,
}

#[derive(Subcommand, Debug)]
pub enum CatalogAction<const E: u8> {
    #[command(alias = "new")]
    Add(CatalogAdd<E>),
    #[command(alias = "change")]
    Edit(CatalogEdit<E>),
    #[command(alias = "ls")]
    List(CatalogList<E>),
}

#[derive(Args, Debug)]
pub struct CatalogAdd<const E: u8> {
    #[command(flatten)]
    pub fields: AttributeArgs<NewRecord<E>>,
    #[command(flatten)]
    pub editor: EntityEditorArgs<E>,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct CatalogEdit<const E: u8> {
    #[arg(value_name = "NUMBER")]
    pub number: String,
    #[command(flatten)]
    pub fields: AttributeArgs<ExistingRecord<E>>,
    #[arg(long, value_name = "ATTRIBUTE", value_delimiter = ',')]
    pub clear: Vec<String>,
    #[command(flatten)]
    pub editor: EntityEditorArgs<E>,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct CatalogList<const E: u8> {
    #[command(flatten)]
    pub rows: RowArgs,
    #[command(flatten)]
    pub filter: EntityFilterArgs<E>,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Factsheets.
pub type Factsheet = Catalog<{ Entity::Factsheet as u8 }>;
/// Schemes.
pub type Scheme = Catalog<{ Entity::Scheme as u8 }>;
/// Ministries.
pub type Ministry = Catalog<{ Entity::Ministry as u8 }>;
/// Regions.
pub type Region = Catalog<{ Entity::Region as u8 }>;
/// Care domains.
pub type CareDomain = Catalog<{ Entity::CareDomain as u8 }>;
/// Themes.
pub type Theme = Catalog<{ Entity::Theme as u8 }>;
/// Natures of obstacles.
pub type Nature = Catalog<{ Entity::Nature as u8 }>;
/// Laws by name.
pub type Law = Catalog<{ Entity::Law as u8 }>;
/// Words that mean the same.
pub type Synonym = Catalog<{ Entity::Synonym as u8 }>;
/// Persons.
pub type Person = Catalog<{ Entity::Person as u8 }>;
/// Publications.
pub type Publication = Catalog<{ Entity::Publication as u8 }>;
/// Published figures.
pub type Figure = Catalog<{ Entity::Figure as u8 }>;

#[derive(Args, Debug)]
pub struct Import {
    #[arg(value_name = "KIND")]
    pub kind: String,
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "SHEET")]
    pub sheet: Option<String>,
    #[arg(long)]
    pub update: bool,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct Export {
    #[arg(value_name = "KIND")]
    pub kind: String,
    #[command(flatten)]
    pub filter: FilterArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Args, Debug)]
pub struct Publish {
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    #[arg(long, value_name = "URL")]
    pub licence: Option<String>,
    #[arg(long, value_name = "CODE")]
    pub publisher: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    pub contact: Option<String>,
    #[arg(long, value_name = "URL")]
    pub address: Option<String>,
    #[command(flatten)]
    pub filter: FilterArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Clone, Debug)]
pub struct Serve {
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8417", hide_default_value = true)]
    pub listen: String,
    #[arg(long)]
    pub open: bool,
    #[arg(long)]
    pub read_only: bool,
    #[arg(long, value_name = "FILE")]
    pub roles: Option<PathBuf>,
    #[arg(long, value_name = "NAME")]
    pub auth_header: Option<String>,
    #[arg(long, value_name = "ADDRESS", value_delimiter = ',')]
    pub trusted_proxy: Vec<String>,
}

#[derive(Args, Debug)]
pub struct Completions {
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

#[derive(Args, Debug)]
pub struct Man {
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

#[derive(Args, Debug)]
pub struct Help {
    #[arg(value_name = "COMMAND")]
    pub command: Vec<String>,
}
