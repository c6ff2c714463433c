//! `--dry-run` prints the same notices as a real run, and changes nothing.

use super::office;

#[test]
fn a_dry_run_reports_everything_and_records_nothing() {
    for command in [
        "log Nieuw --ministry OCW",
        "edit 1 --title Anders",
        "edit 1 --title Opgehaald",
        "analyse 1 --analysis Analyse",
        "classify 1 within-rules --because Mag --factsheet F-01",
        "close 1 --as duplicate --of 2 --because Zelfde",
        "reopen 3 --because Nieuw",
        "void 1 --because Vergissing",
        "void F-01 --because Vergissing",
        "void C-001 --because Vergissing",
        "link 1 F-01 S-01",
        "unlink 1 F-01",
        "contact call 1",
        "contact email 1",
        "contact meeting 1",
        "contact edit 1 --note Nieuw",
        "factsheet add Nieuw",
        "factsheet edit 1 --title Anders",
        "scheme add Nieuw",
        "scheme edit 1 --title Anders",
        "ministry add BZK --nl 'Binnenlandse Zaken' --en Interior",
        "ministry edit OCW --nl Onderwijs",
        "region add 18 --nl Nieuw --en New",
        "care-domain add nieuw --nl Nieuw --en New",
        "theme add nieuw --nl Nieuw --en New",
        "nature add nieuw --nl Nieuw --en New",
        "law add BWBR0099999 --nl Nieuw --en New",
        "publication add nieuw --nl N --en N --since 2018-01-01 --until 2018-12-31",
    ] {
        let sandbox = office();
        let before = sandbox.register_bytes();
        let dry = sandbox.run(format!("{command} --dry-run"));
        assert!(sandbox.register_bytes() == before, "{command:?}");
        let real = sandbox.run(command);
        assert_eq!((dry.code, real.code), (0, 0), "{command:?} {}", dry.stderr);
        assert_eq!(dry.stdout, real.stdout, "{command:?}");
        assert_eq!(
            dry.stderr,
            format!("Dry run: nothing was recorded. This would have been reported:\n{}", real.stderr),
            "{command:?}"
        );
        let told_no_change = real.stderr.ends_with("nothing was changed\n");
        assert_eq!(sandbox.register_bytes() == before, told_no_change, "{command:?}");
    }
}

#[test]
fn a_dry_run_rejects_what_a_real_run_rejects() {
    let sandbox = office();
    for arguments in [
        "log Nieuw --ministry BZK",
        "classify 4 within-rules --because Mag",
        "classify 1 within-rules --because Mag --on 2018-01-09",
        "edit 99 --title X",
        "link 1 F-03",
        "publication add x --nl X --en X --since 2018-02-01 --until 2018-01-01",
    ] {
        let real = sandbox.run(arguments);
        assert_ne!(real.code, 0);
        assert_eq!(sandbox.run(format!("{arguments} --dry-run")), real, "{arguments:?}");
    }
}
