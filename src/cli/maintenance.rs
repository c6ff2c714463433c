//! What the commands take that keep the register: its history, its copies, and who is in it.
//!
//! What each argument is stands in `i18n::arg_help`, in both languages, and not here a third time.
#![allow(missing_docs)]

use super::{OutputArgs, WriteArgs};
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Args, Debug)]
pub struct History {
    #[arg(value_name = "NUMBER")]
    pub records: Vec<String>,
    #[arg(long, value_name = "N")]
    pub entry: Vec<i64>,
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub actor: Option<String>,
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Args, Debug)]
pub struct Undo {
    #[arg(value_name = "N")]
    pub entry: Option<i64>,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct Snapshot {
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub note: Option<String>,
    #[command(flatten)]
    pub output: OutputArgs,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct Receipt {
    #[arg(value_name = "RECEIPT")]
    pub receipt: String,
}

#[derive(Args, Debug)]
pub struct Check {
    #[arg(long)]
    pub repair_search: bool,
    #[arg(long, value_name = "RECEIPT")]
    pub against: Option<String>,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Args, Debug)]
pub struct Backup {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long)]
    pub force: bool,
}

#[derive(Args, Debug)]
pub struct Restore {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long)]
    pub force: bool,
}

#[derive(Args, Debug)]
pub struct Upgrade {
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct Erase {
    #[command(subcommand)]
    pub action: EraseAction,
}

#[derive(Subcommand, Debug)]
pub enum EraseAction {
    Person(ErasePerson),
}

#[derive(Args, Debug)]
pub struct ErasePerson {
    #[arg(value_name = "PERSON", required = true)]
    pub persons: Vec<String>,
    #[command(flatten)]
    pub write: WriteArgs,
}
