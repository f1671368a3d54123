//! Serving the app on this machine while it is worked on: the page, and the gateway behind it.

use std::{
    env,
    io::{BufRead, BufReader},
    net::{Ipv4Addr, TcpListener},
    process::{Child, Command, Stdio},
};

use crate::{
    Outcome,
    failure::Failure,
    process::{cargo, command, run, tell},
    tools,
};

/// The first port that is tried when none is named, and how many after it.
const PORTS: std::ops::Range<u16> = 7878..7898;

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

/// Sets up, builds the app and the program, and runs the gateway until the person stops it.
///
/// Meanwhile the page is built anew on every change; a debug build of the gateway reads it from `dist/`, so that loading
/// the page again is all it takes.
///
/// # Errors
/// Something is missing, the port is taken, something does not build, or the gateway ends.
pub(super) fn serve(settings: &Serve) -> Outcome {
    let port = free_port(settings.port)?;
    let trunk = tools::for_the_app()?;
    eprintln!("Building the app and the gateway; the first time takes some minutes.");
    run(&mut trunk.command(&["build"]))?;
    run(&mut cargo(&["build", "--package", "flowglass"]))?;
    let _watch = Running::start(trunk.command(&["watch"]).stdin(Stdio::null()))?;
    let address = format!("127.0.0.1:{port}");
    let mut gateway = cargo(&["run", "--quiet", "--package", "flowglass", "--", "serve", "--listen", &address]);
    let mut gateway = Running::start(gateway.stdout(Stdio::piped()))?;
    if let Some(lines) = gateway.child.stdout.take() {
        let mut is_to_open = settings.open;
        for line in BufReader::new(lines).lines().map_while(Result::ok) {
            tell(&line);
            if let Some(address) = address_in(&line).filter(|_| is_to_open) {
                is_to_open = false;
                open(address);
            }
        }
    }
    gateway.end()
}

/// A program that runs beside this one, and does not outlive it.
struct Running {
    child: Child,
    program: String,
}

impl Running {
    fn start(command: &mut Command) -> Outcome<Self> {
        let program = command.get_program().to_string_lossy().into_owned();
        match command.spawn() {
            Ok(child) => Ok(Self { child, program }),
            Err(error) => Err(Failure::NotStarted { program, error }),
        }
    }

    /// Waits for its end.
    fn end(mut self) -> Outcome {
        match self.child.wait() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(Failure::Ended { command: "flowglass serve".to_owned(), status }),
            Err(error) => Err(Failure::NotStarted { program: self.program.clone(), error }),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The page's address in what the gateway prints.
fn address_in(line: &str) -> Option<&str> {
    line.split(' ').find(|word| word.starts_with("http://") && word.contains("/?token="))
}

/// Opens an address in the person's browser; where that does not work, the address is on the screen.
fn open(address: &str) {
    let (program, arguments): (&str, &[&str]) = match env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        _ => ("xdg-open", &[]),
    };
    let mut opener = command(program);
    opener.args(arguments).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if opener.status().is_err() {
        eprintln!("No browser could be opened; please open the address yourself.");
    }
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
    fn the_address_is_found_in_what_the_gateway_prints() {
        for (line, expected) in [
            ("Flowglass is at http://127.0.0.1:7878/?token=ab", Some("http://127.0.0.1:7878/?token=ab")),
            ("CloudFlow at http://127.0.0.1:7879, key LTAI…", None),
            ("", None),
        ] {
            assert_eq!(address_in(line), expected, "{line}");
        }
    }
}
