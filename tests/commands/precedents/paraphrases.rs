//! Queries that are worded differently from the recorded texts.

use super::{answered_register, found, hit, import, reasons, text};
use crate::common::{Sandbox, quote};

/// Pairs of a query and the number of the record that must be the first hit for that query.
const FIRST: &[(&str, &str)] = &[
    // The query has words that occur in the record.
    ("leerhuis", "B-003"),
    ("reanimatie", "B-007"),
    ("diploma verpleegkunde", "B-008"),
    ("parkeren op het schoolplein", "B-009"),
    ("medische gegevens delen", "F-02"),
    ("investeringsfonds", "S-02"),
    // The query differs from the record in inflections, accents or capitals.
    ("wachtlijsten", "B-007"),
    ("diploma's", "B-008"),
    ("CLIËNT", "B-002"),
    ("werktijd", "F-03"),
    ("financiele", "B-003"),
    ("financie\u{308}le", "B-003"),
    // Compound words and their parts, abbreviations, other names, and typos.
    ("contract voor stage", "B-001"),
    ("dossiervorming", "B-002"),
    ("rolstoel", "B-013"),
    ("stageovereenkomst", "F-01"),
    ("BTW", "B-006"),
    ("omzetbelasting", "B-006"),
    ("e-learning", "B-012"),
    ("stagebegleiding", "B-004"),
    ("parkeeren schoolplien", "B-009"),
    ("Arbeidstijdenwet", "B-005"),
    ("ATW", "B-005"),
    ("Wet BIG", "B-008"),
    ("AVG", "B-002"),
    // The query is the identifier of a law, or the number of an article.
    ("BWBR0006251", "B-008"),
    ("7.2.8", "B-001"),
    // The query is in English, and so is the record.
    ("night shift volunteer", "B-011"),
    ("handing out medicines", "B-011"),
];

/// Pairs of a query and the number of the answered obstacle that must be the first hit for that query.
const ANSWERED: &[(&str, &str)] = &[
    ("contract voor stage", "B-001"),
    ("stage bij drie instellingen", "B-001"),
    ("financiele afrekening", "B-003"),
    ("stagebegleiding", "B-004"),
    ("mogen wij gegevens van een client delen", "B-002"),
    ("moeten wij Europees aanbesteden", "B-014"),
    ("vrijwilligers die bewoners vervoeren", "B-013"),
    ("Do volunteers need a nurse?", "B-011"),
];

/// Pairs of a paragraph of text and the number of the obstacle that the paragraph is about.
const PARAGRAPHS: &[(&str, &str)] = &[
    (
        "Geachte collega,\n\nSinds het voorjaar werken wij met vier huizen samen. De leerling draait mee in de nacht, maar \
         is nog geen achttien. Onze planner twijfelt of dat wel kan: mag iemand van zestien of zeventien jaar een \
         nachtdienst draaien tijdens de beroepspraktijkvorming? Wij horen het graag vóór de zomer.\n\nMet groet",
        "B-005",
    ),
    (
        "Wij lenen onze docenten uit aan een ziekenhuis in de buurt. De accountant zegt dat wij daarover btw moeten \
         betalen, terwijl het om onderwijs gaat. Klopt dat?",
        "B-006",
    ),
    (
        "Een student van de opleiding loopt stage bij meer dan één instelling tegelijk: twee dagen hier, twee dagen daar. \
         De school heeft maar één model voor het stagecontract en wil dat elke instelling apart tekent. Kan het ook met \
         één contract?",
        "B-001",
    ),
];

#[test]
fn questions_in_other_words_find_the_right_record_first() {
    let sandbox = answered_register();
    for (question, number) in FIRST {
        let found = found(&sandbox, &format!("search {}", quote(question)));
        assert_eq!(found.first().map(String::as_str), Some(*number), "{question}: {found:?}");
    }
}

#[test]
fn a_question_in_other_words_finds_the_answer_first() {
    let sandbox = answered_register();
    for (question, number) in ANSWERED {
        let found = found(&sandbox, &format!("similar {}", quote(question)));
        let first = found.iter().find(|found| found.starts_with('B'));
        assert_eq!(first.map(String::as_str), Some(*number), "{question}: {found:?}");
    }
}

#[test]
fn a_whole_paragraph_finds_the_answer_first() {
    let sandbox = answered_register();
    for (paragraph, number) in PARAGRAPHS {
        let found = found(&sandbox, &format!("similar {}", quote(paragraph)));
        let first = found.iter().find(|found| found.starts_with('B'));
        assert_eq!(first.map(String::as_str), Some(*number), "{paragraph}: {found:?}");
    }
}

#[test]
fn a_paragraph_can_be_read_from_standard_input() {
    let sandbox = answered_register();
    for ((paragraph, _), command) in PARAGRAPHS.iter().zip(["search", "similar"]) {
        let asked = sandbox.run(format!("{command} {} --format json", quote(paragraph))).ok();
        let typed = sandbox.run_with_input(format!("{command} - --format json"), format!("{paragraph}\r\n\n"));
        assert_eq!(typed.ok(), asked);
    }
}

#[test]
fn three_ways_to_say_stage_contract_find_the_same_answers() {
    let sandbox = answered_register();
    for question in ["stagecontract", "contract voor stage", "stageovereenkomst", "Stagecontracten", "STAGE-CONTRACT"] {
        for command in ["search", "similar"] {
            let found = found(&sandbox, &format!("{command} {}", quote(question)));
            let mut first: Vec<&str> = found.iter().take(2).map(String::as_str).collect();
            first.sort_unstable();
            assert_eq!(first, ["B-001", "F-01"], "{command} {question}: {found:?}");
        }
    }
}

#[test]
fn the_reasons_explain_why_a_record_was_found() {
    let sandbox = answered_register();
    for (question, number, how, message) in [
        ("reanimatie", "B-007", "words", "reanimatie"),
        ("stagecontract", "B-001", "words", "stagecontract"),
        ("rolstoel", "B-013", "parts", "rolstoel"),
        ("bpv", "B-005", "synonyms", "beroepspraktijkvorming"),
        ("stagebegleiding", "B-004", "spelling", "stagebegeleiding"),
        ("ATW", "B-005", "laws", "BWBR0007671"),
        ("WEB", "B-012", "laws", "BWBR0007625"),
        ("Wet educatie en beroepsonderwijs", "B-001", "laws", "BWBR0007625"),
        ("Working Hours Act", "B-005", "laws", "BWBR0007671"),
    ] {
        let hit = hit(&sandbox, &format!("search {}", quote(question)), number);
        let values = reasons(&hit, how);
        assert!(values.iter().any(|value| value.contains(message)), "{question}: {}", hit["why"]);
    }
}

#[test]
fn the_name_of_a_law_finds_every_obstacle_that_cites_it() {
    let sandbox = answered_register();
    for name in ["WEB", "web", "BWBR0007625", "Wet educatie en beroepsonderwijs", "Adult and Vocational Education Act"]
    {
        let found = found(&sandbox, &format!("search {name}"));
        for number in ["B-001", "B-012"] {
            assert!(found.iter().any(|found| found == number), "{name}: {found:?}");
        }
        let similar = super::found(&sandbox, &format!("similar {name}"));
        assert!(similar.iter().any(|found| found == "B-001"), "{name}: {similar:?}");
        assert!(!similar.iter().any(|found| found == "B-012"), "not answered: {similar:?}");
    }
}

#[test]
fn exact_words_match_even_if_they_look_like_inflections_of_others() {
    let sandbox = Sandbox::new();
    let words = ["regel", "regels", "regeling", "werken", "nurses", "AMvB"];
    let list = words.map(|word| format!("Over {word} alleen,OCW")).join("\n");
    import(&sandbox, "obstacles", &format!("title,ministry\n{list}"));
    for word in words {
        let wanted = format!("Over {word} alleen");
        assert!(
            super::hits(&sandbox, &format!("search {} --limit 50", quote(word)))
                .iter()
                .any(|hit| text(hit, "title") == wanted),
            "{word}"
        );
        let phrase = format!("\"{word}\"");
        let titles: Vec<String> = super::hits(&sandbox, &format!("search {}", quote(&phrase)))
            .iter()
            .map(|hit| text(hit, "title").to_owned())
            .collect();
        assert_eq!(titles, [wanted]);
    }
}

#[test]
fn similar_finds_answered_records_only() {
    let sandbox = answered_register();
    // This query contains the texts of all obstacles, so every obstacle matches it.
    let question: String = super::OBSTACLES.chars().filter(|character| *character != '"').collect();
    let mut found = found(&sandbox, &format!("similar --limit 100 -- {}", quote(&question)));
    found.sort();
    assert_eq!(
        found,
        [
            "B-001", "B-002", "B-003", "B-004", "B-005", "B-006", "B-008", "B-011", "B-013", "B-014", "F-01", "F-02",
            "F-03"
        ]
    );
}

#[test]
fn an_obstacle_is_not_a_precedent_of_itself() {
    let sandbox = answered_register();
    for number in ["B-001", "1", "b-1"] {
        let found = found(&sandbox, &format!("similar {number}"));
        assert!(!found.is_empty());
        assert!(!found.iter().any(|found| found == "B-001"), "{found:?}");
    }
}

#[test]
fn precedents_of_an_obstacle_are_found_by_its_title_and_question() {
    let sandbox = answered_register();
    sandbox.run("log -q 'Onze vraag' --ministry OCW --question 'Wie betaalt de rolstoelbus?'").ok();
    assert_eq!(found(&sandbox, "similar B-016").first().unwrap(), "B-013");
    // `similar` also accepts the number of a void obstacle.
    sandbox.run("void 16 --because x").ok();
    assert_eq!(found(&sandbox, "similar B-016").first().unwrap(), "B-013");
}

#[test]
fn a_shared_law_theme_and_nature_are_given_as_reasons() {
    let sandbox = answered_register();
    let new = "log -q 'Losse formulieren' --ministry OCW --law 'BWBR0007625 art. 7.2.8' --theme";
    sandbox.run(format!("{new} leren-in-de-praktijk --nature unclear-rule")).ok();
    let hit = hit(&sandbox, "similar 16", "B-001");
    assert_eq!(reasons(&hit, "laws"), ["BWBR0007625 art. 7.2.8"]);
    assert_eq!(reasons(&hit, "theme"), ["leren-in-de-praktijk"]);
    assert_eq!(reasons(&hit, "nature"), ["unclear-rule"]);
    let one_line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let english = one_line(sandbox.run("similar 16").ok());
    assert!(
        english.contains(
            "Why: same law: Adult and Vocational Education Act (WEB) art. 7.2.8; same theme: work-based learning; \
             same nature: unclear rule"
        ),
        "{english}"
    );
    let dutch = one_line(sandbox.run_in_dutch("similar 16").ok());
    assert!(
        dutch.contains(
            "Waarom: zelfde wet: Wet educatie en beroepsonderwijs (WEB) art. 7.2.8; zelfde thema: leren in de praktijk; \
             zelfde aard: onduidelijke regel"
        ),
        "{dutch}"
    );
}

#[test]
fn the_same_article_counts_for_more_than_the_same_law() {
    let sandbox = Sandbox::new();
    import(
        &sandbox,
        "obstacles",
        "title,ministry,status,resolution,laws\n\
         Appel,OCW,solved,within-rules,BWBR0007625 art. 7.2.9\n\
         Appel,OCW,solved,within-rules,BWBR0007625 art. 7.2.8\n\
         Appel,OCW,solved,within-rules,BWBR0007671 art. 7.2.8\n\
         Appel,OCW,collected,,BWBR0007625 art. 7.2.8\n",
    );
    let hits = super::hits(&sandbox, "similar B-004");
    let numbers: Vec<&str> = hits.iter().map(|hit| text(hit, "number")).collect();
    assert_eq!(numbers, ["B-002", "B-001", "B-003"]);
    assert_eq!(reasons(&hits[0], "laws"), ["BWBR0007625 art. 7.2.8"]);
    assert_eq!(reasons(&hits[1], "laws"), ["BWBR0007625"]);
    assert!(reasons(&hits[2], "laws").is_empty());
}

#[test]
fn a_factsheet_is_found_by_the_words_of_the_obstacles_it_answered() {
    let sandbox = answered_register();
    sandbox.run("factsheet add 'Algemeen blad'").ok();
    sandbox.run("link B-013 F-04").ok();
    let hit = hit(&sandbox, "similar rolstoelbus", "F-04");
    assert_eq!(reasons(&hit, "answers"), ["B-013"]);
}
