//! Taking what the code does now as what the tests expect.

use super::{package, test::in_the_browser};
use crate::{
    Outcome,
    process::{cargo, run},
    repository,
    tools::{self, chromium},
};

/// The variable that makes suites rewrite what they expect.
pub(super) const VARIABLE: &str = "FLOWGLASS_BLESS";

/// What is rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bless {
    /// The expected parts of fixtures.
    Fixtures,
    /// The pictures that say how flows look.
    Pictures,
}

impl Bless {
    /// Reads the words after `bless`.
    pub(super) fn parse(words: &[String]) -> Result<Self, String> {
        match words {
            [] => Ok(Self::Fixtures),
            [word] if word == "pictures" => Ok(Self::Pictures),
            [word, ..] => Err(format!("`bless` does not take `{word}`.")),
        }
    }
}

/// Runs the tests with blessing switched on; what changed is then read as a diff, and looked at.
///
/// # Errors
/// A test fails for another reason than that something differs.
pub(super) fn bless(what: Bless) -> Outcome {
    match what {
        Bless::Fixtures => run(cargo(&["test", "--workspace"]).env(VARIABLE, "1")),
        Bless::Pictures => {
            tools::for_modules()?;
            let browser = chromium::find_or_install()?;
            run(&mut cargo(&["build", "--quiet", "--locked", "--workspace", "--bin", "flowglass"]))?;
            package::assemble()?;
            let tests = repository::root().join("tests").join("browser").join("pictures.test.mjs");
            run(in_the_browser(&browser)?.arg(tests).env(VARIABLE, "1"))
        }
    }
}
