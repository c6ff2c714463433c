//! Who may come in: what is asked for by another address, from elsewhere, by nobody or by who may not, goes no further.

use super::reply::{FLASH_COOKIE, cookie};
use super::request_context::{Pairs, Payload, RequestContext, url_with_param, value_of, values_of};
use super::roles::Role;
use super::state::{AppState, AuthMode};
use crate::i18n::{Label, Lang, site as messages};
use crate::view::printable;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

/// So many bytes can be sent at once.
const MAX_BODY_BYTES: usize = 1 << 20;
/// So long may sending take.
const BODY_READ_TIMEOUT: Duration = Duration::from_secs(20);

/// Where a request comes from.
#[derive(Clone, Copy, Debug)]
pub struct PeerAddr(pub SocketAddr);

/// Why somebody does not come in.
pub struct Rejection {
    /// The status.
    pub status: StatusCode,
    /// What it is called.
    pub title: Label,
    /// Why, and what to do.
    pub detail: Label,
    /// In which language it is told.
    pub lang: Lang,
    /// Whether another program asks, and wants no page.
    pub is_api: bool,
}

/// What comes of somebody at the door.
pub enum Access {
    /// In.
    Granted(Box<RequestContext>),
    /// Away, with the reason.
    Denied(Rejection),
    /// In, with the key: this cookie opens the door from now on.
    RedirectWithCookie(String, String),
}

fn header_str<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn cookie_value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.find_map(|text| text.split(';').find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('=')))
}

/// The language that a browser asks for: the first that is spoken here, in the order of how much each is wanted.
fn preferred_lang(accepted: &str) -> Option<Lang> {
    let mut wanted: Vec<(f32, Lang)> = accepted
        .split(',')
        .filter_map(|item| {
            let (tag, rest) = item.split_once(';').unwrap_or((item, ""));
            let weight = rest.trim().strip_prefix("q=").map_or(Some(1.0), |text| text.parse().ok())?;
            Some((weight, Lang::from_tag(tag.trim())?)).filter(|(weight, _)| *weight > 0.0)
        })
        .collect();
    wanted.sort_by(|one, other| other.0.total_cmp(&one.0));
    wanted.first().map(|(_, lang)| *lang)
}

const LANG_COOKIE: &str = "ruimte-lang";

/// The language of a reader: as chosen, else as the browser asks, else that of who started the site.
fn select_lang(state: &AppState, headers: &HeaderMap, query: &Pairs) -> Lang {
    value_of(query, "lang")
        .and_then(Lang::from_tag)
        .or_else(|| cookie_value(headers, LANG_COOKIE).and_then(Lang::from_tag))
        .or_else(|| header_str(headers, &header::ACCEPT_LANGUAGE).and_then(preferred_lang))
        .unwrap_or(state.lang)
}

/// Whether the address by which the site is asked for is one of its own. Another's name that was made to lead here asks with
/// that name.
fn is_own_host(state: &AppState, headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next().and_then(|host| host.to_str().ok()), hosts.next()) else {
        return false;
    };
    let port = state.listen.port();
    let own = ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{port}"));
    state.is_behind_proxy()
        || own.iter().any(|known| known.eq_ignore_ascii_case(host))
        || host == state.listen.to_string()
}

/// Whether what changes something was sent by a page of the site itself, as far as the browser tells.
fn is_same_origin(headers: &HeaderMap) -> bool {
    let fetch_site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    if fetch_site.is_some_and(|value| !matches!(value, "same-origin" | "none")) {
        return false;
    }
    let Some(origin) = header_str(headers, &header::ORIGIN) else { return true };
    let host = origin.split_once("://").map_or("", |(_, host)| host);
    header_str(headers, &header::HOST).is_some_and(|own| own.eq_ignore_ascii_case(host))
}

/// A path of this site. A browser takes one that begins with two slashes for the address of another.
fn local_path(path: &str) -> String {
    if path.starts_with("//") || path.starts_with("/\\") { "/".to_owned() } else { path.to_owned() }
}

/// Who it is, and whether that was told by something that no page of another can make a browser send.
fn authenticate(
    state: &AppState,
    headers: &HeaderMap,
    peer: IpAddr,
) -> Result<Option<(String, bool)>, StatusCode> {
    match &state.auth_mode {
        AuthMode::Key => {
            let bearer =
                header_str(headers, &header::AUTHORIZATION).and_then(|text| text.strip_prefix("Bearer "));
            if bearer.is_some_and(|key| state.is_key(key.trim())) {
                return Ok(Some((state.os_user.0.clone(), true)));
            }
            let known =
                cookie_value(headers, &state.cookie_name()).is_some_and(|text| state.is_session(text));
            Ok(known.then(|| (state.os_user.0.clone(), false)))
        }
        AuthMode::Proxy { header, trusted_ips } => {
            if !trusted_ips.iter().any(|proxy| proxy.to_canonical() == peer.to_canonical()) {
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

/// Lets in who may, with what they ask for. `required_role` is the role without which it is not done.
pub async fn authorize(
    state: Arc<AppState>,
    params: Vec<String>,
    request: Request,
    required_role: Role,
) -> Access {
    let (head, body) = request.into_parts();
    let headers = &head.headers;
    let path = local_path(head.uri.path());
    // What stands in an address comes back in pages: nothing of it acts where it is read.
    let sanitize = |text: &str| printable(text, true).into_owned();
    let query: Pairs = form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes())
        .map(|(name, value)| (sanitize(&name), sanitize(&value)))
        .collect();
    let lang = select_lang(&state, headers, &query);
    let is_api = path.starts_with("/api/");
    let deny = |status, title, detail| Access::Denied(Rejection { status, title, detail, lang, is_api });
    let peer = head.extensions.get::<PeerAddr>().map(|peer| peer.0.ip());
    let Some(peer) = peer else {
        return deny(StatusCode::FORBIDDEN, messages::NOT_ALLOWED, messages::CROSS_ORIGIN);
    };
    if !is_own_host(&state, headers) {
        return deny(StatusCode::FORBIDDEN, messages::NOT_ALLOWED, messages::UNKNOWN_HOST);
    }
    // Who comes with the key comes back with a cookie, to an address without it.
    if let (AuthMode::Key, Some(key)) = (&state.auth_mode, value_of(&query, "key")) {
        if head.method == Method::GET && state.is_key(key) {
            let location = url_with_param(&path, &query, "key", "");
            return Access::RedirectWithCookie(
                location,
                cookie(&state.cookie_name(), state.session(), u32::MAX),
            );
        }
        return deny(StatusCode::UNAUTHORIZED, messages::SIGN_IN, messages::SIGN_IN_HELP);
    }
    let (name, is_bearer) = match authenticate(&state, headers, peer) {
        Err(status) => return deny(status, messages::NOT_ALLOWED, messages::CROSS_ORIGIN),
        Ok(None) => {
            let how =
                if state.is_behind_proxy() { messages::SIGN_IN_PROXY_HELP } else { messages::SIGN_IN_HELP };
            return deny(StatusCode::UNAUTHORIZED, messages::SIGN_IN, how);
        }
        Ok(Some(known)) => known,
    };
    let Some(role) = state.roles.role_of(&name) else {
        return deny(StatusCode::FORBIDDEN, messages::NOT_ALLOWED, messages::NO_ROLE);
    };
    let is_allowed = role >= required_role && (required_role == Role::Reader || !state.read_only);
    if !is_allowed {
        let detail = if role == Role::Officer && !state.read_only {
            messages::ADMINS_ONLY
        } else {
            messages::READERS_CANNOT_WRITE
        };
        return deny(StatusCode::FORBIDDEN, messages::NOT_ALLOWED, detail);
    }
    let is_write = !matches!(head.method, Method::GET | Method::HEAD);
    if is_write && !is_same_origin(headers) {
        return deny(StatusCode::FORBIDDEN, messages::NOT_ALLOWED, messages::CROSS_ORIGIN);
    }
    let chosen = value_of(&query, "lang").and_then(Lang::from_tag);
    if let Some(chosen) = chosen.filter(|_| !is_write && !is_api) {
        // A choice of language stays.
        let location = url_with_param(&path, &query, "lang", "");
        let tag = if chosen == Lang::Nl { "nl" } else { "en" };
        return Access::RedirectWithCookie(location, cookie(LANG_COOKIE, tag, 365 * 24 * 3600));
    }
    let (mut payload, mut is_stale_form) = (Payload::Empty, false);
    if is_write {
        let kind = header_str(headers, &header::CONTENT_TYPE).unwrap_or_default().to_owned();
        payload = match read_payload(body, &kind).await {
            Ok(payload) => payload,
            Err((status, detail)) => return deny(status, messages::NOT_ALLOWED, detail),
        };
        let header_token =
            headers.get("x-csrf-token").and_then(|value| value.to_str().ok()).map(str::to_owned);
        let form_token = if let Payload::Form(pairs) = &payload {
            values_of(pairs, "csrf").last().map(str::to_owned)
        } else {
            None
        };
        let is_trusted =
            is_bearer || header_token.or(form_token).is_some_and(|text| state.is_csrf_token(&name, &text));
        if !is_trusted && (is_api || !matches!(payload, Payload::Form(_))) {
            return deny(StatusCode::FORBIDDEN, messages::NOT_ALLOWED, messages::CROSS_ORIGIN);
        }
        is_stale_form = !is_trusted;
    }
    let flash = cookie_value(headers, FLASH_COOKIE).filter(|text| !text.is_empty()).map(|text| {
        form_urlencoded::parse(format!("it={text}").as_bytes()).map(|(_, value)| value.into_owned()).collect()
    });
    let if_match = header_str(headers, &header::IF_MATCH).map(str::to_owned);
    Access::Granted(Box::new(RequestContext {
        state,
        name,
        role,
        lang,
        path,
        params,
        query,
        payload,
        is_stale_form,
        flash,
        if_match,
    }))
}

/// What was sent.
async fn read_payload(body: Body, kind: &str) -> Result<Payload, (StatusCode, Label)> {
    let too_large = (StatusCode::PAYLOAD_TOO_LARGE, messages::TOO_LARGE);
    let unreadable = (StatusCode::BAD_REQUEST, messages::UNREADABLE_REQUEST);
    let read = tokio::time::timeout(BODY_READ_TIMEOUT, to_bytes(body, MAX_BODY_BYTES)).await;
    let bytes = match read {
        Err(_) => return Err((StatusCode::REQUEST_TIMEOUT, messages::UNREADABLE_REQUEST)),
        Ok(Err(error)) => {
            use std::error::Error;
            let is_too_large =
                error.source().is_some_and(<dyn Error>::is::<http_body_util::LengthLimitError>);
            return Err(if is_too_large { too_large } else { unreadable });
        }
        Ok(Ok(bytes)) => bytes,
    };
    match kind.split(';').next().unwrap_or_default().trim() {
        "application/x-www-form-urlencoded" => {
            // A form of a browser is UTF-8, whatever its values are.
            Ok(Payload::Form(form_urlencoded::parse(&bytes).into_owned().collect()))
        }
        "application/json" | "application/merge-patch+json" => {
            serde_json::from_slice(&bytes).map(Payload::Json).map_err(|_| unreadable)
        }
        "" if bytes.is_empty() => Ok(Payload::Empty),
        _ => Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, messages::UNREADABLE_REQUEST)),
    }
}
