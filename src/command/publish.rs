//! `publish`: what may be reused, as an open data set in one folder.

use super::overview::{self, Part};
use super::{Context, meant, receipt};
use crate::aside;
use crate::cli::Publish;
use crate::failure::{Exit, Failure, not_made, reason_not_made};
use crate::receipt::Nowhere;
use crate::record::{Attribute, Condition, Entity, Filter, obstacle, web_address};
use crate::register::{By, Query, Register};
use crate::report::of_name;
use crate::rows::Sink;
use crate::view::dataset::{self, About, Described, Table};
use crate::view::{self, Format, Place, earlier};
use crate::words::{Label, Lang, Text, dataset as words, failures, remarks, terms};
use anyhow::Result;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use tempfile::TempDir;

/// The licence where nobody says another: whatever may be reused, without conditions.
const CC0: &str = "http://creativecommons.org/publicdomain/zero/1.0/";
/// By this file an earlier publication is known.
const METADATA: &str = "csv-metadata.json";
const CATALOGUE: &str = "dcat.jsonld";
const OVERVIEW: &str = "overview.html";
const OBSTACLES: &str = "obstacles.csv";
const LAWS: &str = "laws.csv";
const TOTALS: &str = "totals.csv";
/// So many numbers are told of what changes.
const SHOWN: usize = 12;

/// What the obstacles refer to.
const LISTS: &[(Entity, &str, Label)] = &[
    (Entity::Factsheet, "factsheets.csv", words::FACTSHEETS),
    (Entity::Scheme, "schemes.csv", words::SCHEMES),
    (Entity::Ministry, "ministries.csv", words::MINISTRIES),
    (Entity::Region, "regions.csv", words::REGIONS),
    (Entity::CareDomain, "care-domains.csv", words::CARE_DOMAINS),
    (Entity::Theme, "themes.csv", words::THEMES),
    (Entity::Nature, "natures.csv", words::NATURES),
    (Entity::Law, "law-names.csv", words::LAW_NAMES),
];

/// Publishes an open data set.
pub fn publish(asked: Publish, context: &mut Context<'_>) -> Result<()> {
    let filter = asked.filter.0.clone();
    if filter.with_void {
        return Err(Failure::usage(failures::void_is_not_published()).into());
    }
    // What is chosen by would tell of an obstacle that may not leave.
    let by_precedent = |condition: &Condition| matches!(condition, Condition::Is(by, _) if by.name == obstacle::PRECEDENTS.name);
    if filter.conditions.iter().any(by_precedent) {
        return Err(Failure::usage(failures::precedent_is_not_published()).into());
    }
    let licence = asked.licence.as_deref().map(address).transpose()?;
    let place = asked.address.as_deref().map(address).transpose()?;
    let contact = asked.contact.as_deref().map(contact).transpose()?;
    let folder = asked.folder.as_path();
    let is_earlier = check_folder(folder)?;
    let mut register = context.register()?;
    let publisher = publisher(&register, asked.publisher.as_deref())?;
    let shown = folder.display().to_string();
    let made = aside::folder(folder, &shown)?;
    let today = (context.today)();
    // What has no place to be written is the folder, not a file that nobody knows of.
    let of_folder = |error: anyhow::Error| match error.downcast::<std::io::Error>() {
        Ok(error) => not_made(&error, &shown).into(),
        Err(error) => error,
    };
    let written = write(&mut register, &filter, made.path(), context).map_err(of_folder)?;
    let address = place.map(|text| format!("{}/", text.trim_end_matches('/'))).unwrap_or_default();
    let (id, ..) = register.head()?;
    let about = About {
        title: words::TITLE.into(),
        description: words::ABOUT.into(),
        identifier: if address.is_empty() { format!("ruimte:{id}") } else { address.clone() },
        address,
        licence: licence.unwrap_or_else(|| CC0.to_owned()),
        publisher,
        contact,
        day: today.to_string(),
        keywords: words::KEYWORDS.iter().map(|word| (*word).into()).collect(),
    };
    describe(&about, &written, made.path(), context.lang).map_err(of_folder)?;
    drop(register);
    if is_earlier {
        if folder.join(dataset::README).symlink_metadata().is_err() {
            context.remark(remarks::publish_unfinished(&shown, dataset::README));
        }
        remark_on_changes(&folder.join(OBSTACLES), &made.path().join(OBSTACLES), context)?;
    }
    let (public, meant) = written.counts;
    if asked.writing.dry_run {
        context.remark(remarks::would_publish(public, meant));
        return Ok(());
    }
    put(made, folder)?;
    context.remark(remarks::published(folder.display().to_string(), public, meant));
    let given = [
        ("--publisher", about.publisher.is_some()),
        ("--contact", about.contact.is_some()),
        ("--address", !about.address.is_empty()),
    ];
    let lacking: Vec<&str> = given.iter().filter(|(_, given)| !given).map(|(option, _)| *option).collect();
    if !lacking.is_empty() {
        context.remark(remarks::publish_lacks(lacking.join(", ")));
    }
    Ok(())
}

/// Puts what was made in its place, in one go where that can be: a new folder, and one that holds a set and nothing else.
/// Where somebody keeps more in a folder it stays that folder, and what it holds of a set is replaced file by file.
fn put(made: TempDir, folder: &Path) -> Result<()> {
    let shown = folder.display().to_string();
    let cannot = |error: std::io::Error| not_made(&error, &shown);
    if folder.symlink_metadata().is_err() {
        fs::rename(made.path(), folder).map_err(cannot)?;
        return Ok(());
    }
    let names = names(made.path())?;
    // Of what cannot all be put in place nothing is.
    if let Some(name) = names.iter().find(|name| folder.join(name).is_dir()) {
        let shown = folder.join(name).display().to_string();
        return Err(
            Failure::new(Exit::CannotCreate, failures::cannot_create(shown, failures::WHY_FOLDER)).into()
        );
    }
    let is_of_set = |name: &OsString| names.contains(name);
    if self::names(folder).map_err(cannot)?.iter().all(is_of_set) && aside::swap(made.path(), folder).is_ok()
    {
        // What somebody put there in that very moment is theirs.
        for name in self::names(made.path())?.iter().filter(|name| !is_of_set(name)) {
            fs::rename(made.path().join(name), folder.join(name)).map_err(cannot)?;
        }
        return Ok(());
    }
    // Without its README, which tells what set it is, from the first file to the last: so the next can tell that it was
    // not finished.
    let last = OsStr::new(dataset::README);
    fs::remove_file(folder.join(last)).or_else(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Ok(()),
        _ => Err(cannot(error)),
    })?;
    for name in names.iter().filter(|name| *name != last).map(OsString::as_os_str).chain([last]) {
        fs::rename(made.path().join(name), folder.join(name)).map_err(cannot)?;
    }
    Ok(())
}

/// The names of what is in a folder.
fn names(folder: &Path) -> std::io::Result<Vec<OsString>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect()
}

/// The address of a page.
fn address(text: &str) -> Result<String> {
    let found = web_address(text.trim());
    found.ok_or_else(|| Failure::usage(failures::not_an_address(text)).into())
}

/// Where somebody can be asked: the address of a page, or an e-mail address.
fn contact(text: &str) -> Result<String> {
    let text = text.trim();
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    let is_plain =
        text.chars().all(|character| character.is_ascii_graphic() && !"<>\"\\^`{|}:,;/".contains(character));
    let is_email =
        is_plain && text.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.'));
    if is_email { Ok(text.to_owned()) } else { address(text) }
}

/// Makes sure that a folder with something in it holds an earlier publication, and says whether it does.
fn check_folder(folder: &Path) -> Result<bool> {
    let shown = || folder.display().to_string();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(error) => {
            let why = reason_not_made(&error);
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

/// Who publishes: a ministry's names and identifier.
fn publisher(register: &Register, code: Option<&str>) -> Result<Option<(Text, String)>> {
    let Some(code) = code else { return Ok(None) };
    let code = register.code(Entity::Ministry, code)?;
    let terms = register.terms(Entity::Ministry)?;
    let name =
        terms.iter().find(|(known, _)| *known == code).map(|(_, name)| name.clone()).unwrap_or_default();
    let record = register.load(Entity::Ministry, &crate::register::Key::Code(code))?;
    let identifier =
        Entity::Ministry.attribute("identifier").and_then(|own| record.text(own)).unwrap_or_default();
    // One that is no address cannot name anybody.
    Ok(Some((name, web_address(identifier).unwrap_or_default())))
}

/// What was written.
struct Written {
    tables: Vec<Table>,
    receipt: String,
    provenance: Vec<(String, i64)>,
    /// How many obstacles may leave, and how many are meant.
    counts: (i64, i64),
}

/// The attributes that may leave.
fn released_attributes(entity: Entity) -> Vec<&'static Attribute> {
    entity.attributes().iter().chain(entity.derived()).filter(|attribute| attribute.public).collect()
}

/// Writes a table, and keeps what it was.
fn table(
    folder: &Path,
    tables: &mut Vec<Table>,
    (file, title, key): (&'static str, Label, Option<&'static str>),
    run: impl FnOnce(&mut dyn Sink) -> Result<()>,
) -> Result<()> {
    let place = Place { lang: Lang::Nl, width: None, styled: false, links: false };
    let out = BufWriter::new(File::create(folder.join(file))?);
    let mut sink = view::sink(Format::Csv, place, Box::new(out))?;
    let mut described = Described::new(&mut *sink);
    run(&mut described)?;
    let Described { columns, rows, .. } = described;
    let required = key.map(str::to_owned).into_iter().collect();
    tables.push(Table { file, title, key, required, references: Vec::new(), columns, rows });
    sink.finish()
}

/// Writes the tables and the overview. The totals are those of all obstacles that are meant; from there on only what
/// may leave is seen.
fn write(
    register: &mut Register,
    filter: &Filter,
    folder: &Path,
    context: &mut Context<'_>,
) -> Result<Written> {
    let today = context.today;
    let all = Filter::default();
    let place = Place { lang: context.lang, width: None, styled: false, links: false };
    let file = BufWriter::new(File::create(folder.join(OVERVIEW))?);
    let mut page = view::sink(Format::Html, place, Box::new(file))?;
    let (meant, _) = register.count(&[], filter, today, &mut Nowhere)?;
    let released = filter.clone().and(Condition::Is(&obstacle::PUBLISHABLE, vec!["yes".to_owned()]));
    let (public, _) = register.count(&[], &released, today, &mut Nowhere)?;
    page.title(&words::TITLE.into())?;
    let chosen_by = filter_words(&context.general.words);
    for text in meant::said(register, Some(filter), context.time, today, context.now) {
        page.line(&text)?;
    }
    page.line(&words::of_these(public, meant))?;
    for text in meant::not_real(register, &released, today)? {
        page.line(&text)?;
    }
    overview::show(register, filter, &[Part::Totals], today, &mut *page)?;
    let mut tables = Vec::new();
    let totals = of_name("totals").ok_or_else(|| anyhow::anyhow!("a report"))?;
    let citations = of_name("citations").ok_or_else(|| anyhow::anyhow!("a report"))?;
    table(folder, &mut tables, (TOTALS, words::TOTALS, Some("measure")), |out| {
        register.report(totals, filter, today, out).map(drop)
    })?;
    let receipt = receipt::of_report(register, totals, filter, chosen_by, context)?;
    register.show_public_only(filter, today)?;
    let obstacles = Query::new(Entity::Obstacle, &all, released_attributes(Entity::Obstacle));
    table(folder, &mut tables, (OBSTACLES, words::OBSTACLES, Some("number")), |out| {
        register.list(&obstacles, today, out).map(drop)
    })?;
    table(folder, &mut tables, (LAWS, words::LAWS, None), |out| {
        register.report(citations, &all, today, out).map(drop)
    })?;
    for (entity, file, title) in LISTS {
        let list = Query::new(*entity, &all, released_attributes(*entity));
        let key = Some(entity.key().name);
        table(folder, &mut tables, (file, *title, key), |out| register.list(&list, today, out).map(drop))?;
    }
    for table in &mut tables {
        match table.file {
            OBSTACLES => {
                table.required.extend(["title", "ministry", "status", "provenance"].map(str::to_owned));
                table.references.push(("ministry", "ministries.csv", "code"));
            }
            LAWS => {
                table.required.extend(["number", "source_kind", "law"].map(str::to_owned));
                table.references.push(("number", OBSTACLES, "number"));
            }
            TOTALS => table.required.push("value".to_owned()),
            _ => {}
        }
    }
    overview::show(register, &all, &[Part::Rest], today, &mut *page)?;
    page.receipt(&receipt)?;
    page.finish()?;
    let mut provenance = meant::Counts::default();
    register.count(&[By::Attribute(&obstacle::PROVENANCE)], &all, today, &mut provenance)?;
    Ok(Written { tables, receipt, provenance: provenance.0, counts: (public, meant) })
}

/// The words of the command that choose obstacles: not its name, the folder, which stands last, and what it takes
/// besides.
fn filter_words(words: &[String]) -> Vec<String> {
    const OWN: &[&str] = &["--licence", "--publisher", "--contact", "--address"];
    let mut kept = Vec::new();
    let mut words = words.iter().skip(1).take(words.len().saturating_sub(2));
    while let Some(word) = words.next() {
        let name = word.split('=').next().unwrap_or_default();
        if OWN.contains(&name) {
            if name == word {
                words.next();
            }
        } else if word != "--" && word != "--dry-run" {
            kept.push(word.clone());
        }
    }
    kept
}

/// Writes what the set says of itself.
fn describe(about: &About, written: &Written, folder: &Path, lang: Lang) -> Result<()> {
    fs::write(folder.join(METADATA), dataset::csvw(about, &written.tables))?;
    let mut files: Vec<dataset::File> = written
        .tables
        .iter()
        .map(|table| (table.file.to_owned(), "text/csv", "CSV", table.title.into()))
        .collect();
    files.push((OVERVIEW.to_owned(), "text/html", "HTML", words::OVERVIEW.into()));
    let language = match lang {
        Lang::Nl => "NLD",
        Lang::En => "ENG",
    };
    fs::write(folder.join(CATALOGUE), dataset::dcat(about, &files, language))?;
    fs::write(folder.join(dataset::README), readme(about, written))?;
    Ok(())
}

/// The README, in Dutch and then in English.
fn readme(about: &About, written: &Written) -> String {
    let mut lines: Vec<Text> =
        written.tables.iter().map(|table| words::table_line(table.file, table.title, table.rows)).collect();
    for (file, title) in
        [(OVERVIEW, words::OVERVIEW), (METADATA, words::METADATA), (CATALOGUE, words::CATALOGUE)]
    {
        lines.push(words::file_line(file, title));
    }
    let provenance: Vec<Text> = written
        .provenance
        .iter()
        .filter_map(|(code, count)| {
            let choice = terms::PROVENANCE.iter().find(|choice| choice.code == code)?;
            Some(words::provenance_line(choice.label, code, *count))
        })
        .collect();
    let (public, meant) = written.counts;
    let text = words::readme(
        &about.title,
        &about.description,
        &about.day,
        Text::joined(&lines, "\n"),
        public,
        meant,
        &about.licence,
        &written.receipt,
        words::provenance(&Text::joined(&provenance, "\n")),
    );
    format!("{}\n---\n\n{}", text.nl, text.en)
}

/// Says what the new table changes in the earlier one.
fn remark_on_changes(before: &Path, after: &Path, context: &mut Context<'_>) -> Result<()> {
    // What cannot be read as one was not written as one.
    let unlike =
        || Failure::new(Exit::CannotCreate, failures::not_a_publication(before.display().to_string()));
    let was = earlier::rows(File::open(before)?).map_err(|_| unlike())?;
    let found = earlier::differences(&was, &earlier::rows(File::open(after)?)?);
    let shown = |numbers: &[String]| {
        let more = if numbers.len() > SHOWN { ", …" } else { "" };
        format!("{}{more}", numbers.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", "))
    };
    if found == earlier::Differences::default() {
        context.remark(remarks::publish_same());
    }
    if !found.added.is_empty() {
        context.remark(remarks::publish_added(found.added.len(), shown(&found.added)));
    }
    if !found.withdrawn.is_empty() {
        context.remark(remarks::publish_withdrawn(found.withdrawn.len(), shown(&found.withdrawn)));
    }
    if !found.changed.is_empty() {
        context.remark(remarks::publish_changed(found.changed.len(), shown(&found.changed)));
    }
    Ok(())
}
