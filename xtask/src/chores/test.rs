//! Every check and test, as a person runs them before a commit and as a build server runs them after it.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use super::{app, bless, lint, package};
use crate::{
    Outcome,
    failure::Failure,
    process::{cargo, command, run, tell},
    repository,
    tools::{self, chromium, python},
};

/// Sets up and runs everything; a step that fails does not keep later ones from running, unless they need it.
///
/// # Errors
/// The set-up cannot be done, or a step failed; the steps are listed with their times in either case.
pub(super) fn test() -> Outcome {
    let mut report = Report::default();
    let Some((trunk, browser)) = report.step("set-up", || {
        tools::for_lints()?;
        Ok((tools::for_the_app()?, chromium::find_or_install()?))
    }) else {
        return report.end();
    };
    report.step("form (cargo fmt)", lint::form);
    report.step("lints (cargo clippy)", lint::native);
    report.step("lints for the browser", lint::wasm);
    report.step("tests (cargo test)", || {
        run(cargo(&["test", "--locked", "--workspace", "--no-fail-fast"]).env_remove(bless::VARIABLE))
    });
    if repository::root().join("../shared/flows").is_dir() {
        report.step("published flows", || {
            run(&mut cargo(&["test", "--locked", "--package", "flowglass-app", "--test", "published_flows"]))
        });
    } else {
        report.skip("published flows", "the published flows are not beside this checkout");
    }
    with_the_program(&mut report);
    if report.step("npm package", package::assemble).is_some() {
        report.step("npm package in use", || package::check(&program()?));
    } else {
        report.skip("npm package in use", "the package was not built");
    }
    if report.step("app (trunk build)", || app::release(&trunk)).is_some() {
        report.step("browser tests", || {
            run(in_the_browser(&browser)?.args(repository::browser_tests()?).env_remove(bless::VARIABLE))
        });
    } else {
        report.skip("browser tests", "the app did not build");
    }
    report.end()
}

/// Node.js with all that browser tests ask for, without the tests.
///
/// # Errors
/// The target folder is unknown.
pub(super) fn in_the_browser(browser: &Path) -> Outcome<Command> {
    let mut tests = command("node");
    tests
        .arg("--test")
        .env(chromium::VARIABLE, browser)
        .env("FLOWGLASS_DIST", repository::dist())
        .env("FLOWGLASS_PROGRAM", program()?)
        .env("FLOWGLASS_DEMO", package::folder()?.join("demo"));
    Ok(tests)
}

/// Where the program is once it is built.
fn program() -> Outcome<PathBuf> {
    Ok(repository::programs()?.join(format!("flowglass{}", std::env::consts::EXE_SUFFIX)))
}

/// Tests the examples with the built program, and lets the vendor's own SDKs drive its emulator.
fn with_the_program(report: &mut Report) {
    const EXAMPLES: &str = "examples (flowglass test)";
    const NODE: &str = "official SDK for Node.js";
    const PYTHON: &str = "official SDK for Python";
    let folder = repository::root().join("tests").join("sdk");
    let built = report.step("program (cargo build)", || {
        // The whole workspace is named so that dependencies get the features that the tests were built with.
        run(&mut cargo(&["build", "--quiet", "--locked", "--workspace", "--bin", "flowglass"]))?;
        program()
    });
    let Some(program) = built else {
        report.skip(EXAMPLES, "the program did not build");
        report.skip(NODE, "the program did not build");
        return report.skip(PYTHON, "the program did not build");
    };
    report.step(EXAMPLES, || {
        let mut tests = command(&program);
        run(tests.current_dir(repository::root()).args(["test", "--deny-notes", "www/examples"]))
    });
    report.step(NODE, || {
        run(command("node").arg("--test").arg(folder.join("node.test.mjs")).env("FLOWGLASS_PROGRAM", &program))
    });
    match report.step("set-up of Python", python::with_the_sdk) {
        Some(Ok(python)) => {
            report.step(PYTHON, || {
                run(command(python).arg(folder.join("python_sdk.py")).env("FLOWGLASS_PROGRAM", &program))
            });
        }
        Some(Err(reason)) => report.skip(PYTHON, reason),
        None => report.skip(PYTHON, "its packages could not be installed"),
    }
}

/// What came of each step so far.
#[derive(Debug, Default)]
struct Report {
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    name: &'static str,
    end: End,
}

#[derive(Debug)]
enum End {
    Passed(Duration),
    Failed(Duration),
    NotRun(&'static str),
}

impl Report {
    /// Runs a step, says when it starts and, when it fails, why.
    #[expect(clippy::disallowed_methods, reason = "a chore measures real time")]
    fn step<T>(&mut self, name: &'static str, work: impl FnOnce() -> Outcome<T>) -> Option<T> {
        eprintln!("\n== {name}");
        let start = Instant::now();
        let outcome = work();
        let time = start.elapsed();
        let end = match &outcome {
            Ok(_) => End::Passed(time),
            Err(failure) => {
                eprintln!("{failure}");
                End::Failed(time)
            }
        };
        self.rows.push(Row { name, end });
        outcome.ok()
    }

    /// Notes a step that has nothing to run on.
    fn skip(&mut self, name: &'static str, reason: &'static str) {
        eprintln!("\n== {name}\nnot run: {reason}");
        self.rows.push(Row { name, end: End::NotRun(reason) });
    }

    /// Prints the table of steps.
    ///
    /// # Errors
    /// A step failed.
    fn end(self) -> Outcome {
        tell(&format!("\n{}", self.table()));
        let failed: Vec<_> =
            self.rows.iter().filter(|row| matches!(row.end, End::Failed(_))).map(|row| row.name).collect();
        if failed.is_empty() { Ok(()) } else { Err(Failure::Steps(failed)) }
    }

    fn table(&self) -> String {
        let width = self.rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
        let mut table = String::new();
        for Row { name, end } in &self.rows {
            // Writing to a string cannot fail.
            let _ = match end {
                End::Passed(time) => writeln!(table, "{name:width$}  passed  {:7.1} s", time.as_secs_f64()),
                End::Failed(time) => writeln!(table, "{name:width$}  FAILED  {:7.1} s", time.as_secs_f64()),
                End::NotRun(reason) => writeln!(table, "{name:width$}  not run: {reason}"),
            };
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_one_line_for_each_step() {
        let report = Report {
            rows: vec![
                Row { name: "form", end: End::Passed(Duration::from_millis(1_260)) },
                Row { name: "tests", end: End::Failed(Duration::from_secs(75)) },
                Row { name: "browser tests", end: End::NotRun("the app did not build") },
            ],
        };
        let expected = "\
form           passed      1.3 s
tests          FAILED     75.0 s
browser tests  not run: the app did not build
";
        assert_eq!(report.table(), expected);
        assert_eq!(report.end().unwrap_err().to_string(), "failed: tests.");
    }

    #[test]
    fn a_failed_step_lets_the_next_one_run() {
        let mut report = Report::default();
        assert_eq!(report.step("one", || Err::<(), _>(Failure::Advice("nothing there".into()))), None);
        assert_eq!(report.step("two", || Ok(2)), Some(2));
        assert_eq!(report.rows.len(), 2);
        assert!(report.end().is_err());
    }
}
