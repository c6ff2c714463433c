//! The site: the register that it offers, by which door people come in, and its secrets.

use super::Place;
use super::roles::{Role, Roles};
use crate::cli::{self, OptionOf};
use crate::failure::Failure;
use crate::view::site::assets;
use crate::words::{Lang, site as words};
use anyhow::Result;
use axum::http::HeaderName;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, VecDeque};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// So many forms are remembered.
const REMEMBERED: usize = 4096;

/// By which door people come in.
pub enum Door {
    /// From this computer, with a key.
    Key,
    /// Through a proxy that has signed them in.
    Proxy {
        /// The header in which it says who it is.
        header: HeaderName,
        /// Where it may be.
        from: Vec<IpAddr>,
    },
}

/// What each command takes, in Dutch or not.
type Known = HashMap<(String, bool), Arc<Vec<OptionOf>>>;

/// The site.
pub struct Site {
    /// The register's file.
    pub path: PathBuf,
    /// The language of a reader whose browser asks for neither.
    pub lang: Lang,
    /// Who started it, and on which host.
    pub who: (String, String),
    /// By which door people come in.
    pub door: Door,
    /// Who may do what.
    pub roles: Roles,
    /// Whether nobody may record anything.
    pub read_only: bool,
    /// What the pages ask for beside themselves: name, type and text.
    pub assets: [(String, &'static str, &'static str); 2],
    /// One write at a time: the others wait here, in their order, and not at the file.
    pub writing: Mutex<()>,
    /// Where it listens.
    pub listen: SocketAddr,
    /// What the address holds that opens the door.
    key: String,
    /// What who came in with the key comes back with.
    session: String,
    /// As long as a block of the hash, so that it is one as it stands.
    secret: [u8; 64],
    making: Mutex<()>,
    /// What forms have made, by what each form held: a form that is sent again makes nothing again.
    made: Mutex<VecDeque<(String, String)>>,
    options: Mutex<Known>,
}

/// Bytes that nobody can guess, as text.
fn unguessable() -> Result<String> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}")))
}

impl Site {
    /// The site that was asked for.
    ///
    /// # Errors
    /// When it cannot be so.
    pub fn new(options: &cli::Serve, place: Place) -> Result<Self> {
        let listen: SocketAddr = options
            .listen
            .replace("localhost", "127.0.0.1")
            .parse()
            .map_err(|_| Failure::usage(words::not_an_address(&options.listen)))?;
        let door = match (&options.auth_header, &options.trusted_proxy[..]) {
            (None, []) if listen.ip().is_loopback() => Door::Key,
            (None, []) => return Err(Failure::usage(words::not_loopback(listen.to_string())).into()),
            (Some(_), []) | (None, _) => return Err(Failure::usage(words::proxy_needs_both()).into()),
            (Some(header), from) => {
                // The name that it says must not be one that browsers and proxies use for something else.
                let taken = ["authorization", "cookie", "host", "origin", "content-type", "content-length"];
                let header = HeaderName::try_from(header.as_str())
                    .ok()
                    .filter(|name| !taken.contains(&name.as_str()))
                    .ok_or_else(|| Failure::usage(words::not_a_header(header)))?;
                let from = from
                    .iter()
                    .map(|text| text.parse().map_err(|_| Failure::usage(words::not_a_proxy(text))))
                    .collect::<Result<Vec<IpAddr>, _>>()?;
                Door::Proxy { header, from }
            }
        };
        let roles = match &options.roles {
            Some(path) => Roles::read(path)?,
            None => Roles::all(if matches!(door, Door::Key) { Role::Admin } else { Role::Officer }),
        };
        let mut secret = [0; 64];
        getrandom::fill(&mut secret).map_err(|error| anyhow::anyhow!("{error}"))?;
        Ok(Self {
            path: place.path,
            lang: place.lang,
            who: place.who,
            door,
            roles,
            read_only: options.read_only,
            assets: assets(),
            writing: Mutex::new(()),
            listen,
            key: unguessable()?,
            session: unguessable()?,
            secret,
            making: Mutex::new(()),
            made: Mutex::default(),
            options: Mutex::default(),
        })
    }

    /// The same, where it listens in the end: port 0 asks for any.
    pub fn at(self, listen: SocketAddr) -> Self {
        Self { listen, ..self }
    }

    /// Whether a proxy stands before it.
    pub const fn is_behind_proxy(&self) -> bool {
        matches!(self.door, Door::Proxy { .. })
    }

    /// The address by which one comes in.
    pub fn address(&self) -> String {
        match self.door {
            Door::Key => format!("http://{}/?key={}", self.listen, self.key),
            Door::Proxy { .. } => format!("http://{}/", self.listen),
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
    pub fn cookie(&self) -> String {
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
    pub fn csrf(&self, name: &str) -> String {
        self.mac(name)
            .finalize()
            .into_bytes()
            .iter()
            .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
    }

    /// Whether a form holds that.
    pub fn is_csrf(&self, name: &str, text: &str) -> bool {
        Sha256::digest(text) == Sha256::digest(self.csrf(name))
    }

    /// What a form holds by which it is known when it is sent again.
    pub fn once() -> String {
        unguessable().unwrap_or_default()
    }

    /// One form that makes something at a time.
    pub fn makes(&self) -> std::sync::MutexGuard<'_, ()> {
        self.making.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn made_so_far(&self) -> std::sync::MutexGuard<'_, VecDeque<(String, String)>> {
        self.made.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Remembers what a form has made.
    pub fn made(&self, once: String, address: String) {
        let mut made = self.made_so_far();
        if made.len() >= REMEMBERED {
            made.pop_front();
        }
        made.push_back((once, address));
    }

    /// What a form has made before.
    pub fn made_by(&self, once: &str) -> Option<String> {
        self.made_so_far().iter().find(|(known, _)| known == once).map(|(_, address)| address.clone())
    }

    /// What a command takes, in a language.
    pub fn options(&self, command: &str, lang: Lang) -> Arc<Vec<OptionOf>> {
        let mut known = self.options.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let entry = known.entry((command.to_owned(), lang == Lang::Nl));
        Arc::clone(entry.or_insert_with(|| Arc::new(cli::options(command, lang))))
    }
}
