//! Texts of the help (headings, placeholders and the like), and of errors about invalid command lines.

use super::{Label, messages};

pub const USAGE: Label = Label::new("Gebruik", "Usage");
pub const EXAMPLE: Label = Label::new("Voorbeeld", "Example");
/// The text before the list of aliases of a command.
pub const ALIASES: Label = Label::new("ook", "also");
pub const COMMANDS: Label = Label::new("Opdrachten", "Commands");
/// The placeholder for options in a usage line.
pub const OPTIONS: Label = Label::new("[OPTIES]", "[OPTIONS]");
/// The placeholder for a command in a usage line.
pub const COMMAND: Label = Label::new("<OPDRACHT>", "<COMMAND>");

pub const PROGRAM: Label = Label::new(
    "Het register van belemmeringen in wet- en regelgeving: leg ze vast, vind het antwoord dat eerder is gegeven, deel ze in, en laat tellingen zien die kloppen met wat is gepubliceerd.",
    "The register of regulatory obstacles: log them, find answers given before, classify them, and show counts that match what was published.",
);

pub const PROGRAM_END: Label = Label::new(
    "Een register maken: ruimte init. Eerst rondkijken: ruimte demo. Meer over een opdracht: ruimte help OPDRACHT.",
    "To create a register: ruimte init. To look around first: ruimte demo. More about a command: ruimte help COMMAND.",
);

pub mod placeholder {
    use super::Label;

    pub const TITLE: Label = Label::new("TITEL", "TITLE");
    pub const NUMBER: Label = Label::new("NUMMER", "NUMBER");
    pub const TEXT: Label = Label::new("TEKST", "TEXT");
    pub const DATE: Label = Label::new("DATUM", "DATE");
    pub const DAYS: Label = Label::new("DAGEN", "DAYS");
    pub const MEASURE: Label = Label::new("MAATSTAF", "MEASURE");
    pub const PERIOD: Label = Label::new("PERIODE", "PERIOD");
    pub const URL: Label = Label::new("ADRES", "ADDRESS");
    pub const ADDRESS: Label = Label::new("ADRES", "ADDRESS");
    pub const SHEET: Label = Label::new("BLAD", "SHEET");
    pub const FILE: Label = Label::new("BESTAND", "FILE");
    pub const PATH: Label = Label::new("PAD", "PATH");
    pub const DIR: Label = Label::new("MAP", "DIR");
    pub const FIELD: Label = Label::new("GEGEVEN", "FIELD");
    pub const FIELDS: Label = Label::new("GEGEVENS", "FIELDS");
    pub const ATTRIBUTE: Label = Label::new("GEGEVEN", "ATTRIBUTE");
    pub const WORDS: Label = Label::new("WOORDEN", "WORDS");
    pub const REPORT: Label = Label::new("RAPPORT", "REPORT");
    pub const PUBLICATION: Label = Label::new("PUBLICATIE", "PUBLICATION");
    pub const KIND: Label = Label::new("SOORT", "KIND");
    pub const COMMAND: Label = Label::new("OPDRACHT", "COMMAND");
    pub const RESOLUTION: Label = Label::new("OPLOSSING", "RESOLUTION");
    pub const CLOSED_AS: Label = Label::new("WAAROM", "WHY");
    pub const TO: Label = Label::new("WAARAAN", "TO");
    pub const LAW: Label = Label::new("WET", "LAW");
    pub const FORMAT: Label = Label::new("VORM", "FORMAT");
    pub const SHELL: Label = Label::new("SHELL", "SHELL");
    pub const LANG: Label = Label::new("TAAL", "LANG");
    pub const NAME: Label = Label::new("NAAM", "NAME");
    pub const PERSON: Label = Label::new("PERSOON", "PERSON");
    pub const RECEIPT: Label = Label::new("BEWIJS", "RECEIPT");
    pub const MEANS: Label = Label::new("BETEKENIS", "MEANING");
    pub const WORD: Label = Label::new("WOORD", "WORD");
    pub const MOMENT: Label = Label::new("MOMENT", "MOMENT");
    pub const CODE: Label = Label::new("CODE", "CODE");
    pub const N: Label = Label::new("N", "N");
}

messages! {
    about_add(entity) { "Voegt een {entity} toe", "Adds a {entity}" }
    about_void(kind) { "Laat {kind} vervallen die bij vergissing zijn vastgelegd of niet meer worden gebruikt", "Voids {kind} that were recorded by mistake or are no longer used" }
    about_edit(entity) { "Wijzigt een {entity}", "Changes a {entity}" }
    about_list(entities) { "Toont de {entities}", "Lists the {entities}" }

    unknown_option(option, command) { "de optie '{option}' bestaat niet; zie: {command} --help", "there is no option '{option}'; see: {command} --help" }
    unknown_option_suggest(option, near, command) { "de optie '{option}' bestaat niet; bedoelt u '{near}'? Zie: {command} --help", "there is no option '{option}'; do you mean '{near}'? See: {command} --help" }
    unknown_option_hint(option, instead, command) { "'{command}' kent de optie '{option}' niet; schrijf: {instead}", "'{command}' has no option '{option}'; write: {instead}" }
    unexpected_argument(argument, command) { "'{argument}' is te veel; zie: {command} --help", "'{argument}' is one argument too many; see: {command} --help" }
    unknown_command(name) { "de opdracht '{name}' bestaat niet; zie: ruimte help", "there is no command '{name}'; see: ruimte help" }
    unknown_command_suggest(name, near) { "de opdracht '{name}' bestaat niet; bedoelt u '{near}'? Zie: ruimte help", "there is no command '{name}'; do you mean '{near}'? See: ruimte help" }
    /// The user gave a value that is not one of the valid values.
    invalid_value(value, option, valid) { "'{value}' is geen geldige waarde voor {option}; kies uit: {valid}", "'{value}' is not a valid value for {option}; choose from: {valid}" }
    /// The user gave a value that cannot be parsed.
    unreadable_value(value, option, command) { "'{value}' is geen geldige waarde voor {option}; zie: {command} --help", "'{value}' is not a valid value for {option}; see: {command} --help" }
    missing_value(option, command) { "bij {option} hoort een waarde; zie: {command} --help", "{option} needs a value; see: {command} --help" }
    /// The user gave two options that exclude each other.
    conflict(one, other, command) { "{one} en {other} gaan niet samen; laat een van beide weg; zie: {command} --help", "{one} and {other} cannot be given together; leave one of them out; see: {command} --help" }
    conflict_hint(one, other, instead) { "{one} en {other} gaan niet samen; laat een van beide weg, zoals in: {instead}", "{one} and {other} cannot be given together; leave one of them out, as in: {instead}" }
    /// The user gave the file to import, but not the kind of record in the file.
    kind_before_file(file, kinds) { "noem eerst wat er in het bestand staat: ruimte import obstacles {file}; of een andere soort: {kinds}", "first name what is in the file: ruimte import obstacles {file}; or another kind: {kinds}" }
    /// The user gave the file to write, where the command expects the kind of record to export.
    kind_and_output(file, kinds) { "noem eerst wat er wordt geschreven, en het bestand met -o: ruimte export obstacles -o {file}; of een andere soort: {kinds}", "first name what to write, and the file with -o: ruimte export obstacles -o {file}; or another kind: {kinds}" }
    missing_arguments(arguments, command) { "er ontbreekt: {arguments}; zie: {command} --help", "missing: {arguments}; see: {command} --help" }
    missing_subcommand(command, valid) { "wat moet '{command}' doen? Kies uit: {valid}", "what should '{command}' do? Choose from: {valid}" }
    not_utf8() { "de opdrachtregel bevat tekens die geen UTF-8 zijn", "the command line contains characters that are not UTF-8" }
    /// Any other command-line error.
    unusable_command_line(command) { "de opdrachtregel is niet te gebruiken; zie: {command} --help", "the command line cannot be used; see: {command} --help" }
    unknown_language(text) { "'{text}' is geen geldige waarde voor --lang; kies uit: nl, en", "'{text}' is not a valid value for --lang; choose from: nl, en" }
}
