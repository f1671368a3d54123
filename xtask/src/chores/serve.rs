//! Serving the app on this machine while it is worked on.

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use crate::{
    Outcome,
    failure::Failure,
    process::{run, tell},
    tools,
};

/// The first port that is tried when none is named, and how many after it.
const PORTS: std::ops::Range<u16> = 8080..8100;
/// How often the server is asked whether it is there.
const PAUSE: Duration = Duration::from_millis(300);
/// How long one question to the server may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// Only the beginning of an answer is looked at, in bytes.
const GLANCE: u64 = 4096;

/// How to serve.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Serve {
    /// `None` takes the first free one of the usual ports.
    pub(super) port: Option<u16>,
    /// Whether to open the page in the person's browser.
    pub(super) open: bool,
}

impl Serve {
    /// Reads the words after `serve`.
    pub(super) fn parse(words: &[String]) -> Result<Self, String> {
        let mut settings = Self { port: None, open: false };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--open" => settings.open = true,
                "--port" => {
                    let port = words.next().and_then(|port| port.parse().ok()).filter(|port| *port != 0);
                    settings.port = Some(port.ok_or("`--port` needs a number from 1 to 65535.")?);
                }
                other => return Err(format!("`serve` does not take `{other}`.")),
            }
        }
        Ok(settings)
    }
}

/// Sets up, then builds and serves until the person stops it.
///
/// # Errors
/// Something is missing, the port is taken, or Trunk ends.
pub(super) fn serve(settings: &Serve) -> Outcome {
    let port = free_port(settings.port)?;
    let trunk = tools::for_the_app()?;
    let number = port.to_string();
    let mut command = trunk.command(&["serve", "--address", "127.0.0.1", "--port", &number]);
    if settings.open {
        command.arg("--open");
    }
    eprintln!("Building the app; the first time takes a minute or two.");
    let ended = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| announce(port, &ended));
        let outcome = run(&mut command);
        ended.store(true, Ordering::Relaxed);
        outcome
    })
}

fn free_port(wanted: Option<u16>) -> Outcome<u16> {
    let is_free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    match wanted {
        Some(port) if is_free(&port) => Ok(port),
        Some(port) => Err(Failure::Advice(format!("Port {port} is taken; please name another with --port."))),
        None => PORTS.clone().find(is_free).ok_or_else(|| {
            Failure::Advice(format!(
                "Ports {} to {} are taken; please name one with --port.",
                PORTS.start,
                PORTS.end - 1
            ))
        }),
    }
}

/// Prints the address once the page can be had there.
fn announce(port: u16, ended: &AtomicBool) {
    while !ended.load(Ordering::Relaxed) {
        if serves_page(port) {
            tell(&format!("\nFlowglass runs at http://127.0.0.1:{port}/ (Ctrl-C stops it)\n"));
            return;
        }
        thread::sleep(PAUSE);
    }
}

fn serves_page(port: u16) -> bool {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let ask = || -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(stream, "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\nConnection: close\r\n\r\n")?;
        let mut answer = Vec::new();
        stream.take(GLANCE).read_to_end(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with(b"HTTP/1.1 200"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_refused_when_named_and_passed_by_otherwise() {
        let held = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = held.local_addr().unwrap().port();
        let refused = free_port(Some(port)).unwrap_err().to_string();
        assert_eq!(refused, format!("Port {port} is taken; please name another with --port."));
    }

    #[test]
    fn the_page_is_there_when_the_server_says_200() {
        for (answer, expected) in [
            ("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", true),
            ("HTTP/1.1 500 Internal Server Error\r\n\r\n", false),
            ("", false),
        ] {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            let port = listener.local_addr().unwrap().port();
            let server = thread::spawn(move || {
                let (mut stream, _) = listener.accept().unwrap();
                let mut request = [0; 16];
                stream.read_exact(&mut request).unwrap();
                stream.write_all(answer.as_bytes()).unwrap();
                // What was not read of the request would turn the end of the stream into a reset.
                stream.shutdown(std::net::Shutdown::Write).unwrap();
                stream.read_to_end(&mut Vec::new()).unwrap();
            });
            assert_eq!(serves_page(port), expected, "{answer}");
            server.join().unwrap();
        }
    }
}
