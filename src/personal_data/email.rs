//! E-mail addresses.

use super::{Find, FindKind};

/// Limits on the parts of an address, from RFC 5321. They also bound the time spent on each `@`.
const MAX_USER_CHARS: usize = 64;
const MAX_HOST_CHARS: usize = 255;

pub fn find(text: &str, finds: &mut Vec<Find>) {
    for (at, _) in text.match_indices('@') {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        let user: usize = before
            .chars()
            .rev()
            .take(MAX_USER_CHARS)
            .take_while(|character| is_user_char(*character))
            .map(char::len_utf8)
            .sum();
        let start = at - user;
        let user = before.get(start..).unwrap_or_default();
        let start = start + user.len() - user.trim_start_matches(['.', '\'', '-']).len();
        let host: usize = after
            .chars()
            .take(MAX_HOST_CHARS)
            .take_while(|character| is_host_char(*character))
            .map(char::len_utf8)
            .sum();
        let host = after.get(..host).unwrap_or_default().trim_end_matches(['.', '-']);
        if start < at && is_host(host) {
            finds.push(Find { kind: FindKind::Email, range: start..at + 1 + host.len() });
        }
    }
}

fn is_user_char(character: char) -> bool {
    character.is_alphanumeric() || "._%+-'".contains(character)
}

fn is_host_char(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '.' | '-')
}

fn is_host(host: &str) -> bool {
    let Some((_, top_level)) = host.rsplit_once('.') else { return false };
    host.split('.').all(|label| !label.is_empty())
        && top_level.chars().count() >= 2
        && top_level.chars().all(char::is_alphabetic)
}
