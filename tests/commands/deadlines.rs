//! `calendar`: the deadlines that a calendar shows, and the keys of calendar feeds.

use crate::common::{CommandResult, Sandbox, execute};

fn office() -> Sandbox {
    let sandbox = Sandbox::new();
    for line in [
        "log 'Later' --ministry OCW --due 2026-12-31 --handler Ada",
        "log 'Eerder' --ministry OCW --due 2026-12-01 --handler Ada",
        "log 'Van een ander' --ministry OCW --due 2026-12-02 --handler Bo",
        "log 'Zonder dag' --ministry OCW --handler Ada",
        "log 'Opgelost' --ministry OCW --due 2026-12-03 --handler Ada",
        "classify 5 within-rules --because Zo",
        "log 'Vervallen' --ministry OCW --due 2026-12-04 --handler Ada",
        "void 6 --because Dubbel",
    ] {
        sandbox.run(line).ok();
    }
    sandbox
}

fn run_as(sandbox: &Sandbox, actor: &str, line: &str) -> CommandResult {
    let mut command = sandbox.command(line);
    command.env("RUIMTE_ACTOR", actor);
    execute(command)
}

#[test]
fn the_calendar_has_what_is_open_and_promised() {
    let sandbox = office();
    let numbers = |actor: &str, line: &str| -> Vec<String> {
        let text = run_as(&sandbox, actor, &format!("{line} --format csv")).ok();
        text.lines().skip(1).map(|row| row.split(',').take(3).collect::<Vec<_>>().join(" ")).collect()
    };
    assert_eq!(numbers("Ada", "calendar list"), ["B-002 Eerder 2026-12-01", "B-001 Later 2026-12-31"]);
    assert_eq!(numbers("Cas", "calendar list"), [""; 0]);
    let all = ["B-002 Eerder 2026-12-01", "B-003 Van een ander 2026-12-02", "B-001 Later 2026-12-31"];
    assert_eq!(numbers("Cas", "calendar list --all"), all);
    // Persons are not in it.
    assert!(!run_as(&sandbox, "Cas", "calendar list --all").ok().contains("Bo"));
    let uids = |sandbox: &Sandbox| -> Vec<String> {
        sandbox.rows("calendar list --all").into_iter().map(|mut row| row.remove("uid").unwrap()).collect()
    };
    let before = uids(&sandbox);
    let changed = sandbox.rows("calendar list --all")[0]["changed"].clone();
    sandbox.run("edit 2 --title Anders --due 2026-12-05").ok();
    let row = sandbox.rows("calendar list --all").into_iter().find(|row| row["number"] == "B-002").unwrap();
    assert!(row["changed"] >= changed);
    let mut after = uids(&sandbox);
    after.swap(0, 1);
    assert_eq!(after, before, "a change keeps the identifier");
    sandbox.run("--register other.db init").ok();
    sandbox.run("--register other.db log Later --ministry OCW --due 2026-12-31").ok();
    let other = sandbox.run("--register other.db calendar list --all --format csv").ok();
    let (_, register) = before[0].split_once('@').unwrap();
    assert!(other.contains("B-001@") && !other.contains(register), "another register has other identifiers");
}

fn key_of(path: &str) -> &str {
    let key = path.trim().strip_prefix("/feed/").unwrap().strip_suffix(".ics").unwrap();
    assert_eq!(key.len(), 48);
    key
}

#[test]
fn a_key_is_shown_once_and_kept_as_a_digest_only() {
    let sandbox = office();
    let first = run_as(&sandbox, "Ada", "calendar key");
    assert_eq!(
        first.stderr,
        "N-02 has a new calendar key; put the address of the site before it. The key cannot be shown again, and an earlier one no longer works\n"
    );
    let second = run_as(&sandbox, "Ada", "calendar key").ok();
    assert_ne!(first.stdout, second);
    let keys = sandbox.rows("calendar keys");
    assert_eq!(keys.len(), 1);
    assert_eq!((keys[0]["number"].as_str(), keys[0]["name"].as_str()), ("N-02", "Ada"));
    let file = String::from_utf8_lossy(&sandbox.register_bytes()).into_owned();
    let history = sandbox.run("history").ok();
    for key in [key_of(&first.stdout), key_of(&second)] {
        assert!(!file.contains(key) && !history.contains(key));
    }
    let dry = run_as(&sandbox, "Bo", "calendar key --dry-run").ok();
    assert_eq!(dry, "");
    assert_eq!(sandbox.run("calendar key Niemand").code, 66);
    // Somebody who is not in the register yet can make a key.
    run_as(&sandbox, "Nieuw", "calendar key").ok();
    assert_eq!(sandbox.rows("calendar keys").len(), 2);
    assert_eq!(sandbox.run("check").code, 0);
}

#[test]
fn a_revoked_key_does_not_come_back() {
    let sandbox = office();
    run_as(&sandbox, "Ada", "calendar key").ok();
    sandbox.run("backup copy.db").ok();
    sandbox.run("calendar revoke Ada").ok();
    assert_eq!(
        sandbox.run("calendar revoke Ada").fails(66),
        "ruimte: N-02 has no calendar key; see: ruimte calendar keys\n"
    );
    // The journal has who revoked it, of whom, and nothing to undo.
    let entries: i64 = sandbox.run("history --format csv").ok().lines().count().try_into().unwrap();
    assert!(entries > 0);
    sandbox.run("undo");
    assert_eq!(sandbox.rows("calendar keys").len(), 0);
    let notices = sandbox.run("restore copy.db --force").notices();
    assert!(notices.contains("Calendar keys revoked: 1"), "{notices}");
    assert_eq!(sandbox.rows("calendar keys").len(), 0);
    // Erasing a person revokes the key too.
    run_as(&sandbox, "Ada", "calendar key").ok();
    sandbox.run("erase person Ada").ok();
    assert_eq!(sandbox.rows("calendar keys").len(), 0);
    assert_eq!(sandbox.run("check").code, 0);
}
