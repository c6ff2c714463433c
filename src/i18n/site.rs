//! Texts of the web pages of `ruimte serve`, except for the output of commands.

use super::{Label, Text, labels, messages};

labels! {
    MAIN_NAV { "Hoofdmenu", "Main menu" }
    ACTIONS { "Wat u hier kunt doen", "What you can do here" }
    PAGES { "Bladeren", "Pages" }
    DOWNLOADS { "Deze gegevens als bestand", "These rows as a file" }
    SEARCH { "Zoeken", "Search" }
    REQUIRED { "verplicht", "required" }
    ERROR { "Fout", "Error" }
    DONE { "Gedaan", "Done" }
    NOTE { "Let op", "Note" }
    CONFLICTING_CHANGE { "Intussen door een ander vastgelegd:", "Recorded by somebody else in the meantime:" }
    KEEP_CONFLICTING_CHANGE { "Dit laten staan, en niet wat ik invulde", "Keep this, not what I filled in" }
    KEEP_OWN_CHANGE { "Vastleggen wat ik hierboven invulde", "Save what I filled in above" }
    EMPTY { "(leeg)", "(empty)" }
    ACCESSIBILITY { "Toegankelijkheid", "Accessibility" }
    OBSTACLES { "Belemmeringen", "Obstacles" }
    CONTACTS { "Contacten", "Contacts" }
    FACTSHEETS { "Factsheets", "Factsheets" }
    SCHEMES { "Regelingen", "Schemes" }
    REPORTS { "Rapporten", "Reports" }
    RECONCILE { "Cijfers vergelijken", "Reconcile" }
    HISTORY { "Logboek", "Journal" }
    LOG { "Belemmering vastleggen", "Log an obstacle" }
    EDIT { "Wijzigen", "Edit" }
    ANALYSE { "In analyse nemen", "Start the analysis" }
    CANCEL { "Annuleren", "Cancel" }
    CLASSIFY { "Antwoord vastleggen", "Record the answer" }
    CLOSE { "Afsluiten zonder oplossing", "Close without a solution" }
    REOPEN { "Heropenen", "Reopen" }
    LINK { "Koppelen", "Link" }
    UNLINK { "Ontkoppelen", "Unlink" }
    VOID { "Laten vervallen", "Void" }
    REDACT { "Tekst verwijderen", "Redact" }
    REDACT_FOR_GOOD { "Voorgoed verwijderen", "Remove for good" }
    REDACTED_TEXT { "Tekst die weg moet", "Text to remove" }
    REDACTED_TEXT_HELP { "Zoals een naam of een telefoonnummer; hoofdletters maken niet uit. De tekst verdwijnt ook uit het logboek, en komt niet terug.", "Such as a name or a telephone number, in any case. The text also disappears from the journal, and cannot be brought back." }
    REDACTED_ATTRIBUTE { "Alleen uit", "Only from" }
    REDACT_FOUND { "Verwijder alles wat op een e-mailadres, telefoonnummer, BSN of rekeningnummer lijkt, of op een naam in een aanhef of ondertekening", "Remove everything that looks like an e-mail address, telephone number, BSN or bank account number, or like a name in a salutation or signature" }
    CONTACT { "Contact vastleggen", "Record a contact" }
    SAVE { "Vastleggen", "Save" }
    VIEWS { "Weergaven", "Saved views" }
    ALL_VIEWS { "Alle weergaven", "All saved views" }
    ADD_VIEW { "Weergave toevoegen", "Add a saved view" }
    SAVE_VIEW { "Deze weergave bewaren", "Save this view" }
    MORE_CONDITIONS { "Meer voorwaarden", "More conditions" }
    VIEW_COLUMNS_HELP { "Kiest u niets, dan toont de lijst de gewone kolommen.", "If you choose none, the list shows the usual columns." }
    EDIT_VIEW { "Deze weergave wijzigen", "Edit this view" }
    OPEN_VIEW { "Deze weergave openen", "Open this view" }
    SHOW { "Tonen", "Show" }
    FIND_PRECEDENTS { "Eerst eerdere antwoorden zoeken", "Look for earlier answers first" }
    FILTER { "Filter", "Filter" }
    ANY { "(alle)", "(any)" }
    NO_CHOICE { "(geen)", "(none)" }
    MORE { "Meer gegevens", "More attributes" }
    CONDITIONS { "Waarop is gefilterd", "Active conditions" }
    CLEAR_FILTER { "Alles wissen", "Clear all" }
    GROUP_PARTIES { "Wie en waar", "Who and where" }
    GROUP_SUBJECT { "Inhoud en antwoord", "Subject and answer" }
    GROUP_DAYS { "Dagen", "Days" }
    GROUP_VIEW { "Volgorde en meer", "Order and more" }
    LOGGED_SINCE { "Vastgelegd vanaf", "Logged from" }
    MYSELF { "uzelf", "yourself" }
    LAW_OR_ARTICLE { "Wet of artikel", "Law or article" }
    RECEIVED_IN { "Ontvangen in", "Received in" }
    WORDS { "Woorden", "Words" }
    COLUMNS { "Kolommen", "Columns" }
    SHOW_COLUMNS { "Deze kolommen tonen", "Show these columns" }
    USUAL_COLUMNS { "De gewone kolommen", "The usual columns" }
    HOME { "Werk", "Work" }
    HOME_QUESTION { "Wat is de vraag?", "What is the question?" }
    HOME_QUESTION_HELP { "In uw eigen woorden, of geplakt uit een e-mail. U ziet eerst wat al eerder is beantwoord.", "In your own words, or pasted from an e-mail. You first see what was answered before." }
    HOME_ASK { "Eerdere antwoorden zoeken", "Look for earlier answers" }
    LOG_QUESTION { "Deze vraag vastleggen", "Log this question" }
    MINE { "Op mijn naam", "Assigned to me" }
    MINE_EMPTY { "Er staat niets open op uw naam.", "Nothing is open in your name." }
    ALL_OPEN { "Open", "Open" }
    OPEN_EMPTY { "Er staat niets open.", "Nothing is open." }
    OVERDUE { "Toegezegde dag voorbij", "Overdue" }
    OVERDUE_EMPTY { "Geen enkele toezegging is verlopen.", "No promise has lapsed." }
    DUE_THIS_WEEK { "Toegezegd voor deze week", "Promised for this week" }
    DUE_THIS_WEEK_EMPTY { "Voor deze week is niets toegezegd.", "Nothing is promised for this week." }
    LONGEST_OPEN { "Wacht het langst", "Waiting longest" }
    NEW_SINCE_VISIT { "Nieuw sinds uw vorige bezoek", "New since your last visit" }
    NEW_EMPTY { "Er is niets bijgekomen.", "Nothing was added." }
    LAST_LOGGED { "Laatst vastgelegd", "Recently logged" }
    EMPTY_REGISTER { "Dit register is nog leeg.", "This register is still empty." }
    EMPTY_REGISTER_IMPORT { "Een lijst inlezen, zoals een werkblad", "Import a list, such as a spreadsheet" }
    EMPTY_REGISTER_DEMO { "Eerst rondkijken? 'ruimte demo --keep voorbeeld.db' maakt een register met voorbeelden.", "Look around first? 'ruimte demo --keep example.db' makes a register with examples." }
    EMPTY_REGISTER_LISTS { "Lijsten invullen, zoals ministeries en thema's", "Fill in lists, such as ministries and themes" }
    EMPTY_REGISTER_LOG { "De eerste belemmering vastleggen", "Log the first obstacle" }
    SUGGESTED { "Voorstel, omdat de vragen die hier het meest op lijken dit ook hebben", "Suggested, because the nearest precedents have it too" }
    PRECEDENTS { "Eerder beantwoord", "Answered before" }
    NOTHING_FOUND { "Niets gevonden.", "Nothing found." }
    NEW_TAB { "opent in een nieuw tabblad", "opens in a new tab" }
    FOUND_BY { "Gevonden op", "Found by" }
    PERSONAL_DATA { "Lijkt op persoonsgegevens", "Looks like personal data" }
    PROBABLE_DUPLICATES { "Vraagt misschien hetzelfde", "May ask the same" }
    KNOWN_ALREADY { "Wat er al is", "What is known already" }
    KNOWN_ALREADY_HELP { "Typ eerst de vraag. Hier komt wat eerder is beantwoord, wat misschien dubbel is en wat op persoonsgegevens lijkt.", "Type the question first. Earlier answers, probable duplicates and what looks like personal data appear here." }
    THE_QUESTION { "Waar het om gaat", "What it is about" }
    USE_ANSWER { "Dit antwoord gebruiken", "Use this answer" }
    USE_ANSWER_FOR { "Dit antwoord gebruiken voor …", "Use this answer for …" }
    OPEN_OBSTACLE { "Voor welke open belemmering", "For which open obstacle" }
    OPEN_OBSTACLE_HELP { "Het nummer, zoals B-012; of typ een deel van de titel", "The number, such as B-012; or type a part of the title" }
    OR_PART_OF_TITLE { "; of typ een deel van de titel", "; or type a part of the title" }
    OPEN_OBSTACLES { "Lijst van open belemmeringen", "List of open obstacles" }
    FIND_ANSWER { "Zoek een antwoord", "Find an answer" }
    FIND_ANSWER_HELP { "Woorden, een vraag of een nummer; leeg: wat het meest op deze vraag lijkt", "Words, a question or a number; empty: what resembles this question most" }
    SHOW_RESEMBLING { "Toon wat op deze vraag lijkt", "Show what resembles this question" }
    TAKE_ANSWER_OVER { "Antwoord hiervan overnemen", "Take over its answer" }
    CHOOSE_PRECEDENT { "Vul eerst het nummer in van een belemmering met een antwoord.", "First fill in the number of an obstacle that has an answer." }
    LOG_ANYWAY { "Toch vastleggen", "Log it all the same" }
    STEPS { "Stand van de belemmering", "Progress of the obstacle" }
    FACTS { "Gegevens", "Facts" }
    TIMELINE { "Verloop", "Timeline" }
    TIMELINE_CUT { "Hierboven staat wat het laatst gebeurde.", "This is what happened most recently." }
    WHAT_CHANGED { "Wat er wijzigde", "What changed" }
    WAS { "was", "was" }
    IS { "is", "is" }
    ALL_CONTACTS { "Alle contacten", "All contacts" }
    PROBABLY_DUPLICATE { "Er is nog niets vastgelegd, want deze vraag lijkt op wat er al is. Kijk of het dezelfde vraag is. Zo niet, leg haar dan toch vast.", "Nothing has been recorded yet, because this question resembles what is there already. See whether it is the same question. If it is not, log it all the same." }
    ASK { "Een vraag in eigen woorden", "A question in your own words" }
    SORT { "Volgorde", "Order" }
    PREVIOUS { "Vorige", "Previous" }
    NEXT { "Volgende", "Next" }
    FIRST { "Eerste", "First" }
    BY { "Tellen per", "Count by" }
    BY_ROWS { "Rijen", "Rows" }
    BY_COLUMNS { "Kolommen", "Columns" }
    SWAP { "Rijen en kolommen wisselen", "Swap rows and columns" }
    WITHOUT { "Zonder", "Without" }
    COUNTED_AS { "Geteld als", "Counted as" }
    ANSWERED_WITHIN { "Beantwoord na ontvangst", "Answered after receipt" }
    SOLVED_WITHIN { "Opgelost na ontvangst", "Solved after receipt" }
    ANY_NUMBER_OF_DAYS { "na hoeveel dagen dan ook", "after any number of days" }
    COUNT { "Tellen", "Count" }
    KIND { "Soort contact", "Kind of contact" }
    CHOOSE { "(kies)", "(choose)" }
    RECEIVED_SINCE { "Ontvangen vanaf", "Received from" }
    RECEIVED_UNTIL { "Ontvangen tot en met", "Received up to" }
    RECEIVED_PERIOD { "Periode van ontvangst", "Period received" }
    SOLVED_PERIOD { "Periode van oplossing", "Period solved" }
    DUE_PERIOD { "Antwoord toegezegd voor", "Answer promised for" }
    DUE_SINCE { "Antwoord toegezegd vanaf", "Answer promised from" }
    DUE_UNTIL { "Antwoord toegezegd tot en met", "Answer promised up to" }
    SOLVED_SINCE { "Opgelost vanaf", "Solved from" }
    SOLVED_UNTIL { "Opgelost tot en met", "Solved up to" }
    SINCE { "Vanaf", "From" }
    UNTIL { "Tot en met", "Up to" }
    LEAD { "Trekkend ministerie", "Lead ministry" }
    PRECEDENT_OF { "Antwoord overgenomen van", "Answer taken from" }
    ACTOR { "Door wie", "By whom" }
    OF_RECORDS { "Over welke nummers", "About which numbers" }
    AS_OF { "Zoals het register stond op", "The register as of" }
    AS_OF_HELP { "een dag, het nummer van een wijziging of een momentopname", "a day, the number of an entry, or a snapshot" }
    REFERENCE_DATE { "Peildatum", "Reference date" }
    REFERENCE_DATE_HELP { "zoals het werk op die dag stond, naar wat het register nu weet", "the work as it was on that day, by what the register knows now" }
    PERSONS_HELP { "met wie is gesproken; scheid namen met ;", "who was spoken to; separate names with ;" }
    ABOUT { "Over welke belemmeringen", "About which obstacles" }
    TO { "Factsheets, regelingen en eerdere belemmeringen", "Factsheets, schemes and earlier obstacles" }
    TO_HELP { "nummers, zoals F-03; S-07; B-004", "numbers, such as F-03; S-07; B-004" }
    BECAUSE { "Waarom", "Why" }
    ON { "Op welke dag", "On which day" }
    TODAY_IF_EMPTY { "leeg: vandaag", "empty: today" }
    UNKNOWN_IF_EMPTY { "leeg: niet bekend", "empty: not known" }
    EDIT_CONFLICT { "Een ander heeft dit gewijzigd nadat u het opende. Die wijzigingen staan hieronder; wat u invulde is nog niet vastgelegd. Kijk het na en leg opnieuw vast.", "Somebody else changed this after you opened it. Those changes are below; what you filled in is not recorded yet. Check it and save again." }
    EDIT_CONFLICT_CHOOSE { "Een ander heeft dit gewijzigd nadat u het opende. Er is nog niets van u vastgelegd. Waar u beiden iets wijzigde, is gekozen voor wat u invulde; kies zo nodig anders, en leg opnieuw vast.", "Somebody else changed this after you opened it. Nothing of yours is recorded yet. Where you both changed something, what you filled in is chosen; choose otherwise if needed, and save again." }
    EDIT_CONFLICT_CHANGES { "Wat intussen is gewijzigd", "What was changed in the meantime" }
    FORM_EXPIRED { "Deze pagina stond al te lang open. Er is nog niets vastgelegd: kijk na wat u invulde en leg het opnieuw vast.", "This page has been open for too long. Nothing has been recorded yet: check what you filled in and save again." }
    NOTHING_CHANGED { "U hebt niets gewijzigd.", "You changed nothing." }
    VERSION_CONFLICT { "dit is gewijzigd sinds die versie; vraag het opnieuw op", "this has changed since that version; request it again" }
    FIX_FIELDS { "Er is nog niets vastgelegd. Verbeter eerst wat hieronder is aangegeven.", "Nothing has been recorded yet. First correct what is marked below." }
    IS_REQUIRED { "Dit veld is verplicht.", "This field is required." }
    NO_PUBLISHED_FIGURES { "Er staan nog geen gepubliceerde cijfers in het register.", "There are no published figures in the register yet." }
    EMPTY_QUERY { "Vul in waarnaar u zoekt.", "Fill in what you are looking for." }
    SIGN_IN { "Niet aangemeld", "Not signed in" }
    SIGN_IN_HELP { "Open deze pagina's met het adres dat 'ruimte serve' toonde toen het begon; daarin staat een sleutel.", "Open these pages with the address that 'ruimte serve' showed when it started; it contains a key." }
    SIGN_IN_PROXY_HELP { "De server die mensen aanmeldt noemde geen naam.", "The server that signs people in gave no name." }
    SIGN_IN_NAME_UNUSABLE { "De naam waarmee u bent aangemeld is hier niet te gebruiken: hij is te lang, bevat onzichtbare tekens of lijkt op het nummer van een persoon.", "The name under which you are signed in cannot be used here: it is too long, contains invisible characters, or looks like the number of a person." }
    NOT_ALLOWED { "Dat mag u niet", "You may not do that" }
    READERS_CANNOT_WRITE { "U mag hier lezen, maar niets vastleggen.", "You may read here, but not record anything." }
    READ_ONLY { "Dit register is hier alleen te lezen.", "This register can only be read here." }
    OFFICERS_ONLY { "Dat zien alleen medewerkers en beheerders.", "Only officers and administrators can see that." }
    ADMINS_ONLY { "Dat mag alleen een beheerder.", "Only an administrator may do that." }
    NO_ROLE { "Uw naam staat niet op de lijst van mensen die toegang hebben.", "Your name is not on the list of people who have access." }
    CROSS_ORIGIN { "Dit verzoek kwam niet van deze pagina's zelf.", "This request did not come from these pages themselves." }
    UNKNOWN_HOST { "Dit register is onder dat adres niet te vinden.", "This register cannot be found at that address." }
    PAGE_NOT_FOUND { "Deze pagina bestaat niet", "This page does not exist" }
    PAGE_NOT_FOUND_HELP { "Ga naar de lijst van belemmeringen, of zoek.", "Go to the list of obstacles, or search." }
    TOO_LARGE { "Dit is meer dan in één keer kan worden vastgelegd.", "This is more than can be recorded at once." }
    UNREADABLE_REQUEST { "Dit verzoek is niet te lezen.", "This request cannot be read." }
    METHOD_NOT_ALLOWED { "Zo is dit adres niet te gebruiken.", "This address cannot be used in that way." }
    INTERNAL_ERROR { "Dit is niet gelukt door een fout in het programma. Probeer het opnieuw, en meld het de beheerder als het weer misgaat.", "This failed because of an error in the program. Try again, and tell the administrator if it fails again." }
    CANNOT_START { "de server kan niet starten: het systeem staat te weinig threads of open bestanden toe; verruim de grens met 'ulimit -u' of 'ulimit -n'", "the server cannot start: the system allows too few threads or open files; raise the limit with 'ulimit -u' or 'ulimit -n'" }
    NO_ROOM { "er is nu geen ruimte voor dit antwoord; haal eerst de downloads op die nog wachten, of probeer het later", "there is no room for this answer now; receive the downloads that are still waiting first, or try again later" }
    FILE_UNUSABLE { "een bestand van het register is nu niet te gebruiken; meld dit bij wie deze pagina's aanbiedt", "a file of the register cannot be used now; report this to whoever offers these pages" }
    TOO_BUSY { "Het is te druk; probeer het zo weer.", "The server is too busy; try again in a moment." }
    ADDRESS_IN_USE { "een ander programma luistert daar al; kies een andere poort met --listen", "another program listens there already; choose another port with --listen" }
    ADDRESS_NOT_LOCAL { "dit is geen adres van deze computer", "it is not an address of this computer" }
    ACCESSIBILITY_TITLE { "Toegankelijkheidsverklaring", "Accessibility statement" }
    READER { "lezer", "reader" }
    OFFICER { "medewerker", "officer" }
    ADMIN { "beheerder", "administrator" }
    UNDO_SHORT { "Terugnemen", "Undo" }
    UNDO { "Deze wijziging terugnemen", "Undo this entry" }
    ADD { "Toevoegen", "Add" }
    ALL_HISTORY { "Alles hierover in het logboek", "The whole journal of this record" }
    SITE_NAME { "register van belemmeringen", "register of obstacles" }
}

/// Names of periods that a filter offers, as the command line accepts them.
pub const PERIODS: &[Label] = &[
    Label::new("deze-maand", "this-month"),
    Label::new("dit-kwartaal", "this-quarter"),
    Label::new("vorig-kwartaal", "last-quarter"),
    Label::new("dit-jaar", "this-year"),
    Label::new("vorig-jaar", "last-year"),
];

/// The periods that the filter offers for the day by which an answer was promised.
pub const DUE_PERIODS: &[Label] = &[
    THIS_WEEK,
    Label::new("volgende-week", "next-week"),
    Label::new("deze-maand", "this-month"),
    Label::new("volgende-maand", "next-month"),
];

pub const THIS_WEEK: Label = Label::new("deze-week", "this-week");

messages! {
    void_consequence(key) { "{key} telt dan nergens meer mee en staat niet meer in lijsten; het nummer blijft bestaan. U kunt dit terugdraaien in het logboek.", "{key} then counts nowhere and is in no list any more; the number stays. You can undo this in the journal." }
    void_consequence_for_officers(key) { "{key} telt dan nergens meer mee en staat niet meer in lijsten; het nummer blijft bestaan. Een beheerder kan dit terugdraaien in het logboek.", "{key} then counts nowhere and is in no list any more; the number stays. An administrator can undo this in the journal." }
    link_consequence(key) { "Wat u hier kiest, staat daarna bij {key}. Koppelingen die er al zijn blijven, en met Ontkoppelen draait u dit terug.", "What you choose here is then shown with {key}. Existing links stay, and you can undo this with Unlink." }
    unlink_consequence(key) { "Alleen de koppeling met {key} vervalt; wat u ontkoppelt blijft zelf bestaan. Met Koppelen draait u dit terug.", "Only the link with {key} goes; what you unlink stays. You can undo this with Link." }
    close_consequence(key) { "{key} is dan niet meer open, maar telt nog wel mee. Met Heropenen draait u dit terug.", "{key} is then no longer open, but still counts. You can undo this with Reopen." }
    list_of(plural) { "Lijst van {plural}", "List of {plural}" }
    one_duplicate() { "1 misschien dubbele vraag", "1 probable duplicate" }
    duplicates(count) { "{count} misschien dubbele vragen", "{count} probable duplicates" }
    one_precedent() { "1 eerder antwoord", "1 earlier answer" }
    precedents(count) { "{count} eerdere antwoorden", "{count} earlier answers" }
    one_personal_finding() { "1 plek die op persoonsgegevens lijkt", "1 place that looks like personal data" }
    personal_findings(count) { "{count} plekken die op persoonsgegevens lijken", "{count} places that look like personal data" }
    answer_filled_in(number) { "Het antwoord van {number} is ingevuld. Lees het na, pas het aan waar nodig, en leg het vast.", "The answer of {number} is filled in. Check it, change it where needed, and save." }
    answer_there_already(number) { "Het antwoord van {number} stond er al.", "The answer of {number} was there already." }
    has_no_answer(number) { "{number} heeft geen antwoord.", "{number} has no answer." }
    no_such_obstacle(number) { "Er is geen belemmering '{number}'.", "There is no obstacle '{number}'." }
    obstacle_is_not_open(number) { "{number} is niet open. Kies een open belemmering.", "{number} is not open. Choose an open obstacle." }
    use_answer_for(number) { "Het antwoord van {number} gebruiken", "Use the answer of {number}" }
    view_entry(entry) { "Wijziging {entry} bekijken", "See entry {entry}" }
    undo_title(entry) { "Wijziging {entry} terugnemen", "Undo entry {entry}" }
    undo_restores(records) { "Dit zet terug zoals het vóór deze wijziging was: {records}. Hieronder staat wat er toen veranderde. Het terugnemen wordt zelf een wijziging, die ook is terug te nemen.", "This restores what was there before this entry: {records}. Below is what the entry changed. Undoing it becomes an entry of its own, which can be undone too." }
    undone_already(entry) { "Wijziging {entry} was al teruggenomen.", "Entry {entry} was undone already." }
    undoes_entry(entry) { "neemt wijziging {entry} terug", "undoes entry {entry}" }
    remove_condition(condition) { "Verwijder: {condition}", "Remove: {condition}" }
    more_conditions(count) { "en nog {count}", "and {count} more" }
    show_all(count) { "Alle {count} tonen", "Show all {count}" }
    laws_mentioned(laws) { "Genoemd in de vraag: {laws}; neem over", "The question mentions {laws}; add" }
    promise_passed(day) { "Te laat: een antwoord was toegezegd voor uiterlijk {day}.", "Overdue: an answer was promised by {day}." }
    promised_for(day) { "Een antwoord is toegezegd voor uiterlijk {day}.", "An answer is promised by {day}." }
    number_of(count, records) { "{count} {records}", "{count} {records}" }
    range_of_total(from, to, all) { "{from} tot en met {to} van {all}", "{from} to {to} of {all}" }
    range(from, to) { "{from} tot en met {to}", "{from} to {to}" }
    rows_left_out(shown, count) { "Hierboven staan de eerste {shown}; de overige {count} passen niet op deze pagina. Beperk de selectie of haal alles op als bestand.", "Above are the first {shown}; the other {count} do not fit on this page. Narrow the selection, or download everything as a file." }
    nothing_found() { "Niets gevonden.", "Nothing found." }
    empty_param(name) { "{name} heeft geen waarde", "{name} has no value" }
    limit_out_of_range(most) { "limit kan 1 tot en met {most} zijn", "limit must be from 1 to {most}" }
    invalid_value(name) { "'{name}' heeft geen geldige waarde", "'{name}' does not have a valid value" }
    repeated_param(name) { "'{name}' mag één keer worden gegeven", "'{name}' can be given only once" }
    flag_value(name, value) { "'{name}' kan alleen {value} zijn; laat het anders weg", "'{name}' can only be {value}; otherwise leave it out" }
    not_a_number(name) { "'{name}' moet een geheel getal zijn", "'{name}' must be a whole number" }
    already_submitted(number) { "Dit formulier was al vastgelegd als {number}; wijzig het daar", "This form was already recorded as {number}; change it there" }
    unknown_choice(name) { "'{name}' is geen keuze die deze pagina kent", "'{name}' is not a choice that this page knows" }
    signed_in(name, role) { "{name} ({role})", "{name} ({role})" }
    form_title(what, number) { "{number} {what}", "{what}: {number}" }
    add_title(kind) { "{kind} toevoegen", "Add a {kind}" }
    more_in_entry(count) { "… en nog {count}; de hele wijziging staat op haar eigen pagina", "… and {count} more; the whole entry is on a page of its own" }
    serving(address) { "Het register staat op {address}\nStoppen: Ctrl-C", "The register is at {address}\nTo stop: Ctrl-C" }
    serving_proxy(address) { "Het register wordt aangeboden op {address}, aan de opgegeven proxy\nStoppen: Ctrl-C", "The register is served at {address}, to the proxy that was named\nTo stop: Ctrl-C" }
    cannot_listen(address, why) { "op {address} kan niet worden geluisterd: {why}", "cannot listen on {address}: {why}" }
    not_an_address(text) { "'{text}' is geen adres met poort, zoals 127.0.0.1:8417", "'{text}' is not an address with a port, such as 127.0.0.1:8417" }
    not_a_proxy(text) { "'{text}' is geen IP-adres van een proxy, zoals 10.0.0.5", "'{text}' is not the IP address of a proxy, such as 10.0.0.5" }
    not_a_base_path(text) { "'{text}' kan niet het pad zijn waaronder de pagina's staan; geef iets als /ruimte, met alleen letters, cijfers en - . _ ~", "'{text}' cannot be the path below which the pages are found; give something like /ruimte, with only letters, digits and - . _ ~" }
    base_path_in_use(text) { "'{text}' begint als het adres van een van de pagina's zelf; kies een ander pad, zoals /ruimte", "'{text}' begins like the address of one of the pages themselves; choose another path, such as /ruimte" }
    not_loopback(address) { "{address} is ook voor anderen bereikbaar, en deze pagina's melden zelf niemand aan: luister op 127.0.0.1, of zet er een proxy voor die mensen aanmeldt en geef --auth-header NAAM --trusted-proxy ADRES", "others can reach {address}, and these pages sign nobody in themselves: listen on 127.0.0.1, or put a proxy in front that signs people in and give --auth-header NAME --trusted-proxy ADDRESS" }
    proxy_needs_both() { "--auth-header en --trusted-proxy horen bij elkaar: geef beide", "--auth-header and --trusted-proxy go together: give both" }
    not_a_header(text) { "'{text}' kan geen naam van een HTTP-veld zijn; kies iets als X-Remote-User", "'{text}' cannot be the name of an HTTP header; choose something like X-Remote-User" }
    invalid_role(path, line, text) { "{path}, regel {line}: '{text}' is geen rol; kies uit: reader (lezer), officer (medewerker), admin (beheerder)", "{path}, line {line}: '{text}' is not a role; choose from: reader, officer, admin" }
    role_without_name(path, line) { "{path}, regel {line}: achter de rol hoort een naam, of * voor ieder ander", "{path}, line {line}: the role needs a name after it, or * for everybody else" }
    unusable_role_name(path, line, name) { "{path}, regel {line}: '{name}' kan geen naam zijn: een naam telt hooguit 200 tekens, bevat geen onzichtbare tekens en lijkt niet op een nummer zoals N-03", "{path}, line {line}: '{name}' cannot be a name: a name has at most 200 characters, none of them invisible, and does not look like a number such as N-03" }
    similar_role_name(path, line, name, known) { "{path}, regel {line}: '{name}' is dezelfde naam als '{known}', want hoofdletters tellen niet; laat er een weg", "{path}, line {line}: '{name}' is the same name as '{known}', because case does not matter; leave one out" }
    duplicate_role(path, line, name) { "{path}, regel {line}: '{name}' staat er al", "{path}, line {line}: '{name}' is listed already" }
    built_without_server() { "deze versie is gemaakt zonder 'serve'", "this build has no 'serve'" }
    stopped() { "Gestopt; alles wat was bevestigd is vastgelegd", "Stopped; everything that was confirmed is recorded" }
}

/// Describes in words what a command did, because visitors of the site do not know the names of the commands.
pub fn entry_title(command: &str) -> Text {
    let (first, last) = (command.split(' ').next().unwrap_or_default(), command.split(' ').next_back());
    let known = match (first, last.unwrap_or_default()) {
        ("init" | "demo", _) => Label::new("register gemaakt", "register made"),
        ("log", _) => Label::new("belemmering vastgelegd", "obstacle logged"),
        ("analyse", _) => Label::new("in analyse genomen", "analysis started"),
        ("classify", _) => Label::new("als opgelost ingedeeld", "classified as solved"),
        ("close", _) => Label::new("afgesloten", "closed"),
        ("reopen", _) => Label::new("heropend", "reopened"),
        ("void", _) => Label::new("laten vervallen", "voided"),
        ("link", _) => Label::new("gekoppeld", "linked"),
        ("unlink", _) => Label::new("ontkoppeld", "unlinked"),
        ("import", _) => Label::new("ingelezen", "imported"),
        ("undo", _) => Label::new("teruggenomen", "undone"),
        ("redact", _) => Label::new("tekst verwijderd", "text redacted"),
        ("erase", _) => Label::new("persoon gewist", "person erased"),
        ("backup", _) => Label::new("reservekopie opgehaald", "backup downloaded"),
        ("calendar", "key") => Label::new("agendasleutel gemaakt", "calendar key made"),
        ("calendar", "revoke") => Label::new("agendasleutel ingetrokken", "calendar key revoked"),
        ("publish", _) => Label::new("publicatie geaccepteerd", "publication accepted"),
        ("snapshot", _) => Label::new("momentopname", "snapshot"),
        ("contact", "call" | "meeting" | "email") => Label::new("contact vastgelegd", "contact recorded"),
        (_, "void") => Label::new("laten vervallen", "voided"),
        (_, "add") => Label::new("toegevoegd", "added"),
        (_, "edit") => Label::new("gewijzigd", "edited"),
        _ => return Text { nl: command.to_owned(), en: command.to_owned() },
    };
    known.into()
}

/// The accessibility statement, one element per paragraph.
pub const STATEMENT: &[Label] = &[
    Label::new(
        "Deze pagina's zijn gemaakt om te voldoen aan WCAG 2.2 op niveau A en AA, zoals EN 301 549 die noemt. Of zij daaraan voldoen, is niet door een onafhankelijke partij onderzocht; dit is een verklaring van de makers, en niet van de organisatie die ze aanbiedt.",
        "These pages were made to meet WCAG 2.2 at levels A and AA, as EN 301 549 refers to them. No independent party has examined whether they do; this is a statement of the makers, not of the organisation that offers them.",
    ),
    Label::new(
        "Wat is getest: elke soort pagina met axe-core in Chromium, in het Nederlands (1280 pixels breed en licht, 390 pixels breed en donker) en in het Engels (390 pixels breed en licht), zeven soorten ook op 200 % vergroting; een belemmering vastleggen met alleen het toetsenbord; een hele werkdag zonder JavaScript.",
        "What was tested: each kind of page with axe-core in Chromium, in Dutch (1280 pixels wide and light, 390 pixels wide and dark) and in English (390 pixels wide and light), seven kinds at 200 % zoom too; logging an obstacle with the keyboard alone; a whole working day without JavaScript.",
    ),
    Label::new(
        "Wat niet is getest: schermlezers en spraakbesturing met mensen die ze dagelijks gebruiken; andere browsers dan Chromium.",
        "What was not tested: screen readers and speech control with people who use them daily; browsers other than Chromium.",
    ),
    Label::new(
        "Bekend: wat mensen in het register typten staat er zoals zij het typten, meestal in het Nederlands, ook op de Engelse pagina's; daar is het als Nederlands gemerkt. Grote tabellen lopen op een smal scherm onder elkaar.",
        "Known: what people typed into the register is shown as they typed it, mostly in Dutch, on the English pages too; there it is marked as Dutch. Large tables are stacked on a narrow screen.",
    ),
    Label::new(
        "Loopt u ergens tegenaan, meld het dan bij wie u deze pagina's aanbiedt.",
        "If you run into something, tell whoever offers these pages to you.",
    ),
];
