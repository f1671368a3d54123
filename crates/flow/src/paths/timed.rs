//! Where an execution must wait or call something on its way.

use super::ways::{Way, each_way};
use crate::model::{Flow, ScopeId, StepId, StepKind, Target};

/// By scope: every way from its start to its end passes a wait or a task.
#[derive(Clone, Debug)]
pub(super) struct Timed(Vec<bool>);

impl Timed {
    /// Looks at every scope, inner ones first.
    pub(super) fn of(flow: &Flow) -> Self {
        let scopes = flow.scopes().len();
        let mut timed = Self(vec![true; scopes]);
        let mut seen = vec![false; flow.steps().len()];
        for number in (0..scopes).rev() {
            let id = ScopeId(number as u32);
            timed.0[number] = !timed.crosses_untimed(flow, id, &mut seen);
        }
        timed
    }

    /// Tells whether an execution that takes this way from the step waits or calls something in the step.
    pub(super) fn way(&self, flow: &Flow, id: StepId, way: &Way<'_>) -> bool {
        let timed = |scope: ScopeId| self.0[scope.0 as usize];
        match &flow.step(id).kind {
            StepKind::Task(_) | StepKind::Wait(_) => true,
            StepKind::Pass | StepKind::Succeed | StepKind::Fail(_) => false,
            StepKind::Choice(_) => way.body.is_some_and(timed),
            // The slowest branch is waited for.
            StepKind::Parallel(parallel) => parallel.branches.iter().any(|branch| timed(*branch)),
            // The items of a distributed Map are executions of their own, which take time.
            StepKind::Map(map) => map.distributed.is_some() || map.body.is_some_and(timed),
            // Nobody knows what these do.
            StepKind::Loop(_) | StepKind::Unknown(_) => true,
        }
    }

    /// Tells whether the end of a scope can be reached without a wait and a task.
    fn crosses_untimed(&self, flow: &Flow, id: ScopeId, seen: &mut [bool]) -> bool {
        let start = &flow.scope(id).start;
        let mut crosses = start.step().is_none();
        let mut open: Vec<StepId> = start.step().into_iter().collect();
        while let Some(step) = open.pop() {
            if std::mem::replace(&mut seen[step.0 as usize], true) {
                continue;
            }
            each_way(flow, step, |way| {
                if self.way(flow, step, &way) {
                    return;
                }
                match way.jump.target {
                    Target::Step(next) => open.push(next),
                    Target::End => crosses = true,
                    Target::Unknown(_) | Target::Missing => {}
                }
            });
        }
        crosses
    }
}
