//! The state of a running server: its configuration, how people sign in, and its secrets.

use super::ServerConfig;
use super::base_path::BasePath;
use super::count_cache::CountCache;
use super::heavy_work::HeavyWork;
use super::idempotency::CreatedRecords;
use super::one_time_key::OneTimeKey;
use super::roles::{Role, Roles};
use super::scheduler::Scheduler;
use super::site_command::SiteCommand;
use super::slow_requests::SlowRequests;
use super::spool::Visitors;
use super::uploads::Uploads;
use crate::cli::{self, ArgInfo};
use crate::failure::Failure;
use crate::hex;
use crate::i18n::{Lang, site as messages};
use crate::record::person_name;
use crate::register::PastCache;
use crate::view::site_page::Assets;
use anyhow::Result;
use axum::http::HeaderName;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

pub enum AuthMode {
    /// For use on this computer: people sign in with the key in the URL that is printed at startup.
    Key,
    /// For use behind a proxy that authenticates people and passes their name in `header`.
    Proxy { header: HeaderName, trusted_ips: Vec<IpAddr> },
}

/// The options of each command in each language. The `bool` in the key is true for Dutch.
type OptionCache = HashMap<(SiteCommand, bool), Arc<Vec<ArgInfo>>>;

pub struct AppState {
    pub config: ServerConfig,
    pub auth_mode: AuthMode,
    pub roles: Roles,
    pub read_only: bool,
    pub assets: Assets,
    pub visitors: Visitors,
    pub scheduler: Scheduler,
    pub slow_requests: SlowRequests,
    pub listen: SocketAddr,
    pub base_path: BasePath,
    pub created: CreatedRecords,
    pub pasts: PastCache,
    pub counts: CountCache,
    pub heavy_work: HeavyWork,
    pub uploads: Uploads,
    key: String,
    one_time_key: OneTimeKey,
    session: String,
    /// HMAC key for CSRF tokens. It has the block size of SHA-256, 64 bytes, so that HMAC need not hash the key.
    secret: [u8; 64],
    options: Mutex<OptionCache>,
}

fn random_bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(bytes)
}

fn random_token() -> Result<String> {
    Ok(hex::encode(&random_bytes::<24>()?))
}

fn auth_mode(options: &cli::Serve, listen: SocketAddr) -> Result<AuthMode, Failure> {
    // Headers that cannot carry the name of a person, because browsers and proxies use them for other purposes.
    const RESERVED: &[&str] = &[
        "accept",
        "accept-encoding",
        "accept-language",
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "cookie",
        "forwarded",
        "host",
        "if-match",
        "origin",
        "referer",
        "te",
        "transfer-encoding",
        "upgrade",
        "user-agent",
        "x-csrf-token",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-forwarded-proto",
    ];
    match (&options.auth_header, &options.trusted_proxy[..]) {
        (None, []) if listen.ip().is_loopback() => Ok(AuthMode::Key),
        (None, []) => Err(Failure::usage(messages::not_loopback(listen.to_string()))),
        (Some(_), []) | (None, _) => Err(Failure::usage(messages::proxy_needs_both())),
        (Some(header), trusted_ips) => {
            let header = HeaderName::try_from(header.as_str())
                .ok()
                .filter(|name| !RESERVED.contains(&name.as_str()))
                .ok_or_else(|| Failure::usage(messages::not_a_header(header)))?;
            let trusted_ips = trusted_ips
                .iter()
                .map(|text| text.parse().map_err(|_| Failure::usage(messages::not_a_proxy(text))))
                .collect::<Result<_, _>>()?;
            Ok(AuthMode::Proxy { header, trusted_ips })
        }
    }
}

impl AppState {
    pub fn new(options: &cli::Serve, config: ServerConfig) -> Result<Self> {
        let listen: SocketAddr = options
            .listen
            .replace("localhost", "127.0.0.1")
            .parse()
            .map_err(|_| Failure::usage(messages::not_an_address(&options.listen)))?;
        let auth_mode = auth_mode(options, listen)?;
        let roles = match (&options.roles, &auth_mode) {
            (Some(path), _) => Roles::from_file(path)?,
            (None, AuthMode::Key) => Roles::for_everyone(Role::Admin),
            (None, AuthMode::Proxy { .. }) => Roles::for_everyone(Role::Officer),
        };
        Ok(Self {
            config,
            auth_mode,
            roles,
            read_only: options.read_only,
            assets: crate::view::site_page::assets(),
            visitors: Visitors::default(),
            scheduler: Scheduler::default(),
            slow_requests: SlowRequests::default(),
            listen,
            base_path: options.base_path.as_deref().map(BasePath::parse).transpose()?.unwrap_or_default(),
            created: CreatedRecords::default(),
            pasts: PastCache::default(),
            counts: CountCache::default(),
            heavy_work: HeavyWork::default(),
            uploads: Uploads::default(),
            key: random_token()?,
            one_time_key: OneTimeKey::default(),
            session: random_token()?,
            secret: random_bytes()?,
            options: Mutex::default(),
        })
    }

    /// Sets the address that the server really listens on. If port 0 was requested, the system chose a free port.
    pub fn listening_on(self, listen: SocketAddr) -> Self {
        Self { listen, ..self }
    }

    pub const fn is_behind_proxy(&self) -> bool {
        matches!(self.auth_mode, AuthMode::Proxy { .. })
    }

    /// Whether `role` may do an action that requires `required` or a higher role. A read-only server allows only reads.
    pub fn is_allowed(&self, role: Role, required: Role) -> bool {
        role >= required && (required == Role::Reader || !self.read_only)
    }

    /// The URL to print, including the key if people sign in with one.
    pub fn url(&self) -> String {
        match self.auth_mode {
            AuthMode::Key => self.url_with(&format!("?key={}", self.key)),
            AuthMode::Proxy { .. } => self.url_with(""),
        }
    }

    /// The URL to hand to a browser. If people sign in with a key, the URL contains a one-time key instead, because
    /// every user of this computer can see the arguments of the browser.
    pub fn one_time_url(&self) -> Result<String> {
        if self.is_behind_proxy() {
            return Ok(self.url());
        }
        let key = random_token()?;
        let url = self.url_with(&format!("?once={key}"));
        self.one_time_key.issue(key);
        Ok(url)
    }

    fn url_with(&self, query: &str) -> String {
        format!("http://{}{}{query}", self.listen, self.base_path.url("/"))
    }

    // Secrets are compared by their digests, so that the duration of the comparison reveals nothing about them.

    pub fn is_key(&self, text: &str) -> bool {
        Sha256::digest(text) == Sha256::digest(&self.key)
    }

    /// Whether the text is the valid one-time key. If so, makes the key invalid.
    pub fn redeem_one_time_key(&self, text: &str) -> bool {
        self.one_time_key.redeem(Instant::now(), |key| Sha256::digest(text) == Sha256::digest(key))
    }

    pub fn is_session(&self, text: &str) -> bool {
        Sha256::digest(text) == Sha256::digest(&self.session)
    }

    pub fn is_csrf_token(&self, name: &str, text: &str) -> bool {
        Sha256::digest(text) == Sha256::digest(self.csrf_token(name))
    }

    /// The value of the cookie that a browser gets when it signs in with the key.
    pub fn session(&self) -> &str {
        &self.session
    }

    /// The name of the sign-in cookie. Includes the port, because browsers send a cookie to every port of a host.
    pub fn cookie_name(&self) -> String {
        format!("ruimte-{}", self.listen.port())
    }

    /// The name of the cookie that remembers the last visit.
    pub fn visit_cookie_name(&self) -> String {
        format!("ruimte-visit-{}", self.listen.port())
    }

    /// The CSRF token of a form. It proves that this run of the server rendered the form for the person called `name`.
    /// Every accepted spelling of the name gives the same token.
    pub fn csrf_token(&self, name: &str) -> String {
        let mut mac = Hmac::<Sha256>::new(&self.secret.into());
        for part in [self.session.as_bytes(), b"\0", person_name::key(name).as_bytes()] {
            mac.update(part);
        }
        hex::encode(&mac.finalize().into_bytes())
    }

    /// A random token that identifies one rendered form, so that a second submission of the form can be detected.
    pub fn new_form_token() -> String {
        random_token().unwrap_or_default()
    }

    /// Returns the options of a command from a cache, with help texts in the given language.
    pub fn options(&self, command: SiteCommand, lang: Lang) -> Arc<Vec<ArgInfo>> {
        let mut known = self.options.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = known.entry((command, lang == Lang::Nl));
        Arc::clone(entry.or_insert_with(|| Arc::new(cli::command_args(&command.name(), lang))))
    }
}
