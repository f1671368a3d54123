//! A gateway or an emulator that runs as long as a test needs it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
#[cfg(unix)]
use std::process::Command;
use std::process::{Child, ChildStdout, Stdio};

use crate::support::Folder;

/// A running program, ended when it is dropped.
pub(crate) struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
    /// What it printed at the start.
    pub(crate) said: String,
}

impl Running {
    /// Starts a gateway for a person without files.
    pub(crate) fn start(folder: &Folder, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        Self::start_command(folder, "serve", 2, arguments, variables)
    }

    /// Starts an emulator.
    pub(crate) fn start_emulator(folder: &Folder, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        Self::start_command(folder, "emulate", 3, arguments, variables)
    }

    /// Starts it, and reads the lines that it says.
    fn start_command(
        folder: &Folder,
        name: &str,
        lines: usize,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        let mut command = folder.command(&[&[name, "--listen", "127.0.0.1:0"], arguments].concat());
        for name in ["ACCESS_KEY_ID", "ACCESS_KEY_SECRET", "SECURITY_TOKEN", "PROFILE"] {
            command.env_remove(format!("ALIBABA_CLOUD_{name}"));
        }
        command.env("HOME", "no-such-home").env("USERPROFILE", "no-such-home").envs(variables.iter().copied());
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut running = Self { out: BufReader::new(child.stdout.take().unwrap()), child, said: String::new() };
        for _ in 0..lines {
            running.out.read_line(&mut running.said).unwrap();
        }
        running
    }

    pub(crate) fn address(&self) -> &str {
        self.said.split("http://").nth(1).unwrap().split(['/', '\n']).next().unwrap()
    }

    pub(crate) fn token(&self) -> &str {
        self.said.split("?token=").nth(1).unwrap().lines().next().unwrap()
    }

    /// The header with the cookie that the token is good for.
    pub(crate) fn cookie(&self) -> String {
        let entered = self.ask(&format!("/?token={}", self.token()), "");
        let cookie = entered.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
        format!("Cookie: {}\r\n", cookie.split(';').next().unwrap())
    }

    /// The answer to a request, head and all.
    pub(crate) fn ask(&self, path: &str, headers: &str) -> String {
        let address = self.address();
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\n{headers}Connection: close\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Asks it to end, as service managers do; returns its exit status.
    #[cfg(unix)]
    pub(crate) fn terminate(mut self) -> Option<i32> {
        let killed = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
        self.child.wait().unwrap().code()
    }

    /// Ends it; returns all that it said.
    pub(crate) fn end(mut self) -> String {
        self.child.kill().unwrap();
        let mut said = std::mem::take(&mut self.said);
        self.out.read_to_string(&mut said).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        said
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
