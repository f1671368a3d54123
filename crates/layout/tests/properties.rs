//! What holds of every layout in both directions, over a seeded generator of nested graphs.

use std::sync::LazyLock;

use flowglass_layout::{
    Direction, Edge, EdgeIndex, Graph, Layout, Level, LevelIndex, Memory, Node, NodeIndex, Options, Point, Rect, Size,
    lay_out, lay_out_again,
};

/// A linear congruential generator; the same numbers everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(below.max(1))) as u32
    }

    fn one_in(&mut self, chances: u32) -> bool {
        self.roll(chances) == 0
    }
}

fn graph(seed: u64) -> Graph {
    let mut dice = Dice(seed);
    let mut graph = Graph::default();
    // Some are long, so that many edges lead far to one box.
    let boxes = if dice.one_in(12) { 30 } else { 1 + dice.roll(14) };
    graph.root = level(&mut graph, &mut dice, boxes, 4);
    graph
}

/// A level like those of flows: a chain with choices, jumps, loops, errors, loose ends.
fn level(graph: &mut Graph, dice: &mut Dice, boxes: u32, depth: u32) -> LevelIndex {
    let mut nodes = Vec::new();
    for _ in 0..boxes {
        let mut node = Node::leaf(f64::from(18 + 20 * dice.roll(10)), f64::from(18 + 10 * dice.roll(5)));
        if depth > 0 && dice.one_in(5) {
            node.header = f64::from(dice.roll(2) * 30);
            for _ in 0..=dice.roll(3) {
                let boxes = dice.roll(6);
                node.lanes.push(level(graph, dice, boxes, depth - 1));
            }
        }
        nodes.push(NodeIndex(graph.nodes.len() as u32));
        graph.nodes.push(node);
    }
    let mut edges = Vec::new();
    let mut edge = |dice: &mut Dice, from: u32, to: u32| {
        let label = dice.one_in(3).then(|| Size::new(f64::from(20 + dice.roll(80)), 18.0));
        edges.push(EdgeIndex(graph.edges.len() as u32));
        let (from, to) = (nodes[from as usize], nodes[to as usize]);
        graph.edges.push(Edge { from, to, label, side: dice.one_in(4) });
    };
    for from in 0..boxes {
        if from + 1 < boxes && !dice.one_in(6) {
            edge(dice, from, from + 1);
        }
        if dice.one_in(3) {
            for _ in 0..dice.roll(4) {
                let to = dice.roll(boxes);
                edge(dice, from, to);
            }
        }
        if dice.one_in(12) {
            edge(dice, from, from);
        }
    }
    if boxes > 20 {
        let (handler, first) = (boxes - 1 - dice.roll(3), dice.roll(4));
        for step in 0..boxes {
            if dice.one_in(2) {
                let to = if dice.one_in(3) { first } else { handler };
                edge(dice, step, to);
            }
        }
    }
    let start = nodes.first().copied().filter(|_| !dice.one_in(5));
    let caption = dice.one_in(3).then(|| Size::new(f64::from(40 + dice.roll(200)), 16.0));
    graph.levels.push(Level { nodes, edges, start, caption });
    LevelIndex(graph.levels.len() as u32 - 1)
}

/// The graphs, each laid out in one direction and in the other.
static SAMPLES: LazyLock<Vec<(Graph, [Layout; 2])>> = LazyLock::new(|| {
    (0..600)
        .map(|seed| {
            let graph = graph(seed);
            let layouts = DIRECTIONS.map(|direction| lay_out(&graph, &options(direction)));
            (graph, layouts)
        })
        .collect()
});

const DIRECTIONS: [Direction; 2] = [Direction::TopToBottom, Direction::LeftToRight];

fn options(direction: Direction) -> Options {
    Options { direction, ..Options::default() }
}

fn check_every(holds: impl Fn(&Graph, &Layout) -> Result<(), String>) {
    for (seed, (graph, layouts)) in SAMPLES.iter().enumerate() {
        for (layout, direction) in layouts.iter().zip(DIRECTIONS) {
            if let Err(fault) = holds(graph, layout) {
                panic!("seed {seed}, {direction:?}: {fault}");
            }
        }
    }
}

fn ensure(holds: bool, fault: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(fault()) }
}

/// The pieces of a line as flat rectangles.
fn pieces(points: &[Point]) -> impl Iterator<Item = Rect> + '_ {
    points.windows(2).map(|pair| {
        let (a, b) = (pair[0], pair[1]);
        Rect::new(a.x.min(b.x), a.y.min(b.y), (a.x - b.x).abs(), (a.y - b.y).abs())
    })
}

/// Whether a flat piece has a point strictly inside a box.
fn enters(piece: &Rect, rect: &Rect) -> bool {
    let inside = rect.inflate(-0.01);
    piece.x < inside.right()
        && inside.x < piece.right().max(piece.x + 1e-9)
        && piece.y < inside.bottom()
        && inside.y < piece.bottom().max(piece.y + 1e-9)
}

fn on_border(point: Point, rect: &Rect) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() < 1e-6;
    let inside = rect.inflate(1e-6).contains(&Rect::new(point.x, point.y, 0.0, 0.0));
    inside
        && (near(point.x, rect.x)
            || near(point.x, rect.right())
            || near(point.y, rect.y)
            || near(point.y, rect.bottom()))
}

#[test]
fn boxes_of_a_level_keep_apart() {
    check_every(|graph, layout| {
        for level in &graph.levels {
            for (index, a) in level.nodes.iter().enumerate() {
                for b in &level.nodes[..index] {
                    let (a, b) = (layout.nodes[a.0 as usize], layout.nodes[b.0 as usize]);
                    ensure(!a.inflate(5.0).overlaps(&b.inflate(5.0)), || format!("{a:?} and {b:?}"))?;
                }
            }
        }
        Ok(())
    });
}

#[test]
fn groups_hold_their_lanes_and_lanes_their_boxes() {
    check_every(|graph, layout| {
        for (node, rect) in graph.nodes.iter().zip(&layout.nodes) {
            let body = Rect::new(rect.x, rect.y + node.header, rect.width, rect.height - node.header);
            ensure(rect.width >= node.size.width && rect.height >= node.size.height, || {
                format!("{rect:?} is too small")
            })?;
            for pair in node.lanes.windows(2) {
                let (left, right) = (layout.levels[pair[0].0 as usize], layout.levels[pair[1].0 as usize]);
                ensure(left.right() < right.x || left.bottom() < right.y, || format!("lanes {left:?} and {right:?}"))?;
            }
            for lane in &node.lanes {
                let area = layout.levels[lane.0 as usize];
                ensure(body.inflate(1e-6).contains(&area), || format!("lane {area:?} in {body:?}"))?;
            }
        }
        for (index, level) in graph.levels.iter().enumerate() {
            // Places inside a lane are whole pixels, the lane's border need not be.
            let area = layout.levels[index].inflate(0.51);
            for node in &level.nodes {
                let rect = layout.nodes[node.0 as usize];
                ensure(area.contains(&rect), || format!("box {rect:?} in lane {area:?}"))?;
                if let Some(caption) = layout.captions[index] {
                    ensure(!caption.overlaps(&rect), || format!("box {rect:?} on caption {caption:?}"))?;
                }
            }
            for edge in &level.edges {
                for point in &layout.edges[edge.0 as usize].points {
                    let point = Rect::new(point.x, point.y, 0.0, 0.0);
                    ensure(area.contains(&point), || format!("{point:?} of {edge:?} in lane {area:?}"))?;
                }
            }
        }
        let whole = Rect::new(0.0, 0.0, layout.size.width, layout.size.height);
        ensure(whole.contains(&layout.levels[graph.root.0 as usize]), || "the picture is too small".into())
    });
}

#[test]
fn routes_lead_from_box_to_box_by_right_angles() {
    check_every(|graph, layout| {
        for (edge, route) in graph.edges.iter().zip(&layout.edges) {
            let (from, to) = (layout.nodes[edge.from.0 as usize], layout.nodes[edge.to.0 as usize]);
            let (Some(&first), Some(&last)) = (route.points.first(), route.points.last()) else {
                return Err(format!("{edge:?} has no route"));
            };
            ensure(on_border(first, &from) && on_border(last, &to), || {
                format!("{edge:?}: {route:?}, {from:?} to {to:?}")
            })?;
            for piece in pieces(&route.points) {
                let right = (piece.width == 0.0) != (piece.height == 0.0);
                ensure(right, || format!("{edge:?}: {piece:?} is slanted or empty"))?;
            }
        }
        Ok(())
    });
}

#[test]
fn routes_pass_through_no_box() {
    check_every(|graph, layout| {
        for level in &graph.levels {
            for edge in &level.edges {
                for piece in pieces(&layout.edges[edge.0 as usize].points) {
                    for node in &level.nodes {
                        let rect = layout.nodes[node.0 as usize];
                        ensure(!enters(&piece, &rect), || format!("{edge:?} at {piece:?} enters {node:?} {rect:?}"))?;
                    }
                }
            }
        }
        Ok(())
    });
}

#[test]
fn labels_cover_nothing_but_their_own_line() {
    check_every(|graph, layout| {
        for level in &graph.levels {
            let labels: Vec<(EdgeIndex, Rect)> =
                level.edges.iter().filter_map(|&edge| Some((edge, layout.edges[edge.0 as usize].label?))).collect();
            let wanted = level.edges.iter().filter(|edge| graph.edges[edge.0 as usize].label.is_some()).count();
            ensure(labels.len() == wanted, || "a label is missing".into())?;
            for (index, &(edge, label)) in labels.iter().enumerate() {
                for node in &level.nodes {
                    let rect = layout.nodes[node.0 as usize];
                    ensure(!label.overlaps(&rect), || format!("label of {edge:?} {label:?} on {node:?} {rect:?}"))?;
                }
                for (other, second) in &labels[..index] {
                    ensure(!label.overlaps(second), || format!("labels of {edge:?} and {other:?}"))?;
                }
                for &other in level.edges.iter().filter(|&&other| other != edge) {
                    for piece in pieces(&layout.edges[other.0 as usize].points) {
                        ensure(!enters(&piece, &label), || {
                            format!("{other:?} at {piece:?} runs through {label:?} of {edge:?}")
                        })?;
                    }
                }
            }
        }
        Ok(())
    });
}

#[test]
fn pieces_of_lines_do_not_lie_on_each_other() {
    for (seed, (graph, layouts)) in SAMPLES.iter().enumerate() {
        for (layout, direction) in layouts.iter().zip(DIRECTIONS) {
            // Two edges that exchange their places between two rows may meet from one turn to the next.
            let turns = options(direction).edge_gap;
            let [in_flat, in_upright] = match direction {
                Direction::TopToBottom => [0.0, turns],
                Direction::LeftToRight => [turns, 0.0],
            };
            for level in &graph.levels {
                let lines = level
                    .edges
                    .iter()
                    .flat_map(|&edge| pieces(&layout.edges[edge.0 as usize].points).map(move |piece| (edge, piece)));
                let (flat, upright): (Vec<_>, Vec<_>) = lines.partition(|(_, piece)| piece.height == 0.0);
                for (index, (edge, a)) in flat.iter().enumerate() {
                    for (other, b) in &flat[..index] {
                        let apart = (a.y - b.y).abs() > 0.5 || a.right().min(b.right()) - a.x.max(b.x) <= in_flat;
                        let may = may_share(graph, *edge, *other, direction == Direction::LeftToRight);
                        assert!(apart || may, "seed {seed}, {direction:?}: {edge:?} {a:?} on {other:?} {b:?}");
                    }
                }
                for (index, (edge, a)) in upright.iter().enumerate() {
                    for (other, b) in &upright[..index] {
                        let apart = (a.x - b.x).abs() > 0.5 || a.bottom().min(b.bottom()) - a.y.max(b.y) <= in_upright;
                        let may = may_share(graph, *edge, *other, direction == Direction::TopToBottom);
                        assert!(apart || may, "seed {seed}, {direction:?}: {edge:?} {a:?} on {other:?} {b:?}");
                    }
                }
            }
        }
    }
}

/// Edges to one box may share the end of their way; at a box too narrow for all of them they share a port, and so the way
/// out of it in the flow's direction.
fn may_share(graph: &Graph, one: EdgeIndex, other: EdgeIndex, in_direction: bool) -> bool {
    let (one, other) = (&graph.edges[one.0 as usize], &graph.edges[other.0 as usize]);
    one.to == other.to || (in_direction && one.from == other.from)
}

#[test]
fn the_same_graph_gives_the_same_layout() {
    for (seed, (graph, layouts)) in SAMPLES.iter().enumerate() {
        for (layout, direction) in layouts.iter().zip(DIRECTIONS) {
            assert_eq!(lay_out(graph, &options(direction)), *layout, "seed {seed}, {direction:?}");
        }
    }
}

#[test]
fn a_graph_laid_out_again_after_a_change_is_as_one_laid_out_anew() {
    for (seed, (graph, _)) in SAMPLES.iter().enumerate() {
        for direction in DIRECTIONS {
            let options = options(direction);
            let (_, memory) = lay_out_again(graph, &options, &Memory::default());
            let mut changed = graph.clone();
            if let Some(node) = changed.nodes.get_mut(seed % graph.nodes.len().max(1)) {
                node.size.width += 40.0;
            }
            let (again, memory) = lay_out_again(&changed, &options, &memory);
            assert_eq!(again, lay_out(&changed, &options), "seed {seed}, {direction:?}");
            // The changed node's level, and at most all those around it.
            assert!(memory.laid_out() <= 5, "seed {seed}, {direction:?}: {}", memory.laid_out());
        }
    }
}

#[test]
fn edges_run_on_in_the_direction_unless_they_are_loops() {
    for (seed, (graph, layouts)) in SAMPLES.iter().enumerate() {
        for (layout, direction) in layouts.iter().zip(DIRECTIONS) {
            for (edge, route) in graph.edges.iter().zip(&layout.edges).filter(|(_, route)| !route.back) {
                let (from, to) = (layout.nodes[edge.from.0 as usize], layout.nodes[edge.to.0 as usize]);
                let onwards = match direction {
                    Direction::TopToBottom => from.bottom() < to.y,
                    Direction::LeftToRight => from.right() < to.x,
                };
                assert!(onwards, "seed {seed}, {direction:?}: {edge:?} {route:?}");
            }
        }
    }
}

#[test]
fn impossible_numbers_and_strange_graphs_are_survived() {
    let odd = [f64::NAN, f64::INFINITY, -5.0, 0.0];
    let options = Options {
        node_gap: odd[0],
        rank_gap: odd[1],
        lane_gap: odd[2],
        padding: odd[3],
        edge_gap: odd[0],
        port_gap: odd[2],
        ..Options::default()
    };
    for seed in 0..100 {
        let mut graph = graph(seed);
        for (index, node) in graph.nodes.iter_mut().enumerate() {
            node.size = Size::new(odd[index % 4], odd[(index / 4) % 4]);
            node.header = odd[(index / 2) % 4];
        }
        for (index, edge) in graph.edges.iter_mut().enumerate() {
            edge.label = Some(Size::new(odd[index % 4], 10.0));
        }
        // Every level also claims the first node, and every node the root.
        for level in &mut graph.levels {
            level.nodes.push(NodeIndex(0));
            level.edges.push(EdgeIndex(0));
            level.start = Some(NodeIndex(seed as u32));
        }
        let root = graph.root;
        for node in &mut graph.nodes {
            node.lanes.push(root);
        }
        let layout = lay_out(&graph, &options);
        let finite = |rect: &Rect| [rect.x, rect.y, rect.width, rect.height].iter().all(|number| number.is_finite());
        assert!(layout.nodes.iter().all(finite) && layout.levels.iter().all(finite), "seed {seed}");
    }
}
