//! The order in which the steps of a flow are looked at, so that most are looked at once.

use crate::model::{Flow, ScopeId, StepId};
use crate::paths::each_way;

/// One thing to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// What goes into a step; of a step that contains no others, also what comes out of it.
    Enter(StepId),
    /// What comes out of a step that contains others.
    Leave(StepId),
}

/// All work of a flow: what a step depends on comes before it, except where a loop leads back.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) work: Vec<Work>,
    enter: Vec<u32>,
    leave: Vec<u32>,
}

impl Order {
    pub(super) fn of(flow: &Flow) -> Self {
        let count = flow.steps().len();
        let mut order = Self { work: Vec::with_capacity(count), enter: vec![u32::MAX; count], leave: vec![0; count] };
        let mut seen = vec![false; count];
        // What is to be put in order, the next thing last.
        let mut open = Vec::new();
        let expand = |scope: ScopeId, seen: &mut [bool], open: &mut Vec<Work>| {
            // The last step to be left comes first.
            open.extend(left(flow, scope, seen).into_iter().map(Work::Enter));
        };
        expand(flow.root, &mut seen, &mut open);
        while let Some(work) = open.pop() {
            let place = order.work.len() as u32;
            order.work.push(work);
            match work {
                Work::Leave(id) => order.leave[id.0 as usize] = place,
                Work::Enter(id) => {
                    order.enter[id.0 as usize] = place;
                    order.leave[id.0 as usize] = place;
                    let scopes = flow.step(id).kind.scopes();
                    if !scopes.is_empty() {
                        open.push(Work::Leave(id));
                        for scope in scopes.into_iter().rev() {
                            expand(scope, &mut seen, &mut open);
                        }
                    }
                }
            }
        }
        order
    }

    /// The place of a step's first work; `None` when nothing leads to the step.
    pub(super) fn enter(&self, id: StepId) -> Option<u32> {
        Some(self.enter[id.0 as usize]).filter(|place| *place != u32::MAX)
    }

    /// The place of the work that finds out what comes out of a step.
    pub(super) fn leave(&self, id: StepId) -> u32 {
        self.leave[id.0 as usize]
    }
}

/// The steps that the start of a scope leads to, each behind those that it leads to.
fn left(flow: &Flow, scope: ScopeId, seen: &mut [bool]) -> Vec<StepId> {
    let mut left = Vec::new();
    let mut open: Vec<(StepId, bool)> = flow.scope(scope).start.step().map(|id| (id, false)).into_iter().collect();
    while let Some((id, done)) = open.pop() {
        if done {
            left.push(id);
            continue;
        }
        if std::mem::replace(&mut seen[id.0 as usize], true) {
            continue;
        }
        open.push((id, true));
        each_way(flow, id, |way| {
            if let Some(next) = way.jump.step()
                && !seen[next.0 as usize]
            {
                open.push((next, false));
            }
        });
    }
    left
}
