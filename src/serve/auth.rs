//! Who may come in: what is asked for by another address, from elsewhere, by nobody or by who may not, goes no further.

use super::answer::{DONE, cookie};
use super::roles::Role;
use super::site::{Door, Site};
use super::visit::{Pairs, Sent, Visit, address, all, one};
use crate::view::printable;
use crate::words::{Label, Lang, site as words};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

/// So many bytes can be sent at once.
const MOST_SENT: usize = 1 << 20;
/// So long may sending take.
const TIME_TO_SEND: Duration = Duration::from_secs(20);

/// Where a request comes from.
#[derive(Clone, Copy, Debug)]
pub struct From(pub SocketAddr);

/// Why somebody does not come in.
pub struct Refused {
    /// The status.
    pub status: StatusCode,
    /// What it is called.
    pub title: Label,
    /// Why, and what to do.
    pub why: Label,
    /// In which language it is told.
    pub lang: Lang,
    /// Whether another program asks, and wants no page.
    pub is_program: bool,
}

/// What comes of somebody at the door.
pub enum Let {
    /// In.
    In(Box<Visit>),
    /// Away, with the reason.
    Refused(Refused),
    /// In, with the key: this cookie opens the door from now on.
    WithCookie(String, String),
}

fn text<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn cookie_of<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let mut all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.find_map(|text| text.split(';').find_map(|pair| pair.trim().strip_prefix(wanted)?.strip_prefix('=')))
}

/// The language that a browser asks for: the first that is spoken here, in the order of how much each is wanted.
fn preferred(accepted: &str) -> Option<Lang> {
    let mut wanted: Vec<(f32, Lang)> = accepted
        .split(',')
        .filter_map(|piece| {
            let (tag, rest) = piece.split_once(';').unwrap_or((piece, ""));
            let weight = rest.trim().strip_prefix("q=").map_or(Some(1.0), |text| text.parse().ok())?;
            Some((weight, Lang::of_tag(tag.trim())?)).filter(|(weight, _)| *weight > 0.0)
        })
        .collect();
    wanted.sort_by(|one, other| other.0.total_cmp(&one.0));
    wanted.first().map(|(_, lang)| *lang)
}

const LANG: &str = "ruimte-lang";

/// The language of a reader: as chosen, else as the browser asks, else that of who started the site.
fn language(site: &Site, headers: &HeaderMap, query: &Pairs) -> Lang {
    one(query, "lang")
        .and_then(Lang::of_tag)
        .or_else(|| cookie_of(headers, LANG).and_then(Lang::of_tag))
        .or_else(|| text(headers, &header::ACCEPT_LANGUAGE).and_then(preferred))
        .unwrap_or(site.lang)
}

/// Whether the address by which the site is asked for is one of its own. Another's name that was made to lead here asks with
/// that name.
fn is_own_host(site: &Site, headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next().and_then(|host| host.to_str().ok()), hosts.next()) else {
        return false;
    };
    let port = site.listen.port();
    let own = ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{port}"));
    site.is_behind_proxy()
        || own.iter().any(|known| known.eq_ignore_ascii_case(host))
        || host == site.listen.to_string()
}

/// Whether what changes something was sent by a page of the site itself, as far as the browser tells.
fn is_from_here(headers: &HeaderMap) -> bool {
    let fetched = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    if fetched.is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return false;
    }
    let Some(origin) = text(headers, &header::ORIGIN) else { return true };
    let host = origin.split_once("://").map_or("", |(_, host)| host);
    text(headers, &header::HOST).is_some_and(|own| own.eq_ignore_ascii_case(host))
}

/// A path of this site. A browser takes one that begins with two slashes for the address of another.
fn here(path: &str) -> String {
    if path.starts_with("//") || path.starts_with("/\\") { "/".to_owned() } else { path.to_owned() }
}

/// Who it is, and whether that was told by something that no page of another can make a browser send.
fn who(site: &Site, headers: &HeaderMap, from: IpAddr) -> Result<Option<(String, bool)>, StatusCode> {
    match &site.door {
        Door::Key => {
            let bearer = text(headers, &header::AUTHORIZATION).and_then(|text| text.strip_prefix("Bearer "));
            if bearer.is_some_and(|key| site.is_key(key.trim())) {
                return Ok(Some((site.who.0.clone(), true)));
            }
            let known = cookie_of(headers, &site.cookie()).is_some_and(|text| site.is_session(text));
            Ok(known.then(|| (site.who.0.clone(), false)))
        }
        Door::Proxy { header, from: proxies } => {
            if !proxies.iter().any(|proxy| proxy.to_canonical() == from.to_canonical()) {
                return Err(StatusCode::FORBIDDEN);
            }
            // A name is said once: a second one may have come from who asks.
            let mut names = headers.get_all(header).iter();
            let name = names.next().and_then(|name| std::str::from_utf8(name.as_bytes()).ok());
            // A name that ends in a space of another kind is another name.
            let name = name
                .map(|name| name.trim_matches([' ', '\t']))
                .filter(|name| !name.is_empty() && names.next().is_none());
            Ok(name.map(|name| (name.to_owned(), false)))
        }
    }
}

/// Lets in who may, with what they ask for. `needs` is the role without which it is not done.
pub async fn let_in(site: Arc<Site>, params: Vec<String>, request: Request, needs: Role) -> Let {
    let (head, body) = request.into_parts();
    let headers = &head.headers;
    let path = here(head.uri.path());
    // What stands in an address comes back in pages: nothing of it acts where it is read.
    let shown = |text: &str| printable(text, true).into_owned();
    let query: Pairs = form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes())
        .map(|(name, value)| (shown(&name), shown(&value)))
        .collect();
    let lang = language(&site, headers, &query);
    let is_program = path.starts_with("/api/");
    let refuse = |status, title, why| Let::Refused(Refused { status, title, why, lang, is_program });
    let from = head.extensions.get::<From>().map(|from| from.0.ip());
    let Some(from) = from else {
        return refuse(StatusCode::FORBIDDEN, words::NOT_ALLOWED, words::FROM_ELSEWHERE);
    };
    if !is_own_host(&site, headers) {
        return refuse(StatusCode::FORBIDDEN, words::NOT_ALLOWED, words::OTHER_HOST);
    }
    // Who comes with the key comes back with a cookie, to an address without it.
    if let (Door::Key, Some(key)) = (&site.door, one(&query, "key")) {
        if head.method == Method::GET && site.is_key(key) {
            let to = address(&path, &query, "key", "");
            return Let::WithCookie(to, cookie(&site.cookie(), site.session(), u32::MAX));
        }
        return refuse(StatusCode::UNAUTHORIZED, words::SIGN_IN, words::SIGN_IN_HOW);
    }
    let (name, is_bearer) = match who(&site, headers, from) {
        Err(status) => return refuse(status, words::NOT_ALLOWED, words::FROM_ELSEWHERE),
        Ok(None) => {
            let how = if site.is_behind_proxy() { words::SIGN_IN_PROXY } else { words::SIGN_IN_HOW };
            return refuse(StatusCode::UNAUTHORIZED, words::SIGN_IN, how);
        }
        Ok(Some(known)) => known,
    };
    let Some(role) = site.roles.of(&name) else {
        return refuse(StatusCode::FORBIDDEN, words::NOT_ALLOWED, words::NO_ROLE);
    };
    let may = role >= needs && (needs == Role::Reader || !site.read_only);
    if !may {
        let why = if role == Role::Officer && !site.read_only {
            words::ADMINS_ONLY
        } else {
            words::READERS_ONLY_READ
        };
        return refuse(StatusCode::FORBIDDEN, words::NOT_ALLOWED, why);
    }
    let changes = !matches!(head.method, Method::GET | Method::HEAD);
    if changes && !is_from_here(headers) {
        return refuse(StatusCode::FORBIDDEN, words::NOT_ALLOWED, words::FROM_ELSEWHERE);
    }
    let chosen = one(&query, "lang").and_then(Lang::of_tag);
    if let Some(chosen) = chosen.filter(|_| !changes && !is_program) {
        // A choice of language stays.
        let to = address(&path, &query, "lang", "");
        let tag = if chosen == Lang::Nl { "nl" } else { "en" };
        return Let::WithCookie(to, cookie(LANG, tag, 365 * 24 * 3600));
    }
    let (mut sent, mut is_old) = (Sent::Nothing, false);
    if changes {
        let kind = text(headers, &header::CONTENT_TYPE).unwrap_or_default().to_owned();
        sent = match read(body, &kind).await {
            Ok(sent) => sent,
            Err((status, why)) => return refuse(status, words::NOT_ALLOWED, why),
        };
        let told = headers.get("x-csrf-token").and_then(|value| value.to_str().ok()).map(str::to_owned);
        let in_form =
            if let Sent::Form(pairs) = &sent { all(pairs, "csrf").last().map(str::to_owned) } else { None };
        let is_own = is_bearer || told.or(in_form).is_some_and(|text| site.is_csrf(&name, &text));
        if !is_own && (is_program || !matches!(sent, Sent::Form(_))) {
            return refuse(StatusCode::FORBIDDEN, words::NOT_ALLOWED, words::FROM_ELSEWHERE);
        }
        is_old = !is_own;
    }
    let done = cookie_of(headers, DONE).filter(|text| !text.is_empty()).map(|text| {
        form_urlencoded::parse(format!("it={text}").as_bytes()).map(|(_, value)| value.into_owned()).collect()
    });
    let if_match = text(headers, &header::IF_MATCH).map(str::to_owned);
    Let::In(Box::new(Visit { site, name, role, lang, path, params, query, sent, is_old, done, if_match }))
}

/// What was sent.
async fn read(body: Body, kind: &str) -> Result<Sent, (StatusCode, Label)> {
    let too_large = (StatusCode::PAYLOAD_TOO_LARGE, words::TOO_LARGE);
    let unreadable = (StatusCode::BAD_REQUEST, words::NOT_A_FORM);
    let read = tokio::time::timeout(TIME_TO_SEND, to_bytes(body, MOST_SENT)).await;
    let bytes = match read {
        Err(_) => return Err((StatusCode::REQUEST_TIMEOUT, words::NOT_A_FORM)),
        Ok(Err(error)) => {
            use std::error::Error;
            let is_large = error.source().is_some_and(<dyn Error>::is::<http_body_util::LengthLimitError>);
            return Err(if is_large { too_large } else { unreadable });
        }
        Ok(Ok(bytes)) => bytes,
    };
    match kind.split(';').next().unwrap_or_default().trim() {
        "application/x-www-form-urlencoded" => {
            // A form of a browser is UTF-8, whatever its values are.
            Ok(Sent::Form(form_urlencoded::parse(&bytes).into_owned().collect()))
        }
        "application/json" | "application/merge-patch+json" => {
            serde_json::from_slice(&bytes).map(Sent::Json).map_err(|_| unreadable)
        }
        "" if bytes.is_empty() => Ok(Sent::Nothing),
        _ => Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, words::NOT_A_FORM)),
    }
}
