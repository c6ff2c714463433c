//! Labels of the values that the program itself defines, such as statuses, resolutions and kinds of contact. The labels
//! of vocabularies, which users can extend, are in the register.

use super::{Label, Text};

#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// The code that is stored and exported.
    pub code: &'static str,
    pub label: Label,
    /// Synonyms that the program also accepts for this choice, in lower case.
    pub also: &'static [&'static str],
}

const fn choice(code: &'static str, nl: &'static str, en: &'static str) -> Choice {
    Choice { code, label: Label::new(nl, en), also: &[] }
}

impl Choice {
    const fn also(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }

    /// All words for this choice: its code, its label in both languages, and its synonyms.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        [self.code, self.label.nl, self.label.en].into_iter().chain(self.also.iter().copied())
    }

    /// Whether a text means this choice, ignoring case.
    pub fn is_named(&self, text: &str) -> bool {
        let lower = text.trim().to_lowercase();
        self.words().any(|word| word.to_lowercase() == lower)
    }
}

pub const STATUS: &[Choice] = &[
    choice("collected", "opgehaald", "collected").also(&["open"]),
    choice("in-analysis", "in analyse", "in analysis").also(&["in behandeling", "in progress"]),
    choice("solved", "opgelost", "solved").also(&["afgehandeld"]),
    choice("closed", "afgesloten", "closed"),
];

pub const RESOLUTION: &[Choice] = &[
    choice("within-rules", "binnen de regels", "within the rules"),
    choice("regional-approach", "andere aanpak in de regio", "regional approach"),
];

pub const CLOSED_AS: &[Choice] = &[
    choice("referred", "doorverwezen", "referred"),
    choice("withdrawn", "ingetrokken", "withdrawn"),
    choice("duplicate", "dubbel", "duplicate"),
];

/// Words in old lists, each with the status that it probably means. A suggested mapping proposes this status.
pub const PROPOSED_STATUS: &[(&str, &str)] = &[
    ("vervallen", "withdrawn"),
    ("niet meer relevant", "withdrawn"),
    ("no longer relevant", "withdrawn"),
    ("overgedragen", "referred"),
    ("transferred", "referred"),
];

pub const PROVENANCE: &[Choice] = &[
    choice("logged", "vastgelegd", "logged"),
    choice("documented", "gedocumenteerd", "documented"),
    choice("illustrative", "illustratief", "illustrative"),
];

pub const YES_NO: &[Choice] = &[choice("yes", "ja", "yes"), choice("no", "nee", "no")];

pub const CONTACT_KIND: &[Choice] = &[
    choice("meeting", "overleg", "meeting"),
    choice("call", "telefoontje", "phone call"),
    choice("email", "e-mail", "e-mail"),
];

pub const PERSONAL_DATA: &[Choice] = &[
    choice("email", "e-mailadres", "e-mail address"),
    choice("phone", "telefoonnummer", "telephone number"),
    choice("bsn", "burgerservicenummer", "citizen service number"),
    choice("iban", "rekeningnummer", "bank account number"),
    choice("name", "naam", "name"),
];

pub const RELATION: &[Choice] = &[
    choice("exactly", "precies", "exactly"),
    choice("more-than", "meer dan", "more than"),
    choice("at-least", "ten minste", "at least"),
    choice("less-than", "minder dan", "less than"),
    choice("at-most", "ten hoogste", "at most"),
];

pub const VERDICT: &[Choice] = &[
    choice("matches", "klopt", "matches"),
    choice("look", "nagaan", "look"),
    choice("differs", "verschilt", "differs"),
];

pub const TURNAROUND: &[Choice] = &[
    choice("answered", "ontvangst tot antwoord", "received to answered"),
    choice("solved", "ontvangst tot oplossing", "received to solved"),
];

pub const DAYS: &[Choice] = &[
    choice("0-7", "0–7 dagen", "0–7 days"),
    choice("8-14", "8–14 dagen", "8–14 days"),
    choice("15-30", "15–30 dagen", "15–30 days"),
    choice("31-60", "31–60 dagen", "31–60 days"),
    choice("61-90", "61–90 dagen", "61–90 days"),
    choice("91-180", "91–180 dagen", "91–180 days"),
    choice("181+", "181 dagen of meer", "181 days or more"),
];

pub const EVIDENCE: &[Choice] = &[
    choice("words", "woorden", "words"),
    choice("parts", "woorddelen", "word parts"),
    choice("synonyms", "synoniemen", "synonyms"),
    choice("spelling", "anders gespeld", "spelt otherwise"),
    choice("meaning", "betekenis", "meaning"),
    choice("laws", "zelfde wet", "same law"),
    choice("theme", "zelfde thema", "same theme"),
    choice("nature", "zelfde aard", "same nature"),
    choice("reused", "keer hergebruikt", "times reused"),
    choice("answers", "antwoord op", "answers"),
];

pub const STANDING: &[Choice] = &[
    choice("collected", "opgehaald", "collected"),
    choice("in-analysis", "in analyse", "in analysis"),
    choice("closed", "afgesloten", "closed"),
    choice("within-rules", "binnen de regels", "within the rules"),
    choice("regional-approach", "andere aanpak in de regio", "regional approach"),
    choice("factsheet", "factsheet", "factsheet"),
    choice("scheme", "regeling", "scheme"),
    choice("void", "vervallen", "void"),
];

pub const STEP_STATE: &[Choice] =
    &[choice("done", "gedaan", "done"), choice("current", "nu", "now"), choice("ahead", "nog niet", "not yet")];

pub const CHANGE: &[Choice] = &[
    choice("added", "nieuw", "new"),
    choice("changed", "gewijzigd", "changed"),
    choice("removed", "verwijderd", "taken out"),
    choice("redacted", "tekst verwijderd", "text redacted"),
];

pub const FATE: &[Choice] = &[
    choice("changed", "verandert", "changes"),
    choice("unchanged", "blijft zoals het is", "stays as it is"),
    choice("refused", "kan niet", "cannot be changed"),
];

pub const LAW_KIND: &[Choice] = &[
    choice("bwb", "nationale wet of regeling", "national law"),
    choice("celex", "Europese regel", "EU law"),
    choice("cao", "cao", "collective agreement"),
    choice("own-rule", "eigen regel van een instelling", "an institution's own rule"),
];

pub const THING: &[Choice] = &[choice("factsheet", "factsheet", "factsheet"), choice("scheme", "regeling", "scheme")];

/// The parts of the quarterly report.
pub const QUARTER_PART: &[Choice] = &[
    choice("totals", "totalen", "totals"),
    choice("ministries", "per ministerie", "by ministry"),
    choice("overdue", "te laat", "overdue"),
    choice("factsheets-to-write", "factsheets te schrijven", "factsheets to write"),
];

/// What the numbers of the quarterly report count.
pub const QUARTER_FIGURE: &[Choice] = &[
    choice("received", "ontvangen", "received"),
    choice("duplicates", "dubbele onder de ontvangen", "duplicates among those received"),
    choice("solved", "opgelost", "solved"),
    choice("solved-within-rules", "opgelost binnen de regels", "solved within the rules"),
    choice("solved-regional-approach", "opgelost door een andere aanpak in de regio", "solved by a regional approach"),
    choice(
        "open",
        "ontvangen tot en met dit kwartaal en nog open",
        "received up to and including this quarter, and still open",
    ),
    choice("meetings", "overleggen", "meetings"),
    choice("calls", "telefoontjes", "phone calls"),
    choice("emails", "e-mails", "e-mails"),
    choice("days-overdue", "dagen te laat", "days overdue"),
    choice("asked", "keer gevraagd", "times asked"),
];

/// Returns the label of a code that names an institution's own rule, such as `own-rule: NAME`; `None` for any other
/// code.
pub fn own_rule(code: &str) -> Option<Text> {
    let name = code.strip_prefix("own-rule: ")?;
    Some(Text { nl: format!("eigen regel: {name}"), en: format!("own rule: {name}") })
}

/// Lists valid codes. The Dutch text adds the Dutch label to each code, because the codes are English.
pub fn list_codes(codes: &[&str]) -> Text {
    let sets = [STATUS, RESOLUTION, CLOSED_AS, PROVENANCE, YES_NO, CONTACT_KIND, RELATION];
    let with_label = |code: &&str| match sets.iter().copied().flatten().find(|choice| choice.code == *code) {
        Some(choice) if choice.label.nl != *code => format!("{code} ({})", choice.label.nl),
        _ => (*code).to_owned(),
    };
    Text { nl: codes.iter().map(with_label).collect::<Vec<_>>().join(", "), en: codes.join(", ") }
}
