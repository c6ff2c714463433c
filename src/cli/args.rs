//! Arguments that several commands share, and the arguments of the commands for obstacles.

use super::spec::{ArgSpec, HelpText, ValueSet, args, attribute, flag, value};
use super::{ArgDefault, ExistingObstacle, FilterArgs, NewObstacle};
use crate::i18n::{
    Lang, Text,
    attribute_labels::group,
    choices,
    usage::placeholder::{
        ATTRIBUTE, CLOSED_AS, DATE, FIELD, FIELDS, FILE, FORMAT, N, NAME, NUMBER, PUBLICATION, REPORT, RESOLUTION,
        TEXT, TO, WORDS,
    },
};
use crate::record::{Entity, contact, obstacle};
use crate::report::REPORTS;
use crate::view::Format;
use clap::ValueEnum;
use clap::builder::{OsStringValueParser, PossibleValue, TypedValueParser};
use std::path::PathBuf;

args! {
    #[derive(Clone, Default)]
    OutputArgs {
        #[arg(long, ignore_case = true)]
        format: Option<Format> = value(
            FORMAT,
            "de vorm: table, csv, csv-excel (voor Nederlandse Excel), json, jsonl, ods, xlsx of html",
            "the format: table, csv, csv-excel (for Dutch Excel), json, jsonl, ods, xlsx or html",
        ).default_text("standaard: table", "default: table").heading(group::OUTPUT).presentation(),
        #[arg(long, short = 'o')]
        output: Option<PathBuf> = value(
            FILE,
            "schrijf naar dit bestand; de extensie (.csv, .json, .jsonl, .ods, .xlsx, .html, .txt) bepaalt de vorm",
            "write to this file; its extension (.csv, .json, .jsonl, .ods, .xlsx, .html, .txt) sets the format",
        ).heading(group::OUTPUT).presentation(),
        #[arg(long)]
        labels: bool = flag(
            "geef koppen en waarden als woorden in plaats van codes, om de tabel door te geven",
            "give headings and values as words in place of codes, to hand the table on",
        ).heading(group::OUTPUT).presentation(),
        #[arg(long)]
        with_persons: bool = flag(
            "geef ook persoonsgegevens mee; het logboek onthoudt dat",
            "include personal data; the journal records that you did",
        ).heading(group::OUTPUT).command_line_only(),
    }

    #[derive(Clone, Default)]
    WriteArgs {
        #[arg(long)]
        dry_run: bool = flag(
            "doe alsof: controleer en meld alles, maar leg niets vast",
            "check and report everything, but record nothing",
        ).command_line_only(),
    }

    #[derive(Clone, Default)]
    EditorArgs {
        /// The attribute to edit. If empty, the command chooses the attribute.
        #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "")]
        edit: Option<String> = value(
            ATTRIBUTE,
            "schrijf de lange tekst in $VISUAL of $EDITOR; =GEGEVEN kiest een andere tekst",
            "write the long text in $VISUAL or $EDITOR; =ATTRIBUTE chooses another text",
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

/// Positional argument for the number or code of the record to change.
pub(super) fn record_key(entity: Entity) -> ArgSpec {
    let (nl, en) = match entity {
        Entity::Obstacle => {
            ("het nummer, zoals B-012; 12 en b12 mogen ook", "the number, such as B-012; 12 and b12 work too")
        }
        Entity::Factsheet => ("het nummer, zoals F-03", "the number, such as F-03"),
        Entity::Scheme => ("het nummer, zoals S-07", "the number, such as S-07"),
        Entity::Contact => ("het nummer, zoals C-012", "the number, such as C-012"),
        Entity::Figure => ("het nummer, zoals P-01", "the number, such as P-01"),
        Entity::Person => ("het nummer, zoals N-03", "the number, such as N-03"),
        Entity::ReplyTemplate => ("het nummer, zoals T-01", "the number, such as T-01"),
        Entity::Synonym => ("het woord, zoals bpv", "the word, such as bpv"),
        _ => ("de code", "the code"),
    };
    value(NUMBER, nl, en).command_line_only()
}

pub(super) fn clear() -> ArgSpec {
    value(ATTRIBUTE, "maak deze gegevens leeg, zoals region,due", "clear these attributes, such as region,due")
        .command_line_only()
}

fn laws_from_text() -> ArgSpec {
    flag("neem de wetten over die de titel en de vraag noemen", "add the laws that the title and the question mention")
        .heading(group::ATTRIBUTES)
}

fn several_obstacles() -> ArgSpec {
    value(
        NUMBER,
        "de nummers, zoals B-012 B-014; 12 en b12 mogen ook",
        "the numbers, such as B-012 B-014; 12 and b12 work too",
    )
    .command_line_only()
}

/// Facts about a mail that the command still needs after the mail has filled in the attributes, for example to report
/// that the mail has no subject.
#[derive(Debug, Default)]
pub struct MailFacts {
    pub day: Option<String>,
    pub attachments: Vec<String>,
    pub has_subject: bool,
    pub has_text: bool,
}

pub(super) fn because() -> ArgSpec {
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
        ..fields: NewObstacle,
        #[arg(long)]
        laws_from_text: bool = laws_from_text(),
        #[arg(long)]
        mail: Option<PathBuf> = value(
            FILE,
            "neem titel, vraag en dag van ontvangst over uit deze e-mail (.eml) en leg de e-mail als contact vast; - leest de standaardinvoer",
            "take the title, question and day of receipt from this e-mail (.eml), and record the e-mail as a contact; - reads standard input",
        ).heading(group::ATTRIBUTES).command_line_only(),
        #[arg(long)]
        person: Vec<String> = attribute(NAME, &contact::PERSONS).heading(group::ATTRIBUTES).command_line_only(),
        mail_facts: Option<MailFacts>,
        ..editor: EditorArgs,
        ..write: WriteArgs,
    }

    Edit {
        #[arg(required = true, id = "number")]
        numbers: Vec<String> = several_obstacles(),
        ..fields: ExistingObstacle,
        #[arg(long, value_delimiter = ',')]
        link: Vec<String> = value(
            TO,
            "koppel ook aan deze factsheets, regelingen en eerdere belemmeringen, zoals F-03; wat al gekoppeld is, blijft",
            "also link to these factsheets, schemes and earlier obstacles, such as F-03; what is linked already stays",
        ).heading(group::ATTRIBUTES).command_line_only(),
        #[arg(long)]
        laws_from_text: bool = laws_from_text(),
        #[arg(long, value_delimiter = ',')]
        clear: Vec<String> = clear(),
        ..editor: EditorArgs,
        ..write: WriteArgs,
    }

    Analyse {
        #[arg(required = true, id = "number")]
        numbers: Vec<String> = several_obstacles(),
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
        /// The outcome as a positional argument, instead of as the option `--as`.
        #[arg(conflicts_with = "closed_as")]
        outcome: Option<String> = value(
            CLOSED_AS,
            "hetzelfde als --as, zoals in close B-071 duplicate B-003",
            "the same as --as, as in close B-071 duplicate B-003",
        ).values(ValueSet::Choices(choices::CLOSED_AS)).command_line_only(),
        /// The original as a positional argument, instead of as the option `--of`.
        #[arg(conflicts_with = "of")]
        original: Option<String> = value(
            NUMBER,
            "hetzelfde als --of",
            "the same as --of",
        ).command_line_only(),
        #[arg(long = "as")]
        closed_as: Option<String> = value(
            CLOSED_AS,
            "referred (doorverwezen), withdrawn (ingetrokken) of duplicate (dubbel)",
            "referred, withdrawn or duplicate",
        ).values(ValueSet::Choices(choices::CLOSED_AS)),
        #[arg(long)]
        of: Option<String> = attribute(NUMBER, &obstacle::DUPLICATE_OF),
        #[arg(long, allow_hyphen_values = true)]
        because: Option<String> = because(),
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
        #[arg(required = true, id = "number")]
        numbers: Vec<String> = value(
            NUMBER,
            "de nummers van wat vervalt, zoals B-071, C-012 of F-03",
            "the numbers of what is voided, such as B-071, C-012 or F-03",
        ).command_line_only(),
        #[arg(long, allow_hyphen_values = true)]
        because: String = because(),
        ..write: WriteArgs,
    }

    Redact {
        #[arg(required = true)]
        records: Vec<String> = value(
            NUMBER,
            "de nummers of codes, zoals B-012, C-003 of F-03",
            "the numbers or codes of the records, such as B-012, C-003 or F-03",
        ).command_line_only(),
        #[arg(long, allow_hyphen_values = true)]
        text: Vec<String> = value(
            TEXT,
            "de tekst die weg moet, ongeacht hoofdletters; - leest de tekst van de invoer",
            "the text to remove, regardless of case; - reads it from standard input",
        ),
        #[arg(long)]
        found: bool = flag(
            "verwijder wat op persoonsgegevens lijkt, zoals 'check --personal' het toont",
            "remove what looks like personal data, as 'check --personal' shows it",
        ),
        #[arg(long)]
        attribute: Option<String> = value(
            FIELD,
            "alleen uit dit gegeven, zoals question; standaard uit alle teksten",
            "only from this attribute, such as question; by default from all texts",
        ),
        #[arg(long, allow_hyphen_values = true)]
        because: String = because(),
        ..write: WriteArgs,
    }

    Link {
        number: String = record_key(Entity::Obstacle),
        #[arg(required_unless_present_any = ["factsheet", "scheme", "precedent"])]
        to: Vec<String> = value(
            TO,
            "de factsheets, regelingen en eerdere belemmeringen, zoals F-03 S-07 B-004; met een optie zijn dit ook belemmeringen om te koppelen",
            "the factsheets, schemes and earlier obstacles, such as F-03 S-07 B-004; with an option, more obstacles to link",
        ),
        #[arg(long, value_delimiter = ',')]
        factsheet: Vec<String> = attribute(NUMBER, &obstacle::FACTSHEETS).command_line_only(),
        #[arg(long, value_delimiter = ',')]
        scheme: Vec<String> = attribute(NUMBER, &obstacle::SCHEMES).command_line_only(),
        #[arg(long, value_delimiter = ',')]
        precedent: Vec<String> = attribute(NUMBER, &obstacle::PRECEDENTS).command_line_only(),
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

    Reply {
        number: String = record_key(Entity::Obstacle),
        #[arg(long)]
        template: Option<String> = value(
            NAME,
            "het sjabloon, met zijn nummer of titel; zie reply-template list",
            "the template, by its number or title; see reply-template list",
        ).default_text("standaard: het eerste, of anders het ingebouwde", "default: the first, or else the built-in one"),
        #[arg(long, conflicts_with = "format")]
        markdown: bool = flag("geef de tekst in Markdown", "give the text in Markdown")
            .heading(group::OUTPUT)
            .command_line_only(),
        ..output: OutputArgs,
    }

    /// Options that choose the rows and the columns of a list.
    #[derive(Clone, Default)]
    RowArgs {
        #[arg(long, allow_hyphen_values = true)]
        sort: Option<String> = value(
            FIELD,
            "sorteer op dit gegeven; met - ervoor van hoog naar laag, zoals -received",
            "sort by this attribute; a leading - sorts in descending order, as in -received",
        ).values(ValueSet::Attributes(Entity::Obstacle)),
        #[arg(long)]
        limit: Option<u64> = value(N, "hoogstens N rijen; er wordt gemeld of er meer zijn", "at most N rows; a remark says if there are more"),
        #[arg(long)]
        skip: Option<u64> = value(N, "sla N rijen over", "skip N rows"),
        #[arg(long, value_delimiter = ',')]
        columns: Vec<String> = value(
            FIELDS,
            "toon deze gegevens, zoals number,title,handler",
            "show these attributes, such as number,title,handler",
        ).values(ValueSet::Attributes(Entity::Obstacle)),
    }

    List {
        #[arg(long)]
        view: Option<String> = value(
            NAME,
            "begin met deze weergave (zie view list); andere opties vullen haar aan, of gaan voor",
            "start from this saved view (see view list); other options add to it, or replace its own",
        ),
        ..rows: RowArgs,
        ..filter: FilterArgs,
        ..output: OutputArgs,
    }

    Search {
        #[arg(required = true, value_parser = lossy_text())]
        words: Vec<String> = value(WORDS, "de zoekwoorden; - leest de standaardinvoer", "the words to search for; - reads standard input"),
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
        limit: u64 = value(N, "hoogstens N, de beste", "at most N, the best first")
            .default_text("standaard: 10", "default: 10"),
    }

    Count {
        #[arg(long, value_delimiter = ',')]
        by: Vec<String> = value(
            FIELDS,
            "waarop wordt geteld: ministry (ministerie), status, resolution (oplossing), region (regio), care_domain (zorgdomein), theme (thema), nature (aard), handler (behandelaar), provenance (herkomst), laws (wet- en regelgeving), factsheets, schemes (regelingen), closed_as (afgesloten als), precedents (precedenten), publishable (publiceerbaar), year, quarter, month (jaar, kwartaal, maand van ontvangst), solved-year, solved-quarter, solved-month (jaar, kwartaal, maand van oplossing)",
            "what to count by: ministry, status, resolution, region, care_domain, theme, nature, handler, provenance, laws, factsheets, schemes, closed_as, precedents, publishable, year, quarter, month (received), solved-year, solved-quarter, solved-month",
        ).values(ValueSet::GroupKeys),
        ..filter: FilterArgs,
        ..output: OutputArgs,
    }

    Report {
        report: String = ArgSpec { help: HelpText::Derived(report_list()), ..value(REPORT, "", "") }.values(ValueSet::Reports),
        quarter: Option<Vec<String>>,
        ..filter: FilterArgs,
        ..output: OutputArgs,
    }

    Reconcile {
        publication: Option<String> = value(PUBLICATION, "alleen deze publicatie, zoals zorgpact-2018", "this publication only, such as zorgpact-2018"),
        #[arg(long)]
        explain: bool = flag(
            "toon ook wat elke maatstaf telt, en welke nummers zijn geteld",
            "also show what each measure counts, and which numbers were counted",
        ),
        ..output: OutputArgs,
    }
}

/// Accepts any text, replacing bytes that are not valid UTF-8 with spaces.
fn lossy_text() -> impl TypedValueParser<Value = String> {
    OsStringValueParser::new().map(|text| text.to_string_lossy().replace(char::REPLACEMENT_CHARACTER, " "))
}

fn report_list() -> Text {
    let list = |lang: Lang| {
        let lines = REPORTS.iter().map(|report| format!("{}: {}", report.name, report.description.get(lang)));
        lines.collect::<Vec<_>>().join("\n")
    };
    Text { nl: list(Lang::Nl), en: list(Lang::En) }
}
