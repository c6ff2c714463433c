//! The distributed program (`cargo portable`) is one small file that depends on no other files.
#![cfg(all(target_os = "linux", target_env = "gnu"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const LARGEST: u64 = 36_000_000;

/// Builds the portable program in its own target folder and returns its path.
fn built() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("portable");
    let done = Command::new(env!("CARGO"))
        .arg("portable")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("CARGO_TARGET_DIR", &folder)
        .status()
        .unwrap();
    assert!(done.success(), "it could not be built");
    folder.join("release/ruimte")
}

fn stdout_of(output: &Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{:?}: {error}", output.status);
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn user_name() -> String {
    stdout_of(&Command::new("id").arg("-un").output().unwrap()).trim().to_owned()
}

#[test]
#[ignore = "builds the program as it is released, which takes minutes"]
fn the_portable_binary_is_small_and_works_in_an_empty_environment() {
    let program = built();
    let size = fs::metadata(&program).unwrap().len();
    assert!(size <= LARGEST, "{size} bytes");
    let headers = Command::new("readelf").args(["--program-headers", "--wide"]).arg(&program).output().unwrap();
    assert!(!stdout_of(&headers).contains("INTERP"), "it needs the system's loader");

    // In a normal environment the program finds the user's name.
    let here = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let all = [&["--register", "r.db", "--lang", "en"], arguments].concat();
        stdout_of(&Command::new(&program).args(all).current_dir(here.path()).env_clear().output().unwrap())
    };
    run(&["init"]);
    assert_eq!(run(&["log", "Mag dit?", "--ministry", "OCW", "--quiet"]), "B-001\n");
    assert!(run(&["history", "B-001", "--format", "csv"]).contains(&format!(",{},", user_name())));
    assert_eq!(run(&["check", "--quiet"]), "");

    // The program also works in an empty root folder, which has no user accounts, time zones, locales or libraries.
    if user_name() != "root" {
        return;
    }
    let world = here.path().join("world");
    fs::create_dir_all(world.join("tmp")).unwrap();
    fs::copy(&program, world.join("ruimte")).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new("chroot");
        command.arg(&world).args(["/ruimte", "--register", "r.db", "--lang", "en"]).args(arguments);
        stdout_of(&command.env_clear().env("PATH", env!("PATH")).output().unwrap())
    };
    run(&["demo", "--keep", "r.db"]);
    assert_eq!(run(&["log", "Mag dit?", "--ministry", "OCW", "--quiet"]), "B-071\n");
    assert!(run(&["history", "B-071", "--format", "csv"]).contains(",uid 0,"));
    assert_eq!(run(&["count", "--format", "csv"]), "obstacles\r\n71\r\n");
    run(&["list", "-o", "list.ods"]);
    run(&["report", "totals", "-o", "totals.html"]);
    assert_eq!(run(&["check", "--quiet"]), "");
}
