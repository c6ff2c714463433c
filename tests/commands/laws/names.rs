//! References that name a law by its title, abbreviation or short name, in upper or lower case. The number of an
//! article comes before or after the name.

use super::{import, listed, one_obstacle, shown};
use crate::common::{CommandResult, Sandbox};

/// (reference as typed, references as stored)
const NAMES: &[(&str, &str)] = &[
    // The name of a law, in upper or lower case and with or without "wet", followed by the number of an article.
    ("Wet BIG art. 35", "BWBR0006251 art. 35"),
    ("wet big art. 35", "BWBR0006251 art. 35"),
    ("BIG art 35", "BWBR0006251 art. 35"),
    ("De Wet BIG, artikel 35", "BWBR0006251 art. 35"),
    ("WEB art 7.2.8 lid 2", "BWBR0007625 art. 7.2.8 lid 2"),
    ("wet web art.7.2.8", "BWBR0007625 art. 7.2.8"),
    ("AVG art 9", "CELEX 32016R0679 art. 9"),
    ("7:610 BW", "BWBR0005290 art. 610"),
    ("BW 7:610", "BWBR0005290 art. 610"),
    ("Awb 4:84", "BWBR0005537 art. 4:84"),
    ("WEB 7.2.8 lid 2", "BWBR0007625 art. 7.2.8 lid 2"),
    ("GDPR article 9", "CELEX 32016R0679 art. 9"),
    ("Wet BIG, artikel 3, eerste lid, onder b", "BWBR0006251 art. 3 lid 1 onder b"),
    ("Wmo 2015 art. 2.3.5", "BWBR0035362 art. 2.3.5"),
    ("Wet publieke gezondheid art. 6a (1-1-2018)", "BWBR0024705 art. 6a (2018-01-01)"),
    // The number of an article, followed by the name of a law.
    ("artikel 38 wet big", "BWBR0006251 art. 38"),
    ("art. 4:23 Awb", "BWBR0005537 art. 4:23"),
    ("artikel 2, eerste lid, van de Leerplichtwet 1969", "BWBR0002628 art. 2 lid 1"),
    ("art. 9 of the GDPR", "CELEX 32016R0679 art. 9"),
    ("artikel 35 Wet BIG, eerste lid", "BWBR0006251 art. 35 lid 1"),
    // The name alone: official title, abbreviation, short form, English name.
    ("Arbeidstijdenwet", "BWBR0007671"),
    ("arbeidstijdenwet", "BWBR0007671"),
    ("ATW", "BWBR0007671"),
    ("wet Arbeidstijdenwet", "BWBR0007671"),
    ("Leerplichtwet", "BWBR0002628"),
    ("Wet op de beroepen in de individuele gezondheidszorg", "BWBR0006251"),
    ("beroepen in de individuele gezondheidszorg", "BWBR0006251"),
    ("Wet kwaliteit, klachten en geschillen zorg art. 10", "BWBR0037173 art. 10"),
    ("Wet kwaliteit klachten en geschillen zorg", "BWBR0037173"),
    ("Uitvoeringsbesluit WEB art. 1", "BWBR0010646 art. 1"),
    ("Youth Act", "BWBR0034925"),
    ("Wet educatie en beroepsonderwijs (WEB), art. 7.2.8 lid 1", "BWBR0007625 art. 7.2.8 lid 1"),
    ("BWBR0045754 (Wet open overheid)", "BWBR0045754"),
    ("Wet voortgezet onderwijs", "BWBR0002399"),
    ("WÉB", "BWBR0007625"),
    // Each book of the Civil Code is a separate law, even a book that is not in the list.
    ("art. 7:610 BW", "BWBR0005290 art. 610"),
    ("BW art. 7:610 lid 1", "BWBR0005290 art. 610 lid 1"),
    ("art. 6:162 BW", "BWBR0005289 art. 162"),
    ("artikel 610 van Boek 7 van het Burgerlijk Wetboek", "BWBR0005290 art. 610"),
    ("BW boek 7 art. 610", "BWBR0005290 art. 610"),
    ("BW, boek 6, art. 162", "BWBR0005289 art. 162"),
    // Several articles of one law.
    ("Wet BIG art. 35 en 38", "BWBR0006251 art. 35; BWBR0006251 art. 38"),
    ("artt. 35, 36a en 38 Wet BIG", "BWBR0006251 art. 35; BWBR0006251 art. 36a; BWBR0006251 art. 38"),
    (
        "BWBR0006251 art. 35 t/m 38",
        "BWBR0006251 art. 35; BWBR0006251 art. 36; BWBR0006251 art. 37; BWBR0006251 art. 38",
    ),
    ("artikel 35 tot en met 36 Wet BIG", "BWBR0006251 art. 35; BWBR0006251 art. 36"),
    ("art. 7:610 t/m 7:612 BW", "BWBR0005290 art. 610; BWBR0005290 art. 611; BWBR0005290 art. 612"),
    ("Wet BIG art. 35, eerste lid, en 38", "BWBR0006251 art. 35 lid 1; BWBR0006251 art. 38"),
    ("Wet BIG art. 35 lid 1 en 38 lid 2", "BWBR0006251 art. 35 lid 1; BWBR0006251 art. 38 lid 2"),
    ("Wet BIG art. 35 lid 1 en 2", "BWBR0006251 art. 35 lid 1; BWBR0006251 art. 35 lid 2"),
    ("Wet BIG art. 35, eerste en tweede lid", "BWBR0006251 art. 35 lid 1; BWBR0006251 art. 35 lid 2"),
    ("Wet BIG art. 3 lid 1 onder a en b", "BWBR0006251 art. 3 lid 1 onder a; BWBR0006251 art. 3 lid 1 onder b"),
    ("art. 35 jo. 38 Wet BIG", "BWBR0006251 art. 35; BWBR0006251 art. 38"),
    ("BWBR0007625 artikelen 7.2.8 en 7.2.9", "BWBR0007625 art. 7.2.8; BWBR0007625 art. 7.2.9"),
    ("32016R0679 artikelen 6, 9", "CELEX 32016R0679 art. 6; CELEX 32016R0679 art. 9"),
    ("BWBR0006251 art.35", "BWBR0006251 art. 35"),
    // Several laws in one text.
    ("Wet BIG, AVG", "BWBR0006251; CELEX 32016R0679"),
    ("Wet BIG en AVG art. 9", "BWBR0006251; CELEX 32016R0679 art. 9"),
    ("Wet BIG art. 35, art. 9 AVG", "BWBR0006251 art. 35; CELEX 32016R0679 art. 9"),
    ("art. 35 Wet BIG, art. 9, tweede lid, AVG", "BWBR0006251 art. 35; CELEX 32016R0679 art. 9 lid 2"),
    ("Wet BIG, art. 35, AVG", "BWBR0006251 art. 35; CELEX 32016R0679"),
    ("art. 35 Wet BIG, art. 38", "BWBR0006251 art. 35; BWBR0006251 art. 38"),
    ("cao VVT, Wet BIG art. 35", "cao: Cao VVT; BWBR0006251 art. 35"),
    ("own-rule: reglement, 2018, Wet BIG, artikel 3", "own-rule: reglement, 2018; BWBR0006251 art. 3"),
    ("cao VVT", "cao: Cao VVT"),
    // An address without https.
    ("wetten.overheid.nl/BWBR0006251#Artikel35", "BWBR0006251 art. 35"),
    ("www.wetten.overheid.nl/BWBR0006251, Awb", "BWBR0006251; BWBR0005537"),
];

#[test]
fn a_law_is_stored_by_its_id_whatever_name_it_is_given() {
    let sandbox = Sandbox::new();
    let rows: Vec<String> = NAMES.iter().map(|(typed, _)| format!("x,OCW,\"{typed}\"\n")).collect();
    import(&sandbox, &format!("title,ministry,laws\n{}", rows.concat()));
    let stored = sandbox.rows("list --columns laws");
    assert_eq!(stored.len(), NAMES.len());
    for ((typed, expected), row) in NAMES.iter().zip(&stored) {
        assert_eq!(row["laws"], *expected, "{typed}");
    }
    sandbox.run("check").ok();
}

const LIST: &str =
    "A link to wetten.overheid.nl, 'Cao VVT' or 'own rule: stagereglement' works too; see: ruimte law list";
const LIJST: &str =
    "Een link naar wetten.overheid.nl, 'Cao VVT' of 'eigen regel: stagereglement' mag ook; zie: ruimte law list";

/// A register with three laws, two of which share an abbreviation.
fn three_laws() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.run("init -q").ok();
    let connection = rusqlite::Connection::open(sandbox.path("register.db")).unwrap();
    connection
        .execute_batch(
            "DELETE FROM law;
             INSERT INTO law (code, nl, en, short) VALUES
                ('BWBR0000001', 'Wet op de proef (WP)', 'Trial Act', 'Proefwet; Wp'),
                ('BWBR0000002', 'Wet pensioen', 'Pension Act', 'WP'),
                ('BWBR0000003', 'Besluit geheel anders', 'Quite Different Decree', NULL);",
        )
        .unwrap();
    connection.close().unwrap();
    sandbox.run("log Een --ministry OCW -q").ok();
    sandbox
}

#[test]
fn an_unknown_or_ambiguous_name_is_refused_with_the_laws_that_may_be_meant() {
    let sandbox = three_laws();
    let before = sandbox.register_bytes();
    let message = sandbox.run("edit 1 --law 'Proefwett art. 3'").fails(2);
    assert!(
        message.starts_with("ruimte: 'Proefwett' is not in the list of laws; do you mean BWBR0000001 (Trial Act), "),
        "{message}"
    );
    assert!(message.ends_with(&format!("? {LIST}\n")), "{message}");
    let message = sandbox.run_in_dutch("edit 1 --law 'art. 3 Proefwett'").fails(2);
    assert!(
        message.starts_with(
            "ruimte: 'Proefwett' staat niet in de lijst van wetten; bedoelt u BWBR0000001 (Wet op de proef (WP)), "
        ),
        "{message}"
    );
    assert!(message.ends_with(&format!("? {LIJST}\n")), "{message}");
    assert_eq!(
        sandbox.run("list --law 'wp art. 3'").fails(2),
        "ruimte: 'wp' is the name of more than one law; give the id: BWBR0000001 (Trial Act), BWBR0000002 (Pension \
         Act)\n"
    );
    assert_eq!(
        sandbox.run_in_dutch("edit 1 --law 'art. 3 WP'").fails(2),
        "ruimte: 'WP' is de naam van meer dan één wet; geef het id: BWBR0000001 (Wet op de proef (WP)), BWBR0000002 \
         (Wet pensioen)\n"
    );
    sandbox.write("list.csv", "title,ministry,laws\nTwee,OCW,WP art. 3\n");
    let message = sandbox.run("import obstacles list.csv").fails(65);
    assert!(
        message.contains("list.csv, line 2, column laws, value 'WP art. 3': 'WP' is the name of more"),
        "{message}"
    );
    assert!(sandbox.register_bytes() == before);
    // After `law add`, the new law is recognised by each of its names.
    sandbox.run("law add BWBR0000004 --nl 'Wet nieuw' --en 'New Act' --short 'WN; Nieuwwet' -q").ok();
    sandbox.run("edit 1 --law 'art. 1 nieuwwet, WN art. 2, New Act' -q").ok();
    assert_eq!(shown(&sandbox, "1")["laws"], "BWBR0000004 art. 1; BWBR0000004 art. 2; BWBR0000004");
    let listed = sandbox.rows("law list --columns code,short");
    assert_eq!(listed[3]["short"], "WN; Nieuwwet");
}

#[test]
fn a_range_of_articles_has_whole_numbers_and_at_most_twenty() {
    let sandbox = one_obstacle();
    let twenty: Vec<String> = (1..=20).map(|number| format!("BWBR0006251 art. {number}")).collect();
    sandbox.run("edit 1 --law 'Wet BIG art. 1 t/m 20' -q").ok();
    assert_eq!(shown(&sandbox, "1")["laws"], twenty.join("; "));
    for (typed, first, last) in [
        ("Wet BIG art. 1 t/m 21", "1", "21"),
        ("Wet BIG art. 35a t/m 38", "35a", "38"),
        ("Wet BIG art. 38 t/m 35", "38", "35"),
        ("art. 1 tot en met 4294967295 Wet BIG", "1", "4294967295"),
        ("art. 1 t/m 99999999999 Wet BIG", "1", "99999999999"),
    ] {
        let ends = format!("'BWBR0006251 art. {first}; BWBR0006251 art. {last}'");
        assert_eq!(
            sandbox.run(format!("edit 1 --law '{typed}'")).fails(2),
            format!("ruimte: a range counts whole numbers, at most 20; name them one by one, as in {ends}\n")
        );
        assert_eq!(
            sandbox.run_in_dutch(format!("edit 1 --law '{typed}'")).fails(2),
            format!("ruimte: een reeks telt hele nummers, en ten hoogste 20; noem ze los, zoals {ends}\n")
        );
    }
}

#[test]
fn a_reference_that_lacks_a_part_is_refused() {
    let sandbox = one_obstacle();
    for typed in ["art. 35", "Wet BIG art.", "Wet BIG art. 35 en", "art. 35 en Wet BIG", "Wet BIG lid 1", "art. 35, 38"]
    {
        let message = sandbox.run(format!("edit 1 --law '{typed}'")).fails(2);
        assert_eq!(message, format!("ruimte: '{typed}' {}\n", super::NOT_A_LAW));
    }
    assert_eq!(sandbox.run("edit 1 --law 'art. 3 boek 9 BW'").fails(2), "ruimte: the Civil Code has no book 9\n");
    assert_eq!(
        sandbox.run_in_dutch("edit 1 --law 'art. 9:3 BW'").fails(2),
        "ruimte: het Burgerlijk Wetboek heeft geen boek 9\n"
    );
    let many = vec!["art. 1 t/m 20 Wet BIG"; 60].join(", ");
    assert_eq!(
        sandbox.run(format!("edit 1 --law '{many}'")).fails(2),
        "ruimte: there are more than 1000 references in one text; divide them\n"
    );
}

#[test]
fn a_filter_and_a_search_by_name_find_what_the_id_finds() {
    let sandbox = Sandbox::new();
    import(
        &sandbox,
        "title,ministry,laws\n\
         Een,OCW,BWBR0006251 art. 35\nTwee,OCW,BWBR0006251 art. 38 lid 2\nDrie,OCW,BWBR0006251\nVier,OCW,32016R0679\n",
    );
    for (name, id, found) in [
        ("Wet BIG", "BWBR0006251", &["B-001", "B-002", "B-003"][..]),
        ("artikel 38 big", "BWBR0006251 art. 38", &["B-002"]),
        ("Wet BIG art. 35 en 38", "BWBR0006251 art. 35; BWBR0006251 art. 38", &["B-001", "B-002"]),
        ("AVG, Wet BIG art. 35", "32016R0679; BWBR0006251 art. 35", &["B-001", "B-004"]),
    ] {
        assert_eq!(listed(&sandbox, &format!("--law '{name}'")), found, "{name}");
        assert_eq!(listed(&sandbox, &format!("--law '{id}'")), found, "{id}");
    }
    for text in ["Wet BIG art. 35", "BWBR0006251 art. 35", "artikel 35 van de wet big"] {
        let hits = sandbox.rows(format!("search '{text}'"));
        let numbers: Vec<&str> = hits.iter().map(|hit| hit["number"].as_str()).collect();
        assert_eq!(numbers, ["B-001", "B-003", "B-002"], "{text}");
        // The best hit scores above 0.9, whether the query gives the law by name or by id.
        assert!(hits[0]["score"].parse::<f64>().unwrap() > 0.9, "{text}: {hits:?}");
    }
}

#[test]
fn the_laws_that_a_question_mentions_are_proposed_and_added_on_request_only() {
    let sandbox = Sandbox::new();
    let question = "Mag dit volgens artikel 35 en 38 van de Wet BIG, of geldt de AVG? De cao en het web zwijgen.";
    let logged = sandbox.run(format!("log Vraag --question '{question}' --ministry OCW"));
    assert_eq!(
        logged,
        CommandResult {
            code: 0,
            stdout: "B-001\n".to_owned(),
            stderr: "Mentioned in the question, but not among the laws: Wet BIG art. 35 and 38; AVG; add with: ruimte edit B-001 --laws-from-text\n\
                     B-001 recorded: Vraag\n"
                .to_owned(),
            receipt: None
        }
    );
    assert_eq!(shown(&sandbox, "1")["laws"], serde_json::Value::Null);
    let message = sandbox.run_in_dutch("edit 1 --title 'Vraag over de Jeugdwet'").notices();
    assert_eq!(
        message,
        "Genoemd in de vraag, maar niet bij de wetten: Jeugdwet; Wet BIG art. 35 en 38; AVG; neem over met: ruimte edit B-001 --laws-from-text\n\
         B-001 gewijzigd\n"
    );
    sandbox.run("edit 1 --law 'Awb; Wet BIG art. 35' -q").ok();
    assert_eq!(sandbox.run("edit 1 --laws-from-text").notices(), "B-001 changed\n");
    assert_eq!(
        shown(&sandbox, "1")["laws"],
        "BWBR0005537; BWBR0006251 art. 35; BWBR0034925; BWBR0006251 art. 38; CELEX 32016R0679"
    );
    assert_eq!(sandbox.run("edit 1 --laws-from-text").notices(), "B-001 was already like that; nothing was changed\n");
    sandbox.run(format!("log Twee --question '{question}' --ministry OCW --law AVG --laws-from-text -q")).ok();
    assert_eq!(shown(&sandbox, "2")["laws"], "CELEX 32016R0679; BWBR0006251 art. 35; BWBR0006251 art. 38");
    sandbox.run("check").ok();
}

#[test]
fn a_dry_run_proposes_the_laws_that_the_question_would_mention() {
    let sandbox = Sandbox::new();
    sandbox.run("log Eerder --question 'Geldt de AVG?' --ministry OCW -q").ok();
    let before = sandbox.register_bytes();
    let log = "log Vraag --question 'Mag dit volgens artikel 35 van de Wet BIG?' --ministry OCW --dry-run";
    assert_eq!(
        sandbox.run(log).notices(),
        "Dry run: nothing was recorded. This would have been reported:\n\
         Mentioned in the question, but not among the laws: Wet BIG art. 35; add with: --laws-from-text\n\
         B-002 recorded: Vraag\n"
    );
    assert_eq!(
        sandbox.run_in_dutch(log).notices(),
        "Proef: er is niets vastgelegd. Dit zou zijn gemeld:\n\
         Genoemd in de vraag, maar niet bij de wetten: Wet BIG art. 35; neem over met: --laws-from-text\n\
         B-002 vastgelegd: Vraag\n"
    );
    assert_eq!(
        sandbox.run("edit 1 --title 'Vraag over de Jeugdwet' --dry-run").notices(),
        "Dry run: nothing was recorded. This would have been reported:\n\
         Mentioned in the question, but not among the laws: Jeugdwet; AVG; add with: --laws-from-text\n\
         B-001 changed\n"
    );
    assert_eq!(
        sandbox.run("edit 1 --title 'Vraag over de Jeugdwet' --laws-from-text --dry-run").notices(),
        "Dry run: nothing was recorded. This would have been reported:\nB-001 changed\n"
    );
    assert!(sandbox.register_bytes() == before);
}
