//! `flowglass render`.

use crate::support::{BAD, Folder, GOOD};

#[test]
fn the_same_flow_is_drawn_byte_for_byte() {
    let folder = Folder::with("render_same", &[("a.flow.yaml", GOOD)]);
    let first = folder.run(&["render", "a.flow.yaml"]);
    first.check_parts(0, &["<svg ", ">greet</text>", "</svg>\n"], &[]);
    assert_eq!(first.err, "");
    assert_eq!(folder.run(&["render", "a.flow.yaml"]).out, first.out);
    folder.run(&["render", "a.flow.yaml", "-o", "out.svg"]).check(0, "", "");
    assert_eq!(folder.read("out.svg"), first.out);
    folder.run_with(&["render", "-"], GOOD).check(0, &first.out, "");
    folder.run(&["render", "a.flow.yaml", "-o", "-"]).check(0, &first.out, "");
}

#[test]
fn themes_differ_and_auto_is_the_default() {
    let folder = Folder::with("render_theme", &[("a.flow.yaml", GOOD)]);
    let draw = |theme: &str| folder.run(&["render", "a.flow.yaml", "--theme", theme]).out;
    let (light, dark, auto) = (draw("light"), draw("dark"), draw("auto"));
    assert!(light != dark && dark != auto && light != auto);
    assert!(auto.contains("prefers-color-scheme") && !light.contains("prefers-color-scheme"));
    assert_eq!(folder.run(&["render", "a.flow.yaml"]).out, auto);
}

#[test]
fn what_can_be_understood_is_drawn() {
    let folder = Folder::with("render_bad", &[("a.flow.yaml", BAD), ("text.yaml", "just text\n")]);
    folder.run(&["render", "a.flow.yaml"]).check_parts(
        0,
        &["<svg ", ">步骤</text>"],
        &["a.flow.yaml:5:12: error[unknown-type]: ", "a.flow.yaml: the picture shows what could be understood"],
    );
    let nothing = folder.run(&["render", "text.yaml"]);
    nothing.check_parts(1, &[], &["text.yaml:1:1: error[", "text.yaml: nothing in it can be drawn"]);
    assert_eq!(nothing.out, "");
}

#[test]
fn what_cannot_be_read_or_written_has_status_2() {
    let folder = Folder::with("render_unusable", &[("a.flow.yaml", GOOD)]);
    folder.run(&["render", "missing"]).check_parts(2, &[], &["flowglass: cannot read missing: "]);
    let ran = folder.run(&["render", "a.flow.yaml", "-o", "no/such/folder.svg"]);
    ran.check_parts(2, &[], &["flowglass: cannot write no/such/folder.svg: "]);
}
