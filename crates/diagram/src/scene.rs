//! Graph and layout → the scene: every word, box and line of the picture at its place.

use flowglass_flow::{Flow, ScopeId, StepId};
use flowglass_layout::{Direction, EdgeIndex, Layout, LevelIndex, NodeIndex, Rect, Route, Size};

use crate::face::{Face, FittedFace};
use crate::graph::{EdgeKind, Graph, Meaning, shown_stub};
use crate::label_lines::label_lines;
use crate::route_path::{gapped_path, head_path, line_path};
use crate::visible_text::visible;

/// A flow as a picture. All places are CSS pixels from the top left corner.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Scene {
    /// The whole picture with the padding around it.
    pub size: Size,
    /// In which direction the flow runs.
    pub direction: Direction,
    /// The flow's name; empty when it has none.
    pub title: String,
    /// The flow's description; empty when it has none.
    pub description: String,
    /// By [`NodeIndex`]; a group comes before what it contains.
    pub nodes: Vec<SceneNode>,
    /// By [`EdgeIndex`].
    pub edges: Vec<SceneEdge>,
    /// By [`LevelIndex`]; the first is the flow itself.
    pub lanes: Vec<SceneLane>,
    /// By step: its node. Steps in closed groups and those that are nested too deeply have none.
    node_of_step: Vec<Option<NodeIndex>>,
    /// By step: its node, or that of the closed box around it.
    shown_at: Vec<Option<NodeIndex>>,
    outgoing: Vec<Vec<EdgeIndex>>,
    incoming: Vec<Vec<EdgeIndex>>,
}

/// A box, a group or a mark at its place.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SceneNode {
    /// Its place.
    pub rect: Rect,
    /// What is drawn there.
    pub shape: Shape,
    /// The lane that it stands in.
    pub lane: LevelIndex,
    /// The group around it.
    pub parent: Option<NodeIndex>,
    /// How deep it is nested; 1 at the top.
    pub level: u32,
    /// Its lanes in their order, when it is a group.
    pub lanes: Vec<LevelIndex>,
}

/// What is drawn for a node.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Shape {
    /// The mark where an execution begins.
    Start,
    /// The mark where it ends successfully.
    End,
    /// A step's box.
    Box(StepId, Face, FittedFace),
    /// A container's sheet with a title.
    Group(StepId, Face, FittedFace),
    /// The red end of an edge that leads nowhere.
    Stub(Label),
}

/// A text in full and as it is shown.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Label {
    /// The whole text.
    pub full: String,
    /// As much of it as there is room for, line by line.
    pub lines: Vec<String>,
}

impl Label {
    /// Tells whether all of the text is shown.
    pub fn is_whole(&self) -> bool {
        self.lines.iter().map(|line| line.len() + 1).sum::<usize>() == self.full.len() + 1
            && self.lines.last().is_none_or(|line| self.full.ends_with(line.as_str()))
    }
}

/// An edge at its place.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SceneEdge {
    /// Where it begins.
    pub from: NodeIndex,
    /// Where it leads.
    pub to: NodeIndex,
    /// Why it is taken.
    pub kind: EdgeKind,
    /// What decides that it is taken, and where that stands.
    pub label: Option<(Label, Rect)>,
    /// The SVG path data of the line.
    pub line: String,
    /// The same with a gap where the label stands on it; `None` where none does.
    pub gapped: Option<String>,
    /// The SVG path data of the arrow's head.
    pub head: String,
    /// It runs against the flow: a loop.
    pub back: bool,
    /// The area that its line, head and label need.
    pub bounds: Rect,
}

/// The area of a branch, an arm, a body; the first is the flow itself.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SceneLane {
    /// Its place.
    pub rect: Rect,
    /// The steps that stand in it.
    pub scope: ScopeId,
    /// The group that it stands in.
    pub group: Option<NodeIndex>,
    /// The text at its top and where it stands.
    pub caption: Option<(Label, Rect)>,
    /// The line, a flat rectangle, that parts it from the lane before it, when there is one.
    pub border: Option<Rect>,
}

impl SceneNode {
    /// The step that the node shows; marks and stubs show none.
    pub fn step(&self) -> Option<StepId> {
        match &self.shape {
            Shape::Box(step, ..) | Shape::Group(step, ..) => Some(*step),
            Shape::Start | Shape::End | Shape::Stub(_) => None,
        }
    }

    /// What the node says, when it shows a step.
    pub fn face(&self) -> Option<&Face> {
        match &self.shape {
            Shape::Box(_, face, _) | Shape::Group(_, face, _) => Some(face),
            Shape::Start | Shape::End | Shape::Stub(_) => None,
        }
    }

    /// Tells whether the node is a group.
    pub fn is_group(&self) -> bool {
        matches!(self.shape, Shape::Group(..))
    }

    /// Tells whether the node is a group that is closed: a box that can be opened.
    pub fn is_closed_group(&self) -> bool {
        self.face().is_some_and(|face| face.hidden.is_some())
    }
}

impl Scene {
    /// The node with this number.
    ///
    /// # Panics
    /// When the number comes from another scene.
    pub fn node(&self, index: NodeIndex) -> &SceneNode {
        &self.nodes[index.0 as usize]
    }

    /// The edge with this number.
    ///
    /// # Panics
    /// When the number comes from another scene.
    pub fn edge(&self, index: EdgeIndex) -> &SceneEdge {
        &self.edges[index.0 as usize]
    }

    /// All nodes with their numbers.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = (NodeIndex, &SceneNode)> {
        self.nodes.iter().enumerate().map(|(at, node)| (NodeIndex(at as u32), node))
    }

    /// All edges with their numbers.
    pub fn edges(&self) -> impl ExactSizeIterator<Item = (EdgeIndex, &SceneEdge)> {
        self.edges.iter().enumerate().map(|(at, edge)| (EdgeIndex(at as u32), edge))
    }

    /// The node that shows a step: its own, or the closed box that hides it.
    pub fn shown_at(&self, step: StepId) -> Option<NodeIndex> {
        self.shown_at.get(step.0 as usize).copied().flatten()
    }

    /// The node of a step; `None` for a step in a closed group, and for one that is nested too deeply to be drawn.
    pub fn node_of(&self, step: StepId) -> Option<NodeIndex> {
        self.node_of_step.get(step.0 as usize).copied().flatten()
    }

    /// The edges that begin at a node.
    pub fn edges_from(&self, node: NodeIndex) -> &[EdgeIndex] {
        self.outgoing.get(node.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// The edges that lead to a node.
    pub fn edges_to(&self, node: NodeIndex) -> &[EdgeIndex] {
        self.incoming.get(node.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// The edge of a kind from one node to another.
    pub fn edge_between(&self, from: NodeIndex, to: NodeIndex, kind: EdgeKind) -> Option<EdgeIndex> {
        self.edges_from(from).iter().copied().find(|edge| self.edge(*edge).to == to && self.edge(*edge).kind == kind)
    }

    /// The lanes of a group in their order.
    pub fn lanes_of(&self, group: NodeIndex) -> impl Iterator<Item = &SceneLane> {
        self.node(group).lanes.iter().map(|lane| &self.lanes[lane.0 as usize])
    }

    /// The nodes that stand directly in `group`; without a group, those of the flow itself.
    pub fn children(&self, group: Option<NodeIndex>) -> impl Iterator<Item = NodeIndex> {
        self.nodes().filter(move |(_, node)| node.parent == group).map(|(index, _)| index)
    }
}

/// Puts words and lines at the places that the layout found.
///
/// `graph` and `layout` must belong together and to `flow`, and the layout run in `direction`; what it has no place for is
/// left out.
pub fn scene(flow: &Flow, graph: &Graph, layout: &Layout, direction: Direction) -> Scene {
    let lane_levels = lane_levels(graph);
    let nodes: Vec<SceneNode> = graph
        .nodes
        .iter()
        .zip(&graph.boxes.nodes)
        .zip(&layout.nodes)
        .map(|((node, content), rect)| SceneNode {
            rect: *rect,
            shape: shape(&node.meaning, rect),
            lane: node.lane,
            parent: graph.lanes[node.lane.0 as usize].group,
            level: lane_levels[node.lane.0 as usize],
            lanes: content.lanes.clone(),
        })
        .collect();
    let mut node_of_step = vec![None; flow.steps().len()];
    for (at, node) in nodes.iter().enumerate() {
        if let Some(step) = node.step() {
            node_of_step[step.0 as usize] = Some(NodeIndex(at as u32));
        }
    }
    let mut shown_at = node_of_step.clone();
    // A container comes before what it contains.
    for (id, step) in flow.steps() {
        if shown_at[id.0 as usize].is_none()
            && let Some(owner) = flow.scope(step.scope).owner
        {
            shown_at[id.0 as usize] = shown_at[owner.step.0 as usize];
        }
    }
    let edges: Vec<SceneEdge> = graph
        .edges
        .iter()
        .zip(&graph.boxes.edges)
        .zip(&layout.edges)
        .map(|((meaning, ends), route)| SceneEdge {
            from: ends.from,
            to: ends.to,
            kind: meaning.kind,
            label: meaning.label.as_deref().map(label).zip(route.label),
            line: line_path(&route.points),
            gapped: route.label.and_then(|label| gapped_path(&route.points, &label)),
            head: head_path(&route.points),
            back: route.back,
            bounds: bounds(route),
        })
        .collect();
    let (mut outgoing, mut incoming) = (vec![Vec::new(); nodes.len()], vec![Vec::new(); nodes.len()]);
    for (at, edge) in edges.iter().enumerate() {
        outgoing[edge.from.0 as usize].push(EdgeIndex(at as u32));
        incoming[edge.to.0 as usize].push(EdgeIndex(at as u32));
    }
    Scene {
        size: layout.size,
        title: flow.name.as_ref().map(|name| visible(&name.value).into_owned()).unwrap_or_default(),
        description: flow.description.as_deref().map(|text| visible(text).into_owned()).unwrap_or_default(),
        nodes,
        edges,
        lanes: lanes(graph, layout, direction),
        direction,
        node_of_step,
        shown_at,
        outgoing,
        incoming,
    }
}

/// By lane: how deep its nodes are nested. A group's own lane is known before its lanes are.
fn lane_levels(graph: &Graph) -> Vec<u32> {
    let mut levels = vec![1; graph.lanes.len()];
    for at in 0..graph.lanes.len() {
        if let Some(group) = graph.lanes[at].group {
            levels[at] = levels[graph.nodes[group.0 as usize].lane.0 as usize] + 1;
        }
    }
    levels
}

fn lanes(graph: &Graph, layout: &Layout, direction: Direction) -> Vec<SceneLane> {
    let mut lanes: Vec<SceneLane> = Vec::with_capacity(graph.lanes.len());
    for ((lane, rect), caption) in graph.lanes.iter().zip(&layout.levels).zip(&layout.captions) {
        lanes.push(SceneLane {
            rect: *rect,
            scope: lane.scope,
            group: lane.group,
            caption: lane.caption.as_deref().map(label).zip(*caption),
            border: None,
        });
    }
    for node in &graph.boxes.nodes {
        for neighbours in node.lanes.windows(2) {
            let [left, right] = [neighbours[0].0 as usize, neighbours[1].0 as usize];
            let [before, own] = [left, right].map(|lane| direction.rect(lanes[lane].rect));
            let border = Rect::new((before.right() + own.x) / 2.0, own.y, 0.0, own.height);
            lanes[right].border = Some(direction.rect(border));
        }
    }
    lanes
}

fn shape(meaning: &Meaning, rect: &Rect) -> Shape {
    match meaning {
        Meaning::Start => Shape::Start,
        Meaning::End => Shape::End,
        Meaning::Stub(text) => Shape::Stub(Label { full: text.clone(), lines: vec![shown_stub(text)] }),
        Meaning::Step { step, face, group: true } => Shape::Group(*step, face.clone(), face.fit_group(rect.width)),
        Meaning::Step { step, face, group: false } => Shape::Box(*step, face.clone(), face.fit_box(rect.width)),
    }
}

/// What a thick line with a head along a route covers, and its label.
fn bounds(route: &Route) -> Rect {
    const AROUND: f64 = 4.0;
    let corners = route.label.iter().flat_map(|label| [(label.x, label.y), (label.right(), label.bottom())]);
    let mut points = route.points.iter().map(|point| (point.x, point.y)).chain(corners);
    let Some((mut left, mut top)) = points.next() else { return Rect::default() };
    let (mut right, mut bottom) = (left, top);
    for (x, y) in points {
        (left, top, right, bottom) = (left.min(x), top.min(y), right.max(x), bottom.max(y));
    }
    Rect::new(left, top, right - left, bottom - top).inflate(AROUND)
}

fn label(text: &str) -> Label {
    Label { full: text.to_owned(), lines: label_lines(text) }
}
