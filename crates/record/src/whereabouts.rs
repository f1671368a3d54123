//! Which step of the flow each run of a step belongs to, and where it lies.

use std::sync::Arc;

use flowglass_flow::{Flow, ScopeId, StepId, StepKind};
use flowglass_history::{Group, GroupId, InstanceId, RunView};
use flowglass_simulator::Place;

/// The steps behind the runs of a view; `None` where the flow has no such step.
pub(crate) fn steps_of(flow: &Flow, root: ScopeId, view: &RunView) -> Vec<Option<StepId>> {
    let mut steps: Vec<Option<StepId>> = Vec::with_capacity(view.instances.len());
    for instance in &view.instances {
        // A container begins before what it contains.
        let owner = instance.group.owner().and_then(|owner| steps.get(owner.0 as usize).copied().flatten());
        let scopes = match (instance.group, owner.map(|owner| &flow.step(owner).kind)) {
            (Group::Root, _) => vec![root],
            (Group::Branch { index, .. }, Some(StepKind::Parallel(parallel))) => {
                parallel.branches.get(index as usize).copied().into_iter().collect()
            }
            (Group::Iteration { .. } | Group::Body { .. }, Some(kind)) => kind.scopes(),
            _ => Vec::new(),
        };
        steps.push(scopes.into_iter().find_map(|scope| flow.find(scope, &instance.step)));
    }
    steps
}

/// The containers around a run that a scenario names, outermost first.
///
/// Those without a number, the choices of the older language, are named only where `with_choices` asks for them.
pub(crate) fn containers(view: &RunView, id: InstanceId, with_choices: bool) -> Vec<Place> {
    let around = view.groups_around(id).into_iter();
    around
        .filter_map(|group| {
            let step = Arc::clone(&view.instance(group.owner()?)?.step);
            Some(Place { step, index: group.index() })
        })
        .filter(|place| with_choices || place.index.is_some())
        .collect()
}

/// The numbers of the branches and iterations around the steps of a group, outermost first.
pub(crate) fn indices(view: &RunView, group: GroupId) -> Vec<u32> {
    let mut indices = Vec::new();
    let mut at = view.group(group);
    while let Some(run) = at {
        indices.extend(run.group.index());
        at = run.group.owner().and_then(|owner| view.group(view.instance(owner)?.group_run));
    }
    indices.reverse();
    indices
}
