//! `flowglass convert`.

use crate::support::{BAD, Folder};

const OLD: &str = "version: v1
type: flow
steps:
  - {type: wait, name: pause, duration: 400}
  - {type: pass, name: greet, outputMappings: [{target: id, source: $context.step.eventId}]}
";

const NEW: &str = "Type: StateMachine
SpecVersion: v1
Name: hello
StartAt: pause
States:
  - Type: Wait
    Name: pause
    Seconds: 300
    Next: pause 2
  - Type: Wait
    Name: pause 2
    Seconds: 100
    OutputConstructor: {}
    Next: greet
  # DECIDE: `$context.step.eventId` has no equivalent: the context object has no such member
  # Hand the value in with the execution's input, or do without it.
  - Type: Pass
    Name: greet
    OutputConstructor:
      id: null
    End: true
";

#[test]
fn the_new_definition_is_printed_and_the_notes_stand_beside() {
    let folder = Folder::with("convert", &[("hello.flow.yaml", OLD)]);
    let ran = folder.run(&["convert", "hello.flow.yaml", "--to", "state-machine"]);
    assert_eq!(ran.out, NEW);
    ran.check_parts(
        0,
        &[],
        &[
            "hello.flow.yaml:4:41: information[long-wait]: the wait of 400 seconds is several states in a row\n",
            "hello.flow.yaml:5:69: decide[no-such-context]: `$context.step.eventId` has no equivalent",
            "5 |   - {type: pass, name: greet, outputMappings: [{target: id, source: $context.step.eventId}]}\n",
            "= help: Hand the value in with the execution's input, or do without it.\n",
        ],
    );
    folder.run(&["convert", "hello.flow.yaml", "--to", "state-machine", "-o", "new.flow.yaml"]).check_parts(
        0,
        &[],
        &["decide["],
    );
    assert_eq!(folder.read("new.flow.yaml"), NEW);
    folder.run(&["check", "new.flow.yaml"]).check_parts(0, &[], &[]);
    let piped = folder.run_with(&["convert", "-", "--to", "state-machine", "--lang", "zh"], OLD);
    piped.check_parts(0, &["Name: stdin\n", "  # 需要决定: "], &["需要决定[no-such-context]：", "建议："]);
}

#[test]
fn what_cannot_be_converted_has_status_1_and_writes_nothing() {
    let folder = Folder::with("convert_not", &[("bad.flow.yaml", BAD), ("new.flow.yaml", NEW)]);
    let bad = folder.run(&["convert", "bad.flow.yaml", "--to", "state-machine", "-o", "out.yaml"]);
    bad.check_parts(1, &[], &["error[unknown-type]", "bad.flow.yaml: The definition has errors"]);
    assert_eq!(bad.out, "");
    let new = folder.run(&["convert", "new.flow.yaml", "--to", "state-machine"]);
    new.check(1, "", "new.flow.yaml: The flow is written in the new language already.\n");
    folder.run(&["check", "out.yaml"]).check_parts(2, &[], &["cannot read out.yaml"]);
}
