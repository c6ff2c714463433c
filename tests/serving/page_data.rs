//! Every page that shows data also gives them as JSON: the same as the command line.

use crate::common::Sandbox;
use crate::server::Server;

#[test]
fn the_data_of_a_page_equal_the_output_of_the_command_line() {
    let sandbox = Sandbox::demo();
    sandbox.run("edit B-001 --handler 'Loket OCW' -q").ok();
    sandbox.run("snapshot eerste -q").ok();
    let server = Server::new(&sandbox, "--lang en");
    for (page, command) in [
        ("/obstacles?status=solved", "list --status solved --sort -received"),
        ("/obstacles/B-001", "show B-001"),
        ("/factsheets/F-01", "show F-01"),
        ("/schemes/S-01", "show S-01"),
        ("/contacts/C-001", "show C-001"),
        ("/contacts", "contact list --sort -date"),
        ("/factsheets", "factsheet list"),
        ("/themes", "theme list"),
        ("/search?q=student", "search student --limit 25"),
        ("/similar?text=Mag+een+student+dit%3F", "similar 'Mag een student dit?'"),
        ("/count?by=ministry", "count --by ministry"),
        ("/reports/laws", "report laws"),
        ("/reconcile", "reconcile"),
        ("/history", "history"),
        ("/history/2", "history --entry 2"),
        ("/history?records=B-001", "history B-001"),
        ("/persons", "person list --sort name"),
        ("/persons?q=loket", "person list --sort name --search loket"),
        ("/persons/N-01", "show N-01"),
        ("/snapshots", "snapshot list"),
    ] {
        let (path, query) = page.split_once('?').unwrap_or((page, ""));
        let data = server.browser("GET", &format!("{path}?{query}&format=json")).send().expect_status(200);
        assert_eq!(data.header("content-type"), Some("application/json"), "{page}");
        let done = sandbox.run(format!("{command} --format json"));
        assert_eq!(data.text(), done.stdout, "{page}");
        assert!(done.stdout.starts_with(['[', '{']), "{command}: {}", done.stderr);
        // The page links to its data.
        let shown = server.browser("GET", page).send().expect_status(200).text();
        assert!(shown.contains("format=json"), "{page}");
    }
}
