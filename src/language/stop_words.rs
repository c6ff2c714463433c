//! Stop words, which say nothing about the subject of a text: articles, pronouns, auxiliary verbs, prepositions,
//! question words, and the greetings and closings of correspondence. All in Dutch; only the most common in English.

#[rustfmt::skip]
const STOP_WORDS: &[&str] = &[
    "aan", "aangaande", "about", "af", "afgelopen", "after", "al", "aldaar", "all", "alle", "allebei",
    "alleen", "allen", "alles", "als", "alsnog", "also", "alsof", "alsook", "altijd", "alvast", "am",
    "an", "and", "ander", "andere", "anderen", "anders", "any", "are", "art", "as", "at", "be", "because",
    "been", "before", "behalve", "beide", "being", "bent", "beste", "beter", "bij", "bijna",
    "bijvoorbaat", "bijvoorbeeld", "binnen", "blijft", "blijven", "boven", "brengen", "but", "by", "can",
    "could", "daar", "daaraan", "daarbij", "daardoor", "daarin", "daarmee", "daarna", "daarnaast",
    "daarom", "daarop", "daarover", "daartoe", "daaruit", "daarvan", "daarvoor", "dan", "dank", "dat",
    "de", "dear", "deden", "deed", "denk", "der", "deze", "dezelfde", "did", "die", "dienen", "diens",
    "dient", "dit", "do", "doe", "doen", "does", "doet", "door", "dus", "echter", "een", "eens", "eerder",
    "eigen", "eigenlijk", "elk", "elke", "en", "enige", "enkele", "er", "eraan", "erbij", "erdoor",
    "erin", "ermee", "erna", "erop", "erover", "ertoe", "eruit", "ervan", "ervoor", "etc", "even", "for",
    "from", "ga", "gaan", "gaat", "gaf", "geachte", "gedaan", "geeft", "geen", "gehad", "gekund", "gelet",
    "gemaakt", "geven", "geweest", "geworden", "gezien", "ging", "goedemiddag", "goedemorgen", "graag",
    "groet", "groeten", "haar", "had", "hadden", "hallo", "hartelijk", "hartelijke", "has", "have", "heb",
    "hebben", "hebt", "heeft", "heel", "hem", "hen", "het", "hetgeen", "hetzelfde", "hier", "hierbij",
    "hierdoor", "hierin", "hiermee", "hierom", "hieronder", "hierop", "hierover", "hiertoe", "hiervan",
    "hiervoor", "hij", "hoe", "hoeveel", "hoewel", "hoi", "how", "hun", "ieder", "iedere", "iedereen",
    "iemand", "iets", "if", "ik", "in", "indien", "inmiddels", "into", "is", "it", "its", "ja", "je",
    "jou", "jouw", "jullie", "kan", "kindly", "komen", "komt", "kon", "konden", "krijgen", "krijgt",
    "kun", "kunnen", "kunt", "kwam", "laat", "laten", "maar", "mag", "may", "me", "mede", "mee", "meer",
    "men", "meneer", "met", "mevrouw", "mezelf", "middels", "might", "mij", "mijn", "mijzelf",
    "misschien", "mits", "mocht", "mochten", "moest", "moesten", "moet", "moeten", "mogelijk", "mogen",
    "must", "mvg", "my", "na", "naar", "naast", "namelijk", "nee", "niemand", "niet", "niets", "nieuwe",
    "niks", "no", "nodig", "nog", "nogal", "nooit", "nor", "not", "nou", "nu", "of", "ofwel", "om",
    "omdat", "omtrent", "on", "ondanks", "onder", "ons", "onze", "ook", "op", "or", "our", "over",
    "overig", "overige", "per", "please", "precies", "reeds", "regards", "samen", "shall", "she",
    "should", "sincerely", "sinds", "so", "sommige", "soms", "staan", "staat", "steeds", "such", "te",
    "tegen", "ten", "tenzij", "ter", "terwijl", "tevens", "than", "thanks", "that", "the", "their",
    "them", "then", "there", "these", "they", "this", "those", "tijdens", "to", "toch", "toe", "toen",
    "tot", "tussen", "uit", "under", "uw", "uzelf", "van", "vanaf", "vanuit", "vanwege", "veel", "vele",
    "verder", "via", "volgens", "voor", "vooral", "voordat", "vraag", "vragen", "vriendelijk",
    "vriendelijke", "waar", "waaraan", "waarbij", "waardoor", "waarin", "waarmee", "waarna", "waarom",
    "waarop", "waarover", "waartoe", "waaruit", "waarvan", "waarvoor", "wanneer", "want", "waren", "was",
    "wat", "we", "weer", "wegens", "weinig", "wel", "welk", "welke", "wellicht", "werd", "werden", "were",
    "what", "when", "where", "whether", "which", "while", "who", "whom", "why", "wie", "wij", "wil",
    "wilde", "wilden", "will", "willen", "wilt", "with", "word", "worden", "wordt", "wou", "would", "you",
    "your", "zal", "ze", "zeer", "zei", "zeker", "zelf", "zelfs", "zich", "zichzelf", "zie", "zien",
    "ziet", "zij", "zijn", "zit", "zitten", "zo", "zoals", "zodat", "zonder", "zou", "zouden", "zowel",
    "zulke", "zullen", "zult",
];

/// Whether a word, in lower case without accents, is a stop word. Words of a single letter are stop words too.
pub fn is_stop_word(folded: &str) -> bool {
    let is_single_letter = folded.len() == 1 && folded.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_single_letter || STOP_WORDS.binary_search(&folded).is_ok()
}
