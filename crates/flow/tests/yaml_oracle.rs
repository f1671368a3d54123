//! Another YAML reader says the same about the same text.

use std::path::Path;

use flowglass_expression::Json;
use flowglass_flow::parse;

/// Checks that the document, read here, is the value that `serde_yaml` reads.
fn check(text: &str) {
    let parsed = parse(text);
    let ours = parsed.document.root.map_or(Json::Null, |root| parsed.document.json(root));
    let theirs: Json = serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error} in\n{text}"));
    assert_eq!(ours, theirs, "in\n{text}");
}

#[test]
fn scalars_quotes_and_blocks_mean_the_same() {
    for text in [
        "a: 1\nb: -2\nc: 1.5\nd: .5\ne: 1e3\nf: 0x1f\ng: 0o17\nh: +3",
        "a: true\nb: False\nc: yes\nd: No\ne: ~\nf: null\ng:\nh: ''\ni: \"\"",
        "a: \"x\\ty\\u00e9\"\nb: 'it''s'\nc: \"52\"\nd: 2019-05-02T15:04:05Z\ne: 1.2.3",
        "a: |\n  one\n  two\nb: >\n  one\n  two\n\n  three\nc: |-\n  end\nd: >+\n  kept\n\n",
        "a: one\n  two\nb: {x: 1, y: [1, two, {z: 3}]}\nc: [a, 'b', \"c\"]",
        "- 1\n- [2, 3]\n- a: 1\n  b: 2\n-\n  - nested",
        "a: &x {k: v}\nb: *x\nc: [*x, *x]",
        "? long key\n: value\n\"quoted: key\": 1",
        "名: 值\nkey: 😀 # comment\n# comment\nz: a#b",
        "a: b\r\nc: d\r\n",
        "# nothing but a comment before\n---\na: 1\n...\n",
    ] {
        check(text);
    }
}

#[test]
fn the_examples_mean_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/examples");
    let mut read = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        check(&std::fs::read_to_string(entry.unwrap().path()).unwrap());
        read += 1;
    }
    assert!(read >= 20, "{read} files");
}
