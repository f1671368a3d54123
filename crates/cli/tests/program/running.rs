//! A gateway that runs as long as a test needs it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Stdio};

use crate::support::Folder;

/// A running gateway, ended when it is dropped.
pub(crate) struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
    /// What it printed at the start.
    pub(crate) said: String,
}

impl Running {
    /// Starts it for a person without files, and reads the two lines that it says.
    pub(crate) fn start(folder: &Folder, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = folder.command(&[&["serve", "--listen", "127.0.0.1:0"], arguments].concat());
        for name in ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_PROFILE"] {
            command.env_remove(name);
        }
        command.env("HOME", "no-such-home").env("USERPROFILE", "no-such-home").envs(variables.iter().copied());
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut running = Self { out: BufReader::new(child.stdout.take().unwrap()), child, said: String::new() };
        for _ in 0..2 {
            running.out.read_line(&mut running.said).unwrap();
        }
        running
    }

    pub(crate) fn address(&self) -> &str {
        self.said.split("http://").nth(1).unwrap().split('/').next().unwrap()
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
