//! The site: the register that it offers, by which door people come in, and its secrets.

use super::ServerConfig;
use super::roles::{Role, Roles};
use crate::cli::{self, ArgInfo};
use crate::failure::Failure;
use crate::hex;
use crate::i18n::{Lang, site as messages};
use crate::view::site_page::assets;
use anyhow::Result;
use axum::http::HeaderName;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, VecDeque};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// So many forms are remembered.
const MAX_REMEMBERED_FORMS: usize = 4096;

/// By which door people come in.
pub enum AuthMode {
    /// From this computer, with a key.
    Key,
    /// Through a proxy that has signed them in.
    Proxy {
        /// The header in which it says who it is.
        header: HeaderName,
        /// Where it may be.
        trusted_ips: Vec<IpAddr>,
    },
}

/// What each command takes, in Dutch or not.
type OptionCache = HashMap<(String, bool), Arc<Vec<ArgInfo>>>;

/// The site.
pub struct AppState {
    /// The register's file.
    pub path: PathBuf,
    /// The language of a reader whose browser asks for neither.
    pub lang: Lang,
    /// Who started it, and on which host.
    pub os_user: (String, String),
    /// By which door people come in.
    pub auth_mode: AuthMode,
    /// Who may do what.
    pub roles: Roles,
    /// Whether nobody may record anything.
    pub read_only: bool,
    /// What the pages ask for beside themselves: name, type and text.
    pub assets: [(String, &'static str, &'static str); 2],
    /// One write at a time: the others wait here, in their order, and not at the file.
    pub write_lock: Mutex<()>,
    /// Where it listens.
    pub listen: SocketAddr,
    /// What the address holds that opens the door.
    key: String,
    /// What who came in with the key comes back with.
    session: String,
    /// As long as a block of the hash, so that it is one as it stands.
    secret: [u8; 64],
    creation_lock: Mutex<()>,
    /// What forms have made, by what each form held: a form that is sent again makes nothing again.
    created: Mutex<VecDeque<(String, String)>>,
    options: Mutex<OptionCache>,
}

/// Bytes that nobody can guess, as text.
fn random_token() -> Result<String> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(hex::encode(&bytes))
}

impl AppState {
    /// The site that was asked for.
    ///
    /// # Errors
    /// When it cannot be so.
    pub fn new(options: &cli::Serve, config: ServerConfig) -> Result<Self> {
        let listen: SocketAddr = options
            .listen
            .replace("localhost", "127.0.0.1")
            .parse()
            .map_err(|_| Failure::usage(messages::not_an_address(&options.listen)))?;
        let auth_mode = match (&options.auth_header, &options.trusted_proxy[..]) {
            (None, []) if listen.ip().is_loopback() => AuthMode::Key,
            (None, []) => return Err(Failure::usage(messages::not_loopback(listen.to_string())).into()),
            (Some(_), []) | (None, _) => return Err(Failure::usage(messages::proxy_needs_both()).into()),
            (Some(header), trusted_ips) => {
                // The name that it says must not be one that browsers and proxies use for something else.
                let reserved =
                    ["authorization", "cookie", "host", "origin", "content-type", "content-length"];
                let header = HeaderName::try_from(header.as_str())
                    .ok()
                    .filter(|name| !reserved.contains(&name.as_str()))
                    .ok_or_else(|| Failure::usage(messages::not_a_header(header)))?;
                let trusted_ips = trusted_ips
                    .iter()
                    .map(|text| text.parse().map_err(|_| Failure::usage(messages::not_a_proxy(text))))
                    .collect::<Result<Vec<IpAddr>, _>>()?;
                AuthMode::Proxy { header, trusted_ips }
            }
        };
        let roles = match &options.roles {
            Some(path) => Roles::from_file(path)?,
            None => Roles::for_everyone(if matches!(auth_mode, AuthMode::Key) {
                Role::Admin
            } else {
                Role::Officer
            }),
        };
        let mut secret = [0; 64];
        getrandom::fill(&mut secret).map_err(|error| anyhow::anyhow!("{error}"))?;
        Ok(Self {
            path: config.path,
            lang: config.lang,
            os_user: config.os_user,
            auth_mode,
            roles,
            read_only: options.read_only,
            assets: assets(),
            write_lock: Mutex::new(()),
            listen,
            key: random_token()?,
            session: random_token()?,
            secret,
            creation_lock: Mutex::new(()),
            created: Mutex::default(),
            options: Mutex::default(),
        })
    }

    /// The same, where it listens in the end: port 0 asks for any.
    pub fn listening_on(self, listen: SocketAddr) -> Self {
        Self { listen, ..self }
    }

    /// Whether a proxy stands before it.
    pub const fn is_behind_proxy(&self) -> bool {
        matches!(self.auth_mode, AuthMode::Proxy { .. })
    }

    /// The address by which one comes in.
    pub fn url(&self) -> String {
        match self.auth_mode {
            AuthMode::Key => format!("http://{}/?key={}", self.listen, self.key),
            AuthMode::Proxy { .. } => format!("http://{}/", self.listen),
        }
    }

    /// Whether that is the key. Digests are compared, so that the time it takes tells nothing.
    pub fn is_key(&self, text: &str) -> bool {
        Sha256::digest(text) == Sha256::digest(&self.key)
    }

    /// Whether that is what who came in with the key comes back with.
    pub fn is_session(&self, text: &str) -> bool {
        Sha256::digest(text) == Sha256::digest(&self.session)
    }

    /// What who came in with the key comes back with.
    pub fn session(&self) -> &str {
        &self.session
    }

    /// The name of the cookie that holds it: cookies of other ports of this computer are sent here too.
    pub fn cookie_name(&self) -> String {
        format!("ruimte-{}", self.listen.port())
    }

    fn mac(&self, name: &str) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new(&self.secret.into());
        mac.update(self.session.as_bytes());
        mac.update(b"\0");
        mac.update(name.as_bytes());
        mac
    }

    /// What a form holds by which it is known to be of these pages, for somebody.
    pub fn csrf_token(&self, name: &str) -> String {
        hex::encode(&self.mac(name).finalize().into_bytes())
    }

    /// Whether a form holds that.
    pub fn is_csrf_token(&self, name: &str, text: &str) -> bool {
        Sha256::digest(text) == Sha256::digest(self.csrf_token(name))
    }

    /// What a form holds by which it is known when it is sent again.
    pub fn new_form_token() -> String {
        random_token().unwrap_or_default()
    }

    /// One form that makes something at a time.
    pub fn lock_creation(&self) -> std::sync::MutexGuard<'_, ()> {
        self.creation_lock.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn lock_created(&self) -> std::sync::MutexGuard<'_, VecDeque<(String, String)>> {
        self.created.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Remembers what a form has made.
    pub fn remember_created(&self, token: String, address: String) {
        let mut created = self.lock_created();
        if created.len() >= MAX_REMEMBERED_FORMS {
            created.pop_front();
        }
        created.push_back((token, address));
    }

    /// What a form has made before.
    pub fn created_by(&self, token: &str) -> Option<String> {
        self.lock_created().iter().find(|(known, _)| known == token).map(|(_, address)| address.clone())
    }

    /// What a command takes, in a language.
    pub fn options(&self, command: &str, lang: Lang) -> Arc<Vec<ArgInfo>> {
        let mut known = self.options.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let entry = known.entry((command.to_owned(), lang == Lang::Nl));
        Arc::clone(entry.or_insert_with(|| Arc::new(cli::command_args(command, lang))))
    }
}
