//! The words of the help: what each argument of a command is.

use super::{Label, attribute_labels};

const fn label(nl: &'static str, en: &'static str) -> Label {
    Label::new(nl, en)
}

/// What an argument is. Those that follow from an attribute have the attribute's words.
pub fn argument(path: &str, id: &str) -> Option<Label> {
    let command = path.split(' ').next().unwrap_or_default();
    Some(match (command, id) {
        ("void", "number") => label(
            "het nummer van wat vervalt, zoals B-071, C-012 of F-03",
            "the number of what is voided, such as B-071, C-012 or F-03",
        ),
        ("show", "numbers") => label(
            "nummers, zoals B-012, F-03, S-07 of C-012; 12 is B-012",
            "numbers, such as B-012, F-03, S-07 or C-012; 12 is B-012",
        ),
        ("ministry" | "region" | "care-domain" | "theme" | "nature" | "law" | "publication", "number") => {
            label("de code", "the code")
        }
        ("synonym", "number") => label("het woord, zoals bpv", "the word, such as bpv"),
        ("link" | "unlink", "to") => label(
            "de factsheets, regelingen en eerdere belemmeringen, zoals F-03 S-07 B-004",
            "the factsheets, schemes and earlier obstacles, such as F-03 S-07 B-004",
        ),
        ("contact", "about") => label(
            "de belemmeringen waarover het ging, zoals B-012 B-004",
            "the obstacles that it was about, such as B-012 B-004",
        ),
        ("log", "received") => label(
            "de dag van ontvangst [standaard: vandaag; leeg: niet bekend]",
            "the day on which it came in [default: today; empty: not known]",
        ),
        ("contact", "date") if path != "contact edit" => {
            label("de dag van het contact [standaard: vandaag]", "the day of the contact [default: today]")
        }
        ("classify", "on") => label(
            "de dag waarop zij is opgelost [standaard: de dag die er al staat, anders vandaag]",
            "the day on which it was solved [default: the day that it has already, else today]",
        ),
        ("close", "on") => label(
            "de dag waarop zij is afgesloten [standaard: de dag die er al staat, anders vandaag]",
            "the day on which it was closed [default: the day that it has already, else today]",
        ),
        ("import", "kind") => label(
            "wat erin staat: obstacles, factsheets, schemes, contacts, ministries, regions, care-domains, themes, natures, laws, synonyms, publications, figures of persons",
            "what is in it: obstacles, factsheets, schemes, contacts, ministries, regions, care-domains, themes, natures, laws, synonyms, publications, figures or persons",
        ),
        ("export", "kind") => label(
            "wat eruit moet: obstacles, factsheets, schemes, contacts, ministries, regions, care-domains, themes, natures, laws, synonyms, publications, figures, snapshots, of persons (met --with-persons)",
            "what to write: obstacles, factsheets, schemes, contacts, ministries, regions, care-domains, themes, natures, laws, synonyms, publications, figures, snapshots, or persons (with --with-persons)",
        ),
        ("history", "records") => label(
            "alleen over deze records, zoals B-012, F-03 of C-012",
            "about these records only, such as B-012, F-03 or C-012",
        ),
        ("history", "entry") => {
            label("alleen deze mutatie, met al haar wijzigingen", "this entry only, with all its changes")
        }
        ("history", "since") => label("op deze dag of later", "on this day or later"),
        ("history", "until") => label("op deze dag of eerder", "on this day or earlier"),
        ("history", "actor") => label("alleen wat deze persoon deed", "what this person did only"),
        ("history", "limit") => label(
            "hoogstens zoveel mutaties, de nieuwste; er wordt gemeld als er meer zijn",
            "at most so many entries, the newest; it is told when there are more",
        ),
        ("undo", "entry") => label(
            "de mutatie; zonder nummer de laatste die nog staat",
            "the entry; without a number the last that still stands",
        ),
        ("snapshot", "name") => label(
            "de naam, zoals kamerbrief-2019-02; zonder naam (of met 'list') wordt de lijst getoond",
            "the name, such as kamerbrief-2019-02; without a name (or with 'list') the list is shown",
        ),
        ("snapshot", "note") => label("waarvoor het is", "what it is for"),
        ("receipt", "receipt") => label(
            "het bewijs, tussen aanhalingstekens; of het bestand waar het in staat; - leest de standaardinvoer",
            "the receipt, in quotes; or the file that holds it; - reads standard input",
        ),
        ("check", "repair_search") => {
            label("maak eerst de zoekindex opnieuw", "make the search index anew first")
        }
        ("check", "against") => label(
            "toon aan dat de keten de controlewaarde uit dit bewijs bevat: de tekst, of het bestand waar hij in staat",
            "prove that the chain passes through the head in this receipt: its text, or the file that holds it",
        ),
        ("backup", "file") => label("de kopie die wordt gemaakt", "the copy that is made"),
        ("backup", "force") => {
            label("vervang het bestand als het er al is", "replace the file if it is there already")
        }
        ("restore", "file") => label("de kopie", "the copy"),
        ("restore", "force") => label(
            "vervang het register dat er staat; het blijft bewaard onder een andere naam",
            "replace the register that is there; it is kept under another name",
        ),
        ("erase", "persons") => label(
            "de personen, met naam of nummer, zoals 'A. Voorbeeld' of N-03",
            "the persons, by name or number, such as 'A. Voorbeeld' or N-03",
        ),
        (_, "as_of") => label(
            "zoals het register zelf stond: aan het eind van een dag, na een mutatie (812) of bij een momentopname",
            "as the register itself stood: at the end of a day, after an entry (812) or at a snapshot",
        ),
        (_, "reference_date") => label(
            "peildatum: zoals het werk op die dag stond, naar wat het register nu weet",
            "reference date: as the work stood on that day, by what the register knows now",
        ),
        (_, "actor") => label(
            "wie dit doet [anders: RUIMTE_ACTOR, anders de gebruiker van het systeem]",
            "who does this [else: RUIMTE_ACTOR, else the system's user]",
        ),
        (_, "with_persons") => label(
            "geef ook mee wie het is; het logboek onthoudt dat",
            "give out who it is too; the journal remembers it",
        ),
        ("import", "file") => {
            label("het bestand; - leest de standaardinvoer", "the file; - reads standard input")
        }
        ("publish", "folder") => label(
            "de map; van een eerdere publicatie daarin wordt eerst gemeld wat er verandert",
            "the folder; of an earlier publication in it, it is told first what changes",
        ),
        ("publish", "licence") => {
            label("het adres van de licentie [standaard: CC0]", "the address of the licence [default: CC0]")
        }
        ("publish", "publisher") => {
            label("het ministerie dat publiceert, zoals VWS", "the ministry that publishes, such as VWS")
        }
        ("publish", "contact") => label(
            "bij wie men terechtkan: een functioneel e-mailadres, of het adres van een pagina",
            "whom to ask: the e-mail address of an office, or the address of a page",
        ),
        ("publish", "address") => {
            label("het adres waar de set komt te staan", "the address where the set will stand")
        }
        ("import", "sheet") => label(
            "het blad van de werkmap, met naam of nummer [standaard: het eerste]",
            "the sheet of the workbook, by name or number [default: the first]",
        ),
        (_, "register") => label(
            "het bestand van het register [anders: RUIMTE_REGISTER, anders de map voor gegevens]",
            "the register's file [else: RUIMTE_REGISTER, else the data folder]",
        ),
        (_, "lang") => label(
            "de taal: nl of en [anders: RUIMTE_LANG, anders die van het systeem]",
            "the language: nl or en [else: RUIMTE_LANG, else the system's]",
        ),
        (_, "quiet") => label("laat opmerkingen weg", "leave remarks out"),
        (_, "help") => label("toon deze hulp", "show this help"),
        (_, "version") => label("toon de versie", "show the version"),
        ("export", "format") => label(
            "de vorm: csv, csv-excel (voor Nederlandse Excel), json, jsonl, table, ods, xlsx of html [standaard: csv]",
            "the form: csv, csv-excel (for Dutch Excel), json, jsonl, table, ods, xlsx or html [default: csv]",
        ),
        (_, "format") => label(
            "de vorm: table, csv, csv-excel (voor Nederlandse Excel), json, jsonl, ods, xlsx of html [standaard: table]",
            "the form: table, csv, csv-excel (for Dutch Excel), json, jsonl, ods, xlsx or html [default: table]",
        ),
        (_, "output") => label(
            "schrijf naar dit bestand; de extensie (.csv, .json, .jsonl, .ods, .xlsx, .html, .txt) bepaalt de vorm",
            "write to this file; its ending (.csv, .json, .jsonl, .ods, .xlsx, .html, .txt) sets the form",
        ),
        (_, "dry_run") => label(
            "doe alsof: controleer en meld alles, maar leg niets vast",
            "pretend: check and tell everything, but record nothing",
        ),
        (_, "edit") => label(
            "schrijf de lange tekst in $VISUAL of $EDITOR; met =GEGEVEN die van een ander gegeven",
            "write the long text in $VISUAL or $EDITOR; with =ATTRIBUTE that of another attribute",
        ),
        (_, "keep") => {
            label("bewaar het voorbeeldregister in dit bestand", "keep the example register in this file")
        }
        ("factsheet", "number") => label("het nummer, zoals F-03", "the number, such as F-03"),
        ("scheme", "number") => label("het nummer, zoals S-07", "the number, such as S-07"),
        ("contact", "number") => label("het nummer, zoals C-012", "the number, such as C-012"),
        ("figure", "number") => label("het nummer, zoals P-01", "the number, such as P-01"),
        ("person", "number") => label("het nummer, zoals N-03", "the number, such as N-03"),
        (_, "number") => label(
            "het nummer, zoals B-012; 12 en b12 mogen ook",
            "the number, such as B-012; 12 and b12 will do",
        ),
        (_, "clear") => {
            label("maak deze gegevens leeg, zoals region,due", "empty these attributes, such as region,due")
        }
        (_, "analysis") => attribute_labels::ANALYSIS.help,
        (_, "resolution") => label(
            "within-rules (binnen de regels) of regional-approach (andere aanpak in de regio)",
            "within-rules or regional-approach",
        ),
        (_, "because") => label("waarom", "why"),
        (_, "answer") => attribute_labels::ANSWER.help,
        (_, "factsheet") => attribute_labels::FACTSHEETS.help,
        (_, "scheme") => attribute_labels::SCHEMES.help,
        (_, "rule_change") => attribute_labels::RULE_CHANGE.help,
        (_, "closed_as") => label(
            "referred (doorverwezen), withdrawn (ingetrokken) of duplicate (dubbel)",
            "referred, withdrawn or duplicate",
        ),
        (_, "of") => attribute_labels::DUPLICATE_OF.help,
        (_, "sort") => label(
            "sorteer op dit gegeven; met - ervoor van hoog naar laag, zoals -received",
            "sort by this attribute; with - before it from high to low, such as -received",
        ),
        ("search" | "similar", "limit") => {
            label("hoogstens zoveel, de beste [standaard: 10]", "at most so many, the best [default: 10]")
        }
        (_, "limit") => label(
            "hoogstens zoveel rijen; er wordt gemeld als er meer zijn",
            "at most so many rows; it is told when there are more",
        ),
        (_, "skip") => label("sla zoveel rijen over", "pass over so many rows"),
        ("serve", "listen") => label(
            "waar naar verzoeken wordt geluisterd [standaard: 127.0.0.1:8417]",
            "where to listen for requests [default: 127.0.0.1:8417]",
        ),
        ("serve", "open") => {
            label("open de pagina meteen in de browser", "open the page in the browser at once")
        }
        ("serve", "read_only") => label("laat niets vastleggen", "let nothing be recorded"),
        ("serve", "roles") => label(
            "een bestand met op elke regel een rol (reader, officer of admin) en een naam",
            "a file with on each line a role (reader, officer or admin) and a name",
        ),
        ("serve", "auth_header") => label(
            "het veld waarin de proxy meegeeft wie er is aangemeld, zoals X-Remote-User",
            "the header in which the proxy says who is signed in, such as X-Remote-User",
        ),
        ("serve", "trusted_proxy") => label(
            "het adres van de proxy die mensen aanmeldt, zoals 10.0.0.5; alleen die krijgt antwoord",
            "the address of the proxy that signs people in, such as 10.0.0.5; only that is answered",
        ),
        (_, "columns") => label(
            "toon deze gegevens, zoals number,title,handler",
            "show these attributes, such as number,title,handler",
        ),
        (_, "words") => label(
            "de zoekwoorden; - leest de standaardinvoer",
            "the words to search for; - reads standard input",
        ),
        (_, "text") => label(
            "het nummer van een belemmering, of een vraag in eigen woorden; - leest de standaardinvoer",
            "the number of an obstacle, or a question in your own words; - reads standard input",
        ),
        (_, "precedent") => attribute_labels::PRECEDENTS.help,
        (_, "by") => label(
            "waarop wordt geteld: ministry, status, resolution, region, care_domain, theme, nature, handler, provenance, laws, factsheets, schemes, closed_as, precedents, publishable, year, quarter, month (van ontvangst), solved-year, solved-quarter, solved-month",
            "what to count by: ministry, status, resolution, region, care_domain, theme, nature, handler, provenance, laws, factsheets, schemes, closed_as, precedents, publishable, year, quarter, month (of receipt), solved-year, solved-quarter, solved-month",
        ),
        (_, "publication") => label(
            "alleen deze publicatie, zoals zorgpact-2018",
            "this publication only, such as zorgpact-2018",
        ),
        (_, "explain") => label(
            "toon ook wat elke maatstaf telt, en welke nummers zijn geteld",
            "also show what each measure counts, and which numbers were counted",
        ),
        (_, "kind") => {
            label("alleen deze soort: meeting, call of email", "this kind only: meeting, call or email")
        }
        (_, "about") => label("alleen over deze belemmeringen", "about these obstacles only"),
        (_, "dated_since") => label("contacten op deze dag of later", "contacts on this day or later"),
        (_, "dated_until") => label("contacten op deze dag of eerder", "contacts on this day or earlier"),
        (_, "update") => label(
            "wijzig records die er al zijn, gevonden op nummer of code; een lege cel maakt het gegeven leeg",
            "change records that are there already, found by number or code; an empty cell empties the attribute",
        ),
        (_, "shell") => label(
            "de shell: bash, elvish, fish, powershell of zsh",
            "the shell: bash, elvish, fish, powershell or zsh",
        ),
        (_, "folder") => label("de map", "the folder"),
        (_, "command") => label("de opdracht", "the command"),
        (_, "lead") => label("alleen met dit ministerie als trekker", "only with this ministry in the lead"),
        (_, "no_factsheet") => label("die met geen factsheet is beantwoord", "that no factsheet answers"),
        (_, "since") => label("ontvangen op deze dag of later", "received on this day or later"),
        (_, "until") => label("ontvangen op deze dag of eerder", "received on this day or earlier"),
        (_, "solved_since") => label("opgelost op deze dag of later", "solved on this day or later"),
        (_, "solved_until") => label("opgelost op deze dag of eerder", "solved on this day or earlier"),
        (_, "overdue") => {
            label("open, en de toegezegde dag is voorbij", "open, and the promised day has passed")
        }
        (_, "with_void") => label("ook wat is vervallen", "what was voided too"),
        _ => return None,
    })
}

/// What filtering by the ministry and the status adds to the words of the attribute.
pub fn filter(attribute: &str) -> Option<Label> {
    Some(match attribute {
        "ministry" => label(
            "met dit ministerie als trekker of betrokkene",
            "with this ministry in the lead or involved",
        ),
        "status" => label(
            "collected, in-analysis, solved, closed, of open (niet opgelost en niet afgesloten)",
            "collected, in-analysis, solved, closed, or open (not solved and not closed)",
        ),
        "resolution" => label("within-rules of regional-approach", "within-rules or regional-approach"),
        "closed_as" => label("referred, withdrawn of duplicate", "referred, withdrawn or duplicate"),
        "provenance" => label("logged, documented of illustrative", "logged, documented or illustrative"),
        "precedents" => label(
            "waarvoor het antwoord op deze belemmering is hergebruikt, zoals B-004",
            "for which the answer to this obstacle was reused, such as B-004",
        ),
        "laws" => label(
            "die deze wet of dit artikel noemt, zoals 'BWBR0007625 art. 7.2.8'",
            "that cites this law or article, such as 'BWBR0007625 art. 7.2.8'",
        ),
        _ => return None,
    })
}
