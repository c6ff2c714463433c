//! `reconcile`: compares published figures with counts from the register.

use super::reconciliation::{show_measures, show_reconciliation};
use super::{Command, Context, Outcome, receipt};
use crate::cli::{OutputArgs, Reconcile};
use crate::digest::{DigestSink, NullSink};
use crate::failure::{Exit, Failure, FailureKind};
use crate::i18n::{Text, failures, remarks, sheets};
use crate::record::Entity;
use crate::register::Verdict;
use crate::report::RECONCILE_RULE;
use anyhow::Result;

impl Command for Reconcile {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let register = context.register()?;
        let publications = register.terms(Entity::Publication)?;
        // Explain the measures even without publications, because officers read the definitions before they add
        // figures.
        let explains_measures = self.explain && self.publication.is_none();
        if publications.is_empty() && !explains_measures {
            return Err(Failure::no_input(failures::no_publications()).with_kind(FailureKind::NothingPublished).into());
        }
        let publication = match &self.publication {
            None => None,
            Some(text) => {
                let known = publications.iter().find(|(code, _)| code.eq_ignore_ascii_case(text.trim()));
                let codes: Vec<&str> = publications.iter().map(|(code, _)| code.as_str()).collect();
                let (code, _) =
                    known.ok_or_else(|| Failure::no_input(failures::unknown_publication(text, codes.join(", "))))?;
                Some(code.clone())
            }
        };
        let reconciled = register.reconcile(publication.as_deref())?;
        if explains_measures && reconciled.is_empty() {
            show_measures(context.out)?;
            context.notice(failures::no_publications());
            return Ok(context.finish(Exit::Success));
        }
        if reconciled.is_empty() {
            return Err(Failure::no_input(failures::no_publications()).with_kind(FailureKind::NothingPublished).into());
        }
        let titles: Vec<(String, Text)> = publications.iter().cloned().collect();
        // Compute the digest from the output in the data format, because output for people is split into tables.
        let (mut null_sink, explain) = (NullSink, self.explain);
        let mut digest_sink = DigestSink::new(&mut null_sink);
        show_reconciliation(&reconciled, &titles, None, explain, &mut digest_sink)?;
        let result = digest_sink.digest();
        show_reconciliation(&reconciled, &titles, None, explain, context.out)?;
        let number = |verdict| reconciled.iter().filter(|row| row.verdict == verdict).count();
        let (matches, look, differs) =
            (number(Verdict::Matches), number(Verdict::NeedsReview), number(Verdict::Differs));
        context.notice(if look + differs == 0 {
            remarks::all_match(matches)
        } else {
            remarks::verdict_counts(matches, look, differs)
        });
        receipt::attach(&register, RECONCILE_RULE.to_owned(), result, context)?;
        Ok(context.finish(if differs > 0 { Exit::Difference } else { Exit::Success }))
    }

    fn output(&self) -> Option<&OutputArgs> {
        Some(&self.output)
    }

    fn title(&self) -> Option<Text> {
        Some(sheets::RECONCILE.into())
    }

    fn gives_receipt(&self) -> bool {
        true
    }
}
