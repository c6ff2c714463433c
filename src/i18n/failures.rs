//! Error messages. Each is one line: what went wrong, where, and how to fix it.

use super::{labels, messages};

labels! {
    REASON_NOT_FOUND { "de map of het bestand bestaat niet", "the folder or file does not exist" }
    REASON_NO_FOLDER { "de map bestaat niet; maak die eerst", "the folder does not exist; create it first" }
    REASON_PERMISSION { "u hebt er geen rechten voor", "you do not have permission" }
    REASON_READ_ONLY { "de schijf is alleen-lezen", "the disk is read-only" }
    REASON_DISK_FULL { "de schijf is vol", "the disk is full" }
    REASON_FILE_TOO_LARGE { "een bestand mag hier niet zo groot worden; verruim de grens met 'ulimit -f'", "a file may not become that large here; raise the limit with 'ulimit -f'" }
    REASON_IS_FOLDER { "het is een map, of er staat een bestand waar een map moet staan", "it is a folder, or there is a file where a folder should be" }
    REASON_NOT_A_FILE { "daar staat iets anders dan een gewoon bestand", "what is there is not a regular file" }
    REASON_CLOSED { "de standaarduitvoer is gesloten; stuur die naar een bestand, of laat '>&-' weg", "standard output is closed; redirect it to a file, or leave '>&-' out" }
    REASON_UNKNOWN { "het systeem meldt een fout bij lezen of schrijven", "the system reports a read or write error" }
    MAIL_IS_MSG { "dit is een bericht in Outlooks eigen vorm (.msg); sla de mail op als .eml (Outlook: Opslaan als, 'E-mailbericht (*.eml)', of sleep de mail uit webmail of het nieuwe Outlook naar een map), of plak de tekst: ruimte log - --ministry OCW", "this is a message in Outlook's own format (.msg); save the mail as .eml (Outlook: Save as, 'Email message (*.eml)', or drag the mail from webmail or the new Outlook to a folder), or paste its text: ruimte log - --ministry OCW" }
    MAIL_HAS_NO_HEADERS { "dit is geen e-mail: afzender, datum en onderwerp ontbreken; sla de mail op als .eml, of plak de tekst: ruimte log - --ministry OCW", "this is not an e-mail: it has no sender, date and subject; save the mail as .eml, or paste its text: ruimte log - --ministry OCW" }
    MAIL_IS_ENCRYPTED { "deze e-mail is versleuteld; open de mail en plak de tekst: ruimte log - --ministry OCW", "this e-mail is encrypted; open it and paste its text: ruimte log - --ministry OCW" }
    MAIL_IS_DAMAGED { "deze e-mail is niet te lezen; open de mail en plak de tekst: ruimte log - --ministry OCW", "this e-mail cannot be read; open it and paste its text: ruimte log - --ministry OCW" }
    RULE_ERASED { "deze persoon is gewist en krijgt geen gegevens meer", "this person was erased and can no longer be given attributes" }
    LIMIT_UNPACKED { "de werkmap is uitgepakt groter dan 2 GB, of veel groter dan het bestand zelf", "the workbook unpacks to more than 2 GB, or to far more than the file itself" }
    LIMIT_SHEET_TEXT { "het blad heeft meer dan 1 GB tekst, of veel meer dan het bestand zelf groot is", "the sheet has more than 1 GB of text, or far more than the size of the file" }
    MISSING_VALUE { "een waarde ontbreekt", "a value is missing" }
    RULE_RESOLUTION { "een oplossing hoort bij de status 'solved' (opgelost), en alleen daarbij: geef allebei of geen van beide", "a resolution goes with the status 'solved', and only with it: give both or neither" }
    RULE_SOLVED_DATE { "een dag van oplossing hoort bij de status 'solved' (opgelost)", "the day it was solved goes with the status 'solved'" }
    RULE_CLOSED_AS { "'closed_as' (referred: doorverwezen, withdrawn: ingetrokken of duplicate: dubbel) hoort bij de status 'closed' (afgesloten), en alleen daarbij", "'closed_as' (referred, withdrawn or duplicate) goes with the status 'closed', and only with it" }
    RULE_CLOSED_DATE { "een dag van afsluiten hoort bij de status 'closed' (afgesloten)", "the day it was closed goes with the status 'closed'" }
    RULE_DUPLICATE { "een dubbele belemmering noemt haar origineel in 'duplicate_of', en alleen een dubbele doet dat", "a duplicate names its original in 'duplicate_of', and only a duplicate does" }
    RULE_SELF_DUPLICATE { "een belemmering kan geen dubbele van zichzelf zijn", "an obstacle cannot be a duplicate of itself" }
    RULE_SELF_PRECEDENT { "een belemmering kan niet haar eigen precedent zijn", "an obstacle cannot be its own precedent" }
    RULE_ANSWERED { "de dag van het antwoord ligt vóór de dag van ontvangst", "the day it was answered is before the day it was received" }
    RULE_SOLVED { "de dag van oplossing ligt vóór de dag van ontvangst", "the day it was solved is before the day it was received" }
    RULE_CLOSED { "de dag van afsluiten ligt vóór de dag van ontvangst", "the day it was closed is before the day it was received" }
    RULE_PERIOD { "de laatste dag van de periode ligt vóór de eerste", "the last day of the period is before the first" }
    RULE_UNIQUE { "dit nummer of deze code bestaat al", "this number or code already exists" }
    RULE_REFERENCE { "er wordt verwezen naar iets wat niet in het register staat", "it refers to something that is not in the register" }
    RULE_VALUE { "deze waarde wordt niet aanvaard", "this value is not accepted" }
}

messages! {
    meaning_is_off() { "zoeken op betekenis staat uit (RUIMTE_MEANING=no), of dit programma is zonder gemaakt", "search by meaning is off (RUIMTE_MEANING=no), or this program was built without it" }
    not_a_date(text) { "'{text}' is geen datum; schrijf het jaar in vier cijfers, zoals 2018-05-12 of 12-5-2018, of vandaag", "'{text}' is not a date; write the year in four digits, as in 2018-05-12 or 12-5-2018, or today" }
    month_without_day(text, example) { "'{text}' is een maand zonder dag; noem ook de dag, zoals {example}", "'{text}' is a month without a day; give the day too, as in {example}" }
    not_a_period(text) { "'{text}' is geen periode; schrijf bijvoorbeeld 2026, 2026-Q1, 2026-03, dit-kwartaal, vorig-jaar of deze-week", "'{text}' is not a period; write for instance 2026, 2026-Q1, 2026-03, this-quarter, last-year or this-week" }
    not_a_measure(text) { "'{text}' is geen maatstaf die belemmeringen telt", "'{text}' is not a measure that counts obstacles" }
    not_a_day_range(text) { "'{text}' is geen aantal dagen; schrijf bijvoorbeeld 14 (hoogstens 14), 8-14 of 181+", "'{text}' is no number of days; write for instance 14 (at most 14), 8-14 or 181+" }
    no_such_date(text) { "de datum {text} bestaat niet; schrijf bijvoorbeeld 2018-05-12 of 12-5-2018", "there is no date {text}; write for instance 2018-05-12 or 12-5-2018" }
    not_a_law(text) { "'{text}' is geen wet of regel; schrijf bijvoorbeeld 'Wet BIG art. 35 lid 1', 'art. 7.2.8 WEB', 'Cao VVT' of, voor een eigen regel zoals een handboek, 'eigen regel: stagereglement'", "'{text}' is not a law or rule; write for instance 'Wet BIG art. 35 lid 1', 'art. 7.2.8 WEB', 'Cao VVT' or, for a rule of an institution's own such as a handbook, 'own rule: stagereglement'" }
    not_an_article(text, form) { "'{text}' is geen artikel; schrijf bijvoorbeeld '{form}'", "'{text}' is not an article; write for instance '{form}'" }
    not_a_range(most, first, last) { "een reeks telt hele nummers, en ten hoogste {most}; noem ze los, zoals '{first}; {last}'", "a range counts whole numbers, at most {most}; name them one by one, as in '{first}; {last}'" }
    no_such_book(book) { "het Burgerlijk Wetboek heeft geen boek {book}", "the Civil Code has no book {book}" }
    agreement_with_article(text, form) { "'{text}': een cao wordt vastgelegd zonder artikel; schrijf '{form}' en noem het artikel in een tekst, zoals de vraag", "'{text}': a collective agreement (cao) is recorded without an article; write '{form}', and mention the article in a text such as the question" }
    several_laws(text) { "'{text}' noemt meer dan één wet of artikel, en hier past er één; kies er een", "'{text}' names more than one law or article, and only one fits here; choose one" }
    too_many_laws(most) { "er staan meer dan {most} verwijzingen in één tekst; verdeel ze", "there are more than {most} references in one text; divide them" }
    unknown_law_name(text, near) { "'{text}' staat niet in de lijst van wetten; bedoelt u {near}? Een link naar wetten.overheid.nl, 'Cao VVT' of 'eigen regel: stagereglement' mag ook; zie: ruimte law list", "'{text}' is not in the list of laws; do you mean {near}? A link to wetten.overheid.nl, 'Cao VVT' or 'own rule: stagereglement' works too; see: ruimte law list" }
    ambiguous_places(text, first, second) { "'{text}' is op twee manieren te lezen; schrijf '{first}' of '{second}'", "'{text}' can be read in two ways; write '{first}' or '{second}'" }
    civil_code_without_book(name, books) { "'{name}' heeft meer boeken; noem het boek, zoals in 'art. 6:162 BW' of 'boek 6 BW', of geef het id: {books}", "'{name}' has several books; name the book, as in 'art. 6:162 BW' or 'boek 6 BW', or give the id: {books}" }
    several_books(form) { "noem de artikelen van elk boek van het Burgerlijk Wetboek apart, zoals '{form}'", "name the articles of each book of the Civil Code apart, as in '{form}'" }
    ambiguous_law_name(text, laws) { "'{text}' is de naam van meer dan één wet; geef het id: {laws}", "'{text}' is the name of more than one law; give the id: {laws}" }
    reference_not_to_article(text) { "'{text}' wijst iets anders aan dan een artikel; laat de verwijzing eindigen bij de wet, of noem een artikel, lid of onderdeel", "'{text}' points to something other than an article; let the reference end at the law, or name an article, paragraph or item" }
    nul_character() { "een tekst mag geen NUL-teken bevatten; haal het weg", "a text may not contain a NUL character; remove it" }
    too_many_values(attribute, found, most) { "{attribute}: {found} waarden, en ten hoogste {most} passen", "{attribute}: {found} values, and at most {most} fit" }
    too_many_records(found, most) { "dit zijn {found} belemmeringen, en ten hoogste {most} kunnen samen worden gewijzigd; doe het in delen", "these are {found} obstacles, and at most {most} can be changed together; do it in parts" }
    value_too_long(attribute, found, most) { "{attribute}: {found} tekens, en ten hoogste {most} passen; maak de tekst korter", "{attribute}: {found} characters, and at most {most} fit; shorten the text" }
    not_a_count(text) { "'{text}' is geen aantal; schrijf een heel getal van 0 of meer", "'{text}' is not a count; write a whole number of 0 or more" }
    not_a_choice(attribute, text, valid) { "'{text}' is geen geldige waarde voor {attribute}; kies uit: {valid}", "'{text}' is not a valid value for {attribute}; choose from: {valid}" }
    not_a_number(text, example) { "'{text}' is geen nummer; schrijf bijvoorbeeld {example}", "'{text}' is not a number; write for instance {example}" }
    ambiguous_part(text, valid) { "'{text}' past op meer dan één: {valid}; kies er een", "'{text}' fits more than one: {valid}; choose one" }
    unknown_synonym(text, valid) { "'{text}' staat niet in de lijst van synoniemen; kies uit: {valid}; of voeg er een toe met: ruimte synonym add WOORD BETEKENIS", "'{text}' is not in the list of synonyms; choose from: {valid}; or add one with: ruimte synonym add WORD MEANING" }
    unknown_term(entities, text, valid, command) { "'{text}' staat niet in de lijst van {entities}; kies uit: {valid}; of voeg er een toe met: ruimte {command} add CODE --nl NAAM --en NAAM", "'{text}' is not in the list of {entities}; choose from: {valid}; or add one with: ruimte {command} add CODE --nl NAME --en NAME" }
    no_such_record(number) { "{number} bestaat niet in dit register; zie: ruimte list", "there is no {number} in this register; see: ruimte list" }
    no_calendar_key(person) { "{person} heeft geen agendasleutel; zie: ruimte calendar keys", "{person} has no calendar key; see: ruimte calendar keys" }
    no_answer_yet(number) { "{number} heeft nog geen antwoord; leg het vast met: ruimte edit {number} --answer 'TEKST'", "{number} has no answer yet; record it with: ruimte edit {number} --answer 'TEXT'" }
    no_such_reply_template(name, valid) { "er is geen antwoordsjabloon '{name}'; kies uit: {valid}", "there is no reply template '{name}'; choose from: {valid}" }
    no_reply_templates(name) { "er is geen antwoordsjabloon '{name}', en ook geen ander; laat --template weg, of voeg er een toe met: ruimte reply-template add", "there is no reply template '{name}', nor any other; leave --template out, or add one with: ruimte reply-template add" }
    reply_template_wrong(line, why) { "sjabloon, regel {line}: {why}", "template, line {line}: {why}" }
    reply_template_unusable(number, why) { "{number} is niet te gebruiken ({why}); verbeter het met: ruimte reply-template edit {number}", "{number} cannot be used ({why}); correct it with: ruimte reply-template edit {number}" }
    reply_template_too_long(most) { "een sjabloon telt hoogstens {most} tekens", "a template has at most {most} characters" }
    no_such_record_of_kind(number, command) { "{number} bestaat niet in dit register; zie: ruimte {command} list", "there is no {number} in this register; see: ruimte {command} list" }
    record_is_void(number) { "{number} is vervallen; bekijk waarom met: ruimte show {number}", "{number} was voided; see why with: ruimte show {number}" }
    circular_duplicates(numbers) { "{numbers}: dubbelen van elkaar, zodat geen ervan meetelt; laat er een open als origineel", "{numbers}: duplicates of each other, so that none of them counts; leave one open as the original" }
    missing_attribute(attribute) { "een waarde ontbreekt: {attribute}", "a value is missing: {attribute}" }
    missing_option(option, command) { "er ontbreekt: {option}; zie: ruimte {command} --help", "missing: {option}; see: ruimte {command} --help" }
    record_exists_and_differs(number) { "{number} bestaat al en is anders; wijzig het met --update", "{number} already exists and differs; change it with --update" }
    code_exists(code) { "{code} bestaat al; wijzig het met 'edit'", "{code} already exists; change it with 'edit'" }
    precedent_not_solved(number) { "{number} is niet opgelost: er is nog geen antwoord om te hergebruiken", "{number} is not solved: there is no answer yet to reuse" }
    text_too_long() { "de tekst is langer dan een megabyte; geef een korter deel", "the text is longer than a megabyte; give a shorter part" }
    query_too_long(phrases, words) { "de zoekvraag is te lang; geef hoogstens {phrases} woordgroepen tussen aanhalingstekens en {words} woorden om uit te sluiten", "the query is too long; give at most {phrases} phrases in quotes and {words} words to exclude" }
    no_search_words(text) { "er staat geen woord in '{text}' om op te zoeken", "there is no word in '{text}' to search for" }

    no_register(path) { "er is geen register {path}; maak er een met 'ruimte init', of wijs er een aan met --register of RUIMTE_REGISTER", "there is no register {path}; create one with 'ruimte init', or name one with --register or RUIMTE_REGISTER" }
    not_a_register(path) { "{path} is geen register van ruimte; er is niets aan veranderd", "{path} is not a ruimte register; nothing in it was changed" }
    newer_register(path) { "{path} is gemaakt door een nieuwere versie van ruimte; werk het programma bij", "{path} was made by a newer version of ruimte; update the program" }
    older_register(path) { "{path} is gemaakt door een oudere versie van ruimte; werk het bij met 'ruimte upgrade', zodra iedereen die het gebruikt het nieuwe programma heeft", "{path} was made by an older version of ruimte; upgrade it with 'ruimte upgrade', once everyone who uses it has the new program" }
    register_replaced(path) { "{path} is intussen vervangen; er is niets vastgelegd, probeer het opnieuw", "{path} was replaced in the meantime; nothing was recorded, try again" }
    upgrade_would_lose_data(path, table) { "{path} bevat in '{table}' gegevens die dit programma niet kent; het blijft zoals het is", "{path} has data in '{table}' that this program does not know; it is left as it is" }
    path_not_utf8(path) { "het pad {path} bevat tekens die geen UTF-8 zijn", "the path {path} contains characters that are not UTF-8" }
    cannot_write_past() { "het verleden kan niet worden gewijzigd; laat --as-of en --reference-date weg", "the past cannot be changed; leave --as-of and --reference-date out" }
    present_only(command) { "'{command}' werkt alleen in het heden; laat --as-of en --reference-date weg", "'{command}' works in the present only; leave --as-of and --reference-date out" }
    no_such_entry(entry, last) { "wijziging {entry} bestaat niet; de laatste is {last}; zie: ruimte history", "there is no entry {entry}; the last is {last}; see: ruimte history" }
    no_such_moment(text) { "'{text}' is geen dag, geen wijziging en geen momentopname; zie: ruimte snapshot list", "'{text}' is not a day, an entry or a snapshot; see: ruimte snapshot list" }
    before_first_entry(text, first) { "op {text} bestond dit register nog niet: zijn logboek begint op {first}; wat er op die dag speelde, toont --reference-date", "on {text} this register did not exist yet: its journal begins on {first}; --reference-date shows the work as it was on that day" }
    not_a_snapshot(name) { "'{name}' zou een dag of een wijziging kunnen zijn; geef een naam zoals kamerbrief-2019-02", "'{name}' could be a day or an entry; give a name such as kamerbrief-2019-02" }
    snapshot_exists(name) { "de momentopname {name} bestaat al; kies een andere naam, of zie: ruimte snapshot list", "the snapshot {name} already exists; choose another name, or see: ruimte snapshot list" }
    already_undone(entry) { "wijziging {entry} is al teruggenomen; zie: ruimte history", "entry {entry} has already been undone; see: ruimte history" }
    entry_without_changes(entry) { "wijziging {entry} veranderde niets en kan niet worden teruggenomen", "entry {entry} changed nothing and cannot be undone" }
    nothing_to_undo() { "er is niets om terug te nemen", "there is nothing to undo" }
    cannot_undo_first_entry(entry) { "er is niets meer om terug te nemen: met wijziging {entry} begint het register", "there is nothing left to undo: the register begins with entry {entry}" }
    cannot_undo_erasure(entry) { "wijziging {entry} wiste een persoon en kan niet worden teruggenomen", "entry {entry} erased a person and cannot be undone" }
    cannot_undo_erasure_suggest(entry, other) { "wijziging {entry} wiste een persoon en kan niet worden teruggenomen; wat ervoor kwam wel: ruimte undo {other}", "entry {entry} erased a person and cannot be undone; what came before it can: ruimte undo {other}" }
    undo_violates_rule(entry, record, why) { "wijziging {entry} kan niet worden teruggenomen: {record} kan niet meer zijn wat het was: {why}", "entry {entry} cannot be undone: {record} can no longer be what it was: {why}" }
    undo_record_erased(entry, record) { "wijziging {entry} kan niet worden teruggenomen: {record} is sindsdien gewist", "entry {entry} cannot be undone: {record} has been erased since" }
    undo_only_adds_person(entry) { "wijziging {entry} voegde alleen een persoon toe; die kan worden gewist met 'ruimte erase person'", "entry {entry} only added a person; they can be erased with 'ruimte erase person'" }
    undo_only_adds_person_suggest(entry, other) { "wijziging {entry} voegde alleen een persoon toe; die kan worden gewist met 'ruimte erase person'; wat ervoor kwam kan worden teruggenomen: ruimte undo {other}", "entry {entry} only added a person; they can be erased with 'ruimte erase person'; what came before it can be undone: ruimte undo {other}" }
    undo_conflicts_with_later(entry, record, later) { "wijziging {entry} kan niet worden teruggenomen: {record} is later gewijzigd, in wijziging {later}; neem die eerst terug", "entry {entry} cannot be undone: {record} was changed later, in entry {later}; undo that first" }
    undo_record_referenced(entry, record, by) { "wijziging {entry} kan niet worden teruggenomen: naar {record} wordt verwezen door {by}", "entry {entry} cannot be undone: {record} is referred to by {by}" }
    undo_journal_mismatch(entry, record) { "wijziging {entry} kan niet worden teruggenomen: {record} is niet wat het logboek zegt; zie: ruimte check", "entry {entry} cannot be undone: {record} is not what the journal says; see: ruimte check" }
    entry_unreadable(entry) { "wijziging {entry} is niet te lezen; zie: ruimte check", "entry {entry} cannot be read; see: ruimte check" }
    number_too_far(number, highest) { "{number} ligt veel te ver boven het hoogste nummer, {highest}; verbeter het nummer, of laat het weg", "{number} is much too far above the highest number, {highest}; correct the number, or leave it out" }
    numbers_exhausted(last) { "er is geen nummer meer om uit te geven: {last} is in gebruik", "there is no number left to give out: {last} is in use" }
    name_in_use(code, name) { "{code} heet al zo: {name}; gebruik die persoon, of kies een naam die verschilt", "{code} already has this name: {name}; use that person, or choose a name that differs" }
    not_a_name(name) { "'{name}' kan geen naam zijn: een naam lijkt niet op een nummer zoals N-03", "'{name}' cannot be a name: a name does not look like a number such as N-03" }
    no_such_person(name) { "er is geen persoon '{name}'; zie: ruimte person list", "there is no person '{name}'; see: ruimte person list" }
    no_such_person_suggest(name, near) { "er is geen persoon '{name}'; wel: {near}; zie: ruimte person list", "there is no person '{name}'; there are: {near}; see: ruimte person list" }
    /// Replaces the two messages above for visitors who may not see which persons the register contains.
    no_such_author_or_handler(name) { "niemand met de naam '{name}' heeft iets vastgelegd of behandelt een belemmering", "nobody called '{name}' has recorded anything or handles an obstacle" }
    not_received_by_date(record, day) { "{record} speelde op {day} nog niet; laat --reference-date weg om te zien wat het nu is", "{record} did not exist yet on {day}; leave --reference-date out to see what it is now" }
    not_in_journal(text) { "het logboek kent geen '{text}'", "the journal has no '{text}'" }
    internal_error(location) { "dit is een fout in het programma ({location}); meld haar, met de opdracht die u gaf", "this is an error in the program ({location}); please report it with the command that you gave" }
    temp_dir_unusable(path) { "de map voor tijdelijke bestanden ({path}) bestaat niet, is vol of is niet beschrijfbaar; wijs een andere aan met TMPDIR", "the folder for temporary files ({path}) is missing, full or not writable; name another with TMPDIR" }
    persons_hidden(attribute) { "met wie is gesproken, wordt hier niet getoond; laat '{attribute}' weg", "who was spoken to is not shown here; leave '{attribute}' out" }
    persons_need_option() { "persoonsgegevens worden alleen met --with-persons meegegeven; het logboek onthoudt dat", "personal data are included only with --with-persons; the journal records that" }
    personal_find(record, attribute, kind, masked) { "{record}, {attribute}: {kind} {masked}", "{record}, {attribute}: {kind} {masked}" }
    personal_data_in_publication(count) { "niets gepubliceerd: in de teksten staat wat op persoonsgegevens lijkt (plaatsen: {count}); verwijder het met 'ruimte redact', of geef --accept met het nummer als het gepubliceerd mag worden", "nothing was published: the texts contain what looks like personal data (places: {count}); remove it with 'ruimte redact', or give --accept with the number if it may be published" }
    cannot_accept(record) { "'{record}' is geen belemmering, factsheet of regeling; geef een nummer zoals B-012, F-03 of S-07", "'{record}' is not an obstacle, factsheet or scheme; give a number such as B-012, F-03 or S-07" }
    nothing_to_redact_given() { "zeg wat weg moet; geef --text 'de tekst', of --found voor alles wat op persoonsgegevens lijkt", "say what to remove; give --text 'the text', or --found for everything that looks like personal data" }
    nothing_to_redact(record) { "{record} bevat niets dat weg moet, en bevatte dat ook nooit (zie ruimte history {record}); er is niets verwijderd", "{record} contains nothing to remove, and never did (see ruimte history {record}); nothing was removed" }
    reason_holds_redacted_text() { "de reden bevat zelf de tekst die weg moet; noem die daar niet, want de reden blijft bewaard", "the reason itself contains the text to remove; leave it out there, because the reason is kept" }
    not_redactable(name, kind, names) { "'{name}' is geen tekst van {kind}; kies uit: {names}", "'{name}' is not a text of {kind}; choose from: {names}" }
    ambiguous_record(text) { "de code '{text}' komt meer dan één keer voor", "'{text}' is the code of more than one record" }
    cannot_undo_redaction(entry) { "wijziging {entry} verwijderde tekst en kan niet worden teruggenomen", "entry {entry} redacted text and cannot be undone" }
    cannot_undo_redaction_suggest(entry, other) { "wijziging {entry} verwijderde tekst en kan niet worden teruggenomen; wat ervoor kwam wel: ruimte undo {other}", "entry {entry} redacted text and cannot be undone; what came before it can: ruimte undo {other}" }
    erase_incomplete_in_use() { "het is gewist, maar in het bestand kunnen nog sporen staan doordat een ander het gebruikt; geef de opdracht nog eens", "it is erased, but traces may be left in the file because somebody else is using it; run the command again" }
    erase_incomplete(why) { "het is gewist, maar in het bestand kunnen nog sporen staan: {why}; geef de opdracht nog eens", "it is erased, but traces may be left in the file: {why}; run the command again" }
    upgrade_incomplete(path) { "{path} is bijgewerkt, maar de synoniemen of de afkortingen van wetten konden niet worden toegevoegd; geef de opdracht nog eens", "{path} is up to date, but the synonyms or the abbreviations of laws could not be added; run the command again" }
    backup_target_exists(path) { "{path} bestaat al; kies een andere naam, of vervang het met --force", "{path} already exists; choose another name, or replace it with --force" }
    backup_target_is_register(path) { "{path} is het register zelf; kies een andere naam", "{path} is the register itself; choose another name" }
    backup_source_invalid(count, record, cause) { "er is geen kopie gemaakt: het register is niet in orde (bevindingen: {count}), zoals {record}: {cause}; zie: ruimte check", "no copy was made: the register is not in order (findings: {count}), such as {record}: {cause}; see: ruimte check" }
    restore_target_exists(path) { "{path} bestaat al; met --force wordt het vervangen, en bewaard onder een andere naam", "{path} already exists; with --force it is replaced, and kept under another name" }
    backup_invalid(path, count, record, cause) { "{path} is niet in orde (bevindingen: {count}), zoals {record}: {cause}; zie: ruimte --register {path} check", "{path} is not in order (findings: {count}), such as {record}: {cause}; see: ruimte --register {path} check" }
    not_a_receipt() { "dat is geen bewijs: geef de hele regel die met 'ruimte:' begint, of het bestand waar die in staat", "that is not a receipt: give the whole line that begins with 'ruimte:', or the file that holds it" }
    receipt_altered() { "dit bewijs is veranderd sinds het werd gemaakt: de controlecijfers kloppen niet; gebruik het oorspronkelijke bewijs", "this receipt was changed after it was made: its check digits do not match; use the original receipt" }
    receipt_of_other_register(receipt, register) { "dit bewijs hoort bij register {receipt}, en niet bij dit: {register}", "this receipt belongs to register {receipt}, not to this one: {register}" }
    receipt_of_other_model(receipt, program) { "dit bewijs is gemaakt met een ander taalmodel: {receipt}, en dit programma heeft {program}; gebruik de versie van toen", "this receipt was made with another model: {receipt}, and this program has {program}; use the version of that time" }
    receipt_lists_persons() { "dit bewijs gaat over persoonsgegevens, en die zijn hier niet te zien; vraag een medewerker het na te gaan", "this receipt is about personal data, which is not shown here; ask an officer to check it" }
    receipt_needs_vectors() { "dit bewijs is niet na te gaan zolang belemmeringen niet op betekenis zijn te vinden; maak dat af met 'ruimte index'", "this receipt cannot be checked as long as obstacles are not findable by meaning; finish that with 'ruimte index'" }
    receipt_from_later_entry(entry, last) { "dit bewijs is van wijziging {entry}, maar het logboek eindigt bij {last}: dit is een oudere kopie, of er is iets weggehaald", "this receipt is of entry {entry}, but the journal ends at {last}: this is an older copy, or something was removed" }
    exists_already(path) { "{path} bestaat al en blijft zoals het is; kies een andere naam", "{path} already exists and is left as it is; choose another name" }
    cannot_create(path, why) { "{path} kan niet worden gemaakt: {why}", "{path} cannot be created: {why}" }
    no_such_attachment() { "dat bestand is niet meegestuurd", "that file was not sent" }
    cannot_use_file(path, why) { "{path} is niet te gebruiken: {why}", "{path} cannot be used: {why}" }
    no_home_folder() { "het systeem noemt geen map voor gegevens; wijs het register aan met --register", "the system names no folder for data; name the register with --register" }
    register_busy() { "iemand anders schrijft nu in het register, misschien vanaf een andere computer of met een ander programma; probeer het zo weer", "somebody else is writing to the register, perhaps from another computer or with another program; try again shortly" }
    register_busy_with(process, program) { "iemand anders schrijft nu in het register: proces {process} ({program}) op deze computer; probeer het zo weer", "somebody else is writing to the register: process {process} ({program}) on this computer; try again shortly" }
    register_read_only() { "het register is hier alleen te lezen: u hebt geen schrijfrechten, of de schijf is alleen-lezen", "the register can only be read here: you do not have write permission, or the disk is read-only" }
    disk_full() { "de schijf, of de map voor tijdelijke bestanden (TMPDIR), is vol; er is niets gewijzigd", "the disk, or the folder for temporary files (TMPDIR), is full; nothing was changed" }
    file_size_limit(path) { "het register {path} wordt groter dan een bestand hier mag zijn; er is niets gewijzigd; verruim de grens met 'ulimit -f'", "the register {path} would become larger than a file may be here; nothing was changed; raise the limit with 'ulimit -f'" }
    register_damaged(path) { "het register {path} is beschadigd; zet een reservekopie terug", "the register {path} is damaged; restore a backup" }
    text_too_large() { "een tekst is te lang voor het register; kort de tekst in", "a text is too long for the register; shorten it" }
    register_failed(path) { "het register {path} is niet te lezen of te schrijven; er is niets gewijzigd", "the register {path} cannot be read or written; nothing was changed" }
    io_error(why) { "lezen of schrijven is mislukt: {why}", "reading or writing failed: {why}" }

    wrong_status(number, status, way) { "{number} heeft de status '{status}'; {way}", "{number} has the status '{status}'; {way}" }
    cannot_void(number) { "{number} kan niet vervallen; dat kan met een belemmering (B), factsheet (F), regeling (S), contact (C) of cijfer (P)", "{number} cannot be voided; an obstacle (B), factsheet (F), scheme (S), contact (C) or figure (P) can" }
    cannot_link(number) { "{number} is geen factsheet (F), regeling (S) of eerdere belemmering (B); schrijf bijvoorbeeld F-03, S-07 of B-004", "{number} is not a factsheet (F), scheme (S) or earlier obstacle (B); write for instance F-03, S-07 or B-004" }
    ambiguous_record_number(number) { "{number} kan een factsheet, een regeling of een belemmering zijn; schrijf F-{number}, S-{number} of B-{number}", "{number} can be a factsheet, a scheme or an obstacle; write F-{number}, S-{number} or B-{number}" }
    one_kind_at_a_time(number) { "in deze vorm kan er maar één soort tegelijk worden getoond; laat {number} weg of kies --format table", "as data, only one kind of record can be shown at a time; leave {number} out or choose --format table" }
    cannot_count_by(name, valid) { "op '{name}' kan niet worden geteld; kies uit: {valid}", "nothing can be counted by '{name}'; choose from: {valid}" }
    unknown_attribute(name, valid) { "het gegeven '{name}' bestaat niet; kies uit: {valid}", "there is no attribute '{name}'; choose from: {valid}" }
    cannot_clear(name) { "'{name}' kan niet leeg zijn", "'{name}' cannot be empty" }
    view_unusable() { "het filter van deze weergave is niet te lezen; geef het opnieuw met: ruimte view edit", "the filter of this saved view cannot be read; give it anew with: ruimte view edit" }
    no_such_view(name) { "er is geen weergave '{name}'; zie: ruimte view list", "there is no saved view '{name}'; see: ruimte view list" }
    no_such_view_suggest(name, near) { "er is geen weergave '{name}'; wel: {near}; zie: ruimte view list", "there is no saved view '{name}'; there are: {near}; see: ruimte view list" }
    view_name_in_use(name) { "de naam '{name}' is al in gebruik voor een weergave; kies een andere naam", "the name '{name}' is already in use for a saved view; choose another name" }
    not_a_view_name(name) { "'{name}' lijkt op het nummer van een weergave; kies een naam zoals 'Open bij VWS'", "'{name}' looks like the number of a saved view; choose a name such as 'Open at VWS'" }
    not_your_view(record) { "alleen de eigenaar kan {record} persoonlijk maken; u kunt haar wel wijzigen of laten vervallen", "only its owner can make {record} personal; you can change or void it" }
    nothing_to_change(command) { "er is niets gegeven om te wijzigen; zie: ruimte {command} --help", "no change was given; see: ruimte {command} --help" }
    duplicate_needs_original() { "bij een duplicaat hoort het nummer van het origineel; geef het met --of, zoals --of B-003", "a duplicate needs the number of the original; give it with --of, such as --of B-003" }
    original_without_duplicate() { "alleen een duplicaat heeft een origineel; --of hoort bij --as duplicate", "only a duplicate has an original; --of goes with --as duplicate" }
    unknown_report(name, valid) { "het rapport '{name}' bestaat niet; kies uit: {valid}", "there is no report '{name}'; choose from: {valid}" }
    unknown_kind_suggest(name, near, valid) { "'{name}' is geen lijst in dit register; bedoelt u '{near}'? Kies uit: {valid}", "'{name}' is not a kind of record; do you mean '{near}'? Choose from: {valid}" }
    unknown_kind(name, valid) { "'{name}' is geen lijst in dit register; kies uit: {valid}", "'{name}' is not a kind of record; choose from: {valid}" }
    unknown_publication(code, valid) { "de publicatie '{code}' staat niet in het register; bekend zijn: {valid}", "the publication '{code}' is not in the register; the known ones are: {valid}" }
    no_publications() { "er staan geen gepubliceerde cijfers in dit register; voeg ze toe met 'ruimte publication add' en 'ruimte figure add'", "there are no published figures in this register; add them with 'ruimte publication add' and 'ruimte figure add'" }
    unknown_measure(name, valid) { "de maatstaf '{name}' bestaat niet; kies uit: {valid}", "there is no measure '{name}'; choose from: {valid}" }
    labels_need_a_table() { "--labels is voor tabellen: csv, csv-excel, ods, xlsx, html of table; json en jsonl houden hun codes", "--labels is for tables: csv, csv-excel, ods, xlsx, html or table; json and jsonl keep their codes" }
    unknown_extension(path, endings) { "aan de extensie van {path} is de bestandsvorm niet te zien; kies {endings} of geef --format", "the extension of {path} does not tell the format; choose {endings} or give --format" }
    stdin_used_twice() { "de standaardinvoer kan maar voor één waarde worden gebruikt", "standard input can be used for one value only" }
    stdin_not_utf8() { "de standaardinvoer is geen UTF-8; zet de tekst om naar UTF-8", "standard input is not UTF-8; convert it to UTF-8" }
    cannot_start_editor(command, why) { "de editor '{command}' is niet te starten: {why}; stel $VISUAL of $EDITOR in", "the editor '{command}' cannot be started: {why}; set $VISUAL or $EDITOR" }
    editor_failed(command) { "de editor '{command}' meldt een fout; er is niets vastgelegd", "the editor '{command}' reports a failure; nothing was recorded" }
    editor_not_utf8() { "wat de editor heeft bewaard is geen UTF-8; er is niets vastgelegd", "what the editor saved is not UTF-8; nothing was recorded" }
    not_long_text(name, valid) { "'{name}' is geen lange tekst; kies uit: {valid}", "'{name}' is not a long text; choose from: {valid}" }

    number_too_large(text) { "het nummer {text} is te groot; het grootste is 999999999", "the number {text} is too large; the largest is 999999999" }
    not_a_code(text) { "'{text}' kan geen code zijn; een code heeft geen komma of puntkomma", "'{text}' cannot be a code; a code has no comma or semicolon" }
    ambiguous_label(text, codes) { "'{text}' kan meer dan één ding betekenen; kies uit: {codes}", "'{text}' can mean more than one thing; choose from: {codes}" }
    output_is_register(path) { "{path} is het register zelf; kies een andere naam", "{path} is the register itself; choose another name" }
    cannot_publish_void() { "wat is vervallen wordt niet gepubliceerd; laat --with-void weg", "what was voided is not published; leave --with-void out" }
    cannot_publish_by_precedent() { "wat wordt gepubliceerd, kan niet met --precedent worden gekozen: die belemmering is misschien niet vrijgegeven; gebruik een ander filter", "--precedent cannot choose what is published: that obstacle may not have been released; use another filter" }
    not_an_address(text) { "'{text}' is geen adres; schrijf bijvoorbeeld https://data.example.nl/ruimte, of als contact een e-mailadres", "'{text}' is not an address; write for instance https://data.example.nl/ruimte, or as contact an e-mail address" }
    not_a_publication(path) { "in {path} staat iets anders dan een eerdere publicatie; kies een lege map of een nieuwe", "{path} holds something other than an earlier publication; choose an empty folder or a new one" }
    format_not_in_build() { "deze vorm is bij het bouwen van dit programma weggelaten; geef --format csv, of neem de gewone versie", "this format was left out when this program was built; give --format csv, or use the regular build" }
    overview_needs_page_format(reports) { "het overzicht bestaat uit meerdere tabellen; geef --format html of table, of vraag om een ervan: {reports}", "the overview is several tables; give --format html or table, or ask for one of them: {reports}" }
    too_many_rows(most) { "er zijn meer rijen dan de {most} van een spreadsheet; csv en jsonl hebben geen grens: geef --format csv, of kies minder met een filter", "there are more rows than the {most} of a spreadsheet; csv and jsonl have no limit: give --format csv, or choose fewer with a filter" }
    cell_too_long(column, row, most, format) { "rij {row}, {column}: een cel van Excel bevat ten hoogste {most} tekens; kies {format} of csv als vorm", "row {row}, {column}: a cell of Excel holds {most} characters at most; choose {format} or csv as the format" }
    binary_on_terminal(format) { "{format} is geen tekst voor een scherm; geef een bestand met -o", "{format} is not text for a screen; give a file with -o" }
    nothing_to_link() { "noem een factsheet (F), regeling (S) of eerdere belemmering (B), zoals F-03, S-07 of B-004", "name a factsheet (F), scheme (S) or earlier obstacle (B), such as F-03, S-07 or B-004" }
    import_unreadable(place, encoding) { "{place}: er staan bytes die geen {encoding} zijn; sla het bestand op als UTF-8", "{place}: there are bytes that are not {encoding}; save the file as UTF-8" }
    import_damaged_utf8(path, line) { "{path}, regel {line}: het bestand is UTF-8, maar hier staat een byte die dat niet is; herstel de tekst, of sla de lijst opnieuw op als UTF-8", "{path}, line {line}: the file is UTF-8, but here is a byte that is not; correct the text, or save the list as UTF-8 again" }
    import_unknown_encoding(path, line) { "{path}, regel {line}: de tekens zijn niet te lezen als UTF-8 of Windows-1252; sla de lijst op als UTF-8", "{path}, line {line}: the characters cannot be read as UTF-8 or Windows-1252; save the list as UTF-8" }
    import_not_utf8(path) { "{path}: het bestand is gemarkeerd als UTF-8, maar er staan bytes in die dat niet zijn; sla het bestand op als UTF-8", "{path}: the file is marked as UTF-8, but has bytes that are not; save the file as UTF-8" }
    import_update_without_key(place, name) { "{place}: de kolom '{name}' ontbreekt, die zegt wat wordt gewijzigd; --update kan niet zonder", "{place}: the column '{name}' is missing, which says which record is changed; --update needs it" }
    import_workbook(path) { "{path} is geen werkmap die te lezen is; sla de werkmap opnieuw op als ods of xlsx, of als CSV", "{path} is not a workbook that can be read; save it again as ods or xlsx, or as CSV" }
    person_without_mail() { "--person hoort bij --mail: noem wie de e-mail schreef; een behandelaar is --handler", "--person goes with --mail: name who wrote the e-mail; a handler is --handler" }
    mail_has_many_parts(most) { "deze e-mail heeft meer dan {most} delen; open de mail en plak de tekst: ruimte log - --ministry OCW", "this e-mail has more than {most} parts; open it and paste its text: ruimte log - --ministry OCW" }
    mail_header_too_long(most) { "de kop van deze e-mail, met afzender en geadresseerden, is langer dan {most} kB; open de mail en plak de tekst: ruimte log - --ministry OCW", "the header of this e-mail, with its sender and recipients, is longer than {most} kB; open it and paste its text: ruimte log - --ministry OCW" }
    mail_has_unreadable_characters(attribute) { "{attribute}: de e-mail bevat tekens die niet te lezen zijn; sla de mail opnieuw op als .eml, of open de mail en plak de tekst: ruimte log - --ministry OCW", "{attribute}: the e-mail has characters that cannot be read; save the mail as .eml again, or open it and paste its text: ruimte log - --ministry OCW" }
    cannot_read_mail(path, reason) { "{path}: {reason}", "{path}: {reason}" }
    import_old_workbook(path) { "{path} is een werkmap in een oude of binaire vorm (xls of xlsb), of is met een wachtwoord vergrendeld; sla de werkmap zonder wachtwoord op als ods of xlsx, of als CSV", "{path} is a workbook in an old or binary format (xls or xlsb), or is locked with a password; save it without a password as ods or xlsx, or as CSV" }
    import_workbook_too_large(place, limit) { "{place}: te groot om in te lezen: {limit}; kort het in, of sla het blad op als CSV", "{place}: too large to read: {limit}; shorten it, or save the sheet as CSV" }
    limit_cell(most) { "een cel met meer dan {most} MB tekst", "a cell with more than {most} MB of text" }
    limit_row(most) { "een rij met meer dan {most} MB tekst", "a row with more than {most} MB of text" }
    limit_element(most) { "een onderdeel van meer dan {most} MB", "an element of more than {most} MB" }
    limit_cells(most) { "een blad met meer dan {most} gevulde cellen", "a sheet with more than {most} cells that hold a value" }
    limit_sheet(rows, columns) { "een blad met meer dan {rows} rijen of {columns} kolommen", "a sheet with more than {rows} rows or {columns} columns" }
    limit_items(most) { "meer dan {most} bladen, celopmaken, samengevoegde cellen of gedeelde teksten", "more than {most} sheets, cell formats, merged cells or shared texts" }
    import_all_sheets_hidden(path, sheets) { "{path}: alle bladen zijn verborgen; maak er een zichtbaar, of kies er een met --sheet: {sheets}", "{path}: all sheets are hidden; unhide one, or choose one with --sheet: {sheets}" }
    import_no_such_sheet(path, sheet, sheets) { "{path} heeft geen blad '{sheet}'; kies uit: {sheets}", "{path} has no sheet '{sheet}'; choose from: {sheets}" }
    import_no_sheets(path) { "{path} is geen werkmap en heeft geen bladen; laat --sheet weg", "{path} is not a workbook and has no sheets; leave --sheet out" }
    import_cell_error(place, error) { "{place}: de cel bevat de fout {error}; herstel die in de spreadsheet", "{place}: the cell contains the error {error}; fix it in the spreadsheet" }
    import_no_result(place) { "{place}: de formule is nooit uitgerekend; open het bestand in een spreadsheet en sla het opnieuw op", "{place}: the formula was never calculated; open the file in a spreadsheet and save it again" }
    import_impossible_value(place, value) { "{place}: de cel bevat {value}, en dat is geen datum, tijd of getal dat een spreadsheet kan tonen; verbeter de cel, of maak er tekst van", "{place}: the cell contains {value}, which is not a date, time or number that a spreadsheet can show; correct the cell, or make it text" }
    import_unreadable_format(place, value) { "{place}: de cel bevat {value} in een getalnotatie die niet te lezen is, zoals een breuk of een voorwaarde; geef de kolom de notatie Tekst en typ de waarde opnieuw", "{place}: the cell contains {value} in a number format that cannot be read, such as a fraction or a condition; format the column as text and type the value again" }
    import_merged(place, first, last) { "{place}: de cellen {first} tot en met {last} zijn samengevoegd; hef de samenvoeging op en vul elke cel in", "{place}: the cells {first} to {last} are merged; unmerge them and fill in each cell" }
    at_line(path, line) { "{path}, regel {line}", "{path}, line {line}" }
    at_column(path, line, column) { "{path}, regel {line}, kolom {column}", "{path}, line {line}, column {column}" }
    at_row(path, sheet, row) { "{path}, blad '{sheet}', rij {row}", "{path}, sheet '{sheet}', row {row}" }
    line_in_file(line) { "regel {line}", "line {line}" }
    row_in_sheet(row) { "rij {row}", "row {row}" }
    cell_in_sheet(cell) { "cel {cell}", "cell {cell}" }
    at_file(path) { "{path}", "{path}" }
    at_sheet(path, sheet) { "{path}, blad '{sheet}'", "{path}, sheet '{sheet}'" }
    at_unnamed_cell(path, sheet, cell) { "{path}, blad '{sheet}', cel {cell}", "{path}, sheet '{sheet}', cell {cell}" }
    at_cell(path, sheet, cell, column) { "{path}, blad '{sheet}', cel {cell} ({column})", "{path}, sheet '{sheet}', cell {cell} ({column})" }
    import_duplicate_key(number) { "{number} staat twee keer in dit bestand", "{number} appears twice in this file" }
    import_empty(path) { "{path}: het bestand is leeg; de eerste regel hoort de namen van de kolommen te geven", "{path}: the file is empty; its first line should name the columns" }
    import_unknown_column(place, name, valid) { "{place}: onbekende kolom: {name}; kies uit: {valid}; of laat met --suggest-mapping een toewijzing maken waarin u kolommen en waarden kiest", "{place}: unknown column: {name}; choose from: {valid}; or let --suggest-mapping write a mapping in which you choose columns and values" }
    import_unnamed_column(place, position) { "{place}: kolom {position} heeft waarden maar geen naam; geef de kolom een naam in de kop, of maak haar leeg", "{place}: column {position} has values but no name; name it in the header, or empty it" }
    import_duplicate_column(place, name) { "{place}: de kolom '{name}' staat er twee keer", "{place}: the column '{name}' appears twice" }
    import_missing_column(place, names) { "{place}: er ontbreekt een kolom: {names}", "{place}: a column is missing: {names}" }
    mapping_not_toml(place) { "{place}: hier klopt de toewijzing niet; schrijf elke regel als \"tekst\" = \"tekst\", met de aanhalingstekens", "{place}: the mapping is not valid here; write each line as \"text\" = \"text\", with the quotation marks" }
    mapping_unknown_key(name) { "'{name}' hoort niet in een toewijzing; de onderdelen zijn [columns], [values.\"kolom\"] en [defaults]", "'{name}' does not belong in a mapping; its sections are [columns], [values.\"column\"] and [defaults]" }
    mapping_unknown_column(name) { "de lijst heeft geen kolom '{name}'; haal de regel weg, of neem de titel over uit de kop van de lijst", "the list has no column '{name}'; remove the line, or copy the title from the header of the list" }
    mapping_empty(name) { "'{name}' heeft nog geen waarde; vul die in tussen de aanhalingstekens, of schrijf \"ignore\" om dit over te slaan", "'{name}' has no value yet; write one between the quotation marks, or \"ignore\" to skip it" }
    mapping_twice(name) { "'{name}' staat er twee keer", "'{name}' appears twice" }
    mapping_not_text(name) { "de waarde van '{name}' is geen tekst; zet die tussen aanhalingstekens", "the value of '{name}' is not a text; put it between quotation marks" }
    mapping_settles(why, place) { "{why}; regel dit in {place}", "{why}; settle this in {place}" }
    import_unmapped_column(place, names, file) { "{place}: niet in de toewijzing: {names}; voeg toe aan [columns] in {file}, met een gegeven of \"ignore\"", "{place}: not in the mapping: {names}; add it to [columns] in {file}, with an attribute or \"ignore\"" }
    import_same_attribute(place, one, other, attribute) { "{place}: de kolommen '{one}' en '{other}' zijn allebei {attribute}; sla er een over met een toewijzing (--suggest-mapping)", "{place}: the columns '{one}' and '{other}' are both {attribute}; skip one with a mapping (--suggest-mapping)" }
    import_running_number(text, example) { "'{text}' is een volgnummer; een nummer van dit register heeft een letter, zoals {example}; sla de kolom over met een toewijzing (--suggest-mapping)", "'{text}' is a running number; a number of this register has a letter, as in {example}; skip the column with a mapping (--suggest-mapping)" }
    import_in_register(number) { "staat al in het register als {number}, met dezelfde titel, hetzelfde ministerie en dezelfde dag van ontvangst; --skip-duplicates slaat zulke rijen over, --allow-duplicates voegt ze toch toe", "is in the register already as {number}, with the same title, ministry and day of receipt; --skip-duplicates skips such rows, --allow-duplicates adds them anyway" }
    import_ragged(place, found, expected) { "{place}: {expected} waarden verwacht, gevonden: {found}", "{place}: {expected} values expected, found: {found}" }
    import_too_large(path, most) { "{path}: er komt meer dan {most} MB binnen; geef een bestand met minder", "{path}: there is more than {most} MB to read; give a file with less" }
    import_line_too_long(place, most) { "{place}: de regel is langer dan {most} MB; controleer of dit wel een lijst is", "{place}: the line is longer than {most} MB; check whether this is a list" }
    import_too_many_columns(place, most) { "{place}: er zijn meer dan {most} kolommen; haal weg wat geen gegeven is", "{place}: there are more than {most} columns; remove those that hold no attribute" }
    import_changed(path) { "{path}: het bestand veranderde tijdens het lezen; er is niets ingelezen, probeer het opnieuw als het klaar is", "{path}: the file changed while it was read; nothing was imported, try again once it is complete" }
    import_unclosed(place) { "{place}: een aanhalingsteken wordt niet gesloten, of er staat nog iets achter; zet een aanhalingsteken in een waarde dubbel", "{place}: a quotation mark is not closed, or something follows it; double a quotation mark within a value" }
    import_value_error(place, value, why) { "{place}, waarde '{value}': {why}", "{place}, value '{value}': {why}" }
    import_row_error(place, why) { "{place}: {why}", "{place}: {why}" }
    import_failed(path, count) { "{path}: {count} fouten; er is niets ingelezen", "{path}: {count} errors; nothing was imported" }
    import_failed_one(path) { "{path}: 1 fout; er is niets ingelezen", "{path}: 1 error; nothing was imported" }
    import_failed_more(path, shown) { "{path}: meer dan {shown} fouten, de eerste {shown} staan hierboven; er is niets ingelezen", "{path}: more than {shown} errors, the first {shown} are shown above; nothing was imported" }
}
