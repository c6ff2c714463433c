//! An HTTP client that can send malformed requests, which HTTP libraries refuse to send. Adds no headers but Host.

use serde_json::Value;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

pub const TIMEOUT: Duration = Duration::from_mins(1);

#[derive(Clone, Debug)]
pub struct Request {
    to: SocketAddr,
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

#[derive(Clone, Debug)]
pub struct Response {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn new(to: SocketAddr, method: &str, target: &str) -> Self {
        let headers = vec![("Host".to_owned(), to.to_string())];
        Self { to, method: method.to_owned(), target: target.to_owned(), headers, body: Vec::new() }
    }

    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Replaces the value of a header that the request already contains.
    pub fn instead(self, name: &str, value: impl Into<String>) -> Self {
        self.without(name).header(name, value)
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self
    }

    pub fn body(mut self, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        let length = self.body.len().to_string();
        self.instead("Content-Type", kind).instead("Content-Length", length)
    }

    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    pub fn form<N: AsRef<str>, V: AsRef<str>>(self, pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut text = form_urlencoded::Serializer::new(String::new());
        text.extend_pairs(pairs);
        self.body("application/x-www-form-urlencoded", text.finish())
    }

    pub fn to(&self) -> SocketAddr {
        self.to
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut text = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("Connection: close\r\n\r\n");
        let mut bytes = text.into_bytes();
        bytes.extend(&self.body);
        bytes
    }

    #[track_caller]
    pub fn send(&self) -> Response {
        let stream = TcpStream::connect_timeout(&self.to, TIMEOUT).unwrap();
        exchange(stream, &self.bytes(), &format!("{} {}", self.method, self.target))
    }
}

/// Sends bytes and reads the response until the server closes the connection.
#[track_caller]
pub fn exchange(mut stream: TcpStream, bytes: &[u8], what: &str) -> Response {
    stream.set_read_timeout(Some(TIMEOUT)).unwrap();
    stream.set_write_timeout(Some(TIMEOUT)).unwrap();
    // Ignore errors: the server may refuse the request and close the connection before it has read everything.
    let _ = stream.write_all(bytes);
    let mut all = Vec::new();
    if let Err(error) = stream.read_to_end(&mut all) {
        panic!("{what}: {error} after {} bytes", all.len());
    }
    Response::read(&all).unwrap_or_else(|| panic!("{what}: no answer: {:?}", String::from_utf8_lossy(&all)))
}

impl Response {
    fn read(all: &[u8]) -> Option<Self> {
        let end = all.windows(4).position(|piece| piece == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&all[..end]).expect("a head is text");
        let mut lines = head.split("\r\n");
        let status = lines.next()?.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()?;
        let headers: Vec<(String, String)> = lines
            .map(|line| line.split_once(": ").expect("a header has a value"))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let response = Self { status, headers, body: all[end + 4..].to_vec() };
        if let Some(length) = response.header("content-length") {
            assert_eq!(response.body.len().to_string(), length, "the length that was told");
        }
        assert_eq!(response.header("transfer-encoding"), None);
        Some(response)
    }

    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The value of a header. Panics if the header occurs more than once.
    #[track_caller]
    pub fn header(&self, name: &str) -> Option<&str> {
        let all = self.all(name);
        assert!(all.len() < 2, "{name} more than once: {all:?}");
        all.first().copied()
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("an answer is UTF-8")
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    #[track_caller]
    pub fn expect_status(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{:?}\n{}", self.headers, self.text());
        self
    }

    /// Checks that the response is a problem document (RFC 9457) with this status, and returns its `detail`.
    #[track_caller]
    pub fn problem(self, status: u16) -> String {
        let response = self.expect_status(status);
        assert_eq!(response.header("content-type"), Some("application/problem+json"));
        assert_eq!(response.header("api-version"), Some("1.0.0"));
        let body = response.json();
        let names: Vec<&String> = body.as_object().unwrap().keys().collect();
        assert_eq!(names, ["detail", "status", "title", "type"], "{body}");
        assert_eq!(body["status"], status);
        assert_eq!(body["type"], "about:blank");
        assert_ne!(body["title"], "");
        body["detail"].as_str().unwrap().to_owned()
    }
}

pub fn unescape_html(text: &str) -> String {
    let known = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/"), ("&#39;", "'")];
    let text = known.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    text.replace("&amp;", "&")
}

pub fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let value = &tag[start..];
    Some(unescape_html(&value[..value.find('"')?]))
}

pub fn tags<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    page.split(&format!("<{name} "))
        .skip(1)
        .map(|rest| &page[page.len().min(offset(page, rest) - 1)..][..=rest.find('>').unwrap()])
        .collect()
}

fn offset(page: &str, rest: &str) -> usize {
    rest.as_ptr() as usize - page.as_ptr() as usize
}

/// The names and values that a browser would send for the given form on a page.
pub fn form_fields(page: &str, form: &str) -> Vec<(String, String)> {
    let start = page.find(&format!("<form id=\"{form}\"")).unwrap_or_else(|| panic!("no form {form}:\n{page}"));
    let form = &page[start..];
    let form = &form[..form.find("</form>").unwrap()];
    let inputs = tags(form, "input").into_iter().filter(|tag| {
        !matches!(attribute(tag, "type").as_deref(), Some("checkbox" | "radio")) || tag.contains(" checked")
    });
    let mut all: Vec<(String, String)> =
        inputs.map(|tag| (attribute(tag, "name").unwrap(), attribute(tag, "value").unwrap())).collect();
    for area in form.split("<textarea ").skip(1) {
        let (tag, rest) = area.split_once('>').unwrap();
        let value = rest[..rest.find("</textarea>").unwrap()].strip_prefix('\n').unwrap();
        all.push((attribute(&format!(" {tag}"), "name").unwrap(), unescape_html(value)));
    }
    for select in form.split("<select ").skip(1) {
        let (tag, rest) = select.split_once('>').unwrap();
        let options = &rest[..rest.find("</select>").unwrap()];
        let chosen = tags(options, "option").into_iter().find(|tag| tag.contains(" selected"));
        let value = chosen.and_then(|tag| attribute(tag, "value")).unwrap_or_default();
        all.push((attribute(&format!(" {tag}"), "name").unwrap(), value));
    }
    all
}
