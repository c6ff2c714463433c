//! What a page says above itself: of which day it is, and which obstacles are meant, in the reader's words and not in
//! those of a command line.

use crate::desk::Desk;

/// The title of a page and the lines below it.
#[track_caller]
fn above(desk: &Desk, lang: &str, command: &[&str]) -> Vec<String> {
    let day = ["--lang", lang, "--reference-date", "2018-12-31", "--format", "html"];
    let page = desk.run(command.iter().chain(&day)).ok();
    let (_, from) = page.split_once("<header>\n").unwrap();
    let (header, _) = from.split_once("\n</header>").unwrap();
    let bare = |line: &str| {
        let text = line.split_once('>').unwrap().1.rsplit_once("</").unwrap().0;
        text.replace("&#x27;", "'")
    };
    header.lines().map(bare).collect()
}

#[test]
fn a_page_says_of_which_day_it_is_and_which_obstacles_are_meant_as_its_reader_would() {
    let desk = Desk::demo();
    for (filter, nl, en) in [
        (
            &["--ministry", "VWS,SZW", "--status", "solved", "--since", "2017-01-01"][..],
            "ministerie VWS of SZW als trekker of betrokkene; status opgelost; ontvangen vanaf 1 januari 2017",
            "ministry VWS or SZW as lead or involved; status solved; received from 1 January 2017",
        ),
        (
            &["--lead", "OCW", "--region", "oost: twente"],
            "regio 6 Oost: Twente; ministerie OCW als trekker",
            "region 6 Oost: Twente; ministry OCW as lead",
        ),
        (
            &["--overdue", "--no-factsheet", "--until", "yesterday"],
            "geen factsheet; ontvangen tot en met 30 december 2018; toegezegde dag voorbij",
            "no factsheet; received up to and including 30 December 2018; promised day passed",
        ),
        (
            &["--nature", "funding,cao", "--theme", "permanent-leren", "--provenance", "documented"],
            "thema permanent leren; aard financiering of cao; herkomst gedocumenteerd",
            "theme lifelong learning; nature funding or collective labour agreement; provenance documented",
        ),
        (
            &["--status", "open", "--factsheet", "f3", "--scheme", "7", "--solved-until", "31-12-2018"],
            "status open; factsheets F-03; regelingen S-07; opgelost tot en met 31 december 2018",
            "status open; factsheets F-03; schemes S-07; solved up to and including 31 December 2018",
        ),
        (
            &["--law", "own-rule: stagereglement", "--law", "BWBR0007625 art. 7.2.8"],
            "wet- en regelgeving eigen regel: stagereglement of BWBR0007625 art. 7.2.8",
            "laws own-rule: stagereglement or BWBR0007625 art. 7.2.8",
        ),
    ] {
        let command = [&["list"], filter].concat();
        assert_eq!(
            above(&desk, "nl", &command),
            [
                "Belemmeringen",
                "Stand van het register op 31 december 2018.",
                &format!("Alleen de belemmeringen waarvoor geldt: {nl}."),
            ]
        );
        assert_eq!(
            above(&desk, "en", &command),
            [
                "Obstacles",
                "The register as it stood on 31 December 2018.",
                &format!("Only the obstacles of which this holds: {en}."),
            ]
        );
    }
    // Where all of them are meant it says no more than the day.
    assert_eq!(
        above(&desk, "nl", &["report", "ministries"])[1..],
        ["Stand van het register op 31 december 2018."]
    );
    assert_eq!(
        above(&desk, "nl", &["list", "--with-void"])[1..],
        ["Stand van het register op 31 december 2018.", "Ook wat is vervallen wordt getoond."]
    );
}

#[test]
fn no_page_names_a_person_by_whom_it_was_chosen() {
    let desk = Desk::demo();
    desk.run(["edit", "B-012", "--handler", "Noor Voorbeeld"]).ok();
    for (name, number) in [("Noor Voorbeeld", "N-02"), ("Wie Dan Ook", "N-0")] {
        let list = ["list", "--handler", name, "--format", "html", "--lang", "nl"];
        let page = desk.run(list).ok();
        let (header, _) = page.split_once("<main").unwrap();
        assert!(header.contains(&format!("waarvoor geldt: behandelaar {number}.")), "{header}");
        assert!(!header.contains(name), "{header}");
    }
}

#[test]
fn a_card_names_a_law_as_people_do_and_marks_what_was_typed_as_dutch() {
    let desk = Desk::new();
    desk.run([
        "log",
        "Mag dit?",
        "--ministry",
        "OCW",
        "--question",
        "Kan dat zo?",
        "--law",
        "BWBR0007625 art. 7.2.8 lid 1",
        "--law",
        "CELEX 32016R0679",
        "--law",
        "own-rule: stagereglement",
    ])
    .ok();
    let nl = desk.in_dutch(["show", "B-001", "--format", "html"]).ok();
    for text in [
        "<title>B-001 Mag dit?</title>",
        "<h1>B-001 Mag dit?</h1>",
        "<dd><p>Kan dat zo?</p></dd>",
        ">Wet educatie en beroepsonderwijs (WEB), art. 7.2.8 lid 1</a></span>",
        ">Algemene verordening gegevensbescherming (AVG)</a></span>",
        "<span class=\"line\">eigen regel: stagereglement</span>",
    ] {
        assert!(nl.contains(text), "{text} in {nl}");
    }
    // In a Dutch page only the page itself says so.
    assert_eq!(nl.matches("lang=").count(), 1, "{nl}");
    let en = desk.run(["show", "B-001", "--format", "html"]).ok();
    for text in [
        "<title lang=\"nl\">B-001 Mag dit?</title>",
        "<h1 lang=\"nl\">B-001 Mag dit?</h1>",
        "<dd lang=\"nl\"><p>Kan dat zo?</p></dd>",
        "<dt>status</dt><dd>collected</dd>",
        ">Adult and Vocational Education Act (WEB), art. 7.2.8 lid 1</a></span>",
    ] {
        assert!(en.contains(text), "{text} in {en}");
    }
    // On a screen the code stays: it is what can be typed again.
    let shown = desk.in_dutch(["show", "B-001"]).ok();
    assert!(
        shown.contains("BWBR0007625 art. 7.2.8 lid 1; CELEX 32016R0679; eigen regel: stagereglement\n"),
        "{shown}"
    );
}
