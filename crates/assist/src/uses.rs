//! Where a step is declared, and where it is named.

use flowglass_flow::{Flow, Jump, Opened, Parsed, Span, StepId, StepKind};

use crate::file::definition_at;

/// A step that a place of the text names.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The step.
    pub step: StepId,
    /// Its name.
    pub name: String,
    /// The word at the place.
    pub at: Span,
    /// The name in the step itself.
    pub declared: Span,
    /// The jumps that name it, in the order of the text.
    pub jumps: Vec<Span>,
}

/// The step that the byte `offset` names: in its own `Name`, or in a jump to it.
pub fn named_at(opened: &Opened, offset: usize) -> Option<Named> {
    named_in(definition_at(opened, offset)?.1, offset)
}

/// The same, in one definition of a file.
pub(crate) fn named_in(parsed: &Parsed, offset: usize) -> Option<Named> {
    let flow = parsed.flow.as_ref()?;
    let declared = |(id, step): (StepId, &flowglass_flow::Step)| {
        (!step.name.value.is_empty() && step.name.at.touches(offset)).then_some((id, step.name.at))
    };
    let jumped = || {
        let touched = |jump: &&Jump| jump.at.is_some_and(|at| at.touches(offset));
        let jump = jumps(flow).find(touched)?;
        Some((jump.step()?, jump.at?))
    };
    let (step, at) = flow.steps().find_map(declared).or_else(jumped)?;
    let name = flow.step(step).name.clone();
    Some(Named { step, at, declared: name.at, name: name.value, jumps: jumps_to(flow, step) })
}

/// The places that name `step` as the target of a jump, in the order of the text.
pub(crate) fn jumps_to(flow: &Flow, step: StepId) -> Vec<Span> {
    let mut places: Vec<Span> =
        jumps(flow).filter(|jump| jump.step() == Some(step)).filter_map(|jump| jump.at).collect();
    places.sort();
    places
}

/// Every way on that the text writes down.
fn jumps(flow: &Flow) -> impl Iterator<Item = &Jump> {
    let of_steps = flow.steps().flat_map(|(_, step)| {
        let arms = match &step.kind {
            StepKind::Choice(choice) => choice.all_arms().filter_map(|arm| arm.jump.as_ref()).collect(),
            _ => Vec::new(),
        };
        step.when_done.jump().into_iter().chain(step.catch.iter().map(|rule| &rule.jump)).chain(arms)
    });
    flow.scopes().map(|(_, scope)| &scope.start).chain(of_steps)
}
