//! Drafts of replies, and the templates that they are made from.

mod hostile;
mod records;

use crate::common::Sandbox;
use std::io::Read as _;

const QUESTION: &str = "Mogen drie scholen één *contract* gebruiken? Wij willen <snel> beginnen.\n\nEr is haast bij.";
const ANSWER: &str = "Ja, dat mag.\n- Alle scholen ondertekenen.\n- Leg #1 vast.\n\nZie ook art. 7_2_8 & volgende.";

/// A register with an answered obstacle, which cites three laws and two factsheets.
fn register() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.run("factsheet add 'Stage [1]' --url 'https://example.nl/f(1)?a=b&c_d=*'").ok();
    sandbox.run("factsheet add 'Nog zonder adres'").ok();
    sandbox.run("factsheet add 'Vervallen'").ok();
    sandbox
        .run(["log", "Eén contract", "--ministry", "OCW", "--question", QUESTION, "--handler", "Geheime Behandelaar"])
        .ok();
    sandbox
        .run([
            "edit",
            "B-001",
            "--answer",
            ANSWER,
            "--law",
            "BWBR0007625 art. 7.2.8; CELEX 32016R0679; own-rule: stagereglement",
        ])
        .ok();
    sandbox.run("link B-001 F-01 F-02 F-03").ok();
    sandbox.run("void F-03 --because Fout").ok();
    sandbox.run("log 'Nog open' --ministry VWS").ok();
    sandbox
}

const TEXT: &str = "\
Onderwerp: Eén contract
Kenmerk: B-001

Geachte heer/mevrouw,

U legde ons deze vraag voor:

> Mogen drie scholen één *contract* gebruiken? Wij willen <snel> beginnen.

Ja, dat mag.
- Alle scholen ondertekenen.
- Leg #1 vast.

Zie ook art. 7_2_8 & volgende.

Het gaat om deze wet- en regelgeving:

- Wet educatie en beroepsonderwijs (WEB), art. 7.2.8 <https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8>
- Algemene verordening gegevensbescherming (AVG) <https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:32016R0679>
- eigen regel: stagereglement

Meer hierover leest u in:

- Stage [1] <https://example.nl/f%281%29?a=b&c_d=%2A> (factsheet F-01)
- Nog zonder adres (factsheet F-02)

Hebt u nog vragen? Noem dan het kenmerk B-001.

Met vriendelijke groet,
";

const MARKDOWN: &str = "\
Subject: Eén contract\\
Reference: B-001

Dear Sir or Madam,

You asked us this question:

> Mogen drie scholen één \\*contract\\* gebruiken? Wij willen \\<snel\\> beginnen.

Ja, dat mag.\\
\\- Alle scholen ondertekenen.\\
\\- Leg #1 vast.

Zie ook art. 7\\_2\\_8 \\& volgende.

This concerns the following laws and regulations:

- [Adult and Vocational Education Act (WEB), art. 7.2.8](https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.8)
- [General Data Protection Regulation (GDPR, in Dutch AVG)](https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:32016R0679)
- own rule: stagereglement

You can read more in:

- [Stage \\[1\\]](https://example.nl/f%281%29?a=b&c_d=%2A) (factsheet F-01)
- Nog zonder adres (factsheet F-02)

If you have any further questions, please mention reference B-001.

Yours faithfully,
";

#[test]
fn a_reply_has_the_question_in_short_the_answer_the_laws_and_the_factsheets() {
    let sandbox = register();
    assert_eq!(sandbox.run_in_dutch("reply 1").ok(), TEXT);
    assert_eq!(sandbox.run("reply b1 --markdown").ok(), MARKDOWN);
    let rows = sandbox.rows("--lang nl reply B-001");
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].len(), 3);
    assert_eq!((rows[0]["number"].as_str(), rows[0]["subject"].as_str()), ("B-001", "Eén contract"));
    assert_eq!(rows[0]["reply"], TEXT.trim_end());
}

#[test]
fn the_extension_of_the_file_chooses_text_markdown_or_opendocument() {
    let sandbox = register();
    sandbox.run_in_dutch("reply B-001 -o antwoord.txt").ok();
    assert_eq!(sandbox.read("antwoord.txt"), TEXT);
    sandbox.run("reply B-001 -o reply.md").ok();
    assert_eq!(sandbox.read("reply.md"), MARKDOWN);
    sandbox.run("reply B-001 --markdown -o reply.txt").ok();
    assert_eq!(sandbox.read("reply.txt"), MARKDOWN);
    sandbox.run_in_dutch("reply B-001 -o antwoord.odt").ok();
    let file = std::fs::File::open(sandbox.path("antwoord.odt")).unwrap();
    let mut package = zip::ZipArchive::new(file).unwrap();
    assert_eq!(package.by_index(0).unwrap().name().unwrap(), "mimetype");
    let mut part = |name: &str| {
        let mut text = String::new();
        package.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    assert_eq!(part("mimetype"), "application/vnd.oasis.opendocument.text");
    assert!(part("meta.xml").contains("<dc:title>Antwoord op B-001</dc:title><dc:language>nl-NL</dc:language>"));
    let content = part("content.xml");
    for expected in [
        r#"<text:p text:style-name="Standard">Onderwerp: Eén contract<text:line-break/>Kenmerk: B-001</text:p>"#,
        "één *contract* gebruiken? Wij willen &lt;snel&gt; beginnen.</text:p>",
        "Ja, dat mag.<text:line-break/>- Alle scholen ondertekenen.<text:line-break/>- Leg #1 vast.</text:p>",
        r#"<text:list text:style-name="Bullets"><text:list-item><text:p text:style-name="Standard"><text:a xlink:type="simple""#,
        r#"xlink:href="https://wetten.overheid.nl/jci1.3:c:BWBR0007625&amp;artikel=7.2.8">Wet educatie"#,
    ] {
        assert!(content.contains(expected), "{expected}\n{content}");
    }
    assert_eq!(content.matches("<text:list ").count(), 2);
}

#[test]
fn other_commands_refuse_the_formats_of_a_document() {
    let sandbox = register();
    let message = sandbox.run("list -o list.odt").fails(2);
    assert_eq!(
        message,
        "ruimte: the extension of list.odt does not tell the format; choose .txt, .csv, .json, .jsonl, .ods, .xlsx, .html or give --format\n"
    );
    assert!(sandbox.run("reply B-001 -o reply.doc").fails(2).contains("choose .txt, .md, .odt, .csv"));
}

#[test]
fn a_reply_names_no_person_who_handles_the_obstacle() {
    let sandbox = register();
    for line in ["reply 1", "reply 1 --markdown", "reply 1 --format json", "reply 1 --with-persons"] {
        assert!(!sandbox.run(line).ok().contains("Behandelaar"), "{line}");
    }
}

#[test]
fn an_obstacle_without_an_answer_has_no_reply() {
    let sandbox = register();
    assert_eq!(
        sandbox.run("reply B-002").fails(2),
        "ruimte: B-002 has no answer yet; record it with: ruimte edit B-002 --answer 'TEXT'\n"
    );
    assert_eq!(sandbox.run("reply B-009").fails(66), "ruimte: there is no B-009 in this register; see: ruimte list\n");
    sandbox.run("void B-001 --because Proef").ok();
    assert!(sandbox.run("reply B-001").fails(65).contains("B-001"));
}

#[test]
fn a_template_in_the_register_takes_the_place_of_the_built_in_one() {
    let sandbox = register();
    let letter = "# {{ subject }}\n\nU *vroeg*:\n\n> {{ question }}\n\n1. Eerst {{ answer }}\n\n2. **Dan**\n   - dieper\n\nKamer 1\nDen Haag";
    sandbox.run(["reply-template", "add", "Brief", "--text", letter]).ok();
    sandbox.run(["reply-template", "add", "Kort", "--text", "{{ factsheets | length }}: {{ full_question }}"]).ok();
    assert_eq!(
        sandbox.run("reply-template list --columns number,title --format csv").ok(),
        "number,title\r\nT-01,Brief\r\nT-02,Kort\r\n"
    );
    let brief = "\
Eén contract

U vroeg:

> Mogen drie scholen één *contract* gebruiken? Wij willen <snel> beginnen.

1. Eerst Ja, dat mag.
   - Alle scholen ondertekenen.
   - Leg #1 vast.

Zie ook art. 7_2_8 & volgende.

2. Dan
  - dieper

Kamer 1
Den Haag
";
    assert_eq!(sandbox.run("reply 1").ok(), brief);
    assert_eq!(sandbox.run("reply 1 --template t-01").ok(), brief);
    let short = format!("2: {QUESTION}\n");
    assert_eq!(sandbox.run("reply 1 --template kort").ok(), short);
    assert_eq!(
        sandbox.run("reply 1 --template Lang").fails(66),
        "ruimte: there is no reply template 'Lang'; choose from: T-01 Brief, T-02 Kort\n"
    );
    sandbox.run("reply-template void T-01 --because Verouderd").ok();
    assert_eq!(sandbox.run("reply 1").ok(), short);
    // An older reply can still be made as it was.
    assert_eq!(sandbox.run("reply 1 --as-of 11").ok(), brief);
    sandbox.run("reply-template void 2 --because Verouderd").ok();
    assert_eq!(sandbox.run_in_dutch("reply 1").ok(), TEXT);
    assert!(sandbox.run("reply 1 --template T-02").fails(66).contains("nor any other"));
    sandbox.run("check").ok();
}

#[test]
fn a_template_is_checked_when_it_is_saved() {
    let sandbox = register();
    let names =
        "number, subject, question, full_question, answer, ministry, laws, factsheets, and in a list number, name, url";
    let bomb = "{% set a = 'xxxxxxxxxxxxxxxx' %}".to_owned() + &"{% set a = a ~ a %}".repeat(60);
    let loops = "{% for a in range(9999) %}\n{% for b in range(9999) %}{{ b }}{% endfor %}{% endfor %}";
    for (text, why) in [
        ("a\n{{ handler }}", format!("line 2: there is no such name here; choose from: {names}")),
        ("{{ laws[0].naam }}", format!("line 1: there is no such name here; choose from: {names}")),
        (
            "a\n\n{% if laws %}",
            "line 3: this cannot be read; close each {{ with }}, each {% with %}, each if with endif and each for with endfor".to_owned(),
        ),
        ("{{ answer | shout }}", "line 1: there is no such filter, test or function".to_owned()),
        (&bomb, "line 1: this gets too long or takes too long; make the template simpler".to_owned()),
        (loops, "line 2: this gets too long or takes too long; make the template simpler".to_owned()),
        ("{{ 'x' * 1000000000 }}", "line 1: this gets too long or takes too long; make the template simpler".to_owned()),
    ] {
        let before = sandbox.register_bytes();
        let message = sandbox.run(["reply-template", "add", "Brief", "--text", text]).fails(2);
        assert_eq!(message, format!("ruimte: template, {why}\n"), "{text}");
        sandbox.write("list.csv", format!("title,text\nBrief,\"{text}\"\n"));
        sandbox.run("import reply-templates list.csv").fails(65);
        assert!(sandbox.register_bytes() == before);
    }
    sandbox.run(["reply-template", "add", "Brief", "--text", "{{ answer }}"]).ok();
    sandbox.run(["reply-template", "edit", "T-01", "--text", "{{ answer"]).fails(2);
    let long = "x".repeat(20_001);
    assert_eq!(
        sandbox.run(["reply-template", "edit", "T-01", "--text", &long]).fails(2),
        "ruimte: a template has at most 20000 characters\n"
    );
    assert_eq!(sandbox.run("reply-template void B-001 --because x").fails(2).lines().count(), 1);
}

#[test]
fn without_a_question_the_built_in_template_leaves_that_part_out() {
    let sandbox = Sandbox::new();
    sandbox.run("log 'Zonder vraag' --ministry OCW --answer 'Ja, dat mag.'").ok();
    let reply = |lang: &str| sandbox.run(format!("--lang {lang} reply B-001")).ok();
    assert_eq!(
        reply("nl"),
        "Onderwerp: Zonder vraag\nKenmerk: B-001\n\nGeachte heer/mevrouw,\n\nJa, dat mag.\n\n\
         Hebt u nog vragen? Noem dan het kenmerk B-001.\n\nMet vriendelijke groet,\n"
    );
    assert!(!reply("en").contains("You asked us this question"), "{}", reply("en"));
}
