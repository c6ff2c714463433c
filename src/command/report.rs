//! `report`: runs a report.

use super::counted_links::CountedLinks;
use super::overview::{self, Section};
use super::quarter::{self, Quarter};
use super::{Command, Context, Outcome, receipt, titles};
use crate::cli::{OutputArgs, Report};
use crate::digest::{DigestSink, NullSink};
use crate::failure::{Exit, Failure};
use crate::i18n::{Text, failures, overview as messages, page, quarter as quarter_messages, remarks};
use crate::record::{Condition, Filter, obstacle};
use crate::register::rule_of;
use crate::report::{self, REPORTS, ReportKind, find_report};
use crate::view::Format;
use anyhow::Result;

impl Report {
    /// Takes the period from the filter of the quarterly report: it is the quarter that the report is about, instead of a
    /// condition on its obstacles.
    fn take_quarter(&mut self) {
        let is_quarter = find_report(&self.report).is_some_and(|report| matches!(report.kind, ReportKind::Quarter));
        let is_period = |condition: &Condition| matches!(condition, Condition::Periods(attribute, _) if attribute.name == obstacle::RECEIVED.name);
        let conditions = &mut self.filter.0.conditions;
        if let Some(at) = conditions.iter().position(is_period).filter(|_| is_quarter)
            && let Condition::Periods(_, texts) = conditions.remove(at)
        {
            self.quarter = Some(texts);
        }
    }
}

/// Runs the quarterly report.
fn show_quarter(
    report: &report::Report,
    texts: Option<&[String]>,
    filter: &Filter,
    context: &mut Context<'_>,
) -> Result<Outcome> {
    let quarter = Quarter::new(texts, context.today)?;
    let mut register = context.register()?;
    if context.out.audience().is_for_readers() {
        context.out.line(&quarter.describe())?;
    }
    // As for the overview, the receipt is about the rows for programs.
    let mut null_sink = NullSink;
    let mut digest_sink = DigestSink::new(&mut null_sink);
    let summary = quarter::show(&mut register, quarter, filter, context.today, context.out, &mut digest_sink)?;
    let day = || page::long_date(quarter.day(context.today));
    if summary.overdue == 0 {
        context.notice(quarter_messages::none_overdue(day()));
    }
    match summary.questions {
        None => context.notice(quarter_messages::NO_MEANING),
        Some(0) => context.notice(quarter_messages::no_questions(day())),
        Some(_) => {}
    }
    if summary.left_out > 0 {
        context.notice(remarks::questions_left_out(summary.left_out));
    } else {
        let rule = if summary.questions.is_some() { rule_of(report) } else { report.rule() };
        receipt::attach(&register, rule, digest_sink.digest(), context)?;
    }
    context.close_fast(register);
    Ok(context.finish(Exit::Success))
}

impl Command for Report {
    fn run(mut self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        self.take_quarter();
        let Some(report) = find_report(&self.report) else {
            let valid: Vec<&str> = REPORTS.iter().map(|report| report.name).collect();
            return Err(Failure::usage(failures::unknown_report(self.report, valid.join(", "))).into());
        };
        if context.out.audience().is_on_site() {
            context.out.line(&report.question.into())?;
        }
        if matches!(report.kind, ReportKind::Quarter) {
            return show_quarter(report, self.quarter.as_deref(), &self.filter.0, context);
        }
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
        let mut links = CountedLinks::of_report(&mut *context.out, &register, report, &self.filter.0, context.today);
        let mut digest_sink = DigestSink::new(&mut links);
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

    fn expand(&mut self, _: &mut Context<'_>) -> Result<()> {
        self.take_quarter();
        Ok(())
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
            ReportKind::Quarter => quarter_messages::TITLE.into(),
            _ => titles::capitalize(report.description.into()),
        })
    }

    fn gives_receipt(&self) -> bool {
        true
    }
}
