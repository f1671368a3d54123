//! Values that a deployment tool writes: nobody knows what they will be, so no rule complains.

use super::{check, legacy};

#[test]
fn what_is_written_later_is_not_complained_about() {
    let tag = |line, text: &str| format!("{line} note custom-tag: {text}");
    let task = |arn: &str, more: &str| {
        legacy(&format!("  - type: task\n    name: a\n    resourceArn: {arn}\n    pattern: {more}\n"))
    };
    let check = |text: &str, at: String| check(text, &[&at]);
    let fc = "acs:fc:::services/s/functions/f";
    check(&task("acs:mns:::/queues/q/messages", "requestResponse\n    serviceParams: !Ref P"), tag(8, "!Ref P"));
    check(&task(fc, "sync\n    serviceParams: !Ref P"), tag(8, "!Ref P"));
    check(&task(fc, "sync\n    serviceParams: {InvocationType: !Ref T}"), tag(8, "!Ref T"));
    check(&task(fc, "waitForCallback\n    inputMappings: !Ref M"), tag(8, "!Ref M"));
    check(&task(fc, "waitForCallback\n    inputMappings: [{target: t, source: !Ref T}]"), tag(8, "!Ref T"));
    check(
        &legacy(
            "  - type: parallel\n    name: p\n    branches: [{steps: [{type: task, name: t, resourceArn: x}]}]\n    outputMappings: !Ref M\n",
        ),
        tag(7, "!Ref M"),
    );
}
