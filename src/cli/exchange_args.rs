//! Arguments of the commands `import`, `export`, `publish`, `serve`, `completions`, `man` and `help`.

use super::spec::{ArgSpec, HelpText, ValueSet, args, flag, value};
use super::{FilterArgs, OutputArgs, WriteArgs};
use crate::i18n::{
    Text,
    attribute_labels::group,
    usage::placeholder::{ADDRESS, CODE, COMMAND, DIR, FILE, FORMAT, KIND, NAME, NUMBER, PATH, SHEET, SHELL, URL},
};
use crate::record::Entity;
use clap::Arg;
use std::path::PathBuf;

fn export_format(arg: Arg) -> Arg {
    if arg.get_id() != "format" {
        return arg;
    }
    let spec = value(
        FORMAT,
        "de vorm: csv, csv-excel (voor Nederlandse Excel), json, jsonl, table, ods, xlsx of html",
        "the format: csv, csv-excel (for Dutch Excel), json, jsonl, table, ods, xlsx or html",
    );
    arg.add(spec.default_text("standaard: csv", "default: csv").heading(group::OUTPUT).presentation())
}

args! {
    Import {
        #[arg(value_parser = kind_of_record)]
        kind: String = kinds("wat erin staat", "what is in it", |kind| kind != Entity::Snapshot),
        file: PathBuf = value(FILE, "het bestand; - leest de standaardinvoer", "the file; - reads standard input"),
        #[arg(long)]
        sheet: Option<String> = value(
            SHEET,
            "het blad van de werkmap, met naam of nummer",
            "the sheet of the workbook, by name or number",
        ).default_text("standaard: het eerste", "default: the first"),
        #[arg(long)]
        update: bool = flag(
            "wijzig wat er al is, gevonden op nummer of code; een lege cel maakt het gegeven leeg",
            "change records that already exist, found by number or code; an empty cell clears the attribute",
        ),
        #[arg(long)]
        suggest_mapping: Option<PathBuf> = value(
            FILE,
            "lees niets in, maar schrijf een toewijzing: wat elke kolom en elke onbekende waarde wordt, om aan te passen",
            "import nothing, but write a mapping: what each column and each unknown value becomes, to be edited",
        ),
        #[arg(long)]
        mapping: Option<PathBuf> = value(
            FILE,
            "lees in volgens deze toewijzing; met --suggest-mapping: begin met wat daarin is gekozen",
            "import according to this mapping; with --suggest-mapping: start from what it has settled",
        ),
        #[arg(long)]
        skip_duplicates: bool = flag(
            "sla rijen zonder nummer over die al in het register staan (zelfde titel, ministerie en dag van ontvangst)",
            "skip rows without a number that are in the register already (same title, ministry and day of receipt)",
        ),
        #[arg(long, conflicts_with = "skip_duplicates")]
        allow_duplicates: bool = flag(
            "voeg zulke rijen toch toe",
            "add such rows anyway",
        ),
        #[arg(long)]
        no_index: bool = flag(
            "laat het vindbaar maken op betekenis over aan 'ruimte index'",
            "leave making the records findable by meaning to 'ruimte index'",
        ),
        ..write: WriteArgs,
    }

    #[command(mut_args(export_format))]
    Export {
        #[arg(value_parser = kind_of_record)]
        kind: String = kinds("wat er wordt geschreven (persons met --with-persons)", "what to write (persons with --with-persons)", |_| true),
        ..filter: FilterArgs,
        ..output: OutputArgs,
    }

    Publish {
        folder: PathBuf = value(
            DIR,
            "de map; staat er al een eerdere publicatie in, dan wordt eerst gemeld wat er verandert",
            "the folder; if it holds an earlier publication, what changes is reported first",
        ),
        #[arg(long)]
        licence: Option<String> = value(URL, "het adres van de licentie", "the address of the licence")
            .default_text("standaard: CC0", "default: CC0"),
        #[arg(long)]
        publisher: Option<String> = value(CODE, "het ministerie dat publiceert, zoals VWS", "the ministry that publishes, such as VWS"),
        #[arg(long)]
        contact: Option<String> = value(
            ADDRESS,
            "bij wie men terechtkan: een functioneel e-mailadres, of het adres van een pagina",
            "whom to contact: the e-mail address of an office, or the address of a page",
        ),
        #[arg(long)]
        address: Option<String> = value(URL, "het adres waar de set komt te staan", "the address where the data set will be published"),
        #[arg(long, value_delimiter = ',')]
        accept: Vec<String> = value(
            NUMBER,
            "publiceer ook wat in deze belemmering, factsheet of regeling op persoonsgegevens lijkt; geldt tot de tekst wijzigt",
            "also publish what looks like personal data in this obstacle, factsheet or scheme; valid until its text changes",
        ),
        ..filter: FilterArgs,
        ..write: WriteArgs,
    }

    #[derive(Clone)]
    Serve {
        #[arg(long, default_value = "127.0.0.1:8417", hide_default_value = true)]
        listen: String = value(ADDRESS, "waar naar verzoeken wordt geluisterd", "where to listen for requests")
            .default_text("standaard: 127.0.0.1:8417", "default: 127.0.0.1:8417"),
        #[arg(long)]
        open: bool = flag("open de pagina meteen in de browser", "open the page in the browser"),
        #[arg(long)]
        read_only: bool = flag("sta alleen lezen toe", "allow reading only"),
        #[arg(long)]
        base_path: Option<String> = value(
            PATH,
            "het pad waaronder de proxy deze pagina's aanbiedt, zoals /ruimte",
            "the path below which the proxy offers these pages, such as /ruimte",
        ),
        #[arg(long)]
        roles: Option<PathBuf> = value(
            FILE,
            "een bestand met op elke regel een rol (reader: lezer, officer: medewerker of admin: beheerder) en een naam",
            "a file with a role (reader, officer or admin) and a name on each line",
        ),
        #[arg(long)]
        auth_header: Option<String> = value(
            NAME,
            "het veld waarin de proxy meegeeft wie er is aangemeld, zoals X-Remote-User",
            "the header in which the proxy says who is signed in, such as X-Remote-User",
        ),
        #[arg(long, value_delimiter = ',')]
        trusted_proxy: Vec<String> = value(
            ADDRESS,
            "het adres van de proxy die mensen aanmeldt, zoals 10.0.0.5; alleen die krijgt antwoord",
            "the address of the proxy that signs people in, such as 10.0.0.5; only that proxy gets an answer",
        ),
    }

    Completions {
        shell: clap_complete::Shell = value(SHELL, "de shell: bash, elvish, fish, powershell of zsh", "the shell: bash, elvish, fish, powershell or zsh"),
    }

    Man {
        folder: PathBuf = value(DIR, "de map", "the folder"),
    }

    Help {
        command: Vec<String> = value(COMMAND, "de opdracht", "the command").values(ValueSet::Commands),
    }
}

/// Rejects a text that looks like a file name, because a user may have typed the file and forgotten the kind of record
/// before it. The command itself validates all other texts.
fn kind_of_record(text: &str) -> Result<String, &'static str> {
    if text.contains(['.', '/', '\\']) { Err("a file") } else { Ok(text.to_owned()) }
}

/// An argument that takes a kind of record. In Dutch, the help adds the Dutch name of each kind.
fn kinds(nl: &str, en: &str, is_taken: fn(Entity) -> bool) -> ArgSpec {
    let names = |name: fn(Entity) -> String| {
        Entity::ALL.iter().copied().filter(|kind| is_taken(*kind)).map(name).collect::<Vec<_>>().join(", ")
    };
    let dutch = |kind: Entity| match (kind.plural(), kind.plural_label().nl) {
        (code, label) if code == label => code.to_owned(),
        (code, label) => format!("{code} ({label})"),
    };
    let help =
        Text { nl: format!("{nl}: {}", names(dutch)), en: format!("{en}: {}", names(|kind| kind.plural().to_owned())) };
    ArgSpec { help: HelpText::Derived(help), ..value(KIND, "", "") }.values(ValueSet::Kinds)
}
