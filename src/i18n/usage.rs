//! The words around the help: headings, placeholders, and what is told about a command line that cannot be
//! used.

use super::{Label, messages};

labels! {
    USAGE { "Gebruik", "Usage" }
    EXAMPLE { "Voorbeeld", "Example" }
    ALIASES { "ook", "also" }
    COMMANDS { "Opdrachten", "Commands" }
    OPTIONS { "[OPTIES]", "[OPTIONS]" }
    COMMAND { "<OPDRACHT>", "<COMMAND>" }
    PROGRAM { "Het register van belemmeringen in wet- en regelgeving: leg ze vast, vind het antwoord dat eerder is gegeven, deel ze in, en laat tellingen zien die kloppen met wat is gepubliceerd.", "The register of regulatory obstacles: log them, find answers given before, classify them, and show counts that match what was published." }
    PROGRAM_END { "Een register maken: ruimte init. Eerst rondkijken: ruimte demo. Meer over een opdracht: ruimte help OPDRACHT.", "To create a register: ruimte init. To look around first: ruimte demo. More about a command: ruimte help COMMAND." }
}

/// Placeholders for the value of an argument.
pub mod placeholder {
    use super::Label;

    labels! {
    TITLE { "TITEL", "TITLE" }
}
    labels! {
    NUMBER { "NUMMER", "NUMBER" }
}
    labels! {
    TEXT { "TEKST", "TEXT" }
}
    labels! {
    DATE { "DATUM", "DATE" }
}
    labels! {
    URL { "ADRES", "ADDRESS" }
}
    labels! {
    ADDRESS { "ADRES", "ADDRESS" }
}
    labels! {
    SHEET { "BLAD", "SHEET" }
}
    labels! {
    FILE { "BESTAND", "FILE" }
}
    labels! {
    DIR { "MAP", "DIR" }
}
    labels! {
    FIELD { "GEGEVEN", "FIELD" }
}
    labels! {
    FIELDS { "GEGEVENS", "FIELDS" }
}
    labels! {
    ATTRIBUTE { "GEGEVEN", "ATTRIBUTE" }
}
    labels! {
    WORDS { "WOORDEN", "WORDS" }
}
    labels! {
    REPORT { "RAPPORT", "REPORT" }
}
    labels! {
    PUBLICATION { "PUBLICATIE", "PUBLICATION" }
}
    labels! {
    KIND { "SOORT", "KIND" }
}
    labels! {
    COMMAND { "OPDRACHT", "COMMAND" }
}
    labels! {
    RESOLUTION { "OPLOSSING", "RESOLUTION" }
}
    labels! {
    CLOSED_AS { "WAAROM", "WHY" }
}
    labels! {
    TO { "WAARAAN", "TO" }
}
    labels! {
    LAW { "WET", "LAW" }
}
    labels! {
    FORMAT { "VORM", "FORMAT" }
}
    labels! {
    SHELL { "SHELL", "SHELL" }
}
    labels! {
    LANG { "TAAL", "LANG" }
}
    labels! {
    NAME { "NAAM", "NAME" }
}
    labels! {
    PERSON { "PERSOON", "PERSON" }
}
    labels! {
    RECEIPT { "BEWIJS", "RECEIPT" }
}
    labels! {
    MEANS { "BETEKENIS", "MEANING" }
}
    labels! {
    WORD { "WOORD", "WORD" }
}
    labels! {
    MOMENT { "MOMENT", "MOMENT" }
}
    labels! {
    CODE { "CODE", "CODE" }
}
    labels! {
    N { "N", "N" }
}
}

messages! {
    about_add(entity) { "Voegt een {entity} toe", "Adds a {entity}" }
    about_edit(entity) { "Wijzigt een {entity}", "Changes a {entity}" }
    about_list(entities) { "Toont de {entities}", "Lists the {entities}" }

    unknown_option(option, command) { "de optie '{option}' bestaat niet; zie: {command} --help", "there is no option '{option}'; see: {command} --help" }
    unknown_option_suggest(option, near, command) { "de optie '{option}' bestaat niet; bedoelt u '{near}'? Zie: {command} --help", "there is no option '{option}'; do you mean '{near}'? See: {command} --help" }
    unexpected_argument(argument, command) { "'{argument}' is te veel; zie: {command} --help", "'{argument}' is one argument too many; see: {command} --help" }
    unknown_command(name) { "de opdracht '{name}' bestaat niet; zie: ruimte help", "there is no command '{name}'; see: ruimte help" }
    unknown_command_suggest(name, near) { "de opdracht '{name}' bestaat niet; bedoelt u '{near}'? Zie: ruimte help", "there is no command '{name}'; do you mean '{near}'? See: ruimte help" }
    invalid_value(value, option, valid) { "'{value}' is geen geldige waarde voor {option}; kies uit: {valid}", "'{value}' is not a valid value for {option}; choose from: {valid}" }
    unreadable_value(value, option, command) { "'{value}' is geen geldige waarde voor {option}; zie: {command} --help", "'{value}' is not a valid value for {option}; see: {command} --help" }
    missing_value(option, command) { "bij {option} hoort een waarde; zie: {command} --help", "{option} needs a value; see: {command} --help" }
    given_twice(option, command) { "{option} kan maar één keer worden gegeven; zie: {command} --help", "{option} can be given only once; see: {command} --help" }
    missing_arguments(arguments, command) { "er ontbreekt: {arguments}; zie: {command} --help", "missing: {arguments}; see: {command} --help" }
    missing_subcommand(command, valid) { "wat moet '{command}' doen? Kies uit: {valid}", "what should '{command}' do? Choose from: {valid}" }
    /// Text that is no UTF-8.
    not_utf8() { "de opdrachtregel bevat tekens die geen UTF-8 zijn", "the command line contains characters that are not UTF-8" }
    unusable_command_line(command) { "de opdrachtregel is niet te gebruiken; zie: {command} --help", "the command line cannot be used; see: {command} --help" }
    unknown_language(text) { "'{text}' is geen geldige waarde voor --lang; kies uit: nl, en", "'{text}' is not a valid value for --lang; choose from: nl, en" }
}
