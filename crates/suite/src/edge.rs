//! The ways from step to step that a flow has.

use flowglass_flow::{Arm, Dialect, Flow, Jump, Span, Step, StepId, StepKind, Target, WhenDone};

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
    /// The steps in the arm of this number (the default is the last) are done, and the arm leads elsewhere than the
    /// choice (older language).
    Goto(u32),
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
            Self::Goto(_) => "goto",
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
            for (index, arm) in (0..).zip(choice.all_arms()) {
                add(arm_kind(flow, from, index), arm_target(flow, step, arm), arm.at);
                if let Some(jump) = arm.jump.as_ref().filter(|_| first_step(flow, arm).is_some()) {
                    add(EdgeKind::Goto(index), target(jump), jump.at.unwrap_or(arm.at));
                }
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
/// A choice of which every arm leads on by itself has none.
fn next_of<'f>(flow: &Flow, step: &'f Step) -> Option<&'f Jump> {
    let WhenDone::Go(jump) = &step.when_done else { return None };
    match &step.kind {
        StepKind::Choice(choice) => {
            let leads_on = |arm: &Arm| arm.jump.is_some() || first_step(flow, arm).is_none();
            let every_arm_leads_on = choice.default.is_some() && choice.all_arms().all(leads_on);
            (flow.dialect == Dialect::Legacy && !every_arm_leads_on).then_some(jump)
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

/// The first of the steps in an arm; `None` when it has none.
pub(crate) fn first_step(flow: &Flow, arm: &Arm) -> Option<StepId> {
    flow.scope(arm.body?).start.step()
}

/// Where an arm leads: into its steps, else where it jumps, else to what follows the choice.
fn arm_target(flow: &Flow, step: &Step, arm: &Arm) -> Result<Option<StepId>, ()> {
    match first_step(flow, arm) {
        Some(first) => Ok(Some(first)),
        None => arm.jump.as_ref().or(step.when_done.jump()).map_or(Err(()), target),
    }
}

/// The step that a jump leads to, or nothing when it leads out.
fn target(jump: &Jump) -> Result<Option<StepId>, ()> {
    match jump.target {
        Target::Step(step) => Ok(Some(step)),
        Target::End => Ok(None),
        Target::Unknown(_) | Target::Missing => Err(()),
    }
}
