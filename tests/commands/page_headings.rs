//! The heading of an HTML page. It describes the date and the selected obstacles in the reader's language, instead of
//! repeating the command line options.

use crate::common::Sandbox;

/// Returns the title of the page that a command writes, followed by the lines below that title.
#[track_caller]
fn heading_of(sandbox: &Sandbox, lang: &str, command: &str) -> Vec<String> {
    let day = &format!("--lang {lang} --reference-date 2018-12-31 --format html");
    let page = sandbox.run(format!("{command} {day}")).ok();
    let (_, from) = page.split_once("<header>\n").unwrap();
    let (header, _) = from.split_once("\n</header>").unwrap();
    let bare = |line: &str| {
        let text = line.split_once('>').unwrap().1.rsplit_once("</").unwrap().0;
        text.replace("&#x27;", "'")
    };
    header.lines().map(bare).collect()
}

#[test]
fn a_heading_describes_the_date_and_the_filter_in_the_readers_language() {
    let sandbox = Sandbox::demo();
    for (filter, nl, en) in [
        (
            "--ministry VWS,SZW --status solved --since 2017-01-01",
            "ministerie VWS of SZW als trekker of betrokkene; status opgelost; ontvangen vanaf 1 januari 2017",
            "ministry VWS or SZW as lead or involved; status solved; received from 1 January 2017",
        ),
        (
            "--lead OCW --region 'oost: twente'",
            "regio 6 Oost: Twente; ministerie OCW als trekker",
            "region 6 Oost: Twente; ministry OCW as lead",
        ),
        (
            "--overdue --no-factsheet --until yesterday",
            "geen factsheet; ontvangen tot en met 30 december 2018; toegezegde dag voorbij",
            "no factsheet; received up to and including 30 December 2018; promised day passed",
        ),
        (
            "--nature funding,cao --theme permanent-leren --provenance documented",
            "thema permanent leren; aard financiering of cao; herkomst gedocumenteerd",
            "theme lifelong learning; nature funding or collective labour agreement; provenance documented",
        ),
        (
            "--status open --factsheet f3 --scheme 7 --solved-until 31-12-2018",
            "status open; factsheets F-03; regelingen S-07; opgelost tot en met 31 december 2018",
            "status open; factsheets F-03; schemes S-07; solved up to and including 31 December 2018",
        ),
        (
            "--law 'own-rule: stagereglement' --law 'BWBR0007625 art. 7.2.8'",
            "wet- en regelgeving eigen regel: stagereglement of BWBR0007625 art. 7.2.8",
            "laws own rule: stagereglement or BWBR0007625 art. 7.2.8",
        ),
    ] {
        let command = &format!("list {filter}");
        let (dutch, english) = (heading_of(&sandbox, "nl", command), heading_of(&sandbox, "en", command));
        assert_eq!((dutch[0].as_str(), english[0].as_str()), ("Belemmeringen", "Obstacles"));
        assert_eq!(dutch[2], format!("Alleen de belemmeringen waarvoor geldt: {nl}."));
        assert_eq!(english[2], format!("Only obstacles that match: {en}."));
    }
    assert_eq!(heading_of(&sandbox, "nl", "list --with-void")[2], "Ook wat is vervallen wordt getoond.");
}

#[test]
fn a_heading_mentions_the_reference_date_and_the_as_of_moment() {
    let sandbox = Sandbox::demo();
    let days = |command: &str| {
        let page = |lang| sandbox.run(format!("{command} --format html --lang {lang}")).ok();
        ["nl", "en"].map(|lang| {
            let page = page(lang);
            let line = page.split("<p>").nth(1).unwrap();
            line.split_once("</p>").unwrap().0.to_owned()
        })
    };
    // Without a date option, the heading shows the current day. The expected texts below contain that day.
    let [nl, en] = days("list");
    assert!(nl.starts_with("Stand van het register op ") && en.starts_with("The register as of "));
    let today = nl.strip_prefix("Stand van het register op ").unwrap().trim_end_matches('.');
    let day = en.strip_prefix("The register as of ").unwrap().trim_end_matches('.');
    assert_eq!(days("list --as-of 1"), [nl.clone(), en.clone()]);
    assert_eq!(
        days("list --reference-date 2016-12-31"),
        [
            format!("Stand van het werk op 31 december 2016, volgens het register van {today}."),
            format!("The work as of 31 December 2016, according to the register of {day}."),
        ]
    );
    // The overview compares published figures with the register only if the reference date is 31 December 2018 or
    // later, because the figures cover the period up to that day.
    let overview = |day| {
        let command = &format!("report overview --format html --lang nl --reference-date {day}");
        sandbox.run(command).ok()
    };
    let compared = "Gepubliceerd en geteld: E-zine Zorgpact";
    assert!(!overview("2016-12-31").contains(compared));
    assert!(overview("2018-12-31").contains(compared));
}

#[test]
fn a_heading_mentions_the_number_of_illustrative_obstacles() {
    let sandbox = Sandbox::demo();
    let nl = heading_of(&sandbox, "nl", "list --ministry OCW --nature funding");
    let rows = sandbox.rows("list --ministry OCW --nature funding --reference-date 2018-12-31");
    let are = |what: &str| rows.iter().filter(|row| row["provenance"] == what).count();
    assert!(are("illustrative") > 0 && are("documented") > 0 && are("logged") == 0, "{rows:?}");
    assert_eq!(
        nl[3..],
        [
            format!(
                "Illustratief (verzonnen om mee te oefenen): {} van de {} belemmeringen.",
                are("illustrative"),
                rows.len()
            ),
            format!(
                "Gedocumenteerd (een openbare bron noemt de belemmering; al het andere erover is illustratief): {} van de {}.",
                are("documented"),
                rows.len()
            ),
        ]
    );
    let warning = "Let op: dit is een verzonnen voorbeeld (illustratief).";
    assert_eq!(heading_of(&sandbox, "nl", "show B-012")[2], warning);
    assert_eq!(heading_of(&sandbox, "nl", "show F-02")[2], warning);
    // This register has no illustrative (made-up) records, so the heading has no note about them.
    let own = Sandbox::new();
    own.run("log 'Mag dit?' --ministry OCW --received 2018-01-02").ok();
    assert_eq!(heading_of(&own, "nl", "list").len(), 2);
    assert_eq!(heading_of(&own, "nl", "show B-001").len(), 2);
}

#[test]
fn a_heading_does_not_name_the_person_in_a_filter() {
    let sandbox = Sandbox::demo();
    sandbox.run("edit B-012 --handler 'Noor Voorbeeld'").ok();
    for (name, number) in [("Noor Voorbeeld", "N-02"), ("Wie Dan Ook", "N-0")] {
        let list = &format!("list --handler '{name}' --format html --lang nl");
        let page = sandbox.run(list).ok();
        let (header, _) = page.split_once("<main").unwrap();
        assert!(header.contains(&format!("waarvoor geldt: behandelaar {number}.")), "{header}");
        assert!(!header.contains(name), "{header}");
    }
}

#[test]
fn a_page_is_titled_by_its_content_and_reports_rows_beyond_a_limit() {
    let sandbox = Sandbox::demo();
    let page = |command: &str| sandbox.run(format!("{command} --format html --lang nl")).ok();
    let found = page("search stage --limit 2");
    assert!(found.contains("<title>Gevonden bij &#x27;stage&#x27;</title>"), "{found}");
    assert!(found.contains("<p>Dit zijn de beste 2; een hogere --limit toont meer</p>"), "{found}");
    assert!(page("history b12").contains("<title>Logboek van B-012</title>"));
    assert!(page("list --ministry VWS").contains("<p>43 rijen</p>"));
    assert!(page("list --status closed").contains("<p>Niets gevonden</p>"));
    let gaps = page("report gaps");
    assert!(gaps.contains("<p>De rijen tellen vermeldingen; het totaal telt elke belemmering één keer</p>"));
}

#[test]
fn the_markdown_of_a_factsheet_is_rendered_safely() {
    let sandbox = Sandbox::new();
    let body = "# Wie\n\nDe *school* en **u**, zie [de wet](https://wetten.overheid.nl/BWBR0007625) of [dit](javascript:alert(1)).\n\n\
                ### Hoe\n\n- eerst <b>dit</b>\n- dan `dat`\n\n3. drie\n4. vier\n\n> Zo is het.\n\n\
                <script>alert(2)</script>\n\n![plaatje](https://example.nl/x.png)\n";
    sandbox.run(format!("factsheet add Blad --body '{body}'")).ok();
    let page = sandbox.run("show F-01 --format html").ok();
    let (_, from) = page.split_once("<dt>text</dt><dd lang=\"nl\">").unwrap();
    let (shown, _) = from.split_once("</dd>").unwrap();
    assert_eq!(
        shown,
        "<h2>Wie</h2><p>De <em>school</em> en <strong>u</strong>, zie \
         <a href=\"https://wetten.overheid.nl/BWBR0007625\">de wet</a> of dit.</p>\
         <h3>Hoe</h3><ul><li>eerst &lt;b&gt;dit&lt;/b&gt;</li><li>dan <code>dat</code></li></ul>\
         <ol start=\"3\"><li>drie</li><li>vier</li></ol><blockquote><p>Zo is het.</p></blockquote>\
         <p>&lt;script&gt;alert(2)&lt;/script&gt;\n</p><p>plaatje</p>"
    );
}

#[test]
fn a_card_names_laws_and_marks_free_text_as_dutch() {
    let sandbox = Sandbox::new();
    sandbox
        .run("log 'Mag dit?' --ministry OCW --question 'Kan dat zo?' --law 'BWBR0007625 art. 7.2.8 lid 1' --law 'CELEX 32016R0679' --law 'own-rule: stagereglement'")
        .ok();
    let nl = sandbox.run_in_dutch("show B-001 --format html").ok();
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
    // In a Dutch page, only the `<html>` element has a `lang` attribute.
    assert_eq!(nl.matches("lang=").count(), 1, "{nl}");
    let en = sandbox.run("show B-001 --format html").ok();
    for text in [
        "<title lang=\"nl\">B-001 Mag dit?</title>",
        "<h1 lang=\"nl\">B-001 Mag dit?</h1>",
        "<dd lang=\"nl\"><p>Kan dat zo?</p></dd>",
        "<dt>status</dt><dd>collected</dd>",
        ">Adult and Vocational Education Act (WEB), art. 7.2.8 lid 1</a></span>",
    ] {
        assert!(en.contains(text), "{text} in {en}");
    }
    // In a terminal, a law is shown by its code, because the code can be pasted into a command.
    let shown = sandbox.run_in_dutch("show B-001").ok();
    assert!(shown.contains("BWBR0007625 art. 7.2.8 lid 1; CELEX 32016R0679; eigen regel: stagereglement\n"), "{shown}");
}
