//! Values of imported rows in the notations that people use.

use super::{READ, column, import_error, import_text};
use crate::common::Sandbox;

#[test]
fn every_attribute_can_be_imported_and_exported_unchanged() {
    let sandbox = Sandbox::new();
    sandbox.run("factsheet add Een").ok();
    sandbox.run("factsheet add Twee").ok();
    sandbox.run("scheme add Drie").ok();
    let file = "number,title,question,analysis,answer,ministry,involved,region,initiative,care_domain,theme,nature,status,resolution,reason,rule_change,duplicate_of,file_number,handler,received,due,answered,solved,closed,laws,factsheets,schemes,provenance,provenance_note,closed_as,precedents,publishable,accepted,laws_juriconnect,laws_link\r\n\
        B-007,Titel,\"Vraag,\r\ntwee regels\",Analyse,Antwoord,OCW,SZW; VWS,12,Initiatief,ggz,permanent-leren,funding,solved,regional-approach,Reden,Gewijzigd,,0030326,mbo,2016-02-29,2016-03-31,2016-03-01,2016-03-02,,BWBR0007625 art. 7.2.8 lid 1; cao: Cao VVT,F-01; F-02,S-01,documented,Herkomst,,,yes,2026-03-02,jci1.31:c:BWBR0007625&artikel=7.2.8&lid=1,https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&lid=1\r\n\
        B-009,Dubbel,,,,SZW,,,,,,,closed,,Zelfde vraag,,B-007,,,2016-04-01,,,,2016-04-02,,,,illustrative,,duplicate,,no,,,\r\n\
        B-010,Bezig,,,,VWS,,,,,,,in-analysis,,,,,,,2016-05-01,,,,,,,,logged,,,B-007; B-012,no,,,\r\n\
        B-012,Eerder,,,,OCW,,,,,,,solved,within-rules,Mag al,,,,,2016-01-01,,,2016-01-02,,,,,logged,,,,no,,,\r\n";
    assert_eq!(
        import_text(&sandbox, "obstacles", file, "").notices(),
        format!("{READ}4 added, 0 changed, 0 unchanged\n")
    );
    assert_eq!(sandbox.run("export obstacles").ok(), file);
    // The next number is one higher than the highest imported number. Lower numbers that are free are not used.
    assert_eq!(sandbox.run("log Nieuw --ministry OCW").ok(), "B-013\n");
}

#[test]
fn values_may_be_in_the_notations_that_people_use() {
    let sandbox = Sandbox::new();
    import_text(
        &sandbox,
        "obstacles",
        "number;title;ministry;involved;region;theme;status;resolution;received;laws\n\
         b7;A;ocw;\"vws,Ministerie van Sociale Zaken en Werkgelegenheid; OCW\";Rotterdam;Permanent Leren;Opgelost;binnen de regels;1/2/2016;bwbr0007625 artikel 7.2.8\n",
        "",
    )
    .ok();
    assert_eq!(
        sandbox
            .run("list --columns number,ministry,involved,region,theme,status,resolution,received,laws --format csv")
            .ok(),
        "number,ministry,involved,region,theme,status,resolution,received,laws\r\n\
         B-007,OCW,SZW; VWS,12,permanent-leren,solved,within-rules,2016-02-01,BWBR0007625 art. 7.2.8\r\n"
    );
}

#[test]
fn a_number_in_a_text_stays_text() {
    let numbers = ["0030326", "007", "1e5", "1.50", "12345678901234567890", "-0", "TRUE", "2018-5-2"];
    let sandbox = Sandbox::new();
    let rows = numbers.map(|number| format!("{number},OCW,{number},{number}\n")).concat();
    import_text(&sandbox, "obstacles", format!("title,ministry,file_number,handler\n{rows}"), "").ok();
    for name in ["title", "file_number", "handler"] {
        assert_eq!(column(&sandbox, name), numbers, "{name}");
    }
}

#[test]
fn dates_are_read_in_common_notations() {
    let days = [
        ("12-5-2018", "2018-05-12"),
        ("12-05-2018", "2018-05-12"),
        ("12/5/2018", "2018-05-12"),
        ("2018-05-12", "2018-05-12"),
        (" 2018-5-2 ", "2018-05-02"),
        ("2018-03-05 14:30", "2018-03-05"),
        ("5-3-2018 0:00:00", "2018-03-05"),
        ("5/3/2018 14.30 uur", "2018-03-05"),
        ("2018-03-05T00:00:00Z", "2018-03-05"),
        ("2018-03-05T23:30:00.000+01:00", "2018-03-05"),
        ("29-2-2016", "2016-02-29"),
        ("1 juni 2018", "2018-06-01"),
        ("3 mrt. 2018", "2018-03-03"),
        ("12-mei-2018", "2018-05-12"),
        ("12.5.2018", "2018-05-12"),
        ("12.05.18", "2018-05-12"),
        ("1/9/18", "2018-09-01"),
        ("31-12-00", "2000-12-31"),
        ("1 Juni 2018 14:30", "2018-06-01"),
        ("2 Sept 2018", "2018-09-02"),
        ("1 October 2018", "2018-10-01"),
        ("\"March 5, 2018\"", "2018-03-05"),
        ("7 febr 18", "2018-02-07"),
        ("", ""),
    ];
    let sandbox = Sandbox::new();
    let rows = days.map(|(written, _)| format!("A,OCW,{written}\n")).concat();
    import_text(&sandbox, "obstacles", format!("title,ministry,received\n{rows}"), "").ok();
    assert_eq!(column(&sandbox, "received"), days.map(|(_, stored)| stored));
}

#[test]
fn an_invalid_date_is_rejected() {
    for (written, why) in [
        ("31-02-2018", "there is no date 31-02-2018; write for instance 2018-05-12 or 12-5-2018"),
        ("2018-02-31", "there is no date 2018-02-31; write for instance 2018-05-12 or 12-5-2018"),
        ("29-2-2018", "there is no date 29-2-2018; write for instance 2018-05-12 or 12-5-2018"),
        ("2018-13-01", "there is no date 2018-13-01; write for instance 2018-05-12 or 12-5-2018"),
        ("0-1-2018", "there is no date 0-1-2018; write for instance 2018-05-12 or 12-5-2018"),
        ("0000-05-12", "there is no date 0000-05-12; write for instance 2018-05-12 or 12-5-2018"),
        ("2018-02-31 0:00", "there is no date 2018-02-31; write for instance 2018-05-12 or 12-5-2018"),
        (
            "2018-05-12 24:00",
            "'2018-05-12 24:00' is not a date; write the year in four digits, as in 2018-05-12 or 12-5-2018, or today",
        ),
        ("12-5-99", "'12-5-99' is not a date; write the year in four digits, as in 2018-05-12 or 12-5-2018, or today"),
        (
            "12 bloeimaand 2018",
            "'12 bloeimaand 2018' is not a date; write the year in four digits, as in 2018-05-12 or 12-5-2018, or today",
        ),
        ("31 juni 2018", "there is no date 31 juni 2018; write for instance 2018-05-12 or 12-5-2018"),
        ("mei 2018", "'mei 2018' is a month without a day; give the day too, as in 1 May 2018"),
        ("Okt. 2018", "'Okt. 2018' is a month without a day; give the day too, as in 1 October 2018"),
        ("2018-03", "'2018-03' is a month without a day; give the day too, as in 1 March 2018"),
        ("43232", "'43232' is not a date; write the year in four digits, as in 2018-05-12 or 12-5-2018, or today"),
    ] {
        assert_eq!(
            import_error(format!("title,ministry,received\nA,OCW,{written}\n")),
            format!(
                "{READ}ruimte: list.csv, line 2, column received, value '{written}': {why}\n\
                 ruimte: list.csv: 1 error; nothing was imported\n"
            )
        );
    }
}

#[test]
fn an_import_without_dates_explains_where_those_obstacles_count() {
    assert_eq!(
        import_text(
            &Sandbox::new(),
            "obstacles",
            "title,ministry,status,resolution,received\n\
             A,OCW,,,2018-05-01\nB,OCW,solved,within-rules,2018-05-01\nC,OCW,solved,within-rules,\nD,OCW,,,\n",
            ""
        )
        .notices(),
        format!(
            "{READ}4 added, 0 changed, 0 unchanged\n\
             Without a day of receipt: 2; they are not counted in any period\n\
             Solved on an unknown day: 2; they are not counted as solved in any period\n"
        )
    );
}

#[test]
fn a_duplicate_may_come_before_its_original() {
    let sandbox = Sandbox::new();
    import_text(
        &sandbox,
        "obstacles",
        "number,title,ministry,status,closed_as,duplicate_of\n\
         1,Dubbel,OCW,closed,duplicate,2\n2,Origineel,OCW,,,\n3,Ook dubbel,VWS,closed,duplicate,B-002\n",
        "",
    )
    .ok();
    assert_eq!(column(&sandbox, "duplicate_of"), ["B-002", "", "B-002"]);
}

#[test]
fn a_duplicate_without_its_original_is_rejected() {
    let message = import_error(
        "number,title,ministry,status,closed_as,duplicate_of\n\
         1,Origineel,OCW,,,\n2,Dubbel,OCW,closed,duplicate,B-099\n",
    );
    assert!(
        message.starts_with(&format!("{READ}ruimte: list.csv, line 3, column duplicate_of, value 'B-099': ")),
        "{message}"
    );
}
