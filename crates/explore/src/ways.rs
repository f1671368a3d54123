//! Every way that the text of a flow has on from a step, and which steps those ways come to.

use flowglass_flow::{Flow, Jump, ScopeId, StepId, StepKind};

/// One way on from a step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WayOn<'flow> {
    pub(crate) by: By,
    /// The steps inside the step that run before it: the arm of a choice of the older language.
    pub(crate) body: Option<ScopeId>,
    /// Where it leads.
    pub(crate) jump: &'flow Jump,
}

/// When a way is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum By {
    /// The step has succeeded; of a choice without a default: no arm was taken.
    Success,
    /// The choice takes the arm of this number; the default is the last.
    Arm(u32),
    /// The catch rule of this number takes an error.
    Catch(u32),
}

/// The ways on from a step, in the order of the text.
pub(crate) fn ways_on(flow: &Flow, id: StepId) -> Vec<WayOn<'_>> {
    let step = flow.step(id);
    let done = step.when_done.jump();
    let mut ways = Vec::new();
    if let StepKind::Choice(choice) = &step.kind {
        for (number, arm) in (0_u32..).zip(choice.all_arms()) {
            // Without a jump of its own, an arm goes on to what follows the choice.
            if let Some(jump) = arm.jump.as_ref().or(done) {
                ways.push(WayOn { by: By::Arm(number), body: arm.body, jump });
            }
        }
        if let (None, Some(jump)) = (&choice.default, done) {
            ways.push(WayOn { by: By::Success, body: None, jump });
        }
    } else if let Some(jump) = done {
        ways.push(WayOn { by: By::Success, body: None, jump });
    }
    for (number, rule) in (0_u32..).zip(&step.catch) {
        ways.push(WayOn { by: By::Catch(number), body: None, jump: &rule.jump });
    }
    ways
}

/// By step: whether the ways of the text come to it. Those that `closed` names are taken by nobody.
///
/// A scope that can be entered is taken to be left: whether it is decides the exploration.
pub(crate) fn comes_to(flow: &Flow, closed: impl Fn(StepId, By) -> bool) -> Vec<bool> {
    let mut reached = vec![false; flow.steps().len()];
    let mut open: Vec<StepId> = flow.scope(flow.root).start.step().into_iter().collect();
    while let Some(id) = open.pop() {
        let Some(known) = reached.get_mut(id.0 as usize) else { continue };
        if std::mem::replace(known, true) {
            continue;
        }
        let starts = |scope: ScopeId| flow.scope(scope).start.step();
        for way in ways_on(flow, id).into_iter().filter(|way| !closed(id, way.by)) {
            open.extend(way.body.and_then(starts));
            open.extend(way.jump.step());
        }
        if !matches!(flow.step(id).kind, StepKind::Choice(_)) {
            open.extend(flow.step(id).kind.scopes().into_iter().filter_map(starts));
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_that_nobody_takes_lead_nowhere() {
        let text = "{version: v1, type: flow, steps: [{type: choice, name: c, choices: [{condition: $.a, steps: [{type: pass, name: in}], goto: last}, {condition: $.b, goto: far}], default: {goto: last}}, {type: pass, name: idle}, {type: pass, name: far, end: true}, {type: pass, name: last}]}";
        let flow = flowglass_flow::parse(text).flow.expect("it is a flow");
        let names = |closed: &[u32]| -> Vec<String> {
            let reached = comes_to(&flow, |_, by| matches!(by, By::Arm(number) if closed.contains(&number)));
            let steps = flow.steps().filter(|(id, _)| reached[id.0 as usize]);
            steps.map(|(_, step)| step.name.value.clone()).collect()
        };
        assert_eq!(names(&[]), ["c", "in", "far", "last"]);
        assert_eq!(names(&[0]), ["c", "far", "last"]);
        assert_eq!(names(&[1, 2]), ["c", "in", "last"]);
        assert_eq!(names(&[0, 1, 2]), ["c"]);
    }
}
