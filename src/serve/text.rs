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
/// clauses of its own. What to do stays: "reopen it first with: ruimte reopen B-001" becomes "reopen it first". A message
/// that consists of nothing else stays as it is.
pub fn without_commands(text: &str) -> &str {
    const CLAUSE: &str = "; ";
    let mut rest = text;
    while let Some((before, clause)) = rest.rsplit_once(CLAUSE).filter(|(_, clause)| names_command(clause)) {
        if let Some(advice) = advice_in(clause) {
            let length = before.len().saturating_add(CLAUSE.len()).saturating_add(advice.len());
            return text.get(..length).unwrap_or(text);
        }
        rest = before;
    }
    rest
}

/// What a clause advises apart from the command that it names; `None` if that is nothing.
fn advice_in(clause: &str) -> Option<&str> {
    let ends = [" met: ruimte ", " with: ruimte ", " met 'ruimte ", " with 'ruimte ", ": ruimte "];
    let advice = clause.get(..ends.iter().find_map(|end| clause.find(end))?)?;
    (!matches!(advice, "zie" | "see") && !names_command(advice)).then_some(advice)
}

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
                "'BZK' staat niet in de lijst van ministeries; kies uit: OCW, VWS; of voeg er een toe",
            ),
            (
                "deze e-mail is versleuteld; open de mail en plak de tekst: ruimte log - --ministry OCW",
                "deze e-mail is versleuteld; open de mail en plak de tekst",
            ),
            (
                "er is iets mis; haal het nu weg, of verwijder het later met 'ruimte redact'",
                "er is iets mis; haal het nu weg, of verwijder het later",
            ),
            ("B-001 is closed; reopen it first with: ruimte reopen B-001", "B-001 is closed; reopen it first"),
            ("er staat iets; verwijder het met 'ruimte redact', of geef --accept", "er staat iets; verwijder het"),
            ("dat gaat niet; geef --force", "dat gaat niet"),
            ("de vraag; met een puntkomma", "de vraag; met een puntkomma"),
            ("maak het af met 'ruimte index'", "maak het af met 'ruimte index'"),
        ] {
            assert_eq!(without_commands(text), expected);
        }
    }
}
