//! The levels of a graph, from the innermost to the whole picture.

use crate::level::{self, Arrow, Drawing, Flat};
use crate::{Direction, Graph, Layout, LevelIndex, Node, NodeIndex, Options, Point, Rect, Route, Size};

/// Lays out a graph: every level by itself, as one box in the level around it.
///
/// The same graph always gives the same layout. Time is about linear in the size of the graph, except for edges that pass
/// many rows, which cost as much as the rows they pass.
#[must_use]
pub fn lay_out(graph: &Graph, options: &Options) -> Layout {
    let options = options.cleaned();
    arrange(graph, &options, &mut |content| level::draw(&content, &options))
}

/// Lays out a graph from drawings of its levels.
pub(crate) fn arrange(graph: &Graph, options: &Options, draw: &mut dyn FnMut(Flat) -> Drawing) -> Layout {
    let levels = outline(graph);
    let mut inner = Inner::new(graph);
    for home in levels.iter().rev() {
        inner.draw_level(graph, home, options, draw);
    }
    inner.place(graph, &levels, options)
}

/// A level that is part of the picture, with the nodes and edges that belong to it.
#[derive(Debug)]
struct Home {
    level: LevelIndex,
    nodes: Vec<NodeIndex>,
    /// The edges that have both their ends here.
    edges: Vec<u32>,
}

/// Lists the levels that the root leads to, outer ones before inner ones; no level and no node twice.
fn outline(graph: &Graph) -> Vec<Home> {
    let mut homes = Vec::new();
    let mut seen_level = vec![false; graph.levels.len()];
    // The level each node belongs to.
    let mut home_of: Vec<Option<LevelIndex>> = vec![None; graph.nodes.len()];
    let mut seen_edge = vec![false; graph.edges.len()];
    let mut open = vec![graph.root];
    while let Some(level) = open.pop() {
        let Some(content) = graph.levels.get(level.0 as usize) else { continue };
        if std::mem::replace(&mut seen_level[level.0 as usize], true) {
            continue;
        }
        let mut nodes = Vec::with_capacity(content.nodes.len());
        for &node in &content.nodes {
            let Some(home @ None) = home_of.get_mut(node.0 as usize) else { continue };
            *home = Some(level);
            nodes.push(node);
            open.extend(&graph.nodes[node.0 as usize].lanes);
        }
        let is_here = |node: NodeIndex| home_of.get(node.0 as usize) == Some(&Some(level));
        let mut edges = Vec::with_capacity(content.edges.len());
        for &edge in &content.edges {
            let Some(ends) = graph.edges.get(edge.0 as usize) else { continue };
            if is_here(ends.from) && is_here(ends.to) && !std::mem::replace(&mut seen_edge[edge.0 as usize], true) {
                edges.push(edge.0);
            }
        }
        homes.push(Home { level, nodes, edges });
    }
    homes
}

/// Levels laid out so far, each at its own origin.
#[derive(Debug)]
struct Inner {
    drawings: Vec<Drawing>,
    /// By level, the least room it takes with its caption.
    areas: Vec<Size>,
    /// By node, its size.
    sizes: Vec<Size>,
    /// By node of the level at hand, its number there.
    local: Vec<u32>,
}

impl Inner {
    fn new(graph: &Graph) -> Self {
        Self {
            drawings: graph.levels.iter().map(|_| Drawing::default()).collect(),
            areas: vec![Size::default(); graph.levels.len()],
            sizes: vec![Size::default(); graph.nodes.len()],
            local: vec![0; graph.nodes.len()],
        }
    }

    /// Lays out one level; those inside it are done.
    fn draw_level(&mut self, graph: &Graph, home: &Home, options: &Options, draw: &mut dyn FnMut(Flat) -> Drawing) {
        for (&node, local) in home.nodes.iter().zip(0..) {
            let index = node.0 as usize;
            self.local[index] = local;
            self.sizes[index] = self.node_size(&graph.nodes[index], options);
        }
        let content = &graph.levels[home.level.0 as usize];
        let arrows = home.edges.iter().map(|&edge| {
            let edge = &graph.edges[edge as usize];
            Arrow {
                from: self.local[edge.from.0 as usize],
                to: self.local[edge.to.0 as usize],
                label: edge.label.map(Size::cleaned).filter(|label| label.width > 0.0 && label.height > 0.0),
                side: edge.side,
            }
        });
        let start = content.start.filter(|start| home.nodes.contains(start));
        let mut flat = Flat {
            sizes: home.nodes.iter().map(|node| self.sizes[node.0 as usize]).collect(),
            arrows: arrows.collect(),
            start: start.map(|start| self.local[start.0 as usize]),
        };
        options.direction.flat(&mut flat);
        let mut drawing = draw(flat);
        options.direction.drawing(&mut drawing);
        let mut area = drawing.size;
        if let Some(caption) = caption_of(content) {
            area = Size::new(area.width.max(caption.width), caption_room(caption) + area.height);
        }
        self.areas[home.level.0 as usize] = area;
        self.drawings[home.level.0 as usize] = drawing;
    }

    fn node_size(&self, node: &Node, options: &Options) -> Size {
        let least = node.size.cleaned();
        if node.lanes.is_empty() {
            return least;
        }
        let lanes = self.lanes_size(node, options);
        let width = lanes.width + 2.0 * options.padding;
        Size::new(least.width.max(width), least.height.max(inset(node, options) + lanes.height + options.padding))
    }

    /// The room that all lanes of a group take with the gaps between them, as long as the longest.
    fn lanes_size(&self, node: &Node, options: &Options) -> Size {
        let mut across = 0.0;
        let mut length = 0.0f64;
        for lane in &node.lanes {
            let area = self.areas.get(lane.0 as usize).copied().unwrap_or_default();
            let turned = options.direction.size(area);
            across += turned.width + options.lane_gap;
            length = length.max(turned.height);
        }
        options.direction.size(Size::new((across - options.lane_gap).max(0.0), length))
    }

    /// Moves all levels to their place, from the outermost inwards.
    fn place(mut self, graph: &Graph, levels: &[Home], options: &Options) -> Layout {
        let mut layout = Layout {
            size: Size::default(),
            nodes: vec![Rect::default(); graph.nodes.len()],
            levels: vec![Rect::default(); graph.levels.len()],
            captions: vec![None; graph.levels.len()],
            edges: vec![Route::default(); graph.edges.len()],
        };
        if let Some(area) = self.areas.get(graph.root.0 as usize) {
            let root = Rect::new(options.padding, options.padding, area.width, area.height);
            layout.levels[graph.root.0 as usize] = root;
            layout.size = Size::new(area.width + 2.0 * options.padding, area.height + 2.0 * options.padding);
        }
        for home in levels {
            let index = home.level.0 as usize;
            let lane = layout.levels[index];
            let drawing = std::mem::take(&mut self.drawings[index]);
            let mut body = lane;
            if let Some(caption) = caption_of(&graph.levels[index]) {
                let x = match options.direction {
                    Direction::TopToBottom => lane.center().x - caption.width / 2.0,
                    Direction::LeftToRight => lane.x,
                };
                layout.captions[index] = Some(Rect::new(x, lane.y, caption.width, caption.height));
                body.y += caption_room(caption);
                body.height -= caption_room(caption);
            }
            // The drawing stands where the lane begins, in its middle.
            let turned = options.direction.rect(body);
            let before = (turned.center().x - options.direction.size(drawing.size).width / 2.0).round();
            let origin = options.direction.point(Point::new(before, turned.y));
            for (&node, corner) in home.nodes.iter().zip(&drawing.corners) {
                let size = self.sizes[node.0 as usize];
                let corner = corner.moved(origin);
                let rect = Rect::new(corner.x, corner.y, size.width, size.height);
                layout.nodes[node.0 as usize] = rect;
                self.place_lanes(&graph.nodes[node.0 as usize], &rect, &mut layout.levels, options);
            }
            for (&edge, way) in home.edges.iter().zip(drawing.ways) {
                let mut points = way.points;
                for point in &mut points {
                    *point = point.moved(origin);
                }
                let label = way.label.map(|label| label.moved(origin));
                layout.edges[edge as usize] = Route { points, label, back: way.back };
            }
        }
        layout
    }

    /// Places the lanes of a group across the direction; room to spare goes to all of them alike.
    fn place_lanes(&self, node: &Node, rect: &Rect, levels: &mut [Rect], options: &Options) {
        if node.lanes.is_empty() {
            return;
        }
        let top = rect.y + inset(node, options);
        let (width, height) = (rect.width - 2.0 * options.padding, rect.bottom() - options.padding - top);
        let body = options.direction.rect(Rect::new(rect.x + options.padding, top, width, height));
        let across = options.direction.size(self.lanes_size(node, options)).width;
        let spare = (body.width - across).max(0.0) / node.lanes.len() as f64;
        let mut x = body.x;
        for lane in &node.lanes {
            let Some(area) = self.areas.get(lane.0 as usize) else { continue };
            let lane_width = options.direction.size(*area).width + spare;
            levels[lane.0 as usize] = options.direction.rect(Rect::new(x, body.y, lane_width, body.height));
            x += lane_width + options.lane_gap;
        }
    }
}

/// How far below a group's top its lanes begin.
fn inset(node: &Node, options: &Options) -> f64 {
    options.padding.max(crate::geometry::cleaned(node.header) + options.padding / 2.0)
}

fn caption_of(level: &crate::Level) -> Option<Size> {
    level.caption.map(Size::cleaned).filter(|caption| caption.width > 0.0 && caption.height > 0.0)
}

/// The height of a caption and of the gap below it.
fn caption_room(caption: Size) -> f64 {
    (caption.height + 10.0).ceil()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Edge, EdgeIndex, Level};

    /// One level of boxes of 100 by 40, the first one the start.
    fn flat(boxes: u32, edges: &[(u32, u32)]) -> Graph {
        let level = Level {
            nodes: (0..boxes).map(NodeIndex).collect(),
            edges: (0..edges.len() as u32).map(EdgeIndex).collect(),
            start: (boxes > 0).then_some(NodeIndex(0)),
            caption: None,
        };
        Graph {
            nodes: vec![Node::leaf(100.0, 40.0); boxes as usize],
            levels: vec![level],
            edges: edges.iter().map(|&(from, to)| Edge::new(NodeIndex(from), NodeIndex(to))).collect(),
            root: LevelIndex(0),
        }
    }

    fn check(graph: &Graph, corners: &[(f64, f64)], lines: &[&[(f64, f64)]]) {
        let layout = lay_out(graph, &Options::default());
        let found: Vec<(f64, f64)> = layout.nodes.iter().map(|rect| (rect.x, rect.y)).collect();
        assert_eq!(found, corners);
        for (route, expected) in layout.edges.iter().zip(lines) {
            let points: Vec<(f64, f64)> = route.points.iter().map(|point| (point.x, point.y)).collect();
            assert_eq!(&points, expected);
        }
    }

    #[test]
    fn nothing_is_a_picture_of_nothing() {
        assert_eq!(lay_out(&Graph::default(), &Options::default()), Layout::default());
        assert_eq!(lay_out(&flat(0, &[]), &Options::default()).size, Size::new(36.0, 36.0));
    }

    #[test]
    fn a_chain_is_a_straight_line() {
        check(
            &flat(3, &[(0, 1), (1, 2)]),
            &[(18.0, 18.0), (18.0, 98.0), (18.0, 178.0)],
            &[&[(68.0, 58.0), (68.0, 98.0)], &[(68.0, 138.0), (68.0, 178.0)]],
        );
    }

    #[test]
    fn a_diamond_is_symmetric() {
        // A third of 100 on both sides of the middle, rounded to whole pixels.
        check(
            &flat(4, &[(0, 1), (0, 2), (1, 3), (2, 3)]),
            &[(82.0, 18.0), (18.0, 98.0), (146.0, 98.0), (82.0, 178.0)],
            &[
                &[(115.0, 58.0), (115.0, 78.0), (68.0, 78.0), (68.0, 98.0)],
                &[(149.0, 58.0), (149.0, 78.0), (196.0, 78.0), (196.0, 98.0)],
                &[(68.0, 138.0), (68.0, 158.0), (115.0, 158.0), (115.0, 178.0)],
                &[(196.0, 138.0), (196.0, 158.0), (149.0, 158.0), (149.0, 178.0)],
            ],
        );
    }

    #[test]
    fn a_loop_runs_up_beside_the_boxes() {
        let graph = flat(3, &[(0, 1), (1, 2), (2, 0)]);
        // 14 from the box in the middle, which is half the gap between boxes.
        check(
            &graph,
            &[(32.0, 18.0), (32.0, 98.0), (32.0, 178.0)],
            &[
                &[(82.0, 58.0), (82.0, 98.0)],
                &[(82.0, 138.0), (82.0, 178.0)],
                &[(32.0, 198.0), (18.0, 198.0), (18.0, 38.0), (32.0, 38.0)],
            ],
        );
        let back: Vec<bool> = lay_out(&graph, &Options::default()).edges.iter().map(|route| route.back).collect();
        assert_eq!(back, [false, false, true]);
    }

    #[test]
    fn an_error_edge_leaves_at_the_side_and_goes_straight_down() {
        let mut graph = flat(3, &[(0, 1), (0, 2)]);
        graph.edges[1].side = true;
        check(
            &graph,
            &[(18.0, 18.0), (18.0, 98.0), (146.0, 98.0)],
            &[&[(68.0, 58.0), (68.0, 98.0)], &[(118.0, 38.0), (196.0, 38.0), (196.0, 98.0)]],
        );
    }

    #[test]
    fn a_label_has_room_between_the_rows() {
        let mut graph = flat(2, &[(0, 1)]);
        graph.edges[0].label = Some(Size::new(50.0, 18.0));
        check(&graph, &[(18.0, 18.0), (18.0, 116.0)], &[&[(68.0, 58.0), (68.0, 116.0)]]);
        assert_eq!(lay_out(&graph, &Options::default()).edges[0].label, Some(Rect::new(43.0, 78.0, 50.0, 18.0)));
    }

    #[test]
    fn a_loop_on_one_box_stands_at_its_side() {
        let graph = flat(1, &[(0, 0)]);
        // Two lines at the side: a third of 40 apart.
        let layout = lay_out(&graph, &Options::default());
        let route = &layout.edges[0];
        assert_eq!(route.points.iter().map(|point| point.x).collect::<Vec<_>>(), [118.0, 134.0, 134.0, 118.0]);
        assert!(route.back && route.points[0].y < 38.0 && route.points[3].y > 38.0);
        assert_eq!(layout.size.width, 18.0 + 100.0 + 16.0 + 18.0);
    }

    /// A group of two lanes, with a caption over the second, between two boxes.
    fn grouped() -> Graph {
        let mut graph = flat(5, &[(0, 1), (1, 2)]);
        graph.levels[0].nodes.truncate(3);
        graph.nodes[1] = Node { size: Size::new(10.0, 10.0), header: 30.0, lanes: vec![LevelIndex(1), LevelIndex(2)] };
        graph.levels.push(Level { nodes: vec![NodeIndex(3)], ..Level::default() });
        let caption = Some(Size::new(60.0, 16.0));
        graph.levels.push(Level { nodes: vec![NodeIndex(4)], caption, ..Level::default() });
        graph
    }

    #[test]
    fn lanes_stand_side_by_side_below_the_title() {
        let layout = lay_out(&grouped(), &Options::default());
        // Wide: 18 + 100 + 26 + 100 + 18; high: 30 + 9, a caption of 16 with 10 below it, 40, 18.
        assert_eq!(layout.nodes[1], Rect::new(18.0, 98.0, 262.0, 123.0));
        assert_eq!(layout.levels[1], Rect::new(36.0, 137.0, 100.0, 66.0));
        assert_eq!(layout.levels[2], Rect::new(162.0, 137.0, 100.0, 66.0));
        assert_eq!(layout.nodes[3], Rect::new(36.0, 137.0, 100.0, 40.0));
        assert_eq!(layout.captions[2], Some(Rect::new(182.0, 137.0, 60.0, 16.0)));
        assert_eq!(layout.nodes[4], Rect::new(162.0, 163.0, 100.0, 40.0));
        assert_eq!(layout.nodes[2], Rect::new(99.0, 261.0, 100.0, 40.0));
        assert_eq!(layout.size, Size::new(298.0, 319.0));
    }

    #[test]
    fn a_group_wider_than_its_lanes_shares_the_room() {
        let mut graph = grouped();
        graph.nodes[1].size = Size::new(302.0, 10.0);
        let layout = lay_out(&graph, &Options::default());
        assert_eq!((layout.levels[1].width, layout.levels[2].width), (120.0, 120.0));
        assert_eq!(layout.nodes[3].x, layout.levels[1].x + 10.0);
    }

    #[test]
    fn what_belongs_nowhere_is_left_out() {
        let mut graph = flat(2, &[(0, 1)]);
        // A node in no level, with an edge to it; an edge that no level has; a second mention of a node.
        graph.nodes.push(Node::leaf(100.0, 40.0));
        graph.edges.push(Edge::new(NodeIndex(1), NodeIndex(2)));
        graph.levels[0].edges.push(EdgeIndex(1));
        graph.edges.push(Edge::new(NodeIndex(0), NodeIndex(1)));
        graph.levels[0].nodes.push(NodeIndex(0));
        let layout = lay_out(&graph, &Options::default());
        assert_eq!(layout.nodes[2], Rect::default());
        assert_eq!((layout.edges[1].points.len(), layout.edges[2].points.len()), (0, 0));
        assert_eq!(layout.edges[0].points.len(), 2);
    }
}
