//! Finds where sentences end.

/// Abbreviations that are usually followed by more of the same sentence, even by a capital or a number.
const ABBREVIATIONS: &[&str] = &[
    "art", "artt", "bijv", "bv", "blz", "ca", "dhr", "dr", "drs", "e.d", "enz", "evt", "excl", "gem", "incl", "ing",
    "ir", "jl", "jo", "m.b.t", "max", "mevr", "min", "mr", "mw", "nl", "no", "nr", "nrs", "o.a", "o.b.v", "par", "pag",
    "prof", "resp", "sub", "t.a.v", "t.o.v", "tel", "vgl", "zgn",
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
        assert_eq!(sentences("Zie (art. 3) e.d. en drs. Jansen."), Vec::<String>::new());
        assert_eq!(sentences("Ja! Nee. Misschien"), ["Ja!", "Ja! Nee."]);
        assert_eq!(sentences("Versie 1.2 en a.b"), Vec::<String>::new());
    }
}
