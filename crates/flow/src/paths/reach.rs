//! Which steps an execution can come to, and which scopes it can leave.

use super::ways::{By, Way, each_way};
use crate::model::{Flow, ScopeId, StepId, StepKind, Target};

/// What can be reached in a flow.
#[derive(Clone, Debug)]
pub(crate) struct Reach {
    /// By step: it can be reached from the start of its own scope.
    steps: Vec<bool>,
    scopes: Vec<ScopeReach>,
}

#[derive(Clone, Copy, Debug, Default)]
struct ScopeReach {
    /// The end of the scope can be reached, or the text does not say where a way leads.
    completes: bool,
    /// A way leads to a name that is not there, or nowhere.
    unsure: bool,
    /// An execution can come to the scope.
    entered: bool,
}

impl Reach {
    /// Follows every way from the start of each scope; takes time in proportion to the number of ways.
    pub(crate) fn of(flow: &Flow) -> Self {
        let scopes = flow.scopes().len();
        let mut reach = Self { steps: vec![false; flow.steps().len()], scopes: vec![ScopeReach::default(); scopes] };
        // A scope has a higher number than those around it, and these ask whether it completes.
        for number in (0..scopes).rev() {
            reach.walk(flow, ScopeId(number as u32));
        }
        for (id, scope) in flow.scopes() {
            let entered = scope.owner.is_none_or(|owner| {
                reach.steps[owner.step.0 as usize] && reach.scopes[flow.step(owner.step).scope.0 as usize].entered
            });
            reach.scopes[id.0 as usize].entered = entered;
        }
        reach
    }

    /// Tells whether the step can be reached from the start of its own scope.
    pub(crate) fn comes_to(&self, id: StepId) -> bool {
        self.steps[id.0 as usize]
    }

    /// Tells whether an execution can come to the scope at all.
    pub(crate) fn enters(&self, id: ScopeId) -> bool {
        self.scopes[id.0 as usize].entered
    }

    /// Tells whether a way in the scope itself leads to a name that is not there, or nowhere.
    pub(crate) fn unsure(&self, id: ScopeId) -> bool {
        self.scopes[id.0 as usize].unsure
    }

    /// Tells whether an execution that has come to the step can take the way.
    pub(crate) fn passes(&self, flow: &Flow, id: StepId, way: &Way<'_>) -> bool {
        let completes = |scope: &ScopeId| self.scopes[scope.0 as usize].completes;
        match (&flow.step(id).kind, way.by) {
            // The step joins when all branches have ended.
            (StepKind::Parallel(parallel), By::Success) => parallel.branches.iter().all(completes),
            // A Map over an empty list succeeds whatever its body does.
            _ => way.body.as_ref().is_none_or(completes),
        }
    }

    fn walk(&mut self, flow: &Flow, id: ScopeId) {
        let start = &flow.scope(id).start;
        let mut found = ScopeReach { completes: start.step().is_none(), unsure: false, entered: false };
        found.unsure = matches!(start.target, Target::Unknown(_));
        let mut open: Vec<StepId> = start.step().into_iter().collect();
        while let Some(step) = open.pop() {
            if std::mem::replace(&mut self.steps[step.0 as usize], true) {
                continue;
            }
            each_way(flow, step, |way| {
                if !self.passes(flow, step, &way) {
                    return;
                }
                match way.jump.target {
                    Target::Step(next) => open.push(next),
                    Target::End => found.completes = true,
                    Target::Unknown(_) | Target::Missing => {
                        found.completes = true;
                        found.unsure = true;
                    }
                }
            });
            // A state of an unknown type may have ways on that nobody can read.
            found.unsure |= matches!(flow.step(step).kind, StepKind::Unknown(_));
        }
        self.scopes[id.0 as usize] = found;
    }
}
