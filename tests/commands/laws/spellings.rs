//! All spellings of a legal source are stored in one form. A reference is refused if its article is malformed or
//! unclear, such as `7.2.8-` or `4-6`. The message proposes a valid reference.

use super::{import, listed, one_obstacle, shown};
use crate::common::{Sandbox, quote};

/// (reference as typed or pasted, reference as stored)
const SPELLINGS: &[(&str, &str)] = &[
    // Differences in punctuation, capitals and white space.
    ("BWBR0007625 art. 7.2.8.", "BWBR0007625 art. 7.2.8"),
    ("BWBR0007625, artikel 7.2.8;", "BWBR0007625 art. 7.2.8"),
    ("BWBR0007625: art.7.2.8", "BWBR0007625 art. 7.2.8"),
    ("BWBR0007625 Artikelen 7. 2. 8", "BWBR0007625 art. 7.2.8"),
    ("BWBR0005537 art. 4 : 23", "BWBR0005537 art. 4:23"),
    ("BWBR0005537 art. 4: 23A", "BWBR0005537 art. 4:23a"),
    ("BWBR\u{ad}0007625\u{a0}art.\u{202f}7.2\u{200b}.8", "BWBR0007625 art. 7.2.8"),
    ("BWBV0001000 art. I–4", "BWBV0001000 art. I-4"),
    ("BWBR0007625 art. xiv", "BWBR0007625 art. XIV"),
    ("BWBR0007625 art. IIA", "BWBR0007625 art. IIa"),
    ("BWBR0004627 art. z 11A", "BWBR0004627 art. Z11a"),
    ("BWBV0001000 art. 8 bis", "BWBV0001000 art. 8bis"),
    // Ways to write the paragraphs and items of an article.
    ("BWBR0007625 art. 7.2.8, eerste lid", "BWBR0007625 art. 7.2.8 lid 1"),
    ("BWBR0007625 art. 7.2.8 lid eerste", "BWBR0007625 art. 7.2.8 lid 1"),
    ("BWBR0007625 art. 7.2.8, Tweede lid", "BWBR0007625 art. 7.2.8 lid 2"),
    ("BWBR0007625 art. 7.2.8, 2e lid, sub A", "BWBR0007625 art. 7.2.8 lid 2 onder a"),
    ("BWBR0007625 art. 7.2.8 lid 1, aanhef en onder a)", "BWBR0007625 art. 7.2.8 lid 1 onder a"),
    ("BWBR0007625 art. 7.2.8, derde lid, onderdeel b, onder 2º", "BWBR0007625 art. 7.2.8 lid 3 onder b 2°"),
    // Ways to write the date of the text of a law.
    ("BWBR0007625 art. 7.2.8 (1-1-2018)", "BWBR0007625 art. 7.2.8 (2018-01-01)"),
    ("BWBR0007625 (31/12/2018).", "BWBR0007625 (2018-12-31)"),
    // Each book of the Civil Code is a separate law, so `7:610` is stored as 610, without the number of the book.
    ("BWBR0005290 art. 7:610", "BWBR0005290 art. 610"),
    ("BWBR0005290 art. 7 : 610 lid 1", "BWBR0005290 art. 610 lid 1"),
    ("BWBR0005290 art. 610", "BWBR0005290 art. 610"),
    ("BWBR0006000 art. 7a:1639", "BWBR0006000 art. 1639"),
    ("jci1.3:c:BWBR0005290&boek=7&artikel=610", "BWBR0005290 art. 610"),
    (
        "https://wetten.overheid.nl/BWBR0005290/2018-01-01#Boek7_Titeldeel10_Artikel7:610",
        "BWBR0005290 art. 610 (2018-01-01)",
    ),
    // Juriconnect and CELEX references, and links to the websites with official texts.
    ("jci1.31:c:BWBR0005537&artikel=4%3A23", "BWBR0005537 art. 4:23"),
    ("jci1.3%3Ac%3ABWBR0005537%26artikel%3D4%3A23", "BWBR0005537 art. 4:23"),
    ("https://wetten.overheid.nl/BWBR0007625/2018-01-01#Artikel7.2.8.", "BWBR0007625 art. 7.2.8 (2018-01-01)"),
    ("CELEX:02016R0679-20160504", "CELEX 32016R0679 (2016-05-04)"),
    ("02016r0679-20160504 art. 9", "CELEX 32016R0679 art. 9 (2016-05-04)"),
    ("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:02016R0679-20160504", "CELEX 32016R0679 (2016-05-04)"),
    (
        "https://eur-lex.europa.eu/legal-content/NL/ALL/?uri=CELEX%3A02016R0679-20160504&qid=1#tocId2",
        "CELEX 32016R0679 (2016-05-04)",
    ),
    (
        "https://eur-lex.europa.eu/LexUriServ/LexUriServ.do?uri=CELEX:02016R0679-20160504:NL:HTML",
        "CELEX 32016R0679 (2016-05-04)",
    ),
    ("https://eur-lex.europa.eu/eli/reg/2016/679/2016-05-04", "CELEX 32016R0679 (2016-05-04)"),
    ("http://publications.europa.eu/resource/celex/02016R0679-20160504", "CELEX 32016R0679 (2016-05-04)"),
    // Names of collective agreements (cao).
    ("cao: CAO VVT", "cao: Cao VVT"),
    ("CAO VVT", "cao: Cao VVT"),
    ("cao:\u{a0}cao  VVT", "cao: Cao VVT"),
];

#[test]
fn every_spelling_of_a_source_is_stored_in_one_form() {
    let sandbox = Sandbox::new();
    let rows: Vec<String> =
        SPELLINGS.iter().map(|(typed, _)| format!("x,OCW,\"{}\"\n", typed.replace('"', "\"\""))).collect();
    import(&sandbox, &format!("title,ministry,laws\n{}", rows.concat()));
    let stored = sandbox.rows("list --columns laws");
    assert_eq!(stored.len(), SPELLINGS.len());
    for ((typed, expected), row) in SPELLINGS.iter().zip(&stored) {
        assert_eq!(row["laws"], *expected, "{typed}");
        // A filter in any spelling finds the obstacles in every spelling.
        let count = SPELLINGS.iter().filter(|(_, other)| other == expected).count();
        let found = listed(&sandbox, &format!("--law {}", quote(typed)));
        assert!(found.len() >= count, "{typed}: {found:?}");
    }
    sandbox.run("check").ok();
}

/// (reference as typed, part that the message quotes, reference that the message proposes)
const NOT_ONE_ARTICLE: &[(&str, &str, &str)] = &[
    ("BWBR0007625 art. 7.2.8-", "7.2.8-", "BWBR0007625 art. 7.2.8"),
    ("BWBR0007625 art. 7:", "7:", "BWBR0007625 art. 7"),
    ("BWBR0007625 art. 7.2.8/7.2.9", "7.2.8/7.2.9", "BWBR0007625 art. 7.2.8; BWBR0007625 art. 7.2.9"),
    ("BWBR0007625 art. 4-6", "4-6", "BWBR0007625 art. 4; BWBR0007625 art. 6"),
    ("BWBR0007625 art. 4–6", "4-6", "BWBR0007625 art. 4; BWBR0007625 art. 6"),
    ("32016R0679 artikelen 6 of 9", "6 of 9", "CELEX 32016R0679 art. 6; CELEX 32016R0679 art. 9"),
    ("BWBR0005290 art. 6:162", "6:162", "BWBR0005289 art. 162"),
    ("https://wetten.overheid.nl/BWBR0007625#Artikel7.2.8-", "7.2.8-", "BWBR0007625 art. 7.2.8"),
    ("jci1.31:c:BWBR0007625&artikel=7.2.8/7.2.9", "7.2.8/7.2.9", "BWBR0007625 art. 7.2.8; BWBR0007625 art. 7.2.9"),
];

#[test]
fn what_is_not_one_article_is_refused_and_the_message_shows_what_to_write() {
    let sandbox = one_obstacle();
    let before = sandbox.register_bytes();
    for (typed, quoted, form) in NOT_ONE_ARTICLE {
        let command = format!("edit 1 --law {}", quote(typed));
        let message = format!("ruimte: '{quoted}' is not an article; write for instance '{form}'\n");
        assert_eq!(sandbox.run(&command).fails(2), message, "{typed}");
        let message = format!("ruimte: '{quoted}' is geen artikel; schrijf bijvoorbeeld '{form}'\n");
        assert_eq!(sandbox.run_in_dutch(&command).fails(2), message, "{typed}");
        sandbox.write("list.csv", format!("title,ministry,laws\nx,OCW,\"{typed}\"\n"));
        assert!(
            sandbox.run("import obstacles list.csv").fails(65).contains("list.csv, line 2, column laws"),
            "{typed}"
        );
    }
    for typed in ["BWBR0007625 art. lid", "BWBR0007625 art. 7.2.8 lid eerste tweede", "BWBR0007625 art. 7.2.8 onder"] {
        let message = sandbox.run(format!("edit 1 --law '{typed}'")).fails(2);
        assert_eq!(message, format!("ruimte: '{typed}' {}\n", super::NOT_A_LAW));
    }
    assert!(sandbox.register_bytes() == before);
}

/// (reference to an article of a collective agreement, as typed; reference that the message proposes)
const ARTICLES_OF_AGREEMENTS: &[(&str, &str)] = &[
    ("cao VVT artikel 3.2", "cao: Cao VVT"),
    ("CAO VVT, art. 3.2 lid 1", "cao: Cao VVT"),
    ("cao: VVT art.3.2", "cao: VVT"),
    ("cao: CAO Sociaal Werk artikelen 3 en 4", "cao: Cao Sociaal Werk"),
    ("artikel 3.2 cao VVT", "cao: Cao VVT"),
    ("art. 3.2 van de cao VVT", "cao: Cao VVT"),
];

#[test]
fn an_article_of_an_agreement_is_refused_because_only_its_name_is_stored() {
    let sandbox = one_obstacle();
    let before = sandbox.register_bytes();
    for (typed, form) in ARTICLES_OF_AGREEMENTS {
        let command = format!("edit 1 --law {}", quote(typed));
        assert_eq!(
            sandbox.run(&command).fails(2),
            format!(
                "ruimte: '{typed}': a collective agreement (cao) is recorded without an article; write '{form}', and \
                 mention the article in a text such as the question\n"
            )
        );
        assert_eq!(
            sandbox.run_in_dutch(&command).fails(2),
            format!(
                "ruimte: '{typed}': een cao wordt vastgelegd zonder artikel; schrijf '{form}' en noem het artikel in een \
                 tekst, zoals de vraag\n"
            )
        );
        sandbox.run(format!("edit 1 --law {} --dry-run", quote(form))).ok();
    }
    for typed in ["cao artikel 3", "cao: artikel 3"] {
        let message = sandbox.run(format!("edit 1 --law '{typed}'")).fails(2);
        assert_eq!(message, format!("ruimte: '{typed}' {}\n", super::NOT_A_LAW));
    }
    assert!(sandbox.register_bytes() == before);
    // The name of a collective agreement may contain a number such as "2.0", or a word such as "article" without a
    // number.
    for name in ["Cao Universiteiten 2.0", "Cao Artikelhandel", "Cao Kunst en article"] {
        sandbox.run(format!("edit 1 --law '{name}' -q")).ok();
        assert_eq!(shown(&sandbox, "1")["laws"], format!("cao: {name}"));
    }
}

#[test]
fn a_name_is_stored_in_the_spelling_in_which_it_was_first_used() {
    let sandbox = Sandbox::new();
    sandbox.run("log Een --ministry OCW --law 'own-rule: Reglement Stage' -q").ok();
    sandbox.run("log Twee --ministry OCW --law 'eigen regel: reglement stage; OWN-RULE: REGLEMENT STAGE' -q").ok();
    import(&sandbox, "title,ministry,laws\nDrie,OCW,cao: Ziekenhuizen\nVier,OCW,cao: ZIEKENHUIZEN\n");
    sandbox.write("list.tsv", "title\tministry\tlaws\nVijf\tOCW\tcao: ziekenhuizen\n");
    sandbox.run("import obstacles list.tsv").ok();
    let laws: Vec<String> = sandbox.rows("list --columns laws").into_iter().map(|row| row["laws"].clone()).collect();
    let expected = [
        "own-rule: Reglement Stage",
        "own-rule: Reglement Stage",
        "cao: Ziekenhuizen",
        "cao: Ziekenhuizen",
        "cao: Ziekenhuizen",
    ];
    assert_eq!(laws, expected);
    assert_eq!(listed(&sandbox, "--law 'cao: ZieKenHuizen'"), ["B-003", "B-004", "B-005"]);
    assert_eq!(shown(&sandbox, "2")["laws"], "own-rule: Reglement Stage");
}
