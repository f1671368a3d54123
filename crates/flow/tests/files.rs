//! Definitions inside other files: found, read, and pointed at in the file around them.

#![expect(clippy::unwrap_used, reason = "what the tests set up must work")]

use flowglass_flow::{
    Elsewhere, FileKind, Mode, Opened, Reading, Severity, Target, Value, WhenDone, open, open_as, parse,
};

fn opened(name: &str, text: &str) -> Opened {
    open(name, text, Mode::Standard)
}

/// The codes of the findings with the text that each points at.
fn findings<'text>(opened: &Opened, text: &'text str) -> Vec<(&'static str, &'text str)> {
    let place = |at: flowglass_flow::Span| text.get(at.range()).unwrap_or("(no place)");
    opened.findings.iter().map(|finding| (finding.code, place(finding.at))).collect()
}

/// The file has one definition: every step stands where the file says its name, and the findings are as expected.
fn check(name: &str, text: &str, steps: &[&str], expected: &[(&str, &str)]) -> Opened {
    let opened = opened(name, text);
    let [definition] = &opened.definitions[..] else { panic!("{} definitions in\n{text}", opened.definitions.len()) };
    assert_eq!(&*definition.parsed.document.text, text);
    let flow = definition.parsed.flow.as_ref().unwrap_or_else(|| panic!("no flow: {:?}\n{text}", opened.findings));
    let names: Vec<_> = flow.steps().map(|(_, step)| step.name.value.as_str()).collect();
    assert_eq!(names, steps, "{text}");
    for (_, step) in flow.steps() {
        let written = &text[step.name.at.range()];
        assert_eq!(written.trim_matches(['"', '\'', '\\']), step.name.value, "{text}");
        assert!(step.at.start <= step.name.at.start && step.name.at.end <= step.at.end, "{text}");
        assert_eq!(
            flow.step_at(step.name.at.start as usize).map(|id| &flow.step(id).name.value),
            Some(&step.name.value)
        );
    }
    assert_eq!(findings(&opened, text), expected, "{text}\n{:?}", opened.findings);
    opened
}

/// A definition with a mistake in its second step.
const DEFINITION: &str =
    "version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: 甲\n  - type: tusk\n    name: \"b\"\n";

const WRONG: &[(&str, &str)] = &[("unknown-type", "tusk")];

fn indented(text: &str, indent: &str) -> String {
    text.lines().map(|line| format!("{indent}{line}\n")).collect()
}

fn ros(definition: &str) -> String {
    format!(
        "ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  Bucket:\n    Type: ALIYUN::OSS::Bucket\n  Order:\n    Type: ALIYUN::FNF::Flow\n    Properties:\n      Name: 订单\n      Definition:{definition}      RoleArn:\n        Fn::GetAtt: [Role, Arn]\n"
    )
}

/// A text as YAML and JSON write it in quotes.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[test]
fn every_way_to_write_the_text_points_into_the_template() {
    let steps = &["甲", "b"];
    let body = indented(DEFINITION, "        ");
    for header in ["|", "|-", "|+", "|2 # two"] {
        check("t.yml", &ros(&format!(" {header}\n{body}")), steps, WRONG);
    }
    check("t.yml", &ros(&format!(" !Sub |\n{body}")), steps, WRONG);
    check("t.yml", &ros(&format!("\n        Fn::Sub: |\n{}", indented(DEFINITION, "          "))), steps, WRONG);
    check(
        "t.yml",
        &ros(&format!(
            "\n        Fn::Sub:\n          - |\n{}          - {{x: 1}}\n",
            indented(DEFINITION, "            ")
        )),
        steps,
        WRONG,
    );
    check("t.yml", &ros(&format!(" \"{}\"\n", escaped(DEFINITION))), steps, WRONG);
    check("t.yml", &ros(&format!("\n{body}")), steps, WRONG);
    let flow_style = "{version: v1, type: flow, steps: [{type: pass, name: 甲}, {type: tusk, name: b}]}";
    check("t.yml", &ros(&format!(" '{flow_style}'\n")), steps, WRONG);
    check(
        "t.yml",
        &ros(&format!(" >-\n        {}\n", flow_style.replace(", steps", ",\n        steps"))),
        steps,
        WRONG,
    );
    check("t.yml", &ros(&format!(" '{}'\n", flow_style.replace(", ", ",\n         "))), steps, WRONG);
}

#[test]
fn windows_line_ends_and_wide_characters_move_nothing() {
    let text = ros(&format!(" |\n{}", indented(DEFINITION, "        "))).replace('\n', "\r\n");
    check("t.yml", &text, &["甲", "b"], WRONG);
    let text = format!("# 模板 😀\n{}", ros(&format!(" \"{}\"\n", escaped(DEFINITION).replace('甲', "\\u7532"))));
    let opened = opened("t.yml", &text);
    assert_eq!(findings(&opened, &text), WRONG);
    let flow = opened.definitions[0].parsed.flow.as_ref().unwrap();
    let first = flow.steps().next().unwrap().1;
    assert_eq!((first.name.value.as_str(), &text[first.name.at.range()]), ("甲", "\\u7532"));
}

#[test]
fn templates_are_json_too() {
    let text = format!(
        "{{\n  \"ROSTemplateFormatVersion\": \"2015-09-01\",\n  \"Resources\": {{\n    \"Order\": {{\n      \"Type\": \"ALIYUN::FNF::Flow\",\n      \"Properties\": {{\"Definition\": \"{}\"}}\n    }}\n  }}\n}}\n",
        escaped(DEFINITION)
    );
    check("t.json", &text, &["甲", "b"], WRONG);
    let lines: Vec<_> = DEFINITION.lines().map(|line| format!("\"{}\"", escaped(line))).collect();
    let joined = format!(" {{\"Fn::Join\": [\"\\n\", [{}]]}}\n", lines.join(", "));
    check("t.yml", &ros(&joined), &["甲", "b"], WRONG);
}

#[test]
fn a_parameter_lends_its_default() {
    let body = indented(DEFINITION, "      ");
    let parameters = format!("Parameters:\n  Text:\n    Type: String\n    Default: |\n{body}");
    for definition in [" !Ref Text\n", "\n        Ref: Text\n", " {\"Fn::Sub\": {\"Ref\": Text}}\n"] {
        let text = format!("{}{parameters}", ros(definition));
        if definition.contains("Sub") {
            // `Fn::Sub` takes a string only.
            assert_eq!(findings(&opened("t.yml", &text), &text)[0].0, "definition-not-computed");
            continue;
        }
        check("t.yml", &text, &["甲", "b"], WRONG);
    }
}

#[test]
fn a_template_has_several_flows_and_they_are_all_read() {
    let text = format!(
        "Resources:\n  one:\n    Type: Aliyun::Serverless::Flow\n    Properties:\n      Definition:\n{}  two:\n    Type: ALIYUN::FNF::Flow\n    Properties:\n      Definition: |\n{}  three:\n    Type: Aliyun::Serverless::Flow\n    Properties:\n      DefinitionUri: flows/three.flow.yml\n  four:\n    Type: ALIYUN::FNF::Flow\n    Properties:\n      Definition: !If [Big, a, b]\n",
        indented(DEFINITION, "        "),
        indented(DEFINITION, "        "),
    );
    let opened = opened("template.yml", &text);
    assert_eq!(opened.kind, FileKind::Template);
    let names: Vec<_> = opened.definitions.iter().map(|definition| definition.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["one", "two"]);
    let three = Elsewhere { name: "three".into(), path: "flows/three.flow.yml".into(), reading: Reading::AsItIs };
    assert_eq!(opened.elsewhere, [three]);
    assert_eq!(
        findings(&opened, &text),
        [
            ("unknown-type", "tusk"),
            ("unknown-type", "tusk"),
            ("definition-elsewhere", "flows/three.flow.yml"),
            ("definition-not-computed", "!If [Big, a, b]"),
        ]
    );
    assert!(opened.definitions.iter().all(|definition| definition.parsed.findings.len() == 1));
}

#[test]
fn a_file_that_declares_no_flow_is_told_so() {
    let text = "ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  Bucket:\n    Type: ALIYUN::OSS::Bucket\n";
    let template = opened("t.yml", text);
    assert!(template.definitions.is_empty());
    assert_eq!(findings(&template, text), [("not-a-flow", "ROSTemplateFormatVersion: '2015-09-01'")]);
    let terraform = opened("main.tf", "provider \"alicloud\" {}\n");
    assert_eq!((terraform.kind, terraform.findings.len()), (FileKind::Terraform, 1));
    let plain = opened("a.yaml", "a: 1\n");
    assert_eq!((plain.kind, plain.definitions.len(), plain.findings[0].code), (FileKind::Definition, 1, "not-a-flow"));
}

#[test]
fn a_definition_alone_is_what_parsing_says() {
    let (alone, parsed) = (opened("a.flow.yaml", DEFINITION), parse(DEFINITION));
    assert_eq!((alone.kind, alone.definitions[0].name.as_deref()), (FileKind::Definition, None));
    assert_eq!(alone.findings, parsed.findings);
    assert_eq!(alone.definitions[0].parsed.findings, parsed.findings);
}

/// A task and a wait whose values are all written later.
const LATER: &str = "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: a\n    resourceArn: {arn}\n    pattern: {x}\n    timeoutSeconds: {x}\n    serviceParams:\n      Topic: {x}\n    inputMappings:\n      - {target: t, source: {x}}\n    retry:\n      - errors: {x}\n        maxAttempts: {x}\n    catch:\n      - {errors: [FnF.ALL], goto: {x}}\n  - {type: wait, name: b, duration: {x}}\n  - type: choice\n    name: c\n    choices:\n      - {condition: {x}, goto: a}\n    default: {goto: b}\n";

fn check_later(name: &str, text: &str) {
    let opened = check(name, text, &["a", "b", "c"], &[]);
    let flow = opened.definitions[0].parsed.flow.as_ref().unwrap();
    let steps: Vec<_> = flow.steps().map(|(_, step)| step).collect();
    let flowglass_flow::StepKind::Task(task) = &steps[0].kind else { panic!("no task") };
    assert!(matches!(task.timeout.as_ref().map(|timeout| &timeout.value), Some(Value::Unknown(_))), "{text}");
    let flowglass_flow::StepKind::Wait(wait) = &steps[1].kind else { panic!("no wait") };
    assert!(matches!(wait.seconds.as_ref().map(|seconds| &seconds.value), Some(Value::Unknown(_))), "{text}");
    assert!(matches!(&steps[0].catch[0].jump.target, Target::Unknown(_)));
    assert!(matches!(steps[1].when_done, WhenDone::Go(_)));
}

#[test]
fn values_that_are_written_later_are_no_mistakes() {
    let write = |arn: &str, x: &str, indent: &str| indented(&LATER.replace("{arn}", arn).replace("{x}", x), indent);
    for (arn, x) in [
        ("!GetAtt Notify.Arn", "!Ref X"),
        ("{\"Fn::GetAtt\": [Notify, Arn]}", "{Ref: X}"),
        ("!Sub \"acs:fc:${Region}:1:services/a/functions/b\"", "!GetAtt [X, Y]"),
        ("{\"Fn::Sub\": \"acs:fc:${Region}:1:services/a\"}", "\"${X}\""),
    ] {
        check_later("t.yml", &ros(&format!("\n{}", write(arn, x, "        "))));
    }
    for x in ["${X}", "\"${X}s\"", "'${X.Y}'"] {
        let arn = "acs:fc:${ALIYUN::Region}:${Account}:services/a/functions/${F}";
        check_later("t.yml", &ros(&format!(" !Sub |\n{}", write(arn, x, "        "))));
        check_later("t.yml", &ros(&format!(" \"{}\"\n", escaped(&write(arn, x, "")))));
        let terraform = write("${alicloud_fc_function.f[\"a\"].arn}", x, "    ");
        check_later("main.tf", &tf(&format!("<<EOF\n{terraform}EOF")));
    }
}

#[test]
fn what_replace_replaces_is_written_later() {
    let body = indented(&DEFINITION.replace("tusk", "task\n    resourceArn: ARN_OF_F"), "            ");
    let text = ros(&format!("\n        Fn::Replace:\n          - ARN_OF_F: !GetAtt F.Arn\n          - |\n{body}"));
    let opened = check("t.yml", &text, &["甲", "b"], &[]);
    let flow = opened.definitions[0].parsed.flow.as_ref().unwrap();
    let flowglass_flow::StepKind::Task(task) = &flow.steps().nth(1).unwrap().1.kind else { panic!("no task") };
    let target = task.target.as_ref().unwrap();
    assert_eq!((target.value.text(), &text[target.at.range()]), ("ARN_OF_F", "ARN_OF_F"));
}

fn tf(definition: &str) -> String {
    format!(
        "# 流程\nprovider \"alicloud\" {{ region = \"cn-hangzhou\" }}\n\n/* resource \"alicloud_fnf_flow\" \"no\" {{ */\nresource \"alicloud_fnf_flow\" \"order\" {{\n  name       = \"a${{var.x[\"y\"]}}}}\"\n  definition = {definition}\n  type       = \"FDL\" // why\n}}\n"
    )
}

#[test]
fn terraform_writes_texts_in_its_own_ways() {
    let steps = &["甲", "b"];
    let body = DEFINITION;
    let deep = indented(body, "      ");
    check("main.tf", &tf(&format!("<<EOF\n{body}EOF")), steps, WRONG);
    check("main.tf", &tf(&format!("<<EOF\n{deep}  EOF  ")), steps, WRONG);
    check("main.tf", &tf(&format!("<<-EOF\n{deep}    EOF")), steps, WRONG);
    check(
        "main.tf",
        &tf(&format!("<<-EOF\n{}\n    EOF", deep.replace("  - type: tusk", "\n        - type: tusk"))),
        steps,
        WRONG,
    );
    check("main.tf", &tf(&format!("\"{}\"", escaped(body))), steps, WRONG);
    check("main.tf", &tf(&format!("trimspace(<<EOF\n{body}EOF\n  )")), steps, WRONG);
    check("main.tf", &tf(&format!("<<EOF\n{body}EOF")).replace('\n', "\r\n"), steps, WRONG);
    // Pasted text has no name.
    check("", &tf(&format!("<<EOF\n{body}EOF")), steps, WRONG);
    let variable = format!("variable \"text\" {{\n  default = <<EOF\n{body}EOF\n}}\n");
    check("main.tf", &format!("{}{variable}", tf("var.text")), steps, WRONG);
    check("main.tf", &format!("{}{variable}", tf("\"${var.text}\"")), steps, WRONG);
    let local = format!("locals {{\n  text = \"{}\"\n}}\n", escaped(body));
    check("main.tf", &format!("{local}{}", tf("local.text")), steps, WRONG);
    let json = format!(
        "{{\"resource\": {{\"alicloud_fnf_flow\": {{\"order\": {{\"definition\": \"{}\"}}}}}}}}",
        escaped(body)
    );
    check("main.tf.json", &json, steps, WRONG);
}

#[test]
fn signs_that_are_written_twice_stand_for_themselves() {
    let body = "version: v1\ntype: flow\nsteps:\n  - {type: fail, name: a, error: \"$${X}\", cause: \"${X}\"}\n%{ if x }\n%{ endif }\n";
    let opened = check("main.tf", &tf(&format!("<<EOF\n{body}EOF")), &["a"], &[]);
    let flow = opened.definitions[0].parsed.flow.as_ref().unwrap();
    let flowglass_flow::StepKind::Fail(fail) = &flow.steps().next().unwrap().1.kind else { panic!("no fail") };
    let value = |value: &Option<flowglass_flow::Spanned<Value>>| value.as_ref().unwrap().value.clone();
    assert!(matches!(value(&fail.code), Value::Constant(code) if code.as_str() == Some("${X}")));
    assert!(matches!(value(&fail.detail), Value::Unknown(cause) if cause == "${X}"));
}

#[test]
fn terraform_names_files_and_functions() {
    let elsewhere = |value: &str| {
        let opened = opened("main.tf", &tf(value));
        assert_eq!(opened.definitions.len(), 0);
        let found = opened.elsewhere.into_iter().next().map(|other| (other.path, other.reading));
        (found, opened.findings[0].code)
    };
    let file = |path: &str, reading| (Some((path.to_owned(), reading)), "definition-elsewhere");
    assert_eq!(elsewhere("file(\"a.flow.yml\")"), file("a.flow.yml", Reading::AsItIs));
    assert_eq!(elsewhere("file(\"${path.module}/a.yml\")"), file("a.yml", Reading::AsItIs));
    assert_eq!(elsewhere("\"${file(\"a.yml\")}\""), file("a.yml", Reading::AsItIs));
    assert_eq!(elsewhere("templatefile(\"a.tpl\", {\n    arn = \"x\"\n  })"), file("a.tpl", Reading::FilledIn));
    for computed in [
        "jsonencode({\n    a = 1\n  })",
        "file(\"${var.x}/a\")",
        "var.none",
        "local.none",
        "module.m.text",
        "var.x ? \"a\" : \"b\"",
    ] {
        assert_eq!(elsewhere(computed), (None, "definition-not-computed"), "{computed}");
    }
    // Names in a circle end.
    let circle = "locals {\n  a = local.b\n  b = local.a\n}\n";
    let text = format!("{circle}{}", tf("local.a"));
    assert_eq!(opened("main.tf", &text).findings[0].code, "definition-not-computed");
}

#[test]
fn a_file_that_is_filled_in_is_read_as_such() {
    let text = "version: v1\ntype: flow\nsteps:\n  - {type: task, name: a, resourceArn: \"${arn}\", timeoutSeconds: ${seconds}}\n  - {type: tusk, name: b}\n";
    let opened = open_as(Reading::FilledIn, text, Mode::Standard);
    assert_eq!(findings(&opened, text), WRONG);
    assert_eq!(opened.definitions[0].parsed.flow.as_ref().unwrap().steps().len(), 2);
    assert!(open_as(Reading::AsItIs, text, Mode::Standard).findings.len() > 1);
}

#[test]
fn a_broken_definition_is_told_at_its_line_of_the_file() {
    let broken = DEFINITION.replace("type: pass", "type: [pass");
    for text in [
        ros(&format!(" |\n{}", indented(&broken, "        "))),
        ros(&format!("\n{}", indented(&broken, "        "))),
        ros(&format!(" \"{}\"\n", escaped(&broken))),
        tf(&format!("<<EOF\n{broken}EOF")),
    ] {
        let opened = opened("", &text);
        let syntax = opened.findings.iter().find(|finding| finding.code == "yaml-syntax").unwrap();
        let from = text.find("type: [pass").unwrap();
        let to = text.find("tusk").unwrap();
        assert!((from..=to).contains(&(syntax.at.start as usize)), "{:?}\n{text}", &text[syntax.at.start as usize..]);
        assert!(opened.definitions[0].parsed.has_errors());
        let flow = opened.definitions[0].parsed.flow.as_ref().unwrap();
        assert!(flow.steps().any(|(_, step)| step.name.value == "b"), "{text}");
    }
}

#[test]
fn duplicates_and_edits_have_their_places_in_the_file() {
    let doubled = DEFINITION.replace("type: tusk", "type: pass\n    type: pass").replace("name: \"b\"", "name: 1");
    let text = ros(&format!(" |\n{}", indented(&doubled, "        ")));
    let found = opened("t.yml", &text);
    assert_eq!(findings(&found, &text), [("duplicate-key", "type"), ("wrong-type", "1")]);
    let related = found.findings[0].related();
    assert_eq!(&text[related[0].at.range()], "type");
    assert!(related[0].at.start < found.findings[0].at.start);
    let fix = found.findings[1].fix().unwrap();
    assert_eq!(flowglass_flow::apply(&text, &fix.edits), text.replace("name: 1", "name: \"1\""));
    // In quotes the edit would have to be escaped.
    let quoted = ros(&format!(" \"{}\"\n", escaped(&doubled)));
    assert!(opened("t.yml", &quoted).findings.iter().all(|finding| finding.fix().is_none()));
}

#[test]
fn expressions_inside_strings_inside_files_are_pointed_at_exactly() {
    let body = "Type: StateMachine\nSpecVersion: v1\nName: n\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      名.$: >-\n        $Input.a\n        + * 3\n    End: true\n";
    for text in [
        body.to_owned(),
        ros(&format!(" |\n{}", indented(body, "        "))),
        ros(&format!("\n{}", indented(body, "        "))),
        tf(&format!("<<-EOF\n{}    EOF", indented(body, "      "))),
    ] {
        let opened = opened("", &text);
        let [finding] = &opened.findings[..] else { panic!("{:?}\n{text}", opened.findings) };
        assert_eq!(finding.code, "expression-syntax");
        assert!(text[finding.at.start as usize..].starts_with("+ *"), "{:?}", &text[finding.at.range()]);
    }
}

#[test]
fn tags_in_a_definition_alone_stay_notes() {
    let text = "version: v1\ntype: flow\nsteps:\n  - {type: wait, name: a, duration: !Ref Pause}\n";
    let alone = opened("a.flow.yml", text);
    assert_eq!(findings(&alone, text), [("custom-tag", "!Ref Pause")]);
    assert_eq!(alone.findings[0].severity, Severity::Note);
}

#[test]
fn no_text_makes_it_fail() {
    let texts = [
        ros(&format!(" \"{}\"\n", escaped(DEFINITION))),
        ros("\n        Fn::Join: [\"\\n\", [\"version: v1\", !Ref X]]\n"),
        tf(&format!("<<-EOF\n{}    EOF", indented(DEFINITION, "      "))),
        tf("\"${file(\"${path.module}/x\")}\""),
    ];
    for text in &texts {
        for (cut, _) in text.char_indices() {
            let _ = opened("", &text[..cut]);
            let _ = opened("main.tf", &text[cut..]);
            let mut without = text.clone();
            without.remove(cut);
            for finding in opened("", &without).findings {
                assert!(without.get(finding.at.range()).is_some(), "{finding:?}\n{without}");
            }
        }
    }
}
