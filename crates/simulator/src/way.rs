//! Which way the last event took, for those who watch a run: coverage, exploring.
//!
//! Events name steps as the text does, and one name may stand for several steps; a way names the step itself.

use flowglass_flow::StepId;
use flowglass_history::EventId;

use crate::execution::ExecutionId;
use crate::machine::Machine;
use crate::simulation::Simulation;

/// A way that an execution has taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The execution.
    pub execution: ExecutionId,
    /// The event that took it.
    pub event: EventId,
    /// The step, in the execution's flow.
    pub step: StepId,
    /// Which way.
    pub way: Way,
}

/// What an execution can do at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// It enters the step.
    Enter,
    /// The choice takes the arm of this number; the default is the last.
    Arm(u32),
    /// No condition of the choice holds, and it has no default.
    NoArm,
    /// The catch rule of this number takes the error.
    Catch(u32),
}

impl Simulation {
    /// The last way that was taken; compare its event with that of [`Simulation::advance`].
    pub fn last_way(&self) -> Option<Taken> {
        self.world.taken
    }
}

impl Machine<'_> {
    /// Remembers the way that an event has taken.
    pub(crate) fn take_way(&mut self, event: EventId, step: StepId, way: Way) {
        self.world.taken = Some(Taken { execution: self.id, event, step, way });
    }
}

#[cfg(test)]
mod tests {
    use super::Way;
    use crate::Outside;
    use crate::testing::{legacy, prepare};

    #[test]
    fn ways_are_told_with_the_event_that_took_them() {
        let flow = legacy(
            r"  - {type: task, name: t, resourceArn: r, catch: [{errors: [A], goto: c}, {errors: [B], goto: c}]}
  - {type: choice, name: c, choices: [{condition: $.a == 1, goto: d}, {condition: $.a == 2, goto: d}], default: {goto: d}}
  - {type: choice, name: d, choices: [{condition: $.a == 1}, {condition: $.a == 2}]}
  - {type: choice, name: e, choices: [{condition: $.a == 1}]}",
        );
        let (mut simulation, _) = prepare(&flow, "{input: {a: 2}, tasks: [{step: t, outcomes: [{error: B}]}]}");
        let mut ways = Vec::new();
        while let Some((id, event)) = simulation.advance(Outside::Nobody) {
            let Some(taken) = simulation.last_way().filter(|taken| taken.event == event) else { continue };
            assert_eq!(taken.execution, id);
            ways.push((taken.step.0, taken.way));
        }
        let expected = [
            (0, Way::Enter),
            (0, Way::Catch(1)),
            (1, Way::Enter),
            (1, Way::Arm(1)),
            (2, Way::Enter),
            (2, Way::Arm(1)),
            (3, Way::Enter),
            (3, Way::NoArm),
        ];
        assert_eq!(ways, expected);
    }
}
