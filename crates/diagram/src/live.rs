//! Which runs the picture shows: of a step that ran several times in one list of steps only the last run, of a
//! container only what belongs to its own last run and attempt.

use flowglass_history::{GroupId, InstanceId, RunView};

use crate::place::Places;

/// The runs and groups that the picture shows.
pub(crate) struct Live {
    /// By [`InstanceId`].
    instances: Vec<bool>,
    /// By [`GroupId`].
    groups: Vec<bool>,
}

impl Live {
    /// Looks from the flow inwards.
    pub(crate) fn of(view: &RunView, places: &Places) -> Self {
        let mut live = Self { instances: vec![false; view.instances.len()], groups: vec![false; view.groups.len()] };
        let mut open = vec![GroupId::ROOT];
        // By step, and before all for runs without one: the group in which a run of it was met last.
        let mut met_in: Vec<Option<GroupId>> = Vec::new();
        while let Some(id) = open.pop() {
            let Some(group) = view.group(id) else { continue };
            live.groups[id.0 as usize] = true;
            for run in group.instances.iter().rev() {
                let Some(instance) = view.instance(*run) else { continue };
                let place = places.step(*run).map_or(0, |step| step.0 as usize + 1);
                if met_in.len() <= place {
                    met_in.resize(place + 1, None);
                }
                if met_in[place].replace(id) == Some(id) {
                    continue;
                }
                live.instances[run.0 as usize] = true;
                let attempt = instance.groups.iter().filter_map(|id| view.group(*id)).map(|group| group.attempt).max();
                open.extend(instance.groups.iter().filter(|id| view.group(**id).map(|group| group.attempt) == attempt));
            }
        }
        live
    }

    /// Tells whether the picture shows this run.
    pub(crate) fn instance(&self, id: InstanceId) -> bool {
        self.instances.get(id.0 as usize).copied().unwrap_or(false)
    }

    /// Tells whether the picture shows this group.
    pub(crate) fn group(&self, id: GroupId) -> bool {
        self.groups.get(id.0 as usize).copied().unwrap_or(false)
    }
}
