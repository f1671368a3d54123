//! A folder of files for one test, and the program run in it.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A folder that only one test uses.
pub(crate) struct Folder {
    path: PathBuf,
}

/// What the program did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Folder {
    /// Makes the folder anew with these files.
    pub(crate) fn with(test: &str, files: &[(&str, &str)]) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("program").join(test);
        if path.exists() {
            fs::remove_dir_all(&path).unwrap();
        }
        fs::create_dir_all(&path).unwrap();
        let folder = Self { path };
        for (name, text) in files {
            folder.write(name, text.as_bytes());
        }
        folder
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let file = self.path.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path.join(name)).unwrap()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The program with these arguments, ready to run in the folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_flowglass"));
        command.current_dir(&self.path).args(arguments).env_remove("NO_COLOR").env("LC_ALL", "C.UTF-8");
        command
    }

    /// Runs the program without input.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.command(arguments).stdin(Stdio::null()).output().unwrap().into()
    }

    /// Runs the program with standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &str) -> Ran {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap().into()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    /// Checks the exit status, the whole of standard output, and the whole of standard error.
    #[track_caller]
    pub(crate) fn check(&self, status: i32, out: &str, err: &str) {
        assert_eq!((self.status, self.out.as_str(), self.err.as_str()), (status, out, err));
    }

    /// Checks the exit status and that parts occur on standard output and standard error.
    #[track_caller]
    pub(crate) fn check_parts(&self, status: i32, out: &[&str], err: &[&str]) {
        assert_eq!(self.status, status, "{self:?}");
        for part in out {
            assert!(self.out.contains(part), "{part:?} is not in\n{}", self.out);
        }
        for part in err {
            assert!(self.err.contains(part), "{part:?} is not in\n{}", self.err);
        }
    }
}

/// A definition that is good.
pub(crate) const GOOD: &str = "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: greet, outputMappings: [{target: hi, source: $input.who}]}\n";

/// A definition with an error in line 5.
pub(crate) const BAD: &str =
    "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: 步骤}\n  - {type: tusk, name: b}\n";

/// A definition with a warning in line 1.
pub(crate) const DOUBTFUL: &str = "version: v1.0\ntype: flow\nsteps:\n  - {type: pass, name: a}\n";
