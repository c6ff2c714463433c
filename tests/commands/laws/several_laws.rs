//! Several laws in one text: which law an article belongs to, and what is refused because it can be read in two ways.

use super::one_obstacle;
use crate::common::Sandbox;

/// (text as typed, references as stored)
const CERTAIN: &[(&str, &str)] = &[
    ("art. 35 Wet BIG en 7.2.8 WEB", "BWBR0006251 art. 35; BWBR0007625 art. 7.2.8"),
    ("art. 35 Wet BIG, 7.2.8 WEB", "BWBR0006251 art. 35; BWBR0007625 art. 7.2.8"),
    ("4:23 Awb en 7.2.8 WEB", "BWBR0005537 art. 4:23; BWBR0007625 art. 7.2.8"),
    ("Wet BIG art. 35, 4:23 Awb", "BWBR0006251 art. 35; BWBR0005537 art. 4:23"),
    ("art. 1 en 2 Awb, 3 Wlz", "BWBR0005537 art. 1; BWBR0005537 art. 2; BWBR0035917 art. 3"),
    ("art. 3 Wlz, 4 Zvw", "BWBR0035917 art. 3; BWBR0018450 art. 4"),
    ("art. 7.2.8 van de WEB en 35 van de Wet BIG", "BWBR0007625 art. 7.2.8; BWBR0006251 art. 35"),
    ("art. 9 AVG jo. 35 lid 2 Wet BIG", "CELEX 32016R0679 art. 9; BWBR0006251 art. 35 lid 2"),
    ("32016R0679 art. 9, 35 BWBR0006251", "CELEX 32016R0679 art. 9; BWBR0006251 art. 35"),
    ("Awb 4:23, 7.2.8 WEB", "BWBR0005537 art. 4:23; BWBR0007625 art. 7.2.8"),
    ("Wet BIG art. 35, 7.2.8 WEB, 4:23 Awb", "BWBR0006251 art. 35; BWBR0007625 art. 7.2.8; BWBR0005537 art. 4:23"),
    ("Wet BIG art. 35 AVG art. 9", "BWBR0006251 art. 35; CELEX 32016R0679 art. 9"),
    ("art. 35 Wet BIG, 38 en AVG", "BWBR0006251 art. 35; BWBR0006251 art. 38; CELEX 32016R0679"),
    ("art. 7:610 en 611 BW", "BWBR0005290 art. 610; BWBR0005290 art. 611"),
    ("art. 162 Boek 6 Burgerlijk Wetboek (BW)", "BWBR0005289 art. 162"),
];

/// (text as typed, first possible reading, second possible reading)
const AMBIGUOUS: &[(&str, &str, &str)] = &[
    ("Wet BIG art. 35 AVG", "BWBR0006251 art. 35; CELEX 32016R0679", "BWBR0006251; CELEX 32016R0679 art. 35"),
    ("AVG 7.2.8 WEB", "CELEX 32016R0679 art. 7.2.8; BWBR0007625", "CELEX 32016R0679; BWBR0007625 art. 7.2.8"),
    (
        "art. 35 Wet BIG, 38 en 40 AVG",
        "BWBR0006251 art. 35; CELEX 32016R0679 art. 38; CELEX 32016R0679 art. 40",
        "BWBR0006251 art. 35; BWBR0006251 art. 38; CELEX 32016R0679 art. 40",
    ),
    (
        "Wet BIG art. 35 lid 1 en 2 AVG",
        "BWBR0006251 art. 35 lid 1; CELEX 32016R0679 art. 2",
        "BWBR0006251 art. 35 lid 1; BWBR0006251 art. 35 lid 2; CELEX 32016R0679",
    ),
    (
        "art. 35 Wet BIG, 38, AVG",
        "BWBR0006251 art. 35; BWBR0006251 art. 38; CELEX 32016R0679",
        "BWBR0006251 art. 35; CELEX 32016R0679 art. 38",
    ),
];

#[test]
fn a_number_beside_the_name_of_a_law_is_an_article_of_that_law() {
    let sandbox = Sandbox::new();
    let rows: Vec<String> = CERTAIN.iter().map(|(typed, _)| format!("x,OCW,\"{typed}\"\n")).collect();
    super::import(&sandbox, &format!("title,ministry,laws\n{}", rows.concat()));
    let stored = sandbox.rows("list --columns laws");
    assert_eq!(stored.len(), CERTAIN.len());
    for ((typed, expected), row) in CERTAIN.iter().zip(&stored) {
        assert_eq!(row["laws"], *expected, "{typed}");
    }
}

#[test]
fn an_article_that_can_belong_to_two_laws_is_refused_with_both_readings() {
    let sandbox = one_obstacle();
    let before = sandbox.register_bytes();
    for (typed, first, second) in AMBIGUOUS {
        assert_eq!(
            sandbox.run(format!("edit 1 --law '{typed}'")).fails(2),
            format!("ruimte: '{typed}' can be read in two ways; write '{first}' or '{second}'\n")
        );
        assert_eq!(
            sandbox.run_in_dutch(format!("edit 1 --law '{typed}'")).fails(2),
            format!("ruimte: '{typed}' is op twee manieren te lezen; schrijf '{first}' of '{second}'\n")
        );
    }
    assert!(sandbox.register_bytes() == before);
    // The error message proposes both readings. Each of them is accepted as typed in the message.
    for (_, first, second) in AMBIGUOUS {
        for reading in [first, second] {
            sandbox.run(format!("edit 1 --law '{reading}' -q")).ok();
            assert_eq!(super::shown(&sandbox, "1")["laws"], **reading);
        }
    }
}

#[test]
fn an_article_of_the_civil_code_without_its_book_is_refused_with_the_books() {
    const BOOKS: &str = "BWBR0002656 (1), BWBR0003045 (2), BWBR0005291 (3), BWBR0002761 (4), BWBR0005288 (5), BWBR0005289 (6), \
                         BWBR0005290 (7), BWBR0006000 (7A), BWBR0005034 (8), BWBR0030068 (10)";
    let sandbox = one_obstacle();
    for (typed, name) in [
        ("art. 162 BW", "BW"),
        ("BW", "BW"),
        ("bw art. 162 lid 2", "bw"),
        ("art. 162 en 7:610 BW", "BW"),
        ("Burgerlijk Wetboek", "Burgerlijk Wetboek"),
        ("art. 3 Burgerlijk Wetboek (BW)", "Burgerlijk Wetboek (BW)"),
    ] {
        assert_eq!(
            sandbox.run(format!("edit 1 --law '{typed}'")).fails(2),
            format!(
                "ruimte: '{name}' has several books; name the book, as in 'art. 6:162 BW' or 'boek 6 BW', or give the \
                 id: {BOOKS}\n"
            )
        );
    }
    assert_eq!(
        sandbox.run_in_dutch("edit 1 --law 'art. 162 BW'").fails(2),
        format!(
            "ruimte: 'BW' heeft meer boeken; noem het boek, zoals in 'art. 6:162 BW' of 'boek 6 BW', of geef het id: \
             {BOOKS}\n"
        )
    );
    for typed in ["BW 6:162 en 7:610", "art. 6:162 lid 2 en 7:610 BW"] {
        assert_eq!(
            sandbox.run(format!("edit 1 --law '{typed}'")).fails(2),
            "ruimte: name the articles of each book of the Civil Code apart, as in 'BWBR0005289 art. 162; BWBR0005290 \
             art. 610'\n"
        );
    }
}

#[test]
fn an_article_of_an_agreement_is_refused_in_other_notations_too() {
    let sandbox = one_obstacle();
    for typed in ["cao VVT, art. 3", "cao VVT art. 3 en 4", "cao VVT § 3.2", "cao VVT §3.2", "Cao VVT (art. 3)"] {
        assert_eq!(
            sandbox.run(format!("edit 1 --law '{typed}'")).fails(2),
            format!(
                "ruimte: '{typed}': a collective agreement (cao) is recorded without an article; write 'cao: Cao VVT', and \
                 mention the article in a text such as the question\n"
            )
        );
    }
}

#[test]
fn an_article_that_a_question_names_is_proposed_for_its_own_law_only() {
    let sandbox = Sandbox::new();
    for (question, mentioned) in [
        ("Geldt Wet BIG art. 35, 4:23 Awb of niet?", "Wet BIG art. 35; Awb"),
        ("Geldt art. 35 Wet BIG, art. 9 AVG of niet?", "Wet BIG art. 35; AVG art. 9"),
        ("Geldt Wet BIG art. 35 AVG hier?", "Wet BIG; AVG"),
        ("Geldt art. 162 BW hier, of de AVG?", "AVG"),
        // An article belongs to no law in another sentence.
        (
            "Dat zegt de wet BIG, artikel 35 en 38. Geldt de WEB art 7.2.8 lid 2?",
            "Wet BIG art. 35 and 38; WEB art. 7.2.8 lid 2",
        ),
        ("Volgens de Wet BIG, artikel 35. De WEB zegt niets.", "Wet BIG art. 35; WEB"),
        ("Volgens Wet BIG art. 35. En art. 7.2.8 WEB?", "Wet BIG art. 35; WEB art. 7.2.8"),
        ("Mag dit volgens art. 35? De AVG zegt niets.", "AVG"),
        ("Zie art. 35 van de Wet BIG", "Wet BIG art. 35"),
    ] {
        let notices = sandbox.run(format!("log Vraag --ministry OCW --question '{question}'")).notices();
        assert!(
            notices.contains(&format!("Mentioned in the question, but not among the laws: {mentioned}; add with: ")),
            "{question}: {notices}"
        );
    }
}

#[test]
fn many_numbers_between_two_laws_are_refused_without_trying_each() {
    let sandbox = Sandbox::new();
    let numbers = "1, ".repeat(40_000);
    sandbox.write("list.csv", format!("title,ministry,laws\nx,OCW,\"art. 35 Wet BIG lid x, {numbers}2 AVG\"\n"));
    let started = std::time::Instant::now();
    let message = sandbox.run("import obstacles list.csv").fails(65);
    assert!(message.contains("there are more than 1000 references in one text; divide them"), "{message}");
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
