//! Flow → boxes and edges to lay out, with what each of them means.

use flowglass_flow::{Arm, Choice, Dialect, Flow, Jump, ScopeId, StepId, StepKind, Target, WhenDone};
use flowglass_layout as layout;
use flowglass_layout::{EdgeIndex, LevelIndex, NodeIndex, Size};

use crate::closed::{Closed, steps_inside};
use crate::face::{Face, GROUP_HEADER};
use crate::fall_through::FallThrough;
use crate::label_lines::{label_lines, label_size};
use crate::text_width::{Font, shorten, text_width};
use crate::visible_text::visible;

/// How deep containers are drawn inside each other; deeper ones are closed boxes.
pub const MAX_DEPTH: u32 = 64;

/// The boxes of a flow, and by the numbers of the layout what they mean.
#[derive(Clone, Debug)]
pub struct Graph {
    /// What is laid out.
    pub boxes: layout::Graph,
    /// By [`NodeIndex`]; a container comes before what it contains.
    pub nodes: Vec<GraphNode>,
    /// By [`LevelIndex`]; the first is the flow itself.
    pub lanes: Vec<Lane>,
    /// By [`EdgeIndex`].
    pub edges: Vec<GraphEdge>,
}

/// What a box stands for, and where.
#[derive(Clone, Debug)]
pub struct GraphNode {
    /// What it stands for.
    pub meaning: Meaning,
    /// The lane that it stands in.
    pub lane: LevelIndex,
}

/// What a box stands for.
#[derive(Clone, Debug)]
pub enum Meaning {
    /// The mark where an execution begins.
    Start,
    /// The mark where it ends successfully.
    End,
    /// A step.
    Step {
        /// Which one.
        step: StepId,
        /// What it says.
        face: Face,
        /// Drawn as a sheet with its lanes inside.
        group: bool,
    },
    /// The red end of an edge that leads nowhere: the unknown name, or what is missing.
    Stub(String),
}

/// A list of steps inside a group, or the flow itself.
#[derive(Clone, Debug)]
pub struct Lane {
    /// The list.
    pub scope: ScopeId,
    /// The group that it stands in.
    pub group: Option<NodeIndex>,
    /// The text at its top, in full: an arm's condition, a branch's number.
    pub caption: Option<String>,
}

/// What an edge means. Between two boxes there is at most one edge of each kind.
#[derive(Clone, Debug, PartialEq)]
pub struct GraphEdge {
    /// Why it is taken.
    pub kind: EdgeKind,
    /// What decides that it is taken, in full.
    pub label: Option<String>,
}

/// Why an edge is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum EdgeKind {
    /// A step has succeeded, a condition holds, an execution begins.
    Flow,
    /// An error was caught: drawn dashed, leaves at the side.
    Error,
}

/// Makes the boxes and edges of a flow, some of whose groups are closed.
pub fn graph(flow: &Flow, closed: &Closed) -> Graph {
    graph_within(flow, closed, MAX_DEPTH)
}

fn graph_within(flow: &Flow, closed: &Closed, max_depth: u32) -> Graph {
    let mut builder = Builder {
        flow,
        closed,
        max_depth,
        fall_through: FallThrough::of(flow),
        nodes_of: vec![None; flow.steps().len()],
        graph: Graph { boxes: layout::Graph::default(), nodes: Vec::new(), lanes: Vec::new(), edges: Vec::new() },
    };
    builder.graph.boxes.root = builder.lane(flow.root, None, None, 0);
    builder.graph
}

/// The diameter of the marks of start and end.
const MARK: f64 = 18.0;
const STUB_HEIGHT: f64 = 28.0;
const STUB_WIDTHS: (f64, f64) = (60.0, 220.0);
/// Where a stub's text begins, right of its sign.
pub(crate) const STUB_TEXT: f64 = 26.0;
const STUB_END: f64 = 10.0;

/// A stub's text as it stands in its box.
pub(crate) fn shown_stub(text: &str) -> String {
    shorten(text, Font::Small, STUB_WIDTHS.1 - STUB_TEXT - STUB_END).into_owned()
}

struct Builder<'flow> {
    flow: &'flow Flow,
    closed: &'flow Closed,
    /// Containers inside this many others are closed boxes.
    max_depth: u32,
    fall_through: FallThrough,
    /// By step: its box.
    nodes_of: Vec<Option<NodeIndex>>,
    graph: Graph,
}

/// The edges of one lane while they are collected: ways with the same ends and kind become one.
#[derive(Default)]
struct Ways(Vec<Way>);

struct Way {
    from: NodeIndex,
    to: NodeIndex,
    kind: EdgeKind,
    labels: Vec<String>,
}

impl Ways {
    /// Adds a way; the ways from one box are added one after the other.
    fn add(&mut self, from: NodeIndex, to: NodeIndex, kind: EdgeKind, label: Option<String>) {
        let mut from_here = self.0.iter_mut().rev().take_while(|way| way.from == from);
        match from_here.find(|way| way.to == to && way.kind == kind) {
            Some(way) => way.labels.extend(label),
            None => self.0.push(Way { from, to, kind, labels: label.into_iter().collect() }),
        }
    }
}

/// A lane while its boxes and edges are collected.
struct OpenLane {
    index: LevelIndex,
    ways: Ways,
    end: Option<NodeIndex>,
    /// By their texts, in order.
    stubs: Vec<(String, NodeIndex)>,
}

impl Builder<'_> {
    fn lane(&mut self, scope: ScopeId, group: Option<NodeIndex>, caption: Option<String>, depth: u32) -> LevelIndex {
        let index = LevelIndex(self.graph.lanes.len() as u32);
        let room = caption.as_ref().map(|text| label_size(&label_lines(text)));
        self.graph.boxes.levels.push(layout::Level { caption: room, ..layout::Level::default() });
        self.graph.lanes.push(Lane { scope, group, caption });
        let mut lane = OpenLane { index, ways: Ways::default(), end: None, stubs: Vec::new() };
        let content = self.flow.scope(scope);
        let start = group.is_none().then(|| self.add(index, Meaning::Start, Size::new(MARK, MARK)));
        for step in &content.steps {
            self.step(*step, index, depth);
        }
        let first = match &content.start.target {
            Target::Missing if content.steps.is_empty() => Some(self.stub(&mut lane, "no steps")),
            Target::Missing => start.map(|_| self.stub(&mut lane, "no StartAt")),
            _ => self.end_of(&content.start, &mut lane),
        };
        if let (Some(start), Some(first)) = (start, first) {
            lane.ways.add(start, first, EdgeKind::Flow, None);
        }
        for step in &content.steps {
            self.ways_of(*step, &mut lane);
        }
        self.level_mut(index).start = start.or(first);
        self.close(lane);
        index
    }

    fn step(&mut self, id: StepId, lane: LevelIndex, depth: u32) {
        let step = self.flow.step(id);
        let scopes = step.kind.scopes();
        let mut face = Face::of(step, self.flow.dialect);
        let too_deep = !scopes.is_empty() && depth >= self.max_depth;
        let group = !scopes.is_empty() && !too_deep && !self.closed.has(id);
        if too_deep {
            face.second = "nested too deeply to be drawn".to_owned();
        } else if !scopes.is_empty() && !group {
            face.hidden = Some(steps_inside(self.flow, id));
        }
        let size = if group { face.group_size() } else { face.box_size() };
        let node = self.add(lane, Meaning::Step { step: id, face, group }, size);
        if let Some(place) = self.nodes_of.get_mut(id.0 as usize) {
            *place = Some(node);
        }
        if group {
            let lanes = captions(&step.kind, self.flow.dialect)
                .into_iter()
                .map(|(scope, caption)| self.lane(scope, Some(node), caption, depth + 1))
                .collect();
            let group = &mut self.graph.boxes.nodes[node.0 as usize];
            group.header = GROUP_HEADER;
            group.lanes = lanes;
        }
    }

    fn ways_of(&mut self, id: StepId, lane: &mut OpenLane) {
        let step = self.flow.step(id);
        let Some(from) = self.nodes_of[id.0 as usize] else { return };
        if let StepKind::Choice(choice) = &step.kind {
            self.ways_of_choice(id, choice, from, lane);
        } else {
            match &step.when_done {
                WhenDone::Go(jump) => self.way(from, jump, None, lane),
                WhenDone::ByKind if matches!(step.kind, StepKind::Succeed) => self.way_to_end(from, None, lane),
                WhenDone::ByKind => {}
            }
        }
        for rule in &step.catch {
            let names: Vec<String> = rule.errors.iter().map(|error| visible(&error.value).into_owned()).collect();
            if let Some(to) = self.end_of(&rule.jump, lane) {
                lane.ways.add(from, to, EdgeKind::Error, Some(names.join(", ")).filter(|names| !names.is_empty()));
            }
        }
    }

    fn ways_of_choice(&mut self, id: StepId, choice: &Choice, from: NodeIndex, lane: &mut OpenLane) {
        let after = self.flow.step(id).when_done.jump();
        let leaf = choice.all_arms().all(|arm| arm.body.is_none());
        for (arm, words) in arms(choice) {
            match (&arm.jump, after) {
                (Some(jump), _) => self.way(from, jump, Some(words), lane),
                (None, Some(after)) if leaf => self.way(from, after, Some(words), lane),
                (None, Some(_)) => {}
                (None, None) => self.way(from, &Jump::missing(), Some(words), lane),
            }
        }
        let Some(after) = after else { return };
        if leaf && choice.default.is_none() {
            let label = (!choice.arms.is_empty()).then(|| "otherwise".to_owned());
            self.way(from, after, label, lane);
        } else if !leaf && self.fall_through.falls_through(id) {
            self.way(from, after, None, lane);
        }
    }

    fn way(&mut self, from: NodeIndex, jump: &Jump, label: Option<String>, lane: &mut OpenLane) {
        if let Some(to) = self.end_of(jump, lane) {
            lane.ways.add(from, to, EdgeKind::Flow, label);
        }
    }

    fn way_to_end(&mut self, from: NodeIndex, label: Option<String>, lane: &mut OpenLane) {
        if let Some(end) = self.end_mark(lane) {
            lane.ways.add(from, end, EdgeKind::Flow, label);
        }
    }

    /// The box that a jump leads to; `None` for the end of a lane, which has no mark.
    fn end_of(&mut self, jump: &Jump, lane: &mut OpenLane) -> Option<NodeIndex> {
        match &jump.target {
            Target::Step(id) => self.nodes_of.get(id.0 as usize).copied().flatten(),
            Target::End => self.end_mark(lane),
            Target::Unknown(name) => {
                let name = visible(name);
                Some(self.stub(lane, if name.is_empty() { "(no name)" } else { &name }))
            }
            Target::Missing => Some(self.stub(lane, "no Next")),
        }
    }

    fn end_mark(&mut self, lane: &mut OpenLane) -> Option<NodeIndex> {
        let whole_flow = self.graph.lanes[lane.index.0 as usize].group.is_none();
        if whole_flow && lane.end.is_none() {
            lane.end = Some(self.add(lane.index, Meaning::End, Size::new(MARK, MARK)));
        }
        lane.end
    }

    fn stub(&mut self, lane: &mut OpenLane, text: &str) -> NodeIndex {
        let place = match lane.stubs.binary_search_by(|(known, _)| known.as_str().cmp(text)) {
            Ok(known) => return lane.stubs[known].1,
            Err(place) => place,
        };
        let width = STUB_TEXT + text_width(&shown_stub(text), Font::Small) + STUB_END;
        let size = Size::new(width.max(STUB_WIDTHS.0).min(STUB_WIDTHS.1).ceil(), STUB_HEIGHT);
        let stub = self.add(lane.index, Meaning::Stub(text.to_owned()), size);
        lane.stubs.insert(place, (text.to_owned(), stub));
        stub
    }

    fn add(&mut self, lane: LevelIndex, meaning: Meaning, size: Size) -> NodeIndex {
        let index = NodeIndex(self.graph.nodes.len() as u32);
        self.graph.nodes.push(GraphNode { meaning, lane });
        self.graph.boxes.nodes.push(layout::Node { size, header: 0.0, lanes: Vec::new() });
        self.level_mut(lane).nodes.push(index);
        index
    }

    fn close(&mut self, lane: OpenLane) {
        for Way { from, to, kind, labels } in lane.ways.0 {
            let label = (!labels.is_empty()).then(|| labels.join(" or "));
            let index = EdgeIndex(self.graph.edges.len() as u32);
            self.graph.boxes.edges.push(layout::Edge {
                from,
                to,
                label: label.as_ref().map(|label| label_size(&label_lines(label))),
                side: kind == EdgeKind::Error,
            });
            self.graph.edges.push(GraphEdge { kind, label });
            self.level_mut(lane.index).edges.push(index);
        }
    }

    fn level_mut(&mut self, lane: LevelIndex) -> &mut layout::Level {
        &mut self.graph.boxes.levels[lane.0 as usize]
    }
}

/// The lanes of a container with the texts above them.
fn captions(kind: &StepKind, dialect: Dialect) -> Vec<(ScopeId, Option<String>)> {
    match kind {
        StepKind::Choice(choice) => {
            arms(choice).into_iter().filter_map(|(arm, words)| Some((arm.body?, Some(words)))).collect()
        }
        // Two branches need no numbers. Source: the new language's output has the keys Branch0, Branch1, … [PAR].
        StepKind::Parallel(parallel) if parallel.branches.len() > 2 => {
            let word = if dialect == Dialect::StateMachine { "Branch" } else { "branch " };
            parallel.branches.iter().enumerate().map(|(at, scope)| (*scope, Some(format!("{word}{at}")))).collect()
        }
        kind => kind.scopes().into_iter().map(|scope| (scope, None)).collect(),
    }
}

/// The arms of a choice, the default last, with what decides for each.
fn arms(choice: &Choice) -> Vec<(&Arm, String)> {
    let words = |arm: &Arm| match &arm.condition {
        Some(condition) if !condition.text.value.trim().is_empty() => visible(&condition.text.value).into_owned(),
        Some(_) | None => "(no condition)".to_owned(),
    };
    let arms = choice.arms.iter().map(|arm| (arm, words(arm)));
    arms.chain(choice.default.iter().map(|arm| (arm, "default".to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nested_too_deeply_is_a_closed_box() {
        let each = |name: &str, steps: &str| {
            format!("[{{type: foreach, name: {name}, iterationMapping: {{collection: $.x, item: i}}, steps: {steps}}}]")
        };
        let steps = each("outer", &each("middle", &each("inner", "[{type: pass, name: core}]")));
        let flow = flowglass_flow::parse(&format!("version: v1\ntype: flow\nsteps: {steps}\n")).flow.unwrap();
        let graph = graph_within(&flow, &Closed::default(), 2);
        let drawn = graph.nodes.iter().filter_map(|node| match &node.meaning {
            Meaning::Step { face, group, .. } => Some((face.name.as_str(), *group, face.second.as_str())),
            Meaning::Start | Meaning::End | Meaning::Stub(_) => None,
        });
        let drawn: Vec<_> = drawn.collect();
        let closed = "nested too deeply to be drawn";
        assert_eq!(drawn, [("outer", true, "map · $.x"), ("middle", true, "map · $.x"), ("inner", false, closed)]);
    }
}
