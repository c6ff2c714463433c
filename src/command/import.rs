//! `import`: imports a delimited text file or a worksheet in one transaction, or writes a mapping for it.

use super::import_columns::is_title;
use super::import_preview::preview_rows;
use super::import_record::{Duplicates, ImportOptions};
use super::import_rows::{Tally, import_rows};
use super::listed::Listed;
use super::mapping_suggestion::suggest;
use super::{Command, Context, Imported, Outcome, record_input, record_list};
use crate::atomic_file;
use crate::cli::Import;
use crate::failure::{Exit, Failure};
use crate::i18n::{Text, failures, remarks};
use crate::intake::TableReader;
use crate::record::Entity;
use crate::record::date::Today;
use crate::register::{EmbedLimit, EntryMeta, Register, WriteTx};
use anyhow::Result;
use std::io::Write;

/// Maximum number of cells that the notice about personal data lists after an import.
const MAX_PERSONAL_PLACES: usize = 3;

impl Command for Import {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let entity = record_list::parse_kind(&self.kind)?;
        let (file, name) = context.open_list(&self.file)?;
        let dry_run = self.write.dry_run;
        // A visitor's dry run must not keep others from writing, however long the list is.
        let uses_copy = (dry_run || self.suggest_mapping.is_some()) && context.attachments.is_some();
        let mut register = if uses_copy { Register::open_copy(&context.path)? } else { Register::open(&context.path)? };
        if entity == Entity::Snapshot {
            return Err(Failure::usage(failures::unknown_kind(
                &self.kind,
                record_list::kind_names(|kind| kind != entity),
            ))
            .into());
        }
        let mapping = self.mapping.as_deref().map(|path| context.read_mapping(path)).transpose()?;
        let mapping = mapping.as_ref();
        let is_column = |cell: &str| is_title(entity, mapping, cell);
        let mut reader = TableReader::open(file, &name, self.sheet.as_deref(), &is_column)?;
        context.notice(reader.describe_format());
        reader.hidden_notices().into_iter().chain(reader.header_notice()).for_each(|notice| context.notice(notice));
        let options = ImportOptions {
            entity,
            name: &name,
            update: self.update,
            duplicates: match (self.skip_duplicates, self.allow_duplicates) {
                (true, _) => Duplicates::Skip,
                (_, true) => Duplicates::Allow,
                _ => Duplicates::Refuse,
            },
            mapping,
            names_mapping: context.attachments.is_none(),
            today: context.today,
        };
        let entry_meta = EntryMeta { action: format!("import {}", entity.plural()), ..context.entry_meta() };
        if let Some(path) = &self.suggest_mapping {
            return suggest(&mut register, &entry_meta, options, &mut reader, path, context);
        }
        let progress = &mut *context.progress;
        let (tally, entry) = register.write(&entry_meta, dry_run, |change| {
            Ok((import_rows(change, options, &mut reader, progress)?, change.entry_number()))
        })?;
        if context.out.audience().is_on_site() {
            preview_rows(&tally, &register, entity, context.out)?;
        }
        context.notice_network_drive();
        reader.total_notice().into_iter().for_each(|notice| context.notice(notice));
        notice_tally(&tally, &self, context);
        let is_written = !dry_run && tally.added.saturating_add(tally.changed) > 0;
        context.outcome.imported = Some(Imported {
            added: tally.added,
            changed: tally.changed,
            unchanged: tally.unchanged,
            skipped: if self.skip_duplicates { tally.in_register.count } else { 0 },
            left_out: tally.left_out.count,
            entry: is_written.then_some(entry),
        });
        context.outcome.embedding = (!dry_run && !self.no_index && entity.is_searched()).then(EmbedLimit::all);
        Ok(context.finish(Exit::Success))
    }
}

fn notice_tally(tally: &Tally, arguments: &Import, context: &mut Context<'_>) {
    if !tally.ignored_columns.is_empty() {
        context.notice(remarks::columns_ignored(tally.ignored_columns.join(", ")));
    }
    // A page shows these counts itself, from the outcome.
    if context.attachments.is_none() {
        context.notice(if arguments.write.dry_run {
            remarks::would_import(tally.added, tally.changed, tally.unchanged)
        } else {
            remarks::imported(tally.added, tally.changed, tally.unchanged)
        });
    }
    notice_listed(&tally.in_register, context, |count, numbers| {
        if arguments.skip_duplicates {
            remarks::duplicates_skipped(count, numbers)
        } else {
            remarks::duplicates_allowed(count, numbers)
        }
    });
    notice_listed(&tally.left_out, context, remarks::rows_left_out);
    if !tally.emptied.is_empty() {
        let columns = tally.emptied.iter().map(|(title, count)| match count {
            1 => remarks::cell_of_column(title),
            count => remarks::cells_of_column(title, *count),
        });
        context.notice(remarks::cells_left_empty(Text::join(&columns.collect::<Vec<_>>(), "; ")));
    }
    notice_listed(&tally.repeated, context, remarks::rows_repeated);
    if tally.skipped_persons > 0 {
        context.notice(remarks::persons_skipped(tally.skipped_persons));
    }
    if tally.without_received > 0 {
        context.notice(remarks::without_received(tally.without_received));
    }
    if tally.without_solved > 0 {
        context.notice(remarks::without_solved(tally.without_solved));
    }
    if tally.in_future > 0 {
        context.notice(remarks::dates_in_future(tally.in_future));
    }
    if tally.long_ago > 0 {
        context.notice(remarks::dates_over_a_century_old(tally.long_ago));
    }
    if tally.personal.count > 0 {
        let first: Vec<Text> = tally.personal.first.iter().take(MAX_PERSONAL_PLACES).cloned().collect();
        let places = Text::join(&first, "; ");
        context.notice(remarks::imported_personal_data(tally.personal.count, places));
    }
    record_input::notice_unknown_laws(&tally.unknown_laws, context);
}

fn notice_listed(listed: &Listed, context: &mut Context<'_>, notice: impl FnOnce(u64, Text) -> Text) {
    if listed.count > 0 {
        let mut first = Text::join(&listed.first, "; ");
        if listed.count > listed.first.len() as u64 {
            first.nl.push_str("; …");
            first.en.push_str("; …");
        }
        context.notice(notice(listed.count, first));
    }
}

/// Opens an embedded list.
pub fn open_text(entity: Entity, text: &str) -> Result<TableReader> {
    let mut file = atomic_file::temp_file()?;
    file.write_all(text.as_bytes())?;
    TableReader::open(file, entity.plural(), None, &|column| entity.attribute(column).is_some())
}

/// Imports an embedded list, and returns how many records were added.
pub fn import_text(change: &mut WriteTx<'_>, entity: Entity, text: &str, today: Today<'_>) -> Result<u64> {
    let name = entity.plural();
    let mut reader = open_text(entity, text)?;
    let options = ImportOptions {
        entity,
        name,
        update: false,
        duplicates: Duplicates::Allow,
        mapping: None,
        names_mapping: true,
        today,
    };
    Ok(import_rows(change, options, &mut reader, &mut |_| {})?.added)
}
