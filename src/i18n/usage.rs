//! The words around the help: headings, placeholders, and what is told about a command line that cannot be
//! used.

use super::{Label, messages};

/// Before the usage line.
pub const USAGE: Label = Label::new("Gebruik", "Usage");
/// Before an example.
pub const EXAMPLE: Label = Label::new("Voorbeeld", "Example");
/// Before the other names of a command.
pub const ALIASES: Label = Label::new("ook", "also");
/// Above the list of commands.
pub const COMMANDS: Label = Label::new("Opdrachten", "Commands");
/// Stands for options in a usage line.
pub const OPTIONS: Label = Label::new("[OPTIES]", "[OPTIONS]");
/// Stands for a command in a usage line.
pub const COMMAND: Label = Label::new("<OPDRACHT>", "<COMMAND>");

/// What stands for a value.
pub fn placeholder(name: &str) -> Label {
    match name {
        "TITLE" => Label::new("TITEL", "TITLE"),
        "NUMBER" => Label::new("NUMMER", "NUMBER"),
        "TEXT" => Label::new("TEKST", "TEXT"),
        "DATE" => Label::new("DATUM", "DATE"),
        "URL" => Label::new("ADRES", "ADDRESS"),
        "ADDRESS" => Label::new("ADRES", "ADDRESS"),
        "SHEET" => Label::new("BLAD", "SHEET"),
        "FILE" => Label::new("BESTAND", "FILE"),
        "DIR" => Label::new("MAP", "DIR"),
        "FIELD" => Label::new("GEGEVEN", "FIELD"),
        "FIELDS" => Label::new("GEGEVENS", "FIELDS"),
        "ATTRIBUTE" => Label::new("GEGEVEN", "ATTRIBUTE"),
        "WORDS" => Label::new("WOORDEN", "WORDS"),
        "REPORT" => Label::new("RAPPORT", "REPORT"),
        "PUBLICATION" => Label::new("PUBLICATIE", "PUBLICATION"),
        "KIND" => Label::new("SOORT", "KIND"),
        "COMMAND" => Label::new("OPDRACHT", "COMMAND"),
        "RESOLUTION" => Label::new("OPLOSSING", "RESOLUTION"),
        "CLOSED_AS" => Label::new("WAAROM", "WHY"),
        "TO" => Label::new("WAARAAN", "TO"),
        "LAW" => Label::new("WET", "LAW"),
        "FORMAT" => Label::new("VORM", "FORMAT"),
        "SHELL" => Label::new("SHELL", "SHELL"),
        "LANG" => Label::new("TAAL", "LANG"),
        "NAME" => Label::new("NAAM", "NAME"),
        "PERSON" => Label::new("PERSOON", "PERSON"),
        "RECEIPT" => Label::new("BEWIJS", "RECEIPT"),
        "MEANS" => Label::new("BETEKENIS", "MEANING"),
        "WORD" => Label::new("WOORD", "WORD"),
        "MOMENT" => Label::new("MOMENT", "MOMENT"),
        "CODE" => Label::new("CODE", "CODE"),
        _ => Label::new("N", "N"),
    }
}

messages! {
    /// What `… add` does.
    about_add(entity) { "Voegt toe: {entity}", "Adds a {entity}" }
    /// What `… edit` does.
    about_edit(entity) { "Wijzigt: {entity}", "Changes a {entity}" }
    /// What `… list` does.
    about_list(entities) { "Toont: {entities}", "Lists the {entities}" }

    /// An option that there is not.
    unknown_option(option, command) { "de optie '{option}' bestaat niet; zie: {command} --help", "there is no option '{option}'; see: {command} --help" }
    /// An option that there is not, with one that is near.
    unknown_option_suggest(option, near, command) { "de optie '{option}' bestaat niet; bedoelt u '{near}'? Zie: {command} --help", "there is no option '{option}'; do you mean '{near}'? See: {command} --help" }
    /// An argument too many.
    unexpected_argument(argument, command) { "'{argument}' is te veel; zie: {command} --help", "'{argument}' is one argument too many; see: {command} --help" }
    /// A command that there is not.
    unknown_command(name) { "de opdracht '{name}' bestaat niet; zie: ruimte help", "there is no command '{name}'; see: ruimte help" }
    /// A command that there is not, with one that is near.
    unknown_command_suggest(name, near) { "de opdracht '{name}' bestaat niet; bedoelt u '{near}'? Zie: ruimte help", "there is no command '{name}'; do you mean '{near}'? See: ruimte help" }
    /// A value that cannot be.
    invalid_value(value, option, valid) { "'{value}' is geen geldige waarde voor {option}; kies uit: {valid}", "'{value}' is not possible for {option}; choose from: {valid}" }
    /// A value that cannot be read.
    unreadable_value(value, option, command) { "'{value}' is geen geldige waarde voor {option}; zie: {command} --help", "'{value}' is not possible for {option}; see: {command} --help" }
    /// An option without its value.
    missing_value(option, command) { "bij {option} hoort een waarde; zie: {command} --help", "{option} needs a value; see: {command} --help" }
    /// An option given twice, or with one that excludes it.
    given_twice(option, command) { "{option} kan maar één keer worden gegeven; zie: {command} --help", "{option} can be given only once; see: {command} --help" }
    /// Arguments that are lacking.
    missing_arguments(arguments, command) { "er ontbreekt: {arguments}; zie: {command} --help", "missing: {arguments}; see: {command} --help" }
    /// A command without the rest of it.
    missing_subcommand(command, valid) { "wat moet '{command}' doen? Kies uit: {valid}", "what should '{command}' do? Choose from: {valid}" }
    /// Text that is no UTF-8.
    not_utf8() { "de opdrachtregel bevat tekens die geen UTF-8 zijn", "the command line holds characters that are not UTF-8" }
    /// Anything else.
    unusable_command_line(command) { "de opdrachtregel is niet te gebruiken; zie: {command} --help", "the command line cannot be used; see: {command} --help" }
    /// A language that the program does not speak.
    unknown_language(text) { "'{text}' is geen geldige waarde voor --lang; kies uit: nl, en", "'{text}' is not possible for --lang; choose from: nl, en" }
}
