//! The words of the help: what each command does, and an example of each.

use super::{Label, Text, failures};

const fn label(nl: &'static str, en: &'static str) -> Label {
    Label::new(nl, en)
}

/// What the program is.
pub const PROGRAM: Label = label(
    "Het register van belemmeringen in wet- en regelgeving: leg ze vast, vind het antwoord dat eerder is gegeven, deel ze in, en laat tellingen zien die kloppen met wat is gepubliceerd.",
    "The register of regulatory obstacles: log them, find the answer given before, classify them, and show counts that equal what was published.",
);

/// Shown below the list of commands.
pub const PROGRAM_END: Label = label(
    "Een register maken: ruimte init. Eerst rondkijken: ruimte demo. Meer over een opdracht: ruimte help OPDRACHT.",
    "Make a register: ruimte init. Look around first: ruimte demo. More about a command: ruimte help COMMAND.",
);

/// What a command does. `path` is the command as typed, without the program's name.
pub fn about(path: &str) -> Option<Text> {
    let fixed = match path {
        "demo" => label(
            "Laat de gepubliceerde cijfers van het Zorgpact zien naast een register met voorbeelden",
            "Shows the Zorgpact's published figures beside a register of examples",
        ),
        "init" => label(
            "Maakt een leeg register met de lijsten van ministeries, regio's, zorgdomeinen, thema's, soorten belemmeringen, wetten en synoniemen",
            "Makes an empty register with the lists of ministries, regions, care domains, themes, natures, laws and synonyms",
        ),
        "log" => label(
            "Legt een belemmering vast en geeft haar nummer",
            "Records an obstacle and prints its number",
        ),
        "edit" => label("Wijzigt gegevens van een belemmering", "Changes attributes of an obstacle"),
        "analyse" => label("Neemt een belemmering in analyse", "Takes an obstacle into analysis"),
        "classify" => label(
            "Deelt een belemmering in als opgelost: binnen de regels of door een andere aanpak in de regio",
            "Classifies an obstacle as solved: within the rules or by a regional approach",
        ),
        "close" => {
            label("Sluit een belemmering af zonder oplossing", "Closes an obstacle without a solution")
        }
        "reopen" => label(
            "Heropent een belemmering die is opgelost of afgesloten; zij is dan weer in analyse",
            "Reopens an obstacle that was solved or closed; it is in analysis again",
        ),
        "void" => label(
            "Laat vervallen wat bij vergissing is vastgelegd: het blijft bewaard en telt nergens mee",
            "Voids what was recorded by mistake: it is kept, and counts nowhere",
        ),
        "link" => label(
            "Koppelt een belemmering aan factsheets, regelingen en eerdere belemmeringen waarvan het antwoord is hergebruikt",
            "Links an obstacle to factsheets, schemes and earlier obstacles whose answer was reused",
        ),
        "unlink" => label(
            "Haalt koppelingen met factsheets, regelingen en eerdere belemmeringen weg",
            "Takes links to factsheets, schemes and earlier obstacles away",
        ),
        "show" => label(
            "Toont een belemmering (B), factsheet (F), regeling (S), contact (C), gepubliceerd cijfer (P) of persoon (N)",
            "Shows an obstacle (B), factsheet (F), scheme (S), contact (C), published figure (P) or person (N)",
        ),
        "list" => {
            label("Toont belemmeringen, gefilterd en gesorteerd", "Lists obstacles, filtered and sorted")
        }
        "search" => label(
            "Zoekt in belemmeringen, factsheets en regelingen en toont de beste eerst; vindt ook andere woordvormen, delen van samenstellingen, synoniemen en woorden met een tikfout. \"Tussen aanhalingstekens\" zoekt letterlijk; 'stage -ketenstage' sluit ketenstage uit",
            "Searches obstacles, factsheets and schemes and shows the best first; also finds other forms of a word, parts of compounds, synonyms and words with a typing error. \"In quotes\" searches literally; 'stage -ketenstage' leaves ketenstage out",
        ),
        "similar" => label(
            "Zoekt eerdere antwoorden: opgeloste belemmeringen en factsheets die passen bij een belemmering of bij een vraag in eigen woorden, elk met het antwoord en de reden waarom het is gevonden",
            "Finds earlier answers: solved obstacles and factsheets that fit an obstacle or a question in your own words, each with its answer and why it was found",
        ),
        "count" => label(
            "Telt belemmeringen per gegeven of periode; elke telling is gelijk aan het aantal regels van 'list' met hetzelfde filter",
            "Counts obstacles by attribute or period; every count equals the number of lines of 'list' with the same filter",
        ),
        "report" => label("Maakt een rapport", "Makes a report"),
        "reconcile" => label(
            "Vergelijkt de gepubliceerde cijfers met wat het register nu telt voor hun periode",
            "Compares the published figures with what the register counts now for their period",
        ),
        "contact" => label(
            "Overleggen, telefoontjes en e-mails over belemmeringen",
            "Meetings, phone calls and e-mails about obstacles",
        ),
        "contact call" => label("Legt een telefoontje vast", "Records a phone call"),
        "contact email" => label("Legt een e-mail vast", "Records an e-mail"),
        "contact meeting" => label("Legt een overleg vast", "Records a meeting"),
        "contact list" => label(
            "Toont contacten; met een filter alleen die over de gekozen belemmeringen",
            "Lists contacts; with a filter only those about the chosen obstacles",
        ),
        "contact edit" => label("Wijzigt gegevens van een contact", "Changes attributes of a contact"),
        "factsheet" => label(
            "Factsheets: antwoorden op vragen die vaak komen",
            "Factsheets: answers to questions asked often",
        ),
        "scheme" => label(
            "Regelingen waarvan een samenwerkingsverband gebruik kan maken",
            "Schemes that a co-operation can use",
        ),
        "ministry" => label("De lijst van ministeries", "The list of ministries"),
        "region" => label("De lijst van regio's", "The list of regions"),
        "care-domain" => label("De lijst van zorgdomeinen", "The list of care domains"),
        "theme" => label("De lijst van thema's", "The list of themes"),
        "nature" => {
            label("De lijst van soorten belemmeringen, naar hun aard", "The list of natures of obstacles")
        }
        "law" => label("De lijst van wetten met hun naam", "The list of laws by name"),
        "synonym" => label(
            "Afkortingen en synoniemen die bij het zoeken meetellen",
            "Abbreviations and synonyms that search takes into account",
        ),
        "publication" => label(
            "Publicaties met de periode waarover zij gaan",
            "Publications with the period that they speak of",
        ),
        "figure" => label(
            "Gepubliceerde cijfers, waarmee 'reconcile' vergelijkt",
            "Published figures, with which 'reconcile' compares",
        ),
        "person" => label(
            "Personen: wie vastlegt, wie behandelt en met wie is gesproken",
            "Persons: who records, who deals with obstacles, who was spoken to",
        ),
        "history" => label(
            "Toont het logboek: wie wat wijzigde, van wat in wat, en wanneer; de nieuwste mutatie eerst",
            "Shows the journal: who changed what, from what to what, and when; the newest entry first",
        ),
        "undo" => label(
            "Neemt de laatste mutatie terug, of een andere die met haar nummer is genoemd; een import is één mutatie, en terugnemen is er ook een",
            "Takes the last entry back, or another one by its number; an import is one entry, and taking back is one too",
        ),
        "snapshot" => label(
            "Geeft dit moment van het register een naam, waarmee --as-of het later terugvindt; zonder naam: toont de momentopnamen",
            "Gives this moment of the register a name, by which --as-of finds it later; without a name: lists them",
        ),
        "receipt" => label(
            "Bepaalt een getal opnieuw aan de hand van zijn bewijs, zoals het register toen was, en zegt of het gelijk is",
            "Makes a number again from its receipt, as the register was then, and says whether it is the same",
        ),
        "check" => label(
            "Kijkt het register na: het bestand, de keten van het logboek, of de tabellen zijn wat het logboek zegt, de zoekindex en de regels",
            "Checks the register: the file, the journal's chain, whether the tables are what the journal adds up to, the search index and the rules",
        ),
        "backup" => label(
            "Maakt een nagekeken kopie van het register, ook terwijl anderen vastleggen",
            "Makes a checked copy of the register, also while others write",
        ),
        "restore" => label(
            "Zet een kopie terug als register, na haar te hebben nagekeken; wat er stond blijft bewaard",
            "Brings a copy back as the register, after checking it; what was there is kept",
        ),
        "upgrade" => label(
            "Brengt een ouder register naar deze versie, na er een kopie van te hebben gemaakt",
            "Brings an older register to this version, after making a copy of it",
        ),
        "erase" => label(
            "Wist wie niet langer in het register mag staan (AVG)",
            "Erases who may no longer be in the register (GDPR)",
        ),
        "erase person" => label(
            "Wist een persoon uit de records, het logboek en het bestand; geen telling verandert",
            "Erases a person from the records, the journal and the file; no count moves",
        ),
        "import" => label(
            "Brengt een lijst in het register, uit een CSV-bestand of een spreadsheet (ods, xlsx): alles of niets",
            "Brings a list into the register, from a CSV file or a spreadsheet (ods, xlsx): all or nothing",
        ),
        "export" => label(
            "Schrijft records met al hun gegevens, in de vorm die 'import' leest",
            "Writes records with all their attributes, in the form that 'import' reads",
        ),
        "publish" => label(
            "Publiceert wat mag worden hergebruikt als open data in een map: tabellen met hun beschrijving (CSV, CSVW, DCAT-AP-NL) en het overzicht; teksten alleen van belemmeringen die daarvoor zijn vrijgegeven (edit --publishable yes)",
            "Publishes what may be reused as open data in a folder: tables with their description (CSV, CSVW, DCAT-AP-NL) and the overview; texts only of obstacles that were released for it (edit --publishable yes)",
        ),
        "serve" => label(
            "Biedt het register als pagina's aan in een browser, voor wie niet in een terminal werkt",
            "Serves the register as pages in a browser, for those who do not work in a terminal",
        ),
        "completions" => label(
            "Schrijft een script waarmee een shell opdrachten aanvult",
            "Writes a script with which a shell completes commands",
        ),
        "man" => {
            label("Schrijft handleidingen (man-pagina's) in een map", "Writes manual pages into a folder")
        }
        "help" => label("Toont deze hulp, of die van een opdracht", "Shows this help, or that of a command"),
        _ => {
            let (command, action) = path.split_once(' ')?;
            let entity = failures::entity_name(command);
            return Some(match action {
                "add" => super::usage::about_add(entity),
                "edit" => super::usage::about_edit(entity),
                "list" => super::usage::about_list(failures::entity_plural(command)),
                _ => return None,
            });
        }
    };
    Some(fixed.into())
}

/// An example of a command, where one helps.
pub fn example(path: &str) -> Option<&'static str> {
    Some(match path {
        "demo" => "ruimte demo --keep demo.db",
        "init" => "ruimte --register belemmeringen.db init",
        "log" => {
            "ruimte log 'Standaardcontract past niet bij drie stages' --ministry OCW --involved VWS --region 12 --law 'BWBR0007625 art. 7.2.8'"
        }
        "edit" => "ruimte edit B-071 --due 1-3-2027 --clear region",
        "analyse" => "ruimte analyse B-071 --analysis 'De wet schrijft geen model voor.'",
        "classify" => {
            "ruimte classify B-071 within-rules --because 'Eén gecombineerd contract volstaat' --factsheet F-01"
        }
        "close" => {
            "ruimte close B-071 --as duplicate --of B-003 --because 'Dezelfde vraag uit dezelfde regio'"
        }
        "reopen" => "ruimte reopen B-071 --because 'De regio vraagt verder'",
        "void" => "ruimte void B-071 --because 'Proefinvoer'",
        "link" => "ruimte link B-071 F-01 S-07",
        "unlink" => "ruimte unlink B-071 S-07",
        "show" => "ruimte show B-012 F-03",
        "list" => "ruimte list --ministry VWS,SZW --status open --sort -received",
        "search" => "ruimte search 'stage contract -ketenstage' --status solved",
        "similar" => "ruimte similar 'Mag een student bij drie instellingen stage lopen?'",
        "synonym add" => "ruimte synonym add praktijkleerplaats stageplaats",
        "count" => "ruimte count --by ministry,status --since 2017-01-01",
        "report" => "ruimte report totals --format csv -o totalen.csv",
        "reconcile" => "ruimte reconcile zorgpact-2018 --explain",
        "history" => "ruimte history B-012 --since 1-1-2026",
        "undo" => "ruimte undo --dry-run",
        "snapshot" => "ruimte snapshot kamerbrief-2019-02 --note 'Antwoord op Kamervragen'",
        "receipt" => "ruimte receipt totalen.csv.receipt",
        "check" => "ruimte check --against totalen.csv.receipt",
        "backup" => "ruimte backup belemmeringen-2026-11.db",
        "restore" => "ruimte restore belemmeringen-2026-11.db --force",
        "upgrade" => "ruimte upgrade --dry-run",
        "erase person" => "ruimte erase person 'A. Voorbeeld'",
        "person add" => "ruimte person add 'A. Voorbeeld' --organisation ROC --email a.voorbeeld@example.org",
        "contact call" => {
            "ruimte contact call B-012 B-004 --with 'OCW, directie mbo' --on yesterday --note 'Mag, mits ondertekend'"
        }
        "factsheet add" => "ruimte factsheet add 'Stagecontracten' --published 2018-05-12 --body -",
        "scheme add" => "ruimte scheme add 'Stagefonds Zorg' --law BWBR0030326",
        "ministry add" => {
            "ruimte ministry add BZK --nl 'Ministerie van Binnenlandse Zaken en Koninkrijksrelaties' --en 'Interior and Kingdom Relations'"
        }
        "figure add" => {
            "ruimte figure add --publication jaarverslag-2026 --measure collected --relation at-least --value 80"
        }
        "publication add" => {
            "ruimte publication add jaarverslag-2026 --nl 'Jaarverslag 2026' --en 'Annual report 2026' --since 2026-01-01 --until 2026-12-31"
        }
        "import" => "ruimte import obstacles lijst.csv --dry-run",
        "export" => "ruimte export obstacles --status solved -o opgelost.csv",
        "publish" => "ruimte publish open-data --publisher VWS --dry-run",
        "completions" => "ruimte completions bash > ruimte.bash",
        "man" => "ruimte man ~/.local/share/man/man1",
        _ => return None,
    })
}
