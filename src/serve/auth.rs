//! Authorisation of requests: host, origin, identity, role and CSRF token.

use super::host::{Host, is_origin_of};
use super::rejection::Rejection;
use super::reply::{FLASH_COOKIE, Flash, cookie};
use super::request_context::{Pairs, Payload, RequestContext, RequestFiles, url_with_param, value_of};
use super::roles::Role;
use super::sign_in_name;
use super::state::{AppState, AuthMode};
use super::visit::Visit;
use crate::i18n::{Label, Lang, site as messages};
use crate::language::is_invisible;
use crate::record::person_name;
use crate::view::printable;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use jiff::Timestamp;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

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

/// The properties of a request that decide whether a write is accepted.
pub struct WriteCheck {
    pub is_write: bool,
    /// Whether the key came in an `Authorization` header. Another site cannot make a browser send that header.
    pub is_bearer: bool,
    pub content_type: String,
    /// The value of the `X-CSRF-Token` header.
    pub token: Option<String>,
}

/// The lowest role that may send a request.
#[derive(Clone, Copy)]
pub struct RequiredRole {
    pub role: Role,
    /// The text for people with a lower role, if it is not that they may not record anything.
    pub denial: Option<Label>,
    /// Whether the handler itself finds out who sent the request, by a key in its address. Until then, the request is
    /// that of a reader without a name, and all such requests are of one visitor.
    pub has_own_key: bool,
}

/// The visitor whose share all requests with a key of their own use. No person can have this name.
const KEY_VISITOR: &str = "\0key";

struct Identity {
    name: String,
    /// Whether the key came in an `Authorization` header. Another site cannot make a browser send that header.
    is_bearer: bool,
}

/// Returns the values of all cookies with this name. Another site on the same host can set a cookie with the same name,
/// and a browser then sends both cookies, in any order.
fn cookie_values<'a>(headers: &'a HeaderMap, name: &str) -> impl Iterator<Item = &'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|text| text.split(';')).filter_map(move |pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
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
        // Pages display query values, so replace control characters by visible codes. Remove invisible characters: they
        // come from text that was copied from a page, and mean nothing.
        let sanitize = |text: &str| {
            let visible: String = text.chars().filter(|character| !is_invisible(*character)).collect();
            printable(&visible, true).into_owned()
        };
        let query: Pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
            .map(|(name, value)| (sanitize(&name), sanitize(&value)))
            .collect();
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let lang = value_of(&query, "lang")
            .and_then(Lang::from_tag)
            .or_else(|| cookie_values(&headers, LANG_COOKIE).find_map(Lang::from_tag))
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
        if self.state.is_behind_proxy() {
            return true;
        }
        let Some(host) = Host::parse(host) else { return false };
        let listen = self.state.listen;
        let is_listened_on = Host::parse(&listen.to_string()).is_some_and(|own| own.name == host.name);
        let is_own_name = is_listened_on || ["127.0.0.1", "localhost", "[::1]"].contains(&host.name.as_str());
        is_own_name && host.port_or(80) == listen.port()
    }

    /// Whether a write came from one of our own pages, according to the headers of the browser. Returns true if the
    /// request has no such headers.
    fn is_same_origin(&self) -> bool {
        let all = |name: &str, is_own: &dyn Fn(&str) -> bool| {
            self.headers.get_all(name).iter().all(|value| value.to_str().is_ok_and(is_own))
        };
        let host = self.header("host").unwrap_or_default();
        all("sec-fetch-site", &|site| matches!(site, "same-origin" | "none"))
            && all("origin", &|origin| is_origin_of(origin, host))
    }

    /// Accepts a URL that contains the key of the server or the one-time key of `serve --open`. Sets a cookie that
    /// signs the person in, and redirects to the URL without the key.
    fn accept_key(&self) -> Result<(), Denial> {
        let given = ["key", "once"].into_iter().find_map(|param| Some((param, value_of(&self.query, param)?)));
        let (AuthMode::Key, Some((param, key))) = (&self.state.auth_mode, given) else {
            return Ok(());
        };
        let is_valid = || match param {
            "once" => self.state.redeem_one_time_key(key),
            _ => self.state.is_key(key),
        };
        if self.method == Method::GET && is_valid() {
            Err(self.redirect(param, cookie(&self.state.cookie_name(), self.state.session(), None)))
        } else {
            Err(self.deny(StatusCode::UNAUTHORIZED, messages::SIGN_IN, messages::SIGN_IN_HELP))
        }
    }

    /// Fails if the request did not come through the proxy, if there must be one.
    fn require_proxy(&self, peer: IpAddr) -> Result<(), Denial> {
        match &self.state.auth_mode {
            AuthMode::Proxy { trusted_ips, .. }
                if !trusted_ips.iter().any(|proxy| proxy.to_canonical() == peer.to_canonical()) =>
            {
                Err(self.forbid(messages::CROSS_ORIGIN))
            }
            _ => Ok(()),
        }
    }

    fn identify(&self, peer: IpAddr) -> Result<Identity, Denial> {
        self.require_proxy(peer)?;
        let unknown = |how| self.deny(StatusCode::UNAUTHORIZED, messages::SIGN_IN, how);
        match &self.state.auth_mode {
            AuthMode::Key => {
                let bearer = self.header("authorization").and_then(|text| text.strip_prefix("Bearer "));
                let is_bearer = bearer.is_some_and(|key| self.state.is_key(key.trim()));
                let cookie_name = self.state.cookie_name();
                let mut cookies = cookie_values(&self.headers, &cookie_name);
                if is_bearer || cookies.any(|text| self.state.is_session(text)) {
                    Ok(Identity { name: self.state.config.user.clone(), is_bearer })
                } else {
                    Err(unknown(messages::SIGN_IN_HELP))
                }
            }
            AuthMode::Proxy { header, .. } => {
                let mut names = self.headers.get_all(header).iter();
                let name = names
                    .next()
                    .and_then(|name| std::str::from_utf8(name.as_bytes()).ok())
                    // HTTP allows only spaces and tabs around a header value; other white space is part of the value.
                    .map(|name| name.trim_matches([' ', '\t']))
                    // Reject a repeated header, because the client may have sent one copy to pose as somebody else.
                    .filter(|name| !name.trim().is_empty() && names.next().is_none())
                    .ok_or_else(|| unknown(messages::SIGN_IN_PROXY_HELP))?;
                let name = sign_in_name::parse(name).ok_or_else(|| self.forbid(messages::SIGN_IN_NAME_UNUSABLE))?;
                Ok(Identity { name, is_bearer: false })
            }
        }
    }

    /// Checks that a person has the required role. Returns the role, and the name as the roles file spells it.
    fn check_role(&self, name: &str, required: RequiredRole) -> Result<(String, Role), Denial> {
        let (name, role) = self.state.roles.find(name).ok_or_else(|| self.forbid(messages::NO_ROLE))?;
        if self.state.is_allowed(role, required.role) {
            Ok((name, role))
        } else if let Some(denial) = required.denial {
            let is_read_only = role >= required.role;
            Err(self.forbid(if is_read_only { messages::READ_ONLY } else { denial }))
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
}

/// Authenticates a request, and denies it if the person lacks the required role or if a write comes from another site.
pub fn authorize(
    state: Arc<AppState>,
    params: Vec<String>,
    head: Parts,
    required: RequiredRole,
) -> Result<(Box<RequestContext>, WriteCheck), Denial> {
    let incoming = Incoming::new(state, head.method, &head.uri, head.headers);
    let peer = head.extensions.get::<PeerAddr>().map(|peer| peer.0.ip());
    let peer = peer.ok_or_else(|| incoming.forbid(messages::CROSS_ORIGIN))?;
    if !incoming.is_own_host() {
        return Err(incoming.forbid(messages::UNKNOWN_HOST));
    }
    let (visitor, name, role, is_bearer) = if required.has_own_key {
        incoming.require_proxy(peer)?;
        (KEY_VISITOR.to_owned(), String::new(), Role::Reader, false)
    } else {
        incoming.accept_key()?;
        let identity = incoming.identify(peer)?;
        let (name, role) = incoming.check_role(&identity.name, required)?;
        (person_name::key(&identity.name), name, role, identity.is_bearer)
    };
    if incoming.is_write() && !incoming.is_same_origin() {
        return Err(incoming.forbid(messages::CROSS_ORIGIN));
    }
    if !required.has_own_key {
        incoming.remember_lang()?;
    }
    let flash = cookie_values(&incoming.headers, FLASH_COOKIE).find_map(Flash::from_cookie_value);
    let visit_cookie = incoming.state.visit_cookie_name();
    let visit = Visit::find(cookie_values(&incoming.headers, &visit_cookie), Timestamp::now());
    let header = |name: &str| incoming.header(name).map(str::to_owned);
    // Replace several `If-Match` headers, or one that is not text, by an empty version tag. The write then fails,
    // because an empty tag matches no version.
    let tags: Vec<&HeaderValue> = incoming.headers.get_all("if-match").iter().collect();
    let if_match = match &tags[..] {
        [] => None,
        [tag] => Some(tag.to_str().unwrap_or_default().to_owned()),
        _ => Some(String::new()),
    };
    let check = WriteCheck {
        is_write: incoming.is_write(),
        is_bearer,
        content_type: header("content-type").unwrap_or_default(),
        token: header("x-csrf-token"),
    };
    let (if_none_match, origin) = (header("if-none-match"), header("origin").filter(|origin| origin.contains("://")));
    let Incoming { state, path, query, lang, .. } = incoming;
    let request = RequestContext {
        visitor: state.visitors.get(&visitor),
        state,
        name,
        role,
        lang,
        path,
        params,
        query,
        payload: Payload::Empty,
        files: RequestFiles::default(),
        is_stale_form: false,
        flash,
        if_match,
        if_none_match,
        origin,
        visit,
    };
    Ok((Box::new(request), check))
}
