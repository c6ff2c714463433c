//! Finds where sentences end.

/// Abbreviations that the same sentence goes on after. Those that often end one, such as `enz.`, are left out.
const ABBREVIATIONS: &[&str] = &[
    "art", "artt", "bijv", "bv", "blz", "dhr", "dr", "drs", "evt", "excl", "incl", "ir", "jo", "m.b.t", "mevr", "mr",
    "mw", "nr", "nrs", "o.a", "o.b.v", "pag", "prof", "resp", "t.a.v", "t.o.v", "vgl", "zgn",
];

/// Returns the positions directly after the sentences of a text that other text follows.
pub fn sentence_ends(text: &str) -> impl DoubleEndedIterator<Item = usize> {
    text.match_indices(['.', '?', '!']).filter_map(|(at, mark)| {
        let end = at.checked_add(mark.len())?;
        let (before, after) = (text.get(..at)?, text.get(end..)?);
        let word = before.rsplit([' ', '(', '\n']).next().unwrap_or_default().to_lowercase();
        let is_abbreviation = mark == "." && ABBREVIATIONS.contains(&word.as_str());
        (after.starts_with(' ') && !is_abbreviation).then_some(end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abbreviation_does_not_end_a_sentence() {
        let sentences = |text: &str| sentence_ends(text).map(|end| text.split_at(end).0.to_owned()).collect::<Vec<_>>();
        assert_eq!(sentences("Mag dat volgens WEB art. 7.2.8? Graag antwoord."), ["Mag dat volgens WEB art. 7.2.8?"]);
        assert_eq!(sentences("Zie (art. 3) o.a. van drs. Jansen."), Vec::<String>::new());
        assert_eq!(sentences("Ja! Enz. Misschien"), ["Ja!", "Ja! Enz."]);
        assert_eq!(sentences("Versie 1.2 en a.b"), Vec::<String>::new());
    }
}
