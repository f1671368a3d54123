//! Any text, read and evaluated in every language: nothing panics, and every place lies inside the text.
#![no_main]

use std::ops::Range;

use flowglass_expression::legacy::{self, Condition, Reference};
use flowglass_expression::state_machine::{Expression, Options, Scope};
use flowglass_expression::{Json, Language, MAX_DEPTH, Note, Part, PartKind, Random, SyntaxError, json};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let data = json!({"a": {"b": [1, "x", null]}, "n": 5, "rows": [{"id": 1}, {"id": "2"}], "yes": true});
    expression(text, &data);
    condition(text, &data);
    reference(text, &data);
});

fn expression(text: &str, data: &Json) {
    let expression = match Expression::parse(text) {
        Ok(expression) => expression,
        Err(error) => return refused(text, &error),
    };
    parts(text, &expression.parts());
    for fault in expression.faults() {
        inside(text, &fault.at);
        assert!(!fault.words(Language::English).is_empty() && !fault.words(Language::Chinese).is_empty());
    }
    expression.remarks().iter().for_each(|remark| inside(text, &remark.at));
    let scope = Scope { input: data, output: None, context: data, global: &Json::Null, item: None };
    let mut notes = Vec::new();
    let mut random = Random::new(0);
    if let Ok(value) = expression.evaluate(&scope, &Options::default(), &mut random, &mut notes) {
        assert!(expression.faults().is_empty() && value.depth() <= MAX_DEPTH);
    }
    expression.holds(&scope, &mut random, &mut notes);
    noted(text, &notes);
}

fn condition(text: &str, data: &Json) {
    let condition = match Condition::parse(text) {
        Ok(condition) => condition,
        Err(error) => return refused(text, &error),
    };
    parts(text, &condition.parts());
    condition.remarks().iter().for_each(|remark| inside(text, &remark.at));
    let mut notes = Vec::new();
    condition.evaluate(data, &mut notes);
    noted(text, &notes);
}

fn reference(text: &str, data: &Json) {
    let reference = match Reference::parse(text) {
        Ok(reference) => reference,
        Err(error) => return refused(text, &error),
    };
    inside(text, &reference.path().root_at);
    let mut notes = Vec::new();
    reference.resolve(&legacy::Scope { input: data, local: data, context: data, own: data }, &mut notes);
    noted(text, &notes);
}

fn parts(text: &str, parts: &[Part<'_>]) {
    for part in parts {
        inside(text, &part.at);
        match &part.kind {
            PartKind::Path(path) => path.segments.iter().for_each(|segment| inside(text, &segment.name_at)),
            PartKind::Call(call) => assert_eq!(text.get(call.name_at.clone()), Some(call.name)),
            PartKind::Operator { symbol, symbol_at } => assert_eq!(text.get(symbol_at.clone()), Some(*symbol)),
            PartKind::Constant(_) | PartKind::Array | PartKind::Object => {}
        }
    }
}

fn refused(text: &str, error: &SyntaxError) {
    inside(text, &error.at);
    assert!(!error.words(Language::English).is_empty() && !error.words(Language::Chinese).is_empty());
}

fn noted(text: &str, notes: &[Note]) {
    notes.iter().for_each(|note| inside(text, &note.at));
}

fn inside(text: &str, at: &Range<usize>) {
    assert!(text.get(at.clone()).is_some(), "{at:?} in {text:?}");
}
