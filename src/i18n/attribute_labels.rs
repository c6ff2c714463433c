//! Texts for the attributes of records and the columns of reports: a label, and help for the command-line options that
//! set the attribute or filter by the attribute.

use super::Label;

#[derive(Clone, Copy, Debug)]
pub struct AttributeText {
    pub label: Label,
    /// Help text of the command-line option that sets the attribute.
    pub help: Label,
    /// Help text of the option that filters by the attribute. If `None`, that option has the text in `help`.
    pub filter_help: Option<Label>,
    /// Other titles that lists use for the column, in lower case.
    pub also: &'static [&'static str],
}

/// Titles of a column that only numbers the rows of a list. The numbers are not those of the register.
pub const RUNNING_NUMBER: &[&str] =
    &["nr", "nummer", "#", "volgnr", "volgnummer", "rijnummer", "no", "row", "row number"];

macro_rules! entries {
    ($($name:ident { $label_nl:literal, $label_en:literal; $help_nl:literal, $help_en:literal $(; $filter_nl:literal, $filter_en:literal)? $(; also $($also:literal),+)? })*) => {$(
        #[doc = concat!("Words for: ", $label_en, ".")]
        pub static $name: AttributeText = AttributeText {
            label: Label::new($label_nl, $label_en),
            help: Label::new($help_nl, $help_en),
            filter_help: entries!(@filter $($filter_nl, $filter_en)?),
            also: &[$($($also),+)?],
        };
    )*};
    (@filter) => { None };
    (@filter $nl:literal, $en:literal) => { Some(Label::new($nl, $en)) };
}

entries! {
    NUMBER { "nummer", "number"; "het nummer", "the number" }
    CODE { "code", "code"; "de code waarmee ernaar wordt verwezen", "the code by which it is referred to" }
    TITLE { "titel", "title"; "de titel, in één regel", "the title, on one line"; also "onderwerp", "belemmering", "casus", "korte omschrijving", "subject", "topic", "obstacle", "short description" }
    QUESTION { "vraag", "question"; "wat het samenwerkingsverband vraagt", "what the partnership asks"; also "vraagstelling", "omschrijving", "vraag van de regio", "beschrijving", "description" }
    ANALYSIS { "analyse", "analysis"; "wat de regels zeggen", "what the rules say"; also "juridische analyse", "duiding", "legal analysis" }
    ANSWER { "antwoord", "answer"; "welke ruimte de regels bieden", "what room the rules leave"; also "reactie", "antwoord ministerie", "response", "reply" }
    LEAD_MINISTRY { "ministerie", "ministry"; "het ministerie dat trekt, zoals OCW", "the lead ministry, such as OCW"; "met dit ministerie als trekker of betrokkene", "with this ministry in the lead or involved"; also "departement", "trekker", "trekkend ministerie", "verantwoordelijk ministerie", "verantwoordelijk departement", "min", "department", "lead", "lead ministry", "lead department" }
    INVOLVED { "betrokken", "involved"; "andere betrokken ministeries, zoals SZW,VWS", "other ministries involved, such as SZW,VWS"; also "betrokken ministeries", "betrokken departementen", "andere ministeries", "overige ministeries", "other ministries", "ministries involved", "departments involved" }
    REGION { "regio", "region"; "de regio: het nummer of de naam van het regionale pact", "the region: the number or the name of the regional pact"; also "zorgpact", "pact", "regionaal pact", "regional pact" }
    INITIATIVE { "initiatief", "initiative"; "het samenwerkingsverband dat ermee komt", "the partnership that asks"; also "samenwerkingsverband", "indiener", "project", "partnership" }
    CARE_DOMAIN { "zorgdomein", "care domain"; "het zorgdomein, zoals ggz", "the care domain, such as ggz"; also "domein", "sector", "zorgsector", "domain" }
    THEME { "thema", "theme"; "het thema, zoals permanent-leren", "the theme, such as permanent-leren" }
    NATURE { "aard", "nature"; "de aard, zoals unclear-rule (onduidelijke regel)", "the nature, such as unclear-rule"; also "soort belemmering", "type belemmering", "kind of obstacle", "type of obstacle" }
    STATUS { "status", "status"; "hoe ver het werk is", "how far the work has got"; "collected (opgehaald), in-analysis (in analyse), solved (opgelost), closed (afgesloten) of open (niet opgelost en niet afgesloten)", "collected, in-analysis, solved, closed, or open (not solved and not closed)"; also "stand van zaken", "stand", "voortgang", "fase", "state", "progress", "phase" }
    RESOLUTION { "oplossing", "resolution"; "hoe de belemmering is opgelost", "how it was solved"; "within-rules (binnen de regels) of regional-approach (andere aanpak in de regio)", "within-rules or regional-approach"; also "wijze van oplossen", "soort oplossing", "hoe opgelost", "uitkomst", "outcome" }
    REASON { "reden", "reason"; "waarom de belemmering zo is ingedeeld, of is afgesloten of heropend", "why it was classified this way, closed or reopened"; also "motivering", "onderbouwing", "explanation" }
    RULE_CHANGE { "regelwijziging", "rule change"; "de wijziging van een regel waartoe de belemmering leidde", "the rule change that it led to"; also "wetswijziging", "wijziging regelgeving", "change of rules" }
    DUPLICATE_OF { "dubbel van", "duplicate of"; "de belemmering waarvan dit een dubbele is", "the obstacle that it duplicates"; also "zelfde als", "same as" }
    FILE_NUMBER { "zaaknummer", "file number"; "het nummer in het eigen zaaksysteem", "the number in the ministry's own records system"; also "dossiernummer", "dossiernr", "zaaknr", "kenmerk", "ons kenmerk", "case number", "reference", "our reference" }
    HANDLER { "behandelaar", "handler"; "wie de belemmering behandelt", "who deals with it"; also "behandeld door", "dossierhouder", "behandelend ambtenaar", "handled by", "case officer", "officer" }
    RECEIVED { "ontvangen", "received"; "de dag van ontvangst", "the day on which it was received"; also "ontvangen op", "ontvangstdatum", "datum ontvangst", "datum van ontvangst", "binnengekomen", "binnengekomen op", "datum binnenkomst", "ingediend op", "meldingsdatum", "received on", "date received", "date of receipt" }
    DUE { "antwoord uiterlijk", "due"; "de dag waarop uiterlijk antwoord is toegezegd", "the day by which an answer was promised"; also "deadline", "termijn", "uiterste datum", "uiterlijke datum", "due date", "due on" }
    ANSWERED { "beantwoord", "answered"; "de dag waarop duidelijkheid is gegeven", "the day on which clarity was given"; also "beantwoord op", "datum antwoord", "antwoorddatum", "datum beantwoording", "answered on", "date answered" }
    SOLVED { "opgelost", "solved"; "de dag waarop de belemmering is opgelost", "the day on which it was solved"; also "opgelost op", "datum oplossing", "datum opgelost", "oplosdatum", "solved on", "date solved", "resolved on" }
    CLOSED { "afgesloten", "closed"; "de dag waarop de belemmering is afgesloten", "the day on which it was closed"; also "afgesloten op", "datum afsluiting", "datum afgesloten", "closed on", "date closed" }
    LAWS { "wet- en regelgeving", "laws"; "de wet of regel, zoals 'Wet BIG art. 35', 'art. 7.2.8 WEB', 'Cao VVT' of, voor een eigen regel zoals een handboek, 'eigen regel: stagereglement'; een link naar wetten.overheid.nl mag ook", "the law or rule, such as 'Wet BIG art. 35', 'art. 7.2.8 WEB', 'Cao VVT' or, for a rule of an institution's own such as a handbook, 'own rule: stagereglement'; a link to wetten.overheid.nl works too"; "die deze wet of dit artikel noemt, zoals 'Wet BIG' of 'art. 7.2.8 WEB'", "that cites this law or article, such as 'Wet BIG' or 'art. 7.2.8 WEB'"; also "wet", "wetten", "wetgeving", "regelgeving", "wet of regel", "wet/regel", "wet- of regelgeving", "wetsartikel", "wetsartikelen", "wettelijke grondslag", "grondslag", "law", "legislation", "legal basis" }
    FACTSHEETS { "factsheets", "factsheets"; "de factsheet die antwoord geeft, zoals F-03", "the factsheet that answers it, such as F-03"; also "factsheet" }
    SCHEMES { "regelingen", "schemes"; "de regeling die helpt, zoals S-07", "the scheme that helps, such as S-07"; also "regeling", "scheme" }
    PROVENANCE { "herkomst", "provenance"; "waar het vandaan komt: zelf vastgelegd, gedocumenteerd of illustratief", "where it comes from: logged, documented or illustrative"; "logged (vastgelegd), documented (gedocumenteerd) of illustrative (illustratief)", "logged, documented or illustrative" }
    NAME { "naam", "name"; "de naam", "the name" }
    ORGANISATION { "organisatie", "organisation"; "de organisatie", "the organisation" }
    EMAIL { "e-mail", "e-mail"; "het e-mailadres", "the e-mail address" }
    PHONE { "telefoon", "phone"; "het telefoonnummer", "the telephone number" }
    ERASED { "gewist", "erased"; "de dag waarop de persoon is gewist", "the day on which the person was erased" }
    PERSONS { "personen", "persons"; "met wie is gesproken; herhaal voor meer personen", "who was spoken to; repeat for more persons" }
    SNAPSHOT { "momentopname", "snapshot"; "de naam van het moment, zoals kamerbrief-2019-02", "the name of the moment, such as kamerbrief-2019-02" }
    ENTRY { "wijziging", "entry"; "de wijziging in het logboek", "the entry in the journal" }
    SNAPSHOT_NOTE { "toelichting", "note"; "waarvoor het is", "what it is for" }
    VIEW_NAME { "naam", "name"; "de naam van de weergave", "the name of the saved view" }
    VIEW_FILTER { "filter", "filter"; "welke belemmeringen de weergave toont, als opties van 'list'", "which obstacles the view shows, as options of 'list'" }
    VIEW_COLUMNS { "kolommen", "columns"; "de gegevens die de weergave toont, zoals number,title,handler", "the attributes that the view shows, such as number,title,handler" }
    VIEW_SORT { "volgorde", "order"; "het gegeven waarop de weergave sorteert; met - ervoor van hoog naar laag, zoals -received", "the attribute that the view sorts by; a leading - sorts in descending order, as in -received" }
    FOR_ALL { "voor allen", "for all"; "of iedereen de weergave ziet: yes (ja) of no (nee)", "whether everybody sees the view: yes or no" }
    VIEW_OWNER { "eigenaar", "owner"; "van wie de weergave is", "whose view it is" }
    PROVENANCE_NOTE { "toelichting herkomst", "provenance note"; "welke gegevens de bron geeft", "which attributes the source gives" }
    PRECEDENTS { "precedenten", "precedents"; "de eerdere belemmering waarvan het antwoord is hergebruikt, zoals B-004", "the earlier obstacle whose answer was reused, such as B-004"; "waarvoor het antwoord op deze belemmering is hergebruikt, zoals B-004", "for which the answer to this obstacle was reused, such as B-004" }
    SYNONYM { "woord", "word"; "de afkorting of het woord, zoals bpv", "the abbreviation or the word, such as bpv" }
    MEANS { "betekent", "means"; "wat hetzelfde betekent, zoals beroepspraktijkvorming; scheid meerdere betekenissen met ';'", "what it means, such as beroepspraktijkvorming; separate several meanings with ';'" }
    CLOSED_AS { "afgesloten als", "closed as"; "waarom de belemmering zonder oplossing is afgesloten", "why it was closed without being solved"; "referred (doorverwezen), withdrawn (ingetrokken) of duplicate (dubbel)", "referred, withdrawn or duplicate"; also "reden afsluiting", "wijze van afsluiten" }
    PUBLISHABLE { "publiceerbaar", "publishable"; "of de belemmering met haar teksten als open data mag worden gepubliceerd: yes (ja) of no (nee)", "whether it may be published as open data, with its texts: yes or no" }
    ACCEPTED { "geaccepteerd", "accepted"; "de dag waarop iemand accepteerde dat wat in de teksten op persoonsgegevens lijkt wordt gepubliceerd", "the day on which somebody accepted that what looks like personal data in the texts is published" }
    SHORT { "afkortingen", "abbreviations"; "de gebruikelijke afkortingen, zoals WEB; scheid meerdere met ';'", "the usual abbreviations, such as WEB; separate several with ';'" }
    LAWS_JURICONNECT { "Juriconnect", "Juriconnect"; "de wet- en regelgeving als Juriconnect-verwijzing (versie 1.3.1)", "the laws as Juriconnect references (version 1.3.1)" }
    LAWS_LINK { "wetteksten", "texts of the laws"; "de adressen van de officiële teksten", "the addresses of the official texts" }
    VOID { "vervallen", "void"; "waarom het is vervallen", "why it was voided" }
    SUMMARY { "samenvatting", "summary"; "wat erin staat, in een of twee zinnen", "what it says, in a sentence or two" }
    REPLY_TEXT { "tekst", "text"; "de tekst, in Markdown, met {{ subject }}, {{ question }}, {{ full_question }}, {{ answer }}, {{ number }}, {{ ministry }}, en de lijsten laws en factsheets met number, name en url, zoals {% for law in laws %}{{ law.name }}{% endfor %}", "the text, in Markdown, with {{ subject }}, {{ question }}, {{ full_question }}, {{ answer }}, {{ number }}, {{ ministry }}, and the lists laws and factsheets with number, name and url, such as {% for law in laws %}{{ law.name }}{% endfor %}" }
    BODY { "tekst", "text"; "de tekst, in Markdown", "the text, in Markdown" }
    URL { "adres", "address"; "het adres waar het te lezen is", "the address where it can be read" }
    PUBLISHED { "gepubliceerd", "published"; "de dag van publicatie", "the day of publication" }
    SCHEME_LAW { "BWB-id", "BWB id"; "het nummer van de regeling op wetten.overheid.nl, zoals BWBR0030326", "the number of the scheme at wetten.overheid.nl, such as BWBR0030326" }
    CONTACT_KIND { "soort", "kind"; "het soort contact", "the kind of contact" }
    CONTACT_DATE { "datum", "date"; "de dag van het contact", "the day of the contact" }
    CONTACT_MINISTRY { "ministerie", "ministry"; "het ministerie waarmee contact was", "the ministry that the contact was with" }
    PARTY { "met", "with"; "met welke organisatie of rol, geen naam van een persoon", "with which organisation or role, not a person's name" }
    NOTE { "notitie", "note"; "wat eruit kwam", "what came of it" }
    ABOUT { "belemmeringen", "obstacles"; "over welke belemmeringen het ging", "which obstacles it was about" }
    LABEL_NL { "Nederlands", "Dutch"; "de naam in het Nederlands", "the name in Dutch" }
    LABEL_EN { "Engels", "English"; "de naam in het Engels", "the name in English" }
    IDENTIFIER { "identificatie", "identifier"; "het identificerende adres, zoals dat van TOOI", "the identifying address, such as TOOI's" }
    PUBLICATION { "publicatie", "publication"; "de publicatie waarin het staat", "the publication that it is in" }
    MEASURE { "maatstaf", "measure"; "wat er is geteld: een van de maatstaven die 'ruimte reconcile --explain' omschrijft", "what was counted: one of the measures that 'ruimte reconcile --explain' defines" }
    RELATION { "vergelijking", "relation"; "hoe het gepubliceerde getal zich verhoudt tot de telling", "how the published value relates to the count" }
    VALUE { "gepubliceerd", "published"; "het gepubliceerde getal", "the published value" }
    QUOTE { "gepubliceerde woorden", "published words"; "de gepubliceerde woorden", "the published words" }
    LOCATOR { "plaats", "locator"; "waar het in de publicatie staat", "where it is in the publication" }
    PERIOD_SINCE { "van", "from"; "de eerste dag waarover de publicatie gaat", "the first day that the publication covers" }
    PERIOD_UNTIL { "tot en met", "until"; "de laatste dag waarover de publicatie gaat", "the last day that the publication covers" }
}

/// Headings above groups of options in the help.
pub mod group {
    use super::Label;

    pub const ARGUMENTS: Label = Label::new("Wat", "What");
    pub const OPTIONS: Label = Label::new("Opties", "Options");
    pub const ATTRIBUTES: Label = Label::new("Gegevens", "Attributes");
    pub const FILTER: Label = Label::new("Filter", "Filter");
    pub const OUTPUT: Label = Label::new("Uitvoer", "Output");
    pub const GLOBAL: Label = Label::new("Algemeen", "General");
}
