//! Which legacy choices let the flow go on to the step after them, and which always go elsewhere.

use flowglass_flow::{Choice, Flow, ScopeId, Step, StepId, StepKind, Target, WhenDone};

/// Knows of every choice whether some way through it leads to what follows it.
pub(crate) struct FallThrough {
    /// By step; steps that are no choice count as `true`.
    all: Vec<bool>,
    /// By step, whether a walk through its scope came by; each scope is walked through once.
    met: Vec<bool>,
}

impl FallThrough {
    /// Looks at every choice of the flow, inner ones first (a container comes before what it contains).
    pub(crate) fn of(flow: &Flow) -> Self {
        let count = flow.steps().len();
        let mut found = Self { all: vec![true; count], met: vec![false; count] };
        for index in (0..count).rev() {
            let id = StepId(index as u32);
            let step = flow.step(id);
            if let StepKind::Choice(choice) = &step.kind {
                found.all[index] =
                    matches!(step.when_done, WhenDone::Go(_)) && found.choice_falls_through(flow, choice);
            }
        }
        found
    }

    /// Tells whether some way through the choice `id` leads to what follows it.
    pub(crate) fn falls_through(&self, id: StepId) -> bool {
        self.all.get(id.0 as usize).copied().unwrap_or(true)
    }

    fn choice_falls_through(&mut self, flow: &Flow, choice: &Choice) -> bool {
        let no_match = choice.default.is_none();
        no_match
            || choice.all_arms().any(|arm| arm.jump.is_none() && arm.body.is_none_or(|body| self.completes(flow, body)))
    }

    /// Tells whether some way through `scope` reaches its end.
    fn completes(&mut self, flow: &Flow, scope: ScopeId) -> bool {
        let scope = flow.scope(scope);
        let mut open: Vec<StepId> = match scope.start.target {
            Target::Step(first) => vec![first],
            // Nothing is in the way: an empty list, or one whose beginning cannot be told.
            Target::End | Target::Missing | Target::Unknown(_) => return true,
        };
        while let Some(id) = open.pop() {
            if std::mem::replace(&mut self.met[id.0 as usize], true) {
                continue;
            }
            for target in self.targets(flow.step(id), id) {
                match target {
                    Target::End => return true,
                    Target::Step(next) => open.push(*next),
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
