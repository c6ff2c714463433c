//! `serve --open` starts a browser with an address as its argument. Other users of the computer can see this argument,
//! so the address must not contain the server's key.

use crate::common::Sandbox;
use crate::server::Server;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Instant;

use crate::http_client::TIMEOUT;

/// Starts a server with `--open`. A script takes the place of the browser. Returns the address that the script got.
#[cfg(target_os = "linux")]
fn opened(options: &str) -> (Sandbox, Server, String) {
    let sandbox = Sandbox::demo();
    let folder = sandbox.path("bin");
    fs::create_dir(&folder).unwrap();
    let script = sandbox.write("bin/xdg-open", "#!/bin/sh\nprintf '%s' \"$*\" > opened.new && mv opened.new opened\n");
    fs::set_permissions(script, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = sandbox.command(format!("serve --listen 127.0.0.1:0 --open {options}"));
    command.env("PATH", format!("{}:/usr/bin:/bin", folder.display()));
    let server = Server::spawn(command);
    let start = Instant::now();
    while !sandbox.path("opened").exists() {
        assert!(start.elapsed() < TIMEOUT, "no browser was opened");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let address = sandbox.read("opened");
    (sandbox, server, address)
}

#[cfg(target_os = "linux")]
#[test]
fn the_browser_gets_an_address_that_signs_in_once_and_does_not_contain_the_key() {
    for options in ["", "--base-path /ruimte"] {
        let (_sandbox, server, address) = opened(options);
        assert!(!server.key.is_empty() && !address.contains(&server.key), "{address}");
        let target = address.strip_prefix(&format!("http://{}", server.at)).unwrap();
        let (path, once) = target.split_once("?once=").unwrap();
        assert_eq!((path, once.len()), (if options.is_empty() { "/" } else { "/ruimte/" }, 48));
        // The address contains a key that can be used only once. A request with another key or to another page is
        // refused, and does not use up the key.
        server.request("GET", &format!("{path}?once=0")).send().expect_status(401);
        let elsewhere = format!("{path}obstacles?once={once}");
        server.request("POST", &elsewhere).form([("title", "x")]).send().expect_status(401);
        let response = server.request("GET", target).send().expect_status(303);
        assert_eq!(response.header("location"), Some(path));
        let cookie = response.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
        let page = server.request("GET", path).header("Cookie", cookie).send().expect_status(200).text();
        assert!(!page.contains(once) && !page.contains(&server.key), "{page}");
        // Whoever reads the address later cannot use it, because its key has been used.
        let again = server.request("GET", target).send().expect_status(401);
        assert_eq!(again.all("set-cookie"), Vec::<&str>::new());
        assert!(!again.text().contains(once));
        server.request("GET", &format!("{path}?key={once}")).send().expect_status(401);
        // The address that the server printed can still be used to sign in.
        server.request("GET", &format!("{path}?key={}", server.key)).send().expect_status(303);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn behind_a_proxy_the_browser_gets_the_plain_address() {
    let (_sandbox, server, address) = opened("--auth-header X-Remote-User --trusted-proxy 127.0.0.1");
    assert_eq!(address, format!("http://{}/", server.at));
}
