//! Texts of the pages with which administrators maintain the register, and of the page with help.

use super::{Label, labels, messages};

labels! {
    MANAGE { "Beheer", "Administration" }
    MORE { "Meer", "More" }
    HELP { "Hulp", "Help" }
    EXPLANATION { "Uitleg bij deze pagina", "About this page" }
    MORE_HELP { "Meer hulp", "More help" }
    RESULT { "Uitkomst", "Result" }
    HEAVY_BUSY { "er loopt al een controle, reservekopie of publicatie; probeer het opnieuw als die klaar is", "a check, backup or publication is already running; try again when it has finished" }

    PERSONS { "Personen", "Persons" }
    PERSONS_NOTE { "wie in het register staan, en hen wissen", "who is in the register, and erasing them" }
    PERSONS_NOTE_OFFICER { "wie in het register staan", "who is in the register" }
    PERSONS_EXPLANATION { "Hier staat iedereen die in het register iets vastlegde, een belemmering behandelt of in een contact is genoemd. Op de pagina van een persoon staat waar die voorkomt. Dit zijn persoonsgegevens: neem ze niet over als het niet nodig is.", "This lists everybody who recorded something in the register, handles an obstacle or was named in a contact. The page of a person shows where they appear. These are personal data: do not copy them unless you need to." }
    PERSONS_EXPLANATION_ERASE { "Vraagt iemand om te worden gewist, open dan de pagina van die persoon en kies Wissen. Staat een naam in een tekst, verwijder die dan op de pagina met die tekst, met Tekst verwijderen.", "If somebody asks to be erased, open the page of that person and choose Erase. If a name is in a text, remove it at the record itself with Redact." }
    SEARCH_PERSONS { "Naam, organisatie of e-mailadres", "Name, organisation or e-mail address" }
    ALL_PERSONS { "Alle personen", "All persons" }
    WHAT_THEY_DID { "Wat deze persoon vastlegde", "What this person recorded" }
    ERASE { "Wissen", "Erase" }
    ERASE_HEADING { "Wat er wordt gewist", "What is erased" }
    ERASE_WHAT { "Naam, organisatie, e-mailadres en telefoonnummer verdwijnen uit het register, uit het logboek en uit het bestand. Er blijft een nummer staan. Geen enkele telling verandert.", "Name, organisation, e-mail address and telephone number disappear from the register, from the journal and from the file. A number stays. No count changes." }
    ERASE_FINAL { "Dit is niet terug te draaien.", "This cannot be undone." }
    ERASE_NOT_TEXTS { "Een naam in een titel, vraag, antwoord of notitie wordt niet gewist. Kijk na wat hieronder staat, en verwijder zulke tekst daar met Tekst verwijderen.", "A name in a title, question, answer or note is not erased. Look through the records below, and remove such text there with Redact." }
    ERASE_ALSO { "Wis ook wie bijna dezelfde naam heeft, als het dezelfde persoon is", "Also erase who has almost the same name, if it is the same person" }
    ERASE_SURE { "Ik heb dit nagekeken en wil het definitief wissen", "I have checked this and want to erase it for good" }
    ERASE_SURE_MISSING { "Er is nog niets gewist. Zet eerst het vinkje onder aan het formulier.", "Nothing has been erased yet. First tick the box at the end of the form." }
    ERASE_SEND { "Definitief wissen", "Erase for good" }
    ALREADY_ERASED { "Deze persoon is al gewist.", "This person was erased already." }

    BACKUP { "Reservekopie en controle", "Backup and check" }
    BACKUP_NOTE { "het hele register ophalen als bestand, en nagaan of het in orde is", "download the whole register as a file, and verify that it is in order" }
    BACKUP_EXPLANATION { "Een reservekopie is het hele register in één bestand. Het programma kijkt de kopie na voordat u haar krijgt. U opent haar met: ruimte --register BESTAND. Wie haar terugzet doet dat op de server, met ruimte restore.", "A backup is the whole register in one file. The program checks the copy before you get it. You open it with: ruimte --register FILE. It is restored on the server, with ruimte restore." }
    BACKUP_HEADING { "Reservekopie", "Backup" }
    BACKUP_PRIVATE { "In de kopie staan alle persoonsgegevens. Bewaar de kopie waar alleen bevoegden bij kunnen. In het logboek komt te staan dat u de kopie hebt opgehaald.", "The copy holds all personal data. Keep it where only authorised people can reach it. The journal records that you downloaded it." }
    BACKUP_SEND { "Reservekopie ophalen", "Download a backup" }
    CHECK_HEADING { "Controle", "Check" }
    CHECK_WHAT { "De controle rekent het hele logboek na, en of het register is wat het logboek zegt. Er verandert niets.", "The check recomputes the whole journal, and whether the register is what the journal says. Nothing is changed." }
    CHECK_SEND { "Register controleren", "Check the register" }
    CHECK_PERSONAL_HEADING { "Persoonsgegevens in teksten", "Personal data in texts" }
    CHECK_PERSONAL_WHAT { "Zoekt in titels, vragen, antwoorden en notities naar wat op een e-mailadres, telefoonnummer, BSN, rekeningnummer of ondertekening lijkt. Wat wordt gevonden staat er gemaskeerd. Verwijder het op de pagina met die tekst, met Tekst verwijderen.", "Searches titles, questions, answers and notes for what looks like an e-mail address, telephone number, BSN, bank account number or signature. What is found is masked. Remove it at the record itself, with Redact." }
    CHECK_PERSONAL_SEND { "Teksten doorzoeken", "Search the texts" }
    TAKES_A_WHILE { "Dit kan even duren: bij een groot register enkele minuten. De browser laat zien dat hij wacht. Anderen kunnen doorwerken. Sluit u deze pagina, dan stopt het; er gaat niets verloren.", "This may take a while: several minutes for a large register. The browser shows that it is waiting. Others can go on working. If you close this page it stops, and nothing is lost." }
    CHECK_RESULT { "Uitkomst van de controle", "Result of the check" }

    PUBLISH { "Open data publiceren", "Publish open data" }
    PUBLISH_NOTE { "zien wat er verandert, en de set ophalen om te plaatsen", "see what changes, and download the data set to post it" }
    PUBLISH_EXPLANATION { "De set bevat alleen belemmeringen die als publiceerbaar zijn gemerkt, openbare factsheets en de totalen; personen nooit. U krijgt een zipbestand met tabellen (CSV), beschrijvingen en een overzicht. Plaats de inhoud op uw website of in een datacatalogus.", "The set holds only obstacles that are marked as publishable, published factsheets and the totals; never persons. You get a zip file with tables (CSV), descriptions and an overview. Post its contents on your website or in a data catalogue." }
    PUBLISH_COMPARE { "Vergelijk met", "Compare with" }
    PUBLISH_COMPARE_HELP { "de momentopname die u na de vorige publicatie maakte", "the snapshot that you made after the previous publication" }
    PUBLISH_ACCEPT { "Toch publiceren", "Publish all the same" }
    PUBLISH_ACCEPT_HELP { "nummers met wat op persoonsgegevens lijkt maar dat niet is, zoals B-012; F-03; het logboek onthoudt dat u ze goedkeurde", "numbers with what looks like personal data but is not, such as B-012; F-03; the journal records that you accepted them" }
    PUBLISH_PREVIEW { "Bekijken wat er verandert", "See what changes" }
    PUBLISH_SEND { "Set ophalen (zip)", "Download the set (zip)" }
    PUBLISH_CHANGES { "Wat er verandert", "What changes" }
    PUBLISH_PERSONAL { "Zo kan er niet worden gepubliceerd: in de teksten staat wat op persoonsgegevens lijkt. Verwijder het op de pagina met die tekst, met Tekst verwijderen, of zet het nummer bij Toch publiceren als het geen persoonsgegeven is.", "This cannot be published: the texts contain what looks like personal data. Remove it at the record, with Redact, or give its number under Publish all the same if it is not personal data." }
    PUBLISH_PERSONAL_NOTE { "alle vindplaatsen, elk met een link", "every place, each with a link to the record" }
    PUBLISH_PERSONAL_HEADING { "Waar het staat", "Where it is" }
    PUBLISH_NEXT { "Geplaatst? Maak dan een momentopname. De volgende keer ziet u hier wat er sindsdien is veranderd.", "Posted? Then make a snapshot. Next time, this page shows what has changed since." }

    SNAPSHOTS { "Momentopnamen", "Snapshots" }
    SNAPSHOTS_NOTE { "het register zoals het was bij een brief of een publicatie", "the register as it was at a letter or a publication" }
    SNAPSHOTS_EXPLANATION { "Een momentopname geeft een naam aan het register zoals het nu is. Later toont elke lijst en elk rapport met die naam bij 'Zoals het register stond op' precies wat er toen stond. Het kost geen ruimte.", "A snapshot gives a name to the register as it is now. Later, every list and report shows exactly what was there then, with that name under 'The register as of'. It takes no space." }
    SNAPSHOT_ADD { "Momentopname maken", "Make a snapshot" }
    SNAPSHOT_NAME { "Naam", "Name" }
    SNAPSHOT_NAME_HELP { "zonder spaties, zoals kamerbrief-2019-02", "without spaces, such as kamerbrief-2019-02" }
    SNAPSHOT_NOTE { "Toelichting", "Note" }
    SNAPSHOT_NAME_TAKEN { "die naam kan een momentopname niet hebben; kies een andere", "a snapshot cannot have that name; choose another" }
    SNAPSHOT_REPEATED { "Deze momentopname was al gemaakt.", "This snapshot was made already." }

    RECEIPTS { "Bewijs nagaan", "Check a receipt" }
    RECEIPTS_NOTE { "of een getal of lijst van eerder nog klopt", "whether an earlier number or list is still right" }
    RECEIPTS_EXPLANATION { "Onder elk rapport en in elk gedownload bestand staat een bewijs: een regel die met ruimte: begint. Plak die regel hier. Het programma telt opnieuw, in het register zoals het toen was, en zegt of er hetzelfde uitkomt. Er wordt niets vastgelegd.", "Every report and every downloaded file has a receipt: a line that begins with ruimte:. Paste that line here. The program counts again, in the register as it was then, and says whether the result is the same. Nothing is recorded." }
    RECEIPT { "Het bewijs", "The receipt" }
    RECEIPT_HELP { "de hele regel die met ruimte: begint; tekst eromheen mag blijven staan", "the whole line that begins with ruimte:; text around it may stay" }
    RECEIPT_SEND { "Nagaan", "Check" }
    RECEIPT_EMPTY { "Plak eerst een bewijs in het veld.", "First paste a receipt in the field." }

    LISTS_HEADING { "Lijsten waaruit wordt gekozen", "Lists to choose from" }
    LISTS_WHAT { "De vocabulaires waarmee belemmeringen worden ingedeeld. U kunt ze aanvullen; een bestaande code verandert niet meer.", "The vocabularies by which obstacles are classified. You can add to them; an existing code does not change." }
    FIGURES_HEADING { "Gepubliceerde cijfers", "Published figures" }
    FIGURES_WHAT { "Wat eerder naar buiten is gebracht, om naast de tellingen te leggen.", "What was made public earlier, to lay beside the counts." }
    CARE_HEADING { "Zorg voor het register", "Care for the register" }
    ACCOUNT_HEADING { "Verantwoorden", "Accountability" }
    RECONCILE_NOTE { "gepubliceerde cijfers naast wat het register telt", "published figures beside what the register counts" }
    HISTORY_NOTE { "wie wat wanneer vastlegde, en dat terugnemen", "who recorded what and when, and undoing it" }
    HISTORY_NOTE_READER { "wie wat wanneer vastlegde", "who recorded what and when" }
}

labels! {
    NOTE_MINISTRIES { "wie trekken of betrokken zijn", "who leads or is involved" }
    NOTE_REGIONS { "de regionale pacten", "the regional pacts" }
    NOTE_CARE_DOMAINS { "zoals ggz of ouderenzorg", "such as mental health or elderly care" }
    NOTE_THEMES { "waarover vragen gaan", "what questions are about" }
    NOTE_NATURES { "wat voor belemmering het is", "what kind of obstacle it is" }
    NOTE_LAWS { "namen en afkortingen van wetten, zodat ze worden herkend", "names and abbreviations of laws, so that they are recognised" }
    NOTE_SYNONYMS { "woorden die bij het zoeken hetzelfde betekenen", "words that mean the same in a search" }
    NOTE_PUBLICATIONS { "brieven en rapporten met cijfers", "letters and reports with figures" }
    NOTE_FIGURES { "de cijfers daarin", "the figures in them" }
    NOTE_REPLY_TEMPLATES { "de tekst om een antwoord heen", "the text around an answer" }
}

messages! {
    person_title(number) { "{number} (persoon)", "{number} (person)" }
    erase_title(number) { "{number} wissen", "Erase {number}" }
    erase_person(number, name) { "{number}, {name}", "{number}, {name}" }
    erase_reach(obstacles, contacts, entries) { "Komt nu voor als behandelaar van belemmeringen: {obstacles}; in contacten: {contacts}; in wijzigingen van het logboek: {entries}.", "Now appears as the handler of obstacles: {obstacles}; in contacts: {contacts}; in entries of the journal: {entries}." }
    erase_handles(number, count) { "Open belemmeringen met {number} als behandelaar: {count}. Geef ze liefst eerst een andere behandelaar; na het wissen staat daar alleen nog {number}.", "Open obstacles with {number} as handler: {count}. Preferably give them another handler first; after the erasure, they only have {number}." }
    open_obstacles_of(number) { "Open belemmeringen van {number}", "Open obstacles of {number}" }
    change_handler_of(number) { "Hun behandelaar wijzigen ({number})", "Change their handler ({number})" }
    erase_choice(number, name, obstacles, contacts, entries) { "{number}, {name} (belemmeringen: {obstacles}; contacten: {contacts}; wijzigingen: {entries})", "{number}, {name} (obstacles: {obstacles}; contacts: {contacts}; entries: {entries})" }
    similar_left(persons) { "Niet gewist, maar met bijna dezelfde naam: {persons}", "Not erased, but with almost the same name: {persons}" }
    register_size(size) { "Het register is nu {size} groot.", "The register is now {size}." }
    backup_too_large(most) { "het register is te groot om hier op te halen (meer dan {most}); laat de kopie op de server maken, met 'ruimte backup'", "the register is too large to download here (more than {most}); have the copy made on the server, with 'ruimte backup'" }
}

/// A task in the help: what it is called, and the steps.
pub struct Task {
    pub name: Label,
    pub steps: &'static [Label],
    /// Whether the task records something, so that readers do not see it.
    pub is_write: bool,
}

const fn task(name: Label, is_write: bool, steps: &'static [Label]) -> Task {
    Task { name, steps, is_write }
}

/// The most common tasks, in the order of a day's work.
pub const TASKS: &[Task] = &[
    task(
        Label::new("Een vraag vastleggen", "Log a question"),
        true,
        &[
            Label::new("Kies Belemmeringen, en dan Belemmering vastleggen.", "Choose Obstacles, then Log an obstacle."),
            Label::new(
                "Vul de vraag, een titel en het ministerie in. Tijdens het typen verschijnt wat eerder is beantwoord.",
                "Fill in the question, a title and the ministry. While you type, earlier answers appear.",
            ),
            Label::new(
                "Kies Vastleggen. De rest kan later, met Wijzigen.",
                "Choose Save. The rest can wait: use Edit later.",
            ),
        ],
    ),
    task(
        Label::new("Een eerder antwoord vinden", "Find an earlier answer"),
        false,
        &[
            Label::new(
                "Typ een paar woorden in het zoekveld bovenaan. Andere vormen van een woord en synoniemen worden ook gevonden.",
                "Type a few words in the search field at the top. Other forms of a word and synonyms are found too.",
            ),
            Label::new(
                "Of kies bij Belemmeringen voor Een vraag in eigen woorden, en plak de hele vraag.",
                "Or choose A question in your own words under Obstacles, and paste the whole question.",
            ),
            Label::new(
                "Op de pagina van een open belemmering staat wat er het meest op lijkt, met het antwoord. Bij een afgehandelde belemmering kiest u Toon wat op deze vraag lijkt.",
                "The page of an open obstacle shows what resembles it most, with the answers. For a settled obstacle, choose Show what resembles this question.",
            ),
        ],
    ),
    task(
        Label::new("Een antwoord vastleggen", "Record an answer"),
        true,
        &[
            Label::new(
                "Open de belemmering, en kies Antwoord vastleggen.",
                "Open the obstacle, and choose Record the answer.",
            ),
            Label::new(
                "Kies of het binnen de regels is opgelost of met een andere aanpak in de regio, en schrijf het antwoord.",
                "Choose whether it was solved within the rules or by a regional approach, and write the answer.",
            ),
            Label::new(
                "Is er al een antwoord? Zoek het naast het formulier, en kies Dit antwoord gebruiken. De eerdere belemmering wordt dan ook gekoppeld.",
                "Is there an answer already? Look for it beside the form, and choose Use this answer. The earlier obstacle is then linked too.",
            ),
        ],
    ),
    task(
        Label::new("Een contact vastleggen", "Record a contact"),
        true,
        &[
            Label::new(
                "Open de belemmering, en kies Contact vastleggen.",
                "Open the obstacle, and choose Record a contact.",
            ),
            Label::new(
                "Kies telefoon, overleg of e-mail, en vul de dag en een korte notitie in.",
                "Choose call, meeting or e-mail, and fill in the day and a short note.",
            ),
        ],
    ),
    task(
        Label::new("Meer belemmeringen tegelijk wijzigen", "Change several obstacles at once"),
        true,
        &[
            Label::new(
                "Vink bij Belemmeringen aan wat u wilt wijzigen, en kies Aangevinkte wijzigen. Of beperk de lijst met het filter, en kies Alle gevonden belemmeringen wijzigen.",
                "Tick what you want to change under Obstacles, and choose Change the ticked ones. Or narrow the list with the filter, and choose Change all obstacles found.",
            ),
            Label::new(
                "Vul in wat er verandert, zoals de behandelaar. U ziet dan van elke belemmering wat ze was en wat ze wordt.",
                "Fill in what changes, such as the handler. You then see what each obstacle was and what it becomes.",
            ),
            Label::new(
                "Kies Vastleggen. In het logboek is het één wijziging, die een beheerder in één keer kan terugnemen.",
                "Choose Save. In the journal it is one entry, which an administrator can undo at once.",
            ),
        ],
    ),
    task(
        Label::new("Cijfers voor een brief of rapport", "Numbers for a letter or report"),
        false,
        &[
            Label::new(
                "Kies Rapporten, en een rapport of Tellen. Beperk het met het filter.",
                "Choose Reports, and a report or Count. Narrow it with the filter.",
            ),
            Label::new(
                "Haal de rijen onder aan de pagina op als bestand, of neem ze over.",
                "Download the rows as a file at the end of the page, or copy them.",
            ),
            Label::new(
                "Bewaar het bewijs dat erbij staat: daarmee is het getal later na te gaan.",
                "Keep the receipt that comes with it: with it, the number can be checked later.",
            ),
        ],
    ),
    task(
        Label::new("Een vergissing herstellen", "Correct a mistake"),
        true,
        &[
            Label::new("Klopt een gegeven niet, kies dan Wijzigen.", "If a value is wrong, choose Edit."),
            Label::new(
                "Had het er niet moeten zijn, kies dan Laten vervallen: het telt nergens meer mee, maar blijft te vinden.",
                "If the record should not exist, choose Void: it no longer counts anywhere, but can still be found.",
            ),
            Label::new(
                "In het logboek staat alles wat is vastgelegd. Een beheerder kan daar een wijziging terugnemen.",
                "The journal has everything that was recorded. There, an administrator can undo an entry.",
            ),
        ],
    ),
];

/// What each page for everyday work is for. The page `/lists` explains the others.
pub const PAGES: &[(&str, Label, Label)] = &[
    (
        "/",
        Label::new("Werk", "Work"),
        Label::new(
            "waar u begint: de vraag die binnenkwam, en wat op u wacht, te laat is of nieuw is",
            "where you begin: the question that came in, and what waits for you, is overdue or is new",
        ),
    ),
    (
        "/obstacles",
        Label::new("Belemmeringen", "Obstacles"),
        Label::new(
            "alle vragen en belemmeringen, met een filter; het adres van de pagina onthoudt het filter",
            "all questions and obstacles, with a filter; the address of the page remembers the filter",
        ),
    ),
    (
        "/views",
        Label::new("Weergaven", "Saved views"),
        Label::new(
            "lijsten van belemmeringen die u vaker nodig hebt, onder een naam",
            "lists of obstacles that you need again, under a name",
        ),
    ),
    (
        "/similar",
        Label::new("Een vraag in eigen woorden", "A question in your own words"),
        Label::new("wat er eerder op zo'n vraag is geantwoord", "what was answered to such a question before"),
    ),
    (
        "/contacts",
        Label::new("Contacten", "Contacts"),
        Label::new("telefoontjes, overleggen en e-mails", "calls, meetings and e-mails"),
    ),
    (
        "/factsheets",
        Label::new("Factsheets", "Factsheets"),
        Label::new("uitleg die voor meer vragen geldt", "explanations that apply to several questions"),
    ),
    (
        "/schemes",
        Label::new("Regelingen", "Schemes"),
        Label::new(
            "subsidies en regelingen waarnaar een antwoord verwijst",
            "grants and schemes that an answer refers to",
        ),
    ),
    (
        "/reports",
        Label::new("Rapporten", "Reports"),
        Label::new("tellingen en overzichten, ook als bestand", "counts and overviews, also as a file"),
    ),
    (
        "/reports/quarter",
        Label::new("Kwartaalrapport", "Quarterly report"),
        Label::new("het werk van een kwartaal, ook als spreadsheet", "the work of a quarter, also as a spreadsheet"),
    ),
    (
        "/count",
        Label::new("Tellen", "Count"),
        Label::new(
            "hoeveel belemmeringen er zijn, per kenmerk of per twee kenmerken; elk getal leidt naar zijn belemmeringen",
            "how many obstacles there are, by one attribute or by two; every number leads to its obstacles",
        ),
    ),
];

labels! {
    HELP_TASKS { "Wat u het vaakst doet", "The most common work" }
    OBSTACLE_EXPLANATION { "Bovenaan staat hoever de behandeling is, met de volgende stap als knop. Daaronder leest u de vraag, de analyse en het antwoord, wat eerder op zulke vragen is geantwoord, en wat er is gebeurd. Aan de zijkant, of op een telefoon eronder, staan de gegevens.", "At the top is how far the work is, with the next step as a button. Below it are the question, the analysis and the answer, what was answered to such questions before, and what happened. The facts are at the side, or below on a phone." }
    HELP_PAGES { "Waarvoor elke pagina is", "What each page is for" }
    HELP_READER { "U bent lezer: u ziet alles, behalve met wie contact is geweest, en u legt niets vast.", "You are a reader: you see everything, except who took part in contacts, and you record nothing." }
    HELP_OFFICER { "U bent medewerker: u legt belemmeringen, contacten, factsheets en regelingen vast. Lijsten wijzigen, wissen en reservekopieën doet een beheerder.", "You are an officer: you record obstacles, contacts, factsheets and schemes. An administrator changes lists, erases persons and makes backups." }
    HELP_ADMIN { "U bent beheerder: u mag alles. Onder Beheer staan lijsten, personen, reservekopie, publiceren en bewijzen.", "You are an administrator: you may do everything. Administration has lists, persons, backups, publishing and receipts." }
    HELP_READ_ONLY { "Dit register is hier alleen te lezen.", "This register can only be read here." }
    HELP_FORMS { "Alles werkt ook met alleen het toetsenbord en zonder JavaScript. Staat een formulier te lang open, dan toont de pagina het opnieuw met wat u invulde. Wijzigde een ander intussen hetzelfde, dan ziet u beide en kiest u. Dubbel klikken legt niets dubbel vast.", "Everything also works with the keyboard alone and without JavaScript. If a form has been open for too long, the page shows it again with what you filled in. If somebody else changed the same in the meantime, you see both and choose. A double click records nothing twice." }
    HELP_FORMS_HEADING { "Formulieren", "Forms" }
}

/// The label of a field of the form that publishes, by the option that it sets.
pub fn publish_label(option: &str) -> Label {
    match option {
        "publisher" => Label::new("Uitgever", "Publisher"),
        "contact" => Label::new("Contactadres", "Contact"),
        "address" => Label::new("Adres van de set", "Address of the set"),
        "licence" => Label::new("Licentie", "Licence"),
        _ => Label::new("", ""),
    }
}
