//! Mermaid and DOT: the whole text of small flows, hostile names harmless, every example well-formed and always the same.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use flowglass_diagram::{Direction, Overlay, Scene, draw, draw_in, write_dot, write_mermaid};
use flowglass_history::{History, fold};

fn scene_of(text: &str) -> Scene {
    draw(&flowglass_flow::parse(text).flow.expect("the fixture is a flow"))
}

/// One of everything: a choice, an error that is caught, branches, an iteration, a jump that leads nowhere.
const SHOP: &str = "Type: StateMachine
SpecVersion: v1
Name: shop
StartAt: Stock
States:
  - Type: Choice
    Name: Stock
    Branches: [{Condition: $Input.left > 0, Next: Both}]
    Default: Sorry
  - Type: Parallel
    Name: Both
    Branches:
      - {StartAt: Pay, States: [{Type: Pass, Name: Pay, End: true}]}
      - {StartAt: Pack, States: [{Type: Wait, Name: Pack, Seconds: 5, Next: Send}, {Type: Pass, Name: Send, End: true}]}
    Catch: [{Errors: [FnF.ALL], Next: Sorry}]
    Next: Each
  - Type: Map
    Name: Each
    ItemsPath: $Input.items
    Processor: {StartAt: Tell, States: [{Type: Pass, Name: Tell, End: true}]}
    Next: Lost
  - {Type: Fail, Name: Sorry, Code: Empty}
";

#[test]
fn a_flow_is_a_flowchart_of_mermaid() {
    let expected = r#"---
title: "shop"
---
flowchart TB
  accDescr: A flow of 8 steps.
  n0(("start"))
  n1{"Stock<br>2 ways"}
  subgraph n2["Both · parallel · 2 branches"]
    subgraph lane1[" "]
      n3["Pay<br>pass"]
    end
    subgraph lane2[" "]
      n4{{"Pack<br>wait 5 s"}}
      n5["Send<br>pass"]
    end
  end
  subgraph n6["Each · map · $Input.items"]
    n7["Tell<br>pass"]
  end
  n8(["Sorry<br>Empty"])
  n9>"Lost"]
  n4 --> n5
  n0 --> n1
  n1 -->|"$Input.left #gt; 0"| n2
  n1 -->|"default"| n8
  n2 --> n6
  n2 -.->|"FnF.ALL"| n8
  n6 -.-> n9
  classDef stub fill:#fdeae8,stroke:#bd211b,color:#bd211b,stroke-dasharray:4 4
  class n9 stub
"#;
    assert_eq!(write_mermaid(&scene_of(SHOP), None), expected);
}

#[test]
fn a_flow_is_a_graph_of_graphviz() {
    let expected = r##"digraph flow {
  graph [compound=true, rankdir=TB, fontname="Helvetica"]
  node [shape=box, fontname="Helvetica", fontsize=12]
  edge [fontname="Helvetica", fontsize=10]
  label="shop"
  labelloc=t
  n0 [label="start", shape=circle, style="filled", fillcolor=white]
  n1 [label="Stock\n2 ways", shape=diamond, style="filled", fillcolor=white]
  subgraph cluster_n2 {
    label="Both\lparallel · 2 branches\l"
    labeljust=l
    style=rounded; color=black; penwidth=1
    subgraph cluster_lane1 {
      label=""
      style=dotted; color=gray; penwidth=1
      n3 [label="Pay\npass", shape=box, style="filled", fillcolor=white]
    }
    subgraph cluster_lane2 {
      label=""
      style=dotted; color=gray; penwidth=1
      n4 [label="Pack\nwait 5 s", shape=hexagon, style="filled", fillcolor=white]
      n5 [label="Send\npass", shape=box, style="filled", fillcolor=white]
    }
  }
  subgraph cluster_n6 {
    label="Each\lmap · $Input.items\l"
    labeljust=l
    style=rounded; color=black; penwidth=1
    n7 [label="Tell\npass", shape=box, style="filled", fillcolor=white]
  }
  n8 [label="Sorry\nEmpty", shape=octagon, style="filled", fillcolor=white]
  n9 [label="Lost", shape=note, style="filled,dashed", fillcolor="#fdeae8", color="#bd211b", fontcolor="#bd211b"]
  n4 -> n5
  n0 -> n1
  n1 -> n3 [label="$Input.left > 0", lhead=cluster_n2]
  n1 -> n8 [label="default"]
  n5 -> n7 [ltail=cluster_n2, lhead=cluster_n6]
  n5 -> n8 [label="FnF.ALL", style=dashed, ltail=cluster_n2]
  n7 -> n9 [style=dashed, ltail=cluster_n6]
}
"##;
    assert_eq!(write_dot(&scene_of(SHOP), None), expected);
}

#[test]
fn both_run_in_the_direction_of_the_picture() {
    let flow = flowglass_flow::parse(SHOP).flow.unwrap();
    let lying = draw_in(&flow, Direction::LeftToRight);
    assert!(write_mermaid(&lying, None).contains("\nflowchart LR\n"));
    assert!(write_dot(&lying, None).contains("rankdir=LR"));
}

#[test]
fn a_run_colours_and_words_the_steps() {
    let history = History::from_lines(
        "1 <- 0  ExecutionStarted  {}\n2 <- 1  StepEntered  Stock  {}\n3 <- 2  StepStarted  Stock  {}\n\
         4 <- 3  StepSucceeded  Stock  {}\n5 <- 4  StepExited  Stock  {}\n6 <- 5  StepEntered  Sorry  {}\n\
         7 <- 6  StepStarted  Sorry  {}\n8 <- 7  StepFailed  Sorry  {\"error\":\"Em\\npty\",\"cause\":\"\"}\n\
         9 <- 8  ExecutionFailed  {\"error\":\"Empty\",\"cause\":\"\"}\n",
    );
    let (history, flow) = (history.unwrap(), flowglass_flow::parse(SHOP).flow.unwrap());
    let scene = draw(&flow);
    let overlay = Overlay::from_run(&flow, &scene, &fold(&history, history.len()), &history);
    let mermaid = write_mermaid(&scene, Some(&overlay));
    let check = |text: &str, parts: &[&str]| {
        for part in parts {
            assert!(text.lines().any(|line| line.trim() == *part), "{part} is no line of\n{text}");
        }
    };
    check(
        &mermaid,
        &[
            "accDescr: A flow of 8 steps. Execution Failed: 1 succeeded, 1 failed.",
            r#"n1{"Stock<br>2 ways<br>succeeded"}"#,
            r#"n8(["Sorry<br>Empty<br>failed, Em pty"])"#,
            r#"n1 -.->|"$Input.left #gt; 0"| n2"#,
            r#"n1 -->|"default"| n8"#,
            // The ways from the start and by default: the second and the fourth edge.
            "linkStyle 1,3 stroke-width:3px",
            "classDef failed fill:#fdeae8,stroke:#bd211b,color:#1a1f29",
            "class n8 failed",
            "class n1 succeeded",
        ],
    );
    check(
        &write_dot(&scene, Some(&overlay)),
        &[
            r##"n8 [label="Sorry\nEmpty\nfailed, Em pty", shape=octagon, style="filled", fillcolor="#fdeae8", color="#bd211b", fontcolor="#1a1f29"]"##,
            r#"n1 -> n8 [label="default", penwidth=2.5]"#,
            r#"n1 -> n3 [label="$Input.left > 0", style=dashed, lhead=cluster_n2]"#,
            r##"style="rounded,dashed"; color="#7d8696"; penwidth=2"##,
        ],
    );
}

/// Names that mean something to Mermaid or Graphviz, or to what draws their labels.
const HOSTILE: [&str; 20] = [
    "end",
    "subgraph",
    "graph TB",
    "style: a#b;",
    "a \"quoted\" word",
    "]) --> n0",
    "[x](javascript:alert(1))",
    "%%{init: {\"theme\": \"dark\"}}%%",
    "%% comment",
    "<script>alert('1')</script>",
    "<br/>",
    "&lt;b&gt; #lt; #35;",
    "`code`",
    "__init__ *b*",
    "fa:fa-car",
    "$$x^2$$",
    "1. first",
    "http://example.com",
    "\\N \\\" \\",
    "视频 🎬 é",
];

/// The flow `end`, whose steps have the hostile names; each leads to the next, under a hostile condition.
fn hostile() -> String {
    let json = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let states = HOSTILE.iter().enumerate().map(|(at, name)| {
        let next = HOSTILE.get(at + 1).map_or_else(|| json("nowhere \"]"), |next| json(next));
        let condition = json(&format!("$Input.x == {name}"));
        format!("  - {{Type: Choice, Name: {}, Branches: [{{Condition: {condition}, Next: {next}}}]}}\n", json(name))
    });
    let states: String = states.collect();
    let (first, title) = (json(HOSTILE[0]), json("---\n%%{init}%% \"<i>"));
    format!("Type: StateMachine\nSpecVersion: v1\nName: {title}\nStartAt: {first}\nStates:\n{states}")
}

#[test]
fn hostile_names_stay_texts_of_mermaid() {
    let text = write_mermaid(&scene_of(&hostile()), None);
    let said = read_mermaid(&text);
    for name in HOSTILE {
        assert!(said.contains(&format!("{name}\n1 way")), "{name} is lost in\n{text}");
        assert!(said.contains(&format!("$Input.x == {name}")), "the condition {name} is lost in\n{text}");
    }
    assert!(said.contains("nowhere \"]"));
    for (at, line) in text.lines().enumerate().skip(3) {
        for mark in ["%%", "`", "$$", "fa:", "://", "<s", "</"] {
            assert!(!line.contains(mark), "line {at}: {line}");
        }
    }
}

#[test]
fn hostile_names_stay_texts_of_dot() {
    let text = write_dot(&scene_of(&hostile()), None);
    let said = read_dot(&text);
    for name in HOSTILE {
        assert!(said.contains(&format!("{name}\n1 way")), "{name} is lost in\n{text}");
        assert!(said.contains(&format!("$Input.x == {name}")), "the condition {name} is lost in\n{text}");
    }
    assert!(said.contains("nowhere \"]"));
}

#[test]
fn every_example_is_well_formed_and_repeats() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/examples");
    let mut count = 0;
    for file in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if !file.to_string_lossy().ends_with(".flow.yaml") {
            continue;
        }
        count += 1;
        let text = fs::read_to_string(&file).unwrap();
        let (scene, again) = (scene_of(&text), scene_of(&text));
        let (mermaid, dot) = (write_mermaid(&scene, None), write_dot(&scene, None));
        assert_eq!((&mermaid, &dot), (&write_mermaid(&again, None), &write_dot(&again, None)), "{file:?}");
        let said = [read_mermaid(&mermaid), read_dot(&dot)];
        for face in scene.nodes.iter().filter_map(|node| node.face()) {
            for said in &said {
                let begins =
                    |text: &String| text.strip_prefix(&face.name).is_some_and(|on| on.starts_with(['\n', ' ']));
                assert!(said.iter().any(begins), "{}", face.name);
            }
        }
    }
    assert!(count >= 10, "{count}");
}

/// Reads a flowchart line by line as far as this project writes it: frames close, edges and classes name nodes that are
/// there, nodes are there once. Returns its texts as they are drawn.
fn read_mermaid(text: &str) -> BTreeSet<String> {
    let mut lines = text.lines();
    let mut line = lines.next();
    if line == Some("---") {
        let title = lines.next().and_then(|line| line.strip_prefix("title: \"")?.strip_suffix('"')).expect("a title");
        assert!(!title.contains('"'), "{title}");
        assert_eq!(lines.next(), Some("---"));
        line = lines.next();
    }
    assert_eq!(line, Some("flowchart TB"));
    assert!(lines.next().expect("a description").starts_with("  accDescr: A flow of "));
    let (mut open, mut nodes, mut said) = (0, BTreeSet::new(), BTreeSet::new());
    for line in lines {
        let line = line.trim();
        let (before, quoted) = match line.split_once('"') {
            Some((before, rest)) => {
                let (quoted, after) = rest.split_once('"').expect("a quote closes");
                assert!(!after.contains('"'), "{line}");
                said.insert(drawn(quoted));
                (format!("{before}\"\"{after}"), true)
            }
            None => (line.to_owned(), false),
        };
        let words: Vec<&str> = before.split(' ').collect();
        match words[..] {
            ["end"] => open -= 1,
            ["subgraph", frame] => {
                open += 1;
                let id = frame.strip_suffix("[\"\"]").unwrap_or_else(|| panic!("{line}"));
                assert!(nodes.insert(id.to_owned()), "{line}");
            }
            [from, "-->" | "-.->", to] if !quoted => assert!(nodes.contains(from) && nodes.contains(to), "{line}"),
            [from, "-->|\"\"|" | "-.->|\"\"|", to] => assert!(nodes.contains(from) && nodes.contains(to), "{line}"),
            ["classDef", ..] => {}
            ["class", members, _] => assert!(members.split(',').all(|member| nodes.contains(member)), "{line}"),
            [node] => {
                let shapes = ["((\"\"))", "(((\"\")))", ">\"\"]", "(\"\")", "{\"\"}", "{{\"\"}}", "([\"\"])", "[\"\"]"];
                let id = node.find(|mark: char| !mark.is_ascii_alphanumeric()).map(|end| &node[..end]).unwrap_or(node);
                assert!(shapes.contains(&&node[id.len()..]), "{line}");
                assert!(nodes.insert(id.to_owned()), "{line}");
            }
            _ => panic!("{line}"),
        }
    }
    assert_eq!(open, 0);
    said
}

/// A label as Mermaid draws it: our breaks, then entity codes.
fn drawn(label: &str) -> String {
    let lines = label.split("<br>").map(|line| {
        assert!(!line.contains(['<', '>', '&', '`', '\\', '|']), "{line}");
        let mut parts = line.split('#');
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (code, rest) = part.split_once(';').expect("an entity code ends");
            out.push(match code {
                "quot" => '"',
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                number => number.parse().ok().and_then(char::from_u32).expect("the number of a character"),
            });
            out.push_str(rest);
        }
        // It cannot be seen.
        out.replace('\u{2060}', "")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Reads a graph as far as this project writes it: quotes and braces close, edges name nodes that are there. Returns its
/// texts as they are drawn.
fn read_dot(text: &str) -> BTreeSet<String> {
    let (mut open, mut nodes, mut said) = (0, BTreeSet::new(), BTreeSet::new());
    for line in text.lines() {
        let mut bare = String::new();
        let mut rest = line.trim();
        while let Some((before, quoted_on)) = rest.split_once('"') {
            bare.push_str(before);
            let mut quoted = String::new();
            let mut characters = quoted_on.char_indices();
            rest = loop {
                match characters.next().expect("a quote closes") {
                    (at, '"') => break &quoted_on[at + 1..],
                    (_, '\\') => match characters.next().expect("a mark after a backslash").1 {
                        'n' | 'l' => quoted.push('\n'),
                        mark @ ('"' | '\\') => quoted.push(mark),
                        other => panic!("\\{other} in {line}"),
                    },
                    (_, character) => quoted.push(character),
                }
            };
            assert!(quoted.match_indices('&').all(|(at, _)| quoted[at..].starts_with("&amp;")), "{line}");
            said.insert(quoted.replace("&amp;", "&"));
            bare.push('~');
        }
        bare.push_str(rest);
        let words: Vec<&str> = bare.split(' ').collect();
        match words[..] {
            ["digraph", "flow", "{"] | ["subgraph", _, "{"] => open += 1,
            ["}"] => open -= 1,
            ["graph" | "node" | "edge", ..] => assert!(bare.ends_with(']'), "{line}"),
            [from, "->", to, ..] => assert!(nodes.contains(from) && nodes.contains(to), "{line}"),
            [node, attributes, ..] if attributes.starts_with('[') => {
                assert!(bare.ends_with(']') && nodes.insert(node.to_owned()), "{line}");
            }
            _ => assert!(bare.starts_with(['l', 's']) && bare.contains('='), "{line}"),
        }
    }
    assert_eq!(open, 0);
    said
}
