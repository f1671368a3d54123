//! What is told when the pointer rests on a part of the picture: what had to be cut, what a sign means, how an edge is taken.

use flowglass_flow::{Flow, Pattern, Step, StepId};
use flowglass_layout::{EdgeIndex, NodeIndex};

use crate::badge::Badge;
use crate::graph::EdgeKind;
use crate::overlay::{NodeState, Overlay};
use crate::pointed::Pointed;
use crate::rule_words::{catch_words, retry_words};
use crate::scene::{Scene, Shape};
use crate::status::EdgeStatus;
use crate::visible_text::visible;

/// More rules than this are counted, not told.
const MOST_RULES: usize = 6;

/// The words about a part of the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tip {
    /// What it is called, in full.
    pub title: String,
    /// What there is to say about it.
    pub lines: Vec<String>,
    /// Whether it tells more than can be read in the picture when that is near.
    pub tells_more: bool,
}

/// The words about a part of the picture; `None` where there is nothing to say, or where `flow` has no such step.
pub fn tip(flow: &Flow, scene: &Scene, overlay: Option<&Overlay>, part: Pointed) -> Option<Tip> {
    match part {
        Pointed::Node(index) => node_tip(flow, scene, overlay, index),
        Pointed::Badge(index, at) => {
            let node = scene.nodes.get(index.0 as usize)?;
            let step = step_of(flow, node.step()?)?;
            Some(badge_tip(flow, step, node.face()?.badges.get(at)?))
        }
        Pointed::Edge(index) => edge_tip(scene, overlay, index),
        Pointed::Caption(lane) => {
            let (label, _) = scene.lanes.get(lane.0 as usize)?.caption.as_ref()?;
            Some(Tip { title: label.full.clone(), lines: Vec::new(), tells_more: !label.is_whole() })
        }
    }
}

fn node_tip(flow: &Flow, scene: &Scene, overlay: Option<&Overlay>, index: NodeIndex) -> Option<Tip> {
    let node = scene.nodes.get(index.0 as usize)?;
    let (id, face, fitted) = match &node.shape {
        Shape::Box(id, face, fitted) | Shape::Group(id, face, fitted) => (*id, face, fitted),
        Shape::Stub(label) => {
            let lines = vec!["There is no such step to go to.".to_owned()];
            return Some(Tip { title: label.full.clone(), lines, tells_more: true });
        }
        Shape::Start => return Some(mark_tip("Start", "Here every execution begins.")),
        Shape::End => return Some(mark_tip("End", "Here an execution ends successfully.")),
    };
    let step = step_of(flow, id)?;
    let mut lines = Vec::new();
    if let Some(overlay) = overlay {
        lines.push(visible(&overlay.nodes.get(index.0 as usize)?.words().join(", ")).into_owned());
    }
    lines.push(face.second.clone());
    let plain = lines.len();
    lines.extend(step.description.as_deref().map(|text| visible(text).into_owned()));
    lines.extend(rules(flow, step));
    if face.waits != Pattern::RequestResponse {
        lines.push(waits_words(face.waits).to_owned());
    }
    lines.extend(face.badges.iter().filter_map(limit_words));
    // What stands on the box as a number or a glyph is told in words.
    let state = overlay.and_then(|overlay| overlay.nodes.get(index.0 as usize));
    let counts = |state: &NodeState| state.attempts > 1 || state.runs > 1 || state.inside.is_some();
    let ran = state.is_some_and(|state| state.error.is_some() || counts(state));
    let cut = face.name != fitted.name || !fitted.second.starts_with(&face.second);
    Some(Tip { title: face.name.clone(), tells_more: cut || ran || lines.len() > plain, lines })
}

/// The step, if the flow is long enough: a picture may be older than its text.
fn step_of(flow: &Flow, id: StepId) -> Option<&Step> {
    ((id.0 as usize) < flow.steps().len()).then(|| flow.step(id))
}

fn mark_tip(title: &str, line: &str) -> Tip {
    Tip { title: title.to_owned(), lines: vec![line.to_owned()], tells_more: true }
}

/// What is done about errors.
fn rules(flow: &Flow, step: &Step) -> Vec<String> {
    let retries = step.retry.iter().map(|rule| sentence(&retry_words(rule)));
    let catches = step.catch.iter().map(|rule| sentence(&catch_words(flow, rule)));
    let all: Vec<String> = retries.chain(catches).collect();
    counted(all)
}

fn counted(mut all: Vec<String>) -> Vec<String> {
    if all.len() > MOST_RULES {
        let more = all.len() - MOST_RULES;
        all.truncate(MOST_RULES);
        all.push(format!("{more} more"));
    }
    all
}

fn badge_tip(flow: &Flow, step: &Step, badge: &Badge) -> Tip {
    let lines = match badge {
        Badge::Retries(_) => counted(step.retry.iter().map(|rule| sentence(&retry_words(rule))).collect()),
        Badge::Catches(_) => counted(step.catch.iter().map(|rule| sentence(&catch_words(flow, rule))).collect()),
        Badge::TimeLimit(_) | Badge::AtATime(_) => limit_words(badge).into_iter().collect(),
    };
    Tip { title: sentence(&badge.words()), lines, tells_more: true }
}

/// What a sign about a limit means; those about errors are told rule by rule.
fn limit_words(badge: &Badge) -> Option<String> {
    match badge {
        Badge::TimeLimit(words) => Some(format!("Each attempt may take {words} at most.")),
        Badge::AtATime(1) => Some("The iterations run one after the other.".to_owned()),
        Badge::AtATime(count) => Some(format!("At most {count} iterations run at a time.")),
        Badge::Retries(_) | Badge::Catches(_) => None,
    }
}

/// When a task is done.
pub(crate) fn waits_words(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::RequestResponse => "It is done when the call has returned.",
        Pattern::Sync => "It is done when the job that it starts has ended.",
        Pattern::WaitForCallback => "It is done when somebody reports its token.",
    }
}

fn edge_tip(scene: &Scene, overlay: Option<&Overlay>, index: EdgeIndex) -> Option<Tip> {
    let edge = scene.edges.get(index.0 as usize)?;
    let (from, to) = (called(scene, edge.from)?, called(scene, edge.to)?);
    let label = edge.label.as_ref().map(|(label, _)| label);
    let mut lines = vec![format!("{from} → {to}")];
    lines.extend(match (edge.kind, label) {
        (EdgeKind::Error, Some(_)) => {
            Some(format!("Taken when {from} ends with such an error and is not tried again."))
        }
        (EdgeKind::Error, None) => Some(format!("Taken when {from} ends with an error.")),
        (EdgeKind::Flow, Some(label)) if label.full == "default" || label.full == "otherwise" => {
            Some("Taken when no condition holds.".to_owned())
        }
        (EdgeKind::Flow, Some(_)) => Some("Taken when this holds, and none before it.".to_owned()),
        (EdgeKind::Flow, None) => None,
    });
    let way = overlay.and_then(|overlay| overlay.edges.get(index.0 as usize));
    lines.extend(match way {
        Some(EdgeStatus::Taken) => Some("The run went this way.".to_owned()),
        Some(EdgeStatus::PassedBy) => Some("The run went another way.".to_owned()),
        Some(EdgeStatus::Open) | None => None,
    });
    let title = label.map_or_else(|| lines.remove(0), |label| label.full.clone());
    Some(Tip { title, lines, tells_more: true })
}

/// What a node is called in the words about an edge.
fn called(scene: &Scene, node: NodeIndex) -> Option<String> {
    Some(match &scene.nodes.get(node.0 as usize)?.shape {
        Shape::Start => "the start".to_owned(),
        Shape::End => "the end".to_owned(),
        Shape::Stub(label) => label.full.clone(),
        Shape::Box(_, face, _) | Shape::Group(_, face, _) => face.name.clone(),
    })
}

fn sentence(words: &str) -> String {
    let mut signs = words.chars();
    let first: String = signs.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", signs.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw;
    use crate::status::NodeStatus;
    use flowglass_layout::LevelIndex;

    const FLOW: &str = "{version: v1, type: flow, steps: [
        {type: task, name: Charge, resourceArn: 'acs:fc:::services/s/functions/f', timeoutSeconds: 30,
         retry: [{errors: [FC.ResourceThrottled], intervalSeconds: 1, maxAttempts: 3, multiplier: 2}],
         catch: [{errors: [FnF.ALL], goto: Refund}]},
        {type: pass, name: plain},
        {type: pass, name: 'a name that is far too long to be shown in a box as it is written, so it is cut'},
        {type: choice, name: c, choices: [{condition: '$.amount > 100 and $.country == \"CN\" and $.again == true', goto: plain}], default: {goto: Refund}},
        {type: fail, name: Refund, error: E, cause: c}]}";

    fn flow() -> Flow {
        flowglass_flow::parse(FLOW).flow.unwrap()
    }

    fn node(scene: &Scene, name: &str) -> NodeIndex {
        let named = |(_, node): &(NodeIndex, &crate::SceneNode)| node.face().is_some_and(|face| face.name == name);
        scene.nodes().find(named).unwrap().0
    }

    #[test]
    fn steps_tell_what_the_box_does_not() {
        let flow = flow();
        let scene = draw(&flow);
        let told = |index: NodeIndex| tip(&flow, &scene, None, Pointed::Node(index)).unwrap();
        let charge = told(node(&scene, "Charge"));
        assert_eq!(charge.title, "Charge");
        assert_eq!(
            charge.lines,
            [
                "FC · s/f",
                "Retries up to 3 times on FC.ResourceThrottled, waits 1 s, doubled each time.",
                "On every error (FnF.ALL) goes on at Refund.",
                "Each attempt may take 30 s at most.",
            ]
        );
        assert!(charge.tells_more);
        let plain = told(node(&scene, "plain"));
        assert_eq!((plain.lines, plain.tells_more), (vec!["pass".to_owned()], false));
        let long =
            scene.nodes().find(|(_, node)| node.face().is_some_and(|face| face.name.starts_with("a name"))).unwrap().0;
        assert!(told(long).tells_more && told(long).title.ends_with("so it is cut"));
    }

    #[test]
    fn signs_tell_the_rules_behind_them() {
        let flow = flow();
        let scene = draw(&flow);
        let charge = node(&scene, "Charge");
        let told = |at: usize| tip(&flow, &scene, None, Pointed::Badge(charge, at));
        let retries = told(0).unwrap();
        assert_eq!((retries.title.as_str(), retries.lines.len()), ("3 retries.", 1));
        assert_eq!(told(1).unwrap().lines, ["Each attempt may take 30 s at most."]);
        assert_eq!(told(9), None);
    }

    #[test]
    fn edges_tell_their_whole_condition_and_when_they_are_taken() {
        let flow = flow();
        let scene = draw(&flow);
        let overlay = Overlay {
            nodes: vec![
                NodeState { status: NodeStatus::Failed, error: Some("E".into()), ..NodeState::default() };
                scene.nodes.len()
            ],
            edges: vec![EdgeStatus::Taken; scene.edges.len()],
            status: flowglass_history::Status::Failed,
            hidden: Vec::new(),
            unplaced: 0,
        };
        let told = |from: &str, to: &str, kind: EdgeKind| {
            let edge = scene.edge_between(node(&scene, from), node(&scene, to), kind).unwrap();
            tip(&flow, &scene, Some(&overlay), Pointed::Edge(edge)).unwrap()
        };
        let condition = told("c", "plain", EdgeKind::Flow);
        assert_eq!(condition.title, "$.amount > 100 and $.country == \"CN\" and $.again == true");
        assert_eq!(
            condition.lines,
            ["c → plain", "Taken when this holds, and none before it.", "The run went this way."]
        );
        assert_eq!(told("c", "Refund", EdgeKind::Flow).lines[1], "Taken when no condition holds.");
        let caught = told("Charge", "Refund", EdgeKind::Error);
        assert_eq!(caught.title, "FnF.ALL");
        assert_eq!(caught.lines[1], "Taken when Charge ends with such an error and is not tried again.");
        assert_eq!(told("Charge", "plain", EdgeKind::Flow).title, "Charge → plain");
        let of_plain =
            |overlay: &Overlay| tip(&flow, &scene, Some(overlay), Pointed::Node(node(&scene, "plain"))).unwrap();
        let failed = of_plain(&overlay);
        assert_eq!((failed.lines[0].as_str(), failed.tells_more), ("failed, E", true));
        let mut twice = overlay.clone();
        let state = NodeState { status: NodeStatus::Succeeded, runs: 2, ..NodeState::default() };
        twice.nodes.fill(state);
        assert_eq!((of_plain(&twice).lines[0].as_str(), of_plain(&twice).tells_more), ("succeeded, 2 runs", true));
        twice.nodes.fill(NodeState { status: NodeStatus::Succeeded, runs: 1, ..NodeState::default() });
        assert!(!of_plain(&twice).tells_more, "the tick says so");
    }

    #[test]
    fn a_picture_of_another_flow_tells_nothing_of_its_steps() {
        let scene = draw(&flow());
        let other = flowglass_flow::parse("{version: v1, type: flow, steps: []}").flow.unwrap();
        for part in [Pointed::Node(node(&scene, "Charge")), Pointed::Badge(node(&scene, "Charge"), 0)] {
            assert_eq!(tip(&other, &scene, None, part), None, "{part:?}");
        }
    }

    #[test]
    fn numbers_of_another_scene_tell_nothing() {
        let flow = flow();
        let scene = draw(&flow);
        for part in [
            Pointed::Node(NodeIndex(999)),
            Pointed::Badge(NodeIndex(999), 0),
            Pointed::Edge(EdgeIndex(999)),
            Pointed::Caption(LevelIndex(999)),
        ] {
            assert_eq!(tip(&flow, &scene, None, part), None, "{part:?}");
        }
    }
}
