//! Tests that published files leak nothing. No file names a handler. No file has text of an obstacle that is void, not
//! selected by the filter, or not marked as publishable.

use super::{Set, import, published, run_all};
use crate::common::Sandbox;

/// The free-text attributes of an obstacle. The second value is `true` if the attribute is published.
const TEXTS: &[(&str, bool)] = &[
    ("title", true),
    ("question", true),
    ("analysis", true),
    ("answer", true),
    ("initiative", true),
    ("reason", true),
    ("rule_change", true),
    ("provenance_note", true),
    ("file_number", false),
    ("handler", false),
];

/// A made-up word that occurs only in one attribute of one obstacle, so that a test can search the files for it.
fn word(attribute: &str, number: usize) -> String {
    format!("zq{}{number}q", attribute.replace('_', ""))
}

/// The made-up words in the texts and legal sources of one obstacle. They occur in no other obstacle.
fn words(number: usize) -> Vec<String> {
    let own = TEXTS.iter().map(|(attribute, _)| *attribute).chain(["rule", "cao"]);
    own.map(|attribute| word(attribute, number)).collect()
}

/// The due date of the obstacles, in every notation. Due dates are never published.
const DUE: &[&str] = &["2031-07-19", "19-07-2031", "19-7-2031", "19 juli 2031", "19 July 2031"];

/// A register with five obstacles. B-051 and B-052 are marked as publishable, B-053 is not, B-054 is void, and B-055
/// belongs to another ministry. B-051 and B-052 refer to the others in every possible way. The numbers start at 51
/// because help texts use lower numbers as examples.
fn office() -> Sandbox {
    let sandbox = Sandbox::new();
    import(
        &sandbox,
        "factsheets",
        "number,title,summary,body,published
F-51,zqopen,,,2018-06-01
F-52,zqundated,zqundatedsummary,zqundatedbody,
\
         F-53,zqtocome,,,2999-01-01
F-54,zqvoided,,,2018-06-01
",
    );
    import(
        &sandbox,
        "schemes",
        "number,title,url
S-51,zqscheme,
S-52,zqnoscheme,https://example.nl/zqnourl
",
    );
    let mut list =
        "number,ministry,status,resolution,closed_as,duplicate_of,received,due,solved,closed,laws,precedents,factsheets,schemes,publishable"
            .to_owned();
    for (attribute, _) in TEXTS {
        list.push(',');
        list.push_str(attribute);
    }
    for (number, kind, rest) in [
        (51, "OCW,solved,within-rules,,", "B-053; B-054; B-055,F-51; F-52; F-53; F-54,S-51; S-52,yes"),
        (52, "OCW,closed,,duplicate,B-053", ",,,yes"),
        (53, "OCW,solved,within-rules,,", "B-051,F-51,S-51,no"),
        (54, "OCW,solved,within-rules,,", "B-051,F-51,S-51,yes"),
        (55, "VWS,solved,regional-approach,,", "B-051,F-51,S-51,yes"),
    ] {
        let (solved, closed) = if number == 52 { ("", "2018-03-01") } else { ("2018-03-01", "") };
        let laws = format!("own-rule: {}; cao: {}", word("rule", number), word("cao", number));
        list.push_str(&format!("\nB-0{number},{kind},2018-01-02,2031-07-19,{solved},{closed},{laws},{rest}"));
        for (attribute, _) in TEXTS {
            list.push_str(&format!(",{}", word(attribute, number)));
        }
    }
    import(&sandbox, "obstacles", &list);
    run_all(
        &sandbox,
        &[
            "contact call 51 53 --with zqparty --note zqnote --person zqperson",
            "contact meeting 53 --with zqotherparty",
            "snapshot zqsnapshot --actor zqactor",
            // If no filter is given, the overview page compares this published figure with the count in the register.
            "publication add p --nl P --en P --since 2018-01-01 --until 2018-12-31",
            "figure add --publication p --measure solved-within-rules --value 4",
            "void B-054 --because zqvoid",
            "void F-54 --because zqvoidsheet",
            "void S-52 --because zqvoidscheme",
        ],
    );
    let persons = sandbox.rows("person list");
    let spoken_to = persons.iter().find(|person| person["name"] == "zqperson").unwrap();
    run_all(&sandbox, &[&format!("person edit {} --email zqmail@example.nl --phone zqphone", spoken_to["number"])]);
    sandbox
}

#[track_caller]
fn is_nowhere(set: &Set, words: &[String]) {
    for word in words {
        assert!(set.hold(word).is_empty(), "'{word}' stands in {:?}", set.hold(word));
    }
}

fn never_published() -> Vec<String> {
    let mut never: Vec<String> = (51..=55)
        .flat_map(|number| {
            TEXTS.iter().filter(|(_, leaves)| !leaves).map(move |(attribute, _)| word(attribute, number))
        })
        .collect();
    never.extend(DUE.iter().map(|day| (*day).to_owned()));
    let words = "zqundated zqtocome zqvoided zqnoscheme zqnourl zqparty zqnote zqperson zqotherparty zqmail zqphone \
                 zqsnapshot zqactor zqvoid F-52 F-53 F-54 S-52 N-0 C-0";
    never.extend(words.split(' ').map(str::to_owned));
    never
}

#[test]
fn unmarked_void_and_unselected_obstacles_are_in_no_file() {
    let sandbox = office();
    for lang in ["en", "nl"] {
        for (filter, left_out) in
            [("", &[53, 54][..]), ("--ministry OCW", &[53, 54, 55]), ("--since 2019-01-01", &[51, 52, 53, 54, 55])]
        {
            let set = published(&sandbox, &format!("{filter} --lang {lang}"));
            is_nowhere(&set, &never_published());
            for number in left_out {
                is_nowhere(&set, &words(*number));
                is_nowhere(&set, &[format!("B-0{number}")]);
            }
            // The words of the published obstacles must be found. This proves that the search would also find leaked
            // words.
            for number in (51..=55).filter(|number| !left_out.contains(number)) {
                for (attribute, _) in TEXTS.iter().filter(|(_, leaves)| *leaves) {
                    let message = set.hold(&word(attribute, number));
                    assert_eq!(message, ["obstacles.csv", "overview.html"], "{attribute} of {number}");
                }
                for kind in ["rule", "cao"] {
                    let message = set.hold(&word(kind, number));
                    assert_eq!(message, ["laws.csv", "obstacles.csv", "overview.html"], "{kind} of {number}");
                }
            }
            assert_eq!(set.hold("zqopen")[0], "factsheets.csv");
            assert_eq!(set.hold("zqscheme"), ["overview.html", "schemes.csv"]);
        }
    }
}

#[test]
fn references_to_withheld_obstacles_are_withheld() {
    let sandbox = office();
    let set = published(&sandbox, "--ministry OCW");
    let rows = set.rows("obstacles.csv");
    let message: Vec<[&str; 6]> = rows
        .iter()
        .map(|row| {
            ["number", "precedents", "duplicate_of", "closed_as", "factsheets", "schemes"]
                .map(|name| row[name].as_str())
        })
        .collect();
    assert_eq!(message, [["B-051", "", "", "", "F-51", "S-51"], ["B-052", "", "", "duplicate", "", ""]]);
    // Without a filter, B-055 is published too. References to and from B-055 are then published as well.
    let set = published(&sandbox, "");
    let precedents = set.column("obstacles.csv", "precedents");
    assert_eq!(precedents, ["B-055", "", "B-051"]);
}

/// The section of the overview page about publishable obstacles, without the receipt.
fn about_the_marked(set: &Set) -> &str {
    let page = set.text("overview.html");
    let from = page.find(">Where the obstacles come from</h2>").unwrap();
    &page[from..page.rfind("ruimte:2 ").unwrap()]
}

#[test]
fn unmarked_obstacles_affect_the_totals_only() {
    let sandbox = Sandbox::new();
    import(&sandbox, "factsheets", "title,published\nStagecontracten,2018-06-01\n");
    import(
        &sandbox,
        "obstacles",
        "\
title,ministry,status,resolution,reason,received,answered,solved,nature,laws,factsheets,publishable
Zonder factsheet,OCW,solved,within-rules,Zo,2018-01-02,2018-01-12,2018-02-02,unclear-rule,BWBR0007625 art. 7.2.8,,yes
Met factsheet,VWS,solved,regional-approach,Zo,2018-04-02,2018-04-12,2018-05-02,funding,BWBR0005682,F-01,yes
",
    );
    let alone = published(&sandbox, "");
    import(
        &sandbox,
        "obstacles",
        "\
title,ministry,involved,region,status,resolution,reason,duplicate_of,received,answered,solved,closed,closed_as,nature,laws,factsheets,precedents,publishable
Hergebruikt,OCW,VWS,12,solved,within-rules,Zo,,2017-01-02,2017-01-12,2018-02-02,,,unclear-rule,BWBR0007625 art. 7.2.8,,B-001,no
Ook,SZW,,12,solved,regional-approach,Zo,,2019-07-02,2019-08-12,2019-09-02,,,funding,BWBR0005682,F-01,B-001; B-002,no
Dubbel,OCW,,3,closed,,Zo,B-001,2018-07-02,,,2018-07-03,duplicate,,BWBR0002628,,,no
Open,VWS,,,,,,,2018-09-02,,,,,,own-rule: x,F-01,,no
",
    );
    run_all(&sandbox, &["contact call B-001 B-003", "contact meeting B-004"]);
    let among = published(&sandbox, "");
    for (name, bytes) in &alone.files {
        match name.as_str() {
            "totals.csv" | "README.md" | "overview.html" => assert!(*bytes != among.files[name]),
            _ => assert!(*bytes == among.files[name], "{name} differs"),
        }
    }
    let (alone, message) = (about_the_marked(&alone), about_the_marked(&among));
    assert!(alone.len() > 5000);
    for (before, after) in alone.lines().zip(message.lines()) {
        assert_eq!(before, after);
    }
    assert_eq!(alone.lines().count(), message.lines().count());
    // The totals include all obstacles, whether or not they are marked as publishable.
    assert!(among.text("totals.csv").contains("collected,5\r\n"));
    assert!(among.text("overview.html").contains("Released for publication: 2 of the 6 obstacles."));
}

#[test]
fn handlers_of_published_obstacles_are_withheld() {
    let sandbox = office();
    for filter in ["--handler zqhandler51q", "--handler=zqhandler51q,zqhandler53q --ministry OCW"] {
        let set = published(&sandbox, filter);
        assert_eq!(set.column("obstacles.csv", "number"), ["B-051"]);
        is_nowhere(&set, &[word("handler", 51), word("handler", 53)]);
        assert_eq!(sandbox.run(["receipt", set.receipt()]).code, 0);
    }
}

#[test]
fn void_obstacles_are_never_published() {
    let sandbox = office();
    for command in ["publish set --with-void", "publish set --with-void --dry-run"] {
        assert_eq!(sandbox.run(command).fails(2), "ruimte: what was voided is not published; leave --with-void out\n");
        assert_eq!(
            sandbox.run_in_dutch(command).fails(2),
            "ruimte: wat is vervallen wordt niet gepubliceerd; laat --with-void weg\n"
        );
    }
    assert!(!sandbox.path("set").exists());
    let set = published(&sandbox, "");
    assert_eq!(set.column("obstacles.csv", "number"), ["B-051", "B-052", "B-055"]);
}
