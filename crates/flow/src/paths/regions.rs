//! Steps that hang together.

use super::ways::each_way;
use crate::model::{Flow, StepId};

/// Splits `steps` into groups that ways connect, whatever their direction; both in the order of the text.
pub(crate) fn regions(flow: &Flow, steps: &[StepId]) -> Vec<Vec<StepId>> {
    const OUTSIDE: u32 = u32::MAX;
    let mut parent = vec![OUTSIDE; flow.steps().len()];
    for id in steps {
        parent[id.0 as usize] = id.0;
    }
    for id in steps {
        each_way(flow, *id, |way| {
            if let Some(next) = way.jump.step()
                && parent[next.0 as usize] != OUTSIDE
            {
                let (one, other) = (root(&mut parent, id.0), root(&mut parent, next.0));
                // The first step of the text stands for its group.
                parent[one.max(other) as usize] = one.min(other);
            }
        });
    }
    let mut groups: Vec<Vec<StepId>> = vec![Vec::new(); parent.len()];
    for id in steps {
        groups[root(&mut parent, id.0) as usize].push(*id);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

fn root(parent: &mut [u32], mut id: u32) -> u32 {
    while parent[id as usize] != id {
        let above = parent[id as usize];
        parent[id as usize] = parent[above as usize];
        id = above;
    }
    id
}
