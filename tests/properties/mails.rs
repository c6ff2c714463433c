//! Any file is read as a mail or refused. Texts with many quote marks are read in linear time.

use super::cases;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use ruimte::intake::parse_mail;
use std::time::{Duration, Instant};

const HEADERS: &str = "From: a@b.example\nTo: c@d.example\nDate: Tue, 13 Oct 2026 16:47:00 +0200\n";

/// Pieces from which tests build mails: headers, MIME boundaries, quoted text and markup.
const PIECES: &[&str] = &[
    "Subject: FW: ",
    "Content-Type: multipart/mixed; boundary=a\n",
    "Content-Type: text/html; charset=utf-16\n",
    "Content-Type: message/rfc822\n",
    "Content-Transfer-Encoding: base64\n",
    "Content-Transfer-Encoding: quoted-printable\n",
    "Content-Disposition: attachment; filename*0*=utf-8''a; filename*1=b\n",
    "=?utf-8?Q?=C3=A9?=",
    "\n",
    "\n\n",
    "\r\n",
    "--a\n",
    "--a--\n",
    "=E9",
    "\u{e000}",
    "<div>",
    "</div>",
    "<blockquote type=cite>",
    "</blockquote>",
    "<",
    ">",
    "> ",
    "&amp;",
    "Beste Jan,",
    "Met vriendelijke groet,\n",
    "Van: a\nVerzonden: b\nOnderwerp: c\n",
    "-----Original Message-----\n",
    "Op 1-1-2026 10:00 schreef a@b.nl:\n",
    "_____\n",
    "ter info\n",
    "é",
    "Mag dit? ",
];

/// The stored text is trimmed and has no two empty lines in a row. Text and subject have no control characters.
fn assert_sound(bytes: Vec<u8>) {
    if let Ok(mail) = parse_mail(bytes) {
        assert_eq!(mail.text.trim(), mail.text);
        assert!(!mail.text.contains("\n\n\n"), "{:?}", mail.text);
        let is_control = |character: char| character.is_control() && character != '\n';
        assert!(!mail.text.contains(is_control) && !mail.subject.contains(char::is_control), "{mail:?}");
    }
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn any_bytes_are_a_mail_or_refused(bytes in vec(any::<u8>(), 0..400)) {
        assert_sound(bytes.clone());
        assert_sound([HEADERS.as_bytes(), &bytes].concat());
    }

    #[test]
    fn pieces_of_mails_are_a_mail_or_refused(pieces in vec(select(PIECES), 0..40)) {
        assert_sound(format!("{HEADERS}{}", pieces.concat()).into_bytes());
    }

    #[test]
    fn a_plain_text_is_kept_as_it_is(lines in vec("[a-zé][a-zé ]{0,30}[a-zé]", 1..6)) {
        // No line begins with a greeting, such as `gr`.
        let text = lines.join("\nja ");
        let mail = parse_mail(format!("{HEADERS}Content-Type: text/plain; charset=utf-8\n\nVraag {text}\n").into_bytes()).unwrap();
        prop_assert_eq!(mail.text, format!("Vraag {text}"));
    }
}

#[test]
fn a_long_text_of_repetition_is_read_in_linear_time() {
    for piece in PIECES.iter().copied().chain([">", "Van: a\n", "-----\n\n", "Op 1:\n", "> > > FYI\n", "Jan\n", "\n"]) {
        for kind in ["plain", "html"] {
            let body = piece.repeat((1 << 17) / piece.len());
            let begin = Instant::now();
            let _ = parse_mail(format!("{HEADERS}Content-Type: text/{kind}\n\n{body}").into_bytes());
            assert!(begin.elapsed() < Duration::from_secs(5), "{piece:?} took {:?}", begin.elapsed());
        }
    }
}
