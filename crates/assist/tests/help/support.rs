//! Texts with a cursor, and the examples.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use flowglass_assist::{Completion, Context, File, complete};
use flowglass_expression::{Json, Language};
use flowglass_flow::{Edit, Mode, Opened, apply, open};

/// A text without its `|`, and where that stood.
pub(crate) fn cursor(text: &str) -> (String, usize) {
    let offset = text.find('‸').expect("the text has a cursor");
    (text.replacen('‸', "", 1), offset)
}

/// What is offered at the `‸` of `text`.
pub(crate) fn offered(text: &str) -> Vec<Completion> {
    offered_in(text, Mode::Standard, None)
}

pub(crate) fn offered_in(text: &str, mode: Mode, input: Option<&Json>) -> Vec<Completion> {
    let (text, offset) = cursor(text);
    let recorded = BTreeMap::new();
    let file = File { name: "", mode };
    let context = Context { file, language: Language::English, input, recorded: &recorded };
    complete(&open("", &text, mode), offset, &context)
}

/// A text as a file without a name.
pub(crate) fn opened(text: &str) -> Opened {
    open("", text, Mode::Standard)
}

/// The labels of what is offered at the `‸` of `text`.
pub(crate) fn labels(text: &str) -> Vec<String> {
    offered(text).into_iter().map(|completion| completion.label).collect()
}

/// The text after the completion `label` at its `‸`.
pub(crate) fn after(text: &str, label: &str) -> String {
    let all = offered(text);
    let Some(completion) = all.iter().find(|completion| completion.label == label) else {
        panic!("{label} is not among {:?}", all.iter().map(|completion| &completion.label).collect::<Vec<_>>());
    };
    apply(&cursor(text).0, &[Edit { at: completion.span, text: completion.insert.text.clone() }])
}

/// The examples of the page, by their names.
pub(crate) fn examples() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/examples");
    let mut examples: Vec<(String, String)> = fs::read_dir(folder)
        .expect("the examples")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.to_string_lossy().ends_with(".flow.yaml"))
        .map(|path| (path.display().to_string(), fs::read_to_string(path).expect("an example")))
        .collect();
    examples.sort();
    assert!(examples.len() >= 10);
    examples
}

pub(crate) const MACHINE: &str = "\
Type: StateMachine
SpecVersion: v1
Name: demo
StartAt: First
States:
";

pub(crate) const LEGACY: &str = "\
version: v1
type: flow
steps:
";
