//! Texts of a published open data set: the names of its tables and the text of its README.

use super::{Label, Text, labels, messages};

labels! {
    TITLE { "Ruimte in de regels: belemmeringen in wet- en regelgeving en hun antwoorden", "Room in the rules: regulatory obstacles and their answers" }
    ABOUT { "Belemmeringen die samenwerkingsverbanden van zorg, welzijn en onderwijs in wet- en regelgeving ervaren, met het antwoord dat beleidsmedewerkers van ministeries gaven, de wetten waar het om gaat en de factsheets die antwoord geven. De totalen tellen alle belemmeringen; de overige tabellen bevatten alleen wat voor publicatie is vrijgegeven.", "Obstacles in law and regulation that partnerships of care, welfare and education meet, with the answers that policy officers of ministries gave, the laws concerned and the factsheets that answer them. The totals count all obstacles; the other tables hold only what was released for publication." }
    OBSTACLES { "Belemmeringen", "Obstacles" }
    FACTSHEETS { "Factsheets", "Factsheets" }
    SCHEMES { "Regelingen", "Schemes" }
    LAWS { "Wet- en regelgeving per belemmering", "Laws by obstacle" }
    TOTALS { "Totalen", "Totals" }
    MINISTRIES { "Lijst van ministeries", "List of ministries" }
    REGIONS { "Lijst van regio's", "List of regions" }
    CARE_DOMAINS { "Lijst van zorgdomeinen", "List of care domains" }
    THEMES { "Lijst van thema's", "List of themes" }
    NATURES { "Lijst van soorten belemmeringen", "List of natures" }
    LAW_NAMES { "Namen van wetten", "Names of laws" }
    OVERVIEW { "Overzicht als pagina", "Overview as a page" }
    METADATA { "Beschrijving van de tabellen (CSVW)", "Description of the tables (CSVW)" }
    CATALOGUE { "Beschrijving van de gegevensset (DCAT-AP-NL)", "Description of the data set (DCAT-AP-NL)" }
}

pub const KEYWORDS: &[Label] = &[
    Label::new("belemmeringen", "obstacles"),
    Label::new("wet- en regelgeving", "legislation"),
    Label::new("zorg en welzijn", "care and welfare"),
    Label::new("beroepsonderwijs", "vocational education"),
];

messages! {
    released_count(public, meant) { "Voor publicatie vrijgegeven: {public} van de {meant} belemmeringen. De totalen en de vergelijking met gepubliceerde cijfers tellen ze alle; al het andere op deze pagina gaat alleen over wat is vrijgegeven.", "Released for publication: {public} of the {meant} obstacles. The totals and the comparison with published figures count them all; everything else on this page is only about what was released." }
    readme_table_line(file, title, rows) { "| `{file}` | {title} | {rows} |", "| `{file}` | {title} | {rows} |" }
    readme_file_line(file, title) { "| `{file}` | {title} | |", "| `{file}` | {title} | |" }
    readme(title, about, day, tables, public, meant, licence, receipt, provenance) {
        "# {title}\n\n{about}\n\nStand van {day}. Voor publicatie vrijgegeven: {public} van de {meant} belemmeringen; de overige tellen mee in `totals.csv` en staan nergens anders. De personen die het register kent, zoals behandelaars en gesprekspartners, staan niet in deze set. De teksten zijn door het programma nagekeken op e-mailadressen, telefoonnummers, burgerservicenummers, rekeningnummers, en namen in een aanhef of ondertekening; wat daarvan is gevonden en er nog staat, heeft iemand bekeken en geaccepteerd. Andere namen in lopende tekst herkent het programma niet.\n\n## Bestanden\n\n| bestand | inhoud | rijen |\n|---|---|---|\n{tables}\n\nDe tabellen zijn CSV volgens RFC 4180, in UTF-8. Meerdere waarden in één cel worden gescheiden door `; `. Wat elke kolom betekent staat in `csv-metadata.json`, in beide talen. Codes hebben hun naam in de lijsten. De links in `laws.csv` leiden naar de officiële tekst zoals die gold op de dag van het antwoord (of van oplossing of ontvangst, als die dag niet bekend is).\n\n## Herkomst\n\n{provenance}\n\n## Hergebruik\n\nLicentie: <{licence}>.\n\n## Bewijs\n\nMet dit bewijs bepaalt `ruimte receipt` de totalen opnieuw, zoals het register toen was:\n\n```text\n{receipt}\n```\n",
        "# {title}\n\n{about}\n\nAs of {day}. Released for publication: {public} of the {meant} obstacles; the others count in `totals.csv` and appear nowhere else. The persons whom the register knows, such as handlers and persons spoken to, are not in this set. The program checked the texts for e-mail addresses, telephone numbers, citizen service numbers, bank account numbers, and names in salutations and signatures; what it found and is still there was looked at and accepted by somebody. It does not recognise other names in running text.\n\n## Files\n\n| file | contents | rows |\n|---|---|---|\n{tables}\n\nThe tables are CSV (RFC 4180), in UTF-8. Several values in a cell are separated by `; `. What each column means is in `csv-metadata.json`, in both languages. Codes have their names in the lists. The links in `laws.csv` lead to the official text as it was on the day of the answer (or the day it was solved or received, if that day is not known).\n\n## Provenance\n\n{provenance}\n\n## Reuse\n\nLicence: <{licence}>.\n\n## Receipt\n\nWith this receipt `ruimte receipt` recomputes the totals, with the register as it was then:\n\n```text\n{receipt}\n```\n"
    }
    readme_provenance_line(label, code, count) { "- {label} (`{code}`): {count}", "- {label} (`{code}`): {count}" }
}

pub fn readme_provenance(lines: &Text) -> Text {
    let about: Text = super::overview::PROVENANCE_ABOUT.into();
    Text { nl: format!("{}\n\n{}", about.nl, lines.nl), en: format!("{}\n\n{}", about.en, lines.en) }
}
