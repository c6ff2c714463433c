//! A mapping is a file that tells `import` which column of a list contains which attribute. `import` suggests a
//! mapping, an officer edits it, and the list is then imported with it.

use super::{READ, column, import_error_of, import_text};
use crate::common::Sandbox;

const LIST: &str = "\
Nr.,Onderwerp,Ministerie,Ontvangen,Status,Opmerkingen
1,Stagecontract,OCW,12-3-2018,opgehaald,zie mail
2,Injecties,VWS,ooit,solved,
3,Detachering,Biza,1-4-2018,vervallen,
4,Tillen,Biza,2-4-2018,Doorverwezen,
";

/// Suggests a mapping for the list, and returns it.
#[track_caller]
fn suggested(sandbox: &Sandbox, list: &str) -> String {
    sandbox.write("list.csv", list);
    let before = sandbox.register_bytes();
    sandbox.run("import obstacles list.csv --suggest-mapping map.toml").ok();
    assert!(sandbox.register_bytes() == before, "a suggestion changed the register");
    sandbox.read("map.toml")
}

/// The lines of a mapping without comments and empty lines.
fn lines(mapping: &str) -> Vec<&str> {
    let lines = mapping.lines().map(|line| line.split("  #").next().unwrap());
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

#[test]
fn a_suggested_mapping_has_every_column_and_every_value_that_was_not_understood() {
    let sandbox = Sandbox::new();
    let mapping = suggested(&sandbox, LIST);
    assert_eq!(
        lines(&mapping),
        [
            "[columns]",
            r#""Nr." = "ignore""#,
            r#""Onderwerp" = "title""#,
            r#""Ministerie" = "ministry""#,
            r#""Ontvangen" = "received""#,
            r#""Status" = "status""#,
            r#""Opmerkingen" = "ignore""#,
            r#"[values."Ministerie"]"#,
            r#""Biza" = """#,
            r#"[values."Ontvangen"]"#,
            r#""ooit" = """#,
            r#"[values."Status"]"#,
            r#""vervallen" = "withdrawn""#,
            "[defaults]",
            r#""resolution" = """#,
        ]
    );
    for comment in [
        "# line 4, 2 times in all: 'Biza' is not in the list of ministries; choose from: OCW, SZW, VWS; or add one\n# with: ruimte ministry add CODE --nl NAME --en NAME\n",
        "# - line 3: Injecties\n",
        "\"Nr.\" = \"ignore\"  # a running number; \"file_number\" keeps it as file number\n",
        "\"Opmerkingen\" = \"ignore\"  # unknown column\n",
    ] {
        assert!(mapping.contains(comment), "{comment}{mapping}");
    }
}

#[test]
fn the_comments_in_a_mapping_are_in_the_readers_language() {
    let sandbox = Sandbox::new();
    sandbox.write("list.csv", LIST);
    assert_eq!(
        sandbox.run_in_dutch("import obstacles list.csv --suggest-mapping map.toml").notices(),
        "list.csv gelezen als UTF-8, gescheiden door ','\n\
         map.toml is geschreven en er is niets ingelezen; regels waarbij nog een keuze nodig is: 3\n"
    );
    let mapping = sandbox.read("map.toml");
    for comment in ["# Toewijzing voor list.csv:", "  # een volgnummer; ", "# regel 4, in totaal 2 keer: 'Biza' "] {
        assert!(mapping.contains(comment), "{comment}{mapping}");
    }
    // In another language, only the comments of the mapping differ.
    let english = Sandbox::new();
    assert_eq!(lines(&suggested(&english, LIST)), lines(&mapping));
}

#[test]
fn a_list_is_imported_with_an_edited_mapping() {
    let sandbox = Sandbox::new();
    let mapping = suggested(&sandbox, LIST)
        .replace(r#""Nr." = "ignore""#, r#""Nr." = "file_number""#)
        .replace(r#""Biza" = """#, r#""Biza" = "SZW""#)
        .replace(r#""ooit" = """#, r#""ooit" = "ignore""#)
        .replace(r#""resolution" = """#, r#""resolution" = "regional-approach""#);
    // Notepad saves a byte-order mark and Windows line ends.
    sandbox.write("map.toml", format!("\u{feff}{}", mapping.replace('\n', "\r\n")));
    assert_eq!(
        sandbox.run("import obstacles list.csv --mapping map.toml").notices(),
        format!(
            "{READ}Columns skipped: Opmerkingen\n\
             4 added, 0 changed, 0 unchanged\n\
             Left empty, as chosen: 'Ontvangen' in 1 row\n\
             Without a day of receipt: 1; they are not counted in any period\n\
             Solved on an unknown day: 1; they are not counted as solved in any period\n"
        )
    );
    let columns = "number,title,ministry,received,status,resolution,closed_as,file_number";
    assert_eq!(
        sandbox.run(format!("list --columns {columns} --format csv")).ok().replace("\r\n", "\n"),
        format!(
            "{columns}\n\
             B-001,Stagecontract,OCW,2018-03-12,collected,,,1\n\
             B-002,Injecties,VWS,,solved,regional-approach,,2\n\
             B-003,Detachering,SZW,2018-04-01,closed,,withdrawn,3\n\
             B-004,Tillen,SZW,2018-04-02,closed,,referred,4\n"
        )
    );
}

#[test]
fn an_old_solved_obstacle_may_count_as_not_solved() {
    let sandbox = Sandbox::new();
    sandbox.write("map.toml", "[defaults]\nresolution = \"not-solved\"\n");
    import_text(
        &sandbox,
        "obstacles",
        "title,ministry,status,resolution,solved\nA,OCW,opgelost,,1-2-2018\nB,OCW,opgelost,within-rules,1-2-2018\n",
        "--mapping map.toml",
    )
    .ok();
    assert_eq!(column(&sandbox, "status"), ["in-analysis", "solved"]);
    assert_eq!(column(&sandbox, "solved"), ["", "2018-02-01"]);
}

#[test]
fn a_choice_that_is_still_to_be_made_is_an_error_with_its_line() {
    let sandbox = Sandbox::new();
    let mapping = suggested(&sandbox, LIST);
    let line = |text: &str| 1 + mapping.lines().position(|line| line == text).unwrap();
    let error = |key: &str| {
        format!(
            "ruimte: map.toml, line {}: '{key}' has no value yet; write one between the quotation marks, or \"ignore\" to \
             skip it\n",
            line(&format!("\"{key}\" = \"\""))
        )
    };
    assert_eq!(
        import_error_of(&sandbox, "obstacles", LIST, "--mapping map.toml"),
        format!(
            "{}{}{}ruimte: map.toml: 3 errors; nothing was imported\n",
            error("Biza"),
            error("ooit"),
            error("resolution")
        )
    );
}

#[test]
fn errors_in_a_list_name_the_line_of_the_mapping_that_settles_them() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "map.toml",
        "[columns]\n\"Onderwerp\" = \"titel\"\n\"Min\" = \"ministry\"\n\"Dag\" = \"received\"\n\n\
         [values.\"Min\"]\n\"Biza\" = \"BZK\"\n",
    );
    let list = "Onderwerp,Min,Dag,status\nA,Biza,ooit,opgehaald\nB,EZ,1-1-2018,solved\n";
    let ministry = |value: &str| {
        format!(
            "'{value}' is not in the list of ministries; choose from: OCW, SZW, VWS; or add one with: ruimte ministry add \
             CODE --nl NAME --en NAME"
        )
    };
    let message = import_error_of(&sandbox, "obstacles", list, "--mapping map.toml");
    let errors: Vec<&str> = message.lines().skip(1).collect();
    assert_eq!(
        errors[0],
        format!(
            "ruimte: list.csv, line 2, column Min, value 'Biza': {}; settle this in map.toml, line 7",
            ministry("BZK")
        )
    );
    assert!(
        errors[1].starts_with("ruimte: list.csv, line 2, column Dag, value 'ooit': 'ooit' is not a date; ")
            && errors[1].ends_with("; settle this in map.toml, line 4"),
        "{message}"
    );
    assert_eq!(
        errors[2],
        format!(
            "ruimte: list.csv, line 3, column Min, value 'EZ': {}; settle this in map.toml, line 6",
            ministry("EZ")
        )
    );
    let list = "Onderwerp,Min,Dag,status\nA,OCW,,opgelost\n";
    assert_eq!(
        import_error_of(&sandbox, "obstacles", list, "--mapping map.toml").lines().nth(1),
        Some(
            "ruimte: list.csv, line 2: a resolution goes with the status 'solved', and only with it: give both or neither; \
             settle this in map.toml [defaults]"
        )
    );
}

#[test]
fn a_mistake_in_a_mapping_is_an_error_with_its_line() {
    const SECTIONS: &str =
        "does not belong in a mapping; its sections are [columns], [values.\"column\"] and [defaults]";
    for (mapping, line, why) in [
        (
            "[columns\n",
            1,
            "the mapping is not valid here; write each line as \"text\" = \"text\", with the quotation marks"
                .to_owned(),
        ),
        (
            "[columns]\ntitle = OCW\n",
            2,
            "the mapping is not valid here; write each line as \"text\" = \"text\", with the quotation marks"
                .to_owned(),
        ),
        ("\n[kolommen]\n", 2, format!("'kolommen' {SECTIONS}")),
        ("[values]\ntitle = \"x\"\n", 2, format!("'title' {SECTIONS}")),
        ("[columns]\ntitle = 1\n", 2, "the value of 'title' is not a text; put it between quotation marks".to_owned()),
        ("[columns]\ntitle = \"title\"\n\"Title.\" = \"title\"\n", 3, "'Title.' appears twice".to_owned()),
        (
            "[columns]\ntitel = \"title\"\n",
            2,
            "the list has no column 'titel'; remove the line, or copy the title from the header of the list".to_owned(),
        ),
        (
            "[values.Status]\nx = \"y\"\n",
            1,
            "the list has no column 'Status'; remove the line, or copy the title from the header of the list"
                .to_owned(),
        ),
        (
            "[defaults]\nstatus = \"busy\"\n",
            2,
            "'busy' is not a valid value for status; choose from: collected, in-analysis, solved, closed".to_owned(),
        ),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write("map.toml", mapping);
        let message = import_error_of(&sandbox, "obstacles", "title,ministry\nA,OCW\n", "--mapping map.toml");
        let found = message.lines().find(|line| line.starts_with("ruimte: map.toml")).unwrap_or_default();
        assert_eq!(found, format!("ruimte: map.toml, line {line}: {why}"), "{mapping}");
    }
    let sandbox = Sandbox::new();
    sandbox.write("map.toml", "[columns]\ntitle = \"kleur\"\n[defaults]\nkleur = \"rood\"\n");
    let message = import_error_of(&sandbox, "obstacles", "title,ministry\nA,OCW\n", "--mapping map.toml");
    for line in [2, 4] {
        let begin = format!("\nruimte: map.toml, line {line}: there is no attribute 'kleur'; choose from: ");
        assert!(message.contains(&begin), "{message}");
    }
}

#[test]
fn a_mapping_that_is_too_large_or_missing_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.write("map.toml", "#".repeat((1 << 20) + 1));
    assert_eq!(
        import_error_of(&sandbox, "obstacles", "title,ministry\nA,OCW\n", "--mapping map.toml"),
        "ruimte: map.toml: there is more than 1 MB to read; give a file with less\n"
    );
    assert_eq!(
        sandbox.run("import obstacles list.csv --mapping none.toml").fails(66),
        "ruimte: none.toml cannot be used: the folder or file does not exist\n"
    );
}

#[test]
fn a_mapping_does_not_replace_a_file() {
    let sandbox = Sandbox::new();
    sandbox.write("map.toml", "mine");
    sandbox.write("list.csv", LIST);
    assert_eq!(
        sandbox.run("import obstacles list.csv --suggest-mapping map.toml").fails(73),
        format!("{READ}ruimte: map.toml already exists and is left as it is; choose another name\n")
    );
    assert_eq!(sandbox.read("map.toml"), "mine");
}

#[test]
fn a_list_with_many_unknown_values_gets_a_mapping_that_can_be_read() {
    let sandbox = Sandbox::new();
    let rows: Vec<String> = (0..3_000).map(|at| format!("A{at},{at}{}\n", "\u{1}é".repeat(60))).collect();
    let rows = rows.concat();
    let mapping = suggested(&sandbox, &format!("title,ministry\n{rows}"));
    assert!(mapping.len() < 1 << 20, "{}", mapping.len());
    assert!(mapping.ends_with(
        "\n# There are more values than fit here. Import with this mapping; the others are then reported.\n"
    ));
    let message = import_error_of(&sandbox, "obstacles", format!("title,ministry\n{rows}"), "--mapping map.toml");
    assert!(
        message
            .ends_with("ruimte: map.toml: more than 20 errors, the first 20 are shown above; nothing was imported\n")
    );
}

#[test]
fn a_default_fills_in_only_what_the_register_does_not_have() {
    let sandbox = Sandbox::new();
    sandbox.run("log Een --ministry OCW --theme permanent-leren --question 'Oude vraag' -q").ok();
    sandbox.run("log Twee --ministry OCW --received 2018-01-02 -q").ok();
    sandbox.write(
        "map.toml",
        "[defaults]\nministry = \"VWS\"\ntheme = \"zorg-en-technologie\"\nquestion = \"Standaard\"\n",
    );
    // An empty cell has the same effect as a missing column.
    for list in
        ["number,title\nB-001,Een anders\nB-002,Twee\nB-003,Drie\n", "number,title,theme\nB-001,Een weer anders,\n"]
    {
        import_text(&sandbox, "obstacles", list, "--update --mapping map.toml").ok();
        assert_eq!(column(&sandbox, "ministry"), ["OCW", "OCW", "VWS"]);
        assert_eq!(column(&sandbox, "theme"), ["permanent-leren", "zorg-en-technologie", "zorg-en-technologie"]);
        assert_eq!(column(&sandbox, "question"), ["Oude vraag", "Standaard", "Standaard"]);
    }
    assert_eq!(column(&sandbox, "title"), ["Een weer anders", "Twee", "Drie"]);
}

#[test]
fn a_default_resolution_leaves_a_solved_obstacle_as_it_is() {
    let sandbox = Sandbox::new();
    import_text(
        &sandbox,
        "obstacles",
        "title,ministry,status,resolution,solved\nA,OCW,solved,regional-approach,1-2-2018\nB,OCW,collected,,\n",
        "",
    )
    .ok();
    let list = "number,title,ministry,status\nB-001,A,OCW,solved\nB-002,B,OCW,solved\n";
    for default in ["not-solved", "within-rules"] {
        sandbox.write("map.toml", format!("[defaults]\nresolution = \"{default}\"\n"));
        import_text(&sandbox, "obstacles", list, "--update --mapping map.toml").ok();
        assert_eq!(column(&sandbox, "resolution")[0], "regional-approach");
        assert_eq!(column(&sandbox, "solved")[0], "2018-02-01");
    }
    assert_eq!(column(&sandbox, "status"), ["solved", "solved"]);
    assert_eq!(column(&sandbox, "resolution"), ["regional-approach", "within-rules"]);
}

#[test]
fn columns_with_the_same_title_each_have_a_line_in_the_mapping() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "map.toml",
        "[columns]\n\"Naam\" = \"title\"\n\"Naam (3)\" = \"initiative\"\n\"Naam (2)\" = \"ignore\"\n",
    );
    let list = "Naam,Naam,Naam (2),ministry\nStage,Pact,Rest,OCW\n";
    import_text(&sandbox, "obstacles", list, "--mapping map.toml").ok();
    assert_eq!(column(&sandbox, "title"), ["Stage"]);
    assert_eq!(column(&sandbox, "initiative"), ["Pact"]);
}

#[test]
fn a_suggestion_starts_from_what_an_earlier_mapping_has_settled() {
    let sandbox = Sandbox::new();
    sandbox.write("list.csv", LIST);
    sandbox.write(
        "old.toml",
        "[columns]\n\"Opmerkingen\" = \"analysis\"\n[values.\"Ministerie\"]\n\"Biza\" = \"SZW\"\n\"EZ\" = \"OCW\"\n\
         [defaults]\n\"handler\" = \"Anna\"\n\"resolution\" = \"within-rules\"\n",
    );
    sandbox.run("import obstacles list.csv --mapping old.toml --suggest-mapping new.toml").ok();
    assert_eq!(
        lines(&sandbox.read("new.toml")),
        [
            "[columns]",
            r#""Nr." = "ignore""#,
            r#""Onderwerp" = "title""#,
            r#""Ministerie" = "ministry""#,
            r#""Ontvangen" = "received""#,
            r#""Status" = "status""#,
            r#""Opmerkingen" = "analysis""#,
            r#"[values."Ministerie"]"#,
            r#""Biza" = "SZW""#,
            r#""EZ" = "OCW""#,
            r#"[values."Ontvangen"]"#,
            r#""ooit" = """#,
            r#"[values."Status"]"#,
            r#""vervallen" = "withdrawn""#,
            "[defaults]",
            r#""handler" = "Anna""#,
            r#""resolution" = "within-rules""#,
        ]
    );
    let settled = sandbox.read("new.toml").replace("\"ooit\" = \"\"", "\"ooit\" = \"ignore\"");
    sandbox.write("new.toml", settled);
    sandbox.run("import obstacles list.csv --mapping new.toml").ok();
    assert_eq!(sandbox.rows("list --ministry SZW").len(), 2);
}

#[test]
fn a_mapping_leaves_out_rows_by_a_value_they_have_or_by_one_they_lack() {
    let sandbox = Sandbox::new();
    let list = "Onderwerp,Ministerie,Status,Behandelaar\nStagecontract,OCW,open,Anna\nDetachering,Biza,open,Bert\n\
        Tillen,,open,Carla\nInjecties,VWS,opgelost,Dirk\nStrandweer,SZW,open,Anna\n";
    sandbox.write(
        "map.toml",
        "[values.Ministerie]\nbiza = \"skip-row\"\n[values.Status]\nopen = \"ignore\"\n\
         [defaults]\nministry = \"skip-row\"\nresolution = \"skip-row\"\n",
    );
    sandbox.write("list.csv", list);
    // A suggestion that starts from this mapping asks for nothing more.
    sandbox.run("import obstacles list.csv --mapping map.toml --suggest-mapping next.toml").ok();
    let next = sandbox.read("next.toml");
    assert!(
        !next.contains("= \"\"") && next.contains("\"biza\" = \"skip-row\"") | next.contains("\"Biza\" = \"skip-row\"")
    );

    for (options, verb) in [("--dry-run", "would be "), ("", "")] {
        let notices = sandbox.run(format!("import obstacles list.csv --mapping next.toml {options}")).notices();
        let expected =
            ["Rows left out, as chosen: 3 (line 3; line 4; line 5)\n", "Left empty, as chosen: 'Status' in 2 rows\n"];
        for line in expected {
            assert!(notices.contains(line), "{verb}: {notices}");
        }
    }
    assert_eq!(column(&sandbox, "title"), ["Stagecontract", "Strandweer"]);
    // A row that is left out adds no person either.
    let persons = sandbox.run("person list --with-persons --format csv").ok();
    assert!(
        persons.contains("Anna") && !["Bert", "Carla", "Dirk"].iter().any(|name| persons.contains(name)),
        "{persons}"
    );
}
