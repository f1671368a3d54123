//! Which step of the flow each run of a step is a run of: names alone do not tell, they repeat in other scopes.

use flowglass_flow::{Flow, ScopeId, StepId, StepKind};
use flowglass_history::{Group, GroupId, Instance, InstanceId, RunView};
use rustc_hash::FxHashMap;

/// The steps behind the runs of a view.
#[derive(Clone, Debug, PartialEq)]
pub struct Places {
    /// By [`InstanceId`].
    steps: Vec<Option<StepId>>,
    /// By [`GroupId`].
    scopes: Vec<Option<ScopeId>>,
}

impl Places {
    /// Finds the step of every run by the groups around it.
    ///
    /// A run that does not fit the flow (a history of an older definition) is given to the only step of its name, if
    /// there is just one.
    pub fn of(flow: &Flow, view: &RunView) -> Self {
        let names = Names::of(flow);
        let mut places =
            Self { steps: Vec::with_capacity(view.instances.len()), scopes: vec![None; view.groups.len()] };
        if let Some(root) = places.scopes.get_mut(GroupId::ROOT.0 as usize) {
            *root = Some(flow.root);
        }
        // A container begins before what it contains, so its step is known by then.
        for instance in &view.instances {
            let at = instance.group_run.0 as usize;
            let scope = match places.scopes.get(at).copied().flatten() {
                Some(scope) => Some(scope),
                None => places.scope_of(flow, &names, instance),
            };
            if let Some(place) = places.scopes.get_mut(at) {
                *place = scope;
            }
            let step =
                scope.and_then(|scope| names.in_scope(scope, &instance.step)).or_else(|| names.only(&instance.step));
            places.steps.push(step);
        }
        places
    }

    /// The step that a run is a run of; `None` when the flow has none that fits.
    pub fn step(&self, instance: InstanceId) -> Option<StepId> {
        self.steps.get(instance.0 as usize).copied().flatten()
    }

    /// The list of steps that a group passes through; `None` while nothing in it has begun, or when none fits.
    pub fn scope(&self, group: GroupId) -> Option<ScopeId> {
        self.scopes.get(group.0 as usize).copied().flatten()
    }

    /// How many runs belong to no step of the flow.
    pub fn unplaced(&self) -> usize {
        self.steps.iter().filter(|step| step.is_none()).count()
    }

    fn scope_of(&self, flow: &Flow, names: &Names<'_>, instance: &Instance) -> Option<ScopeId> {
        let owner = self.step(instance.group.owner()?)?;
        match (&flow.step(owner).kind, instance.group) {
            (StepKind::Parallel(parallel), Group::Branch { index, .. }) => {
                parallel.branches.get(index as usize).copied()
            }
            (StepKind::Map(map), Group::Iteration { .. }) => map.body,
            (StepKind::Loop(body), _) => body.body,
            // No event tells which arm it is: the one that begins with this step, else one that has it.
            (StepKind::Choice(choice), Group::Body { .. }) => {
                let bodies: Vec<ScopeId> = choice.all_arms().filter_map(|arm| arm.body).collect();
                let named = |scope: &ScopeId| names.in_scope(*scope, &instance.step);
                let begins = |scope: &ScopeId| {
                    let start = flow.scope(*scope).start.step();
                    start.is_some() && start == named(scope)
                };
                bodies
                    .iter()
                    .find(|scope| begins(scope))
                    .or(bodies.iter().find(|scope| named(scope).is_some()))
                    .copied()
            }
            _ => None,
        }
    }
}

/// The steps of a flow by name.
struct Names<'flow>(FxHashMap<&'flow str, Vec<(ScopeId, StepId)>>);

impl<'flow> Names<'flow> {
    fn of(flow: &'flow Flow) -> Self {
        let mut names = Self(FxHashMap::default());
        for (id, step) in flow.steps() {
            names.0.entry(step.name.value.as_str()).or_default().push((step.scope, id));
        }
        names
    }

    fn in_scope(&self, scope: ScopeId, name: &str) -> Option<StepId> {
        let named = self.0.get(name)?;
        named.iter().find(|(own, _)| *own == scope).map(|(_, step)| *step)
    }

    fn only(&self, name: &str) -> Option<StepId> {
        match self.0.get(name)?.as_slice() {
            [(_, only)] => Some(*only),
            _ => None,
        }
    }
}
