//! Writes pictures of sample graphs as SVG files into the folder given as argument: for looking at while tuning.
//!
//! `cargo run -p flowglass-layout --example draw -- FOLDER`

use flowglass_layout::{
    Edge, EdgeIndex, Graph, Layout, Level, LevelIndex, Node, NodeIndex, Options, Point, Rect, Size, lay_out,
};
use std::fmt::Write as _;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let folder = std::env::args().nth(1).ok_or("usage: draw FOLDER")?;
    std::fs::create_dir_all(&folder)?;
    for (name, graph) in samples() {
        let layout = lay_out(&graph, &Options::default());
        std::fs::write(format!("{folder}/{name}.svg"), svg(&graph, &layout)?)?;
    }
    Ok(())
}

/// Builds a graph from lines of words, one level at a time.
struct Sketch {
    graph: Graph,
}

/// What an edge of a sketch looks like: `-` plain, `!` at the side; a number is a label of that width.
type Line<'a> = (u32, u32, &'a str);

impl Sketch {
    fn new() -> Self {
        Self { graph: Graph::default() }
    }

    /// Adds boxes; a width below 60 makes a circle's box.
    fn boxes(&mut self, widths: &[f64]) -> Vec<u32> {
        let first = self.graph.nodes.len() as u32;
        self.graph.nodes.extend(widths.iter().map(|&width| Node::leaf(width, if width < 60.0 { width } else { 50.0 })));
        (first..first + widths.len() as u32).collect()
    }

    fn level(&mut self, nodes: &[u32], lines: &[Line<'_>]) -> u32 {
        let mut edges = Vec::new();
        for &(from, to, look) in lines {
            edges.push(EdgeIndex(self.graph.edges.len() as u32));
            let label = look.trim_start_matches(['-', '!']).parse().ok().map(|width| Size::new(width, 18.0));
            let (from, to) = (NodeIndex(nodes[from as usize]), NodeIndex(nodes[to as usize]));
            self.graph.edges.push(Edge { from, to, label, side: look.starts_with('!') });
        }
        let start = nodes.first().copied().map(NodeIndex);
        let nodes = nodes.iter().copied().map(NodeIndex).collect();
        self.graph.levels.push(Level { nodes, edges, start, caption: None });
        self.graph.levels.len() as u32 - 1
    }

    fn group(&mut self, lanes: &[u32]) -> u32 {
        let lanes = lanes.iter().copied().map(LevelIndex).collect();
        self.graph.nodes.push(Node { size: Size::new(196.0, 50.0), header: 32.0, lanes });
        self.graph.nodes.len() as u32 - 1
    }

    fn done(mut self, root: u32) -> Graph {
        self.graph.root = LevelIndex(root);
        self.graph
    }
}

fn flat(widths: &[f64], lines: &[Line<'_>]) -> Graph {
    let mut sketch = Sketch::new();
    let nodes = sketch.boxes(widths);
    let root = sketch.level(&nodes, lines);
    sketch.done(root)
}

fn samples() -> Vec<(&'static str, Graph)> {
    let w = 196.0;
    vec![
        ("chain", flat(&[18.0, w, w, w, 18.0], &[(0, 1, "-"), (1, 2, "-"), (2, 3, "-"), (3, 4, "-")])),
        ("diamond", flat(&[w; 4], &[(0, 1, "-52"), (0, 2, "-50"), (1, 3, "-"), (2, 3, "-")])),
        (
            "choice",
            flat(
                &[w; 6],
                &[(0, 1, "-90"), (0, 2, "-80"), (0, 3, "-120"), (0, 4, "-50"), (1, 5, "-"), (2, 5, "-"), (4, 5, "-")],
            ),
        ),
        ("skip", flat(&[w; 4], &[(0, 1, "-"), (0, 2, "-50"), (1, 2, "-"), (2, 3, "-"), (1, 3, "-70")])),
        (
            "loops",
            flat(
                &[w; 5],
                &[(0, 1, "-"), (1, 2, "-"), (2, 3, "-40"), (2, 1, "-60"), (3, 0, "-"), (3, 4, "-"), (3, 3, "-50")],
            ),
        ),
        (
            "errors",
            flat(
                &[w; 7],
                &[
                    (0, 1, "-"),
                    (1, 2, "-"),
                    (2, 3, "-"),
                    (3, 6, "-"),
                    (0, 4, "!54"),
                    (1, 4, "!54"),
                    (2, 4, "!54"),
                    (1, 5, "!80"),
                    (4, 6, "-"),
                    (5, 6, "-"),
                ],
            ),
        ),
        ("multi", flat(&[w; 3], &[(0, 1, "-"), (0, 1, "-50"), (0, 1, "-"), (1, 2, "-"), (1, 2, "-"), (0, 2, "!")])),
        ("order", order()),
        ("long", long(7)),
        ("trunk", long(14)),
        ("mix", random(7, 14)),
        ("mix2", random(21, 22)),
        ("mix3", random(5, 40)),
    ]
}

/// The flow of the visual target: stock, choice, parallel with an error edge, map, end.
fn order() -> Graph {
    let w = 196.0;
    let mut sketch = Sketch::new();
    let a = sketch.boxes(&[w]);
    let a = sketch.level(&a, &[]);
    let b = sketch.boxes(&[w, w]);
    let b = sketch.level(&b, &[(0, 1, "-")]);
    let settle = sketch.group(&[a, b]);
    let m = sketch.boxes(&[w, w, w]);
    let m = sketch.level(&m, &[(0, 1, "-60"), (0, 2, "-50")]);
    let map = sketch.group(&[m]);
    let n = sketch.boxes(&[18.0, w, w, w, 170.0, 18.0]);
    let nodes = [n[0], n[1], n[2], settle, n[3], map, n[4], n[5]];
    let lines = [
        (0, 1, "-"),
        (1, 2, "-"),
        (2, 3, "-52"),
        (2, 4, "-50"),
        (3, 5, "-"),
        (3, 6, "!54"),
        (5, 7, "-"),
        (4, 7, "-"),
        (6, 7, "-"),
    ];
    let root = sketch.level(&nodes, &lines);
    sketch.done(root)
}

/// A long flow with a common error handler and a retry loop.
fn long(steps: u32) -> Graph {
    let mut lines = Vec::new();
    for step in 0..steps {
        lines.push((step, step + 1, "-"));
        lines.push((step, steps + 2, "!54"));
    }
    lines.extend([(steps, steps + 1, "-"), (steps + 2, steps + 1, "-"), (steps - 1, 2, "-70"), (4, steps + 1, "-40")]);
    flat(&vec![196.0; steps as usize + 3], &lines)
}

/// A flow like those people write: mostly a chain, with choices, jumps ahead and back, and errors.
fn random(seed: u32, steps: u32) -> Graph {
    let mut state = seed;
    let mut next = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % below
    };
    let mut lines = Vec::new();
    for step in 0..steps - 1 {
        if next(4) == 0 {
            for _ in 0..=next(3) {
                let target =
                    if next(6) == 0 { step.saturating_sub(1 + next(4)) } else { (step + 2 + next(4)).min(steps - 1) };
                lines.push((step, target, "-60"));
            }
            lines.push((step, step + 1, "-50"));
        } else {
            lines.push((step, step + 1, "-"));
            if next(5) == 0 {
                lines.push((step, (step + 2 + next(3)).min(steps - 1), "!54"));
            }
        }
    }
    flat(&vec![196.0; steps as usize], &lines)
}

fn svg(graph: &Graph, layout: &Layout) -> Result<String, Failure> {
    let mut out = String::new();
    let Size { width, height } = layout.size;
    writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">"#
    )?;
    writeln!(
        out,
        r##"<defs><marker id="a" markerWidth="9" markerHeight="9" refX="7" refY="4" orient="auto"><path d="M0 .5 7.5 4 0 7.5z" fill="#667"/></marker></defs><rect width="100%" height="100%" fill="#f6f7f9"/>"##
    )?;
    let mut draw = |rect: &Rect, look: &str| {
        writeln!(out, r#"<rect x="{}" y="{}" width="{}" height="{}" {look}/>"#, rect.x, rect.y, rect.width, rect.height)
    };
    // Groups lie below what they hold, and are named after it here: the last ones are the outer ones.
    for (node, rect) in graph.nodes.iter().zip(&layout.nodes).rev() {
        if !node.lanes.is_empty() {
            draw(rect, r##"rx="14" fill="#eef0f4" stroke="#c9cdd6" stroke-dasharray="4 4""##)?;
        }
    }
    for (node, rect) in graph.nodes.iter().zip(&layout.nodes) {
        if node.lanes.is_empty() {
            draw(rect, r##"rx="9" fill="#fff" stroke="#8891a5" stroke-width="1.5""##)?;
        }
    }
    for (edge, route) in graph.edges.iter().zip(&layout.edges) {
        let colour = if route.back {
            "#2f6fd0"
        } else if edge.side {
            "#c0452c"
        } else {
            "#667"
        };
        let path = rounded(&route.points);
        writeln!(out, r#"<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.5" marker-end="url(#a)"/>"#)?;
        if let Some(label) = &route.label {
            writeln!(
                out,
                r##"<rect x="{}" y="{}" width="{}" height="{}" rx="5" fill="#fff8e0" stroke="#ddc"/>"##,
                label.x, label.y, label.width, label.height
            )?;
        }
    }
    for (index, rect) in layout.nodes.iter().enumerate() {
        let center = rect.center();
        if graph.nodes[index].lanes.is_empty() {
            writeln!(
                out,
                r#"<text x="{}" y="{}" font-family="sans-serif" font-size="12" text-anchor="middle">{index}</text>"#,
                center.x,
                center.y + 4.0
            )?;
        }
    }
    out.push_str("</svg>\n");
    Ok(out)
}

/// A path with rounded corners.
fn rounded(points: &[Point]) -> String {
    let mut path = String::new();
    for (index, point) in points.iter().enumerate() {
        let corner = index.checked_sub(1).and_then(|before| Some((points[before], *points.get(index + 1)?)));
        let Some((before, after)) = corner else {
            path += &format!("{}{} {}", if index == 0 { "M" } else { "L" }, point.x, point.y);
            continue;
        };
        let towards = |other: Point| {
            let (dx, dy) = (other.x - point.x, other.y - point.y);
            let length = dx.abs() + dy.abs();
            let radius = (length / 2.0).min(8.0) / length.max(1e-9);
            Point::new(point.x + dx * radius, point.y + dy * radius)
        };
        let (from, to) = (towards(before), towards(after));
        path += &format!("L{} {}Q{} {} {} {}", from.x, from.y, point.x, point.y, to.x, to.y);
    }
    path
}
