//! `demo`: creates a register of examples, and compares the counts of these examples with the published figures.

use super::fixtures::import_fixtures;
use super::reconciliation::show_reconciliation;
use super::{Command, Context, Outcome};
use crate::cli::Demo;
use crate::failure::Exit;
use crate::i18n::{Text, remarks};
use crate::record::{Entity, Filter, obstacle};
use crate::register::{GroupBy, Register};
use crate::report::REPORTS;
use anyhow::Result;

/// The embedding vectors of the examples, so that a search by meaning in the new register works at once. A test
/// regenerates this file.
const VECTORS: &[u8] = include_bytes!("../../fixtures/vectors.bin");

impl Command for Demo {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let (entry_meta, today) = (context.entry_meta(), context.today);
        let register = if let Some(path) = &self.keep {
            Register::create(path, |register| {
                import_fixtures(register, &entry_meta, today, |_| true)?;
                register.store_known_passages(VECTORS)
            })?;
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
        show_reconciliation(&register.reconcile(None)?, &titles, None, false, context.out)?;
        context.out.heading(&remarks::DEMO_MINISTRIES.into())?;
        register.count(&[GroupBy::Attribute(&obstacle::MINISTRY)], &all, context.today, context.out)?;
        context.out.heading(&remarks::DEMO_PROVENANCE.into())?;
        register.count(&[GroupBy::Attribute(&obstacle::PROVENANCE)], &all, context.today, context.out)?;
        context.out.heading(&remarks::DEMO_NEXT.into())?;
        let (file, keep) = match &self.keep {
            Some(path) => (path.display().to_string(), None),
            None => ("demo.db".to_owned(), Some("ruimte demo --keep demo.db")),
        };
        let steps =
            keep.map(str::to_owned).into_iter().chain(remarks::DEMO_STEPS.iter().map(|step| step.replace("{}", &file)));
        for step in steps {
            context.out.line(&Text::untranslated(format!("  {step}")))?;
        }
        if let Some(path) = &self.keep {
            context.notice(remarks::register_created(path.display().to_string()));
        }
        Ok(context.finish(Exit::Success))
    }

    fn needs_register(&self) -> bool {
        false
    }
}
