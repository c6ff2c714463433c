//! Recognises personal data in running text: e-mail addresses, telephone numbers, citizen service numbers (BSN), IBANs,
//! and names in salutations and signatures. The time it takes is linear in the length of the text.

mod email;
mod name;
mod number;

pub use name::{closing_length, salutation_length};

use crate::language::{Folded, is_invisible, is_styled};
use std::borrow::Cow;
use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindKind {
    Email,
    Phone,
    Bsn,
    Iban,
    Name,
}

impl FindKind {
    pub const ALL: [Self; 5] = [Self::Email, Self::Phone, Self::Bsn, Self::Iban, Self::Name];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Bsn => "bsn",
            Self::Iban => "iban",
            Self::Name => "name",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Find {
    pub kind: FindKind,
    /// The position of the personal data in the text, in bytes.
    pub range: Range<usize>,
}

/// Returns the personal data in a text, in order and without overlap. Sees the text as a reader does: ignores invisible
/// characters, and reads full-width forms, entities and Markdown backslashes as the characters that they show.
pub fn find(text: &str) -> Vec<Find> {
    let mut finds = Vec::new();
    let folded = needs_folding(text).then(|| Folded::plain(text));
    let shown = folded.as_ref().map_or(text, |folded| &folded.text);
    email::find(shown, &mut finds);
    number::find(shown, &mut finds);
    name::find(shown, &mut finds);
    if let Some(folded) = &folded {
        for find in &mut finds {
            find.range = folded.origin(&find.range);
        }
    }
    // Part of an address or an IBAN may look like a name or a telephone number. If ranges overlap, keep the first, or
    // the longest of those that begin together.
    finds.sort_by_key(|find| (find.range.start, std::cmp::Reverse(find.range.end)));
    let mut end = 0;
    finds.retain(|find| {
        let is_separate = find.range.start >= end;
        if is_separate {
            end = find.range.end;
        }
        is_separate
    });
    finds
}

fn needs_folding(text: &str) -> bool {
    text.chars().any(|character| matches!(character, '\\' | '&') || is_styled(character) || is_invisible(character))
}

/// Shortens personal data, so that somebody who knows it can recognise it, but nobody can use it.
pub fn mask(kind: FindKind, found: &str) -> String {
    let shown = if needs_folding(found) { Cow::Owned(Folded::plain(found).text) } else { Cow::Borrowed(found) };
    let found = &*shown;
    match kind {
        FindKind::Email => {
            let (user, host) = found.rsplit_once('@').unwrap_or((found, ""));
            let (host, top_level) = host.rsplit_once('.').unwrap_or((host, ""));
            format!("{}…@{}….{top_level}", first_chars(user, 1), first_chars(host, 1))
        }
        FindKind::Phone if found.contains('+') => "+…".to_owned(),
        FindKind::Phone => {
            let digits: String = found.chars().filter(char::is_ascii_digit).take(2).collect();
            format!("{digits}-…")
        }
        FindKind::Bsn => format!("{}…", first_chars(found, 2)),
        FindKind::Iban => format!("{}…", first_chars(found, 4)),
        FindKind::Name => {
            let words = found.split_whitespace().map(|word| format!("{}…", first_chars(word, 1)));
            words.collect::<Vec<_>>().join(" ")
        }
    }
}

/// Masks all personal data in a text.
pub fn mask_all(text: &str) -> String {
    let mut masked = String::new();
    let mut end = 0;
    for find in find(text) {
        masked.push_str(text.get(end..find.range.start).unwrap_or_default());
        masked.push_str(&mask(find.kind, text.get(find.range.clone()).unwrap_or_default()));
        end = find.range.end;
    }
    masked + text.get(end..).unwrap_or_default()
}

fn first_chars(text: &str, count: usize) -> String {
    text.chars().take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the personal data that is found in a text, each item as `kind:text`.
    fn found(text: &str) -> Vec<String> {
        find(text)
            .into_iter()
            .map(|found| format!("{}:{}", found.kind.code(), text.get(found.range).unwrap()))
            .collect()
    }

    fn assert_found(cases: &[(&str, &[&str])]) {
        for (text, expected) in cases {
            assert_eq!(found(text), *expected, "{text:?}");
        }
    }

    #[test]
    fn email_addresses_are_found() {
        assert_found(&[
            ("Mail jan.jansen@voorbeeld.nl.", &["email:jan.jansen@voorbeeld.nl"]),
            ("<J+loket@sub.voorbeeld-zorg.example>", &["email:J+loket@sub.voorbeeld-zorg.example"]),
            ("a@b.nl,c@d.nl", &["email:a@b.nl", "email:c@d.nl"]),
            ("josé@voorbeeld.nl", &["email:josé@voorbeeld.nl"]),
            ("@loket en 3@5 en a@b en a@.nl en @voorbeeld.nl", &[]),
        ]);
    }

    #[test]
    fn telephone_numbers_are_found_however_they_are_written() {
        for number in [
            "06-12345678",
            "0612345678",
            "06 12 34 56 78",
            "06 - 1234 5678",
            "06.12.34.56.78",
            "06/12345678",
            "06\u{2011}12345678",
            "020-1234567",
            "(020) 123 45 67",
            "0541-123456",
            "(0541) 12 34 56",
            "088 123 45 67",
            "+31612345678",
            "+31 6 12345678",
            "+31 (0)6 12 34 56 78",
            "+31(0)20-1234567",
            "(+31) 20 123 45 67",
            "0031 6 12345678",
            "0031612345678",
            "+32 2 123 45 67",
            "+49 2821 123456",
        ] {
            assert_eq!(found(&format!("Bel {number}.")), [format!("phone:{number}")], "{number}");
            assert_eq!(found(&format!("tel:{number}")), [format!("phone:{number}")], "{number}");
            assert_eq!(found(&format!("{number}, of mail")), [format!("phone:{number}")], "{number}");
        }
        assert_found(&[("030-1234567 / 06-12345678", &["phone:030-1234567", "phone:06-12345678"])]);
    }

    #[test]
    fn other_numbers_are_not_telephone_numbers() {
        for text in [
            "artikel 7:610 en 7.2.8 lid 2",
            "06-11-2018 12:30",
            "01-06-2018 en 2018-06-12 10:00",
            "BWBR0007625",
            "CELEX 32016R0679",
            "2018-0000123456",
            "2018-0612345678",
            "kst-31293-412",
            "Kamerstukken II 2017/18, 31 293, nr. 412",
            "€ 0612345678",
            "€ 1.000.000.000,00",
            "0612345678,50",
            "x0612345678",
            "06123456789",
            "061234567",
            "0800-1234567 en 0900 123456",
            "https://voorbeeld.example/id/0612345678?nr=0612345678",
            "05 10 15 20 25 30",
            "+1000000",
            "06-\n12345678",
            "000-0000000",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    // The eleven test requires that a weighted sum of the digits of a BSN is a multiple of 11. The sum for 123456782 is
    // 9×1 + 8×2 + 7×3 + 6×4 + 5×5 + 4×6 + 3×7 + 2×8 − 1×2 = 154 = 14 × 11.
    #[test]
    fn a_bsn_is_a_number_on_its_own_that_passes_the_eleven_test() {
        assert_found(&[
            ("bsn 123456782", &["bsn:123456782"]),
            ("(123456782)", &["bsn:123456782"]),
            ("BSN:123456782.", &["bsn:123456782"]),
            ("BSN 1234.56.782", &["bsn:1234.56.782"]),
            ("burgerservicenummer: 123 456 782", &["bsn:123 456 782"]),
            ("10000008", &["bsn:10000008"]),
            ("123456783", &[]),
            ("1234.56.782", &[]),
            ("€ 123456782", &[]),
            ("123456782 euro", &[]),
            ("2018-123456782", &[]),
            ("123456782-1", &[]),
            ("123456782/1/R2", &[]),
            ("a123456782", &[]),
            ("1234567820", &[]),
            ("zaaknummer 123456782", &[]),
            ("KvK 10000008", &[]),
            ("000000000", &[]),
        ]);
    }

    // These numbers pass the eleven test for a BSN, but are far more likely dates.
    #[test]
    fn a_date_without_separators_is_no_bsn() {
        assert_found(&[("20180510", &[]), ("20181301", &[])]);
    }

    #[test]
    fn an_iban_is_found_if_its_check_digits_are_right() {
        assert_found(&[
            ("NL91ABNA0417164300", &["iban:NL91ABNA0417164300"]),
            ("op NL91 ABNA 0417 1643 00, graag", &["iban:NL91 ABNA 0417 1643 00"]),
            ("nl91abna0417164300", &["iban:nl91abna0417164300"]),
            ("BE68 5390 0754 7034", &["iban:BE68 5390 0754 7034"]),
            ("DE89370400440532013000.", &["iban:DE89370400440532013000"]),
            ("NL92ABNA0417164300", &[]),
            ("XNL91ABNA0417164300", &[]),
            ("NL91ABNA04171643001", &[]),
        ]);
    }

    #[test]
    fn names_in_salutations_are_found() {
        assert_found(&[
            ("Beste Jan Jansen,\nEen vraag.", &["name:Jan Jansen"]),
            ("Geachte mevrouw De Vries", &["name:De Vries"]),
            ("Geachte heer/mevrouw Jansen,", &["name:Jansen"]),
            ("Geachte heer J.P. van der Berg,", &["name:J.P. van der Berg"]),
            ("geachte mw. dr. Özdemir-de Wit:", &["name:Özdemir-de Wit"]),
            ("Hoi Anne-Marie!", &["name:Anne-Marie"]),
            ("Dag Jan en Piet,", &["name:Jan", "name:Piet"]),
            ("> Beste Fatima,", &["name:Fatima"]),
            ("Dank. Beste Jan, kun je dit uitzoeken?", &["name:Jan"]),
            ("Dear Ms Jansen,", &["name:Jansen"]),
            ("Beste mevrouw d’Hondt,", &["name:d’Hondt"]),
        ]);
    }

    #[test]
    fn salutations_without_a_name_are_not_names() {
        for text in [
            "Beste collega's,",
            "Beste collega’s,",
            "Beste Collega's,",
            "Geachte heer/mevrouw,",
            "Geachte heer, mevrouw,",
            "Geachte mevrouw,",
            "Geachte dames en heren,",
            "Geachte Voorzitter,",
            "Beste Opleidingsmanager,",
            "Beste Team Zorg,",
            "Beste allen,",
            "Beste Allemaal!",
            "Beste Praktijken in de regio,",
            "Beste manier om dit te regelen",
            "Dag van de Verpleging,",
            "Beste ROC,",
            "Hallo,",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn names_in_signatures_are_found() {
        assert_found(&[
            ("Met vriendelijke groet,\nJan Jansen", &["name:Jan Jansen"]),
            ("Met vriendelijke groeten,\r\n\r\nJ. de Vries\r\nBeleidsmedewerker", &["name:J. de Vries"]),
            ("Groeten, Jan", &["name:Jan"]),
            ("Graag een antwoord. Groet, Anneke van 't Hof", &["name:Anneke van 't Hof"]),
            ("Mvg Piet", &["name:Piet"]),
            ("Hoogachtend,\n\ndrs. A.B. El Amrani, directeur", &["name:A.B. El Amrani"]),
            ("Kind regards,\nJane Doe | Ministry", &["name:Jane Doe"]),
            ("Groetjes van Fatima", &["name:Fatima"]),
        ]);
    }

    #[test]
    fn signatures_without_a_name_are_not_names() {
        for text in [
            "Met vriendelijke groet,\nOpleidingsmanager zorg",
            "Met vriendelijke groet,\nOpleidingsmanager Zorg",
            "Met vriendelijke groet,\nTeam Loket",
            "Met vriendelijke groet,\nMinisterie van Onderwijs, Cultuur en Wetenschap",
            "Met vriendelijke groet,\nStichting Voorbeeld",
            "Met vriendelijke groet,\nROC Midden",
            "Met vriendelijke groet",
            "Groeten uit Utrecht",
            "Groetjes",
            "Groei en Bloei",
            "Groet elkaar",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn personal_data_is_found_as_a_reader_sees_it() {
        assert_found(&[
            ("Bel 06\u{200b}12345678", &["phone:06\u{200b}12345678"]),
            ("Bel 06-1234\u{ad}5678 nu", &["phone:06-1234\u{ad}5678"]),
            ("０６-１２３４５６７８", &["phone:０６-１２３４５６７８"]),
            ("06\\-12345678", &["phone:06\\-12345678"]),
            ("&#48;6&hyphen;12345678.", &["phone:&#48;6&hyphen;12345678"]),
            ("jan@\u{200b}voorbeeld.nl", &["email:jan@\u{200b}voorbeeld.nl"]),
            ("é jan＠voorbeeld．nl", &["email:jan＠voorbeeld．nl"]),
            ("jan&#64;voorbeeld&period;nl", &["email:jan&#64;voorbeeld&period;nl"]),
            ("jan&commat;voorbeeld.nl; jan&#x40;b.nl", &["email:jan&commat;voorbeeld.nl", "email:jan&#x40;b.nl"]),
            ("jan\\@voorbeeld.nl", &["email:jan\\@voorbeeld.nl"]),
            ("NL91-ABNA-0417-1643-00", &["iban:NL91-ABNA-0417-1643-00"]),
            (
                "NL91\u{2011}ABNA\u{2011}0417\u{2011}1643\u{2011}00",
                &["iban:NL91\u{2011}ABNA\u{2011}0417\u{2011}1643\u{2011}00"],
            ),
            ("bsn 123-456-782", &["bsn:123-456-782"]),
            ("bsn 1234\u{ad}56782", &["bsn:1234\u{ad}56782"]),
            ("Beste Jan\u{ad}sen,", &["name:Jan\u{ad}sen"]),
            ("Groet, 𝐉𝐚𝐧", &["name:𝐉𝐚𝐧"]),
        ]);
        for text in [
            "06-1234567² m²",
            "123456782¹",
            "Beste J…,",
            "06-…\u{200b} en j…@v….nl",
            "R&D en AT&T @\u{200b}loket",
            "123-456-782",
            "NL92-ABNA-0417-1643-00",
            "NL91--ABNA-0417-1643-00",
            "kenmerk\u{a0}123456782",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
        assert_eq!(mask_all("Bel ０６-12345678 of jan&#64;b.nl"), "Bel 06-… of j…@b….nl");
    }

    #[test]
    fn a_mask_keeps_too_little_to_use() {
        for (kind, text, masked) in [
            (FindKind::Email, "jan.jansen@voorbeeld.nl", "j…@v….nl"),
            (FindKind::Phone, "06-12345678", "06-…"),
            (FindKind::Phone, "(020) 123 45 67", "02-…"),
            (FindKind::Phone, "+31 6 12345678", "+…"),
            (FindKind::Bsn, "123456782", "12…"),
            (FindKind::Iban, "NL91 ABNA 0417 1643 00", "NL91…"),
            (FindKind::Name, "Jan Jansen", "J… J…"),
        ] {
            assert_eq!(mask(kind, text), masked);
        }
        assert_eq!(mask_all("Bel 06-12345678, of mail jan@voorbeeld.nl."), "Bel 06-…, of mail j…@v….nl.");
        assert_eq!(mask_all("Mag dit?"), "Mag dit?");
    }
}
