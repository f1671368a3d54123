//! The ways that lead on from one step inside its scope.

use crate::model::{Flow, Jump, ScopeId, StepId, StepKind};

/// One way on from a step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way<'flow> {
    /// When it is taken.
    pub(crate) by: By,
    /// The steps inside the step that run before it: the arm of a choice of the older language.
    pub(crate) body: Option<ScopeId>,
    /// Where it leads.
    pub(crate) jump: &'flow Jump,
}

/// What makes an execution take a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// The step has succeeded; of a choice: no arm was taken.
    Success,
    /// The choice takes the arm of this number; the default is the last.
    Arm(usize),
    /// The catch rule of this number takes an error.
    Catch(usize),
}

/// Shows every way on from a step, in the order of the text.
///
/// A fail step has none, and neither has a choice without arms in the new language.
pub(crate) fn each_way<'flow>(flow: &'flow Flow, id: StepId, mut see: impl FnMut(Way<'flow>)) {
    let step = flow.step(id);
    let done = step.when_done.jump();
    if let StepKind::Choice(choice) = &step.kind {
        for (number, arm) in choice.all_arms().enumerate() {
            // Without a jump of its own, an arm goes on to what follows the choice [CHOICE].
            if let Some(jump) = arm.jump.as_ref().or(done) {
                see(Way { by: By::Arm(number), body: arm.body, jump });
            }
        }
        if let (None, Some(jump)) = (&choice.default, done) {
            see(Way { by: By::Success, body: None, jump });
        }
    } else if let Some(jump) = done {
        see(Way { by: By::Success, body: None, jump });
    }
    for (number, rule) in step.catch.iter().enumerate() {
        see(Way { by: By::Catch(number), body: None, jump: &rule.jump });
    }
}
