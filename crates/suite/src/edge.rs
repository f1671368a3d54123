//! The ways from step to step that a flow has.

use flowglass_flow::{Dialect, Flow, Jump, Span, Step, StepId, StepKind, Target, WhenDone};

/// One way on from a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The step that it leads away from.
    pub from: StepId,
    /// When it is taken.
    pub kind: EdgeKind,
    /// The step that it leads to; `None` leads out of the list of steps.
    pub to: Option<StepId>,
    /// The text that says so.
    pub at: Span,
}

/// When an edge is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgeKind {
    /// The step has succeeded.
    Next,
    /// The choice takes the branch of this number, from 0.
    Branch(u32),
    /// No condition of the choice holds.
    Default,
    /// The rule of this number takes the error of the step, from 0.
    Catch(u32),
}

impl EdgeKind {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Branch(_) => "branch",
            Self::Default => "default",
            Self::Catch(_) => "catch",
        }
    }
}

/// All edges of a flow, in the order of its steps. What leads nowhere is none.
pub(crate) fn edges(flow: &Flow) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (from, step) in flow.steps() {
        let mut add = |kind, to: Result<Option<StepId>, ()>, at| {
            if let Ok(to) = to {
                edges.push(Edge { from, kind, to, at });
            }
        };
        if let StepKind::Choice(choice) = &step.kind {
            for (index, arm) in choice.all_arms().enumerate() {
                add(arm_kind(flow, from, index as u32), arm_target(flow, step, index), arm.at);
            }
        }
        if let Some(jump) = next_of(flow, step) {
            add(EdgeKind::Next, target(jump), jump.at.unwrap_or(step.name.at));
        }
        for (index, rule) in step.catch.iter().enumerate() {
            add(EdgeKind::Catch(index as u32), target(&rule.jump), rule.at);
        }
    }
    edges
}

/// The kind of the arm of a choice with this number; the default is the last.
pub(crate) fn arm_kind(flow: &Flow, choice: StepId, number: u32) -> EdgeKind {
    match &flow.step(choice).kind {
        StepKind::Choice(choice) if number as usize >= choice.arms.len() => EdgeKind::Default,
        _ => EdgeKind::Branch(number),
    }
}

/// Where a step leads once it has succeeded, when that is a way of its own.
///
/// A choice of which every arm jumps has none.
fn next_of<'f>(flow: &Flow, step: &'f Step) -> Option<&'f Jump> {
    let WhenDone::Go(jump) = &step.when_done else { return None };
    match &step.kind {
        StepKind::Choice(choice) => {
            let every_arm_jumps = choice.default.is_some() && choice.all_arms().all(|arm| arm.jump.is_some());
            (flow.dialect == Dialect::Legacy && !every_arm_jumps).then_some(jump)
        }
        StepKind::Succeed | StepKind::Fail(_) => None,
        StepKind::Pass
        | StepKind::Task(_)
        | StepKind::Wait(_)
        | StepKind::Parallel(_)
        | StepKind::Map(_)
        | StepKind::Loop(_)
        | StepKind::Unknown(_) => Some(jump),
    }
}

/// Where an arm leads: into its steps, else where it jumps, else to what follows the choice.
fn arm_target(flow: &Flow, step: &Step, index: usize) -> Result<Option<StepId>, ()> {
    let StepKind::Choice(choice) = &step.kind else { return Err(()) };
    let arm = choice.all_arms().nth(index).ok_or(())?;
    if let Some(first) = arm.body.and_then(|body| flow.scope(body).start.step()) {
        return Ok(Some(first));
    }
    arm.jump.as_ref().or(step.when_done.jump()).map_or(Err(()), target)
}

/// The step that a jump leads to, or nothing when it leads out.
fn target(jump: &Jump) -> Result<Option<StepId>, ()> {
    match jump.target {
        Target::Step(step) => Ok(Some(step)),
        Target::End => Ok(None),
        Target::Unknown(_) | Target::Missing => Err(()),
    }
}
