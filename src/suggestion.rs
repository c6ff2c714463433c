//! "Did you mean" suggestions: lists the valid values that are most similar to the value that the user typed.

use crate::i18n::{Lang, Text};

/// If there are at most this many valid values, all of them are listed.
const MAX_LISTED: usize = 8;
/// A term is proposed for a text if their similarity is at least this high.
const MIN_SIMILARITY: f64 = 0.85;

/// Lists all valid values if they are few, otherwise the three most similar.
pub fn nearest(text: &str, valid: &[&str]) -> String {
    if valid.len() <= MAX_LISTED {
        return valid.join(", ");
    }
    let text = text.to_lowercase();
    let ranked = rank(valid.iter().map(|known| (strsim::jaro_winkler(&text, &known.to_lowercase()), *known)));
    format!("{}, …", ranked.into_iter().take(3).collect::<Vec<_>>().join(", "))
}

/// Lists terms of a vocabulary. Lists the codes of all terms if there are few. Otherwise lists the codes and labels of
/// the three terms whose code or label is most similar.
pub fn nearest_terms(text: &str, terms: &[(String, Text)]) -> Text {
    if terms.len() <= MAX_LISTED {
        return Text::untranslated(terms.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>().join(", "));
    }
    let text = text.to_lowercase();
    let similarity = |known: &str| {
        let known = known.to_lowercase();
        if known.contains(&text) { 1.0 } else { strsim::jaro_winkler(&text, &known) }
    };
    let scored =
        terms.iter().map(|term| (similarity(&term.0).max(similarity(&term.1.nl)).max(similarity(&term.1.en)), term));
    let mut near = labelled(rank(scored).into_iter().take(3));
    near.nl.push_str(", …");
    near.en.push_str(", …");
    near
}

/// Returns the code of the term that the text most likely means; `None` if no term is similar enough.
pub fn best_term<'a>(text: &str, terms: &'a [(String, Text)]) -> Option<&'a str> {
    let text = text.to_lowercase();
    let similarity = |known: &str| strsim::jaro_winkler(&text, &known.to_lowercase());
    let scored = terms
        .iter()
        .map(|(code, label)| (similarity(code).max(similarity(&label.nl)).max(similarity(&label.en)), code));
    let (score, code) = scored.max_by(|one, other| one.0.total_cmp(&other.0))?;
    (score >= MIN_SIMILARITY).then_some(code)
}

/// Lists the two laws with the most similar ids, and their names.
pub fn nearest_laws(source: &str, known: &[(String, Text)]) -> Text {
    // Only suggest laws of the same origin: ids of national and EU laws look too different to be confused.
    let mut same_origin: Vec<&(String, Text)> =
        known.iter().filter(|law| law.0.starts_with("BWB") == source.starts_with("BWB")).collect();
    same_origin.sort_by_cached_key(|law| strsim::damerau_levenshtein(source, &law.0));
    labelled(same_origin.into_iter().take(2))
}

/// Lists the three terms with the most similar names. Each name is paired with the index of its term.
pub fn nearest_by_name<'a>(
    text: &str,
    names: impl Iterator<Item = (&'a str, usize)>,
    terms: &[(String, Text)],
) -> Text {
    let mut scores = vec![0.0_f64; terms.len()];
    for (name, index) in names {
        if let Some(score) = scores.get_mut(index) {
            let similarity = strsim::jaro_winkler(text, name).max(strsim::normalized_damerau_levenshtein(text, name));
            *score = score.max(similarity);
        }
    }
    labelled(rank(scores.into_iter().zip(terms)).into_iter().take(3))
}

/// Lists at most three terms with a name that resembles or contains the text. Each name is paired with the index of its
/// term.
pub fn similar_by_name<'a>(
    text: &str,
    names: impl Iterator<Item = (&'a str, usize)>,
    terms: &[(String, Text)],
) -> Option<Text> {
    let is_similar = |name: &str| name.contains(text) || strsim::jaro_winkler(text, name) >= MIN_SIMILARITY;
    let mut similar: Vec<usize> = names.filter(|(name, _)| is_similar(name)).map(|(_, index)| index).collect();
    similar.dedup();
    let similar = similar.into_iter().filter_map(|index| terms.get(index)).take(3);
    similar.clone().next().is_some().then(|| labelled(similar))
}

/// Sorts by descending score; equal scores keep their order.
fn rank<T>(scored: impl Iterator<Item = (f64, T)>) -> Vec<T> {
    let mut scored: Vec<(f64, T)> = scored.collect();
    scored.sort_by(|one, other| other.0.total_cmp(&one.0));
    scored.into_iter().map(|(_, item)| item).collect()
}

/// Lists the codes and labels of terms.
pub fn labelled<'a>(terms: impl Iterator<Item = &'a (String, Text)> + Clone) -> Text {
    let render = |lang| {
        let terms = terms.clone().map(|(code, label)| format!("{code} ({})", label.get(lang)));
        terms.collect::<Vec<_>>().join(", ")
    };
    Text { nl: render(Lang::Nl), en: render(Lang::En) }
}
