//! Hints for options and words that users try although `ruimte` does not have them. Each hint says what to type
//! instead. `parse_error` adds the hints to its messages.

use crate::i18n::Label;

pub(super) struct Hint {
    /// The commands to which the hint applies, without `ruimte`. If empty, the hint applies to every command.
    pub(super) commands: &'static [&'static str],
    /// What the user typed: an option, the name of an argument as the help shows it, or a word instead of a command.
    pub(super) typed: &'static [&'static str],
    pub(super) instead: Label,
}

/// A hint with this value in `Hint::commands` is about the first word after `ruimte`, in place of the name of a command.
pub(super) const ROOT: &str = "";
const LISTING: &[&str] = &["list", "count", "report", "export", "search", "similar"];

/// Returns what to type instead of an option or a word that `command` does not have. `command` is a full name, such as
/// `ruimte contact call`.
pub fn instead_of(typed: &str, command: &str) -> Option<Label> {
    let command = command.strip_prefix("ruimte").unwrap_or(command).trim_start();
    let applies = |hint: &&Hint| {
        hint.typed.iter().any(|known| known.eq_ignore_ascii_case(typed))
            && (hint.commands.is_empty() || hint.commands.contains(&command))
    };
    HINTS.iter().find(applies).map(|hint| hint.instead)
}

const fn hint(
    commands: &'static [&'static str],
    typed: &'static [&'static str],
    nl: &'static str,
    en: &'static str,
) -> Hint {
    Hint { commands, typed, instead: Label::new(nl, en) }
}

/// A hint that is the same in both languages, such as the name of a command.
const fn untranslated(
    commands: &'static [&'static str],
    typed: &'static [&'static str],
    instead: &'static str,
) -> Hint {
    hint(commands, typed, instead, instead)
}

/// The first hint that matches is used, so hints for every command come last.
pub(super) const HINTS: &[Hint] = &[
    // `edit` and `log` cannot change the status of an obstacle.
    hint(
        &["edit"],
        &["--solved", "--solved-on", "--opgelost"],
        "ruimte classify NUMMER OPLOSSING --because TEKST --on DATUM",
        "ruimte classify NUMBER RESOLUTION --because TEXT --on DATE",
    ),
    hint(
        &["edit"],
        &["--closed", "--closed-on", "--afgesloten"],
        "ruimte close NUMMER WAAROM --because TEKST --on DATUM",
        "ruimte close NUMBER WHY --because TEXT --on DATE",
    ),
    hint(
        &["edit"],
        &["--closed-as", "--duplicate-of", "--duplicate"],
        "ruimte close NUMMER WAAROM --because TEKST",
        "ruimte close NUMBER WHY --because TEXT",
    ),
    hint(
        &["edit"],
        &["--status", "--resolution", "--reason", "--because"],
        "ruimte classify (opgelost), ruimte analyse (in analyse) of ruimte close (afgesloten)",
        "ruimte classify (solved), ruimte analyse (in analysis) or ruimte close (closed)",
    ),
    hint(
        &["log"],
        &["--solved", "--status", "--resolution", "--reason", "--because", "--closed", "--closed-as"],
        "eerst ruimte log zonder deze optie, en dan ruimte classify of ruimte close",
        "first ruimte log without this option, and then ruimte classify or ruimte close",
    ),
    hint(
        &["edit"],
        &["--void", "--delete", "--remove", "--verwijder"],
        "ruimte void NUMMER --because TEKST",
        "ruimte void NUMBER --because TEXT",
    ),
    // The outcome of `close` can be given as positional arguments or as options, but not as both.
    hint(
        &["close"],
        &["WHY", "WAAROM", "NUMBER", "NUMMER", "--as", "--of"],
        "ruimte close B-071 duplicate B-003, of: ruimte close B-071 --as duplicate --of B-003",
        "ruimte close B-071 duplicate B-003, or: ruimte close B-071 --as duplicate --of B-003",
    ),
    // Options that users may try as a filter by status.
    untranslated(LISTING, &["--open"], "--status open"),
    untranslated(LISTING, &["--solved", "--opgelost"], "--status solved"),
    untranslated(LISTING, &["--closed", "--afgesloten"], "--status closed"),
    // Dutch words for the commands of `ruimte`.
    untranslated(&[ROOT], &["nieuw", "toevoegen", "voeg-toe", "vastleggen", "leg-vast"], "log"),
    untranslated(&[ROOT], &["toon", "bekijk"], "show"),
    untranslated(&[ROOT], &["zoek", "zoeken", "vind"], "search"),
    untranslated(&[ROOT], &["lijst"], "list"),
    untranslated(&[ROOT], &["tel", "tellen", "aantal"], "count"),
    untranslated(&[ROOT], &["wijzig", "wijzigen"], "edit"),
    untranslated(&[ROOT], &["analyseer"], "analyse"),
    untranslated(&[ROOT], &["deel-in", "indelen", "los-op"], "classify"),
    untranslated(&[ROOT], &["sluit", "sluit-af", "afsluiten"], "close"),
    untranslated(&[ROOT], &["heropen"], "reopen"),
    untranslated(&[ROOT], &["verwijder", "vervallen"], "void"),
    untranslated(&[ROOT], &["koppel"], "link"),
    untranslated(&[ROOT], &["ontkoppel"], "unlink"),
    untranslated(&[ROOT], &["rapport", "rapporteer"], "report"),
    untranslated(&[ROOT], &["vergelijk"], "reconcile"),
    untranslated(&[ROOT], &["logboek", "geschiedenis"], "history"),
    untranslated(&[ROOT], &["importeer"], "import"),
    untranslated(&[ROOT], &["exporteer"], "export"),
    untranslated(&[ROOT], &["publiceer"], "publish"),
    untranslated(&[ROOT], &["regeling"], "scheme"),
    untranslated(&[ROOT], &["persoon"], "person"),
    untranslated(&[ROOT], &["wet"], "law"),
    // Dutch words for subcommands, such as `contact call` and `law add`.
    untranslated(&["contact"], &["bel", "telefoon", "telefoontje"], "call"),
    untranslated(&["contact"], &["overleg", "gesprek"], "meeting"),
    untranslated(&[], &["nieuw", "toevoegen"], "add"),
    untranslated(&[], &["wijzig", "wijzigen"], "edit"),
    untranslated(&[], &["lijst", "toon"], "list"),
];
