//! The arguments of each command.

use super::spec::{ArgSpec, CommandHelp, HelpText, ValueSet, args, attribute, flag, subcommands, value};
use super::{
    ArgDefault, AttributeArgs, EntityEditorArgs, EntityFilterArgs, ExistingRecord, FilterArgs, NewContact,
    NewRecord, attribute_args::entity_from_discriminant,
};
use crate::i18n::{
    Lang, Text, attribute_labels::group, choices, failures, usage, usage::placeholder::*,
};
use crate::record::{Entity, contact, obstacle};
use crate::report::REPORTS;
use crate::view::Format;
use clap::builder::{OsStringValueParser, PossibleValue, TypedValueParser};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

args! {
    #[derive(Clone, Default)]
    OutputArgs {
        #[arg(long, ignore_case = true)]
        format: Option<Format> = value(
            FORMAT,
            "de vorm: table, csv, csv-excel (voor Nederlandse Excel), json, jsonl, ods, xlsx of html",
            "the form: table, csv, csv-excel (for Dutch Excel), json, jsonl, ods, xlsx or html",
        ).default_text("standaard: table", "default: table").heading(group::OUTPUT).presentation(),
        #[arg(long, short = 'o')]
        output: Option<PathBuf> = value(
            FILE,
            "schrijf naar dit bestand; de extensie (.csv, .json, .jsonl, .ods, .xlsx, .html, .txt) bepaalt de vorm",
            "write to this file; its ending (.csv, .json, .jsonl, .ods, .xlsx, .html, .txt) sets the form",
        ).heading(group::OUTPUT).presentation(),
        #[arg(long)]
        with_persons: bool = flag(
            "geef ook mee wie het is; het logboek onthoudt dat",
            "give out who it is too; the journal remembers it",
        ).heading(group::OUTPUT).command_line_only(),
    }

    #[derive(Clone, Default)]
    WriteArgs {
        #[arg(long)]
        dry_run: bool = flag(
            "doe alsof: controleer en meld alles, maar leg niets vast",
            "pretend: check and tell everything, but record nothing",
        ).command_line_only(),
    }

    #[derive(Clone, Default)]
    EditorArgs {
        /// The attribute; empty: the one that the command is about.
        #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "")]
        edit: Option<String> = value(
            ATTRIBUTE,
            "schrijf de lange tekst in $VISUAL of $EDITOR; met =GEGEVEN die van een ander gegeven",
            "write the long text in $VISUAL or $EDITOR; with =ATTRIBUTE that of another attribute",
        ).command_line_only(),
    }
}

impl ValueEnum for Format {
    #[allow(clippy::indexing_slicing, reason = "while it is compiled: what is not there does not compile")]
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [Format; Format::ALL.len()] = {
            let mut formats = [Format::Table; Format::ALL.len()];
            let mut index = 0;
            while index < formats.len() {
                formats[index] = Format::ALL[index].1;
                index += 1;
            }
            formats
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Self::ALL.iter().find(|(_, format)| format == self).map(|(name, _)| PossibleValue::new(*name))
    }
}

/// The key of the record that a command changes.
fn record_key(entity: Entity) -> ArgSpec {
    let (nl, en) = match entity {
        Entity::Obstacle => ("het nummer, zoals B-012; 12 en b12 mogen ook", "the number, such as B-012; 12 and b12 will do"),
        Entity::Factsheet => ("het nummer, zoals F-03", "the number, such as F-03"),
        Entity::Scheme => ("het nummer, zoals S-07", "the number, such as S-07"),
        Entity::Contact => ("het nummer, zoals C-012", "the number, such as C-012"),
        Entity::Figure => ("het nummer, zoals P-01", "the number, such as P-01"),
        Entity::Person => ("het nummer, zoals N-03", "the number, such as N-03"),
        Entity::Synonym => ("het woord, zoals bpv", "the word, such as bpv"),
        _ => ("de code", "the code"),
    };
    value(NUMBER, nl, en).command_line_only()
}

fn clear() -> ArgSpec {
    value(ATTRIBUTE, "maak deze gegevens leeg, zoals region,due", "empty these attributes, such as region,due")
        .command_line_only()
}

fn because() -> ArgSpec {
    value(TEXT, "waarom", "why")
}

args! {
    Demo {
        #[arg(long)]
        keep: Option<PathBuf> = value(FILE, "bewaar het voorbeeldregister in dit bestand", "keep the example register in this file"),
    }

    Init {
        ..write: WriteArgs,
    }

    Log {
        ..fields: AttributeArgs<NewRecord<{ Entity::Obstacle as u8 }>>,
        ..editor: EditorArgs,
        ..write: WriteArgs,
    }

    Edit {
        number: String = record_key(Entity::Obstacle),
        ..fields: AttributeArgs<ExistingRecord<{ Entity::Obstacle as u8 }>>,
        #[arg(long, value_delimiter = ',')]
        clear: Vec<String> = clear(),
        ..editor: EditorArgs,
        ..write: WriteArgs,
    }

    Analyse {
        number: String = record_key(Entity::Obstacle),
        #[arg(long, allow_hyphen_values = true)]
        analysis: Option<String> = attribute(TEXT, &obstacle::ANALYSIS),
        ..editor: EditorArgs,
        ..write: WriteArgs,
    }

    Classify {
        number: String = record_key(Entity::Obstacle),
        resolution: Option<String> = value(
            RESOLUTION,
            "within-rules (binnen de regels) of regional-approach (andere aanpak in de regio)",
            "within-rules or regional-approach",
        ).values(ValueSet::Choices(choices::RESOLUTION)),
        #[arg(long, allow_hyphen_values = true)]
        because: Option<String> = because(),
        #[arg(long, allow_hyphen_values = true)]
        answer: Option<String> = attribute(TEXT, &obstacle::ANSWER),
        #[arg(long)]
        on: Option<String> = attribute(DATE, &obstacle::SOLVED).default(ArgDefault::RecordedOrToday),
        #[arg(long, value_delimiter = ',')]
        factsheet: Vec<String> = attribute(NUMBER, &obstacle::FACTSHEETS),
        #[arg(long, value_delimiter = ',')]
        scheme: Vec<String> = attribute(NUMBER, &obstacle::SCHEMES),
        #[arg(long, value_delimiter = ',')]
        precedent: Vec<String> = attribute(NUMBER, &obstacle::PRECEDENTS),
        #[arg(long)]
        rule_change: Option<String> = attribute(TEXT, &obstacle::RULE_CHANGE),
        ..editor: EditorArgs,
        ..write: WriteArgs,
    }

    Close {
        number: String = record_key(Entity::Obstacle),
        #[arg(long = "as")]
        closed_as: String = value(
            CLOSED_AS,
            "referred (doorverwezen), withdrawn (ingetrokken) of duplicate (dubbel)",
            "referred, withdrawn or duplicate",
        ).values(ValueSet::Choices(choices::CLOSED_AS)),
        #[arg(long)]
        of: Option<String> = attribute(NUMBER, &obstacle::DUPLICATE_OF),
        #[arg(long, allow_hyphen_values = true)]
        because: String = because(),
        #[arg(long)]
        on: Option<String> = attribute(DATE, &obstacle::CLOSED).default(ArgDefault::RecordedOrToday),
        ..write: WriteArgs,
    }

    Reopen {
        number: String = record_key(Entity::Obstacle),
        #[arg(long, allow_hyphen_values = true)]
        because: String = because(),
        ..write: WriteArgs,
    }

    Void {
        number: String = value(
            NUMBER,
            "het nummer van wat vervalt, zoals B-071, C-012 of F-03",
            "the number of what is voided, such as B-071, C-012 or F-03",
        ).command_line_only(),
        #[arg(long, allow_hyphen_values = true)]
        because: String = because(),
        ..write: WriteArgs,
    }

    Link {
        number: String = record_key(Entity::Obstacle),
        #[arg(required = true)]
        to: Vec<String> = value(
            TO,
            "de factsheets, regelingen en eerdere belemmeringen, zoals F-03 S-07 B-004",
            "the factsheets, schemes and earlier obstacles, such as F-03 S-07 B-004",
        ),
        ..write: WriteArgs,
    }

    Unlink {
        ..link: Link,
    }

    Show {
        #[arg(required = true)]
        numbers: Vec<String> = value(
            NUMBER,
            "nummers, zoals B-012, F-03, S-07 of C-012; 12 is B-012",
            "numbers, such as B-012, F-03, S-07 or C-012; 12 is B-012",
        ),
        ..output: OutputArgs,
    }

    /// The rows and columns of a list.
    #[derive(Clone, Default)]
    RowArgs {
        #[arg(long, allow_hyphen_values = true)]
        sort: Option<String> = value(
            FIELD,
            "sorteer op dit gegeven; met - ervoor van hoog naar laag, zoals -received",
            "sort by this attribute; with - before it from high to low, such as -received",
        ).values(ValueSet::Attributes(Entity::Obstacle)),
        #[arg(long)]
        limit: Option<u64> = value(
            N,
            "hoogstens zoveel rijen; er wordt gemeld als er meer zijn",
            "at most so many rows; it is told when there are more",
        ),
        #[arg(long)]
        skip: Option<u64> = value(N, "sla zoveel rijen over", "pass over so many rows"),
        #[arg(long, value_delimiter = ',')]
        columns: Vec<String> = value(
            FIELDS,
            "toon deze gegevens, zoals number,title,handler",
            "show these attributes, such as number,title,handler",
        ).values(ValueSet::Attributes(Entity::Obstacle)),
    }

    List {
        ..rows: RowArgs,
        ..filter: FilterArgs,
        ..output: OutputArgs,
    }

    Search {
        #[arg(required = true, value_parser = lossy_text())]
        words: Vec<String> = value(
            WORDS,
            "de zoekwoorden; - leest de standaardinvoer",
            "the words to search for; - reads standard input",
        ),
        ..limit_args: LimitArgs,
        ..filter: FilterArgs,
        ..output: OutputArgs,
    }

    Similar {
        #[arg(required = true, value_parser = lossy_text())]
        text: Vec<String> = value(
            TEXT,
            "het nummer van een belemmering, of een vraag in eigen woorden; - leest de standaardinvoer",
            "the number of an obstacle, or a question in your own words; - reads standard input",
        ),
        ..limit_args: LimitArgs,
        ..filter: FilterArgs,
        ..output: OutputArgs,
    }

    #[derive(Clone)]
    LimitArgs {
        #[arg(long, default_value_t = 10, hide_default_value = true)]
        limit: u64 = value(N, "hoogstens zoveel, de beste", "at most so many, the best")
            .default_text("standaard: 10", "default: 10"),
    }

    Count {
        #[arg(long, value_delimiter = ',')]
        by: Vec<String> = value(
            FIELDS,
            "waarop wordt geteld: ministry, status, resolution, region, care_domain, theme, nature, handler, provenance, laws, factsheets, schemes, closed_as, precedents, publishable, year, quarter, month (van ontvangst), solved-year, solved-quarter, solved-month",
            "what to count by: ministry, status, resolution, region, care_domain, theme, nature, handler, provenance, laws, factsheets, schemes, closed_as, precedents, publishable, year, quarter, month (of receipt), solved-year, solved-quarter, solved-month",
        ).values(ValueSet::GroupKeys),
        ..filter: FilterArgs,
        ..output: OutputArgs,
    }

    Report {
        report: String = ArgSpec { help: HelpText::Derived(report_list()), ..value(REPORT, "", "") }.values(ValueSet::Reports),
        ..filter: FilterArgs,
        ..output: OutputArgs,
    }

    Reconcile {
        publication: Option<String> = value(
            PUBLICATION,
            "alleen deze publicatie, zoals zorgpact-2018",
            "this publication only, such as zorgpact-2018",
        ),
        #[arg(long)]
        explain: bool = flag(
            "toon ook wat elke maatstaf telt, en welke nummers zijn geteld",
            "also show what each measure counts, and which numbers were counted",
        ),
        ..output: OutputArgs,
    }
}

/// Any text; bytes that are not UTF-8 become blanks.
fn lossy_text() -> impl TypedValueParser<Value = String> {
    OsStringValueParser::new().map(|text| text.to_string_lossy().replace(char::REPLACEMENT_CHARACTER, " "))
}

/// Every report with its description.
fn report_list() -> Text {
    let list = |lang: Lang| {
        let lines = REPORTS.iter().map(|report| format!("{}: {}", report.name, report.description.get(lang)));
        lines.collect::<Vec<_>>().join("\n")
    };
    Text { nl: list(Lang::Nl), en: list(Lang::En) }
}

#[derive(Args, Debug)]
pub struct Contact {
    #[command(subcommand)]
    pub action: ContactAction,
}

subcommands! {
    ContactAction {
        #[command(alias = "phone")]
        Call(ContactAdd) = CommandHelp::new(
            "Legt een telefoontje vast",
            "Records a phone call",
            Some("ruimte contact call B-012 B-004 --with 'OCW, directie mbo' --on yesterday --note 'Mag, mits ondertekend'"),
        ),
        #[command(alias = "mail")]
        Email(ContactAdd) = CommandHelp::new("Legt een e-mail vast", "Records an e-mail", None),
        Meeting(ContactAdd) = CommandHelp::new("Legt een overleg vast", "Records a meeting", None),
        #[command(alias = "ls")]
        List(ContactList) = CommandHelp::new(
            "Toont contacten; met een filter alleen die over de gekozen belemmeringen",
            "Lists contacts; with a filter only those about the chosen obstacles",
            None,
        ),
        Edit(ContactEdit) = CommandHelp::new("Wijzigt gegevens van een contact", "Changes attributes of a contact", None),
    }
}

fn about_obstacles() -> ArgSpec {
    value(
        NUMBER,
        "de belemmeringen waarover het ging, zoals B-012 B-004",
        "the obstacles that it was about, such as B-012 B-004",
    )
}

args! {
    ContactAdd {
        #[arg(required = true)]
        about: Vec<String> = about_obstacles(),
        ..fields: AttributeArgs<NewContact>,
        ..write: WriteArgs,
    }

    ContactEdit {
        number: String = record_key(Entity::Contact),
        ..fields: AttributeArgs<ExistingRecord<{ Entity::Contact as u8 }>>,
        #[arg(long, value_delimiter = ',')]
        clear: Vec<String> = clear(),
        ..write: WriteArgs,
    }

    ContactList {
        #[arg(long, value_delimiter = ',')]
        kind: Vec<String> = attribute(KIND, &contact::KIND)
            .heading(group::ATTRIBUTES)
            .values(ValueSet::Choices(choices::CONTACT_KIND)),
        #[arg(long, value_delimiter = ',')]
        about: Vec<String> = about_obstacles(),
        #[arg(long)]
        dated_since: Option<String> = value(DATE, "contacten op deze dag of later", "contacts on this day or later"),
        #[arg(long)]
        dated_until: Option<String> = value(DATE, "contacten op deze dag of eerder", "contacts on this day or earlier"),
        ..rows: RowArgs,
        ..filter: FilterArgs,
        ..output: OutputArgs,
    }
}

/// Factsheets, schemes, vocabularies, publications and figures: each is added to, changed and listed alike.
/// `E` is the kind of record, as a number.
#[derive(Args, Debug)]
pub struct Catalog<const E: u8> {
    #[command(subcommand)]
    pub action: CatalogAction<E>,
}

#[derive(Subcommand, Debug)]
pub enum CatalogAction<const E: u8> {
    #[command(alias = "new", add = add_help(entity_from_discriminant(E)))]
    Add(CatalogAdd<E>),
    #[command(alias = "change", add = edit_help(entity_from_discriminant(E)))]
    Edit(CatalogEdit<E>),
    #[command(alias = "ls", add = list_help(entity_from_discriminant(E)))]
    List(CatalogList<E>),
}

fn add_help(entity: Entity) -> CommandHelp {
    let example = match entity {
        Entity::Factsheet => "ruimte factsheet add 'Stagecontracten' --published 2018-05-12 --body -",
        Entity::Scheme => "ruimte scheme add 'Stagefonds Zorg' --law BWBR0030326",
        Entity::Ministry => "ruimte ministry add BZK --nl 'Ministerie van Binnenlandse Zaken en Koninkrijksrelaties' --en 'Interior and Kingdom Relations'",
        Entity::Synonym => "ruimte synonym add praktijkleerplaats stageplaats",
        Entity::Person => "ruimte person add 'A. Voorbeeld' --organisation ROC --email a.voorbeeld@example.org",
        Entity::Publication => "ruimte publication add jaarverslag-2026 --nl 'Jaarverslag 2026' --en 'Annual report 2026' --since 2026-01-01 --until 2026-12-31",
        Entity::Figure => "ruimte figure add --publication jaarverslag-2026 --measure collected --relation at-least --value 80",
        _ => "",
    };
    let about = usage::about_add(failures::entity_name(entity.singular()));
    CommandHelp { about: HelpText::Derived(about), example: Some(example).filter(|text| !text.is_empty()) }
}

fn edit_help(entity: Entity) -> CommandHelp {
    let about = usage::about_edit(failures::entity_name(entity.singular()));
    CommandHelp { about: HelpText::Derived(about), example: None }
}

fn list_help(entity: Entity) -> CommandHelp {
    let about = usage::about_list(failures::entity_plural(entity.singular()));
    CommandHelp { about: HelpText::Derived(about), example: None }
}

#[derive(Args, Debug)]
pub struct CatalogAdd<const E: u8> {
    #[command(flatten)]
    pub fields: AttributeArgs<NewRecord<E>>,
    #[command(flatten)]
    pub editor: EntityEditorArgs<E>,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct CatalogEdit<const E: u8> {
    #[arg(add = record_key(entity_from_discriminant(E)))]
    pub number: String,
    #[command(flatten)]
    pub fields: AttributeArgs<ExistingRecord<E>>,
    #[arg(long, value_delimiter = ',', add = clear())]
    pub clear: Vec<String>,
    #[command(flatten)]
    pub editor: EntityEditorArgs<E>,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct CatalogList<const E: u8> {
    #[command(flatten)]
    pub rows: RowArgs,
    #[command(flatten)]
    pub filter: EntityFilterArgs<E>,
    #[command(flatten)]
    pub output: OutputArgs,
}

pub type Factsheet = Catalog<{ Entity::Factsheet as u8 }>;
pub type Scheme = Catalog<{ Entity::Scheme as u8 }>;
pub type Ministry = Catalog<{ Entity::Ministry as u8 }>;
pub type Region = Catalog<{ Entity::Region as u8 }>;
pub type CareDomain = Catalog<{ Entity::CareDomain as u8 }>;
pub type Theme = Catalog<{ Entity::Theme as u8 }>;
pub type Nature = Catalog<{ Entity::Nature as u8 }>;
pub type Law = Catalog<{ Entity::Law as u8 }>;
pub type Synonym = Catalog<{ Entity::Synonym as u8 }>;
pub type Person = Catalog<{ Entity::Person as u8 }>;
pub type Publication = Catalog<{ Entity::Publication as u8 }>;
pub type Figure = Catalog<{ Entity::Figure as u8 }>;

fn export_format() -> ArgSpec {
    value(
        FORMAT,
        "de vorm: csv, csv-excel (voor Nederlandse Excel), json, jsonl, table, ods, xlsx of html",
        "the form: csv, csv-excel (for Dutch Excel), json, jsonl, table, ods, xlsx or html",
    )
    .default_text("standaard: csv", "default: csv")
    .heading(group::OUTPUT)
    .presentation()
}

args! {
    Import {
        kind: String = value(
            KIND,
            "wat erin staat: obstacles, factsheets, schemes, contacts, ministries, regions, care-domains, themes, natures, laws, synonyms, publications, figures of persons",
            "what is in it: obstacles, factsheets, schemes, contacts, ministries, regions, care-domains, themes, natures, laws, synonyms, publications, figures or persons",
        ).values(ValueSet::Kinds),
        file: PathBuf = value(FILE, "het bestand; - leest de standaardinvoer", "the file; - reads standard input"),
        #[arg(long)]
        sheet: Option<String> = value(
            SHEET,
            "het blad van de werkmap, met naam of nummer",
            "the sheet of the workbook, by name or number",
        ).default_text("standaard: het eerste", "default: the first"),
        #[arg(long)]
        update: bool = flag(
            "wijzig records die er al zijn, gevonden op nummer of code; een lege cel maakt het gegeven leeg",
            "change records that are there already, found by number or code; an empty cell empties the attribute",
        ),
        ..write: WriteArgs,
    }

    #[command(mut_arg("format", |arg| arg.add(export_format())))]
    Export {
        kind: String = value(
            KIND,
            "wat eruit moet: obstacles, factsheets, schemes, contacts, ministries, regions, care-domains, themes, natures, laws, synonyms, publications, figures, snapshots, of persons (met --with-persons)",
            "what to write: obstacles, factsheets, schemes, contacts, ministries, regions, care-domains, themes, natures, laws, synonyms, publications, figures, snapshots, or persons (with --with-persons)",
        ).values(ValueSet::Kinds),
        ..filter: FilterArgs,
        ..output: OutputArgs,
    }

    Publish {
        folder: PathBuf = value(
            DIR,
            "de map; van een eerdere publicatie daarin wordt eerst gemeld wat er verandert",
            "the folder; of an earlier publication in it, it is told first what changes",
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
            "whom to ask: the e-mail address of an office, or the address of a page",
        ),
        #[arg(long)]
        address: Option<String> = value(URL, "het adres waar de set komt te staan", "the address where the set will stand"),
        ..filter: FilterArgs,
        ..write: WriteArgs,
    }

    #[derive(Clone)]
    Serve {
        #[arg(long, default_value = "127.0.0.1:8417", hide_default_value = true)]
        listen: String = value(ADDRESS, "waar naar verzoeken wordt geluisterd", "where to listen for requests")
            .default_text("standaard: 127.0.0.1:8417", "default: 127.0.0.1:8417"),
        #[arg(long)]
        open: bool = flag("open de pagina meteen in de browser", "open the page in the browser at once"),
        #[arg(long)]
        read_only: bool = flag("laat niets vastleggen", "let nothing be recorded"),
        #[arg(long)]
        roles: Option<PathBuf> = value(
            FILE,
            "een bestand met op elke regel een rol (reader, officer of admin) en een naam",
            "a file with on each line a role (reader, officer or admin) and a name",
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
            "the address of the proxy that signs people in, such as 10.0.0.5; only that is answered",
        ),
    }

    Completions {
        shell: clap_complete::Shell = value(
            SHELL,
            "de shell: bash, elvish, fish, powershell of zsh",
            "the shell: bash, elvish, fish, powershell or zsh",
        ),
    }

    Man {
        folder: PathBuf = value(DIR, "de map", "the folder"),
    }

    Help {
        command: Vec<String> = value(COMMAND, "de opdracht", "the command").values(ValueSet::Commands),
    }
}
