//! `publish`: writes an open data set to a folder. The data set contains everything that others may reuse.

use super::overview::{self, Section};
use super::{Command, Context, Outcome, personal_data_scan, receipt, summary};
use crate::atomic_file;
use crate::cli::Publish;
use crate::digest::NullSink;
use crate::failure::{Exit, Failure, FailureKind, create_failure, create_reason};
use crate::i18n::{Label, Lang, Text, choices, dataset as messages, failures, remarks};
use crate::intake::dataset_diff;
use crate::record::date::Today;
use crate::record::{Attribute, Condition, Entity, Filter, Record, Value, http_url, number, obstacle};
use crate::register::{GroupBy, Key, ListQuery, Register};
use crate::report::find_report;
use crate::rows::Sink;
use crate::view::dataset_metadata::{self, ColumnRecorder, DatasetMetadata, TableMetadata};
use crate::view::{self, Format, RenderOptions};
use anyhow::Result;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use tempfile::TempDir;

/// The default licence, which allows reuse without conditions.
const CC0: &str = "http://creativecommons.org/publicdomain/zero/1.0/";
/// The file that marks a folder as a data set. If the folder also contains the table of obstacles, we treat it as an
/// earlier publication.
const METADATA: &str = "csv-metadata.json";
const CATALOGUE: &str = "dcat.jsonld";
const OVERVIEW: &str = "overview.html";
const OBSTACLES: &str = "obstacles.csv";
const LAWS: &str = "laws.csv";
const TOTALS: &str = "totals.csv";
const MAX_NUMBERS_SHOWN: usize = 12;
const MAX_FINDS_SHOWN: usize = 20;

const REFERENCE_TABLES: &[(Entity, &str, Label)] = &[
    (Entity::Factsheet, "factsheets.csv", messages::FACTSHEETS),
    (Entity::Scheme, "schemes.csv", messages::SCHEMES),
    (Entity::Ministry, "ministries.csv", messages::MINISTRIES),
    (Entity::Region, "regions.csv", messages::REGIONS),
    (Entity::CareDomain, "care-domains.csv", messages::CARE_DOMAINS),
    (Entity::Theme, "themes.csv", messages::THEMES),
    (Entity::Nature, "natures.csv", messages::NATURES),
    (Entity::Law, "law-names.csv", messages::LAW_NAMES),
];

impl Command for Publish {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let filter = self.filter.0.clone();
        if filter.with_void {
            return Err(Failure::usage(failures::cannot_publish_void()).into());
        }
        // Refuse to filter by a precedent, because the result could reveal the existence of a non-public obstacle.
        let by_precedent = |condition: &Condition| matches!(condition, Condition::OneOf(by, _) if by.name == obstacle::PRECEDENTS.name);
        if filter.conditions.iter().any(by_precedent) {
            return Err(Failure::usage(failures::cannot_publish_by_precedent()).into());
        }
        let licence = self.licence.as_deref().map(parse_url).transpose()?;
        let base_url = self.address.as_deref().map(parse_url).transpose()?;
        let contact = self.contact.as_deref().map(parse_contact).transpose()?;
        let folder = self.folder.as_path();
        let has_previous = check_folder(folder)?;
        let accepted = self.accept.iter().map(|text| parse_acceptable(text)).collect::<Result<Vec<_>>>()?;
        if !accepted.is_empty() && !self.write.dry_run {
            accept(&filter, &accepted, context)?;
        }
        let mut register = context.register()?;
        let publisher = publisher(&register, self.publisher.as_deref())?;
        let shown = folder.display().to_string();
        let staging = atomic_file::create_dir(folder, &shown)?;
        let today = (context.today)();
        // Errors should name the target folder, not the temporary one.
        let with_folder_path = |error: anyhow::Error| match error.downcast::<std::io::Error>() {
            Ok(error) => create_failure(&error, &shown).into(),
            Err(error) => error,
        };
        let written = write(&mut register, &filter, &accepted, staging.path(), context).map_err(with_folder_path)?;
        let address = base_url.map(|text| format!("{}/", text.trim_end_matches('/'))).unwrap_or_default();
        let (id, ..) = register.head()?;
        let about = DatasetMetadata {
            title: messages::TITLE.into(),
            description: messages::ABOUT.into(),
            identifier: if address.is_empty() { format!("ruimte:{id}") } else { address.clone() },
            address,
            licence: licence.unwrap_or_else(|| CC0.to_owned()),
            publisher,
            contact,
            day: today.to_string(),
            keywords: messages::KEYWORDS.iter().map(|word| (*word).into()).collect(),
        };
        write_metadata(&about, &written, staging.path(), context.lang).map_err(with_folder_path)?;
        drop(register);
        if has_previous {
            if folder.join(dataset_metadata::README).symlink_metadata().is_err() {
                let name = context.clearance.file_name(folder);
                context.notice(remarks::previous_publish_incomplete(name, dataset_metadata::README));
            }
            notice_changes(&folder.join(OBSTACLES), &staging.path().join(OBSTACLES), context)?;
        }
        let (public, total) = written.counts;
        if self.write.dry_run {
            context.notice(if context.clearance.is_command_line() {
                remarks::would_publish(public, total)
            } else {
                remarks::would_publish_on_site(public, total)
            });
            return Ok(context.finish(Exit::Success));
        }
        install(staging, folder)?;
        context.notice(remarks::published(context.clearance.file_name(folder), public, total));
        let options = [
            ("--publisher", about.publisher.is_some()),
            ("--contact", about.contact.is_some()),
            ("--address", !about.address.is_empty()),
        ];
        let missing: Vec<&str> = options.iter().filter(|(_, is_given)| !is_given).map(|(option, _)| *option).collect();
        if !missing.is_empty() && context.clearance.is_command_line() {
            context.notice(remarks::publish_missing_options(missing.join(", ")));
        }
        Ok(context.finish(Exit::Success))
    }

    fn supports_as_of(&self) -> bool {
        true
    }
}

fn parse_acceptable(text: &str) -> Result<(Entity, i64)> {
    let found = number::parse_any(text).filter(|(entity, _)| personal_data_scan::is_acceptable(*entity));
    found.ok_or_else(|| Failure::usage(failures::cannot_accept(text)).into())
}

/// Records that somebody accepts the publication of these records, although they seem to contain personal data. If the
/// data set would still be refused because of other records, fails and records nothing.
fn accept(filter: &Filter, accepted: &[(Entity, i64)], context: &mut Context<'_>) -> Result<()> {
    let mut register = context.register()?;
    register.restrict_to_public(filter, context.today)?;
    reject_personal_data(&register, accepted, context.today)?;
    drop(register);
    let today = (context.today)().to_string();
    context.write(false, |change| {
        for (entity, wanted) in accepted {
            change.register().require_active(*entity, *wanted)?;
            let Some(attribute) = entity.attribute("accepted") else { continue };
            let record = Record::new(*entity).with(attribute, Value::Text(today.clone()));
            change.update(&Key::Number(*wanted), record)?;
        }
        Ok(())
    })
}

/// Fails if the texts to publish seem to contain personal data that nobody has accepted.
fn reject_personal_data(register: &Register, accepted: &[(Entity, i64)], today: Today<'_>) -> Result<()> {
    let (mut count, mut details) = (0_u64, Vec::new());
    for entity in std::iter::once(Entity::Obstacle).chain(REFERENCE_TABLES.iter().map(|(entity, ..)| *entity)) {
        personal_data_scan::scan(register, entity, true, today, &mut |find| {
            let is_accepted = number::parse_any(&find.record).is_some_and(|record| accepted.contains(&record));
            if find.accepted.is_none() && !is_accepted {
                count += 1;
                if details.len() < MAX_FINDS_SHOWN {
                    details.push(personal_data_scan::describe(&find));
                }
            }
            Ok(())
        })?;
    }
    if count == 0 {
        return Ok(());
    }
    let failure = Failure::data(failures::personal_data_in_publication(count)).with_details(details);
    Err(failure.with_kind(FailureKind::PersonalData).into())
}

/// Moves the data set to its folder. If the folder is new, renames the temporary folder. If the folder contains only an
/// earlier data set, exchanges the two folders. Otherwise, or if the exchange fails, moves file by file.
fn install(staging: TempDir, folder: &Path) -> Result<()> {
    let shown = folder.display().to_string();
    let create_error = |error: std::io::Error| create_failure(&error, &shown);
    if folder.symlink_metadata().is_err() {
        fs::rename(staging.path(), folder).map_err(create_error)?;
        return Ok(());
    }
    let names = file_names(staging.path())?;
    // Check all targets before moving any file, so that either everything is published or nothing.
    if let Some(name) = names.iter().find(|name| folder.join(name).is_dir()) {
        let shown = folder.join(name).display().to_string();
        return Err(Failure::new(Exit::CannotCreate, failures::cannot_create(shown, failures::REASON_IS_FOLDER)).into());
    }
    let is_in_set = |name: &OsString| names.contains(name);
    if file_names(folder).map_err(create_error)?.iter().all(is_in_set)
        && atomic_file::swap_dirs(staging.path(), folder).is_ok()
    {
        // If somebody added files to the old folder before the exchange, move those files to the new folder.
        for name in file_names(staging.path())?.iter().filter(|name| !is_in_set(name)) {
            fs::rename(staging.path().join(name), folder.join(name)).map_err(create_error)?;
        }
        return Ok(());
    }
    // Replace the README last, so that a missing README reveals an interrupted publication.
    let last = OsStr::new(dataset_metadata::README);
    fs::remove_file(folder.join(last)).or_else(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Ok(()),
        _ => Err(create_error(error)),
    })?;
    for name in names.iter().filter(|name| *name != last).map(OsString::as_os_str).chain([last]) {
        fs::rename(staging.path().join(name), folder.join(name)).map_err(create_error)?;
    }
    Ok(())
}

fn file_names(folder: &Path) -> std::io::Result<Vec<OsString>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect()
}

fn parse_url(text: &str) -> Result<String> {
    let found = http_url(text.trim());
    found.ok_or_else(|| Failure::usage(failures::not_an_address(text)).into())
}

/// Accepts an e-mail address or a URL.
fn parse_contact(text: &str) -> Result<String> {
    let text = text.trim();
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    let is_plain = text.chars().all(|character| character.is_ascii_graphic() && !"<>\"\\^`{|}:,;/".contains(character));
    let is_email = is_plain && text.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.'));
    if is_email { Ok(text.to_owned()) } else { parse_url(text) }
}

/// Returns false if the folder is missing or empty, true if it holds an earlier publication, otherwise an error.
fn check_folder(folder: &Path) -> Result<bool> {
    let shown = || folder.display().to_string();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(error) => {
            let why = create_reason(&error);
            return Err(Failure::new(Exit::CannotCreate, failures::cannot_create(shown(), why)).into());
        }
    };
    if entries.count() == 0 {
        return Ok(false);
    }
    if !folder.join(METADATA).is_file() || !folder.join(OBSTACLES).is_file() {
        return Err(Failure::new(Exit::CannotCreate, failures::not_a_publication(shown())).into());
    }
    Ok(true)
}

/// Returns the name of the publishing ministry and its URL; the URL is empty if the ministry has none.
fn publisher(register: &Register, code: Option<&str>) -> Result<Option<(Text, String)>> {
    let Some(code) = code else { return Ok(None) };
    let code = register.code(Entity::Ministry, code)?;
    let terms = register.terms(Entity::Ministry)?;
    let name = terms.iter().find(|(known, _)| *known == code).map(|(_, name)| name.clone()).unwrap_or_default();
    let record = register.load(Entity::Ministry, &Key::Code(code))?;
    let identifier = Entity::Ministry.attribute("identifier").and_then(|own| record.text(own)).unwrap_or_default();
    // DCAT identifies a publisher by a URL, so ignore any other identifier.
    Ok(Some((name, http_url(identifier).unwrap_or_default())))
}

struct WrittenSet {
    tables: Vec<TableMetadata>,
    receipt: String,
    provenance: Vec<(String, i64)>,
    /// The number of public obstacles, and the number of all obstacles that match the filter.
    counts: (i64, i64),
}

fn released_attributes(entity: Entity) -> Vec<&'static Attribute> {
    entity.attributes().iter().chain(entity.derived()).filter(|attribute| attribute.is_public).collect()
}

fn write_table(
    folder: &Path,
    tables: &mut Vec<TableMetadata>,
    (file, title, key): (&'static str, Label, Option<&'static str>),
    run: impl FnOnce(&mut dyn Sink) -> Result<()>,
) -> Result<()> {
    let options = RenderOptions::for_file(Lang::Nl);
    let out = BufWriter::new(File::create(folder.join(file))?);
    let mut sink = view::create_sink(Format::Csv, options, Box::new(out))?;
    let mut described = ColumnRecorder::new(&mut *sink);
    run(&mut described)?;
    let ColumnRecorder { columns, rows, .. } = described;
    let required = key.into_iter().collect();
    tables.push(TableMetadata { file, title, key, required, references: Vec::new(), columns, rows });
    sink.finish()
}

/// Writes the tables and the overview. The totals cover all obstacles that match the filter. Everything else covers
/// only the public obstacles.
fn write(
    register: &mut Register,
    filter: &Filter,
    accepted: &[(Entity, i64)],
    folder: &Path,
    context: &mut Context<'_>,
) -> Result<WrittenSet> {
    let today = context.today;
    let all = Filter::default();
    let options = RenderOptions::for_file(context.lang);
    let file = BufWriter::new(File::create(folder.join(OVERVIEW))?);
    let mut page = view::create_sink(Format::Html, options, Box::new(file))?;
    let total = register.count(&[], filter, today, &mut NullSink)?;
    let released = filter.clone().and(Condition::OneOf(&obstacle::PUBLISHABLE, vec!["yes".to_owned()]));
    let public = register.count(&[], &released, today, &mut NullSink)?;
    page.title(&messages::TITLE.into())?;
    let filter_args = filter_args(&context.global.canonical_args);
    for text in summary::describe_filter(register, Some(filter), context.time, today, context.now) {
        page.line(&text)?;
    }
    page.line(&messages::released_count(public, total))?;
    for text in summary::provenance_notes(register, &released, today)? {
        page.line(&text)?;
    }
    overview::show(register, filter, &[Section::Totals], today, &mut *page)?;
    let mut tables = Vec::new();
    let totals = find_report("totals").ok_or_else(|| anyhow::anyhow!("a report"))?;
    let citations = find_report("citations").ok_or_else(|| anyhow::anyhow!("a report"))?;
    write_table(folder, &mut tables, (TOTALS, messages::TOTALS, Some("measure")), |out| {
        register.report(totals, filter, today, out).map(drop)
    })?;
    let receipt = receipt::for_report(register, totals, filter, filter_args, context)?;
    register.restrict_to_public(filter, today)?;
    reject_personal_data(register, accepted, today)?;
    let obstacles = ListQuery::new(Entity::Obstacle, &all, released_attributes(Entity::Obstacle));
    write_table(folder, &mut tables, (OBSTACLES, messages::OBSTACLES, Some("number")), |out| {
        register.list(&obstacles, today, out).map(drop)
    })?;
    write_table(folder, &mut tables, (LAWS, messages::LAWS, None), |out| {
        register.report(citations, &all, today, out).map(drop)
    })?;
    for (entity, file, title) in REFERENCE_TABLES {
        let list = ListQuery::new(*entity, &all, released_attributes(*entity));
        let key = Some(entity.key().name);
        write_table(folder, &mut tables, (file, *title, key), |out| register.list(&list, today, out).map(drop))?;
    }
    for table in &mut tables {
        match table.file {
            OBSTACLES => {
                table.required.extend(["title", "ministry", "status", "provenance"]);
                table.references.push(("ministry", "ministries.csv", "code"));
            }
            LAWS => {
                table.required.extend(["number", "source_kind", "law"]);
                table.references.push(("number", OBSTACLES, "number"));
            }
            TOTALS => table.required.push("value"),
            _ => {}
        }
    }
    overview::show(register, &all, &[Section::Details], today, &mut *page)?;
    page.receipt(&receipt)?;
    page.finish()?;
    let mut provenance = summary::CountsByCode::default();
    register.count(&[GroupBy::Attribute(&obstacle::PROVENANCE)], &all, today, &mut provenance)?;
    Ok(WrittenSet { tables, receipt, provenance: provenance.0, counts: (public, total) })
}

/// Extracts the filter options from the arguments of `publish`. Drops all other options, and the folder at the end.
fn filter_args(words: &[String]) -> Vec<String> {
    const OWN: &[&str] = &["--licence", "--publisher", "--contact", "--address", "--accept"];
    let mut filter_args = Vec::new();
    let mut words = words.iter().skip(1).take(words.len().saturating_sub(2));
    while let Some(word) = words.next() {
        let name = word.split('=').next().unwrap_or_default();
        if OWN.contains(&name) {
            if name == word {
                words.next();
            }
        } else if word != "--" && word != "--dry-run" {
            filter_args.push(word.clone());
        }
    }
    filter_args
}

fn write_metadata(about: &DatasetMetadata, written: &WrittenSet, folder: &Path, lang: Lang) -> Result<()> {
    fs::write(folder.join(METADATA), dataset_metadata::csvw(about, &written.tables))?;
    let mut files: Vec<dataset_metadata::FileEntry> =
        written.tables.iter().map(|table| (table.file.to_owned(), "text/csv", "CSV", table.title.into())).collect();
    files.push((OVERVIEW.to_owned(), "text/html", "HTML", messages::OVERVIEW.into()));
    let language = match lang {
        Lang::Nl => "NLD",
        Lang::En => "ENG",
    };
    fs::write(folder.join(CATALOGUE), dataset_metadata::dcat(about, &files, language))?;
    fs::write(folder.join(dataset_metadata::README), readme(about, written))?;
    Ok(())
}

fn readme(about: &DatasetMetadata, written: &WrittenSet) -> String {
    let mut lines: Vec<Text> =
        written.tables.iter().map(|table| messages::readme_table_line(table.file, table.title, table.rows)).collect();
    for (file, title) in
        [(OVERVIEW, messages::OVERVIEW), (METADATA, messages::METADATA), (CATALOGUE, messages::CATALOGUE)]
    {
        lines.push(messages::readme_file_line(file, title));
    }
    let provenance: Vec<Text> = written
        .provenance
        .iter()
        .filter_map(|(code, count)| {
            let choice = choices::PROVENANCE.iter().find(|choice| choice.code == code)?;
            Some(messages::readme_provenance_line(choice.label, code, *count))
        })
        .collect();
    let (public, total) = written.counts;
    let text = messages::readme(
        &about.title,
        &about.description,
        &about.day,
        Text::join(&lines, "\n"),
        public,
        total,
        &about.licence,
        &written.receipt,
        messages::readme_provenance(&Text::join(&provenance, "\n")),
    );
    format!("{}\n---\n\n{}", text.nl, text.en)
}

fn notice_changes(before: &Path, after: &Path, context: &mut Context<'_>) -> Result<()> {
    let not_a_publication =
        || Failure::new(Exit::CannotCreate, failures::not_a_publication(before.display().to_string()));
    let previous = dataset_diff::read_rows(File::open(before)?).map_err(|_| not_a_publication())?;
    let found = dataset_diff::diff(&previous, &dataset_diff::read_rows(File::open(after)?)?);
    let shown = |numbers: &[String]| {
        let more = if numbers.len() > MAX_NUMBERS_SHOWN { ", …" } else { "" };
        format!("{}{more}", numbers.iter().take(MAX_NUMBERS_SHOWN).cloned().collect::<Vec<_>>().join(", "))
    };
    if found == dataset_diff::Diff::default() {
        context.notice(remarks::publish_unchanged());
    }
    if !found.added.is_empty() {
        context.notice(remarks::publish_added(found.added.len(), shown(&found.added)));
    }
    if !found.withdrawn.is_empty() {
        context.notice(remarks::publish_withdrawn(found.withdrawn.len(), shown(&found.withdrawn)));
    }
    if !found.changed.is_empty() {
        context.notice(remarks::publish_changed(found.changed.len(), shown(&found.changed)));
    }
    Ok(())
}
