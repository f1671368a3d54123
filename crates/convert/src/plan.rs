//! Which choices share the local around them, and which scopes can hand their local on as it is.

use std::collections::BTreeSet;

use flowglass_expression::{Segment, Step as PathStep, legacy};
use flowglass_flow::{Choice, Data, Flow, Mapping, ScopeId, StepId, StepKind, Value};

use crate::keys::{Keys, Presence};
use crate::locals::Locals;

/// The most keys that every state lists; with more, a text of merges is shorter and easier to read.
const MOST_LISTED: usize = 16;

/// How the scopes of the old flow become scopes of the new one.
#[derive(Debug)]
pub(crate) struct Plan {
    framed: BTreeSet<StepId>,
}

impl Plan {
    pub(crate) fn of(flow: &Flow, locals: &Locals) -> Self {
        let framed = flow.steps().filter_map(|(id, step)| match &step.kind {
            StepKind::Choice(choice) if is_framed(flow, locals, &step.data, choice) => Some(id),
            _ => None,
        });
        Self { framed: framed.collect() }
    }

    /// Tells whether the arms of a choice keep a local of their own, beside the value of the scope around it. The arms
    /// of the others write into the local around the choice, as their steps would if they stood there.
    pub(crate) fn is_framed(&self, choice: StepId) -> bool {
        self.framed.contains(&choice)
    }

    /// Tells whether every state of a scope can list all keys of the local that it hands on: the text tells them.
    /// `before` is the local around the scope, when the scope is an arm that shares it.
    pub(crate) fn is_flat(
        &self,
        flow: &Flow,
        locals: &Locals,
        scope: ScopeId,
        before: &Keys,
        reserved: &[&str],
    ) -> bool {
        let listable = |keys: &BTreeSet<String>| {
            keys.len() <= MOST_LISTED
                && keys.iter().all(|key| !key.ends_with(".$") && !reserved.contains(&key.as_str()))
        };
        flow.scope(scope).steps.iter().all(|id| {
            let Some(keys) = locals.before(*id) else { return true };
            let keys = before.with(keys);
            let step = flow.step(*id);
            let maps_output = matches!(&step.data, Data::Mappings { output: Some(_), .. });
            keys.exact().is_some_and(listable)
                && match &step.kind {
                    StepKind::Task(_) => maps_output,
                    StepKind::Choice(choice) if self.is_framed(*id) => choice.all_arms().all(|arm| {
                        locals.added_by_arm(step, arm).is_none_or(|added| added.exact().is_some_and(listable))
                    }),
                    StepKind::Choice(choice) => choice
                        .all_arms()
                        .filter_map(|arm| arm.body)
                        .all(|body| self.is_flat(flow, locals, body, &keys, reserved)),
                    _ => true,
                }
        }) && locals.at_end(scope).is_none_or(|end| end.possible().is_some_and(listable))
    }
}

/// A choice whose arms cannot write into the local around it.
fn is_framed(flow: &Flow, locals: &Locals, data: &Data, choice: &Choice) -> bool {
    let Data::Mappings { input, output } = data else { return false };
    if output.is_some() {
        return true;
    }
    let mut bodies = choice.all_arms().filter_map(|arm| arm.body).filter(|body| !flow.scope(*body).steps.is_empty());
    bodies.any(|body| input.is_some() || !is_shareable(flow, locals, body))
}

/// Tells whether the steps of an arm, which tell the arm's own local from what was there before, would find the same in
/// one local for both.
fn is_shareable(flow: &Flow, locals: &Locals, body: ScopeId) -> bool {
    flow.scope(body).steps.iter().all(|id| {
        let (Some(own), Data::Mappings { input: Some(mappings), .. }) = (locals.before(*id), &flow.step(*id).data)
        else {
            return true;
        };
        mappings.iter().all(|mapping| finds_the_same(mapping, own))
    })
}

fn finds_the_same(mapping: &Mapping, own: &Keys) -> bool {
    let Value::Reference(reference) = &mapping.source.value else { return true };
    let first: Option<&Segment> = reference.path().segments.first();
    match (reference.root(), first.map(|segment| &segment.step)) {
        (legacy::Root::Input, Some(PathStep::Key(key))) => own.has(key) == Presence::Never,
        (legacy::Root::Input, _) => own.is_none(),
        (legacy::Root::Local, Some(PathStep::Key(key))) => own.has(key) != Presence::Maybe,
        (legacy::Root::Local, _) => own.exact().is_some(),
        (legacy::Root::Own | legacy::Root::Context, _) => true,
    }
}
