//! Receipts: given with every number, and made again from.

use super::{Context, PointInTime, dispatch};
use crate::cli::{self, Action, Parsed, Receipt as ReceiptArgs};
use crate::digest::{DigestSink, NullSink};
use crate::failure::{self, Exit, Failure};
use crate::i18n::{Lang, Text, failures, remarks};
use crate::receipt::{Receipt, short_hash};
use crate::record::{Entity, Filter, Kind, number};
use crate::register::Register;
use crate::report::Report;
use anyhow::Result;
use jiff::civil::Date;
use std::io::Read;
use std::path::Path;

/// Gives a number its receipt: at the foot of what a reader sees, and to whoever keeps it. `rule` is the name of
/// the counting rule with the beginning of the hash of its definition, `result` the digest of the rows.
pub fn attach(register: &Register, rule: String, result: String, context: &mut Context<'_>) -> Result<()> {
    let receipt = build(register, &context.global.canonical_args, rule, result, context)?;
    context.out.receipt(&receipt.to_string())?;
    context.outcome.receipt = Some(receipt);
    Ok(())
}

/// The receipt of what a command with these words comes to.
fn build(
    register: &Register,
    args: &[String],
    rule: String,
    result: String,
    context: &Context<'_>,
) -> Result<Receipt> {
    let (id, entry, head) = register.head()?;
    Ok(Receipt {
        register: id,
        command: redact_persons(register, args),
        rule,
        as_of: context.global.as_of.clone(),
        reference_date: context.time.reference_date.map(|day| day.to_string()),
        day: (context.today)().to_string(),
        entry,
        head: short_hash(&head),
        result,
    })
}

/// The receipt of a report of the obstacles that these words of a command choose.
pub fn for_report(
    register: &Register,
    report: &Report,
    filter: &Filter,
    args: Vec<String>,
    context: &Context<'_>,
) -> Result<String> {
    let mut null_sink = NullSink;
    let mut digest_sink = DigestSink::new(&mut null_sink);
    let (_, rule) = register.report(report, filter, context.today, &mut digest_sink)?;
    let command: Vec<String> = ["report", report.name].map(str::to_owned).into_iter().chain(args).collect();
    Ok(build(register, &command, rule, digest_sink.digest(), context)?.to_string())
}

/// What it comes to in data: the digest of the rows of a command, which nobody sees.
fn result_digest(args: &[String], context: &mut Context<'_>) -> Result<Option<String>> {
    let args = std::iter::once("ruimte".to_owned()).chain(args.iter().cloned()).map(Into::into);
    let Ok(Parsed::Run(invocation)) = cli::parse(args, Lang::En, 80) else { return Ok(None) };
    if !is_reproducible(&invocation.action) {
        return Ok(None);
    }
    let mut null_sink = NullSink;
    let mut digest_sink = DigestSink::new(&mut null_sink);
    let mut silent = context.with_sink(&mut digest_sink);
    silent.global = invocation.global;
    dispatch(invocation.action, &mut silent)?;
    Ok(Some(digest_sink.digest()))
}

/// Whether a command is made of rows of records, and so can be made again from a receipt: what searches depends on
/// the program's own rules, and what tells of the journal or the file is about more than one moment.
pub const fn is_reproducible(action: &Action) -> bool {
    !matches!(
        action,
        Action::Search(_) | Action::Similar(_) | Action::History(_) | Action::Check(_) | Action::Snapshot(_)
    )
}

/// Gives rows that are no number their receipt too, where what they go into keeps one. None where somebody wrote since
/// the entry `before`: rows and receipt would not be of one moment.
pub fn attach_to_rows(before: Option<i64>, context: &mut Context<'_>) -> Result<()> {
    let args = context.global.canonical_args.clone();
    // What cannot be had as data, such as records of several kinds, has no digest.
    let Ok(Some(result)) = result_digest(&args, context) else { return Ok(()) };
    let register = context.register()?;
    let receipt = build(&register, &args, rule(), result, context)?;
    if before.is_some_and(|before| before != receipt.entry) {
        return Ok(());
    }
    context.out.receipt(&receipt.to_string())
}

/// The rule by which rows are listed: the program's version.
fn rule() -> String {
    format!("rows@{}", env!("CARGO_PKG_VERSION"))
}

/// Stands for somebody whom the register does not know.
pub const UNKNOWN_PERSON: &str = "N-0";

/// The words of a command with persons by number: a receipt is kept elsewhere, and no name has to be there.
pub fn redact_persons(register: &Register, args: &[String]) -> Vec<String> {
    let names_a_person = |option: &str| {
        let mut attributes = Entity::Obstacle.attributes().iter();
        attributes.any(|attribute| {
            matches!(attribute.kind, Kind::Reference(Entity::Person))
                && option == format!("--{}", attribute.option)
        })
    };
    let code = |name: &str| {
        register
            .find_person(name)
            .map_or_else(|_| UNKNOWN_PERSON.to_owned(), |person| number::format(Entity::Person, person))
    };
    let codes = |names: &str| match register.find_person(names) {
        Ok(_) => code(names),
        Err(_) => names.split(',').map(|piece| code(piece.trim())).collect::<Vec<_>>().join(","),
    };
    let mut before = "";
    let mut redacted = Vec::new();
    for word in args {
        redacted.push(match word.split_once('=') {
            _ if names_a_person(before) => codes(word),
            Some((option, names)) if names_a_person(option) => format!("{option}={}", codes(names)),
            _ => word.clone(),
        });
        before = word;
    }
    redacted
}

/// The receipt in a text, in a file, or on standard input.
pub fn load(text: &str) -> Result<Receipt> {
    if let Some(receipt) = Receipt::parse(text) {
        return Ok(receipt);
    }
    let contents = if text == "-" {
        let mut contents = String::new();
        std::io::stdin().lock().read_to_string(&mut contents)?;
        Some(contents)
    } else if Path::new(text).is_file() {
        std::fs::read(text).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    } else if Path::new(text).extension().is_some() && !text.contains(['=', ' ']) {
        // The name of a file that is not there, and not a line.
        let missing = std::io::ErrorKind::NotFound.into();
        return Err(failure::file_failure(&missing, text).into());
    } else {
        None
    };
    contents
        .and_then(|contents| Receipt::parse(&contents))
        .ok_or_else(|| Failure::data(failures::not_a_receipt()).into())
}

/// Makes a number again from its receipt, and says whether it is the same.
pub fn receipt(args: &ReceiptArgs, context: &mut Context<'_>) -> Result<Exit> {
    let receipt = load(&args.receipt)?;
    let unusable = || Failure::data(failures::not_a_receipt());
    let register = Register::open(&context.path)?;
    let (id, last, _) = register.head()?;
    if id != receipt.register {
        return Err(Failure::data(failures::receipt_of_other_register(receipt.register, id)).into());
    }
    if receipt.entry > last {
        return Err(Failure::data(failures::receipt_from_later_entry(receipt.entry, last)).into());
    }
    let moment = register.find_moment(&receipt.entry.to_string(), context.today)?;
    drop(register);
    let args = std::iter::once("ruimte".to_owned()).chain(receipt.command.iter().cloned()).map(Into::into);
    let Ok(Parsed::Run(invocation)) = cli::parse(args, Lang::En, 80) else { return Err(unusable().into()) };
    if super::output_args(&invocation.action).0.is_none() || !is_reproducible(&invocation.action) {
        return Err(unusable().into());
    }
    let day: Date = receipt.day.parse().map_err(|_| unusable())?;
    let reference_date: Option<Date> =
        receipt.reference_date.as_ref().map(|day| day.parse().map_err(|_| unusable())).transpose()?;
    let is_number = matches!(invocation.action, Action::Count(_) | Action::Report(_) | Action::Reconcile(_));
    let mut null_sink = NullSink;
    let mut replay = Context {
        today: &|| day,
        global: invocation.global,
        time: PointInTime { moment: Some(moment), reference_date },
        ..context.with_sink(&mut null_sink)
    };
    let recomputed = if is_number {
        dispatch(invocation.action, &mut replay)?;
        replay.outcome.receipt.ok_or_else(unusable)?
    } else {
        let result = result_digest(&receipt.command, &mut replay)?.ok_or_else(unusable)?;
        let (_, _, head) = replay.register()?.head()?;
        Receipt { head: short_hash(&head), result, rule: rule(), ..receipt.clone() }
    };
    let at = moment.day.to_string();
    if recomputed.head != receipt.head {
        context.out.line(&remarks::receipt_head_mismatch(receipt.entry))?;
        return Ok(Exit::Difference);
    }
    let same = recomputed.result == receipt.result;
    let message: Text = if same {
        remarks::receipt_matches(receipt.entry, at)
    } else {
        remarks::receipt_differs(receipt.entry, at)
    };
    context.out.line(&message)?;
    if recomputed.rule != receipt.rule {
        context.notice(remarks::receipt_rule_differs());
    }
    Ok(if same { Exit::Success } else { Exit::Difference })
}
