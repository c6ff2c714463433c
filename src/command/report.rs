//! `report`: runs a report.

use super::overview::{self, Section};
use super::{Command, Context, Outcome, receipt, titles};
use crate::cli::{OutputArgs, Report};
use crate::digest::{DigestSink, NullSink};
use crate::failure::{Exit, Failure};
use crate::i18n::{Text, failures, overview as messages, remarks};
use crate::record::Filter;
use crate::register::rule_of;
use crate::report::{REPORTS, ReportKind, find_report};
use crate::view::Format;
use anyhow::Result;

impl Command for Report {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let Some(report) = find_report(&self.report) else {
            let valid: Vec<&str> = REPORTS.iter().map(|report| report.name).collect();
            return Err(Failure::usage(failures::unknown_report(self.report, valid.join(", "))).into());
        };
        let register = context.register()?;
        if matches!(report.kind, ReportKind::Overview) {
            // The receipt contains a hash of the rows. Compute it from the rows for programs, whatever format the user
            // asked for, because the rows for people have other columns.
            let (mut null_sink, parts) = (NullSink, [Section::Totals, Section::Details]);
            let mut digest_sink = DigestSink::new(&mut null_sink);
            overview::show(&register, &self.filter.0, &parts, context.today, &mut digest_sink)?;
            let result = digest_sink.digest();
            overview::show(&register, &self.filter.0, &parts, context.today, context.out)?;
            receipt::attach(&register, report.rule(), result, context)?;
            return Ok(context.finish(Exit::Success));
        }
        overview::chart(report, context.out)?;
        let mut digest_sink = DigestSink::new(&mut *context.out);
        let summary = register.report(report, &self.filter.0, context.today, &mut digest_sink)?;
        let result = digest_sink.digest();
        match report.note {
            _ if summary.rows == 0 => context.notice_nothing_found(),
            Some(note) => context.notice(note),
            None => {}
        }
        if summary.left_out > 0 {
            context.notice(remarks::questions_left_out(summary.left_out));
        } else {
            receipt::attach(&register, rule_of(report), result, context)?;
        }
        context.close_fast(register);
        Ok(context.finish(Exit::Success))
    }

    fn output(&self) -> Option<&OutputArgs> {
        Some(&self.output)
    }

    fn check_format(&self, format: Format) -> Result<()> {
        let is_overview = find_report(&self.report).is_some_and(|report| matches!(report.kind, ReportKind::Overview));
        if is_overview && !format.is_multi_table() {
            let reports = REPORTS.iter().filter(|report| !matches!(report.kind, ReportKind::Overview));
            let names: Vec<&str> = reports.map(|report| report.name).collect();
            return Err(Failure::usage(failures::overview_needs_page_format(names.join(", "))).into());
        }
        Ok(())
    }

    fn filter(&self) -> Option<&Filter> {
        Some(&self.filter.0)
    }

    fn is_about_obstacles(&self) -> bool {
        true
    }

    fn title(&self) -> Option<Text> {
        let report = find_report(&self.report)?;
        Some(match report.kind {
            ReportKind::Overview => messages::TITLE.into(),
            _ => titles::capitalize(report.description.into()),
        })
    }

    fn gives_receipt(&self) -> bool {
        true
    }
}
