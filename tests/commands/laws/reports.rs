//! The reports `laws` and `citations`.

use super::import;
use crate::common::Sandbox;

/// Six obstacles, titled Een to Zes. Een, Drie and Vier cite article 7.2.8 of a law; Drie cites that article twice.
/// Twee and Vier cite the law as a whole.
const REPORTED: &str = "\
title,ministry,status,resolution,reason,received,answered,solved,closed,closed_as,laws
Een,OCW,,,,2018-01-02,,,,,BWBR0007625 art. 7.2.8 lid 1 onder a 1°; cao: Cao VVT
Twee,OCW,solved,within-rules,Zo,2018-01-02,,2018-02-03,,,BWBR0007625; 32016R0679 art. 9
Drie,OCW,solved,regional-approach,Zo,2018-01-02,2018-01-20,2018-02-03,,,BWBR0007625 art. 7.2.8; BWBR0007625 art. 7.2.8 lid 2; own-rule: reglement
Vier,OCW,solved,within-rules,Zo,2018-01-02,2018-01-20,2018-02-03,,,BWBR0007625 art. 7.2.8 (2016-01-01); BWBR0007625 (2016-01-02)
Vijf,OCW,,,,,,,,,BWBR0002628 art. 4:1
Zes,OCW,closed,,Zo,2018-01-02,,,2018-03-03,referred,BWBV0001000 art. 6
";

#[test]
fn the_laws_report_ranks_laws_and_shows_how_their_obstacles_were_solved() {
    let sandbox = Sandbox::new();
    import(&sandbox, REPORTED);
    assert_eq!(
        sandbox.run("report laws").ok(),
        "\
law                                                      article  obstacles  within the rules  regional approach  open  closed
Adult and Vocational Education Act (WEB)                                  4                 2                  1     1       0
Adult and Vocational Education Act (WEB)                 7.2.8            3                 1                  1     1       0
General Data Protection Regulation (GDPR, in Dutch AVG)                   1                 1                  0     0       0
General Data Protection Regulation (GDPR, in Dutch AVG)  9                1                 1                  0     0       0
Compulsory Education Act 1969 (Leerplichtwet 1969)                        1                 0                  0     1       0
Compulsory Education Act 1969 (Leerplichtwet 1969)       4:1              1                 0                  0     1       0
BWBV0001000                                                               1                 0                  0     0       1
BWBV0001000                                              6                1                 0                  0     0       1
cao: Cao VVT                                                              1                 0                  0     1       0
own rule: reglement                                                       1                 0                  1     0       0
"
    );
    assert_eq!(
        sandbox.run_in_dutch("report laws").ok(),
        "\
wet of regel                                    artikel  belemmeringen  binnen de regels  andere aanpak in de regio  open  afgesloten
Wet educatie en beroepsonderwijs (WEB)                               4                 2                          1     1           0
Wet educatie en beroepsonderwijs (WEB)          7.2.8                3                 1                          1     1           0
Algemene verordening gegevensbescherming (AVG)                       1                 1                          0     0           0
Algemene verordening gegevensbescherming (AVG)  9                    1                 1                          0     0           0
Leerplichtwet 1969                                                   1                 0                          0     1           0
Leerplichtwet 1969                              4:1                  1                 0                          0     1           0
BWBV0001000                                                          1                 0                          0     0           1
BWBV0001000                                     6                    1                 0                          0     0           1
cao: Cao VVT                                                         1                 0                          0     1           0
eigen regel: reglement                                               1                 0                          1     0           0
"
    );
    assert_eq!(
        sandbox.run("report laws --format csv").ok().replace("\r\n", "\n"),
        "\
law,article,obstacles,within_rules,regional_approach,open,closed
BWBR0007625,,4,2,1,1,0
BWBR0007625,7.2.8,3,1,1,1,0
32016R0679,,1,1,0,0,0
32016R0679,9,1,1,0,0,0
BWBR0002628,,1,0,0,1,0
BWBR0002628,4:1,1,0,0,1,0
BWBV0001000,,1,0,0,0,1
BWBV0001000,6,1,0,0,0,1
cao: Cao VVT,,1,0,0,1,0
own-rule: reglement,,1,0,1,0,0
"
    );
}

#[test]
fn the_citations_report_splits_each_reference_and_links_to_its_text() {
    let sandbox = Sandbox::new();
    import(&sandbox, REPORTED);
    assert_eq!(
        sandbox.run("report citations --format csv").ok().replace("\r\n", "\n"),
        "\
number,source_kind,law,article,paragraph,item,text_of,juriconnect,link
B-001,bwb,BWBR0007625,7.2.8,1,a 1°,2018-01-02,jci1.31:c:BWBR0007625&artikel=7.2.8&lid=1&o=a&o=1°&g=2018-01-02,https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&lid=1&o=a&o=1%C2%B0&g=2018-01-02
B-001,cao,cao: Cao VVT,,,,2018-01-02,,
B-002,bwb,BWBR0007625,,,,2018-02-03,jci1.31:c:BWBR0007625&g=2018-02-03,https://wetten.overheid.nl/BWBR0007625/2018-02-03
B-002,celex,32016R0679,9,,,2018-02-03,,https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:32016R0679
B-003,bwb,BWBR0007625,7.2.8,,,2018-01-20,jci1.31:c:BWBR0007625&artikel=7.2.8&g=2018-01-20,https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&g=2018-01-20
B-003,bwb,BWBR0007625,7.2.8,2,,2018-01-20,jci1.31:c:BWBR0007625&artikel=7.2.8&lid=2&g=2018-01-20,https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&lid=2&g=2018-01-20
B-003,own-rule,own-rule: reglement,,,,2018-01-20,,
B-004,bwb,BWBR0007625,7.2.8,,,2016-01-01,jci1.31:c:BWBR0007625&artikel=7.2.8&g=2016-01-01,https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&g=2016-01-01
B-004,bwb,BWBR0007625,,,,2016-01-02,jci1.31:c:BWBR0007625&g=2016-01-02,https://wetten.overheid.nl/BWBR0007625/2016-01-02
B-005,bwb,BWBR0002628,4:1,,,,jci1.31:c:BWBR0002628&artikel=4:1,https://wetten.overheid.nl/jci1.3:c:BWBR0002628&artikel=4:1
B-006,bwb,BWBV0001000,6,,,2018-01-02,jci1.31:c:BWBV0001000&artikel=6&g=2018-01-02,https://wetten.overheid.nl/jci1.3:c:BWBV0001000&artikel=6&g=2018-01-02
"
    );
    let some = "report citations --law 32016R0679";
    assert_eq!(
        sandbox.run(some).ok(),
        "\
number  kind of source  law                                                      article  paragraph  item  text of     Juriconnect                         text of the law
B-002   national law    Adult and Vocational Education Act (WEB)                                           2018-02-03  jci1.31:c:BWBR0007625&g=2018-02-03  https://wetten.overheid.nl/BWBR0007625/2018-02-03
B-002   EU law          General Data Protection Regulation (GDPR, in Dutch AVG)  9                         2018-02-03                                      https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:32016R0679
"
    );
    assert_eq!(
        sandbox.run_in_dutch(some).ok(),
        "\
nummer  soort bron                 wet of regel                                    artikel  lid  onderdeel  tekst van   Juriconnect                         wettekst
B-002   nationale wet of regeling  Wet educatie en beroepsonderwijs (WEB)                                   2018-02-03  jci1.31:c:BWBR0007625&g=2018-02-03  https://wetten.overheid.nl/BWBR0007625/2018-02-03
B-002   Europese regel             Algemene verordening gegevensbescherming (AVG)  9                        2018-02-03                                      https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:32016R0679
"
    );
}
