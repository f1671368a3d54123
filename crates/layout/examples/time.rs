//! Prints how long layouts of flow-like graphs take: `cargo run --release -p flowglass-layout --example time`.

use flowglass_layout::{Edge, EdgeIndex, Graph, Level, LevelIndex, Node, NodeIndex, Options, Size, lay_out};
use std::hint::black_box;

fn main() {
    let cases: [(&str, Graph); 7] = [
        ("chain of 10,000", flow(10_000, |_, _| {})),
        ("chain of 10,000 with jumps", flow(10_000, jumps)),
        ("chain of 1,000 with jumps", flow(1_000, jumps)),
        ("chain of 1,000, each with an edge to the last", flow(1_000, |step, add| add(step, 999))),
        ("fan of 10,000", fan(10_000)),
        ("10,000 lanes", lanes(10_000)),
        ("nested groups, 3 lanes, depth 8", nested()),
    ];
    for (name, graph) in cases {
        let best = (0..5).map(|_| measure(&graph)).min().unwrap_or_default();
        println!("{:>9.2} ms  {name}, {} nodes", best.as_secs_f64() * 1e3, graph.nodes.len());
    }
}

#[expect(clippy::disallowed_methods, reason = "this program measures time")]
fn measure(graph: &Graph) -> std::time::Duration {
    let begin = std::time::Instant::now();
    black_box(lay_out(black_box(graph), &Options::default()));
    begin.elapsed()
}

/// A chain in one level, with more edges as `more` adds them.
fn flow(steps: u32, more: impl Fn(u32, &mut dyn FnMut(u32, u32))) -> Graph {
    let mut edges = Vec::new();
    for step in 0..steps {
        let mut add = |from: u32, to: u32| {
            if to < steps && from != to {
                edges.push(Edge::new(NodeIndex(from), NodeIndex(to)));
            }
        };
        add(step, step + 1);
        more(step, &mut add);
    }
    one_level(steps, edges)
}

fn jumps(step: u32, add: &mut dyn FnMut(u32, u32)) {
    let roll = step.wrapping_mul(2_654_435_761) >> 16;
    if roll.is_multiple_of(6) {
        add(step, step + 2 + roll % 5);
        add(step, step + 2 + roll % 3);
    } else if roll.is_multiple_of(19) {
        add(step, step.saturating_sub(1 + roll % 4));
    }
}

fn fan(targets: u32) -> Graph {
    let edges = (1..targets).flat_map(|target| {
        [Edge::new(NodeIndex(0), NodeIndex(target)), Edge::new(NodeIndex(target), NodeIndex(targets))]
    });
    one_level(targets + 1, edges.collect())
}

fn one_level(nodes: u32, edges: Vec<Edge>) -> Graph {
    let level = Level {
        nodes: (0..nodes).map(NodeIndex).collect(),
        edges: (0..edges.len() as u32).map(EdgeIndex).collect(),
        start: Some(NodeIndex(0)),
        caption: None,
    };
    Graph { nodes: vec![Node::leaf(196.0, 50.0); nodes as usize], levels: vec![level], edges, root: LevelIndex(0) }
}

fn lanes(count: u32) -> Graph {
    let mut graph = Graph::default();
    graph.nodes.push(Node { size: Size::new(196.0, 50.0), header: 32.0, lanes: (1..=count).map(LevelIndex).collect() });
    graph.levels.push(Level { nodes: vec![NodeIndex(0)], ..Level::default() });
    for lane in 1..=count {
        graph.nodes.push(Node::leaf(196.0, 50.0));
        graph.levels.push(Level { nodes: vec![NodeIndex(lane)], ..Level::default() });
    }
    graph
}

fn nested() -> Graph {
    let mut graph = Graph::default();
    graph.root = nest(&mut graph, 8);
    graph
}

/// A group of three lanes and a box after it; a box alone at the bottom.
fn nest(graph: &mut Graph, depth: u32) -> LevelIndex {
    let mut level = Level::default();
    if depth > 0 {
        let lanes = (0..3).map(|_| nest(graph, depth - 1)).collect();
        graph.nodes.push(Node { size: Size::new(196.0, 50.0), header: 32.0, lanes });
        let group = NodeIndex(graph.nodes.len() as u32 - 1);
        level.nodes.push(group);
        level.edges.push(EdgeIndex(graph.edges.len() as u32));
        graph.edges.push(Edge::new(group, NodeIndex(group.0 + 1)));
    }
    level.nodes.push(NodeIndex(graph.nodes.len() as u32));
    graph.nodes.push(Node::leaf(196.0, 50.0));
    graph.levels.push(level);
    LevelIndex(graph.levels.len() as u32 - 1)
}
