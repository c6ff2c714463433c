//! Values that must be on one line: an import turns line breaks into spaces, and refuses values that are too long.

use super::{READ, column, import_error, import_error_of, import_text};
use crate::common::{Sandbox, on_one_line};

/// Every kind of line break that occurs in files, and a sequence of line breaks and spaces.
const BREAKS: [&str; 9] = ["\n", "\r\n", "\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}", " \r\n\r\n "];

#[test]
fn a_line_break_in_an_imported_value_becomes_a_space() {
    for separator in [',', ';', '\t'] {
        for line_break in BREAKS {
            let sandbox = Sandbox::new();
            let row = ["title", "ministry", "initiative", "handler", "status", "question"].join(&separator.to_string());
            let cells = [
                "Stage bij@twee",
                "Onderwijs, Cultuur@en Wetenschap",
                "Leerteam@Noord",
                "Jan@Jansen",
                "in@analyse",
                "een@twee",
            ];
            let cells = cells.map(|cell| format!("\"{}\"", cell.replace('@', line_break)));
            sandbox.write("ministries.csv", "code,nl,en\nOCW,\"Onderwijs, Cultuur en Wetenschap\",Education\n");
            sandbox.run("import ministries ministries.csv --update").ok();
            let text = format!("{row}\n{}\n", cells.join(&separator.to_string()));
            import_text(&sandbox, "obstacles", text, "").ok();
            assert_eq!(column(&sandbox, "title"), ["Stage bij twee"], "{line_break:?}");
            assert_eq!(column(&sandbox, "ministry"), ["OCW"], "{line_break:?}");
            assert_eq!(column(&sandbox, "initiative"), ["Leerteam Noord"], "{line_break:?}");
            assert_eq!(column(&sandbox, "handler"), ["Jan Jansen"], "{line_break:?}");
            assert_eq!(column(&sandbox, "status"), ["in-analysis"], "{line_break:?}");
            assert_eq!(column(&sandbox, "question"), [format!("een{line_break}twee")], "{line_break:?}");
        }
    }
}

#[test]
fn a_line_break_in_a_code_or_a_name_becomes_a_space() {
    let sandbox = Sandbox::new();
    import_text(&sandbox, "themes", "code,nl,en\n\"X\nY\",\"Thema\r\nX\",\"Theme\rX\"\n", "").ok();
    assert_eq!(
        sandbox.run("theme list --format csv").ok().lines().find(|line| line.starts_with('X')),
        Some("X Y,Thema X,Theme X,")
    );
    import_text(&sandbox, "themes", "code,nl,en\n\"X\nY\",\"Thema\r\nZ\",Theme\n", "--update").ok();
    assert!(sandbox.run("theme list --format csv").ok().contains("X Y,Thema Z,Theme,"));
}

#[test]
fn a_line_break_on_the_command_line_becomes_a_space() {
    for line_break in BREAKS {
        let sandbox = Sandbox::new();
        let title = format!("Stage bij{line_break}twee");
        let result = sandbox.run(["log", &title, "--ministry", "OCW", "--initiative", &title]);
        assert_eq!(result.notices(), "B-001 recorded: Stage bij twee\n", "{line_break:?}");
        sandbox.run(["edit", "1", "--file-number", &title, "--handler", &title]).ok();
        for name in ["title", "initiative", "file_number", "handler"] {
            assert_eq!(column(&sandbox, name), ["Stage bij twee"], "{name} {line_break:?}");
        }
        sandbox.run_with_input("edit 1 --title -", format!("Een{line_break}ander\n")).ok();
        assert_eq!(column(&sandbox, "title"), [on_one_line(&format!("Een{line_break}ander"))]);
    }
}

#[test]
fn a_line_break_at_the_start_or_end_of_a_value_is_dropped() {
    let sandbox = Sandbox::new();
    import_text(&sandbox, "obstacles", "title,ministry\n\"\nStage\r\n\",OCW\n", "").ok();
    assert_eq!(column(&sandbox, "title"), ["Stage"]);
}

#[test]
fn a_value_on_one_line_has_at_most_a_thousand_characters() {
    // The limit counts characters, not bytes.
    let (most, more) = ("é".repeat(1_000), "é".repeat(1_001));
    let why = |name: &str| format!("{name}: 1001 characters, and at most 1000 fit; shorten the text");
    let sandbox = Sandbox::new();
    import_text(&sandbox, "obstacles", format!("title,ministry,initiative\n{most},OCW,{most}\n"), "").ok();
    assert_eq!(column(&sandbox, "title"), [most.as_str()]);
    let start = format!("{}…", "é".repeat(60));
    let end = "ruimte: list.csv: 1 error; nothing was imported\n";
    for (name, label) in [("initiative", "initiative"), ("file_number", "file number"), ("rule_change", "rule change")]
    {
        assert_eq!(
            import_error(format!("title,ministry,{name}\nA,OCW,{more}\n")),
            format!("{READ}ruimte: list.csv, line 2, column {name}, value '{start}': {}\n{end}", why(label))
        );
    }
    assert_eq!(
        import_error(format!("title,ministry,handler\nA,OCW,{more}\n")),
        format!("{READ}ruimte: list.csv, line 2, column handler, value '{start}': {}\n{end}", why("handler"))
    );
    assert_eq!(
        import_error(format!("title,ministry,laws\nA,OCW,own-rule: {more}\n")),
        format!(
            "{READ}ruimte: list.csv, line 2, column laws, value 'own-rule: {}…': laws: 1011 characters, and at most 1000 fit; shorten the text\n{end}",
            "é".repeat(50)
        )
    );
    assert_eq!(
        import_error_of(&sandbox, "themes", format!("code,nl,en\n{more},X,X\n"), ""),
        format!("{READ}ruimte: list.csv, line 2, column code, value '{start}': {}\n{end}", why("code"))
    );
    for arguments in
        [["log", "Titel", "--ministry", "OCW", "--initiative", &more].as_slice(), &["edit", "1", "--initiative", &more]]
    {
        assert_eq!(sandbox.run(arguments).fails(65), format!("ruimte: {}\n", why("initiative")));
    }
    assert_eq!(
        sandbox.run_in_dutch(["edit", "1", "--title", &more]).fails(65),
        "ruimte: titel: 1001 tekens, en ten hoogste 1000 passen; maak de tekst korter\n"
    );
    assert_eq!(sandbox.run_with_input("edit 1 --title -", &more).fails(65), format!("ruimte: {}\n", why("title")));
    sandbox.run(["void", "1", "--because", &more]).fails(65);
}

#[test]
fn a_long_text_has_at_most_a_hundred_thousand_characters() {
    let sandbox = Sandbox::new();
    let (most, more) = ("é".repeat(100_000), "é".repeat(100_001));
    import_text(&sandbox, "obstacles", format!("title,ministry,question\nA,OCW,{most}\n"), "").ok();
    assert_eq!(
        import_error(format!("title,ministry,question\nA,OCW,{more}\n")),
        format!(
            "{READ}ruimte: list.csv, line 2, column question, value '{}…': question: 100001 characters, and at most 100000 fit; shorten the text\n\
             ruimte: list.csv: 1 error; nothing was imported\n",
            "é".repeat(60)
        )
    );
    assert_eq!(
        sandbox.run_with_input("edit 1 --answer -", &more).fails(65),
        "ruimte: answer: 100001 characters, and at most 100000 fit; shorten the text\n"
    );
}
