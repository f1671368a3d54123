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
fn the_ending_of_the_file_chooses_the_format() {
    let folder = Folder::with("render_format", &[("a.flow.yaml", GOOD)]);
    let draw = |format: &str| folder.run(&["render", "a.flow.yaml", "--format", format]).out;
    let (svg, mermaid, dot) = (draw("svg"), draw("mermaid"), draw("dot"));
    assert!(svg.starts_with("<svg ") && mermaid.starts_with("flowchart TB\n") && dot.starts_with("digraph flow {\n"));
    assert!(mermaid.contains("n1[\"greet<br>sets hi\"]") && dot.contains("label=\"greet\\nsets hi\""));
    let check = |arguments: &[&str], file: &str, expected: &str| {
        folder.run(&[&["render", "a.flow.yaml", "-o", file], arguments].concat()).check(0, "", "");
        assert_eq!(folder.read(file), expected, "{file} {arguments:?}");
    };
    check(&[], "a.svg", &svg);
    check(&[], "a.mmd", &mermaid);
    check(&[], "a.mermaid", &mermaid);
    check(&[], "a.dot", &dot);
    check(&[], "a.GV", &dot);
    check(&[], "picture", &svg);
    check(&["--format", "dot"], "b.mmd", &dot);
    check(&["--format", "svg"], "b.png", &svg);
    folder.run(&["render", "a.flow.yaml", "-o", "c.png"]).check(
        2,
        "",
        "flowglass: cannot write c.png: here are SVG, Mermaid and DOT (--format); the page exports PNG\n",
    );
    assert!(!folder.path("c.png").exists());
    let lying = folder.run(&["render", "a.flow.yaml", "--format", "mermaid", "--direction", "lr"]);
    lying.check(0, &mermaid.replace("flowchart TB", "flowchart LR"), "");
}

#[test]
fn a_history_shows_how_an_execution_went() {
    const SCENARIO: &str =
        "format: 1\nflow: pay.flow.yaml\ntasks:\n  - step: charge\n    outcomes: [{error: Refused}]\n";
    const PAY: &str = "version: v1\ntype: flow\nname: pay\nsteps:\n  - {type: task, name: charge, resourceArn: \
                       acs:fc:::services/p/functions/c}\n";
    let folder = Folder::with(
        "render_history",
        &[("pay.flow.yaml", PAY), ("pay.scenario.yaml", SCENARIO), ("a.flow.yaml", GOOD)],
    );
    folder.run(&["simulate", "--scenario", "pay.scenario.yaml", "--history-out", "h.json"]);
    let draw = |format: &str| {
        let ran = folder.run(&["render", "pay.flow.yaml", "--history", "h.json", "--format", format]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        ran.out
    };
    let summary = "A flow of 1 step. Execution Failed: 1 failed.";
    let svg = draw("svg");
    assert!(svg.contains(&format!("<desc>{summary}</desc>")) && svg.contains("fg-node fg-task is-failed"));
    let mermaid = draw("mermaid");
    assert!(mermaid.contains(&format!("accDescr: {summary}\n")) && mermaid.contains("<br>failed, Refused\""));
    assert!(draw("dot").contains("\\nfailed, Refused\""));
    // Further pages of the same history say nothing new here; what fits no step is told.
    let twice = folder.run(&["render", "pay.flow.yaml", "--history", "h.json", "--history", "h.json"]);
    let left_out = "h.json: left out: the picture shows one execution, that of h.json\n";
    assert_eq!((twice.status, twice.out == svg, twice.err.as_str()), (0, true, left_out));
    let other = folder.run(&["render", "a.flow.yaml", "--history", "h.json"]);
    other.check_parts(0, &["<svg "], &["h.json: 1 run of a step in it fits no step of the definition\n"]);
}

#[test]
fn what_cannot_be_read_or_written_has_status_2() {
    let folder = Folder::with("render_unusable", &[("a.flow.yaml", GOOD)]);
    folder.run(&["render", "missing"]).check_parts(2, &[], &["flowglass: cannot read missing: "]);
    let ran = folder.run(&["render", "a.flow.yaml", "-o", "no/such/folder.svg"]);
    ran.check_parts(2, &[], &["flowglass: cannot write no/such/folder.svg: "]);
    let ran = folder.run(&["render", "a.flow.yaml", "--history", "a.flow.yaml"]);
    ran.check_parts(2, &[], &["flowglass: a.flow.yaml: line 1, column 1: expected value"]);
    assert_eq!(ran.out, "");
    folder.run_with(&["render", "-", "--history", "-"], GOOD).check(
        2,
        "",
        "flowglass: standard input can be read only once\n",
    );
}

#[test]
fn groups_are_closed_by_their_names() {
    const NESTED: &str = "version: v1\ntype: flow\nname: nested\nsteps:\n  - type: parallel\n    name: outer\n    branches:\n      - steps: [{type: foreach, name: inner, iterationMapping: {collection: $.x, item: i}, steps: [{type: pass, name: core}]}]\n      - steps: [{type: pass, name: side}]\n";
    let folder = Folder::with("render_closed", &[("n.flow.yaml", NESTED), ("a.flow.yaml", GOOD)]);
    let draw = |arguments: &[&str]| {
        let ran = folder.run(&[&["render", "n.flow.yaml"], arguments].concat());
        ran.check_parts(0, &[], &[]);
        ran.out
    };
    let shows = |picture: &str| {
        let names = ["outer", "inner", "core", "side"];
        // The title of an open group stands before its numbers in one text.
        let is_shown = |name: &&str| ["text", "tspan"].iter().any(|end| picture.contains(&format!(">{name}</{end}>")));
        names.into_iter().filter(is_shown).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(shows(&draw(&[])), "outer inner core side");
    assert_eq!(shows(&draw(&["--collapse", "inner"])), "outer inner side");
    assert_eq!(shows(&draw(&["--collapse", "outer"])), "outer");
    assert_eq!(draw(&["--collapse-all"]), draw(&["--collapse", "inner", "--collapse", "outer"]));
    folder.run(&["render", "n.flow.yaml", "--collapse", "side"]).check(
        2,
        "",
        "flowglass: n.flow.yaml has no group side; it has outer, inner\n",
    );
    folder.run(&["render", "a.flow.yaml", "--collapse", "x"]).check(
        2,
        "",
        "flowglass: a.flow.yaml has no group x; it has none at all\n",
    );
    folder.run(&["render", "n.flow.yaml", "--collapse-all", "-o", "n.mmd"]).check(
        2,
        "",
        "flowglass: only an SVG has closed groups: Mermaid and Graphviz lay out the whole flow\n",
    );
    folder.run(&["render", "n.flow.yaml", "--collapse-all", "--collapse", "outer"]).check_parts(
        2,
        &[],
        &["cannot be used"],
    );
}
