//! Parses the names under which a proxy signs people in, and the names in the roles file.

use crate::record::person_name;

/// Limit on the length of a name. Long enough for a distinguished name from a directory service.
const MAX_NAME_CHARS: usize = 200;

/// Returns the name as it is shown and stored. Returns `None` if the name is empty, is too long, looks like the number
/// of a person (`N-03`), contains invisible characters, or starts or ends with a space.
pub fn parse(text: &str) -> Option<String> {
    let is_invisible = |character: char| {
        character.is_control()
            || (!character.is_whitespace() && person_name::normalize(character.encode_utf8(&mut [0; 4])).is_empty())
    };
    let name = person_name::normalize(text);
    let is_usable = text.trim() == text
        && !name.is_empty()
        && !text.chars().any(is_invisible)
        && name.chars().count() <= MAX_NAME_CHARS
        && !person_name::is_like_number(text);
    is_usable.then_some(name)
}
