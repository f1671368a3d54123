//! A run over the picture: where each node stands, which edges were taken.

use flowglass_flow::{Flow, StepId};
use flowglass_history::{GroupId, History, Instance, InstanceId, RunView, Status, StepStatus};
use flowglass_layout::{EdgeIndex, NodeIndex};

use crate::graph::EdgeKind;
use crate::live::Live;
use crate::place::Places;
use crate::scene::{Scene, Shape};
use crate::status::{EdgeStatus, NodeStatus};
use crate::still_to_come::still_to_come;

/// Where every part of a scene stands at one moment of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlay {
    /// By [`NodeIndex`].
    pub nodes: Vec<NodeState>,
    /// By [`EdgeIndex`].
    pub edges: Vec<EdgeStatus>,
    /// Where the execution stands.
    pub status: Status,
    /// Where the steps in closed groups stand that have run, in the order of the text.
    pub hidden: Vec<NodeStatus>,
    /// How many runs of steps the picture cannot show, because the flow has no step that fits.
    pub unplaced: usize,
}

/// Where one node stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeState {
    /// What its outline, fill and glyph say.
    ///
    /// Of a step that is at work in several places (iterations, branches) the place that matters most: failed before
    /// timed out, caught, retrying, waiting, running, scheduled, aborted, succeeded.
    pub status: NodeStatus,
    /// How often the step was entered in the whole run.
    pub runs: u32,
    /// Which attempt the run shown is at, or ended with; 0 before the first.
    pub attempts: u32,
    /// The name of the error that the run shown failed with.
    pub error: Option<String>,
    /// What happens or went wrong inside, when it is a closed group.
    pub inside: Option<Inside>,
}

/// The steps in a closed group that matter most: those at work, waiting or gone wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inside {
    /// Where they stand.
    pub status: NodeStatus,
    /// How many stand so.
    pub steps: u32,
}

impl Inside {
    /// What stands beside the box: `2 failed`.
    pub fn words(self) -> String {
        let word = match self.status {
            NodeStatus::Waiting => "waiting",
            NodeStatus::Caught => "caught",
            status => status.word(),
        };
        format!("{} {word}", self.steps)
    }
}

impl NodeState {
    /// Takes a step into account that stands inside of the closed group.
    fn add_inside(&mut self, status: NodeStatus) {
        // What has just begun, went well or was cut off is told by the group itself.
        if weight(status) < weight(NodeStatus::Running) {
            return;
        }
        match &mut self.inside {
            Some(inside) if inside.status == status => inside.steps += 1,
            Some(inside) if weight(inside.status) > weight(status) => {}
            inside => *inside = Some(Inside { status, steps: 1 }),
        }
    }

    /// What is to be said about it: status, attempts, runs, error.
    pub fn words(&self) -> Vec<String> {
        let mut words = vec![self.status.word().to_owned()];
        words.extend(self.error.clone().filter(|error| !error.is_empty()));
        if self.attempts > 1 {
            words.push(format!("{} attempts", self.attempts));
        }
        if self.runs > 1 {
            words.push(format!("{} runs", self.runs));
        }
        words.extend(self.inside.map(|inside| format!("inside {}", inside.words())));
        words
    }
}

impl Overlay {
    /// Lays a run over the picture. `scene` must belong to `flow`, `view` to `history`.
    pub fn from_run(flow: &Flow, scene: &Scene, view: &RunView, history: &History) -> Self {
        let places = Places::of(flow, view);
        let live = Live::of(view, &places);
        let to_come = still_to_come(flow, scene, view, &places, &live);
        let mut overlay = Self {
            nodes: vec![NodeState::default(); scene.nodes.len()],
            edges: vec![EdgeStatus::Open; scene.edges.len()],
            status: view.status,
            hidden: Vec::new(),
            unplaced: places.unplaced(),
        };
        overlay.show_runs(scene, view, history, &places, &live);
        overlay.show_taken(scene, view, history, &places, &live);
        overlay.show_passed_by(scene, &to_come);
        overlay
    }

    /// Where a node stands.
    ///
    /// # Panics
    /// When the number comes from another scene.
    pub fn node(&self, index: NodeIndex) -> &NodeState {
        &self.nodes[index.0 as usize]
    }

    /// Whether an edge was taken.
    ///
    /// # Panics
    /// When the number comes from another scene.
    pub fn edge(&self, index: EdgeIndex) -> EdgeStatus {
        self.edges[index.0 as usize]
    }

    /// The run in one sentence: `Execution Failed: 3 succeeded, 1 failed.`
    pub fn summary(&self, scene: &Scene) -> String {
        let counted = NodeStatus::ALL.iter().skip(2).filter_map(|status| {
            let standing = |(at, node): &(usize, &NodeState)| {
                node.status == *status && scene.nodes.get(*at).is_some_and(|node| node.step().is_some())
            };
            let hidden = self.hidden.iter().filter(|hidden| *hidden == status).count();
            let count = self.nodes.iter().enumerate().filter(standing).count() + hidden;
            (count > 0).then(|| format!("{count} {}", status.word()))
        });
        let counted: Vec<String> = counted.collect();
        if counted.is_empty() {
            return format!("Execution {}.", self.status.name());
        }
        format!("Execution {}: {}.", self.status.name(), counted.join(", "))
    }

    fn show_runs(&mut self, scene: &Scene, view: &RunView, history: &History, places: &Places, live: &Live) {
        // By step: where it stands, if it has run and is hidden.
        let mut hidden: Vec<Option<NodeStatus>> = Vec::new();
        for (id, instance) in view.numbered() {
            let Some(step) = places.step(id) else { continue };
            let status = NodeStatus::from(instance.status);
            let Some(node) = scene.node_of(step) else {
                let at = step.0 as usize;
                if hidden.len() <= at {
                    hidden.resize(at + 1, None);
                }
                let known = hidden[at].get_or_insert_default();
                if live.instance(id) && weight(status) > weight(*known) {
                    *known = status;
                }
                continue;
            };
            let state = &mut self.nodes[node.0 as usize];
            state.runs = state.runs.saturating_add(1);
            if live.instance(id) && weight(status) > weight(state.status) {
                state.status = status;
                state.attempts = instance.attempt();
                state.error = instance.error(history).map(|(name, _)| name.to_owned());
            }
        }
        for (at, status) in hidden.into_iter().enumerate() {
            let Some(status) = status else { continue };
            self.hidden.push(status);
            if let Some(node) = scene.shown_at(StepId(at as u32)) {
                self.nodes[node.0 as usize].add_inside(status);
            }
        }
    }

    fn show_taken(&mut self, scene: &Scene, view: &RunView, history: &History, places: &Places, live: &Live) {
        let node = |id: InstanceId| places.step(id).and_then(|step| scene.node_of(step));
        let mark = |wanted: fn(&Shape) -> bool| {
            let found = scene.nodes().find(|(_, node)| node.parent.is_none() && wanted(&node.shape));
            found.map(|(index, _)| index)
        };
        for (at, group) in view.groups.iter().enumerate() {
            if !live.group(GroupId(at as u32)) {
                continue;
            }
            let mut before = None;
            for id in &group.instances {
                let Some(instance) = view.instance(*id) else { continue };
                let cause = caused_by(instance, view, history)
                    .filter(|cause| view.instance(*cause).is_some_and(|cause| cause.group_run == instance.group_run));
                match cause.or(before) {
                    Some(cause) => {
                        let caught = view.instance(cause).is_some_and(|cause| cause.status == StepStatus::Caught);
                        self.take(scene, node(cause), node(*id), caught);
                    }
                    None if at == 0 => {
                        let start = mark(|shape| matches!(shape, Shape::Start));
                        self.take(scene, start, node(*id), false);
                    }
                    None => {}
                }
                before = Some(*id);
            }
        }
        if view.status == Status::Succeeded {
            let end = mark(|shape| matches!(shape, Shape::End));
            let trigger = view.ending.and_then(|event| history.event(event)).and_then(|event| event.trigger);
            let last = trigger.and_then(|event| view.instance_of(event)).or(view.root().instances.last().copied());
            self.take(scene, last.and_then(node), end, false);
            if let Some(end) = end {
                self.nodes[end.0 as usize].status = NodeStatus::Succeeded;
            }
        }
    }

    fn take(&mut self, scene: &Scene, from: Option<NodeIndex>, to: Option<NodeIndex>, caught: bool) {
        let (Some(from), Some(to)) = (from, to) else { return };
        let (first, second) =
            if caught { (EdgeKind::Error, EdgeKind::Flow) } else { (EdgeKind::Flow, EdgeKind::Error) };
        let edge = scene.edge_between(from, to, first).or_else(|| scene.edge_between(from, to, second));
        if let Some(edge) = edge {
            self.edges[edge.0 as usize] = EdgeStatus::Taken;
        }
    }

    fn show_passed_by(&mut self, scene: &Scene, to_come: &[bool]) {
        for ((state, node), to_come) in self.nodes.iter_mut().zip(&scene.nodes).zip(to_come) {
            if state.status == NodeStatus::NotRun && !to_come && !matches!(node.shape, Shape::Start) {
                state.status = NodeStatus::NotTaken;
            }
        }
        for (index, edge) in scene.edges() {
            let from = edge.from.0 as usize;
            let settled = match self.nodes[from].status {
                NodeStatus::NotRun
                | NodeStatus::Scheduled
                | NodeStatus::Running
                | NodeStatus::Waiting
                | NodeStatus::Retrying => false,
                NodeStatus::NotTaken
                | NodeStatus::Succeeded
                | NodeStatus::Caught
                | NodeStatus::Failed
                | NodeStatus::TimedOut
                | NodeStatus::Aborted => true,
            };
            let status = &mut self.edges[index.0 as usize];
            if settled && !to_come[from] && *status == EdgeStatus::Open {
                *status = EdgeStatus::PassedBy;
            }
        }
    }
}

/// The run whose event triggered that this one was entered.
fn caused_by(instance: &Instance, view: &RunView, history: &History) -> Option<InstanceId> {
    view.instance_of(history.event(instance.entered?)?.trigger?)
}

impl From<StepStatus> for NodeStatus {
    fn from(status: StepStatus) -> Self {
        match status {
            StepStatus::Entered => Self::Scheduled,
            StepStatus::Running => Self::Running,
            StepStatus::Retrying => Self::Retrying,
            StepStatus::Waiting => Self::Waiting,
            StepStatus::Succeeded => Self::Succeeded,
            StepStatus::Caught => Self::Caught,
            StepStatus::Failed => Self::Failed,
            StepStatus::TimedOut => Self::TimedOut,
            StepStatus::Aborted => Self::Aborted,
        }
    }
}

/// What matters more is shown when several runs of a step stand differently.
pub(crate) fn weight(status: NodeStatus) -> u8 {
    match status {
        NodeStatus::NotRun | NodeStatus::NotTaken => 0,
        NodeStatus::Succeeded => 1,
        NodeStatus::Aborted => 2,
        NodeStatus::Scheduled => 3,
        NodeStatus::Running => 4,
        NodeStatus::Waiting => 5,
        NodeStatus::Retrying => 6,
        NodeStatus::Caught => 7,
        NodeStatus::TimedOut => 8,
        NodeStatus::Failed => 9,
    }
}
