//! What the signs of the picture mean, those that the picture at hand has first.

use std::mem::{Discriminant, discriminant};

use flowglass_flow::Pattern;

use crate::badge::Badge;
use crate::called::Called;
use crate::graph::EdgeKind;
use crate::icon::Icon;
use crate::overlay::Overlay;
use crate::scene::{Scene, Shape};
use crate::status::{EdgeStatus, NodeStatus};
use crate::svg::{Sample, sample};
use crate::tip::waits_words;

/// What a sign is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LegendPart {
    /// Where a step stands in a run.
    Status,
    /// What a step does.
    Step,
    /// The lines between steps.
    Line,
    /// The small signs on a step.
    Sign,
    /// What is no single step.
    Shape,
}

impl LegendPart {
    /// Every part, in the order in which they are told.
    pub const ALL: [Self; 5] = [Self::Status, Self::Step, Self::Line, Self::Sign, Self::Shape];

    /// The words above the part.
    pub fn title(self) -> &'static str {
        match self {
            Self::Status => "Where a step stands",
            Self::Step => "What a step does",
            Self::Line => "Lines",
            Self::Sign => "Signs on a step",
            Self::Shape => "Shapes",
        }
    }
}

/// One sign with its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// What it is about.
    pub part: LegendPart,
    /// The sign, as a whole `<svg>` in the classes of the picture.
    pub drawing: String,
    /// What it is called.
    pub name: &'static str,
    /// What it means.
    pub about: &'static str,
    /// Whether the picture has it.
    pub here: bool,
}

/// All signs by part. `overlay` must belong to `scene`.
pub fn legend(scene: &Scene, overlay: Option<&Overlay>) -> Vec<Explained> {
    let seen = Seen::of(scene, overlay);
    let mut all = Vec::new();
    let mut add = |part: LegendPart, drawn: Sample, name: &'static str, about: &'static str| {
        let here = seen.has(&drawn);
        all.push(Explained { part, drawing: sample(&drawn), name, about, here });
    };
    for status in NodeStatus::ALL {
        add(LegendPart::Status, Sample::Status(status), status.word(), status_words(status));
    }
    for icon in Icon::ALL {
        add(LegendPart::Step, Sample::Kind(icon), icon_name(icon), icon_words(icon));
    }
    let mut line = |kind: EdgeKind, status: Option<EdgeStatus>, name: &'static str, about: &'static str| {
        add(LegendPart::Line, Sample::Edge(kind, status), name, about);
    };
    line(EdgeKind::Flow, None, "way on", "Where a step leads when it succeeds; a text beside it is the condition.");
    line(EdgeKind::Error, None, "way of an error", "Taken when one of the errors beside it is caught.");
    line(EdgeKind::Flow, Some(EdgeStatus::Taken), "taken", "The run went this way.");
    line(EdgeKind::Flow, Some(EdgeStatus::PassedBy), "passed by", "The run went another way.");
    add(LegendPart::Line, Sample::Broken, "broken", "It leads to a step that is not there.");
    let retries = Sample::Badge(Badge::Retries(3));
    add(LegendPart::Sign, retries, "retries", "How often the step is tried again at most.");
    let limit = Sample::Badge(Badge::TimeLimit("30 s".to_owned()));
    add(LegendPart::Sign, limit, "time limit", "How long an attempt may take at most.");
    let catches = Sample::Badge(Badge::Catches(2));
    add(LegendPart::Sign, catches, "catch rules", "How many rules there are for where to go on after an error.");
    let at_a_time = Sample::Badge(Badge::AtATime(3));
    add(LegendPart::Sign, at_a_time, "at a time", "How many iterations run side by side at most.");
    add(LegendPart::Sign, Sample::Waits(Pattern::Sync), "waits for a job", waits_words(Pattern::Sync));
    let callback = Pattern::WaitForCallback;
    add(LegendPart::Sign, Sample::Waits(callback), "waits for a report", waits_words(callback));
    add(LegendPart::Sign, Sample::Pill("2 / 4"), "attempts", "The attempt that it is at, and the most that it has.");
    add(LegendPart::Sign, Sample::Pill("× 3"), "runs", "How often the step was entered.");
    add(LegendPart::Shape, Sample::Start, "start", "Here every execution begins.");
    add(LegendPart::Shape, Sample::End, "end", "Here an execution ends successfully.");
    add(LegendPart::Shape, Sample::Group, "group", "A step with steps inside: branches, repetitions, arms.");
    let hidden = "A group whose steps are hidden; its sign opens it.";
    add(LegendPart::Shape, Sample::ClosedGroup, "closed group", hidden);
    add(LegendPart::Shape, Sample::Stub, "dead end", "A name that no step has.");
    all
}

/// What a picture has.
struct Seen<'a> {
    scene: &'a Scene,
    overlay: Option<&'a Overlay>,
    statuses: Vec<NodeStatus>,
    icons: Vec<Icon>,
    badges: Vec<Discriminant<Badge>>,
    waits: Vec<Pattern>,
    attempts: bool,
    runs: bool,
}

impl<'a> Seen<'a> {
    fn of(scene: &'a Scene, overlay: Option<&'a Overlay>) -> Self {
        let mut seen = Self {
            scene,
            overlay,
            statuses: Vec::new(),
            icons: Vec::new(),
            badges: Vec::new(),
            waits: Vec::new(),
            attempts: false,
            runs: false,
        };
        for face in scene.nodes.iter().filter_map(crate::SceneNode::face) {
            if !seen.icons.contains(&face.icon) {
                seen.icons.push(face.icon);
            }
            seen.waits.extend(Some(face.waits).filter(|waits| !seen.waits.contains(waits)));
            for badge in face.badges.iter().map(discriminant) {
                if !seen.badges.contains(&badge) {
                    seen.badges.push(badge);
                }
            }
        }
        for (node, state) in scene.nodes.iter().zip(overlay.iter().flat_map(|overlay| &overlay.nodes)) {
            if node.step().is_some() && !seen.statuses.contains(&state.status) {
                seen.statuses.push(state.status);
            }
            seen.attempts |= state.attempts > 1;
            seen.runs |= state.runs > 1;
        }
        seen
    }

    fn has(&self, sample: &Sample) -> bool {
        let shape = |wanted: fn(&Shape) -> bool| self.scene.nodes.iter().any(|node| wanted(&node.shape));
        let edge = |kind: EdgeKind| self.scene.edges.iter().any(|edge| edge.kind == kind);
        match sample {
            Sample::Start => shape(|shape| matches!(shape, Shape::Start)),
            Sample::End => shape(|shape| matches!(shape, Shape::End)),
            Sample::Group => shape(|shape| matches!(shape, Shape::Group(..))),
            Sample::ClosedGroup => self.scene.nodes.iter().any(crate::SceneNode::is_closed_group),
            Sample::Stub | Sample::Broken => shape(|shape| matches!(shape, Shape::Stub(_))),
            Sample::Kind(icon) => self.icons.contains(icon),
            Sample::Status(status) => self.statuses.contains(status),
            Sample::Edge(kind, None) => edge(*kind),
            Sample::Edge(_, Some(status)) => self.overlay.is_some_and(|overlay| overlay.edges.contains(status)),
            Sample::Waits(pattern) => self.waits.contains(pattern),
            Sample::Badge(badge) => self.badges.contains(&discriminant(badge)),
            Sample::Pill(words) if words.starts_with('×') => self.runs,
            Sample::Pill(_) => self.attempts,
        }
    }
}

fn status_words(status: NodeStatus) -> &'static str {
    match status {
        NodeStatus::NotRun => "Not reached so far.",
        NodeStatus::NotTaken => "The run went another way.",
        NodeStatus::Scheduled => "Entered, not started yet.",
        NodeStatus::Running => "At work.",
        NodeStatus::Waiting => "Waits until somebody reports.",
        NodeStatus::Retrying => "Pauses before it is tried again.",
        NodeStatus::Succeeded => "Done.",
        NodeStatus::Caught => "It failed, and the run goes on elsewhere.",
        NodeStatus::Failed => "It failed, and nothing caught the error.",
        NodeStatus::TimedOut => "It took longer than it may.",
        NodeStatus::Aborted => "Cut off by an end from outside or beside.",
    }
}

fn icon_name(icon: Icon) -> &'static str {
    match icon {
        Icon::Task(called) => called.words(),
        icon => icon.name(),
    }
}

fn icon_words(icon: Icon) -> &'static str {
    match icon {
        Icon::Task(Called::Function) => "A task that calls a function of Function Compute.",
        Icon::Task(Called::Queue) => "A task that sends to a queue or a topic.",
        Icon::Task(Called::Flow) => "A task that starts another flow.",
        Icon::Task(Called::Http) => "A task that asks an address on the web.",
        Icon::Task(Called::Api) => "A task that calls a product of the cloud.",
        Icon::Task(Called::Unknown) => "A task; what it calls is not told.",
        Icon::Choice => "Takes the first way whose condition holds.",
        Icon::Pass => "Shapes data.",
        Icon::Wait => "Lets time pass.",
        Icon::Parallel => "Runs all its branches side by side.",
        Icon::Map => "Runs once for each item of a list.",
        Icon::Loop => "Repeats its steps.",
        Icon::Succeed => "Ends what it stands in with success.",
        Icon::Fail => "Ends what it stands in with an error.",
        Icon::Unknown => "A type that the language does not have.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NodeState, draw};

    fn scene(text: &str) -> Scene {
        draw(&flowglass_flow::parse(text).flow.unwrap())
    }

    fn here(all: &[Explained], part: LegendPart) -> Vec<&'static str> {
        all.iter().filter(|one| one.part == part && one.here).map(|one| one.name).collect()
    }

    #[test]
    fn what_the_picture_has_is_told_as_being_here() {
        let scene = scene(
            "{version: v1, type: flow, steps: [
            {type: task, name: a, resourceArn: x, retry: [{errors: [X], maxAttempts: 2}], catch: [{errors: [X], goto: z}]},
            {type: choice, name: c, choices: [{condition: '$.a == 1', goto: gone}], default: {goto: z}},
            {type: succeed, name: z}]}",
        );
        let all = legend(&scene, None);
        assert_eq!(here(&all, LegendPart::Status), [""; 0]);
        assert_eq!(here(&all, LegendPart::Step), ["task", "choice", "succeed"]);
        assert_eq!(here(&all, LegendPart::Line), ["way on", "way of an error", "broken"]);
        assert_eq!(here(&all, LegendPart::Sign), ["retries", "catch rules"]);
        assert_eq!(here(&all, LegendPart::Shape), ["start", "end", "dead end"]);
    }

    #[test]
    fn a_run_adds_where_its_steps_stand() {
        let scene = scene("{version: v1, type: flow, steps: [{type: pass, name: a}, {type: pass, name: b}]}");
        let mut overlay = Overlay {
            nodes: vec![NodeState::default(); scene.nodes.len()],
            edges: vec![EdgeStatus::Open; scene.edges.len()],
            status: flowglass_history::Status::Running,
            hidden: Vec::new(),
            unplaced: 0,
        };
        overlay.nodes[1] = NodeState { status: NodeStatus::Failed, runs: 2, attempts: 3, ..NodeState::default() };
        overlay.edges[0] = EdgeStatus::Taken;
        let all = legend(&scene, Some(&overlay));
        assert_eq!(here(&all, LegendPart::Status), ["not run", "failed"]);
        assert_eq!(here(&all, LegendPart::Line), ["way on", "taken"]);
        assert_eq!(here(&all, LegendPart::Sign), ["attempts", "runs"]);
    }

    #[test]
    fn every_sign_is_told_once_in_the_drawing_of_the_picture() {
        let all = legend(&scene("{version: v1, type: flow, steps: []}"), None);
        for (at, one) in all.iter().enumerate() {
            assert!(one.about.ends_with('.') && !one.name.is_empty(), "{one:?}");
            assert!(one.drawing.starts_with("<svg class=\"fg-picture") && one.drawing.ends_with("</svg>"));
            for other in &all[at + 1..] {
                assert_ne!(one.drawing, other.drawing, "{} and {}", one.name, other.name);
            }
        }
        let failed = all.iter().find(|one| one.name == "failed").unwrap();
        assert!(failed.drawing.contains("is-failed") && failed.drawing.contains(NodeStatus::Failed.glyph().unwrap()));
        for part in LegendPart::ALL {
            assert!(all.iter().any(|one| one.part == part) && !part.title().is_empty());
        }
    }
}
