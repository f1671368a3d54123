//! Flows inside templates of ROS and Fun, and inside configurations of Terraform.

use crate::support::{Folder, GOOD};

/// A flow with a mistake in line 10, one as a mapping, and one in a file of its own.
const TEMPLATE: &str = "\
ROSTemplateFormatVersion: '2015-09-01'
Resources:
  order:
    Type: ALIYUN::FNF::Flow
    Properties:
      Definition: !Sub |
        version: v1
        type: flow
        steps:
          - {type: tusk, name: a, resourceArn: \"${Arn}\"}
          - {type: pass, name: first}
  pay:
    Type: ALIYUN::FNF::Flow
    Properties:
      Definition:
        version: v1
        type: flow
        steps:
          - {type: task, name: second, resourceArn: !GetAtt Pay.Arn, timeoutSeconds: !Ref Patience}
  ship:
    Type: Aliyun::Serverless::Flow
    Properties:
      DefinitionUri: flows/ship.yml
";

const SHIP: &str = "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: third}\n  - {type: pass}\n";

const TERRAFORM: &str = "resource \"alicloud_fnf_flow\" \"order\" {\n  definition = <<-EOF\n    version: v1\n    type: flow\n    steps:\n      - {type: task, name: a, resourceArn: \"${var.arn}\"}\n      - {type: choice, name: b, choices: [{condition: \"$.a ==\", goto: a}]}\n  EOF\n}\n";

fn folder(name: &str) -> Folder {
    let files =
        [("t/template.yml", TEMPLATE), ("t/flows/ship.yml", SHIP), ("main.tf", TERRAFORM), ("a.flow.yaml", GOOD)];
    Folder::with(name, &files)
}

#[test]
fn findings_point_into_the_file_that_holds_the_flow() {
    let folder = folder("template_check");
    let ran = folder.run(&["check", "t/template.yml"]);
    ran.check_parts(
        1,
        &[
            "t/template.yml:10:20: error[unknown-type]: ",
            "10 |           - {type: tusk, name: a, resourceArn: \"${Arn}\"}\n",
            "t/template.yml:23:22: note[definition-elsewhere]: the definition of `ship` lies in `flows/ship.yml`",
            "t/flows/ship.yml:5:6: error[missing-key]: ",
        ],
        &["2 files, 2 errors, 0 warnings, 1 note"],
    );
    assert_eq!(ran.out.matches("error[").count(), 2, "{}", ran.out);
    folder.run(&["check", "main.tf"]).check_parts(
        1,
        &["main.tf:7:62: error[expression-syntax]: "],
        &["1 file, 1 error"],
    );
    folder.run_with(&["check", "-"], TERRAFORM).check_parts(1, &["standard input:7:62: error["], &[]);
    let json = folder.run(&["check", "--format", "json", "t/template.yml"]);
    json.check_parts(1, &["\"path\": \"t/template.yml\"", "\"path\": \"t/flows/ship.yml\"", "\"line\": 10,"], &[]);
}

#[test]
fn folders_are_searched_for_definitions_only() {
    let folder = folder("template_folder");
    folder.run(&["check", "."]).check(0, "", "1 file, 0 errors, 0 warnings\n");
}

#[test]
fn a_file_that_a_template_names_must_be_there() {
    let folder = Folder::with("template_missing", &[("template.yml", TEMPLATE)]);
    let ran = folder.run(&["check", "template.yml"]);
    ran.check_parts(2, &["template.yml:10:20: error["], &["flowglass: cannot read flows/ship.yml: "]);
    folder.run(&["render", "template.yml", "--flow", "ship"]).check_parts(2, &[], &["cannot read flows/ship.yml: "]);
}

#[test]
fn one_of_several_flows_is_drawn() {
    let folder = folder("template_render");
    let which = folder.run(&["render", "t/template.yml"]);
    which.check(2, "", "flowglass: t/template.yml declares several flows; choose one with --flow: order, pay, ship\n");
    let none = folder.run(&["render", "t/template.yml", "--flow", "nope"]);
    none.check(2, "", "flowglass: t/template.yml declares no flow nope; it has order, pay, ship\n");
    for (name, step, other) in [("order", "first", "second"), ("pay", "second", "first"), ("ship", "third", "first")] {
        let ran = folder.run(&["render", "t/template.yml", "--flow", name]);
        ran.check_parts(0, &[&format!(">{step}</text>")], &[]);
        assert!(!ran.out.contains(&format!(">{other}</text>")), "{name}");
    }
    let pay = folder.run(&["render", "t/template.yml", "--flow", "pay"]);
    assert_eq!(pay.err, "", "another flow's mistakes are not told here");
    folder.run(&["render", "main.tf"]).check_parts(0, &[">b</text>"], &["main.tf:7:62: error["]);
    folder.run(&["render", "main.tf", "--flow", "order"]).check_parts(0, &[">b</text>"], &[]);
}

#[test]
fn a_definition_that_is_computed_is_told_and_not_drawn() {
    let text = "resource \"alicloud_fnf_flow\" \"order\" {\n  definition = jsonencode({})\n}\n";
    let folder = Folder::with("template_computed", &[("main.tf", text)]);
    let note = "main.tf:2:16: note[definition-not-computed]: the definition of `order` is made by `jsonencode`";
    folder.run(&["check", "main.tf"]).check_parts(0, &[note], &["1 file, 0 errors, 0 warnings, 1 note"]);
    folder.run(&["render", "main.tf"]).check_parts(1, &[], &[note, "main.tf: nothing in it can be drawn"]);
}

#[test]
fn what_is_written_later_is_taken_as_text_in_a_run() {
    let folder = folder("template_simulate");
    let ran = folder.run(&["simulate", "t/template.yml", "--flow", "pay"]);
    ran.check_parts(
        0,
        &["Succeeded", "Patience is written when the flow is deployed; here the task has no time limit"],
        &[],
    );
    let json = folder.run(&["simulate", "t/template.yml", "--flow", "pay", "--format", "json"]);
    // The definition is the flow's own, not the template.
    json.check_parts(0, &["\\\"name\\\":\\\"second\\\""], &[]);
    assert!(!json.out.contains("Resources"), "{}", json.out);
}

#[test]
fn flows_in_other_files_are_mended_where_they_stand() {
    let template = TEMPLATE.replacen("version: v1\n", "version: v1.0\n", 2);
    let ship = SHIP.replace("version: v1\n", "version: v1.0\n");
    let terraform = TERRAFORM.replace("version: v1\n", "version: v1.0\n");
    let files = [("template.yml", template.as_str()), ("flows/ship.yml", &ship), ("main.tf", &terraform)];
    let folder = Folder::with("template_fix", &files);
    let ran = folder.run(&["check", "--fix", "template.yml", "main.tf"]);
    let fixed = [
        "template.yml:7:18: fixed[",
        "template.yml:16:18: fixed[",
        "main.tf:3:14: fixed[",
        "flows/ship.yml:1:10: fixed[",
    ];
    ran.check_parts(1, &fixed, &["3 files, 3 errors, 0 warnings, 1 note; 4 fixed\n"]);
    for (name, expected) in [("template.yml", TEMPLATE), ("flows/ship.yml", SHIP), ("main.tf", TERRAFORM)] {
        assert_eq!(folder.read(name), expected, "{name}");
    }
}
