//! `flowglass explain`.

use serde_json::Value;

use crate::support::Folder;

#[test]
fn a_code_is_explained_with_examples() {
    let folder = Folder::with("explain", &[]);
    folder.run(&["explain", "unknown-target"]).check_parts(
        0,
        &[
            "unknown-target: A jump to a step that is not there (error)\n\n",
            "    choices: [{condition: $.paid, goto: shp}]",
            "example:6:41: error[unknown-target]: ",
            "\nWithout the finding:\n\n    version: v1\n",
        ],
        &[],
    );
    folder.run(&["explain", "unknown-target", "--lang", "zh"]).check_parts(
        0,
        &["unknown-target：跳转目标不存在（错误）\n\n", "\n来源：", "错误[unknown-target]：", "\n修正后：\n"],
        &[],
    );
}

#[test]
fn an_unknown_code_is_told_with_the_one_that_is_meant() {
    let folder = Folder::with("explain_unknown", &[]);
    let words = "flowglass: no finding has the code unknown-tarjet; did you mean unknown-target?\n";
    folder.run(&["explain", "unknown-tarjet"]).check(2, "", words);
}

#[test]
fn all_codes_are_listed() {
    let folder = Folder::with("explain_all", &[]);
    let ran = folder.run(&["explain"]);
    assert!(
        ran.out.lines().any(|line| line.starts_with("alias ") && line.ends_with("  An alias that cannot be followed"))
    );
    let listed: Vec<_> = ran.out.lines().filter_map(|line| line.split(' ').next()).collect();
    let ran = folder.run(&["explain", "--format", "json"]);
    let pages: Vec<Value> = serde_json::from_str(&ran.out).unwrap();
    let codes: Vec<_> = pages.iter().map(|page| page["code"].as_str().unwrap()).collect();
    assert!(codes.len() > 20);
    assert_eq!(listed, codes);
    let ran = folder.run(&["explain", "alias", "--format", "json"]);
    let page: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(Some(&page), pages.iter().find(|page| page["code"] == "alias"));
}
