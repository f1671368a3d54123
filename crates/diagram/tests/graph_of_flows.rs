//! What is drawn of a flow: nodes with their words, lanes with their captions, edges with their labels.

use flowglass_diagram::{Closed, EdgeKind, Face, Graph, LevelIndex, Meaning, NodeIndex, graph};

/// The graph as lines: nodes with what stands in them, then the edges of the same lane.
fn lines(graph: &Graph) -> Vec<String> {
    let mut lines = Vec::new();
    lane(graph, LevelIndex(0), "", &mut lines);
    lines
}

fn lane(graph: &Graph, index: LevelIndex, indent: &str, lines: &mut Vec<String>) {
    let level = &graph.boxes.levels[index.0 as usize];
    for node in &level.nodes {
        lines.push(format!("{indent}{}", words(graph, *node)));
        for inner in &graph.boxes.nodes[node.0 as usize].lanes {
            let caption = graph.lanes[inner.0 as usize].caption.as_deref().unwrap_or("-");
            lines.push(format!("{indent}  | {caption}"));
            lane(graph, *inner, &format!("{indent}    "), lines);
        }
    }
    for index in &level.edges {
        let (ends, edge) = (&graph.boxes.edges[index.0 as usize], &graph.edges[index.0 as usize]);
        let arrow = if edge.kind == EdgeKind::Error { "~>" } else { "->" };
        let label = edge.label.as_ref().map(|label| format!(" [{label}]")).unwrap_or_default();
        assert_eq!(ends.side, edge.kind == EdgeKind::Error);
        lines.push(format!("{indent}{} {arrow} {}{label}", name(graph, ends.from), name(graph, ends.to)));
    }
}

fn face(graph: &Graph, node: NodeIndex) -> Option<&Face> {
    match &graph.nodes[node.0 as usize].meaning {
        Meaning::Step { face, .. } => Some(face),
        Meaning::Start | Meaning::End | Meaning::Stub(_) => None,
    }
}

fn name(graph: &Graph, node: NodeIndex) -> String {
    match &graph.nodes[node.0 as usize].meaning {
        Meaning::Start => "START".to_owned(),
        Meaning::End => "END".to_owned(),
        Meaning::Stub(text) => format!("?{text}"),
        Meaning::Step { face, .. } => face.name.clone(),
    }
}

fn words(graph: &Graph, node: NodeIndex) -> String {
    let Some(face) = face(graph, node) else { return name(graph, node) };
    let badges: Vec<String> = face.badges.iter().map(flowglass_diagram::Badge::words).collect();
    let badges = if badges.is_empty() { String::new() } else { format!(" ({})", badges.join(", ")) };
    format!("{} <{}> {}{badges}", face.name, face.icon.name(), face.second)
}

fn graph_of(text: &str) -> Graph {
    graph(&flowglass_flow::parse(text).flow.expect("the fixture is a flow"), &Closed::default())
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(lines(&graph_of(text)), expected, "{text}");
}

fn legacy(steps: &str, expected: &[&str]) {
    check(&format!("version: v1\ntype: flow\nsteps: {steps}\n"), expected);
}

fn machine(states: &str, expected: &[&str]) {
    check(&format!("{{Type: StateMachine, SpecVersion: v1, Name: f, StartAt: A, States: {states}}}"), expected);
}

#[test]
fn sequences_lead_from_start_to_end() {
    legacy(
        "[{type: pass, name: a, outputMappings: [{target: x, source: 1}, {target: y, source: 2}]}, {type: pass, name: b}]",
        &["START", "a <pass> sets x, y", "b <pass> pass", "END", "START -> a", "a -> b", "b -> END"],
    );
    legacy(
        "[{type: pass, name: a, end: true}, {type: succeed, name: b}, {type: fail, name: c, error: E, cause: so}]",
        &[
            "START",
            "a <pass> pass",
            "b <succeed> ends here",
            "c <fail> E: so",
            "END",
            "START -> a",
            "a -> END",
            "b -> END",
        ],
    );
    machine(
        "[{Type: Pass, Name: A, Next: B}, {Type: Succeed, Name: B}, {Type: Fail, Name: C, Code: Bad, Detail: ''}]",
        &["START", "A <pass> pass", "B <succeed> ends here", "C <fail> Bad", "END", "START -> A", "A -> B", "B -> END"],
    );
}

#[test]
fn tasks_say_what_they_call_and_how() {
    let check = |task: &str, second: &str| {
        let graph = graph_of(&format!("version: v1\ntype: flow\nsteps: [{{type: task, name: t, {task}}}]\n"));
        assert_eq!(words(&graph, NodeIndex(1)), format!("t <task> {second}"), "{task}");
    };
    check("resourceArn: 'acs:fc:::services/pay/functions/charge'", "FC · pay/charge");
    check("resourceArn: 'acs:mns:::/queues/depot/messages', pattern: waitForCallback", "callback · MNS · depot");
    check("resourceArn: 'acs:fnf:::flow/pay', pattern: sync, timeoutSeconds: 7200", "sync · flow · pay (at most 2 h)");
    check("action: 'ocr:RecognizeText'", "ocr · RecognizeText");
    check(
        "resourceArn: 'acs:fnf:::flow/x', retry: [{errors: [A], maxAttempts: 2}, {errors: [B], maxAttempts: 1}]",
        "flow · x (3 retries)",
    );

    let check = |task: &str, second: &str| {
        let graph = graph_of(&format!(
            "{{Type: StateMachine, SpecVersion: v1, Name: f, StartAt: A, States: [{{Type: Task, Name: A, End: true, {task}}}]}}"
        ));
        assert_eq!(words(&graph, NodeIndex(1)), format!("A <task> {second}"), "{task}");
    };
    check("Action: 'FC:InvokeFunction'", "FC · InvokeFunction");
    check(
        "Action: 'FC:InvokeFunction', Parameters: {resourceArn: 'acs:fc:::services/pay/functions/charge'}",
        "FC · pay/charge",
    );
    check("Action: 'FC:InvokeFunction', Parameters: {resourceArn.$: $Input.fn}", "FC · $Input.fn");
    check(
        "Action: 'FNF:StartExecution', TaskMode: WaitForSystemCallback, Parameters: {resourceArn: 'acs:fnf:::flow/pay'}",
        "sync · flow · pay",
    );
    check(
        "Action: 'HTTP:Request', Timeout: 0, Parameters: {url: 'https://example.com/a', method: post}",
        "HTTP · POST example.com/a",
    );
    check("Action: 'OSS:GetObject', Timeout: 90, Parameters: {bucket: b}", "OSS · GetObject (at most 90 s)");
    check("Action: 'OSS:GetObject', Timeout.$: $Input.t", "OSS · GetObject (at most $Input.t)");
    check("TaskMode: WaitForCustomCallback", "callback");
}

#[test]
fn other_kinds_say_what_they_do() {
    machine(
        "[{Type: Wait, Name: A, Seconds: 10, Next: B}, {Type: Wait, Name: B, Seconds.$: $Input.s, Next: C}, \
          {Type: Pass, Name: C, OutputConstructor: {total: 1, tax.$: $Input.t}, Next: D}, {Type: Foo, Name: D, End: true}]",
        &[
            "START",
            "A <wait> wait 10 s",
            "B <wait> wait $Input.s s",
            "C <pass> sets total, tax",
            "D <unknown> unknown type Foo",
            "END",
            "START -> A",
            "A -> B",
            "B -> C",
            "C -> D",
            "D -> END",
        ],
    );
}

#[test]
fn choices_label_their_ways() {
    machine(
        "[{Type: Choice, Name: A, Branches: [{Condition: $Input.x > 1, Next: B}, {Condition: $Input.x > 0, Next: A}], Default: C}, \
          {Type: Succeed, Name: B}, {Type: Succeed, Name: C}]",
        &[
            "START",
            "A <choice> 3 ways",
            "B <succeed> ends here",
            "C <succeed> ends here",
            "END",
            "START -> A",
            "A -> B [$Input.x > 1]",
            "A -> A [$Input.x > 0]",
            "A -> C [default]",
            "B -> END",
            "C -> END",
        ],
    );
    // Ways to the same place become one.
    legacy(
        "[{type: choice, name: c, choices: [{condition: $.a == 1, goto: e}, {condition: $.a == 2, goto: e}, {condition: $.a == 3}]}, \
          {type: pass, name: d}, {type: pass, name: e}]",
        &[
            "START",
            "c <choice> 3 ways",
            "d <pass> pass",
            "e <pass> pass",
            "END",
            "START -> c",
            "c -> e [$.a == 1 or $.a == 2]",
            "c -> d [$.a == 3 or otherwise]",
            "d -> e",
            "e -> END",
        ],
    );
}

#[test]
fn legacy_choices_with_steps_are_groups() {
    // The first arm fails, the second jumps, the default jumps: nothing leads to `after`.
    legacy(
        "[{type: choice, name: c, choices: [{condition: $.a == 1, steps: [{type: fail, name: f}]}, {condition: $.a == 2, goto: c}], \
           default: {steps: [{type: pass, name: p}], goto: z}}, {type: pass, name: after}, {type: pass, name: z}]",
        &[
            "START",
            "c <choice> 3 ways",
            "  | $.a == 1",
            "    f <fail> fails here",
            "  | default",
            "    p <pass> pass",
            "after <pass> pass",
            "z <pass> pass",
            "END",
            "START -> c",
            "c -> c [$.a == 2]",
            "c -> z [default]",
            "after -> z",
            "z -> END",
        ],
    );
    // Without a default nothing may match, and an arm that comes to its end goes on.
    for arm in [
        "{condition: $.a == 1, steps: [{type: fail, name: f}]}], default: {steps: [{type: pass, name: g}]",
        "{condition: $.a == 1, steps: [{type: fail, name: f}]}, {condition: $.a == 2, steps: [{type: pass, name: g}]",
    ] {
        let graph = graph_of(&format!(
            "version: v1\ntype: flow\nsteps: [{{type: choice, name: c, choices: [{arm}}}{}, {{type: pass, name: d}}]\n",
            if arm.contains("default") { "}" } else { "]}" }
        ));
        assert!(lines(&graph).contains(&"c -> d".to_owned()), "{arm}");
    }
}

#[test]
fn containers_are_groups_with_lanes() {
    machine(
        "[{Type: Parallel, Name: A, Branches: [{StartAt: X, States: [{Type: Pass, Name: X, End: true}]}, {StartAt: X, States: [{Type: Pass, Name: X, End: true}]}], \
           Retry: [{Errors: [FnF.ALL], MaxAttempts: 1}], Catch: [{Errors: [E1, E2], Next: C}, {Errors: [FnF.ALL], Next: C}], Next: B}, \
          {Type: Map, Name: B, ItemsPath: $Input.items, MaxConcuccency: 5, Processor: {StartAt: Y, States: [{Type: Succeed, Name: Y}]}, End: true}, {Type: Fail, Name: C}]",
        &[
            "START",
            "A <parallel> parallel · 2 branches (1 retry, 2 catch rules)",
            "  | -",
            "    X <pass> pass",
            "  | -",
            "    X <pass> pass",
            "B <map> map · $Input.items (5 at a time)",
            "  | -",
            "    Y <succeed> ends here",
            "C <fail> fails here",
            "END",
            "START -> A",
            "A -> B",
            "A ~> C [E1, E2 or FnF.ALL]",
            "B -> END",
        ],
    );
    let lane = "{steps: [{type: pass, name: p}]}";
    let graph = graph_of(&format!(
        "version: v1\ntype: flow\nsteps: [{{type: parallel, name: a, branches: [{lane}, {lane}, {lane}]}}]\n"
    ));
    let captions: Vec<_> = graph.lanes.iter().filter_map(|lane| lane.caption.as_deref()).collect();
    assert_eq!(captions, ["branch 0", "branch 1", "branch 2"]);
}

#[test]
fn what_leads_nowhere_ends_in_a_stub() {
    machine(
        "[{Type: Pass, Name: B, Next: Lost}, {Type: Pass, Name: C, Next: Lost}, {Type: Pass, Name: D}]",
        &[
            "START",
            "B <pass> pass",
            "C <pass> pass",
            "D <pass> pass",
            "?A",
            "?Lost",
            "?no Next",
            "START -> ?A",
            "B -> ?Lost",
            "C -> ?Lost",
            "D -> ?no Next",
        ],
    );
    machine("[]", &["START", "?A", "START -> ?A"]);
    legacy("[]", &["START", "?no steps", "START -> ?no steps"]);
    check(
        "{Type: StateMachine, SpecVersion: v1, Name: f, States: [{Type: Pass, Name: B, End: true}]}",
        &["START", "B <pass> pass", "?no StartAt", "END", "START -> ?no StartAt", "B -> END"],
    );
}

#[test]
fn names_of_any_kind_become_words() {
    legacy(
        "[{type: pass, name: \"<b>\\e[1m\\n x\"}, {type: pass, name: ''}]",
        &[
            "START",
            "<b>\u{fffd}[1m x <pass> pass",
            "(no name) <pass> pass",
            "END",
            "START -> <b>\u{fffd}[1m x",
            "<b>\u{fffd}[1m x -> (no name)",
            "(no name) -> END",
        ],
    );
}
