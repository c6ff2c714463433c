//! Search: any text gives results or a message, every hit exists, and the words of a record find that record.

use super::model::{deed, empty_register, text};
use super::{cases, costly, has_own_message, one_of, today};
use proptest::collection::vec;
use proptest::prelude::*;
use ruimte::record::{Entity, Filter, Record, obstacle};
use ruimte::register::{Register, SearchRequest, check_text, question_text};

/// Generates queries: words from questions, mixed with operators such as quotes and `AND`, which must be harmless.
fn query_text() -> impl Strategy<Value = String> {
    let piece = one_of(
        "stage|contract|stagecontract|één|BWBR0007625|art. 7.2.8|\"|\"\"|-| -stage|*|(|)| AND | OR | NOT | NEAR(|\
        title:|^|+|'|''|;|--|%|_|\0|\n|\u{301}|ß|İ|\u{202e}|🏥|中文|\
        aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa| |12|vsv'er|V&VN|zzp'er|\
        \u{ad}|\u{200b}",
    );
    prop_oneof![2 => vec(piece, 0..12).prop_map(|pieces| pieces.concat()), 1 => any::<String>()]
}

fn small() -> Register {
    let mut register = empty_register();
    register
        .write(&deed(), false, |change| {
            for (title, is_solved) in
                [("Eén contract voor drie stages", true), ("Vervoer naar de stage", false), ("中文 🏥 İ", true)]
            {
                let record = Record::new(Entity::Obstacle)
                    .with(&obstacle::TITLE, text(title))
                    .with(&obstacle::QUESTION, text("Mag dat, volgens art. 7.2.8? \"Nee\" - zegt men; vsv'er."))
                    .with(&obstacle::MINISTRY, text("OCW"));
                let record = if is_solved {
                    record.with(&obstacle::STATUS, text("solved")).with(&obstacle::RESOLUTION, text("within-rules"))
                } else {
                    record
                };
                let record = change.resolve(&record)?;
                change.insert(record)?;
            }
            Ok(())
        })
        .unwrap();
    register
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn any_text_is_searched_for_or_refused_in_our_words(text in query_text()) {
        match check_text(&text) {
            Ok(()) => prop_assert!(text.chars().any(char::is_alphanumeric)),
            Err(error) => prop_assert!(has_own_message(&error), "{:?}", error),
        }
    }

    #[test]
    fn the_query_of_an_obstacle_is_its_title_and_its_question(title in query_text(), body in query_text()) {
        let value = |text: &str| ruimte::record::Value::Text(text.to_owned());
        let record = Record::new(Entity::Obstacle)
            .with(&obstacle::TITLE, value(&title))
            .with(&obstacle::QUESTION, value(&body));
        prop_assert_eq!(question_text(&record), format!("{title}\n{body}"));
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn every_hit_exists(text in query_text(), precedents in any::<bool>(), limit in 0..4_u64) {
        thread_local! {
            static REGISTER: Register = small();
        }
        let filter = Filter::default();
        let sought = if precedents { SearchRequest::precedents(&text, &filter, limit) } else { SearchRequest::by_words(&text, &filter, limit) };
        REGISTER.with(|register| {
            match register.search(&sought, &today) {
                Err(error) => prop_assert!(has_own_message(&error), "{:?}: {:?}", text, error),
                Ok(found) => {
                    prop_assert!(found.hits.len() as u64 <= limit);
                    for hit in found.hits {
                        prop_assert!((0.0..=1.0).contains(&hit.score), "{:?}: {:?}", text, hit);
                        prop_assert!(!hit.evidence.is_empty() && hit.evidence.iter().all(|(_, met)| !met.is_empty()), "{:?}: {:?}", text, hit);
                        let most = if hit.entity == Entity::Obstacle { 3 } else { 2 };
                        prop_assert!((1..=most).contains(&hit.number));
                    }
                }
            }
            Ok(())
        })?;
    }
}

proptest! {
    #![proptest_config(costly(256))]

    #[test]
    fn an_obstacle_is_found_by_its_own_title(title in "[\\PC]{1,40}|[a-zé]{1,12}( [a-zé]{1,12}){0,4}") {
        let mut register = empty_register();
        let logged = register.write(&deed(), false, |change| {
            let record = Record::new(Entity::Obstacle)
                .with(&obstacle::TITLE, text(&title))
                .with(&obstacle::MINISTRY, text("OCW"));
            let record = change.resolve(&record)?;
            change.insert(record).map(|_| ())
        });
        if logged.is_ok() && check_text(&title).is_ok() {
            let filter = Filter::default();
            let sought = SearchRequest { has_syntax: false, ..SearchRequest::by_words(&title, &filter, 5) };
            let found = register.search(&sought, &today).unwrap();
            prop_assert!(found.has_no_terms || found.hits.iter().any(|hit| hit.entity == Entity::Obstacle), "{:?}", title);
        }
    }
}
