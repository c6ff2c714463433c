//! The command line as types: parses arguments into an [`Invocation`], without running anything.

mod args;
mod attribute_args;
mod canonical_args;
mod catalog_args;
mod completions;
mod exchange_args;
mod help;
mod help_command;
mod hints;
#[cfg(test)]
mod hints_test;
mod introspection;
mod maintenance_args;
mod parse_error;
mod parser;
mod spec;
mod view_args;

pub use args::*;
pub use attribute_args::{
    AttributeForm, AttributeTexts, ExistingContact, ExistingObstacle, FilterArgs, NewContact, NewObstacle,
    obstacle_measures, optional_attributes, positional_attributes, positional_placeholder,
};
pub use catalog_args::*;
pub use completions::completion_command;
pub use exchange_args::*;
pub use help_command::rewrite_help;
pub use introspection::{ArgInfo, command_args, command_help, help_reference};
pub use maintenance_args::*;
pub use parse_error::shell_word;
pub use parser::{Parsed, command, parse};
pub use spec::{ArgDefault, CommandHelp, ValueSet};
pub use view_args::*;

use crate::record::{Entity, person_name};
use parser::CommandSpec;
use std::path::PathBuf;

#[derive(Debug)]
pub struct Invocation {
    pub global: GlobalArgs,
    pub action: Action,
}

/// The options that every command takes, and the arguments that a receipt stores so that others can repeat the command.
#[derive(Clone, Debug, Default)]
pub struct GlobalArgs {
    /// `--register`: the path of the register file.
    pub register: Option<PathBuf>,
    /// Suppresses informational notices.
    pub quiet: bool,
    /// `--actor`: the name that the journal records as the author of the change.
    pub actor: Option<String>,
    /// `--as-of`: read the register as it was on this day, or at this journal entry or snapshot.
    pub as_of: Option<String>,
    /// `--reference-date`: show the obstacles as they were on this day, according to the dates in the records.
    pub reference_date: Option<String>,
    /// The name of the command, such as `log` or `contact call`.
    pub command: String,
    /// The command with all arguments that affect its result, so that a receipt can repeat it.
    pub canonical_args: Vec<String>,
    /// The version of the records that the user was editing. The write fails if one of them has changed since then.
    pub seen_version: Option<SeenVersion>,
}

impl GlobalArgs {
    /// Uses the environment variables `RUIMTE_REGISTER` and `RUIMTE_ACTOR` for options that were not given.
    pub fn complete_from_environment(&mut self) {
        let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        self.register = self.register.take().or_else(|| variable("RUIMTE_REGISTER").map(PathBuf::from));
        let is_named = |actor: &String| !person_name::normalize(actor).is_empty();
        let actor = || variable("RUIMTE_ACTOR")?.into_string().ok().filter(is_named);
        self.actor = self.actor.take().filter(is_named).or_else(actor);
    }
}

/// The version of records that a user saw before changing them, for detecting conflicting edits.
#[derive(Clone, Debug)]
pub struct SeenVersion {
    pub entity: Entity,
    pub keys: Vec<String>,
    /// The number of the last entry in the journal at the time when the user saw the records.
    pub entry: i64,
}

/// Passes the list of all commands to a macro, in the order of the help. Each command has a name, aliases, a
/// description in Dutch and in English, and an example.
macro_rules! for_each_command {
    ($callback:ident) => {
        $callback! {
            Demo { "demo" []:
                "Laat de gepubliceerde cijfers van het Zorgpact zien naast een register met voorbeelden",
                "Shows the Zorgpact's published figures beside a register of examples",
                Some("ruimte demo --keep demo.db"); }
            Init { "init" []:
                "Maakt een leeg register met de lijsten van ministeries, regio's, zorgdomeinen, thema's, soorten belemmeringen, wetten en synoniemen",
                "Creates an empty register with the lists of ministries, regions, care domains, themes, natures, laws and synonyms",
                Some("ruimte --register belemmeringen.db init"); }
            Log { "log" ["add", "new"]:
                "Legt een belemmering vast en geeft haar nummer",
                "Records an obstacle and prints its number",
                Some("ruimte log 'Standaardcontract past niet bij drie stages' --ministry OCW --involved VWS --region 12 --law 'BWBR0007625 art. 7.2.8'"); }
            Edit { "edit" ["change", "update"]:
                "Wijzigt gegevens van een of meer belemmeringen",
                "Changes attributes of one or more obstacles",
                Some("ruimte edit B-071 --due 1-3-2027 --clear region"); }
            Analyse { "analyse" ["analyze"]:
                "Neemt een belemmering in analyse",
                "Starts the analysis of an obstacle",
                Some("ruimte analyse B-071 --analysis 'De wet schrijft geen model voor.'"); }
            Classify { "classify" ["solve"]:
                "Deelt een belemmering in als opgelost: binnen de regels of door een andere aanpak in de regio",
                "Classifies an obstacle as solved: within the rules or by a regional approach",
                Some("ruimte classify B-071 within-rules --because 'Eén gecombineerd contract volstaat' --factsheet F-01"); }
            Close { "close" []:
                "Sluit een belemmering af zonder oplossing",
                "Closes an obstacle without a solution",
                Some("ruimte close B-071 --as duplicate --of B-003 --because 'Dezelfde vraag uit dezelfde regio'"); }
            Reopen { "reopen" []:
                "Heropent een belemmering die is opgelost of afgesloten; zij is dan weer in analyse",
                "Reopens an obstacle that was solved or closed; it is in analysis again",
                Some("ruimte reopen B-071 --because 'De regio vraagt verder'"); }
            Void { "void" ["delete", "rm"]:
                "Laat vervallen wat bij vergissing is vastgelegd: het blijft bewaard en telt nergens mee",
                "Voids what was recorded by mistake: it is kept, but counted nowhere",
                Some("ruimte void B-071 --because 'Proefinvoer'"); }
            Link { "link" []:
                "Koppelt een belemmering aan factsheets, regelingen en eerdere belemmeringen waarvan het antwoord is hergebruikt",
                "Links an obstacle to factsheets, schemes and earlier obstacles whose answer was reused",
                Some("ruimte link B-071 F-01 S-07"); }
            Unlink { "unlink" []:
                "Haalt koppelingen met factsheets, regelingen en eerdere belemmeringen weg",
                "Removes links to factsheets, schemes and earlier obstacles",
                Some("ruimte unlink B-071 S-07"); }
            Show { "show" []:
                "Toont een belemmering (B), factsheet (F), regeling (S), contact (C), gepubliceerd cijfer (P), persoon (N) of weergave (V)",
                "Shows an obstacle (B), factsheet (F), scheme (S), contact (C), published figure (P), person (N) or saved view (V)",
                Some("ruimte show B-012 F-03"); }
            Reply { "reply" ["answer"]:
                "Geeft het antwoord op een belemmering als concept om te versturen, met de vraag in het kort, wetten en factsheets; -o schrijft het als .txt, .md of .odt",
                "Gives the answer to an obstacle as a draft to send, with the question in short, laws and factsheets; -o writes it as .txt, .md or .odt",
                Some("ruimte reply B-012 -o antwoord.odt"); }
            List { "list" ["ls"]:
                "Toont belemmeringen, gefilterd en gesorteerd",
                "Lists obstacles, filtered and sorted",
                Some("ruimte list --ministry VWS,SZW --status open --sort -received"); }
            View { "view" ["views"]:
                "Weergaven: een filter, kolommen en volgorde van 'list' onder een naam; met een nummer hetzelfde als 'show'",
                "Saved views: a filter, columns and order of 'list' under a name; with a number the same as 'show'",
                Some("ruimte list --view 'Open bij VWS'"); }
            Search { "search" ["find"]:
                "Zoekt in belemmeringen, factsheets en regelingen en toont de beste eerst; vindt ook andere woordvormen, delen van samenstellingen, synoniemen en woorden met een tikfout. \"Tussen aanhalingstekens\" zoekt letterlijk; 'stage -ketenstage' sluit ketenstage uit",
                "Searches obstacles, factsheets and schemes and shows the best first; also finds other forms of a word, parts of compounds, synonyms and words with a typing error. \"In quotes\" searches literally; 'stage -ketenstage' leaves ketenstage out",
                Some("ruimte search 'stage contract -ketenstage' --status solved"); }
            Similar { "similar" ["precedents"]:
                "Zoekt eerdere antwoorden: opgeloste belemmeringen en factsheets die passen bij een belemmering of bij een vraag in eigen woorden, elk met het antwoord en de reden waarom het is gevonden",
                "Finds earlier answers: solved obstacles and factsheets that match an obstacle or a question in your own words, each with its answer and why it was found",
                Some("ruimte similar 'Mag een student bij drie instellingen stage lopen?'"); }
            Count { "count" []:
                "Telt belemmeringen per gegeven of periode; elke telling is gelijk aan het aantal rijen van 'list' met hetzelfde filter",
                "Counts obstacles by attribute or period; every count equals the number of rows of 'list' with the same filter",
                Some("ruimte count --by ministry,status --since 2017-01-01"); }
            Report { "report" []:
                "Maakt een rapport",
                "Makes a report",
                Some("ruimte report totals --format csv -o totalen.csv"); }
            Reconcile { "reconcile" []:
                "Vergelijkt de gepubliceerde cijfers met wat het register nu telt voor hun periode",
                "Compares the published figures with what the register counts now for their period",
                Some("ruimte reconcile zorgpact-2018 --explain"); }
            Contact { "contact" []:
                "Overleggen, telefoontjes en e-mails over belemmeringen",
                "Meetings, phone calls and e-mails about obstacles",
                None; }
            Catalog {
                "factsheet" []:
                    "Factsheets: antwoorden op veelgestelde vragen",
                    "Factsheets: answers to frequently asked questions",
                    None;
                "scheme" []:
                    "Regelingen waarvan een samenwerkingsverband gebruik kan maken",
                    "Schemes that a partnership can use",
                    None;
                "ministry" []:
                    "De lijst van ministeries",
                    "The list of ministries",
                    None;
                "region" []:
                    "De lijst van regio's",
                    "The list of regions",
                    None;
                "care-domain" []:
                    "De lijst van zorgdomeinen",
                    "The list of care domains",
                    None;
                "theme" []:
                    "De lijst van thema's",
                    "The list of themes",
                    None;
                "nature" []:
                    "De lijst van soorten belemmeringen, naar hun aard",
                    "The list of natures of obstacles",
                    None;
                "law" []:
                    "De lijst van wetten met hun naam",
                    "The list of laws by name",
                    None;
                "synonym" ["synonyms"]:
                    "Afkortingen en synoniemen die bij het zoeken meetellen",
                    "Abbreviations and synonyms that search takes into account",
                    None;
                "publication" []:
                    "Publicaties met de periode waarover zij gaan",
                    "Publications with the period that they cover",
                    None;
                "figure" []:
                    "Gepubliceerde cijfers, die 'reconcile' vergelijkt met wat het register telt",
                    "Published figures, which 'reconcile' compares with what the register counts",
                    None;
                "reply-template" ["reply-templates"]:
                    "Sjablonen voor 'reply': de tekst om het antwoord heen, in Markdown met namen zoals {{ answer }}",
                    "Templates for 'reply': the text around the answer, in Markdown with names such as {{ answer }}",
                    None;
                "person" ["persons"]:
                    "Personen: wie vastlegt, wie behandelt en met wie is gesproken",
                    "Persons: who records, who deals with obstacles, who was spoken to",
                    None;
            }
            Import { "import" []:
                "Brengt een lijst in het register, uit een CSV-bestand of een spreadsheet (ods, xlsx): alles of niets",
                "Imports a list into the register, from a CSV file or a spreadsheet (ods, xlsx): all or nothing",
                Some("ruimte import obstacles lijst.csv --dry-run"); }
            Export { "export" []:
                "Schrijft belemmeringen, contacten en andere lijsten met al hun gegevens, in de vorm die 'import' leest",
                "Writes records with all their attributes, in the format that 'import' reads",
                Some("ruimte export obstacles --status solved -o opgelost.csv"); }
            Publish { "publish" []:
                "Publiceert wat mag worden hergebruikt als open data in een map: tabellen met hun beschrijving (CSV, CSVW, DCAT-AP-NL) en het overzicht; teksten alleen van belemmeringen die daarvoor zijn vrijgegeven (edit --publishable yes)",
                "Publishes what may be reused as open data in a folder: tables with their description (CSV, CSVW, DCAT-AP-NL) and the overview; texts only of obstacles that were released for it (edit --publishable yes)",
                Some("ruimte publish open-data --publisher VWS --dry-run"); }
            Serve { "serve" []:
                "Biedt het register als pagina's aan in een browser, voor wie niet in een terminal werkt",
                "Serves the register as pages in a browser, for those who do not work in a terminal",
                None; }
            History { "history" ["blame"]:
                "Toont het logboek: wie wat wijzigde, van wat in wat, en wanneer; de nieuwste wijziging eerst",
                "Shows the journal: who changed what, from what to what, and when; the newest entry first",
                Some("ruimte history B-012 --since 1-1-2026"); }
            Undo { "undo" []:
                "Neemt de laatste wijziging terug, of de wijziging met het opgegeven nummer; een import is één wijziging, en terugnemen is er ook een",
                "Undoes the last entry, or the one with the given number; an import is one entry, and so is an undo",
                Some("ruimte undo --dry-run"); }
            Snapshot { "snapshot" ["snapshots"]:
                "Geeft dit moment van het register een naam, waarmee --as-of het later terugvindt; zonder naam: toont de momentopnamen",
                "Gives the present state of the register a name, by which --as-of finds it later; without a name: lists the snapshots",
                Some("ruimte snapshot kamerbrief-2019-02 --note 'Antwoord op Kamervragen'"); }
            Receipt { "receipt" []:
                "Bepaalt een getal opnieuw aan de hand van zijn bewijs, zoals het register toen was, en zegt of het gelijk is",
                "Recomputes a number from its receipt, with the register as it was then, and says whether it is the same",
                Some("ruimte receipt totalen.csv.receipt"); }
            Check { "check" ["verify"]:
                "Kijkt het register na: het bestand, de keten van het logboek, of de tabellen zijn wat het logboek zegt, de zoekindex en de regels",
                "Checks the register: the file, the journal's chain, whether the tables are what the journal adds up to, the search index and the rules",
                Some("ruimte check --against totalen.csv.receipt"); }
            Index { "index" []:
                "Maakt af wat nodig is om op betekenis te kunnen zoeken; na een grote import duurt dat even, en het kan worden onderbroken en hervat",
                "Finishes what is needed to find records by their meaning; after a large import this takes a while, and it can be interrupted and resumed",
                Some("ruimte index --status"); }
            Calendar { "calendar" ["agenda"]:
                "De toegezegde antwoorden, en de sleutels waarmee een agendaprogramma ze ophaalt",
                "The promised answers, and the keys with which a calendar program fetches them",
                None; }
            Backup { "backup" []:
                "Maakt een nagekeken kopie van het register, ook terwijl anderen vastleggen",
                "Makes a checked copy of the register, even while others are writing",
                Some("ruimte backup belemmeringen-2026-11.db"); }
            Restore { "restore" []:
                "Zet een kopie terug als register, nadat die is nagekeken; wat er stond blijft bewaard",
                "Restores a copy as the register, after checking it; the register that was there is kept",
                Some("ruimte restore belemmeringen-2026-11.db --force"); }
            Upgrade { "upgrade" []:
                "Brengt een ouder register naar deze versie, nadat er een kopie van is gemaakt",
                "Upgrades an older register to this version, after making a copy of it",
                Some("ruimte upgrade --dry-run"); }
            Erase { "erase" []:
                "Wist wie niet langer in het register mag staan (AVG)",
                "Erases persons who may no longer be in the register (GDPR)",
                None; }
            Redact { "redact" []:
                "Verwijdert tekst die er niet had mogen staan, zoals een naam of een telefoonnummer, uit het register, het logboek en het bestand",
                "Removes text that should not have been there, such as a name or a telephone number, from records, the journal and the file",
                Some("ruimte redact B-012 --text 'Jan Voorbeeld' --because 'Naam van een student'"); }
            Completions { "completions" []:
                "Schrijft een script waarmee een shell opdrachten aanvult",
                "Writes a script that makes a shell complete commands",
                Some("ruimte completions bash > ruimte.bash"); }
            Man { "man" []:
                "Schrijft handleidingen (man-pagina's) in een map",
                "Writes manual pages into a folder",
                Some("ruimte man ~/.local/share/man/man1"); }
            Help { "help" []:
                "Toont deze hulp, of die van een opdracht",
                "Shows this help, or that of a command",
                None; }
        }
    };
}
pub(crate) use for_each_command;

macro_rules! define_action {
    ($($variant:ident { $($name:literal [$($alias:literal),*]: $nl:literal, $en:literal, $example:expr;)+ })*) => {
        #[derive(Debug)]
        pub enum Action {
            $($variant($variant),)*
        }

        pub(crate) const COMMANDS: &[CommandSpec] = &[
            $($(CommandSpec {
                name: $name,
                aliases: &[$($alias),*],
                help: CommandHelp::new($nl, $en, $example),
                build: [parser::build_deferred::<$variant, false>, parser::build_deferred::<$variant, true>],
            },)+)*
        ];

        impl Action {
            pub(crate) fn from_matches(name: &str, matches: &clap::ArgMatches) -> Option<Result<Self, clap::Error>> {
                Some(match name {
                    $($($name)|+ => <$variant as parser::CommandArgs>::parse(name, matches).map(Self::$variant),)*
                    _ => return None,
                })
            }
        }
    };
}

for_each_command!(define_action);

pub fn command_names() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().map(|entry| entry.name)
}
