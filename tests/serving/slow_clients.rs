//! Slow, stuck and numerous clients do not delay other clients.

use crate::common::Sandbox;
use crate::http_client::{Request, TIMEOUT};
use crate::server::Server;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Maximum time that a client may wait for a page while other clients are slow.
const PROMPT: Duration = Duration::from_secs(2);

#[track_caller]
fn assert_prompt(requests: &[Request], meanwhile: &str) {
    for request in requests {
        let start = Instant::now();
        let response = request.send().expect_status(200);
        let took = start.elapsed();
        assert!(took < PROMPT, "{took:?} for {request:?} beside {meanwhile}");
        assert!(response.body.len() > 1000);
    }
}

fn others(server: &Server) -> [Request; 2] {
    [server.browser("GET", "/obstacles"), server.program("GET", "/api/v1/obstacles?limit=5")]
}

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect_timeout(&server.at, TIMEOUT).unwrap();
    stream.set_write_timeout(Some(Duration::from_millis(200))).unwrap();
    stream.set_read_timeout(Some(TIMEOUT)).unwrap();
    stream
}

#[track_caller]
fn read_until_closed(mut stream: &TcpStream, what: &str) -> String {
    let mut all = Vec::new();
    if let Err(error) = stream.read_to_end(&mut all) {
        let is_cut = matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe);
        assert!(is_cut, "{what} is never closed: {error}");
    }
    String::from_utf8_lossy(&all).into_owned()
}

#[test]
fn slow_and_stuck_clients_delay_nobody_and_are_disconnected() {
    let server = Server::demo();
    let others = others(&server);
    let body = server.program("POST", "/api/v1/obstacles").body("application/json", vec![b' '; 1000]).bytes();
    let (head, _) = body.split_at(body.len() - 1000);
    let many = || (0..20).map(|_| connect(&server)).collect::<Vec<_>>();
    // Four kinds of slow client. The first sends one byte of the request head per second. The second sends one byte of
    // the body per second. The third never finishes the head. The fourth never reads responses.
    let (slow_heads, slow_bodies, half, deaf) = (many(), many(), many(), many());
    for mut stream in &slow_bodies {
        stream.write_all(head).unwrap();
    }
    for mut stream in &half {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").unwrap();
    }
    let question = server.program("GET", "/api/v1/obstacles").without("Connection").bytes();
    let question = String::from_utf8(question).unwrap().replace("Connection: close\r\n", "");
    for mut stream in &deaf {
        // The server stops reading from a client that does not read responses. From then on, the client's write fails.
        for _ in 0..200 {
            if stream.write_all(question.as_bytes()).is_err() {
                break;
            }
        }
    }
    let start = Instant::now();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let letters = b"GET /obstacles HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: aaaaaaaaaaaaaaaaaaaa";
            for letter in letters {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                for mut stream in slow_heads.iter().chain(&slow_bodies) {
                    let _ = stream.write(&[*letter]);
                }
                std::thread::sleep(Duration::from_secs(1));
            }
        });
        // Catch a failed assertion, because the other thread must be stopped in that case too. If that thread kept
        // running, the test would hang.
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            for _ in 0..8 {
                assert_prompt(&others, "slow clients");
                std::thread::sleep(Duration::from_secs(1));
            }
            for stream in &slow_heads {
                read_until_closed(stream, "a slow head");
            }
            for stream in &half {
                read_until_closed(stream, "half a head");
            }
            let took = start.elapsed();
            assert!(took >= Duration::from_secs(8), "a connection has some time: {took:?}");
            for stream in &slow_bodies {
                let response = read_until_closed(stream, "a slow body");
                assert!(response.is_empty() || response.starts_with("HTTP/1.1 408 "), "{response}");
            }
            assert_prompt(&others, "none of them");
        }));
        stop.store(true, Ordering::Relaxed);
        if let Err(panic) = done {
            std::panic::resume_unwind(panic);
        }
    });
    // By now the server has closed all slow connections except those of the clients that never read responses.
    assert_prompt(&others, "clients that read nothing");
    drop(deaf);
}

/// Wraps a command so that it runs with the usual limit of 1,024 open files.
#[cfg(target_os = "linux")]
fn with_few_files(command: &Command) -> Command {
    let mut few = Command::new("sh");
    few.args(["-c", "ulimit -S -n 1024 && exec \"$0\" \"$@\""]).arg(command.get_program()).args(command.get_args());
    few.env_clear().current_dir(command.get_current_dir().unwrap());
    few.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    few
}

#[cfg(target_os = "linux")]
#[test]
fn two_thousand_idle_connections_keep_nobody_out() {
    let sandbox = Sandbox::demo();
    let server = Server::spawn(with_few_files(&sandbox.command("serve --listen 127.0.0.1:0")));
    // The test process itself holds the client ends of 2,000 connections, so raise its limit of open files.
    let own = std::process::id().to_string();
    let raised = Command::new("prlimit").args(["--pid", &own, "--nofile=4096:"]).output().unwrap();
    assert!(raised.status.success(), "{}", String::from_utf8_lossy(&raised.stderr));
    let others = others(&server);
    let mut idle = Vec::new();
    for at in 1..=2000 {
        let mut stream = connect(&server);
        match at % 4 {
            // A quarter of the clients send half a request head, a quarter send one request, and half send nothing.
            0 | 1 => {}
            2 => drop(stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n")),
            _ => {
                let request = String::from_utf8(server.request("GET", "/").bytes()).unwrap();
                let request = request.replace("Connection: close\r\n", "");
                stream.write_all(request.as_bytes()).unwrap();
                let mut first = [0; 12];
                stream.read_exact(&mut first).unwrap();
                assert_eq!(&first, b"HTTP/1.1 401");
            }
        }
        idle.push(stream);
        if at % 200 == 0 {
            assert_prompt(&others, &format!("{at} idle connections"));
        }
    }
    let open = std::fs::read_dir(format!("/proc/{}/fd", server.id())).unwrap().count();
    assert!(open < 1000, "{open} files are open");
    assert_prompt(&others, "2,000 idle connections");
    drop(idle);
    assert_prompt(&others, "none of them");
}

#[test]
fn forty_concurrent_clients_are_all_answered() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "");
    let cookie = server.cookie();
    std::thread::scope(|scope| {
        for _ in 0..40 {
            scope.spawn(|| {
                for path in ["/obstacles/B-004", "/themes", "/api/v1/counts"] {
                    server.request("GET", path).header("Cookie", cookie.clone()).send().expect_status(200);
                }
            });
        }
    });
}

#[cfg(unix)]
#[test]
fn sigterm_stops_the_server_at_once() {
    let sandbox = Sandbox::demo();
    let mut server = Server::new(&sandbox, "");
    let stuck = connect(&server);
    let mut incomplete = connect(&server);
    incomplete.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").unwrap();
    let start = Instant::now();
    let status = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
    assert!(status.success());
    let code = server.wait_for_exit(Duration::from_secs(15));
    assert_eq!(code, Some(0), "after {:?}", start.elapsed());
    assert_eq!(
        server.output_lines().last().map(String::as_str),
        Some("Stopped; everything that was confirmed is recorded")
    );
    drop((stuck, incomplete));
}
