//! The state of a running server: the register that it serves, how people sign in, and its secrets.

use super::ServerConfig;
use super::idempotency::CreatedRecords;
use super::roles::{Role, Roles};
use super::site_command::SiteCommand;
use crate::cli::{self, ArgInfo};
use crate::failure::Failure;
use crate::hex;
use crate::i18n::{Lang, site as messages};
use crate::view::site_page::Assets;
use anyhow::Result;
use axum::http::HeaderName;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

pub enum AuthMode {
    /// From this computer, with the key in the address that is printed at the start.
    Key,
    /// Through a proxy that has signed people in and names them in `header`.
    Proxy { header: HeaderName, trusted_ips: Vec<IpAddr> },
}

/// The options of each command, by language: whether it is Dutch.
type OptionCache = HashMap<(SiteCommand, bool), Arc<Vec<ArgInfo>>>;

pub struct AppState {
    pub config: ServerConfig,
    pub auth_mode: AuthMode,
    pub roles: Roles,
    pub read_only: bool,
    pub assets: Assets,
    /// One write at a time: the others wait here, in order, instead of for the lock on the file.
    pub write_lock: Mutex<()>,
    /// The address that the server listens on.
    pub listen: SocketAddr,
    pub created: CreatedRecords,
    key: String,
    session: String,
    /// As long as a block of the hash, so that it is used as it is.
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
    // Browsers and proxies use these for something else.
    const RESERVED: &[&str] = &["authorization", "cookie", "host", "origin", "content-type", "content-length"];
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
            write_lock: Mutex::default(),
            listen,
            created: CreatedRecords::default(),
            key: random_token()?,
            session: random_token()?,
            secret: random_bytes()?,
            options: Mutex::default(),
        })
    }

    /// Sets the address that the system assigned: port 0 asks for any.
    pub fn listening_on(self, listen: SocketAddr) -> Self {
        Self { listen, ..self }
    }

    pub const fn is_behind_proxy(&self) -> bool {
        matches!(self.auth_mode, AuthMode::Proxy { .. })
    }

    /// Whether somebody with `role` may do what requires `required`.
    pub fn is_allowed(&self, role: Role, required: Role) -> bool {
        role >= required && (required == Role::Reader || !self.read_only)
    }

    /// The address to open; it includes the key.
    pub fn url(&self) -> String {
        match self.auth_mode {
            AuthMode::Key => format!("http://{}/?key={}", self.listen, self.key),
            AuthMode::Proxy { .. } => format!("http://{}/", self.listen),
        }
    }

    // Secrets are compared by digest, so that the time it takes reveals nothing.

    pub fn is_key(&self, text: &str) -> bool {
        Sha256::digest(text) == Sha256::digest(&self.key)
    }

    pub fn is_session(&self, text: &str) -> bool {
        Sha256::digest(text) == Sha256::digest(&self.session)
    }

    pub fn is_csrf_token(&self, name: &str, text: &str) -> bool {
        Sha256::digest(text) == Sha256::digest(self.csrf_token(name))
    }

    /// The value of the cookie of those who signed in with the key.
    pub fn session(&self) -> &str {
        &self.session
    }

    /// Includes the port, because a browser sends a cookie to all ports of a computer.
    pub fn cookie_name(&self) -> String {
        format!("ruimte-{}", self.listen.port())
    }

    /// Shows that a form was made by this run of the server, for the person with this name.
    pub fn csrf_token(&self, name: &str) -> String {
        let mut mac = Hmac::<Sha256>::new(&self.secret.into());
        for part in [self.session.as_bytes(), b"\0", name.as_bytes()] {
            mac.update(part);
        }
        hex::encode(&mac.finalize().into_bytes())
    }

    /// Identifies a form, so that it is recognised if it is sent again.
    pub fn new_form_token() -> String {
        random_token().unwrap_or_default()
    }

    /// The options of a command, described in a language.
    pub fn options(&self, command: SiteCommand, lang: Lang) -> Arc<Vec<ArgInfo>> {
        let mut known = self.options.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = known.entry((command, lang == Lang::Nl));
        Arc::clone(entry.or_insert_with(|| Arc::new(cli::command_args(&command.name(), lang))))
    }
}
