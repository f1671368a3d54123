//! Definition, uses, renaming and outline.

use flowglass_assist::{File, RenameError, named_at, outline, rename};
use flowglass_expression::Language;
use flowglass_flow::{apply, parse};

use crate::support::{LEGACY, MACHINE, cursor, examples, opened};

const LOOP: &str = "  - Type: Choice
    Name: First
    Branches:
      - Condition: $Input.a
        Next: Work
      - {Condition: $Input.b, Next: \"Work\"}
    Default: Work
  - Type: Task
    Name: Work # here
    Action: A:B
    Catch:
      - Errors: [FnF.ALL]
        Next: First
    Next: First
";

#[test]
fn a_step_is_found_from_each_place_that_names_it() {
    let text = format!("{MACHINE}{LOOP}");
    let parsed = opened(&text);
    let places: Vec<usize> = text.match_indices("Work").map(|(at, _)| at).collect();
    assert_eq!(places.len(), 4);
    for place in &places {
        let named = named_at(&parsed, place + 2).expect("a step");
        assert_eq!(named.declared.start as usize, places[3]);
        assert_eq!(named.jumps.len(), 3);
    }
    assert_eq!(named_at(&parsed, text.find("First").expect("StartAt") + 1).map(|named| named.jumps.len()), Some(3));
    assert_eq!(named_at(&parsed, text.find("A:B").expect("there")), None);
}

#[test]
fn renaming_changes_every_place_and_nothing_else() {
    let check = |name: &str, expected: [&str; 4]| {
        let text = format!("{MACHINE}{LOOP}");
        let parsed = opened(&text);
        let edits = rename(&parsed, File::default(), text.find("Work").expect("there"), name).expect("a free name");
        let changed = apply(&text, &edits);
        let [plain, quoted, default, declared] = expected;
        let wanted = LOOP
            .replace("Next: Work", &format!("Next: {plain}"))
            .replace("Next: \"Work\"", &format!("Next: {quoted}"))
            .replace("Default: Work", &format!("Default: {default}"))
            .replace("Name: Work", &format!("Name: {declared}"));
        assert_eq!(changed, format!("{MACHINE}{wanted}"));
        assert!(!parse(&changed).has_errors(), "{changed}");
    };
    check("Do it", ["Do it", "\"Do it\"", "Do it", "Do it"]);
    check("处理", ["处理", "\"处理\"", "处理", "处理"]);
    check("No", ["'No'", "\"No\"", "'No'", "'No'"]);
    check("a: \"b\"", ["'a: \"b\"'", "\"a: \\\"b\\\"\"", "'a: \"b\"'", "'a: \"b\"'"]);
}

#[test]
fn names_that_cannot_be_given_are_refused() {
    let check = |text: &str, name: &str, expected: RenameError| {
        let (text, offset) = cursor(text);
        let refused = rename(&opened(&text), File::default(), offset, name).expect_err("refused");
        assert_eq!(refused, expected);
        for language in [Language::English, Language::Chinese] {
            assert!(!refused.words(language).is_empty());
        }
    };
    let machine = format!("{MACHINE}  - {{Type: Pass, Name: Fi‸rst, Next: B}}\n  - {{Type: Succeed, Name: B}}\n");
    check(&machine, "B", RenameError::Taken("B".to_owned()));
    check(&machine, "  ", RenameError::Empty);
    check(&format!("{machine}  - Name: 'x\n"), "C", RenameError::Broken);
    check(&machine.replace('‸', "").replace("Type: Pass", "Type: Pa‸ss"), "C", RenameError::NoStep);
    // In the older language a name is taken wherever it is.
    let steps = "  - {type: pass, name: a‸}\n  - type: parallel\n    name: p\n    branches:\n      - steps: [{type: pass, name: inner}]\n";
    check(&format!("{LEGACY}{steps}"), "inner", RenameError::Taken("inner".to_owned()));
    let states = "  - {Type: Pass, Name: Fi‸rst, Next: P}\n  - {Type: Parallel, Name: P, Branches: [{StartAt: In, States: [{Type: Succeed, Name: In}]}], End: true}\n";
    let (text, offset) = cursor(&format!("{MACHINE}{states}"));
    assert!(rename(&opened(&text), File::default(), offset, "In").is_ok());
}

#[test]
fn every_step_of_the_examples_can_be_renamed() {
    for (name, text) in examples() {
        let parsed = opened(&text);
        let flow = parsed.definitions[0].parsed.flow.as_ref().expect("a flow");
        for (id, step) in flow.steps() {
            let edits = rename(&parsed, File::default(), step.name.at.start as usize, "a new: name")
                .unwrap_or_else(|error| panic!("{name}: {error:?}"));
            let changed = parse(&apply(&text, &edits));
            assert!(!changed.has_errors(), "{name}: {:?}", changed.findings);
            let after = changed.flow.expect("a flow");
            assert_eq!(after.step(id).name.value, "a new: name");
            for (before, after) in flow.steps().zip(after.steps()) {
                let jump = |step: &flowglass_flow::Step| step.when_done.jump().and_then(flowglass_flow::Jump::step);
                assert_eq!(jump(before.1), jump(after.1), "{name}");
            }
        }
    }
}

#[test]
fn the_outline_lists_steps_below_what_contains_them() {
    let check = |text: &str, expected: &[&str]| {
        let lines: Vec<String> = outline(&opened(text), Language::English)
            .iter()
            .map(|item| format!("{}{} {}", "  ".repeat(item.depth), item.label, item.kind).trim_end().to_owned())
            .collect();
        assert_eq!(lines, expected);
    };
    check(
        &format!(
            "{MACHINE}  - Type: Parallel\n    Name: First\n    Branches:\n      - StartAt: A\n        States: [{{Type: Succeed, Name: A}}]\n      - StartAt: B\n        States: [{{Type: Succeed, Name: B}}]\n    Next: M\n  - Type: Map\n    Name: M\n    ItemsPath: $Input.x\n    Processor: {{StartAt: I, States: [{{Type: Pass, Name: I, End: true}}]}}\n    End: true\n"
        ),
        &["First Parallel", "  Branch0", "    A Succeed", "  Branch1", "    B Succeed", "M Map", "  I Pass"],
    );
    check(
        &format!(
            "{LEGACY}  - type: choice\n    name: c\n    choices:\n      - condition: $.x\n        steps: [{{type: pass, name: a}}]\n      - condition: $.y\n        goto: z\n    default:\n      steps: [{{type: pass, name: b}}]\n  - {{type: pass, name: z}}\n"
        ),
        &["c choice", "  $.x", "    a pass", "  default", "    b pass", "z pass"],
    );
    check("", &[]);
}
