//! On a terminal, a count by two attributes is a table with the values of the second as columns.
#![cfg(unix)]

use crate::common::Sandbox;
use rexpect::session::spawn_command;

/// Runs a command in a pseudo-terminal, and returns the lines of its output without styles.
fn lines(sandbox: &Sandbox, columns: &str, arguments: &str) -> Vec<String> {
    let mut command = sandbox.command(arguments);
    command.env("TERM", "xterm").env("COLUMNS", columns).env("RUIMTE_LANG", "en");
    let mut session = spawn_command(command, Some(20_000)).unwrap();
    // The session returns each byte of the output as one character, so turn the characters into bytes again.
    let bytes = session.exp_eof().unwrap().chars().map(|byte| u8::try_from(u32::from(byte)).unwrap()).collect();
    let written = String::from_utf8(bytes).unwrap().replace("\u{1b}[1m", "").replace("\u{1b}[0m", "");
    written.lines().map(|line| line.trim_end_matches('\r').to_owned()).take_while(|line| !line.is_empty()).collect()
}

fn register() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "list.csv",
        "title,ministry,involved,status,resolution,received\n\
         Een,OCW,VWS,solved,within-rules,2018-01-01\n\
         Twee,OCW,,collected,,2018-02-01\n\
         Drie,VWS,OCW,solved,within-rules,2018-02-01\n\
         Vier,VWS,,collected,,2019-01-01\n",
    );
    sandbox.run("import obstacles list.csv").ok();
    sandbox
}

#[test]
fn the_terminal_shows_a_count_by_two_attributes_with_totals_of_both() {
    let sandbox = register();
    assert_eq!(
        lines(&sandbox, "80", "count --by ministry,status -q"),
        [
            "ministry / status  collected  solved  Total",
            "───────────────────────────────────────────",
            "OCW                        1       2      3",
            "VWS                        1       2      3",
            "───────────────────────────────────────────",
            "Total                      2       2      4",
        ]
    );
}

#[test]
fn a_table_that_does_not_fit_the_terminal_has_a_row_for_each_pair() {
    let sandbox = Sandbox::demo();
    let arguments = "count --by theme,quarter -q";
    let shown = lines(&sandbox, "100", arguments);
    let heading: Vec<&str> = shown[0].split("  ").map(str::trim).filter(|text| !text.is_empty()).collect();
    assert_eq!(heading, ["theme", "quarter received", "obstacles"]);
    let rows = sandbox.rows(arguments);
    // Two rules, the heading and the totals are no rows.
    assert_eq!(shown.len(), rows.len() + 4, "{shown:#?}");
    assert!(shown.last().unwrap().ends_with(" 70"), "{shown:#?}");
    // A pipe gets these rows whatever its width.
    let piped = register().run("count --by ministry,status -q").ok();
    assert_eq!(piped.lines().next(), Some("ministry  status     as lead  mentions"));
}
