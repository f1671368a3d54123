//! The JSON Schema of scenario files accepts what the reader reads, and tells the mistakes that it tells.

use std::fs;
use std::path::{Path, PathBuf};

use boon::{Compiler, SchemaIndex, Schemas};
use flowglass_flow::read_whole;
use flowglass_simulator::Scenario;
use serde_json::Value;

struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    fn read() -> Self {
        let text = fs::read_to_string(root().join("docs/scenario.schema.json")).expect("the schema is there");
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        let schema = serde_json::from_str(&text).expect("the schema is JSON");
        compiler.add_resource("scenario.schema.json", schema).expect("its name is a name");
        let index = compiler.compile("scenario.schema.json", &mut schemas).expect("the schema is one");
        Self { schemas, index }
    }

    /// What is wrong with the text of a scenario.
    fn check(&self, text: &str) -> Result<(), String> {
        let document = read_whole(text).unwrap_or_else(|error| panic!("{}\n{text}", error.message));
        let value = document.root.map_or(Value::Null, |root| {
            serde_json::from_str(&document.json(root).to_compact()).expect("our JSON is JSON")
        });
        self.schemas.validate(&value, self.index).map_err(|error| error.to_string())
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The texts of all files below a folder whose names have this ending, with their names.
fn files(folder: &Path, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push((path.display().to_string(), fs::read_to_string(&path).expect("the file can be read")));
        }
    }
    found
}

/// The blocks of a page that are scenarios.
fn scenarios(page: &str) -> impl Iterator<Item = &str> {
    page.split("```scenario\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default())
}

#[test]
fn it_accepts_every_scenario_of_examples_and_pages() {
    let schema = Schema::read();
    let examples = files(&root().join("www/examples"), ".scenario.yaml");
    let pages = files(&root().join("tests/pages"), ".md");
    assert!(examples.len() >= 20 && pages.len() >= 50, "{} {}", examples.len(), pages.len());
    let in_pages = pages.iter().flat_map(|(name, page)| scenarios(page).map(move |text| (name.as_str(), text)));
    let examples = examples.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    for (name, text) in examples.chain(in_pages) {
        assert!(Scenario::parse(text).is_ok(), "{name}: {text}");
        schema.check(text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
    }
}

#[test]
fn it_says_yes_and_no_as_the_reader_does() {
    let schema = Schema::read();
    let good = [
        "",
        "{}",
        "name:\ninput: ~\nseed:\noptions: {dataLimit: null, missingPath: null}\ntasks:\nstop:\nexpect:",
        "seed: 18446744073709551615",
        "environment: {PORT: 80, ON: yes, EMPTY: }",
        "stop: {after: .5s}\noptions: {overhead: 0ms}",
        "tasks: [{step: 1, in: [{step: a, branch: 1, iteration: }], outcomes: [{output: null, after: 1.5 s, refused: }]}]",
        "tasks: [{step: a, outcomes: [{error: E, cause: 5}, {never: true}, {refused: {error: E}, times: 2}]}]",
        "edits: [{step: a, attempt: 2, output: null}, {step: a, input: {}}]",
        "expect: {status: TimedOut, output: null, path: [a, {step: b, flow: f}], never: [1], events: {StateEntered: 0}}",
        "expect: {steps: [{step: a, run: 1, runs: 0, attempts: 1, input: 1, sent: [], output: {}, error: E, cause: }]}",
    ];
    for text in good {
        assert!(Scenario::parse(text).is_ok(), "{text}: {:?}", Scenario::parse(text));
        assert_eq!(schema.check(text), Ok(()), "{text}");
    }
    let bad = [
        "[]",
        "task: []",
        "format: 2",
        "input: [1]",
        "mode: Fast",
        "seed: -1",
        "execution: {nam: x}",
        "environment: {A: [1]}",
        "options: {eventlimit: 5}",
        "options: {eventLimit: 4294967296}",
        "options: {passThrough: inputs}",
        "stop: {error: E}",
        "stop: {after: 5}",
        "stop: {after: soon}",
        "stop: {after: -1s}",
        "tasks: [{step: a}]",
        "tasks: [{step: a, outcomes: []}]",
        "tasks: [{step: a, outcomes: [{}]}]",
        "tasks: [{step: a, outcomes: [{output: 1, error: E}]}]",
        "tasks: [{step: a, outcomes: [{output: 1, cause: c}]}]",
        "tasks: [{step: a, outcomes: [{never: false}]}]",
        "tasks: [{step: a, outcomes: [{output: 1, times: 0}]}]",
        "tasks: [{step: a, in: [{step: b, branch: 1, iteration: 2}], outcomes: [{output: 1}]}]",
        "edits: [{step: a}]",
        "edits: [{step: a, input: {}, output: 1}]",
        "edits: [{step: a, input: 1}]",
        "expect: {statsu: Failed}",
        "expect: {status: Starting}",
        "expect: {path: a}",
        "expect: {never: [{flow: a}]}",
        "expect: {events: {TaskFaild: 1}}",
        "expect: {events: {TaskFailed: -1}}",
        "expect: {steps: [{step: a, attempts: 0}]}",
        "expect: {steps: [{attempts: 2}]}",
    ];
    for text in bad {
        assert!(Scenario::parse(text).is_err(), "{text}");
        assert!(schema.check(text).is_err(), "{text}");
    }
}
