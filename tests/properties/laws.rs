//! Legal sources: references in BWB, Juriconnect and CELEX notation, web addresses, and rules without a reference.

use super::{cases, day, one_of};
use jiff::civil::Date;
use proptest::collection::vec;
use proptest::prelude::*;
use ruimte::i18n::Text;
use ruimte::record::law::{Law, LawKind, LawNames};

/// Generates a place in a law. The article, paragraph and item are optional and match the given patterns. The date,
/// which selects a version of the law's text, is optional too.
fn place(article: &'static str, paragraph: &'static str, item: &'static str) -> impl Strategy<Value = Law> {
    use proptest::option::of;
    let day = day().prop_filter_map("no such day", |(year, month, day)| {
        Date::new(year, month, day).ok().filter(|day| day.year() > 0).map(|day| day.to_string())
    });
    (of((article, of(paragraph), of(item))), of(day)).prop_map(|(place, valid_on)| {
        let (article, paragraph, item) =
            place.map_or((None, None, None), |(article, paragraph, item)| (Some(article), paragraph, item));
        Law { article, paragraph, item, valid_on, ..Law::default() }
    })
}

/// Generates a place in a law in the spelling that the program stores.
fn stored_place() -> impl Strategy<Value = Law> {
    let article =
        "[0-9]{1,3}[a-z]{0,2}([.:][0-9]{1,3}[a-z]?){0,2}|[IVX]|XIV|IIa|I-[1-9]|[A-Z][0-9]{1,2}[a-z]?|[0-9]bis|enig";
    place(article, "[0-9]{1,2}[a-z]?", "[a-z]{1}( [0-9]{1,2}°?){0,2}")
}

/// Generates a place in a law as older versions of the program stored it. They accepted more and normalised less.
fn older_place() -> impl Strategy<Value = Law> {
    let part = "[0-9A-Za-z.:/-]{0,3}[0-9A-Za-z][0-9A-Za-z.:/-]{0,3}";
    place(part, part, "[A-Za-z0-9]{1,3}( [0-9]{1,2}°?){0,2}")
}

/// Generates a legal source. A collective agreement (CAO) or own rule has a name that matches `name`.
fn any_law(name: &'static str) -> impl Strategy<Value = Law> {
    law_with(stored_place, name)
}

fn law_with<P: Strategy<Value = Law>>(place: fn() -> P, name: &'static str) -> impl Strategy<Value = Law> {
    let placed = |kind| move |(source, place): (String, Law)| Law { kind, source, ..place };
    let named = |kind| move |source| Law { kind, source, ..Law::default() };
    let is_other_spelling = |name: &String| !name.to_lowercase().starts_with("cao ");
    prop_oneof![
        ("BWB[RV][0-9]{7}", place()).prop_map(placed(LawKind::Bwb)),
        ("[1-9][0-9]{4}[A-Z]{1,2}[0-9]{4}", place()).prop_map(placed(LawKind::Celex)),
        name.prop_filter("spelled otherwise", is_other_spelling).prop_map(named(LawKind::Cao)),
        name.prop_map(named(LawKind::OwnRule)),
    ]
}

/// Writes a law in another spelling. The bits of `choices` select how it differs from the usual spelling.
fn respelled(law: &Law, choices: u32) -> String {
    let chosen = |bit: u32| choices & (1 << bit) != 0;
    let pick = |bit: u32, yes: &'static str, no: &'static str| if chosen(bit) { yes } else { no };
    let mut text = String::from(if law.kind == LawKind::Celex { pick(0, "celex ", "") } else { "" });
    text.push_str(&if chosen(1) { law.source.to_lowercase() } else { law.source.clone() });
    let space = pick(2, "\u{a0}", " ");
    if let Some(article) = &law.article {
        let article = if chosen(3) { article.to_uppercase() } else { article.clone() };
        let spaced = article.replace(':', " : ").replace('.', ". ");
        let article =
            if chosen(4) && article.starts_with(|first: char| first.is_ascii_digit()) { spaced } else { article };
        text.push_str(&format!(
            "{}{space}{}{space}{article}{}",
            pick(5, ",", ""),
            pick(6, "Artikel", "art."),
            pick(7, ".", "")
        ));
    }
    if let Some(paragraph) = &law.paragraph {
        text.push_str(pick(8, ", ", " "));
        text.push_str(&match paragraph.as_str() {
            "1" if chosen(9) => "eerste lid".to_owned(),
            "12" if chosen(9) => "lid twaalfde".to_owned(),
            number if chosen(10) && number.bytes().all(|digit| digit.is_ascii_digit()) => format!("{number}e lid"),
            number => format!("Lid{space}{number}"),
        });
    }
    if let Some(item) = &law.item {
        text.push_str(&format!(" {} {}", pick(11, "sub", "onderdeel"), item.replace('°', pick(12, "º", "°"))));
    }
    if let Some(day) = &law.valid_on {
        let parts: Vec<&str> = day.split('-').collect();
        let dutch = format!("{}-{}-{}", parts[2].trim_start_matches('0'), parts[1], parts[0]);
        text.push_str(&format!(" ({})", if chosen(13) { &dutch } else { day }));
    }
    let text = if chosen(14) { text.replace('-', "\u{2011}") } else { text };
    if chosen(15) { format!(" \u{ad}{text}\u{200b}. ") } else { text }
}

const NAME: &str = "[A-Za-z0-9éÉ&()'.:,/-]{1,8}( [A-Za-z0-9éÉ&()'.:,/-]{1,8}){0,3}";
const NAME_WITHOUT_COMMA: &str = "[A-Za-z0-9éÉ&()'.:/-]{1,8}( [A-Za-z0-9éÉ&()'.:/-]{1,8}){0,3}";

pub(super) fn nearly_laws() -> impl Strategy<Value = String> {
    let piece = one_of(
        "BWBR0007625|bwbr0007625|BWBV0001000|32016R0679|CELEX |celex|cao:|Cao VVT|own-rule:|eigen regel: | art. | artikel | lid | onder |\
        a 1°| (2018-01-01)|(|jci1.31:c:|&artikel=|&lid=|&o=|&g=2018-01-01|&z=|&amp;|\
        https://wetten.overheid.nl/|https://eur-lex.europa.eu/|CELEX:|eli/reg/2016/679/oj|/2018-01-01|\
        #Artikel|%3A|%|7.2.8|1|,|;| |; |, |é|\u{130}|\t|art|-|\u{a0}|\u{ad}|.|:|/| en |eerste|IV|iia|bis|aanhef|cao |\
        02016R0679-20160504|(1-1-2018)|BWBR0005290|7:610",
    );
    vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

/// Some laws of the list that a register starts with.
fn names() -> LawNames {
    let row = |code: &str, nl: &str, short: Option<&str>| {
        (code.to_owned(), Text { nl: nl.to_owned(), en: format!("Act {nl}") }, short.map(str::to_owned))
    };
    LawNames::new([
        row("BWBR0006251", "Wet op de beroepen in de individuele gezondheidszorg (Wet BIG)", Some("BIG")),
        row("BWBR0005290", "Burgerlijk Wetboek Boek 7 (BW Boek 7)", None),
        row("BWBR0005537", "Algemene wet bestuursrecht (Awb)", Some("Awb")),
        row("32016R0679", "Algemene verordening gegevensbescherming (AVG)", Some("AVG; GDPR")),
        row("BWBR0037173", "Wet kwaliteit, klachten en geschillen zorg", Some("Wkkgz")),
    ])
}

/// Generates texts that resemble references to laws by name.
fn nearly_names() -> impl Strategy<Value = String> {
    let piece = one_of(
        "Wet BIG|wet big|BIG|Awb|AVG|BW|boek 7|Wet kwaliteit, klachten en geschillen zorg|Burgerlijk Wetboek|BWBR0006251|\
        32016R0679| art. | artikel | art.| lid | onder |35|38|7:610|4:23|1°|a|(2018-01-01)| en | t/m | tot en met |,|, |; |\
        . | van de | de | die | in | is | jo. |eerste|tweede| |zorg|cao VVT|own-rule: x|?|(|)|\u{e9}|\u{130}|\u{a0}|\u{ad}|\n",
    );
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_legal_source_is_parsed_as_it_was_written_whatever_names_are_known(law in any_law("[A-Z][a-z]{1,8}")) {
        prop_assert_eq!(names().parse_list(&law.to_string()), Ok(vec![law]));
    }

    #[test]
    fn references_by_name_are_read_the_same_after_they_are_stored(text in prop_oneof![nearly_names(), nearly_laws()]) {
        let names = names();
        match names.parse_list(&text) {
            Ok(laws) => {
                let stored = laws.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
                prop_assert_eq!(names.parse_list(&stored), Ok(laws), "{:?} became {:?}", text, stored);
            }
            Err(message) => prop_assert!(!message.nl.is_empty() && !message.en.is_empty()),
        }
    }

    #[test]
    fn what_a_text_mentions_can_be_cited(text in prop_oneof![nearly_names(), any::<String>()]) {
        let names = names();
        let found = names.find_in_text(&text);
        prop_assert!(found.len() <= 20, "{:?}", found);
        for law in &found {
            prop_assert_eq!(names.parse_list(&law.to_string()), Ok(vec![law.clone()]), "{:?}", text);
        }
        names.describe(&found);
        names.with_stored_references(&text);
    }

    #[test]
    fn a_legal_source_is_parsed_as_it_was_written(law in any_law(NAME)) {
        prop_assert_eq!(Law::parse(&law.to_string()).unwrap(), law);
    }

    #[test]
    fn every_spelling_of_a_legal_source_is_parsed_as_the_same_source(law in any_law("naam"), choices in any::<u32>()) {
        prop_assume!(!matches!(law.kind, LawKind::Cao | LawKind::OwnRule));
        // Skip articles such as `7.2e`. In the spelling `7. 2e`, the end looks like an ordinal number, as in `2e lid`
        // ("second paragraph").
        let ends_as_ordinal = |article: &str| article.split(['.', ':']).any(|part| part.ends_with('e'));
        prop_assume!(!law.article.as_deref().is_some_and(|article| article.contains(['.', ':']) && ends_as_ordinal(article)));
        let text = respelled(&law, choices);
        prop_assert_eq!(Law::parse(&text), Ok(law.clone()), "{:?}", text);
        if let Some(reference) = law.juriconnect(None) {
            let encoded = reference.replace(':', "%3A").replacen("jci1.31%3Ac%3A", "jci1.31:c:", 1);
            prop_assert_eq!(Law::parse(&encoded), Ok(law), "{:?}", encoded);
        }
    }

    #[test]
    fn a_stored_source_is_read_in_the_spelling_in_which_it_was_stored(law in law_with(older_place, NAME)) {
        prop_assert_eq!(Law::from_stored(&law.to_string()), Some(law.clone()), "{}", law);
        let normalized = law.normalized();
        prop_assert_eq!(normalized.normalized(), normalized.clone());
        prop_assert!(law.key().covers(&normalized.key()) && normalized.key().covers(&law.key()));
    }

    #[test]
    fn a_national_law_is_parsed_from_its_reference_and_from_its_address(law in any_law(NAME)) {
        for form in [law.juriconnect(None), law.address(None)].into_iter().flatten() {
            let read = Law::parse(&form).unwrap();
            // The address of an EU law names the whole law, without the article.
            if law.kind == LawKind::Bwb {
                prop_assert_eq!(&read, &law, "{}", form);
            } else {
                prop_assert_eq!((&read.kind, &read.source), (&law.kind, &law.source), "{}", form);
            }
        }
        prop_assert_eq!(law.juriconnect(None).is_some(), law.kind == LawKind::Bwb);
    }

    #[test]
    fn several_legal_sources_in_one_cell_are_parsed_in_order(laws in vec(any_law(NAME_WITHOUT_COMMA), 1..5)) {
        let mut once: Vec<Law> = Vec::new();
        for law in laws {
            if !once.contains(&law) {
                once.push(law);
            }
        }
        for separator in ["; ", ";", ", ", ","] {
            let cell = once.iter().map(Law::to_string).collect::<Vec<_>>().join(separator);
            prop_assert_eq!(&LawNames::default().parse_list(&cell).unwrap(), &once, "{}", cell);
        }
    }

    #[test]
    fn any_text_is_refused_or_parsed_into_legal_sources_that_parse_as_themselves(
        text in prop_oneof![any::<String>(), nearly_laws()]
    ) {
        match Law::parse(&text) {
            Ok(law) => {
                prop_assert_eq!(Law::from_stored(&law.to_string()), Some(law.clone()));
                prop_assert_eq!(&law.normalized(), &law);
                prop_assert_eq!(Law::parse(&law.to_string()).unwrap(), law);
            }
            Err(message) => prop_assert!(!message.nl.is_empty() && !message.en.is_empty()),
        }
        if let Ok(laws) = LawNames::default().parse_list(&text) {
            let cell = laws.iter().map(Law::to_string).collect::<Vec<_>>().join("; ");
            prop_assert_eq!(LawNames::default().parse_list(&cell).unwrap(), laws, "{:?} became {:?}", text, cell);
        }
    }
}

#[test]
fn a_law_pasted_with_no_break_spaces_is_that_law_alone_and_in_a_list() {
    let law = Law::parse("BWBR0007625 art. 7.2.8").unwrap();
    assert_eq!(Law::parse("BWBR0007625\u{a0}art.\u{202f}7.2.8"), Ok(law.clone()));
    // The comma must split this list into two sources. If the list were stored as one source, that source would become
    // two when it is exported and imported.
    let laws = LawNames::default().parse_list("own-rule: Reglement,BWBR0007625\u{a0}art. 7.2.8").unwrap();
    assert_eq!(laws.len(), 2);
    assert_eq!(laws[1], law);
}
