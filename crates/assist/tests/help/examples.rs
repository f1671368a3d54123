//! What holds at every place of the examples: nothing that is offered would be rejected.

use std::collections::{BTreeMap, BTreeSet};

use flowglass_assist::{Context, File, complete, hover, quick_fixes};
use flowglass_expression::Language;
use flowglass_flow::{Edit, Mode, Opened, Severity, apply};

use crate::support::{examples, opened};

/// The errors of a text by their words.
fn errors(opened: &Opened) -> BTreeSet<String> {
    let errors = opened.findings.iter().filter(|finding| finding.severity == Severity::Error);
    // What keeps an expression from being read changes with every letter of it, until it is finished.
    let what = |finding: &flowglass_flow::Finding| {
        let unfinished = finding.code == "expression-syntax";
        if unfinished { String::new() } else { finding.told(Language::English).what }
    };
    errors.map(|finding| format!("{}: {}", finding.code, what(finding))).collect()
}

/// The texts to try with their cursors: at the end of each line, in a new line behind each, in each word cut short.
fn places(text: &str) -> Vec<(String, usize)> {
    let mut places = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end().len();
        let indent = line.len() - line.trim_start().len();
        places.push((text.to_owned(), end));
        for (before, column) in [("", indent), ("- ", indent), ("", indent + 2), ("", indent.saturating_sub(2))] {
            let new = format!("{}{before}", " ".repeat(column));
            let behind = start + line.len();
            places.push((format!("{}{new}\n{}", &text[..behind], &text[behind..]), behind + new.len()));
        }
        if let Some(colon) = line.find(": ") {
            // The value is not there yet, or only its beginning is.
            let value = start + colon + 2;
            let half = (value..end)
                .rev()
                .find(|at| *at <= value + (end - value) / 2 && text.is_char_boundary(*at))
                .unwrap_or(value);
            places.push((format!("{}{}", &text[..value], &text[end..]), value));
            places.push((format!("{}{}", &text[..half], &text[end..]), half));
            places.push((text.to_owned(), half));
            places.push((text.to_owned(), start + colon));
        }
        start += line.len();
    }
    places
}

#[test]
fn nothing_is_offered_that_the_checker_would_reject() {
    let recorded = BTreeMap::new();
    let context = Context { file: File::default(), language: Language::English, input: None, recorded: &recorded };
    let mut tried = BTreeMap::new();
    for (index, (name, text)) in examples().into_iter().enumerate() {
        let whole = errors(&opened(&text));
        assert!(whole.is_empty(), "{name}: {whole:?}");
        // A ninth of the places of each example; others of the next one.
        for (text, offset) in places(&text).into_iter().skip(index % 9).step_by(9) {
            let parsed = opened(&text);
            let before = errors(&parsed);
            for completion in complete(&parsed, offset, &context) {
                assert!(completion.span.touches(offset), "{completion:?}");
                for stop in &completion.insert.stops {
                    assert!(completion.insert.text.get(stop.clone()).is_some(), "{completion:?}");
                }
                let after =
                    opened(&apply(&text, &[Edit { at: completion.span, text: completion.insert.text.clone() }]));
                let new: Vec<_> = errors(&after).difference(&before).cloned().collect();
                assert!(new.is_empty(), "{name} at {offset}: {completion:?}\n{new:#?}\n{}", after.document.text);
                *tried.entry(completion.kind).or_insert(0) += 1;
            }
        }
    }
    // Every kind of completion has been tried, and not just once.
    assert!(tried.len() == 8 && tried.values().all(|count| *count > 3), "{tried:?}");
}

#[test]
fn every_place_of_an_example_can_be_asked_about() {
    for (_, text) in examples() {
        let parsed = opened(&text);
        let mut explained = 0;
        for offset in (0..=text.len() + 1).step_by(5) {
            explained += usize::from(hover(&parsed, offset, Language::English).is_some());
            quick_fixes(&parsed, offset, Language::English);
        }
        assert!(explained * 15 > text.len(), "{explained} of {}", text.len());
    }
}

#[test]
fn cut_off_and_mangled_examples_do_no_harm() {
    let recorded = BTreeMap::new();
    let context = Context {
        file: File { name: "", mode: Mode::Express },
        language: Language::Chinese,
        input: None,
        recorded: &recorded,
    };
    for (_, text) in examples() {
        for (cut, _) in text.char_indices().step_by(97) {
            let head = &text[..cut];
            complete(&opened(head), cut, &context);
            let open = format!("{head}\"{{[ {}", &text[cut..]);
            complete(&opened(&open), cut + 1, &context);
            complete(&opened(&open), cut + 2, &context);
            hover(&opened(&open), cut, Language::Chinese);
        }
    }
}

#[test]
fn long_chains_of_steps_are_no_trouble() {
    let recorded = BTreeMap::new();
    let context = Context { file: File::default(), language: Language::English, input: None, recorded: &recorded };
    let state = |index: usize| format!("  - {{Type: Wait, Name: S{index}, Seconds: 1, Next: S{}}}\n", index + 1);
    let states: String = (0..3_000).map(state).collect();
    let last = "  - Type: Pass\n    Name: S3000\n    OutputConstructor:\n      a.$: $Input.";
    let text = format!("Type: StateMachine\nSpecVersion: v1\nName: long\nStartAt: S0\nStates:\n{states}{last}");
    assert!(complete(&opened(&text), text.len(), &context).is_empty());
    let step = |index: usize| {
        format!("  - {{type: pass, name: s{index}, outputMappings: [{{target: k{index}, source: $input.a}}]}}\n")
    };
    let steps: String = (0..3_000).map(step).collect();
    let last = "  - type: choice\n    name: end\n    choices:\n      - condition: $.";
    let text = format!("version: v1\ntype: flow\nsteps:\n{steps}{last}");
    let offered = complete(&opened(&text), text.len(), &context);
    assert!(offered.len() >= 100, "{offered:?}");
}
