//! Authorisation of requests: host, origin, identity, role and CSRF token.

use super::rejection::Rejection;
use super::reply::{FLASH_COOKIE, cookie};
use super::request_context::{Pairs, Payload, RequestContext, url_with_param, value_of, values_of};
use super::roles::Role;
use super::state::{AppState, AuthMode};
use crate::i18n::{Label, Lang, site as messages};
use crate::view::printable;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

const MAX_BODY_BYTES: usize = 1 << 20;
const BODY_READ_TIMEOUT: Duration = Duration::from_secs(20);

/// The address at the other end of a connection: the address of the client, or of the proxy in front of the server.
#[derive(Clone, Copy, Debug)]
pub struct PeerAddr(pub SocketAddr);

/// Why a request is answered without running its handler.
pub enum Denial {
    Rejected(Rejection),
    /// Sets a cookie that signs the person in or stores the language. Redirects to the URL without `key` or `lang`.
    RedirectWithCookie {
        location: String,
        cookie: String,
    },
}

struct Identity {
    name: String,
    /// Whether the key came in an `Authorization` header. Another site cannot make a browser send that header.
    is_bearer: bool,
}

fn cookie_value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.find_map(|text| text.split(';').find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('=')))
}

/// Returns the supported language with the highest weight in an `Accept-Language` header.
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

/// Prevents open redirects: browsers read a path that begins with two slashes as the address of another host.
fn local_path(path: &str) -> String {
    if path.starts_with("//") || path.starts_with("/\\") { "/".to_owned() } else { path.to_owned() }
}

/// A request that has not been authenticated yet.
struct Incoming {
    state: Arc<AppState>,
    method: Method,
    headers: HeaderMap,
    path: String,
    query: Pairs,
    lang: Lang,
}

impl Incoming {
    fn new(state: Arc<AppState>, method: Method, uri: &Uri, headers: HeaderMap) -> Self {
        // Pages display query values, so replace control characters and direction marks by visible codes.
        let sanitize = |text: &str| printable(text, true).into_owned();
        let query: Pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
            .map(|(name, value)| (sanitize(&name), sanitize(&value)))
            .collect();
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let lang = value_of(&query, "lang")
            .and_then(Lang::from_tag)
            .or_else(|| cookie_value(&headers, LANG_COOKIE).and_then(Lang::from_tag))
            .or_else(|| accepted.and_then(preferred_lang))
            .unwrap_or(state.config.lang);
        Self { path: local_path(uri.path()), state, method, headers, query, lang }
    }

    fn is_api(&self) -> bool {
        self.path.starts_with("/api/")
    }

    fn is_write(&self) -> bool {
        !matches!(self.method, Method::GET | Method::HEAD)
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    fn deny(&self, status: StatusCode, title: Label, detail: Label) -> Denial {
        Denial::Rejected(Rejection { status, title, detail, lang: self.lang, is_api: self.is_api() })
    }

    fn forbid(&self, detail: Label) -> Denial {
        self.deny(StatusCode::FORBIDDEN, messages::NOT_ALLOWED, detail)
    }

    fn redirect(&self, used_param: &str, cookie: String) -> Denial {
        let location = url_with_param(&self.path, &self.query, used_param, "");
        Denial::RedirectWithCookie { location, cookie }
    }

    /// Whether the `Host` header names this server. This check guards against DNS rebinding.
    fn is_own_host(&self) -> bool {
        let mut hosts = self.headers.get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next().and_then(|host| host.to_str().ok()), hosts.next()) else {
            return false;
        };
        let listen = self.state.listen;
        let own = ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{}", listen.port()));
        self.state.is_behind_proxy()
            || own.iter().any(|known| known.eq_ignore_ascii_case(host))
            || host == listen.to_string()
    }

    /// Whether a write came from one of our own pages, according to browser headers; true without such headers.
    fn is_same_origin(&self) -> bool {
        if self.header("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none")) {
            return false;
        }
        let Some(origin) = self.header("origin") else { return true };
        let host = origin.split_once("://").map_or("", |(_, host)| host);
        self.header("host").is_some_and(|own| own.eq_ignore_ascii_case(host))
    }

    /// If the URL contains the key, sets a cookie that signs the person in, and redirects to the URL without the key.
    fn accept_key(&self) -> Result<(), Denial> {
        let (AuthMode::Key, Some(key)) = (&self.state.auth_mode, value_of(&self.query, "key")) else {
            return Ok(());
        };
        if self.method == Method::GET && self.state.is_key(key) {
            Err(self.redirect("key", cookie(&self.state.cookie_name(), self.state.session(), None)))
        } else {
            Err(self.deny(StatusCode::UNAUTHORIZED, messages::SIGN_IN, messages::SIGN_IN_HELP))
        }
    }

    fn identify(&self, peer: IpAddr) -> Result<Identity, Denial> {
        let unknown = |how| self.deny(StatusCode::UNAUTHORIZED, messages::SIGN_IN, how);
        match &self.state.auth_mode {
            AuthMode::Key => {
                let bearer = self.header("authorization").and_then(|text| text.strip_prefix("Bearer "));
                let is_bearer = bearer.is_some_and(|key| self.state.is_key(key.trim()));
                let cookie = cookie_value(&self.headers, &self.state.cookie_name());
                if is_bearer || cookie.is_some_and(|text| self.state.is_session(text)) {
                    Ok(Identity { name: self.state.config.user.clone(), is_bearer })
                } else {
                    Err(unknown(messages::SIGN_IN_HELP))
                }
            }
            AuthMode::Proxy { header, trusted_ips } => {
                if !trusted_ips.iter().any(|proxy| proxy.to_canonical() == peer.to_canonical()) {
                    return Err(self.forbid(messages::CROSS_ORIGIN));
                }
                let mut names = self.headers.get_all(header).iter();
                let name = names
                    .next()
                    .and_then(|name| std::str::from_utf8(name.as_bytes()).ok())
                    // HTTP allows only spaces and tabs around a header value; other white space is part of the name.
                    .map(|name| name.trim_matches([' ', '\t']))
                    // Reject a repeated header, because the client may have sent one copy to pose as somebody else.
                    .filter(|name| !name.is_empty() && names.next().is_none())
                    .ok_or_else(|| unknown(messages::SIGN_IN_PROXY_HELP))?;
                Ok(Identity { name: name.to_owned(), is_bearer: false })
            }
        }
    }

    fn check_role(&self, name: &str, required: Role) -> Result<Role, Denial> {
        let role = self.state.roles.role_of(name).ok_or_else(|| self.forbid(messages::NO_ROLE))?;
        if self.state.is_allowed(role, required) {
            Ok(role)
        } else if role == Role::Officer && !self.state.read_only {
            Err(self.forbid(messages::ADMINS_ONLY))
        } else {
            Err(self.forbid(messages::READERS_CANNOT_WRITE))
        }
    }

    /// Stores the value of the `lang` parameter in a cookie, and redirects to the URL without that parameter.
    fn remember_lang(&self) -> Result<(), Denial> {
        let tag = match value_of(&self.query, "lang").and_then(Lang::from_tag) {
            Some(_) if self.is_write() || self.is_api() => return Ok(()),
            Some(Lang::Nl) => "nl",
            Some(Lang::En) => "en",
            None => return Ok(()),
        };
        Err(self.redirect("lang", cookie(LANG_COOKIE, tag, Some(365 * 24 * 3600))))
    }

    /// Returns whether a write is trusted: it has a CSRF token of this run of the server, or a program sent it with the
    /// key. An untrusted form gives false, because a page can show it again. Any other untrusted write is an error.
    fn check_token(&self, identity: &Identity, payload: &Payload) -> Result<bool, Denial> {
        let form_token = match payload {
            Payload::Form(pairs) => values_of(pairs, "csrf").last(),
            _ => None,
        };
        let token = self.header("x-csrf-token").or(form_token);
        let is_trusted = identity.is_bearer || token.is_some_and(|text| self.state.is_csrf_token(&identity.name, text));
        if !is_trusted && (self.is_api() || !matches!(payload, Payload::Form(_))) {
            return Err(self.forbid(messages::CROSS_ORIGIN));
        }
        Ok(is_trusted)
    }

    async fn read_payload(&self, body: Body) -> Result<Payload, Denial> {
        let deny = |status, detail| self.deny(status, messages::NOT_ALLOWED, detail);
        let unreadable = |status| deny(status, messages::UNREADABLE_REQUEST);
        let content_type = self.header("content-type").unwrap_or_default();
        let bytes = match tokio::time::timeout(BODY_READ_TIMEOUT, to_bytes(body, MAX_BODY_BYTES)).await {
            Err(_) => return Err(unreadable(StatusCode::REQUEST_TIMEOUT)),
            Ok(Err(error)) => {
                use std::error::Error;
                let is_too_large = error.source().is_some_and(<dyn Error>::is::<http_body_util::LengthLimitError>);
                return Err(if is_too_large {
                    deny(StatusCode::PAYLOAD_TOO_LARGE, messages::TOO_LARGE)
                } else {
                    unreadable(StatusCode::BAD_REQUEST)
                });
            }
            Ok(Ok(bytes)) => bytes,
        };
        match content_type.split(';').next().unwrap_or_default().trim() {
            // Decode as UTF-8: browsers submit a form in the encoding of its page, and all our pages are UTF-8.
            "application/x-www-form-urlencoded" => {
                Ok(Payload::Form(form_urlencoded::parse(&bytes).into_owned().collect()))
            }
            "application/json" | "application/merge-patch+json" => {
                // An editor may have put a byte-order mark in front of the file that a program sends.
                let json = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
                serde_json::from_slice(json).map(Payload::Json).map_err(|_| unreadable(StatusCode::BAD_REQUEST))
            }
            "" if bytes.is_empty() => Ok(Payload::Empty),
            _ => Err(unreadable(StatusCode::UNSUPPORTED_MEDIA_TYPE)),
        }
    }
}

/// Authenticates a request, and denies it if the person lacks `required_role` or if a write comes from another site.
pub async fn authorize(
    state: Arc<AppState>,
    params: Vec<String>,
    request: Request,
    required_role: Role,
) -> Result<Box<RequestContext>, Denial> {
    let (head, body) = request.into_parts();
    let incoming = Incoming::new(state, head.method, &head.uri, head.headers);
    let peer = head.extensions.get::<PeerAddr>().map(|peer| peer.0.ip());
    let peer = peer.ok_or_else(|| incoming.forbid(messages::CROSS_ORIGIN))?;
    if !incoming.is_own_host() {
        return Err(incoming.forbid(messages::UNKNOWN_HOST));
    }
    incoming.accept_key()?;
    let identity = incoming.identify(peer)?;
    let role = incoming.check_role(&identity.name, required_role)?;
    if incoming.is_write() && !incoming.is_same_origin() {
        return Err(incoming.forbid(messages::CROSS_ORIGIN));
    }
    incoming.remember_lang()?;
    let (mut payload, mut is_stale_form) = (Payload::Empty, false);
    if incoming.is_write() {
        payload = incoming.read_payload(body).await?;
        is_stale_form = !incoming.check_token(&identity, &payload)?;
    }
    let flash = cookie_value(&incoming.headers, FLASH_COOKIE)
        .filter(|text| !text.is_empty())
        .map(|text| form_urlencoded::parse(text.as_bytes()).map(|(text, _)| text).collect());
    let if_match = incoming.header("if-match").map(str::to_owned);
    let Incoming { state, path, query, lang, .. } = incoming;
    Ok(Box::new(RequestContext {
        state,
        name: identity.name,
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
