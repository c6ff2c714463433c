//! Clients that are slow, stuck or many: whoever else asks is answered all the same, at once.

use crate::common::Sandbox;
use crate::http_client::{Ask, LONGEST};
use crate::server::Served;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Nobody else waits longer for a page.
const SOON: Duration = Duration::from_secs(2);

/// Asks for a page and for data as somebody else, who is answered soon.
#[track_caller]
fn is_soon(asks: &[Ask], meanwhile: &str) {
    for ask in asks {
        let start = Instant::now();
        let answer = ask.send().is(200);
        let took = start.elapsed();
        assert!(took < SOON, "{took:?} for {ask:?} beside {meanwhile}");
        assert!(answer.body.len() > 1000);
    }
}

fn others(served: &Served) -> [Ask; 2] {
    [served.browser("GET", "/obstacles"), served.program("GET", "/api/v1/obstacles?limit=5")]
}

fn connect(served: &Served) -> TcpStream {
    let stream = TcpStream::connect_timeout(&served.at, LONGEST).unwrap();
    stream.set_write_timeout(Some(Duration::from_millis(200))).unwrap();
    stream.set_read_timeout(Some(LONGEST)).unwrap();
    stream
}

/// Reads until it is closed, and gives what came before.
#[track_caller]
fn to_the_end(mut stream: &TcpStream, what: &str) -> String {
    let mut all = Vec::new();
    if let Err(error) = stream.read_to_end(&mut all) {
        let is_cut = matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe);
        assert!(is_cut, "{what} is never closed: {error}");
    }
    String::from_utf8_lossy(&all).into_owned()
}

#[test]
fn who_is_slow_or_stuck_keeps_nobody_waiting_and_does_not_stay() {
    let served = Served::demo();
    let others = others(&served);
    let body = served.program("POST", "/api/v1/obstacles").body("application/json", vec![b' '; 1000]).bytes();
    let (head, _) = body.split_at(body.len() - 1000);
    let many = || (0..20).map(|_| connect(&served)).collect::<Vec<_>>();
    // A byte of the head a second, a byte of the body a second, half a head, and none of the answers read.
    let (slow_heads, slow_bodies, half, deaf) = (many(), many(), many(), many());
    for mut stream in &slow_bodies {
        stream.write_all(head).unwrap();
    }
    for mut stream in &half {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").unwrap();
    }
    let question = served.program("GET", "/api/v1/obstacles").without("Connection").bytes();
    let question = String::from_utf8(question).unwrap().replace("Connection: close\r\n", "");
    for mut stream in &deaf {
        // As much as fits: whoever does not read is not read in the end either.
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
        // Whatever comes of an assertion, the other thread must end.
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            for _ in 0..8 {
                is_soon(&others, "slow clients");
                std::thread::sleep(Duration::from_secs(1));
            }
            for stream in &slow_heads {
                to_the_end(stream, "a slow head");
            }
            for stream in &half {
                to_the_end(stream, "half a head");
            }
            let took = start.elapsed();
            assert!(took >= Duration::from_secs(8), "a connection has some time: {took:?}");
            for stream in &slow_bodies {
                let told = to_the_end(stream, "a slow body");
                assert!(told.is_empty() || told.starts_with("HTTP/1.1 408 "), "{told}");
            }
            is_soon(&others, "none of them");
        }));
        stop.store(true, Ordering::Relaxed);
        if let Err(panic) = done {
            std::panic::resume_unwind(panic);
        }
    });
    // Those that read nothing are still there, and in nobody's way.
    is_soon(&others, "clients that read nothing");
    drop(deaf);
}

/// The same command, with as many files as a system gives a program by itself.
#[cfg(target_os = "linux")]
fn with_few_files(command: &Command) -> Command {
    let mut few = Command::new("sh");
    few.args(["-c", "ulimit -S -n 1024 && exec \"$0\" \"$@\""])
        .arg(command.get_program())
        .args(command.get_args());
    few.env_clear().current_dir(command.get_current_dir().unwrap());
    few.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    few
}

#[cfg(target_os = "linux")]
#[test]
fn two_thousand_connections_that_ask_for_nothing_keep_nobody_out() {
    let sandbox = Sandbox::demo();
    let served = Served::by(with_few_files(&sandbox.command("serve --listen 127.0.0.1:0")));
    // The test itself holds the other ends.
    let own = std::process::id().to_string();
    let raised = Command::new("prlimit").args(["--pid", &own, "--nofile=4096:"]).output().unwrap();
    assert!(raised.status.success(), "{}", String::from_utf8_lossy(&raised.stderr));
    let others = others(&served);
    let mut idle = Vec::new();
    for at in 1..=2000 {
        let mut stream = connect(&served);
        match at % 4 {
            // Nothing; half a head; an answer, and then nothing.
            0 | 1 => {}
            2 => drop(stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n")),
            _ => {
                let ask = String::from_utf8(served.ask("GET", "/").bytes()).unwrap();
                let ask = ask.replace("Connection: close\r\n", "");
                stream.write_all(ask.as_bytes()).unwrap();
                let mut first = [0; 12];
                stream.read_exact(&mut first).unwrap();
                assert_eq!(&first, b"HTTP/1.1 401");
            }
        }
        idle.push(stream);
        if at % 200 == 0 {
            is_soon(&others, &format!("{at} idle connections"));
        }
    }
    let open = std::fs::read_dir(format!("/proc/{}/fd", served.id())).unwrap().count();
    assert!(open < 1000, "{open} files are open");
    is_soon(&others, "2,000 idle connections");
    drop(idle);
    is_soon(&others, "none of them");
}

#[test]
fn many_who_ask_at_once_are_all_answered() {
    let sandbox = Sandbox::demo();
    let served = Served::new(&sandbox, "");
    let cookie = served.cookie();
    std::thread::scope(|scope| {
        for _ in 0..40 {
            scope.spawn(|| {
                for path in ["/obstacles/B-004", "/themes", "/api/v1/counts"] {
                    served.ask("GET", path).header("Cookie", cookie.clone()).send().is(200);
                }
            });
        }
    });
}

#[cfg(unix)]
#[test]
fn told_to_stop_it_ends_by_itself_at_once() {
    let sandbox = Sandbox::demo();
    let mut served = Served::new(&sandbox, "");
    let stuck = connect(&served);
    let mut asked = connect(&served);
    asked.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").unwrap();
    let start = Instant::now();
    let told = Command::new("kill").args(["-TERM", &served.id().to_string()]).status().unwrap();
    assert!(told.success());
    let code = served.ended(Duration::from_secs(15));
    assert_eq!(code, Some(0), "after {:?}", start.elapsed());
    assert_eq!(served.said().last().map(String::as_str), Some("Stopped; all that was confirmed is recorded"));
    drop((stuck, asked));
}
