//! Remembers in a cookie when a browser last visited, so that the home page can show what is new since then. The
//! register does not store visits.

use super::reply::lasting_cookie;
use jiff::{SignedDuration, Timestamp};

/// A visit ends when the browser has requested no page for this long.
const MAX_PAUSE: SignedDuration = SignedDuration::from_mins(30);
/// The cookie is renewed at most this often.
const MIN_RENEWAL: SignedDuration = SignedDuration::from_mins(1);
const MAX_AGE_SECONDS: u32 = 365 * 24 * 3600;

/// The visit that a request belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The last page of the previous visit; `None` during the first visit.
    pub previous: Option<Timestamp>,
    /// The latest page of this visit, as the cookie has it; `None` if this request begins the visit.
    latest: Option<Timestamp>,
    now: Timestamp,
}

impl Visit {
    /// Finds the visit in the values of the cookie. Another site on the same host can set a cookie with this name, so
    /// ignores what cannot be right.
    pub fn find<'a>(values: impl IntoIterator<Item = &'a str>, now: Timestamp) -> Self {
        let begun = Self { previous: None, latest: None, now };
        let Some((previous, latest)) = values.into_iter().find_map(|value| parse(value, now)) else { return begun };
        if now.duration_since(latest) > MAX_PAUSE {
            return Self { previous: Some(latest), ..begun };
        }
        Self { previous, latest: Some(latest), now }
    }

    /// Returns the value of a `Set-Cookie` header that remembers this page, or `None` if the cookie is recent enough.
    pub fn to_cookie(self, name: &str) -> Option<String> {
        if self.latest.is_some_and(|latest| self.now.duration_since(latest) < MIN_RENEWAL) {
            return None;
        }
        let now = self.now.as_second();
        let value = match self.previous {
            Some(previous) => format!("{}.{now}", previous.as_second()),
            None => now.to_string(),
        };
        Some(lasting_cookie(name, &value, MAX_AGE_SECONDS))
    }
}

/// Parses `LATEST` or `PREVIOUS.LATEST`, both in seconds since 1970.
fn parse(value: &str, now: Timestamp) -> Option<(Option<Timestamp>, Timestamp)> {
    let moment = |text: &str| {
        let is_number = text.len() <= 11 && text.bytes().all(|byte| byte.is_ascii_digit());
        Timestamp::from_second(text.parse().ok().filter(|_| is_number)?).ok()
    };
    let (previous, latest) = match value.split_once('.') {
        Some((previous, latest)) => (Some(moment(previous)?), moment(latest)?),
        None => (None, moment(value)?),
    };
    (latest <= now && previous.is_none_or(|previous| previous <= latest)).then_some((previous, latest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn visit(cookie: &str, now: i64) -> (Option<i64>, Option<String>) {
        let visit = Visit::find([cookie], at(now));
        let cookie = visit.to_cookie("v").map(|text| text.split([';', '=']).nth(1).unwrap().to_owned());
        (visit.previous.map(Timestamp::as_second), cookie)
    }

    #[test]
    fn a_visit_ends_after_half_an_hour_without_a_page() {
        assert_eq!(visit("", 10_000), (None, Some("10000".to_owned())));
        assert_eq!(visit("10000", 10_030), (None, None));
        assert_eq!(visit("10000", 11_800), (None, Some("11800".to_owned())));
        assert_eq!(visit("10000", 11_801), (Some(10_000), Some("10000.11801".to_owned())));
        assert_eq!(visit("10000.11801", 12_900), (Some(10_000), Some("10000.12900".to_owned())));
        assert_eq!(visit("10000.12900", 99_000), (Some(12_900), Some("12900.99000".to_owned())));
    }

    #[test]
    fn a_cookie_that_cannot_be_right_is_ignored() {
        for cookie in ["20000", "12000.11000", "x", "1.2.3", "-5", "99999999999999999999", ".", "9e3", "+9000"] {
            assert_eq!(visit(cookie, 15_000), (None, Some("15000".to_owned())), "{cookie}");
        }
        let both = Visit::find(["nonsense", "10000.11000"], at(11_010));
        assert_eq!(both.previous, Some(at(10_000)));
    }
}
