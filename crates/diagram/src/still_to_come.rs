//! Which nodes a run may still come to: the others, if it was never there, were passed by.

use flowglass_flow::{Flow, ScopeId, StepKind};
use flowglass_history::{GroupId, GroupStatus, InstanceId, RunView, StepStatus};
use flowglass_layout::NodeIndex;

use crate::live::Live;
use crate::place::Places;
use crate::scene::Scene;

/// By node: whether the run may enter it from here on, as far as the edges tell (conditions are not evaluated).
pub(crate) fn still_to_come(flow: &Flow, scene: &Scene, view: &RunView, places: &Places, live: &Live) -> Vec<bool> {
    let mut search = Search { to_come: vec![false; scene.nodes.len()], fresh: vec![false; flow.scopes().len()] };
    if view.status.is_ended() {
        return search.to_come;
    }
    for (at, group) in view.groups.iter().enumerate() {
        let id = GroupId(at as u32);
        if !live.group(id) || group.status != GroupStatus::Running {
            continue;
        }
        match group.instances.last() {
            None => search.all_fresh(places.scope(id).into_iter().collect()),
            Some(last) => {
                let open = |run: &&InstanceId| {
                    **run == *last || view.instance(**run).is_some_and(|instance| !instance.status.is_settled())
                };
                for run in group.instances.iter().filter(open) {
                    search.follow(scene, places.step(*run).and_then(|step| scene.node_of(step)));
                }
            }
        }
    }
    for (id, instance) in view.numbered() {
        if live.instance(id)
            && !instance.status.is_settled()
            && let Some(step) = places.step(id)
        {
            let begun: Vec<ScopeId> = if instance.status == StepStatus::Retrying {
                Vec::new()
            } else {
                instance.groups.iter().filter(|id| live.group(**id)).filter_map(|id| places.scope(*id)).collect()
            };
            search.inside(&flow.step(step).kind, &begun);
        }
    }
    search.into_nodes(flow, scene)
}

struct Search {
    /// By node.
    to_come: Vec<bool>,
    /// By scope: it may begin anew.
    fresh: Vec<bool>,
}

impl Search {
    /// Marks what edges lead to from `node`.
    fn follow(&mut self, scene: &Scene, node: Option<NodeIndex>) {
        let mut open: Vec<NodeIndex> = node.into_iter().collect();
        while let Some(node) = open.pop() {
            for edge in scene.edges_from(node) {
                let to = scene.edge(*edge).to;
                if !self.to_come[to.0 as usize] {
                    self.to_come[to.0 as usize] = true;
                    open.push(to);
                }
            }
        }
    }

    /// Marks the scopes that an open container has not begun yet, or may begin again.
    fn inside(&mut self, kind: &StepKind, begun: &[ScopeId]) {
        match kind {
            // One arm only: once it is chosen, the others are not.
            StepKind::Choice(_) if !begun.is_empty() => {}
            StepKind::Map(_) | StepKind::Loop(_) => self.all_fresh(kind.scopes()),
            kind => self.all_fresh(kind.scopes().into_iter().filter(|scope| !begun.contains(scope)).collect()),
        }
    }

    fn all_fresh(&mut self, scopes: Vec<ScopeId>) {
        for scope in scopes {
            self.fresh[scope.0 as usize] = true;
        }
    }

    /// Spreads inwards: what stands in a list that may begin anew may come, with all that it contains.
    fn into_nodes(mut self, flow: &Flow, scene: &Scene) -> Vec<bool> {
        for (at, node) in scene.nodes.iter().enumerate() {
            let scope = scene.lanes[node.lane.0 as usize].scope;
            if self.fresh[scope.0 as usize] {
                self.to_come[at] = true;
            }
            if self.to_come[at]
                && let Some(step) = node.step()
            {
                self.all_fresh(flow.step(step).kind.scopes());
            }
        }
        self.to_come
    }
}
