//! Writing to a file with `-o`: the file extension selects the format, and an existing file is replaced atomically.

use super::{file_names, stdout_of, with_titles};
use std::fs;

#[test]
fn the_extension_of_a_file_selects_its_format() {
    let sandbox = with_titles(&["Één", "Twee"]);
    for (name, format) in [
        ("list.csv", "csv"),
        ("list.CSV", "csv"),
        ("list.json", "json"),
        ("list.jsonl", "jsonl"),
        ("list.ndjson", "jsonl"),
        ("list.txt", "table"),
    ] {
        for command in ["list", "export obstacles"] {
            let result = sandbox.run(format!("{command} -o {name}"));
            assert_eq!(result.stdout, "");
            assert_eq!(result.notices(), format!("2 rows\n{name} was written\n"));
            assert_eq!(
                sandbox.read(name),
                stdout_of(&sandbox, &format!("{command} --format {format}")),
                "{command} -o {name}"
            );
        }
    }
    // The `--format` option takes precedence over the file extension.
    stdout_of(&sandbox, "list --format csv-excel -o list.csv");
    assert_eq!(sandbox.read("list.csv"), stdout_of(&sandbox, "list --format csv-excel"));
    stdout_of(&sandbox, "list --format csv -o list.dat");
    assert_eq!(sandbox.read("list.dat"), stdout_of(&sandbox, "list --format csv"));
    assert_eq!(stdout_of(&sandbox, "list --format csv -o -"), stdout_of(&sandbox, "list --format csv"));
}

#[test]
fn an_unknown_extension_is_rejected() {
    let sandbox = with_titles(&["Een"]);
    let before = file_names(&sandbox);
    for name in ["list.dat", "list", ".csv", "csv"] {
        assert_eq!(
            sandbox.run(format!("list -o {name}")).fails(2),
            format!(
                "ruimte: the extension of {name} does not tell the format; choose .txt, .csv, .json, .jsonl, .ods, .xlsx, .html or give --format\n"
            )
        );
    }
    assert_eq!(
        sandbox.run_in_dutch("export obstacles -o list.dat").fails(2),
        "ruimte: aan de extensie van list.dat is de bestandsvorm niet te zien; kies .txt, .csv, .json, .jsonl, .ods, .xlsx, .html of geef --format\n"
    );
    assert_eq!(file_names(&sandbox), before);
}

#[test]
fn a_file_that_cannot_be_created_is_reported_with_the_reason() {
    let sandbox = with_titles(&["Een"]);
    fs::create_dir(sandbox.path("folder.csv")).unwrap();
    let folder = "it is a folder, or there is a file where a folder should be";
    for (name, why) in [
        ("nowhere/list.csv", "the folder does not exist; create it first"),
        ("given.csv/list.csv", folder),
        ("folder.csv", folder),
    ] {
        assert_eq!(
            sandbox.run(format!("list -o {name}")).fails(73),
            format!("ruimte: {name} cannot be created: {why}\n")
        );
    }
    assert_eq!(
        sandbox.run_in_dutch("list -o nowhere/list.csv").fails(73),
        "ruimte: nowhere/list.csv kan niet worden gemaakt: de map bestaat niet; maak die eerst\n"
    );
}

#[cfg(unix)]
#[test]
fn a_folder_without_write_permission_gets_no_file() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = with_titles(&["Een"]);
    let folder = sandbox.path("locked");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    // Permissions do not restrict root: if the tests run as root, the command succeeds.
    let may_write = fs::write(folder.join("probe"), "").is_ok();
    let result = sandbox.run("list --format csv -o locked/list.csv");
    if may_write {
        assert_eq!((result.code, result.stderr.as_str()), (0, "1 row\nlocked/list.csv was written\n"));
        assert_eq!(sandbox.read("locked/list.csv"), stdout_of(&sandbox, "list --format csv"));
    } else {
        assert_eq!(result.fails(73), "ruimte: locked/list.csv cannot be created: you do not have permission\n");
    }
}

#[test]
fn an_existing_file_is_replaced_completely_or_not_at_all() {
    let sandbox = with_titles(&["Een"]);
    let old = "oud\n".repeat(10_000);
    sandbox.write("list.csv", &old);
    let before = file_names(&sandbox);
    for (line, code) in [
        ("list --ministry BZK -o list.csv", 2),
        ("list --columns nope -o list.csv", 2),
        ("list --sort nope -o list.csv", 2),
        ("list --since 31-02-2018 -o list.csv", 2),
        ("show B-099 -o list.csv", 66),
        ("show B-001 F-01 -o list.csv", 66),
        ("export people -o list.csv", 2),
        ("report nope -o list.csv", 2),
        ("reconcile nope -o list.csv", 66),
        ("--register weg.db list -o list.csv", 66),
    ] {
        sandbox.run(line).fails(code);
        assert!(sandbox.read("list.csv") == old, "{line}: the file changed");
    }
    stdout_of(&sandbox, "list --columns number,title -o list.csv");
    assert_eq!(sandbox.read("list.csv"), "number,title\r\nB-001,Een\r\n");
    assert_eq!(file_names(&sandbox), before, "something was left lying about");
}

#[test]
fn output_does_not_overwrite_the_register() {
    let sandbox = with_titles(&["Een"]);
    let before = sandbox.register_bytes();
    for name in ["register.db", "./register.db"] {
        assert_eq!(
            sandbox.run(format!("list --format csv -o {name}")).fails(73),
            format!("ruimte: {name} is the register itself; choose another name\n")
        );
        assert!(sandbox.register_bytes() == before, "the register changed");
    }
}

#[cfg(unix)]
#[test]
fn a_replaced_file_keeps_its_permissions_and_its_location() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let sandbox = with_titles(&["Een"]);
    sandbox.write("private.csv", "oud");
    fs::set_permissions(sandbox.path("private.csv"), fs::Permissions::from_mode(0o600)).unwrap();
    symlink("private.csv", sandbox.path("link.csv")).unwrap();
    stdout_of(&sandbox, "list --columns title -o link.csv");
    assert!(sandbox.path("link.csv").is_symlink());
    assert_eq!(sandbox.read("private.csv"), "title\r\nEen\r\n");
    let mode = fs::metadata(sandbox.path("private.csv")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
