//! The overview page of a published data set. It includes unpublishable obstacles in the totals, but shows nothing else
//! about them.

use crate::common::Sandbox;
use crate::common::browser::Browser;
use crate::common::browser_pool::pooled_browser;
use crate::common::sample_pages::{LANGUAGES, save_publication};
use serde::Deserialize;

/// A register with three publishable obstacles and two that are not publishable. The texts of those two, and the codes
/// that only they use, contain `zq`. If `zq` occurs on a page, unpublished data has leaked.
fn office() -> Sandbox {
    let sandbox = Sandbox::new();
    for kind in ["ministries", "regions", "themes", "natures", "care-domains"] {
        let list = format!("code,nl,en\nzqcode{kind},zqnl{kind},zqen{kind}\nopen{kind},Dutch {kind},English {kind}\n");
        sandbox.write("list.csv", list);
        sandbox.run(format!("import {kind} list.csv")).ok();
    }
    let laws = "code,nl,en\nBWBR0009991,zqnllaw,zqenlaw\nBWBR0009992,Dutch law,English law\n";
    sandbox.write("laws.csv", laws);
    let sheets = "title,published\nOpen sheet,2018-01-01\nSheet without use,2018-01-01\nzqsheettitle,\nzqlatertitle,2999-01-01\n";
    sandbox.write("sheets.csv", sheets);
    sandbox.write("schemes.csv", "title\nOpen scheme\nzqscheme\n");
    let mut list = "title,question,analysis,answer,initiative,reason,rule_change,file_number,handler,provenance_note,\
        ministry,involved,region,theme,nature,care_domain,status,resolution,received,due,answered,solved,laws,factsheets,\
        schemes,publishable\n"
        .to_owned();
    for (mark, own, ends, refers, publishable) in [
        // No obstacle has a precedent yet. The `edit` commands below add precedents, which are the only links between
        // publishable and unpublishable obstacles.
        ("A", "open", "solved,within-rules,2018-01-02,,2018-01-05,2018-02-02", "BWBR0009992 art. 1,F-01,S-01", "yes"),
        ("B", "open", "solved,regional-approach,2018-04-02,,2018-04-22,2018-05-02", "BWBR0009992,F-01,", "yes"),
        ("C", "open", "collected,,2018-04-03,,,", ",,", "yes"),
        (
            "zq1",
            "zqcode",
            "solved,within-rules,2016-01-02,,2016-12-05,2017-02-02",
            "BWBR0009991 art. 9; own-rule: zqrule,F-02; F-03,S-02",
            "no",
        ),
        (
            "zq2",
            "zqcode",
            "in-analysis,,2020-04-02,2031-07-19,2020-04-03,",
            "cao: zqcao; BWBR0009992 art. 1,F-01,",
            "no",
        ),
    ] {
        let texts =
            ["title", "question", "analysis", "answer", "initiative", "reason", "change", "file", "handler", "note"];
        let texts: Vec<String> = texts.iter().map(|name| format!("{mark}{name}")).collect();
        let codes: Vec<String> = ["ministries", "regions", "themes", "natures", "care-domains"]
            .iter()
            .map(|kind| format!("{own}{kind}"))
            .collect();
        list.push_str(&format!(
            "{},{},OCW,{},{ends},{refers},{publishable}\n",
            texts.join(","),
            codes[0],
            codes[1..].join(",")
        ));
    }
    sandbox.write("obstacles.csv", list);
    for command in [
        "import laws laws.csv",
        "import factsheets sheets.csv",
        "import schemes schemes.csv",
        "import obstacles obstacles.csv",
        "edit B-001 --precedent B-004",
        "edit B-004 --precedent B-001",
        "contact call B-001 B-004 --with zqparty --note zqcontact --person zqperson",
    ] {
        sandbox.run(command).ok();
    }
    sandbox
}

#[derive(Debug, Deserialize)]
struct Section {
    heading: String,
    rows: Vec<Vec<String>>,
    totals: Vec<Vec<String>>,
    bars: Vec<(String, String)>,
    label: Option<String>,
}

const SECTIONS: &str = "
    const cells = (rows) => [...rows].map((row) => [...row.cells].map((cell) => cell.textContent));
    return [...document.querySelectorAll('main > section')].map((section) => ({
        heading: section.querySelector('h2').textContent,
        rows: cells(section.querySelectorAll('tbody tr')),
        totals: cells(section.querySelectorAll('tfoot tr')),
        bars: [...section.querySelectorAll('.bar')].map((bar) => [...bar.querySelectorAll('span')].map((part) => part.textContent)),
        label: section.querySelector('figure [role=img]')?.getAttribute('aria-label'),
    }));
";

#[track_caller]
fn sections(browser: &Browser) -> Vec<Section> {
    serde_json::from_value(browser.run(SECTIONS)).unwrap()
}

#[test]
fn only_the_totals_of_a_published_page_include_obstacles_that_are_not_publishable() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = office();
    for lang in LANGUAGES {
        browser.open(&save_publication(&sandbox, lang, "").path);
        let page = browser.run("return document.documentElement.outerHTML");
        // Ignore the texts of schemes: a scheme is public even if only an unpublished obstacle uses it.
        let page = page.as_str().unwrap().replace("zqscheme", "");
        for text in ["zq", "BWBR0009991", "B-004", "B-005", "C-001", "F-03", "F-04", "2031", "19-07"] {
            let place = page.find(text).map(|at| page[at.saturating_sub(80)..].chars().take(200).collect::<String>());
            assert_eq!(place, None, "{text}");
        }
        let ids = browser.run("return [...document.querySelectorAll('article')].map(({ id }) => id)");
        assert_eq!(ids, serde_json::json!(["F-01", "F-02", "B-001", "B-002", "B-003"]));

        let sections = sections(&browser);
        let of = |nl: &str, en: &str| -> &Section {
            let heading = if lang == "nl" { nl } else { en };
            sections.iter().find(|section| section.heading == heading).unwrap_or_else(|| panic!("{heading}"))
        };
        // The totals count all five obstacles: three are solved and two are open.
        let totals = of("Totalen", "Totals");
        let counts: Vec<&str> = totals.rows.iter().map(|row| row[1].as_str()).collect();
        assert_eq!(counts[..4], ["5", "2", "2", "1"]);

        // All tables except the totals count only the publishable obstacles: two are solved and one is open.
        let ends = if lang == "nl" {
            ["binnen de regels", "andere aanpak in de regio", "open"]
        } else {
            ["within the rules", "regional approach", "open"]
        };
        let [within, regional, open] = ends;
        let provenance = of("Herkomst van de belemmeringen", "Where the obstacles come from");
        assert_eq!(provenance.totals[0][1], "3");
        let ministries = of("Per ministerie", "By ministry");
        assert_eq!(
            ministries.rows,
            [["OCW", "0", "3", "3", "1", "1", "1", "0"], ["openministries", "3", "0", "3", "1", "1", "1", "0"]]
        );
        assert_eq!(ministries.totals[0][1..], ["3", "3", "6", "1", "1", "1", "0"]);
        let bars = |section: &Section| section.bars.clone();
        let bar = |name: &str, sum: &str| (name.to_owned(), sum.to_owned());
        assert_eq!(bars(ministries), [bar("OCW", "3"), bar("openministries", "3")]);
        let kind = if lang == "nl" { "Staafdiagram" } else { "Bar chart" };
        assert_eq!(
            ministries.label.as_deref().unwrap(),
            format!(
                "{kind}. OCW: {within} 1, {regional} 1, {open} 1; openministries: {within} 1, {regional} 1, {open} 1."
            )
        );
        let natures = of("Naar aard", "By nature");
        let nature = if lang == "nl" { "Dutch natures" } else { "English natures" };
        assert_eq!(natures.rows, [[nature, "1", "1", "1", "0", "3"]]);
        assert_eq!(bars(natures), [bar(nature, "3")]);
        let laws = of("Naar wet en artikel", "By law and article");
        let law = if lang == "nl" { "Dutch law" } else { "English law" };
        assert_eq!(laws.rows, [[law, "", "2", "1", "1", "0", "0"], [law, "1", "1", "1", "0", "0", "0"]]);
        let days = of("Dagen tot een antwoord", "Days to an answer");
        let answered: Vec<&str> = days.rows.iter().map(|row| row[1].as_str()).collect();
        assert_eq!(answered, ["1", "0", "1", "0", "0", "0", "0"]);
        let growth = of("Groei in de tijd", "Growth over time");
        assert_eq!(growth.rows, [["2018-Q1", "1", "1", "1", "1"], ["2018-Q2", "2", "1", "3", "2"]]);
        let turnaround = of("Doorlooptijd", "Turnaround");
        let counted: Vec<&str> = turnaround.rows.iter().map(|row| row[1].as_str()).collect();
        assert_eq!(counted, ["2", "2"]);
        // All public factsheets are listed, but only the publishable obstacles that use a factsheet are counted.
        let sheets = of("Factsheets naar gebruik", "Factsheets by use");
        let used: Vec<(&str, &str)> = sheets.rows.iter().map(|row| (row[0].as_str(), row[3].as_str())).collect();
        assert_eq!(used, [("F-01", "2"), ("F-02", "0")]);
        assert_eq!(sheets.bars[0].1, "2");
    }
}
