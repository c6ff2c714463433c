//! Attaches receipts to results, and verifies a receipt by running its command again.

use super::{Command, Context, Outcome, PointInTime};
use crate::cli::{self, Parsed};
use crate::digest::{DigestSink, NullSink};
use crate::failure::{self, Exit, Failure};
use crate::i18n::{Lang, Text, failures, remarks};
use crate::intake;
use crate::receipt::{Found, ParseError, Receipt, short_hash};
use crate::record::{Entity, Filter, Kind, number};
use crate::register::{MODEL_SEPARATOR, Register, rule_of};
use crate::report::{ROWS_RULE, Report};
use anyhow::Result;
use jiff::civil::Date;
use std::path::Path;

/// Adds a receipt to the output and to the outcome. `rule` is the name of a counting rule, as returned by
/// [`Report::rule`]. `result` is the digest of the rows.
pub fn attach(register: &Register, rule: String, result: String, context: &mut Context<'_>) -> Result<()> {
    let receipt = build(register, &context.global.canonical_args, rule, result, context)?;
    context.out.receipt(&receipt.to_string())?;
    context.outcome.receipt = Some(receipt);
    Ok(())
}

fn build(register: &Register, args: &[String], rule: String, result: String, context: &Context<'_>) -> Result<Receipt> {
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

/// Creates the receipt for a report. The receipt stores `args`, which express `filter` as command-line options.
pub fn for_report(
    register: &Register,
    report: &Report,
    filter: &Filter,
    args: Vec<String>,
    context: &Context<'_>,
) -> Result<String> {
    let mut null_sink = NullSink;
    let mut digest_sink = DigestSink::new(&mut null_sink);
    register.report(report, filter, context.today, &mut digest_sink)?;
    let command: Vec<String> = ["report", report.name].map(str::to_owned).into_iter().chain(args).collect();
    Ok(build(register, &command, rule_of(report), digest_sink.digest(), context)?.to_string())
}

/// Runs a command again without output, and returns the digest of its rows; `None` if the command is not reproducible.
fn result_digest(args: &[String], context: &mut Context<'_>) -> Result<Option<String>> {
    let args = std::iter::once("ruimte".to_owned()).chain(args.iter().cloned()).map(Into::into);
    let Ok(Parsed::Run(invocation)) = cli::parse(args, Lang::En, 80) else { return Ok(None) };
    let command: Box<dyn Command> = invocation.action.into();
    if !command.is_reproducible() {
        return Ok(None);
    }
    let mut null_sink = NullSink;
    let mut digest_sink = DigestSink::new(&mut null_sink);
    let mut silent = context.with_sink(&mut digest_sink);
    silent.global = invocation.global;
    command.run(&mut silent)?;
    Ok(Some(digest_sink.digest()))
}

/// Adds a receipt to the rows of a command that lists records. `before` is the number of the last journal entry before
/// the command ran. If the journal has grown since, adds no receipt, because the receipt might not match the rows.
pub fn attach_to_rows(before: Option<i64>, context: &mut Context<'_>) -> Result<()> {
    let args = context.global.canonical_args.clone();
    // Output that no data format can hold, such as records of several kinds, has no digest and therefore no receipt.
    let Ok(Some(result)) = result_digest(&args, context) else { return Ok(()) };
    let register = context.register()?;
    let receipt = build(&register, &args, ROWS_RULE.to_owned(), result, context)?;
    if before.is_some_and(|before| before != receipt.entry) {
        return Ok(());
    }
    context.out.receipt(&receipt.to_string())
}

/// The number that replaces the name of a person who is not in the register.
pub const UNKNOWN_PERSON: &str = "N-0";

/// Replaces names of persons with their numbers, because receipts are stored outside the register.
pub fn redact_persons(register: &Register, args: &[String]) -> Vec<String> {
    let names_a_person = |option: &str| {
        let mut attributes = Entity::Obstacle.attributes().iter();
        attributes.any(|attribute| {
            matches!(attribute.kind, Kind::Reference(Entity::Person)) && option == format!("--{}", attribute.option)
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

/// Reads a receipt from an argument: the receipt itself or, on the command line, the name of a file or `-` for standard
/// input. Adds a notice if any part of the text is ignored.
pub fn load(text: &str, context: &mut Context<'_>) -> Result<Receipt> {
    let found = match Receipt::parse(text) {
        // A visitor of the website must not read files.
        Err(ParseError::NotFound) if context.clearance.is_command_line() => Receipt::parse(&read_file(text)?),
        found => found,
    };
    let found = found.map_err(|error| {
        Failure::data(match error {
            ParseError::NotFound => failures::not_a_receipt(),
            ParseError::Altered => failures::receipt_altered(),
        })
    })?;
    if !found.ignored_fields.is_empty() {
        context.notice(remarks::receipt_fields_ignored(found.ignored_fields.join(", ")));
    }
    if has_other_receipt(&found) {
        context.notice(remarks::receipt_only_first());
    } else if has_text(&found.before) || has_text(&found.after) {
        context.notice(remarks::receipt_text_ignored());
    }
    Ok(found.receipt)
}

/// Whether the rows of a command contain personal data.
fn lists_persons(command: &dyn Command) -> bool {
    command.output().is_some_and(|output| output.with_persons) || command.is_about_persons()
}

fn has_other_receipt(found: &Found) -> bool {
    let mut after = found.after.clone();
    loop {
        match Receipt::parse(&after) {
            // Skip a copy of the same receipt: a text may contain the receipt once in each language.
            Ok(next) if next.receipt == found.receipt => after = next.after,
            Err(ParseError::NotFound) => return false,
            _ => return true,
        }
    }
}

/// Whether the text around a receipt contains anything except the label that this program prints before a receipt.
fn has_text(text: &str) -> bool {
    let text = text.trim_matches(|character: char| !character.is_alphanumeric());
    let label = remarks::receipt("");
    let is_label = |label: &str| text.eq_ignore_ascii_case(label.trim_matches([':', ' ']));
    !text.is_empty() && !is_label(&label.nl) && !is_label(&label.en)
}

fn read_file(text: &str) -> Result<String> {
    let bytes = if text == "-" {
        intake::read_stdin_text()?
    } else if Path::new(text).is_file() {
        intake::read_text_file(Path::new(text))?
    } else if Path::new(text).extension().is_some() && !text.contains(['=', ' ']) {
        // The argument looks like a file name rather than a receipt, so report that the file is missing.
        let missing = std::io::ErrorKind::NotFound.into();
        return Err(failure::file_failure(&missing, text).into());
    } else {
        return Ok(String::new());
    };
    // Decoding with the wrong encoding can damage only the text around the receipt: a receipt is plain ASCII.
    Ok(intake::decode_text(&bytes).unwrap_or_else(|| String::from_utf8_lossy(&bytes).into_owned()))
}

impl Command for cli::Receipt {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let receipt = load(&self.receipt, context)?;
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
        let Ok(Parsed::Run(invocation)) = cli::parse(args, Lang::En, 80) else {
            return Err(unusable().into());
        };
        let command: Box<dyn Command> = invocation.action.into();
        // Reject a receipt whose command contains `--as-of` or `--reference-date`. A receipt stores both in separate
        // fields. In the command they would have no effect, and would mislead whoever reads the receipt.
        let has_own_time = invocation.global.as_of.is_some() || invocation.global.reference_date.is_some();
        if !command.is_reproducible() || has_own_time {
            return Err(unusable().into());
        }
        // Anybody can write a receipt. With one that lists persons, a reader could test guesses about them.
        if !context.clearance.shows_contact_persons() && lists_persons(&*command) {
            return Err(Failure::usage(failures::receipt_lists_persons()).into());
        }
        let day: Date = receipt.day.parse().map_err(|_| unusable())?;
        let reference_date: Option<Date> =
            receipt.reference_date.as_ref().map(|day| day.parse().map_err(|_| unusable())).transpose()?;
        let mut null_sink = NullSink;
        let mut replay = Context {
            today: &|| day,
            global: invocation.global,
            time: PointInTime { moment: Some(moment), reference_date },
            ..context.with_sink(&mut null_sink)
        };
        let recomputed = if command.gives_receipt() {
            command.run(&mut replay)?.receipt.ok_or_else(|| Failure::data(failures::receipt_needs_vectors()))?
        } else {
            let result = result_digest(&receipt.command, &mut replay)?.ok_or_else(unusable)?;
            let (_, _, head) = replay.register()?.head()?;
            Receipt { head: short_hash(&head), result, rule: ROWS_RULE.to_owned(), ..receipt.clone() }
        };
        let model = |rule: &str| rule.split_once(MODEL_SEPARATOR).map(|(_, model)| model.to_owned());
        if let Some((theirs, ours)) =
            model(&receipt.rule).zip(model(&recomputed.rule)).filter(|(one, other)| one != other)
        {
            return Err(Failure::data(failures::receipt_of_other_model(theirs, ours)).into());
        }
        let at = moment.day.to_string();
        if recomputed.head != receipt.head {
            context.out.line(&remarks::receipt_head_mismatch(receipt.entry))?;
            return Ok(context.finish(Exit::Difference));
        }
        let same = recomputed.result == receipt.result;
        let message: Text = if same {
            remarks::receipt_matches(receipt.entry, at)
        } else {
            remarks::receipt_differs(receipt.entry, at)
        };
        context.out.line(&message)?;
        let redactions =
            if same { Vec::new() } else { Register::open(&context.path)?.redactions_after(receipt.entry)? };
        if !redactions.is_empty() {
            let entries: Vec<String> = redactions.iter().map(i64::to_string).collect();
            context.out.line(&remarks::receipt_redacted(entries.join(", ")))?;
        }
        // Old receipts store a hash of the SQL instead of a rule with a version. Ignore the hash, because it can change
        // even if the SQL still counts in the same way.
        let has_number = receipt.rule.contains('/');
        if has_number && recomputed.rule != receipt.rule {
            context.notice(remarks::receipt_rule_differs());
        }
        Ok(context.finish(if same { Exit::Success } else { Exit::Difference }))
    }
}
