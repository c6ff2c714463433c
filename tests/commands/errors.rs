//! Errors: each has the right message and exit code, and nothing is lost or changed.

use crate::common::{CommandLine, Sandbox};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

#[test]
fn simultaneous_commands_each_get_their_own_number() {
    let sandbox = Sandbox::new();
    let children: Vec<_> = (0..8)
        .map(|at| {
            let mut command = sandbox.command(["log", &format!("Gelijktijdig {at}"), "--ministry", "OCW"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let mut numbers: Vec<String> = children
        .into_iter()
        .map(|child| {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap()
        })
        .collect();
    numbers.sort();
    assert_eq!(numbers, (1..=8).map(|number| format!("B-00{number}\n")).collect::<Vec<_>>());
    assert_eq!(sandbox.run("count").stderr, "8 obstacles, each counted once\n");
}

#[test]
fn a_register_that_is_busy_for_long_gives_a_try_again_error() {
    let sandbox = Sandbox::new();
    let other = rusqlite::Connection::open(sandbox.path("register.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let result = sandbox.run("log Wacht --ministry OCW");
    let printed = result.fails(75);
    let who = if cfg!(target_os = "linux") {
        let name = fs::read_to_string(format!("/proc/{}/comm", std::process::id())).unwrap();
        format!(": process {} ({}) on this computer", std::process::id(), name.trim())
    } else {
        ", perhaps from another computer or with another program".to_owned()
    };
    assert_eq!(printed, format!("ruimte: somebody else is writing to the register{who}; try again shortly\n"));
    assert_eq!(sandbox.run("list").code, 0, "who reads is not held up");
    other.execute_batch("ROLLBACK").unwrap();
    sandbox.run("log 'Nu wel' --ministry OCW").ok();
}

/// A command that lacks permission to write to the sandbox. If the tests run as root, the command runs as `nobody`.
/// `None` if `PATH` is not set.
#[cfg(unix)]
fn without_rights(sandbox: &Sandbox, arguments: &str) -> Option<Command> {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &std::path::Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let folder = sandbox.path("");
    let program = sandbox.path("ruimte-copy");
    if !program.exists() {
        mode(&folder, 0o755);
        fs::copy(env!("CARGO_BIN_EXE_ruimte"), &program).unwrap();
    }
    mode(&program, 0o755);
    mode(&sandbox.path("register.db"), 0o444);
    mode(&folder, 0o555);
    let root = fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    let mut command = if root {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&program);
        command
    } else {
        Command::new(&program)
    };
    command.args(arguments.arguments()).current_dir(&folder).env_clear().env("PATH", std::env::var_os("PATH")?);
    command.env("RUIMTE_REGISTER", "register.db").env("HOME", &folder).stdin(Stdio::null());
    Some(command)
}

#[cfg(unix)]
#[test]
fn a_read_only_register_can_be_read_but_not_written() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::demo();
    let before = sandbox.register_bytes();
    let run = |arguments: &str| crate::common::execute(without_rights(&sandbox, arguments).unwrap());
    let listed = run("list --limit 1 --columns number");
    assert_eq!((listed.code, listed.stdout.as_str()), (0, "number\nB-001\n"));
    assert_eq!(
        run("log Nee --ministry OCW").fails(77),
        "ruimte: the register can only be read here: you do not have write permission, or the disk is read-only\n"
    );
    let made = run("init --register new.db");
    assert_eq!(made.fails(73), "ruimte: new.db cannot be created: you do not have permission\n");
    let written = run("list -o list.csv");
    assert_eq!(written.fails(73), "ruimte: list.csv cannot be created: you do not have permission\n");
    fs::set_permissions(sandbox.path(""), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(sandbox.register_bytes(), before);
}

#[test]
fn a_file_that_is_not_a_register_is_rejected_and_left_unchanged() {
    let sandbox = Sandbox::empty();
    sandbox.write("text.txt", "Beste collega,\nhierbij de lijst.\n");
    sandbox.write("empty.db", "");
    let other = rusqlite::Connection::open(sandbox.path("other.db")).unwrap();
    other.execute_batch("CREATE TABLE obstacle (number INTEGER)").unwrap();
    drop(other);
    for name in ["text.txt", "empty.db", "other.db"] {
        let before = fs::read(sandbox.path(name)).unwrap();
        for command in ["list", "log Titel --ministry OCW"] {
            let result = sandbox.run(format!("--register {name} {command}"));
            assert_eq!(
                result.fails(65),
                format!("ruimte: {name} is not a ruimte register; nothing in it was changed\n")
            );
        }
        assert_eq!(fs::read(sandbox.path(name)).unwrap(), before);
    }
    fs::create_dir(sandbox.path("map")).unwrap();
    assert_eq!(
        sandbox.run_in_dutch("--register map list").fails(65),
        "ruimte: map is geen register van ruimte; er is niets aan veranderd\n"
    );
}

#[test]
fn a_register_of_a_newer_version_is_rejected_and_left_unchanged() {
    let sandbox = Sandbox::new();
    rusqlite::Connection::open(sandbox.path("register.db")).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = sandbox.register_bytes();
    assert_eq!(
        sandbox.run("log Titel --ministry OCW").fails(78),
        "ruimte: register.db was made by a newer version of ruimte; update the program\n"
    );
    assert_eq!(sandbox.register_bytes(), before);
}

#[test]
fn a_mistyped_path_is_an_error_and_creates_no_file() {
    let sandbox = Sandbox::empty();
    for name in ["registr.db", "file:x?mode=memory", ":memory:", "nowhere/register.db"] {
        let result = sandbox.run(format!("--register {name} list"));
        assert_eq!(
            result.fails(66),
            format!(
                "ruimte: there is no register {name}; create one with 'ruimte init', or name one with --register or RUIMTE_REGISTER\n"
            )
        );
    }
    assert_eq!(fs::read_dir(sandbox.path("")).unwrap().count(), 0);
}

#[test]
fn init_and_demo_do_not_overwrite_a_file() {
    let sandbox = Sandbox::empty();
    sandbox.write("register.db", "van iemand anders");
    for command in [vec!["init"], vec!["demo", "--keep", "register.db"], vec!["--register", "register.db", "demo"]] {
        assert_eq!(
            sandbox.run(command).fails(73),
            "ruimte: register.db already exists and is left as it is; choose another name\n"
        );
    }
    assert_eq!(sandbox.read("register.db"), "van iemand anders");
    assert_eq!(fs::read_dir(sandbox.path("")).unwrap().count(), 1);
}

#[test]
fn the_examples_are_kept_in_a_register_that_is_named() {
    let sandbox = Sandbox::empty();
    sandbox.run("--register voorbeeld.db demo -q").ok();
    assert_eq!(
        sandbox.run("--register voorbeeld.db list --limit 1 --columns number --format csv").ok(),
        "number\r\nB-001\r\n"
    );
    // Not in the register of the user's own work.
    sandbox.run("demo -q").ok();
    assert_eq!(fs::read_dir(sandbox.path("")).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_new_register_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::empty();
    sandbox.run("init").ok();
    assert_eq!(fs::metadata(sandbox.path("register.db")).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn the_register_defaults_to_the_data_folder() {
    let sandbox = Sandbox::empty();
    let run = |arguments: &str| {
        let mut command = sandbox.command(arguments);
        command.env_remove("RUIMTE_REGISTER").env("XDG_DATA_HOME", sandbox.path("data"));
        crate::common::execute(command)
    };
    let path = sandbox.path("data").join("ruimte").join("register.db");
    assert!(run("list").fails(66).contains(&path.display().to_string()));
    run("init").ok();
    assert_eq!(run("log Titel --ministry OCW").ok(), "B-001\n");
    assert!(path.exists());
}

#[test]
fn an_invalid_date_is_rejected_in_the_readers_language() {
    let sandbox = Sandbox::new();
    let before = sandbox.register_bytes();
    let log = "log Titel --ministry OCW --received 31-02-2018";
    assert_eq!(
        sandbox.run(log).fails(2),
        "ruimte: there is no date 31-02-2018; write for instance 2018-05-12 or 12-5-2018\n"
    );
    assert_eq!(
        sandbox.run_in_dutch(log).fails(2),
        "ruimte: de datum 31-02-2018 bestaat niet; schrijf bijvoorbeeld 2018-05-12 of 12-5-2018\n"
    );
    assert_eq!(sandbox.register_bytes(), before);
}

#[test]
fn an_unknown_ministry_is_rejected_with_the_known_ones_and_how_to_add_one() {
    let sandbox = Sandbox::new();
    let log = "log Titel --ministry BZK";
    assert_eq!(
        sandbox.run(log).fails(2),
        "ruimte: 'BZK' is not in the list of ministries; choose from: OCW, SZW, VWS; \
         or add one with: ruimte ministry add CODE --nl NAME --en NAME\n"
    );
    assert_eq!(
        sandbox.run_in_dutch(log).fails(2),
        "ruimte: 'BZK' staat niet in de lijst van ministeries; kies uit: OCW, SZW, VWS; \
         of voeg er een toe met: ruimte ministry add CODE --nl NAAM --en NAAM\n"
    );
    sandbox.run("ministry add BZK --nl 'Binnenlandse Zaken' --en Interior").ok();
    assert_eq!(sandbox.run(log).ok(), "B-001\n");
}

#[test]
fn a_title_with_control_characters_is_stored_exactly_and_never_printed_raw() {
    let sandbox = Sandbox::new();
    let title = "\u{1b}[31mrood\u{7}\u{202e}\u{9b}2J";
    let logged = sandbox.run(format!("log '{title}' --ministry OCW"));
    assert_eq!(logged.stdout, "B-001\n");
    assert_eq!(logged.stderr, "B-001 recorded: <U+001B>[31mrood<U+0007><U+202E><U+009B>2J\n");
    let shown = "<U+001B>[31mrood<U+0007><U+202E><U+009B>2J";
    assert_eq!(sandbox.run("list --columns title").ok(), format!("title\n{shown}\n"));
    assert!(sandbox.run("show 1").ok().contains(shown));
    assert_eq!(sandbox.run("list --columns title --format csv").ok(), format!("title\r\n{title}\r\n"));
    assert!(
        sandbox
            .run(format!("edit 1 --region '{title}'"))
            .fails(2)
            .starts_with("ruimte: '<U+001B>[31mrood<U+0007><U+202E>")
    );
    assert_eq!(sandbox.run("log ' \n ' --ministry OCW").fails(2), "ruimte: missing: TITLE; see: ruimte log --help\n");
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let sandbox = Sandbox::new();
    let mut list = String::from("title,ministry\n");
    for number in 1..=20_000 {
        list.push_str(&format!("Belemmering nummer {number} met een titel van gewone lengte,OCW\n"));
    }
    sandbox.write("list.csv", list);
    sandbox.run("import obstacles list.csv").ok();
    for format in ["table", "csv", "csv-excel", "json", "jsonl"] {
        let mut command = sandbox.command(format!("list --format {format}"));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let mut printed = String::new();
        child.stderr.take().unwrap().read_to_string(&mut printed).unwrap();
        assert_eq!((child.wait().unwrap().code(), printed.as_str()), (Some(0), ""), "{format}: {first}");
    }
}

#[test]
fn an_invalid_command_line_is_explained_with_a_pointer_to_help() {
    let sandbox = Sandbox::new();
    let printed = |arguments: &str, english: &str, dutch: &str| {
        assert_eq!(sandbox.run(arguments).fails(2), format!("ruimte: {english}\n"));
        assert_eq!(sandbox.run_in_dutch(arguments).fails(2), format!("ruimte: {dutch}\n"));
    };
    printed(
        "lists",
        "there is no command 'lists'; do you mean 'list'? See: ruimte help",
        "de opdracht 'lists' bestaat niet; bedoelt u 'list'? Zie: ruimte help",
    );
    printed(
        "list --minstry OCW",
        "there is no option '--minstry'; do you mean '--ministry'? See: ruimte list --help",
        "de optie '--minstry' bestaat niet; bedoelt u '--ministry'? Zie: ruimte list --help",
    );
    printed(
        "list --status klaar",
        "'klaar' is not a valid value for --status; choose from: collected, in-analysis, solved, closed, open",
        "'klaar' is geen geldige waarde voor --status; kies uit: collected (opgehaald), in-analysis (in analyse), solved (opgelost), closed (afgesloten), open",
    );
    printed(
        "close B-001 --as withdrawn",
        "missing: --because; see: ruimte close --help",
        "er ontbreekt: --because; zie: ruimte close --help",
    );
    printed(
        "log --ministry OCW",
        "missing: TITLE; see: ruimte log --help",
        "er ontbreekt: TITEL; zie: ruimte log --help",
    );
    printed(
        "contact",
        "what should 'ruimte contact' do? Choose from: call, email, meeting, list, edit",
        "wat moet 'ruimte contact' doen? Kies uit: call, email, meeting, list, edit",
    );
    printed(
        "list --lang de",
        "'de' is not a valid value for --lang; choose from: nl, en",
        "'de' is geen geldige waarde voor --lang; kies uit: nl, en",
    );
    printed(
        "show B-001 --format",
        "--format needs a value; see: ruimte show --help",
        "bij --format hoort een waarde; zie: ruimte show --help",
    );
    printed(
        "show Q-1",
        "'Q-1' is not a number; write for instance B-012, F-03, S-07, C-012",
        "'Q-1' is geen nummer; schrijf bijvoorbeeld B-012, F-03, S-07, C-012",
    );
}

#[test]
fn an_option_word_or_kind_that_does_not_exist_is_answered_with_what_people_mean() {
    let sandbox = Sandbox::new();
    let before = sandbox.register_bytes();
    let printed = |arguments: &str, english: &str, dutch: &str| {
        assert_eq!(sandbox.run(arguments).fails(2), format!("ruimte: {english}\n"));
        assert_eq!(sandbox.run_in_dutch(arguments).fails(2), format!("ruimte: {dutch}\n"));
    };
    printed(
        "edit 1 --solved 2018-05-12",
        "'ruimte edit' has no option '--solved'; write: ruimte classify NUMBER RESOLUTION --because TEXT --on DATE",
        "'ruimte edit' kent de optie '--solved' niet; schrijf: ruimte classify NUMMER OPLOSSING --because TEKST --on DATUM",
    );
    for option in ["--status", "--resolution"] {
        printed(
            &format!("edit 1 {option} solved"),
            &format!(
                "'ruimte edit' has no option '{option}'; write: ruimte classify (solved), ruimte analyse (in analysis) or ruimte close (closed)"
            ),
            &format!(
                "'ruimte edit' kent de optie '{option}' niet; schrijf: ruimte classify (opgelost), ruimte analyse (in analyse) of ruimte close (afgesloten)"
            ),
        );
    }
    printed(
        "edit 1 --void",
        "'ruimte edit' has no option '--void'; write: ruimte void NUMBER --because TEXT",
        "'ruimte edit' kent de optie '--void' niet; schrijf: ruimte void NUMMER --because TEKST",
    );
    printed(
        "list --open",
        "'ruimte list' has no option '--open'; write: --status open",
        "'ruimte list' kent de optie '--open' niet; schrijf: --status open",
    );
    for (typed, command) in [
        ("nieuw Titel", "log"),
        ("toon 1", "show"),
        ("zoek list", "search"),
        ("lijst", "list"),
        ("tel", "count"),
        ("Sluit 1", "close"),
        ("rapport totals", "report"),
        ("contact overleg 1", "meeting"),
        ("factsheet toevoegen Titel", "add"),
    ] {
        let word = typed.split(' ').nth(usize::from(typed.contains("contact") || typed.contains("fact"))).unwrap();
        printed(
            typed,
            &format!("there is no command '{word}'; do you mean '{command}'? See: ruimte help"),
            &format!("de opdracht '{word}' bestaat niet; bedoelt u '{command}'? Zie: ruimte help"),
        );
    }
    printed(
        "contact toevoegen",
        "there is no command 'toevoegen'; see: ruimte help",
        "de opdracht 'toevoegen' bestaat niet; zie: ruimte help",
    );
    let kinds = "ministries, regions, care-domains, themes, natures, laws, synonyms, factsheets, schemes, persons";
    printed(
        "import lijst.csv --dry-run",
        &format!(
            "first name what is in the file: ruimte import obstacles lijst.csv; or another kind: {kinds}, contacts, publications, figures, views, reply-templates"
        ),
        &format!(
            "noem eerst wat er in het bestand staat: ruimte import obstacles lijst.csv; of een andere soort: {kinds}, contacts, publications, figures, views, reply-templates"
        ),
    );
    printed(
        "export 'mijn lijst.csv'",
        &format!(
            "first name what to write, and the file with -o: ruimte export obstacles -o 'mijn lijst.csv'; or another kind: {kinds}, contacts, publications, figures, snapshots, views, reply-templates"
        ),
        &format!(
            "noem eerst wat er wordt geschreven, en het bestand met -o: ruimte export obstacles -o 'mijn lijst.csv'; of een andere soort: {kinds}, contacts, publications, figures, snapshots, views, reply-templates"
        ),
    );
    printed(
        "export belemmeringen",
        &format!(
            "'belemmeringen' is not a kind of record; do you mean 'obstacles'? Choose from: {kinds}, obstacles, contacts, publications, figures, snapshots, views, reply-templates"
        ),
        &format!(
            "'belemmeringen' is geen lijst in dit register; bedoelt u 'obstacles'? Kies uit: {kinds}, obstacles, contacts, publications, figures, snapshots, views, reply-templates"
        ),
    );
    assert_eq!(sandbox.register_bytes(), before);
}

#[test]
fn options_that_exclude_each_other_are_named_with_what_to_do() {
    let sandbox = Sandbox::new();
    for arguments in ["close 1 duplicate --as duplicate", "close 1 duplicate 2 --as duplicate --because X"] {
        assert_eq!(
            sandbox.run(arguments).fails(2),
            "ruimte: WHY and --as cannot be given together; leave one of them out, as in: ruimte close B-071 duplicate B-003, or: ruimte close B-071 --as duplicate --of B-003\n"
        );
    }
    assert_eq!(
        sandbox.run_in_dutch("close 1 --as duplicate 2").fails(2),
        "ruimte: --as en WAAROM gaan niet samen; laat een van beide weg, zoals in: ruimte close B-071 duplicate B-003, of: ruimte close B-071 --as duplicate --of B-003\n"
    );
    assert_eq!(
        sandbox.run("import obstacles x.csv --skip-duplicates --allow-duplicates").fails(2),
        "ruimte: --skip-duplicates and --allow-duplicates cannot be given together; leave one of them out; see: ruimte import --help\n"
    );
}

#[cfg(unix)]
#[test]
fn a_missing_temporary_or_data_folder_is_reported_with_a_solution() {
    let sandbox = Sandbox::new();
    let whole = sandbox.register_bytes();
    let printed = |command: &mut Command| {
        let output = command.output().unwrap();
        assert!(output.stdout.is_empty());
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    for arguments in [vec!["--register", "new.db", "init"], vec!["list", "-o", "list.ods"]] {
        let mut command = sandbox.command(arguments);
        let missing = "ruimte: the folder for temporary files (/not/there) is missing, full or not writable; name another with TMPDIR\n";
        assert_eq!(printed(command.env("TMPDIR", "/not/there")), (Some(74), missing.to_owned()));
    }
    assert!(!sandbox.path("new.db").exists() && !sandbox.path("list.ods").exists());
    assert_eq!(sandbox.register_bytes(), whole);
    if cfg!(target_os = "linux") {
        let mut command = sandbox.command("list");
        let missing = "ruimte: the system names no folder for data; name the register with --register\n";
        assert_eq!(printed(command.env_remove("RUIMTE_REGISTER").env_remove("HOME")), (Some(2), missing.to_owned()));
    }
}

#[test]
fn an_error_about_a_long_value_keeps_its_beginning_and_its_end() {
    let sandbox = Sandbox::new();
    let long_code = "x".repeat(100_000);
    for (result, begin, end) in [
        (
            sandbox.run_with_input("similar -", "🙂".repeat(250_000)),
            "ruimte: there is no word in '🙂🙂",
            "🙂🙂' to search for\n",
        ),
        (sandbox.run(["list", "--format", &long_code]), "ruimte: '", "html\n"),
    ] {
        assert_eq!(result.code, 2);
        let stderr = result.stderr;
        assert!(stderr.starts_with(begin) && stderr.ends_with(end), "{} … {stderr:.200}", stderr.len());
        assert!(stderr.len() < 5_000 && stderr.lines().count() == 1, "{}", stderr.len());
    }
}
