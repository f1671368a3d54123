//! Flows some of whose groups are closed: what is drawn, where it stands, and what is told of what is hidden.

use flowglass_diagram::svg::tree_places;
use flowglass_diagram::{
    Closed, Direction, Inside, Memory, NodeIndex, NodeStatus, Overlay, Rect, Scene, Shape, accessible_name, draw_again,
    draw_closed, graph, groups,
};
use flowglass_flow::{Flow, StepId};
use flowglass_history::{History, fold};
use generated::{Dice, State, flow, states};

mod generated;

const NESTED: &str = "version: v1
type: flow
name: nested
steps:
  - {type: pass, name: first}
  - type: parallel
    name: outer
    branches:
      - steps:
          - {type: pass, name: a}
          - type: foreach
            name: inner
            iterationMapping: {collection: $.x, item: i}
            steps: [{type: task, name: b, resourceArn: 'acs:fc:::services/s/functions/f'}]
      - steps: [{type: pass, name: c}]
  - type: choice
    name: which
    choices: [{condition: $.n > 9, steps: [{type: pass, name: arm}]}]
    default: {goto: outer}
  - {type: succeed, name: last}
";

fn nested() -> Flow {
    flowglass_flow::parse(NESTED).flow.expect("the fixture is a flow")
}

fn step(flow: &Flow, name: &str) -> StepId {
    flow.steps().find(|(_, step)| step.name.value == name).expect("it is in the flow").0
}

fn closed(flow: &Flow, names: &[&str]) -> Closed {
    names.iter().map(|name| step(flow, name)).collect()
}

fn name(scene: &Scene, node: NodeIndex) -> String {
    match &scene.node(node).shape {
        Shape::Start => "START".to_owned(),
        Shape::End => "END".to_owned(),
        Shape::Stub(label) => label.full.clone(),
        Shape::Box(_, face, _) | Shape::Group(_, face, _) => face.name.clone(),
    }
}

#[test]
fn a_closed_group_is_a_box_with_all_its_edges_and_nothing_inside() {
    let flow = nested();
    let check = |names: &[&str], nodes: &str, edges: &str| {
        let scene = draw_closed(&flow, Direction::TopToBottom, &closed(&flow, names));
        let told = |node: (NodeIndex, &flowglass_diagram::SceneNode)| {
            let hidden = node.1.face().and_then(|face| face.hidden);
            name(&scene, node.0) + &hidden.map_or(String::new(), |steps| format!("({steps})"))
        };
        assert_eq!(scene.nodes().map(told).collect::<Vec<_>>().join(" "), nodes, "{names:?}");
        let told = scene.edges().map(|(_, edge)| format!("{}>{}", name(&scene, edge.from), name(&scene, edge.to)));
        assert_eq!(told.collect::<Vec<_>>().join(" "), edges, "{names:?}");
    };
    let around = "START>first first>outer outer>which which>outer which>last last>END";
    check(&[], "START first outer a inner b c which arm last END", &format!("a>inner {around}"));
    check(&["inner"], "START first outer a inner(1) c which arm last END", &format!("a>inner {around}"));
    check(&["outer"], "START first outer(4) which arm last END", around);
    // What is closed in a closed group is not seen.
    check(&["outer", "inner"], "START first outer(4) which arm last END", around);
    check(&["outer", "inner", "which"], "START first outer(4) which(1) last END", around);
    // What is no group cannot be closed.
    check(&["first", "b"], "START first outer a inner b c which arm last END", &format!("a>inner {around}"));
}

#[test]
fn a_closed_box_says_what_it_hides() {
    let flow = nested();
    let scene = draw_closed(&flow, Direction::TopToBottom, &closed(&flow, &["outer", "which"]));
    let places = tree_places(&scene);
    let words = |name: &str| {
        let node = scene.node_of(step(&flow, name)).expect("it is drawn");
        accessible_name(&scene, node, places[node.0 as usize], None)
    };
    assert_eq!(words("outer"), "outer, parallel, 2 branches, 4 steps inside, step 2 of 4, next: which");
    assert!(words("which").contains(", 1 step inside, "), "{}", words("which"));
    let node = scene.node_of(step(&flow, "outer")).expect("it is drawn");
    let Shape::Box(_, _, fitted) = &scene.node(node).shape else { panic!("a closed group is a box") };
    assert_eq!(fitted.second, "parallel · 2 branches · 4 steps");
    assert_eq!((scene.node_of(step(&flow, "b")), scene.shown_at(step(&flow, "b"))), (None, Some(node)));
    let open = draw_closed(&flow, Direction::TopToBottom, &Closed::default());
    assert!(flow.steps().all(|(id, _)| open.node_of(id).is_some() && open.shown_at(id) == open.node_of(id)));
    // The file tells of all steps.
    let svg = flowglass_diagram::svg::write_svg(&scene, None, flowglass_diagram::svg::Theme::Auto);
    assert!(svg.contains("<desc>A flow of 9 steps.</desc>"), "{svg}");
}

#[test]
fn a_long_second_line_leaves_room_for_the_number_of_steps() {
    let text = NESTED.replace("collection: $.x", "collection: $.a.very.long.path.to.the.items.of.the.order");
    let flow = flowglass_flow::parse(&text).flow.expect("the fixture is a flow");
    let scene = draw_closed(&flow, Direction::TopToBottom, &closed(&flow, &["inner"]));
    let node = scene.node_of(step(&flow, "inner")).expect("it is drawn");
    let Shape::Box(_, _, fitted) = &scene.node(node).shape else { panic!("a closed group is a box") };
    assert!(fitted.second.starts_with("map · $.a.very") && fitted.second.ends_with("… · 1 step"), "{}", fitted.second);
}

/// The states of `outer` and `inner` when some groups are closed, at the end of a history.
fn check_run(names: &[&str], events: &str, outer: (NodeStatus, Option<&str>), summary: &str) {
    let flow = nested();
    let scene = draw_closed(&flow, Direction::TopToBottom, &closed(&flow, names));
    let history = History::from_lines(events).expect("the fixture is a history");
    let overlay = Overlay::from_run(&flow, &scene, &fold(&history, history.len()), &history);
    let state = overlay.node(scene.node_of(step(&flow, "outer")).expect("it is drawn"));
    let inside = state.inside.map(Inside::words);
    assert_eq!((state.status, inside.as_deref()), outer, "{names:?} {events}");
    assert_eq!(overlay.summary(&scene), summary, "{names:?} {events}");
}

const BEGUN: &str = r#"
1 <- 0  ExecutionStarted  {}
2 <- 1  StepEntered    first  {}
3 <- 2  StepSucceeded  first  {}
4 <- 3  StepExited     first  {}
5 <- 4  StepEntered    outer  {}
6 <- 5  StepStarted    outer  {}
7 <- 6  ParallelBranchStarted  outer  {"parallelIndex":0}
8 <- 7  StepEntered    a  {}
9 <- 8  StepSucceeded  a  {}
10 <- 9  StepExited    a  {}
11 <- 10  StepEntered  inner  {}
12 <- 11  StepStarted  inner  {}
"#;

#[test]
fn a_closed_group_tells_what_happens_inside() {
    use NodeStatus::{Failed, Running};
    let running = "Execution Running: 2 running, 2 succeeded.";
    check_run(&[], BEGUN, (Running, None), running);
    check_run(&["outer"], BEGUN, (Running, Some("1 running")), running);
    let iteration = format!(
        "{BEGUN}13 <- 12  IterationStarted  inner  {{\"iterationIndex\":0}}\n14 <- 13  StepEntered  b  {{}}\n\
         15 <- 14  StepStarted  b  {{}}\n16 <- 15  TaskScheduled  b  {{}}\n17 <- 16  TaskStarted  b  {{}}\n"
    );
    check_run(&["outer"], &iteration, (Running, Some("2 running")), "Execution Running: 3 running, 2 succeeded.");
    let failed = format!(
        "{iteration}18 <- 17  TaskFailed  b  {{\"error\":\"Bad\",\"cause\":\"\"}}\n19 <- 18  StepFailed  b  {{\"error\":\"Bad\",\"cause\":\"\"}}\n"
    );
    let summary = "Execution Running: 2 running, 2 succeeded, 1 failed.";
    // What went wrong matters more than what still runs.
    check_run(&["outer"], &failed, (Running, Some("1 failed")), summary);
    check_run(&["inner"], &failed, (Running, None), summary);
    let ended = format!(
        "{failed}20 <- 19  StepFailed  inner  {{\"error\":\"Bad\",\"cause\":\"\"}}\n21 <- 20  StepFailed  outer  {{\"error\":\"Bad\",\"cause\":\"\"}}\n\
         22 <- 21  ExecutionFailed  {{\"error\":\"Bad\",\"cause\":\"\"}}\n"
    );
    check_run(&["outer"], &ended, (Failed, Some("2 failed")), "Execution Failed: 2 succeeded, 3 failed.");
}

#[test]
fn the_way_of_a_run_is_the_same_around_a_closed_group() {
    let flow = nested();
    let history = History::from_lines(BEGUN).expect("the fixture is a history");
    let view = fold(&history, history.len());
    let ways = |names: &[&str]| {
        let scene = draw_closed(&flow, Direction::TopToBottom, &closed(&flow, names));
        let overlay = Overlay::from_run(&flow, &scene, &view, &history);
        let told = scene.edges().filter(|(_, edge)| scene.node(edge.from).parent.is_none()).map(|(index, edge)| {
            format!("{}>{} {:?}", name(&scene, edge.from), name(&scene, edge.to), overlay.edge(index))
        });
        told.collect::<Vec<_>>()
    };
    let open = ways(&[]);
    assert!(
        open.contains(&"first>outer Taken".to_owned()) && open.contains(&"outer>which Open".to_owned()),
        "{open:?}"
    );
    for names in [&["outer"][..], &["inner"], &["which"], &["outer", "inner", "which"]] {
        assert_eq!(ways(names), open, "{names:?}");
    }
}

/// A flow, and a random half of its groups.
fn some_closed(seed: u64) -> (Vec<State>, Flow, Closed) {
    let mut dice = Dice(seed);
    let list = states(&mut dice, &mut 0, 30, 3);
    let flow = flow(&list);
    let closed = groups(&flow).filter(|_| dice.one_in(2)).collect();
    (list, flow, closed)
}

#[test]
fn boxes_keep_apart_whatever_is_closed() {
    let mut hidden = 0;
    for seed in 0..150 {
        let (_, flow, closed) = some_closed(seed);
        for direction in [Direction::TopToBottom, Direction::LeftToRight] {
            let scene = draw_closed(&flow, direction, &closed);
            hidden += flow.steps().filter(|(id, _)| scene.node_of(*id).is_none()).count();
            for (index, node) in scene.nodes() {
                assert!(node.rect.width > 0.0 && node.rect.height > 0.0, "seed {seed}: {}", name(&scene, index));
                if let Some(group) = node.parent {
                    assert!(scene.node(group).is_group() && scene.node(group).rect.contains(&node.rect), "seed {seed}");
                }
                let others = scene.nodes().skip(index.0 as usize + 1).filter(|(_, other)| other.parent == node.parent);
                for (other, there) in others {
                    let both = (name(&scene, index), name(&scene, other));
                    assert!(!node.rect.overlaps(&there.rect), "seed {seed}: {both:?}");
                }
            }
            let loops = scene.edges().filter(|(_, edge)| edge.from == edge.to).count();
            let open = draw_closed(&flow, direction, &Closed::default());
            let before = open.edges().filter(|(_, edge)| edge.from == edge.to).count();
            assert!(loops <= before, "seed {seed}: closing makes no loops");
        }
    }
    assert!(hidden > 1_000, "only {hidden} steps were hidden");
}

#[test]
fn no_edge_runs_through_a_closed_box() {
    for seed in 0..100 {
        let (_, flow, closed) = some_closed(seed);
        let graph = graph(&flow, &closed);
        let layout = flowglass_layout::lay_out(&graph.boxes, &flowglass_layout::Options::default());
        for level in &graph.boxes.levels {
            for edge in &level.edges {
                let ends = &graph.boxes.edges[edge.0 as usize];
                let points = &layout.edges[edge.0 as usize].points;
                let foreign = level.nodes.iter().filter(|node| **node != ends.from && **node != ends.to);
                for node in foreign {
                    let inner = layout.nodes[node.0 as usize].inflate(-1.0);
                    for pair in points.windows(2) {
                        let (x, y) = (pair[0].x.min(pair[1].x), pair[0].y.min(pair[1].y));
                        let line = Rect::new(x, y, (pair[0].x - pair[1].x).abs(), (pair[0].y - pair[1].y).abs());
                        assert!(!line.inflate(0.1).overlaps(&inner), "seed {seed}: {edge:?} runs through {node:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn closing_a_group_lays_out_only_the_lists_around_it_and_moves_nothing_above() {
    let (mut toggled, mut above, mut moved) = (0, 0, 0);
    for seed in 0..100 {
        let (_, flow, mut closed) = some_closed(seed);
        let (before, memory) = draw_again(&flow, Direction::TopToBottom, &closed, &Memory::default());
        let Some(group) = groups(&flow).find(|group| before.node_of(*group).is_some()) else { continue };
        closed.toggle(group);
        let (after, memory) = draw_again(&flow, Direction::TopToBottom, &closed, &memory);
        let around = flow.containers(group).len();
        let opened = if closed.has(group) { 0 } else { flow.step(group).kind.scopes().len() };
        assert!(memory.laid_out() <= 1 + around + opened + inner_lists(&flow, &closed, group), "seed {seed}");
        toggled += 1;
        let place = |scene: &Scene, step| scene.node(scene.node_of(step).expect("it is drawn")).rect;
        let top = place(&before, group).y;
        for other in &flow.scope(flow.step(group).scope).steps {
            let (old, new) = (place(&before, *other), place(&after, *other));
            if old.bottom() <= top {
                above += 1;
                moved += usize::from((old.y - new.y).abs() > 1.0);
            }
        }
    }
    assert!(toggled > 60 && above > 500, "{toggled} groups, {above} boxes above them");
    assert_eq!(moved, 0, "of {above} boxes");
}

/// How many lists stand in groups inside of an open group.
fn inner_lists(flow: &Flow, closed: &Closed, group: StepId) -> usize {
    if closed.has(group) {
        return 0;
    }
    let inside = |step: &StepId| flow.containers(*step).iter().any(|owner| owner.step == group);
    groups(flow).filter(inside).map(|group| flow.step(group).kind.scopes().len()).sum()
}
