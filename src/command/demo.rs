//! `init` and `demo`: an empty register, and one of examples beside the figures that were published.

use super::{Context, import, report};
use crate::cli::{Demo, Init};
use crate::i18n::{Text, remarks};
use crate::record::date::Today;
use crate::record::{Entity, Filter, obstacle};
use crate::register::{EntryMeta, GroupBy, Register};
use crate::report::REPORTS;
use anyhow::Result;
use std::path::Path;

/// The records that the program carries, as `import` reads them.
const fn fixture(entity: Entity) -> Option<&'static str> {
    Some(match entity {
        Entity::Ministry => include_str!("../../fixtures/ministries.csv"),
        Entity::Region => include_str!("../../fixtures/regions.csv"),
        Entity::CareDomain => include_str!("../../fixtures/care-domains.csv"),
        Entity::Theme => include_str!("../../fixtures/themes.csv"),
        Entity::Nature => include_str!("../../fixtures/natures.csv"),
        Entity::Law => include_str!("../../fixtures/laws.csv"),
        Entity::Synonym => include_str!("../../fixtures/synonyms.csv"),
        Entity::Factsheet => include_str!("../../fixtures/factsheets.csv"),
        Entity::Scheme => include_str!("../../fixtures/schemes.csv"),
        Entity::Obstacle => include_str!("../../fixtures/obstacles.csv"),
        Entity::Contact => include_str!("../../fixtures/contacts.csv"),
        Entity::Publication => include_str!("../../fixtures/publications.csv"),
        Entity::Figure => include_str!("../../fixtures/figures.csv"),
        Entity::Person | Entity::Snapshot => return None,
    })
}

/// Brings in the records of the wanted kinds that the program carries, in one write, and counts them.
pub fn import_fixtures(
    register: &mut Register,
    entry_meta: &EntryMeta,
    today: Today<'_>,
    includes: impl Fn(Entity) -> bool,
) -> Result<u64> {
    register.write(entry_meta, false, |change| {
        let mut added = 0;
        for entity in Entity::ALL.iter().copied().filter(|entity| includes(*entity)) {
            if let Some(text) = fixture(entity) {
                added += import::import_text(change, entity, text, today)?;
            }
        }
        Ok(added)
    })
}

/// Makes the platform's folder for data, where the register goes there: a folder that somebody named is theirs
/// to make.
fn create_data_folder(path: &Path) -> Result<()> {
    if crate::register::default_path().is_ok_and(|default| default == path)
        && let Some(folder) = path.parent()
    {
        std::fs::create_dir_all(folder)?;
    }
    Ok(())
}

/// Makes an empty register with the vocabularies.
pub fn init(init: &Init, context: &mut Context<'_>) -> Result<()> {
    let path = context.path.clone();
    if init.write.dry_run {
        Register::require_absent(&path)?;
        context.remark_dry_run(true);
        context.notice(remarks::register_created(path.display().to_string()));
        return Ok(());
    }
    create_data_folder(&path)?;
    let (entry_meta, today) = (context.entry_meta(), context.today);
    let comes_with = |entity: Entity| entity.is_vocabulary() || entity == Entity::Synonym;
    Register::create(&path, |register| import_fixtures(register, &entry_meta, today, comes_with).map(drop))?;
    context.notice(remarks::register_created(path.display().to_string()));
    context.remark_network_drive();
    context.notice(remarks::next_steps());
    Ok(())
}

/// Shows the examples beside the published figures; keeps them where that is asked.
pub fn demo(demo: Demo, context: &mut Context<'_>) -> Result<()> {
    let (entry_meta, today) = (context.entry_meta(), context.today);
    let register = if let Some(path) = &demo.keep {
        Register::create(path, |register| import_fixtures(register, &entry_meta, today, |_| true).map(drop))?;
        Register::open(path)?
    } else {
        let mut register = Register::in_memory()?;
        import_fixtures(&mut register, &entry_meta, today, |_| true)?;
        register
    };
    let all = Filter::default();
    context.out.line(&remarks::DEMO_ABOUT.into())?;
    context.out.heading(&remarks::DEMO_TOTALS.into())?;
    if let Some(totals) = REPORTS.iter().find(|report| report.name == "totals") {
        register.report(totals, &all, context.today, context.out)?;
    }
    context.out.heading(&remarks::DEMO_RECONCILE.into())?;
    let titles: Vec<(String, Text)> = register.terms(Entity::Publication)?.iter().cloned().collect();
    report::show_reconciliation(&register.reconcile(None)?, &titles, None, false, context.out)?;
    context.out.heading(&remarks::DEMO_MINISTRIES.into())?;
    register.count(&[GroupBy::Attribute(&obstacle::MINISTRY)], &all, context.today, context.out)?;
    context.out.heading(&remarks::DEMO_PROVENANCE.into())?;
    register.count(&[GroupBy::Attribute(&obstacle::PROVENANCE)], &all, context.today, context.out)?;
    context.out.heading(&remarks::DEMO_NEXT.into())?;
    let (file, keep) = match &demo.keep {
        Some(path) => (path.display().to_string(), None),
        None => ("demo.db".to_owned(), Some("ruimte demo --keep demo.db")),
    };
    let steps = keep
        .map(str::to_owned)
        .into_iter()
        .chain(remarks::DEMO_STEPS.iter().map(|step| step.replace("{}", &file)));
    for step in steps {
        context.out.line(&Text::untranslated(format!("  {step}")))?;
    }
    if let Some(path) = &demo.keep {
        context.notice(remarks::register_created(path.display().to_string()));
    }
    Ok(())
}
