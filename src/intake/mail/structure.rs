//! Prepares the bytes of a mail for the parser. The parser recurses into attached mails without a limit, so a crafted
//! mail could overflow the stack. We therefore replace the types of such attachments.

use mail_parser::{MessagePart, MimeHeaders};
use std::borrow::Cow;

/// Content types that make the parser read a part as a mail. Each has a type, a subtype, and a harmless subtype of the
/// same length with which we overwrite the subtype.
const NESTED_TYPES: &[(&[u8], &[u8], &[u8])] =
    &[(b"message", b"rfc822", b"x-mail"), (b"message", b"global", b"x-mail"), (b"multipart", b"digest", b"mixed ")];

pub fn is_nested_mail(part: &MessagePart<'_>) -> bool {
    part.is_content_type("message", "x-mail")
}

/// Skips the line `From ...` at the start of a mail that was saved in the mbox format. This line is not a header.
pub fn without_mbox_line(bytes: &[u8]) -> &[u8] {
    let end = bytes.starts_with(b"From ").then(|| memchr::memchr(b'\n', bytes)).flatten();
    end.and_then(|end| bytes.get(end..)).map_or(bytes, <[u8]>::trim_ascii_start)
}

/// Returns the length of the headers in bytes. The headers end before the first blank line.
pub fn header_length(bytes: &[u8]) -> usize {
    let is_blank = |end: &usize| {
        let rest = bytes.get(end.saturating_add(1)..).unwrap_or_default();
        rest.starts_with(b"\n") || rest.starts_with(b"\r\n")
    };
    memchr::memchr_iter(b'\n', bytes).find(is_blank).unwrap_or(bytes.len())
}

pub fn with_nested_mails_as_attachments(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut renamed = Cow::Borrowed(bytes);
    // Search for `)` as well as for `/`, because a type may have blanks and comments around its slash, as in
    // `message (a comment) / rfc822`.
    for at in memchr::memchr2_iter(b'/', b')', bytes) {
        let Some((before, after)) = bytes.split_at_checked(at) else { continue };
        let (before, subtype) = (before.trim_ascii_end(), after.get(1..).unwrap_or_default().trim_ascii_start());
        let start = bytes.len().saturating_sub(subtype.len());
        for (kind, name, replacement) in NESTED_TYPES {
            let is_kind = after.starts_with(b")") || before.ends_with(b")") || ends_with(before, kind);
            if is_kind && subtype.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
                let end = start.saturating_add(name.len());
                if let Some(found) = renamed.to_mut().get_mut(start..end) {
                    found.copy_from_slice(replacement);
                }
            }
        }
    }
    renamed
}

fn ends_with(bytes: &[u8], end: &[u8]) -> bool {
    bytes
        .len()
        .checked_sub(end.len())
        .and_then(|start| bytes.get(start..))
        .is_some_and(|last| last.eq_ignore_ascii_case(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_nested_mails_are_renamed_however_they_are_written() {
        for (written, renamed) in [
            ("Content-Type: message/rfc822\n", "Content-Type: message/x-mail\n"),
            ("Content-Type: Message / RFC822;", "Content-Type: Message / x-mail;"),
            ("Content-Type: message(a)/(b)rfc822", "Content-Type: message(a)/(b)x-mail"),
            ("Content-Type: message/\r\n global", "Content-Type: message/\r\n x-mail"),
            ("Content-Type: multipart/digest; boundary=a", "Content-Type: multipart/mixed ; boundary=a"),
            ("https://voorbeeld.example/digest en/of globaal", "https://voorbeeld.example/digest en/of globaal"),
        ] {
            assert_eq!(with_nested_mails_as_attachments(written.as_bytes()), renamed.as_bytes());
        }
    }

    #[test]
    fn a_header_ends_at_the_first_blank_line() {
        for (mail, length) in [("A: b\n\nc\n\nd", 4), ("A: b\r\nC: d\r\n\r\ne", 11), ("A: b\nc", 6), ("", 0)] {
            assert_eq!(header_length(mail.as_bytes()), length, "{mail:?}");
        }
    }

    #[test]
    fn the_first_line_of_an_mbox_is_skipped() {
        assert_eq!(without_mbox_line(b"From a@b Mon\nSubject: A\n"), b"Subject: A\n");
        assert_eq!(without_mbox_line(b"From: a@b\n"), b"From: a@b\n");
        assert_eq!(without_mbox_line(b"From a"), b"From a");
    }
}
