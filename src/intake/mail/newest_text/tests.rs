//! Tests with mails as people write, answer and forward them: which part of each is the newest text.

use super::*;

fn newest(text: &str) -> String {
    NewestText::of(text, &Senders::new(["Voorbeeld, Anna".to_owned(), "anna.voorbeeld@regio.example".to_owned()])).text
}

fn assert_newest(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(newest(text), *expected, "{text}");
    }
}

#[test]
fn salutations_are_left_out() {
    assert_newest(&[
        ("Beste collega’s,\n\nMag dit?", "Mag dit?"),
        ("Geachte heer/mevrouw,\nMag dit?", "Mag dit?"),
        ("Geachte heer De Vries:\nMag dit?", "Mag dit?"),
        ("Hallo\n\nMag dit?", "Mag dit?"),
        ("Dag allemaal\n\nMag dit?", "Mag dit?"),
        ("Beste Jan, mag dit?", "Mag dit?"),
        ("[EXTERN]\nHoi!\nMag dit?", "Mag dit?"),
        ("Beste praktijken, zoals deze, mogen blijven.", "Beste praktijken, zoals deze, mogen blijven."),
        ("Beste manier om dit te regelen?", "Beste manier om dit te regelen?"),
        ("Mag dit?", "Mag dit?"),
    ]);
}

#[test]
fn signatures_are_left_out() {
    for signature in [
        "Met vriendelijke groet,\nCarla Verzonnen\n06-12345678",
        "Met vriendelijke groeten Carla",
        "Groet, Carla",
        "mvg Carla",
        "M.v.g.\n\nCarla",
        "Alvast bedankt!\nCarla",
        "Hoogachtend,\nCarla Verzonnen",
        "Kind regards,\nCarla",
        "-- \nCarla Verzonnen",
        "--\nCarla Verzonnen",
        "Anna Voorbeeld\nRegio",
        "A. Voorbeeld",
        "Anna\nBeleidsmedewerker",
        "E: anna.voorbeeld@regio.example",
        "Carla Verzonnen\nBeleidsmedewerker\n030-1234567 | carla@zorg.example",
        "Verzonden vanaf mijn iPhone",
        "Sent from my phone",
        "________________________________________________________________________________\nMicrosoft Teams",
        "Dit bericht kan informatie bevatten die niet voor u is bestemd.",
    ] {
        assert_eq!(newest(&format!("Mag dit?\n\n{signature}")), "Mag dit?", "{signature}");
    }
}

#[test]
fn sentences_that_resemble_a_signature_are_kept() {
    for text in [
        "Mag dit?\n\nGroet de wet ons wel, of niet?",
        "Mag dit?\n\nMail naar het meldpunt: meldpunt@rijk.example.",
        "Op 3 mei schreef de school:\nhet mag niet.",
        "Van: de school\nweten wij niets.",
        "Een lijst:\n- een\n- twee",
    ] {
        assert_eq!(newest(text), text);
    }
}

#[test]
fn quoted_mails_are_left_out() {
    for quoted in [
        "Op di 13 okt. 2026 om 16:47 schreef Carla Verzonnen <carla@zorg.example>:\n\n> Oud",
        "Op di 13 okt. 2026 om 16:47 schreef Carla Verzonnen <\ncarla@zorg.example>:\n> Oud",
        "Op 13 okt. 2026, om 16:47 heeft Carla <carla@zorg.example> het volgende geschreven:\n\nOud",
        "On Tue, Oct 13, 2026 at 4:47 PM Carla <carla@zorg.example> wrote:\n> Oud",
        "Carla Verzonnen <carla@zorg.example> schreef op 13-10-2026 16:47:\n> Oud",
        "Van: Carla Verzonnen <carla@zorg.example>\nVerzonden: dinsdag 13 oktober 2026 16:47\nAan: Anna\nOnderwerp: Oud\n\nOud",
        "________________________________\nFrom: Carla\nSent: Tuesday\nTo: Anna\nSubject: Oud\n\nOud",
        "*Van:* Carla\n*Verzonden:* dinsdag\n*Onderwerp:* Oud\n\nOud",
        "-----Oorspronkelijk bericht-----\nVan: Carla\nVerzonden: dinsdag\nOnderwerp: Oud\n\nOud",
        "-----Original Message-----\nOud",
        "> Oud\n> Ouder",
    ] {
        assert_eq!(newest(&format!("Mag dit?\n\n{quoted}")), "Mag dit?", "{quoted}");
        assert_eq!(newest(&format!("Mag dit?\n\nGroet, Dora\n\n{quoted}")), "Mag dit?", "{quoted}");
    }
}

#[test]
fn an_answer_below_or_between_quoted_lines_is_the_newest_text() {
    assert_newest(&[
        ("Op 12-10-2026 om 09:00 schreef Loket:\n> Welke?\n\nDe WEB.\n\nAnna", "De WEB."),
        ("Piet schreef:\n> Mag a?\nJa hoor.\n\n> Mag b?\nNee.", "Ja hoor.\n\nNee."),
        ("> Welke wet?\nDe WEB.\n> Welke regio?\nUtrecht.", "De WEB.\nUtrecht."),
    ]);
}

#[test]
fn the_question_is_the_first_quoted_mail_if_the_newest_text_only_refers_to_it() {
    let header = "Van: Carla Verzonnen <carla@zorg.example>\nVerzonden: dinsdag\nAan: Anna\nOnderwerp: Vraag\n\n";
    for referral in
        ["", "Ter info", "FYI\n\nGroet, Anna", "Beste allen, zie hieronder.", "Kun jij dit oppakken?", "tkn"]
    {
        for quoted in [
            format!("{header}Beste Anna,\nMag dit?\n\nCarla Verzonnen"),
            format!("-----Oorspronkelijk bericht-----\n{header}Mag dit?\nGroet, Carla"),
            format!("---------- Forwarded message ---------\n{header}\nMag dit?"),
            "-------- Doorgestuurd bericht --------\nOnderwerp: Vraag\nDatum: dinsdag\nVan: Carla\nAan: Anna\n\n\nMag dit?".to_owned(),
            "Begin doorgestuurd bericht:\n\n> Van: Carla\n> Datum: dinsdag\n> Onderwerp: Vraag\n>\n> Mag dit?".to_owned(),
            format!("{header}FYI\n\n{header}Mag dit?"),
        ] {
            assert_eq!(newest(&format!("{referral}\n\n{quoted}")), "Mag dit?", "{referral}\n{quoted}");
        }
    }
    // The newest text is kept if there is no quoted mail, or if the newest text contains a question itself.
    assert_newest(&[
        ("Ter info", "Ter info"),
        ("", ""),
        (
            &format!(
                "Zie hieronder. Mag een student bij twee instellingen tegelijk stage lopen, of niet?\n\n{header}Oud"
            ),
            "Zie hieronder. Mag een student bij twee instellingen tegelijk stage lopen, of niet?",
        ),
    ]);
}

#[test]
fn invisible_characters_and_extra_empty_lines_are_removed() {
    assert_newest(&[("Mag\u{a0}dit\u{200b}?\r\n\r\n\r\n\r\nJa\u{ad}, of\tnee?", "Mag dit?\n\nJa, of nee?")]);
}
