//! Adapts texts of commands to pages: changes the case of the first character, because labels are shown both on their own
//! and within a sentence, and leaves out what only the command line offers.

use crate::cli::command_names;

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

/// Removes what a message says about commands and their options, which a page does not offer. What to do stays: "reopen it
/// first with: ruimte reopen B-001" becomes "reopen it first". A message that consists of nothing else stays as it is.
pub fn without_commands(text: &str) -> String {
    let without = |clause| if names_command(clause) { advice_in(clause) } else { Some(clause) };
    let kept: Vec<&str> = text.split("; ").filter_map(without).collect();
    if kept.is_empty() { text.to_owned() } else { kept.join("; ") }
}

/// What a clause advises apart from the command that it names; `None` if that is nothing.
fn advice_in(clause: &str) -> Option<&str> {
    let ends = [" met: ruimte ", " with: ruimte ", " met 'ruimte ", " with 'ruimte ", ": ruimte "];
    let advice = clause.get(..ends.iter().find_map(|end| clause.find(end))?)?;
    (!matches!(advice, "zie" | "see") && !names_command(advice)).then_some(advice)
}

/// Whether a text names a command, such as `ruimte list`, or an option, such as `--limit`.
fn names_command(text: &str) -> bool {
    let is_command = |after: &str| {
        let end = after.find(|character: char| !character.is_ascii_lowercase() && character != '-');
        let word = after.get(..end.unwrap_or(after.len())).unwrap_or_default();
        word.starts_with('-') || word == "{command}" || command_names().any(|name| name == word)
    };
    let is_option = |(at, _): (usize, &str)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at.saturating_add(2)..).and_then(|after| after.chars().next());
        before.is_none_or(|before| " '(".contains(before)) && after.is_some_and(|after| after.is_ascii_lowercase())
    };
    text.split("ruimte ").skip(1).any(is_command) || text.match_indices("--").any(is_option)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Messages that a page never shows, because only the command line has what they are about.
    const COMMAND_LINE_ONLY: &[&str] = &[
        "next_steps",
        "more_in_entry",
        "persons_need_option",
        "person_without_mail",
        "not_loopback",
        "proxy_needs_both",
    ];

    /// The names and the texts of the messages in a source file.
    fn messages(source: &str) -> Vec<(&str, &str)> {
        let lines = source.lines().filter_map(|line| line.trim().split_once(" { \""));
        lines
            .flat_map(|(name, texts)| {
                let name = name.split('(').next().unwrap_or_default();
                let texts = texts.trim_end_matches("\" }");
                texts.split("\", \"").map(move |text| (name, text))
            })
            .collect()
    }

    #[test]
    fn no_message_on_a_page_names_a_command_or_an_option() {
        let sources = [
            include_str!("../i18n/failures.rs"),
            include_str!("../i18n/remarks.rs"),
            include_str!("../i18n/findings.rs"),
            include_str!("../i18n/quarter.rs"),
        ];
        let all: Vec<_> = sources.into_iter().flat_map(messages).collect();
        assert!(all.len() > 500, "{}", all.len());
        let shown = all.iter().filter(|(name, _)| !COMMAND_LINE_ONLY.contains(name));
        let wrong: Vec<_> =
            shown.map(|(name, text)| (name, without_commands(text))).filter(|(_, text)| names_command(text)).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

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
            ("maak het af met 'ruimte index'", "maak het af"),
            ("geef --force", "geef --force"),
            ("er is geen ruimte voor dit antwoord; a -- b", "er is geen ruimte voor dit antwoord; a -- b"),
        ] {
            assert_eq!(without_commands(text), expected);
        }
    }
}
