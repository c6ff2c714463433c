//! Saved views: a filter, columns and an order of `list` under a name.

mod ownership;
mod records;

use crate::common::{CommandResult, Row, Sandbox, execute};

/// Three obstacles: of OCW and open, of VWS and open, and of VWS and solved.
fn office() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "list.csv",
        "title,ministry,status,resolution,reason,received,solved,handler\n\
         Een,OCW,,,,2025-12-31,,Merel Zwart\n\
         Twee,VWS,,,,2026-02-01,,\n\
         Drie,VWS,solved,within-rules,Zo,2026-02-28,2026-04-01,\n",
    );
    sandbox.run("import obstacles list.csv").ok();
    sandbox
}

/// Runs a command as this person.
fn run_as(sandbox: &Sandbox, actor: &str, line: &str) -> CommandResult {
    let mut command = sandbox.command(line);
    command.env("RUIMTE_ACTOR", actor);
    execute(command)
}

#[track_caller]
fn views(sandbox: &Sandbox, actor: &str) -> Vec<Row> {
    crate::common::rows_of(&run_as(sandbox, actor, "view list --format csv").ok())
}

#[track_caller]
fn numbers(sandbox: &Sandbox, line: &str) -> Vec<String> {
    sandbox.rows(line).into_iter().map(|row| row["number"].clone()).collect()
}

#[test]
fn a_view_shows_the_list_that_it_was_saved_with() {
    let sandbox = office();
    let added =
        sandbox.run("view add 'Open bij VWS' --status open --ministry VWS --columns titel,number --sort -received");
    assert_eq!((added.stdout.as_str(), added.stderr.as_str()), ("V-01\n", "V-01 recorded: Open bij VWS\n"));
    let listed = sandbox.run("list --view 'open bij vws' --format csv").ok();
    assert_eq!(listed, "title,number\r\nTwee,B-002\r\n");
    assert_eq!(sandbox.run("list --view V-01 --format csv").ok(), listed);
    // Other options add to the view or replace its own.
    assert_eq!(numbers(&sandbox, "list --view 'Open bij VWS' --status solved"), ["B-003"]);
    assert_eq!(numbers(&sandbox, "list --view V-01 --status solved,open"), ["B-003", "B-002"]);
    assert_eq!(numbers(&sandbox, "list --view V-01 --status solved,open --sort number"), ["B-002", "B-003"]);
    assert_eq!(numbers(&sandbox, "list --view V-01 --since 2026-02-02"), [""; 0]);
    assert_eq!(sandbox.run("list --view V-01 --ministry OCW --columns title --format csv").ok(), "title\r\nEen\r\n");
    assert_eq!(
        sandbox.run("list --view V-01 --ministry OCW,VWS --limit 1 --format csv").ok(),
        "title,number\r\nTwee,B-002\r\n"
    );
}

#[test]
fn view_with_a_number_still_shows_that_record() {
    let sandbox = office();
    for (one, other) in [
        ("view B-002", "show B-002"),
        ("view 2 3 --format json", "show 2 3 --format json"),
        ("view B-002 --format csv", "show B-002 --format csv"),
    ] {
        assert_eq!(sandbox.run(one).ok(), sandbox.run(other).ok(), "{one}");
    }
    let message = sandbox.run("view").fails(2);
    assert!(message.contains("ruimte view"), "{message}");
    let message = sandbox.run("view nonsense").fails(2);
    assert!(message.contains("'nonsense'"), "{message}");
}

#[test]
fn an_edit_replaces_and_clears_options_of_a_view() {
    let sandbox = office();
    sandbox.run("view add Werk --status open --ministry VWS --sort -received --columns number,title").ok();
    let stored = || {
        let row = sandbox.rows("view list").remove(0);
        ["name", "filter", "columns", "sort", "for_all"].map(|name| row[name].clone())
    };
    assert_eq!(stored(), ["Werk", "--ministry VWS --status open", "number,title", "-received", "no"]);
    assert_eq!(sandbox.run("view edit Werk --ministry OCW,SZW --period dit-jaar").notices(), "V-01 changed\n");
    assert_eq!(stored()[1], "--ministry 'OCW,SZW' --status open --period dit-jaar");
    sandbox.run("view edit Werk --clear status,sort,columns --overdue --name 'Te laat'").ok();
    assert_eq!(stored(), ["Te laat", "--ministry 'OCW,SZW' --period dit-jaar --overdue", "", "", "no"]);
    sandbox.run("view edit V-01 --for-all").ok();
    assert_eq!(stored()[4], "yes");
    sandbox.run("view edit V-01 --clear for-all,overdue,ministry,period").ok();
    assert_eq!(stored(), ["Te laat", "", "", "", "no"]);
    assert_eq!(
        sandbox.run("view edit V-01 --name 'Te laat'").notices(),
        "V-01 was already like that; nothing was changed\n"
    );
    assert_eq!(numbers(&sandbox, "list --view 'Te laat'"), ["B-001", "B-002", "B-003"]);
}

#[test]
fn what_a_view_cannot_hold_is_refused_and_changes_nothing() {
    let sandbox = office();
    sandbox.run("view add Werk --status open").ok();
    let before = sandbox.register_bytes();
    for (line, code, message) in [
        ("view add ' '", 2, "a value is missing: name"),
        ("view add V-07", 2, "'V-07' looks like the number of a saved view; choose a name such as 'Open at VWS'"),
        ("view add werk", 65, "the name 'werk' is already in use for a saved view; choose another name"),
        ("view add Nieuw --ministry VSW", 2, "'VSW'"),
        ("view add Nieuw --status oopen", 2, "'oopen'"),
        ("view add Nieuw --columns nummertje", 2, "there is no attribute 'nummertje'"),
        ("view add Nieuw --sort -nummertje", 2, "there is no attribute 'nummertje'"),
        ("view add Nieuw --since gistern", 2, "'gistern' is not a date"),
        ("view add Nieuw --handler 'Niemand Nergens'", 66, "there is no person 'Niemand Nergens'"),
        ("view edit Werk", 2, "no change was given; see: ruimte view edit --help"),
        ("view edit Werk --clear kleur", 2, "there is no attribute 'kleur'"),
        (
            "view edit Werkk --status solved",
            66,
            "there is no saved view 'Werkk'; there are: Werk; see: ruimte view list",
        ),
        (
            "view void Nieuw --because 'Dubbel'",
            66,
            "there is no saved view 'Nieuw'; there are: Werk; see: ruimte view list",
        ),
        ("list --view Nieuw", 66, "there is no saved view 'Nieuw'; there are: Werk; see: ruimte view list"),
        ("list --view V-09", 66, "there is no saved view 'V-09'"),
        ("show V-09", 66, "there is no V-09 in this register; see: ruimte view list"),
    ] {
        let failure = sandbox.run(line).fails(code);
        assert!(failure.contains(message), "{line}: {failure}");
    }
    assert!(sandbox.register_bytes() == before);
    let message = sandbox.run_in_dutch("list --view Nieuw").fails(66);
    assert!(message.contains("er is geen weergave 'Nieuw'; wel: Werk; zie: ruimte view list"), "{message}");
    let message = Sandbox::new().run("list --view Nieuw").fails(66);
    assert!(message.contains("there is no saved view 'Nieuw'; see: ruimte view list"), "{message}");
}

#[test]
fn a_dry_run_saves_no_view() {
    let sandbox = office();
    let before = sandbox.register_bytes();
    sandbox.run("view add Werk --status open --dry-run").ok();
    assert!(sandbox.register_bytes() == before);
}

#[test]
fn a_receipt_holds_the_options_of_a_view_and_not_its_name() {
    let sandbox = office();
    run_as(
        &sandbox,
        "Ekster",
        "view add 'Mijn werk' --ministry VWS --handler 'Merel Zwart,merel zwart' --sort -received",
    )
    .ok();
    run_as(&sandbox, "Ekster", "view edit 'Mijn werk' --clear handler --status open").ok();
    run_as(&sandbox, "Ekster", "list --view 'Mijn werk' --since 2026-01-01 -o list.html").ok();
    let page = sandbox.read("list.html");
    let receipt = page.split("ruimte:2 ").nth(1).unwrap().split('<').next().unwrap();
    let receipt = format!("ruimte:2 {}", receipt.replace("&#x2f;", "/"));
    let fields = crate::common::receipt_fields(&receipt);
    assert_eq!(fields["command"], "list --sort=-received --ministry VWS --status open --since 2026-01-01");
    // Somebody who does not see the view can check the receipt, also after the view has changed.
    run_as(&sandbox, "Ekster", "view edit 'Mijn werk' --status solved").ok();
    sandbox.write("receipt.txt", &receipt);
    let checked = run_as(&sandbox, "Kievit", "receipt receipt.txt").ok();
    assert!(checked.contains("Same: "), "{checked}");
    assert!(page.contains("1 January 2026"), "{page}");
}
