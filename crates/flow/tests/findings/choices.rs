//! Choices that go the same way whatever their conditions say.

use super::{check, legacy, machine};

/// A choice of the older language whose entries stand in line 6, with steps `b` and `c` behind it.
fn legacy_choice(choices: &str, rest: &str) -> String {
    let behind = "  - {type: pass, name: b, end: true}\n  - {type: pass, name: c}\n";
    legacy(&format!("  - type: choice\n    name: a\n    choices: [{choices}]\n{rest}{behind}"))
}

#[test]
fn ways_differ() {
    let choice = |next: &str, default: &str| {
        let branches = format!("[{{Condition: $Input.x, Next: B}}, {{Condition: $Input.y, Next: {next}}}]");
        let behind = "  - {Type: Succeed, Name: B}\n  - {Type: Succeed, Name: C}\n";
        machine(&format!("  - {{Type: Choice, Name: A, Branches: {branches}, Default: {default}}}\n{behind}"))
    };
    check(&choice("B", "B"), &["6 note same-way: B", "8 warning unreachable-step: C"]);
    check(&choice("C", "B"), &[]);
    check(&choice("B", "C"), &[]);
    let default = "    default: {goto: b}\n";
    check(
        &legacy_choice("{condition: $.x, goto: b}", default),
        &["7 note same-way: b", "9 warning unreachable-step: c"],
    );
    check(&legacy_choice("{condition: $.x, goto: c}", default), &[]);
    // Without a default the flow goes on behind the choice.
    check(&legacy_choice("{condition: $.x, goto: c}", ""), &[]);
    // The steps before the jump make a difference.
    let with_steps = "{condition: $.x, steps: [{type: pass, name: d}], goto: b}";
    check(&legacy_choice(with_steps, default), &["9 warning unreachable-step: c"]);
}
