//! `--labels` writes tables with labels in place of codes, and `import` reads these tables back.

use crate::common::Sandbox;

fn made() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .run(
            "log 'Drie stages' --ministry OCW --involved VWS,SZW --region 12 --care-domain ggz --theme permanent-leren \
             --nature unclear-rule --received 2018-05-12 --law 'BWBR0007625 art. 7.2.8 lid 1; own-rule: stagereglement' -q",
        )
        .ok();
    sandbox.run("classify 1 within-rules --because 'Het mag' --on 2018-06-01 -q").ok();
    sandbox
}

const COLUMNS: &str = "--columns number,title,ministry,involved,region,status,resolution,laws,received";

#[test]
fn headings_and_values_are_words_in_the_readers_language() {
    let sandbox = made();
    let table = sandbox.run_in_dutch(format!("list {COLUMNS} --format csv --labels")).ok();
    assert_eq!(
        table.replace("\r\n", "\n"),
        "\
nummer,titel,ministerie,betrokken,regio,status,oplossing,wet- en regelgeving,ontvangen
B-001,Drie stages,OCW,SZW; VWS,12 Rotterdam,opgelost,binnen de regels,\"Wet educatie en \
beroepsonderwijs (WEB), art. 7.2.8 lid 1; eigen regel: stagereglement\",2018-05-12
"
    );
    let english = sandbox.run("count --by status --format csv-excel --labels").ok();
    assert_eq!(english.replace("\r\n", "\n"), "\u{feff}status;obstacles\nsolved;1\n");
}

#[test]
fn json_keeps_its_codes() {
    assert_eq!(
        made().run("list --format json --labels").fails(2),
        "ruimte: --labels is for tables: csv, csv-excel, ods, xlsx, html or table; json and jsonl keep their codes\n"
    );
}

#[test]
fn an_export_in_words_is_imported_unchanged_from_every_format_and_language() {
    let exported = made();
    let expected = exported.run("export obstacles").ok();
    for format in ["csv", "csv-excel", "ods", "xlsx"] {
        for language in ["nl", "en"] {
            let name = format!("list-{language}.{}", format.strip_suffix("-excel").unwrap_or(format));
            exported.run(format!("--lang {language} export obstacles --format {format} --labels -o {name}")).ok();
            let sandbox = Sandbox::new();
            std::fs::copy(exported.path(&name), sandbox.path(&name)).unwrap();
            sandbox.run(format!("import obstacles {name}")).ok();
            assert_eq!(sandbox.run("export obstacles").ok(), expected, "{format} {language}");
        }
    }
}

/// An export with labels writes the label of a term in place of its code. It still writes the code if another term has
/// the same label, or has that label as its code, because an import would read the label as the other term.
#[test]
fn a_code_stays_if_its_label_does_not_lead_back_to_it() {
    let sandbox = Sandbox::new();
    for add in [
        "theme add x --nl permanent-leren --en 'lifelong learning'",
        "theme add y --nl Dubbel --en Double",
        "theme add z --nl DUBBEL --en Twice",
        "care-domain add w --nl Wijk --en ' District '",
        "law add BWBR0099991 --nl 'Wet verzonnen zorg' --en 'Invented Care Act'",
        "law add BWBR0099992 --nl 'Wet verzonnen zorg' --en 'Other Care Act'",
        "law add BWBR0099993 --nl 'Wet duidelijk' --en 'Clear Act'",
    ] {
        sandbox.run(format!("{add} -q")).ok();
    }
    for (theme, law) in [
        ("x", "BWBR0099991 art. 3"),
        ("y", "BWBR0099992"),
        ("z", "BWBR0099993 art. 4"),
        ("permanent-leren", "BWBR0007625 art. 7.2.8"),
    ] {
        sandbox
            .run(["log", "Een", "--ministry", "OCW", "--theme", theme, "--care-domain", "w", "--law", law, "-q"])
            .ok();
    }
    let columns = "--columns theme,laws --sort number --format csv --labels";
    assert_eq!(
        sandbox.run(format!("list {columns}")).ok().replace("\r\n", "\n"),
        "theme,laws\nx,BWBR0099991 art. 3\ny,BWBR0099992\nz,\"Clear Act, art. 4\"\npermanent-leren,\"Adult and Vocational Education Act (WEB), art. 7.2.8\"\n"
    );
    let before = sandbox.register_bytes();
    for format in ["csv", "csv-excel", "ods", "xlsx"] {
        for language in ["nl", "en"] {
            let name = format!("list-{language}.{}", format.strip_suffix("-excel").unwrap_or(format));
            sandbox.run(format!("--lang {language} export obstacles --format {format} --labels -o {name}")).ok();
            let notices = sandbox.run(format!("import obstacles {name} --update")).notices();
            assert!(notices.ends_with("0 added, 0 changed, 4 unchanged\n"), "{format} {language}: {notices}");
        }
    }
    assert!(sandbox.register_bytes() == before);
}
