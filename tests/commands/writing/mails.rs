//! Obstacles and contacts from e-mails. All senders and addresses are invented.

use super::{shown, today};
use crate::common::{CommandResult, Sandbox};
use serde_json::{Value, json};

const HEADERS: &str = "From: \"Voorbeeld, Anna\" <anna.voorbeeld@regio.example>\r\nTo: loket@rijk.example\r\n\
                       Date: Tue, 13 Oct 2026 23:47:00 +0200\r\nMIME-Version: 1.0\r\n";

/// Returns a mail with `HEADERS`, the given further headers and the given body. Its lines end in CRLF.
fn mail(headers: &str, body: &str) -> String {
    format!("{HEADERS}{headers}\n\n{body}").replace("\r\n", "\n").replace('\n', "\r\n")
}

/// Logs a mail as the first obstacle, and returns its title, its day of receipt and its question.
#[track_caller]
fn logged(mail: impl AsRef<[u8]>) -> [Value; 3] {
    let sandbox = Sandbox::new();
    sandbox.write("vraag.eml", mail);
    sandbox.run("log --mail vraag.eml --ministry OCW").ok();
    let mut obstacle = shown(&sandbox, "1");
    ["title", "received", "question"].map(|name| obstacle.remove(name).unwrap())
}

#[test]
fn a_mail_becomes_an_obstacle_and_a_contact_in_one_entry() {
    let sandbox = Sandbox::new();
    let text = "Beste collega=E2=80=99s,\n\nGeldt dit ook bij twee =\nleerbedrijven?\n\nMet vriendelijke groet,\nAnna Voorbeeld\nanna.voorbeeld@regio.example | 06-12345678\n\n> Hoi, kun jij dit uitzoeken?\n";
    let headers = "Subject: =?utf-8?Q?FW=3A_bbl-student_mag_g=C3=A9=C3=A9n_injectie_geven?=\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable";
    sandbox.write("vraag.eml", mail(headers, text));
    assert_eq!(
        sandbox.run("log --mail vraag.eml --ministry OCW"),
        CommandResult {
            code: 0,
            stdout: "B-001\n".into(),
            stderr: "B-001 recorded: bbl-student mag géén injectie geven\nC-001 recorded: the e-mail as a contact\n"
                .into(),
            receipt: None,
        }
    );
    let obstacle = shown(&sandbox, "B-001");
    assert_eq!(
        [&obstacle["title"], &obstacle["question"], &obstacle["received"], &obstacle["ministry"]],
        ["bbl-student mag géén injectie geven", "Geldt dit ook bij twee leerbedrijven?", "2026-10-13", "OCW"]
    );
    let contact = shown(&sandbox, "C-001");
    assert_eq!([&contact["kind"], &contact["date"], &contact["obstacles"]], ["email", "2026-10-13", "B-001"]);
    assert_eq!([&contact["note"], &contact["party"]], [&Value::Null, &Value::Null]);
    let bytes = sandbox.register_bytes();
    for personal in ["Voorbeeld", "voorbeeld", "12345678", "example", "collega", "vraag.eml"] {
        assert!(memchr::memmem::find(&bytes, personal.as_bytes()).is_none(), "{personal} is in the register");
    }
    // Undo removes the obstacle and the contact together.
    sandbox.run("undo").ok();
    assert_eq!(sandbox.rows("list").len() + sandbox.rows("contact list").len(), 0);
}

#[test]
fn a_mail_that_was_logged_before_is_reported_whether_or_not_its_obstacle_is_open() {
    let sandbox = Sandbox::new();
    sandbox.write("vraag.eml", mail("Subject: bbl-student mag dit", "Mag dit?"));
    sandbox.run("log --mail vraag.eml --ministry OCW").ok();
    let recorded = "B-002 recorded: bbl-student mag dit\nC-002 recorded: the e-mail as a contact\n";
    let dry_run = "Dry run: nothing was recorded. This would have been reported:\n";
    let notice = "Possible duplicate: B-001 is open and asks almost the same: bbl-student mag dit\n";
    let again = sandbox.run("log --mail vraag.eml --ministry OCW --dry-run").notices();
    assert_eq!(again, format!("{notice}{dry_run}{recorded}"));
    sandbox.run("close 1 --as withdrawn --because Ingetrokken -q").ok();
    let log = "log --mail vraag.eml --ministry onderwijs";
    let notice = "Possible duplicate: B-001 has the same title, ministry and day of receipt\n";
    let again = sandbox.run(format!("{log} --dry-run")).notices();
    assert_eq!(again, format!("{dry_run}{notice}{recorded}"));
    let notice = "Mogelijk dubbel: B-001 heeft dezelfde titel, hetzelfde ministerie en dezelfde dag van ontvangst\n";
    let again = sandbox.run_in_dutch(log).notices();
    assert_eq!(
        again,
        format!("{notice}B-002 vastgelegd: bbl-student mag dit\nC-002 vastgelegd: de e-mail als contact\n")
    );
    // An obstacle is not a possible duplicate if its title, ministry or day of receipt differs, or if it is void.
    sandbox.run("close 2 --as withdrawn --because Ingetrokken -q").ok();
    for other in ["--ministry VWS", "--ministry OCW --received 2026-10-14", "Anders --ministry OCW"] {
        let notices = sandbox.run(format!("log --mail vraag.eml {other} --dry-run")).notices();
        assert!(!notices.contains("Possible duplicate"), "{other}: {notices}");
    }
    sandbox.run("void 1 2 --because Vergissing -q").ok();
    let notices = sandbox.run("log --mail vraag.eml --ministry OCW").notices();
    assert!(!notices.contains("Possible duplicate"), "{notices}");
}

#[test]
fn what_the_user_typed_wins_over_the_mail() {
    let sandbox = Sandbox::new();
    sandbox.write("vraag.eml", mail("Subject: Onderwerp", "Mag dit?"));
    let log = "log 'Mijn titel' --mail vraag.eml --ministry VWS --received 2026-10-01 --question 'Mijn vraag' --person 'A. Voorbeeld'";
    sandbox.run(log).ok();
    let obstacle = shown(&sandbox, "1");
    assert_eq!(
        [&obstacle["title"], &obstacle["question"], &obstacle["received"]],
        ["Mijn titel", "Mijn vraag", "2026-10-01"]
    );
    assert_eq!(shown(&sandbox, "C-001")["date"], json!("2026-10-13"));
    assert_eq!(sandbox.rows("show C-001 --with-persons")[0]["persons"], "A. Voorbeeld");
    assert_eq!(
        sandbox.run("log Titel --ministry OCW --person 'A. Voorbeeld'").fails(2),
        "ruimte: --person goes with --mail: name who wrote the e-mail; a handler is --handler\n"
    );
}

#[test]
fn a_mail_is_read_from_standard_input_too() {
    let sandbox = Sandbox::new();
    let text = mail("Subject: Antw: Onderwerp", "Mag dit?");
    assert_eq!(sandbox.run_with_input("log --mail - --ministry OCW", &text).ok(), "B-001\n");
    assert_eq!(shown(&sandbox, "1")["question"], json!("Mag dit?"));
    assert_eq!(
        sandbox.run_with_input("log --mail - --ministry OCW --analysis -", &text).fails(2),
        "ruimte: standard input can be used for one value only\n"
    );
}

#[test]
fn a_dry_run_of_a_mail_records_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("vraag.eml", mail("Subject: Onderwerp", "Mag dit?"));
    let before = sandbox.register_bytes();
    sandbox.run("log --mail vraag.eml --ministry OCW --dry-run").ok();
    assert!(sandbox.register_bytes() == before);
}

#[test]
fn a_later_mail_becomes_a_contact_with_its_day_and_its_text() {
    let sandbox = Sandbox::new();
    sandbox.run("log Een --ministry OCW").ok();
    sandbox.write("later.eml", mail("Subject: RE: Een", "Hoi,\n\nBel 06-12345678, dan leg ik het uit.\n\nGroet, Anna"));
    assert_eq!(sandbox.run("contact email B-001 --mail later.eml").notices(), "C-001 recorded: B-001\n");
    let contact = shown(&sandbox, "C-001");
    assert_eq!(
        [&contact["kind"], &contact["date"], &contact["note"]],
        ["email", "2026-10-13", "Bel 06-…, dan leg ik het uit."]
    );
    sandbox.run("contact email B-001 --mail later.eml --on 2026-10-20 --note 'Gebeld'").ok();
    let contact = shown(&sandbox, "C-002");
    assert_eq!([&contact["date"], &contact["note"]], ["2026-10-20", "Gebeld"]);
}

#[test]
fn a_mail_in_html_only_is_read_as_text() {
    let page = "<html><head><style>p.MsoNormal {margin: 0}</style></head><body><p class=3D\"MsoNormal\">Geachte heer/mevrouw,</p>\n<p class=3D\"MsoNormal\">&nbsp;</p><p class=3D\"MsoNormal\">Mag =E9=E9n contract =96 volgens <a href=3D\"https://links.example/?data=3Danna\">artikel 7.2.8</a> =96 volstaan?</p><p class=3D\"MsoNormal\">Met vriendelijke groet,</p><p class=3D\"MsoNormal\">Anna</p><div><p class=3D\"MsoNormal\"><b>Van:</b> Loket<br><b>Verzonden:</b> maandag<br><b>Onderwerp:</b> contract</p></div><p>Oud</p></body></html>";
    let headers = "Subject: RE: [EXTERN] FW: contract\nContent-Type: text/html; charset=\"Windows-1252\"\nContent-Transfer-Encoding: quoted-printable";
    assert_eq!(
        logged(mail(headers, page)),
        ["contract", "2026-10-13", "Mag één contract – volgens artikel 7.2.8 – volstaan?"]
    );
}

#[test]
fn a_text_part_is_preferred_and_attachments_are_named_but_not_kept() {
    let sandbox = Sandbox::new();
    let parts = "--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nTWFnIGRpdCBjb250cmFjdCBvb2sgdm9vciBkcmllPw==\n--b\nContent-Type: text/html\n\n<p>Iets anders</p>\n--b--\n--a\nContent-Type: image/png; name=image001.png\nContent-Disposition: inline\nContent-ID: <logo>\nContent-Transfer-Encoding: base64\n\nAAAA\n--a\nContent-Type: application/pdf\nContent-Disposition: attachment; filename*=utf-8''overeenkomst%20%C3%A9%C3%A9n.pdf\n\nInhoudVanBijlage\n--a--\n";
    sandbox.write("vraag.eml", mail("Subject: Contract\nContent-Type: multipart/mixed; boundary=a", parts));
    assert_eq!(
        sandbox.run("log --mail vraag.eml --ministry OCW").notices(),
        "Attachments are not kept: image001.png, overeenkomst één.pdf\nB-001 recorded: Contract\nC-001 recorded: the e-mail as a contact\n"
    );
    assert_eq!(shown(&sandbox, "1")["question"], json!("Mag dit contract ook voor drie?"));
    assert!(memchr::memmem::find(&sandbox.register_bytes(), b"InhoudVanBijlage").is_none());
}

#[test]
fn a_signed_mail_and_an_invitation_are_mails_like_any_other() {
    let signed = "--a\nContent-Type: text/plain\n\nMag dit?\n\n-- \nA. Voorbeeld\n--a\nContent-Type: application/pkcs7-signature; name=smime.p7s\n\nAAAA\n--a--\n";
    let headers = "Subject: TR: Ondertekend\nContent-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=a";
    assert_eq!(logged(mail(headers, signed)), ["Ondertekend", "2026-10-13", "Mag dit?"]);
    let invitation = "--a\nContent-Type: text/plain\n\nBespreken: mag dit?\n________________________________\nMicrosoft Teams\n--a\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n--a--\n";
    assert_eq!(
        logged(mail("Subject: Overleg\nContent-Type: multipart/alternative; boundary=a", invitation)),
        ["Overleg", "2026-10-13", "Bespreken: mag dit?"]
    );
}

#[test]
fn a_forwarded_mail_gives_the_question_that_was_forwarded() {
    let below = "Ter info\n\nVan: Carla <carla@zorg.example>\nVerzonden: vrijdag 9 oktober 2026\nAan: Anna\nOnderwerp: praktijkopleider\n\nBeste Anna,\n\nMoet een praktijkopleider erbij zijn?\n\nCarla\n";
    assert_eq!(
        logged(mail("Subject: FW: Doorst: praktijkopleider", below)),
        ["praktijkopleider", "2026-10-13", "Moet een praktijkopleider erbij zijn?"]
    );
    let attached = format!(
        "--a\nContent-Type: text/plain\n\nZie bijlage.\n--a\nContent-Type: message/rfc822\n\n{}\n--a--\n",
        mail("Subject: Buitenland", "Dag allemaal,\n\nTelt een stage in het buitenland mee?\n\nmvg Carla\n")
    );
    assert_eq!(
        logged(mail("Subject: Fwd: Buitenland\nContent-Type: multipart/mixed; boundary=a", &attached)),
        ["Buitenland", "2026-10-13", "Telt een stage in het buitenland mee?"]
    );
}

#[test]
fn texts_in_older_character_sets_are_read() {
    let latin = |headers: &str, body: &[u8]| [mail(headers, "").as_bytes(), body].concat();
    assert_eq!(
        logged(latin(
            "Subject: =?iso-8859-15?Q?Vergoeding_van_=A4_300?=\nContent-Type: text/plain; charset=iso-8859-15",
            b"Ook als zij ge\xebnqu\xeateerd is, \xa4 300?"
        )),
        ["Vergoeding van € 300", "2026-10-13", "Ook als zij geënquêteerd is, € 300?"]
    );
    // If a mail names no character set, text that is not valid UTF-8 is decoded as Windows-1252.
    assert_eq!(
        logged(latin("Subject: Zonder\nContent-Transfer-Encoding: quoted-printable", b"G=E9=E9n tekenset \x96?")),
        ["Zonder", "2026-10-13", "Géén tekenset –?"]
    );
}

#[test]
fn a_subject_over_several_lines_is_decoded_as_one() {
    let subject = "Subject: =?utf-8?B?VnJhYWcgb3ZlciBk?=\n =?utf-8?B?ZSByZWlza29zdGVu?=\n van studenten";
    assert_eq!(logged(mail(subject, "Mag dit?"))[0], json!("Vraag over de reiskosten van studenten"));
}

#[test]
fn every_kind_of_line_break_ends_a_line_and_other_controls_separate_words() {
    let text = "Een\rtwee\u{b}drie\u{c}vier\u{85}vijf\u{2028}zes\r\rzeven\u{1b}acht?";
    let lines = "Een\ntwee\ndrie\nvier\nvijf\nzes\n\nzeven acht?";
    let plain = format!(
        "{HEADERS}Subject: =?utf-8?Q?een=09twee=0Adrie=0D=0Avier=1Bvijf?=\nContent-Type: text/plain; charset=utf-8\n\n{text}"
    );
    assert_eq!(logged(plain), ["een twee drie vier vijf", "2026-10-13", lines]);
    let sandbox = Sandbox::new();
    sandbox.run_with_input("log - --ministry OCW", format!("Titel\r{text}")).ok();
    sandbox.run_with_input("log Titel --ministry OCW --question -", text).ok();
    for number in ["1", "2"] {
        let obstacle = shown(&sandbox, number);
        let stored = [&obstacle["title"], &obstacle["question"]];
        assert_eq!(stored, ["Titel", &lines.replace("zeven acht", "zeven\u{1b}acht")]);
    }
}

#[test]
fn a_mail_with_unreadable_characters_is_refused_unless_the_user_typed_that_text() {
    let sandbox = Sandbox::new();
    sandbox.run("log Een --ministry OCW").ok();
    let before = sandbox.register_bytes();
    let body = |headers: &str, body: &[u8]| [mail(headers, "").as_bytes(), body].concat();
    let utf_8 = "Subject: Vraag\nContent-Type: text/plain; charset=utf-8";
    sandbox.write("vraag.eml", body(utf_8, b"Caf\xe9, mag dat?"));
    let base64 = format!("{utf_8}\nContent-Transfer-Encoding: base64");
    sandbox.write("footer.eml", body(&base64, b"TWFnIGRpdD8=\n\nDeze lijst is van het loket.\n"));
    let quoted = format!("{utf_8}\nContent-Transfer-Encoding: quoted-printable");
    sandbox.write("quoted.eml", body(&quoted, b"G=C3=A9=C3=A9n == vraag?\n"));
    sandbox.write("subject.eml", mail("Subject: =?utf-8?Q?Caf=E9?=", "Mag dat?"));
    let way_out = "the e-mail has characters that cannot be read; save the mail as .eml again, or open it and paste its text: ruimte log - --ministry OCW";
    for (command, file, attribute) in [
        ("log --ministry OCW", "vraag.eml", "question"),
        ("log --ministry OCW", "footer.eml", "question"),
        ("log --ministry OCW", "quoted.eml", "question"),
        ("log --ministry OCW", "subject.eml", "title"),
        ("contact email 1", "vraag.eml", "note"),
    ] {
        assert_eq!(
            sandbox.run(format!("{command} --mail {file}")).fails(65),
            format!("ruimte: {file}: {attribute}: {way_out}\n")
        );
    }
    assert!(sandbox.register_bytes() == before);
    sandbox.run("log 'Café' --mail subject.eml --ministry OCW").ok();
    sandbox.run("log --mail vraag.eml --ministry OCW --question 'Café, mag dat?'").ok();
}

#[test]
fn html_is_read_if_the_plain_part_says_something_else() {
    let both = |plain: &str, html: &str| {
        let parts = format!(
            "--a\nContent-Type: text/plain\n\n{plain}\n--a\nContent-Type: text/html\n\n<div style=\"display:none\">Voorvertoning</div>{html}\n--a--\n"
        );
        logged(mail("Subject: Vraag\nContent-Type: multipart/alternative; boundary=a", &parts))[2].clone()
    };
    let page = "<p>Mag een student <b>ook</b> in het weekend stage lopen?</p>";
    let question = "Mag een student ook in het weekend stage lopen?";
    assert_eq!(both("Deze e-mail is opgemaakt in HTML.", page), question);
    assert_eq!(both("Deze e-mail is opgemaakt in HTML.", "<p>Mag het?</p>"), "Mag het?");
    assert_eq!(
        both("Mag een student *ook* in het\nweekend stage lopen?", page),
        "Mag een student *ook* in het\nweekend stage lopen?"
    );
    assert_eq!(both("Mag het?", "<img src=logo>"), "Mag het?");
    // In a `multipart/mixed` mail, an HTML part does not replace the plain text. Both become part of the question.
    let parts = "--a\nContent-Type: text/plain\n\nMag het?\n--a\nContent-Type: text/html\n\n<p>Aan deze uitgave kunt u geen rechten ontlenen.</p>\n--a--\n";
    let question = &logged(mail("Subject: Vraag\nContent-Type: multipart/mixed; boundary=a", parts))[2];
    assert_eq!(question, "Mag het?\nAan deze uitgave kunt u geen rechten ontlenen.");
}

#[test]
fn the_first_of_several_headers_counts() {
    let headers = "Subject: Eerste\nSubject: Tweede\nDate: Wed, 14 Oct 2026 09:00:00 +0200";
    assert_eq!(logged(mail(headers, "Mag dit?")), ["Eerste", "2026-10-13", "Mag dit?"]);
}

#[test]
fn what_a_mail_lacks_is_reported() {
    let sandbox = Sandbox::new();
    sandbox.write("vraag.eml", "From: a@b.example\nTo: c@d.example\nSubject: RE:\n\nWie betaalt? De wet zwijgt.\n");
    let before = today();
    assert_eq!(
        sandbox.run("log --mail vraag.eml --ministry OCW").notices(),
        "Note: the e-mail has no subject\nNote: the e-mail does not give a day\nB-001 recorded: Wie betaalt?\nC-001 recorded: the e-mail as a contact\n"
    );
    let received = shown(&sandbox, "1")["received"].clone();
    assert!(received == json!(before) || received == json!(today()), "{received}");
    sandbox.write("scan.eml", mail("Subject: Scan\nContent-Type: application/pdf; name=scan.pdf", "PDF"));
    assert_eq!(
        sandbox.run_in_dutch("log --mail scan.eml --ministry OCW").notices(),
        "Let op: in de e-mail staat geen tekst, of alleen een verwijzing naar een bijlage\nBijlagen worden niet bewaard: scan.pdf\nB-002 vastgelegd: Scan\nC-002 vastgelegd: de e-mail als contact\n"
    );
    assert_eq!(shown(&sandbox, "2")["question"], Value::Null);
    sandbox.write("leeg.eml", "From: a@b.example\nTo: c@d.example\n\n");
    assert_eq!(
        sandbox.run("log --mail leeg.eml --ministry OCW").fails(2),
        "ruimte: missing: TITLE; see: ruimte log --help\n"
    );
}

/// Returns a list of addresses with a total length of about `length` bytes.
fn recipients(length: usize) -> String {
    let address = "iemand@regio.example,\n ";
    format!("{}loket@rijk.example", address.repeat(length / address.len()))
}

#[test]
fn a_mail_to_thousands_of_recipients_is_read() {
    let [title, _, question] =
        logged(mail(&format!("Subject: Rondschrijven\nCc: {}", recipients(200 << 10)), "Mag dit?"));
    assert_eq!([title, question], ["Rondschrijven", "Mag dit?"]);
}

#[test]
fn a_file_that_is_no_readable_mail_is_refused() {
    let sandbox = Sandbox::new();
    let before = sandbox.register_bytes();
    sandbox.write("list.csv", "number,title\n1,Een\n");
    sandbox.write("old.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    sandbox.write("large.eml", mail("Subject: Groot", &"x".repeat(25 << 20)));
    sandbox.write("long.eml", mail("Subject: Lang", &"vraag ".repeat(200_000)));
    sandbox.write("secret.eml", mail("Subject: Geheim\nContent-Type: application/pkcs7-mime; name=smime.p7m", "AAAA"));
    sandbox
        .write("recipients.eml", mail(&format!("Subject: Rondschrijven\nCc: {}", recipients(256 << 10)), "Mag dit?"));
    for (file, code, reason) in [
        (
            "recipients.eml",
            65,
            "the header of this e-mail, with its sender and recipients, is longer than 256 kB; open it and paste its text: ruimte log - --ministry OCW",
        ),
        (
            "list.csv",
            65,
            "this is not an e-mail: it has no sender, date and subject; save the mail as .eml, or paste its text: ruimte log - --ministry OCW",
        ),
        (
            "old.msg",
            65,
            "this is a message in Outlook's own format (.msg); save the mail as .eml (Outlook: Save as, 'Email message (*.eml)', or drag the mail from webmail or the new Outlook to a folder), or paste its text: ruimte log - --ministry OCW",
        ),
        ("large.eml", 65, "there is more than 25 MB to read; give a file with less"),
        ("long.eml", 65, "question: 1199999 characters, and at most 100000 fit; shorten the text"),
        ("secret.eml", 65, "this e-mail is encrypted; open it and paste its text: ruimte log - --ministry OCW"),
    ] {
        assert_eq!(
            sandbox.run(format!("log --mail {file} --ministry OCW")).fails(code),
            format!("ruimte: {file}: {reason}\n")
        );
    }
    sandbox.run("log --mail missing.eml --ministry OCW").fails(66);
    assert!(sandbox.register_bytes() == before);
}

/// Each mail contains the next one, so a parser that recurses into every mail would overflow the stack.
#[test]
fn mails_nested_many_times_do_not_overflow_the_stack() {
    let sandbox = Sandbox::new();
    let nested = "Content-Type: message/rfc822\n\n".repeat(300_000);
    sandbox.write("nested.eml", mail("Subject: Diep\nContent-Type: message/rfc822", &nested));
    assert_eq!(sandbox.run("log --mail nested.eml --ministry OCW").ok(), "B-001\n");
}

#[test]
fn the_first_line_of_a_piped_text_is_the_title_and_the_rest_the_question() {
    let sandbox = Sandbox::new();
    let text = "Eén contract voor drie stages\n\nMag dat?\nOf niet?\n";
    assert_eq!(sandbox.run_with_input("log - --ministry OCW", text).ok(), "B-001\n");
    let obstacle = shown(&sandbox, "1");
    assert_eq!([&obstacle["title"], &obstacle["question"]], ["Eén contract voor drie stages", "Mag dat?\nOf niet?"]);
    // If `--question` has a value, the whole piped text becomes the title. If the title is an argument and `--question`
    // is `-`, the whole piped text becomes the question.
    sandbox.run_with_input("log - --ministry OCW --question Vraag", text).ok();
    let obstacle = shown(&sandbox, "2");
    assert_eq!(
        [&obstacle["title"], &obstacle["question"]],
        ["Eén contract voor drie stages Mag dat? Of niet?", "Vraag"]
    );
    sandbox.run_with_input("log Titel --ministry OCW --question -", text).ok();
    assert_eq!(shown(&sandbox, "3")["question"], json!(text.trim_end()));
}

#[test]
fn a_mail_of_very_many_parts_is_refused() {
    let sandbox = Sandbox::new();
    let mail = "From: a@voorbeeld.example\nDate: Tue, 13 Oct 2026 16:47:00 +0200\nSubject: Vraag\nMIME-Version: 1.0\n\
                Content-Type: multipart/mixed; boundary=x\n\n";
    sandbox.write("parts.eml", format!("{mail}{}--x--\n", "--x\n\n".repeat(6_000)));
    assert_eq!(
        sandbox.run("log --mail parts.eml --ministry OCW").fails(65),
        "ruimte: parts.eml: this e-mail has more than 5000 parts; open it and paste its text: ruimte log - --ministry OCW\n"
    );
}
