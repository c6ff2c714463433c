//! Adapts texts to a page: changes the case of the first character, because labels are shown both on their own and within
//! a sentence, and removes advice to run a command.

fn with_first(text: &str, first: impl Fn(char) -> String) -> String {
    let mut characters = text.chars();
    characters.next().map(first).unwrap_or_default() + characters.as_str()
}

pub fn capitalize(text: &str) -> String {
    with_first(text, |character| character.to_uppercase().collect())
}

pub fn uncapitalize(text: &str) -> String {
    with_first(text, |character| character.to_lowercase().collect())
}

/// Removes what a message says about commands and their options, which a page does not offer. Such advice comes last, in
/// clauses of its own; a message that consists of nothing else stays as it is.
pub fn without_commands(text: &str) -> &str {
    /// How a clause that is only there for the command ends before it, such as "see: ruimte list".
    const BEFORE_COMMAND: &[&str] = &["zie", "see", "met", "with", "toe", "it", "ook", "too"];
    let mut rest = text;
    while let Some((before, clause)) = rest.rsplit_once(CLAUSE).filter(|(_, clause)| names_command(clause)) {
        // Advice that offers a choice is still good without the command.
        let kept = clause.find(": ruimte ").or_else(|| clause.find(", of ")).or_else(|| clause.find(", or "));
        let kept = kept.and_then(|at| clause.get(..at));
        let is_advice = |kept: &str| kept.split(' ').next_back().is_some_and(|word| BEFORE_COMMAND.contains(&word));
        rest = match kept.filter(|kept| !is_advice(kept) && !names_command(kept)) {
            Some(kept) => return text.get(..before.len().saturating_add(CLAUSE.len() + kept.len())).unwrap_or(text),
            None => before,
        };
    }
    rest
}

const CLAUSE: &str = "; ";

fn names_command(clause: &str) -> bool {
    [": ruimte ", "'ruimte ", "see ruimte ", "zie ruimte ", " --"].iter().any(|sign| clause.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::without_commands;

    #[test]
    fn a_page_does_not_name_commands() {
        for (text, expected) in [
            ("B-999 bestaat niet in dit register; zie: ruimte list", "B-999 bestaat niet in dit register"),
            (
                "'BZK' staat niet in de lijst van ministeries; kies uit: OCW, VWS; of voeg er een toe met: ruimte ministry add \
                 CODE --nl NAAM --en NAAM",
                "'BZK' staat niet in de lijst van ministeries; kies uit: OCW, VWS",
            ),
            (
                "deze e-mail is versleuteld; open de mail en plak de tekst: ruimte log - --ministry OCW",
                "deze e-mail is versleuteld; open de mail en plak de tekst",
            ),
            (
                "er is iets mis; haal het nu weg, of verwijder het later met 'ruimte redact'",
                "er is iets mis; haal het nu weg",
            ),
            ("er is iets mis; verwijder het met 'ruimte redact'", "er is iets mis"),
            ("de vraag; met een puntkomma", "de vraag; met een puntkomma"),
            ("maak het af met 'ruimte index'", "maak het af met 'ruimte index'"),
        ] {
            assert_eq!(without_commands(text), expected);
        }
    }
}
