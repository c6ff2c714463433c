//! Legal sources: references in BWB, Juriconnect and CELEX notation, web addresses, and rules without a reference.

use super::{cases, day, one_of};
use jiff::civil::Date;
use proptest::collection::vec;
use proptest::prelude::*;
use ruimte::record::law::{Law, LawKind};

/// Generates a reference to a part of a law: article, paragraph and item, and the date of the text.
fn place() -> impl Strategy<Value = Law> {
    use proptest::option::of;
    // The number of an article, paragraph or item must not be "art", "lid" or "sub", because these words precede such a
    // number.
    let is_part = |text: &String| !["art", "lid", "sub"].contains(&text.to_lowercase().as_str());
    let part = move || "[0-9A-Za-z]{1,3}([.:/-][0-9a-z]{1,3}){0,2}".prop_filter("a word of ours", is_part);
    let item = || "[a-z]( [0-9]{1,2}°?){0,2}";
    let day = day().prop_filter_map("no such day", |(year, month, day)| {
        Date::new(year, month, day).ok().filter(|day| day.year() > 0).map(|day| day.to_string())
    });
    (of((part(), of(part()), of(item()))), of(day)).prop_map(|(place, valid_on)| {
        let (article, paragraph, item) =
            place.map_or((None, None, None), |(article, paragraph, item)| (Some(article), paragraph, item));
        Law { article, paragraph, item, valid_on, ..Law::default() }
    })
}

/// Generates a legal source. If the source has a name instead of a number, that name matches the given pattern.
fn any_law(name: &'static str) -> impl Strategy<Value = Law> {
    let placed = |kind| move |(source, place): (String, Law)| Law { kind, source, ..place };
    let named = |kind| move |source| Law { kind, source, ..Law::default() };
    prop_oneof![
        ("BWB[RV][0-9]{7}", place()).prop_map(placed(LawKind::Bwb)),
        ("[0-9]{5}[A-Z]{1,2}[0-9]{4}", place()).prop_map(placed(LawKind::Celex)),
        name.prop_map(named(LawKind::Cao)),
        name.prop_map(named(LawKind::OwnRule)),
    ]
}

const NAME: &str = "[A-Za-z0-9éÉ&()'.:,/-]{1,8}( [A-Za-z0-9éÉ&()'.:,/-]{1,8}){0,3}";
const NAME_WITHOUT_COMMA: &str = "[A-Za-z0-9éÉ&()'.:/-]{1,8}( [A-Za-z0-9éÉ&()'.:/-]{1,8}){0,3}";

pub(super) fn nearly_laws() -> impl Strategy<Value = String> {
    let piece = one_of(
        "BWBR0007625|bwbr0007625|BWBV0001000|32016R0679|CELEX |celex|cao:|Cao VVT|own-rule:|eigen regel: | art. | artikel | lid | onder |\
        a 1°| (2018-01-01)|(|jci1.31:c:|&artikel=|&lid=|&o=|&g=2018-01-01|&z=|&amp;|\
        https://wetten.overheid.nl/|https://eur-lex.europa.eu/|CELEX:|eli/reg/2016/679/oj|/2018-01-01|\
        #Artikel|%3A|%|7.2.8|1|,|;| |; |, |é|\u{130}|\t|art|-|\u{a0}",
    );
    vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_legal_source_is_parsed_as_it_was_written(law in any_law(NAME)) {
        prop_assert_eq!(Law::parse(&law.to_string()).unwrap(), law);
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
            prop_assert_eq!(&Law::parse_list(&cell).unwrap(), &once, "{}", cell);
        }
    }

    #[test]
    fn any_text_is_refused_or_parsed_into_legal_sources_that_parse_as_themselves(
        text in prop_oneof![any::<String>(), nearly_laws()]
    ) {
        match Law::parse(&text) {
            Ok(law) => prop_assert_eq!(Law::parse(&law.to_string()).unwrap(), law),
            Err(message) => prop_assert!(!message.nl.is_empty() && !message.en.is_empty()),
        }
        if let Ok(laws) = Law::parse_list(&text) {
            let cell = laws.iter().map(Law::to_string).collect::<Vec<_>>().join("; ");
            prop_assert_eq!(Law::parse_list(&cell).unwrap(), laws, "{:?} became {:?}", text, cell);
        }
    }
}

#[test]
fn a_law_pasted_with_no_break_spaces_is_that_law_alone_and_in_a_list() {
    let law = Law::parse("BWBR0007625 art. 7.2.8").unwrap();
    assert_eq!(Law::parse("BWBR0007625\u{a0}art.\u{202f}7.2.8"), Ok(law.clone()));
    // The list must be read as two sources. If it were stored as one rule of an institution, exporting and importing
    // that rule would split it into two.
    let laws = Law::parse_list("own-rule: Reglement,BWBR0007625\u{a0}art. 7.2.8").unwrap();
    assert_eq!(laws.len(), 2);
    assert_eq!(laws[1], law);
}
