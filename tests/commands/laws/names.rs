//! Laws by the names in the register's list of laws: titles, abbreviations and short names, in any case, with articles
//! before or after them.

use super::{import, listed, one_obstacle, shown};
use crate::common::{CommandResult, Sandbox, quote};

/// (reference as typed, references as stored)
const NAMES: &[(&str, &str)] = &[
    // A name with an article after it, in any case, with or without "wet".
    ("Wet BIG art. 35", "BWBR0006251 art. 35"),
    ("wet big art. 35", "BWBR0006251 art. 35"),
    ("BIG art 35", "BWBR0006251 art. 35"),
    ("De Wet BIG, artikel 35", "BWBR0006251 art. 35"),
    ("WEB art 7.2.8 lid 2", "BWBR0007625 art. 7.2.8 lid 2"),
    ("wet web art.7.2.8", "BWBR0007625 art. 7.2.8"),
    ("AVG art 9", "CELEX 32016R0679 art. 9"),
    ("GDPR article 9", "CELEX 32016R0679 art. 9"),
    ("Wet BIG, artikel 3, eerste lid, onder b", "BWBR0006251 art. 3 lid 1 onder b"),
    ("Wmo 2015 art. 2.3.5", "BWBR0035362 art. 2.3.5"),
    ("Wet publieke gezondheid art. 6a (1-1-2018)", "BWBR0024705 art. 6a (2018-01-01)"),
    // An article before the name.
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
    ("Wet voortgezet onderwijs", "BWBR0002399"),
    ("WÉB", "BWBR0007625"),
    // Each book of the Civil Code is a law of its own, even if it is not in the list.
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
