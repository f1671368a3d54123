//! Text that is no definition, hostile text, and text that breaks off: a finding with a place, never a panic, bounded.

use flowglass_flow::{Parsed, parse, text_of};

/// Checks that the finding `code` stands at `line:column`, and that nothing points outside the text.
fn check(text: &str, code: &str, place: &str) -> Parsed {
    let parsed = parse(text);
    for finding in &parsed.findings {
        assert!(finding.at.end as usize <= text.len() && finding.at.start <= finding.at.end, "{finding:?}");
    }
    let found = parsed.findings.iter().find(|finding| finding.code == code);
    let found = found.unwrap_or_else(|| panic!("no {code} in {:?}", parsed.findings));
    let at = parsed.document.lines.position(text, found.at.start as usize);
    assert_eq!(format!("{}:{}", at.line, at.column), place, "{found:?}");
    parsed
}

#[test]
fn text_that_is_no_definition() {
    check("", "not-a-flow", "1:1");
    check("# only a comment\n", "not-a-flow", "2:1");
    check("42\n", "not-a-flow", "1:1");
    check("- a\n- b\n", "not-a-flow", "1:1");
    check("a: 1\nb: 2\n", "not-a-flow", "1:1");
    check("\u{feff}", "not-a-flow", "1:1");
}

#[test]
fn broken_yaml_points_at_the_place() {
    check("version: v1\ntype: flow\nsteps:\n\t- type: pass\n", "yaml-syntax", "4:1");
    check("version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: \"a\n", "yaml-syntax", "5:11");
    check("a: b: c\n", "yaml-syntax", "1:5");
    check("version: v1\nversion: v1\ntype: flow\nsteps: []\n", "duplicate-key", "2:1");
    check("version: v1\ntype: flow\nsteps: []\n---\na: 1\n", "several-documents", "4:1");
    check("steps: *nowhere\n", "yaml-syntax", "1:8");
    check("a: &x [*x]\ntype: flow\n", "alias", "1:8");
}

#[test]
fn binary_and_foreign_encodings_are_told() {
    check("type: flow\nname: a\u{0}b\n", "not-text", "2:8");
    let utf16: Vec<u8> = "type: flow\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(&text_of(&utf16), "not-text", "1:2");
    check(&text_of(b"\x7fELF\x02\x01\xff\xfe"), "not-text", "1:1");
}

#[test]
fn line_ends_byte_order_mark_and_tags_are_accepted() {
    for text in [
        "version: v1\r\ntype: flow\r\nsteps:\r\n  - type: pass\r\n    name: a\r\n",
        "\u{feff}version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: a\n",
    ] {
        let parsed = parse(text);
        assert_eq!(parsed.findings, [], "{text:?}");
        let flow = parsed.flow.unwrap();
        let (_, step) = flow.steps().next().unwrap();
        assert_eq!(&text[step.name.at.range()], "a");
    }
    let tagged =
        "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: a\n    resourceArn: !Ref service/function\n";
    let parsed = check(tagged, "custom-tag", "6:18");
    assert!(!parsed.has_errors());
}

#[test]
fn large_and_deep_text_is_bounded() {
    let step = "  - {type: pass, name: a}\n";
    let large = format!("version: v1\ntype: flow\nsteps:\n{}", step.repeat(5_000_000 / step.len()));
    let parsed = parse(&large);
    assert!(parsed.findings.iter().any(|finding| finding.code == "too-large"));
    let deep = format!("version: v1\ntype: flow\nsteps:\n  {}x\n", "- ".repeat(10_000));
    check(&deep, "too-deep", "4:257");
    let brackets = "[".repeat(10_000);
    assert!(parse(&brackets).has_errors());
    let nested: String = (0..10_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    assert!(parse(&nested).has_errors());
}

#[test]
fn an_alias_bomb_is_refused() {
    let mut bomb = "version: v1\ntype: flow\nsteps: []\na0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        let list = vec![format!("*a{}", level - 1); 9].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{list}]\n"));
    }
    let parsed = parse(&bomb);
    assert!(parsed.findings.iter().any(|finding| finding.code == "alias"), "{:?}", parsed.findings);
}

#[test]
fn the_steps_around_a_broken_one_are_kept() {
    let names = |text: &str| -> Vec<String> {
        parse(text).flow.map(|flow| flow.steps().map(|(_, step)| step.name.value.clone()).collect()).unwrap_or_default()
    };
    let whole = "version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: a\n  - type: pass\n    name: b\n  - type: pass\n    name: c\n";
    assert_eq!(names(whole), ["a", "b", "c"]);
    // The broken one stays too, without the key that cannot be read.
    assert_eq!(names(&whole.replace("name: b", "name: [b")), ["a", "", "c"]);
    assert_eq!(names(&whole.replace("name: b", "name: b: b")), ["a", "", "c"]);
    assert_eq!(names(&whole.replace("    name: b", "\tname: b")), ["a", "", "c"]);
    assert_eq!(names(&whole.replace("type: pass\n    name: b", "{type: pass, name: b, end: [x")), ["a", "b", "c"]);
    // A broken line above the steps costs that line, and what it holds is not told to be missing.
    let header = "Type: StateMachine\nSpecVersion: v1\nName: [x\nStartAt: A\nStates:\n  - {Type: Succeed, Name: A}\n";
    let parsed = parse(header);
    assert_eq!(
        parsed.findings.iter().map(|finding| finding.code).collect::<Vec<_>>(),
        ["yaml-syntax"],
        "{:?}",
        parsed.findings
    );
    assert_eq!(names(header), ["A"]);
    // A jump to the step that cannot be read right now is no second mistake.
    let jumping = "version: v1\ntype: flow\nsteps:\n  - type: choice\n    name: a\n    default: {goto: b}\n    choices: []\n  - type: pass\n    name: b\n    end: {\n  - type: pass\n    name: c\n";
    let parsed = parse(jumping);
    assert_eq!(
        parsed.findings.iter().map(|finding| finding.code).collect::<Vec<_>>(),
        ["yaml-syntax"],
        "{:?}",
        parsed.findings
    );
}

#[test]
fn every_cut_of_a_definition_is_survived() {
    let text = "Type: StateMachine\nSpecVersion: v1\nName: cut\nStartAt: A\nStates:\n  - Type: Task\n    Name: A\n    Action: FC:InvokeFunction\n    Parameters:\n      body: {x.$: \"format('{}', $Input.名)\", y: [1, {z: |\n        text\n      }]}\n    Retry: [{Errors: [E], MaxAttempts: 1, IntervalSeconds: 1}]\n    End: true\n";
    for (cut, _) in text.char_indices() {
        for text in [&text[..cut], &text[cut..]] {
            let parsed = parse(text);
            for finding in &parsed.findings {
                assert!(finding.at.end as usize <= text.len(), "{cut}: {finding:?}");
                assert!(
                    text.is_char_boundary(finding.at.start as usize) && text.is_char_boundary(finding.at.end as usize)
                );
            }
        }
    }
}
