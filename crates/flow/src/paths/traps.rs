//! Steps from which no end can be reached.

use super::Reach;
use super::ways::each_way;
use crate::model::{Flow, StepId, StepKind};

/// Finds the steps that an execution can come to and from which it can come to no end of their scope.
///
/// A step that fails, or that never hands on what runs inside it, is an end too: the execution does not go on there.
pub(crate) fn traps(flow: &Flow, reach: &Reach) -> Vec<StepId> {
    let mut before: Vec<Vec<StepId>> = vec![Vec::new(); flow.steps().len()];
    let mut ends = vec![false; before.len()];
    let mut open = Vec::new();
    for (id, step) in flow.steps() {
        if !reach.comes_to(id) {
            continue;
        }
        let (mut leaves, mut goes_on) = (matches!(step.kind, StepKind::Unknown(_)), false);
        each_way(flow, id, |way| {
            if !reach.passes(flow, id, &way) {
                return;
            }
            match way.jump.step() {
                Some(next) => {
                    before[next.0 as usize].push(id);
                    goes_on = true;
                }
                None => leaves = true,
            }
        });
        if leaves || !goes_on {
            ends[id.0 as usize] = true;
            open.push(id);
        }
    }
    while let Some(id) = open.pop() {
        for earlier in &before[id.0 as usize] {
            if !std::mem::replace(&mut ends[earlier.0 as usize], true) {
                open.push(*earlier);
            }
        }
    }
    let trapped = |(id, scope)| reach.comes_to(id) && reach.enters(scope) && !ends[id.0 as usize];
    flow.steps().filter(|(id, step)| trapped((*id, step.scope))).map(|(id, _)| id).collect()
}
