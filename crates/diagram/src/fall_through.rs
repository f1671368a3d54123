//! Which legacy choices let the flow go on to the step after them, and which always go elsewhere.

use std::collections::BTreeSet;

use flowglass_flow::{Choice, Flow, ScopeId, Step, StepId, StepKind, Target, WhenDone};

/// By step: whether some way through the choice leads to what follows it. Other steps count as `true`.
pub(crate) struct FallThrough(Vec<bool>);

impl FallThrough {
    /// Looks at every choice of the flow, inner ones first (a container comes before what it contains).
    pub(crate) fn of(flow: &Flow) -> Self {
        let mut all = Self(vec![true; flow.steps().len()]);
        for index in (0..flow.steps().len()).rev() {
            let id = StepId(index as u32);
            let step = flow.step(id);
            if let StepKind::Choice(choice) = &step.kind {
                all.0[index] = matches!(step.when_done, WhenDone::Go(_)) && all.choice_falls_through(flow, choice);
            }
        }
        all
    }

    /// Tells whether some way through the choice `id` leads to what follows it.
    pub(crate) fn falls_through(&self, id: StepId) -> bool {
        self.0.get(id.0 as usize).copied().unwrap_or(true)
    }

    fn choice_falls_through(&self, flow: &Flow, choice: &Choice) -> bool {
        let no_match = choice.default.is_none();
        no_match
            || choice.all_arms().any(|arm| arm.jump.is_none() && arm.body.is_none_or(|body| self.completes(flow, body)))
    }

    /// Tells whether some way through `scope` reaches its end.
    fn completes(&self, flow: &Flow, scope: ScopeId) -> bool {
        let scope = flow.scope(scope);
        let mut open: Vec<StepId> = match scope.start.target {
            Target::Step(first) => vec![first],
            // Nothing is in the way: an empty list, or one whose beginning cannot be told.
            Target::End | Target::Missing | Target::Unknown(_) => return true,
        };
        let mut seen: BTreeSet<StepId> = open.iter().copied().collect();
        while let Some(id) = open.pop() {
            for target in self.targets(flow.step(id), id) {
                match target {
                    Target::End => return true,
                    Target::Step(next) => {
                        if seen.insert(*next) {
                            open.push(*next);
                        }
                    }
                    Target::Missing | Target::Unknown(_) => {}
                }
            }
        }
        false
    }

    fn targets<'flow>(&self, step: &'flow Step, id: StepId) -> Vec<&'flow Target> {
        let mut targets: Vec<&Target> = step.catch.iter().map(|rule| &rule.jump.target).collect();
        if let StepKind::Choice(choice) = &step.kind {
            targets.extend(choice.all_arms().filter_map(|arm| arm.jump.as_ref()).map(|jump| &jump.target));
        }
        match &step.when_done {
            WhenDone::Go(jump) if self.falls_through(id) => targets.push(&jump.target),
            WhenDone::Go(_) => {}
            WhenDone::ByKind if matches!(step.kind, StepKind::Succeed) => targets.push(&Target::End),
            WhenDone::ByKind => {}
        }
        targets
    }
}
