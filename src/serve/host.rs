//! Parses hosts and ports from the `Host` and `Origin` headers. They show which server a request is meant for, and
//! which site's page sent it.

use axum::http::uri::Authority;

/// The host name and optional port of a `Host` header. The name is in lower case and has no final dot.
pub struct Host {
    pub name: String,
    port: Option<u16>,
}

impl Host {
    /// Parses a host name with an optional port. Returns `None` if the text is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let authority: Authority = text.parse().ok().filter(|_| !text.contains('@'))?;
        let name = authority.host();
        let port = match text.strip_prefix(name)?.strip_prefix(':') {
            None | Some("") => None,
            Some(_) => Some(authority.port_u16()?),
        };
        let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
        (!name.is_empty()).then_some(Self { name, port })
    }

    pub fn port_or(&self, default: u16) -> u16 {
        self.port.unwrap_or(default)
    }
}

/// Whether the value of an `Origin` header is the origin of the pages at `host`. Browsers and proxies may leave out the
/// port if it is the default port of the scheme. The value `null` never matches.
pub fn is_origin_of(origin: &str, host: &str) -> bool {
    let Some((scheme, origin)) = origin.split_once("://") else { return false };
    let default_port = match scheme.to_ascii_lowercase().as_str() {
        "http" => 80,
        "https" => 443,
        _ => return false,
    };
    let (Some(origin), Some(host)) = (Host::parse(origin), Host::parse(host)) else { return false };
    origin.name == host.name && origin.port_or(default_port) == host.port_or(default_port)
}
