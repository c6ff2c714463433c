//! Names in salutations (`Beste Jan Jansen,`) and signatures (`Met vriendelijke groet,` and a name). A name elsewhere
//! in a text is not recognised.

use super::{Find, FindKind};
use std::ops::Range;

const MAX_WORDS: usize = 8;
/// A signature may have this many empty lines above the name.
const MAX_EMPTY_LINES: usize = 2;

const SALUTATIONS: &[&str] = &[
    "beste",
    "dag",
    "dear",
    "geachte",
    "goedemiddag",
    "goedemorgen",
    "goedenavond",
    "goedendag",
    "hallo",
    "hello",
    "hey",
    "hi",
    "hoi",
    "lieve",
    "waarde",
];
/// Greetings with which a signature begins. Longer ones come first, because the first match counts.
const CLOSINGS: &[&str] = &[
    "met vriendelijke groeten",
    "met vriendelijke groet",
    "met hartelijke groeten",
    "met hartelijke groet",
    "met collegiale groeten",
    "met collegiale groet",
    "vriendelijke groeten",
    "vriendelijke groet",
    "hartelijke groeten",
    "hartelijke groet",
    "met hoogachting",
    "yours sincerely",
    "best regards",
    "kind regards",
    "best wishes",
    "hoogachtend",
    "sincerely",
    "groetjes",
    "groeten",
    "regards",
    "groet",
    "m.v.g.",
    "m.v.g",
    "vr. gr.",
    "vr.gr.",
    "mvg",
    "vrgr",
    "hgr",
    "gr.",
    "gr",
];
/// Words before a name that are not part of the name.
const COURTESIES: &[&str] = &[
    "heer",
    "mevrouw",
    "heer/mevrouw",
    "mevrouw/heer",
    "dhr",
    "mevr",
    "mw",
    "meneer",
    "mijnheer",
    "mr",
    "mrs",
    "ms",
    "dr",
    "drs",
    "ir",
    "ing",
    "prof",
    "professor",
    "minister",
    "staatssecretaris",
    "wethouder",
];
const PARTICLES: &[&str] = &[
    "van", "de", "der", "den", "des", "ter", "ten", "te", "'t", "’t", "het", "in", "op", "la", "le", "du", "di", "da",
    "dos", "von", "zu", "el", "al", "ben", "bin",
];
/// Endings of capitalised words that are not names, as in `Opleidingsmanager`. Some are also whole words.
const ROLE_ENDINGS: &[&str] = &[
    "academie",
    "adviseur",
    "afdeling",
    "begeleider",
    "beleid",
    "bestuur",
    "bureau",
    "burger",
    "bewoner",
    "cliënt",
    "collega",
    "collega's",
    "collega’s",
    "collegae",
    "college",
    "coordinator",
    "coördinator",
    "dienst",
    "directeur",
    "directie",
    "docent",
    "docenten",
    "gemeente",
    "groep",
    "hogeschool",
    "huisarts",
    "instelling",
    "kamerleden",
    "kamerlid",
    "leden",
    "leider",
    "loket",
    "manager",
    "medewerker",
    "medewerkers",
    "ministerie",
    "onderwijs",
    "opleider",
    "opleiding",
    "opleidingen",
    "organisatie",
    "pact",
    "partner",
    "partners",
    "praktijk",
    "professionals",
    "programma",
    "provincie",
    "raad",
    "redactie",
    "regio",
    "relatie",
    "relaties",
    "school",
    "secretariaat",
    "secretaris",
    "stichting",
    "student",
    "studenten",
    "team",
    "universiteit",
    "vereniging",
    "verpleegkundige",
    "verpleegkundigen",
    "voorzitter",
    "werkgever",
    "werkgevers",
    "ziekenhuis",
    "zorg",
];
/// Words that may have a capital but are not names, such as `Dames`.
const OTHER_WORDS: &[&str] = &[
    "allen",
    "allemaal",
    "arts",
    "bericht",
    "dames",
    "eenieder",
    "heren",
    "hoofd",
    "iedereen",
    "ik",
    "kamer",
    "klant",
    "lezer",
    "lezers",
    "lid",
    "mensen",
    "namens",
    "onderwerp",
    "ouder",
    "ouders",
    "verzonden",
    "wij",
];

pub fn find(text: &str, finds: &mut Vec<Find>) {
    let mut after_closing = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let quoted = line.trim_end().trim_start_matches(|first: char| first == '>' || first.is_whitespace());
        let line_start = start + line.trim_end().len() - quoted.len();
        start += line.len();
        let add = |names: Vec<Range<usize>>, finds: &mut Vec<Find>| {
            let shifted = names.into_iter().map(|range| line_start + range.start..line_start + range.end);
            finds.extend(shifted.map(|range| Find { kind: FindKind::Name, range }));
        };
        after_closing = match after_closing {
            Some(empty_lines) if quoted.is_empty() => (empty_lines < MAX_EMPTY_LINES).then_some(empty_lines + 1),
            Some(_) => {
                add(names(quoted, 0, true), finds);
                None
            }
            None => None,
        };
        for sentence in sentence_starts(quoted) {
            let rest = quoted.get(sentence..).unwrap_or_default();
            if let Some(greeting) = salutation_length(rest) {
                add(names(quoted, sentence + greeting, false), finds);
            } else if let Some(closing) = closing_length(rest) {
                let name = sentence + closing;
                let is_last =
                    quoted.get(name..).unwrap_or_default().trim_start_matches([',', '.', '!', ' ']).is_empty();
                if is_last {
                    after_closing = Some(0);
                } else {
                    add(names(quoted, name, true), finds);
                }
            }
        }
    }
}

/// Returns the length of the word with which a salutation begins, such as `Beste`; `None` without a salutation.
pub fn salutation_length(line: &str) -> Option<usize> {
    prefix_of(line, SALUTATIONS)
}

/// Returns the length of the greeting with which a signature begins, such as `Met vriendelijke groet`.
pub fn closing_length(line: &str) -> Option<usize> {
    prefix_of(line, CLOSINGS)
}

/// Returns the positions in a line at which a sentence starts.
fn sentence_starts(line: &str) -> impl Iterator<Item = usize> {
    let pairs = line.bytes().zip(line.bytes().skip(1)).enumerate();
    let ends = pairs.filter(|(_, pair)| matches!(pair, (b'.' | b'!' | b'?', b' '))).map(|(at, _)| at + 2);
    std::iter::once(0).chain(ends)
}

/// Finds the first of `phrases` with which the text begins, ignoring case, and returns its length. The phrase must
/// end at a word boundary.
fn prefix_of(text: &str, phrases: &[&str]) -> Option<usize> {
    let first = text.bytes().next()?.to_ascii_lowercase();
    let phrase = phrases.iter().filter(|phrase| phrase.as_bytes().first() == Some(&first)).find(|phrase| {
        let head = text.get(..phrase.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(phrase))
            && !text.get(phrase.len()..).unwrap_or_default().starts_with(char::is_alphanumeric)
    })?;
    Some(phrase.len())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    /// A word with a capital, or initials.
    Name,
    /// `van` or `de`.
    Particle,
    /// `mevrouw` or `dr.`
    Courtesy,
    /// `en`
    And,
    Other,
}

/// Returns the names between position `from` and the next punctuation. Returns none if there are other words among the
/// names. Ignores what follows the punctuation, such as a job title in a signature.
fn names(line: &str, from: usize, is_signature: bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut current: Option<Range<usize>> = None;
    let (mut has_name, mut has_courtesy) = (false, false);
    let rest = line.get(from..).unwrap_or_default();
    let rest = if is_signature { rest.trim_start_matches([',', '.', ' ']) } else { rest };
    let rest = if is_signature { rest.strip_prefix("van ").unwrap_or(rest) } else { rest };
    let mut at = line.len() - rest.len();
    for index in 0.. {
        let rest = line.get(at..).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        let start = at + blanks;
        let length = rest.find(|end: char| end.is_whitespace() || ",!:;|(<".contains(end)).unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        if word.is_empty() || matches!(word, "-" | "–" | "/") {
            break;
        }
        if index == MAX_WORDS {
            return Vec::new();
        }
        at = start + length;
        // A full stop after the last word ends the sentence, unless the word is an abbreviation.
        let is_last_word = line.get(at..).unwrap_or_default().trim().is_empty();
        let is_initials = is_initials(word);
        let word = if is_last_word && !is_initials { word.trim_end_matches('.') } else { word };
        let mut kind = classify(word);
        if kind == Word::Particle && current.is_none() && !has_courtesy && !word.starts_with(char::is_uppercase) {
            kind = Word::Other;
        }
        match kind {
            Word::Name | Word::Particle => {
                has_name |= kind == Word::Name;
                current = Some(current.map_or(start, |current| current.start)..start + word.len());
            }
            Word::Courtesy if current.is_none() => has_courtesy = true,
            Word::And if has_name => {
                found.extend(current.take());
                has_name = false;
            }
            _ => return Vec::new(),
        }
    }
    if has_name {
        found.extend(current);
    }
    found
}

fn classify(word: &str) -> Word {
    let lower = word.to_lowercase();
    let bare = lower.trim_end_matches('.');
    if ["en", "and", "&"].contains(&lower.as_str()) {
        Word::And
    } else if COURTESIES.contains(&bare) {
        Word::Courtesy
    } else if PARTICLES.contains(&lower.as_str()) {
        Word::Particle
    } else if is_initials(word) || is_capitalised_name(word, &lower) {
        Word::Name
    } else {
        Word::Other
    }
}

/// Whether a word is one or more initials: `J`, `J.P.` or `Th.`
fn is_initials(word: &str) -> bool {
    let initials = word.strip_suffix('.').unwrap_or(word);
    (word.ends_with('.') || word.chars().count() == 1)
        && initials.split('.').all(|initial| {
            let mut letters = initial.chars();
            letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase) && initial.len() <= 3
        })
}

fn is_capitalised_name(word: &str, lower: &str) -> bool {
    let is_apostrophe = |character: char| matches!(character, '\'' | '’');
    let bare = ["d'", "d’", "'t-", "’t-"].iter().find_map(|prefix| word.strip_prefix(prefix)).unwrap_or(word);
    bare.starts_with(char::is_uppercase)
        && bare.chars().any(char::is_lowercase)
        && bare.chars().all(|character| character.is_alphabetic() || character == '-' || is_apostrophe(character))
        && !OTHER_WORDS.contains(&lower)
        && !ROLE_ENDINGS.iter().any(|ending| lower.ends_with(ending))
        && !lower.starts_with("zorg")
}
