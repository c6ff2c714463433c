//! `import`: a file in, all or nothing; and out again as it was.

use crate::common::{CommandResult, Row, Sandbox};

/// Every kind of record, in the order in which an empty register can take them in.
const KINDS: [&str; 13] = [
    "ministries",
    "regions",
    "care-domains",
    "themes",
    "natures",
    "laws",
    "synonyms",
    "factsheets",
    "schemes",
    "obstacles",
    "contacts",
    "publications",
    "figures",
];

/// What is said of most files here.
const READ: &str = "list.csv read as UTF-8, separated by ','\n";

/// What is said of a ministry that there is not.
const NO_BZK: &str = "'BZK' is not in the list of ministries; choose from: OCW, SZW, VWS; or add one with: ruimte ministry add CODE --nl NAME --en NAME";

/// Imports a file.
fn bring(sandbox: &Sandbox, kind: &str, text: impl AsRef<[u8]>, more: &str) -> CommandResult {
    sandbox.write("list.csv", text);
    sandbox.run(format!("import {kind} list.csv {more}"))
}

/// What is told when a file cannot be taken in. The register stays as it is, to the byte.
#[track_caller]
fn refused_by(sandbox: &Sandbox, kind: &str, text: impl AsRef<[u8]>, more: &str) -> String {
    let before = sandbox.register_bytes();
    let told = bring(sandbox, kind, text, more).fails(65);
    assert!(sandbox.register_bytes() == before, "the register changed, though it told: {told}");
    told
}

/// What is told when a file of obstacles cannot be taken into an empty register.
#[track_caller]
fn refused(text: impl AsRef<[u8]>) -> String {
    refused_by(&Sandbox::new(), "obstacles", text, "")
}

/// The values of one column of the obstacles.
#[track_caller]
fn column(sandbox: &Sandbox, name: &str) -> Vec<String> {
    sandbox
        .rows(format!("list --columns {name}"))
        .into_iter()
        .map(|mut row| row.remove(name).unwrap())
        .collect()
}

// Bad rows

#[test]
fn one_bad_row_keeps_every_other_row_out() {
    let sandbox = Sandbox::new();
    bring(&sandbox, "obstacles", "title,ministry\nEerste,OCW\n", "").ok();
    let rows = sandbox.rows("export obstacles");
    let told = refused_by(
        &sandbox,
        "obstacles",
        "number,title,ministry\nB-002,Nieuw,VWS\nB-001,Anders,OCW\nB-003,Fout,BZK\nB-004,Goed,SZW\n",
        "--update",
    );
    assert_eq!(
        told,
        format!(
            "{READ}ruimte: list.csv, line 4, column ministry, value 'BZK': {NO_BZK}\n\
             ruimte: list.csv: 1 error; nothing was imported\n"
        )
    );
    assert_eq!(sandbox.rows("export obstacles"), rows);
}

#[test]
fn bad_rows_are_told_together_up_to_twenty() {
    // A good row after each bad one: bad rows stand on the lines 2, 4, 6, …
    let file = |bad: usize| format!("title,ministry\n{}", "Fout,BZK\nGoed,OCW\n".repeat(bad));
    let told = |bad: usize| -> String {
        let line =
            |at| format!("ruimte: list.csv, line {}, column ministry, value 'BZK': {NO_BZK}\n", 2 * at);
        (1..=bad).map(line).collect()
    };
    let end = |text: &str| format!("ruimte: list.csv: {text}; nothing was imported\n");
    for (bad, shown, last) in [
        (2, 2, "2 errors"),
        (20, 20, "20 errors"),
        (21, 20, "more than 20 errors, the first 20 stand above"),
        (500, 20, "more than 20 errors, the first 20 stand above"),
    ] {
        assert_eq!(refused(file(bad)), format!("{READ}{}{}", told(shown), end(last)), "{bad} bad rows");
    }
}

#[test]
fn what_the_register_refuses_is_told_in_words_with_its_place() {
    const COLUMNS: &str =
        "number,title,ministry,status,resolution,closed_as,duplicate_of,received,answered,solved,closed";
    const BOTH: &str = "a resolution goes with the status 'solved', and only with it: give both or neither";
    const CLOSED_AS: &str =
        "'closed_as' (referred, withdrawn or duplicate) goes with the status 'closed', and only with it";
    const ORIGINAL: &str = "a duplicate names its original in 'duplicate_of', and only a duplicate does";
    let cases = [
        ("1,A,OCW,solved,,,,,,,", "resolution", "", BOTH),
        ("1,A,OCW,,within-rules,,,,,,", "resolution", "within-rules", BOTH),
        ("1,A,OCW,closed,within-rules,referred,,,,,", "resolution", "within-rules", BOTH),
        ("1,A,OCW,,,,,,,1-6-2018,", "solved", "1-6-2018", "a day of solution goes with the status 'solved'"),
        (
            "1,A,OCW,solved,within-rules,,,2018-05-02,,2018-05-01,",
            "solved",
            "2018-05-01",
            "the day of solution lies before the day of receipt",
        ),
        (
            "1,A,OCW,,,,,2018-05-02,2018-05-01,,",
            "answered",
            "2018-05-01",
            "the day of the answer lies before the day of receipt",
        ),
        (
            "1,A,OCW,closed,,referred,,2018-05-02,,,2018-05-01",
            "closed",
            "2018-05-01",
            "the day of closing lies before the day of receipt",
        ),
        ("1,A,OCW,closed,,,,,,,", "closed_as", "", CLOSED_AS),
        ("1,A,OCW,,,withdrawn,,,,,", "closed_as", "withdrawn", CLOSED_AS),
        (
            "1,A,OCW,,,,,,,,2018-05-01",
            "closed",
            "2018-05-01",
            "a day of closing goes with the status 'closed'",
        ),
        ("1,A,OCW,closed,,duplicate,,,,,", "duplicate_of", "", ORIGINAL),
        ("1,A,OCW,closed,,referred,B-001,,,,", "duplicate_of", "B-001", ORIGINAL),
        (
            "1,A,OCW,closed,,duplicate,B-001,,,,",
            "duplicate_of",
            "B-001",
            "an obstacle cannot be a duplicate of itself",
        ),
        (
            "1,A,OCW,busy,,,,,,,",
            "status",
            "busy",
            "'busy' is not possible as status; choose from: collected, in-analysis, solved, closed",
        ),
        ("x,A,OCW,,,,,,,,", "number", "x", "'x' is not a number; write for instance B-012"),
    ];
    for (row, column, value, why) in cases {
        assert_eq!(
            refused(format!("{COLUMNS}\n{row}\n")),
            format!(
                "{READ}ruimte: list.csv, line 2, column {column}, value '{value}': {why}\n\
                 ruimte: list.csv: 1 error; nothing was imported\n"
            ),
            "{row}"
        );
    }
}

#[test]
fn other_kinds_of_record_tell_a_bad_value_just_so() {
    let cases = [
        (
            "contacts",
            "kind,date,obstacles\nvisit,2018-05-01,B-001\n",
            "column kind, value 'visit': 'visit' is not possible as kind; choose from: meeting, call, email",
        ),
        (
            "contacts",
            "kind,date,obstacles\ncall,2018-05-01,B-001; B-099\n",
            "column obstacles, value 'B-001; B-099': there is no B-099 in this register; see: ruimte list",
        ),
        (
            "publications",
            "code,nl,en,since,until\np,p,p,2018-12-31,2018-01-01\n",
            "column until, value '2018-01-01': the last day of the period lies before the first",
        ),
        (
            "figures",
            "publication,measure,value\nzorgpact-2018,collected,-1\n",
            "column value, value '-1': '-1' is not a count; write a whole number of 0 or more",
        ),
        (
            "figures",
            "publication,measure,value\nzorgpact,collected,1\n",
            "column publication, value 'zorgpact': 'zorgpact' is not in the list of publications; choose from: zorgpact-web, zorgpact-2018; or add one with: ruimte publication add CODE --nl NAME --en NAME",
        ),
        (
            "obstacles",
            "title,ministry,laws\nA,OCW,BWBR123\n",
            "column laws, value 'BWBR123': 'BWBR123' is not a legal source; write for instance 'BWBR0007625 art. 7.2.8 lid 1', 'CELEX 32016R0679', 'cao: Cao VVT' or 'own-rule: stagereglement'",
        ),
        (
            "factsheets",
            "title,summary\nA,a\0b\n",
            "column summary, value 'a<U+0000>b': a text may not hold a NUL character; take it out",
        ),
        ("ministries", "code,nl,en\nBZK,,Interior\n", "column nl, value '': a value is missing"),
    ];
    for (kind, file, told) in cases {
        let told = if told.starts_with("column") { format!(", {told}") } else { format!(": {told}") };
        assert_eq!(
            refused_by(&Sandbox::demo(), kind, file, ""),
            format!(
                "{READ}ruimte: list.csv, line 2{told}\nruimte: list.csv: 1 error; nothing was imported\n"
            )
        );
    }
}

#[test]
fn a_resolution_that_the_file_has_no_column_for_is_missed_all_the_same() {
    assert_eq!(
        refused("title,ministry,status\nA,OCW,solved\n"),
        format!(
            "{READ}ruimte: list.csv, line 2: a resolution goes with the status 'solved', and only with it: give both or neither\n\
             ruimte: list.csv: 1 error; nothing was imported\n"
        )
    );
}

#[test]
fn a_required_value_that_is_empty_is_missed() {
    assert_eq!(
        refused("title,ministry\n,OCW\n\"  \",OCW\nA,\n"),
        format!(
            "{READ}ruimte: list.csv, line 2, column title, value '': a value is missing\n\
             ruimte: list.csv, line 3, column title, value '  ': a value is missing\n\
             ruimte: list.csv, line 4, column ministry, value '': a value is missing\n\
             ruimte: list.csv: 3 errors; nothing was imported\n"
        )
    );
}

#[test]
fn a_row_with_too_few_or_too_many_values_is_refused() {
    assert_eq!(
        refused("title,ministry,question\nA,OCW\nB,OCW,x\nC,OCW,x,y\n"),
        format!(
            "{READ}ruimte: list.csv, line 2: 3 values expected, found: 2\n\
             ruimte: list.csv, line 4: 3 values expected, found: 4\n\
             ruimte: list.csv: 2 errors; nothing was imported\n"
        )
    );
}

#[test]
fn the_line_of_a_bad_row_counts_the_lines_inside_cells_before_it() {
    assert_eq!(
        refused("title,ministry,question\nA,OCW,\"x\n\ny\"\n\"B\nB\",BZK,\nC,OCW\n"),
        format!(
            "{READ}ruimte: list.csv, line 5, column ministry, value 'BZK': {NO_BZK}\n\
             ruimte: list.csv, line 7: 3 values expected, found: 2\n\
             ruimte: list.csv: 2 errors; nothing was imported\n"
        )
    );
}

#[test]
fn the_line_of_a_bad_row_is_right_with_the_line_ends_of_windows() {
    assert_eq!(
        refused("title,ministry,question\r\nA,OCW,\"x\r\n\r\ny\"\r\n\"B\r\nB\",BZK,\r\nC,OCW\r\n"),
        format!(
            "{READ}ruimte: list.csv, line 5, column ministry, value 'BZK': {NO_BZK}\n\
             ruimte: list.csv, line 7: 3 values expected, found: 2\n\
             ruimte: list.csv: 2 errors; nothing was imported\n"
        )
    );
}

#[test]
fn the_line_of_a_bad_row_counts_the_blank_lines_before_it() {
    assert_eq!(
        refused("title,ministry\nA,OCW\n\n\nB,BZK\n"),
        format!(
            "{READ}ruimte: list.csv, line 5, column ministry, value 'BZK': {NO_BZK}\n\
             ruimte: list.csv: 1 error; nothing was imported\n"
        )
    );
}

// The heading and the file as a whole

#[test]
fn a_heading_that_cannot_be_used_is_refused() {
    const VALID: &str = "number, title, question, analysis, answer, ministry, involved, region, initiative, care_domain, theme, nature, status, resolution, reason, rule_change, duplicate_of, file_number, handler, received, due, answered, solved, closed, laws, factsheets, schemes, provenance, provenance_note, closed_as, precedents, publishable, void";
    let cases = [
        (
            "title,ministry,minister\nA,OCW,x\n",
            format!("not known as a column: 'minister'; choose from: {VALID}"),
        ),
        ("title,ministry, title \nA,OCW,B\n", "the column 'title' is there twice".to_owned()),
        ("title,,ministry\nA,x,OCW\n", "column 2 has no name".to_owned()),
        ("title,ministry,\nA,OCW,\n", "column 3 has no name".to_owned()),
        ("title,question\nA,B\n", "a column is missing: ministry".to_owned()),
        ("number,question\n1,B\n", "a column is missing: title, ministry".to_owned()),
    ];
    for (file, why) in cases {
        assert_eq!(refused(file), format!("{READ}ruimte: list.csv, line 1: {why}\n"), "{file}");
    }
}

#[test]
fn a_file_without_anything_in_it_is_refused() {
    for file in ["", "\n", "\r\n\r\n", "\u{feff}"] {
        assert_eq!(
            refused(file),
            "ruimte: list.csv: the file is empty; its first line should name the columns\n",
            "{file:?}"
        );
    }
}

#[test]
fn a_quotation_mark_that_is_not_closed_is_refused_on_the_line_where_it_opens() {
    for (file, line) in [
        ("title,ministry\nA,OCW\n\"B,OCW\nC,OCW\n", 3),
        ("title,ministry\nA,\"OCW", 2),
        ("title,\"ministry\nA,OCW\n", 1),
        ("title,ministry\n\"A\nA\",OCW\nB,\"OCW\n", 4),
    ] {
        let told = refused(file);
        let told = told.lines().last().unwrap();
        assert_eq!(
            told,
            format!(
                "ruimte: list.csv, line {line}: a quotation mark is not closed, or something stands behind it; double a quotation mark within a value"
            ),
            "{file}"
        );
    }
}

#[test]
fn a_quotation_mark_that_is_not_closed_does_not_make_one_row_of_two() {
    // The mark that opens C would close B: `B,OCW⏎C` is nobody's title.
    let told = refused("title,ministry\nA,OCW\n\"B,OCW\n\"C\",OCW\n");
    assert!(told.starts_with(&format!("{READ}ruimte: list.csv, line 3")), "{told}");
}

#[test]
fn a_file_that_is_not_there_or_is_a_folder_is_no_input() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path("folder")).unwrap();
    assert_eq!(
        sandbox.run("import obstacles lijst.csv").fails(66),
        "ruimte: lijst.csv cannot be used: the folder or file does not exist\n"
    );
    assert_eq!(
        sandbox.run("import obstacles folder").fails(66),
        "ruimte: folder cannot be used: it is a folder, or a file stands where a folder should be\n"
    );
}

#[test]
fn a_kind_of_record_that_there_is_not_is_told_with_those_that_there_are() {
    let mut kinds: Vec<&str> = KINDS.to_vec();
    kinds.insert(9, "persons");
    kinds.push("snapshots");
    assert_eq!(
        Sandbox::new().run("import people list.csv").fails(2),
        format!("ruimte: 'people' is not a kind of record; choose from: {}\n", kinds.join(", "))
    );
}

// How a file is read

fn utf_16(text: &str, of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(of).collect()
}

/// Windows-1252 is Latin-1, but for these two of the characters that are used here.
fn windows_1252(text: &str) -> Vec<u8> {
    let byte = |character| match character {
        '€' => 0x80,
        '–' => 0x96,
        other => u8::try_from(other).unwrap(),
    };
    text.chars().map(byte).collect()
}

#[test]
fn encoding_and_separator_are_recognised_and_told() {
    let title = "Één stage – à € 5, of; twee";
    for (separator, told_separator) in [(",", "','"), (";", "';'"), ("\t", "tab")] {
        let text =
            format!("number{separator}title{separator}ministry\r\n1{separator}\"{title}\"{separator}OCW\r\n");
        let marked = format!("\u{feff}{text}");
        let cases = [
            ("UTF-8", text.clone().into_bytes()),
            ("UTF-8", marked.clone().into_bytes()),
            ("UTF-16LE", utf_16(&marked, u16::to_le_bytes)),
            ("UTF-16BE", utf_16(&marked, u16::to_be_bytes)),
            ("UTF-16LE", utf_16(&text, u16::to_le_bytes)),
            ("UTF-16BE", utf_16(&text, u16::to_be_bytes)),
            ("windows-1252", windows_1252(&text)),
        ];
        for (encoding, bytes) in cases {
            let sandbox = Sandbox::new();
            assert_eq!(
                bring(&sandbox, "obstacles", &bytes, "").notices(),
                format!(
                    "list.csv read as {encoding}, separated by {told_separator}\n\
                     1 added, 0 changed, 0 left as they were\n\
                     Without a day of receipt: 1; they count in no period\n"
                ),
                "{bytes:?}"
            );
            assert_eq!(column(&sandbox, "title"), [title], "{encoding} {bytes:?}");
        }
    }
}

#[test]
fn a_character_outside_ascii_far_into_a_file_still_settles_its_encoding() {
    // Two bytes of one character stand on either side of every power of two up to 128 KiB.
    for at in [4096_usize, 65_536, 131_072] {
        let head = "title,ministry,question\nA,OCW,";
        let filler = "x".repeat(at - head.len() - 1);
        let sandbox = Sandbox::new();
        bring(&sandbox, "obstacles", format!("{head}{filler}é\n"), "").ok();
        assert_eq!(column(&sandbox, "question"), [format!("{filler}é")]);
        let sandbox = Sandbox::new();
        let told = bring(&sandbox, "obstacles", windows_1252(&format!("{head}{filler}é\n")), "").notices();
        assert!(told.starts_with("list.csv read as windows-1252"), "{told}");
        assert_eq!(column(&sandbox, "question"), [format!("{filler}é")]);
    }
}

#[test]
fn utf_16_without_a_mark_is_recognised_whatever_letters_it_holds() {
    // The lower byte of Ā is zero, as the upper byte of a is.
    for of in [u16::to_le_bytes, u16::to_be_bytes] {
        let sandbox = Sandbox::new();
        let result = bring(&sandbox, "obstacles", utf_16("title,ministry\nĀda,OCW\n", of), "");
        result.ok();
        assert_eq!(column(&sandbox, "title"), ["Āda"]);
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_rather_than_stored_as_something_else() {
    assert_eq!(
        refused(b"\xef\xbb\xbftitle,ministry\nEen caf\xe9,OCW\n"),
        "ruimte: list.csv: its beginning says UTF-8, but there are bytes that are not; save the file as UTF-8\n"
    );
    // Half of a pair of UTF-16, alone.
    let mut file = utf_16("\u{feff}title,ministry\nA,OCW\n", u16::to_le_bytes);
    file.extend([0x00, 0xd8]);
    file.extend(utf_16(",OCW\n", u16::to_le_bytes));
    assert_eq!(
        refused(file),
        "list.csv read as UTF-16LE, separated by ','\n\
         ruimte: list.csv, line 3, column title: there are bytes that are not UTF-16LE; save the file as UTF-8\n\
         ruimte: list.csv: 1 error; nothing was imported\n"
    );
}

#[test]
fn the_heading_settles_the_separator_whatever_the_cells_hold() {
    for file in [
        "title;ministry\n\"a,b,c,d\te\tf\tg\";OCW\n",
        "title\tministry\na,b,c,d;e;f;g\tOCW\n",
        "\n\n\"title\";\"ministry\"\na,b,c,d;OCW\n",
        " title , ministry \na;b;c;d,OCW\n",
    ] {
        let sandbox = Sandbox::new();
        bring(&sandbox, "obstacles", file, "").ok();
        let titles = column(&sandbox, "title");
        assert!(
            titles.len() == 1 && titles[0].contains('b') && titles[0].contains('d'),
            "{file}: {titles:?}"
        );
    }
    // What separates names that are known goes before what stands there most.
    let told = refused("title;ministry;\"in, het, kort\"\nA;OCW;x\n");
    assert!(
        told.starts_with(
            "list.csv read as UTF-8, separated by ';'\nruimte: list.csv, line 1: not known as a column: 'in, het, kort'"
        ),
        "{told}"
    );
}

#[test]
fn the_last_line_may_lack_its_end_and_blank_rows_are_passed_over() {
    let sandbox = Sandbox::new();
    let told = bring(&sandbox, "factsheets", "title,url\n\nA,\n,\n \nB,b", "").notices();
    assert_eq!(told, format!("{READ}2 added, 0 changed, 0 left as they were\n"));
    assert_eq!(
        sandbox.rows("factsheet list --columns title,url"),
        [
            Row::from([("title".to_owned(), "A".to_owned()), ("url".to_owned(), String::new())]),
            Row::from([("title".to_owned(), "B".to_owned()), ("url".to_owned(), "b".to_owned())]),
        ]
    );
}

#[test]
fn standard_input_is_a_file_too() {
    let sandbox = Sandbox::new();
    let result = sandbox
        .run_with_input("import obstacles -", windows_1252("title;ministry;received\nÉén;OCW;12-5-2018\n"));
    assert_eq!(
        result.notices(),
        "- read as windows-1252, separated by ';'\n1 added, 0 changed, 0 left as they were\n"
    );
    assert_eq!(column(&sandbox, "title"), ["Één"]);
    let refused = sandbox.run_with_input("import obstacles -", "title,ministry\nA,BZK\n").fails(65);
    assert_eq!(
        refused,
        format!(
            "- read as UTF-8, separated by ','\n\
             ruimte: -, line 2, column ministry, value 'BZK': {NO_BZK}\n\
             ruimte: -: 1 error; nothing was imported\n"
        )
    );
}

// Values

#[test]
fn every_attribute_may_be_imported_and_comes_out_as_it_went_in() {
    let sandbox = Sandbox::new();
    sandbox.run("factsheet add Een").ok();
    sandbox.run("factsheet add Twee").ok();
    sandbox.run("scheme add Drie").ok();
    let file = "number,title,question,analysis,answer,ministry,involved,region,initiative,care_domain,theme,nature,status,resolution,reason,rule_change,duplicate_of,file_number,handler,received,due,answered,solved,closed,laws,factsheets,schemes,provenance,provenance_note,closed_as,precedents,publishable,laws_juriconnect,laws_link\r\n\
        B-007,Titel,\"Vraag,\r\ntwee regels\",Analyse,Antwoord,OCW,SZW; VWS,12,Initiatief,ggz,permanent-leren,funding,solved,regional-approach,Reden,Gewijzigd,,0030326,mbo,2016-02-29,2016-03-31,2016-03-01,2016-03-02,,BWBR0007625 art. 7.2.8 lid 1; cao: Cao VVT,F-01; F-02,S-01,documented,Herkomst,,,yes,jci1.31:c:BWBR0007625&artikel=7.2.8&lid=1,https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8&lid=1\r\n\
        B-009,Dubbel,,,,SZW,,,,,,,closed,,Zelfde vraag,,B-007,,,2016-04-01,,,,2016-04-02,,,,illustrative,,duplicate,,no,,\r\n\
        B-010,Bezig,,,,VWS,,,,,,,in-analysis,,,,,,,2016-05-01,,,,,,,,logged,,,B-007; B-012,no,,\r\n\
        B-012,Eerder,,,,OCW,,,,,,,solved,within-rules,Mag al,,,,,2016-01-01,,,2016-01-02,,,,,logged,,,,no,,\r\n";
    assert_eq!(
        bring(&sandbox, "obstacles", file, "").notices(),
        format!("{READ}4 added, 0 changed, 0 left as they were\n")
    );
    assert_eq!(sandbox.run("export obstacles").ok(), file);
    // A number is given out once: the next is one higher than any that came in.
    assert_eq!(sandbox.run("log Nieuw --ministry OCW").ok(), "B-013\n");
}

#[test]
fn values_may_be_written_as_people_write_them() {
    let sandbox = Sandbox::new();
    bring(
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
    bring(&sandbox, "obstacles", format!("title,ministry,file_number,handler\n{rows}"), "").ok();
    for name in ["title", "file_number", "handler"] {
        assert_eq!(column(&sandbox, name), numbers, "{name}");
    }
}

#[test]
fn a_day_is_read_as_people_write_it() {
    let days = [
        ("12-5-2018", "2018-05-12"),
        ("12-05-2018", "2018-05-12"),
        ("12/5/2018", "2018-05-12"),
        ("2018-05-12", "2018-05-12"),
        (" 2018-5-2 ", "2018-05-02"),
        ("29-2-2016", "2016-02-29"),
        ("", ""),
    ];
    let sandbox = Sandbox::new();
    let rows = days.map(|(written, _)| format!("A,OCW,{written}\n")).concat();
    bring(&sandbox, "obstacles", format!("title,ministry,received\n{rows}"), "").ok();
    assert_eq!(column(&sandbox, "received"), days.map(|(_, stored)| stored));
}

#[test]
fn a_day_that_the_calendar_does_not_have_is_refused() {
    for (written, why) in [
        ("31-02-2018", "there is no date 31-02-2018; write for instance 2018-05-12 or 12-5-2018"),
        ("2018-02-31", "there is no date 2018-02-31; write for instance 2018-05-12 or 12-5-2018"),
        ("29-2-2018", "there is no date 29-2-2018; write for instance 2018-05-12 or 12-5-2018"),
        ("2018-13-01", "there is no date 2018-13-01; write for instance 2018-05-12 or 12-5-2018"),
        ("0-1-2018", "there is no date 0-1-2018; write for instance 2018-05-12 or 12-5-2018"),
        ("0000-05-12", "there is no date 0000-05-12; write for instance 2018-05-12 or 12-5-2018"),
        (
            "12-5-18",
            "'12-5-18' is not a date; write the year in four digits, as in 2018-05-12 or 12-5-2018, or today",
        ),
        (
            "mei 2018",
            "'mei 2018' is not a date; write the year in four digits, as in 2018-05-12 or 12-5-2018, or today",
        ),
        (
            "43232",
            "'43232' is not a date; write the year in four digits, as in 2018-05-12 or 12-5-2018, or today",
        ),
    ] {
        assert_eq!(
            refused(format!("title,ministry,received\nA,OCW,{written}\n")),
            format!(
                "{READ}ruimte: list.csv, line 2, column received, value '{written}': {why}\n\
                 ruimte: list.csv: 1 error; nothing was imported\n"
            )
        );
    }
}

#[test]
fn a_list_without_days_is_taken_in_and_told_what_it_counts_for() {
    assert_eq!(
        bring(
            &Sandbox::new(),
            "obstacles",
            "title,ministry,status,resolution,received\n\
             A,OCW,,,2018-05-01\nB,OCW,solved,within-rules,2018-05-01\nC,OCW,solved,within-rules,\nD,OCW,,,\n",
            ""
        )
        .notices(),
        format!(
            "{READ}4 added, 0 changed, 0 left as they were\n\
             Without a day of receipt: 2; they count in no period\n\
             Solved without a day of solution: 2; as solved they count in no period\n"
        )
    );
}

#[test]
fn a_duplicate_may_come_before_its_original() {
    let sandbox = Sandbox::new();
    bring(
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
fn a_duplicate_without_its_original_is_a_bad_row() {
    let told = refused(
        "number,title,ministry,status,closed_as,duplicate_of\n\
         1,Origineel,OCW,,,\n2,Dubbel,OCW,closed,duplicate,B-099\n",
    );
    assert!(
        told.starts_with(&format!("{READ}ruimte: list.csv, line 3, column duplicate_of, value 'B-099': ")),
        "{told}"
    );
}

// Again, and changed

#[test]
fn the_same_file_again_leaves_everything_as_it_was() {
    let sandbox = Sandbox::demo();
    for (kind, count) in
        [("obstacles", 70), ("contacts", 529), ("factsheets", 11), ("figures", 15), ("laws", 35)]
    {
        sandbox.run(format!("export {kind} -o list.csv")).ok();
        let before = sandbox.register_bytes();
        for more in ["", "--update"] {
            assert_eq!(
                sandbox.run(format!("import {kind} list.csv {more}")).notices(),
                format!("{READ}0 added, 0 changed, {count} left as they were\n")
            );
        }
        assert!(sandbox.register_bytes() == before, "{kind}: the register changed");
    }
}

#[test]
fn a_record_that_is_there_changes_only_with_update() {
    let sandbox = Sandbox::new();
    bring(&sandbox, "obstacles", "title,ministry,region\nEen,OCW,1\nTwee,VWS,2\n", "").ok();
    let file = "number,title,ministry\n1,Anders,OCW\n2,Twee,VWS\n3,Drie,SZW\n";
    assert_eq!(
        refused_by(&sandbox, "obstacles", file, ""),
        format!(
            "{READ}ruimte: list.csv, line 2: B-001 is there already and differs; change it with --update\n\
             ruimte: list.csv: 1 error; nothing was imported\n"
        )
    );
    let before = sandbox.register_bytes();
    assert_eq!(
        bring(&sandbox, "obstacles", file, "--update --dry-run").notices(),
        format!(
            "{READ}Dry run: 1 to add, 1 to change, 1 left as they are; nothing was recorded\n\
             Without a day of receipt: 1; they count in no period\n"
        )
    );
    assert!(sandbox.register_bytes() == before, "a dry run changed the register");
    assert_eq!(
        bring(&sandbox, "obstacles", file, "--update").notices(),
        format!(
            "{READ}1 added, 1 changed, 1 left as they were\n\
             Without a day of receipt: 1; they count in no period\n"
        )
    );
    assert_eq!(column(&sandbox, "title"), ["Anders", "Twee", "Drie"]);
    assert_eq!(column(&sandbox, "region"), ["1", "2", ""]);
}

#[test]
fn a_dry_run_refuses_what_an_import_refuses() {
    let sandbox = Sandbox::new();
    let file = "title,ministry\nA,OCW\nB,BZK\n";
    assert_eq!(
        refused_by(&sandbox, "obstacles", file, "--dry-run"),
        refused_by(&sandbox, "obstacles", file, "")
    );
}

#[test]
fn an_update_changes_empties_and_leaves_the_rest() {
    let sandbox = Sandbox::new();
    sandbox.run("factsheet add Een").ok();
    sandbox.run("factsheet add Twee").ok();
    bring(
        &sandbox,
        "obstacles",
        "number,title,question,analysis,ministry,involved,region,handler,received,laws,factsheets\n\
         1,Rijbewijs,Een tractor,Ja,OCW,VWS; SZW,12,mbo,2018-05-12,BWBR0007625 art. 1; BWBR0007625 art. 2,F-01; F-02\n",
        "",
    )
    .ok();
    // Neither the title nor the ministry has to be told again.
    assert_eq!(
        bring(
            &sandbox,
            "obstacles",
            "number,question,involved,region,received,laws,factsheets\nB-001,Een heftruck,VWS,,,BWBR0007625 art. 2,\n",
            "--update"
        )
        .notices(),
        format!("{READ}0 added, 1 changed, 0 left as they were\n")
    );
    let columns = "number,title,question,analysis,ministry,involved,region,handler,received,laws,factsheets";
    assert_eq!(
        sandbox.run(format!("list --columns {columns} --format csv")).ok(),
        format!("{columns}\r\nB-001,Rijbewijs,Een heftruck,Ja,OCW,VWS,,mbo,,BWBR0007625 art. 2,\r\n")
    );
    assert_eq!(sandbox.rows("search heftruck").len(), 1);
    assert_eq!(sandbox.rows("search tractor").len(), 0);
    assert_eq!(
        refused_by(&sandbox, "obstacles", "number,title\nB-001,\n", "--update"),
        format!(
            "{READ}ruimte: list.csv, line 2, column title, value '': a value is missing\n\
             ruimte: list.csv: 1 error; nothing was imported\n"
        )
    );
}

#[test]
fn what_is_imported_can_be_found_by_its_words() {
    let sandbox = Sandbox::new();
    bring(&sandbox, "obstacles", "title,ministry,answer\nA,OCW,Medicatie delen\nB,OCW,Iets anders\n", "")
        .ok();
    let found = sandbox.rows("search médicatie DELEN");
    assert_eq!(found.iter().map(|row| row["number"].as_str()).collect::<Vec<_>>(), ["B-001"]);
}

// Out and in again

/// Takes every kind of record out of a register and into an empty one, and compares what comes out of that.
#[track_caller]
fn moves_whole(from: &Sandbox, options: &str) {
    let to = Sandbox::new();
    let export = |sandbox: &Sandbox, kind: &str| sandbox.run(format!("export {kind} {options}")).ok();
    let mut differences = Vec::new();
    for kind in KINDS {
        let exported = export(from, kind);
        assert!(exported.lines().count() > 1, "nothing of {kind} to move");
        to.write("list.csv", &exported);
        let result = to.run(format!("import {kind} list.csv"));
        if result.code != 0 {
            differences.push(format!("{kind}: {}", result.stderr));
        } else if export(&to, kind) != exported {
            differences.push(format!("{kind}: another export"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// The demonstration register with what an officer can add to it.
fn full_register() -> Sandbox {
    let sandbox = Sandbox::demo();
    for kind in ["ministry", "region", "care-domain", "theme", "nature", "law", "publication"] {
        let period = if kind == "publication" { "--since 2019-01-01 --until 2019-12-31" } else { "" };
        sandbox.run(format!("{kind} add X-1 --nl 'Naam; met, \"alles\"' --en Name {period}")).ok();
    }
    sandbox.run("synonym add X-1 'één \"x\"; =2'").ok();
    sandbox.run("figure add --publication X-1 --measure collected --value 0").ok();
    sandbox.run("log =1+1 --ministry X-1 --region X-1 --question ' a\r\nb\n\tc '").ok();
    sandbox.run("log \"'s-Hertogenbosch\" --ministry OCW").ok();
    sandbox.run("link B-072 B-003 B-001").ok();
    sandbox.run("close B-071 --as duplicate --of B-072 --because Zelfde").ok();
    sandbox
}

#[test]
fn an_export_of_every_kind_into_an_empty_register_gives_the_same_export() {
    let sandbox = full_register();
    moves_whole(&sandbox, "");
    moves_whole(&sandbox, "--format csv-excel");
}

#[test]
fn void_records_that_nothing_points_at_move_with_the_rest() {
    let sandbox = full_register();
    sandbox.run("factsheet add 'Per ongeluk'").ok();
    sandbox.run("scheme add 'Per ongeluk'").ok();
    sandbox.run("log 'Per ongeluk' --ministry OCW").ok();
    for number in ["F-12", "S-27", "B-073", "C-012", "P-01"] {
        sandbox.run(format!("void {number} --because 'Bij vergissing vastgelegd'")).ok();
    }
    moves_whole(&sandbox, "--with-void");
    moves_whole(&sandbox, "");
}

/// The same with an obstacle that a void factsheet, a void scheme and a void precedent answer.
fn answered_by_void() -> Sandbox {
    let sandbox = full_register();
    sandbox.run("factsheet add 'Per ongeluk'").ok();
    sandbox.run("scheme add 'Per ongeluk'").ok();
    sandbox.run("log 'Per ongeluk' --ministry OCW").ok();
    sandbox.run("classify B-073 within-rules --because 'Mag al'").ok();
    sandbox
        .run("log 'Met verwijzingen' --ministry OCW --factsheet F-01,F-12 --scheme S-27 --precedent B-002,B-073")
        .ok();
    for number in ["F-12", "S-27", "B-073"] {
        sandbox.run(format!("void {number} --because 'Bij vergissing vastgelegd'")).ok();
    }
    sandbox
}

/// The same with a contact about a void obstacle, of which another is a duplicate.
fn about_void() -> Sandbox {
    let sandbox = full_register();
    sandbox.run("contact call B-072 --on 2019-01-02").ok();
    sandbox.run("void B-072 --because 'Bij vergissing vastgelegd'").ok();
    sandbox
}

#[test]
fn void_factsheets_and_schemes_that_answer_an_obstacle_move_with_the_rest() {
    moves_whole(&answered_by_void(), "--with-void");
}

#[test]
fn void_obstacles_that_contacts_are_about_move_with_the_rest() {
    moves_whole(&about_void(), "--with-void");
}

#[test]
fn a_register_moves_without_its_void_factsheets_and_schemes_too() {
    moves_whole(&answered_by_void(), "");
}

// In Dutch

#[test]
fn an_import_speaks_dutch_to_who_reads_dutch() {
    const READ: &str = "lijst.csv gelezen als UTF-8, gescheiden door ','\n";
    let import = |file: &str, more: &str| {
        let sandbox = Sandbox::new();
        sandbox.write("lijst.csv", file);
        sandbox.run_in_dutch(format!("import obstacles lijst.csv {more}"))
    };
    assert_eq!(
        import("title,ministry,status,resolution\nA,OCW,opgelost,binnen de regels\n", "").notices(),
        format!(
            "{READ}1 toegevoegd, 0 gewijzigd, 0 ongewijzigd\n\
             Zonder dag van ontvangst: 1; zij tellen in geen periode mee\n\
             Opgelost zonder dag van oplossing: 1; als opgelost tellen zij in geen periode mee\n"
        )
    );
    assert_eq!(
        import("title,ministry,received\nA,OCW,vandaag\n", "--dry-run").notices(),
        format!("{READ}Proef: 1 toe te voegen, 0 te wijzigen, 0 ongewijzigd; er is niets vastgelegd\n")
    );
    assert_eq!(
        import(
            "title,ministry,status,received,solved\nA,BZK,,,\nB,OCW,solved,31-02-2018,\nC,OCW,solved,,\nD,OCW\n",
            ""
        )
        .fails(65),
        format!(
            "{READ}ruimte: lijst.csv, regel 2, kolom ministry, waarde 'BZK': 'BZK' staat niet in de lijst van ministeries; kies uit: OCW, SZW, VWS; of voeg toe met: ruimte ministry add CODE --nl NAAM --en NAAM\n\
             ruimte: lijst.csv, regel 3, kolom received, waarde '31-02-2018': de datum 31-02-2018 bestaat niet; schrijf bijvoorbeeld 2018-05-12 of 12-5-2018\n\
             ruimte: lijst.csv, regel 4: een oplossing hoort bij de status 'solved', en alleen daarbij: geef allebei of geen van beide\n\
             ruimte: lijst.csv, regel 5: 5 waarden verwacht, gevonden: 2\n\
             ruimte: lijst.csv: 4 fouten; er is niets ingelezen\n"
        )
    );
    for (file, told) in [
        ("title\nA\n", "regel 1: er ontbreekt een kolom: ministry"),
        ("title,ministry,title\n", "regel 1: de kolom 'title' staat er twee keer"),
        (
            "title,ministry\n\"A,OCW\n",
            "regel 2: een aanhalingsteken wordt niet gesloten, of er staat nog iets achter; zet een aanhalingsteken in een waarde dubbel",
        ),
    ] {
        assert_eq!(import(file, "").fails(65), format!("{READ}ruimte: lijst.csv, {told}\n"));
    }
    assert_eq!(
        import("", "").fails(65),
        "ruimte: lijst.csv: het bestand is leeg; de eerste regel hoort de namen van de kolommen te geven\n"
    );
    assert_eq!(
        Sandbox::new().run_in_dutch("import obstacles weg.csv").fails(66),
        "ruimte: weg.csv is niet te gebruiken: de map of het bestand bestaat niet\n"
    );
}
