//! Receipts: given with every number, and made again from.

use super::{Context, Time, act};
use crate::cli::{self, Action, Parsed, Receipt as Asked};
use crate::failure::{self, Exit, Failure};
use crate::receipt::{Nowhere, Receipt, Witness, short};
use crate::record::{Entity, Filter, Kind, number};
use crate::register::Register;
use crate::report::Report;
use crate::words::{Lang, Text, failures, remarks};
use anyhow::Result;
use jiff::civil::Date;
use std::io::Read;
use std::path::Path;

/// Gives a number its receipt: at the foot of what a reader sees, and to whoever keeps it. `rule` is the name of
/// the counting rule with the beginning of the hash of its definition, `result` the digest of the rows.
pub fn give(register: &Register, rule: String, result: String, context: &mut Context<'_>) -> Result<()> {
    let receipt = made(register, &context.general.words, rule, result, context)?;
    context.out.receipt(&receipt.to_string())?;
    context.receipt = Some(receipt);
    Ok(())
}

/// The receipt of what a command with these words comes to.
fn made(
    register: &Register,
    words: &[String],
    rule: String,
    result: String,
    context: &Context<'_>,
) -> Result<Receipt> {
    let (id, entry, head) = register.head()?;
    Ok(Receipt {
        register: id,
        command: without_names(register, words),
        rule,
        as_of: context.general.as_of.clone(),
        reference_date: context.time.reference_date.map(|day| day.to_string()),
        day: (context.today)().to_string(),
        entry,
        head: short(&head),
        result,
    })
}

/// The receipt of a report of the obstacles that these words of a command choose.
pub fn of_report(
    register: &Register,
    report: &Report,
    filter: &Filter,
    words: Vec<String>,
    context: &Context<'_>,
) -> Result<String> {
    let mut nowhere = Nowhere;
    let mut witness = Witness::new(&mut nowhere);
    let (_, rule) = register.report(report, filter, context.today, &mut witness)?;
    let command: Vec<String> = ["report", report.name].map(str::to_owned).into_iter().chain(words).collect();
    Ok(made(register, &command, rule, witness.digest(), context)?.to_string())
}

/// What it comes to in data: the digest of the rows of a command, which nobody sees.
fn digest(words: &[String], context: &mut Context<'_>) -> Result<Option<String>> {
    let words = std::iter::once("ruimte".to_owned()).chain(words.iter().cloned()).map(Into::into);
    let Ok(Parsed::Do(invocation)) = cli::parse(words, Lang::En, 80) else { return Ok(None) };
    if !can_be_made_again(&invocation.action) {
        return Ok(None);
    }
    let mut nowhere = Nowhere;
    let mut witness = Witness::new(&mut nowhere);
    let mut unseen = context.beside(&mut witness);
    unseen.general = invocation.general;
    act(invocation.action, &mut unseen)?;
    Ok(Some(witness.digest()))
}

/// Whether a command is made of rows of records, and so can be made again from a receipt: what searches depends on
/// the program's own rules, and what tells of the journal or the file is about more than one moment.
pub const fn can_be_made_again(action: &Action) -> bool {
    !matches!(
        action,
        Action::Search(_) | Action::Similar(_) | Action::History(_) | Action::Check(_) | Action::Snapshot(_)
    )
}

/// Gives rows that are no number their receipt too, where what they go into keeps one. None where somebody wrote since
/// the entry `before`: rows and receipt would not be of one moment.
pub fn give_rows(before: Option<i64>, context: &mut Context<'_>) -> Result<()> {
    let words = context.general.words.clone();
    // What cannot be had as data, such as records of several kinds, has no digest.
    let Ok(Some(result)) = digest(&words, context) else { return Ok(()) };
    let register = context.register()?;
    let receipt = made(&register, &words, rule(), result, context)?;
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
pub const NOBODY: &str = "N-0";

/// The words of a command with persons by number: a receipt is kept elsewhere, and no name has to be there.
pub fn without_names(register: &Register, words: &[String]) -> Vec<String> {
    let names_a_person = |option: &str| {
        let mut attributes = Entity::Obstacle.attributes().iter();
        attributes.any(|attribute| {
            matches!(attribute.kind, Kind::One(Entity::Person)) && option == format!("--{}", attribute.option)
        })
    };
    let code = |name: &str| {
        register
            .find_person(name)
            .map_or_else(|_| NOBODY.to_owned(), |person| number::show(Entity::Person, person))
    };
    let codes = |names: &str| match register.find_person(names) {
        Ok(_) => code(names),
        Err(_) => names.split(',').map(|piece| code(piece.trim())).collect::<Vec<_>>().join(","),
    };
    let mut before = "";
    let mut told = Vec::new();
    for word in words {
        told.push(match word.split_once('=') {
            _ if names_a_person(before) => codes(word),
            Some((option, names)) if names_a_person(option) => format!("{option}={}", codes(names)),
            _ => word.clone(),
        });
        before = word;
    }
    told
}

/// The receipt in a text, in a file, or on standard input.
pub fn read(text: &str) -> Result<Receipt> {
    if let Some(receipt) = Receipt::parse(text) {
        return Ok(receipt);
    }
    let held = if text == "-" {
        let mut held = String::new();
        std::io::stdin().lock().read_to_string(&mut held)?;
        Some(held)
    } else if Path::new(text).is_file() {
        std::fs::read(text).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    } else if Path::new(text).extension().is_some() && !text.contains(['=', ' ']) {
        // The name of a file that is not there, and not a line.
        let missing = std::io::ErrorKind::NotFound.into();
        return Err(failure::of_file(&missing, text).into());
    } else {
        None
    };
    held.and_then(|held| Receipt::parse(&held)).ok_or_else(|| Failure::data(failures::not_a_receipt()).into())
}

/// Makes a number again from its receipt, and says whether it is the same.
pub fn receipt(asked: &Asked, context: &mut Context<'_>) -> Result<Option<Exit>> {
    let receipt = read(&asked.receipt)?;
    let unusable = || Failure::data(failures::not_a_receipt());
    let register = Register::open(&context.path)?;
    let (id, last, _) = register.head()?;
    if id != receipt.register {
        return Err(Failure::data(failures::receipt_of_another(receipt.register, id)).into());
    }
    if receipt.entry > last {
        return Err(Failure::data(failures::receipt_is_later(receipt.entry, last)).into());
    }
    let moment = register.moment(&receipt.entry.to_string(), context.today)?;
    drop(register);
    let words = std::iter::once("ruimte".to_owned()).chain(receipt.command.iter().cloned()).map(Into::into);
    let Ok(Parsed::Do(invocation)) = cli::parse(words, Lang::En, 80) else { return Err(unusable().into()) };
    if super::output(&invocation.action).0.is_none() || !can_be_made_again(&invocation.action) {
        return Err(unusable().into());
    }
    let day: Date = receipt.day.parse().map_err(|_| unusable())?;
    let reference_date: Option<Date> =
        receipt.reference_date.as_ref().map(|day| day.parse().map_err(|_| unusable())).transpose()?;
    let is_number = matches!(invocation.action, Action::Count(_) | Action::Report(_) | Action::Reconcile(_));
    let mut nowhere = Nowhere;
    let mut then = Context {
        today: &|| day,
        general: invocation.general,
        time: Time { moment: Some(moment), reference_date },
        ..context.beside(&mut nowhere)
    };
    let again = if is_number {
        act(invocation.action, &mut then)?;
        then.receipt.ok_or_else(unusable)?
    } else {
        let result = digest(&receipt.command, &mut then)?.ok_or_else(unusable)?;
        let (_, _, head) = then.register()?.head()?;
        Receipt { head: short(&head), result, rule: rule(), ..receipt.clone() }
    };
    let at = moment.day.to_string();
    if again.head != receipt.head {
        context.out.line(&remarks::receipt_other_head(receipt.entry))?;
        return Ok(Some(Exit::Difference));
    }
    let same = again.result == receipt.result;
    let told: Text = if same {
        remarks::receipt_same(receipt.entry, at)
    } else {
        remarks::receipt_different(receipt.entry, at)
    };
    context.out.line(&told)?;
    if again.rule != receipt.rule {
        context.remark(remarks::receipt_other_rule());
    }
    Ok((!same).then_some(Exit::Difference))
}
