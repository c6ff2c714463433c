//! A running `ruimte serve` process. Dropping the value kills the process.

use crate::common::Sandbox;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::time::Duration;

const START_TIMEOUT: Duration = Duration::from_secs(30);

pub struct Server {
    child: Child,
    /// The address that the server printed, including the key if there is one.
    pub way_in: String,
    /// The address without the key and without a trailing slash.
    pub base: String,
}

impl Server {
    #[track_caller]
    pub fn start(sandbox: &Sandbox, options: &str) -> Self {
        Self::start_at(sandbox, "127.0.0.1:0", options)
    }

    /// Serves as if behind a proxy: trusts the header `X-Remote-User` in requests from this computer.
    #[track_caller]
    pub fn behind_proxy(sandbox: &Sandbox, options: &str) -> Self {
        Self::start(sandbox, &format!("--auth-header X-Remote-User --trusted-proxy 127.0.0.1 {options}"))
    }

    #[track_caller]
    pub fn start_at(sandbox: &Sandbox, listen: &str, options: &str) -> Self {
        let mut command = sandbox.command(format!("serve --listen {listen} {options}"));
        let mut child =
            command.env("RUIMTE_ACTOR", "m.jansen").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, receiver) = mpsc::channel();
        for out in [
            Box::new(child.stdout.take().unwrap()) as Box<dyn std::io::Read + Send>,
            Box::new(child.stderr.take().unwrap()),
        ] {
            let sender = sender.clone();
            std::thread::spawn(move || {
                BufReader::new(out).lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
            });
        }
        drop(sender);
        let mut server = Self { child, way_in: String::new(), base: String::new() };
        let mut heard = Vec::new();
        while server.way_in.is_empty() {
            let line = receiver.recv_timeout(START_TIMEOUT).unwrap_or_else(|_| panic!("it starts: {heard:?}"));
            if let Some(at) = line.find("http://") {
                let address = line[at..].split([' ', ',']).next().unwrap();
                address.clone_into(&mut server.way_in);
                let base = address.split("/?").next().unwrap();
                base.trim_end_matches('/').clone_into(&mut server.base);
            }
            heard.push(line);
        }
        server
    }

    pub fn host(&self) -> &str {
        self.base.strip_prefix("http://").unwrap()
    }

    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
