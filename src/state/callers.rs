//! Flows that tasks of the open flow start: opening one of them, and going back to the flow that starts it.

use std::rc::Rc;

use flowglass_flow::{StepId, StepKind};

use super::{Action, Workbench};
use crate::examples::Example;

/// The most flows that lie behind each other; a flow may start itself.
const MOST: usize = 32;

/// The flows from which the open one was opened, the outermost first, each as it was left. Equal is what was made at once:
/// comparing them would cost more than drawing.
#[derive(Clone, Default)]
pub(crate) struct Callers(Rc<Vec<Workbench>>);

impl PartialEq for Callers {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Callers {
    /// The flow that the open one was opened from.
    pub(crate) fn last(&self) -> Option<&Workbench> {
        self.0.last()
    }

    fn with(&self, caller: Workbench) -> Self {
        let before = self.0.len().saturating_sub(MOST - 1);
        Self(Rc::new(self.0.iter().skip(before).cloned().chain([caller]).collect()))
    }
}

/// A flow that a task starts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum StartedFlow {
    /// An example, which can be opened.
    Example(&'static Example),
    /// A flow of this name, which is not at hand.
    Elsewhere(String),
}

impl Workbench {
    /// The flow that a step starts, as far as the text says it.
    pub(crate) fn started_flow(&self, step: StepId) -> Option<StartedFlow> {
        let flow = self.flow_of_text().filter(|_| self.editable)?;
        let StepKind::Task(task) = &flow.step(step).kind else { return None };
        let name = task.started_flow()?;
        Some(match self.startable.example(name) {
            Some(example) => StartedFlow::Example(example),
            None => StartedFlow::Elsewhere(name.to_owned()),
        })
    }

    /// Opens the flow that a step starts, if it is at hand. The flow that is open now is kept as it is.
    pub(super) fn open_started(&mut self, step: StepId) {
        match self.started_flow(step) {
            Some(StartedFlow::Example(example)) => {
                let mut left = self.clone();
                (left.selected, left.playing, left.message) = (Some(step), false, None);
                let callers = self.callers.with(left);
                self.apply(Action::Open {
                    name: example.name.into(),
                    definition: example.definition.into(),
                    scenario: example.scenario.into(),
                });
                self.callers = callers;
            }
            Some(StartedFlow::Elsewhere(name)) => {
                self.message =
                    Some(format!("The flow {name} is none of the examples, so it cannot be opened here.").into());
            }
            None => {}
        }
    }

    /// Goes back to the flow from which the open one was opened, as it was left.
    pub(super) fn go_back(&mut self) {
        let Some(caller) = self.callers.last().cloned() else { return };
        let (opened, wishes, theme) = (self.opened + 1, self.wishes, self.theme);
        let (runs, tickets) = (self.runs.clone(), self.tickets);
        *self = caller;
        (self.opened, self.wishes, self.theme, self.runs, self.tickets) = (opened, wishes, theme, runs, tickets);
        self.reveal_step();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples::EXAMPLES;
    use crate::state::{Startable, Theme};

    fn nightly() -> Workbench {
        let nightly = EXAMPLES.iter().find(|example| example.name == "nightly.flow.yaml").unwrap();
        Workbench::open(nightly.name.into(), nightly.definition.into(), nightly.scenario.into(), Theme::System)
            .with_startable(Startable::examples())
    }

    fn step(desk: &Workbench, name: &str) -> StepId {
        let flow = desk.drawing.flow.as_ref().unwrap();
        flow.steps().find(|(_, step)| step.name.value == name).unwrap().0
    }

    #[test]
    fn a_started_example_opens_and_the_way_back_loses_nothing() {
        let mut desk = nightly();
        desk.apply(Action::TypeScenario("format: 1\ninput: {typed: true}\n".into()));
        desk.apply(Action::TypeDefinition(format!("{}# typed\n", &*desk.definition).into()));
        desk.apply(Action::Run);
        desk.apply(Action::Seek(3));
        let (before, rotate) = (desk.clone(), step(&desk, "rotate logs"));
        desk.apply(Action::OpenStarted(rotate));
        assert_eq!(
            (&*desk.name, desk.callers.last().map(|caller| &*caller.name)),
            ("rotate.flow.yaml", Some("nightly.flow.yaml"))
        );
        assert!(desk.run.is_none() && desk.opened > before.opened);
        desk.apply(Action::Run);
        desk.apply(Action::GoBack);
        assert_eq!(
            (&desk.name, &desk.definition, &desk.scenario),
            (&before.name, &before.definition, &before.scenario)
        );
        assert_eq!((desk.position, desk.selected), (3, Some(rotate)));
        assert!(desk.callers.last().is_none() && desk.opened > before.opened + 1, "the editors show it");
        assert_eq!(desk.runs.len(), 2, "what ran in the other flow stays");
        desk.apply(Action::GoBack);
        assert_eq!(&*desk.name, "nightly.flow.yaml");
    }

    #[test]
    fn only_what_is_at_hand_opens() {
        let mut desk = nightly();
        let dump = step(&desk, "dump tables");
        desk.apply(Action::OpenStarted(dump));
        assert!(&*desk.name == "nightly.flow.yaml" && desk.message.is_none(), "a function is no flow");
        let renamed = desk.definition.replace("flow/rotate", "flow/turn");
        desk.apply(Action::TypeDefinition(renamed.into()));
        let rotate = step(&desk, "rotate logs");
        assert_eq!(desk.started_flow(rotate), Some(StartedFlow::Elsewhere("turn".into())));
        desk.apply(Action::OpenStarted(rotate));
        assert!(&*desk.name == "nightly.flow.yaml" && desk.message.as_ref().unwrap().starts_with("The flow turn is"));
    }

    #[test]
    fn another_flow_leaves_the_way_back_behind() {
        let mut desk = nightly();
        desk.apply(Action::OpenStarted(step(&desk, "rotate logs")));
        let (name, definition, scenario) = (desk.name.clone(), desk.definition.clone(), desk.scenario.clone());
        desk.apply(Action::Open { name, definition, scenario });
        assert!(desk.callers.last().is_none());
    }
}
