//! Which chores there are, and the words that ask for them.

mod app;
mod bench;
mod bless;
mod lint;
mod package;
mod serve;
mod test;

use bench::Bench;
use bless::Bless;
use serve::Serve;

use crate::{Outcome, process::tell};

/// What is shown for `cargo xtask help` and to whoever asks for something else.
pub(crate) const HELP: &str = "\
Usage: cargo xtask CHORE

  serve [--port P] [--open]  sets up, builds the app, serves it and builds it anew on every change
  test                       sets up and runs every check and test
  lint                       checks the form of the code and runs Clippy, natively and for the app's target
  bless                      rewrites the expected parts of the fixtures with what the code does now
  bless pictures             the same for the pictures of tests/pictures, which are then looked at
  bench layout [--only FLOW] times laying out flows and compares the pictures, beside graphviz and elkjs, in Node.js
  bench parse                times reading definitions, beside yaml and js-yaml, in Node.js
  bench simulate             times running flows, beside aws-local-stepfunctions and xstate, in Node.js
  bench embed                builds the npm package and says how large its modules are, and why
  bench draw                 times pictures in Chromium, beside Cytoscape, React Flow, graphviz and elkjs
  build                      sets up and builds the app for publishing, into dist/
  package                    sets up and builds the npm package and its demonstration page, into target/package/
  help                       prints this";

/// One chore with its settings.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Chore {
    Serve(Serve),
    Test,
    Lint,
    Bless(Bless),
    Bench(Bench),
    Build,
    Package,
    Help,
}

impl Chore {
    /// Reads the words after `cargo xtask`.
    ///
    /// # Errors
    /// The words name no chore or do not fit it; the text says which.
    pub(crate) fn parse(words: &[String]) -> Result<Self, String> {
        let Some((name, rest)) = words.split_first() else {
            return Err("no chore is named.".into());
        };
        let chore = match name.as_str() {
            "serve" => return Serve::parse(rest).map(Self::Serve),
            "test" => Self::Test,
            "lint" => Self::Lint,
            "bless" => return Bless::parse(rest).map(Self::Bless),
            "bench" => return Bench::parse(rest).map(Self::Bench),
            "build" => Self::Build,
            "package" => Self::Package,
            "help" | "--help" | "-h" => Self::Help,
            other => return Err(format!("there is no chore `{other}`.")),
        };
        match rest.first() {
            None => Ok(chore),
            Some(word) => Err(format!("`{name}` does not take `{word}`.")),
        }
    }

    /// Does it.
    ///
    /// # Errors
    /// It could not be done, or what it checks is wrong.
    pub(crate) fn run(self) -> Outcome {
        match self {
            Self::Serve(settings) => serve::serve(&settings),
            Self::Test => test::test(),
            Self::Lint => lint::lint(),
            Self::Bless(what) => bless::bless(what),
            Self::Bench(what) => bench::bench(what),
            Self::Build => app::build(),
            Self::Package => package::package(),
            Self::Help => {
                tell(HELP);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Result<Chore, &str>) {
        let words: Vec<String> = line.split_whitespace().map(String::from).collect();
        assert_eq!(Chore::parse(&words), expected.map_err(String::from), "{line}");
    }

    #[test]
    fn words_name_one_chore() {
        check("test", Ok(Chore::Test));
        check("lint", Ok(Chore::Lint));
        check("bless", Ok(Chore::Bless(Bless::Fixtures)));
        check("bless pictures", Ok(Chore::Bless(Bless::Pictures)));
        check("bless everything", Err("`bless` does not take `everything`."));
        check("bench", Ok(Chore::Bench(Bench::Layout(None))));
        check("bench layout --only mix-1k", Ok(Chore::Bench(Bench::Layout(Some("mix-1k".to_owned())))));
        check("bench parse", Ok(Chore::Bench(Bench::Parse)));
        check("bench simulate", Ok(Chore::Bench(Bench::Simulate)));
        check("bench embed", Ok(Chore::Bench(Bench::Embed)));
        check("bench draw", Ok(Chore::Bench(Bench::Draw)));
        check("build", Ok(Chore::Build));
        check("package", Ok(Chore::Package));
        check("help", Ok(Chore::Help));
        check("--help", Ok(Chore::Help));
        check("", Err("no chore is named."));
        check("tset", Err("there is no chore `tset`."));
        check(
            "bench everything",
            Err("there is no benchmark `everything`; there are `layout`, `parse`, `simulate`, `embed` and `draw`."),
        );
        check("bench embed now", Err("`bench` does not take `now`."));
        check("test fast", Err("`test` does not take `fast`."));
    }

    #[test]
    fn serving_takes_a_port_and_whether_to_open() {
        check("serve", Ok(Chore::Serve(Serve { port: None, open: false })));
        check("serve --open", Ok(Chore::Serve(Serve { port: None, open: true })));
        check("serve --port 9000 --open", Ok(Chore::Serve(Serve { port: Some(9000), open: true })));
        check("serve --port", Err("`--port` needs a number from 1 to 65535."));
        check("serve --port 0", Err("`--port` needs a number from 1 to 65535."));
        check("serve --port 70000", Err("`--port` needs a number from 1 to 65535."));
        check("serve --fast", Err("`serve` does not take `--fast`."));
    }

    #[test]
    fn the_help_names_every_chore() {
        for name in ["serve", "test", "lint", "bless", "bench", "build", "package", "help"] {
            assert!(HELP.lines().any(|line| line.trim_start().starts_with(name)), "{name}");
        }
    }
}
