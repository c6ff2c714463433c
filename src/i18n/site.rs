//! The words of the pages that `ruimte serve` offers, around what the commands themselves say.

use super::{Label, Text, messages};

macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident { $nl:literal, $en:literal })*) => {
        $($(#[$doc])* pub const $name: Label = Label::new($nl, $en);)*
    };
}

labels! {
    /// Over where one can go.
    MAIN_NAV { "Hoofdmenu", "Main menu" }
    /// Over what can be done here.
    ACTIONS { "Wat u hier kunt doen", "What you can do here" }
    /// Over the pages of a list.
    PAGES { "Bladeren", "Pages" }
    /// Before the same rows in other forms.
    DOWNLOADS { "Deze gegevens als bestand", "These rows as a file" }
    /// On the button that searches.
    SEARCH { "Zoeken", "Search" }
    /// Behind a field that is needed.
    REQUIRED { "verplicht", "required" }
    /// Before what went wrong.
    ERROR { "Fout", "Error" }
    /// Before what was done.
    DONE { "Gedaan", "Done" }
    /// Before what is to be known.
    NOTE { "Let op", "Mind" }
    /// Above what somebody else recorded meanwhile.
    CONFLICTING_CHANGE { "Intussen door een ander vastgelegd:", "Recorded by somebody else meanwhile:" }
    /// Lets that stand.
    KEEP_CONFLICTING_CHANGE { "Dit laten staan, en niet wat ik invulde", "Let this stand, and not what I filled in" }
    /// Stands for nothing.
    EMPTY { "(leeg)", "(empty)" }
    /// Leads to the statement.
    ACCESSIBILITY { "Toegankelijkheid", "Accessibility" }
    /// A place.
    OBSTACLES { "Belemmeringen", "Obstacles" }
    /// A place.
    CONTACTS { "Contacten", "Contacts" }
    /// A place.
    FACTSHEETS { "Factsheets", "Factsheets" }
    /// A place.
    SCHEMES { "Regelingen", "Schemes" }
    /// A place.
    REPORTS { "Rapporten", "Reports" }
    /// A place.
    RECONCILE { "Cijfers vergelijken", "Reconcile" }
    /// A place.
    HISTORY { "Logboek", "Journal" }
    /// A place.
    LISTS { "Lijsten", "Lists" }
    /// Leads to a form.
    LOG { "Belemmering vastleggen", "Log an obstacle" }
    /// Leads to a form.
    EDIT { "Wijzigen", "Edit" }
    /// Leads to a form.
    ANALYSE { "In analyse nemen", "Take into analysis" }
    /// Leads to a form.
    CLASSIFY { "Als opgelost indelen", "Classify as solved" }
    /// Leads to a form.
    CLOSE { "Afsluiten zonder oplossing", "Close without a solution" }
    /// Leads to a form.
    REOPEN { "Heropenen", "Reopen" }
    /// Leads to a form.
    LINK { "Koppelen", "Link" }
    /// Leads to a form.
    UNLINK { "Ontkoppelen", "Unlink" }
    /// Leads to a form.
    VOID { "Laten vervallen", "Void" }
    /// Leads to a form.
    CONTACT { "Contact vastleggen", "Record a contact" }
    /// On a button.
    SAVE { "Vastleggen", "Save" }
    /// On a button.
    SHOW { "Tonen", "Show" }
    /// On a button.
    FIND_PRECEDENTS { "Eerst eerdere antwoorden zoeken", "Look for earlier answers first" }
    /// Above a form.
    FILTER { "Kiezen welke", "Choose which" }
    /// In a list of choices: none of them.
    ANY { "(alle)", "(any)" }
    /// In a list of choices: not filled in.
    NO_CHOICE { "(geen)", "(none)" }
    /// Behind which less is filled in.
    MORE { "Meer gegevens", "More attributes" }
    /// Behind which less is chosen by.
    MORE_FILTERS { "Meer keuzes", "More choices" }
    /// Above what was answered before.
    PRECEDENTS { "Eerder beantwoord", "Answered before" }
    /// Above a question in somebody's own words.
    ASK { "Een vraag in eigen woorden", "A question in your own words" }
    /// The order of a list.
    SORT { "Volgorde", "Order" }
    /// Leads back.
    PREVIOUS { "Vorige", "Previous" }
    /// Leads on.
    NEXT { "Volgende", "Next" }
    /// Leads to the beginning.
    FIRST { "Eerste", "First" }
    /// To what counts are made by.
    BY { "Tellen per", "Count by" }
    /// Above counts.
    COUNT { "Tellen", "Count" }
    /// Explains what is counted.
    EXPLAIN { "Ook wat elke maatstaf telt", "Also what each measure counts" }
    /// The kind of a contact.
    KIND { "Soort contact", "Kind of contact" }
    /// In a list of which something has to be chosen: nothing yet.
    CHOOSE { "(kies)", "(choose)" }
    /// A choice of rows.
    RECEIVED_SINCE { "Ontvangen vanaf", "Received from" }
    /// A choice of rows.
    RECEIVED_UNTIL { "Ontvangen tot en met", "Received up to" }
    /// A choice of rows.
    SOLVED_SINCE { "Opgelost vanaf", "Solved from" }
    /// A choice of rows.
    SOLVED_UNTIL { "Opgelost tot en met", "Solved up to" }
    /// A choice of rows.
    SINCE { "Vanaf", "From" }
    /// A choice of rows.
    UNTIL { "Tot en met", "Up to" }
    /// A choice of rows.
    LEAD { "Trekkend ministerie", "Lead ministry" }
    /// A choice of rows.
    PRECEDENT_OF { "Antwoord gebruikt voor", "Answer used for" }
    /// A choice of rows.
    ACTOR { "Door wie", "By whom" }
    /// A choice of rows.
    OF_RECORDS { "Over welke nummers", "About which numbers" }
    /// The register as it was.
    AS_OF { "Zoals het register stond op", "As the register was at" }
    /// How that is filled in.
    AS_OF_HELP { "een dag, het nummer van een mutatie of een momentopname", "a day, the number of an entry, or a snapshot" }
    /// The day by which is counted.
    REFERENCE_DATE { "Peildatum", "Reference date" }
    /// What it does.
    REFERENCE_DATE_HELP { "zoals het werk op die dag stond, naar wat het register nu weet", "the work as it stood on that day, by what the register knows now" }
    /// Several names.
    PERSONS_HELP { "met wie is gesproken; scheid namen met ;", "who was spoken with; separate names with ;" }
    /// What it was about.
    ABOUT { "Over welke belemmeringen", "About which obstacles" }
    /// To what it is linked.
    TO { "Factsheets, regelingen en eerdere belemmeringen", "Factsheets, schemes and earlier obstacles" }
    /// How that is filled in.
    TO_HELP { "nummers, zoals F-03; S-07; B-004", "numbers, such as F-03; S-07; B-004" }
    /// Why.
    BECAUSE { "Waarom", "Why" }
    /// On which day.
    ON { "Op welke dag", "On which day" }
    /// How that is filled in.
    TODAY_IF_EMPTY { "leeg: vandaag", "empty: today" }
    /// How that is filled in.
    UNKNOWN_IF_EMPTY { "leeg: niet bekend", "empty: not known" }
    /// Somebody changed it meanwhile.
    EDIT_CONFLICT { "Een ander heeft dit gewijzigd nadat u het opende. Hieronder staat wat; wat u invulde is nog niet vastgelegd. Kies en leg opnieuw vast.", "Somebody else changed this after you opened it. Below is what; what you filled in is not recorded yet. Choose and save again." }
    /// Above what somebody changed meanwhile.
    EDIT_CONFLICT_CHANGES { "Wat intussen is gewijzigd", "What was changed meanwhile" }
    /// The form was older than the server.
    FORM_EXPIRED { "Deze pagina stond al te lang open. Er is nog niets vastgelegd: kijk na wat u invulde en leg het opnieuw vast.", "This page was open for too long. Nothing was recorded yet: look over what you filled in and save again." }
    /// Nothing in a form was changed.
    NOTHING_CHANGED { "U heeft niets gewijzigd.", "You changed nothing." }
    /// Somebody changed it, as another program is told.
    VERSION_CONFLICT { "dit is gewijzigd sinds die versie; vraag het opnieuw op", "this was changed since that version; ask for it again" }
    /// Fields are wrong.
    FIX_FIELDS { "Er is nog niets vastgelegd. Verbeter eerst wat hieronder is aangegeven.", "Nothing was recorded yet. First correct what is marked below." }
    /// A field that cannot do without a value has none.
    IS_REQUIRED { "Dit veld is verplicht.", "This field is required." }
    /// There is nothing to compare with.
    NO_PUBLISHED_FIGURES { "Er staan nog geen gepubliceerde cijfers in het register.", "There are no published figures in the register yet." }
    /// Nothing was asked.
    EMPTY_QUERY { "Vul in waarnaar u zoekt.", "Fill in what you look for." }
    /// Who may not come in.
    SIGN_IN { "Niet aangemeld", "Not signed in" }
    /// What to do then.
    SIGN_IN_HELP { "Open deze pagina's met het adres dat 'ruimte serve' toonde toen het begon; daarin staat een sleutel.", "Open these pages by the address that 'ruimte serve' showed when it began; it holds a key." }
    /// What to do then, behind a proxy.
    SIGN_IN_PROXY_HELP { "De server die mensen aanmeldt noemde geen naam.", "The server that signs people in gave no name." }
    /// Who may not do this.
    NOT_ALLOWED { "Dat mag u niet", "You may not do that" }
    /// Why not.
    READERS_CANNOT_WRITE { "U mag hier lezen, maar niets vastleggen.", "You may read here, but record nothing." }
    /// Why not.
    ADMINS_ONLY { "Dat doet een beheerder.", "That is for an administrator." }
    /// Why not.
    NO_ROLE { "Uw naam staat niet in de lijst van wie hier mag komen.", "Your name is not in the list of who may come here." }
    /// Why not.
    CROSS_ORIGIN { "Dit verzoek kwam niet van deze pagina's zelf.", "This request did not come from these pages themselves." }
    /// Why not.
    UNKNOWN_HOST { "Dit register is onder dat adres niet te vinden.", "This register is not to be found by that address." }
    /// There is no such page.
    PAGE_NOT_FOUND { "Deze pagina is er niet", "There is no such page" }
    /// What to do then.
    PAGE_NOT_FOUND_HELP { "Ga naar de lijst van belemmeringen, of zoek.", "Go to the list of obstacles, or search." }
    /// More was sent than is taken.
    TOO_LARGE { "Dit is meer dan in één keer kan worden vastgelegd.", "This is more than can be recorded at once." }
    /// It cannot be read.
    UNREADABLE_REQUEST { "Dit verzoek is niet te lezen.", "This request cannot be read." }
    /// Not in that way.
    METHOD_NOT_ALLOWED { "Zo is dit adres niet te gebruiken.", "This address cannot be used in that way." }
    /// Too many at once.
    TOO_BUSY { "Het is te druk; probeer het zo weer.", "It is too busy; try again in a moment." }
    /// Why an address cannot be listened on.
    ADDRESS_IN_USE { "een ander programma luistert daar al; kies een andere poort met --listen", "another program listens there already; choose another port with --listen" }
    /// Why an address cannot be listened on.
    ADDRESS_NOT_LOCAL { "dit is geen adres van deze computer", "it is no address of this computer" }
    /// Above the statement.
    ACCESSIBILITY_TITLE { "Toegankelijkheidsverklaring", "Accessibility statement" }
    /// The role.
    READER { "lezer", "reader" }
    /// The role.
    OFFICER { "medewerker", "officer" }
    /// The role.
    ADMIN { "beheerder", "administrator" }
    /// On a button.
    UNDO { "Deze mutatie terugnemen", "Take this entry back" }
    /// Adds a record.
    ADD { "Toevoegen", "Add" }
    /// The whole journal of a record.
    ALL_HISTORY { "Het hele logboek hiervan", "The whole journal of this" }
    /// What the name of the pages stands for.
    SITE_NAME { "register van belemmeringen", "register of obstacles" }
}

messages! {
    /// Which of how many.
    range_of_total(from, to, all) { "{from} tot en met {to} van {all}", "{from} to {to} of {all}" }
    /// Which, where it is not known of how many.
    range(from, to) { "{from} tot en met {to}", "{from} to {to}" }
    /// None.
    nothing_found() { "Niets gevonden.", "Nothing found." }
    /// A limit that cannot be.
    limit_out_of_range(most) { "limit kan van 1 tot {most} zijn", "limit can be from 1 to {most}" }
    /// Something that is no value.
    invalid_value(name) { "'{name}' heeft geen waarde die daar kan staan", "'{name}' has no value that can stand there" }
    /// The same form was sent before.
    already_submitted(number) { "Dit formulier was al vastgelegd als {number}; wijzig het daar", "This form was recorded already as {number}; change it there" }
    /// An address asks for something that there is not.
    unknown_choice(name) { "'{name}' is geen keuze die deze pagina kent", "'{name}' is no choice that this page knows" }
    /// Who is signed in.
    signed_in(name, role) { "{name} ({role})", "{name} ({role})" }
    /// What a form is about.
    form_title(what, number) { "{number} {what}", "{what}: {number}" }
    /// Something is added.
    add_title(kind) { "{kind} toevoegen", "Add a {kind}" }
    /// More changed records in an entry.
    more_in_entry(count) { "… en nog {count}; de hele mutatie staat op haar eigen pagina", "… and {count} more; the whole entry is on a page of its own" }
    /// Where the pages are.
    serving(address) { "Het register staat op {address}\nStoppen: Ctrl-C", "The register is at {address}\nTo stop: Ctrl-C" }
    /// Where the pages are, behind a proxy.
    serving_proxy(address) { "Het register wordt aangeboden op {address}, aan de opgegeven proxy\nStoppen: Ctrl-C", "The register is served at {address}, to the proxy that was named\nTo stop: Ctrl-C" }
    /// The address cannot be listened on.
    cannot_listen(address, why) { "op {address} kan niet worden geluisterd: {why}", "cannot listen on {address}: {why}" }
    /// It is no address.
    not_an_address(text) { "'{text}' is geen adres met poort, zoals 127.0.0.1:8417", "'{text}' is no address with a port, such as 127.0.0.1:8417" }
    /// It is no address of a proxy.
    not_a_proxy(text) { "'{text}' is geen IP-adres van een proxy, zoals 10.0.0.5", "'{text}' is no IP address of a proxy, such as 10.0.0.5" }
    /// Others could come in without signing in.
    not_loopback(address) { "{address} is ook voor anderen bereikbaar, en deze pagina's melden zelf niemand aan: luister op 127.0.0.1, of zet er een proxy voor die mensen aanmeldt en geef --auth-header NAAM --trusted-proxy ADRES", "others can reach {address}, and these pages sign nobody in themselves: listen on 127.0.0.1, or put a proxy before it that signs people in and give --auth-header NAME --trusted-proxy ADDRESS" }
    /// One without the other.
    proxy_needs_both() { "--auth-header en --trusted-proxy horen bij elkaar: geef beide", "--auth-header and --trusted-proxy go together: give both" }
    /// It cannot be the name of a header.
    not_a_header(text) { "'{text}' kan geen naam van een HTTP-veld zijn; kies iets als X-Remote-User", "'{text}' cannot be the name of an HTTP header; choose something like X-Remote-User" }
    /// A line of the roles that cannot be read.
    invalid_role(path, line, text) { "{path}, regel {line}: '{text}' is geen rol; kies uit: reader, officer, admin", "{path}, line {line}: '{text}' is no role; choose from: reader, officer, admin" }
    /// A line of the roles without a name.
    role_without_name(path, line) { "{path}, regel {line}: achter de rol hoort een naam, of * voor ieder ander", "{path}, line {line}: a name belongs behind the role, or * for everybody else" }
    /// A name twice.
    duplicate_role(path, line, name) { "{path}, regel {line}: '{name}' staat er al", "{path}, line {line}: '{name}' is there already" }
    /// This build has no server.
    built_without_server() { "deze versie is gemaakt zonder 'serve'", "this build has no 'serve'" }
    /// It stopped.
    stopped() { "Gestopt; alles wat was bevestigd is vastgelegd", "Stopped; all that was confirmed is recorded" }
}

/// What was done, by the command that did it: who looks at pages knows no commands.
pub fn entry_title(command: &str) -> Text {
    let (first, last) = (command.split(' ').next().unwrap_or_default(), command.split(' ').next_back());
    let known = match (first, last.unwrap_or_default()) {
        ("init" | "demo", _) => Label::new("register gemaakt", "register made"),
        ("log", _) => Label::new("belemmering vastgelegd", "obstacle logged"),
        ("analyse", _) => Label::new("in analyse genomen", "taken into analysis"),
        ("classify", _) => Label::new("als opgelost ingedeeld", "classified as solved"),
        ("close", _) => Label::new("afgesloten", "closed"),
        ("reopen", _) => Label::new("heropend", "reopened"),
        ("void", _) => Label::new("laten vervallen", "voided"),
        ("link", _) => Label::new("gekoppeld", "linked"),
        ("unlink", _) => Label::new("ontkoppeld", "unlinked"),
        ("import", _) => Label::new("ingelezen", "imported"),
        ("undo", _) => Label::new("teruggenomen", "taken back"),
        ("erase", _) => Label::new("persoon gewist", "person erased"),
        ("snapshot", _) => Label::new("momentopname", "snapshot"),
        ("contact", "call" | "meeting" | "email") => Label::new("contact vastgelegd", "contact recorded"),
        (_, "add") => Label::new("toegevoegd", "added"),
        (_, "edit") => Label::new("gewijzigd", "edited"),
        _ => return Text { nl: command.to_owned(), en: command.to_owned() },
    };
    known.into()
}

/// The accessibility statement, a paragraph each.
pub const STATEMENT: &[Label] = &[
    Label::new(
        "Deze pagina's zijn gemaakt om te voldoen aan WCAG 2.2 op niveau A en AA, zoals EN 301 549 die noemt. Of zij dat doen is niet door een onafhankelijke partij onderzocht; dit is een verklaring van de makers, en niet van de organisatie die ze aanbiedt.",
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
        "Known: what people typed into the register stands there as they typed it, mostly in Dutch, on the English pages too; there it is marked as Dutch. Large tables are stacked on a narrow screen.",
    ),
    Label::new(
        "Loopt u ergens tegenaan, meld het dan bij wie u deze pagina's aanbiedt.",
        "If you run into something, tell who offers these pages to you.",
    ),
];
