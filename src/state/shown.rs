//! A run as it stands at the slider's position.

use flowglass_diagram::{Overlay, Places};
use flowglass_flow::StepId;
use flowglass_history::{EventId, Instance, InstanceId, RunView, fold};

use super::{Drawing, Run};

/// What the first events of a run add up to.
#[derive(Clone, PartialEq)]
pub(crate) struct Shown {
    /// The runs of all steps so far.
    pub(crate) view: RunView,
    /// The step that each of them is a run of.
    pub(crate) places: Places,
    /// The colours of the picture.
    pub(crate) overlay: Option<Overlay>,
}

impl Shown {
    /// Folds the first `position` events.
    pub(crate) fn new(run: &Run, drawing: &Drawing, position: usize) -> Self {
        let (flow, history) = (run.flow(), run.history());
        let view = fold(history, position);
        let places = Places::of(flow, &view);
        let overlay = drawing.scene.as_ref().map(|scene| Overlay::from_run(flow, scene, &view, history));
        Self { view, places, overlay }
    }

    /// The runs of a step in the order of their beginnings.
    pub(crate) fn runs_of(&self, step: StepId) -> Vec<(InstanceId, &Instance)> {
        self.view.numbered().filter(|(id, _)| self.places.step(*id) == Some(step)).collect()
    }

    /// The step that an event belongs to.
    pub(crate) fn step_of(&self, event: EventId) -> Option<StepId> {
        self.places.step(self.view.instance_of(event)?)
    }
}
