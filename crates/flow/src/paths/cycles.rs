//! Rounds that an execution can run without a wait and without a task.

use super::reach::Reach;
use super::timed::Timed;
use super::ways::each_way;
use crate::model::{Flow, Jump, StepId, Target};

/// Steps of one scope that lead to each other without a wait and without a task.
#[derive(Clone, Debug)]
pub(crate) struct Cycle<'flow> {
    /// The steps, in the order of the text.
    pub(crate) steps: Vec<StepId>,
    /// The first jump in the text that leads back.
    pub(crate) back: &'flow Jump,
    /// The step that the jump belongs to.
    pub(crate) from: StepId,
    /// Set when some way leads out of the round.
    pub(crate) can_end: bool,
}

/// Finds the rounds among the steps that can be reached, in the order of their first steps in the text.
pub(crate) fn cycles<'flow>(flow: &'flow Flow, reach: &Reach) -> Vec<Cycle<'flow>> {
    let timed = Timed::of(flow);
    let mut next: Vec<Vec<StepId>> = vec![Vec::new(); flow.steps().len()];
    for (id, _) in flow.steps() {
        if !reach.comes_to(id) {
            continue;
        }
        each_way(flow, id, |way| {
            if let Some(target) = way.jump.step()
                && reach.passes(flow, id, &way)
                && !timed.way(flow, id, &way)
            {
                next[id.0 as usize].push(target);
            }
        });
    }
    let groups = strongly_connected(&next);
    let mut members: Vec<Vec<StepId>> = vec![Vec::new(); next.len()];
    for (id, step) in flow.steps() {
        if reach.comes_to(id) && reach.enters(step.scope) {
            members[groups[id.0 as usize] as usize].push(id);
        }
    }
    let mut found: Vec<Cycle<'flow>> = members
        .into_iter()
        .filter(|steps| steps.first().is_some_and(|first| steps.len() > 1 || next[first.0 as usize].contains(first)))
        .filter_map(|steps| cycle(flow, reach, &timed, &groups, steps))
        .collect();
    found.sort_by_key(|cycle| cycle.steps.first().copied());
    found
}

fn cycle<'flow>(
    flow: &'flow Flow,
    reach: &Reach,
    timed: &Timed,
    groups: &[u32],
    steps: Vec<StepId>,
) -> Option<Cycle<'flow>> {
    let group = |id: StepId| groups[id.0 as usize];
    let (mut back, mut can_end) = (None, false);
    for id in &steps {
        each_way(flow, *id, |way| {
            if !reach.passes(flow, *id, &way) {
                return;
            }
            let stays = matches!(way.jump.target, Target::Step(next) if group(next) == group(*id));
            can_end |= !stays;
            if stays && back.is_none() && way.jump.step() <= Some(*id) && !timed.way(flow, *id, &way) {
                back = Some((*id, way.jump));
            }
        });
    }
    let (from, back) = back?;
    Some(Cycle { steps, back, from, can_end })
}

/// Numbers the groups of nodes that can all reach each other (Tarjan's algorithm without recursion).
fn strongly_connected(next: &[Vec<StepId>]) -> Vec<u32> {
    const UNSEEN: u32 = u32::MAX;
    let mut low = vec![UNSEEN; next.len()];
    let mut order = vec![UNSEEN; next.len()];
    let mut group = vec![UNSEEN; next.len()];
    let (mut counter, mut groups) = (0, 0);
    let mut waiting: Vec<usize> = Vec::new();
    let mut path: Vec<(usize, usize)> = Vec::new();
    for root in 0..next.len() {
        if order[root] != UNSEEN {
            continue;
        }
        path.push((root, 0));
        while let Some((node, edge)) = path.pop() {
            if edge == 0 {
                order[node] = counter;
                low[node] = counter;
                counter += 1;
                waiting.push(node);
            }
            if let Some(target) = next[node].get(edge) {
                let target = target.0 as usize;
                path.push((node, edge + 1));
                if order[target] == UNSEEN {
                    path.push((target, 0));
                } else if group[target] == UNSEEN {
                    low[node] = low[node].min(order[target]);
                }
                continue;
            }
            if low[node] == order[node] {
                while let Some(member) = waiting.pop() {
                    group[member] = groups;
                    if member == node {
                        break;
                    }
                }
                groups += 1;
            }
            if let Some((parent, _)) = path.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
        }
    }
    group
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_that_reach_each_other_are_one_group() {
        fn check(edges: &[&[u32]], expected: &[&[usize]]) {
            let next: Vec<Vec<StepId>> = edges.iter().map(|to| to.iter().copied().map(StepId).collect()).collect();
            let groups = strongly_connected(&next);
            let mut found: Vec<Vec<usize>> = Vec::new();
            for node in 0..edges.len() {
                match found.iter_mut().find(|group| groups[group[0]] == groups[node]) {
                    Some(group) => group.push(node),
                    None => found.push(vec![node]),
                }
            }
            assert_eq!(found, expected, "{edges:?}");
        }
        check(&[], &[]);
        check(&[&[0]], &[&[0]]);
        check(&[&[1], &[2], &[]], &[&[0], &[1], &[2]]);
        check(&[&[1], &[2], &[0, 3], &[]], &[&[0, 1, 2], &[3]]);
        check(&[&[1], &[0, 2], &[3], &[2]], &[&[0, 1], &[2, 3]]);
        check(&[&[1, 2], &[3], &[3], &[1]], &[&[0], &[1, 3], &[2]]);
        check(&[&[2], &[0], &[1], &[0, 1]], &[&[0, 1, 2], &[3]]);
    }
}
