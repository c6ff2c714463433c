//! Arguments of the commands that maintain the register: history, backups and personal data.

use super::spec::{CommandHelp, args, attribute, flag, subcommands, value};
use super::{OutputArgs, WriteArgs};
use crate::i18n::{
    attribute_labels::group,
    usage::placeholder::{DATE, FILE, N, NAME, NUMBER, PERSON, RECEIPT, TEXT},
};
use crate::record::snapshot;
use clap::Args;
use std::path::PathBuf;

args! {
    History {
        records: Vec<String> = value(NUMBER, "alleen over deze nummers, zoals B-012, F-03 of C-012", "about these records only, such as B-012, F-03 or C-012"),
        #[arg(long)]
        entry: Vec<i64> = value(N, "alleen deze wijziging, met alles wat zij veranderde", "this entry only, with all its changes"),
        #[arg(long)]
        since: Option<String> = value(DATE, "op deze dag of later", "on this day or later"),
        #[arg(long)]
        until: Option<String> = value(DATE, "op deze dag of eerder", "on this day or earlier"),
        #[arg(long)]
        actor: Option<String> = value(TEXT, "alleen wat deze persoon deed", "only what this person did"),
        #[arg(long)]
        limit: Option<u64> = value(
            N,
            "hoogstens N wijzigingen, de nieuwste; er wordt gemeld of er meer zijn",
            "at most N entries, the newest; a remark says if there are more",
        ),
        #[arg(long)]
        skip: Option<u64> = value(N, "sla de N nieuwste wijzigingen over", "skip the N newest entries"),
        ..output: OutputArgs,
    }

    Undo {
        entry: Option<i64> = value(N, "de wijziging; zonder nummer de laatste die nog staat", "the entry; without a number, the last one that has not been undone"),
        ..write: WriteArgs,
    }

    Snapshot {
        name: Option<String> = value(
            NAME,
            "de naam, zoals kamerbrief-2019-02; zonder naam (of met 'list') wordt de lijst getoond",
            "the name, such as kamerbrief-2019-02; without a name (or with 'list') the list is shown",
        ),
        #[arg(long, allow_hyphen_values = true)]
        note: Option<String> = attribute(TEXT, &snapshot::NOTE).heading(group::ATTRIBUTES),
        ..output: OutputArgs,
        ..write: WriteArgs,
    }

    Receipt {
        receipt: String = value(
            RECEIPT,
            "het bewijs, tussen aanhalingstekens; of het bestand waar het in staat; - leest de standaardinvoer",
            "the receipt, in quotes; or the file that holds it; - reads standard input",
        ),
    }

    Check {
        #[arg(long)]
        repair_search: bool = flag("maak eerst de zoekindex opnieuw", "rebuild the search index first"),
        #[arg(long)]
        against: Option<String> = value(
            RECEIPT,
            "toon aan dat de keten de controlewaarde uit dit bewijs bevat: de tekst, of het bestand waar hij in staat",
            "prove that the chain contains the head named in this receipt: its text, or the file that holds it",
        ),
        #[arg(long, conflicts_with_all = ["repair_search", "against"])]
        personal: bool = flag(
            "toon in plaats daarvan wat in de teksten op persoonsgegevens lijkt, gemaskeerd",
            "instead, list what looks like personal data in the texts, masked",
        ),
        ..output: OutputArgs,
    }

    Backup {
        file: PathBuf = value(FILE, "de kopie die wordt gemaakt", "the copy to make"),
        #[arg(long)]
        force: bool = flag("vervang het bestand als het al bestaat", "replace the file if it already exists"),
    }

    Restore {
        file: PathBuf = value(FILE, "de kopie", "the copy"),
        #[arg(long)]
        force: bool = flag(
            "vervang het register dat er staat; het blijft bewaard onder een andere naam",
            "replace the existing register, which is kept under another name",
        ),
    }

    Index {
        #[arg(long)]
        status: bool = flag(
            "toon alleen hoeveel er al op betekenis te vinden is",
            "only show how many records can be found by their meaning",
        ),
    }

    Upgrade {
        ..write: WriteArgs,
    }

    ErasePerson {
        #[arg(required = true)]
        persons: Vec<String> = value(
            PERSON,
            "de personen, met naam of nummer, zoals 'A. Voorbeeld' of N-03",
            "the persons, by name or number, such as 'A. Voorbeeld' or N-03",
        ),
        #[arg(long)]
        also: Vec<String> = value(
            PERSON,
            "wis ook deze persoon, wiens naam op die van een ander lijkt",
            "erase this person too, whose name looks like that of another",
        ),
        ..write: WriteArgs,
    }
}

args! {
    CalendarDeadlines {
        #[arg(long)]
        all: bool = flag("van iedereen, en niet alleen op uw naam", "of everybody, and not only in your name"),
        ..output: OutputArgs,
    }

    CalendarKey {
        person: Option<String> = value(
            PERSON,
            "voor wie: naam of nummer; zonder is dat u",
            "for whom: a name or number; without it, you",
        ),
        ..write: WriteArgs,
    }

    CalendarKeys {
        ..output: OutputArgs,
    }

    CalendarRevoke {
        person: Option<String> = value(
            PERSON,
            "van wie: naam of nummer; zonder is dat u",
            "whose: a name or number; without it, yours",
        ),
        ..write: WriteArgs,
    }
}

#[derive(Args, Debug)]
pub struct Calendar {
    #[command(subcommand)]
    pub action: CalendarAction,
}

subcommands! {
    CalendarAction {
        List(CalendarDeadlines) = CommandHelp::new(
            "Toont de toegezegde antwoorden die nog openstaan, zoals de agenda ze heeft",
            "Lists the promised answers that are still open, as the calendar has them",
            Some("ruimte calendar list --all"),
        ),
        Key(CalendarKey) = CommandHelp::new(
            "Maakt een sleutel voor de agenda van een persoon en toont hem eenmalig; een eerdere vervalt",
            "Makes a key for the calendar of a person and shows it once; an earlier one is revoked",
            Some("ruimte calendar key"),
        ),
        Keys(CalendarKeys) = CommandHelp::new(
            "Toont wie een agendasleutel heeft, en sinds wanneer",
            "Lists who has a calendar key, and since when",
            None,
        ),
        Revoke(CalendarRevoke) = CommandHelp::new(
            "Trekt een agendasleutel in; het adres van die agenda werkt dan niet meer",
            "Revokes a calendar key; the address of that calendar then no longer works",
            Some("ruimte calendar revoke 'A. Voorbeeld'"),
        ),
    }
}

#[derive(Args, Debug)]
pub struct Erase {
    #[command(subcommand)]
    pub action: EraseAction,
}

subcommands! {
    EraseAction {
        Person(ErasePerson) = CommandHelp::new(
            "Wist een persoon uit het register, het logboek en het bestand; geen telling verandert",
            "Erases a person from the records, the journal and the file; no count changes",
            Some("ruimte erase person 'A. Voorbeeld'"),
        ),
    }
}
