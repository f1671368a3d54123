//! Which parts of its input a sequence of steps uses.

use std::collections::{BTreeMap, BTreeSet};

use flowglass_expression::{PartKind, Segment, Step as PathStep, legacy};
use flowglass_flow::{
    ConditionExpression, Data, Flow, Mapping, ScopeId, Step, StepKind, Task, TaskTarget, Template, Value,
};

use crate::locals::Locals;
use crate::target::{Target, parameter};

/// The parts of an object that somebody looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// The whole object.
    All,
    /// These members only.
    Keys(BTreeSet<String>),
}

impl Need {
    fn nothing() -> Self {
        Self::Keys(BTreeSet::new())
    }

    pub(crate) fn add(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::Keys(keys), Self::Keys(more)) => keys.extend(more),
            (_, _) => *self = Self::All,
        }
    }

    fn add_path(&mut self, segments: &[Segment]) {
        self.add(match segments.first().map(|segment| &segment.step) {
            Some(PathStep::Key(key)) => Self::Keys(BTreeSet::from([key.to_string()])),
            // An object has no elements.
            Some(PathStep::Index(_)) => Self::nothing(),
            Some(PathStep::All) | None => Self::All,
        });
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        match self {
            Self::All => true,
            Self::Keys(keys) => keys.contains(key),
        }
    }
}

/// The parts of its input that each scope uses.
#[derive(Debug)]
pub(crate) struct Needs(BTreeMap<ScopeId, Need>);

impl Needs {
    /// Looks through all scopes, inner ones first.
    pub(crate) fn of(flow: &Flow, locals: &Locals) -> Self {
        let mut needs = Self(BTreeMap::new());
        for (id, scope) in flow.scopes().collect::<Vec<_>>().into_iter().rev() {
            let mut need = Need::nothing();
            for step in scope.steps.iter().filter(|step| locals.before(**step).is_some()) {
                need.add(needs.of_step(flow.step(*step)));
            }
            needs.0.insert(id, need);
        }
        needs
    }

    /// The parts of its input that a scope uses.
    pub(crate) fn of_scope(&self, scope: ScopeId) -> Need {
        self.0.get(&scope).cloned().unwrap_or_else(Need::nothing)
    }

    /// The parts of the sequence's input that a step uses.
    fn of_step(&self, step: &Step) -> Need {
        let own = self.of_own_input(step);
        let Data::Mappings { input: Some(mappings), .. } = &step.data else { return own };
        let mut need = Need::nothing();
        for mapping in mappings.iter().filter(|mapping| own.has(&mapping.target.value)) {
            if let Value::Reference(reference) = &mapping.source.value
                && matches!(reference.root(), legacy::Root::Input | legacy::Root::Own)
            {
                need.add_path(reference.path().segments);
            }
        }
        need
    }

    /// The parts of its own, mapped input that a step uses.
    fn of_own_input(&self, step: &Step) -> Need {
        let mut need = Need::nothing();
        match &step.kind {
            StepKind::Task(task) => add_task(&mut need, task),
            StepKind::Wait(wait) => {
                [&wait.seconds, &wait.until].into_iter().flatten().for_each(|value| add_value(&mut need, &value.value));
            }
            StepKind::Choice(choice) => {
                for arm in choice.all_arms() {
                    if let Some(ConditionExpression::Legacy(condition)) =
                        arm.condition.as_ref().and_then(|condition| condition.expression.as_ref())
                    {
                        for part in condition.parts() {
                            if let PartKind::Path(path) = part.kind {
                                need.add_path(path.segments);
                            }
                        }
                    }
                    arm.body.into_iter().for_each(|body| need.add(self.of_scope(body)));
                }
            }
            StepKind::Parallel(parallel) => {
                parallel.branches.iter().for_each(|branch| need.add(self.of_scope(*branch)));
            }
            StepKind::Map(map) => {
                map.items.iter().for_each(|items| add_value(&mut need, &items.value));
                let mut body = map.body.map_or_else(Need::nothing, |body| self.of_scope(body));
                if let Need::Keys(keys) = &mut body {
                    for own in [&map.item_key, &map.index_key].into_iter().flatten() {
                        keys.remove(&own.value);
                    }
                }
                need.add(body);
            }
            StepKind::Pass | StepKind::Succeed | StepKind::Fail(_) | StepKind::Loop(_) | StepKind::Unknown(_) => {}
        }
        if let Data::Mappings { output: Some(mappings), .. } = &step.data {
            need.add(of_output(mappings));
        }
        need
    }
}

/// The parts of a step's own input that its output mappings use.
pub(crate) fn of_output(mappings: &[Mapping]) -> Need {
    let mut need = Need::nothing();
    for mapping in mappings {
        if let Value::Reference(reference) = &mapping.source.value
            && matches!(reference.root(), legacy::Root::Input | legacy::Root::Own)
        {
            need.add_path(reference.path().segments);
        }
    }
    need
}

fn add_value(need: &mut Need, value: &Value) {
    if let Value::Reference(reference) = value {
        need.add_path(reference.path().segments);
    }
}

fn add_task(need: &mut Need, task: &Task) {
    if let Some(Template::Object(members)) = &task.parameters {
        for (_, member) in members {
            if let Template::Value(value) = member {
                add_value(need, &value.value);
            }
        }
    }
    let target = task.target.as_ref().map(|target| &target.value);
    let sends_parameters_only = match target {
        Some(TaskTarget::Action(_)) => task.parameters.is_some(),
        Some(TaskTarget::Resource(resource)) => match Target::of(resource) {
            Target::Function(_) | Target::Other => false,
            Target::Flow => parameter(task, "Input").is_some(),
            Target::Messages => parameter(task, "MessageBody").is_some(),
        },
        None => true,
    };
    if !sends_parameters_only {
        need.add(Need::All);
    }
}
