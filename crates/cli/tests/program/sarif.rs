//! `flowglass check --format sarif`.

use serde_json::{Value, json};
use serde_sarif::sarif::Sarif;

use crate::support::{BAD, DOUBTFUL, Folder, GOOD, Ran};

/// The only run of the log. Reading and writing it with the types of the format's schema shows that it has all that the
/// schema wants (or it could not be read) and nothing else (or that would be lost).
fn run(ran: &Ran) -> Value {
    let log: Value = serde_json::from_str(&ran.out).unwrap();
    let known: Sarif = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(serde_json::to_value(known).unwrap(), log);
    assert_eq!((&log["version"], log["runs"].as_array().unwrap().len()), (&"2.1.0".into(), 1));
    log["runs"][0].clone()
}

#[test]
fn a_log_has_files_rules_and_results() {
    let files = [("a.flow.yaml", BAD), ("my flows/收费.flow.yaml", DOUBTFUL), ("z.flow.yaml", GOOD)];
    let folder = Folder::with("sarif_log", &files);
    let ran = folder.run(&["check", ".", "--format", "sarif"]);
    assert_eq!((ran.status, ran.err.as_str()), (1, "3 files, 1 error, 1 warning (1 can be fixed with --fix)\n"));
    let run = run(&ran);
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"], json!([{"executionSuccessful": true}]));
    let uris: Vec<_> =
        run["artifacts"].as_array().unwrap().iter().map(|artifact| &artifact["location"]["uri"]).collect();
    assert_eq!(uris, ["a.flow.yaml", "my%20flows/%E6%94%B6%E8%B4%B9.flow.yaml", "z.flow.yaml"]);
    assert!(run["originalUriBaseIds"]["%SRCROOT%"].is_object());
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
    }
    let error = &results[0];
    assert_eq!((&error["ruleId"], &error["level"]), (&"unknown-type".into(), &"error".into()));
    let location = json!({
        "artifactLocation": {"uri": "a.flow.yaml", "uriBaseId": "%SRCROOT%", "index": 0},
        "region": {"startLine": 5, "startColumn": 12, "endLine": 5, "endColumn": 16},
    });
    assert_eq!(error["locations"], json!([{ "physicalLocation": location }]));
    let warning = &results[1];
    assert_eq!(
        (&warning["level"], &warning["locations"][0]["physicalLocation"]["artifactLocation"]["index"]),
        (&"warning".into(), &1.into())
    );
    let change = json!({
        "artifactLocation": warning["locations"][0]["physicalLocation"]["artifactLocation"],
        "replacements": [{
            "deletedRegion": {"startLine": 1, "startColumn": 10, "endLine": 1, "endColumn": 14},
            "insertedContent": {"text": "v1"},
        }],
    });
    let fix = json!({"description": {"text": "Write `v1`"}, "artifactChanges": [change], "properties": {"safe": true}});
    assert_eq!(warning["fixes"], json!([fix]));
}

#[test]
fn rules_carry_their_documentation() {
    let folder = Folder::with("sarif_rules", &[("a.flow.yaml", GOOD)]);
    for (lang, tag, title, right) in [
        ("en", "en", "A jump to a step that is not there", "Without the finding:"),
        ("zh", "zh-CN", "跳转目标不存在", "修正后："),
    ] {
        let run = run(&folder.run(&["check", "a.flow.yaml", "--format", "sarif", "--lang", lang]));
        assert_eq!((&run["language"], &run["results"]), (&tag.into(), &json!([])));
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let rule = rules.iter().find(|rule| rule["id"] == "unknown-target").unwrap();
        assert_eq!(
            (&rule["shortDescription"]["text"], &rule["defaultConfiguration"]["level"]),
            (&title.into(), &"error".into())
        );
        let markdown = rule["help"]["markdown"].as_str().unwrap();
        assert!(markdown.contains(&format!("\n{right}\n\n```yaml\nversion: v1\n")), "{markdown}");
        assert!(!rule["help"]["text"].as_str().unwrap().contains("```"));
    }
}

#[test]
fn columns_count_characters_and_other_places_are_linked() {
    let text = "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: 𝄞步}\n  - {type: pass, name: 𝄞步}\n";
    let folder = Folder::with("sarif_columns", &[("a.flow.yaml", &format!("\u{feff}{text}"))]);
    let run = run(&folder.run(&["check", "a.flow.yaml", "--format", "sarif"]));
    let result = &run["results"][0];
    let region = |line: u32| json!({"startLine": line, "startColumn": 24, "endLine": line, "endColumn": 26});
    assert_eq!(result["locations"][0]["physicalLocation"]["region"], region(5));
    let related = &result["relatedLocations"][0];
    assert_eq!((&related["id"], &related["physicalLocation"]["region"]), (&0.into(), &region(4)));
    assert!(!related["message"]["text"].as_str().unwrap().is_empty());
}

#[test]
fn fingerprints_stay_when_lines_move() {
    let folder =
        Folder::with("sarif_fingerprints", &[("a.flow.yaml", BAD), ("b.flow.yaml", &format!("# moved\n\n{BAD}"))]);
    let run = run(&folder.run(&["check", ".", "--format", "sarif"]));
    let fingerprint = |index: usize| &run["results"][index]["partialFingerprints"]["flowglassFinding/v1"];
    assert_eq!(fingerprint(0), fingerprint(1));
    assert_eq!(fingerprint(0).as_str().unwrap().len(), 32);
    assert_ne!(
        run["results"][0]["locations"][0]["physicalLocation"]["region"],
        run["results"][1]["locations"][0]["physicalLocation"]["region"]
    );
}

#[test]
fn braces_in_messages_are_doubled_as_the_format_wants() {
    let text = "version: v1\ntype: flow\nsteps:\n  - {type: '{0}', name: a}\n";
    let folder = Folder::with("sarif_braces", &[("a.flow.yaml", text)]);
    let run = run(&folder.run(&["check", "a.flow.yaml", "--format", "sarif"]));
    let message = run["results"][0]["message"]["text"].as_str().unwrap();
    assert!(message.contains("`{{0}}`"), "{message}");
}

#[test]
fn what_cannot_be_read_is_in_the_log_and_standard_input_has_no_address() {
    let folder = Folder::with("sarif_unreadable", &[]);
    let ran = folder.run_with(&["check", "-", "missing.yaml", "--format", "sarif"], BAD);
    assert_eq!(ran.status, 2);
    let run = run(&ran);
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let message = invocation["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap();
    assert!(message.starts_with("cannot read missing.yaml: "), "{message}");
    assert_eq!(run["artifacts"][0]["location"], json!({"index": 0, "description": {"text": "standard input"}}));
    assert_eq!(run["results"].as_array().unwrap().len(), 1);
}
